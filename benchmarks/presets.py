"""What x264's presets cost and give on real clips: CPU, bytes, and VMAF against the frames that went in.

    python benchmarks/presets.py CLIP... [--seconds 3] [--start 1]

Each clip is cropped to 1080x1920 without loss first, so that the encoder alone is measured. VMAF is Netflix's, by
ffmpeg's libvmaf (the ffmpeg of the package imageio-ffmpeg has it). CPU is user and system time of ffmpeg, less that of
reading the lossless frames.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path

from ugc.media.ffmpeg import program

PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow")
CRFS = (18, 20, 23, 26)


def cpu(arguments: list[str]) -> float:
    before = os.times()
    subprocess.run([program(), "-y", "-v", "error", "-nostdin", *arguments], check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def vmaf(made: Path, frames: Path, room: Path) -> float:
    log = room / "vmaf.json"
    # Containers round times differently: frames are compared by their numbers.
    counted = "settb=AVTB,setpts=N/30/TB"
    graph = f"[0:v]{counted}[a];[1:v]{counted}[b];[a][b]libvmaf=log_fmt=json:log_path={log}:n_threads=2"
    inputs = ["-i", str(made), "-i", str(frames)]
    subprocess.run(
        [program(), "-v", "error", "-nostdin", *inputs, "-lavfi", graph, "-f", "null", "-"], check=True
    )
    return float(json.loads(log.read_text())["pooled_metrics"]["vmaf"]["mean"])


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("clips", type=Path, nargs="+")
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--start", type=float, default=1)
    told = options.parse_args()
    rows: dict[tuple[str, int], list[tuple[float, float, float]]] = {}
    for clip in told.clips:
        with tempfile.TemporaryDirectory() as folder:
            room = Path(folder)
            frames, made = room / "frames.mkv", room / "made.mp4"
            crop = (
                "crop='min(iw,ih*9/16)':'min(ih,iw*16/9)',scale=1080:1920:flags=lanczos,fps=30,format=yuv420p"
            )
            part = ["-ss", str(told.start), "-t", str(told.seconds), "-i", str(clip)]
            cpu([*part, "-an", "-vf", crop, "-c:v", "ffv1", str(frames)])
            reading = cpu(["-i", str(frames), "-f", "null", "-"])
            for preset in PRESETS:
                for crf in CRFS:
                    way = [
                        "-c:v",
                        "libx264",
                        "-profile:v",
                        "high",
                        "-preset",
                        preset,
                        "-crf",
                        str(crf),
                        str(made),
                    ]
                    took = cpu(["-i", str(frames), *way]) - reading
                    rows.setdefault((preset, crf), []).append(
                        (
                            took / told.seconds,
                            made.stat().st_size / 1024 / told.seconds,
                            vmaf(made, frames, room),
                        )
                    )
        print(f"{clip.name} done", flush=True)
    print(f"{'preset':10} {'crf':>4} {'CPU/s':>7} {'KiB/s':>7} {'VMAF':>6} {'least':>6}")
    for (preset, crf), told_rows in rows.items():
        took, size, mean = (sum(column) / len(told_rows) for column in zip(*told_rows, strict=True))
        least = min(row[2] for row in told_rows)
        print(f"{preset:10} {crf:4} {took:7.2f} {size:7.0f} {mean:6.2f} {least:6.2f}")


if __name__ == "__main__":
    main()
