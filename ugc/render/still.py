"""One still: a decoded picture, framed, overlaid and encoded. It decides nothing; the draft says it all."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc.errors import PlacementError
from ugc.geometry import overlap
from ugc.media.canvas import composed, composite
from ugc.media.encode import encode
from ugc.media.pixels import decode_overlay
from ugc.media.resample import Picture
from ugc.media.shades import contrast, shaded
from ugc.model.base import digest
from ugc.model.creatives import Draft
from ugc.model.formats import Box
from ugc.model.layout import Placed, Shade
from ugc.model.measuring import as_measured, seen_text
from ugc.model.probes import Problem
from ugc.model.templates import Template
from ugc.provenance import xmp_packet
from ugc.render.animations import Animations
from ugc.render.jobs import Job
from ugc.templates import proof
from ugc.typeset import Typesetter

if TYPE_CHECKING:
    import numpy as np


_BEYOND = 0.06
"""How much beyond its slots is drawn, in parts of the canvas's width: rims and round corners reach a little further."""
_SPARE = 64
"""Bytes by which the credentials of two encodings of one picture may differ."""


class Drawn(NamedTuple):
    """An overlay, decoded."""

    layer: "np.ndarray[Any, Any]"
    """(height, width, 4), straight alpha: the canvas, or the rows of it in which anything is drawn."""
    placed: tuple[Placed, ...]
    shades: tuple[Shade, ...]
    top: int = 0
    """The row of the canvas at which the layer begins."""


class Overlays:
    """The drawn words of a run: the same words at the same size are drawn once for all variants that share them.

    Shared by the threads of a run; of many different words the newest are kept, a story's overlay being 8 MB.
    """

    def __init__(self, typesetter: Typesetter, *, keep: int = 12, moves: Path | None = None) -> None:
        """Take a typesetter, and the folder in which what moves is kept; None: nothing moves."""
        self.typesetter = typesetter
        self.animations = Animations(typesetter, moves) if moves else None
        self._keep = keep
        self._drawn: dict[str, Drawn] = {}
        self._lock = Lock()

    def drawn(
        self, template: Template, data: dict[str, Any], *, pixels: tuple[int, int], scale: float
    ) -> "Drawn":
        """Return the overlay as RGBA pixels, where each text landed, and the shades asked for."""
        key = digest([template.name, template.digest, data, pixels, scale])
        found = self._drawn.get(key)
        if found is None:
            found = self._draw(template, data, pixels=pixels, scale=scale)
            with self._lock:
                self._drawn[key] = found
                while len(self._drawn) > self._keep:
                    self._drawn.pop(next(iter(self._drawn)))
        return found

    def proof_mark(self, data: dict[str, Any], *, pixels: tuple[int, int], scale: float) -> "Drawn":
        """Return the mark of a proof."""
        return self.drawn(proof(), data | {"options": {}}, pixels=pixels, scale=scale)

    def _draw(
        self, template: Template, data: dict[str, Any], *, pixels: tuple[int, int], scale: float
    ) -> "Drawn":
        """Draw the rows in which the words are planned to stand; the whole canvas where something reaches beyond."""
        rows = rows_of(template, data, pixels)
        for some in (rows, None) if rows else (None,):
            overlay = self.typesetter.overlay(template, data, pixels=pixels, scale=scale, rows=some)
            drawn = Drawn(decode_overlay(overlay.png), overlay.placed, overlay.shades, overlay.top)
            if some is None or _holds_all(drawn, pixels[1]):
                break
        return drawn


def rows_of(template: Template, data: Mapping[str, Any], pixels: tuple[int, int]) -> tuple[int, int] | None:
    """Return the rows of a canvas in which a template draws, with some to spare; None where it may be any of them."""
    if template.within == "canvas":
        return None
    if template.within == "safe":
        ends = [(data["safe"]["top"], 1 - data["safe"]["bottom"])]
    else:
        slots = data.get("slots") or {}
        wanted = [name for name, slot in template.slots.items() if any(map(data.get, slot.parts))]
        ends = [(slots[name]["y0"], slots[name]["y1"]) for name in wanted if name in slots]
        if not ends or len(ends) < len(wanted):
            return None
    spare = _BEYOND * pixels[0]
    first = max(int(min(start for start, _ in ends) * pixels[1] - spare), 0)
    return first, min(int(max(end for _, end in ends) * pixels[1] + spare) + 1, pixels[1])


