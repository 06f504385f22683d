"""Posts that a person says are one: what is refused, what stands then, and that a split gives everything back."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc import ledger
from ugc.catalog import Catalog, MadeCreative
from ugc.errors import UsageError
from ugc.model.focus import Focus, Point
from ugc.model.posts import Account, Counts, FoundPost, Media
from ugc.model.records import Grant, Hold

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
A, B, C, D, E = (letter * 64 for letter in "abcde")
ANA = Account(platform="instagram", handle="ana")
EVE = Account(platform="instagram", handle="eve")
UNIMPORTANT = {"merges", "entries", "entry_subjects"}


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog.db", create=True) as catalog:
        yield catalog


def media(sha256: str, **told: Any) -> Media:
    base: dict[str, Any] = {
        "kind": "image",
        "ext": "jpg",
        "size": 9,
        "width": 3,
        "height": 4,
        "name": "a.jpg",
    }
    return Media(sha256=sha256, **(base | told))


def take(catalog: Catalog, files: Sequence[Media] = (), **told: Any) -> str:
    base: dict[str, Any] = {"source": "test", "origin": "row 1", "platform": "instagram"}
    batch = catalog.start_import("test", NOW)
    return catalog.save(FoundPost(**(base | told)), files, at=NOW, batch=batch).post


def join(catalog: Catalog, keep: str, *others: str) -> str:
    return catalog.by_hand.join(keep, others, by="Mo", why="the same picture", at=NOW).post


def dump(catalog: Catalog, *, without: set[str] = UNIMPORTANT) -> dict[str, list[tuple[Any, ...]]]:
    database = catalog._database
    names = database.run("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words_%'")
    return {
        name: sorted(
            database.run(f"SELECT rowid, * FROM {name}" if name == "words" else f"SELECT * FROM {name}"),
            key=repr,
        )
        for (name,) in names
        if name not in without
    }


def append(catalog: Catalog, record: Any, *subjects: str) -> None:
    catalog.append(
        lambda before: ledger.seal(before, record, subjects=subjects, at=NOW, salts=lambda: "0" * 32)
    )


def grant(number: int, *posts: str) -> Grant:
    return Grant(
        id=f"g-{number:04}",
        version=1,
        posts=posts,
        licensor="Ana",
        licensee="Glow",
        method="dm_yes",
        status="granted",
        purposes=frozenset({"paid_social"}),
        channels=frozenset({"instagram"}),
        identities=frozenset({"brand_handle"}),
        territories=frozenset({"US"}),
        start=date(2026, 11, 1),
        end="perpetual",
        edits=frozenset(),
    )


def hold(number: int, post: str) -> Hold:
    return Hold(id=f"h-{number:04}", post=post, why="asked", by="Mo", on=date(2026, 11, 22))


# --- what is refused ---------------------------------------------------------------------------------------------

REFUSED = [
    # what, first, second, words of the reason
    (
        "another creator",
        {"ids": ("ig:A",), "author": ANA},
        {"ids": ("tt:B",), "author": EVE},
        "different creators",
    ),
    ("two of a platform", {"ids": ("ig:A",)}, {"ids": ("ig:B",)}, "on the same platform"),
    (
        "two of a platform, by one",
        {"ids": ("ig:A",), "author": ANA},
        {"ids": ("ig:B",), "author": ANA},
        "ig:B",
    ),
]


@pytest.mark.parametrize(("what", "first", "second", "words"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_one_is_refused(
    catalog: Catalog, what: str, first: dict[str, Any], second: dict[str, Any], words: str
) -> None:
    one, other = take(catalog, [media(A)], **first), take(catalog, [media(B)], **second)
    before = dump(catalog, without=set())
    with pytest.raises(UsageError, match=words):
        join(catalog, one, other)
    assert dump(catalog, without=set()) == before


def test_a_post_and_itself_are_refused(catalog: Catalog) -> None:
    take(catalog, [media(A)])
    take(catalog, [media(A)], ids=("ig:A",))
    with pytest.raises(UsageError, match="one post already"):
        join(catalog, "ig:A", f"file:{A}")


def test_what_was_not_merged_by_hand_is_not_split(catalog: Catalog) -> None:
    take(catalog, [media(A)])
    take(catalog, [media(A)], ids=("ig:A",))
    with pytest.raises(UsageError, match="not merged by hand"):
        catalog.by_hand.part("ig:A", at=LATER)
    with pytest.raises(UsageError, match="No merge 7"):
        catalog.by_hand.part("7", at=LATER)


# --- what stands then --------------------------------------------------------------------------------------------


def test_the_merged_post_has_all_of_both(catalog: Catalog) -> None:
    take(catalog, [media(A)], ids=("ig:A",), author=ANA, caption="Glow")
    take(catalog, [media(B)], tags=("best",))
    assert join(catalog, f"file:{B}", "ig:A") == "ig:A"
    post = catalog.post(f"file:{B}")
    assert (post.id, post.aliases) == ("ig:A", (f"file:{B}",))
    assert [item.sha256 for item in post.media] == [B, A]
    assert (post.caption, post.author, post.tags) == ("Glow", ANA, ("best",))
    assert catalog.by_hand.standing("ig:A").parts == (f"file:{B}", "ig:A")


def test_rights_records_on_either_hold_for_the_merged_post_and_each_has_its_own_again(
    catalog: Catalog,
) -> None:
    take(catalog, [media(A)], ids=("ig:A",))
    take(catalog, [media(B)])
    append(catalog, grant(1, "ig:A"), "ig:A")
    append(catalog, hold(1, f"file:{B}"), f"file:{B}")
    append(catalog, grant(2, f"file:{B}"), f"file:{B}")
    join(catalog, "ig:A", f"file:{B}")
    case = catalog.case("ig:A")
    assert [item.id for item in case.grants] == ["g-0001", "g-0002"]
    assert [item.id for item in case.holds] == ["h-0001"]
    catalog.by_hand.part("ig:A", at=LATER)
    one, other = catalog.case("ig:A"), catalog.case(f"file:{B}")
    assert ([item.id for item in one.grants], one.holds) == (["g-0001"], ())
    assert [item.id for item in other.grants] == ["g-0002"]
    assert [item.id for item in other.holds] == ["h-0001"]


# --- what came since ---------------------------------------------------------------------------------------------


def test_what_came_since_goes_to_the_post_that_it_names(catalog: Catalog) -> None:
    take(catalog, [media(A)], author=ANA)
    take(catalog, [media(B)])
    join(catalog, f"file:{A}", f"file:{B}")
    take(catalog, [media(A)], caption="Words of A", source="other", counts=Counts(likes=3))
    take(
        catalog,
        [media(B), media(C)],
        ids=("tt:B",),
        platform="tiktok",
        caption="Longer words of B",
        counts=Counts(likes=9, taken_at=NOW),
        permalink="https://www.tiktok.com/@ana/video/1",
        tags=("sheet",),
    )
    catalog.tag([f"file:{A}"], add=["best"])
    catalog.set_alt(f"file:{A}", B, "A jar", by="Mo", at=NOW)
    catalog.set_focus(f"file:{A}", C, Focus(by="Mo", at=NOW, point=Point(x=0.1, y=0.2)))
    told = catalog.by_hand.part(f"file:{A}", at=LATER)
    one, other = catalog.posts([f"file:{A}", f"file:{B}"])
    assert told.posts == (f"file:{A}", "tt:B")
    assert (one.caption, one.counts and one.counts.likes, one.tags) == ("Words of A", 3, ("best",))
    assert (other.id, other.caption, other.platform, other.tags) == (
        "tt:B",
        "Longer words of B",
        "tiktok",
        ("sheet",),
    )
    assert other.counts == Counts(likes=9, taken_at=NOW)
    assert [item.sha256 for item in one.media] == [A]
    assert [(item.sha256, item.alt) for item in other.media] == [(B, "A jar"), (C, None)]
    assert other.media[1].focus and other.media[1].focus.point == Point(x=0.1, y=0.2)
    assert len(catalog.sources(f"file:{A}")) == len(catalog.sources("tt:B")) == 2
    assert catalog.resolve("https://www.tiktok.com/@ana/video/1") == "tt:B"
    assert "1 source that came since went to tt:B." in told.went


def test_what_was_taken_off_since_stays_off(catalog: Catalog) -> None:
    take(catalog, [media(A)], ids=("ig:A",), tags=("old",))
    take(catalog, [media(B)], tags=("old",))
    join(catalog, "ig:A", f"file:{B}")
    catalog.tag(["ig:A"], remove=["old"])
    catalog.by_hand.part("ig:A", at=LATER)
    assert [post.tags for post in catalog.posts(["ig:A", f"file:{B}"])] == [(), ()]


def test_merges_are_undone_from_the_newest(catalog: Catalog) -> None:
    take(catalog, [media(A)], ids=("ig:A",))
    take(catalog, [media(B)])
    take(catalog, [media(C)])
    before = dump(catalog)
    join(catalog, f"file:{B}", f"file:{C}")
    between = dump(catalog)
    join(catalog, "ig:A", f"file:{B}")
    with pytest.raises(UsageError, match="under merge 2"):
        catalog.by_hand.part("1", at=LATER)
    catalog.by_hand.part(f"file:{C}", at=LATER)
    assert dump(catalog) == between
    catalog.by_hand.part("m1", at=LATER)
    assert dump(catalog) == before


def test_a_merge_outlives_that_an_import_joins_the_post_to_another(catalog: Catalog) -> None:
    """A sheet brought the id, a folder the file: one record names both, and what was merged by hand goes along."""
    take(catalog, ids=("ig:A",), caption="Glow", author=ANA)
    take(catalog, [media(B)])
    take(catalog, [media(C)])
    join(catalog, f"file:{B}", f"file:{C}")
    take(catalog, [media(B)], ids=("ig:A",), source="other")
    assert catalog.post(f"file:{C}").id == "ig:A"
    catalog.by_hand.part("ig:A", at=LATER)
    one, other = catalog.posts(["ig:A", f"file:{C}"])
    assert (one.id, one.caption, one.author, [item.sha256 for item in one.media]) == (
        "ig:A",
        "Glow",
        ANA,
        [B],
    )
    assert (other.id, other.aliases, [item.sha256 for item in other.media]) == (f"file:{C}", (), [C])


def test_an_account_that_turned_out_to_be_another_keeps_its_post(catalog: Catalog) -> None:
    take(catalog, [media(A)], ids=("ig:A",), author=ANA)
    take(catalog, [media(B)])
    take(catalog, ids=("ig:Z",), author=Account(platform="instagram", handle="anna", native_id="7"))
    join(catalog, f"file:{B}", "ig:A")
    take(catalog, ids=("ig:Y",), author=Account(platform="instagram", handle="ana", native_id="7"))
    catalog.by_hand.part("ig:A", at=LATER)
    assert catalog.post("ig:A").creator == catalog.post("ig:Z").creator
    assert catalog.post(f"file:{B}").author is None


# --- and everything as before ------------------------------------------------------------------------------------

WORDS = st.sampled_from([None, "Glow #GlowRun", "Longer words @eve #Best", "日本語"])
COUNTS = st.builds(Counts, likes=st.none() | st.integers(0, 9), taken_at=st.none() | st.just(NOW))


@st.composite
def worlds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Posts that may be one: known by an id of different platforms or by a file, by Ana or by nobody known."""
    ids = draw(st.permutations([("ig:A",), ("tt:B",), (), ("yt:C",)]))
    found = []
    for number in range(draw(st.integers(2, 4))):
        files = draw(st.lists(st.sampled_from([C, D, E]), max_size=2, unique=True))
        own = "abcd"[number] * 63 + "0"
        found.append(
            {
                "ids": ids[number],
                "files": [media(own), *(media(sha256, alt=draw(WORDS)) for sha256 in files)],
                "author": draw(st.sampled_from([None, ANA])),
                "coauthors": draw(st.sampled_from([(), (EVE,)])),
                "caption": draw(WORDS),
                "caption_trust": draw(st.integers(0, 2)),
                "counts": draw(st.none() | COUNTS),
                "tags": draw(st.sampled_from([(), ("best",), ("best", "new")])),
                "permalink": draw(st.sampled_from([None, f"https://example.com/p/{number}"])),
                "posted_at": draw(st.sampled_from([None, NOW])),
                "precision": "day",
                "missing": ("x.jpg",),
                "campaign": draw(st.booleans()),
                "focus": draw(st.booleans()),
                "creative": draw(st.booleans()),
                "product": draw(st.booleans()),
                "link": draw(st.booleans()),
            }
        )
    return found


