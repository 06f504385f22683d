"""What headings mean, learned once: shown, checked before anything is taken in, and kept beside the settings."""

import tomllib
from pathlib import Path

import pytest
from conftest import Shop

from ugc.workspace import columns

LINK = "https://www.instagram.com/p/BqvsDleB3lV/"
SHEET = f"Spring\n\nPartner;Where;Story = text;Handle;Internal\n@ana;{LINK};Hello;@agency;=secret\n"
MAP = [
    "--map",
    "partner=handle",
    "--map",
    "Where=link",
    "--map",
    "Story = text=caption",
    "--map",
    "INTERNAL=-",
]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "partners.csv"
    path.write_text(SHEET, "utf-8")
    return path


def test_a_mapping_is_learned_once(empty_shop: Shop, sheet: Path) -> None:
    told = empty_shop("import", sheet, *MAP, "--json")
    assert told["learned"] == ["partner", "Where", "Story = text", "INTERNAL"]
    (read,) = told["sheets"]
    assert read["sheet"] == str(sheet)
    assert [(column["heading"], column["field"], column["by"]) for column in read["columns"]] == [
        ("Partner", "handle", "map"),
        ("Where", "url", "map"),
        ("Story = text", "caption", "map"),
        ("Handle", "handle", "name"),
        ("Internal", "ignore", "map"),
    ]
    kept = tomllib.loads((empty_shop.root / "columns.toml").read_text("utf-8"))
    assert kept == {
        "columns": {"partner": "handle", "Where": "url", "Story = text": "caption", "INTERNAL": "ignore"}
    }
    (post,) = empty_shop("posts", "--json")
    assert (post["author"]["handle"], post["caption"]) == (
        "ana",
        "Hello",
    )  # not @agency: what was said stands first

    sheet.write_text(SHEET.replace("Hello", "Hello again"), "utf-8")
    told = empty_shop("import", sheet, "--json")
    assert told["learned"] == [] and told["taken"][0]["outcome"] == "changed"
    assert "Read as" not in empty_shop.out


def test_what_was_left_out_is_in_no_record(empty_shop: Shop, sheet: Path) -> None:
    empty_shop("import", sheet, *MAP)
    assert "left out: Internal" in empty_shop.err
    assert b"=secret" not in (empty_shop.root / ".ugc" / "catalog.db").read_bytes()


def test_a_dry_run_shows_and_keeps_nothing(empty_shop: Shop, sheet: Path) -> None:
    empty_shop("import", sheet, *MAP, "--dry-run")
    assert "Partner = handle, Where = url, Story = text = caption, Handle" in empty_shop.err
    assert "Remembered" not in empty_shop.err and not (empty_shop.root / "columns.toml").exists()


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (["Partner"], "HEADING=FIELD"),
        (["=url"], "HEADING=FIELD"),
        (["Partner="], "HEADING=FIELD"),
        (["Partner=handel"], "'handle'"),
        (["Partnr=handle"], "'Partner'"),
        (["Partner=handle", "PARTNER=url"], "two fields"),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_taken_in(
    empty_shop: Shop, sheet: Path, wishes: list[str], words: str
) -> None:
    empty_shop("import", sheet, *[part for wish in wishes for part in ("--map", wish)], code=2)
    assert words in empty_shop.err
    assert empty_shop("posts", "--json") == [] and not (empty_shop.root / "columns.toml").exists()


def test_a_folder_without_sheets_has_no_columns(empty_shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    empty_shop("import", tmp_path / "bare", "--map", "A=url", code=2)
    assert "no sheet was found" in empty_shop.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns\n", "not TOML"),
        ('[column]\n"a" = "url"\n', "columns"),
        ('[columns]\n"a" = "ulr"\n', "url"),
        ('[columns]\n"a" = "url"\n"A" = "caption"\n', "twice"),
        ("columns = 1\n", "not a table"),
    ],
)
def test_a_file_with_a_slip_is_said(empty_shop: Shop, sheet: Path, text: str, words: str) -> None:
    (empty_shop.root / "columns.toml").write_text(text, "utf-8")
    empty_shop("import", sheet, code=2)
    assert words in empty_shop.err and "columns.toml" in empty_shop.err


def test_what_people_wrote_in_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / columns.NAME
    path.write_text('# ours\n[columns]\n"A" = "url" # the live one', "utf-8")
    assert columns.learn(tmp_path, {"a": "url"}) == ()
    assert columns.learn(tmp_path, {'q"\\é': "caption"}) == ('q"\\é',)
    assert path.read_text("utf-8").startswith('# ours\n[columns]\n"A" = "url" # the live one\n')
    assert columns.learned(tmp_path) == {"a": "url", 'q"\\é': "caption"}
    columns.learn(tmp_path, {"A": "handle"})  # another meaning: the line is replaced
    assert columns.learned(tmp_path) == {"a": "handle", 'q"\\é': "caption"}


def test_an_archive_takes_it_along(empty_shop: Shop, sheet: Path, tmp_path: Path) -> None:
    empty_shop("import", sheet, *MAP)
    empty_shop("export", "--archive", tmp_path / "a.zip")
    empty_shop("import", tmp_path / "a.zip", "--into", tmp_path / "again")
    assert (tmp_path / "again" / "columns.toml").read_bytes() == (
        empty_shop.root / "columns.toml"
    ).read_bytes()
