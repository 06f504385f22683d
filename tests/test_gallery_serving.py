"""A gallery served on this machine: what a browser gets, and what nobody gets. Judge: http.client and raw sockets."""

import gzip
import os
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from gallery_sites import a_site

from ugc.errors import MachineError
from ugc.gallery.embedding import headers
from ugc.gallery.serving import Server, Watch, watch

PAGE = "<!DOCTYPE html><title>Glow</title>" + "<p>morning</p>" * 200
CLIP = bytes(range(256)) * 1000
SECRET = "nobody reads this"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text(SECRET, "utf-8")
    root = outside / "glow"
    for name in ("m", "f", "post", "tag"):
        (root / name).mkdir(parents=True)
    files: dict[str, bytes] = {
        "index.html": PAGE.encode(),
        "post/a.html": PAGE.encode(),
        "post/käse.html": PAGE.encode(),
        "embed.html": PAGE.encode(),
        "embed.js": b"// " + b"x" * 600,
        "small.js": b"// x",
        "search.json": b"[" + b"1," * 400 + b"1]",
        "oembed.json": b'{"a":"' + b"x" * 600 + b'"}',
        "feed.xml": b"<rss>" + b" " * 600 + b"</rss>",
        "icon.svg": b"<svg/>",
        "m/a.avif": b"avif" * 300,
        "m/a-320.webp": b"webp" * 300,
        "m/a-320.jpg": b"jpeg" * 300,
        "m/a.mp4": CLIP,
        "m/empty.mp4": b"",
        "m/a.vtt": b"WEBVTT\n\n" + b"x" * 600,
        "m/a.thing": b"<html>" * 300,
        "f/a.woff2": b"wOF2" * 300,
        "m/a\\b.jpg": SECRET.encode(),
        "m/a:b.jpg": SECRET.encode(),
        ".hidden": SECRET.encode(),
        "m/.part-abcdefgh.mp4": SECRET.encode(),
        "_headers": headers(a_site()).encode(),
    }
    for name, content in files.items():
        (root / name).write_bytes(content)
    (root / "m" / "out.jpg").symlink_to(outside / "secret.txt")
    (root / "out").symlink_to(outside)
    (root / "m" / "in.mp4").symlink_to(root / "m" / "a.mp4")
    os.mkfifo(root / "m" / "pipe.mp4")
    return root


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with Server(folder) as running:
        yield running


Ask = Callable[..., tuple[HTTPResponse, bytes]]


@pytest.fixture
def ask(server: Server) -> Iterator[Ask]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)

    def asked(path: str, method: str = "GET", **told: str) -> tuple[HTTPResponse, bytes]:
        names = {name.replace("_", "-"): value for name, value in told.items()}
        connection.request(method, path, headers=names)
        answer = connection.getresponse()
        return answer, answer.read()

    yield asked
    connection.close()


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/post/a.html", "text/html; charset=utf-8"),
        ("/post/a.html?tag=glowrun", "text/html; charset=utf-8"),
        ("/post/k%C3%A4se.html", "text/html; charset=utf-8"),
        ("/embed.js", "text/javascript; charset=utf-8"),
        ("/search.json", "application/json; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
        ("/m/a.avif", "image/avif"),
        ("/m/a-320.webp", "image/webp"),
        ("/m/a-320.jpg", "image/jpeg"),
        ("/m/a.mp4", "video/mp4"),
        ("/m/in.mp4", "video/mp4"),
        ("/m/a.vtt", "text/vtt; charset=utf-8"),
        ("/f/a.woff2", "font/woff2"),
        ("/m/a.thing", "application/octet-stream"),
    ],
)
def test_files_come_whole_and_with_their_type(folder: Path, ask: Ask, path: str, type: str) -> None:
    answer, body = ask(path)
    name = {"/": "index.html"}.get(path, path.partition("?")[0].lstrip("/").replace("%C3%A4", "ä"))
    assert (answer.status, answer.headers["Content-Type"]) == (200, type)
    assert body == (folder / name).read_bytes()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    head, nothing = ask(path, "HEAD")
    assert (head.status, nothing) == (200, b"")
    assert dict(head.headers) | {"Date": ""} == dict(answer.headers) | {"Date": ""}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/nothing.html", "it is not there"),
        ("/m", "folders are not listed"),
        ("/m/", "folders are not listed"),
        ("/post", "folders are not listed"),
        ("/index.html/", "a file is no folder"),
        ("/index.html/x", "a file is no folder"),
        ("/../secret.txt", "it leads out"),
        ("/m/../../secret.txt", "it leads out"),
        ("/%2e%2e/secret.txt", "it leads out, written otherwise"),
        ("/%2E%2E%2Fsecret.txt", "it leads out, with a written slash"),
        ("/..%5Csecret.txt", "it leads out on some systems"),
        ("/%252e%252e/secret.txt", "nothing is read twice"),
        ("/m/%2e/a.mp4", "a path has one way to be written"),
        ("//m/a.mp4/..", "a path has one way to be written"),
        ("/m//a.mp4", "a path has one way to be written"),
        ("/out/secret.txt", "a linked folder leads out"),
        ("/m/out.jpg", "a link leads out"),
        ("/m/a.mp4%00.html", "no file has a NUL"),
        ("/%00", "no file has a NUL"),
        ("/%ff", "it is not UTF-8"),
        ("/m/a%5Cb.jpg", "it is a path on another system"),
        ("/m/a:b.jpg", "it is a stream on another system"),
        ("/.hidden", "hidden files are for nobody"),
        ("/m/.part-abcdefgh.mp4", "it is not whole"),
        ("/_headers", "it is for the host"),
        ("/m/pipe.mp4", "a pipe would block for ever"),
        ("/" + "a" * 5000, "no file system has such a name"),
        ("/" + "a/" * 3000 + "b", "no file system has such a path"),
        ("index.html", "it is no path"),
        ("*", "it is no path"),
    ],
)
def test_nothing_else_is_found(ask: Ask, path: str, why: str) -> None:
    answer, body = ask(path)
    assert answer.status == 404, why
    assert SECRET.encode() not in body
    assert b"404 Not Found" in body
    assert body == ask("/nothing.html")[1], "nothing of what was asked is repeated"
    assert ask("/m/a-320.jpg")[0].status == 200, "the connection still stands"


