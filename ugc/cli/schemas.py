"""The JSON Schema of every document that a command prints with `--json`.

They are shipped in `assets/schemas/`, and `make docs` writes them. Where a command reads several brands, each element
of its document then begins with `workspace` and `brand`.
"""

import re
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from ugc.cli.documents import (
    DrawnSheet,
    ErrorDocument,
    FormatShown,
    FormatsListed,
    KnownPost,
    NewWorkspace,
    Played,
    RightsEnded,
    Tagged,
    Unread,
)
from ugc.files import write_bytes
from ugc.model.checks import CheckOutcome
from ugc.model.posts import Post
from ugc.model.records import Grant, Hold, Lift
from ugc.model.rights import Answer, Cleared, NeedsReview, Refused
from ugc.model.schemas import Schema, WrittenOut, as_text, schema
from ugc.reports.checks import Examined
from ugc.workspace import Archived, Forgotten, Found, Held, Outcome, Report, Swept

VERSION = "1.0"
ERROR = "error"
"""Name of the document that any command prints in place of its own when it could not do what was asked."""


class _Headed:
    """Puts `workspace` and `brand` before the fields of a value, in its schema."""

    def __init__(self, type: str) -> None:
        self._type = type

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        own = handler.resolve_ref_schema(handler(core))
        head = {name: {"title": name.title(), "type": self._type} for name in ("workspace", "brand")}
        return own | {
            "title": f"{own['title']} of {'a brand' if self._type == 'string' else 'no brand'}",
            "properties": head | own["properties"],
            "required": list(dict.fromkeys([*head, *own["required"]])),
        }


T = TypeVar("T")
OfBrand = Annotated[T, _Headed("string")]
OfNobody = Annotated[T, _Headed("null")]


class Posts(RootModel[tuple[Post, ...] | tuple[OfBrand[Post], ...]]):
    """The posts of a selection."""


class PostShown(RootModel[KnownPost | tuple[OfBrand[KnownPost], ...]]):
    """All that is known of a post; of several brands, one element for each that knows it."""


class PersonShown(RootModel[Held | tuple[OfBrand[Held], ...]]):
    """Everything held about a person; of several brands, one element for each that knows them."""


class Grants(RootModel[tuple[Grant, ...]]):
    """The grants that were recorded, one for each creator."""


class Answers(
    RootModel[tuple[Answer, ...] | tuple[OfBrand[Cleared] | OfBrand[NeedsReview] | OfBrand[Refused], ...]]
):
    """What the records say of a post, one answer for each channel."""


class Holds(RootModel[tuple[Hold]]):
    """The hold that was recorded."""


class Lifts(RootModel[tuple[Lift, ...]]):
    """One record for each hold that was lifted."""


class FilesInspected(
    RootModel[tuple[Found | Unread, ...] | tuple[OfBrand[Found] | OfNobody[Found] | OfNobody[Unread], ...]]
):
    """What is known of each file; of several brands, an element for each that is asked about it."""


DOCUMENTS: dict[str, type[BaseModel]] = {
    "init": NewWorkspace,
    "import": Report,
    "import --into": Archived,
    "posts": Posts,
    "show": PostShown,
    "show --person": PersonShown,
    "tag": Tagged,
    "rights grant": Grants,
    "rights check": Answers,
    "rights hold": Holds,
    "rights hold --lift": Lifts,
    "rights revoke": RightsEnded,
    "render": Outcome,
    "check": CheckOutcome,
    "formats": FormatsListed,
    "formats show": FormatShown,
    "inspect": FilesInspected,
    "contact-sheet": DrawnSheet,
    "doctor": Examined,
    "sweep": Swept,
    "export": Archived,
    "forget": Forgotten,
    "forget --lift": Lift,
    "demo": Played,
}
"""A command as it is typed, with the option that changes its document, to what it prints."""


def name(command: str) -> str:
    """Return the name of a command's document: its words joined by hyphens."""
    return re.sub(r"[ -]+", "-", command)


def schemas() -> dict[str, Schema]:
    """Return the JSON Schema (draft 2020-12) of each document, by its name."""
    documents = {name(command): document for command, document in DOCUMENTS.items()} | {ERROR: ErrorDocument}
    return {
        each: schema(document, each, version=VERSION, generator=WrittenOut)
        for each, document in documents.items()
    }


def write_schemas(folder: Path) -> None:
    """Write each schema to `<folder>/<name>.schema.json`; run after a change of the model or of a command."""
    for each, made in schemas().items():
        write_bytes(folder / f"{each}.schema.json", as_text(made).encode())
