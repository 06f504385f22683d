"""What runs, held against what is allowed: the rows of an audit, and how each ad was found to be one of ours."""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from ugc.model.ads import AdPlatform
from ugc.model.base import Value
from ugc.model.delivery import AdRow, AdState, Damaged, ReadExport
from ugc.model.records import Perpetual
from ugc.model.rights import Reason
from ugc.model.vocab import Channel, Identity, Purpose

FoundBy = Literal["ad_id", "native_id", "link", "hash", "file_name", "ad_name", "picture"]
"""How an ad was found to show something of ours: its number stands on a use or in a package; it runs a post of ours;
a file of it has the bytes of one of ours; the short ids in a file's or the ad's name; it looks like one. From the
surest to the least sure."""
AuditVerdict = Literal["refused", "ending", "review", "unknown", "fine", "off"]
"""refused: it runs and may not. ending: it may, for not many days more. review: a person must decide. unknown: no
record of ours is about it. fine: it may, until a day that is told. off: it does not run; nothing was asked."""
AUDIT_VERDICTS: tuple[AuditVerdict, ...] = get_args(AuditVerdict)


class Match(Value):
    """What of ours an ad shows."""

    by: FoundBy
    certain: bool
    """False for names, which anybody can give, and for what only looks alike."""
    variant: str | None = None
    """None where a post runs as it is."""
    concept: str | None = None
    path: str | None = None
    """Of the creative, from the workspace's folder."""
    posts: tuple[str, ...]
    note: str | None = None
    variants: tuple[str, ...] = ()
    """All creatives that it shows or may show, where that is more than `variant`: the cards of a carousel, those of a
    concept whose name was cut."""
    use: str | None = None
    """The use on record that names the ad."""
    package: str | None = None
    """The package in which the ad stands, from the workspace's folder."""
    purpose: Purpose | None = None
    """What it is for and from whose handle it runs, as that use or package says; None where none does."""
    identity: Identity | None = None


class JoinedRow(Value):
    """A row of an export, and what of ours it shows; None: nothing that is known."""

    row: AdRow
    match: Match | None = None
    notes: tuple[str, ...] = ()
    """What was looked for and did not fit: ids of no creative, ids of two."""


class Finding(Value):
    """What the records say against an ad at one place: a channel, and the markets for which the answer is the same."""

    verdict: Literal["refused", "needs_review"]
    post: str
    variant: str | None = None
    """The creative's that was asked about; None where the post runs as it is."""
    channel: Channel
    markets: tuple[str, ...]
    purpose: Purpose
    identity: Identity
    reasons: tuple[Reason, ...]
    over_since: date | None = None
    """The first day on which it might not run there; None: it never might, or the records do not tell."""


class AuditedAd(Value):
    """One ad that an account tells of, and what the records say of it today."""

    brand: str
    verdict: AuditVerdict
    platform: AdPlatform | None = None
    account: str | None = None
    campaign: str | None = None
    adset: str | None = None
    ad_name: str | None = None
    ad_id: str | None = None
    state: AdState = "unknown"
    rows: tuple[tuple[str, int], ...]
    """Files and rows that tell of it."""
    match: Match | None = None
    creators: tuple[str, ...] = ()
    """Their handles."""
    grants: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    markets: tuple[str, ...] = ()
    """What was asked for."""
    assumed: tuple[str, ...] = ()
    """What the export does not say and was taken from the creative: markets, channels."""
    ends: date | None = None
    """The ad's own last day, as its account says; None: none."""
    valid_until: date | Perpetual | None = None
    """The last day on which all of it may run."""
    over_since: date | None = None
    """For what is refused: the first day on which it might not run, where the records tell."""
    reasons: tuple[Reason, ...] = ()
    """Those of all findings, each once."""
    findings: tuple[Finding, ...] = ()
    ran_until: date | None = None
    """For what is off and ran outside of its rights before: the last day on which it did, as far as rows tell."""
    links: tuple[str, ...] = ()
    """Of the posts that it shows."""
    notes: tuple[str, ...] = ()
    """How it was found where that is not certain, and what its rows do not tell apart."""
    to_do: str = ""
    """What a person does about it, as a sentence."""
    currency: str | None = None
    spend: Decimal | None = None
    """All that the exports tell of."""
    at_risk: Decimal | None = None
    """Of this what was spent in the days, markets and places in which it might not run, as far as the rows tell them
    apart; None where no spend is told."""
    damaged: tuple[Damaged, ...] = ()
    not_checked: tuple[str, ...] = ()


class Asked(Value):
    """A workspace whose records were asked."""

    brand: str
    folder: str
    """As it was named."""
    ledger_first: str | None = None
    """Hash of its first rights record, which names its ledger."""
    ledger_head: str | None = None
    """Hash of its newest rights record."""
    records: int = 0
    """How many there are."""


class ExportRead(Value):
    """A file that was read, and what it was understood to be; `fault` says why it could not be."""

    file: str
    sha256: str | None = None
    read: ReadExport | None = None
    fault: str | None = None
    hint: str | None = None


class Audit(Value):
    """What runs and what is allowed, of one workspace or of several that were asked together."""

    brand: str
    """Of several, all of them in words."""
    asked: tuple[Asked, ...] = ()
    today: date
    within: int
    """Days ahead in which an end is near."""
    exports: tuple[ExportRead, ...]
    counts: dict[str, int]
    """Verdict to how many ads."""
    running: int = 0
    """How many ads run, or may: their account does not say that they are off."""
    refused_running: int = 0
    """How many of these may not. The others that are refused are off by now, and ran when they might not."""
    at_risk: dict[str, Decimal] = {}
    """Currency to the money."""
    spend: dict[str, Decimal] = {}
    ads: tuple[AuditedAd, ...]
    """What may not run first, then what ends, what a person decides, what is fine, what is off, what is unknown."""
    unknown_spend: dict[str, Decimal] = {}
    """Currency to what was spent on ads that no record is about."""
    not_checked: tuple[str, ...] = ()
    """Of every ad; what was not checked of one stands with it."""
    ledger_head: str | None = None
    """Of the one workspace; of several each has its own in `asked`."""
    notes: tuple[str, ...] = ()
