"""Templates drawn on their samples, and how a drawing is compared with the one that a person looked at.

A golden is kept at 360 pixels as WebP of high quality, since without loss they would be 25 MB. What is compared
with it goes through the same encoder first, so that the encoder's own faults cancel out.
"""

import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ugc import config, formats, samples, templates
from ugc.errors import PlacementError
from ugc.media.logo import read_logo
from ugc.media.look import Looker
from ugc.model.formats import Format
from ugc.resources import ASSETS
from ugc.typeset import Typesetter, system_cjk_fonts
from ugc.workspace import branding
from ugc.workspace.overlaying import brand_data
from ugc.workspace.sampling import Sample, Sampler

GOLDENS = Path(__file__).resolve().parent / "goldens"
REFUSALS = GOLDENS / "refusals.toml"
FORMATS = ("story", "feed", "square", "link", "pin")
SAMPLES = ("short", "long", "arabic", "japanese", "emoji")
DARK = {"long", "japanese"}
"""Samples that are drawn in the dark kit."""
LOGO = {"long", "arabic"}
"""Samples that are drawn with a logo, where the template offers one."""
LONGER = 360
"""Pixels of a golden's longer side."""
SHARE = 0.005
"""Of a drawing's windows, the worst: by their mean it is judged, so that a small change is not lost in the rest."""
LEAST = 0.75
"""What that mean must be. Measured: noise of a level, brighter by two, a JPEG of the picture in between, another
quality of the golden all stay above 0.85; one word moved by 8 pixels of the full size, 1.5 of these, falls below 0.6.
"""

Pixels = NDArray[np.uint8]


class Case(NamedTuple):
    """One golden."""

    template: str
    format: str
    sample: str
    option: str = ""
    """name=choice, where it is not the usual one."""

    @property
    def name(self) -> str:
        """As its file is named, and as refusals name it."""
        return "-".join(filter(None, (self.format, self.sample, self.option.replace("=", "-"))))

    @property
    def golden(self) -> Path:
        return GOLDENS / self.template / f"{self.name}.webp"

    def __str__(self) -> str:
        return f"{self.template}-{self.name}"


def cases() -> Iterator[Case]:
    """Every template in every format with every sample; and every choice of its options that is not the usual one."""
    for name in templates.names():
        yield from (Case(name, format, sample) for sample in SAMPLES for format in FORMATS)
        for option, spec in templates.load(name).options.items():
            others = [choice for choice in spec.choices if choice != spec.default]
            if option != branding.OPTION:
                yield from (
                    Case(name, format, "short", f"{option}={choice}")
                    for choice in others
                    for format in ("story", "square")
                )


@cache
def sampler() -> Sampler:
    """Pictures are decoded and looked at once for all drawings, and fonts read once."""
    return Sampler(Looker(words=False), typesetter(), brand=brand())


@cache
def typesetter() -> Typesetter:
    return Typesetter(list(system_cjk_fonts()))


@cache
def format_named(name: str) -> Format:
    return formats.load().format(name)


@cache
def brand(*, dark: bool = False, logo: bool = False) -> dict[str, Any]:
    """The demo's brand, with a logo that was drawn for the tests."""
    settings = config.load(ASSETS / "demo" / "ugc.toml").brand
    logos = (
        {ground: read_logo(GOLDENS / f"logo-{ground}.svg") for ground in ("light", "dark")} if logo else {}
    )
    return brand_data(settings, kit="dark" if dark else "light", logos=logos)


@lru_cache(maxsize=4)
def drawn(case: Case) -> Sample | PlacementError:
    """Draw a case at full size, as a creative is drawn; what it says where it is refused."""
    template = templates.load(case.template)
    shown = samples.load(template)
    asked = dict([case.option.split("=")]) if case.option else {}
    offers = branding.OPTION in template.options
    logo = offers and case.sample in LOGO
    if offers:
        asked[branding.OPTION] = "on" if logo else "off"
    try:
        return sampler().draw(
            template,
            shown.pictures,
            samples.words_of(shown, case.sample, template=template),
            format=format_named(case.format),
            options=asked,
            brand=brand(dark=case.sample in DARK, logo=logo),
        )
    except PlacementError as error:
        return error


def reduced(canvas: Pixels) -> bytes:
    """Return a drawing as a golden is kept."""
    image = Image.fromarray(canvas)
    shrink = LONGER / max(image.size)
    size = (round(image.width * shrink), round(image.height * shrink))
    out = BytesIO()
    image.resize(size, Image.Resampling.BOX).save(out, "WEBP", quality=95, method=4)
    return out.getvalue()


def pixels(data: bytes) -> Pixels:
    with Image.open(BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def likeness(one: Pixels, other: Pixels) -> float:
    """Return how like two pictures are where they are least so: 1 is the same, 0 has nothing in common.

    Structural similarity (Wang et al. 2004, https://doi.org/10.1109/TIP.2003.819861) in windows of 8 by 8 pixels,
    half of each in the next, in each colour; the mean of the worst of them.
    """
    if one.shape != other.shape:
        return 0.0
    found = np.sort(structure(one, other).ravel())
    return float(found[: max(1, round(found.size * SHARE))].mean())


def structure(one: Pixels, other: Pixels, *, side: int = 8, step: int = 4) -> NDArray[np.float64]:
    """Return the structural similarity of each window: rows, columns, colours."""
    a, b = one.astype(np.float64), other.astype(np.float64)
    mean_a, mean_b, aa, bb, ab = (_means(each, side)[::step, ::step] for each in (a, b, a * a, b * b, a * b))
    light, rough = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    spread_a, spread_b, common = aa - mean_a**2, bb - mean_b**2, ab - mean_a * mean_b
    lights = (2 * mean_a * mean_b + light) / (mean_a**2 + mean_b**2 + light)
    return lights * (2 * common + rough) / (spread_a + spread_b + rough)


def _means(plane: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """The mean of every window, by sums over the whole."""
    sums = np.pad(plane.cumsum(0).cumsum(1), ((1, 0), (1, 0), (0, 0)))
    return (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) / side**2


def refusals() -> dict[tuple[str, str], str]:
    """What is known to be refused: template and case to the reason in words."""
    told = tomllib.loads(REFUSALS.read_text("utf-8"))
    return {(template, name): why for template, rows in told.items() for name, why in rows.items()}
