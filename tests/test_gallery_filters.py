"""Filters and search in Chromium: what is found is shown, from whatever page, and the address says what was asked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gallery_visits
import pytest
from gallery_visits import Holding, Visit
from script_pages import HOSTILE, MANY, write_gallery
from web_tools import Served, served, until

browser, gallery, site, visit = gallery_visits.FIXTURES
SHOWN = "[...document.querySelectorAll('.tile')].map(tile => tile.dataset.slug)"
ALL = ["a-dawn", "b-clip", "c-three", "d-hostile", "e-clip"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two hundred posts, 48 a page."""
    with served(write_gallery(tmp_path_factory.mktemp("many") / "gallery", MANY, per=48)) as server:
        yield server


def found(page: Any, slugs: list[str], said: str) -> None:
    until(page, f"document.querySelector('[data-found]').textContent === {json.dumps(said)}")
    assert page.evaluate(SHOWN) == slugs


def query(page: Any) -> str:
    return str(page.evaluate("location.search"))


def test_a_hashtag_takes_tiles_from_all_pages(visit: Visit, site: Served) -> None:
    page = visit()
    page.select_option("[name=tag]", "run")
    found(page, ["d-hostile", "e-clip", "f-second"], "3 posts")
    assert query(page) == "?tag=run"
    assert not page.locator("[data-pages]").is_visible()
    assert not page.locator("[data-more]").is_visible()
    tile = page.locator(".tile[data-slug=f-second]")
    assert tile.evaluate("tile => getComputedStyle(tile).getPropertyValue('--colour')") == "#778833"
    assert tile.locator(".tile-link").evaluate("link => link.href") == f"{site.url}gallery/post/f-second.html"
    assert tile.locator("img").get_attribute("loading") == "lazy"
    tile.scroll_into_view_if_needed()
    until(page, "document.querySelector('.tile[data-slug=f-second] img').naturalWidth > 0")
    tile.locator(".tile-link").click()
    page.wait_for_selector("[data-stage] [data-slug=f-second]")
    assert page.text_content("[data-counter]") == "3 of 3"
    page.keyboard.press("Home")
    page.wait_for_selector("[data-stage] [data-slug=d-hostile]")
    page.keyboard.press("Escape")
    until(page, "!location.hash")
    found(page, ["d-hostile", "e-clip", "f-second"], "3 posts")
    page.click("[data-reset]")
    found(page, ALL, "All of them")
    assert query(page) == ""
    assert page.locator("[data-pages]").is_visible()


@pytest.mark.parametrize(
    ("words", "slugs", "said"),
    [
        ("cafe strasse", ["a-dawn"], "One post"),
        ("STRASSE", ["a-dawn"], "One post"),
        ("#glowrun", ["a-dawn"], "One post"),
        ("@noor", ["b-clip", "f-second"], "2 posts"),
        ("النور", ["b-clip"], "One post"),
        ("isik", ["f-second"], "One post"),
        ("🏃", ["e-clip"], "One post"),
        ("light mira", ["g-last"], "One post"),
        ("nowhere", [], "No post found"),
        ("window.ran=1", ["d-hostile"], "One post"),
        ("[a-z]+(", [], "No post found"),
    ],
)
def test_search_finds_what_somebody_types(visit: Visit, words: str, slugs: list[str], said: str) -> None:
    page = visit()
    before = page.evaluate("history.length")
    page.locator("[name=q]").press_sequentially(words, delay=5)
    until(page, "words => new URLSearchParams(location.search).get('q') === words", words)
    found(page, slugs, said)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    found(page, ALL, "All of them")
    assert page.input_value("[name=q]") == ""
    assert page.evaluate("window.ran") is None


def test_an_address_says_what_is_asked(visit: Visit) -> None:
    page = visit("page-2.html?kind=clip&creator=noor&utm_source=letter")
    found(page, ["b-clip"], "One post")
    assert page.input_value("[name=kind]") == "clip"
    page.select_option("[name=creator]", "")
    found(page, ["b-clip", "e-clip"], "2 posts")
    page.select_option("[name=kind]", "")
    found(page, ["f-second", "g-last"], "All of them")
    page.go_back()
    found(page, ["b-clip", "e-clip"], "2 posts")
    page.go_back()
    found(page, ["b-clip"], "One post")
    page.go_forward()
    found(page, ["b-clip", "e-clip"], "2 posts")
    page.reload()
    found(page, ["b-clip", "e-clip"], "2 posts")


@pytest.mark.parametrize("name", ["q", "tag", "creator", "product", "kind"])
def test_hostile_addresses_run_nothing(visit: Visit, name: str) -> None:
    page = visit()
    page.goto(
        page.url + "?" + page.evaluate("pair => new URLSearchParams([pair]).toString()", [name, HOSTILE])
    )
    if name == "q":
        found(page, ["d-hostile"], "One post")
    else:
        found(page, ALL, "All of them")
    assert page.evaluate("window.ran") is None


def test_a_list_is_narrowed_and_not_left(visit: Visit) -> None:
    page = visit("creator/noor.html")
    page.select_option("[name=tag]", "glow")
    found(page, ["b-clip"], "One post")
    page.click("[data-reset]")
    page.fill("[name=q]", "straße")
    found(page, [], "No post found")
    product = visit("product/serum.html?tag=run")
    found(product, ["f-second"], "One post")


