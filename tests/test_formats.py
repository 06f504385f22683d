"""The tables of placements and formats, and the rules a file must keep."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ugc.errors import UsageError
from ugc.formats import load, row_digest

TABLES = load()
PLACEMENTS = sorted(TABLES.placements.values(), key=lambda placement: placement.id)


@pytest.mark.parametrize("placement", PLACEMENTS, ids=lambda placement: placement.id)
def test_every_placement_says_where_its_figures_are_from(placement) -> None:
    assert placement.source.startswith("https://")
    assert placement.checked
    assert placement.ratios
    assert placement.purposes
    assert placement.identities
    for shape in placement.ratios:
        width, height = shape.recommended
        assert width / height == pytest.approx(shape.value, rel=0.01), shape.name
    if placement.medium == "video":
        assert placement.video in TABLES.profiles
    else:
        assert placement.types
    assert placement.text, "every placement shows some text"


# The survey of November 2026: 43 placements, 16 safe zones, 10 video profiles. More may be added; none may go.
SURVEYED_PLACEMENTS = """
    google.demand_gen.carousel google.demand_gen.image google.demand_gen.video
    google.youtube_in_feed.video google.youtube_in_stream_skippable.video
    google.youtube_shorts.video linkedin.carousel.image linkedin.single.image linkedin.video.video
    meta.facebook_feed.carousel meta.facebook_feed.image meta.facebook_feed.video
    meta.facebook_reels.image meta.facebook_reels.video meta.facebook_stories.image
    meta.facebook_stories.video meta.instagram_feed.carousel meta.instagram_feed.image
    meta.instagram_feed.video meta.instagram_reels.image meta.instagram_reels.video
    meta.instagram_stories.carousel meta.instagram_stories.image meta.instagram_stories.video
    pinterest.carousel.image pinterest.max_width.video pinterest.standard.image
    pinterest.standard.video reddit.carousel.image reddit.feed.image reddit.feed.video
    snapchat.single.image snapchat.single.video snapchat.story_tile.image tiktok.ad_network.image
    tiktok.carousel.image tiktok.in_feed_auction.video tiktok.in_feed_reservation.video
    tiktok.spark.video tiktok.topview.video x.carousel.mixed x.timeline.image x.timeline.video
""".split()
SURVEYED_ZONES = """
    linkedin_vertical meta_916 meta_916_disclaimer meta_feed meta_story_legacy pinterest_916
    snapchat_916 snapchat_story_tile tiktok_carousel tiktok_infeed tiktok_infeed_anchor
    universal_916 x_card x_vertical youtube_horizontal youtube_vertical
""".split()
SURVEYED_PROFILES = """
    linkedin meta pinterest reddit snapchat tiktok_auction tiktok_reservation ugc_default x youtube
""".split()


def test_nothing_of_the_survey_is_missing() -> None:
    for surveyed, known in (
        (SURVEYED_PLACEMENTS, TABLES.placements),
        (SURVEYED_ZONES, TABLES.zones),
        (SURVEYED_PROFILES, TABLES.profiles),
    ):
        assert set(surveyed) - set(known) == set()


@pytest.mark.parametrize(
    "row",
    [*TABLES.placements.values(), *TABLES.zones.values(), *TABLES.profiles.values()],
    ids=lambda row: row.id,
)
def test_every_row_says_its_source_and_when_it_was_read(row) -> None:
    assert row.source.strip()
    if row.confidence == "official":
        assert row.source.startswith("https://")
    latest = max(date(2026, 11, 22), datetime.now(UTC).date())
    assert row.checked == "unstated" or row.checked <= latest
    assert row.confidence in ("official", "secondary", "derived")


@pytest.mark.parametrize("zone", TABLES.zones.values(), ids=lambda zone: zone.id)
def test_every_safe_zone_leaves_something(zone) -> None:
    assert zone.top + zone.bottom < 1
    assert zone.left + zone.right < 1


def test_storys_safe_zone_in_pixels() -> None:
    """Meta's 14, 35 and 6 percent of 1080x1920, worked out by hand."""
    story = TABLES.format("story")
    edges = (story.safe.x0 * 1080, story.safe.y0 * 1920, story.safe.x1 * 1080, story.safe.y1 * 1920)
    assert [round(edge) for edge in edges] == [65, 269, 1015, 1248]
    assert [placement.channel for placement in story.placements] == ["instagram", "facebook"]
    assert "call-to-action" in " ".join(part.by for part in story.covered)


def test_feed_takes_the_intersection_of_a_zone_and_none() -> None:
    feed = TABLES.format("feed")
    assert (feed.pixels, feed.large) == ((1080, 1350), (1440, 1800))
    assert (feed.safe.x0, feed.safe.y0, feed.safe.x1, feed.safe.y1) == pytest.approx((0.06, 0.05, 0.94, 0.9))


# Worked out by hand from the platforms' figures: left, top, right, bottom in pixels of the canvas.
ZONES = [
    ("story", "image", (65, 269, 1015, 1248)),
    ("reel", "video", (65, 269, 1015, 1248)),
    ("master", "image", (65, 273, 1015, 1191)),
    ("feed", "image", (65, 68, 1015, 1215)),
    ("square", "image", (65, 54, 1015, 972)),
    ("tiktok", "video", (120, 240, 960, 1260)),
    ("tiktok", "image", (120, 240, 960, 1200)),
    ("short", "video", (48, 288, 888, 1248)),
    ("snap", "image", (65, 192, 1015, 1248)),
    ("universal", "video", (120, 288, 888, 1248)),
    ("pin", "image", (60, 75, 940, 1300)),
]


