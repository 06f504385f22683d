"""A creative template as it describes itself: what it needs, what it can be told, and what it does to a picture."""

from pathlib import Path
from typing import Literal

from ugc.model.base import Value
from ugc.model.posts import MediaKind
from ugc.model.vocab import CreditPlace, Edit


class Count(Value):
    """How many sources a template takes, both ends included."""

    min: int = 1
    max: int = 1


class CopyField(Value):
    """One text that a template draws."""

    needed: bool = False
    limit: int
    """The most characters, counted as a reader counts them; more is an error, never cut."""
    edits: frozenset[Edit] = frozenset()
    """What drawing it does to the picture, in the words of the rights model."""


class Option(Value):
    """One choice that a template offers."""

    says: str = ""
    default: str
    choices: tuple[str, ...]
    edits: dict[str, frozenset[Edit]] = {}
    """Choice to what it does to the picture."""


class Template(Value):
    """How a creative looks."""

    name: str
    purpose: str
    media: tuple[MediaKind, ...] = ("image",)
    sources: Count = Count()
    fit: Literal["cover", "fit"] = "cover"
    """How sources fill the canvas unless that would lose too much of them."""
    credit_place: CreditPlace = "on_media"
    words: dict[str, CopyField] = {}
    """The texts it draws, by field: credit, headline, cta …"""
    options: dict[str, Option] = {}
    edits: frozenset[Edit] = frozenset()
    """What it always does to the picture."""
    folder: Path
    shared: Path
    """The folder of the Typst files that all templates import."""
    digest: str
    """Hash of every file that shapes its pixels: its own folder and the shared one."""
