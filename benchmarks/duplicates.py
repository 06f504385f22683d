"""How surely a picture that was uploaded again is told, and how often one is told that was not.

    python benchmarks/duplicates.py FOLDER ... [--windows N]

Every picture and clip of the folders becomes a post; then copies of each, made in ways that are told, are imported as
posts of somebody else, and what the import says of them is held against which file each was made from. For false
alarms, each picture is cut into windows of all shapes, each a post, and `duplicates` is asked for all of them: two
windows of different pictures are never the same. Each way is also told by hashes alone: which copies were close enough
to be compared at all. Nothing here is asked of the hashes to find out what is right.
"""

import argparse
import random as chance
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from copies import clips, cropped, jpeg, saved, scaled, screenshot
from labelled import material
from PIL import Image, ImageDraw, ImageEnhance

from ugc.catalog.hashes import Hashed
from ugc.media.hashes import METHOD, alike, apart, hashed, hashes_in, mirrored
from ugc.media.pixels import open_picture
from ugc.media.probe import probe
from ugc.workspace import Workspace
from ugc.workspace.duplicates import duplicates

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
Way = Callable[[Image.Image, chance.Random], bytes]


def side(image: Image.Image, part: float, random: chance.Random) -> Image.Image:
    """Less a part of each side, in the same shape."""
    return cropped(image, (1 - part) ** 2, random)


def barred(image: Image.Image, above: float, below: float, shade: str) -> Image.Image:
    """With bars that are parts of its height."""
    top, foot = round(image.height * above), round(image.height * below)
    made = Image.new("RGB", (image.width, image.height + top + foot), shade)
    made.paste(image, (0, top))
    return made


def app(image: Image.Image) -> Image.Image:
    """Cut out of an app: its name above, its signs below."""
    made = barred(image, 0.06, 0.08, "white")
    draw, line = ImageDraw.Draw(made), image.height * 0.03
    draw.text((line, line / 2), "some_account  Follow", fill="black", font_size=max(line, 6))
    for number in range(3):
        x, y = line * (1 + 2 * number), image.height * 1.08
        draw.ellipse((x, y, x + line, y + line), outline="black", width=2)
    return made


def sticker(image: Image.Image, random: chance.Random) -> Image.Image:
    """With words in a box of a third of its width."""
    image, (width, height) = image.copy(), image.size
    x, y = random.uniform(0, 0.6) * width, random.uniform(0, 0.85) * height
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((x, y, x + 0.35 * width, y + 0.1 * height), height * 0.02, fill="white")
    draw.text(
        (x + width * 0.02, y + height * 0.01), "new drop!", fill="black", font_size=max(height * 0.06, 6)
    )
    return image


def bright(image: Image.Image, factor: float) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(factor)


def flipped(image: Image.Image) -> Image.Image:
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


WAYS: dict[str, Way] = {
    "JPEG, quality 40": lambda image, _: jpeg(image, 40),
    "PNG": lambda image, _: saved(image, "PNG"),
    "WebP, quality 60": lambda image, _: saved(image, "WEBP", 60),
    "half its size": lambda image, _: jpeg(scaled(image, 0.5), 80),
    "320 pixels": lambda image, _: jpeg(scaled(image, 320 / max(image.size)), 75),
    "a fifth lighter": lambda image, _: jpeg(bright(image, 1.2), 80),
    "a fifth darker": lambda image, _: jpeg(bright(image, 0.8), 80),
    "more colour": lambda image, _: jpeg(ImageEnhance.Color(image).enhance(1.3), 80),
    "3 % cut off": lambda image, random: jpeg(side(image, 0.03, random), 80),
    "5 % cut off": lambda image, random: jpeg(side(image, 0.05, random), 80),
    "8 % cut off": lambda image, random: jpeg(side(image, 0.08, random), 80),
    "12 % cut off": lambda image, random: jpeg(side(image, 0.12, random), 80),
    "mirrored": lambda image, _: jpeg(flipped(image), 75),
    "half, 3 % cut off, mirrored": lambda image, random: jpeg(
        side(flipped(scaled(image, 0.5)), 0.03, random), 50
    ),
    "messenger: half, 2 % cut off, lighter": lambda image, random: jpeg(
        bright(side(scaled(image, 0.5), 0.02, random), 1.1), 50
    ),
    "bars of 3 %": lambda image, _: jpeg(barred(image, 0.03, 0.03, "black"), 75),
    "bars of 6 %": lambda image, _: jpeg(barred(image, 0.06, 0.06, "black"), 75),
    "cut out of an app": lambda image, _: jpeg(app(image), 75),
    "a sticker": lambda image, random: jpeg(sticker(image, random), 75),
    "cut square": lambda image, random: jpeg(cropped(image, 1, random, shape=1.0), 80),
    "a phone's whole screen": lambda image, random: jpeg(screenshot(image, random), 75),
    "a window of 70 % of each side": lambda image, random: jpeg(side(image, 0.3, random), 80),
}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--windows", type=int, default=24, help="of each picture")
    asked = ask.parse_args()
    pictures, moving = material(asked.folders)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        images = {path.name.replace(".", "-"): shown(path) for path in pictures}
        known = [name for name, image in images.items() if hashed(written(root / "ask.jpg", jpeg(image, 92)))]
        print(f"{len(images)} pictures, of which {len(images) - len(known)} are nearly flat: not looked for.")
        full(root, {name: images[name] for name in known})
        of_windows(root / "windows", {name: images[name] for name in known}, asked.windows)
        if moving:
            of_clips(root, moving)


