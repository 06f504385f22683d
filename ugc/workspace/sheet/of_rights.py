"""New rows of the tab of rights: grants where all that a grant needs is there, else assertions that clear nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.errors import UsageError
from ugc.model.programme_sheet import Cell, Change
from ugc.model.vocab import CHANNELS, METHODS, PURPOSES
from ugc.sheet.meaning import several
from ugc.workspace.granting.recording import GrantForm, grant
from ugc.workspace.sheet import cells
from ugc.workspace.sheet.acts import GrantRecorded

if TYPE_CHECKING:
    from ugc.workspace.sheet.applying import Applying

_NEEDED = ("method", "purposes", "channels", "territories", "edits", "first", "last", "terms", "evidence")
_CALLED = {"first": "a first day", "last": "a last day"}
_MOST_FILES = 50


def apply(applying: "Applying", group: Sequence[Change]) -> None:
    """Record one new row."""
    for change in group:
        applying.attempt(change.place, lambda change=change: _one(applying, change))  # type: ignore[misc]


def _one(applying: "Applying", change: Change) -> None:
    told = change.added
    lacks = [_CALLED.get(key, key) for key in _NEEDED if not several(told.get(key))]
    evidence, absent = _files(applying, told.get("evidence"))
    terms, gone = _terms(applying, told.get("terms"))
    lacks += [f"the file {name!r}, which does not lie beside the sheet" for name in (*absent, *gone)]
    last = _last(told.get("last"))
    first = cells.a_day(told.get("first"))
    start = first or (last if isinstance(last, date) else applying.today)
    form = GrantForm(
        targets=(_subject(applying, told),),
        method=cells.choice(told.get("method"), METHODS, "Method") or "none",
        purposes=_each(told.get("purposes"), PURPOSES, "Purpose"),
        channels=_each(told.get("channels"), CHANNELS, "Channel"),
        territories=several(told.get("territories")),
        start=start,
        end=last or start,
        edits=several(told.get("edits")),
        terms=terms,
        evidence=evidence,
        status="asserted" if lacks else "granted",
        by=applying.by,
        notes=f"Written down in the sheet {applying.file} without {', '.join(lacks)}." if lacks else None,
    )
    try:
        made = grant(applying.workspace, form, at=applying.at)
    except ValueError as error:
        raise UsageError(f"that makes no sense: {error}") from error
    applying.acts += [
        GrantRecorded(grant=one.id, status=one.status, subject=form.targets[0], lacks=tuple(lacks))
        for one in made
    ]


def _subject(applying: "Applying", told: Mapping[str, Cell]) -> str:
    name = cells.words(told.get("subject"))
    if name is None:
        raise UsageError("it names neither a post nor a creator", hint="Write a post's id or link, or @ana.")
    if not name.startswith("@"):
        return applying.workspace.catalog.resolve(name)
    applying.workspace.catalog.resolve_creator(name)
    return name


def _each(cell: Cell, known: Sequence[str], what: str) -> tuple[str, ...]:
    return tuple(found for each in several(cell) if (found := cells.choice(each, known, what)))


def _last(cell: Cell) -> date | Literal["perpetual"] | None:
    words = cells.words(cell)
    return "perpetual" if words and words.casefold() == "perpetual" else cells.a_day(cell)


def _terms(applying: "Applying", cell: Cell) -> tuple[tuple[str, ...], list[str]]:
    """Links, and files beside the sheet by their whole paths; and the names of those that are not there."""
    found: list[str] = []
    absent: list[str] = []
    for each in several(cell):
        if "://" in each:
            found.append(each)
        elif path := _beside(applying, each):
            found.append(str(path))
        else:
            absent.append(each)
    return tuple(found), absent


def _files(applying: "Applying", cell: Cell) -> tuple[tuple[Path, ...], list[str]]:
    names = several(cell)
    if len(names) > _MOST_FILES:
        raise UsageError(f"it names {len(names)} files of evidence, and may name {_MOST_FILES}")
    paths = {name: _beside(applying, name) for name in names}
    return tuple(path for path in paths.values() if path), [name for name in names if not paths[name]]


def _beside(applying: "Applying", name: str) -> Path | None:
    """A file in the sheet's folder or below it; None where there is none. Raises UsageError for one elsewhere."""
    folder = applying.folder.resolve()
    try:
        path = (folder / name).resolve()
        there = path.is_file()
    except (OSError, ValueError, RuntimeError):
        return None
    if not path.is_relative_to(folder):
        raise UsageError(
            f"{name[:80]!r} leads out of the sheet's folder", hint="Put the file beside the sheet."
        )
    return path if there else None
