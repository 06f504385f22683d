"""Out of the house and after dark: window sill at golden hour, gym bench, bed by flash, sneakers on a pavement."""

import math

import brand
import footwear
import shading
import shapes
import stage
import things
from mathutils import Vector


def outside(at, size, strength):
    """A glowing backdrop of evening sky over trees, meant to be far out of focus."""
    s = shading.Shader("outside")
    up = s.node("SeparateXYZ", Vector=s.node("TexCoord", out="UV"), out=1)
    trees = s.math("ADD", up, s.math("MULTIPLY", s.noise(1.1, detail=5, rough=0.7), -0.45))
    gaps = s.noise(9, detail=3)
    dusk = s.ramp(up, [(0.25, (1.0, 0.42, 0.12)), (0.6, (1.0, 0.7, 0.4)), (0.95, (0.5, 0.62, 0.8))])
    leaves = s.ramp(gaps, [(0.42, (0.05, 0.055, 0.012)), (0.58, (0.16, 0.13, 0.03)), (0.66, (1.0, 0.6, 0.2))])
    light = s.node(
        "Emission", Color=s.mix(s.ramp(trees, [(0.12, 0.0), (0.2, 1.0)]), leaves, dusk), Strength=strength
    )
    s.surface(light)
    view = shapes.sheet("outside", size, (1, 1), s.material, at=at, turn=(90, 0, 0))
    view.visible_shadow = False
    return view


def window_sill(art):
    """Serum on an old painted sill against the low sun (tall)."""
    paint = shading.plain("paint", (0.72, 0.68, 0.6), 0.35, vary=0.15, grain=120, depth=0.0008)
    shapes.box("sill", (1.4, 0.22, 0.03), paint, at=(0, 0.02, -0.03), round_by=0.006)
    shapes.box("rail", (1.4, 0.05, 0.05), paint, at=(0, 0.155, -0.005), round_by=0.006)
    shapes.box("post", (0.045, 0.05, 1.2), paint, at=(-0.16, 0.155, 0), round_by=0.006)
    shapes.box("bar", (1.4, 0.03, 0.024), paint, at=(0, 0.155, 0.34), round_by=0.005)
    shapes.box("jamb", (0.08, 0.3, 1.4), paint, at=(0.29, 0.05, -0.03), round_by=0.006)
    brand.bottle(art, (-0.012, 0.0, 0), (0, 0, 5))
    brand.jar(art, (0.062, 0.045, 0), (0, 0, -14))
    clay = shading.plain("terracotta", (0.5, 0.2, 0.1), 0.85, vary=0.1, grain=500, depth=0.0008)
    green = shading.leafy("pilea", (0.12, 0.3, 0.06), (0.4, 0.5, 0.16))
    stalk = shading.plain("stem", (0.2, 0.3, 0.08), 0.5)
    things.pot(0.045, 0.075, clay, at=(0.175, 0.06, 0))
    things.plant(
        green, stalk, 22, at=(0.175, 0.06, 0.066), reach=0.12, leaf_size=(0.06, 0.058), rise=0.13, seed=3
    )
    dust = shapes.Dice(4)
    things.drops(
        [
            (dust.between(-0.08, 0.06), dust.between(-0.07, -0.03), 0, dust.between(0.0007, 0.002))
            for _ in range(12)
        ]
    )
    outside((0, 6, 1.2), (14, 8), 1.1)
    stage.sun((1.25, 2.4, 0.85), colour=(1, 0.6, 0.28), strength=13, softness=1.4)
    stage.window((-0.5, -1.2, 1.0), (0, 0, 0), size=(1.2, 1.2), colour=(0.75, 0.85, 1.0), strength=11)
    stage.fill((0.9, 0.75, 0.7), 0.2)
    stage.camera(
        (-0.03, -0.315, 0.115), (0.012, 0.0, 0.074), lens=31, stop=2.4, focus=(-0.012, -0.016, 0.04), roll=1.2
    )


def dumbbell(at, turn):
    black = shading.plain("rubber", (0.018, 0.018, 0.02), 0.6, vary=0.15, grain=900, depth=0.0004)
    steel = shading.metal("chrome", (0.6, 0.6, 0.62), 0.25)
    head = [(0, -0.03), (0.036, -0.03), (0.046, -0.022), (0.046, 0.022), (0.036, 0.03), (0, 0.03)]
    parts = []
    for side in (-1, 1):
        one = shapes.lathe("head", head, black, steps=6, smooth=False)
        shapes.bevel(one, 0.003)
        parts.append(shapes.place(one, (side * 0.092, 0, 0.04), (30, 90, 0)))
    grip = shapes.lathe(
        "grip", [(0.013, -0.065), (0.0145, -0.03), (0.0155, 0), (0.0145, 0.03), (0.013, 0.065)], steel
    )
    parts.append(shapes.place(grip, (0, 0, 0.04), (0, 90, 0)))
    return shapes.group(parts, at, turn)


