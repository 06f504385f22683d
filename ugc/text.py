"""Collected words, made safe to store and compare without changing what they say."""

import re
import unicodedata
from functools import lru_cache

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_MENTION = re.compile(r"(?<![\w.])@([A-Za-z0-9._]{1,30})")
_JOINERS = "\u200c\u200d"
LONGEST_CLUSTER = 32
"""Code points of one character as a reader counts: a hostile pile of marks is cut there."""
_BEFORE_NAMES = {"c", "user", "channel", "in", "company", "stories", "add", "u"}  # as in linkedin.com/in/ana


def clean(text: str) -> str:
    """Drop control characters and replace lone surrogates; line ends become \\n. Nothing else changes."""
    if text.isprintable():  # most is, and asking is cheaper
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """Fold every run of white space, paragraph separators included, into one space."""
    return " ".join(clean(text).split())


def counted(number: int, one: str, many: str | None = None) -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


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


def profile(address: str) -> str | None:
    """The handle in the address of somebody's profile; None for an address that goes on to one of their posts."""
    path = [piece for piece in one_line(address).split("?")[0].split("://")[-1].split("/")[1:] if piece]
    if [piece for piece in path if piece not in _BEFORE_NAMES][1:]:
        return None
    return handle(address) or None


def clusters(text: str) -> list[str]:
    """Cut text into characters as a reader counts: a letter with its marks, an emoji with what is joined to it."""
    if text.isascii():
        return list(text)
    found: list[str] = []
    for character in text:
        if found and _extends(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _extends(cluster: str, character: str) -> bool:
    if cluster[-1] in " \n" or len(cluster) >= LONGEST_CLUSTER:
        return False
    if _kind(character) == "extend":
        return True
    last = cluster[-1]
    if last == "\u200d":
        return _kind(character) == "symbol"
    if _kind(character) == "flag":
        return _kind(last) == "flag" and len(cluster) == 1
    return unicodedata.combining(last) == 9 and unicodedata.category(character) == "Lo"


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    point = ord(character)
    if unicodedata.category(character) in ("Mn", "Me", "Mc") or character in "\u200c\u200d":
        return "extend"
    if 0x1F3FB <= point <= 0x1F3FF or 0xE0020 <= point <= 0xE007F:  # skin tones, the tags of regional flags
        return "extend"
    if 0x1F1E6 <= point <= 0x1F1FF:
        return "flag"
    return "symbol" if unicodedata.category(character) == "So" else "other"


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
