"""Clips with one fault each, and readers that know nothing of how ugc mends them."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from conftest import skip

BUNDLED = Path(imageio_ffmpeg.get_ffmpeg_exe())
WIDTH, HEIGHT = 270, 480
H264 = "-c:v libx264 -preset ultrafast -crf 12 -pix_fmt yuv420p".split()
MOVING = ["-f", "lavfi", "-i", f"testsrc2=s={WIDTH}x{HEIGHT}:r=30:d=1"]
BEEP = ["-f", "lavfi", "-i", "sine=440:r=48000:d=1"]
FRAME_OF_AAC_S = 0.025
AAC = "-c:a aac -ac 2 -b:a 128k".split()
KR_KB = {"bt709": (0.2126, 0.0722), "bt601": (0.299, 0.114), "bt2020": (0.2627, 0.0593)}
"""Weights of red and blue in luma: ITU-R BT.709, BT.601, BT.2020."""


def make(out: Path, *arguments: str | Path) -> Path:
    """Run the ffmpeg that comes with the package to make a source."""
    _run([BUNDLED, "-v", "error", "-y", *arguments, out])
    return out


def _run(command: Sequence[str | Path], **more: Any) -> bytes:
    done = subprocess.run([str(each) for each in command], capture_output=True, **more)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


# --- colours, by the formulas of the standards and not by ffmpeg --------------------------------------

PATCHES = np.array(
    [
        (235, 235, 235),
        (180, 30, 30),
        (30, 160, 40),
        (30, 40, 180),
        (200, 180, 40),
        (224, 172, 140),
        (16, 16, 16),
    ],
    np.float64,
)
"""Colours that a clip may hold, skin among them: red, green, blue, 0..255, one upright band each."""


def to_yuv(rgb: np.ndarray, matrix: str, *, full: bool = False, bits: int = 8) -> np.ndarray:
    """Coded values of R'G'B' 0..255 colours."""
    kr, kb = KR_KB[matrix]
    red, green, blue = np.moveaxis(rgb / 255, -1, 0)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    cb, cr = (blue - luma) / (2 - 2 * kb), (red - luma) / (2 - 2 * kr)
    step = 2 ** (bits - 8)
    if full:
        top = 2**bits - 1
        coded = (luma * top, cb * top + 128 * step, cr * top + 128 * step)
    else:
        coded = ((16 + 219 * luma) * step, (128 + 224 * cb) * step, (128 + 224 * cr) * step)
    return np.stack(coded, -1).round().clip(0, 2**bits - 1)


def to_rgb(yuv: np.ndarray, matrix: str = "bt709") -> np.ndarray:
    """R'G'B' 0..255 of 8-bit values in limited range; BT.709 is what every player takes our copies for."""
    kr, kb = KR_KB[matrix]
    yuv = yuv.astype(np.float64)
    luma, cb, cr = (yuv[..., 0] - 16) / 219, (yuv[..., 1] - 128) / 224, (yuv[..., 2] - 128) / 224
    red, blue = luma + (2 - 2 * kr) * cr, luma + (2 - 2 * kb) * cb
    green = (luma - kr * red - kb * blue) / (1 - kr - kb)
    return 255 * np.stack((red, green, blue), -1).clip(0, 1)


