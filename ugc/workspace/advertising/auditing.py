"""What runs held against what is allowed: every ad that exports tell of, asked about in every workspace's records."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.errors import UgcError
from ugc.files import sha256_of
from ugc.model.auditing import AUDIT_VERDICTS, Asked, Audit, AuditedAd, AuditVerdict, ExportRead, Match
from ugc.model.creatives import Creative
from ugc.model.delivery import AdRow
from ugc.model.phrases import listed
from ugc.model.rights import Case
from ugc.workspace.advertising.grouping import Group, key_of
from ugc.workspace.advertising.joining import Joiner
from ugc.workspace.advertising.judging import Held, audited, judge

if TYPE_CHECKING:
    from ugc.delivery import Delivered
    from ugc.workspace import Workspace

_ROWS = 2000
"""Rows that are joined at a time."""
_ADS = 500
"""Ads whose creatives and records are loaded at a time."""
_ORDER: tuple[AuditVerdict, ...] = ("refused", "ending", "review", "fine", "off", "unknown")
_RUNNING = ("live", "unknown")
_NOT_CHECKED = (
    "The days before today, apart from what was spent after an end: whether an ad that may run today might run on "
    "every day before.",
    "What the platform changes by itself on an ad: music, crops, texts, generated pictures.",
    "That an ad shows nothing besides what it was found to show, and that the exports hold every ad of the account.",
    "What the law says. This tells what the records allow; it is no legal opinion.",
)


Tell = Callable[[str, int], None]
"""Is told each file as it is read, and how many there are."""


def audit(
    workspaces: Sequence["Workspace"],
    exports: Sequence[Path],
    *,
    read: Callable[[Path], "Delivered"],
    at: datetime,
    within: int | None = None,
    pictures: Path | None = None,
    seen: Tell = lambda *_: None,
) -> Audit:
    """Say of every ad in some exports what the records of one or more workspaces allow on the day of `at`.

    `within` is the days ahead in which an end is near; as `ugc.toml` says if None. `pictures` is a folder with the
    account's files. An export that cannot be read is told in the audit, and costs only itself.
    """
    first = workspaces[0]
    near = first.settings.ads.ending_days if within is None else within
    joiners = [Joiner(workspace, pictures=pictures, at=at) for workspace in workspaces]
    groups: dict[tuple[object, ...], Group] = {}
    told: list[ExportRead] = []
    for path in exports:
        told.append(_take_in(path, read, joiners, groups))
        seen(path.name, len(exports))
    ads = list(_audited(workspaces, joiners, list(groups.values()), at=at, within=near))
    ads.sort(key=_rank)
    return _summed(workspaces, told, ads, joiners, today=first.day(at), within=near)


def _take_in(
    path: Path,
    read: Callable[[Path], "Delivered"],
    joiners: Sequence[Joiner],
    groups: dict[tuple[object, ...], Group],
) -> ExportRead:
    """Read one export into the groups of its ads. What was read before a fault stays."""
    sha256 = None
    try:
        sha256 = sha256_of(path)
        delivered = read(path)
        _gather(iter(delivered.rows), joiners, groups)
        return ExportRead(file=path.name, sha256=sha256, read=delivered.export)
    except UgcError as error:
        return ExportRead(file=path.name, sha256=sha256, fault=error.message, hint=error.hint)
    except OSError as error:
        return ExportRead(file=path.name, fault=f"It cannot be read: {error.strerror or error}.")


def _gather(
    rows: Iterator[AdRow], joiners: Sequence[Joiner], groups: dict[tuple[object, ...], Group]
) -> None:
    for chunk in _chunks(rows):
        joined = [joiner.joined(chunk) for joiner in joiners]
        for row, *found in zip(chunk, *joined, strict=True):
            key = key_of(row)
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(row)
            group.add(row, found)


def _chunks(rows: Iterator[AdRow]) -> Iterator[list[AdRow]]:
    """Yield rows some thousand at a time; those before a fault are yielded before it is raised."""
    waiting: list[AdRow] = []
    try:
        for row in rows:
            waiting.append(row)
            if len(waiting) == _ROWS:
                yield waiting
                waiting = []
    except UgcError:
        yield waiting
        raise
    yield waiting


def _audited(
    workspaces: Sequence["Workspace"],
    joiners: Sequence[Joiner],
    groups: Sequence[Group],
    *,
    at: datetime,
    within: int,
) -> Iterator[AuditedAd]:
    """Ask about all ads, some hundred at a time, each in the workspace that knows it best."""
    owned: dict[int, list[tuple[Group, Match]]] = {}
    for group in groups:
        best = group.best()
        if best:
            owned.setdefault(best[0], []).append((group, best[1]))
            _note_others(group, best[0], workspaces)
        else:
            state = group.state(workspaces[0].day(at))
            yield audited(group, group.once(), state, verdict="unknown")
    for number, pairs in owned.items():
        today = workspaces[number].day(at)
        # Ads of one post stand together, so that its records are loaded once.
        waiting = iter(sorted(pairs, key=lambda pair: (pair[1].posts, pair[1].variant or "")))
        while chunk := list(islice(waiting, _ADS)):
            held = _held(workspaces[number], joiners[number], [match for _, match in chunk])
            for group, match in chunk:
                yield judge(group, match, held, today=today, within=within)


def _note_others(group: Group, owner: int, workspaces: Sequence["Workspace"]) -> None:
    others = [workspaces[number].settings.brand.name for number in group.matches if number != owner]
    if others:
        group.notes[f"Also known in the records of {listed(others)}, which were not asked about it."] = None


def _held(workspace: "Workspace", joiner: Joiner, matches: Sequence[Match]) -> Held:
    variants = {v for match in matches for v in (match.variant, *match.variants) if v}
    variants |= {
        v for match in matches if match.concept and not match.variant for v in joiner.of(match.concept)
    }
    rows = workspace.catalog.lookups.rows(variants)
    creatives = {
        variant: Creative.model_validate_json(body) if body else None for variant, body in rows.items()
    }
    posts = {post for match in matches for post in match.posts}
    posts |= {post for creative in creatives.values() if creative for post in creative.posts}
    known = workspace.catalog.lookups.posts(posts)
    cases: dict[str, Case] = workspace.catalog.cases(list(known)) if known else {}
    return Held(workspace, creatives, cases, {})


def _rank(ad: AuditedAd) -> tuple[object, ...]:
    """What may not run first, what runs before what is off, then by money; what ends by the day; else by name."""
    until = ad.valid_until if isinstance(ad.valid_until, date) else date.max
    return (
        _ORDER.index(ad.verdict),
        ad.state not in _RUNNING,
        until if ad.verdict in ("ending", "fine") else date.max,
        -(ad.at_risk or 0) if ad.verdict == "refused" else -(ad.spend or 0),
        ad.ad_name or "",
        ad.ad_id or "",
        ad.rows[0],
    )


def _summed(
    workspaces: Sequence["Workspace"],
    told: Sequence[ExportRead],
    ads: Sequence[AuditedAd],
    joiners: Sequence[Joiner],
    *,
    today: date,
    within: int,
) -> Audit:
    counts = Counter(ad.verdict for ad in ads)
    asked = tuple(map(_asked, workspaces))
    running = [ad for ad in ads if ad.state in _RUNNING]
    return Audit(
        brand=listed(dict.fromkeys(each.brand for each in asked)),
        asked=asked,
        today=today,
        within=within,
        exports=tuple(told),
        counts={verdict: counts[verdict] for verdict in AUDIT_VERDICTS},
        running=len(running),
        refused_running=sum(ad.verdict == "refused" for ad in running),
        at_risk=_money((ad.currency, ad.at_risk) for ad in ads),
        spend=_money((ad.currency, ad.spend) for ad in ads),
        unknown_spend=_money((ad.currency, ad.spend) for ad in ads if ad.verdict == "unknown"),
        ads=tuple(ads),
        not_checked=_NOT_CHECKED,
        ledger_head=asked[0].ledger_head if len(asked) == 1 else None,
        notes=tuple(dict.fromkeys(note for joiner in joiners for note in joiner.notes)),
    )


def _asked(workspace: "Workspace") -> Asked:
    first, head, records = workspace.catalog.lookups.ledger()
    return Asked(
        brand=workspace.settings.brand.name,
        folder=workspace.root.name,
        ledger_first=first,
        ledger_head=head,
        records=records,
    )


def _money(spent: Iterable[tuple[str | None, Decimal | None]]) -> dict[str, Decimal]:
    """Sums by currency, in its order; of money whose currency is not stated the name is empty."""
    found: dict[str, Decimal] = {}
    for currency, amount in spent:
        if amount is not None:
            found[currency or ""] = found.get(currency or "", Decimal(0)) + amount
    return dict(sorted(found.items()))
