"""What stands on a contact sheet, before it is drawn: one row a post."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from ugc.model.base import Value
from ugc.model.focus import Focus
from ugc.model.formats import Box
from ugc.model.layout import Framing, Placed
from ugc.model.records import Perpetual
from ugc.model.rights import Answer, Cleared, NeedsReview, Reason
from ugc.model.seen import Seen
from ugc.reports.overlay import Overlay

State = Literal["allowed", "ends", "review", "refused"]
"""allowed: for the whole flight. ends: allowed on the day, and not to the end of the flight."""


class Verdict(Value):
    """What the records say of one placement, from the sheet's day to the end of the flight."""

    placement: str
    """As people call it: Instagram Stories."""
    state: State
    until: date | Perpetual | None = None
    """The last day on which it is allowed."""
    grants: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Tile(Value):
    """A place for a picture."""

    picture: str | None = None
    """Key among the sheet's pictures; None when there is nothing to show, with `absent` saying why."""
    absent: str = ""
    ratio: float
    """Width by height of the upright picture."""
    alt: str


class Original(Value):
    """A file as it was collected."""

    tile: Tile
    pixels: tuple[int, int]
    seconds: float | None = None
    """Length of a clip."""
    place: tuple[int, int] = (1, 1)
    """Which picture of how many, counted from 1."""


class Shown(Value):
    """A creative that was made."""

    tile: Tile
    format: str
    ratio: str
    template: str
    file: str
    concept: str
    """The short id, as in file names."""
    variant: str
    proof: bool = False
    verdicts: tuple[Verdict, ...] = ()
    notes: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    """Codes of the rules of its placements that the file breaks."""

    @property
    def state(self) -> State:
        """The best that the records say of any placement."""
        return best(self.verdicts)

    @property
    def until(self) -> date | Perpetual | None:
        """The last day of the allowed placement that ends first."""
        days = [verdict.until for verdict in self.verdicts if verdict.state in ("allowed", "ends")]
        return min((day for day in days if isinstance(day, date)), default="perpetual" if days else None)


class Room(Value):
    """Where some words of a creative will stand."""

    words: str
    """What stands there, as people call it: headline."""
    box: Box
    """In fractions of the canvas: they may take less, never more."""


class InFormat(Value):
    """How a format shows a picture: the creative that stands, or what would be made today."""

    tile: Tile
    format: str
    ratio: str
    pixels: tuple[int, int]
    """Width by height of the canvas, or of the picture's part of it."""
    part: bool = False
    """Its preview is the part of a canvas in which the picture stands, beside others: no interface is drawn over it."""
    file: str | None = None
    """The creative that shows just this; None where nothing but a preview is there."""
    variant: str | None = None
    """Its short id."""
    outdated: tuple[str, ...] = ()
    """Creatives of this picture and format that stand and were made in another way than would be done today."""
    framing: Framing | None = None
    """None where it cannot be made; the tile says why."""
    rooms: tuple[Room, ...] = ()
    """Where words will stand on what is not made yet."""
    texts: tuple[Placed, ...] = ()
    """Where they stand on the creative, with their contrast."""
    verdicts: tuple[Verdict, ...] = ()
    fails: tuple[str, ...] = ()


class LookedAt(Value):
    """What was seen in a picture, what a person said of it, and how every format shows it."""

    seen: Seen | None
    """Without its maps; None where nobody could look."""
    unread: str | None = None
    """Why nobody could."""
    no_words: str | None = None
    """Why words were not looked for; None where they were."""
    focus: Focus | None = None
    command: str
    """What to type to lay its crops in another way."""
    formats: tuple[InFormat, ...] = ()


class Strip(Value):
    """One picture of a post, and what was made of it."""

    original: Original | None
    creatives: tuple[Shown, ...] = ()
    looking: LookedAt | None = None
    """Only on a sheet that was asked for it."""

    @property
    def others(self) -> tuple[Shown, ...]:
        """The creatives that do not stand among its formats."""
        files = {item.file for item in self.looking.formats} if self.looking else set()
        return tuple(shown for shown in self.creatives if shown.file not in files)


class Unmade(Value):
    """A format in which nothing was made of one picture of a post."""

    format: str
    picture: int = 0
    """Counted from 1; 0 where the post has only one."""
    ratio: str
    verdicts: tuple[Verdict, ...] = ()
    why: str | None = None
    """Why it cannot be made, whatever the records say."""


