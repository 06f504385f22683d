"""Pure geometry: boxes, crops that keep what matters, fits, and safe zones.

Fractions run 0..1 over the picture or the canvas; pixels are canvas pixels. x runs right, y down, from the top left.
"""

from ugc.geometry.boxes import (
    CENTRE,
    NEARLY,
    WHOLE,
    area,
    clipped,
    grown,
    in_pixels,
    inside,
    intersect,
    lesser_shared,
    likeness,
    overlap,
    shown,
    union,
)
from ugc.geometry.crops import Candidate, candidates, without_borders
from ugc.geometry.fits import contain_box, cover_box, fitted
from ugc.geometry.subjects import Growth, Subject, face, named

__all__ = [
    "CENTRE",
    "NEARLY",
    "WHOLE",
    "Candidate",
    "Growth",
    "Subject",
    "area",
    "candidates",
    "clipped",
    "contain_box",
    "cover_box",
    "face",
    "fitted",
    "grown",
    "in_pixels",
    "inside",
    "intersect",
    "lesser_shared",
    "likeness",
    "named",
    "overlap",
    "shown",
    "union",
    "without_borders",
]
