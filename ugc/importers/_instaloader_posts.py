"""From instaloader's record of a post or story to the post.

The keys are of three eras of Instagram's own answers: the web's (`edge_media_to_caption`), the newer web's
(`__typename` XDTGraph...), and the app's, whole under `iphone_struct`. An `accessibility_caption` may be a machine's
("May be an image of ...") or the creator's, and does not say which, so it is not taken for the picture's words.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._downloads import thinned
from ugc.importers._fields import count, part, parts, words
from ugc.importers._followers import followers_of
from ugc.importers._instaloader_files import Found, Place, find_files, is_carousel, items_of, stem_of
from ugc.importers._instaloader_records import Record, node_of
from ugc.importers._sounds import Heard, of_instagram
from ugc.model.base import canonical
from ugc.model.posts import Account, Counts, FoundFollowers, FoundPost, PostKind, Skipped

SOURCE = "instaloader"
CAPTION_TRUST = 40
TEXT_TRUST = 10
"""Of the `.txt` beside, whose pattern is the collector's."""
_LEFT_OUT = frozenset(
    """video_dash_manifest dash_manifest dash_info media_preview tracking_token organic_tracking_token
    logging_info_token inventory_source client_cache_key likers top_likers facepile_top_likers preview_comments
    edge_media_to_comment.edges edge_media_to_parent_comment.edges edge_media_preview_comment.edges
    edge_media_to_hoisted_comment.edges edge_media_preview_like.edges edge_liked_by.edges""".split()
)
"""What people other than the creator said and liked, marks of the collector's session, and signed manifests."""


class _Node(NamedTuple):
    """A post as its record tells of it."""

    web: dict[str, Any]
    own: dict[str, Any]
    """As Instagram's app has it: `iphone_struct`."""

    def words(self, *names: str) -> str | None:
        """The first of some fields that is known."""
        return next((found for name in names for half in self if (found := words(half, name))), None)

    def number(self, *names: str) -> int | None:
        found = (count(half, name) for name in names for half in self)
        return next((number for number in found if number is not None), None)


def key_of(node: dict[str, Any]) -> str | None:
    """The key of a record's post."""
    found = _Node(node, part(node, "iphone_struct"))
    for name in ("shortcode", "code"):
        for half in found:
            if key := identity.instagram_key(words(half, name) or ""):
                return key
    numbers = (words(half, name) for name in ("id", "pk") for half in found)
    return next(
        (key for number in numbers if number and (key := identity.instagram_key_from_pk(number))), None
    )


def build(record: Record, place: Place, *, contested: bool) -> Iterator[FoundPost | Skipped]:
    """Yield the post of a record; `contested` when the media of its name may be another post's."""
    key = key_of(record.node)
    if key is None:
        yield Skipped(origin=record.origin, why="The record names no post: its shortcode or id is missing.")
        return
    try:
        data, dropped = thinned(record.data, _LEFT_OUT)
    except InputError as error:
        yield Skipped(origin=record.origin, why=error.message)
        return
    node = _Node(node_of(data), part(node_of(data), "iphone_struct"))
    stem = stem_of(record.path)
    found = Found() if contested else find_files(record.node, stem, place)
    author = _author(node, place)
    caption, trust = _caption(node), CAPTION_TRUST
    if caption is None and not contested and (caption := place.words_of(stem)):
        trust = TEXT_TRUST
    said = fields.instant(node.number("taken_at_timestamp", "date", "taken_at"))
    posted_at = said or identity.posted_at(key)
    yield FoundPost(
        source=SOURCE,
        origin=record.origin,
        ids=(key,),
        platform="instagram",
        author=author,
        coauthors=_coauthors(node, author),
        caption=caption,
        caption_trust=trust,
        posted_at=posted_at,
        precision=("second" if said else "derived") if posted_at else None,
        permalink=_permalink(key, author, story=record.story),
        kind=_kind(node, story=record.story),
        paid_label=_paid(node),
        counts=_counts(node),
        followers=_followers(node, record.path),
        **_heard(node, author).fields,
        files=tuple(found.files),
        missing=tuple(dict.fromkeys(found.missing)),
        links=tuple(found.links),
        raw=canonical(data),
        dropped=dropped,
        notes=_notes(stem, contested=contested, moment=said, derived=identity.posted_at(key)),
    )


