"""The label that says a creative is an ad: when it is asked for, in which words, and whether it can be read."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from test_rights import CASES, USES, a_case, a_grant, a_use, codes

from ugc import config
from ugc.errors import UsageError
from ugc.formats import check, load
from ugc.model.dealings import Disclosure, Running
from ugc.model.disclosing import DisclosurePolicy
from ugc.model.formats import Box
from ugc.model.layout import Placed
from ugc.model.measuring import as_measured
from ugc.model.records import Compensation
from ugc.model.rights import Case, Cleared, Policy
from ugc.model.vocab import MATERIAL_CONNECTIONS
from ugc.rights import clear
from ugc.rights.wordings import market_rows, takes, wording

POST = "ig:BqvsDleB3lV"
QUOTE = ("--template", "quote", "--text", "quote=It wakes me up better than coffee.")
PLATFORM = "That the platform's own label for such an ad is set: words on the picture do not stand in for it."


# --- the table --------------------------------------------------------------------------------------------------------


def test_every_row_says_where_it_is_from_and_what_is_not_stated() -> None:
    assert set(market_rows()) == {"US", "GB", "DE", "AT", "FR", "IT", "ES"}
    for row in market_rows().values():
        assert row.checked >= date(2026, 11, 1)
        assert row.size and row.place and row.duration, row.id
        assert row.languages[0] in row.labels, row.id
        assert not {words.casefold() for words in row.refuses} & {
            words.casefold() for each in row.labels.values() for words in each
        }, row.id


WORDINGS: list[tuple[str, set[str], str, dict[str, str], str | None]] = [
    ("the ASA prefers it, and the FTC prescribes none", {"US", "GB"}, "en", {}, "Ad"),
    ("a region of the language changes nothing", {"GB"}, "en-GB", {}, "Ad"),
    ("the media authorities recommend it", {"DE"}, "de", {}, "Anzeige"),
    ("one word for the countries of a language", {"DE", "AT"}, "de", {}, "Anzeige"),
    ("Germany's authorities cannot recommend the English word", {"DE"}, "en", {}, "Anzeige"),
    ("loi 2023-451", {"FR"}, "fr", {}, "Publicité"),
    ("its own language where it does not read the copy's", {"FR"}, "de", {}, "Publicité"),
    ("the chart takes English words too", {"IT"}, "en", {}, "Advertising"),
    ("the code of 2025", {"ES"}, "es", {}, "Publicidad"),
    ("no table knows Canada: the words of the copy's language", {"CA"}, "fr", {}, "Publicité"),
    ("a market that no table knows goes with one that is known", {"US", "CA"}, "en", {}, "Ad"),
    ("no word serves both", {"US", "DE"}, "en", {}, None),
    ("no word serves both", {"FR", "DE"}, "fr", {}, None),
    ("Spanish is read there, and no Spanish words are on file for it", {"US"}, "es", {}, None),
    ("no words in Japanese are on file", {"JP"}, "ja", {}, None),
    ("the brand's own", {"JP"}, "ja", {"ja": "広告"}, "広告"),
    ("the brand's own, for every region of the language", {"BR"}, "pt-BR", {"pt": "Publicidade"}, "Publicidade"),
    ("the region's own before those of the language", {"BR"}, "pt-BR", {"pt": "Anúncio", "pt-BR": "Publi"}, "Publi"),
    ("the brand's own before the table's", {"GB"}, "en", {"en": "Advert"}, "Advert"),
    ("own words in a language that is not read there change nothing", {"DE"}, "en", {"en": "Ad"}, "Anzeige"),
    ("own words in the market's language", {"DE"}, "en", {"de": "Werbung"}, "Werbung"),
    ("one label in both languages", {"US", "DE"}, "en", dict.fromkeys(("en", "de"), "Anzeige / Ad"), "Anzeige / Ad"),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "markets", "language", "own", "expected"), WORDINGS)
def test_which_words_serve_which_markets(
    reason: str, markets: set[str], language: str, own: dict[str, str], expected: str | None
) -> None:
    found = wording(markets, language, own)
    assert found.text == expected, reason
    assert (found.lacking is None) == (expected is not None)


def test_what_is_lacking_is_said_with_what_to_do() -> None:
    differ = wording({"US", "DE"}, "en", {}).lacking or ""
    assert "DE “Anzeige”, US “Ad”" in differ and "--market" in differ
    none = wording({"JP", "US"}, "ja", {}).lacking or ""
    assert "'ja' for JP" in none and "[rights.disclosure]" in none
    assert "US" not in none  # where Japanese is not read, the market's own words are on file


@given(
    st.sets(st.sampled_from([*market_rows(), "CA", "JP", "CH"]), min_size=1),
    st.sampled_from(["en", "de", "fr", "it", "es", "ja", "pt-BR"]),
    st.dictionaries(st.sampled_from(["en", "de", "ja"]), st.sampled_from(["Ad", "Anzeige", "広告"])),
)
def test_no_label_is_chosen_that_a_market_is_known_not_to_take(
    markets: set[str], language: str, own: dict[str, str]
) -> None:
    text = wording(markets, language, own).text
    assert text is None or all(takes(market, text, own) is not False for market in markets)


TAKEN: list[tuple[str, str, bool | None]] = [
    ("DE", "Anzeige", True),
    ("DE", "WERBUNG", True),
    ("DE", "Ad", False),
    ("FR", "Anzeige", False),
    ("FR", "Publi", False),
    ("ES", "Colab", False),
    ("US", "Paid partnership with Sunday Glow", None),
    ("CA", "Anzeige", None),
]


@pytest.mark.parametrize(("market", "text", "expected"), TAKEN)
def test_what_is_known_of_words(market: str, text: str, expected: bool | None) -> None:
    assert takes(market, text, {}) is expected


# --- when it is asked for ---------------------------------------------------------------------------------------------

CONNECTED = {"material_connection": "paid"}
FREE = {"material_connection": "none"}
FEE = {"compensation": Compensation(kind="fee")}
ASKED: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], bool]] = [
    # reason, grant, use, policy, whether a label is asked for
    ("paid-for ads from the brand's account carry the platform's label", {}, {}, {}, False),
    ("from a creator's account it looks editorial", {}, {"identity": "creator_handle"}, {}, True),
    ("so it does from both accounts together", {}, {"identity": "both"}, {}, True),
    ("16 CFR 255.5: payment", CONNECTED, {}, {}, True),
    ("a fee is a payment, whatever the connection was said to be", FEE, {}, {}, True),
    ("what was given to another brand's creator is not this brand's", CONNECTED | {"licensee": "Other"}, {}, {}, False),
    ("what was given stays given when the grant has ended", CONNECTED | {"end": date(2026, 11, 2)}, {}, {}, True),
    ("an organic repost is an endorsement too", CONNECTED, {"purpose": "organic_repost"}, {}, True),
    ("nobody outside sees it", CONNECTED, {"purpose": "internal"}, {"show": "always"}, False),
    ("the brand wants it in every case", FREE, {}, {"show": "always"}, True),
    ("the brand wants it never", CONNECTED, {"identity": "creator_handle"}, {"show": "never"}, False),
    ("a market's own answer", {}, {"territories": {"DE"}}, {"markets": {"DE": "always"}}, True),
    ("is for that market", {}, {"territories": {"US"}}, {"markets": {"DE": "always"}}, False),
    ("one market of several suffices", {}, {"territories": {"DE", "US"}}, {"markets": {"DE": "always"}}, True),
    ("a market that wants none lets the others be", CONNECTED, {"territories": {"DE", "US"}},
     {"markets": {"DE": "never"}}, True),
    ("only the account", CONNECTED, {}, {"needed_in": {"creator_handle"}}, False),
    ("only the connection", {}, {"identity": "creator_handle"}, {"needed_in": {"connection"}}, False),
    ("silence, where the brand is careful", {}, {}, {"needed_in": {"unknown_connection"}}, True),
    ("silence ends with a word", FREE, {}, {"needed_in": {"unknown_connection"}}, False),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "grant", "use", "policy", "expected"), ASKED)
def test_when_a_label_is_asked_for(
    reason: str, grant: dict[str, Any], use: dict[str, Any], policy: dict[str, Any], expected: bool
) -> None:
    asked = Policy(disclosure=DisclosurePolicy(**policy))
    answer = clear(a_case(a_grant(**grant)), a_use(**({"disclosure": "", "language": "en"} | use)), asked)
    assert ("disclosure_missing" in codes(answer)) == expected, reason


@pytest.mark.parametrize("connection", MATERIAL_CONNECTIONS)
def test_every_connection_counts_but_none_and_unknown(connection: str) -> None:
    case = a_case(a_grant(material_connection=connection))
    missing = "disclosure_missing" in codes(clear(case, a_use(disclosure=""), Policy()))
    assert missing == (connection not in ("none", "unknown"))


def test_a_live_label_and_a_use_on_record_tell_of_a_connection_too() -> None:
    plain = a_case(a_grant())
    labelled = plain.model_copy(update={"post": plain.post.model_copy(update={"paid_label": True})})
    run = Running(
        id="u-1",
        posts=(plain.post.id,),
        purpose="paid_social",
        channel="instagram",
        first=date(2026, 11, 1),
        disclosure=Disclosure(material_connection="free_product"),
    )
    used = plain.model_copy(update={"running": (run,)})
    silent = used.model_copy(update={"running": (run.model_copy(update={"disclosure": Disclosure()}),)})
    asked = [codes(clear(case, a_use(disclosure=""), Policy())) for case in (plain, labelled, used, silent)]
    assert asked == [set(), {"disclosure_missing"}, {"disclosure_missing"}, set()]


def test_what_an_answer_says_of_the_label() -> None:
    case = a_case(a_grant(**CONNECTED, territories={"US", "DE", "CA"}))

    def said(**use: Any) -> Any:
        return clear(case, a_use(**use), Policy())

    bare = said()
    assert isinstance(
        bare, Cleared
    )  # a question about the post, not about a creative: nobody has said what it bears
    assert any(point.startswith("That it says it is an ad.") for point in bare.not_checked)
    labelled = said(disclosure="Ad")
    assert isinstance(labelled, Cleared)
    assert PLATFORM in labelled.not_checked
    canadian = said(disclosure="Ad", territories={"US", "CA"})
    assert "Whether “Ad” will do as a label in CA: no table says." in canadian.not_checked
    german = said(disclosure="Ad", territories={"US", "DE"})
    assert codes(german) == {"disclosure_not_accepted"}
    assert "it takes “Anzeige” or “Werbung”" in german.reasons[0].text
    both = said(disclosure="", territories={"US", "DE"}, language="en")
    assert "render for each with --market" in both.reasons[0].text
    assert "paid" not in both.reasons[0].text  # what was given is private, and reasons stand in the manifest
    unpaid = clear(a_case(a_grant(**FREE)), a_use(disclosure=""), Policy())
    assert not any("ad" in point.split() or "paid" in point for point in unpaid.not_checked)
    silent = clear(a_case(a_grant()), a_use(disclosure=""), Policy())
    assert "Whether the creator was paid or given anything is not on record." in silent.not_checked


@given(CASES, USES, st.sampled_from(["", "Ad", "Anzeige"]), st.data())
def test_a_stricter_demand_never_widens_an_answer(
    case: Case, use: Any, text: str, data: st.DataObject
) -> None:
    """More to disclose, less of it drawn, a policy that asks more: none lifts a refusal."""
    rank = {"refused": 0, "needs_review": 1, "cleared": 2}
    use = use.model_copy(update={"disclosure": text})
    show = data.draw(st.sampled_from(["never", "needed", "always"]))
    needed_in = data.draw(st.sets(st.sampled_from(["creator_handle", "connection", "unknown_connection"])))
    loose = DisclosurePolicy(show=show, needed_in=needed_in)
    before = rank[clear(case, use, Policy(disclosure=loose)).verdict]
    strict = loose.model_copy(update={"show": "always" if show != "never" else "needed"})
    wider = loose.model_copy(update={"needed_in": needed_in | {"connection", "unknown_connection"}})
    for demand in (strict, wider):
        assert rank[clear(case, use, Policy(disclosure=demand)).verdict] <= before
    policy = Policy(disclosure=loose)
    assert rank[clear(case, use.model_copy(update={"disclosure": ""}), policy).verdict] <= before
    elsewhere = use.model_copy(update={"territories": use.territories | {"DE", "FR"}})
    assert rank[clear(case, elsewhere, policy).verdict] <= before
    paid = [grant.model_copy(update={"material_connection": "paid"}) for grant in case.grants]
    known = case.model_copy(update={"grants": tuple(paid)})
    assert "unknown_connection" in needed_in or rank[clear(known, use, policy).verdict] <= before


# --- settings ---------------------------------------------------------------------------------------------------------

HOSTILE: list[tuple[str, str]] = [
    ("", "has words"),
    ("  Ad", "spaces around it"),
    ("Ad\nBuy now", "one line"),
    ("Ad\x00", "control characters"),
    ("\u202eda", "control characters"),
    ("★ ★", "has words"),
    ("Ad " * 4000, "at most 40 characters"),
]


@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=lambda value: repr(value)[:24])
def test_own_words_that_are_none(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        DisclosurePolicy(words={"en": text})


SETTINGS: list[tuple[str, str]] = [
    ('show = "sometimes"', "rights.disclosure.show"),
    ('needed_in = ["creator"]', "rights.disclosure.needed_in"),
    ('markets = { UK = "always" }', "'UK' is not an ISO 3166-1 country code"),
    ('words = { English = "Ad" }', "rights.disclosure.words"),
    ('word = { en = "Ad" }', "'rights.disclosure.word' is not known"),
]


@pytest.mark.parametrize(("line", "words"), SETTINGS)
def test_settings_that_make_no_sense(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "ugc.toml"
    path.write_text(f'[brand]\nname = "Glow"\n[rights.disclosure]\n{line}\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(path)
    assert words in caught.value.message


# --- after drawing ----------------------------------------------------------------------------------------------------


def problems(
    size: float, *, text: str = "Ad", planned: str | None = "Ad", width: int = 1080, **more: Any
) -> set[str]:
    """The codes of what the rules have against a creative that bears one text."""
    box = Box(x0=200, y0=400, x1=300, y1=440)
    placed = Placed(role="disclosure", text=text, box=box, size=size, **more)
    tables = load()
    measured = as_measured(
        "jpg", size=100_000, pixels=(width, width * 16 // 9), placed=(placed,), disclosure=planned
    )
    return {problem.code for problem in check(measured, tables.format("story"), tables=tables)}


def test_a_label_is_large_enough_and_the_one_that_was_planned() -> None:
    assert not problems(30) & {"disclosure_too_small", "disclosure_not_drawn"}
    assert "disclosure_too_small" in problems(28)
    assert "disclosure_too_small" in problems(30, width=1440)  # as large on a phone as 22 px
    assert "disclosure_not_drawn" in problems(30, text="A", planned="Ad")
    assert "disclosure_not_drawn" not in problems(30, text="AD", planned="Ad")
    assert "disclosure_not_drawn" not in problems(30, planned=None)
    assert "low_contrast" in problems(30, contrast=6.9, least=7.0)


# --- in the pipeline --------------------------------------------------------------------------------------------------


def settings(shop: Shop, lines: str) -> None:
    """Put other lines under [rights.disclosure], in place of those of the same keys."""
    path = shop.root / "ugc.toml"
    head, _, rest = path.read_text("utf-8").partition("[rights.disclosure]")
    keys = {line.split("=")[0].strip() for line in lines.splitlines()}
    kept = [line for line in rest.splitlines()[1:] if line.split("=")[0].strip() not in keys]
    path.write_text("\n".join((f"{head}[rights.disclosure]", lines, *kept, "")), "utf-8")


def rows(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((shop.root / "out/creatives/manifest.json").read_text("utf-8"))[
        "creatives"
    ]
    return found


def labels(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [text for text in row["text"] if text["role"] == "disclosure"]


def why(made: dict[str, Any]) -> set[str]:
    return {
        reason["code"]
        for refusal in made["refusals"]
        for placement in refusal["placements"]
        for reason in placement["reasons"]
    }


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """A workspace whose creator was paid."""
    shop.grant(
        POST, "--also", "connection=paid", "--territory", "DE", "--territory", "CA", "--channel", "pinterest"
    )
    return shop


def test_the_label_is_drawn_where_the_records_tell_of_a_connection(paid: Shop) -> None:
    paid("render", "--format", "story,feed,square,link,pin", *QUOTE)
    assert {row["format"] for row in rows(paid)} == {"story", "feed", "square", "link", "pin"}
    for row in rows(paid):
        (label,) = labels(row)
        assert (label["text"], row["disclosure"]) == ("Ad", "Ad")
        assert label["least"] == 7.0
        assert label["contrast"] >= 7.0
        assert label["size"] >= row["width"] * 30 / 1080 - 0.1
        assert all(PLATFORM in spot["not_checked"] for spot in row["placements"])
        beside = json.loads((paid.root / "out/creatives" / row["sidecar"]).read_text("utf-8"))
        assert beside["disclosure"] == "Ad"
    for name in ("story", "pin"):
        (picture,) = [path for path in paid.creatives if f"_{name}_" in path.name]
        (checked,) = paid("check", picture, "--format", name, "--json")["files"]
        assert checked["fits"], checked


def test_no_label_where_none_is_asked_for(shop: Shop) -> None:
    shop.grant(POST, "--also", "connection=none")
    shop("render", "--format", "story", *QUOTE)
    (row,) = rows(shop)
    assert row["disclosure"] is None
    assert not labels(row)
    beside = json.loads((shop.root / "out/creatives" / row["sidecar"]).read_text("utf-8"))
    assert beside["disclosure"] is None


def own_template(shop: Shop, name: str, *, declares: bool, draws: bool) -> None:
    """A workspace's own template, which declares the label or does not, and draws it or does not."""
    folder = shop.root / "templates" / name
    folder.mkdir(parents=True)
    words = '\n[words.disclosure]\nlimit = 40\nedits = ["text_overlay"]\n' if declares else ""
    told = f'name = "{name}"\npurpose = "Tries the label."\ncredit_place = "on_media"\n'
    told += "\n[words.credit]\nneeded = true\nlimit = 120\n"
    (folder / "template.toml").write_text(f"{told}{words}", "utf-8")
    body = [
        '#import "../_shared/ugc.typ": *',
        "#show: frame",
        "#context {",
        "  let chip = credit-chip(data.credit, none, safe.x1 - safe.x0)",
        "  at(safe.x0, safe.y1 - chip.height, chip.body)",
    ]
    if draws:
        body += [
            "  let body = text(size: 20pt, data.disclosure)",
            '  let label = landed("disclosure", data.disclosure, 20pt, body, fill: black, ground: white)',
            "  at(safe.x0, safe.y0, box(fill: white, label))",
        ]
    (folder / "overlay.typ").write_text("\n".join((*body, "}", "")), "utf-8")


