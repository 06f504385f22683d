"""Any file found anywhere: by its bytes, the ids in it, what it looks like, its name; the weaker never wins."""

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from clips import ffmpeg
from conftest import GRANT, SHARED, Shop, photo, sidecar
from PIL import Image
from scenes import saved, scene, walk, zoom

POST, OTHER, CLIP = "ig:BqvsDleB3lV", "ig:Bqvs0000001", "ig:Bqvs0000002"
NAME_ONLY = "name only; the content was not compared"


def posted(path: Path, data: bytes | None, shortcode: str, username: str = "ana") -> Path:
    """A download as gallery-dl leaves it; without data the file is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if data is not None:
        path.write_bytes(data)
    told = sidecar(shortcode, username=username, media_id=path.stem, extension=path.suffix[1:])
    path.with_name(f"{path.name}.json").write_text(json.dumps(told), "utf-8")
    return path


@pytest.fixture
def made(empty_shop: Shop, tmp_path: Path) -> Shop:
    """Two posts of different scenes, granted, a story of each."""
    folder = tmp_path / "collected"
    posted(folder / "1.jpg", saved(scene(1)), "BqvsDleB3lV")
    posted(folder / "2.jpg", saved(scene(2)), "Bqvs0000001")
    empty_shop("import", folder)
    empty_shop.grant("@ana")
    empty_shop("render", "--format", "story")
    return empty_shop


def of(shop: Shop, post: str, folder: str = "creatives") -> Path:
    paths = (shop.root / "out" / folder).glob("*.jpg")
    return next(path for path in paths if post.partition(":")[2] in path.name)


def away(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def blank(path: Path) -> Path:
    """A file whose picture says nothing."""
    return away(path, saved(Image.new("RGB", (90, 160), (200, 120, 90))))


def opened(path: Path) -> Image.Image:
    return Image.open(BytesIO(path.read_bytes())).convert("RGB")


def inspect(shop: Shop, path: Path, code: int, *more: str) -> Any:
    (found,) = shop("inspect", path, *more, "--json", code=code)
    return found


def ids(found: Any) -> list[str]:
    return [post["id"] for post in found["posts"]]


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["{name}", "{stem} (1).jpg", "{stem}-edited.webp", "IMG_{stem}.png"])
def test_what_can_be_told_by_nothing_else_is_found_by_its_name(made: Shop, tmp_path: Path, name: str) -> None:
    creative = of(made, POST)
    copy = blank(tmp_path / "away" / name.format(name=creative.name, stem=creative.stem))
    found = inspect(made, copy, 0)
    assert (found["how"], found["embedded"], found["likeness"]) == (NAME_ONLY, None, [])
    assert ids(found) == [POST]
    whole = inspect(made, creative, 0)
    assert (found["creative"], found["answers"]) == (whole["creative"], whole["answers"])
    made("inspect", copy)
    assert NAME_ONLY in made.out
    made("rights", "revoke", POST, "--why", "no")
    assert inspect(made, copy, 4)["how"] == NAME_ONLY


def test_a_name_is_a_claim_and_gives_way_to_everything_else(made: Shop, tmp_path: Path) -> None:
    """Files that were given the name of another post's creative."""
    path = tmp_path / "away" / of(made, OTHER).name
    original = tmp_path / "collected" / "1.jpg"
    creative = of(made, POST).read_bytes()
    for data, how in (
        (creative, "sha256 of a creative"),
        (creative + b"changed", "embedded id"),
        (original.read_bytes(), "sha256 of an original"),
        (saved(opened(of(made, POST)), quality=50), "likeness of a creative"),
        (saved(opened(original), quality=50), "likeness of an original"),
    ):
        found = inspect(made, away(path, data), 0)
        assert (found["how"], ids(found)) == (how, [POST])


def test_a_label_that_leads_nowhere_is_not_overruled_by_a_name(made: Shop, tmp_path: Path) -> None:
    """Another brand's creative, under a name of ours."""
    theirs = of_another_brand(made, tmp_path, scene(78))
    path = away(tmp_path / "away" / of(made, POST).name, theirs.read_bytes())
    found = inspect(made, path, 3)
    assert found["embedded"]["posts"] == ["ig:Cqvs0000009"]
    assert (found["how"], ids(found)) == ("not found", [])


