"""Ads packed for Meta: whose ids stand where, what is shown where, and that every body is as its schema has it.

The judges are the JSON Schemas, written from the platform's pages before the packer, and the bodies that those pages
print (`samples/ads/meta`).
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ugc.errors import UsageError
from ugc.formats import load
from ugc.model.ad_settings import AdSettings, MetaAds
from ugc.model.ads import (
    AdCode,
    AdFault,
    AdFile,
    AdParty,
    AdPost,
    AdRequest,
    PackedAd,
    PlannedAd,
)
from ugc.model.ads import Testimonial as Quote  # pytest takes a Test… for a class of tests
from ugc.model.territories import EEA
from ugc.model.vocab import EDIT_PROFILES, EDITS
from ugc.platforms import meta, packer
from ugc.platforms.meta_enhancements import FEATURES
from ugc.platforms.meta_notes import EU
from ugc.platforms.meta_placements import POSITIONS, spot
from ugc.resources import SCHEMAS

SAMPLES = Path(__file__).parent / "samples" / "ads" / "meta"
BRAND_PAGE, BRAND_IG = "1001", "1002"
CREATOR_PAGE, CREATOR_IG = "2001", "2002"
META = MetaAds(ad_account_id="77", adset_id="88", page_id=BRAND_PAGE, instagram_user_id=BRAND_IG)
KNOWN = AdSettings(meta=META)
EMPTY = AdSettings()
MIRA = AdParty(
    handle="mira.slowmornings", name="Mira", ids={"page_id": CREATOR_PAGE, "instagram_user_id": CREATOR_IG}
)
REEL = AdPost(
    id="ig:CqGLOWmorn1",
    platform="instagram",
    native_id="17900000000000001",
    permalink="https://www.instagram.com/reel/CqGLOWmorn1/",
    kind="reel",
    medium="video",
    sound="speech",
)
PAGE_POST = AdPost(id="fb:5", platform="facebook", native_id="2001_5", medium="image", sound="none")
CODE = AdCode(id="a-0003", kind="meta_ad_code", last4="9f2c")
LINK = "https://sundayglow.example/serum?utm_source=meta&utm_content=c1a2b3c4"
ALLOWED = frozenset(EDITS)


def file(name: str, *spots: str, clip: bool = False, sound: bool = False, type: str = "") -> AdFile:
    kind = "video" if clip else "image"
    ending = type or ("mp4" if clip else "jpg")
    return AdFile(
        variant="v" * 64,
        concept="c" * 64,
        file=f"files/{name}.{ending}",
        sha256="0" * 64,
        md5="0" * 32,
        size=1000,
        width=1080,
        height=1350,
        type=ending,  # type: ignore[arg-type]
        seconds=8.0 if clip else None,
        format="portrait",
        placements=tuple(f"meta.{name}.{kind}" for name in spots),
        sound=sound,
    )


PORTRAIT = file("portrait", "instagram_feed", "facebook_feed")
STORY = file("story", "instagram_stories", "facebook_stories", "instagram_reels", "facebook_reels")
CLIP = file("clip", "instagram_reels", "instagram_stories", clip=True)
CLIP_FEED = file("clip-feed", "facebook_feed", "instagram_feed", clip=True)


def planned(**changes: Any) -> PlannedAd:
    """A new ad of one picture in both names, unless told otherwise."""
    values: dict[str, Any] = {
        "name": "mira_serum_c1a2b3c4_v9d8e7f6",
        "way": "new",
        "identity": "both",
        "platform": "meta",
        "channels": ("instagram", "facebook"),
        "post": REEL,
        "creator": MIRA,
        "brand": AdParty(handle="sundayglow", name="Sunday Glow"),
        "files": (PORTRAIT,),
        "primary": ("It wakes me up better than coffee.",),
        "headline": "Sunday Glow serum",
        "cta": "SHOP_NOW",
        "link": LINK,
        "markets": ("US", "CA"),
        "starts": date(2026, 12, 1),
        "ends": date(2026, 12, 31),
        "valid_until": date(2027, 5, 1),
    }
    if changes.get("way", "new") != "new":
        values |= {"identity": "creator_handle", "files": ()}
    if changes.get("way") == "code":
        values |= {"code": CODE}
    return PlannedAd(**(values | changes))


def packed(ad: PlannedAd, settings: AdSettings = KNOWN) -> PackedAd:
    made = meta.pack(ad, settings)
    assert isinstance(made, PackedAd), made
    return made


def refused(ad: PlannedAd, settings: AdSettings = KNOWN) -> AdFault:
    made = meta.pack(ad, settings)
    assert isinstance(made, AdFault), made
    return made


def request(made: PackedAd, step: str) -> AdRequest:
    return next(one for one in made.requests if one.step == step)


def creative(ad: PlannedAd, settings: AdSettings = KNOWN) -> Any:
    return request(packed(ad, settings), "creative").body


def with_meta(**changes: Any) -> AdSettings:
    return AdSettings(meta=META.model_copy(update=changes))


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / "ads" / f"{name}.schema.json").read_text("utf-8"))


def assert_valid(made: PackedAd) -> None:
    for one in made.requests:
        found = [error.message for error in Draft202012Validator(schema(one.schema_id)).iter_errors(one.body)]
        assert found == [], (one.step, found)
        assert (one.encoding == "multipart") is bool(one.files)


# --- what all share ----------------------------------------------------------------------------------------------

CASES: dict[str, tuple[PlannedAd, AdSettings]] = {
    "plain picture": (planned(identity="brand_handle"), KNOWN),
    "plain picture, nothing known": (planned(identity="brand_handle"), EMPTY),
    "picture, brand first": (planned(), KNOWN),
    "picture, creator first": (planned(first="creator"), KNOWN),
    "picture, nobody's ids known": (planned(creator=AdParty(handle="mira.slowmornings")), EMPTY),
    "picture, creator first, nothing known": (planned(first="creator", creator=AdParty(handle="m")), EMPTY),
    "picture without a button": (planned(cta=""), KNOWN),
    "picture without words": (planned(primary=(), headline=None), KNOWN),
    "clip": (planned(files=(CLIP,), description="With squalane"), KNOWN),
    "clip without link or button": (planned(files=(CLIP,), link=None, cta="", description="x"), KNOWN),
    "file per placement": (planned(files=(PORTRAIT, STORY), description="With squalane"), KNOWN),
    "clip per placement": (planned(files=(CLIP, CLIP_FEED), first="creator"), KNOWN),
    "file per placement, plain, no button": (
        planned(files=(PORTRAIT, STORY), identity="brand_handle", cta="", primary=("a", "b", "c")),
        KNOWN,
    ),
    "carousel": (planned(files=(), cards=(PORTRAIT, PORTRAIT, CLIP_FEED)), KNOWN),
    "carousel of ten": (planned(files=(), cards=(PORTRAIT,) * 10, cta=""), KNOWN),
    "Instagram post": (planned(way="post"), KNOWN),
    "Instagram post, nothing known": (planned(way="post"), EMPTY),
    "Instagram post in the EU": (planned(way="post", markets=("DE",)), EMPTY),
    "Facebook post": (planned(way="post", post=PAGE_POST), KNOWN),
    "Instagram code": (planned(way="code"), KNOWN),
    "Instagram code, media id unknown": (
        planned(way="code", post=REEL.model_copy(update={"native_id": None})),
        KNOWN,
    ),
    "Facebook code": (planned(way="code", post=PAGE_POST), KNOWN),
    "ad with days of its own": (planned(), with_meta(ad_schedule=True)),
    "one name alone": (planned(disclosure="Ad"), with_meta(ad_format=2)),
    "one name alone, on a plain ad": (planned(identity="brand_handle"), with_meta(ad_format=2)),
    "a library song, muted": (planned(post=REEL.model_copy(update={"sound": "library_song"})), KNOWN),
    "Meta chooses": (planned(way="code"), with_meta(ad_format=3)),
    "testimonial on a new ad": (
        planned(testimonial=Quote(text="I keep coming back to it.", locale="en_US", evidence=("e-0009",))),
        KNOWN,
    ),
    "testimonial on a post": (
        planned(way="post", testimonial=Quote(text="I keep coming back to it.", evidence=("e-0009",))),
        KNOWN,
    ),
    "enhancements wanted and allowed": (
        planned(granted_edits=ALLOWED),
        with_meta(enhancements=("image_touchups", "inline_comment")),
    ),
    "a name longer than Meta takes": (planned(name="x" * 150 + "_c1a2b3c4_v9d8e7f6"), KNOWN),
}
PACKED = [pytest.param(*case, id=name) for name, case in CASES.items()]


@pytest.mark.parametrize(("ad", "settings"), PACKED)
def test_every_body_is_as_its_schema_has_it(ad: PlannedAd, settings: AdSettings) -> None:
    assert_valid(packed(ad, settings))


@pytest.mark.parametrize(("ad", "settings"), PACKED)
def test_every_blank_is_listed_or_given_by_an_earlier_step(ad: PlannedAd, settings: AdSettings) -> None:
    made = packed(ad, settings)
    listed = {blank.name for blank in made.placeholders}
    given: set[str] = set()
    met: set[str] = set()
    for one in made.requests:
        found = set(re.findall(r"\{\{(.+?)\}\}", json.dumps(one.body) + one.url))
        met |= found
        assert found <= listed | given, one.step
        assert not any(":" in name for name in one.gives)
        given |= {f"step:{one.step}.{name}" for name in one.gives}
    assert listed <= met, "a blank that stands nowhere"
    assert len({one.step for one in made.requests}) == len(made.requests)
    for blank in made.placeholders:
        assert blank.meaning.endswith("."), blank
        assert blank.secret == blank.name.startswith("code:")


@pytest.mark.parametrize(("ad", "settings"), PACKED)
def test_it_is_paused_and_made_the_same_way_twice(ad: PlannedAd, settings: AdSettings) -> None:
    made = packed(ad, settings)
    assert [one.step for one in made.requests][-2:] == ["creative", "ad"]
    assert request(made, "ad").body["status"] == "PAUSED"
    assert request(made, "ad").body["name"] == ad.name
    assert made == packed(ad, settings)
    assert made.model_dump_json() == packed(ad, settings).model_dump_json()
    for text in (*made.by_hand, *made.notes):
        assert text.endswith(".")
        assert "  " not in text and "None" not in text, text


@pytest.mark.parametrize(("ad", "settings"), PACKED)
def test_tracking_is_said_once_and_bundles_never(ad: PlannedAd, settings: AdSettings) -> None:
    text = json.dumps([one.body for one in packed(ad, settings).requests])
    assert "url_tags" not in text and "standard_enhancements" not in text
    assert "instagram_actor_id" not in text, "not since v22.0"
    assert text.count("utm_source") == text.count(LINK)


def test_the_version_is_the_settings_own() -> None:
    settings = with_meta(api_version="v26.0")
    assert packer("meta").api_version(settings) == "v26.0"
    for one in packed(planned(files=(CLIP,), markets=("FR",)), settings).requests:
        assert one.url.startswith("https://graph.facebook.com/v26.0/")


def test_the_ways() -> None:
    assert packer("meta").WAYS == ("new", "post", "code")


# --- whose ids stand where ---------------------------------------------------------------------------------------

FULL = {"page_id": CREATOR_PAGE, "instagram_user_id": CREATOR_IG}
NO_PAGE = {"instagram_user_id": CREATOR_IG}
NO_ACCOUNT = {"page_id": CREATOR_PAGE}
HER_PAGE = "{{meta.creator.mira.slowmornings.page_id}}"
HER_IG = "{{meta.creator.mira.slowmornings.instagram_user_id}}"
OUR_PAGE, OUR_IG = "{{meta.page_id}}", "{{meta.instagram_user_id}}"
BOTH, IG, FB = ("instagram", "facebook"), ("instagram",), ("facebook",)
Who = tuple[str | None, str | None, str | None, str | None]
# way, identity, first, ids of the creator, channels, brand known -> Page, account, sponsor Page, sponsor account
RULE: list[tuple[str, str, str, dict[str, str], tuple[str, ...], bool, Who, str]] = [
    ("post", "creator_handle", "brand", FULL, BOTH, True, (BRAND_PAGE, None, BRAND_PAGE, BRAND_IG), "brand"),
    (
        "post",
        "both",
        "creator",
        FULL,
        BOTH,
        True,
        (BRAND_PAGE, None, BRAND_PAGE, BRAND_IG),
        "first plays no part",
    ),
    (
        "post",
        "creator_handle",
        "brand",
        {},
        BOTH,
        True,
        (BRAND_PAGE, None, BRAND_PAGE, BRAND_IG),
        "post's owner",
    ),
    (
        "post",
        "creator_handle",
        "brand",
        FULL,
        BOTH,
        False,
        (OUR_PAGE, None, OUR_PAGE, OUR_IG),
        "both are required",
    ),
    (
        "code",
        "creator_handle",
        "brand",
        FULL,
        BOTH,
        True,
        (BRAND_PAGE, None, BRAND_PAGE, BRAND_IG),
        "as a post",
    ),
    (
        "code",
        "creator_handle",
        "creator",
        {},
        IG,
        True,
        (BRAND_PAGE, None, BRAND_PAGE, BRAND_IG),
        "as a post",
    ),
    ("code", "both", "brand", {}, BOTH, False, (OUR_PAGE, None, OUR_PAGE, OUR_IG), "both are required"),
    ("new", "brand_handle", "brand", FULL, BOTH, True, (BRAND_PAGE, BRAND_IG, None, None), "no partner"),
    (
        "new",
        "brand_handle",
        "creator",
        FULL,
        BOTH,
        True,
        (BRAND_PAGE, BRAND_IG, None, None),
        "first plays no part",
    ),
    ("new", "brand_handle", "brand", FULL, FB, False, (OUR_PAGE, None, None, None), "not on Instagram"),
    (
        "new",
        "both",
        "brand",
        FULL,
        BOTH,
        True,
        (BRAND_PAGE, BRAND_IG, CREATOR_PAGE, CREATOR_IG),
        "second: creator",
    ),
    ("new", "both", "brand", NO_PAGE, BOTH, True, (BRAND_PAGE, BRAND_IG, None, CREATOR_IG), "one suffices"),
    (
        "new",
        "both",
        "brand",
        NO_ACCOUNT,
        BOTH,
        True,
        (BRAND_PAGE, BRAND_IG, CREATOR_PAGE, None),
        "one suffices",
    ),
    ("new", "both", "brand", {}, BOTH, True, (BRAND_PAGE, BRAND_IG, HER_PAGE, HER_IG), "to be filled in"),
    ("new", "both", "brand", {}, IG, True, (BRAND_PAGE, BRAND_IG, None, HER_IG), "only where it runs"),
    ("new", "both", "brand", {}, FB, True, (BRAND_PAGE, BRAND_IG, HER_PAGE, None), "only where it runs"),
    (
        "new",
        "both",
        "brand",
        FULL,
        BOTH,
        False,
        (OUR_PAGE, OUR_IG, CREATOR_PAGE, CREATOR_IG),
        "to be filled in",
    ),
    ("new", "both", "creator", FULL, BOTH, True, (CREATOR_PAGE, CREATOR_IG, BRAND_PAGE, BRAND_IG), "swapped"),
    ("new", "both", "creator", FULL, BOTH, False, (CREATOR_PAGE, CREATOR_IG, OUR_PAGE, OUR_IG), "swapped"),
    (
        "new",
        "both",
        "creator",
        NO_ACCOUNT,
        BOTH,
        True,
        (CREATOR_PAGE, HER_IG, BRAND_PAGE, BRAND_IG),
        "swapped",
    ),
    (
        "new",
        "both",
        "creator",
        NO_PAGE,
        BOTH,
        True,
        (BRAND_PAGE, CREATOR_IG, None, BRAND_IG),
        "brand's Page stands in",
    ),
    ("new", "both", "creator", {}, IG, True, (BRAND_PAGE, HER_IG, None, BRAND_IG), "brand's Page stands in"),
    (
        "new",
        "both",
        "creator",
        {},
        FB,
        True,
        (HER_PAGE, None, BRAND_PAGE, BRAND_IG),
        "Facebook needs their Page",
    ),
    (
        "new",
        "creator_handle",
        "brand",
        FULL,
        BOTH,
        True,
        (CREATOR_PAGE, CREATOR_IG, BRAND_PAGE, BRAND_IG),
        "theirs",
    ),
]


@pytest.mark.parametrize(
    ("way", "identity", "first", "ids", "channels", "known", "who", "why"),
    RULE,
    ids=[f"{row[0]}-{row[1]}-{row[2]}-{len(row[3])}-{len(row[4])}{row[4][0]}-{row[5]}" for row in RULE],
)
def test_who_stands_first_and_who_second(
    way: str,
    identity: str,
    first: str,
    ids: dict[str, str],
    channels: tuple[str, ...],
    known: bool,
    who: Who,
    why: str,
) -> None:
    creator = AdParty(handle="mira.slowmornings", ids=ids)
    ad = planned(way=way, identity=identity, first=first, creator=creator, channels=channels)
    body = creative(ad, KNOWN if known else EMPTY)
    story = body.get("object_story_spec", {})
    assert (
        body.get("object_id") or story.get("page_id"),
        story.get("instagram_user_id"),
        body.get("facebook_branded_content", {}).get("sponsor_page_id"),
        body.get("instagram_branded_content", {}).get("sponsor_id"),
    ) == who, why


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"creator": AdParty(handle="mira", ids=NO_PAGE)}, "does not deliver on Facebook"),
        ({"creator": AdParty(handle="mira", ids=NO_ACCOUNT)}, "does not deliver on Instagram"),
        ({"creator": AdParty(handle="mira", ids=NO_PAGE), "first": "creator"}, "brand's stands in its place"),
    ],
)
def test_a_platform_that_is_lost_in_silence_is_said(changes: dict[str, Any], words: str) -> None:
    assert any(words in note for note in packed(planned(**changes)).notes)
    assert not any("deliver" in note for note in packed(planned()).notes)


def test_a_platform_that_it_does_not_run_on_is_not_lost() -> None:
    one = planned(channels=IG, creator=AdParty(handle="mira", ids=NO_PAGE))
    assert not any("deliver" in note for note in packed(one).notes)


def test_the_brands_own_ids_come_before_the_settings() -> None:
    body = creative(planned(brand=AdParty(handle="x", ids={"page_id": "31", "instagram_user_id": "32"})))
    assert (body["object_story_spec"]["page_id"], body["object_story_spec"]["instagram_user_id"]) == (
        "31",
        "32",
    )


def test_a_handle_with_braces_makes_no_blank_of_its_own() -> None:
    sly = packer("meta").pack(planned(creator=AdParty(handle="}}{{code:a-0003}}"), channels=IG), AdSettings())
    assert isinstance(sly, AdFault)
    made = packed(planned(creator=AdParty(handle="}{code:a-0003}"), channels=IG))
    assert "code:" not in json.dumps([one.body for one in made.requests])
    assert [blank.name for blank in made.placeholders] == ["meta.creator.codea-0003.instagram_user_id"]


# --- the shapes that the pages print -----------------------------------------------------------------------------


def shape(part: Any, where: str = "") -> Iterator[str]:
    """Every field of a body by its path; of a list, the fields of all its parts."""
    if isinstance(part, dict):
        for key, inner in part.items():
            if key != "creative_features_spec":
                yield f"{where}/{key}"
                yield from shape(inner, f"{where}/{key}")
    elif isinstance(part, list):
        for inner in part:
            yield from shape(inner, f"{where}[]")


OURS = {"/name", "/degrees_of_freedom_spec"}
BUTTON = "/object_story_spec/link_data/call_to_action"
VALUE = {f"{BUTTON}/value", f"{BUTTON}/value/link"}
TOP_BUTTON = {
    "/call_to_action",
    "/call_to_action/type",
    "/call_to_action/value",
    "/call_to_action/value/link",
}
CARDS = "/object_story_spec/link_data/child_attachments[]"
QUOTE = Quote(text="Test Testimonial Ads", evidence=("e-0009",))
SHAPES: list[tuple[str, PlannedAd, str, set[str], set[str]]] = [
    ("post-instagram", planned(way="post", cta="", post=REEL), "creative", OURS, set()),
    ("post-instagram", planned(way="post"), "creative", OURS | TOP_BUTTON, set()),
    ("post-facebook", planned(way="post", cta="", post=PAGE_POST), "creative", OURS, set()),
    ("code-instagram", planned(way="code", cta=""), "creative", OURS, set()),
    ("code-facebook", planned(way="code", cta="", post=PAGE_POST), "creative", OURS, set()),
    (
        "post-testimonial",
        planned(way="post", cta="", testimonial=QUOTE),
        "creative",
        OURS | {"/branded_content/ad_format"},
        set(),
    ),
    ("new-brand-first", planned(headline=None), "creative", OURS | VALUE, set()),
    ("new-creator-first", planned(headline=None, first="creator"), "creative", OURS | VALUE, set()),
    (
        "new-testimonial",
        planned(testimonial=QUOTE),
        "creative",
        OURS | VALUE | {"/object_story_spec/link_data/image_hash"},
        {"/object_story_spec/link_data/caption", "/object_story_spec/link_data/picture"},
    ),
    (
        "new-clip",
        planned(files=(CLIP,), identity="brand_handle", cta="", headline=None, primary=()),
        "creative",
        OURS - {"/name"} | {"/object_story_spec/instagram_user_id"},
        set(),
    ),
    (
        "new-carousel",
        planned(
            files=(),
            cards=(PORTRAIT, CLIP_FEED),
            identity="brand_handle",
            cta="",
            primary=(),
            description="$8.99",
        ),
        "creative",
        OURS - {"/name"}
        | {"/object_story_spec/instagram_user_id", f"{CARDS}/picture"}
        | {f"/object_story_spec/link_data/multi_share_{key}" for key in ("optimized", "end_card")},
        set(),
    ),
    (
        "new-placements",
        planned(files=(CLIP, CLIP_FEED), identity="brand_handle", description="Description"),
        "creative",
        OURS | {"/asset_feed_spec/optimization_type"},
        {"/asset_feed_spec/link_urls[]/display_url"},
    ),
    ("video-instagram", planned(way="code"), "video", set(), set()),
    ("ad", planned(), "ad", set(), set()),
    ("adset-dsa", planned(markets=("DE",)), "adset", set(), set()),
]


@pytest.mark.parametrize(("sample", "ad", "step", "more", "fewer"), SHAPES, ids=[row[0] for row in SHAPES])
def test_a_body_has_the_fields_that_the_page_prints(
    sample: str, ad: PlannedAd, step: str, more: set[str], fewer: set[str]
) -> None:
    documented = json.loads((SAMPLES / f"{sample}.json").read_text("utf-8"))
    one = request(packed(ad), step)
    assert one.schema_id == documented["schema"]
    assert set(shape(one.body)) - set(shape(documented["body"])) == more, "what we add"
    assert set(shape(documented["body"])) - set(shape(one.body)) == fewer, "what we leave out"


def test_every_documented_creative_of_ours_is_held_against_its_page() -> None:
    apart = {
        "new-facebook-brand-first": "the same as new-brand-first without Instagram",
        "enhancements": "its two answers are held against the grants below",
    }
    assert {row[0] for row in SHAPES} | set(apart) == {path.stem for path in SAMPLES.glob("*.json")}


# --- new ads: files and where they are shown ---------------------------------------------------------------------


def test_uploads_come_first_and_a_clip_has_a_still() -> None:
    made = packed(planned(files=(), cards=(PORTRAIT, CLIP_FEED)))
    assert [one.step for one in made.requests] == ["upload-1", "upload-2", "thumbnail-2", "creative", "ad"]
    picture, clip, still = made.requests[:3]
    assert (picture.encoding, picture.files) == ("multipart", {"filename": "files/portrait.jpg"})
    assert picture.gives == {"hash": "/images/*/hash"}
    assert (clip.files, clip.gives) == ({"source": "files/clip-feed.mp4"}, {"id": "/id"})
    assert (still.method, still.gives) == ("GET", {"uri": "/data/0/uri"})
    assert still.url.endswith("/{{step:upload-2.id}}/thumbnails")
    cards = request(made, "creative").body["object_story_spec"]["link_data"]["child_attachments"]  # type: ignore[index]
    assert [card.get("image_hash") for card in cards] == ["{{step:upload-1.hash}}", None]
    assert (cards[1]["video_id"], cards[1]["picture"]) == ("{{step:upload-2.id}}", "{{step:thumbnail-2.uri}}")


def test_a_carousel_keeps_its_order_and_gets_no_card_that_nobody_made() -> None:
    data = creative(
        planned(files=(), cards=(PORTRAIT, STORY.model_copy(update={"placements": PORTRAIT.placements})))
    )
    data = data["object_story_spec"]["link_data"]
    assert data["multi_share_optimized"] is False, "choosing an order is the edit `reorder`"
    assert data["multi_share_end_card"] is False, "an end card is the edit `end_card`"
    assert [card["link"] for card in data["child_attachments"]] == [LINK, LINK]


def test_a_file_per_placement() -> None:
    feed = creative(planned(files=(PORTRAIT, STORY), primary=("a", "b")))["asset_feed_spec"]
    assert feed["optimization_type"] == "PLACEMENT"
    assert feed["ad_formats"] == ["SINGLE_IMAGE"]
    assert feed["images"] == [
        {"hash": "{{step:upload-1.hash}}", "adlabels": [{"name": "upload-1"}]},
        {"hash": "{{step:upload-2.hash}}", "adlabels": [{"name": "upload-2"}]},
    ]
    assert feed["bodies"] == [{"text": "a"}, {"text": "b"}]
    assert feed["call_to_action_types"] == ["SHOP_NOW"]
    assert feed["link_urls"] == [{"website_url": LINK}]
    assert feed["asset_customization_rules"] == [
        {
            "customization_spec": {
                "publisher_platforms": ["facebook", "instagram"],
                "facebook_positions": ["feed"],
                "instagram_positions": ["stream"],
            },
            "image_label": {"name": "upload-1"},
        },
        {
            "customization_spec": {
                "publisher_platforms": ["facebook", "instagram"],
                "facebook_positions": ["story", "facebook_reels"],
                "instagram_positions": ["story", "reels"],
            },
            "image_label": {"name": "upload-2"},
        },
    ]


def test_every_placement_of_the_tables_is_known_here() -> None:
    """Whoever adds a placement of Meta adds where it stands in a body."""
    ours = {spot(one.id) for one in load().placements.values() if one.id.startswith("meta.")}
    assert ours == set(POSITIONS)


SPOTS = st.lists(st.sampled_from(sorted(POSITIONS)), unique=True, max_size=6)


@settings(max_examples=150, deadline=None)
@given(files=st.lists(st.tuples(SPOTS, st.booleans()), max_size=4), cards=st.booleans(), first=st.booleans())
def test_nothing_is_shown_where_it_was_not_cleared(
    files: list[tuple[list[str], bool]], cards: bool, first: bool
) -> None:
    """Whatever the files: each placement has one file, and that one was cleared for it."""
    made_of = tuple(file(f"f{n}", *spots, clip=clip) for n, (spots, clip) in enumerate(files))
    shown_by = {"cards": made_of, "files": ()} if cards else {"files": made_of}
    ad = planned(**shown_by, first="creator" if first else "brand")
    made = meta.pack(ad, KNOWN)
    if isinstance(made, AdFault):
        assert made.text and made.hint
        return
    assert_valid(made)
    feed: Any = request(made, "creative").body.get("asset_feed_spec")
    if not feed:
        assert cards or len({spot(p) for one in made_of for p in one.placements}) > 0
        return
    uploads = {one.step: next(iter(one.files.values())) for one in made.requests if one.files}
    label = "image_label" if "images" in feed else "video_label"
    given_out: list[str] = []
    for rule in feed["asset_customization_rules"]:
        where = rule["customization_spec"]
        positions = [("facebook", p) for p in where.get("facebook_positions", [])]
        positions += [("instagram", p) for p in where.get("instagram_positions", [])]
        names = [name for name, (a, b, _) in POSITIONS.items() if (a, b) in positions]
        own = next(one for one in made_of if one.file == uploads[rule[label]["name"]])
        assert set(names) <= {spot(placement) for placement in own.placements}
        given_out += names
    assert sorted(given_out) == sorted({spot(p) for one in made_of for p in one.placements}), (
        "each once, none lost"
    )
    labels = [part["adlabels"][0]["name"] for part in feed.get("images") or feed["videos"]]
    assert labels == [rule[label]["name"] for rule in feed["asset_customization_rules"]]


def test_a_file_without_a_placement_of_its_own_is_not_uploaded() -> None:
    made = packed(planned(files=(PORTRAIT, file("square", "instagram_feed"), STORY)))
    assert "square" not in json.dumps([one.files for one in made.requests])
    assert any("files/square.jpg is not used" in note for note in made.notes)


def test_the_ad_set_is_told_where_where_to_and_until_when() -> None:
    where, placed, until = packed(planned(files=(STORY,))).by_hand[:3]
    assert "US, CA" in where
    assert "Facebook Stories, Facebook Reels, Instagram Stories, Instagram Reels" in placed
    assert "Feed" not in placed and "Advantage+" in placed
    assert "2026-12-31" in until
    assert "those on Instagram." in packed(planned(way="post", channels=IG)).by_hand[1]


def test_facebook_stories_alone_cannot_be_chosen() -> None:
    made = packed(planned(files=(file("s", "facebook_stories"),)))
    assert any("leave Facebook Stories out" in text for text in made.by_hand)
    assert not any("leave Facebook Stories out" in text for text in packed(planned(files=(STORY,))).by_hand)


# --- the days, and the EU ----------------------------------------------------------------------------------------


def test_an_ads_own_days_only_where_meta_has_them() -> None:
    assert "ad_schedule_end_time" not in request(packed(planned()), "ad").body
    made = packed(planned(), with_meta(ad_schedule=True))
    body = request(made, "ad").body
    assert body["ad_schedule_start_time"] == "2026-12-01T00:00:00{{meta.utc_offset}}"
    assert body["ad_schedule_end_time"] == "2026-12-31T23:59:59{{meta.utc_offset}}"


@pytest.mark.parametrize(
    ("markets", "asked"),
    [
        (("US",), False),
        (("US", "DE"), True),
        (("GB",), False),
        (("NO",), False),
        (("CH",), False),
        (("RE",), True),
        (("PL",), True),
    ],
)
def test_who_pays_is_told_to_ad_sets_in_the_eu(markets: tuple[str, ...], asked: bool) -> None:
    ad = planned(markets=markets, beneficiary="Sunday Glow Ltd", payer="Slow Media GmbH")
    made = packed(ad)
    assert (made.requests[0].step == "adset") is asked
    if asked:
        assert made.requests[0].url == "https://graph.facebook.com/v25.0/88"
        assert made.requests[0].body == {"dsa_beneficiary": "Sunday Glow Ltd", "dsa_payor": "Slow Media GmbH"}


def test_who_pays_is_asked_for_where_it_is_not_known() -> None:
    made = packed(planned(markets=("FR",)))
    assert made.requests[0].body == {"dsa_beneficiary": "{{meta.beneficiary}}", "dsa_payor": "{{meta.payer}}"}


def test_the_union_has_27_members() -> None:
    assert len(EU & EEA) == 27


# --- enhancements ------------------------------------------------------------------------------------------------


def answers(ad: PlannedAd, settings: AdSettings) -> dict[str, str]:
    spec = creative(ad, settings)["degrees_of_freedom_spec"]["creative_features_spec"]
    assert list(spec) == list(FEATURES), "each feature is answered, in one order"
    return {name: answer["enroll_status"] for name, answer in spec.items()}


@pytest.mark.parametrize("way", ["new", "post", "code"])
def test_all_are_out_unless_wanted(way: str) -> None:
    assert set(answers(planned(way=way, granted_edits=ALLOWED), KNOWN).values()) == {"OPT_OUT"}


@pytest.mark.parametrize(
    ("wanted", "granted", "inside", "why"),
    [
        ("image_touchups", EDIT_PROFILES["standard"], True, "crop, reframe and colour are granted"),
        ("image_touchups", EDIT_PROFILES["technical"], False, "colour is not"),
        ("image_touchups", EDIT_PROFILES["none"], False, "the grant forbids edits"),
        ("image_uncrop", EDIT_PROFILES["full"], False, "what is generated is always granted by name"),
        ("image_uncrop", EDIT_PROFILES["full"] | {"generative_extend"}, True, "by name"),
        ("translate_voiceover", EDIT_PROFILES["full"], False, "another voice in the creator's mouth"),
        ("music_generation", EDIT_PROFILES["technical"], False, "replaces the sound"),
        ("music_generation", EDIT_PROFILES["standard"], True, "replacing the sound is granted"),
        ("inline_comment", EDIT_PROFILES["none"], True, "the picture stays as it is"),
        ("pac_relaxation", ALLOWED, False, "would show a file where another belongs"),
        ("ig_glados_feed", ALLOWED, False, "nobody says what it does"),
    ],
)
def test_a_feature_is_in_only_if_all_that_it_does_is_granted(
    wanted: str, granted: frozenset[Any], inside: bool, why: str
) -> None:
    made = packed(planned(granted_edits=granted), with_meta(enhancements=(wanted,)))
    found = answers(planned(granted_edits=granted), with_meta(enhancements=(wanted,)))
    assert {name for name, answer in found.items() if answer == "OPT_IN"} == (
        {wanted} if inside else set()
    ), why
    assert any(note.startswith(f"{wanted} stays out") for note in made.notes) is not inside


def test_an_enhancement_that_meta_does_not_have() -> None:
    with pytest.raises(UsageError) as caught:
        meta.pack(planned(), with_meta(enhancements=("image_touchup",)))
    assert "image_touchups" in str(caught.value.hint)
    with pytest.raises(UsageError, match="bundle"):
        meta.pack(planned(), with_meta(enhancements=("standard_enhancements",)))


# --- what Meta would not take ------------------------------------------------------------------------------------

LONG = file("long", *POSITIONS)
WRONG: list[tuple[str, PlannedAd, AdSettings, str]] = [
    (
        "post_elsewhere",
        planned(way="post", post=REEL.model_copy(update={"platform": "tiktok"})),
        KNOWN,
        "not Meta's",
    ),
    (
        "native_id_missing",
        planned(way="post", post=REEL.model_copy(update={"native_id": None})),
        KNOWN,
        "shortcode",
    ),
    (
        "native_id_malformed",
        planned(way="post", post=REEL.model_copy(update={"native_id": "1.79E+16"})),
        KNOWN,
        "damaged by a spreadsheet",
    ),
    (
        "native_id_malformed",
        planned(way="post", post=PAGE_POST.model_copy(update={"native_id": "5"})),
        KNOWN,
        "a Facebook post is PAGEID_POSTID",
    ),
    ("code_missing", planned(way="code", code=None), KNOWN, "the way is the code"),
    (
        "code_missing",
        planned(way="code", code=CODE.model_copy(update={"kind": "meta_account_permission"})),
        KNOWN,
        "a permission is no code",
    ),
    ("identity_mismatch", planned(way="post", identity="brand_handle"), KNOWN, "it shows its creator"),
    ("identity_unknown", planned(identity="third_party_handle"), KNOWN, "not documented"),
    ("channel_missing", planned(channels=("tiktok",)), KNOWN, "nowhere to run"),
    (
        "music",
        planned(way="post", post=REEL.model_copy(update={"sound": "library_song"})),
        KNOWN,
        "not for ads",
    ),
    (
        "music",
        planned(
            files=(CLIP.model_copy(update={"sound": True}),),
            post=REEL.model_copy(update={"sound": "library_song"}),
        ),
        KNOWN,
        "heard in the clip",
    ),
    ("disclosure_missing", planned(), with_meta(ad_format=2), "the second name is hidden"),
    (
        "disclosure_missing",
        planned(post=REEL.model_copy(update={"paid_label": True})),
        with_meta(ad_format=2),
        "the label on the post is not on a new ad",
    ),
    ("disclosure_missing", planned(way="code"), with_meta(ad_format=2), "no label on the post known"),
    (
        "testimonial_alone",
        planned(identity="brand_handle", testimonial=Quote(text="x", evidence=("e",))),
        KNOWN,
        "there is no partner who says it",
    ),
    (
        "testimonial_evidence",
        planned(testimonial=Quote(text="x", evidence=())),
        KNOWN,
        "nothing proves it",
    ),
    (
        "testimonial_locale",
        planned(testimonial=Quote(text="x", locale="english", evidence=("e",))),
        KNOWN,
        "as in en_US",
    ),
    ("cta_unknown", planned(cta="SHOPNOW"), KNOWN, "no such button"),
    ("link_missing", planned(link=None), KNOWN, "the button leads nowhere"),
    ("link_missing", planned(link=None, cta=""), KNOWN, "a picture needs a link"),
    ("link_missing", planned(files=(), cards=(PORTRAIT, PORTRAIT), link=None, cta=""), KNOWN, "as do cards"),
    ("files_missing", planned(files=()), KNOWN, "nothing to show"),
    ("cards", planned(files=(), cards=(PORTRAIT,)), KNOWN, "one card is no carousel"),
    ("cards", planned(files=(), cards=(PORTRAIT,) * 11), KNOWN, "ten at most"),
    ("nowhere", planned(files=(), cards=(PORTRAIT, STORY)), KNOWN, "no placement takes both"),
    ("nowhere", planned(files=(file("x"),)), KNOWN, "cleared for none"),
    ("file_type", planned(files=(file("x", "instagram_feed", type="avif"),)), KNOWN, "not taken"),
    ("placement_unknown", planned(files=(file("x", "threads_feed"),)), KNOWN, "not packed for"),
    ("mixed_media", planned(files=(PORTRAIT, CLIP)), KNOWN, "one format a feed of assets"),
    ("text_too_long", planned(files=(PORTRAIT, STORY), primary=("x" * 1025,)), KNOWN, "1024 at most"),
    ("text_too_long", planned(files=(PORTRAIT, STORY), headline="x" * 256), KNOWN, "255 at most"),
    ("payer_too_long", planned(payer="x" * 513), KNOWN, "512 at most"),
    ("id_malformed", planned(creator=AdParty(handle="m", ids={"page_id": "7.4E+18"})), KNOWN, "damaged"),
    ("braces", planned(primary=("{{code:a-0003}}",)), KNOWN, "would put a secret into an ad"),
    ("braces", planned(link="https://x.example/?q={{code:a-0003}}"), KNOWN, "would send a secret away"),
    ("braces", planned(name="{{code:a-0003}}"), KNOWN, "would name an ad by a secret"),
    (
        "braces",
        planned(testimonial=Quote(text="{{meta.page_id}}", evidence=("e",))),
        KNOWN,
        "not ours to fill",
    ),
]


@pytest.mark.parametrize(
    ("code", "ad", "settings", "why"), WRONG, ids=[f"{n}-{row[0]}" for n, row in enumerate(WRONG)]
)
def test_what_meta_would_not_take(code: str, ad: PlannedAd, settings: AdSettings, why: str) -> None:
    found = refused(ad, settings)
    assert found.code == code, why
    assert found.text.endswith(".") and found.hint
    assert "None" not in found.text + found.hint


def test_a_slip_in_a_button_is_put_right() -> None:
    assert refused(planned(cta="SHOPNOW")).hint == "Did you mean SHOP_NOW?"


@pytest.mark.parametrize(
    ("changes", "format", "words"),
    [
        ({"disclosure": "Ad"}, 2, "hides the creator's name; that it is an ad is said by “Ad” on it"),
        ({"disclosure": "Ad", "first": "creator"}, 2, "hides the brand's name"),
        ({"way": "post", "post": REEL.model_copy(update={"paid_label": True})}, 2, "paid-partnership label"),
        ({"identity": "brand_handle"}, 2, ""),
        ({"way": "code"}, 3, "on Instagram only"),
    ],
)
def test_a_hidden_name_is_said(changes: dict[str, Any], format: int, words: str) -> None:
    made = packed(planned(**changes), with_meta(ad_format=format))
    assert (
        any(words in note for note in made.notes) if words else not any("ad_format" in n for n in made.notes)
    )


@pytest.mark.parametrize(
    ("changes", "words", "there"),
    [
        ({"way": "post"}, "that is no error", True),
        ({"way": "code"}, "that is no error", False),
        ({}, "that is no error", True),
        (
            {"way": "post", "code": AdCode(id="a-1", kind="meta_account_permission")},
            "that is no error",
            False,
        ),
        ({"way": "post"}, "no longer be edited", True),
        ({}, "no longer be edited", False),
        ({"identity": "brand_handle"}, "permission", False),
        ({"way": "post", "post": REEL.model_copy(update={"sound": "unknown"})}, "media_audio_type", True),
        ({"way": "post"}, "media_audio_type", False),
        ({"primary": ("a", "b", "c")}, "2 of its 3 texts are not used", True),
        ({"files": (PORTRAIT, STORY), "primary": ("a", "b", "c")}, "texts are not used", False),
        ({"files": (PORTRAIT, STORY), "primary": tuple("abcdefg")}, "2 of its 7 texts are not used", True),
        ({"files": (PORTRAIT, STORY), "cta": ""}, "Learn more stands in it", True),
        ({"files": (PORTRAIT, STORY)}, "prepare one ad a shape", True),
        ({"files": (PORTRAIT, STORY), "identity": "brand_handle"}, "prepare one ad a shape", False),
        ({"way": "post", "cta": ""}, "nobody can follow it", True),
        ({"markets": ("DE",)}, "for every ad of the ad set", True),
    ],
)
def test_what_the_person_is_told(changes: dict[str, Any], words: str, there: bool) -> None:
    assert any(words in note for note in packed(planned(**changes)).notes) is there


def test_an_instagram_clip_is_fetched_only_if_meta_asks() -> None:
    made = packed(planned(way="code"))
    assert [one.step for one in made.requests] == ["video", "creative", "ad"]
    assert "Instagram Video Must Be Uploaded To Facebook" in made.requests[0].only_if
    assert made.requests[0].body["partnership_ad_ad_code"] == "{{code:a-0003}}"
    assert all(not one.only_if for one in made.requests[1:])
    by_id = packed(planned(way="post", code=AdCode(id="a-1", kind="meta_boost_toggle")))
    assert "partnership_ad_ad_code" not in by_id.requests[0].body
    assert not [blank for blank in by_id.placeholders if blank.secret]
