"""Which posts may be what is owed: a table of posts, with the answers worked out by hand."""

from datetime import date
from typing import Any

import pytest

from ugc.campaigns.matching import proposals
from ugc.campaigns.progress import progress
from ugc.campaigns.reading import parse
from ugc.model.campaign_questions import Candidate, Proposal
from ugc.model.campaigns import Campaign
from ugc.model.posts import Post

FILE = """
hashtags = ["#GlowRun"]
first = 2026-03-01
last = 2026-03-31

[[creators]]
creator = "@ana"
code = "ANA10"
deliverables = [{lines}]
"""
REELS = '{ kind = "reel", due = 2026-03-10 }, { kind = "reel", due = 2026-03-20 }'
ONE = '{ kind = "reel" }'


def campaign(lines: str) -> Campaign:
    return parse(FILE.replace("{lines}", lines), name="spring", file="campaigns/spring.toml")


def post(id: str, day: int | None = 9, kind: str = "reel", **more: Any) -> Candidate:
    told = {"platform": "instagram", "creator": "ana", "hashtags": ("glowrun",)} | more
    return Candidate(
        post=Post.model_validate({"id": id, "kind": kind, **told}),
        day=date(2026, 3, day) if day else None,
    )


def proposed(lines: str, *posts: Candidate, creators: Any = None) -> tuple[Proposal, ...]:
    made = campaign(lines)
    keys = {"@ana": "ana"} if creators is None else creators
    owed = progress(made, [], creators=keys, today=date(2026, 3, 25))
    return proposals(made, owed, posts, mentions=("glowco",), within=14)


CASES: list[tuple[str, str, list[Candidate], list[tuple[str, str, bool]]]] = [
    ("the only one", ONE, [post("a")], [("ana-reel-1", "a", True)]),
    ("another's", ONE, [post("a", creator="bo")], []),
    ("nobody knows whose", ONE, [post("a", creator=None)], []),
    ("another kind", ONE, [post("a", kind="story")], []),
    ("a clip by another word", ONE, [post("a", kind="video")], [("ana-reel-1", "a", True)]),
    ("a kind that nobody knows", ONE, [post("a", kind="unknown")], [("ana-reel-1", "a", True)]),
    ("another platform", '{ kind = "reel", platform = "tiktok" }', [post("a")], []),
    (
        "a reel there",
        '{ kind = "reel", platform = "tiktok" }',
        [post("a", platform="tiktok", kind="video")],
        [("ana-reel-1", "a", True)],
    ),
    ("a row of pictures", '{ kind = "feed" }', [post("a", kind="carousel")], [("ana-feed-1", "a", True)]),
    ("names nothing", ONE, [post("a", hashtags=())], [("ana-reel-1", "a", False)]),
    ("names the brand", ONE, [post("a", hashtags=(), mentions=("glowco",))], [("ana-reel-1", "a", True)]),
    (
        "has her code",
        ONE,
        [post("a", hashtags=(), caption="With ana10, today!")],
        [("ana-reel-1", "a", True)],
    ),
    (
        "has another's code",
        ONE,
        [post("a", hashtags=(), caption="With ANA100")],
        [("ana-reel-1", "a", False)],
    ),
    ("is labelled", ONE, [post("a", hashtags=(), campaigns=("Spring",))], [("ana-reel-1", "a", True)]),
    ("no day", ONE, [post("a", None)], [("ana-reel-1", "a", True)]),
    ("long before", ONE, [Candidate(post=post("a").post, day=date(2026, 2, 14))], []),
    (
        "shortly before",
        ONE,
        [Candidate(post=post("a").post, day=date(2026, 2, 15))],
        [("ana-reel-1", "a", True)],
    ),
    ("long after", ONE, [Candidate(post=post("a").post, day=date(2026, 4, 15))], []),
    ("two that fit alike", ONE, [post("b", 9), post("a", 12)], [("ana-reel-1", "b", False)]),
    ("one fits better", ONE, [post("a", 3, kind="video"), post("b", 12)], [("ana-reel-1", "b", True)]),
    (
        "two owed alike, by day",
        REELS,
        [post("b", 19), post("a", 24)],
        [("ana-reel-1", "b", True), ("ana-reel-2", "a", True)],
    ),
    (
        "two owed alike, the stronger post later",
        REELS,
        [post("b", 19), post("a", 24, caption="ANA10")],
        [("ana-reel-1", "b", True), ("ana-reel-2", "a", True)],
    ),
    ("two owed, one there", REELS, [post("a", 19)], [("ana-reel-1", "a", True)]),
    (
        "due days out of order",
        '{ kind = "reel", due = 2026-03-20 }, { kind = "reel", due = 2026-03-10 }',
        [post("a", 9)],
        [("ana-reel-2", "a", True)],
    ),
    (
        "its own tag",
        '{ kind = "reel" }, { kind = "reel", hashtag = "#AnaRuns" }',
        [post("a", 3), post("b", 5, hashtags=("anaruns", "glowrun"))],
        [("ana-reel-1", "a", True), ("ana-reel-2", "b", True)],
    ),
    (
        "a clip for a reel or a video",
        '{ kind = "reel" }, { kind = "video" }',
        [post("a", kind="short")],
        [("ana-reel-1", "a", False)],
    ),
    (
        "either way round",
        '{ kind = "reel" }, { kind = "video" }',
        [post("a", 3, kind="short"), post("b", 5, kind="short")],
        [("ana-reel-1", "a", False), ("ana-video-1", "b", False)],
    ),
    (
        "each its own kind",
        '{ kind = "reel" }, { kind = "video" }',
        [post("a", 3, kind="video"), post("b", 5)],
        [("ana-reel-1", "b", True), ("ana-video-1", "a", True)],
    ),
    ("said to be posted", '{ kind = "reel", post = "x" }', [post("a")], []),
]


@pytest.mark.parametrize(
    ("lines", "posts", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_proposed(lines: str, posts: list[Candidate], told: list[tuple[str, str, bool]]) -> None:
    found = proposed(lines, *posts)
    assert [(one.deliverable.id, one.post, one.sure) for one in found] == told
    assert found == proposed(lines, *reversed(posts)), "the order in which posts come tells nothing"


def test_every_reason_and_doubt_is_a_sentence_with_its_facts() -> None:
    (one,) = proposed(
        REELS.partition(", { ")[0], post("a", 12, mentions=("glowco",)), post("b", 13, mentions=("glowco",))
    )
    assert one.reasons == (
        "It is by @ana.",
        "It is a reel on instagram, as promised.",
        "It was posted on 12 March 2026, in the flight.",
        "It bears #glowrun, of the campaign.",
        "It names @glowco.",
        "It came after its due day, 10 March 2026.",
    )
    assert one.doubts == ("It could as well be b.",)


def test_a_creator_that_the_catalog_does_not_know_has_no_posts() -> None:
    assert proposed(ONE, post("a"), creators={}) == ()
