"""From the records of TikTok's own export to posts."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from ugc import identity
from ugc.errors import InputError
from ugc.importers import _fields as fields
from ugc.importers._fields import count, words
from ugc.importers._hygiene import sanitize
from ugc.importers._shelf import Shelf
from ugc.importers._sounds import of_cells
from ugc.importers._unnamed import key_of
from ugc.model.base import canonical
from ugc.model.posts import Account, Counts, FoundFile, FoundLink, FoundPost, MediaRole, PostKind, Skipped
from ugc.text import one_line

SOURCE = "tiktok-export"
CAPTION_TRUST = 50
_SIGNED_PATH = re.compile(r"^/[0-9a-f]{16,64}/[0-9a-f]{6,16}(?=/)")
"""TikTok also signs in the path: a hash, and when it ends."""
_YES = {"yes", "true", "on", "1", "paid partnership", "branded content"}
_NO = {"no", "false", "off", "0"}
_STILLS = (".jpeg", ".jpg", ".webp", ".image", ".png", ".heic")


class Home(NamedTuple):
    """The export that a record is of: the folder it lies in, and whose it is."""

    shelf: Shelf
    author: Account | None


class _Address(NamedTuple):
    url: str
    name: str
    role: MediaRole
    place: int


def account(handle: str | None) -> Account | None:
    """The account of a handle, or None when it is none."""
    return fields.account("tiktok", handle)


def own(item: Any, origin: str, home: Home, *, gone: bool) -> Iterator[FoundPost | Skipped]:
    """Yield a post of the account itself; `gone` when the export lists it as deleted."""
    told = _told(item)
    key = next((key for link in _words(told, "link") if (key := identity.post_key(link))), None)
    addresses = list(_addresses(told))
    try:
        record, dropped = sanitize(_unsigned(item))
    except InputError as error:
        yield Skipped(origin=origin, why=error.message)
        return
    caption = words(told, "title")
    posted_at, precision = _time(told, key)
    files, links = _media(addresses, home.shelf)
    if not (told and (key or addresses or caption or posted_at)):
        yield Skipped(origin=origin, why="It tells nothing of a post.")
        return
    heard = of_cells({"music": [words(told, "sound") or ""]}, source=SOURCE, author=home.author)
    known = key or _known_by(home.author, posted_at, [caption, *(link.name for link in links)])
    if not (known or files):
        yield Skipped(
            origin=origin, why="It has no address, file, date or words to know it by.", code="no_media"
        )
        return
    yield FoundPost(
        source=SOURCE,
        origin=origin,
        ids=(known,) if known else (),
        platform="tiktok",
        author=home.author,
        caption=caption,
        caption_trust=CAPTION_TRUST,
        posted_at=posted_at,
        precision=precision,
        permalink=identity.canonical_link(key, home.author.handle if home.author else None) if key else None,
        kind=_kind(addresses),
        counts=_counts(told),
        paid_label=_paid(told),
        **heard.fields,
        files=files,
        missing=tuple(dict.fromkeys(link.name for link in links)),
        links=links,
        gone=True if gone else None,
        raw=canonical(record),
        dropped=tuple(dict.fromkeys((*_signed(item), *dropped))),
        notes=tuple(_notes(told, home)),
    )


def _known_by(author: Account | None, posted: datetime | None, names: list[str | None]) -> str | None:
    """Mostly the account and the second: words may be edited, and a file can get another name."""
    return key_of("tiktok", author, posted, None if author and posted else next(filter(None, names), None))


def favourite(item: Any, origin: str) -> Iterator[FoundPost | Skipped]:
    """Yield a post of somebody else that the account marked, as a link alone; when is not when it was posted."""
    link = identity.link(words(_told(item), "link") or "")
    if link is None or link.key is None or link.platform != "tiktok":
        why = "It has no address of a post on TikTok."
        if link and link.opaque:
            why = "It is a short link, which only TikTok can resolve; open it, and import the address that it leads to."
        yield Skipped(origin=origin, why=why, code="no_media")
        return
    try:
        record, dropped = sanitize(item)
    except InputError as error:
        yield Skipped(origin=origin, why=error.message)
        return
    posted_at = identity.posted_at(link.key)
    yield FoundPost(
        source=SOURCE,
        origin=origin,
        ids=(link.key,),
        platform="tiktok",
        author=account(link.handle),
        posted_at=posted_at,
        precision="derived" if posted_at else None,
        permalink=identity.canonical_link(link.key, link.handle),
        raw=canonical(record),
        dropped=dropped,
    )


def _told(item: Any) -> dict[str, Any]:
    """A record's fields by their names without capitals, spaces and signs, which differ from year to year."""
    return {plain(key): value for key, value in item.items()} if isinstance(item, dict) else {}


