"""What a framing loses, in sentences for people. Words in a picture are anybody's, and are cut short here."""

from collections.abc import Iterator, Sequence

from ugc.geometry import Subject, area, clipped, inside, overlap, shown
from ugc.model.formats import Box, Covered, Format
from ugc.text import clean, counted, one_line

_LONGEST = 40
"""Characters of anybody's words."""
_MOST = 3
"""Texts that are named one by one."""
_UNDER = 0.1
"""Share of a face's part from the eyes to the mouth from which it lies under an interface."""


def short(text: str) -> str:
    """Return somebody's words on one line, without control characters, and not long."""
    line = one_line(clean(text))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def lost(
    subjects: Sequence[Subject], missing: Sequence[Subject], *, part: Box, at: Box, format: Format
) -> tuple[str, ...]:
    """Say what is not wholly in the frame, and which faces an interface covers.

    `part` of the source fills `at` of the canvas; `missing` are the subjects that are not wholly in it.
    """
    return (
        *_faces(subjects, missing, part),
        *_named(missing),
        *_avoided(subjects, part),
        *_words(missing, part),
        *_covered(subjects, part, at, format),
    )


def _faces(subjects: Sequence[Subject], missing: Sequence[Subject], part: Box) -> Iterator[str]:
    every = sum(subject.kind == "face" for subject in subjects)
    faces = [subject for subject in missing if subject.kind == "face"]
    out = [face for face in faces if overlap(face.box, part) <= 0]
    trimmed = [face for face in faces if face not in out and inside(face.core, part)]
    cut = len(faces) - len(out) - len(trimmed)
    for number, what in (
        (cut, "cut"),
        (len(trimmed), "shown without all of its hair or chin"),
        (len(out), "left out"),
    ):
        if number:
            yield _sentence(number, every, what)


def _sentence(number: int, every: int, what: str) -> str:
    if number > 1:
        return f"{number} of {every} faces are {what.replace('its', 'their')}."
    return f"One of {every} faces is {what}." if every > 1 else f"The face is {what}."


def _named(missing: Sequence[Subject]) -> Iterator[str]:
    if any(subject.kind == "aim" for subject in missing):
        yield "The part that the picture was focused on is cut."
    cut = sum(subject.kind == "keep" for subject in missing)
    if cut:
        yield f"{counted(cut, 'part')} to keep {'is' if cut == 1 else 'are'} cut."


def _avoided(subjects: Sequence[Subject], part: Box) -> Iterator[str]:
    shows = sum(subject.kind == "avoid" and overlap(subject.box, part) > 0 for subject in subjects)
    if shows:
        yield f"{counted(shows, 'part')} to leave out {'is' if shows == 1 else 'are'} in view."


def _words(missing: Sequence[Subject], part: Box) -> Iterator[str]:
    texts = [subject for subject in missing if subject.kind == "words"]
    for subject in texts[:_MOST]:
        name = f"The words “{short(subject.text)}”" if subject.text.strip() else "Words in the picture"
        yield f"{name} are {'cut' if overlap(subject.box, part) > 0 else 'left out'}."
    if len(texts) > _MOST:
        yield f"{len(texts) - _MOST} more texts are cut or left out."


def _covered(subjects: Sequence[Subject], part: Box, at: Box, format: Format) -> Iterator[str]:
    name = format.placements[0].name if len(format.placements) == 1 else format.name
    cores = [shown(subject.core, part, at) for subject in subjects if subject.kind == "face"]
    cores = [core for found in cores if (core := clipped(found, at))]
    parts = {cover.box: _where(cover) for cover in format.covered if not cover.by.startswith("edge")}
    for box, where in parts.items():
        under = sum(overlap(core, box) > _UNDER * area(core) for core in cores)
        if under:
            faces = "A face lies" if under == 1 else f"{under} faces lie"
            yield f"{faces} under the interface of {name} ({where})."


def _where(cover: Covered) -> str:
    """The edge of the frame that a covered part lies along, or what lies there."""
    box = cover.box
    if box.width >= 1:
        return "top" if box.y0 <= 0 else "bottom"
    if box.height >= 1:
        return "left" if box.x0 <= 0 else "right"
    return short(cover.by)
