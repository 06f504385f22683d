"""Options that several commands share, and how their values are read."""

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ugc.cli import say
from ugc.cli.days import how_to_write
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "-w", "--workspace", metavar="DIR", help="The workspace; found by walking up when left out."
    ),
]
WorkspacesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "-w",
        "--workspace",
        metavar="DIR",
        help="The workspace; found by walking up when left out. Repeatable: every brand is asked.",
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", callback=say.want_json, help="Print one JSON document on stdout.", is_eager=True),
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who records it; you, when left out.")
]
FlightOption = Annotated[
    str | None,
    typer.Option("--flight", metavar="D..D", help="First and last day, as in 2026-12-01..2026-12-31."),
]
MarketOption = Annotated[
    list[str] | None,
    typer.Option("--market", metavar="CODE", help="Markets instead of those in ugc.toml. Repeatable."),
]

_EARLIEST, _LATEST = date(1990, 1, 1), date(2999, 12, 31)


def now() -> datetime:
    """The one place that asks the clock: this instant in UTC, whole seconds.

    SOURCE_DATE_EPOCH, seconds since 1970, takes its place where runs must be repeatable
    (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}, which is not a time in seconds.") from error


def me() -> str:
    """The name of the account that runs the command; a record always names a person."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("Who is recording this is not known.", hint="Say --by NAME.") from error


def opened(folder: Path | None) -> "Workspace":
    """Open the workspace that was named, or the one around the current folder."""
    from ugc.workspace import Workspace

    return Workspace.open(folder or Path.cwd())


def a_day(text: str, option: str) -> date:
    """Read a day written as 2026-12-01. Raises UsageError naming the option."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option}: {text!r} is not a date.", hint=how_to_write(text)) from error
    if not _EARLIEST <= day <= _LATEST:
        raise UsageError(f"{option}: {text} is not between {_EARLIEST} and {_LATEST}.")
    return day


def a_last_day(text: str, option: str = "--until") -> "date | Literal['perpetual']":
    """Read a last day, or `perpetual`."""
    return "perpetual" if text == "perpetual" else a_day(text, option)


def also(**names: str) -> dict[str, Any]:
    """Settings of a command whose options answer to other names too, which its help does not show."""
    return {"token_normalize_func": lambda name: names.get(name, name)}


def known_territories(names: Sequence[str] | None, option: str) -> Sequence[str] | None:
    """Return territories as they were given. Raises UsageError naming the option for one that is none."""
    from ugc.config import territory

    try:
        for name in names or ():
            territory(name)
    except ValueError as error:
        raise UsageError(f"{option}: {error}.") from error
    return names


def one_day(text: str) -> tuple[date, date]:
    """Read `--on` as a flight of a single day."""
    if ".." in text:
        raise UsageError(f"--on: {text!r} is more than a day.", hint="Several days are --flight D..D.")
    day = a_day(text, "--on")
    return day, day


def a_flight(text: str | None, *, today: date, days: int) -> tuple[date, date]:
    """Read a flight written as D..D, or D for a single day; from today for so many days when there is none."""
    if text is None:
        return today, today + timedelta(days=days - 1)
    first, dots, last = text.partition("..")
    flight = (a_day(first, "--flight"), a_day(last if dots else first, "--flight"))
    if flight[1] < flight[0]:
        raise UsageError(f"--flight: it ends on {flight[1]}, before it starts on {flight[0]}.")
    return flight


def pairs(said: Sequence[str], option: str) -> dict[str, str]:
    """Read a repeatable option of the form NAME=VALUE. Raises UsageError for another form and a name said twice."""
    found: dict[str, str] = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"{option} {one!r} has no name.", hint=f"Write it as in {option} NAME=VALUE.")
        if name.strip() in found:
            raise UsageError(f"{option} {name.strip()} is said twice.", hint="Leave one of them out.")
        found[name.strip()] = value
    return found
