"""A person erased: rows deleted, records redacted, and the files that are to go with them noted down.

What is deleted is overwritten with zeros at once; `keeping.compact` then rewrites the file, so that neither free
pages nor the log keep anything. The files are listed in the same transaction: killed in between, the next command
that keeps house goes on from the list.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from ugc import text
from ugc.catalog import receipts
from ugc.catalog.creatives import MadeCreative, creatives
from ugc.catalog.database import Database
from ugc.catalog.marks import mark, names_of_account
from ugc.catalog.merge import same_account
from ugc.catalog.persons import Person, naming
from ugc.catalog.scrubbing import caption_files, drop_sheets, scrub_merges
from ugc.errors import UgcError
from ugc.model.base import Value, canonical
from ugc.model.entries import Entry
from ugc.model.posts import Account

WHOLE = "."
"""Stands in the list of files to be removed for the catalog's own free pages."""

_IN = "IN (SELECT value FROM json_each(?))"
_OF_POSTS = ("sources", "metrics", "post_ids", "permalinks")


class Erased(Value):
    """What left the catalog with a person."""

    posts: int
    creatives: tuple[MadeCreative, ...]
    media: tuple[tuple[str, str], ...]
    """sha256 and extension of originals that no other post holds."""
    shared_media: tuple[str, ...]
    """sha256 of originals that stay, because another creator's post holds the same file."""
    sheets: int
    """Sheets, given out or come back, of which it is not known any more what they said: they may name the person."""


def redact(database: Database, entry: Entry) -> None:
    """Keep an entry without fields that it lost; the triggers let nothing else of it change."""
    with database.transaction(durable=True):
        database.run("INSERT INTO redacting (seq) VALUES (?)", (entry.seq,))
        rows = database.run(
            "UPDATE entries SET body = ?, salts = ? WHERE seq = ? AND hash = ? RETURNING 1",
            (canonical(entry.body), canonical(entry.salts), entry.seq, entry.hash),
        )
        database.run("DELETE FROM redacting WHERE seq = ?", (entry.seq,))
        if not rows:
            raise UgcError(f"Entry {entry.seq} of the ledger is not the one that was redacted.")


def erase(database: Database, who: Person, *, erasure: str, at: datetime) -> Erased:
    """Delete what is a person's, all or nothing; see the module."""
    overwrite_deleted(database)
    with database.transaction(durable=True):
        rows = database.run(f"SELECT id FROM posts WHERE account {_IN}", _list(who))  # noqa: S608
        posts = json.dumps([row[0] for row in rows])
        made = creatives_of(database, who.posts)
        links = _firsts(database, f"SELECT key FROM permalinks WHERE post {_IN}", posts)  # noqa: S608
        held = _firsts(database, f"SELECT DISTINCT sha256 FROM post_media WHERE post {_IN}", posts)  # noqa: S608
        captions = caption_files(database, posts)
        receipts.forget(database)
        scrub_merges(database, who, posts)
        _scrub_shared(database, who)
        _scrub_imports(database, who)
        sheets = drop_sheets(database)
        database.many("DELETE FROM creatives WHERE path = ?", [(item.path,) for item in made])
        _delete_posts(database, posts)
        media = [*_delete_orphans(database, held), *captions]
        _delete_accounts(database, who)
        database.run(
            "INSERT INTO words (words) VALUES ('optimize')"
        )  # deleted words stay in the index until then
        gone = [sha256 for sha256, _ in media]
        _mark(database, who, links, gone, erasure=erasure, at=at)
    return Erased(
        posts=len(rows),
        creatives=tuple(made),
        media=tuple(sorted(media)),
        shared_media=tuple(sorted(set(held) - set(gone))),
        sheets=sheets,
    )


def lift(database: Database, erasure: str) -> bool:
    """Let an import bring back what an erasure kept out; return whether there was one."""
    with database.transaction(durable=True):
        receipts.forget(database)
        return bool(database.run("DELETE FROM erasures WHERE id = ? RETURNING 1", (erasure,)))


def creatives_of(database: Database, posts: Sequence[str]) -> list[MadeCreative]:
    """Return what was made of any of these posts, by path."""
    made = {item.path: item for post in posts for item in creatives(database, post=post)}
    return [made[path] for path in sorted(made)]


def list_for_removal(database: Database, paths: Iterable[str]) -> None:
    """Note files that are to be removed once the erasure stands, and the file's own free pages with them."""
    rows = [(path,) for path in dict.fromkeys([*paths, WHOLE])]
    database.many("INSERT INTO erasing (path) VALUES (?) ON CONFLICT DO NOTHING", rows)


def to_be_removed(database: Database) -> list[str]:
    """Return the files that are still to be removed, the catalog's own pages last."""
    found = [path for (path,) in database.run("SELECT path FROM erasing ORDER BY path")]
    return sorted(found, key=lambda path: path == WHOLE)


