"""Measure whole runs through the command line: what the overlay costs, what a second core brings, what no change costs.

    python benchmarks/batch.py                       # 200 photos; about five minutes on two cores
    python benchmarks/batch.py --photos 40           # quicker

overlay   CPU milliseconds that one overlay takes at 1080x1920, typesetting, decoding and compositing together, after
          the first two; every one has another credit line, so that none is remembered
cores     wall-clock seconds of the same `ugc render` held to one processor and on two, taken in turns (Linux)
nothing   wall-clock and CPU seconds of `ugc render` when everything stands already

The photos are made here: noise of falling spectrum with hard edges, 12 megapixels, saved as JPEG at quality 90; each
is the same picture shifted, so that no two are alike.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
GRANT = (
    "rights grant @ana --method dm_yes --purpose paid_social --channel instagram --channel facebook --territory US "
    "--from 2026-01-01 --until perpetual --edits standard --terms terms.txt --evidence yes.txt"
).split()


def ugc(*arguments: str, folder: Path) -> tuple[float, float]:
    """Run one command; return wall-clock and CPU seconds of the whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ugc", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"ugc {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def photograph(size: tuple[int, int]) -> np.ndarray:
    """A picture with fine and coarse detail and hard edges."""
    rng = np.random.default_rng(1)
    width, height = size
    total = np.zeros((height, width, 3), np.float32)
    for step in (2, 8, 32, 128, 512):
        noise = rng.normal(0, step**0.6, (height // step + 2, width // step + 2, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(noise[..., channel]).resize(size, Image.Resampling.BILINEAR)
            total[..., channel] += np.asarray(layer)
    total[height // 3 : height // 2, width // 4 : width // 2] += 60
    return np.clip(128 + total, 0, 255).astype(np.uint8)


def prepared(root: Path, count: int) -> Path:
    """A workspace with so many granted posts of 12 megapixels."""
    collected, picture = root / "collected", photograph((4032, 3024))
    collected.mkdir()
    rows = ["media,handle,url"]
    for number in range(count):
        name = f"{number}.jpg"
        Image.fromarray(np.roll(picture, 16 * number, axis=1)).save(collected / name, quality=90)
        rows.append(f"{name},ana,https://www.instagram.com/p/Cbench{number:05d}/")
    (collected / "posts.csv").write_text("\n".join(rows), "utf-8")
    ugc("init", "glow", "--brand", "Sunday Glow", "--market", "US", folder=root)
    glow = root / "glow"
    for name in ("terms.txt", "yes.txt"):
        (glow / name).write_text("yes\n", "utf-8")
    ugc("import", str(collected), folder=glow)
    ugc(*GRANT, folder=glow)
    return glow


def measure_overlay() -> None:
    """CPU milliseconds that the typesetter and the compositing take for one 1080x1920 overlay, after the first."""
    sys.path.insert(0, str(ROOT))
    from ugc.formats import load
    from ugc.media.canvas import composite
    from ugc.media.pixels import decode_overlay
    from ugc.templates import load as load_template
    from ugc.typeset import Typesetter

    template, typesetter = load_template("credit"), Typesetter()
    safe = load().format("story").safe
    data = {
        "platform": "Instagram",
        "language": "en",
        "brand": {"name": "Sunday Glow"},
        "safe": {"top": safe.y0, "right": 1 - safe.x1, "bottom": 1 - safe.y1, "left": safe.x0},
    }
    for name, words in (
        ("credit line", {}),
        (
            "credit line, headline, call to action",
            {"headline": "Seven mornings, one bottle", "cta": "Shop now"},
        ),
    ):
        times = []
        for number in range(12):
            canvas = np.zeros((1920, 1080, 3), np.uint8)
            start = time.process_time()
            overlay = typesetter.overlay(
                template, data | words | {"credit": f"@ana{number}"}, pixels=(1080, 1920)
            )
            composite(canvas, decode_overlay(overlay.png))
            times.append(1000 * (time.process_time() - start))
        print(f"overlay: {name}: {statistics.median(times[2:]):.0f} ms of CPU a variant (goal: at most 60)")


def measure_cores(glow: Path, count: int, rounds: int) -> None:
    """The same command on one processor and on two, in turns."""
    if not hasattr(os, "sched_setaffinity"):
        print("cores: this system cannot hold a process to one processor")
        return
    both = sorted(os.sched_getaffinity(0))[:2]
    walls: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(rounds):
        for cores in (1, 2):
            out = glow / "out" / f"bench-{cores}"
            os.sched_setaffinity(0, both[:cores])
            wall, cpu = ugc("render", "--format", "story", "--out", str(out), folder=glow)
            walls[cores].append(wall)
            print(f"cores: on {cores}: {wall:.1f} s, {1000 * cpu / count:.0f} ms of CPU a photo")
            for path in out.iterdir():
                path.unlink()
    os.sched_setaffinity(0, both)
    ratio = statistics.median(one / two for one, two in zip(walls[1], walls[2], strict=True))
    print(f"cores: two are {ratio:.2f}x one (goal: at least 1.8x)")


def measure_nothing(glow: Path, count: int) -> None:
    """A run over creatives that all stand already."""
    ugc("render", "--format", "story", folder=glow)
    told = [ugc("render", "--format", "story", folder=glow) for _ in range(5)]
    wall, cpu = (statistics.median(column) for column in zip(*told, strict=True))
    print(f"nothing: {count} variants unchanged: {wall:.2f} s, {cpu:.2f} s of CPU")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--photos", type=int, default=200)
    options.add_argument("--rounds", type=int, default=2)
    told = options.parse_args()
    print(json.dumps({"python": sys.version.split()[0], "cores": os.cpu_count(), "photos": told.photos}))
    measure_overlay()
    with tempfile.TemporaryDirectory() as folder:
        glow = prepared(Path(folder), told.photos)
        measure_cores(glow, told.photos, told.rounds)
        measure_nothing(glow, told.photos)


if __name__ == "__main__":
    main()
