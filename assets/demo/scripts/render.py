"""Render one scene to linear OpenEXR.  blender -b -P render.py -- SCENE ART_FOLDER TARGET.exr [SAMPLES] [PERCENT]"""

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bpy
import pictures
import stage

ROOMS = ("scenes_bath", "scenes_table", "scenes_out")


def scene_named(name):
    for room in ROOMS:
        found = getattr(importlib.import_module(room), name, None)
        if found:
            return found
    raise SystemExit(f"no scene is called {name}")


def main(name, art, target, samples="48", percent="85"):
    scene = stage.empty_stage()
    stage.quality(
        scene, size=pictures.SIZES[name], samples=int(samples), percent=int(percent), target=Path(target)
    )
    scene_named(name)(Path(art))
    if name in pictures.CLIPS:
        stage.keep_frames(scene, Path(target))
    bpy.ops.render.render(animation=name in pictures.CLIPS, write_still=True)


main(*sys.argv[sys.argv.index("--") + 1 :])