class Objection(Value):
    """What was refused or put to a review, everywhere for the same reasons."""

    where: tuple[str, ...]
    """Placements, and the formats in which nothing was made."""
    state: State
    reasons: tuple[Reason, ...]


class Row(Value):
    """A post."""

    post: str
    maker: str | None
    """The creator's handle."""
    name: str | None
    platform: str
    posted: date | None
    link: str | None
    """A link that may be followed: http or https, nothing else."""
    caption: str | None
    credit: str | None
    strips: tuple[Strip, ...]
    unmade: tuple[Unmade, ...] = ()

    @property
    def creatives(self) -> tuple[Shown, ...]:
        """Everything made of it."""
        return tuple(shown for strip in self.strips for shown in strip.creatives)

    @property
    def state(self) -> State:
        """The best that the records say of it anywhere on the sheet."""
        made = [verdict for shown in self.creatives for verdict in shown.verdicts]
        return best([*made, *(verdict for item in self.unmade for verdict in item.verdicts)])

    @property
    def waiting(self) -> tuple[Unmade, ...]:
        """Formats that the records allow somewhere, and that were not made yet."""
        return tuple(item for item in self.unmade if item.why is None and best(item.verdicts) == "allowed")

    @property
    def unplanned(self) -> tuple[Unmade, ...]:
        """Formats that cannot be made, whatever the records say."""
        return tuple(item for item in self.unmade if item.why)

    @property
    def objections(self) -> tuple[Objection, ...]:
        """Every refusal and review, with those of the same reasons together."""
        asked = [verdict for shown in self.creatives for verdict in shown.verdicts]
        asked += [verdict for item in self.unmade for verdict in item.verdicts]
        shown = [strip.looking.formats for strip in self.strips if strip.looking]
        asked += [verdict for formats in shown for item in formats for verdict in item.verdicts]
        found: dict[tuple[State, tuple[Reason, ...]], dict[str, None]] = {}
        for verdict in asked:
            if verdict.state != "allowed":
                where = found.setdefault((verdict.state, tuple(dict.fromkeys(verdict.reasons))), {})
                where[verdict.placement] = None
        return tuple(
            Objection(where=tuple(where), state=state, reasons=reasons)
            for (state, reasons), where in found.items()
        )


class Sheet(Value):
    """A contact sheet."""

    brand: str
    accent: str
    """#RRGGBB."""
    day: date
    markets: tuple[str, ...]
    selection: str
    formats: tuple[str, ...]
    rows: tuple[Row, ...]
    not_checked: tuple[str, ...] = ()
    overlays: dict[str, Overlay] = Field(default={}, exclude=True)
    """Format to what lies over it; drawn, and no part of what the sheet says."""

    @property
    def looking(self) -> bool:
        """Whether it shows what was seen."""
        return any(strip.looking for row in self.rows for strip in row.strips)

    @property
    def made(self) -> int:
        """How many creatives are on it, proofs left out."""
        return sum(not shown.proof for row in self.rows for shown in row.creatives)


class Cut(Value):
    """A preview: a picture as a format frames it."""

    framing: Framing
    pixels: tuple[int, int]
    colour: str
    """#RRGGBB of a backdrop in the brand's colour."""


class Picture(Value):
    """A picture that a sheet needs."""

    path: Path
    clip: bool = False
    looked_at: bool = False
    """It is to be shown large; of a clip, the frame that was looked at."""
    cuts: dict[str, Cut] = {}
    """Keys of further pictures that are made of it."""


def verdict(answer: Answer, *, today: Answer, placement: str) -> Verdict:
    """Put an answer of the records for a flight into a sheet's words, and one for its first day alone."""
    if isinstance(answer, Cleared):
        return Verdict(placement=placement, state="allowed", until=answer.valid_until, grants=answer.grants)
    if isinstance(today, Cleared):
        return Verdict(
            placement=placement,
            state="ends",
            until=today.valid_until,
            grants=today.grants,
            reasons=answer.reasons,
        )
    state: State = "review" if isinstance(answer, NeedsReview) else "refused"
    return Verdict(placement=placement, state=state, reasons=answer.reasons)


def best(verdicts: Iterable[Verdict]) -> State:
    """The most that any of some verdicts allows."""
    states = {item.state for item in verdicts}
    order: tuple[State, ...] = ("allowed", "ends", "review", "refused")
    return next((state for state in order if state in states), "refused")
