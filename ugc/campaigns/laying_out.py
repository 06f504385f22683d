"""The layout of a campaign's file: its fields, its creators and their lines, each changed in its own place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tomlkit

from ugc.campaigns.reading import ids_of
from ugc.campaigns.toml_bodies import changed_body, inline, lines_of, with_key, with_lines
from ugc.campaigns.toml_text import (
    Element,
    Section,
    after,
    elements,
    joined,
    list_of,
    remarks,
    sections,
    without,
)

_LINES = ("creators", "deliverables")


@dataclass(frozen=True)
class Line:
    """A line of deliverables: what the file says of its pieces, and their ids."""

    told: Mapping[str, Any]
    """Its keys, without `number`; with `id` only where that has to be written."""
    ids: tuple[str, ...]
    """None: it is to go."""
    source: int | None = None
    """Which line of the file it is made of; None for a new one."""


def settled(creator: str, lines: Iterable[Line]) -> list[Line]:
    """Return lines whose ids, read again, are those that they have: written out where they would not be."""
    found: list[Line] = []
    for line in lines:
        plain = {key: value for key, value in line.told.items() if key not in ("number", "id")}
        found += _written_out(creator, found, Line(plain, line.ids, line.source)) if line.ids else [line]
    return found


def _written_out(creator: str, above: Sequence[Line], line: Line) -> list[Line]:
    number = len(line.ids)
    numbered = [{"kind": one.told.get("kind"), "number": len(one.ids)} for one in above if one.ids]
    derived = ids_of(creator, [*numbered, {"kind": line.told.get("kind"), "number": number}])[-1]
    if derived == line.ids:
        return [line]
    if number == 1:
        return [Line({**line.told, "id": line.ids[0]}, line.ids, line.source)]
    own = line.ids[0].removesuffix("-1")
    if line.ids == tuple(f"{own}-{piece}" for piece in range(1, number + 1)):
        return [Line({**line.told, "id": own}, line.ids, line.source)]
    return [
        Line({**line.told, "id": one}, (one,), None if place else line.source)
        for place, one in enumerate(line.ids)
    ]


@dataclass
class Layout:
    """A campaign's file, cut into its tables."""

    source: str
    _sections: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        self._sections = sections(self.source)

    @property
    def text(self) -> str:
        """The file as it is now."""
        return "".join(section.text for section in self._sections)

    def of_creator(self, place: int) -> str:
        """Return what the file says of the creator at a place, tables of theirs included."""
        start, end = self._group(place)
        return "".join(section.text for section in self._sections[start:end])

    def kept(self) -> tuple[Section, ...]:
        """Return the layout as it is, for `put_back`."""
        return tuple(self._sections)

    def put_back(self, sections: Sequence[Section]) -> None:
        """Make it again what `kept` returned."""
        self._sections = list(sections)

    @property
    def preamble(self) -> Mapping[str, Any]:
        """What stands above all tables."""
        return tomlkit.parse(self._sections[0].body).unwrap()

    # --- fields ------------------------------------------------------------------------------------------------

    def set_field(self, key: str, value: Any) -> None:
        """Set a field of the campaign; None takes it out, and what had been written as a table of its own."""
        self._drop(0, len(self._sections), (key,))
        self._set(0, key, value)

    def set_of_creator(self, place: int, key: str, value: Any) -> None:
        """Set a field of the creator at a place; None takes it out."""
        start, end = self._group(place)
        self._drop(start, end, ("creators", key))
        self._set(start, key, value)

    def add_creator(self, told: Mapping[str, Any]) -> None:
        """Put a creator behind the last one, else at the end of the file."""
        end = max((self._group(place)[1] for place in range(self._creators())), default=len(self._sections))
        self._begin_line(end)
        self._sections.insert(end, Section(("creators",), "\n[[creators]]\n", lines_of(told)))
        if end + 1 < len(self._sections):
            last = self._sections[end]
            self._sections[end] = Section(last.path, last.header, last.body + "\n")

    def remove_creator(self, place: int) -> None:
        """Take a creator out with all that stands below; remarks stay."""
        start, end = self._group(place)
        kept = "".join(remarks(section.text) for section in self._sections[start:end])
        self._sections[start:end] = []
        self._append(start - 1, kept)

    # --- lines -------------------------------------------------------------------------------------------------

    def lines(self, place: int, creator: str) -> list[Line]:
        """Return the lines of the creator at a place."""
        start, end = self._group(place)
        own = [section for section in self._sections[start:end] if section.path == _LINES]
        if own:
            told = [tomlkit.parse(section.body).unwrap() for section in own]
        else:
            told = tomlkit.parse(self._sections[start].body).unwrap().get("deliverables", [])
        return [
            Line(line, ids, source=number)
            for number, (line, ids) in enumerate(zip(told, ids_of(creator, told), strict=True))
        ]

    def lay(self, place: int, lines: Sequence[Line]) -> None:
        """Write the lines of the creator at a place, each over the one that it is made of."""
        start, end = self._group(place)
        if any(section.path == _LINES for section in self._sections[start:end]):
            self._lay_tables(start, end, lines)
            return
        section = self._sections[start]
        where = list_of(section.body, "deliverables")
        if where is None:
            laid, behind = after([], -1, [inline(_told(line)) for line in lines if line.ids], "\n")
            body = with_lines(section.body, f"deliverables = {joined(laid, behind)}\n")
        else:
            first, last = where
            body = section.body[:first] + _relaid(section.body[first:last], lines) + section.body[last:]
        self._sections[start] = Section(section.path, _whole(section.header), body)

    def _lay_tables(self, start: int, end: int, lines: Sequence[Line]) -> None:
        at = [number for number in range(start, end) if self._sections[number].path == _LINES]
        held = [self._sections[number] for number in at]
        follows = start
        fresh: dict[int, list[Section]] = {}
        changed: dict[int, Section] = {}
        for line in lines:
            if line.source is None:
                body = lines_of(_told(line))
                fresh.setdefault(follows, []).append(Section(_LINES, "\n[[creators.deliverables]]\n", body))
                continue
            follows = at[line.source]
            old = held[line.source]
            body = changed_body(old.body, _told(line)) if line.ids else remarks(old.text)
            changed[follows] = Section(_LINES, old.header if line.ids else "", body)
        for number in sorted({*fresh, *changed}, reverse=True):
            self._sections[number] = changed.get(number, self._sections[number])
            if fresh.get(number):
                self._begin_line(number + 1)
                self._sections[number + 1 : number + 1] = fresh[number]

    # --- tables ------------------------------------------------------------------------------------------------

    def _creators(self) -> int:
        return sum(1 for section in self._sections if section.path == ("creators",) and section.header)

    def _group(self, place: int) -> tuple[int, int]:
        """The first table of a creator, and the one behind their last."""
        starts = [
            number for number, one in enumerate(self._sections) if one.path == ("creators",) and one.header
        ]
        end = starts[place] + 1
        while end < len(self._sections) and self._sections[end].path[:1] == ("creators",):
            if self._sections[end].path == ("creators",):
                break
            end += 1
        return starts[place], end

    def _set(self, number: int, key: str, value: Any) -> None:
        section = self._sections[number]
        self._sections[number] = Section(
            section.path, _whole(section.header), with_key(section.body, key, value)
        )

    def _drop(self, start: int, end: int, path: tuple[str, ...]) -> None:
        """Take tables of their own out, as of an offer; remarks stay."""
        for number in range(end - 1, max(start, 0), -1):
            if self._sections[number].path == path:
                kept = remarks(self._sections[number].text)
                del self._sections[number]
                self._append(number - 1, kept)

    def _append(self, number: int, text: str) -> None:
        if text:
            self._begin_line(number + 1)
            section = self._sections[number]
            self._sections[number] = Section(section.path, section.header, section.body + text)

    def _begin_line(self, number: int) -> None:
        """See that what is put before a table begins a line."""
        section = self._sections[number - 1]
        if section.text and not section.text.endswith("\n"):
            self._sections[number - 1] = Section(section.path, section.header, section.body + "\n")


