"""Which posts go into one creative: one each, or, for a template of several pictures, those of one creator."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ugc import plan
from ugc.model.creatives import Copy
from ugc.model.posts import Media, Post
from ugc.model.rights import Case
from ugc.model.templates import Template


def shown(post: Post) -> tuple[int, ...]:
    """Return the positions of a post's own pictures and clips, previews and posters left out."""
    return tuple(number for number, media in enumerate(post.media) if is_shown(media))


def is_shown(media: Media) -> bool:
    """Whether a media is the post's own, and not one made from another."""
    return media.role in ("original", "raw")


def credited(words: Sequence[Copy | None]) -> Copy | None:
    """Return the words of a creative of several posts: those of the first, with the credit that each of them asks for.

    None where nobody is known to credit for one of them.
    """
    if None in words:
        return None
    said = [one for one in words if one]
    lines = dict.fromkeys(one.credit for one in said if one.credit)
    return said[0].model_copy(update={"credit": " · ".join(lines)}) if len(lines) > 1 else said[0]


def grouped(shots: Sequence[plan.Shot], template: Template, *, animate: bool) -> list[Sequence[plan.Shot]]:
    """Return which pictures and clips of some posts go into one creative: as many as the template shows.

    `animate`: the pictures of a template that shows one become a clip together, one after another.
    """
    if template.sources.max > 1:
        return [shots[: template.sources.max]]
    pictures = [shot for shot in shots if animate and shot.media.kind == "image"]
    others = [shot for shot in shots if shot not in pictures]
    return [*([pictures] if pictures else []), *([shot] for shot in others)]


def gathered(cases: Iterable[Case], template: Template) -> tuple[tuple[Case, ...], ...]:
    """Return the posts of each creative of a template.

    A post with pictures enough stands alone. The others of a creator are taken together, the earliest first, until a
    creative is full; what is left over stands alone, and will be too little.
    """
    few = template.sources.min
    if template.sources.max == 1:
        return tuple((case,) for case in cases)
    alone: list[tuple[Case, ...]] = []
    by_creator: dict[object, list[Case]] = defaultdict(list)
    for case in cases:
        if len(shown(case.post)) >= few or not case.post.author or not shown(case.post):
            alone.append((case,))
        else:
            by_creator[case.post.author].append(case)
    for posts in by_creator.values():
        posts.sort(key=lambda case: (case.post.posted_at is None, case.post.posted_at or 0, case.post.id))
        alone += _filled(posts, template)
    return tuple(alone)


def _filled(cases: list[Case], template: Template) -> list[tuple[Case, ...]]:
    groups: list[tuple[Case, ...]] = []
    taken: list[Case] = []
    for case in cases:
        taken.append(case)
        if sum(len(shown(one.post)) for one in taken) >= template.sources.max:
            groups.append(tuple(taken))
            taken = []
    if sum(len(shown(one.post)) for one in taken) >= template.sources.min:
        return [*groups, tuple(taken)]
    return [*groups, *((case,) for case in taken)]
