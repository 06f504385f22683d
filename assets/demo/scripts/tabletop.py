"""Things on tables and beds: cloth, spectacles, cake, cutlery, a book, oranges, a pencil, a laptop. Metres."""

import math

import shading
import shapes
import things
from mathutils import Vector


def cloth(name, size, material, *, seed, folds=3.0, depth=0.008, at=(0, 0, 0), turn=(0, 0, 0)):
    """Linen lying on something, rumpled."""
    return shapes.sheet(
        name,
        size,
        (220, 220),
        material,
        lambda u, v: shapes.rumple(u, v, seed=seed, folds=folds, depth=depth),
        at=at,
        turn=turn,
    )


def glasses(at, turn, lens=(0.35, 0.16, 0.06)):
    """Round spectacles lying on their folded arms."""
    shell = shading.plain("acetate", (0.16, 0.06, 0.02), 0.18, depth=0.00005)
    tint = shading.glass("lens", lens)
    parts = []
    for side in (-1, 1):
        ring = [
            Vector((0.033 * side + 0.0235 * math.cos(a), 0, 0.022 + 0.0215 * math.sin(a)))
            for a in (k * math.tau / 24 for k in range(24))
        ]
        parts.append(shapes.tube("rim", ring, 0.0021, shell, cyclic=True))
        disc = shapes.disc("lens", 0.0225, tint)
        parts.append(shapes.place(disc, (0.033 * side, 0, 0.022), (90, 0, 0)))
        arm = [
            (0.057 * side, 0.002, 0.032),
            (0.059 * side, 0.01, 0.033),
            (0.03 * side, 0.016 + 0.004 * side, 0.03),
            (-0.06 * side, 0.017 + 0.004 * side, 0.026),
            (-0.075 * side, 0.018, 0.014),
        ]
        parts.append(shapes.tube("arm", [Vector(p) for p in arm], 0.0019, shell))
    bridge = [
        Vector((x, 0.001, 0.027 + 0.003 * (1 - (x / 0.01) ** 2))) for x in (-0.011, -0.004, 0.004, 0.011)
    ]
    parts.append(shapes.tube("bridge", bridge, 0.002, shell))
    return shapes.group(parts, at, turn)


BERRIES = [
    (-0.012, 0.01, 0.0048),
    (0.017, -0.008, 0.0038),
    (0.006, 0.026, 0.0044),
    (-0.021, -0.015, 0.005),
    (0.024, 0.012, 0.0032),
    (0.0, -0.018, 0.003),
    (-0.026, 0.017, 0.0026),
    (0.012, 0.008, 0.0024),
]


def slice_of_cake(at, turn):
    """A thick slice of loaf lying on its cut face, crust all round, with a gnawed edge."""
    sponge = shading.crumb("sponge", (0.86, 0.62, 0.28), (0.6, 0.34, 0.1), scale=380, depth=0.004)
    crust = shading.crumb("crust", (0.4, 0.19, 0.06), (0.2, 0.08, 0.02), scale=220, depth=0.0012)
    outline = []
    for k in range(120):
        a = k / 120 * math.tau
        x, y = (
            abs(math.cos(a)) ** 0.5 * math.copysign(0.037, math.cos(a)),
            abs(math.sin(a)) ** 0.5 * math.copysign(0.032, math.sin(a)),
        )
        dome = 0.014 * (1 - (x / 0.037) ** 2) if y > 0 else 0
        outline.append(Vector((x, y + dome, 0)) * (1 + 0.012 * math.sin(k * 1.7)))
    rings = [(0.94, 0.0), (1.0, 0.003), (1.0, 0.02), (0.985, 0.0232), (0.955, 0.0236)]
    skin = _rings(outline, rings, crust)
    top = _rings(outline, [(0.955 * (1 - (k / 14)), 0.0236) for k in range(15)], sponge)
    for part, amount in ((skin, 0.0012), (top, 0.0011)):
        shapes.jitter(part, amount, 210, 3)
    berry = shading.plain("berry", (0.06, 0.02, 0.1), 0.35)
    juice = shading.plain("juice", (0.3, 0.12, 0.16), 0.5)
    bits = []
    for x, y, r in BERRIES:
        ball = shapes.lathe(
            "berry",
            [(0, -r), (r * 0.8, -r * 0.5), (r, 0), (r * 0.7, r * 0.25), (0, r * 0.3)],
            berry,
            steps=20,
        )
        stain = shapes.jitter(shapes.disc("stain", r * 1.3, juice, steps=20), r * 0.3, 400, x * 50)
        bits += [
            shapes.place(shapes.jitter(ball, r * 0.3, 300, x * 90), (x, y, 0.0233)),
            shapes.place(stain, (x, y, 0.0238)),
        ]
    things.crumbs(sponge, 34, (at[0] + 0.01, at[1] - 0.04), 0.045, seed=3, z=at[2] + 0.002)
    things.crumbs(sponge, 16, (at[0] - 0.02, at[1] - 0.09), 0.05, seed=8, z=0)
    return shapes.group([skin, top, *bits], at, turn)


def _rings(outline, rings, material):
    points = [Vector((p.x * s, p.y * s, z)) for s, z in rings for p in outline]
    n, faces = len(outline), []
    for j in range(len(rings) - 1):
        for i in range(n):
            faces.append((j * n + i, j * n + (i + 1) % n, (j + 1) * n + (i + 1) % n, (j + 1) * n + i))
    return shapes.mesh_object("rings", points, faces, material)


