"""Tables and floors: flat lay, mug and cake, plant and book, parcel, oranges, desk."""

import math

import brand
import packing
import shading
import shapes
import stage
import tabletop
import things

OAK = ((0.26, 0.14, 0.065), (0.5, 0.31, 0.16))


def flat_lay(art):
    """From above on rumpled linen: serum, balm, tube, sunglasses and a twig under plant shadows."""
    linen = shading.weave("linen", (0.78, 0.74, 0.67), threads=800)
    tabletop.cloth("linen", (0.8, 0.9), linen, seed=2.4, folds=3.6, depth=0.014)
    brand.bottle(art, (-0.02, 0.045, 0.0215), (-86, 0, 12))
    brand.squeeze_tube(art, (0.075, -0.08, 0.006), (0, 0, -24))
    brand.jar(art, (-0.065, -0.075, 0.006), (2, -1, 14))
    tabletop.glasses((0.075, 0.125, 0.016), (-76, 0, -24))
    green = shading.leafy("euca", (0.15, 0.23, 0.15), (0.3, 0.38, 0.25), rough=0.6)
    stalk = shading.plain("twig", (0.22, 0.12, 0.07), 0.7)
    things.sprig(
        9, green, stalk, at=(-0.13, 0.0, 0.014), turn=(4, 0, 8), length=0.27, leaf_size=(0.05, 0.036), seed=5
    )
    things.sprig(
        5,
        green,
        stalk,
        at=(0.0, -0.165, 0.012),
        turn=(4, 0, -70),
        length=0.15,
        leaf_size=(0.045, 0.03),
        seed=6,
    )
    shade = things.plant(green, stalk, 13, at=(0.42, 0.3, 0.28), reach=0.22, leaf_size=(0.16, 0.05), seed=4)
    stage.shadow_only(shade)
    stage.sun((0.62, 0.52, 0.72), colour=(1, 0.87, 0.7), strength=5.5, softness=1.8)
    stage.fill((0.72, 0.84, 1.0), 0.55)
    stage.camera((0.01, -0.035, 0.53), (0.002, 0.006, 0.0), lens=40, stop=6, focus=(0, 0, 0.03), roll=-3.5)


def mug_cake(art):
    """Coffee and a slice of loaf cake by a window; the serum out of focus behind."""
    shapes.box("table", (1.6, 1.0, 0.03), shading.wood("oak", *OAK), at=(0, 0.15, -0.03), round_by=0.004)
    drink = shading.picture("coffee", art / "crema.png", 0.2, bump=0.00003)
    clay = shading.plain("glazed clay", (0.62, 0.52, 0.42), 0.25, vary=0.1, grain=160, depth=0.0006)
    things.mug(clay, drink, at=(-0.075, 0.035, 0), turn=(0, 0, -145))
    things.plate(
        shading.plain("plate", (0.72, 0.69, 0.64), 0.18, depth=0.0001), at=(0.072, -0.035, 0), radius=0.082
    )
    tabletop.slice_of_cake((0.066, -0.035, 0.009), (0, 0, 24))
    tabletop.fork((0.118, -0.03, 0.0125), (0, -4, 70))
    brand.bottle(art, (0.045, 0.16, 0), (0, 0, 0))
    linen = shading.weave("napkin", (0.42, 0.5, 0.5), threads=1300)
    tabletop.cloth(
        "napkin", (0.22, 0.2), linen, seed=5.2, folds=2.2, depth=0.013, at=(0.2, 0.06, 0.004), turn=(0, 0, 24)
    )
    wall = shading.stone(
        "wall", [(0.5, 0.46, 0.4), (0.62, 0.58, 0.52), (0.7, 0.66, 0.6)], scale=12, depth=0.001, speckle=500
    )
    shapes.box("wall", (4, 0.1, 2), wall, at=(0, 1.1, -0.5))
    stage.window((-1.0, 0.6, 0.65), (0, 0, 0), size=(0.8, 1.0), colour=(1, 0.96, 0.9), strength=26)
    stage.fill((1.0, 0.86, 0.7), 0.14)
    stage.camera(
        (0.035, -0.34, 0.235), (0.008, 0.012, 0.037), lens=40, stop=2.4, focus=(0.05, -0.06, 0.03), roll=2.2
    )


