"""What a conforming copy may never do: take the original's place, enlarge it, or change its shape."""

from pathlib import Path

from ugc.errors import UgcError, UsageError
from ugc.media.opening import spoken

_OFF = 2.0
"""Pixels by which a side may differ from the exact shape: clips have even sides."""


def keep_original(path: Path, out: Path) -> None:
    """Raise UsageError when the copy would be written over the file it is made from."""
    if out.exists() and out.samefile(path):
        raise UsageError(
            f"{spoken(out)} is the original, and originals are never changed.",
            hint="Name another file for the copy.",
        )


def check_wanted(path: Path, wanted: tuple[int, int], own: tuple[float, float]) -> None:
    """Raise UgcError when the planned size is larger than a file's own (width, height), or of another shape."""
    across, down = wanted[0] / own[0], wanted[1] / own[1]
    sizes = f"{spoken(path)} is {own[0]:.0f}x{own[1]:.0f} pixels; the plan asks for {wanted[0]}x{wanted[1]}"
    if wanted[0] > round(own[0]) or wanted[1] > round(own[1]):
        raise UgcError(f"{sizes}, and a copy is never enlarged.")
    if min(abs(wanted[1] - own[1] * across), abs(wanted[0] - own[0] * down)) > _OFF:
        raise UgcError(f"{sizes}, which is another shape.")
