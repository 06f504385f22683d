"""Pages that say how to add something are followed to the letter; what they add must pass what the rest passes."""

import csv
import os
import re
import runpy
import shutil
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
from conftest import Shop
from pages import ROOT, blocks, follow, surroundings
from test_care import from_her_handle

from ugc.errors import UsageError
from ugc.formats import load

DOCS = ROOT / "docs"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a checkout needs to run its tests."""
    root = tmp_path / "checkout"
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("ugc", "templates", "assets", "tests"):
        shutil.copytree(ROOT / name, root / name, ignore=unwanted)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def passes(checkout: Path, *arguments: str) -> None:
    """Run tests of a copied checkout, on its own code."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_importer_is_added_as_its_page_says(checkout: Path, tmp_path: Path) -> None:
    follow(DOCS / "add-an-importer.md", checkout, tmp_path, PYTHONPATH=str(checkout))
    assert (checkout / "ugc" / "importers" / "upload_form.py").is_file()
    passes(checkout, "tests/test_importers.py", "tests/test_layers.py")


def test_the_template_of_its_page_may_be_shipped(checkout: Path) -> None:
    for block in blocks(DOCS / "add-a-template.md"):
        if block.path:
            path = checkout / block.path.replace("templates/", "templates/creatives/", 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, "utf-8")
    assert (checkout / "templates" / "creatives" / "whole" / "overlay.typ").is_file()
    passes(checkout, "tests/test_templates.py")


def test_creatives_are_handed_over_as_the_page_says(shop: Shop, tmp_path: Path) -> None:
    program = ROOT / "examples" / "hand-off" / "hand_off.py"
    page = DOCS / "add-a-platform.md"
    shop.grant()
    shutil.copy(program, shop.root)
    follow(page, shop.root, tmp_path)
    (excerpt,) = re.findall(r"^   ```\n(.*?)^   ```$", page.read_text("utf-8"), re.M | re.S)
    assert textwrap.dedent(excerpt) in program.read_text("utf-8")
    assert len(program.read_text("utf-8").splitlines()) < 80
    (copy,) = (shop.root / "monday").glob("*.jpg")
    assert copy.read_bytes() == (shop.root / "out" / "creatives" / copy.name).read_bytes()
    assert not list((shop.root / "tuesday").glob("*.jpg"))


def test_the_hand_off_example_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "copy with a space"
    shutil.copytree(ROOT / "examples" / "hand-off", folder)
    done = subprocess.run(
        [shutil.which("sh") or pytest.skip("there is no shell to type into"), "try.sh"],
        cwd=folder,
        env=os.environ | surroundings(),
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    with (folder / "monday" / "hand-off.csv").open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    files = {path.name for path in (folder / "monday").glob("*.jpg")}
    assert {row["file"] for row in rows} == files
    assert "'@mira.slowmornings" in {row["credit line"] for row in rows}
    left = {path.name for path in (folder / "tuesday").glob("*.jpg")}
    assert [name.split("_")[1] for name in files - left] == ["DGlowFlat02"]


HAND_OFF = runpy.run_path(str(ROOT / "examples" / "hand-off" / "hand_off.py"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@ana", "'@ana"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("ana", "ana"),
        ("", ""),
    ],
)
def test_no_cell_of_the_sheet_is_a_formula(text: str, kept: str) -> None:
    assert HAND_OFF["cell"](text) == kept


def test_a_changed_file_and_a_folder_that_is_there_are_refused(shop: Shop) -> None:
    shop.grant()
    shop("render", "--format", "story")
    made = shop.root / "out" / "creatives"
    spot = "meta.instagram_stories.image"
    assert HAND_OFF["hand_off"](made / "manifest.json", spot, shop.root / "a") == {}
    (picture,) = made.glob("*.jpg")
    picture.write_bytes(picture.read_bytes() + b"more")
    refused = HAND_OFF["hand_off"](made / "manifest.json", spot, shop.root / "b")
    assert [reason.split(":")[0] for reason in refused[picture.name]] == ["changed"]
    with pytest.raises(UsageError, match="is there already"):
        HAND_OFF["hand_off"](made / "manifest.json", spot, shop.root / "a")


def test_the_question_is_put_again_from_the_handle_that_the_creative_runs_from(shop: Shop) -> None:
    from_her_handle(shop, until="2027-01-31")
    path = shop.root / "out" / "creatives" / "manifest.json"
    spot = "meta.instagram_feed.image"
    assert HAND_OFF["hand_off"](path, spot, shop.root / "a") == {}
    assert len(list((shop.root / "a").glob("*.jpg"))) == 1
    days = [date(2027, 1, 20), date(2027, 2, 2)]
    (reasons,) = HAND_OFF["hand_off"](path, spot, shop.root / "b", days).values()
    assert [reason.split(":")[0] for reason in reasons] == ["platform_auth_expires_before_end"]


def test_the_placement_of_its_page_leaves_the_basket_free(tmp_path: Path) -> None:
    (table,) = [block.body for block in blocks(DOCS / "add-a-placement.md") if block.path]
    (tmp_path / "formats.toml").write_text(table, "utf-8")
    product = load([tmp_path / "formats.toml"]).format("product")
    assert [round(edge * 1350) for edge in (product.safe.y0, product.safe.y1)] == [54, 1188]
    assert [(place.channel, place.purposes) for place in product.placements] == [("brand_site", ("onsite",))]