def plant_book(art):
    """An open book on a bedspread, the serum leaning in, a plant at the edge, late light through blinds."""
    linen = shading.weave("bedspread", (0.74, 0.71, 0.67), threads=900)
    tabletop.cloth("bedspread", (1.4, 1.4), linen, seed=7.7, folds=5.0, depth=0.016)
    tabletop.book(art, (-0.035, -0.02, 0.006), (0, 0, 17))
    brand.bottle(art, (0.125, 0.03, 0.005), (2, 2, 12))
    tabletop.glasses((-0.02, -0.06, 0.03), (-68, 0, 28), lens=(0.95, 0.95, 0.95))
    green = shading.leafy("pothos", (0.1, 0.26, 0.05), (0.4, 0.5, 0.16))
    stalk = shading.plain("stem", (0.2, 0.3, 0.08), 0.5)
    clay = shading.plain("terracotta", (0.5, 0.2, 0.1), 0.85, vary=0.1, grain=500, depth=0.0008)
    things.pot(0.055, 0.095, clay, at=(0.06, 0.22, 0.002))
    things.plant(
        green, stalk, 15, at=(0.06, 0.22, 0.085), reach=0.13, leaf_size=(0.095, 0.075), rise=0.1, seed=12
    )
    wall = shading.stone(
        "wall", [(0.5, 0.42, 0.36), (0.6, 0.52, 0.45), (0.66, 0.58, 0.5)], scale=12, depth=0.001, speckle=500
    )
    shapes.box("wall", (4, 0.1, 1), wall, at=(0, 0.72, -0.5))
    bars = shading.plain("slat", (0.8, 0.8, 0.8))
    for k in range(12):
        slat = shapes.box(
            "slat", (1.2, 0.05, 0.003), bars, at=(-0.9, 0.55, 0.35 + k * 0.075), turn=(38, 0, 58)
        )
        stage.shadow_only(slat)
    stage.sun((-1.0, 0.6, 0.85), colour=(1, 0.78, 0.52), strength=6, softness=1.2)
    stage.fill((0.75, 0.8, 1.0), 0.42)
    stage.camera(
        (0.05, -0.36, 0.4), (0.03, 0.035, 0.03), lens=34, stop=3.2, focus=(0.1, 0.0, 0.04), roll=-2.5
    )


def parcel(art):
    """An opened parcel seen from a standing height: shredded paper, carton, bottle, card, a hard lamp glow."""
    floor = shading.wood("floor", (0.16, 0.08, 0.04), (0.34, 0.2, 0.1), grain_axis="y", rough=0.35)
    for k in range(9):
        shapes.box(
            "plank",
            (0.138, 2.4, 0.02),
            floor,
            at=((k - 4) * 0.1395, 0.2 * math.sin(k * 9), -0.02),
            round_by=0.0012,
        )
    board = packing.kraft()
    x, y, z, t = 0.25, 0.19, 0.1, 0.004
    walls = [
        ((x, t, z), (0, -y / 2, 0)),
        ((x, t, z), (0, y / 2, 0)),
        ((t, y, z), (-x / 2, 0, 0)),
        ((t, y, z), (x / 2, 0, 0)),
        ((x, y, t), (0, 0, 0.001)),
    ]
    parts = [shapes.box("side", size, board, at=where, round_by=0.001) for size, where in walls]
    for (size, where), turn in zip(
        packing.flaps(x, y, z, t), ((-38, 0, 0), (27, 0, 0), (0, -33, 0), (0, 21, 0)), strict=True
    ):
        parts.append(shapes.place(packing.size_flap(size, board, where), where, turn))
    parts += [
        brand.carton(art, (-0.08, -0.075, 0.078), (-87, 0, 7)),
        brand.bottle(art, (0.085, 0.022, 0.085), (-84, 0, 68)),
    ]
    parts.append(brand.card(art, (0.055, -0.05, 0.09), (12, -5, 9)))
    parts += packing.shreds(430)
    shapes.group(parts, (0, 0, 0), (0, 0, 11))
    loose_tissue = shading.plain("tissue", (0.85, 0.62, 0.45), 0.8, grain=90, depth=0.001)
    crumpled = tabletop.cloth(
        "tissue",
        (0.22, 0.2),
        loose_tissue,
        seed=9.1,
        folds=4,
        depth=0.03,
        at=(0.235, -0.13, 0.008),
        turn=(0, 0, 40),
    )
    shapes.jitter(crumpled, 0.006, 34, 2)
    stage.window((0.9, 0.7, 1.0), (0, 0, 0.05), size=(0.6, 0.9), colour=(1, 0.93, 0.84), strength=34)
    stage.fill((0.8, 0.86, 1.0), 0.22)
    stage.camera((-0.03, -0.26, 0.5), (0.004, 0.0, 0.05), lens=34, stop=4, focus=(0, 0, 0.09), roll=4)


