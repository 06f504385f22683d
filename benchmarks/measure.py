"""Measure how long measuring takes: pictures, clips, and reading the text in them.

    python benchmarks/measure.py                       # a minute or two; text is read where `ocr` is installed
    python benchmarks/measure.py --pictures 40 --seconds 10

pictures  CPU milliseconds of `measure` for one picture of 1080x1350 in one thread, and wall-clock seconds for all of
          them in as many threads as there are processors
clips     wall-clock and CPU seconds of `measure` for a clip of 1080x1920 with sound, and those of ffmpeg only decoding
          it, which is the least that it can take
text      wall-clock seconds that a reader takes for a picture, and adds to a clip

Everything is made here, with public tools: pictures of falling noise with hard edges, the clips moving over such a one
at about ten megabits a second, with a tone.
"""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from ugc.media.ffmpeg import program
from ugc.media.measure import measure
from ugc.media.probe import probe
from ugc.media.read_text import Reader, reader

CODECS = {
    "H.264": ["-c:v", "libx264", "-preset", "veryfast"],
    "HEVC, ten bits": [
        "-c:v",
        "libx265",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p10le",
        "-tag:v",
        "hvc1",
    ],
}


def photograph(size: tuple[int, int], seed: int = 1) -> Image.Image:
    """A picture with fine and coarse detail and hard edges."""
    rng = np.random.default_rng(seed)
    width, height = size
    total = np.zeros((height, width, 3), np.float32)
    for step in (2, 8, 32, 128, 512):
        noise = rng.normal(0, step**0.6, (height // step + 2, width // step + 2, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(noise[..., channel]).resize(size, Image.Resampling.BILINEAR)
            total[..., channel] += np.asarray(layer)
    total[height // 3 : height // 2, width // 4 : width // 2] += 60
    return Image.fromarray(np.clip(128 + total, 0, 255).astype(np.uint8))


def moving(path: Path, seconds: int, coding: list[str]) -> Path:
    """A clip of 1080x1920 that pans over a large picture."""
    photograph((1620, 2400)).save(path.with_suffix(".png"))
    pan = "crop=1080:1920:'270+260*sin(t*1.3)':'240+200*cos(t)',format=yuv420p"
    inputs = [
        "-loop",
        "1",
        "-framerate",
        "30",
        "-i",
        path.with_suffix(".png"),
        "-f",
        "lavfi",
        "-i",
        "sine=440:b=4",
    ]
    sound = ["-c:a", "aac", "-ac", "2"]
    rate = ["-b:v", "10M", "-maxrate", "12M", "-bufsize", "20M", "-movflags", "+faststart"]
    command = [
        program(),
        "-v",
        "error",
        "-y",
        *inputs,
        "-vf",
        pan,
        "-t",
        str(seconds),
        *coding,
        *rate,
        *sound,
        path,
    ]
    subprocess.run(command, check=True)
    return path


def cost(work: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock and CPU seconds, those of the programs it starts included."""
    before = os.times()
    work()
    after = os.times()
    return after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pictures(folder: Path, count: int) -> None:
    """Each type once by CPU in one thread, then JPEG as a batch."""
    image = photograph((1080, 1350))
    for kind, options in (("jpg", {"quality": 90}), ("png", {}), ("webp", {"quality": 85}), ("avif", {})):
        path = folder / f"x.{kind}"
        image.save(path, **options)
        measure(path)
        taken = []
        for _ in range(7):
            start = time.process_time()
            measure(path)
            taken.append(time.process_time() - start)
        print(f"pictures  {kind:4}  {statistics.median(taken) * 1000:6.1f} ms of CPU")
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        Image.fromarray(np.roll(np.asarray(image), 16 * number, axis=1)).save(path, quality=90)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        taken_s = wall(lambda: list(pool.map(measure, paths)))
    print(f"pictures  {count} of 1080x1350 in {taken_s:.2f} s on {os.cpu_count()} processors")


def clips(folder: Path, seconds: int, sees: Reader | None) -> None:
    for name, coding in CODECS.items():
        path = moving(folder / "x.mp4", seconds, coding)
        rate = path.stat().st_size * 8 / 1e6 / seconds
        decoding = [program(), "-v", "error", "-i", path, "-f", "null", "-"]
        least = cost(lambda command=decoding: subprocess.run(command, check=True))
        taken = min(cost(lambda path=path: measure(path)) for _ in range(2))
        cheap, whole = wall(lambda path=path: probe(path)), wall(lambda path=path: probe(path, whole=True))
        print(f"clips     {name}, {seconds} s of 1080x1920 at {rate:.0f} Mbit/s: {taken[0]:.1f} s", end="")
        print(f" ({taken[1]:.1f} s of CPU), {seconds / taken[0]:.1f} times as fast as it plays", end="")
        print(f"; decoding alone {least[0]:.1f} s ({least[1]:.1f} s of CPU)", end="")
        print(f"; `probe` {cheap * 1000:.0f} ms, whole {whole * 1000:.0f} ms")
        if sees is not None:
            print(f"text      {name}: {wall(lambda path=path: measure(path, reader=sees)) - taken[0]:+.1f} s")


def text(folder: Path, sees: Reader | None) -> None:
    if sees is None:
        print("text      not measured: the extra `ocr` is not installed")
        return
    path = folder / "x.jpg"
    first = wall(lambda: sees.read(path, probe(path)))
    after = min(wall(lambda: sees.read(path, probe(path))) for _ in range(3))
    print(f"text      a picture of 1080x1350: {after:.2f} s, the first with its models {first:.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pictures", type=int, default=200, metavar="N")
    parser.add_argument("--seconds", type=int, default=30, metavar="S")
    chosen = parser.parse_args()
    sees = reader()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures(folder, chosen.pictures)
        text(folder, sees)
        clips(folder, chosen.seconds, sees)


if __name__ == "__main__":
    main()