def _holds_all(drawn: Drawn, height: int) -> bool:
    """Whether all texts stand in the rows that were drawn, and nothing is cut off at the first or the last of them."""
    last = drawn.top + drawn.layer.shape[0]
    alpha = drawn.layer[..., 3]
    return (
        all(drawn.top <= text.box.y0 and text.box.y1 <= last for text in drawn.placed)
        and (drawn.top == 0 or not alpha[0].any())
        and (last == height or not alpha[-1].any())
    )


def draw(pictures: Sequence[Picture], job: Job) -> "np.ndarray[Any, Any]":
    """Return the framed pictures as the draft's canvas, RGB; nothing is drawn over them yet."""
    draft, ink = job.work.draft, job.words["brand"]["ink"]
    return composed(pictures, draft.framings, draft.pixels, colour=ink, ground=ground_of(job))


def ground_of(job: Job) -> str:
    """Return the colour, as #RRGGBB, that lies round pictures which do not fill the canvas."""
    brand = job.words["brand"]
    return str(brand["roles"][job.template.ground or "paper"] if "roles" in brand else brand["paper"])


def made_legible(canvas: "np.ndarray[Any, Any]", drawn: Drawn) -> tuple[Placed, ...]:
    """Shade a canvas, in place, where texts need it; return the texts with the contrast that they then have."""
    shaded(canvas, drawn.shades, drawn.placed)
    return tuple(text.model_copy(update={"contrast": contrast(canvas, text)}) for text in drawn.placed)


def lay_over(canvas: "np.ndarray[Any, Any]", drawn: Drawn) -> None:
    """Lay an overlay over the canvas that it was drawn for, in place."""
    composite(canvas, drawn.layer, at=(0, drawn.top))


def encoded(canvas: "np.ndarray[Any, Any]", job: Job) -> bytes:
    """Encode a canvas as its draft says, with the label inside, under the placements' bytes, and signed last of all."""
    draft, packet = job.work.draft, xmp_packet(job.work.label)
    data = _as_drafted(canvas, draft, packet, draft.max_bytes)
    if job.signer is None:
        return data
    made = signed(job, data, packet)
    if draft.max_bytes is None or len(made) <= draft.max_bytes:
        return made
    added = len(made) - len(data) + _SPARE
    try:
        return signed(job, _as_drafted(canvas, draft, packet, draft.max_bytes - added), packet)
    except PlacementError as error:
        said = f"{added:,} bytes less than usual, for its content credentials."
        raise PlacementError(f"{error.message} That is {said}", hint=error.hint) from error


def _as_drafted(canvas: "np.ndarray[Any, Any]", draft: Draft, packet: bytes, max_bytes: int | None) -> bytes:
    if draft.type == "mp4":
        raise TypeError("a clip is no still")
    return encode(canvas, draft.type, quality=draft.quality, xmp=packet, max_bytes=max_bytes).data


def signed(job: Job, data: bytes, packet: bytes) -> bytes:
    """Return a finished file with its content credentials inside; the job has a signer."""
    assert job.signer
    work = job.work
    return job.signer.sign(
        data,
        work.label,
        work.draft,
        packet=packet,
        title=job.path.name,
        originals=[original.path for original in job.originals],
    )


def check_rules(job: Job, size: int, placed: tuple[Placed, ...]) -> None:
    """Hold a finished creative of `size` bytes against its placements, by the rules that `ugc check` uses.

    Raises PlacementError for an error, for a text under the platform's interface, and for one on a face. A file type
    that was asked for by name is made all the same, and noted.
    """
    draft = job.work.draft
    check_faces(draft.faces, draft.pixels, placed, template=job.template.name)
    measured = as_measured(
        draft.type, size=size, pixels=draft.pixels, placed=placed, disclosure=draft.copy_text.disclosure
    )
    refuse_problems(job.rules(measured))


def refuse_problems(problems: Sequence[Problem]) -> None:
    """Raise PlacementError for the first problem that a creative may not have; a type that was asked for is no such."""
    for problem in problems:
        covered = problem.code == "text_covered"
        if covered or (problem.severity == "error" and problem.code != "type_not_accepted"):
            raise PlacementError(
                f"{problem.placement}: {problem.text} {problem.measured}; {problem.required}.",
                hint="Shorten the words or choose another template." if covered else problem.fix,
            )


def check_faces(
    faces: Sequence[Box], pixels: tuple[int, int], placed: tuple[Placed, ...], *, template: str
) -> None:
    """Raise PlacementError for a text that would stand on a face; faces are in fractions of the canvas."""
    for text in placed:
        box = seen_text(text, pixels).box
        if any(overlap(box, face) > 0 for face in faces):
            raise PlacementError(
                f"The {text.role} of template {template} would stand on a face.",
                hint="Shorten the words, take another format or template, or say where the face is with `ugc focus`.",
            )
