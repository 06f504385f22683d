"""A new campaign's file: the starter with what is known filled in, where the starter explains it."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

import tomlkit

from ugc.campaigns.toml_bodies import inline, lines_of
from ugc.campaigns.writing import AddCreator, AddDeliverable, written
from ugc.errors import UsageError
from ugc.model.campaigns import Amount
from ugc.resources import ASSETS

STARTER = ASSETS / "starter" / "campaign.toml"
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,78}[\w-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)
"""Names of devices: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file."""

Field = str | date | tuple[str, ...] | Amount


def safe_name(name: str) -> str:
    """Return the name of a campaign. Raises UsageError for one that is no safe name of a file."""
    name = name.strip()
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name) or ".." in name or name.endswith(".toml"):
        raise UsageError(
            f"{name!r} cannot name a campaign: it is the name of its file too.",
            hint="Use letters, digits, hyphens and spaces, at most 80, as in spring-26.",
        )
    return name


def started(
    name: str,
    fields: Mapping[str, Field],
    creators: Sequence[tuple[AddCreator, Sequence[tuple[AddDeliverable, int]]]] = (),
) -> str:
    """Return the text of a new campaign's file: the starter with its fields filled in, then the creators.

    Each creator comes with their pieces, and how many of each there are.
    """
    text = STARTER.read_text("utf-8")
    title = json.dumps(str(fields.get("title") or name), ensure_ascii=False).replace("\x7f", "\\u007f")
    text = text.replace('"@TITLE@"', title, 1)
    for key, value in fields.items():
        if key != "title":
            text = _filled_in(text, key, value)
    return text + "".join(_creator(creator, pieces) for creator, pieces in creators)


def _filled_in(text: str, key: str, value: Field) -> str:
    """With a field that the starter has behind a #; what explains it stays."""
    said = f"{key} = {tomlkit.item(written(value)).as_string()}"
    lines = text.splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith(f"#{key} = "))
    lines[place] = f"{said}   # {lines[place].rpartition('  # ')[2]}"
    return "".join(lines)


def _creator(creator: AddCreator, pieces: Sequence[tuple[AddDeliverable, int]]) -> str:
    told = {key: written(getattr(creator, key)) for key in ("creator", "offer", "code", "link", "note")}
    text = f"\n[[creators]]\n{lines_of({key: value for key, value in told.items() if value is not None})}"
    if not pieces:
        return text
    return f"{text}deliverables = [\n{''.join(f'  {_piece(*each)},{chr(10)}' for each in pieces)}]\n"


def _piece(piece: AddDeliverable, number: int) -> str:
    told = {"id": piece.id, "kind": piece.kind, "number": number if number > 1 else None}
    told |= {key: written(getattr(piece, key)) for key in ("platform", "due", "hashtag", "post", "note")}
    return inline({key: value for key, value in told.items() if value is not None})
