"""A Spark ad of rendered files (push): they are uploaded, and TikTok publishes them on an identity.

Source: Create Spark Ads, Spark Ads Push, https://business-api.tiktok.com/portal/docs?id=1739470744631298.
"""

from ugc.model.ad_settings import TikTokAds
from ugc.model.ads import AdFault, AdFile, AdRequest, PackedAd, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import flight_steps, look_step, unused, upright
from ugc.platforms.tiktok_rules import (
    CARDS_MOST,
    TEXT_MOST,
    enhancements,
    image_fault,
    text_fault,
    video_fault,
)
from ugc.platforms.tiktok_steps import (
    CAROUSEL,
    DOCS,
    SPARK,
    advertiser,
    brand_identity,
    call,
    create,
    creator_identity,
    shared_notes,
    whose,
)

FILE_NAME_MOST = 100
"""Characters of a file's name in the asset library."""


def push(ad: PlannedAd, settings: TikTokAds) -> PackedAd | AdFault:
    """Return the calls for an ad of rendered files: a clip with its cover, or photos with music."""
    clip = upright(tuple(file for file in ad.files if file.clip))
    photos = ad.cards if ad.cards else () if clip else _one(upright(ad.files))
    fault = _words_fault(ad) or (video_fault(clip) if clip and not photos else _photos_fault(photos))
    if fault is not None:
        return fault
    blanks = Blanks()
    if clip and not photos:
        requests, media = _video(ad, settings, clip, blanks=blanks)
    else:
        requests, media = _photos(settings, photos, blanks=blanks)
    identity = (
        brand_identity(settings, blanks) if ad.identity == "brand_handle" else creator_identity(ad, blanks)
    )
    wanted, left_out = enhancements(settings.enhancements, ad.granted_edits)
    creative = {
        "ad_name": ad.name,
        **identity.fields(),
        **media,
        "ad_text": ad.primary[0],
        "creative_auto_enhancement_strategy_list": wanted,
    }
    docs = CAROUSEL if photos else SPARK
    made = create(ad, settings, creative, schema="ad-create-push", docs=docs, blanks=blanks)
    used = {file for request in requests for file in request.files.values()}
    notes = unused(ad.files, tuple(file for file in ad.files if file.file in used), platform="TikTok")
    return PackedAd(
        ad=ad,
        requests=(*requests, made),
        by_hand=_by_hand(ad),
        placeholders=blanks.listed(),
        notes=notes + _notes(ad) + shared_notes(ad, settings) + left_out,
    )


def _one(file: AdFile | None) -> tuple[AdFile, ...]:
    return () if file is None else (file,)


def _words_fault(ad: PlannedAd) -> AdFault | None:
    if not ad.primary or not ad.primary[0].strip():
        return AdFault(
            code="text",
            text=f"A pushed Spark ad needs a text of 1 to {TEXT_MOST} characters, and none was planned: it has 0.",
            hint="Give the ad a primary text.",
        )
    return text_fault(ad.primary[0], what="text of the ad", most=TEXT_MOST)


def _photos_fault(photos: tuple[AdFile, ...]) -> AdFault | None:
    if len(photos) > CARDS_MOST:
        return AdFault(
            code="cards",
            text=f"A photo post on TikTok takes 1 to {CARDS_MOST} pictures, and the ad has {len(photos)}.",
            hint="Leave some out.",
        )
    if moving := [photo.file for photo in photos if photo.clip]:
        return AdFault(
            code="cards",
            text=f"A photo post on TikTok takes pictures alone, and these are clips: {', '.join(moving)}.",
            hint="Make a carousel of pictures, or an ad of one clip.",
        )
    return next((fault for photo in photos if (fault := image_fault(photo, card=True))), None)


def _video(
    ad: PlannedAd, settings: TikTokAds, clip: AdFile, *, blanks: Blanks
) -> tuple[list[AdRequest], dict[str, object]]:
    body = _named(clip) | {"upload_type": "UPLOAD_BY_FILE", "video_signature": clip.md5}
    body |= {
        "advertiser_id": advertiser(settings, blanks),
        "flaw_detect": "false",
        "auto_fix_enabled": "false",
    }
    uploaded = call(
        settings,
        "upload-video",
        "Uploads the clip; it may take minutes until it is ready. Nothing of it is mended by TikTok.",
        path="file/video/ad/upload/",
        body=body,
        files={"video_file": clip.file},
        schema="file-video-upload",
        docs=DOCS + "1737587322856449",
        gives={"video_id": "/data/0/video_id"},
    )
    video = blanks.blank("step:upload-video.video_id", "")
    cover, image = _cover(ad, settings, clip, video=video, blanks=blanks)
    return [uploaded, cover], {"ad_format": "SINGLE_VIDEO", "video_id": video, "image_ids": [image]}


