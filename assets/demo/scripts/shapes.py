"""Meshes from numbers: lathes, rounded boxes, sheets, tubes and ribbons. Lengths are metres, z is up."""

import math

import bpy
from mathutils import Vector, noise


class Dice:
    """Repeatable chance."""

    def __init__(self, seed):
        noise.seed_set(seed)

    def between(self, low, high):
        return low + (high - low) * noise.random()

    def pick(self, choices):
        return choices[min(int(noise.random() * len(choices)), len(choices) - 1)]


def mesh_object(name, points, faces, material=None, *, smooth=True, uv=None):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(p) for p in points], [], faces)
    if uv:
        layer = mesh.uv_layers.new(name="UVMap")
        for loop in mesh.loops:
            layer.data[loop.index].uv = uv[loop.vertex_index]
    mesh.polygons.foreach_set("use_smooth", [smooth] * len(mesh.polygons))
    mesh.update()
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    if material:
        mesh.materials.append(material)
    return thing


def place(thing, at=(0, 0, 0), turn=(0, 0, 0)):
    """Move to `at` and turn by Euler degrees."""
    thing.location = at
    thing.rotation_euler = [math.radians(a) for a in turn]
    return thing


def group(parts, at=(0, 0, 0), turn=(0, 0, 0)):
    """Bind parts to one empty that can be placed."""
    root = bpy.data.objects.new("group", None)
    bpy.context.scene.collection.objects.link(root)
    for part in parts:
        if part.parent is None:
            part.parent = root
    return place(root, at, turn)


def bevel(thing, width, segments=3):
    change = thing.modifiers.new("bevel", "BEVEL")
    change.width, change.segments, change.limit_method = width, segments, "ANGLE"
    thing.data.use_auto_smooth = True
    return thing


def subdivide(thing, levels=2):
    change = thing.modifiers.new("subdivision", "SUBSURF")
    change.levels = change.render_levels = levels
    return thing


def thicken(thing, depth, offset=-1.0):
    change = thing.modifiers.new("solid", "SOLIDIFY")
    change.thickness, change.offset = depth, offset
    return thing


def fillet(profile, radius, steps=5):
    """Round the corners of an open (r, z) polyline."""
    points = [Vector(p) for p in profile]
    out = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        one, two = before - here, after - here
        cut = min(radius, one.length * 0.45, two.length * 0.45)
        start, end = here + one.normalized() * cut, here + two.normalized() * cut
        for k in range(steps + 1):
            t = k / steps
            out.append(start * (1 - t) ** 2 + here * 2 * t * (1 - t) + end * t * t)
    return [*((p.x, p.y) for p in out), tuple(points[-1])]


def lathe(name, profile, material, *, steps=96, radius=0.0, smooth=True):
    """Turn an (r, z) profile around z; `radius` rounds its corners."""
    line = fillet(profile, radius) if radius else list(profile)
    points, uv, faces = [], [], []
    for k in range(steps + 1):
        a = 2 * math.pi * k / steps
        for j, (r, z) in enumerate(line):
            points.append((r * math.cos(a), r * math.sin(a), z))
            uv.append((k / steps, j / (len(line) - 1)))
    n = len(line)
    for k in range(steps):
        for j in range(n - 1):
            faces.append((k * n + j, (k + 1) * n + j, (k + 1) * n + j + 1, k * n + j + 1))
    thing = mesh_object(name, points, faces, material, smooth=smooth, uv=uv)
    weld = thing.modifiers.new("weld", "WELD")
    weld.merge_threshold = 1e-6
    return thing


def disc(name, radius, material, *, steps=96):
    """A flat disc whose picture is laid on from above."""
    ring = [(math.cos(2 * math.pi * k / steps), math.sin(2 * math.pi * k / steps)) for k in range(steps)]
    points = [(x * radius, y * radius, 0) for x, y in ring]
    uv = [(0.5 + x / 2, 0.5 + y / 2) for x, y in ring]
    return mesh_object(name, points, [tuple(range(steps))], material, uv=uv)


