"""The words side of a run with one template: its wordings, what each says of a post, what goes with it, its name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ugc import plan
from ugc.identity import CONCEPT_DIGITS
from ugc.model.creatives import Copy, Draft, NotPlanned
from ugc.model.formats import Format
from ugc.model.posts import Post
from ugc.model.rights import Case
from ugc.model.templates import Template
from ugc.workspace import file_names
from ugc.workspace.ad_texts import AdTexts, link_of
from ugc.workspace.copywriting import Copywriter, Wording
from ugc.workspace.matrix import Matrix

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.outcomes import Order


class Script:
    """What is said in a run: read once, filled in for each post."""

    def __init__(
        self, workspace: "Workspace", order: "Order", *, template: Template, matrix: Matrix | None = None
    ) -> None:
        """Take the words of settings, order and the order's copy; `matrix` is shared by the templates of a run."""
        self._matrix = matrix or Matrix(workspace, order)
        self._deck = self._matrix.deck
        self._writer = Copywriter(workspace.settings, order.texts)
        self._texts = AdTexts(workspace.tables)
        self._convention = workspace.settings.naming.creative
        self._markets = tuple(order.markets or workspace.settings.markets)
        self.wordings = self._matrix.wordings(template, self._writer)
        self._undrawn = tuple(self._matrix.undrawn(template))

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know of this template's words, as far as posts have been asked for."""
        return (*self._undrawn, *self._texts.warnings)

    def words(self, post: Post, case: Case, wording: Wording | None = None) -> Copy | None:
        """All that there is to say, drawn by the template or not; None when nobody is known to credit."""
        return self._writer.words(post, case, wording or self.wordings[0])

    def refused(self, post: Post, chosen: Format, wording: Wording, words: Copy) -> NotPlanned | None:
        """Return why its texts cannot run in a format, if so."""
        if not wording.axes:
            return None
        return self._texts.refused(post, chosen, wording, words, self._writer.primary(post, wording))

    def addressed(self, drafted: Draft, posts: Sequence[Post], wording: Wording, chosen: Format) -> Draft:
        """Return a draft with what goes with it in an ad: its axes, markets, primary texts and link."""
        if not wording.axes:
            return drafted
        values = self._writer.values(posts[0])
        short = plan.concept_hash(drafted, {post.id: post for post in posts})[:CONCEPT_DIGITS]
        return drafted.model_copy(
            update={
                "axes": wording.axes,
                "markets": wording.markets,
                "primary": tuple(text for text, _ in self._writer.primary(posts[0], wording)),
                "link": link_of(self._deck, values, chosen, concept=f"c{short}"),
            }
        )

    def namer(self, post: Post, formats: Mapping[str, Format]) -> plan.Namer:
        """Names files of a post by the workspace's convention."""
        told = self._writer.values(post)

        def name(drafted: Draft) -> str:
            chosen = formats[drafted.format]
            known = file_names.values(drafted, format=chosen, markets=self._markets, deck=self._deck)
            return file_names.named(self._convention, {**drafted.axes, **told, **known}, drafted.axes)

        return name
