"""The register's lines: what was made, asked about again on the day of export."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.exports.register import Background, Line, Spot, recorded
from ugc.model.creatives import Creative, PlacementAnswer
from ugc.model.records import Grant
from ugc.model.rights import Answer, Case, Cleared, NeedsReview, Use
from ugc.rights.strength import strength
from ugc.rights.windows import earliest
from ugc.workspace.clearing import asked_again
from ugc.workspace.exporting.gathering import Gathered

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Asking:
    """Puts to the records, once more, the questions that creatives were made with. The same question is built once."""

    def __init__(self, workspace: "Workspace", cases: Mapping[str, Case], today: date) -> None:
        self._workspace = workspace
        self._cases = cases
        self._today = today
        self._uses: dict[tuple[object, ...], Use] = {}
        self._policy = workspace.settings.rights

    def spots(self, row: MadeCreative) -> tuple[tuple[Spot, ...], tuple[str, ...]]:
        """Return what the records say of every placement of a creative, and the grants that allow it there."""
        creative = row.creative
        assert creative is not None, "a proof was made for no placement"
        found: list[Spot] = []
        grants: dict[str, None] = {}
        for spot in creative.placements:
            use = self._use(creative, spot)
            answers = [rights.clear(self._cases[post], use, self._policy) for post in row.posts]
            grants |= dict.fromkeys(g for a in answers if isinstance(a, Cleared) for g in a.grants)
            found.append(_spot(spot.placement, answers))
        return tuple(found), tuple(grants)

    def _use(self, creative: Creative, spot: PlacementAnswer) -> Use:
        day = max(self._today, creative.flight[0])
        key = (
            spot.purpose,
            spot.channel,
            spot.identity,
            spot.placement,
            creative.markets,
            creative.edits,
            creative.credit_place,
            day,
        )
        if key not in self._uses:
            self._uses[key] = asked_again(self._workspace, creative, spot, first=day, last=day)
        return self._uses[key]


def lines(workspace: "Workspace", gathered: Gathered, *, today: date, posts: bool) -> Iterator[Line]:
    """Yield one line for each creative, and with `posts` one for each post that has records and no creative."""
    asking = Asking(workspace, gathered.known, today)
    moved = {item.path: workspace.day(item.at) for item in workspace.catalog.care.swept()}
    covered: dict[str, None] = {}
    for row in gathered.made:
        spots, allowing = asking.spots(row)
        covered |= dict.fromkeys(row.posts)
        names = [name for name in dict.fromkeys((*row.grants, *allowing)) if name in gathered.licences]
        yield Line(
            cases=[gathered.known[post] for post in row.posts],
            licences=[gathered.licences[name] for name in names],
            creative=row.creative,
            file=row.path,
            spots=spots,
            moved=moved.get(row.path),
        )
    for case in gathered.cases.values() if posts else ():
        if case.post.id not in covered and recorded(case):
            yield Line(cases=[case], licences=gathered.covering(case))


def background(workspace: "Workspace", gathered: Gathered, *, today: date) -> Background:
    """Return what all rows of a register share."""
    past = gathered.past
    accounts = cache(workspace.catalog.accounts)
    levels: dict[str, str] = {}

    def level(grant: Grant) -> str:
        if grant.id not in levels:
            creators = {post.creator for post in gathered.licences[grant.id].posts if post.creator}
            proof = [past.evidence[name] for name in grant.evidence if name in past.evidence]
            theirs = [account for creator in sorted(creators) for account in accounts(creator)]
            levels[grant.id] = strength(grant, proof, accounts=theirs).level
        return levels[grant.id]

    return Background(
        today=today,
        head=past.head or None,
        evidence={name: item.sha256 for name, item in past.evidence.items()},
        asked=past.asked,
        answered=past.answered,
        strength=level,
    )


def by_placement(
    asking: Asking, gathered: Gathered, made: Sequence[MadeCreative]
) -> dict[tuple[tuple[str, ...], str], list[date]]:
    """Return the last days of creatives that must leave a placement before the grants do that they rest on.

    By the ids of these grants and the placement.
    """
    found: dict[tuple[tuple[str, ...], str], list[date]] = defaultdict(list)
    for row in made:
        spots, allowing = asking.spots(row)
        names = tuple(name for name in allowing if name in gathered.licences)
        ends = earliest([gathered.licences[name].last_day(post) for name in names for post in row.posts])
        for spot in spots:
            if isinstance(spot.ends, date) and (ends == "perpetual" or spot.ends < ends):
                found[names, spot.placement].append(spot.ends)
    return found


def _spot(placement: str, answers: Sequence[Answer]) -> Spot:
    reasons = [reason for answer in answers if not isinstance(answer, Cleared) for reason in answer.reasons]
    cleared = [answer for answer in answers if isinstance(answer, Cleared)]
    allowed = len(cleared) == len(answers)
    return Spot(
        placement=placement,
        allowed=allowed,
        ends=earliest([answer.valid_until for answer in cleared]) if allowed else None,
        reasons=tuple(dict.fromkeys(reasons)),
        not_checked=tuple(dict.fromkeys(point for answer in answers for point in answer.not_checked)),
        review=not allowed and all(isinstance(answer, Cleared | NeedsReview) for answer in answers),
    )
