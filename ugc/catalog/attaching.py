"""Files that people tie to posts: originals, raw footage, captions."""

from ugc.catalog.database import Database
from ugc.catalog.reading import load
from ugc.catalog.writing import store_media, write_post
from ugc.errors import UsageError
from ugc.model.posts import CaptionFile, Media

_COLUMNS = "sha256, ext, size, language, name, attached_by, attached_at"
_OF_CLIP = (
    f"SELECT {', '.join(f'c.{name}' for name in _COLUMNS.split(', '))} FROM post_captions c"  # noqa: S608  our own words
    " JOIN post_media m ON m.post = c.post WHERE m.sha256 = ? ORDER BY c.attached_at, c.name, c.sha256"
)


def attach(database: Database, number: int, media: Media) -> None:
    """Tie a file that is in the store to a post; of one that the post has, what is said of it takes its place."""
    with database.transaction(durable=True):
        store_media(database, [media])
        known = load(database, number)
        own = {item.sha256: item for item in known.post.media}
        own[media.sha256] = _said_of(own[media.sha256], media) if media.sha256 in own else media
        post = known.post.model_copy(update={"media": tuple(own.values())})
        write_post(database, number, known.model_copy(update={"post": post}))


def _said_of(before: Media, now: Media) -> Media:
    """A file that the post had already, with the words and crops that it had."""
    return now.model_copy(
        update={"alt": before.alt, "alt_by": before.alt_by, "alt_at": before.alt_at, "focus": before.focus}
    )


def detach(database: Database, number: int, sha256: str) -> str | None:
    """Take a file off a post that was tied to it by hand; return its extension where no post holds it any more.

    Raises UsageError for a file that a source of the post names.
    """
    with database.transaction(durable=True):
        row = database.one(
            "DELETE FROM post_media WHERE post = ? AND sha256 = ? AND attached_by IS NOT NULL RETURNING 1",
            (number, sha256),
        )
        if row is None:
            raise UsageError(
                "That file was not attached: a source of the post names it.",
                hint="`ugc show POST` says which were.",
            )
        database.run("DELETE FROM post_products WHERE post = ? AND media = ?", (number, sha256))
        known = load(database, number)
        write_post(database, number, known)  # places without a gap
        gone = database.one(
            "DELETE FROM media WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM post_media WHERE sha256 = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM products WHERE image = ?1) RETURNING ext",
            (sha256,),
        )
    return str(gone[0]) if gone else None


def add_captions(database: Database, number: int, file: CaptionFile) -> None:
    """Tie a caption file that is in the store to a post; the same again takes the place of the first."""
    with database.transaction(durable=True):
        database.run(
            f"INSERT OR REPLACE INTO post_captions (post, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (number, *file.model_dump(mode="json").values()),
        )


def remove_captions(database: Database, number: int, sha256: str) -> str | None:
    """Take a caption file off a post; return its extension where no post has it any more."""
    with database.transaction(durable=True):
        row = database.one(
            "DELETE FROM post_captions WHERE post = ? AND sha256 = ? RETURNING ext", (number, sha256)
        )
        left = database.one("SELECT 1 FROM post_captions WHERE sha256 = ?", (sha256,))
    return str(row[0]) if row and not left else None


def captions_of(database: Database, number: int) -> tuple[CaptionFile, ...]:
    """Return the caption files of a post, in the order in which they were tied to it."""
    query = f"SELECT {_COLUMNS} FROM post_captions WHERE post = ? ORDER BY attached_at, name, sha256"  # noqa: S608
    return tuple(_file(row) for row in database.run(query, (number,)))


def captions_of_clip(database: Database, sha256: str) -> tuple[CaptionFile, ...]:
    """Return the caption files of the posts that hold a clip."""
    return tuple(_file(row) for row in database.run(_OF_CLIP, (sha256,)))


def _file(row: tuple[object, ...]) -> CaptionFile:
    return CaptionFile.model_validate(dict(zip(_COLUMNS.split(", "), row, strict=True)))
