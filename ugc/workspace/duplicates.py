"""Posts that look alike: the same file, nearly the same picture, or a mirrored one. Said, and never acted upon."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import product
from typing import TYPE_CHECKING, Literal

from ugc.catalog.hashes import Holder
from ugc.model.base import Value
from ugc.model.posts import Post

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.lookalikes import Lookalikes

How = Literal["same file", "nearly the same", "mirrored"]

_LAST = datetime.max.replace(tzinfo=UTC)


class Alike(Value):
    """Two files of different posts that look alike."""

    post: str
    media: int
    """Its number among the post's, from 1."""
    other: str
    other_media: int
    how: How


class Member(Value):
    """A post that looks like another."""

    post: str
    name: str
    """Of its first file where that was collected, to recognise it by."""
    creator: str | None
    """Handle without @; None when nobody is known."""
    posted_at: datetime | None


class Group(Value):
    """Posts that look alike, each like at least one other."""

    posts: tuple[Member, ...]
    """The earliest first, those of an unknown date last. Whether the earliest is the original nobody has said."""
    several_creators: bool
    """Whether two of them are known to be different creators'."""
    alike: tuple[Alike, ...]
    """What links them: of files that are all alike, only as many pairs as hold them together."""


class Duplicates(Value):
    """The posts of a selection that look like others, whether these are of the selection or not."""

    posts: int
    """How many there are in the selection."""
    groups: tuple[Group, ...]
    not_compared: tuple[str, ...]
    """Which files could not be looked at, in sentences."""


def duplicates(
    workspace: "Workspace",
    query: str,
    *,
    today: date,
    seen: Callable[[str, int], None] = lambda *_: None,
    compared: Callable[[str, int], None] = lambda *_: None,
) -> Duplicates:
    """Return the groups of posts that look alike and of which one is in a selection, the earliest group first.

    `seen` is told of each original that is looked at for the first time, `compared` of each pair, and how many there
    are. Raises UsageError for a selection that it does not understand.
    """
    from ugc.workspace.lookalikes import Lookalikes, bring_up_to_date

    selected = workspace.selected_ids(query, today=today)
    notes = bring_up_to_date(workspace, seen=seen)
    lookalikes = Lookalikes(workspace)
    pairs = list(_alike(Files(workspace), lookalikes, selected, compared))
    return Duplicates(
        posts=len(selected),
        groups=tuple(_groups(workspace, pairs)),
        not_compared=(*notes, *lookalikes.unread),
    )


class Files:
    """Which posts hold which originals."""

    def __init__(self, workspace: "Workspace") -> None:
        self._holders: dict[str, list[Holder]] = defaultdict(list)
        for holder in workspace.catalog.hashes.holders():
            self._holders[holder.sha256].append(holder)

    def of(self, posts: Container[str]) -> dict[str, list[Holder]]:
        """Return the originals of some posts with all their holders, the first catalogued first."""
        return {
            sha256: holders
            for sha256, holders in self._holders.items()
            if any(holder.post in posts for holder in holders)
        }

    def apart(self, one: str, other: str) -> tuple[Holder, Holder] | None:
        """Return two different posts that hold two originals, where there are."""
        pairs = product(self._holders.get(one, ()), self._holders.get(other, ()))
        return next((pair for pair in pairs if pair[0].post != pair[1].post), None)


def _alike(
    files: Files, lookalikes: "Lookalikes", posts: Sequence[str], seen: Callable[[str, int], None]
) -> Iterator[Alike]:
    """What holds together the files of some posts and all that look like them, whosever these are."""
    asked = files.of(set(posts))
    for first, *others in asked.values():
        yield from (pair_of(other, first, "same file") for other in others)
    above: dict[str, str] = {}

    def top(sha256: str) -> str:
        while sha256 in above:
            sha256 = above[sha256]
        return sha256

    def worth(one: str, other: str) -> bool:
        return top(one) != top(other) and files.apart(one, other) is not None

    for found in lookalikes.found(asked, worth=worth, seen=seen):
        above[top(found.one)] = top(found.other)
        held = files.apart(found.one, found.other)
        if held:
            yield pair_of(*held, "mirrored" if found.mirrored else "nearly the same")


def pair_of(one: Holder, other: Holder, how: How) -> Alike:
    """Return how two files of posts are alike."""
    return Alike(post=one.post, media=one.place + 1, other=other.post, other_media=other.place + 1, how=how)


def turned(pair: Alike) -> Alike:
    """Return the same said of the other file."""
    return Alike(
        post=pair.other, media=pair.other_media, other=pair.post, other_media=pair.media, how=pair.how
    )


def _groups(workspace: "Workspace", pairs: Sequence[Alike]) -> list[Group]:
    """The posts that are linked by pairs, directly or through others."""
    links: dict[str, list[Alike]] = defaultdict(list)
    for pair in pairs:
        links[pair.post].append(pair)
        links[pair.other].append(turned(pair))
    posts = {post.id: post for post in workspace.catalog.posts(list(links))}
    groups, told = [], set[str]()
    for start in links:
        if start not in told:
            reached = _reached(start, links)
            told |= reached.keys()
            groups.append(_group([posts[name] for name in reached], links))
    return sorted(groups, key=lambda group: (group.posts[0].posted_at or _LAST, group.posts[0].post))


def _reached(start: str, links: Mapping[str, Sequence[Alike]]) -> dict[str, None]:
    """The posts that links lead to from one, itself included."""
    reached, left = {start: None}, [start]
    while left:
        new = [pair.other for pair in links[left.pop()] if pair.other not in reached]
        reached |= dict.fromkeys(new)
        left += dict.fromkeys(new)
    return reached


def _group(posts: Sequence[Post], links: Mapping[str, Sequence[Alike]]) -> Group:
    ordered = sorted(posts, key=by_date)
    place = {post.id: number for number, post in enumerate(ordered)}
    pairs = [pair for name in place for pair in links[name] if place[pair.post] > place[pair.other]]
    return Group(
        posts=tuple(
            Member(post=post.id, name=post.media[0].name, creator=handle(post), posted_at=post.posted_at)
            for post in ordered
        ),
        several_creators=len({post.creator for post in posts if post.creator}) > 1,
        alike=tuple(sorted(pairs, key=lambda pair: (place[pair.post], pair.media, place[pair.other]))),
    )


def handle(post: Post) -> str | None:
    """Return a creator's handle, where somebody is known."""
    return post.author.handle if post.author else None


def by_date(post: Post) -> tuple[datetime, str]:
    """Return what posts are sorted by: the earliest comes first, those of an unknown date last."""
    return post.posted_at or _LAST, post.id
