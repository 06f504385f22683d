"""Files made to fit: `conform_clip`, and here pictures, in sRGB, upright, small enough. No original is ever changed."""

from pathlib import Path

from ugc.files import write_bytes
from ugc.geometry import WHOLE
from ugc.media.conform_clip import conform_clip
from ugc.media.conform_guard import check_wanted, keep_original
from ugc.media.conform_labels import labelled, picture_label, signature_note
from ugc.media.encode import encode
from ugc.media.pixels import open_picture
from ugc.media.resample import Picture, Pixels
from ugc.model.conforming import StillPlan

__all__ = ["conform_clip", "conform_still"]


def conform_still(path: Path, plan: StillPlan, out: Path) -> tuple[str, ...]:
    """Write a copy of a picture to `out` as the plan says; of an animation, its first frame.

    The XMP packet goes along byte for byte; so do IPTC (in a JPEG) and the words of EXIF about the picture's author
    and rights. The rest of EXIF does not: it holds places, and sizes that no longer hold. Return sentences about what
    the copy does not keep.

    Raises InputError when the picture is damaged, PlacementError when it cannot be made small enough at a quality of
    60 or, as PNG, at all, UsageError when `out` is the original, MachineError when it cannot be written.
    """
    keep_original(path, out)
    label, notes = picture_label(path, plan.type)
    pixels = _sized(path, open_picture(path, matte=plan.matte), plan.size)
    room = None if plan.max_bytes is None else max(plan.max_bytes - label.extra, 1)
    made = encode(pixels, plan.type, quality=plan.quality, xmp=label.xmp, max_bytes=room)
    write_bytes(out, labelled(made.data, label))
    return (*notes, *signature_note(path))


def _sized(path: Path, picture: Picture, size: tuple[int, int] | None) -> Pixels:
    own = picture.width, picture.height
    if size is None or size == own:
        return picture.pixels
    check_wanted(path, size, own)
    return picture.render(WHOLE, size)
