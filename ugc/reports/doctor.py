"""The check-up: this machine, and the workspace around a folder where there is one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ugc import config
from ugc.errors import UgcError
from ugc.reports.checks import Check
from ugc.reports.holdings import Holdings
from ugc.reports.machine import machine

__all__ = ["examine"]


def examine(start: Path, *, today: date, deep: bool = False, needed: bool = False) -> Iterator[Check]:
    """Yield every check of the machine, then of the workspace around `start`.

    `deep` reads every stored file again. Where there is no workspace, that is a fault only when it is `needed`.
    """
    root: Path | None = None
    absent: UgcError | None = None
    try:
        root = config.find(start.resolve()).parent
    except UgcError as error:
        absent = error
    except OSError as error:
        absent = UgcError(f"{start} could not be looked at: {error.strerror or error}.")
    held = Holdings(root, today=today, deep=deep) if root else None
    folder = root or next(path for path in (start.resolve(), *start.resolve().parents) if path.exists())
    yield from machine(
        held.font_dirs() if held else [], folder=folder, store=held.root / ".ugc" if held else None
    )
    if held:
        yield from held.checks()
    elif absent:
        yield Check(
            group="workspace",
            name="folder",
            status="missing" if needed else "note",
            found=absent.message,
            advice=absent.hint,
        )
