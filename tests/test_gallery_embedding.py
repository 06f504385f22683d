"""A gallery in another site's page: judged by Chromium under a strict policy, by html.parser, and by oEmbed's rules."""

import json
import queue
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import skip
from gallery_sites import HOSTILE, URL, a_site

from ugc.errors import UsageError
from ugc.gallery.embedding import (
    SANDBOX,
    Rule,
    frame,
    headers,
    headers_of,
    oembed,
    read_rules,
    rules,
    snippet,
)
from ugc.gallery.serving import Server
from ugc.resources import TEMPLATES

SHARED = TEMPLATES / "gallery" / "_shared"
PATIENCE_S = 60
"""For Chromium to start and report, on a machine with much to do."""


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


# --- in a browser -----------------------------------------------------------------------------------------------------


class Host(ThreadingHTTPServer):
    """A shop's site with a strict policy of its own; it keeps what it was asked and what its pages tell it."""

    daemon_threads = True

    def __init__(self, files: dict[str, str], policy: str) -> None:
        super().__init__(("127.0.0.1", 0), _HostAnswer)
        self.files, self.policy = files, policy
        self.told: queue.Queue[Any] = queue.Queue()
        self.cookies: list[str] = []


class _HostAnswer(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.cookies += self.headers.get_all("Cookie") or []
        body = self.server.files.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(204)
        self.end_headers()
        self.server.told.put(said)

    def log_message(self, *_: object) -> None:
        pass


PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>{body}
<script src="/probe.js"></script>"""
PROBE = """
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const until = async (what) => {{
  for (let n = 0; n < 400; n++) {{ if (what()) return; await wait(25); }}
  throw Error(what);
}};
const elements = () => [...document.querySelectorAll("ugc-gallery")];
const frames = () => elements().map((one) => one.shadowRoot?.querySelector("iframe"));
const heights = () => frames().map((one) => one?.offsetHeight);
const load = (src) => new Promise((done, fail) => {{
  const script = document.createElement("script");
  Object.assign(script, {{ src, onload: done, onerror: fail }});
  document.head.append(script);
}});
const blocked = [];
document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.violatedDirective));
const ready = new Set();
addEventListener("message", (event) => {{ if (event.data?.asked) ready.add(event.source); }});
const tell = (told) => fetch("/told", {{ method: "POST", body: JSON.stringify(told) }});
const gallery = "{gallery}";
(async () => {{ {script} }})().then(tell, (error) => tell({{ error: String(error) }}));
"""


@contextmanager
def in_browser(folder: Path, host: Host, page: str = "/") -> Iterator[None]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        skip("Chromium is not installed")
        pytest.fail("not reached")
    flags = (
        "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --hide-scrollbars "
        "--disable-component-update --window-size=1000,900"
    ).split()
    flags.append("--host-resolver-rules=MAP * ~NOTFOUND,EXCLUDE 127.0.0.1")
    running = subprocess.Popen(
        [
            program,
            *flags,
            f"--user-data-dir={folder / 'profile'}",
            f"http://127.0.0.1:{host.server_port}{page}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait(PATIENCE_S)


EMBED = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; script-src 'self'; base-uri 'none'">
<title>Glow</title><style>body {{ margin: 0 }} @font-face {{ font-family: Own; src: url(f/own.woff2) }}
p {{ font-family: Own, serif; margin: 0; height: 20px }} div {{ height: {height}px }}
@media (max-width: 500px) {{ div {{ height: {narrow}px }} }}</style><div></div>
<p><a href="post/a.html">A post</a> <a href="#here">here</a></p>
<script src="frame.js"></script><script src="own.js"></script>"""
OWN = """
const said = (told) => parent.postMessage({ from: location.pathname, ...told }, "*");
let cookies = "none";
try { cookies = document.cookie; } catch (error) { cookies = error.name; }
let stored = "kept";
try { localStorage.setItem("x", "y"); } catch (error) { stored = error.name; }
const loading = document.fonts.load("16px Own").then((faces) => faces.length, String);
loading.then((fonts) => said({ fonts }));
said({ cookies, stored, asked: performance.getEntriesByType("resource").map((one) => one.name) });
addEventListener("message", (event) => {
  if (event.data === "grow") document.querySelector("div").style.height = "2222px";
  if (event.data === "click") {
    for (const link of document.links) {
      link.addEventListener("click", (click) => click.preventDefault());
      link.click();
    }
    said({ links: [...document.links].map((link) => [link.target, link.rel]) });
  }
  if (event.data?.repeat) parent.postMessage(event.data.repeat, "*");
});
"""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Any]:
    """Run a script in a shop's page beside a served gallery; return what it found."""
    site = tmp_path / "glow"
    (site / "f").mkdir(parents=True)
    shutil.copy(
        next((TEMPLATES.parent / "assets" / "fonts").rglob("Inter-Medium.otf")), site / "f" / "own.woff2"
    )
    for name in ("embed.js", "frame.js"):
        shutil.copy(SHARED / name, site)
    (site / "embed.html").write_text(EMBED.format(height=1500, narrow=3000), "utf-8")
    (site / "other.html").write_text(EMBED.format(height=400, narrow=800), "utf-8")
    (site / "own.js").write_text(OWN, "utf-8")
    (site / "_headers").write_text(headers(a_site()), "utf-8")
    with Server(site) as server:
        root = server.address.rstrip("/")

        def run(body: str, script: str) -> Any:
            policy = (
                f"default-src 'none'; script-src 'self' {root}; frame-src {root}; connect-src 'self'; "
                "style-src 'none'; base-uri 'none'"
            )
            files = {
                "/": PAGE.format(body=body.replace("GALLERY", root)),
                "/probe.js": PROBE.format(gallery=root, script=script),
            }
            with Host(files, policy) as host:
                Thread(target=host.serve_forever, daemon=True).start()
                try:
                    with in_browser(tmp_path, host):
                        found = host.told.get(timeout=PATIENCE_S)
                finally:
                    host.shutdown()
                assert not host.cookies
            assert "error" not in found, found
            return found

        yield run


