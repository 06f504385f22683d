"""Measure the pictures of a gallery: what they cost to make and what they weigh.

    python benchmarks/gallery_pictures.py                     # 200 posts, two workers
    python benchmarks/gallery_pictures.py --posts 2000
    python benchmarks/gallery_pictures.py --crop              # tiles are square: one more picture a post

Posts are 1080x1350 JPEGs made of the demo's pictures: another part of one, another light and a sensor's noise for
each, so that no two are alike. They are made before the clock starts. Given are

    cold    nothing stands yet
    warm    everything stands, and the last build's record is given
    lost    everything stands, and the record is gone
    linked  a second gallery beside the first

with CPU (user and system, of all threads) a post and how many processors were used, and bytes by type and width.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ugc.gallery.files import Shelf  # noqa: E402
from ugc.gallery.filing import file_all  # noqa: E402
from ugc.gallery.wishes import Filed, Wish  # noqa: E402
from ugc.model.formats import Box  # noqa: E402
from ugc.model.posts import Media  # noqa: E402
from ugc.provenance.web import WebLabel  # noqa: E402

SIZE = (1080, 1350)
SQUARE = Box(x0=0.0, y0=0.1, x1=1.0, y1=0.9)


def originals(folder: Path, posts: int) -> Iterator[tuple[Path, str]]:
    """Make the posts' files; yield each with its sha256."""
    pictures = [
        Image.open(path).convert("RGB") for path in sorted((ROOT / "assets/demo/pictures").glob("*.jpg"))
    ]
    pictures = [picture for picture in pictures if min(picture.size) > 800]
    for number in range(posts):
        data = _photo(pictures[number % len(pictures)], np.random.default_rng(number))
        path = folder / f"{number}.jpg"
        path.write_bytes(data)
        yield path, sha256(data).hexdigest()


def _photo(picture: Image.Image, rng: np.random.Generator) -> bytes:
    part = rng.uniform(0.75, 1.0) * min(picture.width / SIZE[0], picture.height / SIZE[1])
    width, height = SIZE[0] * part, SIZE[1] * part
    left, top = rng.uniform(0, picture.width - width), rng.uniform(0, picture.height - height)
    cut = picture.resize(SIZE, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))
    noise = rng.normal(0, 3.0, (SIZE[1], SIZE[0], 1))
    lit = np.asarray(cut, np.float32) * rng.uniform(0.85, 1.1, 3) + noise
    file = BytesIO()
    Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=88)
    return file.getvalue()


def wishes(made: list[tuple[Path, str]], *, crop: bool) -> Iterator[Wish]:
    """Yield what a gallery wants of them."""
    for number, (path, digest) in enumerate(made):
        media = Media(
            sha256=digest,
            kind="image",
            ext="jpg",
            size=path.stat().st_size,
            width=SIZE[0],
            height=SIZE[1],
        )
        label = WebLabel(
            post=f"ig:C{number:06}",
            creator="@mira.slowmornings",
            credit="Photo: @mira.slowmornings",
            copyright="© Mira",
            page="https://example.com/mira",
            source=f"https://example.com/p/C{number:06}",
        )
        yield Wish(str(number), path, media, label=label, tile=SQUARE if crop else None)


def measured(name: str, posts: int, work: Callable[[], dict[str, Filed]]) -> dict[str, Filed]:
    """Do some work and print what it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    done = work()
    wall, used = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"{name:8} {wall:8.2f} s   {1000 * used / posts:7.2f} ms of CPU a post   {used / wall:5.2f} processors"
    )
    return done


def weigh(folder: Path, posts: int) -> None:
    """Print what the files of a gallery weigh."""
    kinds: dict[tuple[str, int], list[int]] = defaultdict(list)
    for path in (folder / "m").iterdir():
        kinds[path.suffix[1:], int(path.stem.partition("-")[2])].append(path.stat().st_size)
    print(f"\n{'type':6} {'width':>6} {'files':>7} {'kB each':>9}")
    for (type_, width), weights in sorted(kinds.items()):
        print(f"{type_:6} {width:6} {len(weights):7} {sum(weights) / len(weights) / 1000:9.1f}")
    whole = sum(sum(weights) for weights in kinds.values())
    print(
        f"in all {whole / posts / 1000:.0f} kB and {sum(map(len, kinds.values())) / posts:.1f} files a post"
    )


def main() -> None:
    """Make the posts, then their galleries."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--posts", type=int, default=200)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--crop", action="store_true")
    order = asked.parse_args()
    with tempfile.TemporaryDirectory() as room:
        source = Path(room) / "posts"
        source.mkdir()
        made = list(originals(source, order.posts))
        weight = sum(path.stat().st_size for path, _ in made) / len(made) / 1000
        print(f"{order.posts} posts of {SIZE[0]}x{SIZE[1]}, {weight:.0f} kB each, {order.workers} workers\n")

        def build(folder: str, known: dict[str, Filed], *beside: str) -> dict[str, Filed]:
            shelf = Shelf(Path(room) / folder, siblings=[Path(room) / name for name in beside])
            done = file_all(wishes(made, crop=order.crop), shelf, known=known, workers=order.workers)
            told = [filed for _, filed in done]
            assert all(isinstance(filed, Filed) for filed in told), told
            return {filed.key: filed for filed in told if isinstance(filed, Filed)}

        known = measured("cold", order.posts, lambda: build("one", {}))
        again = measured("warm", order.posts, lambda: build("one", known))
        lost = measured("lost", order.posts, lambda: build("one", {}))
        linked = measured("linked", order.posts, lambda: build("two", {}, "one"))
        assert known == again == lost == linked
        weigh(Path(room) / "one", order.posts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory at most {peak:.0f} MiB")


if __name__ == "__main__":
    main()
