"""What stands beside an ad's picture, held against the limits of every placement that it is to run in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ugc.formats import Tables
from ugc.model.probes import Problem
from ugc.model.rights import Reason
from ugc.workspace.ad_texts import problems_of


def problems(
    tables: Tables, placements: Iterable[str], texts: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with texts in placements, by their ids; each with the placement's name."""
    for id in placements:
        row = tables.placements[id]
        chosen = tables.format(id, "image" if row.medium == "carousel" and row.types else row.medium)
        alone = chosen.model_copy(update={"placements": (row,)})
        for field, said in texts.items():
            for text in said:
                yield from problems_of(field, text, alone, tables)


def as_reason(name: str, problem: Problem) -> Reason:
    """Say a problem with a file or a text as a reason why an ad cannot run in a placement."""
    return Reason(code=f"check:{problem.code}", text=f"{name}: {problem.text} {_figures(problem)}")


def said(name: str, problem: Problem) -> str:
    """Say a problem in a sentence, with what to do about it."""
    return f"{name}: {problem.text} {_figures(problem)} {problem.fix}"


def _figures(problem: Problem) -> str:
    return ", ".join(filter(None, (problem.measured, problem.required))) + "."
