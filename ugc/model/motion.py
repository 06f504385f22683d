"""How the words of a template move over a clip: what its `template.toml` promises of its `motion.py`, and when."""

from typing import Literal, NamedTuple

from pydantic import Field, model_validator

from ugc.model.base import Value

MoveName = Literal["enter", "again", "leave"]
"""A move, named as the function of `motion.py` that makes it: words come, move once more where they stand, and go."""


class Times(NamedTuple):
    """When words move, in seconds from the first frame of their clip."""

    enter: float
    again: float | None
    leave: float | None
    """None: they stay until the clip ends."""
    end: float | None
    """When nothing is left of them. None: when the clip ends."""


class Motion(Value):
    """How long each move takes and what lies between them, in seconds."""

    begins: float = Field(0.0, ge=0, le=60)
    """When they come, from the clip's first frame."""
    enter: float = Field(gt=0, le=2)
    """How long they take to come; from then on they stand as in the still version."""
    holds: tuple[float, float] | None = None
    """The least and the most for which they stand; None where they stay until the clip ends."""
    per_word: float = Field(0.0, ge=0, le=2)
    """How long a reader needs for a word: they stand that much longer, within `holds`."""
    again: float | None = Field(None, gt=0, le=2)
    """How long it takes to move once more in its place, once; None where it does not."""
    again_at: float = Field(0.6, gt=0, lt=1)
    """When it does, as a part of the clip's length."""
    leave: float | None = Field(None, gt=0, le=2)
    """How long they take to go; None where they stay until the clip ends."""

    @model_validator(mode="after")
    def _agree(self) -> "Motion":
        if self.holds is not None and not 0 < self.holds[0] <= self.holds[1] <= 60:
            raise ValueError("holds must be two numbers of seconds, the least first")
        if self.leave is not None and self.holds is None:
            raise ValueError("what leaves must say how long it holds")
        if self.again is not None and self.leave is not None:
            raise ValueError("what moves again stays until the clip ends: take out again or leave")
        return self

    @property
    def moves(self) -> tuple[MoveName, ...]:
        """The moves it has, in their order."""
        lengths: tuple[tuple[MoveName, float | None], ...] = (
            ("enter", self.enter),
            ("again", self.again),
            ("leave", self.leave),
        )
        return tuple(name for name, seconds in lengths if seconds is not None)

    def length(self, words: int) -> float:
        """Return how long a card takes that closes a clip and has so many words, in seconds, from its first frame.

        Raises ValueError for what stays until a clip ends: it has no length of its own.
        """
        if self.holds is None:
            raise ValueError("it stays until the clip ends")
        return round(self.begins + self.enter + self._hold(words) + (self.leave or 0), 3)

    def times(self, seconds: float, words: int) -> Times | None:
        """Return when words move in a clip of so many seconds; None where it is too short for them to be read.

        What leaves stands as long as its words need, or as long as the clip lets it, but never less than `holds` says.
        What stays must stand for a second at least.
        """
        stands = self.begins + self.enter
        if self.leave is None:
            if seconds - stands < (self.holds[0] if self.holds else _LEAST_S):
                return None
            again = round(self.again_at * seconds, 3) if self.again is not None else None
            fits = again is not None and again >= stands and again + (self.again or 0) <= seconds
            return Times(self.begins, again if fits else None, None, None)
        assert self.holds is not None
        hold = min(self._hold(words), seconds - stands - self.leave)
        if hold < self.holds[0] - _NEARLY_S:
            return None
        leaves = round(stands + hold, 3)
        return Times(self.begins, None, leaves, round(leaves + self.leave, 3))

    def _hold(self, words: int) -> float:
        assert self.holds is not None
        return min(max(self.holds[0], self.per_word * words), self.holds[1])


_LEAST_S = 1.0
_NEARLY_S = 0.002
"""What rounding may take of a length."""
