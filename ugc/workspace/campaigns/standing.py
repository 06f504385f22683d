"""A campaign as it stands on a day: its file, who its creators are, what happened, and how far each piece is."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.errors import InputError, UsageError
from ugc.model.campaigns import Campaign, Event, Invited, Progress

if TYPE_CHECKING:
    from ugc.workspace import Workspace


@dataclass(frozen=True)
class Standing:
    """A campaign with all that is known of it."""

    campaign: Campaign
    creators: Mapping[str, str]
    """Keys of the catalog, by the names in the file."""
    unknown: Mapping[str, str]
    """Why the catalog cannot tell who is meant, by the names in the file."""
    events: tuple[Event, ...]
    progress: tuple[Progress, ...]
    today: date

    def of(self, invited: Invited) -> tuple[Progress, ...]:
        """Return the pieces of one creator."""
        return tuple(one for one in self.progress if one.deliverable in invited.deliverables)

    def named(self, key: str) -> str | None:
        """Return how the file names a creator."""
        return next((name for name, known in self.creators.items() if known == key), None)


def standing(workspace: "Workspace", name: str, *, today: date) -> Standing:
    """Return a campaign as it stands. Raises UsageError and InputError as `campaigns.read` does."""
    campaign = campaigns.read(name, workspace.root)
    creators: dict[str, str] = {}
    unknown: dict[str, str] = {}
    for invited in campaign.creators:
        try:
            creators[invited.creator] = workspace.catalog.resolve_creator(invited.creator)
        except UsageError as error:
            unknown[invited.creator] = error.message
    events = tuple(workspace.catalog.campaign_log.of(campaign.name))
    told = campaigns.progress(campaign, events, creators=creators, today=today)
    return Standing(
        campaign=campaign,
        creators=creators,
        unknown=unknown,
        events=events,
        progress=tuple(_with_post(workspace, one) for one in told),
        today=today,
    )


def all_standing(workspace: "Workspace", name: str | None, *, today: date) -> list[Standing]:
    """Return one campaign, or every one that has a file, by name."""
    names = [name] if name is not None else campaigns.names(workspace.root)
    return [standing(workspace, each, today=today) for each in names]


def _with_post(workspace: "Workspace", one: Progress) -> Progress:
    """With the post's id as it is now; a post that the file names and nobody imported stays as the file has it."""
    if one.post:
        with suppress(UsageError, InputError):
            return one.model_copy(update={"post": workspace.catalog.resolve(one.post)})
    return one
