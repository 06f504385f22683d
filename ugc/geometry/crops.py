"""Crops that keep what matters: every offset of the largest window of a shape, weighed, the best first.

The window is always the largest that fits, so it can move along one axis only. What matters most comes first:
what a person named, then faces with hair and chin (one that is too long for the window without them, or by its eyes to
mouth), then what a person wants left out, faces clear of the interface, words, and last of all where the eye goes and
how the picture is composed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ugc.geometry.boxes import NEARLY, WHOLE, inside
from ugc.geometry.subjects import Subject
from ugc.geometry.weighing import Scene
from ugc.model.formats import Box
from ugc.model.seen import Grid

_STEPS = 48
"""Offsets that are tried beside those at which something comes into view, or leaves it."""
_APART = 0.06
"""Least distance between two candidates, as a share of the window."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One crop, and what it does to the subjects."""

    box: Box
    """In fractions of the source."""
    score: tuple[float, ...]
    """Compared from left to right; more is better."""
    fits: bool
    """Every face and every part to keep is whole in it; only a bystander may be wholly outside."""


def candidates(
    source: tuple[int, int],
    canvas: tuple[int, int],
    subjects: Iterable[Subject],
    *,
    salient: Grid | None = None,
    safe: Box = WHOLE,
    notches: Sequence[Box] = (),
    borders: Box | None = None,
    most: int = 6,
) -> tuple[Candidate, ...]:
    """Return the best crops of a source to the canvas's shape, the best first, at least one.

    Sizes are pixels. Subjects, `salient` and `borders` are in fractions of the source, `safe` and `notches` in those of
    the canvas. All crops returned keep as much of what a person named and of the faces as the best one does, and lie
    apart from each other. `borders` is the part inside near-uniform borders, as in `without_borders`.
    """
    ordered = sorted(subjects, key=Subject.order)
    region = without_borders(borders, ordered)
    within = [subject.within(region) for subject in ordered]
    scene = Scene(source, canvas, region, within, salient=salient, safe=safe, notches=notches)
    offsets = _keeping(scene, _offsets(scene))
    first = [scene.first(offset) for offset in offsets]
    best = max(first)
    ranked = sorted(
        ((scene.rest(offset), offset) for offset, value in zip(offsets, first, strict=True) if value == best),
        key=lambda scored: scored[0],
        reverse=True,
    )
    found: list[tuple[tuple[float, ...], float]] = []
    for score, offset in ranked:
        if all(abs(offset - other) >= _APART * scene.length for _, other in found):
            found.append((score, offset))
        if len(found) == most:
            break
    return tuple(
        Candidate(box=scene.box(offset), score=(*best, *score), fits=scene.fits(offset))
        for score, offset in found
    )


def _keeping(scene: Scene, offsets: Sequence[float]) -> list[float]:
    """Return the offsets that keep the best set of faces: none keeps those and more, and none is surer."""
    named = {offset: scene.named(offset) for offset in offsets}
    most = max(named.values())
    kept = {offset: scene.kept(offset) for offset in offsets if named[offset] == most}
    sets = set(kept.values())
    sure = {faces: 0.0 for faces in sets if not any(faces < other for other in sets)}
    for offset, faces in kept.items():
        if faces in sure:
            sure[faces] = max(sure[faces], scene.sure(offset))
    best = max(sure.values())
    return [offset for offset, faces in kept.items() if sure.get(faces) == best]


def without_borders(borders: Box | None, subjects: Iterable[Subject]) -> Box:
    """Return a picture's part inside near-uniform borders; the whole where a face or a part to keep lies on them."""
    if borders and all(inside(subject.core, borders) for subject in subjects if subject.holds):
        return borders
    return WHOLE


def _offsets(scene: Scene) -> list[float]:
    """Where along its axis the window may begin: the ends, a fine grid, and wherever a score changes."""
    low, high = scene.low, scene.high
    if high - low <= NEARLY:
        return [low]
    wanted = {low + (high - low) * step / _STEPS for step in range(_STEPS + 1)}
    wanted.update(min(max(offset, low), high) for offset in scene.turns())
    return sorted(wanted)