def of_another_brand(made: Shop, tmp_path: Path, image: Image.Image) -> Path:
    made("init", "../dew", "--brand", "Dew", "--market", "US")
    made(
        "import",
        posted(tmp_path / "theirs" / "9.jpg", saved(image), "Cqvs0000009", "bo").parent,
        "-w",
        "../dew",
    )
    made(*[part.format(post="ig:Cqvs0000009") for part in GRANT], "-w", "../dew")
    made("render", "--format", "story", "-w", "../dew")
    (theirs,) = (made.root.parent / "dew" / "out" / "creatives").glob("*.jpg")
    return theirs


def test_a_name_with_the_id_of_an_unknown_variant_leads_to_the_post(made: Shop, tmp_path: Path) -> None:
    creative = of(made, POST)
    found = inspect(made, blank(tmp_path / f"{creative.stem[:-10]}{'0' * 10}.jpg"), 0)
    assert (found["how"], ids(found), found["creative"]) == (NAME_ONLY, [POST], None)
    other = of(made, OTHER).stem[-10:]
    found = inspect(made, blank(tmp_path / f"{creative.stem[:-10]}{other}.jpg"), 3)
    assert found["how"] == "not found", "two ids that do not belong together"


def test_a_name_without_a_picture_of_ours_is_not_found(made: Shop, tmp_path: Path) -> None:
    path = away(tmp_path / "ana_story_c00000000_v0000000000.jpg", photo(seed=77))
    assert inspect(made, path, 3)["how"] == "not found"


def test_a_proof_stays_a_proof_without_its_metadata(made: Shop, tmp_path: Path) -> None:
    made("render", "--format", "story", "--proof")
    proof = of(made, POST, "proofs")
    found = inspect(made, blank(tmp_path / proof.name), 4)
    assert (found["how"], found["proof"]) == (NAME_ONLY, True)
    unknown = f"{proof.stem[:-10]}{'0' * 10}.jpg"
    assert inspect(made, blank(tmp_path / unknown), 4)["proof"] is True
    shown = away(tmp_path / "shown.jpg", saved(opened(proof), quality=60))
    found = inspect(made, shown, 4)
    assert (found["how"], found["proof"], ids(found)) == ("likeness of a creative", True, [POST])


# --- likeness of a picture --------------------------------------------------------------------------------------------


def screenshot(image: Image.Image) -> Image.Image:
    screen = Image.new("RGB", (1080, 2340), (250, 250, 250))
    shown = image.resize((1080, round(image.height * 1080 / image.width)))
    screen.paste(shown.crop((0, 0, 1080, min(shown.height, 1700))), (0, 300))
    for line in range(12):
        screen.paste((30, 30, 30), (60, 2050 + line * 20, 300 + line * 37, 2058 + line * 20))
    return screen


