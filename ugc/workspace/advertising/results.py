"""What ads did: rows of exports joined with what is ours, counted once, and added up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ugc.model.auditing import JoinedRow
from ugc.model.delivery import ReadExport
from ugc.model.results import ResultAd, Results, Sale
from ugc.results.figures import broken_down, breakdowns_of, total
from ugc.results.measures import MEASURES
from ugc.results.overlaps import once
from ugc.results.rows import Placed, ad_key
from ugc.results.selling import Sold, code_sales
from ugc.results.tally import Least
from ugc.text import counted
from ugc.workspace.advertising.traits import Traits

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def results(
    workspace: "Workspace",
    joined: Iterable[JoinedRow],
    *,
    exports: Sequence[ReadExport] = (),
    sales: Sequence[Sale] = (),
    by: Sequence[str] = (),
) -> Results:
    """Return what the ads of some exports did, grouped by what of the workspace's they show.

    `exports` is what the files were understood to be, `sales` the rows of a sheet of promo codes, `by` names of
    `BREAKDOWNS`; none is all but the platforms. Raises UsageError for a breakdown that is not known.
    """
    least = Least(workspace.settings.ads.least_impressions, workspace.settings.ads.least_conversions)
    traits = Traits(workspace)
    placed, overlaps = once([traits.placed(row) for row in joined])
    names = breakdowns_of(by, placed)
    days = [day for item in placed for day in (item.row.since, item.row.until) if day]
    return Results(
        brand=workspace.settings.brand.name,
        exports=tuple(exports),
        since=min(days, default=None),
        until=max(days, default=None),
        least_impressions=least.impressions,
        least_conversions=least.conversions,
        measures=MEASURES,
        total=total(placed, least),
        breakdowns=broken_down(placed, names, least, sales),
        overlaps=overlaps,
        codes=code_sales(Sold(placed, sales)),
        ads=tuple(_ads(placed)),
        notes=tuple(_notes(placed)),
    )


def _ads(placed: Iterable[Placed]) -> Iterable[ResultAd]:
    """Every ad in the figures that is ours, with what it shows."""
    found: dict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for item in placed:
        if item.shown:
            found[ad_key(item.row), item.shown.variant, item.shown.posts].append(item)
    ads = [
        ResultAd(
            ad_name=rows[0].row.ad_name,
            ad_id=rows[0].row.ad_id,
            platform=rows[0].row.platform,
            variant=rows[0].shown.variant,
            concept=rows[0].shown.concept,
            posts=rows[0].shown.posts,
            rows=len(rows),
        )
        for rows in found.values()
        if rows[0].shown
    ]
    return sorted(
        ads, key=lambda ad: (ad.ad_name or "", ad.ad_id or "", ad.platform or "", ad.variant or "", ad.posts)
    )


def _notes(placed: Sequence[Placed]) -> Iterable[str]:
    """What the person should know before they believe a figure."""
    names = sum(item.shown is not None and not item.shown.certain for item in placed)
    if names:
        yield (
            f"{counted(names, 'row was', 'rows were')} found to be ours by a name or a likeness alone, which "
            "anybody can give."
        )
    damaged = sum(bool(item.row.damaged) for item in placed)
    if damaged:
        yield (
            f"{counted(damaged, 'row has', 'rows have')} cells whose value was lost before it came here; "
            "they count without it."
        )
    if any(item.row.spend is not None and item.row.currency is None for item in placed):
        yield "Some spend is in a currency that the export does not say; it is kept apart."
    if any(item.row.since is None or item.row.until is None for item in placed):
        yield "Some rows do not say which days they are about: for overlaps they were taken to be about any."
    ids = {(item.row.platform, item.row.ad_name) for item in placed if item.row.ad_id and item.row.ad_name}
    bare = {(item.row.platform, item.row.ad_name) for item in placed if not item.row.ad_id}
    if shared := ids & bare:
        yield (
            f"{counted(len(shared), 'ad name stands', 'ad names stand')} in some rows with an id and in others "
            "without: where these are the same ad, days of it may be counted twice."
        )
