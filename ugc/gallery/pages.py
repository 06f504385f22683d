"""A gallery's pages from its values: templates of a theme, filled and styled. Nothing is written here.

Every collected word is escaped where a template writes it. A template that a workspace brings runs in a sandbox: it
may read what it is given, and nothing else.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template
from jinja2 import __version__ as jinja_version
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from ugc.errors import UsageError
from ugc.gallery import views
from ugc.gallery.faults import template_faults
from ugc.gallery.layout import wall_rules
from ugc.gallery.listings import chips, filters, numbers, subject
from ugc.gallery.styles import Sheet, brand_rules, colour_of, minified, value_rules
from ugc.gallery.themes import Theme
from ugc.gallery.words import words
from ugc.model.galleries import Entry, Listing, Site
from ugc.resources import TEMPLATES

_KEPT = 4096
"""Tiles of lists below the gallery's own folder that are remembered: a post stands in several of them."""
_LIST, _POST = ("list.css", "post.css"), ("post.css",)


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox that asks once whether templates may read an attribute of a type: its answer hangs on these alone."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


class Pages:
    """Makes the pages of one gallery."""

    def __init__(self, site: Site, *, theme: Theme, folders: Sequence[Path]) -> None:
        """Read and compile what all pages share; `folders` are `templates/gallery` folders, the workspace's first.

        Raises UsageError for a template, style sheet or file of words that is broken, and for an unknown language.
        """
        self.site, self.theme = site, theme
        self.words = words(site.language, folders)
        self._environment = _Sandbox(
            loader=FileSystemLoader(theme.folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals = {
            "site": site,
            "theme": theme,
            "words": self.words,
            "script_words": self.words.script(),
            "initial": views.initial,
        }
        self._templates: dict[str, Template] = {}
        self._sheets: dict[tuple[str, tuple[str, ...]], Sheet] = {}
        self._tiles: dict[tuple[str, int, int], Markup] = {}
        self._parts: dict[tuple[str, str], Markup] = {}
        self._wares = {
            root: {product.id: views.ware(product, root=root) for product in site.products}
            for root in ("./", "../")
        }
        self._most = max(step.columns for step in theme.steps)

    @cached_property
    def is_own(self) -> bool:
        """Whether a template may be the workspace's own, and then show anything that it is given."""
        return any(not folder.is_relative_to(TEMPLATES) and folder.is_dir() for folder in self.theme.folders)

    @cached_property
    def digest(self) -> str:
        """Digest of the templates, styles and words that pages are made with, and of the program's version."""
        found = hashlib.sha256(
            f"{self.site.version}\n{jinja_version}\n{sorted(vars(self.words).items())}".encode()
        )
        for folder in self.theme.folders:
            for file in sorted(folder.glob("*.*")) if folder.is_dir() else ():
                found.update(file.name.encode() + b"\0" + file.read_bytes())
        return found.hexdigest()

    def listing(self, listing: Listing, entries: Sequence[Entry], *, head: str) -> str:
        """Return a page of a list; `entries` are those of this page, `head` is safe markup for its head."""
        root = "./" if listing.kind == "index" else "../"
        about = subject(listing, entries, site=self.site, wares=self._wares[root])
        more = [about.ware.picture.colour] if about.ware and about.ware.picture else []
        return self._page(
            "list.html",
            root=root,
            head=head,
            sheets=_LIST,
            rules=self._wall(entries, colours=more),
            listing=listing,
            tiles=self._laid(entries, root=root),
            about=about,
            counted=self._counted(listing, entries),
            chips=chips(self.site, listing, root=root),
            filters=filters(self.site, listing),
            pages=numbers(listing, root=root),
        )

    def post(self, entry: Entry, *, before: Entry | None, after: Entry | None, head: str) -> str:
        """Return a post's page, with its neighbours in the order of the index."""
        root, wares = "../", self._wares["../"]
        parts = [views.part(piece, root=root, wares=wares) for piece in entry.pieces]
        products = [wares[id_] for id_ in entry.products if id_ in wares]
        pictures = [part.picture for part in parts] + [w.picture for w in products if w.picture]
        rules = value_rules(
            colours=[picture.colour for picture in pictures],
            ratios=[float(part.ratio) for part in parts],
            spots=[(dot.x, dot.y) for part in parts for dot in part.dots],
        )
        return self._page(
            "post.html",
            root=root,
            head=head,
            sheets=_POST,
            rules=rules,
            entry=entry,
            parts=parts,
            widest=max(parts, key=lambda part: float(part.ratio)),
            products=products,
            day=self.words.day(entry.posted) if entry.posted else "",
            before=before,
            after=after,
        )

    def browse(self, *, head: str) -> str:
        """Return the page of all creators, hashtags and products."""
        wares = self._wares["./"]
        products = [
            (wares[product.id], self.site.product_posts.get(product.id, 0)) for product in self.site.products
        ]
        rules = value_rules(colours=[ware.picture.colour for ware, _ in products if ware.picture])
        return self._page(
            "browse.html", root="./", head=head, sheets=("browse.css",), rules=rules, products=products
        )

    def lost(self, *, root: str, head: str) -> str:
        """Return the page for addresses that lead nowhere any more; `root` leads to the gallery from all of them."""
        return self._page("lost.html", root=root, head=head, sheets=("browse.css",), rules="")

    def embed(self, entries: Sequence[Entry], *, head: str) -> str:
        """Return the page for frames: tiles, and a way to all of them."""
        return self._page(
            "embed.html",
            root="./",
            head=head,
            sheets=("list.css", "embed.css"),
            rules=self._wall(entries),
            tiles=self._laid(entries, root="./", framed=True),
        )

    def _counted(self, listing: Listing, entries: Sequence[Entry]) -> str:
        posts = self.words.counted("posts", listing.posts)
        makers = len(self.site.makers)
        if listing.kind == "index" and entries and makers:
            return self.words.said("by", posts=posts, makers=self.words.counted("makers", makers))
        return posts

    def _wall(self, entries: Sequence[Entry], *, colours: Sequence[str] = ()) -> str:
        ratios = [views.tile_ratio(entry, self.theme) for entry in entries]
        return wall_rules(self.theme, ratios) + value_rules(
            colours=[*colours, *(colour_of(entry.tile.colour) for entry in entries)],
            ratios=ratios if self.theme.crop == "none" else (),
        )

    def _laid(self, entries: Sequence[Entry], *, root: str, framed: bool = False) -> list[Markup]:
        return [
            self._tile(entry, root=root, place=place, count=len(entries), framed=framed)
            for place, entry in enumerate(entries)
        ]

    def _tile(self, entry: Entry, *, root: str, place: int, count: int, framed: bool) -> Markup:
        key = (entry.slug, 0 if place == 0 else 1 if place < views.EAGER else 2, min(count, self._most))
        if root == "../" and key in self._tiles:
            return self._tiles[key]
        view = views.tile(
            entry, theme=self.theme, words=self.words, root=root, place=place, count=count, framed=framed
        )
        made = _escaped(self._filled("tile.html", view))
        if root == "../":
            if len(self._tiles) >= _KEPT:
                self._tiles.clear()
            self._tiles[key] = made
        return made

    def _page(
        self, name: str, *, root: str, head: str, sheets: tuple[str, ...], rules: str, **data: object
    ) -> str:
        style = self._sheet(root, sheets).style(rules)
        around = {part: self._part(f"{part}.html", root=root) for part in ("bar", "foot")}
        return self._filled(name, {"root": root, "head": head, "style": style, **around, **data})

    def _part(self, name: str, *, root: str) -> Markup:
        """What stands on all pages of a folder alike, filled once."""
        if (name, root) not in self._parts:
            self._parts[name, root] = _escaped(self._filled(name, {"root": root}))
        return self._parts[name, root]

    def _sheet(self, root: str, sheets: tuple[str, ...]) -> Sheet:
        if (root, sheets) not in self._sheets:
            loader = FileSystemLoader(self.theme.folders)
            with template_faults(self.theme.folders):
                texts = [loader.get_source(self._environment, name)[0] for name in ("base.css", *sheets)]
            texts += [_read(sheet) for sheet in self.theme.sheets]
            css = minified("\n".join(texts))
            self._sheets[root, sheets] = Sheet(brand_rules(self.site, root=root) + css)
        return self._sheets[root, sheets]

    def _filled(self, name: str, data: Mapping[str, Any]) -> str:
        with template_faults(self.theme.folders):
            if name not in self._templates:
                self._templates[name] = self._environment.get_template(name)
            return self._templates[name].render(data)


def _escaped(filled: str) -> Markup:
    return Markup(filled)  # noqa: S704 -- a template escaped what it was filled with


def _read(sheet: Path) -> str:
    try:
        return sheet.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{sheet} could not be read: {error}.", hint="Mend it, or take it away.") from error
