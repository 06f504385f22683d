"""Merging: what is missing never overwrites what is known, and the same source again changes nothing."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.catalog.merge import Known, as_found, merge, newest
from ugc.catalog.names import link_key
from ugc.errors import InputError
from ugc.model.focus import Focus, Point
from ugc.model.posts import Account, Counts, FoundPost, Media, Post

DAY = datetime(2026, 6, 1, tzinfo=UTC)
ANA = Account(platform="instagram", handle="ana")


def found(**told: Any) -> FoundPost:
    base: dict[str, Any] = {"source": "test", "origin": "row 1", "ids": ("ig:A",), "platform": "instagram"}
    return FoundPost(**(base | told))


def media(letter: str, **told: Any) -> Media:
    base: dict[str, Any] = {"kind": "image", "ext": "jpg", "size": 9, "width": 3, "height": 4}
    return Media(sha256=letter * 64, **(base | told))


def merged(*sources: FoundPost) -> Post:
    known: Known | None = None
    for source in sources:
        known = merge(known, source, ())
    assert known is not None
    return known.post


CASES: list[tuple[str, str, dict[str, Any], dict[str, Any], Any]] = [
    # what, field of the post, first source, second source, what is known then
    ("missing keeps", "caption", {"caption": "words"}, {}, "words"),
    ("empty is missing", "caption", {"caption": "words"}, {"caption": "  ", "caption_trust": 9}, "words"),
    ("longer of equals", "caption", {"caption": "wor…"}, {"caption": "words and more"}, "words and more"),
    ("shorter of equals", "caption", {"caption": "words and more"}, {"caption": "wor…"}, "words and more"),
    (
        "trusted, though shorter",
        "caption",
        {"caption": "title cut at 72"},
        {"caption": "hi", "caption_trust": 2},
        "hi",
    ),
    (
        "not trusted, though longer",
        "caption",
        {"caption": "hi", "caption_trust": 2},
        {"caption": "long title"},
        "hi",
    ),
    ("filled later", "author", {}, {"author": ANA}, ANA),
    ("never unknown again", "author", {"author": ANA}, {"author": None}, ANA),
    (
        "another stays out",
        "author",
        {"author": ANA},
        {"author": ANA.model_copy(update={"handle": "eve"})},
        ANA,
    ),
    (
        "details fill in",
        "author",
        {"author": ANA},
        {"author": Account(platform="instagram", handle="ANA", native_id="7", display_name="Ana B")},
        Account(platform="instagram", handle="ana", native_id="7", display_name="Ana B"),
    ),
    ("kind, once known", "kind", {"kind": "reel"}, {}, "reel"),
    ("kind, more specific", "kind", {"kind": "video"}, {"kind": "reel"}, "reel"),
    ("kind, less specific", "kind", {"kind": "reel"}, {"kind": "video"}, "reel"),
    ("paid beats unknown", "paid_label", {}, {"paid_label": True}, True),
    ("paid beats no", "paid_label", {"paid_label": False}, {"paid_label": True}, True),
    ("no does not beat paid", "paid_label", {"paid_label": True}, {"paid_label": False}, True),
    ("no beats unknown", "paid_label", {}, {"paid_label": False}, False),
    ("unknown beats nothing", "paid_label", {"paid_label": False}, {}, False),
    ("restrictive sound", "sound", {"sound": "original"}, {"sound": "library_song"}, "library_song"),
    ("restrictive sound stays", "sound", {"sound": "library_song"}, {"sound": "original"}, "library_song"),
    ("unknown sound", "sound", {"sound": "none"}, {}, "none"),
    ("link fills", "permalink", {}, {"permalink": "https://x.example/1"}, "https://x.example/1"),
    (
        "link stays",
        "permalink",
        {"permalink": "https://x.example/1"},
        {"permalink": "https://x.example/2"},
        "https://x.example/1",
    ),
    ("derived", "derived_from", {"derived_from": "7"}, {}, "7"),
    ("tags add up", "tags", {"tags": ("a", "b")}, {"tags": ("b", "c")}, ("a", "b", "c")),
    ("ids add up", "aliases", {}, {"ids": ("ig:A", "igg:17", "ig:B")}, ("igg:17", "ig:B")),
    (
        "hashtags of the caption",
        "hashtags",
        {"caption": "#One #Two"},
        {"extra_hashtags": ("#Three", "one")},
        ("one", "two", "three"),
    ),
    (
        "hashtags of a caption that gave way",
        "hashtags",
        {"caption": "#GlowR…", "extra_hashtags": ("apart",)},
        {"caption": "#GlowRun is here"},
        ("glowrun", "apart"),
    ),
    (
        "mentions",
        "mentions",
        {"caption": "with @Bo."},
        {"caption": "with @Bo and @cy, mail a@b.c"},
        ("bo", "cy"),
    ),
]


@pytest.mark.parametrize(
    ("what", "field", "first", "second", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_merge(what: str, field: str, first: dict[str, Any], second: dict[str, Any], expected: Any) -> None:
    assert getattr(merged(found(**first), found(**second)), field) == expected


DATES = [
    # known as, how exactly, found as, how exactly, which stands
    ((DAY, "day"), (DAY + timedelta(hours=9), "second"), 1),
    ((DAY + timedelta(hours=9), "second"), (DAY, "day"), 0),
    ((DAY, "derived"), (DAY + timedelta(seconds=7), "second"), 1),
    ((DAY, "derived"), (DAY - timedelta(days=2), "day"), 1),  # what is worked out from an id is not the truth
    ((DAY, "second"), (DAY + timedelta(days=1), "second"), 0),
    ((DAY, "minute"), (None, None), 0),
]


@pytest.mark.parametrize(("known", "new", "stands"), DATES)
def test_the_more_exact_date_stands(known: Any, new: Any, stands: int) -> None:
    first, second = (found(posted_at=at, precision=precision) for at, precision in (known, new))
    post = merged(first, second)
    assert (post.posted_at, post.precision) == (known, new)[stands]


def test_times_become_utc_and_one_without_a_zone_is_taken_as_utc() -> None:
    east = datetime(2026, 6, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert merged(found(posted_at=east, precision="second")).posted_at == DAY
    naive = merged(found(posted_at=datetime(2026, 6, 1), precision="second"))  # noqa: DTZ001
    assert naive.posted_at == DAY and naive.posted_at.tzinfo is UTC


def at(days: int, **numbers: int) -> Counts:
    return Counts(taken_at=DAY + timedelta(days=days), **numbers)


COUNTS: list[tuple[str, list[Counts], dict[str, int | None]]] = [
    ("newest wins", [at(0, likes=5), at(1, likes=9)], {"likes": 9}),
    ("whatever the order", [at(1, likes=9), at(0, likes=5)], {"likes": 9}),
    ("per number", [at(0, likes=5, views=70), at(1, likes=9)], {"likes": 9, "views": 70, "shares": None}),
    ("a number can fall", [at(0, likes=9), at(1, likes=0)], {"likes": 0}),
    ("-1 is hidden, not a number", [at(0, likes=5), at(1, likes=-1)], {"likes": 5}),
    ("dated beats undated", [at(0, likes=5), Counts(likes=7)], {"likes": 5}),
    ("undated fills", [at(0, likes=5), Counts(likes=7, saves=3)], {"likes": 5, "saves": 3}),
    ("of undated the last", [Counts(likes=5), Counts(likes=7)], {"likes": 7}),
]


@pytest.mark.parametrize(("what", "snapshots", "expected"), COUNTS, ids=[case[0] for case in COUNTS])
def test_newest_number_of_each(what: str, snapshots: list[Counts], expected: dict[str, int | None]) -> None:
    counts = newest(snapshots)
    assert counts is not None
    assert {name: getattr(counts, name) for name in expected} == expected


def test_no_known_number_is_unknown_and_never_zero() -> None:
    assert newest([]) is None
    assert newest([at(0), at(1, likes=-1)]) is None
    assert merged(found(counts=at(0, likes=-1))).counts is None


MEDIA = [
    # known, found, together
    ("AB", "ABC", "ABC"),
    ("AC", "ABC", "ABC"),  # what was missing is filled in where it stood
    ("BC", "ABC", "ABC"),
    ("A", "B", "AB"),
    ("ABC", "C", "ABC"),
    ("ABC", "CBA", "ABC"),  # the first source's order stands
    ("AD", "ABXCD", "ABXCD"),
    ("", "BA", "BA"),
    ("AB", "", "AB"),
    ("", "AAB", "AB"),
]


def test_of_two_words_of_people_on_one_picture_the_last_stands() -> None:
    """As when two posts that hold the same file turn out to be one."""
    early, late = (datetime(2026, 11, day, tzinfo=UTC) for day in (20, 22))
    old = media("A", focus=Focus(by="ana", at=early), alt="old", alt_by="ana", alt_at=early)
    new = media("A", focus=Focus(by="bo", at=late), alt="new", alt_by="bo", alt_at=late)
    for first, second in ((old, new), (new, old)):
        (kept,) = merge(merge(None, found(), [first]), found(), [second]).post.media
        assert kept.focus and (kept.focus.by, kept.alt, kept.alt_by) == ("bo", "new", "bo")
    said = media("A", alt="a source's")
    for first, second in ((old, said), (said, old)):
        (kept,) = merge(merge(None, found(), [first]), found(), [second]).post.media
        assert (kept.alt, kept.alt_by) == ("old", "ana"), "a source does not overwrite a person"


@pytest.mark.parametrize(("first", "second", "expected"), MEDIA)
def test_media_are_the_union_in_order(first: str, second: str, expected: str) -> None:
    known = merge(None, found(), [media(letter) for letter in first])
    post = merge(known, found(), [media(letter) for letter in second]).post
    assert "".join(item.sha256[0] for item in post.media) == expected


def test_known_media_are_filled_in_and_what_a_person_set_stays() -> None:
    focus, other = (
        Focus(by="ana", at=datetime(2026, 11, 22, tzinfo=UTC), point=Point(x=x, y=0.3)) for x in (0.2, 1)
    )
    known = merge(None, found(), [media("A", focus=focus, name="1.jpg")])
    post = merge(known, found(), [media("A", alt="Ana runs", role="poster", focus=other, name="x.jpg")]).post
    assert post.media == (media("A", focus=focus, name="1.jpg", alt="Ana runs", role="poster"),)
    bare = merge(Known(post=post), found(), [media("A")]).post
    assert bare.media == post.media


def test_a_file_post_gets_its_platform_id_and_keeps_its_own() -> None:
    bare = merge(None, found(ids=(), platform="other"), [media("A")])
    assert bare.post.id == "file:" + "A" * 64
    post = merge(bare, found(ids=("ig:A", "igg:9")), [media("A")]).post
    assert (post.id, post.aliases) == ("ig:A", ("file:" + "A" * 64, "igg:9"))
    assert post.platform == "instagram"
    again = merge(Known(post=post), found(ids=("tt:1",), platform="tiktok"), ()).post
    assert (again.id, again.platform) == ("ig:A", "instagram"), "a platform's id stays"
    assert "tt:1" in again.aliases


def test_notes_say_what_was_kept() -> None:
    known = merge(None, found(caption="the whole caption", author=ANA), ())
    eve = Account(platform="instagram", handle="eve")
    notes = merge(known, found(caption="the who…", author=eve), ()).notes
    assert notes == ("caption kept from the earlier source", "author kept: @ana; instagram says @eve")
    numbered = merge(None, found(author=ANA.model_copy(update={"native_id": "1"})), ())
    other = merge(numbered, found(author=ANA.model_copy(update={"native_id": "2"})), ()).notes
    assert other == ("author kept: @ana; instagram says another account of that name",)
    assert merge(known, found(caption="the whole caption", author=ANA), ()).notes == ()


def test_nothing_to_know_a_post_by_is_an_error() -> None:
    with pytest.raises(InputError, match="row 1 names no id"):
        merge(None, found(ids=()), ())
    with pytest.raises(InputError):
        merge(None, found(ids=(), permalink="https://instagram.com/"), ())


LINKS = [
    ("https://www.instagram.com/p/A1/?igsh=x&img_index=3#c", "http://instagram.com/p/A1"),
    ("instagram.com/p/A1", "https://m.instagram.com/p/A1/"),
    ("https://youtube.com/watch?v=abc&si=1", "https://www.youtube.com/watch?utm_source=x&v=abc"),
]


@pytest.mark.parametrize(("one", "other"), LINKS)
def test_spellings_of_one_link(one: str, other: str) -> None:
    assert link_key(one) == link_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://youtube.com/watch?v=abc", "https://youtube.com/watch?v=abd"),
        ("https://blog.example/?p=1", "https://blog.example/?p=2"),
        ("https://instagram.com/p/Ab", "https://instagram.com/p/aB"),  # shortcodes know upper and lower case
    ],
)
def test_links_to_different_things(one: str, other: str) -> None:
    assert link_key(one) != link_key(other)


@pytest.mark.parametrize(
    "link", ["", "no link", "https://instagram.com/", "http://[::1", "javascript:alert(1)", "https:///x"]
)
def test_no_link_to_one_thing(link: str) -> None:
    assert link_key(link) is None


accounts = st.builds(
    Account,
    platform=st.sampled_from(["instagram", "tiktok"]),
    handle=st.sampled_from(["ana", "Ana", "bo", ""]),
    native_id=st.sampled_from([None, "1", "2"]),
    display_name=st.none() | st.text(max_size=3),
)
numbers = st.none() | st.integers(-1, 9)
founds = st.builds(
    FoundPost,
    source=st.just("test"),
    origin=st.just("row"),
    ids=st.lists(st.sampled_from(["ig:A", "ig:B", "igg:1"]), unique=True).map(tuple),
    platform=st.sampled_from(["instagram", "tiktok", "other"]),
    author=st.none() | accounts,
    coauthors=st.lists(accounts, max_size=2).map(tuple),
    caption=st.none() | st.text("#ab @…é", max_size=8),
    caption_trust=st.integers(0, 2),
    posted_at=st.none() | st.datetimes(min_value=datetime(2020, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    precision=st.sampled_from([None, "second", "day", "derived"]),
    permalink=st.sampled_from([None, "", "https://x.example/1", "https://x.example/2"]),
    kind=st.sampled_from(["unknown", "feed", "reel", "video"]),
    extra_hashtags=st.lists(st.sampled_from(["#Glow", "run"]), max_size=2).map(tuple),
    paid_label=st.sampled_from([None, True, False]),
    sound=st.sampled_from(["unknown", "none", "original", "library_song"]),
    counts=st.none() | st.builds(Counts, taken_at=st.none() | st.just(DAY), likes=numbers, views=numbers),
    tags=st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
)
files = st.lists(st.sampled_from("ABCD").map(media), min_size=1, max_size=4)


@given(founds, files, founds, files)
def test_the_same_source_again_changes_nothing(
    first: FoundPost, first_files: list[Media], second: FoundPost, second_files: list[Media]
) -> None:
    once = merge(merge(None, first, first_files), second, second_files)
    again = merge(once, second, second_files)
    assert again.post == once.post
    assert again.caption_trust == once.caption_trust
    alone = merge(None, first, first_files)
    assert merge(alone, first, first_files).post == alone.post


@given(founds, files, founds, files)
def test_nothing_known_is_ever_lost(
    first: FoundPost, first_files: list[Media], second: FoundPost, second_files: list[Media]
) -> None:
    known = merge(None, first, first_files)
    post = merge(known, second, second_files).post
    names = {post.id, *post.aliases}
    assert {known.post.id, *known.post.aliases, *second.ids} <= names
    assert {m.sha256 for m in (*first_files, *second_files)} == {m.sha256 for m in post.media}
    assert len(post.media) == len({m.sha256 for m in post.media})
    assert set(known.post.tags) | set(second.tags) == set(post.tags)
    for field in ("author", "caption", "posted_at", "permalink", "counts"):
        assert getattr(known.post, field) is None or getattr(post, field) is not None, field
    if known.post.author:
        assert post.author is not None
        assert post.author.platform == known.post.author.platform
    if known.post.paid_label:
        assert post.paid_label


@given(founds, files)
def test_a_post_merged_into_itself_is_itself(source: FoundPost, sources_files: list[Media]) -> None:
    known = merge(None, source, sources_files)
    assert merge(known, as_found(known), known.post.media).post == known.post
