"""Who fits a campaign: declared criteria, each worth 0 to 1 for each creator, added up by their weights.

Every value is told with what it rests on. What is not known counts as nothing and is said to be unknown. Figures are
held against those of the other candidates: there is no scale that would be right for every brand.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median

from ugc.model.campaigns import Criterion, CriterionName
from ugc.model.creator_figures import AccountFigures, Engagement
from ugc.model.ranking import Candidate, Ranked, Scored
from ugc.text import counted, fold

_FORGOTTEN = 365
"""Days after which work together is worth nothing as recent."""
_LEAST = 3
"""Other creators of a tier on a platform from which on an engagement can be held against theirs."""


class _Field:
    """All candidates, for what is told by comparing; what is asked of all of them is worked out once."""

    def __init__(self, candidates: Sequence[Candidate], today: date) -> None:
        self.candidates = candidates
        self.today = today
        self._most: dict[str, int] = {}

    def most(self, name: str, number: Callable[[Candidate], int]) -> int:
        """The highest number of anybody."""
        if name not in self._most:
            self._most[name] = max(map(number, self.candidates), default=0)
        return self._most[name]

    @cached_property
    def engagement(self) -> dict[tuple[str | None, str], list[float]]:
        """Medians by tier and platform, in order."""
        found: dict[tuple[str | None, str], list[float]] = defaultdict(list)
        for candidate in self.candidates:
            lead, own = _told(candidate)
            if lead and own and own.median is not None:
                found[lead.tier, lead.account.platform].append(own.median)
        return {group: sorted(medians) for group, medians in found.items()}

    @cached_property
    def best_result(self) -> float:
        return max((median(one.engagements) for one in self.candidates if one.engagements), default=0.0)

    @cached_property
    def lowest_costs(self) -> dict[str, Decimal]:
        """By currency."""
        found: dict[str, Decimal] = {}
        for one in self.candidates:
            if one.cost:
                known = found.get(one.cost.currency, one.cost.value)
                found[one.cost.currency] = min(known, one.cost.value)
        return found


_Judge = Callable[[Criterion, Candidate, _Field], tuple[float | None, str]]


def rank(
    candidates: Sequence[Candidate], criteria: Sequence[Criterion], *, today: date
) -> tuple[Ranked, ...]:
    """Order creators by the points of all criteria, then by what is known of them, then by their handles."""
    field = _Field(candidates, today)
    most = sum(criterion.weight for criterion in criteria)
    rows = []
    for candidate in candidates:
        scored = tuple(_scored(criterion, candidate, field) for criterion in criteria)
        rows.append(
            Ranked(
                place=0,
                creator=candidate.creator.key,
                handle=candidate.creator.handle,
                points=sum(one.points for one in scored),
                most=most,
                known=sum(one.weight for one in scored if one.value is not None),
                criteria=scored,
                engages=candidate.engages,
            )
        )
    rows.sort(key=lambda row: (-row.points, -row.known, fold(row.handle), row.creator))
    return tuple(row.model_copy(update={"place": place}) for place, row in enumerate(rows, 1))


def _scored(criterion: Criterion, candidate: Candidate, field: _Field) -> Scored:
    value, why = _JUDGES[criterion.name](criterion, candidate, field)
    return Scored(name=criterion.name, weight=criterion.weight, value=value, why=why)


# --- what is written down of them ----------------------------------------------------------------------------------


def _one_of(has: Iterable[str], criterion: Criterion, unknown: str) -> tuple[float | None, str]:
    """1 where they have one of the wanted, else 0."""
    own = [one for one in has if one]
    if not own:
        return None, unknown
    wanted = {fold(one) for one in criterion.wanted}
    hits = [one for one in own if fold(one) in wanted]
    said = ", ".join(criterion.wanted)
    return (1.0, ", ".join(hits)) if hits else (0.0, f"{', '.join(own)}; wanted: {said}")


def _niche(criterion: Criterion, candidate: Candidate, _: _Field) -> tuple[float | None, str]:
    return _one_of(candidate.creator.profile.niches, criterion, "no niche is written down")


def _tag(criterion: Criterion, candidate: Candidate, _: _Field) -> tuple[float | None, str]:
    own = candidate.creator.profile.tags
    return _one_of(own, criterion, "") if own else (0.0, f"no tags; wanted: {', '.join(criterion.wanted)}")


def _country(criterion: Criterion, candidate: Candidate, _: _Field) -> tuple[float | None, str]:
    return _one_of([candidate.creator.profile.country or ""], criterion, "the country is not known")


def _language(criterion: Criterion, candidate: Candidate, _: _Field) -> tuple[float | None, str]:
    """`en` is wanted of those who write en-GB too."""
    own = candidate.creator.profile.languages
    return _one_of(
        dict.fromkeys(part for one in own for part in (one, one.partition("-")[0])),
        criterion,
        "no language is written down",
    )


def _tier(criterion: Criterion, candidate: Candidate, _: _Field) -> tuple[float | None, str]:
    return _one_of([candidate.figures.tier or ""], criterion, "no count of followers is known")


# --- what their figures say ----------------------------------------------------------------------------------------


def _engagement(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    """The share of the other candidates of their tier, on the same platform, whose engagement is lower."""
    lead, own = _told(candidate)
    if lead is None or own is None or own.median is None:
        return None, "too few posts have their counts and a count of followers near them"
    medians = field.engagement[lead.tier, lead.account.platform]
    others = len(medians) - 1
    said = f"{own.median:.1%} of followers (n {own.n})"
    group = f"{lead.tier} on {lead.account.platform}"
    if others < _LEAST:
        return None, f"{said}; only {counted(others, 'other')} of {group} to compare with"
    lower = bisect_left(medians, own.median)
    equal = bisect_right(medians, own.median) - lower - 1
    below = lower + equal / 2
    return below / others, f"{said}; above {below:g} of {others} others of {group}"


def _told(candidate: Candidate) -> tuple[AccountFigures | None, Engagement | None]:
    lead = candidate.figures.lead
    return lead, lead.over("followers") if lead else None


def _brand_posts(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    def number(one: Candidate) -> int:
        return len({*one.engages.mentioned, *one.engages.tagged})

    return _of_the_most(number, candidate, field, "post about the brand", "posts about the brand")


def _engages(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    def number(one: Candidate) -> int:
        return len({*one.engages.mentioned, *one.engages.tagged, *one.engages.commented})

    return _of_the_most(
        number,
        candidate,
        field,
        "time they named, tagged or answered the brand",
        "times they named, tagged or answered the brand",
    )


def _worked_with(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    return _of_the_most(
        lambda one: one.campaigns,
        candidate,
        field,
        "campaign with posts of theirs",
        "campaigns with posts of theirs",
    )


def _of_the_most(
    number: Callable[[Candidate], int], candidate: Candidate, field: _Field, one: str, many: str
) -> tuple[float | None, str]:
    own, most = number(candidate), field.most(many, number)
    return (own / most if most else 0.0), f"{counted(own, one, many)}; the most of anybody: {most:,}"


def _results(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    """Their usual engagements in campaigns, against the best of the candidates."""
    if not candidate.engagements:
        return None, "no post of theirs in a campaign has its counts"
    own, most = median(candidate.engagements), field.best_result
    n = counted(len(candidate.engagements), "post")
    return (
        own / most if most else 0.0
    ), f"median of {own:,.0f} engagements ({n} in campaigns); the best: {most:,.0f}"


def _cost(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    """The lowest cost of anybody over theirs; only one currency is compared."""
    own = candidate.cost
    if own is None:
        return None, "what they take is not known"
    lowest = field.lowest_costs[own.currency]
    value = float(lowest / own.value) if own.value else 1.0
    return value, f"{_money(own.value)} {own.currency} a post; the lowest: {_money(lowest)}"


def _rights_held(_: Criterion, candidate: Candidate, __: _Field) -> tuple[float | None, str]:
    posts = candidate.creator.posts
    if not posts:
        return None, "no post of theirs is here"
    return (
        candidate.posts_with_rights / posts,
        f"{candidate.posts_with_rights:,} of {counted(posts, 'post')} may be used",
    )


def _recency(_: Criterion, candidate: Candidate, field: _Field) -> tuple[float | None, str]:
    last = candidate.last_worked
    if last is None:
        return None, "never worked with"
    days = max((field.today - last).days, 0)
    return max(0.0, 1 - days / _FORGOTTEN), f"last {counted(days, 'day')} ago; nothing after {_FORGOTTEN}"


def _money(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


_JUDGES: dict[CriterionName, _Judge] = {
    "niche": _niche,
    "tag": _tag,
    "country": _country,
    "language": _language,
    "tier": _tier,
    "engagement": _engagement,
    "brand_posts": _brand_posts,
    "results": _results,
    "cost": _cost,
    "rights_held": _rights_held,
    "worked_with": _worked_with,
    "recency": _recency,
    "engages": _engages,
}
