"""The words of a creative: what settings, order and a campaign's copy say, filled in for one post, safe to draw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from ugc.config import Settings
from ugc.errors import UsageError
from ugc.model.creatives import Copy
from ugc.model.phrases import CHANNELS
from ugc.model.posts import PLATFORMS, Platform, Post
from ugc.model.rights import Case
from ugc.text import one_line
from ugc.typeset import drawable
from ugc.wording import Named, fill, used
from ugc.workspace.branding import call_to_action

PLATFORM_NAMES: dict[Platform, str] = {
    platform: CHANNELS[platform] for platform in PLATFORMS if platform not in ("web", "email", "other")
}
"""As each platform writes itself; a post from elsewhere shows none."""

LONGEST = 2000
"""Characters of one text; templates set far lower limits, this only keeps a hostile one small."""
_LONGEST_PRIMARY = 10_000
_OWN = ("credit", "headline", "cta")
"""Fields of copy that stand under [copy] itself; the others under [copy.texts]."""


@dataclass(frozen=True)
class Wording:
    """Words in one language, not yet filled in for a post: a template of each field, and where it was read."""

    texts: Mapping[str, str]
    places: Mapping[str, str] = field(default_factory=dict)
    """Field to where its text stands, for messages."""
    language: str = "en"
    axes: dict[str, str] = field(default_factory=dict)
    markets: tuple[str, ...] = ()
    """Countries where it is meant to run; empty for every market of the run."""
    primary: tuple[tuple[str, str], ...] = ()
    """Alternatives of the text beside the picture, each with where it stands."""


class Copywriter:
    """Fills the words of a workspace and of an order in for posts."""

    def __init__(self, settings: Settings, texts: Mapping[str, str]) -> None:
        """Take the settings and the order's own words, which stand before them."""
        self._settings = settings
        self._texts = texts
        self.usual = self.wording({}, {}, language=settings.words.language)
        """What there is to say without a campaign's copy."""

    def wording(self, texts: Mapping[str, str], places: Mapping[str, str], *, language: str) -> Wording:
        """Return words of a language over those of the settings and under those of the order.

        The settings' words are in one language: in another one, only their credit line stands, and what takes the
        brand's call to action, which knows the language.
        """
        words = self._settings.words
        own = {field: getattr(words, field) for field in _OWN}
        named = {field: f"copy.{field}" for field in _OWN}
        if _base(language) == _base(words.language):
            own |= words.texts
            named |= {field: f"copy.texts.{field}" for field in words.texts}
        else:
            own = {
                field: text for field, text in own.items() if field == "credit" or "brand_cta" in used(text)
            }
        named |= {**places} | {field: f"--text {field}" for field in self._texts}
        return Wording({**own, **texts, **self._texts}, named, language)

    def words(self, post: Post, case: Case, wording: Wording | None = None) -> Copy | None:
        """All that there is to say, drawn by the template or not; None when nobody is known to credit."""
        said = wording or self.usual
        values = self._values(post, said.language)
        licensor = next((g.licensor for g in reversed(case.grants) if g.status == "granted"), None)
        fixed = next((g.credit.text for g in reversed(case.grants) if g.credit.text), None)
        credit = _filled(said, "credit", values) if post.author else licensor
        if not (fixed or credit):
            return None
        texts = {
            field: text
            for field in said.texts
            if field != "credit" and (text := _filled(said, field, values))
        }
        return Copy(
            credit=drawable(fixed or credit or "", LONGEST),
            platform=PLATFORM_NAMES.get(post.platform),
            headline=texts.pop("headline", None),
            cta=texts.pop("cta", None),
            disclosure=texts.pop("disclosure", None),
            texts=texts,
            language=said.language,
        )

    def primary(self, post: Post, wording: Wording) -> tuple[tuple[str, str], ...]:
        """Return the texts that stand beside a picture, each with where it was read."""
        if not wording.primary:
            return ()
        values = self._values(post, wording.language)
        return tuple(
            (drawable(fill(text, values, where=where), _LONGEST_PRIMARY), where)
            for text, where in wording.primary
        )

    def _values(self, post: Post, language: str) -> dict[str, object]:
        """What words in a language know: of a post, and of the brand."""
        return self.values(post) | {"brand_cta": call_to_action(self._settings.brand, language)}

    def values(self, post: Post) -> dict[str, object]:
        """What templates of words and of names know of a post."""
        author = post.author
        handle = author.handle if author else "unknown"
        name = (author.display_name or author.handle) if author else "unknown"
        platform = PLATFORM_NAMES.get(post.platform, post.platform)
        caption = one_line(post.caption or "")
        date = post.posted_at.date().isoformat() if post.posted_at else "undated"
        key = post.id.split(":", 1)[1][:24]
        return {
            "creator": Named(handle, handle=handle, name=name, platform=platform),
            "name": name,
            "platform": platform,
            "brand": self._settings.brand.name,
            "caption": caption,
            "date": date,
            "post": Named(key, caption=caption, date=date, link=post.permalink or "", platform=platform),
        }


def quoted(values: Mapping[str, object]) -> dict[str, object]:
    """Return values as they may stand in an address: everything in them that means something there is escaped."""
    return {
        name: Named(quote(value, safe=""), **{key: quote(text, safe="") for key, text in vars(value).items()})
        if isinstance(value, Named)
        else quote(str(value), safe="")
        for name, value in values.items()
    }


def texts_given(said: Mapping[str, str] | tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return an order's own words by field. Raises UsageError for a field that is named twice."""
    pairs = tuple(said.items()) if isinstance(said, Mapping) else said
    found: dict[str, str] = {}
    for name, words in pairs:
        if name in found:
            raise UsageError(f"The words of {name} are given twice.", hint="Leave one of them out.")
        found[name] = words
    return found


def _filled(wording: Wording, name: str, values: Mapping[str, object]) -> str:
    where = wording.places.get(name, f"copy.{name}")
    return drawable(fill(wording.texts[name], values, where=where), LONGEST)


def _base(language: str) -> str:
    return language.partition("-")[0].casefold()
