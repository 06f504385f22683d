"""The desks of a run: one a template, over one matrix of a campaign's copy."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ugc import templates
from ugc.errors import unknown
from ugc.model.creatives import Proof, Variant
from ugc.model.seen import Seen
from ugc.provenance import Signer
from ugc.workspace.desk import Desk
from ugc.workspace.matrix import Matrix

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order


def desks(
    workspace: "Workspace", order: "Order", *, signer: Signer | None, seen: Mapping[str, Seen]
) -> tuple[tuple[Desk, ...], Matrix]:
    """Read what an order needs, for each of its templates.

    Raises UsageError for what it asks for and is not known, and for a matrix larger than was knowingly allowed.
    """
    matrix = Matrix(workspace, order)
    found = tuple(
        Desk(workspace, one, signer=signer, seen=seen, matrix=matrix)
        for one in _by_template(workspace, order)
    )
    matrix.check_size([(desk.template, desk.script.wordings) for desk in found])
    return found, matrix


def copy_notes(found: Sequence[Desk], matrix: Matrix) -> tuple[str, ...]:
    """What the person should know of a campaign's copy, once every post has been planned."""
    return tuple(dict.fromkeys((*matrix.notes, *(note for desk in found for note in desk.script.notes))))


def each_once(works: Iterable[Variant | Proof]) -> list[Variant | Proof]:
    """Leave out what another wording has made already: the same id is the same picture."""
    first: dict[str, Variant | Proof] = {}
    for work in works:
        first.setdefault(work.id, work)
    return list(first.values())


def _by_template(workspace: "Workspace", order: "Order") -> Iterable["Order"]:
    """An order of one template for each that is asked for; a template is told the options that it has."""
    names = tuple(dict.fromkeys(order.templates))
    if len(names) < 2:
        return (order.model_copy(update={"template": names[0]}) if names else order,)
    own = [workspace.root / "templates"]
    offered = {name: templates.load(name, own).options for name in names}
    for option in order.options:
        if not any(option in has for has in offered.values()):
            raise unknown("Option", option, {one for has in offered.values() for one in has})
    return tuple(
        order.model_copy(
            update={
                "template": name,
                "options": {key: choice for key, choice in order.options.items() if key in has},
            }
        )
        for name, has in offered.items()
    )
