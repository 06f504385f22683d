"""What templates are shown with: every shipped one in every script, and a slip in the file is named."""

from pathlib import Path

import pytest
from conftest import photo

from ugc import samples, templates
from ugc.errors import InputError, UsageError
from ugc.model.templates import Template
from ugc.text import clusters

TOML = """
name = "mine"
purpose = "a test"
[words.quote]
needed = true
limit = 40
[words.credit]
limit = 40
"""


def made(folder: Path, sample: str | None) -> Template:
    (folder / "mine").mkdir(parents=True, exist_ok=True)
    (folder / "mine" / "template.toml").write_text(TOML, "utf-8")
    (folder / "mine" / "overlay.typ").write_text("x", "utf-8")
    if sample is not None:
        (folder / "mine" / "sample.toml").write_text(sample, "utf-8")
    return templates.load("mine", [folder])


@pytest.mark.parametrize("name", templates.names())
def test_every_shipped_template_is_shown_in_every_script(name: str) -> None:
    template = templates.load(name)
    shown = samples.load(template)
    assert tuple(shown.words) == samples.SAMPLES
    assert template.sources.min <= len(shown.pictures)
    for sample, script in (("arabic", "\u0600"), ("japanese", "\u3040"), ("emoji", "\u2600")):
        words = shown.words[sample]
        assert any(
            character >= script for character in "".join(map(str, words.texts.values())) + str(words.headline)
        )
    for words in shown.words.values():
        for field, spec in template.words.items():
            assert len(clusters(words.said(field) or "")) <= spec.limit, (field, words.said(field))
    assert {words.language for words in shown.words.values()} == {"en", "de", "ar", "ja"}


def test_words_go_to_their_fields(tmp_path: Path) -> None:
    shown = samples.load(
        made(tmp_path, 'pictures = ["desk.jpg"]\n[long]\nlanguage = "de"\nquote = "Ja"\ncredit = "@ana"\n')
    )
    assert [path.name for path in shown.pictures] == ["desk.jpg"]
    words = shown.words["long"]
    assert (words.said("quote"), words.credit, words.language) == ("Ja", "@ana", "de")


def test_own_pictures_stand_before_those_of_the_demo(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "desk.jpg").write_bytes(photo())
    shown = samples.load(made(tmp_path, 'pictures = ["desk.jpg", "parcel.jpg"]\n'))
    assert shown.pictures == (tmp_path / "mine" / "desk.jpg", samples.PICTURES / "parcel.jpg")


def test_a_template_without_samples_is_shown_all_the_same(tmp_path: Path) -> None:
    template = made(tmp_path, None)
    shown = samples.load(template)
    assert all(path.is_file() for path in shown.pictures)
    assert shown.words["short"].credit
    words = samples.with_texts(shown.words["short"], {"quote": "Mine", "credit": "@bo"}, template=template)
    assert (words.said("quote"), words.credit) == ("Mine", "@bo")


@pytest.mark.parametrize(
    ("sample", "said", "hint"),
    [
        ("[shrot]\n", "unknown key shrot", "short"),
        ("picture = []\n", "unknown key picture", "pictures"),
        ('[short]\nqoute = "x"\n', "'qoute'", "quote"),
        ('[short]\ncredit = "x"\n', "[short] has no quote", ""),
        ("[short]\nquote = 3\n", "short.quote must be words", "quote"),
        ('[short]\nquote = " "\n', "short.quote must be words", ""),
        ("short = 3\n", "short must be a table", "[short]"),
        ('pictures = "desk.jpg"\n', "pictures must be a list", ""),
        ("pictures = []\n", "0 of the 1 pictures", ""),
        ('pictures = ["desc.jpg"]\n', "'desc.jpg'", "desk.jpg"),
        ('pictures = ["../../mine/template.toml"]\n', "template.toml", ""),
        ("[short\n", "not valid TOML", ""),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, sample: str, said: str, hint: str) -> None:
    with pytest.raises((UsageError, InputError)) as caught:
        samples.load(made(tmp_path, sample))
    assert "sample.toml" in caught.value.message
    assert said in caught.value.message
    assert hint in (caught.value.hint or "")


def test_samples_change_no_id(tmp_path: Path) -> None:
    before = made(tmp_path, None).digest
    assert made(tmp_path, '[short]\nquote = "x"\n').digest == before
    (tmp_path / "mine" / "parts").mkdir()
    (tmp_path / "mine" / "parts" / "sample.toml").write_text("read by overlay.typ", "utf-8")
    assert made(tmp_path, None).digest != before
