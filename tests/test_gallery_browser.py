"""Galleries as the command builds them, judged by Chromium, axe-core and html-validate.

Posts of every kind are in them: carousels, clips, panoramas, products with places, credits on pictures, Arabic and
Japanese, and captions, handles, feeds and links by somebody who means ill. Nothing may run, break or be lost.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from real_galleries import POSTS, THEMES, built, shop
from web_tools import Served, axe, chromium, served, until, validate

WIDTHS = (320, 390, 768, 1024, 1440, 2560)
Visit = Callable[..., Any]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that all galleries here are built from."""
    return shop(tmp_path_factory.mktemp("galleries"))


@pytest.fixture(scope="module")
def folders(root: Path) -> dict[str, Path]:
    """A gallery of each theme, and one in Arabic."""
    return {theme: built(root, theme) for theme in THEMES} | {
        "arabic": built(root, "grid", "--language", "ar")
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(folders: dict[str, Path]) -> Iterator[Served]:
    """All of them under paths of one host."""
    with served(folders["grid"].parent, compressed=True) as server:
        yield server


@pytest.fixture
def visit(browser: Any, site: Served) -> Iterator[Visit]:
    """Open a page. Whatever a browser complains of, runs that is not ours, or asks of another host fails the test."""
    with visits(browser, site) as go:
        yield go


@contextmanager
def visits(browser: Any, site: Served) -> Iterator[Visit]:
    faults: list[str] = []
    contexts = []

    def go(path: str, *, width: int = 1024, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.on("requestfailed", lambda request: faults.append(f"{request.url} failed: {request.failure}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((site.url, "data:")) else faults.append(request.url)
            ),
        )
        page.goto(site.url + path)
        return page

    yield go
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.ran") is None, "somebody's words ran as a script"
        context.close()
    assert [fault for fault in faults if "net::ERR_ABORTED" not in fault] == []


def one_of_each(folder: Path) -> list[str]:
    """A page of each kind."""
    firsts = [next(iter(sorted((folder / kind).glob("*.html")))) for kind in ("creator", "tag", "product")]
    posts = {
        kind: next(
            page for page in sorted((folder / "post").glob("*.html")) if sign in page.read_text("utf-8")
        )
        for kind, sign in (("clip", "<video"), ("spot", 'class="spot'), ("credit", "credit-on"))
    }
    pages = [*firsts, *posts.values()]
    return [
        "index.html",
        "page-2.html",
        "browse.html",
        "embed.html",
        *(page.relative_to(folder).as_posix() for page in pages),
    ]


@pytest.mark.parametrize("theme", [*THEMES, "arabic"])
def test_axe_finds_nothing_on_any_kind_of_page(visit: Visit, folders: dict[str, Path], theme: str) -> None:
    for name in one_of_each(folders[theme]):
        for options in ({"width": 390}, {"width": 1440, "color_scheme": "dark"}):
            page = visit(f"{folders[theme].name}/{name}", **options)
            assert axe(page) == [], (name, options)
            page.context.close()


@pytest.mark.parametrize("theme", [*THEMES, "arabic"])
def test_every_page_is_valid_html(folders: dict[str, Path], theme: str) -> None:
    assert validate(sorted(folders[theme].rglob("*.html"))) == []


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_scrolls_sideways_at_any_width(visit: Visit, folders: dict[str, Path], theme: str) -> None:
    for name in one_of_each(folders[theme]):
        page = visit(f"{theme}/{name}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], (name, width)
        page.context.close()


@pytest.mark.parametrize("theme", THEMES)
def test_nothing_moves_while_a_page_loads(visit: Visit, theme: str) -> None:
    watched = (
        "window.moved=0;new PerformanceObserver(list=>{for(const one of list.getEntries())"
        "if(!one.hadRecentInput)window.moved+=one.value}).observe({type:'layout-shift',buffered:true})"
    )
    for width in (390, 1440):
        page = visit(f"{theme}/index.html", width=width)
        page.evaluate(watched)
        for _ in range(12):
            page.mouse.wheel(0, 700)
            page.wait_for_timeout(60)
        assert page.evaluate("window.moved") < 0.001, width
        page.context.close()


def test_without_a_script_everything_can_be_read_and_reached(
    browser: Any, site: Served, folders: dict[str, Path]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    seen: set[str] = set()
    address: str | None = f"{site.url}grid/index.html"
    while address:
        page.goto(address)
        tiles = page.locator(".tiles .tile-link")
        seen |= {tiles.nth(n).get_attribute("href") or "" for n in range(tiles.count())}
        assert not page.locator("[data-filters]").is_visible()
        following = page.locator("a[rel=next]")
        href = following.first.get_attribute("href") if following.count() else None
        address = f"{site.url}grid/{href}" if href else None
    pages = {
        path.relative_to(folders["grid"]).as_posix() for path in (folders["grid"] / "post").glob("*.html")
    }
    assert {href.removeprefix("./") for href in seen} == pages
    assert len(pages) > POSTS
    for href in sorted(pages)[:10]:
        page.goto(f"{site.url}grid/{href}")
        assert page.locator("article.post").inner_text().count("@") >= 1
        assert page.locator("article.post img, article.post video").count() >= 1
    page.goto(f"{site.url}grid/browse.html")
    assert page.locator("main a[href^='creator/'], main a[href^='./creator/']").count() >= 5
    context.close()


def test_hostile_words_are_shown_as_they_are(visit: Visit, folders: dict[str, Path]) -> None:
    words = (
        "</script><script>window.ran=1</script>",
        "<img src=x onerror=window.ran=1>",
        "{{ 7*7 }}{% for x in",
    )
    texts = {}
    for path in sorted((folders["masonry"] / "post").glob("*.html")):
        text = path.read_text("utf-8")
        if "window.ran" in text or "7*7" in text:
            page = visit(f"masonry/{path.relative_to(folders['masonry']).as_posix()}")
            texts[path.name] = page.locator("article.post").inner_text()
            page.context.close()
    for word in words:
        assert any(word in text for text in texts.values()), word
    everything = "".join(path.read_text("utf-8") for path in folders["masonry"].rglob("*.html"))
    assert not re.search(r"""(?:href|src)\s*=\s*["']?\s*javascript:""", everything, re.I)
    page = visit("masonry/index.html")
    page.locator("[data-filters] input[name=q]").fill("window.ran")
    until(page, "document.querySelectorAll('.tile:not([hidden])').length < 24")
    page.locator(".tile:visible .tile-link").first.click()
    until(page, "document.querySelector('[data-lightbox]').open")
    page.wait_for_selector("[data-stage] [data-post]")


def test_the_lightbox_shows_real_posts(visit: Visit) -> None:
    page = visit("grid/index.html", width=1440)
    page.locator(".tile-link").nth(2).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-stage] [data-post]")
    first = page.text_content("[data-counter]")
    assert first and first.strip().startswith("3 ")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('[data-counter]').textContent.trim().startsWith('4 ')")
    assert axe(page) == []
    until(
        page,
        "[...document.querySelectorAll('[data-stage] img')].every(img => !img.complete || img.naturalWidth)",
    )
    page.keyboard.press("Escape")
    until(page, "!document.querySelector('[data-lightbox]').open")
    assert page.evaluate("document.activeElement.classList.contains('tile-link')")


def test_filters_find_across_pages(visit: Visit, folders: dict[str, Path]) -> None:
    page = visit("justified/index.html", width=1440)
    page.locator("[data-filters] select[name=kind]").select_option("clip")
    until(page, "document.querySelectorAll('.tile').length === 2")
    assert "kind=clip" in page.url
    assert page.evaluate(
        "[...document.querySelectorAll('.tile img')].every(img => img.getBoundingClientRect().width > 40)"
    )
    page.locator("[data-filters] select[name=kind]").select_option("")
    page.locator("[data-filters] input[name=q]").fill("COAST")
    until(page, "/q=COAST/i.test(location.search)")
    until(page, f"document.querySelectorAll('.tile').length === {sum(n % 4 == 1 for n in range(POSTS))}")


def test_it_is_read_from_right_to_left_in_arabic(visit: Visit, folders: dict[str, Path]) -> None:
    page = visit(f"{folders['arabic'].name}/index.html", width=1440)
    assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
        "ar",
        "rtl",
    ]
    first, second = (page.locator(".tile").nth(n).bounding_box() for n in (0, 1))
    assert first["x"] > second["x"]
    page.locator(".tile-link").first.click()
    page.wait_for_selector("[data-stage] [data-post]")
    page.keyboard.press("ArrowLeft")
    until(page, "/2/.test(document.querySelector('[data-counter]').textContent.slice(0, 3))")


def test_a_page_prints_black_on_white_with_its_credits(visit: Visit) -> None:
    page = visit("masonry/index.html", color_scheme="dark")
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    assert page.locator(".tile").first.is_visible()
    assert not page.locator("[data-filters]").is_visible()
    assert page.locator(".tile").first.inner_text().strip().startswith("@")


def test_pictures_load_as_small_as_they_are_shown_and_late(visit: Visit) -> None:
    page = visit("grid/index.html", width=390, device_scale_factor=2)
    page.wait_for_timeout(500)
    told = page.evaluate(
        "[...document.querySelectorAll('.tile img')].map(img => [img.loading, img.fetchPriority,"
        " img.complete && img.currentSrc, img.width, img.naturalWidth, img.getAttribute('width'),"
        " img.getAttribute('height')])"
    )
    assert told[0][1] == "high" and all(one[1] != "high" for one in told[1:])
    assert "lazy" not in [one[0] for one in told[:2]] and told[-1][0] == "lazy"
    assert all(one[5] and one[6] for one in told)
    assert told[0][2].endswith(".avif")
    loaded = [one for one in told if one[2]]
    assert len(loaded) < len(told), "those far below wait"
    assert all(int(re.findall(r"-(\d+)\.", one[2])[0]) <= 640 for one in loaded)


@pytest.mark.parametrize("theme", THEMES)
def test_an_opened_folder_works_without_a_server(browser: Any, folders: dict[str, Path], theme: str) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto((folders[theme] / "index.html").as_uri())
    until(
        page,
        "[...document.querySelectorAll('.tile img')].slice(0, 2).every(img => img.complete && img.naturalWidth)",
    )
    page.locator(".tile-link").first.click()
    until(page, "location.pathname.includes('/post/') || document.querySelector('[data-lightbox]')?.open")
    assert faults == []
    page.close()
