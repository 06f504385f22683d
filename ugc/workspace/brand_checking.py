"""A brand's kit looked over: what it names, what is made of it, what is missing, and a page that shows all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ugc import samples, templates
from ugc.config import BrandSettings
from ugc.errors import PlacementError
from ugc.files import write_text
from ugc.geometry import WHOLE
from ugc.media.logo import Logo
from ugc.model.templates import Template
from ugc.palette import Kit, oklch, readable
from ugc.reports import brand as sheet
from ugc.reports.brand import (
    BrandKit,
    CallToAction,
    Drawn,
    FontFamily,
    InUse,
    LogoFound,
    Specimen,
    Swatch,
)
from ugc.templates import SHARED, SHIPPED
from ugc.text import counted
from ugc.typeset import FontIndex, Typesetter
from ugc.typeset.own import weights
from ugc.workspace import branding
from ugc.workspace.overlaying import brand_data

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_EVERYDAY = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    ".,:;!?'\"&@#%()/+-–—…“”‘’„«»·×$€£¥ÄÖÜßäöüéèêëàâçñáíóúøåæłšžİığ"
)
_THIN = 600
"""Weight below which letters are too thin to stand on a picture."""
_DIM = 3.0
"""Contrast that a logo needs to be made out: https://www.w3.org/TR/WCAG22/#non-text-contrast."""
_TONE = 0.005
"""Lightness, 0..1, by which a colour may move before it is worth saying."""
_CANVAS, _LOGO = 1080, (720, 240)
"""Pixels: width of a line of type; the room in which a logo is drawn to be measured."""
_SHOWN = 540
"""Width of an example on the page; wide ones are twice as wide."""

_LINES: tuple[tuple[str, Literal["text", "display"], int, str], ...] = (
    ("hook", "display", 800, "Thirty days in"),
    ("headline", "display", 700, "The one that stayed: $24.90"),
    ("quote", "text", 600, "“I stopped packing three creams.”"),
    ("note", "text", 600, "what I use every morning"),
    ("body", "text", 500, "Two drops after cleansing, day and night."),
    ("action", "text", 700, "Shop the serum"),
    ("credit", "text", 600, "@mira.slowmornings · Instagram"),
    ("legal", "text", 500, "Paid partnership. Offer ends 31 May 2027."),
)
"""Role, family, weight and words of the lines of type on the page; roles as in `_shared/sizes.json`."""
_USES: tuple[tuple[str, str, Kit], ...] = (
    ("credit", "story", "light"),
    ("quote", "story", "light"),
    ("quote", "story", "dark"),
    ("quote", "link", "light"),
)
"""Template, format and kit of the examples."""


class BrandChecked(BrandKit):
    """A brand's kit, and the page that was written of it."""

    html: str


class _Bench(NamedTuple):
    """What the page is drawn with."""

    brand: BrandSettings
    logos: Mapping[str, Logo]
    typesetter: Typesetter
    specimen: Template


def check(
    workspace: "Workspace", *, out: Path | None = None, seen: Callable[[str, int], None] = lambda *_: None
) -> BrandChecked:
    """Look a brand's kit over and write `brand.html` into a folder, the workspace's own `out` unless told otherwise.

    `seen` is told each picture as it is drawn. Raises InputError for a logo or font that cannot be read, MissingError
    for one that is not there, UsageError where it is not clear which font is meant.
    """
    settings, root = workspace.settings, workspace.root
    typesetter = Typesetter(
        [root / folder for folder in settings.render.fonts],
        cache=root / ".ugc" / "cache" / "fonts.json",
        own=branding.own_fonts(settings.brand, root),
    )
    specimen = Template(
        name="_specimen",
        purpose="Shows one line of type, or a logo.",
        credit_place="none",
        folder=SHIPPED / "_specimen",
        shared=SHARED,
        digest="",
    )
    bench = _Bench(settings.brand, branding.logos(settings.brand, root), typesetter, specimen)
    kit = _kit(bench, root)
    drawn = Drawn(
        specimens=list(_specimens(bench)),
        logos={ground: logo.svg for ground, logo in bench.logos.items()},
        in_use=list(_in_use(workspace, bench, seen)),
    )
    path = (out or root / settings.output.folder) / "brand.html"
    write_text(path, sheet.page(kit, drawn))
    return BrandChecked.model_validate(dict(kit) | {"html": str(path)})


