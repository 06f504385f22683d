"""Packages prepared: ads planned, told in the platform's own terms, and written."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ugc.errors import MissingError, UsageError, unknown
from ugc.model.ad_packages import AdPackage, BlockedAd
from ugc.model.ads import AD_CHANNELS, AdFault, PackedAd, Placeholder, PlannedAd
from ugc.model.rights import Reason
from ugc.platforms import packer
from ugc.rights.windows import earliest
from ugc.workspace.advertising import folder, quoting
from ugc.workspace.advertising.choosing import choices, spots, standing
from ugc.workspace.advertising.orders import AdOrder, AdsPrepared
from ugc.workspace.advertising.planning import Planner
from ugc.workspace.clearing import markets, selected

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Tell = Callable[[str, int], None]


def prepare(
    workspace: "Workspace", order: AdOrder, *, at: datetime, seen: Tell = lambda *_: None
) -> AdsPrepared:
    """Prepare every ad of an order that the records and the platform's rules allow; list what they do not.

    `seen` is told each thing as it is planned, and how many there are. Raises UsageError for an order that makes no
    sense, MissingError when nothing was rendered that could become an ad.
    """
    check(workspace, order)
    order = quoting.proven(workspace, order)
    planner, planned = _planned(workspace, order, at=at, seen=seen)
    packed: list[PackedAd] = []
    settings = workspace.settings.ads
    platform = packer(order.platform)
    for ad in planned:
        told = platform.pack(ad, settings)
        if isinstance(told, AdFault):
            planner.blocked.append(_faulty(ad, told))
        else:
            packed.append(told)
    package = AdPackage(
        platform=order.platform,
        api_version=platform.api_version(settings),
        brand=workspace.settings.brand.name,
        made_on=workspace.day(at),
        flight=order.flight,
        markets=tuple(sorted({market for each in packed for market in each.ad.markets}))
        or tuple(sorted(markets(workspace, order.markets))),
        valid_until=earliest([each.ad.valid_until for each in packed]) if packed else order.flight[1],
        ledger_head=workspace.catalog.head(),
        ads=tuple(sorted(packed, key=lambda each: each.ad.name)),
        blocked=tuple(planner.blocked),
        placeholders=_each_once(blank for each in packed for blank in each.placeholders),
    )
    return folder.write(workspace, order, package, planner.sources)


def check(workspace: "Workspace", order: AdOrder) -> None:
    """Raise UsageError for an order that makes no sense."""
    channels, ways = AD_CHANNELS[order.platform], packer(order.platform).WAYS
    if order.way not in ways:
        raise UsageError(
            f"On {order.platform} no ad is made with --way {order.way}.", hint=f"It takes {', '.join(ways)}."
        )
    if order.carousel and order.way != "new":
        raise UsageError(
            "--carousel makes a new ad of several pictures.", hint="A carousel that is posted is --way post."
        )
    if order.link is not None and not _address(order.link):
        raise UsageError(
            f"--link {order.link!r} is not a web address.", hint="Write it in full: https://example.com/."
        )
    for name in order.placements:
        rows = [row for row in workspace.tables.placements.values() if row.channel in channels]
        if not any(row.id == name or row.id.startswith(f"{name}.") for row in rows):
            raise unknown("Placement", name, {row.spot for row in rows})


def _address(link: str) -> bool:
    """Whether a text is a web address written in full."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", link)


def _planned(
    workspace: "Workspace", order: AdOrder, *, at: datetime, seen: Tell
) -> tuple[Planner, list[PlannedAd]]:
    today = workspace.day(at)
    if order.way != "new":
        planner = Planner(workspace, order, None)
        cases = list(selected(workspace, order.query, today=today))
        found = []
        for case in cases:
            found.append(planner.of_post(case))
            seen(case.post.id, len(cases))
        return planner, [ad for ad in found if ad]
    place, made = standing(workspace, order.creatives)
    planner = Planner(workspace, order, place)
    posts = {post.id: post for post in workspace.select(order.query, today=today)}
    groups = choices(made, posts, carousel=order.carousel)
    every = (each for group in groups for each in group.creatives)
    if not any(spots(each, workspace.tables, order.platform, carousel=order.carousel) for each in every):
        raise _nothing(workspace, order, place)
    found = []
    for group in groups:
        found.append(planner.of_creatives(group))
        seen(Path(group.creatives[0].file).name, len(groups))
    return planner, [ad for ad in found if ad]


def _nothing(workspace: "Workspace", order: AdOrder, place: Path) -> MissingError:
    """Say that nothing was rendered for a platform, and in which formats it would be."""
    tables, channels = workspace.tables, AD_CHANNELS[order.platform]
    fitting = [
        name
        for name in tables.names
        if any(row.channel in channels for row in tables.format(name, tables.media(name)[0]).placements)
    ]
    what = "a carousel" if order.carousel else "an ad"
    return MissingError(
        f"Nothing of the selection in {place} can become {what} on {order.platform}.",
        hint=f"Render it for there first: ugc render --format {' or '.join(fitting[:4])}.",
    )


def _faulty(ad: PlannedAd, fault: AdFault) -> BlockedAd:
    main = next(iter((*ad.files, *ad.cards)), None)
    return BlockedAd(
        posts=(ad.post.id, *ad.more_posts),
        creators=tuple(each.handle for each in ad.creators),
        variant=main.variant if main else None,
        reasons=(Reason(code=f"platform:{fault.code}", text=fault.text),),
        unblock=(fault.hint,),
    )


def _each_once(blanks: Iterable[Placeholder]) -> tuple[Placeholder, ...]:
    return tuple({blank.name: blank for blank in blanks}.values())
