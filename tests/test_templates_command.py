"""`ugc templates`: listed, drawn on sample pictures, and started as a copy, inside a workspace and outside."""

from pathlib import Path

import pytest
from conftest import Shop
from PIL import Image

from ugc import templates
from ugc.cli.app import run

TWO = ("--format", "story", "--format", "feed")
WIDE = "W" * 75


def test_the_list_says_what_each_needs_and_does(empty_shop: Shop) -> None:
    empty_shop("templates", "new", "mine", "--from", "quote")
    said = empty_shop("templates")
    assert said.index("mine (your own)") < said.index("credit:")
    assert "  needs     quote (up to 140), credit (up to 120)" in said
    assert "  edits     text_overlay with headline, cta" in said
    told = empty_shop("templates", "--json")["templates"]
    assert [line["name"] for line in told if line["source"] == "workspace"] == ["mine"]
    assert {line["name"] for line in told} == {"mine", *templates.names()}


def test_one_faulty_template_costs_only_itself(empty_shop: Shop) -> None:
    empty_shop("templates", "new", "mine")
    (empty_shop.root / "templates" / "mine" / "template.toml").write_text(
        'name = "mine"\nporpuse = "x"\n', "utf-8"
    )
    said = empty_shop("templates", code=2)
    assert "credit:" in said and "mine (your own)" not in said
    assert "unknown key porpuse" in empty_shop.err


def test_a_template_is_drawn_into_the_workspace(empty_shop: Shop) -> None:
    said = empty_shop("templates", "show", "quote", *TWO, "--sample", "long")
    folder = empty_shop.root / "out" / "templates" / "quote"
    assert {path.name for path in folder.iterdir()} == {"story-long.png", "feed-long.png", "sheet-long.png"}
    for path in folder.iterdir():
        assert f"out/templates/quote/{path.name}" in said
    with Image.open(folder / "story-long.png") as story, Image.open(folder / "sheet-long.png") as sheet:
        assert (story.size, story.mode) == ((1080, 1920), "RGB")
        assert sheet.width == 1600


def test_outside_a_workspace_it_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["templates", "show", "credit", "--format", "square"]) == 2
    assert "--out DIR" in capsys.readouterr().err
    assert run(["templates", "show", "credit", "--format", "square", "--out", "seen"]) == 0
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == [
        "sheet-short.png",
        "square-short.png",
    ]
    assert run(["templates"]) == 0
    assert "credit:" in capsys.readouterr().out


def pixels(path: Path) -> bytes:
    with Image.open(path) as picture:
        return picture.tobytes()


def test_words_kit_and_brand_are_seen(empty_shop: Shop) -> None:
    def drawn(*more: str) -> bytes:
        empty_shop("templates", "show", "quote", "--format", "square", *more)
        return pixels(empty_shop.root / "out" / "templates" / "quote" / "square-short.png")

    usual = drawn()
    assert drawn() == usual
    assert len({usual, drawn("--text", "quote=Other words"), drawn("--kit", "dark")}) == 3
    settings = empty_shop.root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("#1F6F5C", "#B00020"), "utf-8")
    assert drawn() != usual


def test_what_is_refused_is_said_with_why(empty_shop: Shop) -> None:
    told = empty_shop("templates", "show", "credit", *TWO, "--text", f"headline={WIDE}", "--json", code=5)
    assert [row["format"] for row in told["refused"]] == ["story", "feed"]
    assert all("headline does not fit" in row["why"] and row["hint"] for row in told["refused"])
    assert told["sheet"] is None and not list((empty_shop.root / "out").rglob("*.png"))


@pytest.mark.parametrize("rating", ["5.1", "five", "-1", "4/5"])
def test_a_rating_that_is_none_is_told_as_such(empty_shop: Shop, rating: str) -> None:
    told = empty_shop(
        "templates", "show", "review", "--format", "feed", "--text", f"rating={rating}", "--json", code=5
    )
    (row,) = told["refused"]
    assert row["why"] == "The rating of template review must be a number from 0 to 5, as 4.6."
    assert "--text rating=" in row["hint"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--sample", "lnog"], "Did you mean 'long'?"),
        (["--text", "qoute=x"], "Did you mean 'quote'?"),
        (["--option", "lgoo=on"], "Option of template quote 'lgoo'"),
        (["--kit", "drak"], "Did you mean 'dark'?"),
        (["--format", "storry"], "story"),
    ],
)
def test_a_slip_is_named(empty_shop: Shop, more: list[str], said: str) -> None:
    empty_shop("templates", "show", "quote", *more, code=2)
    assert said in empty_shop.err


def test_a_new_template_is_a_copy_that_works(empty_shop: Shop) -> None:
    said = empty_shop("templates", "new", "my-words", "--from", "quote")
    folder = empty_shop.root / "templates" / "my-words"
    source = templates.SHIPPED / "quote"
    assert {path.name for path in folder.iterdir()} == {path.name for path in source.iterdir()}
    assert (folder / "overlay.typ").read_bytes() == (source / "overlay.typ").read_bytes()
    assert "ugc templates show my-words" in said or "templates show my-words" in said
    empty_shop("templates", "show", "my-words", "--format", "square")
    (folder / "overlay.typ").write_text('#import "../_shared/ugc.typ": *\n#show: frame\n#oops\n', "utf-8")
    empty_shop("templates", "show", "my-words", "--format", "square", code=3)
    assert "overlay.typ, line 3" in empty_shop.err


@pytest.mark.parametrize(
    "name",
    ["../evil", "a/b", "_shared", ".x", "A", "con", "", "a" * 41, "-a", "ä", "new name", "credit.toml"],
)
def test_an_unsafe_name_is_refused(empty_shop: Shop, name: str) -> None:
    empty_shop("templates", "new", "--", name, code=2)
    assert not (empty_shop.root / "templates").exists()


def test_nothing_is_overwritten(empty_shop: Shop) -> None:
    empty_shop("templates", "new", "mine")
    (empty_shop.root / "templates" / "mine" / "overlay.typ").write_text("// mine\n", "utf-8")
    empty_shop("templates", "new", "mine", "--from", "quote", code=2)
    assert (empty_shop.root / "templates" / "mine" / "overlay.typ").read_text("utf-8") == "// mine\n"
    empty_shop("templates", "new", "credit")
    assert "stands before the shipped credit" in empty_shop.out
