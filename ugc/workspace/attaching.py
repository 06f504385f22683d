"""Files that a person ties to a post: a creator's original, raw footage, captions.

They are the post's from then on: a grant on the post covers them, a hold stops them. A file that was known as a post of
its own, by the file alone, is joined to the post as by hand, so that `ugc split` parts them again.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ugc.errors import InputError, MissingError, UsageError
from ugc.files import sha256_of
from ugc.model.base import Value
from ugc.model.posts import CaptionFile, Media, MediaKind, Post
from ugc.text import clean, one_line
from ugc.workspace.forgetting import finish
from ugc.workspace.originals import media_of, size_of

if TYPE_CHECKING:
    from ugc.workspace import Workspace

Role = Literal["original", "raw"]
SAME_SHAPE = 0.01
"""By which part the ratios of two pictures' sides may differ that are framed alike."""
_CAPTIONS = (".srt", ".vtt")


class AttachedFile(Value):
    """A file that was tied to a post."""

    file: str
    sha256: str
    kind: MediaKind | Literal["captions"]
    media: int | None
    """Its number among the post's media, from 1; None for captions."""
    stands_for: int | None = None
    """The number of the file that it is rendered in place of."""
    language: str | None = None
    """Of captions, where the file says it."""
    notes: tuple[str, ...] = ()


class Attached(Value):
    """What was tied to a post, or taken off it."""

    post: str
    attached: tuple[AttachedFile, ...]
    removed: tuple[str, ...]
    """Names of files that were taken off."""


def attach(
    workspace: "Workspace",
    name: str,
    paths: Sequence[Path],
    *,
    role: Role,
    by: str,
    at: datetime,
    why: str = "",
) -> Attached:
    """Tie files to a post, all or nothing. Raises UsageError for a file of somebody else, InputError for no media."""
    catalog = workspace.catalog
    post = catalog.resolve(name)
    with catalog.transaction():
        done = tuple(
            _captions(workspace, post, path, by=by, at=at)
            if path.suffix.lower() in _CAPTIONS
            else _media(workspace, post, path, role=role, by=by, at=at, why=why)
            for path in paths
        )
        post = catalog.post(post).id
    return Attached(post=post, attached=done, removed=())


def remove(workspace: "Workspace", name: str, which: Sequence[str]) -> Attached:
    """Take files off a post that were tied to it by hand, by their number as `ugc show` lists them."""
    catalog = workspace.catalog
    post = catalog.post(catalog.resolve(name))
    captions = catalog.by_hand.captions(post.id)
    removed, gone = list[str](), list[Path]()
    with catalog.transaction():
        for said in which:
            files: Sequence[Media | CaptionFile] = captions if said[:1] == "c" else post.media
            number = said.removeprefix("c")
            if not (number.isdecimal() and 1 <= int(number) <= len(files)):
                raise UsageError(
                    f"--remove {said}: the post has no such file.",
                    hint="As ugc show numbers them: 2, or c1 for captions.",
                )
            file = files[int(number) - 1]
            ways = catalog.by_hand
            ext = (
                ways.detach(post.id, file.sha256)
                if isinstance(file, Media)
                else ways.remove_captions(post.id, file.sha256)
            )
            removed.append(file.name)
            gone += [workspace.media.path(file.sha256, ext)] if ext else []
        if not workspace.rehearsing:
            catalog.care.remove_later(
                [path.relative_to(workspace.root).as_posix() for path in gone] if gone else ()
            )
    if gone and not workspace.rehearsing:
        finish(workspace)
    return Attached(post=post.id, attached=(), removed=tuple(removed))


def _captions(workspace: "Workspace", post: str, path: Path, *, by: str, at: datetime) -> AttachedFile:
    from ugc.media import captions

    found = captions.read(path)
    ext = path.suffix.lower().removeprefix(".")
    if workspace.rehearsing:
        sha256, size = sha256_of(path), path.stat().st_size
    else:
        sha256, size = workspace.media.put(path, ext=ext)
    file = CaptionFile(
        sha256=sha256,
        ext=ext,
        size=size,
        language=found.language,
        name=clean(path.name),
        attached_by=by,
        attached_at=at,
    )
    workspace.catalog.by_hand.add_captions(post, file)
    clips = any(media.kind == "video" for media in workspace.catalog.post(post).media)
    notes = () if clips else ("The post has no clip yet that they could be drawn on.",)
    return AttachedFile(
        file=str(path),
        sha256=sha256,
        kind="captions",
        media=None,
        language=found.language,
        notes=(*found.notes, *notes),
    )


