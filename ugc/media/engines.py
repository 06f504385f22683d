"""Whether the engines of this room work on this machine: tried, not only asked for their version.

Each function imports its own engine, so that a broken one costs only its own answer, and returns a version and what
the engine lacks. What importing it raises is left to the caller.
"""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which

Found = tuple[str, tuple[str, ...]]
"""A version, and what is lacking in words."""

_CODECS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
CASCADES = ("haarcascade_frontalface_alt2.xml", "haarcascade_profileface.xml")
"""What finds faces that look at the camera, and those seen from a side."""
_DECODERS = ("h264", "hevc", "vp9", "aac", "opus")
_VERSION = re.compile(r"\d+(?:\.\d+)+")
_PATIENCE_S = 10


def pictures() -> Found:
    """Pillow: every type is written and read back; colour management is there."""
    import PIL
    from PIL import features

    lacking = [f"{name} pictures" for name, kind in _CODECS.items() if not _round_trip(kind)]
    if not features.check("littlecms2"):
        lacking.append("colour management (lcms2)")
    return PIL.__version__, tuple(lacking)


def vision() -> Found:
    """OpenCV 4 with what finds faces and people."""
    import cv2

    version = str(cv2.__version__)
    lacking = [] if version.startswith("4.") else [f"version 4 (this is {version})"]
    folder = Path(getattr(getattr(cv2, "data", None), "haarcascades", ""))
    for name in CASCADES:
        if not (folder / name).is_file() or cv2.CascadeClassifier(str(folder / name)).empty():
            lacking.append(f"the cascade {name}")
    if not (hasattr(getattr(cv2, "dnn", None), "readNetFromTFLite") and hasattr(cv2, "FaceDetectorYN")):
        lacking.append("what runs the networks that find faces")
    if not hasattr(cv2, "HOGDescriptor"):
        lacking.append("the people detector")
    return version, tuple(lacking)


def clips() -> Found:
    """PyAV with the decoders of what phones and platforms give."""
    import av
    from av.codec.codec import UnknownCodecError

    lacking = []
    for name in _DECODERS:
        try:
            av.Codec(name, "r")
        except UnknownCodecError:
            lacking.append(f"a decoder for {name}")
    return str(av.__version__), tuple(lacking)


def program(name: str, *arguments: str) -> tuple[Path, str] | None:
    """Return where a separate program lies and its version; None when it is not on PATH or does not answer."""
    path = which(name)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *arguments], capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _VERSION.search(done.stdout)
    return (Path(path), version[0]) if done.returncode == 0 and version else None


def _round_trip(kind: str) -> bool:
    """Whether a small picture can be written and read back."""
    from PIL import Image

    file = BytesIO()
    try:
        Image.new("RGB", (16, 16), (200, 120, 60)).save(file, kind)
        file.seek(0)
        with Image.open(file, formats=[kind]) as read:
            red, _, blue = read.convert("RGB").tobytes()[:3]
    except Exception:  # a codec that was not built in fails in its own way
        return False
    return red > blue
