"""What the pages share: one self-contained file that loads nothing, with its pictures and its style inside."""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ugc.reports.overlay import Overlay, path_of, rectangle
from ugc.resources import TEMPLATES

HERE = TEMPLATES / "reports"
_BASICS = "basics.css"


def rendered(
    name: str,
    *,
    accent: str,
    filters: Mapping[str, Callable[..., Any]],
    styles: Sequence[str] = (),
    rules: str = "",
    **data: object,
) -> str:
    """Return the page `name`.html with the styles that all share, its own, and some more; `accent` is #RRGGBB.

    `styles` are further files, `rules` CSS that was made for this page alone. The template finds `style` and
    `style_digest`, by which its security policy lets that style in and no other.
    """
    sheets = [(HERE / file).read_text("utf-8") for file in (_BASICS, f"{name}.css", *styles)]
    style = "\n".join((f":root {{ --accent: {accent}; }}", *sheets, *filter(None, [rules])))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    environment = _environment().overlay()
    environment.filters = {**environment.filters, **filters}
    return environment.get_template(f"{name}.html").render(style=style, style_digest=digest, **data)


def webp_uri(data: bytes) -> str:
    """Return a WebP picture as an address that holds it."""
    return f"data:image/webp;base64,{base64.b64encode(data).decode('ascii')}"


def covered_path(lies: Overlay) -> str:
    """Return all covered parts as one SVG path: where they lie over each other its fill is no deeper."""
    return path_of([rectangle(part.box) for part in lies.parts])


def safe_path(lies: Overlay) -> str:
    """Return the border of the safe zone less its notches as an SVG path."""
    return path_of(lies.outline)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"covered_path": covered_path, "safe_path": safe_path}
    return environment
