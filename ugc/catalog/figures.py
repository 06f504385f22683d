"""What the figures of creators rest on, of many creators at once: no statement for each post."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple

from ugc.catalog.database import Database
from ugc.model.creator_figures import MeasuredAccount, MeasuredPost
from ugc.model.creators import Followers
from ugc.model.posts import Account, Counts
from ugc.text import fold

_IN = "IN (SELECT value FROM json_each(?))"
_OF = f"SELECT id FROM creators WHERE key {_IN}"  # noqa: S608  our own words
_ACCOUNTS = f"""
SELECT c.key, a.id, a.platform, a.handle, a.native_id, a.display_name, a.profile_url
FROM accounts a JOIN creators c ON c.id = a.creator WHERE c.id IN ({_OF}) ORDER BY c.key, a.id
"""  # noqa: S608
_POSTS = f"""
SELECT p.account, p.id, p.name, p.kind, p.posted_at, (SELECT max(s.fetched_at) FROM sources s WHERE s.post = p.id)
FROM posts p JOIN accounts a ON a.id = p.account WHERE a.creator IN ({_OF}) ORDER BY p.id
"""  # noqa: S608
_METRICS = f"""
SELECT m.post, m.taken_at, m.likes, m.comments, m.views, m.shares, m.saves, m.reach
FROM posts p JOIN accounts a ON a.id = p.account JOIN metrics m ON m.post = p.id
WHERE a.creator IN ({_OF}) ORDER BY m.id
"""  # noqa: S608
_FOLLOWERS = f"""
SELECT f.account, f.day, f.count, f.source FROM followers f JOIN accounts a ON a.id = f.account
WHERE a.creator IN ({_OF}) ORDER BY f.account, f.day, f.source
"""  # noqa: S608
_SAID = f"""
SELECT c.key, a.id, p.name, s.importer, s.raw FROM sources s JOIN posts p ON p.id = s.post
JOIN accounts a ON a.id = p.account JOIN creators c ON c.id = a.creator
WHERE c.id IN ({_OF}) AND s.raw IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(s.raw, value))
ORDER BY p.posted_at DESC, p.name, s.id DESC
"""  # noqa: S608
_SHOWING = f"""
SELECT c.key, p.name FROM posts p JOIN accounts a ON a.id = p.account JOIN creators c ON c.id = a.creator
WHERE c.id IN ({_OF}) AND (EXISTS (SELECT 1 FROM json_each(p.mentions) WHERE value {_IN})
  OR p.id IN (SELECT post FROM hashtags WHERE tag {_IN}))
ORDER BY p.posted_at DESC, p.name
"""  # noqa: S608
_BRANDS = f"""
SELECT p.platform, p.name, s.importer, s.raw FROM accounts a JOIN posts p ON p.account = a.id
JOIN sources s ON s.post = p.id WHERE a.folded {_IN} AND s.raw IS NOT NULL AND instr(s.raw, 'comment')
ORDER BY p.posted_at DESC, p.name, s.id DESC
"""  # noqa: S608


class Said(NamedTuple):
    """What a source said of a post."""

    creator: str
    """Key."""
    place: int
    """Of the account among the creator's, as `measured` has them."""
    post: str
    importer: str
    raw: str


class SaidOfBrand(NamedTuple):
    """What a source said of a post of the brand's own account."""

    platform: str
    post: str
    importer: str
    raw: str


