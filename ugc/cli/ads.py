"""`ugc ads`: codes, packages for ad platforms, and what runs held against what is allowed."""

import typer

from ugc.cli import ad_audit, ad_codes, ad_prepare, ad_results
from ugc.cli.options import also

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
app.add_typer(codes, name="codes")
codes.command("add")(ad_codes.add)
codes.command("list")(ad_codes.list_codes)
codes.command("check")(ad_codes.check)
app.command("prepare", context_settings=also(territory="market"))(ad_prepare.prepare)
app.command("validate")(ad_prepare.validate)
app.command("audit")(ad_audit.audit)
app.command("results")(ad_results.results)
