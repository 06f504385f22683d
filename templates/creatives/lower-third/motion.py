"""The rule comes first, then the panel opens from it, the words sliding out from under the rule; and back again."""

import numpy as np
from moviepy import ImageClip

SLIDE = 32
"""Pixels of the usual width by which the words slide."""
RULE = 0.12
"""Seconds in which the rule comes, and in which it goes."""


def enter(stage):
    return clips(
        stage,
        rule=lambda t: stage.eased(t, 0, RULE),
        opened=lambda t: stage.eased(t, RULE / 2, stage.seconds),
    )


def leave(stage):
    return clips(
        stage,
        rule=lambda t: 1 - stage.eased(t, stage.seconds - RULE, stage.seconds, "out"),
        opened=lambda t: 1 - stage.eased(t, 0, stage.seconds - RULE / 2, "out"),
    )


def clips(stage, rule, opened):
    panel, mark, words = (stage.part(name) for name in ("panel", "rule", "words"))
    # Where the language is read from the right, the rule stands there.
    from_right = mark.x > panel.x + panel.width / 2

    def way(t):
        """How far the words still are from their place."""
        return round(SLIDE * stage.unit * (1 - opened(t))) * (1 if from_right else -1)

    def open_part(t, rest):
        """The columns of the canvas that are open at a time, from `rest` on, where everything comes from."""
        wide = opened(t) * panel.width
        return (panel.x + panel.width - wide, rest) if from_right else (rest, panel.x + wide)

    start, inner = (panel.x + panel.width, mark.x) if from_right else (panel.x, mark.x + mark.width)
    yield masked(panel, lambda t: columns(panel.x, panel, *open_part(t, start))).with_position(
        (panel.x, panel.y)
    )
    yield masked(words, lambda t: columns(words.x + way(t), words, *open_part(t, inner))).with_position(
        lambda t: (words.x + way(t), words.y)
    )
    yield masked(mark, lambda t: rows(mark, rule(t))).with_position((mark.x, mark.y))


def masked(part, shown):
    """A part of which a mask shows something: `shown(t)` gives 0..1 for each column, or for each row."""
    clip = ImageClip(part.pixels)
    return clip.with_mask(clip.mask.transform(lambda frame, t: frame(t) * shown(t)))


def columns(x, part, left, right):
    """Which columns of a part that stands at `x` lie between two of the canvas, their edges as soft as a pixel."""
    places = x + np.arange(part.width)
    return np.clip(places + 1 - left, 0, 1) * np.clip(right - places, 0, 1)


def rows(part, share):
    """So much of a part from its middle."""
    y = np.abs(np.arange(part.height)[:, None] + 0.5 - part.height / 2)
    half = share * part.height / 2
    return np.clip(half - y + 0.5, 0, min(half, 1)) if share < 1 else 1
