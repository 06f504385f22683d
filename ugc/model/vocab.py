"""The controlled vocabularies of usage rights. A token outside them is an error, never a guess."""

from typing import Literal, get_args

Method = Literal[
    "none",
    "implied_tag",
    "hashtag_reply",
    "comment_yes",
    "dm_yes",
    "web_form",
    "esign_form",
    "contract",
    "marketplace_order",
    "work_for_hire",
    "own_content",
    "public_licence",
]
METHODS: tuple[Method, ...] = get_args(Method)
"""How the creator said yes, from the weakest to the strongest."""

Purpose = Literal[
    "editorial",
    "organic_repost",
    "paid_social",
    "allowlisting",
    "display_programmatic",
    "ctv_video",
    "broadcast",
    "ooh",
    "print",
    "packaging",
    "retail_listing",
    "onsite",
    "email_crm",
    "pr",
    "internal",
    "research",
]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
PAID_PURPOSES: frozenset[Purpose] = frozenset(
    {"paid_social", "allowlisting", "display_programmatic", "ctv_video", "broadcast", "ooh", "print"}
)

Channel = Literal[
    "instagram",
    "facebook",
    "threads",
    "tiktok",
    "youtube",
    "snapchat",
    "pinterest",
    "linkedin",
    "x",
    "reddit",
    "web",
    "brand_site",
    "retailer_site",
    "marketplace",
    "app_store",
    "email",
    "sms",
    "instore_screen",
    "tv",
    "cinema",
    "ooh",
    "print",
    "pitch",
    "other",
]
CHANNELS: tuple[Channel, ...] = get_args(Channel)

Identity = Literal["brand_handle", "creator_handle", "both", "third_party_handle"]
IDENTITIES: tuple[Identity, ...] = get_args(Identity)

Edit = Literal[
    "resize",
    "crop",
    "reframe",
    "trim",
    "reorder",
    "subtitle",
    "translate",
    "text_overlay",
    "logo_overlay",
    "sticker_overlay",
    "colour",
    "stabilise",
    "denoise",
    "speed",
    "mute_audio",
    "replace_audio",
    "voiceover",
    "end_card",
    "mashup",
    "background_replace",
    "retouch_person",
    "format_transcode",
    "thumbnail",
    "generative_extend",
    "generative_edit",
    "likeness_synthesis",
]
EDITS: tuple[Edit, ...] = get_args(Edit)
SILENCING: frozenset[Edit] = frozenset({"mute_audio", "replace_audio"})
"""The edits after which a post's own sound is not heard."""

_TECHNICAL: frozenset[Edit] = frozenset(
    {"resize", "crop", "reframe", "trim", "format_transcode", "thumbnail"}
)
_STANDARD: frozenset[Edit] = _TECHNICAL | {
    "subtitle",
    "text_overlay",
    "logo_overlay",
    "colour",
    "end_card",
    "mute_audio",
    "replace_audio",
}
ALWAYS_EXPLICIT: frozenset[Edit] = frozenset(
    {"generative_extend", "generative_edit", "likeness_synthesis", "retouch_person"}
)
EDIT_PROFILES: dict[str, frozenset[Edit]] = {
    "none": frozenset(),
    "technical": _TECHNICAL,
    "standard": _STANDARD,
    "full": frozenset(EDITS) - ALWAYS_EXPLICIT,
}

