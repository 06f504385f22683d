"""A gallery's pictures and clips: what is wanted of each original, made where it lacks, and the posts with it.

Crops are laid as creatives' are: around what a person named, then around faces and what draws the eye. Where the
permission takes no crop, or every crop would cut a face, the picture stands whole in its cell.
"""

import os
from collections import UserDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc.catalog.products import Tagged
from ugc.errors import UgcError
from ugc.gallery.files import Shelf
from ugc.gallery.filing import file_all
from ugc.gallery.themes import Theme
from ugc.gallery.wishes import Fault, Filed, Wish
from ugc.media import captions
from ugc.model.captions import Captions
from ugc.model.formats import Box
from ugc.model.galleries import Entry, Piece, Spot
from ugc.model.posts import Media
from ugc.model.seen import Part, Seen
from ugc.plan.tiling import needs_crop, tile_crop
from ugc.provenance.web import WebLabel
from ugc.workspace.collecting import link
from ugc.workspace.copywriting import PLATFORM_NAMES
from ugc.workspace.describing import alt_of
from ugc.workspace.focusing import seen_in
from ugc.workspace.showing.folders import GalleryFolder
from ugc.workspace.showing.planned import Planned, caption_of, day_of, tags_of
from ugc.workspace.showing.record import ShownPiece, ShownPost, galleries
from ugc.workspace.showing.shapes import shape_of, wants_crop
from ugc.workspace.showing.site import spelling

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_AT_ONCE = 64
"""Posts for which what is known is read at a time."""
_LOOKED_FOR: frozenset[Part] = frozenset({"faces", "surface"})
"""What a crop of a tile is weighed by; people and words add little to it, and take long."""
_MUTED = "Its sound may not be used here."

Tell = Callable[[str, int], None]
Telling = Callable[[str], Tell]
"""Is asked, for a kind of work, for what hears each thing as it is done, and how many there are."""


class Once(UserDict[str, Filed]):
    """What is known, given away: of a large gallery, what was told and is told anew would not be held twice."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return what is known by a key, for the last time."""
        return self.data.pop(key, default)


@dataclass
class _Waiting:
    """A post of which not all pictures are made yet."""

    planned: Planned
    tile: Box | None
    whole: bool
    seen: dict[str, Seen]
    products: tuple[Tagged, ...]
    filed: dict[int, Filed] = field(default_factory=dict)
    open: int = 0


