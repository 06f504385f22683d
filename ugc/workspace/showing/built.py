"""What a build of a gallery tells."""

from datetime import date

from ugc.model.base import Value
from ugc.model.galleries import ShownFor, ShownOn
from ugc.workspace.showing.asking import NotShown


class GalleryBuilt(Value):
    """What a build made, or would make."""

    title: str
    folder: str
    record: str
    """Says why each post may be shown; it stands beside the folder and is not published with it."""
    selection: str
    theme: str
    language: str
    purpose: ShownFor
    channel: ShownOn
    territories: frozenset[str]
    day: date
    until: date
    """Through which the records allow everything that is shown."""
    shown: int
    not_shown: tuple[NotShown, ...]
    pages: int = 0
    files: int = 0
    """Pictures and clips, in all their sizes."""
    made: int = 0
    """Of these, those that were not there yet."""
    size: int = 0
    """Bytes of everything in the folder."""
    removed: tuple[str, ...] = ()
    """What an earlier build had put there."""
    faults: tuple[str, ...] = ()
    """Posts that may be shown and could not be, in sentences."""
    notes: tuple[str, ...] = ()
    snippet: str = ""
    """Markup that embeds the gallery in another page; empty where its address is not known."""
    dry: bool = False
