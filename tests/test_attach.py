"""Files that a person ties to a post: whose they are, which of them is rendered, and that erasure finds them."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from clips import clip
from conftest import Shop, photo, put, sidecar
from PIL import Image

from ugc.catalog import Catalog
from ugc.files import sha256_of
from ugc.model.focus import Focus, Point
from ugc.model.posts import Media, Post
from ugc.model.rights import Case
from ugc.workspace.gathering import as_heard, best, shown, with_carried

POST = "ig:BqvsDleB3lV"
SRT = "1\n00:00:00,200 --> 00:00:01,500\nGuten Morgen\n"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """The picture of @ana's post as her phone has it: the same, with more pixels."""
    path = tmp_path / "IMG_0001.jpg"
    with Image.open(tmp_path / "collected" / "1922949326347663701.jpg") as small:
        small.resize((2400, 3000), Image.Resampling.LANCZOS).save(path, quality=95)
    return path


def media_of(shop: Shop, post: str = POST) -> list[dict]:
    return shop("show", post, "--json")["case"]["post"]["media"]


def test_the_largest_of_the_same_picture_is_rendered_and_that_is_said(shop: Shop, original: Path) -> None:
    shop.grant()
    told = shop("attach", POST, original, "--by", "Mo", "--json")
    assert [(one["media"], one["stands_for"]) for one in told["attached"]] == [(2, 1)]
    assert "rendered in place of #1" in shop("show", POST)
    done = shop("render", "--format", "square", "--json")
    (line,) = done["lines"] if "lines" in done else done["creatives"]
    manifest = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    (row,) = manifest["creatives"]
    assert [source["sha256"] for source in row["sources"]] == [sha256_of(original)]
    said = f"Media #1 of {POST} is rendered from the attached original IMG_0001.jpg (2400x3000 instead of 1200x1500)."
    assert said in row["notes"]
    assert said in line["notes"]
    assert row["grants"] == ["g-0001"]


def test_another_shape_is_a_picture_of_its_own(shop: Shop, original: Path) -> None:
    with Image.open(original) as whole:
        whole.crop((0, 0, 2400, 2400)).save(original, quality=95)
    told = shop("attach", POST, original, "--json")
    assert told["attached"][0]["stands_for"] is None


def test_fewer_pixels_are_not_rendered_instead(shop: Shop, original: Path) -> None:
    with Image.open(original) as whole:
        whole.resize((600, 750)).save(original, quality=95)
    told = shop("attach", POST, original, "--json")
    assert told["attached"][0]["stands_for"] is None
    assert "no more pixels" in told["attached"][0]["notes"][-1]


