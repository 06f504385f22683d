"""The sound of a film: that of its clips, joined where there are several, and levelled; or silence."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.media import conform_sound, ffmpeg, mixing
from ugc.media.film_graph import Stretch
from ugc.model.conforming import FilmPlan, SoundPlan

_SILENCE = conform_sound.SILENT[-1]
_CUT_S, _OUT_S = 0.01, 0.25
"""Seconds over which a sound comes in and goes where it is cut, and before silence."""
_UNHEARD = "The sound of one of the clips cannot be decoded; it is silent meanwhile."


class Soundtrack(NamedTuple):
    """What else ffmpeg reads for the sound, what becomes of it, and what is to be said."""

    inputs: list[str]
    mapped: list[str]
    notes: tuple[str, ...] = ()


class LaidOn(NamedTuple):
    """A licensed sound, and how it is encoded."""

    piece: mixing.Piece
    plan: SoundPlan


def soundtrack(
    plan: FilmPlan,
    read: Sequence[Stretch],
    opened: Sequence[list[str]],
    room: Path,
    *,
    laid: LaidOn | None = None,
    patience_s: float,
) -> Soundtrack:
    """Return the sound of a film; `opened` is how each stretch is opened, and they are ffmpeg's first inputs.

    `laid` is heard in place of the clips' own, or under it where the plan keeps that. Raises InputError when a sound
    cannot be read.
    """
    number, out = len(read), room / "sound.mp4"
    if laid:
        own, notes = _own(read, opened, room, patience_s=patience_s) if plan.sound else (None, ())
        first = read[0].footage.path
        more = mixing.bed(
            laid.piece, out, laid.plan, seconds=plan.seconds, own=own, source=first, patience_s=patience_s
        )
        return _made(out, number, *notes, *more)
    if plan.sound is None or not any(_has_sound(stretch) for stretch in read):
        return _silent(number)
    if number == 1:
        path = read[0].footage.path
        return Soundtrack(*conform_sound.track(opened[0], path, plan.sound, out, patience_s=patience_s))
    own, notes = _own(read, opened, room, patience_s=patience_s)
    if own is None:
        return _silent(number, *notes)
    done, note = conform_sound.levelled(
        ["-y", *own], read[0].footage.path, plan.sound, out, patience_s=patience_s
    )
    notes += (note,) if note else ()
    if done:
        return _made(out, number, *notes)
    return Soundtrack(own, [*_mapped(number), *conform_sound.encoding(plan.sound)], notes)


def _own(
    read: Sequence[Stretch], opened: Sequence[list[str]], room: Path, *, patience_s: float
) -> tuple[list[str] | None, tuple[str, ...]]:
    """What opens the clips' own sound, joined where there are several; None where there is none. And what to say."""
    sounds = [
        _has_sound(stretch)
        and conform_sound.can_be_heard(["-y", *words], stretch.footage.path, patience_s=patience_s)
        for stretch, words in zip(read, opened, strict=True)
    ]
    lost = (_UNHEARD,) if sounds != [_has_sound(stretch) for stretch in read] else ()
    if not any(sounds):
        return None, lost
    if len(read) == 1:
        return opened[0], lost
    joined = _joined(read, opened, sounds, room / "joined.wav", patience_s=patience_s)
    return ["-f", "wav", "-i", ffmpeg.safe_path(joined)], lost


def _has_sound(stretch: Stretch) -> bool:
    return stretch.footage.probe.audio_codec is not None


def _made(out: Path, number: int, *notes: str) -> Soundtrack:
    """A finished sound, which is ffmpeg's input of some number."""
    return Soundtrack(["-f", "mov", "-i", ffmpeg.safe_path(out)], [*_mapped(number), "-c:a", "copy"], notes)


def _silent(number: int, *notes: str) -> Soundtrack:
    """A silent track, which is ffmpeg's input of some number."""
    mapped = [*_mapped(number), *conform_sound.encoding(SoundPlan())]
    return Soundtrack(conform_sound.SILENT, mapped, notes)


def _mapped(number: int) -> list[str]:
    return ["-map", f"{number}:a:0"]


def _joined(
    read: Sequence[Stretch],
    opened: Sequence[list[str]],
    heard: Sequence[bool],
    out: Path,
    *,
    patience_s: float,
) -> Path:
    """Write the sound of all stretches one after another, each as long as its picture; silence where one has none."""
    chains = []
    for number, (stretch, has) in enumerate(zip(read, heard, strict=True)):
        source = f"[{number}:a:0]{conform_sound.STEREO}" if has else _SILENCE
        length = stretch.seconds
        exact = f"apad=whole_dur={length:.4f},atrim=end={length:.4f},asetpts=PTS-STARTPTS"
        # Where a sound is cut off it would click; before silence it goes out softly.
        goes_on = number + 1 < len(read) and heard[number + 1]
        out_s = min(_CUT_S if goes_on or number + 1 == len(read) else _OUT_S, length / 2)
        soft = f"afade=t=in:d={_CUT_S},afade=t=out:st={length - out_s:.4f}:d={out_s}" if has else "anull"
        chains.append(f"{source},{exact},{soft}[s{number}]")
    ends = "".join(f"[s{number}]" for number in range(len(read)))
    graph = ";".join([*chains, f"{ends}concat=n={len(read)}:v=0:a=1[all]"])
    inputs = [word for words in opened for word in words]
    command = ["-y", *inputs, "-filter_complex", graph, "-map", "[all]", "-c:a", "pcm_f32le", "-f", "wav"]
    ffmpeg.run([*command, ffmpeg.safe_path(out)], source=read[0].footage.path, patience_s=patience_s)
    return out
