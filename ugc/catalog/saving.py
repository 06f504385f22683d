"""Taking in what a source says of a post: which post it is, what changes, and what is only kept."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from ugc import text
from ugc.catalog import links, people
from ugc.catalog.changes import note_changes
from ugc.catalog.database import Database
from ugc.catalog.followers import note_followers
from ugc.catalog.joining import fold_in
from ugc.catalog.merge import Known, is_provisional, merge, newest
from ugc.catalog.names import file_id, find_post, link_id, link_key
from ugc.catalog.reading import counts_from, load
from ugc.catalog.telling import Told, readable, tell
from ugc.catalog.writing import insert_post, store_media, write_post
from ugc.model.base import Value, digest
from ugc.model.posts import FoundPost, Media

SaveOutcome = Literal["new", "changed", "same"]


class Saved(Value):
    """What became of a source's post."""

    post: str
    """Its id now."""
    outcome: SaveOutcome
    notes: tuple[str, ...] = ()
    """What the person should know: what was kept, what was joined."""


def save(database: Database, found: FoundPost, media: Sequence[Media], *, at: datetime, batch: int) -> Saved:
    """Take in one post, all or nothing. The same content from the same importer again adds nothing.

    `media` are the found files that could be opened and are in the store, in the source's order. Raises InputError
    when there is no id, link or file to know the post by.
    """
    told = tell(found, media)
    with database.transaction():
        known = known_by(database, [told.mark]).get(told.mark)
        if known is None:
            return keep(database, told, at=at, batch=batch)
        store_media(database, told.media)
        note_followers(database, told.found)
        touch(database, batch, [(known[0], "same")])
        return Saved(post=known[1], outcome="same")


