"""Rules for what stands in the frame: bars, openings, text under the interface, other apps' marks."""

import re
from collections.abc import Iterator, Sequence

from ugc.formats.rules.against import Against
from ugc.model.formats import Box, Covered
from ugc.model.probes import Measured, Pictured, Problem, SeenText, Severity

_MARKS = {
    "TikTok": r"tik\s?tok",
    "CapCut": r"cap\s?cut",
    "Snapchat": r"snapchat",
    "Instagram": r"instagram|\bigtv\b",
    "YouTube": r"youtube",
    "Kwai": r"\bkwai\b",
    "Likee": r"\blikee\b",
    "Lemon8": r"lemon8",
    "InShot": r"in\s?shot",
    "KineMaster": r"kine\s?master",
    "VivaVideo": r"viva\s?video",
    "Filmora": r"filmora",
    "FilmoraGo": r"filmorago",
    "Douyin": r"douyin|抖音",
    "Xiaohongshu": r"xiaohongshu|小红书",
}
"""App to how its mark reads. A mark is told by its words: a logo without words is not found."""
_EDGE = 0.3
"""Marks stand near an edge: words in the middle of the frame are what the creator says."""
_PIXEL = 1.0
"""Canvas pixels by which a text may touch the zone's edge: it was placed on whole pixels."""

_LEGIBLE = 30 / 1080
"""Type size of the label that says it is an ad, in widths of the frame: about 11 pt on a phone 390 pt wide."""
_ROUNDING = 0.0001
"""Sizes are rounded when they are read back."""
_FTC = "https://www.ecfr.gov/current/title-16/part-255"
_WCAG = "https://www.w3.org/TR/WCAG22/#contrast-minimum"


def frame_problems(measured: Measured, against: Against) -> Iterator[Problem]:
    """Yield what stands in the frame and should not."""
    if measured.pictured:
        yield from _bars(measured.pictured, against)
        yield from _opening(measured.pictured, against)
    yield from _covered(measured, against)
    yield from _contrasts(measured, against)
    yield from _disclosures(measured, against)
    if measured.reading:
        yield from _marks(measured.reading.texts, against)


def _bars(pictured: Pictured, against: Against) -> Iterator[Problem]:
    inner = pictured.bars
    if inner is None:
        return
    sides = [
        name
        for name, wide in (
            ("top", inner.y0),
            ("bottom", 1 - inner.y1),
            ("left", inner.x0),
            ("right", 1 - inner.x1),
        )
        if wide > 0.005
    ]
    yield against.problem(
        "black_bars",
        "error" if against.asks("no_bars") else "warning",
        "Black bars are part of the picture: it looks made for another place.",
        measured=f"bars at the {' and '.join(sides)}, {1 - inner.width * inner.height:.0%} of the frame",
        required="none",
        fix="Cut the bars off, or make it anew from the original.",
        boxes=_around(inner),
    )


def _opening(pictured: Pictured, against: Against) -> Iterator[Problem]:
    if pictured.black:
        yield against.problem(
            "black_opening",
            "warning",
            "The clip opens in black, and most people have gone on by the time it starts.",
            measured=f"{pictured.black.end:.1f} s of black",
            required="a picture from the first frame",
            fix="Cut the black off: only a person can say where.",
            at=0.0,
        )
    if pictured.frozen:
        yield against.problem(
            "frozen_opening",
            "warning",
            "The clip opens with a still: it looks like a picture, or like a fault.",
            measured=f"nothing moves for {pictured.frozen.end:.1f} s",
            required="movement from the start",
            fix="Start later, or with another shot: only a person can say where.",
            at=0.0,
        )


def _covered(measured: Measured, against: Against) -> Iterator[Problem]:
    """Text outside the safe zone: a creative's own, known exactly, and what was read in the picture."""
    probe = measured.probe
    zone = against.zone(against.shape(probe.width, probe.height))
    if zone is None:
        return
    safe = Box(x0=zone.left, y0=zone.top, x1=1 - zone.right, y1=1 - zone.bottom)
    texts: Sequence[SeenText] = measured.words if measured.words is not None else ()
    if measured.reading:
        texts = [*texts, *(seen for seen in measured.reading.texts if not _known(seen, texts))]
    slack = (_PIXEL / probe.width, _PIXEL / probe.height)
    for seen in texts:
        by = _covering(seen.box, safe, zone.notches, zone.covered_by, slack)
        if by:
            severity: Severity = "error" if against.asks("no_text_under_interface") else "warning"
            yield against.problem(
                "text_covered",
                severity,
                f"“{_short(seen.text)}” lies under the platform's own interface: {', '.join(by)}.",
                measured=_place(seen.box, (probe.width, probe.height)),
                required=f"within {_place(safe, (probe.width, probe.height))}, clear of what covers it",
                fix="Move or shorten it, or leave it out of this placement.",
                source=zone.source,
                boxes=(seen.box,),
                at=seen.at,
            )


