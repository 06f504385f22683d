"""Uses recorded: what runs, ran or will run, where, under which ad, and what the records said of it that day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ugc.catalog import MadeCreative
from ugc.errors import UsageError, unknown
from ugc.model.base import Value
from ugc.model.dealings import Disclosure, Running
from ugc.model.entries import record_of
from ugc.model.rights import Answer, Case, Cleared, NeedsReview
from ugc.model.vocab import MaterialConnection
from ugc.rights.windows import clock_start, earliest
from ugc.workspace.clearing import markets
from ugc.workspace.ending.meant import creative_meant
from ugc.workspace.ending.running import ask, cases_of, creative_of_variant, undisclosed
from ugc.workspace.granting.evidence import append
from ugc.workspace.granting.making import made, territories

if TYPE_CHECKING:
    from ugc.workspace import Workspace


class DisclosureForm(Value):
    """What a person says of how an ad tells that it is one. What is left out stays as it was."""

    material_connection: str | None = None
    text: str | None = None
    language: str | None = None
    placement: str | None = None
    label_expected: str | None = None
    label_confirmed_on: date | None = None


class UseForm(Value):
    """What a person says about a use, before it is on record."""

    posts: tuple[str, ...] = ()
    """By any id; those of the creative where none is named."""
    creative: str | None = None
    """A file, its name, or one of its ids."""
    channel: str | None = None
    """That of the placement where it is left out."""
    purpose: str = "paid_social"
    identity: str = "brand_handle"
    placement: str | None = None
    territories: tuple[str, ...] = ()
    """None: the markets of the creative, else those of `ugc.toml`."""
    first: date
    last: date | None = None
    ad_names: tuple[str, ...] = ()
    ad_ids: tuple[str, ...] = ()
    impressions: int | None = None
    ai: tuple[str, ...] = ()
    """What was done by AI, in the words of a grant's answers."""
    disclosure: DisclosureForm = DisclosureForm()
    beneficiary: str | None = None
    payer: str | None = None
    by: str


class UseChange(Value):
    """What is new about a use on record. Ad names and ids are added to those it has."""

    use: str
    last: date | None = None
    ad_names: tuple[str, ...] = ()
    ad_ids: tuple[str, ...] = ()
    impressions: int | None = None
    disclosure: DisclosureForm = DisclosureForm()
    beneficiary: str | None = None
    payer: str | None = None
    by: str


class UseRecorded(Value):
    """A use as it stands on record, and what the records say of it."""

    use: Running
    answers: tuple[Answer, ...]
    """One for each post, over the use's own days."""
    notes: tuple[str, ...]
    """What a person should know."""


def record(workspace: "Workspace", form: UseForm, *, at: datetime) -> UseRecorded:
    """Record a use with what the records say of it; one that they refuse too, since it happened.

    Raises UsageError for a post, creative or word that is not known, or a use that makes no sense.
    """
    row = creative_meant(workspace, form.creative) if form.creative else None
    posts = _posts(workspace, form, row)
    placement, channel = _placement(workspace, form)
    creative = row.creative if row else None
    with workspace.catalog.transaction():
        cases = cases_of(workspace, posts)
        plain = made(
            Running,
            "use",
            id=workspace.catalog.next_id("u"),
            posts=posts,
            variant=row.variant if row else None,
            purpose=form.purpose,
            channel=channel,
            identity=form.identity,
            placement=placement,
            territories=territories(form.territories)
            or frozenset(creative.markets if creative else _own_markets(workspace)),
            first=form.first,
            last=form.last,
            ad_names=_each_once(form.ad_names),
            ad_ids=_each_once(form.ad_ids),
            impressions=form.impressions,
            edits=creative.edits if creative else (),
            ai=form.ai,
            disclosure=_disclosure(Disclosure(material_connection=_connection(cases)), form.disclosure),
            beneficiary=form.beneficiary,
            payer=form.payer,
        )
        return _kept(workspace, plain, cases, row, by=form.by, at=at)


def change(workspace: "Workspace", told: UseChange, *, at: datetime) -> UseRecorded:
    """Record the next version of a use. Raises UsageError for one that is not on record, or when nothing is new."""
    with workspace.catalog.transaction():
        old = use_on_record(workspace, told.use)
        said = told.model_dump(exclude_none=True, include={"last", "impressions", "beneficiary", "payer"})
        said |= {
            "ad_names": _each_once((*old.ad_names, *told.ad_names)),
            "ad_ids": _each_once((*old.ad_ids, *told.ad_ids)),
            "disclosure": _disclosure(old.disclosure, told.disclosure),
        }
        new = made(Running, "use", **old.model_dump() | said)
        if new == old:
            raise UsageError(
                f"{old.id} says all of that already.",
                hint="Say what is new: --until, --impressions, --ad-id …",
            )
        plain = new.model_copy(update={"version": old.version + 1})
        row = creative_of_variant(workspace, old.variant)
        kept = _kept(workspace, plain, cases_of(workspace, old.posts), row, by=told.by, at=at)
    fewer = old.impressions or 0
    if told.impressions is not None and told.impressions < fewer:
        note = f"{fewer:,} impressions were on record before; {told.impressions:,} are now."
        kept = kept.model_copy(update={"notes": (note, *kept.notes)})
    return kept


