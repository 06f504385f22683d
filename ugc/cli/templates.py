"""`ugc templates`: how creatives can look, what each template needs, and how it looks."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, opened, pairs
from ugc.cli.tables import around, formats_named, tables_of
from ugc.errors import UgcError, UsageError, unknown
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.cli.documents import TemplateLine
    from ugc.model.templates import Template
    from ugc.workspace.template_sampling import TemplateShown

_KITS = ("light", "dark")

app = typer.Typer(
    help="List the templates, show one on sample pictures, or start one of your own.",
    invoke_without_command=True,
)


@app.callback()
def templates(
    context: typer.Context,
    *,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """List the templates, the workspace's own first, with what each needs and does."""
    if context.invoked_subcommand:
        return
    lines, unread = _listed(around(workspace))
    for line in lines:
        _tell(line)
    say.out("See one: ugc templates show NAME. Start your own: ugc templates new NAME --from TEMPLATE.")
    for name, error in unread:
        say.note(f"Not listed: {name}: {error.message}")
    say.document(
        {
            "templates": [line.model_dump(mode="json") for line in lines],
            "unread": [{"template": name, "error": error.message} for name, error in unread],
        }
    )
    say.leave(max((error.code for _, error in unread), default=0))


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template.")],
    *,
    format: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="NAME", help="Formats to draw; all, if left out. Repeatable."),
    ] = None,
    kit: Annotated[
        str | None, typer.Option(metavar="KIT", help="Panels light or dark, whatever ugc.toml says.")
    ] = None,
    sample: Annotated[
        str,
        typer.Option(metavar="NAME", help="The words: short, long, german, arabic, japanese or emoji."),
    ] = "short",
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="FIELD=WORDS", help="Other words for a field. Repeatable."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            "--option", metavar="NAME=CHOICE", help="A choice that the template offers. Repeatable."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the pictures go; needed outside a workspace."),
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Draw a template on sample pictures in every format.

    Writes a PNG of each and one sheet of all, into out/templates/NAME. Outside a workspace it is drawn with the
    demo's brand. Exits 5 when nothing could be drawn.
    """
    if kit is not None and kit not in _KITS:
        raise unknown("Kit", kit, _KITS)
    place = around(workspace)
    names = formats_named(format or ("all",), tables_of(workspace), medium="image")
    if place is None:
        done = _shown(name, names, None, out, kit=kit, sample=sample, text=text, option=option)
    else:
        with opened(place) as here:
            done = _shown(name, names, here, out, kit=kit, sample=sample, text=text, option=option)
    for drawn in done.drawn:
        size = f"{drawn.pixels[0]}x{drawn.pixels[1]}"
        say.out(f"{drawn.format:<12}{size:<12}{say.place(Path(drawn.file))}")
    if done.sheet:
        say.out(f"all of them             {say.place(Path(done.sheet))}")
    for refused in done.refused:
        say.note(f"{refused.format}: refused: {refused.why}{f' {refused.hint}' if refused.hint else ''}")
    say.document(done.model_dump(mode="json"))
    say.leave(0 if done.drawn else 5)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the new template and of its folder.")],
    *,
    copied_from: Annotated[
        str, typer.Option("--from", metavar="TEMPLATE", help="The one to start from.")
    ] = "credit",
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Start a template of your own, as a copy of another, in the workspace's templates/NAME."""
    from ugc.workspace.template_starting import start

    with opened(workspace) as here:
        done = start(name, copied_from=copied_from, folder=here.root / "templates")
    folder = say.place(Path(done.folder))
    say.out(f"{folder}: a copy of {done.copied_from}. In it: {', '.join(done.files)}.")
    if done.instead_of_shipped:
        say.out(f"In this workspace it now stands before the shipped {name}.")
    say.out(
        "Now: say in template.toml what it is for and which words it takes; change overlay.typ; then look:"
    )
    say.out(f"  {say.program()} templates show {name} --format story --format square")
    say.document(done.model_dump(mode="json"))