Change = Callable[[Image.Image], bytes]
CHANGES: dict[str, Change] = {
    "encoded again": lambda i: saved(i, quality=35),
    "WebP": lambda i: saved(i, "WEBP", quality=50),
    "small": lambda i: saved(i.resize((i.width // 4, i.height // 4))),
    "a screenshot": lambda i: saved(screenshot(i), "PNG"),
    "darker": lambda i: saved(i.point(lambda v: v * 0.7)),
    "mirrored": lambda i: saved(i.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_copy_of_a_creative_is_known_as_that_creative(made: Shop, tmp_path: Path, change: str) -> None:
    creative = of(made, POST)
    found = inspect(made, away(tmp_path / "found", CHANGES[change](opened(creative))), 0)
    whole = inspect(made, creative, 0)
    assert (found["how"], ids(found)) == ("likeness of a creative", [POST])
    assert (found["creative"], found["answers"]) == (whole["creative"], whole["answers"])
    (like,) = found["likeness"]
    assert like["mirrored"] is (change == "mirrored")
    assert (like["sure"], found["doubt"]) == (True, None)
    assert found["confidence"] == like["confidence"]
    assert 0.9 <= found["confidence"]["least"] < 1
    assert found["confidence"]["n"] >= found["confidence"]["right"] > 50


@pytest.mark.parametrize("change", CHANGES)
def test_a_copy_of_an_original_is_known_as_its_post(made: Shop, tmp_path: Path, change: str) -> None:
    found = inspect(made, away(tmp_path / "found", CHANGES[change](scene(2))), 0)
    assert (found["how"], ids(found)) == ("likeness of an original", [OTHER])
    assert [answer["use"]["channel"] for answer in found["answers"]] == ["instagram", "facebook"]
    made("rights", "revoke", OTHER, "--why", "no")
    assert inspect(made, tmp_path / "found", 4)["answers"][0]["verdict"] == "refused"


@pytest.mark.parametrize(
    "box", [(0, 0, 700, 900), (300, 350, 1000, 1250), (200, 0, 900, 1244), (0, 675, 1080, 1350)]
)
def test_a_crop_of_an_original_is_known(made: Shop, tmp_path: Path, box: tuple[int, int, int, int]) -> None:
    found = inspect(made, away(tmp_path / "found", saved(scene(1).crop(box), quality=60)), 0)
    assert (found["how"], ids(found)) == ("likeness of an original", [POST])


def test_a_picture_of_nobody_is_not_found(made: Shop, tmp_path: Path) -> None:
    for seed in range(30, 36):
        assert inspect(made, away(tmp_path / "found", saved(scene(seed))), 3)["how"] == "not found"
    for data in (
        saved(Image.new("RGB", (800, 800), "red")),
        saved(Image.new("L", (1, 1)), "PNG"),
        photo(seed=3),
    ):
        found = inspect(made, away(tmp_path / "found", data), 3)
        assert (found["how"], found["likeness"], found["not_compared"]) == ("not found", [], [])


def test_a_post_that_is_not_rendered_is_known_too(empty_shop: Shop, tmp_path: Path) -> None:
    empty_shop("import", posted(tmp_path / "c" / "1.png", saved(scene(4), "PNG"), "BqvsDleB3lV").parent)
    found = inspect(empty_shop, away(tmp_path / "found", saved(scene(4), quality=40)), 4)
    assert (found["how"], ids(found)) == ("likeness of an original", [POST])
    assert {reason["code"] for answer in found["answers"] for reason in answer["reasons"]} == {"no_grant"}


def test_another_photo_of_the_same_scene_is_no_sure_answer(made: Shop, tmp_path: Path) -> None:
    """The same scene with a third of its things exchanged, as in another moment of it."""
    moment = scene(1)
    for place in range(0, 1350, 150):
        moment.paste(scene(50 + place, (1080, 75)), (0, place))
    found = inspect(
        made, away(tmp_path / "found", saved(moment)), 4 if known(made, tmp_path / "found") else 3
    )
    assert not any(like["sure"] for like in found["likeness"])
    assert found["doubt"] or found["how"] == "not found"
    if found["doubt"]:
        made("inspect", tmp_path / "found", code=4)
        assert "In doubt: It may be" in made.out


def known(shop: Shop, path: Path) -> bool:
    from ugc.workspace import Workspace
    from ugc.workspace.inspecting.likeness import finder_of

    with Workspace.open(shop.root) as here:
        return bool(finder_of(here).find(path).likeness)


# --- claims against content -------------------------------------------------------------------------------------------


def labelled_as(shop: Shop, post: str, image: Image.Image, path: Path) -> Path:
    """A picture that carries the label of another one, as anybody can copy it."""
    with Image.open(of(shop, post)) as labelled:
        xmp = labelled.info["xmp"]
    image.save(path, "JPEG", quality=85, xmp=xmp)
    return path


def test_a_claim_that_the_picture_contradicts_is_said_and_not_relied_on(made: Shop, tmp_path: Path) -> None:
    made("rights", "revoke", OTHER, "--why", "no")
    path = labelled_as(made, POST, scene(2), tmp_path / "false.jpg")
    found = inspect(made, path, 4)
    assert (found["how"], ids(found)) == ("embedded id", [POST])
    assert found["answers"][0]["verdict"] == "cleared", "which is why it must not be relied on"
    assert [like["posts"] for like in found["likeness"]] == [[OTHER]]
    assert found["doubt"] == (
        f"The file says that it is of {POST}; its picture is like {OTHER}. Anybody can write what a file says."
    )
    made("inspect", path, code=4)
    assert found["doubt"] in made.out


def test_a_claim_on_a_picture_of_nobody_is_doubted(made: Shop, tmp_path: Path) -> None:
    found = inspect(made, labelled_as(made, POST, scene(40), tmp_path / "false.jpg"), 4)
    assert (found["how"], ids(found)) == ("embedded id", [POST])
    assert "its picture is like nothing of it" in found["doubt"]


def test_a_claim_that_the_picture_bears_out_stands(made: Shop, tmp_path: Path) -> None:
    found = inspect(made, labelled_as(made, POST, scene(1), tmp_path / "true.jpg"), 0)
    assert (found["how"], ids(found), found["doubt"]) == ("embedded id", [POST], None)
    flat = Image.new("RGB", (600, 800), "red")
    found = inspect(made, labelled_as(made, POST, flat, tmp_path / "flat.jpg"), 0)
    assert (found["how"], found["doubt"]) == ("embedded id", None), "a flat picture says nothing against it"


def test_another_brands_label_on_a_picture_of_ours_is_doubted(made: Shop, tmp_path: Path) -> None:
    theirs = of_another_brand(made, tmp_path, scene(1))
    found = inspect(made, theirs, 4)
    assert (found["how"][:8], ids(found)) == ("likeness", [POST])
    assert "says that it is of ig:Cqvs0000009, which is not known here" in found["doubt"]
    both = made("inspect", theirs, "-w", made.root, "-w", "../dew", "--json")
    assert [(item["brand"], item["how"]) for item in both] == [("Dew", "sha256 of a creative")]


def test_of_several_brands_content_beats_a_name(made: Shop, tmp_path: Path) -> None:
    of_another_brand(made, tmp_path, scene(78))
    path = away(tmp_path / "away" / of(made, POST).name, saved(scene(78), quality=50))
    both = made("inspect", path, "-w", made.root, "-w", "../dew", "--json")
    assert [(item["brand"], item["how"]) for item in both] == [("Dew", "likeness of an original")]


# --- clips ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def clips(empty_shop: Shop, tmp_path: Path) -> Shop:
    """A clip of ten seconds and another of four, both granted."""
    folder = tmp_path / "clips"
    folder.mkdir()
    posted(walk(5, folder / "5.mp4", seconds=10), None, "Bqvs0000002")
    posted(walk(6, folder / "6.mp4", seconds=4), None, "BqvsDleB3lV")
    empty_shop("import", folder)
    return empty_shop


CUTS: dict[str, tuple[list[str], tuple[float, float]]] = {
    "encoded and small": (["-i", "5.mp4", "-vf", "scale=180:320", "-crf", "33"], (0, 10)),
    "trimmed": (["-ss", "4", "-t", "4", "-i", "5.mp4"], (4, 8)),
    "with bars": (["-i", "5.mp4", "-vf", "pad=640:640:(ow-iw)/2:0"], (0, 10)),
    "mirrored": (["-i", "5.mp4", "-vf", "hflip"], (0, 10)),
    "with another begin": (
        [
            "-t",
            "3",
            "-i",
            "other.mp4",
            "-ss",
            "3",
            "-i",
            "5.mp4",
            "-filter_complex",
            "[0:v][1:v]concat=n=2:v=1",
        ],
        (3, 10),
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_copy_of_a_clip_is_known_with_the_part_that_it_shows(
    clips: Shop, tmp_path: Path, name: str
) -> None:
    arguments, (start, end) = CUTS[name]
    folder = tmp_path / "clips"
    walk(99, tmp_path / "other.mp4", seconds=3)
    places = {"5.mp4": str(folder / "5.mp4"), "other.mp4": str(tmp_path / "other.mp4")}
    ffmpeg(*[places.get(part, part) for part in arguments], "-pix_fmt", "yuv420p", tmp_path / "found.mp4")
    found = inspect(clips, tmp_path / "found.mp4", 4)
    assert (found["how"], ids(found)) == ("likeness of an original", [CLIP])
    like = found["likeness"][0]
    assert like["mirrored"] is (name == "mirrored")
    assert like["start"] == pytest.approx(start, abs=0.5)
    assert like["end"] == pytest.approx(end, abs=1.0)
    clips("inspect", tmp_path / "found.mp4", code=4)
    assert f"{like['start']:.1f} to {like['end']:.1f} s of the clip" in clips.out


def test_a_still_out_of_a_clip_is_known_with_its_moment(clips: Shop, tmp_path: Path) -> None:
    """Between two of the moments that are kept, so that the exact one must be looked for."""
    ffmpeg(
        "-ss",
        "3.5",
        "-i",
        tmp_path / "clips" / "5.mp4",
        "-frames:v",
        "1",
        "-q:v",
        "8",
        tmp_path / "still.jpg",
    )
    found = inspect(clips, tmp_path / "still.jpg", 4)
    assert (found["how"], ids(found)) == ("likeness of an original", [CLIP])
    like = found["likeness"][0]
    assert like["start"] == like["end"] == pytest.approx(3.5, abs=0.25)


def test_a_clip_is_rather_a_clip_than_the_still_that_it_was_made_from(
    empty_shop: Shop, tmp_path: Path
) -> None:
    folder, still = tmp_path / "both", scene(8)
    posted(folder / "1.jpg", saved(still), "BqvsDleB3lV")
    posted(zoom(still, folder / "2.mp4", seconds=5), None, "Bqvs0000002", "bo")
    empty_shop("import", folder)
    ffmpeg("-ss", "1", "-t", "3", "-i", folder / "2.mp4", "-crf", "30", tmp_path / "found.mp4")
    found = inspect(empty_shop, tmp_path / "found.mp4", 4)
    assert (ids(found), found["doubt"]) == ([CLIP], None)
    assert found["likeness"][0]["start"] == pytest.approx(1, abs=0.5)


def test_a_clip_put_together_from_two_names_both(clips: Shop, tmp_path: Path) -> None:
    folder, joined = tmp_path / "clips", "[0:v][1:v]concat=n=2:v=1"
    ffmpeg("-i", folder / "6.mp4", "-i", folder / "5.mp4", "-filter_complex", joined, tmp_path / "found.mp4")
    found = inspect(clips, tmp_path / "found.mp4", 4)
    assert ids(found) == [CLIP, POST]
    assert found["doubt"] == f"Its parts are of several posts: {CLIP}, {POST}. Each must be allowed."
    assert [round(like["moments"], 1) for like in found["likeness"]] == [0.7, 0.3]
    assert [like["end"] - like["start"] for like in found["likeness"]] == pytest.approx([10, 4], abs=1.0)


def test_a_clip_of_nobody_is_not_found(clips: Shop, tmp_path: Path) -> None:
    assert inspect(clips, walk(98, tmp_path / "found.mp4", seconds=5), 3)["likeness"] == []


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_a_use_and_a_day_can_be_named(made: Shop, tmp_path: Path) -> None:
    path = away(tmp_path / "found.jpg", saved(scene(1), quality=50))
    creative = of(made, POST)
    cases = [
        ("the grant's last day", ["--on", "2027-05-01"], 0),
        ("the day after", ["--on", "2027-05-02"], 4),
        ("another channel", ["--channel", "tiktok"], 4),
        ("one of two channels", ["--channel", "instagram"], 0),
        ("one allowed, one not", ["--channel", "tiktok", "--channel", "facebook"], 0),
        ("another purpose", ["--purpose", "ooh"], 4),
        ("another country", ["--territory", "DE"], 4),
        ("all named", "--purpose paid_social --channel facebook --territory US --on 2026-12-24".split(), 0),
    ]
    for why, more, code in cases:
        for file in (path, creative):
            found = inspect(made, file, code, *more)
            assert found["posts"], why
    found = inspect(made, creative, 0, "--channel", "instagram", "--on", "2026-12-24")
    (answer,) = found["answers"]
    use = answer["use"]
    assert (use["channel"], use["first"], use["purpose"]) == ("instagram", "2026-12-24", "paid_social")
    assert set(use["edits"]) == set(found["creative"]["edits"]), "what was done to it is still asked about"
    assert found["day"] == "2026-12-24"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--purpose", "paid_socail"], "Did you mean 'paid_social'?"),
        (["--channel", "instagramm"], "Did you mean 'instagram'?"),
        (["--territory", "UK"], "--territory: 'UK' is not a territory"),
        (["--on", "tomorrow"], "--on: 'tomorrow' is not a date."),
    ],
)
def test_wrong_words_are_said_before_anything_is_looked_at(made: Shop, more: list[str], says: str) -> None:
    made("inspect", of(made, POST), *more, code=2)
    assert says in made.err


# --- what is kept -----------------------------------------------------------------------------------------------------


def prints(shop: Shop, query: str) -> list[tuple[Any, ...]]:
    import sqlite3

    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as other:
        rows = other.execute(query).fetchall()
    other.close()
    return rows


def test_everything_is_looked_at_once(made: Shop, tmp_path: Path) -> None:
    from ugc.workspace import Workspace

    path = away(tmp_path / "found.jpg", saved(scene(1), quality=50))
    looked: list[tuple[str, int]] = []
    from conftest import NOON

    for expected in (4, 0):
        with Workspace.open(made.root) as here:
            here.inspect(path, at=NOON, seen=lambda name, total: looked.append((name, total)))
        assert (len(looked), {total for _, total in looked}) == (expected, {4} if expected else set())
        looked.clear()
    assert prints(made, "SELECT count(*), count(media), count(variant) FROM fingerprints") == [(4, 2, 2)]
    posted(tmp_path / "later" / "3.jpg", saved(scene(3)), "Bqvs0000003")
    made("import", tmp_path / "later")
    with Workspace.open(made.root) as here:
        here.inspect(path, at=NOON, seen=lambda name, total: looked.append((name, total)))
    assert len(looked) == 1
    prints(made, "SELECT 1")
    assert prints(made, "SELECT count(*) FROM fingerprint_places") == [(5,)]


def test_what_another_method_made_is_made_anew(made: Shop, tmp_path: Path) -> None:
    import sqlite3

    path = away(tmp_path / "found.jpg", saved(scene(1), quality=50))
    inspect(made, path, 0)
    with sqlite3.connect(made.root / ".ugc" / "catalog.db") as other:
        other.execute("UPDATE fingerprints SET method = 'older', hashes = x'', frames = x''")
    other.close()
    assert ids(inspect(made, path, 0)) == [POST]
    assert prints(made, "SELECT DISTINCT method, length(hashes) > 0 FROM fingerprints") == [
        ("landmarks-1", 1)
    ]


def test_missing_and_broken_files_are_said_and_cost_no_other(made: Shop, tmp_path: Path) -> None:
    posted(tmp_path / "later" / "3.jpg", saved(scene(3)), "Bqvs0000003")
    made("import", tmp_path / "later")
    (gone,) = (
        path for path in (made.root / ".ugc" / "media").rglob("*.jpg") if path.read_bytes() == saved(scene(3))
    )
    gone.unlink()
    of(made, OTHER).write_bytes(b"changed")
    found = inspect(made, away(tmp_path / "found.jpg", saved(scene(1), quality=50)), 0)
    assert ids(found) == [POST]
    (told,) = found["not_compared"]
    assert told.startswith("2 files could not be looked at and were not compared: ")
    assert gone.name in told
    assert "has changed since it was made" in told
    made("inspect", tmp_path / "found.jpg")
    assert f"not compared: {told}" in made.out


def test_a_copy_is_known_though_the_stored_files_are_gone(made: Shop, tmp_path: Path) -> None:
    path = away(tmp_path / "found.jpg", saved(scene(1), quality=70))
    inspect(made, path, 0)
    shutil.rmtree(made.root / ".ugc" / "media")
    shutil.rmtree(made.root / "out")
    found = inspect(made, path, 0)
    assert (found["how"], ids(found)) == ("likeness of an original", [POST])
    like = found["likeness"][0]
    assert (like["evidence"], like["covers"]) == ("fingerprint", None)
    assert like["score"] >= 12


def test_a_read_only_catalog_is_searched_as_it_is(made: Shop, tmp_path: Path) -> None:
    path = away(tmp_path / "found.jpg", saved(scene(1), quality=70))
    found = [inspect(made, path, 0)]
    from ugc.catalog.fingerprints import Fingerprints

    patch = pytest.MonkeyPatch()
    patch.setattr(Fingerprints, "can_keep", property(lambda self: False))
    found.append(inspect(made, path, 0))
    made("render", "--format", "feed")
    found.append(inspect(made, path, 0))
    patch.undo()
    assert [ids(each) for each in found] == [[POST]] * 3
    assert found[1]["not_compared"] == []
    assert found[2]["not_compared"] == [
        "The catalog cannot be written, so 2 files not looked at before were not searched."
    ]


def test_an_erased_persons_fingerprints_go_too(made: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "bo"
    posted(folder / "7.jpg", saved(scene(7)), "Bqvs0000007", "bo")
    made("import", folder)
    path = away(tmp_path / "found.jpg", saved(scene(1), quality=50))
    inspect(made, path, 0)
    before = {bytes(row[0]) for row in prints(made, "SELECT hashes FROM fingerprints")}
    assert len(before) == 5
    made("forget", "@ana", "--why", "asked by mail", "--yes")
    (left,) = prints(made, "SELECT hashes FROM fingerprints")
    assert prints(made, "SELECT count(*) FROM fingerprint_places") == [(1,)]
    files = [p.read_bytes() for p in (made.root / ".ugc").glob("catalog.db*")]
    for gone in before - {left[0]}:
        assert not any(gone in data for data in files), "nothing of it is left in the file's free pages"
    assert inspect(made, path, 3)["how"] == "not found"
    assert ids(inspect(made, away(tmp_path / "theirs.jpg", saved(scene(7), quality=50)), 4)) == [
        "ig:Bqvs0000007"
    ]


def test_a_rendered_file_that_is_made_anew_keeps_its_fingerprint(made: Shop, tmp_path: Path) -> None:
    """A new label changes the bytes and not the pixels; the variant is the same."""
    path = away(tmp_path / "found.jpg", saved(opened(of(made, POST)), quality=50))
    assert inspect(made, path, 0)["how"] == "likeness of a creative"
    rows = prints(made, "SELECT id, variant FROM fingerprints WHERE variant IS NOT NULL ORDER BY id")
    before = of(made, POST).read_bytes()
    made("rights", "revoke", "@ana", "--why", "renewed")
    made.grant("@ana", "--until", "2028-01-01")
    made("render", "--format", "story")
    assert of(made, POST).read_bytes() != before
    assert inspect(made, path, 0)["how"] == "likeness of a creative"
    assert prints(made, "SELECT id, variant FROM fingerprints WHERE variant IS NOT NULL ORDER BY id") == rows


# --- hostile files ----------------------------------------------------------------------------------------------------

HOSTILE: dict[str, bytes] = {
    "torn.jpg": saved(scene(1))[:20_000],
    "text.png": b"hello",
    "bomb.png": saved(Image.new("1", (20_000, 20_000)), "PNG"),
    "torn.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(4000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_looked_at_is_not_found_and_says_why(made: Shop, tmp_path: Path, name: str) -> None:
    found = inspect(made, away(tmp_path / name, HOSTILE[name]), 3)
    (told,) = found["not_compared"]
    assert told.startswith("The picture was not compared: ")
    assert name in told


def test_a_picture_over_the_limit_is_not_decoded(made: Shop, tmp_path: Path) -> None:
    settings = made.root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("most_megapixels = 200", "most_megapixels = 1"), "utf-8"
    )
    found = inspect(made, away(tmp_path / "large.jpg", saved(scene(1), quality=50)), 3)
    assert "the limit is 1 megapixels" in found["not_compared"][0]


# --- real photographs -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not (SHARED / "media").is_dir(), reason="real photographs are not here")
def test_real_photographs_are_known_from_screenshots_and_crops(empty_shop: Shop, tmp_path: Path) -> None:
    names = ["tokyo.jpg", "three_people.jpg", "coffee.png", "red-panda.jpg", "london.jpg"]
    for number, name in enumerate(names):
        data = (SHARED / "media" / name).read_bytes()
        posted(tmp_path / "real" / name, data, f"Bqvs000010{number}")
    empty_shop("import", tmp_path / "real")
    for number, name in enumerate(names):
        image = opened(SHARED / "media" / name)
        width, height = image.size
        part = image.crop((width // 8, height // 8, width * 7 // 8, height * 7 // 8))
        for copy in (saved(screenshot(image), quality=75), saved(part, quality=50)):
            found = inspect(empty_shop, away(tmp_path / "found", copy), 4)
            assert ids(found) == [f"ig:Bqvs000010{number}"], name
    unknown = opened(SHARED / "media" / "chelsea.png")
    assert inspect(empty_shop, away(tmp_path / "found", saved(unknown)), 3)["how"] == "not found"
