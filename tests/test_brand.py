"""The brand's kit: logos that are read and refused, fonts by role, what it tells templates, and the page of it."""

import base64
import io
import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from browser import asked
from conftest import GRANT, Shop, photo
from fontTools.ttLib import TTFont
from PIL import Image
from test_palette import judged

from ugc import templates
from ugc.config import BrandSettings
from ugc.errors import InputError, MissingError, UgcError, UsageError
from ugc.formats import load as load_tables
from ugc.media.logo import LONGEST_SIDE, MOST_SVG_BYTES, read_logo
from ugc.media.shades import shaded
from ugc.model.creatives import Copy
from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade
from ugc.resources import ASSETS, FONTS
from ugc.typeset import FontIndex, OwnFonts, Typesetter
from ugc.workspace import branding
from ugc.workspace.overlaying import brand_data

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
RED = f'<svg {XMLNS} viewBox="0 0 40 10"><rect width="40" height="10" fill="#E00010"/></svg>'
ILLUSTRATOR = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">'
LACE = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/><use href="#g{n + 1}"/></g>' for n in range(40))
CHAIN = "".join(f'<g id="g{n}"><use href="#g{n + 1}"/></g>' for n in range(3000))


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def png(size: tuple[int, int], *, colour: tuple[int, int, int, int], edge: int = 0, **save: Any) -> bytes:
    """A flat logo with a transparent edge round it."""
    image = Image.new("RGBA", (size[0] + 2 * edge, size[1] + 2 * edge), (0, 0, 0, 0))
    image.paste(colour, (edge, edge, edge + size[0], edge + size[1]))
    held = io.BytesIO()
    image.save(held, "PNG", **save)
    return held.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def svg(inside: str, *, size: str = 'viewBox="0 0 40 10"', head: str = "") -> str:
    return f"{head}<svg {XMLNS} {size}>{inside}</svg>"


# -- logos


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (svg("<script>alert(1)</script>"), "runs a script"),
        (svg('<rect width="9" height="9" onload="x()"/>'), "runs a script"),
        (
            svg('<image href="https://example.com/a.png" width="9" height="9"/>'),
            "holds a picture or loads one",
        ),
        (svg('<use href="file:///etc/passwd#a"/>'), "loads something from elsewhere"),
        (
            svg('<rect width="9" height="9" fill="url(https://example.com/#a)"/>'),
            "loads something from elsewhere",
        ),
        (svg("<style>@import 'https://example.com/a.css';</style>"), "loads something from elsewhere"),
        (svg("", head='<?xml-stylesheet href="https://example.com/a.css"?>'), "loads a style sheet"),
        (
            svg("<title>&x;</title>", head='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "declares a document type",
        ),
        (
            svg("<g>&b;</g>", head='<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'),
            "declares a document type",
        ),
        (svg("<text>Glow</text>"), "has letters that are still text"),
        (svg("<foreignObject/>"), "holds another kind of document"),
        (svg('<filter id="a"><feTurbulence numOctaves="9"/></filter>'), "has a filter effect"),
        (svg("<animate/>"), "moves"),
        (svg(LACE + '<g id="g40"/>'), "has more than 20,000 parts"),
        (svg(CHAIN), "has more than 20,000 parts"),
        (svg('<g id="a"><use href="#a"/></g>'), "has more than 20,000 parts"),
        (
            svg('<mask id="a"><rect mask="url(#a)" width="9" height="9"/></mask>'),
            "has more than 20,000 parts",
        ),
        (svg("<g>" * 5000 + "</g>" * 5000), "is nested too deeply"),
        (svg("<g>"), "is not an SVG that can be read"),
        (svg("", size=""), "says neither its size nor its viewBox"),
        (svg("", size='viewBox="0 0 nan 10"'), "is nan wide"),
        (svg("", size='viewBox="0 0 4000 10"'), "is 4000 wide and 10 high"),
        (svg("", size='width="0" height="10"'), "is 0 wide"),
        (RED.replace(XMLNS, ""), "without the namespace of SVG"),
        (svg("<!--" + "x" * MOST_SVG_BYTES + "-->"), "is an SVG of more than 512 kB"),
        (svg("<title>é</title>").encode("latin-1"), "is an SVG that is not UTF-8"),
        (svg("").encode("utf-16"), "is neither a PNG nor an SVG"),
        (b"", "is neither a PNG nor an SVG"),
        (photo(), "is neither a PNG nor an SVG"),
        (b"<html><body>no</body></html>", "is neither a PNG nor an SVG"),
        (bomb(60_000, 60_000), "claims to be 60000x60000 pixels"),
        (bomb(4000, 2000), "could not be decoded"),
        (png((400, 100), colour=(9, 9, 9, 255))[:300], "could not be decoded"),
        (png((400, 100), colour=(9, 9, 9, 0)), "is transparent all over"),
        (png((2400, 9), colour=(9, 9, 9, 255)), "is 2400 wide and 9 high"),
    ],
)
def test_a_logo_that_tricks_or_is_broken_is_refused(tmp_path: Path, content: str | bytes, words: str) -> None:
    path = put(tmp_path / "logo.svg", content)
    with pytest.raises(InputError) as caught:
        read_logo(path)
    assert words in caught.value.message
    assert "logo" in caught.value.message
    assert caught.value.message.count("\n") == 0


