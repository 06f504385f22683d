"""Ads of a workspace: one short method a task. `Workspace.ads` is one of these."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ugc.model.results import Results
    from ugc.workspace import Workspace
    from ugc.workspace.advertising.results import Taken


class AdDesk:
    """Where codes are kept, packages are prepared and looked over, and what runs is held against the records."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def results(self, taken: "Taken", *, by: Sequence[str] = ()) -> "Results":
        """Return what ads did, from what was read of their accounts' exports; see `results.take_exports`.

        `by` takes names of `ugc.model.results.BREAKDOWNS`. Raises UsageError for one that is not known.
        """
        from ugc.workspace.advertising.joining import join
        from ugc.workspace.advertising.results import results

        return results(self._workspace, join(self._workspace, taken.rows), taken=taken, by=by)
