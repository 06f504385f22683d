"""What of ours an ad shows: found by what nobody can rename first, by names last, and never guessed."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import GRANT, NOON, collected, photo
from processes import ran, workspace

from ugc.identity import with_ids
from ugc.model.auditing import JoinedRow
from ugc.model.delivery import AdRow
from ugc.workspace import Workspace
from ugc.workspace.advertising.joining import join

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
PERMALINK = "https://www.instagram.com/ana/reel/BqvsDleB3lV/?igsh=abc"
GRAPH_ID, TOLD_ID = "17895695668004550", "120210000000000777"


class Made(NamedTuple):
    """A workspace with two posts, three creatives and a use."""

    here: Workspace
    stories: dict[str, dict[str, Any]]
    """Post to the row of its story's manifest."""
    feed: dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("joining")
    root = workspace(folder / "glow", None)
    ran(root, "import", collected(folder / "collected", posts=2))
    for post in (POST, OTHER):
        ran(root, *(part.format(post=post) for part in GRANT))
    ran(root, "render", "--format", "story", "--format", "feed")
    code = "--kind meta_ad_code --code AB12CD34 --until 2026-12-31".split()
    ran(
        root,
        "rights",
        "authorize",
        OTHER,
        *code,
        "--native",
        f"ig_media_id={GRAPH_ID}",
        "--native",
        "page_id=77",
    )
    use = "--channel instagram --from 2026-11-10 --ad-name Launch --by Mo".split()
    ran(root, "rights", "use", OTHER, "--identity", "both", *use, "--ad-id", TOLD_ID, code=4)
    rows = json.loads((root / "out/creatives/manifest.json").read_text("utf-8"))["creatives"]
    stories = {row["posts"][0]: row for row in rows if row["format"] == "story"}
    feed = next(row for row in rows if row["format"] == "feed" and row["posts"] == [POST])
    with Workspace.open(root) as here:
        yield Made(here, stories, feed)


def row(**told: Any) -> AdRow:
    return AdRow(file="ads.csv", row=2, **({"platform": "meta"} | told))


def joined(made: Made, *rows: AdRow, **more: Any) -> list[JoinedRow]:
    return list(join(made.here, rows, **more))


def one(made: Made, **told: Any) -> JoinedRow:
    (found,) = joined(made, row(**told))
    return found


def ids(creative: dict[str, Any]) -> str:
    return with_ids("", creative["concept"], creative["variant"]).lstrip("_")


# --- what nobody can rename --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "by", "post", "reason"),
    [
        ({"ad_id": TOLD_ID}, "ad_id", OTHER, "its number stands on a use"),
        ({"links": (PERMALINK,)}, "link", POST, "another form of the address, with a tracking parameter"),
        ({"links": ("instagram.com/p/BqvsDleB3lV",)}, "link", POST, "an address without https"),
        ({"native_ids": (GRAPH_ID,)}, "native_id", OTHER, "the Graph API's id, which a permission recorded"),
        (
            {"native_ids": ("1922949326347663701_178414",)},
            "native_id",
            POST,
            "the media number of the shortcode",
        ),
        ({"native_ids": ("BqvsDleB3lV",)}, "native_id", POST, "the shortcode itself"),
        ({"native_ids": (POST,)}, "native_id", POST, "as we write it"),
        ({"native_ids": ("77",)}, None, None, "the number of a page is no post's"),
        (
            {"native_ids": ("17895695668004551",)},
            None,
            None,
            "a Graph id that nobody recorded is not decoded",
        ),
        (
            {"native_ids": ("1922949326347663701",), "platform": "tiktok"},
            None,
            None,
            "no TikTok item of ours",
        ),
        ({"links": ("https://www.instagram.com/p/Unknown1234/",)}, None, None, "somebody else's post"),
        (
            {
                "links": ("javascript:alert(1)", "https://[", "\ud800"),
            },
            None,
            None,
            "what is no address",
        ),
    ],
)
def test_numbers_and_addresses(made: Made, told: dict[str, Any], by: str, post: str, reason: str) -> None:
    found = one(made, **told).match
    assert (found.by if found else None, found.posts if found else None) == (by, (post,) if post else None), (
        reason
    )
    assert found is None or (found.certain and found.variant is None)


def test_a_use_says_in_whose_name_and_what_for(made: Made) -> None:
    found = one(made, ad_id=TOLD_ID).match
    assert found and (found.use, found.purpose, found.identity) == ("u-0001", "paid_social", "both")


