"""`ugc doctor`: is everything here that is needed, and whole?"""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now

if TYPE_CHECKING:
    from ugc.reports.checks import Check

_MARKS = {"ok": "✓", "note": "·", "warning": "!", "missing": "✗", "damaged": "✗"}
_HEADS = {
    "engines": "Engines",
    "fonts": "Fonts, by script",
    "optional": "Optional",
    "machine": "Machine",
    "workspace": "Workspace",
}
_MOST = 10


def doctor(
    *,
    deep: Annotated[bool, typer.Option("--deep", help="Read every stored file again: takes longer.")] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Check the machine and the workspace, and say what to do about each fault.

    Changes nothing. Exits 6 if something needed is missing or damaged.
    """
    from ugc.reports.checks import BAD, Examined
    from ugc.reports.doctor import examine

    start = workspace or Path.cwd()
    checks = []
    group = ""
    for check in examine(start, today=now().date(), deep=deep, needed=workspace is not None):
        if check.group != group:
            say.out(("\n" if group else "") + _HEADS[check.group])
            group = check.group
        _tell(check)
        checks.append(check)
    bad = sum(check.status in BAD for check in checks)
    counts = Counter(check.status for check in checks)
    say.out(f"\n{_verdict(bad, counts['warning'])}")
    told = Examined(ok=not bad, counts=dict(counts), checks=tuple(checks))
    say.document(told.model_dump(mode="json"))
    say.leave(6 if bad else 0)


def _tell(check: "Check") -> None:
    word = "" if check.status in ("ok", "note") else f"{check.status}: "
    say.out(f"  {_MARKS[check.status]} {check.name:<26}{word}{check.found}")
    if check.status in ("warning", "missing", "damaged"):
        for line in check.details[:_MOST]:
            say.out(f"      {line}")
        if len(check.details) > _MOST:
            say.out(f"      and {len(check.details) - _MOST} more; --json lists all")
    if check.advice and check.status != "ok":
        say.out(f"      {check.advice}")


def _verdict(bad: int, warnings: int) -> str:
    faults = f"{bad} of the things needed {'is' if bad == 1 else 'are'} missing or damaged"
    looks = f"{warnings} to look at" if warnings else ""
    if bad:
        return f"{faults}{'; ' + looks if looks else ''}."
    return f"Everything needed is here{', ' + looks if looks else ''}."
