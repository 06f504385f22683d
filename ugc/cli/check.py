"""`ugc check`: may this file run there, as the platform's rules go?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, opened
from ugc.cli.tables import around, formats_named, tables_of
from ugc.errors import UsageError
from ugc.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ugc.formats import Tables
    from ugc.media.read_text import Reader
    from ugc.model.checks import Checked, CheckOutcome, Fixed
    from ugc.model.probes import Problem
    from ugc.workspace.checking import Known

_MARKS = {"error": "✗ error  ", "warning": "! warning", "note": "· note   "}


_Files = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Pictures and clips of anybody's, or folders of them.")
]
_Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="A format or placement; `all` takes every format. Repeatable; needed.",
    ),
]
_Copy = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A TOML file with the texts: primary, headline …")
]
_Fix = Annotated[bool, typer.Option("--fix", help="Write a conforming copy where no decision is needed.")]
_Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where copies go; beside the files if left out.")
]
_Report = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write one HTML page with every file under the interface.")
]
_Read = Annotated[
    bool, typer.Option("--read/--no-read", help="Look for text in the pictures, with the extra `ocr`.")
]
_Quiet = Annotated[bool, typer.Option("--quiet", help="Say errors and warnings only.")]


def check(
    files: _Files,
    *,
    format: _Format = None,
    copy: _Copy = None,
    fix: _Fix = False,
    out: _Out = None,
    report: _Report = None,
    read: _Read = True,
    quiet: _Quiet = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Hold files against the rules of placements: size, type, codec, sound, text under the interface …

    The originals stay as they are. Exits 5 if a file breaks a rule, 3 if one could not be understood.
    """
    from ugc.workspace.checking import Checking, media_files, read_copy

    if out and not fix:
        raise UsageError("--out says where copies go, and none are written.", hint="Add --fix.")
    paths = media_files(files)
    if not paths:
        raise UsageError("There is no picture or clip to check.", hint="Name files, or folders of them.")
    tables = tables_of(workspace)
    checking = Checking(
        formats_named(format or (), tables),
        tables=tables,
        known=_known(workspace, paths),
        texts=read_copy(copy) if copy else None,
        reader=_reader() if read else None,
    )
    with say.Progress("checking") as progress:
        outcome = checking.run(
            paths, fix=fix, out=out, seen=lambda name, total: progress.step(name, total=total)
        )
    if report:
        outcome = _reported(outcome, tables, report)
    tell(outcome, quiet=quiet)
    say.document(outcome.model_dump(mode="json"))
    say.leave(_exit_code(outcome))


def _known(workspace: Path | None, paths: "Sequence[Path]") -> "Known":
    """Our own creatives are known by the catalog of the workspace around, else by the manifest beside them."""
    from ugc.workspace.checking import catalogued, manifest_creative

    folder = around(workspace)
    if folder is None:
        return manifest_creative
    with opened(folder) as here:
        made = catalogued(here, paths)
    return lambda path: made.get(path) or manifest_creative(path)


def _reader() -> "Reader | None":
    from ugc.media.read_text import reader

    return reader()


def _reported(outcome: "CheckOutcome", tables: "Tables", path: Path) -> "CheckOutcome":
    from ugc.reports.check_page import check_page

    check_page(outcome, tables, path)
    return outcome.model_copy(update={"report": str(path)})


def _exit_code(outcome: "CheckOutcome") -> int:
    """5 when a rule is broken, 3 when all that is wrong is that a file could not be understood."""
    problems = [problem for checked in outcome.files for problem in checked.problems]
    codes = {
        3 if problem.code == "unreadable" else 5
        for problem in (*problems, *outcome.copy_problems)
        if problem.severity == "error"
    }
    return max(codes, default=0)


