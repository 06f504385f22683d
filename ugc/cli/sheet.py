"""`ugc sheet`: the programme as a workbook that people edit, out and in."""

import typer

from ugc.cli import sheet_out

app = typer.Typer(
    no_args_is_help=True, help="Give the programme out as a workbook that people edit, and take it in again."
)
app.command("out")(sheet_out.out)
