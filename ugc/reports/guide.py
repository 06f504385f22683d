"""A format's guide layer: a transparent picture that shows over any other what interfaces cover, and what is safe."""

from collections.abc import Iterator
from typing import Any, get_args

from ugc.model.formats import Format
from ugc.reports.overlay import Overlay, Part, Polygon, Side, grown, overlay, rectangle
from ugc.resources import TEMPLATES
from ugc.typeset.pages import pages

TEMPLATE = TEMPLATES / "reports" / "guide.typ"
LINE = 2
"""Pixels of the line around the safe zone; it lies outside, so that all it encloses is safe."""
_BASE_WIDTH = 1080
"""Pixels of the canvas for which type sizes are chosen."""
_ROOMY = 150
"""Pixels, at that width, from which a strip at the side has room for words that are not turned."""
_NO_WORDS = {"edge"}
"""Says nothing that the picture does not show; left out where something else is said of the same side."""

Data = dict[str, Any]


def guide(chosen: Format) -> bytes:
    """Draw a format's guide as a PNG of its canvas's size, transparent but for tints, lines and labels.

    The same format gives the same bytes.
    """
    (png,) = pages(TEMPLATE, [guide_data(chosen)], pictures={})
    return png


def guide_data(chosen: Format) -> Data:
    """Return what the guide shows, in pixels of the canvas. Typst measures the words and finds their places."""
    lies = overlay(chosen)
    width, height = lies.pixels
    return {
        "width": width,
        "height": height,
        "unit": width / _BASE_WIDTH,
        "safe": _edges(lies),
        "line": LINE,
        "covered": [rectangle(part.box) for part in lies.parts],
        "steps": list(_steps(lies)),
        "outline": [grown(_on_canvas(border, lies), LINE / 2) for border in lies.outline],
        "halo": [grown(_on_canvas(border, lies), LINE + 0.5) for border in lies.outline],
        "figures": list(_figures(lies)),
        "notches": [_notch(part) for part in lies.parts if part.side is None],
        "strips": [_strip(lies, side) for side in get_args(Side) if _rows(lies, side)],
        "title": _title(chosen, lies),
    }


def _edges(lies: Overlay) -> Data:
    return {name: round(edge) for name, edge in lies.safe.model_dump().items()}


def _on_canvas(border: Polygon, lies: Overlay) -> Polygon:
    """Move a border so far in that the line around it is not cut off where the safe zone reaches the canvas's edge."""
    width, height = lies.pixels
    return tuple((min(max(x, LINE), width - LINE), min(max(y, LINE), height - LINE)) for x, y in border)


def _steps(lies: Overlay) -> Iterator[tuple[int, int, int, int]]:
    """The inner edges of covered parts as lines a pixel wide, inside them: x, y, width, height.

    Those of strips at the sides end at the strips above and below.
    """
    width, height = lies.pixels
    top, bottom = _deepest(lies, "top"), height - _deepest(lies, "bottom")
    for part in lies.parts:
        x0, y0, x1, y1 = (round(edge) for edge in (part.box.x0, part.box.y0, part.box.x1, part.box.y1))
        if part.side in ("top", "bottom"):
            yield 0, y1 - 1 if part.side == "top" else y0, width, 1
        elif part.side in ("left", "right"):
            yield x1 - 1 if part.side == "left" else x0, top, 1, bottom - top
        else:
            across, down = x1 - x0, y1 - y0
            yield from (
                (x0, y0, across, 1),
                (x0, y1 - 1, across, 1),
                (x0, y0, 1, down),
                (x1 - 1, y0, 1, down),
            )


def _figures(lies: Overlay) -> Iterator[Data]:
    """How far the safe zone stays from each side, written inside the line, on its longest run there.

    `back` is the share of its own width and height by which a figure stands before the point.
    """
    box, insets = lies.safe, lies.insets
    low = (
        0.5 if lies.pixels[1] >= lies.pixels[0] else 0.85
    )  # of a wide canvas the upper corners are for the title
    sides: tuple[tuple[Side, float, bool, tuple[float, float]], ...] = (
        ("top", box.y0, True, (0.5, 0)),
        ("bottom", box.y1, True, (0.5, 1)),
        ("left", box.x0, False, (0, 0.5)),
        ("right", box.x1, False, (1, 0.5)),
    )
    for side, at, level, back in sides:
        runs = [
            (here, there)
            for border in lies.outline
            for here, there in zip(border, (*border[1:], border[0]), strict=True)
            if here[level] == there[level] == round(at)
        ]
        start, end = max(
            (sorted((here[not level], there[not level])) for here, there in runs),
            key=lambda run: run[1] - run[0],
        )
        along = start + (end - start) * (0.5 if level else low)
        x, y = (along, at) if level else (at, along)
        yield {"words": str(insets[side]), "x": x, "y": y, "back": back}


def _notch(part: Part) -> Data:
    words = _sentence([part.by])
    return {
        "at": "Also",
        "box": _box(*rectangle(part.box)[::2]),
        "rows": [{"figure": "", "words": words}],
        "turned": False,
    }


def _strip(lies: Overlay, side: Side) -> Data:
    """The label of a side, and where it may stand: strips at the side between those above and below."""
    width, height = lies.pixels
    depth = _deepest(lies, side)
    top, bottom = _deepest(lies, "top"), _deepest(lies, "bottom")
    across, down = {
        "top": ((lies.safe.x0, width), (0, depth)),
        "bottom": ((lies.safe.x0, width), (height - depth, height)),
        "left": ((0, depth), (top, height - bottom)),
        "right": ((width - depth, width), (top, height - bottom)),
    }[side]
    turned = side in ("left", "right") and depth * _BASE_WIDTH < _ROOMY * width
    return {
        "side": side,
        "at": side.capitalize(),
        "box": _box((across[0], down[0]), (across[1], down[1])),
        "rows": _rows(lies, side),
        "turned": turned,
    }


def _rows(lies: Overlay, side: Side) -> list[Data]:
    """What covers a side, one row a depth; the depth is said where the figure on the line does not."""
    found: dict[int, list[str]] = {}
    for part in lies.parts:
        if part.side == side:
            found.setdefault(part.depth, []).append(part.by)
    told = {depth: words for depth, words in found.items() if set(words) - _NO_WORDS} or found
    alone = len(told) == 1 and lies.insets[side] in told
    return [
        {"figure": "" if alone else f"{depth} px", "words": _sentence(words)} for depth, words in told.items()
    ]


def _sentence(words: list[str]) -> str:
    """Several lists of what lies at one place as one, everything once."""
    told = [each for each in words if each not in _NO_WORDS] or words
    line = ", ".join(dict.fromkeys(item for each in told for item in each.split(", ")))
    return f"{line[:1].upper()}{line[1:]}"


def _title(chosen: Format, lies: Overlay) -> Data:
    box, (width, height) = lies.safe, lies.pixels
    return {
        "name": chosen.name,
        "pixels": f"{width} × {height}",
        "ratio": chosen.ratio,
        "safe": f"{box.x0:.0f}, {box.y0:.0f} to {box.x1:.0f}, {box.y1:.0f}",
        "size": f"{box.width:.0f} × {box.height:.0f}",
        "placements": ", ".join(dict.fromkeys(placement.name for placement in chosen.placements)),
    }


def _deepest(lies: Overlay, side: Side) -> int:
    return max((part.depth for part in lies.parts if part.side == side), default=0)


def _box(first: tuple[float, float], last: tuple[float, float]) -> Data:
    return {"x0": first[0], "y0": first[1], "x1": last[0], "y1": last[1]}
