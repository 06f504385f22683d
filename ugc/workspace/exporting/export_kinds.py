"""The four kinds of export, each from what was gathered to the bytes of its files."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from ugc import __version__
from ugc.catalog import MadeCreative
from ugc.exports.licences import AGREED, Licence
from ugc.model.base import Value
from ugc.model.posts import Post
from ugc.resources import ASSETS
from ugc.wording import file_name
from ugc.workspace.exporting.gathering import Gathered
from ugc.workspace.exporting.registering import Asking, background, by_placement, lines

if TYPE_CHECKING:
    from ugc.exports.calendar import Entry
    from ugc.workspace import Workspace

Kind = Literal["odrl", "schema-org", "register", "calendar"]
KINDS: tuple[Kind, ...] = get_args(Kind)
PROFILE = ASSETS / "odrl" / "profile.jsonld"
CONFIDENTIAL = "CONFIDENTIAL"
"""Stands in the name of a file that says what was paid."""

Content = dict[str, tuple[int, bytes]]
"""File name to how many things the file holds, and its bytes."""


class ExportForm(Value):
    """How an export is to be made."""

    posts: bool = False
    """In the register, also the posts that have records and no creative."""
    fees: bool = False
    """In the register, also what was paid."""
    excel: bool = False
    """A mark before the CSV by which Excel knows its encoding."""
    base_url: str | None = None
    """Where creatives are published, for schema.org."""


class LeftOut(Value):
    """What is not in an export, and why."""

    what: str
    why: str


class Job(NamedTuple):
    """One export under way."""

    workspace: "Workspace"
    gathered: Gathered
    form: ExportForm
    name: str | None
    """The one file that is wanted; None for a folder."""
    at: datetime
    today: date
    left: list[LeftOut]


def odrl(job: Job) -> Content:
    """One policy for each grant, and the profile whose terms they use."""
    from ugc.exports.odrl import graph, policy

    zone = ZoneInfo(job.workspace.settings.timezone)
    policies: dict[str, dict[str, Any]] = {}
    for name in job.gathered.ids:
        licence = job.gathered.licences[name]
        state = licence.state(job.today)
        if state in ("requested", "declined"):
            word = {"requested": "was asked for and not answered", "declined": "was declined"}[state]
            job.left.append(LeftOut(what=name, why=f"It {word}: there is no agreement."))
            continue
        policies[name] = policy(licence, ledger=job.gathered.past.first, zone=zone, today=job.today)
        if state not in AGREED:
            why = f"It permits nothing any more ({state}): its policy says so, and prohibits every use."
            job.left.append(LeftOut(what=name, why=why))
    if job.name:
        alone = next(iter(policies.values())) if len(policies) == 1 else graph(policies.values())
        return {job.name: (len(policies), _json(alone))} if policies else {}
    found = {f"{name}.jsonld": (1, _json(made)) for name, made in policies.items()}
    return found | {"profile.jsonld": (0, PROFILE.read_bytes())} if found else {}


def schema_org(job: Job) -> Content:
    """One document for each post, with the creatives of it that may run somewhere."""
    from ugc.exports.schema_org import document, documents

    shown = _shown(job)
    made: dict[str, dict[str, Any]] = {}
    for case in job.gathered.cases.values():
        post = case.post
        grants = [item.grant for item in job.gathered.covering(case) if item.state(job.today) in AGREED]
        fixed = next((grant.credit.text for grant in reversed(grants) if grant.credit.text), None)
        handle = f"@{post.author.handle}" if post.author else None
        creatives = [row.creative for row in shown.get(post.id, ()) if row.creative]
        made[post.id] = document(
            post, creatives, credit=fixed or handle, grants=grants, base_url=job.form.base_url
        )
        if post.author is None:
            job.left.append(LeftOut(what=post.id, why="No source says who made it: it has no author."))
    if job.name:
        alone = next(iter(made.values())) if len(made) == 1 else documents(made.values())
        return {job.name: (len(made), _json(alone, embedded=True))}
    names = _file_names(made)
    return {names[post]: (1, _json(node, embedded=True)) for post, node in made.items()}


def register(job: Job) -> Content:
    """One row for each creative, as CSV and as an Excel workbook."""
    from ugc.exports.delimited import csv_bytes
    from ugc.exports.register import columns, row
    from ugc.exports.workbook import xlsx

    chosen = columns(fees=job.form.fees)
    known = background(job.workspace, job.gathered, today=job.today)
    found = lines(job.workspace, job.gathered, today=job.today, posts=job.form.posts)
    rows = [row(line, known) for line in found]
    stem, suffix = job.name.rsplit(".", 1) if job.name else ("register", "")
    if job.form.fees and CONFIDENTIAL not in stem:
        stem = f"{stem}-{CONFIDENTIAL}"
    content: Content = {}
    if suffix.lower() in ("", "csv"):
        content[f"{stem}.{suffix or 'csv'}"] = (
            len(rows),
            csv_bytes(chosen, rows, excel=job.form.excel),
        )
    if suffix.lower() in ("", "xlsx"):
        title, about = _about(job, len(rows))
        data = xlsx(chosen, rows, title=title, about=about, at=job.at)
        content[f"{stem}.{suffix or 'xlsx'}"] = (len(rows), data)
    return content


def calendar(job: Job) -> Content:
    """Every last day and every flight, as one iCalendar file."""
    from ugc.exports.calendar import calendar as written

    entries = {entry.key: entry for entry in _entries(job)}
    past = job.gathered.past
    data = written(
        entries.values(),
        brand=job.workspace.settings.brand.name,
        ledger=past.first,
        sequence=past.length,
        at=job.at,
        today=job.today,
    )
    return {job.name or "rights.ics": (len(entries), data)}


WRITERS: dict[Kind, Callable[[Job], Content]] = {
    "odrl": odrl,
    "schema-org": schema_org,
    "register": register,
    "calendar": calendar,
}


def _shown(job: Job) -> dict[str, list[MadeCreative]]:
    """The creatives that stand and may run somewhere, by post; the others are listed with why."""
    asking = Asking(job.workspace, job.gathered.known, job.today)
    swept = {item.path for item in job.workspace.catalog.care.swept()}
    found: dict[str, list[MadeCreative]] = defaultdict(list)
    for row in job.gathered.made:
        spots, _ = asking.spots(row)
        stopped = row.creative.stopped if row.creative else None
        if row.path in swept:
            job.left.append(LeftOut(what=row.path, why="It was swept out of use."))
        elif stopped and stopped.reaches(job.today):
            job.left.append(LeftOut(what=row.path, why=f"It was stopped from {stopped.on}: render it again."))
        elif not any(spot.allowed for spot in spots):
            codes = ", ".join(dict.fromkeys(reason.code for spot in spots for reason in spot.reasons))
            job.left.append(LeftOut(what=row.path, why=f"It may run nowhere today: {codes}."))
        else:
            found[next(post for post in row.posts if post in job.gathered.cases)].append(row)
    return found


def _entries(job: Job) -> Iterator["Entry"]:
    from ugc.exports import calendar as days

    gathered = job.gathered
    for licence in (gathered.licences[name] for name in gathered.ids):
        yield from _some([days.of_licence(licence, today=job.today)])
        yield from days.of_partial(licence, today=job.today)
    for case in gathered.cases.values():
        who = _who(case.post)
        yield from _some(days.of_release(item, who=who) for item in case.releases)
        yield from _some(days.of_authorization(item, who=who) for item in case.authorizations)
        yield from _some(days.of_decision(item, who=who) for item in case.decisions)
        yield from _some(days.of_use(item, who=who) for item in case.running)
    yield from _flights(job)
    swept = {item.path for item in job.workspace.catalog.care.swept()}
    standing = [row for row in job.gathered.made if row.path not in swept]
    asking = Asking(job.workspace, gathered.known, job.today)
    for (names, placement), ends in by_placement(asking, gathered, standing).items():
        who = _givers([gathered.licences[name] for name in names])
        yield days.of_placement(placement, who=who, grants="+".join(names), day=min(ends), files=len(ends))


def _flights(job: Job) -> Iterator["Entry"]:
    """The packages that hold an ad of the posts asked for."""
    from ugc.exports.calendar import of_package
    from ugc.workspace.advertising.codes import packages

    found, unread = packages(job.workspace)
    why = "It is not a package of this ugc, and was not read."
    job.left.extend(LeftOut(what=name, why=why) for name in unread)
    names = {name for case in job.gathered.cases.values() for name in (case.post.id, *case.post.aliases)}
    for folder, package in found.items():
        ads = sum(not names.isdisjoint((each.ad.post.id, *each.ad.more_posts)) for each in package.ads)
        if ads:
            yield of_package(folder, package, ads=ads)


def _some(found: Iterable["Entry | None"]) -> Iterator["Entry"]:
    return (entry for entry in found if entry)


def _who(post: Post) -> str:
    return f"@{post.author.handle}" if post.author else post.id


def _givers(licences: Sequence[Licence]) -> str:
    return ", ".join(dict.fromkeys(item.grant.licensor for item in licences))


def _about(job: Job, rows: int) -> tuple[str, dict[str, str]]:
    """The workbook's title, and what its second sheet says of the whole."""
    brand = job.workspace.settings.brand.name
    title = f"Rights register of {brand}, {job.today}"
    about = {
        "Register of": brand,
        "As of": f"{job.today}, whole days in {job.workspace.settings.timezone}",
        "Rows": f"{rows:,}",
        "Ledger head": job.gathered.past.head or "none: nothing is recorded",
        "Written by": f"ugc {__version__}",
        "What it is": "What the records allow, not a legal opinion. Days left of 30 or fewer are marked yellow, "
        "rights that have ended grey.",
    }
    if job.form.fees:
        title += " (CONFIDENTIAL)"
        about["Confidential"] = "This file says what was paid. Do not pass it on with the creatives."
    return title, about


def _file_names(posts: Iterable[str]) -> dict[str, str]:
    """A file name for each post; where a file system could not tell two apart, they are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for post in posts:
        stem = name = file_name(post.replace(":", "_"))
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[post] = f"{name}.jsonld"
    return found


def _json(node: dict[str, Any], *, embedded: bool = False) -> bytes:
    """JSON with real characters; with `embedded` it can stand inside a page's script element as it is."""
    text = json.dumps(node, ensure_ascii=False, indent=2)
    for sign in "<>&" if embedded else "":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (text + "\n").encode("utf-8", "replace")
