"""What is taken of a clip."""

from typing import Literal, get_args

from pydantic import model_validator

from ugc.model.base import Value
from ugc.model.sounds import LaidSound

AudioWay = Literal["keep", "mute", "replace", "under"]
AUDIO_WAYS: tuple[AudioWay, ...] = get_args(AudioWay)
"""keep: a clip's own sound is kept; mute: a silent track takes its place; replace: a licensed sound does; under: a
licensed sound lies under its own, lower while that is heard."""


class AudioChoice(Value):
    """What becomes of the sound of clips."""

    way: AudioWay = "keep"
    sound: LaidSound | None = None
    """What is laid on, to replace theirs or under it."""

    @model_validator(mode="after")
    def _makes_sense(self) -> "AudioChoice":
        if (self.sound is not None) != (self.way in ("replace", "under")):
            raise ValueError("a sound goes with the ways `replace` and `under`, and only with them")
        return self


Encoding = Literal["draft", "final", "archive"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
"""draft: to look at soon; final: what is handed in; archive: what others are made of later."""
KEEP = AudioChoice()
MUTE = AudioChoice(way="mute")


class Take(Value):
    """The part of a clip that becomes a creative, and how."""

    start: float = 0.0
    """Seconds from the clip's first frame."""
    seconds: float
    """Of all of it, its end card included."""
    ending: float = 0.0
    """Seconds of them in which the end card stands."""
    fps: float
    audio: AudioChoice = KEEP
    encoding: Encoding = "final"
    silent: bool = False
    """What is taken has no sound of its own."""


def laid_sound(take: Take | None) -> LaidSound | None:
    """Return the sound that a take lays on; None for a picture, which has no take."""
    return take.audio.sound if take else None
