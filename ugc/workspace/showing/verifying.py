"""A gallery's folder looked through: does everything in it still belong there?

The records are asked again for every post that it shows, and every file is held against what was built. A copy that
came back from a host, without its record, is known by the names of its pages, which say which post each is of.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.errors import UgcError, UsageError
from ugc.files import PART_PREFIX, sha256_of
from ugc.model.base import Value
from ugc.model.rights import Reason
from ugc.workspace.ending.page_files import references, resolved
from ugc.workspace.ending.published import text_of
from ugc.workspace.showing import record as records
from ugc.workspace.showing.asking import Asker, Showable, Terms
from ugc.workspace.showing.names import post_slug
from ugc.workspace.showing.record import OURS, ShownPost, galleries, shortened
from ugc.workspace.showing.site import GalleryOrder, terms_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PAGE = re.compile(r"post/([^/]*-[0-9a-f]{10})\.html")
_TILE = re.compile(r'data-slug="([^"]+)"(.*?)(?=data-slug="|</ol>)', re.S)
"""A post's tile in a list, as every theme writes it."""
_AT_ONCE = 1000


class Astray(Value):
    """Something in a gallery that should not be there."""

    kind: Literal["not_allowed", "unknown_post", "unknown_file", "changed"]
    """not_allowed: the records do not let it be shown now; unknown_post: it was erased, or is another workspace's;
    unknown_file: no build made it; changed: it is not as it was built."""
    post: str | None = None
    files: tuple[str, ...]
    """Paths in the gallery's folder."""
    reasons: tuple[Reason, ...] = ()


