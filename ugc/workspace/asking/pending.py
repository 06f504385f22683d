"""Questions that are open: each with its reminders and what was answered to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ugc.catalog.dealings import Filed
from ugc.model.base import Value
from ugc.model.dealings import Reply, Request

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Thread(Value):
    """A request with its reminders, and the replies to any of them, oldest first."""

    seq: int
    """Its number in the ledger."""
    request: Request
    reminders: tuple[Request, ...] = ()
    replies: tuple[Reply, ...] = ()
    open: tuple[str, ...] = ()
    """Its posts that nobody answered for, as the request names them."""
    answered: bool
    """Whether nothing of it is open."""

    @property
    def newest(self) -> Request:
        """The last reminder, or the request itself."""
        return self.reminders[-1] if self.reminders else self.request


def threads(workspace: "Workspace", filed: Iterable[Filed]) -> list[Thread]:
    """Put requests, reminders and replies together, oldest first. Posts are the same by any of their ids."""
    requests: dict[str, tuple[int, Request]] = {}
    replies: dict[str, list[Reply]] = defaultdict(list)
    for item in filed:
        if isinstance(item.record, Request):
            requests[item.record.id] = (item.seq, item.record)
        elif isinstance(item.record, Reply):
            replies[item.record.request].append(item.record)
    rows: dict[str, list[Request]] = defaultdict(list)
    for _, each in requests.values():
        rows[_root(each, requests)].append(each)
    names = {name for _, each in requests.values() for name in each.posts}
    names |= {name for several in replies.values() for reply in several for name in reply.posts}
    numbers = workspace.catalog.overview.numbers(names) if names else {}
    return [
        _thread(requests[root], row, [reply for each in row for reply in replies[each.id]], numbers)
        for root, row in rows.items()
        if root in requests
    ]


def open_threads(workspace: "Workspace") -> list[Thread]:
    """Return every question of the workspace that is open, oldest first."""
    overview = workspace.catalog.overview
    ids = overview.open_requests()
    filed = [*overview.named(ids), *overview.about(ids, ("reply",))]
    return [thread for thread in threads(workspace, filed) if not thread.answered]


def threads_about(workspace: "Workspace", names: Iterable[str]) -> list[Thread]:
    """Return the requests that name a post, a creator, or a request of one of these ids."""
    overview = workspace.catalog.overview
    known = set(names)
    while True:
        filed = [*overview.named(known), *overview.about(known)]
        ids = {
            name
            for item in filed
            if isinstance(item.record, Request | Reply)
            for name in (
                item.record.id,
                getattr(item.record, "reminds", None),
                getattr(item.record, "request", None),
            )
            if name
        }
        if ids <= known:
            once = {item.seq: item for item in filed}
            return threads(workspace, [once[seq] for seq in sorted(once)])
        known |= ids


def _root(request: Request, requests: Mapping[str, tuple[int, Request]]) -> str:
    seen = {request.id}
    while request.reminds and request.reminds not in seen and request.reminds in requests:
        request = requests[request.reminds][1]
        seen.add(request.id)
    return request.id


def _thread(
    root: tuple[int, Request], row: Sequence[Request], replies: Sequence[Reply], numbers: Mapping[str, int]
) -> Thread:
    seq, request = root
    whole = any(not reply.posts for reply in replies)
    answered = {numbers.get(name, name) for reply in replies for name in reply.posts}
    left = () if whole else tuple(name for name in request.posts if numbers.get(name, name) not in answered)
    return Thread(
        seq=seq,
        request=request,
        reminders=tuple(each for each in row if each.id != request.id),
        replies=tuple(replies),
        open=left,
        answered=whole or bool(request.posts and not left),
    )
