"""Rights ended or held, with all that it reaches: recorded, found, marked, and taken down where that is asked for.

The records come first, so that whatever happens afterwards every question is refused. The rest can be done again: the
same command, typed once more, records nothing twice and finishes what was left.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.records import Hold
from ugc.workspace.ending import revoking, takedown
from ugc.workspace.ending.marking import Marked, mark
from ugc.workspace.ending.reach import Ending, Reach, reached
from ugc.workspace.ending.revoking import RightsRevoked
from ugc.workspace.ending.takedown import TakenDown

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Ended(Value):
    """Rights that ended, what they reach, and what was done about it."""

    rights: RightsRevoked
    reach: Reach
    marks: Marked
    takedown: TakenDown | None = None


def end(
    workspace: "Workspace",
    name: str,
    *,
    by: str,
    why: str,
    effective: date | None,
    take_down: bool,
    at: datetime,
) -> Ended:
    """End the rights of a grant, a post or `@creator`; mark what must come down, and take it down when asked to.

    In a rehearsal nothing is marked or moved. Raises UsageError as `revoking.revoke` does, and for a take-down before
    the day from which nothing may run.
    """
    today = workspace.day(at)
    if take_down and effective and effective > today:
        raise UsageError(
            f"Until {effective - timedelta(days=1)} it may run, so nothing is taken down today.",
            hint="Leave --takedown out now, and run the same command with it from that day on.",
        )
    told, ending = revoking.revoke(workspace, name, by=by, why=why, effective=effective, at=at)
    gone = takedown.gone(takedown.earlier(workspace, ending.records)) if take_down else ()
    found = reached(workspace, ending, today=today, gone=gone)
    dry = workspace.rehearsing
    marks = Marked(marked=(), unmarked=()) if dry else mark(workspace, found.down)
    done = None
    if take_down:
        done = takedown.take_down(workspace, found, sorted(ending.records), at=at, dry=dry)
    return Ended(rights=told, reach=found.reach, marks=marks, takedown=done)


def out_under(workspace: "Workspace", hold: Hold, *, at: datetime) -> Reach:
    """Return what a hold reaches: all that could run without it. Nothing is marked, since it is for now."""
    today = workspace.day(at)
    if hold.post:
        posts: tuple[str, ...] = (hold.post,)
    else:
        posts = workspace.catalog.care.person(hold.creator or "").posts
    standing = {item.id for item in workspace.catalog.holds(hold.post or hold.creator or "")}
    ending = Ending(posts=posts, records=frozenset(standing | {hold.id}), days=(today,))
    return reached(workspace, ending, today=today).reach
