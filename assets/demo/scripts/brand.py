"""The goods of the fictional brand: serum bottle, balm jar, wash tube, carton and card. Metres; labels face -y."""

import math

import shading
import shapes

AMBER = (0.91, 0.46, 0.11)


def bottle(art, at=(0, 0, 0), turn=(0, 0, 0), *, fill=0.7, cap=True):
    """A 30 ml amber dropper bottle, about 104 mm tall with its cap."""
    r, h, wall = 0.0172, 0.060, 0.0022
    pane = shading.glass("amber", AMBER)
    serum = shading.glass("serum", (0.94, 0.55, 0.14), ior=1.36)
    outer = [(0, 0.0006), (r - 0.002, 0), (r, 0.0022), (r, h), (0.0085, h + 0.009), (0.0085, h + 0.02)]
    inner = [(0.006, h + 0.02), (0.006, h + 0.009), (r - wall, h - 0.001), (r - wall, 0.004), (0, 0.0035)]
    top = 0.004 + (h - 0.006) * fill
    level = [
        (0, 0.0036),
        (r - wall - 0.0003, 0.0042),
        (r - wall - 0.0003, top + 0.0008),
        (r - wall - 0.001, top),
        (0, top),
    ]
    print_ = shading.picture("label", art / "bottle_label.png", 0.55)
    parts = [
        shapes.lathe("glass", outer + inner, pane, radius=0.004),
        shapes.lathe("serum", level, serum),
        shapes.band("label", r + 0.00012, 0.009, 0.049, 215, print_, steps=72),
    ]
    if cap:
        parts += dropper(h)
    return shapes.group(parts, at, turn)


def dropper(h):
    rubber = shading.plain("rubber", (0.82, 0.78, 0.71), 0.55)
    gold = shading.metal("gold", (0.86, 0.6, 0.32), 0.2)
    ring = [(0, h + 0.0085), (0.0102, h + 0.0085), (0.0102, h + 0.0225), (0.0075, h + 0.0225)]
    bulb = [
        (0.0072, h + 0.022),
        (0.0074, h + 0.027),
        (0.0068, h + 0.036),
        (0.0062, h + 0.041),
        (0.003, h + 0.0445),
        (0, h + 0.0447),
    ]
    pane = shading.glass("pipette", (0.96, 0.96, 0.95))
    pipe = [
        (0.0034, h + 0.012),
        (0.0034, 0.02),
        (0.0015, 0.010),
        (0.0009, 0.010),
        (0.0024, 0.02),
        (0.0024, h + 0.012),
    ]
    return [
        shapes.lathe("ring", ring, gold, radius=0.0008),
        shapes.lathe("bulb", bulb, rubber, radius=0.0024),
        shapes.lathe("pipette", pipe, pane, steps=32),
    ]


def jar(art, at=(0, 0, 0), turn=(0, 0, 0), *, lid=True):
    """A 50 ml jar of frosted glass, 62 mm wide; without its lid it shows a swirl of balm."""
    frosted = shading.plain("opal", (0.86, 0.8, 0.72), 0.3)
    body = [
        (0, 0),
        (0.029, 0),
        (0.031, 0.003),
        (0.031, 0.033),
        (0.0285, 0.0345),
        (0.0285, 0.042),
        (0.0255, 0.042),
        (0.0255, 0.02),
        (0, 0.02),
    ]
    parts = [shapes.lathe("jar", body, frosted, radius=0.0022)]
    if lid:
        parts.append(jar_lid(art, (0, 0, 0.034)))
    else:
        parts.append(swirl())
    return shapes.group(parts, at, turn)


def jar_lid(art, at=(0, 0, 0), turn=(0, 0, 0)):
    shell = shading.plain("lid", (0.8, 0.74, 0.65), 0.42)
    side = [(0.0298, 0), (0.0312, 0.0006), (0.0312, 0.0145), (0.0295, 0.016), (0, 0.016)]
    ink = shading.picture("lid print", art / "jar_lid.png", 0.42)
    disc = shapes.place(shapes.disc("print", 0.0285, ink), (0, 0, 0.01612))
    return shapes.group([shapes.lathe("lid", side, shell, radius=0.0016), disc], at, turn)


