"""`ugc creators note`: what is written down of a creator."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ugc.cli import say
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, a_day, me, now, opened

if TYPE_CHECKING:
    from ugc.workspace.creators.writing import CreatorWritten

CalledOption = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What they are called.")]
NicheOption = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="What they are about. Repeatable.")
]
NoNicheOption = Annotated[list[str] | None, typer.Option("--no-niche", metavar="NAME", help="Not that.")]
TagOption = Annotated[list[str] | None, typer.Option(metavar="NAME", help="A label of yours. Repeatable.")]
NoTagOption = Annotated[list[str] | None, typer.Option("--no-tag", metavar="NAME", help="Not that.")]
LanguageOption = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="As in en or pt-BR. Repeatable.")
]
NoLanguageOption = Annotated[
    list[str] | None, typer.Option("--no-language", metavar="CODE", help="Not that.")
]
CountryOption = Annotated[str | None, typer.Option(metavar="CODE", help="Where they live, as in US.")]
AudienceOption = Annotated[str | None, typer.Option(metavar="TEXT", help="Who follows them, in words.")]
EmailOption = Annotated[str | None, typer.Option(metavar="ADDRESS", help="How to reach them is kept apart.")]
PhoneOption = Annotated[str | None, typer.Option(metavar="NUMBER", help="Kept apart too.")]
AddressOption = Annotated[str | None, typer.Option(metavar="TEXT", help="Where products are sent.")]
AgentOption = Annotated[str | None, typer.Option(metavar="TEXT", help="Who speaks for them.")]
FollowersOption = Annotated[
    str | None, typer.Option(metavar="N", help="How many follow, as in 12300 or 12.3k.")
]
AccountOption = Annotated[
    str | None, typer.Option(metavar="ACCOUNT", help="Whose followers, as in tiktok:ana.")
]
OnOption = Annotated[str | None, typer.Option(metavar="DAY", help="Of the note and the count; today.")]
RemoveOption = Annotated[
    list[int] | None, typer.Option(metavar="NUMBER", help="Take out this note. Repeatable.")
]
NewOption = Annotated[
    bool, typer.Option("--new", help="Someone of whom nothing is here yet, as in instagram:ana.")
]


def note(
    name: Annotated[str, typer.Argument(metavar="@CREATOR", help="A creator, as in @ana or tiktok:ana.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", help="A note, with the day.")
    ] = None,
    *,
    by: ByOption = None,
    called: CalledOption = None,
    niche: NicheOption = None,
    no_niche: NoNicheOption = None,
    tag: TagOption = None,
    no_tag: NoTagOption = None,
    language: LanguageOption = None,
    no_language: NoLanguageOption = None,
    country: CountryOption = None,
    audience: AudienceOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    address: AddressOption = None,
    agent: AgentOption = None,
    followers: FollowersOption = None,
    account: AccountOption = None,
    on: OnOption = None,
    remove: RemoveOption = None,
    new: NewOption = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write down something of a creator: a note, who they are, how to reach them, how many follow.

    An empty text, as in --country "", takes out what stands.
    """
    from ugc.workspace.creators.writing import CreatorForm, a_count

    labels = _parted(
        niches=niche,
        no_niches=no_niche,
        tags=tag,
        no_tags=no_tag,
        languages=language,
        no_languages=no_language,
    )
    reach: dict[str, Any] = {"email": email, "phone": phone, "address": address, "agent": agent}
    told: dict[str, Any] = {"name": called, "country": country, "audience": audience}
    form = CreatorForm(
        words=" ".join(words or ()),
        remove=tuple(remove or ()),
        followers=None if followers is None else a_count(followers),
        account=account,
        on=a_day(on, "--on") if on else None,
        new=new,
        **told,
        **labels,
        **reach,
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        done = here.creators.write(name, form, by=by or me(), today=here.day(now()))
    _tell(done, dry=dry_run)
    say.document(done.model_dump(mode="json"))


def _parted(**labels: Sequence[str] | None) -> dict[str, Any]:
    """Names that were repeated, or joined by commas."""
    return {
        kind: tuple(name.strip() for joined in said or () for name in joined.split(",") if name.strip())
        for kind, said in labels.items()
    }


def _tell(done: "CreatorWritten", *, dry: bool) -> None:
    handle = f"@{done.creator.handle}"
    made = f"{handle} {'would be' if dry else 'is'} new here ({done.creator.key}). " if done.made else ""
    if not done.changes:
        say.out(made.strip() or f"Nothing changes: that stands of {handle} already.")
        return
    say.out(f"{made}{'Would write down' if dry else 'Wrote down'} of {handle}:")
    for change in done.changes:
        say.out(f"  {change}")
