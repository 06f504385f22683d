"""The outputs of a campaign's report, as a browser, a reader of HTML and a reader of workbooks find them."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from browser import asked
from campaign_made import NOW, SALES, TODAY, workspace
from test_ad_results_page import EVIL, Tags, luminance

from ugc import delivery
from ugc.exports.campaign_report import report_xlsx
from ugc.model.campaign_report import CampaignReport, Covered
from ugc.reports import campaign_words as words
from ugc.reports.campaign_page import page
from ugc.reports.campaign_view import gathered


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> CampaignReport:
    folder = tmp_path_factory.mktemp("campaign")
    (folder / "codes.csv").write_text(SALES, "utf-8")
    with workspace(folder / "glow") as here:
        return here.campaigns.report("spring", today=TODAY, sales=delivery.read_sales(folder / "codes.csv"))


def test_missing_is_missing_and_totals_say_what_they_cover() -> None:
    assert words.count("Views", Covered(value=None, n=0, of=3), "post")[1:3] == ("—", "0 of 3 posts")
    assert words.count("Views", Covered(value=0, n=3, of=3), "post")[1:3] == ("0", "")
    assert words.count("Orders", Covered(value=None, n=0, of=0), "code")[1:3] == ("—", "no code")


def test_hostile_names_stay_words(tmp_path: Path) -> None:
    """In a title, a handle, a code, a rate card."""
    with workspace(tmp_path / "glow", handles={"ana": "=1+1<b>x"}, title="<script>alert(1)</script>") as here:
        text = (tmp_path / "glow" / "campaigns" / "spring.toml").read_text("utf-8")
        evil = text.replace('"@ana"', '"instagram:=1+1<b>x"').replace("House rates of January 2026", "=cmd|x")
        (tmp_path / "glow" / "campaigns" / "spring.toml").write_text(evil, "utf-8")
        report = here.campaigns.report("spring", today=TODAY)
    report = report.model_copy(update={"codes_apart": (EVIL,), "brand": EVIL, "notes": (EVIL,)})
    read = Tags(page(report))
    assert {tag for tag, _ in read.tags}.isdisjoint(
        {"script", "img", "iframe", "link", "object", "form", "b x"}
    )
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert EVIL in read.words and "<script>alert(1)</script>" in read.words
    assert any("=1+1<b>x" in group.label for group in report.groups[0].groups) and "=1+1<b>x" in read.words
    data = report_xlsx(report, at=NOW)
    for name in (archive := zipfile.ZipFile(io.BytesIO(data))).namelist():
        assert not re.search(rb"<f[ >]", archive.read(name)), name


def test_it_loads_nothing_and_says_its_plots_in_words(told: CampaignReport) -> None:
    text = page(told)
    read = Tags(text)
    targets = [
        attributes.get(name) for _, attributes in read.tags for name in ("src", "href", "srcset", "data")
    ]
    assert not any(targets)
    assert not [attributes for _, attributes in read.tags if "style" in attributes]
    assert "default-src 'none'" in text and "url(" not in text and "@import" not in text
    assert page(told) == text
    labels = [attributes["aria-label"] for tag, attributes in read.tags if tag == "svg"]
    assert "Views by week of the post: from 28,000 on 2 March 2026 to 180,500 on 30 March 2026." in labels
    assert "Cost per engagement of @ana: USD 0.429, n 2 of 3 posts" in labels
    assert "House rates of January 2026" in read.words and "people are counted once a post" in read.words


def test_a_week_without_the_figure_is_a_gap(told: CampaignReport) -> None:
    views, engagements = gathered(told)
    assert len(views.dots) == 4 and len(views.segments) == 2 and len(views.gaps) == 1
    assert len(engagements.dots) == 5 and len(engagements.segments) == 4 and not engagements.gaps
    assert [text for _, text in views.grid] == ["0", "50 k", "100 k", "150 k", "200 k"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1512])
def test_nothing_hangs_out_of_the_page(told: CampaignReport, tmp_path: Path, width: int) -> None:
    script = """
    const wide = [...document.querySelectorAll('main *, header *')]
        .filter(each => !each.closest('.scroll') && !each.closest('svg'))
        .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    return [document.documentElement.scrollWidth, wide.map(each => each.className || each.tagName)];"""
    assert asked(page(told), script, folder=tmp_path, width=width) == [width, []]


@pytest.mark.parametrize("dark", [False, True])
def test_letters_can_be_read_on_their_ground(told: CampaignReport, tmp_path: Path, dark: bool) -> None:
    script = """
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); };
    const ground = rgb(view.getComputedStyle(document.documentElement).backgroundColor);
    const own = (name, what) => [name, rgb(view.getComputedStyle(document.querySelector(name))[what]), ground];
    return [own('.line text', 'fill'), own('summary', 'color'), own('.covers', 'color'), own('td small', 'color')];"""
    for name, letters, ground in asked(page(told), script, folder=tmp_path, width=1280, dark=dark):
        light, deep = sorted((luminance(letters), luminance(ground)), reverse=True)
        assert (light + 0.05) / (deep + 0.05) >= 4.5, name


def test_the_workbook_has_numbers_and_empty_cells(told: CampaignReport) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(report_xlsx(told, at=NOW)))["Report"]
    heads = [cell.value for cell in sheet[1]]
    rows = {
        (row[0], row[1]): dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)
    }
    whole = rows["whole", "All"]
    assert (whole["Views"], whole["Views: n"], whole["Cost USD"], whole["Earned media value"]) == (
        180_500,
        5,
        3300,
        2367.5,
    )
    assert whole["ROAS USD"] == pytest.approx(1560 / 3300)
    assert rows["creator", "@cy"]["Views"] is None and rows["creator", "@cy"]["Views: n"] == 0
    assert report_xlsx(told, at=NOW) == report_xlsx(told, at=NOW)
