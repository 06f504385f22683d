"""How to reach a creator stays here unless it is asked for by name; and what was written down goes with its person.

The judge is the raw bytes of every file and every word that is printed.
"""

import json
import shlex
import sqlite3
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop
from test_forget import HANDLE, NAME, POST, downloaded, holding, theirs

from ugc.catalog import Catalog
from ugc.catalog.campaign_log import Happened

SECRETS = {
    "email": "quillmarked@secret.example",
    "phone": "+49 555 7373737373",
    "address": "Unter den Wunderlinden 99",
    "agent": "Agentin Zebrafrau",
}
ASKED = ("--by", "Mo", "--why", "asked by e-mail")
GRANTED = (
    "rights grant @ana --method contract --purpose paid_social --purpose onsite --channel instagram --channel facebook "
    "--channel brand_site --identity brand_handle --territory US --from 2026-11-01 --until 2027-12-31 --edits full "
    "--terms terms-v3.txt --evidence yes-from-ana.png --by Mo"
)


@pytest.fixture
def reachable(shop: Shop) -> Shop:
    """With a creator whom it is known how to reach, granted, rendered, and in a campaign."""
    told = [part for name, secret in SECRETS.items() for part in (f"--{name}", secret)]
    shop(
        "creators", "note", "@ana", "Tall.", *told, "--niche", "running", "--followers", "12000", "--by", "Mo"
    )
    shop(*shlex.split(GRANTED))
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        happened = Happened(campaign="spring", creator="instagram:ana", what="asked", day=NOON.date())
        catalog.campaign_log.record([happened], by="Mo", at=NOON)
    return shop


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS.values() if secret in text]


def packed_holding(folder: Path, *words: str) -> list[str]:
    """Files that hold one of these words, those within archives and workbooks included."""
    found = holding(folder, *words)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                found += [
                    f"{path.name}/{name}: {word}"
                    for name in parts.namelist()
                    for word in words
                    if word.encode() in parts.read(name)
                ]
    return found


# --- kept apart --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "creators",
        "creators has:contact",
        "creators show @ana",
        "creators note @ana --tag vip",
        "creators note @ana --email other@secret.example --dry-run",
        "creators join @ana tiktok:ana.tt --new --why x --by Mo",
        "posts",
        "posts creator:@ana",
        "show ig:BqvsDleB3lV",
        "rights show ig:BqvsDleB3lV",
        "rights check ig:BqvsDleB3lV",
        "rights due",
        "rights request @ana --terms terms-v3.txt --purpose onsite --channel brand_site --edits standard --via email",
        "rights export register --posts",
        "rights export odrl",
        "rights bundle ig:BqvsDleB3lV",
        "export --to json --out ../out/posts.json",
        "export --to csv --out ../out/posts.csv",
        "export --to xlsx --out ../out/posts.xlsx",
        "export --archive ../out/glow.zip",
        "render --format story",
        "gallery build #GlowRun",
        "contact-sheet",
        "doctor",
        "forget @ana --by Mo --why mail --dry-run",
    ],
)
@pytest.mark.parametrize("form", ["words", "document"])
def test_no_command_tells_how_to_reach_somebody(reachable: Shop, typed: str, form: str) -> None:
    shop = reachable
    arguments = [*shlex.split(typed), *(["--json"] if form == "document" else [])]
    shop(*arguments)
    assert leaks(shop.out + shop.err) == []
    made = [path for path in shop.root.parent.iterdir() if path.is_dir() and path != shop.root]
    made += [shop.root / "out"]
    assert [
        found for folder in made if folder.exists() for found in packed_holding(folder, *SECRETS.values())
    ] == []


def test_the_judge_can_see(reachable: Shop) -> None:
    assert {f"catalog.db: {secret}" for secret in SECRETS.values()} <= {
        found.replace("-wal", "") for found in packed_holding(reachable.root, *SECRETS.values())
    }
    for typed in ("creators show @ana --contact", "show --person @ana"):
        for more in ([], ["--json"]):
            reachable(*shlex.split(typed), *more)
            assert leaks(reachable.out) == list(SECRETS.values()), typed
    reachable("export", "--archive", "../all.zip", "--with-contacts")
    assert len(packed_holding(reachable.root.parent, *SECRETS.values())) > len(SECRETS)


