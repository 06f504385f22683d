"""A decoded frame of a clip as a screen should show it: upright, in BT.709's colours, 8 bits, HDR brought to SDR.

What ffmpeg does to a whole clip (see `conform_picture`) is done here to single frames, by the same formulas: light of
a screen is worked out, brought to BT.709's primaries, bent where it is brighter than SDR goes, and coded again.
"""

from functools import lru_cache
from typing import Any, NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.media.colour import Pixels
from ugc.media.conform_picture import KNEE, PEAK, WHITE
from ugc.media.conform_source import BT2020, HLG, PQ, UNSTATED, WIDE, matrix_of
from ugc.media.fingerprint_frames import upright

Light = NDArray[np.float32]

_SCREEN = 2.4
"""The power by which a screen makes light of SDR's signal: ITU-R BT.1886."""
_SYSTEM = 0.2
"""What is added to the power of light by a screen of 1000 cd/m2 that shows HLG: ITU-R BT.2100, table 5."""
_LUMA = np.array([(0.2627, 0.6780, 0.0593)], np.float32)
_FROM_2020 = ((1.66049, -0.58764, -0.07285), (-0.12455, 1.1329, -0.00835), (-0.01815, -0.10058, 1.11873))
_FROM_P3 = ((1.22494, -0.22494, 0.0), (-0.04206, 1.04206, 0.0), (-0.01964, -0.07864, 1.09827))
"""Light in the primaries of BT.2020 and P3 to that in BT.709's, by ITU-R BT.2407 and SMPTE EG 432-1."""
_STEPS = 1 << 16
_ROWS = 128
_SWS_709 = 1
_SWS_MATRICES = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}
"""swscale's numbers for matrices, by those of ISO/IEC 23091-2."""
_LIMITED, _FULL = 1, 2


class _Said(NamedTuple):
    """What is said of a frame's colours, by the codes of ISO/IEC 23091-2."""

    primaries: int
    transfer: int
    matrix: int
    full_range: bool


def shown(frame: Any, codec: Any, *, size: tuple[int, int] | None = None) -> Pixels:
    """Return a frame that PyAV decoded as (height, width, 3), 0..255.

    `codec` is its stream's codec context, which may say of the colours what the frame does not. `size` is width and
    height in pixels before it is turned upright; None keeps the frame's.
    """
    said = _said(frame, codec)
    deep = said.transfer in (PQ, HLG) or said.primaries in WIDE
    told = {} if frame.format.is_rgb else {"src_colorspace": _SWS_MATRICES.get(said.matrix, _SWS_709)}
    told |= {"src_color_range": _FULL if said.full_range else _LIMITED} if told else {}
    width, height = size or (frame.width, frame.height)
    picture = frame.reformat(
        width=width,
        height=height,
        format="rgb48le" if deep else "rgb24",
        interpolation="AREA" if size else "BICUBIC",
        dst_color_range=_FULL,
        **told,
    ).to_ndarray()
    return upright(_to_bt709(picture, said) if deep else picture, turn_of(frame))


def turn_of(frame: Any) -> int:
    """Return how a frame is to be turned and mirrored, by the numbers of EXIF: 1 upright, 6 a quarter clockwise."""
    matrix = frame.side_data.get("DISPLAYMATRIX")
    if matrix is None:
        return {0: 1, 1: 6, 2: 3, 3: 8}[round(-frame.rotation / 90) % 4]
    a, b, _, c, d = np.frombuffer(bytes(matrix), "<i4")[:5].tolist()
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return {(True, True): 1, (False, True): 2, (False, False): 3, (True, False): 4}[a >= 0, d >= 0]
    return {(True, True): 5, (True, False): 6, (False, False): 7, (False, True): 8}[b >= 0, c >= 0]


def _said(frame: Any, codec: Any) -> _Said:
    def one(name: str) -> int:
        told = (int(getattr(each, name) or UNSTATED) for each in (frame, codec))
        return next((code for code in told if code != UNSTATED), UNSTATED)

    primaries, transfer = one("color_primaries"), one("color_trc")
    size, matrix = (frame.width, frame.height), one("colorspace")
    full = frame.format.name.startswith("yuvj") or _FULL in (int(frame.color_range), int(codec.color_range))
    return _Said(primaries, transfer, matrix_of(matrix, primaries, transfer, size), full)


def _to_bt709(signal: NDArray[np.uint16], said: _Said) -> Pixels:
    """Strip after strip, so that a large frame is not held several times over."""
    strips = (signal[top : top + _ROWS] for top in range(0, len(signal), _ROWS))
    return np.concatenate([_strip(strip, said) for strip in strips])


def _strip(signal: NDArray[np.uint16], said: _Said) -> Pixels:
    hdr = said.transfer in (PQ, HLG)
    light = np.take(_curve(said.transfer), signal)
    if said.transfer == HLG:  # a screen brightens by how light a colour is as a whole
        luma = cv2.transform(light, _LUMA)
        light *= (PEAK * np.maximum(luma, 1e-6) ** _SYSTEM).reshape(*luma.shape[:2], 1)
    narrow = _FROM_2020 if said.primaries in (BT2020, UNSTATED) else _FROM_P3
    light = cast(Light, cv2.transform(light, np.array(narrow, np.float32)))
    if hdr:
        light *= _bent(light.max(axis=2))[..., None]
    coded = (np.clip(light, 0.0, 1.0) * (_STEPS - 1) + 0.5).astype(np.uint16)
    return cast(Pixels, np.take(_codes(), coded))


def _bent(brightest: Light) -> Light:
    """By how much light is dimmed, told by the brightest of its three colours.

    From the knee on by the curve (p x - KNEE^2) / (x + r), which goes on from there without an edge, and reaches 1
    at `PEAK`: ffmpeg's `tonemap=mobius`.
    """
    r = (PEAK + KNEE**2 - 2 * KNEE * PEAK) / (PEAK - 1)
    bright = np.maximum(brightest, KNEE)
    return cast(Light, ((2 * KNEE + r) * bright - KNEE**2) / (bright + r) / bright)


@lru_cache(maxsize=4)
def _curve(transfer: int) -> Light:
    """Light in whites by signal, of HLG the light of the scene from 0 to 1."""
    signal = np.arange(_STEPS) / (_STEPS - 1)
    if transfer == PQ:  # ITU-R BT.2100, table 4
        power = signal ** (1 / 78.84375)
        light = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
        return cast(Light, (light ** (1 / 0.1593017578125) * 10_000 / WHITE).astype(np.float32))
    if transfer == HLG:  # ITU-R BT.2100, table 5
        dark, bright = signal**2 / 3, (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
        return cast(Light, np.where(signal <= 0.5, dark, bright).astype(np.float32))
    return cast(Light, (signal**_SCREEN).astype(np.float32))


@lru_cache(maxsize=1)
def _codes() -> Pixels:
    """BT.709's signal, 0..255, by light."""
    signal = (np.arange(_STEPS) / (_STEPS - 1)) ** (1 / _SCREEN)
    return (signal * 255 + 0.5).astype(np.uint8)
