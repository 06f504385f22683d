"""Ads of a workspace: one short method a task. `Workspace.ads` is one of these."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.model.auditing import JoinedRow
    from ugc.model.delivery import AdRow
    from ugc.model.results import Results
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.codes_adding import CodesAdded
    from ugc.workspace.advertising.codes_checking import CodesChecked
    from ugc.workspace.advertising.codes_listing import CodesListed
    from ugc.workspace.advertising.orders import AdOrder, AdsPrepared
    from ugc.workspace.advertising.results import Taken
    from ugc.workspace.advertising.validating import AdsValidated
    from ugc.workspace.granting.authorizing import AuthorizationForm


class AdDesk:
    """Where codes are kept, packages are prepared and looked over, and what runs is held against the records."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def prepare(
        self, order: "AdOrder", *, at: datetime, seen: Callable[[str, int], None] = lambda *_: None
    ) -> "AdsPrepared":
        """Prepare every ad of an order that the records and the platform's rules allow; list what they do not."""
        from ugc.workspace.advertising import packing

        return packing.prepare(self._workspace, order, at=at, seen=seen)

    def validate(self, folder: Path, *, at: datetime) -> "AdsValidated":
        """Look a package over: its files, its bodies, and what the records say today."""
        from ugc.workspace.advertising import validating

        return validating.validate(self._workspace, folder, at=at)

    # --- codes ---------------------------------------------------------------------------------------------------

    def add_code(self, form: "AuthorizationForm", *, at: datetime) -> "CodesAdded":
        """Record a platform's permission, and seal its code; see `codes_adding.add`."""
        from ugc.workspace.advertising import codes_adding

        return codes_adding.add(self._workspace, form, at=at)

    def add_codes(
        self, files: Sequence[Path], *, by: str, at: datetime, target: str | None = None
    ) -> "CodesAdded":
        """Record every permission that sheets and answers of platforms tell of; see `codes_adding.add_files`."""
        from ugc.workspace.advertising import codes_adding

        return codes_adding.add_files(self._workspace, files, by=by, at=at, target=target)

    def codes(
        self, query: str = "", *, today: date, within: int | None = None, past: bool = False
    ) -> "CodesListed":
        """Return the permissions of a selection by the day on which they end; see `codes_listing.listed`."""
        from ugc.workspace.advertising import codes_listing

        return codes_listing.listed(self._workspace, query, today=today, within=within, past=past)

    def check_codes(self, name: str, *, flight: tuple[date, date], today: date) -> "CodesChecked":
        """Hold the permissions of a selection, or one of them, against a flight; see `codes_checking.check`."""
        from ugc.workspace.advertising import codes_checking

        return codes_checking.check(self._workspace, name, flight=flight, today=today)

    def open_code(self, authorization: str, part: str = "code") -> str:
        """Return a sealed code, `code` or `original`. Raises MissingError for none, UsageError without its key."""
        from ugc.workspace.advertising import sealing

        return sealing.open_code(self._workspace, authorization, part)

    def join(
        self, rows: Iterable["AdRow"], *, pictures: Path | None = None, at: datetime | None = None
    ) -> Iterator["JoinedRow"]:
        """Yield rows of exports with what of the workspace's they show; see `joining.join`."""
        from ugc.workspace.advertising.joining import join

        return join(self._workspace, rows, pictures=pictures, at=at)

    def results(self, taken: "Taken", *, by: Sequence[str] = ()) -> "Results":
        """Return what ads did, from what was read of their accounts' exports; see `results.take_exports`.

        `by` takes names of `ugc.model.results.BREAKDOWNS`. Raises UsageError for one that is not known.
        """
        from ugc.workspace.advertising.joining import join
        from ugc.workspace.advertising.results import results

        return results(self._workspace, join(self._workspace, taken.rows), taken=taken, by=by)
