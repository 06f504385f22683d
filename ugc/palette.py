"""A brand's colours by role, from one or two that it names: pure arithmetic in OKLCH, which keeps the brand's hue.

Lightness alone decides whether letters can be read on a colour, so it is moved and the hue is not. OKLCH and its way to
sRGB: https://bottosson.github.io/posts/oklab/. Contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from collections.abc import Sequence
from math import atan2, cos, degrees, floor, hypot, radians, sin
from typing import Literal, NamedTuple

Kit = Literal["light", "dark"]
"""Whether flat surfaces of a creative are light, with dark letters, or the other way round."""

TEXT_NEEDS = 4.5
"""Contrast that letters need, by WCAG 2.2 success criterion 1.4.3."""
_SHY = 4.6
"""What is asked of colours made here: rounding to 8 bits may take a little of it."""
_WHITE, _INK, _BLACK = "#FFFFFF", "#0C121A", "#000000"
_APART = 30.0
"""Degrees of hue by which a second colour must differ from the first, to be worth a role of its own."""
_GREYISH = 0.04
"""Chroma below which a second colour is a grey, and highlights nothing."""


_GROUNDS = ("paper", "surface", "raised")
LETTERS: tuple[tuple[str, str], ...] = (
    *(("text", ground) for ground in (*_GROUNDS, "accent_soft")),
    *(("mute", ground) for ground in _GROUNDS),
    *(("accent_text", ground) for ground in (*_GROUNDS, "accent_soft")),
    *(("highlight", ground) for ground in _GROUNDS),
    ("on_accent", "accent"),
    ("on_deep", "accent_deep"),
)
"""Roles that may carry letters, with the ground under them."""


class Colour(NamedTuple):
    """A colour in OKLCH: lightness 0..1, chroma, hue in degrees."""

    light: float
    chroma: float
    hue: float


def roles(
    accent: str, *, second: str = "", ink: str = "", paper: str = "", kit: Kit = "light"
) -> dict[str, str]:
    """Return every role's colour as #RRGGBB, from a brand's first and second colour as #RRGGBB.

    A light kit takes the brand's own `ink` and `paper` for text and paper, where they are given; `faults` must find
    nothing wrong with them.

    paper, surface and raised are grounds; line, mute and text stand on them; accent is a fill, on_accent its letters;
    accent_text is the accent as letters on those grounds; accent_soft and accent_deep are quiet and dark grounds of its
    hue, on_deep the letters on the latter; highlight is for one word or for stars. Every two of `LETTERS` have the
    contrast that letters need.
    """
    first = oklch(accent)
    dark = kit == "dark"
    lights = (0.16, 0.21, 0.26, 0.36, 0.74, 0.965) if dark else (0.985, 0.955, 1.0, 0.88, 0.52, 0.18)
    chromas = (0.012, 0.012, 0.012, 0.015, 0.015, 0.015)
    names = ("paper", "surface", "raised", "line", "mute", "text")
    made = {
        name: hexed(Colour(light, min(first.chroma, chroma), first.hue))
        for name, light, chroma in zip(names, lights, chromas, strict=True)
    }
    if not dark:
        made |= {name: own.upper() for name, own in (("text", ink), ("paper", paper)) if own}
    fill, letters = readable(accent)
    made |= {
        "accent": fill,
        "on_accent": letters,
        "accent_soft": hexed(Colour(0.26 if dark else 0.95, min(first.chroma, 0.035), first.hue)),
        "accent_deep": hexed(Colour(0.24, min(first.chroma, 0.06), first.hue)),
        "on_deep": hexed(Colour(0.975, min(first.chroma, 0.012), first.hue)),
    }
    wanted = {
        "mute": made["mute"],
        "text": made["text"],
        "accent_text": accent.upper(),
        "highlight": _highlight(first, second, dark=dark),
    }
    for name, colour in wanted.items():
        grounds = [made[ground] for letter, ground in LETTERS if letter == name]
        made[name] = _against(grounds, colour, darker=not dark)
    return made


def readable(fill: str) -> tuple[str, str]:
    """Return the nearest fill to a colour on which letters can be read, and those letters: white or ink."""
    wanted = oklch(fill)
    for step in range(101):
        for letters, light in (
            (_WHITE, wanted.light - step / 100),
            (_INK, wanted.light + step / 100),
        ):
            if 0 <= light <= 1:
                tried = fill.upper() if step == 0 else hexed(wanted._replace(light=light))
                if contrast(tried, letters) >= (_SHY if step else TEXT_NEEDS):
                    return tried, letters
    return _INK, _WHITE


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as #RRGGBB by WCAG 2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklch(colour: str) -> Colour:
    """Return a colour written #RRGGBB in OKLCH."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Colour(light, hypot(a, b), degrees(atan2(b, a)) % 360)


def hexed(colour: Colour) -> str:
    """Return a colour as #RRGGBB; where sRGB has no such chroma at this lightness, with as much as there is."""
    low, high = 0.0, colour.chroma
    best = _srgb(colour._replace(chroma=0.0))
    for chroma in (high, *(None,) * 16):
        tried = (low + high) / 2 if chroma is None else chroma
        found = _srgb(colour._replace(chroma=tried))
        if all(-0.0005 <= part <= 1.0005 for part in found):
            best, low = found, tried
            if chroma is not None:
                break
        else:
            high = tried
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in best)


def faults(*, ink: str, paper: str) -> tuple[str, ...]:
    """Say what keeps a brand's own ink and paper from being read on each other, and what to do, one clause each."""
    if _luminance(ink) > _luminance(paper):
        return (
            f"ink {ink} is lighter than paper {paper}; give the dark one to ink and the light one to paper, "
            'and say kit = "dark" for dark panels',
        )
    found = contrast(ink, paper)
    if found >= TEXT_NEEDS:
        return ()
    return (
        f"ink {ink} on paper {paper} has a contrast of {floor(found * 10) / 10:.1f}, and letters need {TEXT_NEEDS}; "
        "make the ink darker or the paper lighter",
    )


def _highlight(first: Colour, second: str, *, dark: bool) -> str:
    """The second colour, unless it is a grey or of nearly the first one's hue: then the first."""
    chosen = oklch(second) if second else first
    between = abs((chosen.hue - first.hue + 180) % 360 - 180)
    if chosen.chroma < _GREYISH or between < _APART:
        chosen = first
    return hexed(chosen._replace(light=0.84 if dark else 0.5))


def _against(grounds: Sequence[str], wanted: str, *, darker: bool) -> str:
    """A colour, or its nearest neighbour in lightness that can be read as letters on all of some grounds."""
    asked = oklch(wanted)
    for step in range(101):
        light = asked.light - step / 100 if darker else asked.light + step / 100
        if not 0 <= light <= 1:
            break
        tried = wanted if step == 0 else hexed(asked._replace(light=light))
        if all(contrast(tried, ground) >= (_SHY if step else TEXT_NEEDS) for ground in grounds):
            return tried
    return _BLACK if darker else _WHITE


def _srgb(colour: Colour) -> tuple[float, float, float]:
    a, b = colour.chroma * cos(radians(colour.hue)), colour.chroma * sin(radians(colour.hue))
    long = (colour.light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return _companded(red), _companded(green), _companded(blue)


def _companded(part: float) -> float:
    if part <= 0.0031308:
        return 12.92 * part
    return float(1.055 * part ** (1 / 2.4) - 0.055)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
