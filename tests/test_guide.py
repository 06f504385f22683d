"""The guide layer, decoded by Pillow: what is transparent, what is tinted, and where every label stands."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image

from ugc.formats import load
from ugc.model.formats import Box, Format
from ugc.reports.guide import TEMPLATE, guide, guide_data
from ugc.reports.overlay import grown, outlines, overlay
from ugc.resources import FONTS

TABLES = load()
EVERY = [
    TABLES.format(name, medium) for name in (*TABLES.names, *TABLES.spots) for medium in TABLES.media(name)
]
SAFE_LINE = (0, 133, 122)

Pixels = NDArray[np.uint8]


def pixels(chosen: Format) -> Pixels:
    with Image.open(BytesIO(guide(chosen))) as image:
        assert image.mode == "RGBA"
        return np.asarray(image)


def labels(chosen: Format, folder: Path) -> list[dict[str, Any]]:
    """Every label as the typesetter itself reports it: what it says and where it stands, in pixels."""
    main = folder / TEMPLATE.name
    main.write_bytes(TEMPLATE.read_bytes())
    (folder / "data.json").write_text(json.dumps(guide_data(chosen) | {"fonts": ["Inter"]}), "utf-8")
    compiler = typst.Compiler(main, root=folder, font_paths=[FONTS], ignore_system_fonts=True)
    return json.loads(compiler.query("<label>", field="value"))


def scan(line: Pixels) -> list[tuple[int, int]]:
    """The runs of the safe zone's own colour along a line of pixels: first and last."""
    hit = np.flatnonzero((np.abs(line[:, :3].astype(int) - SAFE_LINE).max(axis=1) < 3) & (line[:, 3] == 255))
    runs: list[tuple[int, int]] = []
    for index in hit.tolist():
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def test_a_story_to_the_pixel() -> None:
    """6 % of 1080 is 64.8, 14 % of 1920 is 268.8, 35 % is 672: safe is x 65 to 1015 and y 269 to 1248.

    The line is two pixels wide and lies outside: 65 is the first safe column, 1248 the first row that is not.
    """
    found = pixels(TABLES.format("story"))
    assert found.shape == (1920, 1080, 4)
    assert scan(found[:, 300]) == [(267, 268), (1248, 1249)]
    assert scan(found[500, :]) == [(63, 64), (1015, 1016)]
    assert not found[330:700, 130:950, 3].any()
    assert (found[269, 66:400, 3] == 0).all()
    assert (found[1247, 66:400, 3] == 0).all()


def test_the_figures_of_a_story(tmp_path: Path) -> None:
    told = labels(TABLES.format("story"), tmp_path)
    figures = {label["words"]: label["box"] for label in told if label["kind"] == "figure"}
    assert [label["words"] for label in told if label["kind"] == "figure"] == ["269", "672", "65", "65"]
    assert figures["269"][1] == 269
    assert figures["672"][3] == 1248
    title = guide_data(TABLES.format("story"))["title"]
    assert title["safe"] == "65, 269 to 1015, 1248"
    assert title["size"] == "950 × 979"
    assert title["placements"] == "Instagram Stories, Facebook Stories"


def in_pixels(box: Box, size: tuple[int, int]) -> tuple[float, float, float, float]:
    return box.x0 * size[0], box.y0 * size[1], box.x1 * size[0], box.y1 * size[1]


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: f"{chosen.id}-{chosen.medium}")
def test_safe_is_clear_and_covered_is_tinted(chosen: Format, tmp_path: Path) -> None:
    """Measured against the tables' own fractions, a pixel away from lines and labels."""
    found = pixels(chosen)
    width, height = chosen.pixels
    assert found.shape == (height, width, 4)
    down, across = np.mgrid[0:height, 0:width] + 0.5
    labelled = np.zeros((height, width), bool)
    for label in labels(chosen, tmp_path):
        x0, y0, x1, y1 = label["box"]
        labelled |= (across > x0 - 2) & (across < x1 + 2) & (down > y0 - 2) & (down < y1 + 2)

    def inside(box: Box, by: float) -> NDArray[np.bool_]:
        x0, y0, x1, y1 = in_pixels(box, (width, height))
        return (across > x0 + by) & (across < x1 - by) & (down > y0 + by) & (down < y1 - by)

    covered = np.zeros((height, width), bool)
    near = np.zeros((height, width), bool)
    for part in chosen.covered:
        covered |= inside(part.box, 1)
        near |= inside(part.box, -4)
    alpha = found[..., 3]
    assert (alpha[covered] > 40).all()
    assert (alpha[covered & ~labelled] < 255).any() or not covered.any()
    safe = inside(chosen.safe, 3) & ~near & ~labelled
    assert safe.sum() > 0.1 * width * height
    assert not alpha[safe].any()
    beyond = ~inside(chosen.safe, -5) & ~near & ~labelled
    assert not alpha[beyond].any()


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: f"{chosen.id}-{chosen.medium}")
def test_labels_are_whole_apart_and_readable_on_a_phone(chosen: Format, tmp_path: Path) -> None:
    told = labels(chosen, tmp_path)
    width, height = chosen.pixels
    kinds = [label["kind"] for label in told]
    assert kinds.count("title") == 1
    assert kinds.count("figure") == 4
    for number, label in enumerate(told):
        x0, y0, x1, y1 = label["box"]
        assert 0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height, label
        assert min(x1 - x0, y1 - y0) * 390 / width >= 14, label
        for other in told[:number]:
            a0, b0, a1, b1 = other["box"]
            assert x0 >= a1 or x1 <= a0 or y0 >= b1 or y1 <= b0, (label, other)
    unsaid = {part.by for part in chosen.covered} - {"edge"}
    said = " ".join(words.casefold() for words in _rows(chosen))
    for by in unsaid:
        assert all(item.casefold() in said for item in by.split(", ")), by


