"""Ranges, sorting and the newer qualifiers; and that any selection is answered as a plain reading of it would be."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.catalog import Catalog, parse
from ugc.catalog.database import connect
from ugc.catalog.migrations import MIGRATIONS, migrate
from ugc.catalog.searched import SEARCHED, searched
from ugc.errors import UsageError
from ugc.model.posts import Account, Counts, FoundPost, Media, Post

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def media(letter: str, width: int, height: int, seconds: float | None = None, **told: Any) -> Media:
    kind: Any = "image" if seconds is None else "video"
    return Media(
        sha256=letter * 64, kind=kind, ext="jpg", size=9, width=width, height=height, duration=seconds, **told
    )


def found(name: str, day: str | None, counts: Counts | None = None, **told: Any) -> FoundPost:
    platform: Any = {"ig": "instagram", "tt": "tiktok"}[name[:2]]
    handle = told.pop("handle", "ana")
    return FoundPost(
        source=told.pop("source", "gallery-dl"),
        origin=name,
        ids=(name,),
        platform=platform,
        author=Account(platform=platform, handle=handle) if handle else None,
        posted_at=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
        precision=told.pop("precision", "second") if day else None,
        counts=counts,
        **told,
    )


POSTS: list[tuple[FoundPost, list[Media]]] = [
    (
        found("ig:A", "2026-01-01T10:00", Counts(likes=1000, views=10_000), caption="sun #Glow", kind="feed"),
        [media("a", 1080, 1350, alt="a beach")],
    ),
    (
        found("ig:B", "2026-02-01T23:59", Counts(likes=1001, comments=0), caption="sun", kind="reel"),
        [media("b", 720, 1280, 29.5), media("c", 4000, 4000, role="poster")],
    ),
    (found("ig:C", "2026-02-02T00:00", None, caption="rain #Glow", source="instaloader", handle="bo"), []),
    (
        found("ig:D", None, Counts(likes=0), handle=None),
        [media("d", 500, 500), media("e", 2000, 2000), media("f", 900, 100, 45.0)],
    ),
    (
        found("tt:E", "2026-03-01T00:00", Counts(views=9_999, likes=5), precision="day", kind="video"),
        [media("1", 1080, 1920, 30.0)],
    ),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ranges") / "catalog.db"


@pytest.fixture(scope="module", params=[1000, 0], ids=["few", "many"])
def catalog(path: Path, request: pytest.FixtureRequest) -> Iterator[Catalog]:
    """The catalog; and again with so many posts that none are few, for searches that read the index of all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ugc.catalog.finding._FEW", request.param)
        yield from filled(path.with_name(f"{request.param}.db"))


def filled(path: Path) -> Iterator[Catalog]:
    with Catalog.open(path, create=True) as catalog:
        batch = catalog.start_import("one", NOW)
        for post, files in POSTS:
            catalog.save(post, files, at=NOW, batch=batch)
        catalog.tag(["ig:A", "tt:E"], add=["hero"])
        yield catalog


