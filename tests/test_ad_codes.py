"""Codes of ad platforms: recorded, sealed, listed and held against flights, and nowhere in the clear."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected, photo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ugc.errors import MissingError, UsageError
from ugc.workspace import Workspace
from ugc.workspace.advertising.sealing import cleaned, last_of
from ugc.workspace.granting.authorizing import AuthorizationForm

POST = "ig:BqvsDleB3lV"
CLIP = "tt:7301234567890123456"
DUET = "tt:7301234567890123457"
PASSPHRASE = "quiet lakes at dawn"
CODE = "#SparkGlow/aB3+9f8e"
FLIGHT = "2026-12-01..2026-12-31"


@pytest.fixture
def keyed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop with a passphrase, a second post, and two of @mira's on TikTok of which one is a duet."""
    monkeypatch.setenv("UGC_SECRET_KEY", PASSPHRASE)
    shop("import", collected(shop.root.parent / "more", posts=2))
    folder = shop.root.parent / "tiktok"
    folder.mkdir()
    rows = ["url,handle,file"]
    for seed, post in enumerate((CLIP, DUET), 31):
        (folder / f"{seed}.jpg").write_bytes(photo((600, 800), seed=seed))
        rows.append(
            f"https://www.tiktok.com/@mira.slowmornings/video/{post[3:]},mira.slowmornings,{seed}.jpg"
        )
    (folder / "posts.csv").write_text("\n".join(rows) + "\n", "utf-8")
    shop("import", folder)
    return shop


def add(shop: Shop, *options: str, target: str = POST, code: int = 0) -> Any:
    return shop("ads", "codes", "add", target, *options, "--json", code=code)


def ad_code(shop: Shop, *options: str, target: str = POST, kind: str = "meta_ad_code") -> Any:
    return add(shop, "--kind", kind, "--code", CODE, *options, target=target)["recorded"][0]["permission"]


def faults(told: Any) -> list[str]:
    """The codes of all faults of the only post."""
    (post,) = told["posts"]
    own = [fault["code"] for fault in post["faults"]]
    return own + [fault["code"] for code in post["codes"] for fault in code["faults"]]


def everything(root: Path) -> Iterator[tuple[Path, bytes]]:
    for path in root.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


# --- recorded and sealed ---------------------------------------------------------------------------------------------


def test_a_code_is_recorded_by_its_last_four_and_sealed(keyed: Shop) -> None:
    made = ad_code(keyed, "--from", "2026-11-20", "--until", "2026-12-20")
    assert (made["id"], made["code_last4"], made["code_sha256"]) == ("a-0001", "9f8e", None)
    assert "stays in the shell's history" in keyed.err
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0001") == CODE
        with pytest.raises(MissingError, match="No code of the original post is sealed for a-0001"):
            glow.ads.open_code("a-0001", "original")
        with pytest.raises(UsageError, match="Did you mean|not known"):
            glow.ads.open_code("a-0001", "cod")
        with pytest.raises(MissingError, match="No code is sealed for a-0404"):
            glow.ads.open_code("a-0404")


def test_without_a_key_a_code_is_refused_and_nothing_is_recorded(
    keyed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UGC_SECRET_KEY")
    keyed("ads", "codes", "add", POST, "--kind", "meta_ad_code", "--code", CODE, code=2)
    assert "There is no key to seal it with" in keyed.err
    assert "UGC_SECRET_KEY" in keyed.err
    assert not keyed("ads", "codes", "list", "--json")["codes"]
    made = add(keyed, "--kind", "meta_boost_toggle")["recorded"][0]
    assert not made["sealed"], "a permission without a code needs no key"


def test_authorize_seals_too_where_there_is_a_key(keyed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed("rights", "authorize", POST, "--kind", "meta_ad_code", "--code", CODE)
    assert "Its code is sealed" in keyed.err
    monkeypatch.delenv("UGC_SECRET_KEY")
    keyed("rights", "authorize", POST, "--kind", "meta_ad_code", "--code", "another-code-2222")
    assert "only its last four are kept" in keyed.err
    codes = {item["id"]: item["sealed"] for item in keyed("ads", "codes", "list", "--json")["codes"]}
    assert codes == {"a-0001": ["code"], "a-0002": []}


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(data), encoding="utf-8"))


