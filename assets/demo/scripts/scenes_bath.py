"""Bathroom and bedside: shelf, towels, the balm jar, a bedside lamp."""

import brand
import shading
import shapes
import stage
import things

GREEN = (0.12, 0.2, 0.1)


def bathroom_shelf(art):
    """Serum on a terrazzo shelf before hand-made tiles, morning window from the left."""
    glaze = things.glazes([(0.78, 0.76, 0.7), (0.72, 0.7, 0.63), (0.82, 0.8, 0.76), (0.66, 0.66, 0.6)])
    things.tiles(11, 6, (0.085, 0.085), lambda dice: dice.pick(glaze), at=(0.02, 0.15, -0.035))
    shapes.box("shelf", (1.2, 0.19, 0.02), shading.terrazzo("terrazzo"), at=(0, 0.045, -0.02), round_by=0.003)
    brand.bottle(art, (-0.018, 0.0, 0), (0, 0, 9))
    brand.jar(art, (0.058, 0.045, 0), (0, 0, -20))
    _glass_with_sprig((-0.105, 0.075, 0))
    things.towel((0.2, 0.12, 0.05), 4, (0.78, 0.5, 0.36), at=(0.205, 0.095, 0), turn=(0, 0, 4))
    wet = shapes.Dice(5)
    things.drops(
        [
            (wet.between(-0.1, 0.08), wet.between(-0.045, -0.01), 0, wet.between(0.0008, 0.0034))
            for _ in range(26)
        ]
    )
    stage.window((-1.1, -0.55, 0.75), (0, 0.05, 0.05), size=(0.7, 1.1), strength=26)
    stage.fill((0.75, 0.85, 1.0), 0.16)
    stage.camera(
        (0.042, -0.3, 0.132), (0.01, 0.0, 0.071), lens=40, stop=3.2, focus=(-0.01, -0.015, 0.05), roll=-1.3
    )


def _glass_with_sprig(at):
    clear = shading.glass("tumbler", (0.93, 0.97, 0.95))
    wall = [(0, 0.001), (0.03, 0), (0.034, 0.09), (0.0325, 0.09), (0.0285, 0.008), (0, 0.008)]
    water = shading.glass("water", (0.95, 0.98, 0.97), ior=1.33)
    tumbler = shapes.lathe("tumbler", wall, clear, radius=0.0012)
    pool = shapes.lathe("pool", [(0, 0.0085), (0.0284, 0.0085), (0.031, 0.05), (0, 0.05)], water)
    green = shading.leafy("euca", (0.16, 0.24, 0.17), (0.3, 0.38, 0.25), rough=0.6)
    stalk = shading.plain("twig", (0.22, 0.12, 0.07), 0.7)
    twigs = [
        things.sprig(
            8,
            green,
            stalk,
            at=(0.005 * k, 0, 0.012),
            turn=(78 - 8 * k, 0, -12 + 26 * k),
            length=0.24,
            leaf_size=(0.05, 0.036),
            seed=3 + k,
        )
        for k in range(3)
    ]
    return shapes.group([tumbler, pool, *twigs], at)


def towel_stack(art):
    """Three towels on a stool, the tube on top, cool north light."""
    oak = shading.wood("oak", (0.3, 0.17, 0.08), (0.55, 0.36, 0.2))
    shapes.box("stool", (0.46, 0.34, 0.03), oak, at=(0, 0, -0.03), round_by=0.006)
    wall = shading.stone(
        "plaster",
        [(0.5, 0.49, 0.47), (0.62, 0.6, 0.57), (0.7, 0.68, 0.65)],
        scale=12,
        depth=0.0012,
        speckle=500,
    )
    shapes.box("wall", (3, 0.1, 2), wall, at=(0, 0.62, -0.8))
    colours = [(0.74, 0.7, 0.63), (0.8, 0.42, 0.25), (0.78, 0.75, 0.7)]
    z = 0.0
    for k, colour in enumerate(colours):
        high = (0.062, 0.05, 0.055)[k]
        things.towel(
            (0.29 - 0.012 * k, 0.21, high),
            (4, 2, 2)[k],
            colour,
            at=(0.006 * (k - 1), 0.006 * k, z),
            turn=(0, 0, (-2, 3, -4)[k]),
            seed=k + 1,
        )
        z += high * 1.0
    brand.bottle(art, (-0.05, -0.02, z + 0.003), (1.5, -1, 14))
    brand.jar(art, (0.045, 0.0, z + 0.002), (0, 1.5, 0))
    stage.window((1.3, -0.7, 1.0), (0, 0, 0.12), size=(0.9, 1.3), colour=(0.9, 0.96, 1.0), strength=42)
    stage.fill((1.0, 0.93, 0.85), 0.22)
    stage.camera(
        (0.09, -0.52, 0.30), (0.0, 0.0, 0.145), lens=40, stop=2.8, focus=(-0.04, -0.05, 0.2), roll=1.8
    )


def open_jar(art):
    """The open balm jar from above on marble, its lid beside it (square)."""
    shapes.sheet("marble", (1, 1), (1, 1), _marble())
    brand.jar(art, (0, 0, 0), lid=False)
    brand.jar_lid(art, (0.062, 0.05, 0.004), (14, -8, 24))
    green = shading.leafy("euca", (0.16, 0.24, 0.17), (0.3, 0.38, 0.25), rough=0.6)
    stalk = shading.plain("twig", (0.22, 0.12, 0.07), 0.7)
    things.sprig(
        7,
        green,
        stalk,
        at=(-0.13, -0.075, 0.004),
        turn=(0, 0, -28),
        length=0.2,
        leaf_size=(0.045, 0.03),
        seed=8,
    )
    wet = shapes.Dice(11)
    things.drops(
        [
            (wet.between(-0.09, 0.09), wet.between(-0.09, -0.035), 0, wet.between(0.001, 0.004))
            for _ in range(18)
        ]
    )
    stage.window((-0.7, 0.75, 0.6), (0, 0, 0), size=(0.35, 0.6), colour=(1, 0.95, 0.88), strength=16)
    stage.fill((0.8, 0.88, 1.0), 0.25)
    stage.camera(
        (0.03, -0.135, 0.215), (0.012, 0.008, 0.02), lens=42, stop=2.8, focus=(0, -0.01, 0.04), roll=7
    )


def _marble():
    s = shading.Shader("marble")
    where = s.coords((7, 7, 7))
    warped = s.mix(0.35, where, s.noise(2.0, detail=8, vector=where, out="Color"), "ADD")
    vein = s.math("ABSOLUTE", s.math("SUBTRACT", s.noise(0.9, detail=6, vector=warped), 0.5))
    cloud = s.ramp(
        s.noise(1.3, detail=5, vector=where), [(0.35, (0.62, 0.61, 0.6)), (0.6, (0.8, 0.79, 0.77))]
    )
    s.set(Base_Color=s.mix(s.ramp(vein, [(0.0, 0.85), (0.045, 0.0)]), cloud, (0.28, 0.27, 0.27)))
    return s.set(Roughness=s.ramp(s.noise(14, detail=8), [(0.3, 0.1), (0.8, 0.36)])).material
