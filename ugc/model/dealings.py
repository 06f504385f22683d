"""Rights records of what people did: asked, answered, decided, and put to use."""

from datetime import date, datetime
from typing import Literal

from pydantic import model_validator

from ugc.model.base import Value
from ugc.model.records import Perpetual, Terms
from ugc.model.vocab import (
    AiUse,
    Channel,
    CreditPlace,
    Edit,
    Identity,
    MaterialConnection,
    Purpose,
    ReviewCode,
    Via,
)


class Scope(Value):
    """What a creator is asked to allow."""

    purposes: frozenset[Purpose]
    channels: frozenset[Channel]
    identities: frozenset[Identity]
    territories: frozenset[str]
    """ISO 3166-1 alpha-2 codes, `EEA` or `worldwide`."""
    edits: frozenset[Edit]
    credit: CreditPlace = "on_media"
    days: int | None = None
    """How long, from the day of the answer, that day counted."""
    until: date | Perpetual | None = None
    """How long, as a day."""

    @model_validator(mode="after")
    def _makes_sense(self) -> "Scope":
        if (self.days is None) == (self.until is None):
            raise ValueError("it says how long either in days or by a last day")
        if self.days is not None and self.days < 1:
            raise ValueError("it would run for no day")
        return self


class Request(Value):
    """A creator was asked: the words, and the terms that were shown. Writing it down sends nothing."""

    id: str
    posts: tuple[str, ...] = ()
    creator: str | None = None
    """The key of the creator who was asked; with no posts, everything of theirs was asked for."""
    licensor: str
    """Their handle, as it should be read."""
    licensee: str
    via: Via
    asked: Scope
    terms: Terms = Terms()
    hashtag: str | None = None
    """What they are asked to answer with, without #."""
    message: str
    """The words, as they were written for sending."""
    wording: str
    """Which of the wordings it was made from."""
    language: str
    reminds: str | None = None
    """The request that it repeats."""
    on: date
    by: str


class Reply(Value):
    """A creator answered a request, for all of its posts or some of them."""

    id: str
    request: str
    posts: tuple[str, ...] = ()
    """Those that the answer is about; none: all that were asked for."""
    answer: Literal["yes", "no"]
    words: str | None = None
    """Verbatim."""
    grant: str | None = None
    """The grant that a yes made."""
    evidence: tuple[str, ...] = ()
    on: date
    """The day on which they answered."""
    by: str


class Decision(Value):
    """A named person settled what the records leave open for a post: other people in it, or its sound."""

    id: str
    post: str
    about: frozenset[ReviewCode]
    allow: bool
    licensee: str
    purposes: frozenset[Purpose]
    channels: frozenset[Channel]
    territories: frozenset[str]
    """ISO 3166-1 alpha-2 codes, `EEA` or `worldwide`."""
    until: date | Perpetual
    """The last day on which it counts."""
    why: str
    by: str
    on: date
    recorded_at: datetime | None = None
    """What is recorded later, it does not settle."""


class Disclosure(Value):
    """How an ad says that it is one."""

    material_connection: MaterialConnection = "unknown"
    text: str | None = None
    language: str | None = None
    placement: Literal["in_frame", "caption", "platform_label"] | None = None
    label_expected: str | None = None
    """The platform's own label that should stand on it."""
    label_confirmed_on: date | None = None


class Running(Value):
    """A post is, was or will be in use somewhere: what a clock starts from, and what a revocation must stop."""

    id: str
    version: int = 1
    posts: tuple[str, ...]
    variant: str | None = None
    """The creative that runs, by its id."""
    purpose: Purpose
    channel: Channel
    identity: Identity = "brand_handle"
    placement: str | None = None
    territories: frozenset[str] = frozenset()
    first: date
    last: date | None = None
    """None: no end is planned."""
    ad_names: tuple[str, ...] = ()
    ad_ids: tuple[str, ...] = ()
    impressions: int | None = None
    """Shown so often by now, as its ad account says."""
    edits: frozenset[Edit] = frozenset()
    """What was done to it, as the creative says."""
    ai: frozenset[AiUse] = frozenset()
    """What was done by AI."""
    disclosure: Disclosure = Disclosure()
    beneficiary: str | None = None
    payer: str | None = None
    verdict: Literal["cleared", "needs_review", "refused"] | None = None
    """What the records said when it was written down."""
    grants: tuple[str, ...] = ()
    valid_until: date | Perpetual | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "Running":
        if self.last is not None and self.last < self.first:
            raise ValueError(f"it ends on {self.last}, before it starts on {self.first}")
        return self
