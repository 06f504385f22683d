"""A sheet with the header of the person's own Ads Manager, filled in as far as its headings are known.

Platforms publish no list of the columns that they import, so none is made up here: the header comes from a sheet that
the person exported, and only what stands under a known heading is written.
"""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError
from ugc.exports.delimited import defuse
from ugc.files import open_regular
from ugc.model.ads import PackedAd
from ugc.tables.cells import dated, new_book
from ugc.text import clean, fold

_TABLE = Path(__file__).with_suffix(".toml")
_LONGEST = 4 << 20
"""Bytes of a sheet that are read for its header."""
_WIDEST = 2000
"""Columns; Ads Managers export some hundreds."""
_WORKBOOK = b"PK\x03\x04"
_DELIMITERS = "\t,;"


class Header(NamedTuple):
    """The header of a sheet, and how the sheet is written."""

    headings: tuple[str, ...]
    delimiter: str | None
    """None for a workbook."""
    encoding: str = "utf-8-sig"


def header_of(path: Path) -> Header:
    """Return the header of a sheet: its first row with more than one cell. Raises InputError when it has none."""
    with open_regular(path) as file:
        data = file.read(_LONGEST)
    found = _of_workbook(path) if data.startswith(_WORKBOOK) else _of_text(data)
    if found is None or not any(_field(heading) for heading in found.headings):
        raise InputError(
            f"{path} has no header that could be filled in: none of its headings is known.",
            hint="Export a sheet from your Ads Manager that has at least a column 'Ad name'.",
        )
    return found


def filled(header: Header, ads: Iterable[PackedAd], *, at: datetime) -> tuple[bytes, tuple[str, ...]]:
    """Return the sheet with a row for each ad, and the headings under which nothing is written.

    `at` is the instant that a workbook is dated with.
    """
    fields = [_field(heading) for heading in header.headings]
    rows = [[values.get(field or "", "") for field in fields] for values in map(_values, ads)]
    left = tuple(heading for heading, field in zip(header.headings, fields, strict=True) if field is None)
    if header.delimiter is None:
        return dated(_workbook(header.headings, rows), at), left
    out = io.StringIO()
    writer = csv.writer(out, delimiter=header.delimiter, lineterminator="\r\n")
    writer.writerow(header.headings)
    writer.writerows([[defuse(cell) for cell in row] for row in rows])
    return out.getvalue().encode(header.encoding, "replace"), left


def _values(packed: PackedAd) -> Mapping[str, str]:
    ad = packed.ad
    pictures = [one for one in (*ad.files, *ad.cards) if not one.clip]
    clips = [one for one in (*ad.files, *ad.cards) if one.clip]
    return {
        "ad_name": ad.name,
        "ad_status": "PAUSED",
        "headline": ad.headline or "",
        "primary": ad.primary[0] if ad.primary else "",
        "description": ad.description or "",
        "link": ad.link or "",
        "cta": ad.cta,
        "image": Path(pictures[0].file).name if pictures else "",
        "video": Path(clips[0].file).name if clips else "",
        "permalink": (ad.post.permalink or "") if ad.way != "new" else "",
        "beneficiary": ad.beneficiary,
        "payer": ad.payer,
        "starts": ad.starts.isoformat(),
        "ends": ad.ends.isoformat(),
    }


@cache
def _known() -> dict[str, str]:
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return {name: field for field, names in table.items() for name in names}


def _field(heading: str) -> str | None:
    return _known().get(" ".join(fold(heading).split()))


def _of_text(data: bytes) -> Header | None:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = clean(data.decode(encoding, "replace").removeprefix("\ufeff"))
    for line in text.splitlines():
        delimiter = max(_DELIMITERS, key=line.count)
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        if sum(bool(cell.strip()) for cell in cells) > 1:
            return Header(tuple(cells[:_WIDEST]), delimiter, encoding)
    return None


def _of_workbook(path: Path) -> Header | None:
    from openpyxl import load_workbook

    with open_regular(path) as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for row in book.worksheets[0].iter_rows(max_row=25, max_col=_WIDEST, values_only=True):
                cells = ["" if cell is None else clean(str(cell)) for cell in row]
                if sum(bool(cell.strip()) for cell in cells) > 1:
                    return Header(tuple(cells), None)
        except Exception as error:  # every part of a workbook has its own way to be broken
            raise InputError(f"{path} is no workbook that can be read.", hint="Export it again.") from error
    return None


def _workbook(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl.cell import WriteOnlyCell

    with new_book() as book:
        sheet = book.create_sheet("Ads")
        for row in (headings, *rows):
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet)
                cell.value = text
                cell.data_type = "s"  # what was collected is never a formula
                cells.append(cell)
            sheet.append(cells)
        out = io.BytesIO()
        book.save(out)
    return out.getvalue()
