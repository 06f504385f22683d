"""Short ids in the names of files and ads, whatever people and platforms have done to these names."""

import re
from typing import NamedTuple

from ugc.catalog.lookups import ShortCreative
from ugc.identity import CONCEPT_DIGITS, VARIANT_DIGITS, ids_in_name
from ugc.workspace.advertising.known import Known

_BOTH = re.compile(
    rf"(?<![0-9a-z])c([0-9a-f]{{{CONCEPT_DIGITS}}})[\s_.·|-]+v([0-9a-f]{{{VARIANT_DIGITS}}})(?![0-9a-z])"
)
_CUT = re.compile(
    rf"(?<![0-9a-z])c([0-9a-f]{{{CONCEPT_DIGITS}}})(?:[\s_.·|-]+(?:v([0-9a-f]{{0,{VARIANT_DIGITS}}}))?)?\W*$"
)
_MARK = re.compile(rf"c[0-9a-f]{{{CONCEPT_DIGITS}}}", re.I)


class Named(NamedTuple):
    """What the ids in a name mean."""

    creatives: tuple[ShortCreative, ...] = ()
    """One, or all that a name which was cut may mean."""
    posts: tuple[str, ...] = ()
    concept: str | None = None
    note: str | None = None


def creatives_named(known: Known, name: str) -> Named | None:
    """Return what the short ids in a name mean; None where there are none in it.

    Ids that do not belong to one creative mean nothing, and the note says so.
    """
    if not _MARK.search(name):
        return None
    folded = name.casefold()
    pairs = dict.fromkeys([*filter(None, [ids_in_name(name)]), *_BOTH.findall(folded)])
    found = {pair: _meant(known, *pair) for pair in pairs}
    whole = [each for each in found.values() if each.creatives]
    if len({each.creatives[0].variant for each in whole}) > 1:
        return Named(note=f"Its name has the ids of {len(whole)} creatives in it, so neither counts.")
    if whole or found:
        return whole[0] if whole else next(iter(found.values()))
    cut = _CUT.search(folded)
    return _begun(known, cut[1], cut[2] or "") if cut else None


def packed_name(name: str) -> str:
    """Return the name that an ad was packed under, without what was added after the ids at its end, as in " - Copy"."""
    ids = _BOTH.search(name)
    return name[: ids.end()].strip() if ids else name.strip()


def _meant(known: Known, concept: str, variant: str) -> Named:
    ids = f"c{concept}_v{variant}"
    same = known.by_concept.get(concept, [])
    for each in same:
        if each.variant.startswith(variant):
            return Named((each,), each.posts, each.concept)
    others = known.by_short.get(variant, [])
    if others:
        which = f"v{variant} is of another concept, c{others[0].concept[:CONCEPT_DIGITS]}"
        return Named(note=f"The ids in its name, {ids}, are not of one creative: {which}.")
    if same:
        note = f"Its name says {ids}: the concept is known, that creative of it is not."
        return Named((), _posts(same), same[0].concept, note)
    return Named(note=f"Its name ends as a creative's does, {ids}, and none with these ids is known here.")


def _begun(known: Known, concept: str, start: str) -> Named | None:
    """What a name that was cut may mean."""
    same = [each for each in known.by_concept.get(concept, []) if each.variant.startswith(start)]
    if not same:
        return None
    which = "only one creative begins so" if len(same) == 1 else f"it may be any of {len(same)} creatives"
    return Named(tuple(same), _posts(same), same[0].concept, f"The ids in its name are cut; {which}.")


def _posts(same: list[ShortCreative]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(post for each in same for post in each.posts))
