"""What a gallery wants of an original, and the names of the files that it becomes: told before anything is made.

A name is a digest of everything that shapes the file's bytes. So a file that stands under its name is never made
again, a browser may keep it for ever, and galleries of one brand share their files.
"""

from pathlib import Path
from typing import NamedTuple

import PIL

from ugc.media import web_sizes
from ugc.media.web_sizes import BOTH, OPTIONS, PIECE, TILE, Cut, is_whole
from ugc.model.base import Value, digest
from ugc.model.captions import Captions
from ugc.model.formats import Box
from ugc.model.galleries import WebClip, WebPicture
from ugc.model.posts import Media
from ugc.provenance.web import WebLabel, web_label, web_tags

MEDIA = "m"
"""The folder of pictures and clips in a gallery's own."""
WAY = 1
"""Raised whenever a wish would be filed otherwise."""
CLIP_WAY, CAPTION_WAY = 1, 1
"""Raised whenever the same original would give another clip, the same captions another file."""
_LENGTH = 16
_ROUNDED = 5
"""Decimals of a crop that count: a hundredth of a pixel in a thousand."""


class Wish(NamedTuple):
    """One original, and what is wanted of it."""

    of: str
    """The caller's own name for it, such as the post's id and the number of the piece."""
    path: Path
    """Of the original, as the store has it."""
    media: Media
    label: WebLabel | None = None
    """What the largest files say of themselves."""
    listed: bool = True
    """Whether it stands as a tile in lists, too."""
    tile: Box | None = None
    """The tile's crop, in fractions 0..1; None is the whole picture."""
    widths: tuple[int, ...] | None = None
    """Pixels of the whole picture; None is what its place asks for."""
    muted: str | None = None
    """Why a clip's sound is taken away, in a sentence; None keeps it."""
    preview: bool = True
    """Whether a clip gets a short silent preview."""
    captions: Captions | None = None


class Filed(Value):
    """What was made of an original. It can be kept and given back, and then nothing is decoded to tell it again."""

    key: str
    """Digest of the wish: the same key, the same files."""
    piece: WebPicture
    """The whole picture; of a clip its poster."""
    tile: WebPicture | None = None
    """None where it is not listed."""
    clip: WebClip | None = None

    def files(self) -> tuple[str, ...]:
        """Return the names of all files, from the gallery's own folder."""
        clip = self.clip
        named = (clip.file, clip.preview, clip.captions) if clip else ()
        tile = self.tile.files() if self.tile and self.tile.name != self.piece.name else ()
        return (*self.piece.files(), *tile, *(name for name in named if name))


class Fault(NamedTuple):
    """Why nothing could be made of an original."""

    message: str
    hint: str | None
    code: int


class Named(NamedTuple):
    """A wish with the names of its files."""

    wish: Wish
    key: str
    cuts: dict[str, Cut]
    """Name to cut: the piece first, then the tile where it is another picture."""
    xmp: bytes | None
    clip: str | None
    preview: str | None
    captions: str | None


def named(wish: Wish) -> Named:
    """Return the names of a wish's files, from the gallery's own folder."""
    media = wish.media
    own = media.width, media.height
    xmp = web_label(wish.label) if wish.label else None
    shared = [media.sha256, xmp.decode() if xmp else "", PIL.__version__, web_sizes.WAY, OPTIONS]
    whole = is_whole(wish.tile, own)
    cut = Cut(None, wish.widths or (PIECE if not wish.listed else BOTH if whole else PIECE))
    cuts = {_picture(shared, cut): cut}
    if wish.tile and wish.listed and not whole:
        tile = Cut(_rounded(wish.tile), TILE)
        cuts[_picture(shared, tile)] = tile
    clip = preview = captions = None
    if media.kind == "video":
        tags = web_tags(wish.label) if wish.label else {}
        stem = _name([media.sha256, shared[1], tags, wish.muted is not None, CLIP_WAY])
        clip, preview = f"{stem}.mp4", f"{stem}-preview.mp4" if wish.preview else None
        if wish.captions:
            captions = f"{_name([wish.captions.model_dump(mode='json'), CAPTION_WAY])}.vtt"
    files = [*cuts, clip, preview, captions, wish.muted, wish.captions and wish.captions.language]
    return Named(wish, digest([WAY, files])[:_LENGTH], cuts, xmp, clip, preview, captions)


def _picture(shared: list[object], cut: Cut) -> str:
    return _name([*shared, cut.box.model_dump() if cut.box else None, cut.widths])


def _rounded(box: Box) -> Box:
    return Box(**{edge: round(at, _ROUNDED) for edge, at in box.model_dump().items()})


def _name(shaped_by: list[object]) -> str:
    return f"{MEDIA}/{digest(shaped_by)[:_LENGTH]}"
