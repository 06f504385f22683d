"""Make a workspace with an invented programme: 60 creators, 240 deliverables, 800 posts. `python build.py FOLDER`

Nobody in it exists. The creators stand in twelve groups of five, and what happened to a group is written out in
`GROUPS`: so every question about the campaign has an answer that can be worked out from that table by hand, and
`answers.toml` has these. The day of all questions is 25 March 2026.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ugc import Workspace
from ugc.catalog.campaign_log import Happened
from ugc.errors import UgcError
from ugc.model.campaigns import Amount, EventKind
from ugc.model.creators import BY_HAND, Followers, Profile
from ugc.model.posts import Account
from ugc.workspace import GrantForm

TODAY = date(2026, 3, 25)
NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)
CAMPAIGN = "spring"
BRAND = "glowrun"
BY = "Mo"
POSTS = 800

PIECES = (  # kind, due day in March, and how a link of Instagram is written
    ("reel", 10, "reel"),
    ("feed", 17, "p"),
    ("reel", 24, "reel"),
    ("story", 31, "p"),
)
"""What each creator owes: reel 1, a feed post, reel 2, a story."""


class Group(NamedTuple):
    """Five creators to whom the same happened."""

    letter: str
    what: str
    posted: int = 0
    """How many of the four pieces stand, in their order."""
    noted: bool = True
    """Whether somebody wrote down which post is which piece; else the posts are only imported."""
    rights: bool = False
    fee: int | None = 250
    """US dollars a post; None: product only."""
    followers: int = 14_000
    events: tuple[tuple[EventKind, int], ...] = ()
    """What is in the log beside the posts: what, and on which day of March; 0 is the last day of February."""


GROUPS = (
    Group("a", "did everything, paid and thanked", 4, rights=True, events=(
        ("agreed", 1), ("product_sent", 2), ("product_received", 4), ("paid", 23), ("thanked", 23))),
    Group("b", "posted everything and were not paid", 4, rights=True, followers=30_000, events=(
        ("agreed", 1), ("product_sent", 2), ("thanked", 23))),
    Group("c", "posted everything and gave no rights", 4, followers=6_000, events=(
        ("agreed", 1), ("product_sent", 2), ("paid", 22), ("thanked", 22))),
    Group("d", "owe the story, which is due in six days", 3, rights=True, followers=55_000, events=(
        ("agreed", 1), ("product_sent", 2), ("thanked", 24))),
    Group("e", "owe the second reel since yesterday", 2, rights=True, followers=22_000, events=(
        ("agreed", 1), ("product_sent", 2))),
    Group("f", "have the product since 2 March, and nothing stands", followers=9_000, events=(
        ("agreed", 1), ("product_sent", 2))),
    Group("g", "have the product and sent a draft, and nothing stands", followers=12_000, events=(
        ("agreed", 1), ("product_sent", 3), ("product_received", 6), ("drafted", 9))),
    Group("h", "agreed, and nobody sent the product", followers=3_000, events=(("agreed", 5),)),
    Group("i", "were asked on 10 March and did not answer", followers=80_000, events=(("asked", 10),)),
    Group("j", "declined", followers=40_000, events=(("asked", 1), ("answered", 3), ("declined", 3))),
    Group("k", "posted everything for the product; nobody matched it, and no rights were asked", 4,
          noted=False, fee=None, followers=4_500, events=(("agreed", 1), ("product_sent", 5))),
    Group("l", "did everything; the first of them is large", 4, rights=True, followers=18_000, events=(
        ("agreed", 1), ("product_sent", 2), ("paid", 24), ("thanked", 24))),
)  # fmt: skip

WORDS = (
    "Sunrise",
    "Trail",
    "City",
    "River",
    "Track",
    "Hill",
    "Coast",
    "Forest",
    "Bridge",
    "Park",
    "Lake",
    "Night",
)
NICHES = ("running", "skincare", "cycling", "food", "travel")
COUNTRIES = ("US", "CA", "GB", "DE", "FR")


class Person(NamedTuple):
    """One of the sixty."""

    group: Group
    number: int
    """1 to 5 within the group."""
    place: int
    """0 to 59."""

    @property
    def handle(self) -> str:
        return f"demo.{WORDS[self.place % 12].lower()}.{self.group.letter}{self.number}"

    @property
    def followers(self) -> int:
        if self.handle == LARGE:
            return 640_000
        return self.group.followers + 350 * self.number

    @property
    def account(self) -> Account:
        return Account(platform="instagram", handle=self.handle)


LARGE = "demo.forest.l1"
PEOPLE = tuple(
    Person(group, number, 5 * place + number - 1)
    for place, group in enumerate(GROUPS)
    for number in range(1, 6)
)


def build(folder: Path) -> None:
    """Make the workspace. Raises UgcError as the program does, for a folder that has one already."""
    with Workspace.create(folder, brand="Glow Run", hashtags=("GlowRun",), markets=("US",)) as here:
        settings = here.root / "ugc.toml"
        settings.write_text(
            settings.read_text("utf-8").replace('handle = "" ', f'handle = "{BRAND}" ', 1), encoding="utf-8"
        )
        (folder / "campaigns").mkdir()
        (folder / "campaigns" / f"{CAMPAIGN}.toml").write_text(campaign(), encoding="utf-8")
        write(folder / "posts.csv", posts())
        write(folder / "sales.csv", sales())
        here.take_in([folder / "posts.csv"], at=NOW)
        people(here)
        log(here)
        grants(here, folder)


# --- the campaign's file -------------------------------------------------------------------------------------------


def campaign() -> str:
    """Return the text of the campaign's file."""
    head = f"""# An invented campaign: see examples/programme.
title = "Spring run"
brief = "Show the serum in your own morning run. No scripts."
hashtags = ["GlowRunSpring"]
mentions = ["{BRAND}"]
markets = ["US"]
first = 2026-03-01
last = 2026-04-15
budget = "60000 USD"
product = "Glow serum, 30 ml"
offer = {{ kind = "per_post", amount = "250 USD" }}

[rights]
purposes = ["paid_social"]
channels = ["instagram"]

[[criteria]]
name = "niche"
weight = 3
wanted = ["running"]

[[criteria]]
name = "engagement"
weight = 2

[[criteria]]
name = "rights_held"
weight = 2

[[criteria]]
name = "country"
weight = 1
wanted = ["US", "CA"]

[rate_card]
source = "Invented for this example, March 2026"
currency = "USD"
per_1000_views = 8
per_like = 0.1
per_comment = 0.5
"""
    return head + "".join(map(_entry, PEOPLE))


