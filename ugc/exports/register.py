"""The register: one row a creative, or a post of which nothing was made, with all that the records say of it.

Made for people who keep a list: lawyers, agencies, whoever runs the ads. A cell is one line of text, a whole number or
a day. What stands in a list within a cell is parted by a semicolon and a space.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from ugc.exports import register_words as words
from ugc.exports.licences import Licence
from ugc.model.creatives import Creative
from ugc.model.posts import Account, Post
from ugc.model.records import Grant, Perpetual
from ugc.model.rights import Case, Reason
from ugc.rights.windows import earliest, sortable

_TABLE = Path(__file__).with_name("register.toml")
Cell = str | int | date | None
Row = dict[str, Cell]


class Column(NamedTuple):
    """One column: how it is headed, how wide it is in characters, and what it says."""

    key: str
    heading: str
    width: int
    kind: Literal["text", "number", "date"]
    meaning: str
    wrap: bool


class Spot(NamedTuple):
    """What the records say on the day of export of a creative in one placement."""

    placement: str
    allowed: bool
    ends: date | Perpetual | None
    reasons: tuple[Reason, ...] = ()
    """Why not, or what a person has to decide."""
    not_checked: tuple[str, ...] = ()
    review: bool = False


class Line(NamedTuple):
    """What one row is made from."""

    cases: Sequence[Case]
    """The post, or the posts of a creative."""
    licences: Sequence[Licence]
    """The grants that a creative rests on; of a post, all that cover it."""
    creative: Creative | None = None
    file: str | None = None
    """Where it lies, from the workspace."""
    spots: Sequence[Spot] = ()
    moved: date | None = None
    """When it was swept out of use."""


class Background(NamedTuple):
    """What all rows share: the day, the ledger's newest hash, and what its entries say of each other."""

    today: date
    head: str | None
    evidence: Mapping[str, str]
    """Evidence record's id to the sha256 of its file."""
    asked: Mapping[str, date]
    """Request's or grant's id to the day on which the creator was asked."""
    answered: Mapping[str, date]
    """Grant's id to the day on which they said yes."""
    strength: Callable[[Grant], str | None] = lambda _: None
    """How strong the consent behind a grant is, in a word."""


def columns(*, fees: bool = False) -> tuple[Column, ...]:
    """Return the columns in their order; those of fees only when they are asked for."""
    return _columns("column") + _columns("fee") if fees else _columns("column")


@cache
def _columns(group: str) -> tuple[Column, ...]:
    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return tuple(Column(**{"wrap": False, **one}) for one in table[group])


def row(line: Line, known: Background) -> Row:
    """Return every column of one row."""
    posts = [case.post for case in line.cases]
    granted = [item for item in line.licences if item.grant.status == "granted"]
    grants = [item.grant for item in granted]
    ends = _ends(line, granted, posts)
    return (
        _made(line, known)
        | _whose(posts)
        | _granted(grants, known)
        | _answer(line, grants, known)
        | _records(line, granted, posts)
        | {
            "starts": max((grant.start for grant in grants), default=None),
            "ends": ends,
            "days_left": (ends - known.today).days if isinstance(ends, date) else None,
            "ledger_head": known.head,
        }
        | _fees(grants)
    )


def _made(line: Line, known: Background) -> Row:
    made = line.creative
    if made is None:
        return {"allowed": _state(line, known.today)}
    short = [spot for spot in line.spots if not spot.allowed]
    return {
        "file": line.file,
        "allowed": _verdict(made, line.spots, known.today),
        "placements": words.joined(
            words.placement(spot.placement, spot.ends) for spot in line.spots if spot.allowed
        ),
        "refused": words.joined(words.refusal(spot.placement, spot.reasons) for spot in short),
        "not_checked": " ".join(dict.fromkeys(point for spot in line.spots for point in spot.not_checked)),
        "format": made.format,
        "size": f"{made.width}x{made.height}",
        "bytes": made.size,
        "edits_made": ", ".join(sorted(made.edits)),
        "credit": words.cell(made.credit_line),
        "credit_place": made.credit_place,
        "moved": line.moved,
        "creative": made.variant,
        "concept": made.concept,
        "sha256": made.sha256,
    }


def _verdict(made: Creative, spots: Sequence[Spot], today: date) -> str:
    if made.stopped and made.stopped.reaches(today):
        return "no: stopped"
    if spots and all(spot.allowed for spot in spots):
        return "yes"
    if any(spot.allowed for spot in spots):
        return "partly"
    return "review" if any(spot.review for spot in spots) else "no"


def _state(line: Line, today: date) -> str:
    """Of a post that was not asked about any placement: what its best grant is worth."""
    states = {item.state(today) for item in line.licences}
    best = (
        "standing",
        "not_started",
        "requested",
        "asserted",
        "disputed",
        "revoked",
        "ended",
        "replaced",
        "declined",
    )
    found = next((state for state in best if state in states), None)
    return f"not asked: {found.replace('_', ' ')}" if found else "not asked: no grant"


