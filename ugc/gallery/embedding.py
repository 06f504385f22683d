"""How a gallery is put into other pages: the snippet for a shop, oEmbed for editors, and the headers for its host."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from markupsafe import Markup

from ugc.gallery.addresses import path_of, published, quoted
from ugc.model.galleries import Site
from ugc.text import one_line

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
"""What the frame may do: run its script, and open links in a tab of their own. It has no origin, so no storage."""
HEIGHT, WIDTH = 720, 960
"""CSS pixels that are kept free until the frame says how high it is, and that oEmbed gives to a whole gallery."""
_CACHED_S = 3600
"""Seconds for which an editor may keep what oEmbed said: short, for a permission may be withdrawn."""
_YEAR_S = 31_536_000
_SHARE = (1200, 630)

_PAGES = (
    "",
    "index.html",
    "page-*",
    "post/*",
    "creator/*",
    "tag/*",
    "product/*",
    "browse",
    "browse.html",
    "404.html",
)
"""Paths of pages that nobody may frame, with and without ending: some hosts serve both."""
_EMBED = ("embed", "embed.html")
_OPEN = ("embed.js", "oembed.json")
"""Files that other sites may read."""
_NO_FRAMES = "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
_ANY_FRAMES = "base-uri 'none'; object-src 'none'; frame-ancestors *"
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)


class Rule(NamedTuple):
    """Headers of all files whose path matches; `*` stands for any characters, and stands at a pattern's end."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


def snippet(site: Site, *, height: int = HEIGHT) -> str:
    """Return the markup that a shop pastes: a script with an element that grows with its content.

    Where the shop's editor takes scripts away, `frame` is what to paste. Raises UsageError where the gallery has no
    address yet.
    """
    home = published(site, wanted_for="A snippet")
    return (
        Markup('<script src="{}embed.js" async></script>\n').format(home)
        + Markup('<ugc-gallery src="{}embed.html" title="{}" height="{}">\n').format(
            home, _name(site), height
        )
        + Markup('  <a href="{}">{}</a>\n</ugc-gallery>\n').format(home, _name(site))
    )


def frame(site: Site, *, width: str = "100%", height: int = HEIGHT) -> str:
    """Return the plain `<iframe>`, of one height. Raises UsageError where the gallery has no address yet."""
    home = published(site, wanted_for="A snippet")
    return Markup(
        '<iframe src="{}embed.html" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}" '
        'referrerpolicy="strict-origin-when-cross-origin" style="border:0;max-width:100%"></iframe>'
    ).format(home, _name(site), width, height, SANDBOX)


def oembed(site: Site) -> str:
    """Return `oembed.json`, of type `rich`. Raises UsageError where the gallery has no address yet.

    https://oembed.com, section 2.3.4. A file answers every question alike, so it cannot follow `maxwidth`; the frame
    itself is never wider than what it lies in.
    """
    home = published(site, wanted_for="oEmbed")
    told = {
        "type": "rich",
        "version": "1.0",
        "title": _name(site),
        "provider_name": one_line(site.brand),
        "provider_url": site.home or home,
        "cache_age": _CACHED_S,
        "width": WIDTH,
        "height": HEIGHT,
        "html": str(frame(site, width=str(WIDTH))),
    }
    if site.share:
        width, height = _SHARE
        told |= {"thumbnail_url": home + quoted(site.share)}
        told |= {"thumbnail_width": width, "thumbnail_height": height}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def rules(site: Site) -> Iterator[Rule]:
    """Yield the headers of a gallery's files, by their path on the host; the first is for all of them.

    No header is given by two rules that match one path: hosts join such values, and of two policies both hold.
    """
    root = path_of(site)
    shared = [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", _PERMISSIONS),
    ]
    if site.robots == "noindex":
        shared.append(("X-Robots-Tag", "noindex"))
    yield Rule(f"{root}*", tuple(shared))
    fresh = ("Cache-Control", "public, max-age=0, must-revalidate")
    kept = ("Cache-Control", f"public, max-age={_YEAR_S}, immutable")
    everybody = ("Access-Control-Allow-Origin", "*")
    for path in _PAGES:
        yield Rule(root + path, (("Content-Security-Policy", _NO_FRAMES), fresh))
    for path in _EMBED:
        yield Rule(root + path, (("Content-Security-Policy", _ANY_FRAMES), fresh))
    for path in _OPEN:
        yield Rule(root + path, (everybody, ("Cache-Control", f"public, max-age={_CACHED_S}")))
    yield Rule(f"{root}m/*", (kept,))
    # A sandboxed frame has no origin, and fonts are asked for across origins.
    yield Rule(f"{root}f/*", (everybody, kept))
    drawings = [name for name in ("icon.svg", site.logo, site.logo_dark) if name and name.endswith(".svg")]
    for name in dict.fromkeys(drawings):
        if not name.startswith(("m/", "f/")):
            yield Rule(root + quoted(name), (("Content-Security-Policy", _DRAWING),))


def headers(site: Site) -> str:
    """Return `_headers` as Netlify (https://docs.netlify.com/manage/routing/headers/) and Cloudflare Pages
    (https://developers.cloudflare.com/pages/configuration/headers/) read it, from the root of the host.
    """
    return "\n".join(
        "\n".join([rule.pattern, *(f"  {name}: {value}" for name, value in rule.headers), ""])
        for rule in rules(site)
    )


def read_rules(text: str) -> tuple[Rule, ...]:
    """Read the rules of a `_headers` file; lines that are neither a path nor a header of one are passed over."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line.strip(), []))
        elif found and line[:1].isspace() and ":" in line and not line.lstrip().startswith("#"):
            name, _, value = line.partition(":")
            found[-1][1].append((name.strip(), value.strip()))
    return tuple(Rule(pattern, tuple(pairs)) for pattern, pairs in found)


def headers_of(path: str, told: tuple[Rule, ...]) -> dict[str, str]:
    """Return the headers of one path, values of several matching rules joined as the hosts join them."""
    found: dict[str, str] = {}
    for pattern, pairs in told:
        if _matches(path, pattern):
            for name, value in pairs:
                found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern.replace("[", "[[]").replace("?", "[?]"))


def _name(site: Site) -> str:
    return one_line(f"{site.title} · {site.brand}")
