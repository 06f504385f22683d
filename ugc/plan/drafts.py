"""Drafts: every decision about a picture, taken before a pixel is touched."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ugc.geometry import NEARLY, cover_box
from ugc.model.creatives import Copy, Draft, ImageType, NotPlanned, Source
from ugc.model.formats import Box, Format
from ugc.model.layout import Framing, Slot
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.takes import Take
from ugc.model.templates import Template
from ugc.model.vocab import CreditPlace, Edit
from ugc.plan.arranging import arrange, faces_shown
from ugc.plan.framing import Look, frame
from ugc.plan.regions import Shot, begun_below, hidden, place, places
from ugc.plan.regions import faces_shown as faces_in_part
from ugc.plan.sounds import keeps_own, sound_edits, sound_note
from ugc.plan.spots import from_right, spots
from ugc.plan.takes import is_cut, take
from ugc.templates import edits_of, with_defaults

RENDER_VERSION = "2"
"""Counted up whenever the same draft would give other pixels than before."""

_NAMES = {
    "credit": "credit line",
    "platform": "platform",
    "headline": "headline",
    "cta": "call to action",
}
"""The fields of the words that a template may draw, as people call them."""

_ENLARGED = 1.02
"""Canvas pixels per source pixel above which an enlargement is worth saying."""
_MUCH = 0.75
"""Share of a picture that is kept, below which a person should look at what was cut off."""


def draft(
    shots: Sequence[Shot],
    *,
    format: Format,
    template: Template,
    words: Copy,
    look: Look,
    digests: Mapping[str, str],
    options: Mapping[str, str] | None = None,
) -> Draft | NotPlanned:
    """Plan one creative of some pictures; most templates take one.

    `words` is all that there is to say, credit line included; what the template does not draw is left out and noted.
    `digests` names the hashes of all else that shapes the pixels: fonts, format row, brand. `options` are the
    template's, where they are not to be the usual ones.
    """
    post = shots[0].post
    kinds = {shot.media.kind for shot in shots}
    if not kinds.issubset(template.media) or (len(shots) > 1 and "video" in kinds):
        why = f"Template {template.name} shows pictures alone, and this is a clip."
        return _not_planned(post, format, "clip", why, "Take a template that shows one picture.")
    taken = take(shots[0], format, audio=look.audio) if "video" in kinds else None
    if isinstance(taken, NotPlanned):
        return taken
    said = drawn(template, words)
    canvas, framings, slots = _laid_out(shots, template, said, format=format, look=look)
    for shot, framing in zip(shots, framings, strict=True):
        if framing.scale > look.most_enlarged:
            size = f"{shot.media.width}x{shot.media.height}"
            why = f"It has {size} pixels and would be enlarged {framing.scale:.1f} times."
            return _not_planned(shot.post, format, "too_small", why, "Ask the creator for the original file.")
    chosen = with_defaults(template, options or {})
    return Draft(
        sources=_sources(shots, template, taken),
        framings=framings,
        format=format.id,
        pixels=canvas,
        scale=canvas[0] / format.pixels[0],
        safe=format.safe,
        placements=tuple(placement.id for placement in format.placements),
        template=template.name,
        options=chosen,
        slots=slots or (),
        faces=_faces(shots, framings, format=format),
        copy_text=said,
        credit_line=words.credit or "",
        edits=_edits(shots, framings, template, said, look.type, chosen) | _of_take(shots[0], taken),
        credit_place=_credit_place(template),
        sound=taken is not None and keeps_own(taken.audio, silent=taken.silent),
        type="mp4" if taken else look.type,
        quality=None if taken else look.quality,
        take=taken,
        max_bytes=None if format.max_bytes == "unstated" else format.max_bytes,
        digests=dict(digests) | {"template": template.digest, "renderer": RENDER_VERSION},
        notes=(
            *_notes(shots, framings, format, None if taken else look.type),
            *_taken_notes(shots[0], taken),
            *_left_out(template, words),
        ),
    )


def drawn(template: Template, words: Copy) -> Copy:
    """Return the words that a template draws: the others shape no pixel, and no id."""
    left_out = {field: None for field in (*_NAMES, "disclosure") if field not in template.words}
    texts = {field: text for field, text in words.texts.items() if field in template.words}
    return words.model_copy(update=left_out | {"texts": texts})


def _laid_out(
    shots: Sequence[Shot], template: Template, words: Copy, *, format: Format, look: Look
) -> tuple[tuple[int, int], tuple[Framing, ...], tuple[Slot, ...] | None]:
    """Lay pictures and words out: pictures in their parts of the canvas, or one over all of it."""
    parts = places(template, format, count=len(shots), right=from_right(template, words))
    if parts:
        usual = {slot.name: slot.box for slot in spots(template, words, parts, format=format)}
        framings = tuple(
            place(
                shot,
                row,
                begun_below(row, at, usual),
                format=format,
                template=template,
                look=look,
                words=tuple(usual.values()),
            )
            for shot, (row, at) in zip(shots, parts, strict=True)
        )
        faces, hides = _faces(shots, framings, format=format), partial(hidden, shots, framings)
        return (
            format.pixels,
            framings,
            spots(template, words, parts, format=format, faces=faces, hides=hides),
        )
    shot = shots[0]
    canvas, framing, slots = _framed(shot.media, template, words, format=format, look=look, seen=shot.seen)
    return canvas, (framing,), slots


def _sources(shots: Sequence[Shot], template: Template, taken: Take | None) -> tuple[Source, ...]:
    roles = [slot.role for slot in template.rows(len(shots))] or ["main"]
    part = {}
    if taken and is_cut(taken, shots[0].media.duration or 0.0):
        part = {"start": taken.start, "end": taken.start + taken.seconds}
    return tuple(
        Source(post=shot.post.id, sha256=shot.media.sha256, role=roles[min(number, len(roles) - 1)], **part)
        for number, shot in enumerate(shots)
    )


def _faces(shots: Sequence[Shot], framings: Sequence[Framing], *, format: Format) -> tuple[Box, ...]:
    if len(framings) > 1 or (framings[0].mode == "cover" and framings[0].at):
        return tuple(
            face for shot, one in zip(shots, framings, strict=True) for face in faces_in_part(shot, one)
        )
    media, seen = shots[0].media, shots[0].seen
    source = media.width, media.height
    return faces_shown(framings[0], format=format, source=source, seen=seen, focus=media.focus)


def _framed(
    media: Media, template: Template, words: Copy, *, format: Format, look: Look, seen: Seen | None
) -> tuple[tuple[int, int], Framing, tuple[Slot, ...] | None]:
    """Frame a picture on the format's large canvas where what is shown of it has the pixels, else on its usual one."""
    for canvas in _canvases(media, format):
        for astride in (False, True):
            framing, slots = frame(
                media,
                format=format,
                canvas=canvas,
                seen=seen,
                look=look,
                prefers_fit=template.fit == "fit",
                arrange=partial(
                    arrange,
                    template,
                    words,
                    format=format,
                    source=(media.width, media.height),
                    seen=seen,
                    focus=media.focus,
                    astride=astride,
                ),
            )
            if slots is not None:
                break
        if framing.scale <= 1 + NEARLY:
            break
    return canvas, framing, slots


