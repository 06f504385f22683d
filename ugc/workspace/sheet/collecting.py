"""What a sheet says: the programme of today, from the catalog, the campaigns' files and their log, in bulk."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from ugc import campaigns
from ugc.errors import UsageError
from ugc.model.creators import Creator
from ugc.model.posts import Post
from ugc.model.programme_sheet import Cell, Programme
from ugc.sheet.values import joined, money, tidy
from ugc.text import fold
from ugc.workspace.sheet import figures, of_ledger
from ugc.workspace.sheet import posts_out as of_posts

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Rows = dict[str, dict[str, Cell]]
TODAY = "today"
"""The id of what was not given out."""


class _Asked(NamedTuple):
    """What a sheet is about."""

    campaigns: Sequence[str]
    creators: list[str]
    """Keys."""
    keys: dict[str, str]
    """Of those whom the campaigns name, by their names there."""
    posts: list[str]
    """Ids."""
    campaign: bool
    """Whether it is about one campaign, and so about all of its deliverables."""
    whole: bool
    """Whether it is about everything."""


def programme(workspace: "Workspace", campaign: str | None, query: str, *, today: date) -> Programme:
    """Return the rows of all tabs, by ids: keys of creators, `campaign/deliverable`, ids of posts and of records.

    With a campaign: its creators, deliverables and posts, and what is on record of them. With a query: the posts that
    it means, and who made them. Nothing in it says how to reach anybody. Raises UsageError for a campaign or a word of
    the query that is not known.
    """
    asked = _asked(workspace, campaign, query, today=today)
    creators = workspace.catalog.profiles.creators(asked.creators)
    cases = of_posts.cases(workspace, asked.posts)
    names = None if asked.whole else _names(workspace, (case.post for case in cases), creators)
    return Programme(
        id=TODAY,
        at=datetime.combine(today, time(), UTC),
        campaign=asked.campaigns[0] if campaign else None,
        tabs={
            "creators": _creators(workspace, creators, today=today),
            "deliverables": _deliverables(workspace, asked, today=today),
            "posts": of_posts.rows(workspace, cases, today=today),
            "rights": of_ledger.rights(workspace, names, today=today),
            "codes": of_ledger.codes(workspace, names),
            "results": of_posts.results(workspace, cases, creators),
        },
    )


def _asked(workspace: "Workspace", campaign: str | None, query: str, *, today: date) -> _Asked:
    read = (
        [campaigns.read(campaign, workspace.root).name] if campaign else list(campaigns.names(workspace.root))
    )
    keys: dict[str, str] = {}
    owed: list[str] = []
    if campaign or not query.strip():
        for name in read:
            told = campaigns.read(name, workspace.root)
            for invited in told.creators:
                with suppress(UsageError):  # somebody of whom nothing is known yet
                    keys[invited.creator] = workspace.catalog.resolve_creator(invited.creator)
            owed += [
                piece.post
                for piece in told.deliverables
                if piece.post and workspace.catalog.knows(piece.post)
            ]
            owed += [event.post for event in workspace.catalog.campaign_log.of(name) if event.post]
    ids = workspace.selected_ids(query, today=today)
    if campaign:
        known = fold(read[0]) in map(fold, workspace.catalog.campaigns())
        labelled = workspace.selected_ids(f'campaign:"{read[0]}"', today=today) if known else []
        wanted = set(workspace.catalog.overview.numbers([*owed, *labelled]).values())
        numbers = workspace.catalog.overview.numbers(ids)
        ids = [id for id in ids if numbers[id] in wanted]
    if not campaign and not query.strip():
        return _Asked(read, workspace.catalog.profiles.all(), keys, ids, campaign=False, whole=True)
    authors = workspace.catalog.overview.authors(workspace.catalog.overview.numbers(ids).values())
    made = {min(known) for known in authors.values() if known}
    own = workspace.catalog.profiles.creators(sorted(made | set(keys.values())))
    listed = sorted({one.key for one in own.values()})
    named = read if campaign else _of(workspace, read, keys, set(listed))
    return _Asked(named, listed, keys, ids, campaign=bool(campaign), whole=False)


def _of(workspace: "Workspace", names: Iterable[str], keys: dict[str, str], creators: set[str]) -> list[str]:
    """The campaigns that name any of these creators; `keys` gets those whom they name."""
    found = []
    for name in names:
        for invited in campaigns.read(name, workspace.root).creators:
            with suppress(UsageError):
                key = workspace.catalog.resolve_creator(invited.creator)
                if key in creators:
                    keys[invited.creator] = key
                    found.append(name)
    return list(dict.fromkeys(found))


def _names(workspace: "Workspace", posts: Iterable[Post], creators: Iterable[str]) -> set[str]:
    """Every name by which records can speak of these posts and creators."""
    own = {name for post in posts for name in (post.id, *post.aliases)}
    return own | workspace.catalog.overview.keys(creators)


def _creators(workspace: "Workspace", creators: dict[str, Creator], *, today: date) -> Rows:
    told = figures.told(workspace, creators, today=today)
    rows: Rows = {}
    for one in sorted(creators.values(), key=lambda one: (one.handle.casefold(), one.key)):
        profile, figure = one.profile, told[one.key]
        rows[one.key] = {
            "creator": tidy(f"@{one.handle}"),
            "accounts": joined(f"{each.platform}:{each.handle}" for each in one.accounts),
            "name": tidy(profile.name),
            "niches": joined(profile.niches),
            "tags": joined(profile.tags),
            "languages": joined(profile.languages),
            "country": tidy(profile.country),
            "audience": tidy(profile.audience),
            "followers": figure.followers,
            "followers_day": figure.followers_day,
            "followers_now": None,
            "tier": figure.tier,
            "engagement": figure.engagement,
            "engagement_n": figure.posts,
            "posts": one.posts,
            "note": None,
        }
    return rows


def _deliverables(workspace: "Workspace", asked: _Asked, *, today: date) -> Rows:
    rows: Rows = {}
    kept = set(asked.creators)
    for name in asked.campaigns:
        campaign = campaigns.read(name, workspace.root)
        events = workspace.catalog.campaign_log.of(campaign.name)
        paid = {event.deliverable: event.day for event in events if event.what == "paid"}
        codes = {piece.id: invited.code for invited in campaign.creators for piece in invited.deliverables}
        for one in campaigns.progress(campaign, events, creators=asked.keys, today=today):
            piece = one.deliverable
            if one.creator not in kept and not (asked.whole or asked.campaign):
                continue
            rows[f"{campaign.name}/{piece.id}"] = {
                "deliverable": piece.id,
                "campaign": campaign.name,
                "creator": tidy(piece.creator),
                "kind": piece.kind,
                "platform": piece.platform,
                "due": piece.due,
                "state": one.state,
                "since": one.since,
                "late": one.late or None,
                "post": tidy(piece.post or one.post),
                "fee": money(piece.fee),
                "paid_on": paid.get(piece.id),
                "code": tidy(codes[piece.id]),
                "note": tidy(piece.note),
            }
    return rows
