"""A request's scope as sentences in the creator's language, from the table `words.toml` beside the wordings."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ugc.errors import UsageError
from ugc.model.dealings import Scope
from ugc.model.posts import Post
from ugc.model.records import Terms
from ugc.model.vocab import CHANNELS, EDIT_PROFILES, EDITS, IDENTITIES, PURPOSES
from ugc.workspace.asking.wordings import WORDS, folders, read_text

_NAME = re.compile(r"\{(\w+)\}")


class Tongue:
    """The words of one language. What the workspace's own table says wins."""

    def __init__(self, tables: dict[str, Any], place: str) -> None:
        self._tables = tables
        self._place = place

    @classmethod
    def load(cls, root: Path, language: str) -> "Tongue":
        """Read a language. Raises UsageError for one that is not known, or a table that cannot be read."""
        tables: dict[str, Any] = {}
        places = [folder / WORDS for folder in folders(root, language) if (folder / WORDS).is_file()]
        for path in reversed(places):
            try:
                tables = _merged(tables, tomllib.loads(read_text(path)))
            except tomllib.TOMLDecodeError as error:
                raise UsageError(f"{path} is not valid TOML: {error}.") from error
        return cls(tables, str(places[0]) if places else f"templates/messages/{language}/{WORDS}")

    def say(self, table: str, key: str, **filled: str) -> str:
        """Return a phrase with its names in braces filled in. Raises UsageError when there is none."""
        phrase = self._table(table).get(key)
        if not isinstance(phrase, str):
            where = f"[{table}] " if table else ""
            raise UsageError(
                f"{self._place}: {where}{key} is not said.", hint="Compare it with the English table."
            )
        return _NAME.sub(lambda match: filled.get(match[1], match[0]), phrase)

    def knows(self, table: str, key: str) -> bool:
        """Whether there is a phrase."""
        return isinstance(self._table(table).get(key), str)

    def day(self, day: date) -> str:
        """Write a day out."""
        months = self._tables.get("months")
        if not isinstance(months, list) or len(months) != 12:
            raise UsageError(f"{self._place}: months must name all twelve.")
        form = "first_day" if day.day == 1 and self.knows("", "first_day") else "day"
        return self.say("", form, day=str(day.day), month=str(months[day.month - 1]), year=str(day.year))

    def listed(self, phrases: Sequence[str]) -> str:
        """Write phrases as a sentence does: a, b and c."""
        if len(phrases) < 2:
            return "".join(phrases)
        last = phrases[-1]
        softer = last[:1].casefold() == "i" and self.knows("", "and_before_i")
        word = self.say("", "and_before_i" if softer else "and")
        return f"{', '.join(phrases[:-1])} {word} {last}"

    def gathered(self, phrases: Sequence[str]) -> str:
        """Join phrases that begin alike: on Instagram and Facebook, in print."""
        if self._tables.get("repeat_prepositions"):
            return self.listed(phrases)
        groups: dict[str, list[str]] = {}
        for phrase in phrases:
            first, _, rest = phrase.partition(" ")
            groups.setdefault(first, []).append(rest)
        return ", ".join(f"{first} {self.listed(rest)}".strip() for first, rest in groups.items())

    def _table(self, name: str) -> dict[str, Any]:
        found: Any = self._tables
        for part in filter(None, name.split(".")):
            found = found.get(part) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}


def scope_in_words(tongue: Tongue, scope: Scope, *, short: bool) -> dict[str, str]:
    """Say what is asked for; `short` as a comment does, where every letter counts."""
    purposes = tongue.listed([tongue.say("purposes", name) for name in PURPOSES if name in scope.purposes])
    channels = tongue.gathered([tongue.say("channels", name) for name in CHANNELS if name in scope.channels])
    style = "short." if short else ""
    return {
        "purposes": purposes,
        "channels": channels,
        "uses": f"{purposes} {channels}",
        "where": _where(tongue, scope.territories),
        "term": _term(tongue, scope, f"{style}term"),
        "changes": _changes(tongue, scope.edits, short=short),
        "credit": tongue.say(f"{style}credit", scope.credit),
        "account": _account(tongue, scope, short=short),
    }


def terms_in_words(tongue: Tongue, terms: Terms, file: str | None) -> str:
    """Say where the terms can be read."""
    if terms.url and file:
        return tongue.say("terms", "both", link=terms.url, file=file)
    if terms.url:
        return tongue.say("terms", "link", link=terms.url)
    return tongue.say("terms", "file", file=file) if file else tongue.say("terms", "none")


def what_in_words(tongue: Tongue, posts: Sequence[Post]) -> tuple[str, str]:
    """Say what it is about, and the word that stands for it."""
    if len(posts) != 1:
        return tongue.say("what", "posts"), tongue.say("it", "many")
    kinds = {media.kind for media in posts[0].media}
    kind = kinds.pop() if len(kinds) == 1 and len(posts[0].media) == 1 else "post"
    return tongue.say("what", kind), tongue.say("it", "one")


def _where(tongue: Tongue, territories: Iterable[str]) -> str:
    names = sorted(
        tongue.say("territories", code) if tongue.knows("territories", code) else code for code in territories
    )
    return tongue.gathered(names)


def _term(tongue: Tongue, scope: Scope, table: str) -> str:
    if scope.days == 1:
        return tongue.say(table, "one_day")
    if scope.days is not None:
        return tongue.say(table, "days", count=str(scope.days))
    if isinstance(scope.until, date):
        return tongue.say(table, "until", day=tongue.day(scope.until))
    return tongue.say(table, "perpetual")


def _account(tongue: Tongue, scope: Scope, *, short: bool) -> str:
    """From whose account it runs; a comment says nothing where it is the one that it was written from."""
    table = "short.identities" if short else "identities"
    named = [name for name in IDENTITIES if name in scope.identities]
    if short:
        return "".join(tongue.say(table, name) for name in named if name != "brand_handle")
    return tongue.listed([tongue.say(table, name) for name in named])


def _changes(tongue: Tongue, edits: frozenset[str], *, short: bool) -> str:
    """The largest profile that is asked for whole, and what else is."""
    table = "short.edit_profiles" if short else "edit_profiles"
    profile = max(
        (name for name, held in EDIT_PROFILES.items() if held <= edits),
        key=lambda name: len(EDIT_PROFILES[name]),
    )
    more = [tongue.say("edits", name) for name in EDITS if name in edits - EDIT_PROFILES[profile]]
    if profile == "none" and more:
        return tongue.listed(more)
    said = tongue.say(table, profile)
    if not more:
        return said
    return (
        f"{said}, {', '.join(more)}"
        if short
        else tongue.say(table, "more", profile=said, more=tongue.listed(more))
    )


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged
