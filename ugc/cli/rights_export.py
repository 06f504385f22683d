"""`ugc rights export`: what the records say, as policies, facts for search engines, a register or a calendar."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import DryRunOption, JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.exporting.writing import Exported

_HOLDS = {
    "odrl": ("policy", "policies"),
    "schema-org": ("post", "posts"),
    "register": ("row", "rows"),
    "calendar": ("event", "events"),
}
_MOST = 20
"""Files and notes that are said one by one; the document has all of them."""


def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="odrl, schema-org, register or calendar.")],
    selection: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECTION|GRANT",
            help="Which posts, as in creator:@ana, or grants, as g-0001; all if left out.",
        ),
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE|DIR", help="Where it goes; out/rights if left out.")
    ] = None,
    posts: Annotated[
        bool, typer.Option("--posts", help="register: also posts that have records and no creative.")
    ] = False,
    with_fees: Annotated[
        bool, typer.Option("--with-fees", help="register: also what was paid. Named CONFIDENTIAL.")
    ] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="register: mark the CSV as UTF-8 for Excel.")
    ] = False,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url", metavar="URL", help="schema-org: the folder where creatives are published."
        ),
    ] = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write what the records say for others to read.

    odrl: a policy for each grant. schema-org: whose posts and creatives are. register: a table (CSV and Excel) with a
    row for each creative. calendar: the days on which rights end.
    """
    from ugc.workspace.exporting.export_kinds import ExportForm

    form = ExportForm(posts=posts, fees=with_fees, excel=excel, base_url=base_url)
    with opened(workspace) as here:
        told = here.records.export(kind, selection or (), form=form, out=out, at=now(), dry=dry_run)
    _tell(told, here.root)
    say.document(told.model_dump(mode="json"))


def _tell(told: "Exported", root: Path) -> None:
    verb = "Would write" if told.dry else "Wrote"
    one, many = _HOLDS[told.kind]
    if not told.files:
        say.out("Nothing was written.")
    elif len(told.files) > _MOST:
        folder = say.place((root / told.files[0].file).parent)
        holds = sum(item.holds for item in told.files)
        say.out(f"{verb} {counted(len(told.files), 'file')} to {folder}: {counted(holds, one, many)}")
    for item in told.files if len(told.files) <= _MOST else ():
        what = f": {counted(item.holds, one, many)}" if item.holds or told.kind != "odrl" else ""
        say.out(f"{verb} {say.place(root / item.file)}{what}")
    if told.confidential:
        say.note("Confidential: it says what was paid. Do not pass it on with the creatives.")
    for left in told.left_out[:_MOST]:
        say.note(f"note: {left.what}: {left.why}")
    if len(told.left_out) > _MOST:
        say.note(f"… and {counted(len(told.left_out) - _MOST, 'more note')}; --json has them all.")
