"""Rights records: grants, releases, authorizations, holds, revocations and the evidence behind them.

What was asked and answered, decided and put to use stands in `ugc.model.dealings`.

Records are append-only: a change is a new version, a revocation a new record. Dates are whole days, both ends
included, in the workspace's time zone. What a record does not say is not granted.
"""

from datetime import date, datetime
from functools import cached_property
from typing import Literal

from pydantic import model_validator

from ugc.model.base import Value
from ugc.model.posts import Platform
from ugc.model.territories import COUNTRIES, expand_territories
from ugc.model.vocab import (
    AgeBand,
    AiAnswer,
    AiUse,
    AuthorizationKind,
    AuthorizationStatus,
    Capacity,
    Channel,
    CreditPlace,
    Edit,
    EndBasis,
    GrantStatus,
    Identity,
    MaterialConnection,
    Method,
    MusicSource,
    Purpose,
    ReleaseKind,
    ReleaseStatus,
    Sublicensee,
    Tail,
)

Perpetual = Literal["perpetual"]
_ORIGINALS = ("duet_original_item_id", "stitch_original_item_id", "mentioned_item_ids")


class Terms(Value):
    """The terms that were agreed to. Without the document's hash, what was agreed cannot be shown later."""

    url: str | None = None
    version: str | None = None
    sha256: str | None = None
    language: str | None = None


class CreditTerms(Value):
    """Where the credit line must stand, and its words when the grant fixes them."""

    required: CreditPlace = "on_media"
    text: str | None = None
    must_tag: bool = False


class Compensation(Value):
    """What was paid. Private: it leaves only in an archive of the workspace, or in a bundle for the brand's lawyers."""

    kind: Literal["none", "fee", "product", "discount", "commission", "mixed"] = "none"
    amount: str | None = None
    currency: str | None = None
    paid_at: date | None = None
    invoice_ref: str | None = None


class Likeness(Value):
    """Which parts of the author's own likeness may be used."""

    name: bool = False
    handle: bool = True
    image: bool = True
    voice: bool = True


class Grant(Value):
    """One record of usage rights.

    It covers `posts`, or, with `creator` set and no posts, everything of that creator's.
    """

    id: str
    version: int = 1
    supersedes: str | None = None
    status: GrantStatus = "granted"
    licensor: str
    """The creator's handle or name, as it should be read."""
    capacity: Capacity = "author"
    licensee: str
    affiliates: bool = False
    agencies: bool = False
    posts: tuple[str, ...] = ()
    creator: str | None = None
    method: Method
    purposes: frozenset[Purpose] = frozenset()
    channels: frozenset[Channel] = frozenset()
    identities: frozenset[Identity] = frozenset()
    territories: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes, `EEA` or `worldwide`."""
    excluded: frozenset[str] = frozenset()
    start: date
    end: date | Perpetual
    """Last day; with another `end_basis`, the day after which it ends in any case."""
    end_basis: EndBasis = "fixed"
    days: int | None = None
    """How many days it runs from its first use or from delivery, the first of them counted."""
    delivered: date | None = None
    """When the files were handed over, where its days count from there."""
    impressions: int | None = None
    """How often it may be shown in all; nothing here can count that."""
    tail: Tail = "stop_at_end"
    sell_off_days: int = 0
    edits: frozenset[Edit] = frozenset()
    meaning_change_forbidden: bool = True
    credit: CreditTerms = CreditTerms()
    sublicence: frozenset[Sublicensee] = frozenset()
    ai: dict[AiUse, AiAnswer] = {}
    ai_terms: dict[AiUse, str] = {}
    """Under what a use by AI is allowed, where the answer is `constrained`."""
    likeness: Likeness = Likeness()
    likeness_until: date | Perpetual | None = None
    """Last day of the likeness, where it has a term of its own."""
    exclusivity: Literal["none", "category", "full"] = "none"
    exclusivity_detail: str | None = None
    exclusivity_until: date | Perpetual | None = None
    compensation: Compensation = Compensation()
    material_connection: MaterialConnection = "unknown"
    revocable_by_licensor: bool = True
    notice_days: int | None = None
    takedown_hours: int | None = None
    terms: Terms = Terms()
    evidence: tuple[str, ...] = ()
    """Ids of evidence records."""
    tags: tuple[str, ...] = ()
    """The brand's own labels."""
    request: str | None = None
    """The request that it answers."""
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    notes: str | None = None

    @cached_property
    def reach(self) -> frozenset[str]:
        """The countries it covers, written out, less those it excludes."""
        return expand_territories(self.territories) - expand_territories(self.excluded)

    @model_validator(mode="after")
    def _makes_sense(self) -> "Grant":
        if self.end != "perpetual" and self.end < self.start:
            raise ValueError(f"it would end on {self.end}, before it starts on {self.start}")
        bad = sorted((self.territories | self.excluded) - COUNTRIES - {"EEA", "worldwide"})
        if bad:
            raise ValueError(f"territory {bad[0]!r} is not an ISO 3166-1 code, EEA or worldwide")
        if not self.posts and self.creator is None:
            raise ValueError("it names neither posts nor a creator")
        loose = sorted(use for use in self.ai_terms if self.ai.get(use) != "constrained")
        if loose:
            raise ValueError(f"terms for {loose[0]} go with the answer `constrained`, and only with it")
        counted = self.end_basis in ("from_first_use", "from_delivery")
        if counted != (self.days is not None):
            raise ValueError(
                "a number of days goes with a clock from first use or delivery, and only with one"
            )
        if self.days is not None and self.days < 1:
            raise ValueError("it would run for no day")
        return self


