"""`ugc rights sound`: the licences of sounds that are laid on clips."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    a_day,
    a_last_day,
    me,
    now,
    opened,
)
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace.granting.sounds import SoundRevoked, SoundShown

app = typer.Typer(
    help="Record the licences of sounds that are laid on clips.", no_args_is_help=True, rich_markup_mode=None
)

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The sound: mp3, m4a, wav, flac, ogg or aac.")]
_Title = Annotated[str, typer.Option(help="What the piece is called.")]
_Licensor = Annotated[str, typer.Option(metavar="NAME", help="Who licensed it: a library, label, musician.")]
_Terms = Annotated[
    list[str] | None, typer.Option(metavar="FILE|URL", help="The licence; a file's hash is kept. Repeatable.")
]
_Purposes = Annotated[list[str], typer.Option(help="paid_social, onsite … or any. Repeatable.")]
_Channels = Annotated[list[str], typer.Option(help="instagram, tiktok … or any. Repeatable.")]
_Territories = Annotated[list[str], typer.Option(help="US, DE, EEA, worldwide. Repeatable.")]
_From = Annotated[str, typer.Option("--from", metavar="DATE", help="First day, as in 2026-11-01.")]
_Until = Annotated[str, typer.Option(metavar="DATE|perpetual", help="Last day, or perpetual.")]
_Evidence = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="What proves it: an invoice, an e-mail. Repeatable."),
]
_Licensee = Annotated[str | None, typer.Option(metavar="NAME", help="Another than this workspace's brand.")]
_Notes = Annotated[str | None, typer.Option(help="Anything else worth keeping.")]


@app.command("add")
def add(
    file: _File,
    *,
    title: _Title,
    licensor: _Licensor,
    purpose: _Purposes,
    channel: _Channels,
    territory: _Territories,
    first: _From,
    until: _Until,
    terms: _Terms = None,
    evidence: _Evidence = None,
    licensee: _Licensee = None,
    notes: _Notes = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record what was licensed of a sound, and keep its file.

    What is not said here is not licensed. That a post's sound may be replaced is for its own grant to say.
    """
    from ugc.workspace.granting.sounds import SoundForm

    form = SoundForm(
        file=file,
        title=title,
        licensor=licensor,
        licensee=licensee,
        purposes=tuple(purpose),
        channels=tuple(channel),
        territories=tuple(territory),
        start=a_day(first, "--from"),
        end=a_last_day(until),
        terms=tuple(terms or ()),
        evidence=tuple(evidence or ()),
        notes=notes,
        by=by or me(),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.add_sound(form, at=now())
    verb = "Would record" if dry_run else "Recorded"
    say.out(
        f"{verb} {made.id}: “{made.title}” ({made.seconds:.1f} s), from {made.licensor} to {made.licensee}, "
        f"{words.until(made.end)}."
    )
    if not made.terms.sha256 and not made.evidence:
        say.note("Note: only a link to its terms is on file, and a link can change: give the document too.")
    say.document(made.model_dump(mode="json"))


@app.command("list")
def list_sounds(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """List the sounds that are licensed, what for, and what was made with them."""
    with opened(workspace) as here:
        found = here.records.sounds(at=now())
    if not found.sounds:
        say.out("No licence of a sound is on record: ugc rights sound add FILE.")
    for shown in found.sounds:
        _tell(shown)
    say.document(found.model_dump(mode="json"))


@app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(metavar="LICENCE", help="By its id, as in s-0001.")],
    *,
    why: Annotated[str, typer.Option(help="What was said, and how.")],
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day without rights; today if left out.")
    ] = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record that the licence of a sound ended; list what was made with it."""
    effective = a_day(on, "--on") if on else None
    with opened(workspace) as here, here.rehearsed(dry_run):
        done = here.records.revoke_sound(name, by=by or me(), why=why, effective=effective, at=now())
    _tell_revoked(done, name, dry=dry_run)
    say.document(done.model_dump(mode="json"))


def _tell(shown: "SoundShown") -> None:
    licence = shown.licence
    state = {
        "stands": "",
        "not_started": f", from {licence.start}",
        "ended": ", ended",
        "revoked": ", revoked",
    }
    say.out(f"{licence.id}  “{licence.title}”, {licence.seconds:.1f} s, from {licence.licensor}")
    say.out(
        f"      {words.until(shown.until)}{state[shown.state]}; {words.countries(licence.reach)}; "
        f"{_few(licence.purposes)}; {_few(licence.channels)}"
    )
    if shown.creatives:
        say.out(f"      in {counted(len(shown.creatives), 'creative')}")


def _few(tokens: frozenset[str]) -> str:
    """Say a set of tokens; many are counted instead of listed."""
    if len(tokens) <= 6:
        return ", ".join(sorted(tokens))
    return f"{len(tokens)} of them"


def _tell_revoked(done: "SoundRevoked", name: str, *, dry: bool) -> None:
    if done.revocation:
        say.out(f"{'Would revoke' if dry else 'Revoked'} {name} from {done.revocation.effective}.")
    for item in done.already:
        say.out(f"{name} was revoked already, from {item.effective}, by {item.by} ({item.id}): {item.why}")
    if done.creatives:
        say.out("Made with it, and to be taken down where it runs:")
        for path in done.creatives:
            say.out(f"  {path}")
        say.out("Move them away: ugc sweep.")
