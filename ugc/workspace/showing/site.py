"""What all pages of a gallery share: the brand's kit, its words, and what there is to filter by."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ugc import __version__, palette
from ugc.catalog.search import parse
from ugc.model.base import Value
from ugc.model.galleries import Entry, EntryKind, Facet, ShownFor, ShownOn, ShownProduct, Site
from ugc.text import fold, one_line
from ugc.workspace.clearing import markets
from ugc.workspace.showing.asking import Terms

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_MOST_TAGS = 60
"""Hashtags with a page of their own: creators write thousands, and most lead to a single post."""
_LEAST_POSTS = 2
_KINDS: tuple[EntryKind, ...] = ("image", "clip", "carousel")


class GalleryOrder(Value):
    """What a gallery is to be made of. What is left out is as `ugc.toml` says."""

    selection: str
    name: str | None = None
    """Of its folder; that of the hashtag where it is left out."""
    title: str | None = None
    theme: str | None = None
    language: str | None = None
    purpose: ShownFor | None = None
    channel: ShownOn | None = None
    markets: tuple[str, ...] | None = None
    until: date | None = None
    """The last day on which it will stand."""


def hashtag_of(workspace: "Workspace", selection: str) -> str | None:
    """Return the hashtag that a selection asks for, as the brand spells it; None where it asks for none, or several."""
    spelt = spelling(workspace)
    demanded = parse(selection, workspace.settings.searches).demanded()
    named = [value for term in demanded if term.name == "hashtag" for value in term.values]
    return spelt.get(fold(named[0]), named[0]) if len(named) == 1 else None


def spelling(workspace: "Workspace") -> dict[str, str]:
    """Return the brand's own hashtags, folded, to how it spells them."""
    return {fold(tag): tag for tag in workspace.settings.hashtags}


def site_of(
    workspace: "Workspace",
    order: GalleryOrder,
    entries: Sequence[Entry],
    *,
    products: Sequence[ShownProduct],
    day: date,
    until: date,
) -> Site:
    """Return what the pages share; files such as the logo are named once they are made."""
    settings = workspace.settings
    told, brand = settings.gallery, settings.brand
    spelt = spelling(workspace)
    hashtag = hashtag_of(workspace, order.selection)
    kinds = {entry.kind for entry in entries}
    colours = {
        kit: palette.roles(brand.accent, second=brand.second, ink=brand.ink, paper=brand.paper, kit=kit)
        for kit in ("light", "dark")
    }
    return Site(
        title=one_line(title_of(workspace, order)),
        hashtag=hashtag,
        about=one_line(told.about),
        brand=one_line(brand.name),
        home=told.home or None,
        theme=order.theme or told.theme,
        language=language_of(workspace, order),
        kit=told.kit,
        colours=colours["light"],
        dark=colours["dark"],
        url=f"{told.url.rstrip('/')}/" if told.url else None,
        robots=told.robots,
        day=day,
        until=until,
        posts=len(entries),
        makers=_makers(entries),
        tags=_tags(entries, own={*spelt, *((fold(hashtag),) if hashtag else ())}),
        products=tuple(products),
        product_posts=dict(Counter(product for entry in entries for product in entry.products)),
        kinds=tuple(kind for kind in _KINDS if kind in kinds),
        report=told.report or None,
        version=__version__,
    )


def title_of(workspace: "Workspace", order: GalleryOrder) -> str:
    """Return what stands at the top of a gallery's pages."""
    settings = workspace.settings
    hashtag = hashtag_of(workspace, order.selection)
    return order.title or settings.gallery.title or (f"#{hashtag}" if hashtag else settings.brand.name)


def terms_of(workspace: "Workspace", order: GalleryOrder, *, first: date, last: date) -> Terms:
    """Return what a gallery asks of the records for some days."""
    told = workspace.settings.gallery
    return Terms(
        purpose=order.purpose or told.purpose,
        channel=order.channel or told.channel,
        territories=markets(workspace, order.markets),
        first=first,
        last=last,
        language=language_of(workspace, order),
    )


def language_of(workspace: "Workspace", order: GalleryOrder) -> str:
    """Return the language of a gallery's own words."""
    return order.language or workspace.settings.gallery.language or workspace.settings.words.language


def with_paged_tags(entries: Iterable[Entry], site: Site) -> list[Entry]:
    """Return posts with only those of their hashtags that have a page."""
    paged = {facet.slug for facet in site.tags}
    return [
        entry
        if all(tag.slug in paged for tag in entry.tags)
        else entry.model_copy(update={"tags": tuple(tag for tag in entry.tags if tag.slug in paged)})
        for entry in entries
    ]


def _makers(entries: Sequence[Entry]) -> tuple[Facet, ...]:
    counts = Counter(entry.maker.slug for entry in entries)
    newest = {entry.maker.slug: entry.maker for entry in reversed(entries)}
    ordered = sorted(counts, key=lambda slug: (-counts[slug], newest[slug].handle.casefold(), slug))
    return tuple(Facet(slug=slug, name=f"@{newest[slug].handle}", posts=counts[slug]) for slug in ordered)


def _tags(entries: Sequence[Entry], *, own: set[str]) -> tuple[Facet, ...]:
    tags = {tag.slug: tag for entry in entries for tag in entry.tags}
    counts = Counter(tag.slug for entry in entries for tag in entry.tags)
    kept = [slug for slug in counts if counts[slug] >= _LEAST_POSTS or fold(tags[slug].name) in own]
    kept.sort(key=lambda slug: (fold(tags[slug].name) not in own, -counts[slug], slug))
    return tuple(Facet(slug=slug, name=tags[slug].name, posts=counts[slug]) for slug in kept[:_MOST_TAGS])
