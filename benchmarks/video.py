"""What a clip's creative costs beside the same job by hand: an ffmpeg command, and a MoviePy script.

    python benchmarks/video.py CLIP [--seconds 10] [--rounds 3] [--moviepy PYTHON]

CLIP is cropped to 1080x1920 under an overlay, with its sound. Three programs do it in turn, several times:
    ours      `film`, what `ugc render` makes a clip with: reading the header, one run of ffmpeg, the label
    by hand   one ffmpeg command with the same filters and settings, as somebody who knows them would write it
    moviepy   the script of MoviePy's own documentation: subclip, crop, resize, overlay, write; at presets fast and
              veryfast. --moviepy names a Python that has it, as MoviePy holds Pillow back
Figures are user and system CPU seconds, of the process and its children, start-up included; ratios are of medians.
Sound is passed through the same filter in ours and by hand: levelling is measured apart, for by hand one does not.
Last, a photograph made a clip, beside a script that enlarges all of it and one that crops it first; and what watching
the clip costs, which is done once for all its creatives.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

OURS = """
import sys
from pathlib import Path
from ugc.geometry import cover_box
from ugc.media.film import Over, film
from ugc.media.probe import probe
from ugc.model.conforming import FilmPlan, PicturePlan, Piece, SoundPlan
clip, png, out, seconds, levels, preset = sys.argv[1:7]
if preset != "veryfast":
    from ugc.media import conform_picture
    conform_picture._ENCODINGS["final"] = (preset, 20)
found = probe(Path(clip))
part = cover_box((found.width, found.height), (1080, 1920))
piece = Piece(seconds=float(seconds), part=part)
sound = SoundPlan(loudness=-16.0 if levels == "yes" else None) if found.audio_codec else None
plan = FilmPlan(size=(1080, 1920), pieces=(piece,), picture=PicturePlan(fps=30), sound=sound)
film([(Path(clip), found)], plan, Path(out), overs=[Over(Path(png).read_bytes())], tags={}, xmp=b"<x/>")
"""
MOVIEPY = """
import sys
from moviepy import CompositeVideoClip, ImageClip, VideoFileClip
clip, png, out, seconds, preset = sys.argv[1:6]
base = VideoFileClip(clip).subclipped(0, float(seconds))
width = base.h * 9 / 16
base = base.cropped(x_center=base.w / 2, width=width, height=base.h).resized((1080, 1920))
over = ImageClip(png).with_duration(base.duration)
CompositeVideoClip([base, over]).write_videofile(
    out, fps=30, codec="libx264", audio_codec="aac", preset=preset, ffmpeg_params=["-crf", "20"], logger=None)
"""
PHOTO = """
import sys
from moviepy import CompositeVideoClip, ImageClip
photo, out = sys.argv[1:3]
still = ImageClip(photo).resized(height=1920).with_duration(3)
moved = still.resized(lambda t: 1 + 0.03 * t).with_position("center")
CompositeVideoClip([moved], size=(1080, 1920)).write_videofile(
    out, fps=30, codec="libx264", preset="veryfast", ffmpeg_params=["-crf", "20"], logger=None)
