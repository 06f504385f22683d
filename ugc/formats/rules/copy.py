"""Rules for the texts that go beside a creative, counted as each platform counts."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from ugc.formats.rules.against import Against, by_severity, stated
from ugc.formats.tables import Tables
from ugc.model.formats import Format, TextLimit, TextToken
from ugc.model.probes import Problem
from ugc.text import clusters, hashtags, mentions

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|io|co|shop|store|app|me|ly)(?:/\S*)?\b", re.I
)
_PLACE = 30
"""Characters that say where a text would be cut."""
_LINK_ON_X = 23
"""Characters that any link counts on X (https://docs.x.com/resources/fundamentals/counting-characters)."""
_LIGHT_ON_X = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that count one on X; all others count two (same source)."""
_REFUSED: dict[TextToken, tuple[Callable[[str], Sequence[str]], str]] = {
    "links": (_LINK.findall, "a link"),
    "@": (mentions, "a mention"),
    "hashtags": (hashtags, "a hashtag"),
}
_COUNTED = {
    "characters": "characters",
    "double_width": "characters, Chinese, Japanese and Korean ones twice",
    "x": "characters as X counts them",
}


def check_copy(texts: Mapping[str, str], chosen: Format, *, tables: Tables) -> tuple[Problem, ...]:
    """Return every problem that texts, by field, have in each placement of a format, errors first."""
    found: list[Problem] = []
    for placement in chosen.placements:
        against = Against(placement, chosen, tables)
        here = [problem for field, text in texts.items() for problem in _field(field, text, against)]
        found += sorted(here, key=by_severity)
    return tuple(found)


def length(text: str, counting: str) -> int:
    """Count a text as a platform does: `characters` as UTF-16 units, `double_width`, or by the weights of `x`."""
    text = unicodedata.normalize("NFC", text)
    if counting == "x":
        return _length_on_x(text)
    units = sum(2 if ord(letter) > 0xFFFF else 1 for letter in text)
    if counting == "double_width":
        return units + sum(_is_wide(letter) and ord(letter) <= 0xFFFF for letter in text)
    return units


def _field(field: str, text: str, against: Against) -> Iterator[Problem]:
    limits = against.placement.text
    if field == "hashtags" or field not in limits:
        if field != "hashtags":
            yield against.problem(
                "text_not_taken",
                "note",
                f"{against.placement.name} shows no {field}.",
                measured=field,
                required=", ".join(limits) or "no text",
                fix="Leave it out here, or give the text under one of those names.",
            )
        return
    yield from _lengths(field, text, limits[field], against)
    yield from _refused(field, text, limits[field], against)
    yield from _hashtags(field, text, against)


def _lengths(field: str, text: str, limit: TextLimit, against: Against) -> Iterator[Problem]:
    counting = against.placement.counting
    counted = length(text, counting)
    unit = _COUNTED[counting]
    wide = _mostly_wide(text)
    most = stated(limit.maximum)
    if wide and stated(limit.cjk_maximum) is not None and counting != "double_width":
        most = limit.cjk_maximum
    if stated(limit.maximum_with_link) is not None and _LINK.search(text) and counting != "x":
        most = limit.maximum_with_link
    advised = stated(limit.recommended)
    if wide and stated(limit.cjk_recommended) is not None and counting != "double_width":
        advised = limit.cjk_recommended
    least = stated(limit.minimum)
    if most is not None and counted > most:
        yield against.problem(
            "text_too_long",
            "error",
            f"The {field} is longer than the platform takes.",
            measured=f"{counted} {unit}",
            required=f"at most {most}",
            fix=f"Shorten it by {counted - most}.",
        )
    elif advised is not None and counted > advised:
        yield against.problem(
            "text_cut",
            "warning",
            f"The {field} is longer than what is shown: the rest stands behind “more”, or is lost.",
            measured=f"{counted} {unit}",
            required=f"{advised} recommended",
            fix=f"Say what matters in the first {advised}: it would be cut after “{_end(text, advised, counting)}”.",
        )
    if least is not None and counted < least:
        yield against.problem(
            "text_too_short",
            "error",
            f"The {field} is shorter than the platform takes.",
            measured=f"{counted} {unit}",
            required=f"at least {least}",
            fix="Write more.",
        )


def shown(text: str, most: int, counting: str) -> str:
    """Return the beginning of a text that a platform shows before it cuts: whole characters, at most so many."""
    kept = clusters(unicodedata.normalize("NFC", text))
    low, high = 0, len(kept)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if length("".join(kept[:middle]), counting) <= most else (low, middle - 1)
    return "".join(kept[:low]).rstrip()


def _end(text: str, most: int, counting: str) -> str:
    """The last words of what is shown, enough of them to find the place."""
    whole = shown(text, most, counting)
    last = "".join(clusters(" ".join(whole.split()))[-_PLACE:])
    return last if len(last) >= len(whole) else f"…{last.partition(' ')[2] or last}"


def _refused(field: str, text: str, limit: TextLimit, against: Against) -> Iterator[Problem]:
    for token in limit.refused:
        find, what = _REFUSED[token]
        found = find(text)
        if found:
            yield against.problem(
                "text_refused",
                "error",
                f"The {field} holds {what}, which the platform does not take there.",
                measured=", ".join(dict.fromkeys(found)),
                required=f"no {'mentions' if token == '@' else token}",  # noqa: S105
                fix="Take it out.",
            )


def _hashtags(field: str, text: str, against: Against) -> Iterator[Problem]:
    limit = against.placement.text.get("hashtags")
    most = stated(limit.maximum) if limit else None
    counted = len(hashtags(text))
    if most is not None and counted > most:
        yield against.problem(
            "text_too_long",
            "error",
            f"The {field} has more hashtags than the platform takes.",
            measured=f"{counted} hashtags",
            required=f"at most {most}",
            fix="Take some out.",
        )


def _length_on_x(text: str) -> int:
    """Links count 23; letters of most alphabets one, everything else two, an emoji of any length two."""
    links = _LINK.findall(text)
    rest = _LINK.sub("", text)
    return _LINK_ON_X * len(links) + sum(_weight_on_x(cluster) for cluster in clusters(rest))


def _weight_on_x(cluster: str) -> int:
    if len(cluster) > 1 and any(ord(letter) > 0xFFFF or letter in "\u200d\ufe0f" for letter in cluster):
        return 2
    return sum(1 if any(a <= ord(letter) <= b for a, b in _LIGHT_ON_X) else 2 for letter in cluster)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _mostly_wide(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(_is_wide(letter) for letter in letters) * 2 > len(letters)
