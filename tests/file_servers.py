"""A server on this machine that behaves as servers do, well and badly; each path is a way to behave."""

import gzip
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path

from ugc.fetching import Policy

HERE = ip_network("127.0.0.1/32")
MODIFIED = "Sun, 22 Nov 2026 12:00:00 GMT"


@dataclass
class Server:
    """Where it listens, what it serves, and what it was asked."""

    port: int
    data: bytes
    scheme: str = "http"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def policy(self, **more: object) -> Policy:
        """A policy under which this machine is asked, and waits are short."""
        return Policy(
            **{"allowed": (HERE,), "ports": frozenset({80, 443, self.port}), "pause": lambda _: None, **more}
        )  # type: ignore[arg-type]

    def times(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    told: Server
    stop: threading.Event

    def do_GET(self) -> None:
        self.told.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        way = self.path.split("?")[0].strip("/").split("/")[0].partition(".")[0]
        with suppress(OSError):
            getattr(self, f"way_{way}")()

    def log_message(self, *_: object) -> None:
        pass

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def way_plain(self, *, etag: str = '"v1"') -> None:
        """Whole, or from where it is asked to go on, if it is still the same file."""
        data, begin = self.told.data, 0
        wanted = self.headers.get("Range")
        if wanted and self.headers.get("If-Range") == etag:
            begin = int(wanted.removeprefix("bytes=").removesuffix("-"))
        more = {"Content_Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"} if begin else {}
        self.head(206 if begin else 200, Content_Length=len(data) - begin, ETag=etag, **more)
        self.wfile.write(data[begin:])

    def way_cut(self) -> None:
        """Half of what was promised, the first time; whole or what is left, then."""
        if self.told.times(self.path) > 1:
            self.way_plain()
            return
        self.head(200, Content_Length=len(self.told.data), ETag='"v1"')
        self.wfile.write(self.told.data[: len(self.told.data) // 2])

    def way_cut_changed(self) -> None:
        if self.told.times(self.path) > 1:
            self.way_plain(etag='"v2"')
        else:
            self.way_cut()

    def way_elsewhere(self) -> None:
        """Goes on from another place than it was asked to, once."""
        if self.told.times(self.path) == 2:
            data = self.told.data
            self.head(206, Content_Length=10, Content_Range=f"bytes 0-9/{len(data)}")
            self.wfile.write(data[:10])
        else:
            self.way_cut()

    def way_norange(self) -> None:
        """Cut once; never goes on from anywhere."""
        data = self.told.data
        first = self.told.times(self.path) == 1
        self.head(200, Content_Length=len(data), Last_Modified=MODIFIED)
        self.wfile.write(data[: len(data) // 2] if first else data)

    def way_lying(self) -> None:
        """Promises more than there is, always."""
        self.head(200, Content_Length=len(self.told.data) + 100)
        self.wfile.write(self.told.data)

    def way_huge(self) -> None:
        self.head(200, Content_Length=10**12)
        self.wfile.write(self.told.data)

    def way_endless(self) -> None:
        self.head(200)
        self.wfile.write(self.told.data)
        while not self.stop.is_set():
            self.wfile.write(bytes(1 << 16))

    def way_loop(self) -> None:
        self.head(302, Location="/loop.jpg")

    def way_hop(self) -> None:
        self.head(301, Location="/plain.jpg")

    def way_private(self) -> None:
        self.head(302, Location="http://169.254.169.254/latest/meta-data/")

    def way_down(self) -> None:
        self.head(302, Location=f"http://127.0.0.1:{self.told.port}/plain.jpg")

    def way_file(self) -> None:
        self.head(302, Location="file:///etc/passwd")

    def way_nowhere(self) -> None:
        self.head(302)

    def way_drip(self) -> None:
        """A byte now and then, so that nobody would call it silent."""
        self.head(200, Content_Length=len(self.told.data))
        for byte in self.told.data:
            if self.stop.wait(0.05):
                return
            self.wfile.write(bytes([byte]))

    def way_driphead(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.stop.wait(0.05):
            self.wfile.write(b"a")

    def way_silent(self) -> None:
        self.stop.wait(20)

    def way_slow(self) -> None:
        """Large enough to be interrupted: in pieces, each after a wait; goes on from where it is asked to."""
        data, wanted = self.told.data, self.headers.get("Range")
        begin = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        more = {"Content_Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"} if begin else {}
        self.head(206 if begin else 200, Content_Length=len(data) - begin, ETag='"v1"', **more)
        if begin:
            self.wfile.write(data[begin:])
            return
        for at in range(0, len(data), 4096):
            self.wfile.write(data[at : at + 4096])
            if self.stop.wait(0.05 if at < 16384 else 5):
                return

    def way_packed(self) -> None:
        packed = gzip.compress(self.told.data)
        self.head(200, Content_Encoding="gzip", Content_Length=len(packed))
        self.wfile.write(packed)

    def way_page(self) -> None:
        self._body(b"<!DOCTYPE html><html><body>Log in" + bytes(100), "text/html; charset=utf-8")

    def way_json(self) -> None:
        self._body(b'{"error": "login_required"}', "application/json")

    def way_text(self) -> None:
        self._body(b"Please come back " * 9, "text/plain")

    def way_lyingtype(self) -> None:
        self._body(b"<html>" + bytes(100), "image/jpeg")

    def way_program(self) -> None:
        self._body(b"MZ" + bytes(200), "image/jpeg")

    def way_octets(self) -> None:
        self._body(self.told.data, "application/octet-stream")

    def way_empty(self) -> None:
        self._body(b"", "image/jpeg")

    def way_half(self) -> None:
        """Begins like a picture, and is none."""
        self._body(self.told.data[:200], "image/jpeg")

    def _body(self, data: bytes, kind: str) -> None:
        self.head(200, Content_Type=kind, Content_Length=len(data))
        self.wfile.write(data)

    def way_status(self) -> None:
        self.head(int(self.path.strip("/").split("/")[1]), Content_Length=0)

    def way_busy(self) -> None:
        """Asks for a second of patience once; /busy/always and /busy/long never end."""
        more = self.path.strip("/").split("/")[1:]
        if not more and self.told.times(self.path) > 1:
            self.way_plain()
            return
        self.head(429, Retry_After=3600 if more == ["long"] else 1, Content_Length=0)

    def way_noise(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


@contextmanager
def serving(data: bytes, *, certificate: Path | None = None) -> Iterator[Server]:
    """A server in a thread, for as long as the block lasts."""
    stop = threading.Event()
    handler = type("Handler", (_Handler,), {"stop": stop})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        told = Server(http.server_address[1], data, scheme="https" if certificate else "http")
        handler.told = told  # type: ignore[attr-defined]
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield told
        finally:
            stop.set()
            http.shutdown()
            thread.join()


def self_signed(folder: Path, name: str = "127.0.0.1") -> Path:
    """A certificate that nobody vouches for, with its key, for an address or a host name."""
    path = folder / "self.pem"
    kind = "IP" if name[0].isdigit() else "DNS"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test".split()
    where = ["-addext", f"subjectAltName={kind}:{name}", "-keyout", path, "-out", folder / "c.pem"]
    subprocess.run(
        ["openssl", *made, *where],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + (folder / "c.pem").read_bytes())
    return path


def wait_until(true: object, seconds: float = 20) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)
