"""Windows as an iCalendar file (RFC 5545): days on which something may be used for the last time, and flights of ads.

Each record keeps its UID, so that a calendar which takes the file in again moves an event instead of adding one; the
sequence number rises with every record in the ledger. Days are whole: an event begins on its day and ends, exclusively,
on the next. What was revoked or replaced is cancelled, with the same UID. A flight is one event over all its days, and
does not ring: what it rests on does.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from ugc import __version__
from ugc.exports.licences import Licence
from ugc.model.ad_packages import AdPackage
from ugc.model.base import Value
from ugc.model.dealings import Decision, Running
from ugc.model.records import Authorization, Release
from ugc.text import clean, counted, one_line

REMINDERS = (45, 30, 14, 0)
"""Days before the day, at nine in the morning; 0 is the day itself."""

_LONGEST = 200
_DAY = timedelta(days=1)
_OVER = frozenset({"expired", "revoked", "deleted", "error"})


class Entry(Value):
    """One day to know of."""

    key: str
    """What it is about: a record's id, for ever the same."""
    day: date
    """The last day."""
    first: date | None = None
    """Of a flight, the day on which it starts; None for what is about the last day alone."""
    title: str
    details: tuple[str, ...] = ()
    cancelled: bool = False


def calendar(
    entries: Iterable[Entry], *, brand: str, ledger: str, sequence: int, at: datetime, today: date
) -> bytes:
    """Return the file. `ledger` is the hash of the ledger's first entry, `sequence` the number of its newest."""
    made = Calendar()
    made.add("prodid", f"-//ugc-toolkit//ugc {__version__}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Usage rights of {_line(brand)}")
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.key)):
        made.add_component(_event(entry, ledger=ledger, sequence=sequence, at=at, today=today))
    return bytes(made.to_ical())


def of_licence(licence: Licence, *, today: date, made: Iterable[str] = ()) -> Entry | None:
    """Return the last day of a grant; None for one without end, or that was never given.

    `made` says in words what runs under it.
    """
    grant, state = licence.grant, licence.state(today)
    if state in ("requested", "declined", "asserted"):
        return None
    last = licence.last_day()
    if last == "perpetual" and grant.version == 1 and state != "replaced":
        return None
    over = {"revoked": "Revoked", "replaced": f"Renewed as {licence.successor}", "disputed": "Disputed"}
    title = f"{_who(licence)}: rights to {_what(licence)} end ({grant.id})"
    allowed = (
        f"{_spoken(grant.purposes)} on {_spoken(grant.channels)} in {', '.join(sorted(grant.territories))}"
    )
    return Entry(
        key=grant.id,
        day=grant.start if last == "perpetual" else last,
        title=f"{over[state]}: {title}" if state in over else title,
        details=(f"{grant.licensee} may use it for {allowed}, from {grant.start}.", *made),
        cancelled=state in ("revoked", "replaced") or last == "perpetual",
    )


def of_partial(licence: Licence, *, today: date) -> list[Entry]:
    """Return the days on which single posts leave a grant, as far as they are still to come."""
    return [
        Entry(
            key=f"{item.id}-{post}",
            day=item.effective - _DAY,
            title=f"{_who(licence)}: rights to {post} end, revoked ({licence.grant.id})",
            details=("Take down what runs from it.",),
        )
        for post, found in licence.parts.items()
        for item in found
        if item.effective > today
    ]


def of_release(release: Release, *, who: str) -> Entry | None:
    """Return the last day of a release, or None."""
    if not isinstance(release.end, date):
        return None
    kind = release.kind.replace("_", " ")
    return Entry(
        key=release.id,
        day=release.end,
        title=f"{who}: {kind} release for {release.post} ends ({release.id})",
        details=tuple(filter(None, (release.subject and f"Given by {release.subject}.",))),
        cancelled=release.status in ("none", "not_applicable"),
    )


def of_authorization(item: Authorization, *, who: str) -> Entry | None:
    """Return the last day of a platform's permission, or None. Of a code only its last four characters are told."""
    if not isinstance(item.end, date):
        return None
    code = f" …{item.code_last4}" if item.code_last4 else ""
    what = f" for {item.post}" if item.post else ""
    return Entry(
        key=item.id,
        day=item.end,
        title=f"{who}: {item.kind.replace('_', ' ')}{code}{what} ends ({item.id})",
        details=("Ads from the creator's handle stop with it.",),
        cancelled=item.status in _OVER,
    )


def of_decision(decision: Decision, *, who: str) -> Entry | None:
    """Return the last day of a person's decision, or None."""
    if not isinstance(decision.until, date):
        return None
    return Entry(
        key=decision.id,
        day=decision.until,
        title=f"{who}: decision on {_spoken(decision.about)} in {decision.post} ends ({decision.id})",
        details=(f"Decided by {decision.by} on {decision.on}: {decision.why}",),
    )


def of_placement(placement: str, *, who: str, grants: str, day: date, files: int) -> Entry:
    """Return the day on which creatives have to leave one placement before the grants they rest on end."""
    return Entry(
        key=f"{grants}-{placement}",
        day=day,
        title=f"{who}: {counted(files, 'creative')} may run in {placement} for the last time ({grants})",
        details=("They end before the grant does: see `ugc rights check`.",),
    )


def of_use(run: Running, *, who: str) -> Entry | None:
    """Return the flight of a use on record; None for one whose end is not planned."""
    if run.last is None:
        return None
    name = f" {run.ad_names[0]}" if run.ad_names else ""
    return Entry(
        key=run.id,
        first=run.first,
        day=run.last,
        title=f"{who}: ad{name} on {run.channel.replace('_', ' ')} ({run.id})",
        details=(
            f"{_spoken([run.purpose])} in {', '.join(sorted(run.territories)) or 'no market on record'}.",
        ),
    )


def of_package(folder: str, package: AdPackage, *, ads: int) -> Entry:
    """Return the flight of a package of ads, of which so many are of the posts that are asked about."""
    return Entry(
        key=f"ads-{folder}",
        first=package.flight[0],
        day=package.flight[1],
        title=f"Flight on {package.platform}: {counted(ads, 'ad')} of the package {folder}",
        details=(
            f"Markets: {', '.join(package.markets)}. All of it may run until {package.valid_until}.",
            "Prepared, not necessarily running: see `ugc ads audit`.",
        ),
    )


def _event(entry: Entry, *, ledger: str, sequence: int, at: datetime, today: date) -> Event:
    event = Event()
    event.add("uid", f"{one_line(entry.key)}@{ledger[:16]}.ugc-toolkit")
    event.add("dtstamp", at)
    event.add("sequence", sequence)
    event.add("dtstart", entry.first or entry.day)
    event.add("dtend", entry.day + _DAY)
    event.add("summary", _line(entry.title))
    event.add("description", "\n".join(clean(line) for line in (*entry.details, f"Last day: {entry.day}.")))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for days in () if entry.cancelled or entry.first else REMINDERS:
        if entry.day - days * _DAY >= today:
            event.add_component(_alarm(days, entry.title))
    return event


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days, hours=9))
    alarm.add("description", _line(f"In {counted(days, 'day')}: {title}" if days else f"Today: {title}"))
    return alarm


def _who(licence: Licence) -> str:
    author = licence.author
    name = one_line(licence.grant.licensor)
    return f"@{name.lstrip('@')}" if author is None or author.handle == name else name


def _what(licence: Licence) -> str:
    posts = licence.grant.posts
    return counted(len(posts), "post") if posts else "all their posts"


def _line(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _spoken(tokens: Iterable[str]) -> str:
    return ", ".join(sorted(token.replace("_", " ") for token in tokens))
