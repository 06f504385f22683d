"""From when until when a grant counts: its dates, its clocks, its revocations, and several grants in a row."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ugc.model.records import Grant, Perpetual
from ugc.model.rights import Case, Reason, Use
from ugc.rights.words import active_permissions, of_grant

_DAY = timedelta(days=1)
Ends = dict[str, date | Perpetual]
"""Grant's id to the last day on which it counts."""


def last_day(grant: Grant, case: Case, use: Use) -> date | Perpetual:
    """Return a grant's last day: its own end, what its clock leaves of it, or the day before it was revoked."""
    if grant.end_basis == "fixed" and not case.revocations:
        return grant.end
    ends: list[date | Perpetual | None] = [grant.end]
    if grant.end_basis != "fixed":
        ends.append(_clock_end(grant, case, use))
    ends += [item.effective - _DAY for item in case.revocations if item.grant in (None, grant.id)]
    return earliest(ends)


def clock_start(grant: Grant, case: Case, use: Use) -> date:
    """Return the day from which a grant's days are counted.

    The first use is the earliest on record under the grant, or the flight that is asked about, whichever comes
    first. Where a delivery is not on record, the grant's start stands for it: no later day could be shown.
    """
    if grant.end_basis == "from_delivery":
        return grant.delivered or grant.start
    runs = [run.first for run in case.running if case.post.id in run.posts or grant.id in run.grants]
    return max(grant.start, min([use.first, *runs]))


def _clock_end(grant: Grant, case: Case, use: Use) -> date | Perpetual | None:
    if grant.end_basis == "platform_code":
        codes = active_permissions(case, use)
        if not codes:
            return grant.start - _DAY
        ends = [item.end for item in codes]
        return None if any(end in (None, "perpetual") for end in ends) else max(map(sortable, ends))
    assert grant.days is not None, "the model asks for a number of days"
    return clock_start(grant, case, use) + (grant.days - 1) * _DAY


def cover(fitting: Sequence[Grant], use: Use, ends: Ends) -> tuple[Grant, ...]:
    """One grant that covers everything, the longest; else grants that together cover every market's every day."""
    alone = [grant for grant in fitting if covered((grant,), use, ends)]
    if alone:
        return (max(alone, key=lambda grant: (sortable(ends[grant.id]), grant.id)),)
    if not covered(fitting, use, ends):
        return ()
    needed = list(fitting)
    for grant in sorted(fitting, key=lambda grant: (sortable(ends[grant.id]), grant.id)):
        rest = [item for item in needed if item is not grant]
        if covered(rest, use, ends):
            needed = rest
    return tuple(needed)


def covered(grants: Sequence[Grant], use: Use, ends: Ends) -> bool:
    """Whether grants together cover every day of a use in every one of its territories."""
    days = [runs_until(grants, place, use.first, ends) for place in use.territories]
    return bool(days) and min(days) >= use.last


def runs_until(grants: Sequence[Grant], place: str, first: date, ends: Ends) -> date:
    """The last day of unbroken cover in one territory from `first` on; the day before `first` when there is none."""
    day = first - _DAY
    for grant in sorted(grants, key=lambda grant: grant.start) if len(grants) > 1 else grants:
        end = sortable(ends[grant.id])
        if place in grant.reach and grant.start - _DAY <= day < end:
            day = end
    return day


def window_shortfalls(grant: Grant, case: Case, use: Use) -> list[Reason]:
    """Where a grant's dates and territories fall short of the flight and the markets."""
    if grant.status != "granted":
        return []
    found: list[Reason] = []
    missing = use.territories - grant.reach
    if missing:
        text = f"The grant does not cover {', '.join(sorted(missing))}."
        found.append(of_grant("territory_not_granted", text, grant))
    if grant.start > use.first:
        text = f"It starts on {grant.start}; the flight begins on {use.first}."
        found.append(of_grant("not_started", text, grant))
    found += _ended(grant, case, use)
    for item in case.revocations:
        if item.grant in (None, grant.id) and item.effective <= use.last:
            what = "Revoked for this post" if item.post else "Revoked"
            text = f"{what} from {item.effective} by {item.by}: {item.why}"
            found.append(of_grant("revoked", text, grant))
    return found


def _ended(grant: Grant, case: Case, use: Use) -> list[Reason]:
    counted = _clock_end(grant, case, use) if grant.end_basis != "fixed" else None
    end = earliest([grant.end, counted])
    if end == "perpetual" or end >= use.last:
        return []
    if grant.end_basis == "platform_code" and not active_permissions(case, use):
        return []  # said as `end_unknown`
    verb = "ended" if end < use.first else "ends"
    how = ""
    if counted == end and grant.days is not None:
        clock = "its first use" if grant.end_basis == "from_first_use" else "delivery"
        how = f", {grant.days} days from {clock} on {clock_start(grant, case, use)}"
    return [of_grant("expired", f"It {verb} on {end}{how}; the flight runs to {use.last}.", grant)]


def sortable(day: date | Perpetual | None) -> date:
    """Return a day that compares: one without end is the last of all."""
    return date.max if day is None or day == "perpetual" else day


def earliest(days: Iterable[date | Perpetual | None]) -> date | Perpetual:
    """Return the first of some last days; None says nothing."""
    first = min(map(sortable, days), default=date.max)
    return "perpetual" if first == date.max else first
