"""The rights records of a workspace: one short method a task. `Workspace.records` is one of these."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.model.dealings import Decision
from ugc.model.due import DueList
from ugc.model.records import Authorization, Grant, Hold, Release
from ugc.model.sounds import SoundLicence
from ugc.model.takes import AudioChoice
from ugc.rights.strength import Strength
from ugc.workspace.asking import due, reminding, replies, requests
from ugc.workspace.asking.asked import Asked
from ugc.workspace.asking.reminding import ReminderForm
from ugc.workspace.asking.replies import Answered, ReplyForm
from ugc.workspace.asking.requests import RequestForm
from ugc.workspace.ending import end, uses
from ugc.workspace.ending.reach import Reach
from ugc.workspace.ending.uses import UseChange, UseForm, UseRecorded
from ugc.workspace.exporting import writing
from ugc.workspace.exporting.export_kinds import ExportForm
from ugc.workspace.exporting.writing import Exported
from ugc.workspace.granting import (
    authorizing,
    deciding,
    music,
    recording,
    releasing,
    renewing,
    showing,
    sounds,
)
from ugc.workspace.granting.authorizing import AuthorizationForm
from ugc.workspace.granting.deciding import DecisionForm
from ugc.workspace.granting.music import MusicRecorded
from ugc.workspace.granting.recording import GrantForm
from ugc.workspace.granting.releasing import ReleaseForm
from ugc.workspace.granting.renewing import RenewalForm
from ugc.workspace.granting.showing import RightsShown
from ugc.workspace.granting.sounds import SoundForm, SoundRevoked, SoundsListed
from ugc.workspace.proving import bundling, verifying
from ugc.workspace.proving.bundling import Bundled
from ugc.workspace.proving.verifying import Proved

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class RightsDesk:
    """Where creators are asked, answers kept, reviews decided, and the records proved."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    def show(self, name: str, *, at: datetime) -> RightsShown:
        """Return all that the records say of a post, as it stands today."""
        return showing.show(self._workspace, name, at=at)

    def strength(self, grant: Grant) -> Strength:
        """Say how well a grant could be shown to somebody who doubts it."""
        return showing.strength_of(self._workspace, grant)

    def request(self, form: RequestForm, *, at: datetime) -> Asked:
        """Write the words that ask creators, and record that they are asked; nothing is sent."""
        return requests.request(self._workspace, form, at=at)

    def remind(self, form: ReminderForm, *, at: datetime) -> Asked:
        """Write reminders of questions that are open, and record them."""
        return reminding.remind(self._workspace, form, at=at)

    def reply(self, form: ReplyForm, *, at: datetime) -> Answered:
        """Record an answer with its evidence; a yes makes the grant that was asked for."""
        return replies.reply(self._workspace, form, at=at)

    def due(self, *, at: datetime, within: int | None = None) -> DueList:
        """Return who has not answered, what ends, and which permissions end before their ads do."""
        return due.due(self._workspace, at=at, within=within)

    def to_be_reminded(self, *, at: datetime) -> list[str]:
        """Return the ids of the requests that a reminder is due for."""
        return due.to_be_reminded(self._workspace, at=at)

    def grant(
        self, form: GrantForm, *, at: datetime, note: Callable[[str], None] = lambda _: None
    ) -> list[Grant]:
        """Record usage rights as `Workspace.grant` does; `note` is told what the evidence leaves unsure."""
        return recording.grant(self._workspace, form, at=at, note=note)

    def renew(
        self, form: RenewalForm, *, at: datetime, note: Callable[[str], None] = lambda _: None
    ) -> Grant:
        """Record the next version of a grant; the old ones stay."""
        return renewing.renew(self._workspace, form, at=at, note=note)

    def release(self, form: ReleaseForm, *, at: datetime) -> Release:
        """Record what somebody shown or heard in a post, or the holder of a right, allowed."""
        return releasing.release(self._workspace, form, at=at)

    def release_music(self, query: str, form: ReleaseForm, *, at: datetime) -> MusicRecorded:
        """Record what the sound is of every clip of a selection, one release a post."""
        return music.release_music(self._workspace, query, form, at=at)

    def authorize(self, form: AuthorizationForm, *, at: datetime) -> Authorization:
        """Record a platform's permission to run ads from a creator's handle, or what became of one.

        A code is sealed where there is a key; where there is none, only its last four characters are kept.
        """
        return authorizing.authorize(self._workspace, form, at=at)

    def add_sound(self, form: SoundForm, *, at: datetime) -> SoundLicence:
        """Record the licence of a sound that is to be laid on clips, and keep its file."""
        return sounds.add(self._workspace, form, at=at)

    def sounds(self, *, at: datetime) -> SoundsListed:
        """Return every licence of a sound, as it stands today."""
        return sounds.listed(self._workspace, at=at)

    def revoke_sound(
        self, name: str, *, by: str, why: str, effective: date | None = None, at: datetime
    ) -> SoundRevoked:
        """Record that the licence of a sound ended; return what was made with it."""
        return sounds.revoke(self._workspace, name, by=by, why=why, effective=effective, at=at)

    def sound_choice(self, named: str, *, under: bool = False) -> AudioChoice:
        """Return what an order says to lay a sound on clips, by the id of its licence or by its file."""
        return sounds.chosen(self._workspace, named, under=under)

    def decide(self, form: DecisionForm, *, at: datetime) -> Decision:
        """Record what a named person decided where the records leave something open."""
        return deciding.decide(self._workspace, form, at=at)

    def verify(
        self,
        *,
        head: str | None = None,
        kept: Path | None = None,
        token: Path | None = None,
        authority: Path | None = None,
        seen: Callable[[str], None] = lambda _: None,
    ) -> Proved:
        """Recompute every entry, the chain and the files it rests on; see `proving.verify`."""
        return verifying.verify(
            self._workspace, head=head, kept=kept, token=token, authority=authority, seen=seen
        )

    def write_head(self, proved: Proved, path: Path) -> None:
        """Write the head of records that hold to the file that is to be stamped."""
        verifying.write_head(proved, path)

    def export(
        self,
        kind: str,
        names: Sequence[str] = (),
        *,
        form: ExportForm | None = None,
        out: Path | None = None,
        at: datetime,
        dry: bool = False,
    ) -> Exported:
        """Write policies, facts for search engines, a register or a calendar; see `exporting.export`."""
        return writing.export(self._workspace, kind, names, form=form, out=out, at=at, dry=dry)

    def out_under(self, hold: Hold, *, at: datetime) -> Reach:
        """Return everything that could run if a hold did not stand: what has to be paused for now."""
        return end.out_under(self._workspace, hold, at=at)

    def record_use(self, form: UseForm, *, at: datetime) -> UseRecorded:
        """Record where a post or creative runs, ran or will run, with what the records say of it."""
        return uses.record(self._workspace, form, at=at)

    def change_use(self, told: UseChange, *, at: datetime) -> UseRecorded:
        """Record the next version of a use: its end, its count of impressions, ids of ads."""
        return uses.change(self._workspace, told, at=at)

    def bundle(
        self, name: str, *, at: datetime, out: Path | None = None, originals: bool = True, fees: bool = True
    ) -> Bundled:
        """Write one ZIP for a lawyer about a post; see `bundling.bundle`."""
        return bundling.bundle(self._workspace, name, at=at, out=out, originals=originals, fees=fees)
