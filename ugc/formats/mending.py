"""What can be mended without a decision: from a file's problems to the plan of a copy that has none of them.

Nothing here crops, pads, cuts time, enlarges, adds sound or takes anything out of the picture: those are decisions,
and stay with the problems.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from ugc.formats.rules.against import stated
from ugc.formats.tables import DEFAULT_PROFILE, Tables
from ugc.model.conforming import ClipPlan, PicturePlan, SoundPlan, StillPlan
from ugc.model.formats import Format, VideoProfile
from ugc.model.probes import Measured, Probe, Problem

_STILL = {
    "type_not_accepted",
    "name_misleads",
    "too_many_bytes",
    "too_large",
    "animated",
    "alpha",
    "cmyk",
    "colour_profile",
    "bit_depth",
    "orientation_flag",
}
_PACKED_ANEW = {"type_not_accepted", "name_misleads", "edit_list", "moov_last"}
_ENCODED = {
    "too_many_bytes",
    "too_large",
    "odd_pixels",
    "codec_not_accepted",
    "codec_profile",
    "pixel_format",
    "variable_rate",
    "fps_off",
    "interlaced",
    "pixel_aspect",
    "rotation_flag",
    "bitrate_high",
    "colour_range",
    "hdr",
}
_SOUND = {"sound_codec", "sound_channels", "sound_rate", "sound_bitrate", "loudness", "true_peak"}
_SPARE = 0.93
"""Of the bytes that a placement takes, what the plan aims at: encoders overshoot."""
_LEAST_KBPS = 500


@dataclass(frozen=True)
class Mend:
    """The plan of a conforming copy, and the codes of the problems that it does away with."""

    plan: StillPlan | ClipPlan
    codes: frozenset[str]


def mend(measured: Measured, problems: Iterable[Problem], chosen: Format, *, tables: Tables) -> Mend | None:
    """Return what can be done about a file's problems without a decision; None when nothing can.

    `problems` are those of every placement of the format, so that the copy satisfies all of them at once. Notes alone
    are no reason to write a copy.
    """
    found = {problem.code for problem in problems if problem.severity != "note"}
    if measured.probe.kind == "image":
        codes = found & _STILL
        return Mend(_still(measured.probe, chosen), frozenset(codes)) if codes else None
    codes = found & (_PACKED_ANEW | _ENCODED | _SOUND)
    if not codes:
        return None
    return Mend(_clip(measured, codes, chosen, tables), frozenset(codes))


def _still(probe: Probe, chosen: Format) -> StillPlan:
    jpeg = "jpg" in chosen.types
    return StillPlan(
        size=_smaller(probe, chosen),
        type="jpg" if jpeg else "png",
        max_bytes=stated(chosen.max_bytes),
    )


def _clip(measured: Measured, codes: set[str], chosen: Format, tables: Tables) -> ClipPlan:
    profiles = [tables.profiles[place.video] for place in chosen.placements if place.video]
    default = tables.profiles[DEFAULT_PROFILE]
    probe = measured.probe
    # A codec that MP4 cannot carry must be encoded even where only the container is wrong.
    carried = probe.video_codec in ("h264", "hevc") and probe.audio_codec in ("aac", "mp3", None)
    encode = bool(codes & _ENCODED) or not carried
    sound = bool(codes & _SOUND) or (probe.audio_codec is not None and not carried)
    return ClipPlan(
        picture=_picture(probe, codes, chosen, profiles, default) if encode else None,
        sound=_sound(measured, codes, profiles, default) if sound else None,
    )


def _picture(
    probe: Probe, codes: set[str], chosen: Format, profiles: list[VideoProfile], default: VideoProfile
) -> PicturePlan:
    ceilings = [
        limit
        for profile in (*profiles, default)
        for limits in (profile.kbps, *profile.kbps_at.values())
        if (limit := stated(limits.maximum)) is not None
    ]
    within = _within_bytes(probe, chosen) if "too_many_bytes" in codes else None
    wanted = min([stated(default.kbps.recommended), *([within] if within else [])])
    return PicturePlan(
        size=_smaller(probe, chosen),
        fps=_rate(codes, chosen, profiles),
        kbps=within or (int(wanted) if "bitrate_high" in codes else None),
        max_kbps=int(min(ceilings)) if ceilings else None,
    )


def _rate(codes: set[str], chosen: Format, profiles: list[VideoProfile]) -> float | None:
    """The constant rate to encode at; None keeps each frame's own time, where that is constant already."""
    fastest: list[float] = [most for profile in profiles if (most := stated(profile.fps.maximum)) is not None]
    if codes & {"variable_rate", "fps_off", "interlaced"}:
        return min([chosen.fps, *fastest])
    return None


def _sound(
    measured: Measured, codes: set[str], profiles: list[VideoProfile], default: VideoProfile
) -> SoundPlan:
    level = codes & {"loudness", "true_peak"}
    asked = [aim for profile in profiles if (aim := stated(profile.audio.loudness)) is not None]
    heard = measured.sound is not None and measured.sound.loudness is not None
    return SoundPlan(
        loudness=min([*asked, stated(default.audio.loudness)]) if level and heard else None,
        true_peak=stated(default.audio.true_peak),
    )


def _smaller(probe: Probe, chosen: Format) -> tuple[int, int] | None:
    """The format's own size where a placement takes no more than the file has; None keeps the file's."""
    mosts = [
        most
        for placement in chosen.placements
        for shape in placement.ratios
        if shape.name == chosen.ratio and (most := stated(shape.maximum)) is not None
    ]
    width = probe.width * max(probe.pixel_aspect, 1.0)  # once its pixels are square
    height = probe.height * max(1.0 / probe.pixel_aspect, 1.0)
    if not any(width > most[0] or height > most[1] for most in mosts):
        return None
    scale = min(min(most[0] / width, most[1] / height) for most in mosts)
    return _even(width * scale), _even(height * scale)


def _within_bytes(probe: Probe, chosen: Format) -> int | None:
    """Kilobits a second of picture that keep a clip within its placements' bytes, beside 192 of sound."""
    most = stated(chosen.max_bytes)
    if most is None or not probe.duration:
        return None
    return max(_LEAST_KBPS, int(most * _SPARE * 8 / 1000 / probe.duration - 192))


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)