Sublicensee = Literal["affiliates", "agencies", "platforms", "retailers", "distributors", "press", "none"]
SUBLICENSEES: tuple[Sublicensee, ...] = get_args(Sublicensee)
AiUse = Literal[
    "text_data_mining",
    "inference_analysis",
    "non_generative_training",
    "generative_training",
    "generative_edit_of_asset",
    "synthetic_likeness",
    "voice_clone",
]
AI_USES: tuple[AiUse, ...] = get_args(AiUse)
AiAnswer = Literal["allowed", "denied", "constrained"]
AI_ANSWERS: tuple[AiAnswer, ...] = get_args(AiAnswer)
MaterialConnection = Literal[
    "none",
    "paid",
    "fee_for_reuse",
    "free_product",
    "discount",
    "affiliate",
    "employee",
    "family",
    "contest",
    "unknown",
]
MATERIAL_CONNECTIONS: tuple[MaterialConnection, ...] = get_args(MaterialConnection)
Capacity = Literal["author", "agent", "employer", "unknown"]
CAPACITIES: tuple[Capacity, ...] = get_args(Capacity)
GrantStatus = Literal["requested", "granted", "declined", "disputed", "asserted"]
"""Of `asserted` nothing is proven: it was written down without all that a grant needs, and clears nothing.

Ended and revoked are not states of a grant: they follow from its dates and from later records."""
GRANT_STATUSES: tuple[GrantStatus, ...] = get_args(GrantStatus)
EndBasis = Literal["fixed", "from_first_use", "from_delivery", "platform_code"]
END_BASES: tuple[EndBasis, ...] = get_args(EndBasis)
"""What a grant's days are counted from, where its end is no fixed day."""
Tail = Literal["stop_at_end", "leave_up_organic", "sell_off"]
TAILS: tuple[Tail, ...] = get_args(Tail)
CreditPlace = Literal["none", "on_media", "adjacent", "caption", "credits_page"]
CREDIT_PLACES: tuple[CreditPlace, ...] = get_args(CreditPlace)

ReleaseKind = Literal["model", "minor_model", "property", "trademark", "music", "voice"]
RELEASE_KINDS: tuple[ReleaseKind, ...] = get_args(ReleaseKind)
ReleaseStatus = Literal["none", "not_applicable", "unlimited", "limited", "unknown"]
RELEASE_STATUSES: tuple[ReleaseStatus, ...] = get_args(ReleaseStatus)
AgeBand = Literal[
    "AG-UNK",
    "AG-A25",
    "AG-A24",
    "AG-A23",
    "AG-A22",
    "AG-A21",
    "AG-A20",
    "AG-A19",
    "AG-A18",
    "AG-A17",
    "AG-A16",
    "AG-A15",
    "AG-U14",
]
AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)
"""Age of a person shown, as PLUS writes it (http://ns.useplus.org/ldf/vocab/): AG-A25 is 25 or over."""
MINOR_BANDS: frozenset[AgeBand] = frozenset({"AG-A17", "AG-A16", "AG-A15", "AG-U14"})
MusicSource = Literal["original", "commercial_library", "licensed", "platform_only", "unknown"]
MUSIC_SOURCES: tuple[MusicSource, ...] = get_args(MusicSource)
AuthorizationKind = Literal[
    "meta_ad_code",
    "meta_account_permission",
    "meta_boost_toggle",
    "tiktok_auth_code",
    "tiktok_bc_account",
    "tiktok_linked_account",
    "youtube_video_link",
    "snap_ad_code",
    "snap_partnership",
    "pinterest_tag",
    "linkedin_sponsorship",
    "x_promotable_user",
]
AUTHORIZATION_KINDS: tuple[AuthorizationKind, ...] = get_args(AuthorizationKind)
CODE_KINDS: frozenset[AuthorizationKind] = frozenset({"meta_ad_code", "tiktok_auth_code", "snap_ad_code"})
"""Permissions that are a code, a secret that an ad has to name; the others are settings of an account or a post."""
AuthorizationStatus = Literal["requested", "pending", "active", "expired", "revoked", "deleted", "error"]
AUTHORIZATION_STATUSES: tuple[AuthorizationStatus, ...] = get_args(AuthorizationStatus)
EvidenceKind = Literal[
    "comment",
    "dm",
    "form",
    "esign",
    "contract",
    "email",
    "terms_snapshot",
    "screenshot",
    "api_json",
    "call_note",
    "file",
]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
Via = Literal["comment", "dm", "email"]
VIAS: tuple[Via, ...] = get_args(Via)
"""How a creator is asked."""
ReviewCode = Literal["release_unknown", "music_unknown", "consent_deleted"]
REVIEW_CODES: tuple[ReviewCode, ...] = get_args(ReviewCode)
"""Reasons that leave the answer to a named person."""


def expand_edits(tokens: frozenset[str]) -> frozenset[str]:
    """Write out the names of edit profiles as the edits they hold."""
    found: set[str] = set()
    for token in tokens:
        found |= EDIT_PROFILES.get(token, {token})
    return frozenset(found)