def _rows(chosen: Format) -> Iterator[str]:
    data = guide_data(chosen)
    for label in (*data["strips"], *data["notches"]):
        yield from (row["words"] for row in label["rows"])


def test_what_covers_alike_is_said_once(tmp_path: Path) -> None:
    """Nine placements of four platforms: four of Meta's cover the same, and at most one label stands at each side."""
    told = labels(TABLES.format("universal", "video"), tmp_path)
    strips = [label["words"] for label in told if label["kind"] == "strip"]
    assert len(strips) == len(set(strips)) == 4
    assert [label["words"] for label in told if label["kind"] == "notch"] == [
        "Action rail: avatar, like, comment, save, share",
        "Action rail of Spotlight",
    ]
    rows = guide_data(TABLES.format("universal", "video"))["strips"][0]["rows"]
    assert [row["figure"] for row in rows] == ["288 px", "269 px", "240 px", "192 px"]
    bottom = guide_data(TABLES.format("universal", "video"))["strips"][2]["rows"][0]["words"]
    assert bottom.casefold().count("call-to-action button") == 1


def test_labels_are_read_on_black_white_and_grey(tmp_path: Path) -> None:
    """The chip is what most pixels of a label are, the ink its darkest ones: 4.5:1 and more between them."""
    found = pixels(TABLES.format("universal", "video")).astype(float)
    for label in labels(TABLES.format("universal", "video"), tmp_path):
        x0, y0, x1, y1 = (round(edge) for edge in label["box"])
        piece = found[y0 + 2 : y1 - 2, x0 + 14 : x1 - 2]
        for ground in (0.0, 128.0, 255.0):
            alpha = piece[..., 3:] / 255
            seen = piece[..., :3] * alpha + ground * (1 - alpha)
            light = _luminance(seen).ravel()
            paper = float(np.median(light))
            ink = float(np.percentile(light, 98 if label["kind"] == "figure" else 2))
            assert (max(paper, ink) + 0.05) / (min(paper, ink) + 0.05) >= 4.5, (label, ground)


def _luminance(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    parts = colours / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def test_the_same_format_gives_the_same_bytes() -> None:
    assert guide(TABLES.format("tiktok", "video")) == guide(TABLES.format("tiktok", "video"))


@pytest.mark.parametrize(
    "words",
    ['#panic("x") $x$ *b* @ref <l> `r`', "\u202egnp \ud800 \x00", "صباح الخير", "w" * 300, "a\nb\n\nc"],
)
def test_words_of_a_table_stay_words(words: str) -> None:
    chosen = TABLES.format("story")
    parts = tuple(part.model_copy(update={"by": words}) for part in chosen.covered)
    found = pixels(chosen.model_copy(update={"name": words, "covered": parts}))
    assert scan(found[500, :]) == [(63, 64), (1015, 1016)]


def test_a_zone_that_reaches_the_edges_keeps_its_line() -> None:
    whole = Box(x0=0, y0=0, x1=1, y1=1)
    found = pixels(TABLES.format("pin").model_copy(update={"safe": whole, "covered": (), "notches": ()}))
    assert scan(found[:, 300])[0] == (0, 1)
    assert scan(found[:, 300])[-1] == (1498, 1499)


@pytest.mark.parametrize(
    ("holes", "expected"),
    [
        ([], (((2, 2), (8, 2), (8, 8), (2, 8)),)),
        ([(6, 4, 9, 6)], (((2, 2), (8, 2), (8, 4), (6, 4), (6, 6), (8, 6), (8, 8), (2, 8)),)),
        ([(6, 4, 9, 9)], (((2, 2), (8, 2), (8, 4), (6, 4), (6, 8), (2, 8)),)),
        ([(0, 0, 1, 9)], (((2, 2), (8, 2), (8, 8), (2, 8)),)),  # beside it
        ([(0, 4, 9, 5)], (((2, 2), (8, 2), (8, 4), (2, 4)), ((2, 5), (8, 5), (8, 8), (2, 8)))),  # cut in two
        ([(0, 0, 9, 9)], ()),
    ],
)
def test_a_border_goes_around_notches(
    holes: list[tuple[int, int, int, int]], expected: tuple[tuple[tuple[int, int], ...], ...]
) -> None:
    boxes = [Box(x0=x0, y0=y0, x1=x1, y1=y1) for x0, y0, x1, y1 in holes]
    assert outlines(Box(x0=2, y0=2, x1=8, y1=8), boxes) == expected


def test_a_border_grows_outwards_at_every_corner() -> None:
    assert grown(((2, 2), (8, 2), (8, 4), (6, 4), (6, 8), (2, 8)), 1) == (
        (1, 1),
        (9, 1),
        (9, 5),
        (7, 5),
        (7, 9),
        (1, 9),
    )


def test_safe_is_rounded_inwards_and_covered_outwards() -> None:
    lies = overlay(TABLES.format("story"))
    assert lies.safe == Box(x0=65, y0=269, x1=1015, y1=1248)
    assert lies.insets == {"top": 269, "right": 65, "bottom": 672, "left": 65}
    assert {part.side: part.depth for part in lies.parts} == {
        "top": 269,
        "right": 65,
        "bottom": 672,
        "left": 65,
    }
    rail = next(part for part in overlay(TABLES.format("tiktok", "video")).parts if part.side is None)
    assert rail.box == Box(x0=780, y0=840, x1=1080, y1=1260)
