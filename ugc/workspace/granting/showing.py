"""All that the records say of one post, gathered for people: what may be done today, under what, and why."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ugc import ledger
from ugc.model.base import Value
from ugc.model.dealings import Reply, Request
from ugc.model.evidence import Evidence
from ugc.model.records import Grant
from ugc.model.rights import Answer, Case
from ugc.rights import clear
from ugc.rights.strength import Strength, strength
from ugc.workspace.clearing import a_use, markets
from ugc.workspace.granting.recording import givers
from ugc.workspace.usual import told_of, usual

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class GrantShown(Value):
    """A grant with its older versions, oldest first, and what it rests on."""

    grant: Grant
    versions: tuple[Grant, ...]
    evidence: tuple[Evidence, ...]
    strength: Strength


class RightsShown(Value):
    """A post's rights as they stand on a day."""

    brand: str
    day: date
    flight: tuple[date, date]
    """What the answers were asked for."""
    case: Case
    grants: tuple[GrantShown, ...]
    answered: tuple[tuple[Request, Reply], ...]
    """Requests about the post with their answers."""
    evidence: tuple[Evidence, ...]
    """What releases, permissions and answers rest on."""
    answers: tuple[Answer, ...]
    """One for each purpose and channel that a grant names."""
    creatives: tuple[str, ...]
    """Paths of what was made of it, proofs left out."""
    ledger_head: str | None


def show(workspace: "Workspace", name: str, *, at: datetime) -> RightsShown:
    """Gather it for today and the usual flight from today on."""
    case = workspace.case(name)
    today = workspace.day(at)
    flight = (today, today + timedelta(days=workspace.settings.output.flight_days - 1))
    catalog = workspace.catalog
    proof = proof_of(workspace, case)
    return RightsShown(
        brand=workspace.settings.brand.name,
        day=today,
        flight=flight,
        case=case,
        grants=tuple(_grant(workspace, grant, proof) for grant in case.grants),
        answered=_answered(workspace, case),
        evidence=tuple(proof.values()),
        answers=_answers(workspace, case, flight),
        creatives=tuple(row.path for row in catalog.creatives(post=case.post.id) if not row.proof),
        ledger_head=catalog.head(),
    )


def _grant(workspace: "Workspace", grant: Grant, proof: dict[str, Evidence]) -> GrantShown:
    entries = workspace.catalog.entries_on(ids=[grant.id])
    versions = [record for entry in entries if isinstance(record := ledger.record_of(entry), Grant)]
    own = tuple(proof[name] for name in grant.evidence if name in proof)
    return GrantShown(
        grant=grant,
        versions=tuple(item for item in versions if item.version < grant.version),
        evidence=own,
        strength=_weighed(workspace, grant, own),
    )


def strength_of(workspace: "Workspace", grant: Grant) -> Strength:
    """Say how strong a grant is, from what the ledger holds of its evidence and of its author's accounts."""
    records = [ledger.record_of(entry) for entry in workspace.catalog.entries_on(ids=grant.evidence)]
    return _weighed(workspace, grant, [record for record in records if isinstance(record, Evidence)])


def _weighed(workspace: "Workspace", grant: Grant, own: Sequence[Evidence]) -> Strength:
    owners = givers(workspace, grant)
    accounts = [account for owner in owners for account in workspace.catalog.accounts(owner)]
    return strength(grant, own, accounts=accounts)


def proof_of(workspace: "Workspace", case: Case) -> dict[str, Evidence]:
    """Return the evidence that a post's records rest on, by id."""
    ids = {name for grant in case.grants for name in grant.evidence}
    ids |= {name for release in case.releases for name in release.evidence}
    ids |= {release.guardian_evidence for release in case.releases if release.guardian_evidence}
    ids |= {name for item in case.authorizations for name in item.evidence}
    ids |= {name for reply in case.refusals for name in reply.evidence}
    records = [ledger.record_of(entry) for entry in workspace.catalog.entries_on(ids=ids)]
    return {record.id: record for record in records if isinstance(record, Evidence)}


def _answered(workspace: "Workspace", case: Case) -> tuple[tuple[Request, Reply], ...]:
    """The requests behind the grants and refusals of a post, each with its answer."""
    named = {reply.request for reply in case.refusals} | {g.request for g in case.grants if g.request}
    records = [ledger.record_of(entry) for entry in workspace.catalog.entries_on(subjects=named, ids=named)]
    requests = {record.id: record for record in records if isinstance(record, Request)}
    names = {case.post.id, *case.post.aliases}
    return tuple(
        (requests[record.request], record)
        for record in records
        if isinstance(record, Reply)
        and record.request in requests
        and (not record.posts or not names.isdisjoint(record.posts))
    )


def _answers(workspace: "Workspace", case: Case, flight: tuple[date, date]) -> tuple[Answer, ...]:
    own = usual(workspace, case.post)
    asked = {
        (purpose, channel, identity)
        for grant in case.grants
        for purpose in grant.purposes - {"allowlisting"}
        for channel in grant.channels
        for identity in grant.identities
    } or {("paid_social", "instagram", "brand_handle")}
    places = markets(workspace)
    return tuple(
        clear(
            case,
            a_use(
                workspace,
                purpose=purpose,
                channel=channel,
                identity=identity,
                territories=places,
                first=flight[0],
                last=flight[1],
                **told_of(workspace, case, own, purpose=purpose, identity=identity, territories=places),
            ),
            workspace.settings.rights,
        )
        for purpose, channel, identity in sorted(asked)
    )
