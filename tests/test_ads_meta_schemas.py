"""The JSON Schemas of Meta's request bodies, against the bodies that its documentation prints and against broken ones.

The bodies in `samples/ads/meta` are typed in from the pages that each names; where a page has <PAGE_ID>, they have
{{PAGE_ID}}. The judge is the package `jsonschema`.
"""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ugc.platforms.meta_actions import ACTIONS
from ugc.platforms.meta_enhancements import FEATURES
from ugc.resources import SCHEMAS

SAMPLES = Path(__file__).parent / "samples" / "ads" / "meta"
FOLDER = SCHEMAS / "ads" / "meta"
DOCUMENTED = sorted(SAMPLES.glob("*.json"))
SHIPPED = sorted(FOLDER.glob("*.schema.json"))
NOT_IN_THE_SAMPLES = {"meta/adimages", "meta/advideos", "meta/video-thumbnails"}
"""Their documentation prints a form with a file, or an address, and no body."""


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def schema(name: str) -> dict[str, Any]:
    return read(FOLDER.parent / f"{name}.schema.json")


def faults(name: str, body: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name)).iter_errors(body)]


def objects(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        for inner in part.values():
            yield from objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from objects(inner)


# --- the schemas themselves --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_schema_is_one_and_says_where_it_is_from(path: Path) -> None:
    found = read(path)
    Draft202012Validator.check_schema(found)
    assert found["$id"] == f"urn:ugc-toolkit:schema:ads/meta/{path.name.removesuffix('.schema.json')}:1.0"
    assert found["title"]
    assert found["description"].endswith(".")
    assert "https://developers.facebook.com/" in found["$comment"]
    assert "Read on 2026-11-22 and 2026-11-26" in found["$comment"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_level_is_closed(path: Path) -> None:
    for part in objects(read(path)):
        if part.get("type") == "object":
            assert part.get("additionalProperties") is False or "propertyNames" in part, part


def test_every_definition_is_used() -> None:
    for path in SHIPPED:
        text = path.read_text("utf-8")
        for name in json.loads(text).get("$defs", {}):
            assert f'"#/$defs/{name}"' in text, f"{path.name}: {name}"


def test_every_schema_has_a_documented_body() -> None:
    shipped = {f"meta/{path.name.removesuffix('.schema.json')}" for path in SHIPPED}
    assert {read(path)["schema"] for path in DOCUMENTED} | NOT_IN_THE_SAMPLES == shipped


def test_the_lists_of_words_are_those_of_the_packer() -> None:
    new = schema("meta/adcreative-new")["$defs"]
    assert new["cta"]["enum"] == list(ACTIONS)
    assert new["features"]["propertyNames"]["enum"] == list(FEATURES)
    for name in ("meta/adcreative-post", "meta/adcreative-code"):
        assert schema(name)["$defs"]["cta"] == new["cta"]
        assert schema(name)["$defs"]["features"] == new["features"]


# --- documented bodies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTED, ids=lambda path: path.stem)
def test_a_documented_body_is_taken(path: Path) -> None:
    sample = read(path)
    assert sample["source"].startswith("https://developers.facebook.com/")
    assert faults(sample["schema"], sample["body"]) == []


def spots(part: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where in a body objects stand."""
    if isinstance(part, dict):
        yield where
        for key, inner in part.items():
            yield from spots(inner, (*where, key))
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from spots(inner, (*where, number))


@pytest.mark.parametrize("path", DOCUMENTED, ids=lambda path: path.stem)
def test_a_field_that_nobody_documents_is_refused_wherever_it_stands(path: Path) -> None:
    sample = read(path)
    for where in spots(sample["body"]):
        body = copy.deepcopy(sample["body"])
        part = body
        for key in where:
            part = part[key]
        part["made_up"] = "1"
        assert faults(sample["schema"], body), where


# --- broken ones -------------------------------------------------------------------------------------------------


def changed(body: Any, path: str, value: Any) -> Any:
    """A copy of a body with one field set, or, for None, taken out; `path` as a/b/0."""
    made = copy.deepcopy(body)
    *way, last = [int(key) if key.isdigit() else key for key in path.split("/")]
    part = made
    for key in way:
        part = part[key]
    if value is None:
        del part[last]
    else:
        part[last] = value
    return made


LINK_DATA = "object_story_spec/link_data"
CARDS = f"{LINK_DATA}/child_attachments"
RULES = "asset_feed_spec/asset_customization_rules"
SPEC = f"{RULES}/0/customization_spec"
CARD = {"link": "https://example.com", "image_hash": "{{IMAGE_HASH}}"}
BROKEN = [
    ("post-instagram", "object_id", None, "the brand's Page is required for an Instagram post"),
    ("post-instagram", "source_instagram_media_id", None, "no post"),
    ("post-instagram", "source_instagram_media_id", "BqvsDleB3lV", "a shortcode is not a media id"),
    ("post-instagram", "source_instagram_media_id", "7.4E+18", "damaged by a spreadsheet"),
    (
        "post-instagram",
        "source_instagram_media_id",
        17841400000000000,
        "ids are texts: JSON numbers lose digits",
    ),
    ("post-instagram", "facebook_branded_content", None, "both branded objects are required"),
    ("post-instagram", "instagram_branded_content", None, "both branded objects are required"),
    ("post-instagram", "branded_content", None, "which names are shown has to be said"),
    ("post-instagram", "branded_content/ad_format", 4, "there are three"),
    ("post-instagram", "branded_content/ad_format", "REELS", "a number"),
    ("post-instagram", "object_story_id", "1_2", "an Instagram and a Facebook post at once"),
    (
        "post-instagram",
        "branded_content/instagram_boost_post_access_token",
        "x",
        "a code belongs to the other way",
    ),
    ("post-instagram", "call_to_action", {"type": "BUY_IT"}, "no such button"),
    (
        "post-instagram",
        "call_to_action",
        {"type": "SHOP_NOW", "value": {"link": "javascript:1"}},
        "not a web address",
    ),
    ("post-instagram", "url_tags", "utm_source=x", "the link holds its UTM already"),
    ("post-instagram", "name", "x" * 101, "100 characters at most"),
    ("post-facebook", "object_id", "1", "not with a Facebook post"),
    ("post-facebook", "object_story_id", "123", "Page and post, joined by _"),
    ("code-instagram", "object_id", None, "the brand's Page is required with an Instagram code"),
    ("code-instagram", "branded_content/instagram_boost_post_access_token", None, "no code"),
    ("code-instagram", "branded_content/facebook_boost_post_access_token", "x", "two codes"),
    ("code-instagram", "source_instagram_media_id", "1", "the code says which post"),
    ("code-facebook", "object_id", "1", "not with a Facebook code"),
    ("new-brand-first", "object_story_spec/page_id", None, "whose ad it is"),
    ("new-brand-first", LINK_DATA, None, "nothing is shown"),
    ("new-brand-first", f"{LINK_DATA}/link", None, "a link ad leads somewhere"),
    ("new-brand-first", f"{LINK_DATA}/image_hash", None, "no picture"),
    ("new-brand-first", f"{LINK_DATA}/image_hash", "sunset.jpg", "not a hash"),
    ("new-brand-first", f"{LINK_DATA}/picture", "https://example.com/a.jpg", "two pictures"),
    (
        "new-brand-first",
        "object_story_spec/video_data",
        {"video_id": "1", "image_hash": "{{H}}"},
        "two stories",
    ),
    ("new-brand-first", "object_story_spec/instagram_actor_id", "1", "not since v22.0"),
    ("new-testimonial", "branded_content/testimonial_locale", "english", "as in en_US"),
    ("new-testimonial", "branded_content/testimonial", "", "an empty testimonial"),
    ("new-clip", "object_story_spec/video_data/image_url", None, "a clip needs a still"),
    ("new-clip", "branded_content", {"ad_format": 2}, "names of a partner without a partner"),
    ("new-carousel", CARDS, [CARD], "one card is no carousel"),
    ("new-carousel", CARDS, [CARD] * 11, "ten cards at most"),
    ("new-carousel", f"{CARDS}/0/image_hash", None, "a clip in a card needs a still"),
    ("new-carousel", f"{CARDS}/2/link", None, "each card leads somewhere"),
    ("new-placements", f"{RULES}/0", None, "two rules at least"),
    ("new-placements", f"{RULES}/0/video_label", None, "a rule names its file"),
    ("new-placements", f"{RULES}/0/image_label", {"name": "x"}, "a rule names one file"),
    ("new-placements", f"{SPEC}/facebook_positions", None, "required with facebook"),
    ("new-placements", f"{SPEC}/facebook_positions", ["feeds"], "no such placement"),
    ("new-placements", f"{SPEC}/instagram_positions", ["stream"], "instagram is not among its platforms"),
    ("new-placements", SPEC, {}, "would show it wherever nothing was cleared"),
    ("new-placements", "asset_feed_spec/videos", None, "nothing is shown"),
    ("new-placements", "asset_feed_spec/ad_formats", ["SINGLE_VIDEO", "SINGLE_IMAGE"], "one format a feed"),
    ("new-placements", "asset_feed_spec/ad_formats", ["SINGLE_IMAGE"], "clips in a feed of pictures"),
    ("new-placements", "asset_feed_spec/link_urls", None, "required"),
    ("new-placements", "asset_feed_spec/call_to_action_types", None, "required"),
    ("new-placements", "asset_feed_spec/bodies", [{"text": "x"}] * 6, "five texts at most"),
    ("new-placements", "asset_feed_spec/bodies/0/text", "x" * 1025, "1024 characters at most"),
    ("new-placements", "asset_feed_spec/titles/0/text", "x" * 256, "255 characters at most"),
    (
        "new-placements",
        "asset_feed_spec/descriptions",
        [{"text": "x"}] * 2,
        "one description for all placements",
    ),
    (
        "new-placements",
        LINK_DATA,
        {"link": "https://example.com", "image_hash": "{{H}}"},
        "a story beside the feed",
    ),
    (
        "enhancements",
        "degrees_of_freedom_spec/creative_features_spec",
        {"standard_enhancements": {"enroll_status": "OPT_OUT"}},
        "the bundle is refused since v22.0",
    ),
    (
        "enhancements",
        "degrees_of_freedom_spec/creative_features_spec/image_touchups/enroll_status",
        "MAYBE",
        "in or out",
    ),
    ("video-instagram", "source_instagram_media_id", None, "which clip"),
    ("video-instagram", "is_partnership_ad", False, "it is one"),
    ("ad", "status", "ACTIVE", "nothing here starts an ad"),
    ("ad", "status", None, "Meta would start it"),
    ("ad", "creative/creative_id", "the new one", "not an id"),
    ("ad", "adset_id", None, "an ad stands in an ad set"),
    ("ad", "ad_schedule_end_time", "2026-12-31", "an instant, with its offset"),
    ("adset-dsa", "dsa_payor", None, "both names are required in the EU"),
    ("adset-dsa", "dsa_beneficiary", None, "both names are required in the EU"),
    ("adset-dsa", "dsa_payor", "x" * 513, "512 characters at most"),
]


@pytest.mark.parametrize(("name", "path", "value", "why"), BROKEN, ids=lambda part: str(part)[:60])
def test_a_broken_body_is_refused(name: str, path: str, value: Any, why: str) -> None:
    sample = read(SAMPLES / f"{name}.json")
    assert faults(sample["schema"], changed(sample["body"], path, value)), why


@pytest.mark.parametrize(
    ("name", "body", "taken", "why"),
    [
        ("meta/adimages", {}, True, "the file alone"),
        ("meta/adimages", {"name": "glow"}, False, "no field beside the file"),
        ("meta/advideos", {"name": "glow_1a2b3c4d.mp4", "title": "glow"}, True, "a clip's names"),
        ("meta/advideos", {"title": "x" * 255}, False, "less than 255 characters"),
        ("meta/advideos", {"name": ""}, False, "no name"),
        ("meta/video-thumbnails", {"fields": "uri,is_preferred"}, True, "the stills of a clip"),
        ("meta/video-thumbnails", {"fields": "uri is_preferred"}, False, "commas between them"),
    ],
    ids=lambda part: str(part)[:50],
)
def test_uploads(name: str, body: Any, taken: bool, why: str) -> None:
    assert (faults(name, body) == []) is taken, why
