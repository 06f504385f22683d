"""An audit of what runs, in words: one sentence for the whole, and what each finding says."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ugc.model.auditing import Audit, AuditedAd, AuditVerdict, Finding
from ugc.model.phrases import CHANNELS, IDENTITIES, PURPOSES, listed, written
from ugc.text import counted, one_line

FOUND_BY: dict[str, str] = {
    "ad_id": "the ad's number is on record",
    "native_id": "the id of the post that it runs",
    "link": "the address of the post that it runs",
    "hash": "the bytes of its file",
    "file_name": "the ids in its file's name",
    "ad_name": "its name",
    "picture": "what its picture is like",
}
STATES: dict[str, str] = {
    "live": "runs",
    "off": "is off",
    "over": "is over",
    "unknown": "may run; its account does not say",
}
VERDICTS: dict[AuditVerdict, str] = {
    "refused": "may not run",
    "ending": "ends soon",
    "review": "a person decides",
    "unknown": "unknown to the records",
    "fine": "may run",
    "off": "off",
}
_FEW = 8
"""Markets that are named; of more it is said how many."""


def headline(audit: Audit) -> str:
    """Say in one sentence what came of it, without a full stop."""
    if not audit.ads:
        return "No ad was found in the exports"
    live = counted(audit.running, "live ad")
    if audit.refused_running:
        if audit.running == 1:
            return "The one live ad may not run"
        return f"{audit.refused_running:,} of {live} may not run"
    if not audit.running:
        return "No ad runs"
    known = audit.running - _running(audit, "unknown")
    if not known:
        return f"No record is about {'the one live ad' if audit.running == 1 else f'any of {live}'}"
    if _running(audit, "unknown") or _running(audit, "review"):
        return f"None of {live} is known to break its rights"
    return "The one live ad may run" if audit.running == 1 else f"All {live} may run"


def sentences(audit: Audit) -> tuple[str, ...]:
    """Return what belongs to the headline: money, what ran before, what ends, what is open, what is unknown."""
    counts = audit.counts
    found: list[str] = []
    outside = {currency: amount for currency, amount in audit.at_risk.items() if amount}
    if outside:
        found.append(f"{money(outside)} was spent outside of what the records allow.")
    if before := counts["refused"] - audit.refused_running:
        found.append(f"{_ads(before, 'is', 'are')} off now, and ran when the records did not allow it.")
    if counts["ending"]:
        days = f"within {counted(audit.within, 'day')}" if audit.within else "today"
        found.append(f"{_ads(counts['ending'], 'may run and has', 'may run and have')} to end {days}.")
    if counts["review"]:
        found.append(f"{_ads(counts['review'], 'is', 'are')} for a person to decide.")
    if counts["unknown"]:
        spend = f", with {money(audit.unknown_spend)} spent" if audit.unknown_spend else ""
        found.append(f"Of {counted(counts['unknown'], 'ad')} no record is known{spend}.")
    if faults := sum(export.fault is not None for export in audit.exports):
        found.append(f"{counted(faults, 'export')} could not be read.")
    return tuple(found)


def money(sums: Mapping[str, Decimal]) -> str:
    """Say amounts by currency: 1,240.00 EUR and 3.00 USD."""
    return listed(amount(each, currency) for currency, each in sums.items()) if sums else "nothing"


def amount(each: Decimal | None, currency: str | None) -> str:
    """Say an amount; "not told" where there is none, and that no currency is stated where none is."""
    if each is None:
        return "not told"
    return f"{each:,.2f} {one_line(currency) if currency else '(no currency stated)'}"


def titled(ad: AuditedAd) -> str:
    """Return what an ad is called: its name, else its number, else where it stands."""
    name = one_line(ad.ad_name or "")
    if name or ad.ad_id:
        return name or f"Ad {one_line(ad.ad_id or '')}"
    return f"Row {ad.rows[0][1]} of {one_line(ad.rows[0][0])}"


def where(finding: Finding) -> str:
    """Say where a finding holds: Instagram, in CA and MX."""
    return f"{CHANNELS[finding.channel]}, in {places(finding.markets)}"


def places(markets: Sequence[str]) -> str:
    """Say markets, or how many there are."""
    return listed(markets) if len(markets) <= _FEW else f"{len(markets)} markets"


def asked_for(finding: Finding) -> str:
    """Say what an ad does there: paid ads on social media, from the brand's account."""
    return f"{PURPOSES[finding.purpose]}, from {IDENTITIES[finding.identity]}"


def since(finding: Finding) -> str:
    """Say from when on it might not run."""
    if finding.verdict != "refused":
        return "for a person to decide"
    return (
        f"not since {written(finding.over_since)}"
        if finding.over_since
        else "not on any day, as far as the records tell"
    )


def until(ad: AuditedAd) -> str:
    """Say until when an ad may run."""
    return written(ad.valid_until) if ad.valid_until else "–"


def of(audit: Audit, verdict: AuditVerdict) -> tuple[AuditedAd, ...]:
    """Return the ads of a verdict, in their order."""
    return tuple(ad for ad in audit.ads if ad.verdict == verdict)


def first_end(audit: Audit) -> date | None:
    """Return the first day on which an ad that is fine, and not near its end, has to stop."""
    days = [ad.valid_until for ad in of(audit, "fine") if isinstance(ad.valid_until, date)]
    return min(days, default=None)


def _ads(number: int, one: str, many: str) -> str:
    return f"{counted(number, 'ad')} {one if number == 1 else many}"


def _running(audit: Audit, verdict: AuditVerdict) -> int:
    return sum(ad.state in ("live", "unknown") for ad in of(audit, verdict))
