"""Contact sheets: the posts of a selection, what was made of them, and what the records allow on the day."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import rights
from ugc.catalog import MadeCreative
from ugc.errors import UsageError
from ugc.identity import CONCEPT_DIGITS, VARIANT_DIGITS
from ugc.model.creatives import Creative, Draft, NotPlanned
from ugc.model.formats import Format
from ugc.model.posts import Media, Post
from ugc.model.rights import Answer, Case, Use
from ugc.model.seen import Seen
from ugc.reports.overlay import overlay
from ugc.reports.sheet import (
    Original,
    Picture,
    Row,
    Sheet,
    Shown,
    Strip,
    Tile,
    Unmade,
    Verdict,
    verdict,
)
from ugc.workspace.breaking import errors_of
from ugc.workspace.clearing import a_use, asked_again, markets, select
from ugc.workspace.collecting import link, pictures, standing
from ugc.workspace.copywriting import PLATFORM_NAMES
from ugc.workspace.describing import alt_of
from ugc.workspace.desk import Desk
from ugc.workspace.focusing import seen_in
from ugc.workspace.outcomes import Order

if TYPE_CHECKING:
    from ugc.reports.contact_sheet import Written as Written  # `Workspace` names it, too
    from ugc.workspace import Workspace

FOLDER = "contact-sheet"
_OF_A_PICTURE = ("missing_original", "clip", "too_small", "not_taken")
"""Reasons of `NotPlanned` that concern one picture, not the whole post."""


def contact_sheet(
    workspace: "Workspace",
    query: str,
    *,
    formats: Sequence[str],
    looking: bool,
    at: datetime,
    out: Path | None,
    seen: Callable[[str, int], None],
) -> "Written":
    """Write a sheet of a selection. Raises UsageError when nothing is selected, or no market is set."""
    from ugc.reports import contact_sheet as drawing

    today = workspace.day(at)
    cases = select(workspace, query, today=today)
    if not cases:
        raise UsageError("No post is selected.", hint="See which there are: ugc posts.")
    if looking:
        from ugc.workspace.looking_sheet import LookingSheet

        collected: Collected = LookingSheet(workspace, cases, formats=formats, today=today, looked=seen)
    else:
        collected = Collected(workspace, cases, formats=formats, today=today)
    sheet = collected.sheet(query)
    settings = workspace.settings
    return drawing.write(
        sheet,
        collected.pictures,
        folder=out or workspace.root / settings.output.folder / FOLDER,
        font_dirs=[workspace.root / folder for folder in settings.render.fonts],
        cache=workspace.root / ".ugc" / "cache" / "fonts.json",
        seen=lambda name, total: seen(name, total + collected.steps),
    )


class Collected:
    """Everything that stands on one sheet, asked on its day."""

    steps = 0
    """How many files were looked at for it."""

    def __init__(
        self,
        workspace: "Workspace",
        cases: Sequence[Case],
        *,
        formats: Sequence[str],
        today: date,
        seen: Mapping[str, Seen] | None = None,
    ) -> None:
        """Collect what stands. `seen` is what was seen of media, by sha256; else what the catalog keeps is taken."""
        self._workspace = workspace
        self._cases = cases
        self._today = today
        self._root = workspace.root.resolve()
        self._made = {case.post.id: standing(workspace, case.post.id) for case in cases}
        known = workspace.tables.names
        if formats:
            wanted = [workspace.tables.format(name).id for name in formats]
        else:
            found = {made.format for rows in self._made.values() for made in rows}
            wanted = [name for name in known if name in found] or list(known)
            wanted += sorted(found - set(known))
        self._formats = tuple(dict.fromkeys(wanted))
        planned = tuple(name for name in self._formats if formats or name in known)
        self._desk = Desk(workspace, Order(formats=planned), seen=seen)
        self._drafts: dict[str, list[Draft | NotPlanned]] = {}
        self._territories = markets(workspace)
        self.pictures: dict[str, Picture] = {}
        """What the sheet shows, by the key in its tiles."""
        self._not_checked: dict[str, None] = {}

    def sheet(self, query: str) -> Sheet:
        """Return the whole sheet."""
        rows = tuple(self._row(case) for case in self._cases)
        brand = self._workspace.settings.brand
        return Sheet(
            brand=brand.name,
            accent=brand.accent,
            day=self._today,
            markets=tuple(sorted(self._workspace.settings.markets)),
            selection=query,
            formats=self._formats,
            rows=rows,
            not_checked=tuple(self._not_checked),
            overlays={name: overlay(chosen) for name, chosen in self._desk.formats.items()},
        )

    def _row(self, case: Case) -> Row:
        post, author = case.post, case.post.author
        words = self._desk.words(post, case)
        strips = tuple(self._strips(case))
        return Row(
            post=post.id,
            maker=author.handle if author else None,
            name=author.display_name if author else None,
            platform=PLATFORM_NAMES.get(post.platform, post.platform),
            posted=post.posted_at.date() if post.posted_at else None,
            link=link(post),
            caption=post.caption,
            credit=words.credit if words else None,
            strips=strips,
            unmade=tuple(self._unmade(case, strips)),
        )

    def _strips(self, case: Case) -> Iterator[Strip]:
        """One for each picture of the post; proofs, which do not say what they were made from, stand last."""
        made: dict[str | None, list[Shown]] = defaultdict(list)
        shown = pictures(case.post)
        alone = shown[0].sha256 if len(shown) == 1 else None
        for item in self._of_formats(case.post.id):
            source = item.creative.sources[0].sha256 if item.creative else alone
            made[source if any(media.sha256 == source for media in shown) else alone].append(
                self._shown(case, item)
            )
        for number, media in enumerate(shown, 1):
            original = self._original(case.post, media, place=(number, len(shown)))
            yield Strip(original=original, creatives=tuple(made.pop(media.sha256, ())))
        for left in made.values():
            yield Strip(original=None, creatives=tuple(left))

    def _drafted(self, case: Case) -> list[Draft | NotPlanned]:
        """What is planned of a post, once."""
        if case.post.id not in self._drafts:
            self._drafts[case.post.id] = list(self._desk.drafts(case))
        return self._drafts[case.post.id]

    def _of_formats(self, post: str) -> list[MadeCreative]:
        """What stands of the sheet's formats, in their order; proofs only where there is nothing better."""
        rows = [made for made in self._made[post] if made.format in self._formats]
        better = {made.format for made in rows if not made.proof}
        kept = [made for made in rows if not made.proof or made.format not in better]
        return sorted(kept, key=lambda made: (self._formats.index(made.format), made.template, made.path))

    def _original(self, post: Post, media: Media, *, place: tuple[int, int]) -> Original:
        poster = next((other for other in post.media if other.role == "poster"), None)
        used = poster if media.kind == "video" and poster else media
        path = self._workspace.media.path(used.sha256, used.ext)
        seen = seen_in(self._workspace, [media.sha256]).get(media.sha256)
        alt = alt_of(post, media, seen).text
        return Original(
            tile=self._tile(path, media.width / media.height, alt, clip=used.kind == "video"),
            pixels=(media.width, media.height),
            seconds=media.duration,
            place=place,
        )

    def _shown(self, case: Case, made: MadeCreative) -> Shown:
        path = self._root / made.path
        body = made.creative
        ratio = self._ratio(made.format, (body.width, body.height) if body else None)
        maker = f" by @{case.post.author.handle}" if case.post.author else ""
        return Shown(
            tile=self._tile(
                path,
                ratio[1],
                f"{made.format} creative of {case.post.id}{maker}",
                clip=path.suffix == ".mp4",
            ),
            format=made.format,
            ratio=ratio[0],
            template=made.template,
            file=path.name,
            concept=made.concept[:CONCEPT_DIGITS],
            variant=made.variant[:VARIANT_DIGITS],
            proof=made.proof,
            verdicts=() if made.proof else tuple(self._asked(case, made)),
            notes=body.notes if body else (),
            fails=self._fails(body, made.format) if body else (),
        )

    def _fails(self, body: Creative, name: str) -> tuple[str, ...]:
        """Codes of what a creative breaks by the rules as they are now: they may have changed since it was made."""
        chosen = self._desk.formats.get(name)
        return errors_of(body, chosen, self._workspace.tables) if chosen else ()

    def _ratio(self, name: str, pixels: tuple[int, int] | None) -> tuple[str, float]:
        chosen = self._desk.formats.get(name)
        across, down = pixels or (chosen.pixels if chosen else (1, 1))
        return chosen.ratio if chosen else f"{across}x{down}", across / down

    def _tile(self, path: Path, ratio: float, alt: str, *, clip: bool = False) -> Tile:
        if not path.is_file():
            return Tile(absent="The file is gone.", ratio=ratio, alt=alt)
        key = str(len(self.pictures) + 1)
        self.pictures[key] = Picture(path=path, clip=clip)
        return Tile(picture=key, ratio=ratio, alt=alt)

    def _asked(self, case: Case, made: MadeCreative) -> Iterator[Verdict]:
        """What the records allow for the rest of its flight in the placements that a creative was made for."""
        body = made.creative
        assert body is not None, "a proof was made for no placement"
        for spot in body.placements:
            last = max(self._today, body.flight[1])
            use = asked_again(self._workspace, body, spot, first=self._today, last=last)
            yield self._verdict(case, use)

    def _unmade(self, case: Case, strips: Sequence[Strip]) -> Iterator[Unmade]:
        """The formats of the sheet in which nothing but proofs was made of a picture, with why."""
        seen: dict[str, int] = defaultdict(int)
        several = sum(strip.original is not None for strip in strips) > 1
        for drafted in self._drafted(case):
            number = seen[drafted.format]
            seen[drafted.format] += 1
            whole = not several or (isinstance(drafted, NotPlanned) and drafted.code not in _OF_A_PICTURE)
            of = strips if whole else strips[number : number + 1]
            if any(
                shown.format == drafted.format and not shown.proof
                for strip in of
                for shown in strip.creatives
            ):
                continue
            chosen = self._desk.canvases.of(drafted)
            why = drafted.why if isinstance(drafted, NotPlanned) else None
            verdicts = tuple(self._planned(case, drafted, chosen))
            yield Unmade(
                format=chosen.id,
                ratio=chosen.ratio,
                picture=0 if whole else number + 1,
                verdicts=verdicts,
                why=why,
            )

    def _planned(self, case: Case, drafted: Draft | NotPlanned, chosen: Format) -> Iterator[Verdict]:
        """What the records would allow for the usual flight; of what cannot be planned, without any edit."""
        told: dict[str, Any] = {}
        days = timedelta(days=self._workspace.settings.output.flight_days - 1)
        if isinstance(drafted, Draft):
            told = {"edits": drafted.edits, "sound": drafted.sound, "credit": drafted.credit_place}
            said = drafted.copy_text
            told |= {"disclosure": said.disclosure or "", "language": said.language}
        for spot in chosen.placements:
            use = a_use(
                self._workspace,
                purpose=spot.purposes[0],
                channel=spot.channel,
                territories=self._territories,
                first=self._today,
                last=self._today + days,
                placement=spot.id,
                **told,
            )
            yield self._verdict(case, use)

    def _verdict(self, case: Case, use: Use) -> Verdict:
        placement, policy = use.placement or "", self._workspace.settings.rights
        answer: Answer = rights.clear(case, use, policy)
        today = rights.clear(case, use.model_copy(update={"last": use.first}), policy)
        self._not_checked |= dict.fromkeys(answer.not_checked)
        known = self._workspace.tables.placements.get(placement)
        return verdict(answer, today=today, placement=known.name if known else placement)
