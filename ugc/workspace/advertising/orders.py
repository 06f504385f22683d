"""What a package of ads is asked for, and what is said of it once it is prepared."""

from datetime import date
from pathlib import Path

from ugc.model.ad_packages import AdPackage
from ugc.model.ads import AdPlatform, AdWay, FirstName
from ugc.model.base import Value
from ugc.model.vocab import Identity


class Quoted(Value):
    """What a creator is to be quoted with, and the evidence record that proves that they said it."""

    text: str
    locale: str | None = None
    evidence: tuple[str, ...] = ()


class AdOrder(Value):
    """Which ads to prepare, of what, and for whom."""

    platform: AdPlatform
    query: str = ""
    way: AdWay = "new"
    identity: Identity | None = None
    """None: the brand's for a new ad; for a post that runs as it is, the creator's, or both where both are shown."""
    first: FirstName = "brand"
    flight: tuple[date, date]
    markets: tuple[str, ...] | None = None
    """None: those that each creative was made for; for posts those of `ugc.toml`."""
    placements: tuple[str, ...] = ()
    """Ids, or the beginning of ids such as meta.instagram_stories; empty: all that the creatives were cleared for."""
    carousel: bool = False
    """The pictures of one post become one ad."""
    primary: tuple[str, ...] = ()
    headline: str | None = None
    description: str | None = None
    cta: str | None = None
    link: str | None = None
    testimonial: Quoted | None = None
    beneficiary: str | None = None
    payer: str | None = None
    creatives: Path | None = None
    """Folder whose manifest is read; None: out/creatives."""
    out: Path | None = None
    with_secrets: bool = False
    header: Path | None = None
    """A sheet that the person exported from their own Ads Manager, whose header is to be filled in."""
    dry: bool = False


class AdsPrepared(Value):
    """What a run prepared."""

    package: AdPackage
    folder: str
    """Where it stands, or would."""
    written: bool
    changed: bool = False
    """Whether anything on disk is another than before."""
    secrets: str | None = None
    """The file that holds codes in the clear, where it was asked for."""
    filled: str | None = None
    """The sheet with the header that was given."""
    unfilled: tuple[str, ...] = ()
    """Headings of it that nothing was written under."""
