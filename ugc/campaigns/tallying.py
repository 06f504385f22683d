"""Posts and creators of a campaign added up, each figure with what it covers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ugc.campaigns.paying import agreed
from ugc.model.campaign_report import (
    PARTS,
    Costless,
    CostRate,
    CostRateName,
    Covered,
    CoveredMoney,
    EngagementParts,
    Figures,
    NoCost,
    PostRatio,
)
from ugc.model.campaigns import Amount, Offer
from ugc.model.posts import Platform

_THOUSAND = 1000
_OF_POSTS: tuple[CostRateName, ...] = ("per_post", "per_1000_views", "per_engagement")
_OF_SALES: tuple[CostRateName, ...] = ("per_order", "roas")
Purse = Mapping[str | None, Decimal]
"""Currency to a sum of money."""


class PostSeen(NamedTuple):
    """A post of the campaign with its newest counts; None is not known."""

    id: str
    creator: str | None
    """Key of its creator."""
    platform: Platform
    kind: str | None = None
    """Of the deliverable that it fulfils."""
    day: date | None = None
    reach: int | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    followers: int | None = None
    """Of the account that it stands on, on or near its day."""
    allowed: bool = False
    """Whether a granted grant for it stands."""
    by_fee: bool = False
    """Whether it is paid by a fee of the deliverable's own, and so not by its views."""

    @property
    def engagements(self) -> int | None:
        """Likes, and of comments, shares and saves what is known; None where the likes are not."""
        return None if self.likes is None else sum(getattr(self, part) or 0 for part in PARTS)


class Sold(NamedTuple):
    """What a shop's sheet says of a creator's code and link; None: it has a row and not this figure."""

    clicks: Decimal | None = None
    orders: Decimal | None = None
    revenue: Purse = {}


class Person(NamedTuple):
    """A creator of the campaign, with what was agreed."""

    key: str
    label: str
    pieces: int = 0
    """Deliverables that they owe or delivered."""
    offer: Offer | None = None
    paid: tuple[Amount, ...] = ()
    followers: int | None = None
    coded: bool = False
    """Whether they have a code or link of their own."""
    sold: Sold | None = None
    """None where the shop's sheet has none of theirs."""
    agreed: bool = True
    """False where they were only asked, or declined, and delivered nothing."""
    fees: tuple[Amount, ...] = ()
    """Of those deliverables that have one of their own."""


def promised(person: Person, posts: Sequence[PostSeen]) -> Purse:
    """Return what fees and an offer come to; empty where neither has a price, or it rests on unknown views."""
    offer = person.offer
    if not person.agreed:
        return {}
    pieces = person.pieces or len(posts)
    without: list[Amount | None] = [None] * (pieces - len(person.fees))
    sums = agreed(offer, [*person.fees, *without])
    if offer and offer.amount and offer.kind == "per_post" and not pieces:
        sums.append(offer.amount.model_copy(update={"value": Decimal()}))
    if offer and offer.amount and offer.kind == "per_thousand_views":
        views = [post.views for post in posts if post.views is not None and not post.by_fee]
        if views:
            value = offer.amount.value * sum(views) / _THOUSAND
            sums.append(offer.amount.model_copy(update={"value": value}))
    return _purse(sums)


def figures(
    id: str, label: str, posts: Sequence[PostSeen], people: Sequence[Person] | None = None
) -> Figures:
    """Add posts up; with `people` also what belongs to creators, who made all of the posts that have a creator."""
    counted = [post for post in posts if post.engagements is not None]
    both = [post for post in counted if post.followers]
    top, base = sum(post.engagements or 0 for post in both), sum(post.followers or 0 for post in both)
    told = Figures(
        id=id,
        label=label,
        creators=len({post.creator for post in posts if post.creator} if people is None else people),
        posts=len(posts),
        reach=covered(post.reach for post in posts),
        views=covered(post.views for post in posts),
        engagements=covered(post.engagements for post in posts),
        parts=EngagementParts(**{part: covered(getattr(post, part) for post in counted) for part in PARTS}),
        engagement_rate=PostRatio(
            value=top / base if base else None, top=top, base=base, n=len(both), of=len(posts)
        ),
        rights=Covered(value=sum(post.allowed for post in posts), n=len(posts), of=len(posts)),
    )
    return told if people is None else told.model_copy(update=_of_people(posts, people))


def covered(values: Iterable[int | None]) -> Covered:
    """Add up what is known."""
    every = list(values)
    known = [value for value in every if value is not None]
    return Covered(value=sum(known) if known else None, n=len(known), of=len(every))


