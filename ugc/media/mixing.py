"""A licensed sound laid on a clip: in place of its own, or under it and lower while that is heard.

Everything is counted in samples of 48 kHz, so that what comes out is exactly as long as it was asked to be. A piece
that is too short is repeated; its end and its beginning then overlap and change places, so that no seam is heard.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.files import PART_PREFIX
from ugc.media import conform_sound, ffmpeg
from ugc.media.conform_sound import STEREO
from ugc.media.sounds import arguments
from ugc.model.conforming import SoundPlan

RATE = 48_000
DUCK_DB = 11.0
"""Decibels by which the sound beneath is lowered while the one above is heard."""
_FLOOR = 10 ** (-(DUCK_DB + 1.0) / 20)
"""What is left of it however loud the one above is: a compressor alone would go on, the louder the lower. A decibel
lies between this and what usual speech does."""
_THRESHOLD_DB = -27.0
"""LU from the loudness of the sound above, over which it counts as heard: rooms are quieter, words are louder."""
_VOICE = "highpass=f=150,lowpass=f=5000"
"""What of the sound above the other gives way to: neither rumble nor hiss."""
_ATTACK_MS, _RELEASE_MS = 30, 500
_FADE_IN_S, _FADE_OUT_S, _LONGEST_OVERLAP_S = 0.02, 0.8, 1.0
_QUIETEST = -50.0
"""LUFS. Below, there is nothing that another could lie under."""
_FLOAT = ["-c:a", "pcm_f32le", "-f", "wav", "-bitexact"]
_HEADROOM = -20.0
"""LUFS that the sound above is brought to for mixing; the mix is levelled as a whole afterwards."""


class Piece(NamedTuple):
    """A file of sound alone."""

    path: Path
    ext: str
    """By content, one of `ugc.media.sounds.DEMUXERS`."""


def bed(
    piece: Piece,
    out: Path,
    plan: SoundPlan,
    *,
    seconds: float,
    own: Sequence[str] | None = None,
    source: Path | None = None,
    patience_s: float = 3600.0,
) -> tuple[str, ...]:
    """Write the sound of a creative of `seconds` to `out`: MP4 with AAC alone, levelled as `plan` says.

    `own` is how ffmpeg opens the clip whose sound is heard above, from its first frame on and no longer than is taken;
    None leaves the clip's own out. `source` is that clip, to be named in a fault. Return what a person should know.
    The film reads it with `-f mov -i OUT` and copies it: `-map 1:a:0 -c:a copy`. Raises InputError when one of
    the sounds cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        mix = Path(folder) / "mix.wav"
        mixed(piece, mix, seconds=seconds, own=own, source=source, patience_s=patience_s)
        read = ["-f", "wav", "-i", ffmpeg.safe_path(mix)]
        note = None
        if plan.loudness is not None:
            done, note = conform_sound.levelled(read, piece.path, plan, out, patience_s=patience_s)
            if done:
                return (note,) if note else ()
        packed = ["-map_metadata", "-1", "-use_editlist", "0", "-f", "mp4", ffmpeg.safe_path(out)]
        encoded = ["-map", "0:a:0", *conform_sound.encoding(plan), *packed]
        ffmpeg.run(["-y", *read, *encoded], source=piece.path, patience_s=patience_s)
        return (note,) if note else ()


def mixed(
    piece: Piece,
    out: Path,
    *,
    seconds: float,
    own: Sequence[str] | None = None,
    source: Path | None = None,
    patience_s: float = 3600.0,
) -> None:
    """Write what is heard to `out`, a WAV of exactly `seconds` at 48 kHz, not levelled yet; see `bed`.

    In the pauses of the sound above, the piece is as loud as that is on the whole; while it is heard, some
    `DUCK_DB` lower.
    """
    samples = round(seconds * RATE)
    if own is None:
        _laid_out(piece, out, samples, patience_s=patience_s)
        return
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        beneath, above = Path(folder) / "beneath.wav", Path(folder) / "above.wav"
        _laid_out(piece, beneath, samples, patience_s=patience_s)
        whole = f"{STEREO},{_exactly(samples)}"
        ffmpeg.run(
            ["-y", *own, "-map", "0:a:0", "-af", whole, *_FLOAT, ffmpeg.safe_path(above)],
            source=source or piece.path,
            patience_s=patience_s,
        )
        _laid_under(beneath, above, out, samples, patience_s=patience_s)


