"""A gallery, served, and a browser that walks through it: what the tests of the pages' script share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

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


class Holding:
    """Keeps a page waiting for what it asks for, until told to go on.

    What is still held at the end is broken off: left unanswered, it would be told as a fault of a later test.
    """

    def __init__(self, page: Any, pattern: str) -> None:
        self.page = page
        self.routes: list[Any] = []
        self.answered: set[int] = set()
        page.route(pattern, lambda route: self.routes.append(route))

    def __enter__(self) -> Self:
        return self

    def until(self, number: int) -> None:
        """Wait until so many are held in all."""
        for _ in range(100):
            if len(self.routes) >= number:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"the page was asked for {len(self.routes)} times, not {number}")

    def let_go(self, index: int) -> None:
        """Answer one of them as if it had not been held."""
        self.answered.add(index)
        self.routes[index].continue_()

    def __exit__(self, *_: object) -> None:
        for index, route in enumerate(self.routes):
            if index not in self.answered:
                route.abort()


FIXTURES = (browser, gallery, site, visit)
"""A test's file gives them names of its own, which is how pytest finds them there."""