TAG = (
    '<ugc-gallery src="GALLERY/embed.html" title="Posts with #GlowRun" height="900">'
    '<a href="x">Posts</a></ugc-gallery>'
)
HEIGHT, OTHER, NARROW = 1520, 420, 3020
"""Of the contents: of `embed.html`, of `other.html`, and of the first in a narrow column."""


def test_the_frame_is_as_high_as_its_content(told: Any) -> None:
    found = told(
        TAG,
        """
        await load(gallery + "/embed.js");
        const before = heights()[0];
        await until(() => heights()[0] === 1520 && ready.size);
        const [frame] = frames();
        const high = heights()[0];
        frame.contentWindow.postMessage("grow", "*");
        await until(() => heights()[0] > 2000);
        return { before, high, grown: heights()[0], width: frame.offsetWidth, room: document.body.offsetWidth,
          attributes: Object.fromEntries([...frame.attributes].map((one) => [one.name, one.value])), blocked,
          asked: performance.getEntriesByType("resource").map((one) => one.name), gallery,
          kept: document.cookie + JSON.stringify(localStorage) };
        """,
    )
    assert found["before"] == 900, "room is kept before anything is loaded"
    assert (found["high"], found["grown"]) == (HEIGHT, 2242)
    assert found["width"] == found["room"]
    attributes = found["attributes"]
    assert attributes["sandbox"] == SANDBOX
    assert (attributes["loading"], attributes["title"]) == ("lazy", "Posts with #GlowRun")
    assert attributes["referrerpolicy"] == "strict-origin-when-cross-origin"
    assert found["blocked"] == [], "the host's strict policy has nothing to object to"
    assert all(re.match(r"http://127\.0\.0\.1:\d+/", name) for name in found["asked"])
    assert found["kept"] == "{}"


def test_in_the_frame(told: Any) -> None:
    """No cookies, no storage, no third party; its own fonts come through; links open elsewhere."""
    found = told(
        TAG,
        """
        const said = {};
        addEventListener("message", (event) => Object.assign(said, event.data));
        await load(gallery + "/embed.js");
        await until(() => said.fonts !== undefined && said.asked);
        frames()[0].contentWindow.postMessage("click", "*");
        await until(() => said.links);
        return { ...said, gallery };
        """,
    )
    assert found["cookies"] == found["stored"] == "SecurityError"
    assert found["fonts"] == 1, "a sandboxed frame asks for fonts from another origin"
    assert found["links"] == [["_blank", "noopener"], ["", ""]]
    assert found["asked"] and all(name.startswith(found["gallery"]) for name in found["asked"])


