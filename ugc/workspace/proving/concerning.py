"""The entries of the ledger that concern one post: those that name it, or all of its creator's, and what bears on them.

Records about other posts of the same creator are left out, as are revocations and uses of other posts under the same
grant: what leaves the house about one post tells nothing of another.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from ugc import ledger
from ugc.errors import UsageError
from ugc.model.dealings import Reply, Request
from ugc.model.entries import Entry, RightsRecord
from ugc.model.evidence import Erasure
from ugc.model.posts import Post
from ugc.model.records import Authorization, Grant, Hold, Lift, Revocation

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_OF_ALL = (Grant, Request, Authorization, Hold, Revocation, Erasure)
"""Records that may be about everything of a creator's, and so about each post."""


def concerning(workspace: "Workspace", post: Post) -> list[Entry]:
    """Return the entries that concern a post, oldest first."""
    names = {post.id, *post.aliases}
    author, coauthors = _keys(workspace, post)
    catalog = workspace.catalog
    found: dict[int, tuple[Entry, RightsRecord]] = {}
    for entry in catalog.entries_on(subjects=names | author | coauthors):
        record = ledger.record_of(entry)
        keys = author | coauthors if isinstance(record, Hold | Revocation) else author
        if _about(record, names, keys):
            found[entry.seq] = (entry, record)
    sounds = _sounds(workspace, post)
    asked: set[str] = set()
    while True:
        ids = {record.id for _, record in found.values()}
        wanted = ids | sounds | {name for _, record in found.values() for name in _rests_on(record)}
        if wanted <= asked:
            return [found[seq][0] for seq in sorted(found)]
        for entry in catalog.entries_on(subjects=wanted - asked, ids=wanted - asked):
            record = ledger.record_of(entry)
            if entry.seq not in found and (record.id in wanted or _bears_on(record, ids | sounds, names)):
                found[entry.seq] = (entry, record)
        asked |= wanted


def _sounds(workspace: "Workspace", post: Post) -> set[str]:
    """The licences of the sounds that were laid on what was made of a post."""
    if not workspace.catalog.knows(post.id):  # erased
        return set()
    rows = (row.creative for row in workspace.catalog.creatives(post=post.id))
    return {row.laid_sound.licence for row in rows if row and row.laid_sound}


def terms_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the terms that records name, by their hash, with the version that they give."""
    found: dict[str, str] = {}
    for entry in entries:
        for file in ledger.files_of(entry):
            if file.what == "terms":
                found.setdefault(file.sha256, str(entry.body["terms"].get("version") or "terms"))
    return found


def _keys(workspace: "Workspace", post: Post) -> tuple[set[str], set[str]]:
    """Every key of the post's creator, and those of its coauthors; of one who was erased, the key that records name."""
    catalog = workspace.catalog
    author = set(catalog.care.person(post.creator).keys) if post.creator else _named(workspace, post)
    coauthors: set[str] = set()
    for account in post.coauthors:
        with suppress(UsageError):  # a handle that several have had
            key = catalog.resolve_creator(f"{account.platform}:{account.handle}")
            coauthors |= set(catalog.care.person(key).keys)
    return author, coauthors


def _named(workspace: "Workspace", post: Post) -> set[str]:
    """The creator that grants of the post were filed under."""
    grants = [entry for entry in workspace.catalog.entries_on(subjects=[post.id]) if entry.kind == "grant"]
    return {name for entry in grants for name in entry.subjects if name.startswith("creator:")}


def _about(record: RightsRecord, names: set[str], keys: set[str]) -> bool:
    """Whether a record names the post, or everything of its creator's."""
    posts = getattr(record, "posts", ())
    one = getattr(record, "post", None)
    if posts or one:
        return not names.isdisjoint({*posts, one})
    return isinstance(record, _OF_ALL) and getattr(record, "creator", None) in keys


def _rests_on(record: RightsRecord) -> set[str]:
    """The ids of what a record rests on: evidence, the request it answers, the grant it took the place of."""
    evidence = getattr(record, "evidence", ())
    named = [*evidence] if isinstance(evidence, tuple) else []
    named += [
        getattr(record, name, None) for name in ("guardian_evidence", "request", "reminds", "supersedes")
    ]
    if isinstance(record, Reply):
        named.append(record.grant)
    if isinstance(record, Lift):
        named.append(record.hold)
    return {name for name in named if name}


def _bears_on(record: RightsRecord, ids: set[str], names: set[str]) -> bool:
    """Whether a record changes what a chosen one says, as far as that is about this post."""
    if isinstance(record, Revocation):
        if record.sound:
            return record.sound in ids
        return record.grant in ids and (record.post is None or record.post in names)
    if isinstance(record, Reply):
        return record.request in ids and (not record.posts or not names.isdisjoint(record.posts))
    if isinstance(record, Lift):
        return record.hold in ids
    if isinstance(record, Request):
        return record.reminds in ids
    if isinstance(record, Grant):
        return record.supersedes in ids
    return False
