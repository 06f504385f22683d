"""A person shown, and forgotten: the judge is the raw bytes of every file, and SQLite opened beside the program."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, photo, sidecar

from ugc import ledger
from ugc.catalog import Catalog
from ugc.errors import UgcError
from ugc.model.evidence import Evidence
from ugc.model.records import Grant, Hold

HANDLE, NAME, NUMBER = "zorelle.q", "Zorelle Quibbart", "556677889900"
CAPTION = "Dusk swim with the marmalade towel"
POST, LINK = "ig:ZzqvsDleB3l", "https://www.instagram.com/p/ZzqvsDleB3l/"
FORGET = ("forget", f"@{HANDLE}", "--by", "Mo", "--why", "asked by e-mail")


def downloaded(folder: Path, shortcode: str, seed: int, **told: Any) -> Path:
    """One post in a folder, as gallery-dl leaves it; returns the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{shortcode}.jpg"
    picture.write_bytes(photo((700, 900), seed=seed))
    says = sidecar(shortcode, media_id=f"19{seed:017}", **told)
    says["post_url"] = f"https://www.instagram.com/p/{shortcode}/"
    picture.with_name(f"{picture.name}.json").write_text(json.dumps(says), "utf-8")
    return picture


def theirs(folder: Path) -> Path:
    """The post of the person that is to be forgotten."""
    return downloaded(
        folder,
        POST.removeprefix("ig:"),
        41,
        username=HANDLE,
        fullname=NAME,
        owner_id=NUMBER,
        description=f"{CAPTION} #GlowRun",
        likes=90210,
    )


@pytest.fixture
def known(shop: Shop, tmp_path: Path) -> Shop:
    """Beside @ana's post one of another creator, granted and tagged."""
    theirs(tmp_path / "mail")
    shop("import", tmp_path / "mail")
    proof = tmp_path / f"yes-from-{HANDLE}.txt"
    proof.write_text("Yes, use the picture of the towel.\n", "utf-8")
    shop.grant(POST, "--evidence", str(proof), "--notes", f"{NAME} said so on the phone")
    shop.grant()
    shop("rights", "hold", f"@{HANDLE}", "--by", "Kim", "--why", f"{NAME} complained")
    shop("rights", "hold", f"@{HANDLE}", "--by", "Kim", "--why", "settled", "--lift")
    shop("tag", POST, "--add", f"best of {HANDLE}")
    return shop


@pytest.fixture
def rendered(known: Shop) -> Shop:
    """With creatives of both, and a proof."""
    known("render", "--format", "story", "--format", "square")
    known("render", "--format", "story", "--proof", POST)
    return known


