"""How an export writes figures, days and ids, decided from all cells of each column, and what is said of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ugc.delivery._dates import Order
from ugc.delivery._figures import Mark, currency_of
from ugc.delivery._survey import AMOUNTS, COUNTS, DAYS, IDS, Evidence, Survey
from ugc.delivery._words import countries_of, state_of
from ugc.text import counted, one_line

_FEW_ZEROS = 3
_MOST_NAMED = 6


class Conventions(NamedTuple):
    """How each column is read, in the order of the header's columns."""

    marks: tuple[Mark | None, ...]
    orders: tuple[Order | None, ...]
    proven: tuple[bool, ...]
    """Whether its ids were not rounded as a whole."""
    rates: tuple[bool, ...]
    """Percentages, where a count was looked for: not read."""


def decide(survey: Survey, *, exact: bool = False) -> Conventions:
    """Decide for every column from all of its cells; where it shows nothing, the other columns decide.

    `exact`: figures are written as programs do, with a point before fractions.
    """
    columns, evidence = survey.header.columns, survey.evidence
    marks: list[Mark | None] = [_mark((each,)) for each in evidence]
    orders: list[Order | None] = [_order((each,)) for each in evidence]
    figured = [
        each for each, column in zip(evidence, columns, strict=True) if column.field in COUNTS | AMOUNTS
    ]
    dated = [each for each, column in zip(evidence, columns, strict=True) if column.field in DAYS]
    usual, first = _mark(figured), _order(dated)
    for at, each in enumerate(evidence):
        if exact:
            marks[at] = "."
        elif not (each.sights[","] or each.sights["."]):
            marks[at] = usual
        if not (each.sights["day"] or each.sights["month"]):
            orders[at] = first
    proven = tuple(each.proven or _by_chance(each.rounded) for each in evidence)
    rates = tuple(
        column.field in COUNTS and _is_rate(each) for column, each in zip(columns, evidence, strict=True)
    )
    return Conventions(tuple(marks), tuple(orders), proven, rates)


def _mark(evidence: Iterable[Evidence]) -> Mark | None:
    commas = points = False
    for each in evidence:
        commas, points = commas or bool(each.sights[","]), points or bool(each.sights["."])
    if commas == points:
        return None
    return "," if commas else "."


def _order(evidence: Iterable[Evidence]) -> Order | None:
    day = month = False
    for each in evidence:
        day, month = day or bool(each.sights["day"]), month or bool(each.sights["month"])
    if day == month:
        return None
    return "day" if day else "month"


def _by_chance(rounded: set[str]) -> bool:
    """Whether one id alone ends in so few zeros that it may be so."""
    return len(rounded) == 1 and not next(iter(rounded)).endswith("0" * _FEW_ZEROS)


def _is_rate(evidence: Evidence) -> bool:
    return bool(evidence.sights["rate"] or evidence.sights["fraction"])


def notes_of(survey: Survey, conventions: Conventions) -> list[str]:
    """Say what is uncertain in an export, column by column."""
    notes: list[str] = []
    for at, column in enumerate(survey.header.columns):
        evidence, shown = survey.evidence[at], repr(column.heading[:60])
        if conventions.rates[at]:
            notes.append(f"{shown} holds percentages or fractions, not counts, and was not read")
        elif column.field in COUNTS | AMOUNTS:
            notes += _figure_notes(evidence, shown, conventions.marks[at], amounts=column.field in AMOUNTS)
        elif column.field in DAYS:
            notes += _day_notes(evidence, shown, conventions.orders[at])
        elif column.field in IDS:
            lost = evidence.lost + (0 if conventions.proven[at] else evidence.sights["rounded"])
            if lost:
                notes.append(
                    f"{counted(lost, 'id')} in {shown} {'was' if lost == 1 else 'were'} damaged by a spreadsheet"
                )
        notes += _word_notes(evidence, shown, column.field)
    return notes + _currency_notes(survey)


def _figure_notes(evidence: Evidence, shown: str, mark: Mark | None, *, amounts: bool) -> list[str]:
    notes, sights = [], evidence.sights
    if sights[","] and sights["."]:
        notes.append(f"{shown} writes fractions both with a comma and with a point")
    if amounts and mark is None and sights["either"]:
        of = counted(sights["either"], "cell")
        notes.append(
            f"{of} of {shown} can be read in two ways, as {evidence.two_ways!r}, and was left unknown"
        )
    bad = sights["bad"] + (sights["rate"] if amounts else 0)
    if bad:
        as_ = f", as {one_line(evidence.odd)!r}" if evidence.odd else ""
        notes.append(f"{counted(bad, 'cell')} of {shown} {'is' if bad == 1 else 'are'} no figure{as_}")
    return notes


def _day_notes(evidence: Evidence, shown: str, order: Order | None) -> list[str]:
    notes = []
    if evidence.sights["either"] and order is None:
        of = counted(evidence.sights["either"], "day")
        notes.append(
            f"{of} in {shown} can be read in two ways, as {evidence.two_ways!r}: day or month first; left unknown"
        )
    if evidence.sights["bad"]:
        of = counted(evidence.sights["bad"], "cell")
        notes.append(f"{of} of {shown} cannot be read as a day, as {one_line(evidence.odd or '')!r}")
    return notes


def _word_notes(evidence: Evidence, shown: str, field: str) -> list[str]:
    if field == "state":
        odd = [word for word in evidence.seen if state_of(word) == "unknown"]
        return [f"words for the state that are not known, in {shown}: {_some(odd)}"] if odd else []
    if field == "markets":
        odd = [word for text in evidence.seen for word in countries_of(text)[1]]
        return [f"places that are no country that is known, in {shown}: {_some(odd)}"] if odd else []
    if field == "currency":
        odd = [word for word in evidence.seen if currency_of(word) is None]
        return [f"currencies that are not known, in {shown}: {_some(odd)}"] if odd else []
    return []


def _currency_notes(survey: Survey) -> list[str]:
    columns = survey.header.columns
    held = [at for at, each in enumerate(survey.evidence) if each.filled]
    money = [at for at in held if columns[at].field.startswith(("spend", "revenue"))]
    stated = any(columns[at].currency or survey.evidence[at].signs for at in money)
    if not money or stated or any(columns[at].field == "currency" for at in held):
        return []
    return [f"the currency of {columns[money[0]].heading[:60]!r} is not stated"]


def _some(words: Sequence[str]) -> str:
    words = list(dict.fromkeys(one_line(word)[:40] for word in words))
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return ", ".join(map(repr, words[:_MOST_NAMED])) + more
