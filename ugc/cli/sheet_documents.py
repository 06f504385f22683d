"""The documents of `ugc sheet`, by command."""

from pydantic import BaseModel

from ugc.workspace.sheet.giving import SheetGiven
from ugc.workspace.sheet.listing import SheetsListed
from ugc.workspace.sheet.taking import SheetTaken
from ugc.workspace.sheet.undoing import SheetUndone

SHEET: dict[str, type[BaseModel]] = {
    "sheet out": SheetGiven,
    "sheet in": SheetTaken,
    "sheet undo": SheetUndone,
    "sheet log": SheetsListed,
}
