"""A running shoe lofted from sections along its length. Heel at y = 0, toe at +y, sole on z = 0. Metres."""

import math
from itertools import pairwise

import shading
import shapes
from mathutils import Vector, noise

LONG = 0.285


def table(points, t):
    """Smooth reading of (t, value) pairs."""
    for (a, one), (b, two) in pairwise(points):
        if t <= b:
            k = (t - a) / (b - a)
            return one + (two - one) * k * k * (3 - 2 * k)
    return points[-1][1]


HALF_WIDTH = [(0, 0.033), (0.2, 0.034), (0.42, 0.0325), (0.7, 0.046), (0.88, 0.043), (1.0, 0.035)]
TOP = [
    (0, 0.082),
    (0.06, 0.098),
    (0.2, 0.088),
    (0.38, 0.098),
    (0.5, 0.09),
    (0.7, 0.066),
    (0.86, 0.052),
    (0.97, 0.038),
    (1.0, 0.027),
]
SPRING = [(0, 0.008), (0.12, 0.0), (0.66, 0.0), (1.0, 0.02)]
DEEP = [(0, 0.034), (0.2, 0.032), (0.6, 0.026), (1.0, 0.02)]


def half_width(t):
    """Half the breadth at `t`, rounded off at heel and toe."""
    toe, heel = max(0.0, (t - 0.84) / 0.16), max(0.0, (0.13 - t) / 0.13)
    return table(HALF_WIDTH, t) * math.sqrt(max(1 - toe**2.3, 0)) * math.sqrt(max(1 - heel**2.2, 0))


def bend(t):
    return 0.011 * math.sin((t - 0.1) * 2.6) - 0.004


def upper(material, side):
    """The knitted body with its collar cut open, as a thick shell."""
    rows, cols, points, uv = 72, 56, [], []
    for i in range(rows + 1):
        t = i / rows
        w, z0 = half_width(min(max(t, 0.01), 0.99)) * 0.98, table(SPRING, t) + table(DEEP, t) - 0.006
        tall = max(table(TOP, t) - z0 + table(SPRING, t) * 0.4, 0.004)
        for j in range(cols + 1):
            a = math.pi * j / cols
            x = (
                w
                * math.copysign(abs(math.cos(a)) ** (0.75 - 0.2 * t), math.cos(a))
                * (1 - 0.22 * math.sin(a) ** 3 * (1 - t))
            )
            z = z0 + tall * math.sin(a) ** (0.8 + 0.3 * (1 - t))
            points.append((side * (x + bend(t)), t * LONG, z))
            uv.append((j / cols, t))
    faces = []
    for i in range(rows):
        for j in range(cols):
            t, u = (i + 0.5) / rows, abs((j + 0.5) / cols - 0.5)
            if collar(t, u):
                continue
            a = i * (cols + 1) + j
            faces.append((a, a + 1, a + cols + 2, a + cols + 1)[::side])
    thing = shapes.mesh_object("upper", points, faces, material, uv=uv)
    shapes.jitter(thing, 0.0012, 40, 3)
    shapes.thicken(thing, 0.0045, 1.0)
    shapes.bevel(thing, 0.0015)
    return shapes.subdivide(thing, 1)


def collar(t, u):
    """Whether a point (t along, u 0..0.5 from the ridge) is in the foot hole or the lace throat."""
    hole = ((t - 0.2) / 0.165) ** 2 + (u / 0.235) ** 2 < 1
    throat = 0.3 < t < 0.62 and u < 0.085 - 0.05 * (t - 0.3) / 0.32
    return hole or throat


def sole(materials, side):
    """Midsole of foam with a flare and a groove, and a thin dark outsole."""
    parts = []
    for name, low, high, grow, material in (
        ("foam", 0.004, 1.0, 1.0, materials[0]),
        ("tread", 0.0, 0.005, 0.97, materials[1]),
    ):
        outline = []
        for k in range(128):
            a = k / 128 * math.tau
            t = 0.5 - 0.5 * math.cos(a)
            x = half_width(t) * grow * (1.06 if a < math.pi else -1.06)
            outline.append((side * (x + bend(t)), t * 1.02 * LONG - 0.003, t))
        points, levels = [], (0, 0.12, 0.5, 0.56, 0.62, 0.9, 1) if name == "foam" else (0, 0.5, 1)
        swell = {0: 0.965, 0.12: 1.015, 0.5: 1.02, 0.56: 0.995, 0.62: 1.015, 0.9: 1.0, 1: 0.97}
        for level in levels:
            for x, y, t in outline:
                top = table(DEEP, t) if name == "foam" else high
                z = table(SPRING, t) + low + (top - low) * level
                s = swell[level] if name == "foam" else 1.0
                points.append(
                    (
                        (x - bend(t) * side) * s + bend(t) * side,
                        LONG / 2 + (y - LONG / 2) * (1 + (s - 1) * 0.3),
                        z,
                    )
                )
        n, faces = len(outline), []
        for j in range(len(levels) - 1):
            for i in range(n):
                faces.append(
                    (j * n + i, j * n + (i + 1) % n, (j + 1) * n + (i + 1) % n, (j + 1) * n + i)[::-side]
                )
        faces += [tuple(range(n)), tuple(range((len(levels) - 1) * n, len(levels) * n))]
        parts.append(shapes.mesh_object(name, points, faces, material))
    return parts


