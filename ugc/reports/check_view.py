"""What a check found, put into the words of its page: one entry a file, each problem once. Nothing is read here."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import PurePath

from ugc.errors import UgcError
from ugc.formats import Tables
from ugc.model.base import Value
from ugc.model.checks import Checked, CheckOutcome, Fixed
from ugc.model.formats import Format, Medium
from ugc.model.probes import Probe, Problem, Severity
from ugc.reports.findings import LONGEST_NAME, Item, items, shown, shown_name
from ugc.reports.overlay import Overlay, overlay

_NEAR = 0.01
"""Fraction by which a file's shape may be off a format's for the format's interface to be drawn over it."""


class Mended(Value):
    """A copy that was written, or why none was."""

    name: str = ""
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Codes of what the copy still has."""
    why_not: str = ""


class Section(Value):
    """A file held against one format; of a file that could not be understood there is one for all."""

    format: str
    ratio: str
    medium: Medium | None
    fits: bool
    items: tuple[Item, ...]
    overlay: Overlay | None = None
    no_overlay: str = ""
    """Why the interface is not drawn, as a sentence."""
    not_checked: tuple[str, ...] = ()
    mended: Mended | None = None

    def count(self, severity: Severity) -> int:
        """How many things are of a severity."""
        return sum(item.severity == severity for item in self.items)

    @property
    def error_codes(self) -> tuple[str, ...]:
        """What it breaks, each code once."""
        return tuple(dict.fromkeys(item.code for item in self.items if item.severity == "error"))


class Entry(Value):
    """A file with everything that was found in it."""

    path: str
    """As it was named, to be read from; never shown."""
    name: str
    folder: str
    """Below the folder that all files have in common; empty when they lie in one."""
    probe: Probe | None
    sections: tuple[Section, ...]

    @property
    def fits(self) -> bool:
        return all(section.fits for section in self.sections)


class Tally(Value):
    """How the files of one format did."""

    format: str
    files: int
    fit: int


class View(Value):
    """A whole page."""

    entries: tuple[Entry, ...]
    tallies: tuple[Tally, ...]
    copy_items: tuple[Item, ...] = ()
    not_checked: tuple[str, ...] = ()
    """In none of the files; what was not checked in some of them stands with those."""
    read_between: tuple[str, str] | None = None
    """The days on which the oldest and the newest of the rules used were read at their sources."""

    @property
    def fit(self) -> int:
        """How many files fit everything that they were held against."""
        return sum(entry.fits for entry in self.entries)


def view(outcome: CheckOutcome, tables: Tables) -> View:
    """Put an outcome into the words of its page: files in the order in which they were checked."""
    held: dict[str, list[Checked]] = {}
    for checked in outcome.files:
        held.setdefault(checked.file, []).append(checked)
    folders = {str(PurePath(file).parent) for file in held}
    nowhere = _nowhere_checked(outcome.files)
    entries = tuple(
        _entry(file, [_less(checked, nowhere) for checked in found], tables, base=_shared(folders))
        for file, found in held.items()
    )
    return View(
        entries=entries,
        tallies=tuple(_tallies(outcome.files, tables)),
        copy_items=items(outcome.copy_problems, tables),
        not_checked=tuple(map(shown, nowhere)),
        read_between=_read_between(outcome, tables),
    )


def _nowhere_checked(files: Sequence[Checked]) -> tuple[str, ...]:
    understood = [checked.not_checked for checked in files if checked.measured]
    return tuple(point for point in (understood or [()])[0] if all(point in told for told in understood))


def _less(checked: Checked, points: Sequence[str]) -> Checked:
    left = tuple(point for point in checked.not_checked if point not in points)
    return checked.model_copy(update={"not_checked": left})


def _entry(file: str, found: Sequence[Checked], tables: Tables, *, base: PurePath | None) -> Entry:
    path = PurePath(file)
    folder = str(path.parent.relative_to(base)) if base and path.parent != base else ""
    understood = any(checked.medium for checked in found)
    measured = next((checked.measured for checked in found if checked.measured), None)
    return Entry(
        path=file,
        name=shown_name(path.name),
        folder=shown(folder, LONGEST_NAME),
        probe=measured.probe if measured else None,
        sections=tuple(_section(checked, tables) for checked in (found if understood else found[:1])),
    )


def _section(checked: Checked, tables: Tables) -> Section:
    chosen = _format(checked, tables)
    drawn, why = _overlay(checked, chosen)
    return Section(
        format=chosen.name if chosen else shown(checked.format),
        ratio=chosen.ratio if chosen else "",
        medium=checked.medium,
        fits=checked.fits,
        items=items(_without_path(checked), tables),
        overlay=drawn,
        no_overlay=why,
        not_checked=tuple(map(shown, checked.not_checked)),
        mended=_mended(checked.fixed, checked.not_fixed),
    )


def _format(checked: Checked, tables: Tables) -> Format | None:
    with suppress(UgcError):
        return tables.format(checked.format, checked.medium or "image")
    return None


def _without_path(checked: Checked) -> Iterator[Problem]:
    """Problems that speak of a file by its name alone: where it lies on somebody's machine is nobody's business."""
    name = PurePath(checked.file).name
    for problem in checked.problems:
        yield problem.model_copy(update={"text": problem.text.replace(checked.file, name)})


def _overlay(checked: Checked, chosen: Format | None) -> tuple[Overlay | None, str]:
    if chosen is None or checked.measured is None:
        return None, ""
    probe = checked.measured.probe
    (width, height), (across, down) = (probe.width, probe.height), chosen.pixels
    off = abs(width * down / (height * across) - 1)
    if off > max(_NEAR, 1 / min(width, height)):
        shape = f"the file is {width} × {height}, and {chosen.name} is {chosen.ratio}"
        return None, f"What the interface covers is not drawn: {shape}."
    return overlay(chosen), ""


def _mended(fixed: Fixed | None, why_not: str | None) -> Mended | None:
    if fixed is None:
        return Mended(why_not=shown(why_not)) if why_not else None
    left = dict.fromkeys(problem.code for problem in fixed.left if problem.severity != "note")
    return Mended(
        name=shown_name(PurePath(fixed.file).name),
        codes=tuple(map(shown, fixed.mended)),
        notes=tuple(map(shown, fixed.notes)),
        left=tuple(map(shown, left)),
    )


def _tallies(files: Sequence[Checked], tables: Tables) -> Iterable[Tally]:
    held: dict[str, list[bool]] = {}
    for checked in files:
        chosen = _format(checked, tables)
        held.setdefault(chosen.name if chosen else shown(checked.format), []).append(checked.fits)
    return (Tally(format=name, files=len(fits), fit=sum(fits)) for name, fits in held.items())


def _read_between(outcome: CheckOutcome, tables: Tables) -> tuple[str, str] | None:
    days: list[str] = []
    for name in outcome.formats:
        for medium in ("image", "video"):
            with suppress(UgcError):
                days += [
                    str(p.checked) for p in tables.format(name, medium).placements if p.checked != "unstated"
                ]
    return (min(days), max(days)) if days else None


def _shared(folders: Iterable[str]) -> PurePath | None:
    """The folder that some folders have in common; None when they have none, or are only one."""
    paths = [PurePath(folder) for folder in folders]
    if len(paths) < 2:
        return paths[0] if paths else None
    for base in (paths[0], *paths[0].parents):
        if all(path.is_relative_to(base) for path in paths):
            return base
    return None