def test_other_windows_are_not_believed(told: Any) -> None:
    found = told(
        TAG,
        """
        await load(gallery + "/embed.js");
        const stranger = document.createElement("iframe");
        stranger.src = gallery + "/other.html";
        document.body.prepend(stranger);
        await until(() => heights()[0] === 1520 && ready.size === 2);
        const high = heights()[0];
        const heard = [];
        addEventListener("message", (event) => heard.push(event.source === window ? "own" : "frame"));
        window.postMessage({ type: "ugc-gallery:height", height: 5000 }, "*");
        stranger.contentWindow.postMessage({ repeat: { type: "ugc-gallery:height", height: 6000 } }, "*");
        await until(() => heard.includes("own") && heard.includes("frame"));
        const after = heights()[0];
        const results = [];
        for (const height of [-5, 0, 39, 1e9, Infinity, NaN, "300", null, [300], { valueOf: 1 }, true, 300.2]) {
          frames()[0].contentWindow.postMessage({ repeat: { type: "ugc-gallery:height", height } }, "*");
          const count = heard.length;
          await until(() => heard.length > count);
          results.push(heights()[0]);
        }
        for (const told of [null, 5, "x", [], { height: 800 }, { type: "height", height: 800 }]) {
          frames()[0].contentWindow.postMessage({ repeat: told ?? { type: null } }, "*");
          const count = heard.length;
          await until(() => heard.length > count);
        }
        return { high, after, results, last: heights()[0] };
        """,
    )
    assert found["after"] == found["high"]
    assert found["results"] == [found["high"]] * 11 + [301]
    assert found["last"] == 301


def test_several_before_and_after_the_script(told: Any) -> None:
    found = told(
        TAG + TAG.replace("embed.html", "other.html"),
        """
        await load(gallery + "/embed.js");
        await load(gallery + "/embed.js?again");
        const late = document.createElement("ugc-gallery");
        late.setAttribute("src", gallery + "/other.html");
        document.body.append(late);
        const empty = document.createElement("ugc-gallery");
        const bad = document.createElement("ugc-gallery");
        bad.setAttribute("src", "javascript:parent.hacked=1");
        const data = document.createElement("ugc-gallery");
        data.setAttribute("src", "data:text/html,x");
        document.body.append(empty, bad, data);
        await wait(50);
        late.scrollIntoView();
        await until(() => heights()[0] === 1520 && heights()[1] < 600 && heights()[2] < 600);
        return { heights: heights(), hacked: window.hacked ?? null, title: frames()[2].title };
        """,
    )
    first, second, third, *rest = found["heights"]
    assert (first, second, third) == (HEIGHT, OTHER, OTHER)
    assert rest == [None] * 3, "what is not a page's address makes no frame"
    assert found["hacked"] is None
    assert found["title"] == "Gallery"


def test_changes_and_removal(told: Any) -> None:
    found = told(
        TAG,
        """
        await load(gallery + "/embed.js");
        const one = document.querySelector("ugc-gallery");
        await until(() => heights()[0] === 1520);
        one.title = "Another title";
        one.setAttribute("height", "333");
        const kept = [heights()[0], frames()[0].title];
        one.setAttribute("src", gallery + "/other.html");
        const reserved = heights()[0];
        await until(() => heights()[0] === 420);
        const inside = one.shadowRoot.querySelectorAll("iframe").length;
        one.remove();
        const gone = one.shadowRoot.querySelectorAll("iframe").length;
        document.body.prepend(one);
        const again = heights()[0];
        await until(() => heights()[0] === 420);
        one.setAttribute("height", "-5");
        one.removeAttribute("src");
        const without = one.shadowRoot.querySelectorAll("iframe").length;
        return { kept, reserved, inside, gone, again, without };
        """,
    )
    assert found["kept"] == [HEIGHT, "Another title"]
    assert (found["reserved"], found["inside"], found["gone"], found["again"]) == (333, 1, 0, 333)
    assert found["without"] == 0


def test_a_narrower_page_makes_a_higher_frame(told: Any) -> None:
    found = told(
        TAG,
        """
        await load(gallery + "/embed.js");
        await until(() => heights()[0] === 1520);
        document.querySelector("ugc-gallery").style.width = "400px";
        await until(() => heights()[0] > 2000);
        const narrow = heights()[0];
        document.querySelector("ugc-gallery").style.width = "900px";
        await until(() => heights()[0] < 2000);
        return { narrow, wide: heights()[0] };
        """,
    )
    assert found["narrow"] == NARROW
    assert found["wide"] == HEIGHT, "it grows lower again"


