"""The pages' script in Chromium: a post opens over its list, and every way of moving and leaving works."""

import re
from pathlib import Path
from typing import Any

import gallery_visits
import pytest
from gallery_visits import Holding, Visit
from script_pages import write_gallery
from web_tools import Served, served, until

browser, gallery, site, visit = gallery_visits.FIXTURES
OPEN = "document.querySelector('[data-lightbox]').open"
FOCUSED = "document.activeElement.closest('.tile')?.dataset.slug"


def opened(page: Any, slug: str) -> None:
    page.locator(f".tile[data-slug={slug}] .tile-link").click()
    page.wait_for_selector(f"[data-stage] [data-slug={slug}]")


def showing(page: Any, slug: str, counter: str) -> None:
    page.wait_for_selector(f"[data-stage] [data-slug={slug}]")
    assert page.text_content("[data-counter]") == counter
    assert page.url.endswith(f"#post={slug}")


def closed(page: Any) -> None:
    until(page, f"!{OPEN} && !location.hash")


def test_a_post_opens_over_its_list(visit: Visit, site: Served) -> None:
    page = visit()
    opened(page, "c-three")
    showing(page, "c-three", "3 of 5")
    assert page.evaluate(OPEN)
    links = page.eval_on_selector_all("[data-stage] a", "links => links.map(link => link.href)")
    assert set(links) == {f"{site.url}gallery/product/serum.html", f"{site.url}gallery/creator/mira.html"}
    until(page, "document.querySelector('[data-stage] img').naturalWidth === 400")
    spot = page.locator("[data-stage] .spot").first
    assert (
        spot.evaluate("spot => spot.style.getPropertyValue('--x') + spot.style.getPropertyValue('--y')")
        == "42%31%"
    )
    name = page.eval_on_selector(
        "[data-post]", "post => document.getElementById(post.getAttribute('aria-labelledby'))?.textContent"
    )
    assert name == "c-three"
    page.wait_for_timeout(100)
    assert {"gallery/post/b-clip.html", "gallery/post/d-hostile.html"} <= set(site.asked), (
        "neighbours are read ahead"
    )


def test_keys_move_and_focus_comes_back_to_the_post_that_is_shown(visit: Visit) -> None:
    page = visit()
    page.locator(".tile-link").first.focus()
    page.keyboard.press("Enter")
    showing(page, "a-dawn", "1 of 5")
    for key, slug, counter in [
        ("ArrowRight", "b-clip", "2 of 5"),
        ("ArrowRight", "c-three", "3 of 5"),
        ("End", "e-clip", "5 of 5"),
        ("ArrowRight", "e-clip", "5 of 5"),
        ("ArrowLeft", "d-hostile", "4 of 5"),
        ("Home", "a-dawn", "1 of 5"),
        ("ArrowLeft", "a-dawn", "1 of 5"),
        ("Control+ArrowRight", "a-dawn", "1 of 5"),
        ("End", "e-clip", "5 of 5"),
    ]:
        page.keyboard.press(key)
        showing(page, slug, counter)
    page.keyboard.press("Escape")
    closed(page)
    assert page.evaluate(FOCUSED) == "e-clip"
    box = page.locator(".tile[data-slug=e-clip] .tile-link").bounding_box()
    assert box and 0 <= box["y"] < 700, "the tile that has the focus is in view"


def test_keys_go_on_where_focus_stood_in_a_post_that_is_left(visit: Visit) -> None:
    page = visit()
    opened(page, "a-dawn")
    page.focus("[data-stage] .credit a")
    page.keyboard.press("ArrowRight")
    showing(page, "b-clip", "2 of 5")
    page.keyboard.press("ArrowRight")
    showing(page, "c-three", "3 of 5")


def test_arrows_in_a_strip_and_in_a_clip_are_their_own(visit: Visit) -> None:
    page = visit()
    opened(page, "c-three")
    page.focus("[data-stage] [data-pieces]")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('[data-stage] [data-pieces]').scrollLeft > 0")
    showing(page, "c-three", "3 of 5")
    page.focus("[data-close]")
    page.keyboard.press("ArrowLeft")
    showing(page, "b-clip", "2 of 5")
    page.focus("[data-stage] video")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    showing(page, "b-clip", "2 of 5")


