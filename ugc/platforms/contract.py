"""What every platform's file has to offer, and the blanks that stand in request bodies."""

from typing import Protocol

from ugc.model.ad_settings import AdSettings
from ugc.model.ads import AdFault, AdWay, PackedAd, Placeholder, PlannedAd


class Packer(Protocol):
    """A file of this room: `ugc/platforms/<platform>.py`, whose functions these are."""

    WAYS: tuple[AdWay, ...]
    """The ways in which ads can be made there."""

    def api_version(self, settings: AdSettings) -> str:
        """Return the version of the API that bodies are made for; empty where none takes them."""
        ...

    def pack(self, ad: PlannedAd, settings: AdSettings) -> PackedAd | AdFault:
        """Return what the platform has to be told, in order, or why it would not take the ad.

        Pure: the same ad and settings give the same bodies.
        """
        ...


class Blanks:
    """What a package leaves to be filled in: each is written into bodies as {{name}}, and listed once."""

    def __init__(self) -> None:
        self._found: dict[str, Placeholder] = {}

    def known_or(self, value: str, name: str, meaning: str) -> str:
        """Return a value, or, where it is empty, the placeholder that stands for it."""
        return value or self.blank(name, meaning)

    def blank(self, name: str, meaning: str, *, secret: bool = False) -> str:
        """Return a placeholder, and remember what it means."""
        self._found.setdefault(name, Placeholder(name=name, meaning=meaning, secret=secret))
        return "{{" + name + "}}"

    def listed(self) -> tuple[Placeholder, ...]:
        """Return all of them, in the order in which they came up. Answers of earlier steps (`step:`) are not listed."""
        return tuple(blank for blank in self._found.values() if not blank.name.startswith("step:"))
