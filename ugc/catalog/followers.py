"""Snapshots of followings, as sources of posts tell of them."""

from ugc.catalog import people
from ugc.catalog.database import Database
from ugc.model.posts import FoundPost


def note_followers(database: Database, found: FoundPost) -> None:
    """Keep how many followed a post's author; of one day and source the highest, since each post's record says it."""
    if found.followers is None or found.author is None:
        return
    account = people.find_account(database, found.author)
    if account is not None:
        database.run(
            "INSERT INTO followers (account, day, count, source) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
            (account, found.followers.day.isoformat(), found.followers.count, found.source),
        )
