"""What lies about in a home: tiles, towels, crockery, leaves, books, fruit. Metres; each stands on z = 0."""

import math

import bpy
import shading
import shapes
from mathutils import Vector, noise


def tiles(columns, rows, size, material_of, *, at=(0, 0, 0), seed=1, gap=0.003, lean=0.5):
    """A wall of hand-made tiles in the plane y = 0, each a little crooked; `material_of(dice)` chooses."""
    dice, parts = shapes.Dice(seed), []
    for j in range(rows):
        for i in range(columns):
            where = ((i - columns / 2 + 0.5) * size[0], dice.between(-0.0006, 0.0006), j * size[1])
            tilt = [dice.between(-lean, lean) for _ in range(3)]
            body = (size[0] - gap, 0.008, size[1] - gap)
            parts.append(shapes.box("tile", body, material_of(dice), round_by=0.0012, at=where, turn=tilt))
    grout = shading.plain("grout", (0.62, 0.58, 0.52), 0.9)
    wide, tall = columns * size[0], rows * size[1]
    parts.append(shapes.box("grout", (wide, 0.004, tall), grout, round_by=0.0005, at=(0, 0.003, 0)))
    return shapes.group(parts, at)


def glazes(colours, rough=0.09):
    """Glossy tile materials with a wavy glaze."""
    out = []
    for index, colour in enumerate(colours):
        s = shading.Shader(f"glaze{index}", Specular=0.55)
        pool = s.noise(24, detail=5)
        s.set(
            Base_Color=s.mix(s.ramp(pool, [(0.35, 0.0), (0.7, 0.6)]), colour, tuple(c * 0.8 for c in colour))
        )
        s.set(Roughness=s.ramp(s.noise(60, detail=7), [(0.35, rough * 0.6), (0.75, rough * 2.4)]))
        out.append(s.set(Normal=s.bump(s.noise(32, detail=3), depth=0.0025, strength=0.5)).material)
    return out


def terry(name, colour):
    s = shading.Shader(name, Roughness=0.95, Sheen=0.8, Specular=0.1)
    tint = s.mix(s.noise(120, detail=6), colour, tuple(c * 0.8 for c in colour))
    return s.set(Base_Color=tint, Normal=s.bump(s.noise(500, detail=3), depth=0.002)).material


def towel(size, layers, colour, *, at=(0, 0, 0), turn=(0, 0, 0), seed=1, pile=0.0035, count=22000):
    """A folded towel: `layers` turns of thick cloth seen as soft folds at -y, with a real pile of fibres."""
    wide, deep, high = size
    step, half = high / layers, high / layers / 2
    path = []
    for k in range(layers):
        z, back = half + k * step, k % 2 == 0
        ys = [deep / 2, -deep / 2 + half] if back else [-deep / 2 + half, deep / 2 - half]
        path += [(ys[0] + (ys[1] - ys[0]) * i / 14, z) for i in range(15)]
        if k < layers - 1:
            side = -1 if back else 1
            for i in range(1, 6):
                a = math.pi * i / 6
                path.append((ys[1] + side * math.sin(a) * half, z + half - math.cos(a) * half))
    line = [Vector((0, y, z)) for y, z in path]
    thing = _slab(line, wide, half * 1.02, terry("terry", colour))
    shapes.jitter(thing, 0.006, 9, seed)
    shapes.jitter(thing, 0.0012, 55, seed + 3)
    fur(thing, pile, count, seed)
    return shapes.place(thing, at, turn)


def _slab(line, wide, thick, material, columns=60):
    """Sweep a thick strip along `line` (in the yz plane), `wide` in x, rounded at both selvedges."""
    points, n = [], len(line)
    for side in (1, -1):
        for i in range(columns + 1):
            u = i / columns
            edge = min(u, 1 - u) * wide
            puff = thick * (1 - max(0, 1 - edge / 0.006) ** 2 * 0.75)
            for j, p in enumerate(line):
                ahead = line[min(j + 1, n - 1)] - line[max(j - 1, 0)]
                normal = Vector((0, -ahead.z, ahead.y)).normalized()
                points.append(p + Vector(((u - 0.5) * wide, 0, 0)) + normal * puff * side * 0.97)
    faces, half = [], (columns + 1) * n
    for s in range(2):
        for i in range(columns):
            for j in range(n - 1):
                a = s * half + i * n + j
                faces.append((a, a + n, a + n + 1, a + 1)[:: 1 if s else -1])
    for j in range(n - 1):
        for i in (0, columns):
            a = i * n + j
            faces.append((a, a + 1, a + half + 1, a + half))
    for i in range(columns):
        for j in (0, n - 1):
            a = i * n + j
            faces.append((a, a + n, a + n + half, a + half))
    return shapes.mesh_object("slab", points, faces, material)


