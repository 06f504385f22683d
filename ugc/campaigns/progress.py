"""How far each deliverable of a campaign is: what the file promises, moved on by what happened since."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

from ugc.model.campaigns import (
    Campaign,
    Deliverable,
    DeliverableState,
    Event,
    EventKind,
    Progress,
)

_MOVES: dict[EventKind, DeliverableState] = {
    state: state for state in get_args(DeliverableState) if state != "promised"
}
"""Events that bring a deliverable to a state."""
_OF_THE_CREATOR = ("product_sent", "product_received")
"""What may happen once for all deliverables of a creator; else an event without a deliverable moves none."""
_UNDECIDED = ("asked", "answered", "declined")
"""After these nothing is owed, until something else happens: who did not agree yet, or said no, is never late."""


def progress(
    campaign: Campaign, events: Sequence[Event], *, creators: Mapping[str, str], today: date
) -> tuple[Progress, ...]:
    """Return every deliverable with its state, in the file's order.

    `creators` are the keys of those that the file names, by their names there; `events` are of this campaign, by day.
    A later event stands above an earlier one. A post that the file itself names is posted, whatever the log says. A
    creator of whom the log says nothing owes what the file has.
    """
    undecided = _undecided(events, today)
    own: dict[str, list[Event]] = defaultdict(list)
    common: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.what in _MOVES and event.day <= today:
            if event.deliverable is not None:
                own[event.deliverable].append(event)
            elif event.what in _OF_THE_CREATOR:
                common[event.creator].append(event)
    return tuple(
        _of(
            piece,
            creators.get(piece.creator),
            [*common.get(creators.get(piece.creator, ""), ()), *own.get(piece.id, ())],
            today=today,
            owed=creators.get(piece.creator) not in undecided,
        )
        for piece in campaign.deliverables
    )


def _undecided(events: Sequence[Event], today: date) -> set[str]:
    """Creators who were asked and did not agree, by key."""
    found: set[str] = set()
    for event in sorted(events, key=lambda one: (one.day, one.id)):
        if event.day <= today:
            (found.add if event.what in _UNDECIDED else found.discard)(event.creator)
    return found


def _of(
    piece: Deliverable, creator: str | None, events: Sequence[Event], *, today: date, owed: bool
) -> Progress:
    last = max(events, key=lambda event: (event.day, event.id), default=None)
    state: DeliverableState = _MOVES[last.what] if last else "promised"
    post = last.post if last and last.what == "posted" else None
    since = last.day if last else None
    if piece.post and state != "posted":
        state, post, since = "posted", piece.post, None
    late = (today - piece.due).days if owed and piece.due and state != "posted" else 0
    return Progress(
        deliverable=piece, creator=creator, state=state, owed=owed, since=since, post=post, late=max(late, 0)
    )
