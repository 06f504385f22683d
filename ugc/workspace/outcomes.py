"""What a render run is asked for, and what it says it did."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from ugc.errors import MissingError, PlacementError
from ugc.model.base import Value
from ugc.model.captions import CaptionStyle
from ugc.model.creatives import ImageType, NotPlanned, PlacementAnswer
from ugc.model.takes import KEEP, AudioChoice, Encoding, Take
from ugc.model.vocab import Identity
from ugc.palette import Kit
from ugc.plan.sounds import Fate, fate


class Order(Value):
    """What to render."""

    query: str = ""
    formats: tuple[str, ...]
    template: str | None = None
    templates: tuple[str, ...] = ()
    """Several, each of which renders every post; in place of `template`."""
    copy_deck: str | None = None
    """Name of a campaign's copy: `copy/<name>.toml`."""
    ab: bool = False
    """Every alternative of its texts, and not only the first."""
    most: int | None = None
    """Variants of one picture that a matrix may have; None leaves it to `ugc.toml`."""
    options: dict[str, str] = {}
    """The template's, where they are not to be the usual ones."""
    texts: dict[str, str] = {}
    """Words by field, in place of those of `ugc.toml`."""
    kit: Kit | None = None
    """Light or dark surfaces; None leaves it to `ugc.toml`."""
    flight: tuple[date, date] | None = None
    markets: tuple[str, ...] | None = None
    identity: Identity = "brand_handle"
    type: ImageType | None = None
    quality: int | None = None
    encoding: Encoding = "final"
    """Of clips."""
    audio: AudioChoice = KEEP
    """What becomes of the sound of clips."""
    captions: str | None = None
    """Whose captions are drawn over clips: off, own, speech, or the path of a file; None leaves it to `ugc.toml`."""
    caption_style: CaptionStyle | None = None
    trim: tuple[float, float | None] | Literal["best"] | None = None
    """What is taken of each clip: from when to when, in seconds; or `best`, what is liveliest."""
    length: Literal["longest", "recommended"] | float = "longest"
    """The most seconds of a clip."""
    animate: bool = False
    """Pictures become clips."""
    hooks: tuple[str, ...] = ()
    """What opens a clip, one creative each, as in `ig:C1a#2@0-3`: a post, which of its media, from when to when."""
    bodies: tuple[str, ...] = ()
    """What follows the hook, in order; written in the same way."""
    closing: str | None = None
    """Name of the template whose picture ends each clip."""
    proof: bool = False
    sign: bool | None = None
    """None leaves it to `ugc.toml`."""
    signing_key: str | None = Field(None, repr=False)
    """PEM, in place of the key file of `ugc.toml`."""
    dry: bool = False
    out: Path | None = None


class SoundTold(Value):
    """What became of the sound of a clip."""

    fate: Fate
    licence: str | None = None
    """Of the sound that was laid on."""
    title: str | None = None


class Line(Value):
    """One creative of a run."""

    post: str
    format: str
    variant: str
    concept: str
    file: str
    outcome: Literal["made", "relabelled", "unchanged", "planned"]
    valid_until: date | Literal["perpetual"] | None
    grants: tuple[str, ...]
    placements: tuple[str, ...]
    refused: tuple[PlacementAnswer, ...] = ()
    not_checked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sound: SoundTold | None = None
    """Of a clip; None for a picture."""
    axes: dict[str, str] = {}
    """Axis of the campaign's copy to where this one stands on it, as in headline to h2."""
    markets: tuple[str, ...] = ()
    """Where it is meant to run, and is cleared for; empty for every market of the run."""


class Alike(Value):
    """Variants of one post that platforms would deliver as one ad."""

    post: str
    format: str
    template: str
    variants: tuple[str, ...]
    """Their ids; the same picture has one."""
    places: tuple[str, ...]
    """Where each stands in the matrix, as in `en h2 c1`."""
    why: str


class Refusal(Value):
    """A post that no placement of a format is cleared for."""

    post: str
    creator: str | None
    format: str
    review: bool
    """A named person could still allow it."""
    placements: tuple[PlacementAnswer, ...]


class Fault(Value):
    """A creative that could not be made."""

    post: str
    format: str
    message: str
    hint: str | None
    exit_code: int


class Outcome(Value):
    """What a run did, refused, passed over and failed at."""

    brand: str
    flight: tuple[date, date]
    markets: tuple[str, ...]
    formats: tuple[str, ...]
    template: str
    """Several are separated by commas."""
    proof: bool
    dry: bool
    signed_by: str | None = None
    """Who the certificate belongs to that they are signed with, as it says itself; None for unsigned ones."""
    folder: str
    manifest: str | None
    posts: int
    creatives: tuple[Line, ...]
    superseded: tuple[str, ...]
    """Older renderings of the same concept, format and type in the folder: kept, and no longer in the manifest."""
    refusals: tuple[Refusal, ...]
    not_planned: tuple[NotPlanned, ...]
    faults: tuple[Fault, ...]
    copy_deck: str | None = None
    copy_notes: tuple[str, ...] = ()
    """What to know of the campaign's copy: languages left out, texts that would be cut, alternatives not drawn."""
    alike: tuple[Alike, ...] = ()
    """Near-identical variants."""
    offers: tuple[str, ...] = ()
    """What one file could do in place of several."""

    @property
    def worst(self) -> int:
        """The exit code of the worst thing that went wrong, 0 for none; a font that is missing is one of them."""
        lacking = [MissingError.code for passed in self.not_planned if passed.code == "no_font"]
        lacking += [PlacementError.code for passed in self.not_planned if passed.code.startswith("text_")]
        return max((*lacking, *(fault.exit_code for fault in self.faults)), default=0)


def sound_told(taken: Take | None) -> SoundTold | None:
    """Return what became of the sound of what was taken of a clip; None for a picture."""
    if taken is None:
        return None
    laid = taken.audio.sound
    done = fate(taken.audio, silent=taken.silent)
    return SoundTold(fate=done, licence=laid.licence if laid else None, title=laid.title if laid else None)