def _whose(posts: Sequence[Post]) -> Row:
    makers = list(dict.fromkeys(post.author for post in posts if post.author))

    def each(field: Callable[[Account], str | None]) -> str:
        return words.joined(field(maker) or "" for maker in makers)

    return {
        "creator": each(lambda maker: maker.display_name),
        "handle": each(lambda maker: maker.handle),
        "account_id": each(lambda maker: maker.native_id),
        "platform": words.joined(post.platform for post in posts),
        "post": words.joined(post.id for post in posts),
        "link": words.joined(post.permalink or "" for post in posts),
    }


def _granted(grants: Sequence[Grant], known: Background) -> Row:
    def each(field: Callable[[Grant], str | None]) -> str:
        return words.of_each(grants, field)

    return {
        "licensor": each(lambda grant: grant.licensor),
        "licensee": each(lambda grant: grant.licensee),
        "grants": words.joined(grant.id for grant in grants),
        "method": each(lambda grant: grant.method),
        "strength": each(known.strength),
        "territories": each(words.territories),
        "purposes": each(lambda grant: ", ".join(sorted(grant.purposes))),
        "channels": each(lambda grant: ", ".join(sorted(grant.channels))),
        "identities": each(lambda grant: ", ".join(sorted(grant.identities))),
        "edits_granted": each(words.edits),
        "credit_required": each(lambda grant: grant.credit.required),
        "terms_version": each(lambda grant: grant.terms.version),
        "terms_url": each(lambda grant: grant.terms.url),
        "terms_sha256": each(lambda grant: grant.terms.sha256),
        "evidence": words.joined(name for grant in grants for name in grant.evidence),
        "evidence_sha256": words.joined(known.evidence.get(name, "") for g in grants for name in g.evidence),
        "exclusivity": each(words.exclusivity),
        "notes": each(lambda grant: grant.notes),
    }


def _answer(line: Line, grants: Sequence[Grant], known: Background) -> Row:
    waiting = [item for case in line.cases for item in case.requests]
    refused = [item for case in line.cases for item in case.refusals]
    asked = [known.asked[grant.id] for grant in grants if grant.id in known.asked]
    asked += [known.asked[item.request] for item in refused if item.request in known.asked]
    asked += [item.on for item in waiting]
    answered = [known.answered[grant.id] for grant in grants if grant.id in known.answered]
    answered += [item.on for item in refused]
    status = {item.grant.status for item in line.licences}
    said = {
        "yes": grants,
        "no": refused or "declined" in status,
        "not answered": waiting or "requested" in status,
        "disputed": "disputed" in status,
    }
    return {
        "answer": words.joined(word for word, found in said.items() if found),
        "asked_on": max(asked, default=None),
        "answered_on": max(answered, default=None),
    }


def _records(line: Line, granted: Sequence[Licence], posts: Sequence[Post]) -> Row:
    made = line.creative
    revoked = [
        item.effective
        for one in granted
        for post in posts
        for item in (*one.whole, *one.parts.get(post.id, ()))
    ]
    running = {
        item.id: item
        for case in line.cases
        for item in case.running
        if item.variant is None or made is None or item.variant == made.variant
    }
    return {
        "releases": words.joined(words.release(item) for case in line.cases for item in case.releases),
        "authorizations": words.joined(
            words.authorization(item) for c in line.cases for item in c.authorizations
        ),
        "decisions": words.joined(words.decision(item) for case in line.cases for item in case.decisions),
        "holds": words.joined(words.hold(item) for case in line.cases for item in case.holds),
        "uses": words.joined(words.running(item) for item in running.values()),
        "revoked_on": min(revoked, default=None),
    }


def _ends(line: Line, granted: Sequence[Licence], posts: Sequence[Post]) -> date | Perpetual | None:
    allowed = [spot.ends for spot in line.spots if spot.allowed]
    if allowed:
        return earliest(allowed)
    counting = [item for item in granted if item.successor is None] or granted
    last = [item.last_day(post.id) for item in counting for post in posts]
    return earliest([max(last, key=sortable)]) if last else None


def _fees(grants: Sequence[Grant]) -> Row:
    paid = [grant.compensation.paid_at for grant in grants if grant.compensation.paid_at]
    return {
        "fee_kind": words.of_each(grants, lambda grant: grant.compensation.kind),
        "fee_amount": words.of_each(grants, lambda grant: grant.compensation.amount),
        "fee_currency": words.of_each(grants, lambda grant: grant.compensation.currency),
        "fee_paid_on": max(paid, default=None),
        "fee_invoice": words.of_each(grants, lambda grant: grant.compensation.invoice_ref),
    }


def recorded(case: Case) -> bool:
    """Whether there is any rights record of a post, so that it has a place in the register."""
    kept: Iterable[object] = (
        *case.grants,
        *case.releases,
        *case.authorizations,
        *case.holds,
        *case.revocations,
        *case.requests,
        *case.refusals,
        *case.decisions,
        *case.running,
    )
    return any(True for _ in kept)
