"""What is seen in pictures: drawn and real faces against boxes set by hand, maps against figures worked by hand."""

import os
import shutil
import struct
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from clips import clip, ffmpeg
from conftest import SHARED, photo
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageFont
from portraits import PROFILE, TONES, Edges, light_model, overlap, portrait, profile, stored

from ugc.errors import InputError, MissingError, UgcError, UsageError
from ugc.media.look import Looker
from ugc.media.look.faces import Cascades, Figures
from ugc.media.look.network import MODEL, Network
from ugc.media.look.network import Figures as NetworkFigures
from ugc.media.look.pair import YUNET
from ugc.media.look.people import Figures as PeopleFigures
from ugc.media.look.people import People
from ugc.media.look.picture import view_of
from ugc.media.look.surface import Surface
from ugc.media.read_text import reader
from ugc.model.seen import PARTS, Grid, Seen
from ugc.resources import ASSETS

ALONE: Edges = (0.55, 0.2, 0.75, 0.5)
"""Where the face of `portrait()` is."""
BOLD = ASSETS / "fonts" / "inter" / "Inter-Bold.otf"


@pytest.fixture(scope="module", params=[None, "cascades"], ids=["networks", "cascades"])
def looker(request: pytest.FixtureRequest) -> Looker:
    return Looker(faces=request.param, words=False)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def cells(grid: Grid | None) -> NDArray[np.uint8]:
    assert grid is not None
    return np.frombuffer(grid.levels, np.uint8).reshape(grid.rows, grid.columns)


def check_one_face(seen: Seen, edges: Edges = ALONE, *, least: float = 0.5) -> None:
    faces = seen.boxes("face")
    assert len(faces) == 1
    assert overlap(faces[0], edges) >= least


FACES: list[tuple[str, tuple[int, int], Edges]] = [
    ("of usual size", (900, 700), ALONE),
    ("upright picture", (600, 800), (0.2, 0.3, 0.5, 0.55)),
    ("made smaller", (2400, 1800), (0.1, 0.5, 0.25, 0.7)),
    ("small", (1080, 1350), (0.4, 0.1, 0.48, 0.17)),
    ("small picture, which is not made larger", (200, 200), (0.3, 0.3, 0.6, 0.65)),
    ("fills the picture, where a cascade sees none without a margin", (800, 800), (0.02, 0.04, 0.98, 0.98)),
]


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize(("size", "edges"), [case[1:] for case in FACES], ids=[case[0] for case in FACES])
def test_a_face(tmp_path: Path, looker: Looker, size: tuple[int, int], edges: Edges, tone: str) -> None:
    drawn = portrait(size, faces=[edges], tone=TONES[tone])
    seen = looker.look(written(tmp_path / "x.jpg", stored(drawn, quality=90)), ["faces"])["faces"]
    check_one_face(seen, edges)
    (sight,) = seen.sights
    if "cascades" in looker.methods["faces"]:
        assert sight.score is None, "they have none that ranks"
    else:
        assert 0.5 <= (sight.score or 0) <= 1
    assert seen.detectors == {sight.by: looker.methods["faces"]}


def test_several_faces(tmp_path: Path, looker: Looker) -> None:
    places: list[Edges] = [(0.1, 0.2, 0.2, 0.4), (0.4, 0.5, 0.55, 0.75), (0.75, 0.1, 0.87, 0.32)]
    path = written(tmp_path / "x.jpg", stored(portrait((1600, 1000), faces=places)))
    found = sorted(looker.look(path)["faces"].boxes("face"), key=lambda box: box.x0)
    assert [overlap(box, edges) > 0.5 for box, edges in zip(found, places, strict=True)] == [True] * 3


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_face_from_either_side(tmp_path: Path, looker: Looker, mirrored: bool) -> None:
    """One cascade knows faces that look to the left; the mirror shows it the others. It draws most of the head."""
    drawn = profile().transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else profile()
    x0, y0, x1, y1 = PROFILE
    check_one_face(
        looker.look(written(tmp_path / "x.jpg", stored(drawn, quality=90)))["faces"],
        (1 - x1, y0, 1 - x0, y1) if mirrored else PROFILE,
        least=0.4,
    )


