"""What people did about a post: who was asked and answered, what was decided, where it is in use."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ugc.model.base import Value
from ugc.model.dealings import Decision, Reply, Request, Running
from ugc.model.entries import RightsRecord


class Filed(Value):
    """A record with its number in the ledger."""

    seq: int
    record: RightsRecord


class Dealings:
    """Requests with their replies, and uses with the grants that they rest on, among records that belong together."""

    def __init__(self, filed: Iterable[Filed]) -> None:
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        self._reminders: dict[str, list[Request]] = defaultdict(list)
        self._uses: dict[str, set[str]] = defaultdict(set)
        self._newest: dict[str, Running] = {}
        for item in filed:
            record = item.record
            if isinstance(record, Reply):
                self._replies[record.request].append(record)
            elif isinstance(record, Request) and record.reminds:
                self._reminders[record.reminds].append(record)
            elif isinstance(record, Running):
                self._newest[record.id] = record
                for name in (*record.posts, *record.grants):
                    self._uses[name].add(record.id)

    def answers(self, request: Request, names: set[str]) -> list[Reply]:
        """Return the replies about a post, by any of its ids, to a request or its reminders, oldest first."""
        rows = [request, *self.reminders(request)]
        found = [reply for row in rows for reply in self._replies.get(row.id, ())]
        return [reply for reply in found if not reply.posts or not names.isdisjoint(reply.posts)]

    def reminders(self, request: Request) -> list[Request]:
        """Return the requests that repeat a request, oldest first."""
        return [
            row for again in self._reminders.get(request.id, ()) for row in (again, *self.reminders(again))
        ]

    def running(self, names: set[str], grants: set[str]) -> tuple[Running, ...]:
        """Return where a post, or anything that ever ran under one of these grants, is in use: the newest versions."""
        found = {id for name in (*names, *grants) for id in self._uses.get(name, ())}
        return tuple(self._newest[id] for id in sorted(found))


def asked(
    records: Sequence[RightsRecord], dealings: Dealings, *, names: set[str], keys: frozenset[str]
) -> tuple[tuple[Request, ...], tuple[Reply, ...]]:
    """Return the requests about a post that nobody answered, the newest of each row, and answers with no."""
    unanswered: list[Request] = []
    refusals: list[Reply] = []
    for record in records:
        if not isinstance(record, Request) or record.reminds or not _covers(record, names, keys):
            continue
        answers = dealings.answers(record, names)
        if not answers:
            unanswered.append([record, *dealings.reminders(record)][-1])
        elif answers[-1].answer == "no":
            refusals.append(answers[-1])
    return tuple(unanswered), tuple(refusals)


def decided(records: Iterable[RightsRecord], names: set[str]) -> tuple[Decision, ...]:
    """Return the decisions about a post, oldest first."""
    return tuple(record for record in records if isinstance(record, Decision) and record.post in names)


def _covers(request: Request, names: set[str], keys: frozenset[str]) -> bool:
    if request.posts:
        return not names.isdisjoint(request.posts)
    return request.creator in keys