FINDS: list[tuple[str, str]] = [
    ("likes:>1000", "B"),
    ("likes:>=1000", "AB"),
    ("likes:>=1k", "AB"),
    ("likes:>0.999k", "AB"),
    ("likes:<5", "D"),
    ("likes:<=5", "ED"),
    ("likes:0", "D"),
    ("likes:0..1000", "AED"),
    ("likes:5..", "ABE"),
    ("likes:..5", "ED"),
    ("likes:*..5", "ED"),
    ("likes:1,001", "B"),
    ("-likes:>1000", "ACED"),  # all the rest: of C nobody knows
    ("-likes:>1000 has:likes", "AED"),
    ("views:>=10k", "A"),
    ("comments:0", "B"),
    ("shares:>=0", ""),  # unknown is not zero
    ("has:likes", "ABED"),
    ("-has:likes", "C"),
    ("posted:2026-01-01..2026-02-01", "AB"),  # both ends count
    ("posted:2026-02-02", "C"),
    ("posted:>2026-02-01", "CE"),
    ("posted:>=2026-02-01", "BCE"),
    ("posted:<2026-02-01", "A"),
    ("posted:<=2026-03-01", "ABCE"),
    ("posted:2026-02-02..", "CE"),
    ("-posted:2026-01-01..2026-02-01", "CED"),
    ("posted:>1y", "ABCE"),
    ("width:1080", "AE"),
    ("width:>2000", ""),  # a clip's poster is no picture of the post
    ("width:>1900", "D"),
    ("width:1000..1500", "AE"),  # D has one below and one above
    ("width:600..1000", "BD"),  # … and one within
    ("height:<=100", "D"),
    ("duration:<30", "B"),
    ("duration:30", "E"),
    ("duration:29", "B"),  # all of that second
    ("duration:<=0:30", "BE"),
    ("duration:>0.5min", "D"),
    ("duration:>=30s", "ED"),
    ("platform:instagram,tiktok", "ABCED"),
    ("platform:tiktok,youtube", "E"),
    ("-platform:tiktok,youtube", "ABCD"),
    ("hashtag:glow,none", "AC"),
    ("has:caption,alt", "ABC"),
    ("kind:reel,feed", "AB"),
    ("has:alt", "A"),
    ("source:instaloader", "C"),
    ("source:instaloader,gallery-dl", "ABCED"),
    ("is:deleted", ""),
    ("is:edited", ""),
    ("is:attached", ""),
    ("sort:likes", "BAEDC"),  # unknown last
    ("sort:likes-desc", "BAEDC"),
    ("sort:likes-asc", "DEABC"),
    ("sort:views", "AEBCD"),
    ("sort:posted", "ECBAD"),
    ("sort:posted-asc", "ABCED"),
    ("sort:imported", "EDCBA"),
    ("sort:imported-asc", "ABCDE"),
    ("sort:comments sort:likes-asc", "BDEAC"),  # the second where the first leaves them alike
    ("likes:>0 sort:views-asc", "EAB"),
]


@pytest.mark.parametrize(("query", "expected"), FINDS, ids=[case[0] for case in FINDS])
def test_find(catalog: Catalog, query: str, expected: str) -> None:
    asked = parse(query)
    assert "".join(id[-1] for id in catalog.find(asked, today=TODAY)[0]) == expected
    assert catalog.overview.count(asked, today=TODAY) == len(expected)
    for limit in (1, 3, 9):
        first = catalog.find(asked, today=TODAY, limit=limit)[0]
        assert "".join(id[-1] for id in first) == expected[:limit], "the first are those of all"


ERRORS = [
    ("lieks:>3", "the qualifier 'lieks' is not known", "likes:>3"),
    ("likes:many", "'many' is no range of numbers", "likes:>1000"),
    ("likes:>", "'>' is no range of numbers", "likes:>1000"),
    ("likes:..", "'..' is no range of numbers", "likes:>1000"),
    ("likes:-5", "'-5' is no range of numbers", "likes:>1000"),
    ("likes:1..2..3", "'1..2..3' is no range of numbers", "likes:>1000"),
    ("likes:" + "9" * 40, "is no range of numbers", "likes:>1000"),
    ("likes:nan", "'nan' is no range of numbers", "likes:>1000"),
    ("duration:<soon", "'<soon' is no range of numbers", "duration:<30"),
    ("posted:2026-02-30..2026-03-01", "is no range of days", "posted:2026-06-01..2026-06-30"),
    ("posted:>0001-01-01..", "is no range of days", "posted:"),
    ("sort:lieks", "sort:lieks is not known", "sort:likes"),
    ("sort:size", "sort:size is not known", "posted, imported, likes"),
    ("-sort:likes", "sort: cannot be excluded", "Leave out"),
    ("has:lieks", "has:lieks is not known", "has:likes"),
    ("is:delted", "is:delted is not known", "is:deleted"),
    ("platform:instagram,tictok", "platform:tictok is not known", "platform:tiktok"),
    ("source:galery-dl", "nothing came from 'galery-dl'", "source:gallery-dl"),
    ("saved:mine", "no search is saved as 'mine'", "[searches]"),
]