def told(catalog: Catalog, world: list[dict[str, Any]]) -> list[str]:
    names = []
    for number, post in enumerate(world):
        extra = {
            name: post.pop(name) for name in ("campaign", "focus", "creative", "product", "link", "files")
        }
        name = take(catalog, extra["files"], **post)
        names.append(name)
        if extra["campaign"]:
            catalog.put_in_campaign([name], add=["spring"])
        if extra["focus"]:
            focus = Focus(by="Mo", at=NOW + timedelta(number), point=Point(x=0.1 * number, y=0.2))
            catalog.set_focus(name, catalog.post(name).media[-1].sha256, focus)
        if extra["creative"]:
            catalog.record_creative(made(number, *dict.fromkeys([names[0], name])))
        database = catalog._database
        if extra["product"]:
            database.run("INSERT INTO products (id, name) VALUES ('p', 'Jar') ON CONFLICT DO NOTHING")
            for sha256 in (None, extra["files"][-1].sha256):
                database.run(
                    "INSERT INTO post_products (post, product, media, tagged_by, tagged_at)"
                    " SELECT post, 'p', ?, 'Mo', '2026' FROM post_ids WHERE name = ?",
                    (sha256, name),
                )
        if extra["link"]:
            database.run(
                "INSERT INTO media_links (post, name, url, role, place)"
                " SELECT post, 'x.jpg', 'https://example.com/x.jpg', 'original', 0 FROM post_ids WHERE name = ?",
                (name,),
            )
            database.run(
                "INSERT INTO post_captions (post, sha256, ext, size, name, attached_by, attached_at)"
                " SELECT post, ?, 'srt', 9, 'a.srt', 'Mo', '2026' FROM post_ids WHERE name = ?",
                (E, name),
            )
            database.run(
                "INSERT INTO post_changes (post, what, seen_at, import, importer)"
                " SELECT post, 'deleted', '2026', 1, 'test' FROM post_ids WHERE name = ?",
                (name,),
            )
    return names


