"""Campaigns through the command line: six creators, every question answered by hand first."""

import tomllib

import pytest
from campaign_of_six import FILE, begin
from conftest import Shop

from ugc.campaigns.reading import parse
from ugc.campaigns.starting import STARTER
from ugc.model.campaigns import Campaign, Criterion, Deliverable, Invited, Offer, RateCard, RightsWish


@pytest.fixture
def winter(empty_shop: Shop) -> Shop:
    begin(empty_shop)
    return empty_shop


def test_posts_are_proposed_accepted_and_labelled(winter: Shop) -> None:
    told = winter("campaigns", "match", "winter", "--json")
    assert [(one["deliverable"]["id"], one["post"], one["sure"]) for one in told["proposals"]] == [
        ("ana-reel-1", "ig:ana1", True),
        ("ana-reel-2", "ig:ana2", True),
        ("cy-feed-1", "ig:cy1", False),
        ("tiktok-di-video-1", "tt:di1", True),
    ]
    assert told["unmatched"] == ["bo-story-1", "ed-reel-1", "instagram-flo-story-1"]
    assert winter("campaigns", "log", "winter", "--json")["lines"][-1]["what"] == "asked", (
        "nothing is assumed"
    )
    dry = winter("campaigns", "match", "winter", "--accept-all", "--dry-run", "--by", "Kim", "--json")
    assert [one["deliverable"] for one in dry["accepted"]] == [
        "ana-reel-1",
        "ana-reel-2",
        "tiktok-di-video-1",
    ]
    assert winter("posts", "campaign:winter", "--count", "--json")["posts"] == 0
    done = winter("campaigns", "match", "winter", "--accept-all", "--by", "Kim", "--json")
    assert [one["post"] for one in done["accepted"]] == ["ig:ana1", "ig:ana2", "tt:di1"]
    assert [one["post"] for one in done["proposals"]] == ["ig:cy1"]
    assert winter("posts", "campaign:winter", "--count", "--json")["posts"] == 3
    winter("campaigns", "match", "winter", "--accept", "cy-feed-1=ig:cy1", "--by", "Kim")
    posted = [
        (line["day"], line["deliverable"], line["post"])
        for line in winter("campaigns", "log", "winter", "--json")["lines"]
        if line["what"] == "posted"
    ]
    assert posted == [
        ("2026-11-02", "tiktok-di-video-1", "tt:di1"),
        ("2026-11-05", "ana-reel-1", "ig:ana1"),
        ("2026-11-18", "ana-reel-2", "ig:ana2"),
        ("2026-11-20", "cy-feed-1", "ig:cy1"),
    ]
    again = winter("campaigns", "match", "winter", "--json")
    assert again["proposals"] == []
    winter("campaigns", "match", "winter", "--accept", "bo-story-1=ig:ana1", code=2)
    assert "ig:ana1 is ana-reel-1 already" in winter.err


def test_who_is_late(winter: Shop) -> None:
    told = winter("campaigns", "late", "--json")["late"]
    assert [(one["deliverable"], one["days"], one["state"], one["last"]) for one in told] == [
        ("bo-story-1", 12, "product_received", "product_received"),
        ("ana-reel-1", 2, "product_sent", "product_sent"),
        ("ana-reel-2", 2, "product_sent", "product_sent"),
    ]
    winter("campaigns", "match", "winter", "--accept-all", "--by", "Kim")
    assert [one["deliverable"] for one in winter("campaigns", "late", "--json")["late"]] == ["bo-story-1"]


def test_who_has_product_and_no_post(winter: Shop) -> None:
    winter("campaigns", "match", "winter", "--accept", "ana-reel-1=ig:ana1", "--by", "Kim")
    told = winter("campaigns", "waiting", "winter", "--json")["waiting"]
    assert [(one["creator"], one["days"], one["owed"]) for one in told] == [
        ("@bo", 28, ["bo-story-1"]),
        ("@cy", 12, ["cy-feed-1"]),
    ]  # of @ana a reel stands: what she still owes is late


def test_who_should_hear_from_us(winter: Shop) -> None:
    winter("campaigns", "match", "winter", "--accept-all", "--by", "Kim")
    told = {
        one["creator"]: [each["kind"] for each in one["follow_ups"]]
        for one in winter("campaigns", "due", "--json")["due"]
    }
    assert told == {
        "@ana": [
            "to_thank",
            "to_pay",
        ],  # the first reel is 17 days old; the second, 4 days, is thanked for too
        "@bo": ["late"],  # she wrote that the product came
        "@cy": ["nothing_heard", "due_soon"],
        "tiktok:di": ["to_thank", "to_pay"],
        "@ed": ["unanswered"],
    }
    winter("campaigns", "due")
    assert "ugc campaigns log winter @ana paid" in winter.out
    winter("campaigns", "log", "winter", "@ana", "paid", "--amount", "100 USD", "--by", "Kim")
    winter("campaigns", "log", "winter", "@bo", "@cy", "@ed", "reminded", "--by", "Kim")
    winter("campaigns", "log", "winter", "@ana", "tiktok:di", "thanked", "--by", "Kim")
    told = {
        one["creator"]: [each["kind"] for each in one["follow_ups"]]
        for one in winter("campaigns", "due", "--json")["due"]
    }
    assert told == {"tiktok:di": ["to_pay"]}


