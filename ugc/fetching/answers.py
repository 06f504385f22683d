"""What a server's answer says: whether it is the file, which part of it, how long it is, and else why not."""

import http.client
import re
from email.utils import parsedate_to_datetime

from ugc.fetching.policy import Policy
from ugc.fetching.refusing import Refused
from ugc.sniffing import kind_of

_EXPIRED = {401, 403, 410}
_BUSY = {429, 503}
_RANGE = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\*)")
_PAGE = (b"<", b"{", b"[")
_USUAL_WAIT = 2.0
"""Seconds before another try, where a busy server names none."""


def check_status(answer: http.client.HTTPResponse, policy: Policy, *, begun: int) -> None:
    """Raise Refused, in words, for a status that brings no file. `begun` bytes were there when it was asked."""
    status = answer.status
    if status == http.client.OK or (status == http.client.PARTIAL_CONTENT and begun):
        return
    if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and begun:
        raise Refused("cut", "the file changed at its source", again_in=0, drop=True)
    if status in _EXPIRED:
        raise Refused("expired", f"the address has expired or is not public (status {status})")
    if status == http.client.NOT_FOUND:
        raise Refused("status", "there is no file at the address (status 404)")
    if status in _BUSY:
        raise _busy(answer, policy)
    words = http.client.responses.get(status, "unknown").lower()
    raise Refused("status", f"the server answers {words} (status {status})")


def _busy(answer: http.client.HTTPResponse, policy: Policy) -> Refused:
    wait = _wait(answer.getheader("Retry-After"), answer.getheader("Date"))
    said = f"the server is busy (status {answer.status})"
    if wait > policy.wait_s:
        return Refused("status", f"{said} and asks to come back in {wait:,.0f} seconds")
    return Refused("status", said, again_in=wait)


def _wait(told: str | None, now: str | None) -> float:
    """Seconds that `Retry-After` asks for: a number, or a date by its own clock (RFC 9110, 10.2.3)."""
    said = (told or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    try:
        return max((parsedate_to_datetime(said) - parsedate_to_datetime(now or "")).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return _USUAL_WAIT


def from_where(answer: http.client.HTTPResponse, begun: int) -> None:
    """Check that a partial answer goes on from where it was asked to; else what is there is of no use."""
    told = _RANGE.fullmatch(answer.getheader("Content-Range", "").strip())
    if not told or int(told[1]) != begun:
        raise Refused("answer", "it went on from another place than asked", again_in=0, drop=True)


def told_length(answer: http.client.HTTPResponse) -> int | None:
    """Bytes that the answer says are to come; None where it does not say, or not in a number."""
    said = answer.getheader("Content-Length", "").strip()
    if answer.chunked or not re.fullmatch(r"[0-9]{1,18}", said):
        return None
    return int(said)


def check_head(head: bytes, kind: str) -> None:
    """Raise Refused unless a body begins as a picture or clip does. `kind` is what the server calls it."""
    if kind_of(head) in ("image", "video"):
        return
    text = (
        kind.strip().lower().startswith(("text/", "application/json", "application/xhtml", "application/xml"))
    )
    if text or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_PAGE):
        why = "it answers with a page, not a file: the link is of the post, or leads to a sign-in"
        raise Refused("page", why, drop=True)
    raise Refused("not_media", "what it sends is neither a picture nor a clip", drop=True)
