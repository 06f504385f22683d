"""A sheet of creators and what they owe, CSV or XLSX, one piece a row, read for a new campaign."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ugc import tables
from ugc.campaigns.reading import MOST_PIECES, amount
from ugc.campaigns.writing import AddCreator, AddDeliverable
from ugc.errors import InputError, UsageError, nearest
from ugc.model.base import Value
from ugc.model.campaigns import DELIVERABLE_KINDS, Offer
from ugc.model.posts import PLATFORMS
from ugc.tables import Row
from ugc.text import counted, fold, one_line

_NAMES = {
    "creator": ("creator", "handle", "username", "account", "influencer", "name_of_creator"),
    "platform": ("platform", "channel", "network"),
    "kind": ("kind", "deliverable", "format", "type", "content"),
    "number": ("number", "count", "quantity", "qty", "pieces", "no"),
    "due": ("due", "due_date", "deadline", "due_day", "date", "live_date", "go_live"),
    "fee": ("fee", "price", "rate", "payment", "cost"),
    "code": ("code", "promo_code", "discount_code", "coupon"),
    "link": ("link", "url", "shop_link", "tracking_link"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
}
_COLUMN = {alias: name for name, aliases in _NAMES.items() for alias in aliases}
_MOST_ROWS = 5000
_TOTALS = ("total", "totals", "sum", "subtotal")


class Unread(Value):
    """A row that was not understood."""

    place: str
    """As in `line 4`."""
    why: str


class SheetOfCreators(Value):
    """What a sheet says."""

    creators: tuple[AddCreator, ...]
    deliverables: tuple[tuple[AddDeliverable, int], ...]
    """Each with how many such pieces are owed."""
    unread: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()


class _Wrong(Exception):  # noqa: N818  ends the reading of one row
    pass


def read_sheet(path: Path) -> SheetOfCreators:
    """Read a sheet. Raises InputError for a file that is no sheet, or has no row that names its columns."""
    header, rows, *_ = tables.open_list(path, _sureness)
    if header is None:
        raise _no_header(path)
    return _read([_name(cell) for cell in header.cells], rows)


def _sureness(row: Sequence[Any]) -> tuple[int, ...] | None:
    known = {_COLUMN.get(_name(cell)) for cell in row} - {None}
    return (len(known), len(row)) if "creator" in known else None


def _no_header(path: Path) -> InputError:
    return InputError(
        f"{path.name} has no row that names a column `creator` or `handle`.",
        hint="Name its columns in the first row: creator, platform, kind, number, due, fee, code, link, note.",
    )


def _name(cell: Any) -> str:
    return re.sub(r"[\s\-]+", "_", one_line(str(cell or "")).strip("#: ").casefold())


def _read(header: Sequence[str], rows: Iterable[Row]) -> SheetOfCreators:
    creators: dict[str, tuple[AddCreator, str]] = {}
    owed: list[tuple[AddDeliverable, int]] = []
    unread: list[Unread] = []
    notes = (
        [f"Columns that were not read: {', '.join(strange)[:200]}."]
        if (strange := [name for name in header if name and name not in _COLUMN])
        else []
    )
    for count, row in enumerate(rows):
        place = f"line {row.line}"
        if count >= _MOST_ROWS:
            unread.append(Unread(place=place, why=f"more than {_MOST_ROWS:,} rows are not read"))
            break
        try:
            told = _cells(header, row)
            if not told:
                continue
            creator = _creator(told)
            piece = _piece(creator.creator, told)
            _join(creators, creator, place)
        except _Wrong as why:
            unread.append(Unread(place=place, why=str(why)))
            continue
        owed += [piece] if piece else []
    return SheetOfCreators(
        creators=tuple(one for one, _ in creators.values()),
        deliverables=tuple(owed),
        unread=tuple(unread),
        notes=tuple(notes),
    )


def _cells(header: Sequence[str], row: Row) -> dict[str, Any]:
    if row.fault:
        raise _Wrong(row.fault)
    told: dict[str, Any] = {}
    for at, (name, cell) in enumerate(zip(header, row.cells, strict=False)):
        key = _COLUMN.get(name)
        if key is None or tables.text_of(cell).strip() == "" or key in told:
            continue
        if at in row.formulas and cell is None:
            raise _Wrong(f"`{name}` is a formula without a value")
        told[key] = cell if isinstance(cell, date | datetime) else one_line(tables.text_of(cell))
    return told


def _creator(told: dict[str, Any]) -> AddCreator:
    name = str(told.get("creator", ""))
    if not name or _name(name) in _TOTALS:
        raise _Wrong("it names no creator")
    if " " in name:
        raise _Wrong(f"{name[:60]!r} is no handle: write it as @ana")
    whole = name if name.startswith("@") or ":" in name else f"@{name}"
    offer = None
    if fee := told.get("fee"):
        found = amount(str(fee))
        if found is None:
            raise _Wrong(f"`fee` is not a sum with its currency: {str(fee)[:40]!r}; write it as 250 USD")
        offer = Offer(kind="per_post", amount=found) if found.value else None
    return AddCreator(creator=whole, offer=offer, code=_words(told, "code"), link=_words(told, "link"))


def _piece(creator: str, told: dict[str, Any]) -> tuple[AddDeliverable, int] | None:
    kind = _token(told, "kind", DELIVERABLE_KINDS)
    number = _number(told)
    due = _day(told)
    platform = _token(told, "platform", PLATFORMS)
    if kind is None:
        if due or "number" in told:
            raise _Wrong("it says no kind: " + ", ".join(DELIVERABLE_KINDS))
        return None
    piece = AddDeliverable.model_validate(
        {"creator": creator, "kind": kind, "platform": platform, "due": due, "note": _words(told, "note")}
    )
    return piece, number


def _token(told: dict[str, Any], key: str, known: Sequence[str]) -> str | None:
    if key not in told:
        return None
    word = _name(told[key])
    found = next((each for each in known if word in (each, f"{each}s")), None)
    if found is None:
        close = nearest(word, known)
        raise _Wrong(
            f"`{key}` {str(told[key])[:40]!r} is not known" + (f"; did you mean {close}?" if close else "")
        )
    return found


def _number(told: dict[str, Any]) -> int:
    said = str(told.get("number", "1"))
    if not re.fullmatch(r"\d{1,3}(?:\.0)?", said) or not 1 <= int(float(said)) <= MOST_PIECES:
        raise _Wrong(f"`number` is not a number from 1 to {MOST_PIECES}: {said[:40]!r}")
    return int(float(said))


def _day(told: dict[str, Any]) -> date | None:
    said = told.get("due")
    if said is None:
        return None
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        raise _Wrong(
            f"`due` {str(said)[:40]!r} could be read in several ways: write it as 2026-03-15"
        ) from None


def _words(told: dict[str, Any], key: str) -> str | None:
    return str(told[key]) if key in told else None


def _join(creators: dict[str, tuple[AddCreator, str]], new: AddCreator, place: str) -> None:
    """Put what a row says of a creator to what rows before said. Raises _Wrong where they say otherwise."""
    before = creators.get(fold(new.creator))
    if before is None:
        creators[fold(new.creator)] = new, place
        return
    known, where = before
    for key in ("offer", "code", "link"):
        old, now = getattr(known, key), getattr(new, key)
        if old and now and old != now:
            what = "fee" if key == "offer" else key
            raise _Wrong(f"its {what} for {new.creator} is not the one of {where}: a creator has one")
        if now and not old:
            known = known.model_copy(update={key: now})
    creators[fold(new.creator)] = known, where


def refused(path: Path, unread: Sequence[Unread]) -> UsageError:
    """Build the error for a sheet of which some rows were not understood."""
    shown = "\n".join(f"{one.place}: {one.why}" for one in unread[:20])
    return UsageError(
        f"{path.name}: {counted(len(unread), 'row')} cannot be read, and nothing was written.",
        hint="Mend them, or leave them out with --anyway.",
        shown=shown,
    )
