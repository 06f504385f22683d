"""Posts taken elsewhere: as our own feed, and as the columns of a sheet that the importers read again.

Neither says anything of rights, contacts or codes; what a person said of a file's crop or words, and from which sources
a post is known, stays behind as well.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ugc.exports.register import Cell, Column, Row
from ugc.model.post_feed import FeedAccount, FeedCounts, FeedMedia, FeedPost, FeedTrack, PostFeed
from ugc.model.posts import Account, Media, Post

FOLDER = "media"
"""Where the files lie, beside the feed or sheet."""

_OURS = ("file:", "url:")
_COUNTS = ("likes", "comments", "views", "shares", "saves", "reach")
_COLUMNS: Sequence[tuple[str, int, bool, str]] = (
    ("ugc_post", 22, False, "The post's id in the workspace that it comes from."),
    ("platform", 11, False, "Where it was published."),
    ("url", 40, False, "Its address."),
    ("handle", 18, False, "Who made it; co-authors follow, each with @."),
    ("name", 18, False, "The name that the account shows."),
    ("caption", 60, True, "The whole caption."),
    ("posted_at", 20, False, "When it was published, in UTC; a day alone where no more is known."),
    ("kind", 10, False, "feed, story, reel, video, carousel, short, pin, snap, other or unknown."),
    ("hashtags", 24, True, "Its hashtags, without #."),
    *(
        (name, 10, False, f"Number of {name}, the newest that is known; empty is unknown, not zero.")
        for name in _COUNTS
    ),
    ("paid_label", 10, False, "Whether it shows a paid-partnership label: yes or no; empty is unknown."),
    (
        "sound",
        16,
        False,
        "What is heard: none, speech, original, licensed, ...; a platform's song is a library song.",
    ),
    ("song", 20, False, "The piece that is heard."),
    ("artist", 20, False, "Whose piece it is."),
    ("tags", 20, True, "The workspace's own labels, parted by ;"),
    ("alt", 30, True, "Words that stand for the picture, where it is the only one."),
    ("media", 40, True, "Its files, parted by ;"),
)


def file_name(media: Media) -> str:
    """What a file of a post is called in an export: by its content, so that no name is hostile and none comes twice."""
    return f"{media.sha256[:20]}.{media.ext}"


def feed(posts: Sequence[Post], *, at: datetime) -> PostFeed:
    """Return the posts as our own feed."""
    return PostFeed(made_at=at.astimezone(UTC).replace(microsecond=0), posts=tuple(map(_feed_post, posts)))


def columns() -> tuple[Column, ...]:
    """The columns of a sheet of posts, in their order; the headings are the keys, which the importers know."""
    return tuple(
        Column(key, key, width, "number" if key in _COUNTS else "text", meaning, wrap)
        for key, width, wrap, meaning in _COLUMNS
    )


def row(post: Post) -> Row:
    """Return one post as a row."""
    own = _own(post)
    counts: Mapping[str, Cell] = post.counts.model_dump(include=set(_COUNTS)) if post.counts else {}
    return {
        "ugc_post": post.id,
        "platform": post.platform,
        "url": post.permalink,
        "handle": " ".join(f"@{account.handle}" for account in (post.author, *post.coauthors) if account)
        or None,
        "name": post.author.display_name if post.author else None,
        "caption": post.caption,
        "posted_at": _moment(post),
        "kind": None if post.kind == "unknown" else post.kind,
        "hashtags": " ".join(post.hashtags) or None,
        **counts,
        "paid_label": None if post.paid_label is None else "yes" if post.paid_label else "no",
        "sound": None if post.sound == "unknown" else post.sound.replace("_", " "),
        "song": post.track.title if post.track else None,
        "artist": post.track.artist if post.track else None,
        "tags": "; ".join(post.tags) or None,
        "alt": own[0].alt if len(own) == 1 else None,
        "media": "; ".join(f"{FOLDER}/{file_name(media)}" for media in own) or None,
    }


def _own(post: Post) -> list[Media]:
    """The files that a sheet can tell of: it has no word for the role of one."""
    return [media for media in post.media if media.role == "original"]


def _moment(post: Post) -> str | None:
    if post.posted_at is None or post.precision == "derived":
        return None  # worked out from the id again wherever the post goes
    moment = post.posted_at.astimezone(UTC)
    if post.precision == "day":
        return moment.date().isoformat()
    return moment.strftime("%Y-%m-%d %H:%M" if post.precision == "minute" else "%Y-%m-%d %H:%M:%S")


def _feed_post(post: Post) -> FeedPost:
    counts, track = post.counts, post.track
    return FeedPost(
        ids=tuple(name for name in (post.id, *post.aliases) if not name.startswith(_OURS)),
        platform=post.platform,
        permalink=post.permalink,
        author=_account(post.author) if post.author else None,
        coauthors=tuple(map(_account, post.coauthors)),
        caption=post.caption,
        posted_at=post.posted_at,
        precision=post.precision,
        kind=post.kind,
        hashtags=post.hashtags,
        paid_label=post.paid_label,
        sound=post.sound,
        track=FeedTrack(title=track.title, artist=track.artist, native_id=track.native_id) if track else None,
        derived_from=post.derived_from,
        counts=FeedCounts(**counts.model_dump()) if counts else None,
        tags=post.tags,
        media=tuple(
            FeedMedia(
                file=f"{FOLDER}/{file_name(media)}", role=media.role, alt=media.alt, sha256=media.sha256
            )
            for media in post.media
        ),
    )


def _account(account: Account) -> FeedAccount:
    return FeedAccount(
        handle=account.handle,
        native_id=account.native_id,
        display_name=account.display_name,
        profile_url=account.profile_url,
    )
