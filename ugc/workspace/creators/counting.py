"""How many follow, from a list: a row an account and day. A row that is not understood costs itself alone."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import text
from ugc.errors import InputError, UsageError
from ugc.model.base import Value
from ugc.model.creators import Followers
from ugc.model.posts import Account, Skipped
from ugc.tables import day_of_serial, text_of
from ugc.workspace.creators.naming import account_named, added, an_account, or_new
from ugc.workspace.creators.sheets import by_heading, read_sheet
from ugc.workspace.creators.writing import a_count

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_COLUMNS = {
    "handle": ("handle", "account", "creator", "username", "profile", "link", "url", "name"),
    "platform": ("platform", "network", "channel"),
    "followers": ("followers", "follower_count", "followers_count", "subscribers", "follower"),
    "day": ("day", "date", "on", "counted_on", "counted", "as_of"),
}
_COLUMN = {alias: name for name, aliases in _COLUMNS.items() for alias in aliases}


class FollowersTaken(Value):
    """What a list of followers brought."""

    file: str
    snapshots: tuple[Followers, ...]
    new: tuple[str, ...]
    """Keys of creators who were made for it."""
    skipped: tuple[Skipped, ...]
    """Rows that were not understood, with their lines."""
    unread: tuple[str, ...]
    """Headings of columns that were not read."""
    dry: bool


class _Unread(Exception):  # noqa: N818  ends the reading of one row
    pass


def count_followers(
    workspace: "Workspace",
    path: Path,
    *,
    today: date,
    on: date | None = None,
    platform: str | None = None,
    new: bool = False,
) -> FollowersTaken:
    """Keep every snapshot of a list, with the file's name as its source.

    `on` is the day of rows that name none, else today; `platform` that of handles that say none. Of two rows of one
    account and day the last counts. Raises InputError for a file without columns of handles and followers.
    """
    header, rows = read_sheet(path, known=_COLUMN)
    columns = [_COLUMN.get(name, "") for name in header]
    if not {"handle", "followers"} <= set(columns):
        raise InputError(
            f"{path.name} has no row that names the columns `handle` and `followers`.",
            hint="Name its columns in the first row: handle, platform, followers, day.",
        )
    source = text.one_line(path.name)
    found: dict[tuple[str, str, date], Followers] = {}
    made: list[str] = []
    skipped: list[Skipped] = []
    with workspace.catalog.transaction():
        for row in rows:
            told = by_heading(columns, row)
            if not told and not row.fault:
                continue
            try:
                day = _day(told.get("day"), on or today, today)
                count = _count(told.get("followers"), row.fault)
                account, key = _account(workspace, told, platform=platform, new=new)
            except (_Unread, UsageError) as fault:
                skipped.append(Skipped(origin=f"{path.name}, line {row.line}", why=_why(fault)))
                continue
            made += [key] if key else []
            found[account.platform, text.fold(account.handle), day] = Followers(
                account=account, day=day, count=count, source=source
            )
        workspace.catalog.profiles.note_followers(found.values())
    return FollowersTaken(
        file=str(path),
        snapshots=tuple(found.values()),
        new=tuple(dict.fromkeys(made)),
        skipped=tuple(skipped),
        unread=tuple(name for name, column in zip(header, columns, strict=True) if name and not column),
        dry=workspace.rehearsing,
    )


def _account(
    workspace: "Workspace", told: Mapping[str, Any], *, platform: str | None, new: bool
) -> tuple[Account, str | None]:
    """The account of a row, and the key of a creator who was made for it."""
    handle = text_of(told.get("handle"))
    if not handle:
        raise _Unread("it names no account")
    there = text_of(told.get("platform")) or platform
    try:
        return account_named(workspace, handle, there), None
    except UsageError as error:
        account = an_account(handle, there)
        if account is None or workspace.catalog.profiles.ever_borne(account):
            raise
        if not new:
            raise or_new(error) from None
    return account, added(workspace, account)


def _day(cell: Any, usual: date, today: date) -> date:
    if cell is None:
        return usual
    found = cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else None
    found = found or day_of_serial(cell, since_1904=False)
    try:
        day = found or date.fromisoformat(text_of(cell).strip()[:10])
    except ValueError:
        raise _Unread(f"{text_of(cell)[:40]!r} is not a day written as 2026-12-31") from None
    if day > today:
        raise _Unread(f"{day} has not come yet")
    return day


def _count(cell: Any, fault: str | None) -> int:
    said = text_of(cell)
    if fault:
        raise _Unread(fault)
    if not said:
        raise _Unread("it says no number of followers")
    return a_count(said)


def _why(fault: Exception) -> str:
    if isinstance(fault, UsageError):
        return fault.message + (f" {fault.hint}" if fault.hint else "")
    words = str(fault)
    return f"{words[:1].upper()}{words[1:]}."
