"""Sheets of promo codes."""

from pathlib import Path
from typing import Any

from ugc.delivery import _figures as figures
from ugc.delivery._conventions import decide, notes_of
from ugc.delivery._rows import amount, sign, text_of
from ugc.delivery._source import open_source
from ugc.delivery._survey import Cell
from ugc.delivery._tables import survey_of
from ugc.errors import InputError
from ugc.model.delivery import Sale, Sales

_LONGEST = 100


def sales_of(path: Path) -> Sales:
    """Read a sheet of promo codes. Raises InputError when it is none."""
    source, kind = open_source(path)
    if kind == "json":
        raise InputError(
            f"{source.shown} is JSON, not a sheet of codes.", hint="Save it as CSV: code, orders, revenue."
        )
    survey = survey_of(source, kind, sales=True)
    by, columns = decide(survey), survey.header.columns
    found = []
    for _, cells in survey.rows():
        told: dict[str, Any] = {}
        for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if cell is not None:
                told |= _told(column.field, cell, by.marks[at], column.currency)
        found.append(Sale(**told))
    return Sales(
        file=path.name,
        columns={column.heading: column.field for column in columns},
        not_read=survey.header.not_read,
        rows=tuple(found),
        totals=survey.totals,
        skipped=survey.all_skipped(),
        notes=tuple(dict.fromkeys([*survey.notes, *notes_of(survey, by)])),
    )


def _told(field: str, cell: Cell, mark: figures.Mark | None, currency: str | None) -> dict[str, Any]:
    if field in ("clicks", "orders", "revenue"):
        value = amount(cell, mark)
        stated = (currency or sign(cell)) if field == "revenue" else None
        return {field: value} | ({"currency": stated} if stated else {})
    text = text_of(cell)[:_LONGEST]
    if field == "currency":
        return {"currency": stated} if (stated := figures.currency_of(text)) else {}
    return {field: text}
