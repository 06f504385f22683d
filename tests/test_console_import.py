"""What `ugc import` says to a person: which picture is missing, which column was not understood, what was kept out."""

import json
from pathlib import Path

import pytest
from conftest import Shop, photo, sidecar
from test_importers import JPG, names, sheet, taken

LINKS = [f"https://www.instagram.com/p/B8gQCApHMT{end}/" for end in "-abc"]


def lay(folder: Path, rows: str, *pictures: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "posts.csv").write_text(rows, "utf-8")
    for seed, name in enumerate(pictures, 40):
        (folder / name).write_bytes(photo((400, 500), seed=seed))
    return folder


def test_a_post_without_its_picture_is_named_with_the_file_that_was_looked_for(
    shop: Shop, tmp_path: Path
) -> None:
    rows = f"url,handle,media\n{LINKS[0]},cara,here.jpg\n{LINKS[1]},bo,not-here.jpg\n{LINKS[2]},dee,\n"
    folder = lay(tmp_path / "campaign", rows, "here.jpg")
    told = shop("import", folder, "--json")
    assert [item["missing"] for item in told["taken"]] == [[], ["not-here.jpg"], []]
    assert told["without_media"] == ["ig:B8gQCApHMTa", "ig:B8gQCApHMTb"]
    shop("import", folder)
    assert "2 of them have no picture or clip on file" in shop.out
    assert "row 3 (ig:B8gQCApHMTa): no file named not-here.jpg in this folder" in shop.err
    assert "row 4 (ig:B8gQCApHMTb): it names no file" in shop.err
    assert "row 2" not in shop.err


def test_a_picture_that_another_source_brought_is_not_missed(shop: Shop, tmp_path: Path) -> None:
    rows = "url,handle,likes\nhttps://www.instagram.com/p/BqvsDleB3lV/,ana,12\n"
    folder = lay(tmp_path / "campaign", rows)
    told = shop("import", folder, "--json")
    assert told["taken"][0]["media"] == 0
    assert told["without_media"] == []
    shop("import", folder)
    assert "no picture" not in shop.out + shop.err
    assert "column" not in shop.err
    dry = shop("import", folder, "--dry-run", "--json")
    assert dry["without_media"] == []


def test_a_sheet_without_a_column_for_files_says_so(shop: Shop, tmp_path: Path) -> None:
    folder = lay(tmp_path / "campaign", f"url,handle\n{LINKS[0]},cara\n")
    shop("import", folder)
    assert "1 post: 1 new, 0 changed, 0 the same." in shop.out
    assert "It has no picture or clip on file" in shop.out
    assert "posts.csv: it has no column for the files; add one named media" in shop.err


@pytest.mark.parametrize(
    ("header", "suggested"),
    [
        ("url,handel,media", "'handel' … 'handle'"),
        ("ulr,handle,media", "'ulr' … 'url'"),
        ("url,handle,medai", "'medai' … 'media'"),
        ("url,handle,media,Captoin", "'Captoin' … 'caption'"),
        ("url,handle,media,Fee", None),
        ("url,handle,media,End date", None),
        ("url,handle,media,Rate", None),
        ("url,handle,media,handels", None),  # that column is there already
    ],
)
def test_a_column_that_looks_misspelt_is_told_on_the_console(
    shop: Shop, tmp_path: Path, header: str, suggested: str | None
) -> None:
    more = ",x" * (header.count(",") - 2)
    folder = lay(tmp_path / "campaign", f"{header}\n{LINKS[0]},cara,here.jpg{more}\n", "here.jpg")
    shop("import", folder)
    if suggested is None:
        assert "not understood" not in shop.err
        return
    wrong, meant = suggested.split(" … ")
    assert f"the column {wrong} is not understood; did you mean {meant}?" in shop.err
    skips = [skip for skip in shop("import", folder, "--json")["skipped"] if skip["code"] == "column"]
    assert len(skips) == 1


