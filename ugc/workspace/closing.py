"""The end card of a run's clips: its template, its options, and what it is drawn with."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ugc import plan, templates
from ugc.model.base import digest
from ugc.model.creatives import Copy, Draft
from ugc.model.formats import Format
from ugc.model.templates import Template
from ugc.render.jobs import Card
from ugc.typeset import FontIndex
from ugc.workspace import branding
from ugc.workspace.overlaying import overlay_data

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order


class EndCard:
    """What ends each clip of an order; nothing where it asks for none."""

    def __init__(self, workspace: "Workspace", order: "Order", *, brand: Mapping[str, Any]) -> None:
        """Raises UsageError for a template that is not known."""
        self._brand = brand
        self._template: Template | None = None
        self._options: dict[str, str] = {}
        if order.closing:
            self._template = templates.load(order.closing, [workspace.root / "templates"])
            self._options = branding.chosen(self._template, {}, logo=bool(brand.get("logo")))

    def measure(self, fonts: FontIndex) -> None:
        """Leave room for a brand's own letters."""
        if self._template:
            self._template = branding.measured(self._template, fonts)

    def planned(self, words: Copy, digests: Callable[[Copy], Mapping[str, str]]) -> plan.Closing | None:
        """Return what a clip of some words is planned with."""
        if self._template is None:
            return None
        drawn_with = dict(digests(plan.drawn(self._template, words)))
        drawn_with.pop("motion", None)
        return plan.Closing(self._template, drawn_with | moved_by(self._template), self._options)

    def drawn(self, drafted: Draft, format: Format) -> Card | None:
        """Return what the end card of a draft is drawn with; None where it has none."""
        if drafted.ending is None or self._template is None:
            return None
        return Card(self._template, overlay_data(drafted.ending, format=format, brand=self._brand))


def moved_by(template: Template) -> dict[str, str]:
    """Return what shapes the frames of a template that moves here; nothing where it stands still."""
    from ugc.render import motion

    if template.motion is None or motion.why_not():
        return {}
    return {"motion": digest(motion.versions())}
