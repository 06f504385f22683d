"""`ugc focus`: what a person says of a picture's crops, typed as people type it, kept whatever comes after."""

import json
import re
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected, photo, sidecar
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ugc import Workspace
from ugc.catalog.seen import KeptPart
from ugc.cli import schemas
from ugc.cli.focus import _numbers
from ugc.model.formats import Box
from ugc.model.posts import FoundPost
from ugc.model.seen import Seen, Sight
from ugc.resources import ASSETS
from ugc.workspace import placing

ANA = "ig:BqvsDleB3lV"
"""Its picture has 1200x1500 pixels."""
OUT = "reaches out of the picture, which has 1200x1500 pixels"

WRONG = [
    # what is typed after the post, words that must be there, words of the hint
    ("0.42", "WHERE: '0.42' is not understood", "0.42,0.31"),
    ("0.42 0.31", "around one place, not around 2", "one word"),
    ("0.42,0.31,0.5", "is not understood", "x,y,width,height"),
    ("0.42,0.31,0.1,0.1,0.1", "is not understood", "x,y,width,height"),
    ("42,31", OUT, "percent are written 42%"),
    ("0,42,0,31", OUT, "fractions"),
    ("42%,0.31", "is not understood", "42%,31%"),
    ("42%,31px", "is not understood", "454px,335px"),
    ("0.42;0.31", "is not understood", "0.42,0.31"),
    ("0.42x0.31", "is not understood", "0.42,0.31"),
    ("nan,0.3", "'nan,0.3' is not a place", "0.42,0.31"),
    ("inf,0.3", "'inf,0.3' is not a place", "0.42,0.31"),
    ("0.3,nan", "is not understood", "0.42,0.31"),
    ("1e999,0.3", "is not understood", "0.42,0.31"),
    ("--keep nan,0,1,1", "--keep: 'nan,0,1,1' is not understood", "x,y,width,height"),
    ("--keep 0,0,1e999,1", "is not understood", "x,y,width,height"),
    ("٠.٤,٠.٣", "is not understood", "0.42,0.31"),  # figures of other scripts are not read
    ("top", "'top' is not a place", "0.42,0.31"),
    ("''", "'' is not understood", "0.42,0.31"),
    ("0.5,0.5,0.6,0.2", OUT, None),
    ("1300px,10px", OUT, "top left"),
    ("1203px,10px", OUT, None),  # 3 of 1200 pixels are more than a rounding
    ("101%,10%", OUT, None),
    ("--keep=-0.003,0,0.5,0.5", OUT, None),
    ("--keep 0.5,0.5,0.5025,0.5", OUT, None),
    ("0.5,0.5,0,0.2", "a box without a pixel", "its width"),
    ("--avoid 0.5,0.5,-0.2,0.2", "--avoid: '0.5,0.5,-0.2,0.2' is a box without a pixel", None),
    ("--keep 0.5,0.5,0.0001,0.2", "a box without a pixel", None),
    ("--crop story=1,1,0.001,0.001", "a box without a pixel", None),
    ("--crop 0.1,0.1,0.5,0.5", "does not say for which format", "--crop story="),
    ("--crop =0.1,0.1,0.5,0.5", "does not say for which format", "--crop story="),
    ("--crop storry=0.1,0.1,0.5,0.5", "'storry' is not known", "'story'"),
    ("--crop story=0.1,0.1", "--crop: '0.1,0.1' is not understood", "x,y,width,height"),
    ("--clear kep", "'kep' is not known", "'keep'"),
    ("--clear crop:stroy", "'stroy' is not known", "'story'"),
    ("keep", "'keep' is not a place", None),  # --clear was forgotten
    ("--media 2 0.4,0.3", "--media 2: ig:BqvsDleB3lV has one picture", "#1 image 1200x1500"),
    ("--media 0 0.4,0.3", "--media 0", "#1 image 1200x1500"),
    ("--media -1", "--media -1", None),
    ("0.4,0.3 --by ''", "--by: a name has", None),
    (f"0.4,0.3 --by {'x' * 101}", "--by: a name has", None),
    ("9" * 10_000, "is not understood", None),
]


