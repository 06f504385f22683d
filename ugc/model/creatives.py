"""Drafts, variants and creatives: what is planned, what was cleared, what was made."""

from datetime import date
from typing import Literal

from ugc.model.base import Value
from ugc.model.captions import CaptionTrack
from ugc.model.formats import Box
from ugc.model.layout import Framing, Placed, Slot, Turn
from ugc.model.marks import Stopped
from ugc.model.posts import Account
from ugc.model.records import Perpetual
from ugc.model.rights import Cleared, NeedsReview, Reason, Refused
from ugc.model.sounds import UsedSound
from ugc.model.takes import Take
from ugc.model.vocab import (
    SILENCING,
    AiAnswer,
    AiUse,
    Channel,
    CreditPlace,
    Edit,
    Identity,
    Purpose,
    ReleaseStatus,
    Sublicensee,
)

SourceRole = Literal["main", "hook", "body", "left", "right", "cell"]
ImageType = Literal["jpg", "png", "webp", "avif"]
CreativeType = Literal["jpg", "png", "webp", "avif", "mp4"]


class Source(Value):
    """One media in a variant, whole or from `start` to `end` seconds."""

    post: str
    sha256: str
    role: SourceRole = "main"
    start: float | None = None
    end: float | None = None


class Copy(Value):
    """The words drawn on a creative."""

    credit: str | None = None
    """The credit line, where the template draws it."""
    platform: str | None = None
    headline: str | None = None
    cta: str | None = None
    disclosure: str | None = None
    """The label that says it is an ad, in the language of the market."""
    texts: dict[str, str] = {}
    """Words of the other fields that a template has, by field."""
    language: str = "en"

    def said(self, field: str) -> str | None:
        """Return the words of a field; None where there are none."""
        named = {"credit", "platform", "headline", "cta", "disclosure"}
        return (getattr(self, field) if field in named else self.texts.get(field)) or None


class Draft(Value):
    """One planned rendering before its rights are asked: it says which edits it will make."""

    sources: tuple[Source, ...]
    framings: tuple[Framing, ...]
    format: str
    pixels: tuple[int, int]
    scale: float
    """Canvas pixels per pixel of the format's base size; the overlay is drawn at this scale."""
    safe: Box
    """The format's safe zone in fractions of the frame."""
    placements: tuple[str, ...]
    template: str
    options: dict[str, str] = {}
    slots: tuple[Slot, ...] = ()
    """Where the words of the template's free slots stand."""
    faces: tuple[Box, ...] = ()
    """Where faces lie in the frame, in fractions of it: no text is drawn on them."""
    turns: tuple[Turn, ...] = ()
    """Where words stand one after another, in place of `slots`: of clips that are joined, where no place serves all."""
    copy_text: Copy
    credit_line: str
    """Drawn or not: it stands in the label."""
    edits: frozenset[Edit]
    credit_place: CreditPlace
    sound: bool = False
    type: CreativeType = "jpg"
    quality: int | None = None
    """1..100; None takes what suits the type."""
    take: Take | None = None
    """Of a clip; None for a picture."""
    ending: "Draft | None" = None
    """The end card of a clip, as the picture that it is."""
    captions: CaptionTrack | None = None
    """What is said in a clip, drawn over it."""
    max_bytes: int | None = None
    digests: dict[str, str] = {}
    """Name to hash of everything else that shapes the pixels: template, fonts, format row, brand, renderer."""
    notes: tuple[str, ...] = ()
    """What the person should know: enlarged, letterboxed, muted."""
    axes: dict[str, str] = {}
    """Axis of a matrix to where this one stands on it, as in headline to h2. It shapes nothing, and no id."""
    markets: tuple[str, ...] = ()
    """Where it is meant to run; empty for every market of the run. It shapes nothing, and no id."""
    primary: tuple[str, ...] = ()
    """Texts to choose from that stand beside the picture. They shape nothing, and no id."""
    link: str | None = None
    """Where the ad leads to, UTM parameters included. It shapes nothing, and no id."""


class NotPlanned(Value):
    """A post, or one media of it, that cannot become a creative of a format, with the reason in words."""

    post: str
    format: str
    code: str
    """no_media, author_unknown, clip, too_short, too_small; text_too_long, ends with 5; no_font, ends with 6."""
    why: str
    hint: str


