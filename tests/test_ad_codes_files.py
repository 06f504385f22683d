"""Permissions from sheets and from answers of platforms, saved as JSON in the shapes that they document."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from test_ad_codes import CLIP, DUET, PASSPHRASE, POST, everything, keyed

from ugc.errors import InputError, UgcError
from ugc.permissions import FoundPermission, PermissionFile, read
from ugc.workspace import Workspace

__all__ = ["keyed"]

SAMPLES = Path(__file__).resolve().parent / "samples" / "permissions"
OWN = ("17841400000000777",)


def take(shop: Shop, *files: Path | str, code: int = 0, target: str | None = None) -> Any:
    options = [option for file in files for option in ("--from-file", str(file))]
    return shop("ads", "codes", "add", *([target] if target else []), *options, "--json", code=code)


def outcomes(told: Any) -> list[tuple[str, str]]:
    return [(item["permission"]["id"], item["outcome"]) for item in told["recorded"]]


def known_to_meta(shop: Shop, id: str = OWN[0]) -> None:
    settings = shop.root / "ugc.toml"
    text = settings.read_text("utf-8")
    said = re.sub(r'(?m)^instagram_user_id = ""', f'instagram_user_id = "{id}"', text)
    assert said != text
    settings.write_text(said, "utf-8")


# --- TikTok ----------------------------------------------------------------------------------------------------------


def test_codes_of_tiktok_come_with_their_window(keyed: Shop) -> None:
    told = take(keyed, SAMPLES / "tt_video_list.json", code=3)
    assert outcomes(told) == [("a-0001", "new"), ("a-0002", "new")]
    first, duet = (item["permission"] for item in told["recorded"])
    assert (first["post"], first["kind"], first["platform"]) == (CLIP, "tiktok_auth_code", "tiktok")
    assert (first["start"], first["end"]) == ("2026-11-20", "2026-12-19"), (
        "it ends in the morning of the 20th"
    )
    assert (first["expiry_source"], first["code_last4"], first["status"]) == ("platform", "9f8e", "active")
    assert first["checked_at"]
    assert first["native_ids"]["item_id"] == CLIP[3:]
    assert (duet["status"], duet["eligibility_errors"]) == ("error", ["ad_auth_status: SOMETHING_NEW"])
    assert (duet["end"], duet["native_ids"]["duet_original_item_id"]) == ("2027-01-18", "7300000000000000009")
    (passed,) = told["passed_over"]
    assert (passed["what"], "does not know this post" in passed["why"]) == ("tt:7309999999999999999", True)
    assert "delete it" in told["notes"][0]
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0001") == "#SparkGlow/aB3+fictional==9f8e"


def test_the_status_of_a_code_moves_its_end(keyed: Shop) -> None:
    take(keyed, SAMPLES / "tt_video_list.json", code=3)
    told = take(keyed, SAMPLES / "post_authorize_status.json")
    assert outcomes(told) == [("a-0001", "changed")], "the same code is the same permission"
    assert told["recorded"][0]["permission"]["end"] == "2027-01-19", "a last second is a whole day"
    answer = json.loads((SAMPLES / "post_authorize_status.json").read_text("utf-8"))
    answer["data"] |= {"auth_code_status": "DELETED"}
    (keyed.root / "gone.json").write_text(json.dumps(answer), "utf-8")
    assert take(keyed, "gone.json")["recorded"][0]["permission"]["status"] == "deleted"
    assert outcomes(take(keyed, "gone.json")) == [("a-0001", "same")], (
        "its code is erased, and it is known still"
    )
    del answer["data"]["item_id"]
    answer["data"]["auth_code"] = "#another/one==1212"
    answer["data"]["auth_code_status"] = "NOT_USED"
    (keyed.root / "unnamed.json").write_text(json.dumps(answer), "utf-8")
    assert "does not say of which post" in take(keyed, "unnamed.json", code=3)["passed_over"][0]["why"]
    assert take(keyed, "unnamed.json", target=DUET)["recorded"][0]["permission"]["post"] == DUET


def test_accounts_that_a_business_center_may_act_for(keyed: Shop) -> None:
    told = take(keyed, SAMPLES / "identity_get.json", code=3)
    linked, private = (item["permission"] for item in told["recorded"])
    assert (linked["kind"], linked["status"], linked["supports"]) == (
        "tiktok_bc_account",
        "active",
        ["render_variants"],
    )
    assert linked["native_ids"] == {
        "identity_id": "7111111111111111111",
        "identity_type": "BC_AUTH_TT",
        "identity_authorized_bc_id": "7222222222222222222",
        "can_pull_video": "true",
        "can_push_video": "true",
    }
    assert linked["post"] is None
    assert linked["creator"]
    assert (private["kind"], private["status"]) == ("tiktok_linked_account", "error")
    assert private["eligibility_errors"] == ["available_status: IS_PRIVATE_ACCOUNT"]
    assert [passed["what"] for passed in told["passed_over"]] == ["Mira", "@nobody.we.know"]
    assert not told["notes"], "no code stands in it"


# --- Meta ------------------------------------------------------------------------------------------------------------


def test_of_all_partners_only_what_was_allowed_to_us_counts(keyed: Shop) -> None:
    """The first partner of a post is somebody else, whose code is better: it must not be taken."""
    known_to_meta(keyed)
    told = take(keyed, SAMPLES / "advertisable_content.json")
    code, toggle = (item["permission"] for item in told["recorded"])
    assert (code["post"], code["kind"], code["code_last4"], code["end"]) == (
        POST,
        "meta_ad_code",
        "0123",
        None,
    )
    assert code["eligibility_errors"] == ["Reels that use copyrighted music can't be boosted as ads"]
    assert code["native_ids"]["content_id"] == "17900000000000001"
    assert (toggle["kind"], toggle["status"]) == ("meta_boost_toggle", "pending")
    assert [passed["why"][:40] for passed in told["passed_over"]] == [
        "none of the partners that it names is yo",
        "it has no partnership_info: ask for that",
    ]
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0001") == "1234567890123"


def test_who_we_are_is_never_guessed(keyed: Shop) -> None:
    told = take(keyed, SAMPLES / "advertisable_content.json")
    assert not told["recorded"]
    assert all("[ads.meta]" in passed["why"] for passed in told["passed_over"][:3])


def test_permissions_of_whole_accounts(keyed: Shop) -> None:
    told = take(keyed, SAMPLES / "ad_permissions.json", code=3)
    (item,) = told["recorded"]
    assert item["permission"]["kind"] == "meta_account_permission"
    assert item["permission"]["native_ids"]["permission_id"] == "1500000000000001"
    assert told["passed_over"][0]["what"] == "@someone.else"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_a_second_run_changes_nothing(keyed: Shop, sample: Path) -> None:
    known_to_meta(keyed)
    code = (
        0 if sample.stem in ("advertisable_content", "post_authorize_status") else 3
    )  # some post or creator is strange
    rehearsed = keyed("ads", "codes", "add", "--from-file", sample, "--dry-run", "--json", code=code)
    first = take(keyed, sample, code=code)
    assert outcomes(rehearsed) == outcomes(first)
    with Workspace.open(keyed.root) as glow:
        before = glow.catalog.head(), glow.catalog.sealed.all()
    again = take(keyed, sample, code=code)
    with Workspace.open(keyed.root) as glow:
        assert (glow.catalog.head(), glow.catalog.sealed.all()) == before
    assert [id for id, _ in outcomes(first)] == [id for id, _ in outcomes(again)]
    assert {outcome for _, outcome in outcomes(again)} == {"same"}


# --- sheets ----------------------------------------------------------------------------------------------------------

SHEET = """\
Post,Creator,Kind,Code,Original code,From,Until,Source,Status,Ineligible,Second,identity_id,Remark
ig:BqvsDleB3lV,,meta_ad_code, #one/1111 ,,2026-11-01,2026-12-01,creator_asserted,,,,,fine
https://www.tiktok.com/@mira.slowmornings/video/7301234567890123457,,tiktok_auth_code,two-2222,orig-3333,,,,,,,71,duet
,@mira.slowmornings,tiktok_bc_account,,,,,,pending,,,72,
ig:Bqvs0000001,,meta_boost_toggle,,,,,,,"Reels with GIF stickers, and music",,,
ig:nowhere0001,,meta_ad_code,lost-4444,,,,,,,,,
ig:Bqvs0000001,,meta_ad_cod,shifted-5555,,,,,,,,,
ig:Bqvs0000001,,meta_ad_code,"=HYPERLINK(""http://evil"")",,,,,,,,,
ig:Bqvs0000001,,meta_ad_code,7.4E+18,,,,,,,,,
ig:Bqvs0000001,,meta_ad_code,with blanks 6666,,,,,,,,,
ig:Bqvs0000001,,meta_ad_code,day-7777,,2026-13-01,,,,,,,
ig:Bqvs0000001,,meta_ad_code,back-8888,,2026-12-01,2026-11-01,,,,,,
ig:Bqvs0000001,,meta_ad_code,much-9999,,,,,,,,,,,more,cells
ig:Bqvs0000001,,meta_ad_code,maybe-0000,,,,,,,perhaps,,
"""
WRONG = [
    "its kind is not known: did you mean meta_ad_code",
    "`code` is a formula, not a code",
    "`code` was damaged by a spreadsheet: its last digits are lost",
    "its `from` is not a day written as 2026-12-31",
    "it ends before it starts",
    "it has 16 cells under 13 columns",
    "its `second` is neither yes nor no",
    "The catalog does not know this post: import it first",
    "The code has white space or something invisible inside, at character 5",
]


def check_sheet(shop: Shop, told: Any) -> None:
    made = [item["permission"] for item in told["recorded"]]
    assert [item["kind"] for item in made] == [
        "meta_ad_code",
        "tiktok_auth_code",
        "tiktok_bc_account",
        "meta_boost_toggle",
    ]
    assert (made[0]["code_last4"], made[0]["end"]) == ("1111", "2026-12-01")
    assert (made[1]["second_authorization"], made[1]["native_ids"]) == (True, {"identity_id": "71"})
    assert made[2]["status"] == "pending"
    assert made[3]["eligibility_errors"] == ["Reels with GIF stickers, and music"]
    assert [passed["why"] for passed in told["passed_over"]] == WRONG
    assert "Columns that were not read: remark." in told["notes"]
    with Workspace.open(shop.root) as glow:
        assert glow.ads.open_code("a-0001") == "#one/1111"
        assert glow.ads.open_code("a-0002", "original") == "orig-3333"


def test_a_sheet_is_taken_in_and_a_bad_row_costs_that_row(keyed: Shop) -> None:
    path = keyed.root.parent / "codes.csv"
    path.write_text(SHEET, "utf-8")
    told = take(keyed, path, code=3)
    check_sheet(keyed, told)
    words = keyed("ads", "codes", "add", "--from-file", path, code=3) + keyed.err
    assert "0 new, 0 changed, 4 as before; 9 not recorded." in words
    secrets = re.findall(r"(?<=,)[^,]*-(?:4444|5555|7777|8888|9999|0000|2222|3333)", SHEET)
    assert len(secrets) == 8
    for secret in [*secrets, "#one", "evil", "blanks"]:
        assert secret not in words
    for place, data in everything(keyed.root):
        assert b"#one/1111" not in data, place


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ",")],
    ids=lambda value: repr(value),
)
def test_a_sheet_in_other_dialects(keyed: Shop, encoding: str, delimiter: str) -> None:
    rows = ["post,kind,code,ineligible", f"{POST},meta_ad_code,plain-code-1234,Musik für Erwachsene"]
    (keyed.root / "a.csv").write_bytes(
        "\r\n".join(row.replace(",", delimiter) for row in rows).encode(encoding)
    )
    (item,) = take(keyed, "a.csv")["recorded"]
    assert item["permission"]["eligibility_errors"] == ["Musik für Erwachsene"]


def test_a_quotation_that_never_ends_and_a_huge_code_cost_their_rows(keyed: Shop) -> None:
    rows = [
        "post,kind,code",
        f"{POST},meta_ad_code,good-code-1111",
        f'{POST},meta_ad_code,"torn-code-2222',
        f"{POST},meta_ad_code,{'A' * 10_000_000}",
        f"{POST},meta_ad_code,nul\0code-3333",
        f"{POST},meta_ad_code,\u200e#marked-4444\u200f",
    ]
    (keyed.root / "a.csv").write_text("\n".join(rows), "utf-8")
    told = take(keyed, "a.csv", code=3)
    assert [item["permission"]["code_last4"] for item in told["recorded"]] == ["1111", "4444"]
    assert [passed["place"] for passed in told["passed_over"]] == ["line 3", "line 4", "line 5"]
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0002") == "#marked-4444"


def test_an_answer_with_a_huge_code_costs_that_code(keyed: Shop) -> None:
    answer = json.loads((SAMPLES / "post_authorize_status.json").read_text("utf-8"))
    answer["data"]["auth_code"] = "A" * 10_000_000
    (keyed.root / "a.json").write_text(json.dumps(answer), "utf-8")
    assert "too long to be one" in take(keyed, "a.json", code=3)["passed_over"][0]["why"]


def test_a_code_that_was_sealed_with_a_lost_key_is_sealed_anew(
    keyed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way out when the passphrase is gone: each old code is deleted, and the new ones take a new key."""
    take(keyed, SAMPLES / "post_authorize_status.json")
    monkeypatch.setenv("UGC_SECRET_KEY", "a new passphrase of ours")
    keyed("ads", "codes", "add", "--from-file", SAMPLES / "post_authorize_status.json", code=2)
    assert "does not open a-0001" in keyed.err
    assert "--status deleted" in keyed.err
    keyed("ads", "codes", "add", "a-0001", "--status", "deleted")
    assert outcomes(take(keyed, SAMPLES / "post_authorize_status.json")) == [("a-0001", "changed")]
    with Workspace.open(keyed.root) as glow:
        assert glow.ads.open_code("a-0001") == "#SparkGlow/aB3+fictional==9f8e"


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_and_the_numbers_that_excel_makes(keyed: Shop) -> None:
    from datetime import datetime

    rows = workbook(
        ["post", "kind", "code", "until"],
        [POST, "meta_ad_code", 123456789012, datetime(2026, 12, 31)],  # noqa: DTZ001  as a sheet has it
        [POST, "meta_ad_code", 1234567890123456789, None],
        [POST, "meta_ad_code", "=1+1", None],
    )
    (keyed.root / "codes.xlsx").write_bytes(rows)
    told = take(keyed, "codes.xlsx", code=3)
    (item,) = told["recorded"]
    assert (item["permission"]["code_last4"], item["permission"]["end"]) == ("9012", "2026-12-31")
    assert [passed["why"] for passed in told["passed_over"]] == [
        "`code` has more than 15 digits as a number: format the column as text",
        "`code` is a formula, not a code",
    ]


