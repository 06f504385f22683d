"""Products: taken in from feeds, put on posts and into pictures, kept as posts come and go, shown in galleries."""

import json
import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from conftest import NOON, Shop, collected, photo, put

from ugc.catalog import Catalog, health
from ugc.catalog.migrations import MIGRATIONS, migrate
from ugc.errors import InputError, UsageError
from ugc.gallery.products import price, shown_product, with_parameters
from ugc.model.galleries import Product
from ugc.model.posts import FoundPost

POST = "ig:BqvsDleB3lV"
HEAD = "id,name,price,link,image\n"
SERUM = "SER-30,Glow Serum,49.00 USD,https://sundayglow.example/serum,serum.jpg\n"
CREAM = "CRM-50,Night Cream,35.00 USD,https://sundayglow.example/cream,\n"
OIL = "OIL-9,Body Oil,19.00 USD,https://sundayglow.example/oil,\n"


def feed(shop: Shop, *rows: str, name: str = "shop.csv") -> str:
    (shop.root / name).write_text(HEAD + "".join(rows), "utf-8")
    return name


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A workspace with a post and two products, one with a picture."""
    (shop.root / "serum.jpg").write_bytes(photo((400, 400), seed=40))
    shop("products", "import", feed(shop, SERUM, CREAM))
    return shop


def products(shop: Shop) -> dict[str, dict[str, object]]:
    return {item["product"]["id"]: item["product"] for item in shop("products", "list", "--json")["products"]}


def tags(shop: Shop, post: str = POST) -> list[tuple[object, ...]]:
    """What a post shows, as `ugc show` says it."""
    told = shop("show", post, "--json")["products"]
    return [(each["product"]["id"], each["media"], each["tag"]["x"], each["tag"]["y"]) for each in told]


def stored(shop: Shop) -> list[str]:
    return sorted(path.name for path in (shop.root / ".ugc" / "media").rglob("*") if path.is_file())


# --- feeds -------------------------------------------------------------------------------------------------------


def test_products_come_in_are_updated_and_stay(stocked: Shop) -> None:
    before = products(stocked)
    assert before["SER-30"]["image_ext"] == "jpg"
    assert before["SER-30"]["price"] == "49.00"
    (stocked.root / "serum.jpg").write_bytes(photo((400, 400), seed=41))
    changed = CREAM.replace("35.00", "29.00")
    told = stocked("products", "import", feed(stocked, SERUM, changed, OIL), "--json")
    assert (told["new"], told["changed"], told["same"]) == (["OIL-9"], ["SER-30", "CRM-50"], [])
    after = products(stocked)
    assert after["CRM-50"]["price"] == "29.00"
    assert after["SER-30"]["image"] != before["SER-30"]["image"]
    assert len(stored(stocked)) == 2, (
        "the picture that gave way is gone; the post's and the new one are there"
    )
    assert not any(str(before["SER-30"]["image"]) in name for name in stored(stocked))
    again = stocked("products", "import", "shop.csv", "--json")
    assert again["same"] == ["SER-30", "CRM-50", "OIL-9"]


def test_replacing_removes_what_the_feed_does_not_name(stocked: Shop) -> None:
    stocked("tag", POST, "--product", "SER-30", "--product", "CRM-50")
    name = feed(stocked, CREAM, OIL)
    told = stocked("products", "import", name, "--replace", "--dry-run", "--json")
    assert told["removed"] == [{"product": "SER-30", "posts": [POST]}]
    assert set(products(stocked)) == {"SER-30", "CRM-50"}, "a rehearsal changes nothing"
    stocked("products", "import", name, "--replace")
    assert "Removed 1 product" in stocked.out
    assert "SER-30: 1 post" in stocked.err
    assert set(products(stocked)) == {"CRM-50", "OIL-9"}
    assert tags(stocked) == [("CRM-50", None, None, None)]
    assert len(stored(stocked)) == 1, "its picture went with it"


@pytest.mark.parametrize(
    ("why", "rows", "kept"),
    [
        ("a row without an id could be any product", [CREAM, ",?,,,\n"], True),
        ("a bad row whose id is known is in the feed", [CREAM, "SER-30,,,,\n"], False),
        ("no product at all", [], True),
    ],
)
def test_nothing_is_removed_by_a_feed_that_is_not_whole(
    stocked: Shop, why: str, rows: list[str], kept: bool
) -> None:
    stocked("products", "import", feed(stocked, OIL))
    told = stocked(
        "products", "import", feed(stocked, *rows), "--replace", "--json", code=3 if rows or kept else 0
    )
    assert bool(told["kept_all"]) is kept, why
    assert set(products(stocked)) == {"SER-30", "CRM-50"} | ({"OIL-9"} if kept else set())


def test_nothing_is_removed_when_one_of_the_feeds_cannot_be_read(stocked: Shop) -> None:
    (stocked.root / "odd.csv").write_text("Not found", "utf-8")
    told = stocked("products", "import", feed(stocked, OIL), "odd.csv", "--replace", "--json", code=3)
    assert told["new"] == ["OIL-9"]
    assert "odd.csv" in told["kept_all"]
    assert told["passed_over"][0]["file"] == "odd.csv"
    assert set(products(stocked)) == {"SER-30", "CRM-50", "OIL-9"}


def test_a_product_in_two_feeds_is_what_the_first_says(stocked: Shop) -> None:
    one, other = feed(stocked, OIL, name="a.csv"), feed(stocked, OIL.replace("19", "99"), CREAM, name="b.csv")
    told = stocked("products", "import", one, other, "--json", code=3)
    assert [(each["file"], each["products"]) for each in told["feeds"]] == [("a.csv", 1), ("b.csv", 1)]
    assert "a.csv, line 2" in told["passed_over"][0]["why"]
    assert products(stocked)["OIL-9"]["price"] == "19.00"


def test_what_a_feed_has_no_column_for_stays(stocked: Shop) -> None:
    """A feed of prices leaves links and pictures; an empty cell in a column that it has empties that."""
    before = products(stocked)
    (stocked.root / "prices.csv").write_text("id,name,price\nSER-30,Glow Serum,9 EUR\n", "utf-8")
    stocked("products", "import", "prices.csv")
    after = products(stocked)["SER-30"]
    assert (after["price"], after["currency"]) == ("9.00", "EUR")
    assert (after["link"], after["image"]) == (before["SER-30"]["link"], before["SER-30"]["image"])
    stocked("products", "import", feed(stocked, "SER-30,Glow Serum,,,\n"))
    bare = {"id": "SER-30", "name": "Glow Serum"}
    assert {name: value for name, value in products(stocked)["SER-30"].items() if value} == bare


@pytest.mark.parametrize(
    ("why", "data", "says"),
    [
        ("not there", None, "is no file in the feed's folder"),
        ("cut short", photo((400, 400), seed=41)[:3000], "was left out"),
        ("no picture", b"<svg onload=alert(1)>", "was left out"),
        ("empty", b"", "was left out"),
    ],
)
def test_a_picture_that_fails_costs_only_the_picture(
    stocked: Shop, why: str, data: bytes | None, says: str
) -> None:
    before = products(stocked)["SER-30"]
    (stocked.root / "serum.jpg").unlink()
    if data is not None:
        (stocked.root / "serum.jpg").write_bytes(data)
    name = feed(stocked, SERUM.replace("49", "45"), "NEW-1,New,1 USD,,serum.jpg\n")
    told = stocked("products", "import", name, "--json")
    assert all(says in note["note"] for note in told["notes"])
    assert [note["product"] for note in told["notes"]] == ["SER-30", "NEW-1"]
    after = products(stocked)
    assert after["SER-30"] == before | {"price": "45.00"}, "the earlier picture stays"
    assert after["NEW-1"]["image"] is None


def test_a_clip_is_no_picture(stocked: Shop) -> None:
    from clips import clip

    clip(stocked.root / "serum.mp4", size=(320, 240), seconds=0.5)
    name = feed(stocked, "NEW-1,New,1 USD,,serum.mp4\n")
    told = stocked("products", "import", name, "--json")
    assert "not a picture" in told["notes"][0]["note"]
    assert not [name for name in stored(stocked) if name.endswith(".mp4")]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["products", "import", "nowhere.csv"], "does not exist"),
        (["products", "import", "shop.csv", "--currency", "dollars"], "not one currency"),
        (["products", "import", "shop.csv", "--currency", "$"], "not one currency"),
        (["products", "remove", "SER-3"], "SER-30"),
        (["tag", POST, "--product", "SER-3"], "SER-30"),
        (["tag", POST, "--remove-product", "nothing"], "Known: CRM-50, SER-30"),
        (["tag", POST, "--product", "SER-30", "--at", "1.2,0.3"], "reaches out of the picture"),
        (["tag", POST, "--product", "SER-30", "--at", "left"], "is not understood"),
        (["tag", POST, "--product", "SER-30", "--at", "nan,0.5"], "is not understood"),
        (["tag", POST, "--product", "SER-30", "--media", "2"], "has one picture"),
        (["tag", POST, "--product", "SER-30", "--product", "CRM-50", "--at", "0.5,0.5"], "one product"),
        (["tag", POST, "--add", "hero", "--at", "0.5,0.5"], "one product"),
        (["tag", POST, "--add", "hero", "--media", "1"], "in which picture a product is"),
        (["tag", "has:caption", "--product", "SER-30", "--at", "0.5,0.5"], "these are 2"),
        (["tag", POST], "Nothing to do"),
        (["posts", "product:SER-3"], "SER-30"),
        (["posts", "product:"], "followed by nothing"),
    ],
)
def test_what_cannot_be_meant_is_said(stocked: Shop, tmp_path: Path, typed: list[str], says: str) -> None:
    stocked("import", collected(tmp_path / "more", posts=2))
    stocked(*typed, code=2)
    assert says in stocked.err
    assert tags(stocked) == []
    assert stocked("show", POST, "--json")["case"]["post"]["tags"] == [], "all or nothing"


# --- tags --------------------------------------------------------------------------------------------------------


def test_a_tag_grows_more_exact_and_goes(stocked: Shop) -> None:
    stocked("tag", POST, "--product", "ser-30", "--product", "CRM-50", "--by", "Mo")
    assert tags(stocked) == [("SER-30", None, None, None), ("CRM-50", None, None, None)]
    stocked("tag", POST, "--product", "SER-30", "--at", "42%,31%")
    stocked("tag", POST, "--product", "SER-30")
    assert tags(stocked) == [("SER-30", 1, 0.42, 0.31), ("CRM-50", None, None, None)], "what is known stays"
    stocked("tag", POST, "--product", "SER-30", "--media", "1")
    assert tags(stocked)[0] == ("SER-30", 1, 0.42, 0.31)
    stocked("tag", POST, "--product", "SER-30", "--at", "0,1", "--by", "Kim")
    assert tags(stocked)[0] == ("SER-30", 1, 0.0, 1.0)
    assert "SER-30  Glow Serum  media #1 at 0,1  (Kim, 2026-11-22)" in stocked("show", POST)
    stocked("tag", POST, "--remove-product", "SER-30")
    assert tags(stocked) == [("CRM-50", None, None, None)]


def test_a_point_counts_pixels_of_the_upright_picture(stocked: Shop, tmp_path: Path) -> None:
    """A photo that is stored on its side: 400 pixels wide and 600 high to a viewer."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    put(tmp_path / "turned", "Bqturned001", photo((600, 400), seed=50, exif=exif.tobytes()))
    stocked("import", tmp_path / "turned")
    stocked("tag", "ig:Bqturned001", "--product", "SER-30", "--at", "100px,450px")
    assert tags(stocked, "ig:Bqturned001") == [("SER-30", 1, 0.25, 0.75)]
    stocked("tag", "ig:Bqturned001", "--product", "SER-30", "--at", "450px,100px", code=2)