class MusicCheck(Value):
    """What a platform's own check said of a track, for some places and days."""

    api: str
    checked_at: datetime
    result: str
    """Verbatim."""
    locations: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None


class Release(Value):
    """Permission of a person, owner or rights holder shown or heard in a post."""

    id: str
    post: str
    kind: ReleaseKind
    subject: str | None = None
    """A pseudonym; never a private name."""
    status: ReleaseStatus = "unknown"
    purposes: frozenset[Purpose] = frozenset()
    """What a limited release is for; it allows nothing else."""
    age_band: AgeBand | None = None
    guardian: str | None = None
    """A pseudonym, or a reference to where the name is kept."""
    guardian_evidence: str | None = None
    """Id of the evidence record."""
    music: MusicSource | None = None
    track: str | None = None
    covers: frozenset[Platform] = frozenset()
    """Platforms that a music licence reaches; empty means none was stated."""
    territories: frozenset[str] = frozenset()
    """Where a music licence or a limited release holds; empty means no market was stated."""
    check: MusicCheck | None = None
    end: date | Perpetual | None = None
    """None: no end was stated."""
    evidence: tuple[str, ...] = ()
    notes: str | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None

    def ends_before(self, last: date) -> bool:
        """Whether it has run out by the last day of a flight."""
        return isinstance(self.end, date) and self.end < last


class Authorization(Value):
    """A platform's permission to run an ad from a creator's handle. It is not a grant, and a grant is not it."""

    id: str
    platform: Platform
    kind: AuthorizationKind
    post: str | None = None
    creator: str | None = None
    status: AuthorizationStatus
    start: date | None = None
    end: date | Perpetual | None = None
    """None when the platform documents no end."""
    expiry_source: Literal["platform", "creator_asserted", "contract"] = "creator_asserted"
    code_last4: str | None = None
    code_sha256: str | None = None
    """Of older records. It is written no more: with the last four known, a code of digits can be found from it."""
    native_ids: dict[str, str] = {}
    """By the platform's own name for each: ad_account_id, identity_id, permission_id …"""
    requested_on: date | None = None
    eligibility_errors: tuple[str, ...] = ()
    """Verbatim, as the platform said them."""
    checked_at: datetime | None = None
    """When the platform was last asked."""
    supports: frozenset[Literal["render_variants", "change_caption", "change_audio"]] = frozenset()
    """What the platform lets the advertiser change; nothing, where a post runs as it is."""
    second_authorization: bool = False
    """The original of a duet or stitch is authorised too."""
    evidence: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    recorded_by: str | None = None

    @property
    def made_of(self) -> str | None:
        """The native id of the post that this one duets, stitches or mentions, as the platform said of it."""
        return next((self.native_ids[name] for name in _ORIGINALS if self.native_ids.get(name)), None)

    def spans(self, first: date, last: date) -> bool:
        """Whether its window, as far as one is known, holds the whole flight."""
        starts = self.start is None or self.start <= first
        return starts and (self.end is None or self.end == "perpetual" or self.end >= last)


class Hold(Value):
    """A named person stopped a post, or everything of a creator's, until it is lifted."""

    id: str
    post: str | None = None
    creator: str | None = None
    why: str
    by: str
    on: date


class Lift(Value):
    """A named person lifted a hold."""

    id: str
    hold: str
    why: str
    by: str
    on: date


class Revocation(Value):
    """A grant, or every grant as far as it covers a post, ended by word from the creator or the brand.

    Or, with `sound` and nothing else, the licence of a sound that is laid on clips.
    """

    id: str
    grant: str | None = None
    post: str | None = None
    creator: str | None = None
    sound: str | None = None
    """Id of the licence of a sound."""
    effective: date
    """First day on which nothing may run."""
    why: str
    by: str
