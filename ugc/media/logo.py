"""A brand's logo read from its file: a PNG or a drawing that loads nothing, runs nothing, and stays small.

Both come out as SVG, which the typesetter draws at any size; a PNG lies in it as an embedded picture.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from ugc.errors import InputError
from ugc.files import open_regular, sha256_of
from ugc.model.base import Value

MOST_SVG_BYTES = 512 * 1024
LONGEST_SIDE = 960
"""Pixels of an embedded picture: four times as large as templates draw a logo on the usual canvas."""
_MOST_PIXELS = 50_000_000
_MOST_PARTS = 20_000
"""Elements of a drawing, those counted again that it uses again."""
_DEEPEST, _FARTHEST = 64, 200
"""How deep elements may lie in one another, and how far what they use may lead on."""
_LONGEST = 12.0
"""Ratio beyond which a logo is a line."""
_FAINTEST = 8
"""Alpha, of 255, below which the edge of a picture counts as empty."""
_HREF = "{http://www.w3.org/1999/xlink}href"
_SVG = "{http://www.w3.org/2000/svg}"
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(px|pt|mm|cm|in|pc)?\s*")
_ELSEWHERE = re.compile(r"url\(\s*+['\"]?+\s*+(?!#)", re.IGNORECASE)
_INSIDE = re.compile(r"url\(\s*['\"]?\s*#([^)'\"\s]+)", re.IGNORECASE)
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]*>")

_REFUSED = {
    "script": "runs a script",
    "image": "holds a picture or loads one",
    "foreignObject": "holds another kind of document",
    "text": "has letters that are still text, and this machine may lack their font",
    "filter": "has a filter effect",
    "animate": "moves",
    "animateTransform": "moves",
    "animateMotion": "moves",
    "set": "moves",
}
"""Elements that a logo may not have, and what is wrong with them."""

_AGAIN = "Export it again as a plain SVG with its letters turned into outlines, or as a PNG."


class Logo(Value):
    """A logo, ready to be drawn."""

    svg: str
    ratio: float
    """Width by height."""
    sha256: str
    """Of the file that it was read from."""
    type: Literal["png", "svg"]
    pixels: tuple[int, int] | None = None
    """Width and height of a PNG less its empty edges; None for a drawing, which has no size of its own."""


def read_logo(path: Path) -> Logo:
    """Read a logo, PNG or SVG whatever its name.

    The transparent edges of a PNG are cut away, since templates leave clear space of their own. Raises InputError when
    it is neither, damaged, too large, empty, or an SVG that runs, loads or hides something.
    """
    with open_regular(path) as file:
        start = file.read(MOST_SVG_BYTES + 1)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return _from_png(path)
    if b"<svg" not in start[:4096] and b":svg" not in start[:4096]:
        raise InputError(
            f"The logo {path} is neither a PNG nor an SVG.",
            hint="Save it as PNG with a transparent ground, or as SVG.",
        )
    if len(start) > MOST_SVG_BYTES:
        raise InputError(
            f"The logo {path} is an SVG of more than {MOST_SVG_BYTES // 1024} kB.",
            hint="Simplify its outlines, or save it as PNG.",
        )
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The logo {path} is an SVG that is not UTF-8.", hint=_AGAIN) from error
    text = _PLAIN_DOCTYPE.sub("", text, count=1)
    root = _parsed(path, text)
    _refuse_tricks(path, root)
    return Logo(svg=text, ratio=_shape(path, *_size(path, root)), sha256=sha256_of(path), type="svg")


def _from_png(path: Path) -> Logo:
    from ugc.media.opening import decoding, opened
    from ugc.media.pixels import with_alpha

    with opened(path, max_pixels=_MOST_PIXELS) as (image, kind), decoding(path, kind):
        image.load()
        whole = with_alpha(image)
    box = whole.getchannel("A").point(lambda alpha: 255 if alpha > _FAINTEST else 0).getbbox()
    if box is None:
        raise InputError(f"The logo {path} is transparent all over.", hint="Export it again.")
    cut = whole.crop(box)
    ratio = _shape(path, *cut.size)
    size = cut.size
    cut.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    held = BytesIO()
    cut.save(held, "PNG")
    data = base64.b64encode(held.getvalue()).decode("ascii")
    width, height = cut.size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
    return Logo(svg=svg, ratio=ratio, sha256=sha256_of(path), type="png", pixels=size)


def _parsed(path: Path, text: str) -> ElementTree.Element:
    for mark, what in (("<!DOCTYPE", "declares a document type"), ("<!ENTITY", "declares entities")):
        if mark in text:
            raise InputError(f"The logo {path} {what}, which may hide what it draws.", hint=_AGAIN)
    if "<?xml-stylesheet" in text:
        raise InputError(f"The logo {path} loads a style sheet.", hint=_AGAIN)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314  entities, which it would expand, were refused
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(f"The logo {path} is not an SVG that can be read: {error}.", hint=_AGAIN) from error
    if root.tag != f"{_SVG}svg":
        raise InputError(
            f"The logo {path} is not an SVG: it begins with <{_bare(root.tag)}>"
            f"{' without the namespace of SVG' if _bare(root.tag) == 'svg' else ''}.",
            hint=_AGAIN,
        )
    return root


def _refuse_tricks(path: Path, root: ElementTree.Element) -> None:
    """Raise InputError for what runs, loads, moves, or grows without end."""
    for element, depth in _walked(root):
        wrong = "is nested too deeply" if depth > _DEEPEST else _trick(element)
        if wrong:
            raise InputError(f"The logo {path} {wrong}.", hint=_AGAIN)
    by_name = {name: element for element, _ in _walked(root) if (name := element.get("id"))}
    if _parts(root, by_name, {}, frozenset()) > _MOST_PARTS:
        raise InputError(f"The logo {path} has more than {_MOST_PARTS:,} parts.", hint=_AGAIN)


def _trick(element: ElementTree.Element) -> str | None:
    """What is wrong with an element, as it follows the name of a logo in a sentence."""
    name = _bare(element.tag)
    if name in _REFUSED:
        return _REFUSED[name]
    for key, value in element.attrib.items():
        if _bare(key).lower().startswith("on"):
            return "runs a script"
        leads_out = _bare(key) == "href" and name != "a" and not value.strip().startswith("#")
        if leads_out or _ELSEWHERE.search(value):
            return "loads something from elsewhere"
    if name == "style" and (
        "@import" in (element.text or "").lower() or _ELSEWHERE.search(element.text or "")
    ):
        return "loads something from elsewhere"
    return None


def _walked(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, int]]:
    """Every element with its depth; no recursion, for a file can be nested deeper than Python can follow."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        yield element, depth
        waiting += [(child, depth + 1) for child in element]


