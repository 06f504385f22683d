"""Answers of TikTok's APIs, saved: Display and Research (v2), and tt_video of the API for Business.

The Display API lists an account's own posts without naming the account: the author is known where the address of a post
names it. The Research API names it, and writes ids as numbers, which some programs round. tt_video tells of posts whose
creators gave a code to advertise them: the code is a secret and when it ends is a right, so neither is a post's.
Fields: https://developers.tiktok.com/doc/tiktok-api-v2-video-object, .../research-api-specs-query-videos,
https://business-api.tiktok.com/portal/docs (Spark Ads).
"""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers._answers import Answer, claimed, read_answers, read_files
from ugc.importers._fields import part, parts, words
from ugc.importers._files import shown
from ugc.importers._hygiene import scrub
from ugc.importers._shelf import Shelf
from ugc.importers._tiktok_videos import (
    VIDEO_LISTS,
    is_permitted,
    is_research,
    is_video,
    of_display,
    of_permitted,
    of_research,
    rounded,
)
from ugc.model.posts import FoundPost, Skipped
from ugc.text import one_line

NAME = "tiktok-api"
_RESEARCH = (
    "These are answers of TikTok's Research API. Its terms allow research and no advertising, and ask you to delete "
    "what its authors delete: read them before you use any of these posts."
)
_CODES = (
    "It also holds codes to advertise these posts, or until when they last. Those are rights and not posts': none of "
    "that was kept here. To keep them sealed: ugc ads codes add "
)
_LISTS_WITHOUT_POSTS = ("identity_list", "comments", "followers", "following")


def claims(path: Path) -> bool:
    """Whether a file holds answers of one of TikTok's APIs."""
    return claimed(path, _is_answer)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one saved answer, or of all those that lie directly in a folder."""
    yield from read_files(path, claims, _read_file)


def _is_answer(data: Any) -> bool:
    if (
        not isinstance(data, dict) or "extractor_key" in data or "extractor" in data
    ):  # yt-dlp names fields alike
        return False
    if is_video(data) or is_permitted(data):
        return True
    if _is_business(data) or "log_id" in part(data, "error"):
        return True
    inner = part(data, "data")
    if "open_id" in part(inner, "user") or "auth_code_status" in inner:
        return True
    return any(each and all(map(is_video, each)) for each in (_listed(inner, name) for name in VIDEO_LISTS))


def _is_business(data: dict[str, Any]) -> bool:
    """Whether it has the frame of the API for Business: a number, a message, and the number of the request."""
    number = data.get("code")
    framed = isinstance(number, int) and not isinstance(number, bool) and "request_id" in data
    return framed and isinstance(data.get("message"), str)


def _listed(data: dict[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _read_file(path: Path) -> Iterator[FoundPost | Skipped]:
    yield from read_answers(path, _notes, _read_answer)


def _notes(data: Any, path: Path) -> Iterator[str]:
    """What has to be known of a file once, whatever it says of single posts."""
    items = [item for item in _items(data) if isinstance(item, dict)]
    if any(map(is_research, items)):
        yield _RESEARCH
    if any(map(is_permitted, items)) or "auth_code_status" in part(data, "data"):
        yield f"{_CODES}{shlex.quote(shown(path))}"


def _items(data: Any) -> list[Any]:
    """The posts that an answer lists."""
    if not isinstance(data, dict):
        return []
    if is_video(data) or is_permitted(data):
        return [data]
    inner = part(data, "data")
    if is_permitted(inner):
        return [inner]
    return [item for name in (*VIDEO_LISTS, "list") for item in _listed(inner, name)]


def _read_answer(answer: Answer, shelf: Shelf) -> Iterator[FoundPost | Skipped]:
    origin, data = answer
    items = _items(data)
    if not items:
        yield _without_posts(data, origin)
        return
    bare = is_video(data) or is_permitted(data) or is_permitted(part(data, "data"))
    spoilt = rounded([item for item in items if isinstance(item, dict)])
    for index, item in enumerate(items, 1):
        here = origin if bare else f"{origin}, item {index}"
        try:
            yield _post(item, here, shelf, spoilt)
        except InputError as error:
            yield Skipped(origin=here, why=error.message)


def _post(item: Any, origin: str, shelf: Shelf, spoilt: Sequence[int]) -> FoundPost | Skipped:
    if not isinstance(item, dict):
        return Skipped(origin=origin, why="It is not a record of a post.")
    if is_permitted(item):
        return of_permitted(item, source=NAME, origin=origin, shelf=shelf)
    if is_research(item):
        return of_research(item, source=NAME, origin=origin, shelf=shelf, spoilt=spoilt)
    return of_display(item, source=NAME, origin=origin, shelf=shelf, spoilt=spoilt)


def _without_posts(data: Any, origin: str) -> Skipped:
    """Say what an answer is that lists no posts."""
    error, inner = part(data, "error"), part(data, "data")
    number = data.get("code") if isinstance(data, dict) else None
    message = words(error, "message") if error else words(data, "message")
    if words(error, "code") not in (None, "ok") or (isinstance(number, int) and number != 0):
        said = one_line(scrub(message or words(error, "code") or "no reason given"))[:300]
        return Skipped(origin=origin, why=f"The API answered with an error: {said}")
    if part(inner, "user"):
        why = "It tells of an account and of no post."
        return Skipped(origin=origin, why=why, code="ignored")
    if "auth_code_status" in inner:
        return Skipped(origin=origin, why="It tells of a code and not of its post.", code="ignored")
    if any(parts(inner, name) for name in _LISTS_WITHOUT_POSTS):
        return Skipped(origin=origin, why="It lists something other than posts.")
    return Skipped(origin=origin, why="The answer holds no posts.", code="empty")
