"""Clips through the command line: made, checked, labelled anew without a frame touched, and refused with reasons."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import clip
from conform_makers import frames, packets, samples, streams, to_rgb
from conftest import GRANT, Shop, photo, put, sidecar
from PIL import Image

from ugc import templates

POST = "ig:Bqclip00001"
TONE: dict[str, Any] = {"sound": "tone", "loudness": -24.0}


def collected(folder: Path, *, shortcode: str = POST[3:], **told: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    made = clip(folder / f"{shortcode}.mp4", **{"size": (540, 960), "seconds": 3.0} | told)
    said = sidecar(shortcode, media_id=shortcode, extension="mp4")
    made.with_name(f"{made.name}.json").write_text(json.dumps(said), "utf-8")
    return folder


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """One granted post of @ana's: three seconds, upright, with a tone of unknown origin."""
    empty_shop("import", collected(tmp_path / "clip", **TONE))
    empty_shop.grant(POST, "--channel", "tiktok")
    return empty_shop


def render(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("render", *more, "--json", code=code)


def made(shop: Shop) -> list[Path]:
    return sorted((shop.root / "out" / "creatives").glob("*.mp4"))


def row(shop: Shop) -> dict[str, Any]:
    (one,) = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    return dict(one)


@pytest.mark.parametrize("format", ["story", "feed", "square", "tiktok", "universal"])
def test_a_clip_fits_every_format(empty_shop: Shop, tmp_path: Path, format: str) -> None:
    """What is made has no error by the rules of `ugc check`, and is as long and as large as its row says."""
    empty_shop("import", collected(tmp_path / "clip", seconds=5.5, sound="tone"))
    channels = "facebook tiktok youtube snapchat".split()
    empty_shop.grant(POST, *[word for channel in channels for word in ("--channel", channel)])
    empty_shop("rights", "release", POST, "--music", "original", "--evidence", "yes-from-ana.png", "--json")
    (line,) = render(empty_shop, "--format", format, "--text", "cta=Shop now")["creatives"]
    told = row(empty_shop)
    assert (told["type"], told["seconds"]) == ("mp4", pytest.approx(5.5, abs=0.05))
    video = streams(Path(line["file"]))["video"]
    assert (video["width"], video["height"]) == (told["width"], told["height"])
    (checked,) = empty_shop("check", line["file"], "--format", format, "--no-read", "--json")["files"]
    assert checked["fits"] and checked["measured"]["words"]


def test_a_silent_clip_is_not_made_for_those_who_refuse_it(empty_shop: Shop, tmp_path: Path) -> None:
    empty_shop("import", collected(tmp_path / "clip", seconds=6.0))
    empty_shop.grant(POST, "--channel", "tiktok")
    (fault,) = render(empty_shop, "--format", "tiktok", "--audio", "mute", code=5)["faults"]
    assert "silent" in fault["message"] and fault["hint"]
    assert not list((empty_shop.root / "out").rglob("*.mp4"))


def test_unknown_sound_is_asked_about_and_mute_needs_no_answer(shop: Shop) -> None:
    told = render(shop, "--format", "story", code=4)
    codes = {why["code"] for spot in told["refusals"][0]["placements"] for why in spot["reasons"]}
    assert codes == {"music_unknown"} and not made(shop)
    render(shop, "--format", "story", "--audio", "mute")
    (file,) = made(shop)
    assert abs(samples(file)).max() == 0
    assert "mute_audio" in row(shop)["edits"]


def test_sound_that_is_cleared_is_kept_and_levelled(shop: Shop) -> None:
    shop("rights", "release", POST, "--music", "original", "--evidence", "yes-from-ana.png", "--json")
    render(shop, "--format", "story")
    (file,) = made(shop)
    heard = samples(file)[4800:-4800]
    peak = 10 ** (-16 / 20)  # a tone of 997 Hz in both channels is as loud as its peak is high
    assert abs(heard).max() == pytest.approx(peak, rel=0.06)
    assert "mute_audio" not in row(shop)["edits"]


def test_what_stands_is_left_alone_and_a_new_label_touches_no_frame(shop: Shop) -> None:
    order = ("--format", "story", "--audio", "mute")
    render(shop, *order)
    (file,) = made(shop)
    before, bytes_before = [p["data_hash"] for p in packets(file, "v")], file.read_bytes()
    (line,) = render(shop, *order)["creatives"]
    assert line["outcome"] == "unchanged" and file.read_bytes() == bytes_before
    shop.grant(POST, "--until", "2027-09-01")
    (line,) = render(shop, *order)["creatives"]
    assert line["outcome"] == "relabelled" and line["valid_until"] == "2027-09-01"
    assert [p["data_hash"] for p in packets(file, "v")] == before
    assert b"2027-09-01" in file.read_bytes()


def test_another_flight_touches_no_byte_of_a_clip(shop: Shop) -> None:
    """Only its sidecar says until when it was asked for."""
    render(shop, "--format", "story", "--audio", "mute", "--flight", "2026-12-01..2026-12-10")
    (file,) = made(shop)
    before = file.read_bytes()
    later = ("--flight", "2026-12-05..2026-12-20")
    (line,) = render(shop, "--format", "story", "--audio", "mute", *later)["creatives"]
    assert line["outcome"] == "relabelled" and file.read_bytes() == before
    assert "2026-12-20" in Path(f"{file}.rights.json").read_text("utf-8")


def test_a_clip_among_several_pictures_is_refused(shop: Shop, tmp_path: Path) -> None:
    """Also where the template says that it takes clips, and wherever among the pictures it stands."""
    folder = shop.root / "templates" / "pair"
    shutil.copytree(templates.load("compare").folder, folder)
    told = folder / "template.toml"
    said = told.read_text("utf-8").replace('name = "compare"', 'name = "pair"')
    told.write_text(said.replace('media = ["image"]', 'media = ["image", "video"]'), "utf-8")
    put(tmp_path / "picture", "Bqpicture01", photo((1080, 1350)), day=1)
    shop("import", tmp_path / "picture")
    shop.grant("ig:Bqpicture01")
    words = ("--text", "left_label=before", "--text", "right_label=after")
    told = render(shop, "--format", "square", "--template", "pair", *words)
    assert {item["code"] for item in told["not_planned"]} == {"clip"} and not told["faults"]


def test_the_label_inside_is_read_by_inspect_and_by_exiftool(shop: Shop, exiftool: Any) -> None:
    render(shop, "--format", "story", "--audio", "mute")
    (file,) = made(shop)
    told = shop("inspect", file, "--json")
    assert POST in json.dumps(told)
    (seen,) = exiftool(file)
    assert any("@ana" in str(value) for value in seen.values())


@pytest.mark.parametrize(
    ("seconds", "format", "code"),
    [(0.5, "story", "too_short"), (3.0, "tiktok", "too_short"), (3.0, "link", "clip")],
)
def test_what_a_format_does_not_take_is_said(
    empty_shop: Shop, tmp_path: Path, seconds: float, format: str, code: str
) -> None:
    empty_shop("import", collected(tmp_path / "clip", seconds=seconds))
    empty_shop.grant(POST, "--channel", "tiktok")
    told = render(empty_shop, "--format", format, "--audio", "mute")
    assert [item["code"] for item in told["not_planned"]] == [code]
    assert told["not_planned"][0]["hint"]


def test_a_clip_longer_than_a_placement_takes_is_cut_where_the_grant_allows_it(
    empty_shop: Shop, tmp_path: Path
) -> None:
    empty_shop("import", collected(tmp_path / "clip", seconds=62.0, size=(360, 640), fps="10", sound="tone"))
    empty_shop("rights", "release", POST, "--music", "original", "--evidence", "yes-from-ana.png", "--json")
    allowed = [word for edit in "resize crop format_transcode".split() for word in ("--edits", edit)]
    plain = [part for part in GRANT if part not in ("--edits", "standard")]
    empty_shop(*[part.format(post=POST) for part in plain], "--channel", "tiktok", *allowed, "--json")
    told = render(empty_shop, "--format", "tiktok", code=4)
    assert "trim" in json.dumps(told["refusals"])
    empty_shop.grant(POST, "--channel", "tiktok")
    (line,) = render(empty_shop, "--format", "tiktok", "--dry-run")["creatives"]
    assert any(note.startswith("Cut to its first 60.0 of 62.0 seconds") for note in line["notes"])


def test_a_broken_clip_costs_one_creative(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "other", shortcode="Bqclip00002", seconds=2.0))
    shop.grant("ig:Bqclip00002")
    stored = list((shop.root / ".ugc" / "media").rglob("*.mp4"))
    assert len(stored) == 2
    largest = max(stored, key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    largest.chmod(0o644)
    largest.write_bytes(data[: len(data) // 2])
    told = render(shop, "--format", "story", "--audio", "mute", code=3)
    assert len(told["creatives"]) == len(told["faults"]) == 1
    assert len(made(shop)) == 1
    assert not list((shop.root / "out" / "creatives").glob(".*")), "nothing half-made is left"


def test_a_proof_of_a_clip_is_marked_all_over(empty_shop: Shop, tmp_path: Path) -> None:
    """In every part of its first and last frame something stands that is not in the clip."""
    folder = collected(tmp_path / "clip", source="smptebars", seconds=1.5)
    empty_shop("import", folder)
    (line,) = render(empty_shop, "--format", "story", "--proof")["creatives"]
    file = Path(line["file"])
    assert file.name.startswith("PROOF-") and file.suffix == ".mp4"
    plain = Image.fromarray(to_rgb(frames(folder / f"{POST[3:]}.mp4")[0]).clip(0, 255).astype(np.uint8))
    before = np.asarray(plain.resize((1080, 1920))).astype(int)
    marked = frames(file)
    for number in (0, len(marked) - 1):
        other = np.abs(to_rgb(marked[number]) - before).max(axis=2) > 60
        cells = other.reshape(8, 240, 4, 270).mean((1, 3))
        assert cells.min() > 0.005, cells.round(3)
