"""A clip watched from beginning to end, once: its cuts, and at even moments its faces and what draws the eye."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media import bars
from ugc.media.colour import Pixels
from ugc.media.fingerprint_frames import upright
from ugc.media.look import borders, cuts, pauses, surface
from ugc.media.look.cuts import Cuts
from ugc.media.look.detectors import Detector, method
from ugc.media.look.picture import View
from ugc.media.opening import DEMUXERS, check_size, decoding, kind_of, spoken
from ugc.media.probe_clip import picture_track
from ugc.media.shown import shown, turn_of
from ugc.model.formats import Box
from ugc.model.seen import Part, Seen
from ugc.model.watched import Face, Levels, Moment, Stretch, Watched

_HEAD = 4096
_RATE = 5.0
"""Moments a second; fewer of a clip so long that it would have more than so many."""
_MOST = 900
_SMALL, _LOOKED = 96, 480
"""Pixels of the longer side: of every frame, and of those in which faces are looked for."""
_PLACES = 32
"""Places along a side for which it is told what draws the eye."""
_STANDS = 0.35
"""Levels of 255 by which a small frame differs from the last on average when nothing moves."""
_DULL_S = 0.4
_STILLNESS = 2.0
"""Levels of movement up to which it is noise."""
_BARS = 60
_SHIFT = 0.3
"""Small pixels by which the whole picture must have moved for the camera to have done so."""
FIGURES = (_RATE, _MOST, _SMALL, _LOOKED, _PLACES, _STANDS, _DULL_S, _STILLNESS, _BARS, _SHIFT)

Plane = NDArray[np.float32]


class Watcher:
    """Watches clips. Several threads may use it at once."""

    part: Part = "watched"

    def __init__(self, faces: Detector, *, max_pixels: int) -> None:
        self._faces, self._max_pixels = faces, max_pixels
        figures = (*FIGURES, *cuts.FIGURES, *pauses.FIGURES, *borders.FIGURES)
        self.method = method(f"watching, faces by {faces.method}", *figures)

    def watch(self, path: Path) -> Seen:
        """Say what is seen of a clip over time. Raises InputError when it cannot be read or is too large."""
        import av

        with open_regular(path) as file:
            kind = kind_of(path, file.read(_HEAD))
            file.seek(0)
            with decoding(path, kind), av.open(file, "r", format=DEMUXERS[kind]) as clip:
                stream = picture_track(path, clip)
                check_size(path, (stream.codec_context.width, stream.codec_context.height), self._max_pixels)
                stream.thread_type = "AUTO"
                watched = _Watch(self._faces, stream.codec_context, rate=_rate(clip))
                for frame in _frames(clip, stream):
                    check_size(path, (frame.width, frame.height), self._max_pixels)
                    watched.show(frame)
            if not watched.times:
                raise InputError(f"{spoken(path)} holds no frame of picture.", hint="Download it again.")
            file.seek(0)
            with decoding(path, kind), av.open(file, "r", format=DEMUXERS[kind]) as clip:
                heard = pauses.pauses(clip, start=watched.begin)
        return Seen(detectors={"watched": self.method}, watched=watched.told(heard))


class _Watch:
    """What is gathered while the frames of one clip pass."""

    def __init__(self, faces: Detector, codec: Any, *, rate: float) -> None:
        self._faces, self._codec, self._rate = faces, codec, rate
        self._cuts = Cuts()
        self._moments: list[Moment] = []
        self._greys: list[NDArray[np.uint8]] = []
        self._insides: list[Box | None] = []
        self._last: Plane | None = None
        self._moved: Plane | None = None
        self._dull: list[bool] = []
        self.times: list[float] = []
        self.begin = 0.0
        """The clip's own time of its first frame, in seconds."""

    def show(self, frame: Any) -> None:
        """Take the next frame. Times count from the first."""
        if not self.times:
            self.begin = frame.time or 0.0
        at = max((frame.time or 0.0) - self.begin, 0.0)
        if self.times and at <= self.times[-1]:
            return
        small = _small(frame)
        self._cuts.show(small, at)
        self._notice(cast(NDArray[np.uint8], cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)))
        self.times.append(at)
        if not self._moments or at >= self._moments[-1].at + 1 / self._rate - 0.001:
            self._look(shown(frame, self._codec, size=_size(frame, _LOOKED)), at)

    def _notice(self, grey: NDArray[np.uint8]) -> None:
        """Add up where things move beside the camera, and whether nothing is there to be seen."""
        level = cast(Plane, cv2.GaussianBlur(grey, (0, 0), 1.0).astype(np.float32))
        changed = _STANDS + 1
        if self._last is not None and self._last.shape == level.shape:
            changed = float(np.abs(level - self._last).mean())
            moved = np.abs(level - _followed(self._last, level))
            moved = np.maximum(moved - _STILLNESS - np.median(moved), 0)
            self._moved = moved if self._moved is None else self._moved + moved
        self._dull.append(changed < _STANDS or bool(bars.is_black(grey[None])[0]))
        self._last = level

    def _look(self, pixels: Pixels, at: float) -> None:
        view = View(pixels)
        seen = self._faces.see(view)
        faces = tuple(
            Face(box=sight.box, score=1.0 if sight.score is None else sight.score) for sight in seen.sights
        )
        eye = _attention(pixels, self._moved)
        across, down = (_levels(eye.sum(axis=axis)) for axis in (0, 1))
        self._moments.append(Moment(at=round(at, 4), faces=faces, across=across, down=down))
        self._moved = None
        if len(self._moments) % max(round(len(self._moments) / _BARS), 1) == 0:
            self._greys.append(cast(NDArray[np.uint8], cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)))
            self._insides.append(borders.find_inside(pixels))

    def told(self, heard: tuple[Stretch, ...]) -> Watched:
        """Return all that was gathered."""
        times = self.times
        gap = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 1 / 30
        edges = [*times, times[-1] + gap]
        dull = [Stretch(start=edges[a], end=edges[b]) for a, b in pauses.runs(self._dull)]
        return Watched(
            end=round(edges[-1], 4),
            rate=self._rate,
            cuts=tuple(round(cut, 4) for cut in self._cuts.found()),
            moments=tuple(self._moments),
            inside=self._inside(),
            dull=tuple(each for each in dull if each.seconds >= _DULL_S),
            pauses=heard,
        )

    def _inside(self) -> Box | None:
        """The part inside bars: black ones by all frames together, others where frames agree on them."""
        shape = self._greys[0].shape
        black = bars.find_bars(np.stack([grey for grey in self._greys if grey.shape == shape]))
        if black:
            return black
        found = [inside for inside in self._insides if inside]
        if len(found) < max(3, 0.9 * len(self._insides)):
            return None
        edges = np.array([(box.x0, box.y0, box.x1, box.y1) for box in found])
        middle = np.median(edges, axis=0)
        if (np.abs(edges - middle) > 0.01).any(axis=1).mean() > 0.1:
            return None
        x0, y0, x1, y1 = (round(float(edge), 5) for edge in middle)
        return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def _frames(clip: Any, stream: Any) -> Iterator[Any]:
    """Yield frames in order; what cannot be decoded is passed over."""
    for packet in clip.demux(stream):
        try:
            yield from packet.decode()
        except (OSError, ValueError):
            continue


