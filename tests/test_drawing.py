"""The drawing for a terminal, read as people do: whole frames compared as text, and what must hold for every format."""

import pytest

from ugc.formats import load
from ugc.model.formats import Format
from ugc.reports.drawing import drawing

TABLES = load()
EVERY = [
    TABLES.format(name, medium) for name in (*TABLES.names, *TABLES.spots) for medium in TABLES.media(name)
]

STORY = """\
      65        1015
    ┌────────────────┐
    │░░░░░░░░░░░░░░░░│
    │░░░░░░░░░░░░░░░░│
 269│░┌────────────┐░│
    │░│            │░│
    │░│            │░│
    │░│            │░│
    │░│            │░│
    │░│            │░│
1248│░└────────────┘░│
    │░░░░░░░░░░░░░░░░│
    │░░░░░░░░░░░░░░░░│
    │░░░░░░░░░░░░░░░░│
    │░░░░░░░░░░░░░░░░│
    │░░░░░░░░░░░░░░░░│
    └────────────────┘
           1080 × 1920"""
"""16 columns stand for 1080 pixels, 14 rows for 1920: 65 px are 1.0 column, 269 px 2.0 rows, 1248 px 9.1 rows."""

TIKTOK = """\
       120      960
    +----------------+
    |::::::::::::::::|
    |::::::::::::::::|
 240|::+----------+::|
    |::|          |::|
    |::|          |::|
    |::|        +-+::|
    |::|        |::::|
    |::|        |::::|
1260|::+--------+::::|
    |::::::::::::::::|
    |::::::::::::::::|
    |::::::::::::::::|
    |::::::::::::::::|
    |::::::::::::::::|
    +----------------+
           1080 x 1920"""
"""780 px are 11.6 columns and 840 px 6.1 rows: the rail is cut out of the lower right corner."""


def bare(lines: list[str]) -> str:
    """The drawing without the space between figures and frame."""
    return "\n".join(f"{line[:4]}{line[5:]}" for line in lines)


def test_a_story_as_a_picture_of_letters() -> None:
    assert bare(drawing(TABLES.format("story"), width=18)) == STORY


def test_a_rail_is_cut_out_of_the_safe_zone_in_ascii_too() -> None:
    assert bare(drawing(TABLES.format("tiktok", "video"), width=18, ascii=True)) == TIKTOK


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: f"{chosen.id}-{chosen.medium}")
def test_every_format_keeps_its_proportions_and_says_its_pixels(chosen: Format) -> None:
    lines = drawing(chosen)
    frame = [line for line in lines if "│" in line or "─" in line]
    assert {len(line) for line in frame} == {35}
    inside = frame[1:-1]
    width, height = chosen.pixels
    assert len(inside) * 2 / 28 == pytest.approx(height / width, abs=1.01 * 2 / 28)
    assert lines[-1].split() == [str(width), "×", str(height)]
    box = chosen.safe
    said = [int(word) for word in lines[0].split()]
    said += [int(line[:4]) for line in inside if line[:4].strip()]
    exact = [box.x0 * width, box.x1 * width, box.y0 * height, box.y1 * height]
    assert said == pytest.approx(exact, abs=1)


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: f"{chosen.id}-{chosen.medium}")
def test_what_is_covered_is_shaded_and_what_is_safe_is_clear(chosen: Format) -> None:
    """Each character whose middle lies well inside a part or zone says so."""
    inside = [line[6:-1] for line in drawing(chosen, width=62) if line.endswith("│")]
    down, across = 1 / len(inside), 1 / 60
    for row, line in enumerate(inside):
        for column, sign in enumerate(line):
            x, y = (column + 0.5) * across, (row + 0.5) * down
            covered = any(
                part.box.x0 + across < x < part.box.x1 - across
                and part.box.y0 + down < y < part.box.y1 - down
                for part in chosen.covered
            )
            box = chosen.safe
            safe = box.x0 + across < x < box.x1 - across and box.y0 + down < y < box.y1 - down
            notched = any(
                notch.box.x0 - across < x < notch.box.x1 + across
                and notch.box.y0 - down < y < notch.box.y1 + down
                for notch in chosen.notches
            )
            if covered:
                assert sign == "░"
            elif safe and not notched:
                assert sign in " │─└┘┌┐"


@pytest.mark.parametrize("width", [4, 16, 30, 61, 120])
def test_any_width_and_nothing_but_ascii(width: int) -> None:
    for chosen in EVERY:
        lines = drawing(chosen, width=width, ascii=True)
        assert "\n".join(lines).isascii()
        assert max(map(len, lines)) == max(width, 16) + 5


def test_a_zone_that_reaches_every_edge_is_drawn_whole() -> None:
    chosen = TABLES.format("pin")
    whole = chosen.model_copy(
        update={"safe": chosen.safe.model_copy(update={"x0": 0, "y0": 0, "x1": 1, "y1": 1})}
    )
    lines = drawing(whole)
    assert lines[2].endswith("│┌──────────────────────────┐│")
    assert "0" in lines[0] and "1000" in lines[0]
