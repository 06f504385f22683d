"""An e-mail as it was saved: an `.eml` file, RFC 5322 with MIME."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any

from ugc.proofs.said import Reading, Said, line, moment, verbatim

_HEAD = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.S)
_NAMED = re.compile(rb"^(from|date|message-id|subject|to|received|return-path):", re.I | re.M)
_SILENT = {"script", "style", "head", "title"}
_BREAKING = {"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3"}


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of an e-mail, a sender and two more that each one has."""
    headers = _HEAD.match(head.replace(b"\r\n", b"\n"))
    names = {name.lower() for name in _NAMED.findall(headers[0])} if headers else set()
    return b"from" in names and len(names) >= 3


def read(data: bytes) -> Reading:
    """Read who wrote an e-mail, when, and its text. Nobody checks here that the sender is who it says."""
    try:
        message = message_from_bytes(data, policy=default)
        assert isinstance(message, EmailMessage)
        said = Said(
            platform="email",
            actor=_address(message),
            name=line(_sender(message, "display_name")),
            words=_text(message),
            at=_date(message),
            native_id=line(str(message.get("message-id") or "")),
        )
    except Exception as error:  # the parser fails in many ways on what is broken on purpose
        return Reading(
            kind="email",
            note=f"It is an e-mail that cannot be read ({type(error).__name__}), so it is kept and not looked into.",
        )
    if not said.actor or not said.words:
        what = "words" if said.actor else "sender"
        return Reading(
            kind="email",
            said=(said,),
            form="e-mail",
            note=f"It is an e-mail without a {what} that can be read.",
        )
    return Reading(kind="email", said=(said,), form="e-mail")


def _sender(message: EmailMessage, part: str) -> Any:
    addresses: Sequence[Any] = getattr(message.get("from"), "addresses", ())
    return getattr(addresses[0], part) if len(addresses) == 1 else None


def _address(message: EmailMessage) -> str | None:
    """The one address in From; none where it names several, or none that is an address."""
    address = line(_sender(message, "addr_spec"))
    return address if address and "@" in address.strip("@") else None


def _date(message: EmailMessage) -> datetime | None:
    when = getattr(message.get("date"), "datetime", None)
    if not isinstance(when, datetime):
        return None
    return moment((when if when.tzinfo else when.replace(tzinfo=UTC)).isoformat())


def _text(message: EmailMessage) -> str | None:
    """The text of the body: the plain one, else what the page shows."""
    part = message.get_body(("plain", "html"))
    body = part.get_content() if part is not None else None
    if not isinstance(body, str):
        return None
    if part is not None and part.get_content_type() == "text/html":
        shown = _Shown()
        shown.feed(body)
        shown.close()
        body = "".join(shown.text)
    return verbatim(re.sub(r"\n{3,}", "\n\n", body.replace("\r\n", "\n")))


class _Shown(HTMLParser):
    """The text that a page shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._silent += tag in _SILENT
        if tag in _BREAKING:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)
