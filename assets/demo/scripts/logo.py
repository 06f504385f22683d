"""Write the invented brand's logo, for light and for dark grounds: its half sun and its name, as outlines of Inter.

`python assets/demo/scripts/logo.py` needs fontTools and nothing else.
"""

from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).resolve().parents[2]
FONT = ASSETS / "fonts" / "inter" / "Inter-SemiBold.otf"
TO = ASSETS / "demo" / "brand"
NAME = "Sunday Glow"
RADIUS, BASE, SIZE, GAP = 50, 60, 76, 34
"""Of the sun; y of its horizon and of the letters' line; type size; between sun and name. In units of the view box."""
GROUNDS = {"logo": ("#C8501E", "#221A14"), "logo_dark": ("#F0824E", "#FBF7F0")}


def sun(x: float) -> str:
    """The half sun over three lines, as on the labels, as path data; `x` is its middle."""
    path = f"M{x - RADIUS} {BASE}A{RADIUS} {RADIUS} 0 0 1 {x + RADIUS} {BASE}Z"
    for number in range(1, 4):
        top = BASE + number * RADIUS * 0.26 - RADIUS * 0.1
        half = RADIUS * (0.88 - 0.2 * number)
        path += f"M{x - half:.1f} {top:.1f}h{2 * half:.1f}v{RADIUS * 0.1:.1f}h{-2 * half:.1f}Z"
    return path


def name(x: float) -> tuple[str, float]:
    """The brand's name from `x` as path data, and where it ends."""
    font = TTFont(FONT)
    glyphs, chars, scale = font.getGlyphSet(), font.getBestCmap(), SIZE / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}".removesuffix(".0"))
    for letter in NAME:
        glyph = glyphs[chars[ord(letter)]]
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, BASE + 15)))
        x += glyph.width * scale - 0.012 * SIZE
    return pen.getCommands(), x


def main() -> None:
    """Write both files."""
    letters, end = name(2 * RADIUS + GAP)
    TO.mkdir(exist_ok=True)
    for stem, (glow, ink) in GROUNDS.items():
        (TO / f"{stem}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 10 {end:.0f} 95">'
            f'<path d="{sun(RADIUS)}" fill="{glow}"/><path d="{letters}" fill="{ink}"/></svg>\n',
            "utf-8",
        )


if __name__ == "__main__":
    main()
