"""Measure a gallery's first page as Lighthouse sees it on a simulated telephone, served here with compression.

Prints the least, the middle and the most of some runs: the four scores, the time to the largest picture, the layout's
shift, and the bytes of script and of HTML with CSS over the wire. The time and the score of performance swing from run
to run on a shared machine; the others do not. After `npm ci` in `tests/web`, run with
`python benchmarks/gallery_lighthouse.py FOLDER [--page post/x.html]`.
"""

import argparse
import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
GOALS = {
    "performance": "at least 95",
    "accessibility": "100",
    "best-practices": "100",
    "seo": "100",
    "cls": "0",
    "script": "at most 25,000",
    "pages": "at most 60,000",
}


def main() -> None:
    """Read the options, measure, and print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", default="", help="path inside the folder; its index unless given")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    from web_tools import lighthouse, served

    with served(options.folder, compressed=True) as server:
        runs = [lighthouse(server.url + options.page) for _ in range(options.runs)]
    _print(runs)


def _print(runs: list[dict[str, Any]]) -> None:
    names = [*runs[0]["scores"], "lcp", "cls", "script", "pages"]
    units = {"lcp": "ms", "script": "bytes", "pages": "bytes"}
    print(f"{'':16}{'least':>10}{'middle':>10}{'most':>10}  goal")
    for name in names:
        values = [run["scores"].get(name, run.get(name)) for run in runs]
        told = [min(values), statistics.median(values), max(values)]
        cells = "".join(f"{value:>10.3f}" if name == "cls" else f"{value:>10,.0f}" for value in told)
        print(f"{name:16}{cells}  {units.get(name, '')} {GOALS.get(name, '')}".rstrip())
    for name in sorted({failed for run in runs for failed in run["failed"]}):
        print(f"costs something: {name}")


if __name__ == "__main__":
    main()