@pytest.mark.parametrize(
    ("cell", "found", "missing"),
    [
        ("a.jpg, b.jpg", ["a.jpg", "b.jpg"], []),
        ("a.jpg,b.jpg", ["a.jpg", "b.jpg"], []),
        ("a.jpg; b.jpg", ["a.jpg", "b.jpg"], []),
        ("a.jpg, b.jpg; c.jpg", ["a.jpg", "b.jpg", "c.jpg"], []),
        ("a.jpg, gone.jpg", ["a.jpg"], ["gone.jpg"]),
        ("one, two.jpg", ["one, two.jpg"], []),  # a name with a comma in it
        ("Smith, c.jpg", [], ["Smith, c.jpg"]),  # half of a name is nobody's picture
        ("gone, away.jpg", [], ["gone, away.jpg"]),
    ],
)
def test_several_names_in_one_cell(tmp_path: Path, cell: str, found: list[str], missing: list[str]) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg", "one, two.jpg"):
        (tmp_path / name).write_bytes(JPG)
    (post,), _ = sheet(tmp_path, f'url,handle,media\n{LINKS[0]},cara,"{cell}"\n')
    assert names(post) == found
    assert list(post.missing) == missing


def test_an_empty_folder_says_what_is_read(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    shop("import", tmp_path / "empty")
    assert "Imported 0 posts." in shop.out
    assert "Nothing to import was found in" in shop.err
    assert "pictures, clips, sheets" in shop.err
    (tmp_path / "empty" / ".DS_Store").write_bytes(b"litter")
    shop("import", tmp_path / "empty")
    assert "Nothing to import was found in" in shop.err


def test_what_is_kept_out_is_said_in_words(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "9.jpg").write_bytes(photo(seed=9))
    told = sidecar(
        "Cqvs0000009",
        access_token="secret",
        email="ana@example.com",
        display_url="https://scontent.cdninstagram.com/v/9.jpg?_nc_ht=x&oe=6&oh=7",
    )
    (folder / "9.jpg.json").write_text(json.dumps(told), "utf-8")
    dropped = shop("import", folder, "--json")["dropped"]
    assert "display_url:signature" in dropped
    shop("import", folder)
    assert "secret" not in shop.err
    assert ":signature" not in shop.err
    said = next(line for line in shop.err.splitlines() if line.startswith("Left out of the records"))
    assert "tokens and passwords: access_token;" in said
    assert "other personal details: email" in said
    assert "the passing signatures of addresses: display_url;" in said


def test_a_path_is_said_once(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "torn"
    folder.mkdir()
    (folder / "torn.jpg").write_bytes(photo(seed=24)[:5000])
    shop("import", folder, code=3)
    (line,) = [line for line in shop.err.splitlines() if "torn.jpg" in line]
    assert line.count("torn.jpg") == 1
    assert ": It " in line
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "broken.csv").write_text("nothing,known\n1,2\n", "utf-8")
    shop("import", folder, code=3)
    for line in shop.err.splitlines():
        assert line.count("torn.jpg") < 2
        assert line.count("broken.csv") < 2
    skips = {
        Path(skip["origin"]).name: skip["why"] for skip in shop("import", folder, "--json", code=3)["skipped"]
    }
    assert skips["broken.csv"].startswith("It has no column that is known")


def test_one_is_said_as_one(shop: Shop, tmp_path: Path) -> None:
    shop("import", tmp_path / "collected", "--dry-run")
    assert "Would import 1 post: 0 new, 0 changed, 1 the same." in shop.out
    shop("posts")
    assert "1 image " in shop.out
    assert "1 post." in shop.err
    shop("tag", "@ana", "--add", "hero")
    assert "Tagged 1 post." in shop.out
    shop("contact-sheet")
    assert "Sunday Glow: 1 post, 0 creatives" in shop.out


def test_what_the_importer_says_of_a_sheet(tmp_path: Path) -> None:
    lay(tmp_path, f"url,handel\n{LINKS[0]},cara\n")
    _, skipped = taken(tmp_path / "posts.csv")
    assert [skip.code for skip in skipped] == ["ignored", "column", "no_column"]
