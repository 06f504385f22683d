"""Results of a workspace's own ads: what its creatives are grouped by, and every output of one report."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from ad_rows import group, report, row, shown
from conftest import Shop

from ugc.catalog import MadeCreative
from ugc.exports.results import results_csv
from ugc.identity import CONCEPT_DIGITS
from ugc.model.auditing import JoinedRow, Match
from ugc.model.creatives import Source
from ugc.model.delivery import AdRow, Sale
from ugc.reports.results_words import summary
from ugc.workspace import Workspace
from ugc.workspace.advertising.results import Taken, results
from ugc.workspace.advertising.traits import Traits

POST = "ig:BqvsDleB3lV"


@pytest.fixture
def made(shop: Shop) -> list[MadeCreative]:
    """What was rendered of @ana's post, in two formats."""
    shop.grant()
    shop("render", "--format", "story", "--format", "square")
    with Workspace.open(shop.root) as here:
        return here.catalog.creatives()


def again(here: Workspace, first: MadeCreative, variant: str, **more: Any) -> str:
    """Record another creative like one that was made, with some of its facts changed."""
    creative = first.creative
    assert creative
    body = creative.model_copy(update={"variant": variant, **more}).model_dump_json()
    path = f"out/creatives/{variant[:8]}.jpg"
    here.catalog.record_creative(first.model_copy(update={"path": path, "variant": variant, "body": body}))
    return variant


def match(variant: str | None = None, *variants: str, **more: Any) -> Match:
    told = {"by": "ad_id", "certain": True, "variant": variant, "posts": (POST,), "variants": variants}
    return Match.model_validate(told | more)


def joined(found: Match | None, **more: Any) -> JoinedRow:
    day = date(2026, 11, 1)
    told = {
        "file": "a.csv",
        "row": 2,
        "platform": "meta",
        "ad_id": "1",
        "ad_name": "A",
        "since": day,
        "until": day,
    }
    return JoinedRow(row=AdRow.model_validate(told | more), match=found)


def labels(here: Workspace, found: Match) -> dict[str, list[str]]:
    shown = Traits(here).placed(joined(found)).shown
    assert shown
    return {by: [key.label for key in keys] for by, keys in shown.keys}


def test_a_creative_is_grouped_by_its_own_facts(shop: Shop, made: list[MadeCreative]) -> None:
    first = made[0]
    with Workspace.open(shop.root) as here:
        found = labels(here, match(first.variant))
        shown = Traits(here).placed(joined(match(first.variant))).shown
    assert found["template"] == [first.template] and found["format"] == [first.format]
    assert found["creator"] == ["@ana"]
    assert found["hook"] == ["Not known"]
    assert shown and shown.still and shown.concept == first.concept
    assert dict(shown.keys)["concept"][0].id == f"c{first.concept[:CONCEPT_DIGITS]}"
    assert ("ana", dict(shown.keys)["creator"][0].id) in shown.handles


def test_the_hook_is_the_first_clip_of_a_joined_one_else_the_headline(
    shop: Shop, made: list[MadeCreative]
) -> None:
    sources = (
        Source(post=POST, sha256="a" * 64, role="hook", start=0.5, end=3.0),
        Source(post=POST, sha256="b" * 64, role="body"),
    )
    axes = {"headline": "h2", "cta": "c1"}
    assert made[0].creative
    words = made[0].creative.words.model_copy(update={"headline": "Skin that wakes up", "cta": "Shop now"})
    with Workspace.open(shop.root) as here:
        clip = labels(here, match(again(here, made[0], "1" * 64, sources=sources, axes=axes, words=words)))
        copy = labels(here, match(again(here, made[0], "2" * 64, axes=axes, words=words)))
    assert clip["hook"] == ["@ana, 0.5 to 3.0 s"]
    assert copy["hook"] == copy["axis:headline"] == ["h2: Skin that wakes up"]
    assert copy["axis:cta"] == ["c1: Shop now"] and copy["concept"] == ["Skin that wakes up"]


def test_what_is_shown_together_is_a_group_of_its_own(shop: Shop, made: list[MadeCreative]) -> None:
    variants = [one.variant for one in made]
    with Workspace.open(shop.root) as here:
        found = labels(here, match(variants[0], *variants))
    assert found["format"] == [" + ".join(sorted(one.format for one in made))]
    assert found["template"] == [made[0].template]


