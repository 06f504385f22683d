"""`ugc rights grant`: what creators allowed, recorded with its evidence."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.options import (
    ByOption,
    DryRunOption,
    JsonOption,
    WorkspaceOption,
    a_day,
    a_last_day,
    me,
    now,
    opened,
)

if TYPE_CHECKING:
    from ugc.model.records import Grant
    from ugc.workspace import Workspace

_Many = list[str]
_Targets = Annotated[
    _Many, typer.Argument(metavar="POST|@CREATOR", help="Posts, or everything of a creator's.")
]
_Method = Annotated[str, typer.Option(help="How they said yes: dm_yes, web_form, contract …")]
_Purposes = Annotated[_Many, typer.Option(help="paid_social, organic_repost, onsite … Repeatable.")]
_Channels = Annotated[_Many, typer.Option(help="instagram, facebook, tiktok, brand_site … Repeatable.")]
_Territories = Annotated[_Many, typer.Option(help="US, DE, EEA, worldwide. Repeatable.")]
_From = Annotated[str, typer.Option("--from", metavar="DATE", help="First day, as in 2026-11-01.")]
_Until = Annotated[str, typer.Option(metavar="DATE|perpetual", help="Last day, or perpetual.")]
_Edits = Annotated[_Many, typer.Option(help="none, technical, standard, full, or one edit. Repeatable.")]
_Evidence = Annotated[
    list[Path], typer.Option(metavar="FILE", help="What proves it: a screenshot, message, form. Repeatable.")
]
_Identities = Annotated[
    _Many | None,
    typer.Option(help="brand_handle, creator_handle, both. Repeatable; brand_handle if left out."),
]
_Terms = Annotated[
    _Many | None, typer.Option(metavar="FILE|URL", help="The terms agreed to; a file's hash is kept.")
]
_Licensee = Annotated[str | None, typer.Option(metavar="NAME", help="Another than this workspace's brand.")]
_Licensor = Annotated[str | None, typer.Option(metavar="NAME", help="Who gives it, where no source says.")]
_Credit = Annotated[str, typer.Option(help="Where the credit must stand: on_media, adjacent, caption, none.")]
_Also = Annotated[
    _Many | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="What few grants say: notice_days=14, capacity=agent, ai.generative_training=denied … Repeatable.",
    ),
]
_Other = Annotated[_Many | None, typer.Option(help="Instead of what the grant says now. Repeatable.")]
_Notes = Annotated[str | None, typer.Option(help="Anything else worth keeping.")]


def grant(
    targets: _Targets,
    *,
    method: _Method,
    purpose: _Purposes,
    channel: _Channels,
    territory: _Territories,
    first: _From,
    until: _Until,
    edits: _Edits,
    evidence: _Evidence,
    identity: _Identities = None,
    terms: _Terms = None,
    licensee: _Licensee = None,
    licensor: _Licensor = None,
    credit: _Credit = "on_media",
    also: _Also = None,
    by: ByOption = None,
    notes: _Notes = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record usage rights with their evidence.

    What is not said here is not granted.
    """
    from ugc.model.phrases import term
    from ugc.workspace import GrantForm
    from ugc.workspace.granting.more_of_grant import more_of_grant

    form = GrantForm(
        targets=tuple(targets),
        method=method,
        purposes=tuple(purpose),
        channels=tuple(channel),
        identities=tuple(identity or ("brand_handle",)),
        territories=tuple(territory),
        start=a_day(first, "--from"),
        end=a_last_day(until),
        edits=tuple(edits),
        terms=tuple(terms or ()),
        evidence=tuple(evidence),
        licensee=licensee,
        licensor=licensor,
        credit=credit,
        by=by or me(),
        notes=notes,
        more=more_of_grant(also or ()),
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.grant(form, at=now(), note=_note)
        for item in made:
            what = ", ".join(item.posts) or f"everything by {item.licensor}"
            verb = "Would record" if dry_run else "Recorded"
            end = words.until(item.end) if item.end_basis == "fixed" else term(item)
            say.out(f"{verb} {item.id}: {what}, from {item.licensor} to {item.licensee}, {end}.")
            tell_worth(here, item)
    say.document([item.model_dump(mode="json") for item in made])


def renew(
    name: Annotated[str, typer.Argument(metavar="GRANT", help="The grant, by its id.")],
    *,
    until: _Until,
    evidence: _Evidence,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day, where the grant has ended.")
    ] = None,
    method: Annotated[str | None, typer.Option(help="How they said yes this time.")] = None,
    terms: _Terms = None,
    purpose: _Other = None,
    channel: _Other = None,
    identity: _Other = None,
    territory: _Other = None,
    edits: _Other = None,
    by: ByOption = None,
    notes: _Notes = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record a new yes to a grant: its next version.

    What is not said stays as it was. Every version is kept.
    """
    from ugc.workspace.granting.renewing import RenewalForm

    form = RenewalForm(
        grant=name,
        end=a_last_day(until),
        start=a_day(first, "--from") if first else None,
        evidence=tuple(evidence),
        method=method,
        terms=tuple(terms or ()),
        purposes=tuple(purpose or ()),
        channels=tuple(channel or ()),
        identities=tuple(identity or ()),
        territories=tuple(territory or ()),
        edits=tuple(edits or ()),
        by=by or me(),
        notes=notes,
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.records.renew(form, at=now(), note=_note)
        verb = "Would renew" if dry_run else "Renewed"
        say.out(f"{verb} {made.id}, version {made.version}: from {made.start} {words.until(made.end)}.")
        tell_worth(here, made)
    say.document(made.model_dump(mode="json"))


def tell_worth(here: "Workspace", grant: "Grant") -> None:
    """Say at once what would be refused later: a grant that cannot count for what it names, or says nothing new."""
    from ugc.model.reasons import REASONS
    from ugc.workspace.granting.weighing import same_as, shortfalls

    proof = here.records.strength(grant)
    say.out(f"  Proof: {proof.level}. {proof.why[0] if proof.why else ''}".rstrip())
    same = same_as(here, grant)
    if same:
        say.note(f"Note: {grant.id} says the same as {same}.")
    for reason, purposes in shortfalls(here, grant).items():
        named = words.listed(purposes)
        say.note(f"Note: {grant.id} does not count for {named} yet: {reason.code}: {reason.text}")
        say.note(f"  What to do: {REASONS[reason.code]}")


def _note(words: str) -> None:
    say.note(f"Note: {words}")
