"""How long searches take in a large catalog: `python benchmarks/catalog.py --posts 100000 [--keep catalog.db]`.

The posts are written straight into the tables, many at once, which is many times quicker than an import; a sample is
saved as an import saves it too, and both must read alike. Each search is asked for its first 100 posts, for all of
them, and for their number; the figures are the median and the worst of several turns, after one that warms the cache.
"""

import argparse
import hashlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ugc.catalog import Catalog, parse
from ugc.catalog.database import Database, connect
from ugc.catalog.searched import SEARCHED, searched
from ugc.catalog.words import spaced
from ugc.model.posts import Account, Counts, FoundPost, Media, Post

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
FIRST = datetime(2021, 1, 1, tzinfo=UTC)
WORDS = "golden hour run morning serum glow city river summer winter trail shoes coffee friends light love".split()
CREATORS = 5000
SAMPLE = 40

HARD = (
    "golden -morning",
    "golden morning",
    "-golden",
    "-golden -hashtag:glowrun",
    "golden sort:likes",
    "golden sort:imported",
    "likes:>1000 sort:imported",
    "since:2026-10-01 sort:views",
    "until:2021-02-01 golden",
    "hashtag:glowrun golden tag:hero",
    "tag:hero is:rendered is:deleted",
    "is:rendered -tag:hero",
    "import:last -tag:hero",
    "golden likes:>260000",
    "hashtag:tag77 -kind:video golden",
    "-kind:video hashtag:glowrun",
    "platform:tiktok hashtag:glowrun,tag77",
    "kind:video,carousel platform:instagram,tiktok hashtag:glowrun,tag7,tag77",
    "source:gallery-dl,instaloader golden",
    "source:gallery-dl golden kind:video",
    "source:gallery-dl golden morning hashtag:glowrun is:new likes:>10 width:>1000",
    "has:alt,likes hashtag:glowrun",
    "-saved:plain",
    "-saved:mixed",
    "saved:mixed -saved:plain sort:views",
    "g*",
    "creator:instagram:creator17 g*",
    "🔥",
)
"""Those of which much must be joined, or that find what lies far apart."""
SAVED = {"plain": "hashtag:glowrun golden", "mixed": "hashtag:glowrun golden likes:>1000"}

SEARCHES = (
    "",
    "hashtag:glowrun",
    "hashtag:tag77",
    "-hashtag:glowrun",
    "creator:instagram:creator17",
    "platform:tiktok",
    "platform:instagram,tiktok",
    "kind:video",
    "kind:image",
    "kind:carousel",
    "tag:hero",
    "-tag:hero",
    "import:last",
    "is:new",
    "is:rendered",
    "is:deleted",
    "has:media",
    "has:caption",
    "has:likes",
    "has:alt",
    "source:gallery-dl",
    "since:2026-10-01",
    "until:2021-02-01",
    "posted:2023-05-01..2023-05-31",
    "likes:>1000",
    "likes:100..500",
    "-likes:>1000",
    "views:>=100k",
    "width:>1080",
    "width:1000..1100",
    "duration:<15",
    "golden",
    '"golden hour"',
    "gold*",
    "serum7777",
    "hashtag:glowrun golden",
    "hashtag:glowrun likes:>1000",
    "golden kind:video",
    "creator:instagram:creator17 golden",
    "sort:likes",
    "hashtag:glowrun sort:views",
    "sort:imported",
    "sort:posted",
    "ig:post77",
    *HARD,
)


