"""`ugc rights check` and `decide`: what the records allow for a post, and what they leave to a person."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import (
    DryRunOption,
    FlightOption,
    JsonOption,
    WorkspaceOption,
    WorkspacesOption,
    a_flight,
    a_last_day,
    known_territories,
    now,
    one_day,
    opened,
)
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.model.rights import Answer, Case
    from ugc.workspace import Workspace


def check(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    *,
    purpose: Annotated[str, typer.Option(help="What for.")] = "paid_social",
    channel: Annotated[
        list[str] | None, typer.Option(help="Where; all that a grant names if left out.")
    ] = None,
    territory: Annotated[list[str] | None, typer.Option(help="Markets instead of those in ugc.toml.")] = None,
    identity: Annotated[str, typer.Option(help="From whose handle it runs.")] = "brand_handle",
    edit: Annotated[
        list[str] | None,
        typer.Option(
            help="Edits that will be made, a profile, or none; those of the template if left out. Repeatable."
        ),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="A single day.")] = None,
    flight: FlightOption = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Ask what the records allow for a post.

    Exits 4 unless they allow all that was asked, for every brand that was named.
    """
    from ugc.workspace.clearing import markets

    if on and flight:
        raise UsageError("Say --on or --flight, not both.")

    def asked(here: "Workspace") -> "tuple[str, list[Answer]]":
        usual = a_flight(flight, today=here.day(now()), days=here.settings.output.flight_days)
        days = one_day(on) if on else usual
        case = here.case(name)
        channels = channel or sorted({c for item in case.grants for c in item.channels}) or ["instagram"]
        told = {
            "purpose": purpose,
            "identity": identity,
            "territories": markets(here, known_territories(territory, "--territory")),
            "first": days[0],
            "last": days[1],
        }
        said, edits = _edits(here, case, edit, told)
        given = [here.check(name, here.use(channel=one, **told, **edits)) for one in channels]
        return said, given if edits["edits"] else [_unasked(answer) for answer in given]

    with all_opened(workspace) as brands:
        found = brands.ask(asked)
    answers = [(here, answer) for here, (_, several) in found for answer in several]
    for _, (edits, several) in found:
        for answer in several:
            words.tell_answer(answer, edits=edits)
    say.document([brands.document(here, answer.model_dump(mode="json")) for here, answer in answers])
    allowed = all(answer.verdict == "cleared" for _, answer in answers)
    say.leave(0 if allowed and len(found) == len(brands.workspaces) else 4)


def _edits(
    here: "Workspace", case: "Case", named: list[str] | None, told: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """Which edits are asked about, in words and for the question: those named, else those of the usual template.

    Of the usual template it is known whether it draws the label of an ad; of edits alone it is not, and not checked.
    """
    from ugc.model.vocab import expand_edits
    from ugc.workspace.usual import keeps_sound, told_of, usual

    if named is None:
        own = usual(here, case.post)
        about = {name: told[name] for name in ("purpose", "identity", "territories")}
        asked = told_of(here, case, own, **about)
        return f"with the edits {', '.join(sorted(asked['edits']))} (template {own.template})", asked
    edits = expand_edits(frozenset(named))
    what = "the edit" if len(edits) == 1 else "the edits"
    said = f"with {what} {', '.join(sorted(edits))}" if edits else "without any edit"
    return said, {"edits": edits, "sound": keeps_sound(case.post, edits)}


def _unasked(answer: "Answer") -> "Answer":
    """An answer to a question in which no edit was named, which says so."""
    return answer.model_copy(update={"not_checked": (*answer.not_checked, "Edits: none was asked about.")})


def decide(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    *,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides: a person, by name.")],
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")],
    allow: Annotated[
        bool | None, typer.Option("--allow/--refuse", help="What is decided.", show_default=False)
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            help="release_unknown, music_unknown, consent_deleted; all that is open if left out. Repeatable."
        ),
    ] = None,
    purpose: Annotated[
        list[str] | None, typer.Option(help="What for; paid_social if left out. Repeatable.")
    ] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="Where; all that a grant names if left out. Repeatable.")
    ] = None,
    territory: Annotated[list[str] | None, typer.Option(help="Markets instead of those in ugc.toml.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE|perpetual", help="Last day; that of the grants if left out.")
    ] = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Settle what the records leave open: who is shown, what is heard.

    A decision is a record with a name and a reason. It settles a review; it cannot lift a refusal.
    """
    from ugc.model.phrases import REVIEWS, listed
    from ugc.workspace.granting.deciding import DecisionForm

    if allow is None:
        raise UsageError("What is decided was not said.", hint="Say --allow or --refuse.")
    form = DecisionForm(
        post=name,
        allow=allow,
        why=why,
        by=by,
        about=tuple(about or ()),
        purposes=tuple(purpose or ("paid_social",)),
        channels=tuple(channel or ()),
        territories=tuple(territory or ()),
        until=a_last_day(until) if until else None,
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.decide(form, at=now())
    verb = "Would record" if dry_run else "Recorded"
    said = "may be used" if made.allow else "may not be used"
    points = listed(REVIEWS[point] for point in sorted(made.about))
    say.out(
        f"{verb} {made.id}: {made.post} {said}, as to {points}, {words.until(made.until)}; {made.by}: {made.why}"
    )
    say.document(made.model_dump(mode="json"))