def bands(
    out: Path, coded: np.ndarray, *encoder: str, bits: int = 8, chroma: str = "420", said: str = ""
) -> Path:
    """A clip of half a second with upright bands of coded colours (n, 3), each 40 pixels wide.

    `said` is what the file tells of them, in the words of ffmpeg's filter setparams.
    """
    wide, high, count = 40 * len(coded), 64, 15
    deep = "<u2" if bits > 8 else "u1"
    luma = np.repeat(coded[:, 0], 40)[None].repeat(high, 0).astype(deep)
    across, down = (2, 2) if chroma == "420" else (1, 1)
    planes = [np.repeat(coded[:, n], 40 // across)[None].repeat(high // down, 0).astype(deep) for n in (1, 2)]
    frame = b"".join(plane.tobytes() for plane in (luma, *planes))
    format_ = f"yuv{chroma}p" + ("10le" if bits == 10 else "")
    raw = f"-f rawvideo -pix_fmt {format_} -s {wide}x{high} -r 30 -i pipe:0".split()
    told = ["-vf", f"setparams={said}"] if said else []
    _run([BUNDLED, "-v", "error", "-y", *raw, *told, *encoder, out], input=frame * count)
    return out


def band_colours(clip: Path, count: int) -> np.ndarray:
    """The mean colour in the middle of each band, R'G'B' 0..255, read as BT.709 in limited range."""
    yuv = frames(clip, chroma="444")[5]
    middles = [yuv[:, 40 * n + 14 : 40 * n + 26].mean((0, 1)) for n in range(count)]
    return to_rgb(np.stack(middles))


# --- readers ------------------------------------------------------------------------------------------


def frames(clip: Path, *, chroma: str = "444", upright: bool = True) -> np.ndarray:
    """Every frame as stored values (frame, row, column, 3), 8 bits, whatever they mean."""
    turn = [] if upright else ["-noautorotate"]
    told = streams(clip)["video"]
    width, height = told["width"], told["height"]
    if upright and int(rotation(told)) % 180:
        width, height = height, width
    # chroma is repeated, not interpolated, and no range or matrix is converted
    same = "scale=flags=neighbor:in_range=tv:out_range=tv,format=yuv444p"
    command = [
        BUNDLED,
        "-v",
        "error",
        *turn,
        "-i",
        clip,
        "-map",
        "0:v:0",
        "-vf",
        same,
        "-fps_mode",
        "passthrough",
    ]
    data = _run([*command, "-f", "rawvideo", "-pix_fmt", f"yuv{chroma}p", "-"])
    return np.moveaxis(np.frombuffer(data, np.uint8).reshape(-1, 3, height, width), 1, -1)


def samples(clip: Path) -> np.ndarray:
    """The first track of sound (sample, channel) at its own rate, from what a player would play."""
    told = streams(clip)["audio"]
    data = _run([BUNDLED, "-v", "error", "-i", clip, "-map", "0:a:0", "-f", "f32le", "-"])
    return np.frombuffer(data, "<f4").reshape(-1, told["channels"]).astype(np.float64)


def streams(clip: Path) -> dict[str, dict[str, Any]]:
    """The first track of picture and of sound, as ffprobe tells them."""
    told = _probe(clip, "-show_streams")["streams"]
    return {each["codec_type"]: each for each in reversed(told)}


def tags(clip: Path) -> dict[str, str]:
    return _probe(clip, "-show_format")["format"].get("tags", {})


def packets(clip: Path, kind: str) -> list[dict[str, Any]]:
    """Packets of the first track of picture (v) or sound (a), each with the hash of its data."""
    return _probe(clip, "-select_streams", f"{kind}:0", "-show_packets", "-show_data_hash", "md5")["packets"]


def rotation(stream: dict[str, Any]) -> float:
    return next((side["rotation"] for side in stream.get("side_data_list", ()) if "rotation" in side), 0)


def _probe(clip: Path, *asked: str) -> dict[str, Any]:
    if not shutil.which("ffprobe"):
        skip("ffprobe is not installed")
    return json.loads(_run(["ffprobe", "-v", "error", "-of", "json", *asked, clip]))


def mediainfo(clip: Path) -> dict[str, dict[str, Any]]:
    """General, Video and Audio, as MediaInfo tells them."""
    if not shutil.which("mediainfo"):
        skip("MediaInfo is not installed")
    told = json.loads(_run(["mediainfo", "--Output=JSON", clip]))["media"]["track"]
    return {each["@type"]: each for each in reversed(told)}


def boxes(clip: Path) -> list[str]:
    """The top-level boxes, and `elst` for every edit list anywhere in the index."""
    data, at, found = clip.read_bytes(), 0, []
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8].decode("latin-1")
        size = int.from_bytes(data[at + 8 : at + 16]) if size == 1 else size or len(data) - at
        found.append(name)
        if name == "moov":
            found += ["elst"] * len(re.findall(rb"elst", data[at : at + size]))
        at += size
    return found


# --- loudness, by the formulas of ITU-R BS.1770 -------------------------------------------------------


def loudness(sound: np.ndarray) -> float:
    """LUFS of (sample, channel) at 48 kHz, gated as the standard asks."""
    weighted = np.fft.irfft(np.fft.rfft(sound, axis=0) * _k_weights(len(sound))[:, None], len(sound), axis=0)
    block, hop = 19_200, 4_800
    starts = range(0, max(len(sound) - block, 0) + 1, hop)
    power = np.array([(weighted[at : at + block] ** 2).mean(0).sum() for at in starts])
    level = -0.691 + 10 * np.log10(power + 1e-12)
    loud = level > -70
    if not loud.any():
        return float("-inf")
    gate = -0.691 + 10 * np.log10(power[loud].mean()) - 10
    return float(-0.691 + 10 * np.log10(power[loud & (level > gate)].mean()))


def true_peak(sound: np.ndarray) -> float:
    """dBTP of (sample, channel): the highest value of eight times the samples."""
    spectrum = np.fft.rfft(sound, axis=0)
    more = np.fft.irfft(spectrum, 8 * len(sound), axis=0) * 8
    return float(20 * np.log10(np.abs(more).max() + 1e-12))


def _k_weights(count: int) -> np.ndarray:
    """The response of the two filters of BS.1770-4, tables 1 and 2, at 48 kHz."""
    z = np.exp(-1j * np.linspace(0, np.pi, count // 2 + 1))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return shelf * high_pass


# --- what holds for every clip that comes out --------------------------------------------------------


def check_packing(out: Path) -> None:
    found, told = boxes(out), streams(out)
    assert "elst" not in found
    assert found.index("moov") < found.index("mdat")
    assert all(abs(float(stream["start_time"])) <= FRAME_OF_AAC_S for stream in told.values())
    assert set(told) <= {"video", "audio"}


def check_picture(out: Path, size: tuple[int, int], *, fps: str = "30000/1001") -> None:
    """Every rule that a picture has to keep, as ffprobe and MediaInfo see it."""
    told = streams(out)["video"]
    wanted = {
        "codec_name": "h264",
        "profile": "High",
        "pix_fmt": "yuv420p",
        "color_range": "tv",
        "color_space": "bt709",
        "color_primaries": "bt709",
        "color_transfer": "bt709",
        "field_order": "progressive",
        "r_frame_rate": fps,
        "avg_frame_rate": fps,
    }
    assert {key: told.get(key) for key in wanted} == wanted
    assert (told["width"], told["height"]) == size
    assert told.get("sample_aspect_ratio", "1:1") == "1:1"
    assert rotation(told) == 0
    assert not told.get("side_data_list")
    seen = mediainfo(out)["Video"]
    assert seen["ScanType"] == "Progressive"
    assert seen["FrameRate_Mode"] == "CFR"
    assert seen["PixelAspectRatio"] == "1.000"
    assert seen["BitDepth"] == "8"
    assert seen["colour_range"] == "Limited"
    assert float(seen.get("Rotation", 0)) == 0
    assert_constant(out)


def assert_constant(out: Path) -> None:
    times = sorted(float(each["pts_time"]) for each in packets(out, "v"))
    gaps = np.diff(times)
    assert times[0] == 0
    assert np.ptp(gaps) < 1e-4


def turned(source: Path, anticlockwise: int) -> Path:
    """The same clip with a display matrix that turns it by so many degrees."""
    out = source.with_name(f"{source.stem}-{anticlockwise}.mp4")
    return make(out, "-display_rotation", str(anticlockwise), "-i", source, "-c", "copy")


def red_corner(clip: Path) -> str:
    rgb = to_rgb(frames(clip)[3])
    corners = {
        "top left": rgb[:40, :40],
        "top right": rgb[:40, -40:],
        "bottom left": rgb[-40:, :40],
        "bottom right": rgb[-40:, -40:],
    }
    return max(corners, key=lambda name: float((corners[name][..., 0] - corners[name][..., 1]).mean()))


def gap(clip: Path) -> float:
    """Seconds from the flash to the beep, on the clock that a player goes by."""
    times = sorted(float(each["pts_time"]) for each in packets(clip, "v") if "D" not in each["flags"])
    flash = times[int(np.argmax(frames(clip)[..., 0].mean((1, 2)) > 100))]
    told = streams(clip)["audio"]
    loud = np.abs(samples(clip)[:, 0]) > 0.1
    return float(told["start_time"]) + int(np.argmax(loud)) / int(told["sample_rate"]) - flash
