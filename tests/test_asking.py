"""Creators asked and their answers kept: the words, the rotation, what is refused, and the grant that a yes makes."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop, collected

from ugc.errors import UsageError
from ugc.model.dealings import Scope
from ugc.model.posts import Media, Post
from ugc.model.records import Terms
from ugc.model.territories import COUNTRIES
from ugc.model.vocab import CHANNELS, CREDIT_PLACES, EDIT_PROFILES, EDITS, IDENTITIES, PURPOSES
from ugc.resources import TEMPLATES
from ugc.wording import fill
from ugc.workspace import Workspace
from ugc.workspace.asking.spoken import Tongue, scope_in_words, terms_in_words
from ugc.workspace.asking.wordings import wordings

LINK = "https://sundayglow.example/terms-v3"
ASK = ("rights", "request", "--terms", "terms-v3.txt", "--by", "Mo")
LANGUAGES = sorted(path.name for path in (TEMPLATES / "messages").iterdir() if path.is_dir())
NOWHERE = Path("/nonexistent")
USUAL = Scope(
    purposes={"paid_social"},
    channels={"instagram", "facebook"},
    identities={"brand_handle"},
    territories={"US"},
    edits=EDIT_PROFILES["standard"],
    days=180,
)
REPOST = USUAL.model_copy(
    update={"purposes": frozenset({"organic_repost"}), "edits": EDIT_PROFILES["technical"]}
)
SCOPES = [
    USUAL,
    REPOST,
    Scope(
        purposes=set(PURPOSES),
        channels=set(CHANNELS),
        identities=set(IDENTITIES),
        territories={"EEA", "CH", "GB"},
        edits=set(EDITS),
        until="perpetual",
    ),
    USUAL.model_copy(
        update={"edits": frozenset({"crop", "mashup"}), "days": None, "until": date(2027, 6, 1)}
    ),
    USUAL.model_copy(
        update={"edits": frozenset(), "days": 1, "credit": "none", "territories": frozenset({"worldwide"})}
    ),
]
VIDEO = Media(sha256="0" * 64, kind="video", ext="mp4", size=1, width=1, height=1)
POST = Post(
    id="ig:BqvsDleB3lV",
    platform="instagram",
    permalink="https://www.instagram.com/p/BqvsDleB3lV/",
    media=(VIDEO,),
)


def said(language: str, wording: Any, scope: Scope, *, short: bool, creator: str = "ana.runs_daily") -> str:
    """A wording with everything filled in that it may name, by itself."""
    tongue = Tongue.load(NOWHERE, language)
    terms = Terms(url=LINK, sha256="0" * 64)
    values = {
        **scope_in_words(tongue, scope, short=short),
        "creator": creator,
        "brand": "Sunday Glow",
        "brand_handle": "@sundayglow",
        "what": tongue.say("what", "video"),
        "it": tongue.say("it", "one"),
        "posts": [POST.permalink],
        "terms": terms_in_words(tongue, terms, "terms-v3.pdf"),
        "link": LINK,
        "file": "terms-v3.pdf",
        "hashtag": "YesSundayGlow",
        "language": language,
        "asked_on": tongue.day(date(2026, 11, 22)),
    }
    return fill(wording.text, values, where=wording.place)


# --- the wordings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["comment", "dm", "email", "remind-comment", "remind-dm", "remind-email"])
def test_every_wording_says_it_all_whatever_is_asked(language: str, kind: str) -> None:
    short = kind.endswith("comment")
    tongue = Tongue.load(NOWHERE, language)
    for wording in wordings(NOWHERE, language, kind):
        for scope in SCOPES:
            text = said(language, wording, scope, short=short)
            words = scope_in_words(tongue, scope, short=short)
            needed = [
                "term",
                "where",
                *(["uses"] if short else ["purposes", "channels", "changes", "credit", "account"]),
            ]
            assert all(words[name] in text for name in needed), (wording.place, needed)
            assert LINK in text
            assert "@ana.runs_daily" in text
            assert ("#YesSundayGlow" in text) == short
            assert not re.search(r"[{}]|  |\.\.| ,|undefined|None", text), text
            assert text.startswith("Subject: ") == kind.endswith("email")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comment_is_short_enough_and_no_two_are_alike(language: str) -> None:
    found = wordings(NOWHERE, language, "comment")
    assert len(found) >= (8 if language == "en" else 4)
    texts = [said(language, wording, REPOST, short=True) for wording in found]
    assert max(map(len, texts)) < 300
    skeletons = {" ".join(sorted(set(re.findall(r"\w+", wording.text.casefold())))) for wording in found}
    assert len(skeletons) == len(found)


def test_english_comments_that_ask_for_ads_fit_too() -> None:
    lengths = [len(said("en", wording, USUAL, short=True)) for wording in wordings(NOWHERE, "en", "comment")]
    assert max(lengths) < 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_fits_into_a_direct_message(language: str) -> None:
    """Instagram's interface takes 1,000 bytes of text: https://developers.facebook.com/docs/messenger-platform/instagram"""
    for kind in ("dm", "remind-dm"):
        for wording in wordings(NOWHERE, language, kind):
            assert len(said(language, wording, USUAL, short=False).encode()) <= 1000, wording.place


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_english_goes_out_unreviewed(language: str) -> None:
    marks = [w.review for kind in ("comment", "dm", "email") for w in wordings(NOWHERE, language, kind)]
    assert all(mark is None for mark in marks) if language == "en" else all(marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_vocabulary_is_said(language: str) -> None:
    tongue = Tongue.load(NOWHERE, language)
    tables = {
        "purposes": PURPOSES,
        "channels": CHANNELS,
        "identities": IDENTITIES,
        "edits": EDITS,
        "credit": CREDIT_PLACES,
    }
    for table, names in tables.items():
        assert [name for name in names if not tongue.knows(table, name)] == [], table
    places = COUNTRIES if language == "en" else {"US", "GB", "DE", "AT", "CH", "FR", "ES", "IT"}
    assert [place for place in (*places, "EEA", "worldwide") if not tongue.knows("territories", place)] == []


SENTENCES = [  # (language, scope, name, what it reads as)
    ("en", USUAL, "uses", "paid ads on Instagram and Facebook"),
    (
        "en",
        USUAL.model_copy(update={"channels": frozenset({"print", "instagram", "brand_site"})}),
        "channels",
        "on Instagram and our website, in print",
    ),
    (
        "en",
        USUAL.model_copy(update={"territories": frozenset({"US", "GB", "DE"})}),
        "where",
        "in Germany, the UK and the US",
    ),
    ("en", USUAL, "term", "180 days from the day you say yes"),
    ("en", SCOPES[3], "term", "until 1 June 2027"),
    ("en", SCOPES[3], "changes", "cropping and mixing it with other people's posts"),
    ("en", SCOPES[4], "changes", "nothing, we would show it as it is"),
    (
        "de",
        USUAL.model_copy(update={"territories": frozenset({"CH", "DE", "US"})}),
        "where",
        "in Deutschland, den USA und der Schweiz",
    ),
    ("de", SCOPES[3], "term", "bis zum 1. Juni 2027"),
    (
        "es",
        USUAL.model_copy(update={"channels": frozenset({"facebook", "instagram"})}),
        "channels",
        "en Instagram y Facebook",
    ),
    ("es", USUAL.model_copy(update={"territories": frozenset({"ES", "IT"})}), "where", "en España e Italia"),
    (
        "fr",
        USUAL.model_copy(update={"territories": frozenset({"FR", "US", "CA"})}),
        "where",
        "au Canada, aux États-Unis et en France",
    ),
    ("fr", SCOPES[3], "term", "jusqu'au 1er juin 2027"),
]


@pytest.mark.parametrize(("language", "scope", "name", "words"), SENTENCES)
def test_a_scope_reads_as_a_sentence(language: str, scope: Scope, name: str, words: str) -> None:
    assert scope_in_words(Tongue.load(NOWHERE, language), scope, short=False)[name] == words


# --- asking --------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(empty_shop: Shop) -> Shop:
    """A workspace with twelve posts by @ana; their pictures are not on file."""
    codes = ["BqvsDleB3lV", *(f"Bqvs{number:07d}" for number in range(1, 12))]
    rows = [f"https://www.instagram.com/p/{code}/,ana" for code in codes]
    (empty_shop.root / "posts.csv").write_text("\n".join(["url,handle", *rows]), "utf-8")
    empty_shop("import", empty_shop.root / "posts.csv")
    return empty_shop


def posts(shop: Shop) -> list[str]:
    return [post["id"] for post in shop("posts", "--json")]


def ledger(shop: Shop, kind: str = "") -> list[dict[str, Any]]:
    with Workspace.open(shop.root) as here:
        return [entry.body for entry in here.catalog.entries() if kind in ("", entry.kind)]


def day(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days pass since 22 November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1795348800 + days * 86_400))


