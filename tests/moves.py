"""Overlays in motion for tests: words, frames as ffmpeg reads them, and templates with a script of one's own."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from overlays import BRAND, FORMATS, typesetter

from ugc import templates
from ugc.media.ffmpeg import program
from ugc.model.templates import Template
from ugc.palette import roles
from ugc.render.animations import Animations, Moved

FPS = 30
WORDS = {
    "end-card": {
        "headline": "Slow mornings start with one good jar",
        "line": "Refills from 12 euros",
        "cta": "Shop now",
        "address": "sundayglow.example",
        "legal": "While stocks last.",
        "credit": "@mira.slowmornings",
        "platform": "Instagram",
        "disclosure": "Paid partnership",
    },
    "lower-third": {
        "credit": "@mira.slowmornings",
        "about": "Skin therapist, Lisbon",
        "platform": "Instagram",
        "disclosure": "Paid partnership",
    },
    "offer-badge": {
        "offer": "−25%",
        "terms": "On every balm",
        "credit": "@mira.slowmornings",
        "platform": "Instagram",
        "disclosure": "Paid partnership",
    },
}
ARABIC = {
    "end-card": {"language": "ar", "headline": "صباحات هادئة تبدأ بجرّة واحدة", "cta": "تسوّقي الآن"},
    "lower-third": {"language": "ar", "about": "خبيرة العناية بالبشرة"},
    "offer-badge": {"language": "ar", "offer": "٢٥٪", "terms": "خصم على كل بلسم"},
}
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<rect width="300" height="100" fill="#0F0"/></svg>'
)
SECONDS = 10.0

Frames = NDArray[np.uint8]


def size_of(format_id: str) -> tuple[int, int]:
    return FORMATS[format_id][0]


def told(template: str, format_id: str, **other: Any) -> dict[str, Any]:
    """The data of an overlay, as it is told by a draft."""
    (wide, high), (x0, y0, x1, y1) = FORMATS[format_id]
    safe = {"top": y0 / high, "right": 1 - x1 / wide, "bottom": 1 - y1 / high, "left": x0 / wide}
    return {"safe": safe, "brand": BRAND} | WORDS[template] | other


def with_logo() -> dict[str, Any]:
    mark = {"svg": LOGO, "ratio": 3.0}
    return {"brand": BRAND | {"logo": {"light": mark, "dark": mark}}, "options": {"logo": "on"}}


def with_accent(accent: str) -> dict[str, Any]:
    return {"brand": BRAND | {"accent": accent, "roles": roles(accent, ink="#0C121A", paper="#FFFFFF")}}


def moved(
    cache: Path,
    template: str | Template,
    format_id: str = "story",
    *,
    fps: float = FPS,
    seconds: float = SECONDS,
    scale: float = 1,
    **other: Any,
) -> Moved:
    made = templates.load(template) if isinstance(template, str) else template
    data = told(template if isinstance(template, str) else "offer-badge", format_id, **other)
    wide, high = size_of(format_id)
    got = Animations(typesetter(), cache).moving(
        made,
        data,
        pixels=(round(wide * scale), round(high * scale)),
        scale=scale,
        fps=fps,
        seconds=seconds,
    )
    assert isinstance(got, Moved), got
    return got


def frames(path: Path, top: int, size: tuple[int, int]) -> Frames:
    """Every frame of a move on its whole canvas, (frame, row, column, RGBA), as ffmpeg decodes it."""
    command = [program(), "-v", "error", "-nostdin", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    rows = np.frombuffer(done.stdout, np.uint8).reshape(-1, rows_of(path), size[0], 4)
    whole: Frames = np.zeros((len(rows), size[1], size[0], 4), np.uint8)
    whole[:, top : top + rows.shape[1]] = rows
    return whole


def rows_of(path: Path) -> int:
    done = subprocess.run([program(), "-i", path], capture_output=True, text=True, errors="replace")
    line = next(line for line in done.stderr.splitlines() if "Video: qtrle" in line)
    return int(
        next(part for part in line.split(", ") if "x" in part and part[0].isdigit()).split("x")[1].split()[0]
    )


def over(layer: NDArray[Any], colour: tuple[int, int, int]) -> NDArray[np.float64]:
    """A layer of straight alpha laid over a colour."""
    alpha = layer[..., 3:].astype(float) / 255
    return layer[..., :3] * alpha + np.array(colour, float) * (1 - alpha)


def bezier(along: float, x1: float, y1: float, x2: float, y2: float) -> float:
    """A cubic Bézier easing by tracing its curve, as a judge of the program's own."""
    s = np.linspace(0, 1, 20001)
    x = 3 * x1 * s * (1 - s) ** 2 + 3 * x2 * s**2 * (1 - s) + s**3
    y = 3 * y1 * s * (1 - s) ** 2 + 3 * y2 * s**2 * (1 - s) + s**3
    return float(np.interp(min(max(along, 0), 1), x, y))


def arrives(along: float) -> float:
    return bezier(along, 0.05, 0.7, 0.1, 1)


def own_template(folder: Path, script: str, *, motion: str = "enter = 0.4\n", name: str = "ours") -> Template:
    """The offer badge with a script of somebody's own."""
    place = folder / name
    if not place.exists():
        shutil.copytree(templates.load("offer-badge").folder, place)
    toml = (
        (templates.load("offer-badge").folder / "template.toml").read_text("utf-8").split("# Over a clip")[0]
    )
    toml = toml.replace('name = "offer-badge"', f'name = "{name}"')
    (place / "template.toml").write_text(f"{toml}\n[motion]\n{motion}", "utf-8")
    (place / "motion.py").write_text(script, "utf-8")
    return templates.load(name, [folder])
