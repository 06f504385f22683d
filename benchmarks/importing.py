"""How long importing many posts takes, first and again, how much memory it needs, and whether others get in meanwhile.

    python benchmarks/importing.py [--posts 100000] [--creators N] [--readers 20] [--keep FOLDER]

Makes gallery-dl sidecars of plausible size (2 to 3 kB, metadata only) in folders as gallery-dl writes them: four of
five posts are Instagram's, one of ten of those a carousel with a sidecar for each of its two or three files, the rest
are TikTok's. Each run is a process of its own (`python -m ugc import`). Readers are processes that ask
`ugc posts --count`-like questions of the catalog over and over while one imports.
"""

import argparse
import json
import os
import random as chance
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ugc.identity import shortcode_from_pk

WORDS = (
    "morning run light ridge coffee glow routine skin serum honest review week two three love this so much never going"
    " back trail summer city walk with new shoes linen shirt brunch recipe easy five minute dinner try it out now you"
).split()
TAGS = "GlowRun SundayGlow skincare trailrunning ootd recipes ad gifted fyp homecafe slowliving".split()
SIGNED = (
    "https://scontent-fra3-1.cdninstagram.com/v/t51.29350-15/{}_n.{}?stp=dst-jpg_e35&_nc_ht=scontent&_nc_cat=1"
    "&_nc_ohc={}&oh={}&oe=65F3C2A1"
)


def caption(random: chance.Random) -> str:
    """Return a caption of some words and tags."""
    words = random.choices(WORDS, k=random.randint(8, 70))
    return " ".join([*words, *(f"#{tag}" for tag in random.sample(TAGS, 3)), "@sundayglow ☀️"])


def instagram(random: chance.Random, number: int, creator: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the record of each file of one post."""
    pk = 2_200_000_000_000_000_000 + number * 7_919_000_003
    code, owner = shortcode_from_pk(pk), str(1_700_000_000 + creator)
    files = random.choice((2, 3)) if number % 10 == 0 else 1
    words = caption(random)
    for place in range(1, files + 1):
        media = str(pk if files == 1 else pk + place)
        name = media if files == 1 else f"{pk}_{media}"
        token = f"{random.getrandbits(160):040x}"
        yield (
            f"{name}.jpg.json",
            {
                "audio_artist": None,
                "audio_title": None,
                "category": "instagram",
                "subcategory": "posts",
                "coauthors": [],
                "count": files,
                "date": "2023-05-01 09:00:22",
                "description": words,
                "display_url": SIGNED.format(media, "jpg", token[:22], token),
                "extension": "jpg",
                "filename": f"{media}_n",
                "fullname": f"Creator {creator} of the demo",
                "height": 1350,
                "height_original": 1350,
                "likes": random.randint(0, 90_000),
                "liked": False,
                "location_id": "213131048",
                "location_slug": "berlin-germany",
                "location_url": "https://www.instagram.com/explore/locations/213131048/berlin-germany/",
                "media_id": media,
                "num": place,
                "owner_id": owner,
                "pinned": [],
                "post_date": "2023-05-01 09:00:22",
                "post_id": str(pk),
                "post_shortcode": code,
                "post_url": f"https://www.instagram.com/p/{code}/",
                "shortcode": code if files == 1 else shortcode_from_pk(int(media)),
                **({"sidecar_media_id": str(pk), "sidecar_shortcode": code} if files > 1 else {}),
                "tagged_users": [
                    {"id": str(random.getrandbits(32)), "username": f"friend.{k}", "full_name": f"Friend {k}"}
                    for k in range(4)
                ],
                "tags": [f"#{tag}" for tag in TAGS[:3]],
                "type": "post",
                "typename": "GraphImage",
                "user": {
                    "id": owner,
                    "username": f"creator.{creator:05d}",
                    "full_name": f"Creator {creator} of the demo",
                    "profile_pic_url": SIGNED.format(owner, "jpg", token[:22], token[::-1]),
                    "is_private": False,
                    "is_verified": False,
                    "biography": caption(random)[:140],
                },
                "username": f"creator.{creator:05d}",
                "video_url": None,
                "width": 1080,
                "width_original": 1080,
            },
        )


def tiktok(random: chance.Random, number: int, creator: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the record of one clip."""
    item = str(7_100_000_000_000_000_000 + number * 1_000_003)
    handle, words = f"clips_{creator:05d}", caption(random)
    stats = {
        "diggCount": random.randint(0, 1 << 20),
        "commentCount": random.randint(0, 999),
        "playCount": random.randint(0, 1 << 24),
        "shareCount": 7,
        "collectCount": 3,
    }
    yield (
        f"{item} {words[:40]}.mp4.json",
        {
            "category": "tiktok",
            "subcategory": "post",
            "id": item,
            "createTime": 1_650_000_000 + number,
            "desc": words,
            "author": {
                "id": str(6_700_000_000_000_000_000 + creator),
                "uniqueId": handle,
                "nickname": f"Clips {creator}",
                "signature": "runs and coffee",
                "verified": False,
                "secUid": f"MS4wLjABAAAA{random.getrandbits(256):064x}",
                "avatarThumb": SIGNED.format(creator, "jpeg", "a", "b"),
            },
            "challenges": [
                {"id": str(k), "title": tag, "desc": "", "isCommerce": False}
                for k, tag in enumerate(TAGS[:3])
            ],
            "textExtra": [{"hashtagName": tag, "type": 1, "start": 3, "end": 9} for tag in TAGS[:3]],
            "music": {
                "id": str(random.getrandbits(60)),
                "title": "original sound",
                "authorName": f"Clips {creator}",
                "original": True,
                "duration": 21,
                "coverThumb": SIGNED.format("m", "jpeg", "c", "d"),
            },
            "stats": stats,
            "statsV2": {name: str(value) for name, value in stats.items()},
            "video": {
                "height": 1024,
                "width": 576,
                "duration": 21,
                "ratio": "540p",
                "format": "mp4",
                "bitrate": 1_200_000,
            },
            "post_type": "video",
            "num": 0,
            "extension": "mp4",
            "filename": item,
            "user": handle,
            "isAd": False,
            "digged": False,
            "title": words,
            "date": "2022-04-15 05:20:00",
        },
    )


def make(folder: Path, posts: int, creators: int) -> int:
    """Write the sidecars of so many posts; return how many files that are."""
    random, files = chance.Random(11), 0
    for number in range(posts):
        creator = number % creators
        kind = "tiktok" if creator % 5 == 4 else "instagram"
        made = (tiktok if kind == "tiktok" else instagram)(random, number, creator)
        for name, record in made:
            handle = record["user"] if kind == "tiktok" else record["username"]
            path = folder / "gallery-dl" / kind / str(handle) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(record, ensure_ascii=False, indent=4), encoding="utf-8")
            files += 1
    return files


