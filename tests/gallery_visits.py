"""A gallery, served, and a browser that walks through it: what the tests of the pages' script share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from script_pages import write_gallery
from web_tools import Served, chromium, served

Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module", params=[write_gallery])
def gallery(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery that the tests walk through, with the posts of `script_pages.POSTS`."""
    return request.param(tmp_path_factory.mktemp("site") / "gallery")


@pytest.fixture
def site(gallery: Path) -> Iterator[Served]:
    """It stands under a path, as on a brand's own site."""
    with served(gallery.parent) as server:
        yield server


@pytest.fixture
def visit(browser: Any, site: Served) -> Iterator[Visit]:
    """Open a page of the gallery. Whatever a browser complains of at any time fails the test."""
    faults: list[str] = []
    contexts = []

    def go(path: str = "index.html", *, complains: bool = False, init: str = "", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": 900, "height": 700}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if init:
            page.add_init_script(init)
        if not complains:
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.goto(f"{site.url}gallery/{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


FIXTURES = (browser, gallery, site, visit)
"""A test's file gives them names of its own, which is how pytest finds them there."""
