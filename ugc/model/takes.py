"""What is taken of a clip."""

from typing import Literal

from ugc.model.base import Value

AudioChoice = Literal["keep", "mute"]
"""What becomes of the sound of clips: it is kept, or a silent track takes its place."""


class Take(Value):
    """The part of a clip that becomes a creative, and how."""

    start: float = 0.0
    """Seconds from the clip's first frame."""
    seconds: float
    fps: float
    audio: AudioChoice = "keep"
