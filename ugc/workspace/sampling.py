"""Templates drawn on sample pictures, by the same steps as creatives, with no post, no rights and no catalog."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ugc import plan
from ugc.errors import PlacementError
from ugc.files import sha256_of
from ugc.geometry import overlap
from ugc.model.creatives import Copy, Draft, NotPlanned
from ugc.model.formats import Format
from ugc.model.layout import Placed
from ugc.model.measuring import seen_text
from ugc.model.posts import Media, Post
from ugc.model.seen import Seen
from ugc.model.templates import Template
from ugc.typeset import drawable
from ugc.workspace.copywriting import LONGEST
from ugc.workspace.overlaying import overlay_data

if TYPE_CHECKING:
    import numpy as np

    from ugc.media.look import Looker
    from ugc.media.resample import Picture
    from ugc.typeset import Typesetter


class Sample(NamedTuple):
    """A template drawn on sample pictures."""

    canvas: "np.ndarray[Any, Any]"
    """(height, width, 3), sRGB."""
    placed: tuple[Placed, ...]
    draft: Draft


class Sampler:
    """Draws templates on a few pictures, each decoded and looked at once."""

    def __init__(self, looker: "Looker", typesetter: "Typesetter", *, brand: Mapping[str, Any]) -> None:
        """Take a looker, a typesetter, and a brand's part of an overlay's data."""
        self._looker, self._typesetter, self._brand = looker, typesetter, brand
        self._known: dict[Path, tuple[Picture, Media, Seen]] = {}

    def draw(
        self,
        template: Template,
        pictures: Sequence[Path],
        words: Copy,
        *,
        format: Format,
        options: Mapping[str, str] | None = None,
        brand: Mapping[str, Any] | None = None,
    ) -> Sample:
        """Draw a template on as many of some pictures as it takes.

        Raises PlacementError where it cannot be planned, a text does not fit, or would stand on a face.
        """
        from ugc.media.canvas import composed
        from ugc.media.pixels import decode_overlay
        from ugc.render.still import Drawn, lay_over, made_legible

        brand = self._brand if brand is None else brand
        words = _drawable(words)
        taken = [self._open(path) for path in pictures[: template.sources.max]]
        shots = [plan.Shot(_post(media), 0, seen) for _, media, seen in taken]
        drafted = plan.draft(
            shots,
            format=format,
            template=template,
            words=words,
            look=plan.Look(),
            digests={},
            options=options,
        )
        if isinstance(drafted, NotPlanned):
            raise PlacementError(drafted.why, hint=drafted.hint)
        canvas = composed(
            [picture for picture, _, _ in taken],
            drafted.framings,
            drafted.pixels,
            colour=brand["ink"],
            ground=brand["roles"][template.ground or "paper"],
        )
        data = overlay_data(drafted, format=format, brand=brand)
        overlay = self._typesetter.overlay(template, data, pixels=drafted.pixels, scale=drafted.scale)
        drawn = Drawn(decode_overlay(overlay.png), overlay.placed, overlay.shades)
        placed = made_legible(canvas, drawn)
        lay_over(canvas, drawn)
        _check_faces(drafted, placed)
        return Sample(canvas, placed, drafted)

    def _open(self, path: Path) -> "tuple[Picture, Media, Seen]":
        from ugc.media.pixels import open_picture

        if path not in self._known:
            picture = open_picture(path)
            media = Media(
                sha256=sha256_of(path),
                kind="image",
                ext=path.suffix.lstrip(".").casefold(),
                size=path.stat().st_size,
                width=picture.width,
                height=picture.height,
            )
            self._known[path] = picture, media, Seen.joined(self._looker.look(path).values())
        return self._known[path]


def _check_faces(drafted: Draft, placed: Sequence[Placed]) -> None:
    for text in placed:
        box = seen_text(text, drafted.pixels).box
        if any(overlap(box, face) > 0 for face in drafted.faces):
            raise PlacementError(
                f"The {text.role} of template {drafted.template} would stand on a face.",
                hint="Shorten the words, or take another picture.",
            )


def _drawable(words: Copy) -> Copy:
    """The words as the copy of a creative is made: harmless, and of a length that can be measured."""
    return Copy.model_validate(
        {
            field: drawable(said, LONGEST) or None
            for field, said in words
            if isinstance(said, str) and field != "language"
        }
        | {
            "language": words.language,
            "texts": {field: drawable(said, LONGEST) for field, said in words.texts.items()},
        }
    )


def _post(media: Media) -> Post:
    return Post(id=f"file:{media.sha256}", platform="instagram", media=(media,))
