"""Rules for pictures alone: animation, transparency, colour, depth, orientation."""

from collections.abc import Iterator

from ugc.formats.rules.against import Against, stated
from ugc.model.probes import Probe, Problem

_PLAIN_DEPTH = 8
_SRGB = ("srgb", "s rgb", "iec61966", "iec 61966")


def picture_problems(probe: Probe, against: Against) -> Iterator[Problem]:
    """Yield what a picture has against it beside its type, size and shape."""
    if probe.frames > 1:
        yield against.problem(
            "animated",
            "error",
            "An animation is shown as a still, or refused.",
            measured=f"{probe.frames} frames",
            required="1 frame",
            fix="Use its first frame, or make a clip of it.",
        )
    if probe.alpha:
        yield against.problem(
            "alpha",
            "warning",
            "Transparent parts are filled with a colour that the platform chooses.",
            measured="transparency",
            required="none",
            fix="Lay it on a colour of your own.",
        )
    yield from _colour(probe, against)
    yield from _depth(probe, against)
    if probe.orientation != 1:
        yield against.problem(
            "orientation_flag",
            "warning",
            "The picture stands upright only where its EXIF orientation is heeded.",
            measured=f"orientation {probe.orientation}",
            required="orientation 1",
            fix="Turn the pixels themselves.",
        )


def is_srgb(profile: str | None) -> bool:
    """Whether a colour profile's description is that of sRGB; a picture without a profile is taken for it."""
    return profile is None or any(name in profile.casefold() for name in _SRGB)


def _colour(probe: Probe, against: Against) -> Iterator[Problem]:
    if probe.mode in ("CMYK", "LAB"):
        yield against.problem(
            "cmyk",
            "error",
            "The colours are meant for print: platforms refuse them, or change them visibly.",
            measured=probe.mode,
            required="RGB",
            fix="Convert it to sRGB.",
        )
    elif not is_srgb(probe.profile):
        yield against.problem(
            "colour_profile",
            "warning",
            "The colours are not sRGB, and shift where the profile is not heeded.",
            measured=probe.profile or "none",
            required="sRGB",
            fix="Convert it to sRGB.",
        )


def _depth(probe: Probe, against: Against) -> Iterator[Problem]:
    most = stated(against.placement.bit_depth)
    if probe.bit_depth > (most or _PLAIN_DEPTH):
        yield against.problem(
            "bit_depth",
            "error" if most else "warning",
            "The picture has more bits a channel than the platform takes."
            if most
            else "The picture has more bits a channel than screens are given, and four times the bytes it needs.",
            measured=f"{probe.bit_depth} bits",
            required=f"{most or _PLAIN_DEPTH} bits",
            fix="Bring it down to 8 bits a channel.",
        )