def test_a_file_known_as_a_post_of_its_own_is_joined_and_keeps_its_id(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(photo((500, 500), seed=77))
    loose = shop("import", folder, "--json")["taken"][0]["post"]
    shop("rights", "hold", loose, "--by", "Mo", "--why", "whose is it?")
    told = shop("attach", POST, folder / "a.jpg", "--json")
    assert told["post"] == POST
    assert shop("show", loose, "--json")["case"]["post"]["id"] == POST
    assert [one["id"] for one in shop("show", POST, "--json")["case"]["holds"]] == ["h-0001"]
    assert shop("import", folder, "--json")["taken"][0]["outcome"] == "same"
    shop("split", POST)
    assert [one["name"] for one in media_of(shop, loose)] == ["a.jpg"]
    assert len(media_of(shop)) == 1


def test_a_file_post_that_gets_its_platform_id_keeps_every_id_and_what_was_recorded(
    shop: Shop, tmp_path: Path, original: Path
) -> None:
    """Rights under the file's id, a creative, an attached original: then the download with its record arrives."""
    folder = tmp_path / "late"
    folder.mkdir()
    picture = folder / "late.jpg"
    picture.write_bytes(photo((1000, 1250), seed=55))
    name = shop("import", folder, "--json")["taken"][0]["post"]
    other = tmp_path / "late-original.jpg"
    with Image.open(picture) as small:
        small.resize((2000, 2500), Image.Resampling.LANCZOS).save(other, quality=95)
    shop("attach", name, other, "--by", "Mo")
    shop.grant(name, "--licensor", "Ana")
    put(folder, "Bqlate00001", picture.read_bytes())
    picture.unlink()
    assert shop("import", folder, "--json")["taken"][0]["post"] == "ig:Bqlate00001"
    case = shop("show", name, "--json")["case"]
    assert case["post"]["id"] == "ig:Bqlate00001"
    assert name in case["post"]["aliases"]
    assert [grant["id"] for grant in case["grants"]] == ["g-0001"]
    assert [bool(one["stands_for"]) for one in case["post"]["media"]] == [False, True]
    shop("render", "--format", "square", name)
    (made,) = shop.creatives
    side = json.loads(Path(f"{made}.rights.json").read_text("utf-8"))
    assert "ig:Bqlate00001" in json.dumps(side)
    assert shop("show", "ig:Bqlate00001", "--json")["creatives"]


def test_another_creators_file_is_refused(shop: Shop, tmp_path: Path) -> None:
    put(tmp_path / "eve", "Bqeve000001", photo((500, 500), seed=78), username="eve")
    shop("import", tmp_path / "eve")
    before = media_of(shop)
    shop("attach", POST, tmp_path / "eve" / "Bqeve000001-1.jpg", code=2)
    assert "another creator" in shop.err
    assert media_of(shop) == before


def test_what_a_source_names_is_not_attached_and_not_removed(shop: Shop, tmp_path: Path) -> None:
    shop("attach", POST, tmp_path / "collected" / "1922949326347663701.jpg", code=2)
    assert "already" in shop.err
    shop("attach", POST, "--remove", "1", code=2)
    shop("attach", POST, "--remove", "9", code=2)


def test_what_is_taken_off_is_gone_from_the_store(shop: Shop, original: Path) -> None:
    shop("attach", POST, original)
    stored = shop.root / ".ugc" / "media" / sha256_of(original)[:2] / f"{sha256_of(original)}.jpg"
    assert stored.is_file()
    shop("attach", POST, "--remove", "2", "--dry-run")
    assert stored.is_file()
    shop("attach", POST, "--remove", "2")
    assert not stored.exists()
    assert len(media_of(shop)) == 1
    shop("doctor")


def test_a_rehearsal_changes_nothing(shop: Shop, original: Path) -> None:
    shop("attach", POST, original, "--dry-run")
    assert len(media_of(shop)) == 1
    assert not list((shop.root / ".ugc" / "media").rglob(f"{sha256_of(original)}.*"))


def test_no_media_is_refused(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words", "utf-8")
    shop("attach", POST, tmp_path / "a.txt", code=3)
    shop("attach", POST, tmp_path / "nowhere.jpg", code=2)
    shop("attach", POST, code=2)


# --- captions ----------------------------------------------------------------------------------------------------


@pytest.fixture
def filmed(shop: Shop, tmp_path: Path) -> Shop:
    folder = tmp_path / "clips"
    folder.mkdir()
    made = clip(folder / "Bqclip00001.mp4", size=(540, 960), seconds=2.0)
    said = sidecar("Bqclip00001", media_id="Bqclip00001", extension="mp4")
    made.with_name(f"{made.name}.json").write_text(json.dumps(said), "utf-8")
    shop("import", folder)
    return shop


def test_attached_captions_are_the_clips_own(filmed: Shop, tmp_path: Path) -> None:
    from ugc.workspace import Order, Workspace
    from ugc.workspace.captioning import Captioner

    (tmp_path / "clip.de.srt").write_text(SRT, "utf-8")
    (tmp_path / "clip.en.srt").write_text(SRT.replace("Guten Morgen", "Good morning"), "utf-8")
    told = filmed("attach", "ig:Bqclip00001", tmp_path / "clip.de.srt", tmp_path / "clip.en.srt", "--json")
    assert [one["language"] for one in told["attached"]] == ["de", "en"]
    assert "captions c1  clip.de.srt (de)" in filmed("show", "ig:Bqclip00001")
    with Workspace.open(filmed.root) as here:
        (media,) = here.catalog.post("ig:Bqclip00001").media
        found = Captioner(here, Order(formats=("story",), captions="own")).of(media)
        assert found is not None
        assert ([cue.text for cue in found.cues], found.language) == (["Good morning"], "en")
        assert found.source == "clip.en.srt"
    filmed("doctor")
    filmed("attach", "ig:Bqclip00001", "--remove", "c2")
    assert len(filmed("show", "ig:Bqclip00001", "--json")["captions"]) == 1


def test_forgetting_takes_attached_files_and_captions(filmed: Shop, original: Path, tmp_path: Path) -> None:
    (tmp_path / "clip.de.srt").write_text(SRT, "utf-8")
    filmed("attach", "ig:Bqclip00001", tmp_path / "clip.de.srt", original, "--note", "by mail")
    filmed("export", "--archive", tmp_path / "glow.zip")
    filmed("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    with Catalog.open(tmp_path / "again" / ".ugc" / "catalog.db") as catalog:
        assert [file.name for file in catalog.by_hand.captions("ig:Bqclip00001")] == ["clip.de.srt"]
    filmed("forget", "@ana", "--by", "Mo", "--why", "asked", "--yes")
    assert not [one for one in (filmed.root / ".ugc" / "media").rglob("*") if one.is_file()]
    left = b"".join(one.read_bytes() for one in (filmed.root / ".ugc").rglob("catalog.db*"))
    assert b"clip.de.srt" not in left
    assert b"IMG_0001" not in left


# --- what is shown and heard, by itself --------------------------------------------------------------------------


def media(letter: str, **told: object) -> Media:
    base: dict = {"kind": "image", "ext": "jpg", "size": 9, "width": 300, "height": 400}
    return Media(sha256=letter * 64, **(base | told))


BY = {"attached_by": "Mo"}
SHOWN = [
    # what, media, the positions that are rendered
    ("nothing attached", [media("a"), media("b", role="poster"), media("c", role="raw")], (0, 2)),
    ("an original in its place", [media("a"), media("b"), media("c", **BY, stands_for="a" * 64)], (2, 1)),
    (
        "the largest of two",
        [
            media("a"),
            media("b", **BY, stands_for="a" * 64, width=900, height=1200),
            media("c", **BY, stands_for="a" * 64, width=600, height=800),
        ],
        (1,),
    ),
    ("an original of its own", [media("a"), media("b", **BY)], (0, 1)),
    ("raw footage only where it is named", [media("a"), media("b", **BY, role="raw", kind="video")], (0,)),
    ("one whose smaller file is gone", [media("b"), media("c", **BY, stands_for="a" * 64)], (0,)),
]


@pytest.mark.parametrize(("what", "files", "numbers"), SHOWN, ids=[row[0] for row in SHOWN])
def test_which_files_are_rendered(what: str, files: list[Media], numbers: tuple[int, ...]) -> None:
    post = Post(id="ig:A", platform="instagram", media=tuple(files))
    assert shown(post) == numbers
    assert all(best(post, number) in range(len(files)) for number in range(len(files)))


def test_a_crop_goes_along_and_a_later_one_stands() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 11, 22, tzinfo=UTC)
    one, two = (Focus(by="Mo", at=at, point=Point(x=x, y=0.5)) for x in (0.1, 0.9))
    small = media("a", focus=one, alt="A jar")
    post = Post(id="ig:A", platform="instagram", media=(small, media("b", **BY, stands_for="a" * 64)))
    carried = with_carried(post).media[1]
    assert (carried.focus, carried.alt) == (one, "A jar")
    own = post.model_copy(update={"media": (small, post.media[1].model_copy(update={"focus": two}))})
    assert with_carried(own).media[1].focus == two
    assert with_carried(Post(id="ig:A", platform="instagram", media=(small,))).media == (small,)


HEARD = [
    # what, the post's sound, the attached file, the sound that is asked about
    ("raw footage", "speech", media("b", **BY, role="raw", kind="video", sound=True), "unknown"),
    ("nobody looked", "none", media("b", **BY, role="raw", kind="video"), "unknown"),
    ("silent footage", "speech", media("b", **BY, role="raw", kind="video", sound=False), "speech"),
    (
        "a song is no better known",
        "library_song",
        media("b", **BY, role="raw", kind="video", sound=True),
        "library_song",
    ),
    ("a larger copy", "speech", media("b", **BY, kind="video", sound=True, stands_for="a" * 64), "speech"),
    ("what a source names", "speech", media("b", kind="video", sound=True), "speech"),
]


@pytest.mark.parametrize(("what", "sound", "file", "asked"), HEARD, ids=[row[0] for row in HEARD])
def test_the_sound_of_attached_footage_is_not_the_posts(
    what: str, sound: str, file: Media, asked: str
) -> None:
    own = media("a", kind="video", sound=True)
    case = Case(post=Post(id="tt:1", platform="tiktok", sound=sound, media=(own, file)))
    assert as_heard(case, {file.sha256}).post.sound == asked
    assert as_heard(case, {own.sha256}) == case


def test_an_attachment_that_is_killed_leaves_all_or_nothing(shop: Shop, original: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from datetime import UTC, datetime\n"
        "from ugc.catalog import attaching\n"
        "from ugc.workspace import Workspace\n"
        "from ugc.workspace.attaching import attach\n"
        "plain, left = attaching.write_post, [int(sys.argv[4])]\n"
        "def counted(*told):\n"
        "    left[0] -= 1\n"
        "    plain(*told)\n"
        "    if left[0] < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "attaching.write_post = counted\n"
        "here = Workspace.open(Path(sys.argv[1]))\n"
        "attach(here, sys.argv[2], [Path(sys.argv[3])], role='original', by='Mo', at=datetime.now(UTC))\n"
    )
    for writes in (0, 1):
        done = subprocess.run(
            [sys.executable, "-c", script, shop.root, POST, original, str(writes)], timeout=60
        )
        assert done.returncode == -signal.SIGKILL
        assert len(media_of(shop)) == 1
    told = shop("attach", POST, original, "--json")
    assert told["attached"][0]["stands_for"] == 1
    assert len(media_of(shop)) == 2
