"""The page of results, as a browser and a reader of HTML find it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from ad_rows import report, row, shown
from browser import asked

from ugc.model.results import Results
from ugc.reports.results_page import page
from ugc.reports.results_view import parts
from ugc.results.rows import Key, Placed, Shown

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


class Tags(HTMLParser):
    """An independent reader: tags with their attributes, and the words outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside != "style":
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""


def clip(name: str, plays: int, *, impressions: int = 10_000, **more: object) -> Placed:
    told = {
        "plays_3s": plays,
        "link_clicks": plays // 10,
        "spend": impressions / 100,
        "conversions": plays // 100,
    }
    return row(name, shown(name, "mira"), impressions=impressions, **(told | more))


@pytest.fixture(scope="module")
def told() -> Results:
    """Two concepts that stand apart, one that has too little, ads that are not ours, and a file of the same days."""
    long = "Skin that wakes up before you do, and goes to bed long after everybody else has left the room"
    arabic = Shown(keys=(("concept", (Key("rtl", "لمعة الصباح"),)),))
    rows = [
        clip(long, 3200),
        clip("Before coffee", 2500),
        clip("Too small", 500, impressions=999),
        row("rtl", arabic, impressions=5000, plays_3s=2000, spend=3, currency="SEK"),
        row("7", None, impressions=4000, plays_3s=400, spend=50),
        clip(long, 3200, file="b.csv"),
    ]
    return report(rows, "concept", "creator", "market")


def test_names_stay_words() -> None:
    text = page([report([clip(EVIL, 3000)], "concept", "creator").model_copy(update={"brand": EVIL})])
    read = Tags(text)
    assert {tag for tag, _ in read.tags}.isdisjoint({"script", "img", "iframe", "link", "object", "form"})
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert EVIL in read.words


def test_it_loads_nothing(told: Results) -> None:
    text = page([told])
    read = Tags(text)
    targets = [
        attributes.get(name) for _, attributes in read.tags for name in ("src", "href", "srcset", "data")
    ]
    assert all(target.startswith("#") for target in targets if target)
    assert "default-src 'none'" in text and "url(" not in text and "@import" not in text
    assert page([told]) == text


def test_every_plot_says_itself_in_words(told: Results) -> None:
    labels = [
        attributes.get("aria-label") or ""
        for tag, attributes in Tags(page([told])).tags
        if tag == "svg" and attributes.get("role") == "img"
    ]
    assert "Hook rate of Before coffee: 25.0 %, 95 % interval 24.2 to 25.9 %, n 10,000 impressions" in labels
    assert not any("Too small" in label for label in labels)  # it has no bar


def test_what_is_too_small_says_so_and_its_rate_is_nowhere(told: Results) -> None:
    words = " ".join(Tags(page([told])).words.split())
    assert "Too small too few n 999" in words
    assert "50.1" not in words  # 500 / 999


def test_the_page_says_how_it_was_counted(told: Results) -> None:
    words = " ".join(Tags(page([told])).words.split())
    assert "3-second plays / impressions" in words and "interval (Wilson)" in words
    assert "1 row of b.csv" in words and "left out for a.csv" in words
    assert "SEK 3.00 and USD 259.99" in words


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_bars_are_as_long_as_their_figures(told: Results, tmp_path: Path, width: int, dark: bool) -> None:
    script = """
    const plot = document.querySelector('.plot');
    return [...plot.querySelectorAll('li')].map(li => {
        const svg = li.querySelector('svg'); if (!svg) return null;
        const whole = svg.getBoundingClientRect();
        const bar = svg.querySelector('rect').getBoundingClientRect();
        const line = svg.querySelector('.interval').getBBox();
        const fill = view.getComputedStyle(svg.querySelector('rect')).fill;
        return [bar.width / whole.width, line.x / 100, (line.x + line.width) / 100, fill];
    });"""
    drawn = asked(page([told]), script, folder=tmp_path, width=width, dark=dark)
    bars = parts(told)[0].plots[0].bars
    groups = [(each.label, each.rate("hook_rate")) for each in told.breakdowns[0].groups]
    assert [bar.label for bar in bars] == [label for label, _ in groups]
    top = next(top for top in (0.4, 0.5) if top >= max(rate.high or 0 for _, rate in groups if rate))
    for (_, rate), found in zip(groups, drawn, strict=True):
        assert rate
        if rate.value is None:
            assert found is None
            continue
        assert found[:3] == pytest.approx(
            [rate.value / top, (rate.low or 0) / top, (rate.high or 0) / top], abs=0.004
        )
    assert len({found[3] for found in drawn if found}) == 2  # ours, and what is not


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1512])
def test_nothing_hangs_out_of_the_page(told: Results, tmp_path: Path, width: int) -> None:
    script = """
    const wide = [...document.querySelectorAll('main *, header *')]
        .filter(each => !each.closest('.scroll') && !each.closest('svg'))
        .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    return [document.documentElement.scrollWidth, wide.map(each => each.className || each.tagName)];"""
    assert asked(page([told]), script, folder=tmp_path, width=width) == [width, []]


def test_letters_can_be_read_on_their_ground(told: Results, tmp_path: Path) -> None:
    """By WCAG 2.2's own arithmetic (1.4.3), of the colours that the browser paints."""
    script = """
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
    const ground = rgb(view.getComputedStyle(document.documentElement).backgroundColor);
    return ['.formula', '.label', '.figure span', '.ticks', '.few b', 'td small', 'thead th', '.not_ours th', '.key']
        .map(name => [name, rgb(view.getComputedStyle(document.querySelector(name)).color), ground]);"""
    for dark in (False, True):
        for name, letters, ground in asked(page([told]), script, folder=tmp_path, width=1280, dark=dark):
            light, deep = sorted((luminance(letters), luminance(ground)), reverse=True)
            assert (light + 0.05) / (deep + 0.05) >= 4.5, (name, dark)


def luminance(colour: list[int]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_two_brands_share_a_page_and_no_id(told: Results) -> None:
    read = Tags(page([told, told.model_copy(update={"brand": "Dew"})]))
    ids = [attributes["id"] for _, attributes in read.tags if attributes.get("id")]
    targets = {(attributes.get("href") or "#")[1:] for tag, attributes in read.tags if tag == "a"}
    assert len(ids) == len(set(ids)) and targets <= set(ids)
    assert "Sunday Glow" in read.words and "Dew" in read.words
