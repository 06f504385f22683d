"""Draws the printed matter of the fictional brand with Pillow: labels, cartons, pages.  python artwork.py FOLDER"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).resolve().parents[2] / "fonts" / "inter"
CREAM, INK, SUN = (247, 238, 222), (62, 38, 26), (232, 128, 48)
PROSE = (
    "She left the house before the street had made up its mind about the day. The baker's lamp was on and the river "
    "smelled of stone. At the bridge she stopped, as she always did, and counted the boats, and there was one more than "
    "there had been the evening before. Nobody rowed. The water carried it the way a hand carries a cup, and somewhere "
    "behind the warehouses a radio was playing the song that everyone had stopped singing in the spring. "
)


def font(size, weight="Medium"):
    return ImageFont.truetype(str(FONTS / f"Inter-{weight}.otf"), size)


def spaced(draw, centre, text, face, ink, gap):
    """Centred text with `gap` pixels of letter spacing."""
    widths = [face.getlength(c) + gap for c in text]
    x = centre[0] - (sum(widths) - gap) / 2
    for c, w in zip(text, widths, strict=True):
        draw.text((x, centre[1]), c, font=face, fill=ink, anchor="lm")
        x += w


def paper(size, colour, rough=5):
    grain = np.random.default_rng(7).normal(0, rough, (size[1], size[0], 1))
    return Image.fromarray(np.clip(np.array(colour) + grain, 0, 255).astype("uint8"))


def half_sun(draw, x, y, r, ink):
    draw.pieslice((x - r, y - r, x + r, y + r), 180, 360, fill=ink)
    for k in range(1, 4):
        top = y + k * r * 0.26
        inset = r * (0.12 + 0.2 * k)
        draw.rounded_rectangle((x - r + inset, top, x + r - inset, top + r * 0.1), r * 0.05, fill=ink)


def bottle_label(size=(1400, 800)):
    image = paper(size, CREAM)
    d = ImageDraw.Draw(image)
    x = size[0] / 2
    half_sun(d, x, 185, 92, SUN)
    d.text((x, 372), "Sunday Glow", font=font(98, "SemiBold"), fill=INK, anchor="mm")
    spaced(d, (x, 474), "MORNING FACE SERUM", font(34), INK, 6)
    d.line((x - 60, 540, x + 60, 540), fill=SUN, width=5)
    spaced(d, (x, 596), "apricot oil + vitamin C", font(36), INK, 2)
    spaced(d, (x, 712), "30 ml  ·  1.0 fl oz", font(33), INK, 2)
    return image


def jar_lid(size=(900, 900)):
    image = paper(size, (236, 228, 214), 3)
    d = ImageDraw.Draw(image)
    half_sun(d, 450, 390, 105, SUN)
    d.text((450, 590), "Sunday Glow", font=font(92, "SemiBold"), fill=INK, anchor="mm")
    spaced(d, (450, 670), "OVERNIGHT BALM", font(30), INK, 8)
    return image


def tube_face(size=(700, 1800)):
    image = paper(size, (235, 148, 84), 4)
    d = ImageDraw.Draw(image)
    half_sun(d, 350, 520, 100, CREAM)
    d.text((350, 760), "Sunday", font=font(124, "SemiBold"), fill=CREAM, anchor="mm")
    d.text((350, 890), "Glow", font=font(124, "SemiBold"), fill=CREAM, anchor="mm")
    spaced(d, (350, 1020), "GENTLE GEL WASH", font(40), CREAM, 8)
    spaced(d, (350, 1500), "75 ml  ·  2.5 fl oz", font(34), CREAM, 2)
    return image


def carton(size=(900, 2400)):
    image = paper(size, (241, 214, 182), 4)
    d = ImageDraw.Draw(image)
    half_sun(d, 450, 760, 190, SUN)
    d.text((450, 1180), "Sunday Glow", font=font(132, "SemiBold"), fill=INK, anchor="mm")
    spaced(d, (450, 1300), "MORNING FACE SERUM", font(44), INK, 10)
    spaced(d, (450, 2180), "30 ml  ·  1.0 fl oz", font(38), INK, 2)
    return image


def card(size=(1200, 850)):
    image = paper(size, CREAM, 4)
    d = ImageDraw.Draw(image)
    half_sun(d, 600, 230, 90, SUN)
    d.text((600, 440), "Hello, sunshine.", font=font(100, "SemiBold"), fill=INK, anchor="mm")
    d.text((600, 560), "Show us your morning", font=font(46), fill=INK, anchor="mm")
    d.text((600, 690), "#GlowRun", font=font(76, "Bold"), fill=SUN, anchor="mm")
    return image


def page(size=(1200, 1750)):
    """A book page, text printed a little unevenly."""
    image = paper(size, (240, 231, 212), 3)
    d, face = ImageDraw.Draw(image), font(37)
    words, y = (PROSE * 8).split(), 190
    while y < size[1] - 210:
        line, indent = [], 50 if y in (190, 190 + 9 * 58, 190 + 19 * 58) else 0
        while words and face.getlength(" ".join([*line, words[0]])) < 900 - indent:
            line.append(words.pop(0))
        gap = (900 - indent - face.getlength("".join(line))) / max(len(line) - 1, 1)
        x = 150 + indent
        for word in line:
            d.text((x, y), word, font=face, fill=(58, 52, 46))
            x += face.getlength(word) + gap
        y += 58
    d.text((600, size[1] - 120), "47", font=font(32), fill=(58, 52, 46), anchor="mm")
    return image.filter(ImageFilter.GaussianBlur(0.7))


def notebook(size=(1200, 1700)):
    """A week planned by hand on dotted paper (drawn strokes, no real handwriting)."""
    image = paper(size, (246, 242, 232), 3)
    d, rng = ImageDraw.Draw(image), np.random.default_rng(3)
    for x in range(60, size[0], 48):
        for y in range(60, size[1], 48):
            d.ellipse((x - 2, y - 2, x + 2, y + 2), fill=(190, 186, 178))
    for row in range(13):
        x, y = 150.0, 230 + row * 104.0
        d.rectangle((84, y - 24, 118, y + 10), outline=(60, 60, 70), width=4)
        for _ in range(int(rng.integers(2, 5))):
            end = x + rng.uniform(80, 240)
            track = [(t, y + rng.normal(0, 9) - 5) for t in np.arange(x, end, 9)]
            d.line(track, fill=(44, 52, 84), width=5, joint="curve")
            x = end + 40
    return image


def crema(size=(900, 900)):
    """Coffee with milk poured into it: a leaf of foam."""
    yy, xx = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j]
    rng = np.random.default_rng(5)
    blur = (
        np.array(Image.fromarray(rng.normal(128, 60, (60, 60)).clip(0, 255).astype("uint8")).resize(size, 3))
        / 255
    )
    r = np.hypot(xx, yy) + (blur - 0.5) * 0.05
    lobes = np.cos((np.hypot(xx * 1.5, yy + 0.35) + (blur - 0.5) * 0.05) * 21)
    inside = (np.hypot(xx * 1.35, yy - 0.02) < 0.62) & (np.abs(xx) > 0.012 * (1.4 - yy))
    milk = np.clip(0.5 + lobes * 2.2, 0, 1) * inside
    brown, dark, white = np.array((150, 88, 42)), np.array((92, 46, 18)), np.array((244, 226, 200))
    base = brown + (dark - brown) * np.clip((r - 0.75) * 4, 0, 1)[..., None] + (blur[..., None] - 0.5) * 26
    out = base + (white - base) * milk[..., None]
    return Image.fromarray(out.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(3))


def citrus(size=(900, 900)):
    """A halved orange: segments, membranes, pith and rind."""
    yy, xx = np.mgrid[-1 : 1 : size[1] * 1j, -1 : 1 : size[0] * 1j]
    rng, r, a = np.random.default_rng(9), np.hypot(xx, yy), np.arctan2(yy, xx)
    edge = np.abs(((a * 10 / (2 * np.pi) + 0.06 * np.sin(a * 3)) % 1) - 0.5)
    streaks = np.array(
        Image.fromarray(rng.normal(128, 70, (30, 360)).clip(0, 255).astype("uint8")).resize((720, 300), 3)
    )
    radial = streaks[(r * 200).astype(int) % 300, ((a / (2 * np.pi)) * 720).astype(int) % 720] / 255
    flesh = np.array((238, 128, 22)) * (0.75 + 0.4 * radial[..., None])
    pith = np.array((250, 228, 176))
    wall = (
        np.clip(1 - (0.5 - edge) * r * 26, 0, 1)
        + np.clip((0.09 - r) * 30, 0, 1)
        + np.clip((r - 0.86) * 40, 0, 1)
    )
    out = flesh + (pith - flesh) * np.clip(wall, 0, 1)[..., None]
    rind = np.clip((r - 0.955) * 60, 0, 1)[..., None]
    return Image.fromarray((out + (np.array((236, 120, 10)) - out) * rind).clip(0, 255).astype("uint8"))


DRAWN = {
    f.__name__: f for f in (bottle_label, jar_lid, tube_face, carton, card, page, notebook, crema, citrus)
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in DRAWN.items():
        draw().save(folder / f"{name}.png")
