"""A brand whose posts stand in every way that rights can, and rows of ad accounts about them."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from conftest import NOON, collected
from processes import ran, workspace

from ugc.model.auditing import Audit, AuditedAd
from ugc.model.delivery import AdRow, ReadExport
from ugc.workspace import Workspace
from ugc.workspace.advertising.auditing import audit

FINE, REVOKED, CODED, HELD, SHOWN, STOPPED, NARROW, PLAIN = (
    "ig:BqvsDleB3lV",
    *(f"ig:Bqvs{number:07d}" for number in range(1, 8)),
)
"""Its posts, by what became of them. CODED may run from the creator's account; its code ended on 15 November."""
_GRANT = (
    "rights grant {post} --method dm_yes --purpose paid_social --territory US --from 2026-11-01"
    " --until 2027-05-01 --edits standard --terms terms-v3.txt --evidence yes-from-ana.png"
).split()
_CODE = "--kind meta_ad_code --code AB12CD34 --from 2026-11-01 --until 2026-11-15".split()


class Told(NamedTuple):
    """An export as it is handed over."""

    export: ReadExport
    rows: Iterable[AdRow]


def brand(folder: Path, name: str = "Sunday Glow") -> Path:
    """Make the workspace: eight posts of @ana's, and a story of each that runs as one."""
    folder.mkdir(exist_ok=True)
    root = workspace(folder / "glow", None)
    ran(root, "import", collected(folder / "collected", posts=8))
    settings = root / "ugc.toml"
    settings.write_text(settings.read_text("utf-8").replace("Sunday Glow", name), "utf-8")

    def grant(post: str, *more: str) -> None:
        both = ("--channel", "instagram", "--channel", "facebook")
        ran(root, *(part.format(post=post) for part in _GRANT), *(more or both))

    for post in (FINE, REVOKED, HELD, SHOWN, STOPPED):
        grant(post)
    grant(NARROW, "--channel", "instagram")
    allowing = "--channel instagram --purpose allowlisting --identity creator_handle --identity both".split()
    grant(CODED, *allowing)
    ran(root, "render", "--format", "story")
    ran(root, "rights", "authorize", CODED, *_CODE)
    said = ("--by", "Mo", "--why", "she asked us to stop")
    ran(root, "rights", "revoke", REVOKED, *said, "--on", "2026-11-21")
    ran(root, "rights", "revoke", STOPPED, *said, "--on", "2026-11-21")
    grant(STOPPED)
    ran(root, "rights", "hold", HELD, "--by", "Mo", "--why", "a complaint")
    ran(root, "rights", "release", SHOWN, "--person", "friend", "--status", "none")
    return root


def creatives(root: Path) -> dict[str, dict[str, Any]]:
    """Rows of the manifest, by the post that each is made of."""
    told = json.loads((root / "out/creatives/manifest.json").read_text("utf-8"))
    return {row["posts"][0]: row for row in told["creatives"]}


def name_of(row: dict[str, Any], *, before: str = "ana_glow") -> str:
    """The name of an ad, as somebody who followed the file's name gives it."""
    return f"{before}_c{row['concept'][:8]}_v{row['variant'][:10]}"


def ad(number: int = 1, **told: Any) -> AdRow:
    """A row of an ad that runs, of Meta's, in the United States, on Instagram."""
    usual: dict[str, Any] = {
        "file": "meta.csv",
        "row": number + 1,
        "platform": "meta",
        "ad_id": f"12021{number:013d}",
        "state": "live",
        "markets": frozenset({"US"}),
        "channel": "instagram",
        "currency": "EUR",
    }
    return AdRow(**(usual | told))


def spent(amount: str | None, since: str, until: str | None = None, **told: Any) -> dict[str, Any]:
    """What a row says of money and days."""
    days = {"since": date.fromisoformat(since), "until": date.fromisoformat(until or since)}
    return {"spend": None if amount is None else Decimal(amount), **days, **told}


def reader(*exports: Sequence[AdRow]) -> tuple[list[Path], Callable[[Path], Told]]:
    """Files that stand for exports, and what hands over these rows when it is given one of them."""
    here = Path(__file__)
    known = dict(zip((here, here.with_name("conftest.py")), exports, strict=False))
    return list(known), lambda path: Told(ReadExport(file=path.name, rows=len(known[path])), known[path])


def audited(
    roots: Path | Sequence[Path],
    *exports: Sequence[AdRow],
    day: str | None = None,
    within: int = 14,
    **more: Any,
) -> Audit:
    """Audit rows in one or more workspaces, on the tests' day or another."""
    at = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC) if day else NOON
    paths, read = reader(*exports)
    opened = [Workspace.open(root) for root in ([roots] if isinstance(roots, Path) else roots)]
    try:
        return audit(opened, paths, read=read, at=at, within=within, **more)
    finally:
        for each in opened:
            each.close()


def one(roots: Path | Sequence[Path], *rows: AdRow, **more: Any) -> AuditedAd:
    """Audit the rows of one ad."""
    (found,) = audited(roots, rows, **more).ads
    return found
