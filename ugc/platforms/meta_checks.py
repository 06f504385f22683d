"""Why Meta would not take an ad, found before anything is made of it."""

import re
from collections.abc import Iterator

from ugc.model.ad_settings import MetaAds
from ugc.model.ads import AdFault, PlannedAd
from ugc.platforms.hand import braces
from ugc.platforms.meta_actions import action_fault
from ugc.platforms.meta_placements import POSITIONS, ad_spots, named, share_out, spot

_ID = re.compile(r"[0-9]+")
_STORY = re.compile(r"[0-9]+_[0-9]+")
_LOCALE = re.compile(r"[a-z]{2}_[A-Z]{2}")
_CARDS = range(2, 11)
"""https://developers.facebook.com/documentation/ads-commerce/marketing-api/guides/videoads"""
_LONGEST_BODY = 1024
_LONGEST_TEXT = 255
"""Characters of texts in a feed of assets
(https://developers.facebook.com/documentation/ads-commerce/marketing-api/ad-creative/asset-feed-spec/options)."""
_LONGEST_DSA = 512
_TAKEN = ("jpg", "png", "mp4")
_HOW_TO_FIND = (
    "The id stands in the answer of `GET /BUSINESS_ID/partnership-ads-advertisable-content?permalinks=[...]` as "
    "content_id, and for professional accounts in that of `business_discovery.username(HANDLE){media{id,permalink}}`. "
    "Record it with the platform's permission for the post."
)


def fault(ad: PlannedAd, settings: MetaAds) -> AdFault | None:
    """Return the first reason why Meta would not take an ad, or None."""
    return next(_faults(ad, settings), None)


def _faults(ad: PlannedAd, settings: MetaAds) -> Iterator[AdFault]:
    for found in (braces(ad), _ids(ad), _whose(ad)):
        if found:
            yield found
    yield from _files(ad) if ad.way == "new" else _post(ad)
    for found in (_music(ad), _hidden_name(ad, settings), _testimonial(ad), action_fault(ad), _payer(ad)):
        if found:
            yield found


def _ids(ad: PlannedAd) -> AdFault | None:
    for party in (ad.brand, ad.creator):
        for key in ("page_id", "instagram_user_id"):
            value = party.ids.get(key, "")
            if value and not _ID.fullmatch(value):
                who = party.handle or party.name or "a party"
                return AdFault(
                    code="id_malformed",
                    text=f"The {key} of {who} is {value!r}, which is no id of Meta's.",
                    hint="An id is digits alone; a spreadsheet may have rounded it. Record it again as text.",
                )
    return None


def _whose(ad: PlannedAd) -> AdFault | None:
    if not set(ad.channels) & {"instagram", "facebook"}:
        return AdFault(
            code="channel_missing",
            text="The ad is cleared for neither Instagram nor Facebook.",
            hint="Ask for a grant that names one of them.",
        )
    if ad.identity == "third_party_handle":
        return AdFault(
            code="identity_unknown",
            text="An ad in the name of a third party is not among those that Meta's partnership pages describe.",
            hint="Run it in the brand's or the creator's name.",
        )
    if ad.way != "new" and ad.identity == "brand_handle":
        return AdFault(
            code="identity_mismatch",
            text="A post that runs as it is shows its creator's name; it was cleared for the brand's alone.",
            hint="Clear it for creator_handle or both, or make a new ad of it.",
        )
    return None


def _post(ad: PlannedAd) -> Iterator[AdFault]:
    if ad.post.platform not in ("instagram", "facebook"):
        yield AdFault(
            code="post_elsewhere",
            text=f"{ad.post.id} was published on {ad.post.platform}: Meta runs none but its own as they are.",
            hint="Make a new ad of it.",
        )
    elif ad.way == "code":
        if ad.code is None or ad.code.kind != "meta_ad_code":
            yield AdFault(
                code="code_missing",
                text="No partnership ad code of the creator is recorded for this post.",
                hint="Ask the creator for one and add it with `ugc ads codes add`, or run the post by its id.",
            )
    else:
        pattern, what = (_STORY, "PAGEID_POSTID") if ad.post.platform == "facebook" else (_ID, "digits")
        if not ad.post.native_id:
            yield AdFault(
                code="native_id_missing",
                text=f"Meta's own id of {ad.post.id} is not known; the letters in its address are not it.",
                hint=_HOW_TO_FIND,
            )
        elif not pattern.fullmatch(ad.post.native_id):
            yield AdFault(
                code="native_id_malformed",
                text=f"{ad.post.native_id!r} is no id of a post for Meta's ads ({what} are asked for).",
                hint=_HOW_TO_FIND,
            )


