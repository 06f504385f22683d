"""Words that several commands about campaigns share."""

from datetime import date
from typing import Annotated

import typer

from ugc.cli import say
from ugc.model.campaigns import Amount

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The campaign, by its file's name.")]
MaybeNameArgument = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="One campaign; all of them if left out.")
]
NOTHING = "—"
"""Stands in tables for what is not known."""


def days(first: date | None, last: date | None) -> str:
    """A flight as it is read: `2026-03-01..2026-04-30`."""
    return f"{first or ''}..{last or ''}" if first or last else NOTHING


def number(value: int | None) -> str:
    """A number, or the mark for what is not known."""
    return NOTHING if value is None else f"{value:,}"


def spoken(token: str) -> str:
    """A word of a vocabulary as people read it."""
    return token.replace("_", " ")


def sums(amounts: tuple[Amount, ...]) -> str:
    """Sums of several currencies in a line."""
    return " and ".join(f"{one.value:,f} {one.currency}" for one in amounts) or "nothing"


def typed(name: str) -> str:
    """A campaign's name as it can be typed."""
    return say.quoted(name)
