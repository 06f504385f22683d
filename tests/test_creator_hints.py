"""Hints: each with its figures, none without enough to compare with; comments and tags in the sources' true shapes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from ugc.creators import hints
from ugc.creators.comments import MOST, Comment, Repeated, comments_in, repeated
from ugc.creators.figures import creator_figures
from ugc.creators.tagging import tagged_in
from ugc.model.creator_figures import CreatorFigures, MeasuredAccount, MeasuredPost
from ugc.model.creator_settings import CreatorSettings
from ugc.model.creators import Followers
from ugc.model.posts import Account, Counts

DAY = date(2026, 6, 1)
ANA = Account(platform="instagram", handle="ana")
USUAL = {"bo": (300, 30), "cy": (350, 30), "di": (400, 44), "ed": (450, 40), "fe": (500, 60)}
"""Likes and comments of three posts each, of accounts that 10,000 follow."""


def measured(handle: str, likes: int, comments: int | None, *, followers: int = 10_000) -> MeasuredAccount:
    account = Account(platform="instagram", handle=handle)
    return MeasuredAccount(
        account=account,
        posts=tuple(
            MeasuredPost(
                post=f"ig:{handle}{number}",
                day=DAY,
                posted_at=None,
                kind="reel",
                counts=(Counts(likes=likes, comments=comments),),
            )
            for number in range(3)
        ),
        followers=(Followers(account=account, day=DAY, count=followers, source="test"),),
    )


def figures(*own: MeasuredAccount, others: dict[str, tuple[int, int]] = USUAL, **told: Any) -> CreatorFigures:
    everyone = {"ana": own, **{name: (measured(name, *numbers),) for name, numbers in others.items()}}
    return creator_figures(
        everyone, ["ana"], comments=told.get("comments", {}), settings=CreatorSettings(), today=DAY
    )["ana"]


@pytest.mark.parametrize(
    ("likes", "comments", "kinds"),
    [
        (4000, 400, ["engagement_high"]),
        (20, 2, ["engagement_low"]),
        (400, 40, []),
        (400, 0, ["comment_ratio"]),
        (400, 350, ["comment_ratio"]),
        (400, None, []),  # likes alone are not compared with likes and comments
    ],
)
def test_engagement_and_comments_are_held_against_the_tier(
    likes: int, comments: int | None, kinds: list[str]
) -> None:
    assert [hint.kind for hint in figures(measured("ana", likes, comments)).hints] == kinds


def test_a_hint_says_what_it_rests_on() -> None:
    (hint,) = figures(measured("ana", 4000, 400)).hints
    assert hint.words == (
        "Engagement of instagram @ana is 44.0 % (median of 3 posts, likes + comments / followers); the median of 5 "
        "others in the tier micro on instagram is 4.4 % (middle half 3.8–4.9 %). It lies 9.9 robust distances away; "
        "more than 3.5, and at least 2 times the median or one part in 2 of it, is called far."
    )


@pytest.mark.parametrize(
    ("why", "own", "others"),
    [
        ("four others are too few", measured("ana", 4000, 400), dict(list(USUAL.items())[:4])),
        ("another tier", measured("ana", 40_000, 4000, followers=200_000), USUAL),
        ("no deviation", measured("ana", 4000, 400), dict.fromkeys(USUAL, (300, 30))),
    ],
)
def test_nobody_is_compared_with_too_few_or_with_unlike(
    why: str, own: MeasuredAccount, others: dict[str, tuple[int, int]]
) -> None:
    assert figures(own, others=others).hints == (), why


def snapshots(*told: tuple[int, int]) -> list[Followers]:
    return [
        Followers(account=ANA, day=DAY + timedelta(day), count=count, source="test") for day, count in told
    ]


@pytest.mark.parametrize(
    ("why", "told", "words"),
    [
        ("unlike its other intervals", [(0, 10_000), (30, 10_100), (60, 10_200), (64, 12_240)],
         "+20.0 % in 4 days, +5.0 % a day, where the median of its 2 other intervals is 0.03 % a day"),
        ("a fall too", [(0, 10_000), (30, 10_100), (32, 8_080)], "−20.0 % in 2 days"),
        ("big by itself", [(0, 1000), (9, 1600)], "+60.0 % in 9 days, +6.7 % a day; 50.0 % within 30 days is told"),
        ("two snapshots have nothing to compare with", [(0, 10_000), (4, 12_000)], None),
        ("small beside rounding", [(0, 10_000), (30, 10_000), (31, 10_400)], None),
        ("a small account moves by handfuls", [(0, 20), (9, 60)], None),
        ("slow", [(0, 1000), (365, 2000)], None),
        ("steady growth", [(0, 1000), (10, 1200), (20, 1440), (30, 1728)], None),
        ("one snapshot", [(0, 1000)], None),
        ("from nothing", [(0, 0), (1, 9000)], None),
    ],
)  # fmt: skip
def test_followers_that_jump(why: str, told: list[tuple[int, int]], words: str | None) -> None:
    hint = hints.jump_hint(ANA, snapshots(*told))
    assert (hint is not None) == (words is not None), why
    if hint and words:
        assert words in hint.words


def said(*texts: str, by: str = "fan") -> list[Comment]:
    return [Comment(by, text) for text in texts]


def test_comments_that_say_the_same_are_counted_and_emoji_told_apart() -> None:
    comments = said("Love this!", "love  THIS", "@bo love this 🔥", "So calm", "🔥🔥", "🔥🔥", "@bo", "  ")
    comments += said("Thank you", "Thank you", by="ana")
    assert repeated(comments, without="ana") == Repeated(n=4, repeated=3, emoji_only=2)


@pytest.mark.parametrize(
    ("alike", "other", "told"),
    [(7, 13, True), (6, 14, False), (7, 12, False), (20, 0, True), (0, 40, False)],
)
def test_a_hint_on_repeated_comments_needs_twenty_and_a_third(alike: int, other: int, told: bool) -> None:
    comments = said(*["Nice pic"] * alike, *(f"word {number}" for number in range(other)))
    hint = hints.comments_hint(ANA, comments)
    assert (hint is not None) is told
    if hint:
        assert "fan" not in hint.words
        assert "Nice" not in hint.words
        assert f"{alike} (" in hint.words


GRAPH = {
    "id": "1789",
    "permalink": "https://www.instagram.com/p/B8goRvrnwod/",
    "comments": {
        "data": [
            {
                "id": "17870913679156914",
                "text": "So calm",
                "username": "Bo",
                "timestamp": "2020-02-13T14:07:40+0000",
                "replies": {"data": [{"id": "2", "text": "Thanks", "username": "ana"}]},
            },
            {"id": "3", "text": "Yes", "from": {"id": "9", "username": "cy"}},
            {"id": "4", "timestamp": "2020-02-13T14:07:40+0000"},
        ]
    },
}
WEB = {
    "node": {
        "edge_media_to_parent_comment": {
            "count": 2,
            "edges": [
                {
                    "node": {
                        "text": "So calm",
                        "owner": {"id": "1", "username": "bo"},
                        "edge_threaded_comments": {
                            "edges": [{"node": {"text": "Thanks", "owner": {"username": "ana"}}}]
                        },
                    }
                }
            ],
        },
        "iphone_struct": {"preview_comments": [{"text": "So calm", "user": {"username": "bo"}}]},
    }
}
YT_DLP = {
    "comment_count": 2,
    "comments": [
        {"id": "U", "parent": "root", "text": "So calm", "author": "@bo", "author_id": "UC1", "timestamp": 1},
        {"id": "V", "parent": "U", "text": "So calm", "author": "@bo"},
    ],
}


@pytest.mark.parametrize(
    ("importer", "record", "expected"),
    [
        ("instagram-graph", GRAPH, [("bo", "So calm"), ("ana", "Thanks"), ("cy", "Yes")]),
        ("instaloader", WEB, [("bo", "So calm"), ("ana", "Thanks")]),
        ("gallery-dl", WEB["node"], [("bo", "So calm"), ("ana", "Thanks")]),
        ("yt-dlp", YT_DLP, [("bo", "So calm"), ("bo", "So calm")]),
        ("tiktok-api", {"data": {"comments": [{"text": "So calm", "like_count": 1}]}}, [("", "So calm")]),
        ("json-feed", {"comments": [{"author": "bo", "text": "Hi"}]}, [("bo", "Hi")]),
        ("csv", {"comments": "14"}, []),  # a sheet's column is a number
        ("json-feed", {"comments": 14}, []),
        ("instagram-graph", {"comments": {"data": "x"}}, []),
        ("instagram-graph", {"comments": [None, 1, "x", {"text": 5}, {"text": ""}]}, []),
        ("instaloader", [1, 2], []),
    ],
)
def test_comments_in_the_shapes_of_the_sources(
    importer: str, record: Any, expected: list[tuple[str, str]]
) -> None:
    assert list(comments_in(importer, json.dumps(record))) == expected


def test_comments_are_bounded_and_what_is_no_json_has_none() -> None:
    many = json.dumps({"comments": [{"text": "x" * 9000, "username": "y" * 9000}] * (MOST + 9)})
    found = comments_in("instagram-graph", many)
    assert len(found) == MOST
    assert max(len(one.text) for one in found) < 3000
    deep: Any = {"text": "end"}
    for _ in range(200):
        deep = {"text": "t", "replies": [deep]}
    assert 0 < len(comments_in("json-feed", json.dumps({"comments": [deep]}))) < 10
    for raw in (None, "", "{", "[" * 100_000, "NaN"):
        assert comments_in("yt-dlp", raw) == ()


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"node": {"iphone_struct": {"usertags": {"in": [{"user": {"pk": 1, "username": "Glow"}}]}}}}, {"glow"}),
        ({"node": {"edge_media_to_tagged_user": {"edges": [{"node": {"user": {"username": "glow"}, "x": 0.1}}]}}},
         {"glow"}),
        ({"tagged_users": [{"id": "1", "username": "glow", "full_name": "Sunday Glow"}]}, {"glow"}),
        ({"tagged_username": "glow", "username": "ana"}, {"glow"}),
        ({"username": "ana", "files": [{"num": 1, "tagged_users": [{"username": "glow"}]}]}, {"glow"}),
        ({"tagged_users": [], "caption": "tagged_users glow"}, set()),
        ({"coauthors": [{"username": "glow"}]}, set()),
        ({"tagged_users": "glow glow"}, {"glow glow"}),  # nobody's handle, so nothing follows from it
    ],
)  # fmt: skip
def test_who_is_tagged_in_the_shapes_of_the_sources(record: Any, expected: set[str]) -> None:
    assert tagged_in(json.dumps(record)) == expected


def test_a_record_that_is_hostile_tags_nobody() -> None:
    for raw in (None, "", '{"usertags', '{"usertags":' * 5000, '["usertags"]'):
        assert tagged_in(raw) == frozenset()
