"""Records as they stand in a cell of the register: in few words, on one line."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ugc.model.dealings import Decision, Running
from ugc.model.records import Authorization, Grant, Hold, Perpetual, Release
from ugc.model.rights import Reason
from ugc.model.vocab import EDIT_PROFILES
from ugc.text import one_line

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of text: in a table they would reach beyond the name that carries them."""


def cell(text: str | None) -> str:
    """Return any text on one line, without characters that a table cannot show."""
    if not text:
        return ""
    if text.isascii() and text.isprintable():  # most are, and a register has half a million of them
        return " ".join(text.split())
    return one_line(_DIRECTIONS.sub("", text))


def joined(parts: Iterable[str]) -> str:
    """Return a list as one cell, each once."""
    return "; ".join(filter(None, dict.fromkeys(cell(part) for part in parts)))


def of_each(grants: Sequence[Grant], field: Callable[[Grant], str | None]) -> str:
    """Return what grants say in one field: once where they agree, else each with its id."""
    said = {grant.id: cell(field(grant)) for grant in grants}
    if len(set(said.values())) <= 1:
        return next(iter(said.values()), "")
    return "; ".join(f"{name}: {words}" for name, words in said.items() if words)


def territories(grant: Grant) -> str:
    """Return where a grant holds."""
    named = ", ".join(sorted(grant.territories))
    return f"{named} except {', '.join(sorted(grant.excluded))}" if grant.excluded else named


def edits(grant: Grant) -> str:
    """Return the edits that a grant allows, with the name of the profile they make up."""
    listed = ", ".join(sorted(grant.edits))
    profile = next((name for name, held in EDIT_PROFILES.items() if held == grant.edits), None)
    return f"{profile}: {listed}".removesuffix(": ") if profile else listed


def exclusivity(grant: Grant) -> str:
    """Return whom a grant keeps out."""
    if grant.exclusivity == "none":
        return ""
    until = f" until {grant.exclusivity_until}" if grant.exclusivity_until else ""
    detail = f": {grant.exclusivity_detail}" if grant.exclusivity_detail else ""
    return f"{grant.exclusivity}{until}{detail}"


def placement(name: str, ends: date | Perpetual | None) -> str:
    """Return where something may run, and until when."""
    return name if ends in (None, "perpetual") else f"{name} until {ends}"


def refusal(name: str, reasons: Iterable[Reason]) -> str:
    """Return where something may not run, and all the reasons."""
    said = (
        f"{reason.code}{f' ({reason.grant})' if reason.grant else ''}: {cell(reason.text)}"
        for reason in dict.fromkeys(reasons)
    )
    return f"{name}: {' '.join(said)}"


def release(item: Release) -> str:
    """Return a release: what of, its status, how long."""
    what = [item.id, item.kind, item.status, item.music or "", item.age_band or ""]
    end = f"until {item.end}" if isinstance(item.end, date) else ""
    return " ".join(filter(None, (*what, end)))


def authorization(item: Authorization) -> str:
    """Return a platform's permission; of its code only the last four characters."""
    code = f"…{item.code_last4}" if item.code_last4 else ""
    start = f"from {item.start}" if item.start else ""
    end = f"to {item.end}" if isinstance(item.end, date) else ""
    return " ".join(filter(None, (item.id, item.kind, code, item.status, start, end)))


def decision(item: Decision) -> str:
    """Return what a person decided."""
    verb = "allows" if item.allow else "refuses"
    return f"{item.id} {verb} {', '.join(sorted(item.about))} until {item.until}, by {item.by} on {item.on}: {item.why}"


def hold(item: Hold) -> str:
    """Return who stopped something."""
    return f"{item.id} by {item.by} on {item.on}: {item.why}"


def running(item: Running) -> str:
    """Return where something runs, with the names and ids of its ads."""
    days = f"{item.first} to {item.last}" if item.last else f"from {item.first}"
    ads = [
        f"{word} {', '.join(names)}"
        for word, names in (("ads", item.ad_names), ("ids", item.ad_ids))
        if names
    ]
    return ", ".join((f"{item.id} {item.purpose} on {item.channel} {days}", *ads))
