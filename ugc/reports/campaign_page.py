"""The page of a campaign: one file that loads nothing, its plots drawn inside it."""

from pathlib import Path

from ugc.files import write_text
from ugc.model.campaign_report import CampaignReport
from ugc.reports import campaign_view as view
from ugc.reports import campaign_words as words
from ugc.reports.html import rendered
from ugc.text import one_line

NAME = "campaign-report"
MOST_ROWS = 60
_ACCENT = "#2C5C88"
"""As on the page of ad results: figures are nobody's brand."""


def campaign_page(told: CampaignReport, path: Path) -> None:
    """Write what a campaign brought as one page. Raises MachineError when it cannot be written."""
    write_text(path, page(told))


def page(told: CampaignReport) -> str:
    """Return the page; the same report gives the same text."""
    return rendered(
        NAME,
        accent=_ACCENT,
        filters={"line": one_line},
        styles=("ad-results.css", "campaign-plots.css"),
        told=told,
        words=words,
        flight=words.flight(told),
        summary=words.summary(told),
        whole=words.sides_rows(told.total),
        lines=[*view.gathered(told)],
        costs=[*view.per_engagement(told)],
        pairs=[*view.compared(told.sides)] if told.sides else [],
        paired=[*words.paired(told.sides)] if told.sides else [],
        audience=[(words.growth(one), view.audience(one)) for one in told.growth],
        ads=words.ads(told.ads) if told.ads else (),
        groups=[(each, each.groups[:MOST_ROWS]) for each in told.groups if each.groups],
        height=view.HEIGHT,
    )
