"""Which posts of a campaign have, today, the rights that it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ugc import rights
from ugc.errors import UsageError
from ugc.model.base import Value
from ugc.model.campaigns import Campaign
from ugc.model.rights import Cleared, Use
from ugc.model.vocab import Channel, Edit, Identity, Purpose, expand_edits
from ugc.workspace.campaigns.standing import Standing
from ugc.workspace.clearing import a_use, markets

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class Wish(Value):
    """The rights that a campaign asks for: its own words, else those of [asking] in `ugc.toml`."""

    purposes: tuple[Purpose, ...]
    channels: tuple[Channel, ...]
    identities: tuple[Identity, ...]
    edits: tuple[Edit, ...]
    days: int
    markets: tuple[str, ...]


@dataclass(frozen=True)
class Licences:
    """What the records say of the posts of a campaign."""

    wish: Wish
    posts: Mapping[str, tuple[str, ...]]
    """By id, what is missing, each a sentence; nothing where all is held."""
    not_here: tuple[str, ...]
    """Deliverables that are posted, and whose post the catalog does not have."""
    unread: str | None = None
    """Why nothing could be asked, if so: the posts are then not told."""


def wish_of(workspace: "Workspace", campaign: Campaign) -> Wish:
    """Return the rights that a campaign asks for."""
    usual, own = workspace.settings.asking, campaign.rights
    return Wish.model_validate(
        {
            "purposes": (own and own.purposes) or usual.purposes,
            "channels": (own and own.channels) or usual.channels,
            "identities": (own and own.identities) or usual.identities,
            "edits": (own and own.edits) or tuple(sorted(expand_edits(frozenset(usual.edits)))),
            "days": (own and own.days) or usual.days,
            "markets": campaign.markets or workspace.settings.markets,
        }
    )


def licences(workspace: "Workspace", stands: Standing) -> Licences:
    """Return what the records say of the posted deliverables of a campaign, for its whole wish, today."""
    wish = wish_of(workspace, stands.campaign)
    posted = [one for one in stands.progress if one.state == "posted"]
    known = {one.deliverable.id: one.post for one in posted if one.post and workspace.catalog.knows(one.post)}
    away = tuple(one.deliverable.id for one in posted if one.deliverable.id not in known)
    try:
        uses = _uses(workspace, stands, wish)
    except UsageError as error:
        return Licences(wish=wish, posts={}, not_here=away, unread=error.message)
    cases = workspace.catalog.cases(list(dict.fromkeys(known.values())))
    return Licences(
        wish=wish,
        posts={
            id: tuple(
                dict.fromkeys(
                    reason.text
                    for use in uses
                    if not isinstance(answer := rights.clear(case, use, workspace.settings.rights), Cleared)
                    for reason in answer.reasons
                )
            )
            for id, case in cases.items()
        },
        not_here=away,
    )


def _uses(workspace: "Workspace", stands: Standing, wish: Wish) -> list[Use]:
    """The wish as questions, in every market at once, for today alone."""
    places = markets(workspace, wish.markets)
    return [
        a_use(
            workspace,
            purpose=purpose,
            channel=channel,
            identity=identity,
            territories=places,
            first=stands.today,
            last=stands.today,
            edits=frozenset(wish.edits),
        )
        for purpose in wish.purposes
        for channel in wish.channels
        for identity in wish.identities
    ]
