"""Words and file names from hostile values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.errors import UsageError
from ugc.wording import file_name, fill

NAMES = [
    ("ana_BqvsDleB3lV_story", "ana_BqvsDleB3lV_story"),
    ("a/../../b", "a-.-.-b"),
    ("..", "x"),
    ("CON", "xCON"),
    ("nul.txt", "xnul.txt"),
    ("-rf", "rf"),
    ("caf\u0065\u0301 日本語", "café-日本語"),
    ("\u202egpj.exe", "gpj.exe"),
    ("😀", "x"),
    ("", "x"),
    ("a\\b:c*d?e", "a-b-c-d-e"),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names(text: str, expected: str) -> None:
    assert file_name(text) == expected


@given(st.text())
def test_a_name_is_safe_whatever_comes_in(text: str) -> None:
    name = file_name(text)
    assert name
    assert len(name.encode()) <= 121
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
    assert name[0] not in ".-"
    assert name not in (".", "..")
    assert file_name(name) == name


def test_values_are_data_and_never_templates() -> None:
    assert fill("@{{ creator }}", {"creator": "{{ 7*7 }}"}, where="copy.credit") == "@{{ 7*7 }}"


WRONG = ["{{ creater }}", "{{ creator", "{{ creator.__class__.__mro__[1].__subclasses__() }}", "{{ 1/0 }}"]


@pytest.mark.parametrize("template", WRONG)
def test_a_wrong_template_is_told_by_its_setting(template: str) -> None:
    with pytest.raises(UsageError, match=r"copy\.credit"):
        fill(template, {"creator": "ana"}, where="copy.credit")
