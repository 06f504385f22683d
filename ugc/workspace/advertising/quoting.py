"""What a creator is quoted with in an ad: never without what proves that they said so."""

from typing import TYPE_CHECKING

from ugc.errors import UsageError
from ugc.ledger import record_of
from ugc.model.evidence import Evidence
from ugc.workspace.advertising.orders import AdOrder

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def proven(workspace: "Workspace", order: AdOrder) -> AdOrder:
    """Return an order whose quotation rests on evidence that is on record.

    Raises UsageError where it has none, where none is on record under that id, or where the platform has no place
    for one.
    """
    said = order.testimonial
    if said is None:
        return order
    if order.platform != "meta":
        raise UsageError(
            f"Ads on {order.platform} have no place for a testimonial.", hint="Leave --testimonial out."
        )
    if not said.evidence:
        raise UsageError(
            "A testimonial is a statement in the creator's name and needs evidence that they made it.",
            hint="Name the record: --testimonial-evidence e-0007. `ugc rights show POST` lists them.",
        )
    for id in said.evidence:
        found = [record_of(entry) for entry in workspace.catalog.entries_on(ids=[id])]
        if not any(isinstance(record, Evidence) for record in found):
            raise UsageError(
                f"There is no evidence {id}.", hint="`ugc rights show POST` lists what is on record."
            )
    return order
