"""Originals that look alike: short hashes say which might, and then one is laid over the other.

Loaded only where it is asked for: it brings OpenCV with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ugc.catalog.fingerprints import Original
from ugc.catalog.hashes import Hashed
from ugc.errors import InputError, MachineError, MissingError
from ugc.media.fingerprint_compare import compare
from ugc.media.fingerprint_frames import Look, look_at, look_between
from ugc.media.hashes import METHOD, alike, hashed, nearly_equal
from ugc.text import counted
from ugc.workspace.inspecting.fingerprinting import original_file

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_FILES_AT_ONCE = 32
"""Files between two writes: a killed run loses no more."""
_SAME = 0.8
"""The share of what both pictures show that must be the same."""
_TELLING = 30
"""Landmarks of a picture that is not nearly flat; of the others there is only to see whether they are nearly equal."""
_MOST_REFUSED = 4
"""A picture that was laid over so many others in vain is given up: in a series of one design all are nearly alike."""
_MOMENTS = (0.1, 0.5, 0.9)
"""Parts of a clip's length at which its frames are laid over another's; most of those that tell must be the same."""
_MOMENT_S = 0.5
_LONGER_S, _LONGER = 0.5, 0.02
"""By how many seconds, or by which part, the lengths of two clips may differ that are the same."""
_LOOKS = 64


@dataclass(frozen=True)
class Likeness:
    """Two originals that look alike, by their sha256."""

    one: str
    other: str
    mirrored: bool


class Lookalikes:
    """Originals laid over each other, each decoded once where that can be helped."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._look = lru_cache(_LOOKS)(self._looked)
        self._refused: Counter[str] = Counter()
        self._unread: dict[str, str] = {}

    @property
    def unread(self) -> tuple[str, ...]:
        """Why files could not be laid over others, in sentences."""
        return tuple(self._unread.values())

    def found(
        self,
        asked: Iterable[str],
        *,
        worth: Callable[[str, str], bool],
        seen: Callable[[str, int], None] = lambda *_: None,
    ) -> Iterator[Likeness]:
        """Yield which originals look like those asked about, the closest first, of all that have hashes.

        `worth` is asked before each comparison, when what was yielded is known, and `seen` is told of each and how
        many there may be.
        """
        rows = {row.sha256: row for row in self._workspace.catalog.hashes.all(METHOD)}
        some = [rows[sha256] for sha256 in dict.fromkeys(asked) if sha256 in rows]
        pairs = _candidates(some, list(rows.values()))
        for pair in pairs:
            seen(pair.one[:12], len(pairs))
            if self._given_up(pair) or not worth(pair.one, pair.other):
                continue
            if self._is_same(rows[pair.one], rows[pair.other], pair):
                yield Likeness(pair.one, pair.other, pair.mirrored)
            else:
                self._refused.update((pair.one, pair.other))

    def _given_up(self, pair: "_Pair") -> bool:
        return max(self._refused[pair.one], self._refused[pair.other]) >= _MOST_REFUSED

    def _is_same(self, one: Hashed, other: Hashed, pair: "_Pair") -> bool:
        if one.kind == "image":
            return self._same_at(one, other, pair.mirrored)
        told = [self._same_at(one, other, pair.mirrored, part) for part in _MOMENTS]
        return sum(told) * 2 > len(told)

    def _same_at(self, one: Hashed, other: Hashed, mirrored: bool, part: float | None = None) -> bool:
        """Whether two pictures are the same, or frames at a part of the length; nearly flat frames tell of nothing."""
        ours, theirs = self._look(one, part), self._look(other, part)
        if ours is None or theirs is None:
            return False
        ours = ours.mirrored if mirrored else ours
        if min(len(ours.landmarks), len(theirs.landmarks)) < _TELLING:
            return part is None and nearly_equal(ours, theirs)
        laid = compare(ours, theirs)
        return laid is not None and laid.score >= _SAME

    def _looked(self, one: Hashed, part: float | None) -> Look | None:
        most = self._workspace.settings.storage.most_megapixels * 1_000_000
        try:
            path = original_file(self._workspace, one.sha256, one.ext)
            if part is None:
                return look_at(path, frames=1, max_pixels=most).looks[0]
            at = part * (one.duration or 0.0)
            return next(look_between(path, at, at + _MOMENT_S, most=1, max_pixels=most), None)
        except (InputError, MissingError) as error:
            self._unread[one.sha256] = error.message
            return None


def bring_up_to_date(
    workspace: "Workspace", *, seen: Callable[[str, int], None] = lambda *_: None
) -> tuple[str, ...]:
    """Make the hashes that are lacking; return in sentences which files could not be looked at.

    `seen` is told the name of each file and how many there are. A missing file is tried again next time. Raises
    MachineError when the catalog cannot be written to.
    """
    kept = workspace.catalog.hashes
    lacking = kept.lacking(METHOD)
    if lacking and not kept.can_keep:
        lot = f"{counted(len(lacking), 'file')} not looked at before {'was' if len(lacking) == 1 else 'were'}"
        return (f"The catalog cannot be written, so {lot} not compared.",)
    missing: list[str] = []
    with ThreadPoolExecutor(workspace.settings.render.workers or None) as pool:
        for start in range(0, len(lacking), _FILES_AT_ONCE):
            some, made = lacking[start : start + _FILES_AT_ONCE], {}
            for item, told in zip(some, pool.map(lambda each: _hashed(workspace, each), some), strict=True):
                seen(f"{item.sha256[:12]}.{item.ext}", len(lacking))
                if isinstance(told, bytes):
                    made[item.sha256] = told
                else:
                    missing.append(told)
            kept.keep(made, method=METHOD)
    return tuple(missing)


def _hashed(workspace: "Workspace", item: Original) -> bytes | str:
    """The hashes of an original, or why there are none now."""
    most = workspace.settings.storage.most_megapixels * 1_000_000
    try:
        path = original_file(workspace, item.sha256, item.ext)
        try:
            return hashed(path, max_pixels=most)
        except InputError:  # it will not become any better
            return b""
    except (MissingError, MachineError) as error:
        return error.message


@dataclass(frozen=True)
class _Pair:
    one: str
    other: str
    mirrored: bool
    apart: int


def _candidates(asked: Sequence[Hashed], stored: Sequence[Hashed]) -> list[_Pair]:
    """The pairs whose hashes are close, each once, the closest first."""
    best: dict[tuple[str, str], _Pair] = {}
    for kind in ("image", "video"):
        ours = [row for row in asked if row.kind == kind and row.hashes]
        theirs = [row for row in stored if row.kind == kind and row.hashes]
        for found in alike([row.hashes for row in ours], [row.hashes for row in theirs]):
            one, other = ours[found.one], theirs[found.other]
            if one.sha256 == other.sha256 or not _as_long(one, other):
                continue
            pair = _Pair(one.sha256, other.sha256, found.mirrored, found.apart)
            key = min(pair.one, pair.other), max(pair.one, pair.other)
            if key not in best or pair.apart < best[key].apart:
                best[key] = pair
    return sorted(best.values(), key=lambda pair: (pair.apart, pair.one, pair.other))


def _as_long(one: Hashed, other: Hashed) -> bool:
    """Whether two clips are as long as each other, as pictures always are."""
    lengths = one.duration or 0.0, other.duration or 0.0
    return abs(lengths[0] - lengths[1]) <= max(_LONGER_S, _LONGER * max(lengths))