def made(number: int, *posts: str) -> MadeCreative:
    return MadeCreative(
        path=f"out/{number}.jpg",
        variant=f"{number}" * 64,
        concept=f"{number}" * 64,
        label_hash="x",
        sidecar="x",
        sha256="x",
        size=1,
        mtime_ns=1,
        sidecar_size=1,
        sidecar_mtime_ns=1,
        posts=posts,
        format="story",
        template="x",
        made_at=NOW,
    )


@settings(max_examples=60, deadline=None)
@given(world=worlds(), data=st.data())
def test_merged_and_split_every_table_is_as_before(world: list[dict[str, Any]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, Catalog.open(Path(folder) / "catalog.db", create=True) as catalog:
        take(catalog, [media("f" * 64)], ids=("ig:FIRST",))
        names = told(catalog, world)
        chosen = data.draw(st.permutations(list(dict.fromkeys(names))))
        chosen = chosen[: data.draw(st.integers(2, 4))]
        if len(chosen) < 2:
            return
        take(catalog, [media("9" * 64)], ids=("ig:LAST",))
        before = dump(catalog)
        merge = catalog.by_hand.join(chosen[0], chosen[1:], by="Mo", why="", at=NOW)
        assert dump(catalog) != before
        assert not catalog.care.problems()
        one = catalog.post(merge.post)
        assert {one.id, *one.aliases} >= set(chosen)
        parted = catalog.by_hand.part(data.draw(st.sampled_from(chosen)), at=LATER)
        assert dump(catalog) == before
        assert set(parted.posts) == set(chosen)
        assert not catalog.care.problems()
        assert catalog._database.run("SELECT DISTINCT before FROM merges") == [("{}",)]
        json.dumps(parted.model_dump(mode="json"))
