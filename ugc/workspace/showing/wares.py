"""The products that a gallery's posts show, with their pictures made."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from ugc.errors import UgcError
from ugc.gallery.filing import file_all
from ugc.gallery.products import shown_product
from ugc.gallery.wishes import Fault, Filed, Wish
from ugc.media.probe import probe
from ugc.model.galleries import Entry, Product, ShownProduct
from ugc.model.posts import Media
from ugc.workspace.showing.names import slug
from ugc.workspace.showing.picturing import Picturing
from ugc.workspace.showing.record import ShownPiece

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_WIDTHS = (160, 320, 640)
"""Pixels: beside a post it is small, on its own page it is not."""


class Wares:
    """One build's products."""

    def __init__(self, workspace: "Workspace", picturing: Picturing, *, language: str) -> None:
        """`picturing` is the build's; its shelf takes the products' pictures too."""
        self._workspace, self._picturing, self._language = workspace, picturing, language
        self.pieces: tuple[ShownPiece, ...] = ()
        self.faults: list[str] = []

    def shown(self, entries: Sequence[Entry]) -> list[ShownProduct]:
        """Return every product that some posts show, in order of their names."""
        wanted = {name for entry in entries for name in entry.products}
        if not wanted:
            return []
        every = self._workspace.catalog.products.all()
        products = sorted(
            (every[name] for name in wanted if name in every),
            key=lambda each: (each.name.casefold(), each.id),
        )
        filed = self._filed(products)
        self.pieces = tuple(
            ShownPiece(
                media=product.image,
                files=tuple(f"{self._picturing.base}/{name}" for name in filed[product.id].files()),
                filed=filed[product.id],
            )
            for product in products
            if product.image and product.id in filed
        )
        told = self._workspace.settings.gallery.utm
        utm = {name if name.startswith("utm_") else f"utm_{name}": value for name, value in told.items()}
        return [
            shown_product(
                product,
                language=self._language,
                utm=utm,
                slug=slug(product.id),
                picture=filed[product.id].piece if product.id in filed else None,
            )
            for product in products
        ]

    def _filed(self, products: Sequence[Product]) -> dict[str, Filed]:
        wishes = {wish.of: (product.id, wish) for product, wish in self._wishes(products)}
        found: dict[str, Filed] = {}
        for wish, told in file_all(
            (wish for _, wish in wishes.values()),
            self._picturing.shelf,
            known=self._picturing.known,
            workers=2,
        ):
            if isinstance(told, Fault):
                self.faults.append(f"{wish.of}: {told.message}")
            else:
                found[wishes[wish.of][0]] = told
        return found

    def _wishes(self, products: Sequence[Product]) -> Iterator[tuple[Product, Wish]]:
        for product in products:
            if not (product.image and product.image_ext):
                continue
            path = self._workspace.media.path(product.image, product.image_ext)
            with suppress(UgcError):  # a picture that is gone or broken leaves a product without one
                facts = probe(path)
                media = Media(
                    sha256=product.image,
                    kind="image",
                    ext=product.image_ext,
                    size=facts.size,
                    width=facts.width,
                    height=facts.height,
                )
                yield (
                    product,
                    Wish(of=f"product {product.id}", path=path, media=media, listed=False, widths=_WIDTHS),
                )
