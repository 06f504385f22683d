"""What a file of evidence says: who said what, when, and where. A claim of the file, not a fact."""

from datetime import UTC, datetime

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.vocab import EvidenceKind
from ugc.text import clean, one_line

LONGEST = 20_000
"""Characters of one statement that are kept beside the file; the file has all of it."""
_LONGEST_NAME = 300
_FIRST, _LAST = 946684800, 4102444800  # the years 2000 to 2100, in seconds since 1970
_MILLISECONDS = 100_000_000_000
"""From here on a number is one of milliseconds: as seconds it would be the year 5138."""


class Said(Value):
    """One comment or message."""

    platform: Platform | None = None
    actor: str | None = None
    """The handle, without @, or the address that it came from."""
    name: str | None = None
    """The name that is shown instead of a handle, or beside it; anybody can choose it."""
    ids: tuple[str, ...] = ()
    """Stable ids of the account, the plainest first."""
    scoped: bool = False
    """Whether these ids are made for one app or page alone, and so say nothing when they differ from others."""
    words: str | None = None
    """Verbatim, as far as `LONGEST` goes."""
    at: datetime | None = None
    native_id: str | None = None
    """The platform's id of the comment or message; of an e-mail, its Message-ID."""
    permalink: str | None = None


class Reading(Value):
    """What could be read from a file."""

    kind: EvidenceKind | None = None
    """None where nothing tells what it is."""
    document: bool = False
    """Whether it is a document, of which only a person can say what was agreed to in it."""
    said: tuple[Said, ...] = ()
    """In the order of the file."""
    form: str | None = None
    """What it was read as: "Instagram comment (Graph API)"."""
    note: str | None = None
    """Why it was not read, or not all of it."""


def line(value: object) -> str | None:
    """Return a field as one short line; numbers as they are written; None for anything else or nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return one_line(str(value))[:_LONGEST_NAME] or None


def verbatim(value: object) -> str | None:
    """Return what was said; None when it is no text or an empty one."""
    return clean(value).strip()[:LONGEST] or None if isinstance(value, str) else None


def moment(value: object) -> datetime | None:
    """Read an instant from seconds or milliseconds since 1970, or ISO 8601; one without a zone is in UTC.

    None when it is not one, or of no year that a message can be of.
    """
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
        value = int(value.strip()) if len(value.strip()) <= 15 else None
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value.strip())
            value = (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
        except (ValueError, OverflowError, OSError):
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value >= _MILLISECONDS else value
    return datetime.fromtimestamp(int(seconds), UTC) if _FIRST <= seconds < _LAST else None
