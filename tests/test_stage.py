"""What a template's motion.py is given, and when its moves are played; all of it without MoviePy."""

import ast
import importlib.util
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from moves import ARABIC, bezier, frames, over, own_template, size_of, told, with_logo
from overlays import FORMATS, draw, layer, typesetter
from test_templates import TOML, put

from ugc import templates
from ugc.errors import InputError, UsageError
from ugc.media.alpha_clip import described, packed
from ugc.media.layers import with_colour_beyond
from ugc.model.motion import Motion, Times
from ugc.render.animations import Animations, Still
from ugc.render.stage import Stage, brand_colours, drawn_parts, laid
from ugc.templates import words_to_read

MOVING = [name for name in templates.names() if templates.load(name).motion]
NAMES = {
    "end-card": ["logo", "headline", "line", "cta", "address"],
    "lower-third": ["panel", "rule", "words"],
    "offer-badge": ["badge"],
}
CARD = Motion(enter=0.72, holds=(1.5, 3.28), per_word=0.3)
THIRD = Motion(begins=3.0, enter=0.36, holds=(3.0, 4.0), per_word=0.5, leave=0.22)
BADGE = Motion(begins=0.8, enter=0.42, again=0.5, again_at=0.6)


def test_three_templates_move() -> None:
    assert set(MOVING) == set(NAMES)


@pytest.mark.parametrize("format_id", FORMATS)
@pytest.mark.parametrize("template", MOVING)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_parts_and_the_rest_are_the_whole(template: str, format_id: str, language: str) -> None:
    """Letters, places and colours of what moves are those of the still version."""
    other = (with_logo() if template == "end-card" else {}) | (ARABIC[template] if language == "ar" else {})
    data = told(template, format_id, **other)
    if language == "ar" and template == "end-card":
        data |= {"line": None, "address": None}
    made, size = templates.load(template), size_of(format_id)
    if format_id == "link":
        data |= {"legal": None}  # a low canvas has no room for it as well
    whole = layer(typesetter().overlay(made, data, pixels=size, scale=1))
    rest, parts = drawn_parts(typesetter(), made, data, pixels=size, scale=1)
    assert [part.name for part in parts] == [
        name for name in NAMES[template] if name in ("logo", "panel", "rule", "words", "badge") or data[name]
    ]
    moving = laid(parts, size)
    assert not ((rest[..., 3] > 0) & (moving[..., 3] > 0)).any(), "what moves lies over what does not"
    both = rest.astype(float) + moving * (moving[..., 3:] > 0)
    for ground in ((255, 255, 255), (0, 0, 0)):
        # Letters on a panel that is seen through are rounded once more.
        assert np.abs(over(both, ground) - over(whole, ground)).max() <= 2.5


def test_what_the_law_asks_for_never_moves() -> None:
    for template in MOVING:
        data = told(template, "story")
        made = templates.load(template)
        rest, _ = drawn_parts(typesetter(), made, data, pixels=size_of("story"), scale=1)
        placed = draw(template, "story", {k: v for k, v in data.items() if k not in ("safe", "brand")}).placed
        for text in placed:
            box = text.box
            drawn = rest[int(box.y0) : int(box.y1) + 1, int(box.x0) : int(box.x1) + 1, 3]
            if text.role in ("disclosure", "legal"):
                assert drawn.max() > 180, (template, text.role)


