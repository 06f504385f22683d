"""The tables of placements and formats, and the rules a file must keep."""

from pathlib import Path

import pytest

from ugc.errors import UsageError
from ugc.formats import check, load, row_digest
from ugc.model.formats import Probe

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


@pytest.mark.parametrize("zone", TABLES.zones.values(), ids=lambda zone: zone.id)
def test_every_safe_zone_leaves_something_and_says_its_source(zone) -> None:
    assert zone.source.startswith("https://")
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


GOOD = Probe(kind="image", type="jpg", size=900_000, width=1080, height=1920)
STORIES = TABLES.placements["meta.instagram_stories.image"]
CHECKS = [
    ({}, {"below_recommended": "note"}),
    ({"width": 1440, "height": 2560}, {}),
    ({"type": "webp"}, {"type_not_accepted": "error", "below_recommended": "note"}),
    ({"frames": 9}, {"animated": "error", "below_recommended": "note"}),
    ({"size": 30_000_001}, {"too_many_bytes": "error", "below_recommended": "note"}),
    ({"width": 1080, "height": 1350}, {"ratio_off": "warning"}),  # within the range: padded, not refused
    ({"width": 1080, "height": 2400}, {"ratio_off": "error"}),
    ({"width": 450, "height": 800}, {"too_small": "error"}),
]


@pytest.mark.parametrize(("probe", "expected"), CHECKS)
def test_rules(probe: dict[str, object], expected: dict[str, str]) -> None:
    found = check(GOOD.model_copy(update=probe), STORIES)
    assert {problem.code: problem.severity for problem in found} == expected
    for problem in found:
        assert problem.source.startswith("https://")
        assert problem.measured
        assert problem.required
        assert problem.fix
