"""Which font draws which character: known before anything is drawn, so that no box ever reaches an ad.

A run that draws nothing plans with what is kept on disk of the fonts: it imports neither fontTools nor Typst.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ugc.errors import MissingError
from ugc.model.base import digest
from ugc.resources import FONTS
from ugc.text import clusters
from ugc.typeset.coverage import FontFile, bounds_of, read_fonts
from ugc.typeset.own import NO_FONTS, OwnFonts, family_at

TEXT = "Inter"
DISPLAY = "Inter Display"
EMOJI = "Noto Color Emoji"
_SHIPPED = (TEXT, "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", EMOJI)
_SELECTOR = "\ufe0f"

# Words in the names of CJK families, by the language whose letter shapes they have.
_SHAPES = {
    "ja": ("jp", "hiragino", "yu gothic", "meiryo", "ms gothic", "ipa"),
    "ko": ("kr", "gothic neo", "malgun", "nanum"),
    "zh": ("sc", "yahei", "heiti sc", "wenquanyi"),
    "zh-tw": ("tc", "tw", "jhenghei"),
    "zh-hk": ("hk", "tc", "jhenghei"),
}


@dataclass
class FontIndex:
    """The fonts of some folders, by family."""

    files: dict[Path, FontFile]
    text: str = TEXT
    """The family of text: the brand's own, or the shipped one."""
    display: str = DISPLAY
    """The family of headlines."""
    _bounds: dict[str, list[int]] = field(default_factory=dict)
    _chosen: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _orders: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, cache: Path | None, dirs: Sequence[Path] = (), *, own: OwnFonts = NO_FONTS) -> "FontIndex":
        """Index the shipped fonts, those of `dirs`, folders or files, and the brand's own, which come before them.

        `cache` is the JSON file to keep it in. Raises MissingError when a folder is not there, InputError when a font
        cannot be read, UsageError when it is not clear which family of the brand's is meant.
        """
        files = read_fonts((FONTS, *dirs, *own.places), cache)
        shipped = frozenset((*_SHIPPED, DISPLAY))
        text, display = (place and family_at(place, files, shipped=shipped) for place in own)
        return cls(files, text or TEXT, display or text or DISPLAY)

    def missing(self, text: str, language: str = "en") -> tuple[str, ...]:
        """Return the characters of a text that would be drawn as boxes, in order, each once."""
        lost: dict[str, None] = {}
        for cluster in dict.fromkeys(clusters(text)):
            if _visible(cluster) and self._family(cluster, language) is None:
                home = self._family(_visible(cluster)[0], language)
                lost |= dict.fromkeys(c for c in _visible(cluster) if home is None or not self._has(home, c))
        return tuple(lost)

    def lacking(self, family: str, text: str) -> tuple[str, ...]:
        """Return the characters of a text that a family has no letters for, in order, each once."""
        return tuple(dict.fromkeys(each for each in _visible(text) if not self._has(family, each)))

    def files_of(self, family: str) -> tuple[Path, ...]:
        """Return the files of a family, in order."""
        return tuple(sorted(path for path, file in self.files.items() if family in file.families))

    def families(self, text: str, language: str = "en") -> tuple[str, ...]:
        """Return the families that draw a text, in the order in which each character finds its own."""
        needed = {self._family(cluster, language) for cluster in set(clusters(text))}
        always = {self.text, TEXT}  # templates add marks of their own, which the brand's may lack
        return tuple(name for name in self._order(language) if name in needed or name in always)

    def display_families(self, text: str, language: str = "en") -> tuple[str, ...]:
        """Return the families that draw a text as a headline, likewise."""
        return tuple(dict.fromkeys((self.display, DISPLAY, *self.families(text, language))))

    @property
    def wider(self) -> float:
        """How much wider the brand's letters run than the shipped ones, by whose widths planning goes; at least 1."""
        shipped = self._width(TEXT)
        return max(1.0, *(self._width(name) / shipped for name in (self.text, self.display)))

    def digest_for(self, text: str, language: str = "en") -> str:
        """Return a hash of exactly the font files that draw this text."""
        drawing = set(self.display_families(text, language))
        return digest(sorted(file.sha256 for file in self.files.values() if drawing & file.families.keys()))

    def check(self, text: str, language: str = "en") -> None:
        """Raise MissingError, naming the characters and the font to add, when a text cannot be drawn."""
        lost = self.missing(text, language)
        if lost:
            named = ", ".join(_named(character) for character in lost[:6])
            more = f" and {len(lost) - 6} more" if len(lost) > 6 else ""
            raise MissingError(f"No font has {named}{more}.", hint=_font_to_add(lost[0]))

    def _family(self, cluster: str, language: str) -> str | None:
        key = (cluster, language)
        if key not in self._chosen:
            needed = _visible(cluster)
            order = self._order(language)
            if _SELECTOR in cluster:
                order = (EMOJI, *order)
            covering = (name for name in order if all(self._has(name, each) for each in needed))
            self._chosen[key] = next(covering, None) if needed else TEXT
        return self._chosen[key]

    def _order(self, language: str) -> tuple[str, ...]:
        if language not in self._orders:
            known = {name for file in self.files.values() for name in file.families}
            others = sorted(
                known - {*_SHIPPED, DISPLAY}, key=lambda name: (_strangeness(name, language), name)
            )
            shipped = (name for name in _SHIPPED if name in known)
            self._orders[language] = tuple(dict.fromkeys((self.text, *shipped, *others)))
        return self._orders[language]

    def _width(self, family: str) -> float:
        return max((file.widths.get(family, 0.0) for file in self.files.values()), default=0.0)

    def _has(self, family: str, character: str) -> bool:
        if family not in self._bounds:
            texts = {f.families[family] for f in self.files.values() if family in f.families}
            self._bounds[family] = bounds_of(texts)
        return bisect_right(self._bounds[family], ord(character)) % 2 == 1


def missing_glyphs(text: str, fonts: FontIndex) -> set[str]:
    """Return the characters of a text that none of the fonts can draw."""
    return set(fonts.missing(text))


def _visible(cluster: str) -> str:
    """Drop what needs no glyph of its own: spaces that break, joiners, selectors, marks of direction."""
    return "".join(
        c
        for c in cluster
        if c not in " \n\u034f" and unicodedata.category(c) != "Cf" and not _selects(ord(c))
    )


def _selects(point: int) -> bool:
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


def _strangeness(name: str, language: str) -> int:
    """Rank the families that did not ship: letter shapes of the language first, then sans, then the rest."""
    words = name.casefold()
    tag = language.casefold().replace("zh-hant", "zh-tw").replace("zh-hans", "zh")
    shapes = _SHAPES.get(tag) or _SHAPES.get(tag.split("-")[0]) or _SHAPES["zh"]
    fits = any(shape in words.split() or (len(shape) > 3 and shape in words) for shape in shapes)
    return 4 * (not fits) + 2 * ("serif" in words) + ("mono" in words)


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"{character!r} (U+{ord(character):04X}{' ' + name if name else ''})"


def _font_to_add(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith(("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "IDEOGRAPHIC ", "FULLWIDTH ")):
        font = "Noto Sans CJK (on Debian: apt install fonts-noto-cjk)"
    elif name and unicodedata.category(character)[0] in "LM":
        font = f"Noto Sans {name.split()[0].title()}"
    else:
        return (
            "Take the character out, or add the folder of a font that has it to the font folders in ugc.toml."
        )
    return f"Add the folder of {font}, or of another font that has it, to the font folders in ugc.toml."
