"""Campaign files that a sheet changes, put in place once the catalog has everything else.

What a file is to say is kept in the catalog in the same transaction as the rest. Killed before the file is in place,
the next command of the sheet or of campaigns finishes. Where somebody wrote in the file meanwhile, the same edits are
done to what it says now.
"""

import hashlib
from typing import TYPE_CHECKING

from ugc.campaigns.reading import path_of, text_of
from ugc.campaigns.writing import edited
from ugc.files import write_bytes
from ugc.model.base import Value
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
    """The texts of campaign files as they will be, while changes are gathered."""

    def __init__(self, workspace: "Workspace") -> None:
        self._root = workspace.root
        self._texts: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._edits: dict[str, list[FileEdit]] = {}

    def text(self, campaign: str) -> str:
        """Return what a file says by now. Raises UsageError for a campaign without one."""
        if campaign not in self._texts:
            self._texts[campaign] = text_of(path_of(campaign, self._root))
            self._before[campaign] = _hash(self._texts[campaign])
        return self._texts[campaign]

    def edit(self, campaign: str, one: FileEdit, *, taken: frozenset[str] = frozenset()) -> str:
        """Do one edit, and return what the file then says. Raises UsageError where it makes no sense."""
        self._texts[campaign] = edited(
            self.text(campaign), [one.edit], file=f"campaigns/{campaign}.toml", taken=taken
        )
        self._edits.setdefault(campaign, []).append(one)
        return self._texts[campaign]

    def pending(self) -> dict[str, str]:
        """Return what is to be put in place, as it is kept."""
        return {
            campaign: Pending(
                before=self._before[campaign], text=self._texts[campaign], edits=tuple(edits)
            ).model_dump_json()
            for campaign, edits in self._edits.items()
        }


def finish(workspace: "Workspace") -> tuple[str, ...]:
    """Put in place what is still to be; return the names of the campaigns."""
    done = []
    for number, campaign, body in workspace.catalog.sheet_changes.awaited():
        pending = Pending.model_validate_json(body)
        path = path_of(campaign, workspace.root)
        now = text_of(path)
        if now != pending.text:
            text = pending.text
            if _hash(now) != pending.before:
                text = edited(now, [one.edit for one in pending.edits], file=f"campaigns/{campaign}.toml")
            write_bytes(path, text.encode())
        workspace.catalog.sheet_changes.in_place(number, campaign)
        done.append(campaign)
    return tuple(done)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
