"""What a product feed is read into."""

from pathlib import Path

from ugc.model.base import Value
from ugc.model.galleries import Product


class FeedProduct(Value):
    """One product as a feed tells of it."""

    product: Product
    """Without its picture, which has yet to be looked at."""
    picture: Path | None = None
    """A file in the feed's folder."""
    names_picture: bool = False
    """Whether the feed names a picture, be it one that can be taken or not."""
    place: str
    """Where it stands, as in `line 12`."""
    notes: tuple[str, ...] = ()
    """What a person should know, in words that follow the place."""


class PassedOver(Value):
    """A row that is no product."""

    place: str
    product: str | None
    """The id, where it can be told."""
    why: str


class Feed(Value):
    """A feed that was read."""

    path: Path
    products: tuple[FeedProduct, ...]
    passed_over: tuple[PassedOver, ...] = ()
    columns: frozenset[str] = frozenset()
    """Of id, name, price, currency, link and image those that it has."""
    ignored: tuple[str, ...] = ()
    """Names of columns that mean nothing here."""
    notes: tuple[str, ...] = ()
    cut: str | None = None
    """Why it was not read to its end."""

    @property
    def whole(self) -> bool:
        """Whether every product that it names is known: only then may others be told to be gone."""
        return self.cut is None and all(row.product for row in self.passed_over)
