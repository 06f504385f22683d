"""`ugc rights due`: what is to be looked after."""

from typing import Annotated

import typer

from ugc.cli import say
from ugc.cli.brands import all_opened
from ugc.cli.options import JsonOption, WorkspacesOption, now


def due(
    within: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, max=36500, help="Days ahead; as ugc.toml says if left out."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 4 when anything is overdue.")] = False,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """List who has not answered, what ends soon, and which permissions end before their ads do."""
    late = False
    documents = []
    with all_opened(workspace) as brands:
        for here in brands.workspaces:
            found = here.records.due(at=now(), within=within)
            late = late or any(each.overdue for each in found.due)
            brands.head(here)
            if not found.due:
                say.out(f"Nothing is due within {found.within} days.")
            for each in found.due:
                say.out(f"{each.day}  {'OVERDUE' if each.overdue else '       '}  {each.record}: {each.what}")
                say.out(f"{' ' * 21}{each.to_do}")
            documents.append(brands.document(here, found.model_dump(mode="json")))
    say.document(documents if brands.several else documents[0])
    say.leave(4 if strict and late else 0)
