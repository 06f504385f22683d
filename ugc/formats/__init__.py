"""Placements and formats as tables, and the rules that a file must keep.

`load` reads the tables; `Tables.format` gives a canvas with its placements and its worked-out safe zone.
"""

from ugc.formats.rules import check
from ugc.formats.tables import Tables, load, row_digest

__all__ = ["Tables", "check", "load", "row_digest"]
