"""The contact sheet for an art director: what was seen in every picture, and how every format shows it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Any

from ugc.geometry import WHOLE, area
from ugc.identity import VARIANT_DIGITS
from ugc.model.creatives import Draft, NotPlanned
from ugc.model.focus import Point
from ugc.model.layout import Framing, Placed
from ugc.model.posts import Media, Post
from ugc.model.rights import Case
from ugc.model.seen import Seen
from ugc.plan.sealing import pixel_hash
from ugc.reports.sheet import Cut, InFormat, LookedAt, Picture, Room, Shown, Strip, Tile
from ugc.workspace.collecting import pictures
from ugc.workspace.looking import look_at
from ugc.workspace.sheets import Collected

if TYPE_CHECKING:
    from ugc.workspace import Workspace

_NAMES = {"credit": "credit", "headline": "headline", "cta": "call to action"}
"""The fields of the words, as people call them."""
_MAPS = {"salient": None, "busy": None, "light": None}
"""Of what was seen, what a sheet has no use for."""


class LookingSheet(Collected):
    """Everything that stands on one sheet, with what was seen in every picture: those never looked at are, for it."""

    def __init__(
        self,
        workspace: "Workspace",
        cases: Sequence[Case],
        *,
        formats: Sequence[str],
        today: date,
        looked: Callable[[str, int], None],
    ) -> None:
        """`looked` is told each picture as it is looked at, and how many there will be with those to be shown."""
        found: dict[str, Seen] = {}
        super().__init__(workspace, cases, formats=formats, today=today, seen=found)
        media = [media for case in cases for media in pictures(case.post)]

        def step(name: str, total: int) -> None:
            self.steps = total
            looked(name, total + len(media))

        found |= look_at(workspace, media, seen=step).seen
        self._seen = found

    def _strips(self, case: Case) -> Iterator[Strip]:
        """One for each picture of the post, with what was seen in it and how every format shows it."""
        shown = pictures(case.post)
        planned = self._by_picture(case, len(shown))
        for number, strip in enumerate(super()._strips(case)):
            if strip.original is None:
                yield strip
                continue
            media = shown[number]
            cuts: dict[str, Cut] = {}
            key = strip.original.tile.picture
            formats = tuple(
                self._in_format(
                    case, drafted, strip, media=media, cuts=cuts, key=f"{key}-{place}" if key else None
                )
                for place, drafted in enumerate(planned[number], 1)
            )
            self._show_large(key, media, cuts)
            yield strip.model_copy(update={"looking": self._looked_at(case.post, media, formats)})

    def _by_picture(self, case: Case, count: int) -> list[list[Draft | NotPlanned]]:
        """What is planned of each picture; what keeps the whole post from being planned stands with each of them."""
        found: dict[str, list[Draft | NotPlanned]] = defaultdict(list)
        for drafted in self._drafted(case):
            found[drafted.format].append(drafted)
        return [
            [drafts[number] if len(drafts) == count else drafts[0] for drafts in found.values()]
            for number in range(count)
        ]

    def _looked_at(self, post: Post, media: Media, formats: tuple[InFormat, ...]) -> LookedAt:
        seen = self._seen.get(media.sha256)
        return LookedAt(
            seen=_without_maps(seen) if seen else None,
            unread=None if seen else self._fault(media),
            no_words=self._no_words() if seen and not seen.words_read else None,
            focus=media.focus,
            command=command(post, media, seen),
            formats=formats,
        )

    def _no_words(self) -> str:
        wanted = self._workspace.settings.looking.words
        return "the extra ocr is not installed" if wanted else "[looking] of ugc.toml says words = false"

    def _fault(self, media: Media) -> str | None:
        """Why a file cannot be looked at, where it is at fault itself."""
        parts = self._workspace.catalog.seen.of([media.sha256]).get(media.sha256, {})
        return next((part.fault for part in parts.values() if part.fault), None)

    def _show_large(self, key: str | None, media: Media, cuts: dict[str, Cut]) -> None:
        """Have an original shown large, with its previews; of a clip the frame that was looked at, not its poster."""
        if key:
            own = self._workspace.media.path(media.sha256, media.ext)
            shown = self.pictures[key]
            clip = media.kind == "video" and own.is_file()
            told = {"path": own, "clip": True} if clip else {"path": shown.path, "clip": shown.clip}
            self.pictures[key] = Picture.model_validate(told | {"looked_at": True, "cuts": cuts})

    def _in_format(
        self,
        case: Case,
        drafted: Draft | NotPlanned,
        strip: Strip,
        *,
        media: Media,
        cuts: dict[str, Cut],
        key: str | None,
    ) -> InFormat:
        """How a format shows a picture. A preview, where one is needed, is put among the cuts."""
        chosen = self._desk.canvases.of(drafted)
        told: dict[str, Any] = {"format": chosen.id, "ratio": chosen.ratio, "pixels": chosen.pixels}
        tile = Tile(
            ratio=chosen.pixels[0] / chosen.pixels[1],
            alt=f"{chosen.id} of {case.post.id}, as it would be made",
        )
        if isinstance(drafted, NotPlanned):
            verdicts = tuple(self._planned(case, drafted, chosen))
            return InFormat(tile=tile.model_copy(update={"absent": drafted.why}), verdicts=verdicts, **told)
        framing, pixels = _of_picture(drafted, media)
        if framing is None:
            absent = f"Template {drafted.template} shows others of the post's pictures."
            return InFormat(tile=tile.model_copy(update={"absent": absent}), **told)
        told |= {"pixels": drafted.pixels, "framing": framing}
        made, others = _standing(strip, drafted)
        if made:
            told |= made.model_dump(include={"file", "variant", "fails"}) | {"verdicts": made.verdicts}
            return InFormat(tile=made.tile, texts=self._texts(case.post, made), **told)
        if key:
            ink = self._workspace.settings.brand.ink
            cuts[key] = Cut(framing=framing, pixels=pixels, colour=ink)
        look = {"picture": key, "absent": "" if key else "The file is gone.", "ratio": pixels[0] / pixels[1]}
        part = pixels != drafted.pixels
        return InFormat(
            tile=tile.model_copy(update=look),
            part=part,
            outdated=tuple(shown.file for shown in others),
            rooms=() if part else tuple(self._rooms(drafted)),
            verdicts=tuple(self._planned(case, drafted, chosen)),
            **told | {"pixels": pixels},
        )

    def _rooms(self, drafted: Draft) -> Iterator[Room]:
        """Where words will stand, named by the fields that have any."""
        for slot in drafted.slots:
            fields = self._desk.template.slots[slot.name].parts
            words = [_NAMES.get(field, field) for field in fields if getattr(drafted.copy_text, field, None)]
            yield Room(words=" + ".join(words) or slot.name, box=slot.box)

    def _texts(self, post: Post, shown: Shown) -> tuple[Placed, ...]:
        """Where the texts of a creative landed, with their contrast."""
        rows = [made.creative for made in self._made[post.id] if made.path.endswith(shown.file)]
        return rows[0].text if rows and rows[0] else ()


def _without_maps(seen: Seen) -> Seen:
    """What was seen without what a sheet has no use for; of a clip's moments, which of them show a face."""
    watched = seen.watched
    if watched:
        moments = tuple(each.model_copy(update={"across": None, "down": None}) for each in watched.moments)
        watched = watched.model_copy(update={"moments": moments})
    return seen.model_copy(update={**_MAPS, "watched": watched})


