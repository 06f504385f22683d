"""The check-up's second half: is a workspace whole? Reads, and changes nothing."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ugc import config, ledger, templates
from ugc.catalog import health
from ugc.catalog.auditing import Misfiled
from ugc.config import Settings
from ugc.errors import UgcError
from ugc.files import PART_PREFIX
from ugc.formats import Tables
from ugc.formats import load as load_tables
from ugc.model.entries import Entry
from ugc.model.formats import Sourced
from ugc.reports.brand_files import brand_files
from ugc.reports.checks import Check, Finding, Look, listed, looked
from ugc.reports.sealed_codes import sealed_codes
from ugc.store import Store
from ugc.text import counted

STALE_DAYS = 90
"""A placement's row is to be read again at its source after so many days."""
YOUNG_S = 3600
"""A temporary file younger than this may be another run's."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_IMPORT = "Import the originals again: what is there already is recognised."
_BACKUP = "Put back a copy of the workspace, or ask whoever has one."


class Holdings:
    """A workspace's folder, looked at thing by thing."""

    def __init__(self, root: Path, *, today: date, deep: bool) -> None:
        self.root = root
        self.today = today
        self.deep = deep
        self.catalog = root / ".ugc" / "catalog.db"
        self.media = Store(root / ".ugc" / "media")
        self.evidence = Store(root / ".ugc" / "evidence")
        self.settings: Settings | None = None

    def checks(self) -> Iterator[Check]:
        """Yield everything that is to be said, the settings first."""
        looks: list[tuple[str, Look]] = [
            ("settings", self._settings),
            ("markets", self._markets),
            ("catalog", self._catalog),
            ("rights ledger", self._ledger),
            ("originals", self._originals),
            ("evidence", self._evidence),
            ("sealed codes", lambda: sealed_codes(self.catalog)),
            ("stored files", self._strangers),
            ("templates", self._templates),
            ("brand", self._brand),
            ("placements", self._placements),
            ("temporary files", self._parts),
        ]
        if self.deep:
            looks.insert(8, ("contents", self._contents))
        yield from looked("workspace", looks)

    def font_dirs(self) -> list[Path]:
        """The font folders of the settings that are there; read before the rest, so a broken file gives none."""
        try:
            fonts = config.load(self.root / config.NAME).render.fonts
        except (UgcError, OSError):
            return []
        return [folder for folder in (self.root / name for name in fonts) if folder.exists()]

    def _settings(self) -> Finding:
        self.settings = config.load(self.root / config.NAME)
        lost = [name for name in self.settings.render.fonts if not (self.root / name).exists()]
        if lost:
            return Finding(
                status="missing",
                found=f"ugc.toml names {counted(len(lost), 'font folder')} that are not there: {listed(lost)}.",
                advice="Correct `fonts` under [render].",
                details=tuple(lost),
            )
        return Finding(found=f"{self.root / config.NAME}, for {self.settings.brand.name}")

    def _markets(self) -> Finding:
        if self.settings is None:
            return _unknown("markets")
        if not self.settings.markets:
            return Finding(
                status="warning",
                found="No market is set, so nothing can be cleared.",
                advice='Set `markets = ["US"]` in ugc.toml, or give --market each time.',
            )
        return Finding(found=", ".join(self.settings.markets))

    def _catalog(self) -> Finding:
        faults = health.faults(self.catalog)
        if faults:
            return Finding(
                status="damaged",
                found=f"SQLite finds {counted(len(faults), 'fault')}: {faults[0]}.",
                advice=f"{_BACKUP} Beside it lie those made before each upgrade.",
                details=faults,
            )
        version, newest = health.versions(self.catalog)
        if version > newest:
            return Finding(
                status="damaged",
                found=f"It was made by a newer ugc (version {version}; this one knows {newest}).",
                advice="Upgrade ugc.",
            )
        if version < newest:
            return Finding(
                status="warning",
                found=f"Its tables are of version {version}; this ugc has {newest}.",
                advice="The next command upgrades it, after making a copy.",
            )
        return Finding(found=f"whole, {counted(len(self._named()), 'original')} in it")

    def _ledger(self) -> Finding:
        entries = health.ledger(self.catalog)
        broken: list[ledger.BrokenLink | Misfiled] = [*ledger.verify(entries)]
        broken += health.misfiled(self.catalog, entries)
        if not broken:
            return Finding(found=f"{counted(len(entries), 'record')}, every one follows from the one before")
        return Finding(
            status="damaged",
            found=f"Record {broken[0].seq}, {broken[0].id}: {broken[0].text}",
            advice=f"See all of it: ugc rights verify. Find out who changed it. {_BACKUP}",
            details=tuple(f"{link.seq} {link.id}: {link.text}" for link in broken),
        )

    def _originals(self) -> Finding:
        lost, changed = [], []
        named = self._named()
        for item in named:
            try:
                stamp = self.media.stamp(item.sha256, item.ext)
            except UgcError:
                lost.append(self.media.path(item.sha256, item.ext))
                continue
            if stamp.size != item.size:
                changed.append(self.media.path(item.sha256, item.ext))
        return _held(lost, changed, whole=f"all there: {counted(len(named), 'original')}", advice=_IMPORT)

    def _evidence(self) -> Finding:
        lost: list[Path] = []
        changed: list[Path] = []
        sizes = self._proofs()
        for sha256, stated in sorted(sizes.items()):
            files = list((self.evidence.root / sha256[:2]).glob(f"{sha256}.*"))
            if not files:
                lost.append(self.evidence.root / sha256[:2] / sha256)
            elif stated is not None and files[0].lstat().st_size != stated:
                changed.append(files[0])
        whole = f"all there: {counted(len(sizes), 'file')}" if sizes else "no records yet"
        return _held(lost, changed, whole=whole, advice=f"Without it a grant proves nothing. {_BACKUP}")

    def _strangers(self) -> Finding:
        """Files in the stores that neither the catalog nor a record names."""
        named = {item.sha256 for item in self._named()}
        found = [path for path in _files(self.media.root) if not _is_of(path, named)]
        proofs = self._proofs(erased=True)
        found += [path for path in _files(self.evidence.root) if not _is_of(path, set(proofs))]
        if not found:
            return Finding(found="nothing but what the catalog and the records name")
        return Finding(
            status="warning",
            found=f"{counted(len(found), 'file')} that nothing names: {listed(path.name for path in found)}.",
            advice="Left by a stopped import or put there by hand; look at them, then delete them.",
            details=tuple(map(str, found)),
        )

    def _contents(self) -> Finding:
        problems = [*self.media.verify_all(), *self.evidence.verify_all()]
        if not problems:
            return Finding(found="every stored file was read and is what its name says")
        return Finding(
            status="damaged",
            found=f"{counted(len(problems), 'file')} not as stored: {listed(p.path.name for p in problems)}.",
            advice=f"Delete them, then: {_IMPORT[0].lower()}{_IMPORT[1:]}",
            details=tuple(f"{problem.path}: {problem.text}" for problem in problems),
        )

    def _templates(self) -> Finding:
        dirs = [self.root / "templates"]
        faults = []
        names = templates.names(dirs)
        for name in names:
            try:
                templates.load(name, dirs)
            except (UgcError, OSError) as error:
                faults.append(f"{name}: {error}")
        if faults:
            advice = "Correct its files, or take its folder out of the way."
            return Finding(status="damaged", found=faults[0], advice=advice, details=tuple(faults))
        wanted = self.settings.render.template if self.settings else "credit"
        if wanted not in names:
            advice = f"Choose one of {', '.join(names)}."
            found = f"ugc.toml asks for {wanted!r}, which is not there."
            return Finding(status="missing", found=found, advice=advice)
        return Finding(found=listed(names))

    def _brand(self) -> Finding:
        return brand_files(self.settings.brand, self.root) if self.settings else _unknown("brand's files")

    def _placements(self) -> Finding:
        own = self.root / "formats.toml"
        tables = load_tables([own] if own.is_file() else [])
        old = tuple(_stale(tables, self.today))
        if not old:
            found = f"{len(tables.placements)}, all read at their source within {STALE_DAYS} days"
            return Finding(found=found)
        return Finding(
            status="warning",
            found=f"{counted(len(old), 'row')} last read over {STALE_DAYS} days ago.",
            advice="Read the source of each again; a row of that id in formats.toml takes its place.",
            details=old,
        )

    def _parts(self) -> Finding:
        out = self.root / (self.settings.output.folder if self.settings else "out")
        places = {path for top in (self.root / ".ugc", out) for path in _files(top, parts=True)}
        before = time.time() - YOUNG_S
        left = sorted(path for path in places if path.lstat().st_mtime < before)
        if not left:
            return Finding(found="none left behind")
        return Finding(
            status="warning",
            found=f"{counted(len(left), 'file')} left by a stopped run: {listed(path.name for path in left)}.",
            advice="Delete them; no run needs them any more.",
            details=tuple(map(str, left)),
        )

    def _named(self) -> tuple[health.Named, ...]:
        return health.originals(self.catalog)

    def _proofs(self, *, erased: bool = False) -> dict[str, int | None]:
        """What the records rest on: sha256 to bytes where known; `erased`: also what a redacted record rested on."""
        found: dict[str, int | None] = {}
        for entry in health.ledger(self.catalog):
            if isinstance(entry, Entry) and (erased or set(entry.digests) == set(entry.body)):
                for file in ledger.files_of(entry):
                    found[file.sha256] = file.size if file.size is not None else found.get(file.sha256)
        return found