@pytest.mark.parametrize(
    ("found", "by", "label"),
    [
        (match(), "template", "Post as it is"),  # a boosted post
        (match(), "concept", POST),
        (match("f" * 64, concept="e" * 64), "template", "Not known"),  # its row is gone from the catalog
        (match("f" * 64, concept="e" * 64), "concept", f"c{'e' * CONCEPT_DIGITS}"),
        (match(posts=("ig:gone",)), "concept", "ig:gone"),
    ],
)
def test_what_no_creative_of_ours_tells(
    shop: Shop, made: list[MadeCreative], found: Match, by: str, label: str
) -> None:
    assert made
    with Workspace.open(shop.root) as here:
        assert labels(here, found)[by] == [label]


def test_the_report_of_a_workspace(shop: Shop, made: list[MadeCreative]) -> None:
    rows = [
        joined(
            match(made[0].variant), spend=Decimal("10.50"), currency="USD", impressions=5000, link_clicks=60
        ),
        joined(match(made[0].variant, by="ad_name", certain=False), impressions=500, ad_id="2"),
        joined(None, spend=Decimal(2), currency="USD", ad_id="3", ad_name="Not mine"),
    ]
    link = Sale(
        code="ANA",
        orders=Decimal(3),
        revenue=Decimal(90),
        currency="USD",
        post=f"https://www.instagram.com/p/{POST[3:]}/",
    )
    with Workspace.open(shop.root) as here:
        told = results(here, rows, taken=Taken(sales=(link,)))
    assert (told.brand, told.least_impressions, told.least_conversions) == ("Sunday Glow", 1000, 10)
    assert [each.by for each in told.breakdowns] == [
        "concept",
        "creator",
        "hook",
        "template",
        "format",
        "market",
    ]
    ana = group(told.breakdowns[1], "@ana")
    assert (ana.by_name, ana.impressions.value, ana.in_currency("USD").spend) == (1, 5500, Decimal("10.5"))  # type: ignore[union-attr]
    assert ana.sales[0].orders == 3 and told.codes[0].by == "post"
    assert {(ad.ad_name, ad.variant) for ad in told.ads} == {("A", made[0].variant)}  # for a take-down
    assert any("1 row was found to be ours by a name" in note for note in told.notes)


def test_axes_that_no_ad_has_are_said_and_what_is_not_ours_is_still_told(shop: Shop) -> None:
    rows = [joined(None, spend=Decimal(2), currency="USD")]
    with Workspace.open(shop.root) as here:
        told = results(here, rows, by=["axes"])
    assert told.breakdowns == () and told.not_ours and told.not_ours.rows == 1
    assert any("axis" in note for note in told.notes)
    assert "USD 2.00 went to 1 ad that no record of ours is about" in summary(told)
    assert summary(report([], "concept")) == "The exports have no row of an ad."


def test_too_few_is_said_in_the_table_and_the_figure_is_nowhere(shop: Shop, made: list[MadeCreative]) -> None:
    rows = [
        joined(
            match(made[0].variant),
            spend=Decimal("7.77"),
            currency="USD",
            impressions=999,
            link_clicks=123,
            conversions=Decimal(9),
        ),
        joined(
            match(made[1].variant),
            spend=Decimal(3),
            currency="USD",
            impressions=1000,
            link_clicks=25,
            conversions=Decimal(10),
            ad_id="2",
        ),
    ]
    with Workspace.open(shop.root) as here:
        told = results(here, rows, by=["format"])
    table = list(csv.DictReader(io.StringIO(results_csv([told]).decode())))
    ctr = "CTR (link clicks / impressions)"
    cells = {line["Group"]: line for line in table}
    assert [line["By"] for line in table] == ["total", "format", "format"]
    assert cells[made[0].format][ctr] == "too few" and cells[made[0].format]["CTR: n"] == "999"
    assert cells[made[0].format]["CPA USD (spend / conversions)"] == "too few"
    assert cells[made[1].format][ctr] == "0.025000" and cells[made[1].format]["Spend USD"] == "3"
    few = group(told.breakdowns[0], made[0].format).model_dump(mode="json")
    assert [rate["value"] for rate in few["rates"]] == [None] * 5
    assert "0.1231" not in json.dumps(few)  # 123 / 999


def test_cells_of_the_table_are_no_formulas() -> None:
    evil = shown('=HYPERLINK("https://x.example")', "+cmd")
    table = results_csv([report([row("1", evil, spend="-4.50")], "concept")]).decode()
    line = list(csv.DictReader(io.StringIO(table)))[1]
    assert line["Group"].startswith("'=") and line["Spend USD"] == "-4.50"  # a refund is a number
