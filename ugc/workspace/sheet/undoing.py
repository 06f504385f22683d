"""A sheet undone: each thing that it did is done backwards, and refused where somebody changed it since."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from ugc.campaigns.writing import written
from ugc.catalog.campaign_log import Happened
from ugc.errors import InputError, UgcError, UsageError
from ugc.model.base import Value
from ugc.text import fold
from ugc.workspace.sheet.acts import (
    SOURCE,
    Act,
    FileEdited,
    FollowersNoted,
    GrantRecorded,
    Kept,
    Labelled,
    Logged,
    NoteAdded,
    ProfileSet,
)
from ugc.workspace.sheet.placing import Drafts, finish

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class SheetUndone(Value):
    """A sheet that was undone, or why it was not."""

    number: int
    file: str
    done: bool
    dry_run: bool = False
    undone: int
    """How many things were done backwards."""
    revoked: tuple[str, ...] = ()
    """Grants that came in by it, and are revoked: rights records are only added to."""
    refused: tuple[str, ...] = ()
    """What was changed since, in sentences; then nothing is undone."""
    files: tuple[str, ...] = ()


class _SinceError(InputError):
    """Something was changed since the sheet came in."""


def undo(
    workspace: "Workspace", number: int | None, *, by: str, at: datetime, dry: bool = False
) -> SheetUndone:
    """Undo a sheet that came in, the newest when no number is given; everything or nothing.

    Raises UsageError where there is none, and for one that is undone already.
    """
    finish(workspace)
    door = workspace.catalog.sheet_changes
    wanted = door.newest() if number is None else number
    if wanted is None:
        raise UsageError("No sheet came in that could be undone.", hint="See them all: ugc sheet log")
    came = door.one(wanted)
    if came.undone_at is not None:
        raise UsageError(f"Sheet {came.number} is undone already, since {came.undone_at:%Y-%m-%d}.")
    kept = Kept.model_validate_json(came.body)
    told = SheetUndone(number=came.number, file=came.file, done=False, dry_run=dry, undone=len(kept.acts))
    try:
        with workspace.catalog.transaction():
            told = _backwards(workspace, kept, told, by=by, at=at)
            door.mark_undone(came.number, at=at)
    except _Stopped as stopped:
        return stopped.told
    finish(workspace)
    return told.model_copy(update={"done": True})


class _Stopped(Exception):  # noqa: N818  not a fault: nothing is undone
    """Puts back what was undone so far."""

    def __init__(self, told: SheetUndone) -> None:
        super().__init__()
        self.told = told


def _backwards(
    workspace: "Workspace", kept: Kept, told: SheetUndone, *, by: str, at: datetime
) -> SheetUndone:
    """Do everything backwards; revocations, which mark files, come last and are rehearsed first. Raises _Stopped."""
    grants = [act for act in kept.acts if isinstance(act, GrantRecorded)]
    undoing = _Undoing(workspace, told.number, by=by, at=at)
    undoing.undo(act for act in reversed(kept.acts) if not isinstance(act, GrantRecorded))
    trial = _Undoing(workspace, told.number, by=by, at=at)
    with workspace.rehearsed(True):
        trial.undo(grants)
    told = told.model_copy(
        update={
            "refused": (*undoing.refused, *trial.refused),
            "revoked": tuple(trial.revoked),
            "files": undoing.drafts.changed,
        }
    )
    if told.refused or told.dry_run:
        raise _Stopped(told)
    undoing.undo(grants)
    if undoing.refused:
        raise _SinceError(undoing.refused[0])
    workspace.catalog.sheet_changes.await_files(told.number, undoing.drafts.pending())
    return told


class _Undoing:
    """Acts on their way back, the last one first."""

    def __init__(self, workspace: "Workspace", number: int, *, by: str, at: datetime) -> None:
        self.workspace = workspace
        self.number = number
        self.by = by
        self.at = at
        self.drafts = Drafts(workspace)
        self.refused: list[str] = []
        self.revoked: list[str] = []

    def undo(self, acts: Iterable[Act]) -> None:
        for act in acts:
            try:
                with self.workspace.catalog.transaction():
                    self._one(act)
            except UgcError as error:
                self.refused.append(error.message)

    def _one(self, act: Act) -> None:
        match act:
            case ProfileSet():
                self._profile(act)
            case FollowersNoted():
                self._followers(act)
            case NoteAdded():
                self.workspace.catalog.profiles.remove_note(act.number)
            case Labelled():
                self._labels(act)
            case Logged():
                self._log(act)
            case FileEdited():
                self._file(act)
            case GrantRecorded():
                self._grant(act)
            case _:
                assert_never(act)

    def _profile(self, act: ProfileSet) -> None:
        profiles = self.workspace.catalog.profiles
        creator = profiles.creators([act.creator])[act.creator]
        if getattr(creator.profile, act.field) != act.after:
            raise _SinceError(f"{act.field.capitalize()} of @{creator.handle} was changed since.")
        profiles.keep_profile(creator.key, creator.profile.model_copy(update={act.field: act.before}))

    def _followers(self, act: FollowersNoted) -> None:
        profiles, noted = self.workspace.catalog.profiles, act.noted
        standing = next(
            (
                one.count
                for one in profiles.followers(act.creator)
                if (one.account, one.day, one.source) == (noted.account, noted.day, SOURCE)
            ),
            None,
        )
        if standing != noted.count:
            raise _SinceError(f"The followers of @{noted.account.handle} on {noted.day} were changed since.")
        if act.before is None:
            profiles.forget_followers(noted.account, noted.day, SOURCE)
        else:
            profiles.note_followers([noted.model_copy(update={"count": act.before})])

    def _labels(self, act: Labelled) -> None:
        catalog = self.workspace.catalog
        post = catalog.post(catalog.resolve(act.post))
        standing = set(map(fold, getattr(post, act.labels)))
        if not set(map(fold, act.added)) <= standing or standing & set(map(fold, act.removed)):
            raise _SinceError(f"The {act.labels} of {post.id} were changed since.")
        put = catalog.tag if act.labels == "tags" else catalog.put_in_campaign
        put([post.id], add=act.removed, remove=act.added)

    def _log(self, act: Logged) -> None:
        log = self.workspace.catalog.campaign_log
        if log.remove(act.recorded) != len(act.recorded):
            raise _SinceError(f"An event of {act.campaign} that it wrote down was taken out since.")
        for event in act.removed:
            told = event.model_dump(exclude={"id", "by", "recorded_at"})
            log.record([Happened.model_validate(told)], by=event.by, at=event.recorded_at)

    def _file(self, act: FileEdited) -> None:
        campaign = self.drafts.campaign(act.campaign)
        pieces = {piece.id: piece for piece in campaign.deliverables}
        invited = {fold(one.creator): one for one in campaign.creators}
        fields = act.done.fields
        name = str(fields.get("id") or fields.get("creator"))
        if act.done.what in ("set_deliverable", "add_deliverable"):
            stands = name in pieces and _says(pieces[name], act)
        elif act.done.what == "remove_deliverable":
            stands = name not in pieces
        elif act.done.what == "set_creator":
            stands = fold(name) in invited and _says(invited[fold(name)], act)
        else:
            stands = fold(name) in invited and not invited[fold(name)].deliverables
        if not stands:
            raise _SinceError(f"{campaign.file} says of {name} something else since.")
        self.drafts.edit(act.campaign, act.undoing)

    def _grant(self, act: GrantRecorded) -> None:
        why = f"The sheet that it came in by, number {self.number}, was undone."
        self.workspace.revoke(act.grant, by=self.by, why=why, at=self.at)
        self.revoked.append(act.grant)


def _says(thing: Value, act: FileEdited) -> bool:
    """Whether a piece or creator still is as it was left."""
    left = act.done.edit
    return all(
        (written(getattr(thing, key)) or None) == (written(getattr(left, key)) or None)
        for key in act.done.fields
        if key not in ("id", "creator")
    )