def test_a_missing_logo_is_named(tmp_path: Path) -> None:
    with pytest.raises(UgcError, match=r"nowhere\.svg"):
        read_logo(tmp_path / "nowhere.svg")


@pytest.mark.parametrize(
    ("content", "ratio", "why"),
    [
        (RED, 4.0, "by its view box"),
        (
            svg("<g/>", size='width="30mm" height="10mm" viewBox="0 0 9 9"'),
            3.0,
            "by its size, which comes first",
        ),
        (
            svg("<g/>", size='width="100%" height="100%" viewBox="0,0,50,10"'),
            5.0,
            "a share of nothing is no size",
        ),
        (svg("<g/>", head=ILLUSTRATOR), 4.0, "as Illustrator writes it"),
        (
            svg('<defs><g id="a"/></defs><use href="#a"/><a href="https://example.com/"><g/></a>'),
            4.0,
            "uses and links",
        ),
    ],
)
def test_a_plain_drawing_is_taken(tmp_path: Path, content: str, ratio: float, why: str) -> None:
    logo = read_logo(put(tmp_path / "a.svg", content))
    assert logo.ratio == pytest.approx(ratio), why
    assert logo.type == "svg"
    assert "DOCTYPE" not in logo.svg


def test_a_png_keeps_its_transparency_and_loses_its_empty_edge(tmp_path: Path) -> None:
    logo = read_logo(put(tmp_path / "a.png", png((2000, 500), colour=(200, 80, 30, 128), edge=100)))
    assert logo.pixels == (2000, 500)
    assert logo.ratio == 4.0
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", logo.svg)
    assert found
    held = Image.open(io.BytesIO(base64.b64decode(found[1])))
    assert held.mode == "RGBA"
    assert held.size == (LONGEST_SIDE, 240)
    assert np.abs(np.asarray(held).astype(int) - (200, 80, 30, 128)).max() <= 2


def test_a_palette_png_is_read_too(tmp_path: Path) -> None:
    image = Image.new("P", (200, 100), 0)
    image.putpalette([0, 0, 0, 10, 120, 90])
    image.paste(1, (50, 20, 150, 80))
    image.save(tmp_path / "a.png", transparency=0)
    assert read_logo(tmp_path / "a.png").pixels == (100, 60)


def test_one_logo_serves_both_grounds(tmp_path: Path) -> None:
    put(tmp_path / "a.svg", RED)
    put(tmp_path / "b.svg", RED.replace("E00010", "00E010"))
    both = branding.logos(BrandSettings(name="Glow", logo="a.svg"), tmp_path)
    assert both["light"] == both["dark"]
    two = branding.logos(BrandSettings(name="Glow", logo="a.svg", logo_dark="b.svg"), tmp_path)
    assert "E00010" in two["light"].svg
    assert "00E010" in two["dark"].svg
    assert branding.logos(BrandSettings(name="Glow"), tmp_path) == {}


# -- in templates