def _notes(
    stem: str, *, contested: bool, moment: datetime | None, derived: datetime | None
) -> tuple[str, ...]:
    notes = []
    if contested:
        notes.append(f"two posts share the name {stem[:60]!r}, so its media were given to neither")
    if moment and derived and abs((moment - derived).days) > 3:
        notes.append(f"the date {moment.date()} is not when the post was made, {derived.date()}")
    return tuple(notes)


def _author(node: _Node, place: Place) -> Account | None:
    """The owner; one known by number alone is named by the profile's record, and never by the folder."""
    owners = [part(node.web, "owner"), part(node.own, "user"), part(node.own, "owner")]
    number = next((found for owner in owners for name in ("id", "pk") if (found := words(owner, name))), None)
    named = next((owner for owner in owners if words(owner, "username")), {})
    handle = words(named, "username") or place.handle_of(number)
    return fields.account("instagram", handle, native_id=number, display=words(named, "full_name"))


def _followers(node: _Node, path: Path) -> FoundFollowers | None:
    owners = [part(node.web, "owner"), part(node.own, "owner"), part(node.own, "user")]
    said = (
        number
        for owner in owners
        for number in (count(part(owner, "edge_followed_by"), "count"), count(owner, "follower_count"))
    )
    return followers_of(next((one for one in said if one is not None), None), path)


def _coauthors(node: _Node, author: Account | None) -> tuple[Account, ...]:
    told = [item for half in node for item in parts(half, "coauthor_producers")]
    own = author.handle.casefold() if author else None
    accounts: dict[str, Account] = {}
    for item in told:
        other = fields.account(
            "instagram",
            words(item, "username"),
            native_id=words(item, "id") or words(item, "pk"),
            display=words(item, "full_name"),
        )
        if other and other.handle.casefold() != own:
            accounts.setdefault(other.handle.casefold(), other)
    return tuple(accounts.values())


def _caption(node: _Node) -> str | None:
    edges = parts(part(node.web, "edge_media_to_caption"), "edges")
    said = words(part(edges[0], "node"), "text") if edges else None
    return words(node.web, "caption") or said or _text_of(node.web) or _text_of(node.own)


def _text_of(half: dict[str, Any]) -> str | None:
    return words(part(half, "caption"), "text")


def _permalink(key: str, author: Account | None, *, story: bool) -> str | None:
    if story and author:
        number = identity.pk_from_shortcode(key.partition(":")[2])
        return f"https://www.instagram.com/stories/{author.handle}/{number}/"
    return None if story else identity.canonical_link(key)


def _kind(node: _Node, *, story: bool) -> PostKind:
    if story or (node.words("__typename") or "").removeprefix("XDT").startswith("GraphStory"):
        return "story"
    if node.words("product_type") == "clips":
        return "reel"
    whole = {**node.web, "iphone_struct": node.own}
    if is_carousel(whole):
        return "carousel"
    kinds: dict[bool | None, PostKind] = {True: "video", False: "feed", None: "unknown"}
    return kinds[items_of(whole)[0].clip]


def _paid(node: _Node) -> bool | None:
    """Whether the post shows the label: a partner is named, or the app's word on it; without either, unknown."""
    partners = parts(part(node.web, "edge_media_to_sponsor_user"), "edges") or parts(node.own, "sponsor_tags")
    told = {value for half in node if isinstance(value := half.get("is_paid_partnership"), bool)}
    if partners or True in told:
        return True
    return False if told else None


def _counts(node: _Node) -> Counts | None:
    """Its numbers: -1 stands for hidden likes. Of clips the plays, or where these are not told, the views."""

    def edge(*names: str) -> int | None:
        found = (count(part(node.web, name), "count") for name in names)
        return next((number for number in found if number is not None), None)

    hidden = node.own.get("like_and_view_counts_disabled") is True
    likes = edge("edge_media_preview_like", "edge_liked_by")
    comments = edge("edge_media_to_comment", "edge_media_to_parent_comment", "edge_media_preview_comment")
    plays = node.number("video_play_count", "play_count", "ig_play_count", "video_view_count", "view_count")
    counts = Counts(
        likes=None if hidden else likes if likes is not None else node.number("like_count", "likes"),
        comments=comments if comments is not None else node.number("comments", "comment_count"),
        views=None if hidden else plays,
    )
    return counts if counts != Counts() else None


def _heard(node: _Node, author: Account | None) -> Heard:
    heard = of_instagram(node.own, source=SOURCE, author=author)
    return heard if heard != Heard() else of_instagram(node.web, source=SOURCE, author=author)