def test_a_template_without_the_label_is_refused_with_the_code(paid: Shop) -> None:
    own_template(paid, "bare", declares=False, draws=False)
    made = paid("render", "--format", "story", "--template", "bare", "--json", code=4)
    assert why(made) == {"disclosure_missing"}
    assert not paid.creatives
    settings(paid, 'show = "never"')
    assert len(paid("render", "--format", "story", "--template", "bare", "--json")["creatives"]) == 1


FAULTY: list[tuple[bool, str]] = [
    (False, "is not on it"),  # declared, and never drawn
    (True, "too small to be read"),  # 20 px
]


@pytest.mark.parametrize(("draws", "words"), FAULTY)
def test_a_template_that_does_not_keep_its_word_makes_nothing(paid: Shop, draws: bool, words: str) -> None:
    own_template(paid, "faulty", declares=True, draws=draws)
    made = paid("render", "--format", "story", "--template", "faulty", "--json", code=5)
    assert words in made["faults"][0]["message"]
    assert not paid.creatives


def test_germany_reads_german_under_english_copy_and_two_markets_are_rendered_apart(paid: Shop) -> None:
    paid("render", "--format", "story", *QUOTE, "--market", "DE")
    (row,) = rows(paid)
    assert (row["disclosure"], row["words"]["language"]) == ("Anzeige", "en")
    both = paid("render", "--format", "story", *QUOTE, "--market", "DE", "--market", "US", "--json", code=4)
    assert why(both) == {"disclosure_missing"}
    said = both["refusals"][0]["placements"][0]["reasons"][0]["text"]
    assert "DE “Anzeige”, US “Ad”" in said
    settings(paid, 'words = { en = "Anzeige / Ad", de = "Anzeige / Ad" }')
    paid("render", "--format", "story", *QUOTE, "--market", "DE", "--market", "US")
    assert "Anzeige / Ad" in {row["disclosure"] for row in rows(paid)}


