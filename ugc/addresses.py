"""Addresses of files on the network: what of them is a passing signature, and when that ends."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_SIGNATURE = re.compile(
    r"(?i)(_nc_.*|oe|oh|ccb|edm|efg|ig_cache_key|stp|x-.*|.*signature.*|sig|sign|policy|key-pair-id|expires?|"
    r".*token.*|auth.*|tk|igsh|igshid|code|api_?key|client_secret|session.*|password|hdn[a-z]+|hmac|__gda__|"
    r"appsecret_proof|secret)"
)
_SIGNED_HOSTS = re.compile(
    r"(?i)(?:^|\.)(?:cdninstagram\.com|fbcdn\.net|googlevideo\.com|ytimg\.com|ggpht\.com|googleusercontent\.com|"
    r"googleapis\.com|(?:tiktokcdn|tiktokv|ibyteimg|byteimg|ibytedtos|byteoversea|muscdn)[\w-]*\.[a-z]{2,4}|"
    r"sc-cdn\.net|licdn\.com|redd\.it|redditmedia\.com|cloudfront\.net|akamai(?:zed|hd)\.net|amazonaws\.com|"
    r"core\.windows\.net|(?:graph|api)\.(?:facebook|instagram)\.com|tiktokapis\.com|business-api\.tiktok\.com)$|"
    r"^v[0-9]+[\w-]*\.tiktok\.com$"
)
"""Hosts of media and of APIs: nothing in the query of an address there says which file it is."""
_SIGNED_PATH = re.compile(
    r"(?i)/[0-9a-f]{32}/[0-9a-f]{8}(?=/)"  # TikTok: a digest and when it ends
    r"|(?<=/videoplayback)/.+"  # YouTube: the query's names and values as parts of the path
    r"|/(?:[a-z]+=[^?]*?)?hmac=[^/]*"  # Akamai
)
_SECONDS = re.compile(r"[0-9]{9,11}")
_HEX_SECONDS = re.compile(r"(?i)[0-9a-f]{8}")
_PLATFORM_ENDS = {"x-expires", "expires", "expire"}


def bare_url(url: str) -> str:
    """Return an address without credentials, signature and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url.split("?")[0].split("#")[0]
    path = parts.path
    if is_signed_host(host):
        query, path = "", _SIGNED_PATH.sub("", path)
    else:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, value) for name, value in pairs if not _SIGNATURE.fullmatch(name)]
        query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, query, ""))


def is_signed_host(host: str) -> bool:
    """Whether what a host serves is asked for by signed addresses: those of media and of APIs."""
    return _SIGNED_HOSTS.search(host) is not None


def is_web(text: str) -> bool:
    """Whether a text is an address that begins with http:// or https:// and has no space in it."""
    return re.fullmatch(r"(?i)https?://\S+", text) is not None


def file_name(url: str) -> str:
    """The name of the file that an address ends in, decoded; "" where it ends in none."""
    try:
        return unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""


def signature_ends(url: str) -> datetime | None:
    """Return when an address's signature ends, in UTC, as the address itself says; None where it does not say.

    `oe` of Meta is seconds since 1970 in hexadecimal digits, `x-expires` of TikTok, `Expires` of CloudFront and
    `expire` of Google video in decimal ones; `X-Amz-Expires` and `X-Goog-Expires` are seconds after the date beside
    them (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html). `oe` is not documented:
    it is as seen in addresses.
    """
    try:
        told = {name.casefold(): value for name, value in parse_qsl(urlsplit(url).query)}
    except ValueError:
        return None
    if _HEX_SECONDS.fullmatch(told.get("oe", "")):
        return _instant(int(told["oe"], 16))
    for name in _PLATFORM_ENDS & told.keys():
        if _SECONDS.fullmatch(told[name]):
            return _instant(int(told[name]))
    for maker in ("amz", "goog"):
        begun, lasts = told.get(f"x-{maker}-date", ""), told.get(f"x-{maker}-expires", "")
        if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", begun) and re.fullmatch(r"[0-9]{1,7}", lasts):
            return _after(begun, int(lasts))
    return None


def _instant(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _after(begun: str, seconds: int) -> datetime | None:
    try:
        return datetime.strptime(begun, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
