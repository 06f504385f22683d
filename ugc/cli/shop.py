"""`ugc products`: what the brand sells; and what `ugc tag` and `ugc show` say of products."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.focus import person
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.errors import InputError, UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ugc.model.galleries import Product
    from ugc.workspace import Workspace
    from ugc.workspace.shop import ProductShown, Untagged
    from ugc.workspace.shop_feeds import ProductsTaken

app = typer.Typer(
    no_args_is_help=True, help="Keep what the brand sells, so that galleries can lead from a post to it."
)

_SHOWN = 12
"""Lines of a kind that are told; --json has all."""
_NAME = 60

IdsArgument = Annotated[list[str], typer.Argument(metavar="ID...", help="Products, by their ids.")]


@app.command("import")
def import_products(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="CSV, TSV, XLSX, JSON, or a feed of Google Merchant Center."),
    ],
    *,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Of prices that do not say theirs, as in USD.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Remove products that the feed does not name, and their tags.")
    ] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Take products in from feeds: id, name, price, currency, link, image.

    Importing again updates by id. Nothing is fetched: a picture is a file in the feed's folder. A row that is no
    product is listed, and the rest goes in.
    """
    from ugc.workspace import shop_feeds

    with opened(workspace) as here, say.Progress("importing") as progress:
        told = shop_feeds.take_in(
            here, files, currency=currency, replace=replace, dry=dry_run, seen=progress.step
        )
    _tell_taken(told, dry=dry_run)
    say.document(told.model_dump(mode="json"))
    say.leave(InputError.code if told.passed_over or told.kept_all else 0)


@app.command("list")
def list_products(*, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List every product, and how many posts show it."""
    from ugc.workspace import shop

    with opened(workspace) as here:
        told = shop.listed(here)
    rows = [
        (item.product.id, _price(item.product), str(item.posts), _picture(item.product), _name(item.product))
        for item in told.products
    ]
    if rows:
        say.table(rows, heads=("product", "price", "posts", "picture", "name"))
    say.note(f"{counted(len(rows), 'product')}.")
    say.document(told.model_dump(mode="json"))


@app.command("remove")
def remove(
    ids: IdsArgument,
    *,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Remove products, and take them off the posts that show them."""
    from ugc.workspace import shop

    with opened(workspace) as here:
        told = shop.remove(here, ids, dry=dry_run)
    say.out(f"{'Would remove' if dry_run else 'Removed'} {counted(len(told.removed), 'product')}.")
    _tell_untagged(told.removed, dry=dry_run)
    say.document(told.model_dump(mode="json"))


# --- in other commands -------------------------------------------------------------------------------------------


def tag(
    here: "Workspace",
    posts: "Sequence[str]",
    *,
    add: "Sequence[str]",
    take_off: "Sequence[str]",
    where: str | None,
    media: int | None,
    by: str | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put products on the posts of a selection and take them off; return the ids that were meant.

    `where` is a point as it was typed. Raises UsageError for a point without one post and one product to it.
    """
    from ugc.workspace import focusing, placing, shop

    if media is not None and not (add or take_off):
        raise UsageError("--media says in which picture a product is.", hint="Name it with --product ID.")
    if where is not None and len(add) != 1:
        raise UsageError("--at says where one product is.", hint="Name it with --product ID, once.")
    if (where is not None or media is not None) and len(posts) != 1:
        option = "--media" if where is None else "--at"
        raise UsageError(f"{option} is of one post; these are {len(posts)}.", hint="Name one post by its ID.")
    sha256, at = None, None
    if where is not None or media is not None:
        post = here.catalog.post(posts[0])
        picture = post.media[focusing.meant(post, media) - 1]
        sha256 = picture.sha256
        meant = placing.point(where, (picture.width, picture.height), "--at") if where is not None else None
        at = (meant.x, meant.y) if meant else None
    who = person(by) if add else ""
    return shop.tag(here, posts, add=add, take_off=take_off, media=sha256, point=at, by=who, at=now())


def tell_shown(products: "Sequence[ProductShown]") -> None:
    """Say which products a post shows, and where."""
    for shown in products:
        place = f"  media #{shown.media}" if shown.media else ""
        if shown.tag.x is not None and shown.tag.y is not None:
            place += f" at {shown.tag.x:g},{shown.tag.y:g}"
        who = f"({shown.tag.by}, {shown.tag.at:%Y-%m-%d})"
        say.out(f"  product  {shown.product.id}  {_name(shown.product)}{place}  {who}")


# --- what is told ------------------------------------------------------------------------------------------------


def _tell_taken(told: "ProductsTaken", *, dry: bool) -> None:
    all_of_them = len(told.new) + len(told.changed) + len(told.same)
    of_which = f": {len(told.new)} new, {len(told.changed)} changed, {len(told.same)} the same"
    verb = "Would import" if dry else "Imported"
    say.out(f"{verb} {counted(all_of_them, 'product')}{of_which if all_of_them else ''}.")
    if told.removed:
        say.out(f"{'Would remove' if dry else 'Removed'} {counted(len(told.removed), 'product')}.")
        _tell_untagged(told.removed, dry=dry)
    for feed in told.feeds:
        if feed.ignored:
            more = ", …" if len(feed.ignored) > _SHOWN else ""
            say.note(f"Columns of {feed.file} that were not used: {', '.join(feed.ignored[:_SHOWN])}{more}.")
        for note in feed.notes:
            say.note(f"note: {feed.file}: {note}")
    _listed("Note", [f"{note.product} ({note.place}): {note.note}" for note in told.notes])
    _listed("Passed over", [f"{row.place or row.file}: {row.why}" for row in told.passed_over])
    if told.kept_all:
        say.note(told.kept_all)


def _tell_untagged(removed: "Sequence[Untagged]", *, dry: bool) -> None:
    lines = [f"{gone.product}: {counted(len(gone.posts), 'post')}" for gone in removed if gone.posts]
    _listed("Would be taken off" if dry else "Taken off", lines)


def _listed(head: str, lines: list[str]) -> None:
    if lines:
        say.note(f"{head}, {len(lines)}:")
    for line in lines[:_SHOWN]:
        say.note(f"  {say.cut(line, 300)}")
    if len(lines) > _SHOWN:
        say.note(f"  and {len(lines) - _SHOWN} more; --json lists all.")


def _name(product: "Product") -> str:
    return say.cut(product.name, _NAME)


def _price(product: "Product") -> str:
    return f"{product.price} {product.currency or '?'}" if product.price else "none"


def _picture(product: "Product") -> str:
    return "yes" if product.image else "none"
