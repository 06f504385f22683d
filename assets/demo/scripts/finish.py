"""Turn linear renders into phone pictures.  python finish.py SCENE IN.exr OUT.jpg"""

import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import icc
import numpy as np
from denoise import clean
from pictures import SIZES
from PIL import Image


@dataclass(frozen=True)
class Phone:
    """How one phone sees: exposure in stops, channel gains, contrast, saturation, grain (0..1), blur (pixels)."""

    exposure: float = -0.45
    gains: tuple[float, float, float] = (1.0, 1.0, 1.0)
    contrast: float = 1.0
    saturation: float = 1.08
    lift: float = 0.012
    grain: float = 0.016
    vignette: float = 0.18
    blur: float = 0.45
    motion: float = 0.0
    angle: float = 20.0
    sharpen: float = 0.45
    smooth: float = 2.0
    quality: int = 88
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    sideways: bool = False
    wide: bool = False


LOOKS = {
    "bathroom_shelf": Phone(exposure=-0.35, gains=(1.0, 1.0, 0.98), crop=(0, 0, 0.94, 0.94)),
    "towel_stack": Phone(exposure=-0.5, gains=(0.97, 1.0, 1.05), saturation=1.0),
    "flat_lay": Phone(exposure=-0.3, gains=(1.02, 1.0, 0.95)),
    "mug_cake": Phone(exposure=-0.1, gains=(1.0, 1.0, 0.98), grain=0.02),
    "plant_book": Phone(exposure=-0.2, gains=(1.02, 1.0, 0.95), saturation=1.12, sideways=True),
    "parcel": Phone(exposure=-0.1, gains=(1.04, 1.0, 0.93), grain=0.022),
    "brunch": Phone(exposure=0.05, saturation=1.14, wide=True),
    "desk": Phone(exposure=0.15, gains=(0.96, 1.0, 1.04), saturation=1.0),
    "window_sill": Phone(exposure=0.1, gains=(1.03, 1.0, 0.93), saturation=1.15),
    "gym_bench": Phone(exposure=-0.1, gains=(0.97, 1.02, 0.97), grain=0.026, motion=1.5),
    "night_flash": Phone(exposure=0.2, grain=0.03, vignette=0.45),
    "sneakers": Phone(exposure=-0.2, gains=(1.02, 1.0, 0.96)),
    "slow_turn": Phone(exposure=-0.1, gains=(1.02, 1.0, 0.95), grain=0.012, sharpen=0.35, blur=0.3),
    "open_jar": Phone(exposure=-0.2, gains=(1.04, 1.0, 0.95)),
}


def tone(linear, look):
    """Linear light to display values: a phone's curve with lifted blacks and highlights that clip."""
    bright = np.percentile(linear.max(axis=2), 94)
    x = np.maximum(linear / bright * 2.0**look.exposure * np.array(look.gains), 0)
    x = np.where(x < 0.45, x, 0.45 + (1 - np.exp(-(x - 0.45) / 0.62)) * 0.62)
    y = np.where(x <= 0.0031308, 12.92 * x, 1.055 * np.maximum(x, 1e-6) ** (1 / 2.4) - 0.055)
    y = y + look.contrast * 0.16 * (y - 0.5) * y * np.clip(1 - y, 0, 1) * 4
    return look.lift + (1 - look.lift) * y


def saturate(image, amount):
    grey = image @ np.array([0.2126, 0.7152, 0.0722])
    return grey[..., None] + (image - grey[..., None]) * amount


def bloom(linear):
    """Light that spills around what is too bright, as in a small plastic lens."""
    hot = np.clip(linear - 1.2, 0, 6).astype(np.float32)
    wide = max(linear.shape[:2]) / 60
    return (
        linear + 0.05 * cv2.GaussianBlur(hot, (0, 0), wide) + 0.02 * cv2.GaussianBlur(hot, (0, 0), wide * 4)
    )


