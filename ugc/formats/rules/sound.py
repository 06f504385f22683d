"""Rules for a clip's sound."""

from collections.abc import Iterator

from ugc.formats.rules.against import Against, stated
from ugc.model.formats import AudioRules
from ugc.model.probes import Measured, Probe, Problem, Severity

_LOUDNESS_SLACK = 2.0
"""LU to either side of the target that nobody hears as wrong."""
_BITRATE_SLACK = 0.9
"""Variable bit rates end a little under what was asked for."""


def sound_problems(measured: Measured, against: Against) -> Iterator[Problem]:
    """Yield what a clip's sound has against it."""
    profile = against.profile or against.default
    rules, probe = profile.audio, measured.probe
    severity: Severity = (
        "error" if rules.required is True or against.asks("sound_required", "not_silent") else "warning"
    )
    if probe.audio_codec is None:
        yield against.problem(
            "no_sound",
            severity,
            "The clip has no sound track." + (" The platform asks for one." if severity == "error" else ""),
            measured="no sound track",
            required="sound",
            fix="Give it sound that you may use: music, speech or the clip's own.",
            source=profile.source,
        )
        return
    if measured.sound and measured.sound.loudness is None:
        yield against.problem(
            "silent",
            severity,
            "The sound track is silent." + (" Reviewers ask for clear sound." if severity == "error" else ""),
            measured="silence",
            required="sound",
            fix="Give it sound that you may use: music, speech or the clip's own.",
            source=profile.source,
        )
    elif measured.sound and measured.sound.loudness is not None:
        yield from _levels(measured.sound.loudness, measured.sound.true_peak, against, rules)
    silent = measured.sound is not None and measured.sound.loudness is None
    yield from _track(probe, against, rules, profile.source, silent=silent)


def _levels(loudness: float, peak: float | None, against: Against, rules: AudioRules) -> Iterator[Problem]:
    """Loudness and true peak; where a platform states none, the target is ours."""
    own = against.default
    aim = stated(rules.loudness)
    source = own.source if aim is None else (against.profile or own).source
    wanted: float = stated(own.audio.loudness) if aim is None else aim
    if abs(loudness - wanted) > _LOUDNESS_SLACK:
        yield against.problem(
            "loudness",
            "warning",
            f"The sound is {'louder' if loudness > wanted else 'quieter'} than what runs beside it.",
            measured=f"{loudness:.1f} LUFS",
            required=f"{wanted:g} LUFS",
            fix=f"Bring it to {wanted:g} LUFS.",
            source=source,
        )
    ceiling: float = stated(own.audio.true_peak)
    if peak is not None and peak > ceiling + 0.1:
        yield against.problem(
            "true_peak",
            "warning",
            "The sound's peaks distort when the platform encodes it again.",
            measured=f"{peak:.1f} dBTP",
            required=f"at most {ceiling:g} dBTP",
            fix=f"Keep its peaks under {ceiling:g} dBTP.",
            source=own.source,
        )


def _track(
    probe: Probe, against: Against, rules: AudioRules, source: str, *, silent: bool
) -> Iterator[Problem]:
    """How the sound is coded; what is silent needs few bits."""
    taken = stated(rules.codecs)
    codec = probe.audio_codec or ""
    if taken and codec not in taken and not (codec.startswith("pcm_") and "pcm_s16le" in taken):
        yield against.problem(
            "sound_codec",
            "error",
            "The platform does not take this sound codec.",
            measured=codec,
            required=" or ".join(taken),
            fix="Encode the sound as AAC.",
            source=source,
        )
    channels = stated(rules.channels)
    if probe.audio_channels and probe.audio_channels != (channels or 2):
        yield against.problem(
            "sound_channels",
            "error" if channels else "warning",
            "The sound is not stereo.",
            measured=f"{probe.audio_channels} channel{'s' if probe.audio_channels > 1 else ''}",
            required=f"{channels or 2} channels",
            fix="Encode the sound in stereo.",
            source=source if channels else against.default.source,
        )
    most = stated(rules.rate.maximum)
    if probe.audio_rate and most is not None and probe.audio_rate > most:
        yield against.problem(
            "sound_rate",
            "error",
            "The sound has more samples a second than the platform takes.",
            measured=f"{probe.audio_rate:,} Hz",
            required=f"at most {most:,.0f} Hz",
            fix="Encode the sound at 48,000 Hz.",
            source=source,
        )
    least = stated(rules.kbps.minimum)
    few = probe.audio_kbps and least is not None and probe.audio_kbps < least * _BITRATE_SLACK
    if few and not silent:
        yield against.problem(
            "sound_bitrate",
            "warning",
            "The sound has fewer bits a second than the platform asks for.",
            measured=f"{probe.audio_kbps:.0f} kbit/s",
            required=f"at least {least:g} kbit/s",
            fix="Encode the sound anew from the original.",
            source=source,
        )