def test_the_bytes_of_files(made: Made) -> None:
    story = made.stories[POST]
    path = made.here.root / "out" / "creatives" / story["file"]
    media = made.here.catalog.post(OTHER).media[0].sha256
    cases = {
        story["sha256"]: (story["variant"], POST),
        story["sha256"].upper(): (story["variant"], POST),
        hashlib.md5(path.read_bytes()).hexdigest(): (story["variant"], POST),
        media: (None, OTHER),
        "0" * 64: None,
        "0" * 32: None,
    }
    for digits, expected in cases.items():
        found = one(made, hashes=(digits,)).match
        assert (found and (found.variant, *found.posts)) == expected, digits
        assert found is None or (found.by, found.certain) == ("hash", True)


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "known", "reason"),
    [
        ("{ids}", True, "nothing else"),
        ("ana_glow_{ids}", True, "as a creative is called"),
        ("ana_glow_{ids} - Copy", True, "as Ads Manager calls a copy"),
        ("ana_glow_{ids} – Kopie 2", True, "in German"),
        ("ana_glow_{ids}_v2", True, "a version after it"),
        ("ana_glow_{ids}.jpg", True, "an extension"),
        ("US/Spring/{ids}/Reels", True, "slashes, as people put into ad names"),
        ("Spring {ids} | broad", True, "in the middle, after a space"),
        ("{IDS}", True, "in capitals"),
        ("ana_{ids}f", False, "a digit more is another id"),
        ("ana_c{concept} v{variant}", True, "an underscore made a space"),
        ("ana_c{concept}_v0123456789", False, "a variant that is none of that concept's"),
        ("ana_c01234567_v{variant}", False, "ids of two creatives"),
        ("ana_c01234567_v0123456789", False, "another brand's creative"),
        ("c0123456", False, "too short"),
        ("{ids} and {other}", False, "two creatives: neither counts"),
        ("{ids} and {ids}", True, "the same twice"),
    ],
)
def test_short_ids_in_names(made: Made, name: str, known: bool, reason: str) -> None:
    story = made.stories[POST]
    filled = name.format(
        ids=ids(story),
        IDS=ids(story).upper(),
        concept=story["concept"][:8],
        variant=story["variant"][:10],
        other=ids(made.stories[OTHER]),
    )
    for by, told in (("ad_name", {"ad_name": filled}), ("file_name", {"file_names": (filled,)})):
        found = one(made, **told)
        assert bool(found.match and found.match.variant) == known, reason
        if found.match and known:
            assert (found.match.by, found.match.certain, found.match.variant) == (by, False, story["variant"])
            assert found.match.path == f"out/creatives/{story['file']}"


def test_ids_that_do_not_fit_are_said(made: Made) -> None:
    story, other = made.stories[POST], made.stories[OTHER]
    mixed = f"x_c{other['concept'][:8]}_v{story['variant'][:10]}"
    found = one(made, ad_name=mixed)
    assert found.match is None and "are not of one creative" in found.notes[0]
    unknown = one(made, ad_name="x_c01234567_v0123456789")
    assert unknown.match is None and "none with these ids is known here" in unknown.notes[0]
    gone = one(made, ad_name=f"x_c{story['concept'][:8]}_v0123456789").match
    assert (
        gone
        and (gone.variant, gone.posts) == (None, (POST,))
        and "that creative of it is not" in (gone.note or "")
    )


def test_a_name_that_was_cut(made: Made) -> None:
    story, feed = made.stories[POST], made.feed
    assert story["concept"] == feed["concept"]
    begun = one(made, ad_name=f"ana_c{story['concept'][:8]}_v{story['variant'][:6]}…").match
    assert begun and begun.variant == story["variant"] and "only one creative begins so" in (begun.note or "")
    either = one(made, ad_name=f"ana_c{story['concept'][:8]}_").match
    assert either and set(either.variants) == {story["variant"], feed["variant"]}
    assert "any of 2 creatives" in (either.note or "")
    assert one(made, ad_name=f"ana_c{story['concept'][:7]}").match is None


def test_the_surest_wins_and_a_wrong_name_is_said(made: Made) -> None:
    name = ids(made.stories[POST])
    found = one(made, ad_name=name, native_ids=(GRAPH_ID,))
    assert found.match and (found.match.by, found.match.posts) == ("native_id", (OTHER,))
    assert f"Its name is that of a creative of {POST}" in found.notes[0]
    both = one(made, hashes=(made.stories[POST]["sha256"],), links=(PERMALINK,)).match
    assert both and both.variant == made.stories[POST]["variant"], (
        "the file says more than the post that it is of"
    )


def test_a_name_as_it_was_recorded(made: Made) -> None:
    found = one(made, ad_name=" Launch ").match
    assert found and (found.by, found.certain, found.posts, found.use) == (
        "ad_name",
        False,
        (OTHER,),
        "u-0001",
    )
    assert one(made, ad_name="launch it").match is None


def test_a_name_with_hashes_that_are_not_ours(made: Made) -> None:
    found = one(made, ad_name=ids(made.stories[POST]), hashes=("1" * 64,))
    assert found.match and not found.match.certain and "none of ours" in found.notes[0]


