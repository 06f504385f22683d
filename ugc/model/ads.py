"""Ads as they are planned for a platform, before its own request bodies are made of them.

Everything here has passed the rights: a `PlannedAd` is made by the workspace from answers that cleared every file,
placement, market and day of it. Words are collected and hostile: they are data. A secret is never in one of these
values: a code is told by its last four characters and by the id under which it is sealed.
"""

from datetime import date
from typing import Literal, get_args

from ugc.model.base import Value
from ugc.model.creatives import CreativeType
from ugc.model.posts import Account, Platform, PostKind, SoundKind
from ugc.model.records import Perpetual
from ugc.model.vocab import AuthorizationKind, Channel, Edit, Identity

AdPlatform = Literal["meta", "tiktok", "snapchat", "pinterest", "youtube", "linkedin"]
AD_PLATFORMS: tuple[AdPlatform, ...] = get_args(AdPlatform)
AD_CHANNELS: dict[AdPlatform, tuple[Channel, ...]] = {
    "meta": ("instagram", "facebook"),
    "tiktok": ("tiktok",),
    "snapchat": ("snapchat",),
    "pinterest": ("pinterest",),
    "youtube": ("youtube",),
    "linkedin": ("linkedin",),
}
"""The channels of the rights model that ads of a platform run on."""

AdWay = Literal["new", "post", "code"]
"""new: an ad made of rendered files. post: a post that is published already runs as it is, by its id. code: the same,
by a code that its creator gave out."""
AD_WAYS: tuple[AdWay, ...] = get_args(AdWay)
FirstName = Literal["brand", "creator"]
"""Whose name comes first on a new ad that shows both."""


class AdFile(Value):
    """A creative in an ad, and the placements of the platform that it was cleared and checked for."""

    variant: str
    concept: str
    file: str
    """Path in the package, with forward slashes."""
    sha256: str
    md5: str
    """As TikTok asks for it with an upload."""
    size: int
    """Bytes."""
    width: int
    height: int
    """Pixels."""
    type: CreativeType
    seconds: float | None = None
    """Of a clip; None for a picture."""
    format: str
    placements: tuple[str, ...]
    """Ids as the tables have them: meta.instagram_stories.image. Of these it was cleared for all."""
    edits: tuple[Edit, ...] = ()
    sound: bool = False
    """Whether the sound of the creator's post is heard in it."""

    @property
    def clip(self) -> bool:
        """Whether it moves."""
        return self.type == "mp4"


class AdPost(Value):
    """A post that runs as it is, or of which the ad is made."""

    id: str
    """Ours: ig:…, tt:…."""
    platform: Platform
    native_id: str | None = None
    """The id that the platform's ads take for it: an Instagram media id, a TikTok item id, a pin's, a video's, a URN.
    None where no record tells it. A shortcode is not a media id."""
    permalink: str | None = None
    kind: PostKind = "unknown"
    medium: Literal["image", "video", "carousel"] | None = None
    """None where no media of it is known."""
    caption: str | None = None
    paid_label: bool | None = None
    """Whether the live post shows a paid-partnership label; None means unknown."""
    sound: SoundKind = "unknown"
    derived_from: str | None = None


class AdParty(Value):
    """The brand or a creator, by the platform's own names for its ids; an id that is not known is not there."""

    handle: str = ""
    """Without @."""
    name: str = ""
    ids: dict[str, str] = {}
    """For Meta `page_id` and `instagram_user_id`; for TikTok `identity_id`, `identity_type` and
    `identity_authorized_bc_id`; for Snapchat `profile_id`; for YouTube `channel_id`; for LinkedIn `author_urn`."""


class AdCode(Value):
    """The platform's permission that an ad rests on. What it is, never the secret itself."""

    id: str
    """The record's: a-0003. The secret stands in a package as the placeholder {{code:a-0003}}."""
    kind: AuthorizationKind
    last4: str | None = None
    """None where the permission has no code, as one for a whole account."""
    start: date | None = None
    end: date | Perpetual | None = None
    """None where the platform documents none."""
    native_ids: dict[str, str] = {}
    second: bool = False
    """A code for the original of a duet or stitch is sealed too: {{code:a-0003.original}}."""


