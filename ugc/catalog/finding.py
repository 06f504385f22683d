"""A selection answered from the tables.

What hangs on posts in other tables is fetched as the numbers of the posts that have it, and joined here. Where these
are few, the posts are looked up one by one; else a search reads the index `posts_line`, which has all that it asks of
a post's row, in the order in which posts are listed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from itertools import islice
from typing import NamedTuple

from ugc.catalog import members, ordering
from ugc.catalog.clauses import Asking, Clause, Condition, Joined, condition, words_as_one
from ugc.catalog.database import Database
from ugc.catalog.members import ALL, NONE, Members
from ugc.catalog.resolving import lead_to
from ugc.catalog.search import Query, Term
from ugc.errors import UsageError
from ugc.pointing import caret

_IN_ORDER = "p.posted_at IS NULL, p.posted_at, p.name"
_FEW = 1000
_ONE_IN = 50
"""So many posts, or one of so many, are few: quicker to fetch one by one than to read the index of all."""
_AT_ONCE = 1000
_DEEP = 12
"""SQLite reads no more than some fifty brackets within each other: what stands deeper is asked by itself."""


class _Found(NamedTuple):
    """What a selection means: posts of which more is asked, or not, of their rows."""

    numbers: int
    """Members, as `members` has them."""
    row: str | None
    """What is asked of the rows besides."""
    row_values: tuple[object, ...]
    where: str
    """All of it as one condition."""
    values: tuple[object, ...]


def find(
    database: Database,
    query: Query,
    *,
    today: date,
    zone: tzinfo,
    limit: int | None = None,
    few: int | None = None,
) -> list[str]:
    """Return the ids of the posts that a selection means, in the order that it asks for, else oldest first, undated
    last, then by id; with `limit` the first so many.

    Days are whole days in `zone`. Up to `few` posts, when it is given, are looked up one by one. Raises UsageError for
    a post, creator, campaign or import that is not known.
    """
    with database.snapshot():
        found = _found(Asking(database, query, today, zone), few)
        if found.numbers == NONE:
            return []
        first = query.sort[0] if query.sort else ""
        if first.startswith("imported"):
            return _by_import(database, found, limit, up=first.endswith("-asc"))
        if first in ("posted", "posted-desc"):
            return _newest_first(database, found, limit)
        if query.sort and limit is None:
            return _all_sorted(database, query.sort, found)
        order = ", ".join([*(_key(name) for name in query.sort), _IN_ORDER])
        return _names(database, f"{found.where} ORDER BY {order}", found.values, limit)


def count(database: Database, query: Query, *, today: date, zone: tzinfo, few: int | None = None) -> int:
    """Return how many posts a selection means, without a list of them. Raises UsageError as `find` does."""
    with database.snapshot():
        asking = Asking(database, query, today, zone)
        single = _single(_conditions(asking))
        if single is not None:
            only, without = single
            sql = f"WITH m (post) AS ({only.sql}) SELECT count(DISTINCT post) FROM m"  # noqa: S608  our own words
            number = _number(database, sql, only.values)
            return _number(database, "SELECT count(*) FROM posts") - number if without else number
        found = _found(asking, few)
        if found.row is not None and found.numbers != NONE:
            return _number(database, f"SELECT count(*) FROM posts p WHERE {found.where}", found.values)  # noqa: S608
        if found.numbers >= 0:
            return found.numbers.bit_count()
        return _number(database, "SELECT count(*) FROM posts") - (~found.numbers).bit_count()


def _single(conditions: Sequence[Condition]) -> tuple[Clause, bool] | None:
    """The one condition that a selection consists of, if its members alone answer it, and whether it excludes them."""
    without = False
    while len(conditions) == 1:
        (only,) = conditions
        if isinstance(only, Clause):
            return (only, without) if only.members else None
        conditions, without = only.parts, without is not (only.how == "none")
    return None


def _number(database: Database, sql: str, values: Sequence[object] = ()) -> int:
    (number,) = database.one(sql, values) or (0,)
    return int(number or 0)


def _names(database: Database, where: str, values: Sequence[object], limit: int | None) -> list[str]:
    sql = f"SELECT p.name FROM posts p WHERE {where} LIMIT ?"  # noqa: S608
    return [name for (name,) in database.each(sql, (*values, -1 if limit is None else limit))]


def _newest_first(database: Database, found: _Found, limit: int | None) -> list[str]:
    """The index read backwards, and after it those without a date."""
    dated = f"(p.posted_at IS NULL) = 0 AND {found.where} ORDER BY p.posted_at DESC, p.name DESC"
    names = _names(database, dated, found.values, limit)
    left = None if limit is None else limit - len(names)
    undated = f"(p.posted_at IS NULL) = 1 AND {found.where} ORDER BY {_IN_ORDER}"
    return names if left == 0 else names + _names(database, undated, found.values, left)


def _by_import(database: Database, found: _Found, limit: int | None, *, up: bool) -> list[str]:
    newest = _number(database, "SELECT max(id) FROM posts")
    if limit is None:
        placed: list[str | None] = [None] * (newest + 1)
        sql = f"SELECT p.name, p.id FROM posts p WHERE {found.where}"  # noqa: S608  our own words
        for name, number in database.each(sql, found.values):
            placed[number] = name
        names = [name for name in placed if name is not None]
        return names if up else names[::-1]
    meant = found.numbers
    if found.row is not None:
        sql = f"SELECT p.id FROM posts p WHERE {found.where}"  # noqa: S608
        meant = Members(database, few=0).of(Clause(sql, found.values, members=True))
    return list(islice(_named(database, members.numbers(meant, last_first=not up, newest=newest)), limit))


def _named(database: Database, numbers: Iterable[int]) -> Iterator[str]:
    """The ids of posts in the order of their numbers; those that are no posts are passed over."""
    numbers = iter(numbers)
    while some := list(islice(numbers, _AT_ONCE)):
        sql = "SELECT id, name FROM posts WHERE id IN (SELECT value FROM json_each(?))"
        names: dict[int, str] = dict(database.run(sql, (json.dumps(some),)))
        yield from (names[number] for number in some if number in names)


def _all_sorted(database: Database, sort: Sequence[str], found: _Found) -> list[str]:
    """Sorted here, which for many is several times quicker than in SQLite: the index gives them in order already."""
    columns = ", ".join(_column(name) for name in sort)
    sql = f"SELECT p.name, {columns} FROM posts p WHERE {found.where} ORDER BY {_IN_ORDER}"  # noqa: S608
    names: list[str] = []
    keys: list[list[float | str | None]] = [[] for _ in sort]
    if len(keys) == 1:
        (only,) = keys
        for name, key in database.each(sql, found.values):
            names.append(name)
            only.append(key)
    else:
        for name, *some in database.each(sql, found.values):
            names.append(name)
            for key, held in zip(some, keys, strict=True):
                held.append(key)
    return ordering.ordered(names, keys, up=[name.endswith("-asc") for name in sort])


def _column(name: str) -> str:
    what = name.partition("-")[0]
    return {"posted": "p.posted_at", "imported": "p.id"}.get(what, f"p.{what}")


def _key(name: str) -> str:
    """The largest and newest first, unless told otherwise; what is unknown comes last either way."""
    column = _column(name)
    return f"{column} IS NULL, {column}" if name.endswith("-asc") else f"{column} DESC"


def _found(asking: Asking, few: int | None) -> _Found:
    database = asking.database
    least = _FEW if few is None else few
    fetching = Members(database, least)
    asked = _conditions(asking)
    numbers = fetching.of_all([one for one in asked if fetching.are(one)])
    most = max(least, _number(database, "SELECT max(id) FROM posts") // _ONE_IN) if few is None else few
    parts: list[_Sql] = []
    if members.is_few(numbers, most):
        parts.append(("p.id IN (SELECT value FROM json_each(?))", (members.listed(numbers),)))
    elif numbers != ALL:
        parts.append(_looked_up(numbers))
    rows = [] if numbers == NONE else [_sql(fetching, one, numbers) for one in asked if not fetching.are(one)]
    row, where = _all_of(rows), _all_of([*parts, *rows])
    return _Found(numbers, row[0] if rows else None, row[1], *where)


_Sql = tuple[str, tuple[object, ...]]


def _all_of(parts: Sequence[_Sql]) -> _Sql:
    sql, values = _joined(parts, " AND ")
    return sql or "TRUE", values


def _joined(parts: Sequence[_Sql], between: str) -> _Sql:
    return between.join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _sql(fetching: Members, asked: Condition, among: int, depth: int = 0) -> _Sql:
    """A condition of which rows are asked; what members answer within it is looked up."""
    if fetching.are(asked):
        return _looked_up(fetching.of(asked, among=among))
    if isinstance(asked, Clause):
        return f"({asked.sql})", asked.values
    if depth == _DEEP:
        sql, values = _sql(fetching, asked, among)
        only = Clause(f"SELECT p.id FROM posts p WHERE {sql}", values, members=True)  # noqa: S608  our own words
        return _looked_up(fetching.of(only, among=among))
    parts = [_sql(fetching, part, among, depth + 1) for part in asked.parts]
    sql, values = _joined(parts, " AND " if asked.how == "all" else " OR ")
    return f"({sql}){' IS NOT TRUE' if asked.how == 'none' else ''}", values


def _looked_up(numbers: int) -> _Sql:
    if numbers in (ALL, NONE):
        return ("TRUE" if numbers == ALL else "FALSE"), ()
    sql, kept = members.looked_up(numbers)
    return sql, (kept,)


def _conditions(asking: Asking) -> list[Condition]:
    """What must hold, saved searches that are not excluded taken apart."""
    found: list[Condition] = []
    ids: dict[str, None] = {}
    for term in asking.query.terms:
        if term.within is not None:
            inner = _conditions(asking._replace(query=term.within))
            found += [_none(Joined("all", tuple(inner)))] if term.exclude else inner
        elif term.name == "id" and not term.exclude:
            ids |= dict.fromkeys(_pointed(asking, term))
        else:
            one = _condition(asking, term)
            found.append(_none(one) if term.exclude else one)
    if ids:
        sql = f"SELECT id FROM posts WHERE name IN ({', '.join('?' * len(ids))})"  # noqa: S608  our own words
        found.append(Clause(sql, tuple(ids), members=True))
    return words_as_one(found)


def _pointed(asking: Asking, term: Term) -> tuple[str, ...]:
    try:
        return lead_to(asking.database, term.value)
    except UsageError as error:
        raise _showing(asking, term, error) from None


def _condition(asking: Asking, term: Term) -> Condition:
    try:
        return condition(asking, term)
    except UsageError as error:
        raise _showing(asking, term, error) from None


def _showing(asking: Asking, term: Term, error: UsageError) -> UsageError:
    """The same fault, with its place in the selection for people."""
    query = asking.query
    error.shown = error.shown or caret(query.text, term.place, called=query.called)
    return error


def _none(excluded: Condition) -> Joined:
    return Joined("none", (excluded,))
