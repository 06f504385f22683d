"""One pass over the whole ledger: what does not hold, and what it rests on. Little is kept of each entry."""

import stat
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from ugc import ledger
from ugc.catalog.auditing import Audit
from ugc.errors import InputError, MissingError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.entries import Entry, Unreadable
from ugc.store import Store

_SENSELESS = "It is no record that makes sense, though its hash holds: it was not sealed by ugc."


class Flaw(Value):
    """Something that does not hold."""

    about: Literal["entry", "head", "file", "index", "timestamp"]
    seq: int | None = None
    """Number of the entry, where there is one."""
    record: str = ""
    """Kind and id of its record."""
    text: str


class Redacted(Value):
    """Fields of a record that were erased on somebody's request; their hashes are left."""

    record: str
    fields: tuple[str, ...]


class Line(NamedTuple):
    """What is kept of an entry."""

    seq: int
    hash: str
    at: datetime | None
    record: str


class _Needed(NamedTuple):
    """A file that a record rests on."""

    seq: int
    id: str
    what: str
    size: int | None


class Recomputed:
    """A ledger read from its first entry to its last; `seen` is told of each record and file."""

    def __init__(self, audit: Audit, *, seen: Callable[[str], None] = lambda _: None) -> None:
        self._tell = seen
        self.lines: list[Line] = []
        self.redacted: list[Redacted] = []
        self._records: dict[int, str] = {}
        self._senseless: list[int] = []
        self._proof: dict[str, str] = {}
        self._rests: list[tuple[int, str]] = []
        self._needed: dict[str, _Needed] = {}
        self._erasures: set[str] = set()
        self.chain = self._chain(audit)
        self.index = [*self._references(), *self._index(audit)]

    @property
    def head(self) -> str | None:
        """The newest entry's hash."""
        return self.lines[-1].hash if self.lines else None

    def record(self, seq: int) -> str:
        """Kind and id of the record of an entry."""
        return self._records.get(seq, "")

    def filed_as(self, sha256: str) -> str | None:
        """The id of the evidence record of a file, where there is one."""
        needed = self._needed.get(sha256)
        return needed.id if needed and needed.id in self._proof else None

    def resting_on(self, sha256: str) -> list[int]:
        """The numbers of the entries that rest on a file, whichever evidence record they name it by."""
        return [seq for seq, name in self._rests if self._proof.get(name) == sha256]

    def files(self, store: Store) -> tuple[int, list[Flaw], list[str]]:
        """Hash every file that a record rests on.

        Return how many are as recorded, the flaws of the others, and the evidence whose file an erasure took.
        """
        redacted = {item.record for item in self.redacted}
        whole, flaws, erased = 0, list[Flaw](), list[str]()
        for sha256, needed in self._needed.items():
            self._tell(f"file of {needed.id}")
            wrong = file_fault(store, sha256, needed.size)
            if wrong is None:
                whole += 1
            elif wrong.gone and needed.id in self._erasures and needed.id in redacted:
                erased.append(needed.id)
            else:
                flaws.append(self._flaw("file", needed.seq, wrong.text.format(what=needed.what)))
        return whole, flaws, erased

    def _chain(self, audit: Audit) -> list[Flaw]:
        flaws = [self._flaw("entry", link.seq, link.text) for link in ledger.verify(self._seen(audit.rows()))]
        broken = {flaw.seq for flaw in flaws}
        flaws += [self._flaw("entry", seq, _SENSELESS) for seq in self._senseless if seq not in broken]
        return flaws

    def _seen(self, rows: Iterable[Entry | Unreadable]) -> Iterator[Entry | Unreadable]:
        for row in rows:
            entry = row if isinstance(row, Entry) else None
            record = f"{entry.kind} {entry.id}" if entry else row.id
            self.lines.append(Line(row.seq, row.hash, entry.at if entry else None, record))
            self._records[row.seq] = record
            self._tell(record)
            if entry:
                self._note(entry)
            yield row

    def _note(self, entry: Entry) -> None:
        gone = tuple(sorted(set(entry.digests) - set(entry.body)))
        if gone:
            self.redacted.append(Redacted(record=entry.id, fields=gone))
        if entry.kind == "evidence":
            self._proof[entry.id] = str(entry.body.get("sha256"))
        try:
            record = ledger.record_of(entry)
        except InputError:
            self._senseless.append(entry.seq)
            return
        named = getattr(record, "evidence", ())
        if entry.kind == "erasure":
            self._erasures |= set(getattr(record, "redacted", ())) if named == "erased" else set()
        else:
            named = [*named, *filter(None, [getattr(record, "guardian_evidence", None)])]
            self._rests += [(entry.seq, name) for name in named]
        for file in ledger.files_of(entry):
            needed = _Needed(entry.seq, entry.id, _spoken(entry, file.what, file.sha256), file.size)
            if file.sha256 not in self._needed or self._needed[file.sha256].size is None:
                self._needed[file.sha256] = needed

    def _references(self) -> Iterator[Flaw]:
        for seq, name in self._rests:
            if name not in self._proof:
                text = f"It rests on the evidence {name}, which is not in the ledger."
                yield self._flaw("entry", seq, text)

    def _index(self, audit: Audit) -> Iterator[Flaw]:
        for item in audit.misfiled():
            yield self._flaw("index", item.seq, item.text)
        for words in audit.damage():
            yield Flaw(about="index", text=words)

    def _flaw(self, about: Literal["entry", "file", "index"], seq: int, text: str) -> Flaw:
        return Flaw(about=about, seq=seq, record=self.record(seq), text=text)


class FileFault(NamedTuple):
    """What is wrong with a stored file; in its text `{what}` stands for the file."""

    text: str
    gone: bool


def file_fault(store: Store, sha256: str, size: int | None) -> FileFault | None:
    """Say what is wrong with a stored file, known by its content whatever its extension; None when it is whole."""
    try:
        folder = store.path(sha256, "bin").parent
    except InputError:
        return FileFault("{what} is named by something that is no hash.", gone=False)
    for path in sorted(folder.glob(f"{sha256}.*")):
        try:
            whole = stat.S_ISREG(path.lstat().st_mode) and sha256_of(path) == sha256
        except (OSError, InputError, MissingError):
            whole = False
        if not whole:
            return FileFault("{what} is not what was recorded: it was changed or replaced.", gone=False)
        if size not in (None, path.stat().st_size):
            return FileFault("{what} has another size than was recorded.", gone=False)
        return None
    return FileFault("{what} is not there: it was lost or taken away.", gone=True)


def _spoken(entry: Entry, what: str, sha256: str) -> str:
    if what == "terms":
        return f"The text of its terms (sha256 {sha256[:12]}…)"
    name = entry.body.get("name")
    named = f" {name[:80]}" if isinstance(name, str) else ""
    return f"Its file{named} (sha256 {sha256[:12]}…)"