def test_whose_posts_lack_rights(winter: Shop) -> None:
    winter("campaigns", "match", "winter", "--accept-all", "--by", "Kim")
    told = winter("campaigns", "unlicensed", "--json")
    assert [(one["deliverable"], one["command"]) for one in told["unlicensed"]] == [
        ("ana-reel-1", "ugc rights request ig:ana1"),
        ("ana-reel-2", "ugc rights request ig:ana2"),
        ("tiktok-di-video-1", "ugc rights request tt:di1"),
    ]
    winter.grant("ig:ana1")
    told = winter("campaigns", "unlicensed", "winter", "--json")
    missing = {one["deliverable"]: one["missing"] for one in told["unlicensed"]}
    assert "ana-reel-1" not in missing or missing["ana-reel-1"] == [], missing
    assert told["licensed"] == 1
    shown = winter("campaigns", "show", "winter", "--json")
    assert (shown["licensed"], shown["posts"]) == (1, 3)


def test_requests_of_the_ledger_stand_in_the_log_and_in_what_is_due(winter: Shop) -> None:
    winter("rights", "request", "ig:ana1", "--by", "Kim")
    (line,) = [
        line for line in winter("campaigns", "log", "winter", "@ana", "--json")["lines"] if line["record"]
    ]
    assert (line["creator"], line["what"], line["number"]) == ("@ana", "asked", None)
    winter("campaigns", "log", "winter", "--json")
    assert winter("campaigns", "list", "--json")["campaigns"][0]["events"] == 10, "it is not copied"


def test_a_campaign_is_shown_with_its_money(winter: Shop) -> None:
    winter("campaigns", "log", "winter", "@ana", "paid", "--amount", "50 USD", "--by", "Kim")
    told = winter("campaigns", "show", "winter", "--json")
    assert told["promised"] == {
        "sums": [{"value": "300", "currency": "USD"}],  # two reels of @ana, a feed post of @cy
        "by_views": ["tiktok:di"],
        "without_offer": [],
        "not_agreed": ["@ed", "instagram:flo"],
    }
    assert told["paid"] == [{"value": "50", "currency": "USD"}]
    assert (told["posted"], told["late"], told["creators"][5]["key"]) == (0, 3, "instagram:flo")
    winter("campaigns", "show", "winter")
    assert "promised 300 USD, paid 50 USD" in winter.out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("@ana psoted", "Did you mean 'posted'"),
        ("@ana posted", "--deliverable: ana-reel-1, ana-reel-2"),
        ("@ana posted --deliverable ana-reel-1 --post ig:bo1", "ig:bo1 is not by @ana"),
        ("@ana posted --deliverable ana-reel-9", "Deliverable 'ana-reel-9' is not known"),
        ("@ana drafted --deliverable bo-story-1", "owed by @bo"),
        ("@ana thanked --on 2026-11-23", "still to come"),
        ("@ana thanked --amount 5USD", "goes with `paid`"),
        ("@nobody asked", "Creator '@nobody' is not known"),
        ("asked", "With whom it happened is not said"),
        ("@ana asked --all", "--all is said too"),
        ("--remove 99", "no number 99"),
    ],
)
def test_what_the_log_refuses(winter: Shop, typed: str, said: str) -> None:
    before = winter("campaigns", "log", "winter", "--json")
    winter("campaigns", "log", "winter", *typed.split(), "--by", "Kim", code=2)
    assert said in winter.err
    assert winter("campaigns", "log", "winter", "--json") == before


def test_a_line_is_taken_out_and_all_creators_are_meant(winter: Shop) -> None:
    told = winter("campaigns", "log", "winter", "--all", "thanked", "--by", "Kim", "--json")["lines"]
    assert len(told) == 6
    winter("campaigns", "log", "winter", "--remove", str(told[0]["number"]), "--dry-run")
    winter("campaigns", "log", "winter", "--remove", str(told[0]["number"]))
    lines = winter("campaigns", "log", "winter", "--json")["lines"]
    assert sum(line["what"] == "thanked" for line in lines) == 5


