"""What pulled and pushed Spark ads share: the calls, who they run as, and the fields that are always sent."""

from typing import Literal, NamedTuple

from ugc.model.ad_settings import TikTokAds
from ugc.model.ads import AdParty, AdRequest, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import plain

DOCS = "https://business-api.tiktok.com/portal/docs?id="
SPARK, CREATE, CAROUSEL = (
    DOCS + page for page in ("1739470744631298", "1739953377508354", "1766217791987713")
)


class Named(NamedTuple):
    """An identity at TikTok."""

    id: str
    type: str
    bc_id: str | None
    """The Business Center's, for BC_AUTH_TT alone."""

    def fields(self) -> dict[str, object]:
        """Return them as bodies have them."""
        told: dict[str, object] = {"identity_type": self.type, "identity_id": self.id}
        return told if self.bc_id is None else told | {"identity_authorized_bc_id": self.bc_id}


def call(
    settings: TikTokAds,
    step: str,
    what: str,
    *,
    path: str,
    body: dict[str, object],
    schema: str,
    docs: str,
    method: Literal["GET", "POST"] = "POST",
    files: dict[str, str] | None = None,
    gives: dict[str, str] | None = None,
) -> AdRequest:
    """Return one call. Parameters of a GET stand in its body: they are sent percent-encoded in the address."""
    return AdRequest(
        step=step,
        what=what,
        method=method,
        url=f"https://business-api.tiktok.com/open_api/{settings.api_version}/{path}",
        encoding="multipart" if files else "form" if method == "GET" else "json",
        body=body,
        files=files or {},
        gives=gives or {},
        schema_id=f"tiktok/{schema}",
        docs=docs,
    )


def advertiser(settings: TikTokAds, blanks: Blanks) -> str:
    """Return the ad account's id, or its blank."""
    meaning = "The id of your ad account: TikTok Ads Manager, beside the account's name."
    return blanks.known_or(settings.advertiser_id, "tiktok.advertiser_id", meaning)


def brand_identity(settings: TikTokAds, blanks: Blanks) -> Named:
    """Return the brand's own identity; one in no Business Center is taken to be the linked account."""
    kind = settings.identity_type or ("BC_AUTH_TT" if settings.identity_authorized_bc_id else "TT_USER")
    meaning = "The identity of the brand's TikTok account: identity_id in the answer of GET identity/get/."
    identity = blanks.known_or(settings.identity_id, "tiktok.identity_id", meaning)
    return Named(identity, kind, _center(kind, settings.identity_authorized_bc_id, "tiktok", blanks))


def creator_identity(ad: PlannedAd, blanks: Blanks) -> Named:
    """Return a creator's identity, from what is known of them or of the permission; blanks for what is not.

    An account that is not known to be linked is taken to be one of the Business Center, as other people's are.
    """
    ids = (ad.code.native_ids if ad.code else {}) | ad.creator.ids
    kind = ids.get("identity_type") if ids.get("identity_type") in ("TT_USER", "BC_AUTH_TT") else "BC_AUTH_TT"
    whose = plain(ad.creator.handle) or plain(ad.post.id)
    meaning = (
        f"The identity of @{plain(ad.creator.handle) or 'the creator'}'s TikTok account: identity_id in the answer of "
        "GET identity/get/ with identity_type BC_AUTH_TT."
    )
    identity = blanks.known_or(ids.get("identity_id", ""), f"tiktok.identity_id.{whose}", meaning)
    return Named(
        identity,
        str(kind),
        _center(str(kind), ids.get("identity_authorized_bc_id", ""), f"tiktok.{whose}", blanks),
    )


def _center(kind: str, known: str, name: str, blanks: Blanks) -> str | None:
    if kind != "BC_AUTH_TT":
        return None
    meaning = "The Business Center that the account is in: identity_authorized_bc_id beside its identity."
    return blanks.known_or(known, f"{name}.identity_authorized_bc_id", meaning)


def whose(party: AdParty) -> str:
    """Return a party's handle for a sentence."""
    return f"@{plain(party.handle)}" if plain(party.handle) else "the creator"


def create(
    ad: PlannedAd, settings: TikTokAds, creative: dict[str, object], *, schema: str, docs: str, blanks: Blanks
) -> AdRequest:
    """Return the call that makes the ad, switched off, with everything in it that is always said aloud."""
    group = "The ad group that the ad goes into: its id in TikTok Ads Manager."
    asked = "A call to action in TikTok's words, as SHOP_NOW: TikTok asks for one with every ad."
    told = creative | {"call_to_action": blanks.known_or(ad.cta, "tiktok.call_to_action", asked)}
    if ad.link:
        told["landing_page_url"] = ad.link
    told |= {"dark_post_status": settings.dark_post_status, "promotional_music_disabled": True}
    if creative["ad_format"] == "SINGLE_VIDEO":
        told |= {"item_duet_status": "DISABLE", "item_stitch_status": "DISABLE"}
    told["operation_status"] = "DISABLE"
    body: dict[str, object] = {
        "advertiser_id": advertiser(settings, blanks),
        "adgroup_id": blanks.known_or(settings.adgroup_id, "tiktok.adgroup_id", group),
        "creatives": [told],
    }
    what = "Makes the ad, switched off."
    gives = {"ad_id": "/data/ad_ids/0"}
    return call(settings, "ad", what, path="ad/create/", body=body, schema=schema, docs=docs, gives=gives)


def shared_notes(ad: PlannedAd, settings: TikTokAds) -> tuple[str, ...]:
    """Return what holds for every Spark ad."""
    notes = []
    if settings.dark_post_status == "OFF":
        notes.append(
            "dark_post_status is OFF, so the post shows on the profile too. An identity with ads_only_mode, as "
            "GET identity/get/ tells it, may not set OFF."
        )
    if not ad.link:
        notes.append("The ad leads nowhere: no landing page was planned.")
    return tuple(notes)
