"""What a check found: every file against every format, the texts beside them, and the copies that were mended."""

from ugc.model.base import Value
from ugc.model.formats import Medium
from ugc.model.probes import Measured, Problem


class Fixed(Value):
    """A conforming copy that was written."""

    file: str
    mended: tuple[str, ...]
    """Codes of the problems that the copy no longer has."""
    left: tuple[Problem, ...]
    """What the copy still has: only a person can decide it."""
    notes: tuple[str, ...] = ()
    """What the copy does not keep, or was done otherwise than planned, as sentences."""


class Checked(Value):
    """One file held against one format."""

    file: str
    format: str
    medium: Medium | None = None
    """None when the file could not be understood."""
    fits: bool
    """No error was found; warnings and notes may have been."""
    measured: Measured | None = None
    problems: tuple[Problem, ...] = ()
    """Of every placement of the format, errors first within each."""
    not_checked: tuple[str, ...] = ()
    fixed: Fixed | None = None
    not_fixed: str | None = None
    """Why no copy was written though one was asked for."""


class CheckOutcome(Value):
    """What one check found."""

    formats: tuple[str, ...]
    files: tuple[Checked, ...]
    copy_problems: tuple[Problem, ...] = ()
    """Of the texts that were given, in every placement of the formats."""
    report: str | None = None
    """The page that was written."""
