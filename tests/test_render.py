"""Rendering through the command line: what is made, what is refused, and that nothing is made twice."""

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, collected, photo, sidecar

from ugc.formats import check, load
from ugc.media.probe import probe
from ugc.model.probes import Measured
from ugc.resources import TEMPLATES


def stamps(shop: Shop) -> dict[str, tuple[int, str]]:
    """Every file below out/creatives with its time and hash."""
    folder = shop.root / "out" / "creatives"
    return {
        path.name: (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.iterdir())
    }


def add(shop: Shop, folder: Path, data: bytes, shortcode: str, *, ext: str = "jpg", **more: Any) -> str:
    """Import one picture as a post and grant it."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{shortcode}.{ext}"
    path.write_bytes(data)
    path.with_name(f"{path.name}.json").write_text(json.dumps(sidecar(shortcode, **more)), "utf-8")
    shop("import", folder)
    shop.grant(f"ig:{shortcode}")
    return f"ig:{shortcode}"


def render(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("render", "--format", "story", *more, "--json", code=code)


FORMATS = {"story": (1080, 1920), "feed": (1080, 1350), "square": (1080, 1080)}


def test_every_format_passes_the_rules_of_its_placements(shop: Shop) -> None:
    shop.grant()
    told = shop("render", *[word for name in FORMATS for word in ("--format", name)], "--json")
    assert len(told["creatives"]) == len(FORMATS)
    tables = load()
    for line in told["creatives"]:
        seen = probe(Path(line["file"]), whole=True)
        assert (seen.width, seen.height) == FORMATS[line["format"]]
        found = check(Measured(probe=seen), tables.format(line["format"]), tables=tables)
        assert [problem for problem in found if problem.severity != "note"] == []


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "avif"])
def test_every_type_carries_its_label(shop: Shop, kind: str) -> None:
    shop.grant()
    render(shop, "--type", kind)
    made = shop.creatives[0]
    assert probe(made, whole=True).type == kind
    told = shop("inspect", made, "--json")[0]
    assert told["embedded"]["credit"] == "@ana"
    assert told["embedded"]["grants"] == ["g-0001"]
    assert told["how"] == "sha256 of a creative"
    assert {answer["verdict"] for answer in told["answers"]} == {"cleared"}


def test_exiftool_reads_whose_it_is(shop: Shop, exiftool: Any) -> None:
    shop.grant()
    render(shop)
    tags = exiftool(shop.creatives[0])[0]
    assert tags["XMP-dc:Creator"] == ["Ana"]
    assert tags["XMP-photoshop:Credit"] == "@ana"
    assert tags["XMP-plus:LicenseEndDate"].startswith("2027:05:01")
    assert "g-0001" in json.dumps(tags["XMP-plus:LicenseID"])
    assert tags["XMP-xmpRights:UsageTerms"].startswith("May be used for paid social on")
    assert not any("GPS" in name for name in tags)


def test_a_second_run_does_nothing_and_says_so(shop: Shop) -> None:
    shop.grant()
    render(shop)
    before = stamps(shop)
    told = render(shop)
    assert [line["outcome"] for line in told["creatives"]] == ["unchanged"]
    shop("render", "--format", "story")
    assert "Nothing to do: the creative stands already in out/creatives." in shop.out
    assert stamps(shop) == before


def test_a_lost_or_damaged_file_is_made_again(shop: Shop) -> None:
    shop.grant()
    render(shop)
    made = shop.creatives[0]
    whole = made.read_bytes()
    made.write_bytes(whole[:1000])
    assert render(shop)["creatives"][0]["outcome"] == "made"
    assert made.read_bytes() == whole
    made.with_name(f"{made.name}.rights.json").unlink()
    assert render(shop)["creatives"][0]["outcome"] == "made"
    assert made.read_bytes() == whole


def test_a_renewed_grant_rewrites_labels_only(shop: Shop) -> None:
    from PIL import Image

    shop.grant()
    render(shop)
    made = shop.creatives[0]
    with Image.open(made) as picture:
        pixels = picture.tobytes()
    shop.grant("ig:BqvsDleB3lV", "--until", "2028-05-01")
    told = render(shop)
    assert [line["outcome"] for line in told["creatives"]] == ["relabelled"]
    assert told["creatives"][0]["valid_until"] == "2028-05-01"
    assert shop.creatives == [made], "the same file under the same name"
    with Image.open(made) as picture:
        assert picture.tobytes() == pixels
    beside = json.loads(made.with_name(f"{made.name}.rights.json").read_text("utf-8"))
    assert beside["label"]["end"] == "2028-05-01"
    assert beside["sha256"] == hashlib.sha256(made.read_bytes()).hexdigest()
    row = json.loads((made.parent / "manifest.json").read_text("utf-8"))["creatives"][0]
    assert (row["valid_until"], row["sha256"]) == ("2028-05-01", beside["sha256"])
    assert row["text"], "where the words landed is still known"
    relabelled = made.read_bytes()
    made.unlink()
    render(shop)
    assert made.read_bytes() == relabelled, "a relabelled file and a fresh one are the same bytes"


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Let the next commands run on another day."""
    noon = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))