@pytest.mark.parametrize("seed", range(4))
def test_no_face_where_there_is_none(tmp_path: Path, looker: Looker, seed: int) -> None:
    assert looker.look(written(tmp_path / "x.jpg", photo(seed=seed)))["faces"].sights == ()


@pytest.mark.parametrize("turn", range(1, 9))
def test_boxes_are_of_the_upright_picture(tmp_path: Path, looker: Looker, turn: int) -> None:
    path = written(tmp_path / "x.jpg", stored(portrait((1400, 900)), turn=turn, quality=90))
    found = looker.look(path)
    check_one_face(found["faces"])
    assert (found["surface"].busy or Grid.of(0, 0, b"")).columns == 48


def _mode(mode: str) -> bytes:
    drawn = portrait()
    if mode == "I;16":
        deep = np.asarray(drawn.convert("L")).astype(np.uint16) * 257
        return stored(Image.fromarray(deep), "PNG")
    if mode == "clear ground":
        drawn.putalpha(Image.fromarray((np.asarray(drawn.convert("L")) < 200).astype(np.uint8) * 255))
        return stored(drawn, "PNG")
    if mode == "odd profile":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        return stored(drawn, "PNG", icc_profile=profile)
    if mode == "CMYK":
        return stored(drawn.convert("CMYK"), quality=90)
    if mode == "grey JPEG":
        return stored(drawn.convert("L"), quality=90)
    if mode == "progressive":
        return stored(portrait((3000, 2334)), progressive=True)
    if mode == "large RGBA":
        return stored(portrait((3000, 2334)).convert("RGBA"), "PNG")
    if mode in ("WEBP", "AVIF", "TIFF"):
        return stored(drawn, mode)
    return stored(drawn.convert(mode), "GIF" if mode == "P" else "PNG")


MODES = (
    "L,LA,P,RGBA,I;16,CMYK,WEBP,AVIF,TIFF,grey JPEG,clear ground,odd profile,progressive,large RGBA".split(
        ","
    )
)


@pytest.mark.parametrize("mode", MODES)
def test_any_kind_of_pixels(tmp_path: Path, looker: Looker, mode: str) -> None:
    check_one_face(looker.look(written(tmp_path / "x", _mode(mode)))["faces"])


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 5000), (5000, 1), (19, 19), (20, 20), (63, 127), (5000, 40), (15, 900)]
)
def test_odd_shapes(tmp_path: Path, looker: Looker, size: tuple[int, int]) -> None:
    path = written(tmp_path / "x.png", stored(Image.new("RGB", size, (90, 120, 60)), "PNG"))
    found = Seen.joined(looker.look(path).values())
    assert found.sights == ()
    assert found.inside is None
    for grid, most in ((found.salient, 32), (found.busy, 48), (found.light, 48)):
        assert cells(grid).size
        assert grid is not None and max(grid.columns, grid.rows) == min(most, max(size))
    assert not cells(found.busy).any()
    assert found.sharpness == 0


def test_a_picture_is_made_small(tmp_path: Path) -> None:
    for size, small in (((4000, 3000), (800, 600)), ((640, 400), (640, 400)), ((300, 6000), (40, 800))):
        for kind in ("JPEG", "PNG"):
            path = written(tmp_path / "x", stored(Image.new("RGB", size, (30, 60, 90)), kind))
            view = view_of(path, max_pixels=10**8)
            assert view.small.shape == (small[1], small[0], 3)
            assert max(view.pixels.shape) <= 1280
            assert np.abs(view.pixels.astype(int) - (30, 60, 90)).max() <= 2


def _huge() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)))
    told = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


