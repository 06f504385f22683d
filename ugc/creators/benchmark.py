"""Creators of a workspace compared by tier, niche and platform: one figure a creator, with n and spread."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ugc.creators.spread import spread
from ugc.creators.tiers import order_of
from ugc.model.creator_figures import (
    ENGAGEMENTS,
    AccountFigures,
    Benchmark,
    BenchmarkBy,
    BenchmarkRow,
    Engagement,
    NotCompared,
    RateBase,
)
from ugc.model.creator_settings import CreatorSettings
from ugc.model.posts import PLATFORMS, Platform

NO_POSTS = "no post of theirs is known"
NO_FOLLOWERS = "no count of their followers is known"
NO_NICHE = "no niche is written down of them"
NO_RATE = "no post of theirs has a rate over {base}"
FEW_POSTS = "fewer than {least} of their posts have a rate over {base}"


class Compared(NamedTuple):
    """A creator as they are compared."""

    key: str
    niches: tuple[str, ...]
    accounts: tuple[AccountFigures, ...]


def benchmark(
    creators: Sequence[Compared], *, by: BenchmarkBy, base: RateBase, settings: CreatorSettings
) -> Benchmark:
    """Compare creators over one base.

    On each platform a creator has one voice: the median of the account that most follow, of those that have one.
    Who has several niches is in each of them.
    """
    groups: dict[tuple[str, Platform], list[Engagement]] = {}
    left_out: Counter[str] = Counter()
    compared = 0
    for one in creators:
        voices = _voices(one, by=by, base=base)
        names = {(name, platform) for platform, each in voices.items() for name in _groups(one, each, by=by)}
        for name, platform in names:
            found = voices[platform].over(base)
            assert found is not None
            groups.setdefault((name, platform), []).append(found)
        compared += bool(names)
        if not names:
            why = _why(one, by=by, base=base)
            left_out[why.format(base=base, least=settings.least_posts)] += 1
    order = {name: place for place, name in enumerate(order_of(settings.tiers))}
    ordered = sorted(groups, key=lambda key: (order.get(key[0], 0), key[0], PLATFORMS.index(key[1])))
    return Benchmark(
        by=by,
        base=base,
        least_creators=settings.least_creators,
        least_posts=settings.least_posts,
        rows=tuple(_row(*key, groups[key], least=settings.least_creators) for key in ordered),
        of=len(creators),
        compared=compared,
        left_out=tuple(NotCompared(why=why, creators=n) for why, n in sorted(left_out.items())),
    )


def _voices(one: Compared, *, by: BenchmarkBy, base: RateBase) -> Mapping[Platform, AccountFigures]:
    found: dict[Platform, AccountFigures] = {}
    for each in sorted(one.accounts, key=lambda each: (each.followers or 0, each.posts)):
        told = each.over(base)
        if told and told.median is not None and (by != "tier" or each.tier):
            found[each.account.platform] = each
    return found


def _groups(one: Compared, account: AccountFigures, *, by: BenchmarkBy) -> Iterator[str]:
    if by == "tier":
        yield account.tier or ""
    elif by == "niche":
        yield from dict.fromkeys(niche.casefold() for niche in one.niches)
    else:
        yield "all"


def _why(one: Compared, *, by: BenchmarkBy, base: RateBase) -> str:
    """Why a creator is in no row: the first thing that is wanting."""
    if not any(each.posts for each in one.accounts):
        return NO_POSTS
    if by == "niche" and not one.niches:
        return NO_NICHE
    if (by == "tier" or base == "followers") and all(each.followers is None for each in one.accounts):
        return NO_FOLLOWERS
    rated = any(each.over(base) for each in one.accounts)
    if by == "tier" and any(
        told.median is not None for each in one.accounts if (told := each.over(base)) is not None
    ):
        return NO_FOLLOWERS
    return FEW_POSTS if rated else NO_RATE


def _row(group: str, platform: Platform, voices: Sequence[Engagement], *, least: int) -> BenchmarkRow:
    medians = [one.median for one in voices if one.median is not None]
    shared = tuple(name for name in ENGAGEMENTS if all(name in one.parts for one in voices))
    told = BenchmarkRow(
        group=group,
        platform=platform,
        creators=len(medians),
        posts=sum(one.n for one in voices),
        parts=shared,
        mixed=any(one.mixed for one in voices) or len({one.parts for one in voices}) > 1,
    )
    if len(medians) < least:
        return told
    middle = spread(medians)
    return told.model_copy(
        update={**middle._asdict(), "least": min(medians), "most": max(medians)},
    )
