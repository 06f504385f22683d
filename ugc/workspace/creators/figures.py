"""The figures of a workspace's creators: engagement, growth, hints, and how they compare."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ugc.creators.benchmark import Compared
from ugc.creators.benchmark import benchmark as compare
from ugc.creators.comments import Comment, comments_in
from ugc.creators.figures import account_figures, creator_figures
from ugc.errors import UgcError
from ugc.model.creator_figures import Benchmark, BenchmarkBy, CreatorFigures, MeasuredAccount, RateBase

if TYPE_CHECKING:
    from ugc.workspace import Workspace

MOST_COMMENTS = 5000
"""Comments that are read of one account, those under its newest posts."""


def figures(workspace: "Workspace", keys: Iterable[str], *, today: date) -> dict[str, CreatorFigures]:
    """Return the figures of creators by the keys asked for, any that they were ever known by.

    The hints hold them against every creator of the workspace. Raises UgcError for a key that is nobody's.
    """
    rows = workspace.catalog.profiles.figures
    asked = list(dict.fromkeys(keys))
    own = rows.own_keys(asked)
    unknown = next((key for key in asked if key not in own), None)
    if unknown is not None:
        raise UgcError(f"No creator has the key {unknown}.")
    wanted = list(dict.fromkeys(own[key] for key in asked))
    found = creator_figures(
        _measured(workspace),
        wanted,
        comments=_comments(workspace, wanted),
        settings=workspace.settings.creators,
        today=today,
    )
    return {key: found[own[key]] for key in asked}


def benchmark(workspace: "Workspace", *, by: BenchmarkBy, base: RateBase, today: date) -> Benchmark:
    """Compare all creators of a workspace over its own posts, the brand's own accounts aside."""
    measured = _measured(workspace)
    told = workspace.catalog.profiles.creators(measured)
    brand = workspace.settings.brand.handle.lstrip("@").casefold()
    settings = workspace.settings.creators
    compared = [
        Compared(
            key,
            told[key].profile.niches,
            tuple(account_figures(one, settings=settings, today=today) for one in accounts),
        )
        for key, accounts in measured.items()
        if not brand or all(one.account.handle.casefold() != brand for one in accounts)
    ]
    return compare(compared, by=by, base=base, settings=settings)


def _measured(workspace: "Workspace") -> dict[str, list[MeasuredAccount]]:
    profiles = workspace.catalog.profiles
    return profiles.figures.measured(profiles.all(), zone=ZoneInfo(workspace.settings.timezone))


def _comments(workspace: "Workspace", keys: list[str]) -> dict[tuple[str, int], list[Comment]]:
    """The comments under posts of each account of creators: of each post those of the record that has most."""
    by_post: dict[tuple[str, int], dict[str, tuple[Comment, ...]]] = {}
    read: dict[tuple[str, int], int] = {}
    for said in workspace.catalog.profiles.figures.said(keys, ("comment",)):
        account = (said.creator, said.place)
        if read.get(account, 0) >= MOST_COMMENTS:
            continue
        comments = comments_in(said.importer, said.raw)
        read[account] = read.get(account, 0) + len(comments)
        posts = by_post.setdefault(account, {})
        posts[said.post] = max(posts.get(said.post, ()), comments, key=len)
    return {
        account: [one for comments in posts.values() for one in comments]
        for account, posts in by_post.items()
    }
