"""Imported posts proposed for what creators owe, and accepted by a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.campaigns.matching import proposals
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.campaign_questions import Candidate, Proposal
from ugc.text import fold, handle
from ugc.workspace.campaigns.noting import CampaignLogged, Note, note
from ugc.workspace.campaigns.standing import Standing, standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Matched(Value):
    """A post that was accepted as a deliverable."""

    deliverable: str
    creator: str
    post: str
    number: int | None
    """Of the event in the log; None where nothing was written down."""


class CampaignMatched(Value):
    """What is proposed, and what was accepted."""

    campaign: str
    proposals: tuple[Proposal, ...]
    """Those that stand, less what was accepted."""
    unmatched: tuple[str, ...]
    """Open deliverables that no post fits."""
    unknown: tuple[str, ...]
    """Creators of the file whom the catalog does not know, so that nothing can be proposed for them."""
    accepted: tuple[Matched, ...] = ()
    dry: bool = False


def match(
    workspace: "Workspace",
    name: str,
    *,
    accept: Mapping[str, str] | None = None,
    accept_all: bool = False,
    by: str = "",
    at: datetime,
    dry: bool = False,
) -> CampaignMatched:
    """Propose posts for the open deliverables of a campaign, and write down those that are accepted.

    `accept` are posts by deliverable, proposed or not; `accept_all` takes every proposal that is sure. Raises
    UsageError for a deliverable or post that is not known or taken; then nothing is written down.
    """
    stands = standing(workspace, name, today=workspace.day(at))
    with workspace.rehearsed(dry), workspace.catalog.transaction():
        wanted = _wanted(workspace, stands, accept or {})
        accepted = [_accept(workspace, stands, *each, by=by, at=at) for each in wanted.items()]
        now = standing(workspace, name, today=stands.today) if accepted else stands
        found = proposed(workspace, now)
        if accept_all:
            sure = [one for one in found if one.sure]
            accepted += [
                _accept(workspace, stands, one.deliverable.id, one.post, by=by, at=at) for one in sure
            ]
            found = tuple(one for one in found if not one.sure)
    done = {one.deliverable for one in accepted} | {one.deliverable.id for one in found}
    return CampaignMatched(
        campaign=stands.campaign.name,
        proposals=found,
        unmatched=tuple(
            one.deliverable.id
            for one in stands.progress
            if one.state != "posted" and one.deliverable.id not in done
        ),
        unknown=tuple(stands.unknown),
        accepted=tuple(accepted),
        dry=dry,
    )


def proposed(workspace: "Workspace", stands: Standing) -> tuple[Proposal, ...]:
    """Return which posts of a campaign's creators may be what is open; those that stand for a deliverable of any
    campaign are left out."""
    taken = {event.post for event in workspace.catalog.campaign_log.all() if event.post}
    taken |= {one.post for one in stands.progress if one.post}
    waiting = {one.creator for one in stands.progress if one.creator and one.state != "posted"}
    settings = workspace.settings
    brand = fold(handle(settings.brand.handle)) if settings.brand.handle else ""
    candidates = [
        Candidate(post=post, day=workspace.day(post.posted_at) if post.posted_at else None)
        for key in sorted(waiting)
        for post in workspace.catalog.posts(workspace.catalog.profiles.posts(key))
        if post.id not in taken
    ]
    return proposals(
        stands.campaign,
        stands.progress,
        candidates,
        mentions=(brand,) if brand else (),
        within=settings.campaigns.match_within_days,
    )


def _wanted(workspace: "Workspace", stands: Standing, accept: Mapping[str, str]) -> dict[str, str]:
    known = {one.deliverable.id: one for one in stands.progress}
    found: dict[str, str] = {}
    for piece, post in accept.items():
        if piece not in known:
            raise unknown("Deliverable", piece, known)
        if known[piece].state == "posted":
            raise UsageError(
                f"{piece} is posted already" + (f", as {known[piece].post}." if known[piece].post else "."),
                hint=f"Take that out of the log first: ugc campaigns log {stands.campaign.name}",
            )
        id = workspace.catalog.resolve(post)
        other = next((one for one in stands.progress if one.post == id), None)
        holder = (
            other.deliverable.id
            if other
            else next((each for each, taken in found.items() if taken == id), None)
        )
        if holder:
            raise UsageError(f"{id} is {holder} already.", hint="A post is one deliverable.")
        found[piece] = id
    return found


def _accept(
    workspace: "Workspace", stands: Standing, piece: str, post: str, *, by: str, at: datetime
) -> Matched:
    creator = next(one.creator for one in stands.campaign.deliverables if one.id == piece)
    logged: CampaignLogged = note(
        workspace,
        Note(
            campaign=stands.campaign.name,
            creators=(creator,),
            what="posted",
            deliverables=(piece,),
            post=post,
        ),
        by=by,
        at=at,
    )
    number: Sequence[int | None] = [line.number for line in logged.lines]
    return Matched(deliverable=piece, creator=creator, post=post, number=number[0] if number else None)
