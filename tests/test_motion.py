"""Authored animation, made with MoviePy and laid over real clips by ffmpeg. Needs the extra `motion`."""

import importlib.util
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import ffmpeg
from moves import (
    ARABIC,
    FPS,
    Frames,
    arrives,
    bezier,
    frames,
    moved,
    over,
    size_of,
    told,
    with_accent,
    with_logo,
)
from overlays import layer, typesetter

from ugc import templates
from ugc.media.alpha_clip import described
from ugc.media.ffmpeg import program
from ugc.media.layers import as_png
from ugc.render.animations import Moved, Still
from ugc.render.stage import drawn_parts, laid
from ugc.resources import ASSETS

if importlib.util.find_spec("moviepy") is None:
    pytest.skip("the extra motion is not installed", allow_module_level=True)

LOSSLESS = ("-c:v", "libx264", "-qp", "0", "-preset", "ultrafast")
CLIP = ASSETS / "demo" / "pictures" / "push_in.mp4"
TEMPLATES = ("end-card", "lower-third", "offer-badge")
CASES = [(template, "story", "en") for template in TEMPLATES]
CASES += [("end-card", "link", "en"), ("lower-third", "square", "ar"), ("offer-badge", "feed", "ar")]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("moves")


def words(template: str, format_id: str, language: str = "en") -> dict[str, Any]:
    other = (with_logo() if template == "end-card" else {}) | (ARABIC[template] if language == "ar" else {})
    return other | ({"legal": None} if format_id == "link" else {})


def still(template: str, format_id: str = "story", language: str = "en") -> np.ndarray:
    data = told(template, format_id, **words(template, format_id, language))
    size = size_of(format_id)
    return layer(typesetter().overlay(templates.load(template), data, pixels=size, scale=1))


def of(got: Moved, number: int, format_id: str = "story") -> Frames:
    move = got.moves[number]
    return frames(move.path, move.top, size_of(format_id))


