"""A set of files whose answers are known: workspaces with originals and creatives, and copies of them and of others."""

import contextlib
import io
import json
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from copies import clips, jpeg, stills
from PIL import Image

from ugc.cli.app import run
from ugc.media.ffmpeg import run as ffmpeg
from ugc.media.ffmpeg import safe_path
from ugc.media.fingerprint_frames import look_at
from ugc.media.pixels import open_picture

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SCENES = ("chaplin", "pose_squats", "rabbit320", "video1", "slow_turn")
ONE = {"push_in": "window_sill"}
NEARLY_FLAT = ("example", "Flag_of_the_Netherlands-16bit", "p3")
"""Left out: a card of one colour with a running number, a flag, a picture of eight pixels."""
# --- the set ----------------------------------------------------------------------------------------------------------


def material(folders: list[Path]) -> tuple[list[Path], list[Path]]:
    """Pictures and clips, in a fixed order."""
    found = [path for folder in folders for path in sorted(folder.iterdir()) if path.stem not in NEARLY_FLAT]
    moving = [path for path in found if path.suffix in (".mp4", ".webm")]
    kinds = {".jpg", ".png", ".webp", ".heic"}
    return [path for path in found if path.suffix in kinds], moving


def halves(paths: list[Path]) -> tuple[list[Path], tuple[list[Path], list[Path]]]:
    """Those that fill the workspaces, and two halves of those held out."""
    fill = paths[::3]
    held = [path for path in paths if path not in fill]
    return fill, (held[::2], held[1::2])


def workspace(root: Path, files: list[Path], scenes: list[Path]) -> Path:
    """A workspace with a post for each file, all granted, and two creatives of each picture."""
    source = root.with_name(f"{root.name}-source")
    source.mkdir()
    for path in files:
        (source / path.name).write_bytes(path.read_bytes())
        tell(source / path.name)
    for path in scenes:
        first = look_at(path, frames=60).looks[0]
        still = source / f"{path.stem}-still.jpg"
        still.write_bytes(jpeg(Image.fromarray(first.pixels), 92))
        tell(still)
    quietly("init", root, "--brand", "Glow", "--market", "US")
    settings = root / "ugc.toml"
    words = settings.read_text().replace('headline = ""', 'headline = "Glow all day, every day"')
    settings.write_text(words.replace('cta = ""', 'cta = "Shop now"'))
    terms = root / "terms.txt"
    terms.write_text("terms")
    quietly("import", source, "-w", root)
    grant = "rights grant --method dm_yes --purpose paid_social --channel instagram --channel facebook --territory US"
    grant += f" --from 2026-01-01 --until perpetual --edits standard --terms {terms} --evidence {terms}"
    quietly(*grant.split(), "@someone", "-w", root)
    quietly("render", "--format", "story", "--format", "feed", "-w", root)
    return root


def tell(path: Path) -> None:
    """What gallery-dl writes beside a file, so that each is a post of its own."""
    told = {
        "category": "instagram",
        "subcategory": "post",
        "post_shortcode": shortcode(path.stem),
        "post_date": "2026-01-01 00:00:00",
        "username": "someone",
        "owner_id": "1",
        "description": "",
        "media_id": str(zlib.crc32(path.stem.encode())),
        "num": 1,
        "count": 1,
        "extension": path.suffix[1:],
    }
    path.with_name(f"{path.name}.json").write_text(json.dumps(told))


def shortcode(stem: str) -> str:
    return f"B{zlib.crc32(stem.encode()):010d}"


def quietly(*arguments: object) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(int(AT.timestamp()))
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run([str(argument) for argument in arguments])
    if code not in (0, 3):
        raise SystemExit(f"{arguments}: exit {code}\n{said.getvalue()}")


# --- queries: group, kind, the right posts, the file's bytes or path, where it came from ------------------------------

Query = tuple[str, str, frozenset[str], bytes | Path, str]
Asked = tuple[str, str, frozenset[str], Path, str]


