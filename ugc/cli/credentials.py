"""`ugc credentials …`: signed content credentials, read, and tried out."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from ugc.provenance import Credentials
    from ugc.provenance.credentials.words import Ingredient

app = typer.Typer(
    help="Read the content credentials of a file, and try out signing.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_ACTIONS = {
    "c2pa.opened": "opened",
    "c2pa.created": "created",
    "c2pa.cropped": "cropped",
    "c2pa.resized": "resized",
    "c2pa.adjustedColor": "colours adjusted",
    "c2pa.color_adjustments": "colours adjusted",
    "c2pa.edited": "edited",
    "c2pa.edited.metadata": "metadata edited",
    "c2pa.addedText": "text added",
    "c2pa.drawing": "drawn on",
    "c2pa.placed": "something placed into it",
    "c2pa.transcoded": "transcoded",
    "c2pa.converted": "converted",
    "c2pa.enhanced": "enhanced",
    "c2pa.published": "published",
}
_METADATA = {
    "dc:creator": "creator",
    "dc:rights": "rights",
    "photoshop:Credit": "credit line",
    "xmpRights:UsageTerms": "usage terms",
    "xmpRights:WebStatement": "terms",
}
_USES = {
    "cawg.data_mining": "data mining",
    "cawg.ai_inference": "inference by AI",
    "cawg.ai_training": "training of AI that generates nothing",
    "cawg.ai_generative_training": "training of generative AI",
}
_ANSWERS = {"notAllowed": "not allowed", "constrained": "not without asking", "allowed": "allowed"}


@app.command("new")
def new(
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Make another one in place of the one that is there.")
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Make a certificate for trying out signing. Nobody vouches for it, and it says so."""
    from ugc.cli.documents import TrialMade
    from ugc.workspace.signing import make_trial

    with opened(workspace) as here:
        made = make_trial(here, replace=replace)
        told = TrialMade(
            certificate=str(here.root / made.certificate),
            key=str(here.root / made.key),
            settings={"sign": True, "certificate": made.certificate.as_posix(), "key": made.key.as_posix()},
        )
    say.out("Made a certificate for trying out, which nobody vouches for, and its key:")
    say.out(f"  {say.place(Path(told.certificate))}")
    say.out(f"  {say.place(Path(told.key))}")
    say.out("To sign with it, set under [credentials] in ugc.toml:")
    say.out("  sign = true")
    say.out(f'  certificate = "{made.certificate.as_posix()}"')
    say.out(f'  key = "{made.key.as_posix()}"')
    say.document(told.model_dump(mode="json"))


@app.command("show")
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A picture or clip, wherever it was found.")],
    *,
    trust: Annotated[
        Path | None,
        typer.Option(metavar="PEM", help="Certificates of authorities that you trust to vouch for signers."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Say what a file's content credentials say, who signed them, and whether they hold.

    Exits 3 if it carries none, 4 if they are not valid. Nothing is fetched from the network.
    """
    from ugc.cli.documents import CredentialsShown
    from ugc.provenance import read_credentials
    from ugc.provenance.credentials import verdict

    found = read_credentials(file, trust=trust)
    words = verdict(found) if found else "It carries no content credentials."
    say.out(str(file))
    say.out(f"  {words}")
    if found:
        _tell(found)
    shown = CredentialsShown(file=str(file), verdict=words, credentials=found)
    say.document(shown.model_dump(mode="json"))
    say.leave(_exit_code(found))


def signing_key() -> str | None:
    """Return the key that the environment holds for signing, as PEM; None when it holds none."""
    from ugc.workspace.signing import ENVIRONMENT

    return os.environ.get(ENVIRONMENT) or None


def _exit_code(found: "Credentials | None") -> int:
    """3 when there is nothing to go by, 4 when they are broken."""
    if found is None or found.state == "elsewhere":
        return 3
    return 4 if found.state == "invalid" else 0


def _tell(found: "Credentials") -> None:
    if found.signer:
        when = (
            f"seen by a time-stamping service at {found.stamped_at}" if found.stamped_at else "no time stamp"
        )
        by = (
            found.signer
            if found.organisation in (None, found.signer)
            else f"{found.signer}, {found.organisation}"
        )
        say.out(f"  Signed by {by} ({found.algorithm}; {when}).")
    if found.state == "invalid":
        say.out("  What follows cannot be relied on.")
    for item in found.ingredients:
        say.out(f"  Made from {item.title or 'something unnamed'} ({_origin(item)}).")
    if found.steps:
        say.out(
            f"  What was done: {', '.join(_step(step.action, step.description) for step in found.steps)}."
        )
    for name, words in _METADATA.items():
        if found.metadata.get(name):
            say.out(f"  {words}: {_flat(found.metadata[name])}")
    if found.rights:
        own = (
            ("grants", found.rights.grants),
            ("posts", found.rights.posts),
            ("variant", (found.rights.variant,)),
        )
        for words, ids in own:
            if any(ids):
                say.out(f"  {words}: {', '.join(filter(None, ids))}")
    for use, answer in found.training.items():
        say.out(f"  {_USES.get(use, use)}: {_ANSWERS.get(answer, answer)}")


def _origin(item: "Ingredient") -> str:
    if item.faults:
        return f"with credentials that did not hold: {' '.join(fault.words for fault in item.faults)}"
    own = "with credentials of its own, kept inside"
    return own if item.credentials else "without credentials of its own"


def _step(action: str, description: str | None) -> str:
    words = _ACTIONS.get(action, action)
    return f"{words} ({description})" if description else words


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
