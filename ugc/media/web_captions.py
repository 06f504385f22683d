"""Captions as browsers show them: WebVTT (https://www.w3.org/TR/webvtt1/). All words in it are collected."""

from collections.abc import Iterator
from html import escape

from ugc.model.captions import Captions
from ugc.text import clean

WAY = 1
"""Number of the way in which the file is written."""

_SHORTEST = 0.1
"""Seconds that a cue is shown at least: the format has none that end as they begin."""


def web_captions(captions: Captions) -> bytes:
    """Return a WebVTT file, UTF-8. Words are text and never markup; a cue cannot be ended from within."""
    cues = sorted(captions.cues, key=lambda cue: (cue.start, cue.end))
    return "".join(("WEBVTT\n", *_cues((cue.start, cue.end, cue.text) for cue in cues))).encode()


def _cues(told: Iterator[tuple[float, float, str]]) -> Iterator[str]:
    for start, end, words in told:
        lines = [escape(" ".join(line.split()), quote=False) for line in clean(words).split("\n")]
        shown = "\n".join(filter(None, lines))  # an empty line would end the cue
        if shown:
            begin = max(start, 0.0)
            yield f"\n{_clock(begin)} --> {_clock(max(end, begin + _SHORTEST))}\n{shown}\n"


def _clock(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
