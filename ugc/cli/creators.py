"""`ugc creators`: creators as people, and what their posts and followings show."""

import typer

from ugc.cli import creator_benchmark

app = typer.Typer(
    help="Creators as people: who they are, and what their posts and followings show.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("benchmark")(creator_benchmark.benchmark)
