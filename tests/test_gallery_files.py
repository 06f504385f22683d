"""A gallery's files: named before they are made, made once, whole or not there, and shared among galleries."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from clips import clip
from conftest import photo
from PIL import Image

from ugc.errors import MachineError
from ugc.files import PART_PREFIX
from ugc.gallery.files import Shelf, ends_well
from ugc.gallery.filing import file_all
from ugc.gallery.wishes import Fault, Filed, Wish, named
from ugc.model.captions import Captions, Cue
from ugc.model.formats import Box
from ugc.model.posts import Media
from ugc.provenance.web import WebLabel

ROOT = Path(__file__).resolve().parent.parent
LABEL = WebLabel(post="ig:C1", creator="Mira", credit="Photo: @mira", page="https://example.com/mira")
SAID = Captions(cues=(Cue(start=0, end=1, text="Hello"),), language="de", source="a file")
SQUARE = Box(x0=0.0, y0=0.1, x1=1.0, y1=0.9)


def wish(path: Path, *, size: tuple[int, int] = (400, 500), **more: Any) -> Wish:
    data = path.read_bytes()
    kind = "video" if path.suffix in (".mp4", ".mov") else "image"
    media = Media(
        sha256=sha256(data).hexdigest(),
        kind=kind,
        ext=path.suffix[1:],
        size=len(data),
        width=size[0],
        height=size[1],
    )
    return Wish(of=path.stem, path=path, media=media, **{"label": LABEL, **more})


@pytest.fixture
def pictures(tmp_path: Path) -> list[Wish]:
    wishes = []
    for number in range(4):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(photo((400, 500), seed=number))
        wishes.append(wish(path, tile=SQUARE if number % 2 else None))
    return wishes


def filed(
    wishes: list[Wish], folder: Path, *beside: Path, known: dict[str, Filed] | None = None
) -> list[Filed]:
    """What became of some wishes, in their order; each has to have become something."""
    shelf = Shelf(folder, siblings=beside)
    done = {told.of: made for told, made in file_all(wishes, shelf, known=known or {}, workers=2)}
    assert not [fault for fault in done.values() if isinstance(fault, Fault)]
    return [made for each in wishes if isinstance(made := done[each.of], Filed)]


def files(folder: Path) -> dict[str, bytes]:
    return {f"m/{path.name}": path.read_bytes() for path in (folder / "m").iterdir()}


def stills(folder: Path) -> dict[str, bytes]:
    """What is promised to be the same bytes each time: of clips the encoder's threads may change a few."""
    return {name: data for name, data in files(folder).items() if name.endswith(("avif", "webp", "jpg"))}


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / "m").iterdir()}


# --- names ---------------------------------------------------------------------------------------


def test_files_are_listed_before_they_are_made_and_nothing_else_is(
    tmp_path: Path, pictures: list[Wish]
) -> None:
    out = tmp_path / "out"
    made = filed(pictures, out)
    assert set(files(out)) == {name for each in made for name in each.files()}
    for each, told in zip(pictures, made, strict=True):
        names = list(named(each).cuts)
        assert told.piece.name == names[0]
        assert told.tile is not None and told.tile.name == names[-1]
        assert (told.piece == told.tile) is (each.tile is None)
    assert made[1].tile and (made[1].tile.width, made[1].tile.height) == (320, 320)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"of": "other"}, True),
        ({"path": Path("elsewhere.jpg")}, True),
        ({"tile": Box(x0=0.0, y0=0.001, x1=1.0, y1=0.999)}, True),  # half a pixel: the whole picture
        ({"tile": SQUARE}, False),
        ({"label": None}, False),
        ({"label": LABEL._replace(credit="Photo: @other")}, False),
        ({"listed": False}, False),
        ({"widths": (320,)}, False),
        ({"media": "other"}, False),
    ],
)
def test_names_change_with_what_shapes_the_bytes(
    pictures: list[Wish], change: dict[str, Any], same: bool
) -> None:
    before = pictures[0]
    if change.get("media"):
        change = {"media": before.media.model_copy(update={"sha256": "0" * 64})}
    after = named(before._replace(**change))
    assert (after.key == named(before).key) is same
    assert (list(after.cuts) == list(named(before).cuts)) is same


def test_clips_are_named_by_their_sound_and_words(tmp_path: Path) -> None:
    plain = wish(clip(tmp_path / "a.mp4"))
    keys = [
        named(each).key
        for each in (
            plain,
            plain._replace(muted="No licence for the song."),
            plain._replace(captions=SAID),
            plain._replace(captions=SAID.model_copy(update={"language": "fr"})),
            plain._replace(preview=False),
        )
    ]
    assert len(set(keys)) == len(keys)
    assert named(plain).clip != named(plain._replace(muted="No licence for the song.")).clip


# --- once ----------------------------------------------------------------------------------------


