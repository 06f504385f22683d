"""HDR as phones film it comes out in SDR's colours: judged by the formulas of ITU-R BT.2100, written out here."""

from functools import partial
from pathlib import Path

import pytest
from clip_changes import dolby_vision, make_metadata
from clip_kinds import AV1, VP9, X265, Kind, make
from clip_readers import check_colours, check_speed, check_sync, check_upright, judge, render, rendered
from conform_makers import mediainfo
from conftest import Shop
from test_clip_kinds_pictures import OPUS, UNEVEN

from ugc.media.probe import probe

WIDE = "range=tv:colorspace=bt2020nc:color_primaries=bt2020"
HLG = {"hdr": "hlg", "format": "yuv420p10le", "said": f"{WIDE}:color_trc=arib-std-b67"}
PQ = {"hdr": "pq", "format": "yuv420p10le", "said": f"{WIDE}:color_trc=smpte2084"}


def phone(clip: Path) -> None:
    """What a phone writes beside its pictures: Dolby Vision over HLG, and a track of measurements."""
    make_metadata(clip)
    dolby_vision(clip, profile=8, compatible=4)


KINDS = [
    Kind("HLG in VP9", **HLG, video=VP9, audio=OPUS, extension="webm"),
    Kind("PQ in AV1", **PQ, video=AV1, audio=OPUS),
    Kind("PQ, Dolby Vision 8.1", **PQ, video=X265, after=partial(dolby_vision, profile=8, compatible=1)),
    Kind(
        "a phone's HLG, Dolby Vision 8.4, turned, uneven, with measurements",
        **(HLG | UNEVEN),
        video=X265,
        turn=6,
        extension="mov",
        packing=("-timecode", "01:00:00:00"),
        after=phone,
    ),
]


def test_hdr_comes_out_in_colours_of_sdr(empty_shop: Shop) -> None:
    judge(rendered(empty_shop, KINDS), check_upright, check_colours, check_speed, check_sync)


@pytest.mark.parametrize(("profile", "compatible"), [(8, 4), (8, 1), (5, 0)])
def test_dolby_vision_is_recognised(tmp_path: Path, profile: int, compatible: int) -> None:
    clip = make(Kind("a", **(PQ if compatible == 1 else HLG), video=X265, seconds=0.2), tmp_path)
    assert probe(clip).dolby_vision is None
    dolby_vision(clip, profile=profile, compatible=compatible)
    assert probe(clip).dolby_vision == f"{profile}.{compatible}"
    seen = mediainfo(clip)["Video"]
    assert seen["HDR_Format"].startswith("Dolby Vision"), "the box is as others read it"
    assert f".{profile:02}" in seen["HDR_Format_Profile"]


def test_dolby_vision_without_a_base_layer_is_refused(empty_shop: Shop) -> None:
    """Its colours are Dolby's own; read as any others they come out green and purple."""
    alone = partial(dolby_vision, profile=5, compatible=0)
    (fault,) = render(empty_shop, [Kind("alone", **PQ, video=X265, after=alone)], code=3)["faults"]
    assert "Dolby Vision of profile 5" in fault["message"] and fault["hint"]
