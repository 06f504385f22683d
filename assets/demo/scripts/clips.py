"""Two short clips with sound.  python clips.py slow_turn|push_in RENDERED.exr OUT.mp4

slow_turn joins the rendered frames RENDERED_0001.exr and on; push_in walks into the still RENDERED.exr, nearer things
moving more than farther ones by its depth file.
"""

import subprocess
import sys
import tempfile
import wave
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from denoise import beside, clean, read_linear
from finish import LOOKS, developed, noise
from pictures import SIZES

RATE = 48000
FRAMES_A_SECOND = 24
TALL = (540, 960)


def pluck(hertz, seconds, soft=2.2):
    t = np.arange(int(seconds * RATE)) / RATE
    ring = np.sin(2 * np.pi * hertz * t) + 0.35 * np.sin(4 * np.pi * hertz * t) * np.exp(-3 * t)
    return ring * np.exp(-soft * t) * np.minimum(t / 0.008, 1)


def pad(chord, seconds):
    t = np.arange(int(seconds * RATE)) / RATE
    voices = [np.sin(2 * np.pi * h * t * (1 + d)) for h in chord for d in (-0.0012, 0.0013)]
    swell = np.minimum(t / 0.9, 1) * np.minimum((seconds - t) / 0.7, 1)
    return np.mean(voices, axis=0) * swell * (0.85 + 0.15 * np.sin(2 * np.pi * 0.4 * t))


def sound(seconds, notes, chord, seed):
    """A quiet bed: a warm chord, a few plucked notes and the air of a room; stereo -1..1, (samples, 2)."""
    rng, n = np.random.default_rng(seed), int(seconds * RATE)
    air = np.cumsum(rng.normal(0, 1, (n, 2)), axis=0)
    air -= cv2.blur(air, (1, 2001))
    air /= np.abs(air).max()
    out = 0.03 * air + 0.22 * pad(chord, seconds)[:n, None]
    for k, hertz in enumerate(notes):
        start = int((0.25 + k * (seconds - 0.8) / len(notes)) * RATE)
        note = pluck(hertz, seconds)[: n - start]
        lean = 0.5 + 0.28 * (-1) ** k
        out[start : start + len(note)] += 0.16 * note[:, None] * np.array([lean, 1 - lean])
    fade = np.minimum(np.arange(n)[::-1] / (0.35 * RATE), 1)[:, None]
    return np.clip(out * fade, -1, 1)


def write_wave(path, samples):
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((samples * 32000).astype("<i2").tobytes())


def encode(frames, rate, samples, target, *, smoother=""):
    """Frames (8-bit RGB at TALL, `rate` a second) and sound into H.264 and AAC."""
    with tempfile.TemporaryDirectory() as folder:
        track = Path(folder) / "sound.wav"
        write_wave(track, samples)
        command = [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-s",
            f"{TALL[0]}x{TALL[1]}",
        ]
        command += ["-r", str(rate), "-i", "-", "-i", str(track), "-vf", f"{smoother}format=yuv420p"]
        command += [
            "-c:v",
            "libx264",
            "-preset",
            "slow",
            "-crf",
            "25",
            "-r",
            str(FRAMES_A_SECOND),
            "-c:a",
            "aac",
            "-b:a",
            "96k",
        ]
        command += [
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-movflags",
            "+faststart",
        ]
        data = b"".join(frame.tobytes() for frame in frames)
        subprocess.run([*command, "-shortest", str(target)], input=data, check=True)


def eight(shown):
    return (np.clip(shown, 0, 1) * 255).round().astype("uint8")


def turned(frame):
    look = LOOKS["slow_turn"]
    cv2.setNumThreads(1)
    return eight(noise(developed(clean(frame), look, TALL), look, int(frame.stem[-4:])))


def slow_turn(source, target):
    files = sorted(source.parent.glob(f"{source.stem}_[0-9][0-9][0-9][0-9].exr"))
    with ProcessPoolExecutor(2) as pool:
        frames = list(pool.map(turned, files))
    frames += frames[-2::-2][:2]
    smoother = f"minterpolate=fps={FRAMES_A_SECOND}:mi_mode=mci:mc_mode=aobmc:vsbmc=1,"
    seconds = len(frames) / 12
    encode(
        frames,
        12,
        sound(seconds, (440, 554.4, 659.3, 880), (110, 165, 220, 277.2), 3),
        target,
        smoother=smoother,
    )


def shake(t, seed):
    """Where a hand holds the phone at `t` seconds: a slow sway and a small tremble, about -1..1."""
    return (
        np.sin(t * 1.3 + seed) * 0.6
        + np.sin(t * 2.9 + seed * 2.3) * 0.3
        + np.sin(t * 7.7 + seed * 5.1) * 0.08
    )


def pushed(still, near, t, seconds):
    """The still as seen `t` seconds into the walk; `near` is 0 at the far end and 1 at the closest thing."""
    h, w = near.shape
    k = t / seconds
    ease = k * k * (3 - 2 * k)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    cx, cy = w * 0.4, h * 0.58
    zoom = 1.04 + ease * (0.2 + 0.05 * near)
    roll = np.deg2rad(0.7 * shake(t, 4))
    sway = (0.008 + 0.007 * near) * w
    dx, dy = (xx - cx) / zoom, (yy - cy) / zoom
    map_x = cx + dx * np.cos(roll) - dy * np.sin(roll) + sway * shake(t, 1)
    map_y = cy + dx * np.sin(roll) + dy * np.cos(roll) + sway * 0.7 * shake(t, 2)
    moved = cv2.remap(
        still,
        map_x.astype(np.float32),
        map_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return cv2.resize(moved, TALL, interpolation=cv2.INTER_AREA)


def nearness(source, size):
    """Smooth nearness 0..1 from the depth file; edges grow outwards so that outlines do not tear."""
    depth = np.maximum(read_linear(beside(source, "depth"))[..., 0], 0.05)
    near = np.clip(0.3 / depth, 0, 1.2)
    near = cv2.dilate(cv2.medianBlur(near.astype(np.float32), 5), np.ones((9, 9), np.uint8))
    near = cv2.GaussianBlur(near, (0, 0), 26)
    return cv2.resize(near / near.max(), size)


def push_in(source, target, seconds=4.0):
    look = LOOKS["window_sill"]
    still = developed(clean(source), look, SIZES["window_sill"]).astype(np.float32)
    near = nearness(source, SIZES["window_sill"])
    frames = []
    for k in range(int(seconds * FRAMES_A_SECOND)):
        breath = 1 + 0.015 * np.sin(k * 0.07)
        frames.append(eight(noise(pushed(still, near, k / FRAMES_A_SECOND, seconds) * breath, look, k)))
    encode(
        frames,
        FRAMES_A_SECOND,
        sound(seconds, (392, 493.9, 587.3, 493.9), (98, 146.8, 196, 246.9), 5),
        target,
    )


if __name__ == "__main__":
    {"slow_turn": slow_turn, "push_in": push_in}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
