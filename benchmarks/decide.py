"""How long the records take to answer: 100,000 posts, five uses each. `python benchmarks/decide.py [POSTS]`.

The posts are made here, with the mix of a year's collecting: granted for several channels, for organic use alone,
ended, revoked, asked and not answered, with releases, with clocks, and many that nobody asked about. The figure is
processor time of one core; `loaded` first reads the same posts and records from a catalog file.
"""

import itertools
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ugc import ledger
from ugc.catalog import Catalog
from ugc.model.posts import Account, FoundPost
from ugc.model.records import Grant, Release, Revocation, Terms
from ugc.model.rights import Answer, Case, Policy, Use
from ugc.model.vocab import EDIT_PROFILES
from ugc.rights import clear

DAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
EDITS = frozenset({"resize", "crop", "format_transcode"})


def uses() -> list[Use]:
    """Five questions that a brand puts to every post."""
    asked = [
        ("paid_social", "instagram", {"US"}),
        ("paid_social", "facebook", {"US", "CA"}),
        ("paid_social", "tiktok", {"US"}),
        ("organic_repost", "instagram", {"US", "DE", "FR"}),
        ("onsite", "brand_site", {"US"}),
    ]
    return [
        Use(
            licensee="Sunday Glow",
            purpose=purpose,
            channel=channel,
            territories=frozenset(places),
            first=DAY,
            last=DAY + timedelta(days=29),
            edits=EDITS,
        )
        for purpose, channel, places in asked
    ]


def records(number: int, post: str) -> list[Grant | Release | Revocation]:
    """What is on record about one post."""
    kind = number % 10
    if kind < 3:
        return []
    ended = kind == 4
    made: list[Grant | Release | Revocation] = [
        Grant(
            id=f"g-{number:06}",
            licensor="ana",
            licensee="Sunday Glow",
            posts=(post,),
            method="dm_yes",
            purposes={"organic_repost"} if kind == 3 else {"paid_social", "organic_repost", "onsite"},
            channels={"instagram", "facebook", "brand_site"},
            identities={"brand_handle"},
            territories={"US", "CA"} if kind % 2 else {"worldwide"},
            start=date(2026, 1, 1),
            end=date(2026, 11, 30) if ended else date(2027, 6, 1),
            end_basis="from_first_use" if kind == 5 else "fixed",
            days=180 if kind == 5 else None,
            edits=EDIT_PROFILES["standard"],
            terms=Terms(sha256="a" * 64),
            evidence=("e-0001",),
        )
    ]
    if kind == 6:
        made.append(Release(id=f"rel-{number:06}", post=post, kind="model", status="unlimited"))
    if kind == 7:
        made.append(
            Revocation(id=f"r-{number:06}", grant=f"g-{number:06}", effective=DAY, why="asked", by="Mo")
        )
    return made


def filled(folder: Path, count: int) -> tuple[Catalog, list[str]]:
    """A catalog with so many posts and their records."""
    catalog = Catalog.open(folder / "catalog.db", create=True)
    salts = (f"{number:032x}" for number in itertools.count())
    batch = catalog.start_import("made", NOW)
    names = []
    with catalog.transaction():
        for number in range(count):
            name = f"ig:{number:011}"
            author = Account(
                platform="instagram", handle=f"creator{number % 5000}", native_id=str(number % 5000)
            )
            found = FoundPost(
                source="made",
                origin="made",
                ids=(name,),
                platform="instagram",
                author=author,
            )
            catalog.save(found, [], at=NOW, batch=batch)
            names.append(name)
            for record in records(number, name):
                catalog.append(
                    lambda before, record=record, name=name: ledger.seal(
                        before, record, subjects=[name], at=NOW, salts=lambda: next(salts)
                    )
                )
    return catalog, names


def main(count: int) -> None:
    """Print how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        catalog, names = filled(Path(folder), count)
        start = time.process_time()
        cases: list[Case] = []
        for first in range(0, count, 5000):
            cases += catalog.cases(names[first : first + 5000]).values()
        loaded = time.process_time() - start
        questions, policy = uses(), Policy()
        verdicts: Counter[str] = Counter()
        start = time.process_time()
        for case in cases:
            for use in questions:
                answer: Answer = clear(case, use, policy)
                verdicts[answer.verdict] += 1
        decided = time.process_time() - start
        catalog.close()
    print(f"{count:,} posts x {len(questions)} uses: decided in {decided:.1f} s, loaded in {loaded:.1f} s")
    print(", ".join(f"{verdict} {number:,}" for verdict, number in sorted(verdicts.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
