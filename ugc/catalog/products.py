"""What a brand sells, and which posts show it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal

from ugc.catalog import reading
from ugc.catalog.database import Database
from ugc.errors import UsageError, nearest
from ugc.model.base import Value
from ugc.model.galleries import Product

ProductOutcome = Literal["new", "changed", "same"]

_AT_ONCE = 2000
"""Posts of one statement."""
_LISTED = 10
_IN = "IN (SELECT value FROM json_each(?))"
_TAGS = f"""
SELECT l.post, l.product, l.media, l.x, l.y, l.tagged_by, l.tagged_at FROM post_products l WHERE l.post {_IN}
ORDER BY l.post, l.id
"""  # noqa: S608  our own words
_KEEP = """
INSERT INTO products (id, name, price, currency, link, image, image_ext, image_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, price = excluded.price, currency = excluded.currency,
  link = excluded.link, image = excluded.image, image_ext = excluded.image_ext, image_size = excluded.image_size
"""
_ANYWHERE = (
    "INSERT INTO post_products (post, product, tagged_by, tagged_at) SELECT ?1, ?2, ?3, ?4"
    " WHERE NOT EXISTS (SELECT 1 FROM post_products WHERE post = ?1 AND product = ?2)"
)
_NARROW = (
    "UPDATE post_products SET media = ?3 WHERE post = ?1 AND product = ?2 AND media IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM post_products WHERE post = ?1 AND product = ?2 AND media = ?3)"
)
_IN_PICTURE = (
    "INSERT INTO post_products (post, product, media, x, y, tagged_by, tagged_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (post, product, coalesce(media, '')) DO UPDATE SET x = excluded.x, y = excluded.y,"
    " tagged_by = excluded.tagged_by, tagged_at = excluded.tagged_at"
    " WHERE excluded.x IS NOT NULL AND (x, y) IS NOT (excluded.x, excluded.y)"
)


class Tagged(Value):
    """That a post shows a product, and where."""

    product: str
    """Its id."""
    media: str | None = None
    """sha256 of the picture; None where only the post is known to show it."""
    x: float | None = None
    y: float | None = None
    """0..1 of the upright whole picture, x right and y down from the top left; both, or neither."""
    by: str
    at: datetime


class Products:
    """The part of the catalog's door that products go through."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- products ------------------------------------------------------------------------------------------------

    def all(self) -> dict[str, Product]:
        """Return every product by its id, in the order of ids."""
        rows = self._database.run(
            "SELECT id, name, price, currency, link, image, image_ext FROM products ORDER BY id"
        )
        keys = ("id", "name", "price", "currency", "link", "image", "image_ext")
        return {row[0]: Product.model_validate(dict(zip(keys, row, strict=True))) for row in rows}

    def keep(
        self, products: Iterable[Product], *, sizes: Mapping[str, int] | None = None
    ) -> dict[str, ProductOutcome]:
        """Keep products, all or nothing, each in place of what its id meant before; return what became of each.

        `sizes` are the bytes of pictures that are new in the store, by sha256.
        """
        with self._database.transaction():
            before = self.all()
            known: dict[str, int] = dict(
                self._database.run("SELECT image, image_size FROM products WHERE image IS NOT NULL")
            )
            known |= sizes or {}
            outcomes: dict[str, ProductOutcome] = {}
            for item in products:
                old = before.get(item.id)
                outcomes[item.id] = "new" if old is None else "same" if old == item else "changed"
                size = known[item.image] if item.image else None
                told = (item.id, item.name, item.price, item.currency, item.link)
                if old != item:
                    self._database.run(_KEEP, (*told, item.image, item.image_ext, size))
        return outcomes

    def remove(self, ids: Iterable[str]) -> None:
        """Forget products, and that posts show them."""
        with self._database.transaction():
            self._database.run(f"DELETE FROM products WHERE id {_IN}", (_listed(ids),))  # noqa: S608

    def resolve(self, name: str) -> str:
        """Return a product's id from what a person types for it; letters may be of another case.

        Raises UsageError with the nearest id.
        """
        if self._database.one("SELECT 1 FROM products WHERE id = ?", (name,)):
            return name
        ids = [row[0] for row in self._database.run("SELECT id FROM products ORDER BY id")]
        alike = [id for id in ids if id.casefold() == name.casefold()]
        if len(alike) == 1:
            return str(alike[0])
        raise UsageError(f"Product {name!r} is not known.", hint=_hint(name, ids))

    def unheld(self, pictures: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those of some pictures, by sha256 and extension, that no product and no post holds any more."""
        query = "SELECT 1 FROM products WHERE image = ?1 UNION ALL SELECT 1 FROM media WHERE sha256 = ?1"
        return [each for each in sorted(set(pictures)) if self._database.one(query, (each[0],)) is None]

    # --- which posts show them -----------------------------------------------------------------------------------

    def of(self, posts: Sequence[str]) -> dict[str, tuple[Tagged, ...]]:
        """Return what each of some posts shows, by the ids asked for, in the order in which it was said.

        Raises InputError for a post that is not there.
        """
        found: dict[str, tuple[Tagged, ...]] = {}
        for start in range(0, len(posts), _AT_ONCE):
            with self._database.snapshot():
                numbers = reading.numbers_of(self._database, posts[start : start + _AT_ONCE])
                told: dict[int, list[Tagged]] = {}
                for number, product, media, x, y, by, at in self._database.run(
                    _TAGS, (_listed(set(numbers.values())),)
                ):
                    told.setdefault(number, []).append(
                        Tagged(product=product, media=media, x=x, y=y, by=by, at=at)
                    )
            found |= {post: tuple(told.get(number, ())) for post, number in numbers.items()}
        return found

    def posts(self, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the posts that show each of some products, the first told first; those without are left out."""
        found: dict[str, dict[str, None]] = {}
        rows = self._database.run(
            "SELECT l.product, p.name FROM post_products l JOIN posts p ON p.id = l.post"  # noqa: S608
            f" WHERE l.product {_IN} ORDER BY l.product, l.id",
            (_listed(ids),),
        )
        for product, post in rows:
            found.setdefault(product, {})[post] = None
        return {product: tuple(named) for product, named in found.items()}

    def tag(self, posts: Sequence[str], product: str, *, by: str, at: datetime) -> None:
        """Say that posts show a product; where more is known of one already, that stays."""
        with self._database.transaction():
            numbers = reading.numbers_of(self._database, posts).values()
            self._database.many(_ANYWHERE, [(number, product, by, _utc(at)) for number in numbers])

    def place(
        self, post: str, product: str, media: str, *, point: tuple[float, float] | None, by: str, at: datetime
    ) -> None:
        """Say which picture of a post shows a product, by its sha256, and where in it, in 0..1.

        A new point takes the place of an old one; without a point an old one stays. Raises UsageError for a picture
        that is not the post's, or a point outside of it.
        """
        if point and not all(0 <= value <= 1 for value in point):
            raise UsageError(
                f"The point {point[0]}, {point[1]} lies outside the picture.", hint="Both lie in 0..1."
            )
        x, y = point or (None, None)
        with self._database.transaction():
            number = reading.numbers_of(self._database, [post])[post]
            if not self._database.one(
                "SELECT 1 FROM post_media WHERE post = ? AND sha256 = ?", (number, media)
            ):
                raise UsageError(f"{post} has no media {media[:12]}.", hint="`ugc show ID` lists its media.")
            self._database.run(_NARROW, (number, product, media))
            self._database.run(_IN_PICTURE, (number, product, media, x, y, by, _utc(at)))

    def untag(self, posts: Sequence[str], product: str, *, media: str | None = None) -> None:
        """Take a product off posts, or off one picture; one that is not there is no fault."""
        with self._database.transaction():
            numbers = reading.numbers_of(self._database, posts).values()
            self._database.many(
                "DELETE FROM post_products WHERE post = ?1 AND product = ?2 AND (?3 IS NULL OR media = ?3)",
                [(number, product, media) for number in numbers],
            )


def _hint(name: str, ids: Sequence[str]) -> str:
    close = nearest(name, ids)
    if close:
        return f"Did you mean {close!r}?"
    more = ", …" if len(ids) > _LISTED else ""
    return (
        f"Known: {', '.join(ids[:_LISTED])}{more}." if ids else "None is known yet: ugc products import FILE"
    )


def _listed(ids: Iterable[object]) -> str:
    return json.dumps(list(ids))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
