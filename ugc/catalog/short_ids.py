"""Where the ids in a creative's file name lead: short or whole, to its posts, for ever."""

import re
from collections.abc import Iterator

from ugc.catalog.creatives import MadeCreative, creatives
from ugc.catalog.database import Database
from ugc.identity import CONCEPT_DIGITS, VARIANT_DIGITS, ids_in_name

_ID = re.compile(r"([cv]?)([0-9a-f]{6,64})")

Meant = dict[str, tuple[str, ...]]
"""Every id that may be meant, as file names write it, to the posts of its creative."""


def meant(database: Database, name: str) -> Meant:
    """Return what a variant's or concept's id, its beginning, or a creative's whole file name may mean."""
    ids = ids_in_name(name)
    if ids:
        row, posts = of_a_name(database, name)
        return {f"v{ids[1]}" if row else f"c{ids[0]}": posts} if posts else {}
    found: Meant = {}
    for kind, start in _readings(name.casefold()):
        for made in creatives(database, short=start):
            if kind in ("", "v") and made.variant.startswith(start):
                found[f"v{made.variant[:VARIANT_DIGITS]}"] = made.posts
            elif kind in ("", "c") and made.concept.startswith(start):
                found[f"c{made.concept[:CONCEPT_DIGITS]}"] = made.posts
    return found


def of_a_name(database: Database, name: str) -> tuple[MadeCreative | None, tuple[str, ...]]:
    """Return the creative whose two short ids a file's name ends in, and its posts.

    Of a variant that is not known, the posts are those of its concept; ids that do not belong together mean nothing.
    """
    ids = ids_in_name(name)
    if ids is None:
        return None, ()
    concept, variant = ids
    same = [made for made in creatives(database, short=concept) if made.concept.startswith(concept)]
    row = next((made for made in same if made.variant.startswith(variant)), None)
    if row:
        return row, row.posts
    known = any(made.variant.startswith(variant) for made in creatives(database, short=variant))
    return None, () if known else tuple(dict.fromkeys(post for made in same for post in made.posts))


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """Yield what an id may be read as: `c` is both the mark of a concept and a digit of any id."""
    match = _ID.fullmatch(name)
    if match and match[1]:
        yield match[1], match[2]
    if match and match[1] != "v" and len(name) <= 64:
        yield "", name
