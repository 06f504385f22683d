"""Pictures full of things, one for each number, that look like nothing else; and clips that walk through them."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def scene(seed: int, size: tuple[int, int] = (1080, 1350)) -> Image.Image:
    """Draw a few hundred patches of all sizes and turns, softened as a lens does."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size, tuple(int(v) for v in random.integers(70, 190, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(260):
        x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
        wide, high = np.minimum(random.lognormal(3.6, 0.8, 2), 400)
        turn = random.uniform(0, np.pi)
        corners = random.uniform(0.5, 1.0, 7) * np.exp(1j * (np.arange(7) * 2 * np.pi / 7))
        around = (corners.real * wide + 1j * corners.imag * high) * np.exp(1j * turn)
        draw.polygon(
            [(x + p.real, y + p.imag) for p in around], fill=tuple(int(v) for v in random.integers(0, 255, 3))
        )
    return image.filter(ImageFilter.GaussianBlur(1.2))


def saved(image: Image.Image, type: str = "JPEG", **options: Any) -> bytes:
    """Return a picture's file."""
    out = BytesIO()
    image.save(out, type, **({"quality": 80} | options if type in ("JPEG", "WEBP") else options))
    return out.getvalue()


def walk(seed: int, path: Path, *, seconds: float, size: tuple[int, int] = (360, 640), fps: int = 10) -> Path:
    """Write a clip that moves over a wide scene, a quarter of its own width a second."""
    wide = scene(seed, (size[0] * 4, size[1]))
    places = [round(number / fps * size[0] * 0.25) % (size[0] * 3) for number in range(round(seconds * fps))]
    return _clip((wide.crop((x, 0, x + size[0], size[1])) for x in places), path, size, fps)


def zoom(image: Image.Image, path: Path, *, seconds: float, fps: int = 10) -> Path:
    """Write a clip that moves into a picture, by a twentieth of it a second."""
    size = (360, round(360 * image.height / image.width) // 2 * 2)
    cuts = [number / fps * 0.025 for number in range(round(seconds * fps))]
    frames = (
        image.resize(size, box=(w * cut, h * cut, w * (1 - cut), h * (1 - cut)))
        for cut in cuts
        for w, h in [image.size]
    )
    return _clip(frames, path, size, fps)


def _clip(frames: Iterable[Image.Image], path: Path, size: tuple[int, int], fps: int) -> Path:
    import av

    with av.open(str(path), "w") as clip:
        stream = clip.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"crf": "23"}
        for shown in frames:
            for packet in stream.encode(av.VideoFrame.from_image(shown)):
                clip.mux(packet)
        for packet in stream.encode(None):
            clip.mux(packet)
    return path
