"""Single frames of clips as a screen shows them: against ffmpeg's zscale and tonemap, and against what was drawn."""

import io
import subprocess
from pathlib import Path

import numpy as np
import pytest
from clip_changes import add_cover
from clip_kinds import BANDS, BT709, CORNERS, PATCHES, VP9, X265, Kind, drawn, make
from clip_readers import bent
from conform_makers import BUNDLED
from conform_makers import make as encoded
from PIL import Image
from test_clip_kinds_hdr import HLG, PQ
from test_clip_kinds_pictures import FULL

from ugc.media.frames import open_frame, open_frames
from ugc.media.look.picture import view_of

PIXELS = 200_000_000
SHORT = {"seconds": 0.2}
TONES = "gradients=s=320x568:r=10:d=0.3:n=8:seed=4:speed=0.00001:c0=white:c1=0x300010:c2=orange:c3=0x0030ff:c4=0x00ff40"
"""Soft changes between colours, the brightest as bright as can be."""


@pytest.mark.parametrize("transfer", ["arib-std-b67", "smpte2084"])
@pytest.mark.parametrize("full", [False, True], ids=["limited", "full"])
def test_hdr_is_shown_as_ffmpeg_shows_it(tmp_path: Path, transfer: str, full: bool) -> None:
    """Every tone that ten bits hold in these colours, brought down by the filters that know of nothing of ours."""
    span = "pc" if full else "tv"
    said = f"range={span}:colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}"
    look = f"format=gbrp10le,scale=out_color_matrix=bt2020nc:out_range={span},format=yuv420p10le,setparams={said}"
    source = encoded(tmp_path / "a.mp4", "-f", "lavfi", "-i", TONES, "-vf", look, *X265)
    chain = (
        f"zscale=tin={transfer}:pin=bt2020:min=bt2020nc:rin={span}:transfer=linear:primaries=bt709:npl=203:"
        "agamma=false,format=gbrpf32le,tonemap=mobius:param=0.5:desat=0:peak=4.926108,"
        "zscale=transfer=bt709:primaries=bt709,format=gbrp16le,format=rgb24"
    )
    expected = decoded(source, chain)
    found = open_frame(source).pixels
    assert found.shape == expected.shape == (568, 320, 3)
    off = np.abs(found.astype(int) - expected)
    assert off.mean() < 1.5 and np.quantile(off, 0.99) <= 6, (off.mean(), np.quantile(off, 0.99))
    seen = view_of(source, max_pixels=PIXELS).pixels.astype(int)
    assert np.abs(seen - expected).mean() < 1.5


def decoded(clip: Path, filters: str) -> np.ndarray:
    command = [BUNDLED, "-v", "error", "-i", clip, "-frames:v", "1", "-vf", filters]
    command += ["-f", "image2pipe", "-c:v", "png", "-"]
    done = subprocess.run([str(each) for each in command], capture_output=True, check=True)
    return np.asarray(Image.open(io.BytesIO(done.stdout)).convert("RGB"), int)


SDR = [
    Kind("limited", **SHORT),
    Kind("full range", full=True, format="yuvj420p", said=FULL, **SHORT),
    Kind("full range in VP9", full=True, format="yuv420p", said=FULL, video=VP9, **SHORT),
    Kind("BT.601", matrix="bt601", said=BT709.replace("colorspace=bt709", "colorspace=smpte170m"), **SHORT),
    Kind("nothing said, small", matrix="bt601", said="range=tv", **SHORT),
    Kind("nothing said, large", said="range=tv", size=(720, 1280), **SHORT),
    Kind("4:4:4", format="yuv444p", **SHORT),
]


@pytest.mark.parametrize("kind", SDR, ids=lambda kind: kind.name)
def test_colours_are_those_that_were_drawn(tmp_path: Path, kind: Kind) -> None:
    found = open_frame(make(kind, tmp_path)).pixels
    assert np.abs(patches(found) - PATCHES).max() < 4


@pytest.mark.parametrize("kind", [Kind("HLG", **HLG, video=X265), Kind("PQ", **PQ, video=X265)])
def test_hdr_is_shown_by_the_formulas_of_the_standards(tmp_path: Path, kind: Kind) -> None:
    (found,) = open_frames(make(kind, tmp_path), [0.3])
    assert np.abs(patches(found.pixels) - bent(PATCHES)).max() < 6


def patches(pixels: np.ndarray) -> np.ndarray:
    left, top, wide, high = BANDS
    middles = [left + wide * number for number in range(len(PATCHES))]
    part = slice(top + high // 4, top + high * 3 // 4)
    return np.stack([pixels[part, at + wide // 4 : at + wide * 3 // 4].mean((0, 1)) for at in middles])


@pytest.mark.parametrize("number", range(1, 9))
@pytest.mark.parametrize("opened", ["one", "some", "looked at"])
def test_frames_are_upright_and_not_mirrored(tmp_path: Path, number: int, opened: str) -> None:
    clip = make(Kind("a", turn=number, **SHORT), tmp_path)
    if opened == "looked at":
        pixels = view_of(clip, max_pixels=PIXELS).pixels
    else:
        pixels = open_frame(clip).pixels if opened == "one" else open_frames(clip, [0.1])[0].pixels
    assert pixels.flags.c_contiguous and pixels.shape == (640, 360, 3)
    off = np.abs(pixels[20:40, 20:-20].astype(int) - drawn(0)[20:40, 20:-20])
    assert np.median(off) < 4 and off[:, :20].max() < 12 and off[:, -20:].max() < 12
    assert np.abs(pixels[-20, 20] - np.array(CORNERS["bottom left"])).max() < 12


def test_a_cover_in_front_is_not_what_was_filmed(tmp_path: Path) -> None:
    clip = make(Kind("a", after=add_cover), tmp_path)
    for pixels in (
        open_frame(clip).pixels,
        open_frame(clip, at=0.5).pixels,
        open_frames(clip, [0.5])[0].pixels,
        view_of(clip, max_pixels=PIXELS).pixels,
    ):
        assert np.abs(patches(pixels) - PATCHES).max() < 6
