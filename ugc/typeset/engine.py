"""The typesetter: a template and its data become a transparent picture, and where each text landed."""

import json
import math
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ugc.errors import InputError, PlacementError, UgcError
from ugc.files import machine_errors
from ugc.model.base import canonical
from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade
from ugc.model.templates import Template
from ugc.palette import roles
from ugc.templates import check_words, with_defaults
from ugc.text import clusters
from ugc.typeset.coverage import typst_fonts
from ugc.typeset.fonts import EMOJI, FontIndex
from ugc.typeset.hygiene import drawable, strings
from ugc.typeset.own import NO_FONTS, OwnFonts

if TYPE_CHECKING:
    import typst

BRAND: dict[str, Any] = {
    "name": "",
    "handle": "",
    "accent": "#FFFFFF",
    "ink": "#0C121A",
    "paper": "#FFFFFF",
    "roles": roles("#0C121A", ink="#0C121A", paper="#FFFFFF"),
    "logo": None,
    "radius": 28,
    "scrim": "black",
}
"""What an overlay looks like before a brand says otherwise: neutral on any picture."""

_STRUCTURE = {"language", "safe", "notches", "brand", "options", "slots", "pictures", "canvas", "fonts"}
"""Keys of the data that no template draws as words."""
_LONGEST = 2000
_PACKAGE = re.compile(r"@[A-Za-z][\w-]*/[\w-]")
_COMPUTED_IMPORT = re.compile(r'^[ \t]*#?(?:import|include)\b(?![ \t]*")', re.MULTILINE)
_COMMENT = re.compile(r"(?<![:/])//[^\n]*|/\*.*?\*/", re.DOTALL)
_PLACE = re.compile(r"┌─ (.+?):(\d+):\d+")
_UNFIT = re.compile(r"unfit\|(\w+)\|(\d+)")
_UNLIKE = re.compile(r"unlike\|(\w+)\|(.+)")
_POINTS_PER_INCH = 72
_SMALL_NEEDS, _LARGE_NEEDS = 4.5, 3.0
"""Contrast by WCAG 2.2, success criterion 1.4.3: https://www.w3.org/TR/WCAG22/#contrast-minimum."""
_PRINT_NEEDS, _PRINT = 7.0, {"disclosure", "legal"}
"""Contrast of what the law wants read, and its roles: WCAG 2.2, success criterion 1.4.6."""
_PHONE = 390
"""Points across a phone. A rim thinner than one of them does not count: "a thin black outline (at least one pixel
wide)" is what WCAG asks for: https://www.w3.org/WAI/WCAG22/Techniques/general/G18."""


@dataclass(frozen=True)
class Overlay:
    """A drawn overlay."""

    png: bytes
    """RGBA, transparent, of the canvas's size in pixels."""
    placed: tuple[Placed, ...]
    """Where each text landed, in canvas pixels, as the typesetter itself reports."""
    shades: tuple[Shade, ...] = ()
    """What is to be darkened or lightened under it, in canvas pixels."""