def flask(at, colour=(0.1, 0.2, 0.24)):
    coat = shading.plain("powder coat", colour, 0.5, vary=0.12, grain=1400, depth=0.0003)
    steel = shading.metal("steel", (0.65, 0.64, 0.62), 0.3)
    black = shading.plain("lid", (0.02, 0.02, 0.022), 0.5)
    body = [(0, 0), (0.033, 0), (0.036, 0.004), (0.036, 0.17), (0.024, 0.198), (0.024, 0.205)]
    parts = [
        shapes.lathe("body", body, coat, radius=0.01),
        shapes.lathe("neck", [(0.0235, 0.203), (0.0235, 0.214), (0, 0.214)], steel, radius=0.001),
        shapes.lathe(
            "lid", [(0.0245, 0.213), (0.0255, 0.216), (0.0255, 0.242), (0, 0.244)], black, radius=0.003
        ),
    ]
    ring = [
        Vector((0.021 * math.cos(a), 0, 0.248 + 0.02 * math.sin(a)))
        for a in (k * math.pi / 8 for k in range(9))
    ]
    parts.append(shapes.tube("loop", ring, 0.0035, black))
    return shapes.group(parts, at)


def gym_bench(art):
    """A changing-room bench after training: dumbbell, flask, towel, serum, under strip lights."""
    slat = shading.wood("birch", (0.42, 0.25, 0.12), (0.64, 0.44, 0.25), rough=0.4)
    for k in range(4):
        shapes.box("slat", (1.6, 0.085, 0.03), slat, at=(0.013 * k, -0.1 + k * 0.097, -0.03), round_by=0.005)
    floor = shading.stone(
        "rubber floor",
        [(0.02, 0.02, 0.022), (0.03, 0.03, 0.032), (0.045, 0.045, 0.05)],
        depth=0.001,
        speckle=160,
    )
    shapes.box("floor", (6, 6, 0.02), floor, at=(0, 1, -0.48))
    lockers()
    dumbbell((0.12, 0.01, 0), (0, 0, 31))
    flask((0.03, 0.15, 0))
    things.towel((0.24, 0.16, 0.05), 2, (0.62, 0.66, 0.66), at=(-0.17, 0.1, 0), turn=(0, 0, 12), seed=6)
    brand.bottle(art, (-0.052, -0.07, 0), (0, 0, -4))
    brand.squeeze_tube(art, (-0.13, 0.04, 0.05), (0, 0, 50))
    stage.window((-0.6, 0.4, 1.9), (0, 0.1, 0), size=(0.14, 1.6), colour=(0.93, 1.0, 0.94), strength=26)
    stage.window((1.1, -0.4, 1.6), (0, 0, 0), size=(0.14, 1.6), colour=(0.93, 1.0, 0.94), strength=15)
    stage.fill((0.85, 0.95, 0.9), 0.16)
    stage.camera(
        (0.02, -0.42, 0.235), (0.008, 0.02, 0.075), lens=33, stop=2.8, focus=(-0.05, -0.087, 0.045), roll=-3.2
    )


def lockers():
    sheet = shading.plain("locker", (0.2, 0.3, 0.33), 0.4, vary=0.12, grain=60, depth=0.0008)
    dark = shading.plain("gap", (0.02, 0.02, 0.02), 0.9)
    shapes.box("back", (6, 0.02, 2.4), dark, at=(0, 1.42, -0.46))
    steel = shading.metal("handle", (0.6, 0.6, 0.6), 0.3)
    for k in range(9):
        x = (k - 4) * 0.302
        shapes.box(
            "door",
            (0.295, 0.02, 1.8),
            sheet,
            at=(x, 1.39, -0.4),
            turn=(0, 0, 12 if k == 6 else 0),
            round_by=0.006,
        )
        shapes.box("handle", (0.015, 0.03, 0.12), steel, at=(x + 0.11, 1.37, 0.3), round_by=0.004)


def night_flash(art):
    """The serum and its carton on a duvet by the phone's own flash, at night (tiny)."""
    cotton = shading.weave("duvet", (0.66, 0.64, 0.66), threads=1500, second=(0.58, 0.56, 0.58))

    def height(u, v):
        return shapes.rumple(u, v, seed=1.9, folds=5, depth=0.035)

    shapes.sheet("duvet", (1.6, 1.6), (220, 220), cotton, height)
    rest = height(0.5, 0.51)
    brand.bottle(art, (-0.01, -0.02, rest + 0.014), (-78, 0, 24))
    brand.carton(art, (0.055, -0.03, rest + 0.02), (-88, 0, -14))
    lamp = stage.window(
        (0.04, -0.2, 0.34), (0, 0.02, 0), size=(0.006, 0.006), colour=(0.95, 0.97, 1.0), strength=2.2
    )
    lamp.data.shape = "DISK"
    stage.fill((1.0, 0.6, 0.35), 0.05)
    stage.camera((0.02, -0.19, 0.32), (0.015, 0.03, 0.02), lens=32, stop=5, roll=-6)


