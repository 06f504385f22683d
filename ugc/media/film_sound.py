"""The sound of a film: that of its clips, joined where there are several, and levelled; or silence."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ugc.media import conform_sound, ffmpeg
from ugc.media.film_graph import Stretch
from ugc.model.conforming import FilmPlan, SoundPlan

_SILENCE = "anullsrc=channel_layout=stereo:sample_rate=48000"
_CUT_S, _OUT_S = 0.01, 0.25
"""Seconds over which a sound comes in and goes where it is cut, and before silence."""
_UNHEARD = "The sound of one of the clips cannot be decoded; it is silent meanwhile."


class Soundtrack(NamedTuple):
    """What else ffmpeg reads for the sound, what becomes of it, and what is to be said."""

    inputs: list[str]
    mapped: list[str]
    notes: tuple[str, ...] = ()


def soundtrack(
    plan: FilmPlan, read: Sequence[Stretch], opened: Sequence[list[str]], room: Path, *, patience_s: float
) -> Soundtrack:
    """Return the sound of a film; `opened` is how each stretch is opened, and they are ffmpeg's first inputs.

    Raises InputError when the sound cannot be read.
    """
    heard = [stretch.footage.probe.audio_codec is not None for stretch in read]
    if plan.sound is None or not any(heard):
        return _silent(len(read))
    first = read[0].footage.path
    if len(read) == 1 and read[0].footage.found:
        told = conform_sound.track(opened[0], first, plan.sound, room / "sound.mp4", patience_s=patience_s)
        return Soundtrack(*told)
    sounds = [
        has and conform_sound.can_be_heard(["-y", *words], stretch.footage.path, patience_s=patience_s)
        for stretch, words, has in zip(read, opened, heard, strict=True)
    ]
    lost = (_UNHEARD,) if sounds != heard else ()
    if not any(sounds):
        return _silent(len(read), *lost)
    joined = _joined(read, opened, sounds, room / "joined.wav", patience_s=patience_s)
    source = ["-y", "-f", "wav", "-i", ffmpeg.safe_path(joined)]
    done, note = conform_sound.levelled(source, first, plan.sound, room / "sound.mp4", patience_s=patience_s)
    notes = (*lost, *((note,) if note else ()))
    if done:
        levelled = ["-f", "mov", "-i", ffmpeg.safe_path(room / "sound.mp4")]
        return Soundtrack(levelled, [*_mapped(len(read)), "-c:a", "copy"], notes)
    return Soundtrack(source[1:], [*_mapped(len(read)), *conform_sound.encoding(plan.sound)], notes)


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