def plain(name: str) -> str:
    """Bring a field's name to the form in which names are compared: letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _words(told: dict[str, Any], name: str) -> list[str]:
    """The addresses in a field: a post of several pictures has several, parted by white space."""
    value = told.get(name)
    return value.split() if isinstance(value, str) else []


def _time(told: dict[str, Any], key: str | None) -> tuple[Any, Any]:
    said = fields.stamp((words(told, "date") or "").removesuffix("UTC").strip())
    derived = identity.posted_at(key) if key else None
    return (said, "second") if said else (derived, "derived" if derived else None)


def _addresses(told: dict[str, Any]) -> Iterator[_Address]:
    """Where the files of a post can be fetched: its clip or pictures, and its cover."""
    roles: tuple[tuple[str, MediaRole], ...] = (("link", "original"), ("coverimage", "poster"))
    for field, role in roles:
        place = 0
        for url in _words(told, field):
            name = _file_name(url)
            if name and _is_file(url):
                yield _Address(url, name, role, place)
                place += 1


def _file_name(url: str) -> str | None:
    """The last part of an address's path; None for what is no web address, or leads to nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    return one_line(unquote(parts.path).rstrip("/").rpartition("/")[2])[:120] or None


def _media(addresses: list[_Address], shelf: Shelf) -> tuple[tuple[FoundFile, ...], tuple[FoundLink, ...]]:
    """Files that lie beside the export under the names in their addresses; the rest as where to fetch them."""
    files: dict[Path, FoundFile] = {}
    links: list[FoundLink] = []
    for address in addresses:
        place = shelf.named(address.name) or next(iter(shelf.stemmed(address.name, whole=True)), None)
        if place and place.kind in ("image", "video"):
            files.setdefault(place.path, FoundFile(path=place.path, role=address.role))
        else:
            links.append(
                FoundLink(url=address.url, name=address.name, place=address.place, role=address.role)
            )
    return tuple(files.values()), tuple(links)


def _kind(addresses: list[_Address]) -> PostKind:
    own = [address for address in addresses if address.role == "original"]
    if len(own) > 1 or any(address.name.lower().endswith(_STILLS) for address in own):
        return "carousel"
    return "video" if any("/video/" in address.url or ".mp4" in address.url for address in own) else "unknown"


def _counts(told: dict[str, Any]) -> Counts | None:
    likes = count(told, "likes")
    return Counts(likes=likes) if likes is not None else None


def _said(told: dict[str, Any], name: str) -> bool | None:
    """A yes or no, however it is written; None for anything else."""
    value = told.get(name)
    if isinstance(value, bool):
        return value
    text = (words(told, name) or "").strip().casefold()
    return True if text in _YES else False if text in _NO else None


def _paid(told: dict[str, Any]) -> bool | None:
    return _said(told, "contentdisclosure")


def _notes(told: dict[str, Any], home: Home) -> Iterator[str]:
    if home.author is None:
        yield "whose export it is could not be told: it has no ProfileMap with a userName"
    if _said(told, "aigeneratedcontent"):
        yield "its creator labelled it as made with AI"
    disclosed = words(told, "contentdisclosure")
    if disclosed and _paid(told) is None and disclosed.casefold() not in ("n/a", "none"):
        yield f"whether it is paid is left unknown: ContentDisclosure says {one_line(disclosed)[:60]!r}"


def _is_file(url: str) -> bool:
    link = identity.link(url)
    return bool(_file_name(url)) and not (link and (link.key or link.opaque))


def _unsigned(item: Any) -> Any:
    """A record whose addresses of files have neither query nor signed path."""
    if not isinstance(item, dict):
        return item
    return {key: _bare(value) if _is_address(key, value) else value for key, value in item.items()}


def _is_address(key: str, value: Any) -> bool:
    return plain(key) in ("link", "coverimage") and isinstance(value, str)


def _bare(text: str) -> str:
    return " ".join(_without_signature(url) if _is_file(url) else url for url in text.split())


def _without_signature(url: str) -> str:
    parts = urlsplit(url)
    path = _SIGNED_PATH.sub("", parts.path)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, "", ""))


def _signed(item: Any) -> list[str]:
    """Names of the fields that lost a signature, as `sanitize` writes them."""
    pairs = item.items() if isinstance(item, dict) else ()
    named = [
        key for key, value in pairs if _is_address(key, value) and _bare(value) != " ".join(value.split())
    ]
    return [f"{one_line(key)[:60]}:signature" for key in named]
