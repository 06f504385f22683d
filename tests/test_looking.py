"""Looking at a workspace's originals: once, kept in the catalog, and again only for a reason."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Shop, photo
from portraits import Edges, light_model, overlap, portrait, stored
from processes import copied, downloads, environment
from processes import workspace as made_workspace

from ugc.catalog.seen import KeptPart
from ugc.errors import MissingError, UsageError
from ugc.media.look import Looker
from ugc.media.look.people import Figures, People
from ugc.media.read_text import reader
from ugc.model.posts import Media
from ugc.model.seen import PARTS, Part, Seen
from ugc.workspace import Workspace
from ugc.workspace.looking import look_at, looker_of

FACES: list[Edges] = [(0.1, 0.2, 0.3, 0.5), (0.4, 0.3, 0.6, 0.6), (0.65, 0.15, 0.85, 0.45)]
PLAIN: tuple[Part, ...] = ("faces", "people", "surface")


class Watched:
    """Counts what is looked at, as a progress line would."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.totals: set[int] = set()

    def __call__(self, name: str, total: int) -> None:
        self.names.append(name)
        self.totals.add(total)


@pytest.fixture
def glow(empty_shop: Shop, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with three portraits, words not wanted."""
    folder = tmp_path / "faces"
    folder.mkdir()
    for number, edges in enumerate(FACES):
        (folder / f"{number}.jpg").write_bytes(stored(portrait(faces=[edges]), quality=90))
    empty_shop("import", folder)
    settings = empty_shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("words = true", "words = false"), "utf-8")
    with Workspace.open(empty_shop.root) as opened:
        yield opened


def media_of(workspace: Workspace) -> list[Media]:
    return [media for post in workspace.catalog.posts() for media in post.media]


def file_of(workspace: Workspace, media: Media) -> Path:
    return workspace.media.path(media.sha256, media.ext)


def test_each_is_looked_at_once(glow: Workspace) -> None:
    media, first = media_of(glow), Watched()
    looked = look_at(glow, [*media, *media], seen=first)
    assert sorted(first.names) == sorted(f"{each.sha256[:12]}.jpg" for each in media)
    assert first.totals == {3}
    assert looked.unread == ()
    assert looked.seen.keys() == {each.sha256 for each in media}
    boxes = sorted(
        (box for seen in looked.seen.values() for box in seen.boxes("face")), key=lambda box: box.x0
    )
    assert [overlap(box, edges) > 0.5 for box, edges in zip(boxes, FACES, strict=True)] == [True] * 3
    assert all(seen.busy and seen.salient and not seen.words_read for seen in looked.seen.values())

    again = Watched()
    assert look_at(glow, media, seen=again) == looked
    assert again.names == []
    with Workspace.open(glow.root) as later:
        assert look_at(later, media, seen=again) == looked
    assert again.names == []


def test_of_some_only(glow: Workspace) -> None:
    one, *others = media_of(glow)
    watched = Watched()
    assert look_at(glow, [one], seen=watched).seen.keys() == {one.sha256}
    look_at(glow, others, seen=watched)
    assert len(watched.names) == 3
    assert look_at(glow, []).seen == {}


class Stricter(Looker):
    """A looker whose people detector is another one."""

    def __init__(self) -> None:
        super().__init__(words=False)
        self._detectors["people"] = People(Figures(least=5.0))


def test_another_method_is_looked_with_again_for_its_part_alone(glow: Workspace) -> None:
    media = media_of(glow)
    before = look_at(glow, media).seen
    watched, other = Watched(), Stricter()
    after = look_at(glow, media, seen=watched, looker=other).seen
    assert len(watched.names) == 3
    for each in media:
        kept = glow.catalog.seen.of([each.sha256])[each.sha256]
        assert {part: kept[part].method for part in PLAIN} == other.methods
        assert after[each.sha256].detectors["people"] != before[each.sha256].detectors["people"]
        assert after[each.sha256].busy == before[each.sha256].busy
    look_at(glow, media, seen=watched, looker=other)
    assert len(watched.names) == 3
    look_at(glow, media, seen=watched)
    assert len(watched.names) == 6


def test_a_face_model_of_the_settings(glow: Workspace) -> None:
    """Its path is told from the workspace on; another content is another detector."""
    look_at(glow, media_of(glow))
    (glow.root / "models").mkdir()
    model = glow.root / "models" / "faces.onnx"
    settings = glow.root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('faces = ""', 'faces = "models/faces.onnx"'), "utf-8"
    )
    for channel, looks in ((2, 3), (2, 0), (1, 3)):
        model.write_bytes(light_model(channel=channel))
        watched = Watched()
        with Workspace.open(glow.root) as opened:
            seen = look_at(opened, media_of(opened), seen=watched).seen
        assert len(watched.names) == looks
        assert all(each.detectors["faces"].startswith("face model") for each in seen.values())
    model.unlink()
    with Workspace.open(glow.root) as opened, pytest.raises(UsageError, match=r"looking\.faces"):
        looker_of(opened)


def test_a_broken_file_costs_itself_and_is_not_tried_again(glow: Workspace, tmp_path: Path) -> None:
    """Its header is whole, so it was catalogued; its picture is not."""
    one, *_ = media_of(glow)
    data = file_of(glow, one).read_bytes()
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "cut.jpg").write_bytes(data[: len(data) // 2])
    sha256, size = glow.media.put(tmp_path / "cut" / "cut.jpg", ext="jpg")
    glow.catalog._database.run(
        "INSERT INTO media (sha256, kind, ext, size, width, height) VALUES (?, 'image', 'jpg', ?, 900, 700)",
        (sha256, size),
    )
    cut = one.model_copy(update={"sha256": sha256})
    watched = Watched()
    looked = look_at(glow, [cut, *media_of(glow)], seen=watched)
    assert looked.seen.keys() == {each.sha256 for each in media_of(glow)}
    assert len(watched.names) == 4
    (sentence,) = looked.unread
    assert sentence.startswith("1 file cannot be looked at:") and "could not be decoded" in sentence
    assert look_at(glow, [cut, *media_of(glow)], seen=watched) == looked
    assert len(watched.names) == 4


def test_a_missing_original_is_said_and_tried_again(glow: Workspace) -> None:
    one, *others = media_of(glow)
    path = file_of(glow, one)
    data = path.read_bytes()
    path.unlink()
    watched = Watched()
    for tries in (1, 2):
        looked = look_at(glow, [one, *others], seen=watched)
        assert looked.seen.keys() == {each.sha256 for each in others}
        (sentence,) = looked.unread
        assert sentence.startswith("1 file could not be looked at:")
        assert len(watched.names) == 2 + tries
    path.write_bytes(data)
    looked = look_at(glow, [one, *others], seen=watched)
    assert looked.unread == () and one.sha256 in looked.seen
    assert len(watched.names) == 5


def test_a_changed_original_is_not_looked_at(glow: Workspace) -> None:
    one, *_ = media_of(glow)
    file_of(glow, one).write_bytes(photo(seed=8))
    looked = look_at(glow, [one])
    assert not looked.seen
    assert "has changed since it was stored" in looked.unread[0]


def test_what_was_seen_outlives_its_original(glow: Workspace) -> None:
    media = media_of(glow)
    before = look_at(glow, media)
    for each in media:
        file_of(glow, each).unlink()
    assert look_at(glow, media) == before


def test_a_catalog_that_cannot_be_written(glow: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks, and keeps nothing. Root may write anywhere, so the connection is told."""
    media = media_of(glow)
    monkeypatch.setattr(glow.catalog._database, "writable", False)
    watched = Watched()
    first = look_at(glow, media, seen=watched)
    assert len(first.seen) == 3
    assert look_at(glow, media, seen=watched) == first
    assert len(watched.names) == 6
    assert glow.catalog.seen.of([each.sha256 for each in media]) == {}


def kept(sha256: str, *, part: Part = "faces", method: str = "m", seen: Seen | None = None) -> KeptPart:
    return KeptPart(media=sha256, part=part, method=method, seen=seen or Seen(words_read=True))


def test_media_gone_meanwhile_are_passed_over(glow: Workspace) -> None:
    one, *_ = media_of(glow)
    rows = glow.catalog.seen
    rows.keep([kept("f" * 64), kept(one.sha256)])
    assert rows.of([one.sha256, "f" * 64]).keys() == {one.sha256}
    assert rows.lacking([one.sha256, "f" * 64], "faces", "m") == {"f" * 64}
    assert rows.lacking([one.sha256], "faces", "another") == {one.sha256}
    assert rows.lacking([one.sha256], "people", "m") == {one.sha256}


def test_parts_are_kept_all_or_nothing(glow: Workspace) -> None:
    one, two, _ = media_of(glow)

    def failing() -> Iterator[KeptPart]:
        yield kept(one.sha256)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        glow.catalog.seen.keep(failing())
    assert glow.catalog.seen.of([one.sha256, two.sha256]) == {}


def test_what_was_seen_goes_with_the_media(glow: Workspace) -> None:
    media = media_of(glow)
    look_at(glow, media)
    glow.catalog._database.run("DELETE FROM post_media")
    glow.catalog._database.run("DELETE FROM media")
    assert glow.catalog._database.run("SELECT count(*) FROM seen") == [(0,)]


def test_words_are_looked_for_once_the_extra_is_there(glow: Workspace) -> None:
    """Without it no row is kept; settings that want no words hide those that were read."""
    media = media_of(glow)
    look_at(glow, media)
    shas = [each.sha256 for each in media]
    assert glow.catalog.seen.lacking(shas, "words", "any") == set(shas)
    glow.catalog.seen.keep([kept(shas[0], part="words")])
    assert not look_at(glow, media).seen[shas[0]].words_read
    wanting = glow.settings.model_copy(
        update={"looking": glow.settings.looking.model_copy(update={"words": True})}
    )
    glow.settings = wanting
    if reader() is None:
        watched = Watched()
        looked = look_at(glow, media, seen=watched).seen
        assert watched.names == []
        assert [looked[sha256].words_read for sha256 in shas] == [True, False, False]
        return
    watched = Watched()
    looked = look_at(glow, media, seen=watched).seen
    assert len(watched.names) == 3
    assert all(
        seen.words_read and set(seen.detectors) == set(PARTS) - {"watched"} for seen in looked.values()
    )
    look_at(glow, media, seen=watched)
    assert len(watched.names) == 3


def test_a_picture_whose_reader_is_missing(
    empty_shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pillow_heif", reason="the extra heic is not installed").register_heif_opener()
    folder = tmp_path / "heic"
    folder.mkdir()
    (folder / "x.heic").write_bytes(stored(portrait(), "HEIF"))
    empty_shop("import", folder)
    with Workspace.open(empty_shop.root) as opened:
        media, looker = media_of(opened), Looker(words=False)
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "pillow_heif", None)
            looked = look_at(opened, media, looker=looker)
            assert not looked.seen and "HEIC" in looked.unread[0]
        looked = look_at(opened, media, looker=looker)
        assert looked.unread == ()
        assert len(looked.seen[media[0].sha256].boxes("face")) == 1


def test_without_cascades_it_is_said(
    glow: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import cv2

    monkeypatch.setattr(cv2.data, "haarcascades", f"{tmp_path}{os.sep}")
    assert look_at(glow, media_of(glow)).seen, "the shipped network needs none"
    told = glow.settings.looking.model_copy(update={"faces": "cascades"})
    glow.settings = glow.settings.model_copy(update={"looking": told})
    with pytest.raises(MissingError, match="Pictures cannot be looked at"):
        look_at(glow, media_of(glow))


MANY = 40
_LOOK = """
import sys
from pathlib import Path
from ugc.media.look import Looker
from ugc.workspace import Workspace
from ugc.workspace.looking import look_at

with Workspace.open(Path(sys.argv[1])) as workspace:
    media = [each for post in workspace.catalog.posts() for each in post.media]
    look_at(workspace, media, seen=lambda name, total: print(name, total, flush=True), looker=Looker(words=False))
"""


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forty")
    return made_workspace(folder / "glow", downloads(folder / "collected", posts=MANY, size=(240, 300)))


@pytest.mark.parametrize("lines", [2, 20])
def test_a_killed_run_leaves_what_it_kept(forty: Path, tmp_path: Path, lines: int) -> None:
    root = copied(forty, tmp_path / "glow")
    command = [sys.executable, "-c", _LOOK, str(root)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for _ in range(lines):
        assert process.stdout.readline().endswith(f" {MANY}\n")
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL
    with Workspace.open(root) as opened:
        media = media_of(opened)
        known = opened.catalog.seen.of([each.sha256 for each in media])
        assert (lines - 1) // 16 * 16 <= len(known) < MANY
        assert all(set(parts) == set(PLAIN) for parts in known.values())
        watched = Watched()
        looked = look_at(opened, media, seen=watched, looker=Looker(words=False))
    assert len(watched.names) == MANY - len(known)
    assert len(looked.seen) == MANY
    assert looked.unread == ()


def test_two_runs_at_once(forty: Path, tmp_path: Path) -> None:
    root = copied(forty, tmp_path / "glow")
    command = [sys.executable, "-c", _LOOK, str(root)]
    started = time.monotonic()
    runs = [
        subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert run.returncode == 0, f"{err} after {time.monotonic() - started:.0f} s"
    with Workspace.open(root) as opened:
        watched = Watched()
        assert len(look_at(opened, media_of(opened), seen=watched, looker=Looker(words=False)).seen) == MANY
    assert watched.names == []
