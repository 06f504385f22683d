"""`ugc creators`: the people behind the posts."""

import typer
from typer.core import TyperGroup

from ugc.cli import (
    creator_benchmark,
    creator_followers,
    creator_join,
    creator_list,
    creator_note,
    creator_rank,
    creator_show,
)

_LIST = "list"
_HELP = ("-h", "--help")


class ListedByDefault(TyperGroup):
    """A group whose first word is a query where it is no command: `ugc creators niche:running`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        if not args or args[0] not in (*self.commands, *_HELP):
            args = [_LIST, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=ListedByDefault,
    subcommand_metavar="[QUERY] | COMMAND [ARGS]...",
    help="Creators as people: who they are, what was written down of them, and how many follow them.\n\n"
    "Without a command they are listed: ugc creators [QUERY].",
    rich_markup_mode=None,
)
app.command(_LIST)(creator_list.list_creators)
app.command("show")(creator_show.show)
app.command("note")(creator_note.note)
app.command("join")(creator_join.join)
app.command("followers")(creator_followers.followers)
app.command("benchmark")(creator_benchmark.benchmark)
app.command("rank")(creator_rank.rank)
