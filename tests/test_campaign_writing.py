"""Edits of a campaign's file: what is asked for is there, ids of the other pieces and all remarks stay."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.campaigns.reading import parse
from ugc.campaigns.writing import (
    AddCreator,
    AddDeliverable,
    RemoveCreator,
    RemoveDeliverable,
    SetCreator,
    SetDeliverable,
    SetField,
    Writing,
    edited,
)
from ugc.errors import UgcError
from ugc.model.campaigns import Amount, Campaign, Offer

SPRING = """\
# Ours alone.
title = "Spring run"   # as it is told to people
hashtags = ["#GlowRun"]
# Markets come later.

[[creators]]   # the first
creator = "@ana"
code = "ANA10"   # from the shop
deliverables = [   # all of them
  # reels
  { kind = "reel", number = 3, due = 2026-03-15 },   # three
  { kind = "story", due = 2026-03-20 },
  # the end
]
# behind ana

[[creators]]
creator = "tiktok:bo"
[creators.offer]   # agreed by phone
kind = "product_only"

[[creators.deliverables]]
kind = "video"   # a clip
number = 2
# before the next
[[creators.deliverables]]
kind = "story"
"""


def read(text: str) -> Campaign:
    return parse(text, name="spring", file="spring.toml")


def ids(text: str) -> list[str]:
    return [piece.id for piece in read(text).deliverables]


def remarks(text: str) -> set[str]:
    return {found.strip() for found in re.findall(r"# [^\n]*", text)}


def test_no_edit_changes_nothing() -> None:
    assert edited(SPRING, []) == SPRING


def test_a_line_is_parted_where_one_of_its_pieces_changes() -> None:
    text = edited(SPRING, [SetDeliverable(id="ana-reel-2", kind="story", due=date(2026, 4, 1))])
    assert (
        """  { kind = "reel", due = 2026-03-15 },   # three
  { id = "ana-reel-2", kind = "story", due = 2026-04-01 },
  { id = "ana-reel-3", kind = "reel", due = 2026-03-15 },
  { id = "ana-story-1", kind = "story", due = 2026-03-20 },
  # the end
"""
        in text
    )
    assert ids(text) == [
        "ana-reel-1",
        "ana-reel-2",
        "ana-reel-3",
        "ana-story-1",
        *("tiktok-bo-video-1", "tiktok-bo-video-2", "tiktok-bo-story-1"),
    ]
    assert remarks(text) == remarks(SPRING)


def test_tables_are_parted_too() -> None:
    text = edited(SPRING, [RemoveDeliverable(id="tiktok-bo-video-1"), SetField(field="brief", value="Go.")])
    assert ids(text)[4:] == ["tiktok-bo-video-2", "tiktok-bo-story-1"]
    assert 'kind = "video"   # a clip\nid = "tiktok-bo-video-2"\n# before the next\n' in text
    assert 'hashtags = ["#GlowRun"]\nbrief = "Go."\n# Markets come later.\n' in text


def test_what_was_a_table_becomes_what_is_said() -> None:
    offer = Offer(kind="per_post", amount=Amount(value="250.00", currency="USD"))
    text = edited(SPRING, [SetCreator(creator="tiktok:BO", offer=offer, note="Calls back."), _code(None)])
    bo = read(text).creators[1]
    assert (bo.offer, bo.note) == (offer, "Calls back.")
    assert read(text).creators[0].code is None
    assert remarks(text) == remarks(SPRING)


def _code(code: str | None) -> SetCreator:
    return SetCreator(creator="@ana", code=code)


def test_an_id_that_once_was_is_not_given_again() -> None:
    without = edited(SPRING, [RemoveDeliverable(id="ana-reel-3")])
    text = edited(without, [AddDeliverable(creator="@ana", kind="reel")], taken=["ana-reel-3"])
    assert ids(text)[:4] == ["ana-reel-1", "ana-reel-2", "ana-story-1", "ana-reel-4"]


def test_lines_end_as_they_did() -> None:
    windows = SPRING.replace("\n", "\r\n")
    text = edited(windows, [RemoveDeliverable(id="ana-story-1"), AddCreator(creator="@cy", code="CY")])
    assert text.count("\r\n") == text.count("\n")
    assert read(text).creators[-1].code == "CY"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (RemoveDeliverable(id="ana-reel-9"), "Deliverable 'ana-reel-9' is not known"),
        (SetCreator(creator="@an", note="x"), "Creator '@an' is not known"),
        (AddCreator(creator="@Ana"), "@Ana is in the campaign already"),
        (AddDeliverable(creator="@ana", kind="reel", id="ana-reel-1"), "stands there twice"),
        (SetField(field="budget", value="much"), "budget is not a sum of money"),
    ],
)
def test_what_makes_no_sense_is_refused(edit: Any, said: str) -> None:
    with pytest.raises(UgcError, match=said):
        edited(SPRING, [edit])


def test_a_list_of_creators_is_refused_with_what_to_write() -> None:
    with pytest.raises(UgcError, match="writes its creators as one list"):
        edited('creators = [{ creator = "@ana" }]\n', [AddCreator(creator="@bo")])


# --- any file, any edits --------------------------------------------------------------------------------------------

KINDS = ("reel", "story", "feed")


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file whose remarks are numbered, in every place where a remark may stand."""
    number = iter(range(1000))

    def told(text: str, *, own_line: bool = False) -> str:
        if not draw(st.booleans()):
            return text
        return f"{text}# r{next(number)}\n" if own_line else f"{text}   # r{next(number)}"

    out = told("", own_line=True) + told('title = "x"') + "\n" + told("", own_line=True)
    for creator in ("@ana", "@bo")[: draw(st.integers(1, 2))]:
        out += told("[[creators]]") + "\n" + told(f'creator = "{creator}"') + "\n"
        out += told('code = "A"') + "\n" if draw(st.booleans()) else ""
        lines = draw(
            st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 3), st.booleans()), max_size=3)
        )
        pairs = [
            [f'kind = "{kind}"', *([f"number = {count}"] if count > 1 else [])]
            + ([f'id = "own{creator[1]}{place}"'] if own else [])
            for place, (kind, count, own) in enumerate(lines)
        ]
        form = draw(st.sampled_from(["one line", "lines", "tables"]))
        if form == "one line":
            out += (
                told(f"deliverables = [{', '.join('{ ' + ', '.join(each) + ' }' for each in pairs)}]") + "\n"
            )
        elif form == "lines":
            out += told("deliverables = [") + "\n" + told("", own_line=True)
            for place, each in enumerate(pairs):
                last = place + 1 == len(pairs) and draw(st.booleans())
                out += told("  { " + ", ".join(each) + (" }" if last else " },")) + "\n"
                out += told("", own_line=True)
            out += told("]") + "\n"
        else:
            for each in pairs:
                out += told("[[creators.deliverables]]") + "\n" + told("", own_line=True)
                out += "".join(told(pair) + "\n" for pair in each)
        out += told("", own_line=True)
    return out if draw(st.booleans()) else out.removesuffix("\n")


