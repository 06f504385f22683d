"""Which creators there are: all, or those of a query, those that most follow first."""

from typing import TYPE_CHECKING

from ugc import campaigns, text
from ugc.creators import asking
from ugc.creators.asking import Candidate, CreatorQuery
from ugc.creators.tiers import tier_of
from ugc.errors import UsageError, nearest
from ugc.model.base import Value
from ugc.model.creators import Creator

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CreatorLine(Value):
    """A creator of a list. How to reach them is not part of it."""

    creator: Creator
    tier: str | None
    """By the followers of the account that most follow; None where nobody counted them."""
    has_contact: bool
    """Whether it is known how to reach them."""
    has_notes: bool


class CreatorsListed(Value):
    """The creators of a query."""

    query: str
    creators: tuple[CreatorLine, ...]
    """Those that most follow first, those of whom that is not known last, then by handle."""
    found: int
    """How many fit; with a limit, more than are listed."""
    of: int
    """How many creators there are."""


def listed(workspace: "Workspace", query: str, *, limit: int | None = None) -> CreatorsListed:
    """Return the creators that a query means. Raises UsageError that points at the word it does not understand."""
    wanted = asking.read(query, tiers=tuple(workspace.settings.creators.tiers))
    named = _named(workspace, wanted)
    every = candidates(workspace, named)
    fitting = sorted((one for one in every if asking.fits(wanted, one)), key=_order)
    return CreatorsListed(
        query=query,
        creators=tuple(_line(one) for one in fitting[:limit]),
        found=len(fitting),
        of=len(every),
    )


def candidates(workspace: "Workspace", named: "dict[str, set[str]] | None" = None) -> list[Candidate]:
    """Return every creator with what a query can ask of them; `named` is key to campaigns beside those of the log."""
    profiles = workspace.catalog.profiles
    tiers = workspace.settings.creators.tiers
    creators = profiles.every()
    reachable, noted = profiles.reachable(), profiles.noted()
    happened = workspace.catalog.campaign_log.campaigns_by_creator()
    return [
        Candidate(
            creator=creator,
            tier=tier_of(max((one.count for one in creator.followers), default=None), tiers),
            has_contact=key in reachable,
            has_notes=key in noted,
            campaigns=frozenset(happened.get(key, set()) | (named or {}).get(key, set())),
        )
        for key, creator in creators.items()
    ]


def _named(workspace: "Workspace", query: CreatorQuery) -> dict[str, set[str]]:
    """Key to the campaigns of the query whose files name that creator. Raises UsageError for one that is not known."""
    files = {text.fold(name): name for name in campaigns.names(workspace.root)}
    logs = workspace.catalog.campaign_log.campaigns() if query.campaigns else set()
    found: dict[str, set[str]] = {}
    for term in query.campaigns:
        for value in term.values:
            if value not in files and value not in logs:
                known = sorted({*files, *logs})
                close = nearest(value, known)
                hint = f"Did you mean campaign:{close}?" if close else None
                hint = hint or (f"Known: {', '.join(known)}." if known else "There is none yet.")
                raise query.fault(term, f"there is no campaign {value[:80]!r}", hint=hint)
            for key in _in_file(workspace, files[value]) if value in files else ():
                found.setdefault(key, set()).add(value)
    return found


def _in_file(workspace: "Workspace", name: str) -> set[str]:
    """Keys of the creators whom a campaign's file names, as far as the catalog knows them."""
    found = set()
    for invited in campaigns.read(name, workspace.root).creators:
        try:
            found.add(workspace.catalog.resolve_creator(invited.creator))
        except UsageError:  # the file may name people of whom there is nothing yet
            continue
    return found


def _order(one: Candidate) -> tuple[bool, int, str, str]:
    return one.followers is None, -(one.followers or 0), text.fold(one.creator.handle), one.creator.key


def _line(one: Candidate) -> CreatorLine:
    return CreatorLine(
        creator=one.creator,
        tier=one.tier,
        has_contact=one.has_contact,
        has_notes=one.has_notes,
    )