def of_number(number: int) -> tuple[FoundPost, list[Media]]:
    """Return a post as a source tells of it, with its files: always the same for a number."""
    dice = hashlib.sha256(str(number).encode()).digest()
    tiktok = dice[0] < 64
    words = [WORDS[byte % len(WORDS)] for byte in dice[1:16]]
    tags = [f"tag{dice[16] * 2 + dice[17] % 2}", *(["glowrun"] if dice[18] < 64 else [])]
    platform = "tiktok" if tiktok else "instagram"
    handle = f"creator{(dice[19] * 256 + dice[20]) % CREATORS}"
    video = tiktok or dice[21] < 80
    media = [
        _file(number, place, dice, video=video) for place in range(1 if video else 1 + dice[22] % 3 // 2)
    ]
    likes = None if dice[23] < 20 else dice[24] ** 2 * (1 + dice[25] // 64)
    return (
        FoundPost(
            source="gallery-dl" if dice[26] < 200 else "instaloader",
            origin=str(number),
            ids=(f"{'tt' if tiktok else 'ig'}:post{number}",),
            platform=platform,
            author=Account(platform=platform, handle=handle),
            caption=f"{' '.join(words)} serum{number % 50_000} #{' #'.join(tags)}",
            posted_at=FIRST + timedelta(seconds=int.from_bytes(dice[27:30]) * 11),
            precision="second",
            kind="video" if tiktok else "reel" if video else "feed",
            counts=Counts(likes=likes, comments=dice[30], views=(likes or 0) * 40 if video else None),
        ),
        media,
    )


def _file(number: int, place: int, dice: bytes, *, video: bool) -> Media:
    return Media(
        sha256=hashlib.sha256(f"{number}/{place}".encode()).hexdigest(),
        kind="video" if video else "image",
        ext="mp4" if video else "jpg",
        size=1000,
        width=(720, 1080, 1440)[dice[31] % 3],
        height=1350,
        duration=5 + dice[30] / 4 if video else None,
        name=f"{number}_{place}",
    )


def build(path: Path, posts: int) -> None:
    """Write so many posts straight into the tables."""
    with Catalog.open(path, create=True) as catalog:
        for what in ("one", "two"):
            catalog.start_import(what, NOW)
    database = connect(path, create=False)
    (line,) = database.one("SELECT sql FROM sqlite_master WHERE name = 'posts_line'") or ("",)
    database.run("PRAGMA synchronous = OFF")
    with database.transaction():
        database.run("DROP INDEX posts_line")
        _creators(database)
        for start in range(0, posts, 20_000):
            _write(database, range(start, min(posts, start + 20_000)))
            print(f"\r{min(posts, start + 20_000):,} of {posts:,} posts", end="", file=sys.stderr)
        _labels(database)
        database.run(line)
    database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    print(file=sys.stderr)


def _creators(database: Database) -> None:
    rows = []
    for place, platform in enumerate(("instagram", "tiktok")):
        for number in range(CREATORS):
            rows.append((place * CREATORS + number + 1, platform, f"creator{number}"))
    database.many("INSERT INTO creators (id, key) VALUES (?, ?)", [(n, f"{p}:{h}") for n, p, h in rows])
    database.many(
        "INSERT INTO creator_keys (creator, key) VALUES (?, ?)", [(n, f"{p}:{h}") for n, p, h in rows]
    )
    query = "INSERT INTO accounts (id, creator, platform, handle, folded) VALUES (?1, ?1, ?2, ?3, ?3)"
    database.many(query, rows)
    query = "INSERT INTO account_handles (account, platform, folded) VALUES (?, ?, ?)"
    database.many(query, rows)


def _write(database: Database, numbers: range) -> None:
    made = [(number + 1, *of_number(number)) for number in numbers]
    columns = (
        "id name platform kind account caption posted_at precision hashtags mentions sound counts".split()
        + list(SEARCHED)
    )
    marks = ", ".join("?" * len(columns))
    database.many(f"INSERT INTO posts ({', '.join(columns)}) VALUES ({marks})", (_post(*one) for one in made))
    database.many("INSERT INTO post_ids (name, post) VALUES (?, ?)", ((f.ids[0], n) for n, f, _ in made))
    tags = sorted((tag, n) for n, f, _ in made for tag in _tags(f))
    database.many("INSERT INTO hashtags (tag, post) VALUES (?, ?)", tags)
    database.many(
        "INSERT INTO words (rowid, caption, handle, display_name) VALUES (?, ?, ?, '')",
        ((n, spaced(f.caption or ""), f.author.handle if f.author else "") for n, f, _ in made),
    )
    files = [(m, n, place) for n, _, media in made for place, m in enumerate(media)]
    database.many(
        "INSERT INTO media (sha256, kind, ext, size, width, height, duration) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((m.sha256, m.kind, m.ext, m.size, m.width, m.height, m.duration) for m, _, _ in files),
    )
    database.many(
        "INSERT INTO post_media (post, sha256, place, role, name) VALUES (?, ?, ?, ?, ?)",
        ((n, m.sha256, place, m.role, m.name) for m, n, place in files),
    )
    database.many(
        "INSERT INTO import_posts (import, post, outcome) VALUES (?, ?, 'new')",
        ((2 if n % 100 == 0 else 1, n) for n, _, _ in made),
    )
    database.many(
        "INSERT INTO sources (post, digest, importer, origin, fetched_at, import, said)"
        " VALUES (?, ?, ?, ?, ?, 1, '{}')",
        ((n, str(n), f.source, f.origin, NOW.isoformat()) for n, f, _ in made),
    )


def _post(number: int, found: FoundPost, media: list[Media]) -> tuple[object, ...]:
    assert found.author
    assert found.posted_at
    assert found.counts
    account = int(found.author.handle.removeprefix("creator")) + 1
    post = Post(
        id=found.ids[0],
        platform=found.platform,
        caption=found.caption,
        counts=found.counts,
        media=tuple(media),
    )
    return (
        number,
        found.ids[0],
        found.platform,
        found.kind,
        account + (CREATORS if found.platform == "tiktok" else 0),
        found.caption,
        found.posted_at.isoformat(),
        found.precision,
        json.dumps(_tags(found)),
        "[]",
        found.sound,
        found.counts.model_dump_json(),
        *searched(post),
    )


def _tags(found: FoundPost) -> list[str]:
    return [word[1:] for word in (found.caption or "").split() if word.startswith("#")]


def _labels(database: Database) -> None:
    """Every twentieth post is tagged, every fiftieth rendered, every hundredth deleted at its source."""
    database.run("INSERT INTO tags (id, name, folded) VALUES (1, 'hero', 'hero')")
    database.run("INSERT INTO post_tags (tag, post) SELECT 1, id FROM posts WHERE id % 20 = 0")
    database.run(
        "INSERT INTO creatives (id, path, variant, concept, label_hash, sidecar, sha256, size, mtime_ns,"
        " sidecar_size, sidecar_mtime_ns, format, template, proof, made_at) SELECT id, id, id, id, id, id, id, 1,"
        " 1, 1, 1, 'story', 'credit', 0, '' FROM posts WHERE id % 50 = 0"
    )
    database.run("INSERT INTO creative_posts (creative, post, place) SELECT id, id, 0 FROM creatives")
    database.run(
        "INSERT INTO post_changes (post, what, seen_at, import, importer)"
        " SELECT id, 'deleted', '', 1, 'gallery-dl' FROM posts WHERE id % 100 = 0"
    )


def compare(path: Path, posts: int, folder: Path) -> None:
    """Hold that a sample reads as if an import had saved it."""
    numbers = range(0, posts, max(1, posts // SAMPLE))
    with Catalog.open(path) as built, Catalog.open(folder / "saved.db", create=True) as saved:
        batch = saved.start_import("sample", NOW)
        for number in numbers:
            found, media = of_number(number)
            saved.save(found, media, at=NOW, batch=batch)
        ids = [of_number(number)[0].ids[0] for number in numbers]
        for here, there in zip(built.posts(ids), saved.posts(ids), strict=True):
            mine, its = (post.model_dump(exclude={"tags"}) for post in (here, there))
            for one in (mine, its):
                one["counts"].pop("taken_at")
            assert mine == its, f"{mine}\n{its}"
        rows = [
            {row[0]: row[1:] for row in database.run(f"SELECT name, {', '.join(SEARCHED)} FROM posts")}
            for database in (connect(path, create=False), connect(folder / "saved.db", create=False))
        ]
        assert all(rows[0][id] == rows[1][id] for id in ids)


def timed(ask: Callable[[], object], turns: int) -> str:
    """Return the median and the worst of several turns, in milliseconds."""
    ask()
    took = []
    for _ in range(turns):
        begun = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(took):8.1f} {max(took):8.1f}"


def figures(path: Path, turns: int) -> Iterator[str]:
    """Yield a line for each search."""
    with Catalog.open(path) as catalog:
        yield f"{'':82}{'posts':>9}   first 100           all                 number          (ms: median, worst)"
        for query in SEARCHES:
            asked = parse(query, SAVED)
            number = catalog.overview.count(asked, today=TODAY)
            first = timed(lambda asked=asked: catalog.find(asked, today=TODAY, limit=100), turns)
            everything = timed(lambda asked=asked: catalog.find(asked, today=TODAY), turns)
            counting = timed(lambda asked=asked: catalog.overview.count(asked, today=TODAY), turns)
            yield f"{query or '(all)':82}{number:>9,} {first}   {everything}   {counting}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="where the catalog is made, or lies already")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = told.keep or Path(folder) / "catalog.db"
        if not path.exists():
            begun = time.perf_counter()
            build(path, told.posts)
            print(f"built in {time.perf_counter() - begun:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
            compare(path, told.posts, Path(folder))
        for line in figures(path, told.turns):
            print(line, flush=True)


if __name__ == "__main__":
    main()
