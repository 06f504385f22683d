"""What commands say to a person who knows nothing of ids, placements and plurals; documents stay as they are."""

import json
import re
from pathlib import Path

import pytest
from conftest import Shop, collected, photo, sidecar

ANA = "ig:BqvsDleB3lV"
ONLY = (
    "--method dm_yes --purpose paid_social --territory US --from 2026-11-01 --until 2027-05-01 --edits standard "
    "--evidence yes-from-ana.png"
).split()
TERMS = ["--terms", "terms-v3.txt"]


def loose(shop: Shop, *names: str) -> Path:
    """Import photos that no record speaks of."""
    folder = shop.root.parent / "loose"
    folder.mkdir()
    for seed, name in enumerate(names, 60):
        (folder / name).write_bytes(photo(seed=seed))
    shop("import", folder)
    return folder


# --- people ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "@ana",
        "creator:@ana",
        "creator:ana",
        "https://www.instagram.com/ana/",
        "instagram.com/ana?igsh=x",
        "instagram:ana",
    ],
)
def test_show_knows_a_creator_as_it_knows_a_post(shop: Shop, name: str) -> None:
    assert shop("show", name, "--json") == shop("show", "--person", "@ana", "--json")
    shop("show", name)
    assert "@ana on instagram, Ana" in shop.out


def test_the_key_of_a_record_shows_its_creator(shop: Shop) -> None:
    key = shop.grant("@ana")[0]["creator"]
    assert key.startswith("creator:")
    assert shop("show", key, "--json")["person"]["accounts"][0]["handle"] == "ana"


def test_an_unknown_creator_is_told_as_one_and_a_link_of_a_post_stays_one(shop: Shop) -> None:
    shop("show", "@anna", code=2)
    assert "No creator is known as '@anna'." in shop.err
    assert "Did you mean @ana?" in shop.err
    shop("show", "https://www.instagram.com/p/BqvsDleB3lX/", code=2)
    assert "No post is known as" in shop.err
    shop("show", "https://www.instagram.com/nobody.known/", code=2)
    assert "No creator is known as" in shop.err
    shop("show", "https://www.instagram.com/p/BqvsDleB3lV/")
    assert shop.out.startswith(ANA)
    shop("show", "@ana", "--person", "@ana", code=2)


# --- loose photos ------------------------------------------------------------------------------------------------


def test_loose_photos_are_told_apart_by_their_files_names(shop: Shop) -> None:
    loose(shop, "shelf.jpg", "a very long name that a phone or a person gave to it.jpg")
    shop("posts")
    (line,) = [line for line in shop.out.splitlines() if "shelf.jpg" in line]
    assert re.match(r"file:[0-9a-f]{12} \(shelf\.jpg\) +unknown", line)
    assert "(a very long name that a phone…)" in shop.out


def test_the_same_reason_is_said_once_for_all_posts(shop: Shop) -> None:
    loose(shop, "a.jpg", "b.jpg", "c.jpg")
    shop.grant()
    told = shop("render", "--format", "story", "--format", "feed", "--json")
    assert len(told["not_planned"]) == 6
    shop("render", "--format", "story", "--format", "feed")
    assert not re.search("[0-9a-f]{64}", shop.out)
    head, posts, why = shop.out.partition("Not rendered")[2].splitlines()[:3]
    assert head == ", 3:"
    assert posts.startswith("  3 posts without a creator: file:")
    assert [posts.count(name) for name in ("(a.jpg)", "(b.jpg)", "(c.jpg)")] == [1, 1, 1]
    assert why == (
        "      story, feed: No source says who made it, so it cannot be credited. "
        "Import a record that names the creator, or grant it with --licensor NAME."
    )


def test_a_reason_of_one_post_stands_with_it(shop: Shop) -> None:
    loose(shop, "a.jpg")
    shop.grant()
    shop("render", "--format", "story")
    assert re.search(r"\n  file:[0-9a-f]{12} \(a\.jpg\), story: No source says", shop.out)


# --- a run -------------------------------------------------------------------------------------------------------


def test_a_missing_format_is_answered_with_those_that_there_are(shop: Shop) -> None:
    for command in (["render"], ["check", "yes-from-ana.png"]):
        shop(*command, code=2)
        assert "--format" in shop.err
        assert "story, reel" in shop.err
        assert "ugc formats" in shop.err
        assert "'story'" in shop(*command, "--format", "storry", "--json", code=2)["error"]["hint"]


