"""The rates that are reported, each with its formula, and the interval of a share."""

from math import sqrt

from ugc.model.results import Measure, MeasureName

MEASURES: tuple[Measure, ...] = (
    Measure(
        name="hook_rate",
        title="Hook rate",
        formula="3-second plays / impressions",
        top="plays_3s",
        base="impressions",
        sample="impressions",
        kind="share",
        least="impressions",
        clips=True,
    ),
    Measure(
        name="hold_rate",
        title="Hold rate",
        formula="15-second plays (ThruPlays) / 3-second plays",
        top="plays_15s",
        base="plays_3s",
        sample="plays_3s",
        kind="share",
        least="impressions",
        clips=True,
    ),
    Measure(
        name="hook_rate_2s",
        title="2-second rate",
        formula="2-second plays / impressions",
        top="plays_2s",
        base="impressions",
        sample="impressions",
        kind="share",
        least="impressions",
        clips=True,
    ),
    Measure(
        name="hold_rate_6s",
        title="6-second hold",
        formula="6-second plays / 2-second plays",
        top="plays_6s",
        base="plays_2s",
        sample="plays_2s",
        kind="share",
        least="impressions",
        clips=True,
    ),
    Measure(
        name="ctr",
        title="CTR",
        formula="link clicks / impressions",
        top="link_clicks",
        base="impressions",
        sample="impressions",
        kind="share",
        least="impressions",
    ),
    Measure(
        name="cpm",
        title="CPM",
        formula="1,000 x spend / impressions",
        top="spend",
        base="impressions",
        sample="impressions",
        kind="money",
        least="impressions",
    ),
    Measure(
        name="cpa",
        title="CPA",
        formula="spend / conversions",
        top="spend",
        base="conversions",
        sample="conversions",
        kind="money",
        least="conversions",
    ),
    Measure(
        name="roas",
        title="ROAS",
        formula="revenue / spend",
        top="revenue",
        base="spend",
        sample="conversions",
        kind="ratio",
        least="conversions",
    ),
)
"""Meta counts 3-second plays and ThruPlays (to 15 seconds, or to the end of what is shorter), TikTok plays of 2 and of
6 seconds; these are other things, so they are other rates.
https://www.facebook.com/business/help/1792720544284355, https://ads.tiktok.com/help/article/video-play
"""

_Z = 1.959963984540054
"""The normal distribution has 95 % within this many standard deviations of its mean."""


def measure(name: MeasureName) -> Measure:
    """Return a measure by its name."""
    return next(item for item in MEASURES if item.name == name)


def wilson(top: float, base: float) -> tuple[float, float] | None:
    """Return the 95 % interval of a share by Wilson's score method, as fractions; None where it is no share.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    if base <= 0 or not 0 <= top <= base:
        return None
    share, square = top / base, _Z * _Z
    middle = (share + square / (2 * base)) / (1 + square / base)
    reach = _Z * sqrt(share * (1 - share) / base + square / (4 * base * base)) / (1 + square / base)
    return (max(0.0, middle - reach) if top else 0.0), (min(1.0, middle + reach) if top < base else 1.0)
