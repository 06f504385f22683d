"""One ZIP for a lawyer: what the records say of a post, in words and as they were sealed, with the files they rest on.

Only what concerns the post goes in. Entries about others are named by their hashes alone, so that the chain can be
followed from the first to the head; what that shows and what not is said in the bundle itself.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import __version__, ledger
from ugc.catalog.auditing import Audit
from ugc.errors import RefusedError, UgcError, UsageError
from ugc.exports import zipping
from ugc.model.base import Value
from ugc.model.entries import Entry
from ugc.model.evidence import Evidence
from ugc.model.posts import Platform, Post
from ugc.model.records import Grant
from ugc.reports.told import Enclosed, Item, Told
from ugc.rights.strength import Strength, strength
from ugc.workspace.proving.concerning import concerning, terms_of
from ugc.workspace.proving.enclosing import (
    Enclosures,
    enclose_originals,
    enclose_proof,
    enclose_sidecars,
    enclose_sounds,
    plain,
)
from ugc.workspace.proving.recomputing import Recomputed

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FOLDER = "bundles"
RECORDS, STATEMENT, HOW_TO = "records.json", "statement.html", "VERIFY.txt"
FEES = "compensation"
"""The field of a grant that says what was paid."""
_SIDE = 420
"""Longer side in pixels of the small picture."""


class Bundled(Value):
    """A bundle that was written."""

    bundle: str
    sha256: str
    """Of the ZIP: told by another way, it shows that this is the one."""
    brand: str
    post: str
    records: int
    entries: int
    """Of the whole ledger."""
    head: str
    files: tuple[Enclosed, ...]
    left_out: tuple[str, ...] = ()
    """Fields that are not in it, by name."""
    missing: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def bundle(
    workspace: "Workspace", name: str, *, at: datetime, out: Path | None, originals: bool, fees: bool
) -> Bundled:
    """Write the bundle of a post. The same records, files and time give the same bytes.

    Raises RefusedError when the ledger does not hold, UsageError when it has nothing on the post.
    """
    post, gone = _post(workspace, name)
    with Audit.of(workspace.root / ".ugc" / "catalog.db") as audit:
        read = Recomputed(audit)
    for flaw in (*read.chain, *read.index):
        raise RefusedError(
            f"The rights records do not hold, so nothing is bundled: {flaw.record} {flaw.text}",
            hint="See all that is wrong: ugc rights verify.",
        )
    entries = _entries(workspace, post, read)
    kept = entries if fees else [_without_fees(entry) for entry in entries]
    enclosures = Enclosures()
    enclose_proof(enclosures, workspace.evidence, entries, read.files(workspace.evidence)[2])
    rows = [] if gone else [row for row in workspace.catalog.creatives(post=post.id) if not row.proof]
    creatives = tuple(enclose_sidecars(enclosures, workspace, rows))
    if originals:
        enclose_sounds(enclosures, workspace.evidence, entries)
        enclose_originals(enclosures, workspace.media, post)
    items = tuple(_item(entry, own) for entry, own in zip(entries, kept, strict=True))
    told = Told(
        brand=workspace.settings.brand.name,
        accent=workspace.settings.brand.accent,
        made=at,
        program=__version__,
        day=workspace.day(at),
        post=post,
        gone=gone,
        items=items,
        strengths=_strengths(workspace, post, items),
        files=tuple(enclosures.files),
        missing=tuple(enclosures.missing),
        shared=tuple(_shared(read, entries)),
        creatives=creatives,
        entries=len(read.lines),
        head=read.lines[-1].hash,
        without_fees=not fees,
        picture=_picture(workspace, post) if originals else None,
    )
    path = out or _usual(workspace, post, told)
    sha256 = zipping.write_sealed(path, _texts(told, kept, read), enclosures.sources, at=at)
    return Bundled(
        bundle=str(path),
        sha256=sha256,
        brand=told.brand,
        post=post.id,
        records=len(items),
        entries=told.entries,
        head=told.head,
        files=told.files,
        left_out=(FEES,) if not fees else (),
        missing=told.missing,
        shared=told.shared,
    )


def _post(workspace: "Workspace", name: str) -> tuple[Post, bool]:
    """The post, and whether it was erased: then only its id is left, in the records that show what was allowed."""
    catalog = workspace.catalog
    try:
        return catalog.post(catalog.resolve(name)), False
    except UsageError:
        kinds = {entry.kind for entry in catalog.entries_on(subjects=[name])}
        if not kinds & {"grant", "release", "request"}:
            raise
        platforms: dict[str, Platform] = {"ig": "instagram", "tt": "tiktok", "yt": "youtube"}
        return Post(id=name, platform=platforms.get(name.split(":")[0], "other")), True


def _entries(workspace: "Workspace", post: Post, read: Recomputed) -> list[Entry]:
    entries = concerning(workspace, post)
    if not entries:
        raise UsageError(
            f"No rights record concerns {post.id}, so there is nothing to bundle.",
            hint="See what is known of it: ugc show POST.",
        )
    terms = {name for sha256 in terms_of(entries) if (name := read.filed_as(sha256))}
    known = {entry.id for entry in entries}
    entries += workspace.catalog.entries_on(ids=terms - known) if terms - known else []
    entries.sort(key=lambda entry: entry.seq)
    hashes = {line.seq: line.hash for line in read.lines}
    if any(hashes.get(entry.seq) != entry.hash for entry in entries):
        raise UgcError("The records changed while they were read.", hint="Run the same command again.")
    return entries


def _without_fees(entry: Entry) -> Entry:
    return ledger.redact(entry, [FEES]) if entry.kind == "grant" and FEES in entry.body else entry


def _item(entry: Entry, own: Entry) -> Item:
    """`own` is the entry as it goes into the bundle, without what is left out of it."""
    return Item(
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        hash=entry.hash,
        record=ledger.record_of(own),
        erased=tuple(sorted(set(entry.digests) - set(entry.body))),
        left_out=tuple(sorted(set(entry.body) - set(own.body))),
    )


def _strengths(workspace: "Workspace", post: Post, items: Sequence[Item]) -> dict[str, Strength]:
    """Of each grant's newest version."""
    proof = [item.record for item in items if isinstance(item.record, Evidence)]
    accounts = workspace.catalog.accounts(post.creator) if post.creator else ()
    grants = {item.record.id: item.record for item in items if isinstance(item.record, Grant)}
    return {name: strength(grant, proof, accounts=accounts) for name, grant in grants.items()}


