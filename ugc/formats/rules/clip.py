"""Rules for clips: container, codec, frame rate, length, bit rate, colour."""

from collections.abc import Iterator

from ugc.formats.rules.against import Against, stated, target
from ugc.model.formats import Limits, VideoProfile
from ugc.model.probes import Probe, Problem

_HDR = {"smpte2084": "PQ", "arib-std-b67": "HLG"}
_PLAIN = ("yuv420p", "yuvj420p")
_SLACK = 0.05
"""Seconds: lengths are rounded to frames and to sound packets."""
_FPS_SLACK = 0.01
_H264_HIGH = ("baseline", "constrained baseline", "main", "high")


def clip_problems(probe: Probe, against: Against) -> Iterator[Problem]:
    """Yield what a clip's file has against it beside its type, bytes and shape."""
    profile = against.profile or against.default
    yield from _codec(probe, against, profile)
    yield from _frames(probe, against, profile)
    yield from _layout(probe, against, profile)
    yield from _length(probe, against)
    yield from _bit_rate(probe, against, profile)
    yield from _colour(probe, against)


def _codec(probe: Probe, against: Against, profile: VideoProfile) -> Iterator[Problem]:
    taken = stated(profile.codecs)
    codec = probe.video_codec or "unknown"
    if codec in profile.refused_codecs or (taken is not None and codec not in taken):
        yield against.problem(
            "codec_not_accepted",
            "error",
            f"The platform does not take clips in {codec}.",
            measured=codec,
            required=" or ".join(taken) if taken else f"not {' or '.join(profile.refused_codecs)}",
            fix="Encode it as H.264.",
            source=profile.source,
        )
        return
    if taken is None and codec not in ("h264", "hevc"):
        yield against.problem(
            "codec_not_accepted",
            "warning",
            "The platform names no codec; H.264 is the one that every platform takes.",
            measured=codec,
            required="h264",
            fix="Encode it as H.264.",
            source=against.default.source,
        )
    named = (probe.video_profile or "").casefold()
    wanted = stated(profile.h264_profiles)
    if codec == "h264" and named and named.replace("constrained ", "") not in (wanted or _H264_HIGH):
        yield against.problem(
            "codec_profile",
            "error" if wanted else "warning",
            "The platform does not take this profile of H.264."
            if wanted
            else "This profile of H.264 does not play on every phone.",
            measured=probe.video_profile or "",
            required=" or ".join(wanted or ("high",)),
            fix="Encode it as H.264 High.",
            source=profile.source,
        )
    if probe.pixel_format and probe.pixel_format not in _PLAIN:
        yield against.problem(
            "pixel_format",
            "warning",
            "The pixel format does not play on every phone.",
            measured=probe.pixel_format,
            required="yuv420p",
            fix="Encode it as yuv420p.",
            source=profile.source,
        )


def _frames(probe: Probe, against: Against, profile: VideoProfile) -> Iterator[Problem]:
    if probe.constant_rate is False:
        yield against.problem(
            "variable_rate",
            "error" if profile.constant_rate is True else "warning",
            "The frame rate varies; picture and sound drift apart when it is encoded again.",
            measured=f"varies around {probe.fps or 0:.2f} frames a second",
            required="a constant frame rate",
            fix=f"Encode it at {against.format.fps:g} frames a second.",
            source=profile.source,
        )
    low, high = stated(profile.fps.minimum), stated(profile.fps.maximum)
    if probe.fps and not (low or 0) - _FPS_SLACK <= probe.fps <= (high or 1e9) + _FPS_SLACK:
        yield against.problem(
            "fps_off",
            "error",
            "The frame rate is outside what the platform takes.",
            measured=f"{probe.fps:.2f} frames a second",
            required=_between(low, high, "frames a second"),
            fix=f"Encode it at {min(against.format.fps, high or 1e9):g} frames a second.",
            source=profile.source,
        )
    if probe.interlaced:
        yield against.problem(
            "interlaced",
            "error" if profile.scan == "progressive" else "warning",
            "The clip is interlaced: moving edges show as combs.",
            measured="interlaced",
            required="progressive",
            fix="Deinterlace it.",
            source=profile.source,
        )
    if abs(probe.pixel_aspect - 1.0) > 0.001:
        yield against.problem(
            "pixel_aspect",
            "error" if profile.square_pixels is True else "warning",
            "The pixels are not square: the picture is squeezed where that is not heeded.",
            measured=f"{probe.pixel_aspect:.4f}",
            required="1",
            fix="Encode it with square pixels.",
            source=profile.source,
        )


