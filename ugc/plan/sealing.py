"""Variants: drafts whose rights are cleared, with their ids; and proofs, whose rights nobody asked."""

from collections.abc import Callable, Mapping, Sequence

from ugc.errors import RefusedError
from ugc.identity import with_ids
from ugc.model.base import digest
from ugc.model.creatives import Draft, Proof, Source, Variant
from ugc.model.posts import Post
from ugc.model.records import Grant, Release
from ugc.model.rights import Cleared, NeedsReview, Refused
from ugc.model.takes import laid_sound
from ugc.plan.labels import Records, cleared_label, proof_label

PROOF = "PROOF-"
"""How the name of a proof begins."""

_LATER = {"disclosure", "texts"}
"""Fields that copy did not always have: where they are empty, ids are what they were without them."""

_LATER_IN_FRAMING = ("radius", "source", "during", "path", "ends")
"""The same of framings."""

_SHAPES_NOTHING = (
    *("placements", "notes", "edits", "credit_line", "faces", "axes", "markets", "primary", "link", "ending"),
)
"""Fields of a draft that shape no pixel, and the end card, which is told by itself."""

Namer = Callable[[Draft], str]
"""Makes the part of a file name before the short ids."""


def pixel_hash(planned: Draft, *, proof: bool = False) -> str:
    """Return the hash of everything that shapes a draft's pixels: same hash, same picture."""
    return digest([_shown(planned), proof])


def _shown(planned: Draft) -> dict[str, object]:
    """All of a draft that shapes its pixels and its sound, and of its end card."""
    shown = planned.model_dump(
        mode="json",
        exclude={
            **dict.fromkeys(_SHAPES_NOTHING, True),
            "framings": {"__all__": {"why", "lost"}},
            "turns": {"__all__": {"faces"}},
            "take": {"silent": True, "audio": {"sound": {"licence", "title", "until", "ext"}}},
        },
    )
    shown["copy_text"] = _said(shown["copy_text"])
    for later in ("take", "turns", "captions"):
        if not shown[later]:
            del shown[later]
    if planned.take:
        usual = {"encoding": "final", "ending": 0.0}
        shown["take"] = {name: told for name, told in shown["take"].items() if usual.get(name) != told}
    if planned.ending:
        shown["ending"] = _shown(planned.ending)
    for framing in shown["framings"]:
        for later in _LATER_IN_FRAMING:
            if not framing[later]:
                del framing[later]
    return shown


def concept_hash(planned: Draft, posts: Mapping[str, Post]) -> str:
    """Return the hash of posts, media, template and copy: what a creative is to the marketer, whatever its format."""
    shown = [_media_ref(posts[source.post], source) for source in planned.sources]
    told: list[object] = [
        shown,
        planned.template,
        planned.options,
        _said(planned.copy_text.model_dump(mode="json")),
    ]
    if planned.ending:
        card = planned.ending
        told.append([card.template, card.options, _said(card.copy_text.model_dump(mode="json"))])
    return digest(told)


def seal(
    planned: Draft,
    cleared: Sequence[Cleared],
    *,
    posts: Mapping[str, Post],
    grants: Mapping[str, Grant],
    releases: Mapping[str, Sequence[Release]] | None = None,
    refused: Sequence[Refused | NeedsReview] = (),
    name: Namer,
) -> Variant:
    """Turn a draft into a variant for the placements that every one of its sources is cleared for.

    `posts`, `grants` and `releases` (of each post) are what its label tells of.
    Raises RefusedError when there is none, or when an answer does not cover what the draft will do.
    """
    needed = {source.post for source in planned.sources}
    laid = laid_sound(planned.take)
    for answer in cleared:
        if not (planned.edits <= answer.use.edits and planned.sound <= answer.use.sound):
            raise RefusedError(
                f"The clearance of {answer.post} does not cover the edits that the draft makes."
            )
        if answer.use.laid_sound != (laid.licence if laid else None):
            raise RefusedError(f"The clearance of {answer.post} is for another sound than the draft lays on.")
        if answer.use.disclosure != (planned.copy_text.disclosure or ""):
            raise RefusedError(
                f"The clearance of {answer.post} is for another label than the draft bears, to say that it is an ad."
            )
    allowed = [
        spot
        for spot in planned.placements
        if needed <= {answer.post for answer in cleared if answer.use.placement == spot}
    ]
    standing = tuple(
        answer for answer in cleared if answer.use.placement in allowed and answer.post in needed
    )
    if not standing:
        raise RefusedError("None of its placements is cleared for every source.")
    variant, concept = pixel_hash(planned), concept_hash(planned, posts)
    return Variant(
        id=variant,
        concept=concept,
        draft=planned,
        cleared=standing,
        refused=tuple(refused),
        label=cleared_label(
            planned, standing, Records(posts, grants, releases or {}), variant=variant, concept=concept
        ),
        name=with_ids(name(planned), concept, variant),
    )


def proof(planned: Draft, *, posts: Mapping[str, Post], licensee: str, name: Namer) -> Proof:
    """Turn any draft into a proof, whatever its rights: a mark is burnt into it, and nothing publishes it."""
    variant, concept = pixel_hash(planned, proof=True), concept_hash(planned, posts)
    return Proof(
        id=variant,
        concept=concept,
        draft=planned,
        label=proof_label(planned, posts, licensee=licensee, variant=variant, concept=concept),
        name=f"{PROOF}{with_ids(name(planned), concept, variant)}",
    )


def _said(words: dict[str, object]) -> dict[str, object]:
    return {field: text for field, text in words.items() if text or field not in _LATER}


def _media_ref(post: Post, source: Source) -> list[str | float | None]:
    """A media as post and position, so that a better original of the same picture stays the same concept."""
    known = min((name for name in (post.id, *post.aliases) if name.startswith("file:")), default=post.id)
    position = next(index for index, media in enumerate(post.media) if media.sha256 == source.sha256)
    return [known, str(position), source.role, source.start, source.end]