def test_the_pasted_snippet_works(told: Any) -> None:
    found = told(
        snippet(a_site()).replace(URL, "GALLERY/"),
        "await until(() => heights()[0] === 1520); return { high: heights()[0] };",
    )
    assert found["high"] == HEIGHT


def test_the_scripts_are_small_and_ask_nothing() -> None:
    for name in ("embed.js", "frame.js"):
        text = (SHARED / name).read_text("utf-8")
        assert len(text.encode()) < 5_000, name
        for word in ("fetch", "XMLHttpRequest", "cookie =", "localStorage", "innerHTML", "eval", "import("):
            assert word not in text, (name, word)


# --- markup, oEmbed, headers ------------------------------------------------------------------------------------------


def test_the_snippet_and_the_frame() -> None:
    tags = Tags(snippet(a_site())).found
    assert [tag for tag, _ in tags] == ["script", "ugc-gallery", "a"]
    assert tags[0][1] == {"src": f"{URL}embed.js", "async": None}
    assert tags[1][1] == {"src": f"{URL}embed.html", "title": "#GlowRun · Sunday Glow", "height": "720"}
    ((tag, attributes),) = Tags(frame(a_site(), height=500)).found
    assert tag == "iframe"
    assert attributes["sandbox"] == SANDBOX
    assert "allow-same-origin" not in SANDBOX, "with its script that would be no sandbox"
    assert (attributes["height"], attributes["width"], attributes["loading"]) == ("500", "100%", "lazy")


def test_hostile_words_stay_words() -> None:
    site = a_site(title=HOSTILE, brand=HOSTILE)
    assert [tag for tag, _ in Tags(snippet(site)).found] == ["script", "ugc-gallery", "a"]
    assert [tag for tag, _ in Tags(frame(site)).found] == ["iframe"]
    assert [tag for tag, _ in Tags(json.loads(oembed(site))["html"]).found] == ["iframe"]
    oembed(site).encode("utf-8")


@pytest.mark.parametrize("share", ["share.jpg", None])
def test_oembed_has_what_a_rich_answer_needs(share: str | None) -> None:
    """https://oembed.com, 2.3.4: type and version; html, width and height; of a thumbnail all three fields."""
    told = json.loads(oembed(a_site(share=share)))
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert (
        isinstance(told["width"], int)
        and isinstance(told["height"], int)
        and isinstance(told["cache_age"], int)
    )
    assert told["provider_name"] == "Sunday Glow" and told["provider_url"] == "https://shop.example/"
    ((tag, attributes),) = Tags(told["html"]).found
    assert (tag, attributes["src"]) == ("iframe", f"{URL}embed.html")
    assert [attributes["width"], attributes["height"]] == [str(told["width"]), str(told["height"])]
    thumbnail = {name: told[name] for name in told if name.startswith("thumbnail")}
    assert thumbnail == (
        {"thumbnail_url": f"{URL}share.jpg", "thumbnail_width": 1200, "thumbnail_height": 630}
        if share
        else {}
    )


def test_without_an_address_there_is_nothing_to_paste() -> None:
    for make in (snippet, frame, oembed):
        with pytest.raises(UsageError, match="none is set") as raised:
            make(a_site(url=None))
        assert raised.value.hint


PATHS = {
    "": "page",
    "index.html": "page",
    "page-2.html": "page",
    "post/a.html": "page",
    "creator/a-2.html": "page",
    "tag/a.html": "page",
    "product/a.html": "page",
    "browse.html": "page",
    "browse": "page",
    "404.html": "page",
    "embed.html": "embed",
    "embed": "embed",
    "embed.js": "open",
    "oembed.json": "open",
    "m/a-320.jpg": "kept",
    "f/a.woff2": "font",
    "icon.svg": "drawing",
    "logo/light.svg": "drawing",
    "gallery.js": "plain",
    "search.json": "plain",
    "feed.xml": "plain",
    "share.jpg": "plain",
}