def test_a_question_is_printed_recorded_and_nothing_else(shop: Shop) -> None:
    told = shop(*ASK, "ig:BqvsDleB3lV", "--terms", LINK, "--json")
    (asked,) = told["requests"]
    assert asked["terms"]["url"] == LINK
    assert asked["terms"]["version"] == "terms-v3"
    shown = hashlib.sha256((shop.root / "terms-v3.txt").read_bytes()).hexdigest()
    assert asked["terms"]["sha256"] == shown
    (proof,) = ledger(shop, "evidence")
    assert (proof["kind"], proof["sha256"]) == ("terms_snapshot", shown)
    assert ledger(shop, "request") == [asked]
    assert (told["left_out"], told["files"], told["notes"]) == ([], [], [])
    assert asked["message"].startswith("Hi @ana, this is Sunday Glow.")
    assert not (shop.root / "out").exists()


def test_the_message_alone_is_on_stdout(shop: Shop) -> None:
    out = shop(*ASK, "ig:BqvsDleB3lV")
    assert out.strip() == ledger(shop, "request")[0]["message"]
    assert "Nothing was sent" in shop.err


def test_the_same_terms_are_kept_once(many: Shop) -> None:
    first, second, *_ = posts(many)
    many(*ASK, first)
    many(*ASK, second)
    assert len(ledger(many, "evidence")) == 1


