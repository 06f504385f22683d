"""Captions cut for reading: the rules as tables, and as what holds whatever is said."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ugc.model.captions import Cue, Lane, Word
from ugc.model.formats import Box
from ugc.plan.cue_clock import Stretch, apart, on_clock
from ugc.plan.cues import recut

FPS = 30
LEAST = 25 / 30
"""0.833 s in whole frames of 30 a second."""


def lane(per_line: int = 27) -> Lane:
    return Lane(name="mid", box=Box(x0=0.1, y0=0.3, x1=0.9, y1=0.4), per_line=per_line)


def said(text: str, start: float = 0.0, end: float = 3.0) -> Cue:
    return Cue(start=start, end=end, text=text)


def timed(text: str, *, start: float = 0.0, each: float = 0.4) -> Cue:
    """Words that follow each other without a pause."""
    parts = [part if number == 0 else f" {part}" for number, part in enumerate(text.split())]
    words = tuple(
        Word(text=part, start=round(start + n * each, 3), end=round(start + (n + 1) * each, 3))
        for n, part in enumerate(parts)
    )
    return Cue(start=start, end=words[-1].end, text=text, words=words)


def texts(*cues: Cue, per_line: int = 27, **more: object) -> list[str]:
    return [cue.text for cue in recut(cues, lane(per_line), fps=FPS, **more).cues]  # type: ignore[arg-type]


LINES = [
    (["and it is small"], ["and it is small"], "what fits stays"),
    (
        ["I did not expect much. But look at my skin!"],
        ["I did not expect much.", "But look at my skin!"],
        "a sentence ends a cue",
    ),
    (
        ["it costs 24 dollars in the Sunday Glow shop"],
        ["it costs 24 dollars\nin the Sunday Glow shop"],
        "no break in a name or after a number",
    ),
    (["I have it from Ana Lopez here"], ["I have it\nfrom Ana Lopez here"], "not within a name"),
    (
        ["I use it every morning because it works"],
        ["I use it every morning\nbecause it works"],
        "before a conjunction",
    ),
    (
        ["it holds exactly 250 millilitres of it"],
        ["it holds exactly\n250 millilitres of it"],
        "not after a number",
    ),
    (["we waited for 24 hours of the day"], ["we waited for 24 hours\nof the day"], "nor before its unit"),
    (["apples lemons pears plums grapes"], ["apples lemons\npears plums grapes"], "as even as can be"),
    (["- is that it?\n- yes, all of it"], ["is that it?", "yes, all of it"], "each speaker by themselves"),
    ([">> hello there >> no"], ["hello there >> no"], "the marks of live captions open a line only"),
    (
        ["back to my shelf", "[Music]"],
        ["back to my shelf", "[Music]"],
        "sounds stand by themselves",
    ),
]


@pytest.mark.parametrize(("rows", "expected", "why"), LINES, ids=[row[2] for row in LINES])
def test_where_words_are_parted(rows: list[str], expected: list[str], why: str) -> None:
    cues = [said(row, 3.0 * n, 3.0 * n + 3.0) for n, row in enumerate(rows)]
    assert texts(*cues) == expected


def test_lines_of_one_cue_in_a_file_are_not_kept_but_its_words_are() -> None:
    assert texts(said("so\nthis is my shelf\nand it is small")) == ["so this is my shelf\nand it is small"]


def test_cues_that_follow_each_other_are_cut_where_sentences_end() -> None:
    """Automatic captions end lines anywhere."""
    cues = [timed("this is my whole shelf. And", each=0.35), timed("it is very small.", start=2.1, each=0.35)]
    assert texts(*cues) == ["this is my whole shelf.", "And it is very small."]


CJK = [
    (
        "一か月使ってみたら、朝の支度がこれだけになった。もう他のものには戻れないと思います",
        26,
        "Japanese: 13 characters",
    ),
    (
        "我已经用了一个月了，早上的护肤步骤只剩下这一瓶，真的很喜欢它的质地和味道。",
        32,
        "Chinese: 16 characters",
    ),
]


@pytest.mark.parametrize(("text", "most", "why"), CJK, ids=[row[2] for row in CJK])
def test_full_width_lines(text: str, most: int, why: str) -> None:
    found = texts(said(text, end=9.0), per_line=40)
    assert "".join(found).replace("\n", "") == text
    for line in "\n".join(found).split("\n"):
        assert 2 * len(line) <= most
        assert line[0] not in "、。，ーっゃ」"
        assert line[-1] not in "「（"


def test_thai_is_left_to_the_typesetter_where_two_lines_hold_it() -> None:
    text = "ฉันใช้เซรั่มนี้ทุกเช้ามาสามสัปดาห์แล้ว"
    assert texts(said(text)) == [text]


CLUSTERS = ["👩‍👩‍👧‍👦", "👩🏽‍🍳", "🇵🇹", "é", "❤️", "क्षि", "한", "ก็"]  # fmt: skip


def test_a_character_is_never_cut() -> None:
    """A word too long for its lines is cut, but only between what a reader takes for characters."""
    text = "".join(CLUSTERS * 12)
    found = "".join(texts(said(text, end=20), per_line=9)).replace("\n", "\0")
    assert found.replace("\0", "").replace("\u2010", "") == text
    for cluster in CLUSTERS:
        assert found.count(cluster) == 12, cluster


TIMES = [
    ([said("Wow.", 1.0, 1.3)], [(1.0, 3.0)], "stands for two seconds where a pause lets it"),
    ([said("- Wow.", 1.0, 1.3), said("- Look at it.", 1.5, 4.0)], [(0.667, 1.5), (1.5, 4.0)], "begins earlier"),
    ([said("Nooooo", 0.0, 9.0)], [(0.0, 3.0)], "three seconds at most"),
    ([said("a nice day", 0.0, 2.0), said("is it not", 2.2, 4.4)], [(0.0, 2.2), (2.2, 4.4)], "a small gap is closed"),
    ([said("a nice day", 0.0, 2.0), said("is it not", 2.9, 5.0)], [(0.0, 2.0), (2.9, 5.0)], "a pause stays"),
    ([said("abcdefghi " * 4, 0.0, 1.2), said("then", 6.0, 8.0)], [(0.0, 2.3), (6.0, 8.0)], "fast words run on"),
    ([said("one of them talks", 0.0, 4.0), said("the other too", 2.0, 4.0)], [(0.0, 2.0), (2.0, 4.0)], "none overlap"),
    ([said("same words", 0.0, 1.5), said("same words", 1.0, 2.5)], [(0.0, 2.5)], "the same words are one"),
]  # fmt: skip


@pytest.mark.parametrize(("cues", "expected", "why"), TIMES, ids=[row[2] for row in TIMES])
def test_when_cues_come_and_go(cues: list[Cue], expected: list[tuple[float, float]], why: str) -> None:
    found = recut(cues, lane(), fps=FPS).cues
    assert [(round(cue.start, 3), round(cue.end, 3)) for cue in found] == expected


def test_seven_seconds_where_it_is_asked_for() -> None:
    assert recut([said("Nooooo", 0.0, 9.0)], lane(), fps=FPS, longest=7.0).cues[0].end == 7.0


def test_nothing_stands_after_the_clip() -> None:
    assert recut([said("Wow.", 1.0, 1.9)], lane(), fps=FPS, seconds=2.0).cues[0].end == 2.0


CUTS = [
    (2.1, [2.1], "words part 3 frames before the cut: both cues take it"),
    (1.9, [1.9], "words part 3 frames after it"),
    (2.0, [2.0], "words part on it"),
]


@pytest.mark.parametrize(("cut", "edges", "why"), CUTS, ids=[row[2] for row in CUTS])
def test_cues_change_with_the_picture(cut: float, edges: list[float], why: str) -> None:
    cue = timed("here is my shelf now see the jars over there", each=0.4)  # words part at 2.0 s
    found = recut([cue], lane(), fps=FPS, cuts=[cut]).cues
    assert [each.end for each in found][:-1] == pytest.approx(edges, abs=0.001)
    assert [each.start for each in found][1:] == pytest.approx(edges, abs=0.001)


@pytest.mark.parametrize("cut", [1.2, 1.6, 1.7, 1.9, 2.0])
def test_a_cut_parts_what_nothing_else_would(cut: float) -> None:
    cue = timed("I put it on the new shelf", each=0.4)
    assert texts(cue) == ["I put it on the new shelf"]
    first, second = recut([cue], lane(), fps=FPS, cuts=[cut]).cues
    assert first.end == second.start == pytest.approx(cut, abs=0.001)


def test_a_pause_is_not_filled_across_a_cut() -> None:
    found = recut([said("Wow, nice.", 1.0, 2.0), said("So.", 6.0, 8.0)], lane(), fps=FPS, cuts=[2.3]).cues
    assert found[0].end == pytest.approx(2.3, abs=0.001)


def test_what_is_too_fast_is_told_with_what_to_do() -> None:
    plan = recut(
        [said("these are far too many words for one second", 0.0, 1.0), said("- so", 1.0, 3.0)],
        lane(),
        fps=FPS,
    )
    assert plan.fastest > 20
    assert "few can read" in plan.notes[0] and "Shorten" in plan.notes[0]
    calm = recut([said("these are few", 0.0, 2.0)], lane(), fps=FPS)
    assert (calm.notes, calm.fastest) == ((), 6.5)


def test_times_of_words_are_kept_and_make_the_text() -> None:
    cue = timed("okay so I have been using this every single morning for weeks", each=0.3)
    found = recut([cue], lane(), fps=FPS).cues
    assert len(found) > 1
    for each in found:
        assert "".join(word.text for word in each.words) == each.text
    spoken = [(word.text.strip(), word.start) for each in found for word in each.words]
    assert [text for text, _ in spoken] == cue.text.split()
    assert [start for _, start in spoken] == pytest.approx([word.start for word in cue.words], abs=0.02)


# --- stretches ---------------------------------------------------------------------------------------


def test_a_stretch_begins_at_nothing() -> None:
    cues = [said("before", 0.0, 2.0), said("inside", 3.0, 5.0), said("after", 9.0, 10.0)]
    found = on_clock([Stretch(cues, 2.5, 4.0)])
    assert [(cue.text, cue.start, cue.end) for cue in found] == [("inside", 0.5, 2.5)]


def test_words_that_are_cut_off_are_not_shown() -> None:
    cue = timed("one two three four", each=1.0)
    found = on_clock([Stretch([cue], 1.0, 2.0)])
    assert [(each.text, each.start, each.end) for each in found] == [("two three", 0.0, 2.0)]
    assert [(word.text, word.start) for word in found[0].words] == [("two", 0.0), (" three", 1.0)]


def test_without_times_words_are_cut_by_their_share() -> None:
    assert [cue.text for cue in on_clock([Stretch([said("aaa bbb ccc ddd", 0.0, 4.0)], 2.0, 9.0)])] == [
        "ccc ddd"
    ]


def test_stretches_that_are_joined_follow_each_other() -> None:
    hook, body = [said("hook", 5.0, 6.0)], [said("body", 1.0, 2.0)]
    found = on_clock([Stretch(hook, 4.0, 3.0), Stretch(body, 0.0, 10.0, at=3.0)])
    assert [(cue.text, cue.start, cue.end) for cue in found] == [("hook", 1.0, 2.0), ("body", 4.0, 5.0)]


# --- whatever is said ----------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "so I a the in and wow, look. 24 dollars Ana Lopez serum Feuchtigkeitspflege morning — 「朝の」 支度が 我们的 "
    "한국어 مرحبا 👩‍👩‍👧‍👦 ❤️ e\u0301te\u0301 [Music] supercalifragilisticexpialidociously "
    "https://example.com/a/very/long/address/indeed".split()
)


@st.composite
def spoken(draw: st.DrawFn) -> list[Cue]:
    """Cues of a file, apart, with and without pauses and times of words."""
    found, at = [], draw(st.sampled_from([0.0, 0.3, 2.0]))
    for _ in range(draw(st.integers(1, 6))):
        text = " ".join(draw(st.lists(WORDS, min_size=1, max_size=12)))
        each = draw(st.sampled_from([0.12, 0.3, 0.45, 1.5]))
        cue = timed(text, start=at, each=each)
        found.append(cue if draw(st.booleans()) else cue.model_copy(update={"words": ()}))
        at = round(cue.end + draw(st.sampled_from([0.0, 0.0, 0.05, 0.2, 0.6, 2.0])), 3)
    return found


@settings(max_examples=120, deadline=None)
@given(
    cues=spoken(),
    per_line=st.sampled_from([12, 16, 20, 27, 38]),
    fps=st.sampled_from([30.0, 30000 / 1001, 25.0]),
    cuts=st.lists(st.floats(0.0, 20.0), max_size=4),
    longest=st.sampled_from([3.0, 7.0]),
)
def test_whatever_is_said(
    cues: list[Cue], per_line: int, fps: float, cuts: list[float], longest: float
) -> None:
    found = recut(cues, lane(per_line), fps=fps, cuts=cuts, longest=longest).cues
    frame = 1 / fps
    said_before = "".join("".join(cue.text.split()) for cue in cues).replace("—", "")
    said_after = "".join("".join(cue.text.split()) for cue in found).replace("\u2010", "").replace("—", "")
    assert said_after == said_before, "every word is there once, in order"
    for cue in found:
        assert cue.text.count("\n") <= 1
        assert 0 < cue.end - cue.start <= longest + 0.001
        for edge in (cue.start, cue.end):
            assert abs(edge * fps - round(edge * fps)) < 0.01, "on a frame"
        for line in cue.text.split("\n"):
            if line.isascii():
                assert len(line) <= per_line or (" " not in line and len(line) <= per_line * 1.4 + 1)
    for one, then in pairwise(found):
        gap = round((then.start - one.end) * fps)
        assert gap == 0 or gap >= 2
        if one.end - one.start < LEAST - frame:
            assert then.start - one.start < LEAST + 2 * frame, "only for want of room"
    for cut in cuts:
        alone = all(other == cut or abs(other - cut) > 2.5 for other in cuts)
        for cue in found if alone else ():
            if cut - cue.start > LEAST + 0.1 and cue.end - cut > LEAST + 0.1:
                near = [w for w in cue.words[1:] if abs(w.start - cut) < 11 * frame]
                assert not near, "words part near a cut that the cue runs across"


@settings(max_examples=60, deadline=None)
@given(cues=st.lists(
    st.tuples(st.floats(0, 20), st.floats(0.01, 9), st.sampled_from(["a b c", "- x y\n- z", "so it is"])), max_size=8,
))  # fmt: skip
def test_none_stands_over_another(cues: list[tuple[float, float, str]]) -> None:
    told = apart([said(text, start, start + seconds) for start, seconds, text in cues])
    for one, then in pairwise(told):
        assert then.cue.start >= one.cue.end - 1e-9
    plan = recut([said(text, start, start + seconds) for start, seconds, text in cues], lane(), fps=FPS)
    for one, then in pairwise(plan.cues):
        assert then.start >= one.end
