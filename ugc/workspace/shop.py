"""What the brand sells, and which posts show which product. `shop_feeds` takes products in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.catalog.products import Tagged
from ugc.model.base import Value
from ugc.model.galleries import Product
from ugc.text import one_line

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Untagged(Value):
    """A product that went, and the posts that showed it."""

    product: str
    posts: tuple[str, ...]


class ProductKnown(Value):
    """A product, and how many posts show it."""

    product: Product
    posts: int


class ProductsListed(Value):
    """Every product of the workspace."""

    products: tuple[ProductKnown, ...]


class ProductsRemoved(Value):
    """Products that went, each with the posts that showed it."""

    removed: tuple[Untagged, ...]


class ProductShown(Value):
    """A product that a post shows, and where."""

    product: Product
    tag: Tagged
    media: int | None
    """Number of the picture in the post, from 1; None where only the post is known to show it."""


def listed(workspace: "Workspace") -> ProductsListed:
    """Return every product, and how many posts show it."""
    known = workspace.catalog.products.all()
    posts = workspace.catalog.products.posts(known)
    return ProductsListed(
        products=tuple(ProductKnown(product=item, posts=len(posts.get(id, ()))) for id, item in known.items())
    )


def remove(workspace: "Workspace", names: Iterable[str], *, dry: bool = False) -> ProductsRemoved:
    """Forget products, and that posts show them. Raises UsageError with the nearest id for one that is not known."""
    products = workspace.catalog.products
    with workspace.rehearsed(dry), workspace.catalog.transaction():
        known = products.all()
        removed = forget(workspace, dict.fromkeys(products.resolve(one_line(name)) for name in names))
    if not dry:
        drop(workspace, pictures(known[gone.product] for gone in removed))
    return ProductsRemoved(removed=removed)


def tag(
    workspace: "Workspace",
    posts: Sequence[str],
    *,
    add: Iterable[str] = (),
    take_off: Iterable[str] = (),
    media: str | None = None,
    point: tuple[float, float] | None = None,
    by: str,
    at: datetime,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say that posts show products, or no longer do, all or nothing; return the ids that were meant.

    `media` is the sha256 of a picture of the one post, `point` a place in it, in 0..1. Raises UsageError for a product
    that is not known, with the nearest.
    """
    products = workspace.catalog.products
    with workspace.catalog.transaction():
        added = tuple(dict.fromkeys(products.resolve(one_line(name)) for name in add))
        off = tuple(dict.fromkeys(products.resolve(one_line(name)) for name in take_off))
        for product in off:
            products.untag(posts, product, media=media)
        for product in added:
            if media is None:
                products.tag(posts, product, by=by, at=at)
            else:
                for post in posts:
                    products.place(post, product, media, point=point, by=by, at=at)
    return added, off


def shown_in(workspace: "Workspace", post: str) -> tuple[ProductShown, ...]:
    """Return the products that a post shows, in the order in which it was said."""
    tags = workspace.catalog.products.of([post])[post]
    if not tags:
        return ()
    known = workspace.catalog.products.all()
    places = {media.sha256: place for place, media in enumerate(workspace.catalog.post(post).media, 1)}
    return tuple(
        ProductShown(product=known[each.product], tag=each, media=places.get(each.media or ""))
        for each in tags
    )


# --- what goes ---------------------------------------------------------------------------------------------------


def forget(workspace: "Workspace", ids: Iterable[str]) -> tuple[Untagged, ...]:
    """Forget products in the caller's transaction; return the posts that showed each."""
    gone = tuple(ids)
    posts = workspace.catalog.products.posts(gone)
    workspace.catalog.products.remove(gone)
    return tuple(Untagged(product=id, posts=posts.get(id, ())) for id in gone)


def pictures(products: Iterable[Product]) -> list[tuple[str, str]]:
    return [(item.image, item.image_ext) for item in products if item.image and item.image_ext]


def drop(workspace: "Workspace", pictures: Iterable[tuple[str, str]]) -> None:
    """Remove the files of pictures that nothing holds any more."""
    for sha256, ext in workspace.catalog.products.unheld(pictures):
        workspace.media.path(sha256, ext).unlink(missing_ok=True)
