"""The files that an import brings: each is looked at, and stored before its post is kept."""

from typing import TYPE_CHECKING

from ugc.errors import InputError, MissingError
from ugc.files import sha256_of
from ugc.model.posts import FoundFile, FoundPost, Media, Skipped
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
    size = file.path.stat().st_size
    if size > limits.most_megabytes * 1_000_000:
        raise InputError(f"{file.path} has {size:,} bytes; the limit is {limits.most_megabytes} MB.")
    known = arrivals.known(file.path, size)
    if known:
        return known.model_copy(update={"role": file.role, "alt": file.alt, "name": file.path.name})
    from ugc.media.hashes import measured

    seen, hashes = measured(file.path, max_pixels=limits.most_megapixels * 1_000_000)
    sha256 = sha256_of(file.path) if dry else workspace.media.put(file.path, ext=seen.type)[0]
    arrivals.note(sha256, file.path, seen, hashes)
    return Media(
        sha256=sha256,
        kind=seen.kind,
        ext=seen.type,
        size=seen.size,
        width=seen.width,
        height=seen.height,
        duration=seen.duration,
        sound=seen.audio_codec is not None if seen.kind == "video" else None,
        role=file.role,
        alt=file.alt,
        name=file.path.name,
    )


def said_once(skip: Skipped) -> Skipped:
    """A reason that begins with the path goes on from the origin, which is that path."""
    said = skip.why.removeprefix(f"{skip.origin} ")
    return skip if said == skip.why else skip.model_copy(update={"why": f"It {said}"})
