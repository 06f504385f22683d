"""How a pin is made of rendered files, and the calls of Pinterest's API.

Source: https://github.com/pinterest/api-description (v5).
"""

from typing import Literal

from ugc.model.ad_settings import PinterestAds
from ugc.model.ads import AdFile, AdRequest, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import unused, upright

API = "https://api.pinterest.com/v5/"
DOCS = "https://developers.pinterest.com/docs/api/v5/"
_FORM = (
    "x-amz-date",
    "x-amz-signature",
    "x-amz-security-token",
    "x-amz-algorithm",
    "key",
    "policy",
    "x-amz-credential",
    "Content-Type",
)
"""What registering a clip answers, to be sent with the file."""


def call(
    step: str,
    what: str,
    *,
    url: str,
    body: dict[str, object],
    schema: str,
    docs: str,
    method: Literal["GET", "POST"] = "POST",
    files: dict[str, str] | None = None,
    gives: dict[str, str] | None = None,
    listed: bool = False,
) -> AdRequest:
    """Return one call; `docs` is a page of the API's reference."""
    return AdRequest(
        step=step,
        what=what,
        method=method,
        url=url,
        encoding="multipart" if files else "json",
        body=body,
        listed=listed,
        files=files or {},
        gives=gives or {},
        schema_id=f"pinterest/{schema}",
        docs=DOCS + docs,
    )


def make_pin(
    ad: PlannedAd, settings: PinterestAds, blanks: Blanks
) -> tuple[list[AdRequest], str, tuple[str, ...]]:
    """Return the calls that make a pin, the kind of ad it makes, and notes."""
    clip = upright(tuple(file for file in ad.files if file.clip))
    shown = clip or upright(ad.files)
    requests: list[AdRequest] = []
    source: dict[str, object]
    if ad.cards:
        cards = [_encoded(card, blanks) for card in ad.cards]
        kind, source = "CAROUSEL", {"source_type": "multiple_image_base64", "items": cards}
    elif clip is not None:
        kind = "VIDEO"
        requests, source = _clip(ad, clip, blanks)
    else:
        assert shown is not None  # an ad with nothing to show was refused
        kind, source = "REGULAR", {"source_type": "image_base64", **_encoded(shown, blanks)}
    meaning = "The board that the pin goes to: its id. One for ad-only pins keeps it off the profile."
    body: dict[str, object] = {"board_id": blanks.known_or(settings.board_id, "pinterest.board_id", meaning)}
    body |= {
        key: word
        for key, word in (
            ("title", ad.headline),
            ("description", ad.primary[0] if ad.primary else None),
            ("link", ad.link),
        )
        if word
    }
    made = call(
        "pin",
        "Makes the pin.",
        url=API + "pins",
        body=body | {"media_source": source},
        schema="pin-create",
        docs="pins-create",
        gives={"pin_id": "/id"},
    )
    used = tuple(file for file in ad.files if file is shown or file is _cover(ad, clip))
    return [*requests, made], kind, unused(ad.files, used, platform="Pinterest")


def _encoded(file: AdFile, blanks: Blanks) -> dict[str, object]:
    data = blanks.blank(f"base64:{file.file}", f"The file {file.file} of the package, as base64.")
    return {"content_type": "image/png" if file.type == "png" else "image/jpeg", "data": data}


def _cover(ad: PlannedAd, clip: AdFile | None) -> AdFile | None:
    """Return a picture of the ad in the clip's shape, if it has one."""
    if clip is None:
        return None
    alike = (
        file for file in ad.files if not file.clip and file.width * clip.height == file.height * clip.width
    )
    return next(alike, None)


def _clip(ad: PlannedAd, clip: AdFile, blanks: Blanks) -> tuple[list[AdRequest], dict[str, object]]:
    media = blanks.blank("step:register.media_id", "")
    registered = call(
        "register",
        "Registers the clip.",
        url=API + "media",
        body={"media_type": "video"},
        schema="media-create",
        docs="media-create",
        gives={"media_id": "/media_id", "upload_url": "/upload_url"}
        | {name: f"/upload_parameters/{name}" for name in _FORM},
    )
    uploaded = call(
        "upload",
        "Uploads the clip to the address that registering gave, without your access token.",
        url=blanks.blank("step:register.upload_url", ""),
        body={name: blanks.blank(f"step:register.{name}", "") for name in _FORM},
        files={"file": clip.file},
        schema="media-upload",
        docs="media-create",
    )
    ready = call(
        "ready",
        "Asks whether the clip is ready, until status is succeeded.",
        url=f"{API}media/{media}",
        method="GET",
        body={},
        schema="media-status",
        docs="media-get",
        gives={"status": "/status"},
    )
    source: dict[str, object] = {"source_type": "video_id", "media_id": media}
    if cover := _cover(ad, clip):
        source |= {f"cover_image_{key}": value for key, value in _encoded(cover, blanks).items()}
    else:
        source["cover_image_key_frame_time"] = 0
    return [registered, uploaded, ready], source