def sneakers(art):
    """Running shoes and the wash tube on paving stones in the low sun of the morning."""
    slab = shading.stone(
        "paving", [(0.2, 0.19, 0.18), (0.3, 0.285, 0.265), (0.38, 0.365, 0.34)], depth=0.0007, speckle=600
    )
    dice = shapes.Dice(17)
    for j in range(13):
        for i in range(-5, 6):
            where = (
                i * 0.302 + (0.15 if j % 2 else 0),
                j * 0.202 - 0.3,
                -0.05 + dice.between(-0.0015, 0.0015),
            )
            stone = shapes.box(
                "slab",
                (0.298, 0.198, 0.05),
                slab,
                at=where,
                turn=(dice.between(-0.4, 0.4), dice.between(-0.4, 0.4), dice.between(-0.3, 0.3)),
                round_by=0.004,
            )
            shapes.jitter(stone, 0.001, 9, i + j * 7)
    shapes.box(
        "sand", (5, 5, 0.02), shading.crumb("sand", (0.2, 0.17, 0.13), (0.08, 0.07, 0.05)), at=(0, 0, -0.028)
    )
    colours = ((0.74, 0.47, 0.33), (0.8, 0.6, 0.47), (0.82, 0.8, 0.76), (0.12, 0.08, 0.06), (0.85, 0.8, 0.72))
    footwear.shoe(-1, (0.19, 0.17, 0), (0, 0, 152), colours)
    footwear.shoe(1, (0.02, 0.28, 0), (0, 0, 172), colours)
    brand.bottle(art, (-0.1, 0.02, 0), (0, 0, -2))
    grit = shading.plain("grit", (0.3, 0.27, 0.23), 0.9)
    things.crumbs(grit, 90, (0, 0.05), 0.4, seed=4, size=(0.0006, 0.0024))
    dry = shading.leafy("dry leaf", (0.45, 0.2, 0.05), (0.5, 0.3, 0.12), rough=0.7)
    for k, (x, y) in enumerate(((-0.16, 0.2), (0.19, -0.1), (0.0, 0.42))):
        shapes.place(
            things.leaf(0.055, 0.034, dry, curl=0.5, fold=0.4, seed=k), (x, y, 0.012), (14, 10, k * 117)
        )
    stage.sky(height=19, heading=215, strength=0.12, size=1.2)
    stage.camera(
        (-0.06, -0.4, 0.3), (0.01, 0.09, 0.035), lens=36, stop=3.2, focus=(-0.03, 0.0, 0.06), roll=-4
    )


def slow_turn(art):
    """The serum turning on a stone in dappled light (clip, 40 frames at 12 a second)."""
    slate = shading.stone(
        "stone", [(0.3, 0.24, 0.19), (0.42, 0.35, 0.28), (0.5, 0.43, 0.36)], depth=0.0007, speckle=500
    )
    shapes.box("slab", (0.5, 0.3, 0.04), slate, at=(0, 0.02, -0.04), round_by=0.004)
    wall = shading.stone(
        "wall",
        [(0.62, 0.42, 0.28), (0.72, 0.52, 0.37), (0.78, 0.6, 0.44)],
        scale=10,
        depth=0.0015,
        speckle=500,
    )
    shapes.box("wall", (4, 0.1, 2), wall, at=(0, 0.3, -0.8))
    serum = brand.bottle(art, (0, 0, 0))
    green = shading.leafy("shade", (0.15, 0.23, 0.15))
    stalk = shading.plain("twig", (0.22, 0.12, 0.07), 0.7)
    shade = stage.shadow_only(
        things.plant(green, stalk, 15, at=(-0.45, -0.3, 0.32), reach=0.2, leaf_size=(0.15, 0.045), seed=14)
    )
    stage.sun((-0.8, -0.62, 0.75), colour=(1, 0.84, 0.64), strength=5.5, softness=1.6)
    stage.fill((0.74, 0.83, 1.0), 0.5)
    seen = stage.camera(
        (0.0, -0.32, 0.1), (0.0, 0, 0.058), lens=46, stop=4, focus=(0, -0.017, 0.05), roll=0.8
    )
    scene = stage.bpy.context.scene
    scene.frame_start, scene.frame_end = 1, 40
    for k in range(1, 41):
        t = (k - 1) / 39
        serum.rotation_euler.z = math.radians(-62 + 124 * t)
        shade.rotation_euler.z = 0.05 * math.sin(t * 5)
        shade.location.x = -0.45 + 0.012 * math.sin(t * 4 + 1)
        seen.location.x = 0.006 * math.sin(t * 5.1) + 0.002 * math.sin(t * 17)
        seen.location.z = 0.1 + 0.003 * math.sin(t * 6.3 + 2) + 0.0012 * math.sin(t * 19)
        for thing, what in (
            (serum, "rotation_euler"),
            (shade, "rotation_euler"),
            (shade, "location"),
            (seen, "location"),
        ):
            thing.keyframe_insert(what, frame=k)
