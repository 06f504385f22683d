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
    """One for each currency: fees of pieces, for each post, for all pieces of the file, and for packages."""
    by_views: tuple[str, ...] = ()
    """Creators who are paid by views, which is not known beforehand and not part of the sums."""
    without_offer: tuple[str, ...] = ()
    """Creators for whom neither their entry nor the campaign says an offer."""
    not_agreed: tuple[str, ...] = ()
    """Creators who were only asked, or declined: their offers are not part of the sums."""


def promised(campaign: Campaign, progress: Sequence[Progress]) -> Promised:
    """Return what a campaign's offers and fees come to, over all deliverables that are owed or posted."""
    sums: list[Amount] = []
    by_views = []
    without = []
    not_agreed = []
    owed = {one.deliverable for one in progress if one.owed or one.state == "posted"}
    for invited in campaign.creators:
        offer = invited.offer or campaign.offer
        pieces = [piece for piece in invited.deliverables if piece in owed]
        if invited.deliverables and not pieces:
            not_agreed.append(invited.creator)
            continue
        sums += agreed(offer, [piece.fee for piece in pieces])
        by_offer = not pieces or any(piece.fee is None for piece in pieces)
        if by_offer and offer is None:
            without.append(invited.creator)
        elif by_offer and offer and offer.kind == "per_thousand_views":
            by_views.append(invited.creator)
    return Promised(
        sums=added(sums),
        by_views=tuple(by_views),
        without_offer=tuple(without),
        not_agreed=tuple(not_agreed),
    )


def agreed(offer: Offer | None, fees: Sequence[Amount | None]) -> list[Amount]:
    """Return what pieces come to, by their own `fees`, and what an offer pays for those that have none.

    A package is paid once, unless every piece has a fee of its own. What is paid by views is not among it.
    """
    sums = [fee for fee in fees if fee]
    without = len(fees) - len(sums)
    if offer and offer.amount:
        if offer.kind == "per_post":
            sums += [offer.amount] * without
        elif offer.kind == "package" and (without or not fees):
            sums.append(offer.amount)
    return sums


def added(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Return the sum of each currency, by the currencies' names."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        sums[one.currency] += one.value
    return tuple(Amount(value=value, currency=currency) for currency, value in sorted(sums.items()) if value)


def money(amount: Amount) -> str:
    """Return a sum as people read it: `1,250.50 USD`."""
    return f"{amount.value:,f} {amount.currency}"


def owed(
    offer: Offer | None, ripe: Sequence[Progress], paid: Sequence[Event], *, finished: bool
) -> str | None:
    """Say what is to be paid to a creator for posted pieces, as a half sentence; None where it is paid.

    A payment without a sum settles the piece that it names, and without a piece all that was posted by its day. A
    package is owed once, when it is `finished`: nothing of it is open. By views, that a payment is written down is
    all that can be asked for. A piece with a fee of its own is paid by that.
    """
    whole = max((each.day for each in paid if each.amount is None and each.deliverable is None), default=None)
    settled = {each.deliverable for each in paid if each.amount is None}
    left = [
        one
        for one in ripe
        if one.deliverable.id not in settled and not (whole and (one.since is None or one.since <= whole))
    ]
    own = {one.deliverable.id for one in ripe if one.deliverable.fee}
    for_others = [each for each in paid if each.deliverable not in own]
    said = [_sums_owed(offer, left, paid, finished=finished, after=whole)]
    by_views = [one for one in left if one.deliverable.id not in own]
    if offer and offer.amount and offer.kind == "per_thousand_views" and by_views and not for_others:
        each = money(offer.amount)
        said.append(f"posted {named(by_views)} for {each} each 1,000 views, and no payment is written down")
    return "; ".join(filter(None, said)) or None


def _sums_owed(
    offer: Offer | None,
    left: Sequence[Progress],
    paid: Sequence[Event],
    *,
    finished: bool,
    after: date | None,
) -> str | None:
    """What is agreed for posted pieces in sums that are known, less what was paid of it."""
    package = offer is not None and offer.kind == "package"
    by_offer = offer is not None and (offer.kind == "per_post" or (package and finished))
    pieces = [one for one in left if one.deliverable.fee or by_offer]
    due = added(agreed(offer, [one.deliverable.fee for one in pieces])) if pieces else ()
    ids = {one.deliverable.id for one in pieces}
    done = [
        Amount(
            value=_done(each.currency, paid, pieces=ids, package=package, after=after), currency=each.currency
        )
        for each in due
    ]
    if all(given.value >= wanted.value for given, wanted in zip(done, due, strict=True)):
        return None
    given = added(done)
    so_far = f"of which {_both(given)} is paid" if given else "and nothing is paid"
    return f"posted {named(pieces)}, for which {_both(due)} is agreed, {so_far}"


def named(pieces: Sequence[Progress]) -> str:
    """Name posted pieces with their days."""
    return ", ".join(
        one.deliverable.id + (f" on {written(one.since)}" if one.since else "") for one in pieces
    )


def _both(amounts: Iterable[Amount]) -> str:
    return " and ".join(map(money, amounts))


def _done(
    currency: str, paid: Sequence[Event], *, pieces: set[str], package: bool, after: date | None
) -> Decimal:
    """What was paid in a currency for some pieces, or for no piece by name; of a package for any piece."""
    sums = Decimal(0)
    for event in paid:
        meant = event.deliverable in pieces or package
        common = event.deliverable is None and (after is None or event.day > after)
        if event.amount and event.amount.currency == currency and (meant or common):
            sums += event.amount.value
    return sums
