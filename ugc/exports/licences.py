"""A grant with all that bears on it on the day of an export: what it covers, what ended it, what took its place."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from ugc.model.base import Value
from ugc.model.posts import Account, Post
from ugc.model.records import Authorization, Grant, Hold, Perpetual, Revocation
from ugc.rights.windows import earliest, sortable

State = Literal[
    "standing",
    "not_started",
    "ended",
    "revoked",
    "disputed",
    "replaced",
    "requested",
    "declined",
    "asserted",
]
AGREED: frozenset[State] = frozenset({"standing", "not_started"})
"""States in which a grant allows something, now or later."""

_DAY = timedelta(days=1)


class Licence(Value):
    """A grant, and the records that say what it is worth."""

    grant: Grant
    posts: tuple[Post, ...] = ()
    """What it covers, as far as the catalog holds it."""
    whole: tuple[Revocation, ...] = ()
    """Revocations of all of it."""
    parts: Mapping[str, tuple[Revocation, ...]] = {}
    """Post's id to the revocations that concern it alone."""
    holds: Mapping[str, tuple[Hold, ...]] = {}
    """Post's id to the holds on it that were not lifted."""
    first_use: date | None = None
    """The earliest use on record under it."""
    codes: tuple[Authorization, ...] = ()
    """The platforms' permissions for its posts that are in force."""
    successor: str | None = None
    """The grant that took its place."""

    def own_end(self) -> date | Perpetual:
        """The last day by its own terms: its end, or what its clock leaves of it where that has begun."""
        grant, ends = self.grant, [self.grant.end]
        if grant.days is not None:
            begun = (grant.delivered or grant.start) if grant.end_basis == "from_delivery" else self.first_use
            if begun:
                ends.append(max(begun, grant.start) + (grant.days - 1) * _DAY)
        if grant.end_basis == "platform_code" and self.codes:
            ends.append(earliest([max((code.end for code in self.codes), key=sortable)]))
        return earliest(ends)

    def last_day(self, post: str | None = None) -> date | Perpetual:
        """The last day on which it counts, for one of its posts or for any: a revocation ends it the day before."""
        ended = [*self.whole, *self.parts.get(post or "", ())]
        if post is None and self.parts and self.grant.posts and len(self.parts) >= len(self.posts):
            ended.append(max((min(found, key=_effective) for found in self.parts.values()), key=_effective))
        return earliest([self.own_end(), *(item.effective - _DAY for item in ended)])

    def state(self, today: date) -> State:
        """What it is worth on a day."""
        if self.grant.status != "granted":
            return self.grant.status
        if self.successor:
            return "replaced"
        last = self.last_day()
        if last != "perpetual" and last < today:
            own = self.own_end()
            return "ended" if own != "perpetual" and own < today and own == last else "revoked"
        return "not_started" if self.grant.start > today else "standing"

    def standing_posts(self, today: date) -> tuple[Post, ...]:
        """The posts that no revocation has taken out of it by a day."""
        return tuple(
            post for post in self.posts if all(item.effective > today for item in self.parts.get(post.id, ()))
        )

    @property
    def author(self) -> Account | None:
        """The account that its posts came from; None where no source says, or they came from several."""
        made = {post.author for post in self.posts if post.author}
        return made.pop() if len(made) == 1 else None


def _effective(item: Revocation) -> date:
    return item.effective
