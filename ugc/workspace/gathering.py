"""Which posts go into one creative: one each, or, for a template of several pictures, those of one creator."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from ugc import plan
from ugc.model.creatives import Copy, Draft
from ugc.model.posts import Media, Post
from ugc.model.rights import Case
from ugc.model.templates import Template
from ugc.text import one_line


def shown(post: Post) -> tuple[int, ...]:
    """Return the positions of a post's own pictures and clips, previews and posters left out.

    Where somebody attached the same picture with more pixels, that one's.
    """
    return tuple(best(post, number) for number, media in enumerate(post.media) if is_shown(media))


def is_shown(media: Media) -> bool:
    """Whether a media is the post's own, and not one made from another.

    Raw footage that somebody attached was never part of the post: it is shown where it is named.
    """
    if media.attached_by and (media.role == "raw" or media.stands_for):
        return False
    return media.role in ("original", "raw")


def best(post: Post, number: int) -> int:
    """Return the position of the largest file that shows what a post's file shows; its own where there is no larger."""
    asked = post.media[number].sha256
    larger = [
        place for place, media in enumerate(post.media) if media.attached_by and media.stands_for == asked
    ]
    return max(larger, key=lambda place: post.media[place].width * post.media[place].height, default=number)


def with_carried(post: Post) -> Post:
    """Return a post whose attached originals are cropped and told of as the files are that they stand for.

    The framing is the same, so that a crop of one is a crop of the other; what is said of the original itself stands.
    """
    if not any(media.stands_for for media in post.media):
        return post
    own = {media.sha256: media for media in post.media}
    media = tuple(_carried(one, own.get(one.stands_for or "")) for one in post.media)
    return post.model_copy(update={"media": media})


def _carried(media: Media, smaller: Media | None) -> Media:
    if smaller is None:
        return media
    words = {} if media.alt else {"alt": smaller.alt, "alt_by": smaller.alt_by, "alt_at": smaller.alt_at}
    return media.model_copy(update={"focus": media.focus or smaller.focus, **words})


def as_heard(case: Case, hashes: Collection[str]) -> Case:
    """Return a case as it stands for some of its files: of the sound of attached footage nobody has said what it is.

    What a source says of the post's sound is about the clip that was published.
    """
    post = case.post
    own = {media.sha256: media for media in post.media}
    if post.sound in ("unknown", "library_song", "commercial_library", "licensed"):
        return case
    if not any(_heard_apart(own[sha256], own) for sha256 in hashes if sha256 in own):
        return case
    return case.model_copy(update={"post": post.model_copy(update={"sound": "unknown"})})


def _heard_apart(media: Media, own: Mapping[str, Media]) -> bool:
    """Whether a file that somebody attached has a sound that need not be the post's."""
    if not media.attached_by or media.kind != "video" or media.sound is False:
        return False
    smaller = own.get(media.stands_for or "")
    return smaller is None or smaller.sound is False


def with_larger(drafted: Draft, shots: Sequence[plan.Shot]) -> Draft:
    """Return a draft that says which files are rendered from an attached original, and what that changes."""
    found: list[str] = []
    for shot in shots:
        media = shot.media
        places = {one.sha256: place for place, one in enumerate(shot.post.media)}
        if not media.attached_by or media.stands_for not in places:
            continue
        place = places[media.stands_for]
        smaller = shot.post.media[place]
        found.append(
            f"Media #{place + 1} of {shot.post.id} is rendered from the attached original {one_line(media.name)} "
            f"({media.width}x{media.height} instead of {smaller.width}x{smaller.height})."
        )
    return drafted.model_copy(update={"notes": (*drafted.notes, *dict.fromkeys(found))}) if found else drafted


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