def fur(thing, length, count, seed, *, thin=0.0005):
    """Short thick fibres, like the loops of terry cloth, in the thing's own material."""
    thing.modifiers.new("pile", "PARTICLE_SYSTEM")
    system = thing.particle_systems[0]
    system.seed = seed
    s = system.settings
    s.type, s.count, s.hair_length, s.hair_step = "HAIR", count, length, 2
    s.root_radius, s.tip_radius, s.radius_scale = 1.0, 0.8, thin
    s.render_type, s.material = "PATH", 1
    s.child_type, s.rendered_child_count = "INTERPOLATED", 6
    s.roughness_1, s.roughness_1_size = length * 0.5, 0.003
    s.roughness_endpoint = length * 0.35
    bpy.context.scene.cycles_curves.shape = "RIBBONS"


def drops(spots, material=None):
    """Water drops as flat caps at (x, y, z, radius)."""
    water = material or shading.wet("drop")
    out = []
    for x, y, z, r in spots:
        cap = [(r, 0), (r * 0.94, r * 0.22), (r * 0.7, r * 0.42), (r * 0.35, r * 0.52), (0, r * 0.55)]
        drop = shapes.lathe("drop", cap, water, steps=24)
        out.append(shapes.place(shapes.jitter(drop, r * 0.3, 0.5 / r, x * 999), (x, y, z)))
    return out


def leaf(length, width, material, *, curl=0.25, fold=0.2, seed=0.0, tip=1.6):
    """One leaf along +y from its stalk at the origin."""
    points, uv, faces, rows, cols = [], [], [], 22, 8
    for j in range(rows + 1):
        t = j / rows
        w = width / 2 * math.sin(math.pi * min(t**0.75, 1)) ** 0.8 * (1 - t**6) ** (1 / tip)
        for i in range(cols + 1):
            u = i / cols * 2 - 1
            z = fold * abs(u) * w - curl * length * t * t + 0.05 * length * noise.noise((u, t * 3, seed))
            points.append((u * w, t * length * (1 - 0.1 * curl * t), z))
            uv.append((i / cols, t))
    for j in range(rows):
        for i in range(cols):
            a = j * (cols + 1) + i
            faces.append((a, a + 1, a + cols + 2, a + cols + 1))
    return shapes.mesh_object("leaf", points, faces, material, uv=uv)


def sprig(
    pairs,
    material,
    stalk,
    *,
    at=(0, 0, 0),
    turn=(0, 0, 0),
    length=0.3,
    leaf_size=(0.06, 0.034),
    seed=1,
    round_leaf=2.4,
):
    """A eucalyptus-like twig along +y with leaves in pairs."""
    dice, parts = shapes.Dice(seed), []
    spine = [
        Vector((0.012 * math.sin(k * 0.9 + seed), length * k / 8, 0.01 + 0.012 * math.sin(k * 0.7)))
        for k in range(9)
    ]
    parts.append(shapes.tube("stalk", spine, 0.0016, stalk, taper=[1.2 - 0.09 * k for k in range(9)]))
    for k in range(pairs):
        t = 0.12 + 0.86 * k / pairs
        where = spine[int(t * 8)].lerp(spine[min(int(t * 8) + 1, 8)], t * 8 % 1)
        small = (1.15 - 0.6 * t) * dice.between(0.8, 1.15)
        for side in (-1, 1):
            one = leaf(
                leaf_size[0] * small,
                leaf_size[1] * small,
                material,
                curl=dice.between(0.0, 0.3),
                seed=k + side,
                tip=round_leaf,
            )
            parts.append(
                shapes.place(
                    one, where, (dice.between(0, 32), dice.between(-30, 30), side * dice.between(-75, -40))
                )
            )
    return shapes.group(parts, at, turn)