def posts_of(path: Path) -> frozenset[str]:
    same = {path.stem, *(one for one in ONE.items() if path.stem in one for one in one)}
    return frozenset(f"ig:{shortcode(stem)}" for stem in same)


def of_pictures(paths: list[Path], group: str, *, every: int = 1) -> Iterator[Query]:
    right = group == "copy"
    for path in paths:
        image = Image.fromarray(open_picture(path).pixels)
        image.thumbnail((1600, 1600))
        for kind, data in list(stills(image, zlib.crc32(path.stem.encode())))[::every]:
            yield group, kind, posts_of(path) if right else twins(path), data, path.stem


def twins(path: Path) -> frozenset[str]:
    """The posts that are the same picture as one that was not imported."""
    return posts_of(path) - {f"ig:{shortcode(path.stem)}"}


def of_creatives(root: Path, paths: list[Path], group: str, *, every: int = 1) -> Iterator[Query]:
    by_code = {shortcode(path.stem): path for path in paths}
    for place, made in enumerate(sorted((root / "out" / "creatives").glob("*.jpg"))):
        path = next((path for code, path in by_code.items() if code in made.name), None)
        if path is None:
            continue
        with Image.open(made) as opened:
            copies = list(stills(opened.convert("RGB"), place))
        for kind, data in copies[place % 2 :: 3 * every]:
            yield group, kind, posts_of(path) if group == "creative" else twins(path), data, path.stem


def of_clips(paths: list[Path], others: list[Path], root: Path, group: str) -> Iterator[Query]:
    folder = root / f"{group}-copies"
    folder.mkdir()
    still = next(path for path in others if path.suffix == ".jpg")
    begin = folder / "begin.mp4"
    looped = [
        "-y",
        "-loop",
        "1",
        "-t",
        "2",
        "-i",
        safe_path(still),
        "-vf",
        "scale=640:480",
        "-pix_fmt",
        "yuv420p",
    ]
    ffmpeg([*looped, "-r", "25", safe_path(begin)], source=still)
    for path in paths:
        seconds = len(look_at(path, frames=300).looks)
        for kind, made in clips(path, folder, begin, seconds=seconds):
            still_in = not kind.startswith(("trimmed to the m", "trimmed to the e", "begin of"))
            others_right = twins(path) | (scene_post(path) if still_in else frozenset())
            yield group, kind, posts_of(path) if group == "clip" else others_right, made, path.stem
        for share in (0.1, 0.3, 0.5, 0.7, 0.9):
            looks = look_at(path, frames=300).looks
            shown = Image.fromarray(looks[int(len(looks) * share)].pixels)
            if group == "clip":
                yield "still of a clip", f"still at {share:.0%}", posts_of(path), jpeg(shown, 70), path.stem


def scene_post(path: Path) -> frozenset[str]:
    """A clip that holds the very still that was imported shows that post."""
    return frozenset({f"ig:{shortcode(f'{path.stem}-still')}"}) if path.stem in SCENES else frozenset()


def of_scenes(paths: list[Path]) -> Iterator[Query]:
    for path in paths:
        for look in look_at(path, frames=60).looks[1:]:
            shown = Image.fromarray(look.pixels)
            yield "same scene", "another photo", frozenset(), jpeg(shown, 75), f"{path.stem} {look.at:.0f} s"
            yield (
                "same scene",
                "another, cropped",
                frozenset(),
                jpeg(shown.crop((0, shown.height // 8, shown.width, shown.height * 7 // 8)), 75),
                f"{path.stem} {look.at:.0f} s",
            )


def kept(queries: Iterator[Query], folder: Path) -> Iterator[Asked]:
    folder.mkdir()
    for number, (group, kind, right, data, stem) in enumerate(queries):
        path = data if isinstance(data, Path) else folder / f"{number}"
        if isinstance(data, bytes):
            path.write_bytes(data)
        yield group, kind, right, path, stem
