"""Short hashes of pictures and clips, so that a picture that was uploaded again is suspected among thousands.

Of each picture there are two, made from one copy in grey of 64 x 64. dHash tells of 64 pairs of neighbours which is
the lighter (https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html). The second tells the
signs of 256 frequencies, much as PDQ does (https://github.com/facebook/ThreatExchange/tree/main/pdq): what 64 bits
take for the same by chance, these tell apart. Both treat left and right alike, so that the hash of a mirrored picture
is known from that of the picture.

A picture is squashed to a square: copies of another shape are not found by these, but by landmarks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.colour import to_srgb
from ugc.media.fingerprint_frames import Look, upright
from ugc.media.opening import DEMUXERS, MAX_PIXELS, check_size, decoding
from ugc.media.pixels import orientation
from ugc.media.probe import probe
from ugc.media.probe_clip import picture_track
from ugc.model.probes import Probe

METHOD = "dhash64-dct256-1"
"""Name of the way in which hashes are made; those of another way are made anew."""
WORDS = 5
"""Words of 64 bits for each picture: one of dHash, four of the second hash; all 0 where there is nothing to tell."""
CLOSE = (16, 92)
"""Bits by which dHash and the second hash of two pictures may differ, to be worth laying one over the other."""

Hashes = NDArray[np.uint64]
"""(pictures, `WORDS`)."""
Grey = NDArray[np.float32]

_SIDE, _WAVES = 64, 16
_WHITE = (255, 255, 255)
_LEAST_DETAIL = 2.0
"""Half the frequencies must be stronger than this, in levels of 255: what encoders add to a flat picture is not."""
_TIE = 1.0
"""Levels of 255: neighbours that differ by no more are taken for the same, whatever the encoder made of them."""
_REDUCED_FROM = ("L", "RGB", "RGBA", "CMYK")
"""Pillow's modes whose pixels can be averaged before their colours are known."""
_PARTS = (0.2, 0.4, 0.6, 0.8)
"""Parts of a clip's length before which the nearest keyframe is looked at, beside the first frame."""
_ALL_BUT, _STRAY = 99, 16.0
"""Percent of two pictures' parts that may differ by no more than so many levels of 255, where little else is to see."""
_AT_ONCE = 1 << 22
"""Pairs that are compared at a time."""


@dataclass(frozen=True)
class Alike:
    """Two files whose hashes are close, by their places in what was compared."""

    one: int
    other: int
    mirrored: bool
    """Left and right are exchanged."""
    apart: int
    """Bits of 256 by which the second hash differs."""


def measured(path: Path, *, max_pixels: int = MAX_PIXELS) -> tuple[Probe, bytes | None]:
    """Measure a whole file as `probe` does, and return a picture's hashes with it, from the one decode of both.

    None for a clip: see `of_clip`. Empty for what is flat, or is in colours that cannot be told. Raises as `probe`.
    """
    made: list[bytes] = []
    facts = probe(path, whole=True, max_pixels=max_pixels, shown=lambda *it: made.append(_told(path, *it)))
    return facts, made[0] if made else None


def hashed(path: Path, *, max_pixels: int = MAX_PIXELS) -> bytes:
    """Return the hashes of a picture or clip, packed; empty when it is flat. Raises as `probe`."""
    facts, made = measured(path, max_pixels=max_pixels)
    return of_clip(path, facts, max_pixels=max_pixels) if made is None else made


def of_clip(path: Path, facts: Probe, *, max_pixels: int = MAX_PIXELS) -> bytes:
    """Return the hashes of a clip's first frame and of four keyframes at fixed parts of its length, packed.

    Nothing stands for a keyframe that stood before. Empty when all are flat, or it cannot be decoded there.
    """
    try:
        rows = list(_of_keyframes(path, facts, max_pixels))
    except InputError:  # it was taken in all the same: its first frame was there
        return b""
    rows += [np.zeros(WORDS, np.uint64)] * (len(_PARTS) + 1 - len(rows))
    return _packed(rows)


def hashes_in(packed: bytes) -> Hashes:
    """Unpack hashes."""
    return np.frombuffer(packed, ">u8").astype(np.uint64).reshape(-1, WORDS)


def mirrored(hashes: Hashes) -> Hashes:
    """Return the hashes that the same pictures have with left and right exchanged."""
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8).reshape(len(hashes), WORDS * 8), axis=1)
    pairs = 1 - bits[:, :64].reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64)
    waves = bits[:, 64:] ^ _odd()
    turned = np.packbits(np.hstack([pairs, waves]), axis=1).view(">u8").astype(np.uint64)
    return np.where(_known(hashes)[:, None], turned, np.uint64(0))


