"""What ad accounts say of their ads: rows of exports and of API answers, as far as they could be understood.

An export is hostile data and is made by many programs in many languages. What a cell does not say is None, never zero;
an id that a spreadsheet has damaged is told as damaged, never guessed.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from ugc.model.ads import AdPlatform
from ugc.model.base import Value
from ugc.model.posts import Skipped
from ugc.model.vocab import Channel

AdState = Literal["live", "off", "over", "unknown"]
"""live: it may be shown today, as its account says. off: somebody paused it, or its account did. over: it ended or was
deleted. unknown: the export does not say."""


class Damaged(Value):
    """A cell whose value was lost before it came here."""

    column: str
    """The heading, verbatim."""
    text: str
    """What stands there: 7.4E+18."""
    why: str


class AdRow(Value):
    """One ad, or one part of it where an export breaks ads down by day, country or placement."""

    file: str
    row: int
    """As a spreadsheet counts, the heading being 1; for JSON the position from 1."""
    platform: AdPlatform | None = None
    account: str | None = None
    campaign: str | None = None
    adset: str | None = None
    """Ad set, ad group, ad squad."""
    ad_name: str | None = None
    ad_id: str | None = None
    state: AdState = "unknown"
    state_text: str | None = None
    """Verbatim."""
    starts: date | None = None
    ends: date | None = None
    """The ad's own schedule; None: none was stated."""
    since: date | None = None
    until: date | None = None
    """The days that its figures are about."""
    markets: frozenset[str] = frozenset()
    """Countries as ISO 3166-1 codes; empty: the export does not say where."""
    markets_unread: tuple[str, ...] = ()
    """Places in it that are no country that is known, verbatim."""
    channel: Channel | None = None
    placement: str | None = None
    """Verbatim."""
    native_ids: tuple[str, ...] = ()
    """Ids of posts, verbatim: Instagram media, `page_post` stories, TikTok items, videos, pins."""
    links: tuple[str, ...] = ()
    """Addresses of posts."""
    file_names: tuple[str, ...] = ()
    """Of pictures and clips in it."""
    hashes: tuple[str, ...] = ()
    """MD5 or SHA-256 of them, as hex digits."""
    sales_code: str | None = None
    """A promo code, where the export has a column for it."""
    currency: str | None = None
    """ISO 4217."""
    spend: Decimal | None = None
    impressions: int | None = None
    reach: int | None = None
    clicks: int | None = None
    """All of them; on the link alone: `link_clicks`."""
    link_clicks: int | None = None
    plays: int | None = None
    """Times that a clip began to play."""
    plays_2s: int | None = None
    plays_3s: int | None = None
    plays_6s: int | None = None
    plays_15s: int | None = None
    """Meta's ThruPlay is this: played to 15 seconds, or to its end where it is shorter."""
    played_25: int | None = None
    played_50: int | None = None
    played_75: int | None = None
    played_100: int | None = None
    """Times that a quarter, half, three quarters, all of a clip was played."""
    conversions: Decimal | None = None
    """Purchases where the export names them, else results."""
    revenue: Decimal | None = None
    """What these were worth, in its currency."""
    damaged: tuple[Damaged, ...] = ()


class ReadExport(Value):
    """What a file was understood to be."""

    file: str
    platform: AdPlatform | None = None
    language: str | None = None
    """Of its headings, where they tell."""
    columns: dict[str, str] = {}
    """Heading, verbatim, to the field of `AdRow` that it was read as."""
    not_read: tuple[str, ...] = ()
    """Headings that nothing is read from."""
    rows: int = 0
    totals: int = 0
    """Rows of sums that were passed over."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What is uncertain: dates that can be read in two ways, a currency that is not stated."""


class Sale(Value):
    """One row of a sheet of promo codes: what was sold with one."""

    code: str
    clicks: Decimal | None = None
    """On the link that goes with it."""
    orders: Decimal | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    """ISO 4217."""
    creator: str | None = None
    """A handle, where the sheet has one."""
    post: str | None = None
    """Id or link of a post, where the sheet has one."""


class Sales(Value):
    """A sheet of promo codes."""

    file: str
    columns: dict[str, str] = {}
    """Heading, verbatim, to the field of `Sale` that it was read as."""
    not_read: tuple[str, ...] = ()
    rows: tuple[Sale, ...] = ()
    totals: int = 0
    """Rows of sums that were passed over."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