def known_by(database: Database, marks: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The number and id of the post that each digest of a source is of, for those that are known."""
    rows = database.run(
        "SELECT s.digest, p.id, p.name FROM sources s JOIN posts p ON p.id = s.post"
        " WHERE s.digest IN (SELECT value FROM json_each(?))",
        (json.dumps(marks),),
    )
    return {mark: (number, name) for mark, number, name in rows}


def keep(database: Database, told: Told, *, at: datetime, batch: int) -> Saved:
    """Keep what a source says for the first time; inside a transaction."""
    number, saved = _take_in(database, readable(told), told.media)
    database.run(
        "INSERT INTO sources (post, digest, importer, origin, fetched_at, import, said, raw)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            told.mark,
            told.found.source,
            text.clean(told.found.origin),
            _stamp(at),
            batch,
            told.said,
            _clean(told.found.raw),
        ),
    )
    links.note(database, number, told.found, told_before=saved.outcome != "new")
    note_followers(database, told.found)
    touch(database, batch, [(number, saved.outcome)])
    if saved.outcome == "new" and not told.found.gone:
        return saved
    notes = note_changes(database, number, told.found, at=at, batch=batch)
    return saved.model_copy(update={"notes": (*saved.notes, *notes)})


def _take_in(database: Database, found: FoundPost, media: Sequence[Media]) -> tuple[int, Saved]:
    hits, notes = _find(database, found, media)
    store_media(database, media)
    if not hits:
        made = merge(None, _named(database, found, media), media)
        number = insert_post(database, made)
        _snapshot(database, number, found)
        return number, Saved(post=made.post.id, outcome="new", notes=tuple(notes))
    number = hits[0]
    before = load(database, number)
    found = _without_ids_of_others(database, found, hits)
    for other in hits[1:]:
        notes.append(f"joined: {fold_in(database, number, other)} to {before.post.id}")
    found = _with_known_account(database, number, found)
    known = load(database, number)
    merged = merge(known, found, media)
    if merged.post.id != known.post.id:
        notes.append(f"joined: {known.post.id} to {merged.post.id}")
    _snapshot(database, number, found)
    write_post(database, number, _with_newest_counts(database, number, merged), link=found.permalink)
    after = load(database, number)
    outcome: SaveOutcome = "same" if after.post == before.post else "changed"
    return number, Saved(post=after.post.id, outcome=outcome, notes=(*notes, *merged.notes))


def _find(database: Database, found: FoundPost, media: Sequence[Media]) -> tuple[list[int], list[str]]:
    """The posts that this one is, the one to keep first, with notes on those that look like it and are not joined."""
    by_id = [hit[0] for name in found.ids if (hit := find_post(database, name))]
    likely = [*_by_link(database, found), *_by_file(database, found, media)]
    hits = list(
        dict.fromkeys([*by_id, *(number for number in likely if _compatible(database, number, found))])
    )
    notes: list[str] = []
    kept = hits[:1]
    for number in hits[1:]:
        if _one_author(database, kept[0], number):
            kept.append(number)
        else:
            other = load(database, number).post.id
            notes.append(f"not joined with {other}: it is another creator's")
    return kept, notes


def _by_link(database: Database, found: FoundPost) -> list[int]:
    """By permalink; a link that stands at a post with another id of the same platform is a wrong link."""
    key = link_key(found.permalink) if found.permalink else None
    row = database.one("SELECT post FROM permalinks WHERE key = ?", (key,)) if key else None
    if row is None:
        return []
    names = {name for (name,) in database.run("SELECT name FROM post_ids WHERE post = ?", (row[0],))}
    spaces = {name.partition(":")[0] for name in names if not is_provisional(name)}
    clash = any(name.partition(":")[0] in spaces for name in found.ids) and not names & set(found.ids)
    return [] if clash else [row[0]]


def _by_file(database: Database, found: FoundPost, media: Sequence[Media]) -> list[int]:
    """By the first file: a post that is known by its file alone, or, for a bare file, the one post that holds it."""
    if not media:
        return []
    row = find_post(database, file_id(media[0]))
    if row is None or not _compatible(database, row[0], found):
        row = find_post(database, _file_id_of(media[0], found)) or row
    if row and (is_provisional(row[1]) or not found.ids):
        links = {key for (key,) in database.run("SELECT key FROM permalinks WHERE post = ?", (row[0],))}
        mine = link_key(found.permalink) if found.permalink else None
        return [] if mine and links and mine not in links else [row[0]]
    if found.ids or found.permalink:
        return []
    rows = database.run("SELECT post FROM post_media WHERE sha256 = ? LIMIT 2", (media[0].sha256,))
    return [rows[0][0]] if len(rows) == 1 else []


def _compatible(database: Database, number: int, found: FoundPost) -> bool:
    """Whether nothing says that a found post and a known one have different authors."""
    (account,) = database.run("SELECT account FROM posts WHERE id = ?", (number,))[0]
    if account is None or found.author is None:
        return True
    return bool(people.find_account(database, found.author) == account)


def _one_author(database: Database, one: int, other: int) -> bool:
    query = "SELECT account FROM posts WHERE id IN (?, ?) AND account IS NOT NULL"
    return len(set(database.run(query, (one, other)))) < 2


def _named(database: Database, found: FoundPost, media: Sequence[Media]) -> FoundPost:
    """A new post with ids that are free: where the file's own id is another post's, one of the link or the author."""
    if found.ids or not media or find_post(database, file_id(media[0])) is None:
        return found
    key = link_key(found.permalink) if found.permalink else None
    return found.model_copy(update={"ids": (link_id(key) if key else _file_id_of(media[0], found),)})


def _file_id_of(media: Media, found: FoundPost) -> str:
    """The id of a post known by a file alone, where another author's post is known by the same bytes."""
    author = found.author and (found.author.native_id or people.folded_handle(found.author))
    return f"file:{digest([media.sha256, found.platform, author])}"


def _without_ids_of_others(database: Database, found: FoundPost, hits: Sequence[int]) -> FoundPost:
    """Without the ids that posts not joined here have already: an id means one post for ever."""
    owners = {name: find_post(database, name) for name in found.ids}
    free = tuple(name for name, owner in owners.items() if owner is None or owner[0] in hits)
    return found.model_copy(update={"ids": free})


def _with_known_account(database: Database, number: int, found: FoundPost) -> FoundPost:
    """With the author as the catalog knows that account, so that a changed handle is not another author."""
    if found.author is None:
        return found
    account = people.find_account(database, found.author)
    (own,) = database.run("SELECT account FROM posts WHERE id = ?", (number,))[0]
    if own is None or account != own:
        return found
    people.note_account(database, found.author)
    return found.model_copy(update={"author": people.load_account(database, own)})


def _snapshot(database: Database, number: int, found: FoundPost) -> None:
    counts = newest([found.counts]) if found.counts else None
    if counts:
        database.run(
            "INSERT INTO metrics (post, taken_at, likes, comments, views, shares, saves, reach)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, _stamp(counts.taken_at), *_numbers(counts)),
        )


def _with_newest_counts(database: Database, number: int, known: Known) -> Known:
    """With counts from every snapshot there is: a merged value no longer knows when each of its numbers was taken."""
    rows = database.run(
        "SELECT taken_at, likes, comments, views, shares, saves, reach FROM metrics WHERE post = ? ORDER BY id",
        (number,),
    )
    post = known.post.model_copy(update={"counts": newest([counts_from(row) for row in rows])})
    return known.model_copy(update={"post": post})


def _numbers(counts: Any) -> tuple[int | None, ...]:
    return (counts.likes, counts.comments, counts.views, counts.shares, counts.saves, counts.reach)


def touch(database: Database, batch: int, posts: Sequence[tuple[int, SaveOutcome]]) -> None:
    """Note that an import brought posts; the strongest outcome of a batch stands."""
    database.many(
        "INSERT INTO import_posts (import, post, outcome) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET outcome = excluded.outcome WHERE outcome = 'same' AND excluded.outcome = 'changed'",
        [(batch, number, outcome) for number, outcome in posts],
    )


def _clean(words: str | None) -> str | None:
    return None if words is None else text.clean(words)


def _stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