def holding(folder: Path, *words: str) -> list[str]:
    """Files whose name or bytes hold one of these words, in any case."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.name.encode().lower() + b"\0" + path.read_bytes().lower()
        found += [f"{path.name}: {word}" for word in words if word.lower().encode() in data]
    return found


def test_the_judge_can_see(rendered: Shop) -> None:
    """Every word is there before, in the database itself and in several files, or the search below proves nothing."""
    before = holding(rendered.root, HANDLE, NAME, CAPTION, NUMBER)
    assert {f"catalog.db: {word}" for word in (HANDLE, NAME, CAPTION, NUMBER)} <= set(before)
    assert sum(entry.startswith("manifest.json") for entry in before) >= 2
    assert sum(".rights.json" in entry for entry in before) >= 3


def test_nothing_of_them_is_left_in_any_byte(rendered: Shop) -> None:
    old = rendered.root / ".ugc" / "catalog.db.before-002"
    old.write_bytes((rendered.root / ".ugc" / "catalog.db").read_bytes())
    told = rendered(*FORGET, "--yes", "--json")
    assert (told["posts"], told["accounts"], len(told["originals"])) == (1, 1, 1)
    assert len(told["creatives"]) == 3
    assert told["backups"] == [".ugc/catalog.db.before-002"]
    assert holding(rendered.root, HANDLE, "zorelle", NAME, "quibbart", CAPTION, "marmalade", NUMBER) == []
    assert len(rendered.creatives) == 2, "the other creator's stand"
    rows = json.loads((rendered.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    assert {row["posts"][0] for row in rows} == {"ig:BqvsDleB3lV"}
    stored = [p for p in (rendered.root / ".ugc" / "media").rglob("*") if p.is_file()]
    assert len(stored) == 1


def test_the_rest_of_the_workspace_works_on(rendered: Shop) -> None:
    before = rendered("show", "ig:BqvsDleB3lV", "--json")
    rendered(*FORGET, "--yes")
    assert rendered("show", "ig:BqvsDleB3lV", "--json") == before
    assert [post["id"] for post in rendered("posts", "--json")] == ["ig:BqvsDleB3lV"]
    assert rendered("posts", "serum", "--json"), "the index of words is whole"
    assert rendered("posts", "marmalade", "--json") == []
    rendered("show", "--person", f"@{HANDLE}", code=2)
    assert rendered("render", "--format", "story", "--json")["creatives"][0]["outcome"] == "unchanged"
    with sqlite3.connect(rendered.root / ".ugc" / "catalog.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("INSERT INTO words (words) VALUES ('integrity-check')") is not None


def test_the_ledger_holds_before_and_after_and_says_what_happened(rendered: Shop) -> None:
    path = rendered.root / ".ugc" / "catalog.db"
    with Catalog.open(path) as catalog:
        before = list(catalog.entries())
    assert ledger.verify(before) == []
    rendered(*FORGET, "--yes")
    with Catalog.open(path) as catalog:
        after = list(catalog.entries())
    assert ledger.verify(after, head=before[-1].hash) == []
    assert [entry.hash for entry in after[: len(before)]] == [entry.hash for entry in before]
    grant = next(entry for entry in after if entry.kind == "grant" and POST in entry.subjects)
    assert set(grant.digests) - set(grant.body) == {
        "licensor",
        "compensation",
        "exclusivity_detail",
        "notes",
    } & {
        name
        for name, value in next(e for e in before if e.seq == grant.seq).body.items()
        if value is not None
    }
    assert grant.body["posts"] == [POST], "what was allowed can still be shown"
    assert (grant.body["start"], grant.body["end"]) == ("2026-11-01", "2027-05-01")
    erasure = after[-1]
    assert (erasure.kind, erasure.id) == ("erasure", "x-0001")
    assert erasure.body["by"] == "Mo"
    assert erasure.body["counts"] == {"posts": 1, "originals": 1, "creatives": 3}
    assert erasure.body["creator"].startswith("creator:")
    assert HANDLE not in erasure.model_dump_json()
    revoked = [entry for entry in after if entry.kind == "revocation"]
    assert [entry.body["grant"] for entry in revoked] == [grant.id]


def test_evidence_is_kept_unless_it_is_said_and_terms_always(known: Shop) -> None:
    def stored() -> set[str]:
        return {
            p.read_bytes()[:9].decode("latin-1") for p in (known.root / ".ugc" / "evidence").rglob("*.txt")
        }

    assert stored() == {"Yes, use ", "You let S"}
    known(*FORGET, "--yes", "--dry-run", "--evidence-too")
    assert stored() == {"Yes, use ", "You let S"}
    told = known(*FORGET, "--yes", "--evidence-too", "--json")
    assert len(told["evidence"]) == 1, "the picture proves the other creator's grant too"
    assert stored() == {"You let S"}


def test_what_is_kept_is_said_with_its_reason(known: Shop) -> None:
    told = known(*FORGET, "--yes", "--json")
    said = " ".join(item["what"] for item in told["kept"])
    for words in ("rights records", POST, "Evidence: .ugc/evidence/", "Salted hashes", "Copies elsewhere"):
        assert words in said
    assert all(item["why"].endswith(".") for item in told["kept"])


def test_a_dry_run_changes_nothing(known: Shop) -> None:
    def state() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in sorted(known.root.rglob("*")) if p.is_file()}

    before = known("show", "--person", f"@{HANDLE}", "--json")
    files = set(state())
    dry = known(*FORGET, "--dry-run", "--json")
    assert dry["dry"]
    assert known("show", "--person", f"@{HANDLE}", "--json") == before
    assert set(state()) == files
    real = known(*FORGET, "--yes", "--json")
    assert {name: real[name] for name in ("posts", "originals", "creatives", "redacted")} == {
        name: dry[name] for name in ("posts", "originals", "creatives", "redacted")
    }


REFUSED = [
    # what is typed, words that must be there
    (("forget", f"@{HANDLE}", "--why", "asked"), "--yes"),
    (("forget", f"@{HANDLE}", "--why", f"{NAME} asked", "--yes"), "The reason names them"),
    (("forget", f"@{HANDLE}", "--why", f"@{HANDLE.upper()} asked", "--yes"), "The reason names them"),
    (("forget", "@zorele.q", "--why", "asked", "--yes"), f"@{HANDLE}"),
    (("forget", f"@{HANDLE}", "--yes"), "--why"),
    (("forget", "x-0009", "--lift", "--why", "asked"), "x-0009"),
    (("show", POST, "--person", "@ana"), "--person"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_it_is_refused_in_words_and_nothing_is_gone(known: Shop, typed: tuple[str, ...], words: str) -> None:
    known(*typed, code=2)
    assert words in known.err
    assert len(known("posts", "--json")) == 2


def test_an_import_does_not_bring_them_back(known: Shop, tmp_path: Path) -> None:
    told = known(*FORGET, "--yes", "--json")
    report = known("import", tmp_path / "mail", "--json")
    assert report["taken"] == []
    assert [(skip["code"], told["erasure"] in skip["why"]) for skip in report["skipped"]] == [
        ("erased", True)
    ]
    assert len(known("posts", "--json")) == 1
    newer = tmp_path / "newer"
    downloaded(newer, "Zz000000001", 42, username="zorelle.new", fullname="Z", owner_id=NUMBER)
    assert known("import", newer, "--json")["taken"] == [], "another post, by the account's number"
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "holiday.jpg").write_bytes((tmp_path / "mail" / "ZzqvsDleB3l.jpg").read_bytes())
    assert known("import", bare, "--json")["taken"] == [], "the file alone, under another name"
    assert len([p for p in (known.root / ".ugc" / "media").rglob("*") if p.is_file()]) == 1
    other = tmp_path / "other"
    downloaded(other, "Zz000000002", 43, username=HANDLE, fullname="Another", owner_id="999")
    assert len(known("import", other, "--json")["taken"]) == 1, "who took the handle over is another person"


def test_a_lifted_erasure_lets_posts_in_again_without_the_old_grant(known: Shop, tmp_path: Path) -> None:
    known(*FORGET, "--yes")
    known("forget", "x-0001", "--lift", "--by", "Mo", "--why", "they came back")
    assert len(known("import", tmp_path / "mail", "--json")["taken"]) == 1
    answers = known("rights", "check", POST, "--json", code=4)
    assert "revoked" in {reason["code"] for answer in answers for reason in answer["reasons"]}


def test_shared_things_stay_with_the_other(shop: Shop, tmp_path: Path) -> None:
    """A coauthor of another's post, the same file in another's post, and a mention in another's caption."""
    folder = tmp_path / "both"
    same = theirs(folder)
    with_them = {"coauthors": [{"username": HANDLE, "id": NUMBER, "full_name": NAME}]}
    downloaded(folder, "Bb000000001", 44, username="ben", description="A day out", **with_them)
    downloaded(folder, "Bb000000002", 45, username="ben", description=f"With @{HANDLE} at the lake")
    copied = downloaded(folder, "Bb000000003", 46, username="ben", description="Reposted")
    copied.write_bytes(same.read_bytes())
    shop("import", folder)
    held = shop("show", "--person", f"@{HANDLE}", "--json")
    assert [post["id"] for post in held["coauthored"]] == ["ig:Bb000000001"]
    assert held["mentioned_in"] == ["ig:Bb000000002"]
    told = shop(*FORGET, "--yes", "--json")
    assert told["originals"] == [], "the file is another post's too"
    assert any("Another creator's post" in item["why"] for item in told["kept"])
    assert any("ig:Bb000000002" in item["what"] for item in told["kept"])
    assert len(shop("posts", "--json")) == 4
    assert shop("show", "ig:Bb000000001", "--json")["case"]["post"]["coauthors"] == []
    assert holding(shop.root, NAME, CAPTION, NUMBER) == []
    assert [line for line in holding(shop.root, HANDLE) if not line.startswith("catalog.db")] == []
    shop("import", folder)
    assert shop("show", "ig:Bb000000001", "--json")["case"]["post"]["coauthors"] == []
    assert holding(shop.root, NAME, NUMBER) == []