def test_a_known_build_opens_nothing(tmp_path: Path, pictures: list[Wish]) -> None:
    out = tmp_path / "out"
    made = filed(pictures, out)
    before = times(out)
    for each in pictures:
        each.path.unlink()
    known = {each.key: Filed.model_validate_json(each.model_dump_json()) for each in made}
    assert filed(pictures, out, known=known) == made
    assert times(out) == before


def test_a_lost_record_is_told_again_by_the_files(tmp_path: Path, pictures: list[Wish]) -> None:
    out = tmp_path / "out"
    wishes = [*pictures, wish(clip(tmp_path / "c.mp4", sound="tone"), size=(270, 480), captions=SAID)]
    made = filed(wishes, out)
    before = {name: at for name, at in times(out).items() if not name.endswith(".vtt")}
    for each in wishes:
        each.path.unlink()
    assert filed(wishes, out) == made
    assert {name: at for name, at in times(out).items() if not name.endswith(".vtt")} == before


@pytest.mark.parametrize("type_", ["avif", "webp", "jpg", "mp4"])
@pytest.mark.parametrize("left", [0, 1, 0.5, -1], ids=["nothing", "a byte", "a half", "all but a byte"])
def test_a_file_that_was_cut_short_is_made_again(tmp_path: Path, type_: str, left: float) -> None:
    path = tmp_path / "a.mp4"
    wishes = [wish(clip(path, sound="tone"), size=(270, 480), preview=False)]
    out = tmp_path / "out"
    filed(wishes, out)
    whole = files(out)
    for name in whole:
        if name.endswith(type_):
            data = whole[name]
            kept = len(data) - 1 if left == -1 else left if left >= 1 else len(data) * left
            (out / name).write_bytes(data[: int(kept)])
            assert not ends_well(out / name)
    filed(wishes, out)
    assert files(out) == whole


def test_a_sibling_s_files_are_linked(tmp_path: Path, pictures: list[Wish]) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    made = filed(pictures, one)
    whole = files(one)
    for each in pictures:
        each.path.unlink()  # nothing could be made
    assert filed(pictures, two, three, one) == made
    assert files(two) == whole
    for name in whole:
        assert (one / name).stat().st_ino == (two / name).stat().st_ino


def test_a_sibling_on_another_disk_is_copied(tmp_path: Path, pictures: list[Wish]) -> None:
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    with tempfile.TemporaryDirectory(dir=memory) as room:
        made = filed(pictures, Path(room))
        for each in pictures:
            each.path.unlink()
        assert filed(pictures, tmp_path / "out", Path(room)) == made
        assert files(tmp_path / "out") == files(Path(room))


def test_a_sibling_s_broken_file_is_not_taken(tmp_path: Path, pictures: list[Wish]) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    filed(pictures, one)
    whole = files(one)
    name = next(name for name in whole if name.endswith("avif"))
    (one / name).write_bytes(whole[name][:-5])
    filed(pictures, two, one)
    assert files(two) == whole


def test_what_is_no_longer_wanted_goes_and_what_is_not_ours_stays(
    tmp_path: Path, pictures: list[Wish]
) -> None:
    out = tmp_path / "out"
    made = filed(pictures, out)
    (out / "m" / "logo.png").write_bytes(b"theirs")
    shelf = Shelf(out)
    kept = made[0].files()
    gone = shelf.remove_others(kept)
    assert set(gone) == {name for each in made[1:] for name in each.files()} - set(kept)
    assert set(files(out)) == {*kept, "m/logo.png"}


# --- faults --------------------------------------------------------------------------------------


def test_a_broken_original_costs_its_own_pictures_only(tmp_path: Path, pictures: list[Wish]) -> None:
    cut, gone, changed, text = (tmp_path / f"{name}.jpg" for name in ("cut", "gone", "changed", "text"))
    cut.write_bytes(photo((400, 500), seed=9)[:3000])
    gone.write_bytes(photo((400, 500), seed=10))
    changed.write_bytes(photo((400, 500), seed=11))
    text.write_bytes(b"<html>not a picture")
    wishes = [wish(path) for path in (cut, gone, changed, text)]
    gone.unlink()
    changed.write_bytes(photo((400, 500), seed=12))
    order = [wishes[0], *pictures, *wishes[1:]]
    done = {each.of: told for each, told in file_all(order, Shelf(tmp_path / "out"), known={}, workers=2)}
    assert all(isinstance(done[each.of], Filed) for each in pictures)
    faults = {name: done[name] for name in ("cut", "gone", "changed", "text")}
    expected = {
        "cut": "could not be decoded",
        "gone": "is gone",
        "changed": "is not the file",
        "text": "a web page",
    }
    for name, words in expected.items():
        fault = faults[name]
        assert isinstance(fault, Fault) and words in fault.message
        assert "A fault of ours" not in fault.message
    assert {name for each in pictures for name in done[each.of].files()} == set(files(tmp_path / "out"))  # type: ignore[union-attr]