def smear(image, look):
    """Lens softness and a little hand shake."""
    if look.motion:
        n = int(look.motion * 2) | 1
        kernel = np.zeros((n, n), np.float32)
        a, c = np.deg2rad(look.angle), n // 2
        d = np.array([np.cos(a), np.sin(a)]) * look.motion
        end, start = (c + d / 2).round().astype(int), (c - d / 2).round().astype(int)
        cv2.line(kernel, tuple(map(int, start)), tuple(map(int, end)), 1.0)
        image = cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
    return cv2.GaussianBlur(image, (0, 0), look.blur) if look.blur else image


def lens(image, look):
    """Vignette and a hair of red and blue fringe towards the corners."""
    h, w = image.shape[:2]
    out = image.copy()
    for channel, zoom in ((0, 1.0009), (2, 0.9992)):
        move = np.float32([[zoom, 0, (1 - zoom) * w / 2], [0, zoom, (1 - zoom) * h / 2]])
        out[..., channel] = cv2.warpAffine(image[..., channel], move, (w, h), borderMode=cv2.BORDER_REFLECT)
    yy, xx = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
    return out * (1 - look.vignette * ((xx**2 + yy**2) / 2) ** 1.4)[..., None]


def noise(image, look, seed):
    """Sensor noise that survived the phone's own smoothing: coarser than a pixel, stronger in the dark."""
    rng = np.random.default_rng(seed)
    h, w = image.shape[:2]
    luma = cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 0.7) * 2.2
    chroma = cv2.GaussianBlur(rng.normal(0, 1, (h, w, 3)).astype(np.float32), (0, 0), 2.0) * 3.0
    dark = 1.15 - np.clip(image.mean(axis=2), 0, 1) * 0.85
    return image + (luma[..., None] * 0.8 + chroma * 0.45) * (dark * look.grain)[..., None]


def halo(image, amount):
    return image + amount * (image - cv2.GaussianBlur(image, (0, 0), 1.3))


def crop(image, box):
    h, w = image.shape[:2]
    left, top, right, bottom = box
    return image[round(top * h) : round(bottom * h), round(left * w) : round(right * w)]


def smoothed(shown, strength):
    """The phone's own smoothing, which eats fine texture."""
    eight = (np.clip(shown, 0, 1) * 255).round().astype("uint8")
    eight = cv2.fastNlMeansDenoisingColored(eight, None, strength, strength * 2.2, 5, 15)
    return eight.astype(np.float32) / 255


def developed(linear, look, size):
    """A clean render (h, w, 3 linear RGB) as display values 0..1 at `size`, without grain yet."""
    shown = crop(tone(lens(bloom(linear), look), look), look.crop).astype(np.float32)
    shown = smoothed(shown, look.smooth) if look.smooth else shown
    if (shown.shape[1], shown.shape[0]) != size:
        way = cv2.INTER_CUBIC if shown.shape[1] < size[0] else cv2.INTER_AREA
        shown = cv2.resize(shown, size, interpolation=way)
    return saturate(halo(smear(shown, look), look.sharpen), look.saturation)


def saved(pixels, look, target):
    """Write the JPEG, turned on its side with an EXIF note or tagged as wide-gamut if the look says so."""
    extra, picture = {}, Image.fromarray(pixels)
    if look.sideways:
        picture, exif = picture.rotate(90, expand=True), Image.Exif()
        exif[0x0112] = 6
        extra["exif"] = exif
    if look.wide:
        extra["icc_profile"] = icc.display_p3()
    picture.save(target, quality=look.quality, subsampling=2, optimize=True, **extra)


def main(name, source, target):
    look = LOOKS[name]
    shown = developed(clean(Path(source)), look, SIZES[name])
    shown = noise(icc.into_p3(np.clip(shown, 0, 1)) if look.wide else shown, look, len(name))
    saved((np.clip(shown, 0, 1) * 255).round().astype("uint8"), look, Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
