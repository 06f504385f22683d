"""Clips of the kinds that phones and platforms make, and what stands in each at every moment.

Every frame says when it stands, in a row of black and white cells; its corners are four colours, so that a turn or a
mirror shows; seven patches hold known colours. The sound chirps at known times. Nothing of ugc is used to make them.
"""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from conform_makers import BUNDLED, PATCHES, to_yuv

WIDTH, HEIGHT = 360, 640
"""Pixels of a kind, upright."""
SECONDS = 1.1
CHIRPS = (0.3, 0.9)
"""Seconds from the first frame at which a chirp begins."""
CHIRP_S = 0.12
RATE = 48_000
CORNERS = {
    "top left": (210, 40, 40),
    "top right": (40, 190, 60),
    "bottom left": (50, 60, 210),
    "bottom right": (210, 190, 50),
}
GROUND = (112, 112, 112)
CORNER = 60
CLOCK = (50, 140, 20, 40)
"""Left, top, and width and height of one cell, in pixels of a kind: a white cell, twelve bits of milliseconds from the
highest on, and a black one."""
BITS = 12
BANDS = (40, 230, 40, 60)
"""Left, top, and width and height of one patch."""

X264 = "-c:v libx264 -preset ultrafast -crf 10".split()
X265 = "-c:v libx265 -preset ultrafast -crf 10 -tag:v hvc1 -x265-params log-level=error".split()
VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 0 -crf 10".split()
AV1 = "-c:v libsvtav1 -preset 12 -crf 12 -svtav1-params lp=1".split()
AAC = "-c:a aac -b:a 192k".split()
BT709 = "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"


@dataclass(frozen=True)
class Kind:
    """How one clip is made. Times are in seconds from its first frame."""

    name: str
    video: Sequence[str] = (*X264, "-bf", "2")
    audio: Sequence[str] = tuple(AAC)
    fps: float = 30.0
    times: Callable[[np.ndarray], np.ndarray] | None = None
    """Milliseconds of frame number n; None for a constant rate."""
    clock: str = ""
    """The same for ffmpeg's setpts, in seconds, of N."""
    turn: int = 1
    """How a player has to turn the stored frames, by the numbers of EXIF: 6 is a quarter clockwise, 2 a mirror."""
    size: tuple[int, int] = (WIDTH, HEIGHT)
    """Upright."""
    format: str = "yuv420p"
    matrix: str = "bt709"
    full: bool = False
    said: str = BT709
    hdr: str | None = None
    extension: str = "mp4"
    packing: Sequence[str] = ()
    late: float = 0.0
    """Seconds by which the picture begins after the sound; below 0, before it."""
    sound: bool = True
    channels: int = 2
    seconds: float = SECONDS
    cut: float = 0.0
    """Seconds of the beginning that are in the file but not shown."""
    lit: float = 0.0
    """The moment before which the clock cannot be read."""
    dress: Callable[[np.ndarray, int], np.ndarray] | None = None
    """What is done to each frame, R'G'B', by its milliseconds, before it is coded; it may become larger."""
    frame: tuple[int, int] | None = None
    """Width and height of frames that were dressed, where these are larger."""
    after: Callable[[Path], None] | None = None
    """What is done to the file when it is made."""

    @property
    def moments(self) -> np.ndarray:
        """Milliseconds at which frames stand, whole."""
        count = int(self.seconds * self.fps)
        numbers = np.arange(count)
        found = self.times(numbers) if self.times else numbers * 1000 / self.fps
        return np.round(found[found < self.seconds * 1000]).astype(int)


