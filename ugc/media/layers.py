"""Transparent layers, one over the other, as the picture that lies over every frame of a clip."""

import cv2
import numpy as np
from numpy.typing import NDArray

from ugc.errors import UgcError

Layer = NDArray[np.uint8]
"""(height, width, 4), RGB with straight alpha."""


def laid_over(under: Layer, over: Layer, *, top: int = 0) -> None:
    """Lay a layer over another as wide, in place, from one of its rows on."""
    part = under[top : top + over.shape[0]]
    above, below = (layer[..., 3:].astype(np.float32) / 255 for layer in (over, part))
    alpha = above + below * (1 - above)
    colour = over[..., :3] * above + part[..., :3] * below * (1 - above)
    np.divide(colour, alpha, out=colour, where=alpha > 0)
    part[...] = np.rint(np.concatenate([colour, alpha * 255], axis=2)).astype(np.uint8)


def as_png(layer: Layer) -> bytes:
    """Return a layer, or a picture without transparency, as PNG, packed quickly: it is read once.

    Raises UgcError when that fails.
    """
    turned = cv2.COLOR_RGBA2BGRA if layer.shape[2] == 4 else cv2.COLOR_RGB2BGR
    done, data = cv2.imencode(".png", cv2.cvtColor(layer, turned), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise UgcError("What a clip is made of could not be packed as PNG.")
    return data.tobytes()


def with_colour_beyond(layer: Layer, reach: int = 4) -> Layer:
    """Return a layer whose transparent pixels have the colour of what is visible within `reach` pixels of them.

    They stay transparent. But who scales a layer, or stores its colours at half its width as clips do, mixes
    neighbours whatever their transparency, and black that nobody sees would darken every edge.
    """
    weight = (layer[..., 3:].astype(np.float32) / 255).squeeze(2)
    window = (2 * reach + 1, 2 * reach + 1)
    near = cv2.boxFilter(weight, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
    empty = (layer[..., 3] == 0) & (near > 0.001)
    if not empty.any():
        return layer
    visible = layer[..., :3].astype(np.float32) * weight[..., None]
    colour = cv2.boxFilter(visible, -1, window, normalize=False, borderType=cv2.BORDER_CONSTANT)
    made = layer.copy()
    made[empty, :3] = np.clip(np.rint(colour[empty] / near[empty, None]), 0, 255).astype(np.uint8)
    return made
