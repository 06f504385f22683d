"""What stands in a statement, section by section, and in short at its head."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from ugc.model.base import Value
from ugc.model.dealings import Reply, Request, Running
from ugc.model.entries import RightsRecord
from ugc.model.evidence import Evidence
from ugc.model.phrases import CHANNELS, PURPOSES, listed, term, written
from ugc.model.records import Authorization, Grant, Hold, Lift, Release, Revocation
from ugc.reports.statement_grants import moment, spoken
from ugc.reports.statement_words import Row, rows_of
from ugc.reports.told import Enclosed, Item, Told, of_kind
from ugc.text import counted

R = TypeVar("R", bound=RightsRecord)

_KINDS = {"model": "A person shown", "minor_model": "A minor shown", "voice": "A voice", "music": "Music"}


class Block(Value):
    """A record in words."""

    head: str
    state: str = ""
    """How it stands on the day of the statement."""
    proof: str = ""
    """How strong it is, in a word."""
    why: tuple[str, ...] = ()
    rows: tuple[Row, ...]


class Section(Value):
    """A part of the statement."""

    head: str
    intro: str = ""
    blocks: tuple[Block, ...] = ()
    empty: str
    """What stands where there is no block."""


def sections(told: Told) -> tuple[Section, ...]:
    """Return the sections about the records, in order."""
    files = {file.sha256: file.path for file in told.files}
    return (
        Section(
            head="How it was asked and answered",
            blocks=tuple(_asking(told, files)),
            empty="No request is on record. How each grant was given stands with it.",
        ),
        Section(
            head="What was allowed",
            intro="What a grant does not name, it does not allow.",
            blocks=tuple(_grants(told, files)),
            empty="Nothing: no grant is on record.",
        ),
        Section(
            head="Other people, places and sound",
            blocks=tuple(_plain(told, files, "release", "decision", "sound")),
            empty="No release and no decision is on record.",
        ),
        Section(
            head="Permissions of platforms",
            intro="A platform's permission to run an ad is no licence to the picture, and a licence is none of these.",
            blocks=tuple(_plain(told, files, "authorization")),
            empty="None is on record.",
        ),
        Section(
            head="What stops or ended it",
            blocks=tuple(_plain(told, files, "hold", "lift", "revocation", "erasure")),
            empty="No hold and no revocation is on record.",
        ),
        Section(
            head="Where it was used",
            blocks=tuple(_plain(told, files, "use")),
            empty="No use is on record.",
        ),
        Section(
            head="The evidence",
            intro="Each file is kept under its sha256. What was said stands as the records have it, word for word.",
            blocks=tuple(_evidence(told)),
            empty="None is on record.",
        ),
    )


def summary(told: Told) -> tuple[str, ...]:
    """Return the statement in a few sentences."""
    found = [
        f"Grant {grant.id}: {listed(PURPOSES[name] for name in sorted(grant.purposes))} on "
        f"{listed(CHANNELS[name] for name in sorted(grant.channels))}, {term(grant)}. {_standing(grant, told)}. "
        f"Proof: {told.strengths[grant.id].level}."
        for grant in _newest(told)
    ] or ["No grant is on record for this post."]
    open_, declined = _unanswered(told)
    if open_:
        found.append(f"{counted(open_, 'request was', 'requests were')} never answered.")
    if declined:
        found.append(f"{counted(declined, 'request was', 'requests were')} answered with no.")
    found += [
        f"Stopped by {hold.by} on {written(hold.on)}, and not lifted: {hold.why}"
        for hold in _records(told, Hold)
        if not any(lift.hold == hold.id for lift in _records(told, Lift))
    ]
    runs = {run.id for run in _records(told, Running)}
    found.append(
        f"{counted(len(told.creatives), 'creative was', 'creatives were')} made of it, and "
        f"{counted(len(runs), 'use is', 'uses are')} on record."
    )
    return tuple(found)


def _asking(told: Told, files: dict[str, str]) -> Iterator[Block]:
    """Each request with its reminders and answers after it."""
    replies: dict[str, list[Item]] = defaultdict(list)
    for item in of_kind(told.items, "reply"):
        assert isinstance(item.record, Reply)
        replies[item.record.request].append(item)
    for item in of_kind(told.items, "request"):
        own = replies.pop(item.record.id, [])
        state = "Never answered" if _last_of_row(item.record, told) else "Repeated, see below"
        if own:
            state = f"Answered {own[-1].record.answer}"  # type: ignore[union-attr]
        yield _block(item, files, head=f"Request {item.record.id}", state=state)
        for answer in own:
            yield _answer(answer, files)
    for left in replies.values():
        yield from (_answer(answer, files) for answer in left)


def _answer(item: Item, files: dict[str, str]) -> Block:
    assert isinstance(item.record, Reply)
    return _block(item, files, head=f"Answer {item.record.id}", state=f"Answered {item.record.answer}")


def _grants(told: Told, files: dict[str, str]) -> Iterator[Block]:
    newest = {grant.id: grant for grant in _newest(told)}
    for item in of_kind(told.items, "grant"):
        grant = item.record
        assert isinstance(grant, Grant)
        current = newest[grant.id] == grant
        version = f", version {grant.version}" if grant.version > 1 or not current else ""
        strength = told.strengths[grant.id] if current else None
        yield _block(
            item,
            files,
            head=f"Grant {grant.id}{version}",
            state=_standing(grant, told) if current else f"Replaced by version {newest[grant.id].version}",
            proof=strength.level if strength else "",
            why=strength.why if strength else (),
        )


def _plain(told: Told, files: dict[str, str], *kinds: str) -> Iterator[Block]:
    for item in told.items:
        if item.kind in kinds:
            record = item.record
            name = (
                _KINDS.get(record.kind, spoken(record.kind).capitalize())
                if isinstance(record, Release)
                else ""
            )
            state = record.status if isinstance(record, Authorization) else ""
            yield _block(
                item, files, head=f"{name or spoken(item.kind).capitalize()} {record.id}", state=state
            )


def _evidence(told: Told) -> Iterator[Block]:
    files = {file.sha256: file for file in told.files}
    for item in of_kind(told.items, "evidence"):
        record = item.record
        assert isinstance(record, Evidence)
        yield Block(
            head=f"Evidence {record.id}",
            state=spoken(record.kind),
            rows=(*_proof_rows(record, files.get(record.sha256)), *_gone(item)),
        )


def _proof_rows(record: Evidence, file: Enclosed | None) -> Iterator[Row]:
    yield Row("File", file.path, "file") if file else Row("File", "not in this bundle")
    yield Row("Was called", record.name)
    yield Row("Bytes and sha256", f"{record.size:,}")
    yield Row("", record.sha256, "code")
    who = f" by {record.captured_by}" if record.captured_by else ""
    if record.captured_at:
        yield Row("Kept", f"{moment(record.captured_at)}{who}")
    if record.actor or record.actor_id:
        yield Row("From", " · account id ".join(filter(None, (record.actor, record.actor_id))))
    if record.occurred_at:
        yield Row("Said on", moment(record.occurred_at))
    for label, text in (
        ("Platform's id", record.native_id),
        ("Address", record.permalink),
        ("Read by", record.tool),
    ):
        if text:
            yield Row(label, text, "text" if label == "Read by" else "code")
    if record.words:
        yield Row("Word for word", record.words, "quote")


def _block(
    item: Item, files: dict[str, str], *, head: str, state: str = "", proof: str = "", why: Sequence[str] = ()
) -> Block:
    rows = (*rows_of(item.record, files), *_gone(item))
    return Block(head=head, state=state, proof=proof, why=tuple(why), rows=rows)


def _gone(item: Item) -> Iterator[Row]:
    if item.erased:
        yield Row(
            "Erased", f"{listed(spoken(name) for name in item.erased)}, on request; the hashes are left"
        )
    if item.left_out:
        yield Row("Left out here", f"{listed(spoken(name) for name in item.left_out)}; the hashes are left")


def _standing(grant: Grant, told: Told) -> str:
    """How a grant stands on the day of the statement, in a few words."""
    if grant.status != "granted":
        return {
            "requested": "Never answered",
            "declined": "The answer was no",
            "disputed": "Disputed",
            "asserted": "Written down without proof",
        }[grant.status]
    for ended in _records(told, Revocation):
        whole = ended.grant is None and not _since(grant, ended, told)
        if ended.grant == grant.id or whole:
            return f"Revoked from {written(ended.effective)} on{' for this post' if ended.post else ''}"
    for other in _newest(told):
        if other.supersedes == grant.id and other.id != grant.id and other.status == "granted":
            return f"Replaced by {other.id}"
    if grant.end != "perpetual" and grant.end < told.day:
        return f"Ended on {written(grant.end)}"
    return f"Begins on {written(grant.start)}" if grant.start > told.day else f"Stands on {written(told.day)}"


def _since(grant: Grant, ended: Revocation, told: Told) -> bool:
    """Whether a grant was recorded after a revocation: a new yes."""
    seqs = {id(item.record): item.seq for item in told.items}
    first = min(item.seq for item in told.items if item.kind == "grant" and item.record.id == grant.id)
    return first > seqs[id(ended)]


def _newest(told: Told) -> list[Grant]:
    return list({grant.id: grant for grant in _records(told, Grant)}.values())


def _records(told: Told, kind: type[R]) -> list[R]:
    return [item.record for item in told.items if isinstance(item.record, kind)]


def _last_of_row(record: RightsRecord, told: Told) -> bool:
    return not any(request.reminds == record.id for request in _records(told, Request))


def _unanswered(told: Told) -> tuple[int, int]:
    """How many requests were never answered, and how many with no; reminders count with what they repeat."""
    rows: dict[str, str] = {}
    for request in _records(told, Request):
        rows[request.id] = rows.get(request.reminds or "", request.reminds or request.id)
    last: dict[str, str] = dict.fromkeys(rows.values(), "")
    for reply in _records(told, Reply):
        last[rows.get(reply.request, reply.request)] = reply.answer
    return sum(not answer for answer in last.values()), sum(answer == "no" for answer in last.values())
