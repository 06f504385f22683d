"""`ugc rights use`: where a post or creative runs, ran or will run."""

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say, words
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    FlightOption,
    JsonOption,
    WorkspaceOption,
    a_day,
    a_flight,
    me,
    now,
    opened,
)
from ugc.errors import UsageError

if TYPE_CHECKING:
    from ugc.workspace import Workspace
    from ugc.workspace.ending.uses import UseRecorded

_USE = re.compile(r"u-\d+")
_Many = list[str] | None


_Names = Annotated[_Many, typer.Argument(metavar="POST|USE", help="Posts by any id, or one use on record.")]
_Channel = Annotated[str | None, typer.Option(help="Where: instagram, tiktok, brand_site …")]
_Purpose = Annotated[str | None, typer.Option(help="What for; paid_social if left out.")]
_Identity = Annotated[str | None, typer.Option(help="From whose handle; brand_handle if left out.")]
_Placement = Annotated[str | None, typer.Option(metavar="ID", help="As `ugc formats` lists them.")]
_Territories = Annotated[
    _Many, typer.Option(help="Markets; those of the creative, or of ugc.toml. Repeatable.")
]
_From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
_Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day; without one no end is planned.")]
_AdNames = Annotated[_Many, typer.Option(help="What the ad is called. Repeatable.")]
_AdIds = Annotated[_Many, typer.Option(help="The platform's number of the ad. Repeatable.")]
_Creative = Annotated[
    str | None, typer.Option(metavar="FILE|ID", help="What runs: a file, its name, or its id.")
]
_Impressions = Annotated[int | None, typer.Option(min=0, help="How often it was shown by now, in all.")]
_Connection = Annotated[
    str | None, typer.Option(help="What the creator got: none, paid, free_product, affiliate …")
]
_Disclosure = Annotated[str | None, typer.Option(metavar="TEXT", help="The words that say that it is an ad.")]
_DisclosedIn = Annotated[
    str | None, typer.Option(metavar="PLACE", help="Where they stand: in_frame, caption, platform_label.")
]
_Language = Annotated[str | None, typer.Option(help="Their language, as in en.")]
_LabelConfirmed = Annotated[
    str | None, typer.Option(metavar="DATE", help="When the platform's own label was seen on it.")
]
_Beneficiary = Annotated[str | None, typer.Option(metavar="NAME", help="For whom it advertises.")]
_Ai = Annotated[
    _Many | None, typer.Option(help="What was done by AI: generative_edit_of_asset … Repeatable.")
]
_LabelExpected = Annotated[
    str | None, typer.Option(metavar="TEXT", help="The platform's own label that should stand on it.")
]
_Payer = Annotated[str | None, typer.Option(metavar="NAME", help="Who pays for it.")]


