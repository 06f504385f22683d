"""What an erasure keeps, and why: said to the person who asks."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import text
from ugc.catalog import Person, naming
from ugc.model.base import Value, canonical
from ugc.model.entries import Entry
from ugc.workspace.ending.places import key

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.people import HeldNote

_LARGEST = 1_000_000
"""Bytes of a text file that is searched for a name."""

_OUTSIDE = (
    "Not reached from here: archives and backups made earlier, bundles for lawyers, exports and sheets, creatives that "
    "were handed out or run, and the files from which their posts were imported."
)


class Kept(Value):
    """Something that was not erased, and why."""

    what: str
    why: str


def kept_records(about: Sequence[Entry], person: Person, proof: Sequence[str]) -> Iterator[Kept]:
    """What the law needs: what was allowed, when, and on what proof."""
    if about:
        yield Kept(
            what=f"{len(about)} rights records, without their personal fields: {', '.join(_ids(about))}.",
            why="They show what was allowed and when; a claim can be answered by nothing else. The chain stays whole.",
        )
    named = [name for name in person.names if any(name in canonical(entry.body) for entry in about)]
    if named:
        yield Kept(
            what=f"In these records, the ids of posts: {', '.join(named)}.",
            why="A record that does not say what it covers shows nothing. While a post is online its id leads to it.",
        )
    if proof:
        yield Kept(
            what=f"Evidence: {', '.join(proof)}.",
            why="It is the only proof that the use was allowed. --evidence-too erases what proves nobody else's.",
        )
    yield Kept(
        what="Salted hashes of their ids, links, handles and files.",
        why="So that an import does not bring them back unnoticed. They are pseudonyms: the salt lies beside them.",
    )


def kept_notes(noted: "Sequence[HeldNote]") -> Iterator[Kept]:
    """Notes on other creators that name them."""
    if noted:
        listed = ", ".join(f"{item.note.id} on {item.creator}" for item in noted)
        yield Kept(
            what=f"Notes on other creators that name them: {listed}.",
            why="They tell of somebody else. Look at them: ugc creators note @CREATOR --remove NUMBER takes one out.",
        )


def kept_elsewhere(
    workspace: "Workspace", words: Iterable[str], *, shared: Sequence[str], mentions: Sequence[str]
) -> Iterator[Kept]:
    if shared:
        yield Kept(what=f"Originals {', '.join(shared)}.", why="Another creator's post holds the same file.")
    if mentions:
        yield Kept(
            what=f"Other people's posts that mention them: {', '.join(mentions)}.",
            why="They are the words of others. `ugc forget` of those erases them.",
        )
    named = naming(words)
    left = [
        f"{entry.id} ({', '.join(fields)})"
        for entry in workspace.catalog.entries()
        if (fields := [name for name, said in _said(entry) if named.search(text.fold(said))])
    ]
    if left:
        yield Kept(
            what=f"Their name in {', '.join(left)}.",
            why="These fields decide what a record allows, or are part of the chain; without them it would not hold.",
        )
    yield Kept(what="Copies elsewhere.", why=_OUTSIDE)


def _said(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "subjects", " ".join(entry.subjects)
    for name, value in entry.body.items():
        yield name, canonical(value)


def _ids(entries: Iterable[Entry]) -> list[str]:
    return list(dict.fromkeys(entry.id for entry in entries))


def own_files(workspace: "Workspace", words: Iterable[str]) -> Iterator[str]:
    """Files that people put into the folder themselves and that name the person: only they can tell what they are."""
    named = naming(words)
    ours = {workspace.root / ".ugc", (workspace.root / workspace.settings.output.folder).resolve()}
    for path in sorted(workspace.root.rglob("*")):
        if path.is_symlink() or not path.is_file() or ours & set(path.parents):
            continue
        if named.search(text.fold(path.name)) or named.search(text.fold(_text_of(path))):
            yield key(workspace, path)


def _text_of(path: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        if path.stat().st_size <= _LARGEST:
            return path.read_text("utf-8")
    return ""
