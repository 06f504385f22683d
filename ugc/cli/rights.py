"""`ugc rights …`: what creators allowed, recorded and asked."""

import typer

from ugc.cli import (
    asking,
    authorizing,
    deciding,
    due,
    granting,
    proving,
    releasing,
    rights_export,
    rights_show,
    sounds,
    stopping,
    using,
)
from ugc.cli.options import also

app = typer.Typer(
    help="Record what creators allowed, and ask the records.", no_args_is_help=True, rich_markup_mode=None
)
app.command("request")(asking.request)
app.command("reply")(asking.reply)
app.command("due")(due.due)
app.command("grant")(granting.grant)
app.command("renew")(granting.renew)
app.command("release")(releasing.release)
app.command("authorize")(authorizing.authorize)
app.add_typer(sounds.app, name="sound")
app.command("show")(rights_show.show)
app.command("check", context_settings=also(market="territory"))(deciding.check)
app.command("decide", context_settings=also(market="territory", reason="why"))(deciding.decide)
app.command("use", context_settings=also(market="territory"))(using.use)
app.command("hold")(stopping.hold)
app.command("revoke", context_settings=also(reason="why"))(stopping.revoke)
app.command("verify")(proving.verify)
app.command("bundle")(proving.bundle)
app.command("export")(rights_export.export)
