"""One post from what several sources say of it. Pure: what is known and what was found in, what is known now out.

The rules: what is missing never overwrites what is known. The caption of the more trusted source stands, of equals
the longer. A number that is missing or negative is unknown, never zero, and of the known ones the newest stands. A
known author is never replaced. Media are the union, in the order of the sources. A date that is known more exactly
stands; a paid-partnership label seen once stands; of two words on the sound the more restrictive one stands.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from ugc import text
from ugc.catalog.names import main_id, names_of
from ugc.model.base import Value
from ugc.model.posts import Account, Counts, FoundPost, Media, Post, PostKind, Precision, SoundKind, Track

NUMBERS = ("likes", "comments", "views", "shares", "saves", "reach")
_EXACTNESS: dict[Precision | None, int] = {None: 0, "derived": 1, "day": 2, "minute": 3, "second": 4}
_SPECIFIC: dict[PostKind, int] = {"unknown": 0, "other": 1, "feed": 2, "video": 2}
_RESTRICTIVE: dict[SoundKind, int] = {
    "unknown": 0,
    "none": 1,
    "speech": 2,
    "original": 3,
    "licensed": 4,
    "commercial_library": 5,
    "library_song": 6,
}
_T = TypeVar("_T")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Known(Value):
    """A post, with how far its caption's source is trusted, and what the person should know of the last merge."""

    post: Post
    caption_trust: int = 0
    notes: tuple[str, ...] = ()


def merge(known: Known | None, found: FoundPost, media: Sequence[Media]) -> Known:
    """Return the post as it is known after one more source. Merging the same source again changes nothing.

    `media` are the found files that could be opened, in the source's order.
    """
    found = without_nobodies(found)
    if known is None:
        return _first(found, media)
    post, notes = known.post, list[str]()
    caption, trust = _caption(known, found, notes)
    author = _author(post.author, found.author, notes)
    posted_at, precision = _date(post, found)
    names, main = dict.fromkeys([post.id, *post.aliases, *names_of(found, media)]), _main(post, found)
    merged = post.model_copy(
        update={
            "id": main,
            "aliases": tuple(name for name in names if name != main),
            "platform": found.platform if main != post.id or post.platform == "other" else post.platform,
            "author": author,
            "coauthors": _union_of_accounts(post.coauthors, found.coauthors),
            "caption": caption,
            "posted_at": posted_at,
            "precision": precision,
            "permalink": post.permalink or _known_text(found.permalink),
            "kind": max(post.kind, found.kind, key=lambda kind: _SPECIFIC.get(kind, 3)),
            "hashtags": _hashtags(caption, found, before=post),
            "mentions": text.mentions(caption or ""),
            "paid_label": True
            if found.paid_label or post.paid_label
            else _or(post.paid_label, found.paid_label),
            "sound": max(post.sound, found.sound, key=_RESTRICTIVE.__getitem__),
            "track": _track(post, found),
            "derived_from": post.derived_from or _known_text(found.derived_from),
            "media": _union_of_media(post.media, media),
            "counts": newest([item for item in (post.counts, found.counts) if item]),
            "tags": tuple(dict.fromkeys([*post.tags, *found.tags])),
        }
    )
    return Known(post=merged, caption_trust=trust, notes=tuple(notes))


def newest(snapshots: Iterable[Counts]) -> Counts | None:
    """Return the newest known value of each number; of undated snapshots the last counts, below every dated one."""
    ordered = sorted(snapshots, key=lambda item: _utc(item.taken_at) or _LONG_AGO)
    values: dict[str, int] = {}
    for item in ordered:
        values |= {
            name: value for name in NUMBERS if (value := getattr(item, name)) is not None and value >= 0
        }
    dates = [_utc(item.taken_at) for item in ordered if item.taken_at]
    if not values:
        return None
    return Counts(taken_at=dates[-1] if dates else None, **values)


def as_found(known: Known) -> FoundPost:
    """Return a known post in the shape in which sources tell of posts, so that one can be merged into another."""
    post = known.post
    shared = post.model_dump(
        include={
            "platform",
            "posted_at",
            "precision",
            "permalink",
            "kind",
            "paid_label",
            "sound",
            "track",
            "derived_from",
        }
    )
    return FoundPost(
        source="catalog",
        origin=post.id,
        ids=(post.id, *post.aliases),
        author=post.author,
        coauthors=post.coauthors,
        caption=post.caption,
        caption_trust=known.caption_trust,
        extra_hashtags=post.hashtags,
        counts=post.counts,
        tags=post.tags,
        **shared,
    )


def same_account(one: Account, other: Account) -> bool:
    """Whether two mentions of an account mean the same one: by its native id where both have one, else by handle."""
    if one.platform != other.platform:
        return False
    if one.native_id and other.native_id:
        return one.native_id == other.native_id
    return bool(one.handle) and text.fold(one.handle) == text.fold(other.handle)


def without_nobodies(found: FoundPost) -> FoundPost:
    """An author of no name and no number is unknown."""
    author = found.author if found.author and _is_somebody(found.author) else None
    return found.model_copy(
        update={"author": author, "coauthors": tuple(filter(_is_somebody, found.coauthors))}
    )


def _is_somebody(account: Account) -> bool:
    return bool(account.handle.strip("@ ") or account.native_id)