def box_of(alpha: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = alpha.any(axis=1).nonzero()[0], alpha.any(axis=0).nonzero()[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize(("template", "format_id", "language"), CASES)
def test_what_is_held_is_the_still_version(cache: Path, template: str, format_id: str, language: str) -> None:
    """What was held against rules and faces is what is shown: to two levels, over white and over black."""
    got = moved(cache, template, format_id, **words(template, format_id, language))
    whole = still(template, format_id, language)
    entered = of(got, 0, format_id)[-1]
    held = [entered]
    if template == "offer-badge":
        held += [of(got, 1, format_id)[at] for at in (0, -1)]
    if template == "lower-third":
        held += [of(got, 1, format_id)[0]]
    for frame in held:
        for ground in ((255, 255, 255), (0, 0, 0)):
            # What moves and what does not never lie over each other.
            shown = np.where(got.rest[..., 3:] > 0, over(got.rest, ground), over(frame, ground))
            assert np.abs(shown - over(whole, ground)).max() <= 2.5


def test_a_closing_card_comes_at_the_times_of_the_art_direction(cache: Path) -> None:
    """Logo 0 to 320 ms, headline 120 to 480, line 280 to 600, pill 420 to 720: seen and risen as the easing says."""
    got = moved(cache, "end-card", **words("end-card", "story"))
    shown = of(got, 0)
    assert len(shown) == 23 and got.moves[0].start == 0 and got.moves[0].end is None
    _, parts = drawn_parts(
        typesetter(),
        templates.load("end-card"),
        told("end-card", "story", **words("end-card", "story")),
        pixels=size_of("story"),
        scale=1,
    )
    times = {
        "logo": (0, 0.32),
        "headline": (0.12, 0.48),
        "line": (0.28, 0.6),
        "cta": (0.42, 0.72),
        "address": (0.42, 0.72),
    }
    assert [part.name for part in parts] == list(times)
    for part in parts:
        start, end = times[part.name]
        # 24 more below, where it comes from; its neighbours stand further off.
        window = (slice(part.y, part.y + part.height + 20), slice(part.x, part.x + part.width))
        whole = laid([part], size_of("story"))[window][..., 3].astype(float)
        for number, frame in enumerate(shown):
            t = min(number / FPS, 0.72)
            gone = arrives((t - start) / (end - start))
            alpha = frame[window][..., 3].astype(float)
            if t <= start:
                assert not alpha.any(), (part.name, t)
                continue
            # Pills are grown from 94 %, so that fewer pixels carry it.
            small = (0.94 + 0.06 * gone) ** 2 if part.name in ("cta", "address") else 1
            assert alpha.sum() / whole.sum() == pytest.approx(gone * small, abs=0.02), (part.name, t)
            if part.name in ("logo", "headline", "line"):
                below = box_of(alpha > 20)[1] - box_of(whole > 20)[1]
                assert below == pytest.approx(24 * (1 - gone), abs=1.6), (part.name, t)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_lower_third_opens_from_its_rule_and_closes_again(cache: Path, language: str) -> None:
    got = moved(cache, "lower-third", **words("lower-third", "story", language))
    shown, going = of(got, 0), of(got, 1)
    panel = box_of(shown[-1][..., 3] > 0)
    wide = panel[2] - panel[0]
    assert (got.moves[0].start, got.moves[0].end) == (3.0, got.moves[1].start)
    assert not shown[0][..., 3].any() and not going[-1][..., 3].any()
    for number, frame in enumerate(shown[1:], start=1):
        x0, y0, x1, y1 = box_of(frame[..., 3] > 0)
        opened = arrives((min(number / FPS, 0.36) - 0.06) / 0.3) * wide
        if opened > 40:  # wider than the rule, which stands 16 inside
            assert x1 - x0 == pytest.approx(opened, abs=6)
            assert (x0 if language == "en" else x1) == panel[0 if language == "en" else 2]
        assert panel[0] <= x0 and x1 <= panel[2] and panel[1] <= y0 and y1 <= panel[3], (
            "nothing leaves the panel"
        )
    for number, frame in enumerate(going[:-1]):
        opened = (1 - bezier(number / FPS / 0.16, 0.3, 0, 0.8, 0.15)) * wide
        if opened > 40:
            x0, _, x1, _ = box_of(frame[..., 3] > 0)
            assert x1 - x0 == pytest.approx(opened, abs=6)


def test_a_badge_comes_a_little_too_large_and_breathes_once(cache: Path) -> None:
    got = moved(cache, "offer-badge")
    shown, again = of(got, 0), of(got, 1)
    final = box_of(shown[-1][..., 3] > 40)
    middle = ((final[0] + final[2]) / 2, (final[1] + final[3]) / 2)
    scales = []
    for number, frame in enumerate(shown):
        if number:
            box = box_of(frame[..., 3] > 40)
            assert (box[0] + box[2]) / 2 == pytest.approx(middle[0], abs=0.6), "its middle stays where it is"
            assert (box[1] + box[3]) / 2 == pytest.approx(middle[1], abs=0.6)
            scales.append((box[2] - box[0]) / (final[2] - final[0]))
    assert scales[0] < 0.95 and max(scales) == pytest.approx(1.04, abs=0.01) and scales[-1] == 1
    ways = [way for way in np.sign(np.diff(scales)) if way]
    assert ways == sorted(ways, reverse=True), "no bounce: up, and down once"
    pulse = [np.ptp(box_of(frame[..., 3] > 40)[0::2]) / (final[2] - final[0]) for frame in again]
    assert max(pulse) == pytest.approx(1.05, abs=0.006) and np.argmax(pulse) in (7, 8)
    assert pulse[0] == pulse[-1] == 1
    assert got.moves[1].start == pytest.approx(0.6 * 10)


@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_flashes(cache: Path, template: str) -> None:
    """WCAG 2.3.1: a flash is a pair of opposing changes of luminance by 10 %; there are none, of three a second."""
    got = moved(cache, template, **words(template, "story"))
    for number in range(len(got.moves)):
        for ground in ((255, 255, 255), (0, 0, 0)):
            light = [over(frame[::4, ::4], ground).mean() / 255 for frame in of(got, number)]
            assert np.ptp(light) < 0.1 or (np.diff(np.sign(np.diff(light))) != 0).sum() <= 2


def laid_by_ffmpeg(got: Moved, out: Path, *, length: float, blend: str, source: list[str]) -> None:
    """Lay a moved overlay over a clip as a film does: the rest all along, each move from its start to its end."""
    rest = out.with_suffix(".png")
    rest.write_bytes(as_png(got.rest))
    inputs: list[str | Path] = [*source, "-i", rest]
    graph = f"[0][1]overlay=format={blend}[v0]"
    for number, move in enumerate(got.moves):
        inputs += ["-i", move.path]
        end = length if move.end is None else move.end
        graph += (
            f";[{number + 2}]setpts=PTS-STARTPTS+{move.start}/TB[m{number}];[v{number}][m{number}]"
            f"overlay=0:{move.top}:format={blend}:eof_action=repeat:"
            f"enable='gte(t,{move.start}-0.001)*lt(t,{end}-0.001)'[v{number + 1}]"
        )
    ffmpeg(
        *inputs, "-filter_complex", graph, "-map", f"[v{len(got.moves)}]", "-t", f"{length}",
        *LOSSLESS, *(["-c:v", "libx264rgb"] if blend == "gbrp" else []), out,
    )  # fmt: skip


def rgb(path: Path, size: tuple[int, int], at: float) -> np.ndarray:
    """The first frame from a time on."""
    command = [
        program(),
        "-v",
        "error",
        "-ss",
        f"{at:.4f}",
        "-i",
        path,
        "-frames:v",
        "1",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.uint8).reshape(size[1], size[0], 3).astype(float)


@pytest.mark.parametrize("colour", ["white", "black", "red"])
def test_edges_are_straight_alpha(cache: Path, tmp_path: Path, colour: str) -> None:
    """Laid over flat colours without loss, every pixel is what straight alpha gives; premultiplied would be darker."""
    got = moved(cache, "offer-badge")
    source = ["-f", "lavfi", "-i", f"color={colour}:s=1080x1920:r={FPS},format=gbrp"]
    laid_by_ffmpeg(got, tmp_path / "flat.mkv", length=1.4, blend="gbrp", source=source)
    ground = {"white": (255, 255, 255), "black": (0, 0, 0), "red": (255, 0, 0)}[colour]
    shown = of(got, 0)
    for number in (1, 4, 9, 12):
        made = rgb(tmp_path / "flat.mkv", (1080, 1920), 0.8 + number / FPS - 0.005)
        wanted = np.where(shown[number][..., 3:] > 0, over(shown[number], ground), over(got.rest, ground))
        assert np.abs(made - wanted).max() <= 3, number
    # And against the typesetter's own pixels, once it has come.
    assert (
        np.abs(rgb(tmp_path / "flat.mkv", (1080, 1920), 1.3) - over(still("offer-badge"), ground)).max() <= 4
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_over_a_real_clip_edges_are_neither_darker_nor_late(
    cache: Path, tmp_path: Path, template: str
) -> None:
    """In the half-width colours of clips too, edges look as the still version laid over the clip's own frame."""
    length = {"end-card": 2.3, "lower-third": 6.8, "offer-badge": 4.0}[template]
    got = moved(cache, template, seconds=length, **words(template, "story"))
    scaled = "scale=1080:1920:force_original_aspect_ratio=increase,crop=1080:1920,fps=30,format=yuv420p"
    bare = tmp_path / "bare.mkv"
    ffmpeg("-stream_loop", "3", "-i", CLIP, "-vf", scaled, "-t", f"{length}", "-an", *LOSSLESS, bare)
    laid_by_ffmpeg(got, tmp_path / "laid.mkv", length=length, blend="yuv420", source=["-i", str(bare)])
    whole = still(template)
    for at in {"end-card": (0.8, 2.2), "lower-third": (3.5, 6.2), "offer-badge": (1.3, 2.4, 3.9)}[template]:
        made, under = rgb(tmp_path / "laid.mkv", (1080, 1920), at), rgb(bare, (1080, 1920), at)
        wanted = over(whole, (0, 0, 0)) + under * (1 - whole[..., 3:] / 255)
        edge = (whole[..., 3] > 20) & (whole[..., 3] < 235) & (got.rest[..., 3] == 0)
        light = (made - wanted)[edge] @ np.array([0.2126, 0.7152, 0.0722])
        assert abs(light.mean()) < 2 and np.abs(light).mean() < 5, (at, light.mean())
        nothing = whole[..., 3] == 0
        nothing[2:] &= nothing[:-2]
        assert np.abs(made - under)[nothing].mean() < 0.5
    if template == "lower-third":
        for at in (2.9, 6.7):
            made, under = rgb(tmp_path / "laid.mkv", (1080, 1920), at), rgb(bare, (1080, 1920), at)
            gone = got.rest[..., 3] == 0
            assert np.abs(made - under)[gone].mean() < 0.5, "nothing of it is there before and after"


def test_a_clip_too_short_keeps_the_still_version(cache: Path) -> None:
    from ugc.render.animations import Animations

    said = Animations(typesetter(), cache).moving(
        templates.load("lower-third"),
        told("lower-third", "story"),
        pixels=(1080, 1920),
        scale=1,
        fps=30,
        seconds=5,
    )
    assert said == Still("The clip is too short for the animation of template lower-third: 5 s.")


@pytest.mark.parametrize("fps", [24, 29.97, 60])
def test_a_move_lasts_as_long_at_every_rate(cache: Path, fps: float) -> None:
    (move,) = moved(cache, "end-card", fps=fps, seconds=4).moves
    told_of = described(move.path)
    assert told_of is not None
    assert 0.72 <= told_of.seconds - 1 / fps < 0.72 + 1 / fps, "its last frame shows it whole"
    assert (told_of.size[0], told_of.size[1] % 2, told_of.top % 2) == (1080, 0, 0)


def test_the_brand_s_colour_is_in_it(cache: Path) -> None:
    other = moved(cache, "offer-badge", **with_accent("#1B5E9B"))
    frame = of(other, 0)[-1]
    disc = frame[frame[..., 3] == 255]
    assert (np.abs(disc[:, :3].astype(int) - (0x1B, 0x5E, 0x9B)).max(axis=1) < 6).mean() > 0.6
