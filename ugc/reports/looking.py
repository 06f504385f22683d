"""How a contact sheet says what was seen in a picture, how each format shows it, and what that loses."""

from collections.abc import Callable
from typing import Any, get_args

from ugc.model.focus import Focus
from ugc.model.layout import Placed
from ugc.model.seen import PARTS, Part, Seen
from ugc.plan.losses import short
from ugc.reports.marking import Kind, marks, rooms, size_of, windows
from ugc.reports.sheet import InFormat, LookedAt, Sheet, State, best
from ugc.reports.spoken import STATES, format_name, until
from ugc.text import counted

SOFT = 0.15
"""Sharpness below which a picture is soft, as `ugc.model.seen.Seen` says."""
_MOST = 6
"""Texts that are listed one by one."""
_ROLES = {"credit": "credit line", "cta": "call to action"}
_BY: dict[Part, str] = {
    "faces": "Faces",
    "people": "People",
    "surface": "Ground and sharpness",
    "words": "Words",
    "watched": "Over time",
}


def seen_lines(seen: Seen) -> list[tuple[str, str]]:
    """Say what was seen: the kind of its marks, and words."""
    faces, people = len(seen.boxes("face")), len(seen.boxes("person"))
    found = [("face", counted(faces, "face"))] if faces else []
    found += [("person", counted(people, "person", "people"))] if people else []
    read = [short(sight.text) for sight in seen.sights if sight.kind == "words"]
    texts = [text for text in dict.fromkeys(read) if text]
    if read and not texts:
        found.append(("words", f"{counted(len(read), 'text')} that nobody could read"))
    elif texts:
        named = ", ".join(f"“{text}”" for text in texts[:_MOST])
        more = f" and {counted(len(texts) - _MOST, 'more text')}" if len(texts) > _MOST else ""
        found.append(("words", f"Words: {named}{more}"))
    if not found:
        looked = "no face, no person and no words" if seen.words_read else "no face and no person"
        found.append(("", f"Found {looked}."))
    return found


def remarks(looking: LookedAt) -> list[str]:
    """Say what else there is to know of a picture: sharpness, borders, what was not looked for."""
    seen = looking.seen
    if seen is None:
        return [f"Nobody could look at it. {looking.unread or ''}".rstrip()]
    found = []
    if seen.sharpness is not None:
        found.append("Soft: it will look blurred when it is enlarged." if seen.sharpness < SOFT else "Sharp.")
    if seen.inside:
        inside = seen.inside
        sides = {"left": inside.x0, "top": inside.y0, "right": 1 - inside.x1, "bottom": 1 - inside.y1}
        named = ", ".join(f"{side} {share:.0%}" for side, share in sides.items() if share >= 0.005)
        found.append(f"A border of nearly one colour is left out: {named}.")
    if seen.watched:
        moments = seen.watched.moments
        share = sum(bool(each.faces) for each in moments) / max(len(moments), 1)
        cuts = counted(len(seen.watched.cuts), "hard cut")
        found.append(f"Over its time: {cuts}, a face in {share:.0%} of the moments looked at.")
    if looking.no_words:
        found.append(f"Words were not looked for: {looking.no_words}.")
    return found


def detectors(seen: Seen) -> list[tuple[str, str]]:
    """Say who looked: what for, and the detector with its version."""
    return [(_BY[part], seen.detectors[part]) for part in PARTS if part in seen.detectors]


def said(focus: Focus) -> str:
    """Say what a person said of a picture's crops."""
    parts = [
        *(["focus on a point"] if focus.point else []),
        *(["focus on a part"] if focus.box else []),
        *([f"its own place at {counted(len(focus.timed), 'time')}"] if focus.timed else []),
        *([f"keep {counted(len(focus.keep), 'part')}"] if focus.keep else []),
        *([f"leave out {counted(len(focus.avoid), 'part')}"] if focus.avoid else []),
        *([f"own crop for {', '.join(map(format_name, sorted(focus.crops)))}"] if focus.crops else []),
    ]
    return f"{'; '.join(parts)}."


