"""Codes of ad platforms: recorded, sealed, listed and held against flights, and nowhere in the clear."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
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
        with pytest.raises(UsageError, match=r"Did you mean|not known"):
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


def test_codes_of_a_sheet_are_sealed_and_the_sheet_is_to_be_deleted(keyed: Shop) -> None:
    path = keyed.root.parent / "codes.csv"
    path.write_text(
        f"target,kind,code,from,until\n{POST},meta_ad_code,{CODE},2026-11-20,2026-12-20\n", "utf-8"
    )
    for options, said in ((("--dry-run",), False), ((), True)):
        keyed("bulk", "codes", path, "--by", "Mo", *options)
        assert ("codes.csv holds the codes for everybody to read: delete it." in keyed.err) is said
        assert CODE not in keyed.out + keyed.err
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0001") == CODE


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


def listed(shop: Shop, *options: str, code: int = 0) -> list[tuple[str, str]]:
    """Ids and states, in the order in which they are shown."""
    told = shop("ads", "codes", "list", *options, "--json", code=code)
    return [(item["id"], item["state"]) for item in told["codes"]]


@pytest.fixture
def several(keyed: Shop) -> Shop:
    """One that lasts, one that lapsed, one that ends soon, one with no end, one that is asked for, one that is over."""
    ad_code(keyed, "--until", "2027-03-01")
    ad_code(keyed, "--from", "2026-10-01", "--until", "2026-11-15", target="ig:Bqvs0000001")
    ad_code(keyed, "--until", "2026-12-01", "--source", "platform", target=CLIP, kind="tiktok_auth_code")
    ad_code(keyed, "--from", "2026-12-05", target=DUET, kind="tiktok_auth_code")
    add(keyed, "--kind", "tiktok_bc_account", "--status", "requested", target="@mira.slowmornings")
    add(keyed, "--kind", "meta_boost_toggle", "--status", "revoked")
    return keyed


def test_codes_are_listed_by_their_end_and_what_is_overdue_first(several: Shop) -> None:
    standing = [
        ("a-0002", "overdue"),
        ("a-0003", "active"),
        ("a-0001", "active"),
        ("a-0004", "not_yet"),
        ("a-0005", "waiting"),
    ]
    assert listed(several) == standing
    assert listed(several, "--all") == [*standing, ("a-0006", "over")]
    assert listed(several, "--due", "14d") == [("a-0002", "overdue"), ("a-0003", "active")]
    assert listed(several, "--due", "1w") == [("a-0002", "overdue")]
    assert listed(several, "creator:@mira.slowmornings") == standing[1:2] + standing[3:]
    assert listed(several, "--strict", code=4) == standing
    assert listed(several, "creator:@mira.slowmornings", "--strict") == standing[1:2] + standing[3:]
    several("ads", "codes", "list", "--due", "soon", code=2)
    assert "not a number of days" in several.err


def test_a_permission_that_goes_on_takes_an_overdue_ones_place(several: Shop) -> None:
    """Whether it is another code of the same post, or for the whole account."""
    add(several, "--kind", "meta_account_permission", "--platform", "instagram", target="@ana")
    assert ("a-0002", "replaced") in listed(several, "--all", "--strict")
    assert "a-0002" not in dict(listed(several))
    add(several, "--status", "revoked", target="a-0007")
    assert dict(listed(several))["a-0002"] == "overdue"


def test_the_list_as_a_person_reads_it(several: Shop) -> None:
    several("rights", "use", POST, "--channel", "instagram", "--flight", FLIGHT, "--identity", "both", code=4)
    page = several("ads", "codes", "list")
    rows = {line.split()[0]: line for line in page.splitlines() if line.startswith("a-")}
    assert "…9f8e" in rows["a-0001"]
    assert "u-0001" in rows["a-0001"], "what runs on it"
    assert "OVERDUE" in rows["a-0002"]
    assert "to 2026-12-01 (platform)" in rows["a-0003"]
    assert "9 days left" in rows["a-0003"]
    assert "the account" in rows["a-0005"]
    assert "1 permission is past the last day" in page
    assert CODE not in page


def test_several_brands_are_listed_at_once(several: Shop) -> None:
    several("init", "../dew", "--brand", "Dew", "--market", "US")
    glow, dew = several("ads", "codes", "list", "-w", ".", "-w", "../dew", "--json")
    assert (glow["brand"], len(glow["codes"]), dew["brand"], dew["codes"]) == ("Sunday Glow", 5, "Dew", [])


# --- held against a flight -------------------------------------------------------------------------------------------

CHECKS: list[tuple[str, list[str], list[str]]] = [
    # why, how the code is on record, which faults it has from 1 to 31 December
    ("fine", ["--from", "2026-11-20", "--until", "2026-12-31"], []),
    ("Meta documents no end", [], []),
    ("ends a day before the ad", ["--until", "2026-12-30"], ["ends_before"]),
    ("starts a day after it", ["--from", "2026-12-02"], ["starts_after"]),
    ("was deleted", ["--status", "deleted"], ["not_active", "not_sealed"]),
    ("expired", ["--status", "expired", "--until", "2026-11-30"], ["not_active", "ends_before"]),
    ("is awaited", ["--status", "pending"], ["not_active"]),
    ("the platform's own words", ["--ineligible", "Reels with GIF stickers"], ["ineligible"]),
    ("an id of nothing we know", ["--native", "content_id=17900000000000001"], []),
    ("its own number, as Instagram has it", ["--native", "media_id=1922949326347663701"], []),
    ("the number of another post", ["--native", "media_id={other}"], ["wrong_post"]),
    ("a duet without the original's", ["--native", "duet_original_item_id=73"], ["no_second_authorization"]),
    ("a duet with it", ["--native", "duet_original_item_id=73", "--second"], []),
    (
        "with the original's code",
        ["--native", "mentioned_item_ids=73", "--original-code", "original-5555"],
        [],
    ),
    ("a duet of a duet", ["--native", "is_multi_duet_stitch=true"], ["derived_twice"]),
]


@pytest.mark.parametrize(("options", "wrong"), [row[1:] for row in CHECKS], ids=[row[0] for row in CHECKS])
def test_a_code_is_held_against_a_flight(keyed: Shop, options: list[str], wrong: list[str]) -> None:
    from ugc.identity import pk_from_shortcode

    other = str(pk_from_shortcode("Bqvs0000001"))
    ad_code(keyed, *(option.format(other=other) for option in options))
    told = keyed("ads", "codes", "check", POST, "--flight", FLIGHT, "--json", code=4 if wrong else 0)
    assert faults(told) == wrong
    assert all(fault["help"].endswith((".", "-", "--eligible", "active")) for fault in every_fault(told))
    if "--ineligible" in options:
        assert "Reels with GIF stickers" in every_fault(told)[0]["text"], "verbatim"


def every_fault(told: Any) -> list[Any]:
    return [fault for post in told["posts"] for code in post["codes"] for fault in code["faults"]]


def test_the_item_of_a_tiktok_code_is_its_post(keyed: Shop) -> None:
    ad_code(keyed, "--native", f"item_id={CLIP[3:]}", target=CLIP, kind="tiktok_auth_code")
    ad_code(keyed, "--native", f"item_id={CLIP[3:]}", target=DUET, kind="tiktok_auth_code")
    ad_code(keyed, "--native", "item_id=7399999999999999999", target=CLIP, kind="tiktok_auth_code")
    for id, wrong in (("a-0001", []), ("a-0002", ["wrong_post"]), ("a-0003", ["wrong_post"])):
        told = keyed("ads", "codes", "check", id, "--flight", FLIGHT, "--json", code=4 if wrong else 0)
        assert faults(told) == wrong, id
    told = keyed("ads", "codes", "check", CLIP, "--flight", FLIGHT, "--json")
    assert [code["fine"] for code in told["posts"][0]["codes"]] == [True, False], "one that is fine is enough"


def test_a_post_without_any_permission_and_one_that_is_not_kept(
    keyed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed("rights", "authorize", POST, "--kind", "meta_ad_code", "--until", "2027-01-31")
    told = keyed("ads", "codes", "check", "creator:@ana", "--flight", FLIGHT, "--json", code=4)
    assert {post["post"]: [fault["code"] for fault in post["faults"]] for post in told["posts"]} == {
        POST: [],
        "ig:Bqvs0000001": ["no_permission"],
    }
    assert [fault["code"] for fault in every_fault(told)] == ["not_sealed"]
    add(keyed, "--code", CODE, target="a-0001")
    told = keyed("ads", "codes", "check", "creator:@ana", "--flight", FLIGHT, "--json")
    assert (told["fine"], told["failed"]) == (1, 1)
    keyed("ads", "codes", "check", "creator:@ana", "--flight", FLIGHT, "--strict", code=4)
    monkeypatch.setenv("UGC_SECRET_KEY", "another passphrase")
    told = keyed("ads", "codes", "check", "a-0001", "--flight", FLIGHT, "--json", code=4)
    assert faults(told) == ["cannot_be_opened"]
    keyed("ads", "codes", "check", "a-0404", "--flight", FLIGHT, code=2)
    assert "There is no permission a-0404" in keyed.err


def test_what_was_mended_is_fine_again(keyed: Shop) -> None:
    ad_code(keyed, "--ineligible", "Reels with GIF stickers", "--until", "2026-12-10")
    add(keyed, "--eligible", "--checked", "--until", "2027-01-10", target="a-0001")
    told = keyed("ads", "codes", "check", POST, "--flight", FLIGHT, "--json")
    assert faults(told) == []


WINDOWS = [
    (["--from", "2026-11-20", "--until", "2026-12-20"], "tiktok_auth_code", None),  # 30 days
    (["--from", "2026-11-20", "--until", "2027-01-04"], "tiktok_auth_code", "60 or 365 days; this one would last 45"),
    (["--from", "2026-11-20", "--until", "2027-05-19"], "tiktok_auth_code", "180 days are hearsay"),
    ([], "tiktok_auth_code", "no end is on record"),
    (["--until", "2026-12-20", "--source", "platform"], "meta_ad_code", "Meta documents no end"),
    (["--until", "2026-12-20", "--source", "contract"], "meta_ad_code", None),
]  # fmt: skip


@pytest.mark.parametrize(("options", "kind", "words"), WINDOWS, ids=lambda value: str(value)[:40])
def test_windows_that_platforms_do_not_give_are_noted(
    keyed: Shop, options: list[str], kind: str, words: str | None
) -> None:
    target = CLIP if kind == "tiktok_auth_code" else POST
    told = add(keyed, "--kind", kind, "--code", CODE, *options, target=target)
    notes = told["recorded"][0]["notes"]
    assert bool(notes) == bool(words)
    assert not words or words in notes[0]
