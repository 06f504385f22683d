"""The check-up's first half: Python, packages, engines, fonts, programs and disk. Needs no workspace."""

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import __version__
from ugc.reports.checks import Check, Finding, Look, looked
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.typeset import FontIndex, Typesetter

PYTHON = (3, 11)
PACKAGES = {
    "av": "14",
    "cryptography": "42",
    "fonttools": "4.55",
    "highspy": "1.10",
    "icalendar": "6.1",
    "imageio-ffmpeg": "0.6",
    "jinja2": "3.1.5",
    "jsonschema": "4.23",
    "numpy": "2.0",
    "opencv-python-headless": "4.14",
    "openpyxl": "3.1.5",
    "pillow": "11.3",
    "pydantic": "2.10",
    "tomlkit": "0.13",
    "typer": "0.20",
    "typst": "0.14",
}
"""Needed packages and the oldest version of each, as in pyproject.toml."""
EXTRAS = {
    "heic": ("pillow-heif", "reading HEIC pictures from iPhones"),
    "motion": ("moviepy", "words and cards that move over clips"),
    "ocr": ("rapidocr-onnxruntime", "reading words that stand in pictures"),
    "c2pa": ("c2pa-python", "signing creatives, and reading content credentials"),
    "keyring": ("keyring", "the key of sealed codes in the system's own keyring"),
    "speech": ("faster-whisper", "writing down what is said in clips"),
    "timestamp": ("rfc3161-client", "checking time-stamps of the rights records"),
}
PROGRAMS = {
    "exiftool": (("-ver",), "a second reader of labels, which ugc does not need"),
}
SCRIPTS = {
    "Latin": "Žluťoučký kůň, ¿qué? Ærø ĐƠN ½ €",
    "Greek": "Καλημέρα κόσμε",
    "Cyrillic": "Доброе утро, Київ",
    "Arabic": "صباح الخير پچگ",
    "Hebrew": "בוקר טוב",
    "Devanagari": "नमस्ते क्षत्रिय",
    "Thai": "สวัสดีตอนเช้า",
    "emoji": "😀👩🏽‍🍳🏳️‍🌈🇵🇹✨",
}
"""Scripts that the shipped fonts draw, each by words of its own."""
CJK = {
    "Chinese": ("zh", "早上好咖啡馆"),
    "Japanese": ("ja", "おはようカフェ東京"),
    "Korean": ("ko", "좋은 아침 카페"),
}
"""Scripts whose fonts are too large to ship: language, and words of its own."""

LOW_DISK = 2_000_000_000
"""Bytes; a run writes its pictures beside the originals and copies the catalog before an upgrade."""
_NUMBERS = re.compile(r"\d+")
_AGAIN = "Install it again: pip install --upgrade --force-reinstall"


def machine(font_dirs: Sequence[Path], *, folder: Path, store: Path | None) -> Iterator[Check]:
    """Yield what is to be said of this machine; `folder` is where the disk is measured, `store` what lies on it."""
    looks: list[tuple[str, Look]] = [("ugc", _program), ("Python", _python)]
    yield from looked("engines", looks)
    for package, least in PACKAGES.items():
        look = partial(_package, package, least)
        yield from looked("engines", [(package, look)], advice=f"{_AGAIN} {package}")
    yield from looked("engines", [("pictures", _pictures)], advice=f"{_AGAIN} pillow")
    vision = "'opencv-python-headless>=4.14,<5'"
    yield from looked("engines", [("seeing", _vision)], advice=f"{_AGAIN} {vision}")
    yield from looked("engines", [("clips", _clips)], advice=f"{_AGAIN} av")
    yield from looked("engines", [("ffmpeg", _ffmpeg)], advice=f"{_AGAIN} imageio-ffmpeg")
    yield from looked("engines", [("search", _search)], advice="Use a Python whose sqlite3 has FTS5.")
    yield from _drawing(font_dirs)
    yield from looked("optional", [(extra, partial(_extra, extra)) for extra in EXTRAS])
    yield from looked("optional", [(name, partial(_separate, name)) for name in PROGRAMS])
    yield from looked("machine", [("free disk", partial(_disk, folder, store))])


def at_least(version: str, least: str) -> bool:
    """Whether a version is not older than another, by their leading numbers."""
    return _numbers(version) >= _numbers(least)


def _program() -> Finding:
    return Finding(found=f"{__version__} on {platform.platform(terse=True)}")


def _python() -> Finding:
    found = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info >= PYTHON:
        return Finding(found=found)
    return Finding(status="missing", found=found, advice="Use Python 3.11 or newer.")


def _package(package: str, least: str) -> Finding:
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        advice = f"Install it: pip install '{package}>={least}'"
        return Finding(status="missing", found=f"{package} is not installed.", advice=advice)
    if at_least(version, least):
        return Finding(found=version)
    advice = f"Upgrade it: pip install --upgrade '{package}>={least}'"
    return Finding(status="missing", found=f"{version}; {least} or newer is needed", advice=advice)


def _pictures() -> Finding:
    from ugc.media import engines

    return _engine("Pillow", engines.pictures(), "jpeg, png, webp, avif, lcms2", "pillow>=11.3")


def _vision() -> Finding:
    from ugc.media import engines

    return _engine(
        "OpenCV",
        engines.vision(),
        "networks and cascades for faces, people",
        "opencv-python-headless>=4.14,<5",
    )


