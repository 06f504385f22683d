"""The page of a check: every file under its placement's interface, with what was found marked on it and explained."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ugc.files import write_text
from ugc.formats import Tables
from ugc.model.checks import CheckOutcome
from ugc.model.probes import Probe
from ugc.reports.check_pictures import plates, read_shots
from ugc.reports.check_view import Section, View, view
from ugc.reports.html import rendered, webp_uri

NAME = "check"
_ACCENT = "#44423D"
"""A check is nobody's brand."""


def check_page(outcome: CheckOutcome, tables: Tables, path: Path) -> None:
    """Write what was found as one page that loads nothing: the pictures and the style stand inside it.

    A file that cannot be shown any more costs only its picture. The same files give the same bytes. Raises
    MachineError when the page cannot be written.
    """
    told = view(outcome, tables)
    shots = read_shots(told.entries)
    write_text(
        path,
        rendered(
            NAME,
            accent=_ACCENT,
            filters=_FILTERS,
            view=told,
            plates=lambda entry, section: plates(section, shots[entry.path]),
        ),
    )


def headline(told: View) -> str:
    """Say in one line what came of it."""
    total, bad = len(told.entries), len(told.entries) - told.fit
    if not total:
        return "Nothing was checked"
    if bad == 0:
        return "It fits" if total == 1 else f"All {total:,} files fit"
    if total == 1:
        return "It does not fit"
    if bad == total:
        return f"None of {total:,} files fits"
    return f"{bad:,} of {total:,} files {'does' if bad == 1 else 'do'} not fit"


def verdict(section: Section) -> str:
    """Say how a file does in a format, with how much was found."""
    counts = [
        f"{number} {name}{'' if number == 1 else 's'}"
        for name in ("error", "warning", "note")
        if (number := section.count(name))
    ]
    head = "Fits" if section.fits else "Does not fit"
    return f"{head}: {', '.join(counts)}" if counts else head


def facts(probe: Probe) -> str:
    """Say what a file is: pixels, type, length, bytes."""
    parts = [f"{probe.width} × {probe.height}", probe.type]
    if probe.kind == "video":
        parts += [f"{probe.duration:.1f} s"] if probe.duration else []
        parts += [f"{probe.fps:g} frames a second"] if probe.fps else []
        parts += [" and ".join(filter(None, (probe.video_codec, probe.audio_codec)))]
    return " · ".join((*filter(None, parts), _bytes(probe.size)))


def seconds(at: float) -> str:
    """Say a time in a clip."""
    return f"{at:.1f} s" if at < 60 else f"{int(at // 60)}:{at % 60:04.1f}"


def _bytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} kB"


_FILTERS: dict[str, Callable[..., Any]] = {
    "facts": facts,
    "headline": headline,
    "seconds": seconds,
    "verdict": verdict,
    "webp_uri": webp_uri,
}
"""What the page's template may call."""
