"""What ad accounts export: sheets of Ads Managers in ten languages and saved answers of their APIs, as values.

An export is hostile data. A row that says nothing costs that row; what is damaged, or could be read in two ways, is
said and never guessed. Nothing is fetched, no clock is asked, and rows are held packed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ugc.delivery._conventions import Conventions, decide, notes_of
from ugc.delivery._rows import Reader
from ugc.delivery._source import open_source
from ugc.delivery._survey import Survey
from ugc.delivery._words import countries_of
from ugc.model.delivery import AdRow, ReadExport, Sales
from ugc.model.posts import Skipped

__all__ = ["Delivered", "countries_of", "read", "read_sales"]


@dataclass(frozen=True)
class _Rows:
    reader: Reader

    def __iter__(self) -> Iterator[AdRow]:
        return self.reader.rows()


@dataclass(frozen=True)
class Delivered:
    """An export, and its ads."""

    export: ReadExport
    rows: Iterable[AdRow]
    """They are made as they are asked for, and may be asked for again."""


def read(path: Path) -> Delivered:
    """Read an export of an ad account: CSV, TSV, XLSX or JSON, packed by gzip or zip or not. Its content decides.

    Raises InputError when it cannot be read, is too large, or has nothing by which ads are known.
    """
    from ugc.delivery import _json, _tables

    source, kind = open_source(path)
    failed: tuple[Skipped, ...] = ()
    if kind == "json":
        survey, failed = _json.survey_of(source)
    else:
        survey = _tables.survey_of(source, kind)
    conventions = decide(survey, exact=kind == "json")
    export = _export(path.name, survey, conventions, failed)
    return Delivered(export, _Rows(Reader(survey, conventions, path.name)))


def read_sales(path: Path) -> Sales:
    """Read a sheet of promo codes: what was sold with each. A code may stand on several rows.

    Raises InputError when it cannot be read, or has no column of codes.
    """
    from ugc.delivery._sales import sales_of

    return sales_of(path)


def _export(file: str, survey: Survey, conventions: Conventions, failed: tuple[Skipped, ...]) -> ReadExport:
    header = survey.header
    filled = [
        column for column, evidence in zip(header.columns, survey.evidence, strict=True) if evidence.filled
    ]
    nothing = [] if survey.count else ["it names no ad"]
    return ReadExport(
        file=file,
        platform=header.platform,
        language=header.language,
        columns={column.heading: column.field for column in filled},
        not_read=header.not_read,
        rows=survey.count,
        totals=survey.totals,
        skipped=(*failed, *survey.all_skipped()),
        notes=tuple(dict.fromkeys([*survey.notes, *notes_of(survey, conventions), *nothing])),
    )
