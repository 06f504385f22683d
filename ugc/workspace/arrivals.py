"""What an import brings, held against what was there: new posts that look like others are told of, and stay apart."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.posts import Media, Post
from ugc.model.probes import Probe
from ugc.workspace.duplicates import Alike, Files, How, by_date, handle, pair_of, turned

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.lookalikes import Lookalikes

_MOST_TOLD = 3
"""Of so many others each new file is told; of more it would say nothing new."""
_KEPT_AT_ONCE = 32
"""Files of an import between two writes of their hashes."""


class LooksLike(Value):
    """A post that a new one looks like."""

    post: str
    creator: str | None
    """Handle without @; None when nobody is known."""
    another_creator: bool | None
    """Whether it is known to be another's than the new post's; None where one of the two has none."""
    media: int
    """Number of the new post's file, from 1."""
    its_media: int
    how: How


class Arrivals:
    """The hashes of the files that an import brings, and what its new posts look like; a dry run tells of neither."""

    def __init__(self, workspace: "Workspace", *, dry: bool = False) -> None:
        self._workspace = workspace
        self._dry = dry
        self._made: dict[str, bytes] = {}
        self._sizes: set[int] | None = None

    def known(self, path: Path, size: int) -> Media | None:
        """Return the facts of a file whose bytes are in the store, measured and hashed; else None.

        Only a file of a size that is known is read for it.
        """
        if self._sizes is None:
            self._sizes = self._workspace.catalog.intake.sizes()
        if size not in self._sizes:
            return None
        from ugc.media.hashes import METHOD

        limits = self._workspace.settings.storage
        media = self._workspace.catalog.intake.measured(sha256_of(path), method=METHOD)
        if media is None or media.width * media.height > limits.most_megapixels * 1_000_000:
            return None
        looked = media.kind == "image" or media.sound is not None
        return media if looked and self._is_stored(media) else None

    def _is_stored(self, media: Media) -> bool:
        path = self._workspace.media.path(media.sha256, media.ext)
        # A damaged copy is replaced by what is imported.
        return path.is_file() and sha256_of(path) == media.sha256

    def note(self, sha256: str, path: Path, facts: Probe, hashes: bytes | None) -> None:
        """Remember a file's hashes, made with its measures; those of a clip are made now, unless they are kept."""
        from ugc.media.hashes import METHOD, of_clip

        if self._dry or sha256 in self._made or self._workspace.catalog.hashes.has(sha256, METHOD):
            return
        most = self._workspace.settings.storage.most_megapixels * 1_000_000
        self._made[sha256] = of_clip(path, facts, max_pixels=most) if hashes is None else hashes

    def keep(self, *, at_least: int = _KEPT_AT_ONCE) -> None:
        """Write the hashes of files whose posts are catalogued, once there are enough of them."""
        if len(self._made) >= at_least:
            from ugc.media.hashes import METHOD

            self._workspace.catalog.hashes.keep(self._made, method=METHOD)
            self._made = {}

    def look(
        self, new: Sequence[str], *, seen: Callable[[str], None] = lambda _: None
    ) -> dict[str, tuple[LooksLike, ...]]:
        """Return what new posts look like, by the names given, of all that was there and came before them."""
        if self._dry or not new:
            return {}
        self.keep(at_least=1)
        catalog = self._workspace.catalog
        there = catalog.intake.with_media(new)
        if not there:
            return {}
        from ugc.workspace.lookalikes import Lookalikes, bring_up_to_date

        ids = catalog.lookups.posts(name for name in new if name in there)
        names = {ids[name]: name for name in reversed(new) if name in ids}
        order = {
            post: number
            for number, post in enumerate(dict.fromkeys(ids[name] for name in new if name in ids))
        }
        bring_up_to_date(self._workspace, seen=lambda name, _: seen(name))
        lookalikes = Lookalikes(self._workspace)
        found: dict[str, list[Alike]] = defaultdict(list)
        for pair in _new(Files(self._workspace), lookalikes, order, seen):
            found[pair.post].append(pair)
        told = {post.id: post for post in catalog.posts(list(found))}
        return {names[post]: self._told(told[post], pairs) for post, pairs in found.items()}

    def _told(self, new: Post, pairs: Iterable[Alike]) -> tuple[LooksLike, ...]:
        """What a new post looks like: each other post once, the earliest first."""
        first: dict[str, Alike] = {}
        for pair in sorted(pairs, key=lambda pair: pair.media):
            first.setdefault(pair.other, pair)
        return tuple(
            LooksLike(
                post=other.id,
                creator=handle(other),
                another_creator=new.creator != other.creator if new.creator and other.creator else None,
                media=first[other.id].media,
                its_media=first[other.id].other_media,
                how=first[other.id].how,
            )
            for other in sorted(self._workspace.catalog.posts(list(first)), key=by_date)
        )


def _new(
    files: Files, lookalikes: "Lookalikes", order: Mapping[str, int], seen: Callable[[str], None]
) -> Iterator[Alike]:
    """What each new post, in the order in which they came, looks like of those that were there or came before it."""
    asked = files.of(order)
    for holders in asked.values():
        first, *others = sorted(holders, key=lambda holder: order.get(holder.post, -1))
        yield from (pair_of(other, first, "same file") for other in others if other.post in order)
    age = {sha256: min(order.get(holder.post, -1) for holder in held) for sha256, held in asked.items()}
    told: Counter[str] = Counter()

    def late(*both: str) -> str:
        return max(both, key=lambda sha256: age.get(sha256, -1))

    def worth(one: str, other: str) -> bool:
        new = late(one, other)
        return age[new] >= 0 and told[new] < _MOST_TOLD and files.apart(one, other) is not None

    for found in lookalikes.found(asked, worth=worth, seen=lambda name, _: seen(name)):
        told[late(found.one, found.other)] += 1
        held = files.apart(found.one, found.other)
        if held:
            pair = pair_of(*held, "mirrored" if found.mirrored else "nearly the same")
            yield pair if order.get(pair.post, -1) > order.get(pair.other, -1) else turned(pair)