def pieces(campaign: Campaign) -> dict[str, dict[str, Any]]:
    return {piece.id: piece.model_dump() for piece in campaign.deliverables}


def written_lines(text: str) -> list[str]:
    """All but the empty ones, which one layout places otherwise than one that is cut anew."""
    return [line for line in text.splitlines() if line.strip()]


in_turn = edited
"""The text begun anew for every edit."""
WRONG = (
    SetDeliverable(id="nobodys", kind="reel"),
    RemoveCreator(creator="@nobody"),
    AddDeliverable(creator="@nobody", kind="reel"),
    SetField(field="markets", value=date(2026, 3, 1)),
)


@settings(max_examples=300, deadline=None)
@given(files(), st.data())
def test_any_edit_gives_what_it_says_and_leaves_the_rest(text: str, data: st.DataObject) -> None:
    before = remarks(text)
    writing = Writing(text, name="spring", file="spring.toml")

    def edited(text: str, edits: list[Any]) -> str:
        for edit in edits:
            writing.do(edit)
        return in_turn(text, edits)

    for _ in range(data.draw(st.integers(1, 4))):
        campaign = read(text)
        owed = pieces(campaign)
        names = [one.creator for one in campaign.creators]
        what = data.draw(st.sampled_from(["set", "remove", "add", "creator", "join", "leave", "field"]))
        some = data.draw(st.sampled_from(sorted(owed))) if owed else ""
        creators = {one.creator: (one.code, one.note) for one in campaign.creators}
        title = campaign.title
        if what == "set" and some:
            kind, note = data.draw(st.sampled_from(KINDS)), data.draw(st.sampled_from([None, 'a "b" # no']))
            text = edited(text, [SetDeliverable(id=some, kind=kind, note=note, due=date(2026, 3, 1))])
            owed[some] |= {"kind": kind, "note": note or "", "due": date(2026, 3, 1)}
        elif what == "remove" and some:
            text = edited(text, [RemoveDeliverable(id=some)])
            del owed[some]
        elif what == "add" and names:
            kind, whose = data.draw(st.sampled_from(KINDS)), data.draw(st.sampled_from(names))
            text = edited(text, [AddDeliverable(creator=whose, kind=kind)])
            (new,) = set(pieces(read(text))) - set(owed)
            owed[new] = pieces(read(text))[new]
            assert (owed[new]["kind"], owed[new]["creator"]) == (kind, whose)
        elif what == "creator" and names:
            whose, code = data.draw(st.sampled_from(names)), data.draw(st.sampled_from([None, "B"]))
            text = edited(text, [SetCreator(creator=whose, code=code)])
            creators[whose] = (code, creators[whose][1])
        elif what == "join" and "@cy" not in names:
            text = edited(text, [AddCreator(creator="@cy", note="new")])
            creators["@cy"] = (None, "new")
        elif what == "leave" and names:
            whose = data.draw(st.sampled_from(names))
            text = edited(text, [RemoveCreator(creator=whose)])
            owed = {id: piece for id, piece in owed.items() if piece["creator"] != whose}
            del creators[whose]
        elif what == "field":
            text = edited(
                text, [SetField(field="title", value="y"), SetField(field="markets", value=("US",))]
            )
            title = "y"
        with pytest.raises(UgcError):
            writing.do(data.draw(st.sampled_from(WRONG)))
        now = read(text)
        assert written_lines(writing.text) == written_lines(text)
        assert writing.campaign == read(writing.text) == now
        assert pieces(now) == owed
        assert {one.creator: (one.code, one.note) for one in now.creators} == creators
        assert now.title == title
        assert before <= remarks(re.sub(r'"a \\"b\\" # no"', "", text))