def test_hostile_names_find_nothing_and_break_nothing(made: Made) -> None:
    for name in (
        "=cmd|' /C calc'!A0",
        "<script>",
        "c" * 100_000,
        "c01234567_" * 5_000,
        "\ud800",
        "\x00",
        "' OR 1=1",
    ):
        assert (
            one(made, ad_name=name, ad_id=name, native_ids=(name,), links=(name,), hashes=(name,)).match
            is None
        )


# --- packages -----------------------------------------------------------------------------------------------------


@pytest.fixture
def packed(made: Made) -> Iterator[Made]:
    """With a package of two ads: one new, of a story; one of a post that runs as it is."""
    folder = made.here.root / "out" / "ads" / "meta-2026-12-01"
    story = made.stories[POST]
    file = {"variant": story["variant"], "md5": "AB" * 16, "sha256": story["sha256"]}
    new = {"name": "New ad", "way": "new", "identity": "brand_handle", "files": [file], "post": {"id": POST}}
    post = {"id": OTHER, "native_id": "17900000000000001"}
    boost = {"name": "Boost", "way": "code", "identity": "both", "files": [], "post": post}
    told = {"ads": [{"ad": new, "ad_id": 120210000000000001}, {"ad": boost}, "x", {"ad": {"files": 3}}]}
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(told), "utf-8")
    broken = folder.with_name("tiktok-2026-12-01")
    broken.mkdir()
    (broken / "package.json").write_text('{"ads": [', "utf-8")
    yield made
    shutil.rmtree(folder.parent)


def test_packages_are_read(packed: Made) -> None:
    story = packed.stories[POST]["variant"]
    cases: list[tuple[dict[str, Any], tuple[str, bool, str | None, str, str | None]]] = [
        ({"ad_id": "120210000000000001"}, ("ad_id", True, story, POST, "brand_handle")),
        ({"hashes": ("ab" * 16,)}, ("hash", True, story, POST, None)),
        ({"native_ids": ("17900000000000001",)}, ("native_id", True, None, OTHER, None)),
        ({"ad_name": "New ad"}, ("ad_name", False, story, POST, "brand_handle")),
        ({"ad_name": "Boost"}, ("ad_name", False, None, OTHER, "both")),
        (
            {"ad_name": "Boost", "links": ("https://instagram.com/p/Bqvs0000001",)},
            ("link", True, None, OTHER, "both"),
        ),
    ]
    for told, expected in cases:
        found = one(packed, **told).match
        assert found
        assert (found.by, found.certain, found.variant, *found.posts, found.identity) == expected, told


# --- pictures -----------------------------------------------------------------------------------------------------


def test_pictures_of_the_account(made: Made, tmp_path: Path) -> None:
    story = made.here.root / "out" / "creatives" / made.stories[POST]["file"]
    shutil.copyfile(story, tmp_path / "IMG_0001.jpg")
    (tmp_path / "shot.jpg").write_bytes(photo(seed=2))
    (tmp_path / "other.jpg").write_bytes(photo(seed=77))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")

    def found(name: str, **more: Any) -> JoinedRow:
        return joined(made, row(file_names=(name,), **more), pictures=tmp_path, at=NOON)[0]

    exact = found("img_0001.JPG").match
    assert exact and (exact.by, exact.certain, exact.variant) == ("hash", True, made.stories[POST]["variant"])
    assert (original := found("shot.jpg").match) and (original.by, original.posts) == ("hash", (OTHER,))
    (like,) = joined(made, row(file_names=("other.jpg",)), pictures=tmp_path, at=NOON)
    assert like.match is None and "a person must look" in like.notes[0], "too little alike to be taken for it"
    for name in ("broken.jpg", "nowhere.jpg", "../../etc/passwd"):
        assert found(name).match is None, name
    renamed = found("IMG_0001.jpg", ad_name=ids(made.stories[OTHER]))
    assert renamed.match and renamed.match.posts == (POST,), "what it shows counts, not what it is called"
    assert "Its name is that of a creative" in renamed.notes[0]
    assert found("other.jpg", ad_name=ids(made.stories[OTHER])).match, (
        "a picture that is not known says nothing"
    )


def test_rows_come_in_order_and_many_at_once(made: Made) -> None:
    name = ids(made.stories[POST])
    rows = (
        row(ad_name=name if number % 3 else f"x{number}", links=(PERMALINK,) if number % 5 == 0 else ())
        for number in range(5000)
    )
    found = list(join(made.here, rows))
    assert len(found) == 5000
    for number, each in enumerate(found):
        expected = "link" if number % 5 == 0 else "ad_name" if number % 3 else None
        assert (each.match.by if each.match else None) == expected, number
