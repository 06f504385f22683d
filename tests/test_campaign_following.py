"""Who should hear from the brand: tables of what happened, with the answers worked out by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ugc.campaigns.following import Rules, follow_ups
from ugc.campaigns.paying import promised
from ugc.campaigns.progress import progress
from ugc.campaigns.reading import amount, parse
from ugc.model.campaign_questions import CreatorDue, RightsAsked
from ugc.model.campaign_settings import CampaignSettings
from ugc.model.campaigns import Amount, Event

TODAY = date(2026, 3, 20)
RULES = Rules(CampaignSettings(), remind_after=5, today=TODAY)
FILE = """
product = "Glow serum"
offer = {{ kind = "{offer}", amount = "100 USD" }}
[[creators]]
creator = "@ana"
deliverables = [{lines}]
"""
LINES = '{ kind = "reel", due = 2026-04-20 }, { kind = "story", due = 2026-04-25 }'
REEL, STORY = "ana-reel-1", "ana-story-1"


def event(number: int, told: tuple[Any, ...]) -> Event:
    what, day, *rest = told
    deliverable, sum = (*rest, None, None)[:2]
    return Event(
        id=number,
        campaign="spring",
        creator="k",
        what=what,
        day=date(2026, 3, day),
        deliverable=deliverable,
        amount=amount(sum) if sum else None,
        by="Kim",
        recorded_at=datetime(2026, 3, 20, tzinfo=UTC),
    )


def due(
    *told: tuple[Any, ...], lines: str = LINES, offer: str = "per_post", requests: Any = ()
) -> tuple[CreatorDue, ...]:
    campaign = parse(FILE.format(lines=lines, offer=offer), name="spring", file="spring.toml")
    events = [event(number, each) for number, each in enumerate(told, 1)]
    owed = progress(campaign, events, creators={"@ana": "k"}, today=TODAY)
    return follow_ups(campaign, owed, events, rules=RULES, creators={"@ana": "k"}, requests=requests)


def kinds(found: tuple[CreatorDue, ...]) -> list[str]:
    return [one.kind for each in found for one in each.follow_ups]


SOON = '{ kind = "reel", due = 2026-03-23 }'
LATE = '{ kind = "reel", due = 2026-03-19 }'
POSTED = ("posted", 1, REEL)
STORY_TOO = ("posted", 2, STORY)
THANKED = ("thanked", 3)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([], []),
        ([("asked", 16)], []),
        ([("asked", 15)], ["unanswered"]),
        ([("asked", 1), ("reminded", 16)], []),
        ([("asked", 1), ("reminded", 15)], ["unanswered"]),
        ([("asked", 1), ("answered", 2)], []),
        ([("answered", 1), ("asked", 2)], ["unanswered"]),
        ([("asked", 1), ("declined", 2)], []),
        ([("asked", 1), ("declined", 2), ("asked", 3)], ["unanswered"]),
        ([("agreed", 18)], ["product_to_send"]),
        ([("agreed", 19)], []),
        ([("agreed", 1), ("product_sent", 11)], []),
        ([("agreed", 1), ("product_sent", 10)], ["nothing_heard"]),
        ([("agreed", 1), ("product_sent", 2), ("product_received", 5)], []),
        ([("agreed", 1), ("product_sent", 2), ("drafted", 5, REEL)], []),
        ([("agreed", 1), ("product_sent", 2), ("reminded", 12)], []),
        ([("product_sent", 2), ("reminded", 10)], ["nothing_heard"]),
        ([("asked", 25)], []),
    ],
)
def test_before_anything_is_posted(events: list[tuple[Any, ...]], told: list[str]) -> None:
    assert kinds(due(*events)) == told


@pytest.mark.parametrize(
    ("lines", "events", "told"),
    [
        (SOON, [], ["due_soon"]),
        (SOON.replace("23", "24"), [], []),
        (SOON, [("reminded", 20)], []),
        (SOON, [("reminded", 19)], ["due_soon"]),
        (SOON.replace("23", "20"), [], ["due_soon"]),
        (LATE, [], ["late"]),
        (LATE, [("reminded", 19)], ["late"]),
        (LATE.replace("19", "10"), [("reminded", 16)], []),
        (LATE.replace("19", "10"), [("reminded", 15)], ["late"]),
        (LATE, [("missing", 20, REEL)], []),
        (LATE, [("declined", 1)], []),
        (LATE, [("posted", 20, REEL)], []),
    ],
)
def test_what_is_due_by_a_day(lines: str, events: list[tuple[Any, ...]], told: list[str]) -> None:
    assert kinds(due(*events, lines=lines)) == told


@pytest.mark.parametrize(
    ("offer", "events", "told"),
    [
        ("per_post", [POSTED], ["to_thank", "to_pay"]),
        ("per_post", [("posted", 20, REEL)], []),
        ("per_post", [("posted", 19, REEL)], ["to_thank"]),
        ("per_post", [("posted", 6, REEL), ("thanked", 7)], ["to_pay"]),
        ("per_post", [("posted", 7, REEL), ("thanked", 7)], []),
        ("per_post", [("thanked", 1), ("posted", 2, REEL), ("paid", 3)], ["to_thank"]),
        ("per_post", [POSTED, ("thanked", 2, STORY), ("paid", 2)], ["to_thank"]),
        ("per_post", [POSTED, THANKED, ("paid", 4, REEL)], []),
        ("per_post", [POSTED, THANKED, ("paid", 4, STORY)], ["to_pay"]),
        ("per_post", [POSTED, THANKED, ("paid", 4, None, "100 USD")], []),
        ("per_post", [POSTED, THANKED, ("paid", 4, None, "99.99 USD")], ["to_pay"]),
        ("per_post", [POSTED, THANKED, ("paid", 4, None, "100 EUR")], ["to_pay"]),
        ("per_post", [POSTED, STORY_TOO, THANKED, ("paid", 4, None, "100 USD")], ["to_pay"]),
        ("per_post", [POSTED, STORY_TOO, THANKED, ("paid", 4, None, "200 USD")], []),
        ("per_post", [POSTED, STORY_TOO, THANKED, ("paid", 1)], ["to_pay"]),
        ("per_post", [POSTED, STORY_TOO, THANKED, ("paid", 2)], []),
        ("package", [POSTED, THANKED], []),
        ("package", [POSTED, STORY_TOO, THANKED], ["to_pay"]),
        ("package", [POSTED, ("missing", 2, STORY), THANKED], ["to_pay"]),
        ("package", [POSTED, STORY_TOO, THANKED, ("paid", 4, None, "100 USD")], []),
        ("per_thousand_views", [POSTED, THANKED], ["to_pay"]),
        ("per_thousand_views", [POSTED, THANKED, ("paid", 4, None, "3 USD")], []),
        ("per_post", [("declined", 1), ("posted", 2, REEL)], ["to_thank", "to_pay"]),
    ],
)
def test_after_the_post(offer: str, events: list[tuple[Any, ...]], told: list[str]) -> None:
    assert kinds(due(*events, offer=offer)) == told


@pytest.mark.parametrize(("day", "told"), [(15, ["rights_unanswered"]), (16, [])])
def test_open_requests_of_the_ledger(day: int, told: list[str]) -> None:
    asked = RightsAsked(record="q-0001", creator="k", day=date(2026, 3, day), posts=("ig:a",))
    others = asked.model_copy(update={"creator": "somebody"})
    assert kinds(due(requests=[asked, others])) == told


def test_reasons_say_their_facts_and_what_to_type() -> None:
    (ana,) = due(("agreed", 1), POSTED, ("paid", 4, None, "40 USD"), lines=f"{LATE}, {SOON}")
    assert [(one.what, one.command) for one in ana.follow_ups] == [
        (
            "agreed on 1 March 2026 (19 days ago), and Glow serum was not sent",
            "ugc campaigns log spring @ana product-sent",
        ),
        (
            "owes ana-reel-2, which is due on 23 March 2026 (in 3 days)",
            "ugc campaigns log spring @ana reminded",
        ),
        ("posted ana-reel-1 on 1 March 2026, and was not thanked", "ugc campaigns log spring @ana thanked"),
        (
            "posted ana-reel-1 on 1 March 2026, for which 100 USD is agreed, of which 40 USD is paid",
            "ugc campaigns log spring @ana paid",
        ),
    ]


def test_what_is_promised_leaves_out_what_depends_on_views() -> None:
    told = parse(
        """
