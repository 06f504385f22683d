"""A label in the tags of a clip: the few that players show, and the ids in the one that every copy keeps.

`ffmpeg -c copy` drops XMP, and every tag that has no place of its own in an MP4; a comment stays, also in QuickTime,
Matroska and WebM. It reads: what the file may be used for, in words, and then, in brackets, ids as `key=value`,
percent-encoded, lists with commas.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote_plus, unquote_plus

from ugc import text
from ugc.provenance import names
from ugc.provenance.embedded import Embedded, last_day, understand

LONGEST = 48_000
"""Bytes of one tag: under the 65,535 of QuickTime's text, and of what a command line takes."""

_KEPT = ":/@._~?=&-"
"""Signs that stand as they are, so that a link can still be read."""

_IDS = re.compile(rb"((?: [a-z]+=[!-\\^-~]+)+)\]")


def packet_tags(packet: bytes) -> dict[str, str]:
    """Return what a clip's own tags say of the label in an XMP packet of ours; names are those that ffmpeg has."""
    said = understand(packet)
    return mp4_tags(said) if said else {}


def mp4_tags(said: Embedded) -> dict[str, str]:
    """Return what a clip's own tags say of a label, by the names that ffmpeg has for them.

    There is no title, since a post has none. All but the comment are left out where there is nothing to say; what is
    too long is cut, of the comment first the words, then the posts. The licensee is not in it.
    """
    told = {
        "artist": ", ".join(said.creators),
        "copyright": said.copyright or "",
        "description": said.description or "",
        "date": said.posted.isoformat() if said.posted else "",
    }
    tags = {name: _cut(words, LONGEST) for name, words in told.items() if words}
    return tags | {"comment": _comment(said)}


def understand_comment(data: bytes, at: int) -> Embedded | None:
    """Return what a comment says whose brackets begin at a place in some bytes, or None when it is none of ours."""
    ids = _IDS.match(data, at + len(names.COMMENT) - 1)
    if ids is None:
        return None
    found = dict(pair.split("=", 1) for pair in ids[1].decode("ascii").split())
    listed = {key: tuple(map(_unquoted, value.split(","))) for key, value in found.items()}
    one = {key: values[0] for key, values in listed.items()}
    if not one.keys() & {"variant", "grants"}:
        return None
    return Embedded(
        variant=one.get("variant"),
        concept=one.get("concept"),
        posts=listed.get("posts", ()),
        grants=listed.get("grants", ()),
        accounts=listed.get("accounts", ()),
        credit=one.get("credit"),
        usage_terms=_words_before(data[:at]),
        terms_url=one.get("terms"),
        end=last_day(one.get("until")),
        proof="proof" in one,
        label_hash=one.get("label"),
    )


def _comment(said: Embedded) -> str:
    ids = names.COMMENT.rstrip()
    for key, values in _ids(said):
        pair = f" {key}={','.join(quote_plus(value, safe=_KEPT) for value in values)}"
        if len(ids) + len(pair) < LONGEST:
            ids += pair
    words = _cut(f"{names.TERMS}{said.usage_terms or ''}", LONGEST - len(ids) - 2)
    return f"{words} {ids}]"


def _ids(said: Embedded) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield keys and values; where there is no room for all, the last are left out."""
    told: dict[str, tuple[str | None, ...]] = {
        "variant": (said.variant,),
        "concept": (said.concept,),
        "label": (said.label_hash,),
        "proof": ("True" if said.proof else None,),
        "until": (str(said.end) if said.end else None,),
        "grants": said.grants,
        "accounts": said.accounts,
        "credit": (said.credit,),
        "terms": (said.terms_url,),
        "posts": said.posts,
    }
    for key, values in told.items():
        known = tuple(value for value in values if value)
        if known:
            yield key, known


def _words_before(data: bytes) -> str | None:
    """Return the words that stand right before the brackets, if that is what they are."""
    start = data.rfind(names.TERMS.encode())
    try:
        words = data[start + len(names.TERMS) :].decode() if start >= 0 else ""
    except UnicodeDecodeError:
        return None
    return words.strip() or None if text.clean(words) == words else None


def _cut(words: str, room: int) -> str:
    return words.encode("utf-8", "replace")[: max(room, 0)].decode("utf-8", "ignore")


def _unquoted(value: str) -> str:
    return text.clean(unquote_plus(value))
