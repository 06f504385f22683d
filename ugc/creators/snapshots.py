"""How a following changed from one snapshot to the next."""

from collections.abc import Iterable
from datetime import date

from ugc.model.base import Value
from ugc.model.creators import Followers
from ugc.model.posts import Account


class Counted(Value):
    """A snapshot of an account's followers, and what changed since the one before it of that account."""

    account: Account
    day: date
    count: int
    source: str
    more: int | None = None
    """How many more follow than at the snapshot before; below 0 for fewer. None for the first."""
    share: float | None = None
    """That change as a fraction of what there was; None for the first, and from nothing."""
    days: int | None = None
    """Whole days since the snapshot before."""


def grown(snapshots: Iterable[Followers]) -> list[Counted]:
    """Return snapshots with what changed since the one before of the same account, in the order given.

    They must be ordered by day. Two of one day, by different sources, are compared with the last one of a day before,
    as what lies between them is not growth.
    """
    told: list[Counted] = []
    for one in snapshots:
        earlier = [item for item in told if item.account == one.account and item.day < one.day]
        before = earlier[-1] if earlier else None
        more = one.count - before.count if before else None
        told.append(
            Counted(
                account=one.account,
                day=one.day,
                count=one.count,
                source=one.source,
                more=more,
                share=more / before.count if before and more is not None and before.count else None,
                days=(one.day - before.day).days if before else None,
            )
        )
    return told
