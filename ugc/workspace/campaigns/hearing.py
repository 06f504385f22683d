"""Who should hear from the brand today, over all campaigns, with the open requests of the ledger."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ugc.campaigns.following import Rules, follow_ups
from ugc.model.base import Value
from ugc.model.campaign_questions import CreatorDue, RightsAsked
from ugc.workspace.asking.pending import Thread, open_threads, threads_about
from ugc.workspace.campaigns.standing import Standing, all_standing

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class CampaignsDue(Value):
    """Who should hear from the brand, by campaign."""

    today: date
    campaigns: tuple[str, ...]
    """Those that were looked at."""
    due: tuple[CreatorDue, ...]


def due(workspace: "Workspace", name: str | None, *, today: date) -> CampaignsDue:
    """Return the creators of one campaign, or of all, who should hear from the brand today."""
    every = all_standing(workspace, name, today=today)
    rules = Rules(workspace.settings.campaigns, workspace.settings.asking.remind_after_days, today)
    asked = _asked(workspace, {key for stands in every for key in stands.creators.values()})
    found = [
        one
        for stands in every
        for one in follow_ups(
            stands.campaign,
            stands.progress,
            stands.events,
            rules=rules,
            creators=stands.creators,
            requests=asked,
        )
    ]
    return CampaignsDue(
        today=today, campaigns=tuple(stands.campaign.name for stands in every), due=tuple(found)
    )


def threads_of(workspace: "Workspace", stands: Standing) -> list[Thread]:
    """Return the requests of the ledger about a campaign's creators or its posts, oldest first."""
    names = {
        *own_keys(workspace, stands.creators.values()),
        *(one.post for one in stands.progress if one.post),
    }
    return threads_about(workspace, names) if names else []


def own_keys(workspace: "Workspace", keys: Iterable[str]) -> Mapping[str, str]:
    """Return every key that some creators ever had, with the one that each has now."""
    return {former: key for key in dict.fromkeys(keys) for former in workspace.catalog.care.person(key).keys}


def _asked(workspace: "Workspace", creators: Iterable[str]) -> list[RightsAsked]:
    """The open requests to some creators, by the key that each has now."""
    now = own_keys(workspace, creators)
    return [
        RightsAsked(
            record=thread.request.id,
            creator=now[str(thread.request.creator)],
            day=thread.newest.on,
            posts=thread.open,
        )
        for thread in open_threads(workspace)
        if thread.request.creator in now
    ]