def swirl():
    """Balm with the spiral a finger leaves."""
    balm = shading.Shader("balm", Base_Color=(0.92, 0.72, 0.47), Roughness=0.28, Specular=0.4)

    def height(u, v):
        x, y = u - 0.5, v - 0.5
        r, a = math.hypot(x, y) * 2, math.atan2(y, x)
        wave = math.sin(r * 15 - a) * 0.0016 * min(r * 3, 1) * (1.1 - r * 0.6)
        return (
            0.0385 + wave + 0.004 * max(0, 0.35 - r) + 0.0006 * shapes.rumple(u, v, seed=4, folds=7, depth=1)
        )

    return shapes.sheet(
        "balm", (0.0364, 0.0364), (160, 160), balm.material, lambda u, v: round_off(u, v, height)
    )


def round_off(u, v, height):
    """Bend the square sheet into a disc of the same breadth times root two."""
    x, y = 2 * u - 1, 2 * v - 1
    dx, dy = x * math.sqrt(1 - y * y / 2), y * math.sqrt(1 - x * x / 2)
    return (
        0.0253 * dx - (u - 0.5) * 0.0364,
        0.0253 * dy - (v - 0.5) * 0.0364,
        height(dx / 2 + 0.5, dy / 2 + 0.5),
    )


def squeeze_tube(art, at=(0, 0, 0), turn=(0, 0, 0)):
    """A 75 ml tube lying on its back along y: round at the cap (-y), crimped flat at the far end."""
    skin = shading.picture("tube", art / "tube_face.png", 0.36)
    white = shading.plain("cap", (0.86, 0.82, 0.76), 0.35)
    points, uv, faces, rows, steps = [], [], [], 40, 64
    for j in range(rows + 1):
        t = j / rows
        wide, tall = 0.0195 + 0.006 * t, 0.0195 * (1 - t) ** 0.7 + 0.0006
        dent = 0.0022 * math.exp(-(((t - 0.55) / 0.16) ** 2))
        for k in range(steps + 1):
            a = 2 * math.pi * k / steps - math.pi / 2
            press = dent * max(0, math.sin(a)) * math.cos(a * 2 + 1.3)
            points.append((wide * math.cos(a), t * 0.125, max(tall, 0.0006) * math.sin(a) + tall + press))
            uv.append((0.5 + 0.46 * math.cos(a), t))
    for j in range(rows):
        for k in range(steps):
            a = j * (steps + 1) + k
            faces.append((a, a + 1, a + steps + 2, a + steps + 1))
    body = shapes.mesh_object("tube", points, faces, skin, uv=uv)
    cap = shapes.lathe(
        "cap", [(0, 0), (0.0165, 0), (0.0178, 0.002), (0.0185, 0.022), (0, 0.024)], white, radius=0.001
    )
    shapes.place(cap, (0, -0.0225, 0.0195), (-90, 0, 0))
    return shapes.group([body, cap], at, turn)


def carton(art, at=(0, 0, 0), turn=(0, 0, 0)):
    """The folding box of the bottle: 42 mm square, 112 mm tall, printed on the face at -y."""
    board = shading.plain("board", (0.88, 0.67, 0.47), 0.6, grain=700)
    print_ = shading.picture("carton print", art / "carton.png", 0.55)
    body = shapes.box("carton", (0.042, 0.042, 0.112), board, round_by=0.0006)
    face = shapes.sheet("face", (0.0412, 0.1112), (1, 1), print_, at=(0, -0.02108, 0.056), turn=(90, 0, 0))
    return shapes.group([body, face], at, turn)


def card(art, at=(0, 0, 0), turn=(0, 0, 0)):
    """A thank-you card of 120 x 85 mm, a little bent."""
    paper = shading.picture("card", art / "card.png", 0.65)
    thing = shapes.sheet(
        "card", (0.12, 0.085), (24, 8), paper, lambda u, v: 0.006 * (u - 0.4) ** 2 + 0.002 * v * v
    )
    return shapes.place(shapes.thicken(thing, 0.0005), at, turn)
