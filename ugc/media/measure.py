"""Everything that is found out about one file before it is held against a placement."""

import os
from collections.abc import Sequence
from pathlib import Path

from ugc.errors import InputError
from ugc.files import open_regular
from ugc.media.bars import find_bars
from ugc.media.listen import heard
from ugc.media.one_pass import DamagedError, Frames, Sampling, decode
from ugc.media.opening import MAX_PIXELS, PILLOW_NAMES, decoding, kind_of, opened
from ugc.media.probe import picture_facts, probe
from ugc.media.read_text import Reader, why_not
from ugc.media.watch import grey, pictured, samplings
from ugc.model.probes import Measured, Pictured, Probe, Sound

_HEAD = 4096
_MOST_FRAME_PIXELS = 72_000_000
"""Twice an 8K frame: a decoder holds some twenty frames at once."""


def measure(path: Path, *, reader: Reader | None = None, max_pixels: int = MAX_PIXELS) -> Measured:
    """Measure a picture or clip in full: all of it is decoded, and text is read when a reader is given.

    What could not be measured is said in `Measured.unmeasured`. Safe to call from several threads. Raises InputError
    for what is no picture or clip, is damaged or cut short, or is over `max_pixels`, and MissingError when ffmpeg is
    needed and missing, or for HEIC without its extra.
    """
    with open_regular(path) as file:
        kind = kind_of(path, file.read(_HEAD))
        size = os.fstat(file.fileno()).st_size
    if kind in PILLOW_NAMES:
        found = _measure_picture(path, size, reader, max_pixels=max_pixels)
    else:
        clip = probe(path, whole=True, max_pixels=min(max_pixels, _MOST_FRAME_PIXELS))
        found = _measure_clip(path, clip, reader)
    if reader is None:
        return found.model_copy(update={"unmeasured": (*found.unmeasured, why_not())})
    return found


def _measure_picture(path: Path, size: int, reader: Reader | None, *, max_pixels: int) -> Measured:
    with opened(path, max_pixels=max_pixels) as (image, kind):
        found = picture_facts(image, kind, size)
        with decoding(path, kind):
            seen = grey(image, found.orientation)
    return Measured(
        probe=found,
        pictured=Pictured(bars=find_bars(seen[None])),
        reading=reader.read(path, found) if reader else None,
    )


def _measure_clip(path: Path, clip: Probe, reader: Reader | None) -> Measured:
    wanted = [*samplings(clip), *([reader.sampling(clip)] if reader else [])]
    sound, (opening, whole, *read), unmeasured = _decoded(path, clip, wanted)
    return Measured(
        probe=clip,
        sound=sound,
        pictured=pictured(opening, whole, clip),
        reading=reader.read_frames(read[0]) if reader else None,
        unmeasured=unmeasured,
    )


def _decoded(
    path: Path, clip: Probe, wanted: Sequence[Sampling]
) -> tuple[Sound | None, list[Frames], tuple[str, ...]]:
    """Decode picture and sound together, or the picture alone where the sound cannot be decoded."""
    if clip.audio_codec is None:
        return None, decode(path, clip, wanted, sound=False)[0], ()
    try:
        frames, words = decode(path, clip, wanted, sound=True)
        return heard(path, words), frames, ()
    except DamagedError:
        raise
    except InputError:
        frames, _ = decode(path, clip, wanted, sound=False)
        why = f"Its sound ({clip.audio_codec}) could not be decoded, so its loudness is not known."
        return None, frames, (why,)
