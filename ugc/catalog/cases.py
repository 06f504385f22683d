"""A post with the records that stand for it: which grants cover it now, what stops it, what ended.

Of each grant the newest version stands, and one that a later granted one supersedes does not. A revocation without
a grant ends what had been granted until then; a yes that was recorded after it is a new yes.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ugc.catalog import people
from ugc.catalog.changes import changes_of
from ugc.catalog.database import Database
from ugc.catalog.dealings import Dealings, Filed, asked, decided
from ugc.catalog.reading import load_many
from ugc.catalog.records import named_in, records_on
from ugc.catalog.sounds import Sounds, sounds
from ugc.model.base import Value
from ugc.model.entries import RightsRecord
from ugc.model.posts import Post
from ugc.model.records import Authorization, Grant, Hold, Lift, Release, Revocation
from ugc.model.rights import Case


class Parties(Value):
    """Every key by which a post's creator is known, and those of its coauthors."""

    author: frozenset[str] = frozenset()
    coauthors: frozenset[str] = frozenset()


def load_cases(database: Database, numbers: Sequence[int]) -> dict[int, Case]:
    """Return posts with their records, by number, many at once."""
    with database.snapshot():
        posts = {number: known.post for number, known in load_many(database, numbers).items()}
        parties = _parties(database, posts)
        names = {
            name
            for number, post in posts.items()
            for name in (post.id, *post.aliases, *parties[number].author, *parties[number].coauthors)
        }
        filed = _related(database, names)
        laid = sounds(database)
        seen = changes_of(database, numbers)
    by_name: dict[str, list[Filed]] = defaultdict(list)
    for item in filed:
        for name in set(named_in(item.record)) & names:
            by_name[name].append(item)
    linked = _Linked(filed)
    return {
        number: _case(post, parties[number], by_name, linked, laid).model_copy(
            update={"changes": seen.get(number, ())}
        )
        for number, post in posts.items()
    }


class _Linked:
    """Records that bear on other records: versions, successors, lifts, and revocations of a grant."""

    def __init__(self, filed: Sequence[Filed]) -> None:
        self.newest: dict[str, Filed] = {}
        self.since: dict[str, int] = {}
        self.successor: dict[str, str] = {}
        self.lifted: dict[str, int] = {}
        self.ended: dict[str, list[Filed]] = defaultdict(list)
        self.dealings = Dealings(filed)
        for item in filed:
            record = item.record
            if isinstance(record, Grant | Release | Authorization):
                self.newest[record.id] = item
            if isinstance(record, Grant) and record.status == "granted":
                self.since.setdefault(record.id, item.seq)
                if record.supersedes and record.supersedes != record.id:
                    self.successor[record.supersedes] = record.id
            elif isinstance(record, Lift):
                self.lifted[record.hold] = item.seq
            elif isinstance(record, Revocation) and record.grant:
                self.ended[record.grant].append(item)

    def forebears(self, grant: str) -> list[str]:
        """The grants that a grant took the place of, directly or through others."""
        found: list[str] = []
        wanted = [grant]
        while wanted:
            last = wanted.pop()
            older = [old for old, new in self.successor.items() if new == last and old not in found]
            found += older
            wanted += older
        return found


def _case(
    post: Post,
    parties: Parties,
    by_name: Mapping[str, Sequence[Filed]],
    linked: _Linked,
    laid: Sounds,
) -> Case:
    names = {post.id, *post.aliases}
    everyone = parties.author | parties.coauthors
    items = {item.seq: item for name in names | everyone for item in by_name.get(name, ())}
    filed = [items[seq] for seq in sorted(items)]
    standing = [item.record for item in filed if linked.newest.get(item.record.id) is item]
    grants = [record for record in standing if isinstance(record, Grant)]
    grants = [
        grant for grant in grants if _covers(grant, names, parties) and grant.id not in linked.successor
    ]
    records = [item.record for item in filed]
    requests, refusals = asked(records, linked.dealings, names=names, keys=parties.author)
    return Case(
        post=post,
        grants=tuple(grants),
        releases=tuple(r for r in standing if isinstance(r, Release) and r.post in names),
        authorizations=tuple(
            r
            for r in standing
            if isinstance(r, Authorization) and (r.post in names if r.post else r.creator in parties.author)
        ),
        holds=tuple(
            item.record
            for item in filed
            if isinstance(item.record, Hold)
            and (item.record.post in names or item.record.creator in everyone)
            and linked.lifted.get(item.record.id, 0) < item.seq
        ),
        revocations=(
            *_general(filed, grants, linked, names=names, keys=everyone),
            *_of_grants(grants, linked, names=names),
        ),
        requests=requests,
        refusals=refusals,
        decisions=decided(records, names),
        running=linked.dealings.running(names, {grant.id for grant in grants}),
        sounds=laid.licences,
        sounds_ended=laid.ended,
    )