class Typesetter:
    """Draws overlays. Keeps a warm compiler per template and thread in flight; may be shared among threads."""

    def __init__(
        self, font_dirs: Sequence[Path] = (), *, cache: Path | None = None, own: OwnFonts = NO_FONTS
    ) -> None:
        """Take the shipped fonts, those of `font_dirs`, and a brand's own; `cache` is the font index's JSON file."""
        self.fonts = FontIndex.load(cache, font_dirs, own=own)
        self._loaded: typst.Fonts | None = None
        self._idle: dict[Path, list[typst.Compiler]] = {}
        self._lock = Lock()
        self._staging = Path(tempfile.mkdtemp(prefix="ugc-typeset-"))
        weakref.finalize(self, shutil.rmtree, self._staging, ignore_errors=True)

    def overlay(
        self, template: Template, data: Mapping[str, Any], *, pixels: tuple[int, int], scale: float = 1.0
    ) -> Overlay:
        """Draw a template on a canvas of `pixels`, `scale` canvas pixels for each pixel of the format's base size.

        Raises PlacementError when a text cannot fit, MissingError for a character that no font has, InputError
        for a template that Typst does not understand, with its file and line.
        """
        complete = self._complete(template, data, pixels, scale)
        with self._compiler(template) as compiler:
            try:
                png = compiler.compile(
                    format="png", ppi=_POINTS_PER_INCH * scale, sys_inputs={"data": canonical(complete)}
                )
                rows = json.loads(compiler.query("<placed>", field="value"))
            except RuntimeError as error:
                raise self._explained(template, error, pixels) from error
        assert isinstance(png, bytes)
        if _size_of(png) != pixels:
            raise InputError(
                f"Template {template.name} drew {_size_of(png)} pixels where {pixels} were asked for.",
                hint="Its overlay.typ must be one page, made with `#show: frame`.",
            )
        large = _large(template, pixels)
        return Overlay(
            png,
            tuple(_placed(row, scale, large, thin=pixels[0] / _PHONE) for row in rows if "role" in row),
            tuple(_shade(row, scale) for row in rows if "shade" in row),
        )

    def _complete(
        self, template: Template, data: Mapping[str, Any], pixels: tuple[int, int], scale: float
    ) -> dict[str, Any]:
        """Fill in what the caller may leave out, make the words drawable, and choose their fonts."""
        language = str(data.get("language") or "en")
        brand = {
            key: value for key, value in dict(data.get("brand") or {}).items() if value not in ("", None)
        }
        words = {field: _clean(data.get(field)) for field in {*template.words, *(data.keys() - _STRUCTURE)}}
        lengths = {
            field: len(clusters(value))
            for field, value in words.items()
            if isinstance(value, str) and field in template.words
        }
        check_words(template, lengths)
        drawn = "\n".join(strings(words))
        self.fonts.check(drawn, language)
        families = self.fonts.families(drawn, language)
        display = self.fonts.display_families(drawn, language)
        return {
            **words,
            "language": language,
            "safe": {edge: data["safe"][edge] for edge in ("top", "right", "bottom", "left")},
            "notches": list(data.get("notches") or ()),
            "brand": BRAND | brand,
            "slots": dict(data.get("slots") or {}),
            "pictures": list(data.get("pictures") or ()),
            "options": with_defaults(template, data.get("options") or {}),
            "canvas": {"width": pixels[0] / scale, "height": pixels[1] / scale, "scale": scale},
            "fonts": {"text": families, "display": display, "emoji": (EMOJI,)},
        }

    @contextmanager
    def _compiler(self, template: Template) -> Iterator["typst.Compiler"]:
        """Lend a compiler that no other thread holds: one alone refuses to be used twice at a time."""
        with self._lock:
            idle = self._idle.setdefault(template.folder, [])
            compiler = idle.pop() if idle else self._warm(template)
        try:
            yield compiler
        finally:
            with self._lock:
                idle.append(compiler)

    def _warm(self, template: Template) -> "typst.Compiler":
        import typst

        if self._loaded is None:
            self._loaded = typst_fonts(self.fonts.files)
        root = self._root(template)
        return typst.Compiler(
            root / template.folder.name / "overlay.typ",
            root=root,
            font_paths=self._loaded,
            ignore_system_fonts=True,
            package_path=self._staging,
            package_cache_path=self._staging,
        )

    def _root(self, template: Template) -> Path:
        """Give the folder with a template beside the shared files; one of a workspace is copied to such a place."""
        for path in sorted((*template.folder.rglob("*.typ"), *template.shared.rglob("*.typ"))):
            _refuse_packages(path)
        if template.shared.parent == template.folder.parent:
            return template.folder.parent
        root = self._staging / template.digest
        with machine_errors(f"Preparing template {template.name}"):
            shutil.copytree(template.folder, root / template.folder.name, dirs_exist_ok=True)
            shutil.copytree(template.shared, root / "_shared", dirs_exist_ok=True)
        return root

    def _explained(self, template: Template, error: RuntimeError, pixels: tuple[int, int]) -> UgcError:
        said = str(getattr(error, "message", error))
        unfit = _UNFIT.search(said)
        if unfit:
            field, about = unfit.groups()
            return PlacementError(
                f"The {field} does not fit template {template.name} at {pixels[0]}x{pixels[1]}, even at its smallest.",
                hint=f"Shorten the {field} to about {about} characters, or its longest word.",
            )
        unlike = _UNLIKE.search(said)
        if unlike:
            field, must = unlike.groups()
            return PlacementError(
                f"The {field} of template {template.name} must be {must}.",
                hint=f"Say the {field} anew: --text {field}=...",
            )
        found = _PLACE.search(str(getattr(error, "diagnostic", "")))
        where = (
            f"{self._original(template, found[1])}, line {found[2]}" if found else f"template {template.name}"
        )
        hints = getattr(error, "hints", None)
        return InputError(
            f"{where}: {said}.", hint=hints[0] if hints else "Correct the template and run again."
        )

    def _original(self, template: Template, shown: str) -> Path:
        """Find the file that a message of Typst's means, wherever it was copied to."""
        name = Path(shown).name
        within = template.shared if Path(shown).parent.name == "_shared" else template.folder
        return next(iter(sorted(within.rglob(name))), Path(shown))


