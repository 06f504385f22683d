"""How a contact sheet says things: the same words on the page and in print."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from ugc.model.records import Perpetual
from ugc.reports.sheet import Original, Row, Sheet, Shown, State
from ugc.text import counted, one_line
from ugc.typeset import drawable

FORMATS = {"story": "Story", "feed": "Feed", "square": "Square"}
STATES: dict[State, str] = {
    "allowed": "Allowed",
    "ends": "Ends before the flight does",
    "review": "A person must decide",
    "refused": "Not allowed",
}
_COUNTED: dict[str, tuple[State, ...]] = {
    "allowed": ("allowed",),
    "to be decided": ("review",),
    "not allowed": ("refused", "ends"),
}
"""As a render counts posts: what is not allowed to the end of the flight is not allowed."""
_CAPTION = 280
_LINK = 44
_PIECES = re.compile(r"[^._/-]*[._/-]+|[^._/-]+")
_LATIN = re.compile(r"([@#][A-Za-zÀ-ɏ0-9_.]+|https?://\S+)")


def format_name(name: str) -> str:
    """Say a format, or the single placement that stands for one."""
    return FORMATS.get(name, name.split(".")[-1].replace("_", " ").capitalize())


def until(day: date | Perpetual | None) -> str:
    """Say an end date."""
    return "" if day is None else "without end" if day == "perpetual" else f"until {day}"


def maker(row: Row) -> str:
    """Say who made a post."""
    return f"@{row.maker}" if row.maker else "Creator unknown"


def caption(row: Row) -> str:
    """A caption to be shown whole or cut between two letters, on one line."""
    return drawable(one_line(row.caption or ""), _CAPTION)


def address(link: str) -> str:
    """A link as people read it: without its scheme, and short."""
    bare = link.split("://", 1)[-1].removeprefix("www.").split("?")[0].rstrip("/")
    return drawable(bare, _LINK)


def pixels(original: Original) -> str:
    """Say how large an original is, and how long."""
    across, down = original.pixels
    length = f", {original.seconds:.0f} s" if original.seconds else ""
    return f"{across} × {down}{length}"


def original_name(original: Original) -> str:
    """Say which picture of a post it is."""
    number, of = original.place
    return f"Original {number} of {of}" if of > 1 else "Original"


def gaps(row: Row) -> list[tuple[str, str]]:
    """What cannot be made, with why: pictures and formats of the same reason together."""
    found: dict[tuple[int, str], dict[str, None]] = {}
    for item in row.unplanned:
        found.setdefault((item.picture, item.why or ""), {})[f"{format_name(item.format)} {item.ratio}"] = (
            None
        )
    return [
        (f"Picture {picture}: {', '.join(where)}" if picture else ", ".join(where), why)
        for (picture, why), where in found.items()
    ]


def waiting(row: Row) -> list[tuple[str, str]]:
    """What the records allow and nobody made yet: the format, and where it is allowed until when."""
    found: dict[str, dict[str, None]] = {}
    for item in row.waiting:
        spots = [f"{v.placement} {until(v.until)}" for v in item.verdicts if v.state == "allowed"]
        found.setdefault(", ".join(spots), {})[f"{format_name(item.format)} {item.ratio}"] = None
    return [(", ".join(what), where) for where, what in found.items()]


def breakable(text: str) -> Markup:
    """A handle or address that a page may break after a dot or underscore."""
    return Markup("<wbr>").join(_PIECES.findall(text))


def isolated(text: str) -> Markup:
    """Words whose handles, tags and links read left to right inside a line that does not."""
    parts = _LATIN.split(text)
    return Markup("").join(
        Markup("<bdi dir=ltr>{}</bdi>").format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def ids(shown: Shown) -> str:
    """The short ids that lead back from a file to its post."""
    return f"c{shown.concept} v{shown.variant}"


def mark(shown: Shown) -> str:
    """What stands across a picture that should not run as it is."""
    if shown.proof:
        return "Proof, not cleared"
    if shown.state == "ends":
        return "Ends too soon"
    if shown.state != "allowed":
        return "Not allowed now"
    return "Fails" if shown.fails else ""


def fails(shown: Shown) -> str:
    """Say which rules of its placements a file breaks."""
    return f"Fails: {', '.join(shown.fails)}"


def summary(sheet: Sheet) -> str:
    """Say in one line what the sheet holds."""
    parts = [counted(len(sheet.rows), "post"), counted(sheet.made, "creative")]
    for words, states in _COUNTED.items():
        number = sum(row.state in states for row in sheet.rows)
        if number:
            parts.append(f"{counted(number, 'post')} {words}")
    return " · ".join(parts)


def markets(sheet: Sheet) -> str:
    """Say the markets that were asked about."""
    return ", ".join(sheet.markets) if len(sheet.markets) <= 8 else f"{len(sheet.markets)} countries"


def safe(text: str) -> str:
    """Collected words without what no reader sees: controls, direction overrides, piled-up marks."""
    return drawable(text, 2000)


FILTERS: dict[str, Callable[..., Any]] = {
    "address": address,
    "breakable": breakable,
    "caption": caption,
    "format_name": format_name,
    "gaps": gaps,
    "ids": ids,
    "isolated": isolated,
    "maker": maker,
    "mark": mark,
    "markets": markets,
    "original_name": original_name,
    "pixels": pixels,
    "safe_words": safe,
    "state": STATES.__getitem__,
    "summary": summary,
    "until": until,
    "waiting": waiting,
}
"""What the page's template may call."""