def test_an_archive_says_whether_it_tells_how_people_are_reached(reachable: Shop) -> None:
    bare = reachable("export", "--archive", "../bare.zip", "--json")
    assert bare["contacts"] == 0
    assert "How to reach 1 creator is not in it: --with-contacts takes that along." in bare["left_out"]
    whole = reachable("export", "--archive", "../whole.zip", "--with-contacts", "--json")
    assert (whole["contacts"], whole["left_out"]) == (1, [])
    reachable("export", "--archive", "../whole.zip", "--with-contacts")
    assert "It says how to reach 1 creator" in reachable.out
    told = {
        name: reachable("import", f"../{name}.zip", "--into", f"../{name}", "--json")
        for name in ("bare", "whole")
    }
    assert (told["bare"]["contacts"], told["whole"]["contacts"]) == (0, 1)
    for name, email in (("bare", None), ("whole", SECRETS["email"])):
        shown = reachable("creators", "show", "@ana", "--contact", "-w", f"../{name}", "--json")
        assert shown["contact"]["email"] == email
        assert [note["words"] for note in shown["notes"]] == ["Tall."], "all else is there"
    assert packed_holding(reachable.root.parent / "bare", *SECRETS.values()) == []
    assert (
        reachable("creators", "show", "@ana", "--contact", "--json")["contact"]["email"] == SECRETS["email"]
    )


def test_campaigns_and_copy_travel_with_their_workspace(reachable: Shop) -> None:
    for name in ("campaigns", "copy"):
        (reachable.root / name).mkdir()
        (reachable.root / name / "spring.toml").write_text("# spring\n", "utf-8")
    reachable("export", "--archive", "../glow.zip")
    reachable("import", "../glow.zip", "--into", "../again")
    for name in ("campaigns", "copy"):
        assert (reachable.root.parent / "again" / name / "spring.toml").read_text("utf-8") == "# spring\n"


def test_contacts_are_for_archives_alone(reachable: Shop) -> None:
    reachable("export", "--to", "csv", "--out", "../posts.csv", "--with-contacts", code=2)
    assert "neither creatives nor contacts" in reachable.err


# --- erased ------------------------------------------------------------------------------------------------------

WORDS = ("marked-note-7171", "niche-7171", "audience-7171", "Wort7171", *SECRETS.values())


@pytest.fixture
def written(shop: Shop, tmp_path: Path) -> Shop:
    """A person of whom all is written down, a note on another that names them, and a sheet that was given out."""
    theirs(tmp_path / "mail")
    shop("import", tmp_path / "mail")
    told = [part for name, secret in SECRETS.items() for part in (f"--{name}", secret)]
    person = ("creators", "note", f"@{HANDLE}")
    shop(
        *person,
        WORDS[0],
        "--niche",
        WORDS[1],
        "--audience",
        WORDS[2],
        "--name",
        "Zora Q",
        *told,
        "--by",
        "Mo",
    )
    shop(*person, "--followers", "717171", "--on", "2026-06-01", "--by", "Mo")
    shop(*person, "--followers", "727272", "--by", "Mo")
    shop("creators", "note", "@ana", f"A friend of @{HANDLE}.", "--by", "Mo")
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        key = catalog.resolve_creator(f"@{HANDLE}")
        happened = Happened(
            campaign="spring", creator=key, what="posted", day=NOON.date(), post=POST, words=WORDS[3]
        )
        catalog.campaign_log.record([happened], by="Mo", at=NOON)
    packed = zlib.compress(json.dumps({"rows": [HANDLE]}).encode())
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        database.execute("INSERT INTO sheets VALUES ('s1', '2026-11-01', NULL, ?)", (packed,))
        change = (
            "INSERT INTO sheet_changes (sheet, at, by, file, changes) VALUES ('s1', ?, 'Mo', 'a.xlsx', ?)"
        )
        database.execute(change, ("2026-11-02", packed))
    return shop


def test_a_person_is_shown_all_that_is_held_of_them(written: Shop) -> None:
    told = written("show", "--person", f"@{HANDLE}", "--json")
    assert told["contact"] == SECRETS
    assert (told["profile"]["name"], told["profile"]["niches"]) == ("Zora Q", [WORDS[1]])
    assert [note["words"] for note in told["notes"]] == [WORDS[0]]
    assert [item["count"] for item in told["followers"]] == [717171, 727272]
    assert [(event["what"], event["post"], event["words"]) for event in told["events"]] == [
        ("posted", POST, WORDS[3])
    ]
    assert [(item["creator"], item["note"]["words"]) for item in told["noted_in"]] == [
        ("instagram:ana", f"A friend of @{HANDLE}.")
    ]
    said = written("show", "--person", f"@{HANDLE}")
    for word in (*WORDS, "Zora Q", "717,171", "spring: posted", "A friend of"):
        assert word in said, word


