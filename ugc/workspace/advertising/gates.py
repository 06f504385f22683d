"""Every file, placement, market and day of an ad, put to the records and to the platforms' rules before it is packed.

A creative is asked for what was really done to it; a post that runs as it is, for nothing but running. Only `Cleared`
is a yes, for every post that is shown, over the whole flight.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ugc import rights
from ugc.model.creatives import Creative, PlacementAnswer
from ugc.model.formats import Placement
from ugc.model.reasons import REASONS
from ugc.model.records import Perpetual
from ugc.model.rights import Answer, Case, Cleared, Reason, Use
from ugc.model.vocab import Channel, Identity
from ugc.rights.windows import earliest
from ugc.workspace.clearing import a_use, asked_again, markets
from ugc.workspace.usual import keeps_sound

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Question(NamedTuple):
    """For what an ad is asked."""

    identity: Identity
    markets: tuple[str, ...] | None
    """None: those that the creative was made for."""
    first: date
    last: date


class Verdict(NamedTuple):
    """What the records say of all posts of an ad in one place."""

    allowed: bool
    valid_until: date | Perpetual = "perpetual"
    grants: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    not_checked: tuple[str, ...] = ()


class Gates:
    """Asks the records; the same question is put once."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._cases: dict[str, Case] = {}
        self._known: dict[tuple[object, ...], Answer] = {}

    def case(self, post: str) -> Case:
        """Return a post with its records, as they stand."""
        if post not in self._cases:
            self._cases[post] = self._workspace.case(post)
        return self._cases[post]

    def creative(self, made: Creative, spot: PlacementAnswer, asked: Question) -> Verdict:
        """Ask for a creative in one placement."""
        if made.stopped and made.stopped.reaches(asked.last):
            return Verdict(allowed=False, reasons=(_stopped(made),))
        use = asked_again(self._workspace, made, spot, first=asked.first, last=asked.last)
        told: dict[str, object] = {"identity": asked.identity}
        if asked.markets is not None:
            told["territories"] = markets(self._workspace, asked.markets)
        return self._all(made.posts, use.model_copy(update=told))

    def as_it_is(self, post: str, channel: Channel, asked: Question) -> Verdict:
        """Ask for a post that runs unchanged, with its own sound, from its creator's account."""
        use = a_use(
            self._workspace,
            purpose="paid_social",
            channel=channel,
            identity=asked.identity,
            territories=markets(self._workspace, asked.markets),
            first=asked.first,
            last=asked.last,
            sound=keeps_sound(self.case(post).post, ()),
        )
        return self._all([post], use)

    def _all(self, posts: Iterable[str], use: Use) -> Verdict:
        answers = [self._ask(post, use) for post in posts]
        cleared = [answer for answer in answers if isinstance(answer, Cleared)]
        unchecked = tuple(dict.fromkeys(line for answer in answers for line in answer.not_checked))
        if len(cleared) < len(answers) or not answers:
            reasons = [r for answer in answers if not isinstance(answer, Cleared) for r in answer.reasons]
            return Verdict(False, reasons=tuple(dict.fromkeys(reasons)), not_checked=unchecked)
        return Verdict(
            allowed=True,
            valid_until=earliest([answer.valid_until for answer in cleared]),
            grants=tuple(dict.fromkeys(grant for answer in cleared for grant in answer.grants)),
            not_checked=unchecked,
        )

    def _ask(self, post: str, use: Use) -> Answer:
        bare = use.model_copy(update={"placement": None})
        key = (post, bare.model_dump_json())
        if key not in self._known:
            self._known[key] = rights.clear(self.case(post), bare, self._workspace.settings.rights)
        return self._known[key]


def unblock(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """Return what a person can do about reasons, each thing once."""
    told = (REASONS.get(reason.code.partition(":")[0], "") for reason in reasons)
    return tuple(dict.fromkeys(filter(None, told)))


def wanted(placement: Placement, named: Sequence[str]) -> bool:
    """Whether a placement is among those that were named, by id or by the beginning of it."""
    return not named or any(placement.id == name or placement.id.startswith(f"{name}.") for name in named)


def _stopped(made: Creative) -> Reason:
    mark = made.stopped
    assert mark is not None
    return Reason(
        code="revoked", text=f"The creative was stopped on {mark.on}: its rights ended after it was made."
    )