def flights(shop: Shop) -> list[list[str]]:
    """The flight in the sidecar and in the manifest's row of the one creative that stands."""
    (picture,) = shop.creatives
    beside = json.loads(picture.with_name(f"{picture.name}.rights.json").read_text("utf-8"))
    (row,) = json.loads((picture.parent / "manifest.json").read_text("utf-8"))["creatives"]
    assert beside["placements"] == [spot for spot in row["placements"] if spot["allowed"]]
    assert beside["notes"] == row["notes"]
    return [beside["flight"], row["flight"]]


USUAL, CAMPAIGN = ["2026-11-22", "2026-12-21"], ["2026-12-01", "2026-12-31"]


def test_sidecar_and_manifest_say_the_same_flight(shop: Shop) -> None:
    shop.grant()
    assert render(shop)["flight"] == USUAL
    assert flights(shop) == [USUAL, USUAL]


def test_the_usual_flight_moves_every_day_and_rewrites_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.grant()
    render(shop)
    before = stamps(shop)
    on(monkeypatch, "2026-12-21")
    told = render(shop)
    assert told["flight"] == ["2026-12-21", "2027-01-19"], "this is what the records were asked for today"
    assert [line["outcome"] for line in told["creatives"]] == ["unchanged"]
    assert stamps(shop) == before
    assert flights(shop) == [USUAL, USUAL]
    on(monkeypatch, "2026-12-22")
    assert render(shop)["creatives"][0]["outcome"] == "relabelled", "that flight is over"
    assert flights(shop) == [["2026-12-22", "2027-01-20"]] * 2