"""
CROPPED_PHOTO = """
import sys
from moviepy import ImageClip
photo, out = sys.argv[1:3]
still = ImageClip(photo).resized(height=1920 * 1.1).with_duration(3)
still = still.cropped(x_center=still.w / 2, y_center=still.h / 2, width=1188, height=2112)
moved = still.resized(lambda t: 1 + 0.03 * t).cropped(x_center=594, y_center=1056, width=1080, height=1920)
moved.write_videofile(out, fps=30, codec="libx264", preset="veryfast", ffmpeg_params=["-crf", "20"], logger=None)
"""
OUR_PHOTO = """
import sys
from pathlib import Path
from ugc.media.film import film
from ugc.media.pixels import open_picture
from ugc.media.layers import as_png
from ugc.media.probe import probe
from ugc.geometry import WHOLE, cover_box
from ugc.model.conforming import FilmPlan, PicturePlan, Piece
from ugc.model.formats import Box
photo, out = sys.argv[1:3]
picture = open_picture(Path(photo))
part = cover_box((picture.width, picture.height), (1080, 1920))
still = Path(out).with_suffix(".png")
still.write_bytes(as_png(picture.render(part, (2160, 3840))))
piece = Piece(seconds=3.0, part=WHOLE, ends=Box(x0=0.045, y0=0.045, x1=0.955, y1=0.955))
plan = FilmPlan(size=(1080, 1920), pieces=(piece,), picture=PicturePlan(fps=30))
film([(still, probe(still))], plan, Path(out), tags={}, xmp=b"<x/>")
"""
WATCH = """
import sys
from pathlib import Path
from ugc.media.look import Looker
Looker(words=False).look(Path(sys.argv[1]), ["watched"])
"""


def cpu(command: list[str]) -> float:
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def by_hand(clip: Path, png: Path, out: Path, seconds: str, preset: str) -> list[str]:
    """The command that does the same: filters, colours, rate, packing, sound."""
    from ugc.media.ffmpeg import program

    exact = "flags=lanczos+accurate_rnd+full_chroma_int"
    graph = (
        f"[0:v]fps=30,crop=ih*9/16:ih,scale=1080:1920:out_color_matrix=bt709:out_range=tv:{exact},format=yuv420p[a];"
        "[1:v]format=yuva420p[b];[a][b]overlay,setsar=1,format=yuv420p[v]"
    )
    sound = "-map 0:a? -c:a aac -ar 48000 -ac 2 -b:a 192k".split()
    code = f"-c:v libx264 -preset {preset} -crf 20 -profile:v high -g 60 -use_editlist 0".split()
    pack = ["-movflags", "+faststart+negative_cts_offsets", str(out)]
    read = ["-y", "-v", "error", "-nostdin", "-t", seconds, "-i", str(clip), "-i", str(png)]
    return [str(program()), *read, "-filter_complex", graph, "-map", "[v]", *sound, *code, *pack]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("clip", type=Path)
    options.add_argument("--photo", type=Path)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--moviepy", help="a Python that has MoviePy")
    told = options.parse_args()
    seconds = str(told.seconds)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        png = room / "over.png"
        overlay(png)

        def ours(levels: str, preset: str) -> list[str]:
            ends = [str(told.clip), str(png), str(room / "o.mp4"), seconds, levels, preset]
            return [sys.executable, "-c", OURS, *ends]

        jobs = {
            "ours": ours("no", "veryfast"),
            "by hand": by_hand(told.clip, png, room / "h.mp4", seconds, "veryfast"),
        }
        jobs["ours, levelled"] = ours("yes", "veryfast")
        jobs["watching"] = [sys.executable, "-c", WATCH, str(told.clip)]
        if told.photo:
            jobs["ours, photo"] = [sys.executable, "-c", OUR_PHOTO, str(told.photo), str(room / "p.mp4")]
        if told.moviepy:
            jobs["ours, fast"] = ours("yes", "fast")
            for preset in ("fast", "veryfast"):
                script = [
                    told.moviepy,
                    "-c",
                    MOVIEPY,
                    str(told.clip),
                    str(png),
                    str(room / "m.mp4"),
                    seconds,
                    preset,
                ]
                jobs[f"moviepy, {preset}"] = script
            if told.photo:
                for name, script in (("moviepy, photo", PHOTO), ("moviepy, cropped", CROPPED_PHOTO)):
                    jobs[name] = [told.moviepy, "-c", script, str(told.photo), str(room / "q.mp4")]
        took: dict[str, list[float]] = {name: [] for name in jobs}
        for _ in range(told.rounds):
            for name, job in jobs.items():
                took[name].append(cpu(job))
    middle = {name: statistics.median(every) for name, every in took.items()}
    for name, every in took.items():
        print(f"{name:18} {middle[name]:7.2f} CPU s  ({min(every):.2f} to {max(every):.2f})")
    print(f"ours to by hand: {middle['ours'] / middle['by hand']:.3f}")
    for name, other in (
        ("ours, fast", "moviepy, fast"),
        ("ours, levelled", "moviepy, veryfast"),
        ("ours, photo", "moviepy, photo"),
        ("ours, photo", "moviepy, cropped"),
    ):
        if name in middle and other in middle:
            print(f"{other} to ours: {middle[other] / middle[name]:.2f}")


def overlay(path: Path) -> None:
    """A band of words as creatives have it: a fifth of the frame, half transparent."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (1080, 1920))
    ImageDraw.Draw(picture).rounded_rectangle((65, 900, 1015, 1200), 40, fill=(20, 20, 20, 150))
    picture.save(path)


if __name__ == "__main__":
    main()
