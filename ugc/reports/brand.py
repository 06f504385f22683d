"""The page of a brand's kit: its colours with their contrasts, its type, its logos, and how templates draw them."""

import base64
from collections.abc import Callable, Iterator, Sequence
from math import floor
from typing import Any, Literal, NamedTuple

from ugc.model.base import Value
from ugc.palette import LETTERS, Kit, contrast, readable, roles
from ugc.reports.html import rendered, webp_uri

NAME = "brand"
_KITS: tuple[Kit, ...] = ("light", "dark")
_GROUNDS = tuple(dict.fromkeys(ground for _, ground in LETTERS))
_LOGO, _NARROWER = (300.0, 96.0), 0.62
"""CSS pixels within which a logo is shown, and what is left of them on a phone."""
_DRAWN, _PHONE = (240.0, 72.0), 390 / 1080
"""Pixels of a canvas 1080 wide within which templates draw a logo, and how many CSS pixels a phone makes of one."""
_NAMES = {"cta": "call to action", "credit": "credit line", "legal": "small print"}


class Swatch(Value):
    """A colour by its role."""

    role: str
    colour: str
    """#RRGGBB."""


class Pair(Value):
    """Letters of one role on the ground of another."""

    letters: str
    ground: str
    contrast: float
    """By WCAG 2, 1 to 21, rounded down; letters need 4.5."""


class Colours(Value):
    """Every role of a kit, and every two of which one carries the other's letters."""

    kit: Kit
    swatches: tuple[Swatch, ...]
    pairs: tuple[Pair, ...]

    def of(self, role: str) -> str:
        """Return a role's colour."""
        return next(swatch.colour for swatch in self.swatches if swatch.role == role)


class FontFamily(Value):
    """The family that is drawn with for a role."""

    role: Literal["text", "display"]
    family: str
    own: bool
    """The brand's own; else it ships with ugc."""
    files: tuple[str, ...]
    weights: tuple[int, ...]
    licence: str | None
    lacks: tuple[str, ...]
    """Of the characters that ads use every day, those that it has not; a shipped font draws them."""


class LogoFound(Value):
    """A logo, and the ground that it is for."""

    ground: Kit
    file: str
    type: Literal["png", "svg"]
    ratio: float
    """Width by height."""
    pixels: tuple[int, int] | None
    """None for a drawing."""
    contrast: float
    """Median of its pixels against the paper of that kit, by WCAG 2; what must be made out needs 3."""


class CallToAction(Value):
    """What the brand says in a language."""

    language: str
    words: str


class BrandKit(Value):
    """Everything that a brand brings, and what is to be looked at."""

    brand: str
    handle: str
    kit: Kit
    """Of panels, unless a run says otherwise."""
    radius: int
    scrim: Literal["black", "ink"]
    given: tuple[Swatch, ...]
    """The colours that `ugc.toml` names."""
    colours: tuple[Colours, ...]
    fonts: tuple[FontFamily, ...]
    logos: tuple[LogoFound, ...]
    ctas: tuple[CallToAction, ...]
    notes: tuple[str, ...]


class Specimen(NamedTuple):
    """A line of type as templates set it."""

    role: str
    family: str
    weight: int
    size: int
    """Pixels on a canvas 1080 wide."""
    png: bytes
    pixels: tuple[int, int]


class InUse(NamedTuple):
    """A creative drawn with the kit."""

    says: str
    webp: bytes
    pixels: tuple[int, int]


class Drawn(NamedTuple):
    """The pictures of the page."""

    specimens: Sequence[Specimen]
    logos: dict[str, str]
    """Ground to the logo as SVG."""
    in_use: Sequence[InUse]


def colours(*, accent: str, second: str, ink: str, paper: str) -> tuple[Colours, ...]:
    """Return what is made of a brand's colours, each #RRGGBB, in both kits."""
    found = []
    for kit in _KITS:
        made = roles(accent, second=second, ink=ink, paper=paper, kit=kit)
        pairs = tuple(
            Pair(
                letters=letters,
                ground=ground,
                contrast=floor(contrast(made[letters], made[ground]) * 10) / 10,
            )
            for letters, ground in LETTERS
        )
        swatches = tuple(Swatch(role=role, colour=colour) for role, colour in made.items())
        found.append(Colours(kit=kit, swatches=swatches, pairs=pairs))
    return tuple(found)


def page(kit: BrandKit, drawn: Drawn) -> str:
    """Return the page, which loads nothing: pictures and style stand inside it. The same kit gives the same page."""
    accent = next(swatch.colour for swatch in kit.given if swatch.role == "accent")
    return rendered(
        NAME,
        accent=accent,
        filters=_FILTERS,
        rules="\n".join(_rules(kit)),
        kit=kit,
        drawn=drawn,
        grounds=_GROUNDS,
    )


def named(role: str) -> str:
    """Return a role as people call it."""
    return _NAMES.get(role, role.replace("_", " "))


def ranged(weights: Sequence[int]) -> str:
    """Say which weights there are."""
    return ", ".join(map(str, weights)) if len(weights) < 6 else f"{weights[0]} to {weights[-1]}"


def letters_on(board: Colours, ground: str) -> list[Pair]:
    """Return the letters that stand on a ground."""
    return [pair for pair in board.pairs if pair.ground == ground]


def _rules(kit: BrandKit) -> Iterator[str]:
    """The page's own styles: its security policy lets no colour stand at an element."""
    for swatch in kit.given:
        yield f".given-{swatch.role} {{ background: {swatch.colour}; color: {readable_on(swatch.colour)}; }}"
    for board in kit.colours:
        for swatch in board.swatches:
            yield f".on-{board.kit}-{swatch.role} {{ background: {swatch.colour}; }}"
            yield f".in-{board.kit}-{swatch.role} {{ color: {swatch.colour}; }}"
        yield f".board-{board.kit} {{ --edge: {board.of('line')}; }}"
    for logo in kit.logos:
        wide = min(_LOGO[0], _LOGO[1] * logo.ratio)
        yield _logo_rule(logo.ground, wide, logo.ratio)
        yield f"@media (max-width: 599px) {{ {_logo_rule(logo.ground, wide * _NARROWER, logo.ratio)} }}"
        small = min(_DRAWN[0], _DRAWN[1] * logo.ratio) * _PHONE
        yield f".small-{logo.ground} {{ width: {small:.0f}px; }}"


def _logo_rule(ground: Kit, wide: float, ratio: float) -> str:
    return f".logo-{ground} {{ width: {wide:.0f}px; --clear: {wide / ratio / 2:.0f}px; }}"


def readable_on(colour: str) -> str:
    """Return the colour of letters that are read best on a ground as it is."""
    return max(("#FFFFFF", readable("#FFFFFF")[1]), key=lambda letters: contrast(letters, colour))


def _data(media: str, content: bytes) -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode('ascii')}"


_FILTERS: dict[str, Callable[..., Any]] = {
    "letters_on": letters_on,
    "named": named,
    "png_uri": lambda content: _data("image/png", content),
    "ranged": ranged,
    "svg_uri": lambda text: _data("image/svg+xml", text.encode("utf-8")),
    "webp_uri": webp_uri,
}
"""What the page's template may call."""
