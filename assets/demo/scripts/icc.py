"""A Display P3 profile (ICC version 4, matrix and curve) written by hand, and the way into it from linear sRGB."""

import struct

import numpy as np

TO_P3 = np.array([[0.82246, 0.17754, 0.0], [0.03319, 0.96681, 0.0], [0.01708, 0.0724, 0.91052]])
D50 = (0.9642, 1.0, 0.82491)
PRIMARIES = {
    b"rXYZ": (0.51512, 0.2412, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.1571, 0.06657, 0.78407),
}
ADAPT = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168)
CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


def _fixed(values):
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def _text(words):
    raw = words.encode("utf-16-be")
    return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(raw), 28) + raw


def display_p3():
    """The profile as bytes."""
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + _fixed(CURVE)
    tags = {b"desc": _text("Display P3"), b"cprt": _text("CC0"), b"wtpt": b"XYZ \0\0\0\0" + _fixed(D50)}
    tags |= {name: b"XYZ \0\0\0\0" + _fixed(xyz) for name, xyz in PRIMARIES.items()}
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve, b"chad": b"sf32\0\0\0\0" + _fixed(ADAPT)}
    table, body, start = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"\0" * 4, 0x04400000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28 + _fixed(D50)
    return head.ljust(128, b"\0") + table + body


def linear(shown):
    return np.where(shown <= 0.04045, shown / 12.92, ((np.maximum(shown, 0) + 0.055) / 1.055) ** 2.4)


def display(light):
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def into_p3(shown):
    """sRGB display values 0..1 as Display P3 values, with the vividness of a wide-gamut phone."""
    light = linear(shown) @ TO_P3.T
    grey = light @ np.array([0.229, 0.6917, 0.0793])
    return display(grey[..., None] + (light - grey[..., None]) * 1.18)
