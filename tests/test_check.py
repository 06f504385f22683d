"""`ugc check` on real files: for every code an input that has it, found, and mended where no decision is needed."""

import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import clips
import pytest
from conftest import Shop, photo, put
from PIL import Image

from ugc import samples, templates
from ugc.formats import CODES, load

PORTRAIT = (540, 960)
TABLES = load()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shop:
    """A folder that is no workspace: checking needs none."""
    monkeypatch.chdir(tmp_path)
    return Shop(tmp_path, capsys)


def still(name: str = "a.jpg", *, size: tuple[int, int] = PORTRAIT, **save: Any) -> Callable[[Path], Path]:
    kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[name.rsplit(".", 1)[1]]

    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(photo(size, type=kind, **save))
        return path

    return make


def clip(name: str = "a.mp4", **told: Any) -> Callable[[Path], Path]:
    settings: dict[str, Any] = {"size": PORTRAIT, "seconds": 2.0, "sound": "tone", "bitrate": "900k"} | told
    return lambda folder: clips.clip(folder / name, **settings)


def made(maker: Callable[..., Path], name: str, **told: Any) -> Callable[[Path], Path]:
    return lambda folder: maker(folder / name, **({"size": PORTRAIT} | told))


def misnamed(folder: Path) -> Path:
    path = folder / "a.png"
    path.write_bytes(photo(PORTRAIT))
    return path


def heavy(folder: Path) -> Path:
    """Over Snapchat's 5 MB as PNG, and under it as JPEG."""
    import numpy as np

    pixels = np.random.default_rng(7).integers(0, 255, (1920, 1080, 3), dtype=np.uint8)
    path = folder / "a.png"
    Image.fromarray(pixels).save(path)
    return path


def turned(folder: Path) -> Path:
    image = Image.open(BytesIO(photo(PORTRAIT[::-1])))
    exif = image.getexif()
    exif[0x0112] = 6
    path = folder / "a.jpg"
    image.save(path, exif=exif)
    return path


def cut_short(folder: Path) -> Path:
    path = still()(folder)
    path.write_bytes(path.read_bytes()[:4000])
    return path


def thin_sound(folder: Path) -> Path:
    source = clip("whole.mp4", sound="aevalsrc=0.2*sin(440*2*PI*t)|0.2*sin(550*2*PI*t)")(folder)
    path = folder / "a.mp4"
    clips.ffmpeg(
        "-i",
        source,
        "-c:v",
        "copy",
        "-c:a",
        "aac",
        "-b:a",
        "40k",
        "-use_editlist",
        "0",
        "-movflags",
        "+faststart+negative_cts_offsets",
        path,
    )
    source.unlink()
    return path


def hot(folder: Path) -> Path:
    """As loud as it should be, with a peak that clips: a quiet tone and one hard click."""
    click = "aevalsrc='0.16*sin(997*2*PI*t)+0.99*between(t,1.0,1.002)'|'0.16*sin(997*2*PI*t)+0.99*between(t,1.0,1.002)'"
    return clip(sound=click)(folder)