class Picturing:
    """One build's pictures."""

    def __init__(
        self,
        workspace: "Workspace",
        folder: GalleryFolder,
        theme: Theme,
        *,
        telling: Telling,
    ) -> None:
        self._workspace, self._folder, self._theme = workspace, folder, theme
        self._looked, self._made = telling("looking"), telling("making pictures")
        others = [each for each in galleries(workspace) if each.resolve() != folder.path]
        self.shelf = Shelf(folder.path, siblings=others)
        self._spelt = spelling(workspace)
        self.known = Once({piece.filed.key: piece.filed for piece in folder.let_go() if piece.filed})
        """What an earlier build told of pictures, by the key of their wish."""
        self._places: dict[str, tuple[int, int]] = {}
        """Names of wishes that are out, to a post's place and a picture's number in it."""
        self._workers = workspace.settings.render.workers or (os.cpu_count() or 1) + 1
        self.shown: list[ShownPost] = []
        """What the gallery's record says of each post."""
        self.faults: list[str] = []
        """What could not be made, in sentences."""

    @property
    def made(self) -> int:
        """How many files were not there before."""
        return self.shelf.written

    def entries(self, planned: list[Planned]) -> list[Entry]:
        """Make every picture that lacks, and return the posts in the order given; broken ones are left out and told.

        The list is emptied on the way.
        """
        found: dict[int, tuple[Entry, ShownPost]] = {}
        waiting: dict[int, _Waiting] = {}
        total = sum(len(each.media) for each in planned)
        most = self._workspace.settings.storage.most_megapixels * 1_000_000
        for wish, told in file_all(
            self._wishes(planned, waiting),
            self.shelf,
            known=self.known,
            workers=self._workers,
            max_pixels=most,
        ):
            self._made(wish.of, total)
            place, number = self._places.pop(wish.of)
            post = waiting[place]
            if isinstance(told, Fault):
                self.faults.append(f"{wish.of}: {told.message}")
            else:
                post.filed[number] = told
            post.open -= 1
            if not post.open:
                del waiting[place]
                if post.filed:
                    found[place] = self._entry(post), self._shown(post)
        self.shown = [found[place][1] for place in sorted(found)]
        return [found[place][0] for place in sorted(found)]

    @property
    def base(self) -> str:
        """The name of the gallery's folder, by which its record names files."""
        return self._folder.path.name

    def _wishes(self, planned: list[Planned], waiting: dict[int, _Waiting]) -> Iterator[Wish]:
        """What is wanted, read from the catalog a few posts at a time."""
        for start in range(0, len(planned), _AT_ONCE):
            some, planned[:_AT_ONCE] = planned[:_AT_ONCE], []
            seen = self._seen(some)
            tagged = self._workspace.catalog.products.of([each.post.id for each in some])
            for place, each in enumerate(some, start):
                post = self._waiting(each, seen, tagged.get(each.post.id, ()))
                waiting[place] = post
                for number, media in enumerate(each.media):
                    wish = self._wish(post, number, media)
                    self._places[wish.of] = place, number
                    yield wish

    def _waiting(self, planned: Planned, seen: dict[str, Seen], products: tuple[Tagged, ...]) -> _Waiting:
        first = planned.media[0]
        shape = shape_of(first, self._theme)
        known = {media.sha256: seen[media.sha256] for media in planned.media if media.sha256 in seen}
        tile: Box | None = None
        whole = False
        if shape and needs_crop(first, shape):
            least = self._workspace.settings.render.least_kept
            if planned.may_crop:
                tile = tile_crop(first, shape, known.get(first.sha256), least_kept=least)
            whole = tile is None
        return _Waiting(planned, tile, whole, known, products, open=len(planned.media))

    def _seen(self, planned: Sequence[Planned]) -> dict[str, Seen]:
        """What was seen in some posts' pictures; those that are to be cropped are looked at first."""
        cropped = [
            each.media[0]
            for each in planned
            if each.may_crop and wants_crop(each.media[0], self._theme) and not _is_told(each.media[0])
        ]
        if cropped:
            from ugc.workspace.looking import look_at

            looked = look_at(self._workspace, cropped, seen=self._looked, only=_LOOKED_FOR)
            self.faults += looked.unread
        return seen_in(self._workspace, [media.sha256 for each in planned for media in each.media])

    def _wish(self, post: _Waiting, number: int, media: Media) -> Wish:
        planned = post.planned
        several = f" #{number + 1}" if len(planned.media) > 1 else ""
        path = self._workspace.media.path(media.sha256, media.ext)
        return Wish(
            of=f"{planned.post.id}{several}",
            path=path,
            media=media,
            label=WebLabel(
                post=planned.post.id,
                creator=planned.maker.name,
                credit=planned.credit,
                copyright=planned.copyright,
                page=planned.maker.profile,
                source=link(planned.post),
                terms_url=planned.licence,
            ),
            listed=number == 0,
            tile=post.tile if number == 0 else None,
            muted=_MUTED if planned.muted else None,
            preview=planned.may_preview and number == 0,
            captions=self._captions(media, path),
        )

    def _captions(self, media: Media, path: Path) -> Captions | None:
        """The clip's own text track, where it has one."""
        if media.kind != "video":
            return None
        try:
            return captions.own(path, language=self._workspace.settings.words.language)
        except UgcError:  # the clip itself is told of where it is made
            return None

    def _entry(self, post: _Waiting) -> Entry:
        planned = post.planned
        filed = [post.filed[number] for number in sorted(post.filed)]
        pieces = tuple(self._piece(post, number) for number in sorted(post.filed))
        spotted = dict.fromkeys(spot.product for piece in pieces for spot in piece.spots)
        return Entry(
            post=planned.post.id,
            slug=planned.slug,
            kind=planned.kind,
            platform=planned.post.platform,
            platform_name=PLATFORM_NAMES.get(planned.post.platform),
            maker=planned.maker,
            credit=planned.credit,
            credit_on_picture=planned.credit_on_picture,
            label=planned.label,
            link=link(planned.post),
            posted=day_of(planned.post),
            caption=caption_of(planned.post),
            tags=tags_of(planned.post, self._spelt),
            products=tuple(dict.fromkeys([*spotted, *(each.product for each in post.products)])),
            pieces=pieces,
            tile=filed[0].tile or filed[0].piece,
            whole=post.whole,
            may_crop=planned.may_crop,
            may_join=planned.may_join,
            copyright=planned.copyright,
            licence=planned.licence,
            until=planned.until,
        )

    def _piece(self, post: _Waiting, number: int) -> Piece:
        filed, media = post.filed[number], post.planned.media[number]
        alt = alt_of(post.planned.post, media, post.seen.get(media.sha256))
        return Piece(
            picture=filed.piece,
            clip=filed.clip,
            alt=alt.text,
            drafted=alt.origin == "draft",
            spots=tuple(
                Spot(product=each.product, x=each.x, y=each.y)
                for each in post.products
                if each.media == media.sha256 and each.x is not None and each.y is not None
            ),
        )

    def _shown(self, post: _Waiting) -> ShownPost:
        planned, base = post.planned, self.base
        return ShownPost(
            post=planned.post.id,
            page=f"post/{planned.slug}.html",
            credit=planned.credit,
            grants=planned.grants,
            edits=planned.edits,
            muted=planned.muted,
            until=planned.until,
            pieces=tuple(
                ShownPiece(
                    media=planned.media[number].sha256,
                    files=tuple(f"{base}/{name}" for name in filed.files()),
                    filed=filed,
                )
                for number, filed in sorted(post.filed.items())
            ),
        )


def _is_told(media: Media) -> bool:
    """Whether a person said where to crop: then nothing needs to be looked for."""
    return bool(media.focus and (media.focus.point or media.focus.crops))