def _canvases(media: Media, format: Format) -> tuple[tuple[int, int], ...]:
    """The sizes to try: the large one first where a crop of the whole picture has as many pixels."""
    if format.large:
        box = cover_box((media.width, media.height), format.large)
        if box.width * media.width >= format.large[0] and box.height * media.height >= format.large[1]:
            return format.large, format.pixels
    return (format.pixels,)


def _edits(
    shots: Sequence[Shot],
    framings: Sequence[Framing],
    template: Template,
    words: Copy,
    type: ImageType,
    options: Mapping[str, str],
) -> frozenset[Edit]:
    """The edits in the words of the rights model: what the renderer will really do."""
    made: set[Edit] = {"resize"}
    if any(framing.kept < 1.0 for framing in framings):
        made.add("crop")
    if any(shot.media.kind == "image" and shot.media.ext != type for shot in shots):
        made.add("format_transcode")
    if len({shot.post.author for shot in shots}) > 1:
        made.add("mashup")
    return frozenset(made) | edits_of(template, used=_used(template, words), options=options)


def _of_take(shot: Shot, taken: Take | None) -> frozenset[Edit]:
    """What is done to a clip beside its frames: it is always encoded anew."""
    made: set[Edit] = {"format_transcode"} if taken else set()
    if taken and is_cut(taken, shot.media.duration or 0.0):
        made.add("trim")
    return frozenset(made) | (sound_edits(taken.audio, silent=taken.silent) if taken else frozenset())


def _taken_notes(shot: Shot, taken: Take | None) -> Iterator[str]:
    length = shot.media.duration or 0.0
    if taken and is_cut(taken, length):
        yield f"Cut to its first {taken.seconds:.1f} of {length:.1f} seconds: no more is taken."
    if taken:
        yield sound_note(taken.audio, silent=taken.silent)


def _used(template: Template, words: Copy) -> tuple[str, ...]:
    """The copy fields that have words to draw; the platform's name stands in the credit, and is nobody's edit."""
    return tuple(field for field in template.words if field != "platform" and words.said(field))


def _left_out(template: Template, words: Copy) -> tuple[str, ...]:
    """Say which words there are that the template does not draw; a platform's name is nobody's words."""
    return tuple(
        f"Template {template.name} draws no {name}."
        for field, name in _NAMES.items()
        if field != "platform" and getattr(words, field) and field not in template.words
    )


def _credit_place(template: Template) -> CreditPlace:
    """Where the credit line stands: not on the picture, whatever the template says, when it draws none."""
    promised = template.credit_place == "on_media" and "credit" not in template.words
    return "none" if promised else template.credit_place


def _notes(
    shots: Sequence[Shot], framings: Sequence[Framing], format: Format, type: ImageType | None
) -> tuple[str, ...]:
    found: list[str] = []
    for number, (shot, framing) in enumerate(zip(shots, framings, strict=True), 1):
        which = f"Picture {number}: " if len(shots) > 1 else ""
        found += (which + note for note in _about(shot, framing))
    for crop in format.crops if format.within_crops else ():
        top = round(crop.box.y0 * format.pixels[1])
        found.append(f"Also crops to {crop.format} ({crop.ratio}) from y {top}, with every word inside.")
    for placement in format.placements:
        if type and type not in placement.types:
            found.append(f"{placement.name} takes {' or '.join(placement.types)}, not {type}.")
    return tuple(found)


def _about(shot: Shot, framing: Framing) -> Iterator[str]:
    if framing.mode == "fit":
        yield f"Not cropped: {framing.why}."
    elif framing.kept < _MUCH:
        yield f"Cropped: {framing.kept:.0%} of the picture is kept."
    yield from framing.lost
    if framing.scale > _ENLARGED:
        size = f"{shot.media.width}x{shot.media.height}"
        yield f"Enlarged {framing.scale:.1f} times: the source has {size} pixels."


def _not_planned(post: Post, format: Format, code: str, why: str, hint: str) -> NotPlanned:
    return NotPlanned(post=post.id, format=format.id, code=code, why=why, hint=hint)
