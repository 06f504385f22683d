"""What is due in a workspace: who has not answered, what ends, and which permissions end before their ads do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ugc.catalog.dealings import Filed
from ugc.model.dealings import Running
from ugc.model.due import Due, DueList
from ugc.model.evidence import Erasure
from ugc.model.phrases import written
from ugc.model.posts import Post
from ugc.model.records import Grant, Release, Revocation
from ugc.model.rights import Case, Use
from ugc.rights.windows import last_day
from ugc.text import counted
from ugc.workspace.asking.pending import Thread, open_threads
from ugc.workspace.asking.permissions import permissions_due

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_NEAR = 0.8
"""Share of a cap on impressions from which on it is told."""


def due(workspace: "Workspace", *, at: datetime, within: int | None = None) -> DueList:
    """Return what is due, by day: what is open since long first. `within` is how many days ahead to look."""
    today = workspace.day(at)
    days = workspace.settings.asking.due_within_days if within is None else within
    last = today + timedelta(days=days)
    running = _newest_running(workspace)
    found = [
        *_unanswered(workspace, today),
        *_grants(workspace, running, today=today, last=last),
        *_releases(workspace, today=today, last=last),
        *permissions_due(workspace, running, today=today, last=last),
    ]
    return DueList(
        today=today, within=days, due=tuple(sorted(found, key=lambda each: (each.day, each.record)))
    )


def to_be_reminded(workspace: "Workspace", *, at: datetime) -> list[str]:
    """Return the requests that nobody answered for so long that a reminder is due, by their ids."""
    return [each.record for each in _unanswered(workspace, workspace.day(at)) if each.overdue]


def _newest_running(workspace: "Workspace") -> list[Running]:
    return list(workspace.catalog.overview.newest("use", Running).values())


# --- questions -----------------------------------------------------------------------------------------------------


def _unanswered(workspace: "Workspace", today: date) -> Iterator[Due]:
    """Questions that nobody answered, less those whose creator asked to be forgotten, or allowed it otherwise."""
    waiting = open_threads(workspace)
    overview = workspace.catalog.overview
    gone = {
        item.record.creator for item in overview.records(("erasure",)) if isinstance(item.record, Erasure)
    }
    names = {name for thread in waiting for name in (*thread.open, thread.request.creator) if name}
    granted = overview.granted_since(names)
    patience = timedelta(days=workspace.settings.asking.remind_after_days)
    for thread in waiting:
        if thread.request.creator in gone or _allowed_since(thread, granted):
            continue
        asked = thread.newest
        late = asked.on + patience <= today
        how = f"{counted(len(thread.reminders), 'reminder')}, " if thread.reminders else ""
        what = f"{counted(len(thread.open), 'post')}" if thread.request.posts else "everything of theirs"
        since = f"{counted((today - asked.on).days, 'day')} ago" if asked.on < today else "today"
        yield Due(
            day=asked.on,
            kind="unanswered",
            overdue=late,
            record=thread.request.id,
            creator=asked.licensor,
            posts=thread.open,
            what=f"@{asked.licensor} was asked for {what} by {_SPOKEN[asked.via]} on {written(asked.on)} "
            f"({how}{since}) and has not answered.",
            to_do=f"Remind them: ugc rights request {thread.request.id} --remind" if late else "Wait.",
        )


_SPOKEN = {"comment": "comment", "dm": "direct message", "email": "e-mail"}


def _allowed_since(thread: Thread, granted: Mapping[str, int]) -> bool:
    """Whether a grant that was recorded later names all that is open: it was answered, if not as a reply."""
    if granted.get(thread.request.creator or "", 0) > thread.seq and not thread.request.posts:
        return True
    return bool(thread.open) and all(granted.get(name, 0) > thread.seq for name in thread.open)


# --- grants --------------------------------------------------------------------------------------------------------


def _grants(workspace: "Workspace", running: Sequence[Running], *, today: date, last: date) -> Iterator[Due]:
    overview = workspace.catalog.overview
    ids = overview.ending(last)
    filed = overview.named(ids)
    newest = {item.record.id: item for item in filed}
    standing = [
        item for item in newest.values() if isinstance(item.record, Grant) and item.record.status == "granted"
    ]
    near = overview.about({item.record.id for item in standing} | _names(standing), ("grant", "revocation"))
    ended = _revoked(near)
    others = {grant.id: grant for grant in _as_grants(near)}
    followed = {grant.supersedes for grant in others.values() if grant.supersedes}
    alive = _by_subject(grant for grant in others.values() if grant.id not in ended)
    used = _by_use(running)
    made = overview.creatives_of_grants([item.record.id for item in standing])
    for item in standing:
        grant = item.record
        assert isinstance(grant, Grant)
        if grant.id in ended or grant.id in followed:
            continue
        creatives = made.get(grant.id, 0)
        runs = _concerning(grant, used)
        end = _end(grant, runs)
        if end is not None and end <= last and (end >= today or creatives):
            later = _after(grant, end, alive)
            yield _ending(grant, end, creatives, later, today=today)
        yield from _cap(grant, runs, creatives, today=today)


def _names(filed: Iterable[Filed]) -> set[str]:
    return {
        name
        for grant in _as_grants(filed)
        for name in (*grant.posts, *([grant.creator] if grant.creator else []))
    }


def _as_grants(filed: Iterable[Filed]) -> list[Grant]:
    return [item.record for item in filed if isinstance(item.record, Grant)]


def _revoked(filed: Iterable[Filed]) -> set[str]:
    return {
        item.record.grant
        for item in filed
        if isinstance(item.record, Revocation) and item.record.grant and item.record.post is None
    }


def _by_subject(records: Iterable[Grant]) -> dict[str, list[Grant]]:
    """Grants by the posts and creators that they name."""
    found: dict[str, list[Grant]] = defaultdict(list)
    for record in records:
        for name in (*record.posts, *((record.creator,) if record.creator else ())):
            found[name].append(record)
    return found


def _by_use(records: Iterable[Running]) -> dict[str, list[Running]]:
    """Uses by their posts, and by the grants that they rest on."""
    found: dict[str, list[Running]] = defaultdict(list)
    for record in records:
        for name in (*record.posts, *record.grants):
            found[name].append(record)
    return found


def _concerning(grant: Grant, running: Mapping[str, Sequence[Running]]) -> list[Running]:
    """The uses of a grant's posts, or under it."""
    return list({run.id: run for name in (grant.id, *grant.posts) for run in running.get(name, ())}.values())


