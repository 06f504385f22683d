"""How many followed an author when a record was written, where it says so."""

from datetime import UTC, date, datetime
from pathlib import Path

from ugc.model.posts import FoundFollowers

_MOST = 10**10


def followers_of(count: int | None, path: Path, *, day: date | None = None) -> FoundFollowers | None:
    """Return what a record of a file says; None where it says nothing that can be.

    `day` is the record's own. Where it has none, it is that on which the file was last written: the day of the
    download, unless somebody edited it since.
    """
    if count is None or not 0 <= count < _MOST:
        return None
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    except (OSError, OverflowError, ValueError):
        return None if day is None else FoundFollowers(count=count, day=day)
    return FoundFollowers(count=count, day=day or written)
