"""`ugc campaigns report`: whether a campaign worked."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.errors import InputError

if TYPE_CHECKING:
    from ugc.model.campaign_report import CampaignReport, Grouped
    from ugc.reports.campaign_words import Told

_MOST = 20
"""Groups that are printed; the files and the document have all of them."""
_LABEL = 32


def report(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The campaign: campaigns/NAME.toml.")],
    *,
    sales: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The shop's sheet by promo code: code, clicks, orders, revenue."),
    ] = None,
    ads: Annotated[
        list[Path] | None,
        typer.Option(metavar="EXPORT", help="Exports of ad accounts, to stand beside. Repeatable."),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="@CREATOR", help="Set this creator against all others, side by side."),
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots.")] = None,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a workbook, one row a group.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Report what a campaign brought: posts, views, engagements, sales by code, cost, ROAS, the brand's audience.

    Every figure says how many posts or creators it covers; what is not known is missing, never 0.
    """
    from ugc import delivery
    from ugc.workspace.advertising.results import take_exports

    at = now()
    sheet = delivery.read_sales(sales) if sales else None
    taken = take_exports(ads, read=delivery.read) if ads else None
    with opened(workspace) as here:
        told = here.campaigns.report(name, today=here.day(at), sales=sheet, ads=taken, compare=compare)
    _tell(told)
    if html:
        from ugc.reports.campaign_page import campaign_page

        campaign_page(told, html)
        say.out(f"Wrote {say.place(html)}")
    if xlsx:
        from ugc.exports.campaign_report import report_xlsx
        from ugc.files import write_bytes

        write_bytes(xlsx, report_xlsx(told, at=at))
        say.out(f"Wrote {say.place(xlsx)}")
    say.document(told.model_dump(mode="json"))
    unread = told.ads.unread if told.ads else ()
    for each in unread:
        say.note(f"not read: {each.file}: {each.fault}")
    say.leave(InputError.code if unread else 0)


def _tell(told: "CampaignReport") -> None:
    from ugc.reports import campaign_words as words

    say.out(f"{told.title}, {words.flight(told)}. {words.summary(told)}")
    say.out()
    say.table(
        ((row.title, row.text, row.cover) for row in words.sides_rows(told.total)),
        heads=("Whole campaign", "", "Covers"),
    )
    say.out(f"{words.REACH}: {words.REACH_HOW}.")
    for sentence in words.no_cost(told.total):
        say.out(sentence)
    for each in told.groups:
        if each.groups:
            _grouped(each)
    if told.sides:
        say.out()
        say.out(words.sides_said(told.sides))
        say.table(
            ((title, _cell(left), _cell(right)) for title, left, right in words.paired(told.sides)),
            heads=("Side by side", say.cut(told.sides.large.label, _LABEL), told.sides.others.label),
        )
    _beside(told)
    for note in told.notes:
        say.note(f"note: {note}")


def _cell(told: "Told") -> str:
    return f"{told.text} ({told.cover})" if told.cover else told.text


def _grouped(each: "Grouped") -> None:
    from ugc.reports import campaign_words as words

    say.out()
    rows = []
    for group in each.groups[:_MOST]:
        cells = [*words.post_cells(group)]
        if each.by == "creator":
            costs = "; ".join(_cell(one) for one in words.money("Cost", group.cost, "creator"))
            cells += [costs, _cell(words.count("Orders", group.orders, "code"))]
        rows.append((say.cut(group.label, _LABEL), *cells))
    heads = [each.title, "Posts", words.REACH, "Views", "Engagements", "Rate, by followers"]
    say.table(rows, heads=[*heads, *(["Cost", "Orders"] if each.by == "creator" else [])])
    if len(each.groups) > _MOST:
        say.out(f"… and {len(each.groups) - _MOST:,} more; --xlsx, --html and --json have them all.")


def _beside(told: "CampaignReport") -> None:
    from ugc.reports import campaign_words as words

    if told.ads:
        say.out()
        say.table(
            ((row.title, row.text, row.cover) for row in words.ads(told.ads)),
            heads=("Paid, never added to the above", "", "Covers"),
        )
        if told.ads.shared:
            say.out(f"{told.ads.shared:,} of these rows show posts of others too.")
    if told.growth:
        say.out()
    for one in told.growth:
        say.out(words.growth(one))
    if told.earned:
        say.out()
        say.out(words.earned(told.earned))
    if told.codes_apart:
        say.note(f"note: of nobody here, or of several: the codes {', '.join(told.codes_apart[:_MOST])}")
