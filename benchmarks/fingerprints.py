"""How often `ugc inspect` is right about a picture or clip that it knows by likeness alone, and how often it finds it.

    python benchmarks/fingerprints.py FOLDER... [--write] [--rows FILE]

`--write` keeps the figures where the program reads them; `--rows` keeps a line for each query, to be looked at. The
speed is measured by `fingerprint_speed.py`.

The set is made of the pictures and clips in the folders. A third of the pictures only fills the workspaces: the
thresholds were set by those. The others are held out, in two halves; each half is imported once while the other is
not, so that every picture is asked for where it is known and where it is not. Three rules (borders, words drawn on
creatives, how few blocks count) were settled after misses among the held out ones had been looked at.

Copies are made by `copies.py`, of originals and of the workspace's own creatives, which all carry the same words. A
clip that shows one scene, named in SCENES, gives one still as a post and others, from a second or more away, as the
photos of the same scene that were never collected. A picture and a clip that was made from it are one, and named in
ONE. Of pictures that come in several colourings, keep one in the folders.

What is counted: of all answers with a score in a band, how many name the right post. Every query gives its best
answer, however faint. An answer for something that was never imported is wrong, also where it shows the same scene.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

import numpy as np
from copies import flats
from labelled import (
    AT,
    SCENES,
    Asked,
    halves,
    kept,
    material,
    of_clips,
    of_creatives,
    of_pictures,
    of_scenes,
    workspace,
)

from ugc.media.fingerprint import METHOD
from ugc.workspace import Workspace
from ugc.workspace.inspecting.confidence import FIGURES, SURE, Band, Evidence, Figures, wilson
from ugc.workspace.inspecting.likeness import Finder

BANDS: dict[Evidence, tuple[float, ...]] = {
    "picture": (0.3, 0.45, 0.6, 0.75, 0.9),
    "clip": (0.3, 0.45, 0.6, 0.75, 0.9),
    "fingerprint": (3, 4, 6, 12),
}
ANY = Figures(
    method=METHOD,
    measured=AT.date(),
    set={},
    band=tuple(
        Band(evidence=evidence, at_least=edges[0], right=1, answers=1, least=1)
        for evidence, edges in BANDS.items()
    ),
)
"""Says whatever lies in any band, so that all of them can be measured."""

COMPARED = {
    "picture": "with the stored picture or frame",
    "clip": "with several frames of the stored clip",
    "fingerprint": "with the fingerprint alone: landmarks that agree",
}
PAGE = Path(__file__).resolve().parent.parent / "docs" / "inspect.md"
MARK = "<!-- figures -->"

Row = dict[str, object]


def fold(number: int, folders: list[Path], out: Path, every: int) -> None:
    """Ask everything of one workspace that knows one half, and write a line a query."""
    pictures, moving = material(folders)
    fill, held = halves(pictures)
    held_clips = moving[::2], moving[1::2]
    known, unknown = held[number], held[1 - number]
    clips_in, clips_out = held_clips[number], held_clips[1 - number]
    scenes = [path for path in moving if path.stem in SCENES and path not in clips_in]
    with tempfile.TemporaryDirectory() as name, out.open("w") as file:
        root = Path(name)
        workspace(root / "known", [*fill, *known, *clips_in], scenes)
        workspace(root / "unknown", unknown, [])
        of_stills = chain(
            of_pictures(known, "copy"),
            of_pictures(unknown, "unrelated", every=2),
            of_creatives(root / "known", known, "creative"),
            of_creatives(root / "unknown", unknown, "unrelated creative", every=2),
        )
        queries = chain(
            islice(of_stills, number % every, None, every),
            of_clips(clips_in, unknown, root, "clip"),
            of_clips(clips_out, unknown, root, "unrelated clip"),
            of_scenes(scenes),
            (("flat", kind, frozenset(), data, kind) for seed in range(8) for kind, data in flats(seed)),
        )
        asked = list(kept(queries, root / "queries"))
        for gone in (False, True):
            if gone:  # the stored files are taken away: nothing but the fingerprints is left
                (root / "known" / ".ugc" / "media").rename(root / "media-gone")
                (root / "known" / "out").rename(root / "out-gone")
            for row in answers(root / "known", asked[:: 3 if gone else 1], gone=gone):
                file.write(json.dumps(row) + "\n")
                file.flush()


def answers(root: Path, asked: list[Asked], *, gone: bool) -> Iterator[Row]:
    with Workspace.open(root) as here:
        finder = Finder(here, ANY)
        for group, kind, right, path, stem in asked:
            begun = time.perf_counter()
            like = finder.find(path).likeness
            best = like[0] if like else None
            yield {
                "group": group,
                "kind": kind,
                "of": stem,
                "known": bool(right),
                "gone": gone,
                "evidence": best.evidence if best else None,
                "score": best.score if best else 0.0,
                "what": best.of if best else None,
                "right": bool(best and set(best.posts) & right),
                "answer": best.posts[0] if best else None,
                "seconds": round(time.perf_counter() - begun, 3),
            }


# --- what came of it --------------------------------------------------------------------------------------------------


def measured(rows: list[Row], pictures: int, moving: int) -> Figures:
    """The figures: of each band how many answers there were, and how many were right."""
    bands = []
    for evidence, edges in BANDS.items():
        scored = [row for row in rows if row["evidence"] == evidence]
        for low, high in zip(edges, (*edges[1:], float("inf")), strict=True):
            inside = [row for row in scored if low <= float(str(row["score"])) < high]
            right = sum(bool(row["right"]) for row in inside)
            least = round(wilson(right, len(inside)), 3)
            bands.append(Band(evidence=evidence, at_least=low, right=right, answers=len(inside), least=least))
    asked = Counter(str(row["group"]).replace(" ", "_") for row in rows)
    asked_for = {"pictures": pictures, "clips": moving, "queries": len(rows), **dict(sorted(asked.items()))}
    return Figures(method=METHOD, measured=datetime.now(UTC).date(), set=asked_for, band=tuple(bands))


def as_toml(figures: Figures) -> str:
    lines = [
        "# How often a likeness was right, by benchmarks/fingerprints.py on pictures that were held out.",
        "# least: lower end of Wilson's 95 % interval. What the set holds is told in docs/inspect.md.",
        f'method = "{figures.method}"',
        f"measured = {figures.measured}",
        "",
        "[set]",
        *(f"{name} = {count}" for name, count in figures.set.items()),
    ]
    for band in figures.band:
        told = band.model_dump()
        lines += ["", "[[band]]", *(f"{name} = {json.dumps(value)}" for name, value in told.items())]
    return "\n".join(lines) + "\n"


def as_rows(figures: Figures) -> str:
    """The figures as a table for people."""
    lines = ["| compared | score | right | at least |", "|---|---|---|---|"]
    for band, above in zip(figures.band, [*figures.band[1:], None], strict=True):
        higher = above.at_least if above and above.evidence == band.evidence else None
        scores = spoken(band, higher)
        lines.append(
            f"| {COMPARED[band.evidence]} | {scores} | {band.right} of {band.answers} | {band.least:.1%} |"
        )
    return "\n".join(lines)


def spoken(band: Band, above: float | None) -> str:
    if band.evidence == "fingerprint":
        return f"{band.at_least:g} or more" if above is None else f"{band.at_least:g} to {above - 1:g}"
    return f"{band.at_least:.2f} to {1 if above is None else above:.2f}"


def report(rows: list[Row], figures: Figures) -> None:
    print(f"{'evidence':12}{'from':>6}{'answers':>9}{'right':>7}{'least':>8}")
    for band in figures.band:
        print(f"{band.evidence:12}{band.at_least:>6g}{band.answers:>9}{band.right:>7}{band.least:>8.3f}")
    sure = {(b.evidence, b.at_least): b.least for b in figures.band}

    def is_sure(row: Row) -> bool:
        edges = BANDS.get(str(row["evidence"]), ())
        below = [edge for edge in edges if edge <= float(str(row["score"]))]
        return bool(below) and sure[str(row["evidence"]), below[-1]] >= SURE

    tallies: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        group = f"{row['group']}{', file gone' if row['gone'] else ''}"
        tallies[group, "all"].append(row)
        if not row["gone"]:
            tallies[group, str(row["kind"])].append(row)
    print(
        f"\n{'group':32}{'kind':24}{'asked':>6}{'sure and right':>16}{'sure and wrong':>16}{'median s':>10}"
    )
    for (group, kind), some in tallies.items():
        right = sum(is_sure(row) and bool(row["right"]) for row in some)
        wrong = sum(is_sure(row) and not row["right"] for row in some)
        middle = float(np.median([float(str(row["seconds"])) for row in some]))
        print(f"{group:32}{kind:24}{len(some):>6}{right / len(some):>16.1%}{wrong:>16}{middle:>10.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--write", action="store_true")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="ask every Nth query for a still only"
    )
    parser.add_argument("--rows", type=Path, metavar="FILE")
    asked = parser.parse_args()
    pictures, moving = material(asked.folders)
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(2) as pool:
        outs = [Path(folder, f"{number}.jsonl") for number in (0, 1)]
        for work in [
            pool.submit(fold, number, asked.folders, out, asked.every) for number, out in enumerate(outs)
        ]:
            work.result()
        text = "".join(out.read_text() for out in outs)
    if asked.rows:
        asked.rows.write_text(text)
    rows = [json.loads(line) for line in text.splitlines()]
    figures = measured(rows, len(pictures), len(moving))
    report(rows, figures)
    if asked.write:
        FIGURES.parent.mkdir(parents=True, exist_ok=True)
        FIGURES.write_text(as_toml(figures))
        before, _, rest = PAGE.read_text("utf-8").partition(MARK)
        after = rest.partition(MARK)[2]
        PAGE.write_text(f"{before}{MARK}\n{as_rows(figures)}\n{MARK}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
