"""Collected words, made safe to store and compare without changing what they say."""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_MENTION = re.compile(r"(?<![\w.])@([A-Za-z0-9._]{1,30})")
_JOINERS = "\u200c\u200d"
_BEFORE_NAMES = {"c", "user", "channel", "in", "company", "stories", "add", "u"}  # as in linkedin.com/in/ana


def clean(text: str) -> str:
    """Drop control characters and replace lone surrogates; line ends become \\n. Nothing else changes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Fold every run of white space, paragraph separators included, into one space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Return the form in which names and hashtags are compared: NFKC, case-folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def hashtags(text: str) -> tuple[str, ...]:
    """Find the hashtags of a caption, folded, without #, in order, each once.

    A tag begins at # or the full-width ＃ and runs over letters, digits, marks, underscores and the joiners
    that some scripts need inside words; an emoji ends it. A tag of digits alone is not one.
    """
    found: dict[str, None] = {}
    for piece in re.split("[#＃]", text)[1:]:
        tag = fold("".join(_tag_characters(piece)).strip(_JOINERS))
        if tag and not tag.isdigit():
            found[tag] = None
    return tuple(found)


def mentions(text: str) -> tuple[str, ...]:
    """Find the @handles of a caption, folded, without @, in order, each once; e-mail addresses are not handles."""
    handles = (match.rstrip(".").casefold() for match in _MENTION.findall(text))
    return tuple(dict.fromkeys(handle for handle in handles if handle))


def handle(text: str) -> str:
    """Bring a handle as people write it (@ana, a profile link, trailing slash) to the bare handle."""
    text = one_line(text).split("?")[0].split("#")[0].rstrip("/")
    if "://" in text or ("/" in text and "." in text.split("/")[0]):
        path = [
            piece for piece in text.split("://")[-1].split("/")[1:] if piece and piece not in _BEFORE_NAMES
        ]
        text = next((piece for piece in path if piece.startswith("@")), path[0] if path else "")
    return text.lstrip("@")


def _tag_characters(piece: str) -> list[str]:
    taken: list[str] = []
    for character in piece:
        category = unicodedata.category(character)
        if not (category[0] in "LN" or category in ("Mn", "Mc") or character in "_" + _JOINERS):
            break
        if character == "\ufe0f":
            break
        taken.append(character)
    return taken
