"""Posts that a person says are one: what is refused, what stands then, and that a split gives everything back."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from conftest import GRANT, Shop, collected, photo
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
                "INSERT INTO media_links (post, name, url, role, place, signed, total, importer)"
                " SELECT post, 'x.jpg', 'https://example.com/x.jpg', 'original', 0, 0, 1, 'csv' FROM post_ids"
                " WHERE name = ?",
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


# --- through the door --------------------------------------------------------------------------------------------

POST = "ig:BqvsDleB3lV"


@pytest.fixture
def loose(shop: Shop, tmp_path: Path) -> str:
    """Beside @ana's post a picture of which nothing is known; returns its id."""
    folder = tmp_path / "loose"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(photo((500, 500), seed=77))
    return str(shop("import", folder, "--json")["taken"][0]["post"])


def test_what_is_on_all_of_it_now_is_said(shop: Shop, loose: str) -> None:
    shop.grant()
    shop("rights", "hold", loose, "--by", "Mo", "--why", "whose is it?")
    told = shop("merge", POST, loose, "--by", "Mo", "--why", "seen at the post", "--json")
    assert (told["post"], told["parts"], told["media"]) == (POST, [POST, loose], 2)
    assert told["widened"] == ["g-0001", "h-0001"]
    assert f"h-0001 was on {loose}, and is on all of it now." in told["notes"]
    assert "Of the others nobody had said who made them: all of it is @ana's now." in told["notes"]
    check = shop(
        "rights", "check", loose, "--purpose", "paid_social", "--channel", "instagram", "--json", code=4
    )
    assert [reason["code"] for reason in check[0]["reasons"]] == ["held"]


def test_a_rehearsal_changes_nothing(shop: Shop, loose: str) -> None:
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        before = dump(catalog, without=set())
    shop("merge", POST, loose, "--dry-run")
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        assert dump(catalog, without=set()) == before
    shop("merge", POST, loose)
    shop("split", POST, "--dry-run")
    assert shop("show", POST, "--json")["case"]["post"]["aliases"] == [loose]


def test_what_stopped_the_merged_post_goes_on_to_stop_each_part(shop: Shop, loose: str) -> None:
    shop.grant()
    shop.grant(loose, "--licensor", "Ana")
    shop("merge", POST, loose)
    shop("rights", "hold", loose, "--by", "Mo", "--why", "a complaint")
    told = shop("split", loose, "--by", "Kim", "--json")
    assert told["posts"] == [POST, loose]
    assert told["records"] == [{"post": POST, "records": ["h-0001"]}]
    assert told["carried"] == ["h-0002"]
    shop("rights", "verify")
    for post in (POST, loose):
        check = shop(
            "rights", "check", post, "--purpose", "paid_social", "--channel", "instagram", "--json", code=4
        )
        assert "held" in {reason["code"] for reason in check[0]["reasons"]}
    shop("rights", "hold", loose, "--by", "Mo", "--why", "settled", "--lift")
    assert not shop("show", loose, "--json")["case"]["holds"]
    assert [one["id"] for one in shop("show", POST, "--json")["case"]["holds"]] == ["h-0001"]


def test_a_hold_that_was_lifted_stops_nothing_after_a_split(shop: Shop, loose: str) -> None:
    shop("merge", POST, loose)
    shop("rights", "hold", POST, "--by", "Mo", "--why", "a complaint")
    shop("rights", "hold", POST, "--by", "Mo", "--why", "settled", "--lift")
    assert shop("split", "1", "--json")["carried"] == []
    assert not shop("show", loose, "--json")["case"]["holds"]


def test_a_grant_that_ended_for_the_merged_post_ended_for_each_part(shop: Shop, loose: str) -> None:
    """A grant over three posts that was revoked for the merged one is not alive again on the part."""
    shop("import", collected(shop.root.parent / "two", posts=2))
    shop("rights", "grant", POST, "ig:Bqvs0000001", *GRANT[3:], "--json")
    shop("merge", loose, POST)
    shop("rights", "revoke", POST, "--by", "Mo", "--why", "she changed her mind")
    told = shop("split", POST, "--json")
    assert told["posts"] == [loose, POST]
    assert [one[:1] for one in told["carried"]] == ["r"]
    check = shop(
        "rights", "check", loose, "--purpose", "paid_social", "--channel", "instagram", "--json", code=4
    )
    assert check[0]["verdict"] == "refused"
    shop("rights", "verify")


def test_forgetting_a_person_takes_what_was_kept_of_the_merge(shop: Shop, loose: str) -> None:
    shop("tag", loose, "--add", "quibbart")
    shop("merge", POST, loose, "--why", "ana said so")
    kept = b"".join(one.read_bytes() for one in (shop.root / ".ugc").glob("catalog.db*"))
    assert b"ana said so" in kept
    shop("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    left = b"".join(one.read_bytes() for one in sorted((shop.root / ".ugc").rglob("*")) if one.is_file())
    for word in (b"ana said so", b"quibbart", b"BqvsDleB3lV"):
        assert word not in left, word


def test_a_coauthor_who_is_forgotten_is_not_brought_back_by_a_split(catalog: Catalog) -> None:
    take(catalog, [media(A)], ids=("ig:A",), author=ANA, coauthors=(EVE,))
    take(catalog, [media(B)], coauthors=(EVE,))
    join(catalog, "ig:A", f"file:{B}")
    person = catalog.care.person(catalog.resolve_creator("@eve"))
    with catalog.transaction():
        catalog.care.erase(person, erasure="x-0001", at=NOW)
    assert "eve" not in str(catalog._database.run("SELECT before FROM merges"))
    catalog.by_hand.part("ig:A", at=LATER)
    assert [post.coauthors for post in catalog.posts(["ig:A", f"file:{B}"])] == [(), ()]


def test_a_merge_that_is_killed_leaves_all_or_nothing(shop: Shop, loose: str) -> None:
    """SIGKILL while the rows are going over: the next program finds the posts as they were, and joins them whole."""
    path = shop.root / ".ugc" / "catalog.db"
    with Catalog.open(path) as catalog:
        before = dump(catalog, without=set())
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from ugc.catalog import Catalog, database\n"
        "from datetime import UTC, datetime\n"
        "left = [int(sys.argv[4])]\n"
        "plain = database.Database.run\n"
        "def counted(self, sql, values=()):\n"
        "    if sql.startswith(('UPDATE', 'DELETE', 'INSERT')):\n"
        "        left[0] -= 1\n"
        "        if left[0] < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return plain(self, sql, values)\n"
        "database.Database.run = counted\n"
        "catalog = Catalog.open(Path(sys.argv[1]))\n"
        "catalog.by_hand.join(sys.argv[2], [sys.argv[3]], by='Mo', why='', at=datetime.now(UTC))\n"
    )
    for writes in (0, 7, 20):
        done = subprocess.run([sys.executable, "-c", script, str(path), POST, loose, str(writes)], timeout=60)
        assert done.returncode == -signal.SIGKILL
        with Catalog.open(path) as catalog:
            assert dump(catalog, without=set()) == before
            assert not catalog.care.problems()
    shop("merge", POST, loose)
    assert shop("show", loose, "--json")["case"]["post"]["id"] == POST
