"""A Spark ad of a published post (pull): its picture, sound, cover and caption stay as they are.

Source: Create Spark Ads, Spark Ads Pull, https://business-api.tiktok.com/portal/docs?id=1739470744631298.
"""

from ugc.model.ad_settings import TikTokAds
from ugc.model.ads import AdRequest, PackedAd, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import flight_steps, look_step, plain
from ugc.platforms.tiktok_rules import enhancements, still
from ugc.platforms.tiktok_steps import (
    CAROUSEL,
    DOCS,
    SPARK,
    Named,
    advertiser,
    brand_identity,
    call,
    create,
    creator_identity,
    shared_notes,
    whose,
)

MUSIC_DOCS = "https://github.com/bububa/tiktok-business/blob/main/model/identity/music_authorization.go"


def pull(ad: PlannedAd, settings: TikTokAds) -> PackedAd:
    """Return the calls for a post that runs by its code, or by its account's permission. It has passed the rules."""
    blanks = Blanks()
    requests, identity = (
        _authorized(ad, settings, blanks) if ad.way == "code" else _allowed(ad, settings, blanks)
    )
    item = _item(ad, blanks)
    wanted, left_out = enhancements(settings.enhancements, ad.granted_edits)
    photos = still(ad)
    creative: dict[str, object] = {
        "ad_name": ad.name,
        **identity.fields(),
        "ad_format": "CAROUSEL_ADS" if photos else "SINGLE_VIDEO",
        "tiktok_item_id": item,
        "creative_auto_enhancement_strategy_list": wanted,
    }
    requests.append(_music(ad, settings, identity, item=item, blanks=blanks))
    docs = CAROUSEL if photos else SPARK
    requests.append(create(ad, settings, creative, schema="ad-create-pull", docs=docs, blanks=blanks))
    return PackedAd(
        ad=ad,
        requests=tuple(requests),
        by_hand=_by_hand(ad),
        placeholders=blanks.listed(),
        notes=_notes(ad) + shared_notes(ad, settings) + left_out,
    )


def _authorized(ad: PlannedAd, settings: TikTokAds, blanks: Blanks) -> tuple[list[AdRequest], Named]:
    """Return the calls that apply the code and read what lies behind it, and the identity that they give."""
    assert ad.code is not None  # the rules refuse an ad without one
    meaning = f"The authorization code that {whose(ad.creator)} gave for the post, sealed as {ad.code.id}."
    code = blanks.blank(f"code:{ad.code.id}", meaning, secret=True)
    known: dict[str, object] = {"advertiser_id": advertiser(settings, blanks), "auth_code": code}
    body = dict(known)
    if ad.code.second:
        meaning = f"The authorization code for the original of the duet or stitch, sealed with {ad.code.id}."
        body["original_post_auth_code"] = blanks.blank(f"code:{ad.code.id}.original", meaning, secret=True)
    applied = call(
        settings,
        "authorize",
        "Binds the post to the ad account.",
        path="tt_video/authorize/",
        body=body,
        schema="tt-video-authorize",
        docs=DOCS + "1738376435339265",
    )
    asked = call(
        settings,
        "info",
        "Reads the post, the identity and the window behind the code. A # or + in the code is percent-encoded.",
        path="tt_video/info/",
        method="GET",
        body=known,
        schema="tt-video-info",
        docs=DOCS + "1738376324021250",
        gives={
            "item_id": "/data/item_info/item_id",
            "item_type": "/data/item_info/item_type",
            "identity_id": "/data/user_info/identity_id",
            "identity_type": "/data/user_info/identity_type",
            "auth_end_time": "/data/auth_info/auth_end_time",
        },
    )
    identity = ad.code.native_ids.get("identity_id") or blanks.blank("step:info.identity_id", "")
    return [applied, asked], Named(identity, "AUTH_CODE", None)


def _allowed(ad: PlannedAd, settings: TikTokAds, blanks: Blanks) -> tuple[list[AdRequest], Named]:
    if ad.identity == "brand_handle":
        return [], brand_identity(settings, blanks)
    return [], creator_identity(ad, blanks)


def _item(ad: PlannedAd, blanks: Blanks) -> str:
    if ad.post.native_id:
        return ad.post.native_id
    if ad.way == "code":
        return blanks.blank("step:info.item_id", "")
    meaning = "The id of the post: item_id in the answer of GET identity/video/get/ for the identity."
    return blanks.blank(f"tiktok.item_id.{plain(ad.post.id)}", meaning)


def _music(ad: PlannedAd, settings: TikTokAds, identity: Named, *, item: str, blanks: Blanks) -> AdRequest:
    """Return the question whether the music is cleared in these places and days."""
    places: list[str] = []
    for market in ad.markets:
        meaning = (
            f"{market} as the ad group has it in location_ids, a number from GET tool/region/: TikTok wants the same "
            "list here. Its own sample call shows a country code."
        )
        places.append(blanks.blank(f"tiktok.location_id.{market}", meaning))
    body: dict[str, object] = {
        "advertiser_id": advertiser(settings, blanks),
        "video_id": item,
        **identity.fields(),
        "locations": places,
        "start_time": f"{ad.starts} 00:00:00",
        "end_time": f"{ad.ends} 23:59:59",
    }
    what = (
        "Asks whether the music of the post is cleared for ads in these places and days (UTC). `locations` is sent as "
        "the JSON text of a list. Ask again when places or days change."
    )
    return call(
        settings,
        "music",
        what,
        path="identity/music/authorization/",
        method="GET",
        body=body,
        schema="music-authorization",
        docs=MUSIC_DOCS,
        gives={"music_status": "/data/music_authorization/0/music_status"},
    )


def _by_hand(ad: PlannedAd) -> tuple[str, ...]:
    steps = []
    if ad.way == "code":
        steps.append(f"See in the answer of step info that auth_end_time lies after {ad.ends}.")
    else:
        steps.append("See in GET identity/get/ that the identity has can_pull_video, and is AVAILABLE.")
    steps.append(
        "Read music_status in the answer of step music. WITH_FULL_AUTHORIZATION: go on. AUTHORIZATION_MISSING: do not "
        "run it. WITHOUT_SONG_ID: unknown, not cleared; listen, and keep proof of the right."
    )
    return (*steps, *flight_steps(ad, group="ad group"), look_step(ad))


def _notes(ad: PlannedAd) -> tuple[str, ...]:
    notes = [
        "The caption of the post is the ad's text; caption, cover, sound and picture can no longer be changed, and a "
        "private post becomes public unless it shows through ads alone.",
        "Sending tiktok_item_id declares that you hold the commercial rights to the music in the post.",
    ]
    if ad.post.paid_label is None:
        notes.append(
            "Whether the post bears a Paid partnership label is not known: look at it. Without one it may not run as "
            "it is."
        )
    if ad.post.sound == "unknown":
        notes.append("What is heard in the post is not known: listen to it before it runs.")
    if ad.post.medium is None and not still(ad):
        notes.append("The post is taken to be a video. If it is one of photos, ad_format is CAROUSEL_ADS.")
    return tuple(notes)
