"""`ugc campaigns list`: every campaign, in a line."""

from ugc.cli import say
from ugc.cli.campaign_words import NOTHING, days, number
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted


def list_campaigns(*, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List every campaign with its flight and how far it is; those without a file too."""
    with opened(workspace) as here:
        told = here.campaigns.listed(today=here.day(now()))
    if not told.campaigns:
        say.out("There is no campaign yet. Make one: ugc campaigns new NAME")
    else:
        say.table(
            (
                (
                    one.name,
                    days(one.first, one.last),
                    number(one.creators),
                    number(one.deliverables),
                    number(one.posted),
                    number(one.late),
                    number(one.posts),
                    one.file or NOTHING,
                )
                for one in told.campaigns
            ),
            heads=("campaign", "flight", "creators", "owed", "posted", "late", "labelled", "file"),
        )
    for one in told.campaigns:
        if one.fault:
            say.note(f"{one.file} could not be read: {one.fault}")
        elif one.file is None:
            where = " and ".join(
                part
                for part in (
                    f"as a label on {counted(one.posts, 'post')}" if one.posts else "",
                    f"in the log, {counted(one.events, 'time')}" if one.events else "",
                )
                if part
            )
            say.note(
                f"{one.name} has no file; it is known {where}. Make one: ugc campaigns new {say.quoted(one.name)}"
            )
    say.document(told.model_dump(mode="json"))
