"""How well clips are reframed, by boxes that a person marked by eye: never by the detector that chose the path.

    python benchmarks/reframe.py CLIPS [--truth benchmarks/reframe_truth.json] [--canvas 1080x1920]

CLIPS is a folder with the files that the truth names (each with the package that it comes from, and its sha256); those
that are not there are left out. For every marked frame it is asked how much of the face, else of the main subject, lies
in the window: ours, a window that stays in the middle, and the best window that there is for that frame. Frames whose
marker was not sure, or in which no window could show the subject, do not count. Where ours shows the clip whole on a
backdrop it cannot cut anything; how often that is stands beside it.
"""

import argparse
import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ugc.geometry import cover_box, overlap
from ugc.media.look import Looker
from ugc.model.formats import Box, Format
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.watched import Stretch, Watched
from ugc.plan import Look, Shot
from ugc.plan.clips import Part, parts
from ugc.render.sampling import at_time

WHOLE = Box(x0=0, y0=0, x1=1, y1=1)


class Marked(NamedTuple):
    """One frame as a person marked it."""

    t: float
    face: Box | None
    main: Box | None


def marks(told: dict[str, Any]) -> Iterator[Marked]:
    for frame in told["frames"]:
        if frame.get("sure", True) and not frame.get("wide"):
            face, main = (box(frame[name]) if frame.get(name) else None for name in ("face", "main"))
            if face or main:
                yield Marked(frame["t"], face, main)


def box(edges: list[float]) -> Box:
    return Box(**dict(zip(("x0", "y0", "x1", "y1"), edges, strict=True)))


def held(subject: Box, window: Box) -> float:
    """How much of a subject lies in a window, of what could lie in it."""
    most = min(subject.width, window.width) * min(subject.height, window.height)
    return overlap(subject, window) / most if most > 0 else 0.0


def best(subject: Box, size: tuple[int, int], canvas: tuple[int, int]) -> float:
    """The most of a subject that any window of the canvas's shape holds."""
    window = cover_box(size, canvas)
    most = min(subject.width, window.width) * min(subject.height, window.height)
    return most / (subject.width * subject.height)


def planned(
    motion: Watched, told: dict[str, Any], canvas: tuple[int, int], *, crop: bool
) -> tuple[Part, ...]:
    width, height = told["size"]
    media = Media(
        sha256="0" * 64, kind="video", ext="mp4", size=1, width=width, height=height, duration=motion.end
    )
    post = Post(id="file:0", platform="other", media=(media,))
    chosen = Format(id="x", name="x", ratio="9:16", pixels=canvas, placements=(), safe=WHOLE)
    begin, end = told.get("start") or 0.0, told.get("end") or motion.end
    stretch = Stretch(start=begin, end=end)
    look = Look(most_enlarged=99, **({"least_kept": 0, "cut_faces": "crop"} if crop else {}))
    return parts(Shot(post, 0, Seen(watched=motion)), stretch, format=chosen, look=look)


def window_at(found: tuple[Part, ...], at: float) -> Box | None:
    """The window at a time; None where the clip stands whole."""
    part = next((part for part in found if part.stretch.start <= at < part.stretch.end), found[-1])
    return at_time(part.framing, at).box if part.framing else None


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("clips", type=Path)
    options.add_argument("--truth", type=Path, default=Path(__file__).with_name("reframe_truth.json"))
    options.add_argument("--canvas", default="1080x1920")
    options.add_argument(
        "--crop", action="store_true", help="crop, even where ours would show the clip whole"
    )
    options.add_argument("--each", action="store_true", help="every frame that is lost")
    told = options.parse_args()
    wide, high = map(int, told.canvas.split("x"))
    looker = Looker(words=False)
    rows = []
    print(
        f"{'clip':14} {'frames':>6} {'ours':>6} {'middle':>7} {'of them whole':>14} {'cuts':>9} {'CPU/s':>6}"
    )
    for name, clip in json.loads(told.truth.read_text()).items():
        path = told.clips / Path(clip["file"]).name
        if not path.is_file():
            continue
        if clip.get("sha256") and hashlib.sha256(path.read_bytes()).hexdigest() != clip["sha256"]:
            print(f"{name}: another file")
            continue
        begun = time.process_time()
        motion = looker.look(path, ["watched"])["watched"].watched
        took = time.process_time() - begun
        assert motion
        rows.append(judged(name, clip, motion, (wide, high), took / motion.end, told=told))
    total = sum(row[0] for row in rows)
    ours, middle, whole, shown = (sum(row[number] for row in rows) for number in (1, 2, 3, 4))
    print(f"{'all':14} {total:6} {ours / total:6.1%} {middle / total:7.1%} {whole / total:14.1%}")
    print(f"of the {shown} frames that ours cropped: {(ours - whole) / max(shown, 1):.1%} kept")


def judged(
    name: str,
    clip: dict[str, Any],
    motion: Watched,
    canvas: tuple[int, int],
    took: float,
    *,
    told: argparse.Namespace,
) -> tuple[int, int, int, int, int]:
    found = planned(motion, clip, canvas, crop=told.crop)
    size = tuple(clip["size"])
    middle = cover_box(size, canvas)
    counts = [0, 0, 0, 0, 0]
    for mark in marks(clip):
        subject = mark.face or mark.main
        assert subject
        if best(subject, size, canvas) < 0.5:
            continue
        window = window_at(found, mark.t)
        kept = window is None or held(subject, window) >= 0.95
        counts[0] += 1
        counts[1] += kept
        counts[2] += held(subject, middle) >= 0.95
        counts[3] += window is None
        counts[4] += window is not None
        if told.each and not kept and window:
            print(f"    {mark.t:6.2f} {held(subject, window):4.0%} {subject} {window}")
    real = [cut["t"] for cut in clip["cuts"] if cut["kind"] == "cut"]
    begin, end = clip.get("start") or 0.0, clip.get("end") or motion.end
    own = [cut for cut in motion.cuts if begin <= cut <= end]
    hit = sum(any(abs(cut - other) < 0.1 for other in own) for cut in real)
    cuts = f"{hit}/{len(real)}+{sum(all(abs(cut - other) >= 0.1 for other in real) for cut in own)}"
    n = max(counts[0], 1)
    print(
        f"{name:14} {counts[0]:6} {counts[1] / n:6.0%} {counts[2] / n:7.0%} {counts[3] / n:14.0%} {cuts:>9} {took:6.2f}"
    )
    return counts[0], counts[1], counts[2], counts[3], counts[4]


if __name__ == "__main__":
    main()
