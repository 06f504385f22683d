"""The closing card: what the brand says, in order, and the logo where there is one."""

import pytest
from overlays import BRAND, FORMATS, draw, layer

CARD = {
    "headline": "Slow mornings start with one good jar",
    "line": "Refills from 12 euros",
    "cta": "Shop now",
    "address": "sundayglow.example",
    "legal": "While stocks last.",
    "credit": "@mira.slowmornings",
    "platform": "Instagram",
}
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<rect width="300" height="100" fill="#00FF00"/></svg>'
)


@pytest.mark.parametrize("format_id", FORMATS)
def test_a_closing_card_says_everything_from_the_brand_down_to_the_creator(format_id: str) -> None:
    placed = draw("end-card", format_id, CARD).placed
    x0, y0, x1, y1 = FORMATS[format_id][1]
    order = ["headline", "line", "cta", "legal", "credit"]
    tops = [next(each.box.y0 for each in placed if each.role == role) for role in order]
    assert tops == sorted(tops)
    for each in placed:
        assert x0 - 1 <= each.box.x0 < each.box.x1 <= x1 + 1, each.role
        assert y0 - 1 <= each.box.y0 < each.box.y1 <= y1 + 1, each.role
    sizes = {each.role: each.size for each in placed}
    assert sizes["headline"] >= 1.25 * sizes["credit"], "the brand outweighs the creator"


@pytest.mark.parametrize(
    ("choice", "has", "seen"), [("on", True, True), ("off", True, False), ("on", False, False)]
)
def test_a_closing_card_shows_the_logo_where_there_is_one(choice: str, has: bool, seen: bool) -> None:
    mark = {"svg": LOGO, "ratio": 3.0}
    brand = BRAND | ({"logo": {"light": mark, "dark": mark}} if has else {})
    pixels = layer(draw("end-card", "feed", CARD | {"brand": brand, "options": {"logo": choice}}))
    green = (pixels[..., 1] > 200) & (pixels[..., 0] < 60) & (pixels[..., 2] < 60)
    assert (green.sum() > 5000) == seen
