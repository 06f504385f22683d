"""The galleries of a workspace: one short method a task. `Workspace.galleries` is one of these."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.gallery.themes import Theme, themes
from ugc.workspace.showing import building, verifying
from ugc.workspace.showing import record as records
from ugc.workspace.showing.built import GalleryBuilt
from ugc.workspace.showing.picturing import Telling
from ugc.workspace.showing.site import GalleryOrder
from ugc.workspace.showing.verifying import GalleryVerified

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Galleries:
    """Where pages are built of the posts that may be shown, and looked through later."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def build(
        self,
        order: GalleryOrder,
        *,
        at: datetime,
        out: Path | None = None,
        dry: bool = False,
        telling: Telling = building.untold,
    ) -> GalleryBuilt:
        """Build a gallery, or bring one up to date; `telling` is asked for what hears of each kind of work."""
        return building.build(self._workspace, order, at=at, out=out, dry=dry, telling=telling)

    def verify(self, folders: Iterable[Path] = (), *, at: datetime) -> tuple[GalleryVerified, ...]:
        """Find what should no longer be in galleries, all of them where none is named."""
        return verifying.verify(self._workspace, folders, at=at)

    def themes(self) -> tuple[Theme, ...]:
        """Return every theme that galleries can have."""
        return tuple(themes(building.theme_folders(self._workspace)).values())

    def build_again(self, folder: Path, *, at: datetime) -> GalleryBuilt:
        """Build a gallery as it was asked for the last time. Raises UsageError where it has no record."""
        before = records.read(folder)
        if before is None:
            raise UsageError(
                f"{folder} has no record of how it was built.", hint="Build it: ugc gallery build."
            )
        order, today = before.order, self._workspace.day(at)
        if order.until and order.until < today:
            order = order.model_copy(update={"until": None})
        return self.build(order, at=at, out=folder)

    def made_of(self, folder: Path) -> list[Path]:
        """Return what a gallery changes with: catalog, settings, the workspace's own themes; none without a record."""
        root = self._workspace.root
        if records.read(folder) is None:
            return []
        catalog = root / ".ugc" / "catalog.db"
        return [
            catalog,
            catalog.with_name("catalog.db-wal"),
            root / "ugc.toml",
            root / "templates" / "gallery",
        ]

    def folder(self, named: str | None) -> Path:
        """Return the folder of a gallery by its name or path; the only one where none is named. Raises UsageError."""
        known = records.galleries(self._workspace)
        if named is None:
            if len(known) == 1:
                return known[0]
            raise UsageError(
                "There is no gallery yet." if not known else f"There are {len(known)} galleries.",
                hint="Build one: ugc gallery build '#YourTag'."
                if not known
                else f"Name one: {', '.join(folder.name for folder in known)}.",
            )
        for folder in (*(each for each in known if each.name == named), Path(named)):
            if folder.is_dir():
                return folder
        raise UsageError(
            f"There is no gallery {named!r}.",
            hint=f"Known: {', '.join(folder.name for folder in known) or 'none yet'}.",
        )