def _entry(person: Person) -> str:
    offer = "" if person.group.fee else 'offer = { kind = "product_only", product = "Glow serum, 30 ml" }\n'
    lines = "".join(f'  {{ kind = "{kind}", due = 2026-03-{day} }},\n' for kind, day, _ in PIECES)
    code = f"{person.group.letter}{person.number}run".upper()
    return (
        f'\n[[creators]]\ncreator = "@{person.handle}"\ncode = "{code}"\n{offer}deliverables = [\n{lines}]\n'
    )


# --- posts and sales -----------------------------------------------------------------------------------------------


def posts() -> Iterator[Sequence[object]]:
    """Yield the rows of the sheet of posts: the pieces that stand, what creators posted of their own, the brand's."""
    yield "url", "handle", "caption", "posted_at", "kind", "likes", "comments", "views", "reach"
    made = 0
    for person in PEOPLE:
        for piece in range(person.group.posted):
            made += 1
            yield _piece(person, piece)
    brands = 15
    for number in range(brands):
        day = date(2026, 1, 5) + timedelta(days=5 * number)
        yield _row(
            f"Brand{number:02}",
            BRAND,
            f"From the team, part {number + 1}. #GlowRun",
            day,
            "feed",
            400 + number,
        )
    for number in range(POSTS - made - brands):
        yield _own(PEOPLE[number % len(PEOPLE)], number)


def code_of(person: Person, piece: int) -> str:
    """The shortcode of a piece."""
    return f"Spring{person.group.letter.upper()}{person.number}{piece}"


def posted_on(person: Person, piece: int) -> date:
    """The day on which a piece was posted: a few days before it was due."""
    kind, due, _ = PIECES[piece]
    return date(2026, 3, due) - timedelta(days=12 if kind == "story" else 1 + person.number % 3)


def _piece(person: Person, piece: int) -> Sequence[object]:
    kind, _, where = PIECES[piece]
    words = f"{WORDS[person.place % 12]} run with @{BRAND}. #GlowRunSpring"
    likes = person.followers * (3 + person.number) // 100
    return _row(
        code_of(person, piece), person.handle, words, posted_on(person, piece), kind, likes, where=where
    )


def _own(person: Person, number: int) -> Sequence[object]:
    """What a creator posted by themselves; every seventh names the brand."""
    day = date(2025, 10, 1) + timedelta(days=number % 140)
    words = f"{WORDS[number % 12]} notes {number}." + (f" Loved @{BRAND} #GlowRun" if number % 7 == 0 else "")
    likes = person.followers * (2 + number % 5) // 100
    return _row(f"Own{number:04}", person.handle, words, day, "feed", likes)