class FigureRows:
    """The part of the catalog's door for the figures of creators. Keys are those of today; see `own_keys`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def own_keys(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the keys that creators have today by any that they were ever known by; unknown ones are left out."""
        query = (
            "SELECT k.key, c.key FROM creator_keys k JOIN creators c ON c.id = k.creator"  # noqa: S608
            f" WHERE k.key {_IN}"
        )
        return dict(self._database.run(query, (_listed(keys),)))

    def accounts(self, keys: Iterable[str]) -> dict[str, list[Account]]:
        """Return the accounts of creators by their keys; a creator without an account has none."""
        asked = list(keys)
        found: dict[str, list[Account]] = {key: [] for key in asked}
        for key, _, account in self._accounts(asked):
            found[key].append(account)
        return found

    def measured(self, keys: Iterable[str], *, zone: tzinfo = UTC) -> dict[str, list[MeasuredAccount]]:
        """Return creators' accounts with all posts, counts and followers; a post's day is that in `zone`."""
        asked = list(keys)
        listed = (_listed(asked),)
        with self._database.snapshot():
            counts: dict[int, list[Counts]] = defaultdict(list)
            for post, *values in self._database.each(_METRICS, listed):
                counts[post].append(_counts(values))
            posts: dict[int, list[MeasuredPost]] = defaultdict(list)
            for account, number, name, kind, posted_at, seen_at in self._database.each(_POSTS, listed):
                posted = _moment(posted_at)
                posts[account].append(
                    MeasuredPost.model_construct(
                        post=name,
                        day=posted.astimezone(zone).date() if posted else None,
                        posted_at=posted,
                        kind=kind,
                        counts=tuple(counts.get(number, ())),
                        seen_at=_moment(seen_at),
                    )
                )
            followers: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
            for account, day, count, source in self._database.each(_FOLLOWERS, listed):
                followers[account].append((day, count, source))
            found: dict[str, list[MeasuredAccount]] = {key: [] for key in asked}
            for key, number, account in self._accounts(asked):
                found[key].append(
                    MeasuredAccount.model_construct(
                        account=account,
                        posts=tuple(posts.get(number, ())),
                        followers=tuple(
                            Followers(account=account, day=day, count=count, source=source)
                            for day, count, source in followers.get(number, ())
                        ),
                    )
                )
        return found

    def said(self, keys: Iterable[str], containing: Iterable[str]) -> Iterator[Said]:
        """Yield the records of creators' posts that contain any of these words, newest posts and records first."""
        asked = list(keys)
        places: dict[int, int] = {}
        last: tuple[str, int] = ("", -1)
        for key, number, _ in self._accounts(asked):
            last = (key, last[1] + 1 if last[0] == key else 0)
            places[number] = last[1]
        for key, number, post, importer, raw in self._database.each(
            _SAID, (_listed(asked), _listed(containing))
        ):
            yield Said(key, places[number], post, importer, raw)

    def showing(
        self, keys: Iterable[str], *, mentions: Iterable[str], hashtags: Iterable[str]
    ) -> dict[str, list[str]]:
        """Return the posts of creators that mention any of these handles or bear any of these tags, newest first.

        Handles and tags are folded, without sign.
        """
        found: dict[str, list[str]] = {}
        values = (_listed(keys), _listed(mentions), _listed(hashtags))
        for key, post in self._database.run(_SHOWING, values):
            found.setdefault(key, []).append(post)
        return found

    def said_of_brand(self, handles: Iterable[str]) -> Iterator[SaidOfBrand]:
        """Yield the records with comments of posts of accounts that bear one of these folded handles, newest first."""
        for row in self._database.each(_BRANDS, (_listed(handles),)):
            yield SaidOfBrand(*row)

    def _accounts(self, keys: Iterable[str]) -> list[tuple[str, int, Account]]:
        rows = self._database.run(_ACCOUNTS, (_listed(keys),))
        return [
            (
                key,
                number,
                Account(
                    platform=platform, handle=handle, native_id=native, display_name=name, profile_url=url
                ),
            )
            for key, number, platform, handle, native, name, url in rows
        ]


def folded(names: Iterable[str]) -> tuple[str, ...]:
    """Return handles or hashtags as the catalog compares them, each once, without @ and #."""
    return tuple(dict.fromkeys(fold(bare) for name in names if (bare := name.strip().lstrip("@#＃"))))


def _counts(values: list[Any]) -> Counts:
    taken_at, likes, comments, views, shares, saves, reach = values
    return Counts.model_construct(
        taken_at=_moment(taken_at),
        likes=likes,
        comments=comments,
        views=views,
        shares=shares,
        saves=saves,
        reach=reach,
    )


def _moment(written: str | None) -> datetime | None:
    """An instant as a table has it; one without a zone is taken to be in UTC, as everywhere in the catalog."""
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _listed(names: Iterable[str]) -> str:
    return json.dumps(list(names))