def test_buttons_move_and_say_where_there_is_no_further(visit: Visit) -> None:
    page = visit()
    opened(page, "a-dawn")
    assert page.get_attribute("[data-previous]", "aria-disabled") == "true"
    page.click("[data-next]")
    showing(page, "b-clip", "2 of 5")
    assert page.get_attribute("[data-previous]", "aria-disabled") == "false"
    page.click("[data-previous]")
    showing(page, "a-dawn", "1 of 5")
    page.click("[data-close]")
    closed(page)
    page.go_back()
    assert page.url == "about:blank", "what was opened and closed is no step on the way back"


def test_arrows_are_mirrored_from_right_to_left(browser: Any, tmp_path: Path) -> None:
    write_gallery(tmp_path / "gallery", rtl=True)
    with served(tmp_path / "gallery") as server:
        page = browser.new_page()
        page.goto(server.url)
        opened(page, "b-clip")
        page.keyboard.press("ArrowLeft")
        showing(page, "c-three", "3 of 5")
        page.click("[data-stage] .strip-next")
        until(page, "document.querySelector('[data-stage] [data-pieces]').scrollLeft < -100")
        until(page, "document.querySelector('.strip-count').textContent === '2/3'")
        page.focus("[data-close]")
        page.keyboard.press("ArrowRight")
        showing(page, "b-clip", "2 of 5")
        page.close()


def test_back_closes_forth_opens_and_a_link_opens(visit: Visit) -> None:
    page = visit()
    opened(page, "b-clip")
    page.keyboard.press("ArrowRight")
    showing(page, "c-three", "3 of 5")
    page.go_back()
    closed(page)
    assert page.evaluate(FOCUSED) == "c-three"
    page.go_forward()
    showing(page, "c-three", "3 of 5")
    other = visit("page-2.html#post=g-last")
    showing(other, "g-last", "2 of 2")
    other.keyboard.press("Escape")
    closed(other)
    assert other.evaluate("history.length") == 2, (
        "nothing before it but the empty page: closing leaves no trace"
    )


@pytest.mark.parametrize(
    "slug", ["nobody", "../tag/glow", "%2e%2e%2findex", "<img src=x onerror=window.ran=1>"]
)
def test_a_link_to_no_post_shows_the_list(visit: Visit, site: Served, slug: str) -> None:
    page = visit(f"index.html#post={slug}", complains=True)
    closed(page)
    assert page.evaluate("window.ran") is None
    pages = [path for path in site.asked if path.endswith(".html")]
    assert all(path.startswith("gallery/post/") for path in pages[1:]), (
        "a slug leads nowhere but among the posts"
    )


@pytest.mark.parametrize("how", [{"modifiers": ["Control"]}, {"modifiers": ["Shift"]}, {"button": "middle"}])
def test_a_click_that_asks_for_another_tab_follows_the_link(visit: Visit, how: dict[str, Any]) -> None:
    page = visit()
    with page.context.expect_page() as other:
        page.locator(".tile-link").first.click(**how)
    other.value.wait_for_url("**/post/a-dawn.html")
    assert not page.evaluate(OPEN)


def test_a_post_that_comes_late_is_not_shown(visit: Visit) -> None:
    page = visit()
    with Holding(page, "**/post/b-clip.html") as held:
        opened(page, "a-dawn")
        page.keyboard.press("ArrowRight")
        until(page, "document.querySelector('[data-counter]').textContent === '2 of 5'")
        page.keyboard.press("ArrowRight")
        showing(page, "c-three", "3 of 5")
        held.let_go(0)
        page.wait_for_timeout(200)
        showing(page, "c-three", "3 of 5")


