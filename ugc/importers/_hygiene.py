"""What must not come in: tokens, signatures of addresses, personal fields, the collector's own likes."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ugc.errors import InputError
from ugc.text import clean

_ACCESS = """access_token refresh_token id_token token auth_code authcode authorization_code spark_code
    spark_ad_code spark_ads_code ad_code partnership_ad_code partnership_code boost_code
    client_secret app_secret api_key apikey password passwd secret cookies cookie authorization http_headers
    sessionid csrftoken mstoken"""
_PERSONAL = """upload_ip device_id latitude longitude lat lng gps gps_latitude gps_longitude
    gpslatitude gpslongitude gpsposition email e_mail email_address phone phone_number"""
_VIEWER = """liked has_liked viewer_has_liked viewer_has_saved viewer_has_saved_to_collection has_viewer_saved
    digged collected"""
_DROPPED = frozenset(f"{_ACCESS} {_PERSONAL} {_VIEWER}".split())

_SIGNATURE = re.compile(
    r"(?i)(_nc_.*|oe|oh|ccb|edm|efg|ig_cache_key|stp|x-.*|.*signature.*|sig|sign|policy|key-pair-id|expires?|"
    r".*token.*|auth.*|tk|igsh|igshid|code|api_?key|client_secret|session.*|password)"
)
_SIGNED_HOSTS = re.compile(r"(?i)(^|\.)(cdninstagram\.com|fbcdn\.net|tiktokcdn[\w-]*\.com|googlevideo\.com)$")
_TOKEN = re.compile(r"(?i)[?&#](access_token|refresh_token|token|auth_code|client_secret|api_?key)=")
_LOOSE_TOKEN = re.compile(
    r"(?i)\b(access_token|refresh_token|client_secret|auth_code|sessionid)(=|%3D|\"?:\s*\"?)[^\s&\"'<>,}]+"
)
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
    """Make a message safe to show: tokens and control characters are taken out."""
    return _LOOSE_TOKEN.sub(r"\1=…", clean(text))


@lru_cache(maxsize=4096)
def private_name(name: str) -> bool:
    """Whether a field or column of this name is never kept."""
    return re.sub(r"[\s-]+", "_", name.strip()).casefold() in _DROPPED


def bare_url(url: str) -> str:
    """Return an address without credentials, signature and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url.split("?")[0].split("#")[0]
    if _SIGNED_HOSTS.search(host):
        query = ""
    else:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _SIGNATURE.fullmatch(name)]
        query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _bare(url: str) -> str:
    """The same as `bare_url`, without taking apart what nearly all addresses are: no query, or a signed one."""
    plain = _PLAIN_ADDRESS.match(url)
    if plain and (plain.end() == len(url) or (url[plain.end()] in "?#" and _is_signed(plain[1]))):
        return plain[0]
    return bare_url(url)


@lru_cache(maxsize=256)
def _is_signed(host: str) -> bool:
    return bool(_SIGNED_HOSTS.search(host))


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
    return text.isprintable() and ":" not in text and "=" not in text


@lru_cache(maxsize=4096)
def _key(key: str) -> tuple[str, bool]:
    """A field's name, made safe to store, and whether the field is never kept."""
    safe = _safe(key)
    return safe, private_name(safe)


def _safe(text: str) -> str:
    return text if text.isprintable() else clean(text)  # most is, and asking is cheaper than cleaning


def _text(value: str, name: str, dropped: dict[str, None]) -> str:
    text = _safe(value)
    if text.startswith(("http://", "https://")) and not _SPACE.search(text):
        bare = _bare(text)
        if bare != text:
            dropped[f"{name}:{'token' if _TOKEN.search(text) else 'signature'}"] = None
        return bare
    if "=" in text or ":" in text:
        safe = _LOOSE_TOKEN.sub(r"\1=…", text)
        if safe != text:
            dropped[f"{name}:token"] = None
        return safe
    return text
