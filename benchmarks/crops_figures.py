"""The figures of `crops.py` as tables and lines. There it is said what each means."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from crops_judge import Count, Total, Verdict, interval, total
from crops_sheet import Row

from ugc.model.formats import Format

GOAL = 3.0
"""Points that ours may be behind the true boxes."""
COLUMNS: dict[str, Callable[[Total], Count]] = {
    "a photo": lambda all_: all_.by_photo,
    "heads": lambda all_: all_.count("heads_whole", "heads"),
    "middles": lambda all_: all_.count("centred", "faces"),
    "any": lambda all_: all_.any_whole,
    "none cut": lambda all_: all_.none_cut,
    "safe": lambda all_: all_.count("safe", "faces"),
    "product": lambda all_: all_.count("products_kept", "products"),
    "words": lambda all_: all_.count("words_whole", "words"),
}
BOUNDED = ("a photo", "any")
"""Of the most that is possible, only these and `whole` are bounds; the rest would be an accident of the window."""


def tell(format: Format, rows: Sequence[Row]) -> None:
    """Print the table of one format, and how far each of ours is behind the same with the true boxes."""
    totals = {name: total(row.verdicts[name] for row in rows) for name in rows[0].verdicts}
    print(f"\n## {format.name}, {format.ratio} ({format.id})\n")
    print(table(totals))
    for name in (name for name in totals if name.startswith("ours")):
        compared(rows, totals, name, "true boxes, as shipped" if "shipped" in name else "true boxes")


def table(totals: dict[str, Total]) -> str:
    lines = [["", "whole", "95 %", *COLUMNS, "stands whole"]]
    for name, all_ in totals.items():
        low, high = interval(*all_.whole)
        shown = BOUNDED if name == "most possible" else COLUMNS
        figures = [percent(figure(all_)) if column in shown else "" for column, figure in COLUMNS.items()]
        stands, every = all_.stands
        stood = f"{stands:.0f} of {every}" if "shipped" in name else ""
        lines.append([name, percent(all_.whole), f"{100 * low:.0f} to {100 * high:.0f}", *figures, stood])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def percent(count: Count) -> str:
    part, every = count
    return f"{100 * part / every:.1f}" if every else ""


def compared(rows: Sequence[Row], totals: dict[str, Total], name: str, against: str) -> None:
    """Say how far ours is behind our own scorer with the true boxes, and in which photographs."""
    (mine, every), (true, _) = (totals[way].whole for way in (name, against))
    if not every:
        return
    behind = 100 * (true - mine) / every
    held = "within" if behind <= GOAL + 1e-9 else "not within"
    print(
        f"\n{name}: {mine:.0f} of {every} faces whole; {against} {true:.0f}; "
        f"behind by {behind:.1f} points, {held} {GOAL:.0f}."
    )
    for word, sign in (("Fewer", 1), ("More", -1)):
        differs = [
            f"{row.photo.file} ({row.verdicts[name].whole}, not {row.verdicts[against].whole})"
            for row in rows
            if sign * (row.verdicts[against].whole - row.verdicts[name].whole) > 0
        ]
        if differs:
            print(f"{word} than with the true boxes: {', '.join(differs)}.")


def keep(path: Path, results: Sequence[tuple[Format, Row]]) -> None:
    """Write a line for each photograph, format and method, from which every figure can be worked out."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = [name for name in Verdict.__dataclass_fields__ if name != "kept"]
        writer.writerow(["file", "format", "method", "x0", "y0", "x1", "y1", "faces", "whole", *names])
        for format, row in results:
            for name, verdict in row.verdicts.items():
                edges = [round(edge, 5) for edge in row.windows[name].box.model_dump().values()]
                told = asdict(verdict)
                figures = [verdict.faces, verdict.whole, *(told[each] for each in names)]
                writer.writerow([row.photo.file, format.id, name, *edges, *figures])
