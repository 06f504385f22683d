"""The page of results: one file that loads nothing, its plots drawn inside it."""

from collections.abc import Sequence
from pathlib import Path

from ugc.files import write_text
from ugc.model.results import Results
from ugc.reports import results_words as words
from ugc.reports.html import rendered
from ugc.reports.results_view import parts, totals
from ugc.text import one_line

NAME = "ad-results"
_ACCENT = "#2C5C88"
"""Figures are nobody's brand; one hue, so that nothing is told by colour alone."""


def results_page(found: Sequence[Results], path: Path) -> None:
    """Write what ads did as one page, a part for each brand. Raises MachineError when it cannot be written."""
    write_text(path, page(found))


def page(found: Sequence[Results]) -> str:
    """Return the page; the same results give the same text."""
    return rendered(
        NAME,
        accent=_ACCENT,
        filters={
            "line": one_line,
            "days": words.days,
            "summary": words.summary,
            "least": words.least,
            "spend": words.spend,
            "number": words.number,
            "money": words.money,
            "platform": words.platform,
        },
        brands=[(told, parts(told), totals(told)) for told in found],
        interval=words.INTERVAL,
        causes=words.CAUSES,
    )
