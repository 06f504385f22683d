"""`ugc rights hold` and `revoke`: what stops a use, for now or for good."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import reaching, say
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, a_day, me, now, opened

if TYPE_CHECKING:
    from ugc.workspace import Ended


def hold(
    name: Annotated[str, typer.Argument(metavar="POST|@CREATOR")],
    *,
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")],
    by: ByOption = None,
    lift: Annotated[bool, typer.Option("--lift", help="Lift the hold instead.")] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Stop a post or creator until the hold is lifted.

    Lists what is out: creatives, uses on record, galleries and ad packages. Nothing is marked or moved, since it is
    for now.
    """
    from ugc.cli.documents import RightsHeld

    with opened(workspace) as here, here.rehearsed(dry_run):
        if lift:
            lifted = here.lift(name, by=by or me(), why=why, at=now())
        else:
            held = here.hold(name, by=by or me(), why=why, at=now())
            reach = here.records.out_under(held, at=now())
    verb = "Lifted the hold on" if lift else "Holding"
    say.out(f"Would be done: {verb} {name}." if dry_run else f"{verb} {name}.")
    if lift:
        say.document([item.model_dump(mode="json") for item in lifted])
        return
    reaching.tell(reach, down="Could run, and may not while this stands; pause it where it runs:", kept="")
    told = RightsHeld(hold=held, **dict(reach))
    say.document(told.model_dump(mode="json"))


def revoke(
    name: Annotated[str, typer.Argument(metavar="POST|GRANT|@CREATOR")],
    *,
    why: Annotated[str, typer.Option(help="What was said, and how.")],
    by: ByOption = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day without rights; today if left out.")
    ] = None,
    takedown: Annotated[
        bool,
        typer.Option(
            "--takedown",
            help="Also take it down: pictures out of galleries, creatives to out/swept, the ads to pause to"
            " out/takedown.",
        ),
    ] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record that rights ended, and mark what must come down.

    Lists creatives, uses on record, galleries and ad packages: what must come down, and what other records still
    allow. Typed again, it records nothing twice and finishes what was left.
    """
    from ugc.cli.documents import RightsEnded

    with opened(workspace) as here, here.rehearsed(dry_run):
        effective = a_day(on, "--on") if on else None
        done = here.revoke(name, by=by or me(), why=why, effective=effective, take_down=takedown, at=now())
        zone, today = here.settings.timezone, here.day(now())
    _tell_records(done, name, dry=dry_run, zone=zone)
    when = f" by {done.reach.since}" if done.reach.since > today else ""
    reaching.tell(
        done.reach,
        down=f"Made under it, and to be taken down where it runs{when}:",
        kept="Made under it, and still allowed by other records; render again to renew their labels:",
    )
    for text in done.marks.unmarked:
        say.note(f"Note: not marked: {text}")
    if done.takedown:
        reaching.tell_taken_down(done.takedown)
    told = RightsEnded(
        **dict(done.reach),
        revocations=done.rights.recorded,
        already=done.rights.already,
        notices=done.rights.notices,
        deadlines=done.rights.deadlines,
        irrevocable=done.rights.irrevocable,
        still_allowed=tuple(item.path for item in done.reach.creatives if item.allowed),
        marks=done.marks,
        takedown=done.takedown,
    )
    say.document(told.model_dump(mode="json"))


def _tell_records(done: "Ended", name: str, *, dry: bool, zone: str) -> None:
    """Say what was recorded, what stood already, and what the grants say of ending them."""
    from datetime import timedelta

    rights = done.rights
    for item in rights.recorded:
        verb = "Would revoke" if dry else "Revoked"
        say.out(f"{verb} {item.grant} from {item.effective}{f' for {item.post}' if item.post else ''}.")
    for item in rights.already:
        what = item.grant or name
        say.out(f"{what} was revoked already, from {item.effective}, by {item.by} ({item.id}): {item.why}")
    for id in rights.irrevocable:
        say.note(f"Note: {id} says that its licensor may not end it. It is recorded all the same.")
    for notice in rights.notices:
        say.note(
            f"Note: {notice.grant} gives {notice.days} days' notice: it would allow running until {notice.until}."
        )
        after = notice.until + timedelta(days=1)
        if dry:
            say.note(f"  To use these days: ugc rights revoke {name} --on {after} --why …")
        else:
            say.note(
                "  It ends today all the same. To use these days after all, record them as a grant of their own:"
            )
            say.note(f"  ugc rights grant POST --until {notice.until} --evidence FILE …")
    for deadline in rights.deadlines:
        by = deadline.by.strftime("%Y-%m-%d %H:%M")
        say.out(f"It must be down by {by} ({zone}): {deadline.grant} gives {deadline.hours} hours.")
