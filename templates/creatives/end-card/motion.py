"""The closing card comes in reading order: logo, headline, line, then what to do next. Label and credit never move."""

from moviepy import ImageClip, vfx

RISE = 24
"""Pixels of the usual width by which letters rise into their place."""
RISING = {"logo": (0.0, 0.32), "headline": (0.12, 0.48), "line": (0.28, 0.6)}
GROWING = {"cta": (0.42, 0.72), "address": (0.42, 0.72)}
"""When each begins and ends, in seconds."""
SMALL = 0.94


def enter(stage):
    for name, (start, end) in RISING.items():
        part = stage.part(name)
        if part is not None:
            yield risen(stage, part, start, end)
    for name, (start, end) in GROWING.items():
        part = stage.part(name)
        if part is not None:
            yield grown(stage, part, start, end)


def risen(stage, part, start, end):
    def place(t):
        return part.x, round(part.y + RISE * stage.unit * (1 - stage.eased(t, 0, end - start)))

    return shown(stage, part, start, end).with_position(place)


def grown(stage, part, start, end):
    def size(t):
        scale = SMALL + (1 - SMALL) * stage.eased(t, 0, end - start)
        # By twos, so that its middle stays where it is.
        return tuple(side + 2 * round(side * (scale - 1) / 2) for side in (part.width, part.height))

    def place(t):
        width, height = size(t)
        return part.x + (part.width - width) // 2, part.y + (part.height - height) // 2

    return shown(stage, part, start, end).with_effects([vfx.Resize(size)]).with_position(place)


def shown(stage, part, start, end):
    clip = ImageClip(part.pixels).with_start(start)
    # Seen as it comes: an even fade would hide most of a way that is over so soon.
    return clip.with_mask(clip.mask.transform(lambda frame, t: frame(t) * stage.eased(t, 0, end - start)))
