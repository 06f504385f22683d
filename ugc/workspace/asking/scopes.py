"""What is asked of a creator, and the grant that a yes to it makes."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.dealings import Scope
from ugc.model.records import Perpetual
from ugc.model.territories import expand_territories
from ugc.workspace.granting.making import edits, made, territories

if TYPE_CHECKING:
    from ugc.workspace import Workspace

FOREVER = date(2999, 12, 31)
"""Stands for "without end" where a last day is asked for."""


class ScopeForm(Value):
    """What a person says about the scope; what is left out is filled in from elsewhere."""

    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    edits: tuple[str, ...] = ()
    credit: str | None = None
    days: int | None = None
    until: date | Perpetual | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is said."""
        return self == ScopeForm()


def scope_of(workspace: "Workspace", form: ScopeForm) -> Scope:
    """Return what is to be asked for: what is said, else what `[asking]` says, in the workspace's markets.

    Raises UsageError for an unknown word, no market, or two answers to how long.
    """
    usual = workspace.settings.asking
    named = form.territories or workspace.settings.markets
    if not named:
        raise UsageError(
            "In which countries is not said.", hint="Say --territory US, or set `markets` in ugc.toml."
        )
    if form.days is not None and form.until is not None:
        raise UsageError("How long is said twice.", hint="Say --days or --until, not both.")
    return made(
        Scope,
        "request",
        purposes=frozenset(form.purposes or usual.purposes),
        channels=frozenset(form.channels or usual.channels),
        identities=frozenset(form.identities or usual.identities),
        territories=territories(tuple(named)),
        edits=edits(form.edits or usual.edits),
        credit=form.credit or usual.credit,
        days=form.days
        if form.until is None and form.days is not None
        else None
        if form.until
        else usual.days,
        until=form.until,
    )


def last_day(scope: Scope, first: date) -> date | Perpetual:
    """Return the last day of what is asked for, when the answer comes on `first`: that day is counted."""
    if scope.days is not None:
        return first + timedelta(days=scope.days - 1)
    assert scope.until is not None, "the model asks for one of both"
    return scope.until


def granted_by(scope: Scope, *, on: date) -> dict[str, Any]:
    """Return what a yes on a day grants, as fields of a grant."""
    return {
        "purposes": scope.purposes,
        "channels": scope.channels,
        "identities": scope.identities,
        "territories": scope.territories,
        "edits": scope.edits,
        "credit": {"required": scope.credit},
        "start": on,
        "end": last_day(scope, on),
    }


def within(narrow: Scope, wide: Scope) -> bool:
    """Whether all that one asks for is in the other, whatever it says of how long."""
    return not _beyond(narrow, wide)


def narrowed(asked: Scope, form: ScopeForm, *, on: date) -> Scope:
    """Return what was asked for, less what an answer leaves out. Raises UsageError for what was not asked for."""
    told: dict[str, Any] = {
        name: frozenset(said)
        for name in ("purposes", "channels", "identities")
        if (said := getattr(form, name))
    }
    if form.territories:
        told["territories"] = territories(form.territories)
    if form.edits:
        told["edits"] = edits(form.edits)
    if form.until is not None or form.days is not None:
        told |= {"until": form.until, "days": form.days}
    answered = made(Scope, "answer", **asked.model_dump() | told)
    beyond = _beyond(answered, asked)
    last, most = last_day(answered, on), last_day(asked, on)
    if most != "perpetual" and (last == "perpetual" or last > most):
        beyond.append(f"after {most}")
    if beyond:
        raise UsageError(
            f"They were not asked for {', '.join(beyond)}.",
            hint="An answer that allows more than was asked is a grant of its own: ugc rights grant.",
        )
    return answered


def _beyond(narrow: Scope, wide: Scope) -> list[str]:
    """The words of one scope that another does not hold."""
    found: list[str] = []
    for name in ("purposes", "channels", "edits"):
        found += sorted(getattr(narrow, name) - getattr(wide, name))
    both = {"brand_handle", "creator_handle"} if "both" in wide.identities else set()
    found += sorted(narrow.identities - wide.identities - both)
    places = expand_territories(narrow.territories) - expand_territories(wide.territories)
    return found + (sorted(places) if len(places) <= 8 else [f"{len(places)} of these countries"])
