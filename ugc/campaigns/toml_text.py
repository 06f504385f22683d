"""The text of a TOML file cut where it can be changed: into its tables, and a list into its elements.

What is put together again unchanged is the same text, character for character; so nothing that people wrote beside
the values is lost. The text has to be TOML that was read before.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:\'{0,2})|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*'
    r"|[\[\]{},\n]|[^\[\]{},\n\"'#]+",
    re.S,
)
_OPEN, _CLOSE = "[{", "]}"


@dataclass(frozen=True)
class Section:
    """A table of a file: its header's line, empty for the beginning of the file, and what stands below it."""

    path: tuple[str, ...]
    header: str
    body: str

    @property
    def text(self) -> str:
        """Both."""
        return self.header + self.body


@dataclass(frozen=True)
class Element:
    """An element of a list, with the white space and remarks before it."""

    before: str
    text: str


def sections(text: str) -> list[Section]:
    """Cut a file before each header of a table; the first section is what stands above all of them."""
    starts = [0, *_headers(text), len(text)]
    found = []
    for place, (start, end) in enumerate(pairwise(starts)):
        whole = text[start:end]
        header = "" if place == 0 else whole[: whole.find("\n") + 1 or len(whole)]
        found.append(Section(_path(header), header, whole[len(header) :]))
    return found


def list_of(body: str, key: str) -> tuple[int, int] | None:
    """Return where the list of a key begins and ends in the body of a table, brackets included; None for no list."""
    depth = at = 0
    said = ""
    start = None
    for part in _tokens(body):
        if part == "\n" and depth == 0:
            said = ""
        elif depth == 0 and part == "[" and said.strip(" \t=\"'") == key:
            start = at
        elif depth == 0:
            said += part
        depth += (part in _OPEN) - (part in _CLOSE)
        at += len(part)
        if start is not None and depth == 0:
            return start, at
    return None


def elements(text: str) -> tuple[list[Element], str]:
    """Cut a list of tables, with its brackets, into the tables, and what stands behind the last."""
    found: list[Element] = []
    before = value = ""
    depth = 0
    for part in _tokens(text):
        depth -= part in _CLOSE
        if depth >= 2 or part == "{" or (part == "}" and value):
            value += part
        elif part != "," and not (depth == 0 and part in "[]"):
            before += part
        depth += part in _OPEN
        if value and depth == 1:
            found.append(Element(before, value))
            before = value = ""
    return found, before


def joined(items: Sequence[Element], behind: str) -> str:
    """Put a list together, each element with its comma."""
    inner = "".join(f"{item.before}{item.text}," for item in items)
    if "\n" not in inner + behind:
        return f"[{inner.removesuffix(',')}{behind}]"
    return f"[{inner}{behind if behind.endswith(chr(10)) else behind.rstrip() + chr(10)}]"


def without(items: Sequence[Element], place: int, behind: str) -> tuple[list[Element], str]:
    """Take an element out; remarks before it stay, before what comes next."""
    gone, left = items[place], [*items]
    del left[place]
    rest = left[place].before if place < len(left) else behind
    if "#" in gone.before:
        first = rest.partition("\n")[0]
        kept = gone.before.rstrip()
        rest = f"{kept}\n  {rest.lstrip(' ')}" if "#" in first or "\n" not in rest else kept + rest
    elif place == 0 and "#" not in rest:
        rest = gone.before if left else rest
    if place < len(left):
        left[place] = Element(rest, left[place].text)
        return left, behind
    return left, rest


def after(
    items: Sequence[Element], place: int, texts: Iterable[str], behind: str
) -> tuple[list[Element], str]:
    """Put elements in behind one, or before all with -1; a remark at the end of its line stays with it."""
    left = [*items]
    rest = left[place + 1].before if place + 1 < len(left) else behind
    first, newline, others = rest.partition("\n")
    head = first.rstrip() if "#" in first else ""
    indent = _indent(items) if "\n" not in rest or "\n" in _indent(items) else "\n  "
    indent = indent if not head or "\n" in indent else "\n  "
    fresh = [Element(indent, text) for text in texts]
    if not fresh:
        return left, behind
    fresh[0] = Element(head + indent, fresh[0].text)
    rest = newline + others if head else rest
    if place + 1 < len(left):
        left[place + 1] = Element(rest or " ", left[place + 1].text)
    else:
        behind = rest
    left[place + 1 : place + 1] = fresh
    return left, behind


def remarks(text: str) -> str:
    """Return the remarks of a piece of a file, each on a line."""
    return "".join(f"{part.rstrip()}\n" for part in _tokens(text) if part.startswith("#"))


def _indent(items: Sequence[Element]) -> str:
    """What stands before an element where each has a line, else a space."""
    for item in items:
        if "\n" in item.before:
            return "\n" + item.before.rpartition("\n")[2]
    return " " if items else "\n  "


def _headers(text: str) -> Iterator[int]:
    depth, at, fresh, last = 0, 0, True, -1
    for part in _tokens(text):
        if fresh and depth == 0 and part == "[":
            last = text.rfind("\n", 0, at) + 1
            yield last
        if part == "\n":
            fresh = True
        elif not part.isspace():
            fresh = False
        depth += (part in _OPEN) - (part in _CLOSE)
        at += len(part)


def _path(header: str) -> tuple[str, ...]:
    told, path = tomllib.loads(header), []
    while told:
        name, inner = next(iter(told.items()))
        path.append(name)
        told = inner[0] if isinstance(inner, list) else inner
    return tuple(path)


def _tokens(text: str) -> Iterator[str]:
    return (match.group() for match in _TOKEN.finditer(text))
