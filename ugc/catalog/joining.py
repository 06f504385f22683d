"""Two posts that turn out to be one: everything of the second goes over to the first, and no id is lost."""

from ugc.catalog.database import Database
from ugc.catalog.merge import as_found, merge
from ugc.catalog.reading import load
from ugc.catalog.writing import write_post

_MOVED = ("post_ids", "permalinks", "sources", "metrics")
_SHARED = ("post_tags", "campaign_posts", "import_posts", "creative_posts", "post_products", "media_links")


def fold_in(database: Database, keep: int, gone: int) -> str:
    """Join the post `gone` to `keep`, which then bears all ids of both; return the id that `gone` had."""
    kept, other = load(database, keep), load(database, gone)
    for table in _MOVED:
        database.run(f"UPDATE {table} SET post = ? WHERE post = ?", (keep, gone))  # noqa: S608  our own words
    for table in _SHARED:
        database.run(f"UPDATE OR IGNORE {table} SET post = ? WHERE post = ?", (keep, gone))  # noqa: S608
        database.run(f"DELETE FROM {table} WHERE post = ?", (gone,))  # noqa: S608
    database.run("DELETE FROM words WHERE rowid = ?", (gone,))
    database.run("UPDATE posts SET name = name || ' ' WHERE id = ?", (gone,))  # two rows may not share a name
    merged = merge(kept, as_found(other), other.post.media)
    write_post(database, keep, merged)
    database.run("DELETE FROM posts WHERE id = ?", (gone,))
    return other.post.id
