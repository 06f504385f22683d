"""What the headings of a workspace's sheets mean: learned once with `ugc import --map`, kept in `columns.toml`."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ugc.errors import InputError, UsageError, unknown
from ugc.files import write_text
from ugc.importers import IGNORE, Headings, column_of, fields, heading, importers, read_any
from ugc.model.sheets import SheetRead
from ugc.text import one_line

NAME = "columns.toml"
"""Beside `ugc.toml`."""

TABLES = ("columns", "sheet")
"""Of headings that imports read, and of those of sheets of one's own, by tab: `workspace.sheet.own_columns`."""

_ABOUT = """# What the headings of your sheets mean, as `ugc import --map 'HEADING=FIELD'` learned it.
# A heading is matched whatever its capitals. "ignore" leaves a column out. Edit it as you like.

[columns]
"""


def learned(root: Path) -> dict[str, str]:
    """Return what is known of headings, in the form in which they are compared; nothing where there is no file.

    Raises UsageError for a file that is not as it should be.
    """
    path = root / NAME
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{NAME} is not TOML that can be read: {error}.", hint="Mend it, or delete it."
        ) from error
    for name in data:
        if name not in TABLES:
            raise unknown(f"{NAME}: table", name, TABLES)
    table = data.get("columns", {})
    if not isinstance(table, dict):
        raise UsageError(f"{NAME}: `columns` is not a table of headings.", hint="Begin it with [columns].")
    found: dict[str, str] = {}
    for name, field in table.items():
        if heading(name) in found:
            raise UsageError(
                f"{NAME}: the heading {name!r} stands there twice.", hint="Delete one of the lines."
            )
        found[heading(name)] = _field(str(field), where=f"{NAME}: the field of {name!r},")
    return found


def wished(told: Sequence[str]) -> dict[str, str]:
    """Read what was given as HEADING=FIELD: heading as written, to the field. Raises UsageError as `mapped` does."""
    return mapped(
        told, lambda field: _field(field, where="--map: the field"), what="field", example="Live URL=url"
    )


def mapped(told: Sequence[str], meant: Callable[[str], str], *, what: str, example: str) -> dict[str, str]:
    """Read what was given to --map: headings as written, to what each means.

    `meant` reads one meaning; `what` it is called, and `example` is how one is written. Raises UsageError for what is
    not written so, and for one heading given two meanings, and whatever `meant` raises.
    """
    wishes: dict[str, str] = {}
    for each in told:
        name, equals, word = each.rpartition("=")
        name = one_line(name)
        if not equals or not name or not word.strip():
            raise UsageError(
                f"--map: {each[:80]!r} is not written as HEADING={what.upper()}.",
                hint=f"For example: --map '{example}'",
            )
        wanted = meant(word)
        if next((other for key, other in wishes.items() if heading(key) == heading(name)), wanted) != wanted:
            raise UsageError(f"--map: {name!r} is given two {what}s.", hint="Name one of them.")
        wishes[name] = wanted
    return wishes


def check(wishes: Mapping[str, str], paths: Sequence[Path], known: Mapping[str, str]) -> None:
    """Look whether the sheets that are to be imported have the headings. Raises UsageError for one that none has."""
    seen: list[SheetRead] = []
    by = asked(known, wishes, seen.append)
    for path in paths:
        for name, module in importers().items():
            if getattr(module, "READS_HEADINGS", False) and (path.is_dir() or module.claims(path)):
                try:
                    for _ in read_any(path, importer=name, headings=by):
                        pass
                except InputError:
                    continue  # said by the import itself
    there = {heading(column.heading): column.heading for sheet in seen for column in sheet.columns}
    for name in wishes:
        if heading(name[:80]) not in there:
            if not there:
                raise UsageError(f"--map: no sheet was found that has a column {name!r}.")
            raise unknown("--map: the column", name, there.values())


def asked(known: Mapping[str, str], wishes: Mapping[str, str], told: Callable[[SheetRead], None]) -> Headings:
    """What to read sheets by: what is wished for now stands above what was learned."""
    return Headings(meant={**known, **{heading(name): field for name, field in wishes.items()}}, told=told)


def learn(root: Path, wishes: Mapping[str, str]) -> tuple[str, ...]:
    """Keep what was wished for; return the headings that this is new of. What people wrote in the file stays."""
    known = learned(root)
    new = {name: field for name, field in wishes.items() if known.get(heading(name)) != field}
    if not new:
        return ()
    path = root / NAME
    before = path.read_text("utf-8") if path.is_file() else _ABOUT
    lines = "".join(
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(field)}\n" for name, field in new.items()
    )
    text = with_lines(before, "columns", lines)
    wanted = {**known, **{heading(name): field for name, field in new.items()}}
    if not _says(text, wanted):
        text = _ABOUT + "".join(
            f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(field)}\n"
            for name, field in wanted.items()
        )
        text += _of_sheets(before)
    write_text(path, text)
    return tuple(new)


def with_lines(text: str, table: str, lines: str) -> str:
    """Return a file of TOML with lines added to the end of a table, which is begun where it is not there."""
    before = text.splitlines(keepends=True)
    begins = next((place for place, line in enumerate(before) if line.strip() == f"[{table}]"), None)
    if begins is None:
        return f"{text.rstrip()}\n\n[{table}]\n{lines}".lstrip("\n")
    ends = next(
        (place for place, line in enumerate(before[begins + 1 :], begins + 1) if line.startswith("[")),
        len(before),
    )
    while ends > begins + 1 and (
        not (line := before[ends - 1].strip()) or line.startswith("#")
    ):  # of the next
        ends -= 1
    if not before[ends - 1].endswith("\n"):
        before[ends - 1] += "\n"
    return "".join([*before[:ends], lines, *before[ends:]])


def _of_sheets(text: str) -> str:
    """The tables of headings of sheets, written anew."""
    tabs = tomllib.loads(text).get("sheet", {})
    return "".join(
        f"\n[sheet.{tab}]\n"
        + "".join(
            f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(key)}\n" for name, key in told.items()
        )
        for tab, told in tabs.items()
    )


def _says(text: str, wanted: Mapping[str, str]) -> bool:
    """Whether a text can be read and says just this, so that lines may simply be added to what stands."""
    try:
        table = tomllib.loads(text).get("columns", {})
    except tomllib.TOMLDecodeError:
        return False
    said = {heading(name): field for name, field in table.items()}
    return len(said) == len(table) and said.keys() == wanted.keys()


def _field(name: str, *, where: str) -> str:
    plain = name.strip().casefold()
    if plain in ("-", IGNORE):
        return IGNORE
    found = plain if plain in fields() else column_of(plain)
    if found is None:
        raise unknown(where, name.strip(), [*fields(), IGNORE])
    return found
