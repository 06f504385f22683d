"""What a brand brings of its own: logos and fonts from their files, and calls to action by language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined

from ugc.config import BrandSettings
from ugc.errors import UsageError
from ugc.media.logo import Logo, read_logo
from ugc.model.base import digest
from ugc.model.templates import Template
from ugc.templates import with_defaults
from ugc.typeset import FontIndex, OwnFonts

OPTION = "logo"
"""The option by which a template offers to draw the brand's logo: "on" or "off"."""


def logos(brand: BrandSettings, root: Path) -> dict[str, Logo]:
    """Read a brand's logos by the ground that each is for, "light" and "dark"; none where it has none.

    One logo alone serves both grounds. Raises InputError for a file that is no logo.
    """
    files = [name for name in (brand.logo, brand.logo_dark) if name]
    read = {name: read_logo(root / name) for name in dict.fromkeys(files)}
    if not read:
        return {}
    return {"light": read[files[0]], "dark": read[files[-1]]}


def own_fonts(brand: BrandSettings, root: Path) -> OwnFonts:
    """Say where a brand's own fonts lie."""
    text, display = brand.fonts.text, brand.fonts.display
    return OwnFonts(root / text if text else None, root / display if display else None)


def measured(template: Template, fonts: FontIndex) -> Template:
    """Return a template with the widths of a brand's letters in its sizes, so that planning leaves them room."""
    if template.sizes is None or fonts.wider == 1.0:
        return template
    return template.model_copy(update={"sizes": template.sizes.model_copy(update={"wider": fonts.wider})})


def chosen(template: Template, asked: Mapping[str, str], *, logo: bool) -> dict[str, str]:
    """Return every option of a template as it is to be drawn: without a logo where the brand has none.

    No edit is then asked of the records for it. Raises UsageError where the logo was asked for by name.
    """
    options = with_defaults(template, asked)
    if logo or options.get(OPTION) != "on" or "off" not in template.options[OPTION].choices:
        return options
    if asked.get(OPTION) == "on":
        raise UsageError(
            f"Template {template.name} was asked for the logo, and the brand has none.",
            hint="Set logo under [brand] in ugc.toml to a PNG or an SVG.",
        )
    return options | {OPTION: "off"}


def brand_digest(told: Mapping[str, Any], found: Mapping[str, Logo], options: Mapping[str, str]) -> str:
    """Hash what a brand tells an overlay; its logos by their files, and only where they may be drawn."""
    drawn = {} if options.get(OPTION) == "off" else {ground: logo.sha256 for ground, logo in found.items()}
    return digest({**told, "logo": drawn})


def call_to_action(brand: BrandSettings, language: str) -> object:
    """Return the brand's call to action in a language, else in that language at large: `de` for `de-AT`.

    Where it has none, what fails to be filled into words, and says why.
    """
    for tag in (language, language.split("-")[0]):
        if tag in brand.ctas:
            return brand.ctas[tag]
    return StrictUndefined(hint=f"ctas under [brand] in ugc.toml has no call to action in {language!r}")
