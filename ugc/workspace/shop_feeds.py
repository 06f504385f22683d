"""Product feeds taken in: new products, changed ones, and those that are not in the feed any more."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import feeds
from ugc.errors import InputError, MissingError, UsageError
from ugc.feeds import Feed, FeedProduct
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.galleries import Product
from ugc.model.probes import Probe
from ugc.text import one_line
from ugc.workspace.shop import Untagged, drop, forget, pictures

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Told = Mapping[str, tuple[Feed, FeedProduct]]
"""What feeds tell of each product, by its id: the first word on each."""

_OF_COLUMN = {"price": ("price", "currency"), "link": ("link",), "image": ("image", "image_ext")}
"""What a feed says in each of its columns; where it has no such column, what was known stays."""


class FeedTaken(Value):
    """A feed that was taken in."""

    file: str
    products: int
    """Those that it told of for the first time in this run."""
    ignored: tuple[str, ...]
    """Columns that mean nothing here."""
    notes: tuple[str, ...]
    """What to know of the feed as a whole."""


class ProductNote(Value):
    """What to know of one product: something of it that was left out."""

    file: str
    place: str
    product: str
    note: str


class RowPassedOver(Value):
    """A row of a feed that is no product, or a feed that cannot be read."""

    file: str
    place: str | None
    product: str | None
    """The id, where it can be told."""
    why: str


class ProductsTaken(Value):
    """What feeds brought."""

    feeds: tuple[FeedTaken, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    removed: tuple[Untagged, ...]
    """Those that no feed names, where they were to go."""
    notes: tuple[ProductNote, ...]
    passed_over: tuple[RowPassedOver, ...]
    kept_all: str | None
    """Why nothing was removed, though it was asked for."""


def take_in(
    workspace: "Workspace",
    paths: Sequence[Path],
    *,
    currency: str | None = None,
    replace: bool = False,
    dry: bool = False,
    seen: Callable[[str], None] = lambda _: None,
) -> ProductsTaken:
    """Take products in from feeds, by their ids; what is no product is listed, and the rest goes in.

    `currency` is of prices that do not say theirs. With `replace` what no feed names goes, unless one could not be
    read whole. Raises UsageError for a file that is not there and a currency that is none.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist.", hint="Name a product feed that is there.")
    read, unread = _read(paths, _usual(currency))
    told, counts, passed = _first_words(read)
    passed = [*unread, *passed]
    kept_all = _why_all_stay(read, unread) if replace else None
    looked = _look(workspace, told, dry=dry, seen=seen)
    with workspace.rehearsed(dry), workspace.catalog.transaction():
        known = workspace.catalog.products.all()
        items = [_with_known(known.get(item.id), item, *told[item.id]) for item in looked.products]
        outcomes = workspace.catalog.products.keep(items, sizes=looked.sizes)
        named = {row.product for row in passed} | set(told)
        gone = [id for id in known if id not in named] if replace and not kept_all else []
        removed = forget(workspace, gone)
        old = pictures(known[id] for id in (*outcomes, *gone) if id in known)
    if not dry:
        drop(workspace, old)
    return ProductsTaken(
        feeds=tuple(map(_taken, read, counts)),
        new=tuple(id for id, outcome in outcomes.items() if outcome == "new"),
        changed=tuple(id for id, outcome in outcomes.items() if outcome == "changed"),
        same=tuple(id for id, outcome in outcomes.items() if outcome == "same"),
        removed=removed,
        notes=looked.notes,
        passed_over=tuple(passed),
        kept_all=kept_all,
    )


# --- feeds -------------------------------------------------------------------------------------------------------


def _usual(currency: str | None) -> str | None:
    code = feeds.currency(currency) if currency else None
    if currency and code is None:
        raise UsageError(
            f"--currency {one_line(currency)[:20]!r} is not one currency.", hint="Write its code, as in USD."
        )
    return code


def _read(paths: Sequence[Path], currency: str | None) -> tuple[list[Feed], list[RowPassedOver]]:
    read: list[Feed] = []
    unread: list[RowPassedOver] = []
    for path in paths:
        try:
            read.append(feeds.read(path, currency=currency))
        except InputError as error:
            why = f"{error.message} {error.hint or ''}".strip().removeprefix(f"{one_line(str(path))} ")
            unread.append(RowPassedOver(file=one_line(str(path)), place=None, product=None, why=why))
    return read, unread


