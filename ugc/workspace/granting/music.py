"""What the sound of many clips is, recorded in one go: one release a post, and why any was passed over."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc import ledger
from ugc.errors import InputError, UgcError, UsageError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.evidence import Evidence
from ugc.model.posts import Post
from ugc.model.records import Release
from ugc.model.rights import Case
from ugc.workspace.clearing import found, select
from ugc.workspace.granting.evidence import enter, keep
from ugc.workspace.granting.making import made, territories
from ugc.workspace.granting.releasing import ReleaseForm, checked, record, same_release

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Why = Literal["picture", "silent", "recorded", "fault"]


class PassedOver(Value):
    """A post of a selection for which nothing was recorded."""

    post: str
    code: Why
    """picture: it has no clip; silent: its clips have no sound track; recorded: the same stands already; fault."""
    why: str
    exit_code: int = 0
    """Of a fault."""


class MusicRecorded(Value):
    """What was recorded of the sound of a selection."""

    selected: int
    releases: tuple[Release, ...]
    passed: tuple[PassedOver, ...] = ()

    @property
    def worst(self) -> int:
        """The exit code of the worst fault, 0 for none."""
        return max((item.exit_code for item in self.passed), default=0)


def release_music(workspace: "Workspace", query: str, form: ReleaseForm, *, at: datetime) -> MusicRecorded:
    """Record one release of music for each post of a selection that has a clip with sound.

    `form.post` is not looked at. The evidence is recorded once for all. A post whose records cannot be read, or that
    cannot be recorded, costs that one alone. Raises UsageError for an unknown word, a selection without posts, and a
    sound that is said to be cleared with nothing to show for it.
    """
    status = checked(form)
    made(
        Release, "release", **_told(form), id="rel-0000", post="", status=status
    )  # unknown words, before any file
    releases: list[Release] = []
    passed: list[PassedOver] = []
    files = {path: keep(workspace, path) for path in form.evidence}
    cases = list(_cases(workspace, query, passed, at=at))
    selected = len(cases) + len(passed)
    if not selected:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    with workspace.catalog.transaction():
        proof: dict[Path, str] = {}
        for case in cases:
            if reason := _passed(workspace, case, form, status):
                passed.append(reason)
                continue
            if not proof:
                proof = {
                    path: enter(workspace, path, kept, by=form.by, at=at).id for path, kept in files.items()
                }
            try:
                with workspace.catalog.transaction():
                    done = record(
                        workspace,
                        form,
                        case.post.id,
                        status=status,
                        proof=proof,
                        standing=case.releases,
                        at=at,
                    )
            except UgcError as error:
                passed.append(_fault(case.post.id, error))
            else:
                releases.append(done)
    return MusicRecorded(
        selected=selected,
        releases=tuple(releases),
        passed=tuple(passed),
    )


def _cases(workspace: "Workspace", query: str, passed: list[PassedOver], *, at: datetime) -> Iterator[Case]:
    """The posts of a selection; where the records of one cannot be read, all others, and that one as passed over."""
    today = workspace.day(at)
    try:
        yield from select(workspace, query, today=today)
    except InputError:
        ids, purposes = found(workspace, query, today=today)
        if purposes:  # what they are cleared for cannot be told
            raise
        for name in ids:
            try:
                yield workspace.catalog.case(name)
            except InputError as error:
                passed.append(_fault(name, error))


def _passed(workspace: "Workspace", case: Case, form: ReleaseForm, status: str) -> PassedOver | None:
    """Why nothing is to be recorded for a post, if so."""
    post = case.post
    clips = [media for media in post.media if media.kind == "video"]
    if not clips and (post.media or not _could_be_a_clip(post)):
        return PassedOver(post=post.id, code="picture", why="It has no clip, so there is no sound.")
    if clips and all(media.sound is False for media in clips):
        return PassedOver(post=post.id, code="silent", why="Its clip has no sound track.")
    same = same_release(form, case.releases)
    if same and _says_the_same(workspace, same, form, status):
        return PassedOver(post=post.id, code="recorded", why=f"The same is on record already, as {same.id}.")
    return None


def _could_be_a_clip(post: Post) -> bool:
    """Whether a post without a file may be one, as far as its source says."""
    return post.kind in ("video", "reel", "short", "story", "snap", "unknown")


def _says_the_same(workspace: "Workspace", before: Release, form: ReleaseForm, status: str) -> bool:
    told = _told(form)
    fields = {name: getattr(before, name) for name in told}
    asked = made(Release, "release", **told, id=before.id, post=before.post, status=status)
    if before.status != status or form.check or fields != {name: getattr(asked, name) for name in told}:
        return False
    entries = workspace.catalog.entries_on(ids=before.evidence)
    proof = {item.sha256 for entry in entries if isinstance(item := ledger.record_of(entry), Evidence)}
    return proof == {sha256_of(path) for path in form.evidence}


def _told(form: ReleaseForm) -> dict[str, object]:
    return {
        "kind": form.kind,
        "music": form.music,
        "track": form.track,
        "covers": form.covers,
        "purposes": form.purposes,
        "territories": territories(form.territories),
        "end": form.end,
        "notes": form.notes,
    }


def _fault(post: str, error: UgcError) -> PassedOver:
    return PassedOver(post=post, code="fault", why=error.message, exit_code=error.code)
