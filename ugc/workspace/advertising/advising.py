"""What a person does about an ad, in one or two sentences."""

from collections.abc import Sequence
from datetime import date

from ugc.model.auditing import AuditedAd, Finding
from ugc.model.phrases import CHANNELS, listed, written
from ugc.model.reasons import REASONS
from ugc.model.records import Perpetual

_AGAIN = {
    "revoked": "A new grant is needed to use it again.",
    "expired": "To go on, renew the grant: `ugc rights renew`.",
    "territory_not_granted": "To run it there, ask the creator for the market.",
    "channel_not_granted": "To run it there, ask the creator for the channel.",
    "platform_auth_expires_before_end": "To go on, have the code extended, and record it: `ugc rights authorize`.",
}
"""What would help where an ad runs already; other reasons have the words of `REASONS`."""
_FEW = 6
"""Markets that are named; of more it is said how many."""


def to_do(
    ad: AuditedAd,
    findings: Sequence[Finding],
    *,
    until: date | Perpetual | None,
    everything: bool,
    today: date,
) -> str:
    """Say what to do about an ad, by its verdict. Empty for what is fine."""
    if ad.verdict == "ending" and isinstance(until, date):
        day = "today" if until == today else f"on {written(until)}"
        return f"Let it end {day}, or renew what it rests on before: `ugc rights renew`."
    if ad.verdict == "review":
        hints = list(_hints(findings, "needs_review"))
        return " ".join(hints) or "Look at it: what stands under the notes is for a person to settle."
    if ad.verdict != "refused":
        return ""
    if ad.state in ("off", "over"):
        return "It is off: keep it so, and settle with the creator what ran."
    refused = [finding for finding in findings if finding.verdict == "refused"]
    first = "Switch it off." if everything else f"{_without(refused)}, or switch it off."
    return " ".join((first, *_hints(findings, "refused")))


def _without(refused: Sequence[Finding]) -> str:
    """What is taken out of an ad so that the rest may run."""
    places: dict[tuple[str, ...], list[str]] = {}
    for finding in refused:
        places.setdefault(finding.markets, []).append(CHANNELS[finding.channel])
    said = [
        f"{listed(dict.fromkeys(channels))} in {_countries(markets)}" for markets, channels in places.items()
    ]
    return f"Take {listed(dict.fromkeys(said))} out of it"


def _countries(markets: Sequence[str]) -> str:
    return listed(markets) if len(markets) <= _FEW else f"{len(markets)} markets"


def _hints(findings: Sequence[Finding], verdict: str) -> list[str]:
    codes = [why.code.partition(":")[0] for f in findings if f.verdict == verdict for why in f.reasons]
    return list(dict.fromkeys(_AGAIN.get(code) or REASONS[code] for code in codes if code in REASONS))