class _Account(NamedTuple):
    """A creator with their posts and what they cost."""

    person: Person
    posts: Sequence[PostSeen]
    promised: Purse
    paid: Purse

    @property
    def cost(self) -> Purse:
        """What was promised, else what was paid; empty where neither is known."""
        return self.promised or self.paid

    @property
    def no_cost(self) -> NoCost:
        """Why there is none."""
        offer = self.person.offer
        if offer is None:
            return "no_offer"
        if not self.person.agreed:
            return "not_agreed"
        return "product_only" if offer.kind == "product_only" else "no_views"


def _of_people(posts: Sequence[PostSeen], people: Sequence[Person]) -> dict[str, object]:
    own: dict[str | None, list[PostSeen]] = defaultdict(list)
    for post in posts:
        own[post.creator].append(post)
    accounts = [
        _Account(person, own[person.key], promised(person, own[person.key]), _purse(person.paid))
        for person in people
    ]
    coded = [person for person in people if person.coded]
    clicks = [person.sold.clicks if person.sold else None for person in coded]
    orders = [person.sold.orders if person.sold else None for person in coded]
    return {
        "followers": covered(person.followers for person in people),
        "clicks": covered(None if one is None else int(one) for one in clicks),
        "orders": covered(None if one is None else int(one) for one in orders),
        "revenue": _purses([person.sold.revenue if person.sold else {} for person in coded]),
        "promised": _purses([one.promised for one in accounts]),
        "paid": _purses([one.paid for one in accounts]),
        "cost": _purses([one.cost for one in accounts]),
        "no_cost": tuple(_costless(accounts)),
        "rates": tuple(_rates(accounts)),
    }


def _costless(accounts: Sequence[_Account]) -> Iterable[Costless]:
    found = Counter(one.no_cost for one in accounts if not one.cost)
    return (Costless(why=why, creators=found[why]) for why in sorted(found))


def _purse(amounts: Iterable[Amount]) -> Purse:
    found: dict[str | None, Decimal] = defaultdict(Decimal)
    for amount in amounts:
        found[amount.currency] += amount.value
    return found


def _purses(purses: Sequence[Purse]) -> tuple[CoveredMoney, ...]:
    """One sum a currency, those that no one stated last."""
    currencies = sorted(
        {code for purse in purses for code in purse}, key=lambda code: (code is None, code or "")
    )
    return tuple(
        CoveredMoney(
            currency=code,
            value=sum((purse[code] for purse in purses if code in purse), Decimal()),
            n=sum(code in purse for purse in purses),
            of=len(purses),
        )
        for code in currencies
    )


def _rates(accounts: Sequence[_Account]) -> Iterable[CostRate]:
    for code in sorted({code for one in accounts for code in one.cost if code}):
        mine = [one for one in accounts if [*one.cost] == [code]]
        for name in _OF_POSTS:
            rate = _per_posts(name, code, mine, of=len(accounts))
            if rate:
                yield rate
        for name in _OF_SALES:
            rate = _per_sales(name, code, mine, of=len(accounts))
            if rate:
                yield rate


def _per_posts(name: CostRateName, code: str, accounts: Sequence[_Account], *, of: int) -> CostRate | None:
    """What a post, 1,000 views or an engagement cost, over the creators of whom some post has the figure."""
    top = base = Decimal()
    n = posts = creators = 0
    for one in accounts:
        if name == "per_post":
            known = [1 for _ in one.posts]
        else:
            field = "views" if name == "per_1000_views" else "engagements"
            known = [value for post in one.posts if (value := getattr(post, field)) is not None]
        if not known:
            continue
        top += one.cost[code]
        base += sum(known)
        n, posts, creators = n + len(known), posts + len(one.posts), creators + 1
    if not creators:
        return None
    unit = _THOUSAND if name == "per_1000_views" else 1
    return CostRate(
        name=name,
        currency=code,
        value=float(unit * top / base) if base else None,
        top=top,
        base=base,
        n=n,
        of=posts,
        creators=creators,
        creators_of=of,
    )


def _per_sales(name: CostRateName, code: str, accounts: Sequence[_Account], *, of: int) -> CostRate | None:
    """What an order cost, or how many times the cost came back, over the creators whose sales are known."""
    found = []
    for one in accounts:
        sold = one.person.sold
        brought = None if sold is None else sold.orders if name == "per_order" else sold.revenue.get(code)
        if brought is not None:
            found.append((one.cost[code], brought))
    if not found:
        return None
    cost, brought = (sum(side, Decimal()) for side in zip(*found, strict=True))
    top, base = (cost, brought) if name == "per_order" else (brought, cost)
    return CostRate(
        name=name,
        currency=code,
        value=float(top / base) if base > 0 else None,
        top=top,
        base=base,
        n=len(found),
        of=of,
        creators=len(found),
        creators_of=of,
    )