offer = { kind = "per_post", amount = "100 USD" }
creators = [
  { creator = "@a", deliverables = [{ kind = "reel", number = 3 }] },
  { creator = "@b", offer = { kind = "package", amount = "250 EUR" }, deliverables = [{ kind = "reel" }] },
  { creator = "@c", offer = { kind = "per_thousand_views", amount = "8 USD" } },
  { creator = "@d", offer = { kind = "product_only" } },
]
""",
        name="spring",
        file="spring.toml",
    )
    found = promised(told, progress(told, (), creators={}, today=date(2026, 3, 1)))
    assert found.sums == (Amount(value="250", currency="EUR"), Amount(value="300", currency="USD"))
    assert (found.by_views, found.without_offer) == (("@c",), ())
    bare = told.model_copy(update={"offer": None})
    assert promised(bare, progress(bare, (), creators={}, today=date(2026, 3, 1))).without_offer == ("@a",)


@pytest.mark.parametrize(
    ("offer", "lines", "sums", "without"),
    [
        ("per_post", "{kind='reel', fee='40 USD'}, {kind='story'}", ["140 USD"], ()),
        ("package", "{kind='reel', fee='40 EUR'}, {kind='story'}", ["40 EUR", "100 USD"], ()),
        ("package", "{kind='reel', fee='40 EUR'}", ["40 EUR"], ()),
        (None, "{kind='reel', fee='40 EUR'}", ["40 EUR"], ()),
        (None, "{kind='reel', fee='40 EUR'}, {kind='story'}", ["40 EUR"], ("@ana",)),
    ],
)
def test_a_fee_of_a_piece_is_promised(
    offer: str | None, lines: str, sums: list[str], without: tuple[str, ...]
) -> None:
    text = FILE.format(lines=lines, offer=offer or "package").replace("'", '"')
    told = parse(text, name="spring", file="spring.toml")
    if offer is None:
        told = told.model_copy(update={"offer": None})
    found = promised(told, progress(told, (), creators={}, today=date(2026, 3, 1)))
    assert [f"{one.value} {one.currency}" for one in found.sums] == sums
    assert found.without_offer == without


FEE = '{ kind = "reel", due = 2026-03-01, fee = "40 EUR" }'
TWO = f'{FEE}, {{ kind = "story", due = 2026-03-01 }}'
STORY_TOO = ("posted", 1, STORY)


@pytest.mark.parametrize(
    ("offer", "lines", "events", "said"),
    [
        (
            "per_post",
            TWO,
            [POSTED, STORY_TOO],
            "posted ana-reel-1 on 1 March 2026, ana-story-1 on 1 March 2026, for which 40 EUR and 100 USD is agreed,"
            " and nothing is paid",
        ),
        (
            "per_post",
            TWO,
            [POSTED, STORY_TOO, ("paid", 5, REEL, "40 EUR")],
            "posted ana-reel-1 on 1 March 2026, ana-story-1 on 1 March 2026, for which 40 EUR and 100 USD is agreed,"
            " of which 40 EUR is paid",
        ),
        (
            "per_post",
            TWO,
            [POSTED, STORY_TOO, ("paid", 5, REEL, "40 EUR"), ("paid", 5, STORY, "100 USD")],
            None,
        ),
        ("per_post", TWO, [POSTED, STORY_TOO, ("paid", 5)], None),
        (
            "package",
            TWO,
            [POSTED],
            "posted ana-reel-1 on 1 March 2026, for which 40 EUR is agreed, and nothing is paid",
        ),
        ("package", TWO, [POSTED, ("paid", 5, REEL, "40 EUR")], None),
        (
            "per_thousand_views",
            TWO,
            [POSTED, STORY_TOO],
            "posted ana-reel-1 on 1 March 2026, for which 40 EUR is agreed, and nothing is paid; posted ana-story-1 on"
            " 1 March 2026 for 100 USD each 1,000 views, and no payment is written down",
        ),
        (
            "per_thousand_views",
            TWO,
            [POSTED, STORY_TOO, ("paid", 5, REEL)],  # without a sum it settles the reel, and no more
            "posted ana-story-1 on 1 March 2026 for 100 USD each 1,000 views, and no payment is written down",
        ),
        (
            "per_thousand_views",
            TWO,
            [POSTED, STORY_TOO, ("paid", 5, REEL, "40 EUR")],
            "posted ana-story-1 on 1 March 2026 for 100 USD each 1,000 views, and no payment is written down",
        ),
    ],
)
def test_a_fee_of_a_piece_is_owed(
    offer: str, lines: str, events: list[tuple[Any, ...]], said: str | None
) -> None:
    found = [
        one.what
        for each in due(("agreed", 1), ("product_sent", 1), *events, lines=lines, offer=offer)
        for one in each.follow_ups
        if one.kind == "to_pay"
    ]
    assert found == ([said] if said else [])
