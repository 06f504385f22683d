"""The one style of a page: what all share, the theme's own, the brand's colours, and rules for this page alone.

It stands inline, and the page's policy lets in nothing but it, by its sha256:
https://www.w3.org/TR/CSP3/#match-element-to-source-list.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from ugc.errors import UsageError
from ugc.model.galleries import Site
from ugc.palette import contrast

_TOKEN = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/|(\s+)""", re.DOTALL)
_AROUND = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')| ?([{};,]) ?""")
_ROLE = re.compile(r"[a-z_]+")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_HEX = re.compile(r"[0-9a-f]{6}")
_SCHEMES = {"light": "light", "dark": "dark", "auto": "light dark"}


class Style(NamedTuple):
    """A page's style and the policy that lets it in."""

    css: str
    policy: str


class Sheet:
    """The part of a style that many pages share; it is read and hashed once."""

    def __init__(self, css: str) -> None:
        """Take minified CSS."""
        self.css = css
        self._digest = sha256(css.encode("utf-8"))

    def style(self, rules: str = "") -> Style:
        """Return the style of a page that has some more rules of its own."""
        digest = self._digest.copy()
        digest.update(rules.encode("utf-8"))
        return Style(self.css + rules, policy(b64encode(digest.digest()).decode("ascii")))


def policy(digest: str) -> str:
    """Return a page's content security policy; `digest` is the sha256 of its style in Base64."""
    return (
        "default-src 'none'; img-src 'self'; media-src 'self'; font-src 'self'; "
        f"style-src 'sha256-{digest}'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
    )


def minified(css: str) -> str:
    """Return a style sheet without comments and needless white space; strings stay as they are.

    `</` is written so that it cannot end the element that the sheet stands in.
    """
    plain = _TOKEN.sub(lambda found: found[1] or (" " if found[2] else ""), css)
    tight = _AROUND.sub(lambda found: found[1] or found[2], plain)
    return tight.replace(";}", "}").replace("</", "<\\/").strip()


def brand_rules(site: Site, *, root: str) -> str:
    """Return the brand's colours, corners and fonts as custom properties; `root` leads to the gallery's folder.

    Raises UsageError for a colour that is not written #RRGGBB.
    """
    kits = {"light": _colours(site.colours), "dark": _colours(site.dark)}
    first = kits["dark" if site.kit == "dark" else "light"]
    faces = "".join(
        f'@font-face{{font-family:"brand-{use}";src:url({_quoted(root + file)});'
        "font-display:optional;font-weight:1 1000}"
        for use, file in sorted(site.fonts.items())
        if use in ("text", "display")
    )
    families = "".join(
        f'--{use}-font:"brand-{use}",var(--system);' for use in ("text", "display") if use in site.fonts
    )
    made = f":root{{{first}--radius:{site.radius}px;{families}color-scheme:{_SCHEMES[site.kit]}}}"
    if site.kit == "auto":
        made += f"@media screen and (prefers-color-scheme:dark){{:root{{{kits['dark']}}}}}"
    paper = _colours(
        {name: colour for name, colour in site.colours.items() if name in ("text", "mute", "line")}
    )
    return f"{faces}{made}@media print{{:root{{{paper}--paper:#fff;--surface:#fff;--raised:#fff}}}}"


def value_rules(
    *, colours: Iterable[str], ratios: Iterable[float] = (), spots: Iterable[tuple[int, int]] = ()
) -> str:
    """Return the rules of classes that stand for values: `c9988aa`, `r075`, `x42`, `y31`.

    Letters on a dominant colour, which show where its picture is broken, are black or white.
    """
    rules = [
        f".c{colour}{{--colour:#{colour};--ink:{_ink(colour)}}}" for colour in sorted(set(colours)) if colour
    ]
    rules += [
        f".{ratio_class(ratio)}{{--ratio:{ratio:.2f}}}" for ratio in sorted({round(r, 2) for r in ratios})
    ]
    places = sorted(set(spots))
    rules += [f".x{x}{{--x:{x}%}}" for x in sorted({x for x, _ in places})]
    rules += [f".y{y}{{--y:{y}%}}" for y in sorted({y for _, y in places})]
    return "".join(rules)


def colour_of(written: str) -> str:
    """Return a dominant colour as six lower-case hex digits, or nothing where it is none."""
    lower = written.lower()
    return lower if _HEX.fullmatch(lower) else ""


def ratio_class(ratio: float) -> str:
    """Return the class of a ratio of width to height, as in `r075`."""
    return f"r{round(ratio * 100):03d}"


def _ink(colour: str) -> str:
    return max(("#fff", "#111"), key=lambda ink: contrast(f"#{colour}", "#" + ink[1] * 6))


def _colours(roles: Mapping[str, str]) -> str:
    for name, colour in roles.items():
        if not (_ROLE.fullmatch(name) and _COLOUR.fullmatch(colour)):
            raise UsageError(
                f"The colour {name!r} is {colour!r}, which is not a colour.", hint="Write it as #RRGGBB."
            )
    return "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in sorted(roles.items()))


def _quoted(text: str) -> str:
    """A CSS string: all but plain characters as escapes (https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point)."""
    plain = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "/._-") else f"\\{ord(sign):x} "
        for sign in text
    )
    return f'"{plain}"'
