"""The captions, handles and names of the collection of hostile files, shown in a gallery: as text, or dropped."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import SHARED, photo, put
from processes import ran, workspace
from test_gallery_browser import visits
from web_tools import chromium, served, validate

GRANT = (
    "--method dm_yes --purpose onsite --channel brand_site --territory US --from 2018-01-01 --until perpetual "
    "--edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A gallery of a post for each hostile caption, with its hostile handle."""
    script = SHARED / "nasty" / "make_nasty.py"
    if not script.is_file():
        pytest.skip("../shared/nasty is not here")
    shutil.copy(script, tmp_path / "make_nasty.py")
    subprocess.run([sys.executable, "-W", "ignore", "make_nasty.py"], cwd=tmp_path, check=True)
    told = next(tmp_path.rglob("nasty_posts.json"))
    root = workspace(tmp_path / "glow", None)
    for number, post in enumerate(json.loads(told.read_text("utf-8"))):
        code = f"Cnast{number:06}"
        put(tmp_path / "collected", code, photo(seed=number), username="ana", day=number % 28 + 1)
        (sidecar,) = (tmp_path / "collected").glob(f"{code}-*.json")
        words = json.loads(sidecar.read_text("utf-8"))
        # Half of them by their own hostile handle, which may leave them without a creator, half by @ana.
        handle = post["username"] if number % 2 else "ana"
        words |= {
            "description": post["caption"],
            "username": handle,
            "fullname": handle,
            "owner_id": str(7000 + number),
        }
        sidecar.write_text(json.dumps(words), "utf-8")
    ran(root, "import", tmp_path / "collected", code=None)
    posts = [post for post in json.loads(ran(root, "posts", "--json").out) if post["author"]]
    assert len(posts) >= 12
    ran(root, "rights", "grant", *(post["id"] for post in posts), *GRANT)
    ran(root, "gallery", "build", "platform:instagram", "--name", "nasty", "--theme", "masonry")
    return root / "out" / "gallery" / "nasty"


def test_nothing_of_it_runs_or_breaks_a_page(folder: Path) -> None:
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) > 20
    with chromium() as browser, served(folder.parent) as site, visits(browser, site) as go:
        for path in pages:
            page = go(f"nasty/{path.relative_to(folder).as_posix()}", width=390)
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], path.name
            assert page.evaluate(
                "[...document.scripts].every(one => !one.src || one.src.startsWith(location.origin))"
            )
            page.context.close()
    assert validate(pages) == []


def test_every_page_of_it_has_a_name_for_any_file_system(folder: Path) -> None:
    for path in folder.rglob("*"):
        assert path.name.isascii() and len(path.name) < 100
        assert not set(path.name) & set('<>:"|?*\\ ')
    for link in (folder / "index.html").read_text("utf-8").split('href="')[1:]:
        assert not link.lower().startswith(("javascript:", "data:", "//"))