def test_sixty_at_a_time(browser: Any, many: Served) -> None:
    page = browser.new_page()
    page.goto(many.url)
    page.select_option("[name=creator]", "mira")
    odd = [f"p{number:03}" for number in range(1, 200, 2)]
    found(page, odd[:60], "100 posts")
    page.click("[data-more]")
    until(page, f"{SHOWN}.length === 100")
    assert page.evaluate(SHOWN) == odd
    assert page.evaluate("document.activeElement.closest('.tile').dataset.slug") == odd[60]
    assert not page.locator("[data-more]").is_visible()
    page.select_option("[name=creator]", "noor")
    found(page, [f"p{number:03}" for number in range(0, 120, 2)], "100 posts")
    page.locator(".tile-link").nth(59).click()
    page.wait_for_selector("[data-stage] [data-slug=p118]")
    assert page.text_content("[data-counter]") == "60 of 100"
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-stage] [data-slug=p120]")
    until(page, f"{SHOWN}.length === 100")
    page.keyboard.press("Escape")
    until(page, "document.activeElement.closest('.tile')?.dataset.slug === 'p120'")
    page.close()


def test_more_that_nobody_waits_for_says_nothing(browser: Any, many: Served) -> None:
    page = browser.new_page()
    page.goto(many.url)
    page.select_option("[name=creator]", "mira")
    found(page, [f"p{number:03}" for number in range(1, 120, 2)], "100 posts")
    with Holding(page, "**/page-4.html") as held:
        page.click("[data-more]")
        held.until(1)
        page.fill("[name=q]", "mira")
        until(page, "location.search.includes('q=')")
        page.wait_for_timeout(200)
        found(page, [f"p{number:03}" for number in range(1, 120, 2)], "100 posts")
    page.close()


def test_search_that_fails_says_so_and_can_be_tried_again(visit: Visit, site: Served) -> None:
    page = visit(complains=True)
    site.failing.add("gallery/search.json")
    page.fill("[name=q]", "light")
    found(page, ALL, "Search does not work at the moment")
    assert page.locator("[data-pages]").is_visible()
    site.failing.clear()
    page.locator("[name=q]").press("Enter")
    found(page, ["g-last"], "One post")
    site.failing.add("gallery/page-2.html")
    other = visit("index.html?tag=run", complains=True)
    found(other, ALL, "Search does not work at the moment")


def test_an_answer_that_comes_late_is_not_shown(visit: Visit) -> None:
    page = visit()
    with Holding(page, "**/page-2.html") as held:
        page.select_option("[name=tag]", "run")
        held.until(1)
        page.select_option("[name=kind]", "clip")
        found(page, ["e-clip"], "One post")
        assert "ABORTED" in held.routes[0].request.failure, "what nobody waits for is not fetched"
        page.select_option("[name=kind]", "")
        held.until(2)
        held.let_go(1)
        found(page, ["d-hostile", "e-clip", "f-second"], "3 posts")


def test_a_page_whose_fetch_was_broken_off_is_fetched_again_at_once(visit: Visit) -> None:
    page = visit()
    with Holding(page, "**/page-2.html") as held:
        page.select_option("[name=tag]", "run")
        held.until(1)
        page.select_option("[name=creator]", "noor")
        held.until(2)
        held.let_go(1)
        found(page, ["f-second"], "One post")


def test_closing_leaves_the_tile_of_the_last_post_in_view(browser: Any, many: Served) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 700})
    page.goto(many.url)
    page.locator(".tile-link").first.click()
    page.wait_for_selector("[data-stage] [data-slug=p000]")
    page.keyboard.press("End")
    page.wait_for_selector("[data-stage] [data-slug=p047]")
    page.keyboard.press("Escape")
    until(page, "!location.hash")
    page.wait_for_timeout(200)
    box = page.locator(".tile[data-slug=p047] .tile-link").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 700
    page.close()


def test_twenty_thousand_posts_are_searched(browser: Any, tmp_path: Path) -> None:
    folder = write_gallery(tmp_path / "gallery")
    page_of = {"a-dawn": 1, "g-last": 2}
    rows = [
        [f"n{number:05}", 1, "image", ["glow"], ["mira"], [], f"nothing of note {number} " * 8]
        for number in range(20_000)
    ]
    rows += [[slug, page, "image", ["glow"], ["mira"], [], "needle"] for slug, page in page_of.items()]
    (folder / "search.json").write_text(json.dumps({"per": 5, "posts": rows}), "utf-8")
    with served(folder) as server:
        page = browser.new_page()
        page.goto(server.url)
        page.fill("[name=q]", "needle")
        found(page, ["a-dawn", "g-last"], "2 posts")
        page.select_option("[name=tag]", "glow")
        found(page, ["a-dawn", "g-last"], "2 posts")
        page.fill("[name=q]", "")
        until(page, "document.querySelector('[data-found]').textContent === '20,002 posts'")
        assert [path for path in server.asked if path.startswith("page-")] == ["page-2.html"]
        page.close()