def test_a_code_comes_from_stdin_or_a_file_and_stays_out_of_the_history(
    keyed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, f"\ufeff  {CODE}\r\n".encode())
    add(keyed, "--kind", "meta_ad_code", "--code", "-")
    assert "history" not in keyed.err
    (keyed.root.parent / "code.txt").write_text(f"{CODE}-file\n", "utf-8")
    add(keyed, "--kind", "meta_ad_code", "--code-file", "../code.txt")
    with Workspace.open(keyed.root) as glow:
        assert (glow.ads.open_code("a-0001"), glow.ads.open_code("a-0002")) == (CODE, f"{CODE}-file")
    for typed, words in [
        (["--code", "x" * 9, "--code-file", "../code.txt"], "both say the code"),
        (["--code", "-", "--original-code", "-"], "cannot be read from stdin at once"),
        (["--code-file", "../nowhere.txt"], "nowhere.txt"),
    ]:
        stdin(monkeypatch, b"one")
        keyed(
            "ads", "codes", "add", POST, "--kind", "meta_ad_code", *typed, code=3 if "nowhere" in words else 2
        )
        assert words in keyed.err


HOSTILE = [
    ("ten megabytes", "A" * 10_000_000, "too long"),
    ("a NUL inside", "SPARK\0code-9999", "something invisible inside, at character 6"),
    ("a mark of direction inside", "SPARK\u202ecode-9999", "something invisible inside"),
    ("a line end inside", "SPARK-code\n9999", "white space"),
    ("a blank inside", "SPARK code", "white space"),
    ("nothing", "", "empty"),
    ("blanks alone", " \t\u200b\u200e ", "empty"),
    ("a lone surrogate", "SPARK\ud800code", "something invisible"),
]