def brunch(art):
    """A breakfast table in hard sun: a bowl of oranges, half an orange, serum (landscape)."""
    tabletop.cloth(
        "cloth",
        (2.0, 1.6),
        shading.weave("tablecloth", (0.72, 0.72, 0.7), threads=1200, second=(0.6, 0.62, 0.64)),
        seed=3.3,
        folds=4.5,
        depth=0.008,
    )
    garden()
    rind = shading.peel("rind", (0.86, 0.3, 0.02))
    clay = shading.plain("bowl", (0.16, 0.23, 0.28), 0.3, vary=0.12, grain=160, depth=0.0006)
    wall = [
        (0, 0.004),
        (0.045, 0.003),
        (0.05, 0),
        (0.055, 0.004),
        (0.1, 0.04),
        (0.115, 0.068),
        (0.111, 0.07),
        (0.095, 0.044),
        (0.05, 0.012),
        (0, 0.01),
    ]
    shapes.place(shapes.lathe("bowl", wall, clay, radius=0.004), (-0.13, 0.1, 0.004))
    heap = [
        (-0.17, 0.1, 0.06),
        (-0.095, 0.07, 0.058),
        (-0.11, 0.15, 0.06),
        (-0.13, 0.095, 0.115),
        (0.17, 0.17, 0.036),
    ]
    for k, where in enumerate(heap):
        tabletop.orange(rind, where, k)
    tabletop.half_orange(art, rind, (0.062, -0.045, 0.005))
    brand.bottle(art, (0.01, 0.005, 0.004), (0.5, -1, 6))
    brand.jar(art, (0.21, 0.045, 0.004), (0, 0, -24))
    green = shading.leafy("orange leaf", (0.07, 0.2, 0.03), (0.3, 0.42, 0.12), rough=0.3)
    for k, where in enumerate(((-0.085, 0.1, 0.14), (-0.03, -0.1, 0.008), (0.15, 0.14, 0.065))):
        shapes.place(things.leaf(0.075, 0.034, green, curl=0.3, seed=k), where, (10, 18 * k, 40 - 95 * k))
    stage.sun((-0.9, 0.75, 0.7), colour=(1, 0.9, 0.74), strength=6.5, softness=0.7)
    stage.fill((0.68, 0.82, 1.0), 0.6)
    stage.camera(
        (0.06, -0.47, 0.19), (0.02, 0.02, 0.045), lens=34, stop=3.2, focus=(0.01, -0.01, 0.05), roll=-2.0
    )


def garden():
    """What stands behind a terrace table: a warm wall and a big pot plant, far out of focus."""
    wall = shading.stone(
        "render",
        [(0.55, 0.3, 0.18), (0.66, 0.4, 0.26), (0.72, 0.48, 0.33)],
        scale=8,
        depth=0.002,
        speckle=300,
    )
    shapes.box("wall", (8, 0.1, 3), wall, at=(0, 2.2, -1))
    green = shading.leafy("palm", (0.06, 0.17, 0.04))
    stalk = shading.plain("stem", (0.2, 0.3, 0.08), 0.5)
    things.plant(
        green, stalk, 30, at=(0.75, 1.5, -0.25), reach=0.55, leaf_size=(0.42, 0.16), rise=0.35, seed=9
    )
    things.plant(green, stalk, 16, at=(-0.85, 1.7, -0.3), reach=0.4, leaf_size=(0.35, 0.2), rise=0.3, seed=5)


def desk(art):
    """A desk at work: planner, pencil, coffee, serum, the corner of a laptop (landscape)."""
    shapes.box(
        "desk",
        (1.8, 0.9, 0.03),
        shading.wood("walnut", (0.1, 0.05, 0.025), (0.26, 0.14, 0.07), rough=0.38),
        at=(0, 0, -0.03),
        round_by=0.004,
    )
    paper = shading.picture("planner", art / "notebook.png", 0.7)
    cover = shading.plain("planner cover", (0.45, 0.2, 0.12), 0.5)
    pages = shapes.sheet(
        "page",
        (0.148, 0.21),
        (40, 8),
        paper,
        lambda u, v: 0.0035 * math.exp(-u * 12) + 0.003 * v * u * u,
        at=(-0.09, 0.0, 0.0095),
    )
    block = [
        shapes.box(
            "block",
            (0.147, 0.209, 0.008),
            shading.plain("edges", (0.8, 0.76, 0.68), 0.8),
            at=(-0.09, 0, 0.001),
            round_by=0.0008,
        )
    ]
    block.append(shapes.box("cover", (0.152, 0.215, 0.0012), cover, at=(-0.09, 0, 0), round_by=0.0004))
    shapes.group([pages, *block], (0.02, -0.03, 0), (0, 0, 14))
    tabletop.pencil((-0.05, -0.06, 0.0168), (0, 90, -32))
    drink = shading.picture("coffee", art / "crema.png", 0.2, bump=0.00003)
    white = shading.plain("stoneware", (0.7, 0.67, 0.6), 0.25, grain=160, depth=0.0004)
    things.mug(white, drink, at=(-0.2, 0.14, 0), turn=(0, 0, 150))
    brand.bottle(art, (0.085, 0.0, 0), (0, 0, -4))
    brand.squeeze_tube(art, (0.15, -0.035, 0.0), (0, 0, -38))
    tabletop.laptop((0.19, 0.2, 0), (0, 0, -17))
    tabletop.glasses((0.02, 0.13, 0.001), (-6, 0, 12), lens=(0.96, 0.96, 0.96))
    wall = shading.stone(
        "wall", [(0.42, 0.44, 0.43), (0.5, 0.52, 0.5), (0.56, 0.58, 0.56)], scale=12, depth=0.001, speckle=500
    )
    shapes.box("wall", (4, 0.1, 2), wall, at=(0, 0.9, -0.5))
    stage.window((-1.2, 0.35, 0.75), (0, 0, 0), size=(0.9, 0.9), colour=(0.92, 0.97, 1.0), strength=36)
    stage.fill((1.0, 0.9, 0.78), 0.14)
    stage.camera(
        (0.06, -0.4, 0.28), (0.025, 0.03, 0.025), lens=34, stop=2.8, focus=(0.08, -0.02, 0.04), roll=1.6
    )
