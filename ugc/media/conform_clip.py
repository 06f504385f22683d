"""A clip made to fit: a copy with the frames, the sound or only the packing made anew. The original is never changed.

The copy has no edit lists: Meta forbids them. An edit list is what would tell a player to leave out the few
milliseconds of run-up that every AAC encoder puts before the sound, so the sound of a copy comes late by one frame of
AAC, 21 ms at 48 kHz. That is kept on purpose: cutting the run-up away as well would bring sound early in players that
leave it out by themselves, and ears mind that more.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from ugc.files import PART_PREFIX, atomic
from ugc.media import conform_picture, conform_sound, ffmpeg
from ugc.media.conform_guard import check_wanted, keep_original
from ugc.media.conform_labels import add_xmp, clip_words, signature_note
from ugc.media.conform_source import Found, arguments, check_length, look, square_size, walk
from ugc.model.conforming import ClipPlan, PicturePlan, SoundPlan
from ugc.model.probes import Probe

_COPIED_PICTURES = {"h264", "hevc", "av1", "vp9", "mpeg4"}
_COPIED_SOUNDS = {"aac", "mp3"}
"""What an MP4 can carry, and, of sounds, what every player takes from one."""

_PACKING = ["-map_metadata", "0", *ffmpeg.PLAIN_MP4]


class _Way(NamedTuple):
    """How each part of the clip gets into the copy."""

    picture: PicturePlan | None
    sound: SoundPlan | None
    kept: tuple[int, int] | None
    """The packets of sound that are copied; None when it is encoded, or there is none."""
    notes: tuple[str, ...]


def conform_clip(
    path: Path, probe: Probe, plan: ClipPlan, out: Path, *, patience_s: float = 3600.0
) -> tuple[str, ...]:
    """Write a copy of a clip to `out` as the plan says: an MP4, index first, no edit lists.

    Frames or sound that are to be copied are encoded all the same where an edit list hides or shifts some of them,
    for hidden frames would be seen and the sound would leave its place. Nothing is cropped, padded, cut or enlarged,
    and no sound is added. Title, comment, copyright and an XMP packet go along; places do not. Return sentences about
    what was done otherwise than planned.

    Raises InputError when the clip is damaged, or when ffmpeg takes over `patience_s` seconds for one run of several,
    MissingError when ffmpeg or one of its parts is missing, UsageError when `out` is the original, MachineError when
    it cannot be written.
    """
    keep_original(path, out)
    found = look(path, probe.type)
    way = _way(path, probe, plan)
    if way.picture and way.picture.size:
        check_wanted(path, way.picture.size, square_size(probe))
    with atomic(out) as part, tempfile.TemporaryDirectory(prefix=PART_PREFIX) as folder:
        read, sound, notes = _sound(path, probe, way, Path(folder) / "sound.mp4", patience_s=patience_s)
        source = ["-y", *arguments(path, probe.type), *read]
        parts = ["-map", "0:V:0", *_picture(found, probe, way), *sound]
        packed = [*clip_words(found.tags), *_PACKING, ffmpeg.safe_path(part)]
        words = ffmpeg.run([*source, *parts, *packed], source=path, patience_s=patience_s)
        if probe.duration:
            check_length(path, part, probe.duration)
        add_xmp(part, found.tags)
    return (*way.notes, *notes, *_damage(words), *signature_note(path))


def _way(path: Path, probe: Probe, plan: ClipPlan) -> _Way:
    picture, sound = plan.picture, plan.sound if probe.audio_codec else None
    notes = []
    if picture is None and probe.video_codec not in _COPIED_PICTURES:
        picture = PicturePlan()
        notes.append(f"The frames were encoded as H.264: no MP4 carries {probe.video_codec}.")
    if sound is None and probe.audio_codec not in (None, *_COPIED_SOUNDS):
        sound = SoundPlan()
        notes.append(f"The sound was encoded as AAC: few players take {probe.audio_codec} from an MP4.")
    copies_sound = sound is None and probe.audio_codec is not None
    if picture and probe.alpha:
        notes.append("The clip is transparent in places; the copy shows whatever colours lie there.")
    if picture and not copies_sound:
        return _Way(picture, sound, None, tuple(notes))
    packets = walk(path, probe.type)
    if picture is None and not packets.picture_stands:
        picture = PicturePlan()
        notes.append(
            "The frames were encoded again: an edit list hides or shifts some, and it could not stay."
        )
    if copies_sound and packets.sound is None:
        sound = SoundPlan()
        notes.append("The sound was encoded again: copied without its edit list, it would leave its place.")
    return _Way(picture, sound, None if sound else packets.sound, tuple(notes))


def _picture(found: Found, probe: Probe, way: _Way) -> list[str]:
    if way.picture is None:
        return ["-c:v", "copy", *(["-tag:v", "hvc1"] if probe.video_codec == "hevc" else [])]
    return conform_picture.encoding(found, way.picture, probe)


def _sound(
    path: Path, probe: Probe, way: _Way, room: Path, *, patience_s: float
) -> tuple[list[str], list[str], tuple[str, ...]]:
    """What else is read for the sound, where it was levelled into `room`; what becomes of it; and what is to say."""
    if way.kept:
        first, end = way.kept
        drop = f"noise=drop='lt(n,{first})+gte(n,{end})'"
        return [], ["-map", "0:a:0", "-c:a", "copy", "-bsf:a", drop], ()
    if way.sound is None:
        return [], [], ()
    opened = arguments(path, probe.type)
    return conform_sound.track(opened, path, way.sound, room, patience_s=patience_s)


def _damage(words: str) -> tuple[str, ...]:
    """Say so when frames could not be decoded as they were meant: ffmpeg patches them up, and goes on."""
    count = words.count("corrupt decoded frame")
    if not count:
        return ()
    return (f"Frames of the clip are damaged ({count}); look at the copy before it is used.",)
