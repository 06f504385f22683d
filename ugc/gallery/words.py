"""The words that pages say themselves, in their language, with numbers and dates written as it does."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from ugc.errors import UsageError
from ugc.gallery.themes import table, word_files

_SCRIPT = (
    "found found_one none_found counter close previous next more loading search_failed reset "
    "previous_piece next_piece"
).split()
"""Keys that the script says, too."""
_LISTS = ("months", "months_short")
_FALLBACK = "en"


class Words(SimpleNamespace):
    """A language's words by key, as attributes; a template that asks for an unknown one is an error."""

    def said(self, key: str, **values: object) -> str:
        """Return words with their `{places}` filled."""
        text = str(getattr(self, key))
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def number(self, number: int) -> str:
        """Write a number with the language's sign between thousands."""
        return f"{number:,}".replace(",", str(self.thousands))

    def counted(self, key: str, number: int) -> str:
        """Say how many there are of something."""
        return self.said(f"{key}_one") if number == 1 else self.said(key, n=self.number(number))

    def day(self, day: date, *, short: bool = False) -> str:
        """Write a day out; `short` without its year."""
        months = self.months_short if short else self.months
        return self.said(
            "date_short" if short else "date", day=day.day, month=months[day.month - 1], year=day.year
        )

    def script(self) -> str:
        """Return the words that the script says, as JSON."""
        return json.dumps({key: getattr(self, key) for key in _SCRIPT}, ensure_ascii=False)


def words(language: str, folders: Sequence[Path]) -> Words:
    """Return a language's words; a workspace's own file replaces some, and a language of its own fills up with English.

    `folders` are `templates/gallery` folders, the workspace's first. Raises UsageError for a language that has no file,
    and for an unknown key or a value that is no text.
    """
    found: dict[str, object] = {}
    known = table(word_files(_FALLBACK, folders)[0])
    for file in word_files(language, folders):
        own = table(file)
        _checked(own, known, file=file)
        found |= own
    return Words(**(known | found))


def _checked(own: Mapping[str, object], known: Mapping[str, object], *, file: Path) -> None:
    for key, value in own.items():
        if key not in known:
            raise UsageError(
                f"{file} says {key!r}, which no page asks for.", hint=f"Known: {', '.join(sorted(known))}."
            )
        right = (
            isinstance(value, list) and len(value) == 12 and all(isinstance(part, str) for part in value)
            if key in _LISTS
            else isinstance(value, str)
        )
        if not right:
            kind = "twelve texts" if key in _LISTS else "a text"
            raise UsageError(f"{key!r} in {file} is not {kind}.", hint="Look at words/en.toml.")
