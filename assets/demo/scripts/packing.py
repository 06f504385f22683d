"""The parcel: cardboard, its flaps and the curled paper strips in it. Metres."""

import math

import shading
import shapes
from mathutils import Vector


def kraft(name="kraft"):
    s = shading.Shader(name)
    fibre = s.noise(260, vector=s.coords((1, 5, 1)), detail=5)
    tint = s.ramp(fibre, [(0.35, (0.3, 0.17, 0.085)), (0.6, (0.46, 0.29, 0.16))])
    return s.set(Base_Color=tint, Roughness=0.8, Normal=s.bump(fibre, depth=0.0004)).material


def flaps(x, y, z, t):
    deep = y / 2 - 0.002
    return [
        ((x, deep, t), (0, -y / 2, z)),
        ((x, deep, t), (0, y / 2, z)),
        ((deep, y, t), (-x / 2, 0, z)),
        ((deep, y, t), (x / 2, 0, z)),
    ]


def size_flap(size, material, where):
    """A flap whose hinge lies at its origin and which reaches away from the box."""
    flap = shapes.box("flap", size, material, round_by=0.001)
    dx = 0 if abs(where[0]) < 1e-6 else math.copysign(size[0] / 2, where[0])
    dy = 0 if abs(where[1]) < 1e-6 else math.copysign(size[1] / 2, where[1])
    for vertex in flap.data.vertices:
        vertex.co += Vector((dx, dy, 0))
    return flap


def shreds(count):
    """Curled strips of packing paper heaped in the box."""
    dice, paper, out = shapes.Dice(21), kraft("shred"), []
    pale = shading.plain("pale shred", (0.78, 0.7, 0.58), 0.8)
    for k in range(count):
        where = Vector((dice.between(-0.115, 0.115), dice.between(-0.085, 0.085), dice.between(0.045, 0.075)))
        points, heading = [where], dice.between(0, math.tau)
        for _ in range(9):
            heading += dice.between(-0.9, 0.9)
            step = Vector((math.cos(heading), math.sin(heading), dice.between(-0.7, 0.7))) * 0.011
            where = where + step
            where = Vector(
                (
                    max(-0.119, min(0.119, where.x)),
                    max(-0.089, min(0.089, where.y)),
                    max(0.03, min(0.083, where.z)),
                )
            )
            points.append(where)
        out.append(shapes.ribbon("shred", points, 0.0032, pale if k % 3 == 0 else paper))
    return out
