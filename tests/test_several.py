"""Creatives of several pictures: whose they are, where each stands, and that one post stops them all."""

import io
import json
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Shop, put
from PIL import Image
from portraits import portrait, stored

from ugc import plan, templates
from ugc.errors import InputError, UsageError
from ugc.formats import tables
from ugc.media.canvas import composed
from ugc.media.resample import Picture
from ugc.model.creatives import Copy, Draft, NotPlanned
from ugc.model.formats import Box
from ugc.model.layout import Framing
from ugc.model.posts import Account, Media, Post
from ugc.model.seen import Seen, Sight
from ugc.model.templates import Template
from ugc.workspace.gathering import credited

RED, GREEN, BLUE, GOLD = (170, 40, 40), (40, 130, 60), (50, 70, 170), (190, 150, 40)
FORMATS = ("story", "feed", "square", "link", "pin", "tiktok")
CAROUSEL, ONE, TWO = "ig:Bqcarousel1", "ig:Bqsingle001", "ig:Bqsingle002"
COMPARE = ("--template", "compare", "--text", "left_label=before", "--text", "right_label=after")
GRID = ("--template", "unboxing-grid", "--text", "headline=One parcel", "--text", "label1=arrived")
REVOKE = ("--by", "Mo", "--why", "she asked us to stop", "--json")


