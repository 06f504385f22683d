"""All rules over one file, and those that hold for pictures and clips alike."""

from collections.abc import Iterator

from ugc.formats.rules.against import Against, by_severity, stated
from ugc.formats.rules.clip import clip_problems
from ugc.formats.rules.frame import frame_problems
from ugc.formats.rules.picture import picture_problems
from ugc.formats.rules.sound import sound_problems
from ugc.formats.tables import Tables
from ugc.model.formats import Format, Ratio
from ugc.model.probes import Measured, Probe, Problem, Severity

_ENDINGS = {
    "jpg": ("jpg", "jpeg", "jpe", "jfif"),
    "tiff": ("tif", "tiff"),
    "heic": ("heic", "heif", "hif"),
    "mp4": ("mp4", "m4v"),
    "mov": ("mov", "qt"),
    "mkv": ("mkv", "mk3d"),
}
_UNSTATED_TOLERANCE = 0.01
"""Fraction by which a shape may be off where the platform states none: what Instagram and Google allow."""


def check(measured: Measured, chosen: Format, *, tables: Tables, name: str = "") -> tuple[Problem, ...]:
    """Return every problem that a file has in each placement of a format, errors first.

    `name` is the file's own, whose ending is held against its content; without it that is not looked at.
    """
    found: list[Problem] = []
    for placement in chosen.placements:
        against = Against(placement, chosen, tables)
        found += sorted(_all(measured, against, name), key=by_severity)
    return tuple(found)


def unreadable(text: str, *, hint: str, placement: str = "") -> Problem:
    """Build the problem of a file that could not be understood at all."""
    return Problem(
        code="unreadable",
        severity="error",
        placement=placement,
        text=text,
        measured="not understood",
        required="a picture or clip",
        source="",
        fix=hint,
    )


def _all(measured: Measured, against: Against, name: str) -> Iterator[Problem]:
    probe = measured.probe
    yield from _type(probe, against, name)
    yield from _bytes(probe, against)
    yield from _shape(probe, against)
    if probe.kind == "image":
        yield from picture_problems(probe, against)
    else:
        yield from clip_problems(probe, against)
        yield from sound_problems(measured, against)
    yield from frame_problems(measured, against)


def _type(probe: Probe, against: Against, name: str) -> Iterator[Problem]:
    ending = name.rsplit(".", 1)[1].casefold() if "." in name else ""
    if name and ending not in _ENDINGS.get(probe.type, (probe.type,)):
        yield against.problem(
            "name_misleads",
            "warning",
            "The name's ending does not say what the file is, and uploads often go by it.",
            measured=f".{ending}" if ending else "no ending",
            required=f".{probe.type}",
            fix=f"Rename it to end in .{probe.type}.",
        )
    if probe.type not in against.types:
        yield against.problem(
            "type_not_accepted",
            "error",
            f"The platform does not take {probe.type} files.",
            measured=probe.type,
            required=" or ".join(against.types),
            fix=f"Write it as {against.types[0]}.",
            source=against.profile.source if against.profile and probe.kind == "video" else None,
        )


def _bytes(probe: Probe, against: Against) -> Iterator[Problem]:
    most, least = stated(against.max_bytes), stated(against.placement.min_bytes)
    advised = stated(against.placement.recommended_bytes)
    measured = f"{probe.size:,} bytes"
    lower = "Lower the quality." if probe.kind == "image" else "Lower the bit rate, or shorten it."
    if most is not None and probe.size > most:
        yield against.problem(
            "too_many_bytes",
            "error",
            "The file is larger than the platform takes.",
            measured=measured,
            required=f"at most {most:,} bytes",
            fix=lower,
        )
    elif advised is not None and probe.size > advised:
        yield against.problem(
            "over_recommended_bytes",
            "note",
            "The file is larger than the platform recommends.",
            measured=measured,
            required=f"{advised:,} bytes recommended",
            fix=f"{lower} It is taken as it is.",
        )
    if least is not None and probe.size < least:
        yield against.problem(
            "too_few_bytes",
            "error",
            "The file is smaller than the platform takes.",
            measured=measured,
            required=f"at least {least:,} bytes",
            fix="Raise the bit rate.",
        )


def _shape(probe: Probe, against: Against) -> Iterator[Problem]:
    ratio = probe.width / probe.height
    shape = against.shape(probe.width, probe.height)
    tolerance = stated(against.placement.ratio_tolerance)
    tolerance = _UNSTATED_TOLERANCE if tolerance is None else tolerance
    pixel = 1.0 / min(probe.width, probe.height)  # a whole number of pixels cannot be nearer than this
    if abs(ratio / shape.value - 1.0) > max(tolerance, pixel):
        severity: Severity = "warning" if _within(ratio, against, tolerance) else "error"
        yield against.problem(
            "ratio_off",
            severity,
            "The platform crops or pads a file of this shape."
            if severity == "warning"
            else "The platform does not take a file of this shape, or crops it.",
            measured=f"{probe.width}x{probe.height} ({ratio:.4f})",
            required=" or ".join(shape.name for shape in against.placement.ratios),
            fix=f"Make it {against.format.ratio}: only a person can say what to cut off.",
        )
        if (least := stated(shape.minimum)) and probe.width < least[0]:
            yield _too_small(probe, against, f"at least {least[0]} pixels wide")
        return
    if shape.name != against.format.ratio and against.format.id != against.placement.spot:
        yield against.problem(
            "other_shape",
            "warning",
            f"The placement takes {shape.name}; the format {against.format.id} is {against.format.ratio}.",
            measured=shape.name,
            required=against.format.ratio,
            fix="Check it against a format of its own shape, or make it anew.",
        )
    yield from _size(probe, against, shape)


def _size(probe: Probe, against: Against, shape: Ratio) -> Iterator[Problem]:
    least, most = stated(shape.minimum), stated(shape.maximum)
    measured = f"{probe.width}x{probe.height}"
    if least and (probe.width < least[0] or probe.height < least[1]):
        yield _too_small(probe, against, f"at least {least[0]}x{least[1]}")
    elif most and (probe.width > most[0] or probe.height > most[1]):
        yield against.problem(
            "too_large",
            "error",
            "The file has more pixels than the platform takes.",
            measured=measured,
            required=f"at most {most[0]}x{most[1]}",
            fix="Make it smaller.",
        )
    elif probe.width < shape.recommended[0]:
        yield against.problem(
            "below_recommended",
            "note",
            "The platform recommends more pixels; enlarging would not add any detail.",
            measured=measured,
            required=f"{shape.recommended[0]}x{shape.recommended[1]} recommended",
            fix="Nothing, unless a larger original can be had.",
        )


def _too_small(probe: Probe, against: Against, required: str) -> Problem:
    return against.problem(
        "too_small",
        "error",
        "The file has fewer pixels than the platform takes.",
        measured=f"{probe.width}x{probe.height}",
        required=required,
        fix="Ask the creator for the original file; enlarging adds no detail.",
    )


def _within(ratio: float, against: Against, tolerance: float) -> bool:
    low, high = stated(against.placement.ratio_min), stated(against.placement.ratio_max)
    if low is None and high is None:
        return False
    return (low is None or low * (1 - tolerance) <= ratio) and (
        high is None or ratio <= high * (1 + tolerance)
    )
