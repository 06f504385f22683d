"""What an import did, as it is told."""

from dataclasses import dataclass

from pydantic import ConfigDict

from ugc.catalog.saving import SaveOutcome
from ugc.errors import InputError, MissingError
from ugc.model.base import Value
from ugc.model.posts import Skipped
from ugc.model.sheets import SheetRead
from ugc.workspace.arrivals import LooksLike

QUIET = {"ignored", "erased", "column", "no_column", "note"}
"""Skips that are nobody's fault: system litter, half downloads, the odd PDF; what was erased on request; columns;
notes on whole files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """One post that an import brought."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    post: str
    outcome: SaveOutcome
    source: str
    origin: str
    """Where it stands in its source: a path, with a row or index where there are many."""
    media: int
    """Files that this source brought."""
    missing: tuple[str, ...] = ()
    """Files that the source names and that are not there."""
    notes: tuple[str, ...] = ()
    looks_like: tuple[LooksLike, ...] = ()
    """Of a new post: those that it looks like, the earliest first. Nothing is merged; a dry run does not look."""


class Report(Value):
    """What an import did."""

    batch: int | None
    taken: tuple[TakenIn, ...]
    skipped: tuple[Skipped, ...]
    dropped: tuple[str, ...]
    """Fields that hygiene kept out: tokens, signatures, personal data."""
    without_media: tuple[str, ...]
    """Posts of this import that no source has brought a file of yet."""
    sheets: tuple[SheetRead, ...] = ()
    """How the columns of each sheet were read."""
    learned: tuple[str, ...] = ()
    """Headings whose meaning was new, and is kept for the next import."""

    @property
    def faults(self) -> tuple[Skipped, ...]:
        """The skips that somebody should look at."""
        return tuple(skip for skip in self.skipped if skip.code not in QUIET)

    @property
    def worst(self) -> int:
        """The exit code of the worst fault, 0 for none: something to read a file with is missing, or it is no good."""
        codes = (MissingError.code if skip.code == "missing" else InputError.code for skip in self.faults)
        return max(codes, default=0)
