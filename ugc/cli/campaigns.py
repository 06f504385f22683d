"""`ugc campaigns`: what was agreed with which creators, what is due, and what it brought."""

import typer

from ugc.cli import campaign_report

app = typer.Typer(
    help="Campaigns with creators: what was agreed, what is due, what it brought.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("report")(campaign_report.report)
