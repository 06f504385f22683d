"""Hints on how real a following is: sentences with their figures, for a person to look at. None proves anything.

A rate far from those of others is as often a good creator, a clip that travelled or a sale of the account's own as it
is bought; a jump of followers as often a mention on television.
"""

from collections.abc import Mapping, Sequence
from statistics import median

from ugc.creators.comments import Comment, repeated
from ugc.creators.engagement import comment_ratios
from ugc.creators.figures_words import account, change, day, formula, percent, span
from ugc.creators.growth import Interval, intervals
from ugc.creators.spread import FAR, FAR_TIMES, Far, far
from ugc.model.creator_figures import AccountFigures, Hint, HintKind, MeasuredAccount
from ugc.model.creators import Followers
from ugc.model.posts import Account
from ugc.text import fold

JUMP_TIMES = 5.0
"""A change per day so many times the median of the account's other intervals is one to look at,"""
JUMP_LEAST = 0.05
"""if it is at least so much of the following: sources round, and a small account moves by handfuls."""
BIG = 0.5
"""So much of a following within `BIG_DAYS` is one to look at by itself, from `BIG_FROM` followers on."""
BIG_DAYS = 30
BIG_FROM = 500
LEAST_COMMENTS = 20
"""Comments with words from which on it is told how many are repeated."""
REPEATED = 1 / 3
"""The share of comments whose words another one has too that is one to look at: short praise is alike by itself."""


def peer_figures(
    figures: Mapping[str, Sequence[AccountFigures]],
) -> dict[tuple[str, ...], dict[str, float]]:
    """Return median engagement over followers by creator, for each platform, tier and formula.

    Only like is compared with like: accounts whose posts differ in what is known are in no group. Of a creator's
    accounts in one group the one that most follow speaks.
    """
    groups: dict[tuple[str, ...], dict[str, float]] = {}
    for creator, accounts in figures.items():
        for one in sorted(accounts, key=lambda each: each.followers or 0):
            found = one.over("followers")
            if one.tier and found and found.median is not None and not found.mixed:
                groups.setdefault((one.account.platform, one.tier, *found.parts), {})[creator] = found.median
    return groups


def peer_ratios(
    figures: Mapping[str, Sequence[AccountFigures]],
    measured: Mapping[str, Sequence[MeasuredAccount]],
    *,
    least_posts: int,
) -> dict[tuple[str, ...], dict[str, tuple[Account, float, int]]]:
    """Return the median of comments over likes by creator, with its account and n, for each platform and tier."""
    groups: dict[tuple[str, ...], dict[str, tuple[Account, float, int]]] = {}
    for creator, accounts in figures.items():
        paired = zip(accounts, measured[creator], strict=True)
        for one, own in sorted(paired, key=lambda pair: pair[0].followers or 0):
            ratios = comment_ratios(own) if one.tier else []
            if one.tier and len(ratios) >= least_posts:
                told = (one.account, median(ratios), len(ratios))
                groups.setdefault((one.account.platform, one.tier), {})[creator] = told
    return groups


def engagement_hint(
    one: AccountFigures, creator: str, groups: Mapping[tuple[str, ...], Mapping[str, float]], *, least: int
) -> Hint | None:
    """Return a hint where an account's engagement is far from the median of its tier on its platform."""
    own = one.over("followers")
    if not one.tier or not own or own.median is None or own.mixed:
        return None
    group = groups.get((one.account.platform, one.tier, *own.parts), {})
    found = far(own.median, [rate for key, rate in group.items() if key != creator], least=least)
    if not found:
        return None
    kind: HintKind = "engagement_high" if own.median > found.median else "engagement_low"
    words = (
        f"Engagement of {account(one.account)} is {percent(own.median)} (median of {own.n} posts, "
        f"{formula(own.parts, 'followers')}); {_others(found, one)}."
    )
    return Hint(kind=kind, account=one.account, words=words)


def ratio_hint(
    one: AccountFigures,
    creator: str,
    groups: Mapping[tuple[str, ...], Mapping[str, tuple[Account, float, int]]],
    *,
    least: int,
) -> Hint | None:
    """Return a hint where an account has unusually many or few comments for its likes."""
    group = groups.get((one.account.platform, one.tier or ""), {})
    if creator not in group or group[creator][0] != one.account:
        return None
    _, ratio, n = group[creator]
    found = far(ratio, [told[1] for key, told in group.items() if key != creator], least=least)
    if not found:
        return None
    words = (
        f"Comments for each 100 likes of {account(one.account)} are {ratio * 100:.1f} (median of {n} posts); "
        f"{_others(found, one, scale=True)}."
    )
    return Hint(kind="comment_ratio", account=one.account, words=words)


def jump_hint(of: Account, snapshots: Sequence[Followers]) -> Hint | None:
    """Return a hint on the interval in which a following changed most a day, where that is unusual for the account.

    Against its other intervals, which needs three snapshots; or by itself, where the change is big.
    """
    known = intervals(snapshots)
    for one in sorted(known, key=lambda each: (-abs(each.per_day), each.before.day)):
        others = [abs(other.per_day) for other in known if other is not one]
        usual = median(others) if others else None
        unlike = usual is not None and abs(one.per_day) >= JUMP_TIMES * usual and abs(one.share) >= JUMP_LEAST
        big = abs(one.share) >= BIG and one.days <= BIG_DAYS and one.before.count >= BIG_FROM
        if unlike or big:
            return Hint(
                kind="followers_jump",
                account=of,
                words=_jump(of, one, usual if unlike else None, len(others)),
            )
    return None


def comments_hint(of: Account, comments: Sequence[Comment]) -> Hint | None:
    """Return a hint where many comments on an account's posts say the same as others."""
    found = repeated(comments, without=fold(of.handle))
    if found.n < LEAST_COMMENTS or found.repeated < REPEATED * found.n:
        return None
    words = (
        f"Of {found.n:,} known comments with words on posts of {account(of)}, {found.repeated:,} "
        f"({percent(found.repeated / found.n)}) say the same as another one; "
        f"{found.emoji_only:,} more are of emoji alone and are not counted. "
        f"From {percent(REPEATED)} on it is told."
    )
    return Hint(kind="comments_repeated", account=of, words=words)


def _others(found: Far, one: AccountFigures, *, scale: bool = False) -> str:
    """What others of the tier have, and how far it is from that."""
    middle = f"{found.median * 100:.1f}" if scale else percent(found.median)
    half = f"{found.low * 100:.1f}–{found.high * 100:.1f}" if scale else span(found.low, found.high)
    where = f"{found.others} others in the tier {one.tier} on {one.account.platform}"
    told = f"the median of {where} is {middle} (middle half {half})"
    if found.distance is None:
        return f"{told}, and none of them has 0"
    return (
        f"{told}. It lies {abs(found.distance):.1f} robust distances away; more than {FAR}, and at least "
        f"{FAR_TIMES:.0f} times the median or one part in {FAR_TIMES:.0f} of it, is called far"
    )


def _jump(of: Account, one: Interval, usual: float | None, others: int) -> str:
    told = (
        f"Followers of {account(of)} went from {one.before.count:,} on {day(one.before.day)} to "
        f"{one.after.count:,} on {day(one.after.day)}: {change(one.share)} in {one.days} "
        f"{'day' if one.days == 1 else 'days'}, {change(one.per_day)} a day"
    )
    if usual is None:
        return f"{told}; {percent(BIG)} within {BIG_DAYS} days is told."
    was = "its other interval has" if others == 1 else f"the median of its {others} other intervals is"
    return f"{told}, where {was} {percent(usual)} a day."
