"""Searches that have a name in `ugc.toml`: every command takes them, and a wrong one says where it is wrong."""

import json
import re
from pathlib import Path

import pytest
from conftest import NOON, Shop, collected

from ugc.catalog import parse
from ugc.errors import UsageError
from ugc.workspace import Workspace

SAVED = {
    "pictures": "kind:image",
    "Big ones": "likes:>1000 sort:likes",
    "loved": 'saved:"Big ones" hashtag:GlowRun',
    "paid": "rights:paid_social",
    "either": "ig:A ig:B",
    "broken": "kind:image knd:video",
    "over": "saved:broken",
    "mine": "saved:mine",
    "one": "kind:image saved:two",
    "two": "-saved:three",
    "three": "saved:one",
    "empty": "",
}
ERRORS = [
    ("saved:pictres", "In the selection, at character 1: no search is saved as 'pictres'", "saved:pictures"),
    ("saved:", "saved: is followed by nothing", "saved:"),
    ("sun saved:broken", "In the saved search broken, at character 12: 'knd:video'", "kind:video"),
    ("-saved:over", "In the saved search broken, at character 12: 'knd:video'", "kind:video"),
    (
        "saved:mine",
        "In the saved search mine, at character 1: saved:mine leads back to itself: mine → mine",
        "Take one",
    ),
    ("saved:two", "saved:two leads back to itself: two → three → one → two", "Take one"),
    ("-saved:paid", "saved:paid asks for rights:, which cannot be excluded", "Leave out"),
]


@pytest.mark.parametrize(("query", "words", "hint"), ERRORS, ids=[case[0] for case in ERRORS])
def test_an_error_names_the_search_and_the_place(query: str, words: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(query, SAVED)
    assert words in caught.value.message
    assert hint in (caught.value.hint or "")


def test_what_a_saved_search_asks_for_is_asked_for() -> None:
    asked = parse('saved:loved saved:paid -tag:used -saved:"Big ones"', SAVED)
    assert [term.name for term in asked.demanded()] == ["likes", "hashtag"]
    assert asked.rights == ("paid_social",)
    assert asked.sort == ("likes",)
    assert parse("saved:loved sort:views", SAVED).sort == ("views",), "the selection's own order counts"
    assert parse("-saved:loved", SAVED).sort == (), "what is left out orders nothing"


def test_many_within_each_other_are_refused_in_words() -> None:
    deep = {str(number): f"saved:{number + 1}" for number in range(2000)} | {"2000": "sun"}
    with pytest.raises(UsageError, match="too many saved searches"):
        parse("saved:0", deep)


def save(root: Path, searches: dict[str, str]) -> None:
    lines = [
        "[searches]",
        *(f"{json.dumps(name)} = {json.dumps(selection)}" for name, selection in searches.items()),
    ]
    settings = root / "ugc.toml"
    text = settings.read_text("utf-8")
    settings.write_text(re.sub(r"^\[searches\].*$", lambda _: "\n".join(lines), text, flags=re.M), "utf-8")


@pytest.fixture
def three(shop: Shop, tmp_path: Path) -> Shop:
    """Three posts, one of which may be used, and some saved searches."""
    shop("import", collected(tmp_path / "more", posts=3))
    shop.grant("ig:Bqvs0000001")
    save(
        shop.root,
        {
            "cleared": "rights:paid_social",
            "first": "ig:Bqvs0000001",
            "two": "ig:Bqvs0000001 ig:Bqvs0000002",
            "rest": "-saved:two",
            "wrong": "kind:image knd:video",
        },
    )
    return shop


def listed(shop: Shop, *query: str) -> set[str]:
    return {post["id"] for post in shop("posts", "--json", "--", *query)}


def test_a_saved_search_stands_for_all_of_it(three: Shop) -> None:
    everything = listed(three)
    two = listed(three, "saved:two")
    assert two == {"ig:Bqvs0000001", "ig:Bqvs0000002"}
    assert listed(three, "saved:rest") == listed(three, "-saved:two") == everything - two
    assert listed(three, "saved:cleared") == {"ig:Bqvs0000001"}
    assert listed(three, "saved:two -saved:first") == {"ig:Bqvs0000002"}
    assert listed(three, "saved:two saved:rest") == set()


def test_commands_take_it(three: Shop) -> None:
    assert three("tag", "saved:two", "--add", "hero", "--json")["posts"] == sorted(listed(three, "saved:two"))
    assert "1 would be made" in three("render", "--format", "story", "saved:first", "--dry-run")
    assert three("posts", "--duplicates", "saved:two", "--json")["posts"] == 2
    with Workspace.open(three.root) as here:
        today = here.day(NOON)
        assert [post.id for post in here.select("saved:first", today=today)] == ["ig:Bqvs0000001"]
        assert here.count("saved:cleared", today=today) == 1


def test_counting(three: Shop) -> None:
    number = len(listed(three))
    assert three("posts", "--count") == f"{number}\n"
    assert three("posts", "--count", "rights:paid_social") == "1\n"
    assert three("posts", "--count", "saved:two", "--json")["posts"] == 2
    three("init", "../dew", "--brand", "Dew", "--market", "US")
    three("posts", "--count", "-w", ".", "-w", "../dew")
    lines = [line.split() for line in three.out.splitlines()]
    assert lines[-2:] == [["Dew", "0"], ["all", str(number)]]


def test_listing_what_is_saved(three: Shop) -> None:
    three("posts", "--saved", code=2)
    rows = {line.split()[0]: line.split()[1] for line in three.out.splitlines()[1:]}
    assert rows == {"cleared": "1", "first": "1", "two": "2", "rest": rows["rest"], "wrong": "?"}
    assert "In the saved search wrong, at character 12" in three.err


def test_a_fault_is_pointed_at(three: Shop) -> None:
    three("posts", "sun saved:wrong", code=2)
    assert "\n    kind:image knd:video\n               ^\n" in three.err
    three("posts", "--saved", "kind:image", code=2)
    three("posts", "--count", "--limit", "3", code=2)
    three("posts", "--duplicates", "--count", code=2)


def test_the_first_so_many(three: Shop) -> None:
    three("posts")
    everything = three.out.splitlines()
    three("posts", "--limit", "2")
    first = three.out.splitlines()
    assert [line.split()[0] for line in first] == [line.split()[0] for line in everything[:3]]
    assert [post["id"] for post in three("posts", "--limit", "1", "rights:paid_social", "--json")] == [
        "ig:Bqvs0000001"
    ]
