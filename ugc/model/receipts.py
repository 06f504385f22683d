"""What is known of record files that were read before, so that nobody has to read them again."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

PLACE_BYTES = 4
"""A mark begins with some bytes of its folder's name, so that files of one folder stand side by side in a table ..."""
CODE_BYTES = 4
"""... and goes on with some of the digest of the code that read the file."""
MARK_BYTES = 32


def together(marks: Sequence[bytes]) -> bytes | None:
    """Return the digest of several marks in their order; None for a single one."""
    return hashlib.sha256(b"".join(marks)).digest() if len(marks) > 1 else None


class Receipt(NamedTuple):
    """What the catalog keeps of one record file that made a source, alone or together with others."""

    importer: str
    source: str
    """Digest of the source."""
    key: str
    """The id by which the importer knows the post."""
    together: bytes | None
    """Digest of the marks of all files that made the source, in their order; None where it was this one alone."""
    missing: tuple[str, ...] = ()
    """As in the `FoundPost` that was read, like the next two."""
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class KnownPost(NamedTuple):
    """A post whose record files lie there as they were read before; it is what the catalog has on record of them."""

    source: str
    """The importer's name."""
    origin: str
    """As in `FoundPost`."""
    digest: str
    """Of the source."""
    missing: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
