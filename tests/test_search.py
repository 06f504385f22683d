"""Selections: what people type finds what they mean, and hostile text is only ever text."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.catalog import Catalog, MadeCreative, parse
from ugc.errors import UsageError
from ugc.model.posts import Account, FoundPost, Media

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def media(letter: str, kind: Any = "image", **told: Any) -> Media:
    return Media(sha256=letter * 64, kind=kind, ext="jpg", size=9, width=3, height=4, **told)


def found(name: str, handle: str | None, posted: str | None, **told: Any) -> FoundPost:
    platform: Any = told.pop("platform", "instagram")
    return FoundPost(
        source="test",
        origin=name,
        ids=(name,),
        platform=platform,
        author=Account(platform=platform, handle=handle, display_name=told.pop("display", None))
        if handle
        else None,
        posted_at=datetime.fromisoformat(posted).replace(tzinfo=UTC) if posted else None,
        precision=told.pop("precision", "second") if posted else None,
        **told,
    )


POSTS: list[tuple[FoundPost, list[Media]]] = [
    (
        found(
            "ig:A", "ana", "2026-05-01T10:00:00", caption="Golden hour at the café #GlowRun ☀️", kind="feed"
        ),
        [media("a")],
    ),
    (
        found(
            "ig:B",
            "Ana",
            "2026-06-01T23:30:00",
            caption="golden Run, hour by hour #glowrun #Two",
            kind="reel",
        ),
        [media("b", "video"), media("c", role="poster")],
    ),
    (
        found(
            "tt:1",
            "ana",
            "2026-07-01T00:00:00",
            caption='He said "100% OR nothing" (truly)',
            platform="tiktok",
        ),
        [],
    ),
    (
        found(
            "ig:C",
            "bo.b",
            "2026-06-02T00:00:00",
            caption="夏祭りの夜 #夏祭り",
            precision="day",
            display="Bo Bělský",
        ),
        [media("d"), media("e")],
    ),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("search") / "catalog.db", create=True) as catalog:
        batch = catalog.start_import("one", NOW)
        for post, files in POSTS:
            catalog.save(post, files, at=NOW, batch=batch)
        batch = catalog.start_import("two", NOW)
        catalog.save(found("ig:D", None, None, caption="nobody knows who"), [media("f")], at=NOW, batch=batch)
        catalog.tag(["ig:A", "ig:D"], add=["Approved", "two words"])
        catalog.put_in_campaign(["ig:B"], add=["Spring 26"])
        for path, post, proof in (("out/1.jpg", "ig:A", False), ("out/2.jpg", "ig:B", True)):
            catalog.record_creative(
                MadeCreative(
                    path=path,
                    variant="1" * 64,
                    concept="2" * 64,
                    label_hash="3" * 64,
                    sidecar=path + ".json",
                    sha256=path,
                    size=1,
                    mtime_ns=1,
                    sidecar_size=1,
                    sidecar_mtime_ns=1,
                    posts=(post,),
                    format="story",
                    template="credit",
                    proof=proof,
                    made_at=NOW,
                )
            )
        yield catalog


FINDS: list[tuple[str, str]] = [
    ("", "ABCtD"),  # all of them, oldest first, undated last
    ("hashtag:GlowRun", "AB"),
    ("hashtag:#glowrun", "AB"),
    ("#GLOWRUN", "AB"),
    ("＃GlowRun", "AB"),
    ("-#GlowRun", "CtD"),
    ("#glowrun #two", "B"),
    ("#夏祭り", "C"),
    ("hashtag:none", ""),
    ("creator:@bo.b", "C"),
    ("@bo.b", "C"),
    ("@BO.B", "C"),
    ("creator:tiktok:ana", "t"),
    ("creator:instagram:ana", "AB"),
    ("-@bo.b", "ABtD"),  # a post of an unknown author is not his
    ("platform:tiktok", "t"),
    ("platform:TikTok", "t"),
    ("kind:image", "ACD"),  # a clip's poster does not make it a picture
    ("kind:video", "B"),
    ("kind:reel", "B"),
    ("kind:carousel", "C"),
    ("-kind:video", "ACtD"),
    ("tag:approved", "AD"),
    ('tag:"Two Words"', "AD"),
    ("-tag:approved", "BCt"),
    ("tag:nothing", ""),
    ('campaign:"spring 26"', "B"),
    ("since:2026-06-01", "BCt"),
    ("until:2026-06-01", "AB"),  # both ends count
    ("since:2026-06-02 until:2026-06-02", "C"),
    ("-since:2026-06-01", "AD"),
    ("since:yesterday", ""),
    ("since:1y", "ABCt"),
    ("until:today", "ABCt"),
    ("import:last", "D"),
    ("import:1", "ABCt"),
    ("-import:last", "ABCt"),
    ("is:rendered", "A"),
    ("is:new", "BCtD"),  # a proof does not count
    ("-is:new", "A"),
    ("has:media", "ABCD"),
    ("-has:media", "t"),
    ("has:caption", "ABCtD"),
    ("has:creator", "ABCt"),
    ("-has:creator", "D"),
    ("id:ig:A", "A"),
    ("ig:A", "A"),
    ("IG:A", "A"),
    ("ig:A tt:1", "At"),  # of several ids any one will do
    ("ig:A tt:1 platform:tiktok", "t"),
    ("-ig:A", "BCtD"),
    ("file:aaaaaaaa", "A"),
    ("golden", "AB"),
    ("GOLDEN", "AB"),
    ("golden -hour", ""),
    ('"golden hour"', "A"),
    ('-"golden hour"', "BCtD"),
    ("cafe", "A"),
    ("café", "A"),
    ("gold", ""),  # whole words …
    ("gold*", "AB"),  # … unless told otherwise
    ("belsky", "C"),  # the display name
    ("祭り", "C"),  # scripts that write without spaces
    ("夏祭", "C"),
    ("祭夏", ""),
    ("☀️", "A"),
    ("100%", "t"),
    ("OR", "t"),
    ("NOT", ""),
    ("nothing)", "t"),
]
LETTERS = {"ig:A": "A", "ig:B": "B", "ig:C": "C", "ig:D": "D", "tt:1": "t"}


@pytest.mark.parametrize(("query", "expected"), FINDS, ids=[case[0] or "(nothing)" for case in FINDS])
def test_find(catalog: Catalog, query: str, expected: str) -> None:
    ids, _ = catalog.find(query, today=TODAY)
    assert "".join(LETTERS[name] for name in ids) == expected


def test_days_are_those_of_the_workspace_and_a_day_alone_is_taken_at_its_word(catalog: Catalog) -> None:
    west = timezone(timedelta(hours=-5))
    assert catalog.find("since:2026-06-02", today=TODAY, zone=west)[0] == ["ig:C", "tt:1"]
    assert catalog.find("until:2026-06-30 since:2026-06-03", today=TODAY, zone=west)[0] == ["tt:1"]
    east = timezone(timedelta(hours=2))
    assert catalog.find("since:2026-06-02 until:2026-06-02", today=TODAY, zone=east)[0] == ["ig:B", "ig:C"]


def test_rights_are_handed_back(catalog: Catalog) -> None:
    ids, purposes = catalog.find("rights:paid_social #glowrun rights:organic_repost", today=TODAY)
    assert ids == ["ig:A", "ig:B"]
    assert purposes == ("paid_social", "organic_repost")


ERRORS = [
    ("hastag:GlowRun", "character 1: 'hastag:GlowRun'", "hashtag:GlowRun"),
    ("golden hastag:GlowRun", "character 8", "hashtag:GlowRun"),
    ("note:hello", "'note' is not known", '"note:hello"'),
    ("kind:vido", "kind:vido is not known", "kind:video"),
    ("platform:instagran", "platform:instagran", "platform:instagram"),
    ("is:done", "is:done", "new, rendered"),
    ("since:june", "'june' is not a day", "2026-06-01"),
    ("until:2026-02-30", "'2026-02-30' is not a day", "2026-06-01"),
    ("since:99999y", "'99999y' is not a day", "30d"),
    ("since:", "followed by nothing", "since:"),
    ("tag:", "followed by nothing", "tag:"),
    ("golden -", "character 8: there is nothing", "Write a word"),
    ('golden "hour', "has no closing quote", 'Put a "'),
    ("@anna", "No creator is known as '@anna'", "@ana"),
    ("@ana", "could be any of these creators: instagram:ana, tiktok:ana", "tiktok:ana"),
    ("ig:Z", "No post is known as 'ig:Z'", "Did you mean ig:"),
    ("campaign:sprin", "no campaign 'sprin'", 'campaign:"spring 26"'),
    ("campaign:autumn", "no campaign 'autumn'", "Known: spring 26."),
    ('campaign:"spring 27"', "no campaign 'spring 27'", "spring 26"),
    ("import:77", "there was no import 77", "import:last"),
    ("import:first", "import:first is not known", "import:last"),
    ("-rights:paid_social", "cannot be excluded", "Leave out"),
]


@pytest.mark.parametrize(("query", "words", "hint"), ERRORS, ids=[case[0] for case in ERRORS])
def test_an_error_points_at_the_word_and_suggests(
    catalog: Catalog, query: str, words: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        catalog.find(query, today=TODAY)
    assert words in caught.value.message
    assert hint in (caught.value.hint or "")


HOSTILE = [
    "'; DROP TABLE posts; --",
    '"\'); DELETE FROM posts; --"',
    "caption:golden",
    'words MATCH "x"',
    "golden* NEAR(hour)",
    "{caption handle}: golden",
    "^golden",
    "golden AND",
    '""',
    '"""',
    "(",
    "*",
    "-*",
    "a\x00b",
    "\ud800",
    "#'; --",
    "tag:'\"; --",
    "since:2026-06-01'--",
    "id:%",
    "file:%",
    "import:1;2",
    "\u202e\u2028",
    "🧿" * 50,
    "x " * 500,
    "y" * 50_000,
    "-" * 300,
    '"' * 301,
    ":" * 200,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_finds_nothing_or_is_refused_in_words(catalog: Catalog, query: str) -> None:
    said = ""
    try:
        ids, _ = catalog.find(query, today=TODAY)
        assert set(ids) <= set(LETTERS)
    except UsageError as error:
        said = error.message
    assert len(said) < 400, "a long word is not repeated whole"
    assert len(catalog.find("", today=TODAY)[0]) == len(LETTERS)


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab#@:-\"*'()% \t\n＃祭é☀\x00") | st.characters(), max_size=30))
def test_any_text_at_all_is_read_or_refused(catalog: Catalog, query: str) -> None:
    try:
        ids, _ = catalog.find(query, today=TODAY)
    except UsageError:
        return
    assert len(ids) == len(set(ids))


@given(st.text(max_size=20))
def test_reading_never_loses_where_a_word_stands(query: str) -> None:
    try:
        terms = parse(query).terms
    except UsageError:
        return
    places = [term.place for term in terms]
    assert places == sorted(set(places))
    assert all(1 <= place <= len(query) for place in places)
