"""A package of ads on disk: `package.json`, the seam between preparing ads and whoever puts them in."""

from datetime import date
from typing import Literal

from ugc.model.ads import AdPlatform, PackedAd, Placeholder
from ugc.model.base import Value
from ugc.model.records import Perpetual
from ugc.model.rights import Reason
from ugc.model.vocab import Channel

PACKAGE = "package.json"
"""Its name, in the folder of a package."""


class BlockedAd(Value):
    """What would have been an ad, with everything that stops it and what would unblock it."""

    posts: tuple[str, ...]
    creators: tuple[str, ...] = ()
    """Their handles."""
    variant: str | None = None
    """The creative's; None for a post that would run as it is."""
    placement: str | None = None
    """The one that is blocked, where others are not."""
    channel: Channel | None = None
    reasons: tuple[Reason, ...]
    unblock: tuple[str, ...] = ()
    """What a person can do about it, as sentences."""


class PackedFile(Value):
    """A file of the package."""

    file: str
    """Path in the package, with forward slashes."""
    sha256: str
    size: int
    """Bytes."""


class AdPackage(Value):
    """Everything that stands in a folder of ads for one platform."""

    version: Literal["1.0"] = "1.0"
    platform: AdPlatform
    api_version: str = ""
    """Of the platform's API that the bodies are for; empty where no API takes them."""
    brand: str
    made_on: date
    flight: tuple[date, date]
    markets: tuple[str, ...]
    valid_until: date | Perpetual
    """The last day on which every ad in it may run."""
    ledger_head: str | None = None
    """Hash of the newest rights record when this was written."""
    ads: tuple[PackedAd, ...] = ()
    blocked: tuple[BlockedAd, ...] = ()
    files: tuple[PackedFile, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    """Of all its ads, each once."""
    notes: tuple[str, ...] = ()
