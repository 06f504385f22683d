"""Of which posts a grant stands today, read in bulk: not what it allows, which a use has to be asked about."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ugc.model.posts import Post
from ugc.model.records import Grant, Revocation
from ugc.text import fold

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def held(workspace: "Workspace", posts: Iterable[Post], *, today: date) -> set[str]:
    """Return the ids of the posts that a grant to the brand covers on a day, and no revocation ends."""
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
    of_posts = {post for grant in standing for post in grant.posts}
    of_creators = {grant.creator for grant in standing if grant.creator and not grant.posts}
    asked = list(posts)
    numbers = overview.numbers(post.id for post in asked)
    authors = overview.authors(numbers.values())  # records name creators by a key that says nothing of them
    found = set()
    for post in asked:
        keys = authors.get(numbers.get(post.id, 0), frozenset())
        names = {post.id, *post.aliases}
        if (names & of_posts or keys & of_creators) and not stopped & (names | keys):
            found.add(post.id)
    return found
