"""What a person does in Ads Manager themselves, and what they should know of an ad at Meta."""

from datetime import timedelta

from ugc.model.ad_settings import MetaAds
from ugc.model.ads import PlannedAd
from ugc.model.territories import EEA
from ugc.platforms.meta_creatives import MOST_TEXTS
from ugc.platforms.meta_identities import creator_first
from ugc.platforms.meta_placements import ad_spots, named, share_out

EU: frozenset[str] = (EEA - {"IS", "LI", "NO"}) | {"AX", "GF", "GP", "MF", "MQ", "RE", "YT"}
"""Member states, and those of their territories that have codes of their own and where EU law holds (Treaty on the
Functioning of the EU, Art. 349 and 355)."""


def in_eu(ad: PlannedAd) -> bool:
    """Whether the ad is shown in the EU, where it has to say for whom and by whom it is paid."""
    return bool(EU & set(ad.markets))


def by_hand(ad: PlannedAd, settings: MetaAds) -> tuple[str, ...]:
    """Return what the ad set has to be told in Ads Manager, in order: a creative cannot say where it may be shown."""
    return (
        f"Ad set, locations: {', '.join(ad.markets)} and nowhere else.",
        _placements(ad),
        _end(ad, settings),
        *(_story_needs(ad)),
        "Look at the previews of every placement, with the names in its header, and switch the ad on.",
    )


def _placements(ad: PlannedAd) -> str:
    if ad.way == "new":
        where = named(ad_spots(ad))
    else:
        platforms = [name for name in ("Facebook", "Instagram") if name.casefold() in ad.channels]
        where = f"those on {' and '.join(platforms)}"
    return (
        f"Ad set, placements: choose them by hand, and exactly these: {where}. Advantage+ placements would show the ad "
        "where nothing was cleared; so would a limited spend on excluded placements."
    )


def _end(ad: PlannedAd, settings: MetaAds) -> str:
    after = ad.ends + timedelta(days=1)
    text = f"Ad set, schedule: from {ad.starts.isoformat()}; it must end by the end of {ad.ends.isoformat()}"
    if settings.ad_schedule:
        return f"{text}, as the ad's own schedule says; check that the ad set starts no ad of it after that."
    return (
        f"{text} (before {after.isoformat()} 00:00). Where other ads of the ad set may run longer, give this one an ad "
        "set of its own."
    )


def _story_needs(ad: PlannedAd) -> tuple[str, ...]:
    spots = set(ad_spots(ad)) if ad.way == "new" else set()
    if "facebook_stories" in spots and not spots & {"facebook_feed", "instagram_stories"}:
        return (
            "Facebook Stories can only be chosen together with Facebook Feed or Instagram Stories, which are not "
            "cleared for this ad: leave Facebook Stories out.",
        )
    return ()


def notes(ad: PlannedAd, settings: MetaAds) -> tuple[str, ...]:
    """Return what the person should know, in the order in which it matters."""
    found = [*_permission(ad), *_names(ad, settings), *_sound(ad), *_files(ad), *_words(ad)]
    if in_eu(ad):
        found.append(
            "The names of who benefits and who pays hold for every ad of the ad set, not for this one alone."
        )
    return tuple(found)


def _permission(ad: PlannedAd) -> list[str]:
    if ad.way == "new" and ad.identity == "brand_handle":
        return []
    found = []
    if ad.code is None:
        found.append(
            "Where the creator has not given permission yet, Meta makes the ad all the same, holds it back as pending "
            "and asks them: that is no error."
        )
    found.append("If the creator takes the permission back, Meta pauses the ad.")
    if ad.way != "new":
        found.append("A post that was boosted once can no longer be edited by its creator.")
        found.append(
            "Meta refuses to boost posts with GIF stickers or elements that can be tapped; look before it runs."
        )
    return found


def _names(ad: PlannedAd, settings: MetaAds) -> list[str]:
    if ad.way == "new" and ad.identity == "brand_handle":
        return []
    found = []
    if settings.ad_format == 2:
        hidden = "the brand's" if ad.way != "new" or creator_first(ad) else "the creator's"
        shown = f"“{ad.disclosure}” on it" if ad.disclosure else "the post's paid-partnership label"
        found.append(f"ad_format 2 hides {hidden} name; that it is an ad is said by {shown}.")
    if settings.ad_format == 3:
        found.append("ad_format 3 lets Meta choose whether both names are shown, on Instagram only.")
    if ad.testimonial:
        found.append(
            "The testimonial stands as the creator's comment on the ad; their approval is on record as "
            f"{', '.join(ad.testimonial.evidence)}."
        )
    return found


def _sound(ad: PlannedAd) -> list[str]:
    if ad.way != "new" and ad.post.sound == "unknown":
        return [
            "What is heard in the post is not known. `GET /MEDIA_ID?fields=media_audio_type` says MUSIC for a song of "
            "Meta's library, which cannot be boosted; ORIGINAL_SOUND may still hold somebody's song."
        ]
    return []


def _files(ad: PlannedAd) -> list[str]:
    found = []
    if any(file.clip for file in (*ad.files, *ad.cards)):
        found.append(
            "Meta reads a clip for some minutes after its upload: go on when `GET /VIDEO_ID?fields=status` says ready."
        )
    shown = share_out(ad.files)
    used = {part.file.file for part in shown}
    for file in ad.files:
        if file.file not in used:
            found.append(f"{file.file} is not used: other files of the ad have all its placements.")
    stills = bool(ad.cards) or len(shown) == 1
    if stills and any(file.clip for file in (*ad.files, *ad.cards)):
        found.append(
            "The still of a clip is the first that Meta made of it; its pages advise a picture of your own: put its "
            "image_hash in the place of the still to choose it."
        )
    if len(shown) > 1 and ad.identity != "brand_handle":
        found.append(
            "Meta's pages print no ad of new files that has both a partner and a file per placement: if it is refused, "
            "prepare one ad a shape."
        )
    if len(shown) > 1:
        found.append("The ad set must not be one for dynamic creative (is_dynamic_creative false).")
    if any("reels" in name for part in shown for name in part.spots) and len(shown) > 1:
        found.append(
            "Meta's page on a file per placement does not name Reels, its page on placements does: check that preview."
        )
    return found


def _words(ad: PlannedAd) -> list[str]:
    found = []
    feed = ad.way == "new" and len(share_out(ad.files)) > 1
    most = MOST_TEXTS if feed else 1
    if ad.way == "new" and len(ad.primary) > most:
        left = len(ad.primary) - most
        found.append(f"{left} of its {len(ad.primary)} texts are not used: Meta takes {most} in such an ad.")
    if feed and not ad.cta:
        found.append("An ad with a file per placement has to have a button; Learn more stands in it.")
    if ad.way != "new" and ad.primary:
        found.append("A post that runs as it is keeps its own caption: the ad's texts are not used.")
    if ad.way != "new" and ad.link and not ad.cta:
        found.append("It has a link and no button, so nobody can follow it: set `cta` under [ads].")
    return found