def test_a_carousel_shows_a_product_in_several_pictures(stocked: Shop, tmp_path: Path) -> None:
    put(tmp_path / "set", "Bqcarousel1", photo(seed=51), photo(seed=52), photo(seed=53))
    stocked("import", tmp_path / "set")
    post = "ig:Bqcarousel1"
    stocked("tag", post, "--product", "SER-30", "--at", "0.1,0.1", code=2)
    assert "Say which one: --media N" in stocked.err
    for number in ("3", "1"):
        stocked("tag", post, "--product", "SER-30", "--media", number, "--at", f"0.{number},0.5")
    stocked("tag", post, "--product", "CRM-50", "--media", "2")
    assert tags(stocked, post) == [
        ("SER-30", 3, 0.3, 0.5),
        ("SER-30", 1, 0.1, 0.5),
        ("CRM-50", 2, None, None),
    ]
    stocked("tag", post, "--remove-product", "SER-30", "--media", "3")
    assert tags(stocked, post)[0] == ("SER-30", 1, 0.1, 0.5)
    assert stocked("products", "list", "--json")["products"][1]["posts"] == 1


def test_selections_know_products(stocked: Shop, tmp_path: Path) -> None:
    stocked("import", collected(tmp_path / "more", posts=3))
    stocked("tag", POST, "--product", "SER-30")
    stocked("tag", "ig:Bqvs0000001", "--product", "CRM-50", "--product", "SER-30")

    def found(*query: str) -> set[str]:
        return {post["id"] for post in stocked("posts", "--json", "--", *query)}

    assert found("product:SER-30") == {POST, "ig:Bqvs0000001"}
    assert found("product:crm-50") == {"ig:Bqvs0000001"}
    assert found("has:product", "-product:CRM-50") == {POST}
    assert found("-has:product") == {"ig:Bqvs0000002"}
    stocked("tag", "product:SER-30", "--remove-product", "SER-30")
    assert found("product:SER-30") == set()


