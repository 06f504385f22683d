"""TikTok: Spark ads. A published post runs as it is (pull), or rendered files are published on an identity (push).

Source: Create Spark Ads, https://business-api.tiktok.com/portal/docs?id=1739470744631298. A custom identity is never
made: TikTok is phasing it out, and new accounts can use none on TikTok since 2026-01-15.
"""

from ugc.model.ad_settings import AdSettings
from ugc.model.ads import AdFault, AdWay, PackedAd, PlannedAd
from ugc.platforms.hand import braces, empty, first, third_party
from ugc.platforms.tiktok_pull import pull
from ugc.platforms.tiktok_push import push
from ugc.platforms.tiktok_rules import NAME_MOST, pull_fault, text_fault

WAYS: tuple[AdWay, ...] = ("new", "post", "code")


def api_version(settings: AdSettings) -> str:
    """Return the version of the API for Business that bodies are made for."""
    return settings.tiktok.api_version


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return what TikTok has to be told, in order, or why it would not take the ad."""
    fault = first(
        braces(ad),
        third_party(ad, platform="TikTok"),
        empty(ad, platform="TikTok"),
        text_fault(ad.name, what="name of the ad", most=NAME_MOST),
    )
    if fault is not None:
        return fault
    if ad.way == "new":
        return push(ad, settings.tiktok)
    return pull_fault(ad) or pull(ad, settings.tiktok)
