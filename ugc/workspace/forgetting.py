"""A person forgotten: their data and originals erased, what the law needs kept without names, and both said.

The rows go in one transaction, which also notes the files to be removed and ends by verifying the ledger; then the
files go, and the catalog is rewritten so that nothing is left in its free pages. Killed in between, the next
`ugc sweep` or `ugc forget` goes on from the notes.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from ugc import ledger, text
from ugc.catalog import MadeCreative, naming
from ugc.errors import InputError, UsageError
from ugc.files import machine_errors
from ugc.model.base import Value
from ugc.model.entries import Entry, EntryKind
from ugc.model.evidence import Erasure
from ugc.model.records import Lift, Revocation
from ugc.workspace.care import rewrite_manifests
from ugc.workspace.ending.places import key
from ugc.workspace.ending.published import uses
from ugc.workspace.granting.evidence import append
from ugc.workspace.kept import Kept, kept_elsewhere, kept_notes, kept_records, own_files
from ugc.workspace.people import evidence_file, noted_in

if TYPE_CHECKING:
    from ugc.workspace import Workspace

THEIRS: dict[EntryKind, tuple[str, ...]] = {
    "grant": ("licensor", "compensation", "exclusivity_detail", "notes"),
    "release": ("subject", "guardian", "notes"),
    "authorization": ("code_last4", "code_sha256", "native_ids"),
    "hold": ("why",),
    "lift": ("why",),
    "revocation": ("why",),
    "evidence": ("name", "permalink", "native_id", "actor", "actor_id", "words"),
    "request": ("licensor", "message"),
    "reply": ("words",),
    "decision": ("why",),
    "use": ("ad_names",),
}
"""The fields that tell of the person. Who of the brand's people recorded something stays."""

_WHY = "erased on request"


class Forgotten(Value):
    """What was erased, or would be, and what was kept."""

    brand: str
    erasure: str
    """Id of the record that says so."""
    creator: str
    """The key by which the records go on to name them."""
    dry: bool
    accounts: int
    posts: int
    originals: tuple[str, ...]
    creatives: tuple[str, ...]
    evidence: tuple[str, ...]
    backups: tuple[str, ...]
    """Copies of the catalog from before an upgrade."""
    revoked: tuple[str, ...]
    """Grants that ended with this."""
    redacted: tuple[str, ...]
    """Records that lost their personal fields."""
    kept: tuple[Kept, ...]
    still_used: tuple[str, ...]
    """Galleries and packages that name one of the creatives."""
    notes: int
    """Notes on them."""
    followers: int
    """Counts of their followers."""
    events: int
    """Events of campaigns with them."""
    sheets: int
    """Sheets, given out or come back, of which it is not known any more what they said: they may name them."""
    own_files: tuple[str, ...]
    """Files in the workspace's folder that are not ugc's and name them."""


class _Undone(Exception):  # noqa: N818  it ends a rehearsal, and is no fault
    pass


def forget(
    workspace: "Workspace", name: str, *, by: str, why: str, at: datetime, evidence: bool, dry: bool
) -> Forgotten:
    """Erase a person. With `evidence`, the files that prove their grants go too.

    Raises UsageError for a creator that is not known or a reason that names them, InputError when the ledger does
    not hold to begin with.
    """
    if not dry:
        workspace.finish_sheets()  # what is kept of sheets goes, with files that they are still to change
        finish(workspace)
    catalog = workspace.catalog
    creator = catalog.resolve_creator(name)
    if naming(catalog.care.person(creator).words).search(text.fold(why)):
        raise UsageError(
            "The reason names them, and it is kept.", hint="Say it without the name: --why 'asked by e-mail'."
        )
    _verify(workspace, "The rights records do not hold, so nothing is erased")
    with suppress(_Undone), catalog.transaction():
        told = _forgotten(workspace, creator, by=by, why=why, at=at, evidence=evidence, dry=dry)
        _verify(workspace, "The rights records would not hold after this, so nothing was erased")
        if dry:
            raise _Undone
    if not dry:
        finish(workspace)
    return told


def finish(workspace: "Workspace") -> None:
    """Remove the files that erasures noted, and what the catalog's file still holds of deleted rows."""
    care = workspace.catalog.care
    noted = care.to_be_removed()
    files = [path for path in noted if path != "."]
    for path in files:
        with machine_errors(f"Removing {path}"):
            (workspace.root / path).unlink(missing_ok=True)
    if noted:
        rewrite_manifests(workspace, files)
        with suppress(OSError):
            shutil.rmtree(workspace.root / ".ugc" / "cache")
        for path in files:
            care.removed(path)
        care.compact()
        care.removed(".")


def allow_again(workspace: "Workspace", erasure: str, *, by: str, why: str, at: datetime) -> Lift:
    """Let imports bring back what an erasure kept out. Raises UsageError when there is none of that id."""
    with workspace.catalog.transaction():
        if not workspace.catalog.care.lift_erasure(erasure):
            raise UsageError(f"No erasure {erasure} keeps anything out.", hint="Its id looks like x-0001.")
        record = Lift(id=workspace.catalog.next_id("l"), hold=erasure, why=why, by=by, on=workspace.day(at))
        append(workspace, record, subjects=[erasure], at=at)
    return record


