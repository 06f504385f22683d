"""What it means for the rights that a post was seen deleted or edited at its source.

A yes that was given in writing elsewhere stands: a licence does not end because a post is gone. A yes that stood at
the post went with it, and a person decides whether it is proof enough.
"""

from collections.abc import Iterable, Sequence

from ugc.model.posts import PostChange
from ugc.model.records import Grant
from ugc.model.rights import Case, Reason
from ugc.model.vocab import Method
from ugc.rights.decisions import OpenPoint

AT_THE_POST: frozenset[Method] = frozenset({"implied_tag", "hashtag_reply", "comment_yes", "public_licence"})
"""Ways of saying yes that stand where the post stands, or that only its being public carries."""


def lapsing(case: Case, grants: Iterable[Grant]) -> list[OpenPoint]:
    """The grants whose yes stood at a post that was seen deleted."""
    gone = case.deleted
    if gone is None:
        return []
    return [
        (
            Reason(
                code="consent_deleted",
                text=f"The post was seen deleted on {gone.seen_at.date()}, and the yes stood there "
                f"({grant.method.replace('_', ' ')}).",
                grant=grant.id,
            ),
            gone.seen_at,
        )
        for grant in grants
        if grant.method in AT_THE_POST
    ]


def seen_changes(changes: Sequence[PostChange]) -> tuple[str, ...]:
    """Say what was seen of a post that an answer does not vouch for: the newest of each kind."""
    newest = {("edited" if change.what == "edited" else "stands"): change for change in changes}
    found: list[str] = []
    stands, edited = newest.get("stands"), newest.get("edited")
    if stands and stands.what == "deleted":
        found.append(
            f"Why the post was deleted (seen {stands.seen_at.date()} by {stands.importer}): a licence stands, "
            "and its creator may still have changed their mind."
        )
    if edited:
        found.append(
            f"What the edit of its caption changed (seen {edited.seen_at.date()} by {edited.importer}): "
            "a label, a credit or the words that were agreed to."
        )
    return tuple(found)


def meaning(case: Case) -> tuple[str, ...]:
    """Say what the deletion or edit of a post may mean for what is recorded, a sentence each."""
    found: list[str] = []
    if case.deleted:
        found.append(
            "It was seen deleted. Save what proves the rights: screenshots, messages, the terms as agreed."
        )
        loose = [grant.id for grant in case.grants if grant.method in AT_THE_POST]
        firm = [grant.id for grant in case.grants if grant.method not in AT_THE_POST]
        if firm:
            found.append(
                f"A licence stands without the post: {', '.join(firm)}. Ask why it was deleted all the same."
            )
        if loose:
            found.append(
                f"The yes of {', '.join(loose)} stood at the post: a person decides whether it is enough."
            )
        lapsed = [item.id for item in case.authorizations if item.post and item.status == "active"]
        if lapsed:
            found.append(
                f"Permissions for the post lapsed with it: {', '.join(lapsed)}. Ads that run the post itself stop."
            )
    if any(change.what == "edited" for change in case.changes):
        found.append("Its caption was edited: see whether a label, a credit or the words agreed to are gone.")
    return tuple(found)
