"""Reading a selection as people type it: `hashtag:GlowRun creator:@ana kind:video -tag:used "golden hour"`.

A selection is words and qualifiers; all must hold, `-` before one excludes. Ids and links are the exception: of
several, any one will do. Nothing here asks the catalog.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from ugc import text
from ugc.errors import UsageError, nearest
from ugc.model.base import Value
from ugc.model.posts import PLATFORMS, PostKind

QUALIFIERS = (
    "campaign",
    "creator",
    "has",
    "hashtag",
    "id",
    "import",
    "is",
    "kind",
    "platform",
    "product",
    "rights",
    "since",
    "tag",
    "until",
)
_VALUES: dict[str, tuple[str, ...]] = {
    "platform": PLATFORMS,
    "kind": ("image", *get_args(PostKind)),
    "is": ("new", "rendered"),
    "has": ("caption", "media", "creator", "product"),
}
_ID_SPACES = ("ig", "tt", "yt", "file", "url")
_TERM = re.compile(r"""(?P<minus>-?)(?:(?P<name>[^\s":]+):)?(?P<value>"[^"]*"?|[^\s]*)""")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+", re.I)
_AGO = re.compile(r"(\d{1,5})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_MOST_TERMS = 100
_MOST_CHARACTERS = 10_000


class Term(Value):
    """One word or qualifier of a selection."""

    name: str
    """A qualifier, or `words` for plain words and phrases."""
    value: str
    exclude: bool = False
    place: int
    """Where it stands in the selection, from 1, for messages."""


class Query(Value):
    """A selection that was read."""

    terms: tuple[Term, ...] = ()
    rights: tuple[str, ...] = ()
    """Purposes asked for with `rights:`, which the caller answers from the records."""


def parse(query: str) -> Query:
    """Read a selection. Raises UsageError that names the word it does not understand and the nearest it knows."""
    query = text.clean(query)
    if len(query) > _MOST_CHARACTERS:
        raise UsageError(f"The selection has {len(query)} characters; {_MOST_CHARACTERS} is the most.")
    found = list(_terms(query))
    if len(found) > _MOST_TERMS:
        raise UsageError(f"The selection has {len(found)} words; {_MOST_TERMS} is the most.")
    rights = [term for term in found if term.name == "rights"]
    for term in rights:
        if term.exclude:
            raise _at(term.place, "rights: cannot be excluded", hint="Leave out the - before it.")
    return Query(
        terms=tuple(term for term in found if term.name != "rights"),
        rights=tuple(dict.fromkeys(term.value for term in rights)),
    )


def day_of(value: str, today: date, *, place: int) -> date:
    """Return the day that `2026-06-01`, `today`, `yesterday` or `30d` (w, m, y) means."""
    named = {"today": 0, "yesterday": 1}
    ago = _AGO.fullmatch(value)
    try:
        if value in named:
            return today - timedelta(days=named[value])
        if ago:
            return today - timedelta(days=int(ago[1]) * _DAYS[ago[2]])
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(value)
    except (ValueError, OverflowError):
        pass
    raise _at(place, f"{value!r} is not a day", hint="Write it as 2026-06-01, today, yesterday or 30d.")


def _terms(query: str) -> Iterator[Term]:
    position = 0
    while position < len(query):
        if query[position].isspace():
            position += 1
            continue
        match = _TERM.match(query, position)
        assert match is not None, "every character begins some word"
        link = _LINK.match(query, position + len(match["minus"]))
        end = max(match.end(), link.end() if link else 0)
        yield _term(match, query[position:end], position + 1, link=link[0] if link else None)
        position = max(end, position + 1)


def _term(match: re.Match[str], whole: str, place: int, *, link: str | None) -> Term:
    exclude = bool(match["minus"])
    name, value = match["name"], _unquoted(match["value"], place)
    if link:
        return Term(name="id", value=link, exclude=exclude, place=place)
    if name is None:
        return _bare(match["value"], value, exclude=exclude, place=place)
    if name.casefold() in _ID_SPACES:
        return Term(name="id", value=f"{name.casefold()}:{value}", exclude=exclude, place=place)
    name = name.casefold()
    if name not in QUALIFIERS:
        close = nearest(name, QUALIFIERS)
        hint = f"Did you mean {close}:{value}?" if close else f"Known: {', '.join(QUALIFIERS)}."
        raise _at(
            place,
            f"{whole!r}: the qualifier {name!r} is not known",
            hint=f'{hint} Quote a word with a colon: "{whole}".',
        )
    return Term(name=name, value=_checked(name, value, place), exclude=exclude, place=place)


def _bare(written: str, value: str, *, exclude: bool, place: int) -> Term:
    """A word without a qualifier: `#tag`, `@handle`, or words to be found."""
    for sign, name in (("#", "hashtag"), ("＃", "hashtag"), ("@", "creator")):
        if written.startswith(sign) and len(written) > 1:
            return Term(name=name, value=_checked(name, written, place), exclude=exclude, place=place)
    if not value.strip():
        raise _at(
            place,
            "there is nothing to look for",
            hint="Write a word, or a qualifier such as hashtag:GlowRun.",
        )
    return Term(name="words", value=value, exclude=exclude, place=place)


def _unquoted(written: str, place: int) -> str:
    if not written.startswith('"'):
        return written
    if len(written) < 2 or not written.endswith('"'):
        raise _at(place, f"{written[:40]!r} has no closing quote", hint='Put a " after the last word.')
    return written[1:-1]


def _checked(name: str, value: str, place: int) -> str:
    value = text.one_line(value)
    if name == "hashtag":
        value = text.fold(value.lstrip("#＃"))
    if name in ("tag", "campaign"):
        value = text.fold(value)
    known = _VALUES.get(name)
    if known:
        value = value.casefold()
    if not value:
        raise _at(
            place,
            f"{name}: is followed by nothing",
            hint=f"Write what is meant after {name}: without a space.",
        )
    if known and value not in known:
        close = nearest(value, known)
        hint = f"Did you mean {name}:{close}?" if close else f"Known: {', '.join(known)}."
        raise _at(place, f"{name}:{value} is not known", hint=hint)
    if name in ("since", "until"):
        day_of(value, date(2000, 1, 1), place=place)
    if name == "import" and value != "last" and not re.fullmatch(r"[1-9]\d{0,17}", value):
        raise _at(place, f"import:{value} is not known", hint="Write import:last, or an import's number.")
    return value


def _at(place: int, what: str, *, hint: str) -> UsageError:
    return UsageError(f"In the selection, at character {place}: {what}.", hint=hint)