def test_a_part_has_room_for_soft_edges_and_no_black_round_them() -> None:
    _, (badge,) = drawn_parts(
        typesetter(),
        templates.load("offer-badge"),
        told("offer-badge", "story"),
        pixels=(1080, 1920),
        scale=1,
    )
    alpha = badge.pixels[..., 3]
    assert not alpha[:4].any() and not alpha[-4:].any() and not alpha[:, :4].any() and not alpha[:, -4:].any()
    assert alpha[4].any() and alpha[:, 4].any()
    # The corner of the box is far from the disc; right above the disc nothing is seen, but its colour is there.
    above = badge.pixels[2, badge.width // 2]
    below = badge.pixels[8, badge.width // 2]
    assert above[3] == 0 and np.abs(above[:3].astype(int) - below[:3]).max() <= 2


def test_colour_beyond_changes_nothing_that_is_seen() -> None:
    layer: np.ndarray = np.zeros((20, 20, 4), np.uint8)
    layer[8:12, 8:12] = (200, 40, 10, 255)
    layer[7, 8:12] = (200, 40, 10, 90)
    made = with_colour_beyond(layer, 3)
    assert (made[..., 3] == layer[..., 3]).all()
    assert (made[layer[..., 3] > 0] == layer[layer[..., 3] > 0]).all()
    assert tuple(made[10, 14, :3]) == (200, 40, 10)
    assert tuple(made[10, 18]) == (0, 0, 0, 0), "nothing beyond its reach is touched"


@pytest.mark.parametrize(
    ("easing", "curve"),
    [("in", (0.05, 0.7, 0.1, 1)), ("out", (0.3, 0, 0.8, 0.15)), ("move", (0.2, 0, 0, 1))],
)
def test_easings_are_those_of_the_art_direction(easing: str, curve: tuple[float, ...]) -> None:
    stage = Stage((10, 10), 30, 1.0, 1.0, {}, {})
    for along in (0.02, 0.1, 0.33, 0.5, 0.8, 0.97):
        assert stage.eased(2 + along * 0.4, 2, 2.4, easing) == pytest.approx(bezier(along, *curve), abs=0.002)
    assert stage.eased(1.9, 2, 2.4, easing) == 0
    assert stage.eased(2.5, 2, 2.4, easing) == 1
    with pytest.raises(UsageError, match="Easing 'inn' is not known"):
        stage.eased(0, 0, 1, "inn")


def test_colours_are_the_brand_s() -> None:
    found = brand_colours(told("end-card", "story")["brand"])
    assert found["ink"] == (0x0C, 0x12, 0x1A)
    assert {"accent", "on_accent", "accent_deep", "paper"} <= set(found)


@pytest.mark.parametrize(
    ("motion", "seconds", "words", "times", "why"),
    [
        (CARD, 2.22, 3, Times(0, None, None, None), "its own least length"),
        (CARD, 2.0, 3, None, "nobody could read it"),
        (THIRD, 10, 3, Times(3, None, 6.36, 6.58), "3 s are enough for three words"),
        (THIRD, 10, 7, Times(3, None, 6.86, 7.08), "half a second a word"),
        (THIRD, 10, 40, Times(3, None, 7.36, 7.58), "4 s at most"),
        (THIRD, 7, 7, Times(3, None, 6.78, 7.0), "as long as the clip lets it"),
        (THIRD, 6.58, 3, Times(3, None, 6.36, 6.58), "to the last frame"),
        (THIRD, 6.4, 3, None, "less than 3 s would be left"),
        (BADGE, 10, 3, Times(0.8, 6.0, None, None), "at 60 % of the clip"),
        (BADGE, 2.3, 3, Times(0.8, 1.38, None, None), "a second of it at least"),
        (BADGE, 2.2, 3, None, "shorter than that"),
        (Motion(enter=0.4, begins=3, again=0.5), 5, 1, Times(3, None, None, None), "not before it has come"),
    ],
)
def test_moves_are_played_where_there_is_time(
    motion: Motion, seconds: float, words: int, times: Times | None, why: str
) -> None:
    assert motion.times(seconds, words) == times, why


@pytest.mark.parametrize(("words", "length"), [(1, 2.22), (5, 2.22), (6, 2.52), (10, 3.72), (30, 4.0)])
def test_a_closing_card_lasts_as_long_as_its_words(words: int, length: float) -> None:
    """By the art direction: 0.72 s and 0.3 s a word, 2.2 to 4 s."""
    assert CARD.length(words) == length
    with pytest.raises(ValueError, match="until the clip ends"):
        BADGE.length(3)


@pytest.mark.parametrize(
    ("headline", "cta", "words"),
    [
        ("Slow mornings", "Shop now", 4),
        ("Donaudampfschifffahrtsgesellschaft", None, 3),
        ("静かな朝を三十日", None, 4),
    ],
)
def test_words_are_counted_as_they_are_read(headline: str, cta: str | None, words: int) -> None:
    card = templates.load("end-card")
    assert (
        words_to_read(card, {"headline": headline, "cta": cta, "credit": "@not.read", "legal": "Nor this."})
        == words
    )


@pytest.mark.parametrize(
    ("toml", "script", "said"),
    [
        ("[motion]\nenter = 0.4\n", False, "there is no motion.py"),
        ("", True, "has no [motion]"),
        ("[motion]\nentr = 0.4\n", True, "unknown key motion.entr"),
        ("[motion]\nbegins = 1\n", True, "motion.enter"),
        ("[motion]\nenter = 9\n", True, "motion.enter"),
        ("[motion]\nenter = 0.4\nholds = [4, 3]\n", True, "the least first"),
        ("[motion]\nenter = 0.4\nleave = 0.2\n", True, "how long it holds"),
        ("motion = 3\n", True, "motion must be a table"),
    ],
)
def test_a_slip_about_motion_is_named(tmp_path: Path, toml: str, script: bool, said: str) -> None:
    put(tmp_path, toml=TOML + toml)
    if script:
        (tmp_path / "mine" / "motion.py").write_text("def enter(stage): ...\n")
    with pytest.raises((UsageError, InputError)) as caught:
        templates.load("mine", [tmp_path])
    assert said in caught.value.message


def test_what_python_leaves_beside_a_script_changes_no_creative(tmp_path: Path) -> None:
    ours = own_template(tmp_path, "def enter(stage): ...\n")
    left = ours.folder / "__pycache__"
    left.mkdir()
    (left / "motion.cpython-311.pyc").write_bytes(b"x")
    assert templates.load("ours", [tmp_path]).digest == ours.digest
    assert own_template(tmp_path, "def enter(stage): return []\n").digest != ours.digest


def test_a_packed_clip_is_read_back_to_the_level(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    made = [rng.integers(0, 256, (6, 9, 4), dtype=np.uint8) for _ in range(4)]
    path = tmp_path / "a.mov"
    path.write_bytes(packed(made, size=(9, 6), fps=Fraction(30000, 1001), top=12))
    found = described(path)
    assert found is not None
    assert (found.size, found.top, found.frames) == ((9, 6), 12, 4)
    assert found.seconds == pytest.approx(4 * 1001 / 30000)
    assert (frames(path, 12, (9, 40))[:, 12:18] == np.stack(made)).all()


@pytest.mark.parametrize("content", [b"", b"not a clip", None])
def test_what_is_no_such_clip_is_not_taken_for_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.mov"
    if content is not None:
        path.write_bytes(content)
    assert described(path) is None


def test_where_nothing_moves_why_is_said(tmp_path: Path) -> None:
    animations = Animations(typesetter(), tmp_path)
    size = size_of("story")
    credit = animations.moving(
        templates.load("credit"), told("end-card", "story"), pixels=size, scale=1, fps=30, seconds=9
    )
    assert credit == Still("Template credit has no animation.")
    if importlib.util.find_spec("moviepy") is None:
        card = animations.moving(
            templates.load("end-card"), told("end-card", "story"), pixels=size, scale=1, fps=30, seconds=4
        )
        assert card == Still(
            "Words and cards stand still: move them with the extra, pip install 'ugc-toolkit[motion]'."
        )
    assert not list(tmp_path.iterdir())


def test_one_file_knows_moviepy() -> None:
    root = Path(templates.__file__).parent
    knowing = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(name.split(".")[0] == "moviepy" for name in names):
                knowing.add(path.relative_to(root).as_posix())
    assert knowing == {"render/motion.py"}
