"""The mix of a licensed sound with a clip's own, measured on what is decoded: depth, length, loudness, seams."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from clips import ffmpeg
from conform_makers import loudness, samples, true_peak
from conftest import skip

from ugc.errors import InputError
from ugc.media.ffmpeg import safe_path
from ugc.media.mixing import DUCK_DB, Piece, bed, mixed
from ugc.model.conforming import SoundPlan

RATE = 48_000
LEVELLED = SoundPlan(loudness=-16.0, true_peak=-1.5)
MUSIC_HZ = 7000
"""Far from what the voice below has, so that each is measured without the other."""


def write(path: Path, sound: np.ndarray) -> Path:
    """A WAV of floats, one column an ear."""
    both = sound if sound.ndim == 2 else np.stack([sound, sound], -1)
    raw = path.with_suffix(".raw")
    raw.write_bytes(both.astype("<f4").tobytes())
    ffmpeg("-f", "f32le", "-ar", str(RATE), "-ac", "2", "-i", raw, "-c:a", "pcm_f32le", path)
    return path


def times(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * RATE)) / RATE


def voice(
    seconds: float, *, level: float, room: float = 0.0, spoken: tuple[float, float] = (2.0, 6.0)
) -> np.ndarray:
    """Syllables at four a second between two times, over a room's noise."""
    at = times(seconds)
    syllables = 0.5 + 0.5 * np.sin(2 * np.pi * 4 * at)
    tones = (
        np.sin(2 * np.pi * 220 * at)
        + 0.5 * np.sin(2 * np.pi * 660 * at)
        + 0.3 * np.sin(2 * np.pi * 1760 * at)
    )
    said = (at >= spoken[0]) & (at < spoken[1])
    noise = np.random.default_rng(7).standard_normal(len(at))
    return np.asarray(level * syllables * tones * said + room * noise)


