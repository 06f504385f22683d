"""The page of an audit: what may not run, why, since when and at what cost, for somebody who was not there."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from ugc.files import write_text
from ugc.model.auditing import AUDIT_VERDICTS, Audit, AuditedAd
from ugc.model.phrases import AD_PLATFORMS, CHANNELS, listed, written
from ugc.reports import audit_words as words
from ugc.reports.bundle import shown
from ugc.reports.html import rendered, webp_uri
from ugc.text import counted

NAME = "audit"
_ACCENT = "#44423D"
"""An audit is written for lawyers, in nobody's colours."""
MOST = 500
"""Ads of a verdict that stand on the page; all of them stand in the table (CSV) and the document (JSON)."""
_MOST_UNKNOWN = 200

Pictures = Mapping[str, bytes]
"""Small WebP pictures by `picture_key`."""


def picture_key(ad: AuditedAd) -> str:
    """Return what the picture of an ad is kept under: its creative's file, else the post that runs as it is."""
    match = ad.match
    return f"{ad.brand}\n{match.path or match.posts[0]}" if match and (match.path or match.posts) else ""


def audit_page(audit: Audit, path: Path, *, pictures: Pictures | None = None) -> None:
    """Write an audit as one page that loads nothing: the pictures and the style stand inside it.

    The same audit and pictures give the same bytes. Raises MachineError when the page cannot be written.
    """
    write_text(path, page(audit, pictures=pictures or {}))


def page(audit: Audit, *, pictures: Pictures) -> str:
    """Return the page."""
    return rendered(
        NAME,
        accent=_ACCENT,
        filters=_FILTERS,
        audit=audit,
        headline=words.headline(audit),
        sentences=words.sentences(audit),
        groups={verdict: words.of(audit, verdict) for verdict in AUDIT_VERDICTS},
        most=MOST,
        most_unknown=_MOST_UNKNOWN,
        picture=lambda ad: pictures.get(picture_key(ad)),
    )


def commands(text: str) -> Markup:
    """Return a sentence of ours with what stands between backticks set as code; all of it is escaped."""
    pieces = [escape(piece) for piece in text.split("`")]
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )


_FILTERS: dict[str, Callable[..., Any]] = {
    "amount": words.amount,
    "asked_for": words.asked_for,
    "channels": lambda channels: listed(CHANNELS[channel] for channel in channels),
    "commands": commands,
    "counted": counted,
    "handles": lambda handles: ", ".join(f"@{each.lstrip('@')}" for each in handles),
    "found_by": lambda by: words.FOUND_BY[by],
    "listed": listed,
    "money": words.money,
    "places": words.places,
    "platform": lambda platform: AD_PLATFORMS.get(platform or "", ""),
    "shown": shown,
    "since": words.since,
    "state": lambda state: words.STATES[state],
    "titled": words.titled,
    "until": words.until,
    "webp_uri": webp_uri,
    "where": words.where,
    "written": written,
}
"""What the page's template may call."""
