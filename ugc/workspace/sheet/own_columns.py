"""What the headings of one's own sheets mean, by tab: learned once with `--map`, kept in `columns.toml`."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from ugc.errors import UsageError, unknown
from ugc.files import write_text
from ugc.model.programme_sheet import TabName
from ugc.sheet.own import IGNORE, heading
from ugc.sheet.tabs import TABS
from ugc.workspace import columns


def learned(root: Path, tab: TabName) -> dict[str, str]:
    """Return what is known of headings for a tab. Raises UsageError for a file that is not as it should be."""
    columns.learned(root)
    path = root / columns.NAME
    if not path.is_file():
        return {}
    tables = tomllib.loads(path.read_text("utf-8")).get("sheet", {})
    table = tables.get(tab, {}) if isinstance(tables, dict) else None
    if not isinstance(table, dict):
        raise UsageError(
            f"{columns.NAME}: `sheet.{tab}` is not a table of headings.", hint=f"Begin it with [sheet.{tab}]."
        )
    return {
        name: _column(tab, str(key), where=f"{columns.NAME}: the column of {name!r},")
        for name, key in table.items()
    }


def wished(tab: TabName, told: Sequence[str]) -> dict[str, str]:
    """Read what was given as HEADING=COLUMN. Raises UsageError as `columns.mapped` does."""
    return columns.mapped(
        told,
        lambda key: _column(tab, key, where="--map: the column"),
        what="column",
        example="Due date=due",
    )


def check(wishes: Mapping[str, str], headings: Sequence[str]) -> None:
    """Look whether a sheet has the headings that are mapped. Raises UsageError for one that it has not."""
    for name in wishes:
        if heading(name) not in map(heading, headings):
            raise unknown("--map: the heading", name[:80], headings)


def learn(root: Path, tab: TabName, wishes: Mapping[str, str]) -> tuple[str, ...]:
    """Keep what was wished for; return the headings that this is new of. What people wrote in the file stays."""
    known = {heading(name): key for name, key in learned(root, tab).items()}
    new = {name: key for name, key in wishes.items() if known.get(heading(name)) != key}
    if not new:
        return ()
    path = root / columns.NAME
    text = path.read_text("utf-8") if path.is_file() else ""
    kept = _without(text, tab, new)
    lines = "".join(
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(key)}\n" for name, key in new.items()
    )
    write_text(path, columns.with_lines(kept, f"sheet.{tab}", lines))
    return tuple(new)


def _without(text: str, tab: TabName, new: Mapping[str, str]) -> str:
    """A file without the lines of a tab's table that speak of headings that are learned anew."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            inside = line.strip() == f"[sheet.{tab}]"
        if not (inside and _speaks_of(line, new)):
            kept.append(line)
    return "".join(kept)


def _speaks_of(line: str, new: Mapping[str, str]) -> bool:
    try:
        told = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return any(heading(name) in map(heading, new) for name in told)


def _column(tab: TabName, key: str, *, where: str) -> str:
    plain = key.strip().casefold()
    if plain in ("-", IGNORE):
        return IGNORE
    for column in TABS[tab].columns:
        if plain in (column.key, column.heading.casefold()):
            return column.key
    raise unknown(where, key.strip(), [*(column.key for column in TABS[tab].columns), IGNORE])
