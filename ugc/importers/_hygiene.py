"""What must not come in: tokens, signatures of addresses, personal fields, the collector's own likes."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from ugc.addresses import bare_url as bare_url  # importers take it from here
from ugc.addresses import is_signed_host
from ugc.errors import InputError
from ugc.text import clean

# Names are compared without case, spaces, hyphens and underscores: `accessToken` and `X-CSRF-Token` are known too.
_ACCESS = """authcode authorizationcode sparkcode sparkadcode sparkadscode adcode partnershipadcode partnershipcode
    boostcode authorization proxyauthorization cookies setcookie headers httpheaders requestheaders responseheaders
    sessionids apikey xapikey appsecretproof"""
_PERSONAL = """ip ipaddress uploadip clientip userip remoteip loginip creationip deviceid latitude longitude altitude
    lat lng latlng latlong geolocation geopoint coordinates email emailaddress phone phonenumber"""
_VIEWER = """liked isliked hasliked userhasliked digged userdigged collected usercollected"""
_DROPPED = frozenset(f"{_ACCESS} {_PERSONAL} {_VIEWER}".split())
_DROPPED_LIKE = re.compile(
    r".*(?:token|secret|password|passwd|cookie|sessionid|apikey|authcode)|gps.*|viewer(?:has|can|in).*|hasviewer.*"
)

_TOKEN = re.compile(r"(?i)[?&#](access_token|refresh_token|token|auth_code|client_secret|api_?key)=")
_LOOSE_TOKEN = re.compile(
    r"(?i)\b((?:access|refresh|csrf|ms|auth)_?token|(?:client|app)_?secret|auth_?code|session_?id|appsecret_proof)"
    r"(=|%3D|\\*[\"']?:\s*\\*[\"']?)[^\s&\"'<>,}\\]+"
)
_BARE_TOKEN = re.compile(
    r"\b(?:EAA|IGQV|IGAA)[A-Za-z0-9_-]{20,}|\bya29\.[\w-]{10,}|\bAIza[\w-]{30,}|"
    r"(?<=earer )(?=\S*[0-9])[\w.~+/=-]{12,}|\bact\.[A-Za-z0-9!._-]{20,}"
)
"""Tokens of Meta, Google and TikTok, known by how they begin."""
_LIKELY = re.compile(r"(?i)token|secret|auth_?code|session|proof")
_BEGINNING = re.compile(r"EAA|IGQV|IGAA|ya29\.|AIza|earer |act\.")
"""Looked for first, because most words hold neither."""
_ADDRESS = re.compile(r"(?i)(?:https?:)?//[\w-]+\.[^\s\"'<>\\]+")
_PLAIN_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)/[^\s?#@\[\]]*")
"""The part of an address before its query, where nothing in it is out of the ordinary."""
_SPACE = re.compile(r"\s")
_MAX_DEPTH = 64


def sanitize(record: Any) -> tuple[Any, tuple[str, ...]]:
    """Return a record without what must not come in, and the names of what was dropped.

    Names are dotted, without indices; `media_url:signature` (or `:token`) means that only that part went. All text is
    made safe to store. Raises InputError when the record is nested too deeply.
    """
    dropped: dict[str, None] = {}
    return _walk(record, "", 0, dropped), tuple(dropped)


def scrub(text: str) -> str:
    """Make a message safe to show: tokens, signatures and control characters are taken out."""
    return _without_tokens(clean(text))


@lru_cache(maxsize=4096)
def private_name(name: str) -> bool:
    """Whether a field or column of this name is never kept."""
    plain = re.sub(r"[\s_-]+", "", name).casefold()
    return plain in _DROPPED or bool(_DROPPED_LIKE.fullmatch(plain))


def _bare(url: str) -> str:
    """The same as `bare_url`, without taking apart what most addresses are: of a usual host, with nothing to go."""
    plain = _PLAIN_ADDRESS.fullmatch(url)
    return url if plain and not _is_signed(plain[1]) else bare_url(url)


_is_signed = lru_cache(maxsize=256)(is_signed_host)


def _walk(value: Any, name: str, depth: int, dropped: dict[str, None]) -> Any:
    if depth > _MAX_DEPTH:
        raise InputError("The record is nested too deeply.")
    if isinstance(value, str):
        return value if _is_plain(value) else _text(value, name, dropped)
    if isinstance(value, list):
        return [_walk(item, name, depth + 1, dropped) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    deepest = depth == _MAX_DEPTH
    for key, inner in value.items():
        if len(key) > 60 or "/" in key:
            key = _text(key, name or "a name", dropped)
        key, private = _key(key)
        if private:
            if inner not in (None, "", [], {}):
                dropped[f"{name}.{key}" if name else key] = None
        elif deepest or isinstance(inner, dict | list):
            kept[key] = _walk(inner, f"{name}.{key}" if name else key, depth + 1, dropped)
        elif isinstance(inner, str) and not _is_plain(inner):
            kept[key] = _text(inner, f"{name}.{key}" if name else key, dropped)
        else:
            kept[key] = inner
    return kept


def _is_plain(text: str) -> bool:
    """Whether there is nothing in a text that could have to go: most is so, and asking is cheaper than cleaning."""
    return (
        text.isprintable()
        and ":" not in text
        and "=" not in text
        and not (len(text) > 16 and _BEGINNING.search(text))
    )


@lru_cache(maxsize=4096)
def _key(key: str) -> tuple[str, bool]:
    """A field's name, made safe to store, and whether the field is never kept."""
    safe = _safe(key)
    return safe, private_name(safe)


def _safe(text: str) -> str:
    return text if text.isprintable() else clean(text)  # most is, and asking is cheaper than cleaning


def _text(value: str, name: str, dropped: dict[str, None]) -> str:
    text = _safe(value)
    if text[:1] in "hH" and text[:8].lower().startswith(("http://", "https://")) and not _SPACE.search(text):
        bare = _bare(text)
        if bare != text:
            dropped[f"{name}:{'token' if _TOKEN.search(text) else 'signature'}"] = None
        return bare
    safe = _without_tokens(text)
    if safe != text:
        dropped[f"{name}:token"] = None
    return safe


def _without_tokens(text: str) -> str:
    """Take out tokens that stand within words, and the signatures of addresses there that hold some."""
    if "=" in text or ":" in text:
        if "//" in text:
            text = _ADDRESS.sub(_unsigned, text)
        if _LIKELY.search(text):
            text = _LOOSE_TOKEN.sub(r"\1=…", text)
    if len(text) > 16 and _BEGINNING.search(text):
        text = _BARE_TOKEN.sub("…", text)
    return text


def _unsigned(found: re.Match[str]) -> str:
    """An address within words: as it is, unless it is of media or of an API, or holds a token."""
    address = found[0]
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    return bare_url(address) if is_signed_host(host) or _TOKEN.search(address) else address
