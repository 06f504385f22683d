"""What every kind of feed is read into: rows of named cells, and what was wrong with those that are none."""

from dataclasses import dataclass, field
from decimal import Decimal

MOST_BYTES = 64 << 20
MOST_ROWS = 100_000
"""Products of one feed: more are not read, which is said."""
Cell = str | Decimal
"""A text as it stands, or a number whose point is certain."""


@dataclass(frozen=True)
class Row:
    """One product as a feed tells of it."""

    place: str
    """Where it stands, as in `line 12`."""
    cells: dict[str, Cell]
    """By column; empty ones are left out."""
    fault: str | None = None
    """Why it cannot be read, in words that follow the place."""


@dataclass
class Rows:
    """All rows of a feed."""

    rows: list[Row] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    """Those that the feed has, by our names."""
    ignored: tuple[str, ...] = ()
    """Names of columns that mean nothing here."""
    currency: str | None = None
    """The one that the price's column states."""
    notes: list[str] = field(default_factory=list)
    cut: str | None = None
    """Why the feed was not read to its end."""

    @property
    def full(self) -> bool:
        """Whether no more rows are taken."""
        if len(self.rows) < MOST_ROWS:
            return False
        self.cut = f"it has more than {MOST_ROWS:,} rows, and the rest was not read"
        return True
