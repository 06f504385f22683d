"""Drafts: every decision about a picture, taken before a pixel is touched."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ugc.model.captions import CaptionTrack
from ugc.model.creatives import Copy, Draft, ImageType, NotPlanned, Source
from ugc.model.formats import Format
from ugc.model.layout import Framing
from ugc.model.motion import Motion
from ugc.model.posts import Post
from ugc.model.templates import Template
from ugc.model.vocab import CreditPlace, Edit
from ugc.plan import strolls
from ugc.plan.captioning import captioned
from ugc.plan.framing import Look
from ugc.plan.laying import Laid, lay_out
from ugc.plan.notes import NAMES, left_out, notes, with_shots
from ugc.plan.regions import Shot
from ugc.plan.sounds import keeps_own, sound_edits
from ugc.plan.takes import Taken, is_cut, take, take_notes
from ugc.templates import edits_of, with_defaults, words_to_read

RENDER_VERSION = "2"
"""Counted up whenever the same draft would give other pixels than before."""


class Closing(NamedTuple):
    """What stands at the end of a clip: an end card, drawn on a frame of its last source."""

    template: Template
    digests: Mapping[str, str]
    """As those of `draft`, for this template."""
    options: Mapping[str, str] | None = None


def draft(
    shots: Sequence[Shot],
    *,
    format: Format,
    template: Template,
    words: Copy,
    look: Look,
    digests: Mapping[str, str],
    options: Mapping[str, str] | None = None,
    closing: Closing | None = None,
) -> Draft | NotPlanned:
    """Plan one creative of some pictures, most templates take one; or of clips, one after another.

    `words` is all that there is to say, credit line included; what the template does not draw is left out and noted.
    `digests` names the hashes of all else that shapes the pixels: fonts, format row, brand. `options` are the
    template's, where they are not to be the usual ones.
    """
    moves = look.animate or any(shot.media.kind == "video" for shot in shots)
    problem = _unfit(shots, template, format, moves=moves)
    if problem:
        return problem
    card = _card(shots, words, format=format, look=look, closing=closing) if closing and moves else None
    if isinstance(card, NotPlanned):
        return card
    seconds = card_seconds(closing.template, card.copy_text) if closing and card else 0.0
    taken = take(shots, format, look=look, ending=seconds) if moves else None
    if isinstance(taken, NotPlanned):
        return taken
    problem = strolls.refused(shots, taken.stretches, format) if taken else None
    if problem:
        return problem
    laid = lay_out(
        shots,
        template,
        drawn(template, words),
        format=format,
        look=look,
        taken=taken.stretches if taken else (),
    )
    problem = _too_small(shots, laid.framings, format, look)
    if problem:
        return problem
    own = {name: told for name, told in digests.items() if name != "captions"}
    drafted = _drafted(shots, laid, format, template, words, type=look.type, options=options, digests=own)
    own = drafted.digests | {"renderer": RENDER_VERSION}
    told = (*notes(shots, laid.framings, format, None if taken else look.type), *left_out(template, words))
    if taken is None:
        return drafted.model_copy(update={"quality": look.quality, "digests": own, "notes": told})
    fonts, language = digests.get("captions", ""), words.language
    said = captioned(shots, taken, laid, format=format, look=look, fonts=fonts, language=language)
    told = (*told, *take_notes(shots, taken), *said.notes)
    return _as_clip(drafted, shots, taken, card, said.track).model_copy(
        update={"digests": own, "notes": told}
    )


def _as_clip(
    drafted: Draft, shots: Sequence[Shot], taken: Taken, card: Draft | None, track: CaptionTrack | None
) -> Draft:
    """A draft that moves."""
    made = drafted.edits | _of_take(shots, taken, card)
    return drafted.model_copy(
        update={
            "sources": _taken_sources(shots, taken),
            "edits": made | {"subtitle"} if track else made,
            "sound": keeps_own(taken.take.audio, silent=taken.take.silent),
            "type": "mp4",
            "take": taken.take,
            "ending": card,
            "captions": track,
        }
    )


def _drafted(
    shots: Sequence[Shot],
    laid: Laid,
    format: Format,
    template: Template,
    words: Copy,
    *,
    type: ImageType,
    options: Mapping[str, str] | None,
    digests: Mapping[str, str],
) -> Draft:
    """All of a draft that does not depend on whether it moves."""
    said, chosen = drawn(template, words), with_defaults(template, options or {})
    roles = [slot.role for slot in template.rows(len(shots))] or ["main"]
    return Draft(
        sources=tuple(
            Source(post=shot.post.id, sha256=shot.media.sha256, role=roles[min(number, len(roles) - 1)])
            for number, shot in enumerate(shots)
        ),
        framings=laid.framings,
        format=format.id,
        pixels=laid.canvas,
        scale=laid.canvas[0] / format.pixels[0],
        safe=format.safe,
        placements=tuple(placement.id for placement in format.placements),
        template=template.name,
        options=chosen,
        slots=laid.slots,
        turns=laid.turns,
        faces=laid.faces,
        copy_text=said,
        credit_line=words.credit or "",
        edits=_edits(shots, laid.framings, template, said, type, chosen),
        credit_place=_credit_place(template),
        type=type,
        max_bytes=None if format.max_bytes == "unstated" else format.max_bytes,
        digests=dict(digests) | {"template": template.digest},
    )


def card_seconds(template: Template, words: Copy) -> float:
    """Return how long an end card stands: as long as its template says, so that it can be read."""
    motion = template.motion or Motion(enter=0.72, holds=(1.5, 3.28), per_word=0.3)
    return motion.length(words_to_read(template, {field: words.said(field) for field in template.words}))


def _card(
    shots: Sequence[Shot], words: Copy, *, format: Format, look: Look, closing: Closing
) -> Draft | NotPlanned:
    """The end card as a picture of its own, on the last source."""
    template = closing.template
    lacking = next(
        (name for name, one in template.words.items() if one.needed and not words.said(name)), None
    )
    if lacking:
        why = f"The end card {template.name} needs a {lacking}."
        return _not_planned(shots[0].post, format, "text_missing", why, f"Say --text {lacking}='…'.")
    still = look.model_copy(update={"animate": False, "type": "png", "cut_faces": "crop"})
    last = shots[-1]._replace(role="main")
    laid = lay_out([last], template, drawn(template, words), format=format, look=still)
    return _drafted(
        [last],
        laid,
        format,
        template,
        words,
        type="png",
        options=closing.options,
        digests=closing.digests,
    )


def _unfit(shots: Sequence[Shot], template: Template, format: Format, *, moves: bool) -> NotPlanned | None:
    """Why a template cannot show some pictures or clips, if so."""
    kinds = {shot.media.kind for shot in shots}
    joined = len(shots) > 1 and moves
    if not kinds.issubset(template.media) or (joined and template.sources.max > 1):
        why = f"Template {template.name} shows pictures alone, and this is a clip."
        return _not_planned(shots[0].post, format, "clip", why, "Take a template that shows one picture.")
    return None


def _too_small(
    shots: Sequence[Shot], framings: Sequence[Framing], format: Format, look: Look
) -> NotPlanned | None:
    for shot, framing in with_shots(shots, framings):
        if framing.scale > look.most_enlarged:
            size = f"{shot.media.width}x{shot.media.height}"
            why = f"It has {size} pixels and would be enlarged {framing.scale:.1f} times."
            return _not_planned(shot.post, format, "too_small", why, "Ask the creator for the original file.")
    return None


def drawn(template: Template, words: Copy) -> Copy:
    """Return the words that a template draws: the others shape no pixel, and no id."""
    left_out = {field: None for field in (*NAMES, "disclosure") if field not in template.words}
    texts = {field: text for field, text in words.texts.items() if field in template.words}
    return words.model_copy(update=left_out | {"texts": texts})


def _taken_sources(shots: Sequence[Shot], taken: Taken) -> tuple[Source, ...]:
    return tuple(
        Source(
            post=shot.post.id,
            sha256=shot.media.sha256,
            role=shot.role,
            **({"start": stretch.start, "end": stretch.end} if is_cut(shot, stretch) else {}),
        )
        for shot, stretch in zip(shots, taken.stretches, strict=True)
    )


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
    if (
        any(framing.path for framing in framings)
        or len({framing.box for framing in framings if framing.during}) > 1
    ):
        made.add("reframe")
    if any(shot.media.kind == "image" and shot.media.ext != type for shot in shots):
        made.add("format_transcode")
    if len({shot.post.author for shot in shots}) > 1:
        made.add("mashup")
    return frozenset(made) | edits_of(template, used=_used(template, words), options=options)


def _of_take(shots: Sequence[Shot], taken: Taken, card: Draft | None) -> frozenset[Edit]:
    """What is done to clips beside their frames: they are always encoded anew."""
    made: set[Edit] = {"format_transcode"}
    if any(is_cut(shot, stretch) for shot, stretch in zip(shots, taken.stretches, strict=True)):
        made.add("trim")
    made |= sound_edits(taken.take.audio, silent=taken.take.silent)
    if card:
        made.add("end_card")
        made |= card.edits
    return frozenset(made)


def _used(template: Template, words: Copy) -> tuple[str, ...]:
    """The copy fields that have words to draw; the platform's name stands in the credit, and is nobody's edit."""
    return tuple(field for field in template.words if field != "platform" and words.said(field))


def _credit_place(template: Template) -> CreditPlace:
    """Where the credit line stands: not on the picture, whatever the template says, when it draws none."""
    promised = template.credit_place == "on_media" and "credit" not in template.words
    return "none" if promised else template.credit_place


def _not_planned(post: Post, format: Format, code: str, why: str, hint: str) -> NotPlanned:
    return NotPlanned(post=post.id, format=format.id, code=code, why=why, hint=hint)
