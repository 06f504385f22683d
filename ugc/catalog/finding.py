"""A selection answered from the tables.

A search reads the index `posts_line` in the order in which posts are listed, and of other tables the numbers of the
posts that fit. Where few posts have what one word asks for, it begins with those instead.
"""

from collections.abc import Sequence
from datetime import date, tzinfo

from ugc.catalog.clauses import Asking, Clause, clause
from ugc.catalog.database import Database
from ugc.catalog.resolving import lead_to
from ugc.catalog.search import Query, Term
from ugc.errors import UsageError
from ugc.pointing import caret

_IN_ORDER = "p.posted_at IS NULL, p.posted_at, p.name"
_FEW = 1000
_ONE_IN = 50
"""So many posts, or one of so many, are few: quicker to fetch one by one than to read the index of all."""


def find(
    database: Database, query: Query, *, today: date, zone: tzinfo, limit: int | None = None
) -> list[str]:
    """Return the ids of the posts that a selection means, in the order that it asks for, else oldest first, undated
    last, then by id; with `limit` the first so many.

    Days are whole days in `zone`. Raises UsageError for a post, creator, campaign or import that is not known.
    """
    with database.snapshot():
        where, values = _where(Asking(database, query, today, zone))
        if query.sort[:1] in (("posted",), ("posted-desc",)):
            return _newest_first(database, where, values, limit)
        if query.sort and limit is None:
            return _all_sorted(database, query.sort, where, values)
        order = ", ".join([*(_key(name) for name in query.sort), _IN_ORDER])
        return _names(database, f"{where} ORDER BY {order}", values, limit)


def count(database: Database, query: Query, *, today: date, zone: tzinfo) -> int:
    """Return how many posts a selection means, without a list of them. Raises UsageError as `find` does."""
    asking = Asking(database, query, today, zone)
    with database.snapshot():
        demanded, others = _conditions(asking)
        if len(demanded) == 1 and demanded[0].members and not others:  # they need no look at the posts
            (only,) = demanded
            row = database.one(f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({only.sql}))", only.values)  # noqa: S608
        else:
            where, values = _joined(database, demanded, others)
            row = database.one(f"SELECT count(*) FROM posts p WHERE {where}", values)  # noqa: S608
    assert row is not None
    return int(row[0])


def _names(database: Database, where: str, values: Sequence[object], limit: int | None) -> list[str]:
    sql = f"SELECT p.name FROM posts p WHERE {where} LIMIT ?"  # noqa: S608
    return [name for (name,) in database.each(sql, (*values, -1 if limit is None else limit))]


def _newest_first(database: Database, where: str, values: Sequence[object], limit: int | None) -> list[str]:
    """The index read backwards, and after it those without a date."""
    dated = f"(p.posted_at IS NULL) = 0 AND {where} ORDER BY p.posted_at DESC, p.name DESC"
    names = _names(database, dated, values, limit)
    left = None if limit is None else limit - len(names)
    undated = f"(p.posted_at IS NULL) = 1 AND {where} ORDER BY p.posted_at IS NULL, p.posted_at, p.name"
    return names if left == 0 else names + _names(database, undated, values, left)


def _all_sorted(database: Database, sort: Sequence[str], where: str, values: Sequence[object]) -> list[str]:
    """Sorted here, which for many is several times quicker than in SQLite: the index gives them in order already."""
    columns = [_column(name) for name in sort]
    sql = f"SELECT p.name, {', '.join(columns)} FROM posts p WHERE {where} ORDER BY {_IN_ORDER}"  # noqa: S608
    rows = database.run(sql, values)
    for place, name in reversed(list(enumerate(sort, start=1))):
        known = [row for row in rows if row[place] is not None]
        unknown = [row for row in rows if row[place] is None]
        up = name.endswith("-asc")
        known.sort(key=lambda row, at=place: row[at], reverse=not up)  # type: ignore[misc]
        rows = known + unknown
    return [row[0] for row in rows]


def _column(name: str) -> str:
    what = name.partition("-")[0]
    return {"posted": "p.posted_at", "imported": "p.id"}.get(what, f"p.{what}")


def _key(name: str) -> str:
    """The largest and newest first, unless told otherwise; what is unknown comes last either way."""
    column = _column(name)
    return f"{column} IS NULL, {column}" if name.endswith("-asc") else f"{column} DESC"


def _where(asking: Asking) -> tuple[str, list[object]]:
    return _joined(asking.database, *_conditions(asking))


def _joined(
    database: Database, demanded: Sequence[Clause], others: Sequence[Clause]
) -> tuple[str, list[object]]:
    few = _few(database, demanded)
    conditions = [
        *(one.condition(first=one in few) for one in demanded),
        *(one.condition() for one in others),
    ]
    values = [value for one in (*demanded, *others) for value in one.values]
    return " AND ".join(conditions) or "TRUE", values


def _conditions(asking: Asking) -> tuple[list[Clause], list[Clause]]:
    """Those that must hold, saved searches taken apart, and those that must not."""
    demanded: list[Clause] = []
    others: list[Clause] = []
    ids: dict[str, None] = {}
    for term in asking.query.terms:
        if term.within is not None:
            inner = asking._replace(query=term.within)
            if term.exclude:
                where, values = _where(inner)
                others.append(Clause(f"({where}) IS NOT TRUE", tuple(values)))
            else:
                more, less = _conditions(inner)
                demanded += more
                others += less
        elif term.name == "id" and not term.exclude:
            ids |= dict.fromkeys(_pointed(asking, term))
        elif term.exclude:
            found = _clause(asking, term)
            others.append(Clause(f"{found.condition()} IS NOT TRUE", found.values))
        else:
            demanded.append(_clause(asking, term))
    if ids:
        inner_sql = f"SELECT id FROM posts WHERE name IN ({', '.join('?' * len(ids))})"  # noqa: S608
        demanded.append(Clause(inner_sql, tuple(ids), members=True))
    return demanded, others


def _few(database: Database, clauses: Sequence[Clause]) -> list[Clause]:
    """Those that few posts have."""
    asked = [one for one in clauses if one.members]
    if not asked:
        return []
    (newest,) = database.one("SELECT max(id) FROM posts") or (0,)
    most = max(_FEW, (newest or 0) // _ONE_IN)
    few: list[Clause] = []
    for one in asked:
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({one.sql}) LIMIT ?)"  # noqa: S608
        (number,) = database.one(sql, (*one.values, most + 1)) or (0,)
        if number <= most:
            few.append(one)
    return few


def _pointed(asking: Asking, term: Term) -> tuple[str, ...]:
    try:
        return lead_to(asking.database, term.value)
    except UsageError as error:
        raise _showing(asking, term, error) from None


def _clause(asking: Asking, term: Term) -> Clause:
    try:
        return clause(asking, term)
    except UsageError as error:
        raise _showing(asking, term, error) from None


def _showing(asking: Asking, term: Term, error: UsageError) -> UsageError:
    """The same fault, with its place in the selection for people."""
    query = asking.query
    error.shown = error.shown or caret(query.text, term.place, called=query.called)
    return error
