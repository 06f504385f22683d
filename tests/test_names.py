"""What people type for a post: links in any form, and the ids that stand in the names of files."""

from pathlib import Path

import pytest
from conftest import Shop, collected
from test_catalog import NOW, catalog, found, made, media, path, save  # noqa: F401  two are fixtures

from ugc import identity
from ugc.catalog import Catalog
from ugc.errors import UsageError

CODE, ITEM, VIDEO = "BqvsDleB3lV", "7449708266168274208", "dQw4w9WgXcQ"

LINKS = [
    ("ig:BqvsDleB3lV", f"https://www.instagram.com/reel/{CODE}/"),
    ("ig:BqvsDleB3lV", f"https://instagram.com/reels/{CODE}"),
    ("ig:BqvsDleB3lV", f"http://m.instagram.com/tv/{CODE}/?igsh=MzRlODBiNWFlZA=="),
    (
        "ig:BqvsDleB3lV",
        f"https://www.instagram.com/ana.runs/p/{CODE}/?img_index=2&utm_source=ig_web_copy_link",
    ),
    ("ig:BqvsDleB3lV", f"instagram.com/p/{CODE}/embed/captioned/"),
    ("ig:BqvsDleB3lV", f"https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Freel%2F{CODE}%2F&e=x"),
    (f"tt:{ITEM}", f"https://m.tiktok.com/v/{ITEM}.html"),
    (f"tt:{ITEM}", f"https://www.tiktok.com/@somebody.else/video/{ITEM}?is_from_webapp=1&sender_device=pc"),
    (f"tt:{ITEM}", f"tiktok.com/@/photo/{ITEM}"),
    (f"yt:{VIDEO}", f"https://youtu.be/{VIDEO}?si=abc"),
    (f"yt:{VIDEO}", f"https://youtube.com/shorts/{VIDEO}?feature=share"),
    (f"yt:{VIDEO}", f"https://m.youtube.com/watch?list=x&v={VIDEO}&t=4s"),
]


@pytest.mark.parametrize(("id", "typed"), LINKS, ids=[row[1] for row in LINKS])
def test_a_link_in_any_form_leads_to_the_post(catalog: Catalog, id: str, typed: str) -> None:  # noqa: F811
    save(catalog, found(f"ig:{CODE}", permalink=f"https://www.instagram.com/p/{CODE}/"))
    save(
        catalog, found(f"tt:{ITEM}", platform="tiktok", permalink=f"https://www.tiktok.com/@bo/video/{ITEM}")
    )
    save(
        catalog,
        found(f"yt:{VIDEO}", platform="youtube", permalink=f"https://www.youtube.com/watch?v={VIDEO}"),
    )
    assert catalog.resolve(typed) == id
    assert catalog.find(typed, today=NOW.date())[0] == [id]


@pytest.mark.parametrize("typed", [f"instagram.com/p/{CODE}", f"https://www.instagram.com/tv/{CODE}/?igsh=1"])
def test_a_post_that_is_known_by_a_link_alone_is_found_by_its_other_forms(
    catalog: Catalog,  # noqa: F811
    typed: str,
) -> None:
    saved = save(catalog, found(permalink=f"https://www.instagram.com/reel/{CODE}/"))
    assert saved.post.startswith("url:")
    assert catalog.resolve(typed) == saved.post


def test_a_link_that_only_its_platform_can_read_says_so(catalog: Catalog) -> None:  # noqa: F811
    save(catalog, found(f"tt:{ITEM}", platform="tiktok"))
    with pytest.raises(UsageError, match="No post is known") as caught:
        catalog.resolve("https://vm.tiktok.com/ZMabc/")
    assert "Open it and give the address that it leads to" in (caught.value.hint or "")


# --- creatives -----------------------------------------------------------------------------------------------------

VARIANT, CONCEPT = "3489d736f8" + "1" * 54, "c0aa51d7" + "2" * 56
NAME = "ana_BqvsDleB3lV_story_credit_cc0aa51d7_v3489d736f8.jpg"

TYPED = [
    "v3489d736f8",
    "3489d736f8",
    "V3489D736F8",
    "3489d7",
    VARIANT,
    f"v{VARIANT}",
    "cc0aa51d7",
    "c0aa51d7",
    "c0aa51",
    CONCEPT,
    f"c{CONCEPT}",
    "cc0aa51d7_v3489d736f8",
    NAME,
    f"out/creatives/{NAME}",
    f"C:\\Users\\Mo\\{NAME}",
    f"{NAME}.rights.json",
    NAME.replace(".jpg", " (1).jpg"),
    NAME.replace(".jpg", "-Kopie.webp"),
    NAME.upper(),
    NAME.replace("3489d736f8", "0000000000"),  # of the same creative to a marketer, made before
]


