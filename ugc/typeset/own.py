"""A brand's own fonts by role: where they lie, and which family is meant."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ugc.errors import InputError, MissingError, UsageError
from ugc.typeset.coverage import FontFile, font_files


class OwnFonts(NamedTuple):
    """A font file, or a folder that holds one family, by role; None where the brand has none of its own."""

    text: Path | None = None
    display: Path | None = None
    """Of headlines, hooks and prices. None takes the one for text, and where that is None too, the shipped one."""

    @property
    def places(self) -> tuple[Path, ...]:
        """Every font file of the brand's: a file that is named brings those that lie beside it, its other weights.

        Raises MissingError when one is not there.
        """
        found: dict[Path, None] = {}
        for place in filter(None, self):
            if not place.exists():
                raise MissingError(
                    f"The brand's font {place} is not there.",
                    hint="Correct [brand.fonts] in ugc.toml: a font file, or a folder with one family.",
                )
            around = place if place.is_dir() else place.parent
            found |= dict.fromkeys(
                path for path in font_files([around]) if place.is_dir() or path.parent == around
            )
        return tuple(found)


NO_FONTS = OwnFonts()
"""Of a brand that draws with the shipped ones."""


def family_at(place: Path, files: Mapping[Path, FontFile], *, shipped: frozenset[str]) -> str:
    """Return the family of a font file, or the one family of a folder, as Typst names it.

    Raises InputError where there is none, UsageError where there are several or it is one that is shipped.
    """
    names = sorted(
        {
            name
            for path, file in files.items()
            if path == place or place in path.parents
            for name in file.families
        }
    )
    if not names:
        raise InputError(
            f"{place} holds no font that can be read.",
            hint="Give a file that ends in .otf or .ttf, or a folder of them.",
        )
    if len(names) > 1:
        raise UsageError(
            f"{place} holds {len(names)} families: {', '.join(names[:5])}{' …' if len(names) > 5 else ''}.",
            hint="Name the file of the one that is meant, or put it into a folder of its own.",
        )
    if names[0] in shipped:
        raise UsageError(
            f"{place} is {names[0]}, which ships with ugc; two of one name cannot be told apart.",
            hint="Leave it out of [brand.fonts] in ugc.toml.",
        )
    return names[0]


def weights(paths: Iterable[Path]) -> tuple[int, ...]:
    """Return the weights of some font files, 100 to 900, upright ones alone; every one that a variable font reaches."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
            if "wght" in axes:
                low, high = axes["wght"].minValue, axes["wght"].maxValue
                found |= {weight for weight in range(100, 1000, 100) if low <= weight <= high}
            elif not font["OS/2"].fsSelection & 1:  # italic
                found.add(font["OS/2"].usWeightClass)
    return tuple(sorted(found))
