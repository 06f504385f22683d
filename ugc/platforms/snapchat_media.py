"""How a Snap or a file comes into a Snapchat ad account: claimed, or uploaded; and the calls of Snapchat's API.

Sources: https://developers.snap.com/api/marketing-api/Ads-API/claim-media and
https://developers.snap.com/api/marketing-api/Ads-API/media.
"""

from typing import Literal
from urllib.parse import quote

from ugc.model.ad_settings import SnapchatAds
from ugc.model.ads import AdFile, AdRequest, PlannedAd
from ugc.platforms.contract import Blanks
from ugc.platforms.hand import plain

API = "https://adsapi.snapchat.com/v1/"
DOCS = "https://developers.snap.com/api/marketing-api/Ads-API/"
UPLOAD_BYTES = 32_000_000
"""Larger files are uploaded in pieces, which stand in no package."""


def call(
    step: str,
    what: str,
    *,
    path: str,
    schema: str,
    docs: str,
    body: dict[str, object] | None = None,
    method: Literal["GET", "POST"] = "POST",
    files: dict[str, str] | None = None,
    gives: dict[str, str] | None = None,
) -> AdRequest:
    """Return one call; `path` is below the API's root, and `docs` a page of its reference."""
    return AdRequest(
        step=step,
        what=what,
        method=method,
        url=API + path,
        encoding="multipart" if files else "json",
        body=body or {},
        files=files or {},
        gives=gives or {},
        schema_id=f"snapchat/{schema}",
        docs=DOCS + docs,
    )


def upload(file: AdFile, account: str, blanks: Blanks) -> tuple[list[AdRequest], str]:
    """Return the calls that upload a file, and its media id; a file too large for one call is left to people."""
    if file.size > UPLOAD_BYTES:
        meaning = f"The media id of {file.file}: upload it in Ads Manager, it is too large for one call."
        return [], blanks.blank(f"snapchat.media_id.{plain(file.variant)[:8]}", meaning)
    name = file.file.rpartition("/")[2]
    item = {"name": name, "type": "VIDEO" if file.clip else "IMAGE", "ad_account_id": account}
    made = call(
        "media",
        "Makes a place for the file.",
        path=f"adaccounts/{account}/media",
        body={"media": [item]},
        schema="media-create",
        docs="media",
        gives={"media_id": "/media/0/media/id"},
    )
    media = blanks.blank("step:media.media_id", "")
    sent = call(
        "upload",
        "Uploads the file.",
        path=f"media/{media}/upload",
        files={"file": file.file},
        schema="media-upload",
        docs="media",
    )
    return [made, sent, _ready(media)], media


def claim(ad: PlannedAd, settings: SnapchatAds, account: str, blanks: Blanks) -> tuple[list[AdRequest], str]:
    """Return the calls that claim a published Snap by its code or id, and its media id."""
    media = blanks.blank("step:claim.media_id", "")
    if ad.way == "code" and ad.code is not None:
        meaning = f"The ad code that the creator gave for the Snap, sealed as {ad.code.id}."
        code = blanks.blank(f"code:{ad.code.id}", meaning, secret=True)
        body: dict[str, object] = {"ad_code": code, "profile_id": profile(settings, blanks)}
        path, schema = "claim_media_by_ad_code", "claim-media-by-ad-code"
    else:
        meaning = "The id of the Snap, from Snapchat's page on claiming media (Extract Snap ID)."
        known = quote(ad.post.native_id, safe="") if ad.post.native_id else ""
        snap = blanks.known_or(known, f"snapchat.snap_id.{plain(ad.post.id)}", meaning)
        body = {}
        path, schema = f"claim_media_by_snap_reference?snap_id={snap}", "claim-media-by-snap-reference"
    claimed = call(
        "claim",
        "Claims the Snap for the ad account.",
        path=f"adaccounts/{account}/{path}",
        body=body,
        schema=schema,
        docs="claim-media",
        gives={"media_id": "/media_entity_id"},
    )
    return [claimed, _ready(media)], media


def _ready(media: str) -> AdRequest:
    what = "Asks whether the media is ready: every 5 to 10 seconds, until media_status is READY."
    gives = {"media_status": "/media/0/media/media_status"}
    return call(
        "ready",
        what,
        path=f"media/{media}",
        method="GET",
        schema="media-status",
        docs="claim-media",
        gives=gives,
    )


def profile(settings: SnapchatAds, blanks: Blanks) -> str:
    """Return the id of the brand's Public Profile, or its blank."""
    meaning = "The id of the brand's Public Profile: GET me/public_profiles."
    return blanks.known_or(settings.profile_id, "snapchat.profile_id", meaning)
