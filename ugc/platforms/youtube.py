"""YouTube: a creator is asked to link a video to the Google Ads account, and the video becomes an asset.

Sources: https://developers.google.com/google-ads/api/docs/account-management/linking-youtube and the definitions of
DataLinkService at https://github.com/googleapis/googleapis.
"""

import re

from ugc.model.ad_settings import AdSettings, YouTubeAds
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
LINKING = "https://developers.google.com/google-ads/api/docs/account-management/linking-youtube"
ASSETS = "https://developers.google.com/google-ads/api/docs/assets/overview"
BRAND_SINCE = 24
"""The version from which on a link request can name the brand's channel."""
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")


def api_version(settings: AdSettings) -> str:
    """Return the version of the Google Ads API that bodies are made for."""
    return settings.youtube.api_version


def pack(ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
    """Return what Google Ads has to be told, in order, or why YouTube would not take the ad."""
    fault = _fault(ad)
    if fault is not None:
        return fault
    if ad.way == "new":
        return _new(ad)
    blanks = Blanks()
    meaning = "The id of the video: the eleven characters in its address."
    video = blanks.known_or(ad.post.native_id or "", f"youtube.video_id.{plain(ad.post.id)}", meaning)
    requests = [_asset(ad, settings.youtube, video, blanks)]
    if _to_be_linked(ad):
        requests.insert(0, _link(ad, settings.youtube, video, blanks))
    return PackedAd(
        ad=ad,
        requests=tuple(requests),
        by_hand=_by_hand(ad),
        placeholders=blanks.listed(),
        notes=_notes(ad),
    )


def _fault(ad: PlannedAd) -> AdFault | None:
    instead = "Make a new ad of the rendered clip: it is uploaded as a video."
    return first(
        unfit(ad, WAYS, platform="youtube", name="YouTube", instead=instead),
        ends_early(ad),
        _video_fault(ad),
    )


def _video_fault(ad: PlannedAd) -> AdFault | None:
    if ad.way == "new" and not any(file.clip for file in ad.files):
        return AdFault(
            code="file",
            text="A YouTube ad shows a video, and no clip was cleared for it.",
            hint="Render a clip for a placement of YouTube.",
        )
    if ad.way == "post" and ad.post.native_id and not _VIDEO.fullmatch(ad.post.native_id):
        return AdFault(
            code="post-id",
            text=f"“{one_line(ad.post.native_id)}” is no id of a YouTube video: those have eleven letters or digits.",
            hint="Take it from the video's address.",
        )
    return None


def _to_be_linked(ad: PlannedAd) -> bool:
    linked = ad.code is not None and ad.code.kind == "youtube_video_link"
    return ad.identity != "brand_handle" and not linked


def _customer(settings: YouTubeAds, blanks: Blanks) -> str:
    meaning = "The customer id of your Google Ads account, without dashes."
    return blanks.known_or(settings.customer_id, "youtube.customer_id", meaning)


def _url(settings: YouTubeAds, path: str, blanks: Blanks) -> str:
    return f"https://googleads.googleapis.com/{settings.api_version}/customers/{_customer(settings, blanks)}/{path}"


def _link(ad: PlannedAd, settings: YouTubeAds, video: str, blanks: Blanks) -> AdRequest:
    whose = plain(ad.creator.handle) or plain(ad.post.id)
    meaning = f"The id of the channel of {whose}, which begins with UC."
    channel = blanks.known_or(ad.creator.ids.get("channel_id", ""), f"youtube.channel_id.{whose}", meaning)
    link: dict[str, object] = {"youtubeVideo": {"channelId": channel, "videoId": video}}
    if int(settings.api_version[1:]) >= BRAND_SINCE and settings.brand_channel_id:
        link["youtubeLinkMetadata"] = {"brandChannelId": settings.brand_channel_id}
    return AdRequest(
        step="link",
        what="Asks the creator to link the video to your account. They see the account's name and id.",
        url=_url(settings, "dataLinks:create", blanks),
        body={"dataLink": link},
        gives={"data_link": "/resourceName"},
        schema_id="youtube/data-link-create",
        docs=LINKING,
    )


def _asset(ad: PlannedAd, settings: YouTubeAds, video: str, blanks: Blanks) -> AdRequest:
    made = {"name": ad.name, "youtubeVideoAsset": {"youtubeVideoId": video}}
    return AdRequest(
        step="asset",
        what="Makes a video asset, once the video is linked.",
        url=_url(settings, "assets:mutate", blanks),
        body={"operations": [{"create": made}]},
        gives={"asset": "/results/0/resourceName"},
        schema_id="youtube/asset-youtube-video",
        docs=ASSETS,
    )


def _finish(ad: PlannedAd) -> tuple[str, ...]:
    lines = [f"Make the video ad in Google Ads, named {one_line(ad.name)}, paused, of the video."]
    if ad.link:
        lines.append(f"Its final address is {one_line(ad.link)}")
    return (*lines, *flight_steps(ad, group="campaign"), look_step(ad))


def _by_hand(ad: PlannedAd) -> tuple[str, ...]:
    waits = (
        ("Wait until the link is ENABLED: the creator accepts it in YouTube Studio.",)
        if _to_be_linked(ad)
        else ()
    )
    return waits + _finish(ad)


def _new(ad: PlannedAd) -> PackedAd:
    files = ", ".join(file.file for file in ad.files if file.clip)
    own = ad.identity == "brand_handle"
    where = "the brand's channel" if own else "the creator's channel: they do it themselves"
    linked = (
        () if own else ("Then ask for a video link, by planning the video as a post that runs as it is.",)
    )
    return PackedAd(
        ad=ad,
        by_hand=(
            f"Upload {files} to {where}. An unlisted video can be an ad.",
            "Say in the upload that it contains paid promotion; and, where it was made or changed by AI so that it "
            "looks real, that it is altered content.",
            *linked,
            *_finish(ad),
        ),
        notes=("Uploading a video to YouTube is no call of a package: this ad goes in by hand.",),
    )


def _notes(ad: PlannedAd) -> tuple[str, ...]:
    notes = [
        "Whether the video is marked as paid promotion is set by its owner in YouTube Studio: look at it."
    ]
    if ad.post.paid_label is False:
        notes.append(
            "The video is known to bear no paid promotion mark: ask its creator to set it before it runs."
        )
    if ad.code is not None and ad.code.kind == "youtube_video_link":
        notes.append(f"The link stands in the records as {ad.code.id}: it is not asked for again.")
    elif _to_be_linked(ad):
        notes.append("A link request tells no status: Google sets it to REQUESTED.")
    return tuple(notes)
