"""`ugc creators benchmark`: how creators compare by tier, niche and platform."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.errors import unknown
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.model.creator_figures import Benchmark, BenchmarkRow

_UNKNOWN = "—"


def benchmark(
    *,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="tier, niche or platform.")] = "tier",
    base: Annotated[
        str, typer.Option(metavar="NAME", help="What engagements are divided by: followers, reach or views.")
    ] = "followers",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Compare creators' engagement by tier, niche or platform, over the posts of this workspace.

    Every figure stands with how many creators and posts it rests on; a group of too few has none.
    """
    from ugc.model.creator_figures import BENCHMARKS, RATE_BASES

    if by not in BENCHMARKS:
        raise unknown("comparison", by, BENCHMARKS)
    if base not in RATE_BASES:
        raise unknown("base", base, RATE_BASES)
    with opened(workspace) as here:
        told = here.creators.benchmark(by=by, base=base, today=here.day(now()))
    _tell(told)
    say.document(told.model_dump(mode="json"))


def _tell(told: "Benchmark") -> None:
    if told.rows:
        head = "Platform" if told.by == "platform" else told.by.capitalize()
        first = () if told.by == "platform" else (head,)
        say.table(
            ((*((say.cut(row.group, 36),) if first else ()), *_cells(row, told)) for row in told.rows),
            heads=(
                *first,
                "Platform",
                "Creators",
                "Posts",
                "Median",
                "Middle half",
                "Range",
                "What was added up",
            ),
        )
        say.out()
    say.out(
        f"Compared: {told.compared:,} of {counted(told.of, 'creator')}, by the median of each creator's posts over "
        f"{told.base}; on each platform a creator counts once."
        + (" Who has several niches is in each." if told.by == "niche" else "")
    )
    for one in told.left_out:
        say.out(f"Left out: {counted(one.creators, 'creator')}, because {one_line(one.why)}.")


def _cells(row: "BenchmarkRow", told: "Benchmark") -> tuple[str, ...]:
    from ugc.creators.figures_words import formula, percent, span

    counts = (row.platform, f"{row.creators:,}", f"{row.posts:,}")
    if row.median is None or row.low is None or row.high is None or row.least is None or row.most is None:
        too_few = f"fewer than {told.least_creators} creators"
        return (*counts, _UNKNOWN, _UNKNOWN, _UNKNOWN, too_few)
    return (
        *counts,
        percent(row.median),
        span(row.low, row.high),
        span(row.least, row.most),
        formula(row.parts, told.base, mixed=row.mixed),
    )