def apart(one: Hashes, other: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return by how many bits dHash and the second hash of pictures differ, row by row."""
    bits = np.bitwise_count(one ^ other).astype(np.int64)
    return bits[..., 0], bits[..., 1:].sum(axis=-1)


def alike(asked: Sequence[bytes], stored: Sequence[bytes]) -> Iterator[Alike]:
    """Yield the pairs of packed hashes that are close, each once: pictures with pictures, or clips with clips.

    Of clips, one of the frames that stand at the same part of the length is enough.
    """
    if not asked or not stored:
        return
    ours, theirs = _stacked(asked), _stacked(stored)
    for turned in (False, True):
        best: dict[tuple[int, int], int] = {}
        for part in range(ours.shape[1]):
            mine = mirrored(ours[:, part]) if turned else ours[:, part]
            for one, other, bits in _close(mine, theirs[:, part]):
                best[one, other] = min(bits, best.get((one, other), bits))
        yield from (Alike(one, other, turned, bits) for (one, other), bits in best.items())


def nearly_equal(one: Look, other: Look) -> bool:
    """Whether two pictures are equal as they lie, but for what encoders do: of nearly flat ones no more can be told."""
    small = (
        cv2.resize(look.pixels, (_SIDE // 2, _SIDE // 2), interpolation=cv2.INTER_AREA).astype(np.float32)
        for look in (one, other)
    )
    return bool(np.percentile(np.abs(next(small) - next(small)), _ALL_BUT) <= _STRAY)


def _close(ours: Hashes, theirs: Hashes) -> Iterator[tuple[int, int, int]]:
    """The places of the pictures that are close, and the bits by which the second hash differs."""
    mine, its = np.flatnonzero(_known(ours)), np.flatnonzero(_known(theirs))
    kept = theirs[its]
    rows = max(_AT_ONCE // max(len(its), 1), 1)
    for start in range(0, len(mine), rows):
        some = ours[mine[start : start + rows]]
        one, other = np.nonzero(np.bitwise_count(some[:, None, 0] ^ kept[None, :, 0]) <= CLOSE[0])
        bits = apart(some[one], kept[other])[1]
        near = np.flatnonzero(bits <= CLOSE[1])
        yield from zip(
            mine[start + one[near]].tolist(), its[other[near]].tolist(), bits[near].tolist(), strict=True
        )


def _stacked(packed: Sequence[bytes]) -> NDArray[np.uint64]:
    """(files, pictures, `WORDS`)."""
    rows = [hashes_in(each) for each in packed]
    return np.stack(rows)


def _known(hashes: Hashes) -> NDArray[np.bool_]:
    return np.asarray(hashes.any(axis=1))


# --- making them -------------------------------------------------------------------------------------------------


def _told(path: Path, image: Image.Image, kind: str) -> bytes:
    """The hashes of a decoded picture, packed."""
    try:
        with decoding(path, kind):
            return _packed([_hash(_small(image, kind))])
    except InputError:  # it is whole, and its colours cannot be told: nothing can be made of it either
        return b""


def _small(image: Image.Image, kind: str) -> Grey:
    """A picture in grey, upright and squashed to a square."""
    turn = orientation(image, kind)
    factor = min(image.size) // (4 * _SIDE)
    if factor > 1 and image.mode in _REDUCED_FROM and "transparency" not in image.info:
        image = image.reduce(factor)
    pixels = upright(to_srgb(image, matte=_WHITE)(image), turn)
    return _squashed(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def _squashed(grey: Any) -> Grey:
    return cast(Grey, cv2.resize(grey.astype(np.float32), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA))


def _hash(grey: Grey) -> NDArray[np.uint64]:
    """The words of one picture."""
    waves = cv2.dct(grey)[1 : _WAVES + 1, 1 : _WAVES + 1]
    if np.median(np.abs(waves)) < _LEAST_DETAIL:
        return np.zeros(WORDS, np.uint64)
    steps = np.diff(cv2.resize(grey, (9, 8), interpolation=cv2.INTER_AREA), axis=1)
    pairs = np.hstack([steps[:, :4] > _TIE, steps[:, 4:] >= -_TIE])
    bits = np.concatenate([pairs.ravel(), (waves > 0).ravel()])
    return np.packbits(bits).view(">u8").astype(np.uint64)


def _packed(rows: Sequence[NDArray[np.uint64]]) -> bytes:
    found = np.stack(rows)
    return found.astype(">u8").tobytes() if found.any() else b""


@cache
def _odd() -> NDArray[np.uint8]:
    """The bits of the second hash that stand for odd waves across: those that a mirror turns over."""
    across = np.arange(1, _WAVES + 1, dtype=np.uint8) % 2
    return np.tile(across, _WAVES)


def _of_keyframes(path: Path, facts: Probe, max_pixels: int) -> Iterator[NDArray[np.uint64]]:
    import av

    kind = facts.type
    with open_regular(path) as file, decoding(path, kind), av.open(file, "r", format=DEMUXERS[kind]) as clip:
        stream = picture_track(path, clip)
        check_size(path, (stream.codec_context.width, stream.codec_context.height), max_pixels)
        start, unit = stream.start_time or 0, float(stream.time_base or 1)
        seen: set[int | None] = set()
        for part in (0.0, *_PARTS):
            clip.seek(start + round(part * (facts.duration or 0.0) / unit), stream=stream)
            packet = next((each for each in clip.demux(stream) if each.is_keyframe), None)
            time = packet.pts if packet else None
            frame = None if packet is None or time in seen else _frame(stream.codec_context, packet)
            seen.add(time)
            yield np.zeros(WORDS, np.uint64) if frame is None else _hash(_of_frame(frame))


def _frame(context: Any, packet: Any) -> Any:
    """The frame of one packet alone."""
    frames = context.decode(packet) or context.decode(None)
    context.flush_buffers()
    return next(iter(frames), None)


def _of_frame(frame: Any) -> Grey:
    """A frame in grey, upright and squashed to a square."""
    plane = frame.reformat(
        width=4 * _SIDE, height=4 * _SIDE, format="gray", interpolation="AREA"
    ).to_ndarray()
    return _squashed(np.rot90(plane, round(frame.rotation / 90) % 4))