class Label(Value):
    """What travels with a file about whose it is, under which grant, and until when. Public: no fees, no contacts.

    Where a file rests on several grants, or shows several posts, the narrowest of their answers stands here. What no
    record says is left empty: a label never claims it. The licensee is named in the sidecar, never inside the file.
    """

    variant: str
    concept: str
    posts: tuple[str, ...]
    creators: tuple[Account, ...]
    credit_line: str
    copyright: str
    owners: tuple[str, ...] = ()
    """Who holds the copyright, where the grants say it: given by the author, or by the author's employer."""
    usage_terms: str
    """One sentence for people; it does not name the licensee."""
    license_info: str | None = None
    """What that sentence leaves out: which terms were agreed to, by version and hash."""
    licensors: tuple[str, ...]
    licensee: str
    grants: tuple[str, ...]
    sounds: tuple[str, ...] = ()  # licences of what is laid on; left out where there are none
    start: date | None = None
    """The first day from which it may run without a break, in every territory."""
    end: date | Perpetual | None = None
    """The earliest end of all that it rests on; None for a proof."""
    territories: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    placements: tuple[str, ...] = ()
    terms_url: str | None = None
    links: tuple[str, ...] = ()
    """Permalinks of the posts."""
    posted: date | None = None
    """Day on which the post, or the earliest of several, was published; in UTC."""
    description: str | None = None
    """The post's caption, verbatim."""
    edits: tuple[Edit, ...] = ()
    """What was done to the picture."""
    denied_edits: tuple[Edit, ...] = ()
    """What one of the grants does not allow."""
    credit_place: CreditPlace = "on_media"
    """Where the credit line stands in this file."""
    credit_required: CreditPlace | None = None
    """Where the grants want it."""
    sublicence: tuple[Sublicensee, ...] = ()
    """To whom every one of the grants lets the licensee pass its rights on."""
    ai: dict[AiUse, AiAnswer] = {}
    """A use is here when a grant denies or limits it, or when all of them allow it."""
    model_release: ReleaseStatus | None = None
    """None where nothing is recorded for one of the posts, or where it is unknown."""
    model_releases: tuple[str, ...] = ()
    """Ids of the records."""
    property_release: ReleaseStatus | None = None
    property_releases: tuple[str, ...] = ()
    proof: bool = False


class Variant(Value):
    """A draft that the records allow for at least one placement. Made by `plan.seal` alone."""

    id: str
    """Hash of all that shapes its pixels and sound."""
    concept: str
    """Hash of posts, template and copy: stable whatever the format, font or engine."""
    draft: Draft
    cleared: tuple[Cleared, ...]
    refused: tuple[Refused | NeedsReview, ...] = ()
    """Placements of the format that it may not be used for, with all reasons."""
    label: Label
    name: str
    """File name without its extension; ends in the short ids."""


class Proof(Value):
    """A draft to be looked at, whatever its rights; a mark is burnt into every frame."""

    id: str
    concept: str
    draft: Draft
    label: Label
    name: str


class PlacementAnswer(Value):
    """What the records say of one placement."""

    placement: str
    channel: Channel
    purpose: Purpose
    identity: Identity = "brand_handle"
    """From whose handle it was asked for; rows of before this was kept were all asked for from the brand's own."""
    allowed: bool
    valid_until: date | Perpetual | None = None
    grants: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    not_checked: tuple[str, ...] = ()


class Creative(Value):
    """A rendered variant: the file, its sidecar and its words. One row of the manifest."""

    variant: str
    concept: str
    label_hash: str
    file: str
    """Path relative to the manifest, with forward slashes."""
    sidecar: str
    sha256: str
    size: int
    """Bytes."""
    width: int
    height: int
    type: CreativeType
    seconds: float | None = None
    """How long a clip lasts; left out for a picture."""
    format: str
    template: str
    sources: tuple[Source, ...]
    posts: tuple[str, ...]
    creators: tuple[Account, ...]
    credit_line: str
    words: Copy
    grants: tuple[str, ...]
    valid_until: date | Perpetual
    markets: tuple[str, ...]
    flight: tuple[date, date]
    """What the records were asked for when it was made or last relabelled; the same in the sidecar."""
    placements: tuple[PlacementAnswer, ...]
    edits: tuple[Edit, ...]
    credit_place: CreditPlace = "on_media"
    framing: tuple[Framing, ...]
    text: tuple[Placed, ...] = ()
    disclosure: str | None = None
    """The words on it that say it is an ad; None where it bears none. Of the platform's own label nothing is known."""
    notes: tuple[str, ...] = ()
    axes: dict[str, str] = {}
    """Axis of the campaign's copy to where this one stands on it; results are read back by it."""
    primary: tuple[str, ...] = ()
    """Texts to choose from that stand beside the picture in an ad."""
    link: str | None = None
    """Where the ad leads to, UTM parameters included."""
    laid_sound: UsedSound | None = None
    stopped: Stopped | None = None
    """Left out of the manifest where there is none, as is `laid_sound`, the licensed sound in it."""

    @property
    def keeps_sound(self) -> bool:
        """Whether the sound of its post is heard in it."""
        own = self.laid_sound.under if self.laid_sound else SILENCING.isdisjoint(self.edits)
        return own and self.type == "mp4"
