"""`ugc sheet`: the programme as a workbook that people edit, out and in."""

import typer

from ugc.cli import sheet_in, sheet_out, sheet_undo

app = typer.Typer(
    no_args_is_help=True, help="Give the programme out as a workbook that people edit, and take it in again."
)
app.command("out")(sheet_out.out)
app.command("in")(sheet_in.take_in)
app.command("undo")(sheet_undo.undo)
app.command("log")(sheet_undo.log)