# --- what cannot be read ---------------------------------------------------------------------------------------------

UNREADABLE = [
    (
        "a refusal, whose words repeat the code",
        b'{"code": 4025, "message": "auth_code #One/two expired"}',
        "number 4025",
    ),
    ("Meta's refusal", b'{"error": {"code": 190, "message": "#One/two"}}', "number 190"),
    ("an empty list", b'{"data": []}', "nothing in it"),
    ("other JSON", b'{"posts": [1, 2]}', "tells of no permission"),
    ("broken JSON", b'{"code": "#One/two"', "not valid JSON"),
    ("JSON too deep", b"[" * 200_000, "not valid JSON"),
    ("not UTF-8", b'{"code": "\xff\xfe"}', "not UTF-8"),
    ("a sheet of something else", b"id,name\n1,#One/two\n", "no row that names the columns"),
    ("nothing", b"", "no row that names the columns"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(500), "no row that names the columns"),
    ("a zip of nothing", b"PK\x03\x04" + bytes(500), "not a workbook"),
]


@pytest.mark.parametrize(
    ("data", "words"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE]
)
def test_a_file_that_tells_of_no_permission(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        read(path, own=OWN)
    assert "#One" not in caught.value.message + str(caught.value.hint)


JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "data list item_info auth_info user_info auth_code item_id ad_auth_status auth_end_time "
                "auth_code_status identity_type identity_id user_name available_status can_pull_video content_id "
                "partnership_info tagged_partner ig_user_id permission_status permission_type ad_code platform "
                "permalink author creator_username eligibility_errors mentioned_item_ids error code".split()
            ),
            inner | st.sampled_from(["INSTAGRAM", "APPROVED", "BC_AUTH_TT", OWN[0], "2026-12-01 00:00:00"]),
            max_size=8,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(told=JSONS)
def test_no_answer_can_stop_it(tmp_path_factory: pytest.TempPathFactory, told: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(told), "utf-8")
    try:
        found = read(path, own=OWN)
    except UgcError:
        return
    assert isinstance(found, PermissionFile)
    assert all(isinstance(item, FoundPermission) for item in found.found)


def test_a_representation_shows_no_code() -> None:
    found = read(SAMPLES / "tt_video_list.json")
    assert found.secret
    assert "fictional" not in repr(found) + str(found) + found.model_dump_json()


def test_files_and_options_do_not_mix(keyed: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(SAMPLES / "tt_video_list.json", keyed.root)
    keyed("ads", "codes", "add", "--from-file", "tt_video_list.json", "--kind", "meta_ad_code", code=2)
    keyed("ads", "codes", "add", code=2)
    assert "Name the post" in keyed.err
    monkeypatch.delenv("UGC_SECRET_KEY")
    keyed("ads", "codes", "add", "--from-file", "tt_video_list.json", code=2)
    assert "no key to seal it with" in keyed.err
    assert not keyed("ads", "codes", "list", "--json")["codes"], "nothing was recorded"
    take(keyed, SAMPLES / "ad_permissions.json", code=3)
    assert PASSPHRASE not in keyed.err