def test_the_folder_is_said_once_and_files_by_their_names(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story", "--format", "feed")
    names = [path.name for path in shop.creatives]
    assert "2 made in out/creatives:" in shop.out
    assert shop.out.count("out/creatives") == 1
    lines = shop.out.splitlines()
    assert [name for name in names if f"  {name}" in lines] == names
    assert "Manifest: manifest.json, in the same folder" in lines
    shop("render", "--format", "story", "--format", "feed")
    assert "Nothing to do: all 2 creatives stand already in out/creatives." in shop.out
    shop("render", "--format", "story")
    assert "Nothing to do: the creative stands already in out/creatives." in shop.out
    shop("render", "--format", "square", "--out", shop.root.parent / "else where", "--dry-run")
    assert f"1 would be made in {shop.root.parent / 'else where'}:" in shop.out


def test_a_placement_is_called_by_its_name(shop: Shop) -> None:
    shop("rights", "grant", ANA, *ONLY, *TERMS, "--channel", "instagram")
    told = shop("render", "--format", "feed", "--json")
    assert told["creatives"][0]["refused"][0]["placement"] == "meta.facebook_feed.image"
    for picture in (shop.root / "out" / "creatives").glob("*"):
        picture.unlink()
    shop("render", "--format", "feed")
    assert "      may not run on Facebook Feed:\n" in shop.out
    assert "channel_not_granted (g-0001): The grant does not cover facebook." in shop.out
    assert "meta." not in shop.out


def test_a_run_that_makes_nothing_still_says_what_was_not_checked(shop: Shop) -> None:
    shop("render", "--format", "story", code=4)
    assert "Nothing was made." in shop.out
    assert "\nNot checked: That the post is still public and unchanged." in shop.out


def test_older_renderings_are_told_of_the_posts_that_were_asked_for(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    shop("render", "--format", "story")
    old = {path.name.split("_")[1]: path.name for path in shop.creatives}
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("#0C121A", "#330000"), "utf-8")
    shop("render", "--format", "story", ANA)
    shop("render", "--format", "story", "ig:Bqvs0000001")
    assert old["Bqvs0000001"] in shop.out
    assert old["BqvsDleB3lV"] not in shop.out


# --- proofs ------------------------------------------------------------------------------------------------------


def test_a_proof_of_a_cleared_post_says_so(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant(ANA)
    told = shop("render", "--format", "story", "--proof", "--json")
    assert [line["valid_until"] for line in told["creatives"]] == [None, None]
    for picture in (shop.root / "out" / "proofs").glob("*"):
        picture.unlink()
    shop("render", "--format", "story", "--proof")
    assert f"      {ANA}, proof; the records allow it until 2027-05-01 under g-0001\n" in shop.out
    assert "      ig:Bqvs0000001, proof, not cleared\n" in shop.out
    assert all(path.name.startswith("PROOF-") for path in (shop.root / "out" / "proofs").glob("*.jpg"))


def test_a_proof_where_no_market_is_set_is_not_cleared(shop: Shop) -> None:
    (shop.root / "ugc.toml").write_text('[brand]\nname = "Sunday Glow"\n', "utf-8")
    shop("render", "--format", "story", "--proof")
    assert "proof, not cleared" in shop.out


# --- asking the records ------------------------------------------------------------------------------------------


def set_words(shop: Shop, **said: str) -> None:
    settings = shop.root / "ugc.toml"
    text = settings.read_text("utf-8")
    for name, words in said.items():
        text = text.replace(f'{name} = ""', f'{name} = "{words}"')
    settings.write_text(text, "utf-8")


def test_a_check_asks_for_the_edits_that_a_render_would_make(shop: Shop) -> None:
    none = [part if part != "standard" else "none" for part in ONLY]
    shop("rights", "grant", ANA, *none, *TERMS, "--channel", "instagram")
    told = shop("rights", "check", ANA, "--json", code=4)
    assert set(told[0]["use"]["edits"]) == {"resize", "crop"}
    assert {reason["code"] for reason in told[0]["reasons"]} >= {"edit_not_granted:crop"}
    shop("render", "--format", "instagram_stories", code=4)
    shop("rights", "check", ANA, code=4)
    assert "with the edits crop, resize (template credit)" in shop.out
    shop("rights", "check", ANA, "--edit", "none")
    assert "2026-12-21, without any edit\n" in shop.out


@pytest.mark.parametrize(
    ("edits", "code", "words"),
    [
        ([], 4, "with the edits crop, resize, text_overlay (template credit)"),
        (
            ["--edit", "technical"],
            0,
            "with the edits crop, format_transcode, reframe, resize, thumbnail, trim",
        ),
        (["--edit", "resize"], 0, "with the edit resize"),
        (["--edit", "none"], 0, "without any edit"),
    ],
)
def test_what_edits_were_asked_about_is_said(shop: Shop, edits: list[str], code: int, words: str) -> None:
    set_words(shop, cta="Shop the serum")
    technical = [part if part != "standard" else "technical" for part in ONLY]
    shop("rights", "grant", ANA, *technical, *TERMS, "--channel", "instagram")
    shop("rights", "check", ANA, *edits, code=code)
    assert f"2026-12-21, {words}\n" in shop.out
    told = shop("rights", "check", ANA, *edits, "--json", code=code)
    unasked = [point for point in told[0]["not_checked"] if point.startswith("Edits")]
    assert unasked == (["Edits: none was asked about."] if edits[-1:] == ["none"] else [])


def test_a_picture_of_another_type_is_transcoded(shop: Shop) -> None:
    folder = shop.root.parent / "png"
    folder.mkdir()
    (folder / "7.png").write_bytes(photo(seed=7, type="PNG"))
    (folder / "7.png.json").write_text(json.dumps(sidecar("Cqvs0000007", extension="png")), "utf-8")
    shop("import", folder)
    told = shop("rights", "check", "ig:Cqvs0000007", "--json", code=4)
    assert set(told[0]["use"]["edits"]) == {"resize", "crop", "format_transcode"}


# --- a grant that cannot count -----------------------------------------------------------------------------------

SHORT = [
    (["--channel", "instagram"], "Note: g-0001 does not count for paid_social yet: terms_hash_missing: "),
    ([*TERMS, "--channel", "instagram"], None),
    (
        [*TERMS, "--channel", "instagram", "--method", "comment_yes"],
        "Note: g-0001 does not count for paid_social yet: weak_consent_for_paid: ",
    ),
    ([*TERMS, "--channel", "instagram", "--method", "implied_tag"], "paid_social yet: no_consent: "),
    (
        [*TERMS, "--channel", "instagram", "--licensee", "Dew"],
        "Note: g-0001 does not count for paid_social yet: licensee_not_granted: It was given to Dew",
    ),
    (
        ["--channel", "instagram", "--purpose", "organic_repost"],
        "Note: g-0001 does not count for paid_social yet: terms_hash_missing: ",
    ),
    (
        ["--channel", "instagram", "--purpose", "ctv_video", "--method", "hashtag_reply"],
        "Note: g-0001 does not count for ctv_video and paid_social yet: weak_consent_for_paid: ",
    ),
]


@pytest.mark.parametrize(("more", "note"), SHORT)
def test_a_grant_that_cannot_count_says_so(shop: Shop, more: list[str], note: str | None) -> None:
    for target in (ANA, "@ana"):
        told = shop("rights", "grant", target, *ONLY, *more, "--dry-run", "--json")
        assert told[0]["id"] == "g-0001"
        assert (note in shop.err) if note else ("Note" not in shop.err)
        assert bool(note) == ("What to do: " in shop.err)


def test_the_very_same_grant_again_says_so(shop: Shop) -> None:
    shop.grant()
    assert "the same" not in shop.err
    shop.grant(ANA, "--until", "2027-05-02")
    assert "the same" not in shop.err
    shop.grant(ANA)
    assert "Note: g-0003 says the same as g-0001." in shop.err
    assert len(shop("show", ANA, "--json")["case"]["grants"]) == 3
    (shop.root / "another-yes.png").write_bytes(b"another")
    shop.grant(ANA, "--evidence", "another-yes.png")
    assert "the same" not in shop.err
    shop("rights", "revoke", "g-0001", "--why", "x")
    shop("rights", "revoke", "g-0003", "--why", "x")
    shop.grant(ANA)
    assert "the same" not in shop.err, "a yes after a revocation is a new one"
