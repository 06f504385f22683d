"""All that a catalog holds of one person: by what they are known, their posts, and the records that concern them."""

import json
import re
import secrets
from collections.abc import Iterable
from typing import Any

from ugc import text
from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.records import entries_of
from ugc.errors import UgcError
from ugc.model.base import Value
from ugc.model.creators import Profile
from ugc.model.entries import Entry
from ugc.model.posts import Account

_LASTING = "creator:"
_PROVEN = {"grant", "release", "authorization", "reply"}
"""Kinds of records that rest on evidence."""
_IN = "IN (SELECT value FROM json_each(?))"


class Person(Value):
    """By what a creator is known here, and what is theirs."""

    key: str
    """The key that people and commands use."""
    keys: tuple[str, ...]
    """Every key the creator was ever known by; rights records name them by one of these."""
    accounts: tuple[Account, ...]
    numbers: tuple[int, ...]
    """The accounts' numbers in the catalog, in the same order."""
    handles: tuple[tuple[str, ...], ...]
    """Every handle each account ever had, folded, in the same order."""
    posts: tuple[str, ...]
    """Ids of the posts they made."""
    names: tuple[str, ...]
    """Every id those posts were ever known by."""
    shared: tuple[str, ...]
    """Ids of other people's posts that name them as coauthor."""
    called: str | None = None
    """Their name, where somebody wrote it down."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words by which a text would name them: handles with or without @, and names."""
        said = [handle for account in self.handles for handle in account]
        said += [account.handle for account in self.accounts]
        said += [account.display_name for account in self.accounts if account.display_name]
        said += [self.called] if self.called else []
        return tuple(dict.fromkeys(word for word in said if word))


def lasting_key(database: Database, creator: str) -> str:
    """Return a creator's key that says nothing of who they are; make it when there is none yet."""
    with database.transaction():
        number = _number(database, creator)
        row = database.one(
            "SELECT key FROM creator_keys WHERE creator = ? AND key >= ? AND key < ? ORDER BY key",
            (number, _LASTING, _LASTING[:-1] + ";"),
        )
        if row:
            return str(row[0])
        key = f"{_LASTING}{secrets.token_hex(8)}"
        database.run("INSERT INTO creator_keys (key, creator) VALUES (?, ?)", (key, number))
    return key


def person(database: Database, creator: str) -> Person:
    """Return by what a creator is known, by any of their keys."""
    number = _number(database, creator)
    ((key,),) = database.run("SELECT key FROM creators WHERE id = ?", (number,))
    numbers = _column(database, "SELECT id FROM accounts WHERE creator = ? ORDER BY id", number)
    listed = json.dumps(numbers)
    told = database.one("SELECT body FROM creator_profiles WHERE creator = ?", (number,))
    return Person(
        key=key,
        called=Profile.model_validate_json(told[0]).name if told else None,
        keys=_column(database, "SELECT key FROM creator_keys WHERE creator = ? ORDER BY key", number),
        accounts=tuple(people.load_account(database, account) for account in numbers),
        numbers=numbers,
        handles=tuple(
            _column(database, "SELECT folded FROM account_handles WHERE account = ? ORDER BY folded", account)
            for account in numbers
        ),
        posts=_column(database, f"SELECT name FROM posts WHERE account {_IN} ORDER BY id", listed),  # noqa: S608
        names=_column(
            database,
            f"SELECT n.name FROM post_ids n JOIN posts p ON p.id = n.post WHERE p.account {_IN} ORDER BY n.seq",  # noqa: S608
            listed,
        ),
        shared=_column(
            database,
            "SELECT DISTINCT p.name FROM coauthors o JOIN posts p ON p.id = o.post"  # noqa: S608
            f" WHERE o.account {_IN} AND (p.account IS NULL OR p.account NOT {_IN}) ORDER BY p.id",
            listed,
            listed,
        ),
    )


def entries_about(database: Database, who: Person) -> list[Entry]:
    """Return the entries that name a person or a post of theirs, those that name these, and the evidence of all."""
    found = {entry.seq: entry for entry in entries_of(database, subjects={*who.keys, *who.names})}
    known: set[str] = set()
    while True:
        ids = {entry.id for entry in found.values()} | set(_evidence(found.values()))
        if ids <= known:
            return [found[seq] for seq in sorted(found)]
        found |= {entry.seq: entry for entry in entries_of(database, subjects=ids - known, ids=ids - known)}
        known |= ids


def mentions(database: Database, who: Person) -> list[str]:
    """Return the ids of other people's posts of which some source names a person, in the caption or elsewhere."""
    handles = {handle for account in who.handles for handle in account}
    named, found = naming(handles), dict[str, None]()
    own = set(who.posts)
    likely = " OR ".join(["instr(lower(s.said || coalesce(s.raw, '')), ?)"] * len(handles)) or "FALSE"
    query = f"SELECT p.name, s.said, s.raw FROM sources s JOIN posts p ON p.id = s.post WHERE {likely} ORDER BY p.id"  # noqa: S608
    for name, said, raw in database.each(query, sorted(handles)):
        if name not in own and named.search(text.fold(f"{said} {raw or ''}")):
            found[name] = None
    return list(found)


def naming(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of these words, folded, standing alone in folded text."""
    listed = "|".join(re.escape(text.fold(word)) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])" if listed else r"(?!)")


def _evidence(entries: Iterable[Entry]) -> Iterable[str]:
    for entry in entries:
        yield from entry.body.get("evidence") or () if entry.kind in _PROVEN else ()


def _number(database: Database, creator: str) -> int:
    row = database.one("SELECT creator FROM creator_keys WHERE key = ?", (creator,))
    if row is None:
        raise UgcError(f"No creator has the key {creator}.")
    return int(row[0])


def _column(database: Database, query: str, *values: object) -> tuple[Any, ...]:
    return tuple(row[0] for row in database.run(query, values))
