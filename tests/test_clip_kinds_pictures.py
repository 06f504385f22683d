"""Clips as phones and platforms store their pictures come out upright, at the right speed, in sync and in colour."""

import numpy as np
import pytest
from clip_kinds import AV1, BT709, VP9, X264, X265, Kind
from clip_readers import check_colours, check_speed, check_sync, check_upright, judge, rendered
from conftest import Shop

OPUS = ("-c:a", "libopus")


def uneven(numbers: np.ndarray) -> np.ndarray:
    """Milliseconds of frames 10 to 65 apart, as in the light of a room."""
    return numbers * 37 + 9 * (numbers * 7 % 5)


UNEVEN = {"times": uneven, "clock": "(N*37+9*mod(N*7,5))/1000"}
FULL = BT709.replace("range=tv", "range=pc")

TURNED = [
    Kind("mirrored, 24 a second", turn=2, fps=24),
    Kind("upside down, 25 a second, HEVC", turn=3, fps=25, video=X265),
    Kind("flipped, 50 a second", turn=4, fps=50),
    Kind("mirrored and turned left, 60 a second", turn=5, fps=60),
    Kind("turned right, 120 a second", turn=6, fps=120),
    Kind("mirrored and turned right, 240 a second", turn=7, fps=240),
    Kind("turned left, uneven", turn=8, **UNEVEN),
]
CODED = [
    Kind("uneven, one key frame, frames out of order", **UNEVEN, video=(*X264, "-bf", "3", "-g", "999")),
    Kind("VP9 in WebM", video=VP9, audio=OPUS, extension="webm"),
    Kind("VP9 in MP4, uneven", video=VP9, audio=OPUS, **UNEVEN),
    Kind("AV1 in MP4", video=AV1, audio=OPUS),
    Kind("odd sides, VP9", video=VP9, audio=OPUS, extension="webm", size=(361, 641)),
    Kind("odd sides, 4:4:4", format="yuv444p", size=(361, 641)),
    Kind("full range", full=True, format="yuvj420p", said=FULL),
    Kind(
        "full range of BT.601, turned",
        turn=6,
        full=True,
        format="yuvj420p",
        matrix="bt601",
        said=FULL.replace("colorspace=bt709", "colorspace=smpte170m"),
    ),
]


@pytest.mark.parametrize("kinds", [TURNED, CODED], ids=["turned", "coded"])
def test_clips_come_out_as_they_were_filmed(empty_shop: Shop, kinds: list[Kind]) -> None:
    judge(rendered(empty_shop, kinds), check_upright, check_colours, check_speed, check_sync)
