"""A sheet of work done: rehearsed whole first, and then done whole, or not at all."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ugc.errors import InputError, MachineError, MissingError, UgcError, unknown
from ugc.model.base import Value
from ugc.workspace.bulk.cells import Cells, read
from ugc.workspace.bulk.kinds import KINDS, Kind

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class RowDone(Value):
    """What a row did, or would do."""

    row: int
    """As spreadsheets show it."""
    what: str


class RowFault(Value):
    """What is wrong with a row."""

    row: int
    what: str
    hint: str | None = None
    code: int
    """The exit code that the one-at-a-time command ends with."""


class BulkDone(Value):
    """What a sheet of work did. With any fault, or dry, nothing of it was done."""

    kind: str
    file: str
    dry: bool
    rows: int
    done: tuple[RowDone, ...]
    """Empty where a row has a fault."""
    faults: tuple[RowFault, ...] = ()

    @property
    def worst(self) -> int:
        """The exit code of the worst fault, 0 for none."""
        return max((fault.code for fault in self.faults), default=0)


def run(
    workspace: "Workspace",
    name: str,
    path: Path,
    *,
    by: str,
    at: datetime,
    dry: bool,
    seen: Callable[[str, int], None] = lambda *_: None,
) -> BulkDone:
    """Do what each row of a sheet says. All rows are rehearsed first; with a fault in any of them, none is done.

    Raises UsageError for a kind of work that there is none of, InputError for a sheet that cannot be read.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise unknown("Kind of work", name, KINDS)
    if not path.exists():
        raise InputError(f"{path} does not exist.", hint="Name a CSV file or a workbook that is there.")
    rows = read(path, kind.columns)
    done: list[RowDone] = []
    faults: list[RowFault] = []
    with workspace.rehearsed(True):
        _do(workspace, kind, rows, done, faults, by=by, at=at, seen=seen)
    if not faults and not dry:
        done.clear()
        with suppress(_Undone), workspace.catalog.transaction():
            _do(workspace, kind, rows, done, faults, by=by, at=at, seen=seen)
            if faults:  # a file that was there a moment ago
                raise _Undone
    return BulkDone(
        kind=name,
        file=str(path),
        dry=dry,
        rows=len(rows),
        done=() if faults else tuple(done),
        faults=tuple(faults),
    )


class _Undone(Exception):  # noqa: N818  it ends a transaction, and is no fault
    pass


def _do(
    workspace: "Workspace",
    kind: Kind,
    rows: list[Cells],
    done: list[RowDone],
    faults: list[RowFault],
    *,
    by: str,
    at: datetime,
    seen: Callable[[str, int], None],
) -> None:
    for row in rows:
        seen(f"row {row.row}", len(rows))
        try:
            with workspace.catalog.transaction():
                done.append(RowDone(row=row.row, what=kind.do(workspace, row, by, at)))
        except (MachineError, MissingError):
            raise
        except UgcError as error:
            faults.append(RowFault(row=row.row, what=error.message, hint=error.hint, code=error.code))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            faults.append(RowFault(row=row.row, what=f"{place}: {first['msg']}.", code=InputError.code))
