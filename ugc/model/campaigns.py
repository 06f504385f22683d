"""Campaigns: what was agreed with which creators, as their files say, and what happened since, as people noted it.

A campaign's file, `campaigns/<name>.toml`, holds the plan: brief, creators, deliverables, offers. What happened is a
dated log in the catalog: asked, agreed, product sent, posted, paid. The state of a deliverable follows from both.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from pydantic import Field, model_validator

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.vocab import Channel, Edit, Identity, Purpose

DeliverableKind = Literal["feed", "carousel", "reel", "story", "video", "short", "pin", "other"]
DELIVERABLE_KINDS: tuple[DeliverableKind, ...] = get_args(DeliverableKind)

OfferKind = Literal["per_post", "per_thousand_views", "package", "product_only"]
OFFER_KINDS: tuple[OfferKind, ...] = get_args(OfferKind)

DeliverableState = Literal["promised", "product_sent", "product_received", "drafted", "posted", "missing"]
DELIVERABLE_STATES: tuple[DeliverableState, ...] = get_args(DeliverableState)

EventKind = Literal[
    "asked",
    "answered",
    "agreed",
    "declined",
    "product_sent",
    "product_received",
    "drafted",
    "posted",
    "missing",
    "reminded",
    "thanked",
    "paid",
]
EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)

CriterionName = Literal[
    "niche",
    "tag",
    "country",
    "language",
    "tier",
    "engagement",
    "brand_posts",
    "results",
    "cost",
    "rights_held",
    "worked_with",
    "recency",
    "engages",
]
CRITERIA: tuple[CriterionName, ...] = get_args(CriterionName)
WANTING: frozenset[CriterionName] = frozenset({"niche", "tag", "country", "language", "tier"})
"""Criteria that are about what is wanted, and say so."""


class Amount(Value):
    """A sum of money."""

    value: Decimal = Field(ge=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    """ISO 4217."""


class Offer(Value):
    """What a creator is offered."""

    kind: OfferKind
    amount: Amount | None = None
    """For each post, each 1,000 views, or the whole package; None for product alone."""
    product: str | None = None
    """What they are sent."""

    @model_validator(mode="after")
    def _makes_sense(self) -> "Offer":
        if (self.kind == "product_only") == (self.amount is not None):
            raise ValueError(
                "product_only has no amount"
                if self.amount
                else f"{self.kind} needs an amount and its currency"
            )
        return self


class Criterion(Value):
    """One thing by which creators are ordered for a campaign, and how much it counts against the others."""

    name: CriterionName
    weight: float = Field(gt=0, le=1000)
    wanted: tuple[str, ...] = ()
    """Of niche, tag, country, language and tier: what fits; any one will do."""

    @model_validator(mode="after")
    def _says_what_is_wanted(self) -> "Criterion":
        if (self.name in WANTING) != bool(self.wanted):
            raise ValueError(f"{self.name} {'needs' if self.name in WANTING else 'takes no'} wanted values")
        return self


class RightsWish(Value):
    """The usage rights that a campaign asks its creators for."""

    purposes: tuple[Purpose, ...] = ()
    channels: tuple[Channel, ...] = ()
    identities: tuple[Identity, ...] = ()
    edits: tuple[Edit, ...] = ()
    days: int | None = Field(None, ge=1)


class Deliverable(Value):
    """One piece that a creator owes."""

    id: str
    """Within its campaign, as in ana-reel-1; it stays when lines of the file are moved about."""
    creator: str
    """As the file names them."""
    kind: DeliverableKind
    platform: Platform | None = None
    due: date | None = None
    hashtag: str | None = None
    """Folded, without #; by which its post is known, where the campaign's own do not tell it apart."""
    post: str | None = None
    """Id or link of its post, where the file names it."""
    fee: Amount | None = None
    """What was agreed for this piece, where it is not what its creator is offered."""
    note: str = ""


class Invited(Value):
    """A creator of a campaign, with what was agreed."""

    creator: str
    """As the file names them: @ana, tiktok:ana, or a key of the catalog."""
    offer: Offer | None = None
    """None: the campaign's own."""
    code: str | None = None
    """Their promo code."""
    link: str | None = None
    """Their own link to the shop."""
    deliverables: tuple[Deliverable, ...] = ()
    note: str = ""


class RateCard(Value):
    """What a brand takes one view, like … to be worth, so that earned media value can be told with its source."""

    source: str = Field(min_length=1)
    """Whose rates they are, and of when."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    per_1000_views: Decimal | None = None
    per_like: Decimal | None = None
    per_comment: Decimal | None = None
    per_share: Decimal | None = None
    per_save: Decimal | None = None


class Campaign(Value):
    """A named piece of work, as its file says."""

    name: str
    """The file's name without `.toml`; what `campaign:NAME` means in selections."""
    file: str
    """Its path below the workspace, for messages."""
    title: str
    brief: str = ""
    hashtags: tuple[str, ...] = ()
    """Folded, without #."""
    mentions: tuple[str, ...] = ()
    """Handles by which its posts name the brand, folded, without @; empty: the brand's own."""
    markets: tuple[str, ...] = ()
    first: date | None = None
    """First day of the flight."""
    last: date | None = None
    """Last day of the flight, itself included."""
    budget: Amount | None = None
    copy_name: str | None = None
    """Name of its copy: `copy/<name>.toml`."""
    product: str | None = None
    offer: Offer | None = None
    """What every creator is offered whose entry says nothing else."""
    rights: RightsWish | None = None
    criteria: tuple[Criterion, ...] = ()
    creators: tuple[Invited, ...] = ()
    rate_card: RateCard | None = None

    @property
    def deliverables(self) -> tuple[Deliverable, ...]:
        """Every deliverable of every creator, in the file's order."""
        return tuple(one for invited in self.creators for one in invited.deliverables)

    def invited(self, deliverable: Deliverable) -> Invited:
        """Return the creator's entry that a deliverable stands in."""
        id = deliverable.id
        return next(one for one in self.creators if any(piece.id == id for piece in one.deliverables))


class Event(Value):
    """Something that happened between the brand and a creator of a campaign."""

    id: int
    campaign: str
    """The campaign's name."""
    creator: str
    """The creator's key in the catalog."""
    what: EventKind
    day: date
    deliverable: str | None = None
    """Its id; None: it is about the creator, and so about all of their deliverables."""
    post: str | None = None
    """Of `posted`: the post's id."""
    amount: Amount | None = None
    """Of `paid`."""
    words: str = ""
    by: str
    recorded_at: datetime


class Progress(Value):
    """A deliverable and how far it is, as follows from the file, the log and the day."""

    deliverable: Deliverable
    creator: str | None
    """The creator's key; None where the catalog does not know who the file means."""
    state: DeliverableState
    since: date | None = None
    """The day of the event that brought it there; None while it is only promised."""
    post: str | None = None
    """Id of its post."""
    owed: bool = True
    """Whether its creator owes it: not while they were only asked, and not after they declined."""
    late: int = 0
    """Whole days since its due day, while it is owed and not posted."""


class Engages(Value):
    """Where a creator has shown the brand already, by themselves: ids of posts, the newest first."""

    mentioned: tuple[str, ...] = ()
    """Posts of theirs whose captions name the brand or bear one of its hashtags."""
    tagged: tuple[str, ...] = ()
    """Posts of theirs in whose pictures the brand's account is tagged."""
    commented: tuple[str, ...] = ()
    """Posts of the brand's own accounts under which they commented."""
