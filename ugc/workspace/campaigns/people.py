"""The creators of a campaign's report: who the file means, what was agreed, what was paid, who follows them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ugc.campaigns.crediting import credited
from ugc.campaigns.tallying import Person
from ugc.model.campaigns import Amount, Invited
from ugc.model.creators import Creator, Followers
from ugc.model.delivery import Sales
from ugc.model.posts import Account, Post
from ugc.workspace.campaigns.standing import Standing

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


def known(workspace: "Workspace", stands: Standing, posts: Iterable[Post], *, sales: Sales | None) -> Known:
    """Return everybody who belongs to a campaign's report."""
    campaign, keys = stands.campaign, stands.creators
    entries: dict[str, list[Invited]] = defaultdict(list)
    for invited in campaign.creators:
        entries[keys.get(invited.creator, invited.creator)].append(invited)
    others = sorted({post.creator for post in posts if post.creator} - entries.keys())
    in_catalog = [*dict.fromkeys(keys.values()), *others]
    profiles = workspace.catalog.profiles
    creators = profiles.creators(in_catalog)
    snapshots = profiles.snapshots(in_catalog)
    paid: dict[str, list[Amount]] = defaultdict(list)
    for event in stands.events:
        if event.what == "paid" and event.amount and event.day <= stands.today:
            paid[event.creator].append(event.amount)
    marks = {key: [mark for one in own for mark in (one.code, one.link)] for key, own in entries.items()}
    sold, apart = credited(sales.rows if sales else (), marks)
    owed = {one.deliverable for one in stands.progress if one.owed or one.state == "posted"}
    handles = Counter(creator.handle for creator in creators.values())
    people = []
    for key in (*entries, *others):
        own, creator = entries.get(key, []), creators.get(key)
        pieces = [piece for one in own for piece in one.deliverables if piece in owed]
        people.append(
            Person(
                key=key,
                label=_label(creator, handles) if creator else key,
                pieces=len(pieces),
                fees=tuple(piece.fee for piece in pieces if piece.fee),
                agreed=not own or bool(pieces),
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
