"""One found file against all fingerprints: the likeliest are laid over the stored files, one after the other."""

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ugc.catalog.fingerprints import Owner
from ugc.errors import InputError, MissingError
from ugc.media.fingerprint import OF_PICTURE
from ugc.media.fingerprint_compare import Overlay, compare, compare_moment
from ugc.media.fingerprint_frames import RATE, Look, look_at, look_between
from ugc.media.fingerprint_match import Hit, Index, merged
from ugc.model.formats import Box
from ugc.workspace.inspecting.confidence import Evidence
from ugc.workspace.inspecting.fingerprinting import creative_file, drawn_on, original_file

if TYPE_CHECKING:
    from ugc.workspace import Workspace

T = TypeVar("T")

_SEARCHED, _OF_FRAME = 8, 60
"""A clip is searched for by so many frames and so many landmarks of each; the others only tell which part it is."""
_MOST_HITS = 60
_MOST_COMPARED, _MOST_OF_A_POST = 10, 2
_MOST_LONE = 3
"""A single landmark is seldom more than chance; few files that have no more are compared."""
_MOST_MORE = 8
"""Creatives of a post that was found which are compared too."""
_CLEAR = 0.7
"""A score from which nothing with far fewer landmarks is compared any more."""
_FEWER = 3
_FAINT = 0.3
"""A score below which the other creatives of a post are not looked at."""
_FRAMES_COMPARED = 5
_AGREE_S = 1.0
"""How far, in seconds, the frames of one part of a clip may stray from one shift in time."""
_LEAST_VOTES = 3
_MOMENTS, _MOMENTS_EACH = 9, 5
"""Frames of a stored clip that a still is laid over, and each of the frames of a found clip."""


@dataclass(frozen=True)
class Found:
    """A stored original or creative, and how like it the file is."""

    owner: Owner
    evidence: Evidence
    score: float
    explained: float = 0.0
    covers: float | None = None
    start: float | None = None
    end: float | None = None
    shown: frozenset[float] = frozenset()
    """Seconds of the found clip at which it shows it."""