def _whole(header: str) -> str:
    return header + "\n" if header and not header.endswith("\n") else header


def _relaid(text: str, lines: Sequence[Line]) -> str:
    """A list of lines with each over the one that it is made of."""
    items, behind = elements(text)
    gone = [line.source for line in lines if line.source is not None and not line.ids]
    at = -1
    fresh: dict[int, list[str]] = {}
    for line in lines:
        if line.source is None:
            fresh.setdefault(at, []).append(inline(_told(line)))
            continue
        at = line.source
        if line.ids and _read(items[at].text) != _told(line):
            items[at] = Element(items[at].before, inline(_told(line)))
    for place in range(len(items) - 1, -2, -1):
        if place in fresh:
            items, behind = after(items, place, fresh[place], behind)
        if place in gone:
            items, behind = without(items, place, behind)
    return joined(items, behind)


def _read(table: str) -> dict[str, Any]:
    told = dict(tomlkit.parse(f"x = {table}").unwrap()["x"])
    if told.get("number") == 1:
        del told["number"]
    return told


def _told(line: Line) -> dict[str, Any]:
    """What is written of a line; a number only of several."""
    told = {"id": line.told["id"]} if "id" in line.told else {}
    told |= {key: value for key, value in line.told.items() if key not in ("id", "number")}
    if len(line.ids) > 1:
        rest = {key: value for key, value in told.items() if key not in ("id", "kind")}
        first: dict[str, Any] = {key: told[key] for key in ("id", "kind") if key in told}
        return {**first, "number": len(line.ids), **rest}
    return told
