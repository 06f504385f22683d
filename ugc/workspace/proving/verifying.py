"""The proof: the whole ledger recomputed, the files it rests on hashed again, and a head from elsewhere compared.

Everything that does not hold is a flaw, in words; the first is the first broken link. What was redacted is counted, and
is no flaw: each field has a hash of its own, which stays.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import ledger, manifest, timestamp
from ugc.catalog.auditing import Audit
from ugc.errors import RefusedError, UsageError
from ugc.files import write_bytes
from ugc.model.base import Value
from ugc.timestamp import Stamp
from ugc.workspace.proving.recomputing import Flaw, Line, Recomputed, Redacted

if TYPE_CHECKING:
    from ugc.workspace import Workspace

NOT_CHECKED = (
    "That what the evidence shows is true, and that whoever answered is who they seem.",
    "That nothing was left out when it was recorded: the ledger shows what was changed since.",
    "Originals and creatives: `ugc doctor --deep` reads the originals.",
)
REWRITTEN = (
    "A ledger rewritten from its first entry on, with new salts, would hold as well. It shows only against a head that "
    "was kept elsewhere (--head, --manifest) or stamped (--timestamp)."
)
UNVOUCHED = (
    "Nobody vouched for the authority: the stamp was checked against the certificates inside it, which anybody can "
    "make. Give those that the authority publishes: --authority FILE.pem."
)
_NO_RECALL = "Whether the authority took its certificate back since."
_HEAD = re.compile(r"[0-9a-f]{64}")


class Compared(Value):
    """A head that was kept elsewhere, found again in the ledger."""

    head: str | None
    """None where the ledger was empty when it was written down."""
    seq: int
    """Number of the entry whose head it is; 0 for the empty ledger."""
    grown: int
    """Entries recorded since."""


class Stamped(Compared):
    """A head of this ledger that a time-stamping authority signed."""

    stamp: Stamp


class Proved(Value):
    """What a verification found."""

    brand: str
    ok: bool
    entries: int
    files: int
    """Evidence and terms that are as they were recorded."""
    head: str | None
    flaws: tuple[Flaw, ...]
    """The first broken link first."""
    redacted: tuple[Redacted, ...]
    erased: tuple[str, ...]
    """Evidence records whose file was erased on request, as an erasure on record says."""
    compared: Compared | None = None
    stamped: Stamped | None = None
    notes: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = NOT_CHECKED


def verify(
    workspace: "Workspace",
    *,
    head: str | None = None,
    kept: Path | None = None,
    token: Path | None = None,
    authority: Path | None = None,
    seen: Callable[[str], None] = lambda _: None,
) -> Proved:
    """Recompute everything; compare a `head`, or that of a manifest which was `kept`; check a time-stamp, the `token`.

    Raises UsageError for what is no head, InputError for a manifest, token or catalog that cannot be read, MissingError
    without the extra that reads tokens.
    """
    compare = head is not None or kept is not None
    wanted = _wanted(head, kept)
    if authority and not token:
        raise UsageError("--authority goes with a time-stamp.", hint="Name it: --timestamp FILE.tsr.")
    with Audit.of(workspace.root / ".ugc" / "catalog.db") as audit:
        read = Recomputed(audit, seen=seen)
    whole, lost, erased = read.files(workspace.evidence)
    compared = _compared(read.lines, wanted) if compare else None
    flaws = [*read.chain]
    if compare and not compared:
        flaws.append(Flaw(about="head", text=ledger.HEAD_GONE.format(head=wanted)))
    flaws += [*lost, *read.index]
    stamped, notes = _stamped(read.lines, token, authority, flaws) if token else (None, [])
    return Proved(
        brand=workspace.settings.brand.name,
        ok=not flaws,
        entries=len(read.lines),
        files=whole,
        head=read.head,
        flaws=tuple(flaws),
        redacted=tuple(read.redacted),
        erased=tuple(erased),
        compared=compared,
        stamped=stamped,
        notes=tuple(notes if compare or token else [REWRITTEN]),
        not_checked=(*NOT_CHECKED, _NO_RECALL) if stamped else NOT_CHECKED,
    )


def write_head(proved: Proved, path: Path) -> None:
    """Write a head to the file that is to be stamped. Raises RefusedError where the records do not hold."""
    if not proved.ok:
        raise RefusedError("The records do not hold, so no head is written.", hint="Find out why first.")
    if proved.head is None:
        raise UsageError("There is no record yet, so there is no head.", hint="Record a grant first.")
    write_bytes(path, timestamp.head_file(proved.head))


def _wanted(head: str | None, kept: Path | None) -> str | None:
    """The head that was kept; None where the ledger was empty then."""
    if head is not None and kept is not None:
        raise UsageError("Say --head or --manifest, not both.")
    if kept is not None:
        return manifest.read(kept).ledger_head
    if head is not None and not _HEAD.fullmatch(head.strip().lower()):
        raise UsageError(
            f"{head[:80]!r} is no head.",
            hint="It has 64 digits from 0 to f: a manifest, a bundle or an earlier `ugc rights verify` gives it.",
        )
    return head.strip().lower() if head else None


def _compared(lines: Sequence[Line], wanted: str | None) -> Compared | None:
    if wanted is None:
        return Compared(head=None, seq=0, grown=len(lines))
    for number, line in enumerate(lines, start=1):
        if line.hash == wanted:
            return Compared(head=wanted, seq=line.seq, grown=len(lines) - number)
    return None


def _stamped(
    lines: Sequence[Line], path: Path, authority: Path | None, flaws: list[Flaw]
) -> tuple[Stamped | None, list[str]]:
    """What a time-stamp shows, with what is to be said of it; what does not fit joins the flaws."""
    try:
        token = timestamp.read(path)
        stamp = timestamp.check(token, authority=authority)
    except RefusedError as error:
        flaws.append(Flaw(about="timestamp", text=error.message))
        return None, []
    line = next((line for line in lines if timestamp.fits(token, line.hash)), None)
    found = _compared(lines, line.hash) if line else None
    if line is None or found is None:
        text = f"{path} stamps no head of this ledger: it is of something else, or the ledger was cut or rewritten."
        flaws.append(Flaw(about="timestamp", text=text))
        return None, []
    notes = [] if stamp.vouched else [UNVOUCHED]
    if line.at and stamp.at + timedelta(seconds=stamp.accuracy_s or 0) < line.at:
        notes.append(
            f"Entry {line.seq} says that it was recorded on {line.at:%Y-%m-%d at %H:%M} UTC, after the stamp: the "
            "clock of the computer that recorded it was ahead, or was set."
        )
    return Stamped(**found.model_dump(), stamp=stamp), notes
