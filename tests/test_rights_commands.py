"""Releases, permissions, decisions, renewals and the page for people, as they are typed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from clips import clip
from conftest import GRANT, Shop

from ugc.resources import TEMPLATES

POST = "ig:BqvsDleB3lV"
DEC = "2026-12-01..2026-12-31"


def check(shop: Shop, *more: str, code: int = 0) -> dict[str, Any]:
    (answer,) = shop(
        "rights", "check", POST, "--channel", "instagram", "--flight", DEC, *more, "--json", code=code
    )
    return answer


def codes(answer: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in answer.get("reasons", ())]


@pytest.fixture
def granted(shop: Shop) -> Shop:
    shop.grant()
    (shop.root / "release.pdf").write_bytes(b"%PDF-1.4 the release")
    (shop.root / "guardian.pdf").write_bytes(b"%PDF-1.4 the mother's consent")
    return shop


def entries(shop: Shop) -> int:
    from ugc import Workspace

    with Workspace.open(shop.root) as here:
        return sum(1 for _ in here.catalog.entries())


# --- what a grant can say ---------------------------------------------------------------------------------------------


def test_every_field_of_the_model_can_be_said(shop: Shop) -> None:
    said = {
        "capacity": "agent",
        "affiliates": "yes",
        "agencies": "yes",
        "clock": "from_first_use",
        "days": "90",
        "impressions": "500000",
        "tail": "sell_off",
        "sell_off_days": "10",
        "sublicence": "platforms,agencies",
        "likeness": "image,handle",
        "exclusivity": "category",
        "exclusivity_detail": "skin care",
        "connection": "fee_for_reuse",
        "revocable": "no",
        "meaning_change_forbidden": "no",
        "notice_days": "14",
        "takedown_hours": "48",
        "compensation": "fee",
        "amount": "250",
        "currency": "EUR",
        "paid_at": "2026-11-03",
        "invoice_ref": "R-7",
        "credit_text": "@ana.runs",
        "must_tag": "yes",
        "terms_version": "3",
        "terms_language": "en",
        "ai.generative_training": "denied",
        "ai.generative_edit_of_asset": "constrained",
        "ai_terms.generative_edit_of_asset": "backgrounds only",
        "likeness_until": "2027-03-31",
        "exclusivity_until": "2027-01-31",
        "tag": "hero,spring",
        "exclude": "CA",
    }
    also = [word for name, value in said.items() for word in ("--also", f"{name}={value}")]
    (grant,) = shop.grant(POST, "--until", "perpetual", *also)
    assert grant["capacity"] == "agent"
    assert grant["affiliates"] is grant["agencies"] is True
    assert (grant["end_basis"], grant["days"], grant["end"]) == ("from_first_use", 90, "perpetual")
    assert grant["impressions"] == 500_000
    assert (grant["tail"], grant["sell_off_days"]) == ("sell_off", 10)
    assert grant["sublicence"] == ["agencies", "platforms"]
    assert grant["likeness"] == {"name": False, "handle": True, "image": True, "voice": False}
    assert (grant["exclusivity"], grant["exclusivity_detail"]) == ("category", "skin care")
    assert grant["material_connection"] == "fee_for_reuse"
    assert grant["revocable_by_licensor"] is grant["meaning_change_forbidden"] is False
    assert (grant["notice_days"], grant["takedown_hours"]) == (14, 48)
    assert grant["compensation"] == {
        "kind": "fee",
        "amount": "250",
        "currency": "EUR",
        "paid_at": "2026-11-03",
        "invoice_ref": "R-7",
    }
    assert grant["credit"] == {"required": "on_media", "text": "@ana.runs", "must_tag": True}
    assert (grant["terms"]["version"], grant["terms"]["language"]) == ("3", "en")
    assert grant["ai"] == {"generative_training": "denied", "generative_edit_of_asset": "constrained"}
    assert grant["ai_terms"] == {"generative_edit_of_asset": "backgrounds only"}
    assert (grant["likeness_until"], grant["exclusivity_until"]) == ("2027-03-31", "2027-01-31")
    assert grant["tags"] == ["hero", "spring"]
    own = {"id", "version", "supersedes", "status", "creator", "request", "recorded_at", "notes"}
    other_clock = {"delivered"}
    unsaid = [field for field in set(grant) - own - other_clock if grant[field] in (None, [], {}, "", "none")]
    assert unsaid == [], "a field that nobody can say"


WRONG: list[tuple[list[str], str]] = [
    (["--also", "notice_day=14"], "Did you mean 'notice_days'?"),
    (["--also", "notice_days"], "NAME=VALUE"),
    (["--also", "notice_days=soon"], "whole number"),
    (["--also", "revocable=maybe"], "yes or no"),
    (["--also", "delivered=01/12/2026"], "Write it as 2026-12-01"),
    (["--also", "ai.generative_trainin=denied"], "Did you mean 'generative_training'?"),
    (["--also", "ai.generative_training=deny"], "Did you mean 'denied'?"),
    (["--also", "clock=first_use", "--also", "days=3"], "Did you mean 'from_first_use'?"),
    (["--also", "clock=from_first_use"], "number of days"),
    (["--also", "days=30"], "number of days"),
    (["--also", "sublicence=platform"], "Did you mean 'platforms'?"),
    (["--also", "likeness=face"], "Known: handle, image, name, none, voice."),
    (["--also", "exclude=UK"], "did you mean GB?"),
    (["--also", "ai_terms.generative_training=x"], "go with the answer `constrained`"),
    (["--also", "likeness_until=soon"], "Write it as 2026-12-01"),
    (["--also", "capacity=autor"], "Did you mean 'author'?"),
    (["--also", "connection=gift"], "Known:"),
    (["--also", "compensation=lunch"], "Known:"),
    (["--until", "2026-10-31"], "before it starts"),
    (["--until", "31/12/2026"], "Write it as 2026-12-31"),
    (["--until", "1 May 2027"], "Write it as 2027-05-01"),
    (["--until", "2026-02-30"], "is not a date"),
    (["--territory", "Atlantis"], "is not a territory"),
    (["--purpose", "paid_socal"], "Did you mean 'paid_social'?"),
    (["--channel", "instagrm"], "Did you mean 'instagram'?"),
    (["--identity", "brand"], "Did you mean 'brand_handle'?"),
    (["--edits", "standrd"], "Did you mean 'standard'?"),
    (["--method", "zzz"], "Known:"),
    (["--credit", "on_pic"], "Known:"),
]


@pytest.mark.parametrize(("more", "words"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_word_records_nothing_and_says_what_is_meant(shop: Shop, more: list[str], words: str) -> None:
    before = entries(shop)
    shop.grant(POST, *more, code=2)
    assert words in shop.err
    assert entries(shop) == before == 0


# --- releases ---------------------------------------------------------------------------------------------------------


def test_a_minor_is_refused_until_a_guardian_consented(granted: Shop) -> None:
    release = [
        "rights",
        "release",
        POST,
        "--minor",
        "girl-left",
        "--age",
        "AG-A15",
        "--evidence",
        "release.pdf",
    ]
    granted(*release)
    assert codes(check(granted, code=4)) == ["minor_without_guardian"]
    (first,) = granted("rights", "show", POST, "--json")["case"]["releases"]
    granted(*release, "--guardian", "mother", "--guardian-evidence", "guardian.pdf")
    (second,) = granted("rights", "show", POST, "--json")["case"]["releases"]
    assert second["id"] == first["id"], "a newer word on the same person takes the older one's place"
    assert second["guardian_evidence"]
    assert check(granted)["verdict"] == "cleared"


def test_nobody_else_in_the_picture_is_something_to_say(granted: Shop) -> None:
    assert "Other people in the picture." in check(granted)["not_checked"]
    granted("rights", "release", POST, "--nobody", "--by", "Mo")
    assert "Other people in the picture." not in check(granted)["not_checked"]


def test_a_limited_release_is_held_to_its_words(granted: Shop) -> None:
    limited = [
        "rights",
        "release",
        POST,
        "--property",
        "villa",
        "--evidence",
        "release.pdf",
        "--territory",
        "DE",
    ]
    granted(*limited, code=2)
    granted(*limited, "--purpose", "paid_social")
    assert codes(check(granted, code=4)) == ["release_missing"]


def test_what_a_platforms_own_check_of_the_music_said_is_kept(granted: Shop) -> None:
    told = {"api": "identity/music/authorization", "result": "WITH_FULL_AUTHORIZATION", "locations": "US,CA"}
    told |= {"first": "2026-12-01", "last": "2026-12-31"}
    check = [word for name, value in told.items() for word in ("--check", f"{name}={value}")]
    made = granted("rights", "release", POST, "--music", "platform_only", *check, "--json")["check"]
    assert (made["api"], made["result"]) == (told["api"], told["result"])
    assert (made["locations"], made["first"], made["last"]) == (["CA", "US"], "2026-12-01", "2026-12-31")
    assert made["checked_at"] == "2026-11-22T12:00:00Z"


RELEASES: list[tuple[list[str], int, str]] = [
    ([], 2, "One of --person, --minor"),
    (["--person", "a", "--voice", "b"], 2, "one person, thing or track"),
    (["--person", "a"], 2, "needs evidence"),
    (["--music", "licensed"], 2, "needs evidence"),
    (["--music", "orignal", "--evidence", "release.pdf"], 2, "Did you mean 'original'?"),
    (["--person", "a", "--status", "unknwn"], 2, "Did you mean 'unknown'?"),
    (["--minor", "a", "--age", "AG-15", "--evidence", "release.pdf"], 2, "is not known"),
    (["--person", "a", "--evidence", "none.pdf"], 3, "is not a file"),
    (["--music", "licensed", "--evidence", "release.pdf", "--covers", "instagrm"], 2, "Did you mean"),
    (["--person", "a", "--evidence", "release.pdf", "--until", "soon"], 2, "Write it as"),
    (["--music", "unknown", "--check", "apii=x"], 2, "Did you mean 'api'?"),
    (["--music", "unknown", "--check", "api"], 2, "NAME=VALUE"),
    (["--music", "unknown", "--check", "api=x", "--check", "result=y", "--check", "locations=UK"], 2, "GB"),
    (["--music", "unknown", "--check", "api=x"], 2, "makes no sense"),
]


@pytest.mark.parametrize(("more", "code", "words"), RELEASES, ids=lambda value: str(value)[:40])
def test_a_release_that_makes_no_sense(granted: Shop, more: list[str], code: int, words: str) -> None:
    before = entries(granted)
    granted("rights", "release", POST, *more, code=code)
    assert words in granted.err
    assert entries(granted) == before


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_review_is_decided_by_a_name_and_a_reason(granted: Shop) -> None:
    granted("rights", "release", POST, "--person", "woman-right", "--status", "unknown")
    assert check(granted, code=4)["verdict"] == "needs_review"
    granted("rights", "decide", POST, "--allow", "--why", "her sister", code=2)  # nobody named
    granted("rights", "decide", POST, "--by", "Lena", "--why", "her sister", code=2)  # nothing decided
    granted("rights", "decide", POST, "--allow", "--by", " ", "--why", "her sister", code=2)
    done = granted("rights", "decide", POST, "--allow", "--by", "Lena", "--why", "her sister", "--json")
    assert (done["about"], done["by"], done["until"]) == (["release_unknown"], "Lena", "2027-05-01")
    answer = check(granted)
    assert answer["decisions"] == [done["id"]]
    granted("rights", "check", POST, "--channel", "instagram", "--flight", DEC)
    assert f"as was decided in {done['id']}" in granted.out
    granted("rights", "decide", POST, "--refuse", "--by", "Kim", "--why", "she does not want it")
    assert codes(check(granted, code=4)) == ["decided_against"]


def test_there_is_nothing_to_decide_where_nothing_is_open(granted: Shop) -> None:
    granted("rights", "decide", POST, "--allow", "--by", "Lena", "--why", "fine", code=2)
    assert "leave nothing open" in granted.err


def test_a_decision_cannot_stand_in_for_a_grant(shop: Shop) -> None:
    shop("rights", "decide", POST, "--allow", "--by", "Lena", "--why", "fine", code=2)
    decide = ["rights", "decide", POST, "--allow", "--by", "Lena", "--why", "fine", "--channel", "instagram"]
    shop(*decide, "--about", "release_unknown")
    assert codes(check(shop, code=4)) == ["no_grant"]


# --- permissions of platforms -----------------------------------------------------------------------------------------


def test_a_code_is_kept_as_its_last_four(granted: Shop) -> None:
    secret = "SPARK-9f8e7d6c5b4a"
    made = granted("rights", "authorize", POST, "--kind", "meta_ad_code", "--code", secret, "--json")
    assert made["platform"] == "instagram", "Meta's could be either: the post's own platform is taken"
    assert made["code_last4"] == "5b4a"
    assert made["code_sha256"] is None, "with four characters known, a short code could be found from it"
    files = [path for path in granted.root.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if secret.encode() in path.read_bytes()]


def test_the_third_gate_opens_with_a_permission_and_shuts_with_it(granted: Shop) -> None:
    own = ["--identity", "creator_handle"]
    granted.grant(POST, "--identity", "creator_handle", "--purpose", "allowlisting", "--until", "perpetual")
    assert codes(check(granted, *own, code=4))[-1] == "platform_auth_missing"
    code = granted("rights", "authorize", POST, "--kind", "meta_ad_code", "--until", "2026-12-15", "--json")
    assert codes(check(granted, *own, code=4))[-1] == "platform_auth_expires_before_end"
    granted("rights", "authorize", code["id"], "--until", "2027-01-31")
    assert check(granted, *own)["authorizations"] == [code["id"]]
    granted("rights", "authorize", code["id"], "--ineligible", "Reels that use copyrighted music")
    assert codes(check(granted, *own, code=4)) == ["platform_ineligible"]
    granted("rights", "authorize", code["id"], "--status", "revoked")
    assert codes(check(granted, *own, code=4)) == ["platform_auth_missing"]


def test_when_a_permission_was_asked_for_and_looked_at_and_what_it_lets_change(granted: Shop) -> None:
    more = [
        "--requested",
        "2026-11-18",
        "--checked",
        "--supports",
        "change_caption",
        "--supports",
        "change_audio",
    ]
    made = granted("rights", "authorize", POST, "--kind", "meta_ad_code", *more, "--json")
    assert (made["requested_on"], made["checked_at"]) == ("2026-11-18", "2026-11-22T12:00:00Z")
    assert made["supports"] == ["change_audio", "change_caption"]


AUTHORIZATIONS: list[tuple[list[str], str]] = [
    ([POST], "--kind"),
    ([POST, "--kind", "tiktok_auth_cod"], "Did you mean 'tiktok_auth_code'?"),
    (["a-0404", "--status", "revoked"], "There is no permission a-0404"),
    ([POST, "--kind", "tiktok_auth_code", "--status", "activ"], "Did you mean 'active'?"),
    (
        [POST, "--kind", "tiktok_auth_code", "--from", "2026-12-02", "--until", "2026-12-01"],
        "before it starts",
    ),
    ([POST, "--kind", "tiktok_auth_code", "--native", "identity"], "NAME=ID"),
    ([POST, "--kind", "tiktok_auth_code", "--supports", "caption"], "change_caption"),
    (["@nobody", "--kind", "tiktok_auth_code"], "nobody"),
]


@pytest.mark.parametrize(("more", "words"), AUTHORIZATIONS, ids=lambda value: str(value)[:40])
def test_a_permission_that_makes_no_sense(granted: Shop, more: list[str], words: str) -> None:
    before = entries(granted)
    granted("rights", "authorize", *more, code=2)
    assert words in granted.err
    assert entries(granted) == before


# --- renewals ---------------------------------------------------------------------------------------------------------


def renew(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("rights", "renew", "g-0001", "--evidence", "yes-from-ana.png", *more, "--json", code=code)


def test_a_renewal_is_a_version_and_the_old_one_stays(granted: Shop) -> None:
    made = renew(granted, "--until", "2027-11-01")
    assert (made["version"], made["start"], made["end"]) == (2, "2026-11-01", "2027-11-01")
    assert len(made["evidence"]) == 2, "the first yes still proves what it proved"
    assert check(granted)["valid_until"] == "2027-11-01"
    (shown,) = granted("rights", "show", POST, "--json")["grants"]
    assert [old["end"] for old in shown["versions"]] == ["2027-05-01"]


def test_days_without_rights_are_not_granted_after_the_fact(shop: Shop) -> None:
    shop.grant(POST, "--from", "2026-09-01", "--until", "2026-10-31")
    made = renew(shop, "--until", "2027-11-01")
    assert made["start"] == "2026-11-22", "today, and not the old start: November was not covered"


def test_a_renewal_never_takes_days_away(granted: Shop) -> None:
    made = renew(granted, "--from", "2027-05-02", "--until", "2027-11-01")
    assert made["start"] == "2026-11-01"
    renew(granted, "--from", "2027-01-01", "--until", "2027-11-01", "--territory", "CA", code=2)
    assert "grant of its own" in granted.err


def test_a_revoked_grant_is_not_renewed(granted: Shop) -> None:
    granted("rights", "revoke", "g-0001", "--why", "she asked", "--by", "Mo")
    renew(granted, "--until", "2027-11-01", code=2)
    assert "was revoked from 2026-11-22" in granted.err


# --- the page for people ----------------------------------------------------------------------------------------------


def test_the_page_reads_without_knowing_a_single_code(granted: Shop) -> None:
    """Everything that is on record stands on it in words; no token of the vocabularies does."""
    granted(
        "rights", "release", POST, "--music", "original", "--evidence", "release.pdf", "--track", "whistling"
    )
    granted(
        "rights", "authorize", POST, "--kind", "meta_ad_code", "--code", "ABCD1234", "--until", "2026-12-31"
    )
    renew(granted, "--until", "2027-11-01")
    granted("render", "--format", "story")
    page = granted("rights", "show", POST)
    for words in (
        "ig:BqvsDleB3lV, by @ana: https://www.instagram.com/p/BqvsDleB3lV/",
        "Today, 22 November 2026, for Sunday Glow",
        "YES  Paid ads on social media, Instagram, from the brand's account, in US: until 1 November 2027.",
        "Grant g-0001, version 2: ana to Sunday Glow",
        "1 November 2026 to 1 November 2027",
        "on the picture",
        "yes-from-ana.png",
        "version 1: 1 November 2026 to 1 May 2027",
        "original music whistling",
        "until 31 December 2026, code …1234",
        "Made of it",
        "_story_",
        "Not checked by these records",
        "It is no legal advice.",
    ):
        assert words in page, words
    prose = page.split("Made of it")[0]
    for token in ("paid_social", "brand_handle", "on_media", "text_overlay", "dm_yes", "mute_audio"):
        assert token not in prose, token
    assert max(len(line) for line in page.splitlines() if "out/" not in line) <= 110


def test_the_page_says_no_as_plainly(granted: Shop) -> None:
    granted("rights", "hold", POST, "--by", "Mo", "--why", "a complaint came in")
    page = granted("rights", "show", POST)
    assert "STOPPED by Mo on 22 November 2026: a complaint came in" in page
    assert "YES" not in page
    granted("rights", "hold", POST, "--by", "Mo", "--why", "settled", "--lift")
    granted("rights", "revoke", POST, "--by", "Mo", "--why", "she asked us to stop")
    page = granted("rights", "show", POST)
    assert "(REVOKED from 22 November 2026 by Mo: she asked us to stop)" in page
    assert "YES" not in page


def test_a_post_that_nobody_asked_about(shop: Shop) -> None:
    page = shop("rights", "show", POST)
    assert "NO   Paid ads on social media, Instagram" in page
    assert "No grant covers this post." in page


def test_hostile_words_stay_words(granted: Shop) -> None:
    nasty = "\x1b[31mred\x1b[0m \u202egnp.exe\n\nGrant g-9999: ana to Everybody"
    granted("rights", "hold", POST, "--by", "Mo", "--why", nasty)
    page = granted("rights", "show", POST)
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\nGrant g-9999" not in page


def test_evidence_is_kept_whole_or_not_at_all(granted: Shop, tmp_path: Path) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    before = entries(granted)
    granted("rights", "renew", "g-0001", "--until", "2027-11-01", "--evidence", large, code=3)
    granted("rights", "release", POST, "--person", "a", "--evidence", large, code=3)
    granted("rights", "authorize", POST, "--kind", "meta_ad_code", "--evidence", large, code=3)
    assert entries(granted) == before


# --- what the renderer will really do ---------------------------------------------------------------------------------


def test_the_sound_of_a_clip_is_asked_about_and_can_be_settled_in_three_ways(
    shop: Shop, tmp_path: Path
) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    clip(folder / "ig_Cq00000clip.mp4", sound="tone", seconds=1)
    shop("import", folder)
    post = shop("posts", "kind:video", "--json")[0]["id"]
    shop.grant(post, "--licensor", "ana")

    def asked(*more: str, code: int = 0) -> dict[str, Any]:
        about = ["--channel", "instagram", "--flight", DEC, *more]
        (answer,) = shop("rights", "check", post, *about, "--json", code=code)
        return answer

    assert codes(asked(code=4)) == ["music_unknown"]
    muted = [word for edit in ("crop", "resize", "mute_audio") for word in ("--edit", edit)]
    assert asked(*muted)["use"]["sound"] is False
    shop("rights", "release", post, "--music", "platform_only")
    assert codes(asked(code=4)) == ["music_not_cleared"]
    shop("rights", "release", post, "--music", "original", "--evidence", "yes-from-ana.png")
    assert asked()["verdict"] == "cleared"


def test_muting_needs_the_grants_word_too(shop: Shop) -> None:
    words = [part.format(post=POST) for part in GRANT]
    words[words.index("standard")] = "technical"
    shop(*words)
    assert codes(check(shop, "--edit", "mute_audio", code=4)) == ["edit_not_granted:mute_audio"]
    shop.grant(POST, "--edits", "mute_audio")
    assert check(shop, "--edit", "mute_audio")["verdict"] == "cleared"


def test_a_template_that_adds_a_logo_needs_that_edit(shop: Shop) -> None:
    branded = shop.root / "templates" / "branded"
    shutil.copytree(TEMPLATES / "creatives" / "credit", branded)
    told = (branded / "template.toml").read_text("utf-8")
    told = told.replace('name = "credit"', 'name = "branded"\nedits = ["logo_overlay"]')
    (branded / "template.toml").write_text(told, "utf-8")
    words = [part.format(post=POST) for part in GRANT]
    words[words.index("standard")] = "technical"
    shop(*words)
    refused = shop("render", "--format", "story", "--template", "branded", "--json", code=4)["refusals"][0]
    reasons = {reason["code"] for spot in refused["placements"] for reason in spot["reasons"]}
    assert reasons == {"edit_not_granted:logo_overlay"}
    shop.grant(POST, "--edits", "logo_overlay")
    made = shop("render", "--format", "story", "--template", "branded", "--json")["creatives"]
    assert len(made) == 1
