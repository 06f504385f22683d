"""Makers of clips and pictures with one known fault each, small and quick; by default they have none.

clip(path)                      H.264 High, 270x480, 30 frames a second, no edit list, index first, no sound
clip(path, bars=(0, 0.1))       the same between black bars
"""

import json
import shutil
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from conftest import skip
from PIL import Image, ImageCms

from ugc.media.ffmpeg import program

SIZE = (270, 480)
_DEEP = {
    "pq": "setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc",
    "hlg": "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc",
    None: "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
}


def ffmpeg(*arguments: str | Path) -> None:
    """Run ffmpeg to make something for a test; its words are shown when it fails."""
    command = [program(), "-v", "error", "-nostdin", "-y", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stderr


def clip(
    path: Path,
    *,
    size: tuple[int, int] = SIZE,
    seconds: float = 1.0,
    fps: str = "30",
    codec: str = "libx264",
    profile: str | None = None,
    pix_fmt: str = "yuv420p",
    source: str = "testsrc2",
    interlaced: bool = False,
    vfr: bool = False,
    rotation: int = 0,
    sar: str = "1",
    edit_list: bool = False,
    faststart: bool = True,
    fragmented: bool = False,
    sound: str | None = None,
    loudness: float = -16.0,
    audio_codec: str = "aac",
    channels: int = 2,
    audio_rate: int = 48_000,
    bars: tuple[float, float] = (0.0, 0.0),
    black_opening: float = 0.0,
    frozen_opening: float = 0.0,
    hdr: str | None = None,
    full_range: bool = False,
    bitrate: str | None = None,
    container: str | None = None,
) -> Path:
    """Make a clip. Sizes in pixels, upright; `rotation` in clockwise degrees that the display matrix asks for.

    `bars`: what black bars take left and right, and above and below, in fractions of the frame, each side.
    `sound`: None, "tone" (997 Hz at `loudness` LUFS, when in stereo), "silence", or a filter that makes sound.
    `vfr`: gaps of a phone's kind, 22 to 31 frames a second. `hdr`: "pq" or "hlg", with ten bits by `pix_fmt`.
    """
    stored = size if rotation % 180 == 0 else size[::-1]
    inputs = [
        "-f",
        "lavfi",
        "-i",
        f"{source}=size={stored[0]}x{stored[1]}:rate={fps}:duration={seconds + 0.5}",
    ]
    inputs += ["-f", "lavfi", "-i", _sound(sound, loudness, channels, audio_rate)] if sound else []
    look = _look(
        stored, bars=bars if stored == size else bars[::-1], black=black_opening, frozen=frozen_opening
    )
    look += [_DEEP[hdr], f"setsar={sar}", *_clock(vfr=vfr, interlaced=interlaced)]
    look += [f"scale=out_range={'pc' if full_range else 'tv'}", f"format={pix_fmt}"]
    look += [f"setparams=range={'pc' if full_range else 'tv'}"]
    coded = [
        "-c:v",
        codec,
        *(["-profile:v", profile] if profile else []),
        *_coding(codec, interlaced=interlaced),
    ]
    coded += ["-b:v", bitrate, "-maxrate", bitrate, "-bufsize", bitrate] if bitrate else []
    coded += ["-c:a", audio_codec, "-ac", str(channels), "-ar", str(audio_rate)] if sound else []
    kind = container or {"mkv": "matroska"}.get(path.suffix[1:], path.suffix[1:])
    boxes = (
        _boxes(edit_list=edit_list, faststart=faststart, fragmented=fragmented)
        if kind in ("mp4", "mov")
        else []
    )
    made = path.with_name(f"{path.stem}.upright{path.suffix}") if rotation else path
    timing = ["-t", str(seconds), "-fps_mode", "passthrough"]
    ffmpeg(*inputs, "-vf", ",".join(look), *timing, *coded, *boxes, "-f", kind, made)
    if rotation:
        turn = ["-display_rotation", str(-rotation), "-i", made, "-c", "copy"]
        ffmpeg(*turn, *boxes, "-f", kind, path)
        made.unlink()
    return path


def _look(size: tuple[int, int], *, bars: tuple[float, float], black: float, frozen: float) -> list[str]:
    width, height = size
    left, top = round(width * bars[0]), round(height * bars[1])
    look = []
    if left or top:
        look += [f"scale={width - 2 * left}:{height - 2 * top}", f"pad={width}:{height}:{left}:{top}:black"]
    if frozen:
        look += [f"tpad=start_mode=clone:start_duration={frozen}"]
    if black:
        look += [f"drawbox=color=black:t=fill:enable='lt(t,{black - 0.001})'"]
    return look


def _clock(*, vfr: bool, interlaced: bool) -> list[str]:
    field = ["setfield=tff"] if interlaced else []
    return [*field, "settb=1/90000", "setpts='(N/26.5+0.006*sin(N*2.1))/TB'"] if vfr else field


def _coding(codec: str, *, interlaced: bool) -> list[str]:
    quick = {
        "libx264": [
            "-preset",
            "superfast",
            "-bf",
            "0",
            *(["-x264-params", "interlaced=1"] if interlaced else []),
        ],
        "libx265": ["-preset", "ultrafast", "-x265-params", "log-level=error:bframes=0", "-tag:v", "hvc1"],
        "libsvtav1": ["-preset", "12"],
        "libvpx": ["-deadline", "realtime", "-cpu-used", "8"],
        "libvpx-vp9": ["-deadline", "realtime", "-cpu-used", "8"],
    }
    return quick.get(codec, [])


def _boxes(*, edit_list: bool, faststart: bool, fragmented: bool) -> list[str]:
    flags = ["+faststart"] if faststart else []
    flags += ["+negative_cts_offsets"] if not edit_list else []
    flags += ["+frag_keyframe+empty_moov"] if fragmented else []
    return ["-use_editlist", str(int(edit_list)), *(["-movflags", "".join(flags)] if flags else [])]


def _sound(sound: str, loudness: float, channels: int, rate: int) -> str:
    """A sine of 997 Hz in two channels is as loud in LUFS as its peak is high in dBFS: ITU-R BS.1770."""
    if sound == "silence":
        return f"anullsrc=sample_rate={rate}:channel_layout={'mono' if channels == 1 else 'stereo'}"
    if sound != "tone":
        return sound
    wave = f"{10 ** (loudness / 20):.6f}*sin(2*PI*997*t)"
    return f"aevalsrc=exprs='{'|'.join([wave] * channels)}':s={rate}"


# --- pictures ------------------------------------------------------------------------------------


def still(path: Path, *, size: tuple[int, int] = SIZE, mode: str = "RGB", seed: int = 1, **save: Any) -> Path:
    """A bright picture with soft shapes and noise, in any of Pillow's 8-bit modes; the type is by the file's name."""
    lit(size, seed=seed).convert(mode).save(path, **save)
    return path


def lit(size: tuple[int, int], *, seed: int = 1, low: int = 60, high: int = 220) -> Image.Image:
    """Soft shapes with noise, nowhere darker than about `low` of 255."""
    rng = np.random.default_rng(seed)
    width, height = size
    coarse = Image.fromarray(rng.integers(low, high, (7, 5, 3)).astype(np.uint8))
    soft = np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), float)
    return Image.fromarray(
        np.clip(soft + rng.normal(0, 4, (height, width, 1)), low / 2, 255).astype(np.uint8)
    )


