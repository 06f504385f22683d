"""Rows of the tab of posts: tags and campaigns."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ugc.errors import unknown
from ugc.model.programme_sheet import Change
from ugc.sheet.meaning import several
from ugc.text import fold
from ugc.workspace.sheet.acts import Labelled

if TYPE_CHECKING:
    from ugc.workspace.sheet.applying import Applying


def apply(applying: "Applying", group: Sequence[Change]) -> None:
    """Do the changes of one post's row."""
    for change in group:
        applying.attempt(change.place, lambda change=change: _one(applying, change))  # type: ignore[misc]


def _one(applying: "Applying", change: Change) -> None:
    catalog = applying.workspace.catalog
    id = catalog.resolve(change.row)
    post = catalog.post(id)
    wanted = several(change.after)
    standing = post.tags if change.column == "tags" else post.campaigns
    added = _less(wanted, standing)
    removed = _less(standing, wanted)
    if change.column == "campaigns":
        _known(applying, added)
        catalog.put_in_campaign([id], add=added, remove=removed)
    else:
        catalog.tag([id], add=added, remove=removed)
    if added or removed:
        labels = "campaigns" if change.column == "campaigns" else "tags"
        applying.acts.append(Labelled(post=id, labels=labels, added=added, removed=removed))


def _known(applying: "Applying", added: Iterable[str]) -> None:
    """A campaign that nobody knows is a slip of the hand, and not a new one."""
    workspace = applying.workspace
    known = {*workspace.campaigns.names(), *workspace.catalog.campaigns()}
    for name in added:
        if fold(name) not in map(fold, known):
            raise unknown("Campaign", name, known)


def _less(these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
    gone = set(map(fold, those))
    return tuple(each for each in these if fold(each) not in gone)