def drawn(milliseconds: int, size: tuple[int, int] = (WIDTH, HEIGHT)) -> np.ndarray:
    """A frame (row, column, 3) in R'G'B' 0..255, as a person should see it."""
    across, down = size
    picture = np.empty((down, across, 3), np.float64)
    picture[:] = GROUND
    for name, colour in CORNERS.items():
        rows = slice(0, CORNER) if "top" in name else slice(down - CORNER, down)
        columns = slice(0, CORNER) if "left" in name else slice(across - CORNER, across)
        picture[rows, columns] = colour
    left, top, wide, high = CLOCK
    bits = [1, *(milliseconds >> bit & 1 for bit in reversed(range(BITS))), 0]
    for number, bit in enumerate(bits):
        at = left + number * wide
        picture[top : top + high, at : at + wide] = 235 if bit else 16
    left, top, wide, high = BANDS
    for number, colour in enumerate(PATCHES):
        picture[top : top + high, left + number * wide : left + (number + 1) * wide] = colour
    return picture


def chirp() -> np.ndarray:
    """A sweep from 600 to 5000 Hz, mono, at 48 kHz."""
    at = np.arange(int(CHIRP_S * RATE)) / RATE
    swept = np.sin(2 * np.pi * (600 * at + (5000 - 600) / (2 * CHIRP_S) * at**2))
    return 0.5 * swept * np.hanning(len(at)) ** 0.25


def heard(seconds: float, *, begins: float = 0.0) -> np.ndarray:
    """The sound, mono, from `begins` seconds after the first frame on: hiss, and chirps at their times."""
    sound = 0.003 * np.random.default_rng(7).standard_normal(int((seconds - begins) * RATE))
    for at in CHIRPS:
        place = int((at - begins) * RATE)
        if not 0 <= place < len(sound):
            continue
        sound[place : place + len(chirp())] += chirp()[: len(sound) - place]
    return sound


def make(kind: Kind, folder: Path) -> Path:
    """Make a clip of a kind in a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    out, sound = folder / f"{kind.name}.{kind.extension}", folder / "sound.f32"
    begins = max(-kind.late, 0.0)
    heard(kind.seconds, begins=begins - max(kind.late, 0.0)).astype("<f4").tofile(sound)
    upright = kind.frame or kind.size
    wide, high = upright if kind.turn < 5 else upright[::-1]
    raw = f"-f rawvideo -pix_fmt {kind.format} -s {wide}x{high} -r {kind.fps} -i pipe:0".split()
    command = [BUNDLED, "-v", "error", "-y", *raw]
    if kind.sound:
        command += ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", sound]
        command += ["-af", f"asetpts=PTS+{begins}/TB"]
    moved = f"({kind.clock or 'PTS*TB'}+{max(kind.late, 0.0)})/TB"
    command += ["-vf", f"setparams={kind.said},settb=1/90000,setpts='{moved}'"]
    command += ["-fps_mode", "passthrough", "-enc_time_base", "1/90000"]
    command += [*kind.video, *(["-ac", str(kind.channels), *kind.audio] if kind.sound else [])]
    subprocess.run([*map(str, [*command, *kind.packing, out])], input=_stored(kind), check=True)
    sound.unlink()
    if kind.turn > 1:
        turn(out, kind.turn)
    if kind.after:
        kind.after(out)
    return out


def _stored(kind: Kind) -> bytes:
    """All frames as they are stored: coded by the standards' formulas, and turned the other way round."""
    if kind.dress:
        return b"".join(
            _packed(_coded_frame(kind.dress(drawn(at, kind.size), at), kind), kind) for at in kind.moments
        )
    base = _coded_frame(drawn(0, kind.size), kind)
    black, white = coded(np.array([(16.0,) * 3, (235.0,) * 3]), kind)[:, 0]
    left, top, wide, high = CLOCK
    found = []
    for moment in kind.moments:
        for bit in range(BITS):
            at = left + (BITS - bit) * wide
            base[top : top + high, at : at + wide, 0] = white if moment >> bit & 1 else black
        found.append(_packed(base, kind))
    return b"".join(found)


def _coded_frame(rgb: np.ndarray, kind: Kind) -> np.ndarray:
    return coded(rgb.reshape(-1, 3), kind).reshape(rgb.shape)


