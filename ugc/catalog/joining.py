"""Two posts that turn out to be one: everything of the second goes over to the first, and no id is lost."""

from ugc.catalog.database import Database
from ugc.catalog.merge import as_found, merge
from ugc.catalog.reading import load
from ugc.catalog.writing import write_post

MOVED = {
    "post_ids": "name",
    "permalinks": "key",
    "sources": "id",
    "metrics": "id",
    "post_changes": "id",
    "campaign_log": "id",
}
"""Tables whose rows go over as they are, each with the column by which a row is known."""
SHARED = {
    "post_tags": ("tag",),
    "campaign_posts": ("campaign",),
    "import_posts": ("import",),
    "creative_posts": ("creative",),
    "post_products": ("product", "media"),
    "media_links": ("name",),
    "post_captions": ("sha256",),
}
"""Tables of which both posts may have the same row, which is then kept once, each with what makes it the same."""


def fold_in(database: Database, keep: int, gone: int) -> str:
    """Join the post `gone` to `keep`, which then bears all ids of both; return the id that `gone` had."""
    kept, other = load(database, keep), load(database, gone)
    for table in MOVED:
        database.run(f"UPDATE {table} SET post = ? WHERE post = ?", (keep, gone))  # noqa: S608  our own words
    for table in SHARED:
        database.run(f"UPDATE OR IGNORE {table} SET post = ? WHERE post = ?", (keep, gone))  # noqa: S608
        database.run(f"DELETE FROM {table} WHERE post = ?", (gone,))  # noqa: S608
    database.run("UPDATE merges SET kept = ? WHERE kept = ?", (keep, gone))
    database.run("DELETE FROM words WHERE rowid = ?", (gone,))
    database.run("UPDATE posts SET name = name || ' ' WHERE id = ?", (gone,))  # two rows may not share a name
    merged = merge(kept, as_found(other), other.post.media)
    write_post(database, keep, merged)
    database.run("DELETE FROM posts WHERE id = ?", (gone,))
    return other.post.id
