"""The schemas of what TikTok, Snapchat, Pinterest, YouTube and LinkedIn are told: they take what is documented, and
refuse what is not.

The documented bodies stand in tests/samples/ads/<platform>, typed in from the pages that each schema names. Two differ
from their page: the carousel that is pushed to TikTok has an identity that is no longer made there, and a Snap's sample
has a call to action without a page to go to.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ugc.resources import SCHEMAS

SAMPLES = Path(__file__).resolve().parent / "samples" / "ads"
PLATFORMS = ("tiktok", "snapchat", "pinterest", "youtube", "linkedin")
FILES = sorted(path for platform in PLATFORMS for path in (SCHEMAS / "ads" / platform).glob("*.schema.json"))
BODIES = sorted(path for platform in PLATFORMS for path in (SAMPLES / platform).glob("*.json"))


def judge(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((SCHEMAS / "ads" / f"{name}.schema.json").read_text("utf-8")))


def body(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_schema_is_strict_and_says_where_it_is_from(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "https://" in schema["$comment"] and "2026-11-2" in schema["$comment"]
    assert schema["$id"].split(":")[4:6] == [path.parent.name, path.name.removesuffix(".schema.json")]
    loose = [
        where
        for where, part in parts(schema)
        if part.get("type") == "object" and part.get("additionalProperties")
    ]
    assert not loose
    assert all("additionalProperties" in part for _, part in parts(schema) if part.get("type") == "object")


def parts(schema: Any, where: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every object of a schema, with its place."""
    if isinstance(schema, list):
        return [found for place, part in enumerate(schema) for found in parts(part, f"{where}/{place}")]
    if not isinstance(schema, dict):
        return []
    return [(where, schema)] + [
        found for key, part in schema.items() for found in parts(part, f"{where}/{key}")
    ]


