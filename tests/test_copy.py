"""A campaign's copy: its file, the languages of markets, the matrix, texts beside the picture, and what is alike."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import Shop, photo, sidecar

from ugc import copydeck
from ugc.errors import InputError, UgcError, UsageError
from ugc.formats.rules.copy import length, shown
from ugc.resources import TEMPLATES

FIELDS = {"credit", "headline", "cta", "quote", "price", "step1", "step2", "step3", "label1", "label2"}
SPRING = """
[en]
markets = ["US"]
headlines = ["Two weeks in", "It never felt greasy", "{{ creator.name }} kept it"]
ctas = ["Shop now", "See the serum"]
primary = ["Soft skin."]
"""


def written(root: Path, text: str, name: str = "copy/spring.toml") -> Path:
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def planned(shop: Shop, *more: str, code: int = 0, format: str = "story") -> Any:
    return shop("render", "--format", format, "--copy", "spring", "--dry-run", *more, "--json", code=code)


def names(told: Any) -> list[str]:
    """The files of a run, without their ids."""
    return [re.sub(r"_c\w{8}_v\w{10}\.jpg$", "", Path(line["file"]).name) for line in told["creatives"]]


def without_cta(folder: Path) -> None:
    """A template like `credit` that draws no call to action."""
    shutil.copytree(TEMPLATES / "creatives" / "credit", folder)
    stated = (
        (folder / "template.toml").read_text("utf-8").replace('name = "credit"', f'name = "{folder.name}"')
    )
    stated = stated.replace(', cta = "pill"', "")
    stated = re.sub(r"\[words\.cta\]\n(?:.+\n)+", "", stated)
    (folder / "template.toml").write_text(stated, "utf-8")


# --- the file ------------------------------------------------------------------------------------------------------


def test_a_deck_is_read_as_it_is_written(tmp_path: Path) -> None:
    written(
        tmp_path,
        'campaign = "Spring 26"\n[en]\nheadline = "One"\nctas = ["Go", "Buy"]\nsteps = ["a", "b"]\n'
        'labels = ["x"]\n[en-GB]\nquote = ["q1", "q2"]\nprimary = "Once."\n[link]\nurl = "https://glow.example/"\n',
    )
    deck = copydeck.read("spring", tmp_path, fields=FIELDS)
    english, british = deck.languages
    assert (deck.name, deck.file, deck.campaign) == ("spring", "copy/spring.toml", "Spring 26")
    assert english.fields == {
        "headline": ("One",),
        "cta": ("Go", "Buy"),
        "step1": ("a",),
        "step2": ("b",),
        "label1": ("x",),
    }
    assert british.primary == ("Once.",)
    keys = [("headline", 0, "en.headline"), ("cta", 1, "en.ctas[2]"), ("step2", 0, "en.steps[2]")]
    assert [english.key(field, number) for field, number, _ in keys] == [said for *_, said in keys]
    assert british.key("quote", 1) == "en-GB.quote[2]"


WRONG = [
    ("[en]\nhedlines = ['a']", "the key 'en.hedlines' is not known", "'headlines'", "a slip of the hand"),
    ("[en]\nquoet = 'a'", "the key 'en.quoet' is not known", "'quote'", "a field of templates"),
    ("[en]\nwombat = 'a'", "the key 'en.wombat' is not known", "Known: ", "nothing near"),
    ("[en]\ncredit = 'me'", "the key 'en.credit' is not known", "", "credit follows from the grant"),
    ("lnik = 'x'\n[en]", "the key 'lnik' is not known", "'link'", "a key beside the languages"),
    ("[English]\nheadline = 'a'", "the key 'English' is not known", "[en]", "a language by its name"),
    ("campaign = 'x'", "it has no language", "[en]", "nothing is said"),
    ("[en]\nheadlines = 'a'", "en.headlines must be a list", "[", "a text for a list"),
    ("[en]\nheadlines = []", "en.headlines must be a list", "[", "an empty list"),
    ("[en]\nheadlines = ['a', 3]", "en.headlines[2] must be a text", "", "a number"),
    ("[en]\nheadline = ' '", "en.headline must be a text", "", "nothing but a space"),
    ("[en]\nctas = ['a', 'a']", "en.ctas says 'a' twice", "", "two of one would be one picture"),
    ("[en]\nheadline = 'a'\nheadlines = ['b']", "both say the headline", None, "two keys of one field"),
    ("[en]\nsteps = ['a', 'b', 'c', 'd']", "en.steps has 4, and templates draw 3 at most", None, "too many"),
    ("[en]\n[link]\nurl = 'glow.example'", "link.url is not a web address", "https", "no scheme"),
    ("[en]\n[link]\nurl = 'javascript:x'", "link.url is not a web address", "https", "a script"),
    ("[en]\n[link]\nutm = {}", "link.url must be a text", "", "no address"),
    ("[en]\n[link]\nurl = 'https://a.b/'\nulr = 'x'", "'link.ulr' is not known", "'url'", "another key"),
    (
        "[en]\n[link]\nurl = 'https://a.b/'\nutm = { sorce = 'x' }",
        "'link.utm.sorce' is not known",
        "'source'",
        "a slip in a parameter",
    ),
    (
        "[en]\n[link]\nurl = 'https://a.b/?utm_source=x'\nutm = { source = 'y' }",
        "utm_source stands in link.url and under link.utm",
        "",
        "said twice",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint", "why"), WRONG, ids=[row[3] for row in WRONG])
def test_what_makes_no_sense_is_an_error(
    tmp_path: Path, text: str, message: str, hint: str | None, why: str
) -> None:
    written(tmp_path, text)
    with pytest.raises(UsageError) as caught:
        copydeck.read("spring", tmp_path, fields=FIELDS)
    assert caught.value.message.startswith("copy/spring.toml: ")
    assert message in caught.value.message
    assert hint is None or hint in (caught.value.hint or "")


def test_what_is_not_toml_names_its_line(tmp_path: Path) -> None:
    written(tmp_path, "[en]\nheadline = \n")
    with pytest.raises(InputError, match=r"spring\.toml is not valid TOML.*line 2"):
        copydeck.read("spring", tmp_path, fields=FIELDS)


@pytest.mark.parametrize("name", ["../spring", "sprin", "copy/spring", ".spring", ""])
def test_a_name_is_one_of_the_decks_and_never_a_path(tmp_path: Path, name: str) -> None:
    written(tmp_path, "[en]\nheadline = 'a'")
    written(tmp_path, "[en]\nheadline = 'a'", "spring.toml")
    with pytest.raises(UgcError, match="is not known"):
        copydeck.read(name, tmp_path, fields=FIELDS)


def test_one_deck_may_stand_beside_the_settings(tmp_path: Path) -> None:
    assert copydeck.names(tmp_path) == ()
    with pytest.raises(UsageError, match=r"no copy/copy\.toml here"):
        copydeck.read("copy", tmp_path, fields=FIELDS)
    written(tmp_path, "[en]\nheadline = 'a'", "copy.toml")
    assert copydeck.names(tmp_path) == ("copy",)
    assert copydeck.read("copy", tmp_path, fields=FIELDS).file == "copy.toml"


# --- the matrix ----------------------------------------------------------------------------------------------------


def test_without_ab_the_first_of_each_list_is_taken(shop: Shop) -> None:
    shop.grant()
    written(shop.root, SPRING)
    told = planned(shop)
    assert names(told) == ["ana_BqvsDleB3lV_story_credit_en_h1_c1"]
    assert told["creatives"][0]["axes"] == {
        "copy": "spring",
        "template": "credit",
        "language": "en",
        "headline": "h1",
        "cta": "c1",
    }
    assert told["copy_deck"] == "spring"


def test_the_matrix_stands_in_files_and_in_the_manifest(shop: Shop) -> None:
    shop.grant()
    written(shop.root, SPRING)
    words = "render --format square --copy spring --ab --template credit --template minimal --json".split()
    without_cta(shop.root / "templates" / "minimal")
    told = shop(*words)
    assert told["faults"] == []
    rows = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    expected = {("credit", f"h{h}", f"c{c}") for h in (1, 2, 3) for c in (1, 2)}
    expected |= {("minimal", f"h{h}", "") for h in (1, 2, 3)}
    assert {
        (row["axes"]["template"], row["axes"]["headline"], row["axes"].get("cta", "")) for row in rows
    } == expected
    assert len({row["variant"] for row in rows}) == len(rows) == len(shop.creatives) == 9
    drawn = {"h1": "Two weeks in", "h2": "It never felt greasy", "h3": "Ana kept it"}
    for row in rows:
        axes = row["axes"]
        assert row["words"]["headline"] == drawn[axes["headline"]], "what the axis says is what is drawn"
        assert f"_en_{axes['headline']}_" in row["file"]
        assert row["primary"] == ["Soft skin."]
    assert {tuple(line["axes"].values()) for line in told["creatives"]} == {
        tuple(row["axes"].values()) for row in rows
    }
    assert "Template minimal draws no cta: its 2 alternatives are one picture." in told["copy_notes"]
    assert {line["outcome"] for line in shop(*words)["creatives"]} == {"unchanged"}


def test_the_copy_changes_no_id_that_the_same_words_had(shop: Shop) -> None:
    """Axes, markets, primary texts and links are beside the picture: ids are made of what it shows."""
    shop.grant()
    plain = shop(
        *"render --format story --dry-run --json --text".split(),
        "headline=Two weeks in",
        "--text",
        "cta=Shop now",
    )["creatives"][0]
    written(shop.root, SPRING + '[link]\nurl = "https://glow.example/"\n')
    told = planned(shop)["creatives"][0]
    assert (told["variant"], told["concept"]) == (plain["variant"], plain["concept"])
    assert plain["axes"] == {}
    assert told["axes"]


def test_words_of_the_order_stand_before_those_of_the_copy(shop: Shop) -> None:
    shop.grant()
    written(shop.root, SPRING)
    told = planned(shop, "--ab", "--text", "headline=Mine")
    assert [line["axes"].get("headline") for line in told["creatives"]] == [None, None]


def test_a_larger_matrix_must_be_allowed_knowingly(shop: Shop) -> None:
    shop.grant()
    written(shop.root, SPRING)
    error = planned(shop, "--ab", "--format", "feed", "--most", "11", code=2)["error"]
    assert (
        "12 variants of each picture: 1 template x 1 language x 3 headlines x 2 ctas x 2 formats."
        in (error["message"])
    )
    assert "--most 12" in error["hint"]
    assert len(planned(shop, "--ab", "--format", "feed", "--most", "12")["creatives"]) == 12
    settings = shop.root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("most_variants = 50", "most_variants = 5"), "utf-8"
    )
    assert "5 are allowed" in planned(shop, "--ab", code=2)["error"]["message"]
    assert len(planned(shop)["creatives"]) == 1, "without --ab nothing multiplies"


@pytest.mark.parametrize("words", ["--ab", "--most 3", "--copy nowhere"])
def test_half_an_order_is_an_error(shop: Shop, words: str) -> None:
    shop("render", "--format", "story", *words.split(), "--json", code=2)


def test_an_option_must_be_of_one_of_the_templates(shop: Shop) -> None:
    shop.grant()
    error = shop(
        *"render --format story --template credit --template quote --option nothing=x --json".split(), code=2
    )
    assert "Option 'nothing' is not known" in error["error"]["message"]


# --- words ---------------------------------------------------------------------------------------------------------

UNDEFINED = [
    ("{{ creater }}", "'creater' is undefined", "the name is wrong"),
    ("{{ creator.nmae }}", "It has no 'nmae'", "what it is to know is wrong"),
    ("{{ creator", "could not be filled in", "it does not end"),
]


@pytest.mark.parametrize(("text", "message", "why"), UNDEFINED, ids=[row[2] for row in UNDEFINED])
def test_what_is_undefined_is_an_error_with_file_key_and_what_there_is(
    shop: Shop, text: str, message: str, why: str
) -> None:
    shop.grant()
    written(shop.root, f'[en]\nheadlines = ["fine", "{text}"]\n')
    error = planned(shop, "--ab", code=2)["error"]
    assert error["message"].startswith("copy/spring.toml: en.headlines[2]")
    assert message in error["message"]
    assert "could not" in message or "creator.name" in error["hint"]


HOSTILE = "{{ 7*7 }} {% for x in y %} #show: x <b> &"


def test_a_hostile_caption_is_data(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "1.jpg").write_bytes(photo(seed=5))
    (folder / "1.jpg.json").write_text(json.dumps(sidecar("Hostile0001", description=HOSTILE)), "utf-8")
    shop("import", folder)
    shop.grant("ig:Hostile0001")
    written(
        shop.root,
        '[en]\nheadline = "{{ post.caption }}"\nprimary = "{{ caption }}"\n[link]\n'
        'url = "https://glow.example/{{ post.caption }}?x=1"\nutm = { term = "{{ caption }}" }\n',
    )
    told = shop(*"render --format square --copy spring --json ig:Hostile0001".split())
    assert [line["outcome"] for line in told["creatives"]] == ["made"]
    row = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"][0]
    assert row["words"]["headline"] == HOSTILE
    assert row["primary"] == [HOSTILE]
    link = urlsplit(row["link"])
    assert (link.netloc, link.fragment) == ("glow.example", ""), "a caption leads nowhere else"
    assert dict(parse_qsl(link.query)) == {"x": "1", "utm_term": HOSTILE}
    assert not set(row["link"]) & set(" <>{}")


def test_links_carry_their_parameters(shop: Shop) -> None:
    shop.grant()
    written(
        shop.root,
        'campaign = "spring & sun"\n[en]\nheadlines = ["One thing", "Another matter"]\n[link]\n'
        'url = "https://glow.example/serum?ref=a%20b#top"\n'
        'utm = { source = "{{ platform }}", medium = "paid_social", campaign = "{{ campaign }}", '
        'content = "{{ concept }}" }\n',
    )
    shop(*"render --format square --copy spring --ab --json".split())
    rows = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    assert len(rows) == 2
    for row in rows:
        link = urlsplit(row["link"])
        assert link.query.startswith("ref=a%20b&"), "the query that was there is kept as it was"
        assert link.fragment == "top"
        assert dict(parse_qsl(link.query)) == {
            "ref": "a b",
            "utm_source": "meta",
            "utm_medium": "paid_social",
            "utm_campaign": "spring & sun",
            "utm_content": f"c{row['concept'][:8]}",
        }
        assert f"_c{row['concept'][:8]}_" in row["file"], "results lead back to the file"


# --- languages and markets -----------------------------------------------------------------------------------------

TWO = '[en]\n{en}headline = "Two weeks in"\n[de]\n{de}headline = "Seit zwei Wochen"\n'
US, DE, BOTH = 'markets = ["US"]\n', 'markets = ["DE", "AT"]\n', 'markets = ["US", "CA"]\n'
LANGUAGES = [
    ("its own market", US, DE, "US", {"en": []}, "de is left out: no market of this run is DE, AT."),
    ("each its own", US, DE, "US DE", {"en": ["US"], "de": ["DE"]}, None),
    ("what is left over", "", DE, "US DE", {"en": ["US"], "de": ["DE"]}, None),
    (
        "nothing left over",
        "",
        DE,
        "DE",
        {"de": []},
        "en is left out: no market of this run is left over for it.",
    ),
    ("both claim one", US, BOTH, "US", {"en": [], "de": []}, "en and de both take US: both are made."),
    (
        "one without a language",
        US,
        DE,
        "US FR",
        {"en": ["US"]},
        "has no language for FR: nothing is made for there.",
    ),
    ("an area holds its countries", US, 'markets = ["EEA"]\n', "DE", {"de": []}, "en is left out"),
]


@pytest.mark.parametrize(
    ("why", "en", "de", "markets", "made", "note"), LANGUAGES, ids=[row[0] for row in LANGUAGES]
)
def test_a_market_gets_its_language(
    shop: Shop, why: str, en: str, de: str, markets: str, made: dict[str, list[str]], note: str | None
) -> None:
    shop.grant("ig:BqvsDleB3lV", "--territory", "DE", "--territory", "FR")
    written(shop.root, TWO.format(en=en, de=de))
    told = planned(shop, *(word for market in markets.split() for word in ("--market", market)))
    assert {line["axes"]["language"]: line["markets"] for line in told["creatives"]} == made
    notes = [said for said in told["copy_notes"] if "copy/spring.toml" in said]
    assert [said for said in notes if note and note in said] or (note is None and not notes)


def test_a_language_is_cleared_for_its_own_markets_alone(shop: Shop) -> None:
    """The grant is for the US: the German creative is refused, the English one is not held up by it."""
    shop.grant()
    written(shop.root, TWO.format(en=US, de=DE))
    told = planned(shop, "--market", "US", "--market", "DE")
    assert [line["axes"]["language"] for line in told["creatives"]] == ["en"]
    assert told["refusals"][0]["placements"][0]["reasons"][0]["code"] == "territory_not_granted"
    shop(*"render --format square --copy spring --market US --market DE --json".split())
    row = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"][0]
    assert row["markets"] == ["US"], "the manifest claims no market that was not asked for"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TWO.format(en=US, de=DE), "copy/spring.toml has no language for FR."),
        (TWO.format(en='markets = ["UK"]\n', de=DE), "copy/spring.toml: en.markets: 'UK' is not a territory"),
    ],
)
def test_markets_that_cannot_be_served(shop: Shop, text: str, message: str) -> None:
    written(shop.root, text)
    assert message in planned(shop, "--market", "FR", code=2)["error"]["message"]


def test_words_of_the_settings_stay_in_their_language(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--territory", "DE")
    settings = shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace('cta = ""', 'cta = "Shop now"', 1), "utf-8")
    written(shop.root, TWO.format(en=US, de=DE))
    shop(*"render --format square --copy spring --market US --market DE --json".split())
    rows = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["creatives"]
    said = {row["words"]["language"]: (row["words"]["cta"], row["words"]["credit"]) for row in rows}
    assert said == {"en": ("Shop now", "@ana"), "de": (None, "@ana")}


# --- limits of placements ------------------------------------------------------------------------------------------


def test_a_text_that_would_be_cut_is_shown_as_it_would_be(shop: Shop) -> None:
    shop.grant()
    primary = (
        "I was sure that I would give it up. " * 3 + "Two weeks in and I will not stop telling everybody."
    )
    written(shop.root, f'[en]\nheadline = "Short"\nprimary = "{primary}"\n')
    told = planned(shop, format="instagram_feed")
    found = [note for note in told["copy_notes"] if "en.primary[1] on Instagram Feed" in note]
    assert len(found) == 1
    kept = primary[:125]
    assert "125 recommended" in found[0]
    assert f"{kept.rstrip()[-15:]}”." in found[0], "the last words that are shown"
    assert len(told["creatives"]) == 1, "a warning, and no more"


def test_a_text_that_no_placement_takes_is_an_error(shop: Shop) -> None:
    shop.grant()
    written(shop.root, f'[en]\nheadline = "Short"\nprimary = ["fine", "{"word " * 500}"]\n')
    told = planned(shop, code=5)
    assert told["creatives"] == []
    assert told["not_planned"][0]["code"] == "text_too_long"
    assert "copy/spring.toml: en.primary[2] on Instagram Stories" in told["not_planned"][0]["why"]
    assert "at most 2200" in told["not_planned"][0]["why"]


CUTS = [
    ("abcdef", 4, "characters", "abcd"),
    ("ab", 4, "characters", "ab"),
    ("ab cdef", 3, "characters", "ab"),  # no space at its end
    ("a👩‍👩‍👧b", 8, "characters", "a"),  # a family is eight units and is never cut
    ("a👩‍👩‍👧b", 9, "characters", "a👩‍👩‍👧"),
    ("美しい", 4, "double_width", "美し"),
    ("", 4, "characters", ""),
]


@pytest.mark.parametrize(("text", "most", "counting", "kept"), CUTS)
def test_what_is_shown_is_the_longest_that_fits(text: str, most: int, counting: str, kept: str) -> None:
    assert shown(text, most, counting) == kept
    assert length(kept, counting) <= most


# --- nearly alike --------------------------------------------------------------------------------------------------

ALIKE = [
    (["Two weeks in", "two weeks in!"], True, "case and punctuation"),
    (["Two weeks in", "Two weeks in ✨"], True, "an emoji"),
    (["I kept it for a month", "I kept it for a months"], True, "one letter of many"),
    (["Two weeks in", "It never felt greasy"], False, "other words"),
    (["Glow", "Grow"], False, "one letter of four is a quarter"),
]


@pytest.mark.parametrize(("headlines", "are", "why"), ALIKE, ids=[row[2] for row in ALIKE])
def test_variants_that_are_nearly_the_same_are_pointed_out(
    shop: Shop, headlines: list[str], are: bool, why: str
) -> None:
    shop.grant()
    written(shop.root, f"[en]\nheadlines = {json.dumps(headlines, ensure_ascii=False)}\n")
    told = planned(shop, "--ab")
    assert len(told["creatives"]) == 2
    assert bool(told["alike"]) == are
    for group in told["alike"]:
        assert group["places"] == ["en h1", "en h2"]
        assert sorted(group["variants"]) == sorted(line["variant"] for line in told["creatives"])


def test_other_pictures_and_formats_are_not_alike(shop: Shop, tmp_path: Path) -> None:
    shop.grant()
    written(shop.root, "[en]\nheadline = 'Two weeks in'\n")
    assert planned(shop, "--format", "feed")["alike"] == []


def test_one_picture_is_made_once_and_the_run_says_so(shop: Shop) -> None:
    """Of Ana the handle and the name differ in case alone; here they are one."""
    shop.grant()
    written(shop.root, "[en]\nheadlines = ['{{ creator }}', '{{ creator.handle }}']\n")
    told = planned(shop, "--ab")
    assert len(told["creatives"]) == 1
    assert told["alike"][0]["why"] == "they are the same picture, which is made once"
    shop(*"render --format story --copy spring --ab --dry-run".split())
    assert "Nearly alike, 1: platforms deliver such as one ad." in shop.out
    assert "credit: en h1, en h2: they are the same picture" in shop.out
