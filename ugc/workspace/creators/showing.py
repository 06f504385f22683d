"""All that is known of a creator as a person, gathered for people; how to reach them only where it is asked for."""

from datetime import date
from typing import TYPE_CHECKING

from ugc.creators.snapshots import Counted, grown
from ugc.model.base import Value
from ugc.model.campaigns import Event
from ugc.model.creator_figures import CreatorFigures
from ugc.model.creators import Contact, Creator, CreatorNote
from ugc.model.records import Perpetual
from ugc.workspace.creators.figures import figures

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_NEWEST = 5
"""Posts that are named; `ugc posts` lists all."""


class GrantHeld(Value):
    """A grant of theirs that is not revoked."""

    id: str
    posts: int | None
    """How many posts it covers; None: everything of theirs."""
    start: date
    end: date | Perpetual


class CreatorShown(Value):
    """A creator with what was written down of them, and what they did."""

    brand: str
    day: date
    creator: Creator
    tier: str | None
    """By the followers of the account that most follow; None where nobody counted them."""
    followers: tuple[Counted, ...]
    """Every snapshot of every account, oldest first."""
    figures: CreatorFigures
    notes: tuple[CreatorNote, ...]
    events: tuple[Event, ...]
    """What happened with them in campaigns, by day."""
    newest: tuple[str, ...]
    """Ids of their newest posts."""
    grants: tuple[GrantHeld, ...]
    has_contact: bool
    """Whether it is known how to reach them."""
    contact: Contact | None = None
    """How; None where it was not asked for."""


def shown(workspace: "Workspace", name: str, *, today: date, contact: bool) -> CreatorShown:
    """Return what is known of a creator. Raises UsageError for one that is not known."""
    catalog = workspace.catalog
    key = catalog.resolve_creator(name)
    profiles = catalog.profiles
    creator = profiles.creators([key])[key]
    reach = profiles.contact(key)
    found = figures(workspace, [key], today=today)[key]
    return CreatorShown(
        figures=found,
        brand=workspace.settings.brand.name,
        day=today,
        creator=creator,
        tier=found.tier,
        followers=tuple(grown(profiles.followers(key))),
        notes=tuple(profiles.notes(key)),
        events=tuple(catalog.campaign_log.of_creator(key)),
        newest=tuple(profiles.newest_posts(key, limit=_NEWEST)),
        grants=tuple(
            GrantHeld(id=grant.id, posts=len(grant.posts) or None, start=grant.start, end=grant.end)
            for grant in catalog.grants_of(key)
        ),
        has_contact=reach != Contact(),
        contact=reach if contact else None,
    )
