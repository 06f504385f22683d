"""Every command as a new user types it: the right way, the wrong way, with --json and --dry-run."""

import json
import sys
from pathlib import Path

import pytest
from conftest import Shop, collected, photo, sidecar

WRONG = [
    # what is typed, exit code, words that must be there, words of the hint
    ("rendr", 2, "No such command", None),
    ("render", 2, "--format", None),
    ("render --format storry", 2, "'storry' is not known", "'story'"),
    ("render --format story --template credt", 2, "'credt' is not known", "'credit'"),
    ("render --format story --market UK", 2, "not a territory", None),
    ("render --format story --flight tomorrow", 2, "is not a date", "2026-12-01"),
    ("render --format story --flight 2026-12-31..2026-12-01", 2, "before it starts", None),
    ("render --format story --type tiff", 2, "'tiff' is not known", None),
    ("render --format story --quality 101", 2, "1 to 100 for pictures", None),
    ("render --format story --identity creator", 2, "'creator' is not known", "creator_handle"),
    ("render --format story creater:@ana", 2, "creater", "creator"),
    ("render --format story creator:@nobody", 2, None, None),
    ("posts kidn:image", 2, "kidn", "kind"),
    ("show ig:BqvsDleB3lX", 2, "ig:BqvsDleB3lX", "ig:BqvsDleB3lV"),
    ("show", 2, "ID", None),
    ("tag ig:BqvsDleB3lV", 2, "Nothing to do", "--add"),
    ("import nowhere", 2, "does not exist", None),
    ("import", 2, "FILE|FOLDER", None),
    ("inspect nowhere.jpg", 3, "is not a file", None),
    ("rights check ig:BqvsDleB3lV --purpose paid_scoial", 2, "'paid_scoial' is not known", "'paid_social'"),
    ("rights check ig:BqvsDleB3lV --channel insta", 2, "'insta' is not known", "'instagram'"),
    ("rights check ig:BqvsDleB3lV --edit cropp", 2, "'cropp' is not known", "'crop'"),
    ("rights check ig:BqvsDleB3lV --territory ZZ", 2, "not a territory", None),
    ("rights check ig:BqvsDleB3lV --purpose paid", 2, "'paid' is not known", "'paid_social'"),
    ("rights check ig:BqvsDleB3lV --territory UK", 2, "--territory: 'UK' is not a territory", "GB"),
    ("rights check ig:BqvsDleB3lV --on 2026-02-30", 2, "is not a date", None),
    ("rights check ig:BqvsDleB3lV --on tomorrow", 2, "--on: 'tomorrow' is not a date", None),
    ("rights check ig:BqvsDleB3lV --on 2026-12-01..2026-12-31", 2, "--on: ", "--flight"),
    ("rights check ig:BqvsDleB3lV --on 2026-12-01 --flight 2026-12-01", 2, "not both", None),
    ("rights revoke ig:BqvsDleB3lV --why x", 2, "no grant to revoke", None),
    ("rights revoke g-0009 --why x", 2, "g-0009", None),
    ("rights hold ig:BqvsDleB3lV --why x --lift", 2, "Nothing holds", None),
    ("rights hold @anna --why x", 2, "anna", "ana"),
    ("init . --brand X", 2, "is a workspace already", None),
    ("init deep --brand X --market UK", 2, "did you mean GB", None),
    ("init", 2, "DIR", None),
]


def test_a_folder_without_a_name_is_no_workspace(shop: Shop) -> None:
    for folder in ("", "  "):
        shop("init", folder, "--brand", "X", code=2)
        assert "The folder needs a name" in shop.err


def test_a_workspace_inside_another_is_told(shop: Shop, tmp_path: Path) -> None:
    shop("init", "inner", "--brand", "Inner", "--market", "US")
    assert f"It lies inside another workspace, {shop.root}" in shop.err
    shop("init", tmp_path / "beside", "--brand", "Beside", "--market", "US")
    assert "inside another" not in shop.err


def test_options_answer_to_the_name_of_their_twin(shop: Shop) -> None:
    """One name is shown, the other is understood."""
    shop.grant()
    for name in ("--territory", "--market"):
        assert shop("rights", "check", "ig:BqvsDleB3lV", name, "CA", "--json", code=4)
        told = shop("render", "--format", "story", name, "CA", "--json", code=4)
        assert told["markets"] == ["CA"]
    shop("rights", "revoke", "ig:BqvsDleB3lV", "--reason", "she said so", "--dry-run")
    shop("rights", "revoke", "ig:BqvsDleB3lV", code=2)
    assert "--why" in shop.err
    for command, shown, hidden in (
        ("render", "--market", "--territory"),
        ("rights check", "--territory", "--market"),
        ("rights revoke", "--why", "--reason"),
    ):
        shop(*command.split(), "--help")
        assert shown in shop.out
        assert hidden not in shop.out


