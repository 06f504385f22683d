"""An ad goes out in a package and comes back in an account's export: all its files are known by its name."""

import json
from pathlib import Path

import pytest
from conftest import Shop
from test_ads_prepare import FLIGHT, base, glow

__all__ = ["base", "glow"]

HEADS = (
    "Ad name,Ad ID,Ad delivery,Country,Platform,Amount spent (USD),Impressions,Link clicks,"
    "Reporting starts,Reporting ends\n"
)


def exported(shop: Shop, *names: str, country: str = "US", platform: str = "Instagram") -> Path:
    """What an account would export of ads by these names."""
    path = shop.root / "export.csv"
    rows = [
        f"{name},12021000000000{number:03},active,{country},{platform},100.00,20000,500,2026-11-01,2026-11-21\n"
        for number, name in enumerate(names)
    ]
    path.write_text(HEADS + "".join(rows), "utf-8")
    return path


@pytest.mark.parametrize("added", ["", " - Copy", " – Copy 2", " | US | v2"])
def test_every_file_of_an_ad_is_known_by_its_name(glow: Shop, added: str) -> None:
    package = glow("ads", "prepare", "meta", *FLIGHT, "--json")["package"]
    (packed,) = package["ads"]
    told = glow("ads", "audit", exported(glow, packed["ad"]["name"] + added), "--json")
    (ad,) = told["ads"]
    assert ad["verdict"] == "fine"
    assert ad["valid_until"] == "2027-05-01"
    assert ad["match"]["variants"] == [one["variant"] for one in packed["ad"]["files"]]
    formats = next(
        each
        for each in glow("ads", "results", exported(glow, packed["ad"]["name"] + added), "--json")[
            "breakdowns"
        ]
        if each["by"] == "format"
    )
    assert [group["label"] for group in formats["groups"]] == ["feed + story"]


def test_what_is_wrong_with_all_its_files_is_told_once(glow: Shop) -> None:
    package = glow("ads", "prepare", "meta", *FLIGHT, "--json")["package"]
    path = exported(glow, package["ads"][0]["ad"]["name"], country="MX")
    told = glow("ads", "audit", path, "--json", code=4)
    (ad,) = told["ads"]
    assert [(each["markets"], each["channel"]) for each in ad["findings"]] == [(["MX"], "instagram")]
    assert ad["at_risk"] == "100.00"


def test_two_packages_that_disagree_leave_it_to_the_ids(glow: Shop) -> None:
    glow("ads", "prepare", "meta", *FLIGHT)
    glow("ads", "prepare", "meta", *FLIGHT, "--placement", "meta.instagram_feed", "--out", "out/ads/other")
    name = json.loads((glow.root / "out/ads/other/package.json").read_text("utf-8"))["ads"][0]["ad"]["name"]
    (ad,) = glow("ads", "audit", exported(glow, name), "--json")["ads"]
    assert name.endswith(ad["match"]["variant"][:10])