def test_comments_go_one_by_one_and_messages_by_creator(many: Shop) -> None:
    every = posts(many)
    repost = ("--purpose", "organic_repost", "--channel", "instagram", "--edits", "technical")
    told = many(*ASK, *every, "--via", "comment", "--terms", LINK, *repost, "--json")
    assert [len(each["posts"]) for each in told["requests"]] == [1] * 12
    wordings_used = [each["wording"] for each in told["requests"]]
    assert wordings_used == [*(f"comment-{n}" for n in range(1, 11)), "comment-1", "comment-2"]
    assert len({each["message"] for each in told["requests"][:10]}) == 10
    for path, each in zip(told["files"], told["requests"], strict=True):
        assert Path(path).read_text("utf-8") == each["message"] + "\n"
    dm = many(*ASK, *every, "--json")
    (asked,) = dm["requests"]
    assert sorted(asked["posts"]) == sorted(every)
    assert all(
        f"https://www.instagram.com/p/{name.removeprefix('ig:')}/" in asked["message"] for name in every
    )


def test_the_next_wording_is_the_one_after_the_last_in_the_ledger(many: Shop) -> None:
    seen = [many(*ASK, name, "--json")["requests"][0]["wording"] for name in posts(many)[:7]]
    assert seen == ["dm-1", "dm-2", "dm-3", "dm-4", "dm-5", "dm-1", "dm-2"]
    mail = many(*ASK, posts(many)[7], "--via", "email", "--json")["requests"][0]
    assert mail["wording"] == "email-1"  # each way has a rotation of its own
    assert mail["message"].startswith("Subject: ")


def test_a_rehearsal_leaves_nothing(many: Shop) -> None:
    before = ledger(many)
    told = many(*ASK, *posts(many)[:3], "--via", "comment", "--terms", LINK, "--dry-run", "--json")
    assert len(told["requests"]) == 3
    assert ledger(many) == before
    assert not (many.root / "out").exists()
    assert not list((many.root / ".ugc" / "evidence").rglob("*.txt"))


def test_everything_of_a_creator_is_asked_by_message_only(shop: Shop) -> None:
    shop(*ASK, "@ana", "--via", "comment", "--terms", LINK, code=2)
    assert "A comment stands under one post" in shop.err
    told = shop(*ASK, "@ana", "--json")["requests"][0]
    assert told["posts"] == []
    assert told["creator"].startswith("creator:")
    assert "All of your public posts" in told["message"]


REFUSED: list[tuple[list[str], str]] = [
    (["--via", "carrier-pigeon"], "Way of asking 'carrier-pigeon' is not known."),
    (["--purpose", "paid"], "Did you mean 'paid_social'?"),
    (["--channel", "insta"], "Did you mean 'instagram'?"),
    (["--territory", "UK"], "did you mean GB?"),
    (["--edits", "standart"], "Did you mean 'standard'?"),
    (["--language", "tlh"], "Language 'tlh' is not known."),
    (["--language", "../en"], "is not known"),
    (["--days", "0"], "it would run for no day"),
    (["--days", "30", "--until", "2027-01-01"], "How long is said twice"),
    (["--until", "2026-11-21"], "2026-11-21 is over"),
    (["--until", "01/12/2026"], "It could be 2026-12-01 or 2026-01-12"),
    (["--until", "1 Dec 2026"], "Write it as 2026-12-01"),
    (["--until", "2026-13-01"], "There is no month 13"),
    (["--until", "2026-02-30"], "February 2026 has 28 days"),
    (["--hashtag", "yes please"], "is not a hashtag"),
    (["--via", "comment"], "A comment can only point to the terms"),
    (["--via", "comment", "--terms", "ftp://x/terms"], "is not a web address"),
    (["--terms", "lost.pdf"], "is not a file"),
    (["--via", "comment", "--terms", f"{LINK}?{'x' * 200}"], "A comment may have 300 characters"),
    (["--remind"], "A reminder repeats what was asked"),
]


