"""Make the demo pictures and clips again.  python build.py WORK_FOLDER [NAME...]

Needs Blender 3.4 or newer on the PATH, ffmpeg, and Python with Pillow, numpy and opencv. Everything heavy goes into
WORK_FOLDER; only finished files go into ../pictures.
"""

import subprocess
import sys
from pathlib import Path

from pictures import CLIPS, SIZES, STILLS

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "pictures"


def run(*words):
    subprocess.run([str(w) for w in words], check=True, cwd=HERE)


def render(name, folder):
    """The scene as linear light at 85 % of its final size; returns the file (for a clip, the stem of its frames)."""
    target = folder / f"{name}.exr"
    quality = {"slow_turn": (16, 75), "night_flash": (64, 100)}.get(name, (48, 85))
    run("blender", "-b", "-P", "render.py", "--", name, folder / "art", target, *quality)
    return target


def make(name, folder):
    if name == "push_in":
        source = folder / "window_sill.exr"
        run(
            sys.executable,
            "clips.py",
            name,
            source if source.exists() else render("window_sill", folder),
            OUT / f"{name}.mp4",
        )
    elif name in CLIPS:
        run(sys.executable, "clips.py", name, render(name, folder), OUT / f"{name}.mp4")
    else:
        run(sys.executable, "finish.py", name, render(name, folder), OUT / f"{name}.jpg")


def main(folder, *names):
    work = Path(folder).resolve()
    run(sys.executable, "artwork.py", work / "art")
    unknown = sorted(set(names) - set(SIZES) - {"push_in"})
    if unknown:
        raise SystemExit(
            f"no picture is called {', '.join(unknown)}; there are {', '.join([*SIZES, 'push_in'])}"
        )
    for name in names or (*STILLS, *CLIPS, "push_in"):
        make(name, work)


if __name__ == "__main__":
    main(*sys.argv[1:])
