"""`ugc rights request` and `reply`: creators asked, and their answers kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import granting, say, words
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    a_day,
    a_last_day,
    me,
    now,
    opened,
)
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.model.dealings import Request
    from ugc.workspace import Workspace
    from ugc.workspace.asking.asked import Asked
    from ugc.workspace.asking.replies import Answered
    from ugc.workspace.asking.requests import RequestForm
    from ugc.workspace.asking.scopes import ScopeForm

_Many = list[str] | None
_Maybe = str | None


def _said(help: str, **more: Any) -> Any:
    return typer.Option(help=help, **more)


_Targets = Annotated[
    _Many,
    typer.Argument(
        metavar="POST|@CREATOR...", help="Posts, or everything of a creator's; to remind, requests too."
    ),
]
_Via = Annotated[_Maybe, _said("comment, dm or email; as ugc.toml says if left out.")]
_Terms = Annotated[
    _Many, _said("The terms that are shown; a file's hash is kept. Repeatable.", metavar="FILE|URL")
]
_Purposes = Annotated[_Many, _said("What for: paid_social, organic_repost … Repeatable.")]
_Channels = Annotated[_Many, _said("Where: instagram, facebook, brand_site … Repeatable.")]
_Territories = Annotated[_Many, _said("US, DE, EEA, worldwide; your markets if left out. Repeatable.")]
_Identities = Annotated[_Many, _said("From whose account: brand_handle, creator_handle, both. Repeatable.")]
_Edits = Annotated[_Many, _said("none, technical, standard, full, or one edit. Repeatable.")]
_Credit = Annotated[
    _Maybe, _said("Where their name stands: on_media, adjacent, caption, credits_page, none.")
]
_Days = Annotated[int | None, _said("How long, from the day of the answer.", metavar="N")]
_Until = Annotated[_Maybe, _said("How long, as a last day.", metavar="DATE|perpetual")]
_Hashtag = Annotated[_Maybe, _said("What a comment asks them to answer with.", metavar="TAG")]
_Language = Annotated[_Maybe, _said("Of the wording: en, de, es, fr.", metavar="CODE")]
_Out = Annotated[Path | None, _said("Write each message to a file there.", metavar="DIR")]
_Remind = Annotated[
    bool, typer.Option("--remind", help="Write reminders of open questions; alone, of all that are due.")
]
_Again = Annotated[bool, typer.Option("--again", help="Ask even those who said no.")]

_Asked = Annotated[str, typer.Argument(metavar="REQUEST|POST|@CREATOR", help="What was answered.")]
_Yes = Annotated[bool, typer.Option("--yes", help="They allow it.")]
_No = Annotated[bool, typer.Option("--no", help="They do not.")]
_Evidence = Annotated[
    list[Path] | None,
    _said("What proves it: a screenshot, .json, .eml, .pdf. Repeatable.", metavar="FILE"),
]
_Words = Annotated[
    _Maybe, typer.Option("--words", metavar="TEXT", help="What they said, where no file says it.")
]
_On = Annotated[_Maybe, _said("The day; that of the evidence, or today, if left out.", metavar="DATE")]
_Method = Annotated[_Maybe, _said("How they said yes, where it was another way: contract, web_form …")]
_Less = Annotated[_Many, _said("Less than was asked for. Repeatable.")]
_Fewer = Annotated[int | None, _said("Fewer days than were asked for.", metavar="N")]
_Earlier = Annotated[_Maybe, _said("An earlier last day than was asked for.", metavar="DATE")]
_Licensor = Annotated[_Maybe, _said("Who answered for them, if it was somebody else.", metavar="NAME")]
_Capacity = Annotated[_Maybe, _said("As what: agent, employer; agent if left out.")]


def request(
    targets: _Targets = None,
    *,
    via: _Via = None,
    terms: _Terms = None,
    purpose: _Purposes = None,
    channel: _Channels = None,
    territory: _Territories = None,
    identity: _Identities = None,
    edits: _Edits = None,
    credit: _Credit = None,
    days: _Days = None,
    until: _Until = None,
    hashtag: _Hashtag = None,
    language: _Language = None,
    out: _Out = None,
    remind: _Remind = False,
    again: _Again = False,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write the words that ask creators for rights, and record that they are asked.

    Nothing is sent: copy the message, and send it from your own account. Exits 4 when there was nothing to ask.
    """
    from ugc.workspace.asking.requests import RequestForm

    form = RequestForm(
        targets=tuple(targets or ()),
        via=via,
        scope=_scope(purpose, channel, territory, identity, edits, credit=credit, days=days, until=until),
        terms=tuple(terms or ()),
        hashtag=hashtag,
        language=language,
        again=again,
        out=out,
        by=by or me(),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        asked = _reminded(here, form) if remind else _requested(here, form)
    _tell_asked(asked, dry=dry_run)
    say.document(asked.model_dump(mode="json"))
    say.leave(0 if asked.requests or not (targets or asked.left_out) else 4)


def _requested(here: "Workspace", form: "RequestForm") -> "Asked":
    if not form.targets:
        raise UsageError("Whom to ask is not said.", hint="Name posts, or @creators.")
    return here.records.request(form, at=now())


def _reminded(here: "Workspace", form: "RequestForm") -> "Asked":
    """Reminders of open questions about the targets; without any, of all that are due."""
    from ugc.workspace.asking.reminding import ReminderForm

    said = (form.via, form.terms, form.hashtag, form.language, form.again)
    if any(said) or not form.scope.empty:
        raise UsageError(
            "A reminder repeats what was asked.",
            hint="Say --remind with posts, @creators or requests, and no more.",
        )
    targets = form.targets or tuple(here.records.to_be_reminded(at=now()))
    return here.records.remind(ReminderForm(targets=targets, out=form.out, by=form.by), at=now())


def reply(
    name: _Asked,
    *,
    yes: _Yes = False,
    no: _No = False,
    evidence: _Evidence = None,
    said: _Words = None,
    on: _On = None,
    method: _Method = None,
    purpose: _Less = None,
    channel: _Less = None,
    territory: _Less = None,
    identity: _Less = None,
    edits: _Less = None,
    days: _Fewer = None,
    until: _Earlier = None,
    licensor: _Licensor = None,
    capacity: _Capacity = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record what a creator answered, with what proves it.

    A yes makes the grant that was asked for, under the terms that were shown. A no is kept, and nobody asks again.
    """
    from ugc.workspace.asking.replies import ReplyForm

    if yes == no:
        raise UsageError("What they answered is not said.", hint="Say --yes or --no.")
    form = ReplyForm(
        target=name,
        yes=yes,
        evidence=tuple(evidence or ()),
        words=said,
        on=a_day(on, "--on") if on else None,
        method=method,
        scope=_scope(purpose, channel, territory, identity, edits, credit=None, days=days, until=until),
        licensor=licensor,
        capacity=capacity,
        by=by or me(),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        answered = here.records.reply(form, at=now())
        _tell_answered(here, answered, dry=dry_run)
    say.document(answered.model_dump(mode="json"))


def _scope(
    purpose: _Many,
    channel: _Many,
    territory: _Many,
    identity: _Many,
    edits: _Many,
    *,
    credit: str | None,
    days: int | None,
    until: str | None,
) -> "ScopeForm":
    from ugc.workspace.asking.scopes import ScopeForm

    return ScopeForm(
        purposes=tuple(purpose or ()),
        channels=tuple(channel or ()),
        identities=tuple(identity or ()),
        territories=tuple(territory or ()),
        edits=tuple(edits or ()),
        credit=credit,
        days=days,
        until=a_last_day(until) if until else None,
    )


_SPOKEN = {"comment": "a comment", "dm": "a direct message", "email": "an e-mail"}


def _tell_asked(asked: "Asked", *, dry: bool) -> None:
    """The message alone goes to stdout when there is one, so that it can be copied from a pipe."""
    for index, each in enumerate(asked.requests):
        head = f"{each.id} to @{each.licensor}: {_SPOKEN[each.via]} ({each.language}/{each.wording}){_under(each)}"
        tell = say.note if len(asked.requests) == 1 else say.out
        tell(f"--- {head}")
        say.out(each.message)
        if len(asked.requests) > 1:
            say.out(f"    ({asked.files[index]})\n" if asked.files else "")
    for path in asked.files if len(asked.requests) == 1 else ():
        say.note(f"Written to {path}.")
    for item in asked.left_out:
        say.note(f"Not asked: {item.target}: {item.why} {item.hint}")
    for note in asked.notes:
        say.note(f"Note: {note}")
    if dry:
        say.note("Nothing was recorded, and nothing is ever sent.")
    elif asked.requests:
        first = asked.requests[0].reminds or asked.requests[0].id
        say.note(
            f"Recorded. Nothing was sent: send {'it' if len(asked.requests) == 1 else 'them'} yourself. "
            f"The answer is recorded with: ugc rights reply {first} --yes --evidence FILE"
        )
    elif not asked.left_out:
        say.out("No reminder is due.")


def _under(request: "Request") -> str:
    return f" under {', '.join(map(words.post_name, request.posts))}" if request.via == "comment" else ""


def _tell_answered(here: "Workspace", answered: "Answered", *, dry: bool) -> None:
    from ugc.model.phrases import written

    told = answered.reply
    verb = "Would record" if dry else "Recorded"
    only = f", for {', '.join(map(words.post_name, told.posts))} alone" if told.posts else ""
    say.out(f"{verb} {told.id}: {told.answer} to {told.request}, on {written(told.on)}{only}.")
    if told.words:
        say.out(f"  In their words: {say.cut(told.words, 200)}")
    grant = answered.grant
    if grant:
        covered = ", ".join(map(words.post_name, grant.posts)) or f"everything by {grant.licensor}"
        say.out(
            f"{verb} {grant.id}: {covered}, from {grant.licensor} to {grant.licensee}, "
            f"from {grant.start} {words.until(grant.end)}, by {grant.method.replace('_', ' ')}."
        )
        granting.tell_worth(here, grant)
    for note in answered.notes:
        say.note(f"Note: {note}")
