"""LinkedIn: a published post of the brand's own Page can be sponsored by the API; a member's goes in by hand.

Thought Leader Ads, which sponsor a member's post, are documented in Campaign Manager alone; a vendor reports that the
API refuses them. Source: https://learn.microsoft.com/en-us/linkedin/marketing/integrations/ads/account-structure/create-and-manage-creatives
"""

import re

from ugc.model.ad_settings import AdSettings, LinkedInAds
from ugc.model.ads import AdFault, AdRequest, AdWay, PackedAd, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import (
    ends_early,
    first,
    flight_steps,
    look_step,
    plain,
    unfit,
)
from ugc.text import one_line

WAYS: tuple[AdWay, ...] = ("new", "post")
DOCS = "https://learn.microsoft.com/en-us/linkedin/marketing/integrations/ads/account-structure/create-and-manage-creatives"
_URN = re.compile(r"urn:li:(share|ugcPost):[0-9]+")


def api_version(settings: AdSettings) -> str:
    """Return the version of the Marketing API, year and month, that bodies are made for."""
    return settings.linkedin.api_version


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return what LinkedIn has to be told, or what a person does where no API takes the ad, or why it cannot run."""
    fault = _fault(ad)
    if fault is not None:
        return fault
    if ad.way == "new":
        return _new(ad)
    if not _of_a_page(ad):
        return _thought_leader(ad)
    blanks = Blanks()
    return PackedAd(
        ad=ad,
        requests=(_creative(ad, settings.linkedin, blanks),),
        by_hand=_finish(ad),
        placeholders=blanks.listed(),
        notes=(
            f"Send the headers LinkedIn-Version: {settings.linkedin.api_version} and X-Restli-Protocol-Version: 2.0.0.",
            "The post has to be one of the Page that the campaign belongs to.",
        ),
    )


def _fault(ad: PlannedAd) -> AdFault | None:
    instead = "Publish the rendered files on the brand's Page, and sponsor that."
    return first(
        unfit(ad, WAYS, platform="linkedin", name="LinkedIn", instead=instead),
        ends_early(ad),
        _urn_fault(ad),
    )


def _urn_fault(ad: PlannedAd) -> AdFault | None:
    if ad.way == "new" or not ad.post.native_id or _URN.fullmatch(ad.post.native_id):
        return None
    return AdFault(
        code="post-id",
        text=f"“{one_line(ad.post.native_id)}” is no URN of a post: those are urn:li:share:… or urn:li:ugcPost:….",
        hint="Take it from the post's address: Copy link to post.",
    )


def _of_a_page(ad: PlannedAd) -> bool:
    return ad.identity == "brand_handle" or ad.creator.ids.get("author_urn", "").startswith(
        "urn:li:organization:"
    )


def _creative(ad: PlannedAd, settings: LinkedInAds, blanks: Blanks) -> AdRequest:
    account = blanks.known_or(
        settings.ad_account_id, "linkedin.ad_account_id", "The id of your ad account, in Campaign Manager."
    )
    campaign = blanks.known_or(
        settings.campaign_id,
        "linkedin.campaign_id",
        "The campaign that the ad goes into: its id in Campaign Manager.",
    )
    meaning = "The URN of the post, urn:li:share:… or urn:li:ugcPost:…, from Copy link to post."
    post = blanks.known_or(ad.post.native_id or "", f"linkedin.post_urn.{plain(ad.post.id)}", meaning)
    return AdRequest(
        step="creative",
        what="Sponsors the Page's post, paused.",
        url=f"https://api.linkedin.com/rest/adAccounts/{account}/creatives",
        body={
            "campaign": f"urn:li:sponsoredCampaign:{campaign}",
            "content": {"reference": post},
            "intendedStatus": "PAUSED",
            "name": ad.name,
        },
        schema_id="linkedin/creative",
        docs=DOCS,
    )


def _finish(ad: PlannedAd) -> tuple[str, ...]:
    return (*flight_steps(ad, group="campaign"), look_step(ad))


def _thought_leader(ad: PlannedAd) -> PackedAd:
    where = (
        f" ({ad.post.native_id})"
        if ad.post.native_id
        else f" ({ad.post.permalink})"
        if ad.post.permalink
        else ""
    )
    return PackedAd(
        ad=ad,
        by_hand=(
            f"In Campaign Manager choose Browse existing content, and ask for the member's post{where}: LinkedIn "
            "writes to the author, who approves it or has approved the brand before.",
            "Ask the author to say in the post what their relation to the brand is: LinkedIn asks them to, and nothing "
            "can be added by you.",
            *_finish(ad),
        ),
        notes=(
            "A Thought Leader Ad: no public interface is documented to take a member's post, and a vendor reports that "
            "it is refused. It goes in by hand.",
            "The author can take the approval back at any time; the ad stops then.",
        ),
    )


def _new(ad: PlannedAd) -> PackedAd:
    files = ", ".join(file.file for file in (*ad.files, *ad.cards))
    if ad.identity == "brand_handle":
        where, then = "on the brand's Page", "Then plan that post as one that runs as it is, by its URN."
    else:
        where, then = "by their author, on their own profile", "Then ask for it as a Thought Leader Ad."
    return PackedAd(
        ad=ad,
        by_hand=(f"Have these files published {where}: {files}.", then, *_finish(ad)),
        notes=("Publishing on LinkedIn is no call of a package: this ad goes in by hand.",),
    )
