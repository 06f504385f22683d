"""Identity: which post a link or number means. The pairs were seen on the platforms, not worked out here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ugc import identity

PK, CODE = 1922949326347663701, "BqvsDleB3lV"
ITEM = "6748451240264420610"


@pytest.mark.parametrize(
    ("pk", "code"),
    [(PK, CODE), (2643616125417883774, "CSwAtwOBwh-"), (1, "B"), (63, "_"), (64, "BA")],
)
def test_shortcode_and_number_are_two_writings_of_one_thing(pk: int, code: str) -> None:
    assert identity.shortcode_from_pk(pk) == code
    assert identity.pk_from_shortcode(code) == pk


@given(st.integers(min_value=1, max_value=(1 << 64) - 1))
def test_every_number_comes_back(pk: int) -> None:
    code = identity.shortcode_from_pk(pk)
    assert code is not None and identity.pk_from_shortcode(code) == pk


@pytest.mark.parametrize("code", ["", "A", "AAAAAAAAAAA", "a b", "a/b", "é", "x" * 65, "___________"])
def test_what_is_no_shortcode_has_no_number(code: str) -> None:
    assert identity.pk_from_shortcode(code) is None


@pytest.mark.parametrize("pk", [0, -1, 1 << 64])
def test_what_is_no_number_has_no_shortcode(pk: int) -> None:
    assert identity.shortcode_from_pk(pk) is None


def test_a_private_accounts_longer_code_is_its_first_eleven_characters() -> None:
    long = CODE + "kLmNoPqRsTuVwXyZ012345678901"
    assert identity.pk_from_shortcode(long) == PK
    assert identity.post_key(f"https://www.instagram.com/p/{long}/") == f"ig:{CODE}"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"https://www.instagram.com/p/{CODE}/", f"ig:{CODE}"),
        (f"https://instagram.com/p/{CODE}", f"ig:{CODE}"),
        (f"http://www.instagram.com/reel/{CODE}/?igsh=MzRlODBiNWFlZA==", f"ig:{CODE}"),
        (f"https://www.instagram.com/reels/{CODE}/", f"ig:{CODE}"),
        (f"https://www.instagram.com/tv/{CODE}/", f"ig:{CODE}"),
        (f"https://www.instagram.com/ana.runs/p/{CODE}/?img_index=3", f"ig:{CODE}"),
        (f"https://www.instagram.com/ana.runs/reel/{CODE}/", f"ig:{CODE}"),
        (f"https://www.instagram.com/p/{CODE}/embed/captioned/", f"ig:{CODE}"),
        (f"instagram.com/p/{CODE}", f"ig:{CODE}"),
        (f"//instagr.am/p/{CODE}/", f"ig:{CODE}"),
        (f"HTTPS://WWW.INSTAGRAM.COM/p/{CODE}/", f"ig:{CODE}"),
        (f"  https://m.instagram.com/p/{CODE}/\n", f"ig:{CODE}"),
        (f"https://www.instagram.com/stories/ana/{PK}/", f"ig:{CODE}"),
        (f"https://www.instagram.com/s/aGlnaGxpZ2h0OjE3?story_media_id={PK}_1790504030", f"ig:{CODE}"),
        (f"https://l.instagram.com/?u=https%3A%2F%2Fwww.instagram.com%2Fp%2F{CODE}%2F&e=x", f"ig:{CODE}"),
        ("https://www.instagram.com/stories/highlights/17895695668004550/", None),
        ("https://www.instagram.com/share/p/BACiUUUYQV", None),
        ("https://www.instagram.com/reels/audio/1234567890/", None),
        ("https://www.instagram.com/ana.runs/", None),
        ("https://www.instagram.com/explore/tags/p/", None),
        ("https://www.instagram.com/p/", None),
        (f"https://instagram.com.evil.com/p/{CODE}/", None),
        (f"https://evil.com/https://www.instagram.com/p/{CODE}/", None),
        (f"https://www.instagram.com@evil.com/p/{CODE}/", None),
        (f"https://www.tiktok.com/@bo/video/{ITEM}", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/@bo/video/{ITEM}?is_from_webapp=1&sender_device=pc", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/@bo/photo/{ITEM}", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/@/video/{ITEM}", f"tt:{ITEM}"),
        (f"https://m.tiktok.com/v/{ITEM}.html", f"tt:{ITEM}"),
        (f"https://www.tiktokv.com/share/video/{ITEM}/", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/embed/{ITEM}", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/embed/v2/{ITEM}", f"tt:{ITEM}"),
        (f"https://www.tiktok.com/player/v1/{ITEM}", f"tt:{ITEM}"),
        ("https://vm.tiktok.com/ZMabc/", None),
        ("https://vt.tiktok.com/ZSabc/", None),
        ("https://www.tiktok.com/t/ZTabc/", None),
        ("https://www.tiktok.com/@bo", None),
        ("https://www.tiktok.com/@bo/video/v10033g50000", None),
        ("https://www.tiktok.com/@bo/video/7.44971E+18", None),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=4s", "yt:dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ", "yt:dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x", "yt:dQw4w9WgXcQ"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ?feature=share", "yt:dQw4w9WgXcQ"),
        ("https://www.youtube.com/live/dQw4w9WgXcQ", "yt:dQw4w9WgXcQ"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "yt:dQw4w9WgXcQ"),
        ("https://m.youtube.com/v/dQw4w9WgXcQ", "yt:dQw4w9WgXcQ"),
        ("https://www.youtube.com/embed/videoseries?list=PL", None),
        ("https://www.youtube.com/embed/live_stream?channel=x", None),
        ("https://www.youtube.com/@ana", None),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://www.facebook.com/reel/1", None),
        ("javascript:alert(1)", None),
        ("ftp://www.instagram.com/p/" + CODE, None),
        ("http://[", None),
        (f"https://www.instagram.com:443/p/{CODE}/", f"ig:{CODE}"),
        ("", None),
        ("no link at all", None),
    ],
)
def test_links(url: str, key: str | None) -> None:
    assert identity.post_key(url) == key


@pytest.mark.parametrize(
    ("url", "platform", "handle", "kind", "opaque"),
    [
        ("https://vm.tiktok.com/ZMabc/", "tiktok", None, "unknown", True),
        ("https://www.instagram.com/share/reel/BACiUUUYQV", "instagram", None, "unknown", True),
        (f"https://www.instagram.com/ana.runs/reel/{CODE}", "instagram", "ana.runs", "reel", False),
        (f"https://www.instagram.com/p/{CODE}", "instagram", None, "unknown", False),
        (f"https://www.tiktok.com/@bo/photo/{ITEM}", "tiktok", "bo", "carousel", False),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", None, "short", False),
        ("https://x.com/ana/status/1", "x", None, "unknown", False),
        ("https://notx.com/ana/status/1", "web", None, "unknown", False),
    ],
)
def test_what_else_a_link_says(url: str, platform: str, handle: str | None, kind: str, opaque: bool) -> None:
    link = identity.link(url)
    assert link and (link.platform, link.handle, link.kind, link.opaque) == (platform, handle, kind, opaque)


@given(st.text(max_size=80) | st.from_regex(r"https?://(www\.)?(instagram|tiktok|youtube)\.com/\S{0,40}"))
def test_any_text_is_a_link_or_none(text: str) -> None:
    found = identity.link(text)
    if found and found.key:
        assert identity.post_key(identity.canonical_link(found.key, found.handle) or "") == found.key


@pytest.mark.parametrize(
    ("key", "handle", "url"),
    [
        (f"ig:{CODE}", "ana", f"https://www.instagram.com/p/{CODE}/"),
        (f"tt:{ITEM}", "bo", f"https://www.tiktok.com/@bo/video/{ITEM}"),
        (f"tt:{ITEM}", None, f"https://www.tiktok.com/@/video/{ITEM}"),
        (f"tt:{ITEM}", "../x?y", f"https://www.tiktok.com/@..%2Fx%3Fy/video/{ITEM}"),
        ("yt:dQw4w9WgXcQ", None, "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ("file:abc", None, None),
    ],
)
def test_the_one_address_of_a_post(key: str, handle: str | None, url: str | None) -> None:
    assert identity.canonical_link(key, handle) == url


@pytest.mark.parametrize(
    ("key", "moment"),
    [
        (f"ig:{CODE}", "2018-11-29T01:04:04+00:00"),  # as the post itself says
        ("ig:B8gQCApHMT-", "2020-02-13T10:35:40+00:00"),  # as the Graph API says
        (f"tt:{ITEM}", "2019-10-16T17:17:25+00:00"),  # seven seconds before its createTime
        ("ig:ABC", None),  # numbers of the first months carry no time
        ("tt:1234567890", None),
        ("yt:dQw4w9WgXcQ", None),
        ("file:abc", None),
        ("ig:___________", None),
    ],
)
def test_when_an_id_was_given_out(key: str, moment: str | None) -> None:
    found = identity.posted_at(key)
    assert (found.isoformat() if found else None) == moment