def _covers(grant: Grant, names: set[str], parties: Parties) -> bool:
    if grant.posts:
        return not names.isdisjoint(grant.posts)
    return grant.creator in parties.author


def _general(
    filed: Sequence[Filed],
    grants: Sequence[Grant],
    linked: _Linked,
    *,
    names: set[str],
    keys: frozenset[str],
) -> list[Revocation]:
    """Revocations of the post or creator; where a grant was recorded later, made out to the earlier grants alone."""
    found: list[Revocation] = []
    for item in filed:
        record = item.record
        if not isinstance(record, Revocation) or record.grant:
            continue
        if record.post not in names and record.creator not in keys:
            continue
        earlier = [grant for grant in grants if linked.since.get(grant.id, 0) < item.seq]
        if len(earlier) == len(grants):
            found.append(record)
        else:
            found += [record.model_copy(update={"grant": grant.id}) for grant in earlier]
    return found


def _of_grants(grants: Sequence[Grant], linked: _Linked, *, names: set[str]) -> list[Revocation]:
    """Revocations of one grant, as far as they concern this post; one that comes after a renewal ends the renewal."""
    found: list[Revocation] = []
    for grant in grants:
        for name in (grant.id, *linked.forebears(grant.id)):
            for item in linked.ended.get(name, ()):
                record = item.record
                assert isinstance(record, Revocation)
                here = record.post is None or record.post in names
                if here and (name == grant.id or item.seq > linked.since.get(grant.id, 0)):
                    found.append(record.model_copy(update={"grant": grant.id}))
    return found


def _related(database: Database, names: Iterable[str]) -> list[Filed]:
    """The records that concern any of these names, and, through grants and holds, the records on those records."""
    found: dict[int, RightsRecord] = dict(records_on(database, subjects=names))
    known: set[str] = set()
    while True:
        ids = {record.id for record in found.values()} | {
            name for record in found.values() if (name := getattr(record, "supersedes", None))
        }
        if ids <= known:
            return [Filed.model_construct(seq=seq, record=found[seq]) for seq in sorted(found)]
        found |= records_on(database, subjects=ids - known, ids=ids - known, known=found)
        known |= ids


def _parties(database: Database, posts: Mapping[int, Post]) -> dict[int, Parties]:
    asked = json.dumps(list(posts))
    keys: dict[int, list[set[str]]] = {number: [set(), set()] for number in posts}
    for number, place, key in database.run(_KEYS, (asked, asked)):
        keys[number][place].add(key)
    return {
        number: Parties.model_construct(author=frozenset(author), coauthors=frozenset(coauthors))
        for number, (author, coauthors) in keys.items()
    }


_KEYS = """
SELECT p.id, 0, k.key FROM posts p JOIN accounts a ON a.id = p.account JOIN creator_keys k ON k.creator = a.creator
WHERE p.id IN (SELECT value FROM json_each(?))
UNION ALL
SELECT o.post, 1, k.key FROM coauthors o JOIN accounts a ON a.id = o.account
JOIN creator_keys k ON k.creator = a.creator WHERE o.post IN (SELECT value FROM json_each(?))
"""


def standing_grants(database: Database, creator: str) -> list[Grant]:
    """Return the granted grants over everything or any post of a creator's, less those revoked as a whole."""
    keys = people.every_key(database, [creator]) | {creator}
    posts = {row[0] for row in database.run(_POSTS_OF, (creator,))}
    filed = _related(database, keys | posts)
    linked = _Linked(filed)
    return [
        record
        for item in filed
        if isinstance(record := item.record, Grant)
        and record.status == "granted"
        and linked.newest[record.id] is item
        and record.id not in linked.successor
        and (not posts.isdisjoint(record.posts) or record.creator in keys)
        and not any(
            isinstance(r.record, Revocation) and r.record.post is None for r in linked.ended[record.id]
        )
    ]


def standing_holds(database: Database, name: str) -> list[Hold]:
    """Return the holds, not lifted, on exactly this post or creator, by any id or key it was ever known by."""
    names = {row[0] for row in database.run(_SAME_POST, (name,))}
    names |= people.every_key(database, [name]) | {name}
    filed = _related(database, names)
    lifted = _Linked(filed).lifted
    return [
        item.record
        for item in filed
        if isinstance(item.record, Hold)
        and ({item.record.post, item.record.creator} & names)
        and lifted.get(item.record.id, 0) < item.seq
    ]


_SAME_POST = "SELECT o.name FROM post_ids n JOIN post_ids o ON o.post = n.post WHERE n.name = ?"
_POSTS_OF = """
SELECT n.name FROM post_ids n JOIN posts p ON p.id = n.post JOIN accounts a ON a.id = p.account
JOIN creator_keys k ON k.creator = a.creator WHERE k.key = ?
"""
