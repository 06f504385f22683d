"""Typography: the only room that knows Typst. A template and its data become a transparent overlay.

The data of an overlay is one mapping of plain JSON values; what stands under a copy field is drawn as text and
never read as markup:

    credit     the credit line; needed by most templates
    platform   the platform's name as people write it (Instagram), or None
    headline   words or None, as every other copy field of the template's `template.toml`
    cta        words or None
    language   BCP 47 tag (en, ar, ja, zh-TW); decides letter shapes, and direction where no letter does
    safe       the safe zone as insets {top, right, bottom, left} in fractions 0..1 of the canvas; needed
    notches    what is covered inside the safe zone: [{x0, y0, x1, y1}] in fractions 0..1 of the canvas
    brand      {name, handle, accent, ink, paper, roles, logo, radius, scrim}: colours as #RRGGBB, `roles` as
               `ugc.palette` makes them, the logo as {light, dark}, each {svg, ratio}, or None, the radius of panels in
               pixels of the usual width, the tone of shades ("black" or "ink"); what is left out or None is `BRAND`'s
    pictures   where pictures stand that do not fill the canvas: [{x0, y0, x1, y1}] in fractions 0..1 of it
    options    the template's options; those left out take its defaults

Any other key holds words for a template that asks for them. Lengths inside templates are in pixels of the
format's base size; everything handed back is in canvas pixels, x right and y down from the top left.
"""

from ugc.text import clusters
from ugc.typeset.coverage import system_cjk_fonts
from ugc.typeset.engine import BRAND, Overlay, Typesetter
from ugc.typeset.fonts import FontIndex, missing_glyphs
from ugc.typeset.hygiene import drawable
from ugc.typeset.own import OwnFonts

__all__ = [
    "BRAND",
    "FontIndex",
    "Overlay",
    "OwnFonts",
    "Typesetter",
    "clusters",
    "drawable",
    "missing_glyphs",
    "system_cjk_fonts",
]
