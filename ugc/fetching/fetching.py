"""One address to one file: hops, tries, what is asked for and what is taken."""

import http.client
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from ugc.fetching.answers import check_head, check_status, from_where, told_length
from ugc.fetching.connecting import asked
from ugc.fetching.partial import Part
from ugc.fetching.policy import Policy
from ugc.fetching.refusing import Refused, Why
from ugc.files import machine_errors
from ugc.model.base import Value
from ugc.sniffing import HEAD

_CHUNK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
Tell = Callable[[int, int | None], None]
"""Is told how many bytes are there, and of how many, where the server says."""


class Fetched(Value):
    """A file that is whole in its part, where it stays until the part is dropped."""

    path: Path
    size: int
    """Bytes."""


class Refusal(Value):
    """An address that did not give its file."""

    code: Why
    why: str
    """Half a sentence; it never holds the address."""


def refusal_of(url: str, policy: Policy) -> Refusal | None:
    """Say why an address is not asked, as far as that shows before its name is looked up; None where it may be."""
    try:
        policy.target(url)
    except Refused as refused:
        return Refusal(code=refused.code, why=refused.why)
    return None


def fetch(
    url: str, part: Part, *, most_bytes: int, policy: Policy, told: Tell = lambda *_: None
) -> Fetched | Refusal:
    """Fetch one file into its part, going on from what is there.

    What came of a try that was cut stays for the next one; what is of no use goes. Raises MachineError when the part
    cannot be written.
    """
    if part.whole:
        return Fetched(path=part.path, size=part.size)
    for left in reversed(range(policy.tries)):
        try:
            _once(url, part, most_bytes, policy, told)
        except Refused as refused:
            if refused.drop:
                part.drop()
            if refused.again_in is None or not left:
                return Refusal(code=refused.code, why=refused.why)
            policy.pause(refused.again_in)
        else:
            return Fetched(path=part.path, size=part.size)
    raise AssertionError("the last try returns")


def _once(url: str, part: Part, most_bytes: int, policy: Policy, told: Tell) -> None:
    """One try, from the first hop to the last byte. Raises Refused."""
    here = url
    for _ in range(policy.hops + 1):
        target = policy.target(here)
        begun, validator = part.size, part.validator
        ask = {"Range": f"bytes={begun}-", "If-Range": validator} if begun and validator else {}
        with asked(target, policy, ask) as answer:
            if answer.status not in _REDIRECTS:
                _take(
                    answer, part, begun=begun if ask else 0, most_bytes=most_bytes, policy=policy, told=told
                )
                return
            there = _led(here, answer)
        if target.scheme == "https" and not there.startswith("https:"):
            raise Refused("redirect", "it leads from an encrypted address to one that is not")
        here = there
    raise Refused("redirect", f"it leads on more than {policy.hops} times")


def _led(here: str, answer: http.client.HTTPResponse) -> str:
    location = answer.getheader("Location")
    if not location:
        raise Refused("redirect", "it leads on, and does not say where to")
    try:
        there = urljoin(here, location.strip())
    except ValueError as error:
        raise Refused("redirect", "it leads to an address that is malformed") from error
    scheme, colon, rest = there.partition(":")
    return scheme.lower() + colon + rest


def _take(
    answer: http.client.HTTPResponse, part: Part, *, begun: int, most_bytes: int, policy: Policy, told: Tell
) -> None:
    """Take an answer's body into the part. Raises Refused for one that is no file, too large, or cut."""
    check_status(answer, policy, begun=begun)
    if answer.getheader("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused("answer", "it came packed, though it was asked for plain", drop=True)
    if answer.status == http.client.PARTIAL_CONTENT:
        from_where(answer, begun)
    else:
        begun = 0
        part.begin(etag=answer.getheader("ETag"), changed=answer.getheader("Last-Modified"))
    length = told_length(answer)
    whole = None if length is None else begun + length
    if whole is not None and whole > most_bytes:
        raise _too_large(whole, most_bytes)
    size = _written(answer, part, begun=begun, whole=whole, most_bytes=most_bytes, told=told)
    if whole is not None and size < whole:
        raise Refused("cut", f"it ended after {size:,} of {whole:,} bytes", again_in=1)
    if not size:
        raise Refused("not_media", "the file is empty", drop=True)
    part.end()


def _written(
    answer: http.client.HTTPResponse,
    part: Part,
    *,
    begun: int,
    whole: int | None,
    most_bytes: int,
    told: Tell,
) -> int:
    """Write the body behind what is there; return how many bytes the file has now."""
    size, head = begun, b""
    kind = answer.getheader("Content-Type", "")
    with _opened(part.path) as file:
        for chunk in _chunks(answer):
            if not begun and len(head) < HEAD:
                head += chunk
                if len(head) < HEAD:
                    continue
                check_head(head, kind)
                chunk = head
            size += len(chunk)
            if size > most_bytes:
                raise _too_large(None, most_bytes)
            with machine_errors(f"Writing {part.path}"):
                file.write(chunk)
            told(size, whole)
        if head and len(head) < HEAD:
            check_head(head, kind)
            with machine_errors(f"Writing {part.path}"):
                size += file.write(head)
    return size


def _chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    while chunk := answer.read1(_CHUNK):
        yield chunk


@contextmanager
def _opened(path: Path) -> Iterator["_Unbuffered"]:
    with machine_errors(f"Writing {path}"):
        file = path.open("ab", buffering=0)
    with file:
        yield _Unbuffered(file)


class _Unbuffered:
    """A file of which each write is done when it returns, so that a killed process loses nothing that came."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        return len(data)


def _too_large(size: int | None, most: int) -> Refused:
    has = f"it has {size:,} bytes" if size else "it goes on and on"
    return Refused("too_large", f"{has}; the limit is {most // 1_000_000:,} MB", drop=True)
