"""Speech written down, by faster-whisper, which is the extra `speech`, with a model that lies on this machine.

Off unless the settings name a model. Nothing is fetched: the model's folder must hold all that is loaded, since the
library would get what is missing from the network.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ugc.errors import InputError, MissingError
from ugc.files import open_regular
from ugc.media.captions import begin_of
from ugc.media.opening import DEMUXERS, decoding, sniff, spoken
from ugc.model.captions import Captions, Cue, Word
from ugc.text import one_line

_FILES = ("config.json", "model.bin", "tokenizer.json")
_RATE = 16_000
"""Samples a second that Whisper hears."""
_MOST_S = 3600.0
_DOUBTFUL = 0.6
"""The model's own probability of no speech in a stretch, from which it is left out where the words are unsure, too."""
_UNSURE = -1.0
"""Its mean log probability of the words, likewise: both as in Whisper's own decoding."""
_SAID = "speech to text"


def check(model: Path | None) -> Path:
    """Return the model's folder. Raises MissingError without the extra, without a model, or where it is not whole."""
    if find_spec("faster_whisper") is None:
        raise MissingError(
            "Speech is not written down: what does it is not installed.",
            hint="Install it with: pip install 'ugc-toolkit[speech]', and name a model under [speech] in ugc.toml.",
        )
    how = "Name the folder of a Whisper model for CTranslate2 as model under [speech] in ugc.toml."
    if model is None:
        raise MissingError("Speech is not written down: no model is named.", hint=how)
    if not model.is_dir():
        raise MissingError(f"The speech model {model} is not there, or is no folder.", hint=how)
    lacking = [name for name in _FILES if not (model / name).is_file()]
    if not any(model.glob("vocabulary.*")):
        lacking.append("vocabulary.txt or vocabulary.json")
    if lacking:
        raise MissingError(f"The speech model {model} lacks {', '.join(lacking)}.", hint=how)
    return model


def transcribe(
    path: Path,
    model: Path | None,
    *,
    language: str | None = None,
    heard: Callable[[float], None] = lambda _: None,
) -> Captions:
    """Write down what is said in a clip, with the time of each word, in seconds from its first frame.

    `language` is a BCP 47 tag; None lets the model tell. `heard` is told how many seconds have been written down.
    The words are a machine's and are to be read by a person before they are shown: the notes say so. Raises
    MissingError as `check` does, InputError for a clip without sound or speech, or a model that cannot be read.
    """
    folder = check(model)
    samples, begin = _sound(path)
    engine = _engine(folder)
    tag = language.split("-")[0].casefold() if language else None
    if tag and tag not in engine.supported_languages:
        raise InputError(
            f"The speech model {folder.name} does not know the language {language!r}.",
            hint="Leave the language out, or name another model.",
        )
    segments, told = engine.transcribe(
        samples,
        language=tag,
        beam_size=5,
        temperature=0.0,
        condition_on_previous_text=False,
        vad_filter=True,
        word_timestamps=True,
    )
    cues = tuple(_cues(segments, begin, heard))
    if not cues:
        raise InputError(f"Nobody was heard speaking in {spoken(path)}.", hint="Render it without captions.")
    return Captions(
        cues=cues,
        language=language or told.language,
        source=f"{_SAID} of {spoken(Path(path.name))}",
        notes=(
            f"The captions were written down by a machine (Whisper, {folder.name}): read them before they run.",
        ),
    )


def _engine(folder: Path) -> Any:
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    except Exception as error:  # what lies in a folder may be broken in every way there is
        raise InputError(
            f"The speech model {folder} could not be read: {one_line(str(error)).rstrip('.')}.",
            hint="It must be a Whisper model for CTranslate2.",
        ) from error


def _sound(path: Path) -> tuple[Any, float]:
    """The sound of a clip as the model hears it, and when it begins, in seconds from the first frame."""
    import av
    import numpy as np

    with open_regular(path) as file:
        kind = sniff(file.read(4096)) or ""
        file.seek(0)
        if kind not in DEMUXERS:
            raise InputError(f"{spoken(path)} is not a clip.")
        with decoding(path, kind), av.open(file, format=DEMUXERS[kind]) as clip:
            if not clip.streams.audio or clip.streams.audio[0].codec_context is None:
                raise InputError(f"{spoken(path)} has no sound to write down.", hint="Give a caption file.")
            track = clip.streams.audio[0]
            begin = begin_of([track]) - begin_of(clip.streams.video)
            parts = list(_resampled(clip, track))
    if not parts:
        raise InputError(f"{spoken(path)} has no sound to write down.", hint="Give a caption file.")
    return np.concatenate(parts), begin


def _resampled(clip: Any, track: Any) -> Iterator[Any]:
    """The samples as parts of float32, -1 to 1, in one channel. Raises InputError for more than an hour."""
    import av

    heard = 0
    resampler = av.AudioResampler(format="flt", layout="mono", rate=_RATE)
    for frame in clip.decode(track):
        frame.pts = None  # holes and jumps of the clock are not the model's concern
        for made in resampler.resample(frame):
            part = made.to_ndarray().reshape(-1)
            heard += part.size
            if heard > _MOST_S * _RATE:
                raise InputError("The sound is longer than an hour.", hint="Cut the clip first.")
            yield part
    for made in resampler.resample(None):
        yield made.to_ndarray().reshape(-1)


def _cues(segments: Any, begin: float, heard: Callable[[float], None]) -> Iterator[Cue]:
    for segment in segments:
        heard(float(segment.end))
        doubted = segment.no_speech_prob > _DOUBTFUL and segment.avg_logprob < _UNSURE
        words = [word for word in segment.words or () if word.word.strip()]
        if doubted or not words:
            continue
        texts = [words[0].word.lstrip(), *(word.word for word in words[1:])]
        timed = tuple(
            Word(text=text, start=round(float(w.start) + begin, 3), end=round(float(w.end) + begin, 3))
            for text, w in zip(texts, words, strict=True)
        )
        yield Cue(
            start=max(timed[0].start, 0.0),
            end=max(timed[-1].end, timed[0].start + 0.1),
            text="".join(texts),
            words=timed,
        )
