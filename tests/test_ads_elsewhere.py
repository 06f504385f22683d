"""What Snapchat, Pinterest, YouTube and LinkedIn are told, and what goes in by hand because no API takes it.

Judges: the documented bodies in tests/samples/ads, the JSON Schemas written from them, and answers as the pages show
them, walked with a JSON pointer of our own.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from jsonschema import Draft202012Validator

from ugc.model.ad_settings import AdSettings
from ugc.model.ads import AdCode, AdFault, AdFile, AdParty, AdPost, AdRequest, PackedAd, PlannedAd
from ugc.platforms import packer
from ugc.resources import SCHEMAS

SAMPLES = Path(__file__).resolve().parent / "samples" / "ads"
UUIDS = [
    f"{place}d645bac7-e310-4fb2-8481-98842d254a7"[:8] + "-e310-4fb2-8481-98842d254a75" for place in range(4)
]
ACCOUNTS = AdSettings.model_validate(
    {
        "snapchat": {"ad_account_id": UUIDS[0], "ad_squad_id": UUIDS[1], "profile_id": UUIDS[2]},
        "pinterest": {"ad_account_id": "549", "ad_group_id": "268", "board_id": "813"},
        "youtube": {"customer_id": "1234567890", "brand_channel_id": "UCK8sQmJBp8GCxrOtXWBpyEA"},
        "linkedin": {"ad_account_id": "5", "campaign_id": "6", "organization_id": "7"},
    }
)
EMPTY = AdSettings()
POSTS = {
    "snapchat": {"id": "sc:1", "native_id": "W7_EDlXWTBiXAEEniNoMPwAAYZXJw/+A", "medium": "video"},
    "pinterest": {"id": "pin:813744226420795884", "native_id": "813744226420795884", "medium": "image"},
    "youtube": {"id": "yt:jV1vkHv4zq8", "native_id": "jV1vkHv4zq8", "medium": "video"},
    "linkedin": {"id": "li:1", "native_id": "urn:li:ugcPost:1234567890", "medium": "image"},
}


def post(platform: str, **changes: Any) -> AdPost:
    return AdPost.model_validate({"platform": platform, "paid_label": True} | POSTS[platform] | changes)


def shape(name: str, *, size: tuple[int, int] = (1080, 1920), weight: int = 1_000_000) -> AdFile:
    return AdFile(
        variant="ab" * 32,
        concept="c1",
        file=f"files/{name}",
        sha256="a" * 64,
        md5="0123456789abcdef0123456789abcdef",
        size=weight,
        width=size[0],
        height=size[1],
        type=cast(Any, name.rpartition(".")[2]),
        format="story",
        placements=("a.b.c",),
    )


CLIP, PICTURE, SQUARE = shape("a.mp4"), shape("a.jpg"), shape("q.png", size=(1000, 1000))
CARDS = tuple(shape(f"{place}.jpg") for place in range(3))


def planned(platform: str, way: str, **changes: Any) -> PlannedAd:
    told: dict[str, Any] = {
        "name": "mira_serum_0a1b2c3d",
        "way": way,
        "identity": "brand_handle" if way == "new" else "creator_handle",
        "platform": platform,
        "channels": (platform,),
        "post": post(platform),
        "creator": AdParty(handle="mira.slowmornings"),
        "brand": AdParty(name="Sunday Glow"),
        "code": AdCode(id="a-0005", kind="snap_ad_code", last4="Qq77") if way == "code" else None,
        "files": (CLIP,) if way == "new" else (),
        "primary": ("Three weeks of slow mornings.",),
        "headline": "Slow mornings",
        "cta": "SHOP_NOW",
        "link": "https://sundayglow.example/serum?utm_source=ads",
        "markets": ("US", "CA"),
        "starts": date(2026, 12, 1),
        "ends": date(2026, 12, 31),
        "valid_until": date(2027, 1, 31),
        "disclosure": "Ad",
    }
    return PlannedAd(**told | changes)


def packed(ad: PlannedAd, settings: AdSettings = ACCOUNTS) -> PackedAd:
    found = packer(ad.platform).pack(ad, settings)
    assert isinstance(found, PackedAd), found
    return found


def step(made: PackedAd, name: str) -> AdRequest:
    return next(request for request in made.requests if request.step == name)


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def at(answer: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer


LINKED = AdCode(id="a-0006", kind="youtube_video_link")
OWN = {"identity": "brand_handle"}
BY_API = {
    "snapchat, ad code": planned("snapchat", "code"),
    "snapchat, by id": planned("snapchat", "post"),
    "snapchat, by unknown id": planned("snapchat", "post", post=post("snapchat", native_id=None)),
    "snapchat, own Snap": planned("snapchat", "post", **OWN),
    "snapchat, brand": planned("snapchat", "new"),
    "snapchat, picture, no link": planned("snapchat", "new", files=(PICTURE,), link=None),
    "snapchat, creator": planned("snapchat", "new", identity="creator_handle"),
    "snapchat, large": planned("snapchat", "new", files=(shape("a.mp4", weight=40_000_000),)),
    "pinterest, pin": planned("pinterest", "post"),
    "pinterest, unknown pin": planned(
        "pinterest", "post", post=post("pinterest", native_id=None, medium=None)
    ),
    "pinterest, picture": planned("pinterest", "new", files=(PICTURE,)),
    "pinterest, clip": planned("pinterest", "new"),
    "pinterest, clip with cover": planned("pinterest", "new", files=(CLIP, SQUARE, PICTURE)),
    "pinterest, cards": planned("pinterest", "new", files=(), cards=CARDS),
    "youtube, link": planned("youtube", "post"),
    "youtube, linked": planned("youtube", "post", code=LINKED),
    "youtube, own": planned("youtube", "post", **OWN),
    "youtube, unknown": planned("youtube", "post", post=post("youtube", native_id=None)),
    "linkedin, page": planned("linkedin", "post", **OWN),
    "linkedin, page unknown": planned("linkedin", "post", post=post("linkedin", native_id=None), **OWN),
}
BY_HAND = {
    "snapchat, cards": planned("snapchat", "new", files=(), cards=CARDS),
    "pinterest, creator": planned("pinterest", "new", identity="creator_handle"),
    "youtube, new": planned("youtube", "new"),
    "youtube, new, creator": planned("youtube", "new", identity="both"),
    "linkedin, member": planned("linkedin", "post"),
    "linkedin, new": planned("linkedin", "new", files=(PICTURE,)),
    "linkedin, new, member": planned("linkedin", "new", identity="creator_handle"),
}


@pytest.mark.parametrize("settings", [ACCOUNTS, EMPTY], ids=["accounts", "no accounts"])
@pytest.mark.parametrize("ad", BY_API.values(), ids=BY_API)
def test_every_body_is_as_its_schema_says(ad: PlannedAd, settings: AdSettings) -> None:
    made = packed(ad, settings)
    assert made.requests
    for request in made.requests:
        schema = json.loads((SCHEMAS / "ads" / f"{request.schema_id}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(json.loads(json.dumps(request.body)))
        assert request.url.startswith(("https://", "{{step:register.upload_url}}"))
        assert request.docs.startswith("https://")


@pytest.mark.parametrize("settings", [ACCOUNTS, EMPTY], ids=["accounts", "no accounts"])
@pytest.mark.parametrize("ad", BY_API.values(), ids=BY_API)
def test_every_blank_is_listed_or_given_by_an_earlier_step(ad: PlannedAd, settings: AdSettings) -> None:
    made = packed(ad, settings)
    given: set[str] = set()
    used: set[str] = set()
    for request in made.requests:
        for name in re.findall(r"\{\{([^{}]+)\}\}", request.url + json.dumps(request.body)):
            used.add(name)
            assert name in given or not name.startswith("step:"), f"{request.step} uses {name} too early"
        given |= {f"step:{request.step}.{name}" for name in request.gives}
    assert {blank.name for blank in made.placeholders} == {
        name for name in used if not name.startswith("step:")
    }
    assert all(blank.meaning.endswith(".") for blank in made.placeholders)
    assert len({request.step for request in made.requests}) == len(made.requests)


@pytest.mark.parametrize("ad", [*BY_API.values(), *BY_HAND.values()], ids=[*BY_API, *BY_HAND])
def test_every_ad_says_its_days_markets_and_to_look_at_it(ad: PlannedAd) -> None:
    made = packed(ad)
    words = " ".join(made.by_hand)
    assert made.ad == ad
    if (ad.platform, ad.way, ad.identity) != (
        "pinterest",
        "new",
        "creator_handle",
    ):  # it is planned again as a post
        assert "2026-12-01 to 2026-12-31" in words and "US, CA" in words and "“Ad”" in words
    assert made.model_dump_json() == packed(ad).model_dump_json()


@pytest.mark.parametrize("ad", BY_HAND.values(), ids=BY_HAND)
def test_where_no_api_takes_it_no_request_is_made_up(ad: PlannedAd) -> None:
    made = packed(ad)
    assert made.requests == () and made.placeholders == ()
    assert made.by_hand and any("by hand" in note for note in made.notes)
    for file in (*ad.files, *ad.cards):
        assert any(file.file in line for line in made.by_hand)


FIELDS = [
    ("snapchat, ad code", "claim", (), "snapchat/claim-media-by-ad-code", ()),
    ("snapchat, brand", "media", ("media", 0), "snapchat/media-create", ("media", 0)),
    ("snapchat, picture, no link", "creative", ("creatives", 0), "snapchat/creative", ("creatives", 0)),
    ("snapchat, creator", "creative", ("creatives", 0), "snapchat/creative.ad-partnership", ("creatives", 0)),
    ("snapchat, brand", "ad", ("ads", 0), "snapchat/ad", ("ads", 0)),
    ("pinterest, picture", "pin", (), "pinterest/pin-create", ()),
    ("pinterest, clip", "pin", (), "pinterest/pin-create.video", ()),
    ("pinterest, clip", "pin", ("media_source",), "pinterest/pin-create.video", ("media_source",)),
    ("pinterest, cards", "pin", ("media_source",), "pinterest/pin-create.carousel", ("media_source",)),
    ("pinterest, clip", "register", (), "pinterest/media-create", ()),
    ("pinterest, clip", "upload", (), "pinterest/media-upload", ()),
    ("pinterest, pin", "ad", (), "pinterest/ad-create", ()),
    ("youtube, link", "link", ("dataLink",), "youtube/data-link-create", ("dataLink",)),
    (
        "youtube, link",
        "asset",
        ("operations", 0, "create"),
        "youtube/asset-youtube-video",
        ("operations", 0, "create"),
    ),
    ("linkedin, page", "creative", (), "linkedin/creative", ()),
]
LEFT_OUT = {"alt_text", "shareable"}
"""Documented, optional, and not ours to say."""
BEYOND = {"status", "customizable_cta_type", "name", "profile_properties"}


@pytest.mark.parametrize(("ad", "name", "ours", "like", "theirs"), FIELDS)
def test_bodies_have_the_documented_fields(
    ad: str, name: str, ours: tuple[Any, ...], like: str, theirs: tuple[Any, ...]
) -> None:
    made: Any = step(packed(BY_API[ad]), name).body
    documented = sample(like)
    for key in ours:
        made = made[key]
    for key in theirs:
        documented = documented[key]
    assert set(documented) - set(made) <= LEFT_OUT
    assert set(made) - set(documented) <= BEYOND
    for field in set(made) & set(documented):
        assert type(made[field]) is type(documented[field]), field


def test_a_snap_is_claimed_waited_for_and_used() -> None:
    made = packed(BY_API["snapchat, ad code"])
    assert [request.step for request in made.requests] == ["claim", "ready", "creative", "ad"]
    assert step(made, "claim").body == {"ad_code": "{{code:a-0005}}", "profile_id": UUIDS[2]}
    assert [blank.name for blank in made.placeholders if blank.secret] == ["code:a-0005"]
    assert "Qq77" not in json.dumps([request.body for request in made.requests])
    by_id = step(packed(BY_API["snapchat, by id"]), "claim")
    assert by_id.url.endswith("claim_media_by_snap_reference?snap_id=W7_EDlXWTBiXAEEniNoMPwAAYZXJw%2F%2BA")
    assert by_id.body == {}


@pytest.mark.parametrize(
    ("ad", "partnership", "primary", "creators"),
    [
        (planned("snapchat", "code"), "BRAND_PARTNERSHIP", None, True),
        (planned("snapchat", "post"), "BRAND_PARTNERSHIP", None, True),
        (planned("snapchat", "post", **OWN), None, None, False),
        (planned("snapchat", "new"), None, None, False),
        (planned("snapchat", "new", identity="creator_handle"), "AD_PARTNERSHIP", "CREATOR", True),
        (planned("snapchat", "new", identity="both", first="creator"), "AD_PARTNERSHIP", "CREATOR", True),
        (planned("snapchat", "new", identity="both", first="brand"), "AD_PARTNERSHIP", "BRAND", True),
    ],
    ids=["code", "tagged", "own", "brand", "creator", "both, creator first", "both, brand first"],
)
def test_the_partnership_drives_snapchats_label(
    ad: PlannedAd, partnership: str | None, primary: str | None, creators: bool
) -> None:
    told = cast(Any, step(packed(ad), "creative").body)["creatives"][0]
    assert told.get("creator_partnership_type") == partnership
    assert told.get("primary_profile") == primary
    assert ("creator_profile_properties" in told) is creators
    assert told["profile_properties"] == {"profile_id": UUIDS[2]}
    assert ("brand_name" in told) is not creators


ANSWERS: dict[str, tuple[Any, dict[str, str]]] = {
    "claim": ({"request_status": "SUCCESS", "media_entity_id": "m"}, {"media_id": "m"}),
    "media": ({"media": [{"sub_request_status": "success", "media": {"id": "m"}}]}, {"media_id": "m"}),
    "ready": (
        {"media": [{"media": {"id": "m", "media_status": "READY"}}], "status": "succeeded"},
        {},
    ),
    "creative": ({"creatives": [{"creative": {"id": "c"}}]}, {"creative_id": "c"}),
    "register": (
        {
            "media_id": "12345",
            "media_type": "video",
            "upload_url": "https://s3.example/",
            "upload_parameters": dict.fromkeys(sample("pinterest/media-upload"), "x"),
        },
        {"media_id": "12345", "upload_url": "https://s3.example/", "policy": "x", "Content-Type": "x"},
    ),
    "pin": ({"id": "813", "media": {}}, {"pin_id": "813"}),
    "link": ({"resourceName": "customers/1/dataLinks/2~3"}, {"data_link": "customers/1/dataLinks/2~3"}),
    "asset": ({"results": [{"resourceName": "customers/1/assets/2"}]}, {"asset": "customers/1/assets/2"}),
}


def test_answers_give_what_later_steps_take() -> None:
    """The pointers, walked through answers as the pages show them."""
    seen = set()
    for name, ad in BY_API.items():
        for request in packed(ad).requests:
            if request.step not in ANSWERS or (request.step == "creative" and ad.platform == "linkedin"):
                continue
            answer, expected = ANSWERS[request.step]
            found = {key: at(answer, pointer) for key, pointer in request.gives.items()}
            assert expected.items() <= found.items(), name
            seen.add(request.step)
    assert seen == set(ANSWERS)


@pytest.mark.parametrize(
    ("platform", "status"), [("snapchat", "PAUSED"), ("pinterest", "PAUSED"), ("linkedin", "PAUSED")]
)
def test_nothing_runs_by_itself(platform: str, status: str) -> None:
    for ad in BY_API.values():
        if ad.platform == platform:
            assert f'"{status}"' in json.dumps(packed(ad).requests[-1].body)
            assert "ACTIVE" not in json.dumps([request.body for request in packed(ad).requests])


def test_a_file_too_large_for_one_call_to_snapchat_is_uploaded_by_a_person() -> None:
    made = packed(BY_API["snapchat, large"])
    assert [request.step for request in made.requests] == ["creative", "ad"]
    assert "Upload files/a.mp4" in made.by_hand[0]
    assert [blank.name for blank in made.placeholders] == ["snapchat.media_id.abababab"]


def test_pinterest_takes_ads_as_a_list() -> None:
    assert [request.listed for request in packed(BY_API["pinterest, clip"]).requests] == [False] * 4 + [True]


def test_a_clip_on_pinterest_has_a_picture_of_its_shape_as_cover() -> None:
    source: Any = step(packed(BY_API["pinterest, clip with cover"]), "pin").body["media_source"]
    assert source["cover_image_data"] == "{{base64:files/a.jpg}}"
    assert source["cover_image_content_type"] == "image/jpeg"
    without: Any = step(packed(BY_API["pinterest, clip"]), "pin").body["media_source"]
    assert without["cover_image_key_frame_time"] == 0 and "cover_image_data" not in without
    assert any("files/q.png" in note for note in packed(BY_API["pinterest, clip with cover"]).notes)


def test_a_creators_pin_is_tagged_by_them_and_approved_by_you() -> None:
    words = " ".join(packed(BY_API["pinterest, pin"]).by_hand)
    assert "creator tags the brand" in words and "approve" in words
    assert any("No field of the API" in note for note in packed(BY_API["pinterest, pin"]).notes)
    own = packed(planned("pinterest", "post", **OWN))
    assert "creator tags the brand" not in " ".join(own.by_hand)


@pytest.mark.parametrize(
    ("version", "brand", "named"),
    [
        ("v24", "UCK8sQmJBp8GCxrOtXWBpyEA", True),
        ("v26", "UCK8sQmJBp8GCxrOtXWBpyEA", True),
        ("v23", "UCK8sQmJBp8GCxrOtXWBpyEA", False),
        ("v9", "UCK8sQmJBp8GCxrOtXWBpyEA", False),
        ("v24", "", False),
    ],
)
def test_a_link_request_names_the_brand_from_v24_on_and_never_a_status(
    version: str, brand: str, named: bool
) -> None:
    settings = AdSettings.model_validate({"youtube": {"api_version": version, "brand_channel_id": brand}})
    request = step(packed(BY_API["youtube, link"], settings), "link")
    assert f"/{version}/customers/" in request.url and request.url.endswith("/dataLinks:create")
    link: Any = request.body["dataLink"]
    assert ("youtubeLinkMetadata" in link) is named
    assert set(link) <= {"youtubeVideo", "youtubeLinkMetadata"}


@pytest.mark.parametrize(
    ("ad", "steps"),
    [
        ("youtube, link", ["link", "asset"]),
        ("youtube, linked", ["asset"]),
        ("youtube, own", ["asset"]),
    ],
)
def test_a_video_is_asked_for_only_where_no_link_stands(ad: str, steps: list[str]) -> None:
    assert [request.step for request in packed(BY_API[ad]).requests] == steps


def test_a_members_post_on_linkedin_goes_in_by_hand_and_a_pages_does_not() -> None:
    member = packed(BY_HAND["linkedin, member"])
    assert any("urn:li:ugcPost:1234567890" in line for line in member.by_hand)
    page = AdParty(ids={"author_urn": "urn:li:organization:9"})
    assert packed(planned("linkedin", "post", creator=page)).requests
    person = AdParty(ids={"author_urn": "urn:li:person:9"})
    assert not packed(planned("linkedin", "post", creator=person)).requests
    assert any("LinkedIn-Version: 202510" in note for note in packed(BY_API["linkedin, page"]).notes)


REFUSED = [
    ("locked", planned("snapchat", "code", files=(CLIP,)), "nothing rendered"),
    ("locked", planned("snapchat", "post", cards=CARDS), "3 rendered"),
    ("locked", planned("pinterest", "post", files=(PICTURE,)), "nothing rendered"),
    ("locked", planned("youtube", "post", files=(CLIP,)), "nothing rendered"),
    ("locked", planned("linkedin", "post", files=(CLIP,)), "nothing rendered"),
    ("no-code", planned("snapchat", "code", code=None), "none for this Snap"),
    ("no-code", planned("snapchat", "code", code=LINKED), "none for this Snap"),
    (
        "paid-label",
        planned("snapchat", "post", post=post("snapchat", paid_label=False)),
        "Paid Partnership tag",
    ),
    ("text", planned("snapchat", "new", headline=None), "it has 0"),
    ("text", planned("snapchat", "new", headline="x" * 35), "35 characters, and at most 34"),
    ("text", planned("snapchat", "new", brand=AdParty(name="x" * 33)), "33 characters, and at most 32"),
    ("text", planned("snapchat", "new", name="x" * 376), "376 characters, and at most 375"),
    ("file", planned("snapchat", "new", files=(shape("a.webp"),)), "a.webp (webp)"),
    ("text", planned("pinterest", "new", headline="x" * 101), "101 characters, and at most 100"),
    ("text", planned("pinterest", "new", primary=("x" * 801,)), "801 characters, and at most 800"),
    ("text", planned("pinterest", "new", name="x" * 256), "256 characters, and at most 255"),
    (
        "text",
        planned("pinterest", "new", link="https://x.example/" + "x" * 2031),
        "2049 characters, and at most 2048",
    ),
    ("file", planned("pinterest", "new", files=(shape("a.avif"),)), "avif"),
    ("cards", planned("pinterest", "new", files=(), cards=CARDS[:1]), "has 1 cards"),
    ("cards", planned("pinterest", "new", files=(), cards=CARDS * 2), "has 6 cards"),
    ("cards", planned("pinterest", "new", files=(), cards=(CLIP, PICTURE)), "no clips"),
    ("post-id", planned("pinterest", "post", post=post("pinterest", native_id="8.1E+17")), "8.1E+17"),
    ("post-id", planned("youtube", "post", post=post("youtube", native_id="https://youtu.be/x")), "no id"),
    ("post-id", planned("linkedin", "post", post=post("linkedin", native_id="urn:li:activity:7")), "no URN"),
    ("file", planned("youtube", "new", files=(PICTURE,)), "no clip"),
    ("way", planned("pinterest", "code"), "“code”"),
    ("way", planned("youtube", "code"), "“code”"),
    ("way", planned("linkedin", "code"), "“code”"),
    (
        "code-ends",
        planned(
            "youtube", "post", code=AdCode(id="a-0006", kind="youtube_video_link", end=date(2026, 12, 30))
        ),
        "2026-12-30",
    ),
]
for _platform in POSTS:
    _other = post("pinterest" if _platform != "pinterest" else "youtube")
    REFUSED += [
        ("other-platform", planned(_platform, "post", post=_other), "was not published"),
        ("identity", planned(_platform, "post", identity="third_party_handle"), "somebody else"),
        ("nothing-to-show", planned(_platform, "new", files=()), "rendered file"),
        ("braces", planned(_platform, "post", name="mira {{code:a-0001}}"), "double braces"),
        ("braces", planned(_platform, "new", link="https://x.example/{{code:a-0001}}"), "double braces"),
    ]


@pytest.mark.parametrize(
    ("code", "ad", "words"), REFUSED, ids=[f"{ad.platform}, {code}: {words}" for code, ad, words in REFUSED]
)
def test_what_a_platform_would_not_take_is_refused_with_the_reason(
    code: str, ad: PlannedAd, words: str
) -> None:
    fault = packer(ad.platform).pack(ad, ACCOUNTS)
    assert isinstance(fault, AdFault), "it was packed"
    assert (fault.code, words in fault.text) == (code, True), fault.text
    assert fault.hint.endswith(".")


def test_the_versions_are_those_of_the_settings_or_the_only_ones() -> None:
    found = {platform: packer(cast(Any, platform)).api_version(ACCOUNTS) for platform in POSTS}
    assert found == {"snapchat": "v1", "pinterest": "v5", "youtube": "v24", "linkedin": "202510"}


def test_no_two_creators_share_a_blank() -> None:
    """A package lists each blank once: one name for two profiles would run in the wrong name."""
    for platform in ("snapchat", "youtube"):
        names = set()
        for handle in ("mira.slowmornings", "ben_bakes", "<b>{x}"):
            made = packed(planned(platform, "post", creator=AdParty(handle=handle)))
            names |= {
                blank.name
                for blank in made.placeholders
                if "profile_id." in blank.name or "channel_id." in blank.name
            }
        assert len(names) == 3 and all(re.fullmatch(r"[A-Za-z0-9._-]+", name) for name in names)
