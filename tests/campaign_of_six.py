"""A small campaign of six creators, with what is owed, what happened and what they posted. Day: 22 November 2026."""

from datetime import UTC, datetime

from conftest import NOON, Shop

from ugc.model.posts import Account, FoundPost
from ugc.workspace import Workspace

FILE = """\
title = "Winter glow"   # as the shop calls it
hashtags = ["#GlowRun"]
markets = ["US"]
first = 2026-11-01
last = 2026-11-30
budget = "1000 USD"
product = "Glow serum"
offer = { kind = "per_post", amount = "100 USD" }

# Posts well.
[[creators]]
creator = "@ana"
code = "ANA10"
deliverables = [
  { kind = "reel", number = 2, due = 2026-11-20 },   # both by the twentieth
]

[[creators]]
creator = "@bo"
offer = { kind = "product_only" }
deliverables = [{ kind = "story", due = 2026-11-10 }]

[[creators]]
creator = "@cy"
deliverables = [{ kind = "feed", due = 2026-11-24 }]

[[creators]]
creator = "tiktok:di"
offer = { kind = "per_thousand_views", amount = "8 USD" }
deliverables = [{ kind = "video", platform = "tiktok" }]

[[creators]]
creator = "@ed"
deliverables = [{ kind = "reel", due = 2026-12-20 }]

[[creators]]
creator = "instagram:flo"
deliverables = [{ kind = "story", due = 2026-12-20 }]
"""
POSTS = (
    ("ig:ana1", "instagram", "ana", "reel", 5, "Dawn #GlowRun"),
    ("ig:ana2", "instagram", "ana", "reel", 18, "Dusk, with ANA10 #GlowRun"),
    ("ig:ana0", "instagram", "ana", "feed", 6, "My cat"),
    ("ig:bo1", "instagram", "bo", "feed", 8, "Bread"),
    ("ig:cy1", "instagram", "cy", "carousel", 20, "Five pictures"),
    ("tt:di1", "tiktok", "di", "video", 2, "Fast #glowrun"),
    ("ig:ed1", "instagram", "ed", "feed", 1, "Hills"),
)


def begin(shop: Shop) -> None:
    """Put the file and the posts there, and write down what happened."""
    (shop.root / "campaigns").mkdir(exist_ok=True)
    (shop.root / "campaigns" / "winter.toml").write_text(FILE, "utf-8")
    with Workspace.open(shop.root) as here:
        batch = here.catalog.start_import("a test", NOON)
        for id, platform, handle, kind, day, caption in POSTS:
            found = FoundPost.model_validate(
                {
                    "source": "csv",
                    "origin": id,
                    "ids": (id,),
                    "platform": platform,
                    "author": Account.model_validate({"platform": platform, "handle": handle}),
                    "kind": kind,
                    "caption": caption,
                    "posted_at": datetime(2026, 11, day, 12, tzinfo=UTC),
                }
            )
            here.catalog.save(found, [], at=NOON, batch=batch)
    for told in (
        "@ana @bo @cy tiktok:di agreed --on 2026-10-20",
        "@ana @bo product-sent --on 2026-10-25",
        "@bo product received --on 2026-10-28",
        "@cy product_sent --on 2026-11-10",
        "@ed asked --on 2026-11-10",
        "instagram:flo asked --on 2026-11-20",
    ):
        shop("campaigns", "log", "winter", *told.split(), "--by", "Kim")
