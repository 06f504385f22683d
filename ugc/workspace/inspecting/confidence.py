"""How far a likeness is to be believed: what was right of all answers like it, in a set whose answers were known.

The figures are measured by `benchmarks/fingerprints.py`, which writes them to `assets/fingerprints/confidence.toml`.
"""

import math
import tomllib
from datetime import date
from functools import cache
from typing import Literal

from ugc.model.base import Value
from ugc.resources import ASSETS

FIGURES = ASSETS / "fingerprints" / "confidence.toml"
SURE, DOUBTFUL = 0.9, 0.25
"""Least confidence of an answer, and of one that is said with a `may be`. Below it nothing is said."""

Evidence = Literal["picture", "clip", "fingerprint"]
"""picture, clip: laid over the stored file, over several frames of it. fingerprint: the stored file is not there."""


class Confidence(Value):
    """The measured share of right answers among those of one band."""

    least: float
    """Lower end of Wilson's 95 % interval (https://doi.org/10.1080/01621459.1927.10502953), 0..1."""
    right: int
    n: int
    """Answers in the band."""
    band: str
    """The scores of it, as `0.90 to 1`."""


class Band(Value):
    """What was measured for the scores from `at_least` to the next band's."""

    evidence: Evidence
    at_least: float
    right: int
    answers: int
    least: float


class Figures(Value):
    """All bands, and the set that they were measured on."""

    method: str
    measured: date
    set: dict[str, int]
    band: tuple[Band, ...]


class Likeness(Value):
    """An original or creative that a picture is like."""

    of: Literal["original", "creative"]
    media: str | None = None
    """sha256 of the original."""
    variant: str | None = None
    """Of the creative."""
    posts: tuple[str, ...]
    evidence: Evidence
    score: float
    """The share, 0..1, of what both show that is the same; without the stored file, the number of landmarks found."""
    confidence: Confidence
    sure: bool
    """Otherwise it may be so."""
    mirrored: bool = False
    """Left and right are exchanged."""
    covers: float | None = None
    """The share of the found picture, 0..1, that shows it; None where the stored file was not there."""
    start: float | None = None
    """The part of the stored clip that is shown, in seconds from its first frame."""
    end: float | None = None
    moments: float | None = None
    """The share of a found clip's moments, 0..1, that show it; None for a still."""


class Looked(Value):
    """What came of looking at a file."""

    likeness: tuple[Likeness, ...] = ()
    """The best first."""
    not_compared: tuple[str, ...] = ()
    """In sentences."""
    telling: bool = False
    """Whether there is enough in the picture that a copy of what is stored would have been found."""


@cache
def figures() -> Figures:
    """Return the shipped figures."""
    return Figures.model_validate(tomllib.loads(FIGURES.read_text("utf-8")))


def confidence(told: Figures, evidence: Evidence, score: float) -> Confidence | None:
    """Return what was measured for a score; None where so little was right that nothing is to be said."""
    bands = sorted((band for band in told.band if band.evidence == evidence), key=lambda band: -band.at_least)
    for place, band in enumerate(bands):
        if score >= band.at_least:
            spoken = _spoken(band, bands[place - 1] if place else None)
            if band.least < DOUBTFUL:
                return None
            return Confidence(least=band.least, right=band.right, n=band.answers, band=spoken)
    return None


def wilson(right: int, answers: int) -> float:
    """Return the lower end of Wilson's 95 % interval for a share."""
    if not answers:
        return 0.0
    z = 1.959964
    share = right / answers
    middle = share + z * z / (2 * answers)
    spread = z * math.sqrt(share * (1 - share) / answers + z * z / (4 * answers * answers))
    return max((middle - spread) / (1 + z * z / answers), 0.0)


def _spoken(band: Band, above: Band | None) -> str:
    if band.evidence == "fingerprint":
        return (
            f"{band.at_least:g} landmarks or more"
            if above is None
            else (f"{band.at_least:g} to {above.at_least - 1:g} landmarks")
        )
    return f"{band.at_least:.2f} to {above.at_least if above else 1:.2f}"