def removed(database: Database, path: str) -> None:
    """Strike a file off the list, overwriting its name."""
    overwrite_deleted(database)
    with database.transaction(durable=True):
        database.run("DELETE FROM erasing WHERE path = ?", (path,))


def overwrite_deleted(database: Database) -> None:
    """Have SQLite write zeros over what is deleted on this connection."""
    database.run("PRAGMA secure_delete = ON")


def _list(who: Person) -> tuple[str]:
    return (json.dumps(who.numbers),)


def _firsts(database: Database, query: str, listed: str) -> list[str]:
    return [row[0] for row in database.run(query, (listed,))]


def _delete_posts(database: Database, posts: str) -> None:
    tags = database.run(f"SELECT DISTINCT tag FROM post_tags WHERE post {_IN}", (posts,))  # noqa: S608
    database.run(f"DELETE FROM words WHERE rowid {_IN}", (posts,))  # noqa: S608
    for table in _OF_POSTS:
        database.run(f"DELETE FROM {table} WHERE post {_IN}", (posts,))  # noqa: S608
    database.run(f"DELETE FROM posts WHERE id {_IN}", (posts,))  # noqa: S608
    database.many("DELETE FROM tags WHERE id = ? AND id NOT IN (SELECT tag FROM post_tags)", tags)


def _delete_orphans(database: Database, held: Sequence[str]) -> list[tuple[str, str]]:
    """Drop the facts of files that no post holds any more, from products too; return their hashes and extensions."""
    query = "DELETE FROM media WHERE sha256 = ? AND sha256 NOT IN (SELECT sha256 FROM post_media) RETURNING sha256, ext"
    gone = [(row[0], row[1]) for sha256 in held for row in database.run(query, (sha256,))]
    bare = "UPDATE products SET image = NULL, image_ext = NULL, image_size = NULL WHERE image = ?"
    database.many(bare, [(sha256,) for sha256, _ in gone])
    return gone


def _mark(
    database: Database, who: Person, links: Sequence[str], gone: Sequence[str], *, erasure: str, at: datetime
) -> None:
    salt = secrets.token_hex(32)
    names = [f"post:{name}" for name in who.names]
    names += [f"link:{key}" for key in links]
    names += [f"file:{sha256}" for sha256 in gone]
    for account, handles in zip(who.accounts, who.handles, strict=True):
        names += names_of_account(account, handles)
    database.run(
        "INSERT INTO erasures (id, at, salt) VALUES (?, ?, ?)",
        (erasure, at.astimezone(UTC).isoformat(), salt),
    )
    database.many(
        "INSERT INTO erased (mark, erasure) VALUES (?, ?)",
        [(mark(salt, name), erasure) for name in set(names)],
    )


def _scrub_shared(database: Database, who: Person) -> None:
    """Take a person out of what sources said of other people's posts that name them as coauthor."""
    rows = database.run(
        "SELECT s.id, s.said FROM sources s WHERE s.post IN"  # noqa: S608
        f" (SELECT post FROM coauthors WHERE account {_IN})",
        _list(who),
    )
    for number, said in rows:
        told = json.loads(said)
        told["coauthors"] = [account for account in told.get("coauthors", ()) if not _is(who, account)]
        database.run("UPDATE sources SET said = ?, raw = NULL WHERE id = ?", (canonical(told), number))
    database.run(f"DELETE FROM coauthors WHERE account {_IN}", _list(who))  # noqa: S608


def _is(who: Person, told: dict[str, Any]) -> bool:
    account = Account.model_validate(told)
    folded = text.fold(account.handle.strip().lstrip("@"))
    return any(
        same_account(account, known) or (account.platform == known.platform and folded in handles)
        for known, handles in zip(who.accounts, who.handles, strict=True)
    )


def _scrub_imports(database: Database, who: Person) -> None:
    """Names of imported files and folders often hold the creator's handle."""
    named = naming(who.words)
    for number, what in database.run("SELECT id, what FROM imports"):
        if named.search(text.fold(what)):
            database.run("UPDATE imports SET what = '(redacted)' WHERE id = ?", (number,))


def _delete_accounts(database: Database, who: Person) -> None:
    keys = json.dumps(who.keys)
    creators = {row[0] for row in database.run(f"SELECT creator FROM creator_keys WHERE key {_IN}", (keys,))}  # noqa: S608
    database.run(f"DELETE FROM accounts WHERE id {_IN}", _list(who))  # noqa: S608
    database.run(f"DELETE FROM creator_keys WHERE key {_IN}", (keys,))  # noqa: S608
    database.many("DELETE FROM creators WHERE id = ?", [(number,) for number in creators])
