"""Loudness and true peak, against arithmetic and against ffmpeg's other measure."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from clips import clip, ffmpeg, still, told
from conftest import skip

from ugc.errors import InputError
from ugc.media import ffmpeg as running
from ugc.media.listen import heard, listen
from ugc.media.measure import measure

NOISE = "anoisesrc=amplitude=0.3:color=pink:seed=1:sample_rate=48000,apulsator=hz=0.5"


@pytest.fixture(params=["on PATH", "bundled"])
def each_ffmpeg(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ffmpeg of the distribution (5.1 in Debian 12) and that of the package, one after the other."""
    bundled = Path(imageio_ffmpeg.get_ffmpeg_exe())
    found = next(iter(running._candidates()), bundled) if request.param == "on PATH" else bundled
    if request.param == "on PATH" and found == bundled:
        skip("there is no ffmpeg on PATH")
    monkeypatch.setattr(running, "program", lambda: found)
    return found


def by_loudnorm(path: Path) -> tuple[float, float]:
    words = told(path, "loudnorm=print_format=json", sound=True)
    read: dict[str, Any] = json.loads(words[words.rindex("{") : words.rindex("}") + 1])
    return float(read["input_i"]), float(read["input_tp"])


@pytest.mark.parametrize("level", [-3.0, -14.0, -16.0, -23.0, -40.0])
def test_a_sine_is_as_loud_as_arithmetic_says(tmp_path: Path, level: float, each_ffmpeg: Path) -> None:
    """997 Hz in two channels, coded without loss: as loud in LUFS as its peak is high in dBFS (BS.1770)."""
    path = clip(tmp_path / "x.mov", sound="tone", loudness=level, seconds=3, audio_codec="pcm_s16le")
    found = listen(path)
    assert found is not None
    assert found.loudness == pytest.approx(level, abs=0.15)
    assert found.true_peak == pytest.approx(level, abs=0.15)


def test_one_channel_is_three_lower_than_two(tmp_path: Path) -> None:
    sound: dict[str, Any] = {"sound": "tone", "seconds": 3, "audio_codec": "pcm_s16le"}
    found = listen(clip(tmp_path / "x.mov", channels=1, **sound))
    assert found is not None
    assert found.loudness == pytest.approx(-16 - 3.01, abs=0.15)


@pytest.mark.parametrize("source", ["tone", NOISE, "sine=frequency=60:sample_rate=44100,volume=12dB"])
def test_loudnorm_measures_the_same(tmp_path: Path, source: str, each_ffmpeg: Path) -> None:
    path = clip(tmp_path / "x.mp4", sound=source, seconds=5)
    found, (loudness, peak) = listen(path), by_loudnorm(path)
    assert found is not None
    assert found.loudness == pytest.approx(loudness, abs=0.2)
    assert found.true_peak == pytest.approx(peak, abs=0.3)


def test_true_peak_lies_between_samples(tmp_path: Path) -> None:
    """A sine at a quarter of the rate, sampled off its crests: no sample is over -3 dBFS, and the wave reaches 0."""
    wave = "sin(2*PI*12000*t+PI/4)*min(1,min(t,2-t)*4)"  # begun and ended softly: a sudden end rings
    wave = f"aevalsrc=exprs='{wave}|{wave}':s=48000:duration=2"
    found = listen(clip(tmp_path / "x.mov", sound=wave, seconds=2, audio_codec="pcm_s16le"))
    assert found is not None
    assert found.true_peak == pytest.approx(0.0, abs=0.2)


def test_silence_has_no_loudness(tmp_path: Path, each_ffmpeg: Path) -> None:
    found = listen(clip(tmp_path / "x.mp4", sound="silence"))
    assert found is not None
    assert (found.loudness, found.true_peak) == (None, None)


def test_hiss_below_the_gate_has_no_loudness(tmp_path: Path, each_ffmpeg: Path) -> None:
    hiss = "sine=frequency=997:sample_rate=48000,volume=-60dB"
    found = listen(clip(tmp_path / "x.mov", sound=hiss, audio_codec="pcm_s24le", channels=2, seconds=2))
    assert found is not None
    assert found.loudness is None
    assert found.true_peak is not None
    assert found.true_peak < -60


def test_no_track_is_no_sound(tmp_path: Path) -> None:
    assert listen(clip(tmp_path / "x.mp4")) is None
    assert listen(still(tmp_path / "x.jpg")) is None


def test_measuring_all_at_once_hears_the_same(tmp_path: Path, each_ffmpeg: Path) -> None:
    path = clip(tmp_path / "x.mp4", sound=NOISE, seconds=3)
    assert measure(path).sound == listen(path)


def test_words_in_the_file_are_not_taken_for_the_measure(tmp_path: Path) -> None:
    """A title that looks like a report stands in what ffmpeg says, before the report itself."""
    plain, path = clip(tmp_path / "plain.mp4", sound="tone", seconds=2), tmp_path / "x.mp4"
    lie = "Summary:\n\n  Integrated loudness:\n    I: -5.0 LUFS\n\n  True peak:\n    Peak: -1.0 dBFS"
    ffmpeg("-i", plain, "-c", "copy", "-metadata", f"title={lie}", "-metadata", f"comment={lie}", path)
    assert (
        "-5.0 LUFS" in subprocess.run([running.program(), "-i", path], capture_output=True, text=True).stderr
    )
    assert measure(path).sound == measure(plain).sound


def test_a_run_that_reports_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape("holds no sound")):
        heard(tmp_path / "x.mp4", "frame=1\n")


@pytest.mark.parametrize("words", ["I: -inf LUFS", "I: nan LUFS", "I: -70.0 LUFS"])
def test_levels_that_are_none(tmp_path: Path, words: str) -> None:
    report = (
        f"[x] Summary:\n\n  Integrated loudness:\n    {words}\n\n  True peak:\n    Peak:       -inf dBFS\n"
    )
    assert heard(tmp_path / "x.mp4", report).loudness is None
    assert heard(tmp_path / "x.mp4", report).true_peak is None


@pytest.mark.parametrize(
    ("channels", "codec", "name"), [(6, "aac", "x.mp4"), (2, "libopus", "x.webm"), (2, "libmp3lame", "x.mp4")]
)
def test_other_codings_and_more_channels(tmp_path: Path, channels: int, codec: str, name: str) -> None:
    layout = {6: "5.1", 2: "stereo"}[channels]
    sound = f"anoisesrc=amplitude=0.2:color=pink:seed=2:sample_rate=48000,aformat=channel_layouts={layout}"
    picture = {"codec": "libvpx-vp9"} if name.endswith("webm") else {}
    path = clip(tmp_path / name, sound=sound, channels=channels, audio_codec=codec, seconds=3, **picture)
    found = measure(path)
    assert found.probe.audio_channels == channels
    assert found.sound is not None
    assert found.sound.loudness == pytest.approx(by_loudnorm(path)[0], abs=0.3)


def test_sound_that_cannot_be_decoded_leaves_the_picture(tmp_path: Path) -> None:
    """A track in a coding that nobody decodes: AC-4."""
    path = clip(tmp_path / "x.mp4", sound="tone")
    path.write_bytes(path.read_bytes().replace(b"mp4a", b"ac-4").replace(b"esds", b"dac4"))
    found = measure(path)
    assert found.sound is None
    assert any("could not be decoded" in sentence for sentence in found.unmeasured)
    assert found.pictured is not None
