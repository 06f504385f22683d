"""Which changes of a sheet are taken: all that nobody contradicts, and of conflicts what a person says."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

from ugc.errors import UsageError, unknown
from ugc.model.base import Value, canonical
from ugc.model.programme_sheet import Change
from ugc.sheet.meaning import plain

Side = Literal["sheet", "catalog"]
SIDES: tuple[Side, ...] = get_args(Side)


class Decided(Value):
    """The changes of a sheet, by what becomes of them."""

    taken: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    """Conflicts in which the catalog's value stays."""
    open: tuple[Change, ...] = ()
    """Conflicts that nobody has decided yet."""
    left: tuple[Change, ...] = ()
    """Rows that are gone from the sheet and stay, for nobody said that they are to go."""
    again: tuple[Change, ...] = ()
    """What came in already, when this sheet came in before."""


def numbered(changes: Iterable[Change]) -> dict[str, Change]:
    """Return the conflicts by their short numbers: c1, c2, …"""
    found = [change for change in changes if change.conflict]
    return {f"c{number}": change for number, change in enumerate(found, 1)}


def decide(
    changes: Sequence[Change],
    *,
    take: Side | None = None,
    decisions: Mapping[str, Side] | None = None,
    remove_rows: bool = False,
    earlier: Iterable[Change] = (),
) -> Decided:
    """Return what becomes of each change.

    `take` decides all conflicts, `decisions` single ones by number or place, which stand above it. `earlier` came in
    from the same sheet before: notes, counts and new rows that are the same as then do not come in twice.
    Raises UsageError for a decision on what is no conflict.
    """
    sides = _sides(changes, take, decisions or {})
    seen = Counter(_sign(change) for change in earlier if _repeats(change))
    parts: dict[str, list[Change]] = {name: [] for name in Decided.model_fields}
    for change in changes:
        parts[_becomes(change, sides, seen, remove_rows=remove_rows)].append(change)
    return Decided(**{name: tuple(found) for name, found in parts.items()})


def _becomes(
    change: Change, sides: Mapping[str, Side | None], seen: Counter[str], *, remove_rows: bool
) -> str:
    if change.conflict:
        side = sides[change.place]
        return "open" if side is None else "taken" if side == "sheet" else "kept"
    if change.kind == "removed" and not remove_rows:
        return "left"
    sign = _sign(change)
    if _repeats(change) and seen[sign]:
        seen[sign] -= 1
        return "again"
    return "taken"


def _sides(
    changes: Sequence[Change], take: Side | None, decisions: Mapping[str, Side]
) -> dict[str, Side | None]:
    short = numbered(changes)
    sides: dict[str, Side | None] = {change.place: take for change in short.values()}
    for name, side in decisions.items():
        place = short[name].place if name in short else name
        if place not in sides:
            if not short:
                raise UsageError(f"{name!r} is not to be decided: there is no conflict.")
            raise unknown("Conflict", name, [*short, *sides])
        sides[place] = side
    return sides


def _repeats(change: Change) -> bool:
    """Whether the catalog's own state does not tell that it came in already: it adds instead of setting."""
    return change.kind == "added" or (change.tab == "creators" and change.column in ("note", "followers_now"))


def _sign(change: Change) -> str:
    row = "" if change.kind == "added" else change.row
    added = {key: plain(cell) for key, cell in change.added.items()}
    return canonical([change.kind, change.tab, row, change.column, plain(change.after), added])
