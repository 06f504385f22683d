"""`ugc creators note`: what is written down of a creator."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say
from ugc.cli.options import ByOption, DryRunOption, JsonOption, WorkspaceOption, a_day, me, now, opened

if TYPE_CHECKING:
    from ugc.workspace.creators.writing import CreatorWritten


_Words = Annotated[list[str] | None, typer.Argument(metavar="[WORDS]", help="A note, with the day.")]
_Called = Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What they are called.")]
_Niche = Annotated[list[str] | None, typer.Option(metavar="NAME", help="What they are about. Repeatable.")]
_NoNiche = Annotated[list[str] | None, typer.Option("--no-niche", metavar="NAME", help="Not that.")]
_Tag = Annotated[list[str] | None, typer.Option(metavar="NAME", help="A label of yours. Repeatable.")]
_NoTag = Annotated[list[str] | None, typer.Option("--no-tag", metavar="NAME", help="Not that.")]
_Language = Annotated[list[str] | None, typer.Option(metavar="CODE", help="As in en or pt-BR. Repeatable.")]
_NoLanguage = Annotated[list[str] | None, typer.Option("--no-language", metavar="CODE", help="Not that.")]
_Country = Annotated[str | None, typer.Option(metavar="CODE", help="Where they live, as in US.")]
_Audience = Annotated[str | None, typer.Option(metavar="TEXT", help="Who follows them, in words.")]
_Email = Annotated[str | None, typer.Option(metavar="ADDRESS", help="How to reach them is kept apart.")]
_Phone = Annotated[str | None, typer.Option(metavar="NUMBER", help="Kept apart too.")]
_Address = Annotated[str | None, typer.Option(metavar="TEXT", help="Where products are sent.")]
_Agent = Annotated[str | None, typer.Option(metavar="TEXT", help="Who speaks for them.")]
_Followers = Annotated[str | None, typer.Option(metavar="N", help="How many follow, as in 12300 or 12.3k.")]
_Account = Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Whose followers, as in tiktok:ana.")]
_On = Annotated[str | None, typer.Option(metavar="DAY", help="Of the note and the count; today.")]
_Remove = Annotated[list[int] | None, typer.Option(metavar="NUMBER", help="Take out this note. Repeatable.")]
_New = Annotated[
    bool, typer.Option("--new", help="Someone of whom nothing is here yet, as in instagram:ana.")
]


def note(
    name: Annotated[str, typer.Argument(metavar="@CREATOR", help="A creator, as in @ana or tiktok:ana.")],
    words: _Words = None,
    *,
    by: ByOption = None,
    called: _Called = None,
    niche: _Niche = None,
    no_niche: _NoNiche = None,
    tag: _Tag = None,
    no_tag: _NoTag = None,
    language: _Language = None,
    no_language: _NoLanguage = None,
    country: _Country = None,
    audience: _Audience = None,
    email: _Email = None,
    phone: _Phone = None,
    address: _Address = None,
    agent: _Agent = None,
    followers: _Followers = None,
    account: _Account = None,
    on: _On = None,
    remove: _Remove = None,
    new: _New = False,
    dry_run: DryRunOption = False,
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
) -> None:
    """Write down something of a creator: a note, who they are, how to reach them, how many follow.

    An empty text, as in --country "", takes out what stands.
    """
    from ugc.workspace.creators.writing import CreatorForm, a_count

    form = CreatorForm(
        words=" ".join(words or ()),
        remove=tuple(remove or ()),
        name=called,
        niches=_parted(niche),
        no_niches=_parted(no_niche),
        tags=_parted(tag),
        no_tags=_parted(no_tag),
        languages=_parted(language),
        no_languages=_parted(no_language),
        country=country,
        audience=audience,
        email=email,
        phone=phone,
        address=address,
        agent=agent,
        followers=None if followers is None else a_count(followers),
        account=account,
        on=a_day(on, "--on") if on else None,
        new=new,
    )
    with opened(workspace) as here, here.rehearsed(dry_run):
        done = here.creators.write(name, form, by=by or me(), today=here.day(now()))
    _tell(done, dry=dry_run)
    say.document(done.model_dump(mode="json"))


def _parted(said: Sequence[str] | None) -> tuple[str, ...]:
    """Names that were repeated, or joined by commas."""
    return tuple(name.strip() for joined in said or () for name in joined.split(",") if name.strip())


def _tell(done: "CreatorWritten", *, dry: bool) -> None:
    handle = f"@{done.creator.handle}"
    made = f"{handle} {'would be' if dry else 'is'} new here ({done.creator.key}). " if done.made else ""
    if not done.changes:
        say.out(made.strip() or f"Nothing changes: that stands of {handle} already.")
        return
    say.out(f"{made}{'Would write down' if dry else 'Wrote down'} of {handle}:")
    for change in done.changes:
        say.out(f"  {change}")
