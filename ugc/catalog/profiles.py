"""What is written down of creators: profiles, contacts, notes, and how many followed their accounts when."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.figures import FigureRows
from ugc.errors import UgcError
from ugc.model.creators import Contact, Creator, CreatorNote, Followers, Profile
from ugc.model.posts import Account

_IN = "IN (SELECT value FROM json_each(?))"
_POSTS = f"""
SELECT a.creator, count(*), min(p.posted_at), max(p.posted_at) FROM posts p JOIN accounts a ON a.id = p.account
WHERE a.creator {_IN} GROUP BY a.creator
"""  # noqa: S608  our own words
_NEWEST = f"""
SELECT a.creator, f.account, f.day, f.count, f.source FROM followers f JOIN accounts a ON a.id = f.account
WHERE a.creator {_IN} AND f.day = (SELECT max(n.day) FROM followers n WHERE n.account = f.account)
ORDER BY a.creator, f.account, f.count DESC, f.source
"""  # noqa: S608


class Profiles:
    """The part of the catalog's door that creators, as people, go through."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.figures = FigureRows(database)
        """What their figures rest on."""

    def all(self) -> list[str]:
        """Return the key of every creator, in the order of keys."""
        return [key for (key,) in self._database.run("SELECT key FROM creators ORDER BY key")]

    def reachable(self) -> set[str]:
        """Return the key of every creator of whom it is known how to reach them; not how."""
        query = "SELECT c.key FROM creator_contacts o JOIN creators c ON c.id = o.creator"
        return {key for (key,) in self._database.run(query)}

    def noted(self) -> set[str]:
        """Return the key of every creator on whom there is a note."""
        query = "SELECT DISTINCT c.key FROM creator_notes n JOIN creators c ON c.id = n.creator"
        return {key for (key,) in self._database.run(query)}

    def ever_borne(self, account: Account) -> bool:
        """Whether an account of that platform bears this handle, or ever did."""
        query = "SELECT 1 FROM account_handles WHERE folded = ? AND platform = ?"
        return self._database.one(query, (people.folded_handle(account), account.platform)) is not None

    def add_account(self, account: Account) -> str:
        """Return the key of the creator of an account; one that is not known becomes one, with a creator of its own."""
        with self._database.transaction():
            number = people.note_account(self._database, account)
            query = "SELECT c.key FROM accounts a JOIN creators c ON c.id = a.creator WHERE a.id = ?"
            ((key,),) = self._database.run(query, (number,))
        return str(key)

    def every(self) -> dict[str, Creator]:
        """Return every creator by key, in the order of keys."""
        with self._database.snapshot():
            return self.creators(self.all())

    def creators(self, keys: Iterable[str]) -> dict[str, Creator]:
        """Return creators by the keys asked for, any that they were ever known by. Raises UgcError for another."""
        with self._database.snapshot():
            numbers = self._numbers(keys)
            listed = json.dumps(list(numbers.values()))
            own: dict[int, str] = dict(
                self._database.run(f"SELECT id, key FROM creators WHERE id {_IN}", (listed,))  # noqa: S608
            )
            accounts = self._accounts(listed)
            told: dict[int, str] = dict(
                self._database.run(
                    f"SELECT creator, body FROM creator_profiles WHERE creator {_IN}",  # noqa: S608
                    (listed,),
                )
            )
            posts = {row[0]: row[1:] for row in self._database.run(_POSTS, (listed,))}
            followers = self._newest(listed)
            return {
                key: Creator(
                    key=own[number],
                    accounts=tuple(accounts.get(number, {}).values()),
                    profile=Profile.model_validate_json(told[number]) if number in told else Profile(),
                    followers=tuple(followers.get(number, ())),
                    **_spoken(posts.get(number)),
                )
                for key, number in numbers.items()
            }

    def newest_posts(self, key: str, *, limit: int) -> list[str]:
        """Return the ids of a creator's newest posts, the newest first; those without a date last."""
        rows = self._database.run(
            "SELECT p.name FROM posts p JOIN accounts a ON a.id = p.account WHERE a.creator = ?"
            " ORDER BY p.posted_at IS NULL, p.posted_at DESC, p.name LIMIT ?",
            (self._number(key), limit),
        )
        return [name for (name,) in rows]

    def know(self, account: Account) -> str:
        """Return the key of the creator of an account, who is made with it where the catalog does not know them."""
        with self._database.transaction():
            number = people.note_account(self._database, account)
            row = self._database.one(
                "SELECT c.key FROM accounts a JOIN creators c ON c.id = a.creator WHERE a.id = ?", (number,)
            )
        assert row is not None
        return str(row[0])

    def posts(self, key: str) -> list[str]:
        """Return the ids of the posts of a creator's accounts, in no order that means something."""
        query = (
            "SELECT p.name FROM posts p JOIN accounts a ON a.id = p.account WHERE a.creator = ? ORDER BY p.id"
        )
        return [name for (name,) in self._database.run(query, (self._number(key),))]

    def keep_profile(self, key: str, profile: Profile) -> None:
        """Keep what is written down of a creator, in place of what was."""
        with self._database.transaction():
            self._keep("creator_profiles", key, None if profile == Profile() else profile.model_dump_json())

    def contact(self, key: str) -> Contact:
        """Return how to reach a creator; an empty one where nothing is known."""
        row = self._database.one("SELECT body FROM creator_contacts WHERE creator = ?", (self._number(key),))
        return Contact.model_validate_json(row[0]) if row else Contact()

    def keep_contact(self, key: str, contact: Contact) -> None:
        """Keep how to reach a creator, in place of what was known."""
        with self._database.transaction():
            self._keep("creator_contacts", key, None if contact == Contact() else contact.model_dump_json())

    def notes(self, key: str) -> list[CreatorNote]:
        """Return the notes on a creator, oldest first."""
        rows = self._database.run(
            "SELECT id, day, words, by FROM creator_notes WHERE creator = ? ORDER BY day, id",
            (self._number(key),),
        )
        return [CreatorNote(id=id, day=day, words=words, by=by) for id, day, words, by in rows]

    def add_note(self, key: str, words: str, *, by: str, day: date) -> int:
        """Write a note down; return its number."""
        with self._database.transaction():
            return self._database.insert(
                "INSERT INTO creator_notes (creator, day, words, by) VALUES (?, ?, ?, ?)",
                (self._number(key), day.isoformat(), words, by),
            )

    def remove_note(self, number: int) -> bool:
        """Take a note out; return whether there was one."""
        with self._database.transaction():
            return bool(self._database.run("DELETE FROM creator_notes WHERE id = ? RETURNING 1", (number,)))

    def note_followers(self, snapshots: Iterable[Followers]) -> None:
        """Keep snapshots; one of the same account, day and source takes the place of the one before.

        An account that is not known becomes one, with a creator of its own.
        """
        with self._database.transaction():
            for one in snapshots:
                self._database.run(
                    "INSERT INTO followers (account, day, count, source) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET count = excluded.count",
                    (
                        people.note_account(self._database, one.account),
                        one.day.isoformat(),
                        one.count,
                        one.source,
                    ),
                )

    def forget_followers(self, account: Account, day: date, source: str) -> None:
        """Take a snapshot out that was noted wrongly; one that is not there is no fault."""
        with self._database.transaction():
            self._database.run(
                "DELETE FROM followers WHERE account = ? AND day = ? AND source = ?",
                (people.note_account(self._database, account), day.isoformat(), source),
            )

    def followers(self, key: str) -> list[Followers]:
        """Return every snapshot of a creator's accounts, oldest first."""
        rows = self._database.run(
            "SELECT f.account, f.day, f.count, f.source FROM followers f JOIN accounts a ON a.id = f.account"
            " WHERE a.creator = ? ORDER BY f.day, f.account, f.source",
            (self._number(key),),
        )
        known = {number: people.load_account(self._database, number) for number in {row[0] for row in rows}}
        return [
            Followers(account=known[account], day=day, count=count, source=source)
            for account, day, count, source in rows
        ]

    def snapshots(self, keys: Iterable[str]) -> dict[str, list[Followers]]:
        """Return every snapshot of the accounts of some creators, by the keys asked for, oldest first."""
        numbers = self._numbers(keys)
        found = self._snapshots(f"a.creator {_IN}", json.dumps(list(numbers.values())))
        own: dict[int, list[Followers]] = {}
        for creator, one in found:
            own.setdefault(creator, []).append(one)
        return {key: own.get(number, []) for key, number in numbers.items()}

    def snapshots_of_handle(self, folded: str) -> list[Followers]:
        """Return every snapshot of the accounts of a handle, folded and without @, on any platform, oldest first."""
        return [one for _, one in self._snapshots("a.folded = ?", folded)]

    def _snapshots(self, where: str, value: str) -> list[tuple[int, Followers]]:
        rows = self._database.run(
            "SELECT a.creator, f.account, f.day, f.count, f.source FROM followers f"  # noqa: S608  our own words
            f" JOIN accounts a ON a.id = f.account WHERE {where} ORDER BY f.day, f.account, f.source",
            (value,),
        )
        known = {number: people.load_account(self._database, number) for number in {row[1] for row in rows}}
        return [
            (creator, Followers(account=known[account], day=day, count=count, source=source))
            for creator, account, day, count, source in rows
        ]

    def _accounts(self, listed: str) -> dict[int, dict[int, Account]]:
        found: dict[int, dict[int, Account]] = {}
        query = (
            "SELECT creator, id, platform, handle, native_id, display_name, profile_url FROM accounts"  # noqa: S608
            f" WHERE creator {_IN} ORDER BY creator, id"
        )
        for creator, number, platform, handle, native_id, name, url in self._database.run(query, (listed,)):
            found.setdefault(creator, {})[number] = Account(
                platform=platform, handle=handle, native_id=native_id, display_name=name, profile_url=url
            )
        return found

    def _newest(self, listed: str) -> dict[int, list[Followers]]:
        """The newest snapshot of each account; of several on one day the largest."""
        accounts = self._accounts(listed)
        found: dict[int, dict[int, Followers]] = {}
        for creator, account, day, count, source in self._database.run(_NEWEST, (listed,)):
            found.setdefault(creator, {}).setdefault(
                account,
                Followers(account=accounts[creator][account], day=day, count=count, source=source),
            )
        return {creator: list(told.values()) for creator, told in found.items()}

    def _keep(self, table: str, key: str, body: str | None) -> None:
        number = self._number(key)
        self._database.run(f"DELETE FROM {table} WHERE creator = ?", (number,))  # noqa: S608
        if body is not None:
            self._database.run(f"INSERT INTO {table} (creator, body) VALUES (?, ?)", (number, body))  # noqa: S608

    def _number(self, key: str) -> int:
        return self._numbers([key])[key]

    def _numbers(self, keys: Iterable[str]) -> dict[str, int]:
        asked = list(dict.fromkeys(keys))
        found: dict[str, int] = dict(
            self._database.run(
                f"SELECT key, creator FROM creator_keys WHERE key {_IN}",  # noqa: S608
                (json.dumps(asked),),
            )
        )
        for key in asked:
            if key not in found:
                raise UgcError(f"No creator has the key {key}.")
        return {key: found[key] for key in asked}


def _spoken(row: Sequence[Any] | None) -> Mapping[str, Any]:
    if row is None:
        return {}
    count, first, last = row
    return {
        "posts": count,
        "first_posted": datetime.fromisoformat(first) if first else None,
        "last_posted": datetime.fromisoformat(last) if last else None,
    }