@pytest.mark.parametrize(("query", "words", "hint"), ERRORS, ids=[case[0][:30] for case in ERRORS])
def test_an_error_says_what_is_wrong(catalog: Catalog, query: str, words: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        catalog.find(query, today=TODAY)
    assert words in caught.value.message
    assert hint in (caught.value.hint or "")


CARETS = [
    ("hashtag:GlowRun knd:video", "hashtag:GlowRun knd:video\n                ^"),
    ("夏祭り knd:video", "夏祭り knd:video\n       ^"),  # such signs take two columns
    ("sun\tkind:vido", "sun kind:vido\n    ^"),
    ("sun ig:ZZZ", "sun ig:ZZZ\n    ^"),
    ("knd:video", None),  # one word is not pointed at
    (
        f"{'golden ' * 20}knd:video sun",
        f"…{('golden ' * 20)[-24:]}knd:video sun\n{' ' * 25}^",
    ),
]


@pytest.mark.parametrize(("query", "shown"), CARETS)
def test_an_error_shows_the_word(catalog: Catalog, query: str, shown: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        catalog.find(query, today=TODAY)
    assert caught.value.shown == shown


def test_what_happened_at_the_source(tmp_path: Path) -> None:
    """Of deleted and back the newest word counts; an edit is never taken back."""
    path = tmp_path / "catalog.db"
    with Catalog.open(path, create=True) as catalog:
        batch = catalog.start_import("one", NOW)
        for post, files in POSTS:
            catalog.save(post, files, at=NOW, batch=batch)
        database = connect(path, create=False)
        said = [
            ("ig:A", "deleted"),
            ("ig:B", "deleted"),
            ("ig:B", "back"),
            ("ig:C", "back"),
            ("ig:C", "deleted"),
            ("ig:C", "deleted"),
            ("ig:D", "edited"),
        ]
        database.many(
            "INSERT INTO post_changes (post, what, seen_at, import, importer)"
            " SELECT id, ?2, '', 1, 'x' FROM posts WHERE name = ?1",
            said,
        )
        database.run("UPDATE post_media SET attached_by = 'Dana' WHERE sha256 = ?", ("d" * 64,))
        database.close()
        for query, ids in (
            ("is:deleted", "AC"),
            ("-is:deleted", "BED"),
            ("is:edited", "D"),
            ("is:attached", "D"),
        ):
            assert "".join(id[-1] for id in catalog.find(query, today=TODAY)[0]) == ids


def where(catalog: Catalog) -> Path:
    return catalog._database.path


def test_an_older_catalog_learns_what_searches_ask(tmp_path: Path) -> None:
    """The columns of version 8 are filled from what version 7 knew."""
    path = tmp_path / "catalog.db"
    older = connect(path, create=True)
    migrate(older, MIGRATIONS[:7])
    older.run("INSERT INTO imports (id, at, what) VALUES (1, '', '')")
    for number, (post, files) in enumerate(POSTS, start=1):
        older.run(
            "INSERT INTO posts (id, name, platform, kind, caption, posted_at, precision, sound, counts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                post.ids[0],
                post.platform,
                post.kind,
                post.caption,
                post.posted_at.isoformat() if post.posted_at else None,
                post.precision,
                post.sound,
                post.counts.model_dump_json() if post.counts else None,
            ),
        )
        older.run("INSERT INTO post_ids (name, post) VALUES (?, ?)", (post.ids[0], number))
        older.many(
            "INSERT INTO media (sha256, kind, ext, size, width, height, duration) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(m.sha256, m.kind, m.ext, m.size, m.width, m.height, m.duration) for m in files],
        )
        older.many(
            "INSERT INTO post_media (post, sha256, place, role, name) VALUES (?, ?, ?, ?, '')",
            [(number, m.sha256, place, m.role) for place, m in enumerate(files)],
        )
    older.close()
    with Catalog.open(path) as catalog:
        test_the_searched_columns_are_what_the_post_says(catalog)


def test_the_searched_columns_are_what_the_post_says(catalog: Catalog) -> None:
    database = connect(where(catalog), create=False)
    rows = {row[0]: row[1:] for row in database.run(f"SELECT name, {', '.join(SEARCHED)} FROM posts")}
    database.close()
    for post in catalog.posts():
        assert rows[post.id] == searched(post)


SELECTIVE = [
    "hashtag:glow",
    "creator:instagram:ana",
    "tag:hero",
    "import:last",
    "source:instaloader",
    "sun",
    "has:alt",
    "is:deleted",
    "ig:A",
    "since:2026-02-01",
    "likes:>1000",
    "width:>1900",
    "kind:video",
    "hashtag:glow likes:>3",
    "-hashtag:glow",
    "sort:posted",
]


@pytest.mark.parametrize("query", SELECTIVE)
def test_no_search_reads_the_whole_table(
    catalog: Catalog, query: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The posts' own rows are read for those that fit alone; else the index that has all a search asks for."""
    asked: list[tuple[str, Any]] = []
    database = connect(where(catalog), create=False)
    plain = type(database).each

    def listening(self: Any, sql: str, values: Any = ()) -> Any:
        asked.append((sql, values))
        return plain(self, sql, values)

    monkeypatch.setattr(type(database), "each", listening)
    found, _ = catalog.find(query, today=TODAY)
    assert asked or not found
    for sql, values in asked:
        plans = [row[3] for row in database.run(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [plan for plan in plans if plan in ("SCAN p", "SCAN posts")], plans
        begins = next(plan for plan in plans if plan.startswith(("SCAN p ", "SEARCH p ")))
        assert "posts_line" in begins or "rowid=?" in begins, plans
        if "few" in request.node.name and query in (
            "hashtag:glow",
            "creator:instagram:ana",
            "tag:hero",
            "source:instaloader",
            "sun",
            "ig:A",
        ):
            assert begins.startswith("SEARCH"), plans
    database.close()


# --- any selection, against a plain reading of it ---------------------------------------------------------------------

Test = Callable[[Post], bool | None]
NAMES = ("likes", "comments", "views", "shares")


def numbers(name: str, least: int | None, most: int | None) -> tuple[str, Test]:
    def holds(post: Post) -> bool:
        value = getattr(post.counts, name) if post.counts else None
        return value is not None and (least is None or value >= least) and (most is None or value <= most)

    return f"{name}:{'*' if least is None else least}..{'' if most is None else most}", holds


def over(name: str, end: int) -> tuple[str, Test]:
    return f"{name}:>{end}", lambda post: post.counts is not None and (getattr(post.counts, name) or -1) > end


def sized(name: str, least: int, most: int) -> tuple[str, Test]:
    def holds(post: Post) -> bool:
        known = [getattr(one, name) for one in post.media if one.role != "poster"]
        return any(value is not None and least <= value <= most for value in known)

    return f"{name}:{least}..{most}", holds


def posted(first: date, days: int) -> tuple[str, Test]:
    last = first + timedelta(days=days)
    return (
        f"posted:{first}..{last}",
        lambda post: post.posted_at is not None and first <= post.posted_at.date() <= last,
    )


FIXED: list[tuple[str, Test]] = [
    ("platform:tiktok", lambda post: post.platform == "tiktok"),
    ("platform:tiktok,instagram", lambda post: True),
    ("hashtag:glow", lambda post: "glow" in post.hashtags),
    ("hashtag:glow,two", lambda post: bool({"glow", "two"} & {*post.hashtags})),
    ("tag:hero", lambda post: "hero" in post.tags),
    ("sun", lambda post: "sun" in (post.caption or "").split()),
    ("kind:video", lambda post: post.kind in ("video", "reel") or any(m.kind == "video" for m in post.media)),
    ("kind:image", lambda post: any(m.kind == "image" and m.role != "poster" for m in post.media)),
    ("has:media", lambda post: bool(post.media)),
    ("has:caption", lambda post: post.caption is not None),
    ("has:creator", lambda post: post.author is not None),
    ("has:views", lambda post: post.counts is not None and post.counts.views is not None),
    (
        "has:likes,comments",
        lambda post: bool(post.counts and (post.counts.likes, post.counts.comments) != (None,) * 2),
    ),
    ("has:alt", lambda post: any(m.alt for m in post.media)),
]
ends = st.none() | st.sampled_from([0, 4, 5, 999, 1000, 1001, 9_999, 10_000])
words = st.one_of(
    st.sampled_from(FIXED),
    st.tuples(st.sampled_from(NAMES), ends, ends)
    .filter(lambda t: t[1:] != (None, None))
    .map(lambda t: numbers(*t)),
    st.tuples(st.sampled_from(NAMES), st.integers(0, 10_000)).map(lambda t: over(*t)),
    st.tuples(st.sampled_from(["width", "height"]), st.integers(0, 2100), st.integers(0, 4100)).map(
        lambda t: sized(*t)
    ),
    st.tuples(st.dates(date(2025, 12, 30), date(2026, 3, 3)), st.integers(0, 60)).map(lambda t: posted(*t)),
)
terms = st.lists(st.tuples(words, st.booleans()), max_size=4)
sorts = st.sampled_from(["", *(f"sort:{name}{way}" for name in NAMES[:3] for way in ("", "-asc"))])


def plainly(posts: list[Post], asked: list[tuple[tuple[str, Test], bool]], sort: str) -> list[str]:
    """The answer as the words say it: each must hold, or with - must not, and the unknown is never in a range."""
    kept = [p for p in posts if all(bool(holds(p)) is not exclude for (_, holds), exclude in asked)]
    if sort:
        name, _, way = sort.removeprefix("sort:").partition("-")
        values = {p.id: getattr(p.counts, name) if p.counts else None for p in kept}
        known = sorted({v for v in values.values() if v is not None}, reverse=way != "asc")
        kept = [p for value in (*known, None) for p in kept if values[p.id] == value]
    return [post.id for post in kept]


@settings(max_examples=400)
@given(terms, sorts)
def test_any_selection_is_answered_as_it_reads(
    catalog: Catalog, asked: list[tuple[tuple[str, Test], bool]], sort: str
) -> None:
    query = " ".join([*(f"{'-' * exclude}{text}" for (text, _), exclude in asked), sort])
    expected = plainly(catalog.posts(), asked, sort)
    assert catalog.find(query, today=TODAY)[0] == expected
    assert catalog.find(query, today=TODAY, limit=2)[0] == expected[:2]
    assert catalog.overview.count(parse(query), today=TODAY) == len(expected)


@given(terms, terms, st.booleans())
def test_a_saved_search_is_all_of_it_or_none(
    catalog: Catalog,
    outside: list[tuple[tuple[str, Test], bool]],
    inside: list[tuple[tuple[str, Test], bool]],
    exclude: bool,
) -> None:
    def written(asked: list[tuple[tuple[str, Test], bool]]) -> str:
        return " ".join(f"{'-' * minus}{text}" for (text, _), minus in asked)

    query = f"{written(outside)} {'-' * exclude}saved:x"
    within = plainly(catalog.posts(), inside, "")
    expected = [id for id in plainly(catalog.posts(), outside, "") if (id in within) is not exclude]
    assert catalog.find(parse(query, {"x": written(inside)}), today=TODAY)[0] == expected