def full(root: Path, images: dict[str, Image.Image]) -> None:
    """Import the originals once, and the copies of each way after them."""
    originals = root / "originals"
    for name, image in images.items():
        written(originals / f"{name}.jpg", jpeg(image, 92))
    with Workspace.create(root / "first", brand="Glow", markets=("US",)) as here:
        here.take_in([originals], at=AT)
    print(f"{'copies':<40} {'n':>4} {'close':>6} {'told':>6} {'wrong':>6}")
    for way, make in WAYS.items():
        folder = root / "copies"
        for number, (name, image) in enumerate(images.items()):
            written(folder / f"{name}.jpg", make(image, chance.Random(number)))
        told = Counter(answers(root, folder))
        close = sum(
            bool(list(alike([hashed(folder / f"{name}.jpg")], [hashed(originals / f"{name}.jpg")])))
            for name in images
        )
        n = len(images)
        print(f"{way:<40} {n:>4} {close / n:>6.0%} {told['right'] / n:>6.0%} {told['wrong']:>6}")
        shutil.rmtree(folder)


def answers(root: Path, folder: Path) -> Iterator[str]:
    """What an import into a copy of the workspace says of each file: `right`, `wrong`, or nothing."""
    again = Path(shutil.copytree(root / "first", root / "again"))
    with Workspace.open(again) as here:
        for item in here.take_in([folder], at=AT).taken:
            mine = Path(item.origin).stem
            others = {Path(here.catalog.post(other.post).media[0].name).stem for other in item.looks_like}
            yield from ("right" if other == mine else "wrong" for other in others)
    shutil.rmtree(again)


def of_windows(root: Path, images: dict[str, Image.Image], each: int) -> None:
    """False alarms among windows of different pictures, and how hashes alone would have done."""
    random = chance.Random(7)
    made = []
    for name, image in images.items():
        for number in range(each):
            shape = random.choice((9 / 16, 4 / 5, 1.0, 1.91))
            part = cropped(image, random.uniform(0.15, 0.5), random, shape=shape)
            written(root / "posts" / f"{name}.{number}.jpg", jpeg(part, 85))
            made.append(name)
    with Workspace.create(root / "w", brand="Glow", markets=("US",)) as here:
        here.take_in([root / "posts"], at=AT)
        begun = time.perf_counter()
        found = duplicates(here, "", today=AT.date())
        took = time.perf_counter() - begun
        names = {post.id: post.media[0].name.split(".")[0] for post in here.catalog.posts()}
        pairs = [(names[pair.post], names[pair.other]) for group in found.groups for pair in group.alike]
        assert len(names) == len(made), "each window is a post"
        owner = {holder.sha256: names[holder.post] for holder in here.catalog.hashes.holders()}
        by_hash(here.catalog.hashes.all(METHOD), owner)
    other = sum(a != b for a, b in pairs)
    print(
        f"{len(made)} windows, {took:.1f} s: {other} told of different pictures, {len(pairs) - other} of one."
    )


def by_hash(rows: list[Hashed], owner: dict[str, str]) -> None:
    """How many pairs of windows of different pictures the hashes alone would have told of."""
    kept = [row for row in rows if row.hashes]
    names = np.array([owner[row.sha256] for row in kept])
    table = np.concatenate([hashes_in(row.hashes) for row in kept])
    pairs = alone = 0
    for turned in (table, mirrored(table)):
        for start in range(len(table) - 1):
            others = names[start + 1 :] != names[start]
            first, _ = apart(turned[start : start + 1], table[start + 1 :])
            pairs, alone = pairs + int(others.sum()), alone + int((others & (first <= 10)).sum())
    packed = [row.hashes for row in kept]
    close = {tuple(sorted((pair.one, pair.other))) for pair in alike(packed, packed)}
    both = sum(bool(names[one] != names[other]) for one, other in close)
    print(
        f"{pairs:,} comparisons of different pictures: dHash within 10 bits {alone}, both hashes close {both}."
    )


def of_clips(root: Path, moving: list[Path]) -> None:
    """Copies of clips, each imported alone."""
    originals, told, total = root / "clips", Counter[str](), Counter[str]()
    for path in moving:
        written(originals / path.name, path.read_bytes())
    shutil.rmtree(root / "first")
    begun = time.process_time()
    with Workspace.create(root / "first", brand="Glow", markets=("US",)) as here:
        here.take_in([originals], at=AT)
    print(f"{len(moving)} clips imported in {time.process_time() - begun:.1f} s of CPU.")
    for number, path in enumerate(moving):
        folder = root / "copies"
        folder.mkdir()
        length = probe(path).duration or 1.0
        for way, made in clips(path, folder, moving[number - 1], seconds=length):
            total[way] += 1
            alone = root / "one"
            written(alone / f"{path.stem}.mp4", made.read_bytes())
            told.update(f"{way}: {answer}" for answer in answers(root, alone))
            shutil.rmtree(alone)
        shutil.rmtree(folder)
    for way, count in total.items():
        print(f"{way:<40} {count:>4} told {told[f'{way}: right']:>3} wrong {told[f'{way}: wrong']:>3}")


def shown(path: Path) -> Image.Image:
    """A picture, at most 2000 pixels long."""
    image = Image.fromarray(open_picture(path).pixels)
    image.thumbnail((2000, 2000))
    return image


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    main()
