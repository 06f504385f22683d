"""The words that stand for a picture: a source's, a person's, or a draft of what is known. Never invented."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ugc.catalog import SourceRecord
from ugc.errors import UsageError
from ugc.model.alt import AltText
from ugc.model.base import Value
from ugc.model.phrases import CHANNELS, listed, written
from ugc.model.posts import Media, MediaKind, Post
from ugc.model.seen import Seen, Sight
from ugc.text import clusters, one_line
from ugc.workspace.focusing import OWN_FILES, meant, seen_in

if TYPE_CHECKING:
    from ugc.workspace import Workspace

LONGEST = 1000
"""Characters of the words for one picture."""
LONG = 250
"""Characters above which they are long to listen to."""

_CAPTION, _NAME, _WORD = 120, 60, 40
_READ = 2000
"""Characters of a caption that are looked at."""
_WORDS = 3
"""Of what is written in a picture, so much is told."""
_UNNAMED = {"web", "email", "other"}
"""Where a post may be from that is no platform with a name."""
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the reading direction: inside a sentence of ours they would turn our words too."""
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.I)
_TAG = re.compile(r"[#＃](?![0-9]+(?:\W|$))[^\s#＃.,;:!?()\[\]\"'“”‘’…]+")
_GAPS = re.compile(r"(?:\s*…)+(?:\s+(?=[.,;:!?)]))?")


class PictureAlt(Value):
    """One picture of a post, with the words that stand for it."""

    post: str
    media: int
    """Its number in the post, counted from 1."""
    sha256: str
    kind: MediaKind
    name: str
    width: int
    height: int
    """Pixels, upright."""
    alt: AltText


class AltsShown(Value):
    """The words that stand for pictures."""

    pictures: tuple[PictureAlt, ...]
    notes: tuple[str, ...] = ()


def alt_of(post: Post, media: Media, seen: Seen | None) -> AltText:
    """Return the words that stand for a picture: a person's or a source's, else a draft, which says that it is one.

    `seen` is what was seen in it; None where nobody has looked.
    """
    words = one_line(media.alt or "")
    if not words:
        return AltText(text=draft(post, media, seen), origin="draft")
    if media.alt_by:
        return AltText(text=words, origin="person", by=media.alt_by, at=media.alt_at)
    return AltText(text=words, origin="source")


def draft(post: Post, media: Media, seen: Seen | None) -> str:
    """Put one sentence together from what is known of a picture; what is not known is left out.

    It says how many people were seen by their faces, and never who or of what kind they are.
    """
    what = "".join(["Picture" if media.kind == "image" else "Clip", *(_content(seen) if seen else ())])
    maker = _maker(post)
    first = f"{what}{',' if ' ' in what else ''} {maker}" if maker else what
    day = [written(post.posted_at.date())] if post.posted_at else []
    return ", ".join([first, *day, *_caption(post)]) + "."


def shown(workspace: "Workspace", name: str, number: int | None = None) -> AltsShown:
    """Return the words that stand for a post's pictures, or for one of them. Raises UsageError."""
    post = workspace.case(name).post
    places = range(1, len(post.media) + 1) if number is None and post.media else [meant(post, number)]
    return _told(workspace, [(post, place) for place in places])


def missing(workspace: "Workspace", query: str, *, today: date) -> AltsShown:
    """Return the pictures of a selection for which nobody wrote words, each with its draft."""
    found = [
        (post, place)
        for post in workspace.select(query, today=today)
        for place, media in enumerate(post.media, 1)
        if media.role in OWN_FILES and not one_line(media.alt or "")
    ]
    return _told(workspace, found)


def write(
    workspace: "Workspace", name: str, words: str, *, number: int | None, by: str, at: datetime
) -> AltsShown:
    """Let a person's words stand for a picture. Raises UsageError for none, or too many."""
    line = one_line(words)
    if not line:
        raise UsageError("There are no words.", hint="--clear takes a person's words away.")
    if len(line) > LONGEST:
        raise UsageError(
            f"These words have {len(line):,} characters; a picture takes {LONGEST:,}.",
            hint="Say what matters in a sentence or two.",
        )
    post, place = _meant(workspace, name, number)
    workspace.catalog.set_alt(post.id, post.media[place - 1].sha256, line, by=by, at=at)
    long = f"They have {len(line)} characters, which is long to listen to; {LONG} are plenty."
    return _stands(workspace, post, place, *([long] if len(line) > LONG else []))


def accept(workspace: "Workspace", name: str, *, number: int | None, by: str, at: datetime) -> AltsShown:
    """Take the draft of a picture over as a person's words. Raises UsageError where words stand already."""
    post, place = _meant(workspace, name, number)
    alt = _told(workspace, [(post, place)]).pictures[0].alt
    if alt.origin != "draft":
        raise UsageError(
            f"Picture #{place} of {post.id} has words already, so there is no draft of it.",
            hint='Write others: ugc alt POST "words".',
        )
    return write(workspace, post.id, alt.text, number=place, by=by, at=at)


