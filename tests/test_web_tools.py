"""The judges of pages see what is wrong, and find nothing wrong with a gallery, whatever the script has made of it."""

from pathlib import Path

import gallery_visits
from gallery_visits import Visit
from web_tools import axe, until, validate

browser, gallery, site, visit = gallery_visits.FIXTURES


def test_axe_sees_what_is_wrong(visit: Visit) -> None:
    page = visit()
    page.evaluate("document.querySelector('.tile img').removeAttribute('alt')")
    found = axe(page)
    assert {"image-alt", "link-name"} <= {one["rule"] for one in found}
    assert any("<img" in where for one in found for where in one["where"])


def test_axe_has_nothing_against_a_list_a_post_and_the_lightbox(visit: Visit) -> None:
    page = visit()
    assert axe(page) == []
    page.select_option("[name=tag]", "run")
    until(page, "document.querySelector('[data-found]').textContent === '3 posts'")
    assert axe(page) == []
    page.locator(".tile-link").last.click()
    page.wait_for_selector("[data-stage] [data-slug=f-second]")
    assert axe(page) == []
    page.goto(page.url.split("#")[0].replace("index.html", "index.html") + "#post=c-three")
    page.wait_for_selector("[data-stage] [data-slug=c-three]")
    assert axe(page) == []
    assert axe(visit("post/c-three.html")) == []


def test_validate_sees_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text('<!DOCTYPE html><html lang="en"><title>Bad</title><p id=a><div id=a></p>', "utf-8")
    found = validate([page])
    assert {complaint.split(" ")[1].rstrip(":") for complaint in found} >= {"no-dup-id", "close-order"}
    assert all(complaint.startswith("bad.html:1:") for complaint in found)


def test_validate_has_nothing_against_a_gallery(gallery: Path) -> None:
    assert validate(sorted(gallery.rglob("*.html"))) == []
