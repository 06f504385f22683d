"""The words that stand for a picture, for those who cannot see it, and where they come from."""

from datetime import datetime
from typing import Literal

from ugc.model.base import Value

AltOrigin = Literal["source", "person", "draft"]
"""source: the post was collected with them. person: somebody here wrote them, or took a draft over. draft: put
together from what is known; nobody has read them."""


class AltText(Value):
    """One line that stands for a picture."""

    text: str
    origin: AltOrigin
    by: str | None = None
    """Who wrote them, or took a draft over; None unless a person did."""
    at: datetime | None = None
