"""Packages of ads: what becomes an ad, what is blocked and why, and that nothing is in one that may not run."""

import csv
import json
import sqlite3
import stat
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import NOON, Shop, collected, photo, put
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from processes import copied, ran, workspace

from ugc.model.ad_packages import AdPackage
from ugc.resources import SCHEMAS

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
LINK = ("--link", "https://sundayglow.example/serum?utm_source=ugc")
FLIGHT = ("--flight", "2026-12-01..2026-12-31", *LINK)
PACKAGE = Path("out/ads/meta-2026-12-01")
CODE = "EAAB-a-secret-code-7Q2x"
GRANT_ALL = (
    "rights grant {post} --method dm_yes --purpose paid_social --purpose allowlisting --channel instagram"
    " --channel facebook --identity brand_handle --identity creator_handle --identity both --territory US"
    " --territory CA --from 2026-11-01 --until 2027-05-01 --edits standard --terms terms-v3.txt"
    " --evidence yes-from-ana.png"
).split()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two posts of @ana's, one granted for Instagram and Facebook in US and CA; a story and a feed picture of it."""
    folder = tmp_path_factory.mktemp("ads")
    root = workspace(folder / "glow", None)
    ran(root, "import", collected(folder / "collected", posts=2))
    ran(root, *(part.format(post=POST) for part in GRANT_ALL))
    ran(root, "render", "--format", "story", "--format", "feed", "--market", "US", "--market", "CA")
    return root


