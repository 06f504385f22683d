"""Bringing fingerprints up to date: each original and creative is looked at once, and never again unless it changes."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.catalog.fingerprints import Kept, Original
from ugc.errors import InputError, MachineError, MissingError
from ugc.files import sha256_of
from ugc.media.fingerprint import METHOD, Fingerprint, fingerprint, fingerprint_of_creative
from ugc.model.formats import Box
from ugc.text import counted

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 32
"""Files between two writes: a killed run loses no more."""
_NAMED = 3

Work = tuple[str, Callable[[], Kept]]
"""A name for people, and what makes the fingerprint."""


def bring_up_to_date(
    workspace: "Workspace", *, seen: Callable[[str, int], None] = lambda *_: None
) -> tuple[str, ...]:
    """Make the fingerprints that are lacking; return in sentences which files could not be looked at.

    `seen` is told the name of each file and how many there are. A missing file is tried again next time, a broken one
    is not: its content would have to change. Raises MachineError when the catalog cannot be written to.
    """
    prints = workspace.catalog.fingerprints
    originals, creatives = prints.lacking_originals(METHOD), prints.lacking_creatives(METHOD)
    total = len(originals) + len(creatives)
    if total and not prints.can_keep:
        return (
            f"The catalog cannot be written, so {counted(total, 'file')} not looked at before were not searched.",
        )
    missing = []
    work = [*_originals(workspace, originals), *_creatives(workspace, creatives)]
    with ThreadPoolExecutor(workspace.settings.render.workers or None) as pool:
        for start in range(0, len(work), _AT_ONCE):
            some, made = work[start : start + _AT_ONCE], []
            for (name, _), told in zip(some, pool.map(lambda one: _made(one[1]), some), strict=True):
                seen(name, total)
                if isinstance(told, Kept):
                    made.append(told)
                else:
                    missing.append((name, told))
            prints.keep(made, method=METHOD)
    return (*_sentence(missing, "could not be looked at"), *_broken(workspace))


def creative_file(workspace: "Workspace", made: MadeCreative) -> Path:
    """Return where a creative's file lies, unchanged since it was made. Raises MissingError and InputError."""
    path = workspace.root / made.path
    if not path.is_file():
        raise MissingError(f"The creative {made.path} is not there.")
    facts = path.stat()
    if (facts.st_size, facts.st_mtime_ns) != (made.size, made.mtime_ns) and sha256_of(path) != made.sha256:
        raise MissingError(f"The creative {made.path} has changed since it was made.")
    return path


def original_file(workspace: "Workspace", sha256: str, ext: str) -> Path:
    """Return where an original lies, unchanged since it was stored. Raises MissingError and InputError."""
    try:
        return workspace.media.verified(sha256, ext)
    except InputError as error:  # it can be imported again, and is then looked at
        raise MissingError(error.message, hint=error.hint) from error


def drawn_on(made: MadeCreative) -> list[Box]:
    """Return where the texts of a creative stand, in fractions of it."""
    row = made.creative
    if row is None:
        return []
    return [
        Box(
            x0=text.box.x0 / row.width,
            y0=text.box.y0 / row.height,
            x1=text.box.x1 / row.width,
            y1=text.box.y1 / row.height,
        )
        for text in row.text
    ]


def _originals(workspace: "Workspace", lacking: Iterable[Original]) -> Iterator[Work]:
    most = workspace.settings.storage.most_megapixels * 1_000_000
    for item in lacking:

        def make(item: Original = item) -> Kept:
            path = original_file(workspace, item.sha256, item.ext)
            return _kept(Kept(media=item.sha256), lambda: fingerprint(path, max_pixels=most))

        yield f"{item.sha256[:12]}.{item.ext}", make


def _creatives(workspace: "Workspace", lacking: Iterable[str]) -> Iterator[Work]:
    most = workspace.settings.storage.most_megapixels * 1_000_000
    rows = (workspace.catalog.creative_by_variant(variant) for variant in lacking)
    for made in filter(None, rows):

        def make(made: MadeCreative = made) -> Kept:
            path = creative_file(workspace, made)
            return _kept(
                Kept(variant=made.variant),
                lambda: fingerprint_of_creative(path, drawn_on(made), max_pixels=most),
            )

        yield Path(made.path).name, make


def _kept(whose: Kept, make: Callable[[], Fingerprint]) -> Kept:
    try:
        found = make()
    except InputError as error:
        return whose.model_copy(update={"fault": error.message})
    return whose.model_copy(update={"frames": found.frames, "hashes": found.hashes, "places": found.places})


def _made(make: Callable[[], Kept]) -> Kept | str:
    try:
        return make()
    except (MissingError, MachineError) as error:
        return error.message


def _broken(workspace: "Workspace") -> tuple[str, ...]:
    return _sentence(
        [(name[:12], why) for name, why in workspace.catalog.fingerprints.faults(METHOD)],
        "cannot be looked at",
    )


def _sentence(files: list[tuple[str, str]], what: str) -> tuple[str, ...]:
    if not files:
        return ()
    named = " ".join(why for _, why in files[:_NAMED])
    more = " …" if len(files) > _NAMED else ""
    were = "was" if len(files) == 1 else "were"
    return (f"{counted(len(files), 'file')} {what} and {were} not compared: {named}{more}",)
