"""Galleries and ad packages searched for pictures: copies, pictures made of them, pages, documents.

A file is a copy by its bytes or by the label inside it; a picture made of one, such as a thumbnail, by a JSON document
that names it in one object with the picture; a page by the files that it refers to. All of it may come from anywhere,
so nothing in it is obeyed: a name in a document means a file only where the walk itself has found that file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UgcError
from ugc.files import sha256_of
from ugc.identity import VARIANT_DIGITS
from ugc.provenance import read_label
from ugc.text import clean
from ugc.workspace.ending.naming import Naming, ad_field, ids_in, namings
from ugc.workspace.ending.page_files import ids_of, may_refer, references, resolved
from ugc.workspace.ending.places import key
from ugc.workspace.ending.published import (
    Area,
    Kind,
    Mention,
    Published,
    Shown,
    Sought,
    files_of,
    said,
    text_of,
)

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PICTURES = frozenset(
    ".jpg .jpeg .png .webp .avif .heic .heif .gif .tif .tiff .bmp .mp4 .m4v .mov .webm".split()
)
"""What may be a picture or clip, by its name."""
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_TEXTS = frozenset({".json", ".csv", ".tsv", ".txt", ".js", ".xml", ".md", ".css"})


def published(workspace: "Workspace", sought: Sought, *, gone: Iterable[Shown] = ()) -> Published:
    """Find what shows or names the pictures that are sought.

    `gone`: pictures that were taken out of a gallery earlier; pages may still refer to them.
    """
    if not sought.posts and not sought.without:
        return Published()
    return _Search(workspace, sought, gone=gone).result()


class _Search:
    """One walk over galleries and packages."""

    def __init__(self, workspace: "Workspace", sought: Sought, *, gone: Iterable[Shown]) -> None:
        self._workspace = workspace
        self._sought = sought
        self._known = cache(self._is_known)
        self._unread: list[str] = []
        self._files: dict[str, Path] = {}
        for name, path in files_of(workspace):
            if not said(name):
                self._unread.append(clean(name).replace("\n", " "))
            elif key(workspace, path) not in sought.own:
                self._files[name] = path
        self._found: dict[str, tuple[Kind, set[str]]] = {}
        out = key(workspace, workspace.root / workspace.settings.output.folder)
        self._gone = {each.file.removeprefix(f"{out}/"): set(each.of) for each in gone}
        self._others: set[str] = set()
        """Files that are other pictures, by the label inside them, or because they are named with another one."""
        self._made: dict[str, set[str]] = defaultdict(set)
        self._mentions: list[Mention] = []

    def result(self) -> Published:
        """Walk: pictures first, then documents, which name more pictures, then pages, which are about all of these."""
        kinds = {name: Path(name).suffix.lower() for name in self._files}
        for name, kind in kinds.items():
            if kind not in _PAGES | _TEXTS:
                self._look_into(name)
        for name, kind in kinds.items():
            if kind in _TEXTS:
                self._read(name)
        for name in self._made.keys() - self._others - self._found.keys():
            if kinds[name] in _PICTURES:
                self._found[name] = ("made of it", self._made[name])
        pictures = self._gone | {name: of for name, (_, of) in self._found.items()}
        names = frozenset(name.rpartition("/")[2] for name in pictures)
        for name, kind in kinds.items():
            if kind in _PAGES:
                self._leaf(name, pictures, names)
        return Published(
            shown=tuple(self._shown(name, kind, of) for name, (kind, of) in sorted(self._found.items())),
            mentions=tuple(self._mentions),
            unread=tuple(sorted(self._unread)),
        )

    def _shown(self, name: str, kind: Kind, of: Iterable[str]) -> Shown:
        area: Area = "gallery" if name.startswith("gallery/") else "ads"
        return Shown(file=key(self._workspace, self._files[name]), area=area, kind=kind, of=tuple(sorted(of)))

    def _look_into(self, name: str) -> None:
        """Whether a file is a picture that is sought, by its bytes or by its label."""
        path, sought = self._files[name], self._sought
        of = None
        try:
            if path.stat().st_size in sought.sizes:
                of = sought.hashes.get(sha256_of(path))
            if of is None and path.suffix.lower() in _PICTURES:
                of = self._labelled(name)
        except (OSError, UgcError):
            self._unread.append(name)
        if of:
            self._found[name] = ("copy", {of})

    def _labelled(self, name: str) -> str | None:
        label = None
        with suppress(UgcError):  # a broken label says nothing
            label = read_label(self._files[name])
        if label is None:
            return None
        if label.variant in self._sought.named:
            return self._sought.named[label.variant]
        if not self._known(label.variant) and label.posts and self._sought.without.issuperset(label.posts):
            return label.posts[0]
        self._others.add(name)
        return None

    def _is_known(self, id: str | None) -> bool:
        """Whether an id is that of a creative in the catalog."""
        catalog = self._workspace.catalog
        if id and len(id) == VARIANT_DIGITS:
            return bool(catalog.creatives(short=id))
        return bool(id and (catalog.creative_by_variant(id) or catalog.creative_by_sha256(id)))

    def _text(self, name: str) -> str:
        try:
            return text_of(self._files[name])
        except UgcError:
            self._unread.append(name)
            return ""

    def _read(self, name: str) -> None:
        """Take from a document what it names; from JSON also the ads, and the files that are made of a picture."""
        text = self._text(name)
        of = self._sought.meant(ids_in(text))
        if of:
            self._found[name] = ("document", of)
        if not name.endswith(".json"):
            return
        objects = namings(text)
        if name.startswith("ads/"):
            self._mentions += self._ads(name, of, objects or ())
        for each in objects or ():
            meant = self._sought.meant(each.ids)
            files = {file for text in each.texts for file in resolved(text, name, self._files)}
            if not meant or self._of_others_too(each, meant):
                self._others |= files
            else:
                for file in files:
                    self._made[file] |= meant

    def _of_others_too(self, each: Naming, of: set[str]) -> bool:
        """Whether an object names another picture as well: then nobody can say what its files are made of."""
        posts = frozenset[str]().union(*(self._sought.posts[one] for one in of))
        for id in each.ids - self._sought.named.keys():
            holder = self._workspace.catalog.post_of_media(id)
            if (holder and holder not in posts) or (not holder and self._known(id)):
                return True
        return False

    def _ads(self, name: str, of: Iterable[str], objects: Sequence[Naming]) -> Iterator[Mention]:
        """The ads that a document tells of; one without a name or an id where it names a picture and no ad of it."""
        folders = name.split("/")[1:-1]
        for one in sorted(of):
            told: dict[Mention, None] = {}
            for each in objects:
                if one in self._sought.meant(each.ids):
                    mention = Mention(
                        document=key(self._workspace, self._files[name]),
                        of=one,
                        ad_name=ad_field(each, ("ad_name", "name"), anywhere=("ad_name",)),
                        ad_id=ad_field(each, ("ad_id", "id"), anywhere=("ad_id",)),
                        platform=ad_field(each, (), anywhere=("platform", "channel")) or _first(folders),
                        placement=ad_field(each, ("placement",)),
                    )
                    told[mention] = None
            named = [mention for mention in told if mention.ad_name or mention.ad_id]
            bare = Mention(document=key(self._workspace, self._files[name]), of=one, platform=_first(folders))
            yield from named or list(told)[:1] or [bare]

    def _leaf(self, name: str, pictures: dict[str, set[str]], names: frozenset[str]) -> None:
        """What a page shows: the pictures that it refers to, and those whose ids or file names stand in it."""
        text = self._text(name)
        of = self._sought.meant(ids_of(text))
        for reference in references(text) if may_refer(text, names) else ():
            for file in resolved(reference, name, pictures):
                of |= pictures[file]
        if of:
            self._found[name] = ("page", of)


def _first(words: Sequence[str]) -> str | None:
    return words[0] if words else None
