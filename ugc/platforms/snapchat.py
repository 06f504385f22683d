"""Snapchat: a Snap claimed by its ad code or its id, or an upload in the name of the brand or of a creator.

Sources: https://developers.snap.com/api/marketing-api/Ads-API/claim-media and
https://developers.snap.com/marketing-api/Creator-Ads/TechnicalReference.
"""

from ugc.model.ad_settings import AdSettings, SnapchatAds
from ugc.model.ads import AdFault, AdFile, AdRequest, AdWay, PackedAd, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import (
    ends_early,
    first,
    flight_steps,
    look_step,
    no_picture,
    plain,
    too_long,
    unfit,
    unused,
    upright,
)
from ugc.platforms.snapchat_media import UPLOAD_BYTES, call, claim, profile, upload

WAYS: tuple[AdWay, ...] = ("new", "post", "code")
NAME_MOST, HEADLINE_MOST, BRAND_MOST = 375, 34, 32


def api_version(settings: AdSettings) -> str:  # noqa: ARG001 - the contract's form
    """Return the version of the Marketing API that bodies are made for: there is one."""
    return "v1"


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return what Snapchat has to be told, in order, or why it would not take the ad."""
    fault = _fault(ad)
    if fault is not None:
        return fault
    if ad.cards:
        return _carousel(ad)
    blanks = Blanks()
    account = blanks.known_or(
        settings.snapchat.ad_account_id,
        "snapchat.ad_account_id",
        "The id of your ad account, in Ads Manager.",
    )
    shown = upright(tuple(file for file in ad.files if file.clip)) or upright(ad.files)
    if ad.way == "new" and shown is not None:
        requests, media = upload(shown, account, blanks)
        notes = unused(ad.files, (shown,), platform="Snapchat")
    else:
        requests, media = claim(ad, settings.snapchat, account, blanks)
        notes = ()
    requests += [_creative(ad, settings.snapchat, account, media=media, blanks=blanks)]
    requests += [_ad(ad, settings.snapchat, blanks)]
    return PackedAd(
        ad=ad,
        requests=tuple(requests),
        by_hand=_by_hand(ad, shown),
        placeholders=blanks.listed(),
        notes=notes + _notes(ad),
    )


def _fault(ad: PlannedAd) -> AdFault | None:
    instead = "Make a new ad of the rendered files, as an ad partnership with the creator."
    return first(
        unfit(ad, WAYS, platform="snapchat", name="Snapchat", instead=instead),
        _permission_fault(ad),
        no_picture(ad.files, platform="Snapchat"),
        too_long(ad.name, what="name of the ad", most=NAME_MOST),
        _words_fault(ad),
    )


def _words_fault(ad: PlannedAd) -> AdFault | None:
    if ad.cards:
        return None
    if not ad.headline:
        return AdFault(
            code="text",
            text=f"A Snapchat ad needs a headline of 1 to {HEADLINE_MOST} characters, and none was planned: it has 0.",
            hint="Give the ad a headline.",
        )
    return too_long(ad.headline, what="headline", most=HEADLINE_MOST) or too_long(
        ad.brand.name if _partnership(ad) is None else "", what="brand's name", most=BRAND_MOST
    )


def _permission_fault(ad: PlannedAd) -> AdFault | None:
    if ad.way == "code" and (ad.code is None or ad.code.kind != "snap_ad_code"):
        return AdFault(
            code="no-code",
            text="The ad rests on an ad code, and the records have none for this Snap.",
            hint="Ask its creator for one, and seal it with `ugc ads codes add`.",
        )
    if ad.way == "post" and ad.identity != "brand_handle" and ad.post.paid_label is False:
        return AdFault(
            code="paid-label",
            text="The Snap bears no Paid Partnership tag, and without one Snapchat lets no brand claim it by its id.",
            hint="Ask its creator to tag the brand, or for an ad code.",
        )
    return ends_early(ad)


def _partnership(ad: PlannedAd) -> dict[str, object] | None:
    """Return what drives Snapchat's own label; None for an ad in the brand's name alone."""
    if ad.identity == "brand_handle" and ad.way != "code":
        return None
    if ad.way != "new":
        return {"creator_partnership_type": "BRAND_PARTNERSHIP"}
    leads = "CREATOR" if ad.identity == "creator_handle" or ad.first == "creator" else "BRAND"
    return {"creator_partnership_type": "AD_PARTNERSHIP", "primary_profile": leads}


def _creative(ad: PlannedAd, settings: SnapchatAds, account: str, *, media: str, blanks: Blanks) -> AdRequest:
    told: dict[str, object] = {
        "ad_account_id": account,
        "name": ad.name,
        "type": "WEB_VIEW" if ad.link else "SNAP_AD",
        "headline": ad.headline or "",
        "top_snap_media_id": media,
        "profile_properties": {"profile_id": profile(settings, blanks)},
    }
    partnership = _partnership(ad)
    if partnership is not None:
        whose = plain(ad.creator.handle) or plain(ad.post.id)
        meaning = f"The id of the Public Profile of {whose}: GET public_profiles, or Business Manager."
        known = ad.creator.ids.get("profile_id", "")
        creator = blanks.known_or(known, f"snapchat.profile_id.{whose}", meaning)
        told |= {"creator_profile_properties": {"profile_id": creator}} | partnership
    elif ad.brand.name:
        told["brand_name"] = ad.brand.name
    if ad.link:
        told |= {"web_view_properties": {"url": ad.link}} | ({"call_to_action": ad.cta} if ad.cta else {})
    return call(
        "creative",
        "Makes the creative.",
        path=f"adaccounts/{account}/creatives",
        body={"creatives": [told]},
        schema="creative",
        docs="creatives",
        gives={"creative_id": "/creatives/0/creative/id"},
    )


def _ad(ad: PlannedAd, settings: SnapchatAds, blanks: Blanks) -> AdRequest:
    meaning = "The ad squad that the ad goes into: its id in Ads Manager."
    squad = blanks.known_or(settings.ad_squad_id, "snapchat.ad_squad_id", meaning)
    told = {
        "ad_squad_id": squad,
        "creative_id": blanks.blank("step:creative.creative_id", ""),
        "name": ad.name,
        "type": "REMOTE_WEBPAGE" if ad.link else "SNAP_AD",
        "status": "PAUSED",
    }
    what = "Makes the ad, paused."
    gives = {"ad_id": "/ads/0/ad/id"}
    return call(
        "ad", what, path=f"adsquads/{squad}/ads", body={"ads": [told]}, schema="ad", docs="ads", gives=gives
    )


def _carousel(ad: PlannedAd) -> PackedAd:
    return PackedAd(
        ad=ad,
        by_hand=(
            f"Make a Story or Collection ad in Ads Manager of these files, in order: "
            f"{', '.join(card.file for card in ad.cards)}. A Snap of its own for each is needed first.",
            *flight_steps(ad, group="ad squad"),
            look_step(ad),
        ),
        notes=("Several pictures in one Snapchat ad are not packed: they go in by hand.",),
    )


def _by_hand(ad: PlannedAd, shown: AdFile | None) -> tuple[str, ...]:
    steps = []
    if shown is not None and shown.size > UPLOAD_BYTES:
        steps.append(f"Upload {shown.file} in Ads Manager first, and fill in its media id.")
    if ad.way == "new" and ad.identity != "brand_handle":
        steps.append(
            "See in Business Manager that the creator has accepted the partnership (AD_LEVEL, ACCEPTED)."
        )
    if ad.way == "post" and ad.identity != "brand_handle":
        steps.append("See that the creator's partnership is accepted, and that the Snap tags the brand.")
    if ad.way == "code":
        steps.append(
            "If the claim answers 404, the code has ended or was taken back: ask the creator for a new one."
        )
    return (*steps, *flight_steps(ad, group="ad squad"), look_step(ad))


def _notes(ad: PlannedAd) -> tuple[str, ...]:
    notes = ["Creator ads need both scopes, snapchat-marketing-api and snapchat-profile-api."]
    if _partnership(ad) is None and not ad.disclosure:
        notes.append(
            "The ad bears no words that say it is an ad, and no partnership label: Snapchat's own mark alone."
        )
    if not ad.link:
        notes.append("The ad leads nowhere: no landing page was planned, so it has no call to action either.")
    return tuple(notes)
