"""Codes sealed into the catalog, and opened again. Nothing of a code is ever in a message."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.catalog.sealed import PARTS, Part
from ugc.errors import MissingError, UsageError, unknown

if TYPE_CHECKING:
    from ugc.vault import Vault
    from ugc.workspace import Workspace

LONGEST = 2000
"""Characters of a code; the longest that a platform is known to give has a few hundred."""
_SHOWN = 4


def vault(workspace: "Workspace") -> "Vault":
    """The vault of this machine, which seals new codes as the workspace's others are sealed."""
    from ugc.vault import VERSIONS, Vault

    newest = [workspace.catalog.sealed.newest(version) for version in VERSIONS]
    return Vault.here(likes=[(name_of(found[0], found[1]), found[2]) for found in newest if found])


def name_of(authorization: str, part: Part = "code") -> str:
    """By what a sealed code is known: as its placeholder in a package names it."""
    return authorization if part == "code" else f"{authorization}.{part}"


def cleaned(secret: str, what: str = "The code") -> str:
    """Return a code without white space and invisible characters around it, as they come along from a chat.

    Raises UsageError for what cannot be a code: nothing, too much, or something inside it that cannot be typed.
    """
    if len(secret) > 10 * LONGEST:
        raise UsageError(f"{what} is too long to be one: it may have {LONGEST:,} characters.")
    start, end = 0, len(secret)
    while start < end and _around(secret[start]):
        start += 1
    while end > start and _around(secret[end - 1]):
        end -= 1
    code = secret[start:end]
    if not code:
        raise UsageError(f"{what} is empty.")
    if len(code) > LONGEST:
        raise UsageError(f"{what} is too long to be one: it may have {LONGEST:,} characters.")
    for place, character in enumerate(code, 1):
        if character.isspace() or character == "\ufffd" or unicodedata.category(character)[0] == "C":
            raise UsageError(
                f"{what} has white space or something invisible inside, at character {place}.",
                hint="Copy it again from where the creator sent it, and nothing beside it.",
            )
    return code


def last_of(code: str) -> str:
    """The end of a code by which people know it: four characters, and never more than half of it."""
    return code[-min(_SHOWN, len(code) // 2) :] if len(code) > 1 else ""


def keep(
    workspace: "Workspace", sealer: "Vault", authorization: str, part: Part, code: str, *, at: datetime
) -> None:
    """Seal a code into the catalog, in the caller's transaction. A rehearsal leaves no key behind."""
    sealed = sealer.seal(code, name=name_of(authorization, part), make=not workspace.rehearsing)
    workspace.catalog.sealed.keep(authorization, part, sealed, at=at)


def open_code(
    workspace: "Workspace", authorization: str, part: str = "code", *, opener: "Vault | None" = None
) -> str:
    """Return a code. Raises MissingError where none is sealed, UsageError where its key is not here.

    `opener` is shared by those who open many: a key is made of a passphrase once, and that takes its time.
    """
    wanted = _part(part)
    sealed = workspace.catalog.sealed.of(authorization).get(wanted)
    if sealed is None:
        which = "code" if wanted == "code" else "code of the original post"
        option = "--code" if wanted == "code" else "--original-code"
        raise MissingError(
            f"No {which} is sealed for {authorization}.",
            hint=f"Give it again: ugc ads codes add {authorization} {option} -",
        )
    return (opener or vault(workspace)).open(sealed, name=name_of(authorization, wanted))


def _part(name: str) -> Part:
    for part in PARTS:
        if part == name:
            return part
    raise unknown("Part of a code", name, PARTS)


def _around(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc") or character == "\ufeff"
