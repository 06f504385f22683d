"""The files that an import brings: each is looked at, and stored before its post is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import InputError, MissingError
from ugc.files import sha256_of
from ugc.model.posts import FoundFile, FoundPost, Media, MediaRole, Skipped
from ugc.model.probes import Probe
from ugc.text import one_line
from ugc.workspace.arrivals import Arrivals

if TYPE_CHECKING:
    from ugc.workspace import Workspace


def stored(
    workspace: "Workspace", item: FoundPost, arrivals: Arrivals, *, dry: bool
) -> tuple[list[Media], list[Skipped]]:
    """Look at and store a post's files; what is not whole media is skipped, and the rest of the post is kept."""
    found: list[Media] = []
    skipped: list[Skipped] = []
    for file in item.files:
        try:
            found.append(taken_over(workspace, file, arrivals, dry=dry))
        except (InputError, MissingError) as error:
            why = f"{error.message} {error.hint or ''}".strip()
            code = "missing" if isinstance(error, MissingError) else "unreadable"
            skipped.append(said_once(_bad(file, why, code)))
        except OSError as error:
            skipped.append(_bad(file, f"It could not be read: {error.strerror or error}.", "unreadable"))
    unique = {media.sha256: media for media in reversed(found)}
    return [media for media in found if unique.pop(media.sha256, None)], skipped


def _bad(file: FoundFile, why: str, code: str) -> Skipped:
    """Say of a file that it is left out; one out of an archive is told of as it lies there."""
    origin = file.origin or one_line(str(file.path))
    return Skipped(origin=origin, why=why.replace(str(file.path), origin), code=code)


def taken_over(workspace: "Workspace", file: FoundFile, arrivals: Arrivals, *, dry: bool) -> Media:
    """Look at a file and put it into the store. Raises InputError for what is no whole media, or too large."""
    limits = workspace.settings.storage
    known = arrivals.known(file.path, size_of(workspace, file.path))
    if known:
        return known.model_copy(update={"role": file.role, "alt": file.alt, "name": file.path.name})
    from ugc.media.hashes import measured

    seen, hashes = measured(file.path, max_pixels=limits.most_megapixels * 1_000_000)
    sha256 = sha256_of(file.path) if dry else workspace.media.put(file.path, ext=seen.type)[0]
    arrivals.note(sha256, file.path, seen, hashes)
    return media_of(seen, sha256, role=file.role, name=file.path.name).model_copy(update={"alt": file.alt})


def size_of(workspace: "Workspace", path: Path) -> int:
    """Return a file's size in bytes. Raises InputError for one that is larger than the workspace takes in."""
    size, most = path.stat().st_size, workspace.settings.storage.most_megabytes
    if size > most * 1_000_000:
        raise InputError(f"{path} has {size:,} bytes; the limit is {most} MB.")
    return size


def media_of(seen: Probe, sha256: str, *, role: MediaRole, name: str) -> Media:
    """Return the media that a file is, by what was found out of it."""
    return Media(
        sha256=sha256,
        kind=seen.kind,
        ext=seen.type,
        size=seen.size,
        width=seen.width,
        height=seen.height,
        duration=seen.duration,
        sound=seen.audio_codec is not None if seen.kind == "video" else None,
        role=role,
        name=name,
    )


def said_once(skip: Skipped) -> Skipped:
    """A reason that begins with the path goes on from the origin, which is that path."""
    said = skip.why.removeprefix(f"{skip.origin} ")
    return skip if said == skip.why else skip.model_copy(update={"why": f"It {said}"})