def _kit(bench: _Bench, root: Path) -> BrandKit:
    brand = bench.brand
    colours = sheet.colours(accent=brand.accent, second=brand.second, ink=brand.ink, paper=brand.paper)
    given = {"accent": brand.accent, "second": brand.second, "ink": brand.ink, "paper": brand.paper}
    fonts = tuple(_families(brand, bench.typesetter.fonts, root))
    papers = {board.kit: board.of("paper") for board in colours}
    logos = tuple(
        LogoFound(
            ground=ground,
            file=brand.logo_dark or brand.logo if ground == "dark" else brand.logo or brand.logo_dark,
            type=logo.type,
            ratio=round(logo.ratio, 3),
            pixels=logo.pixels,
            contrast=_contrast(bench, ground, papers[ground]),
        )
        for ground in papers
        if (logo := bench.logos.get(ground))
    )
    return BrandKit(
        brand=brand.name,
        handle=brand.handle,
        kit=brand.kit,
        radius=brand.radius,
        scrim=brand.scrim,
        given=tuple(Swatch(role=role, colour=colour.upper()) for role, colour in given.items() if colour),
        colours=colours,
        fonts=fonts,
        logos=logos,
        ctas=tuple(CallToAction(language=tag, words=words) for tag, words in sorted(brand.ctas.items())),
        notes=(*_of_colours(brand), *_of_logos(logos), *_of_fonts(fonts)),
    )


def _families(brand: BrandSettings, fonts: FontIndex, root: Path) -> Iterator[FontFamily]:
    own = branding.own_fonts(brand, root)
    for role, family, is_own in (
        ("text", fonts.text, own.text is not None),
        ("display", fonts.display, own.display is not None or own.text is not None),
    ):
        files = fonts.files_of(family)
        yield FontFamily(
            role=role,
            family=family,
            own=is_own,
            files=tuple(_named(path, root) for path in files),
            weights=weights(files),
            licence=(brand.fonts.licence or None) if is_own else "OFL-1.1",
            lacks=fonts.lacking(family, _EVERYDAY),
        )


