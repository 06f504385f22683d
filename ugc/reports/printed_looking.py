"""What was seen in a picture and how every format shows it, in print: what stands where, for Typst to draw."""

from collections.abc import Collection, Mapping
from typing import Any

from ugc.plan.losses import short
from ugc.reports import looking, spoken
from ugc.reports.marking import CELL, Kind, Mark, Place, marks, rooms, size_of, windows
from ugc.reports.overlay import Overlay, rectangle
from ugc.reports.sheet import InFormat, LookedAt, Sheet, Strip, Tile

Data = dict[str, Any]


def legend(sheet: Sheet) -> list[Kind]:
    """Return the kinds of marks that a page explains."""
    return looking.legend(sheet) if sheet.looking else []


def look(strip: Strip, known: Collection[str], overlays: Mapping[str, Overlay]) -> Data:
    """Return what Typst draws of a picture."""
    told, original = strip.looking, strip.original
    assert told, "only for what was looked at"
    assert original, "and only an original is"
    tile = original.tile
    width, height = size_of(tile.ratio)
    shown = tile.picture in known
    crops = windows(told, tile.ratio) if shown else []
    return {
        "head": spoken.original_name(original),
        "pixels": spoken.pixels(original),
        "width": width,
        "height": height,
        "picture": f"{tile.picture}.webp" if shown else "",
        "absent": "" if shown else _absent(tile),
        "marks": [_mark(mark) for mark in (marks(told, tile.ratio) if shown else [])],
        "all_named": all(crop.is_named for crop in crops),
        "crops": [
            _mark(crop.mark)
            | {"style": crop.style, "formats": ", ".join(map(spoken.format_name, crop.formats))}
            for crop in crops
        ],
        "facts": _facts(told),
        "cells": [_cell(item, known, overlays) for item in told.formats if item.framing],
        "gaps": [{"what": what, "why": why} for what, why in looking.unmakeable(told)],
    }


def _facts(told: LookedAt) -> Data:
    seen, focus = told.seen, told.focus
    return {
        "seen": [
            {"kind": kind, "words": words} for kind, words in (looking.seen_lines(seen) if seen else ())
        ],
        "remarks": looking.remarks(told),
        "whole": looking.whole(told),
        "by": f"{short(focus.by)} on {focus.at.date()}" if focus else "",
        "said": looking.said(focus) if focus else "",
        "command": told.command,
        "detectors": [f"{what}: {name}" for what, name in (looking.detectors(seen) if seen else ())],
    }


def _cell(item: InFormat, known: Collection[str], overlays: Mapping[str, Overlay]) -> Data:
    scale = min(CELL / item.pixels[0], CELL / item.pixels[1])
    shown = item.tile.picture in known
    lies = overlays.get(item.format) if shown and not item.part else None
    return {
        "picture": f"{item.tile.picture}.webp" if shown else "",
        "absent": "" if shown else _absent(item.tile),
        "width": round(item.pixels[0] * scale, 1),
        "height": round(item.pixels[1] * scale, 1),
        "head": spoken.format_name(item.format),
        "sub": ", ".join(
            [item.ratio, *([] if item.framing is None else ["made" if item.file else "preview"])]
        ),
        "why": looking.why(item),
        "lost": looking.losses(item),
        "notes": looking.notes(item),
        "answers": [
            {"state": state, "where": where, "words": words} for state, where, words in looking.answers(item)
        ],
        "rights": looking.rights_mark(item) if shown else "",
        "fault": looking.fault_mark(item),
        "file": item.file or "",
        "lies": _lies(lies, item.pixels[0] * scale) if lies else None,
        "rooms": [_room(place, scale) for place in (rooms(item) if shown else ())],
    }


def _lies(lies: Overlay, width: float) -> Data:
    """An overlay in points of a cell so wide."""
    scale = width / lies.pixels[0]
    return {
        "covered": [[(x * scale, y * scale) for x, y in rectangle(part.box)] for part in lies.parts],
        "safe": [[(x * scale, y * scale) for x, y in border] for border in lies.outline],
    }


def _room(place: Place, scale: float) -> Data:
    return {
        "x": place.x * scale,
        "y": place.y * scale,
        "width": place.width * scale,
        "height": place.height * scale,
        "lines": [{"words": line.words, "x": line.x * scale, "y": line.y * scale} for line in place.lines],
        "size": place.size * scale,
    }


def _mark(mark: Mark) -> Data:
    return mark._asdict() | {"label": mark.label._asdict() if mark.label else None}


def _absent(tile: Tile) -> str:
    return tile.absent or "It could not be read."