def _texts(told: Told, entries: Sequence[Entry], read: Recomputed) -> dict[str, bytes]:
    from ugc.reports import bundle as words  # Jinja2 is not needed before

    records: dict[str, Any] = {
        "kind": "ugc-bundle",
        "version": "1.0",
        "brand": told.brand,
        "post": told.post.id,
        "made": told.made.isoformat(),
        "program": told.program,
        "head": told.head,
        "entries": [entry.model_dump(mode="json") | {"at": entry.at.isoformat()} for entry in entries],
        "chain": [line.hash for line in read.lines],
        "files": [file.model_dump(mode="json") for file in told.files],
    }
    return {
        RECORDS: (json.dumps(records, indent=1) + "\n").encode("ascii"),
        STATEMENT: words.statement(told).encode("utf-8", "backslashreplace"),
        HOW_TO: words.how_to_verify(told).encode("utf-8", "backslashreplace"),
        words.VERIFIER: words.verifier(),
    }


def _shared(read: Recomputed, entries: Sequence[Entry]) -> list[str]:
    """Evidence in the bundle that records about others rest on too: it may show what is none of this post's."""
    here = {entry.seq for entry in entries}
    files = {str(entry.body["sha256"]): entry.id for entry in reversed(entries) if entry.kind == "evidence"}
    found = []
    for sha256, name in sorted(files.items(), key=lambda file: file[1]):
        others = dict.fromkeys(read.record(seq) for seq in read.resting_on(sha256) if seq not in here)
        if others:
            listed = ", ".join(others)
            found.append(f"The file of {name} proves {listed} too: it may show what concerns others.")
    return found


def _picture(workspace: "Workspace", post: Post) -> bytes | None:
    from ugc.media.thumbs import Wanted, thumbs

    for media in post.media:
        try:
            path = workspace.media.verified(media.sha256, media.ext)
            return thumbs(path, [Wanted(_SIDE, _SIDE, 80)], clip=media.kind == "video")[0].data
        except UgcError:
            continue
    return None


def _usual(workspace: "Workspace", post: Post, told: Told) -> Path:
    out = workspace.root / workspace.settings.output.folder / FOLDER
    return out / f"rights-{plain(post.id)}-{told.day}.zip"
