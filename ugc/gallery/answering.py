"""Answers to a browser that looks at a gallery on this machine, as a good host gives them.

HTTP as in RFC 9110 (https://www.rfc-editor.org/rfc/rfc9110). It answers only to its own names on the loopback address,
so that a page elsewhere whose name is made to point here (DNS rebinding) reads nothing.
"""

import gzip
from collections import OrderedDict
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.gallery.embedding import Rule, headers_of, read_rules
from ugc.gallery.requests import HIDDEN, accepts_gzip, asked_file, asked_range, mark

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "vtt": "text/vtt; charset=utf-8",
    "avif": "image/avif",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "png": "image/png",
    "mp4": "video/mp4",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "ttf": "font/ttf",
    "otf": "font/otf",
}
"""By the ending of the name; anything else is bytes and is never guessed."""
_TEXTS = {"html", "css", "js", "json", "xml", "txt", "svg", "vtt", "ttf", "otf"}
"""What becomes smaller by compression."""
_WORTH = 512
"""Bytes below which it does not."""
_MOST_CACHED = 64 * 1024 * 1024
_CHUNK = 64 * 1024
_PATIENCE_S = 30
"""Seconds for which a connection may be silent."""
_ONLY = "GET, HEAD"
_SAID = (
    '<!DOCTYPE html>\n<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{said}</title><h1>{said}</h1>\n"
)


class Packed:
    """Compressed files, by what they are; the oldest go when they become too many."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def of(self, key: str, file: BinaryIO) -> bytes:
        """Return the content compressed, from memory where it was before; without a time, so the same each time."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = gzip.compress(file.read(), 6, mtime=0)
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._size += len(made)
            while self._size > _MOST_CACHED:
                self._size -= len(self._held.popitem(last=False)[1])
        return made


class Listener(ThreadingHTTPServer):
    """Takes connections for one folder, each in a thread of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), Answer)
        self.folder = folder.resolve()
        self.packed = Packed()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that hangs up is no fault."""


class Answer(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE_S
    server: Listener

    def __getattr__(self, name: str) -> Any:
        """Refuse every method that is not GET or HEAD, whatever its name."""
        if name.startswith("do_"):
            return self._refuse_method
        raise AttributeError(name)

    def do_GET(self) -> None:
        """Answer with a file, part of one, or the reason why not."""
        if self.headers.get("Transfer-Encoding") or self.headers.get("Content-Length", "0") != "0":
            self.close_connection = True  # its body would be read as the next request
        refusal = self._wrong_host()
        if refusal:
            self._say(refusal)
            return
        try:
            with asked_file(self.server.folder, self.path) as (path, file):
                self._send_file(path, file)
        except InputError:
            self._say(HTTPStatus.NOT_FOUND)
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815  the name that the library calls

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: only commands print."""

    def version_string(self) -> str:
        """Return no version: it is nobody's business."""
        return "ugc"

    def send_error(self, code: int, *_: str | None, **__: str | None) -> None:
        """Answer what is not HTTP without repeating any of it."""
        self.close_connection = True
        self._say(HTTPStatus(code))

    def _wrong_host(self) -> HTTPStatus | None:
        asked = self.headers.get_all("Host") or []
        if len(asked) != 1:
            return HTTPStatus.BAD_REQUEST
        names = {f"{name}:{self.server.server_port}" for name in ("127.0.0.1", "localhost")}
        return None if asked[0].strip().lower() in names else HTTPStatus.MISDIRECTED_REQUEST

    def _refuse_method(self) -> None:
        self.close_connection = True
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, Allow=_ONLY)

    def _say(self, status: HTTPStatus, **more: str) -> None:
        """A page with one sentence: the gallery's own where a file is not found and it has one."""
        body = _SAID.format(said=f"{status.value} {status.phrase}").encode()
        if status == HTTPStatus.NOT_FOUND:
            with suppress(InputError), open_regular(self.server.folder / "404.html") as file:
                body = file.read()
        self.send_response(status)
        self.send_header("Content-Type", TYPES["html"])
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        for name, value in more.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if getattr(self, "command", "GET") != "HEAD":
            self.wfile.write(body)

    def _send_file(self, path: str, file: BinaryIO) -> None:
        ending = path.rpartition(".")[2]
        size, state = mark(file)
        headers = self._usual(path, ending)
        part = self.headers.get("Range") if self.command == "GET" else None
        text = ending in _TEXTS and size >= _WORTH
        if text:
            headers["Vary"] = "Accept-Encoding"
        if text and not part and accepts_gzip(self.headers.get("Accept-Encoding", "")):
            self._send(
                headers | {"Content-Encoding": "gzip"},
                f'"{state}-gz"',
                self.server.packed.of(f"{path}-{state}", file),
            )
            return
        etag = f'"{state}"'
        headers["Accept-Ranges"] = "bytes"
        if part and self.headers.get("If-Range", etag) == etag:
            asked = asked_range(part, size)
            if asked is not None:
                self._send_part(headers, etag, file, asked, size)
                return
        self._send(headers, etag, file, size=size)

    def _usual(self, path: str, ending: str) -> dict[str, str]:
        rules = _rules(self.server.folder)
        # On the host the gallery may stand in a folder; here it stands at the root.
        root = rules[0].pattern.removesuffix("*") if rules else "/"
        asked = root + path if self.path.partition("?")[0] != "/" else root
        kind = {"Content-Type": TYPES.get(ending, "application/octet-stream")}
        return {"Cache-Control": "no-cache"} | headers_of(asked, rules) | kind

    def _send_part(self, headers: dict[str, str], etag: str, file: BinaryIO, asked: range, size: int) -> None:
        if self._unchanged(etag):
            self._send(headers, etag, b"")
            return
        if not asked:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self._end(headers | {"Content-Range": f"bytes */{size}", "Content-Length": "0"})
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        headers |= {"Content-Range": f"bytes {asked.start}-{asked.stop - 1}/{size}"}
        self._end(headers | {"ETag": etag, "Content-Length": str(len(asked))})
        file.seek(asked.start)
        self._pour(file, len(asked))

    def _send(
        self, headers: dict[str, str], etag: str, body: bytes | BinaryIO, *, size: int | None = None
    ) -> None:
        headers = headers | {"ETag": etag}
        if self._unchanged(etag):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._end({name: value for name, value in headers.items() if name != "Content-Type"})
            return
        self.send_response(HTTPStatus.OK)
        length = len(body) if isinstance(body, bytes) else size or 0
        self._end(headers | {"Content-Length": str(length)})
        if self.command == "HEAD":
            return
        if isinstance(body, bytes):
            self.wfile.write(body)
        else:
            self._pour(body, length)

    def _end(self, headers: dict[str, str]) -> None:
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _pour(self, file: BinaryIO, length: int) -> None:
        """Send so many bytes; a file that was cut meanwhile ends the connection, for its length was promised."""
        while length > 0:
            piece = file.read(min(_CHUNK, length))
            if not piece:
                self.close_connection = True
                return
            self.wfile.write(piece)
            length -= len(piece)

    def _unchanged(self, etag: str) -> bool:
        asked = self.headers.get("If-None-Match")
        if asked is None:
            return False
        marks = {mark.strip().removeprefix("W/") for mark in asked.split(",")}
        return asked.strip() == "*" or etag in marks


def _rules(folder: Path) -> tuple[Rule, ...]:
    """The headers that the gallery is to be served with, as its own file for hosts says."""
    with suppress(InputError), open_regular(folder / HIDDEN) as file:
        return read_rules(file.read().decode("utf-8", "replace"))
    return ()
