"""Rows of the posts and of their results, as the sheet tells them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ugc.model.creator_figures import ENGAGEMENTS
from ugc.model.creators import Creator, Followers
from ugc.model.posts import Account, Post
from ugc.model.programme_sheet import Cell
from ugc.model.rights import Case
from ugc.sheet.values import joined, tidy
from ugc.workspace.collecting import link

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 1000
_CAPTION = 200
_NEVER = date.max
_HELD, _REFUSED, _REVOKED = "on hold", "refused", "revoked"
NEVER_SHOWN = (_HELD, _REFUSED, _REVOKED)
"""What `rights_in_words` says of posts whose pictures leave the workspace in no sheet."""


def cases(workspace: "Workspace", ids: Sequence[str]) -> list[Case]:
    """Return posts with their records, in the order of their ids."""
    found: list[Case] = []
    for start in range(0, len(ids), _AT_ONCE):
        found += workspace.catalog.cases(ids[start : start + _AT_ONCE]).values()
    return found


def rows(workspace: "Workspace", cases: Sequence[Case], *, today: date) -> dict[str, dict[str, Cell]]:
    """Return the rows of posts by their ids."""
    zone = ZoneInfo(workspace.settings.timezone)
    return {
        case.post.id: {
            "picture": None,
            "post": case.post.id,
            "creator": _maker(case.post),
            "posted": _posted(case.post, zone),
            "kind": None if case.post.kind == "unknown" else case.post.kind,
            "caption": _beginning(case.post.caption),
            "link": tidy(link(case.post)),
            "tags": joined(case.post.tags),
            "campaigns": joined(case.post.campaigns),
            "rights": rights_in_words(case, today=today),
        }
        for case in cases
    }


def results(
    workspace: "Workspace", cases: Sequence[Case], creators: Mapping[str, Creator]
) -> dict[str, dict[str, Cell]]:
    """Return the newest numbers of the posts that have any, by ids of posts."""
    zone = ZoneInfo(workspace.settings.timezone)
    within = workspace.settings.creators.followers_within_days
    newest = {_account(one.account): one for creator in creators.values() for one in creator.followers}
    found: dict[str, dict[str, Cell]] = {}
    for post in (case.post for case in cases):
        counts = post.counts
        if counts is None:
            continue
        known = [value for name in ENGAGEMENTS if (value := getattr(counts, name)) is not None]
        total = sum(known) if counts.likes is not None else None
        snapshot = newest.get(_account(post.author)) if post.author else None
        found[post.id] = {
            "post": post.id,
            "creator": _maker(post),
            "counted_on": counts.taken_at.astimezone(zone).date() if counts.taken_at else None,
            **{name: getattr(counts, name) for name in ("reach", "views", *ENGAGEMENTS)},
            "engagements": total,
            "rate": _rate(total, snapshot, _posted(post, zone), within),
        }
    return found


def rights_in_words(case: Case, *, today: date) -> str:
    """Say what is on record of a post: what stands in its way first, then what was granted, then what was asked."""
    if case.holds:
        return _HELD
    ended = {item.grant for item in case.revocations if item.effective <= today}
    granted = [one for one in case.grants if one.status == "granted"]
    standing = [one for one in granted if None not in ended and one.id not in ended]
    last = max((_NEVER if one.end == "perpetual" else one.end for one in standing), default=None)
    if last == _NEVER:
        return "granted without end"
    if last is not None and last >= today:
        return f"granted until {last}"
    if last is not None:
        return f"ended {last}"
    if granted:
        return _REVOKED
    if any(one.status == "declined" for one in case.grants) or case.refusals:
        return _REFUSED
    if case.requests:
        return f"asked {max(one.on for one in case.requests)}"
    return next((one.status for one in reversed(case.grants) if one.id not in ended), "none")


def _maker(post: Post) -> str | None:
    return tidy(f"@{post.author.handle}") if post.author else None


def _account(account: Account) -> tuple[str, str]:
    return account.platform, account.handle.casefold()


def _posted(post: Post, zone: ZoneInfo) -> date | None:
    if post.posted_at is None:
        return None
    return post.posted_at.date() if post.precision == "day" else post.posted_at.astimezone(zone).date()


def _rate(total: int | None, followers: Followers | None, posted: date | None, within: int) -> Decimal | None:
    """Engagements over followers that were counted near the post's day; None where they were not."""
    if total is None or not followers or not followers.count or posted is None:
        return None
    if abs((followers.day - posted).days) > within:
        return None
    return round(Decimal(total) / followers.count, 6)


def _beginning(caption: str | None) -> str | None:
    words = tidy(" ".join(caption[: 2 * _CAPTION].split())) if caption else None
    return words if not words or len(words) <= _CAPTION else f"{words[: _CAPTION - 1].rstrip()}…"
