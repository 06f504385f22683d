"""Campaign files: what they may say, what they may not, and the ids of what is promised in them."""

from datetime import date
from decimal import Decimal

import pytest

from ugc import campaigns
from ugc.campaigns.reading import parse
from ugc.errors import UgcError, UsageError
from ugc.model.campaigns import Amount, Campaign

SPRING = """
title = "Spring run"
hashtags = ["#GlowRun"]
mentions = ["@GlowCo"]
markets = ["US"]
first = 2026-03-01
last = 2026-04-30
budget = "12000 USD"
copy = "spring"
offer = { kind = "per_post", amount = "250.50 usd" }

[[criteria]]
name = "niche"
wanted = ["running"]
weight = 3

[[creators]]
creator = "@Ana.B"
code = "ANA10"
deliverables = [
  { kind = "reel", number = 2, due = 2026-03-15 },
  { kind = "story", due = 2026-03-20, hashtag = "#AnaRuns" },
  { kind = "reel", due = 2026-04-01 },
]

[[creators]]
creator = "tiktok:ana"
offer = { kind = "product_only", product = "Glow serum" }
deliverables = [{ kind = "video", id = "launch" }]
"""


def read(words: str) -> Campaign:
    return parse(words, name="spring", file="campaigns/spring.toml")


def test_a_file_is_read() -> None:
    spring = read(SPRING)
    assert (spring.title, spring.hashtags, spring.mentions) == ("Spring run", ("glowrun",), ("glowco",))
    assert (spring.first, spring.last, spring.copy_name) == (date(2026, 3, 1), date(2026, 4, 30), "spring")
    assert spring.budget == Amount(value=Decimal(12000), currency="USD")
    assert spring.offer and spring.offer.amount == Amount(value=Decimal("250.50"), currency="USD")
    assert [one.id for one in spring.deliverables] == [
        "ana.b-reel-1",
        "ana.b-reel-2",
        "ana.b-story-1",
        "ana.b-reel-3",
        "launch",
    ]
    assert spring.deliverables[2].hashtag == "anaruns"
    assert spring.invited(spring.deliverables[4]).creator == "tiktok:ana"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('titel = "x"', r"spring\.toml: the key 'titel' is not known"),
        ('budget = "much"', "budget is not a sum of money: 'much'"),
        ('offer = { kind = "per_post" }', "per_post needs an amount and its currency"),
        ('offer = { kind = "product_only", amount = "2 USD" }', "product_only has no amount"),
        ("first = 3", "first: "),
        ("[[creators]]\nhandle = 'ana'", r"creators\[1\] names no creator"),
        ("[[creators]]\ncreator = '@ana'\ndeliverables = [{ kind = 'poem' }]", r"deliverables\[1\]: kind: "),
        (
            "[[creators]]\ncreator = '@ana'\ndeliverables = [{ kind = 'reel', number = 900 }]",
            "is not a number from 1 to 200",
        ),
        (
            "[[creators]]\ncreator = '@ana'\ndeliverables = [{ kind = 'reel' }]\n"
            "[[creators]]\ncreator = '@ana'\ndeliverables = [{ kind = 'reel' }]",
            "the deliverable 'ana-reel-1' stands there twice",
        ),
        ("first = ", "is not TOML that can be read"),
    ],
)
def test_what_makes_no_sense_is_said_with_its_place(wrong: str, said: str) -> None:
    with pytest.raises(UgcError, match=said):
        read(wrong)


def test_a_misspelt_key_is_guessed() -> None:
    with pytest.raises(UsageError) as fault:
        read('hashtag = ["x"]')
    assert fault.value.hint == "Did you mean 'hashtags'?"


@pytest.mark.parametrize(
    ("name", "slug"), [("@Ana.B", "ana.b"), ("tiktok:ana", "tiktok-ana"), ("@", "creator"), ("アナ", "アナ")]
)
def test_ids_are_made_of_names(name: str, slug: str) -> None:
    assert campaigns.reading.slug(name) == slug
