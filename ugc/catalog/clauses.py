"""One word of a selection as a condition in SQL. User text is only ever a parameter; the statements are our own words.

`p` is the row of `posts`. What hangs on posts in other tables is asked as the numbers of the posts that have it, so
that a search can begin with the fewest.
"""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from ugc import ranges, text
from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.catalog.products import Products
from ugc.catalog.resolving import lead_to
from ugc.catalog.search import Query, Term
from ugc.catalog.searched import MEASURES, NUMBERS
from ugc.catalog.words import spaced
from ugc.errors import UsageError, nearest


class Clause(NamedTuple):
    """A condition on a post, or with `members` a SELECT of the numbers of the posts of which it holds."""

    sql: str
    values: tuple[Any, ...] = ()
    members: bool = False
    slow: bool = False
    """Its members are found by reading all posts, so they are asked for last."""
    whole: bool = False
    """To look one post up takes as long as to find all, as with the beginnings of words."""


class Joined(NamedTuple):
    """Several conditions as one."""

    how: Literal["all", "any", "none"]
    parts: "tuple[Condition, ...]"


Condition = Clause | Joined


class Asking(NamedTuple):
    """What a selection is answered with."""

    database: Database
    query: Query
    today: date
    zone: tzinfo


_CREATOR = (
    "SELECT o.id FROM posts o JOIN accounts a ON a.id = o.account JOIN creator_keys k ON k.creator = a.creator"
    " WHERE k.key = ? UNION ALL SELECT o.post FROM coauthors o JOIN accounts a ON a.id = o.account"
    " JOIN creator_keys k ON k.creator = a.creator WHERE k.key = ?"
)
_RENDERED = "SELECT l.post FROM creative_posts l JOIN creatives c ON c.id = l.creative WHERE NOT c.proof"
_MATCHING = "SELECT rowid FROM words WHERE words MATCH ?"
_DELETED = (
    "SELECT c.post FROM post_changes c WHERE c.what = 'deleted' AND NOT EXISTS (SELECT 1 FROM post_changes n"
    " WHERE n.post = c.post AND n.id > c.id AND n.what IN ('deleted', 'back'))"
)
_FIXED: dict[tuple[str, str], Condition] = {
    ("kind", "image"): Clause("p.pictures > 0"),
    ("kind", "video"): Clause("+p.kind IN ('video', 'reel', 'short') OR p.clips > 0"),
    ("kind", "carousel"): Clause("+p.kind = 'carousel' OR p.originals > 1"),
    ("is", "rendered"): Clause(_RENDERED, members=True),
    ("is", "new"): Joined("none", (Clause(_RENDERED, members=True),)),
    ("is", "deleted"): Clause(_DELETED, members=True),
    ("is", "edited"): Clause("SELECT post FROM post_changes WHERE what = 'edited'", members=True),
    ("is", "attached"): Clause("SELECT post FROM post_media WHERE attached_by IS NOT NULL", members=True),
    ("has", "caption"): Clause("p.captioned"),
    ("has", "media"): Clause("p.files > 0"),
    ("has", "creator"): Clause("+p.account IS NOT NULL"),
    ("has", "product"): Clause("SELECT post FROM post_products", members=True),
    ("has", "alt"): Clause("SELECT post FROM post_media WHERE alt IS NOT NULL", members=True),
    ("has", "captions"): Clause("SELECT post FROM post_captions", members=True),
    **{("has", name): Clause(f"p.{name} IS NOT NULL") for name in NUMBERS},
    ("import", "last"): Clause(
        "SELECT post FROM import_posts WHERE import = (SELECT max(id) FROM imports)", members=True
    ),
}
_MEMBERS = {
    "hashtag": "SELECT post FROM hashtags WHERE tag = ?",
    "tag": "SELECT l.post FROM post_tags l JOIN tags t ON t.id = l.tag WHERE t.folded = ?",
    "campaign": "SELECT l.post FROM campaign_posts l JOIN campaigns c ON c.id = l.campaign WHERE c.folded = ?",
    "import": "SELECT post FROM import_posts WHERE import = ?",
    "source": "SELECT post FROM sources WHERE importer = ?",
}