def test_own_words_are_drawn_as_they_are_whatever_they_look_like(paid: Shop) -> None:
    hostile = "{{ 7*7 }} #[*Ad*] $x$ </b> 100%"
    settings(paid, f"words = {{ en = '{hostile}' }}")
    paid("render", "--format", "story", *QUOTE)
    (row,) = rows(paid)
    assert [label["text"] for label in labels(row)] == [hostile]
    assert any("no table says" in point for point in row["placements"][0]["not_checked"])


def test_words_that_no_font_has_are_said_and_words_in_no_table_are_asked_for(paid: Shop) -> None:
    path = paid.root / "ugc.toml"
    path.write_text(path.read_text("utf-8").replace('language = "en"  ', 'language = "cy"  ', 1), "utf-8")
    made = paid("render", "--format", "story", *QUOTE, "--market", "CA", "--json", code=4)
    reason = made["refusals"][0]["placements"][0]["reasons"][0]
    assert reason["code"] == "disclosure_missing"
    assert "'cy' for CA" in reason["text"]
    settings(paid, 'words = { cy = "Hysbyseb" }')
    paid("render", "--format", "story", *QUOTE, "--market", "CA")
    assert rows(paid)[0]["disclosure"] == "Hysbyseb"


def test_words_of_the_order_stand_before_all_others_and_are_held_against_the_market(paid: Shop) -> None:
    label = ("--text", "disclosure=Paid partnership with Sunday Glow")
    paid("render", "--format", "story", *QUOTE, *label)
    assert rows(paid)[0]["disclosure"] == "Paid partnership with Sunday Glow"
    made = paid(
        "render", "--format", "story", *QUOTE, "--text", "disclosure=Ad", "--market", "DE", "--json", code=4
    )
    assert why(made) == {"disclosure_not_accepted"}


