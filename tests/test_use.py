"""Questions as a program puts them through the Python API."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from conftest import Shop

from ugc import Workspace
from ugc.errors import UsageError
from ugc.model.territories import COUNTRIES, EEA

TOLD: dict[str, Any] = {
    "purpose": "paid_social",
    "channel": "instagram",
    "first": date(2026, 11, 22),
    "last": date(2026, 12, 21),
}


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ({"US"}, {"US"}),
        ({"EEA"}, EEA),
        ({"eea", "us"}, EEA | {"US"}),
        (["worldwide"], COUNTRIES),
        (("worldwide", "US"), COUNTRIES),
        (frozenset({"us", "DE"}), {"US", "DE"}),
        (COUNTRIES, COUNTRIES),
        ((), set()),
    ],
)
def test_markets_may_be_named_as_people_name_them(
    shop: Shop, named: Iterable[str], meant: Iterable[str]
) -> None:
    with Workspace.open(shop.root) as here:
        assert here.use(territories=named, **TOLD).territories == meant


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"UK"}, "did you mean GB?"),
        ({"EEA", "XX"}, "'XX' is not a territory"),
        ("EEA", "territories: "),
        ({1}, "territories"),
        (None, "territories: "),
    ],
)
def test_a_market_that_is_none_is_named(shop: Shop, named: Any, words: str) -> None:
    with Workspace.open(shop.root) as here, pytest.raises(UsageError) as caught:
        here.use(territories=named, **TOLD)
    assert words in caught.value.message


def test_no_market_is_never_cleared(shop: Shop) -> None:
    shop.grant()
    with Workspace.open(shop.root) as here:
        answer = here.check("ig:BqvsDleB3lV", here.use(territories=(), **TOLD))
    assert answer.verdict == "refused"