def test_what_makes_no_sense_records_nothing(shop: Shop) -> None:
    before = ledger(shop)
    for options, words in REFUSED:
        shop(*ASK, "ig:BqvsDleB3lV", *options, code=3 if "lost.pdf" in options else 2)
        assert words in shop.err, options
        assert ledger(shop) == before, options


def test_the_settings_say_what_is_usual(shop: Shop) -> None:
    text = (shop.root / "ugc.toml").read_text("utf-8")
    usual = {
        'via = "dm"': 'via = "email"',
        "days = 180": "days = 90",
        "terms = []": f'terms = ["terms-v3.txt", "{LINK}"]',
        'purposes = ["paid_social"]': 'purposes = ["paid_social", "onsite"]',
        'credit = "on_media"': 'credit = "caption"',
    }
    for old, new in usual.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    (shop.root / "ugc.toml").write_text(text, "utf-8")
    (asked,) = shop("rights", "request", "ig:BqvsDleB3lV", "--by", "Mo", "--json")["requests"]
    assert asked["via"] == "email"
    assert asked["asked"]["days"] == 90
    assert asked["asked"]["purposes"] == ["onsite", "paid_social"]
    assert asked["asked"]["credit"] == "caption"
    assert asked["terms"]["url"] == LINK
    assert len(asked["terms"]["sha256"]) == 64


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--via", "comment", "--terms", LINK], "weak_consent_for_paid"),
        (["--via", "comment", "--terms", LINK], "Ask with --via dm"),
        (["--identity", "creator_handle"], "needs the purpose allowlisting"),
        (["--via", "comment", "--terms", LINK, "--purpose", "organic_repost"], None),
        ([], None),
    ],
)
def test_what_a_yes_could_not_clear_is_said_before_it_is_asked(
    shop: Shop, options: list[str], words: str | None
) -> None:
    shop(*ASK, "ig:BqvsDleB3lV", *options)
    assert words in shop.err if words else "Note:" not in shop.err


def test_without_the_document_a_yes_to_ads_would_not_count(shop: Shop) -> None:
    shop("rights", "request", "ig:BqvsDleB3lV", "--terms", LINK, "--by", "Mo")
    assert "terms_hash_missing" in shop.err