def _held(lost: list[Path], changed: list[Path], *, whole: str, advice: str) -> Finding:
    if not lost and not changed:
        return Finding(found=whole)
    words = [f"{counted(len(lost), 'file')} not there: {listed(p.name for p in lost)}"] if lost else []
    words += [f"{counted(len(changed), 'file')} of another size: {listed(p.name for p in changed)}"] * bool(
        changed
    )
    return Finding(
        status="missing" if lost else "damaged",
        found=f"{'; '.join(words)}.",
        advice=advice,
        details=tuple(map(str, (*lost, *changed))),
    )


def _files(top: Path, *, parts: bool = False) -> Iterator[Path]:
    """Every file below a folder: those of unfinished writes, or all others."""
    for folder, _, names in os.walk(top):
        yield from (Path(folder) / name for name in sorted(names) if name.startswith(PART_PREFIX) == parts)


def _is_of(path: Path, named: set[str]) -> bool:
    sha256 = path.name.partition(".")[0]
    return bool(_SHA256.fullmatch(sha256)) and sha256 in named and path.parent.name == sha256[:2]


def _stale(tables: Tables, today: date) -> Iterator[str]:
    """Rows whose source was last read too long ago, or on a day that nobody knows."""
    limit = today - timedelta(days=STALE_DAYS)
    rows: list[Sourced] = [
        *tables.placements.values(),
        *tables.zones.values(),
        *tables.profiles.values(),
    ]
    for row in sorted(rows, key=lambda row: (str(row.checked), row.id)):
        if row.checked == "unstated":
            yield f"{row.id}, read on an unknown day: {row.source}"
        elif row.checked < limit:
            yield f"{row.id}, read on {row.checked}: {row.source}"


def _unknown(what: str) -> Finding:
    return Finding(status="warning", found=f"The {what} are not known while ugc.toml cannot be read.")
