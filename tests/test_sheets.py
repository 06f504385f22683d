"""The contact sheet through the command line: what stands on it, and that collected words stay words."""

import json
from html.parser import HTMLParser
from pathlib import Path

from conftest import Shop, photo, sidecar
from PIL import Image

HOSTILE = '<script>alert(1)</script> #set page(width: 1pt) {{ 7*7 }} "><img src=x onerror=alert(1)>'


class Page(HTMLParser):
    """An independent reader of the page: its tags, what they point to, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.targets: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value or "" for name, value in attrs if name == "src"]
        assert not any(name.startswith("on") for name, _ in attrs), attrs

    def handle_data(self, data: str) -> None:
        self.words += data


def test_one_row_a_post_with_what_was_made_and_what_is_refused(shop: Shop, tmp_path: Path) -> None:
    folder = tmp_path / "nasty"
    folder.mkdir()
    (folder / "5.jpg").write_bytes(photo(seed=41))
    told = sidecar("Csheet00001", username="ben", description=HOSTILE)
    (folder / "5.jpg.json").write_text(json.dumps(told), "utf-8")
    shop("import", folder)
    shop.grant()
    shop("render", "--format", "story", "--format", "square")
    shop("contact-sheet", "--out", tmp_path / "sheet", "--json")
    (html,) = (tmp_path / "sheet").glob("*.html")
    page = Page(html.read_text("utf-8"))
    assert "script" not in page.tags
    assert page.targets
    assert all(target.startswith("data:image/") for target in page.targets), "nothing is asked of a network"
    for words in ("@ana", "@ben", "2027-05-01", "no_grant", "<script>alert(1)</script>", "{{ 7*7 }}"):
        assert words in page.words, words
    (png,) = (tmp_path / "sheet").glob("*.png")
    with Image.open(png) as picture:
        assert picture.width >= 1200
        assert len(picture.convert("L").getcolors(256) or []) > 100


def test_a_selection_of_nothing_is_told(shop: Shop, tmp_path: Path) -> None:
    shop("contact-sheet", "creator:@ana", "hashtag:nothing", "--out", tmp_path / "sheet", code=2)
    assert shop.err.strip()