def ridge(t):
    return table(TOP, t) + table(SPRING, t) * 0.4


def laces(material, side):
    parts = []
    for k in range(6):
        t = 0.34 + 0.05 * k
        half, z = 0.0235 - 0.0012 * k, ridge(t) + 0.0015
        for way in (-1, 1):
            line = [
                Vector((side * (bend(t) + way * half), t * LONG, z - 0.0085)),
                Vector((side * (bend(t) + way * half * 0.5), (t + 0.012) * LONG, z + 0.001)),
                Vector((side * (bend(t) - way * half * 0.5), (t + 0.034) * LONG, z + 0.001 - 0.002 * k / 5)),
                Vector((side * (bend(t) - way * half), (t + 0.05) * LONG, z - 0.012)),
            ]
            parts.append(shapes.tube("lace", line, 0.0026, material))
    t, z = 0.335, ridge(0.335)
    for way in (-1, 1):
        loop = [
            Vector((bend(t) * side, t * LONG, z + 0.004)),
            Vector((bend(t) * side + way * 0.02, (t - 0.02) * LONG, z + 0.012)),
            Vector((bend(t) * side + way * 0.043, (t + 0.01) * LONG, z - 0.004)),
            Vector((bend(t) * side + way * 0.032, (t + 0.07) * LONG, z - 0.012)),
            Vector((bend(t) * side + way * 0.008, (t + 0.02) * LONG, z + 0.004)),
        ]
        tail = [
            Vector((bend(t) * side, t * LONG, z + 0.004)),
            Vector((bend(t) * side + way * 0.024, (t + 0.07) * LONG, z + 0.002)),
            Vector((bend(t) * side + way * 0.046, (t + 0.13) * LONG, z - 0.03)),
            Vector((bend(t) * side + way * 0.05, (t + 0.2) * LONG, z - 0.05)),
        ]
        parts += [shapes.tube("bow", loop, 0.0023, material), shapes.tube("tail", tail, 0.0021, material)]
    return parts


def tongue(material, side):
    def height(u, v):
        t = 0.24 + 0.4 * v
        arch = -0.03 * (u - 0.5) ** 2 * 4 * (0.5 + 0.3 * v)
        z = (
            ridge(max(t, 0.36))
            - 0.006
            + arch * 0.6
            + 0.022 * max(0, 0.42 - v)
            + 0.0008 * noise.noise((u * 6, v * 9, 1))
        )
        return (side * bend(t), t * LONG - (v - 0.5) * 0.114, z)

    return shapes.thicken(shapes.sheet("tongue", (0.046, 0.114), (16, 40), material, height), 0.006)


def knit(name, colour, second):
    """Engineered knit: fine rows of holes with two yarns."""
    s = shading.Shader(name, Roughness=0.85, Sheen=0.3)
    cells = s.node("TexVoronoi", Vector=s.coords((1, 1.4, 1)), Scale=430)
    rows = s.noise(30, vector=s.coords((1, 9, 1)), detail=3)
    tint = s.mix(s.ramp(rows, [(0.42, 0.0), (0.58, 1.0)]), colour, second)
    s.set(Base_Color=s.mix(s.ramp(cells, [(0.0, 0.6), (0.4, 0.0)]), tint, tuple(c * 0.35 for c in colour)))
    return s.set(Normal=s.bump(cells, depth=-0.0012)).material


def shoe(side, at, turn, colours):
    """One shoe; `side` is 1 for the right foot and -1 for the left; `colours` is knit, second yarn, foam, tread, lace."""
    body = knit("knit", colours[0], colours[1])
    foam = shading.plain("foam", colours[2], 0.6, vary=0.12, grain=700, depth=0.0004)
    tread = shading.plain("tread", colours[3], 0.8, grain=300, depth=0.001)
    cord = shading.weave("lace", colours[4], threads=3000)
    lining = shading.plain("lining", tuple(c * 0.45 for c in colours[0]), 0.95, grain=900, depth=0.001)
    insole = shapes.sheet("insole", (0.056, 0.25), (2, 2), lining, at=(side * 0.002, 0.135, 0.034))
    parts = [upper(body, side), *sole((foam, tread), side), *laces(cord, side), tongue(body, side), insole]
    return shapes.group(parts, at, turn)
