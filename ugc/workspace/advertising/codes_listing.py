"""`ugc ads codes list`: every permission, by the day on which it ends."""

from datetime import date
from typing import TYPE_CHECKING

from ugc.model.base import Value
from ugc.workspace.advertising.codes import Codes, CodeShown

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PAST = ("over", "replaced")


class CodesListed(Value):
    """The permissions of a selection."""

    today: date
    within: int | None
    """Only those that end within so many days; None: whenever they end."""
    overdue: int
    """How many are past their last day, with nothing on record in their place."""
    not_sealed: int
    """How many are known by a code that is not kept here."""
    codes: tuple[CodeShown, ...]
    notes: tuple[str, ...] = ()


def listed(
    workspace: "Workspace", query: str, *, today: date, within: int | None = None, past: bool = False
) -> CodesListed:
    """Return the permissions for the posts of a selection and for their creators' accounts; all for an empty one.

    With `past`, also those that are over. What is overdue comes first. Raises UsageError for a word that the selection
    does not know.
    """
    known = Codes(workspace, today=today)
    wanted = _wanted(workspace, query, today)
    shown = [
        known.shown(item)
        for item in known.newest.values()
        if wanted is None or (item.post or "") in wanted or (item.creator or "") in wanted
    ]
    kept = [item for item in shown if (past or item.state not in _PAST) and _ends_within(item, within)]
    kept.sort(key=lambda item: (item.state != "overdue", str(item.end or "perpetual"), item.id))
    return CodesListed(
        today=today,
        within=within,
        overdue=sum(item.state == "overdue" for item in kept),
        not_sealed=sum(item.last4 is not None and "code" not in item.sealed for item in kept),
        codes=tuple(kept),
        notes=tuple(f"{name} is not a package of this ugc, and was not read." for name in known.unread),
    )


def _wanted(workspace: "Workspace", query: str, today: date) -> set[str] | None:
    """Every name of the posts of a selection, and every key of their creators; None: all there are."""
    if not query.strip():
        return None
    posts = workspace.select(query, today=today)
    found = {name for post in posts for name in (post.id, *post.aliases)}
    numbers = workspace.catalog.overview.numbers(post.id for post in posts)
    authors = workspace.catalog.overview.authors(numbers.values())
    return found | {key for keys in authors.values() for key in keys}


def _ends_within(item: CodeShown, within: int | None) -> bool:
    return within is None or (item.days_left is not None and item.days_left <= within)
