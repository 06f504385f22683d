"""What a run is given and what it gives back, one value a creative."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ugc.model.base import Value, digest
from ugc.model.creatives import Creative, Draft, PlacementAnswer, Proof, Variant
from ugc.model.layout import Placed, Slot
from ugc.model.manifests import Sidecar
from ugc.model.posts import MediaKind
from ugc.model.probes import Measured, Problem
from ugc.model.rights import Cleared, NeedsReview, Refused
from ugc.model.sounds import UsedSound
from ugc.model.takes import laid_sound
from ugc.model.templates import Template
from ugc.provenance import Signer, label_hash

Filmed = Callable[[str, float, float], None]
"""Is told of a clip that is being made: the name of its file, the seconds that are made, and how many there will be."""
Outcome = Literal["made", "relabelled", "unchanged"]


class Standing(Value):
    """A creative that an earlier run recorded, with what its files looked like then."""

    variant: str
    label_hash: str
    sha256: str
    size: int
    mtime_ns: int
    sidecar_size: int
    sidecar_mtime_ns: int


class Original(NamedTuple):
    """A source as it lies in the store; checked when it is opened."""

    post: str
    path: Path
    sha256: str
    kind: MediaKind = "image"


class Card(NamedTuple):
    """How an end card looks."""

    template: Template
    words: Mapping[str, Any]
    """As those of a job."""


@dataclass(frozen=True)
class Job:
    """One creative to have on disk: `work` and where it goes."""

    work: Variant | Proof
    path: Path
    template: Template
    words: Mapping[str, Any]
    """The overlay's data, as `ugc.typeset` documents it."""
    originals: tuple[Original, ...]
    """Its sources, in order."""
    rules: Callable[[Measured], tuple[Problem, ...]]
    """What the placements of its format have against a file."""
    card: "Card | None" = None
    """How its end card looks; None where it has none."""
    flight: tuple[date, date] | None = None
    """What the records were asked for; None for a proof."""
    signer: Signer | None = None
    """Who signs it; None leaves it unsigned."""
    laid: Path | None = None
    """The licensed sound that is laid on it, as it lies in the store."""

    @property
    def sidecar_path(self) -> Path:
        """Beside the picture, with its whole name, so that two types of one name do not share a sidecar."""
        return self.path.with_name(f"{self.path.name}.rights.json")

    @cached_property
    def label_hash(self) -> str:
        """Hash of all that the file and its sidecar say which is not the picture itself."""
        return digest(
            {
                "label": label_hash(self.work.label),
                "placements": [answer.model_dump(mode="json") for answer in allowed(self.work)],
                "flight": [day.isoformat() for day in self.flight or ()],
                "notes": self.work.draft.notes,
                **({"signer": self.signer.identity} if self.signer else {}),
            }
        )


@dataclass(frozen=True)
class Made:
    """A creative that stands on disk now."""

    job: Job
    outcome: Outcome
    standing: Standing
    placed: tuple[Placed, ...] | None = None
    """Where its texts landed; None when nothing was drawn."""
    notes: tuple[str, ...] = ()
    """What was found out while it was made: a clip's sound that could not be made as loud as the others."""


@dataclass(frozen=True)
class Failed:
    """A creative that could not be made; the rest of the run went on."""

    job: Job
    message: str
    hint: str | None
    code: int


def told_slots(slots: Iterable[Slot]) -> dict[str, Any]:
    """Return where the words of slots stand, as an overlay is told it."""
    return {
        slot.name: slot.box.model_dump() | slot.model_dump(include={"edge", "side", "tone"}) for slot in slots
    }


def allowed(work: Variant | Proof) -> tuple[PlacementAnswer, ...]:
    """What the records allow, one answer a placement; the earliest end counts where a variant has several sources."""
    if isinstance(work, Proof):
        return ()
    spots = dict.fromkeys(answer.use.placement or "" for answer in work.cleared)
    return tuple(_joined(spot, [a for a in work.cleared if a.use.placement == spot]) for spot in spots)


def refused(work: Variant) -> tuple[PlacementAnswer, ...]:
    """The placements of the format that the records do not allow, with the reasons of all of its posts."""
    spots: dict[str, PlacementAnswer] = {}
    for answer in map(answer_of, work.refused):
        other = spots.setdefault(answer.placement, answer)
        reasons = tuple(dict.fromkeys(other.reasons + answer.reasons))
        points = tuple(dict.fromkeys(other.not_checked + answer.not_checked))
        spots[answer.placement] = other.model_copy(update={"reasons": reasons, "not_checked": points})
    return tuple(spots.values())


