"""Long lists: printed whole only once their last line is there, in the same bytes as short ones, held in no memory."""

import json
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc.cli import aside, say
from ugc.cli.indenting import indented

ODD = [
    ("line\nend", "tab\tbed"),
    ("bell\x07", "\x1b[31mred"),
    ("right\u202eleft", "\u2066isolate"),
    ("ünï🔥", "漢字"),
    ("lone\udc80", ""),
    ("\x1e\x1f", "\x7f\x9f\r"),
    ("", "  "),
]


@pytest.fixture
def json_wanted() -> Iterator[None]:
    say.want_json(True)
    yield
    say.reset()


def plainly(rows: list[tuple[str, ...]], heads: tuple[str, ...]) -> str:
    """A table as all of its rows at once make it."""

    def shown(text: str) -> str:
        hidden = "".join(
            f"\\u{ord(c):04x}"
            if (c < " " and c not in "\n\t")
            or "\x7f" <= c < "\xa0"
            or "\u202a" <= c <= "\u202e"
            or "\u2066" <= c <= "\u2069"
            else c
            for c in text
        )
        return hidden.encode("utf-8", "backslashreplace").decode()

    lines = [heads, *(tuple(shown(cell) for cell in row) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    return "".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=False)), line[-1]]
        ).rstrip()
        + "\n"
        for line in lines
    )


def test_rows_look_as_they_would_all_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(left, right, str(number)) for number, (left, right) in enumerate(ODD * 300)]
    say.table(iter(rows), heads=("left", "right one", "no"))
    assert capsys.readouterr().out == plainly(rows, ("left", "right one", "no"))


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), max_size=9))
def test_any_rows_look_so(rows: list[tuple[str, str]]) -> None:
    kept = sys.stdout
    sys.stdout = TextIOWrapper(BytesIO(), encoding="utf-8", newline="\n")
    try:
        say.table(rows, heads=("a", "b"))
        sys.stdout.flush()
        printed = sys.stdout.buffer.getvalue().decode()  # type: ignore[attr-defined]
    finally:
        sys.stdout = kept
    assert printed == plainly(rows, ("a", "b"))


def test_a_fault_in_the_middle_leaves_nothing_half_printed(
    capsys: pytest.CaptureFixture[str], json_wanted: None
) -> None:
    def elements() -> Iterator[int]:
        yield from range(5000)
        raise LookupError

    with pytest.raises(LookupError):
        say.long_document(elements())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("number", [0, 1, 2, 3000])
def test_a_long_document_is_the_same_as_a_short_one(
    capsys: pytest.CaptureFixture[str], json_wanted: None, number: int
) -> None:
    told = [{"n": at, "words": ODD[at % 4], "none": [], "day": date(2026, 1, 1)} for at in range(number)]
    say.document(told)
    short = capsys.readouterr().out
    say.long_document(iter(told))
    assert capsys.readouterr().out == short
    assert len(json.loads(short)) == number


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_what_cannot_be_written_is_escaped(
    monkeypatch: pytest.MonkeyPatch, json_wanted: None, encoding: str
) -> None:
    into = TextIOWrapper(BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", into)
    say.long_document([{"words": ODD[4][0]}, {"words": ODD[3][0]}])
    into.flush()
    assert json.loads(into.buffer.getvalue()) == [{"words": "lone\udc80"}, {"words": "ünï🔥"}]  # type: ignore[attr-defined]


def test_what_is_set_aside_is_held_in_no_memory() -> None:
    """Ten times as much takes no more of it."""

    def most(texts: int) -> int:
        tracemalloc.start()
        with aside.setting_aside() as away:
            away.put("x" * 1000 for _ in range(texts))
            for _ in aside.joined(away.read(), "\n"):
                pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert most(200_000) < 2 * most(20_000)


values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers() | st.none(), inner)
    ),
    max_leaves=20,
)


@given(values)
def test_json_is_written_as_python_writes_it(value: Any) -> None:
    assert indented(value) == json.dumps(value, ensure_ascii=False, indent=2, default=str)