@pytest.mark.parametrize("typed", TYPED)
def test_ids_of_a_file_name_lead_to_the_post(catalog: Catalog, typed: str) -> None:  # noqa: F811
    for name in ("ig:A", "ig:B"):
        save(catalog, found(name))
    catalog.record_creatives(
        [
            made("out/1.jpg", "ig:B", variant=VARIANT, concept=CONCEPT),
            made("out/2.jpg", "ig:B", variant="77" * 32, concept=CONCEPT, format="feed"),
            made("out/3.jpg", "ig:A"),
        ]
    )
    assert catalog.resolve(typed) == "ig:B"
    catalog.care.sweep("out/1.jpg", to="out/swept/1.jpg", sidecar="x", at=NOW, reasons=["revoked"])
    assert catalog.resolve(typed) == "ig:B", "for ever"


def test_a_short_id_that_could_mean_several_lists_them(catalog: Catalog) -> None:  # noqa: F811
    for name in ("ig:A", "ig:B", "ig:C"):
        save(catalog, found(name))
    save(catalog, found("ig:D"), media("abcdef12" * 8))
    catalog.record_creatives(
        [
            made("out/1.jpg", "ig:A", variant="abcdef01" + "0" * 56, concept="11" * 32),
            made("out/2.jpg", "ig:B", variant="99" * 32, concept="abcdef02" + "0" * 56),
            made("out/3.jpg", "ig:C", variant="cabcdef3" + "0" * 56, concept="33" * 32),
        ]
    )
    for typed, words in (
        ("abcdef", "vabcdef0100 (ig:A), cabcdef02 (ig:B)"),
        ("cabcdef", "cabcdef02 (ig:B), vcabcdef300 (ig:C)"),
    ):
        with pytest.raises(UsageError) as caught:
            catalog.resolve(typed)
        assert caught.value.message == f"{typed!r} could be any of 2: {words}."
        assert caught.value.hint == "Type more of the id."
    assert catalog.resolve("vabcdef") == "ig:A"
    assert catalog.resolve("abcdef12") == "ig:D", "by its file's hash"
    catalog.record_creatives([made("out/4.jpg", "ig:A", variant="abcdef12" + "7" * 56, concept="44" * 32)])
    with pytest.raises(UsageError, match=r"any of 2: ig:D, vabcdef1277 \(ig:A\)\."):
        catalog.resolve("abcdef12")


def test_a_creative_of_several_posts_leads_to_all_of_them(catalog: Catalog) -> None:  # noqa: F811
    for name in ("ig:A", "ig:B"):
        save(catalog, found(name))
    catalog.record_creatives([made("out/1.jpg", "ig:B", "ig:A", variant=VARIANT, concept=CONCEPT)])
    with pytest.raises(UsageError, match="'v3489d736f8' is a creative of ig:B and ig:A") as caught:
        catalog.resolve("v3489d736f8")
    assert caught.value.hint == "Name one of these posts."
    assert catalog.find("id:v3489d736f8", today=NOW.date())[0] == ["ig:A", "ig:B"]
    assert catalog.find("-id:v3489d736f8", today=NOW.date())[0] == []


@pytest.mark.parametrize(
    "typed",
    [
        "3489d",  # too short to say anything
        "v3489d736f9",
        f"{VARIANT}0",
        "x_c99999999_v0000000000.jpg",
        "x_c99999999_v3489d736f8.jpg",  # two ids that do not belong together
        "x_cc0aa51d7_v3489d736f8",  # in the name of a folder
    ],
)
def test_what_is_no_id_leads_nowhere(catalog: Catalog, typed: str) -> None:  # noqa: F811
    save(catalog, found("ig:A"))
    catalog.record_creatives([made("out/1.jpg", "ig:A", variant=VARIANT, concept=CONCEPT)])
    with pytest.raises(UsageError, match="No post is known"):
        catalog.resolve(f"{typed}/other.jpg" if typed.startswith("x_cc0") else typed)


def test_the_ids_in_a_name_are_those_that_were_written() -> None:
    name = identity.with_ids("ana_story", CONCEPT, VARIANT)
    assert name == "ana_story_cc0aa51d7_v3489d736f8"
    assert identity.ids_in_name(f"{name}.jpg") == ("c0aa51d7", "3489d736f8")
    assert identity.ids_in_name(f"{name}0.jpg") is None
    assert identity.ids_in_name("_c1111111g_v0000000000.jpg") is None
    both = f"{identity.with_ids(name, '0' * 64, '1' * 64)}.jpg"
    assert identity.ids_in_name(both) == ("0" * 8, "1" * 10), "the last ones"