def _rate(clip: Any) -> float:
    seconds = float(clip.duration or 0) / 1_000_000
    return round(min(_RATE, _MOST / seconds), 4) if seconds > 0 else _RATE


def _size(frame: Any, side: int) -> tuple[int, int]:
    scale = min(side / max(frame.width, frame.height), 1.0)
    return max(round(frame.width * scale), 2), max(round(frame.height * scale), 2)


def _small(frame: Any) -> Pixels:
    """A frame as small as cuts and movement are seen in, upright; its colours are as they are coded."""
    width, height = _size(frame, _SMALL)
    small = frame.reformat(width=width, height=height, format="rgb24", interpolation="FAST_BILINEAR")
    return upright(small.to_ndarray(), turn_of(frame))


def _followed(last: Plane, level: Plane) -> Plane:
    """The last small frame, moved as the camera has moved since."""
    (across, down), sure = cv2.phaseCorrelate(last, level)
    if sure < 0.3 or max(abs(across), abs(down)) < _SHIFT or max(abs(across), abs(down)) > _SMALL / 8:
        return last
    move = np.array([[1, 0, across], [0, 1, down]], np.float32)
    size = (last.shape[1], last.shape[0])
    return cast(Plane, cv2.warpAffine(last, move, size, borderMode=cv2.BORDER_REPLICATE))


def _attention(pixels: Pixels, moved: Plane | None) -> Plane:
    """Where the eye goes: what stands out, and twice as much what moves, in `_PLACES` x `_PLACES` cells."""
    grid = surface.salient(pixels)
    cells = np.frombuffer(grid.levels, np.uint8).reshape(grid.rows, grid.columns).astype(np.float32)
    found = cast(Plane, cv2.resize(cells, (_PLACES, _PLACES), interpolation=cv2.INTER_AREA))
    found /= max(float(found.sum()), 1e-6)
    if moved is not None and float(moved.sum()) > 0:
        moving = cast(Plane, cv2.resize(moved, (_PLACES, _PLACES), interpolation=cv2.INTER_AREA))
        strength = min(float(moving.mean()) / 1.0, 1.0)
        found += 2 * strength * moving / max(float(moving.sum()), 1e-6)
    return found


def _levels(profile: Any) -> Levels | None:
    top = float(profile.max())
    if top <= 0:
        return None
    return Levels.of(np.round(profile * 255 / top).astype(np.uint8).tobytes())