def test_where_a_page_cannot_be_fetched_the_link_is_followed(visit: Visit) -> None:
    page = visit(complains=True)
    page.route(
        "**/post/*",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    page.locator(".tile-link").first.click()
    page.wait_for_url("**/post/a-dawn.html")
    page.go_back()
    page.wait_for_url(re.compile("index.html$"))


def test_a_finger_turns_pages_but_not_where_a_carousel_scrolls(visit: Visit) -> None:
    page = visit(has_touch=True)
    touch = page.context.new_cdp_session(page)

    def swipe(x: int, to: int, y: int, *, down: int = 0, rest: int = 0) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for part in range(1, 6):
            point = {"x": x + (to - x) * part / 5, "y": y + down * part / 5}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        page.wait_for_timeout(rest)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    opened(page, "a-dawn")
    swipe(400, 420, 300)
    swipe(400, 330, 300, down=120)
    page.wait_for_timeout(100)
    showing(page, "a-dawn", "1 of 5")
    swipe(500, 300, 300)
    showing(page, "b-clip", "2 of 5")
    swipe(300, 100, 150)
    showing(page, "c-three", "3 of 5")
    until(page, "document.querySelector('[data-stage] .strip-count')")
    page.wait_for_timeout(400)  # the strip must be laid before a finger can move it
    swipe(
        620, 100, 300, rest=300
    )  # over half of the strip, and at rest: how fast this machine is must not count
    until(page, "document.querySelector('.strip-count').textContent === '2/3'")
    showing(page, "c-three", "3 of 5")
    below = page.locator("[data-stage] h2").bounding_box()
    swipe(100, 300, int(below["y"]) + 5)
    showing(page, "b-clip", "2 of 5")


def test_a_clip_that_is_left_stops(visit: Visit) -> None:
    page = visit()
    opened(page, "b-clip")
    for leave in ["[data-next]", "[data-close]"]:
        clip = page.query_selector("[data-stage] video")
        clip.evaluate("clip => { clip.loop = true; return clip.play() }")
        assert not clip.evaluate("clip => clip.paused")
        page.click(leave)
        until(page, "clip => clip.paused", clip)
        if leave == "[data-next]":
            page.keyboard.press("ArrowLeft")
            showing(page, "b-clip", "2 of 5")
    closed(page)


def test_what_is_behind_does_not_scroll(visit: Visit) -> None:
    page = visit()
    page.set_viewport_size({"width": 500, "height": 300})
    opened(page, "a-dawn")
    page.mouse.move(250, 150)
    at = page.evaluate("scrollY")
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == at
    page.keyboard.press("Escape")
    closed(page)
    page.mouse.wheel(0, 4000)
    until(page, f"scrollY > {at}")


def test_hostile_words_are_words(visit: Visit) -> None:
    page = visit()
    opened(page, "d-hostile")
    assert "<script>window.ran=1</script>" in page.text_content("[data-stage] .caption")
    assert page.evaluate("window.ran") is None
    assert page.locator("[data-stage] script").count() == 0


def test_a_carousel_without_a_place_for_buttons_gets_one_and_its_clips_stop(visit: Visit) -> None:
    page = visit("post/g-last.html")
    assert page.text_content("[data-pieces] + .strip-bar .strip-count") == "1/2"
    clip = page.query_selector("[data-piece] video")
    clip.evaluate("clip => { clip.loop = true; return clip.play() }")
    page.click(".strip-next")
    until(page, "clip => clip.paused", clip)


def test_a_carousel_has_buttons_on_its_own_page(visit: Visit) -> None:
    page = visit("post/c-three.html")
    assert page.locator(".strip-bar").count() == 1
    assert page.get_by_role("button", name="Next picture").bounding_box()["height"] >= 44
    assert page.text_content(".strip-count") == "1/3"
    assert page.get_attribute(".strip-previous", "aria-disabled") == "true"
    page.click(".strip-next")
    page.click(".strip-next")
    until(page, "document.querySelector('.strip-count').textContent === '3/3'")
    strip = "document.querySelector('[data-pieces]')"
    until(page, f"{strip}.scrollLeft + {strip}.clientWidth >= {strip}.scrollWidth - 2")
    assert page.get_attribute(".strip-next", "aria-disabled") == "true"
    page.evaluate(f"{strip}.scrollTo({{left: 0, behavior: 'instant'}})")
    until(page, "document.querySelector('.strip-count').textContent === '1/3'")


def test_from_disk_links_are_followed_and_carousels_have_buttons(browser: Any, gallery: Path) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto((gallery / "index.html").as_uri())
    assert not page.locator("[data-filters]").is_visible(), "nothing can be searched there"
    page.locator(".tile-link").nth(2).click()
    page.wait_for_url("**/post/c-three.html")
    assert page.text_content(".strip-count") == "1/3"
    assert faults == []
    page.close()


def test_without_a_script_the_pages_are_whole(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert not page.locator("[data-filters]").is_visible()
    assert not page.locator("[data-lightbox]").is_visible()
    page.locator(".tile-link").nth(2).click()
    page.wait_for_url("**/post/c-three.html")
    assert page.locator("[data-piece]").count() == 3
    page.go_back()
    page.get_by_role("link", name="Page 2").click()
    assert page.locator(".tile").count() == 2
