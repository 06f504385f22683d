"""What becomes of a clip's sound: which edits that makes, whether its own is still heard, and how it is said."""

from typing import Literal, get_args

from ugc.model.posts import Media
from ugc.model.takes import AudioChoice
from ugc.model.vocab import Edit

LOUDNESS = -16.0
"""LUFS that every sound is brought to."""

Fate = Literal["kept", "replaced", "under", "added", "muted", "none"]
FATES: tuple[Fate, ...] = get_args(Fate)
"""kept: its own sound is heard alone; replaced: a licensed one is; under: both are; added: it had none, and a licensed
one is heard; muted: it had one, and nothing is heard; none: it had none, and nothing is heard."""


def is_silent(media: Media) -> bool:
    """Say whether a media is known to have no sound; of a clip that nobody looked into it is not known."""
    return media.kind != "video" or media.sound is False


def fate(choice: AudioChoice, *, silent: bool) -> Fate:
    """Say what becomes of a clip's sound; `silent` says that it has none, and of several clips that none has any."""
    if choice.sound:
        return "added" if silent else "under" if choice.way == "under" else "replaced"
    if silent:
        return "none"
    return "kept" if choice.way == "keep" else "muted"


def keeps_own(choice: AudioChoice, *, silent: bool) -> bool:
    """Say whether a clip's own sound is heard in the creative: then its rights are asked for."""
    return fate(choice, silent=silent) in ("kept", "under")


def sound_edits(choice: AudioChoice, *, silent: bool) -> frozenset[Edit]:
    """Return the edits that a choice makes to a clip.

    Laying a sound on is `replace_audio`, whether it takes the place of the clip's own or lies under it: either way
    others than its creator are heard. Silence where there was none to take away is no edit.
    """
    if choice.sound:
        return frozenset({"replace_audio"})
    return frozenset({"mute_audio"}) if fate(choice, silent=silent) == "muted" else frozenset()


def sound_note(choice: AudioChoice, *, silent: bool, loudness: float | None = None) -> str:
    """Say in a sentence what became of a clip's sound. `loudness` is what its own measures in LUFS, where known."""
    done, sound = fate(choice, silent=silent), choice.sound
    if sound:
        until = "without end" if sound.until == "perpetual" else f"until {sound.until}"
        named, licence = f"“{sound.title}”", f"under licence {sound.licence} {until}"
        return {
            "replaced": f"Its sound is replaced by {named}, {licence}.",
            "under": f"{named} lies under its own sound, lower while that is heard, {licence}.",
        }.get(done, f"It has no sound of its own; {named} is added, {licence}.")
    if done == "kept":
        since = "" if loudness is None else f"from {loudness:.1f} "
        return f"Its own sound is kept, and levelled {since}to {LOUDNESS:g} LUFS."
    if done == "muted":
        return "Its sound is left out; a silent track takes its place."
    return "It has no sound; a silent track is added."
