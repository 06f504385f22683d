"""What a revocation or a hold reaches: creatives, uses on record, and what lies in galleries and ad packages.

A creative is reached when it was made under what ends, or when it could run before and cannot any more: of two grants
that say the same a creative names one, and may rest on the other.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.model.base import Value
from ugc.model.galleries import SHOWN_FOR, SHOWN_ON
from ugc.model.marks import Stopped
from ugc.model.rights import Case, Cleared, Reason
from ugc.workspace.clearing import a_use, asked_again
from ugc.workspace.ending.published import Published, Shown, Sought, files_of
from ugc.workspace.ending.running import ReachedUse, cases_of, reached_uses
from ugc.workspace.ending.searching import published
from ugc.workspace.standing import MANIFEST

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_FACTS = {"path", "variant", "concept", "sha256", "format", "posts", "grants"}


class ReachedCreative(Value):
    """A creative that a revocation or hold reaches."""

    path: str
    variant: str
    concept: str
    sha256: str
    format: str
    posts: tuple[str, ...]
    grants: tuple[str, ...]
    allowed: bool
    """Whether other records still allow it somewhere."""
    swept: bool
    """Whether it was moved out of the way already."""
    reasons: tuple[Reason, ...] = ()
    """Why it is not allowed, over its posts and placements."""


class Reach(Value):
    """Everything made from some posts that a revocation or hold reaches, asked for a day."""

    since: date
    """First day on which it may not run."""
    posts: tuple[str, ...]
    creatives: tuple[ReachedCreative, ...]
    uses: tuple[ReachedUse, ...]
    published: Published


class Ending(Value):
    """What ends: some posts' rights, by these records."""

    posts: tuple[str, ...]
    grants: tuple[str, ...] = ()
    records: frozenset[str]
    """Ids of the revocations or holds."""
    days: tuple[date, ...]
    """The first days without rights, each once, in order; of several grants they may differ."""


class Reached(Value):
    """What was reached, with the rows of the creatives that must come down and the mark that each gets."""

    reach: Reach
    down: tuple[tuple[MadeCreative, Stopped], ...]


def reached(workspace: "Workspace", ending: Ending, *, today: date, gone: Sequence[Shown] = ()) -> Reached:
    """Find what an ending reaches, once its records are in the ledger; asking twice finds the same.

    `gone` is what an earlier take-down moved out of galleries.
    """
    catalog = workspace.catalog
    day = max(ending.days[-1], today)
    cases = cases_of(workspace, ending.posts)
    rows: list[MadeCreative] = [
        row for row in catalog.creatives(posts=[case.post.id for case in cases]) if row.creative
    ]
    down, found = _creatives(workspace, rows, ending, day=day)
    sought = _sought(workspace, cases, [row for row, _ in down], day=day, found=found)
    sought.own |= {name for row in rows for name in (row.path, row.sidecar)}
    sought.own |= {(Path(row.path).parent / MANIFEST).as_posix() for row in rows}
    reach = Reach(
        since=ending.days[-1],
        posts=tuple(case.post.id for case in cases),
        creatives=tuple(found),
        uses=reached_uses(workspace, cases, rows=rows, day=day),
        published=published(workspace, sought, gone=gone),
    )
    return Reached(reach=reach, down=tuple(down))


def _creatives(
    workspace: "Workspace", rows: Sequence[MadeCreative], ending: Ending, *, day: date
) -> tuple[list[tuple[MadeCreative, Stopped]], list[ReachedCreative]]:
    catalog = workspace.catalog
    cases = catalog.cases(list(dict.fromkeys(post for row in rows for post in row.posts)))
    before = {post: _without(case, ending.records) for post, case in cases.items()}
    swept = {item.path for item in catalog.care.swept()}
    found: list[ReachedCreative] = []
    down: list[tuple[MadeCreative, Stopped]] = []
    for row in rows:
        allowed, refused = asked(workspace, row, cases, day)
        made_under = not set(ending.grants).isdisjoint(row.grants)
        if not made_under and (allowed or not asked(workspace, row, before, day)[0]):
            continue
        found.append(
            ReachedCreative(
                **row.model_dump(include=_FACTS),
                allowed=bool(allowed),
                swept=row.path in swept,
                reasons=tuple(dict.fromkeys(why for several in refused.values() for why in several)),
            )
        )
        if not allowed:
            ended = {item.id for post in row.posts for item in cases[post].revocations} & ending.records
            on = next(
                (one for one in ending.days[:-1] if not asked(workspace, row, cases, one)[0]), ending.days[-1]
            )
            down.append((row, Stopped(on=on, revocations=tuple(sorted(ended)))))
    return down, found


def _without(case: Case, records: frozenset[str]) -> Case:
    """A post's records as they would be without some revocations and holds."""
    return case.model_copy(
        update={
            "revocations": tuple(item for item in case.revocations if item.id not in records),
            "holds": tuple(item for item in case.holds if item.id not in records),
        }
    )


def _sought(
    workspace: "Workspace",
    cases: Sequence[Case],
    down: Sequence[MadeCreative],
    *,
    day: date,
    found: Sequence[ReachedCreative],
) -> Sought:
    """What must not be shown any more: creatives that must come down, and originals that no gallery may show."""
    sought = Sought()
    if not any(True for _ in files_of(workspace)):
        return sought
    for row in down:
        sought.add(row.variant, sha256=row.sha256, size=row.size, posts=row.posts)
    still = {post for item in found if item.allowed for post in item.posts}
    for case in cases:
        if not _may_be_shown(workspace, case, day):
            for media in case.post.media:
                sought.add(media.sha256, sha256=media.sha256, size=media.size, posts=[case.post.id])
            sought.without |= {case.post.id} - still
    return sought


def _may_be_shown(workspace: "Workspace", case: Case, day: date) -> bool:
    """Whether the records allow a gallery to show a post as it is."""
    for grant in case.grants:
        places = workspace.settings.markets or grant.reach
        for purpose in grant.purposes.intersection(SHOWN_FOR):
            for channel in grant.channels.intersection(SHOWN_ON):
                use = a_use(
                    workspace, purpose=purpose, channel=channel, territories=places, first=day, last=day
                )
                if isinstance(rights.clear(case, use, workspace.settings.rights), Cleared):
                    return True
    return False


def asked(
    workspace: "Workspace", row: MadeCreative, cases: Mapping[str, Case], today: date
) -> tuple[list[str], dict[str, list[Reason]]]:
    """The placements of a creative that are allowed for every post in it, and those that are not, with why.

    The question is put for the day, or for the first day of a flight that is still to come.
    """
    creative = row.creative
    assert creative is not None
    day = max(today, creative.flight[0])
    allowed: list[str] = []
    refused: dict[str, list[Reason]] = {}
    for spot in creative.placements:
        if not spot.allowed:
            continue
        use = asked_again(workspace, creative, spot, first=day, last=day)
        answers = [rights.clear(cases[post], use, workspace.settings.rights) for post in row.posts]
        short = [reason for answer in answers if not isinstance(answer, Cleared) for reason in answer.reasons]
        if all(isinstance(answer, Cleared) for answer in answers):
            allowed.append(spot.placement)
        else:
            refused[spot.placement] = short
    return allowed, refused
