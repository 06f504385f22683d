"""The command tree, and the one place where faults become words and exit codes."""

import sys
from collections.abc import Sequence

import typer

from ugc import __version__
from ugc.cli import importing, init, inspect, posts, render, rights, say
from ugc.errors import MachineError, UgcError

app = typer.Typer(
    name="ugc",
    help="Rights-cleared ad creatives from creator posts: the permission travels with the picture.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("init")(init.init)
app.command("import")(importing.import_posts)
app.command("posts")(posts.posts)
app.command("show")(posts.show)
app.command("tag")(posts.tag)
app.add_typer(rights.app, name="rights")
app.command("render")(render.render)
app.command("inspect")(inspect.inspect)


def _version(wanted: bool) -> None:
    if wanted:
        say.out(f"ugc {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Rights-cleared ad creatives from creator posts: the permission travels with the picture."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. A known fault is told in words, never as a traceback."""
    say.reset()
    try:
        app(args=list(arguments), prog_name="ugc")
    except SystemExit as ended:
        return _code(ended)
    except UgcError as error:
        say.fault(error)
        return error.code
    except KeyboardInterrupt:
        say.note("Interrupted. What was finished is kept; the same command goes on from there.")
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away; there is nobody left to tell
        return 0
    except OSError as error:
        return _machine(error)
    return 0


def _code(ended: SystemExit) -> int:
    return ended.code if isinstance(ended.code, int) else int(bool(ended.code))


def _machine(error: OSError) -> int:
    """An operating system's refusal that nothing closer to it turned into words."""
    refused = MachineError(f"{error.filename or 'The system'}: {error.strerror or error}.")
    say.fault(refused)
    return refused.code
