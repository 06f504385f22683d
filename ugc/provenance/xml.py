"""Small pieces of XMP in RDF/XML: every value is collected text and is escaped; an empty value writes nothing."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import escape

from ugc import text

URL_MAX = 2000
"""Characters; a longer link is left out, as half a link leads nowhere."""

_NOT_XML = re.compile("[\ufffe\uffff]")
_JOINING = {"Mn", "Mc", "Me", "Cf"}
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def legal(words: str) -> str:
    """Keep only what XML can carry: no control characters, surrogates or non-characters."""
    return _NOT_XML.sub("\ufffd", text.clean(words))


def line(words: str, *, longest: int) -> str:
    """Return one line of at most `longest` characters, cut with an ellipsis."""
    one = " ".join(legal(words).split())
    return one if len(one) <= longest else one[: longest - 1].rstrip() + "…"


def link(words: str | None) -> str:
    """Return a web address as it is, or nothing: no other scheme is worth a click in a stranger's viewer."""
    address = (words or "").strip()
    web = address.lower().startswith(("https://", "http://"))
    plain = address == line(address, longest=URL_MAX) and " " not in address
    return address if web and plain else ""


def element(name: str, words: str) -> str:
    """Write a simple property."""
    return f"<{name}>{_escaped(words)}</{name}>\n" if words else ""


def alternative(name: str, words: str) -> str:
    """Write a text that could stand in several languages; ours is said to be the default."""
    item = f'<rdf:Alt><rdf:li xml:lang="x-default">{_escaped(words)}</rdf:li></rdf:Alt>'
    return f"<{name}>{item}</{name}>\n" if words else ""


def array(name: str, kind: str, values: Iterable[str]) -> str:
    """Write a list of texts as `Seq` (ordered) or `Bag`."""
    items = "".join(f"<rdf:li>{_escaped(value)}</rdf:li>" for value in values if value)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n" if items else ""


def structure(name: str, fields: Mapping[str, str]) -> str:
    """Write a property that has fields."""
    inner = "".join(element(key, value).rstrip("\n") for key, value in fields.items())
    return f'<{name} rdf:parseType="Resource">{inner}</{name}>\n' if inner else ""


def structures(name: str, kind: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Write a list of structures as `Seq` or `Bag`."""
    items = "".join(structure("rdf:li", row).rstrip("\n") for row in rows)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>\n" if items else ""


def weight(words: str) -> int:
    """Return the bytes a text takes in a packet."""
    return len(_escaped(words).encode())


def cut(words: str, *, room: int) -> str:
    """Shorten text to `room` bytes in a packet: at a word where one is near, never inside a character."""
    if weight(words) <= room:
        return words
    used, end = weight("…"), 0
    for character in words:
        used += weight(character)
        if used > room:
            break
        end += 1
    space = max(words.rfind(" ", 0, end), words.rfind("\n", 0, end))
    if space > 0 and end - space < 60:
        end = space
    while end and _joined(words[end - 1], words[end]):
        end -= 1
    return words[:end].rstrip() + "…" if end else ""


def _joined(left: str, right: str) -> bool:
    """Whether two code points are drawn as one, as with an accent or a joined emoji."""
    mark = unicodedata.category(right) in _JOINING or ord(right) in _SKIN_TONES
    return mark or unicodedata.category(left) == "Cf"


def _escaped(words: str) -> str:
    return escape(words, quote=False)