def test_what_is_refused_is_said_for_the_flight_that_stands_there(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reason names the last day of the flight, which would be another one every day."""
    grant = (
        "rights grant ig:BqvsDleB3lV --method dm_yes --purpose paid_social --territory US --from 2026-11-01 "
        "--edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
    ).split()
    shop(*grant, "--channel", "instagram", "--until", "2027-05-01")
    shop(*grant, "--channel", "facebook", "--until", "2026-11-30")
    assert "expired" in {reason["code"] for reason in render(shop)["creatives"][0]["refused"][0]["reasons"]}
    before = stamps(shop)
    on(monkeypatch, "2026-11-24")
    line = render(shop)["creatives"][0]
    assert any("2026-12-23" in reason["text"] for reason in line["refused"][0]["reasons"]), "as asked today"
    assert line["outcome"] == "unchanged"
    assert stamps(shop) == before
    shop("rights", "revoke", "g-0002", "--why", "no")
    assert render(shop)["creatives"][0]["outcome"] == "relabelled", "refused for another reason now"
    assert flights(shop) == [["2026-11-24", "2026-12-23"]] * 2


def test_a_flight_that_is_named_is_written_beside_pictures_that_stand(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.grant()
    render(shop)
    picture = shop.creatives[0].name
    before = stamps(shop)[picture]
    named = ("--flight", "2026-12-01..2026-12-31")
    assert render(shop, *named)["creatives"][0]["outcome"] == "relabelled"
    assert flights(shop) == [CAMPAIGN, CAMPAIGN]
    assert stamps(shop)[picture] == before, "the picture was not even written"
    after = stamps(shop)
    assert render(shop, *named)["creatives"][0]["outcome"] == "unchanged"
    assert stamps(shop) == after
    for day in ("2026-11-23", "2026-12-30"):  # every night, without a flight: what was planned stays planned
        on(monkeypatch, day)
        assert render(shop)["creatives"][0]["outcome"] == "unchanged"
        assert stamps(shop) == after


def test_changed_rights_are_said_with_the_flight_that_they_were_asked_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shorter grant allows the usual flight, and no longer the one that was planned: that may not stand there."""
    shop.grant()
    render(shop, "--flight", "2026-12-01..2027-04-30")
    shop.grant("ig:BqvsDleB3lV", "--until", "2027-01-31")
    shop("rights", "revoke", "g-0001", "--why", "a new contract")
    on(monkeypatch, "2026-11-24")
    assert render(shop)["creatives"][0]["outcome"] == "relabelled"
    assert flights(shop) == [["2026-11-24", "2026-12-23"]] * 2


def test_a_damaged_file_is_made_again_with_its_flight(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.grant()
    render(shop, "--flight", "2026-12-01..2026-12-31")
    whole = {name: sha256 for name, (_, sha256) in stamps(shop).items()}
    beside = next((shop.root / "out" / "creatives").glob("*.rights.json"))
    beside.write_text(beside.read_text("utf-8").replace("2026", "2027"), "utf-8")
    on(monkeypatch, "2026-11-30")
    assert render(shop)["creatives"][0]["outcome"] == "made"
    assert {name: sha256 for name, (_, sha256) in stamps(shop).items()} == whole


def test_nothing_was_asked_for_a_proof(shop: Shop) -> None:
    proof = render(shop, "--proof")["creatives"][0]["file"]
    assert json.loads(Path(f"{proof}.rights.json").read_text("utf-8"))["flight"] is None
    assert (
        render(shop, "--proof", "--flight", "2026-12-01..2026-12-31")["creatives"][0]["outcome"]
        == "unchanged"
    )


def test_files_of_an_older_version_get_what_it_did_not_say(shop: Shop) -> None:
    """Its sidecars had no flight, and its rows neither identity nor place of the credit line."""
    shop.grant()
    render(shop)
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        ((body,),) = database.execute("SELECT body FROM creatives").fetchall()
        row = json.loads(body)
        del row["credit_place"]
        for spot in row["placements"]:
            del spot["identity"]
        database.execute("UPDATE creatives SET label_hash = ?, body = ?", ("0" * 64, json.dumps(row)))
    database.close()
    assert shop("sweep", "--json")["moved"] == []
    assert shop("inspect", shop.creatives[0], "--json")[0]["answers"][0]["use"]["identity"] == "brand_handle"
    assert render(shop)["creatives"][0]["outcome"] == "relabelled"
    assert flights(shop) == [USUAL, USUAL]


def test_the_same_inputs_give_the_same_bytes(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    render(shop, "--out", str(tmp_path / "one"))
    render(shop, "--out", str(tmp_path / "two"))
    one, two = (sorted((tmp_path / name).glob("*.jpg")) for name in ("one", "two"))
    assert [path.name for path in one] == [path.name for path in two]
    assert one[0].read_bytes() == two[0].read_bytes()


def settings(shop: Shop, old: str, new: str) -> None:
    path = shop.root / "ugc.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_changed_words_make_another_concept(shop: Shop) -> None:
    shop.grant()
    first = render(shop)["creatives"][0]
    settings(shop, 'headline = ""', 'headline = "Seven mornings, one bottle"')
    second = render(shop)["creatives"][0]
    assert second["outcome"] == "made"
    assert second["concept"] != first["concept"]
    row = next(
        row
        for row in json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
        if row["variant"] == second["variant"]
    )
    assert row["words"]["headline"] == "Seven mornings, one bottle"
    assert "text_overlay" in row["edits"]
    assert {text["role"] for text in row["text"]} >= {"credit", "headline"}


PLAIN = """\
name = "plain"
purpose = "a test"
words.credit = {needed = true, limit = 120}
options.block = {default = "top", choices = ["top", "bottom"]}
"""
HEADLINE = 'words.headline = {limit = 75, edits = ["text_overlay"]}\n'


def a_template(shop: Shop, toml: str) -> None:
    """The shipped overlay, under a template that draws only some of its words."""
    folder = shop.root / "templates" / "plain"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "template.toml").write_text(toml, "utf-8")
    (folder / "overlay.typ").write_bytes((TEMPLATES / "creatives" / "credit" / "overlay.typ").read_bytes())


def test_words_that_a_template_does_not_draw_are_left_out_and_said(shop: Shop) -> None:
    shop.grant()
    a_template(shop, PLAIN)
    settings(shop, 'cta = ""', 'cta = "Shop the serum"')
    line = render(shop, "--template", "plain")["creatives"][0]
    assert [note for note in line["notes"] if "plain" in note] == ["Template plain draws no call to action."]
    (row,) = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
    assert row["words"] == {
        "credit": "@ana",
        "platform": None,
        "headline": None,
        "cta": None,
        "disclosure": None,
        "texts": {},
        "language": "en",
    }
    assert "text_overlay" not in row["edits"]
    assert [text["role"] for text in row["text"]] == ["credit"]
    shop("render", "--format", "story", "--template", "plain", "--out", "elsewhere")
    assert "note: Template plain draws no call to action." in shop.out


def test_ids_depend_on_words_that_are_drawn_alone(shop: Shop) -> None:
    shop.grant()
    a_template(shop, PLAIN + HEADLINE)
    first = render(shop, "--template", "plain")["creatives"][0]
    settings(shop, 'cta = ""', 'cta = "Kauf das 𓀀"')  # no font has it, and nothing draws it
    second = render(shop, "--template", "plain")["creatives"][0]
    assert second["outcome"] == "relabelled", "its notes are other ones"
    assert (second["variant"], second["concept"]) == (first["variant"], first["concept"])
    assert flights(shop) == [USUAL, USUAL]
    settings(shop, 'headline = ""', 'headline = "Seven mornings"')
    third = render(shop, "--template", "plain")["creatives"][0]
    assert third["outcome"] == "made"
    assert third["concept"] != first["concept"]


def test_a_template_that_draws_no_credit_line_cannot_promise_one(shop: Shop) -> None:
    """Whatever its file says of the place: the records are asked for a picture without a credit line."""
    shop.grant()
    a_template(shop, 'name = "plain"\npurpose = "a test"\n')
    (shop.root / "templates" / "plain" / "overlay.typ").write_text(
        '#import "../_shared/ugc.typ": *\n#show: frame\n', "utf-8"
    )
    told = render(shop, "--template", "plain", code=4)
    reasons = [reason["code"] for place in told["refusals"][0]["placements"] for reason in place["reasons"]]
    assert set(reasons) == {"credit_missing"}
    shop.grant("ig:BqvsDleB3lV", "--credit", "none")
    line = render(shop, "--template", "plain")["creatives"][0]
    assert [note for note in line["notes"] if "plain" in note] == ["Template plain draws no credit line."]
    (row,) = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
    assert (row["credit_line"], row["words"]["credit"], row["credit_place"]) == ("@ana", None, "none")
    settings(shop, 'credit = "@{{ creator }}"', 'credit = "Photo: {{ name }}"')
    again = render(shop, "--template", "plain")["creatives"][0]
    assert (again["outcome"], again["variant"]) == ("relabelled", line["variant"])
    assert shop("inspect", shop.creatives[0], "--json")[0]["embedded"]["credit"] == "Photo: Ana"


def test_a_changed_row_renders_just_what_it_touches(shop: Shop) -> None:
    shop.grant()
    told = shop("render", "--format", "story", "--format", "square", "--json")
    concepts = {line["concept"] for line in told["creatives"]}
    assert len(concepts) == 1, "a concept is the same in every format"
    row = '[[format]]\nid = "square"\nname = "Square"\nratio = "1:1"\npixels = [1200, 1200]\n'
    (shop.root / "formats.toml").write_text(row + 'placements = ["meta.instagram_feed"]\n', "utf-8")
    told = shop("render", "--format", "story", "--format", "square", "--json")
    assert {line["format"]: line["outcome"] for line in told["creatives"]} == {
        "story": "unchanged",
        "square": "made",
    }
    assert {line["concept"] for line in told["creatives"]} == concepts


def test_an_older_rendering_is_named_and_leaves_the_manifest(shop: Shop) -> None:
    shop.grant()
    first = render(shop)["creatives"][0]
    settings(shop, 'accent = "#1F6F5C"', 'accent = "#7A1F5C"')
    second = render(shop)
    assert second["superseded"] == [first["file"]]
    assert Path(first["file"]).is_file(), "nothing is deleted"
    listed = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
    assert [row["variant"] for row in listed] == [second["creatives"][0]["variant"]]
    assert shop("inspect", first["file"], "--json")[0]["how"] == "sha256 of a creative"


def test_a_changed_font_renders_just_what_it_touches(shop: Shop, tmp_path: Path) -> None:
    """A font that draws none of a creative's characters leaves it alone."""
    from ugc.resources import FONTS

    shop.grant()
    render(shop)
    folder = shop.root / "fonts"
    folder.mkdir()
    arabic = next(FONTS.rglob("*Arabic*"))
    (folder / arabic.name).write_bytes(arabic.read_bytes())
    settings(shop, "fonts = []", 'fonts = ["fonts"]')
    assert render(shop)["creatives"][0]["outcome"] == "unchanged"


def test_a_caption_changes_the_label_and_not_the_pixels(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    first = render(shop)["creatives"][0]
    folder = tmp_path / "edited"
    folder.mkdir()
    picture = next((tmp_path / "collected").glob("*.jpg"))
    (folder / picture.name).write_bytes(picture.read_bytes())
    told = sidecar(
        description="Morning light and the new serum ✨ #GlowRun @sundayglow, day 30 and still at it"
    )
    (folder / f"{picture.name}.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    second = render(shop)["creatives"][0]
    assert second["outcome"] == "relabelled"
    assert second["variant"] == first["variant"]


def test_cleared_per_placement(shop: Shop) -> None:
    """Granted for Instagram only: rendered, cleared there, refused for Facebook Stories with the reason."""
    grant = (
        "rights grant ig:BqvsDleB3lV --method dm_yes --purpose paid_social --channel instagram --territory US "
        "--from 2026-11-01 --until 2027-05-01 --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
    )
    shop(*grant.split())
    line = render(shop)["creatives"][0]
    assert line["placements"] == ["meta.instagram_stories.image"]
    assert [answer["placement"] for answer in line["refused"]] == ["meta.facebook_stories.image"]
    assert line["refused"][0]["reasons"][0]["code"] == "channel_not_granted"
    render(shop, "--strict", code=4)
    shop("render", "--format", "story")
    row = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"][0]
    assert {answer["placement"]: answer["allowed"] for answer in row["placements"]} == {
        "meta.instagram_stories.image": True,
        "meta.facebook_stories.image": False,
    }


def test_nothing_allowed_exits_4_with_all_reasons(shop: Shop) -> None:
    grant = (
        "rights grant ig:BqvsDleB3lV --method comment_yes --purpose organic_repost --channel instagram "
        "--territory CA --from 2026-11-01 --until 2026-11-30 --edits none --evidence yes-from-ana.png"
    )
    shop(*grant.split())
    told = render(shop, code=4)
    assert told["creatives"] == []
    reasons = {reason["code"] for reason in told["refusals"][0]["placements"][0]["reasons"]}
    assert reasons >= {
        "purpose_not_granted",
        "territory_not_granted",
        "expired",
        "weak_consent_for_paid",
        "terms_hash_missing",
        "edit_not_granted:resize",
    }
    shop("render", "--format", "story", code=4)
    assert "territory_not_granted (g-0001): The grant does not cover US." in shop.out
    assert shop.creatives == []


def test_the_flight_and_the_markets_are_part_of_the_question(shop: Shop) -> None:
    shop.grant()
    assert len(render(shop, "--flight", "2027-04-01..2027-05-01")["creatives"]) == 1
    told = render(shop, "--flight", "2027-04-01..2027-05-02", code=4)
    assert told["refusals"][0]["placements"][0]["reasons"][0]["code"] == "expired"
    told = render(shop, "--market", "US", "--market", "CA", code=4)
    assert told["refusals"][0]["placements"][0]["reasons"][0]["code"] == "territory_not_granted"
    told = render(shop, "--identity", "creator_handle", code=4)
    codes = {reason["code"] for place in told["refusals"][0]["placements"] for reason in place["reasons"]}
    assert codes == {"purpose_not_granted", "identity_not_granted", "platform_auth_missing"}


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    shop.grant()
    told = render(shop, "--dry-run")
    assert [line["outcome"] for line in told["creatives"]] == ["planned"]
    assert not (shop.root / "out").exists()
    assert not list(shop.root.rglob("*.jpg.rights.json"))


def test_a_proof_is_marked_and_stays_out_of_the_manifest(shop: Shop) -> None:
    from PIL import Image, ImageChops

    told = render(shop, "--proof")
    proof = Path(told["creatives"][0]["file"])
    assert proof.name.startswith("PROOF-")
    assert proof.parent.name == "proofs"
    assert not (proof.parent / "manifest.json").exists()
    shop.grant()
    render(shop)
    manifest = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))
    assert all("PROOF" not in row["file"] for row in manifest["creatives"])
    with Image.open(proof) as marked, Image.open(shop.creatives[0]) as clean:
        changed = ImageChops.difference(marked.convert("L"), clean.convert("L")).point(
            lambda v: 255 * (v > 24)
        )
        for top in range(0, 1920, 640):
            for left in range(0, 1080, 540):
                assert changed.crop((left, top, left + 540, top + 640)).getbbox(), (left, top)
    found = shop("inspect", proof, "--json", code=4)[0]
    assert found["proof"] is True


def test_landscape_stands_whole_on_a_backdrop(shop: Shop, tmp_path: Path) -> None:
    post = add(shop, tmp_path / "wide", photo((1600, 900), seed=3), "Cwide000001")
    line = render(shop, post)["creatives"][0]
    assert any("blurred backdrop" in note and "32%" in note for note in line["notes"])
    square = shop("render", post, "--format", "square", "--json")["creatives"][0]
    assert not any("backdrop" in note for note in square["notes"])


def test_enlarging_is_said_and_too_much_is_not_done(shop: Shop, tmp_path: Path) -> None:
    post = add(shop, tmp_path / "small", photo((600, 1067), seed=4), "Csmall00001")
    assert "Enlarged 1.8 times" in " ".join(render(shop, post)["creatives"][0]["notes"])
    post = add(shop, tmp_path / "square", photo((500, 500), seed=7), "Csquare0001")
    assert "would be enlarged 3.8 times, so it stands whole" in " ".join(
        render(shop, post)["creatives"][0]["notes"]
    )
    post = add(shop, tmp_path / "tiny", photo((200, 355), seed=5), "Ctiny000001")
    told = render(shop, post)
    assert told["creatives"] == []
    assert told["not_planned"][0]["code"] == "too_small"
    assert "original file" in told["not_planned"][0]["hint"]


def test_feed_is_large_where_the_source_has_the_pixels(shop: Shop, tmp_path: Path) -> None:
    post = add(shop, tmp_path / "large", photo((1600, 2000), seed=6), "Clarge00001")
    line = shop("render", post, "--format", "feed", "--json")["creatives"][0]
    seen = probe(Path(line["file"]))
    assert (seen.width, seen.height) == (1440, 1800)


def test_every_picture_of_a_carousel_becomes_a_creative(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "carousel"
    folder.mkdir()
    for number in (1, 2, 3):
        path = folder / f"55_{number}.jpg"
        path.write_bytes(photo(seed=20 + number))
        told = sidecar("Ccaro000001", num=number, count=3, media_id=str(number), sidecar_media_id="55")
        path.with_name(f"{path.name}.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    shop.grant("ig:Ccaro000001")
    told = render(shop, "ig:Ccaro000001")
    assert len(told["creatives"]) == 3
    assert len({line["concept"] for line in told["creatives"]}) == 3


def test_a_post_that_gets_its_id_later_keeps_its_grant_and_creative(shop: Shop, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    data = photo(seed=31)
    (loose / "IMG_0001.jpg").write_bytes(data)
    shop("import", loose)
    old = next(post["id"] for post in shop("posts", "--json") if post["id"].startswith("file:"))
    shop.grant(old, "--licensor", "ben")
    first = render(shop, old)["creatives"][0]
    again = tmp_path / "again"
    again.mkdir()
    (again / "7.jpg").write_bytes(data)
    (again / "7.jpg.json").write_text(json.dumps(sidecar("Clate000001", username="ben")), "utf-8")
    shop("import", again)
    assert shop("show", old, "--json")["case"]["post"]["id"] == "ig:Clate000001"
    second = render(shop, "ig:Clate000001")["creatives"][0]
    assert second["grants"] == first["grants"]
    assert shop("inspect", first["file"], "--json")[0]["posts"][0]["id"] == "ig:Clate000001"


def test_an_author_whom_nobody_knows_is_not_credited_by_guess(shop: Shop, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.mkdir()
    (loose / "IMG_0002.jpg").write_bytes(photo(seed=32))
    shop("import", loose)
    name = next(post["id"] for post in shop("posts", "--json") if post["id"].startswith("file:"))
    shop.grant(name, code=2)
    assert "--licensor" in shop.err
    told = render(shop, name)
    assert told["not_planned"][0]["code"] == "author_unknown"
    shop.grant(name, "--licensor", "Ben Ortiz")
    assert len(render(shop, name)["creatives"]) == 1


def test_a_character_without_a_font_costs_one_post(shop: Shop, tmp_path: Path) -> None:
    post = add(shop, tmp_path / "script", photo(seed=33), "Cglyph00001", username="ana\U00013000")
    shop.grant("ig:BqvsDleB3lV")
    told = render(shop, code=6)
    assert [item["code"] for item in told["not_planned"]] == ["no_font"]
    assert told["not_planned"][0]["post"] == post
    assert "U+13000" in told["not_planned"][0]["why"]
    assert len(told["creatives"]) == 1


def test_a_missing_font_ends_a_run_like_any_missing_thing(shop: Shop, tmp_path: Path) -> None:
    """Whatever the records say, and whether or not anything could be made."""
    post = add(shop, tmp_path / "script", photo(seed=33), "Cglyph00001", username="ana\U00013000")
    told = render(shop, post, code=6)
    assert (told["creatives"], told["refusals"]) == ([], [])
    assert told["not_planned"][0]["hint"]
    assert render(shop, code=6)["refusals"], "the other post has no grant"
    render(shop, "--strict", "--dry-run", code=6)
    shop("render", post, "--format", "story", code=6)
    assert "U+13000" in shop.out


def test_too_long_a_headline_is_refused_and_never_cut(shop: Shop) -> None:
    shop.grant()
    settings(shop, 'headline = ""', f'headline = "{"Glow and shine " * 20}"')
    told = render(shop, code=5)
    assert "headline" in told["faults"][0]["message"]
    assert shop.creatives == []


def test_the_manifest_says_how_well_letters_stand_out(shop: Shop) -> None:
    shop.grant()
    settings = shop.root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8")
        .replace('headline = ""', 'headline = "My skin after two weeks"')
        .replace('cta = ""', 'cta = "Shop the serum"'),
        "utf-8",
    )
    shop("render", "--format", "story", "--format", "square", "--json")
    rows = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    texts = [text for row in rows for text in row["text"]]
    assert {text["role"] for text in texts} == {"credit", "headline", "cta"}
    for text in texts:
        assert text["least"] == (3.0 if text["role"] == "headline" else 4.5)
        assert text["contrast"] >= text["least"]


def test_letters_that_cannot_stand_out_make_no_creative(shop: Shop) -> None:
    """Ink and paper that suffice on each other, and no longer where the picture shines through a chip."""
    shop.grant()
    settings = shop.root / "ugc.toml"
    text = settings.read_text("utf-8")
    text = text.replace('ink = "#0C121A"', 'ink = "#707070"').replace(
        'paper = "#FBFAF7"', 'paper = "#FFFFFF"'
    )
    settings.write_text(text, "utf-8")
    made = shop("render", "--format", "story", "--json", code=5)
    assert made["creatives"] == []
    assert "does not stand out" in made["faults"][0]["message"]
    assert "paper or ink" in made["faults"][0]["hint"]


def test_a_missing_original_costs_its_own_post(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    media = next((shop.root / ".ugc" / "media").rglob("*.jpg"))
    media.unlink()
    told = render(shop, code=6)
    assert len(told["creatives"]) == 1
    assert "gone from the store" in told["faults"][0]["message"]


def test_manifest_and_sidecar_follow_their_schemas(shop: Shop) -> None:
    from jsonschema import Draft202012Validator

    from ugc.resources import SCHEMAS

    shop.grant()
    shop("render", "--format", "story", "--format", "feed")
    folder = shop.root / "out" / "creatives"
    for path in [*folder.glob("*.rights.json"), folder / "manifest.json"]:
        name = "manifest" if path.name == "manifest.json" else "rights"
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(json.loads(path.read_text("utf-8")))


def test_real_photographs(shop: Shop, media: Path, tmp_path: Path) -> None:
    """Real files of every kind a collector has: rotated, CMYK, 16-bit, wide gamut, WebP, animated."""
    folder = tmp_path / "real"
    folder.mkdir()
    names = [
        "coffee.jpg",
        "Landscape_6.jpg",
        "Portrait_8.jpg",
        "Channel_digital_image_CMYK_color.jpg",
        "Flag_of_the_Netherlands-16bit.png",
        "4.webp",
        "gain-map.jpg",
        "astronaut.png",
        "tokyo.jpg",
    ]
    rows = ["media,handle,url"]
    for number, name in enumerate(names):
        (folder / name).write_bytes((media / name).read_bytes())
        rows.append(f"{name},ana,https://www.instagram.com/p/Creal{number:06d}/")
    (folder / "posts.csv").write_text("\n".join(rows), "utf-8")
    shop("import", folder)
    shop.grant("@ana")
    told = render(shop)
    assert len(told["creatives"]) == len(names) + 1
    assert told["faults"] == []
    for line in told["creatives"]:
        assert probe(Path(line["file"]), whole=True).width == 1080
