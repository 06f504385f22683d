"""How long `ugc inspect` takes to search 100,000 creatives and the 20,000 originals that they were made of.

    python benchmarks/fingerprint_speed.py [--creatives N] [--photo FILE]

A catalog is filled through its own methods: posts, creatives, fingerprints. Their landmarks are those of real and
drawn pictures with a quarter of the bits turned over, so that they lie as real ones do and match nothing. One original
and its creatives are those of the photo that is asked for, which stands nowhere as a file: what is timed is the
search, not the decoding of stored files. Each time is the least of three fresh processes: opening the catalog,
reading every fingerprint out of SQLite, searching.

For a figure that does not hang on the machine, the same hashes are compared one by one in Python, as a loop over
`imagehash` values does, but over plain integers, which is quicker; the ratio is between the two searches alone.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ugc.catalog import Catalog, MadeCreative
from ugc.catalog.fingerprints import Kept
from ugc.media.fingerprint import FRAME, METHOD, OF_CREATIVE, OF_PICTURE, packed
from ugc.media.fingerprint_frames import Look
from ugc.media.fingerprint_match import Index
from ugc.media.landmarks import Landmarks, landmarks, looked_at
from ugc.model.posts import FoundPost, Media

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
_EACH = 5
"""Creatives of one post."""
_LOOPED = 200_000


def drawn(seed: int) -> Look:
    """A picture of patches and strokes at all sizes."""
    random = np.random.default_rng(seed)
    pixels = np.full((480, 384, 3), random.integers(60, 200, 3), np.uint8)
    down, across = np.mgrid[0:480, 0:384]
    for _ in range(160):
        x, y = random.uniform(0, 384), random.uniform(0, 480)
        wide, high = random.lognormal(3, 0.8, 2)
        turn = random.uniform(0, np.pi)
        along = (across - x) * np.cos(turn) + (down - y) * np.sin(turn)
        beside = -(across - x) * np.sin(turn) + (down - y) * np.cos(turn)
        inside = (along / wide) ** 2 + (beside / high) ** 2 < 1
        pixels[inside] = random.integers(0, 255, 3)
    return Look(looked_at(pixels))


def fill(path: Path, creatives: int, asked: Look) -> None:
    """Write a catalog of so many creatives, with as many fingerprints."""
    random = np.random.default_rng(5)
    pool = [landmarks(drawn(seed).pixels, most=OF_PICTURE) for seed in range(60)]
    hashes = np.concatenate([each.hashes for each in pool])
    places = np.concatenate([each.places for each in pool])
    own = packed([asked], most=OF_PICTURE)
    frame = [np.array([(0.0, most)], FRAME).tobytes() for most in (OF_PICTURE, OF_CREATIVE)]

    def made(most: int, **whose: str) -> Kept:
        some = random.integers(0, len(hashes), most)
        turned = np.bitwise_or.reduce(
            [(random.random(most) < 0.25).astype(np.uint64) << np.uint64(bit) for bit in range(64)]
        )
        kept = packed_as(Landmarks(hashes[some] ^ turned, places[some]))
        return Kept(frames=frame[most == OF_CREATIVE], hashes=kept[0], places=kept[1], **whose)

    with Catalog.open(path, create=True) as catalog, catalog.transaction():
        batch = catalog.start_import("benchmark", AT)
        for post in range(creatives // _EACH):
            media = Media(sha256=f"{post:064x}", kind="image", ext="jpg", size=9, width=1080, height=1350)
            found = FoundPost(source="b", origin="b", platform="instagram", ids=(f"ig:B{post:010d}",))
            saved = catalog.save(found, [media], at=AT, batch=batch)
            variants = [f"{post * _EACH + number + 2**200:064x}" for number in range(_EACH)]
            catalog.record_creatives(row(variant, saved.post) for variant in variants)
            prints = [made(OF_PICTURE, media=media.sha256)]
            prints += [made(OF_CREATIVE, variant=variant) for variant in variants]
            if post == creatives // _EACH // 2:
                prints[0] = Kept(media=media.sha256, frames=own.frames, hashes=own.hashes, places=own.places)
            catalog.fingerprints.keep(prints, method=METHOD)


def packed_as(own: Landmarks) -> tuple[bytes, bytes]:
    return own.hashes.astype("<u8").tobytes(), np.round(own.places * (1 << 14)).astype("<u2").tobytes()


def row(variant: str, post: str) -> MadeCreative:
    return MadeCreative(
        path=f"out/creatives/{variant}.jpg",
        variant=variant,
        concept=variant,
        label_hash=variant,
        sidecar=f"out/creatives/{variant}.json",
        sha256=variant,
        size=1,
        mtime_ns=1,
        sidecar_size=1,
        sidecar_mtime_ns=1,
        posts=(post,),
        format="story",
        template="credit",
        made_at=AT,
    )


def timed(path: Path, photo: Path | None) -> None:
    """One fresh process's search; printed as seconds."""
    asked = look(photo).landmarks.first(OF_PICTURE)
    begun, worked = time.perf_counter(), time.process_time()
    with Catalog.open(path) as catalog:
        prints = catalog.fingerprints
        lacking = prints.lacking_originals(METHOD), prints.lacking_creatives(METHOD)
        numbers, frames, hashes = prints.all(METHOD)
        index = Index(frames, hashes, lambda place: prints.places(numbers[place]))
        loaded = time.perf_counter()
        hits = index.search(asked, most=60)
        found = prints.owners([numbers[hit.owner] for hit in hits])
        done, worked = time.perf_counter(), time.process_time() - worked
    assert not any(lacking)
    right = found[numbers[hits[0].owner]].media is not None and hits[0].votes > 20
    print(loaded - begun, done - loaded, worked, len(numbers), sum(map(len, hashes)) // 8, int(right))


def looped(path: Path, photo: Path | None) -> float:
    """Seconds that a plain loop would take for the same comparisons, from a part of them."""
    asked = [int(each) for each in look(photo).landmarks.first(OF_PICTURE).hashes]
    with Catalog.open(path) as catalog:
        _, _, kept = catalog.fingerprints.all(METHOD)
    hashes = np.frombuffer(b"".join(kept), "<u8")
    some = [int(each) for each in hashes[:_LOOPED]]
    begun = time.perf_counter()
    near = [(a, b) for a in asked[:5] for b in some if (a ^ b).bit_count() <= 9]
    spent = time.perf_counter() - begun
    assert len(near) < _LOOPED
    return spent * len(asked) / 5 * len(hashes) / len(some)


def look(photo: Path | None) -> Look:
    if photo is None:
        return drawn(1000)
    from ugc.media.fingerprint_frames import look_at

    return look_at(photo, frames=1).looks[0]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--creatives", type=int, default=100_000)
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--catalog", type=Path, help=argparse.SUPPRESS)
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="fill this catalog, or use it if it is there"
    )
    asked = parser.parse_args()
    if asked.catalog:
        timed(asked.catalog, asked.photo)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = asked.keep or Path(folder, "catalog.db")
        if not path.exists():
            fill(path, asked.creatives, look(asked.photo))
        print(f"a catalog of {path.stat().st_size / 1e6:.0f} MB")
        command = [sys.executable, __file__, "--catalog", str(path)]
        command += ["--photo", str(asked.photo)] if asked.photo else []
        runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(3)]
        times = [[float(each) for each in told.split()] for told in runs]
        loading, searching, worked, files, hashes, right = min(times, key=lambda each: each[0] + each[1])
        loop = looped(path, asked.photo)
    print(f"{files:,.0f} files, {hashes:,.0f} landmarks")
    print(
        f"opened and read from SQLite in {loading:.2f} s, searched in {searching:.2f} s (goal: 1 s together)"
    )
    print(f"of that, {worked:.2f} s of one processor's time")
    print(f"a loop in Python would take {loop:.0f} s: {loop / searching:.0f} times as long")
    print("the right one came first" if right else "THE RIGHT ONE DID NOT COME FIRST")


if __name__ == "__main__":
    main()
