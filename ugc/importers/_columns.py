"""The columns of a sheet and what people call them."""

import re
from collections.abc import Iterable, Sequence

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
    "paid": """paid partnership; paid label; paid_label; sponsored; is ad; is sponsored; paid partnership label;
        branded content""",
}
_MOST_SLIPS = 2
COUNTS = ("likes", "comments", "views", "shares", "saves", "reach")


def plain(name: str) -> str:
    """Bring a column's name to the form in which names are compared."""
    name = re.sub(r"\([^)]*\)", " ", name.replace("_", " ").casefold())
    return " ".join(re.sub(r"[^\w@#]+", " ", name).split())


_BY_NAME = {
    plain(name): column for column, listed in _NAMES.items() for name in listed.split(";") if plain(name)
}


def column_of(name: str) -> str | None:
    """The column that a name means, or None."""
    return _BY_NAME.get(plain(name)) if len(name) < 80 else None


def names() -> Iterable[str]:
    """Every name that is understood."""
    return _BY_NAME


def meant(header: Sequence[str]) -> dict[str, str]:
    """The columns of a header that look misspelt, with the name that each most likely means.

    Said only of what is a slip or two of the hand away, begins alike, and is of no column that the header has.
    """
    there = known(header)
    found: dict[str, str] = {}
    for name in unknown(header):
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


def known(header: Sequence[str]) -> dict[str, list[int]]:
    """Which columns a header has, and where: the one named exactly so first, then from the left."""
    found: dict[str, list[int]] = {}
    for index, name in enumerate(header):
        column = column_of(name)
        if column:
            found.setdefault(column, []).append(index)
    for column, places in found.items():
        places.sort(key=lambda index: (plain(header[index]) != plain(column), index))
    return found


def unknown(header: Sequence[str]) -> list[str]:
    """The names in a header that mean nothing here."""
    return [name for name in header if name.strip() and column_of(name) is None]