def command(post: Post, media: Media, seen: Seen | None) -> str:
    """Return what to type to lay a picture's crops around a point: that which is set, the main face, the middle."""
    focus, faces = media.focus, seen.boxes("face") if seen else ()
    box = focus.box if focus and focus.box else max(faces, key=area, default=WHOLE)
    at = Point(x=(box.x0 + box.x1) / 2, y=(box.y0 + box.y1) / 2)
    if focus and focus.point:
        at = focus.point
    number = f" --media {post.media.index(media) + 1}" if len(post.media) > 1 else ""
    return f"ugc focus {quote(post.id)}{number} {at.x:.2f},{at.y:.2f}"


def _of_picture(drafted: Draft, media: Media) -> tuple[Framing | None, tuple[int, int]]:
    """How a draft frames a picture, and the pixels of its part of the canvas; no framing where it shows others."""
    framing = _framing(drafted, media)
    if framing is None or framing.mode == "fit" or framing.at is None:
        return framing, drafted.pixels
    wide, high = drafted.pixels
    pixels = max(round(framing.at.width * wide), 1), max(round(framing.at.height * high), 1)
    return framing.model_copy(update={"at": None}), pixels


def _framing(drafted: Draft, media: Media) -> Framing | None:
    """How a draft frames a picture; of a clip that is framed otherwise at times, what is shown longest."""
    if drafted.take is None:
        pairs = zip(drafted.sources, drafted.framings, strict=True)
        return next((framing for source, framing in pairs if source.sha256 == media.sha256), None)
    own = [one for one in drafted.framings if drafted.sources[one.source].sha256 == media.sha256]
    return max(own, key=lambda one: one.during[1] - one.during[0] if one.during else 0.0, default=None)


def _standing(strip: Strip, drafted: Draft) -> tuple[Shown | None, list[Shown]]:
    """The creative that shows just what is planned, and those of the same format and template that show otherwise."""
    variant = pixel_hash(drafted)[:VARIANT_DIGITS]
    alike = [
        shown
        for shown in strip.creatives
        if shown.format == drafted.format and shown.template == drafted.template and not shown.proof
    ]
    made = next((shown for shown in alike if shown.variant == variant and shown.tile.picture), None)
    return made, [shown for shown in alike if shown is not made]