def test_show_takes_what_stands_in_a_folder(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    shop("render", "--format", "square", "--format", "story")
    for picture in shop.creatives:
        concept, variant = identity.ids_in_name(picture.name) or ("", "")
        known = shop("show", picture, "--json")
        post = known["case"]["post"]["id"].partition(":")[2]
        assert f"_{post}_" in picture.name
        for typed in (picture.name, f"v{variant}", variant, f"c{concept}", concept, f"{picture}.rights.json"):
            assert shop("show", typed, "--json") == known


# --- conventions of a workspace --------------------------------------------------------------------------------------

DECK = """
campaign = "Spring 26"
[en]
headlines = ["Two weeks in", "It never felt greasy"]
"""
TEAMS = [
    (
        "{{ date }}_{{ creator }}_{{ angle }}_{{ ratio }}",
        "2018-11-29_ana_spring-h2_9x16_en",
        "ad teams' usual one",
    ),
    (
        "{{ creator }}_{{ copy }}_{{ orientation }}",
        "ana_spring_vertical_en_h2",
        "what it leaves out is added",
    ),
    ("{{ campaign }}_{{ language }}_{{ headline }}", "Spring-26_en_h2", "what it says is not said again"),
    ("{{ axes }}_{{ market }}", "en_h2_US", "all axes at once"),
    (
        "{{ creator.name }}_{{ post }}_{{ platform }}_{{ axes }}",
        "Ana_BqvsDleB3lV_Instagram_en_h2",
        "post and creator",
    ),
    ("{{ cta }}_{{ creator }}", "ana_en_h2", "what there is nothing of is left out"),
    ("{{ 'long' * 60 }}", "long" * 28 + "lo_en_h2", "a long name keeps its axes"),
    ("{% if cta %}x{% else %}none{% endif %}", "none_en_h2", "what there is nothing of is false"),
    ("ad", "ad_en_h2", "no value at all"),
]


def convention(shop: Shop, said: str) -> None:
    settings = shop.root / "ugc.toml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("creative = ")]
    lines.insert(
        lines.index(next(line for line in lines if line.startswith("[naming]"))) + 1, f"creative = {said!r}"
    )
    settings.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize(("said", "expected", "why"), TEAMS, ids=[row[2] for row in TEAMS])
def test_conventions_of_ad_teams(shop: Shop, said: str, expected: str, why: str) -> None:
    shop.grant()
    (shop.root / "copy").mkdir()
    (shop.root / "copy" / "spring.toml").write_text(DECK, "utf-8")
    convention(shop, said.replace("'", '"'))
    told = shop(*"render --format story --copy spring --ab --dry-run --json".split())
    names = [Path(line["file"]).name for line in told["creatives"]]
    assert len(set(names)) == 2, "two of a matrix never share a name: the ids see to it"
    assert all(identity.ids_in_name(name) for name in names)
    second = next(Path(line["file"]).name for line in told["creatives"] if line["axes"]["headline"] == "h2")
    assert second.partition(f"_c{identity.ids_in_name(second)[0]}")[0] == expected


RATIOS = [
    ("story", "9x16_vertical"),
    ("feed", "4x5_vertical"),
    ("square", "1x1_square"),
    ("link", "1.91x1_horizontal"),
]


@pytest.mark.parametrize(("format", "expected"), RATIOS)
def test_shapes_in_names(shop: Shop, format: str, expected: str) -> None:
    shop.grant()
    convention(shop, "{{ ratio }}_{{ orientation }}")
    told = shop("render", "--format", format, "--proof", "--dry-run", "--json")
    assert Path(told["creatives"][0]["file"]).name.startswith(f"PROOF-{expected}_c")


def test_without_a_campaign_its_parts_are_left_out(shop: Shop) -> None:
    shop.grant()
    convention(shop, "{{ creator }}_{{ campaign }}_{{ angle }}_{{ headline }}_{{ market }}_{{ language }}")
    told = shop(*"render --format story --dry-run --json".split())
    assert Path(told["creatives"][0]["file"]).name.startswith("ana_US_en_c")


def test_two_of_a_matrix_that_would_get_one_name_are_both_there(shop: Shop) -> None:
    """Two alternatives that a convention calls alike stand side by side: no file is lost."""
    shop.grant()
    (shop.root / "copy.toml").write_text(DECK, "utf-8")
    convention(shop, "{{ creator[:0] ~ 'ad' }}{{ axes[:0] }}".replace("'", '"'))
    told = shop(*"render --format square --copy copy --ab --json".split())
    stems = {picture.name.partition("_c")[0] for picture in shop.creatives}
    assert stems == {"ad"}
    assert len(shop.creatives) == len(told["creatives"]) == 2


@pytest.mark.parametrize("said", ["{{ creater }}", "{{ creator", "{{ creator.nmae }}"])
def test_a_wrong_convention_is_told_by_its_setting(shop: Shop, said: str) -> None:
    shop.grant()
    convention(shop, said)
    error = shop(*"render --format story --dry-run --json".split(), code=2)["error"]
    assert "naming.creative" in error["message"]
