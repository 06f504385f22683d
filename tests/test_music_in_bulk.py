"""What the sound of many clips is, said in one go: recorded, passed over with the reason, and rehearsed."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from clips import clip
from conftest import Shop, photo, put, sidecar

PROOF = ("--evidence", "yes-from-ana.png")
HEARD = ("ig:Bqheard0001", "ig:Bqheard0002", "ig:Bqheard0003")
SILENT, STILL, BARE = "ig:Bqsilent001", "ig:Bqstill0001", "ig:Bqbare00001"


@pytest.fixture
def shop(empty_shop: Shop, tmp_path: Path) -> Shop:
    """Three clips with sound, one without a sound track, a picture, and a reel without a file."""
    folder = tmp_path / "posts"
    folder.mkdir()
    for name in (*HEARD, SILENT):
        made = clip(folder / f"{name[3:]}.mp4", size=(540, 960), sound=None if name == SILENT else "tone")
        told = sidecar(name[3:], media_id=name[3:], extension="mp4")
        made.with_name(f"{made.name}.json").write_text(json.dumps(told), "utf-8")
    put(folder, STILL[3:], photo(), day=2)
    (folder / "bare.csv").write_text("url,handle\nhttps://www.instagram.com/reel/Bqbare00001/,ana\n", "utf-8")
    empty_shop("import", folder)
    return empty_shop


def said(shop: Shop, *words: str, code: int = 0) -> Any:
    return shop("rights", "release", *words, "--by", "Mo", "--json", code=code)


def passed(done: dict[str, Any]) -> dict[str, str]:
    return {item["post"]: item["code"] for item in done["passed"]}


def test_one_record_for_each_clip_with_sound(shop: Shop) -> None:
    done = said(shop, "import:last", "--music", "original", *PROOF)
    assert done["selected"] == 6
    assert {item["post"] for item in done["releases"]} == {*HEARD, BARE}
    assert passed(done) == {SILENT: "silent", STILL: "picture"}
    assert len({item["id"] for item in done["releases"]}) == 4
    (evidence,) = {tuple(item["evidence"]) for item in done["releases"]}
    assert len(evidence) == 1, "the same file is recorded once for all"
    assert all(item["music"] == "original" and item["recorded_by"] == "Mo" for item in done["releases"])
    assert shop("rights", "verify", "--json")["ok"]


def test_a_second_time_nothing_is_recorded_and_a_new_word_is(shop: Shop) -> None:
    said(shop, "kind:video", "--music", "original", *PROOF)
    again = said(shop, "kind:video", "--music", "original", *PROOF)
    assert again["releases"] == [] and set(passed(again).values()) == {"recorded", "silent"}
    other = said(shop, "kind:video", "--music", "platform_only")
    assert {item["id"] for item in other["releases"]} == {"rel-0001", "rel-0002", "rel-0003", "rel-0004"}
    assert said(shop, "kind:video", "--music", "original", *PROOF)["passed"][0]["code"] != "recorded"


def test_several_posts_and_qualifiers(shop: Shop) -> None:
    done = said(shop, *HEARD[:2], "--music", "unknown")
    assert {item["post"] for item in done["releases"]} == set(HEARD[:2])
    done = said(shop, f"creator:@ana kind:video -id:{HEARD[0]}", "--music", "unknown")
    assert passed(done)[HEARD[1]] == "recorded" and HEARD[0] not in passed(done)


def test_one_post_by_its_id_is_told_of_as_ever(shop: Shop) -> None:
    one = said(shop, HEARD[0], "--music", "platform_only")
    assert (one["id"], one["post"], one["music"]) == ("rel-0001", HEARD[0], "platform_only")


def test_a_rehearsal_records_nothing(shop: Shop) -> None:
    shop("rights", "release", "kind:video", "--music", "original", *PROOF, "--dry-run")
    assert "Would record original music for 4 posts of 5" in shop.out
    assert "clips without a sound track" in shop.out and SILENT in shop.out
    assert shop("rights", "show", HEARD[0], "--json")["case"]["releases"] == []
    assert said(shop, HEARD[0], "--music", "original", *PROOF)["id"] == "rel-0001"


REFUSED: list[tuple[list[str], str, str]] = [
    (["kind:video", "--music", "original"], "needs evidence", "a sound that is said to be cleared is proved"),
    (["kind:video", "--music", "orignal", *PROOF], "Did you mean 'original'?", "a word that is not known"),
    (["tag:nothing", "--music", "unknown"], "No post is selected", "nobody is meant"),
    (["knd:video", "--music", "unknown"], "Did you mean kind:video?", "a qualifier that is not known"),
    ([*HEARD, "--person", "woman-left", *PROOF], "one post at a time", "people are not alike"),
    (["kind:video", "--nobody"], "ugc posts", "nor is who is shown"),
]


@pytest.mark.parametrize(("words", "expected", "why"), REFUSED)
def test_what_is_refused_is_refused_whole(shop: Shop, words: list[str], expected: str, why: str) -> None:
    said(shop, *words, code=2)
    assert expected in shop.err, why
    assert all(shop("rights", "show", name, "--json")["case"]["releases"] == [] for name in HEARD)


def test_a_post_whose_records_cannot_be_read_costs_that_one_alone(shop: Shop) -> None:
    said(shop, HEARD[0], "--person", "woman-left", "--status", "unknown")
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as raw:
        raw.execute("DROP TRIGGER entries_stay")
        raw.execute(
            "UPDATE entries SET body = replace(body, '\"unknown\"', '\"dreamt\"') WHERE id = 'rel-0001'"
        )
    done = said(shop, "kind:video", "--music", "platform_only", code=3)
    assert passed(done)[HEARD[0]] == "fault" and done["selected"] == 5
    assert {item["post"] for item in done["releases"]} == {HEARD[1], HEARD[2], BARE}
    assert "rel-0001" in next(item["why"] for item in done["passed"] if item["post"] == HEARD[0])


def test_in_bulk_it_clears_what_was_open(shop: Shop) -> None:
    for name in HEARD:
        shop.grant(name)
    refused = shop("render", "kind:video", "--format", "story", "--dry-run", "--json", code=4)["refusals"]
    assert {item["post"] for item in refused} >= set(HEARD)
    said(shop, "kind:video", "--music", "original", *PROOF)
    told = shop("render", *HEARD, "--format", "story", "--dry-run", "--json")
    assert {item["post"] for item in told["creatives"]} == set(HEARD)
    assert "Sound: 3 kept." in shop("render", *HEARD, "--format", "story", "--dry-run")
