"""What stops a use for now, recorded: holds and lifts. All or nothing each time. What ends it is in `revoking`."""

from datetime import datetime
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.model.records import Hold, Lift
from ugc.workspace.granting.evidence import append

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def hold(workspace: "Workspace", name: str, *, by: str, why: str, at: datetime) -> Hold:
    """Stop a post, or everything of `@creator`, until it is lifted."""
    post, creator = subject(workspace, name)
    with workspace.catalog.transaction():
        record = Hold(
            id=workspace.catalog.next_id("h"),
            post=post,
            creator=creator,
            why=why,
            by=by,
            on=workspace.day(at),
        )
        append(workspace, record, subjects=[post or creator or ""], at=at)
    return record


def lift(workspace: "Workspace", name: str, *, by: str, why: str, at: datetime) -> list[Lift]:
    """Lift every hold on exactly this post or creator. Raises UsageError when there is none."""
    post, creator = subject(workspace, name)
    standing = workspace.catalog.holds(post or creator or "")
    if not standing:
        raise UsageError(f"Nothing holds {name}.", hint=f"See what does: ugc show {name}.")
    lifted = []
    with workspace.catalog.transaction():
        for item in standing:
            record = Lift(
                id=workspace.catalog.next_id("l"), hold=item.id, why=why, by=by, on=workspace.day(at)
            )
            append(workspace, record, subjects=[item.id, post or creator or ""], at=at)
            lifted.append(record)
    return lifted


def subject(workspace: "Workspace", name: str) -> tuple[str | None, str | None]:
    """A post's id, or a creator's key."""
    if name.startswith("@"):
        return None, workspace.catalog.care.lasting_key(workspace.catalog.resolve_creator(name))
    return workspace.catalog.resolve(name), None