def tell(outcome: "CheckOutcome", *, quiet: bool) -> None:
    """Say what was found, worst first within each file, and each problem once for all placements that have it."""
    for checked in outcome.files:
        _tell_file(checked, quiet=quiet, several=len(outcome.formats) > 1)
    if outcome.copy_problems:
        say.out("The texts:")
        _tell_problems(outcome.copy_problems, quiet=quiet)
    say.out()
    say.out(_verdict(outcome))
    copies = [checked.fixed for checked in outcome.files if checked.fixed]
    if copies:
        good = sum(_conforms(copy) for copy in copies)
        say.out(f"{counted(len(copies), 'copy', 'copies')} written, of which {good} fit.")
    points = dict.fromkeys(point for checked in outcome.files for point in checked.not_checked)
    if points:
        say.out("Not checked: " + " ".join(points))
    if outcome.report:
        say.out(f"Report: {outcome.report}")


def _verdict(outcome: "CheckOutcome") -> str:
    """How many fit; those that only a warning speaks against are counted apart."""
    total, formats = len(outcome.files), ", ".join(outcome.formats)
    good = [checked for checked in outcome.files if checked.fits]
    warned = sum(any(problem.severity == "warning" for problem in checked.problems) for checked in good)
    beside = (
        f", {warned} of them with warnings"
        if warned and len(good) > 1
        else ", with warnings"
        if warned
        else ""
    )
    if len(good) < total:
        return f"{len(good)} of {total} fit {formats}{beside}."
    return f"{'It fits' if total == 1 else f'All {total} fit'} {formats}{beside}."


def _conforms(copy: "Fixed") -> bool:
    return all(problem.severity != "error" for problem in copy.left)


def _tell_file(checked: "Checked", *, quiet: bool, several: bool) -> None:
    shown = [problem for problem in checked.problems if not quiet or problem.severity != "note"]
    word = "fits" if checked.fits else "does not fit"
    facts = f", {_facts(checked)}" if checked.measured else ""
    if shown or not quiet:
        say.out(f"{checked.file}: {word}{f' {checked.format}' if several else ''}{facts}")
    _tell_problems(shown, quiet=quiet)
    if checked.fixed:
        now = "fits now" if _conforms(checked.fixed) else "still does not fit"
        mended = ", ".join(checked.fixed.mended) or "nothing"
        say.out(f"    → {checked.fixed.file}: {now}; mended {mended}")
        for note in checked.fixed.notes:
            say.out(f"      {note}")
        left = [problem for problem in checked.fixed.left if problem.severity != "note"]
        if left:
            say.out("      still there, for a person to decide:")
            _tell_problems(left, quiet=True, indent="      ")
    elif checked.not_fixed:
        say.out(f"    no copy was written: {checked.not_fixed}")


def _facts(checked: "Checked") -> str:
    assert checked.measured
    probe = checked.measured.probe
    length = f", {probe.duration:.1f} s" if probe.duration else ""
    return f"{probe.type} {probe.width}x{probe.height}{length}, {probe.size / 1e6:.1f} MB"


def _tell_problems(problems: "Sequence[Problem]", *, quiet: bool, indent: str = "  ") -> None:
    grouped: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        if quiet and problem.severity == "note":
            continue
        key = (problem.severity, problem.code, problem.text, problem.measured, problem.required, problem.fix)
        grouped.setdefault(key, []).append(problem)
    for (severity, code, text, measured, required, fix), same in sorted(
        grouped.items(), key=lambda item: list(_MARKS).index(item[0][0])
    ):
        when = f" at {same[0].at:.1f} s" if same[0].at else ""
        places = ", ".join(dict.fromkeys(problem.placement for problem in same if problem.placement))
        say.out(f"{indent}{_MARKS[severity]}  {code}{when}: {text}")
        say.out(f"{indent}             {measured}; {required}{f'  ({places})' if places else ''}")
        say.out(f"{indent}             {fix}")
        if severity != "note" and same[0].source.startswith("https://"):
            say.out(f"{indent}             {same[0].source}")