def _contrasts(measured: Measured, against: Against) -> Iterator[Problem]:
    """What our own creatives say of the letters on them; of a file of others nobody knows the letters' colour."""
    for text in measured.words or ():
        if text.contrast is not None and text.least is not None and text.contrast < text.least:
            yield against.problem(
                "low_contrast",
                "error",
                f"“{_short(text.text)}” does not stand out from what lies under it.",
                measured=f"contrast {text.contrast:.1f}:1",
                required=f"at least {text.least:g}:1",
                fix="Render it again; if that does not help, change the brand's paper or ink in ugc.toml.",
                source=_WCAG,
                boxes=(text.box,),
            )


def _disclosures(measured: Measured, against: Against) -> Iterator[Problem]:
    """The label that says it is an ad, on our own creatives: drawn as planned, and large enough to be read."""
    labels = [text for text in measured.words or () if text.role == "disclosure"]
    planned, width = measured.disclosure, measured.probe.width
    if planned and not any(_same(text.text, planned) for text in labels):
        yield against.problem(
            "disclosure_not_drawn",
            "error",
            "The label that says it is an ad is not on it.",
            measured=f"“{_short(labels[0].text)}”" if labels else "none",
            required=f"“{_short(planned)}”",
            fix="Choose a template that draws it, or correct the template.",
            source=_FTC,
        )
    for text in labels:
        if text.size is not None and text.size < _LEGIBLE - _ROUNDING:
            yield against.problem(
                "disclosure_too_small",
                "error",
                f"“{_short(text.text)}” is too small to be read on a phone.",
                measured=f"{text.size * width:.1f} pixels",
                required=f"at least {_LEGIBLE * width:.1f} pixels on this width, a floor of ours",
                fix="Shorten the label, or choose another template.",
                source=_FTC,
                boxes=(text.box,),
            )


def _same(drawn: str, planned: str) -> bool:
    return " ".join(drawn.split()).casefold() == " ".join(planned.split()).casefold()


def _covering(
    box: Box,
    safe: Box,
    notches: Sequence[Covered],
    covered_by: dict[str, str],
    slack: tuple[float, float],
) -> list[str]:
    """What lies over a box, in words; nothing where it stands free."""
    across, down = slack
    found = [
        covered_by.get(edge, f"the {edge} edge")
        for edge, over in (
            ("top", safe.y0 - box.y0 > down),
            ("bottom", box.y1 - safe.y1 > down),
            ("left", safe.x0 - box.x0 > across),
            ("right", box.x1 - safe.x1 > across),
        )
        if over
    ]
    for notch in notches:
        wide = min(box.x1, notch.box.x1) - max(box.x0, notch.box.x0)
        high = min(box.y1, notch.box.y1) - max(box.y0, notch.box.y0)
        if wide > across and high > down:
            found.append(notch.by)
    return list(dict.fromkeys(found))


def _marks(texts: Sequence[SeenText], against: Against) -> Iterator[Problem]:
    platform = against.placement.channel
    for app, pattern in _MARKS.items():
        seen = [text for text in texts if re.search(pattern, text.text, re.IGNORECASE) and _at_edge(text.box)]
        if not seen:
            continue
        refused = against.asks("no_third_party_watermark", "no_tiktok_watermark", "no_watermark")
        yield against.problem(
            "watermark",
            "error" if refused else "warning",
            f"The words of {app} stand near an edge, as its mark does."
            + (
                ""
                if app.casefold() == platform
                else " Platforms show such files to fewer people, or refuse them."
            ),
            measured=f"“{_short(seen[0].text)}”",
            required="no mark of an app",
            fix="Ask the creator for the file without it; do not crop or paint it out unless the grant allows it.",
            boxes=tuple(text.box for text in seen[:8]),
            at=seen[0].at,
        )


def _at_edge(box: Box) -> bool:
    middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    return not all(_EDGE < part < 1 - _EDGE for part in middle)


def _known(seen: SeenText, words: Sequence[SeenText]) -> bool:
    """Whether a text that was read is one of the creative's own: most of it lies in one of their boxes."""
    for word in words:
        wide = min(seen.box.x1, word.box.x1) - max(seen.box.x0, word.box.x0)
        high = min(seen.box.y1, word.box.y1) - max(seen.box.y0, word.box.y0)
        if wide > 0 and high > 0 and wide * high > 0.5 * seen.box.width * seen.box.height:
            return True
    return False


def _around(inner: Box) -> tuple[Box, ...]:
    """The strips of the frame around a box."""
    strips = (
        Box(x0=0, y0=0, x1=1, y1=inner.y0),
        Box(x0=0, y0=inner.y1, x1=1, y1=1),
        Box(x0=0, y0=0, x1=inner.x0, y1=1),
        Box(x0=inner.x1, y0=0, x1=1, y1=1),
    )
    return tuple(strip for strip in strips if strip.width > 0 and strip.height > 0)


def _place(box: Box, size: tuple[int, int]) -> str:
    """A box in pixels, for people: left, top to right, bottom."""
    width, height = size
    return f"{box.x0 * width:.0f},{box.y0 * height:.0f} to {box.x1 * width:.0f},{box.y1 * height:.0f}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