@pytest.mark.parametrize("url", [URL, None, "https://glow.example/"])
@pytest.mark.parametrize(("file", "kind"), PATHS.items())
def test_headers_of_every_kind_of_file(file: str, kind: str, url: str | None) -> None:
    root = "/community/glow/" if url == URL else "/"
    site = a_site(url=url, logo="logo/light.svg", logo_dark="m/dark.svg")
    told = read_rules(headers(site))
    assert told == tuple(rules(site)), "what is written is read again"
    found = headers_of(root + file, told)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in found["Permissions-Policy"]
    assert "Referrer-Policy" in found
    policy = found.get("Content-Security-Policy", "")
    assert ("frame-ancestors 'none'" in policy) == (kind == "page")
    assert ("frame-ancestors *" in policy) == (kind == "embed")
    assert ("sandbox" in policy) == (kind == "drawing"), "a drawing that is opened by itself runs nothing"
    assert (found.get("Access-Control-Allow-Origin") == "*") == (kind in ("open", "font"))
    assert ("immutable" in found.get("Cache-Control", "")) == (kind in ("kept", "font"))
    if kind in ("page", "embed"):
        assert found["Cache-Control"] == "public, max-age=0, must-revalidate", "a takedown shows at once"


@pytest.mark.parametrize("file", PATHS)
def test_no_header_is_given_twice(file: str) -> None:
    """Netlify and Cloudflare Pages join the values of all rules that match: of two policies both would hold."""
    told = read_rules(headers(a_site(url=None, logo="logo/light.svg", robots="noindex")))
    for header, value in headers_of(f"/{file}", told).items():
        single = [dict(rule.headers)[header] for rule in told if header in dict(rule.headers)]
        assert value in single, header


def test_searches_may_be_asked_to_leave_pictures_out_too() -> None:
    assert "X-Robots-Tag: noindex" in headers(a_site(robots="noindex"))
    assert "X-Robots-Tag" not in headers(a_site())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("# a note\n/a/*\n  # another: note\n  X: y\n", (Rule("/a/*", (("X", "y"),)),)),
        ("  X: y\n/a\n\n  X: y: z\nnonsense\n", (Rule("/a", (("X", "y: z"),)),)),
        ("/a\r\n\tX:y\r\n", (Rule("/a", (("X", "y"),)),)),
    ],
)
def test_files_of_headers_are_read(text: str, found: tuple[Rule, ...]) -> None:
    assert read_rules(text) == found


def test_limits_of_the_hosts() -> None:
    """Cloudflare Pages takes 100 rules and lines of 2,000 characters.

    https://developers.cloudflare.com/pages/configuration/headers/
    """
    text = headers(a_site(robots="noindex", logo="l.svg", logo_dark="d.svg"))
    assert len(read_rules(text)) <= 100
    assert max(map(len, text.splitlines())) <= 2_000


# --- what the page on embedding says ----------------------------------------------------------------------------------

GUIDE = (TEMPLATES.parent / "docs" / "embedding.md").read_text("utf-8")
FENCED = re.compile(r"```(\w+)\n(.*?)```", re.S)


def test_what_is_to_be_pasted_is_what_is_printed() -> None:
    site = a_site(url="https://shop.example/glow/")
    shown = [body for language, body in FENCED.findall(GUIDE) if language == "html"]
    assert shown == [snippet(site), frame(site) + "\n"]


@pytest.mark.parametrize("language", ["nginx", "apache", "json", "javascript"])
def test_every_header_is_told_for_every_host(language: str) -> None:
    (body,) = [body for kind, body in FENCED.findall(GUIDE) if kind == language]
    for rule in rules(a_site(url="https://shop.example/glow/")):
        for name, value in rule.headers:
            assert name.lower() in body.lower(), name
            assert f'"{value}"' in body, value


@pytest.mark.parametrize("file", PATHS)
def test_vercel_gives_the_same_headers(file: str) -> None:
    """Its patterns are regular expressions here: https://vercel.com/docs/project-configuration#headers"""
    (body,) = [body for kind, body in FENCED.findall(GUIDE) if kind == "json"]
    found: dict[str, str] = {}
    for rule in json.loads(body)["headers"]:
        if re.fullmatch(rule["source"], f"/glow/{file}"):
            for pair in rule["headers"]:
                assert pair["key"] not in found, "the hosts differ in which of two they take"
                found[pair["key"]] = pair["value"]
    if file not in ("embed", "browse", "logo/light.svg"):  # names without ending, and a gallery's own logo
        told = tuple(rules(a_site(url="https://shop.example/glow/")))
        assert found == headers_of(f"/glow/{file}", told)
