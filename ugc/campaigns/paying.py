"""Money of a campaign: what its file promises, what the log says is paid, and what is still owed to whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from ugc.model.base import Value
from ugc.model.campaigns import Amount, Campaign, Event, Offer, Progress
from ugc.model.phrases import written


class Promised(Value):
    """What a campaign's offers come to."""

    sums: tuple[Amount, ...] = ()
    """One for each currency: fees for each post, for all pieces of the file, and for packages."""
    by_views: tuple[str, ...] = ()
    """Creators who are paid by views, which is not known beforehand and not part of the sums."""
    without_offer: tuple[str, ...] = ()
    """Creators for whom neither their entry nor the campaign says an offer."""
    not_agreed: tuple[str, ...] = ()
    """Creators who were only asked, or declined: their offers are not part of the sums."""


def promised(campaign: Campaign, progress: Sequence[Progress]) -> Promised:
    """Return what the offers of a campaign come to, over all deliverables that are owed or posted."""
    sums = []
    by_views = []
    without = []
    not_agreed = []
    owed = {one.deliverable for one in progress if one.owed or one.state == "posted"}
    for invited in campaign.creators:
        offer = invited.offer or campaign.offer
        if invited.deliverables and not owed.intersection(invited.deliverables):
            not_agreed.append(invited.creator)
        elif offer is None:
            without.append(invited.creator)
        elif offer.kind == "per_thousand_views":
            by_views.append(invited.creator)
        elif offer.amount:
            number = len(owed.intersection(invited.deliverables)) if offer.kind == "per_post" else 1
            sums.append(Amount(value=offer.amount.value * number, currency=offer.amount.currency))
    return Promised(
        sums=added(sums),
        by_views=tuple(by_views),
        without_offer=tuple(without),
        not_agreed=tuple(not_agreed),
    )


def added(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Return the sum of each currency, by the currencies' names."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        sums[one.currency] += one.value
    return tuple(Amount(value=value, currency=currency) for currency, value in sorted(sums.items()) if value)


def money(amount: Amount) -> str:
    """Return a sum as people read it: `1,250.50 USD`."""
    return f"{amount.value:,f} {amount.currency}"


def owed(offer: Offer, ripe: Sequence[Progress], paid: Sequence[Event], *, finished: bool) -> str | None:
    """Say what is to be paid to a creator for posted pieces, as a half sentence; None where it is paid.

    A payment without a sum settles the piece that it names, and without a piece all that was posted by its day. A
    package is owed once, when it is `finished`: nothing of it is open. By views, that a payment is written down is
    all that can be asked for.
    """
    assert offer.amount is not None
    whole = max((each.day for each in paid if each.amount is None and each.deliverable is None), default=None)
    settled = {each.deliverable for each in paid if each.amount is None}
    left = [
        one
        for one in ripe
        if one.deliverable.id not in settled and not (whole and (one.since is None or one.since <= whole))
    ]
    if not left or (offer.kind == "package" and not finished):
        return None
    if offer.kind == "per_thousand_views":
        by_views = (
            f"posted {named(left)} for {money(offer.amount)} each 1,000 views, and no payment is written down"
        )
        return None if paid else by_views
    number = len(left) if offer.kind == "per_post" else 1
    due = Amount(value=offer.amount.value * number, currency=offer.amount.currency)
    pieces = {one.deliverable.id for one in left}
    done = _done(offer, paid, pieces=pieces, after=whole)
    if done >= due.value:
        return None
    so_far = (
        f"of which {money(Amount(value=done, currency=due.currency))} is paid"
        if done
        else "and nothing is paid"
    )
    return f"posted {named(left)}, for which {money(due)} is agreed, {so_far}"


def named(pieces: Sequence[Progress]) -> str:
    """Name posted pieces with their days."""
    return ", ".join(
        one.deliverable.id + (f" on {written(one.since)}" if one.since else "") for one in pieces
    )


def _done(offer: Offer, paid: Sequence[Event], *, pieces: set[str], after: date | None) -> Decimal:
    """What was paid for some pieces, or for no piece by name, in the offer's currency."""
    assert offer.amount is not None
    sums = Decimal(0)
    for event in paid:
        ours = event.amount is not None and event.amount.currency == offer.amount.currency
        meant = event.deliverable in pieces or offer.kind == "package"
        common = event.deliverable is None and (after is None or event.day > after)
        if ours and event.amount and (meant or common):
            sums += event.amount.value
    return sums
