"""`ugc ads results`: what ads did, by what of ours they show."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption
from ugc.errors import InputError

if TYPE_CHECKING:
    from ugc.model.results import Breakdown, Group, Measure, Results

_MOST = 20
"""Groups of a breakdown that are printed; the files and the document have all of them."""
_LABEL = 36


def results(
    exports: Annotated[
        list[Path],
        typer.Argument(metavar="EXPORT...", help="Exports of ad accounts, or their APIs' answers."),
    ],
    *,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="NAMES",
            help="concept, creator, hook, template, format, market, axes, platform; joined by commas, or repeated. "
            "All but platform if left out.",
        ),
    ] = None,
    sales: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A sheet of promo codes: code, orders, revenue, currency; creator or post."
        ),
    ] = None,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a page with plots.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a table, one row a group.")] = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Report what ads did: spend, hook and hold rate, CTR, CPA, ROAS and sales by code, for each concept and more.

    Every rate stands with its sample; below the least sample of ugc.toml it says "too few".
    """
    from ugc import delivery
    from ugc.workspace.advertising.results import take_exports

    names = [name.strip() for joined in by or () for name in joined.split(",") if name.strip()]
    found = []
    documents = []
    sheet = delivery.read_sales(sales) if sales else None
    with all_opened(workspace) as brands:
        taken = take_exports(exports, read=delivery.read, sales=sheet)
        for here in brands.workspaces:
            told = here.ads.results(taken, by=names)
            brands.head(here)
            _tell(told)
            found.append(told)
            documents.append(brands.document(here, told.model_dump(mode="json")))
    _write(found, html=html, csv=csv)
    say.document(documents if brands.several else documents[0])
    for each in taken.unread:
        say.note(f"not read: {each.file}: {each.fault}")
    say.leave(InputError.code if taken.unread else 0)


def _write(found: "list[Results]", *, html: Path | None, csv: Path | None) -> None:
    if html:
        from ugc.reports.results_page import results_page

        results_page(found, html)
        say.out(f"Wrote {say.place(html)}")
    if csv:
        from ugc.exports.results import results_csv
        from ugc.files import write_bytes

        write_bytes(csv, results_csv(found))
        say.out(f"Wrote {say.place(csv)}")


def _tell(told: "Results") -> None:
    from ugc.reports import results_words as words

    say.out(f"{words.days(told)[:1].upper()}{words.days(told)[1:]}. {words.summary(told)}")
    say.out(words.least(told))
    for each in told.breakdowns:
        if each.groups:
            _breakdown(each, told)
    _codes(told)
    say.out()
    for measure in told.measures:
        if any(_state(group, measure) != "none" for each in told.breakdowns for group in each.groups):
            say.out(f"{measure.title}: {measure.formula}; n: {words.sample_name(measure)}.")
    for note in (*words.overlapping(told.overlaps), *told.notes):
        say.note(f"note: {note}")


def _breakdown(each: "Breakdown", told: "Results") -> None:
    from ugc.reports import results_words as words

    measures = [m for m in told.measures if any(_state(group, m) != "none" for group in each.groups)]
    say.out()
    say.table(
        (_row(group, measures) for group in each.groups[:_MOST]),
        heads=(each.title, "Spend", *(measure.title for measure in measures), "By code"),
    )
    if len(each.groups) > _MOST:
        say.out(f"… and {len(each.groups) - _MOST:,} more; --csv and --json have them all.")
    for found in each.comparisons:
        if found.ahead or found.behind:
            say.out(found.text)
    if each.repeated:
        say.out(words.repeated(each.repeated))


def _row(group: "Group", measures: "Iterable[Measure]") -> tuple[str, ...]:
    from ugc.reports import results_words as words

    sold = "; ".join(f"{orders}, {more[0]}" for orders, more in map(words.sold, group.sales))
    cells = [words.cell(group, measure) for measure in measures]
    return say.cut(group.label, _LABEL), "; ".join(words.spend(group)) or "–", *cells, sold or "–"


def _state(group: "Group", measure: "Measure") -> str:
    """told, too_few or none: the most that a group has of a measure."""
    from ugc.reports import results_words as words

    states = {rate.state for rate, _ in words.rates(group, measure) if rate}
    return next((state for state in ("told", "too_few") if state in states), "none")


def _codes(told: "Results") -> None:
    unknown = [code.code for code in told.codes if code.by == "unknown"]
    if unknown:
        shown = ", ".join(unknown[:_MOST]) + (" …" if len(unknown) > _MOST else "")
        say.note(f"note: no ad and no creator of these exports is known for the codes {shown}")
