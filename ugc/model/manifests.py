"""What stands beside creatives: the manifest of a folder, and a sidecar for each file."""

from datetime import date
from typing import Literal

from ugc.model.base import Value
from ugc.model.creatives import Creative, Label, PlacementAnswer, Source
from ugc.model.marks import Stopped
from ugc.model.sounds import UsedSound


class Manifest(Value):
    """The seam between making and publishing: every creative that stands in a folder."""

    version: Literal["1.0"] = "1.0"
    brand: str
    ledger_head: str | None = None
    """Hash of the newest rights record when this was written."""
    creatives: tuple[Creative, ...] = ()


class Sidecar(Value):
    """What stands beside a creative as `<name>.rights.json`: whose it is, and what the records allowed.

    The public part of the records. It names the licensee, which the label inside the file does not.
    """

    version: Literal["1.0"] = "1.0"
    file: str
    sha256: str
    label: Label
    flight: tuple[date, date] | None = None
    """As in the manifest's row; None for a proof, for which nothing was asked."""
    placements: tuple[PlacementAnswer, ...] = ()
    sources: tuple[Source, ...]
    disclosure: str | None = None
    notes: tuple[str, ...] = ()
    laid_sound: UsedSound | None = None
    stopped: Stopped | None = None
    """Left out where there is none, as is `laid_sound`; both and `disclosure` are the same as in the manifest's row."""
