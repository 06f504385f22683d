"""What was marked in photographs, and how a window is judged by it. `crops.py` says what each figure means."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crops_methods import Photo, Window

from ugc.geometry import WHOLE, area, grown, inside, likeness, overlap, shown
from ugc.model.formats import Box, Format

KINDS = ("face", "head", "product", "words", "body")
Marks = dict[str, dict[str, tuple[Box, ...]]]
"""File to kind to boxes."""
Count = tuple[float, int]
"""So much of so many."""
SAME = 0.3


def read_marks(path: Path) -> Marks:
    """Read a CSV of boxes. Ends the program with the line that cannot be understood."""
    found: Marks = {}
    for line, row in enumerate(rows_of(path, "file", "kind", "x0", "y0", "x1", "y1"), start=2):
        try:
            box = Box(**{edge: float(row[edge]) for edge in ("x0", "y0", "x1", "y1")})
        except ValueError:
            raise SystemExit(f"{path.name}, line {line}: a box is four numbers.") from None
        if not (inside(box, WHOLE) and area(box) > 0):
            raise SystemExit(f"{path.name}, line {line}: a box lies in 0..1, with x0 < x1 and y0 < y1.")
        if row["kind"] not in KINDS:
            raise SystemExit(f"{path.name}, line {line}: a kind is one of {', '.join(KINDS)}.")
        kinds = found.setdefault(row["file"], {})
        kinds[row["kind"]] = (*kinds.get(row["kind"], ()), box)
    return {file: with_known_heads(kinds) for file, kinds in found.items()}


def with_known_heads(kinds: dict[str, tuple[Box, ...]]) -> dict[str, tuple[Box, ...]]:
    """Set apart, as `hidden`, the heads of people whose face cannot be seen: no marked face has its middle in them."""
    middles = [((face.x0 + face.x1) / 2, (face.y0 + face.y1) / 2) for face in kinds.get("face", ())]
    heads = tuple(
        head
        for head in kinds.get("head", ())
        if any(head.x0 <= x <= head.x1 and head.y0 <= y <= head.y1 for x, y in middles)
    )
    hidden = tuple(head for head in kinds.get("head", ()) if head not in heads)
    return kinds | {"head": heads, "hidden": hidden}


def rows_of(path: Path, *columns: str) -> list[dict[str, str]]:
    """Read a CSV that has these columns. Ends the program where it has not."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SystemExit(f"{path} cannot be read: {error}.") from None
    absent = [column for column in columns if column not in (reader.fieldnames or ())]
    if absent:
        raise SystemExit(f"{path.name} has no column {', '.join(absent)}.")
    return rows


@dataclass(frozen=True)
class Verdict:
    """What one window does to what was marked in one photograph."""

    kept: tuple[bool, ...]
    """Of each face: whether it is wholly in the window."""
    centred: int
    """Faces whose middle is in it."""
    cut: int
    """Faces of which it shows a part."""
    safe: int
    """Faces wholly in the safe part of the canvas, and under no notch."""
    heads: int
    heads_whole: int
    products: int
    products_kept: float
    """Sum of the shares of their areas."""
    words: int
    words_whole: int
    stands: bool

    @property
    def faces(self) -> int:
        return len(self.kept)

    @property
    def whole(self) -> int:
        """Faces wholly in the window."""
        return sum(self.kept)


def judge(photo: Photo, window: Window, format: Format) -> Verdict:
    """Hold a window against the marks. Half a pixel is given to those who crop in whole ones."""
    faces = [eased(box, photo.size) for box in photo.boxes("face")]
    heads = [eased(box, photo.size) for box in photo.boxes("head")]
    words = [eased(box, photo.size) for box in photo.boxes("words")]
    products = photo.boxes("product")
    kept = tuple(inside(face, window.box) for face in faces)
    whole = [face for face, is_kept in zip(faces, kept, strict=True) if is_kept]
    return Verdict(
        kept=kept,
        centred=sum(inside(middle(face), window.box) for face in faces),
        cut=sum(overlap(face, window.box) > 0 for face in faces) - len(whole),
        safe=sum(is_safe(shown(face, window.box, window.at), format) for face in whole),
        heads=len(heads),
        heads_whole=sum(inside(head, window.box) for head in heads),
        products=len(products),
        products_kept=sum(overlap(product, window.box) / area(product) for product in products),
        words=len(words),
        words_whole=sum(inside(each, window.box) for each in words),
        stands=window.stands,
    )


def found(photo: Photo, boxes: Iterable[Box]) -> tuple[int, int]:
    """Return how many marked faces a detector found, and how many of its boxes lie on nobody's head.

    A box finds the face that it shares most with, when that is `SAME` of their union. One that is left over counts as
    wrong only off every head, also those whose face cannot be seen.
    """
    left, wrong = list(photo.boxes("face")), 0
    for box in boxes:
        best = max(left, key=lambda face: likeness(face, box), default=None)
        if best and likeness(best, box) >= SAME:
            left.remove(best)
        elif all(
            overlap(box, head) < SAME * area(box) for head in (*photo.boxes("head"), *photo.boxes("hidden"))
        ):
            wrong += 1
    return len(photo.boxes("face")) - len(left), wrong


def eased(box: Box, size: tuple[int, int]) -> Box:
    """A box less half a pixel on each side."""
    return grown(box, -min(0.5 / size[0], box.width / 2), -min(0.5 / size[1], box.height / 2))


def middle(box: Box) -> Box:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return Box(x0=x, y0=y, x1=x, y1=y)


def is_safe(face: Box, format: Format) -> bool:
    return inside(face, format.safe) and not any(overlap(face, notch.box) > 0 for notch in format.notches)


@dataclass(frozen=True)
class Total:
    """What one method does to all photographs in one format."""

    verdicts: tuple[Verdict, ...]

    @property
    def with_faces(self) -> tuple[Verdict, ...]:
        return tuple(each for each in self.verdicts if each.faces)

    def count(self, part: str, every: str) -> Count:
        """Of all faces, heads, products or words of all photographs, so many."""
        parts = [(getattr(each, part), getattr(each, every)) for each in self.verdicts]
        return sum(one for one, _ in parts), sum(all_ for _, all_ in parts)

    @property
    def whole(self) -> Count:
        return self.count("whole", "faces")

    @property
    def by_photo(self) -> Count:
        """The share of faces wholly in the window, each photograph counting once."""
        return sum(each.whole / each.faces for each in self.with_faces), len(self.with_faces)

    @property
    def any_whole(self) -> Count:
        return sum(each.whole > 0 for each in self.with_faces), len(self.with_faces)

    @property
    def none_cut(self) -> Count:
        return sum(each.cut == 0 for each in self.with_faces), len(self.with_faces)

    @property
    def stands(self) -> Count:
        return sum(each.stands for each in self.verdicts), len(self.verdicts)


def total(verdicts: Iterable[Verdict]) -> Total:
    return Total(tuple(verdicts))


def interval(part: float, every: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (https://doi.org/10.1080/01621459.1927.10502953)."""
    if not every:
        return 0.0, 1.0
    z = 1.959964
    share = part / every
    centre = (share + z * z / (2 * every)) / (1 + z * z / every)
    spread = z * math.sqrt(share * (1 - share) / every + z * z / (4 * every * every)) / (1 + z * z / every)
    return max(centre - spread, 0.0), min(centre + spread, 1.0)