def _row(
    code: str, handle: str, words: str, day: date, kind: str, likes: int, *, where: str = "p"
) -> Sequence[object]:
    """Reels have views; a story tells its reach alone."""
    views = likes * 22 if kind == "reel" else ""
    reach = likes * 15 if kind != "feed" else ""
    counts = ("", "", "", reach) if kind == "story" else (likes, likes // 20, views, reach)
    return f"https://www.instagram.com/{where}/{code}/", handle, words, f"{day}T09:00:00Z", kind, *counts


def sales() -> Iterator[Sequence[object]]:
    """Yield the shop's sheet of codes: groups a, b and l sold something."""
    yield "code", "orders", "revenue", "currency"
    for person in PEOPLE:
        if person.group.letter in "abl":
            orders = 2 + person.number + (30 if person.handle == LARGE else 0)
            yield f"{person.group.letter}{person.number}run".upper(), orders, f"{orders * 39:.2f}", "USD"


def write(path: Path, rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as sheet:
        csv.writer(sheet).writerows(rows)


# --- people, log, rights -------------------------------------------------------------------------------------------


def people(here: Workspace) -> None:
    """Write down who they are, and how many follow them."""
    for person in PEOPLE:
        profile = Profile(
            niches=(NICHES[person.place % 5],), country=COUNTRIES[person.number - 1], languages=("en",)
        )
        here.catalog.profiles.keep_profile(
            here.catalog.resolve_creator(f"instagram:{person.handle}"), profile
        )
    days = (date(2025, 10, 1), date(2025, 12, 1), date(2026, 2, 1), date(2026, 3, 20))
    here.catalog.profiles.note_followers(
        Followers(
            account=person.account, day=day, count=person.followers * (94 + 2 * at) // 100, source=BY_HAND
        )
        for person in PEOPLE
        for at, day in enumerate(days)
    )
    here.catalog.profiles.note_followers(
        Followers(account=Account(platform="instagram", handle=BRAND), day=day, count=count, source=BY_HAND)
        for day, count in ((date(2026, 2, 28), 20_000), (date(2026, 3, 24), 21_400))
    )


def log(here: Workspace) -> None:
    """Write down what happened."""
    happened = [one for person in PEOPLE for one in _events(here, person)]
    here.catalog.campaign_log.record(happened, by=BY, at=NOW)
    pieces = [
        here.catalog.resolve(f"ig:{code_of(person, piece)}")
        for person in PEOPLE
        if person.group.noted
        for piece in range(person.group.posted)
    ]
    here.catalog.put_in_campaign(pieces, add=[CAMPAIGN])


def _events(here: Workspace, person: Person) -> Iterator[Happened]:
    key = here.catalog.resolve_creator(f"instagram:{person.handle}")
    for what, day in person.group.events:
        amount = Amount(value=250 * person.group.posted, currency="USD") if what == "paid" else None
        yield Happened(
            campaign=CAMPAIGN, creator=key, what=what, day=date(2026, 3, day), amount=amount, deliverable=None
        )
    if not person.group.noted:
        return
    names = ("reel-1", "feed-1", "reel-2", "story-1")
    for piece in range(person.group.posted):
        yield Happened(
            campaign=CAMPAIGN,
            creator=key,
            what="posted",
            day=posted_on(person, piece),
            deliverable=f"{person.handle}-{names[piece]}",
            post=f"ig:{code_of(person, piece)}",
        )


def grants(here: Workspace, folder: Path) -> None:
    """Record the rights that were given, each with the contract that proves it."""
    papers = folder / "contracts"
    papers.mkdir()
    terms = papers / "terms.txt"
    terms.write_text("Invented terms: Glow Run may use the posts in ads.\n", encoding="utf-8")
    for person in PEOPLE:
        if not person.group.rights:
            continue
        paper = papers / f"{person.handle}.txt"
        paper.write_text(f"Invented contract with @{person.handle}.\n", encoding="utf-8")
        form = GrantForm(
            targets=(f"@{person.handle}",),
            method="contract",
            purposes=("paid_social", "organic_repost"),
            channels=("instagram",),
            territories=("US",),
            start=date(2026, 3, 1),
            end=date(2026, 12, 31),
            edits=("standard",),
            terms=(str(terms),),
            evidence=(paper,),
            by=BY,
        )
        here.grant(form, at=NOW)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        build(Path(sys.argv[1]))
    except UgcError as error:
        print(f"error: {error.message} {error.hint or ''}", file=sys.stderr)
        sys.exit(error.code)
