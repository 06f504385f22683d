"""Campaign files that a sheet changes, put in place once the catalog has everything else.

What a file is to say is kept in the catalog in the same transaction as the rest. Killed before the file is in place,
the next command of the sheet or of campaigns finishes. Where somebody wrote in the file meanwhile, the same edits are
done to what it says now.
"""

import hashlib
from typing import TYPE_CHECKING

from ugc.campaigns.reading import FOLDER, names, parse, path_of, text_of
from ugc.campaigns.writing import Writing, edited
from ugc.files import sweep_parts, write_bytes
from ugc.model.base import Value
from ugc.model.campaigns import Campaign
from ugc.text import fold
from ugc.workspace.sheet.acts import FileEdit

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Pending(Value):
    """What a campaign's file is to say."""

    before: str
    """sha256 of the text to which it was done."""
    text: str
    edits: tuple[FileEdit, ...]


class Drafts:
    """The campaign files as they will be, while changes are gathered."""

    def __init__(self, workspace: "Workspace") -> None:
        self._root = workspace.root
        self._files: dict[str, Writing] = {}
        self._before: dict[str, str] = {}
        self._edits: dict[str, list[FileEdit]] = {}

    def campaign(self, campaign: str) -> Campaign:
        """Return what a file says by now. Raises UsageError for a campaign without one."""
        return self._file(campaign).campaign

    def edit(self, campaign: str, one: FileEdit, *, taken: frozenset[str] = frozenset()) -> None:
        """Do one edit. Raises UsageError where it makes no sense."""
        self._file(campaign).do(one.edit, taken=taken)
        self._edits.setdefault(campaign, []).append(one)

    def _file(self, campaign: str) -> Writing:
        if campaign not in self._files:
            text = text_of(path_of(campaign, self._root))
            self._files[campaign] = Writing(text, name=campaign, file=f"{FOLDER}/{campaign}.toml")
            self._before[campaign] = _hash(text)
        return self._files[campaign]

    def named(self, campaign: str, one: FileEdit) -> None:
        """Keep the last edit with the id that the new piece got."""
        self._edits[campaign][-1] = one

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the campaigns whose files are other than before."""
        return tuple(self._edits)

    def pending(self) -> dict[str, str]:
        """Return what is to be put in place, as it is kept."""
        return {
            campaign: Pending(
                before=self._before[campaign], text=self._files[campaign].text, edits=tuple(edits)
            ).model_dump_json()
            for campaign, edits in self._edits.items()
        }


def finish(workspace: "Workspace") -> tuple[str, ...]:
    """Put in place what is still to be; return the names of the campaigns."""
    done = []
    for number, campaign, body in workspace.catalog.sheet_changes.awaited():
        if campaign in names(workspace.root):  # else somebody removed the file meanwhile
            _place(workspace, campaign, Pending.model_validate_json(body))
        workspace.catalog.sheet_changes.in_place(number, campaign)
        sweep_parts(workspace.root / FOLDER)
        done.append(campaign)
    return tuple(done)


def _place(workspace: "Workspace", campaign: str, pending: Pending) -> None:
    path = path_of(campaign, workspace.root)
    now = text_of(path)
    if now == pending.text:
        return
    text = pending.text if _hash(now) == pending.before else now
    if text is now:
        for one in pending.edits:
            if not _stands(one, parse(text, name=campaign, file=path.name)):
                text = edited(text, [one.edit], file=f"campaigns/{campaign}.toml")
    write_bytes(path, text.encode())


def _stands(one: FileEdit, campaign: Campaign) -> bool:
    """Whether a file has what was added, or lacks what was removed, already."""
    pieces = {piece.id for piece in campaign.deliverables}
    creators = {fold(each.creator) for each in campaign.creators}
    match one.what:
        case "add_deliverable":
            return one.fields["id"] in pieces
        case "set_deliverable" | "remove_deliverable":
            return one.fields["id"] not in pieces
        case "add_creator":
            return fold(one.fields["creator"]) in creators
        case _:
            return fold(one.fields["creator"]) not in creators


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
