"""Posts that look alike: what an import says of them, and `ugc posts --duplicates`.

Which are copies is known because they are made here, from pictures that have nothing in common.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from clips import ffmpeg
from conftest import NOON, Shop, sidecar
from jsonschema import Draft202012Validator
from PIL import Image, ImageDraw, ImageEnhance, ImageFont
from scenes import saved, scene, walk

from ugc import Workspace
from ugc.cli import schemas
from ugc.media.hashes import METHOD, alike
from ugc.resources import FONTS
from ugc.workspace.duplicates import duplicates
from ugc.workspace.lookalikes import Lookalikes

FLIP = Image.Transpose.FLIP_LEFT_RIGHT


def post(
    folder: Path,
    code: str,
    files: Sequence[bytes],
    *,
    by: str = "ana",
    on: str = "2026-06-01",
    type: str = "jpg",
) -> str:
    """Write a post as gallery-dl leaves it, one file or a carousel; return its id."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(files, 1):
        name = f"{abs(hash(code)) % 10**12}{number}"
        (folder / f"{name}.{type}").write_bytes(data)
        told = sidecar(
            code,
            username=by,
            media_id=name,
            num=number,
            count=len(files),
            extension=type,
            post_date=f"{on} 10:00:00",
        )
        (folder / f"{name}.{type}.json").write_text(json.dumps(told), "utf-8")
    return f"ig:{code}"


@pytest.fixture
def known(empty_shop: Shop, tmp_path: Path) -> Shop:
    """A shop with three posts of @ana's: scenes 1, 2, and a carousel of 3 and 4."""
    folder = tmp_path / "known"
    post(folder, "Known000001", [saved(scene(1), quality=92)], on="2026-06-01")
    post(folder, "Known000002", [saved(scene(2), quality=92)], on="2026-06-02")
    post(folder, "Known000003", [saved(scene(3), quality=92), saved(scene(4), quality=92)], on="2026-06-03")
    told = empty_shop("import", folder, "--json")
    assert not any(item["looks_like"] for item in told["taken"])
    return empty_shop


def looks(told: dict[str, Any]) -> dict[str, list[tuple[str, str, int, int]]]:
    """What an import says: post to the others, with how, and the numbers of the two files."""
    return {
        item["post"]: [
            (one["post"], one["how"], one["media"], one["its_media"]) for one in item["looks_like"]
        ]
        for item in told["taken"]
        if item["looks_like"]
    }


# --- what an import says ----------------------------------------------------------------------------------------------


def barred(image: Image.Image) -> Image.Image:
    made = Image.new("RGB", (image.width, image.height + 120), "black")
    made.paste(image, (0, 60))
    return made


def stickered(image: Image.Image) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).rounded_rectangle((80, 900, 460, 1040), 20, fill="white")
    return image


COPIES: dict[str, tuple[Callable[[Image.Image], bytes], str]] = {
    "saved hard": (lambda image: saved(image, quality=40), "nearly the same"),
    "PNG": (lambda image: saved(image, "PNG"), "nearly the same"),
    "WebP": (lambda image: saved(image, "WEBP", quality=60), "nearly the same"),
    "half": (lambda image: saved(image.resize((540, 675))), "nearly the same"),
    "lighter": (lambda image: saved(ImageEnhance.Brightness(image).enhance(1.2)), "nearly the same"),
    "more colour": (lambda image: saved(ImageEnhance.Color(image).enhance(1.3)), "nearly the same"),
    "3 % cut off": (lambda image: saved(image.crop((20, 8, 1068, 1318))), "nearly the same"),
    "thin bars": (lambda image: saved(barred(image)), "nearly the same"),
    "a sticker": (lambda image: saved(stickered(image)), "nearly the same"),
    "mirrored": (lambda image: saved(image.transpose(FLIP)), "mirrored"),
    "mirrored, half, cut": (
        lambda image: saved(image.transpose(FLIP).resize((540, 675)).crop((0, 0, 524, 655)), quality=50),
        "mirrored",
    ),
}


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_by_another_creator_is_told(known: Shop, tmp_path: Path, way: str) -> None:
    make, how = COPIES[way]
    copy = post(tmp_path / "new", "Copy0000001", [make(scene(2))], by="bo")
    told = known("import", tmp_path / "new", "--json")
    assert looks(told) == {copy: [("ig:Known000002", how, 1, 1)]}
    (said,) = told["taken"][0]["looks_like"]
    assert (said["creator"], said["another_creator"]) == ("ana", True)
    comma = ", mirrored," if how == "mirrored" else ""
    assert f"{copy}: looks like ig:Known000002{comma} by another creator, @ana (re-upload?)" in known.err


