"""Collected words: safe to store and compare, and saying what they said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc import text


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("@ana", "ana"),
        ("ana.runs", "ana.runs"),
        ("  @ana \n", "ana"),
        ("https://www.instagram.com/ana/", "ana"),
        ("https://www.instagram.com/ana/?hl=en", "ana"),
        ("https://www.instagram.com/ana#", "ana"),
        ("instagram.com/ana", "ana"),
        ("https://www.tiktok.com/@ana?lang=de", "ana"),
        ("https://www.tiktok.com/@ana/video/6748451240264420610", "ana"),  # a post's address names its author
        ("https://www.instagram.com/ana/reels/", "ana"),
        ("https://www.youtube.com/@ana/shorts", "ana"),
        ("https://www.youtube.com/c/Ana", "Ana"),
        ("https://www.linkedin.com/in/ana/", "ana"),
        ("https://www.instagram.com/", ""),
        ("", ""),
        ("a/../../b", "a/../../b"),  # not a link: left as it is, for the caller to refuse
    ],
)
def test_handles_as_people_write_them(written: str, bare: str) -> None:
    assert text.handle(written) == bare


@pytest.mark.parametrize(
    ("caption", "tags"),
    [
        ("#GlowRun and #glowrun", ("glowrun",)),
        ("#café #cafe\u0301 #日本語 ＃ｆｕｌｌ", ("café", "日本語", "full")),
        ("#هاشتاغ @brand", ("هاشتاغ",)),
        ("#run🏃now #1 #2024", ("run",)),
        ("#️⃣ # nothing ##double", ("double",)),
        ("a#b", ("b",)),
    ],
)
def test_hashtags(caption: str, tags: tuple[str, ...]) -> None:
    assert text.hashtags(caption) == tags


@pytest.mark.parametrize(
    ("caption", "handles"),
    [
        ("with @Ana and @bo.h.", ("ana", "bo.h")),
        ("mail me@x.y or (@ana)", ("ana",)),
        ("@@ana @ ana", ("ana",)),
    ],
)
def test_mentions(caption: str, handles: tuple[str, ...]) -> None:
    assert text.mentions(caption) == handles


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaned_text_can_be_stored_and_is_clean(raw: str) -> None:
    done = text.clean(raw + "\ud83d\x00")
    done.encode("utf-8")
    assert text.clean(done) == done
    assert "\x00" not in done and "\r" not in done


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M", "Zs"]), max_size=60))
def test_cleaning_leaves_words_alone(raw: str) -> None:
    assert text.clean(raw) == raw


@pytest.mark.parametrize(
    ("address", "handle"),
    [
        ("https://www.instagram.com/ana/", "ana"),
        ("instagram.com/ana.runs?igsh=x", "ana.runs"),
        ("https://www.tiktok.com/@ana", "ana"),
        ("https://www.youtube.com/@ana", "ana"),
        ("https://www.linkedin.com/in/ana", "ana"),
        ("https://www.instagram.com/p/BqvsDleB3lV/", None),
        ("https://www.tiktok.com/@ana/video/7449708266168274208", None),
        ("https://www.facebook.com/ana/posts/12", None),
        ("https://www.instagram.com/", None),
    ],
)
def test_the_address_of_a_profile_is_not_that_of_a_post(address: str, handle: str | None) -> None:
    assert text.profile(address) == handle


def test_things_are_counted_as_people_count() -> None:
    assert text.counted(1, "post") == "1 post"
    assert text.counted(0, "post") == "0 posts"
    assert text.counted(1200, "reply", "replies") == "1,200 replies"