def use_on_record(workspace: "Workspace", name: str) -> Running:
    """Return the newest version of a use. Raises UsageError with the nearest id."""
    for entry in reversed(workspace.catalog.entries_on(ids=[name])):
        if entry.kind == "use":
            found = record_of(entry)
            assert isinstance(found, Running)
            return found
    known = [entry.id for entry in workspace.catalog.entries() if entry.kind == "use"]
    if not known:
        raise UsageError(
            f"No use {name!r} is on record, nor any other.", hint="Record one: ugc rights use POST."
        )
    raise unknown("Use", name, set(known))


def _kept(
    workspace: "Workspace",
    plain: Running,
    cases: Sequence[Case],
    row: MadeCreative | None,
    *,
    by: str,
    at: datetime,
) -> UseRecorded:
    """Ask the records about a use, and keep it with what they say."""
    last = plain.last or max(plain.first, workspace.day(at))
    creative = row.creative if row else None
    answers = ask(workspace, plain, cases, first=plain.first, last=last, creative=creative)
    cleared = [answer for answer in answers if isinstance(answer, Cleared)]
    resting = [answer for answer in answers if isinstance(answer, Cleared | NeedsReview)]
    worst = max((answer.verdict for answer in answers), key=_WORSE.index)
    kept = plain.model_copy(
        update={
            "verdict": worst,
            "grants": tuple(dict.fromkeys(grant for answer in resting for grant in answer.grants)),
            "valid_until": earliest([answer.valid_until for answer in cleared])
            if worst == "cleared"
            else None,
            "recorded_at": at,
            "recorded_by": by,
        }
    )
    append(workspace, kept, subjects=[*kept.posts], at=at)
    return UseRecorded(use=kept, answers=answers, notes=_notes(kept, cases, answers, row))


_WORSE = ("cleared", "needs_review", "refused")


def _notes(
    run: Running, cases: Sequence[Case], answers: Sequence[Answer], row: MadeCreative | None
) -> tuple[str, ...]:
    found: list[str] = []
    if run.last is None:
        until = "without end" if run.valid_until == "perpetual" else f"until {run.valid_until}"
        allowed = f", and the records allow it {until}" if run.valid_until else ""
        found.append(f"No last day is planned{allowed}. When it stops: ugc rights use {run.id} --until …")
    for case, answer in zip(cases, answers, strict=True):
        for grant in case.grants:
            if grant.id in run.grants and grant.end_basis == "from_first_use":
                began = clock_start(grant, case, answer.use)
                found.append(
                    f"{grant.id} counts its {grant.days} days from {began}, its first use on record."
                )
    stopped = row.creative.stopped if row and row.creative else None
    if stopped and run.verdict == "cleared" and stopped.reaches(run.last or run.first):
        ids = ", ".join(stopped.revocations)
        found.append(
            f"The file is still marked as stopped ({ids}): render it again, and use what that makes."
        )
    missing = undisclosed(run)
    return (*dict.fromkeys(found), *([missing] if missing else []))


def _posts(workspace: "Workspace", form: UseForm, row: MadeCreative | None) -> tuple[str, ...]:
    named = _each_once(workspace.catalog.resolve(name) for name in form.posts)
    if row is None:
        if not named:
            raise UsageError(
                "What is used is not said.", hint="Name the posts, or the creative: --creative FILE."
            )
        return named
    foreign = [post for post in named if post not in row.posts]
    if foreign:
        raise UsageError(
            f"{Path(row.path).name} shows {', '.join(row.posts)}, not {', '.join(foreign)}.",
            hint="Leave the posts out: those of the creative are meant then.",
        )
    return row.posts


def _placement(workspace: "Workspace", form: UseForm) -> tuple[str | None, str]:
    """The placement's whole id, and the channel. Raises UsageError where they do not go together."""
    placements = workspace.tables.placements
    if form.placement is None:
        if form.channel is None:
            raise UsageError("Where it runs is not said.", hint="Give --channel instagram, or --placement.")
        return None, form.channel
    rows = [row for row in placements.values() if form.placement in (row.id, row.spot)]
    if not rows:
        raise unknown("Placement", form.placement, [*placements, *workspace.tables.spots])
    if form.channel not in (None, rows[0].channel):
        raise UsageError(
            f"{form.placement} is on {rows[0].channel}, not on {form.channel}.", hint="Leave --channel out."
        )
    return (rows[0].id if len(rows) == 1 else form.placement), rows[0].channel


def _own_markets(workspace: "Workspace") -> tuple[str, ...]:
    markets(workspace)  # which says so where there are none
    return workspace.settings.markets


def _disclosure(old: Disclosure, form: DisclosureForm) -> Disclosure:
    return made(Disclosure, "disclosure", **old.model_dump() | form.model_dump(exclude_none=True))


def _connection(cases: Sequence[Case]) -> MaterialConnection:
    """How the creator is connected to the brand, as far as the grants agree on it."""
    said: set[MaterialConnection] = {
        grant.material_connection
        for case in cases
        for grant in case.grants
        if grant.status == "granted" and grant.material_connection != "unknown"
    }
    return said.pop() if len(said) == 1 else "unknown"


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