def square(image: Image.Image) -> Image.Image:
    return image.crop((0, 135, 1080, 1215))


def shifted(image: Image.Image, by: float) -> Image.Image:
    """Another part of a wider scene, as a second photo of it would show."""
    left = round(image.width * by)
    return image.crop((left, 0, left + round(image.width / 1.3), image.height))


OTHERS: dict[str, Callable[[], bytes]] = {
    "another picture": lambda: saved(scene(9)),
    "a flat one": lambda: saved(Image.new("RGB", (1080, 1350), "white")),
    "cut to another shape": lambda: saved(square(scene(2)).crop((0, 100, 1080, 700))),
    "one pixel": lambda: saved(Image.new("RGB", (1, 1)), "PNG"),
    "upside down": lambda: saved(scene(2).transpose(Image.Transpose.ROTATE_180)),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_is_no_copy_is_not_told(known: Shop, tmp_path: Path, what: str) -> None:
    post(tmp_path / "new", "Other000001", [OTHERS[what]()], by="bo")
    assert looks(known("import", tmp_path / "new", "--json")) == {}
    assert "Alike" not in known.err


def test_two_photos_of_one_scene_are_not_the_same(empty_shop: Shop, tmp_path: Path) -> None:
    wide = scene(31, (1400, 1350))
    post(tmp_path / "a", "Scene000001", [saved(shifted(wide, 0.0))], by="ana")
    post(tmp_path / "b", "Scene000002", [saved(shifted(wide, 0.23))], by="bo")
    empty_shop("import", tmp_path / "a")
    assert looks(empty_shop("import", tmp_path / "b", "--json")) == {}


def quote(words: str) -> bytes:
    """A card of a series: an account's sign above, lines of text below."""
    image = Image.new("RGB", (1080, 1350), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONTS / "inter" / "Inter-Bold.otf", 64)
    draw.ellipse((60, 60, 160, 160), fill=(200, 120, 90))
    draw.text((190, 80), "sunday.quotes", font=font, fill="black")
    for number, line in enumerate(words.split("/")):
        draw.text((80, 320 + 110 * number), line, font=font, fill="black")
    return saved(image)


def test_cards_of_one_design_are_not_the_same(empty_shop: Shop, tmp_path: Path) -> None:
    words = (
        "The best light comes/before anybody else/has got out of bed/so set the alarm",
        "You need no new coat/you need a good walk/with the one you have/and an old friend",
        "Nobody remembers what/you wore to the party/but they will remember/how you danced in it",
    )
    for number, each in enumerate(words):
        post(tmp_path / "new", f"Quote00000{number}", [quote(each)], by="quo")
    assert looks(empty_shop("import", tmp_path / "new", "--json")) == {}
    again = post(
        tmp_path / "again", "Quote000009", [saved(Image.open(BytesIO(quote(words[1]))), quality=40)], by="bo"
    )
    assert looks(empty_shop("import", tmp_path / "again", "--json")) == {
        again: [("ig:Quote000001", "nearly the same", 1, 1)]
    }


def test_whose_the_other_is_decides_how_it_is_said(known: Shop, tmp_path: Path) -> None:
    """By the same creator, by another, and where nobody is known."""
    own = post(tmp_path / "new", "Own00000001", [saved(scene(1), quality=50)], by="ana", on="2026-08-01")
    post(tmp_path / "new", "Theirs00001", [saved(scene(2), quality=50)], by="bo")
    (tmp_path / "new" / "loose.jpg").write_bytes(saved(scene(3), quality=50))
    told = known("import", tmp_path / "new", "--json")
    whose = {item["post"]: item["looks_like"][0]["another_creator"] for item in told["taken"]}
    loose = next(name for name in whose if name.startswith("file:"))
    assert whose == {own: False, "ig:Theirs00001": True, loose: None}
    lines = [line.strip() for line in known.err.splitlines() if "re-upload?" in line]
    assert lines[0].startswith("ig:Theirs00001: looks like ig:Known000002 by another creator, @ana")
    assert f"{own}: looks like ig:Known000001 by @ana (re-upload?)" in lines
    assert f"{loose[:17]}: looks like ig:Known000003 by @ana (re-upload?)" in lines


def test_the_same_file_in_a_post_of_anothers(known: Shop, tmp_path: Path) -> None:
    """Its bytes are known already; two creators' posts are not joined by them."""
    copy = post(tmp_path / "new", "Copy0000001", [saved(scene(2), quality=92)], by="bo")
    assert looks(known("import", tmp_path / "new", "--json")) == {
        copy: [("ig:Known000002", "same file", 1, 1)]
    }
    assert f"{copy}: is the same file as ig:Known000002 by another creator, @ana" in known.err


def test_the_same_file_a_third_time_is_told_of_the_first(known: Shop, tmp_path: Path) -> None:
    for number, name in enumerate(("bo", "cleo")):
        copy = post(tmp_path / name, f"Copy000000{number}", [saved(scene(2), quality=92)], by=name)
        assert looks(known("import", tmp_path / name, "--json")) == {
            copy: [("ig:Known000002", "same file", 1, 1)]
        }
    (group,) = known("posts", "--duplicates", "--json")["groups"]
    assert [each["creator"] for each in group["posts"]] == ["bo", "cleo", "ana"]


def test_each_picture_of_a_carousel_is_looked_for(known: Shop, tmp_path: Path) -> None:
    files = [saved(scene(8)), saved(scene(4).transpose(FLIP)), saved(scene(1), quality=40)]
    copy = post(tmp_path / "new", "Copy0000001", files, by="bo")
    assert looks(known("import", tmp_path / "new", "--json")) == {
        copy: [("ig:Known000001", "nearly the same", 3, 1), ("ig:Known000003", "mirrored", 2, 2)]
    }
    assert (
        f"{copy}: looks like ig:Known000001 by another creator, @ana, and 1 post more (re-upload?)"
        in known.err
    )


def test_one_picture_twice_in_one_post_is_not_told(known: Shop, tmp_path: Path) -> None:
    post(tmp_path / "new", "Twice000001", [saved(scene(8), quality=90), saved(scene(8), quality=40)], by="bo")
    assert looks(known("import", tmp_path / "new", "--json")) == {}
    assert known("posts", "--duplicates", "--json")["groups"] == []


def test_what_came_before_in_the_same_import_counts(empty_shop: Shop, tmp_path: Path) -> None:
    first = post(tmp_path / "new" / "a", "First000001", [saved(scene(1))], by="ana")
    second = post(tmp_path / "new" / "b", "Second00001", [saved(scene(1), quality=40)], by="bo")
    told = empty_shop("import", tmp_path / "new", "--json")
    assert [item["post"] for item in told["taken"]] == [first, second]
    assert looks(told) == {second: [(first, "nearly the same", 1, 1)]}


def test_every_new_post_is_told_of_what_was_there(known: Shop, tmp_path: Path) -> None:
    """However like each other the new ones are, and whichever of them was compared first."""
    codes = [f"Copy00000{number:02}" for number in range(7)]
    for number, code in enumerate(codes):
        copy = scene(2) if number % 2 else scene(2).transpose(FLIP)
        post(tmp_path / "new" / str(number), code, [saved(copy, quality=40 + number)], by="bo")
    told = looks(known("import", tmp_path / "new", "--json"))
    assert set(told) == {f"ig:{code}" for code in codes}
    assert {one[0] for one in told["ig:Copy0000000"]} == {"ig:Known000002"}
    before = ["ig:Known000002", *(f"ig:{code}" for code in codes)]
    for post_id, others in told.items():
        assert 1 <= len(others) <= 3
        assert {one[0] for one in others} <= set(before[: before.index(post_id)])


def test_nothing_is_merged_and_no_right_passes(known: Shop, tmp_path: Path) -> None:
    known.grant("ig:Known000002")
    before = known("show", "ig:Known000002", "--json")
    copy = post(tmp_path / "new", "Copy0000001", [saved(scene(2), quality=40)], by="bo")
    known("import", tmp_path / "new")
    assert len(known("posts", "--json")) == 4
    assert known("show", "ig:Known000002", "--json") == before
    assert known("show", copy, "--json")["case"]["grants"] == []
    assert known("rights", "check", copy, "--json", code=4)[0]["verdict"] == "refused"


def test_only_new_posts_are_told_of(known: Shop, tmp_path: Path) -> None:
    post(tmp_path / "new", "Copy0000001", [saved(scene(2), quality=40)], by="bo")
    assert looks(known("import", tmp_path / "new", "--json"))
    assert looks(known("import", tmp_path / "new", "--json")) == {}
    assert looks(known("import", tmp_path / "known", "--json")) == {}


def test_a_dry_run_does_not_look(known: Shop, tmp_path: Path) -> None:
    post(tmp_path / "new", "Copy0000001", [saved(scene(2), quality=40)], by="bo")
    before = rows(known)
    assert looks(known("import", tmp_path / "new", "--dry-run", "--json")) == {}
    assert rows(known) == before


def test_many_are_told_in_a_few_lines(empty_shop: Shop, tmp_path: Path) -> None:
    small = {number: scene(100 + number, (320, 400)) for number in range(15)}
    for number, image in small.items():
        post(tmp_path / "a", f"Many00000{number:02}", [saved(image, quality=92)], by="ana")
        post(tmp_path / "b", f"Copy00000{number:02}", [saved(image, quality=60)], by="bo")
    empty_shop("import", tmp_path / "a")
    told = empty_shop("import", tmp_path / "b", "--json")
    assert len(looks(told)) == 15
    assert "Alike, 15:" in empty_shop.err
    assert empty_shop.err.count("(re-upload?)") == 12
    assert "and 3 more; --json lists all." in empty_shop.err


def test_a_post_that_is_joined_on_the_way_is_told_by_its_name_now(known: Shop, tmp_path: Path) -> None:
    """A loose file is new, and a sheet then says which post it is."""
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(saved(scene(2), quality=50))
    (folder / "b.csv").write_text(
        "url,handle,file\nhttps://www.instagram.com/p/Sheet000001/,bo,a.jpg\n", "utf-8"
    )
    told = known("import", folder / "a.jpg", folder / "b.csv", "--json")
    (first, *_) = told["taken"]
    assert first["looks_like"][0]["post"] == "ig:Known000002"
    assert first["looks_like"][0]["another_creator"] is True
    (group,) = known("posts", "--duplicates", "--json")["groups"]
    assert [each["post"] for each in group["posts"]] == ["ig:Known000002", "ig:Sheet000001"]


# --- clips ------------------------------------------------------------------------------------------------------------


def test_clips_that_were_encoded_again(empty_shop: Shop, tmp_path: Path) -> None:
    """Also mirrored; neither another clip, nor another part of the same length of the same scene."""
    whole = walk(3, tmp_path / "whole.mp4", seconds=12, size=(270, 480))
    parts = []
    for number, start in enumerate(("0", "6")):
        parts.append(tmp_path / f"part{number}.mp4")
        ffmpeg("-ss", start, "-t", "6", "-i", whole, "-crf", "18", parts[-1])
    again, turned = tmp_path / "again.mp4", tmp_path / "turned.mp4"
    ffmpeg("-i", parts[0], "-vf", "scale=180:320", "-g", "9", "-crf", "30", again)
    ffmpeg("-i", parts[0], "-vf", "hflip", "-crf", "30", turned)
    other = walk(4, tmp_path / "other.mp4", seconds=6, size=(270, 480))
    for code, path in {"Part0000000": parts[0], "Part0000001": parts[1], "Other000000": other}.items():
        post(tmp_path / "known", code, [path.read_bytes()], type="mp4")
    assert looks(empty_shop("import", tmp_path / "known", "--json")) == {}
    for code, path in {"Again000000": again, "Turned00000": turned}.items():
        post(tmp_path / "new", code, [path.read_bytes()], type="mp4", by="bo", on="2026-07-01")
    assert {
        name: told[0][:2] for name, told in looks(empty_shop("import", tmp_path / "new", "--json")).items()
    } == {
        "ig:Again000000": ("ig:Part0000000", "nearly the same"),
        "ig:Turned00000": ("ig:Part0000000", "mirrored"),
    }


def test_clips_that_begin_alike_are_laid_over_each_other(empty_shop: Shop, tmp_path: Path) -> None:
    """The same first second and another scene behind it: the first frame is close, and the clips are not the same."""
    one, other = (walk(seed, tmp_path / f"{seed}.mp4", seconds=6, size=(270, 480)) for seed in (3, 4))
    mixed = tmp_path / "mixed.mp4"
    joined = "[0:v]trim=0:1,setpts=PTS-STARTPTS[a];[1:v]trim=1:6,setpts=PTS-STARTPTS[b];[a][b]concat=n=2:v=1"
    ffmpeg("-i", one, "-i", other, "-filter_complex", joined, "-crf", "20", mixed)
    shorter = tmp_path / "shorter.mp4"
    ffmpeg("-t", "4", "-i", one, "-crf", "20", shorter)
    for code, path in {"One00000000": one, "Mixed000000": mixed, "Shorter0000": shorter}.items():
        post(tmp_path / "new", code, [path.read_bytes()], type="mp4")
    assert looks(empty_shop("import", tmp_path / "new", "--json")) == {}
    compared: list[object] = []
    with Workspace.open(empty_shop.root) as here:
        packed = [row.hashes for row in here.catalog.hashes.all(METHOD)]
        assert {(pair.one, pair.other) for pair in alike(packed, packed) if pair.one < pair.other} == {
            (0, 1),
            (0, 2),
            (1, 2),
        }, "all three begin alike"
        duplicates(here, "", today=NOON.date(), compared=lambda *it: compared.append(it))
    assert len(compared) == 1, "clips of other lengths are not laid over each other"


# --- ugc posts --duplicates -------------------------------------------------------------------------------------------


@pytest.fixture
def reposted(known: Shop, tmp_path: Path) -> Shop:
    """With copies: of scene 2 one that says it is older and one of no date, and of scene 4 one by @ana herself."""
    folder = tmp_path / "new"
    post(folder, "Older000001", [saved(scene(2), quality=60)], by="bo", on="2026-05-01")
    post(folder, "Own00000001", [saved(scene(9)), saved(scene(4), quality=50)], by="ana", on="2026-07-01")
    (folder / "loose.jpg").write_bytes(saved(scene(2).transpose(FLIP), quality=60))
    known("import", folder)
    return known


def test_groups_begin_with_the_earliest(reposted: Shop) -> None:
    told = reposted("posts", "--duplicates", "--json")
    Draft202012Validator(schemas.schemas()["posts-duplicates"]).validate(told)
    assert told["posts"] == 6
    groups = {
        tuple(each["post"][:14] for each in group["posts"]): group["several_creators"]
        for group in told["groups"]
    }
    loose = next(each["post"] for each in told["groups"][0]["posts"] if each["post"].startswith("file:"))
    assert groups == {
        ("ig:Older000001", "ig:Known000002", loose[:14]): True,
        ("ig:Known000003", "ig:Own00000001"): False,
    }
    assert {(pair["other"], pair["how"]) for pair in told["groups"][0]["alike"]} <= {
        ("ig:Older000001", "nearly the same"),
        ("ig:Older000001", "mirrored"),
        ("ig:Known000002", "mirrored"),
    }
    (pair,) = told["groups"][1]["alike"]
    assert pair == {
        "post": "ig:Own00000001",
        "media": 2,
        "other": "ig:Known000003",
        "other_media": 2,
        "how": "nearly the same",
    }


def test_people_read_a_table(reposted: Shop) -> None:
    reposted("posts", "--duplicates")
    lines = reposted.out.splitlines()
    assert lines[1].split() == ["ig:Older000001", "@bo", "2026-05-01", "earliest"]
    assert any(line.startswith("file:") and "(loose.jpg)" in line and "undated" in line for line in lines)
    assert any(
        line.startswith("ig:Own00000001") and line.endswith("#2 looks like #2 of ig:Known000003")
        for line in lines
    )
    assert "2 groups of posts that look alike; 6 posts looked at." in reposted.err
    assert "1 of them is of several creators." in reposted.err


def test_a_selection_is_compared_with_everything(reposted: Shop) -> None:
    told = reposted("posts", "--duplicates", "@bo", "--json")
    assert told["posts"] == 1
    assert [[each["post"][:14] for each in group["posts"]][:2] for group in told["groups"]] == [
        ["ig:Older000001", "ig:Known000002"]
    ]
    assert reposted("posts", "--duplicates", "ig:Known000001", "--json") == {
        "posts": 1,
        "groups": [],
        "not_compared": [],
    }
    reposted("posts", "--duplicates", "ig:Known000001")
    assert "No posts look alike; 1 post looked at." in reposted.err
    assert reposted.out == ""
    reposted("posts", "--duplicates", "kidn:image", "--json", code=2)


def test_each_brand_is_compared_with_itself(reposted: Shop, tmp_path: Path) -> None:
    reposted("init", "../dew", "--brand", "Dew", "--market", "US")
    reposted("import", tmp_path / "known", "-w", "../dew")
    told = reposted("posts", "--duplicates", "-w", ".", "-w", "../dew", "--json")
    Draft202012Validator(schemas.schemas()["posts-duplicates"]).validate(told)
    assert [(each["brand"], len(each["groups"])) for each in told] == [("Sunday Glow", 2), ("Dew", 0)]


def test_many_that_are_all_alike_are_one_group(empty_shop: Shop, tmp_path: Path) -> None:
    for number in range(9):
        post(
            tmp_path / "new",
            f"Same00000{number:02}",
            [saved(scene(5), quality=30 + 7 * number)],
            by=f"u{number}",
        )
    empty_shop("import", tmp_path / "new")
    (group,) = empty_shop("posts", "--duplicates", "--json")["groups"]
    assert len(group["posts"]) == 9
    assert len(group["alike"]) == 8, "as many as hold them together"


# --- what is kept -----------------------------------------------------------------------------------------------------


def rows(shop: Shop) -> dict[str, tuple[str, bytes]]:
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        return {media: (method, hashes) for media, method, hashes in database.execute("SELECT * FROM hashes")}


def test_hashes_are_kept_and_made_once_more_for_what_lacks_them(reposted: Shop) -> None:
    """As in a catalog from before, or of an import that was killed, or where they are made in another way now."""
    made = rows(reposted)
    assert len(made) == 8
    assert {method for method, _ in made.values()} == {METHOD}
    expected = reposted("posts", "--duplicates", "--json")
    with sqlite3.connect(reposted.root / ".ugc" / "catalog.db") as database:
        some = sorted(made)
        database.execute("DELETE FROM hashes WHERE media < ?", (some[3],))
        database.execute("UPDATE hashes SET method = 'older', hashes = x'00' WHERE media > ?", (some[5],))
    assert reposted("posts", "--duplicates", "--json") == expected
    assert rows(reposted) == made


def test_a_new_post_is_compared_with_what_lacked_hashes(known: Shop, tmp_path: Path) -> None:
    with sqlite3.connect(known.root / ".ugc" / "catalog.db") as database:
        database.execute("DELETE FROM hashes")
    copy = post(tmp_path / "new", "Copy0000001", [saved(scene(1), quality=40)], by="bo")
    assert looks(known("import", tmp_path / "new", "--json")) == {
        copy: [("ig:Known000001", "nearly the same", 1, 1)]
    }


def original(shop: Shop, id: str) -> Path:
    media = shop("show", id, "--json")["case"]["post"]["media"][0]
    return shop.root / ".ugc" / "media" / media["sha256"][:2] / f"{media['sha256']}.{media['ext']}"


def test_an_original_that_is_gone_costs_only_itself(reposted: Shop) -> None:
    path = original(reposted, "ig:Older000001")
    kept = path.read_bytes()
    path.unlink()
    told = reposted("posts", "--duplicates", "--json")
    assert [len(group["posts"]) for group in told["groups"]] == [2, 2]
    assert any(path.name in why for why in told["not_compared"])
    reposted("posts", "--duplicates")
    assert "Not compared:" in reposted.err
    path.write_bytes(kept)
    assert reposted("posts", "--duplicates", "--json")["not_compared"] == []


def test_an_original_that_was_changed_is_not_believed(reposted: Shop) -> None:
    path = original(reposted, "ig:Older000001")
    path.write_bytes(saved(scene(77)))
    told = reposted("posts", "--duplicates", "--json")
    assert any("has changed" in why for why in told["not_compared"])
    assert not any(each["post"] == "ig:Older000001" for group in told["groups"] for each in group["posts"])


def test_nothing_of_an_erased_creator_is_left_to_compare_with(reposted: Shop, tmp_path: Path) -> None:
    made = rows(reposted)
    reposted("forget", "@bo", "--by", "Mo", "--why", "asked", "--yes")
    gone = set(made) - set(rows(reposted))
    assert len(gone) == 1
    post(tmp_path / "later", "Later000001", [saved(scene(2), quality=35)], by="cleo")
    told = looks(reposted("import", tmp_path / "later", "--json"))
    assert {one[0] for one in told["ig:Later000001"]} <= {"ig:Known000002"} | {
        item["id"] for item in reposted("posts", "--json") if item["id"].startswith("file:")
    }
    post(tmp_path / "back", "Older000001", [saved(scene(2), quality=60)], by="bo", on="2026-05-01")
    (tmp_path / "back" / "other.jpg").write_bytes(saved(scene(2), quality=60))
    new = post(tmp_path / "back", "New00000001", [saved(scene(88))], by="ana")
    assert [item["post"] for item in reposted("import", tmp_path / "back", "--json")["taken"]] == [new]
    assert not gone & set(rows(reposted)), "an import that keeps a file out keeps no hash of it either"


def test_a_file_that_others_hold_stays_with_its_hash(known: Shop, tmp_path: Path) -> None:
    post(tmp_path / "new", "Copy0000001", [saved(scene(2), quality=92)], by="bo")
    known("import", tmp_path / "new")
    before = rows(known)
    known("forget", "@bo", "--by", "Mo", "--why", "asked", "--yes")
    assert rows(known) == before


def test_an_archive_takes_them_along(reposted: Shop) -> None:
    expected = reposted("posts", "--duplicates", "--json")
    reposted("export", "--archive", "../glow.zip")
    reposted("import", "../glow.zip", "--into", "../again")
    assert reposted("posts", "--duplicates", "-w", "../again", "--json") == expected


def test_a_catalog_that_cannot_be_written_is_compared_as_far_as_it_goes(
    reposted: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(reposted.root / ".ugc" / "catalog.db") as database:
        database.execute("DELETE FROM hashes WHERE media = (SELECT min(media) FROM hashes)")
    with Workspace.open(reposted.root) as here:
        here.catalog._database.writable = False
        found = duplicates(here, "", today=NOON.date())
    assert found.not_compared == (
        "The catalog cannot be written, so 1 file not looked at before was not compared.",
    )


def test_a_series_of_one_design_is_given_up(known: Shop, tmp_path: Path) -> None:
    """However many are nearly alike, each is laid over few others in vain."""
    for number in range(6):
        post(tmp_path / "new", f"More00000{number:02}", [saved(scene(40 + number, (320, 400)))])
    known("import", tmp_path / "new")
    tried: list[tuple[str, str]] = []
    with Workspace.open(known.root) as here:
        kept = here.catalog.hashes.all(METHOD)
        here.catalog.hashes.keep(
            {row.sha256: kept[0].hashes for row in kept}, method=METHOD
        )  # and none is the same
        found = Lookalikes(here).found(
            [row.sha256 for row in kept], worth=lambda *pair: not tried.append(pair)
        )
        assert list(found) == []
    each = Counter(sha256 for pair in tried for sha256 in pair)
    assert len(each) == 10
    assert max(each.values()) == 4, "of nine"


def test_real_photographs_reposted(empty_shop: Shop, tmp_path: Path, media: Path) -> None:
    """As a messenger leaves them: half the size, a bit cut off, lighter, hard JPEG; and none is taken for another."""
    names = [path for path in sorted(media.glob("*.jpg")) if path.stem not in ("gain-map",)]
    for number, path in enumerate(names):
        with Image.open(path) as image:
            whole = image.convert("RGB")
        post(tmp_path / "a", f"Real00000{number:02}", [saved(whole, quality=92)], by="ana")
        part = whole.crop((4, 4, round(whole.width * 0.98), round(whole.height * 0.98)))
        part = ImageEnhance.Brightness(part.resize((part.width // 2, part.height // 2))).enhance(1.1)
        post(tmp_path / "b", f"Copy00000{number:02}", [saved(part, quality=50)], by="bo")
    assert looks(empty_shop("import", tmp_path / "a", "--json")) == {}
    told = looks(empty_shop("import", tmp_path / "b", "--json"))
    assert {name: [one[0] for one in others] for name, others in told.items()} == {
        f"ig:Copy00000{number:02}": [f"ig:Real00000{number:02}"] for number in range(len(names))
    }
