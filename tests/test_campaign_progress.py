"""How far deliverables are: a table of what happened, and the state that follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ugc.campaigns import progress
from ugc.campaigns.reading import parse
from ugc.model.campaigns import Event

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
TODAY = date(2026, 3, 20)
CAMPAIGN = parse(
    '[[creators]]\ncreator = "@ana"\ndeliverables = [{ kind = "reel", number = 2, due = 2026-03-15 },'
    ' { kind = "story", post = "ig:story" }]',
    name="spring",
    file="spring.toml",
)


def event(number: int, what: Any, day: int, deliverable: str | None = None, post: str | None = None) -> Event:
    return Event(
        id=number,
        campaign="spring",
        creator="k",
        what=what,
        day=date(2026, 3, day),
        deliverable=deliverable,
        post=post,
        by="Kim",
        recorded_at=NOW,
    )


@pytest.mark.parametrize(
    ("events", "states", "late"),
    [
        ([], ["promised", "promised", "posted"], [5, 5, 0]),
        ([event(1, "product_sent", 1)], ["product_sent", "product_sent", "posted"], [5, 5, 0]),
        (
            [event(1, "product_sent", 1), event(2, "posted", 14, "ana-reel-1", "ig:one")],
            ["posted", "product_sent", "posted"],
            [0, 5, 0],
        ),
        ([event(1, "missing", 18, "ana-reel-2")], ["promised", "missing", "posted"], [5, 5, 0]),
        ([event(1, "drafted", 10)], ["promised", "promised", "posted"], [5, 5, 0]),
        ([event(2, "posted", 12, "ana-reel-1"), event(1, "drafted", 12, "ana-reel-1")], ["posted"], [0]),
        ([event(1, "posted", 25, "ana-reel-1")], ["promised"], [5]),
    ],
    ids=["nothing", "product to all", "one posted", "given up", "a draft of nothing", "same day", "not yet"],
)
def test_states_follow_from_file_log_and_day(events: list[Event], states: list[str], late: list[int]) -> None:
    told = progress(CAMPAIGN, events, creators={"@ana": "k"}, today=TODAY)
    assert [one.state for one in told][: len(states)] == states
    assert [one.late for one in told][: len(late)] == late


def test_a_creator_that_nobody_knows_still_owes_what_the_file_says() -> None:
    told = progress(CAMPAIGN, [event(1, "product_sent", 1)], creators={}, today=TODAY)
    assert [(one.creator, one.state) for one in told][:2] == [(None, "promised")] * 2
