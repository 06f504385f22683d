"""Posts into the tables: a post's row and all that hangs on it."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from ugc.catalog import labels, people
from ugc.catalog.database import Database
from ugc.catalog.merge import Known
from ugc.catalog.names import link_key
from ugc.catalog.searched import SEARCHED, searched
from ugc.catalog.words import index_post
from ugc.model.posts import Media, Post

_COLUMNS = (
    "name platform kind account caption caption_trust posted_at precision permalink hashtags mentions paid_label"
    " sound track derived_from counts"
).split() + list(SEARCHED)
_INSERT = f"INSERT INTO posts ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608
_UPDATE = f"UPDATE posts SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"  # noqa: S608


def insert_post(database: Database, known: Known) -> int:
    """Add a post and return its number."""
    number = database.insert(_INSERT, _values(database, known))
    _write_parts(database, number, known.post)
    return number


def write_post(database: Database, number: int, known: Known, *, link: str | None = None) -> None:
    """Bring a post's row and all that hangs on it to what is known now. Its ids only ever grow in number.

    `link` is another spelling or address by which the post is known from now on.
    """
    _note_link(database, number, link)
    database.run(_UPDATE, (*_values(database, known), number))
    for table in ("coauthors", "hashtags", "post_media"):
        database.run(f"DELETE FROM {table} WHERE post = ?", (number,))  # noqa: S608  our own words
    _write_parts(database, number, known.post)


def store_media(database: Database, media: Iterable[Media]) -> None:
    """Note the facts of files that are in the store; of one that is known, what nobody had looked for before."""
    database.many(
        "INSERT INTO media (sha256, kind, ext, size, width, height, duration, sound) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET sound = excluded.sound WHERE sound IS NULL",
        [(m.sha256, m.kind, m.ext, m.size, m.width, m.height, m.duration, m.sound) for m in media],
    )


def _values(database: Database, known: Known) -> tuple[object, ...]:
    post = known.post
    return (
        post.id,
        post.platform,
        post.kind,
        people.note_account(database, post.author) if post.author else None,
        post.caption,
        known.caption_trust,
        _stamp(post.posted_at),
        post.precision,
        post.permalink,
        _listed(post.hashtags),
        _listed(post.mentions),
        post.paid_label,
        post.sound,
        post.track.model_dump_json(exclude_none=True) if post.track else None,
        post.derived_from,
        post.counts.model_dump_json() if post.counts else None,
        *searched(post),
    )


def _write_parts(database: Database, number: int, post: Post) -> None:
    names = [(name, number) for name in (post.id, *post.aliases)]
    database.many("INSERT INTO post_ids (name, post) VALUES (?, ?) ON CONFLICT DO NOTHING", names)
    _note_link(database, number, post.permalink)
    coauthors = dict.fromkeys(people.note_account(database, account) for account in post.coauthors)
    database.many(
        "INSERT INTO coauthors (post, place, account) VALUES (?, ?, ?)",
        [(number, place, account) for place, account in enumerate(coauthors)],
    )
    database.many("INSERT INTO hashtags (tag, post) VALUES (?, ?)", [(tag, number) for tag in post.hashtags])
    _write_media(database, number, post.media)
    labels.add(database, "tags", [number], post.tags)
    index_post(database, number)


def _note_link(database: Database, number: int, link: str | None) -> None:
    key = link_key(link) if link else None
    if key:
        database.run("INSERT INTO permalinks (key, post) VALUES (?, ?) ON CONFLICT DO NOTHING", (key, number))


def _write_media(database: Database, number: int, media: Sequence[Media]) -> None:
    database.many(
        "INSERT INTO post_media (post, place, sha256, role, alt, alt_by, alt_at, focus, name, attached_by,"
        " attached_at, stands_for) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                number,
                place,
                m.sha256,
                m.role,
                m.alt,
                m.alt_by,
                _stamp(m.alt_at),
                m.focus.model_dump_json(exclude_defaults=True) if m.focus else None,
                m.name,
                m.attached_by,
                _stamp(m.attached_at),
                m.stands_for,
            )
            for place, m in enumerate(media)
        ],
    )


def _listed(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