def _layout(probe: Probe, against: Against, profile: VideoProfile) -> Iterator[Problem]:
    if probe.rotation:
        yield against.problem(
            "rotation_flag",
            "warning",
            "The clip stands upright only where its rotation is heeded.",
            measured=f"{probe.rotation} degrees",
            required="0 degrees",
            fix="Encode it upright.",
        )
    if probe.width % 2 or probe.height % 2:
        yield against.problem(
            "odd_pixels",
            "warning",
            "A width or height is an odd number of pixels, which most encoders cut by one.",
            measured=f"{probe.width}x{probe.height}",
            required="even numbers",
            fix="Encode it one pixel smaller.",
        )
    layout = probe.container
    if layout and layout.edit_lists:
        yield against.problem(
            "edit_list",
            "error" if profile.edit_lists == "refused" else "note",
            "The file has an edit list, which the platform does not take."
            if profile.edit_lists == "refused"
            else "The file has an edit list; not every player heeds it.",
            measured=f"in {layout.edit_lists} track{'s' if layout.edit_lists > 1 else ''}",
            required="none",
            fix="Write the file anew without one; the picture need not be encoded again.",
            source=profile.source,
        )
    if layout and not layout.moov_first:
        yield against.problem(
            "moov_last",
            "error" if profile.moov_first is True else "note",
            "The index stands behind the media data: nothing plays before all of it is loaded.",
            measured="moov after mdat",
            required="moov first",
            fix="Write the file anew with the index in front.",
            source=profile.source,
        )


def _length(probe: Probe, against: Against) -> Iterator[Problem]:
    if probe.duration is None:
        return
    limits = against.placement.seconds
    least, most, advised = stated(limits.minimum), stated(limits.maximum), stated(limits.recommended)
    measured = f"{probe.duration:.2f} s"
    if least is not None and probe.duration < least - _SLACK:
        yield against.problem(
            "too_short",
            "error",
            "The clip is shorter than the platform takes.",
            measured=measured,
            required=f"at least {least:g} s",
            fix="Use a longer clip, or add an end card.",
        )
    elif most is not None and probe.duration > most + _SLACK:
        yield against.problem(
            "too_long",
            "error",
            "The clip is longer than the platform takes.",
            measured=measured,
            required=f"at most {most:g} s",
            fix="Cut it: only a person can say where.",
        )
    elif isinstance(advised, tuple) and not advised[0] - _SLACK <= probe.duration <= advised[1] + _SLACK:
        yield against.problem(
            "length_advice",
            "note",
            "The platform recommends another length.",
            measured=measured,
            required=f"{advised[0]:g} to {advised[1]:g} s recommended",
            fix="Nothing, if the clip holds its length.",
        )


def _bit_rate(probe: Probe, against: Against, profile: VideoProfile) -> Iterator[Problem]:
    if not probe.kbps:
        return
    limits = _for_size(probe, profile)
    least, most, advised = stated(limits.minimum), stated(limits.maximum), target(limits)
    measured = f"{probe.kbps:,.0f} kbit/s"
    if least is not None and probe.kbps < least:
        yield against.problem(
            "bitrate_low",
            "error",
            "The picture has fewer bits a second than the platform takes.",
            measured=measured,
            required=f"at least {least:,.0f} kbit/s",
            fix="Encode it anew from the original, with more bits a second.",
            source=profile.source,
        )
    elif most is not None and probe.kbps > most:
        yield against.problem(
            "bitrate_high",
            "error",
            "The picture has more bits a second than the platform takes.",
            measured=measured,
            required=f"at most {most:,.0f} kbit/s",
            fix=f"Encode it at about {advised or most * 0.8:,.0f} kbit/s.",
            source=profile.source,
        )
    elif advised is not None and probe.kbps < advised / 2:
        yield against.problem(
            "bitrate_low",
            "note",
            "The picture has less than half the bits a second that the platform recommends.",
            measured=measured,
            required=f"{advised:,.0f} kbit/s recommended",
            fix="Look whether it is soft or blocky; only the original can mend that.",
            source=profile.source,
        )


def _for_size(probe: Probe, profile: VideoProfile) -> Limits:
    """The bit rates that hold for a clip's size: some platforms state them for one size only."""
    short = min(probe.width, probe.height)
    upright = probe.height > probe.width and "vertical" in profile.kbps_at
    size = "vertical" if upright else "1080p" if short >= 1080 else "720p" if short >= 720 else ""
    fast = f"{size}60" if (probe.fps or 0) > 40 else ""
    return profile.kbps_at.get(fast) or profile.kbps_at.get(size) or profile.kbps


def _colour(probe: Probe, against: Against) -> Iterator[Problem]:
    if probe.colour_range == "pc" or (probe.pixel_format or "").startswith("yuvj"):
        yield against.problem(
            "colour_range",
            "warning",
            "Full-range video looks too dark and too hard where its flag is not heeded.",
            measured="full range",
            required="limited range",
            fix="Encode it in limited range.",
            source=against.default.source,
        )
    if probe.colour_transfer in _HDR:
        yield against.problem(
            "hdr",
            "warning",
            "The clip is HDR, which most placements show flat and grey.",
            measured=_HDR[probe.colour_transfer],
            required="BT.709",
            fix="Bring its tones down to BT.709.",
            source=against.default.source,
        )


def _between(low: float | None, high: float | None, unit: str) -> str:
    parts = [f"at least {low:g}"] if low is not None else []
    parts += [f"at most {high:g}"] if high is not None else []
    return f"{' and '.join(parts)} {unit}"
