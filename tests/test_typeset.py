"""Typesetting: what is drawn is what was said, with fonts that have it, or an error that names the fault."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ugc import templates
from ugc.errors import InputError, MissingError, PlacementError, UsageError
from ugc.resources import FONTS
from ugc.typeset import FontIndex, Typesetter, clusters, drawable, missing_glyphs, system_cjk_fonts

SQUARE = (540, 540)
SAFE = {"top": 0.05, "right": 0.06, "bottom": 0.1, "left": 0.06}


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    return Typesetter(cache=tmp_path_factory.mktemp("fonts") / "fonts.json")


def draw(typesetter: Typesetter, template=None, **words):
    data = {"credit": "@ana", "platform": None, "language": "en", "safe": SAFE} | words
    return typesetter.overlay(template or templates.load("credit"), data, pixels=SQUARE, scale=0.5)


def ink_width(overlay) -> int:
    """Pixels from the first to the last column with text of the headline; scrims are black, text is not."""
    picture = np.asarray(Image.open(io.BytesIO(overlay.png)))
    columns = np.nonzero(picture[:200, :, :3].max(axis=(0, 2)))[0]
    return int(columns[-1] - columns[0] + 1)


# -- words


@pytest.mark.parametrize(
    ("text", "limit", "expected", "why"),
    [
        ("plain", 10, "plain", "nothing to do"),
        ("e\u0301", 10, "é", "composed"),
        ("a\x00b\x07c\x9fd", 10, "abcd", "controls"),
        ("a\ud800b", 10, "ab", "a lone surrogate stops the typesetter"),
        ("safe\u202egpj.exe", 20, "safegpj.exe", "an override would draw it backwards"),
        ("\u2066a\u2069", 10, "a", "isolates are ours to set"),
        ("a\tb\u2028c", 10, "a b c", "separators"),
        ("one\r\ntwo", 10, "one\ntwo", "a line break stays"),
        ("H" + "\u0336\u0315\u031b\u0340" * 9 + "i", 10, None, "zalgo"),
        ("👩🏽‍🚀❤️", 10, "👩🏽‍🚀❤️", "joiners and selectors of emoji stay"),
        ("👨‍👩‍👧‍👦" * 5, 3, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦…", "cut between emoji, never inside one"),
        ("🇫🇷🇩🇪🇯🇵", 2, "🇫🇷…", "a flag is one character"),
        ("नमस्ते" * 4, 3, "नम…", "the conjunct स्ते is one character"),
        ("שָּׁלוֹם", 10, "שָּׁלוֹם", "three points on one Hebrew letter are ordinary"),
        ("ab cd", 4, "ab…", "no space before the ellipsis"),
        ("x" * 100_000, 60, "x" * 59 + "…", "a caption of 100,000 characters"),
        ("a" + "\u200d" * 100_000 + "b", 9, None, "a joiner bomb"),
    ],
)
def test_words_are_made_drawable(text: str, limit: int, expected: str | None, why: str) -> None:
    got = drawable(text, limit)
    if expected is not None:
        assert got == unicodedata.normalize("NFC", expected), why
    assert len(got) < 400, why
    assert "\u0336\u0315\u031b" not in unicodedata.normalize("NFD", got), why


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.integers(min_value=1, max_value=40))
def test_drawable_words_keep_their_promises(text: str, limit: int) -> None:
    got = drawable(text, limit)
    assert len(clusters(got)) <= limit
    assert unicodedata.is_normalized("NFC", got)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in got)
    assert not set(got) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert drawable(got, limit) == got


@given(st.text(max_size=60))
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text


HOSTILE = [
    "#import x",
    '#panic("x")',
    "*bold* _it_",
    "$ x^2 $",
    "`raw`",
    "= head",
    "<b>x</b>",
    "{{ 7*7 }}",
    r"\u{41} \ ",
    '"]); #x(',
    "@preview/a:1",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_drawn_as_text(typesetter: Typesetter, words: str) -> None:
    """As wide as its letters: markup that was read would leave less, or nothing, or an error."""
    drawn = draw(typesetter, headline=words)
    least = ink_width(draw(typesetter, headline="l" * len(words.replace(" ", "").strip())))
    assert ink_width(drawn) >= least
    assert [each.text for each in drawn.placed if each.role == "headline"] == [words.strip()]


def test_hostile_handles_are_drawn(typesetter: Typesetter) -> None:
    for words in (*HOSTILE, "@ana\u202egpj.", "\ud83d", "<script>alert(1)</script>"):
        assert draw(typesetter, credit="@x " + words).placed


# -- fonts


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("plain Ελλ Пр Việt", ["Inter"]),
        ("سلام ana", ["Inter", "Noto Sans Arabic"]),
        ("שלום", ["Inter", "Noto Sans Hebrew"]),
        ("नमस्ते", ["Inter", "Noto Sans Devanagari"]),
        ("ที่ดี", ["Inter", "Noto Sans Thai"]),
        ("👩🏽‍🚀 🇫🇷", ["Inter", "Noto Color Emoji"]),
        ("❤", ["Inter"]),
        ("❤\ufe0f", ["Inter", "Noto Color Emoji"]),
    ],
)
def test_each_script_finds_its_font(typesetter: Typesetter, text: str, families: list[str]) -> None:
    assert typesetter.fonts.missing(text) == ()
    assert list(typesetter.fonts.families(text)) == families


def test_uncovered_characters_are_named(typesetter: Typesetter) -> None:
    assert missing_glyphs("a한b\uf8ff ok", typesetter.fonts) == {"한", "\uf8ff"}
    with pytest.raises(MissingError) as caught:
        draw(typesetter, headline="Good 한국")
    assert "U+D55C HANGUL SYLLABLE HAN" in caught.value.message
    assert "Noto Sans CJK" in (caught.value.hint or "")
    with pytest.raises(MissingError, match="U\\+0B95 TAMIL LETTER KA") as caught:
        draw(typesetter, headline="க")
    assert "Noto Sans Tamil" in (caught.value.hint or "")


def test_a_mark_that_the_letters_font_lacks_is_missing(typesetter: Typesetter) -> None:
    assert typesetter.fonts.missing("x\u0951") == ("\u0951",)


@pytest.mark.skipif(not system_cjk_fonts(), reason="no font for Chinese, Japanese and Korean is installed")
def test_cjk_comes_from_the_machine(tmp_path: Path) -> None:
    fonts = FontIndex.load(tmp_path / "fonts.json", system_cjk_fonts())
    for language, text in (("ja", "美咲の毎日"), ("ko", "한국어"), ("zh", "汉字"), ("zh-TW", "漢字")):
        assert fonts.missing(text, language) == ()
    if any(path.name == "NotoSansCJK-Bold.ttc" for path in system_cjk_fonts()):
        assert fonts.families("美", "ja") == ("Inter", "Noto Sans CJK JP")
        assert fonts.families("美", "zh-TW") == ("Inter", "Noto Sans CJK TC")


def make_font(path: Path, *, revision: float) -> Path:
    """A font of a family of its own that has one Tamil letter, drawn as a Hebrew one."""
    with TTFont(FONTS / "noto" / "NotoSansHebrew-Bold.ttf") as font:
        for table in font["cmap"].tables:
            table.cmap = {0x0B95: "alef-hb" if "alef-hb" in font.getGlyphOrder() else font.getGlyphOrder()[5]}
        for record in font["name"].names:
            if record.nameID in (1, 4, 16):
                record.string = "Own Tamil"
        font["head"].fontRevision = revision
        font.save(path)
    return path


def test_a_changed_font_touches_only_its_texts(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    font = make_font(folder / "tamil.ttf", revision=1)
    before = FontIndex.load(tmp_path / "fonts.json", [folder])
    assert before.missing("க") == ()
    make_font(font, revision=2)
    os.utime(font, ns=(1, 1))
    after = FontIndex.load(tmp_path / "fonts.json", [folder])
    assert after.digest_for("க") != before.digest_for("க")
    assert after.digest_for("plain") == before.digest_for("plain")
    assert after.digest_for("سلام") == before.digest_for("سلام") != before.digest_for("plain")


def test_a_new_font_folder_is_drawn_with(tmp_path: Path) -> None:
    make_font(tmp_path / "tamil.ttf", revision=1)
    assert draw(Typesetter([tmp_path]), headline="கக").placed


def test_bad_fonts_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="nowhere"):
        FontIndex.load(None, [tmp_path / "nowhere"])
    (tmp_path / "empty.ttf").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.ttf"):
        FontIndex.load(None, [tmp_path])
    (tmp_path / "empty.ttf").unlink()
    whole = (FONTS / "inter" / "Inter-Medium.otf").read_bytes()
    (tmp_path / "cut.otf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"cut\.otf could not be read"):
        FontIndex.load(None, [tmp_path])


def test_planning_imports_no_font_library(tmp_path: Path) -> None:
    cache = tmp_path / "fonts.json"
    cold = FontIndex.load(cache)
    assert json.loads(cache.read_text("utf-8"))["files"]
    code = (
        "import sys, time; from pathlib import Path; from ugc.typeset import FontIndex; t = time.process_time();"
        f"i = FontIndex.load(Path({str(cache)!r})); took = time.process_time() - t;"
        "print(i.digest_for('Hello ❤️ سلام'), took < 0.03, 'fontTools' in sys.modules, 'typst' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == [cold.digest_for("Hello ❤️ سلام"), "True", "False", "False"]


def test_a_damaged_font_cache_is_made_again(tmp_path: Path) -> None:
    cache = tmp_path / "fonts.json"
    cache.write_text('{"version": 1, "files": [', "utf-8")
    assert FontIndex.load(cache).missing("a") == ()
    assert json.loads(cache.read_text("utf-8"))["version"] == 2


# -- the typesetter


def test_same_input_same_bytes(typesetter: Typesetter) -> None:
    words = {"headline": "Same words, same picture", "cta": "Shop now"}
    assert draw(typesetter, **words) == draw(Typesetter(), **words)


def test_threads_share_a_typesetter(typesetter: Typesetter) -> None:
    texts = [f"Number {n}" for n in range(8)]
    alone = [draw(typesetter, headline=text).png for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: draw(typesetter, headline=text).png, texts))
    assert together == alone


def own_template(folder: Path, source: str, name: str = "mine") -> Path:
    (folder / name).mkdir()
    (folder / name / "template.toml").write_text(
        f'name = "{name}"\npurpose = "a test"\n[words.credit]\nlimit = 40\n'
    )
    (folder / name / "overlay.typ").write_text(source)
    return folder


def drawn_with(typesetter: Typesetter, folder: Path):
    return typesetter.overlay(
        templates.load("mine", [folder]), {"credit": "@ana", "safe": SAFE}, pixels=SQUARE, scale=0.5
    )


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ('#import "../_shared/ugc.typ": *\n#show: frame\n#nothing()\n', 3, "unknown variable: nothing"),
        (
            '#import "../_shared/ugc.typ": *\n#show: frame\n\n#{ 1 + "a" }\n',
            4,
            "cannot add integer and string",
        ),
        ("#let x = (\n", 1, "unclosed delimiter"),
        ('#import "missing.typ": a\n', 1, "not found"),
        ('#panic("on purpose")', 1, "on purpose"),
    ],
)
def test_a_broken_template_names_file_and_line(
    typesetter: Typesetter, tmp_path: Path, source: str, line: int, words: str
) -> None:
    folder = own_template(tmp_path, source)
    with pytest.raises(InputError) as caught:
        drawn_with(typesetter, folder)
    assert f"{folder / 'mine' / 'overlay.typ'}, line {line}: " in caught.value.message
    assert words in caught.value.message


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.4"\n',
        '// fine\n#import "@preview/cetz:0.3.4": canvas\n',
        '#{\n  import "@local/x:1.0.0"\n}\n',
        '#let name = "@pre" + "view/cetz:0.3.4"\n#import name: canvas\n',
    ],
)
def test_packages_are_refused_before_anything_is_fetched(
    typesetter: Typesetter, tmp_path: Path, source: str
) -> None:
    with pytest.raises(InputError, match=r"overlay\.typ, line \d+: imports .* network"):
        drawn_with(typesetter, own_template(tmp_path, source))


OWN = """// like @preview/cetz:0.3.4
#import "../_shared/ugc.typ": *
#show: frame
#landed("credit", data.credit, 40pt, line(data.credit, size: 40pt))
"""


def test_a_workspaces_own_template_is_drawn(typesetter: Typesetter, tmp_path: Path) -> None:
    drawn = drawn_with(typesetter, own_template(tmp_path, OWN))
    assert [(each.role, each.text) for each in drawn.placed] == [("credit", "@ana")]


def test_a_template_cannot_read_outside_its_folders(typesetter: Typesetter, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = own_template(tmp_path, '#read("../../secret.txt")\n')
    with pytest.raises(InputError, match=r"overlay\.typ, line 1"):
        drawn_with(typesetter, folder)


def test_a_template_of_the_wrong_size_is_said(typesetter: Typesetter, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"drew .* pixels where"):
        drawn_with(typesetter, own_template(tmp_path, "#set page(width: 100pt, height: 100pt)\nx\n"))


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ({"headline": "x" * 76}, PlacementError, "headline has 76 characters; template credit takes 75"),
        ({"headline": "W" * 60}, PlacementError, "headline does not fit"),
        ({"cta": "WWWWWWWWWWWWWWWWWWWWWW"}, PlacementError, "cta does not fit"),
        ({"credit": ""}, UsageError, "needs a credit"),
        ({"options": {"blok": "top"}}, UsageError, "blok"),
    ],
)
def test_what_cannot_be_drawn_well_is_refused(
    typesetter: Typesetter, words: dict, error: type, said: str
) -> None:
    with pytest.raises(error, match=said) as caught:
        draw(typesetter, **words)
    assert caught.value.hint


def test_a_proof_mark_covers_the_whole_picture(typesetter: Typesetter) -> None:
    drawn = typesetter.overlay(templates.proof(), {"safe": SAFE}, pixels=(1080, 1920))
    assert [each.text for each in drawn.placed] == ["PROOF – not for publication"]
    picture = np.asarray(Image.open(io.BytesIO(drawn.png))).astype(int)
    for y in range(0, 1920, 240):
        for x in range(0, 1080, 270):
            cell = picture[y : y + 240, x : x + 270]
            light = ((cell[..., 3] > 150) & (cell[..., :3].min(axis=2) > 150)).mean()
            dark = ((cell[..., 3] > 100) & (cell[..., :3].max(axis=2) < 60)).mean()
            yellow = ((cell[..., 3] == 255) & (cell[..., 2] < 60) & (cell[..., 0] > 200)).mean()
            assert (light > 0.01 and dark > 0.01) or yellow > 0.1, (x, y, light, dark)
