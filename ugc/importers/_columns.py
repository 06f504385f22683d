"""The columns of a sheet and what people call them, with what a workspace has learned of its own sheets."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ugc.model.sheets import ColumnRead, SheetRead
from ugc.text import one_line

_NAMES = {
    "url": """url; link; permalink; post url; post link; content url; content link; live link; live url; live post;
        post permalink; link to post; video url; video link; reel url; tiktok url; instagram url; youtube url;
        media url; share url; webpage url""",
    "handle": """handle; username; user name; user; creator; influencer; author; account; @; @handle; creator handle;
        creator username; influencer handle; influencer username; instagram handle; tiktok handle; youtube handle;
        ig handle; profile; profile name; profile url; profile link; talent; uploader""",
    "instagram": "instagram",
    "tiktok": "tiktok",
    "name": """name; creator name; influencer name; full name; fullname; display name; author name; nickname""",
    "caption": """caption; copy; description; post text; text; post caption; post copy; post description; post name;
        message; content; title""",
    "media": """media; file; files; asset; assets; filename; file name; file names; media file; media files;
        media path; path; file path; image; images; video; picture; photo""",
    "posted_at": """posted_at; posted at; date; posted; published; live date; post date; posted on; published at;
        publish date; published on; date posted; date published; event date; created; created at; upload date;
        timestamp; go live date""",
    "likes": "likes; like count; likes count; number of likes; hearts; reactions",
    "comments": "comments; comment count; comments count; number of comments; replies",
    "views": "views; view count; video views; plays; play count; total plays; views count; number of views",
    "shares": "shares; share count; reposts; repost count; number of shares",
    "saves": "saves; save count; saved; bookmarks; favorites; favourites; collects; number of saves",
    "reach": "reach; post reach; accounts reached",
    "followers": "followers; follower count; followers count; number of followers; subscribers; subscriber count",
    "followers_on": "followers on; followers date; followers counted on; followers as of",
    "platform": "platform; network; social platform; social network; channel; social channel; source platform",
    "tags": "tags; tag; labels; label",
    "hashtags": "hashtags; hashtag; post hashtags",
    "kind": "post type; type; content type; media type; kind; post format",
    "alt": "alt; alt text; alt_text; image description",
    "id": """id; post id; video id; item id; tiktok item id; shortcode; short code; media id; content id""",
    "audio": "audio; sound; audio type; sound type; audio kind; sound kind; audio source; sound source",
    "music": "music; music type; music source",
    "song": "song; track; song title; track title; music title; audio title; sound title; song name; track name",
    "artist": "artist; song artist; music artist; track artist; audio artist",
    "ugc_post": "ugc_post",
    "paid": """paid partnership; paid label; paid_label; sponsored; is ad; is sponsored; paid partnership label;
        branded content""",
}
_RIGHTS = """fee; fees; rate; price; cost; payment; compensation; usage rights; usage; rights; rights granted; licence;
    license; licensing; whitelisting; rights end; rights end date; rights until; usage end; usage end date; usage until;
    rights expiry; expiry; expires; rights start; usage start; usage period; usage term; disclosure; disclosed"""
_FEES = {"fee", "fees", "rate", "price", "cost", "payment", "compensation"}
_MOST_SLIPS = 2
IGNORE = "ignore"
"""What a column is mapped to that is to be left out."""
COUNTS = ("likes", "comments", "views", "shares", "saves", "reach")


def plain(name: str) -> str:
    """Bring a column's name to the form in which names are compared."""
    name = re.sub(r"\([^)]*\)", " ", name.replace("_", " ").casefold())
    return " ".join(re.sub(r"[^\w@#]+", " ", name).split())


_BY_NAME = {
    plain(name): column for column, listed in _NAMES.items() for name in listed.split(";") if plain(name)
}
_BY_RIGHTS = {plain(name) for name in _RIGHTS.split(";")}


@dataclass(frozen=True)
class Headings:
    """What a workspace has learned of headings, and whom to tell how each sheet was read."""

    meant: Mapping[str, str] = field(default_factory=dict)
    """Heading, in the form that `heading` returns, to the field that it means or `ignore`."""
    told: Callable[[SheetRead], None] = lambda _: None


PLAIN = Headings()
"""Nothing was learned, and nobody asks."""


def heading(name: str) -> str:
    """Bring a heading to the form in which learned ones are compared: case-folded, runs of white space as one."""
    return " ".join(name.split()).casefold()


def fields() -> Sequence[str]:
    """Every field that a column can mean."""
    return tuple(_NAMES)


def column_of(name: str, by: Headings = PLAIN) -> str | None:
    """The column that a name means, or None; what was learned of a heading stands above its own words."""
    learned = by.meant.get(heading(name)) if by.meant else None
    if learned is not None:
        return learned
    return _BY_NAME.get(plain(name)) if len(name) < 80 else None


def names() -> Iterable[str]:
    """Every name that is understood."""
    return _BY_NAME


def meant(header: Sequence[str], by: Headings = PLAIN) -> dict[str, str]:
    """The columns of a header that look misspelt, with the name that each most likely means.

    Said only of what is a slip or two of the hand away, begins alike, and is of no column that the header has.
    """
    there = known(header, by)
    found: dict[str, str] = {}
    for name in unknown(header, by):
        typed = plain(name)
        near = [other for other in _BY_NAME if _slips(typed, other) <= len(typed) // 8 + (len(typed) > 2)]
        near = [other for other in near if other[:1] == typed[:1] and _BY_NAME[other] not in there]
        if near and len(name) < 80:
            found[name] = min(near, key=lambda other: (_slips(typed, other), other != _BY_NAME[other]))
    return found


def _slips(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped; many, where the lengths tell already."""
    if abs(len(one) - len(other)) > _MOST_SLIPS:
        return len(one)
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for down, letter in enumerate(one, 1):
        last, before = before, row
        row = [down]
        for across, beside in enumerate(other, 1):
            changed = before[across - 1] + (letter != beside)
            row.append(min(before[across] + 1, row[-1] + 1, changed))
            if down > 1 and across > 1 and (letter, one[down - 2]) == (other[across - 2], beside):
                row[across] = min(row[across], last[across - 2] + 1)
    return row[-1]


def known(header: Sequence[str], by: Headings = PLAIN) -> dict[str, list[int]]:
    """Which columns a header has, and where: one learned first, then the one named exactly so, then from the left."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        column = column_of(name, by)
        if column and column != IGNORE:
            found.setdefault(column, []).append(index)
    for column, places in found.items():
        places.sort(
            key=lambda index: (
                heading(header[index]) not in by.meant,
                plain(header[index]) != plain(column),
                index,
            )
        )
    return found


def unknown(header: Sequence[str], by: Headings = PLAIN) -> list[str]:
    """The names in a header that mean nothing here."""
    return [name for name in header if name.strip() and column_of(name, by) is None]


def of_rights(names: Iterable[str]) -> list[str]:
    """Those of some names that speak of rights, with fees where any other does; they grant nothing."""
    found = [name for name in names if plain(name) in _BY_RIGHTS]
    return found if any(plain(name) not in _FEES for name in found) else []


def read_as(sheet: str, header: Sequence[str], by: Headings) -> SheetRead:
    """Say how each column of a sheet was read."""
    return SheetRead(
        sheet=sheet,
        columns=tuple(
            ColumnRead(
                heading=one_line(name)[:80],
                field=column_of(name, by),
                by="map" if heading(name) in by.meant else "name",
            )
            for name in header
            if name.strip()
        ),
    )
