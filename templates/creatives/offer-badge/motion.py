"""The badge comes in one breath, a little too large and then right, and breathes once more late in the clip."""

from math import pi, sin

from moviepy import ImageClip, vfx

SMALL, LARGE, PULSE = 0.7, 1.04, 1.05
PEAK, SEEN = 0.28, 0.12
"""Seconds after which it is at its largest, and after which it is no longer seen through."""


def enter(stage):
    def scale(t):
        if t <= PEAK:
            return SMALL + (LARGE - SMALL) * stage.eased(t, 0, PEAK)
        return LARGE + (1 - LARGE) * stage.eased(t, PEAK, stage.seconds, "move")

    yield scaled(stage, scale).with_effects([vfx.CrossFadeIn(SEEN)])


def again(stage):
    yield scaled(stage, lambda t: 1 + (PULSE - 1) * sin(pi * min(t / stage.seconds, 1)) ** 2)


def scaled(stage, scale):
    badge = stage.part("badge")

    def size(t):
        # By twos, so that its middle stays where it is.
        return tuple(side + 2 * round(side * (scale(t) - 1) / 2) for side in (badge.width, badge.height))

    def place(t):
        width, height = size(t)
        return badge.x + (badge.width - width) // 2, badge.y + (badge.height - height) // 2

    clip = ImageClip(badge.pixels, duration=stage.seconds)
    return clip.with_effects([vfx.Resize(size)]).with_position(place)
