"""Platform permissions, recorded. Of a code its last four characters stand in the record; the code itself is sealed."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from ugc import ledger
from ugc.catalog.sealed import Part
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.records import Authorization, Perpetual
from ugc.workspace.advertising import sealing
from ugc.workspace.ending.stopping import subject
from ugc.workspace.granting.evidence import append, enter, keep
from ugc.workspace.granting.making import made

if TYPE_CHECKING:
    from ugc.vault import Vault
    from ugc.workspace import Workspace

GONE = frozenset({"deleted", "revoked"})
"""What makes a code worth nothing for ever: what was sealed of it is erased."""
_PLATFORMS = {"tiktok": "tiktok", "youtube": "youtube", "snap": "snapchat", "x": "x"} | {
    name: name for name in ("pinterest", "linkedin")
}
"""First word of a permission's kind to its platform; Meta's could be either of two."""
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


class AuthorizationForm(Value):
    """What a person says about a platform's permission. Its codes do not show in its representation."""

    target: str
    """A post by any id, `@creator` or its lasting key, or the id of a permission on record that changed."""
    kind: str | None = None
    platform: str | None = None
    status: str | None = None
    start: date | None = None
    end: date | Perpetual | None = None
    expiry_source: str | None = None
    code: SecretStr | None = None
    """The secret itself."""
    original_code: SecretStr | None = None
    """Of the original of a duet or stitch: with it, the second authorization is there."""
    native_ids: dict[str, str] = {}
    """Added to those on record."""
    requested_on: date | None = None
    checked: bool = False
    """The platform was asked just now."""
    eligibility_errors: tuple[str, ...] = ()
    eligible: bool = False
    """The platform holds nothing against it: what it said before is dropped."""
    supports: tuple[str, ...] = ()
    second_authorization: bool = False
    evidence: tuple[Path, ...] = ()
    by: str


def authorize(
    workspace: "Workspace", form: AuthorizationForm, *, at: datetime, vault: "Vault | None" = None
) -> Authorization:
    """Record a platform's permission, or what became of one that is on record, and seal its code.

    Without a `vault` that of this machine is taken, and where there is no key in that, the code is not kept. Raises
    UsageError for a target, kind, code or window that makes no sense, and for a key that is not that of other codes.
    """
    known = known_as(workspace, form.target)
    codes = _codes(form)
    sealer = vault or (sealing.vault(workspace) if codes else None)
    files = {path: keep(workspace, path) for path in form.evidence}
    with workspace.catalog.transaction():
        proof = tuple(enter(workspace, path, kept, by=form.by, at=at).id for path, kept in files.items())
        told = told_of(known, form) if known else _whose(workspace, form) | told_of(None, form)
        told |= {"evidence": (*(known.evidence if known else ()), *proof)}
        told |= {"recorded_at": at, "recorded_by": form.by} | ({"checked_at": at} if form.checked else {})
        record = made(Authorization, "permission", **told)
        if isinstance(record.end, date) and record.start and record.end < record.start:
            raise UsageError(
                f"That permission would end on {record.end}, before it starts on {record.start}."
            )
        append(workspace, record, subjects=_subjects(record), at=at)
        _seal(workspace, record, codes, sealer, needed=vault is not None, at=at)
    return record


def told_of(known: Authorization | None, form: AuthorizationForm) -> dict[str, Any]:
    """The fields of the record that a form makes, with those of the one before where there is one."""
    said = {name: value for name, value in form.model_dump(include=_SAID).items() if value}
    if form.eligible and not form.eligibility_errors:
        said["eligibility_errors"] = ()
    if known and form.native_ids:
        said["native_ids"] = known.native_ids | form.native_ids
    codes = _codes(form)
    if "code" in codes:
        said |= {"code_last4": sealing.last_of(codes["code"]), "code_sha256": None}
        if known and not form.status and known.status in (*GONE, "expired"):
            said["status"] = "active"  # a new code in place of the old one
    if "original" in codes:
        said["second_authorization"] = True
    return (known.model_dump() if known else {}) | said


def _codes(form: AuthorizationForm) -> dict[Part, str]:
    """The codes of a form as they are sealed. Raises UsageError for what cannot be one."""
    found: dict[Part, str] = {}
    if form.code:
        found["code"] = sealing.cleaned(form.code.get_secret_value())
    if form.original_code:
        found["original"] = sealing.cleaned(form.original_code.get_secret_value(), "The original's code")
    return found


def _seal(
    workspace: "Workspace",
    record: Authorization,
    codes: dict[Part, str],
    sealer: "Vault | None",
    *,
    needed: bool,
    at: datetime,
) -> None:
    """Keep what is new, and nothing of a code that another took the place of or that is gone."""
    if record.status in GONE or "code" in codes:
        workspace.catalog.sealed.erase([record.id])
    if record.status in GONE or sealer is None or not (needed or sealer.source):
        return
    for part, code in codes.items():
        sealing.keep(workspace, sealer, record.id, part, code, at=at)


def known_as(workspace: "Workspace", name: str) -> Authorization | None:
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
    own_key = form.target.startswith("creator:")
    post, creator = (None, form.target) if own_key else subject(workspace, form.target)
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
