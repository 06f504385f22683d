"""A grant renewed: a new version under the same id, on top of the old ones, which stay."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.records import Grant, Perpetual, Revocation
from ugc.model.vocab import METHODS
from ugc.workspace.granting.evidence import append, keep, prove_grant, term_files, terms_of
from ugc.workspace.granting.making import edits, made, territories
from ugc.workspace.granting.recording import givers

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class RenewalForm(Value):
    """What the new yes says. What it leaves out stays as it was."""

    grant: str
    end: date | Perpetual
    start: date | None = None
    """None: the old start while the grant still runs, else today."""
    evidence: tuple[Path, ...]
    method: str | None = None
    terms: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    by: str
    notes: str | None = None


def renew(
    workspace: "Workspace", form: RenewalForm, *, at: datetime, note: Callable[[str], None] = lambda _: None
) -> Grant:
    """Record a grant's next version. `note` is told what the evidence leaves unsure.

    Raises UsageError for a grant that is not known, was revoked, or was never given, for a renewal without evidence,
    and for one that would leave days without rights that the grant covers now.
    """
    old = workspace.catalog.grant(form.grant)
    _refuse_ended(workspace, old)
    if not form.evidence:
        raise UsageError(
            "A renewal needs evidence of its own.",
            hint="Give the file that proves it: --evidence yes-again.png.",
        )
    files = {path: keep(workspace, path) for path in (*form.evidence, *term_files(form.terms))}
    with workspace.catalog.transaction():
        proof, unsure = prove_grant(
            workspace,
            files,
            givers(workspace, old),
            evidence=form.evidence,
            terms=form.terms,
            spoken_for=old.capacity != "author",
            method=next((method for method in METHODS if method == form.method), old.method),
            by=form.by,
            at=at,
        )
        record = made(
            Grant,
            "renewal",
            **old.model_dump(exclude={"reach"})
            | _said(form)
            | {
                "version": old.version + 1,
                "start": _start(old, form, workspace.day(at)),
                "end": form.end,
                "end_basis": "fixed",
                "days": None,
                "terms": terms_of(form.terms, files) if form.terms else old.terms,
                "evidence": (*old.evidence, *proof),
                "recorded_at": at,
                "recorded_by": form.by,
            },
        )
        subjects = [*record.posts, *([record.creator] if record.creator else [])]
        append(workspace, record, subjects=subjects, at=at)
    for words in unsure:
        note(words)
    return record


def _refuse_ended(workspace: "Workspace", old: Grant) -> None:
    if old.status != "granted":
        raise UsageError(
            f"Grant {old.id} was never given: it stands as {old.status}.",
            hint="Record the yes as a grant of its own: ugc rights grant.",
        )
    ended = [
        entry
        for entry in workspace.catalog.entries_on(subjects=[old.id])
        if entry.kind == "revocation" and entry.body.get("grant") == old.id and entry.body.get("post") is None
    ]
    if ended:
        word = Revocation.model_validate(ended[-1].body | {"why": "", "by": ""})
        raise UsageError(
            f"Grant {old.id} was revoked from {word.effective}, so there is nothing to renew.",
            hint="A new yes is a grant of its own: ugc rights grant.",
        )


def _said(form: RenewalForm) -> dict[str, Any]:
    said: dict[str, Any] = {
        name: value
        for name in ("method", "purposes", "channels", "identities", "notes")
        if (value := getattr(form, name))
    }
    if form.territories:
        said |= {"territories": territories(form.territories), "excluded": frozenset()}
    if form.edits:
        said["edits"] = edits(form.edits)
    return said


def _start(old: Grant, form: RenewalForm, today: date) -> date:
    """No day is granted after the fact, and none that is granted is lost."""
    running = old.end == "perpetual" or old.end >= today
    other = any((form.purposes, form.channels, form.identities, form.territories, form.edits))
    if form.start is None:
        return old.start if running and not other else today
    follows = running and (old.end == "perpetual" or form.start <= old.end + timedelta(days=1))
    if follows and not other:
        return old.start
    if running and form.start > today:
        raise UsageError(
            f"Grant {old.id} still runs; a version that begins on {form.start} would end it before.",
            hint="Record what begins later as a grant of its own: ugc rights grant.",
        )
    return form.start
