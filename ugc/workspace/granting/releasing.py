"""Releases and platform permissions, recorded. A newer word on the same thing takes the older one's place."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import ledger
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.records import Authorization, MusicCheck, Perpetual, Release
from ugc.workspace.ending.stopping import subject
from ugc.workspace.granting.evidence import append, enter, keep
from ugc.workspace.granting.making import made, territories

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_PROVEN = ("unlimited", "limited")
_CHECKED = ("api", "result", "locations", "first", "last")
_PLATFORMS = {"tiktok": "tiktok", "youtube": "youtube", "snap": "snapchat", "x": "x"} | {
    name: name for name in ("pinterest", "linkedin")
}
"""First word of a permission's kind to its platform; Meta's could be either of two."""


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


class AuthorizationForm(Value):
    """What a person says about a platform's permission."""

    target: str
    """A post by any id, `@creator`, or the id of a permission on record that changed."""
    kind: str | None = None
    platform: str | None = None
    status: str | None = None
    start: date | None = None
    end: date | Perpetual | None = None
    expiry_source: str | None = None
    code: str | None = None
    """The secret itself: only its last four characters and its hash are kept here."""
    native_ids: dict[str, str] = {}
    requested_on: date | None = None
    checked: bool = False
    """The platform was asked just now."""
    eligibility_errors: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    second_authorization: bool = False
    evidence: tuple[Path, ...] = ()
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


def authorize(workspace: "Workspace", form: AuthorizationForm, *, at: datetime) -> Authorization:
    """Record a platform's permission, or what became of one that is on record.

    Raises UsageError for a target, kind or window that makes no sense.
    """
    known = _known(workspace, form.target)
    files = {path: keep(workspace, path) for path in form.evidence}
    with workspace.catalog.transaction():
        proof = tuple(enter(workspace, path, kept, by=form.by, at=at).id for path, kept in files.items())
        said = {name: value for name, value in form.model_dump(include=_SAID).items() if value}
        if form.code:
            said |= {
                "code_last4": form.code[-4:],
                "code_sha256": hashlib.sha256(form.code.encode()).hexdigest(),
            }
        if known:
            told = known.model_dump() | said | {"evidence": (*known.evidence, *proof)}
        else:
            told = _whose(workspace, form) | said | {"evidence": proof}
        told |= {"recorded_at": at, "recorded_by": form.by} | ({"checked_at": at} if form.checked else {})
        record = made(Authorization, "permission", **told)
        if isinstance(record.end, date) and record.start and record.end < record.start:
            raise UsageError(
                f"That permission would end on {record.end}, before it starts on {record.start}."
            )
        append(workspace, record, subjects=_subjects(record), at=at)
    return record


_SAID = {
    "status",
    "start",
    "end",
    "expiry_source",
    "native_ids",
    "requested_on",
    "eligibility_errors",
    "supports",
    "second_authorization",
}


def _known(workspace: "Workspace", name: str) -> Authorization | None:
    """The permission of that id, as it stands; None where the name is of a post or a creator."""
    if not name.startswith("a-"):
        return None
    found = [ledger.record_of(entry) for entry in workspace.catalog.entries_on(ids=[name])]
    known = [record for record in found if isinstance(record, Authorization)]
    if not known:
        raise UsageError(f"There is no permission {name}.", hint="`ugc rights show POST` lists them.")
    return known[-1]


def _whose(workspace: "Workspace", form: AuthorizationForm) -> dict[str, Any]:
    if not form.kind:
        raise UsageError("Which permission it is was not said.", hint="For instance --kind tiktok_auth_code.")
    platform = form.platform or _PLATFORMS.get(form.kind.split("_")[0])
    post, creator = subject(workspace, form.target)
    if platform is None and post:
        platform = workspace.catalog.post(post).platform
    if platform is None:
        raise UsageError(
            "On which platform it counts was not said.",
            hint="Say --platform instagram or --platform facebook.",
        )
    return {
        "id": workspace.catalog.next_id("a"),
        "platform": platform,
        "kind": form.kind,
        "post": post,
        "creator": creator,
        "status": "active",
    }


def _subjects(record: Authorization) -> Sequence[str]:
    return [name for name in (record.post, record.creator) if name]


def _named(path: Path | None) -> tuple[Path, ...]:
    return (path,) if path else ()
