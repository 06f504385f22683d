"""Any selection over any catalog is answered alike by every way to answer it, and as a naive reading of it would be."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.catalog import Catalog, members, ordering, parse
from ugc.catalog.database import Database, connect
from ugc.catalog.finding import count, find
from ugc.model.posts import Account, Counts, FoundPost, Media

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.date()
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
POSTS = 30
NUMBERS = ("likes", "views")
FEW = (None, 0, 1, 6, 1000)
"""From none that is looked up one by one to all; None is the usual measure."""


class Known(NamedTuple):
    """A post as the naive reading has it."""

    id: str
    number: int
    platform: str
    handle: str
    source: str
    words: tuple[str, ...]
    hashtags: frozenset[str]
    posted: datetime | None
    clip: bool
    alt: bool
    likes: int | None
    views: int | None
    hero: bool
    rendered: bool
    deleted: bool


def of_dice(dice: Random, number: int) -> Known:
    platform = dice.choice(["instagram", "tiktok"])
    return Known(
        id=f"{'ig' if platform == 'instagram' else 'tt'}:p{dice.randrange(10**6):06}",
        number=number,
        platform=platform,
        handle=dice.choice(["ana", "bo"]),
        source=dice.choice(["gallery-dl", "gallery-dl", "instaloader"]),
        words=tuple(dice.choices(["sun", "sunny", "rain", "glow", "🔥"], k=dice.randrange(4))),
        hashtags=frozenset(dice.sample(["a", "b", "c"], dice.randrange(3))),
        posted=FIRST + timedelta(hours=dice.randrange(12) * 12) if dice.random() < 0.85 else None,
        clip=dice.random() < 0.4,
        alt=dice.random() < 0.2,
        likes=dice.choice([None, 0, 5, 1000, 1001]),
        views=dice.choice([None, dice.randrange(10**6)]),
        hero=dice.random() < 0.3,
        rendered=dice.random() < 0.4,
        deleted=dice.random() < 0.2,
    )


def save(catalog: Catalog, post: Known, batch: int) -> None:
    file = Media(
        sha256=f"{post.number:064x}",
        kind="video" if post.clip else "image",
        ext="mp4" if post.clip else "jpg",
        size=9,
        width=9,
        height=9,
        duration=9 if post.clip else None,
        alt="words" if post.alt else None,
    )
    catalog.save(
        FoundPost(
            source=post.source,
            origin=post.id,
            ids=(post.id,),
            platform=post.platform,
            author=Account(platform=post.platform, handle=post.handle),
            caption=" ".join([*post.words, *(f"#{tag}" for tag in sorted(post.hashtags))]),
            posted_at=post.posted,
            precision="second" if post.posted else None,
            kind="video" if post.clip else "feed",
            counts=Counts(likes=post.likes, views=post.views),
        ),
        [file],
        at=NOW,
        batch=batch,
    )


def forget(database: Database, number: int) -> None:
    """Take a post out again, so that its number is nobody's."""
    for table in ("words", "post_ids", "sources", "metrics", "permalinks", "posts"):
        column = {"words": "rowid", "posts": "id"}.get(table, "post")
        database.run(f"DELETE FROM {table} WHERE {column} = ?", (number,))


def label(database: Database, posts: Sequence[Known]) -> None:
    for post in posts:
        if post.rendered:
            database.run(
                "INSERT INTO creatives (id, path, variant, concept, label_hash, sidecar, sha256, size, mtime_ns,"
                " sidecar_size, sidecar_mtime_ns, format, template, proof, made_at) VALUES (?1, ?1, ?1, ?1, ?1, ?1,"
                " ?1, 1, 1, 1, 1, 'story', 'credit', 0, '')",
                (post.number,),
            )
            database.run("INSERT INTO creative_posts VALUES (?1, ?1, 0)", (post.number,))
        if post.deleted:
            database.run(
                "INSERT INTO post_changes (post, what, seen_at, import, importer) VALUES (?, 'deleted', '', 1, '')",
                (post.number,),
            )


@pytest.fixture(scope="module", params=[1, 2, 3])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, list[Known]]]:
    dice = Random(request.param)
    path: Path = tmp_path_factory.mktemp("plans") / "catalog.db"
    posts = [of_dice(dice, number) for number in range(1, POSTS + 1)]
    with Catalog.open(path, create=True) as catalog:
        batch = catalog.start_import("one", NOW)
        for post in posts:
            save(catalog, post, batch)
        catalog.tag([post.id for post in posts if post.hero], add=["hero"])
        catalog.tag([posts[4].id], remove=["hero"])
    posts[4] = posts[4]._replace(hero=False)
    database = connect(path, create=False)
    database.run("PRAGMA foreign_keys = OFF")
    forgotten = {7, 8, 20, POSTS}
    for table in ("post_tags", "hashtags", "post_media", "import_posts"):
        marks = ", ".join(map(str, sorted(forgotten)))
        database.run(f"DELETE FROM {table} WHERE post IN ({marks})")
    for number in forgotten:
        forget(database, number)
    kept = [post for post in posts if post.number not in forgotten]
    label(database, kept)
    yield database, kept
    database.close()


