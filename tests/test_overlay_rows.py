"""Only the rows of a canvas in which a template draws are drawn, and nothing is lost by it."""

from pathlib import Path

import numpy as np
import pytest
from conftest import Shop
from drawings import SAMPLES, brand, format_named, sampler, typesetter

from ugc import samples, templates
from ugc.errors import PlacementError
from ugc.media.pixels import decode_overlay
from ugc.render.still import Drawn, Overlays, lay_over
from ugc.workspace.overlaying import overlay_data

FORMATS = ("story", "feed", "square", "link")
CANVAS = (540, 960)
WORDS = {"credit": "@ana", "language": "en", "safe": {"top": 0.1, "right": 0.1, "bottom": 0.3, "left": 0.1}}
SLOT = {
    "foot": {"x0": 0.1, "y0": 0.5, "x1": 0.9, "y1": 0.55, "edge": "bottom", "side": "left", "tone": "light"}
}
TOML = """name = "mine"
purpose = "a test"
within = "slots"
[words.credit]
limit = 40
[slots.foot]
parts = { credit = "chip" }
edges = ["bottom"]
"""


def laid(drawn: Drawn, size: tuple[int, int]) -> np.ndarray:
    """The overlay on grey, so that light and dark both show."""
    canvas = np.full((size[1], size[0], 3), 128, np.uint8)
    lay_over(canvas, drawn)
    return canvas


@pytest.mark.parametrize(
    "name", [name for name in templates.names() if templates.load(name).within != "canvas"]
)
def test_no_row_that_is_left_out_holds_anything(name: str) -> None:
    """Drawn in part and drawn whole look the same, in every format and language; a story is not drawn whole."""
    template = templates.load(name)
    shown = samples.load(template)
    parts = []
    for format in map(format_named, FORMATS):
        for sample in SAMPLES:
            words = samples.words_of(shown, sample, template=template)
            try:
                draft = sampler().draw(template, shown.pictures, words, format=format).draft
            except PlacementError:
                continue  # told by the goldens
            data = overlay_data(draft, format=format, brand=brand())
            part = Overlays(typesetter()).drawn(template, data, pixels=draft.pixels, scale=draft.scale)
            whole = typesetter().overlay(template, data, pixels=draft.pixels, scale=draft.scale)
            full = Drawn(decode_overlay(whole.png), whole.placed, whole.shades)
            assert part.layer.shape[0] <= full.layer.shape[0] == draft.pixels[1]
            one, other = (laid(each, draft.pixels).astype(int) for each in (part, full))
            # Typst rounds the place of an edge from the page's top: what is half a pixel may fall the other way.
            assert abs(one - other).max() <= 20, (format.id, sample)
            assert part.placed == full.placed and part.shades == full.shades
            if format.id == "story":
                parts.append(part.layer.shape[0] / draft.pixels[1])
    assert max(parts) < 0.75


@pytest.mark.parametrize(
    ("drawing", "where"),
    [
        ("at(0pt, 0.4 * height, box(width: width, height: 0.3 * height, fill: red))", (0.4, 0.7)),
        ("at(0pt, 0.52 * height, box(width: width, height: 0.48 * height, fill: red))", (0.52, 1.0)),
        (
            'at(safe.x0, 0.2 * height, landed("x", "x", 20pt, box(width: 60pt, height: 30pt, fill: red)))',
            (0.2, 0.215),
        ),
    ],
    ids=["beyond both ends", "to the end of the canvas", "a text elsewhere"],
)
def test_what_reaches_beyond_the_slots_is_drawn_all_the_same(
    tmp_path: Path, drawing: str, where: tuple[float, float]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "template.toml").write_text(TOML)
    chip = 'landed("credit", data.credit, 20pt, text(size: 20pt, data.credit))'
    source = (
        f'#import "../_shared/ugc.typ": *\n#show: frame\n#{drawing}\n#at(safe.x0, 0.51 * height, {chip})\n'
    )
    (tmp_path / "mine" / "overlay.typ").write_text(source)
    template = templates.load("mine", [tmp_path])
    drawn = Overlays(typesetter()).drawn(template, {**WORDS, "slots": SLOT}, pixels=CANVAS, scale=0.5)
    red = (laid(drawn, CANVAS)[:, 60] == (255, 65, 54)).all(axis=-1)
    rows = np.flatnonzero(red) / CANVAS[1]
    assert rows.min() == pytest.approx(where[0], abs=0.003)
    assert rows.max() == pytest.approx(where[1], abs=0.003)


def test_a_copy_of_a_template_is_drawn_whole(empty_shop: Shop) -> None:
    """What a person adds to it may stand anywhere."""
    empty_shop("templates", "new", "mine", "--from", "credit")
    assert templates.load("credit").within == "slots"
    assert templates.load("mine", [empty_shop.root / "templates"]).within == "canvas"
