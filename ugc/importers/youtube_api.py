"""Answers of the YouTube Data API v3, saved: lists of videos, searches, playlists.

A channel's title is not its handle, and anybody can take any title. The handle stands in answers of channels.list, as
`customUrl`: where such an answer lies in the same file or folder, the channel is named, and its subscribers are kept.
Else the author is unknown. Subscribers are told with three digits at most, and of some channels not at all.
Fields: https://developers.google.com/youtube/v3/docs/videos, /search/list, /playlistItems, /channels.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ugc.errors import InputError
from ugc.importers._answers import Answer, answers, claimed, files_of, read_files, refused
from ugc.importers._fields import count, part, parts, words
from ugc.importers._followers import followers_of
from ugc.importers._shelf import Shelf, shelf_of
from ugc.importers._youtube_videos import Channel, handle_of, is_item, post_of
from ugc.model.posts import FoundPost, Skipped

NAME = "youtube-api"
_KINDS = ("youtube#video", "youtube#searchResult", "youtube#playlistItem")
_NO_POSTS = "It lists no videos, but something else of YouTube's."


def claims(path: Path) -> bool:
    """Whether a file holds answers of the YouTube Data API."""
    return claimed(path, _is_answer)


def read(path: Path) -> Iterator[FoundPost | Skipped]:
    """Yield the posts of one saved answer, or of all those that lie directly in a folder."""
    channels = _told_channels(path)
    yield from read_files(path, claims, lambda file: _read_file(file, channels))


def _is_answer(data: Any) -> bool:
    if not isinstance(data, dict) or "category" in data:
        return False
    if (words(data, "kind") or "").startswith("youtube#") or is_item(data):
        return True
    errors = part(data, "error").get("errors")
    if isinstance(errors, list) and errors:
        return all(isinstance(error, dict) and {"domain", "reason"} <= error.keys() for error in errors)
    items = data.get("items")
    return isinstance(items, list) and bool(items) and all(map(is_item, items))


def _told_channels(path: Path) -> dict[str, Channel]:
    """Channels by their ids, of every answer that tells of channels."""
    found: dict[str, Channel] = {}
    for file in files_of(path, claims):
        try:
            for answer in answers(file):
                if isinstance(answer, Answer):
                    found |= _channels(answer.data, file)
        except InputError:
            continue  # it is said when the file is read for its posts
    return found


def _channels(data: Any, path: Path) -> dict[str, Channel]:
    items = [data, *parts(data, "items")] if isinstance(data, dict) else []
    found: dict[str, Channel] = {}
    for item in items:
        id, handle = words(item, "id"), handle_of(words(part(item, "snippet"), "customUrl"))
        if words(item, "kind") == "youtube#channel" and id and handle:
            told = part(item, "statistics")
            number = None if told.get("hiddenSubscriberCount") is True else count(told, "subscriberCount")
            found[id] = Channel(handle, followers_of(number, path))
    return found


def _read_file(path: Path, channels: Mapping[str, Channel]) -> Iterator[FoundPost | Skipped]:
    shelf = shelf_of(path.parent)
    for answer in answers(path):
        if isinstance(answer, Skipped):
            yield answer
        else:
            yield from _read_answer(answer, shelf, channels)


def _read_answer(
    answer: Answer, shelf: Shelf, channels: Mapping[str, Channel]
) -> Iterator[FoundPost | Skipped]:
    origin, data = answer
    if part(data, "error"):
        yield refused(origin, part(data, "error").get("message"))
        return
    if isinstance(data, dict) and (is_item(data) or words(data, "kind") in _KINDS):
        yield _post(data, origin, shelf, channels)
        return
    listed = data.get("items") if isinstance(data, dict) else None
    if words(data, "kind") in ("youtube#channelListResponse", "youtube#channel"):
        why = "It tells of channels and of no post: their handles are used for the other answers beside it."
        yield Skipped(origin=origin, why=why, code="ignored")
    elif not isinstance(listed, list) or not listed:
        yield Skipped(origin=origin, why="The answer holds no videos.", code="empty")
    else:
        for index, item in enumerate(listed, 1):
            yield _post(item, f"{origin}, item {index}", shelf, channels)


def _post(item: Any, origin: str, shelf: Shelf, channels: Mapping[str, Channel]) -> FoundPost | Skipped:
    if not isinstance(item, dict) or not (is_item(item) or words(item, "kind") in _KINDS):
        return Skipped(origin=origin, why=_NO_POSTS)
    try:
        return post_of(item, source=NAME, origin=origin, shelf=shelf, channels=channels)
    except InputError as error:
        return Skipped(origin=origin, why=error.message)
