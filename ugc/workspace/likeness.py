"""Near-identical variants of a matrix: platforms deliver such as one ad, so that a test of them tells nothing."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ugc.model.creatives import Draft, Proof, Variant
from ugc.workspace.outcomes import Alike

MOST_CHANGED = 0.15
"""Share of letters below which two texts say the same to whoever scrolls past."""


def alike(works: Iterable[Variant | Proof]) -> tuple[Alike, ...]:
    """Return groups of variants of the same pictures, format and template whose words are nearly the same.

    Case, punctuation, spaces and emoji do not count. Each variant is held against the first of its group.
    """
    groups: dict[object, list[Variant | Proof]] = {}
    for work in works:
        draft = work.draft
        groups.setdefault((draft.sources, draft.format, draft.template), []).append(work)
    return tuple(found for group in groups.values() if len(group) > 1 for found in _within(group))


def _within(group: Sequence[Variant | Proof]) -> Iterable[Alike]:
    seen: list[tuple[Variant | Proof, Mapping[str, str], list[tuple[Variant | Proof, float]]]] = []
    for work in group:
        said = _words(work.draft)
        for _, words, others in seen:
            change = _changed(words, said)
            if change < MOST_CHANGED:
                others.append((work, change))
                break
        else:
            seen.append((work, said, []))
    for first, _, others in seen:
        if others:
            yield _told(first, others)


def _told(first: Variant | Proof, others: Sequence[tuple[Variant | Proof, float]]) -> Alike:
    most = max(change for _, change in others)
    if all(work.id == first.id for work, _ in others):
        why = "they are the same picture, which is made once"
    elif most:
        why = f"their words differ in {max(round(most * 100), 1)} % of the letters"
    else:
        why = "their words are the same but for case, punctuation and emoji"
    works = (first, *(work for work, _ in others))
    return Alike(
        post=first.label.posts[0],
        format=first.draft.format,
        template=first.draft.template,
        variants=tuple(dict.fromkeys(work.id for work in works)),
        places=tuple(_place(work.draft) for work in works),
        why=why,
    )


def _place(draft: Draft) -> str:
    """Where a variant stands in its matrix, as in de h2 c1."""
    return " ".join(place for axis, place in draft.axes.items() if axis not in ("copy", "template"))


def _words(draft: Draft) -> dict[str, str]:
    """The letters that a picture shows, field by field; the credit is the same in all of a post."""
    words = draft.copy_text
    said = {"headline": words.headline, "cta": words.cta, **words.texts}
    return {field: _letters(text) for field, text in said.items() if text}


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter)[0] in "LNM")


def _changed(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """The share of letters, 0..1, that two pictures do not have in common, over all their fields."""
    if one == other:
        return 0.0
    total = sum(map(len, one.values())) + sum(map(len, other.values()))
    same = sum(_matching(one[field], other[field]) for field in one if field in other)
    return 1 - 2 * same / total if total else 0.0


@lru_cache(maxsize=65_536)
def _matching(one: str, other: str) -> int:
    """How many letters two texts have in common, in order, by difflib."""
    if one == other:
        return len(one)
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)
