"""What is known of our own creatives without opening their files, as if they had been measured."""

from ugc.model.creatives import CreativeType
from ugc.model.formats import Box
from ugc.model.layout import Placed
from ugc.model.probes import Measured, Probe, SeenText


def seen_text(placed: Placed, size: tuple[int, int]) -> SeenText:
    """Return a placed text as if it had been read, in fractions of a canvas of `size` pixels."""
    width, height = size
    box = placed.box
    return SeenText(
        text=placed.text,
        box=Box(x0=box.x0 / width, y0=box.y0 / height, x1=box.x1 / width, y1=box.y1 / height),
        score=1.0,
        contrast=placed.contrast,
        least=placed.least,
        role=placed.role,
        size=placed.size / width,
    )


def as_measured(
    type: CreativeType,
    *,
    size: int,
    pixels: tuple[int, int],
    placed: tuple[Placed, ...],
    disclosure: str | None = None,
) -> Measured:
    """Return what is known of our own still, of `size` bytes, as if its file had been measured.

    `disclosure` is the label that was to be drawn on it, to say that it is an ad.
    """
    probe = Probe(kind="image", type=type, size=size, width=pixels[0], height=pixels[1], mode="RGB")
    words = tuple(seen_text(text, pixels) for text in placed)
    return Measured(probe=probe, words=words, disclosure=disclosure)
