"""Marks on what was made: set when its rights end, and taken off by the next render that the records allow."""

from datetime import date
from typing import Literal

from ugc.model.base import Value


class Stopped(Value):
    """The mark on a creative whose rights ended after it was made: from `on`, no door that publishes takes it.

    The next render that the records allow writes its label anew, without the mark.
    """

    on: date
    """First day on which it may not run."""
    why: Literal["revoked"] = "revoked"
    """A code of `ugc.model.reasons.REASONS`."""
    revocations: tuple[str, ...]
    """Ids of the records."""

    def reaches(self, last: date) -> bool:
        """Whether a flight that ends on a day would run into it."""
        return self.on <= last
