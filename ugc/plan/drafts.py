"""Drafts: every decision about a picture, taken before a pixel is touched."""

from collections.abc import Mapping
from functools import partial

from ugc.geometry import NEARLY, cover_box
from ugc.model.creatives import Copy, Draft, ImageType, NotPlanned, Source
from ugc.model.formats import Format
from ugc.model.layout import Framing, Slot
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.templates import Template
from ugc.model.vocab import CreditPlace, Edit
from ugc.plan.arranging import arrange, faces_shown
from ugc.plan.framing import Look, frame
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
    post: Post,
    number: int,
    *,
    format: Format,
    template: Template,
    words: Copy,
    look: Look,
    digests: Mapping[str, str],
    seen: Seen | None = None,
) -> Draft | NotPlanned:
    """Plan one creative of a post's media at position `number`, counted from 0.

    `words` is all that there is to say, credit line included; what the template does not draw is left out and noted.
    `digests` names the hashes of all else that shapes the pixels: fonts, format row, brand. `seen` is what was seen in
    the picture; None where nobody has looked.
    """
    media = post.media[number]
    if media.kind != "image":
        why, hint = "It is a clip.", "Clips are catalogued, and not rendered yet."
        return _not_planned(post, format, "clip", why, hint)
    shown = drawn(template, words)
    canvas, framing, slots = _framed(media, template, shown, format=format, look=look, seen=seen)
    if framing.scale > look.most_enlarged:
        why = f"It has {media.width}x{media.height} pixels and would be enlarged {framing.scale:.1f} times."
        return _not_planned(post, format, "too_small", why, "Ask the creator for the original file.")
    scale = canvas[0] / format.pixels[0]
    return Draft(
        sources=(Source(post=post.id, sha256=media.sha256),),
        framings=(framing,),
        format=format.id,
        pixels=canvas,
        scale=scale,
        safe=format.safe,
        placements=tuple(placement.id for placement in format.placements),
        template=template.name,
        options=with_defaults(template, {}),
        slots=slots or (),
        faces=faces_shown(
            framing, format=format, source=(media.width, media.height), seen=seen, focus=media.focus
        ),
        copy_text=shown,
        credit_line=words.credit or "",
        edits=_edits(media, framing, template, shown, look.type),
        credit_place=_credit_place(template),
        type=look.type,
        quality=look.quality,
        max_bytes=None if format.max_bytes == "unstated" else format.max_bytes,
        digests=dict(digests) | {"template": template.digest, "renderer": RENDER_VERSION},
        notes=(*_notes(media, framing, format, look.type), *_left_out(template, words)),
    )


def drawn(template: Template, words: Copy) -> Copy:
    """Return the words that a template draws: the others shape no pixel, and no id."""
    return words.model_copy(update={field: None for field in _NAMES if field not in template.words})


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
    media: Media, framing: Framing, template: Template, words: Copy, type: ImageType
) -> frozenset[Edit]:
    """The edits in the words of the rights model: what the renderer will really do."""
    made: set[Edit] = {"resize"}
    if framing.kept < 1.0:
        made.add("crop")
    if media.ext != type:
        made.add("format_transcode")
    return frozenset(made) | edits_of(template, used=_used(words), options={})


def _used(words: Copy) -> tuple[str, ...]:
    """The copy fields that have words to draw."""
    return tuple(field for field in ("credit", "headline", "cta") if getattr(words, field))


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


def _notes(media: Media, framing: Framing, format: Format, type: ImageType) -> tuple[str, ...]:
    found = []
    if framing.mode == "fit":
        found.append(f"Not cropped: {framing.why}.")
    elif framing.kept < _MUCH:
        found.append(f"Cropped: {framing.kept:.0%} of the picture is kept.")
    found += framing.lost
    if framing.scale > _ENLARGED:
        found.append(
            f"Enlarged {framing.scale:.1f} times: the source has {media.width}x{media.height} pixels."
        )
    for crop in format.crops if format.within_crops else ():
        top = round(crop.box.y0 * format.pixels[1])
        found.append(f"Also crops to {crop.format} ({crop.ratio}) from y {top}, with every word inside.")
    for placement in format.placements:
        if type not in placement.types:
            found.append(f"{placement.name} takes {' or '.join(placement.types)}, not {type}.")
    return tuple(found)


def _not_planned(post: Post, format: Format, code: str, why: str, hint: str) -> NotPlanned:
    return NotPlanned(post=post.id, format=format.id, code=code, why=why, hint=hint)
