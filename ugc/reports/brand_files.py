"""Whether the files of a brand's kit can be used: a check-up says so before a run does."""

from pathlib import Path

from ugc.config import BrandSettings
from ugc.errors import UgcError
from ugc.media.logo import read_logo
from ugc.reports.checks import Finding, listed
from ugc.typeset import FontIndex, OwnFonts

_ADVICE = "Set it under [brand] in ugc.toml; `ugc brand check` draws a sheet of the whole kit."


def brand_files(brand: BrandSettings, root: Path) -> Finding:
    """Return what is to be said of a brand's logos and fonts, their paths counted from `root`."""
    logos = tuple(dict.fromkeys(name for name in (brand.logo, brand.logo_dark) if name))
    fonts = {role: name for role in ("text", "display") if (name := getattr(brand.fonts, role))}
    lost = [name for name in (*logos, *fonts.values()) if not (root / name).exists()]
    if lost:
        return Finding(status="missing", found=f"{listed(lost)}: not there.", advice=_ADVICE)
    text, display = (root / fonts[role] if role in fonts else None for role in ("text", "display"))
    try:
        for name in logos:
            read_logo(root / name)
        FontIndex.load(None, (), own=OwnFonts(text, display))
    except UgcError as error:
        return Finding(status="damaged", found=error.message, advice=error.hint or _ADVICE)
    if not logos and not fonts:
        return Finding(status="note", found="no logo and no fonts of its own", advice=_ADVICE)
    return Finding(found=", ".join((*logos, *(f"{name} for {role}" for role, name in fonts.items()))))