def test_everything_held_is_shown(rendered: Shop) -> None:
    held = rendered("show", "--person", f"@{HANDLE}", "--json")
    assert held["person"]["accounts"][0] == {
        "platform": "instagram",
        "handle": HANDLE,
        "native_id": NUMBER,
        "display_name": NAME,
        "profile_url": held["person"]["accounts"][0]["profile_url"],
    }
    (post,) = held["posts"]
    assert post["post"]["caption"] == f"{CAPTION} #GlowRun"
    assert post["post"]["tags"] == [f"best of {HANDLE}"]
    assert [rendered.root.joinpath(path).is_file() for path in post["originals"]] == [True]
    assert post["numbers"][0]["likes"] == 90210
    assert NAME in post["sources"][0]["raw"]
    assert [record["kind"] for record in held["records"]] == ["evidence", "evidence", "grant", "hold", "lift"]
    assert rendered.root.joinpath(held["records"][0]["file"]).is_file()
    assert len(held["creatives"]) == 3
    text = rendered("show", "--person", HANDLE)
    for words in (f"@{HANDLE}", NAME, NUMBER, POST, "g-0001", ".ugc/media/", ".ugc/evidence/", "(proof)"):
        assert words in text


def test_the_persons_own_files_are_pointed_at(known: Shop) -> None:
    (known.root / "notes.md").write_text(f"Ask {NAME} for more.\n", "utf-8")
    (known.root / f"{HANDLE}.png").write_bytes(b"a")
    told = known(*FORGET, "--yes", "--json")
    assert told["own_files"] == ["notes.md", f"{HANDLE}.png"]
    assert (known.root / "notes.md").exists(), "they are not ugc's to erase"


