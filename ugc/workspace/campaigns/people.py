"""The creators of a campaign's report: who the file means, what was agreed, what was paid, who follows them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ugc.campaigns.crediting import credited
from ugc.campaigns.tallying import Person
from ugc.errors import UsageError
from ugc.model.campaigns import Amount, Campaign, Event, Invited, Progress
from ugc.model.creators import Creator, Followers
from ugc.model.delivery import Sales
from ugc.model.posts import Account, Post

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Known(NamedTuple):
    """The creators of a campaign, and those who made posts that bear its label."""

    people: tuple[Person, ...]
    """In the file's order, then the others by their keys."""
    snapshots: Mapping[Account, Sequence[Followers]]
    codes_apart: tuple[str, ...]
    unknown: tuple[str, ...]
    """As the file names them: the catalog knows none of these."""


def keys_of(workspace: "Workspace", campaign: Campaign) -> dict[str, str]:
    """Return the keys of the creators that a campaign's file names; one that is not known is left out."""
    found = {}
    for invited in campaign.creators:
        with suppress(UsageError):
            found[invited.creator] = workspace.catalog.resolve_creator(invited.creator)
    return found


def known(
    workspace: "Workspace",
    campaign: Campaign,
    keys: Mapping[str, str],
    posts: Iterable[Post],
    *,
    events: Iterable[Event],
    told: Sequence[Progress],
    sales: Sales | None,
) -> Known:
    """Return everybody who belongs to a campaign's report."""
    entries: dict[str, list[Invited]] = defaultdict(list)
    for invited in campaign.creators:
        entries[keys.get(invited.creator, invited.creator)].append(invited)
    others = sorted({post.creator for post in posts if post.creator} - entries.keys())
    in_catalog = [*dict.fromkeys(keys.values()), *others]
    profiles = workspace.catalog.profiles
    creators = profiles.creators(in_catalog)
    snapshots = profiles.snapshots(in_catalog)
    paid: dict[str, list[Amount]] = defaultdict(list)
    for event in events:
        if event.what == "paid" and event.amount:
            paid[event.creator].append(event.amount)
    marks = {key: [mark for one in own for mark in (one.code, one.link)] for key, own in entries.items()}
    sold, apart = credited(sales.rows if sales else (), marks)
    owed = {one.deliverable for one in told if one.owed or one.state == "posted"}
    handles = Counter(creator.handle for creator in creators.values())
    people = []
    for key in (*entries, *others):
        own, creator = entries.get(key, []), creators.get(key)
        people.append(
            Person(
                key=key,
                label=_label(creator, handles) if creator else key,
                pieces=sum(piece in owed for one in own for piece in one.deliverables),
                agreed=not own or any(piece in owed for one in own for piece in one.deliverables),
                offer=own[0].offer or campaign.offer if own else None,
                paid=tuple(paid.get(key, ())),
                followers=max((one.count for one in creator.followers), default=None) if creator else None,
                coded=any(marks.get(key, ())),
                sold=sold.get(key),
            )
        )
    found: dict[Account, list[Followers]] = defaultdict(list)
    for each in snapshots.values():
        for one in each:
            found[one.account].append(one)
    unknown = tuple(invited.creator for invited in campaign.creators if invited.creator not in keys)
    return Known(tuple(people), found, apart, unknown)


def _label(creator: Creator, handles: Mapping[str, int]) -> str:
    """Their handle; of two who are called alike on different platforms, with the platform."""
    if handles[creator.handle] < 2 or not creator.accounts:
        return f"@{creator.handle}"
    return f"@{creator.handle} ({creator.accounts[0].platform})"


def followed(snapshots: Sequence[Followers], day: date | None, *, within: int) -> int | None:
    """Return how many followed an account nearest a day, within so many days of it; None where that is not known."""
    if day is None:
        return None
    near = [(abs((one.day - day).days), -one.count) for one in snapshots]
    best = min(near, default=None)
    return -best[1] if best and best[0] <= within else None
