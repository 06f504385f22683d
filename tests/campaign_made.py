"""A campaign of four creators and nine posts with gaps everywhere, whose figures were worked out by hand.

| post | creator | kind  | day    | reach | views  | likes | comments | shares | saves | engagements |
|------|---------|-------|--------|-------|--------|-------|----------|--------|-------|-------------|
| a1   | ana     | reel  | 3 Mar  | 5000  | 8000   | 400   | 20       | -      | 30    | 450         |
| a2   | ana     | reel  | 10 Mar | -     | -      | 250   | -        | -      | -     | 250         |
| a3   | ana     | story | 11 Mar | 1500  | 1800   | -     | 5        | -      | -     | -           |
| b1   | bo      | video | 5 Mar  | -     | 20000  | 1500  | 60       | 90     | -     | 1650        |
| b2   | bo      | video | -      | -     | -      | -     | -        | -      | -     | -           |
| c1   | cy      | feed  | 18 Mar | -     | -      | 90    | 0        | -      | -     | 90          |
| d1   | dee     | video | 12 Mar | -     | 150000 | 6000  | 200      | 300    | 500   | 7000        |
| d2   | dee     | video | 24 Mar | -     | -      | 3000  | -        | -      | -     | 3000        |
| x1   | nobody  | -     | 19 Mar | -     | 700    | 10    | -        | -      | -     | 10          |
| all  |         |       | 8 of 9 | 6500 in 2 | 180500 in 5 | 11250 in 7 | 280 in 4 | 390 in 2 | 530 in 2 | 12450 in 7 |

Ana gets USD 100 a post for 3 (300), Bo EUR 150 in all, Cy product, Dee USD 20 for 1,000 views: 150,000 are known
(3000).
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from ugc.campaigns.tallying import Person, PostSeen, Sold
from ugc.catalog.campaign_log import Happened
from ugc.model.campaigns import Amount, Offer
from ugc.model.creators import BY_HAND, Followers
from ugc.model.posts import Account, Counts, FoundPost
from ugc.workspace import Workspace

TODAY = date(2026, 4, 5)
NOW = datetime(2026, 4, 5, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def march(day: int) -> date:
    return date(2026, 3, day)


POSTS = (
    PostSeen("ig:a1", "ana", "instagram", "reel", march(3), 5000, 8000, 400, 20, None, 30, 12_000),
    PostSeen("ig:a2", "ana", "instagram", "reel", march(10), likes=250, followers=12_000),
    PostSeen("ig:a3", "ana", "instagram", "story", march(11), 1500, 1800, None, 5, followers=12_000),
    PostSeen("tt:1", "bo", "tiktok", "video", march(5), None, 20_000, 1500, 60, 90),
    PostSeen("tt:2", "bo", "tiktok", "video"),
    PostSeen("ig:c1", "cy", "instagram", "feed", march(18), likes=90, comments=0, followers=4000),
    PostSeen("tt:3", "dee", "tiktok", "video", march(12), None, 150_000, 6000, 200, 300, 500, 250_000),
    PostSeen("tt:4", "dee", "tiktok", "video", march(24), likes=3000, followers=250_000),
    PostSeen("ig:x1", None, "instagram", None, march(19), None, 700, 10),
)


def usd(value: str, currency: str = "USD") -> Amount:
    return Amount(value=Decimal(value), currency=currency)


PEOPLE = (
    Person(
        "ana",
        "@ana",
        3,
        Offer(kind="per_post", amount=usd("100")),
        (usd("200"),),
        12_000,
        True,
        Sold(Decimal(300), Decimal(12), {"USD": Decimal(360)}),
    ),
    Person("bo", "@bo", 2, Offer(kind="package", amount=usd("150", "EUR")), coded=True),
    Person("cy", "@cy", 1, Offer(kind="product_only", product="Serum"), followers=4000),
    Person(
        "dee",
        "@dee",
        2,
        Offer(kind="per_thousand_views", amount=usd("20")),
        (),
        250_000,
        True,
        Sold(None, Decimal(40), {"USD": Decimal(1200)}),
    ),
)
FILE = """
title = "Spring glow"
first = 2026-03-01
last = 2026-03-31
hashtags = ["SpringGlow"]

[rate_card]
source = "House rates of January 2026"
currency = "USD"
per_1000_views = 10
per_like = 0.05