def focus_of(shop: Shop, post: str = ANA, media: int = 1) -> dict[str, Any] | None:
    """What is set for a picture, as another command tells it."""
    return shop("posts", post, "--json")[0]["media"][media - 1]["focus"]


def edges(box: dict[str, float]) -> tuple[float, ...]:
    return tuple(round(box[name], 6) for name in ("x0", "y0", "x1", "y1"))


@pytest.mark.parametrize(("typed", "words", "hint"), WRONG, ids=[row[0][:40] for row in WRONG])
def test_wrong_usage_is_told_and_nothing_is_recorded(
    shop: Shop, typed: str, words: str, hint: str | None
) -> None:
    shop("focus", ANA, *shlex.split(typed), code=2)
    assert words in shop.err
    assert (hint or "") in shop.err
    assert "Traceback" not in shop.err
    assert len(shop.err) < 1500
    assert focus_of(shop) is None


def test_wrong_usage_that_typer_refuses(shop: Shop) -> None:
    for typed in ("--media one", "--clear=keep", "-0.1,0.3", "--keep"):
        shop("focus", ANA, *typed.split(), code=2)
        assert focus_of(shop) is None
    shop("focus", code=2)
    assert "POST" in shop.err
    shop("focus", "ig:BqvsDleB3lX", "0.4,0.3", code=2)
    assert f"Did you mean {ANA}?" in shop.err


WRITTEN = [
    # typed, the point or the box's edges in fractions; worked out by hand for 1200x1500 pixels
    ("0.42,0.31", (0.42, 0.31)),
    ("0,1", (0, 1)),
    (".5,1.", (0.5, 1)),
    ("4.2e-1,3.1E-1", (0.42, 0.31)),
    (" 0.42 , 0.31 ", (0.42, 0.31)),
    ("42%,31%", (0.42, 0.31)),
    ("42 %,31 %", (0.42, 0.31)),
    ("300px,600px", (0.25, 0.4)),
    ("1200px,1500px", (1, 1)),
    ("1.0015,0.2", (1, 0.2)),  # a rounding
    ("0.1,0.2,0.4,0.5", (0.1, 0.2, 0.5, 0.7)),
    ("10%,20%,40%,50%", (0.1, 0.2, 0.5, 0.7)),
    ("120px,300px,480px,750px", (0.1, 0.2, 0.5, 0.7)),
    ("0,0,1,1", (0, 0, 1, 1)),
    ("0.7,0.2,0.302,0.8015", (0.7, 0.2, 1, 1)),  # roundings of both edges
    ("1199px,1499px,1px,1px", (0.999167, 0.999333, 1, 1)),  # one pixel
]


