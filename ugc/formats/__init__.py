"""Placements and formats as tables, and the rules that a file must keep.

`load` reads the tables; `Tables.format` gives a canvas with its placements and its worked-out safe zone; `check` and
`check_copy` hold a file and its texts against them.
"""

from ugc.formats.codes import CODES
from ugc.formats.rules import check, check_copy, unreadable
from ugc.formats.tables import Tables, load, row_digest

__all__ = ["CODES", "Tables", "check", "check_copy", "load", "row_digest", "unreadable"]
