"""Money spent outside of what the records allow, as far as the rows of exports tell days, markets and places apart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from ugc.model.auditing import Finding
from ugc.workspace.advertising.grouping import Slice

_APART = (
    "The rows do not tell days, markets and places apart: of what counts as spent outside its rights, a part may have "
    "been spent within them."
)
Part = Literal["none", "some", "all"]


class AtRisk(NamedTuple):
    """What was spent outside of an ad's rights."""

    spend: Decimal | None
    """None where no row tells of spend. A row of which only a part lies outside counts whole."""
    exact: Decimal
    """Of it what lies outside for certain."""
    until: date | None
    """The last day that such a row is about."""
    note: str | None


def at_risk(slices: Sequence[Slice], findings: Sequence[Finding]) -> AtRisk:
    """Add up what lies outside, by the findings that refuse something."""
    refused = [finding for finding in findings if finding.verdict == "refused"]
    told = [each for each in slices if each.spend is not None]
    whole, exact, until, unclear = Decimal(0), Decimal(0), None, False
    for each in told:
        parts = [_outside(each, finding) for finding in refused]
        spent = each.spend or Decimal(0)
        if "all" in parts:
            exact += spent
            until = max(filter(None, (until, each.until)), default=None) if spent else until
        if "all" in parts or "some" in parts:
            whole += spent
            unclear = unclear or ("all" not in parts and spent > 0)
    return AtRisk(whole if told else None, exact, until, _APART if unclear else None)


def _outside(each: Slice, finding: Finding) -> Part:
    """How much of what a row is about lies in the days, markets and place of a finding."""
    parts = (_days(each, finding), _markets(each, finding), _place(each, finding))
    if "none" in parts:
        return "none"
    return "all" if set(parts) == {"all"} else "some"


def _days(each: Slice, finding: Finding) -> Part:
    since = finding.over_since
    if since is None or (each.since and each.since >= since):
        return "all"
    return "none" if each.until and each.until < since else "some"


def _markets(each: Slice, finding: Finding) -> Part:
    if not each.markets:
        return "some"
    inside = each.markets & set(finding.markets)
    return "none" if not inside else "all" if inside == each.markets else "some"


def _place(each: Slice, finding: Finding) -> Part:
    if each.channel is None:
        return "some"
    return "all" if each.channel == finding.channel else "none"


def whole_ad(findings: Sequence[Finding], *, channels: Sequence[str], markets: Sequence[str]) -> bool:
    """Whether the refused findings reach every channel and market that was asked about."""
    refused = {(f.channel, place) for f in findings if f.verdict == "refused" for place in f.markets}
    return all((channel, place) in refused for channel in channels for place in markets)
