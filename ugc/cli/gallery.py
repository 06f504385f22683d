"""`ugc gallery`: pages of cleared posts, built, looked through and served."""

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.galleried import tell_built, tell_verified
from ugc.cli.options import (
    DryRunOption,
    JsonOption,
    MarketOption,
    WorkspaceOption,
    a_day,
    also,
    now,
    opened,
)
from ugc.errors import UsageError, unknown
from ugc.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ugc.workspace import Workspace
    from ugc.workspace.showing.site import GalleryOrder

app = typer.Typer(
    help="Pages that a brand puts on its site: posts of a hashtag that may be shown there.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


_Selection = Annotated[
    list[str], typer.Argument(metavar="SELECTION", help="Which posts, as in '#GlowRun' or creator:@ana.")
]
_Theme = Annotated[
    str | None, typer.Option("--theme", "-t", metavar="NAME", help="How it looks; see: ugc gallery themes.")
]
_Until = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Last day on which it will stand; days under [gallery] if left out."),
]
_Name = Annotated[str | None, typer.Option(metavar="NAME", help="Of its folder; the hashtag's if left out.")]
_Title = Annotated[str | None, typer.Option(metavar="TEXT", help="At the top of its pages.")]
_Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="Of the pages' own words, as in de or ar.")
]
_Purpose = Annotated[
    str | None,
    typer.Option(
        metavar="PURPOSE", help="What the records are asked for: onsite, organic_repost, editorial."
    ),
]
_Channel = Annotated[
    str | None, typer.Option(metavar="CHANNEL", help="Where it will stand: brand_site or web.")
]
_Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="The folder, instead of one below out/gallery.")
]
_Strict = Annotated[bool, typer.Option("--strict", help="Exit 4 when any post is left out.")]


@app.command("build", context_settings=also(territory="market"))
def build(
    selection: _Selection,
    *,
    theme: _Theme = None,
    until: _Until = None,
    name: _Name = None,
    title: _Title = None,
    language: _Language = None,
    purpose: _Purpose = None,
    channel: _Channel = None,
    market: MarketOption = None,
    out: _Out = None,
    strict: _Strict = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Build a gallery of the posts that may be shown, on every day until it is built again.

    The records are asked for each post. What may not be shown is listed with the reasons, and taken out of the folder
    if an earlier build put it there, pictures included.
    """
    with opened(workspace) as here, say.Progress("looking") as progress:
        order = _order(
            " ".join(selection),
            here,
            theme=theme,
            until=until,
            name=name,
            title=title,
            language=language,
            purpose=purpose,
            channel=channel,
            market=market,
        )
        built = here.galleries.build(order, at=now(), out=out, dry=dry_run, telling=progress.telling)
    tell_built(built)
    say.document(built.model_dump(mode="json"))
    say.leave(4 if not built.shown or (strict and built.not_shown) else 3 if built.faults else 0)


@app.command("verify")
def verify(
    folder: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DIR", help="Galleries' folders; all of this workspace if left out."),
    ] = None,
    *,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Find anything in a gallery that should no longer be there.

    The records are asked again, today, for every post that it shows, and every file is held against what was built.
    A copy from a host will do. Exits 4 if something must go.
    """
    with opened(workspace) as here:
        found = here.galleries.verify(folder or (), at=now())
    for each in found:
        tell_verified(each)
    say.document([each.model_dump(mode="json") for each in found])
    say.leave(0 if all(each.holds for each in found) else 4)


@app.command("serve")
def serve(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME|DIR", help="Which gallery; the only one if left out.")
    ] = None,
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 8765,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild/--no-rebuild", help="Build it again when records, posts or themes change."),
    ] = True,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Show a gallery on this machine as a host would: right types, compression, headers. Ctrl-C ends it."""
    from ugc.cli.documents import GalleryServed
    from ugc.gallery.serving import Server, watch

    with opened(workspace) as here:
        folder, root = here.galleries.folder(name), here.root
        watched = here.galleries.made_of(folder) if rebuild else []
    with Server(folder, port=port) as server:
        say.out(f"{say.place(folder)} at {server.address}")
        told = GalleryServed(folder=str(folder), address=server.address, rebuilds=bool(watched))
        say.document(told.model_dump(mode="json"))
        say.flush()
        if dry_run:
            return
        say.note(
            "It is built again when something changes. Ctrl-C ends it." if watched else "Ctrl-C ends it."
        )
        stop = Event()
        if not watched:
            stop.wait()
        watch(watched, lambda: _build_again(folder, root), stop=stop)


def _build_again(folder: Path, root: Path) -> None:
    """Build a gallery as it was asked for; what stands in the way is said, and it is served as it is."""
    from ugc.errors import UgcError

    try:
        with opened(root) as here:
            built = here.galleries.build_again(folder, at=now())
    except UgcError as error:
        say.note(f"Not built again: {error.message}")
    else:
        say.note(
            f"Built again: {counted(built.shown, 'post')}, {counted(len(built.removed), 'file')} removed."
        )


@app.command("themes")
def themes(*, workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List the themes that galleries can have: the shipped ones and the workspace's own."""
    from ugc.cli.documents import ThemeLine, ThemesListed

    with opened(workspace) as here:
        themes = here.galleries.themes()
    found = tuple(ThemeLine(**each.model_dump(include=set(ThemeLine.model_fields))) for each in themes)
    say.table(
        [(each.name, each.crop, each.sentence) for each in found], heads=("theme", "crop", "what it is")
    )
    say.document(ThemesListed(themes=found).model_dump(mode="json"))


def _order(
    selection: str,
    here: "Workspace",
    *,
    theme: str | None,
    until: str | None,
    name: str | None,
    title: str | None,
    language: str | None,
    purpose: str | None,
    channel: str | None,
    market: "Sequence[str] | None",
) -> "GalleryOrder":
    """Read an order. Raises UsageError for a name that is not known, and for a day that is over."""
    from ugc.model.galleries import SHOWN_FOR, SHOWN_ON
    from ugc.workspace.showing.site import GalleryOrder

    for option, value, known in (("Purpose", purpose, SHOWN_FOR), ("Channel", channel, SHOWN_ON)):
        if value is not None and value not in known:
            raise unknown(option, value, known)
    last = a_day(until, "--until") if until else None
    if last and last < here.day(now()):
        raise UsageError(
            f"--until: {last} is over.", hint="Name the last day on which the gallery will stand."
        )
    told = {"purpose": purpose, "channel": channel, "title": title, "language": language, "until": last}
    return GalleryOrder.model_validate(
        {
            **told,
            "selection": selection,
            "name": name,
            "theme": theme,
            "markets": tuple(market) if market else None,
        }
    )
