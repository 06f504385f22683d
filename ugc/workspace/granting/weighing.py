"""What a grant is worth as it was recorded: whether it counts for what it names, and whether it says anything new."""

from typing import TYPE_CHECKING

from ugc import rights
from ugc.model.posts import Post
from ugc.model.records import Grant
from ugc.model.rights import Case, Cleared, Reason, Use
from ugc.model.vocab import Purpose

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_CONCERNS = {
    "evidence_missing",
    "licensee_not_granted",
    "no_consent",
    "terms_hash_missing",
    "weak_consent_for_paid",
}
"""Shortfalls that lie in the grant alone, whatever is asked of it: what the policy wants of every grant."""
_OWN = {"id", "version", "supersedes", "evidence", "recorded_at", "recorded_by"}
"""What two grants that say the same differ in."""


def shortfalls(workspace: "Workspace", grant: Grant) -> dict[Reason, tuple[Purpose, ...]]:
    """Return why a grant does not count for purposes that it names itself, each reason with those purposes."""
    if grant.status != "granted":
        return {}
    stand_in = Post(id=grant.posts[0] if grant.posts else grant.creator or "", platform="other")
    case = Case(post=stand_in, grants=(grant,))
    found: dict[Reason, dict[Purpose, None]] = {}
    for purpose in sorted(grant.purposes):
        for channel in sorted(grant.channels):
            use = Use(
                licensee=workspace.settings.brand.name,
                purpose=purpose,
                channel=channel,
                territories=grant.reach,
                first=grant.start,
                last=grant.start,
            )
            answer = rights.clear(case, use, workspace.settings.rights)
            for reason in () if isinstance(answer, Cleared) else answer.reasons:
                if reason.code in _CONCERNS:
                    found.setdefault(reason, {})[purpose] = None
    return {reason: tuple(purposes) for reason, purposes in found.items()}


def same_as(workspace: "Workspace", grant: Grant) -> str | None:
    """Return an earlier grant, still standing, that says all that this one says on the same evidence."""
    catalog = workspace.catalog
    if grant.posts:
        case = catalog.case(grant.posts[0])
        ended = {item.grant for item in case.revocations}
        others = [item for item in case.grants if item.id not in ended]
    else:
        others = catalog.grants_of(grant.creator or "")
    alike = [item for item in others if item.id < grant.id and _says(item) == _says(grant)]
    if not alike:
        return None
    proof = {entry.id: entry.body.get("sha256") for entry in catalog.entries() if entry.kind == "evidence"}
    own = {proof.get(name) for name in grant.evidence}
    return next((item.id for item in alike if {proof.get(name) for name in item.evidence} == own), None)


def _says(grant: Grant) -> dict[str, object]:
    return grant.model_dump(exclude=_OWN)