def _parts(
    element: ElementTree.Element,
    by_name: Mapping[str, ElementTree.Element],
    counted: dict[ElementTree.Element, int],
    within: frozenset[ElementTree.Element],
) -> int:
    """How many elements are drawn for one, those that it uses counted each time; one that uses itself is endless."""
    if element in within or len(within) > _FARTHEST:
        return _MOST_PARTS + 1
    if element not in counted:
        inside = within | {element}
        names = [(element.get("href") or element.get(_HREF) or "").strip().removeprefix("#")]
        names += [name for value in element.attrib.values() for name in _INSIDE.findall(value)]
        used = [by_name[name] for name in names if name in by_name]
        counted[element] = 1 + sum(_parts(child, by_name, counted, inside) for child in (*element, *used))
    return counted[element]


def _size(path: Path, root: ElementTree.Element) -> tuple[float, float]:
    """Width and height, in any one unit: as the drawing says, else those of its view box."""
    said = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if all(said) and len({match[2] or "px" for match in said if match}) == 1:
        return float(said[0][1]), float(said[1][1])  # type: ignore[index]
    try:
        _, _, width, height = (float(part) for part in root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        raise InputError(f"The logo {path} says neither its size nor its viewBox.", hint=_AGAIN) from None
    return width, height


def _shape(path: Path, width: float, height: float) -> float:
    """Width by height. Raises InputError for a logo that is a line, or nothing."""
    if not (0 < width < 1e6 and 0 < height < 1e6) or not 1 / _LONGEST <= width / height <= _LONGEST:
        raise InputError(
            f"The logo {path} is {width:g} wide and {height:g} high.",
            hint=f"A logo may be up to {_LONGEST:g} times as wide as high, or the other way round.",
        )
    return width / height


def _bare(tag: object) -> str:
    """The name of an element or attribute without its namespace; a comment has none."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