def test_the_absolute_path_of_a_file_is_not_found(folder: Path, ask: Ask) -> None:
    for path in (f"{folder}/index.html", f"/{folder}/index.html", str(folder.parent / "secret.txt")):
        answer, body = ask(path)
        assert answer.status == 404
        assert SECRET.encode() not in body


def test_a_gallery_may_have_its_own_page_for_what_is_gone(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("<h1>It was taken down</h1>", "utf-8")
    with Server(tmp_path) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/post/a.html")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (404, b"<h1>It was taken down</h1>")
        assert answer.headers["Cache-Control"] == "no-store"
        connection.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "FOO"])
def test_files_are_only_read(server: Server, method: str) -> None:
    said = f"{method} /index.html HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 4\r\n\r\nGET "
    answer = raw(server, said.encode())
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert b"\r\nAllow: GET, HEAD\r\n" in answer
    assert answer.count(b"HTTP/1.1 ") == 1, "what followed is not read as another request"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("shop.example", 421),
        ("shop.example:{port}", 421),
        ("127.0.0.1.shop.example:{port}", 421),
        ("127.0.0.1:{port}.shop.example", 421),
        ("127.0.0.1", 421),
        ("localhost:1", 421),
        ("", 421),
        (None, 400),
        ("127.0.0.1:{port}\r\nHost: shop.example", 400),
    ],
)
def test_it_answers_to_its_own_names_alone(server: Server, host: str | None, status: int) -> None:
    line = "" if host is None else f"Host: {host.format(port=server.port)}\r\n"
    answer = raw(server, f"GET / HTTP/1.1\r\n{line}Connection: close\r\n\r\n".encode())
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert (b"morning" in answer) == (status == 200)


@pytest.mark.parametrize(
    "said",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET http://127.0.0.1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1 <script>\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n",
    ],
)
def test_what_is_not_http_is_refused(server: Server, ask: Ask, said: bytes) -> None:
    answer = raw(server, said)
    assert b"morning" not in answer
    assert b"<script>" not in answer
    assert ask("/")[0].status == 200, "others are still served"


