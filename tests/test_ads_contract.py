"""Every platform packs a sample ad in each of its ways; each body fits its schema, and holds no more than it may."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ugc.model.ad_settings import AdSettings
from ugc.model.ads import (
    AD_CHANNELS,
    AD_PLATFORMS,
    AdCode,
    AdFault,
    AdFile,
    AdParty,
    AdPlatform,
    AdPost,
    AdWay,
    PackedAd,
    PlannedAd,
)
from ugc.platforms import packer
from ugc.resources import ASSETS

SCHEMAS = ASSETS / "schemas" / "ads"
KINDS: dict[str, tuple[str | None, str | None]] = {
    "meta": ("meta_account_permission", "meta_ad_code"),
    "tiktok": ("tiktok_bc_account", "tiktok_auth_code"),
    "snapchat": ("snap_partnership", "snap_ad_code"),
    "pinterest": ("pinterest_tag", None),
    "youtube": ("youtube_video_link", None),
    "linkedin": ("linkedin_sponsorship", None),
}
NATIVE = {
    "meta": "17854360229135492",
    "tiktok": "7123456789012345678",
    "snapchat": "snap-1",
    "pinterest": "123456789012345678",
    "youtube": "dQw4w9WgXcQ",
    "linkedin": "urn:li:share:7123456789012345678",
}
ENABLED = re.compile(r"ACTIVE|ENABLED?$|LIVE")
CASES = [(platform, way) for platform in AD_PLATFORMS for way in packer(platform).WAYS]


def sample(platform: AdPlatform, way: AdWay, **more: Any) -> PlannedAd:
    kind = KINDS[platform][0 if way != "code" else 1]
    own = way != "new"
    spot = {
        "meta": "meta.instagram_reels.video",
        "tiktok": "tiktok.in_feed_auction.video",
        "snapchat": "snapchat.single.video",
        "pinterest": "pinterest.standard.video",
        "youtube": "google.youtube_shorts.video",
        "linkedin": "linkedin.video.video",
    }[platform]
    told: dict[str, Any] = {
        "name": "mira_slow-morning_credit_c12345678_v1234567890",
        "way": way,
        "identity": ("both" if platform == "meta" else "creator_handle") if own else "brand_handle",
        "platform": platform,
        "channels": AD_CHANNELS[platform][:1],
        "post": AdPost(
            id="ig:Bslow000001",
            platform=AD_CHANNELS[platform][0],
            native_id=NATIVE[platform] if own else None,
            kind="reel",
            medium="video",
            sound="original",
            paid_label=True,
        ),
        "creator": AdParty(
            handle="mira.slowmornings", ids={"identity_id": "id-1", "identity_type": "TT_USER"}
        ),
        "brand": AdParty(handle="sundayglow", name="Sunday Glow"),
        "files": ()
        if own
        else (
            AdFile(
                variant="1234567890" + "0" * 54,
                concept="12345678" + "0" * 56,
                file="files/mira.mp4",
                sha256="a" * 64,
                md5="b" * 32,
                size=2_000_000,
                width=1080,
                height=1920,
                type="mp4",
                seconds=12.0,
                format="reel",
                placements=(spot,),
            ),
        ),
        "code": AdCode(id="a-0001", kind=kind, last4="7Q2x" if way == "code" else None)
        if own and kind
        else None,
        "primary": ("Every morning for a month",),
        "headline": "Slow mornings",
        "cta": "SHOP_NOW",
        "link": "https://sundayglow.example/serum?utm_source=ugc",
        "disclosure": "Ad",
        "markets": ("US",),
        "starts": date(2026, 12, 1),
        "ends": date(2026, 12, 31),
        "valid_until": date(2027, 5, 1),
        "beneficiary": "Sunday Glow",
        "payer": "Sunday Glow",
        "grants": ("g-0001",),
    }
    return PlannedAd.model_validate(told | more)


def packed(platform: AdPlatform, way: AdWay, **more: Any) -> PackedAd:
    made = packer(platform).pack(sample(platform, way, **more), AdSettings())
    assert isinstance(made, PackedAd), made
    return made


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from texts(value)


@pytest.mark.parametrize(("platform", "way"), CASES)
def test_every_body_fits_its_schema_and_nothing_starts_by_itself(platform: AdPlatform, way: AdWay) -> None:
    made = packed(platform, way)
    assert made.requests or made.by_hand, "an ad that nobody is told how to make"
    assert len({request.step for request in made.requests}) == len(made.requests)
    for request in made.requests:
        schema = json.loads((SCHEMAS / f"{request.schema_id}.schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert not list(Draft202012Validator(schema).iter_errors(request.body)), request.step
        assert request.docs.startswith("https://")
    for key in ("status", "operation_status"):
        for request in made.requests:
            for said in [v for k, v in _walk(request.body) if k == key]:
                assert not ENABLED.search(str(said)), f"{request.step}: {key} is {said}"


@pytest.mark.parametrize(("platform", "way"), CASES)
def test_every_blank_is_listed_or_given_by_an_earlier_step(platform: AdPlatform, way: AdWay) -> None:
    made = packed(platform, way)
    known = {blank.name for blank in made.placeholders}
    given = set[str]()
    for request in made.requests:
        for text in texts([request.body, request.url]):
            for name in re.findall(r"\{\{([^{}]+)\}\}", text):
                where = given if name.startswith("step:") else known
                assert name in where, f"{request.step} leaves {name} blank, and nothing fills it"
        given |= {f"step:{request.step}.{name}" for name in request.gives}
    assert {blank.name for blank in made.placeholders if blank.secret} <= {
        "code:a-0001",
        "code:a-0001.original",
    }
    assert all(blank.meaning.endswith(".") for blank in made.placeholders)


@pytest.mark.parametrize(("platform", "way"), CASES)
def test_the_last_day_is_told(platform: AdPlatform, way: AdWay) -> None:
    assert "2026-12-31" in " ".join(texts(packed(platform, way).model_dump(mode="json", exclude={"ad"})))


@pytest.mark.parametrize(("platform", "way"), CASES)
def test_hostile_words_stay_data(platform: AdPlatform, way: AdWay) -> None:
    hostile = 'x"}],"status":"ACTIVE","y":[{\u202e{code:a-0009} '
    made = packer(platform).pack(sample(platform, way, primary=(hostile,), headline='"x}"'), AdSettings())
    if isinstance(made, AdFault):
        assert made.code in ("text", "text_too_long"), made
        return  # it says so in words, which is as good
    for request in made.requests:
        whole = json.loads(json.dumps(request.body))
        assert all(value != "ACTIVE" for key, value in _walk(whole) if key == "status")
        assert not any("code:a-0009" in blank.name for blank in made.placeholders)


@pytest.mark.parametrize(("platform", "way"), CASES)
@pytest.mark.parametrize("field", ["headline", "description", "link", "credit_line", "beneficiary"])
def test_words_that_bring_a_blank_along_are_refused(platform: AdPlatform, way: AdWay, field: str) -> None:
    """Whoever fills blanks in would fill that one in too, and publish the code."""
    made = packer(platform).pack(sample(platform, way, **{field: "{{code:a-0009}}"}), AdSettings())
    assert isinstance(made, AdFault)
    assert made.code == "braces"


@pytest.mark.parametrize("platform", AD_PLATFORMS)
def test_every_schema_names_its_sources_and_when_they_were_read(platform: AdPlatform) -> None:
    for path in sorted((SCHEMAS / platform).glob("*.schema.json")):
        schema = json.loads(path.read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        assert "https://" in schema["$comment"], path.name
        assert re.search(r"20\d\d-\d\d-\d\d", schema["$comment"]), path.name


@pytest.mark.parametrize("platform", AD_PLATFORMS)
def test_a_packer_asks_nobody(platform: AdPlatform) -> None:
    """Neither the clock, nor files, nor the network: its imports say so."""
    folder = Path(inspect.getfile(inspect.getmodule(packer)))  # type: ignore[arg-type]
    for path in sorted(folder.parent.glob(f"{platform}*.py")):
        names = {
            name.name.split(".")[0] if isinstance(node, ast.Import) else (node.module or "").split(".")[0]
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in node.names
        }
        assert names <= {
            "ugc",
            "collections",
            "re",
            "typing",
            "datetime",
            "functools",
            "itertools",
            "urllib",
            "unicodedata",
            "pathlib",
            "math",
            "tomllib",
            "json",
        }, path.name


def _walk(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from _walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from _walk(value)
