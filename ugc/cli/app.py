"""The command tree, and the one place where faults become words and exit codes."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import Any

import typer
from typer.main import get_command

from ugc import __version__
from ugc.cli import (
    ads,
    alt,
    attaching,
    brand,
    bulk,
    campaigns,
    care,
    check,
    contact_sheet,
    creators,
    credentials,
    demo,
    doctor,
    export,
    fetch,
    focus,
    formats,
    gallery,
    importing,
    init,
    inspect,
    merging,
    people,
    posts,
    render,
    rights,
    say,
    sheet,
    shop,
    templates,
)
from ugc.cli.options import also
from ugc.errors import MachineError, UgcError, UsageError

_INTERRUPTED = 130

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
app.command("fetch")(fetch.fetch)
app.command("posts")(posts.posts)
app.command("show")(posts.show)
app.command("tag")(posts.tag)
app.command("focus")(focus.focus)
app.command("alt")(alt.alt)
app.command("attach")(attaching.attach)
app.command("merge")(merging.merge)
app.command("split")(merging.split)
app.command("bulk")(bulk.bulk)
app.add_typer(shop.app, name="products")
app.add_typer(sheet.app, name="sheet")
app.add_typer(rights.app, name="rights")
app.command("render", context_settings=also(territory="market"))(render.render)
app.command("check")(check.check)
app.add_typer(ads.app, name="ads")
app.add_typer(formats.app, name="formats")
app.add_typer(brand.app, name="brand")
app.add_typer(templates.app, name="templates")
app.add_typer(gallery.app, name="gallery")
app.add_typer(creators.app, name="creators")
app.add_typer(campaigns.app, name="campaigns")
app.command("inspect")(inspect.inspect)
app.add_typer(credentials.app, name="credentials")
app.command("sweep")(care.sweep)
app.command("export")(export.export)
app.command("forget")(people.forget)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("contact-sheet")(contact_sheet.contact_sheet)


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


def run(arguments: Sequence[str], *, given: Any = None) -> int:
    """Run one command and return its exit code. A known fault is told in words, never as a traceback.

    `given` is for the one command that takes something which cannot be typed: the network policy of `ugc fetch`.
    """
    say.reset()
    try:
        code = _ran(arguments, given)
        sys.stdout.flush()  # while there is still somebody to tell that the disk is full
    except UgcError as error:
        say.fault(error)
        return error.code
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        _drop_output()  # the reader went away; there is nobody left to tell
        return 0
    except OSError as error:
        return _machine(error)
    if code == _INTERRUPTED:
        say.note("Interrupted. What was finished is kept; the same command goes on from there.")
    return code


def _ran(arguments: Sequence[str], given: Any) -> int:
    """Typer ends every command with SystemExit, an interrupted one with 130 and no word."""
    try:
        _tree()(args=list(arguments), prog_name="ugc", obj=given)
    except SystemExit as ended:
        _typed_wrongly(ended.__context__, arguments)
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return 0


@cache
def _tree() -> Any:
    """All commands, read from their functions' signatures: once in a process, however many are run there."""
    return get_command(app)


def _typed_wrongly(error: BaseException | None, arguments: Sequence[str]) -> None:
    """What Typer refuses by itself it has said on stderr; with --json it is the document too."""
    words = getattr(error, "format_message", None)
    if words and "--json" in arguments:  # it may stand behind what was refused, and is then not read yet
        place = getattr(getattr(error, "ctx", None), "command_path", "ugc")
        say.want_json(True)
        say.failed(UsageError(words(), hint=f"See how it is written: {place} --help"))


def _machine(error: OSError) -> int:
    """An operating system's refusal that nothing closer to it turned into words."""
    refused = MachineError(f"{error.filename or 'The system'}: {error.strerror or error}.")
    with suppress(OSError):  # where the refusal was of stdout itself, the document cannot be told either
        say.fault(refused)
    _drop_output()
    return refused.code


def _drop_output() -> None:
    """Where stdout takes no more, let what is left of it go, or Python would fail once more at its exit."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