def _clips() -> Finding:
    from ugc.media import engines

    return _engine("PyAV", engines.clips(), "h264, hevc, vp9, aac, opus", "av>=14")


def _engine(name: str, found: tuple[str, tuple[str, ...]], able: str, package: str) -> Finding:
    version, lacking = found
    if not lacking:
        return Finding(found=f"{name} {version}: {able}")
    return Finding(
        status="missing",
        found=f"{name} {version} lacks {', '.join(lacking)}.",
        advice=f"{_AGAIN} '{package}'",
        details=lacking,
    )


def _search() -> Finding:
    from ugc.catalog.health import fulltext_search

    return Finding(found=f"SQLite {fulltext_search()} with FTS5")


def _drawing(font_dirs: Sequence[Path]) -> Iterator[Check]:
    """Typst draws a line; then which scripts its fonts cover."""
    drawn: list[Typesetter] = []

    def draw() -> Finding:
        from ugc import templates
        from ugc.typeset import Typesetter

        drawn.append(Typesetter(font_dirs))
        safe = dict.fromkeys(("top", "right", "bottom", "left"), 0.05)
        line = {"credit": "@ana", "platform": "Instagram", "language": "en", "safe": safe}
        overlay = drawn[0].overlay(templates.load("credit"), line, pixels=(540, 540), scale=0.5)
        return Finding(found=f"Typst {metadata.version('typst')} draws a line ({len(overlay.png):,} bytes)")

    yield from looked("engines", [("typography", draw)], advice=f"{_AGAIN} typst fonttools")
    if drawn:
        fonts = drawn[0].fonts
        yield from looked("fonts", [(name, partial(_script, fonts, name)) for name in SCRIPTS])
        yield from looked("fonts", [(", ".join(CJK), partial(_cjk, fonts))])


def _script(fonts: "FontIndex", name: str) -> Finding:
    lost = fonts.missing(SCRIPTS[name])
    if not lost:
        return Finding(found=f"drawn with {', '.join(fonts.families(SCRIPTS[name])[-1:])}")
    advice = f"{_AGAIN} ugc-toolkit, or add a font that has them to `fonts` under [render] in ugc.toml."
    return Finding(status="missing", found=f"No font has {' '.join(lost)}.", advice=advice)


def _cjk(fonts: "FontIndex") -> Finding:
    from ugc.typeset import system_cjk_fonts

    lost = [name for name, (language, words) in CJK.items() if fonts.missing(words, language)]
    if not lost:
        drawing = {fonts.families(words, language)[-1]: None for language, words in CJK.values()}
        return Finding(found=f"drawn with {', '.join(drawing)}")
    around = system_cjk_fonts()
    some = "" if len(lost) == len(CJK) else f" for {' and '.join(lost)}"
    if around:
        return Finding(
            status="note",
            found=f"Not shipped{some}; this machine has {around[0].name}.",
            advice=f'For such captions add fonts = ["{around[0].parent.as_posix()}"] under [render] in ugc.toml.',
            details=tuple(map(str, around)),
        )
    return Finding(
        status="note",
        found=f"Not shipped{some}, and no font for it is on this machine.",
        advice="For such captions install Noto Sans CJK (on Debian: apt install fonts-noto-cjk) and add its "
        "folder to fonts under [render] in ugc.toml.",
    )


def _extra(extra: str) -> Finding:
    package, what = EXTRAS[extra]
    try:
        return Finding(found=f"{package} {metadata.version(package)}")
    except metadata.PackageNotFoundError:
        advice = f"For {what}: pip install 'ugc-toolkit[{extra}]'"
        return Finding(status="note", found=f"{package} is not installed.", advice=advice)


def _separate(name: str) -> Finding:
    from ugc.media import engines

    arguments, without = PROGRAMS[name]
    found = engines.program(name, *arguments)
    if found is None:
        return Finding(status="note", found=f"Not on PATH; {without}.")
    return Finding(found=f"{found[1]} at {found[0]}")


def _ffmpeg() -> Finding:
    from ugc.media import engines, ffmpeg

    path = ffmpeg.program()
    found = engines.program(str(path), "-version")
    return Finding(found=f"{found[1] if found else 'of an unknown version'} at {path}")


def _disk(folder: Path, store: Path | None) -> Finding:
    free = shutil.disk_usage(folder).free
    found = f"{size(free)} free at {folder}"
    if free < LOW_DISK:
        return Finding(status="warning", found=found, advice="Free some space: rendering may stop half-way.")
    if store is None or not store.is_dir():
        return Finding(found=found)
    held, files = _weight(store)
    found += f"; {counted(files, 'stored file')} take {size(held)}"
    if held > free:
        return Finding(
            status="warning",
            found=found,
            advice="A copy of the workspace would not fit here: free some space before exporting it.",
        )
    return Finding(found=found)


def size(count: int) -> str:
    """Say a number of bytes."""
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count} bytes"


def _weight(store: Path) -> tuple[int, int]:
    """Bytes and number of the files below a folder; what cannot be read is not counted."""
    held = files = 0
    for folder, _, names in os.walk(store):
        for name in names:
            try:
                held += (Path(folder) / name).lstat().st_size
                files += 1
            except OSError:
                continue
    return held, files


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in _NUMBERS.findall(version)[:3])
