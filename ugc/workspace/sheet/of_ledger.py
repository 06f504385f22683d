"""Rows of what the ledger says: grants in their newest versions, and platforms' permissions without their codes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ugc.model.programme_sheet import Cell
from ugc.model.records import Authorization, Grant, Revocation
from ugc.model.vocab import EDIT_PROFILES
from ugc.sheet.values import joined, tidy

if TYPE_CHECKING:
    from ugc.catalog.dealings import Filed
    from ugc.workspace import Workspace

Rows = dict[str, dict[str, Cell]]
_PROFILES = {edits: name for name, edits in EDIT_PROFILES.items()}


def rights(workspace: "Workspace", names: set[str] | None, *, today: date) -> Rows:
    """Return the rows of grants by their ids: those that name any of `names`, all for None."""
    filed = _filed(workspace, names, "grant")
    grants = [one for one in _newest(filed).values() if isinstance(one, Grant)]
    ended = {
        item.record.grant
        for item in workspace.catalog.overview.records(("revocation",))
        if isinstance(item.record, Revocation) and item.record.effective <= today and item.record.post is None
    } - {None}
    replaced = {one.supersedes for one in grants if one.status == "granted" and one.supersedes != one.id}
    files = _evidence(workspace, grants)
    return {one.id: _grant(one, files, _status(one, ended, replaced, today)) for one in grants}


def codes(workspace: "Workspace", names: set[str] | None) -> Rows:
    """Return the rows of platforms' permissions by their ids: those that name any of `names`, all for None."""
    filed = _filed(workspace, names, "authorization")
    known = [one for one in _newest(filed).values() if isinstance(one, Authorization)]
    overview = workspace.catalog.overview
    numbers = overview.numbers({one.post for one in known if one.post})
    authors = overview.authors(numbers.values())
    owners = {one.creator for one in known if one.creator} | {
        key for keys in authors.values() for key in keys
    }
    handles = overview.handles(owners)
    return {
        one.id: {
            "record": one.id,
            "creator": _owner(one, numbers, authors, handles),
            "post": one.post,
            "platform": one.platform,
            "kind": one.kind.replace("_", " "),
            "last4": tidy(one.code_last4),
            "first": one.start,
            "last": one.end,
        }
        for one in known
    }


def _owner(
    one: Authorization,
    numbers: Mapping[str, int],
    authors: Mapping[int, frozenset[str]],
    handles: Mapping[str, str],
) -> str | None:
    keys = [one.creator] if one.creator else sorted(authors.get(numbers.get(one.post or "", 0), ()))
    handle = next((handles[key] for key in keys if key in handles), None)
    return tidy(f"@{handle}") if handle else None


def _filed(workspace: "Workspace", names: set[str] | None, kind: str) -> "list[Filed]":
    overview = workspace.catalog.overview
    if names is None:
        return overview.records((kind,))  # type: ignore[arg-type]
    return overview.about(names, (kind,))  # type: ignore[arg-type]


def _newest(filed: "Iterable[Filed]") -> dict[str, object]:
    return {item.record.id: item.record for item in filed}


def _evidence(workspace: "Workspace", grants: Iterable[Grant]) -> dict[str, str]:
    """Names of evidence by its id."""
    ids = {id for one in grants for id in one.evidence}
    found = workspace.catalog.overview.named(ids)
    return {item.record.id: str(getattr(item.record, "name", None) or item.record.id) for item in found}


def _status(one: Grant, ended: set[str | None], replaced: set[str | None], today: date) -> str:
    if one.status != "granted":
        return one.status
    if one.id in ended:
        return "revoked"
    if isinstance(one.end, date) and one.end < today:
        return "ended"
    return "replaced" if one.id in replaced else "granted"


def _grant(one: Grant, files: Mapping[str, str], status: str) -> dict[str, Cell]:
    return {
        "record": one.id,
        "subject": joined(one.posts) or tidy(f"@{one.licensor.lstrip('@')}"),
        "method": one.method,
        "purposes": joined(sorted(one.purposes)),
        "channels": joined(sorted(one.channels)),
        "territories": joined(sorted(one.territories)),
        "edits": _PROFILES.get(one.edits) or joined(sorted(one.edits)),
        "first": one.start,
        "last": one.end,
        "terms": tidy(one.terms.url or one.terms.version),
        "evidence": joined(files.get(id, id) for id in one.evidence),
        "status": status,
    }
