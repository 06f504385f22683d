"""What must not come in: tokens, signatures of addresses, personal fields, the collector's own likes."""

import re
from functools import lru_cache
from typing import Any

from ugc.addresses import bare_url as bare_url  # importers take it from here
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

_TOKEN = re.compile(r"(?i)[?&#](access_token|refresh_token|token|auth_code|client_secret|api_?key)=")
_LOOSE_TOKEN = re.compile(
    r"(?i)\b(access_token|refresh_token|client_secret|auth_code|sessionid)(=|%3D|\"?:\s*\"?)[^\s&\"'<>,}]+"
)
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


def _walk(value: Any, name: str, depth: int, dropped: dict[str, None]) -> Any:
    if depth > _MAX_DEPTH:
        raise InputError("The record is nested too deeply.")
    if isinstance(value, str):
        return _text(value, name, dropped)
    if isinstance(value, list):
        return [_walk(item, name, depth + 1, dropped) for item in value]
    if not isinstance(value, dict):
        return value
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        key = _safe(key)
        below = f"{name}.{key}" if name else key
        if private_name(key):
            if inner not in (None, "", [], {}):
                dropped[below] = None
            continue
        kept[key] = _walk(inner, below, depth + 1, dropped)
    return kept


def _safe(text: str) -> str:
    return text if text.isprintable() else clean(text)  # most is, and asking is cheaper than cleaning


def _text(value: str, name: str, dropped: dict[str, None]) -> str:
    text = _safe(value)
    if text.startswith(("http://", "https://")) and not _SPACE.search(text):
        bare = bare_url(text)
        if bare != text:
            dropped[f"{name}:{'token' if _TOKEN.search(text) else 'signature'}"] = None
        return bare
    if "=" in text or ":" in text:
        safe = _LOOSE_TOKEN.sub(r"\1=…", text)
        if safe != text:
            dropped[f"{name}:token"] = None
        return safe
    return text
