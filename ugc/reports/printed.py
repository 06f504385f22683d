"""A contact sheet's page in print: what stands where, in pixels of a page 1600 wide. Typst only draws it."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from ugc.reports import printed_looking, spoken
from ugc.reports.sheet import Row, Sheet, Shown, Strip, Tile

HEIGHT = 320
"""Of every picture; wide ones are as wide as this and lower."""
_ROOM = 1184
"""For the pictures of a row, right of the creator's column."""
_GAP = 24
_LEAST = 168
"""A cell's width, whatever its picture's: its label needs as much."""

_MOST_LOOKED_AT = 2
"""Pictures of one page, where every format of each is shown."""

Data = dict[str, Any]


class Part(NamedTuple):
    """A row, or some pictures of one that goes on over several pages."""

    row: Row
    strips: tuple[Strip, ...]
    first: bool = True
    last: bool = True


def parts(sheet: Sheet, *, most: int) -> list[list[Part]]:
    """Return what stands on each page: at most so many rows, or a few pictures where every format is shown."""
    if not sheet.looking:
        rows = [Part(row, row.strips) for row in sheet.rows]
        return [rows[start : start + most] for start in range(0, len(rows), most)]
    found: list[list[Part]] = []
    room = 0
    for row in sheet.rows:
        starts = range(0, max(len(row.strips), 1), _MOST_LOOKED_AT)
        for start in starts:
            strips = row.strips[start : start + _MOST_LOOKED_AT]
            if len(strips) > room:
                found.append([])
                room = _MOST_LOOKED_AT
            room -= max(len(strips), 1)
            found[-1].append(Part(row, strips, start == starts[0], start == starts[-1]))
    return found


def page(sheet: Sheet, rows: Sequence[Part], *, number: int, of: int, known: Collection[str]) -> Data:
    """Return the data of one page; `known` are the pictures that could be read."""
    return {
        "brand": sheet.brand,
        "accent": sheet.accent,
        "summary": spoken.summary(sheet),
        "day": str(sheet.day),
        "markets": spoken.markets(sheet),
        "several_markets": len(sheet.markets) > 1,
        "selection": sheet.selection,
        "page": f"{number} of {of}" if of > 1 else "",
        "rows": [_row(part, known, sheet) for part in rows],
        "looking": sheet.looking,
        "legend": printed_looking.legend(sheet),
        "not_checked": " ".join(sheet.not_checked),
    }


def _row(part: Part, known: Collection[str], sheet: Sheet) -> Data:
    row, caption = part.row, spoken.caption(part.row)
    return {
        "first": part.first,
        "last": part.last,
        "looks": [
            printed_looking.look(strip, known, sheet.overlays) for strip in part.strips if strip.looking
        ],
        "maker": spoken.maker(row),
        "name": " · ".join(part for part in (row.name, row.platform) if part),
        "link": spoken.address(row.link) if row.link else "",
        "caption": caption,
        "rtl": right_to_left(caption),
        "credit": row.credit or "",
        "ids": " · ".join(part for part in (row.post[:40], str(row.posted or "")) if part),
        "lines": [line for strip in part.strips for line in _lines(strip, known)],
        "beside": not row.creatives and len(row.strips) == 1,
        "waiting": [{"what": what, "where": where} for what, where in spoken.waiting(row)],
        "gaps": [{"what": what, "why": why} for what, why in spoken.gaps(row)],
        "objections": [
            {
                "state": item.state,
                "head": spoken.STATES[item.state],
                "where": ", ".join(item.where),
                "reasons": [
                    {"code": reason.code, "text": reason.text, "grant": reason.grant or ""}
                    for reason in item.reasons
                ],
            }
            for item in (row.objections if part.last else ())
        ],
    }


def _lines(strip: Strip, known: Collection[str]) -> Iterator[list[Data]]:
    """The cells of a strip, as many in a line as have room."""
    cells = []
    if strip.original and not strip.looking:
        label = {
            "head": spoken.original_name(strip.original),
            "ratio": "",
            "sub": spoken.pixels(strip.original),
        }
        cells.append(_cell(strip.original.tile, known) | label)
    cells += [_cell(shown.tile, known) | _label(shown) for shown in strip.others]
    line: list[Data] = []
    for cell in cells:
        if line and sum(c["width"] + _GAP for c in line) + cell["width"] > _ROOM:
            yield line
            line = []
        line.append(cell)
    if line:
        yield line


def _cell(tile: Tile, known: Collection[str]) -> Data:
    across, down = (HEIGHT * tile.ratio, HEIGHT) if tile.ratio <= 1 else (HEIGHT, HEIGHT / tile.ratio)
    shown = tile.picture in known
    return {
        "width": round(max(across, _LEAST)),
        "across": max(round(across), 1),
        "down": max(round(down), 1),
        "picture": f"{tile.picture}.webp" if shown else "",
        "absent": "" if shown else tile.absent or "It could not be read.",
        "mark": "",
        "verdicts": [],
        "sub": "",
        "until": "",
        "ids": "",
        "notes": [],
    }


def _label(shown: Shown) -> Data:
    refused = not shown.proof and shown.state not in ("allowed", "ends")
    return {
        "head": spoken.format_name(shown.format),
        "ratio": shown.ratio,
        "mark": spoken.mark(shown),
        "verdicts": [{"state": v.state, "text": v.placement} for v in shown.verdicts],
        "until": "" if refused or shown.proof else spoken.until(shown.until),
        "ids": spoken.ids(shown),
        "notes": [*([spoken.fails(shown)] if shown.fails else []), *shown.notes],
    }


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction reads from right to left."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)