def levels(sound: np.ndarray, first: float, last: float, hertz: float = MUSIC_HZ) -> np.ndarray:
    """The level of a tone in dB, every 20 ms between two times."""
    left = sound[round(first * RATE) : round(last * RATE), 0]
    block = RATE // 50
    left = left[: len(left) // block * block].reshape(-1, block)
    turned = left * np.exp(-2j * np.pi * hertz * np.arange(block) / RATE)
    return np.asarray(20 * np.log10(2 * np.abs(turned.mean(1)) + 1e-9))


def music(path: Path, *, seconds: float = 12.0, hertz: float = MUSIC_HZ, level: float = 0.2) -> Piece:
    return Piece(write(path, level * np.sin(2 * np.pi * hertz * times(seconds))), "wav")


def read(path: Path) -> list[str]:
    return ["-f", "wav", "-i", safe_path(path)]


VOICES: list[tuple[float, float, str]] = [
    (0.02, 0.0, "a quiet voice"),
    (0.1, 0.0, "a usual one"),
    (0.5, 0.0, "a loud one"),
    (0.1, 0.001, "in a room that hisses, thirty-odd decibels below"),
]


@pytest.mark.parametrize(("level", "room", "why"), VOICES)
def test_music_gives_way_to_speech_and_comes_back(
    tmp_path: Path, level: float, room: float, why: str
) -> None:
    """Some eleven decibels lower within a tenth of a second, whatever the voice's level; back within a second."""
    own = write(tmp_path / "own.wav", voice(10.0, level=level, room=room))
    mixed(music(tmp_path / "music.wav"), tmp_path / "out.wav", seconds=10.0, own=read(own), source=own)
    heard = samples(tmp_path / "out.wav")
    rest = float(levels(heard, 0.5, 1.9).mean())
    spoken = rest - levels(heard, 2.5, 5.9)
    assert DUCK_DB - 1.5 <= spoken.mean() <= DUCK_DB + 1, why
    assert spoken.min() > 7 and spoken.max() < DUCK_DB + 2, "it does not pump between syllables"
    assert levels(heard, 2.15, 2.2).mean() < rest - 8, "attack"
    released = rest - levels(heard, 6.0, 8.0)
    assert released[:10].mean() > 8 > released[25], "release: it neither jumps back nor lingers"
    assert abs(levels(heard, 7.2, 8.8).mean() - rest) < 0.5, "in the pause it is as it was"


def test_in_the_pauses_the_music_is_as_loud_as_the_voice(tmp_path: Path) -> None:
    own = write(tmp_path / "own.wav", voice(10.0, level=0.03))
    mixed(music(tmp_path / "music.wav"), tmp_path / "out.wav", seconds=10.0, own=read(own), source=own)
    heard = samples(tmp_path / "out.wav")
    assert loudness(heard[: 2 * RATE]) == pytest.approx(loudness(heard[3 * RATE : 5 * RATE]), abs=2.0)


def test_where_nothing_is_heard_above_nothing_gives_way(tmp_path: Path) -> None:
    hiss = write(tmp_path / "own.wav", 0.0005 * np.random.default_rng(3).standard_normal(4 * RATE))
    mixed(music(tmp_path / "music.wav"), tmp_path / "out.wav", seconds=4.0, own=read(hiss), source=hiss)
    heard = levels(samples(tmp_path / "out.wav"), 0.2, 3.0)
    assert heard.max() - heard.min() < 0.2


LENGTHS: list[tuple[float, float, str]] = [
    (12.0, 3.0, "cut"),
    (3.0, 3.0, "as long as it is"),
    (1.3, 6.0, "repeated, some four times"),
    (2.9999, 3.0001, "a breath too short"),
    (0.2, 2.017, "a very short one, and an odd length"),
    (12.0, 0.5, "a very short clip"),
]


@pytest.mark.parametrize(("piece", "seconds", "why"), LENGTHS)
@pytest.mark.parametrize("above", [False, True])
def test_it_is_as_long_as_it_was_asked_to_be(
    tmp_path: Path, piece: float, seconds: float, why: str, above: bool
) -> None:
    """To the sample, whether the clip's own sound is shorter or longer."""
    own = write(tmp_path / "own.wav", voice(1.1, level=0.1, spoken=(0.1, 0.4))) if above else None
    track = music(tmp_path / "music.wav", seconds=piece)
    out = tmp_path / "out.wav"
    mixed(track, out, seconds=seconds, own=read(own) if own else None, source=own)
    heard = samples(out)
    assert len(heard) == round(seconds * RATE), why
    assert np.abs(heard[-24:]).max() < 0.01, "it has faded out"
    assert np.abs(heard[:3]).max() < 0.01, "it does not begin with a click"
    assert np.abs(heard).max() > 0.01


@pytest.mark.parametrize("hertz", [440.3, 97.7, 1234.5])
def test_no_seam_is_heard_where_a_piece_is_repeated(tmp_path: Path, hertz: float) -> None:
    """A tone that ends in mid-swing: joined without care, it would jump by its whole height."""
    track = music(tmp_path / "music.wav", seconds=1.37, hertz=hertz)
    mixed(track, tmp_path / "out.wav", seconds=9.0)
    heard = samples(tmp_path / "out.wav")[RATE // 10 : -RATE, 0]
    swing = 0.2 * (2 * np.pi * hertz / RATE) ** 2
    bend = np.abs(np.diff(heard, 2))
    assert bend.max() < 3 * swing + 1e-4
    joined = np.concatenate([0.2 * np.sin(2 * np.pi * hertz * times(1.37))] * 3)
    assert np.abs(np.diff(joined, 2)).max() > 5 * swing, "the measure would see a seam"
    loud = np.abs(heard[: len(heard) // 480 * 480]).reshape(-1, 480).max(1)
    assert loud.min() > 0.02, "nor is there a gap"


@pytest.mark.parametrize("above", [False, True])
@pytest.mark.parametrize("level", [0.01, 0.7])
def test_the_whole_is_levelled(tmp_path: Path, above: bool, level: float) -> None:
    own = write(tmp_path / "own.wav", voice(6.0, level=0.05, spoken=(1.0, 4.0))) if above else None
    track = music(tmp_path / "music.wav", seconds=2.0, hertz=900, level=level)
    out = tmp_path / "sound.mp4"
    notes = bed(track, out, LEVELLED, seconds=6.0, own=read(own) if own else None, source=own)
    heard = samples(out)
    assert notes == ()
    assert loudness(heard) == pytest.approx(-16, abs=0.5)
    assert true_peak(heard) <= -1.5
    assert abs(measured(out) + 16) <= 0.5
    assert abs(len(heard) - 6 * RATE) <= 2 * 1024, "whole frames of AAC, with its run-up"


def measured(path: Path) -> float:
    """LUFS as the installed ffmpeg measures them."""
    installed = shutil.which("ffmpeg")
    if not installed:
        skip("no ffmpeg is installed")
    command = [
        str(installed),
        "-hide_banner",
        "-nostats",
        "-i",
        str(path),
        "-af",
        "ebur128",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def test_a_silent_piece_is_said_and_left(tmp_path: Path) -> None:
    track = Piece(write(tmp_path / "music.wav", np.zeros(RATE)), "wav")
    (note,) = bed(track, tmp_path / "sound.mp4", LEVELLED, seconds=2.0)
    assert "silent" in note
    assert np.abs(samples(tmp_path / "sound.mp4")).max() < 1e-4


def test_a_mono_piece_at_another_rate_is_in_both_ears(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=900:sample_rate=44100:duration=1.2", "-ac", "1", path)
    mixed(Piece(path, "mp3"), tmp_path / "out.wav", seconds=4.0)
    left, right = samples(tmp_path / "out.wav").T
    assert len(left) == 4 * RATE and np.abs(left - right).max() < 1e-6
    assert np.abs(left[RATE : 3 * RATE]).max() > 0.05


def test_a_damaged_piece_is_the_files_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\x10\x00\x00\x00WAVEjunkjunkjunk")
    with pytest.raises(InputError, match=r"a\.wav"):
        mixed(Piece(path, "wav"), tmp_path / "out.wav", seconds=1.0)