def clear(workspace: "Workspace", name: str, *, number: int | None) -> AltsShown:
    """Take a person's words away: what a source said stands again, or a draft."""
    post, place = _meant(workspace, name, number)
    media = post.media[place - 1]
    if not media.alt_by:
        return _stands(workspace, post, place, "Nobody here wrote words for it.")
    said = _said(workspace.catalog.sources(post.id), media.sha256)
    workspace.catalog.set_alt(post.id, media.sha256, said)
    return _stands(workspace, post, place)


# --- the draft ---------------------------------------------------------------------------------------------------


def _content(seen: Seen) -> Iterator[str]:
    people = len(seen.boxes("face"))  # bodies are not counted: their detector takes bottles for some
    if people:
        yield f" of {'one person' if people == 1 else f'{people} people'}"
    words = _words(seen)
    if words:
        yield f" with the words {listed(f'“{word}”' for word in words)}"


def _maker(post: Post) -> str:
    author = post.author
    maker = _plain(author.display_name or "", _NAME) if author else ""
    handle = _plain(author.handle, _NAME) if author else ""
    by = f"by {maker or '@' + handle}" if maker or handle else ""
    on = f"on {CHANNELS[post.platform]}" if post.platform not in _UNNAMED else ""
    return f"{by} {on}".strip()


def _caption(post: Post) -> Iterator[str]:
    """The caption without its hashtags and links; where one stood within, its place is marked."""
    words = _TAG.sub(" … ", _LINK.sub(" … ", (post.caption or "")[:_READ]))
    words = _GAPS.sub(" …", _plain(words, None)).strip(" …")
    if any(character.isalnum() for character in words):
        yield f"captioned “{_cut(_inner(words), _CAPTION)}”"


def _words(seen: Seen) -> list[str]:
    """The largest words in it, as they were read, in the order in which they were."""
    told: dict[str, Sight] = {}
    for sight in seen.sights:
        if sight.kind == "words" and _plain(sight.text, _WORD):
            told.setdefault(_inner(_plain(sight.text, _WORD)), sight)
    largest = sorted(told, key=lambda word: -told[word].box.width * told[word].box.height)[:_WORDS]
    return [word for word in told if word in largest]


def _plain(words: str, longest: int | None) -> str:
    line = one_line(_DIRECTIONS.sub("", words))
    return _cut(line, longest) if longest else line


def _inner(words: str) -> str:
    """Words that will stand in quotation marks: their own become single ones."""
    return words.translate({ord("“"): "‘", ord("”"): "’", ord('"'): "’"})


def _cut(words: str, longest: int) -> str:
    """Shorten words to at most so many characters, after a word where there is one, and never inside an emoji."""
    if len(words) <= longest:
        return words
    kept = ""
    for cluster in clusters(words):
        if len(kept) + len(cluster) > longest - 1:
            break
        kept += cluster
    before, space, _ = kept.rpartition(" ")
    return (before if space and len(before) > longest // 2 else kept).rstrip(" ,;:.…") + "…"


# --- one picture -------------------------------------------------------------------------------------------------


def _meant(workspace: "Workspace", name: str, number: int | None) -> tuple[Post, int]:
    post = workspace.case(name).post
    return post, meant(post, number)


def _stands(workspace: "Workspace", post: Post, place: int, *notes: str) -> AltsShown:
    """One picture, as the catalog has it now."""
    told = _told(workspace, [(workspace.catalog.post(post.id), place)])
    return told.model_copy(update={"notes": notes})


def _told(workspace: "Workspace", places: Iterable[tuple[Post, int]]) -> AltsShown:
    """Pictures by their posts and their places there, counted from 1."""
    asked = [(post, place, post.media[place - 1]) for post, place in places]
    seen = seen_in(workspace, [media.sha256 for _, _, media in asked])
    return AltsShown(
        pictures=tuple(
            PictureAlt(
                post=post.id,
                media=place,
                sha256=media.sha256,
                kind=media.kind,
                name=media.name,
                width=media.width,
                height=media.height,
                alt=alt_of(post, media, seen.get(media.sha256)),
            )
            for post, place, media in asked
        )
    )


def _said(records: Sequence[SourceRecord], sha256: str) -> str | None:
    """What the first source that has words for a picture says; a restored catalog may hold anything."""
    for record in records:
        try:
            told = json.loads(record.said)
        except (ValueError, RecursionError):
            continue
        files = told.get("media") if isinstance(told, dict) else None
        for file in files if isinstance(files, list) else ():
            match file:
                case [str(known), _, str(words), *_] if known == sha256 and one_line(words):
                    return words
    return None