Test = Callable[[Known], bool]


def said(*phrase: str) -> Test:
    """Some words of a caption in a row; signs are no words, and hashtags follow."""

    def holds(post: Known) -> bool:
        words = [word for word in (*post.words, *sorted(post.hashtags)) if word != "🔥"]
        return any(tuple(words[at:][: len(phrase)]) == phrase for at in range(len(words)))

    return holds


PLAIN: list[tuple[str, Test]] = [
    ("hashtag:a", lambda post: "a" in post.hashtags),
    ("hashtag:a,b", lambda post: bool({"a", "b"} & post.hashtags)),
    ("hashtag:b,c,none", lambda post: bool({"b", "c"} & post.hashtags)),
    ("hashtag:none", lambda post: False),
    ("sun", said("sun")),
    ("glow", said("glow")),
    ('"sun rain"', said("sun", "rain")),
    ("sun*", lambda post: bool({"sun", "sunny"} & {*post.words})),
    ("🔥", lambda post: "🔥" in post.words),
    ("creator:instagram:ana", lambda post: (post.platform, post.handle) == ("instagram", "ana")),
    ("platform:tiktok", lambda post: post.platform == "tiktok"),
    ("kind:video", lambda post: post.clip),
    ("kind:image,carousel", lambda post: not post.clip),
    ("source:instaloader", lambda post: post.source == "instaloader"),
    ("source:instaloader,gallery-dl", lambda post: True),
    ("tag:hero", lambda post: post.hero),
    ("is:new", lambda post: not post.rendered),
    ("is:rendered", lambda post: post.rendered),
    ("is:deleted", lambda post: post.deleted),
    ("is:new,deleted", lambda post: not post.rendered or post.deleted),
    ("has:alt", lambda post: post.alt),
    ("has:alt,likes", lambda post: post.alt or post.likes is not None),
    ("likes:>4", lambda post: post.likes is not None and post.likes > 4),
    ("likes:..1000", lambda post: post.likes is not None and post.likes <= 1000),
    ("views:>500k", lambda post: post.views is not None and post.views > 500_000),
    ("since:2026-01-03", lambda post: post.posted is not None and post.posted.date() >= date(2026, 1, 3)),
    ("until:2026-01-04", lambda post: post.posted is not None and post.posted.date() <= date(2026, 1, 4)),
    ("import:last", lambda post: True),
]
Asked = list[tuple[tuple[str, Test], bool]]
asked = st.lists(st.tuples(st.sampled_from(PLAIN), st.booleans()), max_size=5)
SORTS = [f"{name}{way}" for name in ("posted", "imported", *NUMBERS) for way in ("", "-asc", "-desc")]
sorts = st.lists(st.sampled_from(SORTS), max_size=2)


def written(terms: Asked) -> str:
    return " ".join(f"{'-' * exclude}{text}" for (text, _), exclude in terms)


def holds(terms: Asked, post: Known) -> bool:
    return all(test(post) is not exclude for (_, test), exclude in terms)


def in_order(posts: Sequence[Known], keys: Sequence[str]) -> list[Known]:
    """Oldest first, undated last, then by id; for each key the largest first, what is unknown last."""
    dated = sorted((post for post in posts if post.posted), key=lambda post: (post.posted, post.id))
    found = dated + sorted((post for post in posts if not post.posted), key=lambda post: post.id)
    if keys and keys[0] in ("posted", "posted-desc"):  # backwards, ids too
        return dated[::-1] + found[len(dated) :]
    for key in reversed(keys):
        name, _, way = key.partition("-")
        field = {"imported": "number"}.get(name, name)
        values: dict[str, Any] = {post.id: getattr(post, field) for post in found}
        known = [post for post in found if values[post.id] is not None]
        known.sort(key=lambda post, values=values: values[post.id], reverse=way != "asc")  # type: ignore[misc]
        found = known + [post for post in found if values[post.id] is None]
    return found


@settings(max_examples=250)
@given(
    asked,
    asked,
    asked,
    st.sampled_from(["", "saved:x", "-saved:x", "saved:y", "-saved:y"]),
    sorts,
    st.sampled_from(FEW),
    st.integers(1, POSTS),
)
def test_every_way_to_answer_gives_what_a_naive_reading_gives(
    filled: tuple[Database, list[Known]],
    outside: Asked,
    inside: Asked,
    innermost: Asked,
    saved: str,
    keys: list[str],
    few: int | None,
    limit: int,
) -> None:
    """`y` is a saved search that excludes another, `x`."""
    database, posts = filled
    searches = {"x": written(innermost), "y": f"{written(inside)} -saved:x"}
    query = parse(
        " ".join([written(outside), saved, *(f"sort:{key}" for key in keys)]),
        searches,
    )

    def meant(post: Known) -> bool:
        x = holds(innermost, post)
        y = holds(inside, post) and not x
        within = {"": True, "saved:x": x, "-saved:x": not x, "saved:y": y, "-saved:y": not y}[saved]
        return within and holds(outside, post)

    expected = [post.id for post in in_order([post for post in posts if meant(post)], keys)]
    assert find(database, query, today=TODAY, zone=UTC, few=few) == expected
    assert find(database, query, today=TODAY, zone=UTC, few=few, limit=limit) == expected[:limit]
    assert count(database, query, today=TODAY, zone=UTC, few=few) == len(expected)


