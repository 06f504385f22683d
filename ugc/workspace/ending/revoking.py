"""Revocations recorded: each names its grant, so that a grant made later stands. All or nothing each time.

A grant that ended already on the same terms is not ended twice; an earlier day is a new record, a later one none: what
a creator allows after that is a new yes.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.entries import record_of
from ugc.model.records import Grant, Revocation
from ugc.workspace.ending.reach import Ending
from ugc.workspace.ending.running import cases_of
from ugc.workspace.ending.stopping import subject
from ugc.workspace.granting.evidence import append

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Notice(Value):
    """A grant that would allow running for some days after its revocation was announced."""

    grant: str
    days: int
    until: date
    """The last of them."""


class Deadline(Value):
    """By when everything made under a grant must be down, as the grant says."""

    grant: str
    hours: int
    by: datetime
    """In the workspace's time zone."""


class RightsRevoked(Value):
    """What was recorded, what stood already, and what the grants say of ending them."""

    recorded: tuple[Revocation, ...]
    already: tuple[Revocation, ...]
    """Recorded earlier, from the same day or an earlier one."""
    notices: tuple[Notice, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    irrevocable: tuple[str, ...] = ()
    """Grants that say that their licensor may not end them."""


class _Target(NamedTuple):
    """What is to be ended: grants, for one post only or as a whole, and all posts that it is about."""

    grants: Sequence[Grant]
    post: str | None
    posts: tuple[str, ...]


def revoke(
    workspace: "Workspace", name: str, *, by: str, why: str, effective: date | None, at: datetime
) -> tuple[RightsRevoked, Ending]:
    """Record that a grant, or every grant that covers a post or `@creator`, ended on a day, today when None is given.

    Returns it with what ends. Raises UsageError when there is nothing to revoke, and when all of it ended already and
    a later day is asked for.
    """
    today = workspace.day(at)
    day = effective or today
    recorded: list[Revocation] = []
    already: list[Revocation] = []
    with workspace.catalog.transaction():
        target = _target(workspace, name)
        if not target.grants:
            raise UsageError(f"{name} has no grant to revoke.", hint=f"See its records: ugc show {name}.")
        known = _on_record(workspace, target)
        for grant in target.grants:
            ended = _first_end(grant, target, known)
            if ended and ended.effective <= day:
                already.append(ended)
                continue
            record = Revocation(
                id=workspace.catalog.next_id("r"),
                grant=grant.id,
                post=target.post,
                effective=day,
                why=why,
                by=by,
            )
            append(workspace, record, subjects=[grant.id, *([target.post] if target.post else [])], at=at)
            recorded.append(record)
        if effective and not recorded and all(item.effective < effective for item in already):
            raise _later(already[0], effective)
    newly = [grant for grant in target.grants if any(item.grant == grant.id for item in recorded)]
    now = tuple(dict.fromkeys((*recorded, *already)))
    told = RightsRevoked(
        recorded=tuple(recorded),
        already=tuple(dict.fromkeys(already)),
        notices=() if effective else _notices(newly, today=today),
        deadlines=_deadlines(workspace, target.grants, now, at=at),
        irrevocable=tuple(grant.id for grant in newly if not grant.revocable_by_licensor),
    )
    ending = Ending(
        posts=target.posts,
        grants=tuple(grant.id for grant in target.grants),
        records=frozenset(item.id for item in (*now, *(item for each in known.values() for item in each))),
        days=tuple(sorted({item.effective for item in now})),
    )
    return told, ending


def _target(workspace: "Workspace", name: str) -> _Target:
    catalog = workspace.catalog
    if name.startswith("g-"):
        grant = catalog.grant(name)
        return _Target((grant,), None, grant.posts or _posts_of(workspace, grant.creator))
    post, creator = subject(workspace, name)
    if creator:
        grants = _grants_of(workspace, creator)
        posts = dict.fromkeys(post for grant in grants for post in grant.posts)
        return _Target(grants, None, tuple(posts | dict.fromkeys(_posts_of(workspace, creator))))
    case = catalog.case(post or "")
    return _Target([grant for grant in case.grants if grant.status == "granted"], post, (case.post.id,))


def _posts_of(workspace: "Workspace", creator: str | None) -> tuple[str, ...]:
    return workspace.catalog.care.person(creator).posts if creator else ()


def _grants_of(workspace: "Workspace", creator: str) -> list[Grant]:
    """The grants over everything or any post of a creator's, those that ended too, less those that others replaced."""
    person = workspace.catalog.care.person(creator)
    newest: dict[str, Grant] = {}
    for entry in workspace.catalog.entries_on(subjects=[*person.keys, *person.names]):
        record = record_of(entry) if entry.kind == "grant" else None
        if isinstance(record, Grant):
            newest[record.id] = record
    granted = [grant for grant in newest.values() if grant.status == "granted"]
    replaced = {grant.supersedes for grant in granted if grant.supersedes != grant.id}
    return [
        grant
        for grant in granted
        if grant.id not in replaced
        and (grant.creator in person.keys or not set(person.names).isdisjoint(grant.posts))
    ]


def _on_record(workspace: "Workspace", target: _Target) -> dict[str | None, list[Revocation]]:
    """What ended these grants already: by post, as its records have it, and, with no post, for all that they cover."""
    ids = {grant.id for grant in target.grants}
    found: dict[str | None, list[Revocation]] = {None: []}
    for entry in workspace.catalog.entries_on(subjects=ids):
        record = record_of(entry) if entry.kind == "revocation" else None
        if isinstance(record, Revocation) and record.grant in ids and record.post is None:
            found[None].append(record)
    for case in cases_of(workspace, target.posts):
        ended = [item for item in case.revocations if item.grant is None or item.grant in ids]
        found |= dict.fromkeys((case.post.id, *case.post.aliases), ended)
    return found


def _first_end(
    grant: Grant, target: _Target, known: Mapping[str | None, Sequence[Revocation]]
) -> Revocation | None:
    """The revocation that ends a grant first, for all that is to be ended: of every post, if it names several."""

    def first(post: str | None) -> Revocation | None:
        ended = [item for item in known.get(post, ()) if item.grant in (None, grant.id)]
        return min(ended, key=lambda item: (item.effective, item.id), default=None)

    posts = [target.post] if target.post else [post for post in grant.posts if post in known]
    firsts = [first(post) for post in posts]
    ends = [item for item in firsts if item]
    if posts and len(ends) == len(firsts):
        return max(ends, key=lambda item: item.effective)
    return first(None) if target.post is None else None


def _later(before: Revocation, day: date) -> UsageError:
    return UsageError(
        f"{before.grant} was revoked from {before.effective} by {before.by} ({before.id}); {day} is later, and what"
        " ended does not come back.",
        hint="What the creator allows after that day is a new yes: record it with `ugc rights grant`.",
    )


def _notices(grants: Iterable[Grant], *, today: date) -> tuple[Notice, ...]:
    """The notice periods that nobody asked to keep: notice of one day, given today, is over tomorrow."""
    found: list[Notice] = []
    for grant in grants:
        until = today + timedelta(days=grant.notice_days or 0)
        if grant.end != "perpetual":
            until = min(until, grant.end)
        if grant.notice_days and until > today and until >= grant.start:
            found.append(Notice(grant=grant.id, days=grant.notice_days, until=until))
    return tuple(found)


def _deadlines(
    workspace: "Workspace", grants: Iterable[Grant], ended: Iterable[Revocation], *, at: datetime
) -> tuple[Deadline, ...]:
    """By when the grants want everything down, counted from the record, or from the day it takes effect if later."""
    zone = ZoneInfo(workspace.settings.timezone)
    by_grant = {item.grant: item for item in ended}
    found: list[Deadline] = []
    for grant in grants:
        item = by_grant.get(grant.id)
        if grant.takedown_hours is None or item is None:
            continue
        entries = workspace.catalog.entries_on(ids=[item.id])
        start = max(entries[0].at if entries else at, datetime.combine(item.effective, time(), zone))
        hours = timedelta(hours=grant.takedown_hours)
        by = (start.astimezone(UTC) + hours).astimezone(zone)  # in UTC no hour is skipped or had twice
        found.append(Deadline(grant=grant.id, hours=grant.takedown_hours, by=by))
    return tuple(found)
