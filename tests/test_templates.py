"""Templates say what they need and what they do; a slip in their file is an error that suggests the right word."""

from pathlib import Path

import pytest

from ugc import templates
from ugc.errors import InputError, PlacementError, UsageError

TOML = 'name = "mine"\npurpose = "a test"\n'


def put(folder: Path, name: str = "mine", toml: str = TOML, overlay: str | None = "x") -> Path:
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "template.toml").write_text(toml, "utf-8")
    if overlay is not None:
        (folder / name / "overlay.typ").write_text(overlay, "utf-8")
    return folder


def test_every_shipped_template_loads() -> None:
    assert "credit" in templates.names()
    for name in templates.names():
        template = templates.load(name)
        assert template.name == name
        assert template.purpose
        for option in template.options.values():
            assert option.default in option.choices
            assert set(option.edits) <= set(option.choices)


def test_credit_says_what_it_does() -> None:
    credit = templates.load("credit")
    assert (credit.sources.min, credit.sources.max, credit.fit, credit.credit_place) == (
        1,
        1,
        "cover",
        "on_media",
    )
    assert credit.words["credit"].needed
    assert not credit.words["headline"].needed


@pytest.mark.parametrize(
    ("used", "edits"),
    [
        (["credit", "platform"], set()),  # attribution that the licence asks for is no edit
        (["credit", "headline"], {"text_overlay"}),
        (["credit", "cta"], {"text_overlay"}),
    ],
)
def test_edits_follow_from_the_words_used(used: list[str], edits: set[str]) -> None:
    assert templates.edits_of(templates.load("credit"), used=used, options={}) == edits


def test_edits_follow_from_the_options_chosen(tmp_path: Path) -> None:
    toml = TOML + (
        'edits = ["colour"]\n[options.logo]\ndefault = "no"\nchoices = ["no", "yes"]\n'
        '[options.logo.edits]\nyes = ["logo_overlay"]\n'
    )
    template = templates.load("mine", [put(tmp_path, toml=toml)])
    assert templates.edits_of(template, used=[], options={}) == {"colour"}
    assert templates.edits_of(template, used=[], options={"logo": "yes"}) == {"colour", "logo_overlay"}


def test_the_workspace_comes_first(tmp_path: Path) -> None:
    put(tmp_path / "a", "credit", 'name = "credit"\npurpose = "ours"\n')
    put(tmp_path / "b", "credit", 'name = "credit"\npurpose = "theirs"\n')
    assert templates.load("credit", [tmp_path / "a", tmp_path / "b"]).purpose == "ours"
    assert templates.load("credit").purpose != "ours"
    assert set(templates.names([put(tmp_path / "c")])) >= {"credit", "mine"}
    assert not any(name.startswith("_") for name in templates.names())


@pytest.mark.parametrize(
    ("toml", "said", "hint"),
    [
        (TOML + 'purpos = "x"\n', "unknown key purpos", "purpose"),
        (TOML + "[sources]\nmaxi = 2\n", "unknown key sources.maxi", "sources.max"),
        (TOML + "[words.credit]\nlimt = 3\n", "unknown key words.credit.limt", "words.credit.limit"),
        (TOML + '[options.x]\ndefault = "a"\nchoises = ["a"]\n', "options.x.choises", "choices"),
        (TOML + 'digest = "0"\n', "unknown key digest", ""),
        (TOML + 'edits = ["text_overly"]\n', "edits", ""),
        (TOML + "[words.credit]\n", "words.credit.limit", ""),
        ('name = "mine"\n', "purpose", ""),
        ('name = "mine\n', "not valid TOML", ""),
        (TOML + "words = 3\n", "words", ""),
        (TOML + "[words]\ncredit = 3\n", "words.credit", ""),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, toml: str, said: str, hint: str) -> None:
    with pytest.raises((UsageError, InputError)) as caught:
        templates.load("mine", [put(tmp_path, toml=toml)])
    assert "template.toml" in caught.value.message
    assert said in caught.value.message
    assert hint in (caught.value.hint or "")


def test_an_unknown_template_suggests_the_nearest() -> None:
    with pytest.raises(UsageError, match="'credits' is not known") as caught:
        templates.load("credits")
    assert caught.value.hint == "Did you mean 'credit'?"


def test_a_folder_whose_name_differs_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mine"):
        templates.load("other", [put(tmp_path, "other")])


def test_no_overlay_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no overlay\.typ"):
        templates.load("mine", [put(tmp_path, overlay=None)])


def test_the_digest_is_of_all_that_shapes_the_pixels(tmp_path: Path) -> None:
    here = put(tmp_path / "here")
    first = templates.load("mine", [here]).digest
    assert templates.load("mine", [put(tmp_path / "there")]).digest == first  # where it lies shapes nothing
    (here / "mine" / "overlay.typ").write_text("y")
    second = templates.load("mine", [here]).digest
    (here / "mine" / "mark.svg").write_text("<svg/>")
    third = templates.load("mine", [here]).digest
    (here / "_shared").mkdir()
    (here / "_shared" / "ugc.typ").write_text("z")
    assert len({first, second, third, templates.load("mine", [here]).digest}) == 4


@pytest.mark.parametrize(
    ("lengths", "error", "said"),
    [
        ({"credit": 10}, None, ""),
        ({"credit": 10, "headline": 75, "cta": 22}, None, ""),
        (
            {"credit": 10, "headline": 76},
            PlacementError,
            "headline has 76 characters; template credit takes 75",
        ),
        ({"headline": 10}, UsageError, "needs a credit"),
        ({"credit": 10, "headlin": 3}, UsageError, "headlin"),
    ],
)
def test_words_are_checked_before_they_are_drawn(lengths: dict, error: type | None, said: str) -> None:
    credit = templates.load("credit")
    if error is None:
        templates.check_words(credit, lengths)
        return
    with pytest.raises(error, match=said) as caught:
        templates.check_words(credit, lengths)
    assert caught.value.hint
