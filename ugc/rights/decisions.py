"""What named persons decided where the records leave something open. A decision settles a review, never a refusal."""

from collections.abc import Iterable
from datetime import datetime

from ugc.model.dealings import Decision
from ugc.model.rights import Case, Reason, Use
from ugc.model.territories import expand_territories
from ugc.rights.windows import sortable
from ugc.rights.words import purposes_of, same_party

OpenPoint = tuple[Reason, datetime | None]
"""What is left to a person, and when the record that leaves it open was made."""


def settled(
    case: Case, use: Use, reviews: Iterable[OpenPoint], refusals: list[Reason]
) -> tuple[list[Reason], list[Decision]]:
    """What is still open, and the decisions that settled the rest; one against the use joins `refusals`."""
    still_open: list[Reason] = []
    settling: dict[str, Decision] = {}
    for reason, since in reviews:
        decision = _newest(case, use, reason.code, since)
        if decision is None:
            still_open.append(reason)
        elif decision.allow:
            settling[decision.id] = decision
        else:
            text = f"{decision.by} decided against it on {decision.on}: {decision.why} ({reason.text})"
            refusals.append(Reason(code="decided_against", text=text))
    return still_open, list(settling.values())


def _newest(case: Case, use: Use, code: str, since: datetime | None) -> Decision | None:
    """The newest decision that is about this: one that allows must cover the whole use, one against it any part."""
    for decision in reversed(case.decisions):
        if code in decision.about and same_party(decision.licensee, use.licensee):
            if decision.allow and _covers(decision, use) and not _older(decision, since):
                return decision
            if not decision.allow and _touches(decision, use):
                return decision
    return None


def _older(decision: Decision, since: datetime | None) -> bool:
    """Whether it was made before the record that leaves the point open: it cannot have been about that."""
    return since is not None and decision.recorded_at is not None and decision.recorded_at < since


def _covers(decision: Decision, use: Use) -> bool:
    return (
        purposes_of(use) <= decision.purposes
        and use.channel in decision.channels
        and use.territories <= expand_territories(decision.territories)
        and decision.on <= use.last <= sortable(decision.until)
    )


def _touches(decision: Decision, use: Use) -> bool:
    return bool(
        purposes_of(use) & decision.purposes
        and use.channel in decision.channels
        and use.territories & expand_territories(decision.territories)
        and use.first <= sortable(decision.until)
    )
