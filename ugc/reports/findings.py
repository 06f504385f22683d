"""Problems put together for people: what is about one thing in a file once, and what placements say alike once."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from ugc.formats import Tables
from ugc.model.base import Value
from ugc.model.formats import Box
from ugc.model.probes import Problem, Severity
from ugc.text import clusters, one_line
from ugc.typeset import drawable

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_LONGEST = 600
LONGEST_NAME = 80
_HIDDEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


class Source(Value):
    """Where a rule is from."""

    words: str
    link: str | None = None
    """An https address; None when there is none that may be followed."""


class Ruling(Value):
    """What some placements, all alike, say of one thing in a file."""

    severity: Severity
    placements: tuple[str, ...]
    text: str
    required: str
    fix: str
    sources: tuple[Source, ...] = ()


class Item(Value):
    """One thing in a file that some placement has something against."""

    number: int
    """By which it is marked on the picture, from 1."""
    code: str
    measured: str
    at: float | None = None
    """Seconds into the clip."""
    boxes: tuple[Box, ...] = ()
    rulings: tuple[Ruling, ...]

    @property
    def severity(self) -> Severity:
        """The worst that any placement says."""
        return min((ruling.severity for ruling in self.rulings), key=SEVERITIES.index)


def items(problems: Iterable[Problem], tables: Tables) -> tuple[Item, ...]:
    """Put problems together that are about one thing, worst first; what placements say alike is said once."""
    things: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        thing = (problem.code, problem.measured, problem.boxes, problem.at)
        things.setdefault(thing, []).append(problem)
    found = [
        Item(
            number=1,
            code=shown(told[0].code),
            measured=shown(told[0].measured),
            at=told[0].at,
            boxes=told[0].boxes,
            rulings=_rulings(told, tables),
        )
        for told in things.values()
    ]
    found.sort(key=lambda item: SEVERITIES.index(item.severity))
    return tuple(item.model_copy(update={"number": number}) for number, item in enumerate(found, 1))


def shown(text: str, longest: int = _LONGEST) -> str:
    """Collected words on one line, with every sign that hides or turns others written out."""
    spelled = _HIDDEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", text)
    return drawable(one_line(spelled), longest)


def shown_name(name: str) -> str:
    """A file's name; a long one loses its middle, so that its ending stays."""
    found = clusters(shown(name, 2000))
    if len(found) <= LONGEST_NAME:
        return "".join(found)
    half = LONGEST_NAME // 2
    return "".join((*found[:half], "…", *found[1 - half :]))


def https(address: str) -> str | None:
    """Return an address that a click may follow; None for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \"'<>\\`")
    return address if plain and parts.scheme == "https" and parts.hostname else None


def _rulings(told: Sequence[Problem], tables: Tables) -> tuple[Ruling, ...]:
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in told:
        name = _placement(problem.placement, tables)
        text = problem.text.replace(name, "\0") if name else problem.text
        alike.setdefault((problem.severity, text, problem.required, problem.fix), []).append(problem)
    return tuple(
        sorted((_ruling(same, tables) for same in alike.values()), key=lambda r: SEVERITIES.index(r.severity))
    )


def _ruling(same: Sequence[Problem], tables: Tables) -> Ruling:
    """One for several placements: where the words name one of them, they then speak of the placement."""
    first = same[0]
    names = tuple(dict.fromkeys(_placement(problem.placement, tables) for problem in same))
    text = first.text.replace(names[0], "The placement") if names[0] and len(names) > 1 else first.text
    return Ruling(
        severity=first.severity,
        placements=tuple(shown(name) for name in names if name),
        text=shown(text),
        required=shown(first.required),
        fix=shown(first.fix),
        sources=_sources(same, tables),
    )


def _sources(same: Sequence[Problem], tables: Tables) -> tuple[Source, ...]:
    """Every page once: by its host when there is one, else by the placements that it is of."""
    found: dict[str, dict[str, None]] = {}
    for problem in same:
        if problem.source:
            found.setdefault(problem.source, {})[_placement(problem.placement, tables)] = None
    made: list[Source] = []
    for address, names in found.items():
        link = https(address)
        host = (urlsplit(link).hostname or "").removeprefix("www.") if link else address
        words = ", ".join(filter(None, names)) if link and len(found) > 1 else host
        same_words = sum(source.words.startswith(shown(words)) for source in made)
        made.append(Source(words=shown(f"{words} {same_words + 1}" if same_words else words), link=link))
    return tuple(made)


def _placement(name: str, tables: Tables) -> str:
    known = tables.placements.get(name)
    return known.name if known else name
