"""Overlays drawn for tests: on the canvas and safe zone of a format, with a brand's colours."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc import templates
from ugc.model.layout import Placed
from ugc.palette import roles
from ugc.typeset import Overlay, Typesetter, system_cjk_fonts

FORMATS = {  # canvas, safe box
    "story": ((1080, 1920), (65, 269, 1015, 1248)),
    "feed": ((1080, 1350), (65, 68, 1015, 1215)),
    "square": ((1080, 1080), (65, 54, 1015, 972)),
    "link": ((1200, 628), (54, 54, 1146, 483)),
    "pin": ((1000, 1500), (60, 75, 940, 1300)),
}
ACCENT = "#C2563A"
BRAND = {
    "accent": ACCENT,
    "ink": "#0C121A",
    "paper": "#FFFFFF",
    "roles": roles(ACCENT, ink="#0C121A", paper="#FFFFFF"),
}

Pixels = NDArray[np.int_]


@cache
def typesetter() -> Typesetter:
    return Typesetter(system_cjk_fonts())


def draw(
    name: str, format_id: str, words: dict[str, Any], *, dirs: tuple[Path, ...] = (), scale: float = 1
) -> Overlay:
    (wide, high), (x0, y0, x1, y1) = FORMATS[format_id]
    safe = {"top": y0 / high, "right": 1 - x1 / wide, "bottom": 1 - y1 / high, "left": x0 / wide}
    pixels = round(wide * scale), round(high * scale)
    return typesetter().overlay(
        templates.load(name, dirs), {"safe": safe, "brand": BRAND} | words, pixels=pixels, scale=scale
    )


def layer(overlay: Overlay) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(overlay.png))).astype(int)


def at(overlay: Overlay, role: str) -> Placed:
    return next(each for each in overlay.placed if each.role == role)


def part(pixels: Pixels, box: Any) -> Pixels:
    return pixels[int(box.y0) : int(np.ceil(box.y1)), int(box.x0) : int(np.ceil(box.x1))]
