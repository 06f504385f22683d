"""`ugc campaigns`: what was agreed with creators, what happened since, and what has to be done today."""

import typer

from ugc.cli import (
    campaign_list,
    campaign_log,
    campaign_match,
    campaign_new,
    campaign_questions,
    campaign_report,
    campaign_show,
)
from ugc.cli.options import JsonOption, WorkspaceOption

app = typer.Typer(
    help="Keep campaigns with creators: what they owe, what happened, what is due. Nothing is sent.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def campaigns(context: typer.Context, *, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Keep campaigns with creators: what they owe, what happened, what is due. Nothing is sent.

    Without a command: every campaign, in a line.
    """
    if context.invoked_subcommand is None:
        campaign_list.list_campaigns(workspace=workspace, json=json)


app.command("list")(campaign_list.list_campaigns)
app.command("new")(campaign_new.new)
app.command("show")(campaign_show.show)
app.command("log")(campaign_log.log)
app.command("match")(campaign_match.match)
app.command("late")(campaign_questions.late)
app.command("waiting")(campaign_questions.waiting)
app.command("unlicensed")(campaign_questions.unlicensed)
app.command("due")(campaign_questions.due)
app.command("report")(campaign_report.report)
