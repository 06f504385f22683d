"""The form in which a gallery's posts are searched; the pages' script folds what is typed in the same way."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\ufe0f]")
"""Accents, Hebrew points, the Arabic tatweel and vowel signs, and the sign that asks for an emoji in colour."""
_SPACES = re.compile("[\t-\r \u1680\u2028\u2029]+")
"""What JavaScript's `\\s` finds in decomposed text."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ς": "σ", "ى": "ي", "ة": "ه"}
)


def folded(text: str) -> str:
    """Return text as `search.json` holds it: what looks alike to somebody who types is alike.

    In this order: NFKD (https://unicode.org/reports/tr15/), lower case, without accents and unseen characters,
    letters that have no accent to lose brought to their plain form, every run of spaces one space, none at the ends.
    `folded` in `templates/gallery/_shared/gallery.js` does the same, and a test compares the two. The vowel
    signs of Indic and Thai scripts stay: without them words that differ would be alike.
    """
    lower = _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())
    plain = "".join(letter for letter in lower if unicodedata.category(letter) != "Cf").translate(_LETTERS)
    return _SPACES.sub(" ", plain).strip(" ")


def searchable(*texts: str) -> str:
    """Return the words of one post to search in, each once, in their order, folded.

    A word is looked for inside these, so `run` finds `glowrun`; signs before hashtags and handles may stay or go.
    """
    return " ".join(dict.fromkeys(word for text in texts for word in folded(text).split(" ") if word))
