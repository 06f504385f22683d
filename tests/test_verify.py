"""`ugc rights verify` finds what an attacker did who can write the catalog's file, and says it in a sentence."""

import functools
import itertools
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected, photo

from ugc import ledger, manifest
from ugc.catalog.auditing import Audit
from ugc.errors import InputError
from ugc.model.entries import Entry
from ugc.model.manifests import Manifest
from ugc.workspace import GrantForm, Workspace
from ugc.workspace.proving.verifying import Proved

COLUMNS = ("seq", "kind", "id", "subjects", "body", "at", "salts", "digests", "previous", "hash")
POST = "ig:BqvsDleB3lV"
GUARDS = ("DROP TRIGGER entries_stay", "DROP TRIGGER entries_remain", "PRAGMA foreign_keys = OFF")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with eight entries: terms, two proofs, two grants, a hold, its lift and a revocation."""
    folder = tmp_path_factory.mktemp("built")
    with Workspace.create(folder / "glow", brand="Sunday Glow", markets=("US",)) as glow:
        glow.take_in([collected(folder / "collected", posts=2)], at=NOON)
        (folder / "terms-v3.txt").write_text("You let Sunday Glow use your post.\n", "utf-8")
        for number, post in enumerate((POST, "ig:Bqvs0000001")):
            proof = folder / f"yes-{number}.png"
            proof.write_bytes(photo((90, 160), seed=number + 7, type="PNG"))
            form = GrantForm(
                targets=(post,),
                method="dm_yes",
                purposes=("paid_social",),
                channels=("instagram",),
                territories=("US",),
                edits=("standard",),
                start=date(2026, 11, 1),
                end=date(2027, 5, 1),
                terms=(str(folder / "terms-v3.txt"),) if number == 0 else (),
                evidence=(proof,),
                by="Mo",
            )
            glow.grant(form, at=NOON)
        glow.hold(POST, by="Mo", why="a neighbour is in it", at=NOON)
        glow.lift(POST, by="Mo", why="she is not", at=NOON)
        glow.revoke("g-0002", by="Mo", why="asked by mail", effective=date(2026, 12, 1), at=NOON)
    return folder / "glow"


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    """A copy of it to be harmed."""
    return Path(shutil.copytree(built, tmp_path / "glow"))


def verified(root: Path, **asked: Any) -> Proved:
    with Workspace.open(root) as glow:
        return glow.records.verify(**asked)


def harm(root: Path, *statements: str | tuple[str, tuple[Any, ...]]) -> None:
    """What somebody does who has the file: the guards off, then anything."""
    with closing(sqlite3.connect(root / ".ugc" / "catalog.db")) as connection, connection:
        for guard in GUARDS:
            connection.execute(guard)
        for statement in statements:
            connection.execute(*([statement] if isinstance(statement, str) else statement))
        connection.commit()
        _put_guards_back(connection)


def _put_guards_back(connection: sqlite3.Connection) -> None:
    """So that only the harm itself can be found."""
    from ugc.catalog.migrations import statements
    from ugc.catalog.schema import FIRST
    from ugc.catalog.schema_steps import SECOND

    for script in (FIRST, SECOND):
        for statement in statements(script):
            wanted = ("CREATE TRIGGER entries_remain", "CREATE TRIGGER entries_stay")
            if script is SECOND and statement.lstrip().startswith(wanted[1]):
                connection.execute(statement)
            if script is FIRST and statement.lstrip().startswith(wanted[0]):
                connection.execute(statement)


def rows(root: Path) -> list[Entry]:
    with Audit.of(root / ".ugc" / "catalog.db") as audit:
        return [row for row in audit.rows() if isinstance(row, Entry)]


def evidence_files(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".ugc" / "evidence").rglob("*") if path.is_file())


def test_a_whole_ledger_holds(root: Path) -> None:
    proved = verified(root)
    assert proved.ok and not proved.flaws
    assert (proved.entries, proved.files) == (8, 3)
    assert proved.head == rows(root)[-1].hash
    assert "with new salts" in proved.notes[0]


def test_taking_the_guards_off_is_found_alone(root: Path) -> None:
    with closing(sqlite3.connect(root / ".ugc" / "catalog.db")) as connection, connection:
        connection.execute("DROP TRIGGER entries_stay")
    proved = verified(root)
    assert [flaw.about for flaw in proved.flaws] == ["index"]
    assert "lacks the trigger 'entries_stay'" in proved.flaws[0].text


def test_the_guards_keep_an_honest_program_out(root: Path) -> None:
    with closing(sqlite3.connect(root / ".ugc" / "catalog.db")) as connection:
        for statement in (
            "UPDATE entries SET body = '{}' WHERE seq = 4",
            "DELETE FROM entries WHERE seq = 8",
        ):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                connection.execute(statement)


def flips(length: int) -> Iterator[tuple[int, int]]:
    """Bytes and bits over a whole value, dense enough to meet every kind of character in it."""
    step = max(length // 24, 1)
    return zip(range(0, length, step), itertools.cycle(range(8)), strict=False)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_flipped_bit_is_found_in_every_column(root: Path, column: str) -> None:
    with closing(sqlite3.connect(root / ".ugc" / "catalog.db")) as connection:
        connection.execute("DROP TRIGGER entries_stay")
        for (seq,) in connection.execute("SELECT seq FROM entries WHERE seq > 1 ORDER BY seq").fetchall():
            query = f"SELECT CAST({column} AS BLOB) FROM entries WHERE seq = ?"
            (was,) = connection.execute(query, (seq,)).fetchone()
            for place, bit in flips(len(was)):
                now = bytearray(was)
                now[place] ^= 1 << bit
                if column == "seq":  # a number that is not taken
                    connection.execute("UPDATE entries SET seq = ? WHERE seq = ?", (seq + 1000, seq))
                else:
                    update = f"UPDATE entries SET {column} = CAST(? AS TEXT) WHERE seq = ?"
                    connection.execute(update, (bytes(now), seq))
                connection.commit()
                found = flaws_in_the_chain(root)
                assert found, (seq, column, place, bit, bytes(now))
                connection.execute("UPDATE entries SET seq = ? WHERE seq = ?", (seq, seq + 1000))
                if column != "seq":
                    connection.execute(update, (was, seq))
                connection.commit()
    assert flaws_in_the_chain(root) == []


def flaws_in_the_chain(root: Path) -> list[str]:
    with Audit.of(root / ".ugc" / "catalog.db") as audit:
        return [link.text for link in ledger.verify(audit.rows())]


SET, CUT, UNLIST = "UPDATE entries SET", "DELETE FROM entries WHERE", "DELETE FROM entry_subjects WHERE"
CHANGED: list[tuple[str, list[str], int, str]] = [
    (
        "a grant made longer",
        [f"{SET} body = replace(body, '2027-05-01', '2037-05-01') WHERE seq = 3"],
        3,
        "The value of 'end' was changed.",
    ),
    (
        "its purpose widened",
        [f"{SET} body = replace(body, 'paid_social', 'print') WHERE seq = 3"],
        3,
        "'purposes'",
    ),
    ("an entry dropped", [f"{CUT} seq = 6", f"{UNLIST} seq = 6"], 7, "dropped"),
    (
        "an entry dropped and the rest renumbered",
        [
            f"{CUT} seq = 6",
            f"{UNLIST} seq >= 6",
            f"{SET} seq = seq - 1 WHERE seq > 6",
        ],
        6,
        "It does not follow from the entry before it",
    ),
    (
        "two entries changed places",
        [
            f"{SET} seq = 900 WHERE seq = 6",
            f"{SET} seq = 6 WHERE seq = 7",
            f"{SET} seq = 7 WHERE seq = 900",
        ],
        6,
        "It does not follow",
    ),
    ("an entry of another's making", [f"{SET} kind = 'ghost' WHERE seq = 4"], 4, "cannot be read"),
    ("a body torn off", [f"{SET} body = substr(body, 1, 200) WHERE seq = 3"], 3, "cannot be read"),
    ("a body emptied", [f"{SET} body = '' WHERE seq = 3"], 3, "cannot be read"),
    ("a body of numbers", [f"{SET} body = 7 WHERE seq = 3"], 3, "cannot be read"),
    ("a body in another type", [f"{SET} body = CAST(body AS BLOB) WHERE seq = 3"], 3, "not written as ugc"),
    (
        "the same, spaced out",
        [f"{SET} body = replace(body, ',', ', ') WHERE seq = 3"],
        3,
        "not written as ugc",
    ),
    (
        "a field given twice",
        [f'{SET} body = replace(body, \'"end":\', \'"end":"2099-01-01","end":\') WHERE seq = 3'],
        3,
        "not written as ugc",
    ),
    ("nested to death", [f"{SET} body = '{'[' * 100_000}' WHERE seq = 3"], 3, "cannot be read"),
    (
        "a field that decides taken out as if redacted",
        [f"{SET} body = json_remove(body, '$.end'), salts = json_remove(salts, '$.end') WHERE seq = 3"],
        3,
        "The field 'end' is gone, and it may not be redacted.",
    ),
    (
        "a salt left of a field that is gone",
        [f"{SET} body = json_remove(body, '$.notes') WHERE seq = 3"],
        3,
        "other salts than fields",
    ),
    ("the first one gone", [f"{CUT} seq = 1", f"{UNLIST} seq = 1"], 2, "dropped"),
]


@pytest.mark.parametrize(("what", "statements", "seq", "words"), CHANGED, ids=[case[0] for case in CHANGED])
def test_what_was_done_to_entries_is_named(
    root: Path, what: str, statements: list[str], seq: int, words: str
) -> None:
    harm(root, *statements)
    proved = verified(root)
    first = proved.flaws[0]
    assert (first.about, first.seq) == ("entry", seq), proved.flaws
    assert any(words in flaw.text for flaw in proved.flaws if flaw.seq == seq), proved.flaws
    assert all(flaw.text.endswith(".") for flaw in proved.flaws)


def test_a_cut_tail_shows_only_against_a_head(root: Path) -> None:
    """The newest entries gone: what is left is whole in itself, as the documentation says."""
    head = rows(root)[-1].hash
    harm(root, "DELETE FROM entries WHERE seq > 6", "DELETE FROM entry_subjects WHERE seq > 6")
    alone = verified(root)
    assert alone.ok and "--head" in alone.notes[0]
    against = verified(root, head=head)
    assert not against.ok
    assert [flaw.about for flaw in against.flaws] == ["head"]
    assert "cut off, or it was rewritten" in against.flaws[0].text and head in against.flaws[0].text


def resealed(chain: list[Entry]) -> list[Entry]:
    """The same records in a chain of their own, the grant longer: what somebody can make who has the program."""
    numbers = itertools.count(1)
    made: list[Entry] = []
    for entry in chain:
        record = ledger.record_of(entry)
        if entry.id == "g-0001":
            record = record.model_copy(update={"end": date(2037, 5, 1)})
        previous = made[-1] if made else None
        salts = functools.partial(lambda n: f"{next(n):032x}", numbers)
        made.append(ledger.seal(previous, record, subjects=entry.subjects, at=entry.at, salts=salts))
    return made


def test_a_rewritten_ledger_shows_only_against_a_head(root: Path) -> None:
    from ugc.catalog.records import as_row

    chain = rows(root)
    head = chain[3].hash
    columns = ", ".join(f"{name} = ?" for name in COLUMNS)
    update = f"UPDATE entries SET {columns} WHERE seq = ?"
    harm(root, *((update, (*as_row(entry), entry.seq)) for entry in resealed(chain)))
    alone = verified(root)
    assert alone.ok and "rewritten" in alone.notes[0]
    assert any(entry.body.get("end") == "2037-05-01" for entry in rows(root))
    against = verified(root, head=head)
    assert [flaw.about for flaw in against.flaws] == ["head"]


def test_a_head_of_earlier_is_fine_and_says_how_many_came_since(root: Path) -> None:
    chain = rows(root)
    for number, entry in enumerate(chain, start=1):
        compared = verified(root, head=entry.hash.upper()).compared
        assert compared is not None
        assert (compared.seq, compared.grown) == (number, len(chain) - number)


def test_the_head_of_a_manifest(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    path = shop.root / "out" / "creatives" / "manifest.json"
    head = json.loads(path.read_text("utf-8"))["ledger_head"]
    told = shop("rights", "verify", "--manifest", path, "--json")
    assert told["head"] == told["compared"]["head"] == head
    assert told["compared"]["grown"] == 0
    shop("rights", "hold", POST, "--why", "a neighbour")
    words = shop("rights", "verify", "--manifest", path)
    assert "The head you gave is that of entry 3; 1 entry was recorded since." in words
    harm(shop.root, "DELETE FROM entries WHERE seq > 2", "DELETE FROM entry_subjects WHERE seq > 2")
    words = shop("rights", "verify", "--manifest", path, code=4)
    assert words.startswith("The rights records of Sunday Glow do not hold.\n  First broken link: The head")


def test_a_manifest_of_before_the_first_record(shop: Shop) -> None:
    path = shop.root / "manifest.json"
    manifest.write(path, Manifest(brand="Sunday Glow"))
    shop.grant()
    told = shop("rights", "verify", "--manifest", path, "--json")
    assert told["compared"] == {"head": None, "seq": 0, "grown": 3}


# --- files -----------------------------------------------------------------------------------------------------------


def swap(root: Path) -> set[str]:
    one, other = (path for path in evidence_files(root) if path.suffix == ".png")
    was = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(was)
    return {"evidence e-0001", "evidence e-0003"}


def lose(root: Path) -> set[str]:
    next(path for path in evidence_files(root) if path.suffix == ".txt").unlink()
    return {"evidence e-0002"}


def change(root: Path) -> set[str]:
    path = next(path for path in evidence_files(root) if path.suffix == ".txt")
    path.write_bytes(path.read_bytes().replace(b"use", b"own"))
    return {"evidence e-0002"}


def link(root: Path) -> set[str]:
    path = next(path for path in evidence_files(root) if path.suffix == ".txt")
    path.rename(root / "elsewhere.txt")
    path.symlink_to(root / "elsewhere.txt")
    return {"evidence e-0002"}


def folder(root: Path) -> set[str]:
    path = next(path for path in evidence_files(root) if path.suffix == ".txt")
    path.unlink()
    path.mkdir()
    return {"evidence e-0002"}


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (swap, "is not what was recorded"),
        (lose, "is not there"),
        (change, "is not what was recorded"),
        (link, "is not what was recorded"),
        (folder, "is not what was recorded"),
    ],
)
def test_what_was_done_to_files(root: Path, act: Callable[[Path], set[str]], words: str) -> None:
    records = act(root)
    proved = verified(root)
    assert {flaw.record for flaw in proved.flaws} == records
    assert {flaw.about for flaw in proved.flaws} == {"file"}
    assert all(words in flaw.text for flaw in proved.flaws)
    assert proved.files == 3 - len(records)


def test_terms_that_only_a_request_names_are_looked_for(root: Path) -> None:
    """A record that names the hash of terms which were never put on file."""
    from ugc.model.dealings import Request, Scope
    from ugc.model.records import Terms

    with Workspace.open(root) as glow:
        record = Request(
            id="q-0001",
            posts=(POST,),
            licensor="ana",
            licensee="Sunday Glow",
            via="dm",
            asked=Scope(
                purposes={"paid_social"},
                channels={"instagram"},
                identities={"brand_handle"},
                territories={"US"},
                edits={"crop"},
                days=90,
            ),
            terms=Terms(sha256="ab" * 32),
            message="May we?",
            wording="en/dm-1",
            language="en",
            on=date(2026, 11, 1),
            by="Mo",
        )
        glow.catalog.append(
            lambda previous: ledger.seal(
                previous,
                record,
                subjects=(POST,),
                at=datetime(2026, 11, 22, tzinfo=UTC),
                salts=lambda: "0" * 32,
            )
        )
    (flaw,) = verified(root).flaws
    assert flaw.record == "request q-0001"
    assert (
        flaw.text == "The text of its terms (sha256 abababababab…) is not there: it was lost or taken away."
    )


# --- the index -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM entry_subjects WHERE subject = 'g-0002'", "It is not found under g-0002"),
        (
            "UPDATE entry_subjects SET subject = 'ig:other' WHERE subject = 'g-0002'",
            "found under ig:other, which",
        ),
        (
            "INSERT INTO entry_subjects (subject, seq) VALUES ('ig:other', 3)",
            "found under ig:other, which it does",
        ),
        (
            "INSERT INTO entry_subjects (subject, seq) VALUES ('ig:other', 77)",
            "leads to entry 77, which is not there",
        ),
        ("DELETE FROM entry_subjects", "It is not found under"),
        ("DROP TABLE entry_subjects", "lacks the table 'entry_subjects'"),
        ("DROP INDEX entries_id", "lacks the index 'entries_id'"),
    ],
)
def test_a_record_that_questions_would_miss(root: Path, statement: str, words: str) -> None:
    """The revocation of g-0002 stands in the chain; what hides it from questions is found all the same."""
    harm(root, statement)
    flaws = verified(root).flaws
    assert any(words in flaw.text for flaw in flaws), flaws
    assert {flaw.about for flaw in flaws} == {"index"}


def test_evidence_that_is_not_in_the_ledger(root: Path) -> None:
    """Sealed by the program's own code, and resting on nothing."""
    from ugc.model.records import Release

    record = Release(
        id="rel-0001", post=POST, kind="minor_model", guardian_evidence="e-0099", evidence=("e-0098",)
    )
    with Workspace.open(root) as glow:
        glow.catalog.append(
            lambda previous: ledger.seal(
                previous,
                record,
                subjects=(POST,),
                at=datetime(2026, 11, 22, tzinfo=UTC),
                salts=lambda: "0" * 32,
            )
        )
    assert [flaw.text for flaw in verified(root).flaws] == [
        "It rests on the evidence e-0098, which is not in the ledger.",
        "It rests on the evidence e-0099, which is not in the ledger.",
    ]