def band(name, radius, low, high, turn, material, *, steps=48, flare=1.0):
    """A printed band on a round body: `turn` degrees wide, centred on -y, its picture upright from outside."""
    points, uv, faces = [], [], []
    for k in range(steps + 1):
        a = math.radians(-90 - turn / 2 + turn * k / steps)
        for j, (z, r) in enumerate(((low, radius), (high, radius * flare))):
            points.append((r * math.cos(a), r * math.sin(a), z))
            uv.append((k / steps, j))
    for k in range(steps):
        faces.append((2 * k, 2 * k + 2, 2 * k + 3, 2 * k + 1))
    return mesh_object(name, points, faces, material, uv=uv)


def box(name, size, material, *, round_by=0.002, at=(0, 0, 0), turn=(0, 0, 0)):
    """A box standing on z = 0 with rounded edges."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    points = [(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0), (-x, -y, z), (x, -y, z), (x, y, z), (-x, y, z)]
    faces = [(3, 2, 1, 0), (4, 5, 6, 7), (0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)]
    thing = mesh_object(name, points, faces, material, smooth=True)
    return place(bevel(thing, round_by), at, turn)


def sheet(name, size, cells, material, height=None, *, at=(0, 0, 0), turn=(0, 0, 0)):
    """A grid of `cells` faces; `height(u, v)` with u, v in 0..1 gives a point offset (x, y, z) or a z."""
    nx, ny = cells
    points, uv = [], []
    for j in range(ny + 1):
        for i in range(nx + 1):
            u, v = i / nx, j / ny
            rise = height(u, v) if height else 0.0
            off = Vector(rise) if isinstance(rise, (tuple, Vector)) else Vector((0, 0, rise))
            points.append(Vector(((u - 0.5) * size[0], (v - 0.5) * size[1], 0)) + off)
            uv.append((u, v))
    faces = []
    for j in range(ny):
        for i in range(nx):
            a = j * (nx + 1) + i
            faces.append((a, a + 1, a + nx + 2, a + nx + 1))
    return place(mesh_object(name, points, faces, material, uv=uv), at, turn)


def tube(name, points, width, material, *, taper=None, cyclic=False, resolution=6):
    """A round rope along points; `taper` gives a radius factor a point."""
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution = "3D", width, resolution
    curve.use_fill_caps = True
    line = curve.splines.new("NURBS")
    line.points.add(len(points) - 1)
    for k, (spot, where) in enumerate(zip(line.points, points, strict=True)):
        spot.co = (*where, 1)
        spot.radius = taper[k] if taper else 1.0
    line.use_endpoint_u, line.use_cyclic_u, line.order_u, line.resolution_u = not cyclic, cyclic, 3, 8
    curve.materials.append(material)
    thing = bpy.data.objects.new(name, curve)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def ribbon(name, points, width, material, *, thick=0.0003):
    """A flat strip that follows points and twists by itself."""
    thing = tube(name, points, 0, material)
    thing.data.extrude, thing.data.bevel_depth = width / 2, thick
    thing.data.bevel_resolution = 0
    return thing


def jitter(thing, amount, scale, seed=0):
    """Push the vertices about by smooth noise."""
    shift = Vector((seed * 7.3, seed * 3.1, seed))
    for vertex in thing.data.vertices:
        vertex.co += noise.noise_vector(vertex.co * scale + shift) * amount
    return thing


def rumple(u, v, *, seed=0.0, folds=3.0, depth=0.004, fine=0.4):
    """The height of cloth that was put down carelessly: a few ridges, warped, and small wrinkles."""
    p = Vector((u * folds, v * folds, seed))
    p += noise.noise_vector(p * 0.8) * 0.7
    ridge = (1 - abs(noise.noise(p))) ** 5
    small = noise.noise(p * 3.1 + Vector((0, 0, 9)))
    return depth * (ridge + fine * small * 0.5 + 0.5 * noise.noise(p * 0.5))
