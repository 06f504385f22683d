"""Of which posts a grant stands today, read in bulk: not what it allows, which a use has to be asked about."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ugc.model.records import Grant, Revocation
from ugc.text import fold

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def held(workspace: "Workspace", posts: Iterable[str], *, today: date) -> set[str]:
    """Return which of these posts, by their ids, a grant to the brand covers on a day, and no revocation ends."""
    overview = workspace.catalog.overview
    brand = fold(workspace.settings.brand.name)
    grants = [
        grant
        for grant in overview.newest("grant", Grant).values()
        if grant.status == "granted"
        and fold(grant.licensee) == brand
        and grant.start <= today
        and (grant.end == "perpetual" or grant.end >= today)
    ]
    ended = [one for one in overview.newest("revocation", Revocation).values() if one.effective <= today]
    revoked = {one.grant for one in ended if one.grant}
    stopped = {one.post for one in ended if one.post and not one.grant}
    stopped |= {one.creator for one in ended if one.creator and not one.grant and not one.post}
    standing = [grant for grant in grants if grant.id not in revoked]
    asked = overview.numbers(posts)
    authors = overview.authors(asked.values())  # records name creators by a key that says nothing of them
    covered = set(overview.numbers(post for grant in standing for post in grant.posts).values())
    uncovered = set(overview.numbers(stopped).values())
    of_creators = {grant.creator for grant in standing if grant.creator and not grant.posts}
    found = set()
    for post, number in asked.items():
        keys = authors.get(number, frozenset())
        if (number in covered or keys & of_creators) and number not in uncovered and not stopped & keys:
            found.add(post)
    return found