BADGE_TOML = """name = "badge"
purpose = "Draws the logo at the top left."

[words.credit]
needed = true
limit = 120

[options.logo]
says = "The brand's logo."
default = "on"
choices = ["on", "off"]
edits = { on = ["logo_overlay"] }
"""
BADGE_TYP = """#import "../_shared/ugc.typ": *
#show: frame
#context {
  if options.logo == "on" { at(safe.x0, safe.y0, logo(240 * u, 72 * u).body) }
  at(safe.x0, safe.y1 - 64 * u, credit-chip(data.credit, none, safe.x1 - safe.x0).body)
}
"""


def badge(shop: Shop, *, logo: str | None = None) -> None:
    put(shop.root / "templates" / "badge" / "template.toml", BADGE_TOML)
    put(shop.root / "templates" / "badge" / "overlay.typ", BADGE_TYP)
    if logo:
        put(shop.root / "logo.svg", logo)
        brand(shop, logo="logo.svg")


def brand(shop: Shop, **keys: object) -> None:
    """Set keys of [brand]."""
    path = shop.root / "ugc.toml"
    text = path.read_text("utf-8")
    for key, value in keys.items():
        said = re.search(rf"^{key} = .*$", text, re.M)
        assert said, key
        text = f"{text[: said.start()]}{key} = {json.dumps(value)}{text[said.end() :]}"
    path.write_text(text, "utf-8")


def edits(shop: Shop) -> set[str]:
    told = shop("render", "--format", "square", "--template", "badge", "--json")
    assert told["creatives"], told
    (line,) = told["creatives"]
    return set(json.loads(Path(f"{line['file']}.rights.json").read_text("utf-8"))["label"]["edits"])


