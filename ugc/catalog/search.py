"""Reading a selection as people type it: `hashtag:GlowRun creator:@ana kind:video likes:>1000 -tag:used "golden hour"`.

A selection is words and qualifiers; all must hold, `-` before one excludes, `,` between values takes any of them. Ids
and links are the exception: of several, any one will do. Nothing here asks the catalog.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import get_args

from ugc import ranges, text
from ugc.catalog.searched import MEASURES, NUMBERS
from ugc.errors import UsageError, nearest
from ugc.model.base import Value
from ugc.model.posts import PLATFORMS, PostKind
from ugc.pointing import fault

QUALIFIERS = (
    "campaign",
    *NUMBERS,
    *MEASURES,
    "creator",
    "has",
    "hashtag",
    "id",
    "import",
    "is",
    "kind",
    "platform",
    "posted",
    "product",
    "rights",
    "saved",
    "since",
    "sort",
    "source",
    "tag",
    "until",
)
SORTS = ("posted", "imported", "likes", "comments", "views", "shares", "saves", "reach")
_VALUES: dict[str, tuple[str, ...]] = {
    "platform": PLATFORMS,
    "kind": ("image", *get_args(PostKind)),
    "is": ("new", "rendered", "deleted", "edited", "attached"),
    "has": ("caption", "media", "creator", "product", "alt", "captions", *NUMBERS),
    "sort": (*SORTS, *(f"{name}-{way}" for name in SORTS for way in ("asc", "desc"))),
}
_LISTS = ("platform", "kind", "is", "has", "hashtag", "creator", "tag", "campaign", "product", "source")
"""Qualifiers that take several values with commas between them."""
_ID_SPACES = ("ig", "tt", "yt", "file", "url")
_TERM = re.compile(r"""(?P<minus>-?)(?:(?P<name>[^\s":]+):)?(?P<value>"[^"]*"?|[^\s]*)""")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S+", re.I)
_MOST_TERMS = 100
_MOST_CHARACTERS = 10_000
_ANY_DAY = date(2000, 1, 1)


class Term(Value):
    """One word or qualifier of a selection."""

    name: str
    """A qualifier, or `words` for plain words and phrases."""
    values: tuple[str, ...]
    """Any one of them will do."""
    exclude: bool = False
    place: int
    """Where it stands in its selection, from 1, for messages."""
    within: "Query | None" = None
    """What a saved search asks for."""

    @property
    def value(self) -> str:
        """Its first value, which for most is the only one."""
        return self.values[0]


class Query(Value):
    """A selection that was read."""

    text: str = ""
    called: str = ""
    """Its name, where it is a saved search."""
    terms: tuple[Term, ...] = ()
    rights: tuple[str, ...] = ()
    """Purposes asked for with `rights:`, here and in saved searches, which the caller answers from the records."""
    sort: tuple[str, ...] = ()
    """`likes`, or `likes-asc` …, the first wins; none for the oldest first."""

    def fault(self, term: Term, what: str, *, hint: str | None) -> UsageError:
        """Build the error for what is wrong with one of its words."""
        return fault(self.text, term.place, what, hint=hint, called=self.called)

    def demanded(self) -> Iterator[Term]:
        """Yield what must hold of each post, those of saved searches too."""
        for term in self.terms:
            if term.within is None:
                if not term.exclude:
                    yield term
            elif not term.exclude:
                yield from term.within.demanded()


class _Misread(Exception):  # noqa: N818  it never leaves this file: `_read` says it as a UsageError
    def __init__(self, place: int, what: str, hint: str) -> None:
        super().__init__(what)
        self.place, self.what, self.hint = place, what, hint


def parse(query: str, saved: Mapping[str, str] | None = None) -> Query:
    """Read a selection; `saved` are the searches that `saved:NAME` may name.

    Raises UsageError that points at the word it does not understand, with the nearest it knows. A fault within a saved
    search names that search.
    """
    return _read(query, saved or {}, ())


def _read(query: str, saved: Mapping[str, str], through: tuple[str, ...]) -> Query:
    """`through` are the saved searches that lead here, the last of which is being read."""
    query = text.clean(query)
    called = through[-1] if through else ""
    subject = f"saved search {called}" if called else "selection"
    if len(query) > _MOST_CHARACTERS:
        raise UsageError(f"The {subject} has {len(query)} characters; {_MOST_CHARACTERS} is the most.")
    try:
        found = list(_terms(query))
        _refuse_excluded(found)
        found = [_expanded(term, saved, through) if term.name == "saved" else term for term in found]
    except _Misread as error:
        raise fault(query, error.place, error.what, hint=error.hint, called=called) from None
    if len(found) > _MOST_TERMS:
        raise UsageError(f"The {subject} has {len(found)} words; {_MOST_TERMS} is the most.")
    nested = [term.within for term in found if term.within is not None and not term.exclude]
    own = tuple(term.value for term in found if term.name == "sort")
    purposes = [term.value for term in found if term.name == "rights"]
    return Query(
        text=query,
        called=called,
        terms=tuple(term for term in found if term.name not in ("rights", "sort")),
        rights=tuple(dict.fromkeys([*purposes, *(p for one in nested for p in one.rights)])),
        sort=own or next((one.sort for one in nested if one.sort), ()),
    )


def _refuse_excluded(terms: Sequence[Term]) -> None:
    for term in terms:
        if term.exclude and term.name in ("rights", "sort"):
            raise _Misread(term.place, f"{term.name}: cannot be excluded", "Leave out the - before it.")


def _expanded(term: Term, saved: Mapping[str, str], through: tuple[str, ...]) -> Term:
    """A term that names a saved search, with what that search asks for."""
    name = term.value
    if name not in saved:
        close = nearest(name, saved)
        listed = ", ".join(list(saved)[:20])
        hint = f"Did you mean saved:{close}?" if close else f"Known: {listed}." if saved else None
        hint = hint or "ugc.toml has none yet: they stand under [searches]."
        raise _Misread(term.place, f"no search is saved as {name[:80]!r}", hint)
    if name in through:
        circle = " → ".join((*through[through.index(name) :], name))
        raise _Misread(term.place, f"saved:{name} leads back to itself: {circle}", "Take one of these out.")
    if len(through) >= _MOST_TERMS:
        raise _Misread(term.place, "too many saved searches stand within each other", "Write it out.")
    within = _read(saved[name], saved, (*through, name))
    if term.exclude and within.rights:
        what = f"saved:{name} asks for rights:, which cannot be excluded"
        raise _Misread(term.place, what, "Leave out the - before it.")
    return term.model_copy(update={"within": within})


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
        return Term(name="id", values=(link,), exclude=exclude, place=place)
    if name is None:
        return _bare(match["value"], value, exclude=exclude, place=place)
    if name.casefold() in _ID_SPACES:
        return Term(name="id", values=(f"{name.casefold()}:{value}",), exclude=exclude, place=place)
    name = name.casefold()
    if name not in QUALIFIERS:
        close = nearest(name, QUALIFIERS)
        hint = f"Did you mean {close}:{value}?" if close else f"Known: {', '.join(QUALIFIERS)}."
        what = f"{_short(whole)}: the qualifier {_short(name)} is not known"
        raise _Misread(place, what, f'{hint} Quote a word with a colon: "{whole}".')
    several = name in _LISTS and not match["value"].startswith('"') and "//" not in value
    values = [one for one in value.split(",") if one] if several else []
    return Term(
        name=name,
        values=tuple(dict.fromkeys(_checked(name, one, place) for one in values or [value])),
        exclude=exclude,
        place=place,
    )


def _bare(written: str, value: str, *, exclude: bool, place: int) -> Term:
    """A word without a qualifier: `#tag`, `@handle`, or words to be found."""
    for sign, name in (("#", "hashtag"), ("＃", "hashtag"), ("@", "creator")):
        if written.startswith(sign) and len(written) > 1:
            return Term(name=name, values=(_checked(name, written, place),), exclude=exclude, place=place)
    if not value.strip():
        hint = "Write a word, or a qualifier such as hashtag:GlowRun."
        raise _Misread(place, "there is nothing to look for", hint)
    return Term(name="words", values=(value,), exclude=exclude, place=place)


def _unquoted(written: str, place: int) -> str:
    if not written.startswith('"'):
        return written
    if len(written) < 2 or not written.endswith('"'):
        raise _Misread(place, f"{written[:40]!r} has no closing quote", 'Put a " after the last word.')
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
        hint = f"Write what is meant after {name}: without a space."
        raise _Misread(place, f"{name}: is followed by nothing", hint)
    if known and value not in known:
        close = nearest(value, known)
        listed = ", ".join(known if name != "sort" else SORTS)
        hint = f"Did you mean {name}:{close}?" if close else f"Known: {listed}."
        raise _Misread(place, f"{name}:{_short(value, bare=True)} is not known", hint)
    _check_form(name, value, place)
    return value


def _check_form(name: str, value: str, place: int) -> None:
    """Refuse days, numbers and ranges that cannot be read."""
    said = _short(value)
    if name in ("since", "until") and ranges.day_of(value, _ANY_DAY) is None:
        raise _Misread(place, f"{said} is not a day", "Write it as 2026-06-01, today, yesterday or 30d.")
    if name == "posted" and ranges.days(value, _ANY_DAY) is None:
        hint = "Write them as posted:2026-06-01..2026-06-30, posted:>30d or posted:yesterday."
        raise _Misread(place, f"{said} is no range of days", hint)
    if name in NUMBERS or name in MEASURES:
        found = ranges.seconds(value) if name == "duration" else ranges.numbers(value)
        if found is None:
            examples = ("<30", "1:00..2:00", "15") if name == "duration" else (">1000", ">=10k", "100..500")
            hint = f"Write it as {', '.join(f'{name}:{one}' for one in examples)}."
            raise _Misread(place, f"{said} is no range of numbers", hint)
    if name == "import" and value != "last" and not re.fullmatch(r"[1-9]\d{0,17}", value):
        raise _Misread(
            place,
            f"import:{_short(value, bare=True)} is not known",
            "Write import:last, or an import's number.",
        )


def _short(word: str, *, bare: bool = False) -> str:
    cut = word if len(word) <= 80 else word[:79] + "…"
    return cut if bare else repr(cut)
