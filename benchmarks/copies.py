"""What becomes of pictures and clips on their way through platforms, messengers and people's phones."""

import random as chance
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from ugc.media.ffmpeg import run, safe_path
from ugc.resources import FONTS

SHAPES = (9 / 16, 4 / 5, 1.0, 1.91, 16 / 9)
_FONT = FONTS / "inter" / "Inter-Bold.otf"


def stills(image: Image.Image, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield copies of a picture by what was done to it, each with random measures from a seed."""
    random = chance.Random(seed)
    web = scaled(image, min(1.0, 1440 / max(image.size)))
    yield "jpeg", jpeg(web, random.randint(30, 90))
    yield "webp", saved(web, "WEBP", random.randint(30, 80))
    yield "smaller", jpeg(scaled(web, random.uniform(0.25, 0.7)), random.randint(40, 85))
    yield "thumbnail", jpeg(scaled(image, 200 / max(image.size)), 70)
    yield "colours", jpeg(recoloured(web, random), 75)
    yield "text", jpeg(written(web, random), random.randint(50, 85))
    yield "screenshot", jpeg(screenshot(web, random), random.randint(60, 90))
    yield "bars", jpeg(barred(web, random), random.randint(50, 85))
    yield "stripped", saved(image, "PNG") if max(image.size) < 1000 else jpeg(image, 95)
    for keep in (1.0, 0.8, 0.6, 0.45, 0.3):
        part = cropped(web, keep * random.uniform(0.95, 1.0), random, shape=random.choice((None, *SHAPES)))
        yield f"crop to {keep:.0%}", jpeg(part, random.randint(35, 90))
    part = cropped(web, 0.6, random, shape=random.choice(SHAPES))
    yield "crop, text", jpeg(written(part, random), 65)
    yield "crop, screenshot", jpeg(screenshot(part, random), 75)
    yield "mirrored", jpeg(web.transpose(Image.Transpose.FLIP_LEFT_RIGHT), 80)


def clips(path: Path, folder: Path, other: Path, *, seconds: float) -> Iterator[tuple[str, Path]]:
    """Yield copies of a clip of so many seconds; `other` is a clip whose begin replaces that of one of them."""
    low = ["-c:v", "libx264", "-preset", "veryfast", "-an", "-pix_fmt", "yuv420p"]
    even = "scale=trunc(iw/2)*2:trunc(ih/2)*2"
    whole = ["-i", safe_path(path), "-vf"]
    plans: dict[str, list[str]] = {
        "encoded": [*whole, even, "-crf", "28"],
        "encoded hard": [*whole, even, "-crf", "38"],
        "resized": [*whole, "scale=trunc(iw/4)*2:trunc(ih/4)*2", "-crf", "30"],
        "resized more": [*whole, "scale=trunc(iw/6)*2:trunc(ih/6)*2", "-crf", "26"],
        "cropped": [*whole, f"crop=iw*0.7:ih*0.75,{even}", "-crf", "30"],
        "cropped more": [*whole, f"crop=iw*0.9:ih*0.55:iw*0.05:ih*0.3,{even}", "-crf", "30"],
        "bars": [*whole, _padded(720, 1280), "-crf", "30"],
        "bars beside": [*whole, _padded(1280, 720), "-crf", "30"],
        "colours": [*whole, f"eq=brightness=0.08:contrast=1.2:saturation=0.6,{even}", "-crf", "30"],
        "mirrored": [*whole, f"hflip,{even}", "-crf", "28"],
    }
    for name, (start, length) in {"begin": (0.0, 0.5), "middle": (0.3, 0.5), "end": (0.6, 0.4)}.items():
        cut = ["-ss", f"{seconds * start:.2f}", "-t", f"{seconds * length:.2f}"]
        plans[f"trimmed to the {name}"] = [*cut, *whole, even, "-crf", "30"]
    square = f"{_padded(640, 640)},setsar=1,fps=25"
    joined = f"[0:v]{square}[a];[1:v]{square}[b];[a][b]concat=n=2:v=1"
    for skipped in (0.5, 1.0):
        taken = ["-t", "1.5", "-i", safe_path(other), "-ss", str(skipped), "-i", safe_path(path)]
        plans[f"begin of {skipped:g} s replaced"] = [*taken, "-filter_complex", joined, "-crf", "30"]
    for name, arguments in plans.items():
        made = folder / f"{path.stem}-{name.replace(' ', '-')}.mp4"
        run(["-y", *arguments, *low, safe_path(made)], source=path)
        yield name, made


def _padded(width: int, height: int) -> str:
    fitted = f"scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    return f"{fitted},pad={width}:{height}:-1:-1"


def jpeg(image: Image.Image, quality: int) -> bytes:
    return saved(image, "JPEG", quality)


def saved(image: Image.Image, type: str, quality: int = 80) -> bytes:
    out = BytesIO()
    image.save(out, type, quality=quality)
    return out.getvalue()


def scaled(image: Image.Image, factor: float) -> Image.Image:
    size = max(round(image.width * factor), 8), max(round(image.height * factor), 8)
    return image.resize(size, Image.Resampling.LANCZOS)


def cropped(
    image: Image.Image, keep: float, random: chance.Random, *, shape: float | None = None
) -> Image.Image:
    """A part that keeps so much of the area, or as much of it as the shape (width by height) allows."""
    shape = shape or image.width / image.height
    width = min((keep * image.width * image.height * shape) ** 0.5, image.width, image.height * shape)
    height = width / shape
    x, y = random.uniform(0, image.width - width), random.uniform(0, image.height - height)
    return image.crop((int(x), int(y), int(x + width), int(y + height)))


def recoloured(image: Image.Image, random: chance.Random) -> Image.Image:
    image = ImageEnhance.Brightness(image).enhance(random.uniform(0.75, 1.25))
    image = ImageEnhance.Contrast(image).enhance(random.uniform(0.75, 1.3))
    image = ImageEnhance.Color(image).enhance(random.uniform(0.0, 1.5))
    gains = [random.uniform(0.9, 1.1) for _ in range(3)]
    return Image.fromarray((np.asarray(image) * gains).clip(0, 255).astype(np.uint8))


def written(image: Image.Image, random: chance.Random) -> Image.Image:
    image = image.copy()
    draw, size = ImageDraw.Draw(image), max(image.width // 14, 8)
    font = ImageFont.truetype(_FONT, size)
    top = round(image.height * random.uniform(0.05, 0.75))
    ground = (255, 255, 255) if random.random() < 0.5 else (20, 20, 20)
    draw.rectangle((0, top - size // 3, image.width, top + round(2.8 * size)), fill=ground)
    draw.text((size, top), "Glow all day, every day", font=font, fill=(200, 40, 90))
    draw.text((size, top + round(1.3 * size)), "SHOP NOW @brand", font=font, fill=(120, 120, 120))
    return image


def screenshot(image: Image.Image, random: chance.Random) -> Image.Image:
    """A phone's screen with an app around the picture."""
    dark = random.random() < 0.5
    ground, ink = ((12, 12, 14), (235, 235, 235)) if dark else ((255, 255, 255), (20, 20, 20))
    screen = Image.new("RGB", (1080, 2340), ground)
    draw, font = ImageDraw.Draw(screen), ImageFont.truetype(_FONT, 36)
    draw.text((60, 40), f"12:{random.randint(10, 59)}", font=font, fill=ink)
    draw.rectangle((930, 45, 1010, 80), outline=ink, width=4)
    shown = image.resize((1080, max(round(image.height * 1080 / image.width), 1)), Image.Resampling.LANCZOS)
    shown = shown.crop((0, 0, 1080, min(shown.height, 1740)))
    screen.paste(shown, (0, 300))
    draw.ellipse((40, 170, 140, 270), fill=tuple(random.randint(0, 255) for _ in range(3)))
    draw.text((170, 190), "some_account  · Follow", font=font, fill=ink)
    below = 340 + shown.height
    for x in (60, 180, 300):
        draw.ellipse((x, below, x + 60, below + 60), outline=ink, width=6)
    for line in range(4):
        told = f"liked by someone and 1,{random.randint(100, 999)} others"
        draw.text((60, below + 100 + line * 50), told, font=font, fill=ink)
    return screen


def barred(image: Image.Image, random: chance.Random) -> Image.Image:
    """On a canvas of another shape, with bars of black or of some colour."""
    size = (1080, 1920) if image.width >= image.height * 0.7 else (1920, 1080)
    shade = tuple(random.randint(0, 255) for _ in range(3)) if random.random() < 0.5 else (0, 0, 0)
    canvas = Image.new("RGB", size, shade)
    factor = min(size[0] / image.width, size[1] / image.height) * random.uniform(0.8, 1.0)
    small = scaled(image, factor)
    canvas.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return canvas


def flats(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield pictures with nothing in them: one colour, a gradient, faint noise, blocks of a hard JPEG."""
    random = chance.Random(seed)
    noise = np.random.default_rng(seed)
    colour = tuple(random.randint(0, 255) for _ in range(3))
    plain = Image.new("RGB", (1080, 1350), colour)
    yield "flat", jpeg(plain, 60)
    ramp = np.linspace(random.randint(0, 100), random.randint(150, 255), 1350)[:, None, None]
    yield "gradient", jpeg(Image.fromarray(np.broadcast_to(ramp, (1350, 1080, 3)).astype(np.uint8)), 30)
    grain = np.asarray(plain, np.float32) + noise.normal(0, 6, (1350, 1080, 1))
    yield "grain", jpeg(Image.fromarray(grain.clip(0, 255).astype(np.uint8)), 50)