def noisy(folder: Path) -> Path:
    """Over the 25 Mbit/s that X takes of an upright clip."""
    path = folder / "a.mp4"
    picture = "testsrc2=size=720x1280:rate=30:duration=1,noise=alls=100:allf=t,format=yuv420p"
    tone = "sine=frequency=440:sample_rate=48000:duration=1"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", tone, "-ac", "2"]
    clips.ffmpeg(*inputs, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-bf", "0", path)
    return path


def odd(folder: Path) -> Path:
    path = folder / "a.mp4"
    picture = "testsrc2=size=600x1000:rate=30:duration=2,crop=541:961:exact=1,format=yuv444p"
    clips.ffmpeg("-f", "lavfi", "-i", picture, "-c:v", "libx264", "-preset", "ultrafast", path)
    return path


# Code, format, how the file is made, severity, whether --fix does away with it.
FILES: list[tuple[str, str, Callable[[Path], Path], str, bool]] = [
    ("unreadable", "story", cut_short, "error", False),
    ("medium_not_taken", "link", clip(), "error", False),
    ("type_not_accepted", "story", still("a.webp"), "error", True),
    ("type_not_accepted", "story", clip("a.webm", codec="libvpx", audio_codec="libopus"), "error", True),
    ("name_misleads", "story", misnamed, "warning", True),
    ("too_many_bytes", "snap", heavy, "error", True),
    (
        "too_few_bytes",
        "linkedin.video",
        clip(size=(432, 540), seconds=3.0, bitrate="60k", sound=None),
        "error",
        False,
    ),
    ("over_recommended_bytes", "tiktok.carousel", still(size=(1080, 1920), quality=98), "note", False),
    ("ratio_off", "snap", still(size=(1080, 1350)), "error", False),
    ("other_shape", "feed", still(size=(1080, 1080)), "warning", False),
    ("too_small", "story", still(size=(270, 480)), "error", False),
    ("too_large", "linkedin.video", clip(size=(1440, 2560), seconds=1.0, bitrate="9000k"), "error", True),
    ("below_recommended", "story", still(), "note", False),
    ("odd_pixels", "story", odd, "warning", True),
    ("animated", "story", made(clips.animated_still, "a.webp"), "error", True),
    ("alpha", "story", made(clips.transparent_still, "a.png"), "warning", True),
    ("cmyk", "story", made(clips.cmyk_still, "a.jpg"), "error", True),
    ("colour_profile", "story", made(clips.profiled_still, "a.jpg"), "warning", True),
    ("bit_depth", "story", made(clips.deep_still, "a.png"), "warning", True),
    ("orientation_flag", "story", turned, "warning", True),
    ("codec_not_accepted", "story", clip(codec="mpeg4"), "error", True),
    ("codec_profile", "story", clip(pix_fmt="yuv444p"), "warning", True),
    ("pixel_format", "story", clip(pix_fmt="yuv422p"), "warning", True),
    ("variable_rate", "story", clip(vfr=True, seconds=3.0), "error", True),
    ("fps_off", "linkedin.video", clip(fps="60", size=(720, 1280), bitrate="3000k"), "error", True),
    ("interlaced", "story", clip(interlaced=True), "error", True),
    ("pixel_aspect", "story", clip(size=(405, 960), sar="4/3"), "error", True),
    ("rotation_flag", "story", clip(rotation=90), "warning", True),
    ("edit_list", "story", clip(edit_list=True), "error", True),
    ("moov_last", "short", clip(size=(720, 1280), seconds=5.0, faststart=False), "error", True),
    ("too_short", "tiktok", clip(), "error", False),
    (
        "too_long",
        "meta.instagram_stories.carousel",
        clip(size=(360, 640), seconds=16.0, fps="10"),
        "error",
        False,
    ),
    ("length_advice", "story", clip(), "note", False),
    ("bitrate_low", "tiktok", clip(seconds=5.0, bitrate="200k"), "error", False),
    ("bitrate_high", "x.timeline", noisy, "error", True),
    ("colour_range", "story", clip(full_range=True, pix_fmt="yuvj420p"), "warning", True),
    ("hdr", "story", clip(hdr="hlg", pix_fmt="yuv420p10le"), "warning", True),
    ("no_sound", "tiktok", clip(sound=None), "error", False),
    ("silent", "tiktok", clip(sound="silence"), "error", False),
    ("sound_codec", "story", clip("a.mov", audio_codec="pcm_s16le"), "error", True),
    ("sound_channels", "story", clip(channels=1), "error", True),
    ("sound_rate", "linkedin.video", clip(size=(720, 1280), seconds=3.0, audio_rate=96_000), "error", True),
    ("sound_bitrate", "story", thin_sound, "warning", True),
    ("loudness", "story", clip(loudness=-30.0, seconds=4.0), "warning", True),
    ("true_peak", "story", hot, "warning", True),
    ("black_bars", "story", clip(bars=(0.0, 0.15)), "warning", False),
    ("black_opening", "story", clip(black_opening=1.0, seconds=4.0), "warning", False),
    ("frozen_opening", "story", clip(frozen_opening=2.0, seconds=4.0), "warning", False),
]
TOLD = {code for code, *_ in FILES}
READ = {"text_covered", "watermark"}
OWN = {"low_contrast", "disclosure_not_drawn", "disclosure_too_small"}
"""Known of our own creatives alone: `test_render` and `test_disclosure` have what fails."""
COPY = {"text_too_long", "text_too_short", "text_cut", "text_refused", "text_not_taken"}


def checked_alone(desk: Shop, path: Path, format: str, *more: str) -> dict[str, Any]:
    """Check one file and return what was found; the exit code must say the same."""
    from ugc.cli.app import run

    desk._capture.readouterr()
    code = run(["check", str(path), "--format", format, "--no-read", "--json", *more])
    document = json.loads(desk._capture.readouterr().out)
    checked = document["files"][0]
    errors = {problem["code"] for problem in checked["problems"] if problem["severity"] == "error"}
    assert code == (0 if not errors else 3 if errors == {"unreadable"} else 5)
    assert checked["fits"] == (not errors)
    return checked


def test_every_code_has_an_input_that_fails() -> None:
    assert set(CODES) == TOLD | READ | OWN | COPY


@pytest.mark.parametrize(
    ("code", "format", "make", "severity", "mends"),
    FILES,
    ids=[f"{code}-{number}" for number, (code, *_) in enumerate(FILES)],
)
def test_it_is_found_and_mended(
    desk: Shop, code: str, format: str, make: Callable[[Path], Path], severity: str, mends: bool
) -> None:
    path = make(desk.root)
    before = path.read_bytes()
    checked = checked_alone(desk, path, format, "--fix")
    found = [problem for problem in checked["problems"] if problem["code"] == code]
    assert [problem["severity"] for problem in found][:1] == [severity], checked["problems"]
    assert all(problem["measured"] and problem["required"] and problem["fix"] for problem in found)
    assert path.read_bytes() == before, "an original is never changed"
    if mends:
        assert code in checked["fixed"]["mended"], (checked["not_fixed"], checked["fixed"])
        again = checked_alone(desk, Path(checked["fixed"]["file"]), format)
        assert code not in {problem["code"] for problem in again["problems"]}
    elif checked["fixed"]:
        assert code not in checked["fixed"]["mended"]


def test_a_conforming_file_fits_and_nothing_is_written(desk: Shop) -> None:
    path = still(size=(1440, 2560))(desk.root)
    checked = checked_alone(desk, path, "story", "--fix")
    assert checked["problems"] == []
    assert checked["fixed"] is None
    assert [each.name for each in desk.root.iterdir()] == ["a.jpg"]
    assert "It fits story." in desk("check", path, "--format", "story", "--no-read")


def test_200_files_with_one_broken_are_all_reported(desk: Shop) -> None:
    data = photo((1080, 1350))
    for number in range(199):
        (desk.root / f"{number:03d}.jpg").write_bytes(data)
    (desk.root / "broken.jpg").write_bytes(data[:2000])
    document = desk("check", ".", "--format", "feed", "--no-read", "--json", code=3)
    assert len(document["files"]) == 200
    assert [each["file"] for each in document["files"] if not each["fits"]] == ["broken.jpg"]


NASTY = [
    ("empty.jpg", b""),
    ("page.jpg", b"<html><script>alert(1)</script></html>"),
    ("playlist.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
    ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    ("boxes.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\xff\xff\xff\xffmoov" + b"\0" * 64),
    ("svg.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
]


@pytest.mark.parametrize(("name", "data"), NASTY, ids=[name for name, _ in NASTY])
def test_what_is_no_media_is_a_problem_and_no_crash(desk: Shop, name: str, data: bytes) -> None:
    (desk.root / name).write_bytes(data)
    checked = checked_alone(desk, desk.root / name, "story", "--fix")
    assert [problem["code"] for problem in checked["problems"]] == ["unreadable"]
    assert "Traceback" not in desk.err


def test_hostile_files_of_all_kinds(desk: Shop, tmp_path: Path) -> None:
    """The shared set of hostile files: all of them are reported, and nothing hangs."""
    import shutil
    import subprocess
    import sys

    from conftest import SHARED

    script = SHARED / "nasty" / "make_nasty.py"
    if not script.is_file():
        pytest.skip("the set of hostile files is not here")
    shutil.copy(script, tmp_path / "make.py")
    subprocess.run([sys.executable, tmp_path / "make.py"], check=True, capture_output=True)
    (tmp_path / "make.py").unlink()
    from ugc.cli.app import run

    begun = time.monotonic()
    desk._capture.readouterr()
    code = run(["check", "out", "--format", "story", "--format", "feed", "--json", "--no-read"])
    seen = desk._capture.readouterr()
    assert code == 5
    document = json.loads(seen.out)
    names = {Path(each["file"]).name for each in document["files"]}
    assert {"bomb_30000x30000_1bit.png", "header_lies_65535x65535.png", "truncated_half.jpg"} <= names
    assert "Traceback" not in seen.err
    assert time.monotonic() - begun < 300, "something hung"


TEXTS = """
primary = "%s"
headline = "Morning light"

[tiktok]
caption = "see glow.example.com by @ana"

[instagram_stories]
primary = "short"
"""


def test_the_texts_are_checked_beside_the_files(desk: Shop) -> None:
    still(size=(1440, 2560))(desk.root)
    (desk.root / "copy.toml").write_text(TEXTS % ("x" * 200), "utf-8")
    document = desk("check", "a.jpg", "--format", "story", "--copy", "copy.toml", "--no-read", "--json")
    found = {(p["placement"], p["code"], p["severity"]) for p in document["copy_problems"]}
    assert ("meta.facebook_stories.image", "text_cut", "warning") in found
    assert not any(place == "meta.instagram_stories.image" and code == "text_cut" for place, code, _ in found)
    words = desk("check", "a.jpg", "--format", "tiktok", "--copy", "copy.toml", "--no-read")
    assert "The texts:" in words


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check", "nowhere.jpg", "--format", "story"], "is not there"),
        (["check", "a.jpg", "--format", "storry"], "Did you mean 'story'"),
        (["check", "a.jpg", "--format", "story", "--copy", "none.toml"], "could not be read"),
        (["check", "a.jpg", "--format", "story", "--out", "copies"], "Add --fix"),
        (["check", "empty", "--format", "story"], "no picture or clip"),
    ],
)
def test_wrong_usage_is_told(desk: Shop, words: list[str], told: str) -> None:
    still()(desk.root)
    (desk.root / "empty").mkdir()
    desk(*words, code=2)
    assert told in desk.err


@pytest.mark.parametrize("template", templates.names())
def test_every_creative_fits_its_format(empty_shop: Shop, tmp_path: Path, template: str) -> None:
    """What `ugc render` writes has neither an error nor a warning, with the pictures and words of a sample."""
    shop, loaded = empty_shop, templates.load(template)
    sample = samples.load(loaded)
    put(tmp_path / "post", "BqvsDleB3lV", *[p.read_bytes() for p in sample.pictures[: loaded.sources.max]])
    shop("import", tmp_path / "post")
    said = sample.words["short"]
    fields = [field for field in loaded.words if field not in ("credit", "platform") and said.said(field)]
    words = [part for field in fields for part in ("--text", f"{field}={said.said(field)}")]
    channels = "instagram facebook tiktok youtube snapchat pinterest linkedin x reddit".split()
    shop.grant("ig:BqvsDleB3lV", *[word for channel in channels for word in ("--channel", channel)])
    names = [name for name in TABLES.names if "image" in TABLES.media(name)]
    chosen = [word for name in names for word in ("--format", name)]
    made = shop("render", *chosen, "--template", template, *words, "--json")["creatives"]
    assert {creative["format"] for creative in made} == set(names)
    for creative in made:
        name = creative["format"]
        document = shop("check", creative["file"], "--format", name, "--no-read", "--json")
        (checked,) = document["files"]
        problems = [problem for problem in checked["problems"] if problem["severity"] != "note"]
        assert problems == [], name
        assert checked["measured"]["words"], "its own texts are known exactly"


def test_a_creative_is_known_wherever_it_lies(shop: Shop, tmp_path: Path) -> None:
    """Beside its manifest, and anywhere else by the catalog of the workspace around."""
    shop.grant()
    made = Path(shop("render", "--format", "story", "--json")["creatives"][0]["file"])
    moved = tmp_path / "handed over" / "final_v2.jpg"
    moved.parent.mkdir()
    moved.write_bytes(made.read_bytes())
    for path in (made, moved):
        checked = shop("check", path, "--format", "story", "--no-read", "--json")["files"][0]
        assert [word["text"] for word in checked["measured"]["words"]] == ["@ana\u00a0· Instagram"]
    wrong = shop("check", moved, "--format", "pinterest.standard", "--no-read", "--json", code=5)["files"][0]
    assert wrong["measured"]["words"]


def test_a_template_whose_words_lie_under_the_interface_makes_nothing(shop: Shop) -> None:
    """The renderer holds itself to the same rules: a template of the workspace's own that ignores the safe zone."""
    shop.grant()
    own = shop.root / "templates" / "low"
    own.mkdir(parents=True)
    (own / "template.toml").write_text(
        'name = "low"\npurpose = "Puts the credit where nobody sees it."\n[words.credit]\nneeded = true\nlimit = 120\n',
        "utf-8",
    )
    (own / "overlay.typ").write_text(
        '#import "../_shared/ugc.typ": *\n#show: frame\n'
        '#at(safe.x0, height - 80pt, landed("credit", data.credit, 34pt, text(size: 34pt, data.credit)))\n',
        "utf-8",
    )
    document = shop("render", "--format", "story", "--template", "low", "--json", code=5)
    assert document["creatives"] == []
    assert "call-to-action" in document["faults"][0]["message"]
    assert shop.creatives == []


def test_text_is_read_where_the_extra_is_there(desk: Shop) -> None:
    from ugc.media.read_text import reader

    if reader() is None:
        pytest.skip("the extra ocr is not installed")
    from PIL import ImageDraw, ImageFont

    from ugc.resources import FONTS

    image = Image.open(BytesIO(photo((1080, 1920))))
    font = ImageFont.truetype(str(next(path for path in FONTS.rglob("*.?tf") if "Inter" in path.name)), 72)
    draw = ImageDraw.Draw(image)
    draw.text((120, 1700), "Only this week", font=font, fill="white", stroke_width=4, stroke_fill="black")
    draw.text((120, 330), "TikTok @ana", font=font, fill="white", stroke_width=4, stroke_fill="black")
    image.save(desk.root / "a.jpg", quality=92)
    document = desk("check", "a.jpg", "--format", "story", "--json")
    codes = {problem["code"] for problem in document["files"][0]["problems"]}
    assert {"text_covered", "watermark"} <= codes


def test_a_fit_with_warnings_is_said_apart(desk: Shop) -> None:
    still("a.jpg", size=(1440, 2560))(desk.root)
    still("b.jpg", size=(1600, 900))(desk.root)
    words = desk("check", ".", "--format", "story", "--no-read")
    assert "All 2 fit story, 1 of them with warnings." in words
    words = desk("check", "b.jpg", "--format", "story", "--no-read")
    assert "It fits story, with warnings." in words


def test_a_copy_says_whether_it_is_good(desk: Shop) -> None:
    still("a.webp", size=(1440, 2560))(desk.root)
    words = desk("check", "a.webp", "--format", "story", "--no-read", "--fix", code=5)
    assert "a.story.fixed.jpg: fits now; mended type_not_accepted" in words
    assert "1 copy written, of which 1 fit." in words
