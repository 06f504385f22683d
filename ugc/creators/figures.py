"""The figures of creators, worked out of posts, counts and followers for all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ugc.creators import hints
from ugc.creators.comments import Comment
from ugc.creators.engagement import engagement
from ugc.creators.growth import by_day, growth
from ugc.creators.tiers import tier_of
from ugc.model.creator_figures import RATE_BASES, AccountFigures, CreatorFigures, Hint, MeasuredAccount
from ugc.model.creator_settings import CreatorSettings


def account_figures(measured: MeasuredAccount, *, settings: CreatorSettings, today: date) -> AccountFigures:
    """Return the figures of one account. Snapshots of days to come are left out: they can only be mistyped."""
    measured = measured.model_copy(
        update={"followers": tuple(one for one in measured.followers if one.day <= today)}
    )
    last = next(reversed(by_day(measured.followers)), None)
    told = (
        engagement(
            measured,
            base,
            least_posts=settings.least_posts,
            within_days=settings.followers_within_days,
        )
        for base in RATE_BASES
    )
    return AccountFigures(
        account=measured.account,
        tier=tier_of(last.count, settings.tiers) if last else None,
        followers=last.count if last else None,
        followers_day=last.day if last else None,
        growth=growth(measured.followers),
        posts=len(measured.posts),
        engagement=tuple(one for one in told if one),
    )


def creator_figures(
    measured: Mapping[str, Sequence[MeasuredAccount]],
    asked: Iterable[str],
    *,
    comments: Mapping[tuple[str, int], Sequence[Comment]],
    settings: CreatorSettings,
    today: date,
) -> dict[str, CreatorFigures]:
    """Return the figures of some creators, with hints that hold them against all.

    `measured` has the accounts of every creator of the workspace, by key; `comments` are those under posts of the
    creators asked for, by key and the place of the account whose posts they are.
    """
    known = {
        key: [account_figures(one, settings=settings, today=today) for one in accounts]
        for key, accounts in measured.items()
    }
    engaged = hints.peer_figures(known)
    ratios = hints.peer_ratios(known, measured, least_posts=settings.least_posts)
    found: dict[str, CreatorFigures] = {}
    for key in asked:
        told: list[Hint | None] = []
        for place, (one, own) in enumerate(zip(known[key], measured[key], strict=True)):
            past = [each for each in own.followers if each.day <= today]
            told += [
                hints.engagement_hint(one, key, engaged, least=settings.least_creators),
                hints.ratio_hint(one, key, ratios, least=settings.least_creators),
                hints.jump_hint(one.account, past),
                hints.comments_hint(one.account, comments.get((key, place), ())),
            ]
        figures = CreatorFigures(
            creator=key,
            tier=None,
            accounts=tuple(known[key]),
            hints=tuple(hint for hint in told if hint),
        )
        lead = figures.lead
        found[key] = figures.model_copy(update={"tier": lead.tier if lead else None})
    return found