def test_a_wording_that_is_not_reviewed_is_said(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV", "--language", "de")
    assert "templates/messages/de/dm-1.j2 is marked for review" in shop.err


# --- asked already, allowed already, declined ---------------------------------------------------------------------


def left_out(shop: Shop, *options: str, code: int = 4) -> tuple[str, str]:
    told = shop(*ASK, "ig:BqvsDleB3lV", *options, "--json", code=code)
    (item,) = told["left_out"]
    return item["code"], item["why"]


def test_an_open_question_is_not_put_twice(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV")
    assert left_out(shop) == (
        "asked_already",
        "@ana was asked for this on 22 November 2026 (q-0001) and has not answered.",
    )
    told = shop(*ASK, "ig:BqvsDleB3lV", "--channel", "tiktok", "--json")
    assert told["requests"][0]["id"] == "q-0002", "another question is another matter"


def test_what_is_allowed_already_is_not_asked(shop: Shop) -> None:
    shop.grant()  # paid ads on Instagram and Facebook in the US until 1 May 2027
    assert left_out(shop, "--days", "30") == (
        "allowed_already",
        "all of this is allowed already, until 1 May 2027, under g-0001.",
    )
    shop(*ASK, "ig:BqvsDleB3lV", "--until", "2027-05-02", "--dry-run")
    shop(*ASK, "ig:BqvsDleB3lV", "--territory", "CA", "--days", "30", "--dry-run")


def test_a_no_is_not_asked_again_unless_it_is_said(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV")
    shop("rights", "reply", "q-0001", "--no", "--words", "no thanks", "--by", "Mo")
    assert left_out(shop)[0] == "declined"
    assert left_out(shop, "--channel", "tiktok")[0] == "declined", "nor for something else"
    assert shop(*ASK, "ig:BqvsDleB3lV", "--again", "--json")["requests"]


def test_in_a_batch_the_others_are_asked(many: Shop) -> None:
    first, second, *_ = posts(many)
    many(*ASK, first)
    told = many(*ASK, first, second, "--json")
    assert [each["posts"] for each in told["requests"]] == [[second]]
    assert [item["target"] for item in told["left_out"]] == [first]


def test_nobody_is_asked_for_a_post_without_an_author(empty_shop: Shop, tmp_path: Path) -> None:
    from conftest import photo

    (tmp_path / "loose.jpg").write_bytes(photo(seed=5))
    empty_shop("import", tmp_path / "loose.jpg")
    (name,) = posts(empty_shop)
    told = empty_shop(*ASK, name, "--json", code=4)
    assert told["left_out"][0]["code"] == "author_unknown"


# --- reminders -----------------------------------------------------------------------------------------------------


def test_a_reminder_repeats_the_question_and_the_terms_that_were_shown(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop(*ASK, "ig:BqvsDleB3lV", "--days", "90")
    (shop.root / "terms-v3.txt").write_text("You give us everything.\n", "utf-8")
    day(monkeypatch, 6)
    told = shop("rights", "request", "ig:BqvsDleB3lV", "--remind", "--by", "Mo", "--json")
    (again,) = told["requests"]
    first = ledger(shop, "request")[0]
    assert again["reminds"] == "q-0001"
    assert (again["asked"], again["terms"]) == (first["asked"], first["terms"])
    assert again["wording"] == "remind-dm-1"
    assert "22 November 2026" in again["message"]
    assert "terms-v3.txt" in again["message"]
    kept = re.search(r"kept as (\S+)\.$", told["notes"][-1])
    assert kept
    assert Path(kept[1]).read_text("utf-8") == "You let Sunday Glow use your post.\n"


def test_what_is_not_open_is_not_reminded_of(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def why(*targets: str) -> str:
        told = shop("rights", "request", *targets, "--remind", "--by", "Mo", "--json", code=4)
        return str(told["left_out"][0]["code"])

    assert why("ig:BqvsDleB3lV") == "not_asked"
    shop(*ASK, "ig:BqvsDleB3lV")
    assert why("q-0001") == "reminded_today"
    shop("rights", "reply", "q-0001", "--no", "--by", "Mo")
    day(monkeypatch, 9)
    assert why("@ana") == "answered"
    shop("rights", "request", "--remind", "--by", "Mo")
    assert shop.out.strip() == "No reminder is due."
    shop("rights", "request", "q-0009", "--remind", "--by", "Mo", code=2)
    assert "There is no request q-0009" in shop.err


def test_reminders_of_all_that_are_due(many: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third, *_ = posts(many)
    many(*ASK, first)
    many(*ASK, second, "--via", "comment", "--terms", LINK)
    day(monkeypatch, 3)
    many(*ASK, third)
    day(monkeypatch, 5)  # five days after the first two, two after the third
    told = many("rights", "request", "--remind", "--by", "Mo", "--json")
    assert [each["reminds"] for each in told["requests"]] == ["q-0001", "q-0002"]
    assert [each["wording"] for each in told["requests"]] == ["remind-dm-1", "remind-comment-1"]
    assert len(told["files"]) == 2


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_yes_makes_the_grant_that_was_asked_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop(
        *ASK,
        "ig:BqvsDleB3lV",
        "--terms",
        LINK,
        "--days",
        "90",
        "--credit",
        "caption",
        "--channel",
        "instagram",
    )
    asked = ledger(shop, "request")[0]
    (shop.root / "terms-v3.txt").write_text("You give us everything.\n", "utf-8")
    day(monkeypatch, 10)
    told = shop(
        *(
            "rights reply ig:BqvsDleB3lV --yes --evidence yes-from-ana.png --on 2026-11-30 --by Mo --json".split()
        )
    )
    grant = told["grant"]
    # 30 November is the first of 90 days: 1 in November, 31, 31 and 27 days follow
    assert (grant["start"], grant["end"], grant["end_basis"]) == ("2026-11-30", "2027-02-27", "fixed")
    assert grant["terms"] == asked["terms"], "what was shown, not what lies there now"
    assert grant["credit"]["required"] == "caption"
    assert grant["request"] == "q-0001"
    assert grant["method"] == "dm_yes"
    assert grant["evidence"] == [told["evidence"][0]["id"]]
    assert grant["edits"] == sorted(EDIT_PROFILES["standard"])
    assert told["reply"]["grant"] == grant["id"]
    shop("rights", "check", "ig:BqvsDleB3lV", "--flight", "2026-11-30..2027-02-27")
    shop("rights", "check", "ig:BqvsDleB3lV", "--flight", "2026-11-30..2027-02-28", code=4)
    assert "expired" in shop.out
    with Workspace.open(shop.root) as here:
        case = here.case("ig:BqvsDleB3lV")
    assert [item.id for item in case.grants] == ["g-0001"]
    assert case.requests == ()


METHODS = [  # (how it was asked, what they wrote, how that is taken)
    ("comment", "#YesSundayGlow", "hashtag_reply"),
    ("comment", "@sundayglow #yessundayglow", "hashtag_reply"),
    ("comment", "Sure! #YesSundayGlow", "comment_yes"),
    ("comment", "yes of course", "comment_yes"),
    ("dm", "#YesSundayGlow", "dm_yes"),
    ("email", "Yes, I agree", "dm_yes"),
]


@pytest.mark.parametrize(("via", "words", "method"), METHODS)
def test_how_a_yes_is_taken(shop: Shop, via: str, words: str, method: str) -> None:
    shop(*ASK, "ig:BqvsDleB3lV", "--via", via, "--terms", LINK)
    told = shop(
        "rights",
        "reply",
        "q-0001",
        "--yes",
        "--evidence",
        "yes-from-ana.png",
        "--words",
        words,
        "--by",
        "Mo",
        "--json",
    )
    assert told["grant"]["method"] == method


def test_a_yes_that_does_not_count_is_said_at_once(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV", "--via", "comment", "--terms", LINK)
    shop(
        "rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", "--words", "yes", "--by", "Mo"
    )
    assert "does not count for paid_social yet: weak_consent_for_paid" in shop.err


NARROWER: list[tuple[list[str], dict[str, Any]]] = [
    (["--channel", "instagram"], {"channels": ["instagram"]}),
    (["--until", "2026-12-24"], {"end": "2026-12-24"}),
    (["--days", "10"], {"end": "2026-12-01"}),
    (["--edits", "crop", "--edits", "resize"], {"edits": ["crop", "resize"]}),
    (["--territory", "AT"], {"territories": ["AT"]}),
    (["--identity", "brand_handle"], {"identities": ["brand_handle"]}),
]
WIDER: list[tuple[list[str], str]] = [
    (["--channel", "tiktok"], "They were not asked for tiktok."),
    (["--purpose", "broadcast"], "They were not asked for broadcast."),
    (["--until", "2027-05-21"], "They were not asked for after 2027-05-20."),
    (["--until", "perpetual"], "They were not asked for after 2027-05-20."),
    (["--days", "181"], "after 2027-05-20"),
    (["--edits", "full"], "They were not asked for background_replace"),
    (["--territory", "US"], "They were not asked for US."),
    (["--identity", "third_party_handle"], "They were not asked for third_party_handle."),
]


def wide(shop: Shop) -> None:
    """Ask for 180 days in the EEA, from both accounts."""
    shop(
        *ASK,
        "ig:BqvsDleB3lV",
        "--territory",
        "EEA",
        "--identity",
        "both",
        "--purpose",
        "paid_social",
        "--purpose",
        "allowlisting",
    )


def test_an_answer_may_allow_less(shop: Shop) -> None:
    wide(shop)
    yes = ("rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo", "--json")
    for options, fields in NARROWER:
        told = shop(*yes, *options, "--dry-run")
        assert {name: told["grant"][name] for name in fields} == fields, options


def test_an_answer_may_not_allow_more(shop: Shop) -> None:
    wide(shop)
    before = ledger(shop)
    for options, words in WIDER:
        shop("rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", *options, code=2)
        assert words in shop.err, options
        assert "ugc rights grant" in shop.err, options
        assert ledger(shop) == before, options


BAD_REPLIES: list[tuple[list[str], str]] = [
    (["q-0001", "--yes"], "A yes needs evidence."),
    (["q-0001"], "Say --yes or --no."),
    (["q-0001", "--yes", "--no"], "Say --yes or --no."),
    (["q-0002", "--yes", "--evidence", "yes-from-ana.png"], "There is no request q-0002"),
    (["@bo", "--no"], "No creator is known as '@bo'"),
    (["ig:Bqvs0000001", "--no"], "answers no request: nobody was asked for it."),
    (
        ["q-0001", "--yes", "--evidence", "yes-from-ana.png", "--on", "2026-11-21"],
        "before q-0001 was asked on 2026-11-22",
    ),
    (["q-0001", "--yes", "--evidence", "yes-from-ana.png", "--on", "2026-11-23"], "is still to come"),
    (["q-0001", "--yes", "--evidence", "yes-from-ana.png", "--on", "22/11/2026"], "Write it as 2026-11-22"),
    (["q-0001", "--yes", "--evidence", "yes-from-ana.png", "--method", "dm"], "Did you mean 'dm_yes'?"),
    (
        ["q-0001", "--yes", "--evidence", "yes-from-ana.png", "--capacity", "agent"],
        "Who answered for them is not said.",
    ),
    (["q-0001", "--no", "--channel", "instagram"], "A no allows nothing"),
]


def test_a_reply_that_cannot_be_records_nothing(many: Shop) -> None:
    many(*ASK, "ig:BqvsDleB3lV")
    before = ledger(many)
    for arguments, words in BAD_REPLIES:
        many("rights", "reply", *arguments, "--by", "Mo", code=2)
        assert words in many.err, arguments
        assert ledger(many) == before, arguments


def test_a_reply_that_matches_nothing_lists_what_is_open(many: Shop) -> None:
    many(*ASK, "ig:BqvsDleB3lV")
    many("rights", "reply", "ig:Bqvs0000001", "--no", "--by", "Mo", code=2)
    assert "Open are q-0001 (@ana, ig:BqvsDleB3lV)." in many.err


def test_a_rehearsed_reply_leaves_nothing(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV")
    before = ledger(shop)
    shop("rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo", "--dry-run")
    assert "Would record g-0001" in shop.out
    assert ledger(shop) == before
    shop("rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo")


def test_posts_of_one_question_can_be_answered_one_by_one(many: Shop) -> None:
    first, second, third, *_ = posts(many)
    many(*ASK, first, second, third)
    yes = ("--evidence", "yes-from-ana.png", "--by", "Mo", "--json")
    told = many("rights", "reply", second, "--yes", *yes)
    assert told["grant"]["posts"] == [second]
    assert told["reply"]["posts"] == [second]
    many("rights", "reply", second, "--no", "--by", "Mo", code=2)
    assert "answered already: yes" in many.err
    many("rights", "reply", first, "--no", "--by", "Mo")
    rest = many("rights", "reply", "q-0001", "--yes", *yes)
    assert rest["grant"]["posts"] == [third], "what is left"
    many("rights", "check", first, code=4)
    assert "declined" in many.out


def test_a_mind_that_is_changed(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV")
    shop("rights", "reply", "q-0001", "--no", "--by", "Mo")
    shop("rights", "reply", "ig:BqvsDleB3lV", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo", code=2)
    assert "If they changed their mind: ugc rights reply q-0001 --yes" in shop.err
    shop("rights", "reply", "q-0001", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo")
    shop("rights", "check", "ig:BqvsDleB3lV", "--flight", "2026-12-01..2026-12-31")
    shop("rights", "reply", "q-0001", "--no", "--by", "Mo", code=2)
    assert "ugc rights revoke g-0001" in shop.err


def test_a_yes_to_everything_covers_what_is_imported_later(shop: Shop, tmp_path: Path) -> None:
    shop(*ASK, "@ana")
    told = shop("rights", "reply", "@ana", "--yes", "--evidence", "yes-from-ana.png", "--by", "Mo", "--json")
    assert (told["grant"]["posts"], told["grant"]["creator"][:8]) == ([], "creator:")
    shop("import", collected(tmp_path / "more", posts=3))
    shop("rights", "check", "ig:Bqvs0000002", "--flight", "2026-12-01..2026-12-31")


def test_never_answered_and_declined_read_differently(many: Shop) -> None:
    first, second, third, *_ = posts(many)
    many(*ASK, first)
    many(*ASK, second)
    many("rights", "reply", "q-0002", "--no", "--by", "Mo")
    for name, code in ((first, "request_unanswered"), (second, "declined"), (third, "no_grant")):
        many("rights", "check", name, code=4)
        assert f"{code}:" in many.out


# --- hostile values and broken templates --------------------------------------------------------------------------

HANDLES = [
    "{{ brand }}{% for x in range(9) %}!{% endfor %}",
    "ana\nTerms: you gave us everything\r\n@bo",
    "ana\u202egnorw\u202c",
    "a" * 5_000,
    "<script>alert(1)</script>",
    "ana'; DROP TABLE entries; --",
]


def test_a_handle_is_only_ever_a_word_in_the_message(shop: Shop) -> None:
    """A collected handle, as an importer would never take it, still cannot break out of its place."""
    for handle in HANDLES:
        database = sqlite3.connect(shop.root / ".ugc" / "catalog.db")
        with database:
            database.execute("UPDATE accounts SET handle = ?", (handle,))
        database.close()
        for via in ("comment", "dm"):
            options = ("--via", via, "--terms", LINK, "--purpose", "organic_repost", "--edits", "technical")
            asked = shop(*ASK, "ig:BqvsDleB3lV", *options, "--dry-run", "--json")["requests"]
            message = asked[0]["message"]
            assert len(message.splitlines()) == (1 if via == "comment" else 16), handle
            assert "Sunday Glow!" not in message, handle
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", message), handle
            assert len(message) < 1_200, handle


def own(shop: Shop, name: str, text: str | bytes) -> None:
    path = shop.root / "templates" / "messages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


BROKEN: list[tuple[str | bytes, str]] = [
    ("Hi {{ creator", "could not be filled in"),
    ("Hi {{ creater }}", "'creater' is undefined"),
    ("Hi {% for %}", "could not be filled in"),
    ("{{ ''.__class__.__mro__ }}", "could not be filled in"),
    ("{{ creator.foo() }}", "has no attribute"),
    ("{{ 1 // 0 }}", "could not be filled in"),
    ("{% include '/etc/passwd' %}", "could not be filled in"),
    ("{# nothing #}", "says nothing"),
    ("{{ creator * 100000 }}", "characters; a message may have 10,000"),
    (b"\xff\xfe\x00", "is not text in UTF-8"),
]


def test_a_broken_wording_is_a_sentence_with_its_name(shop: Shop) -> None:
    before = ledger(shop)
    for text, words in BROKEN:
        own(shop, "en/dm-1.j2", text)
        shop(*ASK, "ig:BqvsDleB3lV", code=3 if isinstance(text, bytes) else 2)
        assert "messages/en/dm-1.j2" in shop.err, text
        assert words in shop.err, text
        assert ledger(shop) == before, text


def test_the_workspaces_own_wordings_are_used_alone(many: Shop) -> None:
    own(many, "en/dm-2.j2", "Ahoy @{{ creator }}: {{ uses }}?")
    own(many, "en/dm-10.j2", "Hey @{{ creator }}: {{ uses }}?")
    names = [many(*ASK, name, "--json")["requests"][0]["message"][:4] for name in posts(many)[:3]]
    assert names == ["Ahoy", "Hey ", "Ahoy"]
    own(many, "en/words.toml", '[purposes]\npaid_social = "ads that we pay for"\n')
    assert (
        "ads that we pay for on Instagram" in many(*ASK, posts(many)[3], "--json")["requests"][0]["message"]
    )
    own(many, "en/words.toml", "[purposes\n")
    many(*ASK, posts(many)[4], code=2)
    assert "words.toml is not valid TOML" in many.err


def test_a_language_of_ones_own(shop: Shop) -> None:
    own(shop, "nl/dm-1.j2", "Hoi @{{ creator }}, mogen we {{ posts[0] }} gebruiken?")
    shop(*ASK, "ig:BqvsDleB3lV", "--language", "nl", code=2)
    assert "templates/messages/nl/words.toml" in shop.err
    english = (TEMPLATES / "messages" / "en" / "words.toml").read_text("utf-8")
    own(shop, "nl/words.toml", english)
    told = shop(*ASK, "ig:BqvsDleB3lV", "--language", "nl", "--json")["requests"][0]
    assert told["message"].startswith(
        "Hoi @ana, mogen we https://www.instagram.com/p/BqvsDleB3lV/ gebruiken?"
    )


def test_few_own_wordings_for_many_comments_are_said(many: Shop) -> None:
    own(many, "en/comment-1.j2", "@{{ creator }} OK? {{ link }} #{{ hashtag }}")
    many(*ASK, *posts(many)[:3], "--via", "comment", "--terms", LINK)
    assert "There is only 1 wording for comments" in many.err


def test_a_comment_holds_nothing_that_is_not_public(shop: Shop) -> None:
    """No fee, no name of a person, no path: what strangers may read is the scope, the handle and the link."""
    shop(*ASK[:-1], "Monika Mustermann", "ig:BqvsDleB3lV", "--via", "comment", "--terms", LINK)
    message = ledger(shop, "request")[0]["message"]
    for private in (
        "Monika",
        "Mustermann",
        "terms-v3.txt",
        str(shop.root),
        "creator:",
        "178414",
        "fee",
        "$",
        "€",
    ):
        assert private not in message


def test_requests_are_erased_with_the_person(shop: Shop) -> None:
    shop(*ASK, "ig:BqvsDleB3lV")
    shop("rights", "reply", "q-0001", "--no", "--words", "ana says no", "--by", "Mo")
    shop("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    left = json.dumps([entry for entry in ledger(shop) if "reminds" in entry or "answer" in entry])
    assert "ana says no" not in left
    assert "Hi @ana" not in left
    shop("rights", "due")
    assert "Nothing is due" in shop.out


def test_the_python_api_asks_and_answers(shop: Shop) -> None:
    from conftest import NOON

    from ugc.workspace.asking.replies import ReplyForm
    from ugc.workspace.asking.requests import RequestForm

    with Workspace.open(shop.root) as here:
        asked = here.records.request(
            RequestForm(targets=("ig:BqvsDleB3lV",), terms=(str(shop.root / "terms-v3.txt"),), by="Mo"),
            at=NOON,
        )
        answered = here.records.reply(
            ReplyForm(
                target=asked.requests[0].id, yes=True, evidence=(shop.root / "yes-from-ana.png",), by="Mo"
            ),
            at=NOON,
        )
        assert answered.grant is not None
        assert answered.grant.request == "q-0001"
        with pytest.raises(UsageError):
            here.records.reply(ReplyForm(target="q-0001", yes=False, by="Mo"), at=NOON)


def paths() -> Iterator[Path]:
    yield from sorted((TEMPLATES / "messages").rglob("*.j2"))


@pytest.mark.parametrize("path", list(paths()), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_wording_promises_or_takes_too_much(path: Path) -> None:
    text = path.read_text("utf-8").casefold()
    for trick in (
        "in perpetuity",
        "by replying you",
        "any media",
        "irrevocabl",
        "free of charge",
        "you agree that",
    ):
        assert trick not in text
