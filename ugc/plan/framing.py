"""How a picture fills a format's canvas: a person's word first, then what was seen in it, then its middle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from ugc.geometry import (
    WHOLE,
    Candidate,
    Subject,
    area,
    candidates,
    contain_box,
    cover_box,
    fitted,
    without_borders,
)
from ugc.model.base import Value
from ugc.model.captions import CaptionStyle
from ugc.model.creatives import ImageType
from ugc.model.formats import Box, Format
from ugc.model.layout import Backdrop, Framing
from ugc.model.posts import Media
from ugc.model.seen import Seen
from ugc.model.takes import KEEP, AudioChoice, Encoding
from ugc.plan.losses import lost, short
from ugc.plan.subjects import subjects
from ugc.text import counted

CutFaces = Literal["fit", "crop"]
"""What is done where a crop cannot hold every face: the picture stands whole, or is cropped all the same."""

T = TypeVar("T")
Made = TypeVar("Made", covariant=True)


class Arrange(Protocol[Made]):
    """Says what becomes of a template's words on a framed picture; None where they find no place."""

    def __call__(self, *, framing: Framing) -> Made | None: ...


_SAME_SHAPE = 0.995
"""Share of a picture above which nothing worth saying was cropped."""
_AS_DRAWN = 0.01
"""By how much the shape of a drawn crop may be off its format's before that is said."""
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""How large a picture that stands whole may be, as shares of the largest that it can be."""
_UNDER = " under the interface of "
_BACKDROPS: dict[Backdrop, str] = {
    "blur": "on a blurred backdrop",
    "extend": "with its edges drawn out",
    "colour": "on the brand's colour",
}


class Look(Value):
    """What the settings say about framing and encoding."""

    least_kept: float = 0.5
    most_enlarged: float = 3.0
    cut_faces: CutFaces = "fit"
    backdrop: Backdrop = "blur"
    type: ImageType = "jpg"
    quality: int | None = None
    audio: AudioChoice = KEEP
    encoding: Encoding = "final"
    """Of clips."""
    caption_style: CaptionStyle = "phrase"
    caption_highlight: bool = True
    animate: bool = False
    """Pictures become clips."""
    trim: tuple[float, float | None] | Literal["best"] | None = None
    """What is taken of each clip: from when to when, in seconds; or `best`, what is liveliest."""
    length: Literal["longest", "recommended"] | float = "longest"
    """The most seconds of a clip: what placements take, what they recommend, or so many."""


def frame(
    media: Media,
    *,
    format: Format,
    canvas: tuple[int, int],
    seen: Seen | None,
    look: Look,
    whole: str | None = None,
    arrange: Arrange[T],
) -> tuple[Framing, T | None]:
    """Return how a picture fills a canvas, and what `arrange` makes of it: where the words stand, or None for nowhere.

    A crop that a person drew for the format is taken as it is. Else the crops that keep the most are tried, the best
    first, until the words find a place; else the picture stands whole, as large as leaves them one. `whole` is why
    it is to stand whole in any case. `seen` is None where nobody has looked.
    """
    known = subjects(seen, media.focus)
    region = without_borders(seen.inside if seen else None, known)
    view = _View(media, format, canvas, seen, look, tuple(one.within(region) for one in known), region)
    tried = []
    for framing in _framings(view, whole=whole):
        words = arrange(framing=framing)
        if words is not None:
            return framing, words
        tried.append(framing)
    return tried[0], None


@dataclass(frozen=True)
class _View:
    """One picture before one canvas, and all that is known of it."""

    media: Media
    format: Format
    canvas: tuple[int, int]
    seen: Seen | None
    look: Look
    subjects: tuple[Subject, ...]
    region: Box
    """The picture without its borders."""

    @property
    def size(self) -> tuple[int, int]:
        return self.media.width, self.media.height

    def missing(self, part: Box) -> list[Subject]:
        """What is not wholly in a part of the picture, and should be."""
        return [s for s in self.subjects if s.kind not in ("avoid", "person") and not s.is_whole(part)]


def _framings(view: _View, *, whole: str | None) -> Iterator[Framing]:
    """Every way in which the picture may fill the canvas, the best first."""
    drawn = view.media.focus.crops.get(view.format.id) if view.media.focus else None
    if drawn:
        yield _as_drawn(view, drawn)
        return
    if whole:
        yield from _standing(view, WHOLE if view.media.kind == "image" else view.region, whole)
        return
    crops = _crops(view)
    why = _too_little(view, crops[0])
    if why is None:
        yield from (_cropped(view, crop) for crop in crops)
        why = "in a crop its words would cover what must be seen"
    yield from _standing(view, view.region, why)


def _crops(view: _View) -> tuple[Candidate, ...]:
    focus, seen = view.media.focus, view.seen
    if focus and focus.point:
        return (Candidate(box=cover_box(view.size, view.canvas, focus.point), score=(), fits=True),)
    if seen is None and not view.subjects:
        return (Candidate(box=cover_box(view.size, view.canvas), score=(), fits=True),)
    return candidates(
        view.size,
        view.canvas,
        view.subjects,
        salient=seen.salient if seen else None,
        safe=view.format.safe,
        notches=[notch.box for notch in view.format.notches],
        borders=view.region,
    )


def _too_little(view: _View, crop: Candidate) -> str | None:
    """Why the picture should stand whole rather than be cropped, if so."""
    look, missing = view.look, view.missing(crop.box)
    kept = area(crop.box) / area(view.region)
    scale = _scale(view, crop.box)
    if kept < look.least_kept:
        return f"a crop would keep {kept:.0%} of the picture"
    if scale > look.most_enlarged:
        return f"a crop would be enlarged {scale:.1f} times"
    if crop.fits:
        return None
    if any(subject.kind == "keep" for subject in missing):
        return "a crop would cut a part to keep"
    if look.cut_faces == "crop":
        return None
    every = sum(subject.kind == "face" for subject in view.subjects)
    cut = sum(subject.kind == "face" for subject in missing)
    if not cut:
        return f"a crop would have {'the face' if every == 1 else 'a face'} at its very edge"
    return f"a crop would cut {'the face' if every == 1 else f'{cut} of {every} faces'}"


def _cropped(view: _View, crop: Candidate) -> Framing:
    kept = area(crop.box)
    why = "the picture has the canvas's shape"
    if kept <= _SAME_SHAPE:
        why = f"{_purpose(view, crop.box)}, {kept:.0%} kept"
    return _cover(view, crop.box, why)


def _purpose(view: _View, part: Box) -> str:
    """What a crop was laid for."""
    focus = view.media.focus
    missing = view.missing(part)
    if focus and focus.point:
        return f"cropped around the point that {short(focus.by)} set"
    if focus and focus.box:
        return f"cropped around the part that {short(focus.by)} named"
    kept = []
    if focus and focus.keep:
        kept.append(f"what {short(focus.by)} named")
    for kind, one in (("face", "face"), ("words", "text")):
        every = sum(subject.kind == kind for subject in view.subjects)
        whole = every - sum(subject.kind == kind for subject in missing)
        if whole:
            kept.append(counted(whole, one) if whole == every else f"{whole} of {counted(every, one)}")
    if kept:
        return f"cropped to keep {' and '.join((', '.join(kept[:-1]), kept[-1]) if kept[1:] else kept)}"
    return f"cropped around {'what draws the eye' if view.seen and view.seen.salient else 'the middle'}"


def _as_drawn(view: _View, drawn: Box) -> Framing:
    """A person's own crop, brought to the canvas's shape where it has another."""
    part = fitted(drawn, view.size, view.canvas)
    by = short(view.media.focus.by) if view.media.focus else ""
    why = f"by the crop that {by} drew for {view.format.id}"
    off = (drawn.width * view.canvas[1] * view.size[0]) / (drawn.height * view.canvas[0] * view.size[1])
    if abs(off - 1) > _AS_DRAWN:
        why += ", brought to the format's shape"
    return _cover(view, part, why)


def _cover(view: _View, part: Box, why: str) -> Framing:
    return Framing(
        mode="cover",
        box=part,
        kept=area(part),
        scale=_scale(view, part),
        why=why,
        lost=lost(view.subjects, view.missing(part), part=part, at=WHOLE, format=view.format),
    )


def _standing(view: _View, part: Box, why: str) -> Iterator[Framing]:
    """The picture whole, as large as it can be and in the middle, then elsewhere and smaller, until words find a place.

    A place where an interface covers a face comes after those where none does.
    """
    hidden = []
    for number, at in enumerate(_places(view, part)):
        framing = _whole(view, part, at, why)
        if number and any(_UNDER in sentence for sentence in framing.lost):
            hidden.append(framing)
        else:
            yield framing
    yield from hidden


def _whole(view: _View, part: Box, at: Box, why: str) -> Framing:
    borders = "" if part == WHOLE else ", without its borders"
    return Framing(
        mode="fit",
        box=part,
        at=at,
        backdrop=view.look.backdrop,
        kept=area(part),
        scale=at.width * view.canvas[0] / (view.size[0] * part.width),
        why=f"{why}, so it stands whole {_BACKDROPS[view.look.backdrop]}{borders}",
        lost=lost(view.subjects, view.missing(part), part=part, at=at, format=view.format),
    )


def _places(view: _View, part: Box) -> Iterator[Box]:
    """Where a whole picture may stand: large ones first; off the middle along the side on which there is room."""
    source = view.size[0] * part.width, view.size[1] * part.height
    wide, high = view.canvas
    for share in _SHARES:
        stands = contain_box(source, (round(wide * share), round(high * share)))
        width, height = stands.width, stands.height
        middle = (wide - width) // 2, (high - height) // 2
        if wide / high >= source[0] / source[1]:
            corners = [middle, (wide - width, middle[1]), (0, middle[1])]
        else:
            depth = max(
                (c.box.y1 for c in view.format.covered if c.box.y0 <= 0 and c.box.width >= 1), default=0
            )
            corners = [middle, (middle[0], 0), (middle[0], round(depth * high)), (middle[0], high - height)]
        for left, top in dict.fromkeys(corners):
            if top + height <= high:
                yield Box(x0=left / wide, y0=top / high, x1=(left + width) / wide, y1=(top + height) / high)


def _scale(view: _View, part: Box) -> float:
    return view.canvas[0] / (part.width * view.size[0])