@pytest.fixture
def glow(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """A copy of it, as the current folder, on the tests' day, with a key for codes."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    monkeypatch.setenv("UGC_SECRET_KEY", "a long passphrase of the tests")
    shop = Shop(copied(base, tmp_path / "glow"), capsys)
    monkeypatch.chdir(shop.root)
    return shop


def prepared(shop: Shop, *more: str, code: int = 0, platform: str = "meta") -> Any:
    return shop("ads", "prepare", platform, *FLIGHT, *more, "--json", code=code)["package"]


def codes(package: Any) -> set[str]:
    return {reason["code"] for each in package["blocked"] for reason in each["reasons"]}


def test_one_ad_a_concept_with_a_file_for_each_shape(glow: Shop) -> None:
    (ad,) = (each["ad"] for each in prepared(glow)["ads"])
    assert [(one["format"], one["placements"]) for one in ad["files"]] == [
        ("feed", ["meta.facebook_feed.image", "meta.instagram_feed.image"]),
        ("story", ["meta.facebook_stories.image", "meta.instagram_stories.image"]),
    ]
    assert ad["markets"] == ["CA", "US"]
    assert (ad["starts"], ad["ends"], ad["valid_until"]) == ("2026-12-01", "2026-12-31", "2027-05-01")
    assert ad["channels"] == ["instagram", "facebook"]
    assert ad["name"].endswith(f"_c{ad['files'][0]['concept'][:8]}_v{ad['files'][0]['variant'][:10]}")


def test_the_package_on_disk_is_whole_and_says_the_same(glow: Shop) -> None:
    package = prepared(glow)
    folder = glow.root / PACKAGE
    stands = AdPackage.model_validate_json((folder / "package.json").read_bytes())
    assert json.loads(stands.model_dump_json()) == package
    schema = json.loads((SCHEMAS / "ads-package.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(package)
    assert not Draft202012Validator(schema).is_valid(package | {"ads": [{}]})
    lying = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert lying == {each["file"] for each in package["files"]} | {"package.json"}
    for each in glow.creatives:
        assert (folder / "files" / each.name).read_bytes() == each.read_bytes()
    (requests,) = folder.glob("requests/*.json")
    told = json.loads(requests.read_text("utf-8"))
    assert [one["step"] for one in told["requests"]][-2:] == ["creative", "ad"]
    assert told["requests"][-1]["body"]["status"] == "PAUSED"


def test_both_sheets_say_the_same_and_name_the_day(glow: Shop) -> None:
    package = prepared(glow, "--primary", "=cmd|x")
    folder = glow.root / PACKAGE
    (row,) = csv.DictReader(StringIO((folder / "handoff.csv").read_text("utf-8-sig")))
    sheet = load_workbook(folder / "handoff.xlsx")["Ads"]
    heads, cells = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert heads == list(row)
    wide = dict(zip(heads, cells, strict=True))
    assert row["Ad name"] == wide["Ad name"] == package["ads"][0]["ad"]["name"]
    assert row["May run until"] == "2027-05-01" == wide["May run until"].date().isoformat()
    assert row["Primary text"] == "'=cmd|x"
    assert wide["Primary text"] == "=cmd|x"
    assert sheet.cell(2, heads.index("Primary text") + 1).data_type == "s"


def test_words_lose_what_no_screen_shows(glow: Shop) -> None:
    words = ("--headline", "\x1b[31mRed\nline", "--primary", "One\x07\n\ntwo", "--description", "\x00 ")
    (packed,) = prepared(glow, *words)["ads"]
    assert (packed["ad"]["headline"], packed["ad"]["description"]) == ("[31mRed line", None)
    assert packed["ad"]["primary"] == ["One\n\ntwo"]


def test_a_second_run_changes_nothing_and_what_is_left_over_goes(glow: Shop) -> None:
    prepared(glow)
    folder = glow.root / PACKAGE
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    }
    own = folder / "notes from Kim.txt"
    own.write_text("mine", "utf-8")
    again = glow("ads", "prepare", "meta", *FLIGHT, "--json")
    assert not again["changed"]
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in before} == before
    prepared(glow, "--placement", "meta.instagram_stories")
    assert sorted(path.name for path in (folder / "files").iterdir()) == [
        path.name for path in glow.creatives if "_story_" in path.name
    ]
    assert own.read_text("utf-8") == "mine"


def test_a_folder_of_something_else_is_left_alone(glow: Shop) -> None:
    (glow.root / "album").mkdir()
    (glow.root / "album" / "wedding.jpg").write_bytes(b"mine")
    glow("ads", "prepare", "meta", *FLIGHT, "--out", "album", code=2)
    assert "holds no package" in glow.err
    assert [path.name for path in (glow.root / "album").iterdir()] == ["wedding.jpg"]


BLOCKED: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "the grant ends in the flight": ((), ("--flight", "2027-04-15..2027-05-15"), "expired"),
    "a market that was not granted": ((), ("--market", "US", "--market", "MX"), "territory_not_granted"),
    "a hold": (("rights", "hold", POST, "--by", "Mo", "--why", "asked"), (), "held"),
    "revoked": (("rights", "revoke", POST, "--by", "Mo", "--why", "she asked"), (), "revoked"),
    "from her account without a permission": ((), ("--identity", "creator_handle"), "platform_auth_missing"),
    "somebody in the picture said no": (
        ("rights", "release", POST, "--minor", "child", "--age", "AG-U14", "--evidence", "yes-from-ana.png"),
        (),
        "minor_without_guardian",
    ),
    "a headline that no placement takes": ((), ("--primary", "word " * 30_000), "check:text_too_long"),
}


@pytest.mark.parametrize(("before", "more", "why"), BLOCKED.values(), ids=BLOCKED)
def test_what_may_not_run_is_blocked_with_reasons_and_a_way_out(
    glow: Shop, before: tuple[str, ...], more: tuple[str, ...], why: str
) -> None:
    if before:
        glow(*before)
    flight = LINK if "--flight" in more else FLIGHT
    done = glow("ads", "prepare", "meta", *flight, *more, "--json", code=4)
    package = done["package"]
    assert why in codes(package)
    assert not package["ads"]
    assert all(each["unblock"] for each in package["blocked"])
    assert not done["written"]
    assert not (glow.root / "out" / "ads").exists()


def test_a_channel_that_was_not_granted_costs_its_placements_alone(glow: Shop, tmp_path: Path) -> None:
    narrow = ["instagram" if part == "facebook" else part for part in GRANT_ALL]
    glow(*(part.format(post=OTHER) for part in narrow))
    glow("render", "--format", "story", OTHER)
    package = prepared(glow, OTHER)
    (ad,) = (each["ad"] for each in package["ads"])
    assert [one["placements"] for one in ad["files"]] == [["meta.instagram_stories.image"]]
    assert [(each["placement"], codes(package)) for each in package["blocked"]] == [
        ("meta.facebook_stories.image", {"channel_not_granted"})
    ]
    glow("ads", "prepare", "meta", OTHER, *FLIGHT, "--strict", code=4)


def test_a_file_that_was_changed_or_lost_serves_no_ad(glow: Shop) -> None:
    story, feed = (
        next(path for path in glow.creatives if f"_{name}_" in path.name) for name in ("story", "feed")
    )
    story.write_bytes(story.read_bytes() + b"more")
    feed.unlink()
    package = prepared(glow, code=4)
    said = " ".join(reason["text"] for each in package["blocked"] for reason in each["reasons"])
    assert "is not the one that was rendered" in said
    assert "is not there" in said


def test_a_creative_that_breaks_its_placement_is_not_packed(glow: Shop) -> None:
    """A file cut short in the catalog's and manifest's own name: `ugc check` is asked, not trusted to have been."""
    import hashlib

    story = next(path for path in glow.creatives if "_story_" in path.name)
    small = photo((300, 400))
    old = hashlib.sha256(story.read_bytes()).hexdigest()
    story.write_bytes(small)
    manifest = glow.root / "out" / "creatives" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(old, hashlib.sha256(small).hexdigest()), "utf-8")
    package = prepared(glow)
    assert any(code.startswith("check:") for code in codes(package))
    assert [one["format"] for one in package["ads"][0]["ad"]["files"]] == ["feed"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("metta",), "Did you mean 'meta'?"),
        (("meta", "--way", "pots"), "Did you mean 'post'?"),
        (("meta", "--identity", "creator"), "creator_handle"),
        (("meta", "--placement", "meta.instagram_storys"), "meta.instagram_stories"),
        (("meta", "--flight", "2026-12-31..2026-12-01"), "before it starts"),
        (("meta", "--way", "post", "--carousel"), "--way post"),
        (("meta", "--link", "javascript:alert(1)"), "not a web address"),
        (("meta", "--link", "sundayglow.example"), "not a web address"),
        (("meta", "--link", "https://[::1"), "not a web address"),
        (("meta", "--testimonial", "I love it"), "needs evidence"),
        (("meta", "--testimonial", "I love it", "--testimonial-evidence", "e-0099"), "no evidence e-0099"),
        (("tiktok", "--testimonial", "I love it", "--testimonial-evidence", "e-0001"), "no place"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_said(glow: Shop, words: tuple[str, ...], said: str) -> None:
    glow("ads", "prepare", *words, code=2)
    assert said in glow.err


def test_without_anything_rendered_it_says_how(shop: Shop) -> None:
    shop("ads", "prepare", "meta", code=6)
    assert "ugc render" in shop.err


# --- posts that run as they are --------------------------------------------------------------------------------------


def authorized(shop: Shop, *more: str, kind: str = "meta_ad_code", until: str = "2026-12-31") -> None:
    shop(
        *("ads", "codes", "add", POST, "--kind", kind, "--platform", "instagram", "--from", "2026-11-20"),
        *("--until", until, "--native", "ig_media_id=17854360229135492", *more),
    )


def test_a_post_runs_by_its_code_and_the_code_is_nowhere(glow: Shop) -> None:
    authorized(glow, "--code", CODE)
    package = prepared(glow, "--way", "code", POST)
    (packed,) = package["ads"]
    assert packed["ad"]["identity"] == "both"
    assert packed["ad"]["channels"] == ["instagram"]
    assert packed["ad"]["code"]["last4"] == CODE[-4:]
    assert packed["ad"]["valid_until"] == "2026-12-31"
    blank = f"code:{packed['ad']['code']['id']}"
    assert blank in {each["name"] for each in package["placeholders"] if each["secret"]}
    assert "{{" + blank + "}}" in json.dumps(packed["requests"])
    for path in glow.root.rglob("*"):
        assert not path.is_file() or CODE.encode() not in path.read_bytes(), path


def test_codes_are_written_only_where_they_are_asked_for(glow: Shop) -> None:
    authorized(glow, "--code", CODE)
    glow("ads", "prepare", "meta", "--way", "code", POST, *FLIGHT, "--with-secrets")
    secret = glow.root / PACKAGE / "codes.secret.json"
    assert list(json.loads(secret.read_text("utf-8")).values()) == [CODE]
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert CODE not in glow.out + glow.err
    assert "codes.secret.json" not in (glow.root / PACKAGE / "package.json").read_text("utf-8")
    glow("ads", "prepare", "meta", "--way", "code", POST, *FLIGHT)
    assert not secret.exists()


def test_without_the_key_nothing_is_written_where_codes_are_asked_for(
    glow: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorized(glow, "--code", CODE)
    monkeypatch.setenv("UGC_SECRET_KEY", "a passphrase of somebody else")
    glow("ads", "prepare", "meta", "--way", "code", POST, *FLIGHT, "--with-secrets", code=2)
    assert not (glow.root / PACKAGE).exists()


REFUSED_POSTS: dict[str, tuple[Callable[[Shop], None], str, str]] = {
    "no code at all": (lambda _: None, "code", "platform_auth_missing"),
    "the code ends in the flight": (
        lambda shop: authorized(shop, "--code", CODE, until="2026-12-15"),
        "code",
        "platform_auth_expires_before_end",
    ),
    "only the end of the code was kept": (
        lambda shop: authorized(shop, "--status", "active"),
        "code",
        "platform_auth_missing",
    ),
    "the platform will not run it": (
        lambda shop: authorized(shop, "--code", CODE, "--ineligible", "Reels with GIF stickers"),
        "code",
        "platform_ineligible",
    ),
}


@pytest.mark.parametrize(("before", "way", "why"), REFUSED_POSTS.values(), ids=REFUSED_POSTS)
def test_a_post_without_a_code_for_the_whole_flight_is_blocked(
    glow: Shop, before: Callable[[Shop], None], way: str, why: str
) -> None:
    before(glow)
    package = prepared(glow, "--way", way, POST, code=4)
    assert why in codes(package)


def test_a_carousel_is_one_ad_with_its_cards_in_order(
    glow: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "more", "Cthree00001", *(photo(seed=seed) for seed in (4, 5, 6)))
    glow("import", tmp_path / "more")
    glow(*(part.format(post="ig:Cthree00001") for part in GRANT_ALL))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 60))
    glow("render", "--format", "square", "ig:Cthree00001")
    (packed,) = prepared(glow, "ig:Cthree00001", "--carousel")["ads"]
    cards = packed["ad"]["cards"]
    with sqlite3.connect(glow.root / ".ugc" / "catalog.db") as database:
        order = [
            row[0]
            for row in database.execute(
                "SELECT m.sha256 FROM post_media m JOIN post_ids p ON p.post = m.post"
                " WHERE p.name = ? ORDER BY m.place",
                ("ig:Cthree00001",),
            )
        ]
    manifest = json.loads((glow.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    source = {row["variant"]: row["sources"][0]["sha256"] for row in manifest["creatives"]}
    assert [source[card["variant"]] for card in cards] == order
    assert {place for card in cards for place in card["placements"]} == {
        "meta.facebook_feed.carousel",
        "meta.instagram_feed.carousel",
    }


# --- the person's own header -----------------------------------------------------------------------------------------


def test_a_header_of_ones_own_ads_manager_is_filled_in(glow: Shop, tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_bytes(
        "Campaign ID\tAd Name\tBody\tImage File Name\tAd Stop Time\tAd Status\n1\tx\ty\n".encode("utf-16")
    )
    done = glow(
        "ads", "prepare", "meta", *FLIGHT, "--primary", "Morgenlicht ✨", "--template-header", sheet, "--json"
    )
    assert done["unfilled"] == ["Campaign ID"]
    made = (glow.root / PACKAGE / done["filled"]).read_bytes().decode("utf-16")
    (row,) = csv.DictReader(StringIO(made), delimiter="\t")
    assert row["Ad Name"] == done["package"]["ads"][0]["ad"]["name"]
    assert (row["Body"], row["Ad Stop Time"], row["Ad Status"]) == ("Morgenlicht ✨", "2026-12-31", "PAUSED")
    assert row["Campaign ID"] == ""
    assert (glow.root / PACKAGE / "files" / row["Image File Name"]).is_file()


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 5000, b"PK\x03\x04 no workbook", b"a,b\n1,2\n"], ids=range(4)
)
def test_a_sheet_without_such_a_header_is_refused(glow: Shop, tmp_path: Path, content: bytes) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_bytes(content)
    glow("ads", "prepare", "meta", *FLIGHT, "--template-header", sheet, code=3)
    assert "Traceback" not in glow.err


# --- take-downs ------------------------------------------------------------------------------------------------------


def test_a_takedown_finds_the_ads_of_a_package(glow: Shop) -> None:
    name = prepared(glow)["ads"][0]["ad"]["name"]
    told = glow("rights", "revoke", POST, "--by", "Mo", "--why", "she asked", "--takedown", "--json")
    assert name in json.dumps(told)
    assert date.fromisoformat("2026-11-22") == NOON.date()