@pytest.mark.parametrize(("typed", "code", "words", "hint"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong_usage_is_told_in_words(
    shop: Shop, typed: str, code: int, words: str | None, hint: str | None
) -> None:
    shop(*typed.split(), code=code)
    assert "Traceback" not in shop.err
    assert (words or "") in shop.err
    assert (hint or "") in shop.err
    assert shop.err.strip()
    assert "?." not in shop.err
    assert "error: " not in shop.err, "it is spelt as Typer spells it"


def test_outside_a_workspace_the_way_in_is_told(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shop("posts", code=2)
    assert "ugc init" in shop.err
    assert len(shop("posts", "-w", shop.root, "--json")) == 1


def test_no_arguments_shows_the_way(shop: Shop) -> None:
    shop(code=2)
    assert "Usage: ugc" in shop.out + shop.err
    shop("--version")
    assert shop.out.startswith("ugc ")


def test_an_error_is_a_document_too(shop: Shop) -> None:
    told = shop("render", "--format", "storry", "--json", code=2)
    assert told["error"]["exit_code"] == 2
    assert "'story'" in told["error"]["hint"]


def test_init_writes_what_it_was_told(tmp_path: Path, shop: Shop) -> None:
    told = shop("init", tmp_path / "dew", "--brand", "Dew", "--market", "de", "--market", "EEA", "--json")
    text = (tmp_path / "dew" / "ugc.toml").read_text("utf-8")
    assert 'markets = ["DE", "EEA"]' in text
    assert told["brand"] == "Dew"
    shop("init", tmp_path / "bare", "--brand", "Bare")
    assert "No market is set" in shop.err
    shop("render", "--format", "story", "-w", tmp_path / "bare", code=2)
    assert "No market is set" in shop.err


def test_import_says_what_is_new_and_changes_nothing_twice(shop: Shop, tmp_path: Path) -> None:
    again = shop("import", tmp_path / "collected", "--json")
    assert [item["outcome"] for item in again["taken"]] == ["same"]
    files = sorted(p.name for p in (shop.root / ".ugc" / "media").rglob("*") if p.is_file())
    collected(tmp_path / "collected", posts=2)
    dry = shop("import", tmp_path / "collected", "--dry-run", "--json")
    assert [item["outcome"] for item in dry["taken"]] == ["same", "new"]
    assert sorted(p.name for p in (shop.root / ".ugc" / "media").rglob("*") if p.is_file()) == files
    assert len(shop("posts", "--json")) == 1
    shop("import", tmp_path / "collected")
    assert len(shop("posts", "--json")) == 2


def test_one_bad_file_costs_one_item(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "whole.jpg").write_bytes(photo(seed=7))
    (folder / "half.jpg").write_bytes(photo(seed=8)[:9000])
    told = shop("import", folder, "--json", code=3)
    assert len(told["taken"]) == 1
    assert [Path(skip["origin"]).name for skip in told["skipped"]] == ["half.jpg"]
    assert told["skipped"][0]["why"]
    assert len(shop("posts", "--json")) == 2


def test_a_picture_whose_reader_is_not_installed_ends_an_import_with_6(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python takes a module that is None for one that is not there."""
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "IMG_1.HEIC").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(400))
    (folder / "IMG_2.jpg").write_bytes(photo(seed=41))
    (folder / "torn.jpg").write_bytes(photo(seed=42)[:5000])
    told = shop("import", folder, "--json", code=6)
    assert sum(item["media"] for item in told["taken"]) == 1
    assert {skip["code"] for skip in told["skipped"]} == {"missing", "unreadable"}
    shop("import", folder, code=6)
    assert "pip install 'ugc-toolkit[heic]'" in shop.err


def test_posts_and_selections(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "2.jpg").write_bytes(photo(seed=5))
    told = sidecar("Cqvs0000001", username="ben", description="On the #run", post_date="2026-07-01 10:00:00")
    (folder / "2.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    selections = {
        "": 2,
        "@ana": 1,
        "creator:@ben": 1,
        "hashtag:GlowRun": 1,
        "#run": 1,
        "since:2026-06-01": 1,
        "until:2020-01-01": 1,
        "import:last": 1,
        "is:new": 2,
        "kind:image": 2,
        "serum": 1,
        "-@ana": 1,
        "rights:paid_social": 0,
        "ig:BqvsDleB3lV": 1,
        "https://www.instagram.com/p/BqvsDleB3lV/": 1,
    }
    for query, count in selections.items():
        assert len(shop("posts", "--json", "--", *query.split())) == count, query
    shop.grant()
    assert len(shop("posts", "rights:paid_social", "--json")) == 1
    shop("posts")
    assert "@ben" in shop.out
    assert "2 posts." in shop.err


def test_tags(shop: Shop) -> None:
    shop("tag", "@ana", "--add", "hero", "--json")
    assert shop("posts", "tag:hero", "--json")[0]["tags"] == ["hero"]
    shop("tag", "tag:hero", "--remove", "hero")
    assert shop("posts", "tag:hero", "--json") == []


def test_show_tells_people_and_scripts(shop: Shop) -> None:
    shop("show", "ig:BqvsDleB3lV")
    assert "No rights records" in shop.out
    grant = shop.grant()[0]
    told = shop("show", "https://www.instagram.com/p/BqvsDleB3lV/", "--json")
    assert told["case"]["grants"][0]["id"] == grant["id"]
    shop("show", "ig:BqvsDleB3lV")
    assert "granted by ana to Sunday Glow" in shop.out


def test_an_unknown_number_is_never_a_zero(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "hidden"
    folder.mkdir()
    (folder / "3.jpg").write_bytes(photo(seed=6))
    told = sidecar("Cqvs0000003") | {"likes": None}
    (folder / "3.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    post = shop("posts", "ig:Cqvs0000003", "--json")[0]
    assert post["counts"] is None or post["counts"]["likes"] is None
    shop("posts", "ig:Cqvs0000003")
    assert "?" in shop.out


GRANTS_THAT_MAKE_NO_SENSE = [
    (["--until", "2026-10-01"], "before it starts"),
    (["--method", "dm_yess"], "'dm_yes'"),
    (["--purpose", "paid"], "'paid' is not known"),
    (["--edits", "standart"], "'standard'"),
    (["--territory", "UK"], "did you mean GB"),
    (["--from", "1.11.2026"], "is not a date"),
    (["--evidence", "nowhere.png"], "is not a file"),
    (["--credit", "on-media"], "'on_media'"),
]


@pytest.mark.parametrize(("more", "words"), GRANTS_THAT_MAKE_NO_SENSE, ids=lambda value: str(value))
def test_a_senseless_grant_records_nothing(shop: Shop, more: list[str], words: str) -> None:
    code = 3 if "--evidence" in more else 2
    shop.grant("ig:BqvsDleB3lV", *more, code=code)
    assert words in shop.err
    assert shop("show", "ig:BqvsDleB3lV", "--json")["case"]["grants"] == []


def test_evidence_may_be_neither_missing_nor_empty(shop: Shop) -> None:
    (shop.root / "empty.png").write_bytes(b"")
    shop.grant("ig:BqvsDleB3lV", "--evidence", "empty.png", code=3)
    assert "is empty, so it proves nothing" in shop.err


def test_a_grant_for_all_of_a_creators_posts(shop: Shop, tmp_path: Path) -> None:
    shop.grant("@ana")
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "9.jpg").write_bytes(photo(seed=11))
    (folder / "9.jpg.json").write_text(json.dumps(sidecar("Dqvs0000009")), "utf-8")
    shop("import", folder)
    shop("rights", "check", "ig:Dqvs0000009")
    assert "The records allow it until 2027-05-01" in shop.out


CHECKS = [
    ("--channel instagram", 0),
    ("--channel tiktok", 4),
    ("--purpose onsite", 4),
    ("--territory CA", 4),
    ("--on 2027-05-01", 0),
    ("--on 2027-05-02", 4),
    ("--flight 2026-12-01..2027-05-02", 4),
    ("--edit mashup", 4),
    ("--edit standard", 0),
    ("--identity creator_handle", 4),
]


@pytest.mark.parametrize(("asked", "code"), CHECKS)
def test_check(shop: Shop, asked: str, code: int) -> None:
    shop.grant()
    told = shop("rights", "check", "ig:BqvsDleB3lV", *asked.split(), "--json", code=code)
    assert {answer["verdict"] for answer in told} == ({"cleared"} if code == 0 else {"refused"})
    for answer in told:
        assert answer["use"]["licensee"] == "Sunday Glow"
        assert answer["not_checked"]
    shop("rights", "check", "ig:BqvsDleB3lV", *asked.split(), code=code)
    assert "not checked:" in shop.out


def test_hold_and_lift(shop: Shop) -> None:
    shop.grant()
    shop("rights", "hold", "ig:BqvsDleB3lV", "--by", "Mo", "--why", "a complaint")
    told = shop("render", "--format", "story", "--json", code=4)
    assert {reason["code"] for place in told["refusals"][0]["placements"] for reason in place["reasons"]} == {
        "held"
    }
    shop("rights", "hold", "ig:BqvsDleB3lV", "--by", "Mo", "--why", "settled", "--lift")
    assert len(shop("render", "--format", "story", "--json")["creatives"]) == 1


def test_revoking_lists_what_was_made(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    made = shop.creatives[0]
    told = shop("rights", "revoke", "g-0001", "--by", "Mo", "--why", "she changed her mind", "--json")
    assert [Path(item["path"]).name for item in told["creatives"]] == [made.name]
    told = shop("render", "--format", "story", "--json", code=4)
    assert told["refusals"][0]["placements"][0]["reasons"][0]["code"] == "revoked"
    assert made.exists(), "nothing is deleted silently"


def test_revoking_a_post_leaves_the_creators_other_posts(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    shop("rights", "revoke", "ig:BqvsDleB3lV", "--why", "that one shows her house")
    shop("rights", "check", "ig:BqvsDleB3lV", code=4)
    shop("rights", "check", "ig:Bqvs0000001")
    shop.grant("ig:BqvsDleB3lV")
    shop("rights", "check", "ig:BqvsDleB3lV")
    assert "g-0002" in shop.out, "a grant made later stands"


def test_one_brands_grant_is_not_anothers(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--licensee", "Other Brand")
    told = shop("rights", "check", "ig:BqvsDleB3lV", "--json", code=4)
    assert told[0]["reasons"][0]["code"] == "licensee_not_granted"


def test_json_is_the_only_thing_on_stdout(shop: Shop) -> None:
    for command in (
        ["posts"],
        ["show", "ig:BqvsDleB3lV"],
        ["render", "--format", "story", "--proof"],
        ["tag", "@ana", "--add", "x"],
    ):
        shop(*command, "--json")
        json.loads(shop.out)


def test_collected_text_does_not_command_the_terminal(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "nasty"
    folder.mkdir()
    (folder / "4.jpg").write_bytes(photo(seed=12))
    told = sidecar("Cqvs0000004", description="\x1b[2J\u202edlrow olleh")
    (folder / "4.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    shop("posts")
    assert "\x1b" not in shop.out
    assert "\u202e" not in shop.out


def test_one_file_that_cannot_be_read_does_not_cost_the_others(shop: Shop, tmp_path: Path) -> None:
    picture = next((tmp_path / "collected").glob("*.jpg"))
    told = shop("inspect", "nowhere.jpg", picture, "--json", code=4)
    assert "is not a file" in told[0]["error"]
    assert told[1]["how"] == "sha256 of an original"


def test_a_rehearsal_says_what_would_be_recorded_and_records_nothing(shop: Shop) -> None:
    would = shop.grant("ig:BqvsDleB3lV", "--dry-run")
    assert [item["id"] for item in would] == ["g-0001"]
    assert shop("show", "ig:BqvsDleB3lV", "--json")["case"]["grants"] == []
    assert not [path for path in (shop.root / ".ugc" / "evidence").rglob("*") if path.is_file()]
    assert [item["id"] for item in shop.grant()] == ["g-0001"]
    shop("rights", "hold", "@ana", "--why", "x", "--dry-run")
    assert "Would be done: Holding @ana." in shop.out
    shop("tag", "@ana", "--add", "hero", "--dry-run")
    assert shop("posts", "tag:hero", "--json") == []
    shop("rights", "revoke", "g-0001", "--why", "x", "--dry-run")
    assert "Would revoke g-0001" in shop.out
    shop("rights", "check", "ig:BqvsDleB3lV")


def test_revoking_a_grant_that_another_one_repeats_takes_nothing_down(shop: Shop) -> None:
    shop.grant()
    shop.grant()
    shop("render", "--format", "story")
    told = shop("rights", "revoke", "g-0002", "--by", "Mo", "--why", "recorded twice", "--json")
    assert told["still_allowed"] == [item["path"] for item in told["creatives"]]
    told = shop("rights", "revoke", "g-0001", "--by", "Mo", "--why", "she asked us to stop", "--json")
    assert told["still_allowed"] == []
    assert len(told["creatives"]) == 1
