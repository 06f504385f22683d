"""What a render run has before it: formats, template, fonts and words, read once and the same for every post."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ugc import plan, templates
from ugc.errors import InputError, MissingError, UsageError
from ugc.formats import check
from ugc.model.creatives import Copy, Draft, NotPlanned, Proof, Variant
from ugc.model.formats import Format, Placement
from ugc.model.posts import Media, Post
from ugc.model.rights import Case
from ugc.model.seen import Seen
from ugc.model.takes import laid_sound
from ugc.provenance import Signer
from ugc.render.jobs import Job, Original
from ugc.text import clean, one_line
from ugc.typeset import FontIndex, Typesetter
from ugc.workspace import branding
from ugc.workspace.assembling import Scene, shots_of
from ugc.workspace.canvases import Canvases
from ugc.workspace.captioning import Captioner
from ugc.workspace.clearing import markets
from ugc.workspace.closing import EndCard, moved_by
from ugc.workspace.copywriting import Wording
from ugc.workspace.disclosing import labelled
from ugc.workspace.focusing import seen_in
from ugc.workspace.gathering import credited, grouped, shown, with_carried, with_larger
from ugc.workspace.matrix import Matrix
from ugc.workspace.overlaying import brand_data, overlay_data
from ugc.workspace.script import Script
from ugc.workspace.unplanned import all_text, refused, unplanned

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order


class Desk:
    """One order in one workspace, with everything that planning and drawing need."""

    def __init__(
        self,
        workspace: "Workspace",
        order: "Order",
        *,
        signer: Signer | None = None,
        seen: Mapping[str, Seen] | None = None,
        matrix: Matrix | None = None,
    ) -> None:
        """Read what an order needs; `seen` is what was seen of media, by sha256, else what the catalog keeps.

        `matrix` is what several desks of one run share.
        """
        settings = workspace.settings
        self.workspace = workspace
        self.root = workspace.root.resolve()
        self.order = order
        self.signer = signer
        self._seen = seen
        self.canvases = Canvases(workspace.tables, order.formats, identity=order.identity)
        self.formats = self.canvases.pictures
        self.template = templates.load(
            order.template or settings.render.template, [workspace.root / "templates"]
        )
        self.territories = frozenset() if order.proof else markets(workspace, order.markets)
        self.folder = self._folder()
        self.look = plan.Look(
            least_kept=settings.render.least_kept,
            most_enlarged=settings.render.most_enlarged,
            cut_faces=settings.render.cut_faces,
            backdrop=settings.render.backdrop,
            type=order.type or settings.output.type,
            quality=order.quality or settings.output.quality or None,
            audio=order.audio,
            encoding=order.encoding,
            caption_style=order.caption_style or settings.captions.style,
            caption_highlight=settings.captions.highlight,
            trim=order.trim,
            length=order.length,
            animate=order.animate,
        )
        self._media: dict[str, Media] = {}
        self._font_cache = workspace.root / ".ugc" / "cache" / "fonts.json"
        self._font_dirs = [workspace.root / folder for folder in settings.render.fonts]
        self.script = Script(workspace, order, template=self.template, matrix=matrix)
        logos = branding.logos(settings.brand, workspace.root)
        self._options = branding.chosen(self.template, order.options, logo=bool(logos))
        self._brand = brand_data(settings.brand, kit=order.kit, logos=logos)
        self._brand_digest = branding.brand_digest(self._brand, logos, self._options)
        self._own_fonts = branding.own_fonts(settings.brand, workspace.root)
        self.captioner = Captioner(workspace, order)
        self._end_card = EndCard(workspace, order, brand=self._brand)
        if any(self._own_fonts):
            self.template = branding.measured(self.template, self.fonts)
            self._end_card.measure(self.fonts)

    @cached_property
    def fonts(self) -> FontIndex:
        """The fonts that can draw; indexed once and remembered between runs."""
        return FontIndex.load(self._font_cache, self._font_dirs, own=self._own_fonts)

    @cached_property
    def typesetter(self) -> Typesetter:
        """Made only when something has to be drawn."""
        return Typesetter(self._font_dirs, cache=self._font_cache, own=self._own_fonts)

    def placements(self, drafted: Draft) -> tuple[Placement, ...]:
        """The placements of a draft's format that ads run in from the order's identity."""
        return self.canvases.placements(self.canvases.of(drafted))

    def offers(self) -> tuple[str, ...]:
        """What one file could do in place of several formats of the order."""
        tables = self.workspace.tables
        masters = [
            tables.format(name) for name in tables.names if (row := tables.row(name)) and row.within_crops
        ]
        return plan.offers([self.formats[name] for name in self.order.formats], masters)

    def drafts(self, *cases: Case, scenes: Sequence[Scene] = ()) -> Iterator[Draft | NotPlanned]:
        """Plan every picture of a post in every format of the order, or all pictures of some posts as one creative.

        `scenes` are clips of the posts that are joined to one creative.
        """
        post = cases[0].post
        for case in cases:
            self._media |= {media.sha256: media for media in case.post.media}
        try:
            shots = self._shots(cases, scenes)
        except InputError as error:
            for name in self.order.formats:
                yield refused(post, self.formats[name], "captions", error)
            return
        taken = {shot.post.id for shot in (shots if scenes else shots[: self.template.sources.max])}
        used = [case for case in cases if case.post.id in taken] or list(cases[:1])
        for wording in self.script.wordings:
            words = credited([self.script.words(case.post, case, wording) for case in used])
            words = self._labelled(words, used, wording)
            for name in self.order.formats:
                chosen = self.formats[name]
                problem = self._unready(post, chosen, shots, words)
                if words and not problem:
                    problem = self.script.refused(post, chosen, wording, words)
                if problem or words is None:
                    yield problem or unplanned(post, chosen, "author_unknown")
                    continue
                for drafted in self._planned(shots, words, name, joined=bool(scenes)):
                    if isinstance(drafted, Draft):
                        drafted = self.script.addressed(drafted, [c.post for c in cases], wording, chosen)
                    yield drafted

    def _planned(
        self, shots: Sequence[plan.Shot], words: Copy, name: str, *, joined: bool
    ) -> Iterator[Draft | NotPlanned]:
        """Plan one creative a picture or clip, or one of all of them, with the same words."""
        groups = [shots] if joined else grouped(shots, self.template, animate=self.look.animate)
        drawn = plan.drawn(self.template, words)
        digests: dict[str, dict[str, str]] = {}
        for group in groups:
            moves = joined or self.look.animate or (len(group) == 1 and group[0].media.kind == "video")
            chosen = self.canvases.named(name, clip=moves)
            if chosen is None:
                yield unplanned(group[0].post, self.formats[name], "clip")
                continue
            if chosen.medium not in digests:
                digests[chosen.medium] = self._digests(drawn, chosen)
            drafted = plan.draft(
                group,
                format=chosen,
                template=self.template,
                words=words,
                look=self.look,
                digests=digests[chosen.medium] | self._said(group),
                options=self._options,
                closing=self._end_card.planned(words, partial(self._digests, chosen=chosen))
                if moves
                else None,
            )
            yield with_larger(drafted, group) if isinstance(drafted, Draft) else drafted

    def _said(self, shots: Sequence[plan.Shot]) -> dict[str, str]:
        """What the captions of clips are drawn with."""
        told = [shot.captions for shot in shots if shot.captions]
        text = "\n".join(cue.text for one in told for cue in one.cues)
        return {"captions": self.fonts.digest_for(text, told[0].language or "en")} if told else {}

    def _labelled(self, words: Copy | None, cases: Sequence[Case], wording: Wording) -> Copy | None:
        """The words with the label that says it is an ad, where one is asked for; of a proof, for its markets to be."""
        if words is None:
            return None
        named = self.order.markets or self.workspace.settings.markets
        places = (
            frozenset(wording.markets)
            or self.territories
            or (markets(self.workspace, named) if named else frozenset())
        )
        spots = (spot for name in self.order.formats for spot in self.canvases.placements(self.formats[name]))
        return labelled(
            self.workspace,
            words,
            cases,
            purposes={spot.purposes[0] for spot in spots},
            identity=self.order.identity,
            territories=places,
        )

    def _shots(self, cases: Sequence[Case], scenes: Sequence[Scene]) -> list[plan.Shot]:
        """The pictures of some posts, or the clips that are joined, with what was seen in them."""
        shas = [media.sha256 for case in cases for media in case.post.media]
        seen = self._seen if self._seen is not None else seen_in(self.workspace, shas)
        found = (
            shots_of(scenes, seen)
            if scenes
            else [
                plan.Shot(with_carried(case.post), number, seen.get(case.post.media[number].sha256))
                for case in cases
                for number in shown(case.post)
            ]
        )
        return [shot._replace(captions=self.captioner.of(shot.media)) for shot in found]

    def _unready(
        self, post: Post, chosen: Format, shots: Sequence[plan.Shot], words: Copy | None
    ) -> NotPlanned | None:
        """Why a post cannot be planned at all, if so."""
        if not shots:
            return unplanned(post, chosen, "no_media")
        if len(shots) < self.template.sources.min:
            return unplanned(post, chosen, "too_few")
        if words is None:
            return unplanned(post, chosen, "author_unknown")
        try:
            self.fonts.check(all_text(plan.drawn(self.template, words)), words.language)
        except MissingError as error:
            return refused(post, chosen, "no_font", error)
        return None

    def words(self, post: Post, case: Case) -> Copy | None:
        """All that there is to say, drawn by the template or not; None when nobody is known to credit."""
        return self.script.words(post, case)

    def namer(self, post: Post) -> plan.Namer:
        """Names files of a post by the workspace's convention."""
        return self.script.namer(post, self.formats)

    def proof(self, drafted: Draft, *posts: Post) -> Proof:
        """A draft to look at, whatever its rights."""
        return plan.proof(
            drafted,
            posts={post.id: post for post in posts},
            licensee=self.workspace.settings.brand.name,
            name=self.namer(posts[0]),
        )

    def job(self, work: Variant | Proof, flight: tuple[date, date]) -> Job:
        """One creative to have on disk, for a flight that the records were asked for."""
        laid = laid_sound(work.draft.take)
        return Job(
            work=work,
            path=self.folder / f"{work.name}.{work.draft.type}",
            template=self.template,
            words=overlay_data(work.draft, format=self.canvases.of(work.draft), brand=self._brand),
            card=self._end_card.drawn(work.draft, self.canvases.of(work.draft)),
            originals=tuple(
                self._original(source.post, self._media[source.sha256]) for source in work.draft.sources
            ),
            rules=partial(check, chosen=self.canvases.of(work.draft), tables=self.workspace.tables),
            flight=flight if isinstance(work, Variant) else None,
            signer=self.signer if isinstance(work, Variant) else None,
            laid=self.workspace.evidence.path(laid.sha256, laid.ext) if laid else None,
        )

    def _original(self, post: str, media: Media) -> Original:
        path = self.workspace.media.path(media.sha256, media.ext)
        return Original(post, path, media.sha256, media.kind)

    def key(self, path: Path) -> Path:
        """How the catalog names a path: relative to the workspace where it lies inside, so that it can be moved."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def _digests(self, words: Copy, chosen: Format) -> dict[str, str]:
        moving = moved_by(self.template) if chosen.medium == "video" else {}
        return moving | {
            "fonts": self.fonts.digest_for(all_text(words), words.language),
            "format": self.canvases.digest(chosen),
            "brand": self._brand_digest,
        }

    def _folder(self) -> Path:
        if self.order.out:
            folder = self.order.out.resolve()
            if clean(str(folder)) != str(folder):
                raise UsageError(f"--out: {one_line(str(folder))!r} has characters that are not text.")
            return folder
        below = "proofs" if self.order.proof else "creatives"
        return (self.workspace.root / self.workspace.settings.output.folder / below).resolve()
