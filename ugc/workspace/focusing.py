"""What a person says of a picture's crops: shown, added to, taken away. It stands above all that was seen."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ugc.errors import UsageError, unknown
from ugc.geometry import fitted
from ugc.model.base import Value
from ugc.model.focus import Focus, Point, Timed
from ugc.model.formats import Box, Format, Medium
from ugc.model.posts import Media, MediaRole, Post
from ugc.model.seen import Seen, Sight
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.workspace import Workspace

OWN_FILES: tuple[MediaRole, ...] = ("original", "raw")
"""The post's own pictures and clips; the rest stands for them, or shows how the post looked."""
PARTS = ("focus", "keep", "avoid", "crop", "during")
"""What can be taken away by itself; `crop:FORMAT` is one crop."""

_SHAPE = 0.01
"""How far a crop's shape may be from the format's, as a share of it, before that is worth saying."""
_LISTED, _NAME = 10, 40


class FocusChange(Value):
    """What a person says now. What is taken away goes first; then the rest is added, and a new place takes the old
    one's. Boxes are in fractions 0..1 of the upright picture."""

    clear: tuple[str, ...] = ()
    """`all`, or parts of it: focus, keep, avoid, crop, crop:FORMAT, during."""
    point: Point | None = None
    box: Box | None = None
    """Never together with `point`."""
    during: tuple[float, float | None] | None = None
    """When `point` or `box` holds, in seconds of a clip, without an end to the clip's own; None for all of it."""
    keep: tuple[Box, ...] = ()
    avoid: tuple[Box, ...] = ()
    crops: dict[str, Box] = {}
    """Format or placement to the crop that was drawn for it."""


class PictureFocus(Value):
    """One picture of a post, with what was said of its crops."""

    media: int
    """Its number in the post, counted from 1."""
    sha256: str
    kind: str
    name: str
    width: int
    height: int
    """Pixels, upright."""
    focus: Focus | None
    seen: tuple[Sight, ...] | None
    """What was seen in it; None where nobody has looked yet."""


class FocusShown(Value):
    """What a person said of a post's pictures."""

    post: str
    pictures: tuple[PictureFocus, ...]
    notes: tuple[str, ...] = ()
    """What the renderer will make of it, where that is not plain."""


def meant(post: Post, number: int | None) -> int:
    """Return the position, counted from 1, of the picture that a person means.

    Without a number it is the only picture of the post, stills of clips and screenshots aside. Raises UsageError when
    there is no such picture, or it could be any of several.
    """
    if not post.media:
        raise UsageError(
            f"{post.id} has no picture on file.", hint="Import a folder that holds the post's picture."
        )
    if number is None:
        own = [place for place, media in enumerate(post.media, 1) if media.role in OWN_FILES]
        places = own or range(1, len(post.media) + 1)
        if len(places) == 1:
            return places[0]
        raise UsageError(
            f"{post.id} has {counted(len(post.media), 'picture')}: {listed(post.media)}.",
            hint="Say which one: --media N.",
        )
    if not 1 <= number <= len(post.media):
        has = "one picture" if len(post.media) == 1 else f"{len(post.media)} pictures"
        raise UsageError(f"--media {number}: {post.id} has {has}.", hint=f"It has {listed(post.media)}.")
    return number


def seen_in(workspace: "Workspace", originals: Iterable[str]) -> dict[str, Seen]:
    """Return what was seen in some originals, by sha256, without looking; those never looked at are left out."""
    return workspace.catalog.seen.joined(originals, words=workspace.settings.looking.words)


def listed(all_media: Sequence[Media]) -> str:
    """Say which pictures there are: number, kind, size and name."""
    told = [
        f"#{number} {media.kind} {media.width}x{media.height}{_named(media)}"
        for number, media in enumerate(all_media[:_LISTED], 1)
    ]
    return ", ".join([*told, *(["…"] if len(all_media) > _LISTED else [])])


def shown(workspace: "Workspace", name: str, number: int | None = None) -> FocusShown:
    """Return what was said of the crops of a post's pictures, or of one of them. Raises UsageError."""
    post = workspace.case(name).post
    places = range(1, len(post.media) + 1) if number is None and post.media else [meant(post, number)]
    return FocusShown(post=post.id, pictures=tuple(_picture(workspace, post, place) for place in places))


def record(
    workspace: "Workspace",
    name: str,
    change: FocusChange,
    *,
    number: int | None = None,
    by: str,
    at: datetime,
) -> FocusShown:
    """Record what a person says of the crops of one picture of a post; return what stands then.

    It concerns this post's picture alone, whichever other post holds the same file. Raises UsageError for a format
    that is not known, a box outside the picture, and a picture that the post has not got.
    """
    post = workspace.case(name).post
    place = meant(post, number)
    media = post.media[place - 1]
    change, notes = _resolved(workspace, media, change)
    after = changed(media.focus, change, by=by, at=at)
    if after != media.focus:
        workspace.catalog.set_focus(post.id, media.sha256, after)
    elif change.clear:
        notes.append("Nothing of it was set.")
    post = workspace.catalog.post(post.id)
    return FocusShown(post=post.id, pictures=(_picture(workspace, post, place),), notes=tuple(notes))


