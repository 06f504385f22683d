"""Take the sampling noise out of a render: non-local means on the light alone, guided by what the surfaces are."""

import os
from pathlib import Path

os.environ["OPENCV_IO_ENABLE_OPENEXR"] = "1"

import cv2
import numpy as np


def read_linear(path):
    """An OpenEXR file as (h, w, 3) linear RGB."""
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    return np.nan_to_num(image[..., 2::-1].astype(np.float32), posinf=60).clip(-1, 60)


def beside(source, name):
    """The file with what `name` says of the same still or frame: A.exr has A_albedo_0001.exr, A_0007.exr A_albedo_0007.exr."""
    stem, _, number = source.stem.rpartition("_")
    if not number.isdigit():
        stem, number = source.stem, "0001"
    return source.with_name(f"{stem}_{name}_{number}.exr")


def guide(source, name):
    return cv2.GaussianBlur(read_linear(beside(source, name)), (0, 0), 0.6)


def despeckle(image):
    """Pull lone bright pixels down to what their neighbours show."""
    around = np.stack([cv2.medianBlur(np.ascontiguousarray(image[..., c]), 3) for c in range(3)], axis=2)
    limit = around * 1.9 + 0.04
    return np.where(image.max(axis=2, keepdims=True) > limit.max(axis=2, keepdims=True), around, image)


def roughness(light):
    """The local strength of the noise, from how far each pixel is from the mean of its neighbours."""
    residue = (light - cv2.blur(light, (3, 3))).mean(axis=2)
    return np.sqrt(np.maximum(cv2.blur(residue**2, (25, 25)), 0)) + 0.01


def guided_means(light, guides, *, reach=5, force=1.1):
    """Average each pixel with those nearby that look alike in a 5x5 patch and lie on the same surface."""
    h, w = light.shape[:2]
    sigma = roughness(light)
    total, weights = np.zeros_like(light), np.zeros((h, w, 1), np.float32)
    padded = cv2.copyMakeBorder(light, reach, reach, reach, reach, cv2.BORDER_REFLECT)
    marks = cv2.copyMakeBorder(guides[..., :3], reach, reach, reach, reach, cv2.BORDER_REFLECT)
    turns = cv2.copyMakeBorder(guides[..., 3:], reach, reach, reach, reach, cv2.BORDER_REFLECT)
    for dy in range(2 * reach + 1):
        for dx in range(2 * reach + 1):
            there = padded[dy : dy + h, dx : dx + w]
            apart = cv2.blur(((there - light) ** 2).mean(axis=2), (5, 5)) / (sigma * force) ** 2
            albedo = ((marks[dy : dy + h, dx : dx + w] - guides[..., :3]) ** 2).sum(axis=2) / 0.012
            normal = ((turns[dy : dy + h, dx : dx + w] - guides[..., 3:]) ** 2).sum(axis=2) / 0.12
            alike = np.exp(-np.maximum(apart - 1.2, 0) - albedo - normal)[..., None]
            total += there * alike
            weights += alike
    return total / weights


def clean(source: Path):
    """The render at `source` with most of its noise gone: linear RGB (h, w, 3)."""
    picture, albedo = despeckle(read_linear(source)), guide(source, "albedo")
    base = np.clip(albedo, 0, 1) + 0.06
    light = np.log1p(np.clip(picture / base, 0, 60) * 4)
    guides = np.concatenate([albedo, guide(source, "normal")], axis=2)
    smooth = guided_means(light, guides)
    return np.expm1(smooth) / 4 * base
