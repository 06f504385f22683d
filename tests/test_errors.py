"""The nearest known name: what a person meant is suggested, and nothing where nobody could tell."""

import pytest

from ugc.errors import nearest, unknown
from ugc.model.vocab import CHANNELS, METHODS, PURPOSES


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("paid_scoial", PURPOSES, "paid_social"),
        ("paid", PURPOSES, "paid_social"),  # the beginning of one name, far from it in letters
        ("display", PURPOSES, "display_programmatic"),
        ("dm", METHODS, "dm_yes"),
        ("Market", METHODS, "marketplace_order"),
        ("insta", CHANNELS, "instagram"),
        ("e", CHANNELS, None),  # one letter says nothing
        ("pa", PURPOSES, None),  # of two that begin so, neither
        ("kitten", PURPOSES, None),
        ("", PURPOSES, None),
        ("ana", ("ana.runs", "anna"), "anna"),  # a slip of the hand before a name left unfinished
    ],
)
def test_the_nearest_is_suggested(typed: str, known: tuple[str, ...], meant: str | None) -> None:
    assert nearest(typed, known) == meant


def test_a_name_that_nothing_is_near_to_is_answered_with_all() -> None:
    assert unknown("Method", "kitten", ("dm_yes", "contract")).hint == "Known: contract, dm_yes."
    assert unknown("Purpose", "paid", PURPOSES).hint == "Did you mean 'paid_social'?"