class Testimonial(Value):
    """What a creator is quoted with in an ad, and what proves that they said so."""

    text: str
    locale: str | None = None
    """As in en_US."""
    evidence: tuple[str, ...]
    """Ids of evidence records; never empty: it is a statement in the creator's name."""


class PlannedAd(Value):
    """One ad: which files and words, in whose name, where, and until when. Cleared, checked, and not yet packed."""

    name: str
    """Ends in the short ids of the creative that it shows, or in the post's own id."""
    way: AdWay
    identity: Identity
    first: FirstName = "brand"
    platform: AdPlatform
    channels: tuple[Channel, ...]
    """Where it was cleared for, of the platform's."""
    post: AdPost
    """For a new ad the post that it is made of."""
    more_posts: tuple[str, ...] = ()
    """Others that it shows, by their ids."""
    creator: AdParty
    creators: tuple[Account, ...] = ()
    """Everyone whom it shows or names, that creator first."""
    brand: AdParty
    files: tuple[AdFile, ...] = ()
    """One a shape; empty where a post runs as it is."""
    cards: tuple[AdFile, ...] = ()
    """Of a carousel, in order; `files` is empty then."""
    code: AdCode | None = None
    primary: tuple[str, ...] = ()
    """Texts to choose from; held against the placements' limits."""
    headline: str | None = None
    description: str | None = None
    cta: str = ""
    """A call to action in the platform's own words, as SHOP_NOW; empty for none."""
    link: str | None = None
    """Where it leads to, UTM parameters included."""
    credit_line: str = ""
    disclosure: str | None = None
    """The words on it that say it is an ad; None where it bears none."""
    language: str = "en"
    testimonial: Testimonial | None = None
    markets: tuple[str, ...]
    """Countries as ISO 3166-1 codes."""
    starts: date
    ends: date
    """The last day: that of the flight, or the last on which all of it may run, whichever is earlier."""
    valid_until: date | Perpetual
    beneficiary: str = ""
    payer: str = ""
    """For whom and by whom it is paid, as the EU asks (Regulation 2022/2065, Art. 26 and 39)."""
    granted_edits: frozenset[Edit] = frozenset()
    """What every grant that it rests on allows to be done to the picture: what a platform may change by itself."""
    grants: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Placeholder(Value):
    """Something that a request needs and a package does not hold: an id of an account, a secret, an earlier answer."""

    name: str
    """As it stands between {{ and }} in the bodies: meta.ad_account_id, code:a-0003, step:upload-1.hash."""
    meaning: str
    """A sentence: what it is, and where it is found."""
    secret: bool = False


class AdRequest(Value):
    """One call to a platform's API, as its documentation has it. Nothing here sends it."""

    step: str
    """Unlike all others of the ad: upload-1, creative, ad."""
    what: str
    """A sentence for people."""
    only_if: str = ""
    """When it is sent at all, as a sentence; empty: always."""
    method: Literal["GET", "POST", "PUT", "DELETE"] = "POST"
    url: str
    encoding: Literal["json", "form", "multipart"] = "json"
    """How the body is sent."""
    body: dict[str, object]
    """In it and in `url` stand placeholders as {{name}}."""
    listed: bool = False
    """Whether the body is sent as the only item of a JSON list, as Pinterest takes ads."""
    files: dict[str, str] = {}
    """Field of a multipart body to the path of a file in the package."""
    gives: dict[str, str] = {}
    """What later steps take from the answer: a name, which stands in their bodies as {{step:<step>.<name>}}, to the
    JSON pointer at which it is found there (RFC 6901). A `*` in one means the only key of that object."""
    schema_id: str
    """Name of the shipped JSON Schema that the body, without its files, was made to: meta/adcreative-new."""
    docs: str
    """The platform's page on it."""


class PackedAd(Value):
    """A planned ad and what a platform has to be told, in order."""

    ad: PlannedAd
    requests: tuple[AdRequest, ...] = ()
    """Empty where no public interface takes it: then it goes in by hand, from the hand-off sheet."""
    by_hand: tuple[str, ...] = ()
    """What a person does in the platform's own pages, in order, as sentences."""
    placeholders: tuple[Placeholder, ...] = ()
    notes: tuple[str, ...] = ()
    """What the person should know: placements that will not deliver, labels that they must see on it."""


class AdFault(Value):
    """Why an ad cannot be packed for a platform, and what would help."""

    code: str
    text: str
    hint: str
