"""Clips that are joined, trimmed, captioned and ended by a card, and pictures that move: by the command."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import clip
from conform_makers import frames, samples, streams, to_rgb
from conftest import GRANT, Shop, photo, put, sidecar

HOOK, BODY, OTHER = "ig:Bqhook00001", "ig:Bqbody00001", "ig:Bqother0001"
COMMON = ("--channel", "facebook", "--channel", "tiktok")


def collect(folder: Path, post: str, *, username: str = "ana", **told: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    code = post.removeprefix("ig:")
    made = clip(folder / f"{code}.mp4", **{"size": (540, 960), "seconds": 4.0} | told)
    said = sidecar(code, username=username, media_id=code, extension="mp4")
    made.with_name(f"{made.name}.json").write_text(json.dumps(said), "utf-8")
    return folder


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """A hook and a body of @ana's, and a clip of @ben's; all silent."""
    collect(tmp_path / "in", HOOK, seconds=3.0)
    collect(tmp_path / "in", BODY, seconds=6.0, size=(960, 540))
    collect(tmp_path / "in", OTHER, username="ben")
    empty_shop("import", tmp_path / "in")
    for post in (HOOK, BODY):
        empty_shop.grant(post, *COMMON)
    return empty_shop


def granted(shop: Shop, post: str, *, edits: str, until: str) -> None:
    words = [*GRANT]
    for option, value in (("--edits", edits), ("--until", until)):
        words[words.index(option) + 1] = value
    shop(*[word.format(post=post) for word in words], *COMMON, "--json")


def render(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("render", "--format", "story", *more, "--json", code=code)


def rows(shop: Shop) -> list[dict[str, Any]]:
    return list(
        json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    )


def test_each_hook_opens_the_same_body(shop: Shop, tmp_path: Path) -> None:
    """One creative a hook, as long as both together, with both in manifest, sidecar and label."""
    collect(tmp_path / "more", "ig:Bqhook00002", seconds=2.0)
    shop("import", tmp_path / "more")
    shop.grant("ig:Bqhook00002", *COMMON)
    told = render(shop, "--hook", HOOK, "--hook", "ig:Bqhook00002@0.5-1.5", "--body", BODY)
    assert len(told["creatives"]) == 2
    lengths = sorted(row["seconds"] for row in rows(shop))
    assert lengths == pytest.approx([7.0, 9.0], abs=0.06)
    for row in rows(shop):
        assert [source["role"] for source in row["sources"]] == ["hook", "body"]
        assert row["sources"][1]["post"] == BODY and BODY in row["posts"] and len(row["posts"]) == 2
        beside = json.loads((shop.root / "out" / "creatives" / row["sidecar"]).read_text("utf-8"))
        assert [source["post"] for source in beside["sources"]] == [
            source["post"] for source in row["sources"]
        ]
        inside = (shop.root / "out" / "creatives" / row["file"]).read_bytes()
        assert all(post.removeprefix("ig:").encode() in inside for post in row["posts"])
    (cut,) = [row for row in rows(shop) if "trim" in row["edits"]]
    assert (cut["sources"][0]["start"], cut["sources"][0]["end"]) == (0.5, 1.5)


def test_clips_of_two_creators_need_mashup_from_each_and_end_with_the_first(shop: Shop) -> None:
    granted(shop, OTHER, edits="standard", until="2027-06-01")
    told = render(shop, "--hook", HOOK, "--body", OTHER, code=4)
    codes = {
        why["code"]
        for refused in told["refusals"]
        for spot in refused["placements"]
        for why in spot["reasons"]
    }
    assert "edit_not_granted" in codes or any("edit" in code for code in codes)
    for post, until in ((HOOK, "2027-09-01"), (OTHER, "2027-02-01")):
        granted(shop, post, edits="full", until=until)
    (line,) = render(shop, "--hook", HOOK, "--body", OTHER)["creatives"]
    assert line["valid_until"] == "2027-02-01"
    (row,) = rows(shop)
    assert "mashup" in row["edits"] and {creator["handle"] for creator in row["creators"]} == {"ana", "ben"}
    assert "@ana" in row["credit_line"] and "@ben" in row["credit_line"]


def test_an_end_card_has_its_own_words_and_its_time(shop: Shop) -> None:
    told = render(
        shop, "--hook", HOOK, "--body", BODY, "--cta", "end-card", "--text", "headline=Thirty days in"
    )
    (row,) = rows(shop)
    assert row["seconds"] == pytest.approx(9.0 + 2.22, abs=0.3) and "end_card" in row["edits"]
    seen = frames(Path(told["creatives"][0]["file"]))
    last, before = to_rgb(seen[-3]), to_rgb(seen[-20])
    assert np.abs(last - before).mean() < 3, "it stands"
    assert np.abs(last - to_rgb(seen[int(8.5 * 30)])).mean() > 20


def test_a_card_without_its_words_is_said_beforehand(shop: Shop) -> None:
    told = render(shop, "--hook", HOOK, "--body", BODY, "--cta", "end-card", code=5)
    (passed,) = told["not_planned"]
    assert passed["code"] == "text_missing" and "headline" in passed["why"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--hook", HOOK), "no creative"),
        (("--hook", "ig:Bqnobody001", "--body", BODY), "Bqnobody001"),
        (("--hook", f"{HOOK}#7", "--body", BODY), "media file"),
        (("--hook", f"{HOOK}@2-1", "--body", BODY), "end before"),
        (("creator:@ana", "--hook", HOOK, "--body", BODY), "named"),
        ((BODY, "--trim", "3to8"), "no times"),
        ((BODY, "--trim", "8-3"), "end before"),
        ((BODY, "--length", "longer"), "longest"),
        ((BODY, "--quality", "best"), "draft, final or archive"),
        ((BODY, "--cta", "end-crad"), "end-card"),
        ((BODY, "--captions", "nothing.srt"), "nothing.srt"),
        (("creator:@ana", "--captions", "SRT"), "one clip"),
        ((BODY, "--caption-style", "loud"), "phrase"),
    ],
)
def test_wrong_usage_is_told_in_words(shop: Shop, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    captions = tmp_path / "a.srt"
    captions.write_text("1\n00:00:00,200 --> 00:00:02,000\nHello there\n", "utf-8")
    words = tuple(str(captions) if word == "SRT" else word for word in words)
    code = 3 if "nothing.srt" in words else 2
    told = shop("render", "--format", "story", *words, "--json", code=code)
    assert says.casefold() in f"{told['error']['message']} {told['error']['hint']}".casefold()


def test_a_clip_is_trimmed_as_asked(shop: Shop) -> None:
    (line,) = render(shop, BODY, "--trim", "1.5-4")["creatives"]
    assert float(streams(Path(line["file"]))["video"]["duration"]) == pytest.approx(2.5, abs=0.05)
    assert any("from 1.5 to 4.0 of 6.0" in note for note in line["notes"])


def test_captions_are_drawn_and_kept_in_the_record(shop: Shop, tmp_path: Path) -> None:
    said = tmp_path / "mira.srt"
    said.write_text("1\n00:00:01,000 --> 00:00:03,500\nEvery morning for a month\n", "utf-8")
    (plain,) = render(shop, BODY)["creatives"]
    (line,) = render(shop, BODY, "--captions", str(said))["creatives"]
    row = next(row for row in rows(shop) if row["variant"] == line["variant"])
    assert "subtitle" in row["edits"] and [text["text"] for text in row["text"] if text["role"] == "caption"]
    with_words, without = (frames(Path(each["file"])) for each in (line, plain))
    changed = [float(np.abs(to_rgb(with_words[n]) - to_rgb(without[n])).mean()) for n in (10, 60, 150)]
    assert changed[1] > 10 * max(changed[0], changed[2], 0.01), changed
    assert line["variant"] != plain["variant"]


def test_captions_need_the_edit(shop: Shop, tmp_path: Path) -> None:
    said = tmp_path / "a.srt"
    said.write_text("1\n00:00:00,200 --> 00:00:02,000\nHello there\n", "utf-8")
    granted(shop, OTHER, edits="technical", until="2027-06-01")
    told = render(shop, OTHER, "--captions", str(said), "--template", "credit", code=4)
    assert "subtitle" in json.dumps(told["refusals"])


def test_pictures_become_a_clip(shop: Shop, tmp_path: Path) -> None:
    put(tmp_path / "pictures", "Bqphotos001", photo((1080, 1350), seed=2), photo((1600, 1200), seed=3), day=1)
    shop("import", tmp_path / "pictures")
    shop.grant("ig:Bqphotos001", *COMMON)
    (line,) = render(shop, "ig:Bqphotos001", "--animate")["creatives"]
    video = streams(Path(line["file"]))["video"]
    assert float(video["duration"]) == pytest.approx(6.0, abs=0.05) and video["codec_name"] == "h264"
    seen = frames(Path(line["file"]))
    assert np.abs(to_rgb(seen[5]) - to_rgb(seen[60])).mean() > 1, "it moves"
    assert np.abs(samples(Path(line["file"]))).max() == 0


def test_platforms_that_refuse_slideshows_get_none(shop: Shop, tmp_path: Path) -> None:
    put(tmp_path / "pictures", "Bqphotos001", photo((1080, 1920), seed=2), photo((1080, 1920), seed=3), day=1)
    shop("import", tmp_path / "pictures")
    shop.grant("ig:Bqphotos001", *COMMON)
    told = shop("render", "--format", "tiktok", "ig:Bqphotos001", "--animate", "--json")
    (passed,) = told["not_planned"]
    assert passed["code"] == "slideshow" and "carousel" in passed["hint"] and not told["creatives"]


def test_a_draft_is_smaller_and_another_file(shop: Shop) -> None:
    (final,) = render(shop, HOOK)["creatives"]
    (draft,) = render(shop, HOOK, "--quality", "draft")["creatives"]
    assert final["variant"] != draft["variant"] and final["concept"] == draft["concept"]
    (again,) = render(shop, HOOK, "--quality", "draft")["creatives"]
    assert again["outcome"] == "unchanged"


def test_a_word_on_a_time_of_a_clip_moves_its_window_then(shop: Shop) -> None:
    told = shop("focus", BODY, "0.1,0.5", "--during", "1-3", "--by", "mira", "--json")
    (timed,) = told["pictures"][0]["focus"]["timed"]
    assert timed == {"start": 1.0, "end": 3.0, "point": {"x": 0.1, "y": 0.5}, "box": None}
    told = shop("focus", BODY, "0.9,0.5", "--during", "2-", "--by", "mira", "--json")
    times = [(each["start"], each["end"]) for each in told["pictures"][0]["focus"]["timed"]]
    assert times == [(1.0, 2.0), (2.0, 6.0)]
    shop("focus", BODY, "--during", "1-2", "--json", code=2)
    assert shop("focus", BODY, "--clear", "during", "--json")["pictures"][0]["focus"] is None


def test_sheets_show_a_clip_whose_frame_changes(empty_shop: Shop, tmp_path: Path) -> None:
    """Two scenes, each with a square that moves at another side: the sheet shows what is seen longest."""
    from conform_makers import H264, make

    folder = tmp_path / "in"
    folder.mkdir()
    scene = "color={}:s=1280x720:r=30:d={},drawbox=x='{}+30*sin(t*9)':y=300:w=120:h=120:c=white:t=fill"
    graph = f"{scene.format('gray', 2, 150)}[a];{scene.format('navy', 3, 1000)}[b];[a][b]concat=n=2:v=1:a=0"
    made = make(folder / "Bqscene0001.mp4", "-f", "lavfi", "-i", graph, *H264)
    told = sidecar("Bqscene0001", media_id="Bqscene0001", extension="mp4")
    made.with_name(f"{made.name}.json").write_text(json.dumps(told), "utf-8")
    empty_shop("import", folder)
    empty_shop.grant("ig:Bqscene0001", *COMMON)
    render(empty_shop, "ig:Bqscene0001")
    (row,) = rows(empty_shop)
    assert len(row["framing"]) == 2 and "reframe" in row["edits"]
    first, second = (one["box"] for one in row["framing"])
    assert first["x0"] < 0.2 and second["x0"] > 0.5
    assert row["framing"][1]["during"] == pytest.approx([2.0, 5.0], abs=0.05)
    told = empty_shop("contact-sheet", "--looking", "--json")
    assert Path(told["page"]).is_file() if "page" in told else told
