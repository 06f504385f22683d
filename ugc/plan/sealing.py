"""Variants: drafts whose rights are cleared, with their ids and the label that travels with them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ugc.errors import RefusedError
from ugc.identity import with_ids
from ugc.model.base import digest
from ugc.model.creatives import Draft, Label, Proof, Source, Variant
from ugc.model.posts import Post
from ugc.model.records import Grant, Perpetual
from ugc.model.rights import Cleared, NeedsReview, Refused

PROOF = "PROOF-"
"""How the name of a proof begins."""

Namer = Callable[[Draft], str]
"""Makes the part of a file name before the short ids."""


def pixel_hash(planned: Draft, *, proof: bool = False) -> str:
    """Return the hash of everything that shapes a draft's pixels: same hash, same picture."""
    shown = planned.model_dump(
        mode="json",
        exclude={
            "placements": True,
            "notes": True,
            "edits": True,
            "credit_line": True,
            "framings": {"__all__": {"why"}},
        },
    )
    return digest([shown, proof])


def concept_hash(planned: Draft, posts: Mapping[str, Post]) -> str:
    """Return the hash of posts, media, template and copy: what a creative is to the marketer, whatever its format."""
    shown = [_media_ref(posts[source.post], source) for source in planned.sources]
    return digest([shown, planned.template, planned.options, planned.copy_text.model_dump(mode="json")])


def seal(
    planned: Draft,
    cleared: Sequence[Cleared],
    *,
    posts: Mapping[str, Post],
    grants: Mapping[str, Grant],
    refused: Sequence[Refused | NeedsReview] = (),
    name: Namer,
) -> Variant:
    """Turn a draft into a variant for the placements that every one of its sources is cleared for.

    Raises RefusedError when there is none, or when an answer does not cover what the draft will do.
    """
    needed = {source.post for source in planned.sources}
    for answer in cleared:
        if not (planned.edits <= answer.use.edits and planned.sound <= answer.use.sound):
            raise RefusedError(
                f"The clearance of {answer.post} does not cover the edits that the draft makes."
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
        label=_label(planned, standing, variant=variant, concept=concept, posts=posts, grants=grants),
        name=with_ids(name(planned), concept, variant),
    )


def proof(planned: Draft, *, posts: Mapping[str, Post], licensee: str, name: Namer) -> Proof:
    """Turn any draft into a proof, whatever its rights: a mark is burnt into it, and nothing publishes it."""
    variant, concept = pixel_hash(planned, proof=True), concept_hash(planned, posts)
    label = Label(
        **_whose(planned, posts),
        variant=variant,
        concept=concept,
        usage_terms="Proof for looking at. Not cleared for any use.",
        licensors=(),
        licensee=licensee,
        grants=(),
        proof=True,
    )
    return Proof(
        id=variant,
        concept=concept,
        draft=planned,
        label=label,
        name=f"{PROOF}{with_ids(name(planned), concept, variant)}",
    )


def _label(
    planned: Draft,
    cleared: Sequence[Cleared],
    *,
    variant: str,
    concept: str,
    posts: Mapping[str, Post],
    grants: Mapping[str, Grant],
) -> Label:
    used = [grants[grant_id] for grant_id in dict.fromkeys(g for answer in cleared for g in answer.grants)]
    end = min((answer.valid_until for answer in cleared), key=_as_day)
    return Label(
        **_whose(planned, posts),
        variant=variant,
        concept=concept,
        usage_terms=_usage_terms(planned, cleared, used, end),
        licensors=tuple(dict.fromkeys(grant.licensor for grant in used)),
        licensee=cleared[0].use.licensee,
        grants=tuple(grant.id for grant in used),
        start=max(grant.start for grant in used),
        end=end,
        territories=tuple(sorted(cleared[0].use.territories)),
        channels=tuple(sorted({answer.use.channel for answer in cleared})),
        purposes=tuple(sorted({answer.use.purpose for answer in cleared})),
        placements=tuple(spot for spot in planned.placements if spot in {a.use.placement for a in cleared}),
        terms_url=next((grant.terms.url for grant in used if grant.terms.url), None),
        no_ai_training=any(grant.ai.get("generative_training") == "denied" for grant in used),
    )


def _whose(planned: Draft, posts: Mapping[str, Post]) -> dict[str, object]:
    """The part of a label that tells of the posts and their makers."""
    shown = [posts[source.post] for source in planned.sources]
    makers = tuple(dict.fromkeys(post.author for post in shown if post.author))
    names = ", ".join(maker.display_name or maker.handle for maker in makers) or "the creator"
    year = min((str(post.posted_at.year) for post in shown if post.posted_at), default="")
    return {
        "posts": tuple(dict.fromkeys(post.id for post in shown)),
        "creators": makers,
        "credit_line": planned.credit_line,
        "copyright": " ".join(part for part in ("©", year, names) if part),
        "links": tuple(dict.fromkeys(post.permalink for post in shown if post.permalink)),
        "description": next((post.caption for post in shown if post.caption), None),
        "edits": tuple(sorted(planned.edits)),
        "credit_place": planned.credit_place,
    }


def _usage_terms(
    planned: Draft, cleared: Sequence[Cleared], grants: Sequence[Grant], end: date | Perpetual
) -> str:
    def listed(tokens: set[str]) -> str:
        return ", ".join(sorted(token.replace("_", " ") for token in tokens))

    until = "without end" if end == "perpetual" else f"until {end}"
    return (
        f"Licensed to {cleared[0].use.licensee} for {listed({a.use.purpose for a in cleared})} "
        f"on {listed({a.use.channel for a in cleared})} in {', '.join(sorted(cleared[0].use.territories))} "
        f"{until} under {', '.join(grant.id for grant in grants)}. Credit: {planned.credit_line}. "
        "Any other use needs the creator's permission."
    )


def _media_ref(post: Post, source: Source) -> list[str | float | None]:
    """A media as post and position, so that a better original of the same picture stays the same concept."""
    known = min((name for name in (post.id, *post.aliases) if name.startswith("file:")), default=post.id)
    position = next(index for index, media in enumerate(post.media) if media.sha256 == source.sha256)
    return [known, str(position), source.role, source.start, source.end]


def _as_day(day: date | Perpetual) -> date:
    return date.max if day == "perpetual" else day