def _shown(name: str, formats: tuple[str, ...], here: Any, out: Path | None, **said: Any) -> "TemplateShown":
    from ugc import formats as shipped
    from ugc import templates
    from ugc.workspace.template_sampling import Showing, show

    if out is None and here is None:
        raise UsageError("Say where the pictures go, with --out DIR: there is no workspace here.")
    template = templates.load(name, [here.root / "templates"] if here else [])
    tables = here.tables if here else shipped.load()
    folder = out or here.root / here.settings.output.folder / "templates" / name
    wanted = Showing(
        template,
        said["sample"],
        [tables.format(each) for each in formats],
        texts=pairs(said["text"] or (), "--text"),
        options=pairs(said["option"] or (), "--option"),
        kit=said["kit"],
    )
    with say.Progress("drawing") as progress:
        return show(
            wanted, folder=folder, here=here, seen=lambda each, total: progress.step(each, total=total)
        )


def _listed(place: Path | None) -> "tuple[list[TemplateLine], list[tuple[str, UgcError]]]":
    """Every template, the workspace's own first, and those whose files have a fault."""
    from ugc import config
    from ugc import templates as room

    own = [config.find(place.resolve()).parent / "templates"] if place else []
    lines, unread = [], []
    for name in room.names(own):
        try:
            template = room.load(name, own)
            lines.append(_line(template, own=template.folder.parent != room.SHIPPED))
        except UgcError as error:
            unread.append((name, error))
    return sorted(lines, key=lambda line: line.source != "workspace"), unread


def _line(template: "Template", *, own: bool) -> "TemplateLine":
    from ugc import samples
    from ugc.cli.documents import ChoiceLine, FieldLine, OptionLine, TemplateLine

    return TemplateLine(
        name=template.name,
        source="workspace" if own else "shipped",
        folder=str(template.folder),
        purpose=template.purpose,
        media=template.media,
        pictures=template.sources,
        words=tuple(FieldLine(name=field, **spec.model_dump()) for field, spec in template.words.items()),
        options=tuple(
            OptionLine(
                name=option,
                says=spec.says,
                default=spec.default,
                choices=tuple(
                    ChoiceLine(choice=choice, edits=spec.edits.get(choice, frozenset()))
                    for choice in spec.choices
                ),
            )
            for option, spec in template.options.items()
        ),
        edits=template.edits,
        samples=tuple(samples.load(template).words),
    )


def _tell(line: "TemplateLine") -> None:
    """Say all of a template in a few lines."""
    least, most = line.pictures.min, line.pictures.max
    takes = counted(most, "picture") if least == most else f"{least} to {most} pictures"
    say.out(f"{line.name}{' (your own)' if line.source == 'workspace' else ''}: {line.purpose}")
    needed = [f"{field.name} (up to {field.limit})" for field in line.words if field.needed]
    others = [f"{field.name} (up to {field.limit})" for field in line.words if not field.needed]
    rows = [("takes", takes), ("needs", ", ".join(needed)), ("may have", ", ".join(others))]
    for option in line.options:
        choices = " or ".join(choice.choice for choice in option.choices)
        about = f": {option.says}" if option.says else ""
        rows.append(("option", f"{option.name} = {choices}, usually {option.default}{about}"))
    rows.append(("edits", _edits(line)))
    for head, words in rows:
        if words:
            say.out(f"  {head:<9} {words}")
    say.out()


def _edits(line: "TemplateLine") -> str:
    """The edits that a grant must allow: always, with some words, with some choices."""
    parts = [f"{edit} always" for edit in sorted(line.edits)]
    by_edit: dict[str, list[str]] = {}
    for field in line.words:
        for edit in sorted(field.edits):
            by_edit.setdefault(edit, []).append(field.name)
    for option in line.options:
        for choice in option.choices:
            for edit in sorted(choice.edits):
                by_edit.setdefault(edit, []).append(f"{option.name} {choice.choice}")
    parts += [f"{edit} with {', '.join(whats)}" for edit, whats in by_edit.items()]
    return "; ".join(parts) or "none of its own"
