"""What a later import sees of a post: deleted, edited, back, and what that means for its rights."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, sidecar

from ugc import rights
from ugc.catalog import Catalog
from ugc.model.posts import FoundPost, Post, PostChange
from ugc.model.records import Authorization, Grant
from ugc.model.rights import Case, Policy, Use

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog.db", create=True) as catalog:
        yield catalog


def take(catalog: Catalog, **told: Any) -> tuple[str, ...]:
    base: dict[str, Any] = {"source": "one", "origin": "row 1", "platform": "tiktok", "ids": ("tt:1",)}
    batch = catalog.start_import("test", NOW)
    return catalog.save(FoundPost(**(base | told)), (), at=NOW, batch=batch).notes


SEEN = [
    # what, what sources say one after the other, what is on record then
    ("nothing new", [{"caption": "a"}, {"caption": "a", "kind": "video"}], []),
    ("gone", [{}, {"gone": True}], ["deleted"]),
    ("gone when first seen", [{"gone": True}], ["deleted"]),
    ("gone, told twice", [{}, {"gone": True}, {"gone": True, "source": "two"}], ["deleted"]),
    ("not said is not back", [{"gone": True}, {"caption": "a"}], ["deleted"]),
    ("back", [{"gone": True}, {"gone": False}], ["deleted", "back"]),
    ("never gone is not back", [{"gone": False}], []),
    (
        "gone again",
        [{"gone": True}, {"gone": False}, {"gone": True, "kind": "video"}],
        ["deleted", "back", "deleted"],
    ),
    ("edited", [{"caption": "a"}, {"caption": "b"}], ["edited"]),
    ("a shorter caption is an edit too", [{"caption": "a long one"}, {"caption": "a"}], ["edited"]),
    ("of two sources one may be cut", [{"caption": "a long one"}, {"caption": "a", "source": "two"}], []),
    ("only spaces", [{"caption": "a  b"}, {"caption": "a b "}], []),
    (
        "unknown is no edit",
        [{"caption": "a"}, {"caption": None, "kind": "video"}, {"caption": "a", "gone": False}],
        [],
    ),
]


@pytest.mark.parametrize(("what", "sources", "changes"), SEEN, ids=[row[0] for row in SEEN])
def test_changes_are_what_sources_say(
    catalog: Catalog, what: str, sources: list[dict[str, Any]], changes: list[str]
) -> None:
    for source in sources:
        take(catalog, **source)
    seen = catalog.by_hand.changes("tt:1")
    assert [change.what for change in seen] == changes
    assert catalog.case("tt:1").changes == seen
    if what == "edited":
        assert (seen[0].before, seen[0].after, seen[0].importer) == ("a", "b", "one")


def test_the_import_says_so(catalog: Catalog) -> None:
    assert take(catalog, caption="a") == ()
    assert take(catalog, caption="b", gone=True)[-2:] == (
        "seen deleted at its source: save the evidence, and see what that means with `ugc show`",
        "its caption was edited at its source",
    )


def grant(**told: Any) -> Grant:
    base: dict[str, Any] = {
        "id": "g-0001",
        "version": 1,
        "posts": ("tt:1",),
        "licensor": "Ana",
        "licensee": "Glow",
        "method": "contract",
        "status": "granted",
        "purposes": {"paid_social", "organic_repost", "allowlisting"},
        "channels": {"tiktok"},
        "identities": {"brand_handle", "creator_handle"},
        "territories": {"US"},
        "start": date(2026, 11, 1),
        "end": "perpetual",
        "edits": frozenset(),
        "terms": {"sha256": "0" * 64},
        "evidence": ("e-0001",),
    }
    return Grant.model_validate(base | told)


SPARK = Authorization(id="a-0001", platform="tiktok", kind="tiktok_auth_code", post="tt:1", status="active")
ACCOUNT = Authorization(
    id="a-0002", platform="tiktok", kind="tiktok_auth_code", creator="ana", status="active"
)
GONE = PostChange(what="deleted", seen_at=NOW, importer="tiktok-export")
BACK = PostChange(what="back", seen_at=NOW, importer="tiktok-export")
EDITED = PostChange(what="edited", seen_at=NOW, importer="gallery-dl", before="a", after="b")

ANSWERS: list[tuple[str, dict[str, Any], dict[str, Any], str, set[str]]] = [
    # what, of the case, of the use, the verdict, codes of the reasons
    ("a licence stands", {"changes": (GONE,)}, {}, "cleared", set()),
    (
        "a yes at the post is reviewed",
        {"changes": (GONE,), "grants": (grant(method="comment_yes"),)},
        {"purpose": "organic_repost"},
        "needs_review",
        {"consent_deleted"},
    ),
    (
        "and stands while the post does",
        {"grants": (grant(method="comment_yes"),)},
        {"purpose": "organic_repost"},
        "cleared",
        set(),
    ),
    (
        "and when it is back",
        {"changes": (GONE, BACK), "grants": (grant(method="comment_yes"),)},
        {"purpose": "organic_repost"},
        "cleared",
        set(),
    ),
    ("a code runs the post", {"authorizations": (SPARK,)}, {"identity": "creator_handle"}, "cleared", set()),
    (
        "and lapses with it",
        {"changes": (GONE,), "authorizations": (SPARK,)},
        {"identity": "creator_handle"},
        "refused",
        {"platform_auth_lapsed"},
    ),
    (
        "a permission of the account does not",
        {"changes": (GONE,), "authorizations": (SPARK, ACCOUNT)},
        {"identity": "creator_handle"},
        "cleared",
        set(),
    ),
    (
        "a grant that ends with the code",
        {
            "changes": (GONE,),
            "authorizations": (SPARK,),
            "grants": (grant(end_basis="platform_code"),),
        },
        {},
        "refused",
        {"end_unknown"},
    ),
    ("an edit is looked at by people", {"changes": (EDITED,)}, {}, "cleared", set()),
]


@pytest.mark.parametrize(
    ("what", "case", "use", "verdict", "codes"), ANSWERS, ids=[row[0] for row in ANSWERS]
)
def test_what_a_change_means_for_an_answer(
    what: str, case: dict[str, Any], use: dict[str, Any], verdict: str, codes: set[str]
) -> None:
    base: dict[str, Any] = {"post": Post(id="tt:1", platform="tiktok"), "grants": (grant(),)}
    asked: dict[str, Any] = {
        "licensee": "Glow",
        "purpose": "paid_social",
        "channel": "tiktok",
        "territories": {"US"},
        "first": date(2026, 12, 1),
        "last": date(2026, 12, 2),
    }
    answer = rights.clear(Case(**(base | case)), Use(**(asked | use)), Policy())
    assert answer.verdict == verdict, answer
    assert {reason.code for reason in getattr(answer, "reasons", ())} == codes
    told = " ".join(answer.not_checked)
    changes = case.get("changes", ())
    assert ("the post was deleted" in told) == (changes[-1:] == (GONE,))
    assert ("edit of its caption" in told) == (EDITED in changes)


def test_show_says_what_was_seen_and_what_it_may_mean(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        told = {
            "ids": ("ig:BqvsDleB3lV",),
            "platform": "instagram",
            "gone": True,
            "source": "instagram-graph",
        }
        take(catalog, **told)
    shown = shop("show", "ig:BqvsDleB3lV")
    assert "seen deleted  2026-11-22 12:00 UTC, by instagram-graph" in shown
    assert "A licence stands without the post: g-0001" in shop.err
    checked = shop("rights", "check", "ig:BqvsDleB3lV", "--purpose", "paid_social", "--channel", "instagram")
    assert "Why the post was deleted (seen 2026-11-22 by instagram-graph)" in checked
    document = shop("show", "ig:BqvsDleB3lV", "--json")
    assert document["case"]["changes"][0]["what"] == "deleted"


def test_an_edit_is_seen_through_the_door(shop: Shop, tmp_path: Path) -> None:
    record = tmp_path / "collected" / "1922949326347663701.jpg.json"
    record.write_text(
        json.dumps(sidecar(media_id="1922949326347663701", description="Not an ad any more")), "utf-8"
    )
    shop("import", tmp_path / "collected")
    assert "its caption was edited at its source" in shop.err
    assert "before  Morning light and the new serum" in shop("show", "ig:BqvsDleB3lV")