WAYS: list[tuple[str, int | None, str]] = [
    ("hashtag:a,b import:last", 0, "WHERE (substr(?, p.id, 1) = x'01') ORDER"),
    ("-hashtag:a -glow", 0, "WHERE (substr(?, p.id, 1) <> x'01') ORDER"),
    ("hashtag:a,b import:last", 1000, "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER"),
    ("import:last likes:>4", 0, "WHERE (substr(?, p.id, 1) = x'01') AND (p.likes IS NOT NULL"),
    ("import:last likes:>4", 1000, "WHERE p.id IN (SELECT value FROM json_each(?)) AND (p.likes IS NOT NULL"),
    ("has:alt,likes", 0, "WHERE ((substr(?, p.id, 1) = x'01') OR (p.likes IS NOT NULL)) ORDER"),
    ("-saved:x", 0, "WHERE (((substr(?, p.id, 1) = x'01') AND (p.likes IS NOT NULL"),
    ("likes:>4", 1000, "WHERE (p.likes IS NOT NULL"),
    ("", 1000, "WHERE TRUE ORDER"),
]


@pytest.mark.parametrize(("query", "few", "way"), WAYS)
def test_few_and_many_are_answered_in_ways_of_their_own(
    filled: tuple[Database, list[Known]], query: str, few: int, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would hold one way against itself."""
    database, _ = filled
    asked: list[str] = []
    plain = Database.each

    def listening(self: Database, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        asked.append(sql)
        return plain(self, sql, values)

    monkeypatch.setattr(Database, "each", listening)
    assert find(database, parse(query, {"x": "tag:hero likes:>4"}), today=TODAY, zone=UTC, few=few)
    assert any(way in sql for sql in asked), asked


@pytest.mark.parametrize("few", FEW)
@pytest.mark.parametrize("deep", [1, 2, 11, 12, 13, 40, 90])
def test_saved_searches_may_stand_deep_within_each_other(
    filled: tuple[Database, list[Known]], deep: int, few: int | None
) -> None:
    """Each excludes the next, more brackets than SQLite takes in one statement."""
    database, posts = filled
    tests = [PLAIN[at * 5 % len(PLAIN)] for at in range(deep)]
    searches = {f"s{at}": f"{text} -saved:s{at + 1}" for at, (text, _) in enumerate(tests)}
    searches[f"s{deep}"] = "likes:>4 hashtag:a,b"

    def meant(post: Known, at: int = 0) -> bool:
        if at == deep:
            return (post.likes or 0) > 4 and bool({"a", "b"} & post.hashtags)
        return tests[at][1](post) and not meant(post, at + 1)

    query = parse("saved:s0", searches)
    expected = [post.id for post in in_order([post for post in posts if meant(post)], [])]
    assert find(database, query, today=TODAY, zone=UTC, few=few) == expected
    assert count(database, query, today=TODAY, zone=UTC, few=few) == len(expected)


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)), st.booleans(), st.integers(60, 70))
def test_numbers_of_posts_are_kept_as_they_are(
    one: set[int], other: set[int], without: bool, newest: int
) -> None:
    found = members.bits(sorted(one)) & (members.bits(list(other)) ^ (-1 if without else 0))
    kept = one - other if without else one & other
    assert list(members.numbers(found)) == sorted(kept) == json.loads(members.listed(found))
    assert [*members.numbers(found, last_first=True)] == sorted(kept, reverse=True)
    rest = set(range(1, newest + 1)) - kept
    assert list(members.numbers(~found, newest=newest)) == sorted(rest)
    assert [*members.numbers(~found, newest=newest, last_first=True)] == sorted(rest, reverse=True)


keyed = st.lists(
    st.tuples(
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 10**12) | st.floats(allow_nan=False),
    ),
    max_size=40,
)


@given(keyed, st.booleans(), st.booleans())
def test_the_first_key_decides_and_what_is_unknown_comes_last(
    rows: list[tuple[int | None, float | None]], first_up: bool, then_up: bool
) -> None:
    names = [str(place) for place in range(len(rows))]

    def key(name: str) -> tuple[object, ...]:
        first, then = rows[int(name)]
        return (
            first is None,
            (first or 0) * (1 if first_up else -1),
            then is None,
            (then or 0) * (1 if then_up else -1),
        )

    keys = [[row[0] for row in rows], [row[1] for row in rows]]
    assert ordering.ordered(names, keys, up=[first_up, then_up]) == sorted(names, key=key)
