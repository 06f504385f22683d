"""What a render run has before it: formats, template, fonts and words, read once and the same for every post."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ugc import plan, templates
from ugc.errors import MissingError, UsageError
from ugc.formats import check, row_digest
from ugc.model.base import digest
from ugc.model.creatives import Copy, Draft, NotPlanned, Proof, Variant
from ugc.model.formats import Format, Placement
from ugc.model.phrases import CHANNELS
from ugc.model.posts import PLATFORMS, Platform, Post
from ugc.model.rights import Case
from ugc.model.seen import Seen
from ugc.provenance import Signer
from ugc.render.jobs import Job
from ugc.text import clean, one_line
from ugc.typeset import FontIndex, Typesetter, drawable
from ugc.wording import file_name, fill
from ugc.workspace.clearing import markets
from ugc.workspace.focusing import seen_in

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order

PLATFORM_NAMES: dict[Platform, str] = {
    platform: CHANNELS[platform] for platform in PLATFORMS if platform not in ("web", "email", "other")
}
"""As each platform writes itself; a post from elsewhere shows none."""

LONGEST = 2000
"""Characters of one text; templates set far lower limits, this only keeps a hostile one small."""

_WHY = {
    "no_media": ("It has no media on file.", "Import a folder that holds the post's picture."),
    "author_unknown": (
        "No source says who made it, so it cannot be credited.",
        "Import a record that names the creator, or grant it with --licensor NAME.",
    ),
}


class Desk:
    """One order in one workspace, with everything that planning and drawing need."""

    def __init__(
        self,
        workspace: "Workspace",
        order: "Order",
        *,
        signer: Signer | None = None,
        seen: Mapping[str, Seen] | None = None,
    ) -> None:
        """Read what an order needs; `seen` is what was seen of media, by sha256, else what the catalog keeps."""
        settings = workspace.settings
        self.workspace = workspace
        self.root = workspace.root.resolve()
        self.order = order
        self.signer = signer
        self._seen = seen
        self.formats = {name: workspace.tables.format(name) for name in order.formats}
        self.formats |= {chosen.id: chosen for chosen in self.formats.values()}
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
        )
        for name in order.formats:
            self.placements(name)
        self._row_digests = {chosen.id: row_digest(chosen) for chosen in self.formats.values()}
        self._extensions: dict[str, str] = {}
        self._font_cache = workspace.root / ".ugc" / "cache" / "fonts.json"
        self._font_dirs = [workspace.root / folder for folder in settings.render.fonts]
        self._brand = settings.brand.model_dump(include={"name", "accent", "ink", "paper"})
        self._brand_digest = digest(self._brand)

    @cached_property
    def fonts(self) -> FontIndex:
        """The fonts that can draw; indexed once and remembered between runs."""
        return FontIndex.load(self._font_cache, self._font_dirs)

    @cached_property
    def typesetter(self) -> Typesetter:
        """Made only when something has to be drawn."""
        return Typesetter(self._font_dirs, cache=self._font_cache)

    def placements(self, name: str) -> tuple[Placement, ...]:
        """The placements of a format that ads run in from the order's identity.

        Raises UsageError when there is none, as for a Spark Ad from the brand's own handle.
        """
        chosen = self.formats[name]
        found = tuple(place for place in chosen.placements if self.order.identity in place.identities)
        if not found:
            takes = sorted({identity for place in chosen.placements for identity in place.identities})
            raise UsageError(
                f"{chosen.name} does not run from {self.order.identity.replace('_', ' ')}s.",
                hint=f"Say --identity {takes[0]}.",
            )
        return found

    def offers(self) -> tuple[str, ...]:
        """What one file could do in place of several formats of the order."""
        tables = self.workspace.tables
        masters = [
            tables.format(name) for name in tables.names if (row := tables.row(name)) and row.within_crops
        ]
        return plan.offers([self.formats[name] for name in self.order.formats], masters)

    def drafts(self, case: Case) -> Iterator[Draft | NotPlanned]:
        """Plan every picture of a post in every format of the order."""
        post = case.post
        self._extensions |= {media.sha256: media.ext for media in post.media}
        shown = [number for number, media in enumerate(post.media) if media.role in ("original", "raw")]
        words = self.words(post, case)
        shas = [media.sha256 for media in post.media]
        seen = self._seen if self._seen is not None else seen_in(self.workspace, shas)
        for name in self.order.formats:
            chosen = self.formats[name]
            problem = self._unready(post, chosen, shown, words)
            if problem or words is None:
                yield problem or _unplanned(post, chosen, "author_unknown")
                continue
            digests = self._digests(plan.drawn(self.template, words), chosen)
            for number in shown:
                yield plan.draft(
                    post,
                    number,
                    format=chosen,
                    template=self.template,
                    words=words,
                    look=self.look,
                    digests=digests,
                    seen=seen.get(post.media[number].sha256),
                )

    def _unready(
        self, post: Post, chosen: Format, shown: Sequence[int], words: Copy | None
    ) -> NotPlanned | None:
        """Why a post cannot be planned at all, if so."""
        if not shown:
            return _unplanned(post, chosen, "no_media")
        if words is None:
            return _unplanned(post, chosen, "author_unknown")
        try:
            self.fonts.check(_text(plan.drawn(self.template, words)), words.language)
        except MissingError as error:
            return NotPlanned(
                post=post.id, format=chosen.id, code="no_font", why=error.message, hint=error.hint or ""
            )
        return None

    def words(self, post: Post, case: Case) -> Copy | None:
        """All that there is to say, drawn by the template or not; None when nobody is known to credit."""
        values = self._values(post)
        told = self.workspace.settings.words
        licensor = next((g.licensor for g in reversed(case.grants) if g.status == "granted"), None)
        fixed = next((g.credit.text for g in reversed(case.grants) if g.credit.text), None)
        credit = fill(told.credit, values, where="copy.credit") if post.author else licensor
        if not (fixed or credit):
            return None
        return Copy(
            credit=drawable(fixed or credit or "", LONGEST),
            platform=PLATFORM_NAMES.get(post.platform),
            headline=drawable(fill(told.headline, values, where="copy.headline"), LONGEST) or None,
            cta=drawable(fill(told.cta, values, where="copy.cta"), LONGEST) or None,
            language=told.language,
        )

    def namer(self, post: Post) -> plan.Namer:
        """Names files of a post by the workspace's naming template."""

        def name(drafted: Draft) -> str:
            values = self._values(post) | {
                "post": post.id.split(":", 1)[1][:24],
                "format": drafted.format,
                "template": drafted.template,
                "date": post.posted_at.date().isoformat() if post.posted_at else "undated",
                "width": drafted.pixels[0],
                "height": drafted.pixels[1],
            }
            return file_name(fill(self.workspace.settings.naming.creative, values, where="naming.creative"))

        return name

    def proof(self, drafted: Draft, post: Post) -> Proof:
        """A draft to look at, whatever its rights."""
        return plan.proof(
            drafted, posts={post.id: post}, licensee=self.workspace.settings.brand.name, name=self.namer(post)
        )

    def job(self, work: Variant | Proof, flight: tuple[date, date]) -> Job:
        """One creative to have on disk, for a flight that the records were asked for."""
        source = work.draft.sources[0]
        return Job(
            work=work,
            path=self.folder / f"{work.name}.{work.draft.type}",
            template=self.template,
            words=self._overlay(work.draft),
            original=self.workspace.media.path(source.sha256, self._extensions[source.sha256]),
            sha256=source.sha256,
            rules=partial(check, chosen=self.formats[work.draft.format], tables=self.workspace.tables),
            flight=flight if isinstance(work, Variant) else None,
            signer=self.signer if isinstance(work, Variant) else None,
        )

    def key(self, path: Path) -> Path:
        """How the catalog names a path: relative to the workspace where it lies inside, so that it can be moved."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def _overlay(self, drafted: Draft) -> Mapping[str, Any]:
        """The overlay's data, as `ugc.typeset` documents it."""
        safe, words = drafted.safe, drafted.copy_text
        return {
            "credit": words.credit,
            "platform": words.platform,
            "headline": words.headline,
            "cta": words.cta,
            "language": words.language,
            "safe": {"top": safe.y0, "right": 1 - safe.x1, "bottom": 1 - safe.y1, "left": safe.x0},
            "notches": [notch.box.model_dump() for notch in self.formats[drafted.format].notches],
            "brand": self._brand,
            "slots": {
                slot.name: slot.box.model_dump() | slot.model_dump(include={"edge", "side", "tone"})
                for slot in drafted.slots
            },
            "options": drafted.options,
        }

    def _values(self, post: Post) -> dict[str, object]:
        author = post.author
        return {
            "creator": author.handle if author else "unknown",
            "name": (author.display_name or author.handle) if author else "unknown",
            "platform": PLATFORM_NAMES.get(post.platform, post.platform),
            "brand": self.workspace.settings.brand.name,
        }

    def _digests(self, words: Copy, chosen: Format) -> dict[str, str]:
        return {
            "fonts": self.fonts.digest_for(_text(words), words.language),
            "format": self._row_digests[chosen.id],
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


def _text(words: Copy) -> str:
    return "\n".join(text for text in (words.credit, words.platform, words.headline, words.cta) if text)


def _unplanned(post: Post, chosen: Format, code: str) -> NotPlanned:
    why, hint = _WHY[code]
    return NotPlanned(post=post.id, format=chosen.id, code=code, why=why, hint=hint)
