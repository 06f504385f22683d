"""What searches ask of a post, as columns of its row: kept beside what they are made from, so that none is computed."""

from collections.abc import Sequence

from ugc.model.posts import Media, Post

NUMBERS = ("likes", "comments", "views", "shares", "saves", "reach")
MEASURES = ("width", "height", "duration")
"""Of a post's media; each is kept as its least and its most."""
SEARCHED = (
    *NUMBERS,
    "captioned",
    "files",
    "originals",
    "pictures",
    "clips",
    *(f"{name}_{end}" for name in MEASURES for end in ("least", "most")),
)


def searched(post: Post) -> tuple[object, ...]:
    """Return the values of the columns SEARCHED. Posters count as files alone: they show no more than their clip."""
    shown = [media for media in post.media if media.role != "poster"]
    return (
        *(getattr(post.counts, name) if post.counts else None for name in NUMBERS),
        post.caption is not None,
        len(post.media),
        sum(media.role == "original" for media in post.media),
        sum(media.kind == "image" for media in shown),
        sum(media.kind == "video" for media in post.media),
        *(end for name in MEASURES for end in _ends(shown, name)),
    )


def _ends(media: Sequence[Media], name: str) -> tuple[float | None, float | None]:
    known = [value for one in media if (value := getattr(one, name)) is not None]
    return (min(known), max(known)) if known else (None, None)