def condition(asking: Asking, term: Term) -> Condition:
    """Return what a word asks of a post, as it stands without the `-` before it.

    Raises UsageError for a post, creator, product, campaign, import or source that is not known.
    """
    found = [_one(asking, term, value) for value in term.values]
    if len(found) == 1:
        return found[0]
    clauses = [one for one in found if isinstance(one, Clause) and one.members and not one.slow]
    if len(clauses) == len(found):
        values = tuple(value for one in clauses for value in one.values)
        return Clause(" UNION ALL ".join(one.sql for one in clauses), values, members=True)
    return Joined("any", tuple(found))


def words_as_one(conditions: Sequence[Condition]) -> list[Condition]:
    """Return conditions of which all must hold with those on words as one: the index joins them many times quicker."""
    words = [one for one in conditions if isinstance(one, Clause) and one.sql == _MATCHING]
    if len(words) < 2:
        return list(conditions)
    asked = " AND ".join(str(value) for one in words for value in one.values)
    one = Clause(_MATCHING, (asked,), members=True, whole=any(word.whole for word in words))
    return [*(other for other in conditions if other not in words), one]


def _one(asking: Asking, term: Term, value: str) -> Condition:
    fixed = _FIXED.get((term.name, value))
    if fixed:
        return fixed
    special = _SPECIAL.get(term.name)
    return special(asking, term, value) if special else Clause(_MEMBERS[term.name], (value,), members=True)


def _creator(asking: Asking, _: Term, value: str) -> Clause:
    key = people.resolve_creator(asking.database, value)
    return Clause(_CREATOR, (key, key), members=True)


def _post(asking: Asking, _: Term, value: str) -> Clause:
    posts = lead_to(asking.database, value)
    return Clause(f"SELECT id FROM posts WHERE name IN ({', '.join('?' * len(posts))})", posts, members=True)  # noqa: S608


def _product(asking: Asking, term: Term, value: str) -> Clause:
    try:
        product = Products(asking.database).resolve(value)
    except UsageError as error:
        raise asking.query.fault(term, f"no product {value!r}", hint=error.hint) from error
    return Clause("SELECT post FROM post_products WHERE product = ?", (product,), members=True)


def _words(_: Asking, __: Term, value: str) -> Clause:
    """By words, each as a whole, without regard to case and accents; `sun*` finds what begins so."""
    word, star = (value[:-1], "*") if value.endswith("*") else (value, "")
    if not any(unicodedata.category(character)[0] in "LN" for character in word):
        # Signs and emoji are no words to the index.
        return Clause("SELECT id FROM posts WHERE instr(caption, ?) > 0", (value,), members=True, slow=True)
    phrase = spaced(text.one_line(word)).replace('"', '""')
    return Clause(_MATCHING, (f'"{phrase}"{star}',), members=True, whole=bool(star))


def _column(_: Asking, term: Term, value: str) -> Clause:
    return Clause(f"+p.{term.name} = ?", (value,))


def _number(_: Asking, term: Term, value: str) -> Clause:
    """An unknown number is in no range."""
    sql, values = _within(f"p.{term.name}", _asked(ranges.numbers(value)))
    return Clause(f"p.{term.name} IS NOT NULL AND {sql}", values)


def _measure(_: Asking, term: Term, value: str) -> Clause:
    """Of any one of a post's media, posters aside. One end of the range is answered by the row; so are two, unless
    some media lie below and others above."""
    name = term.name
    asked = _asked(ranges.seconds(value) if name == "duration" else ranges.numbers(value))
    least, low = _within(f"p.{name}_least", asked)
    most, high = _within(f"p.{name}_most", asked)
    if asked.least is None:
        return Clause(f"p.{name}_least IS NOT NULL AND {least}", low)
    if asked.most is None:
        return Clause(f"p.{name}_most IS NOT NULL AND {most}", high)
    any_one, values = _within(f"m.{name}", asked)
    sql = (
        f"{least} OR {most} OR (p.{name}_least < ? AND p.{name}_most > ? AND EXISTS (SELECT 1 FROM post_media l"  # noqa: S608  our own words
        f" JOIN media m ON m.sha256 = l.sha256 WHERE l.post = p.id AND l.role <> 'poster' AND {any_one}))"
    )
    return Clause(sql, (*low, *high, asked.least, asked.most, *values))


