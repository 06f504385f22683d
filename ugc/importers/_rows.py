"""From a row of named cells, of a sheet or of a small sidecar, to the post it tells of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ugc import identity
from ugc.identity import Link
from ugc.importers import _fields as fields
from ugc.importers._columns import COUNTS
from ugc.importers._hygiene import bare_url
from ugc.importers._numbers import Convention, read_count
from ugc.importers._sounds import of_cells
from ugc.model.posts import Account, Counts, FoundPost, Platform, PostKind, Skipped
from ugc.tables.days import Order, read_date
from ugc.text import clean, one_line

Cells = Mapping[str, Sequence[str]]
"""Column to its values that are not empty, the best named first."""

_LINK = re.compile(r"(?i)\bhttps?://[^\s\"'<>]+")
_NO_SCHEME = re.compile(r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}/\S+")
_DAMAGED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{2}", re.IGNORECASE)
_ROUNDED = re.compile(r"[0-9]{13,16}000")
_PLATFORMS: dict[str, Platform] = {
    "ig": "instagram",
    "insta": "instagram",
    "instagram": "instagram",
    "tt": "tiktok",
    "tiktok": "tiktok",
    "yt": "youtube",
    "youtube": "youtube",
    "facebook": "facebook",
    "fb": "facebook",
    "threads": "threads",
    "snapchat": "snapchat",
    "pinterest": "pinterest",
    "linkedin": "linkedin",
    "twitter": "x",
    "x": "x",
    "reddit": "reddit",
}
_KINDS: tuple[tuple[str, PostKind], ...] = (
    ("story", "story"),
    ("stories", "story"),
    ("reel", "reel"),
    ("carousel", "carousel"),
    ("album", "carousel"),
    ("short", "short"),
    ("pin", "pin"),
    ("snap", "snap"),
    ("video", "video"),
    ("image", "feed"),
    ("photo", "feed"),
    ("feed", "feed"),
)
_YES, _NO = {"yes", "y", "true", "1", "x", "✓"}, {"no", "n", "false", "0"}


class Reading(NamedTuple):
    """How the numbers and dates of a table are written."""

    numbers: Convention = Convention(mark=None, proven=False)
    order: Order | None = None


@dataclass
class _Who:
    platform: Platform
    author: Account | None = None
    coauthors: tuple[Account, ...] = ()


@dataclass
class _What:
    """Which post a row means."""

    link: Link | None = None
    address: str | None = None
    key: str | None = None
    several: int = 0
    notes: list[str] = field(default_factory=list)


def post_of(cells: Cells, *, found: dict[str, Any], reading: Reading, has_media: bool) -> FoundPost | Skipped:
    """Make the post that a row tells of.

    `found` holds the fields of FoundPost that the caller knows: source, origin, caption_trust, files,
    missing, raw, dropped, notes. A row that means no post, and has no media to know it by, is skipped.
    """
    what = _identify(cells)
    if what.several:
        why = f"It names {what.several} posts; give each a row of its own."
        return Skipped(origin=found["origin"], why=why)
    by_link = what.address and (_one(cells, "ugc_post") or "").startswith("url:")  # known by its link before
    if what.key is None and not has_media and not by_link:
        return _nothing(what, found)
    notes = [*found.pop("notes", ()), *what.notes]
    who = _who(cells, what, notes)
    moment, precision = _when(cells, what.key, reading, notes)
    caption = clean(_one(cells, "caption") or "").strip() or None
    heard = of_cells(cells, source=found["source"], author=who.author)
    notes += [heard.note] if heard.note else []
    return FoundPost(
        ids=(what.key,) if what.key else (),
        platform=who.platform,
        author=who.author,
        coauthors=who.coauthors,
        caption=caption,
        posted_at=moment,
        precision=precision,
        permalink=_permalink(what, who.author),
        kind=_kind(cells, what.link),
        extra_hashtags=fields.new_hashtags(re.split(r"[\s,;|#＃]+", _one(cells, "hashtags") or ""), caption),
        paid_label=_paid(cells, notes),
        counts=_counts(cells, reading, notes),
        tags=_tags(cells),
        **heard.fields,
        notes=tuple(notes),
        **found,
    )


def _one(cells: Cells, column: str) -> str | None:
    return next(iter(cells.get(column, ())), None)


def _identify(cells: Cells) -> _What:
    what = _What()
    links = [(address, identity.link(address)) for cell in cells.get("url", ()) for address in _links(cell)]
    known = {link.key: (address, link) for address, link in links if link and link.key}
    if len(known) > 1:
        what.several = len(known)
        return what
    ranked = sorted(links, key=lambda pair: (not (pair[1] and pair[1].key), not (pair[1] and pair[1].opaque)))
    if ranked:
        what.address, what.link = ranked[0]
    what.key = what.link.key if what.link else None
    number = (_one(cells, "id") or "").strip()
    platform = _platform(cells, what.link)
    by_number = _key_of_number(number, platform)
    if _DAMAGED.fullmatch(number) or _ROUNDED.fullmatch(number):
        by_number = None
        instead = "the link was used" if what.key else "give the post's link"
        what.notes.append(f"the id {number!r} was damaged by a spreadsheet; {instead}")
    if what.key and by_number and by_number != what.key:
        what.notes.append(f"the id {number!r} is of another post than the link; the link was used")
    what.key = what.key or by_number or identity.key_of_name(_one(cells, "ugc_post") or "")
    return what


def _links(cell: str) -> list[str]:
    text = cell.strip()
    found = [part for match in _LINK.findall(text) for part in re.split(r"[;,|](?=https?://)", match)]
    if not found and _NO_SCHEME.fullmatch(text):
        found = [text]
    return [address.rstrip(",;|)") for address in found]


def _key_of_number(number: str, platform: Platform) -> str | None:
    if platform == "tiktok":
        return identity.tiktok_key(number)
    if platform == "youtube":
        return identity.youtube_key(number)
    if platform == "instagram" and not number.isdigit() and 5 <= len(number) <= 40:
        return identity.instagram_key(number)  # digits alone may be the Graph API's, which mean another post
    return None


def _platform(cells: Cells, link: Link | None) -> Platform:
    if link and link.platform != "web":
        return link.platform
    said = re.sub(r"[^a-z]", "", (_one(cells, "platform") or "").casefold())
    if said in _PLATFORMS:
        return _PLATFORMS[said]
    profile = identity.link(_one(cells, "handle") or "")
    if profile and profile.platform != "web":
        return profile.platform
    named: tuple[Platform, ...] = ("instagram", "tiktok")
    only = [name for name in named if _one(cells, name)]
    if len(only) == 1 and not link:
        return only[0]
    return "web" if link else "other"


def _who(cells: Cells, what: _What, notes: list[str]) -> _Who:
    who = _Who(_platform(cells, what.link))
    who.platform = identity.platform_of(what.key) if what.key else who.platform
    value = _one(cells, "handle") or (_one(cells, who.platform) or "")
    names = [value] if "://" in value else re.split(r"[\s,;&|+]+(?=@)", value.strip())
    display = _one(cells, "name")
    first_alone = len(names) == 1 or bool(_one(cells, "ugc_post"))  # else nobody knows whose name it is
    accounts = [
        fields.account(who.platform, name, display=display if first_alone and not at else None)
        for at, name in enumerate(names)
    ]
    if value.strip() and not accounts[0]:
        notes.append(f"{one_line(value)[:40]!r} is not a handle; the author is left unknown")
    who.author = accounts[0]
    who.coauthors = tuple(account for account in accounts[1:] if account)
    if not who.author and what.link and what.link.handle:
        who.author = fields.account(who.platform, what.link.handle, display=display)
    return who


def _permalink(what: _What, author: Account | None) -> str | None:
    if what.key:
        handle = (what.link.handle if what.link else None) or (author.handle if author else None)
        return identity.canonical_link(what.key, handle)
    link, address = what.link, what.address
    if not link or not address or (link.platform in ("instagram", "tiktok", "youtube") and not link.opaque):
        return None  # a profile or another page of the platform, not a post
    return bare_url(address if "://" in address else f"https://{address}")


def _when(cells: Cells, key: str | None, reading: Reading, notes: list[str]) -> tuple[Any, Any]:
    cell = _one(cells, "posted_at")
    said = read_date(cell, reading.order) if cell else None
    if said and said.note:
        notes.append(f"posted_at is left unknown: {said.note}")
    derived = identity.posted_at(key) if key else None
    if said and said.moment:
        if derived and abs((said.moment - derived).days) > 3:
            notes.append(
                f"the date {one_line(cell or '')[:40]!r} is not when the post was made, {derived.date()}"
            )
        return said.moment, said.precision
    return derived, "derived" if derived else None


def _kind(cells: Cells, link: Link | None) -> PostKind:
    if link and link.kind != "unknown":
        return link.kind
    said = (_one(cells, "kind") or "").casefold()
    return next((kind for word, kind in _KINDS if re.search(rf"\b{word}", said)), "unknown")


def _counts(cells: Cells, reading: Reading, notes: list[str]) -> Counts | None:
    values: dict[str, int] = {}
    for column in COUNTS:
        cell = _one(cells, column)
        read = read_count(cell, reading.numbers) if cell else None
        if read and read.note:
            notes.append(f"{column} is left unknown: {read.note}")
        if read and read.value is not None:
            values[column] = read.value
    return Counts(**values) if values else None


def _paid(cells: Cells, notes: list[str]) -> bool | None:
    said = (_one(cells, "paid") or "").strip().casefold()
    if said and said not in _YES | _NO:
        notes.append(f"paid is left unknown: {said[:40]!r} is neither yes nor no")
    return said in _YES if said in _YES | _NO else None


def _tags(cells: Cells) -> tuple[str, ...]:
    tags = (one_line(tag)[:100] for tag in re.split(r"[;,|\n]", _one(cells, "tags") or ""))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _nothing(what: _What, found: dict[str, Any]) -> Skipped:
    origin, damaged = found["origin"], "".join(f" {note[0].upper()}{note[1:]}." for note in what.notes)
    if what.link and what.link.opaque:
        why = "Its short link can only be resolved by the platform; open it and give the full address."
        return Skipped(origin=origin, why=why)
    if what.link and what.link.platform not in ("instagram", "tiktok", "youtube"):
        why = "A link to this site does not identify a post; it needs a media file."
        return Skipped(origin=origin, why=why, code="no_media")
    if what.link:
        return Skipped(origin=origin, why="Its link is not the address of a post, and it has no media file.")
    missing = f" It names {', '.join(found['missing'][:3])}, not found." if found.get("missing") else ""
    why = f"It has neither the link of a post nor a media file.{missing}{damaged}"
    return Skipped(origin=origin, why=why, code="no_media")
