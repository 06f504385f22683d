"""A template shown on sample pictures: one PNG a format, and a sheet of them all; in a workspace or without one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc import config, samples
from ugc.config import BrandSettings
from ugc.errors import PlacementError, UgcError
from ugc.files import write_bytes
from ugc.model.base import Value
from ugc.model.formats import Format
from ugc.model.templates import Template
from ugc.palette import Kit
from ugc.resources import ASSETS
from ugc.workspace import branding
from ugc.workspace.overlaying import brand_data
from ugc.workspace.sampling import Sample, Sampler

if TYPE_CHECKING:
    from ugc.reports.template_sheet import Cell
    from ugc.typeset import Typesetter
    from ugc.workspace import Workspace

_SETTINGS = ASSETS / "demo" / "ugc.toml"
"""Whose brand templates are drawn with outside a workspace."""


class Drawn(Value):
    """A format that was drawn."""

    format: str
    pixels: tuple[int, int]
    file: str


class NotDrawn(Value):
    """A format that the template refused, with why and what to do."""

    format: str
    why: str
    hint: str | None


class TemplateShown(Value):
    """A template on its sample pictures."""

    template: str
    sample: str
    drawn: tuple[Drawn, ...]
    sheet: str | None
    """The file with all of them on one page; None where nothing could be drawn."""
    refused: tuple[NotDrawn, ...]


class Showing(NamedTuple):
    """What is drawn, and how."""

    template: Template
    sample: str
    formats: Sequence[Format]
    texts: Mapping[str, str] = {}
    options: Mapping[str, str] = {}
    kit: Kit | None = None


def show(
    wanted: Showing,
    *,
    folder: Path,
    here: "Workspace | None" = None,
    seen: Callable[[str, int], None] = lambda *_: None,
) -> TemplateShown:
    """Draw a template's sample in some formats into a folder, with the brand of a workspace or the demo's.

    `seen` is told each format as it is drawn. Raises UsageError for a sample, field, option or choice that it does
    not have, MissingError for a character that no font has, InputError for a template that Typst does not understand.
    """
    from ugc.media.encode import encode

    template = wanted.template
    known = samples.load(template)
    words = samples.with_texts(
        samples.words_of(known, wanted.sample, template=template), dict(wanted.texts), template=template
    )
    bench = _bench(here, wanted.kit)
    wanted = wanted._replace(
        template=branding.measured(template, bench.typesetter.fonts),
        options=branding.chosen(template, wanted.options, logo=bench.has_logo),
    )
    cells: list[Cell] = []
    drawn, refused = [], []
    for chosen in wanted.formats:
        seen(chosen.id, len(wanted.formats))
        try:
            one = bench.sampler.draw(
                wanted.template, known.pictures, words, format=chosen, options=wanted.options
            )
        except PlacementError as error:
            refused.append(NotDrawn(format=chosen.id, why=error.message, hint=error.hint))
            cells.append(_cell(chosen.id, chosen.pixels, error))
            continue
        path = folder / f"{chosen.id}-{wanted.sample}.png"
        write_bytes(path, encode(one.canvas, "png").data)
        drawn.append(Drawn(format=chosen.id, pixels=one.draft.pixels, file=str(path)))
        cells.append(_cell(chosen.id, one.draft.pixels, one))
    sheet = folder / f"sheet-{wanted.sample}.png"
    if drawn:
        write_bytes(sheet, _sheet(wanted, cells, bench))
    return TemplateShown(
        template=template.name,
        sample=wanted.sample,
        drawn=tuple(drawn),
        sheet=str(sheet) if drawn else None,
        refused=tuple(refused),
    )


class _Bench(NamedTuple):
    """What a template is drawn with."""

    brand: BrandSettings
    sampler: Sampler
    typesetter: "Typesetter"
    fonts: dict[str, Any]
    """The folders and the cache of `ugc.typeset.pages`."""
    has_logo: bool


def _bench(here: "Workspace | None", kit: Kit | None) -> _Bench:
    """The brand of a workspace with its fonts; outside one the demo's, with what this machine has for CJK."""
    from ugc.media.look import Looker
    from ugc.typeset import Typesetter, system_cjk_fonts

    settings = here.settings if here else config.load(_SETTINGS)
    root = here.root if here else _SETTINGS.parent
    dirs = [root / name for name in settings.render.fonts] if here else list(system_cjk_fonts())
    cache = root / ".ugc" / "cache" / "fonts.json" if here else None
    logos = branding.logos(settings.brand, root)
    typesetter = Typesetter(dirs, cache=cache, own=branding.own_fonts(settings.brand, root))
    told = brand_data(settings.brand, kit=kit, logos=logos)
    sampler = Sampler(Looker(words=False), typesetter, brand=told)
    return _Bench(settings.brand, sampler, typesetter, {"font_dirs": dirs, "cache": cache}, bool(logos))


def _cell(format: str, pixels: tuple[int, int], got: "Sample | UgcError") -> "Cell":
    from ugc.geometry import WHOLE
    from ugc.media.encode import encode
    from ugc.media.resample import Picture
    from ugc.reports.template_sheet import Cell, size_on_sheet

    if isinstance(got, UgcError):
        return Cell(format, pixels, why=got.message)
    size = size_on_sheet(pixels)
    return Cell(format, pixels, encode(Picture(got.canvas).render(WHOLE, size), "webp", quality=92).data)


def _sheet(wanted: Showing, cells: "Sequence[Cell]", bench: _Bench) -> bytes:
    from ugc.reports.template_sheet import sheet

    brand = bench.brand
    chosen = [f"{option} {choice}" for option, choice in wanted.options.items()]
    about = [brand.name, f"{wanted.kit or brand.kit} kit", f"sample {wanted.sample}", *chosen]
    return sheet(
        cells,
        title=wanted.template.name,
        purpose=wanted.template.purpose,
        about=" · ".join(about),
        accent=brand.accent,
        **bench.fonts,
    )