def barred_still(
    path: Path,
    *,
    size: tuple[int, int] = SIZE,
    bars: tuple[float, float, float, float] = (0.0, 0.1, 0.0, 0.1),
    shade: int = 0,
    low: int = 60,
    **save: Any,
) -> Path:
    """A picture with bars of a shade: left, top, right and bottom, in fractions of the frame."""
    width, height = size
    left, top = round(width * bars[0]), round(height * bars[1])
    right, bottom = width - round(width * bars[2]), height - round(height * bars[3])
    image = Image.new("RGB", size, (shade, shade, shade))
    image.paste(lit((right - left, bottom - top), low=low), (left, top))
    image.save(path, **save)
    return path


def deep_still(path: Path, *, size: tuple[int, int] = SIZE) -> Path:
    """A PNG with 16 bits a channel, in colour; made by ffmpeg, since Pillow cannot write one."""
    source = f"testsrc2=size={size[0]}x{size[1]}"
    ffmpeg("-f", "lavfi", "-i", source, "-frames:v", "1", "-pix_fmt", "rgb48", "-update", "1", path)
    return path


def cmyk_still(path: Path, *, size: tuple[int, int] = SIZE) -> Path:
    return still(path, size=size, mode="CMYK")


def profiled_still(path: Path, *, size: tuple[int, int] = SIZE, space: str = "LAB") -> Path:
    """A picture with a colour profile that is not sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile(space))  # type: ignore[arg-type]
    return still(path, size=size, icc_profile=profile.tobytes())


def animated_still(path: Path, *, size: tuple[int, int] = SIZE, frames: int = 3) -> Path:
    """A GIF, WebP or PNG that moves."""
    images = [lit(size, seed=number) for number in range(frames)]
    images[0].save(path, save_all=True, append_images=images[1:], duration=200)
    return path


def transparent_still(path: Path, *, size: tuple[int, int] = SIZE) -> Path:
    """A picture on a clear ground."""
    image = lit(size).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, size[0], size[1] // 4))
    image.save(path)
    return path


def shallow_png(path: Path, bits: int, *, palette: bool, side: int = 16) -> Path:
    """A PNG of 1, 2 or 4 bits a pixel, grey or with a palette, written out by hand."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, bits, 3 if palette else 0, 0, 0, 0)
    colours = chunk(b"PLTE", bytes(range(3 * 2**bits))) if palette else b""
    rows = zlib.compress((b"\0" + b"\x1b" * (side * bits // 8)) * side)
    ending = chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + colours + ending)
    return path


def cut(path: Path, *, kept: float = 0.6) -> Path:
    """Cut a file short, in its place."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    return path


def encoded(image: Image.Image, kind: str, **save: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


# --- independent readers --------------------------------------------------------------------------


def ffprobe(path: Path) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What ffprobe says of the first track of picture and of sound."""
    if not shutil.which("ffprobe"):
        skip("ffprobe is not installed")
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    streams = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]
    of = {kind: [each for each in streams if each["codec_type"] == kind] for kind in ("video", "audio")}
    return of["video"][0], of["audio"][0] if of["audio"] else None


def mediainfo(path: Path) -> dict[str, dict[str, Any]]:
    """What MediaInfo says of a file: General, Video, Audio, Image."""
    if not shutil.which("mediainfo"):
        skip("MediaInfo is not installed")
    done = subprocess.run(["mediainfo", "--Output=JSON", str(path)], capture_output=True, check=True)
    return {track["@type"]: track for track in json.loads(done.stdout)["media"]["track"]}


def told(path: Path, filters: str, *, sound: bool = False) -> str:
    """What a filter of ffmpeg's own reports about a clip."""
    which = ["-vn", "-af"] if sound else ["-an", "-vf"]
    command = [program(), "-hide_banner", "-nostats", "-i", path, *which, filters, "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stderr


def trace(path: Path) -> str:
    """Every box that ffprobe meets in a file, as it logs them."""
    if not shutil.which("ffprobe"):
        skip("ffprobe is not installed")
    return subprocess.run(["ffprobe", "-v", "trace", str(path)], capture_output=True, text=True).stderr


def packets(path: Path) -> list[int]:
    """The sizes in bytes of all packets that ffprobe finds in the first picture track."""
    if not shutil.which("ffprobe"):
        skip("ffprobe is not installed")
    listing = ["-select_streams", "v:0", "-show_entries", "packet=size"]
    command = ["ffprobe", "-v", "error", *listing, "-of", "csv=p=0", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return [int(line.strip(",")) for line in done.stdout.split()]
