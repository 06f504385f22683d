"""Tables as people send them: text in any dialect, and workbooks. What the columns mean, each reader knows itself.

`open_text` finds the header of a sheet of text and what parts its cells; `read_book` gives every sheet of a workbook,
whose formulas are never worked out. `open_list` opens either as a list with a heading, and `read_list` from
bytes. `text_of` writes the value of a cell as text that says the same.
"""

from ugc.tables.decoding import Decoded, decode
from ugc.tables.lists import KeptList, open_list, read_list
from ugc.tables.rows import Row, day_of_serial, text_of
from ugc.tables.text_sheets import DELIMITERS, TextSheet, open_text
from ugc.tables.workbooks import MOST_ROWS, Book, BookSheet, read_book

__all__ = [
    "DELIMITERS",
    "MOST_ROWS",
    "Book",
    "BookSheet",
    "Decoded",
    "KeptList",
    "Row",
    "TextSheet",
    "day_of_serial",
    "decode",
    "open_list",
    "open_text",
    "read_book",
    "read_list",
    "text_of",
]
