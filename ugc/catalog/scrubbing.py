"""What is kept of merges by hand, caption files and sheets, taken away with the person whom it tells of."""

import json

from ugc import text
from ugc.catalog.database import Database
from ugc.catalog.persons import Person, naming
from ugc.model.base import canonical

_IN = "IN (SELECT value FROM json_each(?))"


def caption_files(database: Database, posts: str) -> list[tuple[str, str]]:
    """Return sha256 and extension of the caption files that some posts, numbers as JSON, have and no other post has."""
    rows = database.run(
        f"SELECT DISTINCT sha256, ext FROM post_captions WHERE post {_IN} AND sha256 NOT IN"  # noqa: S608  our own words
        f" (SELECT sha256 FROM post_captions WHERE post NOT {_IN})",
        (posts, posts),
    )
    return [(sha256, ext) for sha256, ext in rows]


def drop_sheets(database: Database) -> int:
    """Delete what is kept of sheets that were given out and came back; return how many sheets they were.

    They are whole tables, packed, and may name anyone.
    """
    gone = database.run("DELETE FROM sheets RETURNING id")
    gone += database.run("DELETE FROM sheet_changes RETURNING sheet")
    return len(set(gone))


def scrub_merges(database: Database, who: Person, posts: str) -> None:
    """Delete the merges of a person's posts, and take the person out of what is kept of those of other people's."""
    database.run(f"DELETE FROM merges WHERE kept {_IN}", (posts,))  # noqa: S608
    named, numbers = naming(who.words), set(who.numbers)
    for merge, why, before in database.run("SELECT id, why, before FROM merges"):
        told = json.loads(before)
        for part in told.get("parts", ()):
            part["coauthors"] = [line for line in part["coauthors"] if line["account"] not in numbers]
            part["accounts"] = {
                number: account for number, account in part["accounts"].items() if int(number) not in numbers
            }
        words = "(redacted)" if named.search(text.fold(why)) else why
        if (words, told) != (why, json.loads(before)):
            database.run(
                "UPDATE merges SET why = ?, before = ? WHERE id = ?", (words, canonical(told), merge)
            )
