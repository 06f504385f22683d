"""Words to search in are folded alike by builder and script; the script is shipped as it was written."""

import json
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import gallery_visits
import pytest

from ugc.gallery.script import shipped
from ugc.gallery.searching import folded, searchable
from ugc.resources import TEMPLATES

browser = gallery_visits.browser
SOURCE = (TEMPLATES / "gallery" / "_shared" / "gallery.js").read_text("utf-8")


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page()
    yield page
    page.close()


def by_script(page: Any, texts: list[str]) -> list[str]:
    """What the script's own `folded` makes of texts."""
    own = SOURCE[SOURCE.index("const plain =") : SOURCE.index("const loaded =")]
    return page.evaluate(f"texts => {{ {own}; return texts.map(folded) }}", texts)


ALIKE = [
    ("Café CRÈME", "cafe creme"),
    ("Straße, STRASSE, ẞ", "strasse, strasse, ss"),
    ("IŞIK ışık İstanbul", "isik isik istanbul"),
    ("Øre Łódź Đurđa Æsop œuvre", "ore lodz durda aesop oeuvre"),
    ("صَبَاحُ النُّورِ", "صباح النور"),
    ("أحمد إلى مــدرسة", "احمد الي مدرسه"),
    ("שָׁלוֹם", "שלום"),
    ("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"),
    ("Ёлка й", "елка и"),
    ("हिन्दी ไทย", "हिन्दी ไทย"),
    ("한글", unicodedata.normalize("NFD", "한글")),
    ("ｆｕｌｌ　ｗｉｄｔｈ ＃ＧｌｏｗＲｕｎ", "full width #glowrun"),
    ("❤️ 👩‍💻 👍🏽 🇩🇪", "❤ 👩💻 👍🏽 🇩🇪"),
    ("soft\u00adhyphen \u202eover\u202c zero\u200bwidth", "softhyphen over zerowidth"),
    ("  two\u00a0\n\t lines\u3000", "two lines"),
    ("ﬁne № ½", "fine no 1⁄2"),
    ("𝓖𝓵𝓸𝔀 𝕽𝖚𝖓", "glow run"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "plain"), ALIKE)
def test_what_looks_alike_is_alike(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_the_script_finds_the_same_alike(page: Any) -> None:
    assert by_script(page, [text for text, _ in ALIKE]) == [plain for _, plain in ALIKE]


def test_every_character_is_folded_alike(page: Any) -> None:
    """Of those that this Python knows: a browser may know later ones."""
    known = [
        chr(point)
        for point in range(1, sys.maxunicode)
        if unicodedata.category(chr(point)) not in ("Cn", "Cs", "Co", "Cc")
    ]
    texts = [f"a{letter}b" for letter in known]
    assert len(texts) > 140_000
    found = by_script(page, texts)
    differing = [
        (text, folded(text), other) for text, other in zip(texts, found, strict=True) if folded(text) != other
    ]
    assert differing == []


def test_words_stand_once_and_in_their_order() -> None:
    assert searchable("Glow run", "#GlowRun  glow", "@Mira", "") == "glow run #glowrun @mira"


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("const a1 = 'x // y' // note\nfoo(a1)\n", "const a='x // y'\nfoo(a)\n"),
        ("let near = 1\nnode.near = near\n", "let near=1\nnode.near=near\n"),
        ("const part = { part: 1, x }\n", "const part={part:1,x}\n"),
        ("const slug = 1\nfoo({ slug })\nfoo(slug)\n", "const slug=1\nfoo({slug})\nfoo(slug)\n"),
        ("const name = 1\nfoo(`${name}`)\n", "const name=1\nfoo(`${name}`)\n"),
        ("const many = 1\nfoo(...many)\n", "const a=1\nfoo(...a)\n"),
        ("const one1 = 1\nfoo(one1)\n;[a].map(b)\n", "const c=1\nfoo(c);[a].map(b)\n"),
        ("x = a + +b - -c\n", "x=a+ +b- -c\n"),
        ("x = y.replace(/[/'\"]+ \\/\\/ /g, '')\n", "x=y.replace(/[/'\"]+ \\/\\/ /g,'')\n"),
        ("if (a) return\nfoo()\n", "if(a)return\nfoo()\n"),
        ("x = a ?\n  b :\n  c\n  .d()\n", "x=a?b:c.d()\n"),
    ],
)
def test_the_script_is_shipped_as_it_was_written(source: str, short: str) -> None:
    assert shipped(source) == short


def test_the_script_is_small_and_keeps_to_the_policy() -> None:
    script = shipped(SOURCE)
    assert len(script.encode()) <= 10_000
    for banned in (
        "innerHTML",
        "outerHTML",
        "insertAdjacent",
        "eval",
        "Function(",
        "Storage",
        "cookie",
        "http:",
        "https:",
    ):
        assert banned not in script, json.dumps(banned)