def changed(focus: Focus | None, change: FocusChange, *, by: str, at: datetime) -> Focus | None:
    """Return what stands after a change; None when nothing is left, and `focus` itself when nothing changed."""
    before = focus or Focus(by=by, at=at)
    gone = set(change.clear)
    place = not gone & {"all", "focus"}
    after = before.model_copy(
        update={
            "point": before.point if place else None,
            "box": before.box if place else None,
            "keep": () if gone & {"all", "keep"} else before.keep,
            "avoid": () if gone & {"all", "avoid"} else before.avoid,
            "crops": {} if gone & {"all", "crop"} else _without(before.crops, gone),
            "timed": () if gone & {"all", "during"} else before.timed,
        }
    )
    if change.during:
        after = after.model_copy(update={"timed": _timed(after.timed, change)})
    elif change.point or change.box:
        after = after.model_copy(update={"point": change.point, "box": change.box})
    after = after.model_copy(
        update={
            "keep": tuple(dict.fromkeys([*after.keep, *change.keep])),
            "avoid": tuple(dict.fromkeys([*after.avoid, *change.avoid])),
            "crops": after.crops | change.crops,
        }
    )
    if not (after.point or after.box or after.keep or after.avoid or after.crops or after.timed):
        return None
    told = change.point or change.box or change.keep or change.avoid or change.crops
    return after.model_copy(update={"by": by, "at": at}) if told or after != before else focus


def _timed(before: Sequence[Timed], change: FocusChange) -> tuple[Timed, ...]:
    """The words on times of a clip with a new one, which takes the place of what it lies over."""
    assert change.during
    start, end = change.during
    assert end is not None
    kept = []
    for one in before:
        parts = ((one.start, min(one.end, start)), (max(one.start, end), one.end))
        kept += [one.model_copy(update={"start": a, "end": b}) for a, b in parts if a < b]
    kept.append(Timed(start=start, end=end, point=change.point, box=change.box))
    return tuple(sorted(kept, key=lambda one: one.start))


def _without(crops: dict[str, Box], gone: set[str]) -> dict[str, Box]:
    return {name: box for name, box in crops.items() if f"crop:{name}" not in gone}


def _resolved(workspace: "Workspace", media: Media, change: FocusChange) -> tuple[FocusChange, list[str]]:
    """A change with every format under its id, and what is to be said of the crops."""
    notes: list[str] = []
    crops: dict[str, Box] = {}
    medium: Medium = "video" if media.kind == "video" else "image"
    for name, box in change.crops.items():
        chosen = workspace.tables.format(name, medium)
        crops[chosen.id] = box
        notes += _of_a_crop(box, chosen, media, most=workspace.settings.render.most_enlarged)
    clear = tuple(_part(workspace, media, part) for part in change.clear)
    during = _within(media, change.during) if change.during else None
    return change.model_copy(update={"crops": crops, "clear": clear, "during": during}), notes


def _within(media: Media, during: tuple[float, float | None]) -> tuple[float, float]:
    """A time of a clip. Raises UsageError for a picture, and for what lies behind a clip's end."""
    start, end = during
    if media.duration is None:
        raise UsageError("A picture has no times.", hint="Leave --during out.")
    if start >= media.duration:
        raise UsageError(f"--during {start:g}-: the clip lasts {media.duration:.1f} seconds.")
    return start, media.duration if end is None else min(end, media.duration)


def _part(workspace: "Workspace", media: Media, part: str) -> str:
    """A part to be taken away, by the name under which it is kept. Raises UsageError for what is none."""
    head, colon, name = part.partition(":")
    if colon and head == "crop":
        kept = media.focus.crops if media.focus else {}
        return part if name in kept else f"crop:{workspace.tables.format(name).id}"
    if part not in ("all", *PARTS):
        raise unknown("What to clear", part, [*PARTS, "crop:FORMAT"])
    return part


def _of_a_crop(box: Box, chosen: Format, media: Media, *, most: float) -> Iterator[str]:
    """What the renderer makes of a crop of another shape than the format's, or of too few pixels."""
    width, height = box.width * media.width, box.height * media.height
    across, down = chosen.pixels
    if abs(width / height * down / across - 1) > _SHAPE:
        yield (
            f"The crop for {chosen.id} has {width:.0f}x{height:.0f} pixels, which is not {chosen.ratio}: "
            "it is grown to that shape around its centre, or cut where the picture ends."
        )
    size = (media.width, media.height)
    enlarged = across / (fitted(box, size, chosen.pixels).width * media.width)
    if enlarged > most:
        yield (
            f"The crop for {chosen.id} would be enlarged {enlarged:.1f} times, more than `most_enlarged` ({most:g}) "
            "in ugc.toml: nothing is rendered of it."
        )


def _picture(workspace: "Workspace", post: Post, place: int) -> PictureFocus:
    media = post.media[place - 1]
    seen = seen_in(workspace, [media.sha256]).get(media.sha256)
    return PictureFocus(
        media=place,
        sha256=media.sha256,
        kind=media.kind,
        name=media.name,
        width=media.width,
        height=media.height,
        focus=media.focus,
        seen=seen.sights if seen else None,
    )


def _named(media: Media) -> str:
    name = one_line(media.name)
    return f" {name if len(name) <= _NAME else name[: _NAME - 1] + '…'}" if name else ""
