"""What a sheet did to the catalog and to campaign files, each with what undoes it. They are kept as JSON."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from ugc.campaigns.writing import (
    AddCreator,
    AddDeliverable,
    RemoveCreator,
    RemoveDeliverable,
    SetCreator,
    SetDeliverable,
)
from ugc.model.base import Value
from ugc.model.campaigns import Event
from ugc.model.creators import Followers
from ugc.model.programme_sheet import Change

SOURCE = "sheet"
"""Of counts of followers that came in by a sheet."""


class ProfileSet(Value):
    """A field of what is written down of a creator."""

    kind: Literal["profile"] = "profile"
    creator: str
    field: str
    before: str | tuple[str, ...] | None
    after: str | tuple[str, ...] | None


class FollowersNoted(Value):
    """A count of followers; `before` stood for the same day and source."""

    kind: Literal["followers"] = "followers"
    creator: str
    noted: Followers
    before: int | None


class NoteAdded(Value):
    """A note on a creator."""

    kind: Literal["note"] = "note"
    creator: str
    number: int
    words: str


class Labelled(Value):
    """Tags or campaigns of a post."""

    kind: Literal["labels"] = "labels"
    post: str
    labels: Literal["tags", "campaigns"]
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Logged(Value):
    """Events that were written down, and such that were taken out."""

    kind: Literal["log"] = "log"
    campaign: str
    recorded: tuple[int, ...] = ()
    removed: tuple[Event, ...] = ()


EditName = Literal[
    "add_creator", "set_creator", "remove_creator", "add_deliverable", "set_deliverable", "remove_deliverable"
]
_EDITS: dict[EditName, Any] = {
    "add_creator": AddCreator,
    "set_creator": SetCreator,
    "remove_creator": RemoveCreator,
    "add_deliverable": AddDeliverable,
    "set_deliverable": SetDeliverable,
    "remove_deliverable": RemoveDeliverable,
}


class FileEdit(Value):
    """An edit of a campaign's file: which, and the fields that are given."""

    what: EditName
    fields: dict[str, Any]

    @classmethod
    def of(cls, edit: Any) -> "FileEdit":
        """Return an edit as it is kept."""
        what = next(name for name, kind in _EDITS.items() if type(edit) is kind)
        return cls(what=what, fields=edit.model_dump(mode="json", exclude_unset=True))

    @property
    def edit(self) -> Any:
        """The edit as a campaign's file takes it."""
        return _EDITS[self.what].model_validate(self.fields)


class FileEdited(Value):
    """A change of a campaign's file."""

    kind: Literal["file"] = "file"
    campaign: str
    done: FileEdit
    undoing: FileEdit


class GrantRecorded(Value):
    """A grant, or what is only asserted to be one."""

    kind: Literal["grant"] = "grant"
    grant: str
    status: str
    subject: str
    lacks: tuple[str, ...] = ()
    """Of an asserted one: what it would need."""


Act = Annotated[
    ProfileSet | FollowersNoted | NoteAdded | Labelled | Logged | FileEdited | GrantRecorded,
    Field(discriminator="kind"),
]


class Kept(Value):
    """What is kept of a sheet that came in."""

    changes: tuple[Change, ...]
    acts: tuple[Act, ...]
    day: date
