"""Creators who have shown the brand already, by themselves: named it, tagged it, commented under its posts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ugc.catalog.figures import folded
from ugc.creators.comments import comments_in
from ugc.creators.tagging import TAGS, tagged_in
from ugc.errors import UgcError
from ugc.model.campaigns import Campaign, Engages
from ugc.text import fold

if TYPE_CHECKING:
    from ugc.workspace import Workspace

MOST = 100
"""Posts that are told of each kind, the newest."""
MOST_RECORDS = 20_000
"""Records of the brand's own posts that are read for comments, the newest."""


def engaging(
    workspace: "Workspace", keys: Iterable[str], *, campaign: Campaign | None = None
) -> dict[str, Engages]:
    """Return where creators have shown the brand, by the keys asked for; of each kind at most `MOST` posts.

    The brand is known by its handle in `ugc.toml` and the campaign's mentions, by the workspace's hashtags and the
    campaign's. A comment is a creator's when it bears a handle that an account of theirs has today, on the platform of
    the post. Raises UgcError for a key that is nobody's.
    """
    rows = workspace.catalog.profiles.figures
    asked = list(dict.fromkeys(keys))
    own = rows.own_keys(asked)
    unknown = next((key for key in asked if key not in own), None)
    if unknown is not None:
        raise UgcError(f"No creator has the key {unknown}.")
    wanted = list(dict.fromkeys(own.values()))
    handles = folded((workspace.settings.brand.handle, *(campaign.mentions if campaign else ())))
    hashtags = folded((*workspace.settings.hashtags, *(campaign.hashtags if campaign else ())))
    mentioned = rows.showing(wanted, mentions=handles, hashtags=hashtags)
    tagged = _tagged(workspace, wanted, handles)
    commented = _commented(workspace, wanted, handles)
    found = {
        key: Engages(
            mentioned=tuple(mentioned.get(key, ())[:MOST]),
            tagged=tuple(tagged.get(key, {}))[:MOST],
            commented=tuple(commented.get(key, {}))[:MOST],
        )
        for key in wanted
    }
    return {key: found[own[key]] for key in asked}


def _tagged(workspace: "Workspace", keys: list[str], handles: tuple[str, ...]) -> dict[str, dict[str, None]]:
    found: dict[str, dict[str, None]] = {}
    brands = frozenset(handles)
    for said in workspace.catalog.profiles.figures.said(keys, TAGS) if handles else ():
        if tagged_in(said.raw) & brands:
            found.setdefault(said.creator, {})[said.post] = None
    return found


def _commented(
    workspace: "Workspace", keys: list[str], handles: tuple[str, ...]
) -> dict[str, dict[str, None]]:
    rows = workspace.catalog.profiles.figures
    bearers: dict[tuple[str, str], str] = {
        (account.platform, fold(account.handle)): key
        for key, accounts in rows.accounts(keys).items()
        for account in accounts
    }
    found: dict[str, dict[str, None]] = {}
    for read, said in enumerate(rows.said_of_brand(handles)):
        if read >= MOST_RECORDS:
            break
        for comment in comments_in(said.importer, said.raw):
            creator = bearers.get((said.platform, comment.author))
            if creator and comment.author not in handles:
                found.setdefault(creator, {})[said.post] = None
    return found
