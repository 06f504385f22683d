"""What is asked of campaigns every day, and the answers: which post it may be, and who should hear from the brand."""

from datetime import date
from typing import Literal

from ugc.model.base import Value
from ugc.model.campaigns import Deliverable
from ugc.model.posts import Post

FollowUpKind = Literal[
    "unanswered",
    "product_to_send",
    "nothing_heard",
    "due_soon",
    "late",
    "to_thank",
    "to_pay",
    "rights_unanswered",
]


class Candidate(Value):
    """An imported post that may be what somebody owes."""

    post: Post
    day: date | None
    """The day on which it was posted, in the workspace's time zone; None where it is not known."""


class Proposal(Value):
    """A post that may be a deliverable. It is proposed; a person accepts it."""

    deliverable: Deliverable
    post: str
    day: date | None
    permalink: str | None = None
    reasons: tuple[str, ...]
    """What speaks for it, each a sentence."""
    sure: bool
    """Whether something in the post names the campaign, and nothing else fits as well."""
    doubts: tuple[str, ...] = ()
    """Why it is not sure, each a sentence."""


class RightsAsked(Value):
    """A request of the ledger that nobody has answered."""

    record: str
    creator: str
    """The key of who was asked."""
    day: date
    """Of the request, or of its last reminder."""
    posts: tuple[str, ...] = ()


class FollowUp(Value):
    """One reason why a creator should hear from the brand."""

    kind: FollowUpKind
    since: date
    """The day it counts from; of what is due soon, its due day."""
    deliverables: tuple[str, ...] = ()
    what: str
    """Goes on from the creator's name: `was asked on …`."""
    command: str
    """What to type once it is done, or to do it."""


class CreatorDue(Value):
    """A creator of a campaign who should hear from the brand, and why."""

    campaign: str
    creator: str
    """As the file names them."""
    key: str | None
    """In the catalog; None where it does not know them."""
    follow_ups: tuple[FollowUp, ...]
