"""`ugc ads`: codes, packages for ad platforms, and what runs held against what is allowed."""

import typer

from ugc.cli import ad_results

app = typer.Typer(
    help="Prepare ads of creators' posts for ad platforms, and audit what runs. Nothing is sent.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
codes = typer.Typer(
    help="Platforms' permissions to run ads from creators' handles: codes are sealed, and never lapse unnoticed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("results")(ad_results.results)