def _refuse_packages(path: Path) -> None:
    """Raise InputError when a template would load a package, which Typst fetches from the network."""
    source = path.read_text("utf-8", "replace")
    code = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), source)
    for pattern, what in ((_PACKAGE, "imports a package"), (_COMPUTED_IMPORT, "imports by a computed name")):
        found = pattern.search(code)
        if found:
            line = code[: found.end()].count("\n") + 1
            raise InputError(
                f"{path}, line {line}: {what}, which could go to the network.",
                hint="Copy what you need beside the template and import it by its file name in quotes.",
            )


def _clean(value: object) -> Any:
    if isinstance(value, str):
        return drawable(value, _LONGEST) or None
    if isinstance(value, Mapping):
        return {str(key): _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def _large(template: Template, pixels: tuple[int, int]) -> float:
    """The type size from which a template's bold letters are large, in canvas pixels; none are where it is not said."""
    if template.sizes is None:
        return math.inf
    shape, unit = template.sizes.shape(pixels)
    return template.sizes.large[shape] * unit


def _placed(row: Mapping[str, Any], scale: float, large: float, *, thin: float) -> Placed:
    """A text as the template tells of it, in canvas pixels.

    `large` is the type size from which letters are large, `thin` the width below which a rim is not counted.
    """
    x0, y0, x1, y1 = (round(edge * scale, 2) for edge in row["box"])
    size = round(row["size"] * scale, 2)
    fill, rim = row.get("fill"), row.get("rim")
    return Placed(
        role=row["role"],
        text=row["text"],
        box=Box(x0=x0, y0=y0, x1=x1, y1=y1),
        size=size,
        lines=row.get("lines") or 1,
        fill=fill,
        ground=row.get("ground"),
        rim=rim["colour"] if rim and rim["width"] * scale >= thin else None,
        least=None if fill is None else _needs(row["role"], size >= large),
    )


def _needs(role: str, large: bool) -> float:
    if role in _PRINT:
        return _PRINT_NEEDS
    return _LARGE_NEEDS if large else _SMALL_NEEDS


def _shade(row: Mapping[str, Any], scale: float) -> Shade:
    y0, y1 = (None if row[end] is None else round(row[end] * scale, 2) for end in ("y0", "y1"))
    return Shade(tone=row["shade"], y0=y0, y1=y1, colour=row.get("colour"))


def _size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
