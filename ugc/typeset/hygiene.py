"""Hostile words made drawable: nothing that reorders, hides, stacks without end, or stops the typesetter."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from ugc.text import LONGEST_CLUSTER, clusters

# Controls but the line break; embedding, override and isolate marks; lone surrogates; separators that only look
# like spaces; marks that annotate or stand for an object.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\u200b\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_SPACES = re.compile("[\t\u2028\u2029]")
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
_SELECTORS = re.compile("([\ufe00-\ufe0f])[\ufe00-\ufe0f]+")
_STACKED = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0483-\u0489"
_ZALGO = re.compile(f"([{_STACKED}]{{2}})[{_STACKED}]+")
_MOST_MARKS = 3
_ELLIPSIS = "…"


def drawable(text: str, limit: int) -> str:
    """Return text that can be drawn as it reads: NFC, and at most `limit` characters as a reader counts them.

    Controls, lone surrogates and direction overrides are dropped; more than two combining marks of the kind that
    stack (three of a script's own) on one letter are dropped; what is longer is cut between two characters and
    ends in …. Emoji sequences stay whole.
    """
    head = text[: (limit + 1) * LONGEST_CLUSTER]
    head = _SPACES.sub(" ", head.replace("\r\n", "\n").replace("\r", "\n"))
    head = _SELECTORS.sub(r"\1", _JOINERS.sub(r"\1", _DROPPED.sub("", head)))
    head = _unstacked(unicodedata.normalize("NFC", head)).strip()
    found = clusters(head)
    if len(found) <= limit and len(text) <= (limit + 1) * LONGEST_CLUSTER:
        return head
    return "".join(found[: limit - 1]).rstrip() + _ELLIPSIS


def _unstacked(text: str) -> str:
    text = _ZALGO.sub(r"\1", text)
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS or character == "\ufe0f":
            kept.append(character)
    return "".join(kept)


def strings(value: object) -> Iterator[str]:
    """Yield every text in nested plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
