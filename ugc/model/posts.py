"""Posts, their authors and their media, as catalogued and as an importer finds them."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from ugc.model.base import Value
from ugc.model.focus import Focus

Platform = Literal[
    "instagram",
    "facebook",
    "threads",
    "tiktok",
    "youtube",
    "snapchat",
    "pinterest",
    "linkedin",
    "x",
    "reddit",
    "web",
    "email",
    "other",
]
PLATFORMS: tuple[Platform, ...] = get_args(Platform)

PostKind = Literal["feed", "story", "reel", "video", "carousel", "short", "pin", "snap", "other", "unknown"]
MediaKind = Literal["image", "video"]
MediaRole = Literal["original", "raw", "poster", "capture"]
"""original: the post's own file; raw: footage from the creator; poster: a video's still; capture: a screenshot."""

SoundKind = Literal["none", "speech", "original", "library_song", "commercial_library", "licensed", "unknown"]
SOUND_KINDS: tuple[SoundKind, ...] = get_args(SoundKind)
Precision = Literal["second", "minute", "day", "derived"]
"""How exactly `posted_at` is known; `derived` means worked out from the platform's id."""


class Track(Value):
    """A piece of sound that a source names for a post: what it is called, never what it is cleared for."""

    title: str | None = None
    artist: str | None = None
    native_id: str | None = None
    """The platform's own id of it."""
    source: str
    """Name of the importer whose record says so."""


class Account(Value):
    """A creator's account on one platform. Handles change; `native_id`, where known, does not."""

    platform: Platform
    handle: str
    """As seen, without the leading @."""
    native_id: str | None = None
    display_name: str | None = None
    profile_url: str | None = None


class Counts(Value):
    """A snapshot of a post's public numbers. None means unknown, never zero."""

    taken_at: datetime | None = None
    likes: int | None = None
    comments: int | None = None
    views: int | None = None
    shares: int | None = None
    saves: int | None = None
    reach: int | None = None


class Media(Value):
    """A file of a post, known by its content."""

    sha256: str
    kind: MediaKind
    ext: str
    """By content, not by name; without the dot: jpg, png, webp, avif, heic, gif, tiff, mp4, mov, webm."""
    size: int
    """Bytes."""
    width: int
    """Pixels, upright: after the file's own rotation is applied."""
    height: int
    duration: float | None = None
    """Seconds; None for pictures."""
    sound: bool | None = None
    """Whether a clip has a sound track; None for pictures, and where nobody has looked."""
    role: MediaRole = "original"
    alt: str | None = None
    """Words that stand for the picture: a source's, unless `alt_by` names who wrote them."""
    alt_by: str | None = None
    alt_at: datetime | None = None
    focus: Focus | None = None
    """What a person said of its crops."""
    name: str = ""
    """The file's name where it was collected, for people to recognise it by."""
    attached_by: str | None = None
    """Who tied it to the post by hand; None where a source of the post names it."""
    attached_at: datetime | None = None
    stands_for: str | None = None
    """sha256 of the post's file that shows the same picture with fewer pixels: this one is rendered in its place."""


class Post(Value):
    """One published piece by a creator, with all that is known of it."""

    id: str
    """`ig:<shortcode>`, `tt:<item id>`, `yt:<video id>` or `file:<sha256>`."""
    aliases: tuple[str, ...] = ()
    """Every other id it was ever known by; each resolves for ever."""
    platform: Platform
    author: Account | None = None
    """None when no source said who made it; never guessed."""
    creator: str | None = None
    """Key of the creator in the catalog."""
    coauthors: tuple[Account, ...] = ()
    caption: str | None = None
    posted_at: datetime | None = None
    precision: Precision | None = None
    permalink: str | None = None
    kind: PostKind = "unknown"
    hashtags: tuple[str, ...] = ()
    """Without #, case-folded, in order of appearance."""
    mentions: tuple[str, ...] = ()
    paid_label: bool | None = None
    """Whether the live post shows a paid-partnership label; None means unknown."""
    sound: SoundKind = "unknown"
    track: Track | None = None
    """What is heard, where a source names it."""
    derived_from: str | None = None
    """Native id of the post that this one duets, stitches or remixes."""
    media: tuple[Media, ...] = ()
    counts: Counts | None = None
    """The newest known value of each number."""
    tags: tuple[str, ...] = ()
    """Our own labels, not the post's hashtags."""
    campaigns: tuple[str, ...] = ()


