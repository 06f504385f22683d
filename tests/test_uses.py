"""Uses on record: what runs where, what the records said of it, and what comes of it for clocks, caps and rights."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import GRANT, NOON, Shop, collected, photo, sidecar
from processes import copied, ran, workspace

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
FLIGHT = ("--flight", "2026-11-20..2026-12-31")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two workspaces: two posts of @ana's, granted until 2027-05-01; and again with a story and a square of one."""
    folder = tmp_path_factory.mktemp("uses")
    root = workspace(folder / "granted", None)
    ran(root, "import", collected(folder / "collected", posts=2))
    for post in (POST, OTHER):
        ran(root, *(part.format(post=post) for part in GRANT))
    made = copied(root, folder / "made")
    ran(made, "render", POST, "--format", "story", "--format", "square")
    return root, made


def opened(root: Path, to: Path, day: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Shop:
    """A copy of a workspace, as the current folder, on the tests' day."""
    day.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    shop = Shop(copied(root, to), capture)
    day.chdir(shop.root)
    return shop


@pytest.fixture
def granted(
    both: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shop:
    """Two posts, granted; nothing is rendered."""
    return opened(both[0], tmp_path / "glow", monkeypatch, capsys)


@pytest.fixture
def made(
    both: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shop:
    """With a story and a square of one of them."""
    return opened(both[1], tmp_path / "glow", monkeypatch, capsys)


def used(shop: Shop, *words: str | Path, code: int = 0) -> Any:
    """Record a use; return its document."""
    return shop("rights", "use", *words, "--json", code=code)


def of(shop: Shop, post: str, format: str = "story") -> Path:
    return next(path for path in shop.creatives if post[3:] in path.name and f"_{format}_" in path.name)


def variant_of(path: Path) -> str:
    return str(json.loads(Path(f"{path}.rights.json").read_text("utf-8"))["label"]["variant"])


def on_record(shop: Shop, post: str = POST) -> list[dict[str, Any]]:
    return list(shop("show", post, "--json")["case"]["running"])


INSTAGRAM = ("--channel", "instagram")
VERDICTS = [
    # why, what is used and how, codes of the refusal
    ("allowed", (POST, *INSTAGRAM, *FLIGHT), set()),
    ("another channel", (POST, "--channel", "tiktok", *FLIGHT), {"channel_not_granted"}),
    ("another market", (POST, *INSTAGRAM, "--territory", "DE", *FLIGHT), {"territory_not_granted"}),
    (
        "a market by its other option",
        (POST, *INSTAGRAM, "--market", "DE", *FLIGHT),
        {"territory_not_granted"},
    ),
    ("another purpose", (POST, *INSTAGRAM, "--purpose", "onsite", *FLIGHT), {"purpose_not_granted"}),
    (
        "her handle",
        (POST, *INSTAGRAM, "--identity", "creator_handle", *FLIGHT),
        {"identity_not_granted", "platform_auth_missing", "purpose_not_granted"},
    ),
    ("beyond its end", (POST, *INSTAGRAM, "--flight", "2027-04-01..2027-05-02"), {"expired"}),
    ("before its start", (POST, *INSTAGRAM, "--flight", "2026-10-01..2026-11-20"), {"not_started"}),
    ("in the past, when it was allowed", (POST, *INSTAGRAM, "--flight", "2026-11-01..2026-11-03"), set()),
    ("two posts", (POST, OTHER, *INSTAGRAM, *FLIGHT), set()),
    ("a placement alone", (POST, "--placement", "meta.instagram_stories.image", *FLIGHT), set()),
]


@pytest.mark.parametrize(("why", "words", "codes"), VERDICTS, ids=[row[0] for row in VERDICTS])
def test_a_use_is_recorded_with_what_the_records_say_of_it(
    granted: Shop, why: str, words: tuple[str, ...], codes: set[str]
) -> None:
    verdict = "refused" if codes else "cleared"
    told = used(granted, *words, "--by", "Mo", code=4 if codes else 0)
    assert ("THE RECORDS DO NOT ALLOW THIS USE" in granted.err) == bool(codes)
    (run,) = on_record(granted)
    assert run == told["use"], "recorded whatever the records say: it happened"
    assert (run["id"], run["version"], run["verdict"], run["recorded_by"]) == ("u-0001", 1, verdict, "Mo")
    assert {reason["code"] for answer in told["answers"] for reason in answer.get("reasons", ())} == codes
    assert run["valid_until"] == (None if codes else "2027-05-01")
    assert (run["grants"] != []) == (not codes)


def test_a_use_of_a_post_that_waits_for_a_person_is_said_to_be_open(shop: Shop) -> None:
    shop.grant()
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace('people = "note"', 'people = "review"'), "utf-8")
    told = used(shop, POST, "--channel", "instagram", *FLIGHT, code=4)
    assert (told["use"]["verdict"], told["use"]["valid_until"]) == ("needs_review", None)
    assert "THE RECORDS LEAVE THIS USE OPEN" in shop.err


def test_the_creative_may_be_named_in_any_way_and_brings_its_posts_edits_and_markets(made: Shop) -> None:
    path = of(made, POST)
    variant = variant_of(path)
    elsewhere = made.root.parent / "upload.jpg"
    elsewhere.write_bytes(path.read_bytes())
    names = [path, path.name, f"somewhere\\{path.name}", f"v{variant[:10]}", variant[:8], variant, elsewhere]
    for number, name in enumerate(names, 1):
        told = used(made, "--creative", name, "--channel", "instagram", *FLIGHT)
        run = told["use"]
        assert (run["id"], run["variant"], run["posts"]) == (f"u-{number:04}", variant, [POST]), name
        assert run["territories"] == ["US"]
        assert run["edits"] == ["crop", "resize"], "what the creative says was done to it"
        assert told["answers"][0]["use"]["edits"] == ["crop", "resize"]
        assert told["answers"][0]["use"]["credit"] == "on_media"


def test_what_was_done_by_ai_and_the_label_that_should_stand_on_it_are_kept(granted: Shop) -> None:
    more = ["--ai", "generative_edit_of_asset", "--label-expected", "Paid partnership"]
    run = used(granted, POST, "--channel", "instagram", *FLIGHT, *more)["use"]
    assert run["ai"] == ["generative_edit_of_asset"]
    assert run["disclosure"]["label_expected"] == "Paid partnership"
    used(granted, POST, "--channel", "instagram", *FLIGHT, "--ai", "generativ", code=2)
    assert "is not known" in granted.err
    used(granted, run["id"], "--ai", "voice_clone", code=2)


WRONG = [
    # words, what is said
    ((), "What is used is not said"),
    ((POST, *FLIGHT), "Where it runs is not said"),
    ((POST, "--channel", "instagram"), "From when it runs is not said"),
    ((POST, "--channel", "instagram", *FLIGHT, "--until", "2026-12-01"), "not both"),
    ((POST, "--channel", "instagram", "--from", "2026-12-02", "--until", "2026-12-01"), "before it starts"),
    ((POST, "--channel", "insta", *FLIGHT), "Did you mean 'instagram'?"),
    ((POST, "--channel", "instagram", "--purpose", "payd_social", *FLIGHT), "Did you mean 'paid_social'?"),
    ((POST, "--channel", "instagram", "--identity", "brand", *FLIGHT), "Did you mean 'brand_handle'?"),
    ((POST, "--channel", "instagram", "--connection", "free_prodct", *FLIGHT), "Did you mean 'free_product'?"),
    ((POST, "--channel", "instagram", "--disclosed-in", "frame", *FLIGHT), "in_frame"),
    ((POST, "--channel", "instagram", "--territory", "UK", *FLIGHT), "GB"),
    ((POST, "--placement", "meta.instagram_storys.image", *FLIGHT), "'meta.instagram_stories.image'?"),
    ((POST, "--channel", "tiktok", "--placement", "meta.instagram_stories.image", *FLIGHT), "not on tiktok"),
    ((POST, "--channel", "instagram", "--label-confirmed", "yesterday", *FLIGHT), "--label-confirmed"),
    (("ig:BqvsDleB3lX", "--channel", "instagram", *FLIGHT), "ig:BqvsDleB3lX"),
    (("--creative", "nowhere.jpg", "--channel", "instagram", *FLIGHT), "No creative is known"),
    (("--creative", "x" * 5000, "--channel", "instagram", *FLIGHT), "No creative is known"),
    ((OTHER, "--creative", "{story}", "--channel", "instagram", *FLIGHT), f"shows {POST}, not {OTHER}"),
    (("--creative", "c{concept}", "--channel", "instagram", *FLIGHT), "could be any of 2"),
    (("--creative", "{proof}", "--channel", "instagram", *FLIGHT), "is a proof"),
    (("u-0001", "--until", "2026-12-01"), "nor any other"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[row[1] for row in WRONG])
def test_what_makes_no_sense_is_said_and_nothing_is_recorded(
    made: Shop, words: tuple[str, ...], said: str
) -> None:
    made("render", "--format", "square", "--proof")
    story = of(made, POST)
    names = {
        "story": str(story),
        "concept": story.stem.rpartition("_c")[2][:8],
        "proof": str(next((made.root / "out" / "proofs").glob("*.jpg"))),
    }
    used(made, *(word.format(**names) for word in words), code=2)
    assert said in made.err
    assert on_record(made) == []


def test_what_is_new_is_another_version_and_the_old_one_stays(granted: Shop) -> None:
    used(granted, POST, "--channel", "instagram", *FLIGHT, "--ad-name", "Glow A", "--connection", "paid")
    used(granted, "u-0001", "--until", "2026-12-10", "--ad-id", "120", "--impressions", "5000", "--by", "Kim")
    told = used(
        granted,
        "u-0001",
        "--ad-id",
        "121",
        "--ad-id",
        "120",
        "--payer",
        "Glow Ltd",
        "--label-confirmed",
        "2026-11-21",
    )
    run = told["use"]
    assert on_record(granted) == [run], "the newest version is the one that counts"
    assert (run["version"], run["last"], run["impressions"]) == (3, "2026-12-10", 5000)
    assert (run["ad_names"], run["ad_ids"], run["payer"]) == (["Glow A"], ["120", "121"], "Glow Ltd")
    assert run["disclosure"]["material_connection"] == "paid"
    assert run["disclosure"]["label_confirmed_on"] == "2026-11-21"
    from ugc.catalog import Catalog

    with Catalog.open(granted.root / ".ugc" / "catalog.db") as catalog:
        rows = [entry.body for entry in catalog.entries() if entry.kind == "use"]
    assert [(row["version"], row["last"], row["recorded_by"] == "Kim") for row in rows] == [
        (1, "2026-12-31", False), (2, "2026-12-10", True), (3, "2026-12-10", False)
    ]  # fmt: skip


CHANGES = [
    # words, what is said
    (("u-0001", "--until", "2026-12-31"), "says all of that already"),
    (("u-0001",), "says all of that already"),
    (("u-0001", "--until", "2026-11-19"), "before it starts"),
    (("u-0001", "--channel", "tiktok"), "--channel cannot change"),
    (("u-0001", "--from", "2026-11-01", "--purpose", "onsite"), "--purpose and --from cannot change"),
    (("u-0001", POST, "--until", "2026-12-01"), "One use at a time"),
    (("u-0007", "--until", "2026-12-01"), "u-0001"),
]


@pytest.mark.parametrize(("words", "said"), CHANGES, ids=[row[1] for row in CHANGES])
def test_a_change_that_is_none_or_not_allowed_records_nothing(
    granted: Shop, words: tuple[str, ...], said: str
) -> None:
    used(granted, POST, "--channel", "instagram", *FLIGHT)
    before = on_record(granted)
    used(granted, *words, code=2)
    assert said in granted.err
    assert on_record(granted) == before


def test_fewer_impressions_than_before_are_noted(granted: Shop) -> None:
    used(granted, POST, "--channel", "instagram", *FLIGHT, "--impressions", "5000")
    told = used(granted, "u-0001", "--impressions", "400")
    assert "5,000 impressions were on record before; 400 are now." in told["notes"]
    assert on_record(granted)[0]["impressions"] == 400


def test_the_first_use_starts_the_clock_of_a_grant(shop: Shop) -> None:
    """Thirty days, the first of them counted: from 20 November to 19 December, worked by hand."""
    shop.grant(POST, "--also", "clock=from_first_use", "--also", "days=30")
    before = shop("rights", "check", POST, "--channel", "instagram", "--on", "2026-12-20", "--json")
    assert before[0]["verdict"] == "cleared"
    told = used(shop, POST, "--channel", "instagram", "--flight", "2026-11-20..2026-12-19")
    assert told["use"]["valid_until"] == "2026-12-19"
    assert any("counts its 30 days from 2026-11-20" in note for note in told["notes"])
    shop("rights", "check", POST, "--channel", "instagram", "--on", "2026-12-19")
    after = shop("rights", "check", POST, "--channel", "instagram", "--on", "2026-12-20", "--json", code=4)
    assert {reason["code"] for reason in after[0]["reasons"]} == {"expired"}
    used(shop, "u-0001", "--until", "2026-12-20", code=4)


def test_impressions_reach_the_cap_of_a_grant(shop: Shop) -> None:
    shop.grant(POST, "--also", "impressions=10000")
    used(shop, POST, "--channel", "instagram", *FLIGHT, "--impressions", "9999")
    used(shop, POST, "--channel", "facebook", *FLIGHT, "--impressions", "0")
    shop("rights", "check", POST, "--channel", "instagram")
    told = used(shop, "u-0002", "--impressions", "1", code=4)
    assert {reason["code"] for reason in told["answers"][0]["reasons"]} == {"cap_reached"}
    shop("rights", "check", POST, "--channel", "instagram", code=4)


AD = ("--disclosure", "Ad", "--language", "en")
DISCLOSED = [
    # why, words, what is noted
    ("nothing is known", (), "is not on record"),
    ("nothing is owed", ("--connection", "none"), None),
    ("paid, and silent", ("--connection", "paid"), "on record as paid"),
    ("beneath it only", ("--connection", "paid", *AD, "--disclosed-in", "caption"), "on record as paid"),
    ("words that stand nowhere", ("--connection", "free_product", *AD), "as free product"),
    ("in the picture", ("--connection", "paid", *AD, "--disclosed-in", "in_frame"), None),
    ("the platform's label", ("--connection", "affiliate", "--label-confirmed", "2026-11-20"), None),
]


@pytest.mark.parametrize(("why", "words", "note"), DISCLOSED, ids=[row[0] for row in DISCLOSED])
def test_an_ad_that_does_not_say_so_is_noted_and_not_refused(
    granted: Shop, why: str, words: tuple[str, ...], note: str | None
) -> None:
    told = used(granted, POST, "--channel", "instagram", *FLIGHT, *words)
    assert [note in text for text in told["notes"]] == ([True] if note else [])


def test_the_connection_is_that_of_the_grant_where_none_is_said(shop: Shop) -> None:
    shop.grant(POST, "--also", "connection=paid")
    told = used(shop, POST, "--channel", "instagram", *FLIGHT)
    assert told["use"]["disclosure"]["material_connection"] == "paid"


def test_a_use_without_an_end_is_asked_for_today_and_says_until_when(granted: Shop) -> None:
    told = used(granted, POST, "--channel", "instagram", "--from", "2026-11-01")
    assert (told["answers"][0]["use"]["first"], told["answers"][0]["use"]["last"]) == (
        "2026-11-01",
        "2026-11-22",
    )
    assert any("the records allow it until 2027-05-01" in note for note in told["notes"])
    later = used(granted, POST, "--channel", "instagram", "--from", "2026-12-24")
    assert later["answers"][0]["use"]["last"] == "2026-12-24"


def test_a_clip_that_runs_as_it_was_posted_runs_with_its_sound(shop: Shop, tmp_path: Path) -> None:
    from ugc.resources import ASSETS

    folder = tmp_path / "clip"
    folder.mkdir()
    clip = folder / "77.mp4"
    clip.write_bytes(next((ASSETS / "demo").rglob("*.mp4")).read_bytes())
    told = sidecar("Cqvs0000077", extension="mp4", type="reel")
    clip.with_name("77.mp4.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    shop.grant("ig:Cqvs0000077")
    run = used(shop, "ig:Cqvs0000077", "--channel", "instagram", *FLIGHT, code=4)
    assert run["use"]["verdict"] == "needs_review"
    assert {reason["code"] for reason in run["answers"][0]["reasons"]} == {"music_unknown"}


def test_what_was_not_asked_is_said(made: Shop) -> None:
    told = used(made, POST, "--channel", "instagram", *FLIGHT)
    assert "Edits: none was asked about." in told["answers"][0]["not_checked"]
    told = used(made, "--creative", of(made, POST), "--channel", "instagram", *FLIGHT)
    assert "Edits: none was asked about." not in told["answers"][0]["not_checked"]


def test_a_rehearsal_records_nothing(granted: Shop) -> None:
    said = granted("rights", "use", POST, "--channel", "instagram", *FLIGHT, "--dry-run")
    assert "Would record u-0001" in said
    assert on_record(granted) == []


def test_ad_names_are_words_of_others(granted: Shop) -> None:
    told = used(
        granted,
        POST,
        "--channel",
        "instagram",
        *FLIGHT,
        "--ad-name",
        "\x1b[2J=cmd",
        "--ad-name",
        "\x1b[2J=cmd",
    )
    assert told["use"]["ad_names"] == ["\x1b[2J=cmd"], "as it was typed, once"
    granted("rights", "revoke", POST, "--why", "x")
    assert "\x1b" not in granted.out


def test_a_use_of_a_creative_that_is_marked_as_stopped_says_so(made: Shop) -> None:
    path = of(made, POST)
    made("rights", "revoke", POST, "--why", "x")
    used(made, "--creative", path, "--channel", "instagram", *FLIGHT, code=4)
    made.grant(POST)
    told = used(made, "--creative", path, "--channel", "instagram", *FLIGHT)
    assert any("still marked as stopped (r-0001)" in note for note in told["notes"])
    made("render", "--format", "story")
    told = used(made, "--creative", path, "--channel", "instagram", *FLIGHT)
    assert not any("still marked" in note for note in told["notes"])


def test_the_ledger_holds_after_uses(granted: Shop) -> None:
    from ugc.catalog import Catalog
    from ugc.ledger import verify

    used(granted, POST, "--channel", "instagram", *FLIGHT)
    used(granted, "u-0001", "--impressions", "7")
    with Catalog.open(granted.root / ".ugc" / "catalog.db") as catalog:
        assert verify(catalog.entries()) == []


def test_another_brands_photo_is_no_creative(granted: Shop) -> None:
    (granted.root / "odd.jpg").write_bytes(photo(seed=77))
    used(granted, "--creative", "odd.jpg", "--channel", "instagram", *FLIGHT, code=2)
    assert "No creative is known as 'odd.jpg'" in granted.err