def test_a_creative_that_bears_none_is_refused_once_a_connection_is_known(shop: Shop) -> None:
    """The records are asked again at every door: what was fine yesterday is not, once a payment is on record."""
    shop.grant()
    shop("render", "--format", "story", *QUOTE)
    (picture,) = shop.creatives
    shop.grant(POST, "--also", "connection=paid")
    asked = ("rights", "use", "--creative", picture, "--placement", "meta.instagram_stories.image")
    told = shop(*asked, "--flight", "2026-12-01..2026-12-31", "--by", "Mo", "--json", code=4)
    assert "disclosure_missing" in {
        reason["code"] for answer in told["answers"] for reason in answer.get("reasons", ())
    }
    added = ("--disclosure", "Ad", "--disclosed-in", "in_frame")
    told = shop(*asked, "--flight", "2026-12-01..2026-12-31", "--by", "Mo", *added, "--json")
    assert {answer["verdict"] for answer in told["answers"]} == {"cleared"}  # on a named person's word


def test_a_question_says_what_the_usual_template_would_bear(paid: Shop) -> None:
    own_template(paid, "bare", declares=False, draws=False)
    path = paid.root / "ugc.toml"
    path.write_text(path.read_text("utf-8").replace('template = "credit"', 'template = "bare"'), "utf-8")
    ask = ("rights", "check", POST, "--channel", "instagram", "--json")
    refused = paid(*ask, code=4)
    refused = refused[0] if isinstance(refused, list) else refused
    assert {reason["code"] for reason in refused["reasons"]} == {"disclosure_missing"}
    path.write_text(path.read_text("utf-8").replace('template = "bare"', 'template = "quote"'), "utf-8")
    cleared = paid(*ask)
    cleared = cleared[0] if isinstance(cleared, list) else cleared
    assert cleared["use"]["disclosure"] == "Ad"
    assert "text_overlay" in cleared["use"]["edits"]
    bare = paid(*ask, "--edit", "none")
    bare = bare[0] if isinstance(bare, list) else bare
    assert any(point.startswith("That it says it is an ad.") for point in bare["not_checked"])