def test_campaigns_without_a_file_are_listed(winter: Shop) -> None:
    with_label = winter.root / "campaigns" / "broken.toml"
    with_label.write_text("titel = 1\n", "utf-8")
    from ugc.workspace import Workspace

    with Workspace.open(winter.root) as here:
        here.catalog.put_in_campaign(["ig:ed1"], add=["Old Days"])
    told = {one["name"]: one for one in winter("campaigns", "--json")["campaigns"]}
    assert set(told) == {"winter", "broken", "Old Days"}
    assert told["Old Days"]["file"] is None
    assert told["Old Days"]["deliverables"] is None
    assert "titel" in told["broken"]["fault"]
    assert (told["winter"]["creators"], told["winter"]["deliverables"], told["winter"]["late"]) == (6, 7, 3)


# --- new ------------------------------------------------------------------------------------------------------------

SHEET = """\
Winter creators;;;;;;
Handle;Platform;Deliverable;Qty;Deadline;Fee;Promo code;Agency
ana;Instagram;Reels;2;2026-12-01;250 USD;ANA10;x
@ana;instagram;story;;2026-12-03;;;
tiktok:di;tiktok;video;1;;"1,5";;
bo;;;;;;;
cy;instagram;poem;;;;;
ed;instagram;reel;;01/02/2026;;;
"""


def test_a_sheet_makes_a_campaign_or_nothing(empty_shop: Shop) -> None:
    sheet = empty_shop.root / "creators.csv"
    sheet.write_text(SHEET, "utf-8")
    empty_shop("campaigns", "new", "spring", "--from", sheet, code=2)
    for place in ("line 5: `fee`", "line 7: `kind` 'poem'", "line 8: `due` '01/02/2026'"):
        assert place in empty_shop.err
    assert not (empty_shop.root / "campaigns").exists()
    told = empty_shop("campaigns", "new", "spring", "--from", sheet, "--anyway", "--creator", "@bo", "--json")
    assert (told["creators"], told["deliverables"], len(told["left_out"])) == (2, 3, 3)
    made = parse((empty_shop.root / told["file"]).read_text("utf-8"), name="spring", file=told["file"])
    assert [piece.id for piece in made.deliverables] == ["ana-reel-1", "ana-reel-2", "ana-story-1"]
    assert made.creators[0].code == "ANA10"
    assert (
        made.creators[0].offer and str(made.creators[0].offer.amount) == "value=Decimal('250') currency='USD'"
    )


def test_what_is_said_stands_where_the_starter_explains_it(empty_shop: Shop) -> None:
    empty_shop(
        *"campaigns new spring --hashtag GlowRun --market US --flight 2026-12-01..2026-12-31".split(),
        *("--budget", "12000 USD", "--title", 'The "spring"', "--brief", "Two\nlines", "--creator", "@ana"),
    )
    text = (empty_shop.root / "campaigns" / "spring.toml").read_text("utf-8")
    assert 'hashtags = ["#GlowRun"]   # by which posts are known' in text
    made = parse(text, name="spring", file="spring.toml")
    assert (made.title, made.brief, made.hashtags) == ('The "spring"', "Two\nlines", ("glowrun",))
    empty_shop("campaigns", "new", "Spring", code=2)
    assert "is there already" in empty_shop.err
    assert (empty_shop.root / "campaigns" / "spring.toml").read_text("utf-8") == text


@pytest.mark.parametrize(
    "name", ["..", "a/b", "CON", "nul.x", ".hidden", "a..b", "", "x" * 99, "a\\b", "x.toml"]
)
def test_a_name_that_is_no_safe_file_is_refused(empty_shop: Shop, name: str) -> None:
    empty_shop("campaigns", "new", name, code=2)
    assert "cannot name a campaign" in empty_shop.err


def test_the_starter_explains_every_key_and_its_examples_are_read() -> None:
    text = STARTER.read_text("utf-8")
    whole = "\n".join(
        line[1:] if line[:1] == "#" and line[1:2] not in ("", " ") else line for line in text.splitlines()
    )
    whole = whole.replace("#  {", "  {")
    made = parse(whole, name="spring", file="spring.toml")
    assert made.creators[0].deliverables[0].hashtag == "anaruns"
    told = tomllib.loads(whole)
    owed = told["creators"][0]["deliverables"]
    own = {"name", "file"}
    for keys, model in (
        ({"copy_name" if key == "copy" else key for key in told}, set(Campaign.model_fields) - own),
        (set(told["offer"]), set(Offer.model_fields)),
        (set(told["rights"]), set(RightsWish.model_fields)),
        (set(told["criteria"][0]), set(Criterion.model_fields)),
        (set(told["rate_card"]), set(RateCard.model_fields)),
        (set(told["creators"][0]), set(Invited.model_fields)),
        ({*owed[0], *owed[1]}, {*Deliverable.model_fields, "number"} - {"creator"}),
    ):
        assert keys == model


def test_the_file_of_six_is_what_it_says() -> None:
    assert len(parse(FILE, name="winter", file="winter.toml").deliverables) == 7
