"""A campaign's copy: `copy/<name>.toml`, or `copy.toml`, read into a `CopyDeck`.

One table a language, with its markets, the primary texts of its ads and what is drawn on them. Texts are Jinja2
templates and are filled in elsewhere; here they are only read, and every key is known or an error.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ugc.errors import InputError, UsageError, nearest, unknown
from ugc.files import open_regular
from ugc.model.base import Value

FOLDER = "copy"
"""Of the decks of a workspace; a single one may stand beside `ugc.toml` as `copy.toml`."""
LONGEST = 1 << 20
"""Bytes of a deck that are read."""
UTM = ("source", "medium", "campaign", "content", "term", "id", "source_platform", "creative_format")
"""Parameters that Google Analytics reads, without their `utm_`
(https://support.google.com/analytics/answer/10917952)."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
"""What is filled in, and so escaped, later."""
_MANY = {"headlines": "headline", "ctas": "cta"}
"""Keys for lists of alternatives, and the field that they are alternatives of."""
_ROWS = {"steps": "step", "labels": "label"}
"""Keys for lists whose entries are fields of their own: step1, step2 …"""
_OWN = ("markets", "primary")
_NOT_HERE = ("credit", "platform")
"""What is drawn and never a campaign's: it follows from the post and its grant."""
_TOP = ("campaign", "link")


class Link(Value):
    """Where ads lead to: an address, and the UTM parameters that are added to it."""

    url: str
    utm: dict[str, str] = {}


class LanguageCopy(Value):
    """The copy in one language."""

    language: str
    markets: tuple[str, ...] = ()
    """As they are written; empty: every market that no other language names."""
    fields: dict[str, tuple[str, ...]] = {}
    """Alternatives of each text that templates draw; one where there is nothing to choose."""
    primary: tuple[str, ...] = ()
    """Alternatives of the text that stands beside the picture."""
    keys: dict[str, str] = {}
    """Field to the key that it was read from, for messages."""

    def key(self, field: str, number: int = 0) -> str:
        """Return how a text is found in the file, as in `de.headlines[2]`; the first is number 0."""
        counts = field == "primary" or self.keys[field] in (*_MANY, *_ROWS) or len(self.fields[field]) > 1
        place = self.keys.get(field, field)
        if place in _ROWS:
            number = int(re.sub(r"\D", "", field)) - 1
        return f"{self.language}.{place}[{number + 1}]" if counts else f"{self.language}.{place}"


class CopyDeck(Value):
    """All copy of one campaign."""

    name: str
    file: str
    """Its path below the workspace, for messages."""
    campaign: str
    link: Link | None = None
    languages: tuple[LanguageCopy, ...]


def names(root: Path) -> tuple[str, ...]:
    """Return the names of all decks of a workspace, in alphabetical order."""
    found = {path.stem for path in (root / FOLDER).glob("*.toml") if not path.name.startswith(".")}
    return tuple(sorted(found | ({"copy"} if (root / "copy.toml").is_file() else set())))


def read(name: str, root: Path, *, fields: Iterable[str]) -> CopyDeck:
    """Read a deck of a workspace; `fields` are the texts that its templates draw.

    Raises UsageError for an unknown name, key or field, with the nearest one, and for what makes no sense;
    InputError for a file that is not TOML.
    """
    known = names(root)
    if name not in known:
        if not known:
            raise UsageError(
                f"There is no copy {name!r}: no {FOLDER}/{name}.toml here.",
                hint="What stands in one is in docs/copy.md.",
            )
        raise unknown("Copy", name, known)
    beside = root / "copy.toml"
    path = beside if name == "copy" and beside.is_file() else root / FOLDER / f"{name}.toml"
    return _Reader(path.relative_to(root).as_posix(), set(fields) - set(_NOT_HERE)).deck(
        name, _document(path)
    )


class _Reader:
    """Reads one file, and names it in every message."""

    def __init__(self, file: str, fields: set[str]) -> None:
        self._file = file
        self._fields = fields

    def deck(self, name: str, stated: dict[str, Any]) -> CopyDeck:
        campaign = stated.pop("campaign", name)
        link = self._link(stated.pop("link", None))
        for key, table in stated.items():
            if not isinstance(table, dict) or not _LANGUAGE.fullmatch(key):
                close = nearest(key, _TOP)
                raise self._wrong(
                    f"the key {key!r} is not known",
                    f"Did you mean {close!r}?"
                    if close
                    else "Known: campaign, link, and languages as in [en].",
                )
        if not stated:
            raise self._wrong("it has no language", "Begin one as in [en].")
        return CopyDeck(
            name=name,
            file=self._file,
            campaign=self._text("campaign", campaign),
            link=link,
            languages=tuple(self._language(key, table) for key, table in stated.items()),
        )

    def _language(self, language: str, table: Mapping[str, Any]) -> LanguageCopy:
        fields: dict[str, tuple[str, ...]] = {}
        keys: dict[str, str] = {}
        for key, said in table.items():
            if key in _OWN:
                continue
            for field, texts in self._drawn(language, key, said):
                if field in fields:
                    raise self._wrong(f"{language}.{key} and {language}.{keys[field]} both say the {field}")
                fields[field], keys[field] = texts, key
        markets = table.get("markets", ())
        return LanguageCopy(
            language=language,
            markets=self._alternatives(f"{language}.markets", markets) if markets else (),
            primary=self._alternatives(f"{language}.primary", table["primary"]) if "primary" in table else (),
            fields=fields,
            keys=keys,
        )

    def _drawn(self, language: str, key: str, said: Any) -> Iterable[tuple[str, tuple[str, ...]]]:
        """The fields that one key says, and their alternatives."""
        where = f"{language}.{key}"
        if key in _ROWS and key not in self._fields:
            rows = self._alternatives(where, said, listed=True)
            for number, text in enumerate(rows, 1):
                field = f"{_ROWS[key]}{number}"
                if field not in self._fields:
                    raise self._wrong(f"{where} has {len(rows)}, and templates draw {number - 1} at most")
                yield field, (text,)
            return
        field = _MANY.get(key, key)
        if field not in self._fields:
            known = {*_OWN, *_MANY, *_ROWS, *self._fields}
            close = nearest(key, known)
            hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(sorted(known))}."
            raise self._wrong(f"the key {where!r} is not known", hint)
        yield field, self._alternatives(where, said, listed=key in _MANY)

    def _link(self, table: Any) -> Link | None:
        if table is None:
            return None
        if not isinstance(table, dict):
            raise self._wrong("link must be a table", "Write it as [link], with url = and utm =.")
        for key in table:
            if key not in ("url", "utm"):
                close = nearest(key, ("url", "utm"))
                raise self._wrong(f"the key 'link.{key}' is not known", f"Did you mean {close or 'url'!r}?")
        url = self._text("link.url", table.get("url"))
        plain = _FILLED.sub("x", url)
        parts = urlsplit(plain)
        if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", plain):
            raise self._wrong(
                "link.url is not a web address", "Write it in full, as in https://example.com/."
            )
        utm = table.get("utm", {})
        if not isinstance(utm, dict):
            raise self._wrong("link.utm must be a table", 'Write it as utm = { source = "…", medium = "…" }.')
        for key in utm:
            if key not in UTM:
                close = nearest(key.removeprefix("utm_"), UTM)
                hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(UTM)}."
                raise self._wrong(f"the key 'link.utm.{key}' is not known", hint)
            if f"utm_{key}=" in parts.query:
                raise self._wrong(
                    f"utm_{key} stands in link.url and under link.utm", "Leave one of them out."
                )
        return Link(url=url, utm={key: self._text(f"link.utm.{key}", text) for key, text in utm.items()})

    def _alternatives(self, where: str, said: Any, *, listed: bool = False) -> tuple[str, ...]:
        """A text, or a list of them, each said once."""
        if isinstance(said, str) and not listed:
            return (self._text(where, said),)
        if not isinstance(said, list) or not said:
            raise self._wrong(f"{where} must be a list of texts", f'Write it as {where} = ["…", "…"].')
        texts = tuple(self._text(f"{where}[{number}]", text) for number, text in enumerate(said, 1))
        for number, text in enumerate(texts):
            if text in texts[:number] and not where.endswith((".steps", ".labels")):
                raise self._wrong(f"{where} says {text!r} twice", "Leave one of them out.")
        return texts

    def _text(self, where: str, said: Any) -> str:
        if not isinstance(said, str) or not said.strip():
            raise self._wrong(f"{where} must be a text", "Put it between quotation marks.")
        return said.strip()

    def _wrong(self, what: str, hint: str | None = None) -> UsageError:
        return UsageError(f"{self._file}: {what}.", hint=hint)


def _document(path: Path) -> dict[str, Any]:
    with open_regular(path) as file:
        raw = file.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise InputError(
            f"{path} is over {LONGEST >> 20} MiB long.", hint="A campaign's copy is far shorter."
        )
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not valid TOML: {error}.") from error
