"""How long the sheet takes out and in: `python benchmarks/sheet.py [ROWS] [CAMPAIGNS]`; 10,000 rows, 5 campaigns.

The programme is made here: of the rows an eighth are creators, an eighth deliverables, three eighths posts and as many
results. Out, read, a fifth of what people may change is changed with openpyxl as a program would, in, and undone. The
figures are seconds of the clock and, in brackets, of the processor; posts have no pictures.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from ugc.model.posts import Account, Counts, FoundPost
from ugc.workspace import Workspace
from ugc.workspace.sheet.taking import Wish

NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)
DAY = date(2026, 3, 25)


def made(folder: Path, rows: int, campaigns: int) -> Workspace:
    """Make a workspace whose programme has so many rows."""
    creators, pieces, posts = rows // 8, rows // 8, rows * 3 // 8
    here = Workspace.create(folder, brand="Sunday Glow", markets=("US",))
    with here.catalog.transaction():
        batch = here.catalog.start_import("a benchmark", NOW)
        for number in range(posts):
            here.catalog.save(
                FoundPost(
                    source="csv",
                    origin=f"row {number}",
                    ids=(f"ig:P{number}",),
                    platform="instagram",
                    author=Account(platform="instagram", handle=f"demo.{number % creators}"),
                    caption=f"Morning run {number} #GlowRun, and some words more about it",
                    posted_at=NOW - timedelta(days=number % 300),
                    precision="minute",
                    permalink=f"https://example.org/p/P{number}",
                    counts=Counts(likes=number % 900, comments=number % 40, taken_at=NOW),
                ),
                [],
                at=NOW,
                batch=batch,
            )
    (folder / "campaigns").mkdir(exist_ok=True)
    for campaign in range(campaigns):
        lines = [f'title = "Campaign {campaign}"', 'offer = { kind = "per_post", amount = "100 USD" }']
        for piece in range(campaign, pieces, campaigns):
            lines += [
                "",
                "[[creators]]",
                f'creator = "instagram:demo.{piece}"',
                f'code = "CODE{piece}"',
                f'deliverables = [{{ kind = "reel", due = {DAY + timedelta(days=piece % 40)} }}]',
            ]
        (folder / "campaigns" / f"c{campaign}.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return here


def changed(path: Path) -> int:
    """Change every fifth row of three tabs: a due day, a note and a state, niches, tags. Return how many cells."""
    book = load_workbook(path)
    cells = 0
    for tab, told in (
        ("Deliverables", {"Due": date(2026, 5, 1), "Note": "Moved.", "State": "drafted"}),
        ("Creators", {"Niches": "running, outdoors"}),
        ("Posts", {"Tags": "sunny, warm"}),
    ):
        sheet = book[tab]
        places = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1, 5):
            for heading, value in told.items():
                sheet.cell(row, places[heading]).value = value
                cells += 1
    book.save(path)
    return cells


def timed(words: str, do: Callable[[], Any]) -> Any:
    """Do something, and print how long it took."""
    clock, processor = time.perf_counter(), time.process_time()
    result = do()
    print(f"{words:34} {time.perf_counter() - clock:6.2f} s ({time.process_time() - processor:.2f} s)")
    return result


def main(rows: int = 10_000, campaigns: int = 5) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        with made(Path(folder) / "brand", rows, campaigns) as here:
            given = timed("out", lambda: here.sheet.out(path, at=NOW))
            print(f"  {sum(given.rows.model_dump().values()):,} rows")
            arrived = timed("in: read", lambda: here.sheet.read(path))
            timed("in: nothing changed", lambda: here.sheet.take_in(arrived, Wish(), by="Kim", at=NOW))
            cells = changed(path)
            arrived = timed("in: read again", lambda: here.sheet.read(path))
            told = timed("in: done", lambda: here.sheet.take_in(arrived, Wish(), by="Kim", at=NOW))
            assert told.done, (told.open, told.faults[:3])
            print(f"  {len(told.changes):,} changes of {cells:,} cells")
            assert timed("undone", lambda: here.sheet.undo(None, by="Kim", at=NOW)).done


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