def flat(colour: tuple[int, int, int], size: tuple[int, int] = (1200, 1500)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture
def carousel(empty_shop: Shop, tmp_path: Path) -> Shop:
    """One granted post of @ana's with four pictures, each of another colour."""
    put(tmp_path / "four", CAROUSEL[3:], *map(flat, (RED, GREEN, BLUE, GOLD)))
    empty_shop("import", tmp_path / "four")
    empty_shop.grant(CAROUSEL, "--channel", "tiktok", "--channel", "pinterest")
    return empty_shop


@pytest.fixture
def pair(empty_shop: Shop, tmp_path: Path) -> Shop:
    """Two posts of @ana's with one picture each, red and then green, without rights; and one of @ben's."""
    put(tmp_path / "pair", ONE[3:], flat(RED), day=1)
    put(tmp_path / "pair", TWO[3:], flat(GREEN), day=2)
    put(tmp_path / "pair", "Bqbens00001", flat(BLUE), username="ben", day=1)
    empty_shop("import", tmp_path / "pair")
    return empty_shop


def render(shop: Shop, *more: str, code: int = 0) -> Any:
    return shop("render", *more, "--json", code=code)


def rows(shop: Shop) -> list[dict[str, Any]]:
    told = json.loads((shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    return list(told["creatives"])


def settle(shop: Shop, changes: dict[str, str]) -> None:
    """Change settings as a person would, each where it stands."""
    path = shop.root / "ugc.toml"
    text = path.read_text("utf-8")
    for old, new in changes.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def beside(path: Path) -> dict[str, Any]:
    return dict(json.loads(Path(f"{path}.rights.json").read_text("utf-8")))


# --- where they stand ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("more", "colours"), [(COMPARE, 2), (GRID, 4)], ids=["compare", "unboxing-grid"])
def test_each_picture_of_a_post_lands_in_its_part(
    carousel: Shop, format: str, more: tuple[str, ...], colours: int
) -> None:
    """The middle of each part, which no word of these covers, has the colour of its source."""
    (line,) = render(carousel, "--format", format, *more)["creatives"]
    (row,) = rows(carousel)
    picture = np.asarray(Image.open(line["file"]).convert("RGB")).astype(int)
    high, wide, _ = picture.shape
    assert len(row["sources"]) == len(row["framing"]) == colours
    for framing, colour in zip(row["framing"], (RED, GREEN, BLUE, GOLD), strict=False):
        at = framing["at"]
        x, y = (
            round((at["x0"] * 0.1 + at["x1"] * 0.9) * wide),
            round((at["y0"] * 0.6 + at["y1"] * 0.4) * high),
        )
        assert abs(picture[y - 3 : y + 3, x - 3 : x + 3].mean((0, 1)) - colour).max() < 6, (format, colour)
    assert row["edits"] == ["crop", "resize", "text_overlay"]


@pytest.mark.parametrize("count", [3, 4])
@pytest.mark.parametrize("format", FORMATS)
def test_three_pictures_leave_no_hole_and_four_none_either(format: str, count: int) -> None:
    """All but lines of 8 px is picture, and no picture lies on another."""
    drafted = drawn("unboxing-grid", format, count=count, texts={"headline": "One parcel"})
    boxes = [framing.at for framing in drafted.framings if framing.at]
    assert len(boxes) == count
    for one, other in combinations(boxes, 2):
        assert one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 <= other.y0 or other.y1 <= one.y0
    assert 0.96 < sum(box.width * box.height for box in boxes) < 1


@pytest.mark.parametrize(("language", "words", "first"), [("en", "before", "left"), ("ar", "قبل", "right")])
def test_the_first_picture_stands_where_reading_begins(language: str, words: str, first: str) -> None:
    drafted = drawn(
        "compare", "square", count=2, language=language, texts={"left_label": words, "right_label": words}
    )
    one, other = (framing.at for framing in drafted.framings)
    assert one and other
    assert (one.x0 < other.x0) == (first == "left")
    assert [source.role for source in drafted.sources] == ["left", "right"]
    sides = {slot.name: slot.side for slot in drafted.slots}
    assert sides["left"] == sides["right"] == first


def test_round_corners_show_what_lies_under_them() -> None:
    """By hand: of a corner of radius 40, the pixel at its point is ground, and one 12 px in is on the arc's inside."""
    pixels = np.full((100, 100, 3), RED, np.uint8)
    box = Box(x0=0, y0=0, x1=1, y1=1)
    at = Box(x0=0.1, y0=0.2, x1=0.6, y1=0.8)
    framing = Framing(mode="cover", box=box, at=at, radius=40, kept=1, scale=1, why="")
    other = framing.model_copy(update={"at": Box(x0=0.7, y0=0.2, x1=0.9, y1=0.8), "radius": 0})
    canvas = composed(
        [Picture(pixels), Picture(pixels)], (framing, other), (400, 300), colour="#000000", ground="#FFFFFF"
    )
    for x, y in ((40, 60), (239, 60), (40, 239), (239, 239)):
        inwards = (x + (13 if x == 40 else -13), y + (13 if y == 60 else -13))
        assert canvas[y, x].tolist() == [255, 255, 255]
        assert canvas[inwards[1], inwards[0]].tolist() == list(RED)
    assert canvas[60, 280].tolist() == list(RED), "without a radius the corner is picture"
    assert canvas[10, 10].tolist() == [255, 255, 255]


# --- faces ---------------------------------------------------------------------------------------------------------


def drawn(
    name: str,
    format: str,
    *,
    count: int,
    faces: tuple[tuple[float, float, float, float], ...] = (),
    size: tuple[int, int] = (1200, 1500),
    language: str = "en",
    texts: dict[str, str],
) -> Draft:
    """Plan a template on pictures in each of which the same faces were seen."""
    texts = dict(texts)
    author = Account(platform="instagram", handle="ana")
    sights = tuple(
        Sight(kind="face", box=Box(**dict(zip(("x0", "y0", "x1", "y1"), face, strict=True))), by="faces")
        for face in faces
    )
    shots = []
    for number in range(count):
        sha = f"{number:064x}"
        media = Media(sha256=sha, kind="image", ext="jpg", size=1, width=size[0], height=size[1])
        post = Post(id=f"ig:{number}", platform="instagram", author=author, media=(media,))
        shots.append(plan.Shot(post, 0, Seen(detectors={"faces": "drawn"}, sights=sights)))
    named = {field: texts.pop(field) for field in ("headline", "disclosure") if field in texts}
    made = plan.draft(
        shots,
        format=tables.load().format(format),
        template=templates.load(name),
        words=Copy(credit="@ana", platform="Instagram", texts=texts, language=language, **named),
        look=plan.Look(),
        digests={},
    )
    assert not isinstance(made, NotPlanned)
    return made


FACES = {
    "high at the left": (0.12, 0.1, 0.38, 0.32),
    "high at the right": (0.62, 0.1, 0.88, 0.32),
    "in the middle": (0.35, 0.35, 0.65, 0.6),
    "low at the left": (0.1, 0.6, 0.36, 0.82),
}


@pytest.mark.parametrize("face", FACES.values(), ids=FACES)
@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("name", "count", "texts"),
    [
        ("compare", 2, {"left_label": "before", "right_label": "after", "verdict": "Worth it"}),
        ("unboxing-grid", 3, {"headline": "One parcel", "label1": "here", "label2": "in", "label3": "on"}),
        ("unboxing-grid", 4, {"label1": "here", "label2": "in", "label3": "on", "label4": "day 30"}),
    ],
)
def test_faces_stay_whole_and_no_word_is_planned_on_one(
    format: str, face: tuple[float, float, float, float], name: str, count: int, texts: dict[str, str]
) -> None:
    drafted = drawn(name, format, count=count, faces=(face,), texts=texts)
    assert len(drafted.faces) == count
    for framing in drafted.framings:
        part, at = framing.box, framing.at
        assert at
        assert part.x0 <= face[0] and part.y0 <= face[1] and part.x1 >= face[2] and part.y1 >= face[3], (
            framing
        )
        across, down = at.width / part.width, at.height / part.height
        x0, y0 = at.x0 + (face[0] - part.x0) * across, at.y0 + (face[1] - part.y0) * down
        x1, y1 = at.x0 + (face[2] - part.x0) * across, at.y0 + (face[3] - part.y0) * down
        for slot in drafted.slots:
            box = slot.box
            meets = box.x0 < x1 and x0 < box.x1 and box.y0 < y1 and y0 < box.y1
            assert not meets, (slot, framing)


def test_a_drawn_face_is_found_and_kept_whole_from_end_to_end(empty_shop: Shop, tmp_path: Path) -> None:
    """The face is at the right of a wide picture: a crop of its middle would cut it."""
    edges = (0.68, 0.3, 0.86, 0.72)
    faces = [
        stored(portrait((1800, 1000), faces=(edges,), ground=ground))
        for ground in ((215, 220, 225), (190, 200, 210))
    ]
    put(tmp_path / "faces", CAROUSEL[3:], *faces)
    empty_shop("import", tmp_path / "faces")
    empty_shop.grant(CAROUSEL)
    render(empty_shop, "--format", "square", *COMPARE)
    (row,) = rows(empty_shop)
    for framing in row["framing"]:
        part = framing["box"]
        assert part["x0"] <= edges[0] and part["x1"] >= edges[2], framing["why"]
        assert part["x1"] - part["x0"] < 0.5, "it is cropped, and not shown whole"


def test_fewer_steps_need_a_lower_panel() -> None:
    steps = {f"step{number}": "Rinse with cool water" for number in range(1, 6)}
    three = drawn("steps", "story", count=1, texts=dict(list(steps.items())[:3]))
    five = drawn("steps", "story", count=1, texts=steps)
    tall = [next(slot.box.height for slot in made.slots if slot.name == "card") for made in (three, five)]
    assert round((tall[1] - tall[0]) * 1920) == 2 * 124


# --- whose they are ------------------------------------------------------------------------------------------------


def test_posts_of_one_creator_are_taken_together_and_never_with_anothers(pair: Shop) -> None:
    for post in (ONE, TWO, "ig:Bqbens00001"):
        pair.grant(post)
    told = render(pair, "--format", "square", *COMPARE)
    (row,) = rows(pair)
    assert row["posts"] == [ONE, TWO], "the earlier first"
    assert [source["role"] for source in row["sources"]] == ["left", "right"]
    assert "mashup" not in row["edits"]
    assert [account["handle"] for account in row["creators"]] == ["ana"]
    assert [(item["post"], item["code"]) for item in told["not_planned"]] == [("ig:Bqbens00001", "too_few")]


@pytest.mark.parametrize(("granted", "against"), [(ONE, TWO), (TWO, ONE)])
def test_one_post_that_is_not_cleared_stops_all_and_is_named(pair: Shop, granted: str, against: str) -> None:
    pair.grant(granted)
    told = render(pair, "--format", "square", *COMPARE, "creator:@ana", code=4)
    assert told["creatives"] == []
    assert pair.creatives == []
    assert [(refusal["post"], refusal["format"]) for refusal in told["refusals"]] == [(against, "square")]
    codes = {reason["code"] for spot in told["refusals"][0]["placements"] for reason in spot["reasons"]}
    assert codes == {"no_grant"}


def test_label_and_sidecar_name_all_posts_and_the_narrowest_end(pair: Shop) -> None:
    pair.grant(ONE, "--until", "2027-05-01")
    pair.grant(TWO, "--until", "2027-02-28")
    (line,) = render(pair, "--format", "square", *COMPARE)["creatives"]
    told = beside(Path(line["file"]))
    label = told["label"]
    assert label["posts"] == [ONE, TWO]
    assert label["links"] == [f"https://www.instagram.com/p/{post[3:]}/" for post in (ONE, TWO)]
    assert label["grants"] == ["g-0001", "g-0002"]
    assert label["end"] == line["valid_until"] == "2027-02-28"
    assert [source["post"] for source in told["sources"]] == [ONE, TWO]
    assert len({source["sha256"] for source in told["sources"]}) == 2
    assert {spot["valid_until"] for spot in told["placements"]} == {"2027-02-28"}
    data = Path(line["file"]).read_bytes()
    assert ONE.encode() in data and TWO.encode() in data, "the label inside the file"


def test_each_credit_that_is_asked_for_is_said_once() -> None:
    ana, fixed = Copy(credit="@ana", platform="Instagram"), Copy(credit="Photo: Ana P.")
    said = credited([ana, fixed, ana])
    assert said and (said.credit, said.platform) == ("@ana · Photo: Ana P.", "Instagram")
    assert credited([ana, ana]) == ana
    assert credited([ana, None]) is None, "somebody is not known, and cannot be credited"


@pytest.mark.parametrize("post", [ONE, TWO])
@pytest.mark.parametrize("how", ["revoke", "hold"])
def test_ending_one_of_the_posts_stops_the_creative(pair: Shop, how: str, post: str) -> None:
    pair.grant(ONE)
    pair.grant(TWO)
    (line,) = render(pair, "--format", "square", *COMPARE)["creatives"]
    told = pair("rights", how, post, *REVOKE)
    name = Path(line["file"]).name
    assert [(each["path"], each["allowed"]) for each in told["creatives"]] == [
        (f"out/creatives/{name}", False)
    ]
    if how == "revoke":  # a hold may be lifted: it marks no file
        assert rows(pair)[0]["stopped"]
        assert beside(Path(line["file"]))["stopped"]
    again = render(pair, "--format", "square", *COMPARE, "creator:@ana", code=4)
    assert [refusal["post"] for refusal in again["refusals"]] == [post]


def test_a_person_forgotten_leaves_no_creative_of_several_posts(pair: Shop) -> None:
    """Both posts, their creative, its sidecar and its row go; another person's creative stays."""
    for post in (ONE, TWO, "ig:Bqbens00001"):
        pair.grant(post)
    (made,) = render(pair, "--format", "square", *COMPARE)["creatives"]
    (other,) = render(pair, "creator:@ben", "--format", "square")["creatives"]
    pair("forget", "@ana", "--why", "she asked by e-mail", "--yes", "--json")
    assert [path.name for path in pair.creatives] == [Path(other["file"]).name]
    assert not Path(f"{made['file']}.rights.json").exists()
    assert [row["posts"] for row in rows(pair)] == [["ig:Bqbens00001"]]
    told = (pair.root / "out" / "creatives" / "manifest.json").read_text("utf-8")
    assert ONE not in told and TWO not in told


def test_a_missing_original_costs_one_creative(pair: Shop, tmp_path: Path) -> None:
    put(tmp_path / "more", "Bqciapair01", flat(BLUE), flat(GOLD), username="cia")
    pair("import", tmp_path / "more")
    for post in (ONE, TWO, "ig:Bqciapair01"):
        pair.grant(post)
    sha = pair("show", TWO, "--json")["case"]["post"]["media"][0]["sha256"]
    # Seen while it was there, so that the run comes as far as opening it.
    render(pair, "--format", "feed", *COMPARE)
    (pair.root / ".ugc" / "media" / sha[:2] / f"{sha}.jpg").unlink()
    told = render(pair, "--format", "square", *COMPARE, code=6)
    assert [line["post"] for line in told["creatives"]] == ["ig:Bqciapair01"]
    (fault,) = told["faults"]
    assert TWO in fault["message"]


def test_one_picture_is_too_few_to_compare(pair: Shop) -> None:
    pair.grant(ONE)
    told = render(pair, "--format", "square", *COMPARE, ONE)
    assert {item["code"] for item in told["not_planned"]} == {"too_few"}
    assert pair.creatives == []


def test_a_missing_label_is_asked_for(carousel: Shop) -> None:
    carousel("render", "--format", "square", "--template", "compare", "--text", "left_label=before", code=2)
    assert "right_label" in carousel.err


# --- what tells of them --------------------------------------------------------------------------------------------


@pytest.mark.skipif(find_spec("c2pa") is None, reason="the extra c2pa is not installed")
def test_content_credentials_name_every_original(pair: Shop) -> None:
    import c2pa

    from ugc.provenance import read_credentials

    pair.grant(ONE)
    pair.grant(TWO)
    made = pair("credentials", "new", "--json")["settings"]
    told = {name: made[name] for name in ("certificate", "key")}
    settle(pair, {f'{name} = ""': f'{name} = "{path}"' for name, path in told.items()})
    (line,) = render(pair, "--format", "square", *COMPARE, "--sign")["creatives"]
    path = Path(line["file"])
    with c2pa.Reader("image/jpeg", io.BytesIO(path.read_bytes())) as reader:
        store = json.loads(reader.json())
    made = store["manifests"][store["active_manifest"]]
    shas = [source["sha256"] for source in beside(path)["sources"]]
    assert [item["relationship"] for item in made["ingredients"]] == ["componentOf"] * 2
    assert [item["title"] for item in made["ingredients"]] == [ONE, TWO]
    assert [item["instance_id"].rpartition(":")[2] for item in made["ingredients"]] == shas
    found = read_credentials(path)
    assert found
    assert found.faults == ()
    assert [step.action for step in found.steps][:3] == ["c2pa.created", "c2pa.placed", "c2pa.placed"]


def test_the_looking_sheet_shows_the_part_of_each_picture(carousel: Shop) -> None:
    labels = '{ left_label = "before", right_label = "after" }'
    settle(carousel, {'template = "credit"': 'template = "compare"', "\ntexts = {}": f"\ntexts = {labels}"})
    told = carousel("contact-sheet", "--looking", "--format", "square", "--json")
    strips = told["rows"][0]["strips"]
    cells = [strip["looking"]["formats"][0] for strip in strips]
    assert [cell["framing"] is not None for cell in cells] == [True, True, False, False]
    assert [cell["part"] for cell in cells] == [True, True, False, False]
    assert cells[0]["pixels"] == [536, 828]
    assert "shows others" in cells[3]["tile"]["absent"]


# --- what a template may say ---------------------------------------------------------------------------------------

TOML = """
name = "odd"
purpose = "To be refused."
[sources]
min = 2
max = 2
[words.credit]
limit = 120
{more}
"""
SHAPES = ("9:16", "4:5", "2:3", "1:1", "1.91:1")
PLACES = ", ".join(f'"{shape}" = [0, 0, 1, 1]' for shape in SHAPES)
ROW = f"[[pictures]]\nat = {{ {PLACES} }}\n"
ODD = [
    ("", InputError, "0 rows of [[pictures]] count with 2 pictures"),
    (ROW, InputError, "1 rows of [[pictures]] count with 2 pictures"),
    (ROW + '[[pictures]]\nat = { "9:16" = [0, 0, 1, 1] }\n', InputError, "no place at"),
    (ROW + ROW + "of = [3]\n", InputError, "1 rows of [[pictures]] count with 2 pictures"),
    (ROW + ROW + 'below = "strap"\n', UsageError, "strap"),
    ('[slots.tag]\non = 3\nparts = { credit = "chip" }\n' + ROW + ROW, InputError, "picture 3 of 2"),
]


@pytest.mark.parametrize(("more", "error", "said"), ODD)
def test_a_template_without_a_place_for_each_picture_is_not_read(
    tmp_path: Path, more: str, error: type[Exception], said: str
) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "template.toml").write_text(TOML.format(more=more), "utf-8")
    (tmp_path / "odd" / "overlay.typ").write_text("", "utf-8")
    with pytest.raises(error) as caught:
        templates.load("odd", [tmp_path])
    assert said in str(caught.value)


def shipped_rows() -> Iterator[tuple[Template, int]]:
    for name in templates.names():
        template = templates.load(name)
        for count in range(template.sources.min, template.sources.max + 1):
            yield template, count


def test_shipped_templates_of_several_keep_pictures_on_the_canvas() -> None:
    for template, count in shipped_rows():
        for row in template.rows(count):
            for shape, (x0, y0, x1, y1) in row.at.items():
                assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1, (template.name, shape)