class CaptionFile(Value):
    """A caption file that a person tied to a post, for its clips."""

    sha256: str
    ext: str
    size: int
    """Bytes."""
    language: str | None = None
    """From the file's name or head; None where neither says."""
    name: str
    """The file's name where it was, for people to recognise it by."""
    attached_by: str
    attached_at: datetime


class PostChange(Value):
    """What a later import saw of a post at its source."""

    what: Literal["deleted", "edited", "back"]
    """deleted: the source says that it no longer stands there; back: that it stands again; edited: its caption is
    another than the same importer told of before."""
    seen_at: datetime
    """When it was imported; what happened may lie days before."""
    importer: str
    before: str | None = None
    """Of an edit, the caption that was told of before."""
    after: str | None = None


class FoundFile(Value):
    """A media file that an importer matched to a post, not yet opened."""

    path: Path
    role: MediaRole = "original"
    alt: str | None = None
    origin: str | None = None
    """Where it lies, for messages, when `path` is only a copy that goes with the reading: `export.zip, media/x.jpg`."""


class FoundLink(Value):
    """Where a source says that a file of a post can be fetched. Never stored with its signature, never printed."""

    url: str = Field(repr=False)
    """As the source has it, signature included."""
    name: str
    """The file's name in the address, which is the same on every server; as in `FoundPost.missing`."""
    place: int = 0
    """Which of the post's files it is, from 0."""
    role: MediaRole = "original"


class FoundFollowers(Value):
    """How many followed a post's author, as its record says."""

    count: int
    day: date
    """When that was counted, as far as the source shows."""


class FoundPost(Value):
    """A post as one source tells of it. Importers yield these and store nothing."""

    source: str
    """The importer's name."""
    origin: str
    """The record's place in its source, for messages: a path, with a row or index where there are many."""
    ids: tuple[str, ...] = ()
    """Platform ids in order of trust; empty when the source has none (the media's hash then serves)."""
    platform: Platform
    author: Account | None = None
    coauthors: tuple[Account, ...] = ()
    caption: str | None = None
    caption_trust: int = 0
    """How much this source's caption is to be believed, larger wins; see `catalog.merge`."""
    posted_at: datetime | None = None
    precision: Precision | None = None
    permalink: str | None = None
    kind: PostKind = "unknown"
    extra_hashtags: tuple[str, ...] = ()
    """Hashtags that the source lists apart from the caption."""
    paid_label: bool | None = None
    sound: SoundKind = "unknown"
    track: Track | None = None
    derived_from: str | None = None
    counts: Counts | None = None
    followers: FoundFollowers | None = None
    """Of the author. It is no part of what the source says of the post."""
    tags: tuple[str, ...] = ()
    files: tuple[FoundFile, ...] = ()
    missing: tuple[str, ...] = ()
    """Media that the source names but that are not on disk."""
    links: tuple[FoundLink, ...] = ()
    """Where its files can be fetched; no import does so."""
    gone: bool | None = None
    """Whether the source says that the post no longer stands on its platform; None where it says nothing."""
    raw: str | None = None
    """The source's own record as JSON, after tokens and personal fields were dropped."""
    dropped: tuple[str, ...] = ()
    """Names of the fields that hygiene removed."""
    notes: tuple[str, ...] = ()
    """What was left unknown and why, in words: a count or date that can be read in two ways."""
    receipts: tuple[bytes, ...] = ()
    """Marks of the record files that it was made of, in their order, where nothing else had a say in it; else empty."""


class Skipped(Value):
    """Something an importer or a probe passed over, with the reason in words."""

    origin: str
    why: str
    code: str = "not_understood"
    """not_understood, empty, not_media, too_large, unreadable, no_media, unsupported; missing, where a package that
    reads it is not installed, for which the import ends with 6; nobody's fault are ignored,
    erased, column (a name in a sheet's header that looks misspelt), no_column (a sheet has none for files) and
    note (what should be known of a whole file: the terms that its posts came under)."""
