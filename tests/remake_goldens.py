"""Make the goldens anew, and a page of old against new: `make goldens`, or with names of templates, only theirs.

Look at the page before you commit. What is refused is printed; it is for a person to say why, in
goldens/refusals.toml.
"""

import base64
import html
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from drawings import (
    GOLDENS,
    LEAST,
    Case,
    Pixels,
    cases,
    drawn,
    likeness,
    pixels,
    reduced,
    refusals,
    structure,
)
from PIL import Image

from ugc import templates
from ugc.errors import PlacementError
from ugc.typeset import system_cjk_fonts

PAGE = Path(__file__).resolve().parents[1] / "build" / "goldens.html"
STYLE = """body { font: 15px/1.4 system-ui; margin: 32px; background: #f4f3f1 } h2 { margin-top: 48px }
figure { display: inline-block; margin: 0 20px 24px 0; vertical-align: top } figcaption { max-width: 720px }
img { margin-right: 6px; vertical-align: top } .changed figcaption { color: #9a3412; font-weight: 600 }"""


class Made(NamedTuple):
    """A golden as it was and as it is."""

    case: Case
    old: bytes | None
    new: bytes | None
    like: float | None
    """None where one of them is not there."""
    said: str = ""
    """Why there is no new one."""

    @property
    def changed(self) -> bool:
        return self.like is None or self.like < LEAST


def made(chosen: Case) -> Made:
    """Draw a case, and keep it where it is not as it was."""
    old = chosen.golden.read_bytes() if chosen.golden.is_file() else None
    got = drawn(chosen)
    if isinstance(got, PlacementError):
        chosen.golden.unlink(missing_ok=True)
        return Made(chosen, old, None, None, f"{got.message} {got.hint or ''}")
    new = reduced(got.canvas)
    like = likeness(pixels(old), pixels(new)) if old else None
    if old is None or like is None or old != new:
        chosen.golden.parent.mkdir(parents=True, exist_ok=True)
        chosen.golden.write_bytes(new)
    return Made(chosen, old, new, like)


def page(rows: list[Made]) -> Iterator[str]:
    """The page: what changed with its difference first, then all."""
    yield f"<!doctype html><meta charset=utf-8><title>Goldens</title><style>{STYLE}</style><h1>Goldens</h1>"
    changed = [row for row in rows if row.changed]
    yield f"<p>{len(rows)} cases, {len(changed)} new, refused or changed: old, new, difference.</p><div class=changed>"
    for row in changed:
        yield figure(row, [row.old, row.new, difference(row)])
    yield "</div>"
    for template in dict.fromkeys(row.case.template for row in rows):
        yield f"<h2>{html.escape(template)}</h2>"
        yield from (figure(row, [row.new]) for row in rows if row.case.template == template)


def figure(row: Made, pictures: list[bytes | None]) -> str:
    shown = "".join(
        f'<img src="data:image/webp;base64,{base64.b64encode(each).decode()}">' for each in pictures if each
    )
    like = "" if row.like is None else f" {row.like:.3f}"
    said = html.escape(f"{row.case}{like} {row.said}")
    return f"<figure>{shown}<figcaption>{said}</figcaption></figure>"


def difference(row: Made) -> bytes | None:
    """Where the two are unlike, dark; None where there are no two, or their sizes differ."""
    if not (row.old and row.new):
        return None
    old, new = pixels(row.old), pixels(row.new)
    if old.shape != new.shape:
        return None
    levels = np.clip(structure(old, new).mean(2), 0, 1) * 255
    grey: Pixels = np.repeat(levels.astype(np.uint8)[..., None], 3, 2)
    wide, high = old.shape[1], old.shape[0]
    large = Image.fromarray(grey).resize((wide, high), Image.Resampling.NEAREST)
    return reduced(np.asarray(large))


def main(names: list[str]) -> None:
    """Make the goldens of some templates, or of all."""
    chosen = [case for case in cases() if not names or case.template in names]
    if not system_cjk_fonts():
        print("No font for Japanese is installed: its goldens are left as they are.")
        chosen = [case for case in chosen if case.sample != "japanese"]
    rows = [made(case) for case in chosen]
    known = refusals()
    for row in rows:
        if row.said and (row.case.template, row.case.name) not in known:
            print(f'refused, and not in refusals.toml: [{row.case.template}] "{row.case.name}": {row.said}')
    for path in sorted(GOLDENS.rglob("*.webp")):
        if path.parent.name not in templates.names() or path not in {case.golden for case in cases()}:
            print(f"removed, it has no case any more: {path.relative_to(GOLDENS)}")
            path.unlink()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n".join(page(rows)), "utf-8")
    print(f"{len(rows)} drawn, {sum(row.changed for row in rows)} to look at: {PAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
