"""Rows of one's own sheet, each tied to the row of the catalog that it speaks of by what people know it by."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import InputError, UsageError
from ugc.files import open_regular
from ugc.model.programme_sheet import Cell, TabName
from ugc.sheet import own
from ugc.sheet.comparing import NEW
from ugc.sheet.meaning import plain, several
from ugc.sheet.tabs import TABS
from ugc.text import counted
from ugc.workspace.sheet import own_columns
from ugc.workspace.sheet.taking import OWN, Arrived

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ugc.workspace import Workspace

LONGEST = 64 << 20
"""Bytes of a sheet that are read."""
_SHOWN = 8
_Rows = dict[str, dict[str, Cell]]


def arrive(
    workspace: "Workspace",
    path: Path,
    tab: TabName,
    *,
    mapped: "Sequence[str]" = (),
    campaign: str | None = None,
    dry: bool = False,
) -> Arrived:
    """Read a sheet that was made elsewhere; what `mapped` says of its headings is kept for the next time.

    `campaign` is that of deliverables that do not say theirs. Raises UsageError for headings that are not there, and
    InputError for what is no sheet, cells that cannot be read, and rows that speak of what nobody knows: all at once.
    """
    if not any(column.editable for column in TABS[tab].columns):
        raise UsageError(
            f"Nothing of the tab {tab} comes in.", hint="Tabs: creators, deliverables, posts, rights."
        )
    with open_regular(path) as file:
        data = file.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise InputError(f"{path.name} is over {LONGEST >> 20} MiB long.", hint="Part it into several.")
    wishes = own_columns.wished(tab, mapped)
    by = own_columns.learned(workspace.root, tab)
    by = {name: key for name, key in by.items() if own.heading(name) not in map(own.heading, wishes)}
    sheet = own.read(data, path.name, TABS[tab], by | wishes)
    own_columns.check(wishes, sheet.headings)
    tied = _Tied(workspace, campaign)
    rows, numbers = tied.rows(tab, sheet.rows, path.name)
    if not dry:
        own_columns.learn(workspace.root, tab, wishes)
    notes = list(sheet.notes)
    if sheet.passed_over:
        shown = ", ".join(sheet.passed_over[:_SHOWN])
        notes.append(
            f"{counted(len(sheet.passed_over), 'column')} not read: {shown}. Say what they mean with --map."
        )
    return Arrived(
        sheet=f"{OWN}{tab}",
        file=path.name,
        folder=path.resolve().parent,
        tabs={tab: rows},
        numbers={tab: numbers},
        notes=tuple(notes),
    )


class _Tied:
    """What rows are tied to."""

    def __init__(self, workspace: "Workspace", campaign: str | None) -> None:
        self._workspace = workspace
        self._campaign = campaign
        self._pieces: dict[str, dict[str, tuple[str | None, str, date | None]]] = {}
        self._taken: set[str] = set()

    def rows(
        self, tab: TabName, told: Mapping[int, dict[str, Cell]], name: str
    ) -> tuple[_Rows, dict[str, int]]:
        rows: _Rows = {}
        numbers: dict[str, int] = {}
        faults: list[str] = []
        for number, cells in told.items():
            try:
                id, cells = self._row(tab, number, cells)
            except UsageError as error:
                faults.append(f"Row {number}: {error.message}{f' {error.hint}' if error.hint else ''}")
                continue
            if id in rows:
                faults.append(f"Row {number}: it speaks of {id}, as row {numbers[id]} does already.")
                continue
            rows[id], numbers[id] = cells, number
        if faults:
            more = [f"… and {len(faults) - 50:,} more."] if len(faults) > 50 else []
            raise InputError(
                f"{name} cannot be taken in: {counted(len(faults), 'thing')} to mend.\n"
                + "\n".join([*faults[:50], *more]),
                hint="Nothing was taken in. Mend these and try again.",
            )
        return rows, numbers

    def _row(self, tab: TabName, number: int, cells: dict[str, Cell]) -> tuple[str, dict[str, Cell]]:
        catalog = self._workspace.catalog
        if tab == "creators":
            name = plain(cells.get("creator")) or next(iter(several(cells.get("accounts"))), "")
            if not name:
                raise UsageError("It names no creator.")
            return catalog.resolve_creator(name), _changing(tab, cells)
        if tab == "posts":
            if not cells.get("post") and not cells.get("link"):
                raise UsageError("It names no post.")
            return catalog.resolve(plain(cells.get("post") or cells.get("link"))), _changing(tab, cells)
        if tab == "rights":
            return f"{NEW}{number}", cells
        return self._deliverable(number, cells)

    def _deliverable(self, number: int, cells: dict[str, Cell]) -> tuple[str, dict[str, Cell]]:
        campaign = self._of_campaign(cells)
        pieces = self._known(campaign)
        id = plain(cells.get("deliverable"))
        if id:
            if f"{campaign}/{id}" not in pieces:
                raise UsageError(f"{campaign} has no deliverable {id!r}.")
            return f"{campaign}/{id}", _changing("deliverables", cells)
        if not cells.get("creator") or not cells.get("kind"):
            raise UsageError("It names no creator, or says no kind.")
        key = self._workspace.catalog.resolve_creator(plain(cells["creator"]))
        due = cells.get("due")
        for row, (owner, kind, day) in pieces.items():
            if row not in self._taken and (owner, kind) == (key, cells["kind"]) and due in (None, day):
                self._taken.add(row)
                return row, _changing("deliverables", cells)
        return f"{NEW}{number}", {**cells, "campaign": campaign}

    def _of_campaign(self, cells: Mapping[str, Cell]) -> str:
        names = self._workspace.campaigns.names()
        told = plain(cells.get("campaign")) or self._campaign or (names[0] if len(names) == 1 else "")
        if not told:
            raise UsageError("It does not say its campaign.", hint="Name it with --campaign.")
        return self._workspace.campaigns.read(told).name

    def _known(self, campaign: str) -> dict[str, tuple[str | None, str, "date | None"]]:
        """The pieces of a campaign by row: whose, of what kind, when due."""
        if campaign not in self._pieces:
            keys: dict[str, str] = {}
            plan = self._workspace.campaigns.read(campaign)
            for invited in plan.creators:
                with suppress(UsageError):
                    keys[invited.creator] = self._workspace.catalog.resolve_creator(invited.creator)
            self._pieces[campaign] = {
                f"{campaign}/{piece.id}": (keys.get(piece.creator), piece.kind, piece.due)
                for piece in plan.deliverables
            }
        return self._pieces[campaign]


def _changing(tab: TabName, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Of a row that is known, what may change."""
    columns = TABS[tab].columns
    may = {column.key for column in columns if column.editable and not column.only_new}
    return {key: cell for key, cell in cells.items() if key in may}
