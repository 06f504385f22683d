"""Reading which creators are meant: `niche:running followers:>10k -tag:paused ana`, and who of them fits.

As in a selection of posts all words and qualifiers must hold, `-` before one excludes, and `,` between values takes any
of them. Nothing here asks the catalog.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from ugc import ranges, text
from ugc.creators.tiers import BELOW
from ugc.errors import UsageError, nearest
from ugc.model.base import Value
from ugc.model.creators import Creator
from ugc.model.posts import PLATFORMS
from ugc.model.territories import COUNTRIES, TERRITORY_ALIASES
from ugc.pointing import fault

QUALIFIERS = (
    "campaign",
    "country",
    "creator",
    "followers",
    "has",
    "is",
    "language",
    "niche",
    "platform",
    "posts",
    "tag",
    "tier",
)
_NUMBERS = ("followers", "posts")
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "has": ("contact", "followers", "name", "note"),
    "is": ("unjoined",),
    "platform": PLATFORMS,
}
_TERM = re.compile(r"""(?P<minus>-?)(?:(?P<name>[^\s":]+):)?(?P<value>"[^"]*"?|[^\s]*)""")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.I)
_MOST_TERMS = 100
_MOST_CHARACTERS = 10_000


class CreatorTerm(Value):
    """One word or qualifier of a query."""

    name: str
    """A qualifier, or `words` for plain words and phrases."""
    values: tuple[str, ...]
    """Folded; any one of them will do."""
    exclude: bool = False
    place: int
    """Where it stands in the query, from 1, for messages."""


class CreatorQuery(Value):
    """A query that was read."""

    text: str = ""
    terms: tuple[CreatorTerm, ...] = ()

    @property
    def campaigns(self) -> tuple[CreatorTerm, ...]:
        """The terms that name campaigns, which the caller looks up."""
        return tuple(term for term in self.terms if term.name == "campaign")

    def fault(self, term: CreatorTerm, what: str, *, hint: str | None) -> UsageError:
        """Build the error for what is wrong with one of its words."""
        return fault(self.text, term.place, what, hint=hint)


class Candidate(Value):
    """What of a creator a query can ask for."""

    creator: Creator
    tier: str | None
    has_contact: bool = False
    has_notes: bool = False
    campaigns: frozenset[str] = frozenset()
    """Folded names of the campaigns whose file names them, or in whose log they are."""

    @property
    def followers(self) -> int | None:
        """Of the account that most follow."""
        return max((one.count for one in self.creator.followers), default=None)


class _Misread(Exception):  # noqa: N818  it never leaves this file: `read` says it as a UsageError
    def __init__(self, place: int, what: str, hint: str) -> None:
        super().__init__(what)
        self.place, self.what, self.hint = place, what, hint


def read(query: str, *, tiers: Sequence[str]) -> CreatorQuery:
    """Read a query; `tiers` are the names that `tier:` may take.

    Raises UsageError that points at the word it does not understand, with the nearest it knows.
    """
    query = text.clean(query)
    if len(query) > _MOST_CHARACTERS:
        raise UsageError(f"The query has {len(query)} characters; {_MOST_CHARACTERS} is the most.")
    try:
        found = tuple(_terms(query, {**_KNOWN, "tier": (*tiers, BELOW)}))
    except _Misread as error:
        raise fault(query, error.place, error.what, hint=error.hint) from None
    if len(found) > _MOST_TERMS:
        raise UsageError(f"The query has {len(found)} words; {_MOST_TERMS} is the most.")
    return CreatorQuery(text=query, terms=found)


def fits(query: CreatorQuery, candidate: Candidate) -> bool:
    """Whether a creator is meant by a query. What is not known of them fits nothing that asks for it."""
    return all(
        any(_holds(term, value, candidate) for value in term.values) != term.exclude for term in query.terms
    )


def _holds(term: CreatorTerm, value: str, candidate: Candidate) -> bool:
    creator, profile = candidate.creator, candidate.creator.profile
    if term.name in _NUMBERS:
        return _within(value, creator.posts if term.name == "posts" else candidate.followers)
    if term.name in ("niche", "tag"):
        return value in {text.fold(one) for one in (profile.niches if term.name == "niche" else profile.tags)}
    if term.name == "language":
        spoken = [text.fold(one) for one in profile.languages]
        return any(one == value or one.startswith(f"{value}-") for one in spoken)
    if term.name == "has":
        return {
            "contact": candidate.has_contact,
            "note": candidate.has_notes,
            "followers": bool(creator.followers),
            "name": profile.name is not None,
        }[value]
    if term.name == "words":
        return any(value in one for one in _names(creator))
    return (
        value
        in {
            "campaign": candidate.campaigns,
            "country": {text.fold(profile.country)} if profile.country else set(),
            "creator": {text.fold(account.handle) for account in creator.accounts} | set(_qualified(creator)),
            "is": {"unjoined"} if len(creator.accounts) < 2 else set(),
            "platform": {account.platform for account in creator.accounts},
            "tier": {text.fold(candidate.tier)} if candidate.tier else set(),
        }[term.name]
    )


def _within(value: str, number: int | None) -> bool:
    wanted = ranges.numbers(value)
    if wanted is None or number is None:
        return False
    least = wanted.least is None or (number > wanted.least if wanted.above else number >= wanted.least)
    most = wanted.most is None or (number < wanted.most if wanted.below else number <= wanted.most)
    return least and most


def _names(creator: Creator) -> Iterator[str]:
    for account in creator.accounts:
        yield text.fold(account.handle)
        yield text.fold(account.display_name or "")
    yield text.fold(creator.profile.name or "")


def _qualified(creator: Creator) -> Iterator[str]:
    yield text.fold(creator.key)
    for account in creator.accounts:
        yield f"{account.platform}:{text.fold(account.handle)}"


def _terms(query: str, known: Mapping[str, Sequence[str]]) -> Iterator[CreatorTerm]:
    position = 0
    while position < len(query):
        match = _TERM.match(query, position)
        assert match is not None, "every character begins some word"
        if query[position].isspace() or match.end() == position:
            position += 1
            continue
        yield _term(match, position + 1, known)
        position = match.end()


def _term(match: re.Match[str], place: int, known: Mapping[str, Sequence[str]]) -> CreatorTerm:
    name, value = match["name"], _unquoted(match["value"], place)
    if name is not None and value.startswith("//"):
        name, value = "creator", text.handle(f"https:{value}")
    elif name is not None and text.fold(name) in PLATFORMS:
        name, value = "creator", f"{text.fold(name)}:{text.handle(value)}"
    elif name is None and value.startswith("@"):
        name, value = "creator", value.lstrip("@")
    name = "words" if name is None else text.fold(name)
    if name not in (*QUALIFIERS, "words"):
        close = nearest(name, QUALIFIERS)
        hint = f"Did you mean {close}:{value}?" if close else f"Known: {', '.join(QUALIFIERS)}."
        raise _Misread(
            place,
            f"{_short(match[0])}: the qualifier {_short(name)} is not known",
            f'{hint} Quote a word with a colon: "{match[0]}".',
        )
    several = name != "words" and name not in _NUMBERS and not match["value"].startswith('"')
    values = [one for one in value.split(",") if one] if several else []
    return CreatorTerm(
        name=name,
        values=tuple(dict.fromkeys(_checked(name, one, place, known) for one in values or [value])),
        exclude=bool(match["minus"]),
        place=place,
    )


def _unquoted(written: str, place: int) -> str:
    if not written.startswith('"'):
        return written
    if len(written) < 2 or not written.endswith('"'):
        raise _Misread(place, f"{written[:40]!r} has no closing quote", 'Put a " after the last word.')
    return written[1:-1]


def _checked(name: str, value: str, place: int, known: Mapping[str, Sequence[str]]) -> str:
    value = text.fold(text.one_line(value))
    if name == "creator":
        value = value.replace(":@", ":").lstrip("@")
    if not value:
        if name == "words":
            raise _Misread(place, "there is nothing to look for", "Write a word of their handle or name.")
        raise _Misread(
            place, f"{name}: is followed by nothing", f"Write what is meant after {name}: without a space."
        )
    if name in _NUMBERS and ranges.numbers(value) is None:
        examples = ", ".join(f"{name}:{one}" for one in (">10k", "2000..10000", "<=500"))
        raise _Misread(place, f"{_short(value)} is no range of numbers", f"Write it as {examples}.")
    if name == "country":
        _check_country(value, place)
    if name == "language" and not _LANGUAGE.fullmatch(value):
        raise _Misread(place, f"{_short(value)} is not a language", "Write it as en, or pt-BR.")
    names = {text.fold(one): one for one in known.get(name, ())}
    if names and value not in names:
        close = nearest(value, names)
        hint = f"Did you mean {name}:{close}?" if close else f"Known: {', '.join(known[name])}."
        raise _Misread(place, f"{name}:{_short(value, bare=True)} is not known", hint)
    return value


def _check_country(value: str, place: int) -> None:
    code = value.upper()
    if code in COUNTRIES:
        return
    meant = TERRITORY_ALIASES.get(code) or next(
        iter(get_close_matches(code, COUNTRIES, n=1, cutoff=0.6)), None
    )
    hint = (
        f"Did you mean country:{meant}?"
        if meant in COUNTRIES
        else "Write its ISO 3166-1 code, as in country:US."
    )
    raise _Misread(place, f"{_short(value)} is not a country", hint)


def _short(word: str, *, bare: bool = False) -> str:
    cut = word if len(word) <= 80 else word[:79] + "…"
    return cut if bare else repr(cut)
