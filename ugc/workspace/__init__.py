"""A workspace opened: settings, catalog, store, and one short method for each task. This is the Python API."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ugc import config
from ugc.catalog import Catalog
from ugc.config import Settings
from ugc.formats import Tables
from ugc.formats import load as load_tables
from ugc.model.posts import Post
from ugc.model.records import Grant, Hold, Lift
from ugc.model.rights import Answer, Case, Use
from ugc.store import Store
from ugc.workspace import beginning, care, clearing, forgetting, intake, people, rendering, sheets
from ugc.workspace.brought import Report
from ugc.workspace.care import Swept
from ugc.workspace.doors import Doors
from ugc.workspace.ending import end, stopping
from ugc.workspace.ending.end import Ended
from ugc.workspace.exporting import archive
from ugc.workspace.exporting.archive import Archived
from ugc.workspace.forgetting import Forgotten
from ugc.workspace.granting import recording
from ugc.workspace.granting.recording import GrantForm
from ugc.workspace.inspecting import inspection
from ugc.workspace.inspecting.inspection import Found, Question
from ugc.workspace.outcomes import Order, Outcome
from ugc.workspace.people import Held

if TYPE_CHECKING:
    from ugc.workspace.fetching import FetchReport
    from ugc.workspace.inspecting.likeness import Finder

__all__ = [
    "Archived",
    "Ended",
    "Forgotten",
    "Found",
    "GrantForm",
    "Held",
    "Order",
    "Outcome",
    "Question",
    "Report",
    "Swept",
    "Workspace",
]

Tell = Callable[[str, int], None]
"""Is told each thing as it is done, and how many there are in all."""


class _Undone(Exception):  # noqa: N818  not a fault: it ends a rehearsal
    """Ends a rehearsal."""


class Workspace(Doors):
    """One brand's posts, rights and creatives in a folder. Use it in `with`, or close it."""

    def __init__(self, root: Path, settings: Settings, catalog: Catalog) -> None:
        self.root = root
        self.settings = settings
        self.catalog = catalog
        self.media = Store(root / beginning.INSIDE / "media")
        self.evidence = Store(root / beginning.INSIDE / "evidence")
        self.finder: Finder | None = None
        self._tables: Tables | None = None
        self.rehearsing = False

    @classmethod
    def create(
        cls, folder: Path, *, brand: str, hashtags: tuple[str, ...] = (), markets: tuple[str, ...] = ()
    ) -> "Workspace":
        """Make a workspace in a folder. Raises UsageError when one is there, or a market is not known."""
        return beginning.create(folder, brand=brand, hashtags=hashtags, markets=markets)

    @classmethod
    def settle(cls, folder: Path, text: str) -> "Workspace":
        """Make a workspace in a folder from the text of its `ugc.toml`. Raises UsageError when one is there."""
        return beginning.settle(folder, text)

    @classmethod
    def adopt(cls, folder: Path) -> "Workspace":
        """Make the catalog of a folder that has settings and no catalog yet, as when they were kept in git.

        Raises UsageError when there are no settings, or a catalog is there.
        """
        return beginning.adopt(folder)

    @classmethod
    def open(cls, start: Path) -> "Workspace":
        """Open the workspace of a folder or of the nearest folder above it.

        Raises UsageError when there is none or its settings are wrong.
        """
        path = config.find(start.resolve())
        settings = config.load(path)
        return cls(path.parent, settings, Catalog.open(path.parent / beginning.INSIDE / "catalog.db"))

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the catalog."""
        self.catalog.close()

    @property
    def tables(self) -> Tables:
        """Placements and formats: the shipped ones, and those of the workspace's own `formats.toml`."""
        if self._tables is None:
            own = self.root / "formats.toml"
            self._tables = load_tables([own] if own.is_file() else [])
        return self._tables

    def day(self, now: datetime) -> date:
        """Return the day that an instant falls on in the workspace's time zone."""
        return now.astimezone(ZoneInfo(self.settings.timezone)).date()

    @contextmanager
    def rehearsed(self, dry: bool) -> Iterator[None]:
        """With `dry`, let what is recorded in the block be looked at, and then undo all of it."""
        if not dry:
            yield
            return
        self.rehearsing = True
        try:
            with suppress(_Undone), self.catalog.transaction():
                yield
                raise _Undone
        finally:
            self.rehearsing = False

    def take_in(
        self,
        paths: Sequence[Path],
        *,
        at: datetime,
        seen: Callable[[str], None] = lambda _: None,
        dry: bool = False,
        mapped: Sequence[str] = (),
    ) -> Report:
        """Import files and folders; bad input costs one item and is listed. `mapped` names columns of sheets."""
        return intake.take_in(self, paths, at=at, seen=seen, dry=dry, mapped=mapped)

    def fetch(
        self, query: str = "", *, at: datetime, sources: Sequence[Path] = (), dry: bool = False
    ) -> "FetchReport":
        """Fetch files that sources name and that are not there, from the network; see `fetching.fetch_missing`."""
        from ugc.workspace.fetching import fetch_missing

        return fetch_missing(self, query, today=self.day(at), at=at, sources=sources, dry=dry)

    def select(self, query: str, *, today: date) -> list[Post]:
        """Return the posts of a selection, in a stable order. Raises UsageError for a word it does not know."""
        return self.catalog.posts(clearing.selected_ids(self, query, today=today))

    def selected_ids(self, query: str, *, today: date, limit: int | None = None) -> list[str]:
        """Return the ids of the posts of a selection in its order, or of the first so many."""
        return clearing.selected_ids(self, query, today=today, limit=limit)

    def count(self, query: str, *, today: date) -> int:
        """Return how many posts a selection means."""
        return clearing.count(self, query, today=today)

    def tag(
        self, query: str, *, today: date, add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> list[str]:
        """Add and remove labels of our own on every post of a selection; return the posts' ids."""
        ids = self.selected_ids(query, today=today)
        self.catalog.tag(ids, add=tuple(add), remove=tuple(remove))
        return ids

    def case(self, name: str) -> Case:
        """Return a post, by any id it was ever known by, with all its records."""
        return self.catalog.case(self.catalog.resolve(name))

    def use(self, **told: object) -> Use:
        """Build a question in this workspace's name; markets may be `EEA` or `worldwide`."""
        return clearing.a_use(self, **told)

    def check(self, name: str, use: Use) -> Answer:
        """Say what the records allow for one post and one use."""
        return clearing.check(self, name, use)

    def grant(self, form: GrantForm, *, at: datetime) -> list[Grant]:
        """Record usage rights with their evidence, all or nothing; one grant for each creator."""
        return recording.grant(self, form, at=at)

    def hold(self, name: str, *, by: str, why: str, at: datetime) -> Hold:
        """Stop a post, or everything of `@creator`."""
        return stopping.hold(self, name, by=by, why=why, at=at)

    def lift(self, name: str, *, by: str, why: str, at: datetime) -> list[Lift]:
        """Lift every hold on a post or creator."""
        return stopping.lift(self, name, by=by, why=why, at=at)

    def revoke(
        self,
        name: str,
        *,
        by: str,
        why: str,
        at: datetime,
        effective: date | None = None,
        take_down: bool = False,
    ) -> Ended:
        """End a grant, or all grants of a post or `@creator`, today if no day is named; mark what must come down."""
        return end.end(self, name, by=by, why=why, effective=effective, take_down=take_down, at=at)

    def render(self, order: Order, *, at: datetime, **told: Callable[..., None]) -> Outcome:
        """Make every creative of an order that the records allow; list what they refuse, with all reasons.

        `told` are `seen`, `looked` and `filmed`, which hear how far it is, as `rendering.render` says.
        """
        return rendering.render(self, order, at=at, **told)

    def inspect(
        self, path: Path, *, at: datetime, question: Question | None = None, seen: Tell = lambda *_: None
    ) -> Found:
        """Say whose a file is, under which grants, and what the records allow today or for what is asked."""
        return inspection.inspect(self, path, at=at, question=question, seen=seen)

    def sweep(self, *, at: datetime, dry: bool = False) -> Swept:
        """Move creatives that the records allow nowhere any more to `out/swept/`; finish what an erasure left."""
        if not dry:
            forgetting.finish(self)
        return care.sweep(self, at=at, dry=dry)

    def held(self, name: str) -> Held:
        """Return everything that is held about a creator."""
        return people.held(self, name)

    def forget(
        self, name: str, *, by: str, why: str, at: datetime, evidence: bool = False, dry: bool = False
    ) -> Forgotten:
        """Erase a creator's data and originals; what the law needs is kept without names, and said."""
        return forgetting.forget(self, name, by=by, why=why, at=at, evidence=evidence, dry=dry)

    def allow_again(self, erasure: str, *, by: str, why: str, at: datetime) -> Lift:
        """Let imports bring back what an erasure, by its id, kept out."""
        return forgetting.allow_again(self, erasure, by=by, why=why, at=at)

    def export(
        self,
        path: Path,
        *,
        creatives: bool = False,
        contacts: bool = False,
        seen: Callable[[str], None] = lambda _: None,
    ) -> Archived:
        """Write the whole workspace to one verified archive; how creators are reached only with `contacts`."""
        return archive.export(self, path, creatives=creatives, contacts=contacts, seen=seen)

    @classmethod
    def restore(cls, path: Path, folder: Path, *, seen: Callable[[str], None] = lambda _: None) -> Archived:
        """Make a workspace in a new folder from an archive, after all of it was verified."""
        return archive.restore(path, folder, seen=seen)

    def contact_sheet(
        self,
        query: str = "",
        *,
        at: datetime,
        formats: Sequence[str] = (),
        looking: bool = False,
        out: Path | None = None,
        seen: Tell = lambda *_: None,
    ) -> "sheets.Written":
        """Write a contact sheet of a selection, with what was seen if it is asked for: an HTML page and PNG pages."""
        return sheets.contact_sheet(self, query, formats=formats, looking=looking, at=at, out=out, seen=seen)