def _asked(found: ranges.Range | None) -> ranges.Range:
    assert found is not None, "a range was read before it is asked for"
    return found


def _within(name: str, asked: ranges.Range) -> tuple[str, tuple[float, ...]]:
    ends = ((asked.least, ">" if asked.above else ">="), (asked.most, "<" if asked.below else "<="))
    held = [(f"{name} {sign} ?", value) for value, sign in ends if value is not None]
    return f"({' AND '.join(sql for sql, _ in held)})", tuple(value for _, value in held)


def _since(asking: Asking, _: Term, value: str) -> Clause:
    return _days(asking, ranges.day_of(value, asking.today), None)


def _until(asking: Asking, _: Term, value: str) -> Clause:
    return _days(asking, None, ranges.day_of(value, asking.today))


def _posted(asking: Asking, _: Term, value: str) -> Clause:
    first, last = ranges.days(value, asking.today) or (None, None)
    return _days(asking, first, last)


def _days(asking: Asking, first: date | None, last: date | None) -> Clause:
    """A post of which only the day is known is taken at its word; others by the instant.

    The bare comparisons before each let a search begin at the right place of the posts in order.
    """
    sql, values = ["(p.posted_at IS NULL) = 0"], list[str]()
    case = "CASE WHEN p.precision = 'day' THEN substr(p.posted_at, 1, 10) {0}= ? ELSE p.posted_at {1} ? END"
    if first is not None:
        day, instant = first.isoformat(), _midnight(first, asking.zone)
        sql += ["p.posted_at >= ?", case.format(">", ">=")]
        values += [min(day, instant), day, instant]
    if last is not None:
        day, instant = last.isoformat(), _midnight(_after(last), asking.zone)
        sql += ["p.posted_at < ?", case.format("<", "<")]
        values += [max(_after(last).isoformat(), instant), day, instant]
    return Clause(" AND ".join(sql), tuple(values))


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _midnight(day: date, zone: tzinfo) -> str:
    try:
        return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC).isoformat()
    except OverflowError:
        return day.isoformat()


def _campaign(asking: Asking, term: Term, value: str) -> Clause:
    names = [row[0] for row in asking.database.run("SELECT folded FROM campaigns ORDER BY folded")]
    if value not in names:
        close = nearest(value, names)
        hint = (
            f'Did you mean campaign:"{close}"?' if close else f"Known: {', '.join(names[:20]) or 'none yet'}."
        )
        raise asking.query.fault(term, f"no campaign {value!r}", hint=hint)
    return Clause(_MEMBERS["campaign"], (value,), members=True)


def _import(asking: Asking, term: Term, value: str) -> Clause:
    number = int(value)
    if asking.database.one("SELECT 1 FROM imports WHERE id = ?", (number,)) is None:
        raise asking.query.fault(term, f"there was no import {value}", hint="import:last is the newest.")
    return Clause(_MEMBERS["import"], (number,), members=True)


def _source(asking: Asking, term: Term, value: str) -> Clause:
    if asking.database.one("SELECT 1 FROM sources WHERE importer = ? LIMIT 1", (value,)) is None:
        names = [row[0] for row in asking.database.run("SELECT DISTINCT importer FROM sources ORDER BY 1")]
        close = nearest(value, names)
        hint = f"Did you mean source:{close}?" if close else f"Known: {', '.join(names[:20]) or 'none yet'}."
        raise asking.query.fault(term, f"nothing came from {value[:80]!r}", hint=hint)
    return Clause(_MEMBERS["source"], (value,), members=True)


_SPECIAL: dict[str, Callable[[Asking, Term, str], Clause]] = {
    "campaign": _campaign,
    "creator": _creator,
    "id": _post,
    "import": _import,
    "kind": _column,
    "platform": _column,
    "posted": _posted,
    "product": _product,
    "since": _since,
    "source": _source,
    "until": _until,
    "words": _words,
    **dict.fromkeys(NUMBERS, _number),
    **dict.fromkeys(MEASURES, _measure),
}
