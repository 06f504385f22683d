"""A gallery's folder: whose it is, what is written into it, and what has to leave it."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from ugc.errors import UsageError
from ugc.files import PART_PREFIX, machine_errors, write_bytes
from ugc.workspace.showing import record as records
from ugc.workspace.showing.record import OURS, GalleryRecord, ShownPiece

_FURTHER = re.compile(r"page-[0-9]+\.html")


class GalleryFolder:
    """The folder that a build writes into."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError where the folder holds something that no build of ours put there."""
        self.path = folder
        self.before: GalleryRecord | None = records.read(folder)
        self.written: dict[str, str] = {}
        """Pages and other files that are no pictures of posts, with the first digits of their sha256."""
        self.made_from: dict[str, str] = {}
        """Digests of what shaped those of them that take long to make."""
        if self.before is None and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(
                f"{folder} holds something that is no gallery of this workspace, or whose record is gone.",
                hint="Name an empty folder with --out, or another name with --name.",
            )

    def put(self, name: str, data: bytes | str) -> None:
        """Write a page or another file, unless it stands there already. Raises MachineError."""
        content = data.encode("utf-8", "replace") if isinstance(data, str) else data
        path = self.path / name
        self.written[name] = records.digest_of(content)
        with suppress(OSError):
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return
        write_bytes(path, content)

    def make(self, name: str, made_from: str, make: Callable[[], bytes | str]) -> None:
        """Write a file that is shaped by what has a digest, unless it stands there made from the same.

        A file that somebody changed is made anew. Raises what `make` does, and MachineError.
        """
        before = self.before
        self.made_from[name] = made_from
        if before and before.made_from.get(name) == made_from and name in before.pages:
            with suppress(OSError):
                digest = records.digest_of((self.path / name).read_bytes())
                if digest == before.pages[name]:
                    self.written[name] = digest
                    return
        self.put(name, make())

    def remove(self, names: Iterable[str]) -> tuple[str, ...]:
        """Remove files; return those that were there. Raises MachineError."""
        gone = []
        for name in sorted(set(names)):
            path = self.path / name
            with machine_errors(f"Removing {path}"):
                if path.is_file() or path.is_symlink():
                    path.unlink()
                    gone.append(name)
        return tuple(gone)

    def no_longer(self, posts: Iterable[str]) -> tuple[str, ...]:
        """Return the files of an earlier build that show posts other than these."""
        if self.before is None:
            return ()
        kept = set(posts)
        staying: set[str] = set()
        going: set[str] = set()
        for shown in self.before.posts:
            files = [shown.page, *(name for piece in shown.pieces for name in inside(piece.files))]
            (staying if shown.post in kept else going).update(files)
        return tuple(sorted(going - staying))

    def standing(self, posts: Iterable[str]) -> dict[str, object]:
        """Return the fields of a record for what an earlier build left, as far as it shows some posts."""
        before, kept = self.before, set(posts)
        if before is None:
            return {}
        shown = tuple(each for each in before.posts if each.post in kept)
        return {"posts": shown, "products": before.products, "pages": before.pages}

    def let_go(self) -> list[ShownPiece]:
        """Return the pictures of an earlier build, and hold its posts no longer."""
        before = self.before
        if before is None:
            return []
        self.before = before.model_copy(update={"posts": (), "products": ()})
        return [*(piece for post in before.posts for piece in post.pieces), *before.products]

    def strays(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return what lies in the folders that are ours, and in earlier pages' places, and is not wanted."""
        keep = {*wanted, *self.written}
        earlier = set(self.before.pages) if self.before else set()
        return tuple(
            name
            for name in records.names_in(self.path)
            if name not in keep
            and not name.rpartition("/")[2].startswith(PART_PREFIX)
            and (("/" in name and name.split("/")[0] in OURS) or name in earlier or _FURTHER.fullmatch(name))
        )


def inside(files: Iterable[str]) -> Iterable[str]:
    """Yield the paths of a record's files from the gallery's own folder."""
    return (name.partition("/")[2] for name in files)
