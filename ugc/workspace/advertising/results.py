"""What ads did: rows of exports joined with what is ours, counted once, and added up."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ugc.errors import InputError, UgcError
from ugc.model.auditing import JoinedRow
from ugc.model.delivery import AdRow, ReadExport, Sale, Sales
from ugc.model.results import ResultAd, Results, UnreadExport
from ugc.results.figures import AXIS, breakdowns_of, broken_down, foreign, total
from ugc.results.measures import MEASURES
from ugc.results.overlaps import once
from ugc.results.rows import Placed, ad_key
from ugc.results.selling import Sold, code_sales
from ugc.results.tally import Least
from ugc.text import counted
from ugc.workspace.advertising.traits import Traits

if TYPE_CHECKING:
    from ugc.delivery import Delivered
    from ugc.workspace import Workspace


class Taken(NamedTuple):
    """All that was read: rows of exports, and sales by promo codes."""

    rows: Sequence[AdRow] = ()
    exports: tuple[ReadExport, ...] = ()
    unread: tuple[UnreadExport, ...] = ()
    sales: tuple[Sale, ...] = ()
    notes: tuple[str, ...] = ()


NOTHING = Taken()


def take_exports(
    paths: Sequence[Path], *, read: Callable[[Path], "Delivered"], sales: Sales | None = None
) -> Taken:
    """Read exports, each file once; one that cannot be understood is told, and costs only itself.

    `read` reads one file, `sales` is a sheet of promo codes that was read. Where files of several folders are called
    the same, their rows bear the whole path. Raises InputError when none of them can be understood.
    """
    files = list({path.resolve(): path for path in paths}.values())
    shared = {name for name, number in Counter(path.name for path in files).items() if number > 1}
    rows: list[AdRow] = []
    exports: list[ReadExport] = []
    unread: list[UnreadExport] = []
    faults: list[UgcError] = []
    for path in files:
        own = str(path) if path.name in shared else path.name
        try:
            delivered = read(path)
            found = [_of_file(row, own) for row in delivered.rows]
        except InputError as error:
            unread.append(UnreadExport(file=str(path), fault=error.message, hint=error.hint))
            faults.append(error)
            continue
        rows += found
        exports.append(delivered.export.model_copy(update={"file": own}))
    if faults and not exports:
        raise faults[0]
    told = sales.rows if sales else ()
    return Taken(rows, tuple(exports), tuple(unread), told, tuple(_sheet_notes(sales)))


def _of_file(row: AdRow, name: str) -> AdRow:
    return row if row.file == name else row.model_copy(update={"file": name})


def _sheet_notes(sales: Sales | None) -> Iterable[str]:
    if sales is None:
        return
    if sales.skipped:
        yield f"{sales.file}: {counted(len(sales.skipped), 'row')} of the sheet of codes could not be used."
    yield from (f"{sales.file}: {note}" for note in sales.notes)


def results(
    workspace: "Workspace", joined: Iterable[JoinedRow], *, taken: Taken = NOTHING, by: Sequence[str] = ()
) -> Results:
    """Return what the ads of some exports did, grouped by what of the workspace's they show.

    `joined` is the rows with what they show, `taken` all that was read, `by` names of `BREAKDOWNS`; none is all but the
    platforms. Raises UsageError for a breakdown that is not known.
    """
    least = Least(workspace.settings.ads.least_impressions, workspace.settings.ads.least_conversions)
    traits = Traits(workspace)
    placed, overlaps = once([traits.placed(row) for row in joined])
    names = breakdowns_of(by, placed)
    sales = tuple(_by_id(workspace, sale) for sale in taken.sales)
    days = [day for item in placed for day in (item.row.since, item.row.until) if day]
    return Results(
        brand=workspace.settings.brand.name,
        exports=taken.exports,
        unread=taken.unread,
        since=min(days, default=None),
        until=max(days, default=None),
        least_impressions=least.impressions,
        least_conversions=least.conversions,
        measures=MEASURES,
        total=total(placed, least),
        not_ours=foreign(placed, least),
        breakdowns=broken_down(placed, names, least, sales),
        overlaps=overlaps,
        codes=code_sales(Sold(placed, sales)),
        ads=tuple(_ads(placed)),
        notes=(*_notes(placed), *_without_axes(by, names), *taken.notes),
    )


def _without_axes(by: Sequence[str], names: Sequence[str]) -> Iterable[str]:
    if "axes" in by and not any(name.startswith(AXIS) for name in names):
        yield "No ad shows a creative whose copy was chosen along an axis."


def _by_id(workspace: "Workspace", sale: Sale) -> Sale:
    """A sale with the id of the post that its sheet names by any id or link; as it is where none is known."""
    if not sale.post:
        return sale
    try:
        return sale.model_copy(update={"post": workspace.catalog.resolve(sale.post)})
    except UgcError:
        return sale


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