def _forgotten(
    workspace: "Workspace", creator: str, *, by: str, why: str, at: datetime, evidence: bool, dry: bool
) -> Forgotten:
    """The rows of it, in the caller's transaction."""
    catalog = workspace.catalog
    lasting = catalog.care.lasting_key(creator)
    person = catalog.care.person(creator)
    mentions = [post for post in catalog.care.mentions(person) if post not in person.shared]
    written = _written(workspace, creator)
    noted = noted_in(workspace, person)
    revoked = _revoke(workspace, creator, by=by, at=at)
    about = catalog.care.entries_about(person)
    words = (*person.words, *(entry.body["licensor"] for entry in about if entry.body.get("licensor")))
    catalog.sealed.erase({entry.id for entry in about if entry.kind == "authorization"})
    redacted = _redact(workspace, [*about, *_terms_naming(workspace, about, words)])
    erasure = catalog.next_id("x")
    erased = catalog.care.erase(person, erasure=erasure, at=at)
    proof = list(_proof(workspace, about))
    gone = [file for entry, file in proof if evidence and not _shared(workspace, entry, about)]
    originals = [key(workspace, workspace.media.path(sha256, ext)) for sha256, ext in erased.media]
    messages = [
        f"{workspace.settings.output.folder}/requests/{entry.id}.txt"
        for entry in about
        if entry.kind == "request"
    ]
    backups = [key(workspace, path) for path in sorted((workspace.root / ".ugc").glob("catalog.db.before-*"))]
    creatives = [path for item in erased.creatives for path in (item.path, item.sidecar)]
    catalog.care.remove_later([*creatives, *originals, *gone, *messages, *backups])
    record = Erasure(
        id=erasure,
        creator=lasting,
        on=workspace.day(at),
        by=by,
        why=why,
        redacted=redacted,
        evidence="erased" if gone else "kept",
        counts={"posts": erased.posts, "originals": len(originals), "creatives": len(erased.creatives)},
    )
    append(workspace, record, subjects=[lasting], at=at)
    kept = [*kept_records(about, person, [file for _, file in proof if file not in gone]), *kept_notes(noted)]
    kept += kept_elsewhere(workspace, words, shared=erased.shared_media, mentions=mentions)
    return Forgotten(
        brand=workspace.settings.brand.name,
        erasure=erasure,
        creator=lasting,
        dry=dry,
        accounts=len(person.accounts),
        posts=erased.posts,
        originals=tuple(originals),
        creatives=tuple(item.path for item in erased.creatives),
        evidence=tuple(gone),
        backups=tuple(backups),
        revoked=revoked,
        redacted=redacted,
        kept=tuple(kept),
        still_used=_still_used(workspace, erased.creatives),
        **written,
        sheets=erased.sheets,
        own_files=tuple(own_files(workspace, words)),
    )


def _written(workspace: "Workspace", creator: str) -> dict[str, int]:
    """How much was written down of them."""
    profiles = workspace.catalog.profiles
    return {
        "notes": len(profiles.notes(creator)),
        "followers": len(profiles.followers(creator)),
        "events": len(workspace.catalog.campaign_log.of_creator(creator)),
    }


def _verify(workspace: "Workspace", so: str) -> None:
    broken = ledger.verify(workspace.catalog.entries())
    if broken:
        raise InputError(f"{so}: entry {broken[0].seq}, {broken[0].id}: {broken[0].text}")


def _revoke(workspace: "Workspace", creator: str, *, by: str, at: datetime) -> tuple[str, ...]:
    """End what was granted: nothing that comes back later rests on a grant whose giver is not known any more."""
    grants = workspace.catalog.grants_of(creator)
    for grant in grants:
        record = Revocation(
            id=workspace.catalog.next_id("r"), grant=grant.id, effective=workspace.day(at), why=_WHY, by=by
        )
        append(workspace, record, subjects=[grant.id], at=at)
    return tuple(grant.id for grant in grants)


def _redact(workspace: "Workspace", about: Sequence[Entry]) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for entry in about:
        fields = [name for name in THEIRS.get(entry.kind, ()) if entry.body.get(name) not in (None, _WHY)]
        if fields:
            workspace.catalog.care.redact(ledger.redact(entry, fields))
            ids[entry.id] = None
    return tuple(ids)


def _terms_naming(workspace: "Workspace", about: Sequence[Entry], words: Sequence[str]) -> Iterator[Entry]:
    """The records of terms that were agreed to, where the file's name is the person's."""
    agreed = {entry.body["terms"].get("sha256") for entry in about if entry.kind in ("grant", "request")}
    named, known = naming(words), {entry.seq for entry in about}
    for entry in workspace.catalog.entries():
        terms = entry.kind == "evidence" and entry.seq not in known and entry.body.get("sha256") in agreed
        if terms and named.search(text.fold(entry.body.get("name", ""))):
            yield entry


def _proof(workspace: "Workspace", about: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    for entry in about:
        file = evidence_file(workspace, entry)
        if file:
            yield entry, file


def _shared(workspace: "Workspace", proof: Entry, about: Sequence[Entry]) -> bool:
    """Whether the same file proves another creator's grant, or is the text of terms."""
    theirs = {entry.seq for entry in about}
    others = [entry for entry in workspace.catalog.entries() if entry.seq not in theirs]
    ids = {name for entry in others for name in entry.body.get("evidence", ()) if isinstance(name, str)}
    return any(
        entry.id in ids or entry.body.get("kind") == "terms_snapshot"
        for entry in workspace.catalog.entries()
        if entry.kind == "evidence" and entry.body.get("sha256") == proof.body["sha256"]
    )


def _still_used(workspace: "Workspace", made: Iterable[MadeCreative]) -> tuple[str, ...]:
    named = uses(workspace)
    found = (path for item in made for name in (item.variant, item.sha256) for path in named.get(name, ()))
    return tuple(dict.fromkeys(found))
