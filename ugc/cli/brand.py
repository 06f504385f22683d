"""`ugc brand`: the brand's kit, as `ugc.toml` names it and as creatives show it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from ugc.workspace.brand_checking import BrandChecked

app = typer.Typer(help="Look the brand's kit over: colours, fonts, logos.", no_args_is_help=True)


@app.callback()
def _brand() -> None:
    """Look the brand's kit over: colours, fonts, logos."""


@app.command("check")
def check(
    *,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the page goes.")] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Say what the brand's kit holds, what is made of it and what is missing, and write a page that shows it.

    Colours by role with the contrast of all letters, fonts with their licence, logos on light and dark grounds, and
    creatives drawn with them.
    """
    from ugc.workspace.brand_checking import check as checked

    with opened(workspace) as here, say.Progress("drawing") as progress:
        kit = checked(here, out=out, seen=lambda name, total: progress.step(name, total=total))
    _tell(kit)
    say.document(kit.model_dump(mode="json"))


def _tell(kit: "BrandChecked") -> None:
    handle = f" (@{kit.handle})" if kit.handle else ""
    say.out(f"{kit.brand}{handle}: {kit.kit} panels, corners {kit.radius} px, shades {kit.scrim}")
    for board in kit.colours:
        say.out(f"\n{board.kit.capitalize()} kit{', the usual one' if board.kit == kit.kit else ''}")
        for swatch in board.swatches:
            on = [f"{pair.contrast} on {pair.ground}" for pair in board.pairs if pair.letters == swatch.role]
            say.out(f"  {swatch.role:<12} {swatch.colour}  {', '.join(on)}".rstrip())
    say.out("\nFonts")
    for font in kit.fonts:
        weights = ", ".join(map(str, font.weights))
        place = f"{len(font.files)} files" if font.own else "shipped"
        say.out(
            f"  {font.role:<12} {font.family} ({place}), weights {weights}, {font.licence or 'licence not noted'}"
        )
    say.out("\nLogos")
    for logo in kit.logos:
        size = f"{logo.pixels[0]}x{logo.pixels[1]}" if logo.pixels else f"{logo.ratio:g} : 1"
        say.out(f"  {logo.ground:<12} {logo.file} ({logo.type}, {size}), contrast {logo.contrast}")
    if not kit.logos:
        say.out("  none")
    if kit.ctas:
        say.out("\nCalls to action")
        for cta in kit.ctas:
            say.out(f"  {cta.language:<12} {cta.words}")
    say.out("")
    for note in kit.notes:
        say.note(note)
    say.out(kit.html)
