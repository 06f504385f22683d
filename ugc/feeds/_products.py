"""From a row of a feed to the product it tells of. Everything in it is data that a stranger may have written."""

import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from ugc.feeds._rows import Cell, Row
from ugc.feeds._values import FeedProduct, PassedOver
from ugc.model.galleries import Product
from ugc.tables.prices import Mark, Money, read_price
from ugc.text import one_line

LONGEST_ID, LONGEST_NAME, LONGEST_LINK = 100, 300, 2000
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
"""Overrides of direction and characters without width: a name has no need of them, and they deceive."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"'<>\\^`{|}\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]")
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.I)


def product_of(
    row: Row, *, mark: Mark | None, stated: str | None, usual: str | None, folder: Path
) -> FeedProduct | PassedOver:
    """Return the product of a row, or why there is none. `folder` is the feed's own: pictures lie in or below it.

    `mark`, `stated` and `usual` are as `read_price` says.
    """
    name = _words(row.cells.get("name"))
    id = _words(row.cells.get("id"))
    fault = row.fault or _fault(id, name)
    if fault:
        return PassedOver(place=row.place, product=id if id and len(id) <= LONGEST_ID else None, why=fault)
    notes: list[str] = []
    if name != one_line(str(row.cells["name"])):
        notes.append("marks that turn the direction of text, or have no width, were taken out of its name")
    if len(name) > LONGEST_NAME:
        notes.append(f"its name has {len(name):,} characters and was cut to {LONGEST_NAME}")
        name = name[: LONGEST_NAME - 1].rstrip() + "…"
    cell, column = row.cells.get("price"), one_line(str(row.cells.get("currency", "")))
    money = Money() if cell is None else read_price(cell, column or stated, mark=mark, usual=usual)
    link, bad_link = _link(row.cells.get("link"))
    picture, bad_picture = _picture(row.cells.get("image"), folder)
    notes += filter(None, (money.note, bad_link, bad_picture))
    return FeedProduct(
        product=Product(id=id, name=name, price=money.amount, currency=money.currency, link=link),
        picture=picture,
        names_picture="image" in row.cells,
        place=row.place,
        notes=tuple(notes),
    )


def _words(cell: Cell | None) -> str:
    """A cell as one line of text that deceives nobody; a whole number without a fraction."""
    if isinstance(cell, Decimal):
        return f"{cell:f}".removesuffix(".0")
    return one_line(_MARKS.sub("", cell or ""))


def _fault(id: str, name: str) -> str | None:
    """What makes a row no product."""
    if not id:
        return "it has no id"
    if len(id) > LONGEST_ID:
        return f"its id has {len(id):,} characters; {LONGEST_ID} is the most"
    if _DAMAGED.fullmatch(id):
        return f"its id {id!r} was damaged by a spreadsheet; format that column as text"
    return None if name else "it has no name"


def _link(cell: Cell | None) -> tuple[str | None, str | None]:
    """An address that a page may lead to, or why it is left out: http and https alone."""
    address = str(cell or "").strip()
    if not address:
        return None, None
    scheme = _SCHEME.match(address)
    if not scheme or scheme[1].lower() not in ("http", "https"):
        what = (
            f"begins with {scheme[1][:20]}:"
            if scheme and "." not in scheme[1]
            else "does not begin with https:"
        )
        return None, f"its link {what}, so it is left out"
    if len(address) > LONGEST_LINK or _UNSAFE.search(address):
        return None, "its link is too long or has characters that an address cannot have, so it is left out"
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and address[scheme.end() :].startswith("//") and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        return None, "its link has no host, so it is left out"
    if "@" in parts.netloc:
        return None, "its link has a name or password before the host, so it is left out"
    return address, None


def _picture(cell: Cell | None, folder: Path) -> tuple[Path | None, str | None]:
    """The file of a picture that lies with the feed, or why there is none."""
    named = str(cell or "").strip()
    if not named:
        return None, None
    scheme = _SCHEME.match(named)
    if scheme and len(scheme[1]) > 1:
        if scheme[1].lower() in ("http", "https"):
            return None, "its picture is at an address, which was not fetched: save the file and name it"
        return None, f"its picture begins with {scheme[1][:20]}:, which is no file beside the feed"
    for name in dict.fromkeys((named, re.split(r"[;,|\n]", named)[0].strip())):
        try:
            path = (folder / name.replace("\\", "/")).resolve()
            if path.is_relative_to(folder.resolve()) and path.is_file():
                return path, None
        except (OSError, ValueError, RuntimeError):
            continue
    shown = one_line(_MARKS.sub("", named))
    return None, f"its picture {shown[:60]!r} is no file in the feed's folder"
