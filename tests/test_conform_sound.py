"""How loud copies are: by the formulas of ITU-R BS.1770, written out in the makers, and by the other ffmpeg."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from conform_makers import AAC, BUNDLED, H264, boxes, loudness, make, samples, streams, true_peak
from conftest import skip

from ugc.media import ffmpeg
from ugc.media.conform import conform_clip
from ugc.media.probe import probe
from ugc.model.conforming import ClipPlan, SoundPlan

INSTALLED = shutil.which("ffmpeg")
PICTURE = ["-f", "lavfi", "-i", "color=gray:s=64x64:r=10"]
LEVELLED = ClipPlan(sound=SoundPlan(loudness=-16, true_peak=-1.5))

SPEECH = (
    "(0.5+0.5*sin(2*PI*3*t))*(sin(2*PI*220*t)+0.5*sin(2*PI*660*t)+0.3*sin(2*PI*1760*t)+0.4*(random(0)-0.5))"
)
"""Something that swells and falls as words do, of several tones and some noise."""

SOUNDS = {
    "quiet": (f"0.01*{SPEECH}", "stereo", 48000),
    "loud": (f"clip(2.2*{SPEECH},-1,1)", "stereo", 48000),
    "mono at 44.1 kHz": (f"0.1*{SPEECH}", "mono", 44100),
    "surround": (f"0.1*{SPEECH}", "5.1", 48000),
    "high peaks": (f"0.02*{SPEECH}+0.8*lt(mod(t,0.5),0.0004)", "stereo", 48000),
    "nearly right": (f"0.2*{SPEECH}", "stereo", 48000),
    "one tone": ("0.05*sin(2*PI*1000*t)", "stereo", 48000),
}


@pytest.fixture(params=["bundled", "installed"], autouse=True)
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "installed" and not INSTALLED:
        skip("no other ffmpeg is installed")
    chosen = BUNDLED if request.param == "bundled" else Path(str(INSTALLED))
    monkeypatch.setattr(ffmpeg, "program", lambda: chosen)


def clip(
    folder: Path, formula: str, *, layout: str = "stereo", rate: int = 48000, seconds: float = 4
) -> Path:
    spoken = "|".join([formula] * {"mono": 1, "stereo": 2, "5.1": 6}[layout])
    sound = ["-f", "lavfi", "-i", f"aevalsrc=exprs='{spoken}':c={layout}:s={rate}:d={seconds}"]
    coded = ["-c:a", "aac", "-b:a", "256k"]
    return make(folder / "a.mp4", *PICTURE, *sound, "-t", str(seconds), *H264, *coded)


def conform(source: Path, plan: ClipPlan = LEVELLED) -> tuple[Path, tuple[str, ...]]:
    out = source.with_name("copy.mp4")
    said = conform_clip(source, probe(source, whole=True), plan, out)
    told = streams(out)["audio"]
    assert (told["codec_name"], told["profile"], told["channels"], told["sample_rate"]) == (
        "aac",
        "LC",
        2,
        "48000",
    )
    assert "elst" not in boxes(out)
    return out, said


@pytest.mark.parametrize("name", SOUNDS)
def test_loudness(tmp_path: Path, name: str) -> None:
    """Within half a unit of what was asked for, and under the ceiling, as it comes out of the decoder."""
    formula, layout, rate = SOUNDS[name]
    source = clip(tmp_path, formula, layout=layout, rate=rate)
    out, said = conform(source)
    heard = samples(out)
    assert abs(loudness(heard) + 16) <= 0.5
    assert true_peak(heard) <= -1.5
    assert abs(reported(out) + 16) <= 0.5
    assert said == ()
    assert abs(len(heard) / 48000 - 4) < 0.05


def reported(out: Path) -> float:
    """LUFS as the other ffmpeg measures them."""
    other = BUNDLED if ffmpeg.program() != BUNDLED or not INSTALLED else INSTALLED
    command = [other, "-hide_banner", "-nostats", "-i", out, "-af", "ebur128", "-f", "null", "-"]
    said = subprocess.run([str(each) for each in command], capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def test_the_measure_itself() -> None:
    """The calibration of ITU-R BS.1770: a tone of 997 Hz at full scale, in one of two channels, is -3.01 LUFS."""
    tone = np.sin(2 * np.pi * 997 * np.arange(48000 * 3) / 48000)
    left = np.stack((tone, np.zeros_like(tone)), -1)
    assert abs(loudness(left) + 3.01) < 0.02
    assert abs(loudness(left * 0.1) + 23.01) < 0.02
    between = np.sin(np.pi / 4 + np.pi / 2 * np.arange(4800))[:, None]
    assert abs(true_peak(between)) < 0.1 < abs(20 * np.log10(np.abs(between).max())), "a peak between samples"


def test_dynamics_are_kept_where_they_can_be(tmp_path: Path) -> None:
    """Loud and soft passages stand as far apart as before: everything is raised alike."""
    formula = "0.02*sin(2*PI*500*t)*(1-0.8*gt(mod(t,2),1))"
    source = clip(tmp_path, formula, seconds=6)
    apart = [swing(samples(each)) for each in (source, conform(source)[0])]
    assert abs(apart[0] - apart[1]) < 0.2
    assert apart[0] > 13


def test_only_peaks_are_bent(tmp_path: Path) -> None:
    """Clicks far above the rest are held down, and the rest still swings as it did."""
    formula = "0.03*sin(2*PI*500*t)*(1-0.8*gt(mod(t,2),1))+0.9*lt(mod(t+0.5,2),0.0004)"
    source = clip(tmp_path, formula, seconds=6)
    out, _ = conform(source)
    apart = [swing(samples(each)) for each in (source, out)]
    assert abs(apart[0] - apart[1]) < 1
    assert true_peak(samples(out)) <= -1.5


def swing(sound: np.ndarray) -> float:
    """dB between the loud second and the soft one, taken in their middles, away from clicks."""
    level = lambda at: 10 * np.log10((sound[int(at * 48000) :][:9600] ** 2).mean())  # noqa: E731
    return float(level(2.15) - level(3.15))


@pytest.mark.parametrize(("formula", "why"), [("0", "silence"), ("0.003*(random(0)-0.5)", "hiss")])
def test_silence_is_not_raised(tmp_path: Path, formula: str, why: str) -> None:
    source = clip(tmp_path, formula)
    out, said = conform(source)
    assert "as good as silent" in said[0]
    assert np.abs(samples(out)).max() < 0.003, why


def test_a_sound_too_short_to_measure_is_left(tmp_path: Path) -> None:
    """Under 0.4 s there is no block to measure."""
    source = clip(tmp_path, "0.01*sin(2*PI*500*t)", seconds=0.3)
    _, said = conform(source)
    assert said


def test_level_is_left_unless_asked_for(tmp_path: Path) -> None:
    source = clip(tmp_path, f"0.02*{SPEECH}")
    out, _ = conform(source, ClipPlan(sound=SoundPlan()))
    assert abs(loudness(samples(out)) - loudness(samples(source))) < 0.2


def test_mono_is_in_both_ears(tmp_path: Path) -> None:
    source = clip(tmp_path, f"0.1*{SPEECH}", layout="mono", rate=44100)
    out, _ = conform(source, ClipPlan(sound=SoundPlan()))
    left, right = samples(out).T
    assert np.corrcoef(left, right)[0, 1] > 0.99  # AAC draws what is mere noise anew for each ear
    assert np.abs(left).max() > 0.05


def test_left_stays_left(tmp_path: Path) -> None:
    both = ["-f", "lavfi", "-i", "aevalsrc=exprs='0.1*sin(2*PI*500*t)|0':c=stereo:s=48000:d=2"]
    source = make(tmp_path / "a.mp4", *PICTURE, *both, "-t", "2", *H264, *AAC)
    left, right = samples(conform(source)[0]).T
    assert np.abs(left).max() > 50 * np.abs(right).max()