@pytest.mark.parametrize(("typed", "stands"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_place_is_written_in_fractions_percent_or_pixels(
    shop: Shop, typed: str, stands: tuple[float, ...]
) -> None:
    shop("focus", ANA, typed, "--by", "Mo")
    told = focus_of(shop)
    if len(stands) == 2:
        assert (told["point"]["x"], told["point"]["y"]) == pytest.approx(stands, abs=1e-9)
        assert told["box"] is None
    else:
        assert edges(told["box"]) == pytest.approx(stands, abs=1e-9)
        assert told["point"] is None
        for option in ("--keep", "--avoid", "--crop"):
            shop("focus", ANA, option, f"story={typed}" if option == "--crop" else typed)
        told = focus_of(shop)
        assert [*map(edges, told["keep"]), *map(edges, told["avoid"])] == [edges(told["box"])] * 2
        assert edges(told["crops"]["story"]) == edges(told["box"])
    assert told["at"] == "2026-11-22T12:00:00Z"


def test_a_rounding_below_nothing_is_cut_off(shop: Shop) -> None:
    shop("focus", ANA, "--keep=-0.002,-0.0001,0.5,0.5")
    assert edges(focus_of(shop)["keep"][0]) == (0, 0, 0.498, 0.4999)


@given(
    st.tuples(*[st.floats(0, 0.98) for _ in range(2)]),
    st.tuples(*[st.floats(0.01, 1) for _ in range(2)]),
    st.sampled_from([(1200, 1500), (4000, 3000), (12_000, 9000)]),
)
def test_what_is_shown_can_be_typed_again(
    corner: tuple[float, float], size: tuple[float, float], pixels: tuple[int, int]
) -> None:
    """And a box lies inside the picture, however it was typed."""
    x, y = corner
    width, height = min(size[0], 1 - x), min(size[1], 1 - y)
    box = placing.box(f"{x!r},{y!r},{width!r},{height!r}", pixels, "--keep")
    assert 0 <= box.x0 < box.x1 <= 1
    assert 0 <= box.y0 < box.y1 <= 1
    again = placing.box(_numbers(box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0), pixels, "--keep")
    for one, other in zip(box.model_dump().values(), again.model_dump().values(), strict=True):
        assert abs(one - other) < 0.0002


# --- added to, replaced, taken away ------------------------------------------------------------------------------

FULL = (
    "0.42,0.31 --keep 0.1,0.1,0.2,0.2 --keep 0.5,0.5,0.2,0.2 --avoid 0,0.8,0.3,0.2"
    " --crop story=0.1,0,0.703125,1 --crop square=0,0,1,0.8 --by Mo"
)
LEFT = [
    # what is typed next, then what is left of: place, keep, avoid, crops
    ("", ("point", 2, 1, {"story", "square"})),
    ("0.2,0.2", ("point", 2, 1, {"story", "square"})),
    ("0.2,0.2,0.1,0.1", ("box", 2, 1, {"story", "square"})),
    ("--keep 0.7,0.7,0.2,0.2", ("point", 3, 1, {"story", "square"})),
    ("--keep 0.5,0.5,0.2,0.2", ("point", 2, 1, {"story", "square"})),  # said before
    ("--avoid 0.7,0.7,0.2,0.2", ("point", 2, 2, {"story", "square"})),
    ("--crop feed=0,0,1,1", ("point", 2, 1, {"story", "square", "feed"})),
    ("--crop story=0,0,1,1", ("point", 2, 1, {"story", "square"})),
    ("--clear", None),
    ("--clear all", None),
    ("--clear focus", ("none", 2, 1, {"story", "square"})),
    ("--clear keep", ("point", 0, 1, {"story", "square"})),
    ("--clear avoid", ("point", 2, 0, {"story", "square"})),
    ("--clear crop", ("point", 2, 1, set())),
    ("--clear crop:story", ("point", 2, 1, {"square"})),
    ("--clear crop:feed", ("point", 2, 1, {"story", "square"})),  # there was none
    ("--clear keep avoid", ("point", 0, 0, {"story", "square"})),
    ("--clear keep --clear avoid", ("point", 0, 0, {"story", "square"})),
    ("--clear focus keep avoid crop", None),
    ("--clear --keep 0.7,0.7,0.2,0.2", ("none", 1, 0, set())),
    ("--clear keep 0.3,0.3", ("point", 0, 1, {"story", "square"})),
]


@pytest.mark.parametrize(("typed", "left"), LEFT, ids=[row[0] for row in LEFT])
def test_what_is_said_adds_up_until_it_is_cleared(
    shop: Shop, typed: str, left: tuple[str, int, int, set[str]] | None
) -> None:
    shop("focus", ANA, *FULL.split())
    told = shop("focus", ANA, *typed.split(), "--json")
    Draft202012Validator(schemas.schemas()["focus"]).validate(told)
    stands = focus_of(shop)
    assert told["pictures"][0]["focus"] == stands
    if left is None:
        assert stands is None
        return
    place = next((name for name in ("point", "box") if stands[name]), "none")
    assert (place, len(stands["keep"]), len(stands["avoid"]), set(stands["crops"])) == left


def test_who_said_it_last_is_kept(shop: Shop) -> None:
    shop("focus", ANA, "0.4,0.3", "--by", "Mo")
    shop("focus", ANA, "--keep", "0.1,0.1,0.2,0.2", "--by", "Kim")
    assert focus_of(shop)["by"] == "Kim"
    shop("focus", ANA, "--clear", "crop", "--by", "Lena")  # nothing was set
    assert focus_of(shop)["by"] == "Kim"
    assert "Nothing of it was set." in shop("focus", ANA, "--clear", "crop", "--json")["notes"]


def test_a_rehearsal_records_nothing(shop: Shop) -> None:
    would = shop("focus", ANA, "0.4,0.3", "--by", "Mo", "--dry-run", "--json")
    assert would["pictures"][0]["focus"]["point"] == {"x": 0.4, "y": 0.3}
    assert focus_of(shop) is None
    shop("focus", ANA, "0.4,0.3", "--dry-run")
    assert "Would stand then" in shop.out


def test_a_crop_is_kept_under_its_formats_id_and_another_shape_is_told(shop: Shop) -> None:
    told = shop("focus", ANA, "--crop", "instagram_stories=0.1,0,0.703125,1", "--json")
    assert set(told["pictures"][0]["focus"]["crops"]) == {"meta.instagram_stories"}
    assert told["notes"] == []  # 843.75 x 1500 is 9:16
    assert shop("focus", ANA, "--crop", "story=0.1,0,0.708,1", "--json")["notes"] == []  # 0.7% off
    (note,) = shop("focus", ANA, "--crop", "square=480px,0px,240px,240px", "--json")["notes"]
    assert "enlarged 4.5 times, more than `most_enlarged` (3)" in note
    shop("focus", ANA, "--clear", "crop:square")
    (note,) = shop("focus", ANA, "--crop", "story=0.1,0,0.72,1", "--json")["notes"]  # 2.4% off
    assert "864x1500 pixels, which is not 9:16" in note
    assert "around its centre" in note
    shop("focus", ANA, "--clear", "crop:instagram_stories", "--clear", "crop:story")
    assert focus_of(shop) is None


def test_a_crop_of_a_format_that_is_no_more_can_be_cleared(shop: Shop) -> None:
    own = shop.root / "formats.toml"
    row = 'id = "tall"\nname = "Tall"\nratio = "9:16"\npixels = [1080, 1920]\nplacements = ["meta.instagram_stories"]\n'
    own.write_text(f"[[format]]\n{row}", "utf-8")
    shop("focus", ANA, "--crop", "tall=0.1,0,0.703125,1")
    own.unlink()
    shop("focus", ANA, "--crop", "tall=0.1,0,0.703125,1", code=2)
    shop("focus", ANA, "--clear", "crop:tall")
    assert focus_of(shop) is None


# --- what is shown -----------------------------------------------------------------------------------------------


def test_what_is_set_is_shown_with_who_and_when(shop: Shop) -> None:
    shop("focus", ANA)
    assert "nothing is set: crops go by what is seen" in shop.out
    shop("focus", ANA, *FULL.split())
    said = shop("focus", ANA)
    for line in (
        "media #1  image 1200x1500  1922949326347663701.jpg",
        "around 0.42,0.31",
        "keep   0.1,0.1,0.2,0.2",
        "keep   0.5,0.5,0.2,0.2",
        "avoid  0,0.8,0.3,0.2",
        "crop   square=0,0,1,0.8",
        "crop   story=0.1,0,0.7031,1",
        "set by Mo on 2026-11-22",
    ):
        assert line in said
    shop("show", ANA)
    assert (
        "focus  around 0.42,0.31; 2 parts to keep; 1 part to avoid; own crop for square, story (Mo, 2026-11-22)"
        in shop.out
    )


def test_what_was_seen_is_listed_so_that_it_can_be_copied(shop: Shop) -> None:
    assert shop("focus", ANA, "--json")["pictures"][0]["seen"] is None, "nobody has looked"
    face, words = Box(x0=0.12345, y0=0.2, x1=0.62345, y1=0.7), Box(x0=0, y0=0.9, x1=1, y1=1)
    sights = {
        "faces": Sight(kind="face", box=face, by="f"),
        "words": Sight(kind="words", box=words, by="w", text="GL\u202eOW\x1b\nnow"),
    }
    with Workspace.open(shop.root) as here:
        sha256 = here.catalog.post(ANA).media[0].sha256
        here.catalog.seen.keep(
            KeptPart(media=sha256, part=part, method="m", seen=Seen(sights=(sight,)))
            for part, sight in sights.items()
        )
    said = shop("focus", ANA)
    assert "    seen   face 0.1235,0.2,0.5,0.5\n" in said
    assert "    seen   words 0,0.9,1,0.1  “GL\\u202eOW\\u001b now”\n" in said
    told = shop("focus", ANA, "--keep", "0.1235,0.2,0.5,0.5", "--json")
    Draft202012Validator(schemas.schemas()["focus"]).validate(told)
    assert edges(told["pictures"][0]["focus"]["keep"][0]) == pytest.approx(edges(face.model_dump()), abs=1e-4)
    assert [sight["kind"] for sight in told["pictures"][0]["seen"]] == ["face", "words"]


def carousel(shop: Shop) -> str:
    """A post with three pictures."""
    folder = shop.root.parent / "carousel"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"{number}.jpg").write_bytes(photo((600, 100 * number + 500), seed=30 + number))
        told = sidecar("Dqvs0000003", num=number, count=3, media_id=str(number))
        (folder / f"{number}.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    return "ig:Dqvs0000003"


def test_of_several_pictures_one_must_be_named(shop: Shop) -> None:
    post = carousel(shop)
    for typed in ("0.4,0.3", "--clear", "--keep 0,0,1,1"):
        shop("focus", post, *typed.split(), code=2)
        assert (
            "has 3 pictures: #1 image 600x600 1.jpg, #2 image 600x700 2.jpg, #3 image 600x800 3.jpg"
            in shop.err
        )
        assert "--media N" in shop.err
    shop("focus", post, "300px,350px", "--media", "2")
    told = shop("focus", post, "--json")["pictures"]
    assert [picture["media"] for picture in told] == [1, 2, 3]
    assert [picture["focus"] and picture["focus"]["point"] for picture in told] == [
        None,
        {"x": 0.5, "y": 0.5},
        None,
    ]
    assert [picture["media"] for picture in shop("focus", post, "--media", "3", "--json")["pictures"]] == [3]
    shop("focus", post, "--media", "4", code=2)
    assert "has 3 pictures" in shop.err


def test_a_clip_with_its_still_is_one_picture(shop: Shop, tmp_path: Path) -> None:
    """What stands for a clip need not be told apart from it; by its number it can be."""
    folder = tmp_path / "reel"
    folder.mkdir()
    (folder / "7.mp4").write_bytes(next((ASSETS / "demo").rglob("*.mp4")).read_bytes())
    (folder / "7.jpg").write_bytes(photo((640, 360), seed=71))
    rows = "url,handle,media\nhttps://www.instagram.com/reel/Dqvs0000007/,@ana,7.mp4\n"
    (folder / "posts.csv").write_text(rows, "utf-8")
    shop("import", folder)
    media = shop("posts", "ig:Dqvs0000007", "--json")[0]["media"]
    assert [(item["kind"], item["role"]) for item in media] == [("video", "original"), ("image", "poster")]
    shop("focus", "ig:Dqvs0000007", "0.5,0.2")
    assert focus_of(shop, "ig:Dqvs0000007")["point"] == {"x": 0.5, "y": 0.2}
    shop("focus", "ig:Dqvs0000007", "0.1,0.1", "--media", "2")
    assert focus_of(shop, "ig:Dqvs0000007", 2)["point"] == {"x": 0.1, "y": 0.1}


def test_a_post_without_pictures_is_told(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text("url,handle\nhttps://www.instagram.com/p/Bareone0001/,@ana\n", "utf-8")
    shop("import", tmp_path / "bare.csv")
    shop("focus", "ig:Bareone0001", "0.5,0.5", code=2)
    assert "has no picture on file" in shop.err
    told = shop("focus", "ig:Bareone0001", code=2)
    assert "has no picture on file" in shop.err, told


def test_hostile_names_do_not_command_the_terminal(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "nasty"
    folder.mkdir()
    for number in (1, 2):
        name = f"\u202e\x1b[2J\n{'😀' * 30}{number}.jpg"
        (folder / name).write_bytes(photo((400, 500), seed=40 + number))
        told = sidecar("Dqvs0000009", num=number, count=2, media_id=str(number))
        (folder / f"{name}.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    shop("focus", "ig:Dqvs0000009", "0.5,0.5", code=2)
    texts = [shop.err]
    shop("focus", "ig:Dqvs0000009", "0.5,0.5", "--media", "1", "--by", "M\x1b[2J\u202eo\n👩‍🚀")
    texts += [shop.out, shop("show", "ig:Dqvs0000009"), shop("focus", "ig:Dqvs0000009")]
    for text in texts:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert not re.search("^ *😀", text, re.M), "a name stays in its line"
    assert focus_of(shop, "ig:Dqvs0000009")["by"] == "M[2J\u202eo 👩‍🚀"


# --- it survives -------------------------------------------------------------------------------------------------


@pytest.fixture
def said(shop: Shop) -> tuple[Shop, dict[str, Any]]:
    """A post whose picture has a word of Mo's."""
    shop("focus", ANA, *FULL.split())
    stands = focus_of(shop)
    assert stands["by"] == "Mo"
    return shop, stands


def test_it_survives_importing_the_same_again(said: tuple[Shop, dict[str, Any]], tmp_path: Path) -> None:
    shop, stands = said
    shop("import", tmp_path / "collected")
    assert focus_of(shop) == stands


def test_it_survives_another_source_of_the_post(said: tuple[Shop, dict[str, Any]], tmp_path: Path) -> None:
    """One that knows more of the post, says other words for the picture, and brings another picture before it."""
    shop, stands = said
    folder = tmp_path / "sheet"
    folder.mkdir()
    picture = next((tmp_path / "collected").glob("*.jpg"))
    (folder / "same.jpg").write_bytes(picture.read_bytes())
    (folder / "other.jpg").write_bytes(photo(seed=55))
    row = "https://www.instagram.com/p/BqvsDleB3lV/,@ana,A longer caption than before,other.jpg;same.jpg,A run,412"
    (folder / "posts.csv").write_text(f"url,handle,caption,media,alt,likes\n{row}\n", "utf-8")
    assert shop("import", folder, "--json")["taken"][0]["outcome"] == "changed"
    media = shop("posts", ANA, "--json")[0]["media"]
    assert [item["name"] for item in media] == ["other.jpg", picture.name]
    assert [item["focus"] for item in media] == [None, stands]


def test_it_survives_a_better_id(shop: Shop, tmp_path: Path) -> None:
    """A post that was known by its file alone becomes the one that a record names."""
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "shelf.jpg").write_bytes(photo(seed=23))
    shop("import", folder)
    (loose,) = [post for post in shop("posts", "--json") if post["id"].startswith("file:")]
    shop("focus", loose["id"], "0.3,0.2", "--by", "Mo")
    told = {"url": "https://www.instagram.com/p/B8gnQeuCp-8/", "handle": "@dana"}
    (folder / "shelf.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    assert focus_of(shop, "ig:B8gnQeuCp-8")["point"] == {"x": 0.3, "y": 0.2}
    assert focus_of(shop, loose["id"])["by"] == "Mo"


def test_it_survives_two_posts_that_turn_out_to_be_one(
    said: tuple[Shop, dict[str, Any]], tmp_path: Path
) -> None:
    """A row that names one of them and holds the file of the other."""
    shop, stands = said
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "shelf.jpg").write_bytes(photo((800, 800), seed=23))
    shop("import", folder)
    (loose,) = [post["id"] for post in shop("posts", "--json") if post["id"].startswith("file:")]
    shop("focus", loose, "--avoid", "0,0,0.5,0.5", "--by", "Kim")
    row = "https://www.instagram.com/p/BqvsDleB3lV/,@ana,shelf.jpg"
    (folder / "posts.csv").write_text(f"url,handle,media\n{row}\n", "utf-8")
    told = shop("import", folder / "posts.csv", "--json")
    assert any("joined" in note for note in told["taken"][0]["notes"])
    assert len(shop("posts", "--json")) == 1
    by_name = {item["name"]: item["focus"] for item in shop("posts", ANA, "--json")[0]["media"]}
    assert by_name.pop("shelf.jpg")["by"] == "Kim"
    assert list(by_name.values()) == [stands]


def test_it_goes_over_to_a_post_that_holds_the_same_file(shop: Shop, tmp_path: Path) -> None:
    """Two posts of hers with one picture, until a source knows that both ids mean the same post."""
    folder = tmp_path / "twice"
    folder.mkdir()
    picture = next((tmp_path / "collected").glob("*.jpg"))
    (folder / "1.jpg").write_bytes(picture.read_bytes())
    (folder / "1.jpg.json").write_text(json.dumps(sidecar("Dqvs0000001")), "utf-8")
    shop("import", folder)
    shop("focus", "ig:Dqvs0000001", "0.3,0.2", "--by", "Mo")
    shop("alt", "ig:Dqvs0000001", "A run", "--by", "Mo")
    both = FoundPost(source="other", origin="row 1", ids=(ANA, "ig:Dqvs0000001"), platform="instagram")
    with Workspace.open(shop.root) as here:
        here.catalog.save(both, [], at=NOON, batch=here.catalog.start_import("other", NOON))
    (post,) = shop("posts", "--json")
    (media,) = post["media"]
    assert media["focus"]["point"] == {"x": 0.3, "y": 0.2}
    assert (media["alt"], media["alt_by"]) == ("A run", "Mo")


def test_it_survives_an_archive(said: tuple[Shop, dict[str, Any]], tmp_path: Path) -> None:
    shop, stands = said
    shop("export", "--archive", tmp_path / "glow.zip")
    shop("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    again = shop("focus", ANA, "-w", tmp_path / "again", "--json")["pictures"][0]["focus"]
    assert again == stands


def test_it_survives_rendering_and_looking_anew(said: tuple[Shop, dict[str, Any]]) -> None:
    """The second time with what another detector had seen."""
    shop, stands = said
    shop.grant()
    for _ in range(2):
        shop("render", "--format", "story", "--format", "square")
        (picture,) = shop("focus", ANA, "--json")["pictures"]
        assert picture["seen"] is not None
        assert focus_of(shop) == picture["focus"] == stands
        with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
            assert database.execute("UPDATE seen SET method = 'older', body = NULL").rowcount
        database.close()


def test_it_concerns_one_posts_picture_alone(said: tuple[Shop, dict[str, Any]], tmp_path: Path) -> None:
    """The same file in somebody else's post is another picture to look at."""
    shop, stands = said
    folder = tmp_path / "repost"
    folder.mkdir()
    picture = next((tmp_path / "collected").glob("*.jpg"))
    (folder / "1.jpg").write_bytes(picture.read_bytes())
    (folder / "1.jpg.json").write_text(json.dumps(sidecar("Dqvs0000001", username="ben")), "utf-8")
    shop("import", folder)
    assert focus_of(shop, "ig:Dqvs0000001") is None
    shop("focus", "ig:Dqvs0000001", "0.9,0.9")
    assert focus_of(shop) == stands
    shop("focus", ANA, "--clear")
    assert focus_of(shop, "ig:Dqvs0000001")["point"] == {"x": 0.9, "y": 0.9}


def test_two_collections_of_one_folder(shop: Shop, tmp_path: Path) -> None:
    shop("focus", ANA, "0.4,0.3")
    shop("import", collected(tmp_path / "collected", posts=2))
    assert focus_of(shop)["point"] == {"x": 0.4, "y": 0.3}
    assert focus_of(shop, "ig:Bqvs0000001") is None