def _why_all_stay(read: Sequence[Feed], unread: Sequence[RowPassedOver]) -> str | None:
    names = [row.file for row in unread] + [one_line(str(feed.path)) for feed in read if not feed.whole]
    if names:
        return f"Not every product in {', '.join(names)} is known, so none was removed."
    return None if any(feed.products for feed in read) else "The feed names no product, so none was removed."


def _passed(feed: Feed, place: str, product: str | None, why: str) -> RowPassedOver:
    return RowPassedOver(file=one_line(str(feed.path)), place=place, product=product, why=why)


def _taken(feed: Feed, products: int) -> FeedTaken:
    notes = (*feed.notes, *([feed.cut] if feed.cut else []))
    return FeedTaken(file=one_line(str(feed.path)), products=products, ignored=feed.ignored, notes=notes)


def _first_words(
    read: Sequence[Feed],
) -> tuple[dict[str, tuple[Feed, FeedProduct]], list[int], list[RowPassedOver]]:
    """What feeds tell of each product, how many each told of first, and what is passed over."""
    told: dict[str, tuple[Feed, FeedProduct]] = {}
    counts: list[int] = []
    passed: list[RowPassedOver] = []
    for feed in read:
        before = len(told)
        for item in feed.products:
            first, other = told.setdefault(item.product.id, (feed, item))
            if other is not item and other.product != item.product:
                why = f"its id stands in {one_line(first.path.name)}, {other.place} already, with other words"
                passed.append(_passed(feed, item.place, item.product.id, why))
        counts.append(len(told) - before)
        passed += [_passed(feed, row.place, row.product, row.why) for row in feed.passed_over]
    return told, counts, passed


class _Looked(Value):
    """Products with their pictures looked at and stored."""

    products: tuple[Product, ...]
    sizes: dict[str, int]
    """Bytes of each picture, by sha256."""
    notes: tuple[ProductNote, ...]


def _look(workspace: "Workspace", told: Told, *, dry: bool, seen: Callable[[str], None]) -> _Looked:
    products: list[Product] = []
    notes: list[ProductNote] = []
    sizes: dict[str, int] = {}
    for id, (feed, item) in told.items():
        seen(id)
        said = list(item.notes)
        picture = _picture(workspace, item, sizes, said, dry=dry)
        products.append(item.product.model_copy(update=picture))
        file = one_line(str(feed.path))
        notes += [ProductNote(file=file, place=item.place, product=id, note=note) for note in said]
    return _Looked(products=tuple(products), sizes=sizes, notes=tuple(notes))


def _with_known(before: Product | None, now: Product, feed: Feed, item: FeedProduct) -> Product:
    """What a feed has no column for stays as it was; so does the picture, where the new one could not be taken."""
    if before is None:
        return now
    stays = [name for column, names in _OF_COLUMN.items() if column not in feed.columns for name in names]
    stays += _OF_COLUMN["image"] if item.names_picture and now.image is None else ()
    return now.model_copy(update={name: getattr(before, name) for name in stays})


def _picture(
    workspace: "Workspace", item: FeedProduct, sizes: dict[str, int], said: list[str], *, dry: bool
) -> dict[str, str]:
    """The fields of a product's picture, once it was looked at and stored; what is no picture costs only that."""
    path = item.picture
    if path is None:
        return {}
    try:
        facts = _facts(workspace, path)
        sha256 = sha256_of(path)
        erasure = workspace.catalog.care.erasure_of_files([sha256])
        if erasure:
            said.append(f"its picture was erased on request ({erasure}), and is kept out")
            return {}
        if not dry:
            workspace.media.put(path, ext=facts.type)
    except (InputError, MissingError) as error:
        said.append(f"its picture was left out: {error.message.removeprefix(f'{path} ')}")
        return {}
    except OSError as error:
        said.append(f"its picture could not be read: {error.strerror or error}")
        return {}
    sizes[sha256] = facts.size
    return {"image": sha256, "image_ext": facts.type}


def _facts(workspace: "Workspace", path: Path) -> Probe:
    """What a picture's file is. Raises InputError for what is none, is damaged, or over the workspace's limits."""
    from ugc.media.probe import probe

    limits = workspace.settings.storage
    if path.stat().st_size > limits.most_megabytes * 1_000_000:
        raise InputError(f"{path} has more than {limits.most_megabytes} MB.")
    facts = probe(path, whole=True, max_pixels=limits.most_megapixels * 1_000_000)
    if facts.kind != "image":
        raise InputError(f"{path} is a {facts.kind}, not a picture.")
    return facts
