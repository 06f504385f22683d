"""Questions put to the records in the workspace's name."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from ugc import config, rights
from ugc.catalog.search import parse
from ugc.errors import UsageError, unknown
from ugc.model.creatives import Creative, PlacementAnswer
from ugc.model.rights import Answer, Case, Cleared, Use
from ugc.model.territories import COUNTRIES, expand_territories
from ugc.model.vocab import CHANNELS, EDIT_PROFILES, EDITS, IDENTITIES, PURPOSES

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 1000
"""Posts that are read with their records at a time."""
_VOCABULARIES: dict[str, tuple[str, ...]] = {"purpose": PURPOSES, "channel": CHANNELS, "identity": IDENTITIES}


def written(names: Iterable[str]) -> tuple[str, ...]:
    """Return markets as `ugc.toml` writes them. Raises UsageError for one that is not known."""
    try:
        return tuple(config.territory(name) for name in names)
    except ValueError as error:
        raise UsageError(f"--market: {error}.") from error


def markets(workspace: "Workspace", named: Iterable[str] | None = None) -> frozenset[str]:
    """Return the countries that are meant: those named, else those of ugc.toml. Raises UsageError for none."""
    tokens = frozenset(written(named or workspace.settings.markets))
    if not tokens:
        raise UsageError(
            "No market is set, so nothing can be cleared.",
            hint="Set `markets` in ugc.toml, or give --market US.",
        )
    return expand_territories(tokens)


def a_use(workspace: "Workspace", **told: Any) -> Use:
    """Build a use; the licensee is the brand, and `EEA` and `worldwide` are written out as countries.

    Raises UsageError for what makes no sense.
    """
    for field, known in _VOCABULARIES.items():
        token = told.get(field)
        if token is not None and token not in known:
            raise unknown(field.capitalize(), token, known)
    for edit in sorted(told.get("edits", ())):
        if edit not in EDITS:
            raise unknown("Edit", edit, (*EDIT_PROFILES, *EDITS))
    told |= _written_out(told.get("territories"))
    try:
        return Use(**({"licensee": workspace.settings.brand.name} | told))
    except ValidationError as error:
        first = error.errors()[0]
        reason = str(first.get("ctx", {}).get("error", first["msg"]))
        where = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{where + ': ' if where else ''}{reason}.") from error


def _written_out(named: Any) -> dict[str, frozenset[str]]:
    """The territories of a use as countries; nothing where they are already, or no names: the model says so then."""
    if not isinstance(named, list | tuple | set | frozenset):
        return {}
    names = frozenset(named)
    if names <= COUNTRIES or not all(isinstance(name, str) for name in names):
        return {}
    try:
        return {"territories": expand_territories(frozenset(config.territory(name) for name in names))}
    except ValueError as error:
        raise UsageError(f"territories: {error}.") from error


def asked_again(
    workspace: "Workspace", creative: Creative, spot: PlacementAnswer, *, first: date, last: date
) -> Use:
    """The question that a creative was made with at one of its placements, over other days."""
    return a_use(
        workspace,
        purpose=spot.purpose,
        channel=spot.channel,
        identity=spot.identity,
        territories=markets(workspace, creative.markets),
        first=first,
        last=last,
        edits=frozenset(creative.edits),
        sound=creative.keeps_sound,
        laid_sound=creative.laid_sound.licence if creative.laid_sound else None,
        credit=creative.credit_place,
        disclosure=creative.words.disclosure or "",
        language=creative.words.language,
        placement=spot.placement,
    )


def check(workspace: "Workspace", name: str, use: Use) -> Answer:
    """Say what the records allow for one post and one use."""
    case = workspace.catalog.case(workspace.catalog.resolve(name))
    return rights.clear(case, use, workspace.settings.rights)


def select(workspace: "Workspace", query: str, *, today: date) -> list[Case]:
    """Return the posts of a selection with their records, in a stable order.

    `rights:PURPOSE` keeps those that some channel is cleared for today in every market of the workspace.
    """
    return list(selected(workspace, query, today=today))


def found(
    workspace: "Workspace", query: str, *, today: date, limit: int | None = None
) -> tuple[list[str], tuple[str, ...]]:
    """Return the ids of a selection, saved searches taken as `ugc.toml` says, and the purposes of its `rights:`, which
    are not answered yet; `limit` counts before they are."""
    asked = parse(query, workspace.settings.searches)
    for purpose in asked.rights:
        if purpose not in PURPOSES:
            raise unknown("Purpose", purpose, PURPOSES)
    return workspace.catalog.find(asked, today=today, zone=ZoneInfo(workspace.settings.timezone), limit=limit)


def selected_ids(workspace: "Workspace", query: str, *, today: date, limit: int | None = None) -> list[str]:
    """Return the ids of the posts of a selection, the first so many; records are read where it asks for `rights:`."""
    if parse(query, workspace.settings.searches).rights:
        cases = selected(workspace, query, today=today)
        return [case.post.id for case in (cases if limit is None else islice(cases, limit))]
    return found(workspace, query, today=today, limit=limit)[0]


def count(workspace: "Workspace", query: str, *, today: date) -> int:
    """Return how many posts a selection means."""
    asked = parse(query, workspace.settings.searches)
    if asked.rights:
        return sum(1 for _ in selected(workspace, query, today=today))
    return workspace.catalog.overview.count(asked, today=today, zone=ZoneInfo(workspace.settings.timezone))


def selected(workspace: "Workspace", query: str, *, today: date) -> Iterator[Case]:
    """Yield what `select` returns, without holding all of it at once."""
    ids, purposes = found(workspace, query, today=today)
    places = markets(workspace) if purposes else frozenset[str]()
    for start in range(0, len(ids), _AT_ONCE):
        for case in workspace.catalog.cases(ids[start : start + _AT_ONCE]).values():
            if all(_some_channel(workspace, case, purpose, places, today) for purpose in purposes):
                yield case


def _some_channel(
    workspace: "Workspace", case: Case, purpose: str, places: frozenset[str], today: date
) -> bool:
    channels = {channel for grant in case.grants for channel in grant.channels}
    return any(
        isinstance(
            rights.clear(
                case,
                a_use(
                    workspace, purpose=purpose, channel=channel, territories=places, first=today, last=today
                ),
                workspace.settings.rights,
            ),
            Cleared,
        )
        for channel in sorted(channels)
    )