class Search:
    """What the frames of one found file are like."""

    def __init__(
        self, workspace: "Workspace", index: Index, numbers: Sequence[int], looks: Sequence[Look]
    ) -> None:
        self._workspace = workspace
        self._index = index
        self._numbers = numbers
        self._looks = looks
        self._owners: dict[int, Owner] = {}
        self._files: dict[int, Path | None] = {}

    def found(self, *, least_votes: int = 1) -> list[Found]:
        """Return everything that was compared with the file, whatever came of it: the hits of so many votes."""
        hits = [hit for hit in self._hits() if hit.votes >= least_votes]
        numbers = {self._numbers[hit.owner]: hit.owner for hit in hits}
        owners = self._workspace.catalog.fingerprints.owners(list(numbers))
        self._owners = {numbers[number]: owner for number, owner in owners.items() if owner.posts}
        hits = [hit for hit in hits if hit.owner in self._owners]
        told: dict[int, Found] = {}
        votes = 0
        for hit in self._shortlist(hits):
            if votes and hit.votes * _FEWER < votes:
                break
            result = self._compared(hit)
            if result:
                told[hit.owner] = result
                votes = max(votes, hit.votes) if result.score >= _CLEAR else votes
        for hit in self._more(hits, told):
            result = self._compared(hit)
            if result:
                told[hit.owner] = result
        return list(told.values())

    def _hits(self) -> list[Hit]:
        if len(self._looks) == 1:
            return self._index.search(self._looks[0].landmarks.first(OF_PICTURE), most=_MOST_HITS)
        telling = [look for look in self._looks if len(look.landmarks)]
        some = _evenly(telling, _SEARCHED)
        return merged(self._index.search(look.landmarks.first(_OF_FRAME), most=_MOST_HITS) for look in some)

    def _shortlist(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with the most votes, not too many of one post, so that a post of many creatives hides no other."""
        taken: dict[str, int] = {}
        kept = []
        for hit in hits:
            post = self._owners[hit.owner].posts[0]
            taken[post] = taken.get(post, 0) + 1
            if taken[post] <= _MOST_OF_A_POST:
                kept.append(hit)
        several = [hit for hit in kept if hit.votes > 1][:_MOST_COMPARED]
        return [*several, *[hit for hit in kept if hit.votes == 1][: max(_MOST_LONE - len(several), 0)]]

    def _more(self, hits: Sequence[Hit], told: dict[int, Found]) -> Iterator[Hit]:
        """The other creatives and originals of the post that is most like the file."""
        best = max(told.values(), key=lambda one: one.score, default=None)
        if best is None or best.score < _FAINT:
            return
        left = [
            hit
            for hit in hits
            if hit.owner not in told and set(self._owners[hit.owner].posts) & set(best.owner.posts)
        ]
        yield from left[:_MOST_MORE]

    def _compared(self, hit: Hit) -> Found | None:
        path = self._file(hit.owner)
        if len(self._looks) > 1:
            return self._followed(hit, path)
        owner, look = self._owners[hit.owner], self._looks[0]
        if path is None:
            return Found(owner, "fingerprint", hit.votes) if hit.votes >= _LEAST_VOTES else None
        overlay, at = self._laid(look, hit.owner, path, hit.at)
        if overlay is None:
            return None
        return Found(owner, "picture", overlay.score, overlay.explained, overlay.covered, at, at)

    def _laid(
        self, look: Look, place: int, path: Path, at: float, *, moments: int = _MOMENTS
    ) -> tuple[Overlay | None, float | None]:
        """A stored picture, or the frame of a clip near a moment that is most alike, over a look; and its seconds."""
        try:
            if not self._index.is_moving(place):
                stored = look_at(path, frames=1, max_pixels=self._most)
                return compare(look, stored.looks[0], drawn=self._drawn(place)), None
            within = 1 / RATE if moments == _MOMENTS else 0.5 / RATE
            frames = list(look_between(path, at - within, at + within, most=moments, max_pixels=self._most))
        except (InputError, MissingError):  # it could be read once: this machine lacks something now
            return None, None
        found = compare_moment(look, frames, at=at)
        return (found[0], found[1].at) if found else (None, None)

    def _followed(self, hit: Hit, path: Path | None) -> Found | None:
        """A clip along a stored one: the looks that agree on one shift in time, some of them compared."""
        place, owner = hit.owner, self._owners[hit.owner]
        pairs = [
            (look, frame)
            for look in self._looks
            for frame in self._index.frames(place, look.landmarks.first(_OF_FRAME))[:3]
            if frame.votes >= _LEAST_VOTES
        ]
        matched, shift = _one_shift(pairs, moving=self._index.is_moving(place))
        if not matched:
            return None
        if path is None:
            return Found(owner, "fingerprint", statistics.median(frame.votes for _, frame in matched))
        some = _evenly(matched, _FRAMES_COMPARED)
        laid = [
            (look, *self._laid(look, place, path, look.at + shift, moments=_MOMENTS_EACH)) for look, _ in some
        ]
        told = [(look, overlay, at) for look, overlay, at in laid if overlay is not None]
        if not told:
            return None
        start, end = self._part(place, [look for look, _ in matched], [(look.at, at) for look, _, at in told])
        return Found(
            owner,
            "clip" if len(told) > 1 else "picture",
            statistics.median([overlay.score for _, overlay, _ in told] + [0.0] * (len(laid) - len(told))),
            statistics.mean(overlay.explained for _, overlay, _ in told),
            statistics.mean(overlay.covered for _, overlay, _ in told),
            start,
            end,
            frozenset(look.at for look, _ in matched),
        )

    def _part(
        self, place: int, looks: Sequence[Look], moments: Sequence[tuple[float, float | None]]
    ) -> tuple[float | None, float | None]:
        """From when to when a stored clip is shown, in its own seconds; None of a picture."""
        exact = [at - mine for mine, at in moments if at is not None]
        if not exact:
            return None, None
        shift = statistics.median(exact)
        gap = self._looks[1].at - self._looks[0].at
        end = min(looks[-1].at + shift + gap, self._index.last(place) + 1 / RATE)
        return round(max(looks[0].at + shift, 0.0), 2), round(end, 2)

    def _drawn(self, place: int) -> Sequence[Box]:
        """Where the texts of a stored creative stand: those of one brand are all alike."""
        variant = self._owners[place].variant
        made = self._workspace.catalog.creative_by_variant(variant) if variant else None
        return drawn_on(made) if made else ()

    def _file(self, place: int) -> Path | None:
        """Where the stored file of a fingerprint lies; None when it is gone or was changed."""
        if place not in self._files:
            self._files[place] = self._path(self._owners[place])
        return self._files[place]

    def _path(self, owner: Owner) -> Path | None:
        catalog = self._workspace.catalog
        try:
            if owner.variant:
                made = catalog.creative_by_variant(owner.variant)
                return creative_file(self._workspace, made) if made else None
            post = catalog.post(owner.posts[0])
            media = next(media for media in post.media if media.sha256 == owner.media)
            return original_file(self._workspace, media.sha256, media.ext)
        except (InputError, MissingError, StopIteration):
            return None

    @property
    def _most(self) -> int:
        return self._workspace.settings.storage.most_megapixels * 1_000_000


def _one_shift(pairs: Sequence[tuple[Look, Hit]], *, moving: bool) -> tuple[list[tuple[Look, Hit]], float]:
    """The pairs that agree on a shift in time, one a look, in order; and that shift in seconds."""
    best: list[tuple[Look, Hit]] = []
    shifts = [frame.at - look.at for look, frame in pairs] if moving else [0.0]
    for shift in dict.fromkeys(round(each, 1) for each in shifts):
        kept: dict[float, tuple[Look, Hit]] = {}
        for look, frame in pairs:
            near = not moving or abs(frame.at - look.at - shift) <= _AGREE_S
            if near and (look.at not in kept or kept[look.at][1].votes < frame.votes):
                kept[look.at] = look, frame
        if _votes(kept.values()) > _votes(best):
            best = sorted(kept.values(), key=lambda pair: pair[0].at)
    if not best or not moving:
        return best, 0.0
    return best, statistics.median(frame.at - look.at for look, frame in best)


def _votes(pairs: Iterable[tuple[Look, Hit]]) -> int:
    return sum(frame.votes for _, frame in pairs)


def _evenly(items: Sequence[T], most: int) -> list[T]:
    return (
        [items[len(items) * number // most] for number in range(most)] if len(items) > most else list(items)
    )
