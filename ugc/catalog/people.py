"""Creators and their accounts: who is the same person, as far as the sources say.

Two mentions with one native id are one account, whatever the handle. A mention without a native id is the account
that bears the handle now, if there is only one. A handle that somebody gave up may be another person's today, so it
never attributes a post; it is kept for looking people up.
"""

import json
from collections.abc import Iterable, Sequence
from typing import get_args

from ugc import text
from ugc.catalog.database import Database
from ugc.catalog.profile_joining import join_followers, join_written
from ugc.catalog.words import index_account
from ugc.errors import UsageError, nearest
from ugc.model.posts import Account, Platform

_PLATFORMS: tuple[str, ...] = get_args(Platform)
_NEAR = 5000


def find_account(database: Database, account: Account) -> int | None:
    """Return the number of the account that a source means, or None when it is not known."""
    native, folded = account.native_id or None, folded_handle(account)
    if native:
        row = database.one(
            "SELECT id FROM accounts WHERE platform = ? AND native_id = ?", (account.platform, native)
        )
        if row:
            return int(row[0])
    return _bearer(database, account.platform, folded, native) if folded else None


def note_account(database: Database, account: Account) -> int:
    """Return the number of the account that a source means; make it, or fill in what was not known of it."""
    number = find_account(database, account)
    if number is None:
        return _new(database, account)
    other = _bearer(database, account.platform, folded_handle(account), account.native_id)
    if other is not None and other != number:
        _join_accounts(database, number, other)
    _fill(database, number, account)
    return number


def load_account(database: Database, number: int) -> Account:
    """Return an account as it is known now."""
    row = database.one(
        "SELECT platform, handle, native_id, display_name, profile_url FROM accounts WHERE id = ?", (number,)
    )
    assert row is not None
    platform, handle, native_id, display_name, profile_url = row
    return Account(
        platform=platform,
        handle=handle,
        native_id=native_id,
        display_name=display_name,
        profile_url=profile_url,
    )


def resolve_creator(database: Database, name: str) -> str:
    """Return the key of the creator that a person means: `@ana`, `ana`, `tiktok:ana`, a profile's link, a key.

    Raises UsageError with the nearest handle, or with the candidates when it could be several.
    """
    platform, folded = _typed(name)
    found = _bearers(database, platform, folded) or _former_bearers(database, platform, folded)
    found |= _by_key(database, name.strip())
    if len(found) == 1:
        return found.pop()
    if found:
        raise UsageError(
            f"{name!r} could be any of these creators: {', '.join(sorted(found))}.",
            hint="Name the platform, as in tiktok:ana, or the handle of today.",
        )
    raise _unknown(database, name, folded)


def same_creator(database: Database, keep: str, other: str) -> None:
    """Record that two creators are one person. Both keys go on to mean that person."""
    kept, gone = (_creator(database, key) for key in (keep, other))
    if kept != gone:
        _join_creators(database, kept, gone)


def every_key(database: Database, creators: Iterable[str]) -> set[str]:
    """Return every key by which any of these creators, by any key of theirs, was ever known; records use any."""
    query = (
        "SELECT o.key FROM creator_keys k JOIN creator_keys o ON o.creator = k.creator"
        " WHERE k.key IN (SELECT value FROM json_each(?))"
    )
    return _keys(database.run(query, (json.dumps(list(creators)),)))


def accounts_of(database: Database, key: str) -> tuple[Account, ...]:
    """Return a creator's accounts."""
    rows = database.run(
        "SELECT a.id FROM accounts a JOIN creator_keys k ON k.creator = a.creator WHERE k.key = ? ORDER BY a.id",
        (key,),
    )
    return tuple(load_account(database, row[0]) for row in rows)


def folded_handle(account: Account) -> str:
    """Return the form in which handles are compared."""
    return text.fold(text.one_line(account.handle).lstrip("@"))


def _bearer(database: Database, platform: str, folded: str, native: str | None) -> int | None:
    """The one account that bears a handle now and may be meant by a mention with or without a native id."""
    if not folded:
        return None
    rows = database.run(
        "SELECT id, native_id FROM accounts WHERE platform = ? AND folded = ?", (platform, folded)
    )
    unnumbered = [row[0] for row in rows if row[1] is None]
    if native:
        return unnumbered[0] if len(rows) == 1 and unnumbered else _numbered_twin(rows, unnumbered, native)
    if len(rows) == 1:
        return int(rows[0][0])
    return unnumbered[0] if unnumbered else None


def _numbered_twin(rows: Sequence[tuple[int, str | None]], unnumbered: list[int], native: str) -> int | None:
    """With exactly one other bearer, and that one of the same native id, the unnumbered one is the same account."""
    others = [row for row in rows if row[1] is not None]
    same = len(others) == 1 and others[0][1] == native
    return unnumbered[0] if same and len(unnumbered) == 1 else None


def _new(database: Database, account: Account) -> int:
    folded = folded_handle(account)
    creator = _new_creator(
        database, f"{account.platform}:{folded or '#' + (account.native_id or '')}", account
    )
    number = database.insert(
        "INSERT INTO accounts (creator, platform, handle, folded, native_id, display_name, profile_url)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            creator,
            account.platform,
            text.one_line(account.handle).lstrip("@"),
            folded,
            account.native_id or None,
            account.display_name,
            account.profile_url,
        ),
    )
    _remember_handle(database, number, account.platform, folded)
    return number


