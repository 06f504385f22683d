"""`ugc creators show`: a creator as a person."""

from typing import TYPE_CHECKING, Annotated

import typer

from ugc.cli import say, words
from ugc.cli.brands import all_opened
from ugc.cli.creator_figures import tell_figures
from ugc.cli.creator_list import UNKNOWN, accounts
from ugc.cli.options import JsonOption, WorkspacesOption, now
from ugc.text import counted, one_line

if TYPE_CHECKING:
    from ugc.creators.snapshots import Counted
    from ugc.model.campaigns import Event
    from ugc.workspace.creators.showing import CreatorShown, GrantHeld


def show(
    name: Annotated[str, typer.Argument(metavar="@CREATOR", help="A creator, as in @ana or tiktok:ana.")],
    *,
    contact: Annotated[bool, typer.Option("--contact", help="Also how to reach them.")] = False,
    workspace: WorkspacesOption = None,
    json: JsonOption = False,
) -> None:
    """Show a creator as a person.

    Accounts, what was written down, every count of followers with the growth between them, notes, campaigns, posts
    and grants. How to reach them only with --contact.
    """
    with all_opened(workspace) as brands:
        answers = brands.ask(lambda here: here.creators.shown(name, today=here.day(now()), contact=contact))
    for here, told in answers:
        brands.head(here)
        for tell in SECTIONS:
            tell(told)
    documents = [brands.document(here, told.model_dump(mode="json")) for here, told in answers]
    say.document(documents if brands.several else documents[0])


def _tell_person(told: "CreatorShown") -> None:
    creator, profile = told.creator, told.creator.profile
    called = f", {profile.name}" if profile.name else ""
    say.out(f"@{creator.handle}{called}  ({creator.key})")
    say.out(f"  accounts   {accounts(creator.accounts)}")
    say.out(f"  tier       {told.tier or f'{UNKNOWN}: nobody counted their followers'}")
    for label, said in (
        ("niches", ", ".join(profile.niches)),
        ("tags", ", ".join(profile.tags)),
        ("languages", ", ".join(profile.languages)),
        ("country", profile.country),
        ("audience", profile.audience),
    ):
        if said:
            say.out(f"  {label:<10} {said}")


def _tell_followers(told: "CreatorShown") -> None:
    if not told.followers:
        say.out("\nFollowers: never counted. Write a count down: ugc creators note --followers N")
        return
    say.out("\nFollowers")
    say.table(
        [_counted(one) for one in told.followers],
        heads=("  day", "account", "followers", "since before", "source"),
    )


def _counted(one: "Counted") -> tuple[str, ...]:
    share = f", {one.share:+.1%}" if one.share is not None else ""
    since = f"{one.more:+,}{share} in {counted(one.days or 0, 'day')}" if one.more is not None else UNKNOWN
    account = f"{one.account.platform}:{one.account.handle}"
    return f"  {one.day}", account, f"{one.count:,}", since, one_line(one.source)


def _tell_figures(told: "CreatorShown") -> None:
    say.out("\nFigures")
    tell_figures(told.figures)


def _tell_notes(told: "CreatorShown") -> None:
    say.out(f"\nNotes, {len(told.notes)}")
    for note in told.notes:
        first, *rest = note.words.splitlines() or [""]
        say.out(f"  {note.id}  {note.day}  {note.by}: {first}")
        for line in rest:
            say.out(f"      {line}")


def _tell_campaigns(told: "CreatorShown") -> None:
    names = dict.fromkeys(event.campaign for event in told.events)
    say.out(f"\nCampaigns, {len(names)}")
    for name in names:
        say.out(f"  {name}: {', '.join(_happened(event) for event in told.events if event.campaign == name)}")


def _happened(event: "Event") -> str:
    amount = f" {event.amount.value} {event.amount.currency}" if event.amount else ""
    piece = f" ({event.deliverable})" if event.deliverable else ""
    return f"{event.what.replace('_', ' ')}{amount} {event.day}{piece}"


def _tell_posts(told: "CreatorShown") -> None:
    creator = told.creator
    say.out(f"\nPosts, {creator.posts:,}")
    if creator.first_posted and creator.last_posted:
        say.out(f"  from {creator.first_posted:%Y-%m-%d} to {creator.last_posted:%Y-%m-%d}")
    if told.newest:
        more = ", …" if creator.posts > len(told.newest) else ""
        say.out(f"  newest: {', '.join(words.post_name(post) for post in told.newest)}{more}")


def _tell_rights(told: "CreatorShown") -> None:
    say.out(f"\nGrants: {'; '.join(_grant(grant, told) for grant in told.grants) or 'none'}")


def _grant(grant: "GrantHeld", told: "CreatorShown") -> str:
    covers = "everything of theirs" if grant.posts is None else counted(grant.posts, "post")
    ended = grant.end != "perpetual" and grant.end < told.day
    return f"{grant.id} for {covers} {f'ended {grant.end}' if ended else words.until(grant.end)}"


def _tell_contact(told: "CreatorShown") -> None:
    if told.contact is None:
        say.out("\nContact: known; --contact shows it" if told.has_contact else "\nContact: none")
        return
    say.out("\nContact")
    for label, said in told.contact.model_dump().items():
        say.out(f"  {label:<8} {said or UNKNOWN}")


SECTIONS = (
    _tell_person,
    _tell_followers,
    _tell_figures,
    _tell_notes,
    _tell_campaigns,
    _tell_posts,
    _tell_rights,
    _tell_contact,
)
"""What is told of a creator, in this order."""