def test_all_that_was_written_down_goes_with_the_person(written: Shop) -> None:
    assert {found.rpartition(": ")[2] for found in holding(written.root, *WORDS)} == set(WORDS), (
        "or this proves nothing"
    )
    dry = written("forget", f"@{HANDLE}", *ASKED, "--dry-run", "--json")
    assert (dry["notes"], dry["followers"], dry["events"], dry["sheets"]) == (1, 2, 1, 1)
    assert len(written("show", "--person", f"@{HANDLE}", "--json")["notes"]) == 1, (
        "a rehearsal erases nothing"
    )
    told = written("forget", f"@{HANDLE}", *ASKED, "--yes", "--json")
    counts = ("erasure", "posts", "accounts", "notes", "followers", "events", "sheets")
    assert [told[name] for name in counts] == [dry[name] for name in counts]
    assert holding(written.root, *WORDS, "zora q", NAME) == []
    (kept,) = [item["what"] for item in told["kept"] if "Notes on other creators" in item["what"]]
    with sqlite3.connect(written.root / ".ugc" / "catalog.db") as database:
        rows: dict[str, Any] = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (
                "creator_profiles",
                "creator_contacts",
                "followers",
                "campaign_log",
                "sheets",
                "sheet_changes",
            )
        }
        assert rows == dict.fromkeys(rows, 0)
        assert database.execute("SELECT count(*) FROM creator_notes").fetchone() == (1,)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    number = kept.partition("them: ")[2].split()[0]
    written("creators", "note", "@ana", "--remove", number)
    assert written("creators", "show", "@ana", "--json")["notes"] == [], (
        "what was kept can be found and taken out"
    )


def test_the_words_say_what_went(written: Shop) -> None:
    said = written("forget", f"@{HANDLE}", *ASKED, "--yes")
    assert "Also their profile and contact, 1 note, 2 counts of followers and 1 event of campaigns." in said
    assert "What 1 sheet said is not kept any more" in said


def test_a_reason_that_says_the_name_that_was_written_down_is_refused(written: Shop) -> None:
    written("forget", f"@{HANDLE}", "--why", "Zora Q wrote", "--by", "Mo", "--yes", code=2)
    assert "The reason names them" in written.err


def test_who_was_erased_is_not_added_again_by_hand_or_list(written: Shop) -> None:
    written("forget", f"@{HANDLE}", *ASKED, "--yes")
    (written.root / "f.csv").write_text(f"handle,platform,followers\n{HANDLE},instagram,5\n", "utf-8")
    # a handle with a number is not enough to know somebody again; without a number it is
    with Catalog.open(written.root / ".ugc" / "catalog.db") as catalog:
        from ugc.model.posts import Account

        assert catalog.care.erasure_of_account(Account(platform="instagram", handle=HANDLE)) == "x-0001"
    for typed in (
        ("creators", "note", f"instagram:{HANDLE}", "x", "--new"),
        ("creators", "join", "@ana", f"instagram:{HANDLE}", "--new", "--why", "x"),
    ):
        written(*typed, code=2)
        assert "was erased on request (x-0001)" in written.err
    written("creators", "followers", "f.csv", "--new", code=3)
    assert "was erased on request (x-0001)" in written.err
    assert [line["creator"]["key"] for line in written("creators", "--json")["creators"]] == ["instagram:ana"]


def test_a_joined_person_is_erased_with_all_accounts(written: Shop, tmp_path: Path) -> None:
    downloaded(tmp_path / "more", "ZzqvsDleB4m", 42, username="zora.other", fullname="Z", owner_id="4242")
    written("import", tmp_path / "more")
    written("creators", "join", f"@{HANDLE}", "@zora.other", "--why", "her bio says so", "--by", "Mo")
    told = written("forget", "@zora.other", *ASKED, "--yes", "--json")
    assert (told["accounts"], told["posts"], told["notes"]) == (2, 2, 2)
    assert holding(written.root, "zora.other", *WORDS) == []
