"""Rights records: grants, releases, authorizations, holds, revocations and the evidence behind them.

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
    AiAnswer,
    AiUse,
    AuthorizationKind,
    AuthorizationStatus,
    Capacity,
    Channel,
    CreditPlace,
    Edit,
    EndBasis,
    EvidenceKind,
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
    """What was paid. Private: never exported into a file that leaves the workspace."""

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
    end_basis: EndBasis = "fixed"
    tail: Tail = "stop_at_end"
    sell_off_days: int = 0
    edits: frozenset[Edit] = frozenset()
    meaning_change_forbidden: bool = True
    credit: CreditTerms = CreditTerms()
    sublicence: frozenset[Sublicensee] = frozenset()
    ai: dict[AiUse, AiAnswer] = {}
    likeness: Likeness = Likeness()
    exclusivity: Literal["none", "category", "full"] = "none"
    exclusivity_detail: str | None = None
    compensation: Compensation = Compensation()
    material_connection: MaterialConnection = "unknown"
    revocable_by_licensor: bool = True
    notice_days: int | None = None
    takedown_hours: int | None = None
    terms: Terms = Terms()
    evidence: tuple[str, ...] = ()
    """Ids of evidence records."""
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
        return self


class Release(Value):
    """Permission of a person, owner or rights holder shown or heard in a post."""

    id: str
    post: str
    kind: ReleaseKind
    subject: str | None = None
    """A pseudonym; never a private name."""
    status: ReleaseStatus = "unknown"
    age_band: str | None = None
    guardian_evidence: str | None = None
    music: MusicSource | None = None
    track: str | None = None
    covers: frozenset[Platform] = frozenset()
    """Platforms that a music licence reaches; empty means none was stated."""
    territories: frozenset[str] = frozenset()
    end: date | Perpetual | None = None
    evidence: tuple[str, ...] = ()
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
    native_ids: dict[str, str] = {}
    eligibility_errors: tuple[str, ...] = ()
    """Verbatim, as the platform said them."""
    second_authorization: bool = False
    """The original of a duet or stitch is authorised too."""
    recorded_at: datetime | None = None
    recorded_by: str | None = None

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
    """A grant, or every grant as far as it covers a post, ended by word from the creator or the brand."""

    id: str
    grant: str | None = None
    post: str | None = None
    creator: str | None = None
    effective: date
    """First day on which nothing may run."""
    why: str
    by: str


class Evidence(Value):
    """Proof of what was said, by content: the file lies in the store under its sha256."""

    id: str
    kind: EvidenceKind
    sha256: str
    size: int
    name: str
    """The file's name where it came from."""
    mime: str = "application/octet-stream"
    captured_at: datetime | None = None
    captured_by: str | None = None


class Erasure(Value):
    """A person's data was erased on request. It names them by a key that says nothing of who they are."""

    id: str
    creator: str
    on: date
    by: str
    why: str
    redacted: tuple[str, ...] = ()
    """Ids of the records that lost their personal fields."""
    evidence: Literal["kept", "erased"] = "kept"
    counts: dict[str, int] = {}
    """What was erased, by kind: posts, originals, creatives."""


RightsRecord = Grant | Release | Authorization | Hold | Lift | Revocation | Evidence | Erasure
