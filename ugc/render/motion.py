"""A template's `motion.py` is run, and the MoviePy clips that it gives become frames with transparency.

The one place that knows MoviePy, which is an extra; templates' own scripts know it besides. A script is a person's
program and runs as such, with all that this process may do: those of a workspace as those that are shipped.
"""

import traceback
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from ugc.errors import InputError, UgcError
from ugc.media.strips import Strip, alike, strip_of
from ugc.model.motion import MoveName
from ugc.model.templates import Template
from ugc.render.stage import Stage, laid
from ugc.templates import MOTION

MOTION_VERSION = 1
"""Counts up whenever the same script and parts give other pixels."""
_LEAST_MOVIEPY = (2, 2)
_SHAPED_BY = ("moviepy", "pillow", "numpy", "av")


def versions() -> tuple[str, ...]:
    """Return the versions of all that shapes the frames of a script which has not changed."""
    return (str(MOTION_VERSION), *(metadata.version(package) for package in _SHAPED_BY))


def why_not() -> str | None:
    """Return why nothing can be moved here, as a sentence; None where it can."""
    try:
        found = metadata.version("moviepy")
    except metadata.PackageNotFoundError:
        return "Words and cards stand still: move them with the extra, pip install 'ugc-toolkit[motion]'."
    if tuple(int(part) for part in found.split(".")[:2] if part.isdigit()) < _LEAST_MOVIEPY:
        return f"Words and cards stand still: MoviePy 2.2.1 or newer is needed, and {found} is installed."
    return None


def make(template: Template, name: MoveName, stage: Stage) -> list[Strip]:
    """Return the frames of one move, RGBA with straight alpha, from 0 to its last moment.

    Where words stand as in the still version, the frame is the still version. Raises InputError, with the template's
    file, when the script fails, gives what is no clip with a mask, or does not end, or begin, as it must.
    """
    script = template.folder / MOTION
    function = _function(script, name)
    try:
        frames = _frames(_clips(function(stage), name, script), stage)
    except UgcError:
        raise
    except (Exception, SystemExit) as error:  # a person's program may raise anything
        raise _told(script, error) from error
    held = strip_of(laid(stage.parts.values(), stage.size))
    ends = {"enter": (-1,), "again": (0, -1), "leave": (0,)}[name]
    for end in ends:
        if not alike(frames[end], held):
            when = stage.seconds if end else 0
            raise InputError(
                f"{script}: {name} at {when:g} s does not look as overlay.typ draws it.",
                hint="Show every part whole there, at its own place and size: what is checked is the still version.",
            )
        frames[end] = held
    if name == "leave" and frames[-1].rows.size:
        raise InputError(
            f"{script}: leave still shows something at {stage.seconds:g} s, its end.",
            hint="Let every part fade out, or move off the canvas.",
        )
    return frames


def _function(script: Path, name: MoveName) -> Callable[[Stage], Any]:
    """Run a script and return its function of that name. Nothing is written beside it, as importing it would."""
    made: dict[str, Any] = {"__name__": "motion", "__file__": str(script)}
    try:
        source = compile(script.read_bytes(), str(script), "exec")
        exec(source, made)  # noqa: S102  a template's own program, as docs/add-a-template.md says
    except (Exception, SystemExit) as error:
        raise _told(script, error) from error
    function = made.get(name)
    if not callable(function):
        raise InputError(
            f"{script} has no function {name}, and [motion] in template.toml promises one.",
            hint=f"Write: def {name}(stage), which gives MoviePy clips; or take {name} out of [motion].",
        )
    found: Callable[[Stage], Any] = function
    return found


def _clips(given: Any, name: MoveName, script: Path) -> list[Any]:
    """What a script gave, as a list of clips with masks."""
    from moviepy import VideoClip

    clips = [given] if isinstance(given, VideoClip) else list(given or ())
    if not clips:
        raise InputError(
            f"{script}: {name} gave no clips.", hint="Return a list of MoviePy clips, or yield each."
        )
    for number, clip in enumerate(clips, start=1):
        if not isinstance(clip, VideoClip):
            raise InputError(
                f"{script}: {name} gave {type(clip).__name__} as number {number}, which is no MoviePy clip.",
                hint="Return a list of clips, such as ImageClip(part.pixels).",
            )
        if clip.mask is None:
            raise InputError(
                f"{script}: clip {number} of {name} has no mask, so it would hide what lies under it.",
                hint="Make it from part.pixels, which have one, or call .with_mask().",
            )
        shapes = [one.get_frame(0).shape[:2] for one in (clip, clip.mask)]
        if shapes[0] != shapes[1]:
            (high, wide), (tall, broad) = shapes
            raise InputError(
                f"{script}: clip {number} of {name} is {wide}x{high} pixels, and its mask {broad}x{tall}.",
                hint="Give the mask what you give the clip: sizes, crops, turns.",
            )
    return clips


def _frames(clips: list[Any], stage: Stage) -> list[Strip]:
    """Lay clips over each other on the canvas, for each frame from 0 to the move's last moment."""
    from moviepy import CompositeVideoClip

    # MoviePy takes a clip away in the very moment in which it ends, and that is the last frame.
    lasting = [
        clip.with_end(stage.seconds + 1) if clip.end is None or clip.end >= stage.seconds - 1 / 1000 else clip
        for clip in clips
    ]
    whole = CompositeVideoClip(lasting, size=stage.size)
    frames: list[Strip] = []
    for number in range(_count(stage)):
        t = min(number / stage.fps, stage.seconds)
        alpha = np.rint(np.clip(whole.mask.get_frame(t), 0, 1) * 255).astype(np.uint8)
        frames.append(strip_of(np.dstack([whole.get_frame(t), alpha])))
    whole.close()
    return frames


def _count(stage: Stage) -> int:
    return int(np.ceil(stage.seconds * stage.fps - 1 / 1000)) + 1


def _told(script: Path, error: BaseException) -> InputError:
    """What went wrong in a script, with its line."""
    lines = [
        step.lineno for step in traceback.extract_tb(error.__traceback__) if step.filename == str(script)
    ]
    line = error.lineno if isinstance(error, SyntaxError) else (lines[-1] if lines else None)
    where = f"{script}, line {line}" if line else f"{script}"
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return InputError(
        f"{where}: {type(error).__name__}: {said or 'it said nothing'}.",
        hint="Correct the template's motion.py; without [motion] in template.toml it stands still.",
    )
