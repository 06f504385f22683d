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
    """Return a layer as PNG, packed quickly: it is read once. Raises UgcError when that fails."""
    done, data = cv2.imencode(
        ".png", cv2.cvtColor(layer, cv2.COLOR_RGBA2BGRA), [cv2.IMWRITE_PNG_COMPRESSION, 1]
    )
    if not done:
        raise UgcError("The words over a clip could not be packed as PNG.")
    return data.tobytes()