def test_labels_work_as_before(stocked: Shop) -> None:
    told = stocked("tag", POST, "--add", "hero", "--remove", "old", "--json")
    assert told == {
        "posts": [POST],
        "added": ["hero"],
        "removed": ["old"],
        "products": [],
        "products_removed": [],
    }
    told = stocked("tag", POST, "--add", "hero", "--product", "SER-30", "--dry-run", "--json")
    assert told["products"] == ["SER-30"]
    assert tags(stocked) == [], "a rehearsal changes nothing"


def test_removing_a_product_takes_it_off_posts(stocked: Shop) -> None:
    stocked("tag", POST, "--product", "SER-30", "--product", "CRM-50")
    told = stocked("products", "remove", "SER-30", "--dry-run", "--json")
    assert told == {"removed": [{"product": "SER-30", "posts": [POST]}]}
    assert len(tags(stocked)) == 2
    stocked("products", "remove", "SER-30")
    assert tags(stocked) == [("CRM-50", None, None, None)]
    assert len(stored(stocked)) == 1


# --- as posts come and go ----------------------------------------------------------------------------------------


def test_tags_outlive_another_import_of_the_post(stocked: Shop, tmp_path: Path) -> None:
    stocked("tag", POST, "--product", "SER-30", "--at", "0.42,0.31")
    folder = tmp_path / "again"
    put(folder, "BqvsDleB3lV", photo(seed=60), photo(seed=1))
    stocked("import", folder)
    post = stocked("show", POST, "--json")["case"]["post"]
    assert len(post["media"]) == 2, "it was written anew"
    number = 1 + next(
        at for at, media in enumerate(post["media"]) if media["name"] == "1922949326347663701.jpg"
    )
    assert tags(stocked) == [("SER-30", number, 0.42, 0.31)]


