"""Releases, recorded. A newer word on the same thing takes the older one's place."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.records import MusicCheck, Perpetual, Release
from ugc.workspace.granting.evidence import append, enter, keep
from ugc.workspace.granting.making import made, territories

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PROVEN = ("unlimited", "limited")
_CHECKED = ("api", "result", "locations", "first", "last")


class ReleaseForm(Value):
    """What a person says about somebody or something that a post shows or lets be heard."""

    post: str
    kind: str
    subject: str | None = None
    """A pseudonym."""
    status: str | None = None
    """None: unlimited, or limited as soon as a purpose, a market or an end is named."""
    purposes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    age_band: str | None = None
    guardian: str | None = None
    guardian_evidence: Path | None = None
    music: str | None = None
    track: str | None = None
    covers: tuple[str, ...] = ()
    check: dict[str, str] = {}
    """What a platform's own check of the music said: api, result, locations, first, last."""
    end: date | Perpetual | None = None
    evidence: tuple[Path, ...] = ()
    notes: str | None = None
    by: str


def release(workspace: "Workspace", form: ReleaseForm, *, at: datetime) -> Release:
    """Record a release. Raises UsageError for one that says it was given and has nothing to show for it."""
    post = workspace.catalog.resolve(form.post)
    status = checked(form)
    files = {path: keep(workspace, path) for path in (*form.evidence, *_named(form.guardian_evidence))}
    with workspace.catalog.transaction():
        proof = {path: enter(workspace, path, kept, by=form.by, at=at).id for path, kept in files.items()}
        standing = workspace.catalog.case(post).releases
        return record(workspace, form, post, status=status, proof=proof, standing=standing, at=at)


def checked(form: ReleaseForm) -> str:
    """Return the status of a release as a person said it, or what fits.

    Raises UsageError for one that says it was given and has nothing to show for it.
    """
    status = form.status or ("limited" if form.purposes or form.territories else "unlimited")
    if form.kind != "music" and status == "limited" and not (form.purposes and form.territories):
        raise UsageError(
            "A limited release says what it is for and where: what is not said, it does not allow.",
            hint="For instance --purpose paid_social --territory US, or --territory worldwide.",
        )
    if _needs_proof(form, status) and not form.evidence:
        raise UsageError(
            f"A {form.kind.replace('_', ' ')} release that was given needs evidence.",
            hint="Give the file that proves it: --evidence release.pdf. What a person judges is `ugc rights decide`.",
        )
    return status if form.kind != "music" or form.status else _music_status(form)


def record(
    workspace: "Workspace",
    form: ReleaseForm,
    post: str,
    *,
    status: str,
    proof: Mapping[Path, str],
    standing: Sequence[Release],
    at: datetime,
) -> Release:
    """Append the release of a post to the ledger. `proof` are the evidence records of its files, `standing` the
    releases of the post: one on the same person, thing or track gets a newer word.
    """
    told: dict[str, Any] = form.model_dump(
        include={"kind", "subject", "age_band", "guardian", "music", "track", "covers", "end", "notes"}
    )
    same = same_release(form, standing)
    release = made(
        Release,
        "release",
        **told | {"purposes": form.purposes, "territories": territories(form.territories)},
        check=_check(form.check, at),
        id=same.id if same else workspace.catalog.next_id("rel"),
        post=post,
        status=status,
        guardian_evidence=proof[form.guardian_evidence] if form.guardian_evidence else None,
        evidence=tuple(proof[path] for path in form.evidence),
        recorded_at=at,
        recorded_by=form.by,
    )
    append(workspace, release, subjects=[post], at=at)
    return release


def _check(said: dict[str, str], at: datetime) -> MusicCheck | None:
    if not said:
        return None
    for name in said:
        if name not in _CHECKED:
            raise unknown("--check", name, _CHECKED)
    places = tuple(part.strip() for part in said.get("locations", "").split(",") if part.strip())
    told = {name: value for name, value in said.items() if name != "locations"}
    return made(
        MusicCheck, "check", **told, locations=territories(places, "--check locations"), checked_at=at
    )


def _needs_proof(form: ReleaseForm, status: str) -> bool:
    if form.kind == "music":
        return form.music in ("original", "licensed", "commercial_library")
    return status in _PROVEN


def _music_status(form: ReleaseForm) -> str:
    """A track that nobody licensed is no release; what is said of it is its source."""
    return "unknown" if form.music in ("platform_only", "unknown", None) else "unlimited"


def same_release(form: ReleaseForm, standing: Sequence[Release]) -> Release | None:
    """Return the release on record about the same person, thing or track of a post."""
    for item in standing:
        if item.kind == form.kind and item.subject == form.subject and item.track == form.track:
            return item
    return None


def _named(path: Path | None) -> tuple[Path, ...]:
    return (path,) if path else ()