def _new_creator(database: Database, key: str, account: Account) -> int:
    """Make a creator under a key that nobody had: a handle taken over from somebody else gets a longer one."""
    candidates = [key, *([f"{key}~{account.native_id}"] if account.native_id else [])]
    count = 2
    while database.one("SELECT 1 FROM creator_keys WHERE key = ?", (candidates[0],)):
        candidates.pop(0)
        if not candidates:
            candidates.append(f"{key}~{count}")
            count += 1
    creator = database.insert("INSERT INTO creators (key) VALUES (?)", (candidates[0],))
    database.run("INSERT INTO creator_keys (key, creator) VALUES (?, ?)", (candidates[0], creator))
    return creator


def _fill(database: Database, number: int, account: Account) -> None:
    known, folded = load_account(database, number), folded_handle(account)
    new_handle = folded and _remember_handle(database, number, account.platform, folded)
    renamed = folded and (new_handle or not known.handle)
    if renamed:
        database.run(
            "UPDATE accounts SET handle = ?, folded = ? WHERE id = ?",
            (text.one_line(account.handle).lstrip("@"), folded, number),
        )
    filled = {
        "native_id": known.native_id or account.native_id or None,
        "display_name": known.display_name or account.display_name,
        "profile_url": known.profile_url or account.profile_url,
    }
    told_more = any(value != getattr(known, name) for name, value in filled.items())
    if told_more:
        database.run(
            "UPDATE accounts SET native_id = ?, display_name = ?, profile_url = ? WHERE id = ?",
            (*filled.values(), number),
        )
    if not (renamed or told_more):
        return
    after = load_account(database, number)
    if (after.handle, after.display_name) != (known.handle, known.display_name):
        index_account(database, number)


def _remember_handle(database: Database, number: int, platform: str, folded: str) -> bool:
    """Whether this handle is new for the account: an old dump read again does not bring an old handle back."""
    key = (folded, platform, number)
    if not folded or database.one(
        "SELECT 1 FROM account_handles WHERE folded = ? AND platform = ? AND account = ?", key
    ):
        return False
    database.run("INSERT INTO account_handles (folded, platform, account) VALUES (?, ?, ?)", key)
    return True


def _join_accounts(database: Database, keep: int, gone: int) -> None:
    (kept,), (creator,) = (
        database.run("SELECT creator FROM accounts WHERE id = ?", (number,))[0] for number in (keep, gone)
    )
    for statement in (
        "UPDATE posts SET account = ? WHERE account = ?",
        "UPDATE OR IGNORE coauthors SET account = ? WHERE account = ?",
        "UPDATE OR IGNORE account_handles SET account = ? WHERE account = ?",
    ):
        database.run(statement, (keep, gone))
    join_followers(database, keep, gone)
    details = load_account(database, gone)
    database.run("DELETE FROM coauthors WHERE account = ?", (gone,))
    database.run("DELETE FROM accounts WHERE id = ?", (gone,))
    _fill(database, keep, details)
    index_account(database, keep)
    if kept != creator:
        _join_creators(database, kept, creator)


def _join_creators(database: Database, keep: int, gone: int) -> None:
    for table in ("accounts", "creator_keys"):
        database.run(f"UPDATE {table} SET creator = ? WHERE creator = ?", (keep, gone))  # noqa: S608  our own words
    join_written(database, keep, gone)
    database.run("DELETE FROM creators WHERE id = ?", (gone,))


def _creator(database: Database, key: str) -> int:
    row = database.one("SELECT creator FROM creator_keys WHERE key = ?", (key,))
    if row is None:
        raise _unknown(database, key, key)
    return int(row[0])


def _typed(name: str) -> tuple[str | None, str]:
    head, colon, rest = name.strip().partition(":")
    if colon and head.lower() in _PLATFORMS:
        return head.lower(), text.fold(text.handle(rest))
    return None, text.fold(text.handle(name))


_BEARERS = "SELECT DISTINCT c.key FROM accounts a JOIN creators c ON c.id = a.creator"


def _bearers(database: Database, platform: str | None, folded: str) -> set[str]:
    where = " WHERE a.folded = ? AND (? IS NULL OR a.platform = ?)"
    return _keys(database.run(_BEARERS + where, (folded, platform, platform))) if folded else set()


def _former_bearers(database: Database, platform: str | None, folded: str) -> set[str]:
    where = " JOIN account_handles h ON h.account = a.id WHERE h.folded = ? AND (? IS NULL OR h.platform = ?)"
    return _keys(database.run(_BEARERS + where, (folded, platform, platform))) if folded else set()


def _by_key(database: Database, name: str) -> set[str]:
    query = "SELECT c.key FROM creator_keys k JOIN creators c ON c.id = k.creator WHERE k.key = ?"
    return _keys(database.run(query, (name,)))


def _keys(rows: Iterable[tuple[str, ...]]) -> set[str]:
    return {row[0] for row in rows}


def _unknown(database: Database, name: str, folded: str) -> UsageError:
    rows = database.run("SELECT DISTINCT folded FROM account_handles ORDER BY folded LIMIT ?", (_NEAR,))
    close = nearest(folded, [row[0] for row in rows])
    shown = name if len(name) <= 80 else name[:79] + "…"
    hint = f"Did you mean @{close}?" if close else "`ugc creators` lists everyone."
    return UsageError(f"No creator is known as {shown!r}.", hint=hint)
