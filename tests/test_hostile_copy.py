"""Hostile words in every field of every template: drawn as they read, or refused with a sentence, never executed."""

import shutil
from pathlib import Path

import pytest
from conftest import Shop, collected, sidecar
from drawings import format_named, sampler

from ugc import samples, templates
from ugc.errors import InputError, MissingError, PlacementError, UgcError, UsageError
from ugc.model.creatives import Copy
from ugc.model.templates import Template
from ugc.text import clusters
from ugc.workspace.sampling import Sample

HOSTILE = {
    "a hundred thousand letters": "a" * 100_000,
    "a hundred thousand words": "so good " * 12_500,
    "zalgo": "Z" + "\u0335\u0322\u0354\u031b\u0321" * 40 + "o" + "\u0338" * 300 + "k",
    "a direction override": "\u202egnp.exe\u202c ok",
    "isolates without end": "\u2067\u2067\u2068x",
    "NUL": "a\x00b\x00",
    "a lone surrogate": "ok \ud83d \udc00",
    "Typst code": '#set page(width: 1pt); #panic("no")',
    "Typst math": "$x^2$ $",
    "Typst strong": "*b* _i_ `r`",
    "brackets and strokes": ']}) \\ " \\u{41} //',
    "Jinja": "{{ 7*7 }}{% x %}",
    "HTML": "<b>b</b><script>1</script>&lt;",
    "a formula": "=HYPERLINK(1)",
    "line ends": "a\r\n\n\n\u2028\u2029b",
    "joiners alone": "\u200d\u200d\u200c\ufe0f",
}
SQUARE = format_named("square")
SMALL = SQUARE.model_copy(update={"pixels": tuple(side // 2 for side in SQUARE.pixels)})


def draw(template: Template, words: Copy) -> Sample | UgcError:
    """Draw it, or return what it was refused with; a fault of the template's own files is neither."""
    pictures = samples.load(template).pictures
    try:
        return sampler().draw(template, pictures, words, format=SMALL)
    except (PlacementError, UsageError, MissingError) as error:
        refused = error
    assert refused.message.endswith(".")
    assert refused.hint
    return refused


def with_words(template: Template, said: dict[str, str]) -> Copy:
    words = samples.load(template).words["short"]
    return samples.with_texts(words, said, template=template)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", templates.names())
def test_hostile_words_are_drawn_or_refused(name: str, hostile: str) -> None:
    """In all fields at once, cut to what each takes; where that is refused, in each alone."""
    template = templates.load(name)
    text = HOSTILE[hostile]
    if len(text) < 10_000:
        cut = {field: "".join(clusters(text)[: spec.limit]) for field, spec in template.words.items()}
        if isinstance(draw(template, with_words(template, cut)), Sample):
            return
    else:
        cut = dict.fromkeys(template.words, text)
    for field, words in cut.items():
        got = draw(template, with_words(template, {field: words}))
        if isinstance(got, Sample):
            assert all(len(placed.text) <= 2000 for placed in got.placed)


@pytest.mark.parametrize(
    ("written", "executed"),
    [
        ("*ab*", "ab"),
        ("_ab_", "ab"),
        ("$ab$", "ab"),
        ('#"ab"', "ab"),
        ("#(1+1)", "2"),
        ("#[ab]", "ab"),
        ("\\u{41}", "A"),
        ("{{ 7*7 }}", "49"),
        ("<b>ab</b>", "ab"),
        ("&amp;", "&"),
        ("ab // cd", "ab"),
        ("ab /* cd */", "ab"),
        ("--", "–"),
        ("~", " "),
    ],
)
def test_markup_is_drawn_letter_by_letter(written: str, executed: str) -> None:
    """Every letter takes its room: what was executed would be narrower."""
    template, field = templates.load("credit"), "headline"

    def wide(text: str) -> float:
        got = draw(template, with_words(template, {field: f"x{text}x"}))
        assert isinstance(got, Sample), got
        (placed,) = [each for each in got.placed if each.role == field]
        assert placed.text == f"x{text}x"
        return placed.box.x1 - placed.box.x0

    assert wide(written) > wide(executed) + 1


@pytest.mark.parametrize("name", templates.names())
def test_a_broken_template_names_its_file_and_line(name: str, tmp_path: Path) -> None:
    shutil.copytree(templates.SHIPPED / name, tmp_path / name)
    overlay = tmp_path / name / "overlay.typ"
    text = overlay.read_text("utf-8").rstrip("\n")
    overlay.write_text(f"{text}\n#no-such-thing\n", "utf-8")
    template = templates.load(name, [tmp_path])
    with pytest.raises(InputError) as caught:
        sampler().draw(template, samples.load(template).pictures, with_words(template, {}), format=SMALL)
    assert f"{overlay}, line {text.count(chr(10)) + 2}" in caught.value.message


def test_a_caption_is_data_from_import_to_creative(empty_shop: Shop, tmp_path: Path) -> None:
    """What the brand writes is filled in; what the creator wrote is not."""
    import json

    folder = collected(tmp_path / "collected")
    (told,) = folder.glob("*.json")
    caption = "{{ 7*7 }} #set page(width: 1pt) *b* ] \u202e\x00"
    told.write_text(json.dumps(sidecar(description=caption)), "utf-8")
    empty_shop("import", folder)
    empty_shop.grant()
    words = "quote={{ creator }}: {{ caption }}"
    done = empty_shop("render", "--format", "square", "--template", "quote", "--text", words, "--json")
    (creative,) = done["creatives"]
    manifest = json.loads((empty_shop.root / "out" / "creatives" / "manifest.json").read_text("utf-8"))
    (row,) = manifest["creatives"]
    assert row["words"]["texts"]["quote"] == "ana: {{ 7*7 }} #set page(width: 1pt) *b* ]"
    assert creative["variant"] == row["variant"]


def test_a_hundred_thousand_letters_on_the_command_line(empty_shop: Shop) -> None:
    empty_shop("templates", "show", "quote", "--format", "square", "--text", f"quote={'a' * 100_000}", code=5)
    assert "characters; template quote takes 140" in empty_shop.err
