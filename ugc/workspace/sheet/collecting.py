"""What a sheet says: the catalog's rows of today. Only the columns that people edit, and those that name a row."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ugc import campaigns
from ugc.errors import UsageError
from ugc.model.entries import record_of
from ugc.model.programme_sheet import Cell, Programme
from ugc.model.records import Grant

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_Tab = dict[str, dict[str, Cell]]


def programme(workspace: "Workspace", campaign: str | None, query: str, *, today: date) -> Programme:
    """Return the rows of all tabs, by ids: keys of creators, `campaign/deliverable`, ids of posts and of grants."""
    names = [campaign] if campaign else campaigns.names(workspace.root)
    return Programme(
        id="s-today",
        at=datetime(today.year, today.month, today.day, tzinfo=UTC),
        campaign=campaign,
        tabs={
            "creators": _creators(workspace),
            "deliverables": {
                id: row for name in names for id, row in _deliverables(workspace, name, today=today).items()
            },
            "posts": _posts(workspace, query, today=today),
            "rights": _rights(workspace),
        },
    )


def _creators(workspace: "Workspace") -> _Tab:
    profiles = workspace.catalog.profiles
    return {
        key: {
            "creator": f"@{one.handle}",
            "accounts": ", ".join(f"{each.platform}:{each.handle}" for each in one.accounts) or None,
            "name": one.profile.name,
            "niches": ", ".join(one.profile.niches) or None,
            "tags": ", ".join(one.profile.tags) or None,
            "languages": ", ".join(one.profile.languages) or None,
            "country": one.profile.country,
            "audience": one.profile.audience,
            "followers": max((each.count for each in one.followers), default=None),
        }
        for key, one in profiles.creators(profiles.all()).items()
    }


def _deliverables(workspace: "Workspace", name: str, *, today: date) -> _Tab:
    campaign = campaigns.read(name, workspace.root)
    events = workspace.catalog.campaign_log.of(campaign.name)
    keys: dict[str, str] = {}
    for invited in campaign.creators:
        with suppress(UsageError):
            keys[invited.creator] = workspace.catalog.resolve_creator(invited.creator)
    paid = {event.deliverable: event.day for event in events if event.what == "paid"}
    rows: _Tab = {}
    for one in campaigns.progress(campaign, events, creators=keys, today=today):
        piece = one.deliverable
        rows[f"{campaign.name}/{piece.id}"] = {
            "deliverable": piece.id,
            "campaign": campaign.name,
            "creator": piece.creator,
            "kind": piece.kind,
            "platform": piece.platform,
            "due": piece.due,
            "state": one.state,
            "post": piece.post or one.post,
            "fee": f"{piece.fee.value:f} {piece.fee.currency}" if piece.fee else None,
            "paid_on": paid.get(piece.id),
            "code": campaign.invited(piece).code,
            "note": piece.note or None,
        }
    return rows


def _posts(workspace: "Workspace", query: str, *, today: date) -> _Tab:
    return {
        post.id: {
            "post": post.id,
            "tags": ", ".join(post.tags) or None,
            "campaigns": ", ".join(post.campaigns) or None,
        }
        for post in workspace.select(query, today=today)
    }


def _rights(workspace: "Workspace") -> _Tab:
    grants = (record_of(entry) for entry in workspace.catalog.entries() if entry.kind == "grant")
    return {
        one.id: {
            "record": one.id,
            "subject": ", ".join(one.posts) or f"@{one.licensor}",
            "status": one.status,
        }
        for one in grants
        if isinstance(one, Grant)
    }