def test_a_record_that_was_never_sealed_by_ugc(root: Path) -> None:
    """A chain that holds, around a record without sense: made by somebody who knows how hashes are made."""
    chain = rows(root)
    last = chain[-1]
    body = {"id": "g-0009", "licensor": "ana"}
    salts = dict.fromkeys(body, "0" * 32)
    digests = {name: ledger._field_digest(salts[name], value) for name, value in body.items()}
    made = Entry(
        seq=last.seq + 1, kind="grant", id="g-0009", body=body, at=last.at, salts=salts, digests=digests,
        previous=last.hash, hash="",
    )  # fmt: skip
    made = made.model_copy(update={"hash": ledger._hash(made)})
    from ugc.catalog.records import as_row

    harm(root, (f"INSERT INTO entries ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * 10)})", as_row(made)))
    (flaw,) = verified(root).flaws
    assert flaw.seq == 9 and "no record that makes sense" in flaw.text


# --- redaction -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("evidence", [False, True])
def test_what_was_erased_on_request_is_counted_and_no_flaw(shop: Shop, evidence: bool) -> None:
    shop.grant()
    shop(
        "forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes", *(["--evidence-too"] * evidence)
    )
    told = shop("rights", "verify", "--json")
    assert told["ok"] and not told["flaws"]
    assert {item["record"] for item in told["redacted"]} >= {"g-0001", "e-0001"}
    assert told["erased"] == (["e-0001"] if evidence else [])
    assert told["files"] == (1 if evidence else 2)
    words = shop("rights", "verify")
    assert "were redacted; their hashes are left" in words
    assert ("erased on request, as recorded: the files of e-0001" in words) == evidence


