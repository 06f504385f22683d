"""A selection answered from the tables. User text is only ever a parameter; the statements are our own words."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from ugc import text
from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.products import Products
from ugc.catalog.resolving import lead_to
from ugc.catalog.search import Query, Term, day_of
from ugc.catalog.words import spaced
from ugc.errors import UsageError, nearest

Clause = tuple[str, Sequence[Any]]

_CREATOR = """
(p.account IN (SELECT a.id FROM accounts a JOIN creator_keys k ON k.creator = a.creator WHERE k.key = ?1)
 OR p.id IN (SELECT o.post FROM coauthors o JOIN accounts a ON a.id = o.account
             JOIN creator_keys k ON k.creator = a.creator WHERE k.key = ?1))
"""
_FIXED = {
    ("kind", "image"): "p.id IN (SELECT l.post FROM post_media l JOIN media m ON m.sha256 = l.sha256"
    " WHERE m.kind = 'image' AND l.role <> 'poster')",
    ("kind", "video"): "(p.kind IN ('video', 'reel', 'short') OR p.id IN (SELECT l.post FROM post_media l"
    " JOIN media m ON m.sha256 = l.sha256 WHERE m.kind = 'video'))",
    (
        "kind",
        "carousel",
    ): "(p.kind = 'carousel' OR p.id IN (SELECT post FROM post_media WHERE role = 'original'"
    " GROUP BY post HAVING count(*) > 1))",
    ("is", "rendered"): "p.id IN (SELECT l.post FROM creative_posts l JOIN creatives c ON c.id = l.creative"
    " WHERE NOT c.proof)",
    ("is", "new"): "p.id NOT IN (SELECT l.post FROM creative_posts l JOIN creatives c ON c.id = l.creative"
    " WHERE NOT c.proof)",
    ("has", "caption"): "p.caption IS NOT NULL",
    ("has", "media"): "p.id IN (SELECT post FROM post_media)",
    ("has", "creator"): "p.account IS NOT NULL",
    ("has", "product"): "p.id IN (SELECT post FROM post_products)",
    (
        "import",
        "last",
    ): "p.id IN (SELECT post FROM import_posts WHERE import = (SELECT max(id) FROM imports))",
}
_ONE_VALUE = {
    "platform": "p.platform = ?",
    "kind": "p.kind = ?",
    "hashtag": "p.id IN (SELECT post FROM hashtags WHERE tag = ?)",
    "tag": "p.id IN (SELECT l.post FROM post_tags l JOIN tags t ON t.id = l.tag WHERE t.folded = ?)",
    "campaign": "p.id IN (SELECT l.post FROM campaign_posts l JOIN campaigns c ON c.id = l.campaign"
    " WHERE c.folded = ?)",
    "import": "p.id IN (SELECT post FROM import_posts WHERE import = ?)",
}


def find(database: Database, query: Query, *, today: date, zone: tzinfo) -> list[str]:
    """Return the ids of the posts that a selection means, oldest first, undated last, then by id.

    Days are whole days in `zone`. Raises UsageError for a post, creator, campaign or import that is not known.
    """
    with database.snapshot():
        clauses = [_clause(database, term, today, zone) for term in query.terms if not _is_id(term)]
        ids = [post for term in query.terms if _is_id(term) for post in lead_to(database, term.value)]
        if ids:
            clauses.append((f"p.name IN ({', '.join('?' * len(ids))})", ids))
        where = " AND ".join(sql for sql, _ in clauses) or "TRUE"
        values = [value for _, found in clauses for value in found]
        order = "ORDER BY p.posted_at IS NULL, p.posted_at, p.name"
        return [row[0] for row in database.run(f"SELECT p.name FROM posts p WHERE {where} {order}", values)]  # noqa: S608


def _is_id(term: Term) -> bool:
    return term.name == "id" and not term.exclude


def _clause(database: Database, term: Term, today: date, zone: tzinfo) -> Clause:
    sql, values = _positive(database, term, today, zone)
    return (f"({sql}) IS NOT TRUE" if term.exclude else f"({sql})"), values


def _positive(database: Database, term: Term, today: date, zone: tzinfo) -> Clause:
    fixed = _FIXED.get((term.name, term.value))
    if fixed:
        return fixed, ()
    special = _SPECIAL.get(term.name)
    if special:
        return special(database, term)
    if term.name in ("since", "until"):
        return _dates(term, day_of(term.value, today, place=term.place), zone)
    if term.name == "campaign":
        _known_campaign(database, term)
    if term.name == "import":
        _known_import(database, term)
    return _ONE_VALUE[term.name], (term.value,)


def _creator(database: Database, term: Term) -> Clause:
    key = people.resolve_creator(database, term.value)
    return _CREATOR.replace("?1", "?"), (key, key)


def _one_post(database: Database, term: Term) -> Clause:
    posts = lead_to(database, term.value)
    return f"p.name IN ({', '.join('?' * len(posts))})", posts


def _product(database: Database, term: Term) -> Clause:
    try:
        product = Products(database).resolve(term.value)
    except UsageError as error:
        text = f"In the selection, at character {term.place}: no product {term.value!r}."
        raise UsageError(text, hint=error.hint) from error
    return "p.id IN (SELECT post FROM post_products WHERE product = ?)", (product,)


def _words(_: Database, term: Term) -> Clause:
    """By words, each as a whole, without regard to case and accents; `sun*` finds what begins so."""
    value, star = (term.value[:-1], "*") if term.value.endswith("*") else (term.value, "")
    if not any(unicodedata.category(character)[0] in "LN" for character in value):
        return "instr(p.caption, ?) > 0", (term.value,)  # signs and emoji are no words to the index
    phrase = spaced(text.one_line(value)).replace('"', '""')
    return "p.id IN (SELECT rowid FROM words WHERE words MATCH ?)", (f'"{phrase}"{star}',)


_SPECIAL: dict[str, Callable[[Database, Term], Clause]] = {
    "creator": _creator,
    "id": _one_post,
    "product": _product,
    "words": _words,
}


def _dates(term: Term, day: date, zone: tzinfo) -> Clause:
    """A post of which only the day is known is taken at its word; others by the instant."""
    if term.name == "until":
        after, instant = day.isoformat(), _midnight(day + timedelta(days=1), zone)
        return (
            "CASE WHEN p.precision = 'day' THEN substr(p.posted_at, 1, 10) <= ? ELSE p.posted_at < ? END",
            (
                after,
                instant,
            ),
        )
    return "CASE WHEN p.precision = 'day' THEN substr(p.posted_at, 1, 10) >= ? ELSE p.posted_at >= ? END", (
        day.isoformat(),
        _midnight(day, zone),
    )


def _midnight(day: date, zone: tzinfo) -> str:
    try:
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC).isoformat()
    except OverflowError:
        return day.isoformat()


def _known_campaign(database: Database, term: Term) -> None:
    names = [row[0] for row in database.run("SELECT folded FROM campaigns ORDER BY folded")]
    if term.value not in names:
        close = nearest(term.value, names)
        hint = (
            f'Did you mean campaign:"{close}"?' if close else f"Known: {', '.join(names[:20]) or 'none yet'}."
        )
        raise UsageError(
            f"In the selection, at character {term.place}: no campaign {term.value!r}.", hint=hint
        )


def _known_import(database: Database, term: Term) -> None:
    if database.one("SELECT 1 FROM imports WHERE id = ?", (int(term.value),)) is None:
        text = f"In the selection, at character {term.place}: there was no import {term.value}."
        raise UsageError(text, hint="import:last is the newest.")
