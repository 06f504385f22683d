"""Render one scene to linear OpenEXR.  blender -b -P render.py -- SCENE ART_FOLDER TARGET.exr [SAMPLES] [PERCENT]"""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import stage  # noqa: E402

SIZES = {
    "bathroom_shelf": (1200, 1500),
    "towel_stack": (1200, 1500),
    "open_jar": (1200, 1200),
    "flat_lay": (1200, 1500),
    "mug_cake": (1125, 1500),
    "plant_book": (1200, 1500),
    "parcel": (1125, 1500),
    "brunch": (1500, 844),
    "desk": (1500, 1125),
    "window_sill": (844, 1500),
    "gym_bench": (1125, 1500),
    "night_flash": (400, 500),
    "sneakers": (1200, 1500),
}
ROOMS = ("scenes_bath", "scenes_table", "scenes_out")


def scene_named(name):
    for room in ROOMS:
        found = getattr(importlib.import_module(room), name, None)
        if found:
            return found
    raise SystemExit(f"no scene is called {name}")


def main(name, art, target, samples="128", percent="100"):
    scene = stage.empty_stage()
    stage.quality(scene, size=SIZES[name], samples=int(samples), percent=int(percent), target=Path(target))
    scene_named(name)(Path(art))
    import bpy

    bpy.ops.render.render(write_still=True)


main(*sys.argv[sys.argv.index("--") + 1 :])
