"""Searching many fingerprints for what looks like a picture: one pass over one array of 64-bit hashes."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ugc.media.fingerprint import FRAME_BYTES, frames_in, hashes_in, places_in
from ugc.media.fingerprint_ways import consistent
from ugc.media.landmarks import Landmarks

BITS = 9
"""Bits of 64 in which a landmark may differ from the one that was kept. Of a million unlike ones, about one does."""
_BLOCK = 1 << 16
"""Hashes compared at a time: they stay in the processor's cache for all landmarks that are looked for."""
_COMMON = 400
"""A landmark with more hits than this, such as a brand's own mark on all its creatives, tells nothing."""
_MOST_COUNTED = 300
"""Frames whose hits are looked at for whether they agree, the ones with the most first."""
_THREADS = 2


@dataclass(frozen=True)
class Hit:
    """A fingerprint that has landmarks of a picture."""

    owner: int
    """Its number in the index."""
    at: float
    """Seconds of the frame that has the most."""
    votes: int
    """Landmarks that tell of the same size and shift."""


class Index:
    """Fingerprints to be searched, numbered in the order given."""

    def __init__(
        self, frames: Sequence[bytes], hashes: Sequence[bytes], places: Callable[[int], bytes]
    ) -> None:
        """Take in the frames and hashes of each; `places` gives the places of one by its number, when needed."""
        self._places = places
        self._hashes = hashes_in(b"".join(hashes))
        self._times, counts = frames_in(b"".join(frames))
        each = np.fromiter(map(len, frames), np.int64, len(frames)) // FRAME_BYTES
        self._owners = np.repeat(np.arange(len(frames)), each)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._first = np.concatenate([[0], np.cumsum(each)]).astype(np.int64)

    def __len__(self) -> int:
        return len(self._first) - 1

    def is_moving(self, owner: int) -> bool:
        """Whether a fingerprint is a clip's, of more than one frame."""
        return bool(self._first[owner + 1] - self._first[owner] > 1)

    def last(self, owner: int) -> float:
        """Return the seconds at which the last frame of a fingerprint stands."""
        return float(self._times[self._first[owner + 1] - 1])

    def search(self, looked: Landmarks, *, most: int) -> list[Hit]:
        """Return the fingerprints that have the most landmarks of a picture at one size and shift, best first."""
        found, at = self._near(looked.hashes)
        found, at = _without_common(found, at)
        return self._voted(looked, found, at)[:most]

    def frames(self, owner: int, looked: Landmarks) -> list[Hit]:
        """Return the frames of one fingerprint that have landmarks of a picture, best first."""
        first, last = self._starts[self._first[owner]], self._starts[self._first[owner + 1]]
        pairs = np.argwhere(np.bitwise_count(looked.hashes[:, None] ^ self._hashes[None, first:last]) <= BITS)
        return self._voted(looked, pairs[:, 0], pairs[:, 1] + first, each_frame=True)

    def _near(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Numbers of wanted and of kept hashes that differ in few bits."""
        starts = range(0, len(self._hashes), _BLOCK * 8)
        with ThreadPoolExecutor(_THREADS) as pool:
            parts = list(pool.map(lambda start: self._scan(wanted, start, start + _BLOCK * 8), starts))
        parts.append((np.empty(0, np.int64), np.empty(0, np.int64)))
        return np.concatenate([one for one, _ in parts]), np.concatenate([other for _, other in parts])

    def _scan(
        self, wanted: NDArray[np.uint64], start: int, stop: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        apart, bits = np.empty(_BLOCK, np.uint64), np.empty(_BLOCK, np.uint8)
        near = np.empty(_BLOCK, np.bool_)
        one: list[NDArray[np.int64]] = []
        other: list[NDArray[np.int64]] = []
        for begin in range(start, min(stop, len(self._hashes)), _BLOCK):
            block = self._hashes[begin : begin + _BLOCK]
            size = len(block)
            for number, hash_ in enumerate(wanted):
                np.bitwise_xor(block, hash_, out=apart[:size])
                np.bitwise_count(apart[:size], out=bits[:size])
                np.less_equal(bits[:size], BITS, out=near[:size])
                if near[:size].any():
                    hits = np.flatnonzero(near[:size]) + begin
                    one.append(np.full(len(hits), number, np.int64))
                    other.append(hits)
        if not one:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate(one), np.concatenate(other)

    def _voted(
        self,
        looked: Landmarks,
        wanted: NDArray[np.int64],
        kept: NDArray[np.int64],
        *,
        each_frame: bool = False,
    ) -> list[Hit]:
        """Hits a frame, with those that agree counted; of each owner the best frame, or each frame."""
        if not len(kept):
            return []
        frame = np.searchsorted(self._starts, kept, side="right") - 1
        frames, counts = np.unique(frame, return_counts=True)
        likely = frames[np.argsort(-counts, kind="stable")[:_MOST_COUNTED]]
        hits: dict[int, Hit] = {}
        for number in likely:
            own = frame == number
            votes = self._votes(looked, wanted[own], kept[own], int(number))
            hit = Hit(int(self._owners[number]), float(self._times[number]), votes)
            key = int(number) if each_frame else hit.owner
            if key not in hits or hits[key].votes < votes:
                hits[key] = hit
        return sorted(hits.values(), key=lambda hit: -hit.votes)

    def _votes(
        self, looked: Landmarks, wanted: NDArray[np.int64], kept: NDArray[np.int64], frame: int
    ) -> int:
        if len(kept) < 2:
            return len(kept)
        owner = int(self._owners[frame])
        places = places_in(self._places(owner))[kept - self._starts[self._first[owner]]]
        agreeing = consistent(looked.places[wanted], places)
        return len(np.unique(wanted[agreeing]))


def _without_common(
    wanted: NDArray[np.int64], kept: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    numbers, counts = np.unique(wanted, return_counts=True)
    rare = np.isin(wanted, numbers[counts <= _COMMON])
    return wanted[rare], kept[rare]


def merged(hits: Iterable[Sequence[Hit]]) -> list[Hit]:
    """Put the hits of several looks at one file together: the votes of each fingerprint summed, the most first."""
    best: dict[int, Hit] = {}
    for hit in (hit for found in hits for hit in found):
        known = best.get(hit.owner)
        best[hit.owner] = replace(known, votes=known.votes + hit.votes) if known else hit
    return sorted(best.values(), key=lambda hit: -hit.votes)
