"""Pictures of drawn faces and people whose places are known, and a small face model in YuNet's shape."""

import struct
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from ugc.model.formats import Box

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom in fractions of the picture; of a face from the brow to the chin, of a person all."""
Colour = tuple[int, int, int]

TONES: dict[str, Colour] = {"light": (225, 190, 170), "brown": (165, 115, 85), "dark": (105, 70, 50)}
_HAIR, _SHIRT, _TROUSERS = (35, 28, 24), (60, 70, 110), (35, 38, 45)


def portrait(
    size: tuple[int, int] = (900, 700),
    *,
    faces: Iterable[Edges] = ((0.55, 0.2, 0.75, 0.5),),
    people: Iterable[Edges] = (),
    tone: Colour = TONES["light"],
    ground: Colour = (215, 220, 225),
) -> Image.Image:
    """Draw faces that look at the camera, and people who stand, on an even ground."""
    image = Image.new("RGB", size, ground)
    soft = 0.0
    for box in people:
        soft = max(soft, _person(ImageDraw.Draw(image), size, box, tone))
    for box in faces:
        soft = max(soft, _face(ImageDraw.Draw(image), size, box, tone))
    return image.filter(ImageFilter.GaussianBlur(soft))


PROFILE: Edges = (0.286, 0.393, 0.63, 0.736)
"""Where the face of `profile()` is: from the nose to the ear."""


def profile(side: int = 700, tone: Colour = (215, 175, 150)) -> Image.Image:
    """Draw a head that looks to the left, on a light ground."""
    image = Image.new("RGB", (side, side), (230, 230, 230))
    draw, middle, reach = ImageDraw.Draw(image), side / 2, side * 3 / 14

    def shape(outline: str, fill: Colour) -> None:
        numbers = [float(number) for number in outline.split()]
        draw.polygon([middle + number * reach for number in numbers], fill=fill)

    def oval(x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        edges = (x - wide, y - high, x + wide, y + high)
        draw.ellipse([middle + edge * reach for edge in edges], fill=fill)

    oval(0.35, -0.35, 1.15, 1.15, _HAIR)
    shape(".2 .5 1 .4 1.1 1.9 .1 1.9", _by(tone, 0.7))
    face = "-.55 -1 -.72 -.7 -.75 -.45 -.68 -.3 -.82 -.05 -1 .2 -.98 .3 -.78 .34 -.8 .45 -.86 .52 -.76 .6 -.84 .7"
    shape(face + " -.74 .8 -.76 .98 -.6 1.1 -.2 1.05 .35 .75 .6 .3 .6 -.3 .3 -.8 -.1 -1.1", tone)
    oval(-0.5, -0.3, 0.16, 0.07, _by(tone, 0.7))
    oval(-0.53, -0.27, 0.11, 0.06, (235, 230, 225))
    oval(-0.56, -0.27, 0.055, 0.06, (30, 25, 20))
    shape("-.7 -.47 -.3 -.5 -.3 -.42 -.68 -.4", _HAIR)
    shape("-.84 .5 -.55 .58 -.82 .68", (150, 70, 70))
    oval(-0.8, 0.27, 0.05, 0.04, _by(tone, 0.7))
    oval(0.45, 0.0, 0.15, 0.25, _by(tone, 0.7))
    return image.filter(ImageFilter.GaussianBlur(reach * 0.025))


def stored(image: Image.Image, type: str = "JPEG", *, turn: int = 1, **save: Any) -> bytes:
    """The bytes of a file; with the EXIF orientation `turn` it is stored turned, so that it stands upright as it is."""
    ways = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = turn
    out = BytesIO()
    turned = image.transpose(ways[turn]) if turn in ways else image
    turned.save(out, type, **({"exif": exif} if turn > 1 else {}), **save)
    return out.getvalue()


def overlap(box: Box, edges: Edges) -> float:
    """What two boxes share, in parts of what both cover together."""
    across = min(box.x1, edges[2]) - max(box.x0, edges[0])
    down = min(box.y1, edges[3]) - max(box.y0, edges[1])
    shared = max(across, 0) * max(down, 0)
    return shared / (box.width * box.height + (edges[2] - edges[0]) * (edges[3] - edges[1]) - shared)


def _face(draw: ImageDraw.ImageDraw, size: tuple[int, int], box: Edges, tone: Colour) -> float:
    across, down, reach = (
        (box[0] + box[2]) / 2 * size[0],
        (box[1] + box[3]) / 2 * size[1],
        (box[3] - box[1]) * size[1] / 2,
    )

    def oval(x: float, y: float, wide: float, high: float, fill: Colour) -> None:
        left, top = across + (x - wide) * reach, down + (y - high) * reach
        draw.ellipse((left, top, left + 2 * wide * reach, top + 2 * high * reach), fill=fill)

    dim, shade, bright = (_by(tone, part) for part in (0.3, 0.72, 1.12))
    oval(0, -0.25, 1.0, 1.35, _HAIR)
    draw.rectangle(
        (across - 0.35 * reach, down + 0.6 * reach, across + 0.35 * reach, down + 1.5 * reach), fill=shade
    )
    oval(0, 1.9, 1.6, 0.75, _SHIRT)
    oval(0, -0.1, 0.8, 1.12, tone)
    for side in (-1, 1):
        oval(side * 0.36, -0.33, 0.25, 0.15, shade)
        oval(side * 0.36, -0.52, 0.25, 0.06, dim)
        oval(side * 0.36, -0.3, 0.19, 0.085, (235, 230, 225))
        oval(side * 0.36, -0.3, 0.085, 0.085, (40, 30, 25))
        oval(side * 0.45, 0.15, 0.2, 0.18, bright)
    oval(0, -0.1, 0.09, 0.35, bright)
    oval(0, 0.2, 0.17, 0.09, shade)
    oval(0, 0.53, 0.3, 0.1, (150, 70, 70))
    return reach * 0.03


def _person(draw: ImageDraw.ImageDraw, size: tuple[int, int], box: Edges, tone: Colour) -> float:
    across, top, high = (box[0] + box[2]) / 2 * size[0], box[1] * size[1], (box[3] - box[1]) * size[1]

    def shape(*half: tuple[float, float], fill: Colour) -> None:
        points = [*half, *((-x, y) for x, y in reversed(half))]
        draw.polygon([(across + x * high, top + y * high) for x, y in points], fill=fill)

    draw.ellipse((across - 0.065 * high, top, across + 0.065 * high, top + 0.15 * high), fill=_by(tone, 0.8))
    arms = ((0.06, 0.15), (0.13, 0.17), (0.16, 0.32), (0.15, 0.5), (0.11, 0.5), (0.1, 0.33), (0.1, 0.52))
    shape(*arms, fill=_by(_SHIRT, 0.8))
    legs = ((0.1, 0.5), (0.12, 0.97), (0.14, 1.0), (0.05, 1.0), (0.045, 0.97), (0.005, 0.6))
    shape(*legs, fill=_TROUSERS)
    return high * 0.006


def _by(colour: Colour, part: float) -> Colour:
    red, green, blue = (min(round(level * part), 255) for level in colour)
    return red, green, blue


def light_model(*, channel: int = 2, outputs: bool = True) -> bytes:
    """A model in YuNet's shape, as ONNX: a cell of 32 pixels is a face as surely as it is light in one channel.

    The channels are blue, green and red. Without `outputs` it is a network that finds nothing at all.
    """
    nodes, weights, names = [], [], []
    for step in (8, 16, 32):
        nodes.append(
            _node("AveragePool", ["input"], [f"mean_{step}"], kernel_shape=[step, step], strides=[step, step])
        )
        for kind, count in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            telling = np.zeros((count, 3, 1, 1), np.float32)
            if step == 32 and kind in ("cls", "obj"):
                telling[:, channel] = 1 / 255
            always = np.array([0.5, 0.5, 0, 0] if kind == "bbox" else [0] * count, np.float32)
            name = f"{kind}_{step}"
            weights += [_tensor(f"{name}_w", telling), _tensor(f"{name}_b", always)]
            weights += [_tensor(f"{name}_s", np.array([1, -1, count], np.int64))]
            nodes += [
                _node("Conv", [f"mean_{step}", f"{name}_w", f"{name}_b"], [f"{name}_c"], kernel_shape=[1, 1]),
                _node("Transpose", [f"{name}_c"], [f"{name}_t"], perm=[0, 2, 3, 1]),
                _node("Reshape", [f"{name}_t", f"{name}_s"], [name if outputs else f"{name}_x"]),
            ]
            names.append(name if outputs else f"{name}_x")
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, "light")
    graph += b"".join(_field(5, weight) for weight in weights)
    graph += _field(11, _value("input", [1, 3, 640, 640]))
    graph += b"".join(_field(12, _value(name, [1, 1, 1])) for name in names)
    return _field(1, 8) + _field(8, _field(1, "") + _field(2, 13)) + _field(7, graph)


def _number(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def _field(number: int, value: int | float | str | bytes) -> bytes:
    """A field of a protocol buffer, https://protobuf.dev/programming-guides/encoding/."""
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    if isinstance(value, float):
        return _number(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _tensor(name: str, values: "np.ndarray[Any, Any]") -> bytes:
    """The numbers of its fields are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto."""
    kind = 1 if values.dtype == np.float32 else 7
    sizes = b"".join(_field(1, size) for size in values.shape)
    return sizes + _field(2, kind) + _field(8, name) + _field(9, values.tobytes())


def _node(kind: str, inputs: list[str], outputs: list[str], **lists: list[int]) -> bytes:
    attributes = (
        _field(1, name) + b"".join(_field(8, value) for value in values) + _field(20, 7)
        for name, values in lists.items()
    )
    ends = b"".join(_field(1, name) for name in inputs) + b"".join(_field(2, name) for name in outputs)
    return ends + _field(4, kind) + b"".join(_field(5, attribute) for attribute in attributes)


def _value(name: str, sizes: list[int]) -> bytes:
    shape = b"".join(_field(1, _field(1, size)) for size in sizes)
    return _field(1, name) + _field(2, _field(1, _field(1, 1) + _field(2, shape)))
