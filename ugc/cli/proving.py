"""`ugc rights verify` and `bundle`: do the records hold, and how somebody else can see it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import JsonOption, WorkspaceOption, now, opened
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.timestamp import Stamp
    from ugc.workspace.proving.recomputing import Flaw
    from ugc.workspace.proving.verifying import Compared, Proved

_MOST = 20
"""Flaws that are listed; --json lists all."""


def verify(
    *,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="Compare with a head that was kept elsewhere.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Compare with the head in a manifest.json.")
    ] = None,
    timestamp: Annotated[
        Path | None, typer.Option(metavar="FILE.tsr", help="Check an RFC 3161 time-stamp over a head.")
    ] = None,
    authority: Annotated[
        Path | None, typer.Option(metavar="CA.pem", help="The certificates that the stamp must lead to.")
    ] = None,
    write_head: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the head to a file, to have it stamped.")
    ] = None,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Recompute every rights record, the chain between them and the files they rest on.

    Names the first broken link and lists the rest. Exits 4 if anything does not hold.
    """
    with opened(workspace) as here, say.Progress("verifying") as progress:
        proved = here.records.verify(
            head=head, kept=manifest, token=timestamp, authority=authority, seen=progress.step
        )
        if write_head and proved.ok:
            here.records.write_head(proved, write_head)
    _tell(proved)
    if write_head and proved.ok:
        say.out(f"Wrote the head to {write_head}.")
    elif write_head:
        say.note(f"{write_head} was not written: the head of records that do not hold is worth nothing.")
    say.document(proved.model_dump(mode="json"))
    say.leave(0 if proved.ok else 4)


def bundle(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.zip", help="Where to; out/bundles/ if left out.")
    ] = None,
    no_originals: Annotated[
        bool, typer.Option("--no-originals", help="Leave out the post's own files.")
    ] = False,
    without_fees: Annotated[
        bool, typer.Option("--without-fees", help="Leave out what was paid; the hashes still hold.")
    ] = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write one ZIP for a lawyer: what the records say of a post, the files, and how to check them.

    It is confidential: it holds personal data, and fees unless they are left out.
    """
    with opened(workspace) as here:
        told = here.records.bundle(name, at=now(), out=out, originals=not no_originals, fees=not without_fees)
    say.out(f"Wrote {say.place(Path(told.bundle))}")
    records = f"{told.records} of {counted(told.entries, 'record')}"
    say.out(f"  {records} of {told.brand} concern {told.post}; {counted(len(told.files), 'file')} enclosed")
    say.out(f"  sha256 {told.sha256}")
    say.out("  Give the recipient this hash by another way. statement.html is the page to read.")
    for line in told.missing:
        say.note(f"Not enclosed: {line}")
    for line in told.shared:
        say.note(f"Look at it first: {line}")
    paid = "Fees are left out of the records" if told.left_out else "It holds fees and personal data"
    say.note(f"Confidential: {paid}; evidence files and originals may hold more of both.")
    say.document(told.model_dump(mode="json"))


def _tell(proved: "Proved") -> None:
    entries, files = counted(proved.entries, "entry", "entries"), counted(proved.files, "file")
    whole = all(flaw.about == "timestamp" for flaw in proved.flaws)
    if whole:
        say.out(
            f"The rights records of {proved.brand} hold{'' if proved.ok else ', but the time-stamp does not'}."
        )
        say.out(f"  {entries}, each as it was sealed and following from the one before")
        say.out(f"  {files} of evidence and terms, each as it was recorded")
    else:
        say.out(f"The rights records of {proved.brand} do not hold.")
    if not proved.ok:
        say.out(f"  {'' if whole else 'First broken link: '}{_flaw(proved.flaws[0])}")
        for flaw in proved.flaws[1:_MOST]:
            say.out(f"  Also: {_flaw(flaw)}")
        if len(proved.flaws) > _MOST:
            say.out(f"  and {len(proved.flaws) - _MOST:,} more; --json lists all")
    if not whole:
        say.out(f"  Looked at: {entries}; {files} of evidence and terms are as they were recorded")
    _tell_redacted(proved)
    say.out(f"Head: {proved.head or 'none, since nothing is recorded yet'}")
    if proved.compared:
        _tell_grown("The head you gave", proved.compared)
    if proved.stamped:
        stamp = proved.stamped.stamp
        exactly = f", give or take {stamp.accuracy_s:g} s" if stamp.accuracy_s else ""
        _tell_grown("The stamped head", proved.stamped)
        say.out(f"  stamped on {stamp.at:%Y-%m-%d at %H:%M:%S} UTC{exactly}")
        say.out(f"  {_signer(stamp)}")
        say.out(f"  under the policy {stamp.policy}, with the serial number {stamp.serial}")
    for note in proved.notes:
        say.out(f"Note: {note}")
    say.out("Not checked:")
    for line in proved.not_checked:
        say.out(f"  {line}")


def _signer(stamp: "Stamp") -> str:
    if stamp.vouched:
        return (
            f"by {stamp.authority}, certified by {stamp.issuer}, which leads to a certificate that you gave"
        )
    return f"in the name of {stamp.authority}, for which nobody vouched"


def _tell_redacted(proved: "Proved") -> None:
    if proved.redacted:
        fields = counted(sum(len(item.fields) for item in proved.redacted), "field")
        records = counted(len({item.record for item in proved.redacted}), "record")
        say.out(
            f"  {fields} of {records} were redacted; their hashes are left, and the chain holds without them"
        )
    if proved.erased:
        say.out(f"  erased on request, as recorded: the files of {', '.join(proved.erased)}")


def _tell_grown(what: str, found: "Compared") -> None:
    entry = f"that of entry {found.seq}" if found.seq else "that of a ledger with nothing in it"
    since = counted(found.grown, "entry was", "entries were")
    say.out(f"{what} is {entry}; {since if found.grown else 'nothing was'} recorded since.")


def _flaw(flaw: "Flaw") -> str:
    place = f"entry {flaw.seq}, " if flaw.seq and flaw.record else f"entry {flaw.seq}: " if flaw.seq else ""
    return f"{place}{flaw.record}{': ' if flaw.record else ''}{flaw.text}"
