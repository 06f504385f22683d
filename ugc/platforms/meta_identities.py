"""Whose names stand on an ad at Meta. `sponsor_*` is always the second name of the ad, whoever that is."""

import re

from ugc.model.ad_settings import MetaAds
from ugc.model.ads import PlannedAd
from ugc.model.base import Value
from ugc.platforms.contract import Blanks

PAGE = "page_id"
INSTAGRAM = "instagram_user_id"
BRAND_MEANINGS = {
    PAGE: "The brand's Facebook Page id: Meta Business Suite, Settings, Accounts, Pages.",
    INSTAGRAM: "The brand's Instagram user id: `GET /PAGE_ID?fields=instagram_business_account`.",
}
CREATOR_MEANINGS = {
    PAGE: "The Facebook Page id of @{handle}: on their Page under About, Page transparency.",
    INSTAGRAM: (
        "The Instagram user id of @{handle}: "
        "`GET /YOUR_IG_USER_ID?fields=business_discovery.username({handle}){{id}}`; professional accounts only."
    ),
}
_UNSAFE = re.compile(r"[^\w.-]+")


class Names(Value):
    """The ids of an ad's first and second name. One that is not there is not sent."""

    page_id: str
    """Of the first: for a post that runs as it is the brand's Page all the same (`object_id`)."""
    instagram_user_id: str | None = None
    sponsor_page_id: str | None = None
    sponsor_id: str | None = None
    notes: tuple[str, ...] = ()


def names(ad: PlannedAd, settings: MetaAds, blanks: Blanks) -> Names:
    """Return which ids stand where.

    For a post that runs as it is, or a code, the post's owner is the first name by itself and the sponsor is the
    brand. For a new ad with the brand first the sponsor is the creator; with the creator first it is the brand; a new
    ad in the brand's name alone has none
    (https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/partnership-ads/ads-creation).
    """
    brand = {PAGE: ad.brand.ids.get(PAGE) or settings.page_id}
    brand[INSTAGRAM] = ad.brand.ids.get(INSTAGRAM) or settings.instagram_user_id
    if ad.way != "new":
        page, account = _brand(brand, PAGE, blanks), _brand(brand, INSTAGRAM, blanks)
        return Names(page_id=page, sponsor_page_id=page, sponsor_id=account)
    if ad.identity == "brand_handle":
        return Names(page_id=_brand(brand, PAGE, blanks), instagram_user_id=_account(ad, brand, blanks))
    if creator_first(ad):
        return _creator_then_brand(ad, brand, blanks)
    return _brand_then_creator(ad, brand, blanks)


def creator_first(ad: PlannedAd) -> bool:
    """Whether a new ad shows the creator's name first."""
    return ad.identity == "creator_handle" or ad.first == "creator"


def _account(ad: PlannedAd, brand: dict[str, str], blanks: Blanks) -> str | None:
    if "instagram" in ad.channels:
        return _brand(brand, INSTAGRAM, blanks)
    return brand[INSTAGRAM] or None


def _brand_then_creator(ad: PlannedAd, brand: dict[str, str], blanks: Blanks) -> Names:
    page, account = ad.creator.ids.get(PAGE), ad.creator.ids.get(INSTAGRAM)
    notes: tuple[str, ...] = ()
    if page or account:
        notes = _one_alone(ad, page, account)
    else:
        page = _creator(ad, PAGE, blanks) if "facebook" in ad.channels else None
        account = _creator(ad, INSTAGRAM, blanks) if "instagram" in ad.channels else None
    return Names(
        page_id=_brand(brand, PAGE, blanks),
        instagram_user_id=_account(ad, brand, blanks),
        sponsor_page_id=page or None,
        sponsor_id=account or None,
        notes=notes,
    )


def _one_alone(ad: PlannedAd, page: str | None, account: str | None) -> tuple[str, ...]:
    lost = "Facebook" if not page else "Instagram"
    if (page and account) or lost.casefold() not in ad.channels:
        return ()
    known = "Instagram account" if account else "Facebook Page"
    return (
        f"Only the {known} of {_handle(ad)} is known. Meta looks for the other one by itself; unless the two are "
        f"linked, the ad does not deliver on {lost}, and nothing says so.",
    )


def _creator_then_brand(ad: PlannedAd, brand: dict[str, str], blanks: Blanks) -> Names:
    page = ad.creator.ids.get(PAGE)
    account = ad.creator.ids.get(INSTAGRAM)
    if "instagram" in ad.channels:
        account = account or _creator(ad, INSTAGRAM, blanks)
    if page or "instagram" not in ad.channels:
        return Names(
            page_id=page or _creator(ad, PAGE, blanks),
            instagram_user_id=account or None,
            sponsor_page_id=_brand(brand, PAGE, blanks),
            sponsor_id=_account(ad, brand, blanks),
        )
    return Names(
        page_id=_brand(brand, PAGE, blanks),
        instagram_user_id=account,
        sponsor_id=_brand(brand, INSTAGRAM, blanks),
        notes=(
            f"No Facebook Page of {_handle(ad)} is known, so the brand's stands in its place, and Meta does not "
            "deliver the ad on Facebook. If there is one, record its id with the creator and prepare the ad again.",
        ),
    )


def _brand(brand: dict[str, str], key: str, blanks: Blanks) -> str:
    return blanks.known_or(brand[key], f"meta.{key}", BRAND_MEANINGS[key])


def _creator(ad: PlannedAd, key: str, blanks: Blanks) -> str:
    who = _UNSAFE.sub("", ad.creator.handle) or _UNSAFE.sub("-", ad.post.id)
    meaning = CREATOR_MEANINGS[key].format(handle=who)
    return blanks.blank(f"meta.creator.{who}.{key}", meaning)


def _handle(ad: PlannedAd) -> str:
    return f"@{ad.creator.handle}" if ad.creator.handle else "the creator"