def _laid_out(piece: Piece, out: Path, samples: int, *, patience_s: float) -> None:
    """The piece alone: cut or repeated to a length, without a click at either end."""
    fade_out = min(_FADE_OUT_S, samples / RATE / 4)
    ends = f"afade=t=in:d={_FADE_IN_S},{_exactly(samples)},"
    ends += f"afade=t=out:st={samples / RATE - fade_out:.6f}:d={fade_out:.6f}"
    with tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        whole = Path(folder) / "piece.wav"
        _decoded(piece, whole, samples, patience_s=patience_s)
        length = _samples_of(whole)
        graph = f"[0:a]{ends}[out]"
        if length < samples:
            graph = f"{_repeated(length)},{ends}[out]"
        command = ["-y", "-f", "wav", "-i", ffmpeg.safe_path(whole), "-filter_complex", graph]
        ffmpeg.run(
            [*command, "-map", "[out]", *_FLOAT, ffmpeg.safe_path(out)],
            source=piece.path,
            patience_s=patience_s,
        )


def _decoded(piece: Piece, out: Path, samples: int, *, patience_s: float) -> None:
    limit = ["-t", f"{samples / RATE + 1:.3f}"]
    read = [*limit, *arguments(piece.path, piece.ext)]
    ffmpeg.run(
        ["-y", *read, "-map", "0:a:0", "-af", STEREO, *_FLOAT, ffmpeg.safe_path(out)],
        source=piece.path,
        patience_s=patience_s,
    )


def _repeated(length: int) -> str:
    """The piece, and then again and again what joins its end to its beginning, and the rest of it.

    Where beginning and end overlap, one fades out as the other fades in.
    """
    overlap = max(min(round(_LONGEST_OVERLAP_S * RATE), length // 4), 1)
    body = length - overlap
    return (
        f"[0:a]asplit=3[a][b][c];"
        f"[a]atrim=end_sample={overlap},asetpts=N/SR/TB[start];"
        f"[b]atrim=start_sample={overlap},asetpts=N/SR/TB[rest];"
        f"[c]atrim=end_sample={overlap},asetpts=N/SR/TB[again];"
        f"[rest][again]acrossfade=ns={overlap}:c1=qsin:c2=qsin,aloop=loop=-1:size={body},asetpts=N/SR/TB[round];"
        f"[start][round]concat=n=2:v=0:a=1"
    )


def _laid_under(beneath: Path, above: Path, out: Path, samples: int, *, patience_s: float) -> None:
    files = [word for path in (beneath, above) for word in ("-f", "wav", "-i", ffmpeg.safe_path(path))]
    gains = [_loudness(path, patience_s=patience_s) for path in (beneath, above)]
    under, over = ((_HEADROOM - gain) if gain is not None else 0.0 for gain in gains)
    if gains[1] is None or gains[1] < _QUIETEST:  # nothing is heard above
        graph = f"[0:a]volume={under:.2f}dB,{_exactly(samples)}[out]"
    else:
        threshold = 10 ** ((_HEADROOM + _THRESHOLD_DB) / 20)
        ducked = (
            f"sidechaincompress=threshold={threshold:.6f}:ratio=20:attack={_ATTACK_MS}:release={_RELEASE_MS}"
            f":knee=1:detection=rms:link=maximum:mix={1 - _FLOOR:.4f}"
        )
        graph = (
            f"[1:a]volume={over:.2f}dB,asplit[over][key];[key]{_VOICE}[voice];"
            f"[0:a]volume={under:.2f}dB[under];[under][voice]{ducked}[ducked];"
            f"[ducked][over]amix=inputs=2:normalize=0:duration=longest,{_exactly(samples)}[out]"
        )
    ffmpeg.run(
        ["-y", *files, "-filter_complex", graph, "-map", "[out]", *_FLOAT, ffmpeg.safe_path(out)],
        source=above,
        patience_s=patience_s,
    )


def _loudness(path: Path, *, patience_s: float) -> float | None:
    read = ["-f", "wav", "-i", ffmpeg.safe_path(path)]
    return conform_sound.measured(read, path, patience_s=patience_s).loudness


def _exactly(samples: int) -> str:
    return f"apad=whole_len={samples},atrim=end_sample={samples}"


def _samples_of(path: Path) -> int:
    """Samples of a WAV that was written here."""
    import av

    with av.open(str(path), "r", format="wav") as opened:
        stream = opened.streams.audio[0]
        return int(stream.duration or 0)
