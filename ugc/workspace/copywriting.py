"""The words of a creative: what the settings and the order say, filled in for one post, made safe to draw."""

from collections.abc import Mapping

from ugc.config import Settings
from ugc.errors import UsageError
from ugc.model.creatives import Copy
from ugc.model.phrases import CHANNELS
from ugc.model.posts import PLATFORMS, Platform, Post
from ugc.model.rights import Case
from ugc.text import one_line
from ugc.typeset import drawable
from ugc.wording import fill

PLATFORM_NAMES: dict[Platform, str] = {
    platform: CHANNELS[platform] for platform in PLATFORMS if platform not in ("web", "email", "other")
}
"""As each platform writes itself; a post from elsewhere shows none."""

LONGEST = 2000
"""Characters of one text; templates set far lower limits, this only keeps a hostile one small."""
_OWN = ("credit", "headline", "cta")
"""Fields of copy that stand under [copy] itself; the others under [copy.texts]."""


class Copywriter:
    """Fills the words of a workspace and of an order in for posts."""

    def __init__(self, settings: Settings, texts: Mapping[str, str]) -> None:
        """Take the settings and the order's own words, which stand before them."""
        self._settings = settings
        self._templates = dict(settings.words.texts) | {
            field: getattr(settings.words, field) for field in _OWN
        }
        self._templates |= texts

    def words(self, post: Post, case: Case) -> Copy | None:
        """All that there is to say, drawn by the template or not; None when nobody is known to credit."""
        values = self.values(post)
        licensor = next((g.licensor for g in reversed(case.grants) if g.status == "granted"), None)
        fixed = next((g.credit.text for g in reversed(case.grants) if g.credit.text), None)
        credit = self._filled("credit", values) if post.author else licensor
        if not (fixed or credit):
            return None
        said = {
            field: text
            for field in self._templates
            if field != "credit" and (text := self._filled(field, values))
        }
        return Copy(
            credit=drawable(fixed or credit or "", LONGEST),
            platform=PLATFORM_NAMES.get(post.platform),
            headline=said.pop("headline", None),
            cta=said.pop("cta", None),
            disclosure=said.pop("disclosure", None),
            texts=said,
            language=self._settings.words.language,
        )

    def values(self, post: Post) -> dict[str, object]:
        """What templates of words and of names know of a post."""
        author = post.author
        return {
            "creator": author.handle if author else "unknown",
            "name": (author.display_name or author.handle) if author else "unknown",
            "platform": PLATFORM_NAMES.get(post.platform, post.platform),
            "brand": self._settings.brand.name,
            "caption": one_line(post.caption or ""),
        }

    def _filled(self, field: str, values: Mapping[str, object]) -> str:
        where = f"copy.{field}" if field in _OWN else f"copy.texts.{field}"
        return drawable(fill(self._templates[field], values, where=where), LONGEST)


def texts_given(said: Mapping[str, str] | tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return an order's own words by field. Raises UsageError for a field that is named twice."""
    pairs = tuple(said.items()) if isinstance(said, Mapping) else said
    found: dict[str, str] = {}
    for field, words in pairs:
        if field in found:
            raise UsageError(f"The words of {field} are given twice.", hint="Leave one of them out.")
        found[field] = words
    return found