def test_without_a_logo_nobody_is_asked_for_one(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--edits", "full")
    badge(shop)
    assert "logo_overlay" not in edits(shop)
    shop("render", "--format", "square", "--template", "badge", "--option", "logo=on", code=2)
    assert "the brand has none" in shop.err
    shop("render", "--format", "square", "--template", "badge", "--option", "logo=off")


def test_a_logo_is_drawn_and_asked_for_and_counts(shop: Shop) -> None:
    shop.grant("ig:BqvsDleB3lV", "--edits", "full")
    badge(shop, logo=RED)
    brand(shop, accent="#1F6F5C")
    assert "logo_overlay" in edits(shop)
    (first,) = shop.creatives
    pixels = np.asarray(Image.open(first).convert("RGB")).astype(int)[:300, :500]
    red = (abs(pixels - (224, 0, 16)).max(axis=2) < 40).sum()
    assert red == pytest.approx(240 * 60, rel=0.05), "240 wide by 60 high, as its ratio of 4 has it"
    put(shop.root / "logo.svg", RED.replace("E00010", "0010E0"))
    again = shop("render", "--format", "square", "--template", "badge", "--json")
    assert again["creatives"][0]["outcome"] == "made", "another logo is another creative"
    told = shop("render", "--format", "square", "--template", "badge", "--option", "logo=off", "--json")
    brand(shop, logo="")
    after = shop("render", "--format", "square", "--template", "badge", "--option", "logo=off", "--json")
    assert after["creatives"][0]["variant"] == told["creatives"][0]["variant"], (
        "what is not drawn does not count"
    )


def test_a_logo_that_the_grant_forbids_is_refused(shop: Shop) -> None:
    terms = [part.format(post="ig:BqvsDleB3lV").replace("standard", "technical") for part in GRANT]
    shop(*terms)
    badge(shop, logo=RED)
    told = shop("render", "--format", "square", "--template", "badge", "--json", code=4)
    assert "logo_overlay" in json.dumps(told["refusals"])


def test_a_broken_logo_stops_a_run_with_its_reason(shop: Shop) -> None:
    shop.grant()
    badge(shop, logo=svg("<script/>"))
    shop("render", "--format", "square", code=3)
    assert "logo.svg runs a script" in shop.err


@pytest.mark.parametrize("radius", [0, 28, 64])
def test_panels_have_the_brands_corners(tmp_path: Path, radius: int) -> None:
    """The first row of a panel begins as far in as a circle of that radius does."""
    put(tmp_path / "flat" / "template.toml", 'name = "flat"\npurpose = "A panel."\ncredit_place = "none"\n')
    body = '#import "../_shared/ugc.typ": *\n#show: frame\n#panel(100 * u, 100 * u, 400 * u, 400 * u)\n'
    put(tmp_path / "flat" / "overlay.typ", body)
    data = {
        "safe": dict.fromkeys(("top", "right", "bottom", "left"), 0.0),
        "brand": brand_data(BrandSettings(name="Glow", radius=radius)),
    }
    overlay = Typesetter().overlay(templates.load("flat", [tmp_path]), data, pixels=(1080, 1080))
    alpha = np.asarray(Image.open(io.BytesIO(overlay.png)))[..., 3]
    diagonal = next(n for n in range(100) if alpha[100 + n, 100 + n] > 127)
    assert diagonal == pytest.approx(radius * (1 - 0.5**0.5), abs=1.5)


def test_a_shade_takes_the_tone_of_ink() -> None:
    text = Placed(
        role="hook",
        text="Hi",
        box=Box(x0=20, y0=20, x1=180, y1=60),
        size=40,
        lines=1,
        fill="#ffffff",
        least=4.5,
    )
    for colour, order in ((None, "grey"), ("#6A1020", "red")):
        canvas = np.full((120, 200, 3), 255, np.uint8)
        (veil,) = shaded(canvas, (Shade(tone="light", y0=None, y1=80, colour=colour),), (text,))
        red, green, blue = canvas[20:60].reshape(-1, 3).mean(axis=0)
        assert veil.strength > 0.4
        assert (red - green < 1.5) if order == "grey" else (red - green > 40 and red > blue)
        worst = "#{:02X}{:02X}{:02X}".format(*canvas[30, 100])
        assert judged("#FFFFFF", worst) >= 4.5, "and letters can be read on it all the same"


# -- fonts


def make_font(
    path: Path, family: str, *, letters: str, wider: float = 1.0, source: str = "Inter-Bold.otf"
) -> Path:
    """A font of a family of its own that has only some letters of Inter, each as much wider as is said."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(FONTS / "inter" / source) as font:
        for table in font["cmap"].tables:
            table.cmap = {point: name for point, name in table.cmap.items() if chr(point) in letters}
        for name, (advance, bearing) in list(font["hmtx"].metrics.items()):
            font["hmtx"].metrics[name] = (round(advance * wider), bearing)
        for record in font["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = family if record.nameID != 6 else family.replace(" ", "")
        del font["GPOS"]
        font.save(path)
    return path


LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,@"


def test_the_brands_fonts_come_first_by_role(tmp_path: Path) -> None:
    text = make_font(tmp_path / "text" / "own.otf", "Own Text", letters=LATIN)
    show = make_font(tmp_path / "show" / "show.otf", "Own Show", letters=LATIN)
    fonts = FontIndex.load(tmp_path / "fonts.json", own=OwnFonts(text, show.parent))
    assert fonts.families("Hello") == ("Own Text", "Inter"), "Inter for the marks that templates add"
    assert fonts.families("Zoë سلام")[:3] == ("Own Text", "Inter", "Noto Sans Arabic")
    assert fonts.display_families("Hello")[:2] == ("Own Show", "Inter Display")
    assert fonts.lacking("Own Text", "Zoë €5") == ("ë", "€")
    assert fonts.missing("Zoë سلام €") == (), "what it lacks, a shipped one draws"
    alone = FontIndex.load(None, own=OwnFonts(text))
    assert alone.display_families("Hello")[0] == "Own Text", "one family serves both roles"
    only = FontIndex.load(None, own=OwnFonts(None, show))
    assert only.families("Hello")[0] == "Inter"
    assert only.display_families("Hello")[0] == "Own Show"


def test_the_brands_fonts_count_for_ids(tmp_path: Path) -> None:
    text = make_font(tmp_path / "own.otf", "Own Text", letters=LATIN)
    plain, own = FontIndex.load(None), FontIndex.load(None, own=OwnFonts(text))
    assert own.digest_for("Hello") != plain.digest_for("Hello")
    make_font(text, "Own Text", letters=LATIN, wider=1.1)
    assert FontIndex.load(None, own=OwnFonts(text)).digest_for("Hello") != own.digest_for("Hello")


def test_which_font_is_meant_must_be_clear(tmp_path: Path) -> None:
    make_font(tmp_path / "two" / "a.otf", "Own Text", letters=LATIN)
    make_font(tmp_path / "two" / "b.otf", "Own Show", letters=LATIN)
    with pytest.raises(UsageError, match="holds 2 families: Own Show, Own Text"):
        FontIndex.load(None, own=OwnFonts(tmp_path / "two"))
    assert FontIndex.load(None, own=OwnFonts(tmp_path / "two" / "b.otf")).text == "Own Show"
    with pytest.raises(UsageError, match="is Inter, which ships with ugc"):
        FontIndex.load(None, own=OwnFonts(FONTS / "inter" / "Inter-Bold.otf"))
    with pytest.raises(MissingError, match=r"The brand's font .*nowhere\.otf is not there"):
        FontIndex.load(None, own=OwnFonts(tmp_path / "nowhere.otf"))
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="holds no font"):
        FontIndex.load(None, own=OwnFonts(tmp_path / "none"))


def test_planning_leaves_room_for_letters_that_run_wide(tmp_path: Path) -> None:
    """Words set in a font half as wide again stay inside the room that planning found for them."""
    from ugc.media.look import Looker
    from ugc.workspace.sampling import Sampler

    wide = make_font(tmp_path / "wide.otf", "Own Wide", letters=LATIN, wider=1.5)
    typesetter = Typesetter(own=OwnFonts(wide))
    assert typesetter.fonts.wider == pytest.approx(1.5, abs=0.08)
    template = branding.measured(templates.load("credit"), typesetter.fonts)
    sampler = Sampler(Looker(words=False), typesetter, brand=brand_data(BrandSettings(name="Glow")))
    words = Copy(credit="@mira.slowmornings", headline="Thirty slow mornings in", cta="Shop the serum")
    drawn = sampler.draw(
        template,
        [ASSETS / "demo" / "pictures" / "open_jar.jpg"],
        words,
        format=load_tables().format("story"),
    )
    width, height = drawn.draft.pixels
    rooms = {slot.name: slot.box for slot in drawn.draft.slots}
    for text in drawn.placed:
        room = rooms["headline" if text.role == "headline" else "foot"]
        assert text.box.x0 >= room.x0 * width - 1, text
        assert text.box.x1 <= room.x1 * width + 1, text
        assert text.box.y0 >= room.y0 * height - 1, text
        assert text.box.y1 <= room.y1 * height + 1, text


def test_creatives_are_set_in_the_brands_letters(shop: Shop) -> None:
    shop.grant()
    before = shop("render", "--format", "square", "--dry-run", "--json")["creatives"][0]
    make_font(shop.root / "fonts" / "own.otf", "Own Wide", letters=LATIN, wider=1.4)
    brand(shop, text="fonts/own.otf")
    after = shop("render", "--format", "square", "--json")["creatives"][0]
    assert after["variant"] != before["variant"]
    manifest = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    (credit,) = [text for text in manifest["creatives"][0]["text"] if text["role"] == "credit"]
    brand(shop, text="")
    shop("render", "--format", "square", "--json")
    manifest = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    (plain,) = [text for text in manifest["creatives"][0]["text"] if text["role"] == "credit"]
    wider = (credit["box"]["x1"] - credit["box"]["x0"]) / (plain["box"]["x1"] - plain["box"]["x0"])
    assert wider > 1.15


# -- calls to action


def test_words_may_ask_for_the_brands_call_to_action(shop: Shop) -> None:
    shop.grant()
    path = shop.root / "ugc.toml"
    text = path.read_text("utf-8").replace("ctas = {}", 'ctas = { en = "Shop the serum", de = "Zum Serum" }')
    path.write_text(text.replace('cta = ""', 'cta = "{{ brand_cta }}"'), "utf-8")
    shop("render", "--format", "square")
    manifest = (shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8")
    assert json.loads(manifest)["creatives"][0]["words"]["cta"] == "Shop the serum"
    brand(shop, language="de-AT")
    told = shop("render", "--format", "square", "--json")
    assert told["creatives"][0]["outcome"] == "made"
    brand(shop, language="fr")
    shop("render", "--format", "square", code=2)
    assert "ctas under [brand] in ugc.toml has no call to action in 'fr'" in shop.err


def test_it_is_drawn_only_where_words_ask_for_it(shop: Shop) -> None:
    shop.grant()
    path = shop.root / "ugc.toml"
    path.write_text(path.read_text("utf-8").replace("ctas = {}", 'ctas = { en = "Shop the serum" }'), "utf-8")
    shop("render", "--format", "square")
    manifest = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    assert manifest["creatives"][0]["words"]["cta"] is None


# -- the check


def test_the_kit_is_told_and_shown(empty_shop: Shop) -> None:
    shop = empty_shop
    told = shop("brand", "check", "--json")
    assert {board["kit"] for board in told["colours"]} == {"light", "dark"}
    for board in told["colours"]:
        colours = {swatch["role"]: swatch["colour"] for swatch in board["swatches"]}
        for pair in board["pairs"]:
            real = judged(colours[pair["letters"]], colours[pair["ground"]])
            assert pair["contrast"] == pytest.approx(real, abs=0.101)
            assert pair["contrast"] <= real, "a figure that is rounded up would promise too much"
    assert [font["family"] for font in told["fonts"]] == ["Inter", "Inter Display"]
    assert any("There is no logo" in note for note in told["notes"])
    assert Path(told["html"]) == shop.root / "out" / "brand.html"
    first = Path(told["html"]).read_bytes()
    shop("brand", "check")
    assert Path(told["html"]).read_bytes() == first, "the same kit gives the same page"
    assert "#1F6F5C" in shop.out


def test_what_is_wrong_with_a_kit_is_said(empty_shop: Shop) -> None:
    shop = empty_shop
    put(shop.root / "logo.png", png((200, 50), colour=(10, 12, 14, 255), edge=9))
    make_font(shop.root / "fonts" / "own.otf", "Own Text", letters=LATIN)
    brand(shop, logo="logo.png", text="fonts", accent="#787878", second="#777777")
    notes = shop("brand", "check", "--json")["notes"]
    for words in (
        "The accent #787878 carries neither white nor dark letters as it is: under white ones it is drawn",
        "The second colour #777777 is a grey and highlights nothing",
        "The logo can hardly be made out on dark grounds",
        "logo.png has 200 by 50 pixels, which is little",
        "No licence is noted for Own Text",
        "Own Text has no : ; ! ?",
    ):
        assert any(words in note for note in notes), (words, notes)
    assert not any("on light grounds" in note for note in notes)
    put(shop.root / "light.png", png((900, 200), colour=(250, 250, 250, 255)))
    brand(shop, logo_dark="light.png", licence="OFL-1.1", second="", accent="#1F6F5C")
    notes = shop("brand", "check", "--json")["notes"]
    assert not any("made out" in note or "licence" in note or "accent" in note for note in notes), notes


def test_letters_on_the_page_can_be_read_and_it_fits_a_phone(empty_shop: Shop, tmp_path: Path) -> None:
    """By what a browser says of them: colours as computed, and nothing wider than the screen."""
    shop = empty_shop
    put(shop.root / "logo.svg", RED)
    brand(shop, logo="logo.svg", name="Sunday <script>alert(1)</script> Glow", accent="#FFD60A")
    page = Path(shop("brand", "check", "--json")["html"]).read_text("utf-8")
    assert "<script>" not in page
    script = """
    const seen = [...document.querySelectorAll('.tile li, .tile .ground, .given li')].map(e => {
      let at = e; while (view.getComputedStyle(at).backgroundColor === 'rgba(0, 0, 0, 0)') at = at.parentElement;
      return [view.getComputedStyle(e).color, view.getComputedStyle(at).backgroundColor]; });
    return {seen, wide: document.documentElement.scrollWidth};"""
    for width in (390, 1280):
        found = asked(page, script, folder=tmp_path, width=width)
        assert found["wide"] == width
        assert len(found["seen"]) > 30
        for letters, ground in found["seen"]:
            assert judged(hexed(letters), hexed(ground)) >= 4.5, (letters, ground)


def hexed(colour: str) -> str:
    return "#{:02X}{:02X}{:02X}".format(*map(int, re.findall(r"\d+", colour)[:3]))
