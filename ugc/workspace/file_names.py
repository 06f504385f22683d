"""Names of files: the workspace's convention over what ad teams put into names, safe on every file system."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ugc.model.creatives import Draft
from ugc.wording import file_name, fill, used

if TYPE_CHECKING:
    from ugc.copydeck import CopyDeck
    from ugc.model.formats import Format

_MOST_MARKETS = 3
"""Market codes that a name lists; more are counted."""
_BLANK = "\0"
_GAP = re.compile(rf"^{_BLANK}[_-]?|[_-]?{_BLANK}")
_LONGEST_TAIL = 60
"""Bytes of a name that the axes of a matrix take at most."""
_LONGEST_STEM = 120


class Blank(str):
    """What there is nothing of: false in a template, and left out of a name with the hyphen or underscore before it."""

    def __new__(cls) -> "Blank":
        """Make the only one that there needs to be."""
        return super().__new__(cls, _BLANK)

    def __bool__(self) -> bool:
        """Nothing is false."""
        return False


def values(
    drafted: Draft, *, format: "Format", markets: Sequence[str], deck: "CopyDeck | None"
) -> dict[str, object]:
    """What names know of a draft, besides its post and creator. `markets` are those of the run."""
    axes, (width, height) = drafted.axes, drafted.pixels
    headline = axes.get("headline")
    copy = axes.get("copy") or ""
    return {
        "format": drafted.format,
        "template": drafted.template,
        "width": width,
        "height": height,
        "ratio": format.ratio.replace(":", "x"),
        "orientation": "square" if width == height else "vertical" if height > width else "horizontal",
        "market": _market(drafted.markets or markets) or Blank(),
        "language": drafted.copy_text.language,
        "copy": copy or Blank(),
        "campaign": deck.campaign if deck else Blank(),
        "angle": "-".join(filter(None, (copy, headline))) or Blank(),
        "headline": headline or Blank(),
        "cta": axes.get("cta") or Blank(),
        "axes": _tail(axes) or Blank(),
    }


def named(convention: str, known: Mapping[str, object], axes: Mapping[str, str]) -> str:
    """Return the name that a convention of `[naming]` makes; axes that it leaves out are added to its end.

    Raises UsageError for a convention that is broken or asks for what is not known.
    """
    stem = file_name(_GAP.sub("", fill(convention, known, where="naming.creative")))
    tail = _tail(axes, but=used(convention))
    if not tail:
        return stem
    ending = file_name(tail)[:_LONGEST_TAIL]
    kept = stem.encode()[: _LONGEST_STEM - len(ending.encode()) - 1].decode("utf-8", "ignore").rstrip("-. _")
    return file_name(f"{kept}_{ending}")


def _tail(axes: Mapping[str, str], but: frozenset[str] = frozenset()) -> str:
    """Language and alternatives as one piece of a name, as in de_h2_c1; the template has a value of its own."""
    if "axes" in but:
        return ""
    said = but | {"copy", "template"} | ({"headline"} if "angle" in but else set())
    return "_".join(place for axis, place in axes.items() if axis not in said)


def _market(markets: Sequence[str]) -> str:
    return "-".join(sorted(markets)) if len(markets) <= _MOST_MARKETS else f"{len(markets)}markets"