_RUN = """
import resource, sys, time
from ugc.__main__ import main
sys.argv = ["ugc", *sys.argv[1:]]
started = time.monotonic()
try:
    main()
except SystemExit as end:
    code = end.code
else:
    code = 0
used = resource.getrusage(resource.RUSAGE_SELF)
figures = time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code
print("measured", *figures, file=sys.stderr)
"""

_ASK = """
import sys, time
from datetime import date
from pathlib import Path
from ugc.catalog import Catalog
questions = ("hashtag:glowrun", "kind:carousel", "coffee ridge")
took = []
with Catalog.open(Path(sys.argv[1])) as catalog:
    while not Path(sys.argv[2]).exists():
        for words in questions:
            start = time.monotonic()
            catalog.find(words, today=date(2026, 11, 27))
            took.append(time.monotonic() - start)
        time.sleep(0.5)
took.sort()
print(len(took), took[len(took) // 2], took[-1])
"""


def imported(collected: Path, workspace: Path) -> tuple[float, float, float]:
    """Import once, as a process; return seconds, seconds of processor time, and the most memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, "import", str(collected), "-w", str(workspace)],
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr.strip().splitlines()[-1].split()
    if told[0] != "measured" or told[4] not in ("0", "None"):
        raise SystemExit(done.stdout + done.stderr)
    print("   ", done.stdout.splitlines()[0])
    return float(told[1]), float(told[2]), float(told[3])


def begun(folder: Path) -> Path:
    """Make a workspace."""
    command = [
        sys.executable,
        "-m",
        "ugc",
        "init",
        str(folder),
        "--brand",
        "Sunday Glow",
        "--hashtag",
        "GlowRun",
        "--market",
        "US",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def told(what: str, figures: tuple[float, float, float]) -> None:
    """Print one row."""
    wall, used, memory = figures
    print(f"{what:<32} {wall:8.1f} s {used:8.1f} s processor {memory:8.0f} MB", flush=True)


def with_readers(collected: Path, workspace: Path, readers: int) -> None:
    """Import while others ask; print how long they waited for answers."""
    stop = workspace / "stop"
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", _ASK, str(workspace / ".ugc" / "catalog.db"), str(stop)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(readers)
    ]
    told(f"first, {readers} readers", imported(collected, workspace))
    stop.touch()
    answers = [reader.communicate()[0].split() for reader in asked]
    failed = [reader.returncode for reader in asked if reader.returncode]
    if failed:
        raise SystemExit(f"{len(failed)} readers failed.")
    times = [(int(count), float(middle), float(most)) for count, middle, most in answers]
    middle = sorted(time[1] for time in times)[len(times) // 2]
    slowest = max(time[2] for time in times)
    print(f"    answers {sum(time[0] for time in times)}, median {middle:.3f} s, slowest {slowest:.3f} s")


def main() -> None:
    """Make the sidecars, import them, and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--creators", type=int)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument(
        "--keep", type=Path, help="Make the sidecars there, and use those that are there already."
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="importing-") as made:
        collected = (asked.keep or Path(made)) / f"posts-{asked.posts}"
        if not collected.exists():
            started = time.monotonic()
            files = make(collected, asked.posts, asked.creators or max(5, asked.posts // 50))
            print(f"{files:,} sidecars of {asked.posts:,} posts made in {time.monotonic() - started:.0f} s")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        workspace = begun(Path(made) / "brand")
        told("first", imported(collected, workspace))
        told("again, unchanged", imported(collected, workspace))
        size = sum(file.stat().st_size for file in (workspace / ".ugc").glob("catalog.db*"))
        print(f"    catalog {size / 1e6:.0f} MB")
        if asked.readers:
            with_readers(collected, begun(Path(made) / "other"), asked.readers)


if __name__ == "__main__":
    main()