def raw(server: Server, said: bytes) -> bytes:
    """What is answered to these bytes until the connection ends."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(said)
        connection.shutdown(socket.SHUT_WR)
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    return answer


@pytest.mark.parametrize(
    ("path", "accepted", "packed"),
    [
        ("/index.html", "gzip", True),
        ("/", "br, gzip;q=0.5", True),
        ("/embed.js", "*", True),
        ("/search.json", "GZIP", True),
        ("/m/a.vtt", "deflate, x-gzip", True),
        ("/feed.xml", "gzip;q=1.000", True),
        ("/index.html", "", False),
        ("/index.html", "br", False),
        ("/index.html", "gzip;q=0", False),
        ("/index.html", "gzip;q=0.000, *", False),
        ("/index.html", "identity, *;q=0", False),
        ("/index.html", "gzip;q=x", False),
        ("/index.html", "notgzip", False),
        ("/small.js", "gzip", False),
        ("/m/a-320.jpg", "gzip", False),
        ("/m/a.mp4", "gzip", False),
    ],
)
def test_texts_are_compressed_where_that_is_accepted(
    folder: Path, ask: Ask, path: str, accepted: str, packed: bool
) -> None:
    plain = (folder / ("index.html" if path == "/" else path.lstrip("/"))).read_bytes()
    for _ in range(2):  # the second time from memory
        answer, body = ask(path, Accept_Encoding=accepted)
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == ("gzip" if packed else None)
        assert (gzip.decompress(body) if packed else body) == plain
        assert int(answer.headers["Content-Length"]) == len(body)
        assert len(body) < len(plain) or not packed
        text = not path.startswith("/m/a.mp4") and not path.endswith(".jpg") and path != "/small.js"
        assert answer.headers["Vary"] == ("Accept-Encoding" if text else None)


def test_a_changed_file_is_served_changed(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    with Server(tmp_path) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
        marks = []
        for time, word in enumerate(("first", "other")):
            page.write_text(word * 500, "utf-8")
            os.utime(page, ns=(time, time))
            connection.request("GET", "/", headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            marks.append(answer.headers["ETag"])
            assert gzip.decompress(answer.read()) == (word * 500).encode()
        assert marks[0] != marks[1]
        connection.close()


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 255_999),
        ("bytes=-500", 255_500, 255_999),
        ("bytes=255999-", 255_999, 255_999),
        ("bytes=0-999999999", 0, 255_999),
        ("bytes=-999999999", 0, 255_999),
        ("Bytes= 5-6 ", 5, 6),
    ],
)
def test_a_part_of_a_clip(ask: Ask, asked: str, first: int, last: int) -> None:
    answer, body = ask("/m/a.mp4", Range=asked, Accept_Encoding="gzip")
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert body == CLIP[first : last + 1]


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-4",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,5-6",
        "items=0-1",
        "bytes",
        "bytes=0-" + "9" * 500,
        "bytes=１-２",
    ],
)
def test_a_part_that_is_not_understood_is_the_whole(ask: Ask, asked: str) -> None:
    answer, body = ask("/m/a.mp4", Range=asked.encode("utf-8").decode("latin-1"))
    assert (answer.status, body) == (200, CLIP)


@pytest.mark.parametrize(
    ("path", "asked", "size"),
    [
        ("/m/a.mp4", "bytes=256000-", 256_000),
        ("/m/a.mp4", "bytes=-0", 256_000),
        ("/m/empty.mp4", "bytes=0-", 0),
    ],
)
def test_a_part_that_there_is_not(ask: Ask, path: str, asked: str, size: int) -> None:
    answer, body = ask(path, Range=asked)
    assert (answer.status, body) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{size}"
    assert ask(path, "HEAD", Range=asked)[0].status == 200, "only GET has parts"


def test_a_part_only_of_the_file_that_is_meant(ask: Ask) -> None:
    mark = ask("/m/a.mp4")[0].headers["ETag"]
    assert ask("/m/a.mp4", Range="bytes=0-9", If_Range=mark)[0].status == 206
    for other in ('"other"', f"W/{mark}", "Mon, 02 Nov 2026 00:00:00 GMT"):
        answer, body = ask("/m/a.mp4", Range="bytes=0-9", If_Range=other)
        assert (answer.status, body) == (200, CLIP)


@pytest.mark.parametrize("accepted", ["", "gzip"])
@pytest.mark.parametrize("path", ["/", "/m/a.mp4", "/m/a.vtt"])
def test_what_a_browser_has_is_not_sent_again(ask: Ask, path: str, accepted: str) -> None:
    mark = ask(path, Accept_Encoding=accepted)[0].headers["ETag"]
    for known in (mark, f'"x", {mark}', f"W/{mark}", "*"):
        for method in ("GET", "HEAD"):
            answer, body = ask(path, method, Accept_Encoding=accepted, If_None_Match=known)
            assert (answer.status, body) == (304, b"")
            assert answer.headers["ETag"] == mark
    assert ask(path, Accept_Encoding=accepted, If_None_Match='"x"')[0].status == 200


def test_each_coding_has_its_own_mark(ask: Ask) -> None:
    """A strong ETag stands for the very bytes (RFC 9110, section 8.8.3)."""
    marks = {ask("/", Accept_Encoding=coding)[0].headers["ETag"] for coding in ("", "gzip")}
    assert len(marks) == 2


@pytest.mark.parametrize(
    ("path", "framed", "kept", "others"),
    [
        ("/", "'none'", "max-age=0", None),
        ("/index.html", "'none'", "max-age=0", None),
        ("/post/a.html", "'none'", "max-age=0", None),
        ("/embed.html", "*", "max-age=0", None),
        ("/embed.js", None, "max-age=3600", "*"),
        ("/oembed.json", None, "max-age=3600", "*"),
        ("/m/a-320.jpg", None, "immutable", None),
        ("/f/a.woff2", None, "immutable", "*"),
    ],
)
def test_it_is_served_with_the_headers_of_the_host(
    ask: Ask, path: str, framed: str | None, kept: str, others: str | None
) -> None:
    """The gallery's address has a folder, `/community/glow/`; here it stands at the root."""
    told = ask(path)[0].headers
    policy = told["Content-Security-Policy"]
    assert (policy and policy.rpartition("frame-ancestors ")[2]) == framed
    assert kept in told["Cache-Control"]
    assert told["Access-Control-Allow-Origin"] == others
    assert told["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_a_folder_without_a_file_of_headers_is_served_too(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("x", "utf-8")
    with Server(tmp_path) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.read(), answer.headers["Cache-Control"]) == (200, b"x", "no-cache")
        connection.close()