@pytest.mark.parametrize("path", BODIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_documented_body_is_taken(path: Path) -> None:
    judge(f"{path.parent.name}/{path.name.partition('.')[0]}").validate(json.loads(path.read_text("utf-8")))


def test_every_schema_with_fields_has_a_documented_body() -> None:
    with_fields = {
        f"{path.parent.name}/{path.name.removesuffix('.schema.json')}"
        for path in FILES
        if json.loads(path.read_text("utf-8"))["properties"]
    }
    assert with_fields == {f"{path.parent.name}/{path.name.partition('.')[0]}" for path in BODIES}
    assert len(BODIES) >= 20


@pytest.mark.parametrize("path", BODIES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_field_that_nobody_documents_is_refused(path: Path) -> None:
    told = json.loads(path.read_text("utf-8"))
    assert not judge(f"{path.parent.name}/{path.name.partition('.')[0]}").is_valid(told | {"surprise": 1})


def put(*where: str | int, value: Any) -> Callable[[Any], None]:
    """Return what sets a value at a place."""

    def change(told: Any) -> None:
        for key in where[:-1]:
            told = told[key]
        told[where[-1]] = value

    return change


def take(*where: str | int) -> Callable[[Any], None]:
    """Return what takes a value away."""

    def change(told: Any) -> None:
        for key in where[:-1]:
            told = told[key]
        del told[where[-1]]

    return change


AD = ("creatives", 0)
BROKEN: list[tuple[str, Callable[[Any], None], str]] = [
    ("tiktok/ad-create-pull", put(*AD, "video_id", value="v1"), "a pulled post has its own video"),
    ("tiktok/ad-create-pull", put(*AD, "image_ids", value=["i"]), "a pulled post takes no pictures"),
    ("tiktok/ad-create-pull", put(*AD, "ad_text", value="Hello"), "the caption is the text"),
    ("tiktok/ad-create-pull", put(*AD, "music_id", value="m"), "the sound of a post is locked"),
    (
        "tiktok/ad-create-pull",
        put(*AD, "aigc_disclosure_type", value="SELF_DISCLOSURE"),
        "for custom identities alone",
    ),
    (
        "tiktok/ad-create-pull",
        put(*AD, "identity_type", value="CUSTOMIZED_USER"),
        "phased out, and cannot pull",
    ),
    (
        "tiktok/ad-create-pull",
        put(*AD, "identity_type", value="BC_AUTH_TT"),
        "the Business Center's id is missing",
    ),
    ("tiktok/ad-create-pull", put(*AD, "identity_authorized_bc_id", value="7"), "only with BC_AUTH_TT"),
    ("tiktok/ad-create-pull", put(*AD, "tiktok_item_id", value="7.4E+18"), "damaged by a spreadsheet"),
    ("tiktok/ad-create-pull", put(*AD, "tiktok_item_id", value=7123000000000000003), "a number loses digits"),
    ("tiktok/ad-create-pull", take(*AD, "tiktok_item_id"), "which post?"),
    ("tiktok/ad-create-pull", take(*AD, "call_to_action"), "one call to action is asked for"),
    ("tiktok/ad-create-pull", take(*AD, "identity_id"), "as whom?"),
    ("tiktok/ad-create-pull", put(*AD, "dark_post_status", value=True), "ON or OFF"),
    ("tiktok/ad-create-pull", put(*AD, "operation_status", value="PAUSED"), "another platform's word"),
    ("tiktok/ad-create-pull", put(*AD, "promotional_music_disabled", value="true"), "a boolean in JSON"),
    (
        "tiktok/ad-create-pull",
        put(*AD, "creative_auto_enhancement_strategy_list", value=["TRANSLATE_AND_DUB"]),
        "only Smart+ has it",
    ),
    ("tiktok/ad-create-pull", put(*AD, "landing_page_url", value="sundayglow.example"), "no scheme"),
    (
        "tiktok/ad-create-pull.full",
        put(*AD, "ad_format", value="CAROUSEL_ADS"),
        "photo posts take no duet flags",
    ),
    ("tiktok/ad-create-pull", put("creatives", value=[]), "no ad in it"),
    (
        "tiktok/ad-create-pull",
        lambda told: put("creatives", value=told["creatives"] * 21)(told),
        "20 at most",
    ),
    ("tiktok/ad-create-push", put(*AD, "identity_type", value="AUTH_CODE"), "a code cannot push"),
    ("tiktok/ad-create-push", put(*AD, "identity_type", value="CUSTOMIZED_USER"), "phased out"),
    ("tiktok/ad-create-push", put(*AD, "tiktok_item_id", value="7"), "either push or pull"),
    ("tiktok/ad-create-push", put(*AD, "image_ids", value=[]), "a video needs a cover"),
    ("tiktok/ad-create-push", put(*AD, "image_ids", value=["a", "b"]), "and one only"),
    ("tiktok/ad-create-push", take(*AD, "ad_text"), "a pushed ad needs its text"),
    ("tiktok/ad-create-push", put(*AD, "ad_text", value=""), "1 to 100 characters"),
    ("tiktok/ad-create-push", put(*AD, "ad_text", value="x" * 101), "1 to 100 characters"),
    ("tiktok/ad-create-push", put(*AD, "ad_text", value="Glow \U0001f31e"), "no emoji"),
    ("tiktok/ad-create-push", put(*AD, "ad_text", value="Glow ❤"), "no emoji"),
    ("tiktok/ad-create-push", put(*AD, "ad_name", value="x" * 513), "512 characters"),
    ("tiktok/ad-create-push", put(*AD, "music_id", value="m"), "music is for photo posts"),
    ("tiktok/ad-create-push.carousel", take(*AD, "music_id"), "a photo post needs music"),
    ("tiktok/ad-create-push.carousel", put(*AD, "image_ids", value=["i"] * 36), "35 at most"),
    ("tiktok/ad-create-push.carousel", put(*AD, "video_id", value="v"), "a photo post has no video"),
    ("tiktok/file-image-upload", take("image_signature"), "the MD5 is needed with a file"),
    ("tiktok/file-image-upload", put("image_signature", value="a" * 64), "that is a sha256"),
    ("tiktok/file-image-upload", put("upload_type", value="UPLOAD_BY_URL"), "a package has files"),
    ("tiktok/file-video-upload", take("video_signature"), "the MD5 is needed with a file"),
    ("tiktok/file-video-upload", put("file_name", value="x" * 101), "100 characters"),
    ("tiktok/file-video-upload", put("advertiser_id", value="act_1"), "digits alone"),
    ("tiktok/file-video-suggestcover", put("poster_number", value=11), "10 at most"),
    ("tiktok/tt-video-authorize", take("auth_code"), "no code"),
    ("tiktok/tt-video-authorize", put("auth_code", value="#x y"), "not trimmed"),
    ("tiktok/tt-video-info", put("original_post_auth_code", value="#x"), "for authorizing alone"),
    ("tiktok/music-authorization", put("locations", value=[]), "where?"),
    ("tiktok/music-authorization", put("locations", value=["United States"]), "no code of a place"),
    ("tiktok/music-authorization", put("start_time", value="2026-12-01"), "a day without a time"),
    ("tiktok/music-authorization", take("identity_authorized_bc_id"), "needed with BC_AUTH_TT"),
    ("snapchat/claim-media-by-ad-code", take("profile_id"), "the brand's profile is asked for"),
    ("snapchat/claim-media-by-ad-code", put("profile_id", value="sundayglow"), "a handle is no id"),
    ("snapchat/media-create", put("media", 0, "type", value="CLIP"), "VIDEO or IMAGE"),
    ("snapchat/creative", put(*AD, "headline", value="x" * 35), "34 characters"),
    ("snapchat/creative", put(*AD, "brand_name", value="x" * 33), "32 characters"),
    ("snapchat/creative", take(*AD, "brand_name"), "neither a brand's name nor its profile"),
    ("snapchat/creative", put(*AD, "type", value="WEB_VIEW"), "a web view without a page"),
    ("snapchat/creative", put(*AD, "call_to_action", value="SHOP_NOW"), "a Snap alone has none"),
    ("snapchat/creative", put(*AD, "primary_profile", value="CREATOR"), "for ad partnerships alone"),
    (
        "snapchat/creative.ad-partnership",
        put(*AD, "creator_partnership_type", value="BRAND_PARTNERSHIP"),
        "no primary profile there",
    ),
    (
        "snapchat/creative.ad-partnership",
        put(*AD, "creator_partnership_type", value="PAID"),
        "no such partnership",
    ),
    ("snapchat/creative.ad-partnership", take(*AD, "creator_profile_properties"), "with whom?"),
    ("snapchat/ad", put("ads", 0, "status", value="DISABLE"), "ACTIVE or PAUSED"),
    ("snapchat/ad", put("ads", 0, "type", value="WEB_VIEW"), "a creative's type, not an ad's"),
    ("snapchat/ad", take("ads", 0, "creative_id"), "which creative?"),
    ("pinterest/pin-create", put("board_id", value="glow"), "digits alone"),
    ("pinterest/pin-create", put("title", value="x" * 101), "100 characters"),
    ("pinterest/pin-create", put("description", value="x" * 801), "800 characters"),
    ("pinterest/pin-create", put("created_at", value="2026"), "read only"),
    ("pinterest/pin-create", take("media_source", "content_type"), "of which format?"),
    ("pinterest/pin-create", put("media_source", "content_type", value="image/webp"), "JPEG or PNG"),
    ("pinterest/pin-create", put("media_source", "data", value="a.jpg"), "not base64"),
    (
        "pinterest/pin-create.video",
        take("media_source", "cover_image_key_frame_time"),
        "a clip needs a cover",
    ),
    ("pinterest/pin-create.carousel", lambda told: told["media_source"]["items"].pop(), "2 to 5 pictures"),
    ("pinterest/media-create", put("media_type", value="image"), "clips alone are registered"),
    ("pinterest/media-upload", take("policy"), "every field that registering gave"),
    ("pinterest/ad-create", put("creative_type", value="PICTURE"), "no such kind"),
    ("pinterest/ad-create", put("paid_partnership", value=True), "no field tells it"),
    ("pinterest/ad-create", put("customizable_cta_type", value="SUBSCRIBE"), "not one of Pinterest's"),
    ("pinterest/ad-create", take("pin_id"), "which pin?"),
    ("youtube/data-link-create", put("dataLink", "status", value="ENABLED"), "output only"),
    ("youtube/data-link-create", put("dataLink", "type", value="VIDEO"), "output only"),
    (
        "youtube/data-link-create",
        put("dataLink", "youtubeVideo", "videoId", value="jV1vkHv4zq"),
        "ten letters",
    ),
    (
        "youtube/data-link-create",
        put("dataLink", "youtubeVideo", "channelId", value="@mira"),
        "a handle is no id",
    ),
    ("youtube/data-link-create", take("dataLink", "youtubeVideo"), "which video?"),
    (
        "youtube/asset-youtube-video",
        put(
            "operations",
            0,
            "create",
            "youtubeVideoAsset",
            "youtubeVideoId",
            value="https://youtu.be/jV1vkHv4zq8",
        ),
        "an address is no id",
    ),
    ("linkedin/creative", put("content", "reference", value="urn:li:person:abc"), "a member is no post"),
    ("linkedin/creative", put("content", "reference", value="urn:li:activity:1"), "not a share or ugcPost"),
    ("linkedin/creative", put("campaign", value="123"), "no URN"),
    ("linkedin/creative", put("status", value="PAUSED"), "the old API's field"),
]


@pytest.mark.parametrize(("name", "change", "why"), BROKEN, ids=[f"{name}: {why}" for name, _, why in BROKEN])
def test_a_broken_body_is_refused(name: str, change: Callable[[Any], None], why: str) -> None:
    told = body(name)
    judge(name.partition(".")[0]).validate(told)
    change(told)
    assert not judge(name.partition(".")[0]).is_valid(told), why


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tiktok/tt-video-authorize", put("original_post_auth_code", value="#second+code/=")),
        ("tiktok/ad-create-pull", put(*AD, "ad_format", value="CAROUSEL_ADS")),
        ("tiktok/music-authorization", put("locations", value=["6252001", "{{tiktok.location_id.CA}}"])),
        ("snapchat/creative.ad-partnership", put(*AD, "primary_profile", value="BRAND")),
        ("linkedin/creative", put("content", "reference", value="urn:li:share:7")),
    ],
    ids=["a second code", "a post of photos", "numbers of places", "the brand first", "a share"],
)
def test_a_documented_variant_is_taken(name: str, change: Callable[[Any], None]) -> None:
    told = body(name)
    change(told)
    judge(name.partition(".")[0]).validate(told)