def whole(looking: LookedAt) -> str:
    """Name the formats in which a picture stands whole."""
    names = [item.format for item in looking.formats if item.framing and item.framing.mode == "fit"]
    return ", ".join(map(format_name, names))


def unmakeable(looking: LookedAt) -> list[tuple[str, str]]:
    """Name the formats in which a picture cannot be made, those of the same reason together, with why."""
    found: dict[str, list[str]] = {}
    for item in looking.formats:
        if item.framing is None:
            found.setdefault(item.tile.absent, []).append(f"{format_name(item.format)} {item.ratio}")
    return [(", ".join(names), reason) for reason, names in found.items()]


def why(item: InFormat) -> str:
    """Say how a picture fills a format's canvas."""
    words = item.framing.why if item.framing else ""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def losses(item: InFormat) -> list[str]:
    """Say what a format loses of a picture."""
    return list(item.framing.lost) if item.framing else []


def enlarged(item: InFormat) -> str:
    """Say by how much a picture is enlarged, if it is."""
    scale = round(item.framing.scale, 1) if item.framing else 1.0
    return f"Enlarged {scale:.1f} times." if scale > 1 else ""


def contrasts(item: InFormat) -> list[tuple[str, bool]]:
    """Say the contrast of a creative's texts, and whether each has what it must."""
    measured = [text for text in item.texts if text.contrast is not None]
    return [(_contrast(text), text.least is None or (text.contrast or 0) >= text.least) for text in measured]


def notes(item: InFormat) -> list[str]:
    """Say what else there is to know of how a format shows a picture."""
    found = [enlarged(item)] if enlarged(item) else []
    found += [f"Contrast: {words}{'' if enough else ' (too little)'}." for words, enough in contrasts(item)]
    found += [f"Fails: {', '.join(item.fails)}."] if item.fails else []
    return found + (["Made in another way before: render it again to have this."] if item.outdated else [])


def _contrast(text: Placed) -> str:
    needed = f", needs {text.least:g}" if text.least is not None else ""
    role = _ROLES.get(text.role, text.role.replace("_", " "))
    return f"{role[:1].upper()}{role[1:]} {text.contrast:.1f} : 1{needed}"


def rights_mark(item: InFormat) -> str:
    """What stands on a picture that may not be used as it is."""
    state = best(item.verdicts) if item.verdicts else "allowed"
    marks: dict[State, str] = {"allowed": "", "ends": "Ends too soon", "review": "To be decided"}
    return marks.get(state, "Not allowed")


def fault_mark(item: InFormat) -> str:
    """What stands on a picture that loses something or breaks a rule."""
    return " · ".join([*(["Something is lost"] if losses(item) else []), *(["Fails"] if item.fails else [])])


def answers(item: InFormat) -> list[tuple[State, str, str]]:
    """Say what the records allow, placements of the same answer together: state, where, and the answer in words."""
    found: dict[tuple[State, str], list[str]] = {}
    for verdict in item.verdicts:
        day = until(verdict.until) if verdict.state in ("allowed", "ends") else ""
        found.setdefault((verdict.state, f"{STATES[verdict.state]} {day}".strip()), []).append(
            verdict.placement
        )
    return [(state, ", ".join(where), words) for (state, words), where in found.items()]


def legend(sheet: Sheet) -> list[Kind]:
    """The kinds of marks that stand on a sheet's originals, in the order in which they are explained."""
    found = {
        mark.kind
        for row in sheet.rows
        for strip in row.strips
        if strip.looking and strip.original
        for mark in marks(strip.looking, strip.original.tile.ratio)
    }
    return [kind for kind in get_args(Kind) if kind in found]


FILTERS: dict[str, Callable[..., Any]] = {
    "answers": answers,
    "contrasts": contrasts,
    "detectors": detectors,
    "enlarged": enlarged,
    "fault_mark": fault_mark,
    "legend": legend,
    "losses": losses,
    "marked": marks,
    "remarks": remarks,
    "rooms": rooms,
    "rights_mark": rights_mark,
    "said": said,
    "seen_lines": seen_lines,
    "short": short,
    "standing": whole,
    "unit_size": size_of,
    "unmakeable": unmakeable,
    "why": why,
    "windows": windows,
}
"""What the page's template may call of it."""
