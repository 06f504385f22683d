"""Moments that posts can be of, from seconds or from ISO 8601."""

from datetime import UTC, datetime

_FIRST, _LAST = 946684800, 4102444800  # the years 2000 to 2100, in seconds since 1970


def instant(seconds: int | float | None) -> datetime | None:
    """Turn seconds since 1970 into a moment, or None when that is no year a post can be of."""
    if seconds is None or not _FIRST <= seconds < _LAST:
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def stamp(text: str | None) -> datetime | None:
    """Read an ISO 8601 moment; one without a zone is taken as UTC. None when it is not one."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return instant(moment.timestamp())
    except (OverflowError, OSError, ValueError):
        return None