def use(
    names: _Names = None,
    *,
    channel: _Channel = None,
    purpose: _Purpose = None,
    identity: _Identity = None,
    placement: _Placement = None,
    territory: _Territories = None,
    flight: FlightOption = None,
    first: _From = None,
    until: _Until = None,
    ad_name: _AdNames = None,
    ad_id: _AdIds = None,
    creative: _Creative = None,
    impressions: _Impressions = None,
    connection: _Connection = None,
    disclosure: _Disclosure = None,
    disclosed_in: _DisclosedIn = None,
    language: _Language = None,
    label_expected: _LabelExpected = None,
    label_confirmed: _LabelConfirmed = None,
    ai: _Ai = None,
    beneficiary: _Beneficiary = None,
    payer: _Payer = None,
    by: ByOption = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record where a post or creative runs.

    A use is written down with what the records say of it, allowed or not; exits 4 unless they allow it. It starts the
    clocks of grants that count from first use, counts towards their caps, and is what a revocation lists as to be
    paused. With the id of a use, what is new about it: its end, its count, ids of ads.
    """
    said = (connection, disclosure, language, disclosed_in, label_expected, label_confirmed)
    told = _said_of_the_ad(ad_name, ad_id, impressions, said, beneficiary, payer) | {"by": by or me()}
    where = {"channel": channel, "purpose": purpose, "identity": identity, "placement": placement}
    fixed = {**where, "territory": territory, "creative": creative, "from": first, "flight": flight, "ai": ai}
    named = tuple(names or ())
    if not named and not creative:
        raise UsageError(
            "What is used is not said.", hint="Name the posts, or the creative: --creative FILE."
        )
    with opened(workspace) as here, here.rehearsed(dry_run):
        if any(_USE.fullmatch(name) for name in named):
            _only_what_changes(named, fixed)
            done = _changed(here, named[0], until, told)
        else:
            days = _days(here, flight, first, until)
            places = tuple(territory or ())
            named_too = {"posts": named, "creative": creative, "ai": tuple(ai or ())}
            done = _recorded(here, told | where | named_too, places, days)
    _tell(done, dry=dry_run)
    say.document(done.model_dump(mode="json"))
    say.leave(0 if done.use.verdict == "cleared" else 4)


def _said_of_the_ad(
    names: _Many,
    ids: _Many,
    impressions: int | None,
    said: tuple[str | None, ...],
    beneficiary: str | None,
    payer: str | None,
) -> dict[str, Any]:
    """What may be said of a use at any time; the words about the disclosure in the order of the options."""
    from ugc.workspace.ending.uses import DisclosureForm

    connection, text, language, place, expected, confirmed = said
    return {
        "ad_names": tuple(names or ()),
        "ad_ids": tuple(ids or ()),
        "impressions": impressions,
        "beneficiary": beneficiary,
        "payer": payer,
        "disclosure": DisclosureForm(
            material_connection=connection,
            text=text,
            language=language,
            placement=place,
            label_expected=expected,
            label_confirmed_on=a_day(confirmed, "--label-confirmed") if confirmed else None,
        ),
    }


def _changed(here: "Workspace", name: str, until: str | None, told: dict[str, Any]) -> "UseRecorded":
    from ugc.workspace.ending.uses import UseChange

    last = a_day(until, "--until") if until else None
    return here.records.change_use(UseChange(use=name, last=last, **told), at=now())


def _recorded(
    here: "Workspace", told: dict[str, Any], places: tuple[str, ...], days: tuple[date, date | None]
) -> "UseRecorded":
    from ugc.workspace.ending.uses import UseForm

    given = {name: value for name, value in told.items() if value is not None}
    form = UseForm(**given, territories=places, first=days[0], last=days[1])
    return here.records.record_use(form, at=now())


def _only_what_changes(named: tuple[str, ...], fixed: dict[str, Any]) -> None:
    if len(named) > 1:
        raise UsageError("One use at a time can be changed.", hint=f"Name {named[0]} alone.")
    given = [f"--{name}" for name, value in fixed.items() if value]
    if given:
        raise UsageError(
            f"{named[0]} keeps what it was recorded with: {words.listed(given)} cannot change.",
            hint="What runs elsewhere, or is something else, is a use of its own: ugc rights use POST.",
        )


def _days(
    here: "Workspace", flight: str | None, first: str | None, until: str | None
) -> tuple[date, date | None]:
    if flight and (first or until):
        raise UsageError("Say --flight, or --from and --until, not both.")
    if flight:
        return a_flight(flight, today=here.day(now()), days=1)
    if not first:
        raise UsageError(
            "From when it runs is not said.",
            hint="Give --flight 2026-12-01..2026-12-31, or --from 2026-12-01.",
        )
    return a_day(first, "--from"), a_day(until, "--until") if until else None


def _tell(done: "UseRecorded", *, dry: bool) -> None:
    run = done.use
    verb = "Would record" if dry else "Recorded"
    version = f", version {run.version}" if run.version > 1 else ""
    say.out(f"{verb} {run.id}{version}.")
    for answer in done.answers:
        words.tell_answer(answer, indent="  ")
    for note in done.notes:
        say.note(f"Note: {note}")
    if run.verdict == "refused":
        say.note(
            "THE RECORDS DO NOT ALLOW THIS USE. It is on record, since it happened or is planned: stop it."
        )
    elif run.verdict == "needs_review":
        say.note(
            "THE RECORDS LEAVE THIS USE OPEN. A person must decide, before it runs: ugc rights decide POST."
        )
