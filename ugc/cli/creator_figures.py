"""The figures of a creator as `ugc creators show` prints them."""

from ugc.cli import say
from ugc.creators.figures_words import account, change, day, formula, percent, span
from ugc.model.creator_figures import WHY_LEFT_OUT, AccountFigures, CreatorFigures, Engagement


def tell_figures(figures: CreatorFigures) -> None:
    """Say the figures of each account, the one that most follow first, and what a person should look at."""
    for one in sorted(figures.accounts, key=lambda each: (-(each.followers or 0), -each.posts)):
        say.out(f"  {_account(one)}")
        for found in one.engagement:
            say.out(f"    {_engagement(found)}")
        if one.posts and not one.engagement:
            say.out(
                f"    engagement —: none of {_posts(one.posts)} has known likes and something to divide by"
            )
    for hint in figures.hints:
        say.out(f"  look at: {hint.words}")


def _account(one: AccountFigures) -> str:
    if one.followers is None or one.followers_day is None:
        return f"{account(one.account)}  tier —  followers not known"
    told = f"{one.followers:,} followers on {day(one.followers_day)}"
    grown = one.growth
    if grown and grown.share is not None:
        told += f" ({change(grown.share)} since {day(grown.before_day, beside=grown.after_day)})"
    elif grown:
        told += f" (none on {day(grown.before_day)})"
    return f"{account(one.account)}  {one.tier}  {told}"


def _engagement(found: Engagement) -> str:
    rests = f"{formula(found.parts, found.base, mixed=found.mixed)}, {found.n:,} of {_posts(found.of)}"
    if found.median is None or found.low is None or found.high is None:
        told = f"engagement —, {rests}: too few for a median"
    else:
        told = f"engagement {percent(found.median)} (middle half {span(found.low, found.high)}), {rests}"
    if found.trend:
        told += (
            f"; newer half {percent(found.trend.newer)} (n {found.trend.newer_n:,}), "
            f"older half {percent(found.trend.older)} (n {found.trend.older_n:,})"
        )
    left = ", ".join(f"{one.n:,} {WHY_LEFT_OUT[one.why]}" for one in found.left_out)
    return f"{told}; left out: {left}" if left else told


def _posts(number: int) -> str:
    return f"{number:,} {'post' if number == 1 else 'posts'}"