def _media(
    workspace: "Workspace", name: str, path: Path, *, role: Role, by: str, at: datetime, why: str
) -> AttachedFile:
    from ugc.media.hashes import METHOD, hashed
    from ugc.media.probe import probe

    catalog, limits = workspace.catalog, workspace.settings.storage
    if not path.is_file():
        raise UsageError(f"{path} is no file.", hint="Name a picture, a clip or a caption file.")
    size_of(workspace, path)
    pixels = limits.most_megapixels * 1_000_000
    seen = probe(path, whole=True, max_pixels=pixels)
    sha256 = sha256_of(path)
    if erasure := catalog.care.erasure_of_files([sha256]):
        raise UsageError(
            f"{path} was erased on request ({erasure}).", hint="`ugc forget --lift` lets it come back."
        )
    notes = list(_joined(workspace, name, sha256, path, by=by, at=at, why=why))
    if not workspace.rehearsing:
        workspace.media.put(path, ext=seen.type)
    media = media_of(seen, sha256, role=role, name=clean(path.name)).model_copy(
        update={"attached_by": by, "attached_at": at}
    )
    catalog.by_hand.attach(name, media)
    post = catalog.post(name)
    catalog.hashes.keep({sha256: hashed(path, max_pixels=pixels)}, method=METHOD)
    smaller, said = (None, "") if role == "raw" else _smaller(workspace, post, media, path)
    notes += [said] if said else []
    if smaller is not None:
        catalog.by_hand.attach(name, media.model_copy(update={"stands_for": post.media[smaller].sha256}))
    if role == "raw":
        notes.append("Raw footage is rendered where it is named alone: --body POST#N.")
    if media.sound and smaller is None:
        notes.append("It has a sound of its own, of which nobody has said what it is.")
    place = [item.sha256 for item in post.media].index(sha256)
    return AttachedFile(
        file=str(path),
        sha256=sha256,
        kind=media.kind,
        media=place + 1,
        stands_for=None if smaller is None else smaller + 1,
        notes=tuple(notes),
    )


def _joined(
    workspace: "Workspace", name: str, sha256: str, path: Path, *, by: str, at: datetime, why: str
) -> list[str]:
    """Join the post that a file is known by alone; say which other posts hold the file, refuse another creator's."""
    catalog = workspace.catalog
    post, notes = catalog.post(name), list[str]()
    if any(media.sha256 == sha256 and not media.attached_by for media in post.media):
        raise UsageError(f"{path} is media of {post.id} already: a source of it names it.")
    for id in catalog.lookups.originals([sha256]).get(sha256, ()):
        other = catalog.post(id)
        if other.id == post.id:
            continue
        if other.creator and post.creator and other.creator != post.creator:
            raise UsageError(
                f"{path} is media of {other.id}, which is another creator's.",
                hint="Ask who made it before it is used: a re-upload is nobody's original.",
            )
        if other.id.startswith("file:") and len(other.media) == 1 and not other.aliases:
            done = catalog.by_hand.join(post.id, [other.id], by=by, why=why or f"attached {path.name}", at=at)
            notes.append(
                f"{other.id} was known by this file alone and is {done.post} now (merge {done.merge})."
            )
        else:
            notes.append(f"It is media of {other.id} too.")
    return notes


def _smaller(workspace: "Workspace", post: Post, media: Media, path: Path) -> tuple[int | None, str]:
    """Which file of the post shows the same picture, framed alike, with fewer pixels; and what to know of it."""
    from ugc.media.hashes import METHOD, hashed
    from ugc.workspace.lookalikes import Lookalikes

    ours = {
        one.sha256: place
        for place, one in enumerate(post.media)
        if one.kind == media.kind
        and one.sha256 != media.sha256
        and not one.attached_by
        and one.role != "capture"
    }
    for one in post.media:
        if one.sha256 in ours and not workspace.catalog.hashes.has(one.sha256, METHOD):
            try:
                made = hashed(workspace.media.path(one.sha256, one.ext))
            except (InputError, MissingError):
                continue
            workspace.catalog.hashes.keep({one.sha256: made}, method=METHOD)
    if workspace.rehearsing:
        return None, "Whether it shows what another file of the post shows is looked at when it is attached."
    for found in Lookalikes(workspace).found(
        [media.sha256],
        worth=lambda one, other: bool({one, other} & set(ours)) and media.sha256 in (one, other),
    ):
        other = found.other if found.one == media.sha256 else found.one
        place = ours.get(other)
        if place is None or found.mirrored:
            continue
        theirs = post.media[place]
        if not _same_shape(media, theirs):
            return None, f"It shows what #{place + 1} shows, framed otherwise: it is a picture of its own."
        if media.width * media.height <= theirs.width * theirs.height:
            return (
                None,
                f"It shows what #{place + 1} shows, with no more pixels: #{place + 1} goes on to be rendered.",
            )
        return place, (
            f"It is rendered in place of #{place + 1}: {media.width}x{media.height}"
            f" instead of {theirs.width}x{theirs.height}."
        )
    return None, f"Nothing in the post shows the same: {one_line(path.name)} is a picture of its own."


def _same_shape(one: Media, other: Media) -> bool:
    return abs(one.width * other.height / (one.height * other.width) - 1) <= SAME_SHAPE