[[creators]]
creator = "@ana"
code = "ANA10"
offer = { kind = "per_post", amount = "100 USD" }
deliverables = [{ kind = "reel", number = 2 }, { kind = "story" }]

[[creators]]
creator = "@bo"
code = "BO10"
offer = { kind = "package", amount = "150 EUR" }
deliverables = [{ kind = "video", number = 2 }]

[[creators]]
creator = "@cy"
offer = { kind = "product_only", product = "Serum" }
deliverables = [{ kind = "feed" }]

[[creators]]
creator = "@dee"
link = "https://shop.example/dee/"
offer = { kind = "per_thousand_views", amount = "20 USD" }
deliverables = [{ kind = "video", number = 2 }]
"""
SALES = """code,clicks,orders,revenue,currency
ana10,300,12,360.00,USD
shop.example/dee,,40,1200.00,USD
OLD5,10,3,90.00,USD
"""
FULFILLED = {
    "ig:a1": ("ana", "ana-reel-1"),
    "ig:a2": ("ana", "ana-reel-2"),
    "ig:a3": ("ana", "ana-story-1"),
    "tt:1": ("bo", "bo-video-1"),
    "tt:2": ("bo", "bo-video-2"),
    "ig:c1": ("cy", "cy-feed-1"),
    "tt:3": ("dee", "dee-video-1"),
    "tt:4": ("dee", "dee-video-2"),
}
BRAND = Account(platform="instagram", handle="glow")


def workspace(
    folder: Path, *, handles: dict[str, str] | None = None, title: str = "Spring glow"
) -> Workspace:
    """The same campaign in a workspace; `handles` are other names for its creators."""
    here = Workspace.create(folder, brand="Glow", markets=["US"], hashtags=["springglow"])
    settings = folder / "ugc.toml"
    text = settings.read_text("utf-8")
    here.close()
    settings.write_text(text.replace('handle = ""', 'handle = "glow"'), "utf-8")
    here = Workspace.open(folder)
    named = handles or {}
    (folder / "campaigns").mkdir(exist_ok=True)
    (folder / "campaigns" / "spring.toml").write_text(FILE.replace("Spring glow", title), "utf-8")
    batch = here.catalog.start_import("a test", NOW)
    for post in POSTS:
        who = post.creator and named.get(post.creator, post.creator)
        counts = {name: getattr(post, name) for name in Counts.model_fields if name != "taken_at"}
        found = FoundPost(
            source="csv",
            origin=post.id,
            ids=(post.id,),
            platform=post.platform,
            author=Account(platform=post.platform, handle=who) if who else None,
            posted_at=datetime(*post.day.timetuple()[:3], 12, tzinfo=UTC) if post.day else None,
            precision="second" if post.day else None,
            counts=Counts(taken_at=NOW, **counts),
        )
        here.catalog.save(found, [], at=NOW, batch=batch)
    here.catalog.put_in_campaign([post.id for post in POSTS if post.id in ("ig:x1", "ig:a1")], add=["spring"])
    note(here, named)
    return here


def note(here: Workspace, named: dict[str, str]) -> None:
    """Write down who follows whom, and what happened."""
    counts = [("ana", "instagram", 12_000), ("cy", "instagram", 4000), ("dee", "tiktok", 250_000)]
    followers = [
        Followers(
            account=Account(platform=platform, handle=named.get(who, who)),
            day=march(9),
            count=n,
            source=BY_HAND,
        )
        for who, platform, n in counts
    ]
    brand = [(date(2026, 2, 25), 8000), (march(15), 8600), (date(2026, 4, 2), 9200)]
    followers += [Followers(account=BRAND, day=day, count=n, source=BY_HAND) for day, n in brand]
    here.catalog.profiles.note_followers(followers)
    keys = {who: here.catalog.resolve_creator(named.get(who, who)) for who in ("ana", "bo", "cy", "dee")}
    happened = [
        Happened(
            campaign="spring", creator=keys[who], what="posted", day=march(25), deliverable=piece, post=post
        )
        for post, (who, piece) in FULFILLED.items()
    ]
    paid = Happened(campaign="spring", creator=keys["ana"], what="paid", day=march(28), amount=usd("200"))
    here.catalog.campaign_log.record([*happened, paid], by="Kim", at=NOW)
