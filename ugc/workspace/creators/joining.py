"""Accounts that are one person's, joined: one by one, or as a list says. There is no way back but an older copy."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import text
from ugc.errors import InputError, UgcError, UsageError
from ugc.model.base import Value
from ugc.model.creators import Creator
from ugc.model.posts import PLATFORMS, Account
from ugc.text import counted
from ugc.workspace.creators.naming import an_account, creator_named
from ugc.workspace.creators.sheets import cells_of, read_sheet

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_HANDLES = ("handle", "account", "creator", "username", "profile", "link", "url", "kept", "same_as")
_PLATFORMS = tuple(name for name in PLATFORMS if name not in ("email", "web", "other"))
"""Platforms whose name heads a column of accounts; a column of e-mail addresses says how to reach people."""
_SHOWN = 20


class Joining(Value):
    """Names that are to be one person."""

    names: tuple[str, ...]
    """The first one's key is the one that is shown from then on."""
    place: str = ""
    """Where in a list it stands, as in `line 3`; empty for what was typed."""


class PersonJoined(Value):
    """Accounts that are one person's now."""

    place: str
    creator: Creator
    joined: tuple[str, ...]
    """Keys that meant somebody else before; none where all of them were one person already."""
    notes: tuple[str, ...] = ()
    """What to know about it, in sentences."""


class CreatorsJoined(Value):
    """What was joined."""

    joined: tuple[PersonJoined, ...]
    dry: bool


def join(
    workspace: "Workspace",
    joinings: Sequence[Joining],
    *,
    by: str,
    why: str,
    today: date,
    new: bool = False,
) -> CreatorsJoined:
    """Join them, all or nothing; what was written down of each comes together, and a note says who did it and why.

    Raises UsageError for one that is not known or stands in a list for two people; of a list, InputError that names
    every line.
    """
    faults: list[str] = []
    done: list[PersonJoined] = []
    places: dict[str, str] = {}
    with workspace.catalog.transaction():
        for one in joinings:
            try:
                person = _joined(workspace, one, by=by, why=why, today=today, new=new)
                done.append(_with_place_before(person, places))
            except UsageError as error:
                if not one.place:
                    raise
                faults.append(f"{one.place}: {error.message}" + (f" {error.hint}" if error.hint else ""))
        if faults:
            raise _refused(faults, len(joinings))
    return CreatorsJoined(joined=tuple(done), dry=workspace.rehearsing)


def read_list(path: Path) -> list[Joining]:
    """Read a list with a person a line, CSV or XLSX: a column for each platform, or handles beside each other.

    A row of headings is recognised. Raises InputError for a file that holds no line with two names.
    """
    header, rows = read_sheet(path, known={*_PLATFORMS, *_HANDLES})
    found: list[Joining] = []
    for row in rows:
        cells = cells_of(row)
        names = [
            _name(cell, header[at] if header else "")
            for at, cell in enumerate(cells)
            if cell and (not header or (at < len(header) and header[at] in (*_PLATFORMS, *_HANDLES)))
        ]
        if row.fault:
            raise InputError(f"{path.name}, line {row.line}: {row.fault}.")
        if names:
            found.append(Joining(names=tuple(dict.fromkeys(names)), place=f"line {row.line}"))
    if not any(len(one.names) > 1 for one in found):
        raise InputError(
            f"{path.name} has no line with two accounts of one person.",
            hint="Write a line a person: @ana,tiktok:ana.tt",
        )
    return found


def _name(cell: str, column: str) -> str:
    """An account as a cell writes it; the column may say the platform."""
    name = text.one_line(cell)
    if column in _PLATFORMS:
        account = an_account(name, column)
        return f"{account.platform}:{account.handle}" if account else name
    return name


def _joined(
    workspace: "Workspace", one: Joining, *, by: str, why: str, today: date, new: bool
) -> PersonJoined:
    if len(one.names) < 2:
        raise UsageError("It names one account alone.", hint="Name two or more accounts of one person.")
    keys = list(dict.fromkeys(creator_named(workspace, name, new=new)[0] for name in one.names))
    profiles = workspace.catalog.profiles
    before = profiles.creators(keys)
    notes = [*_twice(before), *_reaching(workspace, before)]
    for other in keys[1:]:
        workspace.catalog.same_creator(keys[0], other)
    if len(keys) > 1:
        told = "; ".join(_named(before[key]) for key in keys)
        words = f"Joined as one person: {told}. Why: {text.one_line(why)}"
        profiles.add_note(keys[0], words, by=text.one_line(by), day=today)
    return PersonJoined(
        place=one.place,
        creator=profiles.creators(keys[:1])[keys[0]],
        joined=tuple(before[key].key for key in keys[1:]),
        notes=tuple(notes) if len(keys) > 1 else ("They were one person already.",),
    )


def _with_place_before(person: PersonJoined, places: dict[str, str]) -> PersonJoined:
    """Say it where another line named the same person: all of both are one."""
    earlier = places.get(person.creator.key)
    places[person.creator.key] = person.place
    if not earlier:
        return person
    note = f"They stand in {earlier} too: all accounts of both lines are one person."
    return person.model_copy(update={"notes": (*person.notes, note)})


def _twice(before: "dict[str, Creator]") -> list[str]:
    """What to know where both have an account of one platform: people may, and so may two people."""
    told = []
    for platform in PLATFORMS:
        there = [account for creator in before.values() for account in creator.on(platform)]
        if len({creator.key for creator in before.values() if creator.on(platform)}) > 1:
            told.append(f"They have {counted(len(there), 'account')} on {platform}: {_listed(there)}.")
    return told


def _reaching(workspace: "Workspace", before: "dict[str, Creator]") -> list[str]:
    """What rights reach further by it: grants and holds over everything of one of them."""
    catalog = workspace.catalog
    told = []
    for key, creator in before.items():
        others = [one for name, one in before.items() if name != key]
        posts = counted(sum(one.posts for one in others), "post")
        theirs = f"of {_listed([account for one in others for account in one.accounts])}"
        grants = [grant.id for grant in catalog.grants_of(key) if not grant.posts]
        holds = [hold.id for hold in catalog.holds(creator.key)]
        if grants:
            told.append(
                f"{', '.join(grants)} covers everything of {_listed(creator.accounts)}, and so"
                f" the {posts} {theirs} too. See that this is what was granted."
            )
        if holds:
            told.append(f"{', '.join(holds)} stops everything of theirs, and so the {posts} {theirs} too.")
    return told


def _named(creator: Creator) -> str:
    """Their accounts, and the key where it is none of them."""
    listed = _listed(creator.accounts)
    return listed if creator.key in listed.split(", ") else f"{listed} (known as {creator.key})"


def _listed(accounts: Sequence[Account]) -> str:
    return ", ".join(f"{account.platform}:{account.handle}" for account in accounts) or "no account"


def _refused(faults: Sequence[str], lines: int) -> UgcError:
    shown = [*faults[:_SHOWN], *([f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else [])]
    return InputError(
        "\n    ".join(
            (f"Nobody was joined: {len(faults)} of {counted(lines, 'line')} cannot be joined.", *shown)
        ),
        hint="Put these right, or take them out, and see it with --dry-run first.",
    )