def test_posts_that_turn_out_to_be_one_show_what_both_did(stocked: Shop, tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "a.jpg").write_bytes(photo(seed=61))
    stocked("import", tmp_path / "loose")
    loose = next(post["id"] for post in stocked("posts", "--json") if post["id"].startswith("file:"))
    stocked("tag", loose, "--product", "SER-30", "--at", "0.5,0.5")
    stocked("tag", POST, "--product", "CRM-50")
    put(tmp_path / "joined", "BqvsDleB3lV", photo(seed=61))
    stocked("import", tmp_path / "joined")
    assert len(stocked("posts", "--json")) == 1
    (spot, cream) = sorted(tags(stocked), reverse=True)
    assert (spot[0], *spot[2:]) == ("SER-30", 0.5, 0.5)
    assert cream == ("CRM-50", None, None, None)
    with Catalog.open(stocked.root / ".ugc" / "catalog.db") as catalog:
        assert len(catalog.products.of([loose])[loose]) == 2, "by the id that it was known by"


def test_tags_go_with_a_person_who_is_forgotten(stocked: Shop, tmp_path: Path) -> None:
    put(tmp_path / "bo", "Bqofbo00001", photo(seed=62), username="bo")
    stocked("import", tmp_path / "bo")
    stocked("tag", "creator:@ana", "--product", "SER-30", "--at", "0.5,0.5")
    stocked("tag", "creator:@bo", "--product", "SER-30")
    stocked("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    assert stocked("products", "list", "--json")["products"][1]["posts"] == 1
    with sqlite3.connect(stocked.root / ".ugc" / "catalog.db") as database:
        assert database.execute("SELECT count(*) FROM post_products").fetchone() == (1,)


def test_a_forgotten_persons_photo_leaves_products_and_stays_out(stocked: Shop) -> None:
    """A feed's picture that is a creator's own photo, byte by byte."""
    (stocked.root / "theirs.jpg").write_bytes(photo(seed=1))
    name = feed(stocked, "GIFT-1,Gift,1 USD,,theirs.jpg\n")
    stocked("products", "import", name)
    assert products(stocked)["GIFT-1"]["image"]
    stocked("forget", "@ana", "--by", "Mo", "--why", "asked by e-mail", "--yes")
    assert products(stocked)["GIFT-1"]["image"] is None
    told = stocked("products", "import", name, "--json")
    assert "erased on request (x-0001)" in told["notes"][0]["note"]
    assert len(stored(stocked)) == 1, "the serum's picture alone"


def test_a_picture_that_a_post_holds_too_stays_with_the_post(stocked: Shop) -> None:
    (stocked.root / "theirs.jpg").write_bytes(photo(seed=1))
    stocked("products", "import", feed(stocked, "GIFT-1,Gift,1 USD,,theirs.jpg\n"))
    stocked("products", "remove", "GIFT-1")
    assert len(stored(stocked)) == 2
    assert stocked("doctor", "--deep", "--json")["ok"]


def test_an_archive_takes_products_and_tags_along(stocked: Shop, tmp_path: Path) -> None:
    stocked("tag", POST, "--product", "SER-30", "--at", "0.42,0.31", "--by", "Mo")
    before = (stocked("show", POST, "--json")["products"], products(stocked))
    stocked("export", "--archive", tmp_path / "glow.zip")
    image = products(stocked)["SER-30"]["image"]
    assert f".ugc/media/{str(image)[:2]}/{image}.jpg" in zipfile.ZipFile(tmp_path / "glow.zip").namelist()
    stocked("import", tmp_path / "glow.zip", "--into", tmp_path / "again")
    stocked("show", POST, "--json", "-w", tmp_path / "again")
    told = json.loads(stocked.out)["products"]
    listed = stocked("products", "list", "--json", "-w", tmp_path / "again")["products"]
    assert (told, {each["product"]["id"]: each["product"] for each in listed}) == before


def test_a_check_up_counts_pictures_of_products_among_what_is_named(stocked: Shop) -> None:
    assert stocked("doctor", "--deep", "--json")["ok"]
    image = products(stocked)["SER-30"]["image"]
    (stocked.root / ".ugc" / "media" / str(image)[:2] / f"{image}.jpg").unlink()
    told = stocked("doctor", "--json", code=6)
    assert any(str(image) in detail for check in told["checks"] for detail in check["details"])


def test_an_older_catalog_gets_the_tables(tmp_path: Path) -> None:
    from ugc.catalog.database import connect

    path = tmp_path / "catalog.db"
    old = connect(path, create=True)
    migrate(old, MIGRATIONS[:5])
    old.close()
    assert health.originals(path) == (), "a check-up reads the older one as it is"
    with Catalog.open(path) as catalog:
        assert catalog.products.all() == {}
    assert path.with_name("catalog.db.before-006").exists()


# --- the catalog's door ------------------------------------------------------------------------------------------


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    return Catalog.open(tmp_path / "catalog.db", create=True)


def test_many_posts_are_asked_at_once(catalog: Catalog) -> None:
    batch = catalog.start_import("many", NOON)
    ids = [f"ig:N{number:07d}" for number in range(4_100)]
    with catalog, catalog.transaction():
        for id in ids:
            found = FoundPost(source="t", origin=id, ids=(id,), platform="instagram", caption_trust=1)
            catalog.save(found, [], at=NOON, batch=batch)
        catalog.products.keep([Product(id="A", name="A"), Product(id="B", name="B")])
        catalog.products.tag(ids[::2], "B", by="Mo", at=NOON)
        catalog.products.tag(ids, "A", by="Mo", at=NOON)
        told = catalog.products.of(ids)
        assert list(told) == ids
        assert [tag.product for tag in told[ids[4_000]]] == ["B", "A"], "in the order in which it was said"
        assert [tag.product for tag in told[ids[4_099]]] == ["A"]
        assert told[ids[0]][0].at == datetime(2026, 11, 22, 12, tzinfo=UTC)
        with pytest.raises(InputError):
            catalog.products.of(["ig:nobody"])


def test_the_door_refuses_what_is_not_the_posts(shop: Shop) -> None:
    with Catalog.open(shop.root / ".ugc" / "catalog.db") as catalog:
        catalog.products.keep([Product(id="A", name="A")])
        media = catalog.post(POST).media[0].sha256
        told = {"by": "Mo", "at": NOON}
        with pytest.raises(UsageError, match="outside"):
            catalog.products.place(POST, "A", media, point=(0.5, 1.01), **told)
        with pytest.raises(UsageError, match="has no media"):
            catalog.products.place(POST, "A", "0" * 64, point=None, **told)
        assert catalog.products.of([POST]) == {POST: ()}


# --- as galleries show them --------------------------------------------------------------------------------------

NB, NARROW = "\u00a0", "\u202f"
# Held against CLDR by Babel 2.17 once, but for codes behind in English, the sign of the yen, and RTL marks.
WRITTEN = [
    ("49.00", "USD", "en", "$49.00"),
    ("1234.50", "EUR", "en", "€1,234.50"),
    ("4900", "JPY", "en", "¥4,900"),
    ("1234567.89", "GBP", "en-GB", "£1,234,567.89"),
    ("5.00", "CAD", "en", "CA$5.00"),
    ("49.00", "CHF", "en", f"49.00{NB}CHF"),
    ("4.500", "KWD", "en", f"4.500{NB}KWD"),
    ("49.00", "EUR", "de", f"49,00{NB}€"),
    ("12345.50", "EUR", "de_AT", f"12.345,50{NB}€"),
    ("4900", "JPY", "de", f"4.900{NB}¥"),
    ("49.00", "USD", "de", f"49,00{NB}$"),
    ("1234.50", "EUR", "es", f"1234,50{NB}€"),
    ("12345.50", "EUR", "es", f"12.345,50{NB}€"),
    ("49.00", "USD", "es", f"49,00{NB}US$"),
    ("1234.50", "EUR", "fr", f"1{NARROW}234,50{NB}€"),
    ("49.00", "USD", "fr", f"49,00{NB}$US"),
    ("1234.50", "EUR", "ar", f"1,234.50{NB}€"),
    ("49.00", "USD", "ar", f"49.00{NB}US$"),
    ("49.00", "USD", "xx", "$49.00"),
    ("0.00", "USD", "en", "$0.00"),
    ("49", "USD", "en", "$49.00"),
    ("0.005", "USD", "en", "$0.005"),
    ("free", "USD", "en", None),
    ("NaN", "USD", "en", None),
]


@pytest.mark.parametrize(("amount", "currency", "language", "written"), WRITTEN)
def test_prices_are_written_as_people_read_them(
    amount: str, currency: str, language: str, written: str | None
) -> None:
    assert price(amount, currency, language=language) == written


UTM = {"utm_source": "gallery", "utm_campaign": "Glow Run & more"}
ADDED = "utm_source=gallery&utm_campaign=Glow%20Run%20%26%20more"
LINKS = [
    ("https://s.example/a", f"https://s.example/a?{ADDED}", "no query yet"),
    ("https://s.example", f"https://s.example?{ADDED}", "no path either"),
    ("https://s.example/a?v=30", f"https://s.example/a?v=30&{ADDED}", "behind what is there"),
    ("https://s.example/a?v=30#buy", f"https://s.example/a?v=30&{ADDED}#buy", "before the fragment"),
    (
        "https://s.example/#/app?x=1",
        f"https://s.example/?{ADDED}#/app?x=1",
        "a question mark in the fragment",
    ),
    ("https://s.example/a?", f"https://s.example/a?{ADDED}", "an empty query"),
    ("https://s.example/a?v=1&", f"https://s.example/a?v=1&{ADDED}", "a last &"),
    ("https://s.example/a#", f"https://s.example/a?{ADDED}#", "an empty fragment"),
    (
        "https://s.example/%C3%A9?q=%20a+b&e=%26",
        f"https://s.example/%C3%A9?q=%20a+b&e=%26&{ADDED}",
        "encoded",
    ),
    ("https://s.example/é?q=ü", f"https://s.example/é?q=ü&{ADDED}", "not encoded"),
    ("https://s.example/a?b&c=&d=1=2", f"https://s.example/a?b&c=&d=1=2&{ADDED}", "odd pairs stay"),
    (
        "https://s.example/a?utm_medium=mail&utm_source=news&v=1&utm_source=old",
        "https://s.example/a?utm_medium=mail&utm_source=gallery&v=1&utm_campaign=Glow%20Run%20%26%20more",
        "what is set takes the place of what was there; other utm_ stay",
    ),
    (
        "https://s.example/a?utm%5Fsource=news",
        f"https://s.example/a?{ADDED}",
        "a name that is encoded is the same name",
    ),
]


@pytest.mark.parametrize(("before", "after", "why"), LINKS, ids=[row[2] for row in LINKS])
def test_campaign_parameters_lose_nothing(before: str, after: str, why: str) -> None:
    assert with_parameters(before, UTM) == after
    told = dict(parse_qsl(urlsplit(after).query))
    assert {name: told[name] for name in UTM} == UTM, "as a server reads it"
    assert with_parameters(after, UTM) == after, "said twice, it is there once"
    assert with_parameters(before, {}) == before


def test_a_product_as_pages_show_it() -> None:
    product = Product(id="A", name="Serum", price="49.00", currency="EUR", link="https://s.example/a#b")
    shown = shown_product(product, language="de", utm={"utm_source": "g"}, slug="serum")
    assert (shown.price, shown.amount, shown.currency) == (f"49,00{NB}€", "49.00", "EUR")
    assert shown.link == "https://s.example/a?utm_source=g#b"
    bare = shown_product(Product(id="B", name="B", price="5.00"), language="en", utm={}, slug="b")
    assert (bare.price, bare.amount, bare.currency, bare.link) == (None, None, None, None)
