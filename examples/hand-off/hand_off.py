"""Hand the creatives of one placement to whoever uploads them, after asking the records again.

python hand_off.py out/creatives/manifest.json meta.instagram_stories.image FOLDER [2026-12-01..2026-12-31]
"""

import csv
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ugc import Workspace, manifest
from ugc.errors import UgcError, UsageError
from ugc.files import sha256_of
from ugc.model.creatives import Label, PlacementAnswer
from ugc.model.rights import Answer, Cleared


def hand_off(path: Path, placement: str, out: Path, flight: Sequence[date] = ()) -> dict[str, list[str]]:
    """Write copies and `hand-off.csv` into a new folder; return the files refused, with all reasons."""
    if out.exists():
        raise UsageError(f"{out} is there already.", hint="Name a new folder.")
    rows: list[tuple[str, ...]] = [("file", "creator", "credit line", "grants", "valid until", "permalink")]
    refused: dict[str, list[str]] = {}
    out.mkdir(parents=True)
    with Workspace.open(path.parent) as here:
        for item in manifest.read(path).creatives:
            file, label = path.parent / item.file, manifest.read_sidecar(path.parent / item.sidecar).label
            spots = [spot for spot in item.placements if spot.placement == placement]
            answers = [answer for spot in spots for answer in ask(here, label, spot, flight or item.flight)]
            cleared = [answer for answer in answers if isinstance(answer, Cleared)]
            short = [why for answer in answers if not isinstance(answer, Cleared) for why in answer.reasons]
            reasons = [f"{why.code}: {why.text}" for why in short]
            if spots and item.stopped and item.stopped.reaches((flight or item.flight)[-1]):
                reasons.append(f"stopped: {item.stopped.why} from {item.stopped.on}; render it again.")
            if spots and sha256_of(file) != item.sha256:
                reasons.append("changed: The file is not the one that the manifest tells of.")
            if reasons:
                refused[item.file] = list(dict.fromkeys(reasons))
            elif cleared:
                shutil.copy2(file, out)
                rows.append(a_row(file.name, label, cleared))
    with (out / "hand-off.csv").open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet).writerows([cell(text) for text in row] for row in rows)
    return refused


def ask(here: Workspace, label: Label, spot: PlacementAnswer, days: Sequence[date]) -> list[Answer]:
    """Put the question that the creative was made with again, over the flight that is meant now."""
    told = spot.model_dump(include={"purpose", "channel", "identity", "placement"})
    told |= {"territories": label.territories, "edits": label.edits, "credit": label.credit_place}
    return [here.check(post, here.use(**told, first=days[0], last=days[-1])) for post in label.posts]


def a_row(name: str, label: Label, cleared: Sequence[Cleared]) -> tuple[str, ...]:
    creators = ", ".join(creator.handle for creator in label.creators)
    grants = ", ".join(dict.fromkeys(grant for answer in cleared for grant in answer.grants))
    until = min(str(answer.valid_until) for answer in cleared)  # "perpetual" sorts after every date
    return name, creators, label.credit_line, grants, until, ", ".join(label.links)


def cell(text: str) -> str:
    """Keep a spreadsheet from taking collected words for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    try:
        days = [date.fromisoformat(day) for day in "".join(sys.argv[4:]).split("..") if day]
        refused = hand_off(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), days)
    except UgcError as error:
        print(f"error: {error.message} {error.hint or ''}", file=sys.stderr)
        sys.exit(error.code)
    for name, reasons in refused.items():
        print(f"not handed over: {name}", *reasons, sep="\n    ")
    sys.exit(4 if refused else 0)
