"""`ugc import`: collected files into the catalog."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import care, say, words
from ugc.cli.ahead import Ahead
from ugc.cli.duplicates import looks_like
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace import Report

_OUTCOMES = {"new": "new", "changed": "changed", "same": "the same"}
_LEFT_OUT = {
    "code": "codes that allow ads, which `ugc ads codes add` keeps sealed",
    "access": "tokens and passwords",
    "token": "tokens within addresses and texts",
    "signature": "the passing signatures of addresses",
    "right": "permissions to advertise, which are recorded by `ugc ads codes add`",
    "ads": "ads made of the posts",
    "personal": "positions, addresses and other personal details",
    "viewer": "likes and saves of whoever collected them",
    "field": "other fields",
}
_KINDS = (
    ("right", "^authinfo$|^permission|^haspermission|allowlisted$"),
    ("ads", "^boost(?!code)"),
    ("code", "(auth|authorization|spark|sparkad|sparkads|ad|partnership|boost)code$"),
    ("access", "token|secret|passw|cookie|session|apikey|header|authorization|proof"),
    ("personal", "^ip|ip$|ipaddress|device|gps|l(at|ng|ong)|altitude|coordinates|geo|mail|phone"),
    ("viewer", "like|viewer|digged|collected"),
)
_SHOWN = 12
"""Skips that are told one by one; --json has all."""


def import_posts(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE|FOLDER", help="What was collected, as it is.")],
    *,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Make a workspace there from an archive of `ugc export`."),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="HEADING=FIELD", help="What a column of a sheet means; repeatable, remembered."
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    dry_run: DryRunOption = False,
    json: JsonOption = False,
) -> None:
    """Take collected posts into the catalog.

    Folders of downloads, sidecars, sheets, saved API answers.

    Importing again changes nothing and loses nothing. What is not understood is listed, and the rest goes in.
    """
    if into is not None or any(_is_archive(path) for path in paths):
        _restore(paths, into, alone=workspace is None and not dry_run and not mapped)
        return
    at = now()
    with opened(workspace) as here, say.Progress("importing") as progress:
        seen = progress.passing(lambda: Ahead(paths))
        report = here.take_in(paths, at=at, seen=seen, dry=dry_run, mapped=mapped or ())
    tell(report, paths, dry=dry_run)
    if say.json_wanted():  # of many posts it is large
        say.document(report.model_dump(mode="json"))
    say.leave(report.worst)


def tell(report: "Report", paths: Sequence[Path], *, dry: bool) -> None:
    """Say what an import brought, which posts lack a picture, what was not understood, and what was kept out."""
    taken = report.taken
    counts = {name: sum(item.outcome == name for item in taken) for name in ("new", "changed", "same")}
    of_which = ": " + ", ".join(f"{count} {_OUTCOMES[name]}" for name, count in counts.items())
    verb = "Would import" if dry else "Imported"
    say.out(f"{verb} {counted(len(taken), 'post')}{of_which if taken else ''}.")
    _tell_bare(report, paths)
    _tell_sheets(report, paths)
    _listed("Note", _columns(report, paths))
    _listed("Note", [f"{words.post_name(item.post)}: {note}" for item in taken for note in item.notes])
    _tell_looks(report)
    _listed("Skipped", [f"{_place(skip.origin, paths)}: {skip.why}" for skip in report.faults])
    erased = [skip for skip in report.skipped if skip.code == "erased"]
    _listed("Kept out", [f"{_place(skip.origin, paths)}: {skip.why}" for skip in erased])
    if report.dropped:
        say.note(f"Left out of the records: {'; '.join(_left_out(report.dropped))}.")
    if not (taken or report.faults or erased):
        say.note(f"Nothing to import was found in {words.listed([str(path) for path in paths])}.")
        say.note("  Name the folder with the pictures, clips, sheets (CSV) or saved answers in it.")


def _tell_bare(report: "Report", paths: Sequence[Path]) -> None:
    """Say which posts have no picture yet, each with the file that was looked for."""
    bare = report.without_media
    if not bare:
        return
    alone = (
        "It has" if len(report.taken) == 1 else f"{len(bare)} of them {'has' if len(bare) == 1 else 'have'}"
    )
    kept = "it is" if len(bare) == 1 else "they are"
    say.out(f"{alone} no picture or clip on file: {kept} kept, and a later import can bring one.")
    bare_sheets = tuple(f"{skip.origin}, row " for skip in report.skipped if skip.code == "no_column")
    posts = set(bare)
    told = [item for item in report.taken if item.post in posts and not item.origin.startswith(bare_sheets)]
    lines = [
        f"{_place(item.origin, paths)} ({words.post_name(item.post)}): {_missing(item.missing)}"
        for item in told[:_SHOWN]
    ]
    _listed("Without a picture", lines, len(told))


def _tell_sheets(report: "Report", paths: Sequence[Path]) -> None:
    """Say how the columns of each sheet were read, and what was learned of them."""
    lines = []
    for sheet in report.sheets:
        read = [
            column.heading
            if column.heading.casefold() == column.field
            else f"{column.heading} = {column.field}"
            for column in sheet.columns
            if column.field not in (None, "ignore")
        ]
        ignored = [column.heading for column in sheet.columns if column.field == "ignore"]
        left = f"; left out: {', '.join(ignored)}" if ignored else ""
        lines.append(f"{_place(sheet.sheet, paths)}: {', '.join(read)}{left}")
    _listed("Read as", lines)
    if report.learned:
        say.note(f"Remembered in columns.toml: {words.listed(list(report.learned))}.")


def _tell_looks(report: "Report") -> None:
    """Say which new posts look like others, those of other creators first."""
    alike = [item for item in report.taken if item.looks_like]
    alike.sort(key=lambda item: not any(other.another_creator for other in item.looks_like))
    _listed("Alike", [looks_like(item.post, item.looks_like) for item in alike])
    if alike:
        say.note("  Nothing was merged. Side by side: ugc posts --duplicates import:last")


def _missing(names: Sequence[str]) -> str:
    """Say which files a source names that are not there."""
    addresses = [name for name in names if "://" in name]
    files = [name for name in names if "://" not in name]
    said = [f"no file named {words.listed(files, 'or')} in this folder"] if files else []
    said += (
        [f"{words.listed(addresses)} was not fetched: say ugc fetch, or save the file and name it"]
        if addresses
        else []
    )
    return "; ".join(said) or "it names no file"


def _columns(report: "Report", paths: Sequence[Path]) -> list[str]:
    """What to know of whole files, and what to mend in the headers of sheets.

    That a sheet has no column for files is only told where a post of it lacks one.
    """
    posts = set(report.without_media)
    bare = tuple(item.origin for item in report.taken if item.post in posts)
    return [
        f"{_place(skip.origin, paths)}: {skip.why}"
        for skip in report.skipped
        if skip.code in ("column", "note")
        or (skip.code == "no_column" and any(origin.startswith(f"{skip.origin}, ") for origin in bare))
    ]


def _place(origin: str, paths: Sequence[Path]) -> str:
    """A place as a person looks for it: below the folder that was named, or in the file that was."""
    for path in paths:
        if origin.startswith(f"{path}{os.sep}"):
            return origin.removeprefix(f"{path}{os.sep}")
        if origin == str(path) or origin.startswith(f"{path}, "):
            return path.name + origin.removeprefix(str(path))
    return origin


def _left_out(names: Sequence[str]) -> list[str]:
    """Say what hygiene kept out, in words with the names of the fields: whole fields, and parts of addresses."""
    parts: dict[str, list[str]] = {}
    for name in sorted(names):
        field, _, part = name.rpartition(":")
        parts.setdefault(part if field else _what(name), []).append(field or name)
    return [f"{head}: {_few(parts[part])}" for part, head in _LEFT_OUT.items() if part in parts]


def _few(names: Sequence[str]) -> str:
    """Names of fields, each once whatever record it stood in, and not more than can be read."""
    each = list(dict.fromkeys(name.rpartition(".")[2] or name for name in names))
    more = [f"{len(each) - _SHOWN} more (--json lists all)"] if len(each) > _SHOWN else []
    return words.listed([*each[:_SHOWN], *more])


def _what(name: str) -> str:
    """What kind of thing a field was that was left out whole."""
    plain = re.sub(r"[\s_-]+", "", name.rpartition(".")[2]).casefold()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, plain)), "field")


def _is_archive(path: Path) -> bool:
    """Whether a file is a workspace's archive; others are looked at no further than their first bytes."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    from ugc.exports.archive import is_archive

    return is_archive(path)


def _restore(paths: list[Path], into: Path | None, *, alone: bool) -> None:
    if into is None:
        raise UsageError(
            "This is a whole workspace, and posts are not taken out of it.",
            hint=f"Make it a workspace of its own: ugc import {paths[0]} --into DIR",
        )
    if len(paths) > 1 or not alone:
        raise UsageError("--into takes one archive, and neither -w nor --dry-run nor --map.")
    care.restore(paths[0], into)


def _listed(head: str, lines: list[str], count: int | None = None) -> None:
    """Say a few of many lines, and how to see the rest; `count` is of all where `lines` are only the first."""
    count = len(lines) if count is None else count
    if lines:
        say.note(f"{head}, {count}:")
    for line in lines[:_SHOWN]:
        say.note(f"  {line}")
    if count > _SHOWN:
        say.note(f"  and {count - _SHOWN} more; --json lists all.")
