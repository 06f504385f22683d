"""What judges our pages from outside: a server of plain files, Chromium, axe-core, html-validate and Lighthouse.

The last three are Node programs, pinned in `tests/web/package-lock.json`; `npm ci` in `tests/web` installs them.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from conftest import skip

WEB = Path(__file__).resolve().parent / "web"
_COMPRESSED = (".html", ".js", ".json", ".css", ".svg", ".xml", ".txt", ".vtt")


class Served(ThreadingHTTPServer):
    """A folder on this machine's own address; what was asked for and what is to fail can be seen and set."""

    daemon_threads = True

    def __init__(self, folder: Path, *, compressed: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), partial(_Answer, directory=str(folder)))
        self.compressed = compressed
        self.asked: list[str] = []
        """Paths in the order in which they were asked for, without the first slash."""
        self.failing: set[str] = set()
        """Paths that are answered with 503."""

    @property
    def url(self) -> str:
        """The folder's address, with a slash at its end."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that hung up; anything else is told as ever."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Answer(SimpleHTTPRequestHandler):
    server: Served
    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".avif": "image/avif",
        ".webp": "image/webp",
        ".js": "text/javascript",
        ".vtt": "text/vtt",
    }

    def do_GET(self) -> None:
        path = urlsplit(self.path).path.lstrip("/")
        self.server.asked.append(path)
        if path in self.server.failing:
            self.send_error(503)
            return
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        data = file.read_bytes()
        self.send_response(200)
        if self.server.compressed and file.suffix in _COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        kind = self.guess_type(str(file))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, *, compressed: bool = False) -> Iterator[Served]:
    """Serve a folder while the block runs."""
    with Served(folder, compressed=compressed) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def chromium() -> Iterator[Any]:
    """Yield Playwright's browser: the machine's own Chromium, without a window."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        skip("Playwright is not installed (pip install playwright)")
        raise
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def until(page: Any, script: str, argument: Any = None) -> None:
    """Wait until a script finds something true in a Playwright page; its own waiting would need `unsafe-eval`."""
    for _ in range(200):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {script}")


def axe(page: Any) -> list[dict[str, Any]]:
    """Return what axe-core holds against a Playwright page as it stands: rule, how bad, and where, each in words.

    Its source is evaluated through the debugger, which the page's policy does not concern.
    """
    page.evaluate((_package("axe-core") / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        ".then(told => told.violations)"
    )
    return [
        {
            "rule": one["id"],
            "impact": one["impact"],
            "help": one["help"],
            "where": [node["html"][:200] for node in one["nodes"]],
        }
        for one in found
    ]


def validate(pages: Iterable[Path]) -> list[str]:
    """Return what html-validate complains of, as `name:line:column rule: words`."""
    program = _package("html-validate") / "bin" / "html-validate.mjs"
    files = [str(page) for page in pages]
    assert files, "no page was given"
    config = str(WEB / "html-validate.json")
    command = [_node(), str(program), "--config", config, "--formatter", "json", *files]
    with TemporaryFile("w+") as out:  # into a pipe it would write no more than the pipe holds
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=300)
        out.seek(0)
        said = out.read()
    assert done.returncode in (0, 1) and said.startswith("["), done.stderr + said
    return [
        f"{Path(told['filePath']).name}:{one['line']}:{one['column']} {one['ruleId']}: {one['message']}"
        for told in json.loads(said)
        for one in told["messages"]
    ]


def lighthouse(url: str) -> dict[str, Any]:
    """Return Lighthouse's judgement of an address on a simulated telephone.

    `scores` are 0..100 by category; `lcp` is in milliseconds, `cls` without a unit; `script` and `pages` (HTML and
    CSS) are bytes over the wire; `failed` names the audits that cost something.
    """
    program = _package("lighthouse") / "cli" / "index.js"
    done = subprocess.run(
        [
            _node(),
            str(program),
            url,
            f"--config-path={WEB / 'lighthouse.json'}",
            "--output=json",
            "--quiet",
            "--chrome-flags=--headless=new --no-sandbox",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"CHROME_PATH": _browser(), "CI": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert "runtimeError" not in told, told["runtimeError"]
    audits = told["audits"]
    requests = audits["network-requests"]["details"]["items"]

    def bytes_of(*kinds: str) -> int:
        return sum(one["transferSize"] for one in requests if one.get("resourceType") in kinds)

    return {
        "scores": {name: round(100 * one["score"]) for name, one in told["categories"].items()},
        "lcp": audits["largest-contentful-paint"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
        "script": bytes_of("Script"),
        "pages": bytes_of("Document", "Stylesheet"),
        "failed": [name for name, one in audits.items() if one["score"] is not None and one["score"] < 0.9],
    }


def _browser() -> str:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        skip("Chromium is not installed")
    return str(program)


def _node() -> str:
    program = shutil.which("node")
    if not program:
        skip("Node is not installed")
    return str(program)


def _package(name: str) -> Path:
    folder = WEB / "node_modules" / name
    if not folder.is_dir():
        skip(f"{name} is not installed (npm ci in tests/web)")
    return folder
