"""What a picture or clip is like, of all that a workspace holds, and how far that is to be believed.

Loaded only where a file is known by nothing stronger: it brings OpenCV with it.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.media.fingerprint import METHOD
from ugc.media.fingerprint_frames import look_at
from ugc.media.fingerprint_match import Index
from ugc.workspace.inspecting.confidence import (
    SURE,
    Confidence,
    Figures,
    Likeness,
    Looked,
    confidence,
    figures,
)
from ugc.workspace.inspecting.fingerprinting import bring_up_to_date
from ugc.workspace.inspecting.likeness_search import Found, Search

if TYPE_CHECKING:
    from ugc.workspace import Workspace

MOST_FRAMES = 120
"""Frames of a found clip that are looked at."""
_TELLING = 30
"""Landmarks of a picture that is not nearly flat."""
_AS_LIKE = 0.05
"""What of another post is no less like by more than this is said too."""
_MORE_EXPLAINED = 2.0
"""Blocks of the picture that a creative must account for beyond what its original does, to be the one that is meant."""


def finder_of(workspace: "Workspace") -> "Finder":
    """Return a workspace's finder, made when it is first asked for."""
    workspace.finder = workspace.finder or Finder(workspace)
    return workspace.finder


Rated = tuple[Found, Confidence]


class Finder:
    """The fingerprints of a workspace, loaded once, and again when the catalog changed."""

    def __init__(self, workspace: "Workspace", told: Figures | None = None) -> None:
        self._workspace = workspace
        self._told = told or figures()
        self._state: tuple[int, ...] | None = None
        self._numbers: Sequence[int] = ()
        self._index = Index([], [], lambda _: b"")
        self._notes: tuple[str, ...] = ()

    def find(self, path: Path, *, seen: Callable[[str, int], None] = lambda *_: None) -> Looked:
        """Return what a file is like.

        A copy with left and right exchanged is looked for where nothing else is found. Raises InputError when the
        file cannot be looked at, and MissingError where a package or program for it is not installed.
        """
        most = self._workspace.settings.storage.most_megapixels * 1_000_000
        looks = look_at(path, frames=MOST_FRAMES, max_pixels=most).looks
        self.load(seen=seen)
        for mirrored in (False, True):
            turned = tuple(look.mirrored for look in looks) if mirrored else looks
            found = Search(self._workspace, self._index, self._numbers, turned).found(
                least_votes=2 if mirrored else 1
            )
            best = _best(found, self._told, moving=len(looks) > 1)
            if best:
                like = tuple(_likeness(*one, mirrored=mirrored, frames=len(looks)) for one in best)
                return Looked(likeness=like, not_compared=self._notes, telling=True)
        telling = max(len(look.landmarks) for look in looks) >= _TELLING
        return Looked(not_compared=self._notes, telling=telling)

    def knows(self, medias: Iterable[str]) -> bool:
        """Whether every one of these originals could have been found: it was looked at, and is not flat."""
        return self._workspace.catalog.fingerprints.hold_all(medias, METHOD)

    def load(self, *, seen: Callable[[str, int], None] = lambda *_: None) -> None:
        """Bring the fingerprints up to date and take them into memory, unless nothing has changed."""
        prints = self._workspace.catalog.fingerprints
        if self._state == prints.state():
            return
        self._notes = bring_up_to_date(self._workspace, seen=seen)
        self._numbers, frames, hashes = prints.all(METHOD)
        self._index = Index(frames, hashes, lambda place: prints.places(self._numbers[place]))
        self._state = prints.state()


def _best(found: Sequence[Found], told: Figures, *, moving: bool) -> list[Rated]:
    """The best of each post that is about as like as the best of all; nothing that is too unsure to be said."""
    posts: dict[str, Rated] = {}
    for one in found:
        rated = confidence(told, one.evidence, one.score)
        post = one.owner.posts[0]
        if rated and (post not in posts or _better(one, posts[post][0])):
            posts[post] = one, rated
    ordered = sorted(posts.values(), key=_rank)
    if not moving:
        return [pair for pair in ordered if _about_as_like(pair[0], ordered[0][0])]
    kept: list[Rated] = []
    for pair in ordered:
        seen = frozenset(at for one, _ in kept for at in one.shown)
        if not kept or _shows_more(pair[0], seen) or _same_part(pair[0], kept[0][0]):
            kept.append(pair)
    return kept


def _rank(pair: Rated) -> tuple[float, ...]:
    """The surest first; of clips those that show most of it, and a clip, second for second, before a still."""
    found, rated = pair
    sure = rated.least if rated.least < SURE else 1.0
    return -sure, -len(found.shown), found.start is None, -rated.least, -found.score, -found.explained


def _shows_more(one: Found, seen: frozenset[float]) -> bool:
    """Whether a clip shows something in parts of it that are not told of yet, as one put together from several does."""
    new = len(one.shown - seen)
    return new >= 2 or (new > 0 and new == len(one.shown))


def _same_part(one: Found, best: Found) -> bool:
    return _about_as_like(one, best) and (one.start is None) == (best.start is None)


def _better(one: Found, known: Found) -> bool:
    """Whether a file is rather the one than the other, both of one post.

    It is rather the original than a creative that shows no more of it: then the creative's own words are not in it.
    """
    if (one.evidence == "fingerprint") != (known.evidence == "fingerprint"):
        return known.evidence == "fingerprint"
    if bool(one.owner.variant) == bool(known.owner.variant):
        return (one.explained, one.score) > (known.explained, known.score)
    more = one.explained - known.explained
    return more >= _MORE_EXPLAINED if one.owner.variant else more > -_MORE_EXPLAINED


def _about_as_like(one: Found, best: Found) -> bool:
    if one is best:
        return True
    return one.evidence == best.evidence != "fingerprint" and one.score >= best.score - _AS_LIKE


def _likeness(found: Found, rated: Confidence, *, mirrored: bool, frames: int) -> Likeness:
    return Likeness(
        of="creative" if found.owner.variant else "original",
        media=found.owner.media,
        variant=found.owner.variant,
        posts=found.owner.posts,
        evidence=found.evidence,
        score=round(found.score, 3),
        confidence=rated,
        sure=rated.least >= SURE,
        mirrored=mirrored,
        covers=None if found.covers is None else round(found.covers, 3),
        start=found.start,
        end=found.end,
        moments=len(found.shown) / frames if found.shown else None,
    )
