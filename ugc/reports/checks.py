"""One thing looked at, what was found, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from ugc.errors import MachineError, MissingError, UgcError
from ugc.model.base import Value
from ugc.text import one_line

Status = Literal["ok", "note", "warning", "missing", "damaged"]
"""note: optional, and not there. warning: works, and should be looked at. missing, damaged: needed, and not right."""
Group = Literal["engines", "fonts", "optional", "machine", "workspace"]
BAD: frozenset[Status] = frozenset({"missing", "damaged"})
_SHOWN = 5
_LONGEST = 400


class Check(Value):
    """One thing looked at."""

    group: Group
    name: str
    status: Status
    found: str
    advice: str | None = None
    details: tuple[str, ...] = ()
    """Every single thing that `found` counts."""


class Examined(Value):
    """A whole check-up."""

    ok: bool
    """Everything needed is here and whole."""
    counts: dict[Status, int]
    checks: tuple[Check, ...]


class Finding(Value):
    """What a look gave, before it is known by name."""

    status: Status = "ok"
    found: str
    advice: str | None = None
    details: tuple[str, ...] = ()


Look = Callable[[], Finding]


def looked(group: Group, looks: Iterable[tuple[str, Look]], *, advice: str | None = None) -> Iterator[Check]:
    """Look at each thing by itself: whatever breaks in one look costs only that look."""
    for name, look in looks:
        try:
            found = look()
        except Exception as error:  # the point of a check-up is to survive what it finds
            found = _broken(error, advice)
        yield Check(group=group, name=name, **found.model_dump())


def listed(items: Iterable[str]) -> str:
    """Name the first few of many, and count the rest."""
    every = list(items)
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    return ", ".join(every[:_SHOWN]) + more


def _broken(error: Exception, advice: str | None) -> Finding:
    if isinstance(error, UgcError):
        absent = isinstance(error, MissingError | MachineError)
        return Finding(
            status="missing" if absent else "damaged", found=error.message, advice=error.hint or advice
        )
    if isinstance(error, ModuleNotFoundError):
        return Finding(status="missing", found=f"{error.name} is not installed.", advice=advice)
    words = one_line(str(error))[:_LONGEST]
    return Finding(status="damaged", found=f"{type(error).__name__}: {words}".rstrip(": "), advice=advice)
