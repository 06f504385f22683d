"""Every known fault, as a sentence a person can act on, with the exit code of the command line.

    UgcError                1   a fault of ours
    ├── UsageError          2   a wrong option, name or setting
    ├── InputError          3   a file or record that could not be understood
    ├── RefusedError        4   the rights records do not allow it
    ├── PlacementError      5   it breaks a placement's rules
    ├── MissingError        6   a needed program, package, font or original is not there
    └── MachineError        7   the machine refused: disk full, read-only, locked

Each message says what went wrong and why; `hint` says what to do next.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from json import JSONDecodeError

_LEAST = 2
"""Letters of an unfinished name that say which one is meant."""


class UgcError(Exception):
    """A fault with a sentence, a hint and an exit code."""

    code = 1

    def __init__(self, message: str, *, hint: str | None = None, shown: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.shown = shown
        """Lines for people that show the place of the fault, as a caret under a word."""


class UsageError(UgcError):
    """A wrong option, name or setting."""

    code = 2


class InputError(UgcError):
    """A file or record that could not be understood."""

    code = 3


class RefusedError(UgcError):
    """The rights records do not allow what was asked."""

    code = 4


class PlacementError(UgcError):
    """A creative would break a rule of its placement."""

    code = 5


class MissingError(UgcError):
    """A needed program, package, font or original is not there."""

    code = 6


class MachineError(UgcError):
    """The machine refused: disk full, read-only folder, locked file."""

    code = 7


def json_fault(error: Exception) -> str:
    """Say what is wrong with a JSON text, from what its decoder raised, as part of a sentence."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return str(error)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to a misspelt or unfinished one, or None when nobody could tell.

    A slip of the hand comes first. Else the one name that begins so is meant: `paid` is `paid_social`.
    """
    names = {candidate.casefold(): candidate for candidate in known}
    typed = name.casefold()
    close = get_close_matches(typed, names, n=1, cutoff=0.6)
    if not close and len(typed) >= _LEAST:
        close = [candidate for candidate in names if candidate.startswith(typed)]
    return names[close[0]] if len(close) == 1 else None


def unknown(kind: str, name: str, known: Iterable[str]) -> UsageError:
    """Build the error for a name that is not in a vocabulary, with the nearest one suggested."""
    names = sorted(known)
    close = nearest(name, names)
    hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(names)}."
    return UsageError(f"{kind} {name!r} is not known.", hint=hint)
