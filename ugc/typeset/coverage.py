"""What is in the font files: their families as Typst names them, and which characters each has.

Reading a font's tables takes long and changes never, so what was read is kept in one JSON file, by path, size and
time of change, and by the process for other workspaces.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import InputError, MachineError, MissingError
from ugc.files import sha256_of, write_text
from ugc.model.base import canonical

if TYPE_CHECKING:
    import typst

_ENDINGS = {".otf", ".ttf", ".ttc", ".otc"}
_VERSION = 2
_USUAL = "etaoinshrdlcumwfgypbvk" * 3 + "ETAOINSHRDLC0123456789"
"""Letters as they stand in words of ads, to tell how wide a font runs."""
_BOLDER = 1.12
"""How much wider the bold letters of a variable font run than those in which it lies on disk."""
_SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_CJK_FILES = (
    "notosanscjk",
    "notosansjp",
    "notosanskr",
    "notosanssc",
    "notosanstc",
    "sourcehansans",
    "hiragino",
    "pingfang",
    "applesdgothicneo",
    "yugoth",
    "meiryo",
    "malgun",
    "msyh",
    "msjh",
)

_READ: dict[str, list[Any]] = {}
"""What this process has read, as the JSON file keeps it."""


@dataclass(frozen=True)
class FontFile:
    """One font file."""

    sha256: str
    families: dict[str, str]
    """Family to its coverage, as `20-7e,a0,…` in hexadecimal."""
    widths: dict[str, float]
    """Family to the mean advance of its letters in em; 0 where it has no Latin ones."""


def read_fonts(dirs: Sequence[Path], cache: Path | None) -> dict[Path, FontFile]:
    """Read the fonts of some folders, or take what is known of them from the JSON file `cache`.

    Raises MissingError when a folder is not there, InputError when a font cannot be read.
    """
    known = _read_cache(cache)
    stamps = {path: _stamp(path) for path in font_files(dirs)}
    changed = {path: stamp for path, stamp in stamps.items() if known.get(str(path), [])[:2] != stamp}
    if changed:
        known |= _told_of(changed)
        if cache is not None:
            with suppress(MachineError):  # without a cache it is only slower
                write_text(cache, canonical({"version": _VERSION, "files": known}))
    return {path: FontFile(*known[str(path)][2:]) for path in stamps}


def _told_of(stamps: dict[Path, list[int]]) -> dict[str, list[Any]]:
    """What is to be kept of some fonts, by path; read, where this process has not read them as they are."""
    unread = [path for path, stamp in stamps.items() if _READ.get(str(path), [])[:2] != stamp]
    if unread:
        faces = _faces(unread)
        for path in unread:
            _READ[str(path)] = [*stamps[path], sha256_of(path), *_read(path, faces.get(path, {}))]
    return {str(path): _READ[str(path)] for path in stamps}


def font_files(dirs: Iterable[Path]) -> tuple[Path, ...]:
    """Return the font files in some folders and below; a font file may stand for a folder.

    Raises MissingError when one is not there.
    """
    found: dict[Path, None] = {}
    for place in dirs:
        if not place.exists():
            raise MissingError(f"The font folder {place} is not there.", hint="Correct it in ugc.toml.")
        paths = [place] if place.is_file() else sorted(place.rglob("*"))
        found |= dict.fromkeys(path for path in paths if path.suffix.lower() in _ENDINGS and path.is_file())
    return tuple(found)


def system_cjk_fonts() -> tuple[Path, ...]:
    """Return the fonts for Chinese, Japanese and Korean that this machine has where fonts usually lie.

    Found by file name, so that hundreds of other fonts need not be read.
    """
    folders = (path for path in (Path(place).expanduser() for place in _SYSTEM) if path.is_dir())
    return tuple(
        path
        for path in font_files(folders)
        if any(path.name.casefold().startswith(name) for name in _CJK_FILES)
    )


def _read_cache(cache: Path | None) -> dict[str, list[Any]]:
    if cache is not None:
        with suppress(OSError, ValueError, AttributeError, TypeError):
            kept = json.loads(cache.read_text("utf-8"))
            if kept["version"] == _VERSION:
                return dict(kept["files"])
    return {}


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def typst_fonts(paths: Iterable[Path]) -> "typst.Fonts":
    """Return what Typst finds in the folders of some font files, and nothing of the system's. It takes folders only."""
    import typst

    folders = sorted({path.parent for path in paths})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _faces(paths: Sequence[Path]) -> dict[Path, dict[str, int]]:
    """Return for each font file its families, named as Typst names them, and the number of a face of each."""
    found: dict[Path, dict[str, int]] = {}
    for face in typst_fonts(paths).fonts():
        if face.path:
            found.setdefault(Path(face.path), {}).setdefault(face.family, face.index)
    return found


def _read(path: Path, faces: dict[str, int]) -> tuple[dict[str, str], dict[str, float]]:
    """Read which characters each family of a font file has, and how wide it runs.

    Raises InputError when it is no font.
    """
    if not faces:
        raise InputError(f"The font {path} could not be read.", hint="Remove or replace it.")
    from fontTools.ttLib import TTFont, TTLibError

    found: dict[str, str] = {}
    widths: dict[str, float] = {}
    try:
        for family, number in faces.items():
            with TTFont(path, lazy=True, fontNumber=number) as font:
                known = font.getBestCmap() or {}
                found[family] = _ranges(known)
                names = [known[ord(letter)] for letter in _USUAL if ord(letter) in known]
                advances = [font["hmtx"][name][0] for name in names]
                mean = sum(advances) / len(advances) if advances else 0.0
                mean *= _BOLDER if "fvar" in font else 1
                widths[family] = round(mean / font["head"].unitsPerEm, 4)
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, ArithmeticError) as error:
        raise InputError(
            f"The font {path} could not be read: {error}.", hint="Remove or replace it."
        ) from error
    return found, widths


def _ranges(points: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for point in sorted(points):
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"{a:x}-{b:x}" if b > a else f"{a:x}" for a, b in runs)


def bounds_of(texts: set[str]) -> list[int]:
    """Return the bounds [start, end, start, end …) of the union of some coverages."""
    runs = sorted(
        (int(run.partition("-")[0], 16), int(run.rpartition("-")[2], 16) + 1)
        for text in texts
        for run in text.split(",")
        if run
    )
    bounds: list[int] = []
    for start, end in runs:
        if bounds and start <= bounds[-1]:
            bounds[-1] = max(bounds[-1], end)
        else:
            bounds += (start, end)
    return bounds
