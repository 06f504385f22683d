"""Clips whose sound, starts, tracks or ends are not as one would have them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from clip_changes import (
    add_cover,
    cut_beginning,
    cut_end,
    empty_sound,
    make_metadata,
    rename_sound,
    scramble_sound,
)
from clip_kinds import RATE, VP9, X264, Kind, make
from clip_readers import (
    Film,
    check_colours,
    check_speed,
    check_sync,
    check_upright,
    collect,
    judge,
    read,
    rendered,
)
from conform_makers import streams
from conftest import Shop
from test_clip_kinds_pictures import OPUS

from ugc.media.conform import conform_clip
from ugc.media.conform_source import look
from ugc.media.probe import probe
from ugc.model.conforming import ClipPlan, SoundPlan

TIME_CODE = ("-timecode", "01:00:00:00")


KINDS = [
    Kind("mono", channels=1),
    Kind("5.1", channels=6),
    Kind("noise for packets in the middle", after=partial(scramble_sound, start=0.5, end=0.8)),
    Kind("sound after the picture", late=-0.35),
    Kind("a cover in front", after=add_cover),
    Kind("a track of time code", extension="mov", packing=TIME_CODE),
    Kind("a track of measurements", extension="mov", packing=TIME_CODE, after=make_metadata),
    Kind(
        "half a second hidden by an edit list, frames out of order",
        video=(*X264, "-bf", "3", "-g", "90"),
        seconds=1.6,
        cut=0.5,
        after=partial(cut_beginning, seconds=0.5),
    ),
]
WITHOUT = [
    Kind("no sound", sound=False),
    Kind("nothing but noise for packets", after=scramble_sound),
    Kind("a coding that nobody knows", after=rename_sound),
    Kind("a track without packets", after=empty_sound),
]


def test_clips_come_out_as_they_were_filmed(empty_shop: Shop) -> None:
    judge(rendered(empty_shop, KINDS), check_upright, check_colours, check_speed, check_sync)


def test_where_no_sound_can_be_had_the_picture_comes_with_silence(empty_shop: Shop) -> None:
    def check_silent(film: Film, kind: Kind) -> None:
        assert np.abs(film.sound).max() == 0, "something is heard"
        assert abs(len(film.sound) / RATE - kind.seconds) < 0.06, f"{len(film.sound) / RATE} s of silence"

    judge(rendered(empty_shop, WITHOUT), check_upright, check_speed, check_silent)


@pytest.mark.parametrize("spoil", [rename_sound, empty_sound], ids=["unknown coding", "no packets"])
@pytest.mark.parametrize(
    "plan", [ClipPlan(), ClipPlan(sound=SoundPlan(loudness=-16))], ids=["copied", "levelled"]
)
def test_a_conforming_copy_has_silence_in_place_of_it(
    tmp_path: Path, plan: ClipPlan, spoil: Callable[[Path], None]
) -> None:
    clip = make(Kind("a", after=spoil), tmp_path)
    said = conform_clip(clip, probe(clip, whole=True), plan, tmp_path / "copy.mp4")
    assert any("cannot be decoded" in sentence for sentence in said)
    film = read(tmp_path / "copy.mp4")
    assert np.abs(film.sound).max() == 0
    assert len(film.sound) / RATE == pytest.approx(film.times[-1] + 1 / 30, abs=0.06)


def test_what_became_of_a_broken_sound_is_said(empty_shop: Shop) -> None:
    kinds = {kind.name: kind for kind in (*KINDS, *WITHOUT)}
    wanted = {"noise for packets in the middle": "damaged", "a coding that nobody knows": "cannot be decoded"}
    for kind, film in rendered(empty_shop, [kinds[name] for name in wanted]):
        assert any(wanted[kind.name] in note for note in film.notes), film.notes


def test_a_picture_that_begins_after_its_sound_begins_the_creative(empty_shop: Shop) -> None:
    """The hook comes first, and the last frame last; what was heard before the picture is left out."""
    judge(rendered(empty_shop, [Kind("late", late=0.4)]), check_speed, check_sync)


@pytest.mark.parametrize(("late", "begins"), [(0.0, 0.0), (0.4, 0.4), (-0.35, 0.0)])
@pytest.mark.parametrize("extension", ["mp4", "webm"])
def test_where_the_picture_begins_is_found(
    tmp_path: Path, late: float, begins: float, extension: str
) -> None:
    """Seconds that a player which seeks to 0 waits for it: as ffprobe tells of both tracks."""
    more = {"video": VP9, "audio": OPUS} if extension == "webm" else {}
    clip = make(Kind("a", late=late, seconds=0.6, extension=extension, **more), tmp_path)
    told = {kind: float(stream["start_time"]) for kind, stream in streams(clip).items()}
    found = look(clip, probe(clip).type).begins
    assert found == pytest.approx(told["video"] - max(min(told.values()), 0), abs=0.002)
    assert found == pytest.approx(begins, abs=0.03)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (Kind("index in front", packing=("-movflags", "+faststart"), after=cut_end), "cut short"),
        (Kind("index lost", after=cut_end), "cut short or damaged"),
        (Kind("WebM", video=VP9, audio=OPUS, extension="webm", after=cut_end), "cut short"),
    ],
    ids=["index in front", "index lost", "WebM"],
)
def test_a_clip_that_is_cut_short_is_not_taken(empty_shop: Shop, kind: Kind, why: str) -> None:
    (skipped,) = collect(empty_shop, [kind], code=3)["skipped"]
    assert why in skipped["why"] and "ownload it again" in skipped["why"]
    assert not list((empty_shop.root / ".ugc" / "media").rglob("*.*"))
