"""`ugc ads results` as it is typed, over exports of a workspace's own creatives."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from conftest import Shop

HEADS = "Day,Ad name,Ad ID,Country,Amount spent (USD),Impressions,Link clicks,Purchases,Purchases conversion value\n"


@pytest.fixture
def told(shop: Shop) -> Shop:
    """A creative of @ana's that runs as ad 71, an ad of somebody else's, and a sheet of codes."""
    shop.grant()
    shop("render", "--format", "story")
    name = shop.creatives[0].stem
    text = HEADS + "".join(
        f"2026-11-0{day},{name},1200000000000071,US,{day}.50,1000,{10 * day},{4 * day},{40 * day}\n"
        for day in (1, 2, 3)
    )
    (shop.root / "ads.csv").write_text(
        text + "2026-11-01,Brand film,1200000000000072,CA,5.00,900,9,1,10\n", "utf-8"
    )
    (shop.root / "codes.csv").write_text(
        "code,orders,revenue,currency,creator\nANA10,4,120,USD,@ana\nLOST,1,9,USD,\n", "utf-8"
    )
    return shop


def groups(document: Any, by: str) -> dict[str, Any]:
    found = next(each for each in document["breakdowns"] if each["by"] == by)
    return {each["label"]: each for each in found["groups"]}


def test_the_document(told: Shop) -> None:
    found = told("ads", "results", "ads.csv", "--sales", "codes.csv", "--json")
    ana, foreign = groups(found, "creator")["@ana"], groups(found, "creator")["Not ours"]
    assert [held["spend"] for held in ana["money"]] == ["7.50"]  # 1.50 + 2.50 + 3.50 by hand
    ctr = next(rate for rate in ana["rates"] if rate["measure"] == "ctr")
    assert (ctr["value"], ctr["n"], ctr["rows"]) == (0.02, "3000", 3)  # 60 / 3,000
    cpa = next(rate for rate in ana["money"][0]["rates"] if rate["measure"] == "cpa")
    assert cpa["value"] == pytest.approx(7.5 / 24)
    assert ana["sales"][0]["codes"] == ["ANA10"] and foreign["money"][0]["spend"] == "5.00"
    assert {code["code"]: code["by"] for code in found["codes"]} == {"ANA10": "creator", "LOST": "unknown"}


def test_words_page_and_table(told: Shop) -> None:
    words = told(
        "ads", "results", "ads.csv", "--by", "creator,market", "--html", "out/r.html", "--csv", "out/r.csv"
    )
    assert "1 to 3 November 2026. USD 12.50 for 2 ads in 4 rows." in words
    assert "2.00 % (n 3,000)" in words and "too few (n 900)" in words
    assert "CTR: link clicks / impressions; n: impressions." in words
    table = list(csv.DictReader(io.StringIO((told.root / "out" / "r.csv").read_text("utf-8"))))
    assert [line["By"] for line in table] == ["total", "creator", "creator", "market", "market"]
    assert {line["Spend USD"] for line in table} == {"12.50", "7.50", "5"}
    assert "USD 7.50" in (told.root / "out" / "r.html").read_text("utf-8")


def test_the_same_days_in_two_files_count_once(told: Shop) -> None:
    lines = (told.root / "ads.csv").read_text("utf-8").splitlines(keepends=True)
    (told.root / "again.csv").write_text("".join(lines[:2]), "utf-8")
    twice = told("ads", "results", "ads.csv", "again.csv", "ads.csv", "--json")
    once = told("ads", "results", "ads.csv", "--json")
    assert twice["total"] == once["total"] and twice["breakdowns"] == once["breakdowns"]
    assert [(each["file"], each["rows"], each["kept"]) for each in twice["overlaps"]] == [
        ("again.csv", [2], "ads.csv")
    ]


def test_files_of_one_name_in_two_folders_are_two_files(told: Shop, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "ads.csv").write_bytes((told.root / "ads.csv").read_bytes())
    found = told("ads", "results", "ads.csv", other / "ads.csv", "--json")
    assert found["total"]["rows"] == 4 and sum(len(each["rows"]) for each in found["overlaps"]) == 4


def test_a_file_that_is_no_export_costs_only_itself(told: Shop) -> None:
    (told.root / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    found = told("ads", "results", "odd.csv", "ads.csv", "--json", code=3)
    assert [each["file"] for each in found["unread"]] == ["odd.csv"] and found["total"]["rows"] == 4
    assert told("ads", "results", "odd.csv", "--json", code=3)["error"]["exit_code"] == 3


def test_a_breakdown_that_is_none_is_refused_with_the_nearest(told: Shop) -> None:
    told("ads", "results", "ads.csv", "--by", "creater", code=2)
    assert "creator" in told.err


def test_another_brand_knows_none_of_it(told: Shop) -> None:
    told("init", "../dew", "--brand", "Dew", "--market", "US")
    both = told("ads", "results", "ads.csv", "-w", ".", "-w", "../dew", "--json")
    assert [each["brand"] for each in both] == ["Sunday Glow", "Dew"]
    assert list(groups(both[1], "concept")) == ["Not ours"]
