"""The everyday questions: who is late, who has product and no post, and whose posts lack the rights."""

from datetime import date
from typing import TYPE_CHECKING

from ugc.campaigns.following import quoted
from ugc.model.base import Value
from ugc.model.campaigns import DeliverableKind, DeliverableState, Event, EventKind
from ugc.workspace.campaigns.licences import Wish, licences
from ugc.workspace.campaigns.standing import Standing, all_standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PRODUCT = ("product_sent", "product_received")


class Late(Value):
    """A deliverable whose due day passed, and that is not posted."""

    campaign: str
    creator: str
    deliverable: str
    kind: DeliverableKind
    due: date
    days: int
    state: DeliverableState
    last: EventKind | None
    """What was written down last of it, or of the creator as a whole; None for nothing."""
    last_day: date | None


class LateList(Value):
    """What is late, the longest first."""

    today: date
    campaigns: tuple[str, ...]
    """Those that were looked at."""
    late: tuple[Late, ...]


class Waiting(Value):
    """A creator who has the product, owes pieces, and posted none."""

    campaign: str
    creator: str
    sent: date | None
    """None where only its coming is written down."""
    received: date | None
    days: int
    """Since the first of both."""
    owed: tuple[str, ...]


class WaitingList(Value):
    """Who has product and no post, the longest first."""

    today: date
    campaigns: tuple[str, ...]
    waiting: tuple[Waiting, ...]


class Unlicensed(Value):
    """A posted deliverable of whose post not all rights that are asked for are held today."""

    campaign: str
    creator: str
    deliverable: str
    post: str | None
    """None: the catalog does not have it."""
    missing: tuple[str, ...]
    """Each a sentence."""
    command: str


class UnlicensedList(Value):
    """Which posts lack rights."""

    today: date
    campaigns: tuple[str, ...]
    licensed: int
    """Posts that have all that is asked for."""
    unlicensed: tuple[Unlicensed, ...]
    unread: tuple[str, ...] = ()
    """Campaigns whose rights could not be asked about, with why."""


def late(workspace: "Workspace", name: str | None, *, today: date) -> LateList:
    """Return the deliverables that are late."""
    every = all_standing(workspace, name, today=today)
    found = [one for stands in every for one in _late(stands)]
    return LateList(
        today=today,
        campaigns=tuple(stands.campaign.name for stands in every),
        late=tuple(sorted(found, key=lambda one: -one.days)),
    )


def _late(stands: Standing) -> list[Late]:
    found = []
    for one in stands.progress:
        if one.late and one.deliverable.due:
            last = _last(stands, one.creator, one.deliverable.id)
            found.append(
                Late(
                    campaign=stands.campaign.name,
                    creator=one.deliverable.creator,
                    deliverable=one.deliverable.id,
                    kind=one.deliverable.kind,
                    due=one.deliverable.due,
                    days=one.late,
                    state=one.state,
                    last=last.what if last else None,
                    last_day=last.day if last else None,
                )
            )
    return found


def _last(stands: Standing, key: str | None, deliverable: str) -> Event | None:
    mine = (
        event
        for event in stands.events
        if event.creator == key and event.deliverable in (None, deliverable) and event.day <= stands.today
    )
    return max(mine, key=lambda event: (event.day, event.id), default=None)


def waiting(workspace: "Workspace", name: str | None, *, today: date) -> WaitingList:
    """Return the creators who have the product, owe something for it, and have posted nothing."""
    every = all_standing(workspace, name, today=today)
    found = [one for stands in every for one in _waiting(stands)]
    return WaitingList(
        today=today,
        campaigns=tuple(stands.campaign.name for stands in every),
        waiting=tuple(sorted(found, key=lambda one: -one.days)),
    )


def _waiting(stands: Standing) -> list[Waiting]:
    found = []
    for invited in stands.campaign.creators:
        key = stands.creators.get(invited.creator)
        pieces = stands.of(invited)
        got = [
            event
            for event in stands.events
            if key and event.creator == key and event.what in _PRODUCT and event.day <= stands.today
        ]
        for_all = any(event.deliverable is None for event in got)
        named = {event.deliverable for event in got}
        owed = [
            one.deliverable.id
            for one in pieces
            if one.state not in ("posted", "missing") and (for_all or one.deliverable.id in named)
        ]
        if owed and not any(one.state == "posted" for one in pieces):
            days = {what: min((e.day for e in got if e.what == what), default=None) for what in _PRODUCT}
            found.append(
                Waiting(
                    campaign=stands.campaign.name,
                    creator=invited.creator,
                    sent=days["product_sent"],
                    received=days["product_received"],
                    days=(stands.today - min(event.day for event in got)).days,
                    owed=tuple(owed),
                )
            )
    return found


def unlicensed(workspace: "Workspace", name: str | None, *, today: date) -> UnlicensedList:
    """Return the posted deliverables whose rights are not all held today, with what is missing."""
    every = all_standing(workspace, name, today=today)
    found: list[Unlicensed] = []
    unread: list[str] = []
    licensed = 0
    for stands in every:
        held = licences(workspace, stands)
        if held.unread:
            unread.append(f"{stands.campaign.name}: {held.unread}")
        licensed += sum(1 for missing in held.posts.values() if not missing)
        for one in stands.progress:
            if one.state != "posted":
                continue
            away = one.deliverable.id in held.not_here
            missing = ("Its post is not in the catalog.",) if away else held.posts.get(one.post or "", ())
            if missing:
                found.append(
                    Unlicensed(
                        campaign=stands.campaign.name,
                        creator=one.deliverable.creator,
                        deliverable=one.deliverable.id,
                        post=None if away else one.post,
                        missing=missing,
                        command=f"ugc campaigns match {quoted(stands.campaign.name)}"
                        if away
                        else asking(workspace, one.post or "", held.wish),
                    )
                )
    return UnlicensedList(
        today=today,
        campaigns=tuple(stands.campaign.name for stands in every),
        licensed=licensed,
        unlicensed=tuple(found),
        unread=tuple(unread),
    )


def asking(workspace: "Workspace", post: str, wish: Wish) -> str:
    """Return the command that asks for the rights to a post; what `ugc.toml` says anyway is left out."""
    usual = workspace.settings.asking
    more = ""
    for option, own, said in (
        ("purpose", wish.purposes, usual.purposes),
        ("channel", wish.channels, usual.channels),
        ("identity", wish.identities, usual.identities),
        ("territory", wish.markets, workspace.settings.markets),
    ):
        if tuple(own) != tuple(said):
            more += "".join(f" --{option} {each}" for each in own)
    return f"ugc rights request {post}{more}" + (f" --days {wish.days}" if wish.days != usual.days else "")