def test_a_machine_that_takes_no_files_ends_the_run(tmp_path: Path, pictures: list[Wish]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "m").write_bytes(b"a file where the folder should be")
    with pytest.raises(MachineError):
        filed(pictures, tmp_path / "out")
    shelf = Shelf(tmp_path / "other")
    shutil.rmtree(tmp_path / "other")
    with pytest.raises(MachineError, match="Writing"):
        list(file_all(pictures, shelf, known={}, workers=2))


def test_wishes_are_taken_as_they_are_due(tmp_path: Path, pictures: list[Wish]) -> None:
    taken = 0

    def wishes() -> Iterator[Wish]:
        nonlocal taken
        for number in range(40):
            taken += 1
            yield pictures[number % 4]._replace(of=str(number))

    done = 0
    for _ in file_all(wishes(), Shelf(tmp_path / "out"), known={}, workers=2):
        done += 1
        assert taken - done <= 8
    assert done == taken == 40


def test_a_closed_run_leaves_whole_files_and_no_others(tmp_path: Path, pictures: list[Wish]) -> None:
    out = tmp_path / "out"
    run = file_all(pictures, Shelf(out), known={}, workers=2)
    next(run)
    run.close()
    assert not [name for name in files(out) if PART_PREFIX in name]
    assert all(ends_well(out / name) for name in files(out))
    again = tmp_path / "again"
    filed(pictures, out)
    filed(pictures, again)
    assert files(out) == files(again)


STARTED = """
import sys
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from test_gallery_files import filed, wish
folder = Path({folder!r})
wishes = [wish(path, size=(1080, 1350)) for path in sorted(folder.glob("*.jpg"))]
wishes += [wish(path, size=(270, 480)) for path in sorted(folder.glob("*.mov"))]
print("begun", flush=True)
filed(wishes, folder / "out")
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_leaves_only_whole_files(tmp_path: Path, how: signal.Signals) -> None:
    for number in range(8):
        (tmp_path / f"{number}.jpg").write_bytes(photo((1080, 1350), seed=number))
    clip(tmp_path / "a.mov", seconds=4, rotation=90)
    script = STARTED.format(root=str(ROOT), tests=str(ROOT / "tests"), folder=str(tmp_path))
    shelf = tmp_path / "out" / "m"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout and process.stdout.readline() == b"begun\n"
        while not shelf.is_dir() or len(list(shelf.iterdir())) < 20:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(how)
    if how == signal.SIGINT:
        assert not list(shelf.glob(f"{PART_PREFIX}*"))
    left = [path for path in shelf.iterdir() if not path.name.startswith(PART_PREFIX)]
    assert left
    for path in left:
        if path.suffix in (".avif", ".webp", ".jpg"):
            with Image.open(path) as image:
                image.load()
    whole = tmp_path / "whole"
    wishes = [wish(path, size=(1080, 1350)) for path in sorted(tmp_path.glob("*.jpg"))]
    wishes += [wish(path, size=(270, 480)) for path in sorted(tmp_path.glob("*.mov"))]
    filed(wishes, tmp_path / "out")
    filed(wishes, whole)
    for part in shelf.glob(f"{PART_PREFIX}*"):  # what a kill leaves, and a later run sweeps
        part.unlink()
    assert files(tmp_path / "out").keys() == files(whole).keys()
    assert stills(tmp_path / "out") == stills(whole)


# --- clips ---------------------------------------------------------------------------------------


def test_a_clip_has_its_poster_preview_and_captions(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", sound="tone", seconds=2)
    wanted = wish(path, size=(270, 480), captions=SAID, muted="The song is not licensed.")
    (made,) = filed([wanted], tmp_path / "out")
    assert made.clip and made.clip.preview and made.clip.captions
    assert (made.clip.width, made.clip.height, made.clip.sound) == (270, 480, False)
    assert abs(made.clip.seconds - 2) < 0.1
    assert (made.clip.captions_language, made.clip.muted) == ("de", "The song is not licensed.")
    assert (made.piece.width, made.piece.height) == (270, 480)
    assert set(files(tmp_path / "out")) == set(made.files())
    assert (tmp_path / "out" / made.clip.captions).read_text() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n"
    )


def test_two_builds_have_the_same_bytes(tmp_path: Path, pictures: list[Wish]) -> None:
    wishes = [*pictures, wish(clip(tmp_path / "c.mov", rotation=90, sound="tone"), size=(270, 480))]
    one, two = tmp_path / "one", tmp_path / "two"
    assert filed(wishes, one) == filed(list(reversed(wishes)), two)[::-1]
    assert files(one).keys() == files(two).keys()
    assert stills(one) == stills(two)
