"""The typesetter: a template and its data become a transparent picture, and where each text landed."""

import json
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
from ugc.model.layout import Placed, Shade
from ugc.model.templates import Template
from ugc.palette import roles
from ugc.templates import check_words, with_defaults
from ugc.text import clusters
from ugc.typeset.coverage import typst_fonts
from ugc.typeset.fonts import EMOJI, FontIndex
from ugc.typeset.hygiene import drawable, strings
from ugc.typeset.landing import landed
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


@dataclass(frozen=True)
class Overlay:
    """A drawn overlay."""

    png: bytes
    """RGBA, transparent, of the canvas's size in pixels, or of some rows of it."""
    placed: tuple[Placed, ...]
    """Where each text landed, in canvas pixels, as the typesetter itself reports."""
    shades: tuple[Shade, ...] = ()
    """What is to be darkened or lightened under it, in canvas pixels."""
    top: int = 0
    """The row of the canvas at which it begins."""
    parts: tuple[str, ...] = ()
    """The names of what can be drawn by itself, in the order in which it lies one over the other."""


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
        self,
        template: Template,
        data: Mapping[str, Any],
        *,
        pixels: tuple[int, int],
        scale: float = 1.0,
        rows: tuple[int, int] | None = None,
        parts: Sequence[str | None] | None = None,
    ) -> Overlay:
        """Draw a template on a canvas of `pixels`, `scale` canvas pixels for each pixel of the format's base size.

        Of the canvas only `rows` are drawn, from the first to before the last, where they are given: what lies
        elsewhere is lost, but all texts are told. Of what stands there only `parts` are drawn where they are given, by
        the names that the template has for them, None for all that has none; each stands where it does in the whole.

        Raises PlacementError when a text cannot fit, MissingError for a character that no font has, InputError for a
        template that Typst does not understand, with its file and line.
        """
        complete = self._complete(template, data, pixels, scale)
        first, last = rows or (0, pixels[1])
        if rows:
            complete["canvas"]["rows"] = [first / scale, last / scale]
        if parts is not None:
            complete["canvas"]["parts"] = list(parts)
        with self._compiler(template) as compiler:
            try:
                png = compiler.compile(
                    format="png", ppi=_POINTS_PER_INCH * scale, sys_inputs={"data": canonical(complete)}
                )
                told = json.loads(compiler.query("<placed>", field="value"))
            except RuntimeError as error:
                raise self._explained(template, error, pixels) from error
        assert isinstance(png, bytes)
        asked = pixels[0], last - first
        if _size_of(png) != asked:
            raise InputError(
                f"Template {template.name} drew {_size_of(png)} pixels where {asked} were asked for.",
                hint="Its overlay.typ must be one page, made with `#show: frame`.",
            )
        placed, shades = landed(told, template, pixels=pixels, scale=scale)
        named = tuple(dict.fromkeys(row["part"] for row in told if "part" in row))
        return Overlay(png, placed, shades, first, named)

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


def _size_of(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
