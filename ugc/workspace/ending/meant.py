"""Which creative a person means by a file, the name of one, or one of the two ids at its end."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.errors import UsageError
from ugc.files import sha256_of
from ugc.identity import VARIANT_DIGITS, ids_in_name

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_LEAST = 6
"""Digits of an id that say which is meant."""
_HEX = frozenset("0123456789abcdef")
_LISTED = 6


def creative_meant(workspace: "Workspace", name: str) -> MadeCreative:
    """Return the creative that is meant. Raises UsageError for none, for several, and for a proof."""
    rows = _by_content(workspace, name) or _by_name(workspace, name)
    rows = [row for row in rows if not row.proof] or rows
    variants = sorted({f"v{row.variant[:VARIANT_DIGITS]}" for row in rows})
    if not rows:
        raise UsageError(
            f"No creative is known as {name!r}.", hint="Give the file, its name, or its id as in v3489d736f8."
        )
    if len(variants) > 1:
        listed = ", ".join(variants[:_LISTED]) + (", …" if len(variants) > _LISTED else "")
        raise UsageError(f"{name!r} could be any of {len(variants)}: {listed}.", hint="Name one of these.")
    if rows[0].proof:
        raise UsageError(
            f"{Path(rows[0].path).name} is a proof, cleared for nothing.", hint="Name the creative that ran."
        )
    return rows[0]


def _by_content(workspace: "Workspace", name: str) -> list[MadeCreative]:
    with suppress(OSError, ValueError):  # a name that no file can have
        if Path(name).is_file():
            return list(workspace.catalog.creatives(sha256=sha256_of(Path(name))))
    return []


def _by_name(workspace: "Workspace", name: str) -> list[MadeCreative]:
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    if ids_in_name(last):
        row, _ = workspace.catalog.creative_by_name(last)
        return [row] if row else []
    word = last.casefold()
    readings = [("variant", word[1:])] if word.startswith("v") else [("variant", word), ("concept", word)]
    if word.startswith("c"):
        readings.append(("concept", word[1:]))
    found: dict[str, MadeCreative] = {}
    for field, digits in readings:
        if len(digits) >= _LEAST and _HEX.issuperset(digits):
            rows = workspace.catalog.creatives(short=digits)
            found |= {row.path: row for row in rows if getattr(row, field).startswith(digits)}
    return list(found.values())
