"""`ugc campaigns log`: what happened between the brand and the creators of a campaign."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.campaign_words import NOTHING, NameArgument, spoken
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, a_day, me, now, opened
from ugc.errors import UsageError, unknown
from ugc.model.campaigns import Amount
from ugc.model.posts import PLATFORMS, Platform
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.campaigns.noting import CampaignLogged, LogLine, Note

_Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[@CREATOR...] [WHAT]",
        help="Whom it happened with, and what: asked, answered, agreed, declined, product-sent, product-received, "
        "drafted, posted, missing, reminded, thanked, paid. Without it the log is shown.",
    ),
]


def log(
    name: NameArgument,
    words: _Words = None,
    *,
    everybody: Annotated[bool, typer.Option("--all", help="Every creator of the campaign.")] = False,
    deliverable: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Of which piece; of all, if left out. Repeatable.")
    ] = None,
    post: Annotated[str | None, typer.Option(metavar="POST", help="Of `posted`: its id or link.")] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day; the post's, or today, if left out.")
    ] = None,
    amount: Annotated[str | None, typer.Option(metavar="SUM", help='Of `paid`, as in "250 USD".')] = None,
    said: Annotated[str, typer.Option("--words", metavar="TEXT", help="What is worth remembering.")] = "",
    remove: Annotated[
        list[int] | None, typer.Option(metavar="N", help="Take a line out, by its number. Repeatable.")
    ] = None,
    platform: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Where creators are whom the catalog does not know yet."),
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also of a creator whom the campaign's file does not name.")
    ] = False,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write down what happened with creators of a campaign; or show its log, with the rights requests of the ledger."""
    creators, what = _parted(words or ())
    with opened(workspace) as here:
        today = here.day(now())
        if remove:
            told = here.campaigns.remove_events(name, remove, today=today, dry=dry_run)
        elif not what:
            told = here.campaigns.log(name, creators, today=today)
        else:
            form = _note(
                name,
                creators,
                what,
                everybody=everybody,
                deliverables=tuple(deliverable or ()),
                post=post,
                on=a_day(on, "--on") if on else None,
                amount=_sum(amount),
                words=said,
                anyway=anyway,
                platform=_platform(platform),
            )
            told = here.campaigns.note(form, by=by or me(), at=now(), dry=dry_run)
    _tell(told, written=bool(what))
    say.document(told.model_dump(mode="json"))


def _parted(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Creators are written with @ or their platform; the words behind them say what happened."""
    creators = [word for word in words if word.startswith("@") or ":" in word]
    return tuple(creators), " ".join(word for word in words if word not in creators)


def _note(name: str, creators: tuple[str, ...], what: str, *, everybody: bool, **more: object) -> "Note":
    from ugc.workspace.campaigns.noting import Note, event_kind

    kind = event_kind(what)
    if everybody == bool(creators):
        raise UsageError(
            "Creators are named, and --all is said too."
            if everybody
            else "With whom it happened is not said.",
            hint="Name them, as in @ana, or say --all.",
        )
    return Note.model_validate(
        {"campaign": name, "creators": creators, "what": kind, "everybody": everybody} | more
    )


def _sum(text: str | None) -> Amount | None:
    from ugc.campaigns.reading import amount

    found = amount(text) if text is not None else None
    if text is not None and found is None:
        raise UsageError(f"--amount: {text!r} is not a sum of money.", hint='Write it as "250 USD".')
    return found


def _platform(name: str | None) -> Platform | None:
    if name is not None and name not in PLATFORMS:
        raise unknown("Platform", name, PLATFORMS)
    return name


def _tell(told: "CampaignLogged", *, written: bool) -> None:
    if told.removed or written:
        verb = "taken out" if told.removed else "written down"
        for line in told.lines:
            say.out(f"{'Would be' if told.dry else 'Was'} {verb}: {_line(line)}")
        if told.put_in_campaign and not told.dry:
            say.note(f"Labelled with {told.campaign}: {', '.join(told.put_in_campaign)}.")
        return
    if not told.lines:
        say.out(f"Nothing is written down of {told.campaign} yet.")
        return
    say.table(
        (
            (
                str(line.day),
                line.creator,
                spoken(line.what),
                line.deliverable or "",
                str(line.number) if line.number is not None else line.record or NOTHING,
                line.by,
                _more(line),
            )
            for line in told.lines
        ),
        heads=("day", "creator", "what", "deliverable", "number", "by", "more"),
    )
    say.note(f"{counted(len(told.lines), 'line')}.")


def _line(line: "LogLine") -> str:
    piece = f" ({line.deliverable})" if line.deliverable else ""
    more = _more(line)
    number = f" [{line.number}]" if line.number is not None else ""
    return f"{line.day} {line.creator} {spoken(line.what)}{piece}{f', {more}' if more else ''}{number}"


def _more(line: "LogLine") -> str:
    money = f"{line.amount.value:,f} {line.amount.currency}" if line.amount else ""
    return say.cut(", ".join(part for part in (line.post or "", money, line.words) if part), 80)
