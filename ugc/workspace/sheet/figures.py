"""Followers, tier and engagement of creators, as a row of the sheet tells them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ugc.model.creators import Creator
from ugc.workspace.creators.figures import figures

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Told(NamedTuple):
    """Figures of the account that most follow."""

    followers: int | None
    followers_day: date | None
    tier: str | None
    engagement: Decimal | None
    """Median over followers; None where too few posts have it."""
    posts: int | None
    """On how many posts the median rests."""


def told(workspace: "Workspace", creators: Mapping[str, Creator], *, today: date) -> dict[str, Told]:
    """Return the figures of creators by their own keys."""
    keys = [one.key for one in creators.values()]
    rows: dict[str, Told] = {}
    for key, found in figures(workspace, keys, today=today).items():
        lead = found.lead
        rate = lead.over("followers") if lead else None
        known = rate is not None and rate.median is not None
        rows[key] = Told(
            followers=lead.followers if lead else None,
            followers_day=lead.followers_day if lead else None,
            tier=found.tier,
            engagement=Decimal(str(round(rate.median, 6))) if rate and rate.median is not None else None,
            posts=rate.n if rate and known else None,
        )
    return rows