@pytest.mark.parametrize(("code", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_what_cannot_be_a_code_is_refused_without_repeating_it(code: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        cleaned(code)
    assert "SPARK" not in caught.value.message + str(caught.value.hint)


@pytest.mark.parametrize(
    "around", ["{}", "  {}\r\n", "\u200e{}\u200f", "\u202a{}\u202c", "\ufeff{}", "\u00a0{}\u2003", "\0{}\0"]
)
def test_what_comes_along_from_a_chat_is_trimmed(around: str) -> None:
    assert cleaned(around.format(CODE)) == CODE, "its leading # is its own"


@pytest.mark.parametrize(
    ("code", "last"), [(CODE, "9f8e"), ("12345678", "5678"), ("1234", "34"), ("123", "3"), ("1", "")]
)
def test_the_end_of_a_code_never_tells_most_of_it(code: str, last: str) -> None:
    assert last_of(code) == last


def test_nothing_shows_a_code(keyed: Shop) -> None:
    form = AuthorizationForm.model_validate({"target": POST, "code": CODE, "original_code": CODE, "by": "Mo"})
    assert CODE not in repr(form) + str(form) + form.model_dump_json()
    told = ad_code(keyed)
    assert CODE not in json.dumps(told) + keyed.out + keyed.err


# --- kept and erased -------------------------------------------------------------------------------------------------


def sealed(shop: Shop) -> dict[tuple[str, str], bytes]:
    """What the table holds, read by SQLite alone."""
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as raw:
        rows = raw.execute("SELECT authorization, part, sealed FROM sealed_codes").fetchall()
    raw.close()
    return {(row[0], row[1]): row[2] for row in rows}


def test_a_new_code_takes_the_place_of_the_old_one(keyed: Shop) -> None:
    ad_code(keyed, "--original-code", "original-code-7777")
    before = sealed(keyed)
    assert set(before) == {("a-0001", "code"), ("a-0001", "original")}
    add(keyed, "--code", "quite-another-1234", target="a-0001")
    after = sealed(keyed)
    assert set(after) == {("a-0001", "code")}, "the old original's code went with the old code"
    assert after["a-0001", "code"] != before["a-0001", "code"]
    raw = b"".join(data for path, data in everything(keyed.root) if path.name == "catalog.db")
    assert before["a-0001", "code"] not in raw
    (shown,) = keyed("ads", "codes", "list", "--json")["codes"]
    assert shown["last4"] == "1234"


@pytest.mark.parametrize(("status", "kept"), [("deleted", 0), ("revoked", 0), ("expired", 1), ("error", 1)])
def test_what_is_gone_for_ever_is_erased(keyed: Shop, status: str, kept: int) -> None:
    """An expired code may be extended by its creator; a deleted one never comes back."""
    ad_code(keyed)
    add(keyed, "--status", status, target="a-0001")
    assert len(sealed(keyed)) == kept
    add(keyed, "--code", "the-new-code-5555", target="a-0001")
    assert ("a-0001", "code") in sealed(keyed), "a new code is kept again"
    told = keyed("ads", "codes", "list", "--all", "--json")["codes"][0]
    assert told["status"] == ("active" if status != "error" else "error")


def test_a_rehearsal_changes_nothing(keyed: Shop) -> None:
    add(keyed, "--kind", "meta_ad_code", "--code", CODE, "--dry-run")
    assert not sealed(keyed)
    assert not keyed("ads", "codes", "list", "--json")["codes"]


def test_who_is_forgotten_leaves_no_code(keyed: Shop) -> None:
    ad_code(keyed)
    ad_code(keyed, target=CLIP, kind="tiktok_auth_code")
    keyed("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    assert {name for name, _ in sealed(keyed)} == {"a-0002"}, "the other's stays"
    listed = keyed("ads", "codes", "list", "--all", "--json")["codes"]
    assert {item["id"]: item["last4"] for item in listed if item["id"] == "a-0002"} == {"a-0002": "9f8e"}


def test_an_archive_carries_codes_sealed_and_no_key(
    keyed: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ad_code(keyed)
    keyed("export", "--archive", tmp_path / "glow.zip")
    keyed("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    with Workspace.open(tmp_path / "again") as again:
        assert again.ads.open_code("a-0001") == CODE
        monkeypatch.setenv("UGC_SECRET_KEY", "another passphrase")
        with pytest.raises(UsageError, match="does not open a-0001"):
            again.ads.open_code("a-0001")
        monkeypatch.delenv("UGC_SECRET_KEY")
        with pytest.raises(UsageError, match="UGC_SECRET_KEY is not set"):
            again.ads.open_code("a-0001")
    for _, data in everything(tmp_path / "again"):
        assert CODE.encode() not in data
        assert PASSPHRASE.encode() not in data


def test_the_check_up_says_when_no_key_opens_them(keyed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> Any:
        checks = keyed("doctor", "--json")["checks"]
        return next(check for check in checks if check["name"] == "sealed codes")

    assert found()["found"] == "none"
    ad_code(keyed)
    assert (found()["status"], "opens every one" in found()["found"]) == ("ok", True)
    monkeypatch.setenv("UGC_SECRET_KEY", "another passphrase")
    told = found()
    assert (told["status"], told["details"]) == ("note", ["a-0001"])
    assert "1 of 1 code cannot be opened" in told["found"]


ALPHABET = st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("C", "Z"))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(codes=st.lists(st.text(ALPHABET, min_size=12, max_size=60), min_size=1, max_size=3, unique=True))
def test_no_file_holds_a_code_in_the_clear(keyed: Shop, codes: list[str]) -> None:
    """Whatever is done with it, and in the log beside the catalog too, which a reader keeps from being folded in."""
    shutil.rmtree(keyed.root / ".ugc" / "cache", ignore_errors=True)
    reader = sqlite3.connect(keyed.root / ".ugc" / "catalog.db")
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchone()
        for code in codes:
            with Workspace.open(keyed.root) as glow:
                form = {
                    "target": POST,
                    "kind": "meta_ad_code",
                    "code": code,
                    "end": date(2026, 12, 9),
                    "by": "Mo",
                }
                glow.ads.add_code(AuthorizationForm.model_validate(form), at=NOON)
        log = keyed.root / ".ugc" / "catalog.db-wal"
        assert log.stat().st_size, "the log is there to be searched"
        keyed("ads", "codes", "list", "--json")
        keyed("ads", "codes", "check", POST, "--flight", FLIGHT, code=4)
        keyed("rights", "export", "calendar")
        keyed("rights", "export", "register", "--posts")
        for path, data in everything(keyed.root):
            for code in codes:
                assert code.strip().encode() not in data, path
                assert code.strip().encode("utf-16-le") not in data, path
    finally:
        reader.close()


# --- listed ----------------------------------------------------------------------------------------------------------


def test_codes_are_listed_by_their_end_and_what_is_overdue_first(keyed: Shop) -> None:
    ad_code(keyed, "--until", "2027-03-01")
    ad_code(keyed, "--from", "2026-10-01", "--until", "2026-11-15", target="ig:Bqvs0000001")
    ad_code(keyed, "--until", "2026-12-01", "--source", "platform", target=CLIP, kind="tiktok_auth_code")
    add(keyed, "--kind", "meta_account_permission", "--platform", "instagram", target="@ana")
    keyed("rights", "use", POST, "--channel", "instagram", "--flight", FLIGHT, "--identity", "both", code=4)
    told = keyed("ads", "codes", "list", "--json")
    assert [item["id"] for item in told["codes"]] == ["a-0003", "a-0001", "a-0004"], (
        "a-0004 goes on where a-0002 ended"
    )
    told = keyed("ads", "codes", "list", "--all", "--json")
    assert {item["id"]: item["state"] for item in told["codes"]} == {
        "a-0002": "overdue",
        "a-0003": "active",
        "a-0001": "active",
        "a-0004": "active",
    }
