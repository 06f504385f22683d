"""Ads of Meta: a published post by its id or by its creator's code, and new ads, plain or with the creator's name.

Bodies follow the Marketing API's pages on partnership ads
(https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/partnership-ads). Everything is
made paused. The JSON Schemas of the bodies are in `assets/schemas/ads/meta`.
"""

from ugc.model.ad_settings import AdSettings
from ugc.model.ads import AdFault, AdRequest, AdWay, PackedAd, PlannedAd
from ugc.platforms import meta_creatives as creatives
from ugc.platforms.contract import Blanks
from ugc.platforms.meta_calls import Calls
from ugc.platforms.meta_checks import fault
from ugc.platforms.meta_enhancements import enhancements
from ugc.platforms.meta_identities import names
from ugc.platforms.meta_notes import by_hand, in_eu, notes

WAYS: tuple[AdWay, ...] = ("new", "post", "code")


def api_version(settings: AdSettings) -> str:
    """Return the version of the Marketing API that the settings name, as v25.0."""
    return settings.meta.api_version


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return the calls that put an ad into an ad account, in order, or why Meta would not take it.

    Raises UsageError for an enhancement in the settings that Meta does not have.
    """
    features, kept_out = enhancements(settings.meta.enhancements, ad.granted_edits)
    found = fault(ad, settings.meta)
    if found:
        return found
    blanks = Blanks()
    calls = Calls(settings.meta, blanks)
    who = names(ad, settings.meta, blanks)
    requests: list[AdRequest] = [calls.dsa(ad)] if in_eu(ad) else []
    if ad.way == "new":
        made = creatives.new(ad, settings.meta, who, calls)
    else:
        made = [creatives.boost(ad, settings.meta, who, calls)]
        if ad.post.platform == "instagram" and ad.post.native_id and ad.post.medium == "video":
            made.insert(0, calls.instagram_clip(ad))
    requests += [*made[:-1], creatives.with_features(made[-1], features), calls.ad(ad)]
    return PackedAd(
        ad=ad,
        requests=tuple(requests),
        by_hand=by_hand(ad, settings.meta),
        placeholders=blanks.listed(),
        notes=(*ad.notes, *who.notes, *kept_out, *notes(ad, settings.meta)),
    )
