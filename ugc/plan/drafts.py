"""Drafts: every decision about a picture, taken before a pixel is touched."""

from collections.abc import Mapping

from ugc.geometry import CENTRE, WHOLE, area, contain_box, cover_box
from ugc.model.base import Value
from ugc.model.creatives import Copy, Draft, Framing, ImageType, NotPlanned, Source
from ugc.model.formats import Format
from ugc.model.posts import Media, Post
from ugc.model.templates import Template
from ugc.model.vocab import CreditPlace, Edit
from ugc.templates import edits_of, with_defaults

RENDER_VERSION = "1"
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
_WHOLE = 0.995
"""Share of a picture above which nothing worth saying was cropped."""


class Look(Value):
    """What the settings say about framing and encoding."""

    least_kept: float = 0.5
    most_enlarged: float = 3.0
    type: ImageType = "jpg"
    quality: int | None = None


def draft(
    post: Post,
    number: int,
    *,
    format: Format,
    template: Template,
    words: Copy,
    look: Look,
    digests: Mapping[str, str],
) -> Draft | NotPlanned:
    """Plan one creative of a post's media at position `number`, counted from 0.

    `words` is all that there is to say, credit line included; what the template does not draw is left out and noted.
    `digests` names the hashes of all else that shapes the pixels: fonts, format row, brand.
    """
    media = post.media[number]
    if media.kind != "image":
        why, hint = "It is a clip.", "Clips are catalogued, and not rendered yet."
        return _not_planned(post, format, "clip", why, hint)
    canvas = _canvas(media, format)
    framing = _frame(media, canvas, look=look, prefers_fit=template.fit == "fit")
    if framing.scale > look.most_enlarged:
        why = f"It has {media.width}x{media.height} pixels and would be enlarged {framing.scale:.1f} times."
        return _not_planned(post, format, "too_small", why, "Ask the creator for the original file.")
    scale = canvas[0] / format.pixels[0]
    shown = drawn(template, words)
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


def _canvas(media: Media, format: Format) -> tuple[int, int]:
    """The format's large size where the crop has the pixels for it, else its usual size."""
    if format.large:
        box = cover_box((media.width, media.height), format.large)
        if box.width * media.width >= format.large[0] and box.height * media.height >= format.large[1]:
            return format.large
    return format.pixels


def _frame(media: Media, canvas: tuple[int, int], *, look: Look, prefers_fit: bool) -> Framing:
    """Crop around the focal point; let the picture stand whole where a crop would lose or enlarge too much of it."""
    size = (media.width, media.height)
    box = cover_box(size, canvas, media.focal or CENTRE)
    kept, scale = area(box), canvas[0] / (box.width * media.width)
    if prefers_fit:
        return _fit(media, canvas, "the template shows pictures whole")
    if kept < look.least_kept:
        return _fit(media, canvas, f"a crop would keep {kept:.0%} of the picture")
    if scale > look.most_enlarged:
        return _fit(media, canvas, f"a crop would be enlarged {scale:.1f} times")
    where = "the focal point that was set" if media.focal else "the middle"
    why = (
        "the picture has the canvas's shape" if kept > _WHOLE else f"cropped around {where}, {kept:.0%} kept"
    )
    return Framing(mode="cover", box=box, kept=kept, scale=scale, why=why)


def _fit(media: Media, canvas: tuple[int, int], why: str) -> Framing:
    stands = contain_box((media.width, media.height), canvas)
    whole = f"{why}, so it stands whole on a blurred backdrop"
    return Framing(mode="fit", box=WHOLE, kept=1.0, scale=stands.width / media.width, why=whole)


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
