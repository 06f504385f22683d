"""Our own feed of posts: what `ugc export --to json` writes, and what any other program can write for `ugc import`."""

from datetime import datetime
from typing import Final, Literal

from pydantic import AwareDatetime, Field

from ugc.model.base import Value
from ugc.model.posts import MediaRole, Platform, PostKind, Precision, SoundKind

VERSION: Final = "ugc-feed 1"
_MOST = (1 << 53) - 1
"""The largest number that every program reads from JSON as it stands."""


class FeedAccount(Value):
    """An account on the post's platform."""

    handle: str
    """Without the leading @."""
    native_id: str | None = None
    """The platform's own number of the account, as text; handles change, it does not."""
    display_name: str | None = None
    profile_url: str | None = None


class FeedTrack(Value):
    """The piece of sound that is heard."""

    title: str | None = None
    artist: str | None = None
    native_id: str | None = None


class FeedCounts(Value):
    """Public numbers of the post at one moment. What is left out is unknown, not zero."""

    taken_at: AwareDatetime | None = None
    likes: int | None = Field(default=None, ge=0, le=_MOST, strict=True)
    comments: int | None = Field(default=None, ge=0, le=_MOST, strict=True)
    views: int | None = Field(default=None, ge=0, le=_MOST, strict=True)
    shares: int | None = Field(default=None, ge=0, le=_MOST, strict=True)
    saves: int | None = Field(default=None, ge=0, le=_MOST, strict=True)
    reach: int | None = Field(default=None, ge=0, le=_MOST, strict=True)


class FeedMedia(Value):
    """A file of the post."""

    file: str
    """Its path from the folder of the feed, with `/`; never out of that folder."""
    role: MediaRole = "original"
    alt: str | None = None
    """Words that stand for the picture."""
    sha256: str | None = None
    """Of the file's bytes, in hexadecimal digits; for information."""


class FeedPost(Value):
    """One post. What is left out or null is unknown."""

    ids: tuple[str, ...] = ()
    """`ig:<shortcode>`, `tt:<item id>` or `yt:<video id>`, the one it is known by first."""
    platform: Platform | None = None
    """Left out, what the first id or the permalink says."""
    permalink: str | None = None
    author: FeedAccount | None = None
    coauthors: tuple[FeedAccount, ...] = ()
    caption: str | None = None
    posted_at: AwareDatetime | None = None
    precision: Precision | None = None
    """How exactly `posted_at` is known; left out: to the second."""
    kind: PostKind = "unknown"
    hashtags: tuple[str, ...] = ()
    """Those that are listed apart from the caption, or all of them; without #."""
    paid_label: bool | None = None
    """Whether the live post shows a paid-partnership label."""
    sound: SoundKind = "unknown"
    track: FeedTrack | None = None
    derived_from: str | None = None
    """Native id of the post that this one duets, stitches or remixes."""
    counts: FeedCounts | None = None
    tags: tuple[str, ...] = ()
    """The workspace's own labels, not the post's hashtags."""
    media: tuple[FeedMedia, ...] = ()
    """In the order of the post."""


class PostFeed(Value):
    """A feed of posts: `{"version": "ugc-feed 1", "posts": [...]}`."""

    version: Literal["ugc-feed 1"] = VERSION
    made_at: datetime | None = None
    """When the feed was written; for information."""
    posts: tuple[FeedPost, ...]