def _named(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _of_colours(brand: BrandSettings) -> Iterator[str]:
    fill, letters = readable(brand.accent)
    moved = oklch(fill).light - oklch(brand.accent).light
    if abs(moved) > _TONE:
        tone, way = ("white", "darker") if letters == "#FFFFFF" else ("dark", "lighter")
        yield (
            f"The accent {brand.accent.upper()} carries neither white nor dark letters as it is: "
            f"under {tone} ones it is drawn a little {way}, as {fill}."
        )
    if brand.second and oklch(brand.second).chroma < 0.04:
        yield f"The second colour {brand.second.upper()} is a grey and highlights nothing: the accent does instead."
    elif brand.second and abs((oklch(brand.second).hue - oklch(brand.accent).hue + 180) % 360 - 180) < 30:
        yield "The second colour is of nearly the accent's hue: the accent highlights instead."


def _of_logos(logos: Sequence[LogoFound]) -> Iterator[str]:
    if not logos:
        yield "There is no logo: set logo under [brand] in ugc.toml to a PNG or an SVG."
    for logo in logos:
        if logo.contrast < _DIM:
            key = "logo_dark" if logo.ground == "dark" else "logo"
            yield (
                f"The logo can hardly be made out on {logo.ground} grounds: its contrast is {logo.contrast}, and "
                f"{_DIM:g} is needed. Give one that can as {key}."
            )
        if logo.pixels and max(logo.pixels) < 480:
            yield (
                f"{logo.file} has {logo.pixels[0]} by {logo.pixels[1]} pixels, which is little: "
                "export it larger, or as SVG."
            )


def _of_fonts(fonts: Sequence[FontFamily]) -> Iterator[str]:
    for font in {font.family: font for font in fonts if font.own}.values():
        if font.licence is None:
            yield (
                f"No licence is noted for {font.family}: not every font may be drawn into ads; say which one under "
                "[brand.fonts]."
            )
        if font.weights and max(font.weights) < _THIN:
            yield f"{font.family} has no weight of {_THIN} or more: its letters are thin on pictures."
        if font.lacks:
            few = " ".join(font.lacks[:8])
            more = f" and {counted(len(font.lacks) - 8, 'other')}" if len(font.lacks) > 8 else ""
            yield f"{font.family} has no {few}{more}: a shipped font draws these."


def _overlay(
    bench: _Bench, words: Mapping[str, Any], *, pixels: tuple[int, int], kit: Kit = "light"
) -> bytes:
    data = {
        **words,
        "language": "en",
        "safe": dict.fromkeys(("top", "right", "bottom", "left"), 0.0),
        "brand": brand_data(bench.brand, kit=kit, logos=bench.logos),
    }
    return bench.typesetter.overlay(bench.specimen, data, pixels=pixels).png


def _specimens(bench: _Bench) -> Iterator[Specimen]:
    sizes = templates.load("credit").sizes
    assert sizes is not None
    fonts = bench.typesetter.fonts
    for role, family, weight, words in _LINES:
        size = sizes.type[role]["9:16"][0]
        pixels = (_CANVAS, round(size * 1.3))
        said = {"part": role, "said": words, "weight": str(weight), "family": family}
        png = _overlay(bench, said, pixels=pixels)
        drawn_with = fonts.display if family == "display" else fonts.text
        nearest = min(weights(fonts.files_of(drawn_with)) or (weight,), key=lambda known: abs(known - weight))
        yield Specimen(role, drawn_with, nearest, size, png, pixels)


def _contrast(bench: _Bench, ground: Kit, paper: str) -> float:
    """The median contrast of a logo's pixels against a ground, rounded down."""
    import numpy as np

    from ugc.media.pixels import decode_overlay
    from ugc.media.shades import colour, luminance

    png = _overlay(bench, {"part": "logo", "on": ground}, pixels=_LOGO, kit=ground)
    layer = decode_overlay(png).reshape(-1, 4)
    solid = layer[layer[:, 3] > 127, :3].astype(np.float32)
    if not len(solid):
        return 1.0
    behind = float(luminance(np.array([colour(paper)[:3]], np.float32))[0])
    drawn = luminance(solid)
    ratio = (np.maximum(drawn, behind) + 0.05) / (np.minimum(drawn, behind) + 0.05)
    return floor(float(np.median(ratio)) * 10) / 10


def _in_use(workspace: "Workspace", bench: _Bench, seen: Callable[[str, int], None]) -> Iterator[InUse]:
    """Examples on invented pictures; one whose words do not fit in the brand's letters is left out."""
    from ugc.media.encode import encode
    from ugc.media.look import Looker
    from ugc.media.resample import Picture
    from ugc.workspace.sampling import Sampler

    sampler = Sampler(Looker(words=False), bench.typesetter, brand={})
    for name, format, kit in _USES:
        seen(f"{name} {format}", len(_USES))
        template = branding.measured(templates.load(name), bench.typesetter.fonts)
        known = samples.load(template)
        words = samples.words_of(known, next(iter(known.words)), template=template)
        if "disclosure" in template.words:
            words = words.model_copy(update={"disclosure": "Paid partnership"})
        try:
            one = sampler.draw(
                template,
                known.pictures,
                words,
                format=workspace.tables.format(format),
                options=branding.chosen(template, {}, logo=bool(bench.logos)),
                brand=brand_data(bench.brand, kit=kit, logos=bench.logos),
            )
        except PlacementError:
            continue
        width, height = one.draft.pixels
        wide = _SHOWN if width < height else 2 * _SHOWN
        size = (wide, round(height * wide / width))
        webp = encode(Picture(one.canvas).render(WHOLE, size), "webp", quality=86).data
        kits = f", {kit} kit" if template.ground else ""
        yield InUse(f"{name.capitalize()}, {format}{kits}", webp, size)