def test_a_file_that_no_erasure_took_is_missed_even_where_a_record_was_redacted(shop: Shop) -> None:
    shop.grant()
    shop("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    for path in evidence_files(shop.root):
        path.unlink()
    told = shop("rights", "verify", "--json", code=4)
    assert {flaw["record"] for flaw in told["flaws"]} == {"evidence e-0001", "evidence e-0002"}


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_names_the_first_and_lists_the_rest(shop: Shop) -> None:
    shop.grant()
    harm(
        shop.root, "UPDATE entries SET body = replace(body, '2027-05-01', '2037-05-01') WHERE kind = 'grant'"
    )
    evidence_files(shop.root)[0].unlink()
    words = shop("rights", "verify", code=4)
    assert "First broken link: entry 3, grant g-0001: The value of 'end' was changed." in words
    assert "Also: entry" in words and "is not there" in words
    assert not shop.err


def test_a_great_many_are_counted(shop: Shop) -> None:
    for number in range(25):
        shop("rights", "hold", POST, "--why", f"reason {number}")
    harm(shop.root, "UPDATE entries SET at = replace(at, '2026', '2025')")
    words = shop("rights", "verify", code=4)
    assert words.count("Also: ") == 19 and "5 more; --json lists all" in words


def test_an_empty_ledger(shop: Shop) -> None:
    assert shop("rights", "verify", "--json")["head"] is None
    assert "nothing is recorded yet" in shop("rights", "verify")
    shop("rights", "verify", "--write-head", "head.txt", code=2)
    assert "there is no head" in shop.err


def test_the_head_is_written_only_where_the_records_hold(shop: Shop) -> None:
    shop.grant()
    told = shop("rights", "verify", "--write-head", "head.txt", "--json")
    assert (shop.root / "head.txt").read_bytes() == f"{told['head']}\n".encode()
    harm(shop.root, "DELETE FROM entries WHERE seq = 2")
    shop("rights", "verify", "--write-head", "again.txt", code=4)
    assert "was not written" in shop.err and not (shop.root / "again.txt").exists()


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--head", "12ab"], 2, "is no head"),
        (["--head", ""], 2, "is no head"),
        (["--head", "g" * 64], 2, "is no head"),
        (["--head", "a" * 64, "--manifest", "x.json"], 2, "not both"),
        (["--manifest", "x.json"], 3, "could not be read"),
        (["--manifest", "terms-v3.txt"], 3, "not whole JSON"),
        (["--authority", "ca.pem"], 2, "goes with a time-stamp"),
    ],
)
def test_wrong_usage(shop: Shop, options: list[str], code: int, words: str) -> None:
    shop("rights", "verify", *options, code=code)
    assert words in shop.err


def test_a_torn_database_is_not_understood(root: Path) -> None:
    path = root / ".ugc" / "catalog.db"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\x5a" * (len(content) - 4096))
    with pytest.raises(InputError, match="damaged"):
        verified(root)


def test_it_changes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    verified(root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_names_are_hostile_is_said_and_not_obeyed(shop: Shop) -> None:
    evil = shop.root / "yes\x1b[2J\u202egnp.{0}.png"
    evil.write_bytes(photo((90, 160), seed=3, type="PNG"))
    shop.grant(POST, "--evidence", str(evil))
    for path in evidence_files(shop.root):
        path.unlink()
    words = shop("rights", "verify", code=4)
    assert "\x1b" not in words and "\u202e" not in words and "{0}" in words
