"""Posts that a person says are one, and that they are not: what that means for the records is said both times.

Records name posts by id and are never changed. While posts are one, a grant or a hold on either is on all of it. When
they are parted, each has the records that name it again; what stopped the merged post since goes on to stop every
part, by a new record, until a person lifts it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.catalog import Parted
from ugc.model.base import Value
from ugc.model.entries import Entry, record_of
from ugc.model.records import Hold, Revocation
from ugc.model.rights import Case
from ugc.text import counted
from ugc.workspace.granting.evidence import append

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class PostsMerged(Value):
    """Posts that are one now."""

    merge: int
    """Its number; `ugc split` undoes it."""
    post: str
    parts: tuple[str, ...]
    """The ids that they had, the kept one first."""
    media: int
    """Files that it has now."""
    widened: tuple[str, ...]
    """Rights records that were on a part, and are on all of it now."""
    notes: tuple[str, ...]


class RecordsSince(Value):
    """Rights records that were made while posts were one, and that name one of them."""

    post: str
    records: tuple[str, ...]


class PostsSplit(Value):
    """A merge that was undone."""

    merge: int
    posts: tuple[str, ...]
    """The ids of the posts that there are again, the kept one first."""
    went: tuple[str, ...]
    """Where what had come since went, in sentences."""
    records: tuple[RecordsSince, ...]
    """Rights records made since, each on the post that it names alone from now on."""
    carried: tuple[str, ...]
    """Records made now, so that what stopped the merged post goes on to stop each part."""


def merge(workspace: "Workspace", names: Sequence[str], *, by: str, why: str, at: datetime) -> PostsMerged:
    """Join posts to the first of them, all or nothing. Raises UsageError for posts that cannot be one."""
    catalog = workspace.catalog
    ids = [catalog.resolve(name) for name in names]
    with catalog.transaction():
        before = [catalog.case(name) for name in dict.fromkeys(ids)]
        done = catalog.by_hand.join(ids[0], ids[1:], by=by, why=why, at=at)
        after = catalog.case(done.post)
    widened = _widened(before, after)
    notes = [f"{name} was on {_posts_under(name, before)}, and is on all of it now." for name in widened]
    authors = [case.post.author for case in before if case.post.author]
    if authors and len(authors) < len(before):
        notes.append(f"Of the others nobody had said who made them: all of it is @{authors[0].handle}'s now.")
    return PostsMerged(
        merge=done.merge,
        post=done.post,
        parts=done.parts,
        media=len(after.post.media),
        widened=widened,
        notes=tuple(notes),
    )


def split(workspace: "Workspace", name: str, *, by: str, at: datetime) -> PostsSplit:
    """Undo the newest merge of a post, or the merge of a number. Raises UsageError where none stands."""
    catalog = workspace.catalog
    with catalog.transaction():
        meant = name if name.isdecimal() or not catalog.knows(name) else catalog.resolve(name)
        done = catalog.by_hand.part(meant, at=at)
        since = {post: _since(workspace, post, done) for post in done.posts}
        carried = [
            record
            for post, entries in since.items()
            for entry in entries
            for record in _carried(workspace, entry, post, done.posts, by=by, at=at)
        ]
    records = tuple(
        RecordsSince(post=post, records=tuple(dict.fromkeys(entry.id for entry in entries)))
        for post, entries in since.items()
        if entries
    )
    return PostsSplit(
        merge=done.merge,
        posts=done.posts,
        went=done.went,
        records=records,
        carried=tuple(carried),
    )


def _posts_under(record: str, cases: Sequence[Case]) -> str:
    return " and ".join(case.post.id for case in cases if record in _records(case)) or "none of them"


def _records(case: Case) -> tuple[str, ...]:
    kinds = (case.grants, case.holds, case.releases, case.authorizations, case.decisions)
    return tuple(item.id for kind in kinds for item in kind)


def _widened(before: Sequence[Case], after: Case) -> tuple[str, ...]:
    """Records on the merged post that were not on every part."""
    return tuple(name for name in _records(after) if not all(name in _records(case) for case in before))


def _since(workspace: "Workspace", post: str, done: Parted) -> list[Entry]:
    """The records made since the merge that name a part."""
    known = workspace.catalog.post(post)
    names = {known.id, *known.aliases}
    return [entry for entry in workspace.catalog.entries_on(subjects=names) if entry.seq > done.since]


def _carried(
    workspace: "Workspace", entry: Entry, post: str, posts: Sequence[str], *, by: str, at: datetime
) -> list[str]:
    """Record for every other part what stopped the merged post by the name of one."""
    record = record_of(entry)
    made: list[str] = []
    standing = {hold.id for hold in workspace.catalog.holds(post)}
    for other in posts:
        if other == post:
            continue
        new: Hold | Revocation
        if isinstance(record, Hold) and record.id in standing and record.post:
            why = f"As {record.id} on {post}, when they were one post: {record.why}"
            number = workspace.catalog.next_id("h")
            new = Hold(id=number, post=other, why=why, by=by, on=workspace.day(at))
        elif isinstance(record, Revocation) and record.post:
            number = workspace.catalog.next_id("r")
            why = f"As {record.id} on {post}, when they were one post: {record.why}"
            new = record.model_copy(update={"id": number, "post": other, "why": why, "by": by})
        else:
            continue
        subjects = [name for name in (other, getattr(new, "grant", None)) if name]
        append(workspace, new, subjects=subjects, at=at)
        made.append(number)
    return made


def said_of(done: PostsSplit) -> tuple[str, ...]:
    """Say where everything went, a sentence each."""
    kept = tuple(
        f"{counted(len(since.records), 'record')} made since {'names' if len(since.records) == 1 else 'name'}"
        f" {since.post} alone: {', '.join(since.records)}."
        for since in done.records
    )
    stopped = (
        (f"What stopped the merged post goes on to stop each part: {', '.join(done.carried)}.",)
        if done.carried
        else ()
    )
    return (*done.went, *kept, *stopped)