class GalleryVerified(Value):
    """What was found in one gallery."""

    folder: str
    day: date
    posts: int
    """How many it shows."""
    files: int
    astray: tuple[Astray, ...]
    missing: tuple[str, ...] = ()
    """What a build made and is not there."""
    until: date | None
    """Through which it was built to stand; None where there is no record of it."""
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything in it may be there."""
        return not self.astray


def verify(workspace: "Workspace", folders: Iterable[Path], *, at: datetime) -> tuple[GalleryVerified, ...]:
    """Look through galleries, all of this workspace where none is named.

    Raises UsageError where there is none, or a folder is not there.
    """
    named = list(folders) or galleries(workspace)
    if not named:
        raise UsageError(
            "There is no gallery.", hint="Build one: ugc gallery build '#YourTag', or name a folder."
        )
    return tuple(_Looked(workspace, folder, at=at).told() for folder in named)


class _Looked:
    """One folder."""

    def __init__(self, workspace: "Workspace", folder: Path, *, at: datetime) -> None:
        if not folder.is_dir():
            raise UsageError(
                f"{folder} is not a folder.", hint="Name a gallery's folder, as in out/gallery/glowrun."
            )
        self._workspace, self._folder, self._day = workspace, folder, workspace.day(at)
        self._record = records.read(folder.resolve())
        self._files = {
            name: path
            for name, path in records.files_in(folder).items()
            if not path.name.startswith(PART_PREFIX)
        }

    def told(self) -> GalleryVerified:
        """Return what was found."""
        record = self._record
        posts = list(record.posts) if record else list(self._by_pages())
        notes = []
        if record is None:
            notes.append("It has no record beside it: its posts are known by the names of their pages.")
        elif record.until < self._day:
            notes.append(f"It was built to stand through {record.until}: build it again.")
        astray = [*self._asked(posts), *self._strays(posts)]
        made = {*record.pages, *self._pictures(posts)} if record else set[str]()
        return GalleryVerified(
            folder=str(self._folder),
            day=self._day,
            posts=len(posts),
            files=len(self._files),
            astray=tuple(astray),
            missing=tuple(sorted(made - self._files.keys())),
            until=record.until if record else None,
            notes=tuple(notes),
        )

    def _by_pages(self) -> Iterator[ShownPost]:
        """The posts whose pages lie in a folder without a record, with the pictures that its pages show of them."""
        pages = {match[1]: name for name in self._files if (match := _PAGE.fullmatch(name))}
        pictures = self._pictured() if pages else {}
        ids, _ = self._workspace.catalog.find("", today=self._day)
        for start in range(0, len(ids) if pages else 0, _AT_ONCE):
            for case in self._workspace.catalog.cases(ids[start : start + _AT_ONCE]).values():
                post = case.post
                slug = post_slug(post.id, post.author.handle) if post.author else ""
                if page := pages.pop(slug, None):
                    yield self._shown(post.id, page, pictures.get(slug, set()))
        for slug, page in pages.items():
            yield self._shown("", page, pictures.get(slug, set()))

    def _pictured(self) -> dict[str, set[str]]:
        """Files in `m/` by the post that pages show them with: its own page, and its tile in every list."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in (name for name in self._files if name.endswith(".html")):
            text = text_of(self._files[name])
            own = _PAGE.fullmatch(name)
            parts = [(own[1], text)] if own else [(each[1], each[2]) for each in _TILE.finditer(text)]
            for slug, part in parts:
                for reference in references(part):
                    found[slug].update(
                        f for f in resolved(reference, name, self._files) if f.startswith("m/")
                    )
        return found

    def _shown(self, post: str, page: str, pictures: set[str]) -> ShownPost:
        files = tuple(f"{self._folder.name}/{file}" for file in sorted(pictures))
        piece = records.ShownPiece(media="", files=files)
        return ShownPost(
            post=post, page=page, credit="", grants=(), edits=frozenset(), muted=True, pieces=(piece,)
        )

    def _asked(self, posts: list[ShownPost]) -> Iterator[Astray]:
        """What the records do not allow today."""
        asker = Asker(self._workspace, self._terms())
        for shown in posts:
            files = tuple(name for name in self._of(shown) if name in self._files)
            if not files:
                continue
            try:
                case = self._workspace.case(shown.post) if shown.post else None
            except UsageError:
                case = None
            if case is None:
                yield Astray(kind="unknown_post", post=shown.post or None, files=files)
                continue
            answer = asker.ask(case, wanted=[shown.edits])
            if not isinstance(answer, Showable):
                yield Astray(kind="not_allowed", post=shown.post, files=files, reasons=answer.reasons)
            elif reasons := tuple(_narrower(shown, answer)):
                yield Astray(kind="not_allowed", post=shown.post, files=files, reasons=reasons)

    def _terms(self) -> Terms:
        if self._record:
            return self._record.terms.model_copy(update={"first": self._day, "last": self._day})
        return terms_of(self._workspace, GalleryOrder(selection=""), first=self._day, last=self._day)

    def _strays(self, posts: list[ShownPost]) -> Iterator[Astray]:
        """Files that no build made, and pages that are not as they were built."""
        pages = self._record.pages if self._record else {}
        known = {*pages, *self._pictures(posts)}
        unknown = [
            name
            for name in self._files
            if name not in known and (name.split("/")[0] in OURS or name in pages)
        ]
        if not self._record:
            unknown = [name for name in unknown if name.startswith("m/")]
        if unknown:
            yield Astray(kind="unknown_file", files=tuple(unknown))
        changed = [name for name, digest in pages.items() if not self._is_as_built(name, digest)]
        if changed:
            yield Astray(kind="changed", files=tuple(changed))

    def _is_as_built(self, name: str, digest: str) -> bool:
        path = self._files.get(name)
        try:
            return path is None or shortened(sha256_of(path)) == digest
        except UgcError:
            return False

    def _of(self, shown: ShownPost) -> Iterator[str]:
        yield shown.page
        for piece in shown.pieces:
            yield from (file.partition("/")[2] for file in piece.files)

    def _pictures(self, posts: Iterable[ShownPost]) -> Iterator[str]:
        for shown in posts:
            yield from self._of(shown)
        for piece in self._record.products if self._record else ():
            yield from (file.partition("/")[2] for file in piece.files)


def _narrower(shown: ShownPost, answer: Showable) -> Iterator[Reason]:
    """What is done to a post in the gallery that its records do not allow any more."""
    for edit in sorted(shown.edits - answer.cleared.use.edits):
        yield Reason(code=f"edit_not_granted:{edit}", text=f"The edit {edit} is not allowed any more.")
    if answer.muted and not shown.muted:
        yield Reason(code="music_not_cleared", text="Its sound may not be used any more.")