def _cover(
    ad: PlannedAd, settings: TikTokAds, clip: AdFile, *, video: str, blanks: Blanks
) -> tuple[AdRequest, str]:
    """Return how the cover comes about: a picture of the ad in its shape, or a thumbnail that TikTok proposes."""
    alike = (
        file
        for file in ad.files
        if not file.clip
        and file.width * clip.height == file.height * clip.width
        and image_fault(file) is None
    )
    if picture := next(alike, None):
        return (
            _upload_image(settings, picture, step="upload-cover", what="Uploads the cover.", blanks=blanks),
            blanks.blank("step:upload-cover.image_id", ""),
        )
    asked = call(
        settings,
        "cover",
        "Asks for thumbnails of the clip and takes the first as its cover: the ad has no picture in its shape. Wait "
        "half a minute to five minutes after the upload.",
        path="file/video/suggestcover/",
        method="GET",
        body={"advertiser_id": advertiser(settings, blanks), "video_id": video},
        schema="file-video-suggestcover",
        docs=DOCS + "1740051189071873",
        gives={"image_id": "/data/list/0/id"},
    )
    return asked, blanks.blank("step:cover.image_id", "")


def _photos(
    settings: TikTokAds, photos: tuple[AdFile, ...], *, blanks: Blanks
) -> tuple[list[AdRequest], dict[str, object]]:
    steps = [f"upload-{place}" for place in range(1, len(photos) + 1)]
    requests = [
        _upload_image(settings, photo, step=step, what="Uploads a picture of the photo post.", blanks=blanks)
        for step, photo in zip(steps, photos, strict=True)
    ]
    meaning = (
        "The music of the photo post, which TikTok asks for: music_id from GET file/music/get/ with music_scene "
        "CAROUSEL_ADS, or of music that you uploaded and hold the rights to."
    )
    media: dict[str, object] = {
        "ad_format": "CAROUSEL_ADS",
        "image_ids": [blanks.blank(f"step:{step}.image_id", "") for step in steps],
        "music_id": blanks.blank("tiktok.music_id", meaning),
    }
    return requests, media


def _upload_image(settings: TikTokAds, picture: AdFile, *, step: str, what: str, blanks: Blanks) -> AdRequest:
    body = _named(picture) | {"upload_type": "UPLOAD_BY_FILE", "image_signature": picture.md5}
    return call(
        settings,
        step,
        what,
        path="file/image/ad/upload/",
        body={"advertiser_id": advertiser(settings, blanks)} | body,
        files={"image_file": picture.file},
        schema="file-image-upload",
        docs=DOCS + "1739067433456642",
        gives={"image_id": "/data/image_id"},
    )


def _named(file: AdFile) -> dict[str, object]:
    """Return the name for TikTok's library, unless it is longer than that takes."""
    name = file.file.rpartition("/")[2]
    return {"file_name": name} if len(name) <= FILE_NAME_MOST else {}


def _by_hand(ad: PlannedAd) -> tuple[str, ...]:
    label = "Your brand" if ad.identity == "brand_handle" else "Branded content"
    owner = "the brand's account" if ad.identity == "brand_handle" else whose(ad.creator)
    return (
        "See in GET identity/get/ that the identity has can_push_video, and is AVAILABLE.",
        f"When TikTok has made the post, see that it is disclosed ({label}): ad/create/ documents no field for it. "
        f"Where it is not, {owner} switches on Disclose commercial content in the app. The label for AI-generated "
        "content is the post's own too, and cannot be taken back.",
        *flight_steps(ad, group="ad group"),
        look_step(ad),
    )


def _notes(ad: PlannedAd) -> tuple[str, ...]:
    notes = []
    if not ad.disclosure:
        notes.append("The files bear no words that say it is an ad: the post's own label has to say it.")
    if len(ad.primary) > 1:
        notes.append(f"TikTok takes one text a pushed ad: the first of {len(ad.primary)} is in it.")
    if ad.creator.handle and ad.identity != "brand_handle":
        notes.append(f"The ad publishes a post in the name of {whose(ad.creator)}.")
    return tuple(notes)
