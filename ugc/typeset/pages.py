"""Pages for people to read: a Typst file of ours, its data and its pictures, become PNGs.

Words reach it as JSON data and can never become markup; what no font here can draw is replaced by □ beforehand,
so that the one who reads is not shown boxes that look like a fault of the printer.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ugc.files import machine_errors
from ugc.resources import FONTS
from ugc.text import clusters
from ugc.typeset.coverage import font_files, system_cjk_fonts, typst_fonts
from ugc.typeset.fonts import FontIndex
from ugc.typeset.hygiene import drawable, strings

UNKNOWN = "□"
"""Stands for a character that no font has."""
_LONGEST = 2000


def pages(
    main: Path,
    data: Sequence[Mapping[str, Any]],
    *,
    pictures: Mapping[str, bytes],
    font_dirs: Sequence[Path] = (),
    cache: Path | None = None,
) -> Iterator[bytes]:
    """Draw one page for each of `data` and yield it as a PNG, one typographic point a pixel.

    `main` finds its page's data in `/data.json`, with the families to draw with under `fonts`, and `pictures` under
    their names in `/pictures/`. Fonts for Chinese, Japanese and Korean are taken from this machine where words need
    them.
    """
    import typst

    cleaned = [_drawable(page) for page in data]
    words = "\n".join(text for page in cleaned for text in strings(page))
    dirs = tuple(font_dirs)
    fonts = FontIndex.load(cache, dirs)
    if fonts.missing(words) and (around := system_cjk_fonts()):
        dirs = (*dirs, *around)
        fonts = FontIndex.load(cache, dirs)
    lost = set(fonts.missing(words))
    families = list(fonts.families(words))
    loaded = typst_fonts(font_files((FONTS, *dirs)))
    with tempfile.TemporaryDirectory(prefix="ugc-pages-") as made, machine_errors("Drawing pages"):
        root = Path(made)
        (root / main.name).write_bytes(main.read_bytes())
        (root / "pictures").mkdir()
        for name, content in pictures.items():
            (root / "pictures" / name).write_bytes(content)
        for page in cleaned:
            text = json.dumps(_without(page, lost) | {"fonts": families}, ensure_ascii=False)
            (root / "data.json").write_text(text, "utf-8")
            compiler = typst.Compiler(
                root / main.name,
                root=root,
                font_paths=loaded,
                ignore_system_fonts=True,
                package_path=root,
                package_cache_path=root,
            )
            png = compiler.compile(format="png", ppi=72)
            assert isinstance(png, bytes), "one page was asked for"
            yield png


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(value, _LONGEST)
    if isinstance(value, Mapping):
        return {str(key): _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return value


def _without(value: Any, lost: set[str]) -> Any:
    """The same data, each run of characters that no font has as one sign."""
    if isinstance(value, str) and lost.intersection(value):
        found: list[str] = []
        for cluster in clusters(value):
            unknown = bool(lost.intersection(cluster))
            if not unknown or not found or found[-1] != UNKNOWN:
                found.append(UNKNOWN if unknown else cluster)
        return "".join(found)
    if isinstance(value, dict):
        return {key: _without(each, lost) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, lost) for each in value]
    return value
