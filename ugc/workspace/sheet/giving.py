"""`ugc sheet out`: the programme written as a workbook, and kept as what was given out."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ugc.errors import UgcError, UsageError
from ugc.files import write_bytes
from ugc.model.base import Value, digest
from ugc.model.posts import Media
from ugc.model.programme_sheet import Programme
from ugc.sheet.values import fingerprint
from ugc.tables import MOST_ROWS
from ugc.text import counted
from ugc.workspace.collecting import pictures as pictures_of
from ugc.workspace.sheet.collecting import programme
from ugc.workspace.sheet.posts_out import NEVER_SHOWN

if TYPE_CHECKING:
    from ugc.workspace import Workspace

MOST_PICTURES = 1000
"""Posts that have a picture in the sheet, the first ones; with more, programs open it slowly."""
_SPARE = 1000
"""Rows that people may add, and that the workbook needs for itself."""
_QUALITY = 72


class RowCounts(Value):
    """How many rows each tab has."""

    creators: int
    deliverables: int
    posts: int
    rights: int
    codes: int
    results: int


class SheetGiven(Value):
    """A sheet as it was given out."""

    sheet: str
    """Its id."""
    file: str
    brand: str
    campaign: str | None
    at: datetime
    rows: RowCounts
    pictures: int
    left_out: tuple[str, ...] = ()
    """What is not in it, in sentences."""


def give(
    workspace: "Workspace",
    path: Path,
    *,
    campaign: str | None = None,
    query: str = "",
    at: datetime,
    pictures: bool = True,
    replace: bool = False,
    seen: Callable[[str, int], None] = lambda _name, _total: None,
) -> SheetGiven:
    """Write the programme as a workbook and keep what it says, so that it can come back.

    `query` means posts, and with them their creators. Raises UsageError for another kind of file, for one that is
    there already unless it is to be replaced, and when nothing is to be told.
    """
    _check(path, replace=replace)
    told = programme(workspace, campaign, query, today=workspace.day(at))
    if not any(told.tabs.values()):
        raise UsageError("There is nothing to put in a sheet.", hint="See which posts there are: ugc posts.")
    _check_length(told)
    id = f"s-{digest([at.isoformat(), campaign, query, fingerprint(told)])[:10]}"
    told = told.model_copy(update={"id": id, "at": at})
    small, left = _pictures(workspace, told, seen) if pictures else ({}, ["Pictures, as was asked."])
    from ugc.sheet.writing import xlsx

    zone = workspace.settings.timezone
    about = {
        "For": workspace.settings.brand.name,
        "Of": f"the campaign {told.campaign}" if told.campaign else "all campaigns",
        **({"Posts": query.strip()} if query.strip() else {}),
        "Given out": f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})",
    }
    data = xlsx(told, pictures=small, about=about, brand=workspace.settings.brand.name)
    with workspace.catalog.transaction():
        workspace.catalog.sheets.keep(told)
        write_bytes(path.resolve(), data)
    return SheetGiven(
        sheet=id,
        file=str(path),
        brand=workspace.settings.brand.name,
        campaign=told.campaign,
        at=at,
        rows=RowCounts(**{name: len(rows) for name, rows in told.tabs.items()}),
        pictures=len(small),
        left_out=tuple(left),
    )


def _check(path: Path, *, replace: bool) -> None:
    if path.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{path} does not end in .xlsx.", hint="The sheet is a workbook: name it as in spring.xlsx."
        )
    if path.exists() and not replace:
        raise UsageError(
            f"{path} is there already, and may hold what people wrote in it.",
            hint="Take it in first, or name another; --replace writes over it.",
        )


def _check_length(told: Programme) -> None:
    """A sheet of which not all could be read back is not given out."""
    for name, rows in told.tabs.items():
        if len(rows) > MOST_ROWS - _SPARE:
            raise UsageError(
                f"The tab of {name} would have {len(rows):,} rows, and may have {MOST_ROWS - _SPARE:,}.",
                hint="Give out less: --campaign NAME, or a selection, as in posted:2026-01-01..2026-03-31.",
            )


def _pictures(
    workspace: "Workspace", told: Programme, seen: Callable[[str, int], None]
) -> tuple[dict[str, bytes], list[str]]:
    """Small pictures by the ids of posts, and what there is none of, in sentences."""
    rows = told.tabs.get("posts", {})
    ids = [id for id, row in rows.items() if row.get("rights") not in NEVER_SHOWN]
    left = (
        [f"Pictures of {len(ids) - MOST_PICTURES:,} posts: the first {MOST_PICTURES:,} have one."]
        if len(ids) > MOST_PICTURES
        else []
    )
    if len(ids) < len(rows):
        hidden = counted(len(rows) - len(ids), "post")
        left.append(f"Pictures of {hidden} on hold, refused or revoked.")
    posts = workspace.catalog.posts(ids[:MOST_PICTURES])
    firsts = {post.id: shown[0] for post in posts if (shown := pictures_of(post))}
    found: dict[str, bytes] = {}
    broken = 0
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        made = pool.map(lambda media: _small(workspace, media), firsts.values())
        for id, data in zip(firsts, made, strict=True):
            seen(id, len(firsts))
            if data is None:
                broken += 1
            else:
                found[id] = data
    if broken:
        left.append(f"Pictures of {counted(broken, 'post')}, whose originals are gone or cannot be read.")
    return found, left


def _small(workspace: "Workspace", media: Media) -> bytes | None:
    from ugc.media.thumbs import Wanted, thumbs
    from ugc.sheet.writing import PICTURE_HEIGHT, PICTURE_WIDTH

    path = workspace.media.path(media.sha256, media.ext)
    wanted = Wanted(PICTURE_WIDTH, PICTURE_HEIGHT, _QUALITY, jpeg=True)
    try:
        if not path.is_file():
            return None
        return thumbs(path, [wanted], clip=media.kind == "video", quick=True)[0].data
    except UgcError:
        return None
