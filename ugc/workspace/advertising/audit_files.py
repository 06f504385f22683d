"""The files of an audit: the page with small pictures, the table, the calendar and the document."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UgcError
from ugc.files import write_bytes, write_text
from ugc.model.auditing import Audit, AuditedAd

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_SIDE = 224
"""Longer side in pixels of a small picture: sharp on a dense screen."""
_MOST = 200
"""Pictures on a page."""
_SHOWN = ("refused", "review")
_NO_LEDGER = "0" * 16


def write(
    audit: Audit,
    workspaces: Sequence["Workspace"],
    *,
    at: datetime,
    html: Path | None = None,
    csv: Path | None = None,
    ics: Path | None = None,
    out: Path | None = None,
) -> tuple[Path, ...]:
    """Write what was asked for, and with `out` all of it into a folder; return the files.

    Raises MachineError when one cannot be written.
    """
    stem = f"audit-{audit.today}"
    pages = [path for path in (html, out and out / f"{stem}.html") if path]
    tables = [path for path in (csv, out and out / f"{stem}.csv") if path]
    calendars = [path for path in (ics, out and out / f"{stem}.ics") if path]
    if pages:
        _write_pages(audit, workspaces, pages)
    if tables:
        from ugc.exports.delimited import csv_bytes
        from ugc.reports.audit_table import COLUMNS, rows

        data = csv_bytes(COLUMNS, rows(audit), excel=True)
        for path in tables:
            write_bytes(path, data)
    for path in calendars:
        write_bytes(path, _calendar(audit, at))
    if out:
        document = out / f"{stem}.json"
        write_text(document, audit.model_dump_json(indent=2) + "\n")
        calendars.append(document)
    return (*pages, *tables, *calendars)


def _write_pages(audit: Audit, workspaces: Sequence["Workspace"], paths: Iterable[Path]) -> None:
    from ugc.reports.audit_page import audit_page

    pictures = small_pictures(audit, workspaces)
    for path in paths:
        audit_page(audit, path, pictures=pictures)


def small_pictures(audit: Audit, workspaces: Sequence["Workspace"]) -> Mapping[str, bytes]:
    """Return a small WebP picture of what each ad shows that a person looks at, by `audit_page.picture_key`.

    What cannot be read is left out.
    """
    from ugc.reports.audit_page import picture_key

    brands = {each.settings.brand.name: each for each in reversed(workspaces)}
    found: dict[str, bytes] = {}
    for ad in audit.ads:
        key = picture_key(ad)
        if ad.verdict in _SHOWN and key and key not in found and len(found) < _MOST:
            data = _small(brands[ad.brand], ad)
            if data:
                found[key] = data
    return found


def _small(workspace: "Workspace", ad: AuditedAd) -> bytes | None:
    from ugc.media.thumbs import Wanted, thumbs

    for path, clip in _originals(workspace, ad):
        try:
            return thumbs(path, [Wanted(_SIDE, _SIDE, 80)], clip=clip)[0].data
        except (UgcError, OSError):
            continue
    return None


def _originals(workspace: "Workspace", ad: AuditedAd) -> Iterable[tuple[Path, bool]]:
    """What may be shown of an ad: its creative, else the post's own files."""
    assert ad.match is not None
    if ad.match.path:
        path = workspace.root / ad.match.path
        yield path, path.suffix == ".mp4"
    for post in ad.match.posts:
        if workspace.catalog.knows(post):
            for media in workspace.catalog.post(post).media:
                yield workspace.media.path(media.sha256, media.ext), media.kind == "video"


def _calendar(audit: Audit, at: datetime) -> bytes:
    from ugc.exports.calendar import calendar
    from ugc.reports.audit_table import entries

    first = audit.asked[0]
    return calendar(
        entries(audit),
        brand=audit.brand,
        ledger=first.ledger_first or _NO_LEDGER,
        sequence=sum(each.records for each in audit.asked),
        at=at,
        today=audit.today,
    )