def test_a_gallery_that_shows_them_is_named(rendered: Shop) -> None:
    made = rendered("show", "--person", f"@{HANDLE}", "--json")["creatives"][0]
    gallery = rendered.root / "out" / "gallery" / "glow" / "gallery.json"
    gallery.parent.mkdir(parents=True)
    gallery.write_text(json.dumps({"shown": [made["variant"]]}), "utf-8")
    assert rendered(*FORGET, "--dry-run", "--json")["still_used"] == ["out/gallery/glow/gallery.json"]


def test_killed_after_the_rows_the_next_sweep_finishes(
    rendered: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ugc.workspace import forgetting

    whole = forgetting.finish
    calls = []

    def dies(workspace: object) -> None:
        calls.append(workspace)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(workspace)  # type: ignore[arg-type]

    monkeypatch.setattr(forgetting, "finish", dies)
    rendered(*FORGET, "--yes", code=130)
    monkeypatch.undo()
    assert holding(rendered.root, HANDLE), "the files are still there"
    rendered("export", "--archive", "away.zip", "-w", rendered.root, code=2)
    assert "ugc sweep" in rendered.err
    rendered("sweep", "-w", rendered.root)
    assert holding(rendered.root, HANDLE, NAME, CAPTION, NUMBER) == []


def test_a_broken_ledger_is_not_touched(known: Shop) -> None:
    path = known.root / ".ugc" / "catalog.db"
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER entries_stay")
        database.execute(
            "UPDATE entries SET body = replace(body, '2027-05-01', '2037-05-01') WHERE kind = 'grant'"
        )
    known(*FORGET, "--yes", code=3)
    assert "do not hold" in known.err
    assert len(known("posts", "--json")) == 2


WRITES: list[tuple[str, str]] = [
    ("a body", "UPDATE entries SET body = '{}'"),
    ("a hash", "UPDATE entries SET hash = 'x' || seq"),
    ("a body and a digest, announced", "UPDATE entries SET body = '{}', digests = '{}'"),
    ("an entry", "DELETE FROM entries"),
]


@pytest.mark.parametrize(("what", "sql"), WRITES, ids=[what for what, _ in WRITES])
def test_the_triggers_still_refuse_everything_else(known: Shop, what: str, sql: str) -> None:
    known(*FORGET, "--yes")
    with sqlite3.connect(known.root / ".ugc" / "catalog.db") as database:
        assert database.execute("SELECT count(*) FROM redacting").fetchone() == (0,)
        if "announced" in what:
            database.execute("INSERT INTO redacting SELECT seq FROM entries")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            database.execute(sql)
        database.rollback()


def test_redaction_takes_only_the_entry_that_stands(known: Shop) -> None:
    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        entry = next(item for item in catalog.entries() if item.kind == "grant")
        other = entry.model_copy(update={"hash": "0" * 64})
        with pytest.raises(UgcError, match="not the one"):
            catalog.care.redact(ledger.redact(other, ["licensor"]))
        catalog.care.redact(ledger.redact(entry, ["licensor"]))
        assert ledger.verify(catalog.entries()) == []


def test_records_that_name_them_by_handle_are_said(known: Shop) -> None:
    """Keys of handles in records of old cannot leave the chain: they are listed, not hidden."""
    from datetime import UTC, date, datetime

    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        record = Hold(id="h-9", creator=f"instagram:{HANDLE}", why="x", by="Kim", on=date(2026, 11, 2))
        at = datetime(2026, 11, 2, tzinfo=UTC)
        catalog.append(
            lambda last: ledger.seal(
                last, record, subjects=[record.creator or ""], at=at, salts=lambda: "0f" * 16
            )
        )
    told = known(*FORGET, "--yes", "--json")
    assert any("h-9 (subjects, creator)" in item["what"] for item in told["kept"])
    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        assert ledger.verify(catalog.entries()) == []


def test_new_records_do_not_name_anyone_in_what_cannot_be_redacted(known: Shop) -> None:
    with Catalog.open(known.root / ".ugc" / "catalog.db") as catalog:
        for entry in catalog.entries():
            lasting = {n: v for n, v in entry.body.items() if n not in ("licensor", "notes", "why", "name")}
            assert HANDLE not in json.dumps([entry.subjects, lasting])
            assert entry.kind not in ("grant", "evidence") or ledger.record_of(entry).__class__ in (
                Grant,
                Evidence,
            )