def _files(ad: PlannedAd) -> Iterator[AdFault]:
    files = ad.cards or ad.files
    if not files:
        yield AdFault(code="files_missing", text="The ad has no file.", hint="Render the post first.")
        return
    if ad.cards and len(ad.cards) not in _CARDS:
        yield AdFault(
            code="cards",
            text=f"The carousel has {len(ad.cards)} cards; Meta takes 2 to 10.",
            hint="Render fewer or more cards.",
        )
    for file in files:
        if file.type not in _TAKEN:
            yield AdFault(
                code="file_type",
                text=f"{file.file} is a {file.type} file, which Meta's ad library does not take.",
                hint="Render it as jpg, png or mp4.",
            )
        for placement in file.placements:
            if not placement.startswith("meta.") or spot(placement) not in POSITIONS:
                yield AdFault(
                    code="placement_unknown",
                    text=f"{placement} is no placement that ads of Meta are packed for.",
                    hint=f"Known: {named(tuple(POSITIONS))}.",
                )
    if not ad_spots(ad):
        yield AdFault(
            code="nowhere",
            text="No placement is cleared for "
            + ("all cards of the carousel." if ad.cards else "any of its files."),
            hint="See the blocked ads of the package for what would clear them.",
        )
    yield from _feed(ad)


def _feed(ad: PlannedAd) -> Iterator[AdFault]:
    shown = share_out(ad.files)
    if len({part.file.clip for part in shown}) > 1:
        yield AdFault(
            code="mixed_media",
            text="Pictures and clips cannot share an ad that shows another file on each placement.",
            hint="Prepare two ads, one of pictures and one of clips.",
        )
    single_clip = not ad.cards and len(shown) == 1 and shown[0].file.clip
    if not ad.link and not single_clip:
        yield AdFault(
            code="link_missing",
            text="The ad has no link, and Meta asks for one.",
            hint="Set `link` under [ads], say --link, or give the campaign's copy one.",
        )
    if len(shown) > 1:
        limits = [(text, _LONGEST_BODY) for text in ad.primary]
        limits += [(text, _LONGEST_TEXT) for text in (ad.headline, ad.description) if text]
        for text, longest in limits:
            if len(text) > longest:
                yield AdFault(
                    code="text_too_long",
                    text=f"“{text[:40]}…” has {len(text)} characters; Meta takes {longest} there.",
                    hint="Shorten the copy.",
                )


def _music(ad: PlannedAd) -> AdFault | None:
    heard = ad.way != "new" or any(file.sound for file in (*ad.files, *ad.cards))
    if heard and ad.post.sound == "library_song":
        return AdFault(
            code="music",
            text="Its sound is a song of the platform's library, which is not cleared for ads: Meta does not boost it.",
            hint="Ask the creator to publish it with other sound, or make a new ad with the sound muted or replaced.",
        )
    return None


def _hidden_name(ad: PlannedAd, settings: MetaAds) -> AdFault | None:
    if settings.ad_format != 2 or (ad.way == "new" and ad.identity == "brand_handle"):
        return None
    if ad.disclosure or (ad.way != "new" and ad.post.paid_label):
        return None
    return AdFault(
        code="disclosure_missing",
        text="With ad_format 2 the second name is hidden, and nothing else on the ad says that it is one.",
        hint=(
            "Set ad_format to 1 under [ads.meta], or bring the words onto the picture (docs/disclosure.md); for a post "
            "as it is, record that it shows the paid-partnership label."
        ),
    )


def _testimonial(ad: PlannedAd) -> AdFault | None:
    if not ad.testimonial:
        return None
    if ad.way == "new" and ad.identity == "brand_handle":
        return AdFault(
            code="testimonial_alone",
            text="A testimonial is the creator's comment on a partnership ad; this ad has no partner.",
            hint="Run it with the creator's name, or leave the testimonial out.",
        )
    if not ad.testimonial.evidence:
        return AdFault(
            code="testimonial_evidence",
            text="Nothing on record proves that the creator said this.",
            hint="Record their approval of these words as evidence.",
        )
    if ad.testimonial.locale and not _LOCALE.fullmatch(ad.testimonial.locale):
        return AdFault(
            code="testimonial_locale",
            text=f"{ad.testimonial.locale!r} is no locale of Meta's.",
            hint="Write it as en_US.",
        )
    return None


def _payer(ad: PlannedAd) -> AdFault | None:
    if max(len(ad.beneficiary), len(ad.payer)) > _LONGEST_DSA:
        return AdFault(
            code="payer_too_long",
            text="The name of who benefits or pays has more than 512 characters.",
            hint="Shorten `beneficiary` and `payer` under [ads].",
        )
    return None