def _end(grant: Grant, mine: Sequence[Running]) -> date | None:
    """The last day of a grant as far as it is known: a clock from first use runs once there was one."""
    if grant.end_basis == "from_first_use" and not mine:
        return None if grant.end == "perpetual" else grant.end
    if grant.end_basis in ("from_first_use", "from_delivery"):
        post = Post(id=mine[0].posts[0] if mine else "", platform="other")
        case = Case(post=post, grants=(grant,), running=tuple(mine))
        never = Use(
            licensee=grant.licensee,
            purpose="internal",
            channel="other",
            territories=frozenset(),
            first=date.max,
            last=date.max,
        )
        found = last_day(grant, case, never)
        return None if found == "perpetual" else found
    return None if grant.end == "perpetual" else grant.end


def _after(grant: Grant, end: date, alive: Mapping[str, Sequence[Grant]]) -> Grant | None:
    """A grant over the same posts that runs on when this one ends."""
    names = [name for name in (*grant.posts[:1], grant.creator) if name]
    for other in (other for name in names for other in alive.get(name, ())):
        longer = other.end == "perpetual" or other.end > end
        follows = other.start <= end + timedelta(days=1)
        whole = set(grant.posts) <= set(other.posts) if other.posts else other.creator == grant.creator
        another = other.status == "granted" and other.id != grant.id
        if another and longer and follows and whole and other.end_basis == "fixed":
            return other
    return None


def _ending(grant: Grant, end: date, creatives: int, later: Grant | None, *, today: date) -> Due:
    over = end < today
    whose = (
        f"The grant of @{grant.licensor}" if grant.capacity == "author" else f"The grant of {grant.licensor}"
    )
    verb = "ended" if over else "ends"
    made = f"; {counted(creatives, 'creative rests', 'creatives rest')} on it" if creatives else ""
    if later:
        to_do = f"{later.id} goes on; render again, so that the labels say so."
    elif over:
        to_do = "Take them down: ugc sweep. To go on, ask again: ugc rights request."
    else:
        to_do = f"Ask whether it may go on, then: ugc rights renew {grant.id}"
    return Due(
        day=end,
        kind="grant_ends",
        overdue=over and later is None,
        record=grant.id,
        creator=grant.licensor,
        posts=grant.posts,
        creatives=creatives,
        what=f"{whose} {verb} on {written(end)}{made}.",
        to_do=to_do,
    )


def _cap(grant: Grant, mine: Sequence[Running], creatives: int, *, today: date) -> Iterator[Due]:
    if grant.impressions is None:
        return
    shown = sum(run.impressions or 0 for run in mine)
    if shown >= _NEAR * grant.impressions:
        yield Due(
            day=today,
            kind="cap_near",
            overdue=shown >= grant.impressions,
            record=grant.id,
            creator=grant.licensor,
            posts=grant.posts,
            creatives=creatives,
            what=f"{shown:,} of {grant.impressions:,} impressions that @{grant.licensor} allowed are used up.",
            to_do="Ask for more, or let the ads end.",
        )


# --- releases ------------------------------------------------------------------------------------------------------


def _releases(workspace: "Workspace", *, today: date, last: date) -> Iterator[Due]:
    overview = workspace.catalog.overview
    ending: dict[str, list[Release]] = defaultdict(list)
    for record in overview.newest("release", Release).values():
        given = record.status in ("unlimited", "limited")
        if given and isinstance(record.end, date) and record.end <= last:
            ending[record.post].append(record)
    numbers = overview.numbers(ending)
    made = overview.creatives_of_posts(numbers.values())
    for post, several in ending.items():
        creatives = made.get(numbers.get(post, 0), 0)
        for release in several:
            assert isinstance(release.end, date)
            over = release.end < today
            if over and not creatives:
                continue
            yield Due(
                day=release.end,
                kind="release_ends",
                overdue=over,
                record=release.id,
                posts=(post,),
                creatives=creatives,
                what=f"The {release.kind.replace('_', ' ')} release {'ended' if over else 'ends'} on "
                f"{written(release.end)}; {counted(creatives, 'creative was', 'creatives were')} made of {post}.",
                to_do="Take them down, or get a new one." if over else "Get a new one: ugc rights release",
            )