def _first(found: FoundPost, media: Sequence[Media]) -> Known:
    caption = _known_text(found.caption)
    main = main_id(found, media)
    post = Post(
        id=main,
        aliases=tuple(name for name in dict.fromkeys(names_of(found, media)) if name != main),
        platform=found.platform,
        author=found.author,
        coauthors=_union_of_accounts((), found.coauthors),
        caption=caption,
        posted_at=_utc(found.posted_at),
        precision=found.precision if found.posted_at else None,
        permalink=_known_text(found.permalink),
        kind=found.kind,
        hashtags=_hashtags(caption, found, before=None),
        mentions=text.mentions(caption or ""),
        paid_label=found.paid_label,
        sound=found.sound,
        track=found.track,
        derived_from=_known_text(found.derived_from),
        media=_union_of_media((), media),
        counts=newest([found.counts] if found.counts else []),
        tags=tuple(dict.fromkeys(found.tags)),
    )
    return Known(post=post, caption_trust=found.caption_trust if caption else 0)


def _track(post: Post, found: FoundPost) -> Track | None:
    """The piece that goes with the word that stands: where both say the same of the sound, the one named first."""
    if found.track and _RESTRICTIVE[found.sound] > _RESTRICTIVE[post.sound]:
        return found.track
    return post.track or found.track


def _main(post: Post, found: FoundPost) -> str:
    """A platform's id takes the place of one made from the file or the link; else the id stays."""
    return found.ids[0] if found.ids and is_provisional(post.id) else post.id


def is_provisional(name: str) -> bool:
    """Whether an id was made by us for want of a platform's own."""
    return name.startswith(("file:", "url:"))


def _caption(known: Known, found: FoundPost, notes: list[str]) -> tuple[str | None, int]:
    ours, theirs = known.post.caption, _known_text(found.caption)
    if theirs is None:
        return ours, known.caption_trust
    if ours is None or (found.caption_trust, len(theirs)) > (known.caption_trust, len(ours)):
        return theirs, found.caption_trust
    if theirs != ours:
        notes.append("caption kept from the earlier source")
    return ours, max(known.caption_trust, found.caption_trust if theirs == ours else known.caption_trust)


def _author(ours: Account | None, theirs: Account | None, notes: list[str]) -> Account | None:
    if ours is None or theirs is None:
        return ours or theirs
    if not same_account(ours, theirs):
        other = f"@{theirs.handle}" if ours.handle != theirs.handle else "another account of that name"
        notes.append(f"author kept: @{ours.handle}; {theirs.platform} says {other}")
        return ours
    names = ("handle", "native_id", "display_name", "profile_url")
    return ours.model_copy(update={name: getattr(ours, name) or getattr(theirs, name) for name in names})


def _date(post: Post, found: FoundPost) -> tuple[datetime | None, Precision | None]:
    if found.posted_at is None:
        return post.posted_at, post.precision
    if post.posted_at is None or _EXACTNESS[found.precision] > _EXACTNESS[post.precision]:
        return _utc(found.posted_at), found.precision
    return post.posted_at, post.precision


def _hashtags(caption: str | None, found: FoundPost, *, before: Post | None) -> tuple[str, ...]:
    """Those of the caption, then those that sources listed apart; tags of a caption that gave way are gone."""
    apart: list[str] = []
    if before:
        earlier = set(text.hashtags(before.caption or ""))
        apart = [tag for tag in before.hashtags if tag not in earlier]
    apart += [text.fold(tag.strip().lstrip("#＃")) for tag in found.extra_hashtags]
    return tuple(dict.fromkeys([*text.hashtags(caption or ""), *filter(None, apart)]))


def _union_of_accounts(ours: Sequence[Account], theirs: Sequence[Account]) -> tuple[Account, ...]:
    accounts = list(ours)
    for account in theirs:
        if not any(same_account(account, known) for known in accounts):
            accounts.append(account)
    return tuple(accounts)


def _union_of_media(ours: Sequence[Media], theirs: Sequence[Media]) -> tuple[Media, ...]:
    """Those known, with what was missing filled in; a new one stands after the one it follows in its source."""
    listed = list(ours)
    place = _first_shared(ours, theirs)
    for media in theirs:
        at = next((index for index, known in enumerate(listed) if known.sha256 == media.sha256), None)
        if at is None:
            listed.insert(place, media)
        else:
            place = at
            listed[at] = _filled(listed[at], media)
        place += 1
    return tuple(listed)


def _first_shared(ours: Sequence[Media], theirs: Sequence[Media]) -> int:
    """Where to begin inserting: before the first media that both have, else at the end."""
    known = {media.sha256: index for index, media in enumerate(ours)}
    return next((known[media.sha256] for media in theirs if media.sha256 in known), len(ours))


def _filled(ours: Media, theirs: Media) -> Media:
    return ours.model_copy(
        update={
            "role": theirs.role if ours.role == "original" else ours.role,
            **_alt(ours, theirs),
            "focus": max(filter(None, (ours.focus, theirs.focus)), key=lambda focus: focus.at, default=None),
            "name": ours.name or theirs.name,
            "duration": _or(ours.duration, theirs.duration),
            # what a source names needs nobody's word
            **({} if theirs.attached_by else {"attached_by": None, "attached_at": None, "stands_for": None}),
        }
    )


def _alt(ours: Media, theirs: Media) -> dict[str, object]:
    """The words for a picture with who wrote them: a person's last word, else a source's."""
    written = [media for media in (ours, theirs) if media.alt_by]
    told = max(written, key=lambda media: media.alt_at or _LONG_AGO, default=ours if ours.alt else theirs)
    return {"alt": told.alt, "alt_by": told.alt_by, "alt_at": told.alt_at}


def _known_text(words: str | None) -> str | None:
    return words if words and words.strip() else None


def _or(ours: _T | None, theirs: _T | None) -> _T | None:
    return theirs if ours is None else ours


def _utc(moment: datetime | None) -> datetime | None:
    """A time in UTC; one without a zone is taken to be so already, as sources write it."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
