"""Measure how long galleries take to build, and how much memory: `python benchmarks/gallery.py [POSTS]`.

    python benchmarks/gallery.py 2000                 # some minutes; making and importing the posts takes longest
    python benchmarks/gallery.py 20000 --theme grid   # needs about 25 GB of disk
    python benchmarks/gallery.py 2000 --keep DIR      # leaves the workspace there, and takes it up again

cold   the first build: every picture decoded and made in all its sizes
warm   the same again: nothing is made
gone   after one post's permission was revoked: its pictures and pages go

Wall-clock and processor seconds, and the most memory that the process held (Linux). The pictures are made here:
1080x1350 JPEGs at quality 88 cut from a noise of falling spectrum with hard edges, no two alike.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1080, 1350)
GRANT = (
    "rights grant {} --method dm_yes --purpose onsite --channel brand_site --identity brand_handle --territory US "
    "--from 2018-01-01 --until perpetual --edits standard --terms terms.txt --evidence yes.txt --credit adjacent"
)
MAKERS = 40
TAGS = ("slowmornings", "honestreview", "glowup", "kitchenlight", "sundayreset")


def ugc(*arguments: str, folder: Path, code: int = 0) -> tuple[float, float, int]:
    """Run one command; return wall-clock and processor seconds, and the most memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ugc", *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    said = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != code:
        sys.exit(f"ugc {' '.join(arguments)} ended with {process.returncode}:\n{said}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def noise(size: tuple[int, int]) -> np.ndarray:
    """A large picture with fine and coarse detail and hard edges, to be cut from."""
    rng = np.random.default_rng(1)
    width, height = size
    total = np.zeros((height, width, 3), np.float32)
    for step in (2, 8, 32, 128, 512):
        layer = rng.normal(0, step**0.6, (height // step + 2, width // step + 2, 3)).astype(np.float32)
        for channel in range(3):
            grown = Image.fromarray(layer[..., channel]).resize(size, Image.Resampling.BILINEAR)
            total[..., channel] += np.asarray(grown)
    total[height // 3 : height // 2, width // 4 : width // 2] += 60
    return np.clip(128 + total, 0, 255).astype(np.uint8)


def prepared(root: Path, count: int) -> Path:
    """A workspace with so many posts, all granted for the brand's site."""
    glow, collected = root / "glow", root / "collected"
    if (glow / "ugc.toml").exists():
        return glow
    collected.mkdir(parents=True)
    picture = noise((SIZE[0] * 3, SIZE[1] * 3))
    rows = ["media,handle,url,caption,posted_at"]
    for number in range(count):
        left, top = (number * 37) % (SIZE[0] * 2), (number * 53) % (SIZE[1] * 2)
        cut = picture[top : top + SIZE[1], left : left + SIZE[0]]
        Image.fromarray(cut).save(collected / f"{number}.jpg", quality=88)
        maker = f"maker{number % MAKERS:02}"
        words = f"Morning number {number} with the serum #GlowRun #{TAGS[number % len(TAGS)]}"
        day = f"2026-{number % 10 + 1:02}-{number % 28 + 1:02}"
        rows.append(f"{number}.jpg,{maker},https://www.instagram.com/p/Cbnch{number:06}/,{words},{day}")
    (collected / "posts.csv").write_text("\n".join(rows), "utf-8")
    ugc("init", "glow", "--brand", "Sunday Glow", "--hashtag", "GlowRun", "--market", "US", folder=root)
    for name in ("terms.txt", "yes.txt"):
        (glow / name).write_text("yes\n", "utf-8")
    ugc("import", str(collected), folder=glow)
    makers = " ".join(f"@maker{number:02}" for number in range(min(MAKERS, count)))
    ugc(*GRANT.format(makers).split(), folder=glow)
    return glow


def main() -> None:
    """Build, build again, and build after a revocation."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("posts", type=int, nargs="?", default=2000)
    asked.add_argument("--theme", default="masonry")
    asked.add_argument("--keep", type=Path)
    told = asked.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as temporary:
        glow = prepared((told.keep or Path(temporary)).resolve(), told.posts)
        build = ("gallery", "build", "#GlowRun", "--theme", told.theme)
        for name in ("cold", "warm", "warm"):
            wall, cpu, memory = ugc(*build, folder=glow)
            print(f"{name}: {wall:.1f} s wall, {cpu:.1f} s CPU, {memory} MiB", flush=True)
        ugc(
            "rights",
            "revoke",
            "url:https://www.instagram.com/p/Cbnch000007/",
            "--why",
            "benchmark",
            folder=glow,
        )
        wall, cpu, memory = ugc(*build, folder=glow)
        print(f"gone: {wall:.1f} s wall, {cpu:.1f} s CPU, {memory} MiB", flush=True)
        files = [path for path in (glow / "out" / "gallery").rglob("*") if path.is_file()]
        print(f"{len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