BROKEN: list[tuple[str, bytes, str]] = [
    ("empty", b"", "is empty"),
    ("text", b"hello there", "looks like text"),
    ("drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
    ("half a JPEG", photo()[:20_000], "could not be decoded"),
    ("a header alone", b"\xff\xd8\xff\xe0" + b"\0" * 40, "could not be decoded"),
    ("half a PNG", stored(portrait(), "PNG")[:5_000], "could not be decoded"),
    ("a huge PNG", _huge(), "60000x60000"),
    ("half a clip", b"\0\0\0\x20ftypisom" + b"\0" * 400, "could not be decoded"),
]


@pytest.mark.parametrize(("data", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_broken_files_are_errors(tmp_path: Path, looker: Looker, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        looker.look(written(tmp_path / "x", data))


def test_larger_than_is_wanted(tmp_path: Path) -> None:
    path = written(tmp_path / "x.jpg", photo((1200, 1500)))
    with pytest.raises(InputError, match="1200x1500"):
        Looker(words=False, max_pixels=1_000_000).look(path)


def test_any_hostile_picture(tmp_path: Path, looker: Looker) -> None:
    """Each is seen, or refused in words; nothing else."""
    maker = SHARED / "nasty" / "make_nasty.py"
    if not maker.is_file():
        pytest.skip("the maker of hostile files is not here")
    shutil.copy(maker, tmp_path / maker.name)
    ffmpeg_free = {key: value for key, value in os.environ.items() if key != "PYTHONWARNINGS"}
    done = __import__("subprocess").run(
        [sys.executable, maker.name], cwd=tmp_path, env=ffmpeg_free, capture_output=True, text=True
    )
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".py"]
    if done.returncode or not files:
        pytest.skip("the maker of hostile files does not run here")
    for path in files:
        with suppress(UgcError):
            assert set(looker.look(path)) == {"faces", "people", "surface"}


def test_the_first_frame_of_an_animation(tmp_path: Path, looker: Looker) -> None:
    empty = Image.new("RGB", (900, 700), (215, 220, 225))
    for frames, faces in (([portrait(), empty], 1), ([empty, portrait()], 0)):
        out = BytesIO()
        frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
        assert len(looker.look(written(tmp_path / "x.gif", out.getvalue()))["faces"].sights) == faces


def test_heic_without_its_extra(tmp_path: Path, looker: Looker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    path = written(tmp_path / "x.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40)
    with pytest.raises(MissingError, match="HEIC") as caught:
        looker.look(path)
    assert "ugc-toolkit[heic]" in (caught.value.hint or "")


def _moving(path: Path, pictures: list[Image.Image], *, rotation: int = 0, gop: int = 250) -> Path:
    """A clip that shows each picture for a second."""
    for number, picture in enumerate(pictures):
        turned = picture.rotate(rotation, expand=True)
        turned.save(path.with_name(f"{path.stem}{number:03}.png"))
    plain = path.with_name(f"plain.{path.name}")
    source = ["-framerate", "1", "-i", path.with_name(f"{path.stem}%03d.png"), "-r", "10"]
    ffmpeg(*source, "-c:v", "libx264", "-g", str(gop), "-pix_fmt", "yuv420p", plain)
    ffmpeg("-display_rotation", str(-rotation), "-i", plain, "-c", "copy", path)
    return path


@pytest.mark.parametrize("gop", [5, 250], ids=["many frames to seek to", "one"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_one_frame_stands_for_a_clip(tmp_path: Path, looker: Looker, rotation: int, gop: int) -> None:
    """The crispest of four: here the third second alone is neither black nor out of focus."""
    size = (640, 480)
    black, blurred = Image.new("RGB", size), portrait(size, faces=()).filter(ImageFilter.GaussianBlur(8))
    path = _moving(tmp_path / "x.mp4", [black, blurred, portrait(size), black], rotation=rotation, gop=gop)
    check_one_face(looker.look(path)["faces"])


def test_clips_that_are_odd(tmp_path: Path, looker: Looker) -> None:
    short = looker.look(clip(tmp_path / "short.mp4", seconds=0.05))
    assert short["surface"].sharpness
    dark = looker.look(clip(tmp_path / "dark.mp4", seconds=1, black_opening=2))
    assert not cells(dark["surface"].light).any()
    sound = tmp_path / "sound.mp4"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", sound)
    with pytest.raises(InputError, match="no picture, only sound"):
        looker.look(sound)
    whole = clip(tmp_path / "whole.mp4", seconds=2).read_bytes()
    with pytest.raises(InputError, match="could not be decoded"):
        looker.look(written(tmp_path / "cut.mp4", whole[: len(whole) // 2].replace(b"moov", b"moof")))


def test_threads_may_share_a_looker(tmp_path: Path, looker: Looker) -> None:
    paths = [
        written(tmp_path / f"{n}.jpg", stored(portrait((900, 700), faces=[(x, 0.2, x + 0.2, 0.5)])))
        for n, x in enumerate((0.1, 0.3, 0.5, 0.7, 0.2, 0.6))
    ]
    alone = [looker.look(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(looker.look, paths * 3))
    assert together == alone * 3
    assert len({box.x0 for seen in alone for box in seen["faces"].boxes("face")}) == 6


# --- people --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "edges"),
    [
        ((600, 800), (0.35, 0.2, 0.6, 0.85)),
        ((900, 900), (0.1, 0.15, 0.35, 0.9)),
        ((1200, 800), (0.6, 0.2, 0.8, 0.9)),
    ],
)
def test_a_person_who_stands(tmp_path: Path, looker: Looker, size: tuple[int, int], edges: Edges) -> None:
    path = written(tmp_path / "x.jpg", stored(portrait(size, faces=(), people=[edges])))
    (sight,) = looker.look(path)["people"].sights
    assert (sight.kind, sight.by, sight.score) == ("person", "people", None)
    assert overlap(sight.box, edges) > 0.5


# --- methods -------------------------------------------------------------------------------------------------------


def test_another_detector_has_another_method(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = light_model(channel=2), light_model(channel=1)
    made: list[Callable[[], str]] = [
        lambda: Cascades().method,
        lambda: Cascades(replace(Figures(), contrast=3.0)).method,
        lambda: Looker(faces=written(tmp_path / "a.onnx", one), words=False).methods["faces"],
        lambda: Looker(faces=written(tmp_path / "a.onnx", other), words=False).methods["faces"],
        lambda: People().method,
        lambda: People(PeopleFigures(least=0.5)).method,
        lambda: Surface().method,
    ]
    methods = [make() for make in made]
    assert len(set(methods)) == len(made)
    assert [make() for make in made] == methods
    assert all(f"OpenCV {cv2.__version__}" in method for method in methods)
    monkeypatch.setattr(cv2, "__version__", "4.99.0")
    newer = [make() for make in made]
    assert not set(newer) & set(methods)


def test_another_cascade_is_another_detector(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Cascades().method
    copied = Path(shutil.copytree(cv2.data.haarcascades, tmp_path / "cascades"))
    monkeypatch.setattr(cv2.data, "haarcascades", f"{copied}{os.sep}")
    assert Cascades().method == before
    with (copied / "haarcascade_profileface.xml").open("a", encoding="utf-8") as file:
        file.write("<!-- taught anew -->\n")
    assert Cascades().method != before


def test_parts_are_looked_for_as_asked(tmp_path: Path, looker: Looker) -> None:
    path = written(tmp_path / "x.jpg", stored(portrait(people=[(0.1, 0.2, 0.3, 0.85)])))
    assert set(looker.look(path, ["surface"])) == {"surface"}
    assert looker.look(path, []) == {}
    all_parts = looker.look(path)
    joined = Seen.joined(all_parts[part] for part in PARTS if part in all_parts)
    assert {sight.kind for sight in joined.sights} == {"face", "person"}
    assert joined.detectors == looker.methods
    assert joined.busy == all_parts["surface"].busy and joined.sharpness == all_parts["surface"].sharpness
    assert not joined.words_read
    assert Seen.model_validate_json(joined.model_dump_json(exclude_defaults=True)) == joined


def test_what_is_seen_is_small(tmp_path: Path, looker: Looker) -> None:
    path = written(tmp_path / "x.jpg", photo((1500, 1500)))
    seen = Seen.joined(looker.look(path).values())
    assert len(seen.model_dump_json(exclude_defaults=True)) < 10_000


# --- models --------------------------------------------------------------------------------------------------------


def test_a_face_model(tmp_path: Path) -> None:
    """The model says how sure it is, in its own coordinates; a cell of it is 32 pixels of 640."""
    looker = Looker(faces=written(tmp_path / "light.onnx", light_model()), words=False)
    for level, found in ((204, [0.8]), (140, [])):
        picture = Image.new("RGB", (1280, 960))
        picture.paste((level, 0, 0), (640, 192, 704, 256))
        seen = looker.look(written(tmp_path / "x.png", stored(picture, "PNG")))["faces"]
        assert [sight.score for sight in seen.sights] == pytest.approx(found, abs=0.01)
        for box in seen.boxes("face"):
            assert overlap(box, (0.5, 0.2, 0.55, 0.26667)) > 0.95


def test_a_face_model_is_given_blue_green_red(tmp_path: Path) -> None:
    picture = Image.new("RGB", (640, 480))
    picture.paste((230, 0, 0), (320, 96, 352, 128))
    path = written(tmp_path / "x.png", stored(picture, "PNG"))
    for channel, faces in ((0, 0), (2, 1)):
        model = written(tmp_path / "light.onnx", light_model(channel=channel))
        assert len(Looker(faces=model, words=False).look(path, ["faces"])["faces"].sights) == faces


MODELS: list[tuple[str, bytes | None]] = [
    ("missing", None),
    ("empty", b""),
    ("no model", b"junk" * 200),
    ("cut short", light_model()[:400]),
    ("another kind of model", light_model(outputs=False)),
]


@pytest.mark.parametrize("data", [case[1] for case in MODELS], ids=[case[0] for case in MODELS])
def test_a_model_that_will_not_do(
    tmp_path: Path, data: bytes | None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faces.onnx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UsageError, match=r"looking\.faces") as caught:
        Looker(faces=path, words=False)
    assert str(path) in caught.value.message
    assert capfd.readouterr() == ("", "")


def test_a_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"looking\.faces"):
        Looker(faces=tmp_path, words=False)


def test_yunet_itself(media: Path) -> None:
    looker = Looker(faces=YUNET, words=False)
    for file, edges in REAL.items():
        faces = looker.look(media / file, ["faces"])["faces"]
        assert len(faces.sights) == len(edges)
        assert all(any(overlap(box, each) > 0.4 for box in faces.boxes("face")) for each in edges)
        assert all(0.7 <= (sight.score or 0) <= 1 for sight in faces.sights)


@pytest.mark.parametrize("content", [None, "<opencv_storage></opencv_storage>"], ids=["missing", "empty"])
def test_without_cascades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None) -> None:
    """As with OpenCV 5, whose wheels hold none."""
    if content:
        (tmp_path / "haarcascade_frontalface_alt2.xml").write_text(content, "utf-8")
    monkeypatch.setattr(cv2.data, "haarcascades", f"{tmp_path}{os.sep}")
    with pytest.raises(MissingError, match="haarcascade_frontalface_alt2") as caught:
        Looker(faces="cascades", words=False)
    assert "pip install" in (caught.value.hint or "") and "<5" in (caught.value.hint or "")


def test_without_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingError, match="is not there") as caught:
        Network(model=tmp_path / "gone.tflite")
    assert "Install ugc again" in (caught.value.hint or "")
    with pytest.raises(MissingError, match="what runs the network"):
        Network(model=written(tmp_path / "broken.tflite", b"no network"))
    monkeypatch.delattr(cv2.dnn, "readNetFromTFLite")
    with pytest.raises(MissingError, match="what runs the network") as caught:
        Looker(words=False)
    assert "pip install" in (caught.value.hint or "") and "<5" in (caught.value.hint or "")


def test_another_network_is_another_detector(tmp_path: Path) -> None:
    before = Network().method
    same = written(tmp_path / "same.tflite", MODEL.read_bytes())
    assert Network(model=same).method == before
    other = written(tmp_path / "other.tflite", MODEL.read_bytes() + b" ")
    assert Network(model=other).method != before
    assert Network(replace(NetworkFigures(), alone=0.8)).method != before


def test_a_crowd_of_small_faces(tmp_path: Path) -> None:
    """Each is a thirtieth of the picture: too small for the network in the whole of it."""
    places: list[Edges] = [(0.05 + 0.15 * n, 0.4, 0.05 + 0.15 * n + 0.033, 0.455) for n in range(6)]
    path = written(tmp_path / "x.jpg", stored(portrait((1280, 960), faces=places), quality=92))
    found = sorted(Looker(words=False).look(path, ["faces"])["faces"].boxes("face"), key=lambda box: box.x0)
    assert len(found) == len(places)
    assert all(overlap(box, edges) > 0.4 for box, edges in zip(found, places, strict=True))


def test_without_the_people_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(cv2, "HOGDescriptor")
    with pytest.raises(MissingError, match="people detector"):
        Looker(words=False)


# --- words ---------------------------------------------------------------------------------------------------------


def poster(path: Path, *, turn: int = 1) -> Path:
    """A picture with words, one of them where they will stand upright."""
    image = Image.open(BytesIO(photo((1080, 1350)))).convert("RGB").point(lambda level: level // 3)
    ImageDraw.Draw(image).text((100, 900), "MORNING LIGHT", font=ImageFont.truetype(BOLD, 72), fill="white")
    return written(path, stored(image, turn=turn, quality=92))


@pytest.mark.parametrize("turn", [1, 6])
def test_words_are_read(tmp_path: Path, turn: int) -> None:
    if reader() is None:
        pytest.skip("the extra ocr is not installed")
    looker = Looker()
    seen = looker.look(poster(tmp_path / "x.jpg", turn=turn), ["words"])["words"]
    assert seen.words_read
    (sight,) = seen.sights
    assert (sight.kind, sight.by, sight.text.replace(" ", "")) == ("words", "words", "MORNINGLIGHT")
    assert (sight.score or 0) > 0.6
    drawn = ImageFont.truetype(BOLD, 72).getbbox("MORNING LIGHT")
    assert overlap(sight.box, ((100 + drawn[0]) / 1080, (900 + drawn[1]) / 1350,
                               (100 + drawn[2]) / 1080, (900 + drawn[3]) / 1350)) > 0.6  # fmt: skip
    assert "rapidocr" in looker.methods["words"]
    empty = looker.look(written(tmp_path / "y.jpg", photo()), ["words"])["words"]
    assert empty.words_read and not empty.sights


def test_words_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ugc.media.read_text.find_spec", lambda _: None)
    looker = Looker()
    assert set(looker.methods) == {"faces", "people", "surface"}
    assert "words" not in looker.look(poster(tmp_path / "x.jpg"))


def test_words_that_are_not_wanted() -> None:
    assert "words" not in Looker(words=False).methods


# --- real photographs, boxes set by eye on a grid, from the brow to the chin ------------------------------------------

REAL: dict[str, list[Edges]] = {
    "astronaut.png": [(0.345, 0.16, 0.535, 0.355)],
    "chris.jpg": [(0.21, 0.25, 0.71, 0.82)],
    "three_people.jpg": [(0.12, 0.08, 0.24, 0.25), (0.306, 0.44, 0.459, 0.64), (0.784, 0.1, 0.904, 0.26)],
}
FACELESS = ("coffee.png", "china.jpg", "rocket.jpg", "teapot.jpg", "tokyo.jpg", "london.jpg", "flower.jpg")


@pytest.mark.parametrize("name", REAL)
def test_faces_of_real_people(media: Path, looker: Looker, name: str) -> None:
    found = list(looker.look(media / name, ["faces"])["faces"].boxes("face"))
    assert len(found) == len(REAL[name])
    for edges in REAL[name]:
        best = max(found, key=lambda box: overlap(box, edges))
        assert overlap(best, edges) > 0.4
        assert edges[0] < (best.x0 + best.x1) / 2 < edges[2]
        assert edges[1] < (best.y0 + best.y1) / 2 < edges[3]


@pytest.mark.parametrize("name", FACELESS)
def test_places_and_things_have_no_faces(media: Path, looker: Looker, name: str) -> None:
    assert looker.look(media / name, ["faces"])["faces"].sights == ()


def test_every_real_file_can_be_looked_at(media: Path, looker: Looker) -> None:
    for path in sorted(media.iterdir()):
        if path.suffix == ".csv":
            continue
        seen: dict[str, Any] = dict(looker.look(path))
        assert len(Seen.joined(seen.values()).model_dump_json(exclude_defaults=True)) < 10_000


def test_a_person_in_a_real_clip(media: Path, looker: Looker) -> None:
    """A woman who does squats before a wall, whole; the box was set by eye on the frame that stands for the clip."""
    found = looker.look(media / "pose_squats.mp4")["people"].boxes("person")
    assert [overlap(box, SQUATS) > 0.4 for box in found] == [True]


SQUATS: Edges = (0.29, 0.145, 0.78, 0.8)