def fork(at, turn):
    steel = shading.metal("steel", (0.7, 0.68, 0.64), 0.16)
    stem = [Vector((0, y, z)) for y, z in ((-0.11, 0.002), (-0.06, 0.003), (0.0, 0.008), (0.03, 0.005))]
    parts = [shapes.tube("stem", stem, 0.0022, steel, taper=[2.0, 1.4, 0.9, 1.3])]
    for k in range(4):
        x = (k - 1.5) * 0.0048
        tine = [
            Vector((x * 0.6, 0.026, 0.0052)),
            Vector((x, 0.034, 0.003)),
            Vector((x, 0.048, 0.0015)),
            Vector((x, 0.068, 0.007)),
        ]
        parts.append(shapes.tube("tine", tine, 0.0012, steel, taper=[1.3, 1.1, 1, 0.6]))
    return shapes.group(parts, at, turn)


def book(art, at, turn):
    """A paperback lying open."""
    paper = shading.picture("page", art / "page.png", 0.75)
    edge = shading.plain("page edges", (0.75, 0.68, 0.55), 0.8)
    cover = shading.plain("cover", (0.06, 0.16, 0.19), 0.5)
    parts = []
    for side in (-1, 1):
        thick = 0.012 if side < 0 else 0.008

        def height(u, v, side=side, thick=thick):
            t = u if side > 0 else 1 - u
            return (
                thick * (1 - math.exp(-t * 9)) * (1 - 0.25 * t)
                + 0.008 * t * math.exp(-t * 3)
                + 0.0015 * v * t
            )

        page = shapes.sheet("page", (0.125, 0.19), (60, 8), paper, height, at=(side * 0.0626, 0, 0.003))
        block = shapes.sheet("block", (0.124, 0.189), (60, 8), edge, height, at=(side * 0.0622, 0, 0.0028))
        shapes.thicken(block, thick * 0.8)
        board = shapes.box("cover", (0.128, 0.196, 0.0016), cover, at=(side * 0.064, 0, 0), round_by=0.0005)
        parts += [page, block, board]
    return shapes.group(parts, at, turn)


def orange(rind, at, seed):
    r = 0.0375
    line = [
        (r * math.sin(a) * (1 - 0.03 * math.cos(a)), -r * 0.96 * math.cos(a))
        for a in (math.pi * k / 40 for k in range(41))
    ]
    ball = shapes.lathe("orange", [(max(x, 0), z - (0.002 if z > r * 0.95 else 0)) for x, z in line], rind)
    shapes.jitter(ball, 0.0022, 30, seed)
    knob = shapes.lathe(
        "stalk",
        [(0.0034, 0.033), (0.0026, 0.0362), (0, 0.0364)],
        shading.plain("stalk", (0.2, 0.19, 0.06), 0.8),
        steps=7,
    )
    return shapes.group([ball, knob], at, (seed * 47 % 80 - 30, seed * 31 % 70 - 30, seed * 60))


def half_orange(art, rind, at):
    r = 0.036
    line = [(r * math.sin(a), -r * math.cos(a)) for a in (math.pi / 2 * k / 24 for k in range(25))]
    cut = shading.picture("cut", art / "citrus.png", 0.22, bump=0.0014, grain=210)
    parts = [shapes.lathe("half", line, rind), shapes.disc("cut", r * 0.998, cut)]
    return shapes.group(parts, (at[0], at[1], at[2] + 0.031), (52, 14, -22))


def pencil(at, turn):
    paint = shading.plain("paint", (0.75, 0.3, 0.05), 0.3)
    bare = shading.plain("bare wood", (0.6, 0.4, 0.22), 0.8)
    lead = shading.plain("lead", (0.04, 0.04, 0.045), 0.4)
    shaft = shapes.lathe("shaft", [(0, -0.08), (0.0036, -0.08), (0.0036, 0.06)], paint, steps=6, smooth=False)
    point = shapes.lathe("point", [(0.0036, 0.06), (0.0012, 0.076)], bare, steps=24)
    tip = shapes.lathe("tip", [(0.0012, 0.076), (0.0002, 0.081), (0, 0.081)], lead, steps=12)
    return shapes.group([shaft, point, tip], at, turn)


def laptop(at, turn):
    alu = shading.metal("aluminium", (0.55, 0.55, 0.56), 0.4)
    black = shading.plain("keys", (0.012, 0.012, 0.013), 0.45)
    parts = [shapes.box("base", (0.3, 0.21, 0.012), alu, round_by=0.004)]
    for row in range(5):
        for column in range(13):
            where = ((column - 6) * 0.0192 + (row % 2) * 0.004, 0.075 - row * 0.0192, 0.0116)
            parts.append(shapes.box("key", (0.0165, 0.0165, 0.0014), black, at=where, round_by=0.0012))
    parts.append(shapes.box("pad", (0.1, 0.06, 0.0006), alu, at=(0, -0.06, 0.0119), round_by=0.0003))
    parts.append(
        shapes.box("lid", (0.3, 0.006, 0.2), alu, at=(0, 0.105, 0.01), turn=(-18, 0, 0), round_by=0.0025)
    )
    screen = shading.plain("screen", (0.01, 0.01, 0.012), 0.1)
    glow = shapes.sheet("screen", (0.284, 0.18), (1, 1), screen, at=(0, 0.132, 0.106), turn=(72, 0, 0))
    return shapes.group([*parts, glow], at, turn)