def plant(material, stalk, count, *, at=(0, 0, 0), seed=1, reach=0.2, leaf_size=(0.12, 0.085), rise=0.16):
    """A bushy pot plant: arching stalks, each with one leaf."""
    dice, parts = shapes.Dice(seed), []
    for k in range(count):
        a, out = k * 2.399 + dice.between(-0.4, 0.4), reach * dice.between(0.35, 1.0)
        up = rise * dice.between(0.7, 1.35) + (reach - out) * 0.6
        end = Vector((math.cos(a) * out, math.sin(a) * out, up))
        bow = Vector((end.x * 0.35, end.y * 0.35, up * 0.75))
        parts.append(shapes.tube("stalk", [Vector((0, 0, 0)), bow, end], 0.0022, stalk))
        size = dice.between(0.65, 1.1)
        one = leaf(
            leaf_size[0] * size,
            leaf_size[1] * size,
            material,
            curl=dice.between(0.15, 0.5),
            fold=0.25,
            seed=k,
        )
        parts.append(
            shapes.place(one, end, (dice.between(-25, 20), dice.between(-15, 15), math.degrees(a) - 90))
        )
    return shapes.group(parts, at)


def pot(radius, height, material, *, at=(0, 0, 0)):
    wall = radius * 0.09
    outer = [
        (0, 0),
        (radius * 0.74, 0),
        (radius, height),
        (radius - wall, height),
        (radius - wall * 1.3, height * 0.85),
        (0, height * 0.85),
    ]
    soil = shading.crumb("soil", (0.06, 0.04, 0.025), (0.015, 0.01, 0.006), depth=0.006)
    earth = shapes.sheet(
        "soil",
        (radius * 1.2, radius * 1.2),
        (20, 20),
        soil,
        lambda u, v: shapes.rumple(u, v, folds=5, depth=0.008),
    )
    shapes.place(earth, (0, 0, height * 0.86))
    return shapes.group([shapes.lathe("pot", outer, material, radius=wall * 0.8), earth], at)


def mug(material, drink, *, at=(0, 0, 0), turn=(0, 0, 0), radius=0.042, height=0.088):
    """A mug with its handle towards +x, filled to a finger below the rim."""
    r, h, wall = radius, height, 0.0035
    body = [
        (0, 0.002),
        (r * 0.72, 0),
        (r * 0.95, h * 0.14),
        (r, h * 0.5),
        (r * 0.98, h),
        (r * 0.98 - wall, h),
        (r - wall, h * 0.5),
        (r * 0.9 - wall, h * 0.14),
        (0, h * 0.07),
    ]
    parts = [shapes.lathe("mug", body, material, radius=0.0032)]
    loop = [
        (r * 0.93, 0, h * 0.82),
        (r * 1.35, 0, h * 0.86),
        (r * 1.72, 0, h * 0.66),
        (r * 1.6, 0, h * 0.36),
        (r * 1.25, 0, h * 0.2),
        (r * 0.93, 0, h * 0.22),
    ]
    handle = shapes.tube("handle", loop, 0.0052, material, taper=[1.25, 1, 0.95, 0.95, 1, 1.25])
    parts.append(handle)
    parts.append(shapes.place(shapes.disc("drink", r * 0.935, drink), (0, 0, h * 0.86)))
    return shapes.group(parts, at, turn)


def plate(material, *, at=(0, 0, 0), radius=0.1):
    r = radius
    line = [
        (0, 0.004),
        (r * 0.55, 0.003),
        (r * 0.6, 0),
        (r * 0.66, 0.003),
        (r * 0.98, 0.019),
        (r, 0.0205),
        (r * 0.975, 0.0225),
        (r * 0.68, 0.0085),
        (0, 0.0075),
    ]
    return shapes.place(shapes.jitter(shapes.lathe("plate", line, material, radius=0.003), 0.0008, 20), at)


def crumbs(material, count, centre, spread, *, seed=1, size=(0.0006, 0.0028), z=0.0):
    dice = shapes.Dice(seed)
    for _ in range(count):
        r = dice.between(*size) * dice.between(0.5, 1)
        a, d = dice.between(0, 6.283), spread * dice.between(0, 1) ** 0.8
        bit = shapes.lathe(
            "bit", [(0, -r), (r * 0.8, -r * 0.5), (r, 0.1 * r), (r * 0.6, r * 0.7), (0, r)], material, steps=9
        )
        shapes.jitter(bit, r * 0.9, 0.5 / r, dice.between(0, 99))
        shapes.place(
            bit,
            (centre[0] + math.cos(a) * d, centre[1] + math.sin(a) * d, z + r * 0.7),
            [dice.between(0, 180)] * 3,
        )