def refused_alike(work: Variant | Proof, before: Creative) -> bool:
    """Whether the records refuse what they did when an earlier row was written: the same codes, in whatever words."""

    def codes(spots: Iterable[PlacementAnswer]) -> list[tuple[str, list[tuple[str, str | None]]]]:
        return [(spot.placement, [(why.code, why.grant) for why in spot.reasons]) for spot in spots]

    now = refused(work) if isinstance(work, Variant) else ()
    return codes(now) == codes(spot for spot in before.placements if not spot.allowed)


def answer_of(answer: Refused | NeedsReview) -> PlacementAnswer:
    """A placement that the records do not allow, with all reasons."""
    return PlacementAnswer(
        placement=answer.use.placement or "",
        channel=answer.use.channel,
        purpose=answer.use.purpose,
        identity=answer.use.identity,
        allowed=False,
        reasons=answer.reasons,
        not_checked=answer.not_checked,
    )


def sidecar(job: Job, sha256: str) -> Sidecar:
    """The words that stand beside a creative: the public part of what is known, no fees, no contacts."""
    return Sidecar(
        file=job.path.name,
        sha256=sha256,
        label=job.work.label,
        flight=job.flight,
        placements=allowed(job.work),
        sources=job.work.draft.sources,
        disclosure=job.work.draft.copy_text.disclosure,
        notes=job.work.draft.notes,
        laid_sound=_used_sound(job.work.draft),
    )


def _used_sound(draft: Draft) -> UsedSound | None:
    sound = laid_sound(draft.take)
    if sound is None:
        return None
    return UsedSound(**sound.model_dump(exclude={"ext"}), under=draft.sound)


def row(made: Made, *, folder: Path, markets: tuple[str, ...], before: Creative | None) -> Creative:
    """One row of the manifest that stands in `folder`. Only variants have one; proofs stay out of the seam.

    `before` is the row of an earlier run, which knows where the texts landed when nothing is drawn now.
    """
    work, draft, flight = made.job.work, made.job.work.draft, made.job.flight
    if not isinstance(work, Variant) or flight is None:
        raise TypeError("a proof has no manifest row")
    others = refused(work)
    if before and before.flight == flight and refused_alike(work, before):
        others = tuple(spot for spot in before.placements if not spot.allowed)  # in the words of that flight
    return Creative(
        variant=work.id,
        concept=work.concept,
        label_hash=made.standing.label_hash,
        file=made.job.path.relative_to(folder).as_posix(),
        sidecar=made.job.sidecar_path.relative_to(folder).as_posix(),
        sha256=made.standing.sha256,
        size=made.standing.size,
        width=draft.pixels[0],
        height=draft.pixels[1],
        type=draft.type,
        seconds=draft.take.seconds if draft.take else None,
        format=draft.format,
        template=draft.template,
        sources=draft.sources,
        posts=work.label.posts,
        creators=work.label.creators,
        credit_line=work.label.credit_line,
        words=draft.copy_text,
        grants=work.label.grants,
        valid_until=work.label.end or "perpetual",
        markets=markets,
        flight=flight,
        placements=allowed(work) + others,
        edits=tuple(sorted(draft.edits)),
        credit_place=draft.credit_place,
        framing=draft.framings,
        disclosure=draft.copy_text.disclosure,
        text=made.placed if made.placed is not None else before.text if before else (),
        notes=draft.notes,
        axes=draft.axes,
        primary=draft.primary,
        link=draft.link,
        laid_sound=_used_sound(draft),
    )


def _joined(spot: str, answers: list[Cleared]) -> PlacementAnswer:
    ends = [answer.valid_until for answer in answers if answer.valid_until != "perpetual"]
    return PlacementAnswer(
        placement=spot,
        channel=answers[0].use.channel,
        purpose=answers[0].use.purpose,
        identity=answers[0].use.identity,
        allowed=True,
        valid_until=min(ends, default="perpetual"),
        grants=tuple(dict.fromkeys(grant for answer in answers for grant in answer.grants)),
        not_checked=tuple(dict.fromkeys(point for answer in answers for point in answer.not_checked)),
    )
