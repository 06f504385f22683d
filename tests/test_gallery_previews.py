"""Clips in a list show a little of themselves in Chromium, one at a time, and only where nobody asked to be spared."""

from typing import Any

import gallery_visits
import pytest
from gallery_visits import Visit
from web_tools import Served, until

browser, gallery, site, visit = gallery_visits.FIXTURES
PLAYING = "[...document.querySelectorAll('.preview')].map(clip => clip.closest('.tile').dataset.slug).join()"
SPARING = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"


def playing(page: Any, slugs: str) -> None:
    until(page, f"{PLAYING} === '{slugs}'")


def test_a_mouse_that_rests_sees_a_preview_and_one_alone(visit: Visit, site: Served) -> None:
    page = visit()
    link = ".tile[data-slug={}] .tile-link"
    page.hover(link.format("b-clip"))
    playing(page, "b-clip")
    clip = page.query_selector(".preview")
    until(page, "clip => clip.currentTime > 0", clip)
    told = clip.evaluate("clip => [clip.muted, clip.loop, clip.playsInline, clip.controls, clip.ariaHidden]")
    assert told == [True, True, True, False, "true"]
    page.hover(link.format("e-clip"))
    playing(page, "e-clip")
    until(page, "clip => clip.paused", clip)
    page.hover(link.format("a-dawn"))
    playing(page, "")
    page.hover(link.format("b-clip"))
    page.hover("h1")
    page.wait_for_timeout(300)
    playing(page, "")
    page.select_option("[name=kind]", "clip")
    page.hover(link.format("b-clip"))
    playing(page, "b-clip")
    page.click(link.format("b-clip"))
    page.wait_for_selector("[data-stage] video")
    playing(page, "")


def test_a_key_that_comes_to_a_clip_sees_a_preview(visit: Visit) -> None:
    page = visit()
    page.locator(".credit a").first.focus()
    page.keyboard.press("Tab")
    playing(page, "b-clip")
    page.keyboard.press("Tab")
    playing(page, "")


@pytest.mark.parametrize(
    "spared",
    [{"reduced_motion": "reduce"}, {"init": SPARING}, {"has_touch": True}],
    ids=["motion", "data", "touch"],
)
def test_who_asked_to_be_spared_is(visit: Visit, site: Served, spared: dict[str, Any]) -> None:
    page = visit(**spared)
    link = page.locator(".tile[data-slug=b-clip] .tile-link")
    if spared.get("has_touch"):
        link.tap()
        page.wait_for_selector("[data-stage] [data-slug=b-clip]")
        page.locator("[data-close]").tap()
        until(page, "document.activeElement.closest('.tile')?.dataset.slug === 'b-clip'")
    else:
        link.hover()
        page.wait_for_timeout(400)
        page.locator(".credit a").first.focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.tile').dataset.slug") == "b-clip"
    page.wait_for_timeout(400)
    assert page.evaluate(PLAYING) == ""
    assert "gallery/m/b-clip.mp4" not in site.asked


def test_a_finger_that_rests_starts_nothing(visit: Visit) -> None:
    page = visit(has_touch=True)
    box = page.locator(".tile[data-slug=b-clip] .tile-link").bounding_box()
    at = [{"x": box["x"] + 40, "y": box["y"] + 40}]
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
    page.wait_for_timeout(400)
    assert page.evaluate(PLAYING) == ""
    touch.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})


def test_who_spares_data_reads_no_page_ahead(visit: Visit, site: Served) -> None:
    page = visit(init=SPARING)
    page.locator(".tile-link").first.click()
    page.wait_for_selector("[data-stage] [data-slug=a-dawn]")
    page.wait_for_timeout(200)
    assert [path for path in site.asked if "/post/" in path] == ["gallery/post/a-dawn.html"]