@pytest.mark.parametrize(("name", "medium", "edges"), ZONES)
def test_safe_zones_in_pixels(name: str, medium, edges: tuple[int, ...]) -> None:
    chosen = TABLES.format(name, medium)
    width, height = chosen.pixels
    box = chosen.safe
    found = [round(edge) for edge in (box.x0 * width, box.y0 * height, box.x1 * width, box.y1 * height)]
    assert tuple(found) == edges


def test_the_universal_zone_is_what_was_worked_out_apart_from_the_tables() -> None:
    row, universal = TABLES.zones["universal_916"], TABLES.format("universal", "video")
    box = universal.safe
    assert (box.y0, 1 - box.y1, box.x0, 1 - box.x1) == pytest.approx(
        (row.top, row.bottom, row.left, row.right), abs=1e-4
    )
    names = {notch.by for notch in universal.notches}
    assert any("avatar" in name for name in names)
    assert any("Spotlight" in name for name in names)
    assert {place.platform for place in universal.placements} == {"meta", "tiktok", "google", "snapchat"}


def test_a_vertical_master_crops_to_feed_and_square() -> None:
    """4:5 from y 84 and 1:1 from y 219; composed inside y 273..1191 everything lies inside both of their zones."""
    master = TABLES.format("master")
    tops = {crop.format: crop.box.y0 * 1920 for crop in master.crops}
    assert tops == pytest.approx({"feed": 84, "square": 219})
    for crop in master.crops:
        assert crop.safe.y0 <= master.safe.y0 + 1e-9
        assert crop.safe.y1 >= master.safe.y1 - 1e-9
        assert crop.box.height * 1920 == pytest.approx(1350 if crop.format == "feed" else 1080)
    story = TABLES.format("story")
    assert [crop.format for crop in story.crops] == ["feed", "square"]
    assert story.safe.y1 * 1920 == pytest.approx(1248), "a story is not narrowed for its crops"


@pytest.mark.parametrize("name", TABLES.names)
def test_every_format_takes_something_and_leaves_room(name: str) -> None:
    media = TABLES.media(name)
    assert media
    for medium in media:
        chosen = TABLES.format(name, medium)
        assert chosen.types
        assert chosen.pixels[0] / chosen.pixels[1] == pytest.approx(
            float(chosen.ratio.split(":")[0]) / float(chosen.ratio.split(":")[1]), rel=0.01
        )
        assert chosen.safe.width > 0.5
        assert chosen.safe.height > 0.4


@pytest.mark.parametrize("spot", TABLES.spots)
def test_every_placement_is_a_format_of_its_own(spot: str) -> None:
    for medium in TABLES.media(spot):
        chosen = TABLES.format(spot, medium)
        assert [place.spot for place in chosen.placements] == [spot]


def test_a_carousel_takes_pictures_where_the_feed_has_no_row_for_them() -> None:
    assert [place.id for place in TABLES.format("tiktok").placements] == ["tiktok.carousel.image"]
    assert TABLES.media("tiktok.ad_network") == ("image",)
    with pytest.raises(UsageError, match="takes no videos"):
        TABLES.format("link", "video")


@pytest.mark.parametrize(
    "name", ["instagram_stories", "meta.instagram_stories", "meta.instagram_stories.image"]
)
def test_a_placement_is_a_format_too(name: str) -> None:
    alone = TABLES.format(name)
    assert [placement.id for placement in alone.placements] == ["meta.instagram_stories.image"]
    assert (alone.pixels, alone.large) == ((1080, 1920), (1440, 2560))


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        TABLES.format("storry")
    assert "'story'" in (caught.value.hint or "")


ROW = """
[[placement]]
id = "meta.instagram_stories.image"
name = "Instagram Stories"
platform = "meta"
medium = "image"
channel = "instagram"
purposes = ["paid_social"]
identities = ["brand_handle"]
ratios = [{ name = "9:16", recommended = [1440, 2560], safe_zone = "tight" }]
types = ["jpg"]
source = "https://brand.example/house-rules"
checked = 2026-11-01
confidence = "derived"

[[safe_zone]]
id = "tight"
top = 0.2
bottom = 0.4
left = 0.1
right = 0.1
source = "https://brand.example/house-rules"
checked = 2026-11-01
confidence = "derived"
"""


def test_a_workspace_may_override_a_row(tmp_path: Path) -> None:
    (tmp_path / "formats.toml").write_text(ROW, "utf-8")
    story = load([tmp_path / "formats.toml"]).format("story")
    assert story.safe.y0 == 0.2
    assert row_digest(story) != row_digest(TABLES.format("story"))
    assert row_digest(load().format("story")) == row_digest(TABLES.format("story"))


BROKEN = [
    (ROW.replace('types = ["jpg"]', 'types = ["jpg"]\nvideo = "metaa"'), "metaa"),
    (
        "[[format]]\nid='x'\nname='X'\nratio='9:16'\npixels=[9,16]\n"
        "placements=['meta.facebook_stories']\ncrops=['fed']",
        "fed",
    ),
    ("[format]\nid='x'", "two brackets"),
    (ROW.replace("top = 0.2", "topp = 0.2"), "topp"),
    (ROW.replace('safe_zone = "tight"', 'safe_zone = "tigth"'), "tigth"),
    (ROW.replace("[[safe_zone]]", "[[safezone]]"), "safezone"),
    (
        "[[format]]\nid='x'\nname='X'\nratio='9:16'\npixels=[9,16]\nplacements=['meta.nowhere']",
        "meta.nowhere",
    ),
    ("not toml", "could not be read"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_table_names_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "formats.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=words):
        load([path])