def test_a_taken_port_is_said(server: Server, tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=f"Port {server.port}") as raised:
        Server(tmp_path, port=server.port)
    assert raised.value.hint


def test_it_listens_to_this_machine_alone(server: Server) -> None:
    assert server.address == f"http://127.0.0.1:{server.port}/"
    with socket.socket() as other:
        other.settimeout(5)
        own = socket.gethostbyname(socket.gethostname())
        if own.startswith("127."):
            own = "127.0.0.2"
        with pytest.raises(OSError):
            other.connect((own, server.port))


def test_nothing_is_printed(ask: Ask, capfd: pytest.CaptureFixture[str], server: Server) -> None:
    ask("/")
    ask("/nothing")
    raw(server, b"GET\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_it_can_be_closed_and_its_port_taken_again(tmp_path: Path) -> None:
    running = Server(tmp_path)
    running.start()
    running.close()
    again = Server(tmp_path, port=running.port)
    again.close()


# --- watching ---------------------------------------------------------------------------------------------------------


def write(path: Path, content: str, *, at: int) -> None:
    path.write_text(content, "utf-8")
    os.utime(path, ns=(at, at))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda root: write(root / "a.toml", "other", at=2), "changed"),
        (lambda root: write(root / "a.toml", "x", at=2), "written again"),
        (lambda root: write(root / "theme" / "deep" / "new.html", "x", at=1), "added"),
        (lambda root: (root / "theme" / "deep" / "b.html").unlink(), "taken away"),
        (lambda root: (root / "a.toml").unlink(), "taken away"),
        (lambda root: write(root / "later.db", "x", at=1), "it is there now"),
    ],
)
def test_a_change_is_seen_once_and_when_it_is_over(
    tmp_path: Path, change: Callable[[Path], Any], why: str
) -> None:
    (tmp_path / "theme" / "deep").mkdir(parents=True)
    write(tmp_path / "a.toml", "x", at=1)
    write(tmp_path / "theme" / "deep" / "b.html", "x", at=1)
    looking = Watch([tmp_path / "a.toml", tmp_path / "theme", tmp_path / "later.db"])
    assert not looking.settled()
    change(tmp_path)
    assert not looking.settled(), "it may go on"
    assert looking.settled(), why
    assert not looking.settled(), "it was told"


def test_a_change_that_goes_on_is_waited_for(tmp_path: Path) -> None:
    looking = Watch([tmp_path])
    for time in range(1, 5):
        write(tmp_path / "copy.mp4", "x" * time, at=time)
        assert not looking.settled()
    assert looking.settled()


def test_unfinished_files_and_what_is_elsewhere_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "theme").mkdir()
    looking = Watch([tmp_path / "theme"])
    write(tmp_path / "theme" / ".part-abcdefgh.html", "x", at=1)
    write(tmp_path / "other.html", "x", at=1)
    assert [looking.settled() for _ in range(3)] == [False] * 3


def test_watching_calls_until_it_is_stopped(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", "x", at=1)
    stop, called = Event(), Event()
    watching = Thread(
        target=watch, args=([tmp_path], called.set), kwargs={"stop": stop, "every": 0.01}, daemon=True
    )
    watching.start()
    time = 1
    while not called.wait(0.2):
        time += 1
        assert time < 100, "it never called"
        write(tmp_path / "a.toml", "x", at=time)
    stop.set()
    watching.join(20)
    assert not watching.is_alive()