def _packed(frame: np.ndarray, kind: Kind) -> bytes:
    """The planes of a coded frame, one after another."""
    deep, step = ("<u2" if "10" in kind.format else "u1"), (2 if "420" in kind.format else 1)
    planes = [frame[..., 0], *(frame[::step, ::step, n] for n in (1, 2))]
    return b"".join(_turned_back(plane, kind.turn).astype(deep).tobytes() for plane in planes)


def _turned_back(plane: np.ndarray, turn: int) -> np.ndarray:
    """What is stored so that a player that turns it by `turn` shows `plane`."""
    back = {
        1: lambda seen: seen,
        2: lambda seen: seen[:, ::-1],
        3: lambda seen: seen[::-1, ::-1],
        4: lambda seen: seen[::-1],
        5: lambda seen: seen.T,
        6: lambda seen: np.rot90(seen),
        7: lambda seen: seen[::-1, ::-1].T,
        8: lambda seen: np.rot90(seen, -1),
    }
    return np.ascontiguousarray(back[turn](plane))


# --- colours, by the formulas of the standards ------------------------------------------------------------------------

WHITE_NITS = 203.0
"""Light of a white page in HDR, cd/m2: ITU-R BT.2408."""
TO_2020 = np.array([(0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956)])
"""Light in BT.709's primaries to BT.2020's: ITU-R BT.2087, table 2."""
LUMA_2020 = np.array((0.2627, 0.6780, 0.0593))


def coded(rgb: np.ndarray, kind: Kind) -> np.ndarray:
    """Coded values of R'G'B' colours (n, 3), 0..255, that a screen of BT.709 would show so."""
    bits = 10 if "10" in kind.format else 8
    if kind.hdr is None:
        return to_yuv(rgb, kind.matrix, full=kind.full, bits=bits)
    light = ((rgb / 255) ** 2.4 * WHITE_NITS) @ TO_2020.T
    return to_yuv(255 * (pq(light) if kind.hdr == "pq" else hlg(light)), "bt2020", full=kind.full, bits=bits)


def pq(nits: np.ndarray) -> np.ndarray:
    """Signal 0..1 of light in cd/m2: ITU-R BT.2100, table 4."""
    power = (nits / 10_000) ** 0.1593017578125
    return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375


def hlg(nits: np.ndarray) -> np.ndarray:
    """Signal 0..1 of light (n, 3) in cd/m2 on a screen of 1000: ITU-R BT.2100, table 5, gamma 1.2."""
    light = nits / 1000
    scene = light * np.maximum(light @ LUMA_2020, 1e-9)[:, None] ** (1 / 1.2 - 1)
    a, b, c = 0.17883277, 0.28466892, 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), a * np.log(np.maximum(12 * scene - b, 1e-9)) + c)


# --- boxes ------------------------------------------------------------------------------------------------------------

MATRICES = {
    2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1), 5: (0, 1, 1, 0),
    6: (0, 1, -1, 0), 7: (0, -1, -1, 0), 8: (0, -1, 1, 0),
}  # fmt: skip
"""a, b, c, d of ISO/IEC 14496-12, 6.2.2: a point comes to (a x + c y, b x + d y)."""


def turn(clip: Path, number: int) -> None:
    """Write a display matrix into the header of the picture track."""
    data = bytearray(clip.read_bytes())
    at = data.index(b"moov")
    while True:
        at = data.index(b"tkhd", at) + 4
        if int.from_bytes(data[at + 76 : at + 80]):  # the width, which sound has not
            break
    for place, value in zip((0, 1, 3, 4), MATRICES[number], strict=True):
        data[at + 40 + 4 * place : at + 44 + 4 * place] = (value << 16).to_bytes(4, signed=True)
    clip.write_bytes(data)


def walked(data: bytes, start: int, end: int, *names: bytes) -> tuple[int, int]:
    """The body of the box that is reached by names from outside in, the first of each; all but the last hold boxes."""
    while start + 8 <= end:
        size, name = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8]
        if name == names[0]:
            inner = start + 8
            return (inner, start + size) if len(names) == 1 else walked(data, inner, start + size, *names[1:])
        start += size
    raise KeyError(names)
