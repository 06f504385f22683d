"""Measure how long an export of an ad account takes to read, beside other readers of the same file.

    python benchmarks/delivery.py                 # 100,000 rows as CSV and as XLSX
    python benchmarks/delivery.py --rows 20000

seconds   wall-clock and processor seconds of `ugc.delivery.read` with every row made into a value, in a process of its
          own; on a busy machine the processor's are the ones to compare
memory    the most that this process held at once (Linux: kilobytes told by the kernel)
ratio     processor seconds to those that another reader takes for the cells alone: the csv module, openpyxl, and pandas
          where it is installed

The rows are made here, with a fixed seed: 25 columns as Meta's Ads Manager exports them, by day and country.
"""

import argparse
import csv
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADINGS = (
    "Reporting starts,Reporting ends,Account name,Campaign name,Ad set name,Ad name,Ad ID,Ad delivery,Ends,Country,"
    "Platform,Placement,Image hash,Permalink,Amount spent (EUR),Impressions,Reach,Clicks (all),Link clicks,"
    "Video plays,3-second video plays,ThruPlays,Video plays at 50%,Purchases,Purchases conversion value"
).split(",")
READERS = {
    "ours": "from pathlib import Path; from ugc.delivery import read\nprint(sum(1 for _ in read(Path({path!r})).rows))",
    "csv": "import csv\nprint(sum(1 for _ in csv.reader(open({path!r}, newline='', encoding='utf-8'))))",
    "openpyxl": "import openpyxl\nbook = openpyxl.load_workbook({path!r}, read_only=True)\n"
    "print(sum(1 for _ in book.active.iter_rows(values_only=True)))\nbook.close()",
    "pandas": "import pandas\nprint(len(pandas.read_{kind}({path!r})))",
}


def rows(count: int) -> list[list[object]]:
    """Rows of an export: 400 ads by day and country."""
    chance = random.Random(7)
    made = []
    for at in range(count):
        ad, day, shown = at % 400, f"2026-11-{at // 400 % 28 + 1:02}", chance.randrange(20, 90_000)
        told = [day, day, "Sunday Glow", f"Winter {ad % 7}", f"Set {ad % 40}", f"ana-reel-{ad:04x}_9x16"]
        told += [
            str(23_851_234_567_000_000 + ad * 37 + 1),
            "active" if ad % 3 else "not_delivering",
            "Ongoing",
        ]
        told += [("US", "Germany", "France", "GB")[at % 4], "Instagram", "Instagram Stories", f"{ad:032x}"]
        told += [f"https://www.instagram.com/reel/C{ad:07x}ab/", f"{shown / 113:.2f}"]
        counts = [shown // part for part in (1, 2, 60, 90, 2, 3, 9, 12, 4000)]
        made.append([*told, *counts, f"{counts[-1] * 49.9:.2f}"])
    return made


def write(folder: Path, count: int) -> dict[str, Path]:
    """The same rows as CSV and as XLSX."""
    import openpyxl

    made = rows(count)
    sheet, book = folder / "ads.csv", openpyxl.Workbook(write_only=True)
    with sheet.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADINGS, *made])
    page = book.create_sheet("Ads")
    for row in (HEADINGS, *made):
        page.append(row)
    book.save(folder / "ads.xlsx")
    return {"csv": sheet, "excel": folder / "ads.xlsx"}


def timed(reader: str, path: Path, kind: str) -> tuple[float, float, int]:
    """Wall-clock and processor seconds, and the most kilobytes, of one reader in a process of its own."""
    code = READERS[reader].format(path=str(path), kind=kind)
    code += "\nimport resource, sys\nused = resource.getrusage(resource.RUSAGE_SELF)"
    code += "\nprint(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    processor, held = done.stderr.split()[-2:]
    return time.perf_counter() - start, float(processor), int(held)


def main() -> None:
    """Write the files, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    count = asked.parse_args().rows
    others = ["pandas"] if importlib.util.find_spec("pandas") else []
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write(Path(folder), count).items():
            wall, ours, held = timed("ours", path, kind)
            print(f"{path.name}: {count:,} rows, {path.stat().st_size >> 20} MiB, {held >> 10} MiB held")
            print(f"  {'ours':8} {wall:5.1f} s wall  {ours:5.1f} s processor")
            for reader in ["csv" if kind == "csv" else "openpyxl", *others]:
                wall, seconds, _ = timed(reader, path, kind)
                print(
                    f"  {reader:8} {wall:5.1f} s wall  {seconds:5.1f} s processor  ratio {ours / seconds:.1f}"
                )


if __name__ == "__main__":
    main()
