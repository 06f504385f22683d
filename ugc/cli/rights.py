"""`ugc rights …`: what creators allowed, recorded and asked."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.options import (
    DryRunOption,
    FlightOption,
    JsonOption,
    WorkspaceOption,
    WorkspacesOption,
    a_day,
    a_flight,
    also,
    known_territories,
    now,
    one_day,
    opened,
)
from ugc.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ugc.catalog import MadeCreative
    from ugc.model.posts import Post
    from ugc.model.records import Grant
    from ugc.model.rights import Answer
    from ugc.workspace import Workspace

app = typer.Typer(
    help="Record what creators allowed, and ask the records.", no_args_is_help=True, rich_markup_mode=None
)

_By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who records it; you, when left out.")]


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
_Notes = Annotated[str | None, typer.Option(help="Anything else worth keeping.")]


@app.command()
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
    by: _By = None,
    notes: _Notes = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record usage rights with their evidence.

    What is not said here is not granted.
    """
    from ugc.workspace import GrantForm

    form = GrantForm(
        targets=tuple(targets),
        method=method,
        purposes=tuple(purpose),
        channels=tuple(channel),
        identities=tuple(identity or ("brand_handle",)),
        territories=tuple(territory),
        start=a_day(first, "--from"),
        end="perpetual" if until == "perpetual" else a_day(until, "--until"),
        edits=tuple(edits),
        terms=tuple(terms or ()),
        evidence=tuple(evidence),
        licensee=licensee,
        licensor=licensor,
        credit=credit,
        by=by or me(),
        notes=notes,
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        made = here.grant(form, at=now())
        for item in made:
            what = ", ".join(item.posts) or f"everything by {item.licensor}"
            verb = "Would record" if dry_run else "Recorded"
            end = words.until(item.end)
            say.out(f"{verb} {item.id}: {what}, from {item.licensor} to {item.licensee}, {end}.")
            _tell_worth(here, item)
    say.document([item.model_dump(mode="json") for item in made])


def _tell_worth(here: "Workspace", grant: "Grant") -> None:
    """Say at once what would be refused later: a grant that cannot count for what it names, or says nothing new."""
    from ugc.model.reasons import REASONS
    from ugc.workspace.weighing import same_as, shortfalls

    same = same_as(here, grant)
    if same:
        say.note(f"Note: {grant.id} says the same as {same}.")
    for reason, purposes in shortfalls(here, grant).items():
        named = words.listed(purposes)
        say.note(f"Note: {grant.id} does not count for {named} yet: {reason.code}: {reason.text}")
        say.note(f"  What to do: {REASONS[reason.code]}")


@app.command(context_settings=also(market="territory"))
def check(
    name: Annotated[str, typer.Argument(metavar="POST", help="A post by any id.")],
    *,
    purpose: Annotated[str, typer.Option(help="What for.")] = "paid_social",
    channel: Annotated[
        list[str] | None, typer.Option(help="Where; all that a grant names if left out.")
    ] = None,
    territory: Annotated[list[str] | None, typer.Option(help="Markets instead of those in ugc.toml.")] = None,
    identity: Annotated[str, typer.Option(help="From whose handle it runs.")] = "brand_handle",
    edit: Annotated[
        list[str] | None,
        typer.Option(
            help="Edits that will be made, a profile, or none; those of the template if left out. Repeatable."
        ),
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="A single day.")] = None,
    flight: FlightOption = None,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Ask what the records allow for a post.

    Exits 4 unless they allow all that was asked, for every brand that was named.
    """
    from ugc.workspace.clearing import markets

    if on and flight:
        raise UsageError("Say --on or --flight, not both.")

    def asked(here: "Workspace") -> "tuple[str, list[Answer]]":
        usual = a_flight(flight, today=here.day(now()), days=here.settings.output.flight_days)
        days = one_day(on) if on else usual
        case = here.case(name)
        channels = channel or sorted({c for item in case.grants for c in item.channels}) or ["instagram"]
        told = {
            "purpose": purpose,
            "identity": identity,
            "territories": markets(here, known_territories(territory, "--territory")),
            "first": days[0],
            "last": days[1],
        }
        said, edits = _edits(here, case.post, edit)
        given = [here.check(name, here.use(channel=one, **told, **edits)) for one in channels]
        return said, given if edits["edits"] else [_unasked(answer) for answer in given]

    with all_opened(workspace) as brands:
        found = brands.ask(asked)
    answers = [(here, answer) for here, (_, several) in found for answer in several]
    for _, (edits, several) in found:
        for answer in several:
            words.tell_answer(answer, edits=edits)
    say.document([brands.document(here, answer.model_dump(mode="json")) for here, answer in answers])
    allowed = all(answer.verdict == "cleared" for _, answer in answers)
    say.leave(0 if allowed and len(found) == len(brands.workspaces) else 4)


def _edits(here: "Workspace", post: "Post", named: _Many | None) -> tuple[str, dict[str, Any]]:
    """Which edits are asked about, in words and for the question: those named, else those of the usual template."""
    from ugc.model.vocab import expand_edits
    from ugc.workspace.usual import usual

    if named is None:
        own = usual(here, post)
        said = f"with the edits {', '.join(sorted(own.edits))} (template {own.template})"
        return said, {"edits": own.edits, "credit": own.credit}
    edits = expand_edits(frozenset(named))
    what = "the edit" if len(edits) == 1 else "the edits"
    return f"with {what} {', '.join(sorted(edits))}" if edits else "without any edit", {"edits": edits}


def _unasked(answer: "Answer") -> "Answer":
    """An answer to a question in which no edit was named, which says so."""
    return answer.model_copy(update={"not_checked": (*answer.not_checked, "Edits: none was asked about.")})


@app.command()
def hold(
    name: Annotated[str, typer.Argument(metavar="POST|@CREATOR")],
    *,
    why: Annotated[str, typer.Option(help="The reason, for those who come after.")],
    by: _By = None,
    lift: Annotated[bool, typer.Option("--lift", help="Lift the hold instead.")] = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Stop a post or creator until the hold is lifted."""
    with opened(workspace) as here, here.rehearsed(dry_run):
        if lift:
            done = [
                item.model_dump(mode="json") for item in here.lift(name, by=by or me(), why=why, at=now())
            ]
        else:
            done = [here.hold(name, by=by or me(), why=why, at=now()).model_dump(mode="json")]
    verb = "Lifted the hold on" if lift else "Holding"
    say.out(f"Would be done: {verb} {name}." if dry_run else f"{verb} {name}.")
    say.document(done)


@app.command(context_settings=also(reason="why"))
def revoke(
    name: Annotated[str, typer.Argument(metavar="POST|GRANT|@CREATOR")],
    *,
    why: Annotated[str, typer.Option(help="What was said, and how.")],
    by: _By = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day without rights; today if left out.")
    ] = None,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Record that rights ended.

    Lists the creatives that must come down, and those that other records still allow.
    """
    from ugc.cli.documents import RightsEnded
    from ugc.workspace.care import revoked

    with opened(workspace) as here, here.rehearsed(dry_run):
        effective = a_day(on, "--on") if on else here.day(now())
        done, affected, standing = revoked(here, name, by=by or me(), why=why, effective=effective, at=now())
    for item in done:
        verb = "Would revoke" if dry_run else "Revoked"
        say.out(f"{verb} {item.grant} from {item.effective}{f' for {item.post}' if item.post else ''}.")
    _tell_made(
        [item for item in affected if item not in standing],
        "Made under it, and to be taken down where it runs:",
    )
    _tell_made(
        standing, "Made under it, and still allowed by other records; render again to renew their labels:"
    )
    told = RightsEnded(
        revocations=tuple(done),
        creatives=tuple(affected),
        still_allowed=tuple(item.path for item in standing),
    )
    say.document(told.model_dump(mode="json"))


def _tell_made(creatives: "Sequence[MadeCreative]", head: str) -> None:
    if creatives:
        say.out(head)
    for creative in creatives:
        say.out(f"  {creative.path}")


def me() -> str:
    """The name of the account that runs the command; a record always names a person."""
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("Who is recording this is not known.", hint="Say --by NAME.") from error
