"""States and payments of a sheet, as events of the campaign's log.

A state that is set forward is a new event of the day. One that is set back takes out the events of this piece that
brought it further; where none then says the state that is asked for, it is written down as of today. What happened
for all pieces of a creator at once is not taken out for one of them.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ugc.campaigns import progress
from ugc.catalog.campaign_log import Happened
from ugc.errors import UsageError
from ugc.model.campaigns import (
    DELIVERABLE_STATES,
    Amount,
    Campaign,
    Deliverable,
    DeliverableState,
    Event,
    EventKind,
)
from ugc.model.programme_sheet import Cell
from ugc.text import fold
from ugc.workspace.sheet import cells
from ugc.workspace.sheet.acts import Logged

if TYPE_CHECKING:
    from ugc.workspace.sheet.applying import Applying

_FURTHER: dict[str, int] = {state: place for place, state in enumerate(DELIVERABLE_STATES)}


def write(applying: "Applying", campaign: Campaign, piece: Deliverable, told: Mapping[str, Cell]) -> None:
    """Write down what cells of a deliverable's row say happened: `state` and `paid_on`."""
    if not told:
        return
    key = applying.workspace.catalog.resolve_creator(piece.creator)
    log = applying.workspace.catalog.campaign_log
    events = [event for event in log.of_creator(key) if event.campaign == fold(campaign.name)]
    if "paid_on" in told:
        _paid(applying, campaign, piece, key, told["paid_on"], events)
    if "state" in told:
        state = cells.choice(told["state"], DELIVERABLE_STATES, "State")
        if state is None:
            raise UsageError("it says no state", hint="Write promised, where nothing happened yet.")
        _state(applying, campaign, piece, key, state, events)  # type: ignore[arg-type]


def _paid(
    applying: "Applying",
    campaign: Campaign,
    piece: Deliverable,
    key: str,
    cell: Cell,
    events: Sequence[Event],
) -> None:
    day = cells.a_past_day(cell, applying.today)
    gone = [event for event in events if event.what == "paid" and event.deliverable == piece.id]
    if any(event.day == day for event in gone) and len(gone) == 1:
        return
    amount = next((event.amount for event in gone if event.amount), None) or _agreed(campaign, piece)
    fresh = (
        [_event(applying, campaign, piece, key, "paid").model_copy(update={"day": day, "amount": amount})]
        if day
        else []
    )
    _log(applying, campaign, gone, fresh)


def _agreed(campaign: Campaign, piece: Deliverable) -> Amount | None:
    """What a piece costs by itself; None where only a package or views are paid."""
    offer = campaign.invited(piece).offer or campaign.offer
    return piece.fee or (offer.amount if offer and offer.kind == "per_post" else None)


def _state(
    applying: "Applying",
    campaign: Campaign,
    piece: Deliverable,
    key: str,
    state: DeliverableState,
    events: Sequence[Event],
) -> None:
    alone = campaign.model_copy(update={"creators": (campaign.invited(piece),)})

    def standing(left: Sequence[Event]) -> DeliverableState:
        told = progress(alone, left, creators={piece.creator: key}, today=applying.today)
        return next(one.state for one in told if one.deliverable.id == piece.id)

    now = standing(events)
    if now == state:
        return
    if piece.post and state != "posted":
        raise UsageError(f"its post is {piece.post}, so it is posted", hint="Empty the cell of its post too.")
    own = [event for event in events if event.deliverable == piece.id]
    reached = {name: place for name, place in _FURTHER.items() if place > _FURTHER[state]}
    gone = [event for event in own if state != "missing" and event.what in reached]
    left = [event for event in events if event not in gone]
    fresh = []
    if standing(left) != state:
        if state == "promised":
            raise UsageError(
                f"what was sent to {piece.creator} was for all of their deliverables, so it is {standing(left)}",
                hint="Take that out of the log: ugc campaigns log, with --remove.",
            )
        what: EventKind = state
        fresh = [_event(applying, campaign, piece, key, what)]
    _log(applying, campaign, gone, fresh)


def _event(
    applying: "Applying", campaign: Campaign, piece: Deliverable, key: str, what: EventKind
) -> Happened:
    post = piece.post if what == "posted" and piece.post else None
    known = post if post and applying.workspace.catalog.knows(post) else None
    return Happened(
        campaign=campaign.name,
        creator=key,
        what=what,
        day=applying.today,
        deliverable=piece.id,
        post=known,
        words=f"From the sheet {applying.file}.",
    )


def _log(applying: "Applying", campaign: Campaign, gone: Sequence[Event], fresh: Sequence[Happened]) -> None:
    log = applying.workspace.catalog.campaign_log
    log.remove(event.id for event in gone)
    numbers = log.record(fresh, by=applying.by, at=applying.at)
    if gone or fresh:
        applying.acts.append(Logged(campaign=campaign.name, recorded=tuple(numbers), removed=tuple(gone)))
