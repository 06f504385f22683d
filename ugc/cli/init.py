"""`ugc init`: a new workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption
from ugc.errors import UsageError


def init(
    name: Annotated[str, typer.Argument(metavar="DIR", help="Where to make it; made if it is not there.")],
    *,
    brand: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The brand's name, as grants are made out to it. Left out where DIR has a ugc.toml already.",
        ),
    ] = None,
    hashtag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="A hashtag of the brand. Repeatable.")
    ] = None,
    market: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CODE",
            help="Where the ads run: US, DE, EEA, worldwide. Repeatable; asked for if left out.",
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make a workspace, with a ugc.toml that explains itself."""
    from ugc.workspace import Workspace

    if not name.strip():
        raise UsageError("The folder needs a name.", hint="Name a new one, or `.` for this one.")
    folder = Path(name)
    if brand is None:
        with Workspace.adopt(folder) as workspace:
            _tell(workspace.root, workspace.settings.brand.name, workspace.settings.markets, folder)
        return
    markets = market or _asked_markets()
    workspace = Workspace.create(folder, brand=brand, hashtags=tuple(hashtag or ()), markets=tuple(markets))
    with workspace:
        _tell(workspace.root, brand, markets, folder)


def _tell(root: Path, brand: str, markets: Sequence[str], folder: Path) -> None:
    from ugc.cli.documents import NewWorkspace

    say.out(f"Made the workspace of {brand} in {root}.")
    say.out(f"Next: {_next(folder)}")
    around = _around(root)
    if around:
        say.note(f"It lies inside another workspace, {around}: commands typed in it mean this one.")
    if not markets:
        say.note("No market is set, so nothing can be cleared yet: add one under `markets` in ugc.toml.")
    say.document(
        NewWorkspace(workspace=str(root), brand=brand, markets=tuple(markets)).model_dump(mode="json")
    )


def _next(folder: Path) -> str:
    """What to type next, from here."""
    program, name = say.program(), say.quoted(str(folder))
    if folder.resolve() == Path.cwd():
        return f"{program} import FOLDER"
    return f"cd {name} && ugc import FOLDER" if program == "ugc" else f"{program} import FOLDER -w {name}"


def _around(root: Path) -> Path | None:
    """The workspace that another one lies in, if any."""
    from ugc import config

    try:
        return config.find(root.parent).parent
    except UsageError:
        return None


def _asked_markets() -> list[str]:
    """Ask for the markets where somebody is there to answer."""
    import sys

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return []
    answer = typer.prompt(
        "Markets, as in US CA (empty for none yet)", default="", show_default=False, err=True
    )
    return str(answer).replace(",", " ").split()
