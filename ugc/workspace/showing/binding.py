"""A gallery's pages and everything beside them, written from posts whose pictures are made."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.gallery import embedding, feeds
from ugc.gallery.book import Book
from ugc.gallery.lettering import web_fonts
from ugc.gallery.pages import Pages
from ugc.gallery.script import shipped
from ugc.gallery.share import SharePicture, icon, share
from ugc.gallery.themes import Theme
from ugc.model.base import digest
from ugc.model.galleries import Entry, ShownProduct, Site
from ugc.resources import TEMPLATES
from ugc.workspace.branding import logos, own_fonts
from ugc.workspace.showing.folders import GalleryFolder
from ugc.workspace.showing.record import digest_of
from ugc.workspace.showing.site import GalleryOrder, site_of, with_paged_tags

if TYPE_CHECKING:
    from ugc.workspace import Workspace

SCRIPT, EMBED_SCRIPT, FRAME_SCRIPT = "gallery.js", "embed.js", "frame.js"
SHARE, ICON = "share.jpg", "icon.svg"
_SHARED = TEMPLATES / "gallery" / "_shared"
_PICTURED = 5
"""Posts whose pictures stand in the picture for shares."""
_DIGITS = 16
_ENOUGH = 3
_RECENT = 60


class Bound(NamedTuple):
    """What a person should know of a gallery's pages."""

    notes: tuple[str, ...]
    snippet: str


def bind(
    workspace: "Workspace",
    order: GalleryOrder,
    made: Sequence[Entry],
    *,
    products: Sequence[ShownProduct],
    folder: GalleryFolder,
    pages: tuple[Theme, Sequence[Path]],
    days: tuple[date, date],
) -> Bound:
    """Write every page, and what goes with them.

    `pages` are the theme and the folders that themes are sought in; `days` the first and last on which it will stand.
    Raises UsageError for a template that is broken, and MachineError.
    """
    site = site_of(workspace, order, made, products=products, day=days[0], until=days[1])
    entries = with_paged_tags(made, site)
    notes: list[str] = []
    site = site.model_copy(update=_dressed(workspace, folder, site, entries, notes))
    folder.put(ICON, icon(site))
    for name in (SCRIPT, EMBED_SCRIPT, FRAME_SCRIPT):
        folder.put(name, shipped((_SHARED / name).read_text("utf-8")))
    if entries:
        shared = _together(entries)
        told = [[each.tile.name, each.credit, each.whole, each.may_crop] for each in shared]
        mark = digest([site.model_dump(mode="json", exclude={"day", "until"}), told])
        folder.make(SHARE, mark[:_DIGITS], partial(_share, workspace, folder, site, shared))
        site = site.model_copy(update={"share": SHARE})
    book = Book(
        site,
        entries,
        Pages(site, theme=pages[0], folders=pages[1]),
        per_page=workspace.settings.gallery.per_page,
    )
    for name, text in _beside(site, entries, book):
        folder.put(name, text)
    for page in book.written():
        folder.make(page.file, page.made_from, page.make)
    drafted = sum(any(piece.drafted for piece in entry.pieces) for entry in entries)
    if drafted:
        notes.append(
            f"{drafted:,} of {len(entries):,} posts have words for those who cannot see that nobody has read: "
            "ugc alt --missing lists them."
        )
    notes += feeds.not_written(site)
    return Bound(tuple(notes), embedding.snippet(site) if site.url else "")


def _dressed(
    workspace: "Workspace", folder: GalleryFolder, site: Site, entries: Sequence[Entry], notes: list[str]
) -> dict[str, object]:
    """The brand's own fonts and logo as files of the gallery, and the name of the script."""
    settings = workspace.settings
    dressed: dict[str, object] = {"script": SCRIPT}
    for field, path in (("logo", settings.brand.logo), ("logo_dark", settings.brand.logo_dark)):
        if path:
            data = (workspace.root / path).read_bytes()
            name = f"f/logo-{digest_of(data)[:12]}{Path(path).suffix.lower()}"
            folder.put(name, data)
            dressed[field] = name
    fonts: dict[str, str] = {}
    if settings.gallery.fonts == "brand":
        for font in web_fonts(own_fonts(settings.brand, workspace.root), _letters(site, entries)):
            if font.data:
                fonts[font.role] = f"f/{font.role}-{digest_of(font.data)[:12]}.woff"
                folder.put(fonts[font.role], font.data)
            else:
                notes.append(font.fault)
    return dressed | {"fonts": fonts}


def _letters(site: Site, entries: Iterable[Entry]) -> Iterator[str]:
    yield from (site.title, site.about, site.brand)
    for entry in entries:
        yield from (entry.caption, entry.credit, entry.maker.name, entry.maker.handle)
    yield from (product.name for product in site.products)


def _share(workspace: "Workspace", folder: GalleryFolder, site: Site, shared: Sequence[Entry]) -> bytes:
    settings = workspace.settings
    kit = "dark" if settings.gallery.kit == "dark" else "light"
    pictures = [
        SharePicture(
            content=(folder.path / entry.tile.file(entry.tile.jpg[-1], "jpg")).read_bytes(),
            credit=entry.credit,
            whole=entry.whole or not entry.may_crop,
        )
        for entry in shared
    ]
    return share(
        site,
        pictures,
        logo=logos(settings.brand, workspace.root).get(kit),
        font_dirs=[workspace.root / each for each in settings.render.fonts],
        cache=workspace.root / ".ugc" / "cache" / "fonts.json",
    )


def _together(entries: Sequence[Entry]) -> list[Entry]:
    """The posts in the picture for shares: of one creator, where not enough of them may stand with others'."""
    joined = [entry for entry in entries if entry.may_join]
    if len(joined) >= _ENOUGH:
        return joined[:_PICTURED]
    makers = Counter(entry.maker.slug for entry in entries[:_RECENT])
    first = makers.most_common(1)[0][0]
    return [entry for entry in entries if entry.maker.slug == first][:_PICTURED]


def _beside(site: Site, entries: Sequence[Entry], book: Book) -> Iterator[tuple[str, str]]:
    """What search engines, feed readers and hosts read."""
    yield "_headers", embedding.headers(site)
    robots = feeds.robots(site)
    if robots is not None:
        yield "robots.txt", robots
    if site.url:
        yield "feed.xml", feeds.feed(site, entries)
        yield "oembed.json", embedding.oembed(site)
        if site.robots == "index":
            yield from feeds.sitemaps(site, book.listings(), entries)
