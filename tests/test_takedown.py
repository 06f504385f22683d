"""Revoking reaches everything: found as it lies on disk, marked, taken down, and nothing lost on the way."""

import csv
import hashlib
import json
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import GRANT, NOON, Shop, collected
from galleries import ADS, GALLERY, gallery, package, plain, smaller, variant_of, written
from jsonschema import Draft202012Validator
from processes import copied, ran, workspace

from ugc import manifest

POST, OTHER = "ig:BqvsDleB3lV", "ig:Bqvs0000001"
REVOKE = ("rights", "revoke", POST, "--by", "Mo", "--why", "she asked us to stop")
say = print  # shown when a test fails
FACEBOOK = (
    "--method dm_yes --purpose paid_social --channel facebook --territory US --from 2026-11-01 --until 2027-12-31"
    " --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two posts of @ana's, both granted for Instagram and Facebook until 2027-05-01, a story of each."""
    folder = tmp_path_factory.mktemp("takedown")
    root = workspace(folder / "glow", None)
    ran(root, "import", collected(folder / "collected", posts=2))
    for post in (POST, OTHER):
        ran(root, *(part.format(post=post) for part in GRANT))
    ran(root, "render", "--format", "story")
    return root


@pytest.fixture
def made(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shop:
    """A copy of it, as the current folder, on the tests' day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp())))
    shop = Shop(copied(base, tmp_path / "glow"), capsys)
    monkeypatch.chdir(shop.root)
    return shop


def of(shop: Shop, post: str) -> Path:
    return next(path for path in shop.creatives if post[3:] in path.name)


def both(shop: Shop) -> list[Path]:
    return [of(shop, POST), of(shop, OTHER)]


def original(shop: Shop, post: str) -> Path:
    (media,) = shop("show", post, "--json")["case"]["post"]["media"]
    return shop.root / ".ugc" / "media" / media["sha256"][:2] / f"{media['sha256']}.jpg"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def row(shop: Shop, name: str) -> dict[str, Any]:
    """A row of the manifest."""
    told = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    return next(each for each in told["creatives"] if each["file"] == name)


def beside(creative: Path) -> dict[str, Any]:
    return dict(json.loads(Path(f"{creative}.rights.json").read_text("utf-8")))


def kept(shop: Shop, path: str) -> dict[str, Any]:
    """The catalog's own row, as SQLite has it."""
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        ((body,),) = database.execute("SELECT body FROM creatives WHERE path = ?", (path,)).fetchall()
    return dict(json.loads(body))


def shown(told: dict[str, Any]) -> dict[str, str]:
    """What was found in galleries and packages: file to kind."""
    return {each["file"]: each["kind"] for each in told["published"]["shown"]}


# --- what is found ------------------------------------------------------------------------------------------------


def test_everything_made_from_a_post_is_listed(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    story = of(made, POST)
    told = made(*REVOKE, "--json")
    assert [(item["grant"], item["post"], item["effective"]) for item in told["revocations"]] == [
        ("g-0001", POST, "2026-11-22")
    ]
    assert [(each["path"], each["allowed"], each["swept"]) for each in told["creatives"]] == [
        (f"out/creatives/{story.name}", False, False)
    ]
    assert {reason["code"] for reason in told["creatives"][0]["reasons"]} == {"revoked"}
    assert shown(told) == {
        f"{GALLERY}/img/0.jpg": "copy",
        f"{GALLERY}/img/0-full.webp": "copy",
        f"{GALLERY}/img/0-270.webp": "made of it",
        f"{GALLERY}/0.html": "page",
        f"{GALLERY}/index.html": "page",
        f"{GALLERY}/gallery.json": "document",
        f"{ADS}/{story.name}": "copy",
        f"{ADS}/package.json": "document",
    }
    assert {each["area"] for each in told["published"]["shown"] if each["file"].startswith("out/ads")} == {
        "ads"
    }
    (mention,) = told["published"]["mentions"]
    assert (mention["ad_name"], mention["ad_id"], mention["platform"]) == (
        "Ad 0",
        "120212345678901234",
        "meta",
    )
    assert all(each["of"] == [variant_of(story)] for each in told["published"]["shown"])


def put(to: str, *, picture: bool = False) -> Callable[[Shop], str]:
    """The post's own picture as it was posted, copied into a gallery; or the creative's bytes."""

    def do(shop: Shop) -> str:
        path = shop.root / to
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(of(shop, POST) if picture else original(shop, POST), path)
        return to

    return do


def thumb(
    document: Callable[[str, str, str], Any], *, at: str = f"{GALLERY}/data/list.json"
) -> Callable[[Shop], str]:
    """A thumbnail without a label, and a document beside it, given the variant, the sha256 and the file's name."""

    def do(shop: Shop) -> str:
        story = of(shop, POST)
        smaller(story, shop.root / GALLERY / "t.webp")
        written(shop.root / at, document(variant_of(story), sha256(story), story.name))
        return f"{GALLERY}/t.webp"

    return do


def page(html: str, *, name: str = "page.html", picture: str = "img/my pic.jpg") -> Callable[[Shop], str]:
    """A page, given the creative's variant and file name, beside a copy of the creative."""

    def do(shop: Shop) -> str:
        put(f"{GALLERY}/{picture}", picture=True)(shop)
        story = of(shop, POST)
        written(shop.root / GALLERY / name, html.format(v=variant_of(story), name=story.name))
        return f"{GALLERY}/{name}"

    return do


FOUND: list[tuple[str, Callable[[Shop], str], str | None]] = [
    # why, what is done, as what it is found
    ("the original under any name", put(f"{GALLERY}/x/1.bin"), "copy"),
    ("the original elsewhere", put("out/elsewhere/1.jpg"), None),
    ("the creative in a package", put("out/ads/a.jpg", picture=True), "copy"),
    ("a thumbnail by the variant", thumb(lambda v, s, n: [{"id": v, "src": "../t.webp"}]), "made of it"),
    ("by the sha256", thumb(lambda v, s, n: {"items": [{"sha256": s, "sizes": {"s": "../t.webp"}}]}), "made of it"),
    ("by the creative's file name", thumb(lambda v, s, n: {"of": n, "list": ["../t.webp"]}), "made of it"),
    ("by its id as the key", thumb(lambda v, s, n: {v: {"src": "../t.webp"}}), "made of it"),
    ("by its id as the key of a list", thumb(lambda v, s, n: {v: ["../t.webp"]}), "made of it"),
    ("from the root of the site", thumb(lambda v, s, n: {"id": v, "src": "/glow/t.webp?w=2#x"}), "made of it"),
    ("by its whole address", thumb(lambda v, s, n: {"id": v, "u": "https://x.example/a/glow/t.webp"}), "made of it"),
    ("with its own hash", thumb(lambda v, s, n: {"id": v, "sha256": "0" * 64, "f": "../t.webp"}), "made of it"),
    ("named outside of the object", thumb(lambda v, s, n: {"items": [{"id": v}], "f": "../t.webp"}), None),
    ("with no picture of ours", thumb(lambda v, s, n: {"id": f"0{v}", "src": "../t.webp"}), None),
    ("in something that is no JSON", thumb(lambda v, s, n: f"{{{v} ../t.webp"), None),
    ("in a page's attribute", page('<img src="img/my%20pic.jpg">'), "page"),
    ("with a space as it is", page("<img src='img/my pic.jpg'>"), "page"),
    ("in a set of sizes", page('<source srcset="img/no.jpg 1x, img/my%20pic.jpg 2x">'), "page"),
    ("as a background", page('<i style="background:url(img/my%20pic.jpg)">'), "page"),
    ("in a style sheet of the page", page("<style>a{{background:url('img/my%20pic.jpg')}}</style>"), "page"),
    ("from the root of the page's site", page('<a href="/shop/img/my%20pic.jpg">'), "page"),
    ("with its name by entities", page('<img src="img/my&#x25;20p&#105;c&period;jpg">'), "page"),
    ("broken by a line's end, which readers pass over", page('<img src="img/my%20p\nic.jpg">'), "page"),
    ("with every letter escaped", page('<img src="img/%6D%79%20%70%69%63.%6A%70%67">'), "page"),
    ("by entities", page('<img src="img&#x2F;my%20pic&period;jpg">'), "page"),
    ("by the creative's own name", page('<img src="https://cdn.example/{name}">'), "page"),
    ("by the variant alone", page('<i data-id="{v}">'), "page"),
    ("in a folder below", page('<img src="../img/my%20pic.jpg">', name="a/page.html"), "page"),
    ("of another picture", page('<img src="img/other.jpg">'), None),
    ("of a longer name", page('<img src="img/not my%20pic.jpg">'), None),
    ("in words only", page("<p>img/my pic.jpg</p>"), None),
]  # fmt: skip


@pytest.mark.parametrize(("why", "do", "kind"), FOUND, ids=[each[0] for each in FOUND])
def test_what_shows_a_picture_is_found_however_it_was_written(
    made: Shop, why: str, do: Callable[[Shop], str], kind: str | None
) -> None:
    file = do(made)
    assert shown(made(*REVOKE, "--json")).get(file) == kind


NOT_HERS: list[tuple[str, Callable[[Shop, str, str], Any]]] = [
    # why, a document given the variants of what ended and of what did not; t.webp is neither's
    ("of another object", lambda shop, v, w: [{"id": v}, {"id": w, "src": "../t.webp"}]),
    ("of both in one object", lambda shop, v, w: {"ids": [v, w], "sprite": "../t.webp"}),
    ("of both, in objects of their own", lambda shop, v, w: [{"id": v, "a": "../t.webp"}, {"id": w, "a": "../t.webp"}]),
    ("of both, one an original", lambda shop, v, w: {"id": v, "and": original(shop, OTHER).stem, "s": "../t.webp"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "says"), NOT_HERS, ids=[each[0] for each in NOT_HERS])
def test_a_picture_that_may_be_of_something_else_too_is_left_and_the_document_listed(
    made: Shop, why: str, says: Callable[[Shop, str, str], Any]
) -> None:
    smaller(of(made, POST), made.root / GALLERY / "t.webp")
    document = says(made, *map(variant_of, both(made)))
    written(made.root / GALLERY / "data" / "list.json", document)
    told = made(*REVOKE, "--takedown", "--json")
    assert shown(told) == {f"{GALLERY}/data/list.json": "document"}
    assert (made.root / GALLERY / "t.webp").is_file()


def test_a_label_says_whose_a_picture_is_whatever_a_document_says(made: Shop) -> None:
    smaller(of(made, OTHER), made.root / GALLERY / "t.webp", label=True)
    written(made.root / GALLERY / "list.json", {"id": variant_of(of(made, POST)), "src": "t.webp"})
    assert shown(made(*REVOKE, "--json")) == {f"{GALLERY}/list.json": "document"}


def test_an_older_rendering_that_nobody_knows_any_more_is_found_by_its_label(made: Shop) -> None:
    story = of(made, POST)
    put(f"{GALLERY}/old.jpg", picture=True)(made)
    with sqlite3.connect(made.root / ".ugc" / "catalog.db") as database:
        database.execute("DELETE FROM creatives WHERE path = ?", (f"out/creatives/{story.name}",))
    assert shown(made(*REVOKE, "--json")) == {f"{GALLERY}/old.jpg": "copy"}


def test_what_galleries_may_still_show_stays(made: Shop) -> None:
    """A grant for the brand's site is left: its original may be shown, its creative for ads may not run."""
    made("rights", "grant", POST, *FACEBOOK, "--purpose", "onsite", "--channel", "brand_site")
    put(f"{GALLERY}/posted.jpg")(made)
    put(f"{GALLERY}/ad.jpg", picture=True)(made)
    told = made("rights", "revoke", "g-0001", "--why", "x", "--json")
    assert told["still_allowed"] == [f"out/creatives/{of(made, POST).name}"], "on Facebook"
    assert shown(told) == {}
    told = made(*REVOKE, "--takedown", "--json")
    assert shown(told) == {f"{GALLERY}/posted.jpg": "copy", f"{GALLERY}/ad.jpg": "copy"}


ADS_SAID: list[tuple[str, Callable[[str, str], Any], list[tuple[str | None, str | None]]]] = [
    # why, what the document says given the variant and the file's name, the ads that are known by it
    ("name and id", lambda v, n: {"variant": v, "name": "A", "id": "1"}, [("A", "1")]),
    ("a number", lambda v, n: {"variant": v, "ad_id": 120212345678901234567}, [(None, "120212345678901234567")]),
    ("around the creative", lambda v, n: {"ad_name": "A", "creative": {"of": {"id": v}}}, [("A", None)]),
    ("the list's own name", lambda v, n: {"name": "Package", "files": [{"sha256": v}]}, [(None, None)]),
    ("an ad around a list", lambda v, n: {"ad_name": "A", "files": [{"sha256": v}]}, [("A", None)]),
    ("two ads", lambda v, n: [{"id": v, "ad_name": "A"}, {"file": n, "ad_name": "B"}], [("A", None), ("B", None)]),
    ("one ad and a bare mention", lambda v, n: [{"id": v, "ad_name": "A"}, {"file": n}], [("A", None)]),
    ("no ad", lambda v, n: {"files": [n]}, [(None, None)]),
    ("no text", lambda v, n: {"variant": v, "name": {"x": 1}, "id": True, "ad_id": None}, [(None, None)]),
    ("its own id", lambda v, n: {"id": v}, [(None, None)]),
    ("no JSON", lambda v, n: f"{{ {v}", [(None, None)]),
    ("too deep", lambda v, n: "[" * 5000 + f'"{v}"' + "]" * 5000, [(None, None)]),
    ("control characters", lambda v, n: {"id": v, "ad_name": "\x1b[2J\n" + "x" * 900}, [("[2J " + "x" * 296, None)]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "says", "ads"), ADS_SAID, ids=[each[0] for each in ADS_SAID])
def test_ads_are_read_from_documents_as_data(
    made: Shop, why: str, says: Callable[[str, str], Any], ads: list[tuple[str | None, str | None]]
) -> None:
    story = of(made, POST)
    written(made.root / "out" / "ads" / "tiktok" / "x.json", says(variant_of(story), story.name))
    told = made(*REVOKE, "--takedown", "--json")
    found = [(each["ad_name"], each["ad_id"]) for each in told["published"]["mentions"]]
    assert sorted(found, key=str) == sorted(ads, key=str)
    assert {each["platform"] for each in told["takedown"]["list"]["ads"]} == {"tiktok"}


def test_hostile_names_lead_nowhere(made: Shop, tmp_path: Path) -> None:
    """Documents that name files outside, links that lead outside, names that are no text, a pipe, a page of noise."""
    variant = variant_of(of(made, POST))
    secret = plain(tmp_path / "secret.png")
    folder = made.root / GALLERY
    folder.mkdir(parents=True)
    inside = plain(made.root / "out" / "mine.png")
    names = [
        "../../mine.png",
        "../../../ugc.toml",
        str(secret),
        f"file://{secret}",
        "..",
        ".",
        "/",
        "",
        "\0",
        "x" * 9999,
    ]
    written(folder / "list.json", {"id": variant, "files": names, "deeper": [[names]]})
    (folder / "link.png").symlink_to(secret)
    (folder / "away").symlink_to(tmp_path)
    (folder / "gone.png").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.png")
    (folder / "noise.html").write_bytes(b"<!" + b"<a <a href='" * 3000 + b"\xff\xfe")
    Path(os.fsdecode(bytes(folder / "odd\n") + b"\xff.jpg")).write_bytes(of(made, POST).read_bytes())
    before = {path: path.read_bytes() for path in (secret, inside, made.root / "ugc.toml")}
    told = made(*REVOKE, "--takedown", "--json")
    assert shown(told) == {f"{GALLERY}/list.json": "document"}
    assert {path: path.read_bytes() for path in before} == before
    assert [name.startswith("gallery/glow/odd") for name in told["published"]["unread"]] == [True]
    assert told["takedown"]["list"]["copies"] == []
    assert (folder / "link.png").is_symlink()


def test_a_link_to_a_creative_is_moved_as_a_link(made: Shop) -> None:
    folder = made.root / GALLERY
    folder.mkdir(parents=True)
    (folder / "a.jpg").symlink_to(of(made, POST))
    told = made(*REVOKE, "--takedown", "--json")
    assert shown(told) == {f"{GALLERY}/a.jpg": "copy"}
    assert not (folder / "a.jpg").is_symlink()
    assert (made.root / "out" / "swept" / "gallery" / "glow" / "a.jpg").is_symlink()


# --- what is marked -----------------------------------------------------------------------------------------------


def test_what_must_come_down_is_marked_for_whoever_holds_the_files(made: Shop) -> None:
    story, other = both(made)
    before = {path: path.read_bytes() for path in (story, other, Path(f"{other}.rights.json"))}
    unmarked = row(made, other.name)
    assert "stopped" not in row(made, story.name)
    told = made(*REVOKE, "--json")
    mark = {"on": "2026-11-22", "why": "revoked", "revocations": ["r-0001"]}
    assert told["marks"] == {"marked": [f"out/creatives/{story.name}"], "unmarked": []}
    assert beside(story)["stopped"] == mark
    assert row(made, story.name)["stopped"] == mark
    assert kept(made, f"out/creatives/{story.name}") == row(made, story.name)
    assert {path: path.read_bytes() for path in before} == before, "the pictures, and what is not concerned"
    assert row(made, other.name) == unmarked
    schemas = manifest.schemas()
    Draft202012Validator(schemas["rights"]).validate(beside(story))
    for name in ("manifest.json", f"{other.name}.rights.json"):
        text = (made.root / "out" / "creatives" / name).read_text("utf-8")
        kind = "manifest" if name == "manifest.json" else "rights"
        Draft202012Validator(schemas[kind]).validate(json.loads(text))
    head = json.loads((made.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))["ledger_head"]
    with sqlite3.connect(made.root / ".ugc" / "catalog.db") as database:
        assert database.execute("SELECT hash FROM entries ORDER BY seq DESC LIMIT 1").fetchone() == (head,)


def test_a_mark_stays_while_the_records_refuse(made: Shop) -> None:
    story, other = both(made)
    made(*REVOKE)
    marked = {path: path.read_bytes() for path in (story, Path(f"{story}.rights.json"))}
    line = row(made, story.name)
    made("render", "--format", "story")
    made("render", "--format", "story", "--flight", "2026-12-01..2026-12-05")
    made("render", OTHER, "--format", "square")
    made("render", POST, "--format", "story", "--proof")
    assert {path: path.read_bytes() for path in marked} == marked
    assert row(made, story.name) == line
    assert "stopped" not in row(made, other.name)


@pytest.mark.parametrize("swept", [False, True], ids=["renewed in its place", "made again after a sweep"])
def test_a_new_grant_takes_the_mark_off(made: Shop, swept: bool) -> None:
    story = of(made, POST)
    made(*REVOKE)
    if swept:
        made("sweep")
    made.grant(POST)
    (line,) = made("render", POST, "--format", "story", "--json")["creatives"]
    assert line["outcome"] == ("made" if swept else "relabelled")
    assert "stopped" not in beside(story)
    assert "stopped" not in row(made, story.name)
    assert "stopped" not in kept(made, f"out/creatives/{story.name}")
    assert row(made, story.name)["grants"] == ["g-0003"]
    (line,) = made("render", POST, "--format", "story", "--json")["creatives"]
    assert line["outcome"] == "unchanged"


def test_a_grant_for_less_takes_the_mark_off_and_says_what_is_less(made: Shop) -> None:
    made(*REVOKE)
    made("rights", "grant", POST, *FACEBOOK)
    made("render", POST, "--format", "story")
    told = row(made, of(made, POST).name)
    assert "stopped" not in told
    assert [spot["placement"] for spot in told["placements"] if spot["allowed"]] == [
        "meta.facebook_stories.image"
    ]


def test_a_render_whose_label_says_the_same_takes_the_mark_off_too(made: Shop) -> None:
    """A release ends before the grant is revoked from: the label's last day is the same before and after."""
    until = ("--person", "woman-left", "--until", "2027-01-31", "--evidence", "yes-from-ana.png")
    made("rights", "release", POST, *until, "--purpose", "paid_social", "--territory", "US")
    made("render", "--format", "story")
    story = of(made, POST)
    label, picture = beside(story)["label"], story.read_bytes()
    assert label["end"] == "2027-01-31"
    made(*REVOKE, "--on", "2027-03-01")
    assert beside(story)["stopped"]["on"] == "2027-03-01"
    (line,) = made("render", POST, "--format", "story", "--json")["creatives"]
    assert line["outcome"] == "relabelled"
    assert beside(story) == {**beside(story), "label": label}
    assert "stopped" not in beside(story) and "stopped" not in row(made, story.name)
    assert story.read_bytes() == picture
    (line,) = made("render", POST, "--format", "story", "--json")["creatives"]
    assert line["outcome"] == "unchanged"


def test_a_later_day_is_marked_and_the_next_render_says_it_in_the_label(made: Shop) -> None:
    story = of(made, POST)
    made(*REVOKE, "--on", "2026-12-24")
    assert f"taken down where it runs by 2026-12-24:\n  out/creatives/{story.name}" in made.out
    assert beside(story)["stopped"]["on"] == "2026-12-24"
    made("render", POST, "--format", "story", "--flight", "2026-12-01..2026-12-23")
    assert "stopped" not in beside(story)
    assert beside(story)["label"]["end"] == "2026-12-23"


def test_an_earlier_day_moves_the_mark_and_names_both_records(made: Shop) -> None:
    story = of(made, POST)
    made(*REVOKE, "--on", "2026-12-24")
    made(*REVOKE)
    mark = {"on": "2026-11-22", "why": "revoked", "revocations": ["r-0001", "r-0002"]}
    assert beside(story)["stopped"] == row(made, story.name)["stopped"] == mark


@pytest.mark.parametrize("order", [("g-0001", "g-0003"), ("g-0003", "g-0001")], ids=" then ".join)
def test_what_other_records_still_allow_is_listed_and_not_marked(made: Shop, order: tuple[str, str]) -> None:
    """Two grants that say the same: the creative names the first one, and rests on either."""
    made.grant(POST)
    story = of(made, POST)
    path = f"out/creatives/{story.name}"
    told = made("rights", "revoke", order[0], "--why", "recorded twice", "--json")
    under = [path] if order[0] == "g-0001" else []
    assert (told["still_allowed"], [each["path"] for each in told["creatives"]]) == (under, under)
    assert "stopped" not in beside(story)
    told = made("rights", "revoke", order[1], "--why", "x", "--json")
    assert (told["still_allowed"], [each["path"] for each in told["creatives"]]) == ([], [path])
    assert beside(story)["stopped"]["revocations"] == ["r-0002"]


def test_what_had_ended_before_is_not_listed(made: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The creative's grant ended on 1 May; what is revoked in June was given to another brand."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 200 * 86400))
    made.grant(POST, "--from", "2027-06-01", "--until", "2027-12-31", "--licensee", "Dew")
    told = made("rights", "revoke", "g-0003", "--why", "x", "--json")
    assert told["creatives"] == []


def test_creatives_under_other_grants_come_down_with_the_post(made: Shop) -> None:
    """One under each of two grants; both end with the post, and with the creator."""
    made("rights", "grant", POST, *FACEBOOK)
    settings = made.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("#0C121A", "#330000"), "utf-8")
    made("rights", "revoke", "g-0001", "--why", "x")
    made("render", POST, "--format", "story")
    grants = {each["path"]: each["grants"] for each in made("show", POST, "--json")["creatives"]}
    assert sorted(grants.values()) == [["g-0001"], ["g-0003"]]
    told = made(*REVOKE, "--json")
    assert {each["path"]: each["allowed"] for each in told["creatives"]} == dict.fromkeys(grants, False)
    assert [item["grant"] for item in told["revocations"]] == ["g-0003"]
    assert [item["grant"] for item in told["already"]] == ["g-0001"]
    told = made("rights", "revoke", "@ana", "--why", "x", "--json")
    assert [item["grant"] for item in told["revocations"]] == ["g-0002"]
    assert len(told["creatives"]) == 3


def test_what_cannot_be_marked_is_told_and_costs_nothing_else(made: Shop) -> None:
    story, other = both(made)
    Path(f"{story}.rights.json").write_text("{ not json", "utf-8")
    told = made("rights", "revoke", "@ana", "--why", "x", "--json")
    assert told["marks"]["marked"] == [f"out/creatives/{other.name}"]
    assert "is not whole JSON" in told["marks"]["unmarked"][0]
    assert beside(other)["stopped"]["revocations"] == ["r-0002"]
    made("rights", "check", POST, code=4)


def test_a_broken_manifest_is_told(made: Shop) -> None:
    (made.root / "out" / "creatives" / "manifest.json").write_text("[]", "utf-8")
    told = made(*REVOKE, "--json")
    assert "manifest" in told["marks"]["unmarked"][0]
    assert beside(of(made, POST))["stopped"]


def test_a_file_that_is_gone_is_marked_in_the_catalog(made: Shop) -> None:
    story = of(made, POST)
    story.unlink()
    Path(f"{story}.rights.json").unlink()
    made(*REVOKE)
    assert kept(made, f"out/creatives/{story.name}")["stopped"]["revocations"] == ["r-0001"]


def test_the_hand_off_example_refuses_what_is_marked_until_it_is_rendered_again(made: Shop) -> None:
    import runpy

    example = Path(__file__).resolve().parent.parent / "examples" / "hand-off" / "hand_off.py"
    hand_off = runpy.run_path(str(example))["hand_off"]
    listing, spot = made.root / "out" / "creatives" / "manifest.json", "meta.instagram_stories.image"
    made(*REVOKE)
    made.grant(POST)
    refused = hand_off(listing, spot, made.root / "a")
    assert [why.split(":")[0] for why in refused[of(made, POST).name]] == ["stopped"]
    made("render", "--format", "story")
    assert hand_off(listing, spot, made.root / "b") == {}


# --- what is recorded ---------------------------------------------------------------------------------------------


AGAIN = [
    # why, what is typed after POST was revoked today, exit code, how many are recorded, what is said
    ("the same", REVOKE, 0, 0, "g-0001 was revoked already, from 2026-11-22, by Mo (r-0001): she asked us to stop"),
    ("its grant, which covers no other", ("rights", "revoke", "g-0001", "--why", "x"), 0, 0, "was revoked already"),
    ("the same day, said", (*REVOKE, "--on", "2026-11-22"), 0, 0, "was revoked already"),
    ("earlier", (*REVOKE, "--on", "2026-11-01"), 0, 1, "Revoked g-0001 from 2026-11-01"),
    ("later", (*REVOKE, "--on", "2026-11-23"), 2, 0, "2026-11-23 is later, and what ended does not come back"),
    ("everything of hers", ("rights", "revoke", "@ana", "--why", "x"), 0, 1, "Revoked g-0002 from 2026-11-22"),
]  # fmt: skip


@pytest.mark.parametrize(("why", "typed", "code", "recorded", "said"), AGAIN, ids=[each[0] for each in AGAIN])
def test_what_ended_does_not_end_twice(
    made: Shop, why: str, typed: tuple[str, ...], code: int, recorded: int, said: str
) -> None:
    made(*REVOKE)
    before = records(made)
    made(*typed, code=code)
    assert said in made.out + made.err
    assert records(made) == before + recorded
    made(*REVOKE, code=0)
    assert records(made) == before + recorded


def records(shop: Shop) -> int:
    with sqlite3.connect(shop.root / ".ugc" / "catalog.db") as database:
        return int(database.execute("SELECT count(*) FROM entries WHERE kind = 'revocation'").fetchone()[0])


def test_without_a_day_one_that_is_still_to_come_is_brought_forward(made: Shop) -> None:
    made(*REVOKE, "--on", "2027-01-01")
    made(*REVOKE)
    assert "Revoked g-0001 from 2026-11-22" in made.out
    made(*REVOKE, "--on", "2027-01-01", code=2)


def test_one_post_of_a_creators_ends_alone_and_the_whole_can_end_later(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    shop.grant("@ana")
    shop("render", "--format", "story")
    told = shop(*REVOKE, "--json")
    assert [POST in each["posts"] for each in told["creatives"]] == [True]
    shop("rights", "check", OTHER)
    told = shop("rights", "revoke", "g-0001", "--why", "x", "--on", "2026-12-01", "--json")
    assert [(item["grant"], item["post"]) for item in told["revocations"]] == [("g-0001", None)]
    assert len(told["creatives"]) == 2
    assert beside(of(shop, POST))["stopped"]["on"] == "2026-11-22"
    assert beside(of(shop, OTHER))["stopped"]["on"] == "2026-12-01"


NOTICE = [
    # what the grant gives, its last day, what is typed, until when it would allow running (worked by hand)
    ("notice_days=14", "2027-05-01", (), "2026-12-06"),
    ("notice_days=1", "perpetual", (), "2026-11-23"),
    ("notice_days=14", "2026-11-30", (), "2026-11-30"),
    ("notice_days=14", "2026-11-22", (), None),
    ("notice_days=14", "2027-05-01", ("--on", "2026-11-25"), None),
    ("notice_days=0", "2027-05-01", (), None),
]


@pytest.mark.parametrize(("also", "end", "typed", "until"), NOTICE)
def test_a_notice_period_is_said_with_what_to_type_for_it(
    shop: Shop, also: str, end: str, typed: tuple[str, ...], until: str | None
) -> None:
    shop.grant(POST, "--also", also, "--until", end)
    told = shop(*REVOKE, *typed, "--dry-run", "--json")
    assert [notice["until"] for notice in told["notices"]] == ([until] if until else [])
    assert ("--on" in shop.err) == bool(until)
    day = shop.err.partition("--on ")[2][:10]
    real = shop(*REVOKE, *typed, "--json")
    assert real["revocations"][0]["effective"] == (typed[-1] if typed else "2026-11-22"), "today all the same"
    assert ("ugc rights grant" in shop.err) == bool(until)
    if until:
        shop.grant(POST, "--also", also, "--until", end)
        shop("rights", "revoke", "g-0002", "--why", "x", "--on", day)
        shop("rights", "check", POST, "--channel", "instagram", "--on", until)
        shop("rights", "check", POST, "--channel", "instagram", "--on", day, code=4)


DEADLINES = [
    # zone, first day without rights, by when 48 hours want it down (worked by hand; noon in UTC is the tests' instant)
    ("UTC", (), "2026-11-24T12:00:00Z", "2026-11-24 12:00 (UTC)"),
    ("Europe/Berlin", (), "2026-11-24T13:00:00+01:00", "2026-11-24 13:00 (Europe/Berlin)"),
    (
        "America/New_York",
        ("--on", "2027-03-13"),
        "2027-03-15T01:00:00-04:00",
        "2027-03-15 01:00 (America/New_York)",
    ),
    ("UTC", ("--on", "2026-11-01"), "2026-11-24T12:00:00Z", "2026-11-24 12:00 (UTC)"),
]


@pytest.mark.parametrize(("zone", "typed", "by", "said"), DEADLINES, ids=[each[3] for each in DEADLINES])
def test_the_hours_of_a_take_down_are_counted_in_the_workspaces_zone(
    shop: Shop, zone: str, typed: tuple[str, ...], by: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """48 hours, one of them skipped when the clocks of New York go forward on 14 March 2027."""
    settings = shop.root / "ugc.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('timezone = "UTC"', f'timezone = "{zone}"'), "utf-8"
    )
    assert zone in settings.read_text("utf-8")
    shop.grant(POST, "--also", "takedown_hours=48")
    told = shop(*REVOKE, *typed, "--json")
    assert [(each["grant"], each["hours"], each["by"]) for each in told["deadlines"]] == [("g-0001", 48, by)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 3600))
    shop(*REVOKE, *typed)
    assert f"It must be down by {said}: g-0001 gives 48 hours." in shop.out, "from when it was recorded"


def test_a_grant_that_may_not_be_revoked_is_ended_and_noted(shop: Shop) -> None:
    shop.grant(POST, "--also", "revocable=no")
    assert shop(*REVOKE, "--json")["irrevocable"] == ["g-0001"]
    assert "its licensor may not end it" in shop.err


# --- uses ---------------------------------------------------------------------------------------------------------


def test_uses_on_record_are_told_apart(made: Shop) -> None:
    made("rights", "grant", POST, *FACEBOOK)
    made("rights", "use", POST, "--channel", "instagram", "--flight", "2026-11-01..2026-11-21")  # over
    made(
        "rights",
        "use",
        POST,
        "--channel",
        "instagram",
        "--from",
        "2026-11-01",
        "--ad-name",
        "A",
        "--ad-id",
        "1",
    )
    made(
        "rights", "use", POST, "--channel", "facebook", "--flight", "2026-12-01..2026-12-31", "--ad-name", "B"
    )
    made("rights", "use", OTHER, "--channel", "instagram", "--from", "2026-11-01", "--ad-name", "C")
    made("rights", "use", POST, OTHER, "--channel", "instagram", "--from", "2026-12-01", "--ad-id", "4")
    told = made("rights", "revoke", "g-0001", "--why", "x", "--json")
    found = {each["use"]["id"]: each["allowed"] for each in told["uses"]}
    assert found == {"u-0002": False, "u-0003": True, "u-0005": False}
    made("rights", "use", "u-0002", "--until", "2026-11-21", code=0)
    told = made(*REVOKE, "--json")
    assert {each["use"]["id"]: each["allowed"] for each in told["uses"]} == {"u-0003": False, "u-0005": False}


def test_a_use_that_ends_before_the_day_is_not_touched(made: Shop) -> None:
    made("rights", "use", POST, "--channel", "instagram", "--flight", "2026-11-20..2026-12-23")
    made("rights", "use", POST, "--channel", "instagram", "--flight", "2026-11-20..2026-12-24")
    told = made(*REVOKE, "--on", "2026-12-24", "--json")
    assert [each["use"]["id"] for each in told["uses"]] == ["u-0002"]


# --- taken down ---------------------------------------------------------------------------------------------------


def listed(shop: Shop) -> list[dict[str, str]]:
    """The list for people, read as a spreadsheet reads it."""
    (path,) = (shop.root / "out" / "takedown").glob("*.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as sheet:
        return list(csv.DictReader(sheet))


def files(root: Path) -> Counter[str]:
    """Every picture below the output folder, by its bytes."""
    pictures = {".jpg", ".webp", ".png"}
    return Counter(sha256(path) for path in (root / "out").rglob("*") if path.suffix in pictures)


def test_it_is_taken_down_and_nothing_is_deleted(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    story = of(made, POST)
    variant = variant_of(story)
    made("rights", "use", "--creative", story, "--placement", "meta.instagram_stories.image",
         "--from", "2026-11-20", "--ad-name", "=Glow A", "--ad-id", "23851234567890123")  # fmt: skip
    made("rights", "use", POST, "--channel", "tiktok", "--from", "2026-11-30", code=4)
    before = files(made.root)
    assert made(*REVOKE, "--takedown", "--dry-run", "--json")["takedown"]["files"] == []
    assert not (made.root / "out" / "takedown").exists()
    told = made(*REVOKE, "--takedown", "--json")["takedown"]
    assert files(made.root) == before, "moved, every one of them"
    moved = {"img/0.jpg", "img/0-full.webp", "img/0-270.webp"}
    for name in moved:
        assert not (made.root / GALLERY / name).exists()
        assert (made.root / "out" / "swept" / "gallery" / "glow" / name).is_file()
    assert {copy["file"] for copy in told["list"]["copies"]} == {f"{GALLERY}/{name}" for name in moved}
    assert told["list"]["pages"] == [f"{GALLERY}/0.html", f"{GALLERY}/index.html"]
    assert told["list"]["documents"] == [f"{ADS}/package.json", f"{GALLERY}/gallery.json"]
    assert [item["to"] for item in told["list"]["creatives"]] == [f"out/swept/{story.name}"]
    assert (made.root / "out" / "swept" / f"{story.name}.rights.json").is_file()
    assert [path.name for path in made.creatives] == [of(made, OTHER).name]
    assert told["files"] == [f"out/takedown/2026-11-22-r-0001.{type}" for type in ("json", "csv")]
    assert json.loads((made.root / told["files"][0]).read_text("utf-8")) == told["list"]
    ads = [
        (ad["platform"], ad["ad name"], ad["ad id"], ad["placement"], ad["may not run from"], ad["from"])
        for ad in listed(made)
    ]
    assert ads == [
        (
            "instagram",
            "'=Glow A",
            "'23851234567890123",
            "meta.instagram_stories.image",
            "2026-11-22",
            "u-0001",
        ),
        ("tiktok", "", "", "", "2026-11-30", "u-0002"),
        (
            "meta",
            "Ad 0",
            "'120212345678901234",
            "meta.instagram_stories.image",
            "2026-11-22",
            f"{ADS}/package.json",
        ),
    ]
    assert {ad["variant"] for ad in listed(made)} == {variant, ""}
    assert {ad["creator"] for ad in listed(made)} == {"'@ana"}
    assert all(
        ad["why"].startswith("revoked: Revoked for this post from 2026-11-22 by Mo") for ad in listed(made)
    )
    made("inspect", made.root / "out" / "swept" / story.name, code=4)
    assert row(made, of(made, OTHER).name)


PAIRS = [
    # names and ids of a use's ads, rows of the list
    ((), (), [("", "")]),
    (("A",), (), [("A", "")]),
    ((), ("1", "2"), [("", "1"), ("", "2")]),
    (("A",), ("1", "2"), [("A", "1"), ("A", "2")]),
    (("A", "B"), ("1", "2"), [("A", "1"), ("B", "2")]),
    (("A", "B"), ("1",), [("A", ""), ("B", ""), ("", "1")]),
]


@pytest.mark.parametrize(("names", "ids", "rows"), PAIRS)
def test_names_and_ids_of_ads_are_told_as_they_belong_together(
    made: Shop, names: tuple[str, ...], ids: tuple[str, ...], rows: list[tuple[str, str]]
) -> None:
    told = [word for name in names for word in ("--ad-name", name)]
    told += [word for id in ids for word in ("--ad-id", id)]
    made("rights", "use", POST, "--channel", "instagram", "--from", "2026-11-20", *told)
    made(*REVOKE, "--takedown")
    assert [(ad["ad name"], ad["ad id"]) for ad in listed(made)] == rows


def test_a_second_time_it_says_the_same_and_does_nothing(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    made("rights", "use", POST, "--channel", "instagram", "--from", "2026-11-20", "--ad-name", "A")
    first = made(*REVOKE, "--takedown", "--json")
    out = made.root / "out"
    state = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*.*") if path.is_file()
    }
    again = made(*REVOKE, "--takedown", "--json")
    assert again["takedown"] == first["takedown"]
    assert again["marks"]["marked"] == []
    now = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*.*") if path.is_file()}
    lists = {path for path in now if path.parent.name == "takedown"}
    assert {path: facts for path, facts in now.items() if path not in lists} == {
        path: facts for path, facts in state.items() if path not in lists
    }
    assert all(now[path][0] == state[path][0] for path in lists)


def test_the_list_follows_what_was_done_since(made: Shop) -> None:
    folder = gallery(made.root, both(made))
    made("rights", "use", POST, "--channel", "instagram", "--from", "2026-11-20", "--ad-name", "A")
    made(*REVOKE, "--takedown")
    made("rights", "use", "u-0001", "--until", "2026-11-21")
    written(folder / "index.html", '<img src="img/1.jpg">')
    (folder / "0.html").unlink()
    told = made(*REVOKE, "--takedown", "--json")["takedown"]["list"]
    assert (told["ads"], told["pages"]) == ([], [])
    assert len(told["copies"]) == 3, "what was moved is still said"


def test_a_gallery_that_was_built_again_with_the_picture_is_cleaned_again(made: Shop) -> None:
    story = of(made, POST)
    picture = story.read_bytes()
    put(f"{GALLERY}/a.jpg", picture=True)(made)
    made(*REVOKE, "--takedown")
    (made.root / GALLERY / "a.jpg").write_bytes(picture)
    (made.root / "out" / "swept" / "gallery" / "glow" / "a.jpg").write_bytes(b"another")
    told = made(*REVOKE, "--takedown", "--json")["takedown"]["list"]
    assert [copy["to"] for copy in told["copies"]] == ["out/swept/gallery/2/glow/a.jpg"]
    assert (made.root / "out" / "swept" / "gallery" / "glow" / "a.jpg").read_bytes() == b"another"


def test_nothing_to_take_down_is_said_and_no_list_is_written(shop: Shop) -> None:
    shop.grant(POST)
    assert "Nothing has to be taken down." in shop(*REVOKE, "--takedown")
    assert not (shop.root / "out").exists()


def test_nothing_is_taken_down_before_the_day(made: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    made(*REVOKE, "--on", "2026-12-24", "--takedown", code=2)
    assert "Until 2026-12-23 it may run" in made.err
    assert records(made) == 0, "nothing is recorded by half"
    made(*REVOKE, "--on", "2026-12-24")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOON.timestamp()) + 32 * 86400))
    told = made(*REVOKE, "--takedown", "--json")
    assert told["revocations"] == []
    assert len(told["takedown"]["list"]["creatives"]) == 1


def test_a_forged_list_moves_nothing(made: Shop) -> None:
    put(f"{GALLERY}/a.jpg", picture=True)(made)
    made(*REVOKE, "--takedown")
    (path,) = (made.root / "out" / "takedown").glob("*.json")
    told = json.loads(path.read_text("utf-8"))
    told["copies"].append({"file": "ugc.toml", "to": "out/swept/gallery/ugc.toml", "of": []})
    path.write_text(json.dumps(told), "utf-8")
    made(*REVOKE, "--takedown")
    assert (made.root / "ugc.toml").is_file()
    path.write_text("{ broken", "utf-8")
    made(*REVOKE, "--takedown")
    assert json.loads(path.read_text("utf-8"))["revocations"] == ["r-0001"]


def test_many_records_are_counted_in_the_lists_name(shop: Shop, tmp_path: Path) -> None:
    shop("import", collected(tmp_path / "collected", posts=2))
    for post in (POST, OTHER, POST, OTHER):
        shop.grant(post)
    shop("render", "--format", "story")
    told = shop("rights", "revoke", "@ana", "--why", "x", "--takedown", "--json")
    assert told["takedown"]["files"][0] == "out/takedown/2026-11-22-r-0001-r-0002-r-0003-and-1-more.json"


def test_killed_at_any_step_the_next_run_finishes(base: Path, tmp_path: Path) -> None:
    """SIGKILL before each opening, renaming and removing of a file; then everything is as if nothing had happened."""
    start = copied(base, tmp_path / "start")
    story = next(path for path in (start / "out" / "creatives").glob("*.jpg") if POST[3:] in path.name)
    gallery(start, [story])
    package(start, [story])
    before = files(start)
    whole = copied(start, tmp_path / "whole")
    ran(whole, *REVOKE, "--takedown")
    wanted, died, code = outcome(whole), 0, -9
    while code == -9:
        died += 1
        here = copied(start, tmp_path / str(died))
        code = ran(here, *REVOKE, "--takedown", code=None, die_at=died).code
        assert files(here) == before, f"step {died}: a picture is lost or doubled"
        ran(here, *REVOKE, "--takedown")
        assert outcome(here) == wanted, f"killed at step {died}"
        shutil.rmtree(here)
    say(f"{died - 1} steps")
    assert died > 15, "the steps of a record, a mark, a list, and seven files to be moved"


def outcome(root: Path) -> dict[str, Any]:
    """Everything below the output folder, and the records; less the ledger's hash, whose salts are new each time."""
    found: dict[str, Any] = {}
    for path in sorted((root / "out").rglob("*")):
        if path.is_file() and not path.name.startswith(".part-"):
            told: Any = path.read_bytes()
            if path.name == "manifest.json":
                told = {**json.loads(told), "ledger_head": None}
            found[path.relative_to(root).as_posix()] = told
    with sqlite3.connect(root / ".ugc" / "catalog.db") as database:
        found["rows"] = database.execute("SELECT path, body FROM creatives ORDER BY path").fetchall()
        found["sweeps"] = database.execute("SELECT was FROM sweeps ORDER BY was").fetchall()
        found["records"] = database.execute("SELECT id FROM entries WHERE kind = 'revocation'").fetchall()
    return found


# --- holds and rehearsals -----------------------------------------------------------------------------------------


def test_a_hold_lists_what_is_out_and_marks_nothing(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    made("rights", "use", POST, "--channel", "instagram", "--from", "2026-11-20", "--ad-name", "A")
    before = outcome(made.root)
    told = made("rights", "hold", POST, "--by", "Mo", "--why", "a complaint", "--json")
    assert told["hold"]["post"] == POST
    assert [each["path"] for each in told["creatives"]] == [f"out/creatives/{of(made, POST).name}"]
    assert [each["use"]["id"] for each in told["uses"]] == ["u-0001"]
    assert len(told["published"]["shown"]) == 8
    assert outcome(made.root) == before
    told = made("rights", "hold", "@ana", "--why", "x", "--json")
    assert [OTHER in each["posts"] for each in told["creatives"]] == [True], (
        "the other one is stopped already"
    )
    made("rights", "hold", OTHER, "--why", "x", "--dry-run")


def test_a_rehearsal_changes_nothing(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    before = outcome(made.root)
    dry = made(*REVOKE, "--takedown", "--dry-run", "--json")
    assert outcome(made.root) == before
    real = made(*REVOKE, "--takedown", "--json")
    assert dry["takedown"]["list"] == real["takedown"]["list"]
    assert shown(dry) == shown(real)


def test_words_for_people(made: Shop) -> None:
    gallery(made.root, both(made))
    package(made.root, both(made))
    made(
        "rights",
        "use",
        POST,
        "--channel",
        "instagram",
        "--from",
        "2026-11-20",
        "--ad-name",
        "A",
        "--ad-id",
        "7",
    )
    said = made(*REVOKE, "--takedown")
    for words in (
        "Revoked g-0001 from 2026-11-22 for ig:BqvsDleB3lV.",
        "Made under it, and to be taken down where it runs:\n  out/creatives/ana_",
        "u-0001: paid_social on instagram, from 2026-11-20, without a last day: ad 'A', id 7",
        f"Shown in galleries:\n  {GALLERY}/0.html (a page that shows it)",
        f"In ad packages, not to be uploaded any more:\n  {ADS}/ana_",
        f"{ADS}/package.json: ad 'Ad 0', id 120212345678901234",
        f"Moved out of galleries:\n  {GALLERY}/img/0-270.webp -> out/swept/gallery/glow/img/0-270.webp",
        f"Pages to be built again:\n  {GALLERY}/0.html",
        "To pause by hand: 2 ads. The list: out/takedown/2026-11-22-r-0001.json and",
    ):
        assert words in said, words
